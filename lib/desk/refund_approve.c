#include "base/error.h"
#include "desk/goodwill.h"
#include "desk/payout.h"
#include "record/row.h"
#include "record/types.h"

#define ROW struct csri_refund

#define IN_STRUCT csr_refund_decide_params
/* clang-format off */
static const csr_member decide_params_members[] = {
    IN(expected_version, version, 0),
    IN(reason, title, REQUIRED),
    IN(note, note, 0),
};
/* clang-format on */
static const csr_shape decide_params = CSRI_PARAMS(IN_STRUCT, decide_params_members);
#undef IN_STRUCT

struct csri_approval csri_refund_decision(const csri_call *call, const csr_refund_view *refund, csr_approval_kind kind,
                                          const csri_approver *by, const char *rule)
{
    struct csri_approval made = { .view = { .kind = kind,
                                            .refund = refund->id,
                                            .agent = call->session->agent,
                                            .decided_at = call->tx.now,
                                            .amount_minor = csri_refund_worth(refund),
                                            .role = by->role,
                                            .purpose = refund->purpose,
                                            .reason = refund->reason,
                                            .allowed_by = by->limit.id,
                                            .allowed_version = by->limit.version } };

    csr_str_set(&made.view.rule, rule, strlen(rule));

    memcpy(made.view.currency, refund->currency, sizeof made.view.currency);
    return made;
}

csr_status csri_refund_check_left(csri_call *call, const csr_refund_view *is)
{
    int64_t left;
    csr_status status = csri_refund_left(call, &is->purchase, &is->id, &left);

    if (status == CSR_OK && is->amount_minor > left)
        status = csri_fail(call->err, CSR_E_OVER_REFUND, "amount", "%lld is asked for, %lld is left",
                           (long long)is->amount_minor, (long long)left);
    return status;
}

csr_status csri_refund_set_approved(csri_call *call, csr_refund_view *is)
{
    int charge_due = 0;
    csr_status status = CSR_OK;

    is->state = CSR_REFUND_APPROVED;
    is->approved_at = call->tx.now;
    if (is->given_minor > 0)
        status = csri_return_give(call, &is->id, &charge_due);
    /* Goods go, and no money: nothing is left to pay, unless the customer has to pay something first. */
    if (is->given_minor > 0 && is->amount_minor == 0 && !charge_due) {
        is->state = CSR_REFUND_PAID;
        is->expires_at = 0;
        return status;
    }
    return status != CSR_OK ? status : csri_approval_until(call, &is->expires_at);
}

csr_status csri_check_other(csri_call *call, const csr_id *requested_by, const csr_id *agent, const csr_rows *decisions,
                            size_t first, size_t agent_at)
{
    if (memcmp(requested_by, agent, sizeof *agent) == 0)
        return csri_fail(call->err, CSR_E_RIGHT, "agent", "another person than the one who asked approves");
    for (size_t i = first; i < csri_rows_count(decisions); i++)
        if (memcmp((const char *)csri_rows_at(decisions, i) + agent_at, agent, sizeof *agent) == 0)
            return csri_fail(call->err, CSR_E_RIGHT, "agent", "the agent has approved it already");
    return CSR_OK;
}

csr_status csri_refund_check_other(csri_call *call, const csr_refund_view *refund, const csr_id *agent)
{
    const struct csri_approval from = { .view = { .refund = refund->id } };
    csr_rows *rows;
    csr_status status = csri_refund_scan(call, &csri_approval_record, CSRI_APPROVAL_BY_REFUND, &from, &rows);

    if (status != CSR_OK)
        return status;
    status = csri_check_other(call, &refund->requested_by, agent, rows, csri_approvals_first(rows, refund),
                              offsetof(struct csri_approval, view.agent));
    csri_rows_free(rows);
    return status;
}

csr_status csri_check_waits(csri_call *call, int waits, const char *what)
{
    if (csr_id_is_none(&call->session->agent))
        return csri_fail(call->err, CSR_E_RIGHT, "agent", "an agent decides, not the system");
    return waits ? CSR_OK : csri_fail(call->err, CSR_E_STATE, "state", "%s does not wait for approval", what);
}

/* It waits for a decision of an agent. */
static csr_status check_waits(csri_call *call, const csr_refund_view *is)
{
    return csri_check_waits(call, is->state == CSR_REFUND_PENDING_APPROVAL, "the refund");
}

static csr_status weigh_approval(csri_call *call, csr_refund_view *is, csri_approver *by)
{
    csr_status status = check_waits(call, is);

    if (status == CSR_OK && is->expires_at <= call->tx.now)
        status = csri_fail(call->err, CSR_E_STATE, "state", "the refund waited too long; it has to be asked for again");
    if (status == CSR_OK)
        status = csri_refund_check_other(call, is, &call->session->agent);
    if (status == CSR_OK)
        status = csri_approver_weigh(call, &call->session->agent, is, by);
    if (status == CSR_OK)
        status = csri_approver_check(call, by, csri_refund_worth(is));
    if (status != CSR_OK)
        return status;
    if (by->role < is->approval_role)
        return csri_fail(call->err, CSR_E_RIGHT, "role", "a rule asks for the approval of a %s",
                         csri_enum_name(&csri_t_role, is->approval_role));
    if (is->approvals_needed < by->verdict.needed)
        is->approvals_needed = by->verdict.needed;
    return csri_refund_check_left(call, is);
}

static csr_status approve(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_refund_decide_params *in = params;
    csri_change_request request = { .event = CSR_EVENT_REFUND_APPROVED, .child = &csri_approval_record };
    struct csri_approval approval;
    struct csri_refund is;
    csri_edit edit;
    csri_approver by = { 0 };
    csr_status status = csri_edit_begin(call, &csri_refund_record, id, in->expected_version, &is, &edit);

    if (status != CSR_OK)
        return status;
    status = weigh_approval(call, &is.view, &by);
    if (status == CSR_OK && ++is.view.approvals >= is.view.approvals_needed) {
        status = csri_refund_set_approved(call, &is.view);
        if (status == CSR_OK)
            status = csri_budgets_use_refund(call, &is.view);
    }
    approval = csri_refund_decision(call, &is.view, CSR_APPROVAL_GIVEN, &by, "another person");
    approval.view.reason = in->reason;
    approval.view.note = in->note;
    request.child_is = &approval;
    if (status == CSR_OK)
        status = csri_new_id(&call->tx, &approval.view.id);
    return csri_edit_end(call, &edit, status, &request, out);
}

const csri_operation csri_refund_approve = {
    .name = "refund.approve",
    .run = approve,
    .in = &decide_params,
    .subject = &csri_refund_record,
    .mode = CSRI_WRITE,
    .durable = 1,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_refund_approve(csr_session *session, const csr_id *id, const csr_refund_decide_params *params,
                              int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_refund_approve, id, params, out_version, err);
}

/* What was paid in part can only be paid on: a refund that ended would say that nothing was given back. */
static csr_status check_unpaid(csri_call *call, const csr_refund_view *is)
{
    const struct csri_payout_row from = { .view = { .refund = is->id } };
    int64_t paid;
    int frozen;
    csr_status status = csri_payout_sum(call, CSRI_PAYOUT_BY_REFUND, &from, &paid, &frozen);

    return status == CSR_OK && paid > 0 ? csri_fail(call->err, CSR_E_STATE, "state", "some of it was paid") : status;
}

/* A decision that ends it. The row says who, in which role and why, as all decisions do. */
static csr_status end_with(csri_call *call, csri_edit *edit, struct csri_refund *is, csr_refund_state state,
                           const csr_refund_decide_params *in, csr_status status, void *out)
{
    int rejected = state == CSR_REFUND_REJECTED;
    const csri_approver by = { .role = call->session->role };
    struct csri_approval approval =
        csri_refund_decision(call, &is->view, rejected ? CSR_APPROVAL_REJECTED : CSR_APPROVAL_DROPPED, &by,
                             rejected ? "refused" : "given up");
    csri_change_request request = { .event = rejected ? CSR_EVENT_REFUND_REJECTED : CSR_EVENT_REFUND_CANCELLED,
                                    .child = &csri_approval_record,
                                    .child_is = &approval };

    approval.view.reason = in->reason;
    approval.view.note = in->note;
    if (status == CSR_OK)
        status = check_unpaid(call, &is->view);
    if (status == CSR_OK && is->view.given_minor > 0 && is->view.approved_at != 0)
        status = csri_fail(call->err, CSR_E_STATE, "state", "goods for %lld are given for it, and are not taken back",
                           (long long)is->view.given_minor);
    is->view.state = state;
    is->view.expires_at = 0;
    if (status == CSR_OK)
        status = csri_new_id(&call->tx, &approval.view.id);
    return csri_edit_end(call, edit, status, &request, out);
}

csr_status csri_refund_drop(csri_call *call, const csr_id *id, const char *rule)
{
    const csri_approver by = { .role = call->session->role };
    csri_change_request request = { .event = CSR_EVENT_REFUND_CANCELLED, .child = &csri_approval_record };
    struct csri_approval approval;
    struct csri_refund is;
    csri_edit edit;
    csr_status status = csri_edit_begin(call, &csri_refund_record, id, 0, &is, &edit);

    if (status != CSR_OK)
        return status;
    approval = csri_refund_decision(call, &is.view, CSR_APPROVAL_DROPPED, &by, rule);
    request.child_is = &approval;
    is.view.state = CSR_REFUND_CANCELLED;
    is.view.expires_at = 0;
    return csri_edit_end(call, &edit, csri_new_id(&call->tx, &approval.view.id), &request, NULL);
}

static csr_status reject(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_refund_decide_params *in = params;
    struct csri_refund is;
    csri_edit edit;
    csr_status status = csri_edit_begin(call, &csri_refund_record, id, in->expected_version, &is, &edit);

    if (status != CSR_OK)
        return status;
    status = check_waits(call, &is.view);
    return end_with(call, &edit, &is, CSR_REFUND_REJECTED, in, status, out);
}

const csri_operation csri_refund_reject = {
    .name = "refund.reject",
    .run = reject,
    .in = &decide_params,
    .subject = &csri_refund_record,
    .mode = CSRI_WRITE,
    .durable = 1,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_refund_reject(csr_session *session, const csr_id *id, const csr_refund_decide_params *params,
                             int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_refund_reject, id, params, out_version, err);
}

static csr_status cancel(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_refund_decide_params *in = params;
    struct csri_refund is;
    csri_edit edit;
    csr_status status = csri_edit_begin(call, &csri_refund_record, id, in->expected_version, &is, &edit);

    if (status != CSR_OK)
        return status;
    if (!csri_refund_may_follow(is.view.state, CSR_REFUND_CANCELLED))
        status = csri_fail(call->err, CSR_E_STATE, "state", "the refund has ended already, or is being paid");
    return end_with(call, &edit, &is, CSR_REFUND_CANCELLED, in, status, out);
}

const csri_operation csri_refund_cancel = {
    .name = "refund.cancel",
    .run = cancel,
    .in = &decide_params,
    .subject = &csri_refund_record,
    .mode = CSRI_WRITE,
    .durable = 1,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_refund_cancel(csr_session *session, const csr_id *id, const csr_refund_decide_params *params,
                             int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_refund_cancel, id, params, out_version, err);
}

csr_status csri_refund_send_back(csri_call *call, csri_edit *edit, struct csri_refund *is, int64_t *out_version)
{
    const csri_approver by = { .role = call->session->role };
    struct csri_approval approval =
        csri_refund_decision(call, &is->view, CSR_APPROVAL_DROPPED, &by, "rights at the payout");
    csri_change_request request = { .event = CSR_EVENT_REFUND_SENT_BACK,
                                    .child = &csri_approval_record,
                                    .child_is = &approval };
    csr_status status = csri_approval_until(call, &is->view.expires_at);

    is->view.state = CSR_REFUND_PENDING_APPROVAL;
    is->view.submitted_at = call->tx.now;
    is->view.approved_at = 0;
    is->view.approvals = 0;
    if (status == CSR_OK)
        status = csri_new_id(&call->tx, &approval.view.id);
    return csri_edit_end(call, edit, status, &request, out_version);
}
