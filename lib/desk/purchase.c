#include "base/error.h"
#include "desk/edit.h"

#define ROW struct csri_purchase

#define IN_STRUCT csr_purchase_put_params
/* clang-format off */
static const csr_member put_params_members[] = {
    IN_TO(customer, customer, 0),
    IN_TO(bought_at, time, 0),
    IN_TO(delivered_at, time, 0),
    IN_TO(shipping_minor, minor, 0),
    IN_TO(shipping_tax_minor, minor, 0),
    IN_TO(duties_minor, minor, 0),
    IN_TO(currency, currency, 0),
    IN_TO(external_id, external_id, REQUIRED),
    IN_TO(status, state, 0),
    IN(request_key, request_key, 0),
};
/* clang-format on */
static const csr_shape put_params = CSRI_PARAMS(IN_STRUCT, put_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_purchase_find_params
/* clang-format off */
static const csr_member find_params_members[] = {
    IN(external_id, external_id, REQUIRED),
};
/* clang-format on */
static const csr_shape find_params = CSRI_PARAMS(IN_STRUCT, find_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_purchase_query
/* clang-format off */
static const csr_member list_query_members[] = {
    IN(limit, limit, 0),
    IN(after, token, 0),
    IN(customer, customer, REQUIRED),
};
/* clang-format on */
static const csr_shape list_query = CSRI_PARAMS(IN_STRUCT, list_query_members);
#undef IN_STRUCT

/* What must hold of every purchase. */
static csr_status check(csri_call *call, const csr_purchase_view *is)
{
    csr_status status = csri_not_future(call, is->bought_at, "bought_at");

    if (status == CSR_OK)
        status = csri_not_future(call, is->delivered_at, "delivered_at");
    if (status == CSR_OK && is->shipping_tax_minor > is->shipping_minor)
        status = csri_fail(call->err, CSR_E_ARGUMENT, "shipping_tax_minor", "the tax is part of what was paid");
    return status != CSR_OK ? status : csri_exists(&call->tx, &csri_customer_record, &is->customer, "customer");
}

static csr_status put_new(csri_call *call, const csr_purchase_put_params *in, csr_id *out)
{
    struct csri_purchase is = { .view = { .bought_at = call->tx.now } };
    csr_status status;

    csri_fill(&put_params, in, &is);
    status = csri_take_currency(call, is.view.currency);
    if (status == CSR_OK)
        status = check(call, &is.view);
    return status != CSR_OK ? status : csri_add(call, CSR_EVENT_PURCHASE_ADDED, &csri_purchase_record, &is, out);
}

/* A purchase keeps its currency, and its customer once that is known. */
static csr_status check_same(csri_call *call, const csr_purchase_view *was, const csr_purchase_view *is)
{
    if (memcmp(was->currency, is->currency, sizeof was->currency) != 0)
        return csri_fail(call->err, CSR_E_CURRENCY, "currency", "the purchase was paid in %s", was->currency);
    if (!csr_id_is_none(&was->customer) && memcmp(&was->customer, &is->customer, sizeof was->customer) != 0)
        return csri_fail(call->err, CSR_E_STATE, "customer", "the purchase is another customer's");
    return CSR_OK;
}

static csr_status put_again(csri_call *call, const csr_purchase_put_params *in, const struct csri_purchase *was,
                            csr_id *out)
{
    struct csri_purchase is = *was;
    csri_change_request request = {
        .event = CSR_EVENT_PURCHASE_CHANGED, .root = &csri_purchase_record, .was = was, .is = &is
    };
    csr_status status;

    csri_fill(&put_params, in, &is);
    status = check_same(call, &was->view, &is.view);
    if (status == CSR_OK)
        status = check(call, &is.view);
    if (status == CSR_OK)
        status = csri_change(&call->tx, &request);
    if (status == CSR_OK)
        *out = was->view.id;
    return status;
}

static csr_status put(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_purchase_put_params *in = params;
    struct csri_purchase key = { .view = { .external_id = in->external_id } };
    csr_rows *known;
    csr_status status = csri_find(&call->tx, &csri_purchase_record, CSRI_PURCHASE_BY_EXTERNAL_ID, &key, &known);

    (void)id;
    if (status != CSR_OK)
        return status;
    status = known == NULL ? put_new(call, in, out) : put_again(call, in, csri_rows_at(known, 0), out);
    csri_rows_free(known);
    return status;
}

const csri_operation csri_purchase_put = {
    .name = "purchase.put",
    .run = put,
    .in = &put_params,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_ID,
};

csr_status csr_purchase_put(csr_session *session, const csr_purchase_put_params *params, csr_id *out_id, csr_error *err)
{
    return csri_run(session, &csri_purchase_put, NULL, params, out_id, err);
}

static csr_status get(csri_call *call, const csr_id *id, const void *params, void *out)
{
    (void)params;
    return csri_get(call, &csri_purchase_record, id, out);
}

const csri_operation csri_purchase_get = {
    .name = "purchase.get",
    .run = get,
    .subject = &csri_purchase_record,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_purchase_get(csr_session *session, const csr_id *id, csr_result **out_result, csr_error *err)
{
    return csri_run(session, &csri_purchase_get, id, NULL, out_result, err);
}

static csr_status find(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_purchase_find_params *in = params;
    const struct csri_purchase key = { .view = { .external_id = in->external_id } };

    (void)id;
    return csri_get_by(call, &csri_purchase_record, CSRI_PURCHASE_BY_EXTERNAL_ID, &key, "external_id", out);
}

const csri_operation csri_purchase_find = {
    .name = "purchase.find",
    .run = find,
    .in = &find_params,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_purchase_find(csr_session *session, const csr_purchase_find_params *params, csr_result **out_result,
                             csr_error *err)
{
    return csri_run(session, &csri_purchase_find, NULL, params, out_result, err);
}

static csr_status list(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_purchase_query *in = params;
    const struct csri_purchase from = { .view = { .customer = in->customer } };

    (void)id;
    return csri_list(call, &csri_purchase_record, CSRI_PURCHASE_BY_CUSTOMER, 1, CSR_SCAN_REVERSE, &from, in->limit,
                     &in->after, out);
}

const csri_operation csri_purchase_list = {
    .name = "purchase.list",
    .run = list,
    .in = &list_query,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_purchase_list(csr_session *session, const csr_purchase_query *query, csr_result **out_result,
                             csr_error *err)
{
    return csri_run(session, &csri_purchase_list, NULL, query, out_result, err);
}

csr_status csr_purchase_at(const csr_result *result, size_t row, csr_purchase_view *view, csr_error *err)
{
    return csri_result_view(result, csri_purchase_record.row, row, view, err);
}
