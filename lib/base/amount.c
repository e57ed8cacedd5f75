#include "base/amount.h"

csr_status csri_amount_add(int64_t a, int64_t b, int64_t *out)
{
    int64_t sum;

    if (__builtin_add_overflow(a, b, &sum))
        return CSR_E_OVERFLOW;
    *out = sum;
    return CSR_OK;
}

csr_status csri_amount_subtract(int64_t a, int64_t b, int64_t *out)
{
    int64_t difference;

    if (__builtin_sub_overflow(a, b, &difference))
        return CSR_E_OVERFLOW;
    *out = difference;
    return CSR_OK;
}

csr_status csri_amount_multiply(int64_t a, int64_t b, int64_t *out)
{
    int64_t product;

    if (__builtin_mul_overflow(a, b, &product))
        return CSR_E_OVERFLOW;
    *out = product;
    return CSR_OK;
}

/* Where exact halves go: away from zero? */
static int half_goes_away(csr_rounding mode, int negative, uint64_t quotient)
{
    switch (mode) {
    case CSR_ROUND_HALF_EVEN: return (int)(quotient & 1);
    case CSR_ROUND_HALF_ODD: return !(quotient & 1);
    case CSR_ROUND_HALF_TOWARD: return 0;
    case CSR_ROUND_HALF_CEIL: return !negative;
    case CSR_ROUND_HALF_FLOOR: return negative;
    default: return 1;
    }
}

/* Whether the quotient's fraction rest / den, which is not 0, moves it away from zero. */
static int goes_away(csr_rounding mode, int negative, uint64_t quotient, csri_wide rest, csri_wide den)
{
    int over_half;

    switch (mode) {
    case CSR_ROUND_FLOOR: return negative;
    case CSR_ROUND_CEIL: return !negative;
    case CSR_ROUND_TRUNC: return 0;
    case CSR_ROUND_AWAY: return 1;
    default:
        over_half = csri_wide_compare(rest, csri_wide_subtract(den, rest));
        return over_half == 0 ? half_goes_away(mode, negative, quotient) : over_half > 0;
    }
}

static csr_status with_sign(int negative, uint64_t size, int64_t *out)
{
    if (size > (uint64_t)INT64_MAX + (negative ? 1 : 0))
        return CSR_E_OVERFLOW;
    *out = negative ? (int64_t)-size : (int64_t)size;
    return CSR_OK;
}

csr_status csri_amount_ratio(int negative, csri_wide num, csri_wide den, int64_t step, csr_rounding mode, int64_t *out)
{
    csri_wide rest, steps, size;

    if (step < 1 || mode < 0 || mode > CSR_ROUND_HALF_FLOOR)
        return CSR_E_ARGUMENT;
    if (!csri_wide_grow(&den, (uint64_t)step, 0))
        return CSR_E_OVERFLOW;
    steps = csri_wide_divide(num, den, &rest);
    if (steps.hi != 0 || steps.lo > (uint64_t)INT64_MAX + 1)
        return CSR_E_OVERFLOW;
    if (csri_wide_compare(rest, csri_wide_of(0)) != 0)
        steps.lo += (uint64_t)goes_away(mode, negative, steps.lo, rest, den);
    size = csri_wide_multiply(steps.lo, (uint64_t)step);
    return size.hi != 0 ? CSR_E_OVERFLOW : with_sign(negative, size.lo, out);
}

csr_status csri_amount_scale(int64_t a, int64_t num, int64_t den, csr_rounding mode, int64_t *out)
{
    if (den < 1)
        return CSR_E_ARGUMENT;
    return csri_amount_ratio((a < 0) != (num < 0), csri_wide_multiply(csri_amount_size(a), csri_amount_size(num)),
                             csri_wide_of((uint64_t)den), 1, mode, out);
}

csr_status csri_amount_round(int64_t a, int64_t step, csr_rounding mode, int64_t *out)
{
    return csri_amount_ratio(a < 0, csri_wide_of(csri_amount_size(a)), csri_wide_of(1), step, mode, out);
}

/* floor(a * b / of), b <= of. */
static uint64_t share(uint64_t a, uint64_t b, uint64_t of, uint64_t *rest)
{
    csri_wide left, quotient = csri_wide_divide(csri_wide_multiply(a, b), csri_wide_of(of), &left);

    *rest = left.lo;
    return quotient.lo;
}

csr_status csri_amount_part(int64_t total, int64_t of, int64_t before, int64_t more, int64_t *out)
{
    uint64_t rest;

    if (total < 0 || of < 1 || before < 0 || more < 0)
        return CSR_E_ARGUMENT;
    if (before > of || more > of - before)
        return CSR_E_OVER_REFUND;
    *out = (int64_t)(share((uint64_t)total, (uint64_t)(before + more), (uint64_t)of, &rest) -
                     share((uint64_t)total, (uint64_t)before, (uint64_t)of, &rest));
    return CSR_OK;
}
