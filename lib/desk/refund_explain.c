#include "base/error.h"
#include "desk/goodwill.h"
#include "desk/judge.h"

#include <stdio.h>

/*
 * One explanation for every yes and no: each rule with what it allows, what of that is used, and what is left.
 */
#define IN_STRUCT csr_refund_explain_params
/* clang-format off */
static const csr_member explain_params_members[] = {
    IN(agent, agent, 0),
};
/* clang-format on */
static const csr_shape explain_params = CSRI_PARAMS(IN_STRUCT, explain_params_members);
#undef IN_STRUCT

typedef struct explanation {
    csri_call *call;
    const csr_refund_view *refund;
    csr_rows *rows;
} explanation;

/* A row; its text is what the numbers say, or `text`. */
static csr_status say(const explanation *e, const csr_refund_reason_view *reason, const char *text)
{
    char numbers[CSRI_SUMS_TEXT_MAX];
    csr_refund_reason_view *view;
    void *row;
    csr_status status = csr_rows_add(e->rows, &row);

    if (status != CSR_OK)
        return csri_fail(e->call->err, status, NULL, "no memory for an explanation");
    view = row;
    *view = *reason;
    if (text == NULL) {
        csri_sums_text(view->allowed_minor, view->used_minor, view->asked_minor, numbers);
        text = numbers;
    }
    status = csr_rows_text(e->rows, text, strlen(text), &view->text);
    return status == CSR_OK ? CSR_OK : csri_fail(e->call->err, status, NULL, "no memory for an explanation");
}

/* A rule that counts something. */
static csr_status say_sum(const explanation *e, csr_refund_rule rule, const csr_id *allowed_by, int64_t allowed,
                          int64_t used, int64_t asked)
{
    csr_refund_reason_view reason = {
        .rule = rule, .allowed_minor = allowed, .used_minor = used, .asked_minor = asked
    };

    reason.left_minor = csri_approval_left(allowed, used);
    reason.holds = asked <= reason.left_minor;
    if (allowed_by != NULL)
        reason.allowed_by = *allowed_by;
    return say(e, &reason, NULL);
}

static csr_status say_state(const explanation *e)
{
    static const char *const texts[] = { "it can be asked for", "it waits for a decision",
                                         "it waited too long and has to be asked for again", "it is decided already" };
    csr_refund_reason_view reason = { .rule = CSR_REFUND_RULE_STATE };
    size_t which = 3;

    if (e->refund->state == CSR_REFUND_DRAFT)
        which = 0;
    if (e->refund->state == CSR_REFUND_PENDING_APPROVAL)
        which = e->refund->expires_at > e->call->tx.now ? 1 : 2;
    reason.holds = which < 2;
    return say(e, &reason, texts[which]);
}

static csr_status say_payments(const explanation *e)
{
    int64_t left = 0, held = 0;
    csr_status status = csri_refund_left(e->call, &e->refund->purchase, &e->refund->id, &left);

    if (status == CSR_OK)
        status = csri_refund_held(e->call, &e->refund->purchase, &held);
    return status != CSR_OK ? status
                            : say_sum(e, CSR_REFUND_RULE_PAYMENTS, NULL, held, held - left, e->refund->amount_minor);
}

/* What the policy in force says to a draft, by what the desk knows itself. */
static csr_status say_policy(const explanation *e)
{
    static const csr_str nothing = { "", 0 };
    csr_refund_reason_view reason = { .rule = CSR_REFUND_RULE_POLICY };
    csr_error refused = CSR_ERROR_INIT;
    csri_call asked = *e->call;
    csri_judged judged;
    csr_status status;

    if (e->refund->state != CSR_REFUND_DRAFT)
        return CSR_OK;
    asked.err = asked.tx.err = &refused;
    csri_judged_init(&asked, &judged);
    status = csri_judge_ask(&asked, e->refund, &nothing, &judged);
    reason.holds = status == CSR_OK;
    if (status != CSR_OK && status != CSR_E_STATE)
        status = csri_fail(e->call->err, status, refused.field, "%s", refused.message);
    else if (status == CSR_E_STATE || !csr_id_is_none(&judged.is.view.policy))
        status = say(e, &reason, reason.holds ? "the refund policy in force allows it" : refused.message);
    csri_judged_free(&judged);
    return status;
}

/* Of a draft anybody at work: within their limits they approve it by asking for it. */
static csr_status say_person(const explanation *e, const csr_id *agent, const csri_approver *by)
{
    csr_refund_reason_view reason = { .rule = CSR_REFUND_RULE_PERSON, .holds = 1 };
    csr_error refused = CSR_ERROR_INIT;
    csri_call asked = *e->call;
    csr_status status = CSR_OK;

    if (by->gone) {
        reason.holds = 0;
        return say(e, &reason, "the agent is deactivated");
    }
    if (by->own) {
        reason.holds = 0;
        return say(e, &reason, CSRI_APPROVER_OWN);
    }
    asked.err = asked.tx.err = &refused;
    if (e->refund->state != CSR_REFUND_DRAFT)
        status = csri_refund_check_other(&asked, e->refund, agent);
    if (status != CSR_OK && status != CSR_E_RIGHT)
        return csri_fail(e->call->err, status, refused.field, "%s", refused.message);
    reason.holds = status == CSR_OK;
    return say(e, &reason, status == CSR_OK ? "the agent may decide about it" : refused.message);
}

static csr_status say_limits(const explanation *e, const csri_approver *by)
{
    const struct {
        csr_refund_rule rule;
        int64_t allowed, used;
    } sums[] = { { CSR_REFUND_RULE_SINGLE, by->limit.single_minor, 0 },
                 { CSR_REFUND_RULE_DAY, by->limit.day_minor, by->facts.day_minor },
                 { CSR_REFUND_RULE_PURCHASE, by->limit.purchase_minor, by->facts.purchase_minor },
                 { CSR_REFUND_RULE_CUSTOMER, by->limit.customer_minor, by->facts.customer_minor } };
    csr_status status = CSR_OK;

    for (size_t i = 0; i < sizeof sums / sizeof sums[0] && status == CSR_OK; i++)
        status = say_sum(e, sums[i].rule, &by->limit.id, sums[i].allowed, sums[i].used, csri_refund_worth(e->refund));
    return status;
}

/* How many have to approve it. One who asks for it may do so alone where one suffices, and goodwill is within their budgets. */
static csr_status say_people(const explanation *e, const csr_id *agent, const csri_approver *by)
{
    int32_t needed =
        by->verdict.needed > e->refund->approvals_needed ? by->verdict.needed : e->refund->approvals_needed;
    csr_refund_reason_view reason = { .rule = CSR_REFUND_RULE_PEOPLE, .allowed_by = by->limit.id };
    char text[CSRI_BUDGET_TEXT_MAX];
    int allow = 1;
    csr_status status = CSR_OK;

    if (e->refund->state == CSR_REFUND_DRAFT && needed == 1)
        status = csri_budgets_explain(e->call, e->refund, agent, &allow, text);
    if (status != CSR_OK || !allow)
        return status != CSR_OK ? status : say(e, &reason, text);
    reason.holds = e->refund->state != CSR_REFUND_DRAFT || needed == 1;
    (void)snprintf(text, sizeof text, "it takes %d, and %d have approved it", (int)needed, (int)e->refund->approvals);
    return say(e, &reason, text);
}

static csr_status say_all(const explanation *e, const csr_id *agent)
{
    csri_approver by;
    csr_status status = say_state(e);

    if (status == CSR_OK)
        status = say_payments(e);
    if (status == CSR_OK)
        status = say_policy(e);
    if (status != CSR_OK || csr_id_is_none(agent))
        return status;
    status = csri_approver_look(e->call, agent, e->refund, &by);
    if (status == CSR_OK)
        status = say_person(e, agent, &by);
    if (status == CSR_OK)
        status = say_limits(e, &by);
    return status == CSR_OK ? say_people(e, agent, &by) : status;
}

static csr_status run_explain(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_refund_explain_params *in = params;
    explanation e = { .call = call };
    csr_rows *refund;
    csr_status status = csri_load(&call->tx, &csri_refund_record, id, "id", &refund);

    if (status != CSR_OK)
        return status;
    e.refund = &((const struct csri_refund *)csri_rows_at(refund, 0))->view;
    status = csri_rows_new(call->tx.host, sizeof(csr_refund_reason_view), 8, &e.rows, call->err);
    if (status == CSR_OK)
        status = say_all(&e, csr_id_is_none(&in->agent) ? &call->session->agent : &in->agent);
    csri_rows_free(refund);
    if (status == CSR_OK)
        return csri_result_make(e.rows, "refund_reason", &csri_refund_reason_shape, sizeof(csr_refund_reason_view),
                                sizeof(csr_refund_reason_view), out, call->err);
    csri_rows_free(e.rows);
    return status;
}

const csri_operation csri_refund_explain = {
    .name = "refund.explain",
    .run = run_explain,
    .in = &explain_params,
    .subject = &csri_refund_record,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_refund_explain(csr_session *session, const csr_id *id, const csr_refund_explain_params *params,
                              csr_result **out_result, csr_error *err)
{
    return csri_run(session, &csri_refund_explain, id, params, out_result, err);
}

csr_status csr_refund_reason_at(const csr_result *result, size_t row, csr_refund_reason_view *view, csr_error *err)
{
    return csri_result_view(result, &csri_refund_reason_shape, row, view, err);
}
