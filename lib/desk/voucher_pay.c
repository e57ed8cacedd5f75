#include "base/error.h"
#include "desk/payout.h"
#include "desk/voucher.h"

/*
 * Store credit as a way to pay: a payout whose gateway is ours is settled by issuing a voucher, in one transaction, so that there
 * is nothing to ask about afterwards. The same for one that failed for good elsewhere.
 */
static const char own_gateway[] = "voucher";

#define IN_STRUCT csr_voucher_pay_params
/* clang-format off */
static const csr_member pay_params_members[] = {
    IN(payout, payout, REQUIRED),
    IN(valid_until, time, 0),
    IN(code, voucher_code, 0),
    IN(request_key, request_key, 0),
};
/* clang-format on */
static const csr_shape pay_params = CSRI_PARAMS(IN_STRUCT, pay_params_members);
#undef IN_STRUCT

static int is_ours(const csr_payout_view *payout)
{
    return payout->gateway.len == sizeof own_gateway - 1 &&
           memcmp(payout->gateway.ptr, own_gateway, sizeof own_gateway - 1) == 0;
}

/* So much is open of the refund, and left of the payment, which can give back. */
static csr_status check_rest(csri_call *call, const csr_refund_view *refund, const csr_payout_view *payout)
{
    const struct csri_payout_row of_refund = { .view = { .refund = payout->refund } };
    const struct csri_payout_row of_payment = { .view = { .payment = payout->payment } };
    const csr_payment_view *payment;
    int64_t paid = 0, taken = 0, left;
    int frozen = 0;
    csr_rows *rows;
    csr_status status = csri_load(&call->tx, &csri_payment_record, &payout->payment, "payment", &rows);

    if (status != CSR_OK)
        return status;
    payment = &((const struct csri_payment *)csri_rows_at(rows, 0))->view;
    status = csri_payout_sum(call, CSRI_PAYOUT_BY_REFUND, &of_refund, &paid, &frozen);
    if (status == CSR_OK)
        status = csri_payout_sum(call, CSRI_PAYOUT_BY_PAYMENT, &of_payment, &taken, &frozen);
    left = payment->captured_minor - payment->charged_back_minor;
    left = taken < left ? left - taken : 0;
    if (payment->state < CSR_PAYMENT_SETTLING || payment->dispute == CSR_DISPUTE_OPEN || frozen)
        left = 0;
    csri_rows_free(rows);
    if (paid < refund->amount_minor && refund->amount_minor - paid < left)
        left = refund->amount_minor - paid;
    else if (paid >= refund->amount_minor)
        left = 0;
    if (status == CSR_OK && payout->amount_minor > left)
        status = csri_fail(call->err, CSR_E_OVER_REFUND, "amount", "%lld is asked for, %lld is left",
                           (long long)payout->amount_minor, (long long)left);
    return status;
}

/* Another way than the one that was approved: an agent takes it, within their own limits, and who approved the refund still may. */
static csr_status check_other_way(csri_call *call, const csr_refund_view *refund, const csr_payout_view *payout)
{
    csri_approver by;
    int holds = 1;
    csr_status status;

    if (!csri_refund_may_follow(refund->state, CSR_REFUND_PAYING))
        return csri_fail(call->err, CSR_E_STATE, "payout", "the refund is not paid any more");
    if (csr_id_is_none(&call->session->agent))
        return csri_fail(call->err, CSR_E_RIGHT, "agent", "an agent decides on another way, not the system");
    status = csri_approver_weigh(call, &call->session->agent, refund, &by);
    if (status == CSR_OK)
        status = csri_approver_check(call, &by, refund->amount_minor);
    if (status == CSR_OK)
        status = csri_approvers_hold(call, refund, &holds);
    if (status == CSR_OK && !holds)
        status = csri_fail(call->err, CSR_E_RIGHT, "agent", "one who approved the refund may not any more");
    return status != CSR_OK ? status : check_rest(call, refund, payout);
}

/* The way that was approved, while it is open and its payment may give back. */
static csr_status check_own_way(csri_call *call, const csr_payout_view *payout)
{
    int held = 0;
    csr_status status;

    if (!is_ours(payout) || payout->state == CSR_PAYOUT_SUCCEEDED ||
        !csri_payout_counts((enum csri_payout_state)payout->state))
        return csri_fail(call->err, CSR_E_STATE, "payout", "the payout is paid, or its gateway pays it");
    status = csri_payout_held(call, payout, &held);
    if (status == CSR_OK && held)
        status = csri_fail(call->err, CSR_E_STATE, "payout",
                           "its payment is disputed, has an incident, or holds less than is reserved");
    return status;
}

/* A payout in the place of one that failed: a new id, and a key that no gateway ever sees. */
static csr_status plan_other(csri_call *call, const csr_payout_view *failed, struct csri_payout_row *is,
                             char key[CSR_ID_TEXT_BYTES])
{
    csr_status status = csri_new_id(&call->tx, &is->view.id);

    if (status != CSR_OK)
        return status;
    csr_id_format(&is->view.id, key);
    is->view.refund = failed->refund;
    is->view.payment = failed->payment;
    is->view.created_at = is->view.due_at = call->tx.now;
    is->view.amount_minor = failed->amount_minor;
    memcpy(is->view.currency, failed->currency, sizeof is->view.currency);
    is->view.inflight_s = failed->inflight_s;
    is->view.margin_s = failed->margin_s;
    is->view.state = CSR_PAYOUT_PLANNED;
    is->view.waiting = 1;
    csr_str_set(&is->view.key, key, CSR_NTS);
    csr_str_set(&is->view.gateway, own_gateway, CSR_NTS);
    return csri_payout_write(call, CSR_EVENT_PAYOUT_PLANNED, NULL, is, NULL);
}

/* It goes, and has gone: two steps, as for every payout, which become durable together. */
static csr_status settle(csri_call *call, struct csri_payout_row *is, const csr_str *reference)
{
    const csri_gateway_limits limits = csri_payout_limits(&is->view);
    struct csri_payout_row was = *is;
    csri_payout payout = csri_payout_take(&is->view);
    csr_status status = CSR_OK;

    if (csri_payout_sent(&payout, &limits, call->tx.now)) {
        csri_payout_put(&is->view, &payout);
        status = csri_payout_write(call, CSR_EVENT_PAYOUT_TAKEN, &was, is, NULL);
        was = *is;
    }
    (void)csri_payout_told(&payout, CSRI_NEWS_SUCCEEDED);
    csri_payout_put(&is->view, &payout);
    is->view.reference = *reference;
    return status != CSR_OK ? status : csri_payout_write(call, CSR_EVENT_PAYOUT_TOLD, &was, is, NULL);
}

/* The voucher that pays it: approved with its refund. */
static csr_status issue(csri_call *call, const csr_voucher_pay_params *in, const csr_refund_view *refund,
                        const csr_payout_view *payout, csr_id *out)
{
    static const char why[] = "it pays a refund that was approved";
    struct csri_voucher is = { .view = { .state = CSR_VOUCHER_ACTIVE,
                                         .kind = CSR_VOUCHER_STORE_CREDIT,
                                         .customer = refund->customer,
                                         .ticket = refund->ticket,
                                         .payout = in->payout,
                                         .issued_by = call->session->agent,
                                         .valid_from = call->tx.now,
                                         .valid_until = in->valid_until,
                                         .approved_at = call->tx.now,
                                         .amount_minor = payout->amount_minor,
                                         .approvals = 1,
                                         .approvals_needed = 1,
                                         .code = in->code,
                                         .reason = refund->reason } };
    csri_new_code code = { 0 };
    csr_status status;

    memcpy(is.view.currency, payout->currency, sizeof is.view.currency);
    csr_str_set(&is.view.why, why, sizeof why - 1);
    status = csri_voucher_check(&is.view, call->tx.now, call->err);
    if (status == CSR_OK)
        status = csri_voucher_add(call, &is, &code, out);
    csri_buffer_free(&code.key);
    return status;
}

static csr_status pay_by(csri_call *call, const csr_voucher_pay_params *in, const struct csri_payout_row *row,
                         const csr_refund_view *refund, csr_id *out)
{
    struct csri_payout_row is = { .view = { .struct_size = 0 } };
    char key[CSR_ID_TEXT_BYTES], reference[CSR_ID_TEXT_BYTES];
    csr_str text;
    csr_status status = row->view.state == CSR_PAYOUT_FAILED ? check_other_way(call, refund, &row->view)
                                                             : check_own_way(call, &row->view);

    if (status == CSR_OK)
        status = issue(call, in, refund, &row->view, out);
    if (status == CSR_OK && row->view.state == CSR_PAYOUT_FAILED)
        status = plan_other(call, &row->view, &is, key);
    else
        is = *row;
    if (status != CSR_OK)
        return status;
    csr_id_format(out, reference);
    csr_str_set(&text, reference, CSR_NTS);
    return settle(call, &is, &text);
}

static csr_status pay(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_voucher_pay_params *in = params;
    const struct csri_voucher key = { .view = { .payout = in->payout } };
    csr_rows *known, *payout, *refund;
    csr_status status = csri_find(&call->tx, &csri_voucher_record, CSRI_VOUCHER_BY_PAYOUT, &key, &known);

    (void)id;
    if (status == CSR_OK && known != NULL) {
        *(csr_id *)out = ((const struct csri_voucher *)csri_rows_at(known, 0))->view.id;
        csri_rows_free(known);
        return CSR_OK;
    }
    if (status == CSR_OK)
        status = csri_load(&call->tx, &csri_payout_record, &in->payout, "payout", &payout);
    if (status != CSR_OK)
        return status;
    status = csri_load(&call->tx, &csri_refund_record,
                       &((const struct csri_payout_row *)csri_rows_at(payout, 0))->view.refund, "refund", &refund);
    if (status == CSR_OK) {
        status = pay_by(call, in, csri_rows_at(payout, 0), &((const struct csri_refund *)csri_rows_at(refund, 0))->view,
                        out);
        csri_rows_free(refund);
    }
    csri_rows_free(payout);
    return status;
}

const csri_operation csri_voucher_pay = {
    .name = "voucher.pay",
    .run = pay,
    .in = &pay_params,
    .mode = CSRI_WRITE,
    .durable = 1,
    .gives = CSRI_GIVES_ID,
};

csr_status csr_voucher_pay(csr_session *session, const csr_voucher_pay_params *params, csr_id *out_id, csr_error *err)
{
    return csri_run(session, &csri_voucher_pay, NULL, params, out_id, err);
}
