#include "base/amount.h"
#include "base/error.h"
#include "desk/edit.h"
#include "desk/follow.h"
#include "desk/purchase.h"
#include "desk/refund.h"
#include "desk/remedy.h"

/*
 * Money and remedies of a ticket, for rules: what they see of the last open refund, and what they ask for.
 */
/* Refunds of a ticket that are looked at for an open one, the newest; refunds of a customer that are added up. */
#define LOOK_BACK 16

/* ---- What rules see ---- */

int csri_refund_is_open(csr_refund_state state)
{
    return state != 0 && state != CSR_REFUND_PAID && state != CSR_REFUND_REJECTED && state != CSR_REFUND_CANCELLED;
}

csr_status csri_refund_of_ticket(csri_call *call, const csr_id *ticket, csr_rows **rows, const csr_refund_view **out)
{
    const struct csri_refund from = { .view = { .ticket = *ticket } };
    csr_scan scan = {
        .index = CSRI_REFUND_BY_TICKET, .equal = 1, .flags = CSR_SCAN_REVERSE, .limit = LOOK_BACK, .from = &from
    };
    csr_status status = csri_rows_new(call->tx.host, sizeof(from), 4, rows, call->err);

    *out = NULL;
    if (status != CSR_OK)
        return status;
    status = call->tx.ops->scan(call->tx.handle, &csri_refund_record, &scan, *rows, call->err);
    for (size_t i = 0; status == CSR_OK && i < csri_rows_count(*rows) && *out == NULL; i++) {
        const csr_refund_view *one = &((const struct csri_refund *)csri_rows_at(*rows, i))->view;
        if (csri_refund_is_open(one->state))
            *out = one;
    }
    return status;
}

csr_status csri_scene_load_refund(csri_call *call, csri_scene *scene)
{
    const csr_refund_view *refund;
    csr_rows *rows = NULL;
    csr_status status = csri_refund_of_ticket(call, &scene->ticket.view.id, &rows, &refund);

    csri_scene_hold(scene, rows);
    if (status != CSR_OK || refund == NULL)
        return status;
    scene->refund.view = *refund;
    scene->has_refund = 1;
    return CSR_OK;
}

csr_status csri_scene_load_purchase(csri_call *call, csri_scene *scene)
{
    csr_rows *rows = NULL;
    csr_status status;

    scene->purchase_total = CSRI_AMOUNT_ABSENT;
    if (!scene->has_refund)
        return CSR_OK;
    status = csri_load(&call->tx, &csri_purchase_record, &scene->refund.view.purchase, "purchase", &rows);
    if (status != CSR_OK)
        return status;
    scene->purchase = *(const struct csri_purchase *)csri_rows_at(rows, 0);
    scene->has_purchase = 1;
    csri_scene_hold(scene, rows);
    return csri_purchase_total(call, &scene->purchase.view, &scene->purchase_total);
}

/* Sums that do not fit are as much as fits. */
static void add_up(int64_t *sum, int64_t more)
{
    if (csri_amount_add(*sum, more, sum) != CSR_OK)
        *sum = INT64_MAX;
}

csr_status csri_scene_load_given_back(csri_call *call, csri_scene *scene)
{
    const csr_refund_view *refund = &scene->refund.view;
    const struct csri_refund from = { .view = { .customer = refund->customer } };
    csr_scan scan = { .index = CSRI_REFUND_BY_CUSTOMER,
                      .equal = 1,
                      .flags = CSR_SCAN_REVERSE,
                      .limit = CSRI_REFUND_ROWS_MAX,
                      .from = &from };
    csr_rows *rows;
    csr_status status;

    scene->given_back = CSRI_AMOUNT_ABSENT;
    if (!scene->has_refund || csr_id_is_none(&refund->customer))
        return CSR_OK;
    status = csri_rows_new(call->tx.host, sizeof(from), 8, &rows, call->err);
    if (status != CSR_OK)
        return status;
    status = call->tx.ops->scan(call->tx.handle, &csri_refund_record, &scan, rows, call->err);
    scene->given_back = 0;
    for (size_t i = 0; status == CSR_OK && i < csri_rows_count(rows); i++) {
        const csr_refund_view *one = &((const struct csri_refund *)csri_rows_at(rows, i))->view;
        if (one->state != CSR_REFUND_DRAFT && csri_refund_counts(one->state) &&
            strcmp(one->currency, refund->currency) == 0 && memcmp(&one->id, &refund->id, sizeof(one->id)) != 0)
            add_up(&scene->given_back, one->amount_minor);
    }
    csri_rows_free(rows);
    return status;
}

csr_status csri_scene_load_limit(csri_call *call, csri_scene *scene)
{
    const csr_refund_view *refund = &scene->refund.view;
    const csr_id *agent = csr_id_is_none(&refund->requested_by) ? &scene->ticket.view.assignee : &refund->requested_by;
    struct csri_approval_limit key = { .view = { .purpose = refund->purpose } };
    csr_rows *rows = NULL;
    csr_status status;

    scene->refund_limit = CSRI_AMOUNT_ABSENT;
    if (!scene->has_refund || csr_id_is_none(agent))
        return CSR_OK;
    status = csri_load(&call->tx, &csri_agent_record, agent, "agent", &rows);
    if (status != CSR_OK)
        return status;
    key.view.role = ((const struct csri_agent *)csri_rows_at(rows, 0))->view.role;
    memcpy(key.view.currency, refund->currency, sizeof key.view.currency);
    csri_rows_free(rows);
    status = csri_find(&call->tx, &csri_approval_limit_record, CSRI_APPROVAL_LIMIT_BY_ROLE, &key, &rows);
    scene->refund_limit =
        rows == NULL ? 0 : ((const struct csri_approval_limit *)csri_rows_at(rows, 0))->view.single_minor;
    csri_rows_free(rows);
    return status;
}

void csri_scene_count_remedy(csri_scene *scene, csr_remedy_state state)
{
    scene->remedies_offered += state != 0 && state != CSR_REMEDY_WITHDRAWN;
    scene->remedies_declined += state == CSR_REMEDY_DECLINED;
    scene->remedies_open += state == CSR_REMEDY_OFFERED || state == CSR_REMEDY_ACCEPTED;
}

csr_status csri_scene_load_remedies(csri_call *call, csri_scene *scene)
{
    const struct csri_remedy from = { .view = { .ticket = scene->ticket.view.id } };
    csr_scan scan = { .index = CSRI_REMEDY_BY_TICKET, .equal = 1, .limit = CSR_REMEDIES_MAX, .from = &from };
    csr_rows *rows;
    csr_status status = csri_rows_new(call->tx.host, sizeof(from), 4, &rows, call->err);

    if (status != CSR_OK)
        return status;
    status = call->tx.ops->scan(call->tx.handle, &csri_remedy_record, &scan, rows, call->err);
    for (size_t i = 0; status == CSR_OK && i < csri_rows_count(rows); i++)
        csri_scene_count_remedy(scene, ((const struct csri_remedy *)csri_rows_at(rows, i))->view.state);
    csri_rows_free(rows);
    return status;
}

/* ---- What rules ask for ---- */

/* "next" is whatever the ladder has next. */
csr_status csri_follow_propose(csri_call *call, const csr_id *ticket, const csri_rules_action *action)
{
    static const csr_str next = { "next", 4 };
    csr_remedy_offer_params in = CSR_REMEDY_OFFER_PARAMS_INIT;
    const csr_refund_view *refund = NULL;
    csr_rows *rows = NULL;
    csr_id id;
    csr_status status = csri_refund_of_ticket(call, ticket, &rows, &refund);

    in.ticket = *ticket;
    in.note = action->text;
    in.amount_minor = action->minor;
    if (action->to.len != next.len || memcmp(action->to.ptr, next.ptr, next.len) != 0)
        in.rung = action->to;
    /* A percentage is of what the refund is about, if there is one. */
    if (refund != NULL)
        in.purchase = refund->purchase;
    if (status == CSR_OK)
        status = csri_remedy_offer_it(call, &in, &id);
    csri_rows_free(rows);
    return status;
}

/* What was approved before has to be approved again: the system says so, not the agent whose doing it was. */
static csr_status send_back(csri_call *call, csri_edit *edit, struct csri_refund *is, const csr_str *rule)
{
    const csri_approver nobody = { 0 };
    struct csri_approval approval =
        csri_refund_decision(call, &is->view, CSR_APPROVAL_DROPPED, &nobody, "a rule of the house");
    csri_change_request request = { .event = CSR_EVENT_REFUND_SENT_BACK, .child = &csri_approval_record };
    csr_status status = csri_approval_until(call, &is->view.expires_at);

    approval.view.agent = (csr_id){ { 0 } };
    approval.view.note = *rule;
    request.child_is = &approval;
    is->view.state = CSR_REFUND_PENDING_APPROVAL;
    is->view.submitted_at = call->tx.now;
    is->view.approved_at = 0;
    is->view.approvals = 0;
    if (status == CSR_OK)
        status = csri_new_id(&call->tx, &approval.view.id);
    return csri_edit_end(call, edit, status, &request, NULL);
}

static csr_status require(csri_call *call, const csr_id *refund, csr_role role, const csr_str *rule)
{
    csri_change_request request = { .event = CSR_EVENT_REFUND_SENT_BACK };
    struct csri_refund is;
    csri_edit edit;
    csr_status status = csri_edit_begin(call, &csri_refund_record, refund, 0, &is, &edit);

    if (status != CSR_OK)
        return status;
    if (is.view.state != CSR_REFUND_DRAFT && is.view.state != CSR_REFUND_PENDING_APPROVAL &&
        is.view.state != CSR_REFUND_APPROVED)
        status = csri_fail(call->err, CSR_E_STATE, "refund", "the refund is being paid already");
    /* It is asked for already, of that role or a higher one. */
    if (is.view.approval_role < role)
        is.view.approval_role = role;
    else if (status == CSR_OK)
        return csri_edit_end(call, &edit, CSR_OK, &request, NULL);
    if (status == CSR_OK && is.view.approvals > 0)
        return send_back(call, &edit, &is, rule);
    return csri_edit_end(call, &edit, status, &request, NULL);
}

csr_status csri_follow_require(csri_call *call, const csr_id *ticket, csr_role role, const csr_str *rule)
{
    const csr_refund_view *refund;
    csr_rows *rows = NULL;
    csr_status status = csri_refund_of_ticket(call, ticket, &rows, &refund);

    if (status == CSR_OK && refund == NULL)
        status = csri_fail(call->err, CSR_E_NOT_FOUND, "refund", "the ticket has no open refund");
    if (status == CSR_OK)
        status = require(call, &refund->id, role, rule);
    csri_rows_free(rows);
    return status;
}
