#include "base/error.h"
#include "desk/voucher.h"

#define IN_STRUCT csr_voucher_redeem_params
/* clang-format off */
static const csr_member redeem_params_members[] = {
    IN(customer, customer, 0),
    IN(amount_minor, minor, 0),
    IN(basket_minor, minor, 0),
    IN(currency, currency, REQUIRED),
    IN(code, voucher_code, REQUIRED),
    IN(order_id, external_id, REQUIRED),
    IN(request_key, request_key, 0),
};
/* clang-format on */
static const csr_shape redeem_params = CSRI_PARAMS(IN_STRUCT, redeem_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_voucher_return_params
/* clang-format off */
static const csr_member return_params_members[] = {
    IN(reason, title, 0),
};
/* clang-format on */
static const csr_shape return_params = CSRI_PARAMS(IN_STRUCT, return_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_voucher_expire_params
/* clang-format off */
static const csr_member expire_params_members[] = {
    IN(limit, limit, 0),
};
/* clang-format on */
static const csr_shape expire_params = CSRI_PARAMS(IN_STRUCT, expire_params_members);
#undef IN_STRUCT

/* The order has used it before: the first answer, if the same is asked for and it was not given back. */
static csr_status again(csri_call *call, const csr_voucher_redeem_params *in, csr_rows *known, void *out)
{
    const csr_voucher_redemption_view *was = &((const struct csri_voucher_redemption *)csri_rows_at(known, 0))->view;
    csr_status status = CSR_OK;

    if (was->returned)
        status = csri_fail(call->err, CSR_E_STATE, "order_id", "what the order used of the voucher was given back");
    else if (!csri_voucher_same_use(was, in))
        status = csri_fail(call->err, CSR_E_DUPLICATE, "order_id", "the order has used the voucher for another amount");
    if (status == CSR_OK)
        return csri_result_of(known, &csri_voucher_redemption_record, out, call->err);
    csri_rows_free(known);
    return status;
}

/* What is used of a voucher changes, and what it is by that. */
static csr_status set_used(csri_call *call, csr_voucher_view *is, int64_t used_minor)
{
    is->used_minor = used_minor;
    return csri_voucher_enter(call, is, csri_voucher_after(is->state, is->amount_minor, used_minor));
}

static csr_status use(csri_call *call, const struct csri_voucher *was, const csr_voucher_redeem_params *in, void *out)
{
    struct csri_voucher is = *was;
    struct csri_voucher_redemption use = { .view = { .voucher = was->view.id,
                                                     .redeemed_at = call->tx.now,
                                                     .basket_minor = in->basket_minor,
                                                     .order_id = in->order_id } };
    csri_change_request request = { .event = CSR_EVENT_VOUCHER_REDEEMED,
                                    .root = &csri_voucher_record,
                                    .was = was,
                                    .is = &is,
                                    .child = &csri_voucher_redemption_record,
                                    .child_is = &use };
    csr_status status = csri_voucher_use(&is.view, in, call->tx.now, &use.view.amount_minor, call->err);

    memcpy(use.view.currency, was->view.currency, sizeof use.view.currency);
    if (status == CSR_OK)
        status = set_used(call, &is.view, is.view.used_minor + use.view.amount_minor);
    if (status == CSR_OK)
        status = csri_new_id(&call->tx, &use.view.id);
    if (status == CSR_OK)
        status = csri_change(&call->tx, &request);
    return status != CSR_OK ? status : csri_get(call, &csri_voucher_redemption_record, &use.view.id, out);
}

static csr_status redeem(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_voucher_redeem_params *in = params;
    struct csri_voucher_redemption key = { .view = { .order_id = in->order_id } };
    csr_rows *voucher, *known = NULL;
    csr_status status = csri_voucher_find_code(call, &in->code, &voucher);

    (void)id;
    if (status != CSR_OK)
        return status;
    key.view.voucher = ((const struct csri_voucher *)csri_rows_at(voucher, 0))->view.id;
    status = csri_find(&call->tx, &csri_voucher_redemption_record, CSRI_VOUCHER_REDEMPTION_BY_ORDER, &key, &known);
    if (status == CSR_OK)
        status = known != NULL ? again(call, in, known, out) : use(call, csri_rows_at(voucher, 0), in, out);
    csri_rows_free(voucher);
    return status;
}

const csri_operation csri_voucher_redeem = {
    .name = "voucher.redeem",
    .run = redeem,
    .in = &redeem_params,
    .mode = CSRI_WRITE,
    .durable = 1,
    .gives = CSRI_GIVES_RESULT,
    .answers = &csri_voucher_redemption_record,
};

csr_status csr_voucher_redeem(csr_session *session, const csr_voucher_redeem_params *params, csr_result **out_result,
                              csr_error *err)
{
    return csri_run(session, &csri_voucher_redeem, NULL, params, out_result, err);
}

/* A use that was given back already stays as it is. */
static csr_status give_back(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_voucher_return_params *in = params;
    csri_change_request request = { .event = CSR_EVENT_VOUCHER_RETURNED,
                                    .child = &csri_voucher_redemption_record,
                                    .reason = in->reason };
    struct csri_voucher_redemption use;
    struct csri_voucher is;
    csr_rows *rows;
    csri_edit edit;
    csr_status status = csri_load(&call->tx, &csri_voucher_redemption_record, id, "id", &rows);

    if (status != CSR_OK)
        return status;
    use = *(const struct csri_voucher_redemption *)csri_rows_at(rows, 0);
    status = csri_edit_begin(call, &csri_voucher_record, &use.view.voucher, 0, &is, &edit);
    if (status == CSR_OK) {
        if (!use.view.returned)
            status = set_used(call, &is.view, is.view.used_minor - use.view.amount_minor);
        use.view.returned_at = use.view.returned ? use.view.returned_at : call->tx.now;
        use.view.returned = 1;
        request.child_was = csri_rows_at(rows, 0);
        request.child_is = &use;
        status = csri_edit_end(call, &edit, status, &request, out);
    }
    csri_rows_free(rows);
    return status;
}

const csri_operation csri_voucher_return = {
    .name = "voucher.return",
    .run = give_back,
    .in = &return_params,
    .subject = &csri_voucher_redemption_record,
    .mode = CSRI_WRITE,
    .durable = 1,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_voucher_return(csr_session *session, const csr_id *id, const csr_voucher_return_params *params,
                              int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_voucher_return, id, params, out_version, err);
}

static csr_status expire_one(csri_call *call, struct csri_voucher *row)
{
    struct csri_voucher is = *row;
    const csri_change_request request = {
        .event = CSR_EVENT_VOUCHER_EXPIRED, .root = &csri_voucher_record, .was = row, .is = &is
    };
    csr_status status = csri_voucher_enter(call, &is.view, CSR_VOUCHER_EXPIRED);

    if (status == CSR_OK)
        status = csri_change(&call->tx, &request);
    *row = is;
    return status;
}

static csr_status expire(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_voucher_expire_params *in = params;
    const struct csri_voucher from = { .view = { .open = 1 } };
    csr_scan scan = { .index = CSRI_VOUCHER_BY_OPEN, .equal = 1, .from = &from };
    size_t expired = 0;
    csr_rows *rows;
    csr_status status = csri_page_limit((uint32_t)in->limit, &scan.limit, call->err);

    (void)id;
    if (status == CSR_OK)
        status = csri_rows_new(call->tx.host, sizeof from, 8, &rows, call->err);
    if (status != CSR_OK)
        return status;
    status = call->tx.ops->scan(call->tx.handle, &csri_voucher_record, &scan, rows, call->err);
    while (status == CSR_OK && expired < csri_rows_count(rows)) {
        struct csri_voucher *row = csri_rows_at(rows, expired);
        if (row->view.valid_until == 0 || row->view.valid_until > call->tx.now)
            break;
        status = expire_one(call, row);
        expired++;
    }
    if (status == CSR_OK) {
        csri_rows_cut(rows, expired);
        return csri_result_of(rows, &csri_voucher_record, out, call->err);
    }
    csri_rows_free(rows);
    return status;
}

const csri_operation csri_voucher_expire = {
    .name = "voucher.expire",
    .run = expire,
    .in = &expire_params,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_voucher_expire(csr_session *session, const csr_voucher_expire_params *params, csr_result **out_result,
                              csr_error *err)
{
    return csri_run(session, &csri_voucher_expire, NULL, params, out_result, err);
}
