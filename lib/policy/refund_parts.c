/*
 * The public functions of csr/refund.h that work out parts: pure, and the only place where these rules stand.
 */
#include "base/amount.h"
#include "base/error.h"

#include <csr/refund.h>

static const char *wrong_member(const csr_refund_line *line)
{
    if (line->gross_minor < 0)
        return "gross_minor";
    if (line->tax_minor < 0 || line->tax_minor > line->gross_minor)
        return "tax_minor";
    if (line->quantity < 1)
        return "quantity";
    if (line->refunded_gross_minor < 0 || line->refunded_gross_minor > line->gross_minor)
        return "refunded_gross_minor";
    if (line->refunded_tax_minor < 0 || line->refunded_tax_minor > line->tax_minor)
        return "refunded_tax_minor";
    return line->refunded_units < 0 || line->refunded_units > line->quantity ? "refunded_units" : NULL;
}

static csr_status check_line(const csr_refund_line *line, csr_error *err)
{
    const char *wrong = wrong_member(line);

    return wrong == NULL ? CSR_OK : csri_fail(err, CSR_E_ARGUMENT, wrong, "%s is out of its limits", wrong);
}

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* The cumulative rule over limits that were checked: it cannot fail. */
static int64_t part(int64_t total, int64_t of, int64_t before, int64_t more)
{
    int64_t out = 0;

    (void)csri_amount_part(total, of, before, more, &out);
    return out;
}

/* The tax in `gross` more of the line, by what was given back of its gross; the last part takes the rest. */
static int64_t tax_by_gross(const csr_refund_line *line, int64_t gross)
{
    int64_t left = line->tax_minor - line->refunded_tax_minor;

    if (gross == line->gross_minor - line->refunded_gross_minor)
        return left;
    return least(left, part(line->tax_minor, line->gross_minor, line->refunded_gross_minor, gross));
}

csr_status csr_refund_units(const csr_refund_line *line, int64_t units, int64_t *out_gross, int64_t *out_tax,
                            csr_error *err)
{
    int64_t left_gross, left_tax, gross, left_units;
    csr_status status = check_line(line, err);

    if (status != CSR_OK)
        return status;
    if (out_gross == NULL || out_tax == NULL)
        return csri_out_missing(err, out_gross == NULL ? "out_gross" : "out_tax");
    if (units < 1)
        return csri_fail(err, CSR_E_ARGUMENT, "units", "it is 1 or more");
    left_units = line->quantity - line->refunded_units;
    if (units > left_units)
        return csri_fail(err, CSR_E_OVER_REFUND, "units", "%lld of %lld are left", (long long)left_units,
                         (long long)line->quantity);
    left_gross = line->gross_minor - line->refunded_gross_minor;
    left_tax = line->tax_minor - line->refunded_tax_minor;
    gross = least(left_gross, part(line->gross_minor, line->quantity, line->refunded_units, units));
    /* The last units are all that is left: parts do not add up to it by themselves where some of those before were given up. */
    if (units == line->quantity - line->refunded_units)
        gross = left_gross;
    if (line->by_amount || gross == left_gross)
        *out_tax = tax_by_gross(line, gross);
    else
        *out_tax = least(left_tax, part(line->tax_minor, line->quantity, line->refunded_units, units));
    *out_gross = gross;
    return CSR_OK;
}

/* What is left of each line, and of all. */
static csr_status take_rests(const csr_refund_line *lines, size_t count, int64_t *rests, int64_t *sum, csr_error *err)
{
    csr_status status = CSR_OK;

    *sum = 0;
    for (size_t i = 0; i < count && status == CSR_OK; i++) {
        status = check_line(&lines[i], err);
        if (status != CSR_OK)
            return status;
        rests[i] = lines[i].gross_minor - lines[i].refunded_gross_minor;
        status = csri_amount_add(*sum, rests[i], sum);
    }
    return status == CSR_OK ? CSR_OK : csri_fail(err, status, "lines", "what is left does not fit into 64 bits");
}

static csr_status over_refund(csr_error *err, int64_t left, int64_t asked)
{
    return csri_fail(err, CSR_E_OVER_REFUND, "amount", "%lld is asked for, %lld is left", (long long)asked,
                     (long long)left);
}

csr_status csr_refund_over_lines(const csr_refund_line *lines, size_t count, int64_t amount_minor, int64_t *out_gross,
                                 int64_t *out_tax, csr_error *err)
{
    int64_t left;
    csr_status status;

    if (count != 0 && (out_gross == NULL || out_tax == NULL))
        return csri_out_missing(err, out_gross == NULL ? "out_gross" : "out_tax");
    /* The weights lie where the taxes will: a share is known before its tax. */
    status = take_rests(lines, count, out_tax, &left, err);
    if (status != CSR_OK)
        return status;
    if (amount_minor < 0)
        return csri_fail(err, CSR_E_ARGUMENT, "amount", "it is 0 or more");
    if (amount_minor > left)
        return over_refund(err, left, amount_minor);
    if (left > 0)
        (void)csri_amount_allocate(amount_minor, out_tax, count, 1, out_gross);
    for (size_t i = 0; i < count; i++) {
        out_gross[i] = left > 0 ? out_gross[i] : 0;
        out_tax[i] = tax_by_gross(&lines[i], out_gross[i]);
    }
    return CSR_OK;
}

csr_status csr_refund_over_payments(const csr_refund_payment *payments, size_t count, int64_t amount_minor,
                                    int64_t *out_minor, csr_error *err)
{
    int64_t open = amount_minor;

    if (count != 0 && out_minor == NULL)
        return csri_out_missing(err, "out_minor");
    if (amount_minor < 0)
        return csri_fail(err, CSR_E_ARGUMENT, "amount", "it is 0 or more");
    for (size_t i = 0; i < count; i++) {
        const csr_refund_payment *payment = &payments[i];
        if (payment->captured_minor < 0 || payment->refunded_minor < 0 ||
            payment->refunded_minor > payment->captured_minor)
            return csri_fail(err, CSR_E_ARGUMENT, payment->captured_minor < 0 ? "captured_minor" : "refunded_minor",
                             "a payment has given back between nothing and all that was taken");
        out_minor[i] = least(open, payment->captured_minor - payment->refunded_minor);
        open -= out_minor[i];
    }
    return open == 0 ? CSR_OK : over_refund(err, amount_minor - open, amount_minor);
}

csr_status csr_refund_restocking_fee(int64_t returned_minor, int64_t basis_points, int64_t *out_fee, csr_error *err)
{
    int64_t fee = 0;

    if (out_fee == NULL)
        return csri_out_missing(err, "out_fee");
    if (returned_minor < 0 || basis_points < 0)
        return csri_fail(err, CSR_E_ARGUMENT, returned_minor < 0 ? "returned_minor" : "basis_points",
                         "it is 0 or more");
    /* A fee that does not fit is above what the goods are worth, as is any of more than 100 per cent. */
    if (csri_amount_scale(returned_minor, basis_points, 10000, CSR_ROUND_HALF_AWAY, &fee) != CSR_OK)
        fee = returned_minor;
    *out_fee = least(fee, returned_minor);
    return CSR_OK;
}
