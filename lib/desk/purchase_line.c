#include "base/error.h"
#include "desk/purchase.h"

#define ROW struct csri_purchase_line

#define IN_STRUCT csr_purchase_line_put_params
/* clang-format off */
static const csr_member put_params_members[] = {
    IN_TO(number, count, REQUIRED),
    IN_TO(purchase, purchase, REQUIRED),
    IN_TO(quantity, units, 0),
    IN_TO(fulfilled, units, 0),
    IN_TO(gross_minor, minor, 0),
    IN_TO(tax_minor, minor, 0),
    IN_TO(sku, title, 0),
    IN_TO(name, name, 0),
    IN_TO(serial, reference, 0),
    IN(request_key, request_key, 0),
};
/* clang-format on */
static const csr_shape put_params = CSRI_PARAMS(IN_STRUCT, put_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_purchase_line_query
/* clang-format off */
static const csr_member list_query_members[] = {
    IN(limit, limit, 0),
    IN(after, token, 0),
    IN(purchase, purchase, 0),
    IN(serial, reference, 0),
};
/* clang-format on */
static const csr_shape list_query = CSRI_PARAMS(IN_STRUCT, list_query_members);
#undef IN_STRUCT

/* What must hold of every line. */
static csr_status check(csri_call *call, const csr_purchase_line_view *is)
{
    if (is->sku.len == 0)
        return csri_fail(call->err, CSR_E_ARGUMENT, "sku", "sku is required of a new line");
    if (is->fulfilled > is->quantity)
        return csri_fail(call->err, CSR_E_ARGUMENT, "fulfilled", "no more can be handed over than was bought");
    if (is->tax_minor > is->gross_minor)
        return csri_fail(call->err, CSR_E_ARGUMENT, "tax_minor", "the tax is part of what was paid");
    if (is->serial.len > 0 && is->quantity != 1)
        return csri_fail(call->err, CSR_E_ARGUMENT, "serial", "a serial number is that of one unit");
    return CSR_OK;
}

static csr_status put(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_purchase_line_put_params *in = params;
    const struct csri_purchase_line key = { .view = { .purchase = in->purchase, .number = in->number } };
    struct csri_purchase_line is = { .view = { .quantity = 1, .created_at = call->tx.now } };
    csri_put put = { .record = &csri_purchase_line_record, .purchase = &in->purchase, .is = &is };
    csr_rows *known;
    csr_status status = csri_put_begin(call, &put, CSRI_PURCHASE_LINE_BY_PURCHASE, &key, &known);

    (void)id;
    if (status != CSR_OK)
        return status;
    if (put.was != NULL)
        memcpy(&is, put.was, sizeof is);
    put.event = put.was == NULL ? CSR_EVENT_PURCHASE_LINE_ADDED : CSR_EVENT_PURCHASE_LINE_CHANGED;
    csri_fill(&put_params, in, &is);
    status = check(call, &is.view);
    if (status == CSR_OK)
        status = csri_put_end(call, &put, &is.view.id, out);
    csri_rows_free(known);
    return status;
}

const csri_operation csri_purchase_line_put = {
    .name = "purchase_line.put",
    .run = put,
    .in = &put_params,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_ID,
};

csr_status csr_purchase_line_put(csr_session *session, const csr_purchase_line_put_params *params, csr_id *out_id,
                                 csr_error *err)
{
    return csri_run(session, &csri_purchase_line_put, NULL, params, out_id, err);
}

static csr_status list(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_purchase_line_query *in = params;
    const struct csri_purchase_line from = { .view = { .purchase = in->purchase, .serial = in->serial } };
    int32_t index = in->serial.len > 0 ? CSRI_PURCHASE_LINE_BY_SERIAL : CSRI_PURCHASE_LINE_BY_PURCHASE;
    csr_status status = csri_need_one(call, !csr_id_is_none(&in->purchase), in->serial.len > 0, "purchase", "serial");

    (void)id;
    return status != CSR_OK
               ? status
               : csri_list(call, &csri_purchase_line_record, index, 1, 0, &from, in->limit, &in->after, out);
}

const csri_operation csri_purchase_line_list = {
    .name = "purchase_line.list",
    .run = list,
    .in = &list_query,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_purchase_line_list(csr_session *session, const csr_purchase_line_query *query, csr_result **out_result,
                                  csr_error *err)
{
    return csri_run(session, &csri_purchase_line_list, NULL, query, out_result, err);
}

csr_status csr_purchase_line_at(const csr_result *result, size_t row, csr_purchase_line_view *view, csr_error *err)
{
    return csri_result_view(result, csri_purchase_line_record.row, row, view, err);
}
