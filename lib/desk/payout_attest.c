/*
 * What people find out about a payout: one proposes, another confirms.
 */
#include "base/error.h"
#include "desk/payout.h"

#define ROW struct csri_attestation

#define IN_STRUCT csr_payout_attest_params
/* clang-format off */
static const csr_member attest_params_members[] = {
    IN(news, payout_news, REQUIRED),
    IN(evidence, note, REQUIRED),
};
/* clang-format on */
static const csr_shape attest_params = CSRI_PARAMS(IN_STRUCT, attest_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_attestation_query
/* clang-format off */
static const csr_member list_query_members[] = {
    IN(limit, limit, 0),
    IN(after, token, 0),
    IN(payout, payout, REQUIRED),
};
/* clang-format on */
static const csr_shape list_query = CSRI_PARAMS(IN_STRUCT, list_query_members);
#undef IN_STRUCT

csr_status csri_attestation_check(csri_call *call)
{
    csr_rows *rows;
    csr_status status;

    if (csr_id_is_none(&call->session->agent))
        return csri_fail(call->err, CSR_E_RIGHT, "agent", "people find out; the system does not");
    status = csri_load(&call->tx, &csri_agent_record, &call->session->agent, "agent", &rows);
    if (status != CSR_OK)
        return status;
    if (((const struct csri_agent *)csri_rows_at(rows, 0))->view.deactivated)
        status = csri_fail(call->err, CSR_E_RIGHT, "agent", "the agent is deactivated");
    csri_rows_free(rows);
    return status;
}

/* Held before it was ever sent: that it does not go is no question, and one person may say so. */
static int is_given_up(const csr_payout_view *payout, csr_payout_news news)
{
    return payout->state == CSR_PAYOUT_PLANNED && payout->step == CSR_PAYOUT_STEP_PERSON &&
           news == CSR_PAYOUT_NEWS_FAILED;
}

static csr_status check(csri_call *call, const csr_payout_view *payout, csr_payout_news news)
{
    if (news != CSR_PAYOUT_NEWS_SUCCEEDED && news != CSR_PAYOUT_NEWS_FAILED)
        return csri_fail(call->err, CSR_E_ARGUMENT, "news", "news: succeeded or failed");
    if (payout->state != CSR_PAYOUT_MANUAL && !is_given_up(payout, news))
        return csri_fail(call->err, CSR_E_STATE, "state",
                         "people find out about manual payouts, and give up those that are held");
    return csri_attestation_check(call);
}

csr_status csri_attestation_confirms(csri_call *call, const struct csri_attestation *is, int *confirms)
{
    csr_rows *rows;
    csr_status status = csri_refund_scan(call, &csri_attestation_record, CSRI_ATTESTATION_BY_PAYOUT, is, &rows);
    const csr_attestation_view *last;

    *confirms = 0;
    if (status != CSR_OK)
        return status;
    if (csri_rows_count(rows) > 0) {
        last = &((const ROW *)csri_rows_at(rows, csri_rows_count(rows) - 1))->view;
        *confirms = last->news == is->view.news && last->incident == is->view.incident &&
                    last->amount_minor == is->view.amount_minor;
        if (*confirms && memcmp(&last->agent, &is->view.agent, sizeof last->agent) == 0)
            status = csri_fail(call->err, CSR_E_RIGHT, "agent", "another person has to confirm it");
    }
    csri_rows_free(rows);
    return status;
}

csr_status csri_attestation_write(csri_call *call, struct csri_attestation *is, int64_t *out_version)
{
    csri_change_request request = { .event = CSR_EVENT_PAYOUT_ATTESTED, .child = &csri_attestation_record };
    struct csri_refund refund;
    csri_edit edit;
    csr_status status = csri_edit_begin(call, &csri_refund_record, &is->view.refund, 0, &refund, &edit);

    if (status != CSR_OK)
        return status;
    request.child_is = is;
    status = csri_new_id(&call->tx, &is->view.id);
    return csri_edit_end(call, &edit, status, &request, out_version);
}

static csr_status run_attest(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_payout_attest_params *in = params;
    ROW is = { .view = { .payout = *id,
                         .agent = call->session->agent,
                         .created_at = call->tx.now,
                         .news = in->news,
                         .evidence = in->evidence } };
    const csr_payout_view *payout;
    csr_rows *rows;
    int confirms = 0;
    csr_status status = csri_load(&call->tx, &csri_payout_record, id, "id", &rows);

    if (status != CSR_OK)
        return status;
    payout = &((const struct csri_payout_row *)csri_rows_at(rows, 0))->view;
    is.view.refund = payout->refund;
    status = check(call, payout, in->news);
    confirms = is_given_up(payout, in->news);
    csri_rows_free(rows);
    if (status == CSR_OK && !confirms)
        status = csri_attestation_confirms(call, &is, &confirms);
    if (status == CSR_OK)
        status = csri_attestation_write(call, &is, out);
    if (status == CSR_OK && confirms)
        status = csri_payout_hear(call, id, &(csri_heard){ .news = in->news, .by_itself = 1 }, out);
    return status;
}

const csri_operation csri_payout_attest = {
    .name = "payout.attest",
    .run = run_attest,
    .in = &attest_params,
    .subject = &csri_payout_record,
    .mode = CSRI_WRITE,
    .durable = 1,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_payout_attest(csr_session *session, const csr_id *id, const csr_payout_attest_params *params,
                             int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_payout_attest, id, params, out_version, err);
}

static csr_status list(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_attestation_query *in = params;
    const ROW from = { .view = { .payout = in->payout } };

    (void)id;
    return csri_list(call, &csri_attestation_record, CSRI_ATTESTATION_BY_PAYOUT, 1, 0, &from, in->limit, &in->after,
                     out);
}

const csri_operation csri_attestation_list = {
    .name = "attestation.list",
    .run = list,
    .in = &list_query,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_attestation_list(csr_session *session, const csr_attestation_query *query, csr_result **out_result,
                                csr_error *err)
{
    return csri_run(session, &csri_attestation_list, NULL, query, out_result, err);
}

csr_status csr_attestation_at(const csr_result *result, size_t row, csr_attestation_view *view, csr_error *err)
{
    return csri_result_view(result, csri_attestation_record.row, row, view, err);
}
