#include "policy/refund_course.h"

#include <stddef.h>

#define TO(state) (1u << (CSR_REFUND_##state))

static const unsigned followers[] = {
    [CSR_REFUND_DRAFT] = TO(PENDING_APPROVAL) | TO(APPROVED) | TO(CANCELLED),
    [CSR_REFUND_PENDING_APPROVAL] = TO(PENDING_APPROVAL) | TO(APPROVED) | TO(REJECTED) | TO(CANCELLED),
    [CSR_REFUND_APPROVED] = TO(PENDING_APPROVAL) | TO(APPROVED) | TO(CANCELLED),
    [CSR_REFUND_REJECTED] = 0,
    [CSR_REFUND_CANCELLED] = 0,
};

int csri_refund_may_follow(csr_refund_state from, csr_refund_state to)
{
    return (followers[from] >> to & 1) != 0;
}

int csri_refund_counts(csr_refund_state state)
{
    return state != CSR_REFUND_REJECTED && state != CSR_REFUND_CANCELLED;
}

int csri_refund_reserves(csr_refund_state state)
{
    return state == CSR_REFUND_PENDING_APPROVAL || state == CSR_REFUND_APPROVED;
}

/* One limit: below what came before there is nothing left, not less than nothing. */
static void weigh(const char *name, int64_t limit, int64_t before, int64_t amount, csri_approval_verdict *out)
{
    int64_t left = limit > before ? limit - before : 0;

    if (!out->within || amount <= left)
        return;
    out->within = 0;
    out->over = name;
    out->left = left;
}

void csri_approval_weigh(const csr_approval_limit_view *limit, const csri_approval_facts *facts,
                         csri_approval_verdict *out)
{
    static const csr_approval_limit_view none = { 0 };
    const csr_approval_limit_view *of = limit != NULL ? limit : &none;

    *out = (csri_approval_verdict){ .within = 1, .needed = 1 };
    if (of->two_from_minor > 0 && facts->amount_minor >= of->two_from_minor)
        out->needed = 2;
    weigh("single_minor", of->single_minor, 0, facts->amount_minor, out);
    weigh("day_minor", of->day_minor, facts->day_minor, facts->amount_minor, out);
    weigh("purchase_minor", of->purchase_minor, facts->purchase_minor, facts->amount_minor, out);
    weigh("customer_minor", of->customer_minor, facts->customer_minor, facts->amount_minor, out);
}
