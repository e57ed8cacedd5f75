#include "base/amount.h"
#include "base/error.h"
#include "desk/refund.h"
#include "desk/return.h"

/*
 * What returns and claims take off the lines of a purchase, from the rows. A unit is held from when it is asked for; once its
 * return is settled by a refund the parts of that say what was given for it, and if the refund is given up it is held again.
 */
csr_status csri_return_is_refunded(csri_call *call, const csr_return_view *of, int *out)
{
    csr_rows *rows;
    csr_status status;

    *out = 0;
    if (csr_id_is_none(&of->refund))
        return CSR_OK;
    status = csri_load(&call->tx, &csri_refund_record, &of->refund, "refund", &rows);
    if (status != CSR_OK)
        return status;
    *out = csri_refund_counts(((const struct csri_refund *)csri_rows_at(rows, 0))->view.state);
    csri_rows_free(rows);
    return CSR_OK;
}

/* What one line of a return takes off. */
static csr_status add_line(csri_call *call, const csr_return_line_view *line, csr_refund_line *sum, int64_t *held)
{
    const csr_return_view *of;
    int refunded = 0;
    csr_rows *rows;
    csr_status status = csri_load(&call->tx, &csri_return_record, &line->return_id, "return_id", &rows);

    if (status != CSR_OK)
        return status;
    of = &((const struct csri_return *)csri_rows_at(rows, 0))->view;
    status = csri_return_is_refunded(call, of, &refunded);
    if (status == CSR_OK && !refunded && line->gross_minor > 0) {
        sum->refunded_units += csri_return_taken(of, line);
        sum->refunded_gross_minor += line->gross_minor;
        sum->refunded_tax_minor += line->tax_minor;
    } else if (status == CSR_OK && !refunded) {
        *held += csri_return_held(of, line);
    }
    csri_rows_free(rows);
    return status;
}

csr_status csri_return_add_up(csri_call *call, const csr_id *line, const csr_id *own, csr_refund_line *sum,
                              int64_t *held)
{
    const struct csri_return_line from = { .view = { .line = *line } };
    csr_rows *rows;
    csr_status status = csri_refund_scan(call, &csri_return_line_record, CSRI_RETURN_LINE_BY_LINE, &from, &rows);

    if (status != CSR_OK)
        return status;
    for (size_t i = 0; i < csri_rows_count(rows) && status == CSR_OK; i++) {
        const csr_return_line_view *one = &((const struct csri_return_line *)csri_rows_at(rows, i))->view;
        if (own == NULL || memcmp(&one->return_id, own, sizeof *own) != 0)
            status = add_line(call, one, sum, held);
    }
    csri_rows_free(rows);
    return status;
}

csr_status csri_return_lines(csri_call *call, const csr_id *id, csr_rows **out)
{
    const struct csri_return_line from = { .view = { .return_id = *id } };

    return csri_refund_scan(call, &csri_return_line_record, CSRI_RETURN_LINE_BY_RETURN, &from, out);
}

csr_status csri_return_replacements(csri_call *call, const csr_id *id, csr_rows **out)
{
    const struct csri_replacement from = { .view = { .return_id = *id } };

    return csri_refund_scan(call, &csri_replacement_record, CSRI_REPLACEMENT_BY_RETURN, &from, out);
}
