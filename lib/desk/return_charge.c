#include "base/error.h"
#include "desk/refund.h"
#include "desk/return.h"

/*
 * What became of a charge for replacements. The host takes the money; nothing is given for good before it has it.
 */
#define IN_STRUCT csr_return_charge_params
/* clang-format off */
static const csr_member charge_params_members[] = {
    IN(charge, return_charge_state, REQUIRED),
    IN(expected_version, version, 0),
    IN(reference, reference, 0),
};
/* clang-format on */
static const csr_shape charge_params = CSRI_PARAMS(IN_STRUCT, charge_params_members);
#undef IN_STRUCT

csr_status csri_return_line_write(csri_call *call, csr_event_kind event, const struct csri_return_line *was,
                                  const struct csri_return_line *is)
{
    csri_change_request request = {
        .event = event, .child = &csri_return_line_record, .child_was = was, .child_is = is
    };
    struct csri_return of;
    csri_edit edit;
    csr_status status = csri_edit_begin(call, &csri_return_record, &was->view.return_id, 0, &of, &edit);

    return status != CSR_OK ? status : csri_edit_end(call, &edit, status, &request, NULL);
}

/* Nothing was given for the lines after all. */
static csr_status free_lines(csri_call *call, const csr_id *id)
{
    csr_rows *lines;
    csr_status status = csri_return_lines(call, id, &lines);

    if (status != CSR_OK)
        return status;
    for (size_t i = 0; i < csri_rows_count(lines) && status == CSR_OK; i++) {
        struct csri_return_line is = *(const struct csri_return_line *)csri_rows_at(lines, i);
        is.view.gross_minor = is.view.tax_minor = 0;
        status = csri_return_line_write(call, CSR_EVENT_RETURN_CHARGED, csri_rows_at(lines, i), &is);
    }
    csri_rows_free(lines);
    return status;
}

/* The same said again changes nothing; something else is refused. */
static csr_status check(csri_call *call, const csr_return_view *is, csr_return_charge_state to)
{
    if (to == CSR_RETURN_CHARGE_DUE)
        return csri_fail(call->err, CSR_E_ARGUMENT, "charge", "it was paid, or it failed");
    if (is->charge != CSR_RETURN_CHARGE_DUE && is->charge != to)
        return csri_fail(call->err, CSR_E_STATE, "charge", "no charge is due");
    return CSR_OK;
}

csr_status csri_return_give(csri_call *call, const csr_id *refund, int *charge_due)
{
    const struct csri_return from = { .view = { .refund = *refund } };
    const csr_scan scan = { .index = CSRI_RETURN_BY_REFUND, .equal = 1, .limit = 1, .from = &from };
    csri_change_request request = { .event = CSR_EVENT_RETURN_GIVEN };
    struct csri_return is;
    csri_edit edit;
    csr_rows *rows;
    csr_status status = csri_first(&call->tx, &csri_return_record, &scan, &rows);

    if (status != CSR_OK || rows == NULL)
        return status;
    is = *(const struct csri_return *)csri_rows_at(rows, 0);
    csri_rows_free(rows);
    *charge_due = is.view.charge == CSR_RETURN_CHARGE_DUE;
    if (*charge_due || is.view.state == CSR_RETURN_CLOSED)
        return CSR_OK;
    status = csri_edit_begin(call, &csri_return_record, &is.view.id, 0, &is, &edit);
    if (status != CSR_OK)
        return status;
    return csri_edit_end(call, &edit, csri_return_end(call, &is, CSR_RETURN_CLOSED), &request, NULL);
}

/* The customer paid what the goods cost more: their refund, which was approved, is over. */
static csr_status end_refund(csri_call *call, const csr_id *refund)
{
    csri_change_request request = { .event = CSR_EVENT_REFUND_GIVEN };
    struct csri_refund is;
    csri_edit edit;
    csr_status status;

    if (csr_id_is_none(refund))
        return CSR_OK;
    status = csri_edit_begin(call, &csri_refund_record, refund, 0, &is, &edit);
    if (status != CSR_OK)
        return status;
    if (is.view.state != CSR_REFUND_APPROVED || is.view.expires_at <= call->tx.now)
        status = csri_fail(call->err, CSR_E_STATE, "refund", "goods for %lld are not approved, or were too long ago",
                           (long long)is.view.given_minor);
    is.view.state = CSR_REFUND_PAID;
    is.view.expires_at = 0;
    return csri_edit_end(call, &edit, status, &request, NULL);
}

/* The goods are not given: nor is what was to be approved for them. */
static csr_status drop_refund(csri_call *call, const csr_return_view *is)
{
    int counts = 0;
    csr_status status = csri_return_is_refunded(call, is, &counts);

    return status == CSR_OK && counts ? csri_refund_drop(call, &is->refund, "the charge failed") : status;
}

static csr_status write_outcome(csri_call *call, const csr_return_charge_params *in, const csr_id *id, void *out)
{
    csri_change_request request = { .event = CSR_EVENT_RETURN_CHARGED };
    struct csri_return is;
    csri_edit edit;
    csr_status status = csri_edit_begin(call, &csri_return_record, id, 0, &is, &edit);

    if (status != CSR_OK)
        return status;
    is.view.charge = in->charge;
    is.view.charge_reference = in->reference;
    if (in->charge == CSR_RETURN_CHARGE_PAID) {
        status = csri_return_end(call, &is, CSR_RETURN_CLOSED);
    } else {
        is.view.goods_minor = is.view.fees_minor = is.view.replacement_minor = 0;
        is.view.charge_minor = 0;
    }
    return csri_edit_end(call, &edit, status, &request, out);
}

static csr_status charge(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_return_charge_params *in = params;
    csri_change_request nothing = { .event = CSR_EVENT_RETURN_CHARGED };
    struct csri_return is;
    csri_edit edit;
    csr_status status = csri_edit_begin(call, &csri_return_record, id, in->expected_version, &is, &edit);

    if (status != CSR_OK)
        return status;
    status = check(call, &is.view, in->charge);
    if (status != CSR_OK || is.view.charge == in->charge)
        return csri_edit_end(call, &edit, status, &nothing, out);
    if (in->charge == CSR_RETURN_CHARGE_PAID)
        status = end_refund(call, &is.view.refund);
    else
        status = drop_refund(call, &is.view);
    if (status == CSR_OK && in->charge == CSR_RETURN_CHARGE_FAILED)
        status = free_lines(call, id);
    if (status == CSR_OK)
        status = write_outcome(call, in, id, out);
    csri_rows_free(edit.rows);
    return status;
}

const csri_operation csri_return_charge = {
    .name = "return.charge",
    .run = charge,
    .in = &charge_params,
    .subject = &csri_return_record,
    .mode = CSRI_WRITE,
    .durable = 1,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_return_charge(csr_session *session, const csr_id *id, const csr_return_charge_params *params,
                             int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_return_charge, id, params, out_version, err);
}
