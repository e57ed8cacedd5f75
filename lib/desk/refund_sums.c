#include "base/amount.h"
#include "base/error.h"
#include "desk/payout.h"
#include "desk/return.h"

#include <string.h>

/* Of what somebody has done in years, most is long ago. */
#define FIRST_PAGE 16

csr_status csri_refund_scan(csri_call *call, const csr_record *record, int32_t index, const void *from, csr_rows **out)
{
    csr_scan scan = { .index = index, .equal = 1, .limit = CSRI_REFUND_ROWS_MAX + 1, .from = from };
    csr_status status = csri_rows_new(call->tx.host, record->row->size, 8, out, call->err);

    if (status != CSR_OK)
        return status;
    status = call->tx.ops->scan(call->tx.handle, record, &scan, *out, call->err);
    if (status == CSR_OK && csri_rows_count(*out) > CSRI_REFUND_ROWS_MAX)
        status =
            csri_fail(call->err, CSR_E_LIMIT, record->name, "there are more than %d of them", CSRI_REFUND_ROWS_MAX);
    if (status != CSR_OK) {
        csri_rows_free(*out);
        *out = NULL;
    }
    return status;
}

/* Of a page, the last ones first: how many there are since then. */
static size_t count_since(const csr_rows *rows, size_t at, csr_time since)
{
    size_t n = 0;
    csr_time when;

    for (; n < csri_rows_count(rows); n++) {
        memcpy(&when, (const char *)csri_rows_at(rows, n) + at, sizeof when);
        if (when == 0 || when < since)
            break;
    }
    return n;
}

csr_status csri_refund_scan_since(csri_call *call, const csri_refund_since *what, csr_time since, csr_rows **out)
{
    csr_scan scan = {
        .index = what->index, .equal = 1, .flags = CSR_SCAN_REVERSE, .limit = FIRST_PAGE, .from = what->from
    };
    csr_status status = CSR_OK;

    *out = NULL;
    /* Once more, with all of them, where the first few do not reach back far enough. */
    for (int more = 1; more && status == CSR_OK; scan.limit = CSRI_REFUND_ROWS_MAX + 1) {
        csri_rows_free(*out);
        *out = NULL;
        status = csri_rows_new(call->tx.host, what->record->row->size, 8, out, call->err);
        if (status == CSR_OK)
            status = call->tx.ops->scan(call->tx.handle, what->record, &scan, *out, call->err);
        if (status == CSR_OK)
            csri_rows_cut(*out, count_since(*out, what->at, since));
        more = status == CSR_OK && scan.limit == FIRST_PAGE && csri_rows_count(*out) == scan.limit;
        if (status == CSR_OK && csri_rows_count(*out) > CSRI_REFUND_ROWS_MAX)
            status = csri_fail(call->err, CSR_E_LIMIT, what->record->name, "there are more than %d of them",
                               CSRI_REFUND_ROWS_MAX);
    }
    if (status != CSR_OK) {
        csri_rows_free(*out);
        *out = NULL;
    }
    return status;
}

static csr_status state_of(csri_call *call, const csr_id *refund, csr_refund_state *out)
{
    csr_rows *rows;
    csr_status status = csri_load(&call->tx, &csri_refund_record, refund, "refund", &rows);

    if (status != CSR_OK)
        return status;
    *out = ((const struct csri_refund *)csri_rows_at(rows, 0))->view.state;
    csri_rows_free(rows);
    return CSR_OK;
}

csr_status csri_refund_line_sum(csri_call *call, const struct csri_purchase_line *line, const csr_id *own,
                                csr_refund_line *out, int64_t *held)
{
    const struct csri_refund_part from = { .view = { .line = line->view.id } };
    csr_refund_state state = 0;
    csr_rows *parts;
    csr_status status = csri_refund_scan(call, &csri_refund_part_record, CSRI_REFUND_PART_BY_LINE, &from, &parts);

    if (status != CSR_OK)
        return status;
    *out = (csr_refund_line){ .gross_minor = line->view.gross_minor,
                              .tax_minor = line->view.tax_minor,
                              .quantity = line->view.quantity };
    *held = 0;
    for (size_t i = 0; i < csri_rows_count(parts) && status == CSR_OK; i++) {
        const csr_refund_part_view *part = &((const struct csri_refund_part *)csri_rows_at(parts, i))->view;
        status = state_of(call, &part->refund, &state);
        if (status != CSR_OK || !csri_refund_counts(state))
            continue;
        out->refunded_gross_minor += part->gross_minor;
        out->refunded_tax_minor += part->tax_minor;
        out->refunded_units += part->units;
        out->by_amount |= part->units == 0;
    }
    csri_rows_free(parts);
    /* The line itself says whether there is anything to look for. */
    return status == CSR_OK && line->view.returns ? csri_return_add_up(call, &line->view.id, own, out, held) : status;
}

/* What the payments of a purchase hold: what was set aside, is on its way or arrived, and is not disputed or taken away. */
csr_status csri_refund_held(csri_call *call, const csr_id *purchase, int64_t *sum)
{
    const struct csri_payment from = { .view = { .purchase = *purchase } };
    csr_rows *payments;
    csr_status status = csri_refund_scan(call, &csri_payment_record, CSRI_PAYMENT_BY_PURCHASE, &from, &payments);

    *sum = 0;
    if (status != CSR_OK)
        return status;
    for (size_t i = 0; i < csri_rows_count(payments) && status == CSR_OK; i++) {
        const csr_payment_view *payment = &((const struct csri_payment *)csri_rows_at(payments, i))->view;
        if (payment->state >= CSR_PAYMENT_AUTHORIZED && payment->dispute != CSR_DISPUTE_OPEN)
            status = csri_amount_add(*sum, payment->captured_minor - payment->charged_back_minor, sum);
    }
    csri_rows_free(payments);
    return status == CSR_E_OVERFLOW ? csri_fail(call->err, status, "amount", "the payments do not fit into 64 bits")
                                    : status;
}

/* What a refund takes off: what it comes to, or, after it was given up, what went for it all the same. */
static csr_status taken_by(csri_call *call, const csr_refund_view *refund, const csr_id *own, int64_t *out)
{
    const struct csri_payout_row from = { .view = { .refund = refund->id } };
    int frozen;

    if (memcmp(&refund->id, own, sizeof *own) == 0 || refund->state == CSR_REFUND_DRAFT)
        return CSR_OK;
    if (!csri_refund_counts(refund->state))
        return csri_payout_sum(call, CSRI_PAYOUT_BY_REFUND, &from, out, &frozen);
    *out = refund->amount_minor;
    return CSR_OK;
}

csr_status csri_refund_moved(csri_call *call, const csr_id *refund, int *moved)
{
    const struct csri_payout_row from = { .view = { .refund = *refund } };
    csr_rows *rows;
    csr_status status = csri_refund_scan(call, &csri_payout_record, CSRI_PAYOUT_BY_REFUND, &from, &rows);

    *moved = 0;
    if (status != CSR_OK)
        return status;
    for (size_t i = 0; i < csri_rows_count(rows); i++)
        *moved |= ((const struct csri_payout_row *)csri_rows_at(rows, i))->view.state != CSR_PAYOUT_FAILED;
    csri_rows_free(rows);
    return CSR_OK;
}

csr_status csri_refund_taken(csri_call *call, const csr_id *purchase, const csr_id *own, int64_t *taken)
{
    const struct csri_refund from = { .view = { .purchase = *purchase } };
    csr_rows *refunds;
    csr_status status = csri_refund_scan(call, &csri_refund_record, CSRI_REFUND_BY_PURCHASE, &from, &refunds);

    *taken = 0;
    if (status != CSR_OK)
        return status;
    for (size_t i = 0; i < csri_rows_count(refunds) && status == CSR_OK; i++) {
        int64_t one = 0;
        status = taken_by(call, &((const struct csri_refund *)csri_rows_at(refunds, i))->view, own, &one);
        /* What gateways gave back by themselves comes on top of what was paid: then nothing is left. */
        if (csri_amount_add(*taken, one, taken) != CSR_OK)
            *taken = INT64_MAX;
    }
    csri_rows_free(refunds);
    return status;
}

csr_status csri_refund_left(csri_call *call, const csr_id *purchase, const csr_id *own, int64_t *left)
{
    int64_t taken = 0;
    csr_status status = csri_refund_held(call, purchase, left);

    if (status == CSR_OK)
        status = csri_refund_taken(call, purchase, own, &taken);
    /* A charge-back after the fact may leave less than nothing. */
    *left = *left < taken ? 0 : *left - taken;
    return status;
}

static csr_status has_kind(csri_call *call, const csr_id *refund, csr_refund_part_kind kind, int *has)
{
    const struct csri_refund_part from = { .view = { .refund = *refund } };
    csr_rows *parts;
    csr_status status = csri_refund_scan(call, &csri_refund_part_record, CSRI_REFUND_PART_BY_REFUND, &from, &parts);

    if (status != CSR_OK)
        return status;
    for (size_t i = 0; i < csri_rows_count(parts); i++)
        *has |= ((const struct csri_refund_part *)csri_rows_at(parts, i))->view.kind == kind;
    csri_rows_free(parts);
    return CSR_OK;
}

csr_status csri_refund_has_part(csri_call *call, const csr_id *purchase, csr_refund_part_kind kind, int *has)
{
    const struct csri_refund from = { .view = { .purchase = *purchase } };
    csr_rows *refunds;
    csr_status status = csri_refund_scan(call, &csri_refund_record, CSRI_REFUND_BY_PURCHASE, &from, &refunds);

    *has = 0;
    if (status != CSR_OK)
        return status;
    for (size_t i = 0; i < csri_rows_count(refunds) && status == CSR_OK; i++) {
        const csr_refund_view *refund = &((const struct csri_refund *)csri_rows_at(refunds, i))->view;
        if (csri_refund_counts(refund->state))
            status = has_kind(call, &refund->id, kind, has);
    }
    csri_rows_free(refunds);
    return status;
}
