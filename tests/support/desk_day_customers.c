#include "support/desk_day.h"

/* The desk itself, and its customers. */
static csr_status settings_change(desk_fixture *f)
{
    csr_settings_change_params in = CSR_SETTINGS_CHANGE_PARAMS_INIT;
    int64_t version;

    in.name = CSR_STR("Kolektiv");
    memcpy(in.currency, "CZK", 4);
    in.zone = CSR_STR("Europe/Prague");
    in.display_offset = CSR_STR("+01:00");
    in.language = CSR_STR("cs");
    in.calling_code = CSR_STR("420");
    in.expected_version = 1;
    return desk_gives_number(f, csr_settings_change(f->session, &in, &version, &f->err), "version", &version);
}

static csr_status settings_change_2(desk_fixture *f)
{
    csr_settings_change_params in = CSR_SETTINGS_CHANGE_PARAMS_INIT;
    int64_t version;

    in.clear = CSR_SETTINGS_CLEAR_ZONE | CSR_SETTINGS_CLEAR_CURRENCY | CSR_SETTINGS_CLEAR_DISPLAY_OFFSET |
               CSR_SETTINGS_CLEAR_LANGUAGE;
    return desk_gives_number(f, csr_settings_change(f->session, &in, &version, &f->err), "version", &version);
}

static csr_status settings_get(desk_fixture *f)
{
    csr_result *result = NULL;

    return desk_gives_result(f, csr_settings_get(f->session, &result, &f->err), &result);
}

static csr_status customer_add(desk_fixture *f)
{
    csr_customer_add_params in = CSR_CUSTOMER_ADD_PARAMS_INIT;
    csr_id id;

    in.name = CSR_STR("ACME");
    in.kind = CSR_CUSTOMER_ORGANISATION;
    in.request_key = CSR_STR("day customer.add");
    return desk_gives_id(f, csr_customer_add(f->session, &in, &id, &f->err), &id);
}

static csr_status customer_add_2(desk_fixture *f)
{
    csr_customer_add_params in = CSR_CUSTOMER_ADD_PARAMS_INIT;
    csr_id id;

    in.kind = CSR_CUSTOMER_PERSON;
    in.name = CSR_STR("Jana Nováková");
    in.language = CSR_STR("cs");
    in.note = CSR_STR("hears badly");
    in.organisation = desk_id(f, "acme");
    in.familiarity = CSR_FAMILIARITY_EXPERT;
    in.standing = CSR_STANDING_WATCH;
    in.loyalty = CSR_LOYALTY_RETURNING;
    return desk_gives_id(f, csr_customer_add(f->session, &in, &id, &f->err), &id);
}

static csr_status customer_add_3(desk_fixture *f)
{
    csr_customer_add_params in = CSR_CUSTOMER_ADD_PARAMS_INIT;
    csr_id id;

    in.name = CSR_STR("Petr");
    return desk_gives_id(f, csr_customer_add(f->session, &in, &id, &f->err), &id);
}

static csr_status customer_change(desk_fixture *f)
{
    csr_customer_change_params in = CSR_CUSTOMER_CHANGE_PARAMS_INIT;
    csr_id subject = desk_id(f, "jana");
    int64_t version;

    in.expected_version = 1;
    in.name = CSR_STR("Jana");
    in.language = CSR_STR("sk");
    in.note = CSR_STR("hears well");
    in.familiarity = CSR_FAMILIARITY_GOOD;
    in.standing = CSR_STANDING_GOOD;
    in.loyalty = CSR_LOYALTY_LOYAL;
    return desk_gives_number(f, csr_customer_change(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status customer_change_2(desk_fixture *f)
{
    csr_customer_change_params in = CSR_CUSTOMER_CHANGE_PARAMS_INIT;
    csr_id subject = desk_id(f, "jana");
    int64_t version;

    in.clear = CSR_CUSTOMER_CLEAR_LANGUAGE | CSR_CUSTOMER_CLEAR_NOTE;
    return desk_gives_number(f, csr_customer_change(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status customer_change_3(desk_fixture *f)
{
    csr_customer_change_params in = CSR_CUSTOMER_CHANGE_PARAMS_INIT;
    csr_id subject = desk_id(f, "petr");
    int64_t version;

    in.organisation = desk_id(f, "acme");
    return desk_gives_number(f, csr_customer_change(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status customer_get(desk_fixture *f)
{
    csr_id subject = desk_id(f, "jana");
    csr_result *result = NULL;

    return desk_gives_result(f, csr_customer_get(f->session, &subject, &result, &f->err), &result);
}

static csr_status customer_list(desk_fixture *f)
{
    csr_customer_query in = CSR_CUSTOMER_QUERY_INIT;
    csr_result *result = NULL;

    in.limit = 2;
    in.order = CSR_CUSTOMERS_BY_ORGANISATION;
    in.organisation = desk_id(f, "acme");
    return desk_gives_result(f, csr_customer_list(f->session, &in, &result, &f->err), &result);
}

static csr_status customer_list_2(desk_fixture *f)
{
    csr_customer_query in = CSR_CUSTOMER_QUERY_INIT;
    csr_result *result = NULL;

    return desk_gives_result(f, csr_customer_list(f->session, &in, &result, &f->err), &result);
}

static csr_status customer_tag(desk_fixture *f)
{
    csr_tag_params in = CSR_TAG_PARAMS_INIT;
    csr_id subject = desk_id(f, "jana");
    int64_t version;

    in.tag = CSR_STR("VIP");
    return desk_gives_number(f, csr_customer_tag(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status customer_tag_2(desk_fixture *f)
{
    csr_tag_params in = CSR_TAG_PARAMS_INIT;
    csr_id subject = desk_id(f, "jana");
    int64_t version;

    in.tag = CSR_STR("loud");
    return desk_gives_number(f, csr_customer_tag(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status customer_untag(desk_fixture *f)
{
    csr_tag_params in = CSR_TAG_PARAMS_INIT;
    csr_id subject = desk_id(f, "jana");
    int64_t version;

    in.tag = CSR_STR("LOUD");
    return desk_gives_number(f, csr_customer_untag(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status tag_list(desk_fixture *f)
{
    csr_tag_query in = CSR_TAG_QUERY_INIT;
    csr_result *result = NULL;

    in.subject = desk_id(f, "jana");
    in.limit = 5;
    return desk_gives_result(f, csr_tag_list(f->session, &in, &result, &f->err), &result);
}

static csr_status tag_list_2(desk_fixture *f)
{
    csr_tag_query in = CSR_TAG_QUERY_INIT;
    csr_result *result = NULL;

    in.tag = CSR_STR("vip");
    return desk_gives_result(f, csr_tag_list(f->session, &in, &result, &f->err), &result);
}

static csr_status identity_add(desk_fixture *f)
{
    csr_identity_add_params in = CSR_IDENTITY_ADD_PARAMS_INIT;
    csr_id id;

    in.customer = desk_id(f, "jana");
    in.kind = CSR_IDENTITY_EMAIL;
    in.value = CSR_STR("jana@example.com");
    in.verified = 1;
    in.request_key = CSR_STR("day identity.add");
    return desk_gives_id(f, csr_identity_add(f->session, &in, &id, &f->err), &id);
}

static csr_status identity_add_2(desk_fixture *f)
{
    csr_identity_add_params in = CSR_IDENTITY_ADD_PARAMS_INIT;
    csr_id id;

    in.customer = desk_id(f, "jana");
    in.kind = CSR_IDENTITY_ROOM;
    in.value = CSR_STR("12");
    return desk_gives_id(f, csr_identity_add(f->session, &in, &id, &f->err), &id);
}

static csr_status identity_verify(desk_fixture *f)
{
    csr_id subject = desk_id(f, "room");
    int64_t version;

    return desk_gives_number(f, csr_identity_verify(f->session, &subject, &version, &f->err), "version", &version);
}

static csr_status identity_end(desk_fixture *f)
{
    csr_id subject = desk_id(f, "room");
    int64_t version;

    return desk_gives_number(f, csr_identity_end(f->session, &subject, &version, &f->err), "version", &version);
}

static csr_status identity_list(desk_fixture *f)
{
    csr_identity_query in = CSR_IDENTITY_QUERY_INIT;
    csr_result *result = NULL;

    in.customer = desk_id(f, "jana");
    in.limit = 7;
    return desk_gives_result(f, csr_identity_list(f->session, &in, &result, &f->err), &result);
}

static csr_status customer_find(desk_fixture *f)
{
    csr_customer_find_params in = CSR_CUSTOMER_FIND_PARAMS_INIT;
    csr_result *result = NULL;

    in.kind = CSR_IDENTITY_EMAIL;
    in.value = CSR_STR("JANA@example.com");
    return desk_gives_result(f, csr_customer_find(f->session, &in, &result, &f->err), &result);
}

static csr_status customer_identify(desk_fixture *f)
{
    csr_customer_identify_params in = CSR_CUSTOMER_IDENTIFY_PARAMS_INIT;
    csr_result *result = NULL;

    in.kind = CSR_IDENTITY_PHONE;
    in.value = CSR_STR("601 234 567");
    in.name = CSR_STR("Karel");
    in.language = CSR_STR("cs");
    in.verified = 1;
    in.request_key = CSR_STR("day customer.identify");
    return desk_gives_result(f, csr_customer_identify(f->session, &in, &result, &f->err), &result);
}

const desk_step desk_day_customers[] = {
    { "settings.change",
      "{'name':'Kolektiv','currency':'CZK','zone':'Europe/"
      "Prague','display_offset':'+01:00','language':'cs','calling_code':'420','expected_version':1}",
      settings_change, NULL },
    { "settings.change", "{'zone':null,'currency':null,'display_offset':null,'language':null}", settings_change_2,
      NULL },
    { "settings.get", "{}", settings_get, NULL },
    { "customer.add", "{'name':'ACME','kind':'organisation','request_key':'day customer.add'}", customer_add, "acme" },
    { "customer.add",
      "{'kind':'person','name':'Jana Nováková','language':'cs','note':'hears "
      "badly','organisation':'$acme','familiarity':'expert','standing':'watch','loyalty':'returning'}",
      customer_add_2, "jana" },
    { "customer.add", "{'name':'Petr'}", customer_add_3, "petr" },
    { "customer.change",
      "{'id':'$jana','expected_version':1,'name':'Jana','language':'sk','note':'hears "
      "well','familiarity':'good','standing':'good','loyalty':'loyal'}",
      customer_change, NULL },
    { "customer.change", "{'id':'$jana','language':null,'note':null}", customer_change_2, NULL },
    { "customer.change", "{'id':'$petr','organisation':'$acme'}", customer_change_3, NULL },
    { "customer.get", "{'id':'$jana'}", customer_get, NULL },
    { "customer.list", "{'limit':2,'order':'organisation','organisation':'$acme'}", customer_list, NULL },
    { "customer.list", "{}", customer_list_2, NULL },
    { "customer.tag", "{'id':'$jana','tag':'VIP'}", customer_tag, NULL },
    { "customer.tag", "{'id':'$jana','tag':'loud'}", customer_tag_2, NULL },
    { "customer.untag", "{'id':'$jana','tag':'LOUD'}", customer_untag, NULL },
    { "tag.list", "{'subject':'$jana','limit':5}", tag_list, NULL },
    { "tag.list", "{'tag':'vip'}", tag_list_2, NULL },
    { "identity.add",
      "{'customer':'$jana','kind':'email','value':'jana@example.com','verified':true,'request_key':'day identity.add'}",
      identity_add, "mail" },
    { "identity.add", "{'customer':'$jana','kind':'room','value':'12'}", identity_add_2, "room" },
    { "identity.verify", "{'id':'$room'}", identity_verify, NULL },
    { "identity.end", "{'id':'$room'}", identity_end, NULL },
    { "identity.list", "{'customer':'$jana','limit':7}", identity_list, NULL },
    { "customer.find", "{'kind':'email','value':'JANA@example.com'}", customer_find, NULL },
    { "customer.identify",
      "{'kind':'phone','value':'601 234 567','name':'Karel','language':'cs','verified':true,'request_key':'day "
      "customer.identify'}",
      customer_identify, NULL },
};
const size_t desk_day_customers_count = sizeof(desk_day_customers) / sizeof(desk_day_customers[0]);
