#include "policy/refund_course.h"

#include <stddef.h>
#include <stdio.h>

#define TO(state) (1u << (CSR_REFUND_##state))

static const unsigned followers[] = {
    [CSR_REFUND_DRAFT] = TO(PENDING_APPROVAL) | TO(APPROVED) | TO(CANCELLED) | TO(PAID),
    [CSR_REFUND_PENDING_APPROVAL] = TO(PENDING_APPROVAL) | TO(APPROVED) | TO(REJECTED) | TO(CANCELLED) | TO(PAID),
    [CSR_REFUND_APPROVED] = TO(PENDING_APPROVAL) | TO(APPROVED) | TO(CANCELLED) | TO(PAYING) | TO(PAID),
    [CSR_REFUND_REJECTED] = 0,
    [CSR_REFUND_CANCELLED] = 0,
    [CSR_REFUND_PAYING] = TO(PAYING) | TO(PAID) | TO(PART_PAID) | TO(FAILED),
    [CSR_REFUND_PAID] = TO(PAID) | TO(PART_PAID) | TO(FAILED),
    [CSR_REFUND_PART_PAID] = TO(PENDING_APPROVAL) | TO(PAYING) | TO(PAID) | TO(PART_PAID) | TO(FAILED),
    [CSR_REFUND_FAILED] = TO(PENDING_APPROVAL) | TO(PAYING) | TO(PAID) | TO(PART_PAID) | TO(FAILED) | TO(CANCELLED),
};

int csri_refund_may_follow(csr_refund_state from, csr_refund_state to)
{
    return (followers[from] >> to & 1) != 0;
}

int csri_refund_counts(csr_refund_state state)
{
    return state != CSR_REFUND_REJECTED && state != CSR_REFUND_CANCELLED;
}

int csri_refund_gave_up(csr_refund_state state)
{
    return state == CSR_REFUND_FAILED || !csri_refund_counts(state);
}

int csri_approval_counts(const csr_approval_view *approval, const csr_refund_view *refund, int moved, csr_time now)
{
    int waits = refund->state == CSR_REFUND_PENDING_APPROVAL || refund->state == CSR_REFUND_APPROVED;

    if (approval->kind > CSR_APPROVAL_GIVEN || approval->decided_at < refund->submitted_at)
        return 0;
    if (waits)
        return refund->expires_at > now;
    return moved || !csri_refund_gave_up(refund->state);
}

int64_t csri_refund_in_coins(int64_t share, int64_t most, int64_t step)
{
    int64_t over = share % step, down = share - over;

    if (share == most)
        return share;
    if (over < step - over)
        return down;
    return down > most - step ? most : down + step;
}

int64_t csri_refund_worth(const csr_refund_view *refund)
{
    return refund->given_minor > INT64_MAX - refund->amount_minor ? INT64_MAX
                                                                  : refund->amount_minor + refund->given_minor;
}

csr_refund_state csri_refund_after(int open, int64_t paid_minor, int64_t amount_minor)
{
    if (open)
        return CSR_REFUND_PAYING;
    if (paid_minor >= amount_minor)
        return CSR_REFUND_PAID;
    return paid_minor > 0 ? CSR_REFUND_PART_PAID : CSR_REFUND_FAILED;
}

int64_t csri_approval_left(int64_t limit, int64_t before)
{
    return limit > before ? limit - before : 0;
}

static void weigh(const char *name, int64_t limit, int64_t before, int64_t amount, csri_approval_verdict *out)
{
    int64_t left = csri_approval_left(limit, before);

    if (!out->within || amount <= left)
        return;
    out->within = 0;
    out->over = name;
    out->left = left;
    out->allowed = limit;
    out->used = before;
}

void csri_sums_text(int64_t allowed, int64_t used, int64_t asked, char text[CSRI_SUMS_TEXT_MAX])
{
    (void)snprintf(text, CSRI_SUMS_TEXT_MAX, "%lld allowed, %lld used, %lld left, %lld asked for", (long long)allowed,
                   (long long)used, (long long)csri_approval_left(allowed, used), (long long)asked);
}

void csri_approval_weigh(const csr_approval_limit_view *limit, const csri_approval_facts *facts,
                         csri_approval_verdict *out)
{
    *out = (csri_approval_verdict){ .within = 1, .needed = 1 };
    if (limit->two_from_minor > 0 && facts->amount_minor >= limit->two_from_minor)
        out->needed = 2;
    weigh("single_minor", limit->single_minor, 0, facts->amount_minor, out);
    weigh("day_minor", limit->day_minor, facts->day_minor, facts->amount_minor, out);
    weigh("purchase_minor", limit->purchase_minor, facts->purchase_minor, facts->amount_minor, out);
    weigh("customer_minor", limit->customer_minor, facts->customer_minor, facts->amount_minor, out);
}
