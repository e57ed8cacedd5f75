#include "base/error.h"
#include "base/time.h"
#include "desk/judge.h"
#include "desk/refund.h"
#include "desk/return.h"
#include "desk/timer.h"

#include <stdio.h>

/*
 * The course of a return until its goods come: allowed, refused, given up, sent.
 */
#define IN_STRUCT csr_return_approve_params
/* clang-format off */
static const csr_member approve_params_members[] = {
    IN(keeps_goods, flag, 0),
    IN(expected_version, version, 0),
    IN(due_at, time, 0),
    IN(authorisation, external_id, 0),
};
/* clang-format on */
static const csr_shape approve_params = CSRI_PARAMS(IN_STRUCT, approve_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_return_reject_params
/* clang-format off */
static const csr_member reject_params_members[] = {
    IN(expected_version, version, 0),
    IN(reason, reason, REQUIRED),
};
/* clang-format on */
static const csr_shape reject_params = CSRI_PARAMS(IN_STRUCT, reject_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_return_cancel_params
/* clang-format off */
static const csr_member cancel_params_members[] = {
    IN(expected_version, version, 0),
    IN(reason, reason, REQUIRED),
};
/* clang-format on */
static const csr_shape cancel_params = CSRI_PARAMS(IN_STRUCT, cancel_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_return_send_params
/* clang-format off */
static const csr_member send_params_members[] = {
    IN(expected_version, version, 0),
    IN(tracking, reference, 0),
};
/* clang-format on */
static const csr_shape send_params = CSRI_PARAMS(IN_STRUCT, send_params_members);
#undef IN_STRUCT

csr_status csri_return_check(csri_call *call, const csr_return_view *is, csr_return_state to)
{
    return csri_return_may_follow(is->state, to)
               ? CSR_OK
               : csri_fail(call->err, CSR_E_STATE, "state", "the return is not so far, or further already");
}

csr_status csri_return_check_reckoned(csri_call *call, const csr_return_view *is)
{
    int refunded = 0;
    csr_status status = CSR_OK;

    if (is->charge == CSR_RETURN_CHARGE_DUE)
        return csri_fail(call->err, CSR_E_STATE, "charge", "it has to be said first what became of the charge");
    if (is->state != CSR_RETURN_CLOSED)
        status = csri_return_is_refunded(call, is, &refunded);
    if (status == CSR_OK && refunded)
        status = csri_fail(call->err, CSR_E_STATE, "refund", "it is settled: goods for %lld wait for approval",
                           (long long)is->replacement_minor);
    return status;
}

csr_status csri_return_stop(csri_call *call, csr_return_view *is)
{
    if (!is->awaited)
        return CSR_OK;
    is->awaited = 0;
    return csri_timer_set(call, CSRI_TIMER_RETURN, &is->id, NULL, 0);
}

csr_status csri_return_end(csri_call *call, struct csri_return *is, csr_return_state state)
{
    static const csr_id none = { { 0 } };

    is->view.state = state;
    is->live = none;
    if (state == CSR_RETURN_CLOSED)
        is->view.closed_at = call->tx.now;
    return csri_return_stop(call, &is->view);
}

/* How it is allowed: what was said, and what the policy says where nothing was. */
typedef struct terms {
    int keeps_goods;
    csr_time due_at;
} terms;

/* The entry of the policy for a return: that of its own word, if the document names it. */
static const csri_refund_action *action_for(const csr_refund_policy *policy, const csr_return_view *is)
{
    const csri_refund_action *action = NULL;

    if (is->kind == CSR_RETURN_KIND_CLAIM)
        action = csri_refund_action_named(policy, "claim");
    else if (is->remedy == CSR_RETURN_REMEDY_REPLACE)
        action = csri_refund_action_named(policy, "exchange");
    return action != NULL ? action : csri_refund_action_named(policy, "return");
}

static csr_status take_terms(csri_call *call, const csr_return_view *is, const csr_return_approve_params *in,
                             terms *out)
{
    const csri_refund_action *action = NULL;
    const csr_refund_policy *policy = NULL;
    csr_rows *rows;
    csr_status status = csri_refund_policy_now(call, &rows, &policy);

    if (status != CSR_OK)
        return status;
    if (rows != NULL)
        action = action_for(policy, is);
    *out = (terms){ .keeps_goods = in->keeps_goods, .due_at = in->due_at };
    if (action != NULL && is->kind == CSR_RETURN_KIND_CLAIM && in->due_at == 0)
        out->keeps_goods |= action->keeps_goods;
    if (action != NULL && !out->keeps_goods && in->due_at == 0 && action->goods_within_days > 0)
        out->due_at = call->tx.now + action->goods_within_days * CSRI_DAY_US;
    csri_rows_free(rows);
    return CSR_OK;
}

/* Goods that never came cannot be sent back; what is no claim has to be. */
static csr_status check_goods(csri_call *call, const csr_return_view *is, const terms *in, const csr_rows *lines)
{
    if (in->keeps_goods && is->kind != CSR_RETURN_KIND_CLAIM)
        return csri_fail(call->err, CSR_E_STATE, "keeps_goods", "the goods of a return come back");
    for (size_t i = 0; i < csri_rows_count(lines) && !in->keeps_goods; i++)
        if (((const struct csri_return_line *)csri_rows_at(lines, i))->view.fault == CSR_GOODS_MISSING)
            return csri_fail(call->err, CSR_E_STATE, "keeps_goods", "missing goods cannot come back");
    if (in->due_at != 0 && (in->keeps_goods || in->due_at <= call->tx.now))
        return csri_fail(call->err, CSR_E_ARGUMENT, "due_at",
                         in->keeps_goods ? "nothing has to come" : "due_at is not in the future");
    return CSR_OK;
}

static csr_status check_approve(csri_call *call, const csr_return_view *is, const terms *in)
{
    csr_rows *lines;
    csr_status status = csri_return_check(call, is, CSR_RETURN_APPROVED);

    if (status == CSR_OK)
        status = csri_return_lines(call, &is->id, &lines);
    if (status != CSR_OK)
        return status;
    if (csri_rows_count(lines) == 0)
        status = csri_fail(call->err, CSR_E_STATE, "state", "the return has no lines");
    else
        status = check_goods(call, is, in, lines);
    csri_rows_free(lines);
    return status;
}

/* The order number and the place among what was allowed of it: unique, and told over the phone. */
static csr_status make_authorisation(csri_call *call, const csr_return_view *is, char *text, size_t size)
{
    const struct csri_return from = { .view = { .purchase = is->purchase } };
    const csr_str *order;
    int number = 1;
    csr_rows *rows = NULL, *returns = NULL;
    csr_status status = csri_load(&call->tx, &csri_purchase_record, &is->purchase, "purchase", &rows);

    if (status == CSR_OK)
        status = csri_refund_scan(call, &csri_return_record, CSRI_RETURN_BY_PURCHASE, &from, &returns);
    for (size_t i = 0; status == CSR_OK && i < csri_rows_count(returns); i++)
        number += ((const struct csri_return *)csri_rows_at(returns, i))->view.authorisation.len > 0;
    if (status == CSR_OK) {
        order = &((const struct csri_purchase *)csri_rows_at(rows, 0))->view.external_id;
        if (snprintf(text, size, "%.*s-R%d", (int)order->len, order->ptr, number) >= (int)size)
            status = csri_fail(call->err, CSR_E_ARGUMENT, "authorisation", "authorisation is required here");
    }
    csri_rows_free(returns);
    csri_rows_free(rows);
    return status;
}

/* The number under which the goods may be sent; text is where a new one is made. */
static csr_status authorise(csri_call *call, csr_return_view *is, const csr_str *given, char *text, size_t size)
{
    csr_status status = CSR_OK;

    is->authorisation = *given;
    if (given->len == 0) {
        status = make_authorisation(call, is, text, size);
        if (status == CSR_OK)
            csr_str_set(&is->authorisation, text, CSR_NTS);
    }
    return status != CSR_OK
               ? status
               : csri_unique(call, &csri_return_record, CSRI_RETURN_BY_AUTHORISATION, is, &is->id, "authorisation");
}

static csr_status approve(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_return_approve_params *in = params;
    csri_change_request request = { .event = CSR_EVENT_RETURN_APPROVED };
    struct csri_return is;
    char text[256];
    csri_edit edit;
    terms as = { 0 };
    csr_status status = csri_edit_begin(call, &csri_return_record, id, in->expected_version, &is, &edit);

    if (status != CSR_OK)
        return status;
    status = take_terms(call, &is.view, in, &as);
    if (status == CSR_OK)
        status = check_approve(call, &is.view, &as);
    if (status == CSR_OK)
        status = authorise(call, &is.view, &in->authorisation, text, sizeof text);
    is.view.state = CSR_RETURN_APPROVED;
    is.view.decided_by = call->session->agent;
    is.view.decided_at = call->tx.now;
    is.view.keeps_goods = as.keeps_goods;
    is.view.due_at = as.due_at;
    is.view.awaited = as.due_at != 0;
    if (status == CSR_OK && is.view.awaited)
        status = csri_timer_set(call, CSRI_TIMER_RETURN, id, id, as.due_at);
    return csri_edit_end(call, &edit, status, &request, out);
}

const csri_operation csri_return_approve = {
    .name = "return.approve",
    .run = approve,
    .in = &approve_params,
    .subject = &csri_return_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_return_approve(csr_session *session, const csr_id *id, const csr_return_approve_params *params,
                              int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_return_approve, id, params, out_version, err);
}

/* It is refused or given up, and why. */
static csr_status end_with(csri_call *call, const csr_id *id, int64_t expected_version, csr_return_state state,
                           csri_change_request *request, void *out)
{
    struct csri_return is;
    csri_edit edit;
    csr_status status = csri_edit_begin(call, &csri_return_record, id, expected_version, &is, &edit);

    if (status != CSR_OK)
        return status;
    status = csri_return_check(call, &is.view, state);
    if (status == CSR_OK)
        status = csri_return_check_reckoned(call, &is.view);
    if (state == CSR_RETURN_REJECTED) {
        is.view.decided_by = call->session->agent;
        is.view.decided_at = call->tx.now;
    }
    if (status == CSR_OK)
        status = csri_return_end(call, &is, state);
    return csri_edit_end(call, &edit, status, request, out);
}

static csr_status reject(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_return_reject_params *in = params;
    csri_change_request request = { .event = CSR_EVENT_RETURN_REJECTED, .reason = in->reason };

    return end_with(call, id, in->expected_version, CSR_RETURN_REJECTED, &request, out);
}

const csri_operation csri_return_reject = {
    .name = "return.reject",
    .run = reject,
    .in = &reject_params,
    .subject = &csri_return_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_return_reject(csr_session *session, const csr_id *id, const csr_return_reject_params *params,
                             int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_return_reject, id, params, out_version, err);
}

static csr_status cancel(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_return_cancel_params *in = params;
    csri_change_request request = { .event = CSR_EVENT_RETURN_CANCELLED, .reason = in->reason };

    return end_with(call, id, in->expected_version, CSR_RETURN_CANCELLED, &request, out);
}

const csri_operation csri_return_cancel = {
    .name = "return.cancel",
    .run = cancel,
    .in = &cancel_params,
    .subject = &csri_return_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_return_cancel(csr_session *session, const csr_id *id, const csr_return_cancel_params *params,
                             int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_return_cancel, id, params, out_version, err);
}

static csr_status send(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_return_send_params *in = params;
    csri_change_request request = { .event = CSR_EVENT_RETURN_SENT };
    struct csri_return is;
    csri_edit edit;
    csr_status status = csri_edit_begin(call, &csri_return_record, id, in->expected_version, &is, &edit);

    if (status != CSR_OK)
        return status;
    status = csri_return_check(call, &is.view, CSR_RETURN_IN_TRANSIT);
    if (status == CSR_OK && is.view.keeps_goods)
        status = csri_fail(call->err, CSR_E_STATE, "state", "the customer keeps the goods");
    is.view.state = CSR_RETURN_IN_TRANSIT;
    is.view.sent_at = call->tx.now;
    is.view.tracking = in->tracking;
    return csri_edit_end(call, &edit, status, &request, out);
}

const csri_operation csri_return_send = {
    .name = "return.send",
    .run = send,
    .in = &send_params,
    .subject = &csri_return_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_return_send(csr_session *session, const csr_id *id, const csr_return_send_params *params,
                           int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_return_send, id, params, out_version, err);
}

csr_status csri_return_due(csri_call *call, const struct csri_timer *timer, int64_t *told)
{
    csri_change_request request = { .event = CSR_EVENT_RETURN_EXPIRED };
    struct csri_return is;
    csri_edit edit;
    csr_status status = csri_edit_begin(call, &csri_return_record, &timer->view.owner, 0, &is, &edit);

    if (status != CSR_OK)
        return status;
    /* What is on its way is late, and stays to be seen as such. */
    if (is.view.state != CSR_RETURN_APPROVED) {
        csri_rows_free(edit.rows);
        return csri_erase(&call->tx, &csri_timer_record, &timer->view.id);
    }
    ++*told;
    request.effective_at = is.view.due_at;
    status = csri_return_end(call, &is, CSR_RETURN_CANCELLED);
    return csri_edit_end(call, &edit, status, &request, NULL);
}
