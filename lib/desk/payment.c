#include "base/error.h"
#include "desk/purchase.h"

#define ROW struct csri_payment

#define IN_STRUCT csr_payment_put_params
/* clang-format off */
static const csr_member put_params_members[] = {
    IN_TO(number, count, REQUIRED),
    IN_TO(purchase, purchase, REQUIRED),
    IN_TO(method, payment_method, 0),
    IN_TO(state, payment_state, 0),
    IN_TO(dispute, dispute, 0),
    IN_TO(cash_step_minor, count, 0),
    IN_TO(captured_minor, minor, 0),
    IN_TO(charged_back_minor, minor, 0),
    IN_TO(gateway, title, 0),
    IN_TO(reference, external_id, 0),
    IN(request_key, request_key, 0),
    IN_TO(captured_at, time, 0),
};
/* clang-format on */
static const csr_shape put_params = CSRI_PARAMS_GREW(IN_STRUCT, put_params_members, captured_at);
#undef IN_STRUCT

#define IN_STRUCT csr_payment_query
/* clang-format off */
static const csr_member list_query_members[] = {
    IN(limit, limit, 0),
    IN(after, token, 0),
    IN(purchase, purchase, REQUIRED),
};
/* clang-format on */
static const csr_shape list_query = CSRI_PARAMS(IN_STRUCT, list_query_members);
#undef IN_STRUCT

/* What must hold of every payment. */
static csr_status check(csri_call *call, const struct csri_payment *is)
{
    if (is->view.method == 0)
        return csri_fail(call->err, CSR_E_ARGUMENT, "method", "method is required of a new payment");
    if (is->view.charged_back_minor > is->view.captured_minor)
        return csri_fail(call->err, CSR_E_ARGUMENT, "charged_back_minor", "no more can be taken away than was taken");
    if (is->view.reference.len == 0)
        return CSR_OK;
    return csri_unique(call, &csri_payment_record, CSRI_PAYMENT_BY_REFERENCE, is, &is->view.id, "reference");
}

static csr_status put(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_payment_put_params *in = params;
    const struct csri_payment key = { .view = { .purchase = in->purchase, .number = in->number } };
    struct csri_payment is = {
        .view = { .state = CSR_PAYMENT_UNKNOWN, .dispute = CSR_DISPUTE_NONE, .created_at = call->tx.now }
    };
    csri_put put = { .record = &csri_payment_record, .purchase = &in->purchase, .is = &is };
    csr_rows *known;
    csr_status status = csri_put_begin(call, &put, CSRI_PAYMENT_BY_PURCHASE, &key, &known);

    (void)id;
    if (status != CSR_OK)
        return status;
    if (put.was != NULL)
        memcpy(&is, put.was, sizeof is);
    put.event = put.was == NULL ? CSR_EVENT_PAYMENT_ADDED : CSR_EVENT_PAYMENT_CHANGED;
    csri_fill(&put_params, in, &is);
    status = csri_not_future(call, in->captured_at, "captured_at");
    if (status == CSR_OK)
        status = check(call, &is);
    if (status == CSR_OK)
        status = csri_put_end(call, &put, &is.view.id, out);
    csri_rows_free(known);
    return status;
}

const csri_operation csri_payment_put = {
    .name = "payment.put",
    .run = put,
    .in = &put_params,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_ID,
};

csr_status csr_payment_put(csr_session *session, const csr_payment_put_params *params, csr_id *out_id, csr_error *err)
{
    return csri_run(session, &csri_payment_put, NULL, params, out_id, err);
}

static csr_status get(csri_call *call, const csr_id *id, const void *params, void *out)
{
    (void)params;
    return csri_get(call, &csri_payment_record, id, out);
}

const csri_operation csri_payment_get = {
    .name = "payment.get",
    .run = get,
    .subject = &csri_payment_record,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_payment_get(csr_session *session, const csr_id *id, csr_result **out_result, csr_error *err)
{
    return csri_run(session, &csri_payment_get, id, NULL, out_result, err);
}

static csr_status list(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_payment_query *in = params;
    const struct csri_payment from = { .view = { .purchase = in->purchase } };

    (void)id;
    return csri_list(call, &csri_payment_record, CSRI_PAYMENT_BY_PURCHASE, 1, 0, &from, in->limit, &in->after, out);
}

const csri_operation csri_payment_list = {
    .name = "payment.list",
    .run = list,
    .in = &list_query,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_payment_list(csr_session *session, const csr_payment_query *query, csr_result **out_result,
                            csr_error *err)
{
    return csri_run(session, &csri_payment_list, NULL, query, out_result, err);
}

csr_status csr_payment_at(const csr_result *result, size_t row, csr_payment_view *view, csr_error *err)
{
    return csri_result_view(result, csri_payment_record.row, row, view, err);
}
