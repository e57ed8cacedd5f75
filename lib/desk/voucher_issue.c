#include "base/error.h"
#include "desk/goodwill.h"
#include "desk/voucher.h"

#define ROW struct csri_voucher

#define IN_STRUCT csr_voucher_issue_params
/* clang-format off */
static const csr_member issue_params_members[] = {
    IN_TO(kind, voucher_kind, REQUIRED),
    IN_TO(customer, customer, 0),
    IN_TO(ticket, ticket, 0),
    IN_TO(valid_from, time, 0),
    IN_TO(valid_until, time, 0),
    IN_TO(amount_minor, minor, REQUIRED),
    IN_TO(basis_points, count, 0),
    IN_TO(currency, currency, 0),
    IN_TO(code, voucher_code, 0),
    IN_TO(reason, title, REQUIRED),
    IN_TO(note, note, 0),
    IN(request_key, request_key, 0),
};
/* clang-format on */
static const csr_shape issue_params = CSRI_PARAMS(IN_STRUCT, issue_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_voucher_decide_params
/* clang-format off */
static const csr_member decide_params_members[] = {
    IN(expected_version, version, 0),
    IN(reason, title, REQUIRED),
    IN(note, note, 0),
};
/* clang-format on */
static const csr_shape decide_params = CSRI_PARAMS(IN_STRUCT, decide_params_members);
#undef IN_STRUCT

/* A ticket's voucher is its customer's. */
static csr_status check_ticket(csri_call *call, const csr_voucher_view *is)
{
    const csr_ticket_view *ticket;
    csr_rows *rows;
    csr_status status;

    if (csr_id_is_none(&is->ticket))
        return CSR_OK;
    status = csri_load(&call->tx, &csri_ticket_record, &is->ticket, "ticket", &rows);
    if (status != CSR_OK)
        return status;
    ticket = &((const struct csri_ticket *)csri_rows_at(rows, 0))->view;
    if (!csr_id_is_none(&ticket->customer) && !csr_id_is_none(&is->customer) &&
        memcmp(&ticket->customer, &is->customer, sizeof is->customer) != 0)
        status = csri_fail(call->err, CSR_E_STATE, "ticket", "the ticket is another customer's than the voucher");
    csri_rows_free(rows);
    return status;
}

static csr_status check(csri_call *call, csr_voucher_view *is)
{
    csr_status status = csri_voucher_check(is, call->tx.now, call->err);

    if (status == CSR_OK)
        status = csri_take_currency(call, is->currency);
    if (status == CSR_OK)
        status = csri_exists(&call->tx, &csri_customer_record, &is->customer, "customer");
    return status != CSR_OK ? status : check_ticket(call, is);
}

static csri_goodwill_ask ask_of(const csr_voucher_view *is)
{
    csri_goodwill_ask ask = { .subject = is->id,
                              .agent = is->issued_by,
                              .customer = is->customer,
                              .ticket = is->ticket,
                              .amount_minor = is->amount_minor,
                              .subject_kind = CSR_RECORD_VOUCHER,
                              .reason = is->reason };

    memcpy(ask.currency, is->currency, sizeof ask.currency);
    return ask;
}

/* The last approval that it needs: it may be used, and counts for the budgets of the one who asked. */
static csr_status set_approved(csri_call *call, csr_voucher_view *is)
{
    is->approved_at = call->tx.now;
    return csri_voucher_enter(call, is, CSR_VOUCHER_ACTIVE);
}

/* What it costs counts for the budgets of the one who asked, whoever approved it. */
static csr_status count_it(csri_call *call, const csr_voucher_view *is)
{
    const csri_goodwill_ask ask = ask_of(is);

    return csri_budgets_use(call, &ask);
}

/* Within all limits and budgets of their own an agent approves what they ask for. */
static csr_status approve_own(csri_call *call, const struct csri_voucher *was, csr_role role)
{
    static const csr_str no_note = { "", 0 };
    struct csri_voucher is = *was;
    struct csri_voucher_decision decision;
    csri_change_request request = { .event = CSR_EVENT_VOUCHER_APPROVED,
                                    .root = &csri_voucher_record,
                                    .was = was,
                                    .is = &is,
                                    .child = &csri_voucher_decision_record,
                                    .child_is = &decision };
    csr_status status;

    is.view.approvals = 1;
    status = set_approved(call, &is.view);
    decision = csri_voucher_decision_of(call, &is.view, CSR_APPROVAL_AUTO, role, &is.view.reason, &no_note);
    if (status == CSR_OK)
        status = csri_new_id(&call->tx, &decision.view.id);
    if (status == CSR_OK)
        status = csri_change(&call->tx, &request);
    return status != CSR_OK ? status : count_it(call, &is.view);
}

/* How long it waits for approval, where hours of the house are counted. */
static csr_status set_wait(csri_call *call, csr_voucher_view *is)
{
    csr_time until = 0;
    csr_status status = csri_approval_until(call, &until);

    if (until != call->tx.now + CSR_APPROVAL_LIFE_US)
        is->approve_by = until;
    return status;
}

/* Weigh it, write it, and approve it where everything holds. */
static csr_status write_new(csri_call *call, struct csri_voucher *is, csr_id *out)
{
    static const char by_system[] = "the system asks, and does not approve";
    const csri_goodwill_ask ask = ask_of(&is->view);
    csri_goodwill_found found = { 0 };
    csri_new_code code = { 0 };
    csr_status status = CSR_OK;

    is->view.approvals_needed = 1;
    csr_str_set(&is->view.why, by_system, sizeof by_system - 1);
    if (!csr_id_is_none(&is->view.issued_by)) {
        status = csri_goodwill_weigh(call, &ask, &found);
        if (status == CSR_OK) {
            is->view.approvals_needed = found.needed;
            is->view.why = csri_goodwill_why(&found);
        }
    }
    if (status == CSR_OK && !found.within)
        status = set_wait(call, &is->view);
    if (status == CSR_OK)
        status = csri_voucher_add(call, is, &code, out);
    if (status == CSR_OK && found.within)
        status = approve_own(call, is, found.role);
    csri_buffer_free(&code.key);
    csri_rows_free(found.lines);
    return status;
}

static csr_status issue(csri_call *call, const csr_id *id, const void *params, void *out)
{
    struct csri_voucher is = {
        .view = { .state = CSR_VOUCHER_ISSUED, .valid_from = call->tx.now, .issued_by = call->session->agent }
    };
    csr_status status;

    (void)id;
    csri_fill(&issue_params, params, &is);
    status = check(call, &is.view);
    return status != CSR_OK ? status : write_new(call, &is, out);
}

const csri_operation csri_voucher_issue = {
    .name = "voucher.issue",
    .run = issue,
    .in = &issue_params,
    .mode = CSRI_WRITE,
    .durable = 1,
    .gives = CSRI_GIVES_ID,
};

csr_status csr_voucher_issue(csr_session *session, const csr_voucher_issue_params *params, csr_id *out_id,
                             csr_error *err)
{
    return csri_run(session, &csri_voucher_issue, NULL, params, out_id, err);
}

/* It waits for a decision of an agent. */
static csr_status check_waits(csri_call *call, const csr_voucher_view *is)
{
    return csri_check_waits(call, is->state == CSR_VOUCHER_ISSUED, "the voucher");
}

/* Nobody approves what they asked for or approved already. */
static csr_status check_other(csri_call *call, const csr_voucher_view *is)
{
    const struct csri_voucher_decision from = { .view = { .voucher = is->id } };
    csr_rows *rows;
    csr_status status =
        csri_refund_scan(call, &csri_voucher_decision_record, CSRI_VOUCHER_DECISION_BY_VOUCHER, &from, &rows);

    if (status != CSR_OK)
        return status;
    status = csri_check_other(call, &is->issued_by, &call->session->agent, rows, 0,
                              offsetof(struct csri_voucher_decision, view.agent));
    csri_rows_free(rows);
    return status;
}

/* The limits of the approver's role; budgets are those of the one who asked, and what an approver goes beyond. */
static csr_status weigh_approval(csri_call *call, csr_voucher_view *is, csr_role *role)
{
    csr_refund_view as_refund = {
        .purpose = CSR_REFUND_FOR_GOODWILL, .id = is->id, .customer = is->customer, .amount_minor = is->amount_minor
    };
    csri_approver by;
    csr_status status = check_waits(call, is);

    memcpy(as_refund.currency, is->currency, sizeof as_refund.currency);
    if (status == CSR_OK && csri_voucher_waited_too_long(is, call->tx.now))
        status = csri_fail(call->err, CSR_E_STATE, "state", "the voucher waited too long; it has to be issued again");
    if (status == CSR_OK && is->valid_until != 0 && is->valid_until <= call->tx.now)
        status = csri_fail(call->err, CSR_E_STATE, "valid_until", "the voucher has expired");
    if (status == CSR_OK)
        status = check_other(call, is);
    if (status == CSR_OK)
        status = csri_approver_weigh(call, &call->session->agent, &as_refund, &by);
    if (status != CSR_OK)
        return status;
    *role = by.role;
    status = csri_approver_check(call, &by, is->amount_minor);
    if (status == CSR_OK && is->approvals_needed < by.verdict.needed)
        is->approvals_needed = by.verdict.needed;
    return status;
}

/* Write a decision as a part of the edit of its voucher. */
static csr_status decide(csri_call *call, csri_edit *edit, csr_status status, csri_change_request *request,
                         struct csri_voucher_decision *decision, void *out)
{
    request->child = &csri_voucher_decision_record;
    request->child_is = decision;
    if (status == CSR_OK)
        status = csri_new_id(&call->tx, &decision->view.id);
    return csri_edit_end(call, edit, status, request, out);
}

static csr_status approve(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_voucher_decide_params *in = params;
    csri_change_request request = { .event = CSR_EVENT_VOUCHER_APPROVED };
    struct csri_voucher_decision decision;
    struct csri_voucher is;
    csri_edit edit;
    csr_role role = 0;
    csr_status status = csri_edit_begin(call, &csri_voucher_record, id, in->expected_version, &is, &edit);

    if (status != CSR_OK)
        return status;
    status = weigh_approval(call, &is.view, &role);
    if (status == CSR_OK && ++is.view.approvals >= is.view.approvals_needed)
        status = set_approved(call, &is.view);
    if (status == CSR_OK && is.view.approved_at != 0)
        status = count_it(call, &is.view);
    decision = csri_voucher_decision_of(call, &is.view, CSR_APPROVAL_GIVEN, role, &in->reason, &in->note);
    return decide(call, &edit, status, &request, &decision, out);
}

const csri_operation csri_voucher_approve = {
    .name = "voucher.approve",
    .run = approve,
    .in = &decide_params,
    .subject = &csri_voucher_record,
    .mode = CSRI_WRITE,
    .durable = 1,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_voucher_approve(csr_session *session, const csr_id *id, const csr_voucher_decide_params *params,
                               int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_voucher_approve, id, params, out_version, err);
}

/* What is left of it is taken back; refused is what waited. */
static csr_status end(csri_call *call, const csr_id *id, const csr_voucher_decide_params *in, csr_approval_kind kind,
                      void *out)
{
    csri_change_request request = { .event = CSR_EVENT_VOUCHER_REVOKED };
    struct csri_voucher_decision decision;
    struct csri_voucher is;
    csri_edit edit;
    csr_status status = csri_edit_begin(call, &csri_voucher_record, id, in->expected_version, &is, &edit);

    if (status != CSR_OK)
        return status;
    if (kind == CSR_APPROVAL_REJECTED)
        status = check_waits(call, &is.view);
    else if (!is.view.open)
        status = csri_fail(call->err, CSR_E_STATE, "state", "0 of %lld is left of the voucher",
                           (long long)is.view.amount_minor);
    if (status == CSR_OK)
        status = csri_voucher_enter(call, &is.view, CSR_VOUCHER_REVOKED);
    decision = csri_voucher_decision_of(call, &is.view, kind, call->session->role, &in->reason, &in->note);
    return decide(call, &edit, status, &request, &decision, out);
}

static csr_status reject(csri_call *call, const csr_id *id, const void *params, void *out)
{
    return end(call, id, params, CSR_APPROVAL_REJECTED, out);
}

const csri_operation csri_voucher_reject = {
    .name = "voucher.reject",
    .run = reject,
    .in = &decide_params,
    .subject = &csri_voucher_record,
    .mode = CSRI_WRITE,
    .durable = 1,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_voucher_reject(csr_session *session, const csr_id *id, const csr_voucher_decide_params *params,
                              int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_voucher_reject, id, params, out_version, err);
}

static csr_status revoke(csri_call *call, const csr_id *id, const void *params, void *out)
{
    return end(call, id, params, CSR_APPROVAL_DROPPED, out);
}

const csri_operation csri_voucher_revoke = {
    .name = "voucher.revoke",
    .run = revoke,
    .in = &decide_params,
    .subject = &csri_voucher_record,
    .mode = CSRI_WRITE,
    .durable = 1,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_voucher_revoke(csr_session *session, const csr_id *id, const csr_voucher_decide_params *params,
                              int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_voucher_revoke, id, params, out_version, err);
}
