/**
 * @file csr/refund.h
 * What a part of a purchase is worth when it is given back: by units, by an amount, over several lines and payments.
 *
 * All amounts are minor units of one currency. What was paid is given back from the amounts that were paid, never worked out
 * anew from rates, so that all parts together are exactly the whole. These functions are pure. Experimental: they may change
 * in any release of 0.x, and are declared for those who define CSR_EXPERIMENTAL.
 */
#ifndef CSR_REFUND_H
#define CSR_REFUND_H

#include <csr/export.h>
#include <csr/types.h>

CSR_BEGIN_DECLS

/** A line of a purchase, and what of it was given back before. */
typedef struct csr_refund_line {
    int64_t gross_minor;          /**< What was paid for it, tax included; 0 or more. */
    int64_t tax_minor;            /**< The tax in it; 0 to gross_minor. */
    int64_t quantity;             /**< How many units; 1 or more. */
    int64_t refunded_gross_minor; /**< Given back before, tax included. */
    int64_t refunded_tax_minor;   /**< The tax in that. */
    int64_t refunded_units;       /**< Units given back before. */
    int32_t by_amount;            /**< 1 = some of it was given back as an amount, without units. */
    int32_t reserved;             /**< Zero. */
} csr_refund_line;

/** A payment of a purchase, and what of it was given back before. */
typedef struct csr_refund_payment {
    int64_t captured_minor; /**< What was taken; 0 or more. */
    int64_t refunded_minor; /**< Given back, charged back or reserved for that; 0 to captured_minor. */
} csr_refund_payment;

#if defined(CSR_EXPERIMENTAL) || defined(CSR_BUILDING)
/**
 * What the next units of a line are worth.
 *
 * Gross and tax by cumulative parts of the whole; once an amount was given back on the line, no more than what is left of it,
 * with the tax by cumulative parts of the gross. Whatever takes the last of the gross takes the last of the tax.
 *
 * @param line      [in]  the line
 * @param units     [in]  how many more, 1 or more
 * @param out_gross [out] minor units, tax included; untouched on failure
 * @param out_tax   [out] the tax in that; untouched on failure
 * @param err       [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT (field = the member that cannot be, or "units"), CSR_E_OVER_REFUND (field="units")
 * @owner  nothing
 * @thread any
 * @cost   constant
 * @source docs/money.md, rules M7, M8, M10
 * @since  0.1
 */
CSR_API csr_status csr_refund_units(const csr_refund_line *line, int64_t units, int64_t *out_gross, int64_t *out_tax,
                                    csr_error *err);

/**
 * Share an amount out over lines, by what is left of each; no line gets more than that.
 *
 * @param lines        [in]  count lines
 * @param count        [in]  how many
 * @param amount_minor [in]  0 or more
 * @param out_gross    [out] count amounts, tax included; undefined on failure
 * @param out_tax      [out] count amounts, the tax in each, not overlapping out_gross; undefined on failure
 * @param err          [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT (field = the member that cannot be, or "amount"), CSR_E_OVER_REFUND (field="amount"),
 *         CSR_E_OVERFLOW (field="lines": what is left of all)
 * @owner  nothing
 * @thread any
 * @cost   linear in count, nothing is allocated
 * @source docs/money.md, rules M8, M9
 * @since  0.1
 */
CSR_API csr_status csr_refund_over_lines(const csr_refund_line *lines, size_t count, int64_t amount_minor,
                                         int64_t *out_gross, int64_t *out_tax, csr_error *err);

/**
 * Share an amount out over payments, in their order, each up to what is left of it.
 *
 * @param payments     [in]  count payments
 * @param count        [in]  how many
 * @param amount_minor [in]  0 or more
 * @param out_minor    [out] count amounts; undefined on failure
 * @param err          [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT (field = the member that cannot be, or "amount"), CSR_E_OVER_REFUND (field="amount")
 * @owner  nothing
 * @thread any
 * @cost   linear in count
 * @source docs/money.md
 * @since  0.1
 */
CSR_API csr_status csr_refund_over_payments(const csr_refund_payment *payments, size_t count, int64_t amount_minor,
                                            int64_t *out_minor, csr_error *err);

/**
 * What is kept for taking goods back: a part of what they are worth, halves away from zero, never more than they are.
 *
 * @param returned_minor [in]  what the goods are worth, tax included; 0 or more
 * @param basis_points   [in]  hundredths of a per cent, 0 or more
 * @param out_fee        [out] 0 to returned_minor; untouched on failure
 * @param err            [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT (field="returned_minor" or "basis_points")
 * @owner  nothing
 * @thread any
 * @cost   constant
 * @source docs/money.md
 * @since  0.1
 */
CSR_API csr_status csr_refund_restocking_fee(int64_t returned_minor, int64_t basis_points, int64_t *out_fee,
                                             csr_error *err);
#endif

CSR_END_DECLS

#endif
