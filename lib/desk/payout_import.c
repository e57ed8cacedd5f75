/*
 * What a gateway gave back by itself: a payout that counts, under a refund that nobody decided.
 */
#include "base/error.h"
#include "desk/payout.h"

/* The decision that stands for it: nobody took it, and it has one part, of no line. */
static csr_status write_refund(csri_call *call, const csri_payout_outside *outside, csr_id *out)
{
    struct csri_refund_part part = { .view = { .kind = CSR_REFUND_PART_AMOUNT, .created_at = call->tx.now } };
    csri_change_request request = { .event = CSR_EVENT_REFUND_PART_ADDED, .child = &csri_refund_part_record };
    struct csri_refund is = { .view = { .state = CSR_REFUND_PAID,
                                        .purchase = outside->purchase->id,
                                        .customer = outside->purchase->customer,
                                        .amount_minor = outside->amount_minor,
                                        .purpose = CSR_REFUND_FOR_GOODS,
                                        .reason = CSR_STR("external") } };
    struct csri_refund root;
    csri_edit edit;
    csr_status status;

    memcpy(is.view.currency, outside->purchase->currency, sizeof is.view.currency);
    status = csri_add(call, CSR_EVENT_PAYOUT_IMPORTED, &csri_refund_record, &is, out);
    if (status != CSR_OK)
        return status;
    status = csri_edit_begin(call, &csri_refund_record, out, 0, &root, &edit);
    if (status != CSR_OK)
        return status;
    part.view.refund = *out;
    part.view.gross_minor = outside->amount_minor;
    request.child_is = &part;
    status = csri_new_id(&call->tx, &part.view.id);
    return csri_edit_end(call, &edit, status, &request, NULL);
}

/* Notices that came before anybody knew what they are about. */
static csr_status settle_notices(csri_call *call, const csr_payout_view *is)
{
    csr_rows *kept;
    csr_status status;

    if (is->reference.len == 0)
        return CSR_OK;
    status = csri_payout_notices_kept(call, &is->gateway, &is->reference, &kept);
    if (status != CSR_OK)
        return status;
    status = csri_payout_notices_settle(call, kept, &is->id);
    csri_rows_free(kept);
    return status;
}

csr_status csri_payout_import(csri_call *call, const csri_payout_outside *outside, struct csri_payout_row *out)
{
    char key[CSR_ID_TEXT_BYTES];
    csr_status status;

    *out = (struct csri_payout_row){ .view = { .state = CSR_PAYOUT_EXTERNAL,
                                               .payment = outside->payment->id,
                                               .created_at = call->tx.now,
                                               .reported_at = call->tx.now,
                                               .amount_minor = outside->amount_minor,
                                               .alarm = outside->incident,
                                               .incident = outside->incident,
                                               .waiting = outside->incident,
                                               .gateway = outside->payment->gateway,
                                               .reference = outside->reference } };
    memcpy(out->view.currency, outside->purchase->currency, sizeof out->view.currency);
    status = write_refund(call, outside, &out->view.refund);
    if (status == CSR_OK)
        status = csri_new_id(&call->tx, &out->view.id);
    if (status != CSR_OK)
        return status;
    /* No request is behind it: its key is a name that no gateway was given. */
    csr_id_format(&out->view.id, key);
    csr_str_set(&out->view.key, key, CSR_NTS);
    status = csri_payout_write(call, CSR_EVENT_PAYOUT_IMPORTED, NULL, out, NULL);
    out->view.key = CSR_STR("");
    return status != CSR_OK ? status : settle_notices(call, &out->view);
}
