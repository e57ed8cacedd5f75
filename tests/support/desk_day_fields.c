#include "support/desk_day.h"

/* Custom fields and their values. */

static csr_status field_add(desk_fixture *f)
{
    csr_field_add_params in = CSR_FIELD_ADD_PARAMS_INIT;
    csr_id id;

    in.type = CSR_FIELD_INTEGER;
    in.subject_kind = CSR_RECORD_CUSTOMER;
    in.required = 1;
    in.personal = 1;
    in.indexed = 1;
    in.request_key = CSR_STR("f-1");
    in.name = CSR_STR("shoe_size");
    in.label = CSR_STR("Shoe size");
    in.minimum = CSR_STR("10");
    in.maximum = CSR_STR("60");
    return desk_gives_id(f, csr_field_add(f->session, &in, &id, &f->err), &id);
}

static csr_status field_add_2(desk_fixture *f)
{
    csr_field_add_params in = CSR_FIELD_ADD_PARAMS_INIT;
    csr_id id;

    in.type = CSR_FIELD_TEXT;
    in.subject_kind = CSR_RECORD_CUSTOMER;
    in.name = CSR_STR("nickname");
    in.max_bytes = 40;
    return desk_gives_id(f, csr_field_add(f->session, &in, &id, &f->err), &id);
}

static csr_status field_add_3(desk_fixture *f)
{
    csr_field_add_params in = CSR_FIELD_ADD_PARAMS_INIT;
    csr_id id;

    in.type = CSR_FIELD_CHOICE;
    in.subject_kind = CSR_RECORD_TICKET;
    in.indexed = 1;
    in.name = CSR_STR("cause");
    in.choices = CSR_STR("[\"wear\",\"misuse\"]");
    return desk_gives_id(f, csr_field_add(f->session, &in, &id, &f->err), &id);
}

static csr_status field_add_4(desk_fixture *f)
{
    csr_field_add_params in = CSR_FIELD_ADD_PARAMS_INIT;
    csr_id id;

    in.type = CSR_FIELD_DECIMAL;
    in.subject_kind = CSR_RECORD_INTERACTION;
    in.indexed = 1;
    in.name = CSR_STR("minutes");
    return desk_gives_id(f, csr_field_add(f->session, &in, &id, &f->err), &id);
}

static csr_status field_change(desk_fixture *f)
{
    csr_field_change_params in = CSR_FIELD_CHANGE_PARAMS_INIT;
    csr_id subject = desk_id(f, "size");
    int64_t version;

    in.expected_version = 1;
    in.name = CSR_STR("shoe");
    in.label = CSR_STR("Shoes");
    in.minimum = CSR_STR("5");
    in.maximum = CSR_STR("55");
    return desk_gives_number(f, csr_field_change(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status field_change_2(desk_fixture *f)
{
    csr_field_change_params in = CSR_FIELD_CHANGE_PARAMS_INIT;
    csr_id subject = desk_id(f, "size");
    int64_t version;

    in.clear |= CSR_FIELD_CLEAR_REQUIRED;
    in.clear |= CSR_FIELD_CLEAR_LABEL;
    in.clear |= CSR_FIELD_CLEAR_MINIMUM;
    in.clear |= CSR_FIELD_CLEAR_MAXIMUM;
    return desk_gives_number(f, csr_field_change(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status field_change_3(desk_fixture *f)
{
    csr_field_change_params in = CSR_FIELD_CHANGE_PARAMS_INIT;
    csr_id subject = desk_id(f, "nick");
    int64_t version;

    in.required = 1;
    in.max_bytes = 50;
    return desk_gives_number(f, csr_field_change(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status field_choice(desk_fixture *f)
{
    csr_field_choice_params in = CSR_FIELD_CHOICE_PARAMS_INIT;
    csr_id subject = desk_id(f, "cause");
    int64_t version;

    in.expected_version = 1;
    in.name = CSR_STR("transport");
    in.label = CSR_STR("Transport damage");
    return desk_gives_number(f, csr_field_choice(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status field_choice_2(desk_fixture *f)
{
    csr_field_choice_params in = CSR_FIELD_CHOICE_PARAMS_INIT;
    csr_id subject = desk_id(f, "cause");
    int64_t version;

    in.name = CSR_STR("misuse");
    in.retire = 1;
    return desk_gives_number(f, csr_field_choice(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status field_choice_3(desk_fixture *f)
{
    csr_field_choice_params in = CSR_FIELD_CHOICE_PARAMS_INIT;
    csr_id subject = desk_id(f, "cause");
    int64_t version;

    in.name = CSR_STR("misuse");
    in.restore = 1;
    return desk_gives_number(f, csr_field_choice(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status field_get(desk_fixture *f)
{
    csr_id subject = desk_id(f, "cause");
    csr_result *result = NULL;

    return desk_gives_result(f, csr_field_get(f->session, &subject, &result, &f->err), &result);
}

static csr_status field_find(desk_fixture *f)
{
    csr_field_find_params in = CSR_FIELD_FIND_PARAMS_INIT;
    csr_result *result = NULL;

    in.subject_kind = CSR_RECORD_CUSTOMER;
    in.name = CSR_STR("shoe");
    return desk_gives_result(f, csr_field_find(f->session, &in, &result, &f->err), &result);
}

static csr_status field_list(desk_fixture *f)
{
    csr_field_query in = CSR_FIELD_QUERY_INIT;
    csr_result *result = NULL;

    in.subject_kind = CSR_RECORD_CUSTOMER;
    in.limit = 10;
    return desk_gives_result(f, csr_field_list(f->session, &in, &result, &f->err), &result);
}

static csr_status customer_set_field(desk_fixture *f)
{
    csr_field_set_params in = CSR_FIELD_SET_PARAMS_INIT;
    csr_id subject = desk_id(f, "jana");
    int64_t version;

    in.expected_version = 0;
    in.field = CSR_STR("shoe");
    in.value = CSR_STR("38");
    return desk_gives_number(f, csr_customer_set_field(f->session, &subject, &in, &version, &f->err), "version",
                             &version);
}

static csr_status customer_set_field_2(desk_fixture *f)
{
    csr_field_set_params in = CSR_FIELD_SET_PARAMS_INIT;
    csr_id subject = desk_id(f, "petr");
    int64_t version;

    in.field = CSR_STR("shoe");
    in.value = CSR_STR("44");
    return desk_gives_number(f, csr_customer_set_field(f->session, &subject, &in, &version, &f->err), "version",
                             &version);
}

static csr_status customer_set_field_3(desk_fixture *f)
{
    csr_field_set_params in = CSR_FIELD_SET_PARAMS_INIT;
    csr_id subject = desk_id(f, "petr");
    int64_t version;

    in.field = CSR_STR("shoe");
    in.value = CSR_STR("45");
    return desk_gives_number(f, csr_customer_set_field(f->session, &subject, &in, &version, &f->err), "version",
                             &version);
}

static csr_status ticket_set_field(desk_fixture *f)
{
    csr_field_set_params in = CSR_FIELD_SET_PARAMS_INIT;
    csr_id subject = desk_id(f, "torn");
    int64_t version;

    in.expected_version = 0;
    in.field = CSR_STR("cause");
    in.value = CSR_STR("transport");
    return desk_gives_number(f, csr_ticket_set_field(f->session, &subject, &in, &version, &f->err), "version",
                             &version);
}

static csr_status interaction_set_field(desk_fixture *f)
{
    csr_field_set_params in = CSR_FIELD_SET_PARAMS_INIT;
    csr_id subject = desk_id(f, "call");
    int64_t version;

    in.expected_version = 0;
    in.field = CSR_STR("minutes");
    in.value = CSR_STR("12.50");
    return desk_gives_number(f, csr_interaction_set_field(f->session, &subject, &in, &version, &f->err), "version",
                             &version);
}

static csr_status field_values(desk_fixture *f)
{
    csr_field_values_query in = CSR_FIELD_VALUES_QUERY_INIT;
    csr_result *result = NULL;

    in.subject = desk_id(f, "petr");
    in.limit = 10;
    return desk_gives_result(f, csr_field_values(f->session, &in, &result, &f->err), &result);
}

static csr_status field_missing(desk_fixture *f)
{
    csr_field_missing_query in = CSR_FIELD_MISSING_QUERY_INIT;
    csr_result *result = NULL;

    in.subject_kind = CSR_RECORD_CUSTOMER;
    in.subject = desk_id(f, "petr");
    return desk_gives_result(f, csr_field_missing(f->session, &in, &result, &f->err), &result);
}

static csr_status customer_by_field(desk_fixture *f)
{
    csr_field_match_query in = CSR_FIELD_MATCH_QUERY_INIT;
    csr_result *result = NULL;

    in.field = CSR_STR("shoe");
    in.minimum = CSR_STR("30");
    in.maximum = CSR_STR("45");
    in.descending = 1;
    in.limit = 10;
    return desk_gives_result(f, csr_customer_by_field(f->session, &in, &result, &f->err), &result);
}

static csr_status customer_by_field_2(desk_fixture *f)
{
    csr_field_match_query in = CSR_FIELD_MATCH_QUERY_INIT;
    csr_result *result = NULL;

    in.field = CSR_STR("shoe");
    in.value = CSR_STR("45");
    return desk_gives_result(f, csr_customer_by_field(f->session, &in, &result, &f->err), &result);
}

static csr_status ticket_by_field(desk_fixture *f)
{
    csr_field_match_query in = CSR_FIELD_MATCH_QUERY_INIT;
    csr_result *result = NULL;

    in.field = CSR_STR("cause");
    in.value = CSR_STR("transport");
    in.limit = 5;
    in.descending = 0;
    return desk_gives_result(f, csr_ticket_by_field(f->session, &in, &result, &f->err), &result);
}

static csr_status ticket_by_field_2(desk_fixture *f)
{
    csr_field_match_query in = CSR_FIELD_MATCH_QUERY_INIT;
    csr_result *result = NULL;

    in.field = CSR_STR("cause");
    in.minimum = CSR_STR("wear");
    in.maximum = CSR_STR("transport");
    return desk_gives_result(f, csr_ticket_by_field(f->session, &in, &result, &f->err), &result);
}

static csr_status interaction_by_field(desk_fixture *f)
{
    csr_field_match_query in = CSR_FIELD_MATCH_QUERY_INIT;
    csr_result *result = NULL;

    in.field = CSR_STR("minutes");
    in.value = CSR_STR("12.5");
    in.limit = 5;
    in.descending = 1;
    return desk_gives_result(f, csr_interaction_by_field(f->session, &in, &result, &f->err), &result);
}

static csr_status interaction_by_field_2(desk_fixture *f)
{
    csr_field_match_query in = CSR_FIELD_MATCH_QUERY_INIT;
    csr_result *result = NULL;

    in.field = CSR_STR("minutes");
    in.minimum = CSR_STR("-1");
    in.maximum = CSR_STR("13");
    return desk_gives_result(f, csr_interaction_by_field(f->session, &in, &result, &f->err), &result);
}

static csr_status field_retire(desk_fixture *f)
{
    csr_field_retire_params in = CSR_FIELD_RETIRE_PARAMS_INIT;
    csr_id subject = desk_id(f, "minutes");
    int64_t version;

    in.expected_version = 1;
    return desk_gives_number(f, csr_field_retire(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status field_restore(desk_fixture *f)
{
    csr_field_retire_params in = CSR_FIELD_RETIRE_PARAMS_INIT;
    csr_id subject = desk_id(f, "minutes");
    int64_t version;

    in.expected_version = 2;
    return desk_gives_number(f, csr_field_restore(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status customer_unset_field(desk_fixture *f)
{
    csr_field_unset_params in = CSR_FIELD_UNSET_PARAMS_INIT;
    csr_id subject = desk_id(f, "jana");
    int64_t version;

    in.expected_version = 0;
    in.field = CSR_STR("shoe");
    return desk_gives_number(f, csr_customer_unset_field(f->session, &subject, &in, &version, &f->err), "version",
                             &version);
}

static csr_status ticket_unset_field(desk_fixture *f)
{
    csr_field_unset_params in = CSR_FIELD_UNSET_PARAMS_INIT;
    csr_id subject = desk_id(f, "torn");
    int64_t version;

    in.expected_version = 0;
    in.field = CSR_STR("cause");
    return desk_gives_number(f, csr_ticket_unset_field(f->session, &subject, &in, &version, &f->err), "version",
                             &version);
}

static csr_status interaction_unset_field(desk_fixture *f)
{
    csr_field_unset_params in = CSR_FIELD_UNSET_PARAMS_INIT;
    csr_id subject = desk_id(f, "call");
    int64_t version;

    in.expected_version = 0;
    in.field = CSR_STR("minutes");
    return desk_gives_number(f, csr_interaction_unset_field(f->session, &subject, &in, &version, &f->err), "version",
                             &version);
}

/* clang-format off */
const desk_step desk_day_fields[] = {
    { "field.add", "{'type':'integer','subject_kind':'customer','required':true,'personal':true,'indexed':true,'request_key':'f-1','name':'shoe_size','label':'Shoe size','minimum':'10','maximum':'60'}", field_add, "size" },
    { "field.add", "{'type':'text','subject_kind':'customer','name':'nickname','max_bytes':40}", field_add_2, "nick" },
    { "field.add", "{'type':'choice','subject_kind':'ticket','indexed':true,'name':'cause','choices':['wear','misuse']}", field_add_3, "cause" },
    { "field.add", "{'type':'decimal','subject_kind':'interaction','indexed':true,'name':'minutes'}", field_add_4, "minutes" },
    { "field.change", "{'id':'$size','expected_version':1,'name':'shoe','label':'Shoes','minimum':'5','maximum':'55'}", field_change, NULL },
    { "field.change", "{'id':'$size','required':null,'label':null,'minimum':null,'maximum':null}", field_change_2, NULL },
    { "field.change", "{'id':'$nick','required':true,'max_bytes':50}", field_change_3, NULL },
    { "field.choice", "{'id':'$cause','expected_version':1,'name':'transport','label':'Transport damage'}", field_choice, NULL },
    { "field.choice", "{'id':'$cause','name':'misuse','retire':true}", field_choice_2, NULL },
    { "field.choice", "{'id':'$cause','name':'misuse','restore':true}", field_choice_3, NULL },
    { "field.get", "{'id':'$cause'}", field_get, NULL },
    { "field.find", "{'subject_kind':'customer','name':'shoe'}", field_find, NULL },
    { "field.list", "{'subject_kind':'customer','limit':10}", field_list, NULL },
    { "customer.set_field", "{'id':'$jana','expected_version':0,'field':'shoe','value':'38'}", customer_set_field, NULL },
    { "customer.set_field", "{'id':'$petr','field':'shoe','value':'44'}", customer_set_field_2, NULL },
    { "customer.set_field", "{'id':'$petr','field':'shoe','value':'45'}", customer_set_field_3, NULL },
    { "ticket.set_field", "{'id':'$torn','expected_version':0,'field':'cause','value':'transport'}", ticket_set_field, NULL },
    { "interaction.set_field", "{'id':'$call','expected_version':0,'field':'minutes','value':'12.50'}", interaction_set_field, NULL },
    { "field.values", "{'subject':'$petr','limit':10}", field_values, NULL },
    { "field.missing", "{'subject_kind':'customer','subject':'$petr'}", field_missing, NULL },
    { "customer.by_field", "{'field':'shoe','minimum':'30','maximum':'45','descending':true,'limit':10}", customer_by_field, NULL },
    { "customer.by_field", "{'field':'shoe','value':'45'}", customer_by_field_2, NULL },
    { "ticket.by_field", "{'field':'cause','value':'transport','limit':5,'descending':false}", ticket_by_field, NULL },
    { "ticket.by_field", "{'field':'cause','minimum':'wear','maximum':'transport'}", ticket_by_field_2, NULL },
    { "interaction.by_field", "{'field':'minutes','value':'12.5','limit':5,'descending':true}", interaction_by_field, NULL },
    { "interaction.by_field", "{'field':'minutes','minimum':'-1','maximum':'13'}", interaction_by_field_2, NULL },
    { "field.retire", "{'id':'$minutes','expected_version':1}", field_retire, NULL },
    { "field.restore", "{'id':'$minutes','expected_version':2}", field_restore, NULL },
    { "customer.unset_field", "{'id':'$jana','expected_version':0,'field':'shoe'}", customer_unset_field, NULL },
    { "ticket.unset_field", "{'id':'$torn','expected_version':0,'field':'cause'}", ticket_unset_field, NULL },
    { "interaction.unset_field", "{'id':'$call','expected_version':0,'field':'minutes'}", interaction_unset_field, NULL },
};
/* clang-format on */
const size_t desk_day_fields_count = sizeof(desk_day_fields) / sizeof(desk_day_fields[0]);
