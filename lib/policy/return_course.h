/*
 * How a return gets on, which of its units count, and what it is settled with. Pure.
 */
#ifndef CSRI_POLICY_RETURN_COURSE_H
#define CSRI_POLICY_RETURN_COURSE_H

#include <csr/return.h>

/* Whether a state may follow another. */
int csri_return_may_follow(csr_return_state from, csr_return_state to);

/* Whether it is neither settled nor refused nor given up. */
int csri_return_is_open(csr_return_state state);

/* Units of a line that nobody else may ask for, claim or refund: what was asked for until goods have come, then what came and
 * was not rejected. */
int64_t csri_return_held(const csr_return_view *of, const csr_return_line_view *line);

/* Units of a line that are taken back: those accepted, or all where the customer keeps them. */
int64_t csri_return_taken(const csr_return_view *of, const csr_return_line_view *line);

/* What is known when a return is settled. */
typedef struct csri_settlement_facts {
    int64_t goods_minor, goods_tax_minor; /* what the units that are taken back are worth */
    int64_t restocking_basis_points;
    int64_t shipping_fee_minor, shipping_fee_tax_minor;
    int64_t replacement_minor;
    int32_t fee_taxable;
    int32_t has_replacement;
} csri_settlement_facts;

/* What it is settled with: refund + replacement = goods + charge - fees, and one of refund and charge is 0. */
typedef struct csri_settlement {
    int64_t restocking_minor, restocking_tax_minor;
    int64_t fees_minor;
    int64_t refund_minor;
    int64_t charge_minor;
} csri_settlement;

/* The fee for taking goods back and the tax in it, which is in the proportion that the goods have it. */
csr_status csri_restocking_fee(int64_t goods_minor, int64_t goods_tax_minor, int64_t basis_points, int taxable,
                               int64_t *out_fee, int64_t *out_tax, csr_error *err);

/* CSR_E_OVER_REFUND (field="fees") when fees are more than the goods and nothing is given for them; CSR_E_OVERFLOW. */
csr_status csri_return_settlement(const csri_settlement_facts *facts, csri_settlement *out, csr_error *err);

#endif
