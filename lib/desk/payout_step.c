#include "base/error.h"
#include "base/time.h"
#include "desk/payout.h"

#define RETRY_DEFAULT_S 60
#define RETRY_MAX_S 86400

#define IN_STRUCT csr_payout_next_params
/* clang-format off */
static const csr_member next_params_members[] = {
    IN(retry_s, seconds, 0),
    IN(gateway, title, 0),
};
/* clang-format on */
static const csr_shape next_params = CSRI_PARAMS(IN_STRUCT, next_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_payout_report_params
/* clang-format off */
static const csr_member report_params_members[] = {
    IN(answer, payout_answer, REQUIRED),
    IN(reference, external_id, 0),
    IN(reason, reason, 0),
};
/* clang-format on */
static const csr_shape report_params = CSRI_PARAMS(IN_STRUCT, report_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_payout_tell_params
/* clang-format off */
static const csr_member tell_params_members[] = {
    IN(news, payout_news, REQUIRED),
    IN(reference, external_id, 0),
    IN(reason, reason, 0),
};
/* clang-format on */
static const csr_shape tell_params = CSRI_PARAMS(IN_STRUCT, tell_params_members);
#undef IN_STRUCT

/* What is to be done now with a payout that is due, made part of it. One that is held waits for people. */
static void advance(csr_payout_view *is, int held, csr_time now, int64_t retry_s)
{
    const csri_gateway_limits limits = csri_payout_limits(is);
    csri_payout payout = csri_payout_take(is);

    (void)csri_payout_settle(&payout, &limits, now);
    is->step = held ? CSR_PAYOUT_STEP_PERSON : (csr_payout_step)csri_payout_next(&payout, &limits, now);
    if (is->step == CSR_PAYOUT_STEP_SEND)
        (void)csri_payout_sent(&payout, &limits, now);
    is->due_at = now + retry_s * CSRI_SECOND_US;
    csri_payout_put(is, &payout);
}

/* The payout of a gateway that is due longest, or *out = NULL. */
static csr_status first_due(csri_call *call, const csr_str *gateway, csr_rows **out)
{
    const struct csri_payout_row from = { .view = { .waiting = 1, .gateway = *gateway } };
    const csr_scan scan = { .index = CSRI_PAYOUT_BY_DUE, .equal = 2, .limit = 1, .from = &from };
    csr_status status = csri_first(&call->tx, &csri_payout_record, &scan, out);
    csr_time due_at;

    if (status != CSR_OK || *out == NULL)
        return status;
    due_at = ((const struct csri_payout_row *)csri_rows_at(*out, 0))->view.due_at;
    if (due_at == 0 || due_at > call->tx.now) {
        csri_rows_free(*out);
        *out = NULL;
    }
    return CSR_OK;
}

static csr_status next(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_payout_next_params *in = params;
    struct csri_payout_row is;
    csr_rows *due = NULL, *none;
    csr_status status = CSR_OK;
    int held;

    (void)id;
    if (call->session->tx != NULL)
        return csri_fail(call->err, CSR_E_MISUSE, NULL,
                         "a payout is taken outside a transaction, to be durable at once");
    if (in->retry_s > RETRY_MAX_S)
        return csri_fail(call->err, CSR_E_ARGUMENT, "retry_s", "retry_s: a day at most");
    status = first_due(call, &in->gateway, &due);
    if (status == CSR_OK && due == NULL) {
        status = csri_rows_new(call->tx.host, sizeof is, 1, &none, call->err);
        return status != CSR_OK ? status : csri_result_of(none, &csri_payout_record, out, call->err);
    }
    if (status != CSR_OK)
        return status;
    memcpy(&is, csri_rows_at(due, 0), sizeof is);
    status = csri_payout_held(call, &is.view, &held);
    if (status == CSR_OK) {
        advance(&is.view, held, call->tx.now, in->retry_s != 0 ? in->retry_s : RETRY_DEFAULT_S);
        status = csri_payout_write(call, CSR_EVENT_PAYOUT_TAKEN, csri_rows_at(due, 0), &is, NULL);
    }
    csri_rows_free(due);
    return status != CSR_OK ? status : csri_get(call, &csri_payout_record, &is.view.id, out);
}

const csri_operation csri_payout_next_op = {
    .name = "payout.next",
    .run = next,
    .in = &next_params,
    .mode = CSRI_WRITE,
    .durable = 1,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_payout_next(csr_session *session, const csr_payout_next_params *params, csr_result **out_result,
                           csr_error *err)
{
    return csri_run(session, &csri_payout_next_op, NULL, params, out_result, err);
}

static csr_status report(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_payout_report_params *in = params;

    return csri_payout_hear(call, id,
                            &(csri_heard){ .answer = in->answer, .reference = in->reference, .reason = in->reason },
                            out);
}

const csri_operation csri_payout_report = {
    .name = "payout.report",
    .run = report,
    .in = &report_params,
    .subject = &csri_payout_record,
    .mode = CSRI_WRITE,
    .durable = 1,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_payout_report(csr_session *session, const csr_id *id, const csr_payout_report_params *params,
                             int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_payout_report, id, params, out_version, err);
}

static csr_status tell(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_payout_tell_params *in = params;

    return csri_payout_hear(call, id,
                            &(csri_heard){ .news = in->news, .reference = in->reference, .reason = in->reason }, out);
}

const csri_operation csri_payout_tell = {
    .name = "payout.tell",
    .run = tell,
    .in = &tell_params,
    .subject = &csri_payout_record,
    .mode = CSRI_WRITE,
    .durable = 1,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_payout_tell(csr_session *session, const csr_id *id, const csr_payout_tell_params *params,
                           int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_payout_tell, id, params, out_version, err);
}
