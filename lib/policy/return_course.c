#include "policy/return_course.h"

#include "base/amount.h"
#include "base/error.h"

#include <csr/refund.h>

#define TO(state) (1u << (CSR_RETURN_##state))

/* Goods that are brought were never on their way, and those that a customer keeps never come. */
static const unsigned followers[] = {
    [CSR_RETURN_REQUESTED] = TO(APPROVED) | TO(REJECTED) | TO(CANCELLED),
    [CSR_RETURN_APPROVED] = TO(IN_TRANSIT) | TO(PART_RECEIVED) | TO(RECEIVED) | TO(CLOSED) | TO(CANCELLED),
    [CSR_RETURN_REJECTED] = 0,
    [CSR_RETURN_IN_TRANSIT] = TO(PART_RECEIVED) | TO(RECEIVED) | TO(CANCELLED),
    [CSR_RETURN_PART_RECEIVED] = TO(PART_RECEIVED) | TO(RECEIVED),
    [CSR_RETURN_RECEIVED] = TO(RECEIVED) | TO(INSPECTED),
    [CSR_RETURN_INSPECTED] = TO(INSPECTED) | TO(CLOSED),
    [CSR_RETURN_CLOSED] = 0,
    [CSR_RETURN_CANCELLED] = 0,
};

int csri_return_may_follow(csr_return_state from, csr_return_state to)
{
    return (followers[from] >> to & 1) != 0;
}

int csri_return_is_open(csr_return_state state)
{
    return state != CSR_RETURN_REJECTED && state != CSR_RETURN_CANCELLED && state != CSR_RETURN_CLOSED;
}

int64_t csri_return_taken(const csr_return_view *of, const csr_return_line_view *line)
{
    return of->keeps_goods ? line->units : line->accepted;
}

int64_t csri_return_held(const csr_return_view *of, const csr_return_line_view *line)
{
    switch (of->state) {
    case CSR_RETURN_REQUESTED:
    case CSR_RETURN_APPROVED:
    case CSR_RETURN_IN_TRANSIT:
    case CSR_RETURN_PART_RECEIVED: return line->units;
    case CSR_RETURN_RECEIVED: return line->received - line->rejected;
    case CSR_RETURN_INSPECTED:
    case CSR_RETURN_CLOSED: return csri_return_taken(of, line);
    case CSR_RETURN_REJECTED:
    case CSR_RETURN_CANCELLED:
    default: break;
    }
    return 0;
}

csr_status csri_restocking_fee(int64_t goods_minor, int64_t goods_tax_minor, int64_t basis_points, int taxable,
                               int64_t *out_fee, int64_t *out_tax, csr_error *err)
{
    csr_status status = csr_refund_restocking_fee(goods_minor, basis_points, out_fee, err);

    *out_tax = 0;
    if (status != CSR_OK || !taxable || *out_fee == 0)
        return status;
    /* A part of the whole, the fee being no more than the goods: it cannot fail. */
    (void)csri_amount_part(goods_tax_minor, goods_minor, 0, *out_fee, out_tax);
    return CSR_OK;
}

csr_status csri_return_settlement(const csri_settlement_facts *facts, csri_settlement *out, csr_error *err)
{
    int64_t owed = 0;
    csr_status status =
        csri_restocking_fee(facts->goods_minor, facts->goods_tax_minor, facts->restocking_basis_points,
                            facts->fee_taxable, &out->restocking_minor, &out->restocking_tax_minor, err);

    out->fees_minor = out->refund_minor = out->charge_minor = 0;
    if (status != CSR_OK)
        return status;
    status = csri_amount_add(out->restocking_minor, facts->shipping_fee_minor, &out->fees_minor);
    if (status == CSR_OK)
        status = csri_amount_add(facts->replacement_minor, out->fees_minor, &owed);
    if (status != CSR_OK)
        return csri_fail(err, status, "replacement", "what is kept and given does not fit into 64 bits");
    if (!facts->has_replacement && owed > facts->goods_minor)
        return csri_fail(err, CSR_E_OVER_REFUND, "fees", "%lld are to be kept of goods for %lld",
                         (long long)out->fees_minor, (long long)facts->goods_minor);
    if (owed > facts->goods_minor)
        out->charge_minor = owed - facts->goods_minor;
    else
        out->refund_minor = facts->goods_minor - owed;
    return CSR_OK;
}
