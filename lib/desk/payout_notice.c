/*
 * Notices: what gateways tell by themselves. Each counts once.
 */
#include "base/error.h"
#include "desk/payout.h"

#define ROW struct csri_payout_notice

/* Notices of one reference that came before it was known. */
#define KEPT_MAX 100

#define IN_STRUCT csr_payout_webhook_params
/* clang-format off */
static const csr_member webhook_params_members[] = {
    IN(news, payout_news, REQUIRED),
    IN(our_reference, subject_id, 0),
    IN(amount_minor, minor, 0),
    IN(currency, currency, 0),
    IN(gateway, title, 0),
    IN(event_id, external_id, REQUIRED),
    IN(reference, external_id, 0),
    IN(reason, reason, 0),
    IN(request_key, request_key, 0),
};
/* clang-format on */
static const csr_shape webhook_params = CSRI_PARAMS(IN_STRUCT, webhook_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_payout_notice_query
/* clang-format off */
static const csr_member list_query_members[] = {
    IN(limit, limit, 0),
    IN(after, token, 0),
    IN(payout, payout, 0),
    IN(gateway, title, 0),
};
/* clang-format on */
static const csr_shape list_query = CSRI_PARAMS(IN_STRUCT, list_query_members);
#undef IN_STRUCT

csr_status csri_payout_notices_kept(csri_call *call, const csr_str *gateway, const csr_str *reference, csr_rows **out)
{
    const ROW from = { .view = { .waiting = 1, .gateway = *gateway, .reference = *reference } };
    csr_scan scan = { .index = CSRI_PAYOUT_NOTICE_BY_WAITING, .equal = 3, .limit = KEPT_MAX, .from = &from };
    csr_status status = csri_rows_new(call->tx.host, sizeof(ROW), 1, out, call->err);

    if (status != CSR_OK)
        return status;
    status = call->tx.ops->scan(call->tx.handle, &csri_payout_notice_record, &scan, *out, call->err);
    if (status != CSR_OK) {
        csri_rows_free(*out);
        *out = NULL;
    }
    return status;
}

csr_status csri_payout_notices_settle(csri_call *call, const csr_rows *kept, const csr_id *payout)
{
    csr_status status = CSR_OK;

    for (size_t i = 0; i < csri_rows_count(kept) && status == CSR_OK; i++) {
        ROW is = *(const ROW *)csri_rows_at(kept, i);
        csri_change_request request = { .event = CSR_EVENT_PAYOUT_NOTICE_MATCHED,
                                        .root = &csri_payout_notice_record,
                                        .was = csri_rows_at(kept, i),
                                        .is = &is };
        is.view.payout = *payout;
        is.view.waiting = 0;
        status = csri_change(&call->tx, &request);
    }
    return status;
}

/* The payout hears it; it is part of the same change of the desk. */
static csr_status pass_on(csri_call *call, const csr_payout_webhook_params *in, const csr_id *payout)
{
    return csri_payout_hear(call, payout,
                            &(csri_heard){ .news = in->news,
                                           .reference = in->reference,
                                           .reason = in->reason,
                                           .amount_minor = in->amount_minor,
                                           .currency = in->currency,
                                           .by_itself = 1 },
                            NULL);
}

static csr_status webhook(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_payout_webhook_params *in = params;
    ROW is = { .view = { .waiting = 1,
                         .news = in->news,
                         .our_reference = in->our_reference,
                         .amount_minor = in->amount_minor,
                         .gateway = in->gateway,
                         .event_id = in->event_id,
                         .reference = in->reference,
                         .reason = in->reason } };
    csr_rows *known, *payout;
    csr_status status;

    (void)id;
    if (in->news == CSR_PAYOUT_NEWS_NOT_FOUND)
        return csri_fail(call->err, CSR_E_ARGUMENT, "news", "not_found answers a question; nobody tells it unasked");
    memcpy(is.view.currency, in->currency, sizeof is.view.currency);
    status = csri_find(&call->tx, &csri_payout_notice_record, CSRI_PAYOUT_NOTICE_BY_EVENT, &is, &known);
    if (status != CSR_OK)
        return status;
    if (known != NULL) {
        *(csr_id *)out = ((const ROW *)csri_rows_at(known, 0))->view.id;
        csri_rows_free(known);
        return CSR_OK;
    }
    status = csri_payout_find_either(call, &in->our_reference, &in->gateway, &in->reference, &payout);
    if (status != CSR_OK)
        return status;
    if (payout != NULL) {
        is.view.payout = ((const struct csri_payout_row *)csri_rows_at(payout, 0))->view.id;
        is.view.waiting = 0;
        csri_rows_free(payout);
        status = pass_on(call, in, &is.view.payout);
    }
    return status != CSR_OK ? status
                            : csri_add(call, CSR_EVENT_PAYOUT_NOTICE_ADDED, &csri_payout_notice_record, &is, out);
}

const csri_operation csri_payout_webhook = {
    .name = "payout.webhook",
    .run = webhook,
    .in = &webhook_params,
    .mode = CSRI_WRITE,
    .durable = 1,
    .gives = CSRI_GIVES_ID,
};

csr_status csr_payout_webhook(csr_session *session, const csr_payout_webhook_params *params, csr_id *out_id,
                              csr_error *err)
{
    return csri_run(session, &csri_payout_webhook, NULL, params, out_id, err);
}

static csr_status get(csri_call *call, const csr_id *id, const void *params, void *out)
{
    (void)params;
    return csri_get(call, &csri_payout_notice_record, id, out);
}

const csri_operation csri_payout_notice_get = {
    .name = "payout_notice.get",
    .run = get,
    .subject = &csri_payout_notice_record,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_payout_notice_get(csr_session *session, const csr_id *id, csr_result **out_result, csr_error *err)
{
    return csri_run(session, &csri_payout_notice_get, id, NULL, out_result, err);
}

static csr_status list(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_payout_notice_query *in = params;
    const ROW from = { .view = { .payout = in->payout, .waiting = 1, .gateway = in->gateway } };

    (void)id;
    if (csr_id_is_none(&in->payout))
        return csri_list(call, &csri_payout_notice_record, CSRI_PAYOUT_NOTICE_BY_WAITING, 2, 0, &from, in->limit,
                         &in->after, out);
    if (in->gateway.len > 0)
        return csri_fail(call->err, CSR_E_ARGUMENT, "gateway", "gateway goes without payout only");
    return csri_list(call, &csri_payout_notice_record, CSRI_PAYOUT_NOTICE_BY_PAYOUT, 1, 0, &from, in->limit, &in->after,
                     out);
}

const csri_operation csri_payout_notice_list = {
    .name = "payout_notice.list",
    .run = list,
    .in = &list_query,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_payout_notice_list(csr_session *session, const csr_payout_notice_query *query, csr_result **out_result,
                                  csr_error *err)
{
    return csri_run(session, &csri_payout_notice_list, NULL, query, out_result, err);
}

csr_status csr_payout_notice_at(const csr_result *result, size_t row, csr_payout_notice_view *view, csr_error *err)
{
    return csri_result_view(result, csri_payout_notice_record.row, row, view, err);
}
