#include "base/error.h"
#include "desk/edit.h"
#include "policy/delivery_course.h"

/*
 * What became of messages, told by the sender that had them or by the provider that carries them.
 */
#define ROW struct csri_delivery

#define IN_STRUCT csr_delivery_report_params
/* clang-format off */
static const csr_member report_params_members[] = {
    IN(state, delivery_state, REQUIRED),
    IN(bounce, bounce, 0),
    IN(at, time, 0),
    IN(next_attempt_at, time, 0),
    IN_TO(provider, title, 0),
    IN_TO(reference, external_id, 0),
    IN(reason, reason, 0),
};
/* clang-format on */
static const csr_shape report_params = CSRI_PARAMS(IN_STRUCT, report_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_delivery_notice_params
/* clang-format off */
static const csr_member notice_params_members[] = {
    IN(state, delivery_state, REQUIRED),
    IN(bounce, bounce, 0),
    IN(at, time, 0),
    IN(next_attempt_at, time, 0),
    IN(provider, title, REQUIRED),
    IN(reference, external_id, REQUIRED),
    IN(reason, reason, 0),
};
/* clang-format on */
static const csr_shape notice_params = CSRI_PARAMS(IN_STRUCT, notice_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_delivery_requeue_params
/* clang-format off */
static const csr_member requeue_params_members[] = {
    IN(not_before, time, 0),
};
/* clang-format on */
static const csr_shape requeue_params = CSRI_PARAMS(IN_STRUCT, requeue_params_members);
#undef IN_STRUCT

/* News that make sense by themselves. */
static csr_status check_news(csri_call *call, csri_delivery_news *news)
{
    if (news->at == 0)
        news->at = call->tx.now;
    if (news->state == CSR_DELIVERY_QUEUED)
        return csri_fail(call->err, CSR_E_ARGUMENT, "state", "state: what is queued is not reported");
    if (news->bounce != 0 && news->state != CSR_DELIVERY_BOUNCED)
        return csri_fail(call->err, CSR_E_ARGUMENT, "bounce", "bounce goes with state bounced only");
    if (news->state == CSR_DELIVERY_BOUNCED && news->bounce == 0)
        news->bounce = CSR_BOUNCE_PERMANENT;
    if (news->next_attempt_at != 0 && (news->state < CSR_DELIVERY_BOUNCED || news->bounce == CSR_BOUNCE_PERMANENT))
        return csri_fail(call->err, CSR_E_ARGUMENT, "next_attempt_at", "there is no next attempt after this");
    return csri_not_future(call, news->at, "at");
}

/* Write a delivery that was edited, with its event. Nothing is written where nothing differs. */
static csr_status write_delivery(csri_call *call, const struct csri_delivery *was, const struct csri_delivery *is,
                                 csr_event_kind event, void *out)
{
    csri_change_request request = { .event = event, .child = &csri_delivery_record, .child_was = was, .child_is = is };
    struct csri_interaction message;
    csri_edit edit;
    csr_status status = csri_edit_begin(call, &csri_interaction_record, &was->view.interaction, 0, &message, &edit);

    return status != CSR_OK ? status : csri_edit_end(call, &edit, CSR_OK, &request, out);
}

static csr_status check_reference(csri_call *call, const struct csri_delivery *is)
{
    if (is->view.reference.len == 0)
        return CSR_OK;
    return csri_unique(call, &csri_delivery_record, CSRI_DELIVERY_BY_REFERENCE, is, &is->view.id, "reference");
}

/* The reference is noted whatever the news say; the reason only with news that end the message. */
static csr_status apply(csri_call *call, const struct csri_delivery *was, struct csri_delivery *is,
                        csri_delivery_news *news, const csr_str *reason, void *out)
{
    csr_status status = check_news(call, news);

    if (status == CSR_OK)
        status = check_reference(call, is);
    if (status != CSR_OK)
        return status;
    if (csri_delivery_apply(&is->view, news))
        is->view.reason = news->state >= CSR_DELIVERY_BOUNCED ? *reason : (csr_str){ NULL, 0 };
    return write_delivery(call, was, is, CSR_EVENT_DELIVERY_REPORTED, out);
}

static csr_status report(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_delivery_report_params *in = params;
    csri_delivery_news news = { in->state, in->bounce, in->at, in->next_attempt_at };
    struct csri_delivery is;
    csr_rows *rows;
    csr_status status = csri_load(&call->tx, &csri_delivery_record, id, "id", &rows);

    if (status != CSR_OK)
        return status;
    is = *(const struct csri_delivery *)csri_rows_at(rows, 0);
    csri_fill(&report_params, in, &is);
    status = apply(call, csri_rows_at(rows, 0), &is, &news, &in->reason, out);
    csri_rows_free(rows);
    return status;
}

const csri_operation csri_delivery_report = {
    .name = "delivery.report",
    .run = report,
    .in = &report_params,
    .subject = &csri_delivery_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_delivery_report(csr_session *session, const csr_id *id, const csr_delivery_report_params *params,
                               int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_delivery_report, id, params, out_version, err);
}

static csr_status notice(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_delivery_notice_params *in = params;
    csri_delivery_news news = { in->state, in->bounce, in->at, in->next_attempt_at };
    struct csri_delivery is = { .view = { .reference = in->reference, .provider = in->provider } };
    csr_rows *rows;
    csr_status status = csri_find(&call->tx, &csri_delivery_record, CSRI_DELIVERY_BY_REFERENCE, &is, &rows);

    (void)id;
    if (status == CSR_OK && rows == NULL)
        return csri_fail(call->err, CSR_E_NOT_FOUND, "reference", "no message has this reference");
    if (status != CSR_OK)
        return status;
    is = *(const struct csri_delivery *)csri_rows_at(rows, 0);
    status = apply(call, csri_rows_at(rows, 0), &is, &news, &in->reason, out);
    csri_rows_free(rows);
    return status;
}

const csri_operation csri_delivery_notice = {
    .name = "delivery.notice",
    .run = notice,
    .in = &notice_params,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_delivery_notice(csr_session *session, const csr_delivery_notice_params *params, int64_t *out_version,
                               csr_error *err)
{
    return csri_run(session, &csri_delivery_notice, NULL, params, out_version, err);
}

static csr_status requeue(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_delivery_requeue_params *in = params;
    struct csri_delivery is;
    csr_rows *rows;
    csr_status status = csri_load(&call->tx, &csri_delivery_record, id, "id", &rows);

    if (status != CSR_OK)
        return status;
    is = *(const struct csri_delivery *)csri_rows_at(rows, 0);
    if (is.view.waiting || is.view.state < CSR_DELIVERY_BOUNCED)
        status = csri_fail(call->err, CSR_E_STATE, "id", "the message has neither come back nor failed for good");
    is.view.state = CSR_DELIVERY_QUEUED;
    is.view.waiting = 1;
    is.view.attempts = 0;
    is.view.bounce = 0;
    is.view.sent_at = is.view.delivered_at = is.view.ended_at = 0;
    is.view.reason = is.view.reference = (csr_str){ NULL, 0 };
    is.view.next_attempt_at = in->not_before > call->tx.now ? in->not_before : call->tx.now;
    if (status == CSR_OK)
        status = write_delivery(call, csri_rows_at(rows, 0), &is, CSR_EVENT_DELIVERY_QUEUED, out);
    csri_rows_free(rows);
    return status;
}

const csri_operation csri_delivery_requeue = {
    .name = "delivery.requeue",
    .run = requeue,
    .in = &requeue_params,
    .subject = &csri_delivery_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_delivery_requeue(csr_session *session, const csr_id *id, const csr_delivery_requeue_params *params,
                                int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_delivery_requeue, id, params, out_version, err);
}
