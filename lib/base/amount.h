/**
 * Amounts in minor units of one currency: all that csr/money.h does once the currencies are checked.
 *
 * Each answers CSR_OK, or a status with *out as it was: CSR_E_OVERFLOW when the answer does not fit, CSR_E_ARGUMENT when
 * the question makes no sense. out may be where an input is.
 */
#ifndef CSRI_BASE_AMOUNT_H
#define CSRI_BASE_AMOUNT_H

#include "base/wide.h"
#include <csr/money.h>

/** How far it is from zero. */
static inline uint64_t csri_amount_size(int64_t amount)
{
    return amount < 0 ? -(uint64_t)amount : (uint64_t)amount;
}

csr_status csri_amount_add(int64_t a, int64_t b, int64_t *out);
csr_status csri_amount_subtract(int64_t a, int64_t b, int64_t *out);
csr_status csri_amount_multiply(int64_t a, int64_t b, int64_t *out);

/** num / den, den not 0, rounded to a multiple of step >= 1; num is below zero where it is negative. */
csr_status csri_amount_ratio(int negative, csri_wide num, csri_wide den, int64_t step, csr_rounding mode, int64_t *out);

/** a * num / den, den >= 1; mode 0 = half away. */
csr_status csri_amount_scale(int64_t a, int64_t num, int64_t den, csr_rounding mode, int64_t *out);

/** To a multiple of step >= 1. */
csr_status csri_amount_round(int64_t a, int64_t step, csr_rounding mode, int64_t *out);

/** csr_money_part(). CSR_E_OVER_REFUND when before + more > of. */
csr_status csri_amount_part(int64_t total, int64_t of, int64_t before, int64_t more, int64_t *out);

/** csr_money_allocate(). CSR_E_STEP when amount is no multiple of step. out is not weights. */
csr_status csri_amount_allocate(int64_t amount, const int64_t *weights, size_t count, int64_t step, int64_t *out);

#endif
