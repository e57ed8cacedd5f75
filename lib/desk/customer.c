#include "desk/identity.h"

#include "base/error.h"
#include "desk/edit.h"
#include "desk/sla.h"

#define ROW struct csri_customer

#define IN_STRUCT csr_customer_add_params
/* clang-format off */
static const csr_member add_params_members[] = {
    IN_TO(kind, customer_kind, 0),
    IN_TO(name, name, REQUIRED),
    IN_TO(language, language, 0),
    IN_TO(note, note, 0),
    IN_TO(organisation, customer, 0),
    IN_TO(familiarity, familiarity, 0),
    IN_TO(standing, standing, 0),
    IN_TO(loyalty, loyalty, 0),
    IN(request_key, request_key, 0),
};
/* clang-format on */
static const csr_shape add_params = CSRI_PARAMS_GREW(IN_STRUCT, add_params_members, request_key);
#undef IN_STRUCT

#define IN_STRUCT csr_customer_change_params
/* clang-format off */
static const csr_member change_params_members[] = {
    IN(expected_version, version, 0),
    IN_TO(name, name, 0),
    IN_TO_OR(language, language, CSR_CUSTOMER_CLEAR_LANGUAGE),
    IN_TO_OR(note, note, CSR_CUSTOMER_CLEAR_NOTE),
    IN_TO_OR(organisation, customer, CSR_CUSTOMER_CLEAR_ORGANISATION),
    IN_TO(familiarity, familiarity, 0),
    IN_TO(standing, standing, 0),
    IN_TO(loyalty, loyalty, 0),
};
/* clang-format on */
static const csr_shape change_params = CSRI_PARAMS_CLEAR(IN_STRUCT, change_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_customer_query
/* clang-format off */
static const csr_member list_query_members[] = {
    IN(limit, limit, 0),
    IN(order, customer_order, 0),
    IN(after, token, 0),
    IN(organisation, customer, 0),
};
/* clang-format on */
static const csr_shape list_query = CSRI_PARAMS(IN_STRUCT, list_query_members);
#undef IN_STRUCT

#define IN_STRUCT csr_customer_find_params
/* clang-format off */
static const csr_member find_params_members[] = {
    IN(kind, identity_kind, REQUIRED),
    IN(value, identity_value, REQUIRED),
};
/* clang-format on */
static const csr_shape find_params = CSRI_PARAMS(IN_STRUCT, find_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_customer_identify_params
/* clang-format off */
static const csr_member identify_params_members[] = {
    IN(kind, identity_kind, REQUIRED),
    IN(value, identity_value, REQUIRED),
    IN(name, name, 0),
    IN(language, language, 0),
    IN(verified, flag, 0),
    IN(request_key, request_key, 0),
};
/* clang-format on */
static const csr_shape identify_params = CSRI_PARAMS_GREW(IN_STRUCT, identify_params_members, request_key);
#undef IN_STRUCT

static void fill_defaults(csr_customer_view *is)
{
    if (is->kind == 0)
        is->kind = CSR_CUSTOMER_PERSON;
    if (is->familiarity == 0)
        is->familiarity = CSR_FAMILIARITY_NONE;
    if (is->standing == 0)
        is->standing = CSR_STANDING_GOOD;
    if (is->loyalty == 0)
        is->loyalty = CSR_LOYALTY_NEW;
}

/* A contact belongs to an organisation, not to another person, and an organisation to none. */
static csr_status check_organisation(csri_call *call, void *row)
{
    const csr_customer_view *is = &((struct csri_customer *)row)->view;
    csr_rows *rows;
    csr_status status;

    if (csr_id_is_none(&is->organisation))
        return CSR_OK;
    if (is->kind != CSR_CUSTOMER_PERSON)
        return csri_fail(call->err, CSR_E_ARGUMENT, "organisation", "only a person can be a contact");
    status = csri_load(&call->tx, &csri_customer_record, &is->organisation, "organisation", &rows);
    if (status != CSR_OK)
        return status;
    if (((const struct csri_customer *)csri_rows_at(rows, 0))->view.kind != CSR_CUSTOMER_ORGANISATION)
        status = csri_fail(call->err, CSR_E_ARGUMENT, "organisation", "organisation refers to a person");
    csri_rows_free(rows);
    return status;
}

static csr_status add(csri_call *call, const csr_id *id, const void *params, void *out)
{
    struct csri_customer is = { 0 };
    csr_status status;

    (void)id;
    csri_fill(&add_params, params, &is);
    fill_defaults(&is.view);
    status = check_organisation(call, &is);
    return status != CSR_OK ? status : csri_add(call, CSR_EVENT_CUSTOMER_ADDED, &csri_customer_record, &is, out);
}

const csri_operation csri_customer_add = {
    .name = "customer.add",
    .run = add,
    .in = &add_params,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_ID,
};

csr_status csr_customer_add(csr_session *session, const csr_customer_add_params *params, csr_id *out_id, csr_error *err)
{
    return csri_run(session, &csri_customer_add, NULL, params, out_id, err);
}

static csr_status change(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_customer_change_params *in = params;
    struct csri_customer is;
    csr_status status = csri_change_plainly(call, CSR_EVENT_CUSTOMER_CHANGED, &csri_customer_record, id, &change_params,
                                            in, in->expected_version, check_organisation, &is, out);

    /* Its customer's standing may be what a promise depends on. */
    return status != CSR_OK ? status : csri_sla_customer_changed(call, id);
}

const csri_operation csri_customer_change = {
    .name = "customer.change",
    .run = change,
    .in = &change_params,
    .subject = &csri_customer_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_customer_change(csr_session *session, const csr_id *id, const csr_customer_change_params *params,
                               int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_customer_change, id, params, out_version, err);
}

static csr_status get(csri_call *call, const csr_id *id, const void *params, void *out)
{
    (void)params;
    return csri_get(call, &csri_customer_record, id, out);
}

const csri_operation csri_customer_get = {
    .name = "customer.get",
    .run = get,
    .subject = &csri_customer_record,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_customer_get(csr_session *session, const csr_id *id, csr_result **out_result, csr_error *err)
{
    return csri_run(session, &csri_customer_get, id, NULL, out_result, err);
}

static csr_status list(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_customer_query *in = params;
    struct csri_customer from = { .view = { .organisation = in->organisation } };
    csr_status status;

    (void)id;
    if (in->order != CSR_CUSTOMERS_BY_ORGANISATION) {
        if (!csr_id_is_none(&in->organisation))
            return csri_fail(call->err, CSR_E_ARGUMENT, "organisation",
                             "organisation goes with order organisation only");
        return csri_list_newest(call, &csri_customer_record, in->limit, &in->after, out);
    }
    status = csri_need(call, &in->organisation, "organisation");
    return status != CSR_OK ? status
                            : csri_list(call, &csri_customer_record, CSRI_CUSTOMER_BY_ORGANISATION, 1, 0, &from,
                                        in->limit, &in->after, out);
}

const csri_operation csri_customer_list = {
    .name = "customer.list",
    .run = list,
    .in = &list_query,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_customer_list(csr_session *session, const csr_customer_query *query, csr_result **out_result,
                             csr_error *err)
{
    return csri_run(session, &csri_customer_list, NULL, query, out_result, err);
}

csr_status csr_customer_at(const csr_result *result, size_t row, csr_customer_view *view, csr_error *err)
{
    return csri_result_view(result, csri_customer_record.row, row, view, err);
}

/* The active identity of a kind and value, or *out = NULL. */
static csr_status find_identity(csri_call *call, csr_identity_kind kind, const csr_str *value, csri_buffer *key,
                                csr_rows **out)
{
    struct csri_identity wanted = { .view = { .kind = kind } };
    csr_status status = csri_identity_key_of(call, kind, value, key, &wanted.key);

    *out = NULL;
    return status != CSR_OK ? status : csri_find(&call->tx, &csri_identity_record, CSRI_IDENTITY_BY_KEY, &wanted, out);
}

static csr_status get_holder(csri_call *call, csr_rows *identity, void *out)
{
    csr_id customer = ((const struct csri_identity *)csri_rows_at(identity, 0))->view.customer;

    csri_rows_free(identity);
    return csri_get(call, &csri_customer_record, &customer, out);
}

static csr_status find(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_customer_find_params *in = params;
    csri_buffer key;
    csr_rows *identity;
    csr_status status = find_identity(call, in->kind, &in->value, &key, &identity);

    (void)id;
    csri_buffer_free(&key);
    if (status != CSR_OK)
        return status;
    if (identity == NULL)
        return csri_fail(call->err, CSR_E_NOT_FOUND, "value", "nobody is known by this identity");
    return get_holder(call, identity, out);
}

const csri_operation csri_customer_find = {
    .name = "customer.find",
    .run = find,
    .in = &find_params,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_customer_find(csr_session *session, const csr_customer_find_params *params, csr_result **out_result,
                             csr_error *err)
{
    return csri_run(session, &csri_customer_find, NULL, params, out_result, err);
}

/* A new customer with the identity, which is the second event of its chain. */
static csr_status add_with_identity(csri_call *call, const csr_customer_identify_params *in, const csr_str *key,
                                    void *out)
{
    struct csri_customer customer = { .view = { .name = in->name, .language = in->language } };
    csr_identity_add_params identity = { .kind = in->kind, .value = in->value, .verified = in->verified };
    csr_id unused;
    csr_status status;

    if (customer.view.name.len == 0)
        customer.view.name = in->value;
    if (customer.view.name.len > csri_t_name.max_bytes)
        return csri_fail(call->err, CSR_E_ARGUMENT, "name", "name is required: the value is too long to stand in");
    fill_defaults(&customer.view);
    status = csri_add(call, CSR_EVENT_CUSTOMER_ADDED, &csri_customer_record, &customer, &identity.customer);
    if (status == CSR_OK)
        status = csri_identity_write(call, &customer, &identity, key, &unused);
    return status != CSR_OK ? status : csri_get(call, &csri_customer_record, &identity.customer, out);
}

static csr_status identify(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_customer_identify_params *in = params;
    csri_buffer key;
    csr_rows *identity;
    csr_status status = find_identity(call, in->kind, &in->value, &key, &identity);

    (void)id;
    if (status == CSR_OK && identity != NULL)
        status = get_holder(call, identity, out);
    else if (status == CSR_OK)
        status = add_with_identity(call, in, &(csr_str){ key.ptr, key.len }, out);
    csri_buffer_free(&key);
    return status;
}

const csri_operation csri_customer_identify = {
    .name = "customer.identify",
    .run = identify,
    .in = &identify_params,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_RESULT,
    .answers = &csri_customer_record,
};

csr_status csr_customer_identify(csr_session *session, const csr_customer_identify_params *params,
                                 csr_result **out_result, csr_error *err)
{
    return csri_run(session, &csri_customer_identify, NULL, params, out_result, err);
}
