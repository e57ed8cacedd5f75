#include "desk/refund.h"

#include "base/error.h"

#define ROW struct csri_refund

#define IN_STRUCT csr_refund_open_params
/* clang-format off */
static const csr_member open_params_members[] = {
    IN_TO(purpose, refund_purpose, 0),
    IN_TO(purchase, purchase, REQUIRED),
    IN_TO(ticket, ticket, 0),
    IN_TO(reason, title, REQUIRED),
    IN_TO(note, note, 0),
    IN(request_key, request_key, 0),
};
/* clang-format on */
static const csr_shape open_params = CSRI_PARAMS(IN_STRUCT, open_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_refund_query
/* clang-format off */
static const csr_member list_query_members[] = {
    IN(limit, limit, 0),
    IN(after, token, 0),
    IN(purchase, purchase, 0),
    IN(customer, customer, 0),
};
/* clang-format on */
static const csr_shape list_query = CSRI_PARAMS(IN_STRUCT, list_query_members);
#undef IN_STRUCT

#define IN_STRUCT csr_refund_part_query
/* clang-format off */
static const csr_member part_query_members[] = {
    IN(limit, limit, 0),
    IN(after, token, 0),
    IN(refund, refund, REQUIRED),
};
/* clang-format on */
static const csr_shape part_query = CSRI_PARAMS(IN_STRUCT, part_query_members);
#undef IN_STRUCT

static csr_status check_ticket(csri_call *call, const csr_id *ticket, const csr_id *customer)
{
    const csr_ticket_view *of;
    csr_rows *rows;
    csr_status status;

    if (csr_id_is_none(ticket))
        return CSR_OK;
    status = csri_load(&call->tx, &csri_ticket_record, ticket, "ticket", &rows);
    if (status != CSR_OK)
        return status;
    of = &((const struct csri_ticket *)csri_rows_at(rows, 0))->view;
    if (!csr_id_is_none(&of->customer) && !csr_id_is_none(customer) &&
        memcmp(&of->customer, customer, sizeof *customer) != 0)
        status = csri_fail(call->err, CSR_E_STATE, "ticket", "the ticket is another customer's than the purchase");
    csri_rows_free(rows);
    return status;
}

csr_status csri_refund_of_purchase(csri_call *call, const csr_id *purchase, const csr_id *ticket, csr_id *customer,
                                   char currency[4])
{
    const csr_purchase_view *of;
    csr_rows *rows;
    csr_status status = csri_load(&call->tx, &csri_purchase_record, purchase, "purchase", &rows);

    if (status != CSR_OK)
        return status;
    of = &((const struct csri_purchase *)csri_rows_at(rows, 0))->view;
    *customer = of->customer;
    memcpy(currency, of->currency, sizeof of->currency);
    csri_rows_free(rows);
    return check_ticket(call, ticket, customer);
}

static csr_status open(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_refund_open_params *in = params;
    struct csri_refund is = { .view = { .state = CSR_REFUND_DRAFT, .purpose = CSR_REFUND_FOR_GOODS } };
    csr_status status;

    (void)id;
    csri_fill(&open_params, in, &is);
    status = csri_refund_of_purchase(call, &in->purchase, &is.view.ticket, &is.view.customer, is.view.currency);
    return status != CSR_OK ? status : csri_add(call, CSR_EVENT_REFUND_OPENED, &csri_refund_record, &is, out);
}

const csri_operation csri_refund_open = {
    .name = "refund.open",
    .run = open,
    .in = &open_params,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_ID,
};

csr_status csr_refund_open(csr_session *session, const csr_refund_open_params *params, csr_id *out_id, csr_error *err)
{
    return csri_run(session, &csri_refund_open, NULL, params, out_id, err);
}

static csr_status get(csri_call *call, const csr_id *id, const void *params, void *out)
{
    (void)params;
    return csri_get(call, &csri_refund_record, id, out);
}

const csri_operation csri_refund_get = {
    .name = "refund.get",
    .run = get,
    .subject = &csri_refund_record,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_refund_get(csr_session *session, const csr_id *id, csr_result **out_result, csr_error *err)
{
    return csri_run(session, &csri_refund_get, id, NULL, out_result, err);
}

static csr_status list(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_refund_query *in = params;
    const struct csri_refund from = { .view = { .purchase = in->purchase, .customer = in->customer } };
    int32_t index = csr_id_is_none(&in->purchase) ? CSRI_REFUND_BY_CUSTOMER : CSRI_REFUND_BY_PURCHASE;
    csr_status status =
        csri_need_one(call, !csr_id_is_none(&in->purchase), !csr_id_is_none(&in->customer), "purchase", "customer");

    (void)id;
    return status != CSR_OK
               ? status
               : csri_list(call, &csri_refund_record, index, 1, CSR_SCAN_REVERSE, &from, in->limit, &in->after, out);
}

const csri_operation csri_refund_list = {
    .name = "refund.list",
    .run = list,
    .in = &list_query,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_refund_list(csr_session *session, const csr_refund_query *query, csr_result **out_result, csr_error *err)
{
    return csri_run(session, &csri_refund_list, NULL, query, out_result, err);
}

csr_status csr_refund_at(const csr_result *result, size_t row, csr_refund_view *view, csr_error *err)
{
    return csri_result_view(result, csri_refund_record.row, row, view, err);
}

static csr_status part_list(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_refund_part_query *in = params;
    const struct csri_refund_part from = { .view = { .refund = in->refund } };

    (void)id;
    return csri_list(call, &csri_refund_part_record, CSRI_REFUND_PART_BY_REFUND, 1, 0, &from, in->limit, &in->after,
                     out);
}

const csri_operation csri_refund_part_list = {
    .name = "refund_part.list",
    .run = part_list,
    .in = &part_query,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_refund_part_list(csr_session *session, const csr_refund_part_query *query, csr_result **out_result,
                                csr_error *err)
{
    return csri_run(session, &csri_refund_part_list, NULL, query, out_result, err);
}

csr_status csr_refund_part_at(const csr_result *result, size_t row, csr_refund_part_view *view, csr_error *err)
{
    return csri_result_view(result, csri_refund_part_record.row, row, view, err);
}
