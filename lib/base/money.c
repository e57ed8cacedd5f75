#include "base/money.h"

#include "base/amount.h"
#include "base/error.h"

#include <string.h>

csr_status csri_money_check(const csr_money *money, csr_error *err)
{
    if (money == NULL)
        return csri_fail(err, CSR_E_ARGUMENT, "amount", "an amount is required");
    if (!csri_currency_is_code(money->currency) || money->reserved != 0)
        return csri_fail(err, CSR_E_ARGUMENT, "currency", "a currency is three capital letters, such as EUR");
    return CSR_OK;
}

static csr_status check_pair(const csr_money *a, const csr_money *b, csr_error *err)
{
    csr_status status = csri_money_check(a, err);

    if (status == CSR_OK)
        status = csri_money_check(b, err);
    if (status == CSR_OK && memcmp(a->currency, b->currency, sizeof a->currency) != 0)
        status = csri_fail(err, CSR_E_CURRENCY, "currency", "%s and %s do not go together", a->currency, b->currency);
    return status;
}

/* What an answer of base/amount.h means here. `field` is the argument that CSR_E_ARGUMENT is about. */
static csr_status answer(csr_status status, const csr_money *like, const int64_t *minor, csr_money *out,
                         const char *field, csr_error *err)
{
    csr_money made = *like;

    if (out == NULL)
        return csri_out_missing(err, "out");
    switch (status) {
    case CSR_OK:
        made.minor = *minor;
        *out = made;
        return CSR_OK;
    case CSR_E_OVERFLOW: return csri_fail(err, status, "amount", "the amount does not fit into 64 bits");
    case CSR_E_OVER_REFUND: return csri_fail(err, status, field, "there are not so many left");
    default: return csri_fail(err, CSR_E_ARGUMENT, field, "%s is out of its limits", field);
    }
}

csr_status csr_money_add(const csr_money *a, const csr_money *b, csr_money *out, csr_error *err)
{
    int64_t minor = 0;
    csr_status status = check_pair(a, b, err);

    return status != CSR_OK ? status : answer(csri_amount_add(a->minor, b->minor, &minor), a, &minor, out, "b", err);
}

csr_status csr_money_sub(const csr_money *a, const csr_money *b, csr_money *out, csr_error *err)
{
    int64_t minor = 0;
    csr_status status = check_pair(a, b, err);

    return status != CSR_OK ? status
                            : answer(csri_amount_subtract(a->minor, b->minor, &minor), a, &minor, out, "b", err);
}

csr_status csr_money_mul(const csr_money *a, int64_t factor, csr_money *out, csr_error *err)
{
    int64_t minor = 0;
    csr_status status = csri_money_check(a, err);

    return status != CSR_OK ? status
                            : answer(csri_amount_multiply(a->minor, factor, &minor), a, &minor, out, "factor", err);
}

static int is_mode(csr_rounding mode)
{
    return mode >= 0 && mode <= CSR_ROUND_HALF_FLOOR;
}

csr_status csr_money_scale(const csr_money *a, int64_t num, int64_t den, csr_rounding mode, csr_money *out,
                           csr_error *err)
{
    int64_t minor = 0;
    csr_status status = csri_money_check(a, err);

    if (status != CSR_OK)
        return status;
    status = csri_amount_scale(a->minor, num, den, mode, &minor);
    return answer(status, a, &minor, out, is_mode(mode) ? "den" : "mode", err);
}

csr_status csr_money_percent(const csr_money *a, int64_t basis_points, csr_rounding mode, csr_money *out,
                             csr_error *err)
{
    return csr_money_scale(a, basis_points, 10000, mode, out, err);
}

csr_status csr_money_round(const csr_money *a, int64_t step, csr_rounding mode, csr_money *out, csr_error *err)
{
    int64_t minor = 0;
    csr_status status = csri_money_check(a, err);

    if (status != CSR_OK)
        return status;
    status = csri_amount_round(a->minor, step, mode, &minor);
    return answer(status, a, &minor, out, is_mode(mode) ? "step" : "mode", err);
}

csr_status csr_money_quotrem(const csr_money *a, int64_t parts, int64_t step, csr_money *out_quotient,
                             csr_money *out_rest, csr_error *err)
{
    csr_money quotient, rest;
    csr_status status = csri_money_check(a, err);

    if (status != CSR_OK)
        return status;
    if (out_quotient == NULL)
        return csri_out_missing(err, "out_quotient");
    if (parts < 1 || step < 1)
        return csri_fail(err, CSR_E_ARGUMENT, parts < 1 ? "parts" : "step", "it is 1 or more");
    quotient = rest = *a;
    /* Towards zero twice is towards zero once. All of it together is no further from zero than the amount. */
    quotient.minor = a->minor / step / parts * step;
    rest.minor = a->minor - quotient.minor * parts;
    *out_quotient = quotient;
    if (out_rest != NULL)
        *out_rest = rest;
    return CSR_OK;
}

csr_status csr_money_allocate(const csr_money *amount, const int64_t *weights, size_t count, int64_t step,
                              int64_t *out_minor, csr_error *err)
{
    csr_status status = csri_money_check(amount, err);

    if (status != CSR_OK)
        return status;
    if (out_minor == NULL)
        return csri_out_missing(err, "out_minor");
    if (step < 1)
        return csri_fail(err, CSR_E_ARGUMENT, "step", "it is 1 or more");
    status = csri_amount_allocate(amount->minor, weights, count, step, out_minor);
    if (status == CSR_E_STEP)
        return csri_fail(err, status, "amount", "it is no multiple of the step");
    if (status == CSR_E_OVERFLOW)
        return csri_fail(err, status, "weights", "their sum does not fit into 64 bits");
    if (status != CSR_OK)
        return csri_fail(err, status, "weights", "none is negative, and one is above 0");
    return CSR_OK;
}

csr_status csr_money_part(const csr_money *total, int64_t of, int64_t before, int64_t more, csr_money *out,
                          csr_error *err)
{
    int64_t minor = 0;
    const char *field;
    csr_status status = csri_money_check(total, err);

    if (status != CSR_OK)
        return status;
    field = total->minor < 0 ? "total" : of < 1 ? "of" : before < 0 ? "before" : "more";
    return answer(csri_amount_part(total->minor, of, before, more, &minor), total, &minor, out, field, err);
}
