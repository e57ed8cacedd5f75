#include "base/error.h"
#include "desk/goodwill.h"
#include "desk/judge.h"

#define ROW struct csri_refund

#define IN_STRUCT csr_refund_submit_params
/* clang-format off */
static const csr_member submit_params_members[] = {
    IN(expected_version, version, 0),
    IN(facts, document, 0),
};
/* clang-format on */
static const csr_shape submit_params = CSRI_PARAMS_GREW(IN_STRUCT, submit_params_members, facts);
#undef IN_STRUCT

/* A draft, or what was waited for or held too long. */
static csr_status check_submit(csri_call *call, const csr_refund_view *is)
{
    int decides = is->state == CSR_REFUND_PENDING_APPROVAL || is->state == CSR_REFUND_APPROVED;
    int expired = decides && is->expires_at <= call->tx.now;

    if (is->state != CSR_REFUND_DRAFT && !expired)
        return csri_fail(call->err, CSR_E_STATE, "state", "only a draft is asked for, or what waited or held too long");
    if (csri_refund_worth(is) < 1)
        return csri_fail(call->err, CSR_E_ARGUMENT, "amount", "a refund comes to more than nothing");
    return csri_refund_check_left(call, is);
}

/* Within all limits of their own, and where one person suffices, an agent approves what they ask for. */
static csr_status try_auto(csri_call *call, csr_refund_view *is, csri_approver *by)
{
    int allow = 0;
    csr_status status;

    /* What a rule wants approved is approved by somebody else. */
    if (csr_id_is_none(&call->session->agent) || is->approval_role != 0)
        return CSR_OK;
    status = csri_approver_weigh(call, &call->session->agent, is, by);
    if (status != CSR_OK)
        return status;
    is->approvals_needed = by->verdict.needed;
    if (by->verdict.within && by->verdict.needed == 1)
        status = csri_budgets_allow(call, is, &allow);
    if (status != CSR_OK || !allow)
        return status;
    is->approvals = 1;
    status = csri_refund_set_approved(call, is);
    return status != CSR_OK ? status : csri_budgets_use_refund(call, is);
}

static csr_status submit(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_refund_submit_params *in = params;
    csri_change_request request = { .event = CSR_EVENT_REFUND_SUBMITTED };
    struct csri_approval approval;
    struct csri_refund is;
    csri_judged judged;
    csri_edit edit;
    csri_approver by;
    csr_status status = csri_edit_begin(call, &csri_refund_record, id, in->expected_version, &is, &edit);

    if (status != CSR_OK)
        return status;
    status = check_submit(call, &is.view);
    csri_judged_init(call, &judged);
    if (status == CSR_OK)
        status = csri_judge_ask(call, &is.view, &in->facts, &judged);
    is.view.state = CSR_REFUND_PENDING_APPROVAL;
    is.view.requested_by = call->session->agent;
    is.view.submitted_at = call->tx.now;
    if (status == CSR_OK)
        status = csri_approval_until(call, &is.view.expires_at);
    is.view.approved_at = 0;
    is.view.approvals = 0;
    is.view.approvals_needed = 1;
    if (status == CSR_OK)
        status = try_auto(call, &is.view, &by);
    if (status == CSR_OK && is.view.approvals > 0) {
        approval = csri_refund_decision(call, &is.view, CSR_APPROVAL_AUTO, &by, "own limits");
        request.child = &csri_approval_record;
        request.child_is = &approval;
        status = csri_new_id(&call->tx, &approval.view.id);
    }
    status = csri_edit_end(call, &edit, status, &request, out);
    return csri_judge_record(call, status, &judged, out);
}

const csri_operation csri_refund_submit = {
    .name = "refund.submit",
    .run = submit,
    .in = &submit_params,
    .subject = &csri_refund_record,
    .mode = CSRI_WRITE,
    .durable = 1,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_refund_submit(csr_session *session, const csr_id *id, const csr_refund_submit_params *params,
                             int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_refund_submit, id, params, out_version, err);
}
