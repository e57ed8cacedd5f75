#include "base/amount.h"

/* The sum of the weights; a negative one, and nothing but zeros, cannot be shared by. */
static csr_status add_up(const int64_t *weights, size_t count, int64_t *sum)
{
    csr_status status = CSR_OK;

    *sum = 0;
    for (size_t i = 0; i < count && status == CSR_OK; i++)
        status = weights[i] < 0 ? CSR_E_ARGUMENT : csri_amount_add(*sum, weights[i], sum);
    return status == CSR_OK && *sum == 0 ? CSR_E_ARGUMENT : status;
}

/* The exact share is the quotient and rest / sum. */
static uint64_t share(uint64_t units, int64_t weight, int64_t sum, int64_t *rest)
{
    csri_wide left;
    csri_wide whole = csri_wide_divide(csri_wide_multiply(units, (uint64_t)weight), csri_wide_of((uint64_t)sum), &left);

    *rest = (int64_t)left.lo;
    return whole.lo;
}

static size_t count_above(const int64_t *rests, size_t count, int64_t limit)
{
    size_t found = 0;

    for (size_t i = 0; i < count; i++)
        found += rests[i] > limit;
    return found;
}

/* The smallest limit that no more than `wanted` rests are above: looked for by halves, so that nothing need be sorted. */
static int64_t limit_for(const int64_t *rests, size_t count, size_t wanted, int64_t sum)
{
    int64_t low = 0, high = sum;

    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (count_above(rests, count, middle) > wanted)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

csr_status csri_amount_allocate(int64_t amount, const int64_t *weights, size_t count, int64_t step, int64_t *out)
{
    uint64_t units, given = 0;
    int64_t sum, limit, rest;
    size_t ties;
    csr_status status = step < 1 ? CSR_E_ARGUMENT : add_up(weights, count, &sum);

    if (status != CSR_OK)
        return status;
    if (amount % step != 0)
        return CSR_E_STEP;
    units = csri_amount_size(amount) / (uint64_t)step;
    for (size_t i = 0; i < count; i++)
        given += share(units, weights[i], sum, &out[i]);
    /* Fewer units are left than there are rests above 0, for each rest is below one unit. */
    limit = limit_for(out, count, (size_t)(units - given), sum);
    ties = (size_t)(units - given) - count_above(out, count, limit);
    for (size_t i = 0; i < count; i++) {
        int at_limit = out[i] == limit && ties > 0, above = out[i] > limit;
        uint64_t own = share(units, weights[i], sum, &rest) + (uint64_t)(above || at_limit);
        ties -= (size_t)at_limit;
        out[i] = (int64_t)(amount < 0 ? -(own * (uint64_t)step) : own * (uint64_t)step);
    }
    return CSR_OK;
}
