/*
 * Which rung of a ladder is next, and why the others are not.
 */
#include "policy/remedy_policy.h"
#include "policy/rules_set.h"

static int same(const csr_str *a, const csr_str *b)
{
    return a->len == b->len && memcmp(a->ptr, b->ptr, a->len) == 0;
}

static int is_product(const csri_remedy_ladder *ladder, const csr_str *product)
{
    for (size_t i = 0; i < ladder->product_count; i++)
        if (same(&ladder->products[i], product))
            return 1;
    return ladder->product_count == 0;
}

const csri_remedy_ladder *csri_remedy_ladder_of(const csr_remedy_policy *policy, csr_ticket_kind kind,
                                                const csr_str *product)
{
    for (size_t i = 0; i < policy->ladder_count; i++) {
        const csri_remedy_ladder *ladder = &policy->ladders[i];
        if ((ladder->kinds == 0 || (ladder->kinds >> kind & 1) != 0) && is_product(ladder, product))
            return ladder;
    }
    return NULL;
}

int csri_remedy_is_said(csr_remedy_kind kind)
{
    return kind == CSR_REMEDY_APOLOGY || kind == CSR_REMEDY_EXPLANATION || kind == CSR_REMEDY_TROUBLESHOOTING;
}

int csri_remedy_may_follow(csr_remedy_kind kind, csr_remedy_state from, csr_remedy_state to)
{
    switch (to) {
    case CSR_REMEDY_ACCEPTED:
    case CSR_REMEDY_DECLINED: return from == CSR_REMEDY_OFFERED;
    case CSR_REMEDY_WITHDRAWN: return from == CSR_REMEDY_OFFERED || from == CSR_REMEDY_ACCEPTED;
    case CSR_REMEDY_FULFILLED:
    case CSR_REMEDY_FAILED:
        return from == CSR_REMEDY_ACCEPTED || (from == CSR_REMEDY_OFFERED && csri_remedy_is_said(kind));
    default: return 0;
    }
}

static int truth_of(const csri_remedy_input *in, const csri_remedy_rung *rung)
{
    return csri_rule_truth(&in->policy->conditions->rules[rung->rule], in->facts, in->fact_count, NULL);
}

/* What became of it so far. */
typedef struct past {
    int32_t offered;
    int open;  /* it is on its way */
    int tried; /* and came to an end, or was said */
} past;

static past past_of(const csri_remedy_input *in, const csri_remedy_rung *rung)
{
    past p = { 0, 0, 0 };

    for (size_t i = 0; i < in->tried_count; i++) {
        csr_remedy_state state = in->tried[i].state;
        if (state == CSR_REMEDY_WITHDRAWN || !same(&in->tried[i].rung, &rung->name))
            continue;
        int said = state == CSR_REMEDY_ACCEPTED && csri_remedy_is_said(rung->kind);
        p.offered++;
        p.open |= !said && (state == CSR_REMEDY_OFFERED || state == CSR_REMEDY_ACCEPTED);
        p.tried |= said || (state != CSR_REMEDY_OFFERED && state != CSR_REMEDY_ACCEPTED);
    }
    return p;
}

/* A rung that has to be tried before another one is, if it applies and was not. */
static int holds_up(const csri_remedy_input *in, const csri_remedy_rung *rung)
{
    return truth_of(in, rung) == 1 && !past_of(in, rung).tried;
}

/* An upset customer hears the apology before anything else. */
static const csri_remedy_rung *first_if_upset(const csri_remedy_input *in)
{
    for (size_t i = 0; in->upset && i < in->ladder->rung_count; i++) {
        const csri_remedy_rung *rung = &in->ladder->rungs[i];
        if (rung->first_if_upset && truth_of(in, rung) == 1 && past_of(in, rung).offered == 0)
            return rung;
    }
    return NULL;
}

static int is_after(const csri_remedy_rung *rung, const csri_remedy_rung *other)
{
    for (size_t i = 0; i < rung->after_count; i++)
        if (same(&rung->after[i], &other->name))
            return 1;
    return rung->after_all;
}

static const csri_remedy_rung *blocker_of(const csri_remedy_input *in, const csri_remedy_rung *rung)
{
    const csri_remedy_rung *first = first_if_upset(in);

    /* It waits for nothing itself, for what it would wait for waits for it. */
    if (first != NULL)
        return rung->first_if_upset && past_of(in, rung).offered == 0 ? NULL : first;
    for (const csri_remedy_rung *other = in->ladder->rungs; other < rung; other++)
        if (is_after(rung, other) && holds_up(in, other))
            return other;
    return NULL;
}

static void weigh(const csri_remedy_input *in, csri_remedy_step *step)
{
    past p = past_of(in, step->rung);
    int truth = truth_of(in, step->rung);

    step->offered = p.offered;
    step->may_offer = in->role == 0 || in->role >= step->rung->role;
    step->because = NULL;
    if (p.open)
        step->verdict = CSR_REMEDY_OPEN;
    else if (truth != 1)
        step->verdict = truth == 0 ? CSR_REMEDY_DOES_NOT_APPLY : CSR_REMEDY_UNDECIDED;
    else if (p.offered >= step->rung->times)
        step->verdict = CSR_REMEDY_USED;
    else if ((step->because = blocker_of(in, step->rung)) != NULL)
        step->verdict = CSR_REMEDY_BLOCKED;
    else
        step->verdict = CSR_REMEDY_LATER;
}

void csri_remedy_decide(const csri_remedy_input *input, csri_remedy_step steps[CSRI_REMEDY_RUNGS_MAX])
{
    const csri_remedy_rung *first = NULL;

    for (size_t i = 0; i < input->ladder->rung_count; i++) {
        steps[i].rung = &input->ladder->rungs[i];
        weigh(input, &steps[i]);
        /* While one is on its way nothing else is next. */
        if (steps[i].verdict == CSR_REMEDY_OPEN && first == NULL)
            first = steps[i].rung;
    }
    for (size_t i = 0; i < input->ladder->rung_count; i++) {
        if (steps[i].verdict != CSR_REMEDY_LATER)
            continue;
        steps[i].because = first;
        if (first == NULL)
            steps[i].verdict = CSR_REMEDY_NEXT;
        first = first == NULL ? steps[i].rung : first;
    }
}

static void say_condition(const csri_remedy_input *in, const csri_remedy_step *step, csr_str subject, csri_buffer *out)
{
    const csri_rules_bound bound = { .set = in->policy->conditions, .facts = in->facts, .fact_count = in->fact_count };

    csri_buffer_text(out, step->verdict == CSR_REMEDY_UNDECIDED ? "it is not known whether it applies: "
                                                                : "it does not apply: ");
    csri_rules_explain_text(&bound, step->rung->rule, subject, in->now, out);
    while (out->len > 0 && out->ptr[out->len - 1] == '\n')
        out->len--;
}

static void say_blocked(const csri_remedy_step *step, csri_buffer *out)
{
    if (step->because->first_if_upset && !is_after(step->rung, step->because))
        csri_buffer_format(out, "the customer is upset: %s comes first", step->because->name.ptr);
    else
        csri_buffer_format(out, "%s has to be tried first", step->because->name.ptr);
}

void csri_remedy_why(const csri_remedy_input *input, const csri_remedy_step *step, csr_str subject, csri_buffer *out)
{
    switch (step->verdict) {
    case CSR_REMEDY_OPEN: csri_buffer_text(out, "it is offered already, and not answered or not done"); break;
    case CSR_REMEDY_USED:
        csri_buffer_format(out, "it was offered %d of %d times", (int)step->offered, (int)step->rung->times);
        break;
    case CSR_REMEDY_BLOCKED: say_blocked(step, out); break;
    case CSR_REMEDY_LATER: csri_buffer_format(out, "it applies; %s comes first", step->because->name.ptr); break;
    case CSR_REMEDY_NEXT:
        csri_buffer_text(out, input->upset && step->rung->first_if_upset
                                  ? "the customer is upset"
                                  : "it is the first that applies and was not tried");
        break;
    default: say_condition(input, step, subject, out); break;
    }
    if (!step->may_offer) {
        csri_buffer_text(out, "; it is for a higher role to offer");
    }
}
