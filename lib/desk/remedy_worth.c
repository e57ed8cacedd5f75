#include "base/amount.h"
#include "base/error.h"
#include "desk/purchase.h"
#include "desk/refund.h"
#include "desk/remedy.h"

/*
 * What a remedy is worth: an amount within what its rung allows, or a percentage of what was paid with a cap.
 */
csr_status csri_purchase_total(csri_call *call, const csr_purchase_view *purchase, int64_t *out)
{
    const struct csri_purchase_line from = { .view = { .purchase = purchase->id } };
    csr_rows *lines;
    csr_status status =
        csri_refund_scan(call, &csri_purchase_line_record, CSRI_PURCHASE_LINE_BY_PURCHASE, &from, &lines);

    if (status != CSR_OK)
        return status;
    status = csri_amount_add(purchase->shipping_minor, purchase->duties_minor, out);
    for (size_t i = 0; i < csri_rows_count(lines) && status == CSR_OK; i++)
        status =
            csri_amount_add(*out, ((const struct csri_purchase_line *)csri_rows_at(lines, i))->view.gross_minor, out);
    csri_rows_free(lines);
    return status == CSR_OK ? CSR_OK
                            : csri_fail(call->err, status, "purchase", "the purchase does not fit into 64 bits");
}

/* The purchase is of the ticket's customer, as a refund's is. */
static csr_status check_customer(csri_call *call, const csr_purchase_view *purchase, const csr_id *customer)
{
    if (csr_id_is_none(customer) || csr_id_is_none(&purchase->customer) ||
        memcmp(customer, &purchase->customer, sizeof(*customer)) == 0)
        return CSR_OK;
    return csri_fail(call->err, CSR_E_STATE, "purchase", "the purchase is another customer's than the ticket");
}

static csr_status set_currency(csri_call *call, const csr_remedy_offer_params *in, const csri_remedy_rung *rung,
                               csr_remedy_view *is)
{
    const char *of_rung = rung != NULL ? rung->currency : "";

    if (in->currency[0] != '\0' || rung != NULL)
        memcpy(is->currency, in->currency[0] != '\0' ? in->currency : of_rung, sizeof is->currency);
    if (in->currency[0] != '\0' && of_rung[0] != '\0' && strcmp(in->currency, of_rung) != 0)
        return csri_fail(call->err, CSR_E_CURRENCY, "currency", "the rung gives %s", of_rung);
    return is->currency[0] == '\0' ? CSR_OK : csri_check_currency(call, is->currency);
}

/* A percentage of all that was paid, rounded as percentages are, and never more than the cap. */
static csr_status work_out(csri_call *call, const csr_remedy_offer_params *in, const csri_remedy_rung *rung,
                           const csr_purchase_view *purchase, csr_remedy_view *is)
{
    int64_t total, most = 0;
    csr_status status;

    is->basis_points = in->basis_points != 0 ? in->basis_points : (int32_t)rung->basis_points;
    if (is->basis_points > rung->basis_points)
        return csri_fail(call->err, CSR_E_LIMIT, "basis_points", "%d is asked for, %d is what the rung gives",
                         (int)is->basis_points, (int)rung->basis_points);
    if (purchase == NULL)
        return csri_fail(call->err, CSR_E_ARGUMENT, "purchase", "a percentage is of a purchase");
    status = csri_purchase_total(call, purchase, &total);
    if (status == CSR_OK)
        status = csri_amount_scale(total, is->basis_points, 10000, 0, &most);
    if (status != CSR_OK)
        return status;
    most = most > rung->max_minor ? rung->max_minor : most;
    is->amount_minor = in->amount_minor != 0 ? in->amount_minor : most;
    return is->amount_minor <= most
               ? CSR_OK
               : csri_fail(call->err, CSR_E_LIMIT, "amount_minor", "%lld is asked for, the percentage gives %lld",
                           (long long)is->amount_minor, (long long)most);
}

static csr_status take_amount(csri_call *call, const csr_remedy_offer_params *in, const csri_remedy_rung *rung,
                              csr_remedy_view *is)
{
    is->amount_minor = in->amount_minor;
    if (in->basis_points != 0)
        return csri_fail(call->err, CSR_E_ARGUMENT, "basis_points", "only a rung with a percentage gives one");
    if (rung != NULL && rung->max_minor != 0 && in->amount_minor > rung->max_minor)
        return csri_fail(call->err, CSR_E_LIMIT, "amount_minor", "%lld is asked for, %lld is what the rung gives",
                         (long long)in->amount_minor, (long long)rung->max_minor);
    if (rung != NULL && rung->max_minor != 0 && in->amount_minor == 0)
        return csri_fail(call->err, CSR_E_ARGUMENT, "amount_minor", "it is 1 to %lld", (long long)rung->max_minor);
    return CSR_OK;
}

/* An amount has a currency, that of the purchase if there is one; what has no amount has none. */
static csr_status check_currency(csri_call *call, const csr_purchase_view *purchase, csr_remedy_view *is)
{
    if (is->amount_minor == 0) {
        memset(is->currency, 0, sizeof is->currency);
        return CSR_OK;
    }
    if (is->currency[0] == '\0' && purchase != NULL)
        memcpy(is->currency, purchase->currency, sizeof is->currency);
    if (is->currency[0] == '\0')
        return csri_fail(call->err, CSR_E_ARGUMENT, "currency", "an amount has a currency");
    if (purchase != NULL && strcmp(is->currency, purchase->currency) != 0)
        return csri_fail(call->err, CSR_E_CURRENCY, "currency", "the purchase is in %s", purchase->currency);
    return CSR_OK;
}

csr_status csri_remedy_worth(csri_call *call, const csr_remedy_offer_params *in, const csri_remedy_rung *rung,
                             const csr_id *customer, csr_remedy_view *is)
{
    const csr_purchase_view *purchase = NULL;
    csr_rows *rows = NULL;
    csr_status status = set_currency(call, in, rung, is);

    if (status == CSR_OK && !csr_id_is_none(&in->purchase))
        status = csri_load(&call->tx, &csri_purchase_record, &in->purchase, "purchase", &rows);
    if (status == CSR_OK && rows != NULL) {
        purchase = &((const struct csri_purchase *)csri_rows_at(rows, 0))->view;
        status = check_customer(call, purchase, customer);
    }
    if (status == CSR_OK)
        status = rung != NULL && rung->basis_points != 0 ? work_out(call, in, rung, purchase, is)
                                                         : take_amount(call, in, rung, is);
    if (status == CSR_OK)
        status = check_currency(call, purchase, is);
    csri_rows_free(rows);
    return status;
}
