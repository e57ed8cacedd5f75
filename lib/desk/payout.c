#include "desk/payout.h"

#include "base/amount.h"
#include "base/error.h"
#include "base/time.h"

#define SAME(a) _Static_assert((int)CSRI_##a == (int)CSR_##a, #a " is the same inside and outside")
SAME(PAYOUT_PLANNED);
SAME(PAYOUT_SUBMITTING);
SAME(PAYOUT_PENDING);
SAME(PAYOUT_SUCCEEDED);
SAME(PAYOUT_FAILED);
SAME(PAYOUT_AWAIT_LOOKUP);
SAME(PAYOUT_MANUAL);
SAME(PAYOUT_REVERSED);
SAME(PAYOUT_EXTERNAL);

csri_payout csri_payout_take(const csr_payout_view *view)
{
    return (csri_payout){ .state = (enum csri_payout_state)view->state,
                          .attempts = view->attempts,
                          .first_sent_at = view->first_sent_at,
                          .last_sent_at = view->last_sent_at,
                          .alarm = view->alarm,
                          .incident = view->incident };
}

csri_gateway_limits csri_payout_limits(const csr_payout_view *view)
{
    return (csri_gateway_limits){ .key_life_us = view->key_life_s * CSRI_SECOND_US,
                                  .inflight_us = view->inflight_s * CSRI_SECOND_US,
                                  .margin_us = view->margin_s * CSRI_SECOND_US,
                                  .has_lookup = view->has_lookup };
}

int csri_payout_same_text(const csr_str *a, const csr_str *b)
{
    return a->len == b->len && (a->len == 0 || memcmp(a->ptr, b->ptr, a->len) == 0);
}

/* When it is looked at again: never, where only the gateway or people can say more. They find it by its waiting. */
static csr_time due_at(const csr_payout_view *view, const csri_payout *payout)
{
    int open = csri_payout_counts(payout->state) && !csri_payout_is_paid(payout->state);

    return open && (payout->state != CSRI_PAYOUT_PENDING || view->has_lookup) ? view->due_at : 0;
}

void csri_payout_put(csr_payout_view *view, const csri_payout *payout)
{
    view->due_at = due_at(view, payout);
    view->state = (csr_payout_state)payout->state;
    view->attempts = payout->attempts;
    view->first_sent_at = payout->first_sent_at;
    view->last_sent_at = payout->last_sent_at;
    view->alarm = payout->alarm;
    view->incident = payout->incident;
    view->waiting = csri_payout_waits(payout);
}

/* What the payouts of a refund come to, with one of them as it is about to be. */
static csr_status refund_after(csri_call *call, const csr_refund_view *refund, const csr_payout_view *is,
                               csr_refund_state *out)
{
    const struct csri_payout_row from = { .view = { .refund = refund->id } };
    int64_t paid = csri_payout_is_paid((enum csri_payout_state)is->state) ? is->amount_minor : 0;
    int open = csri_payout_counts((enum csri_payout_state)is->state) && paid == 0;
    csr_rows *rows;
    csr_status status = csri_refund_scan(call, &csri_payout_record, CSRI_PAYOUT_BY_REFUND, &from, &rows);

    if (status != CSR_OK)
        return status;
    for (size_t i = 0; i < csri_rows_count(rows); i++) {
        const csr_payout_view *other = &((const struct csri_payout_row *)csri_rows_at(rows, i))->view;
        if (memcmp(&other->id, &is->id, sizeof is->id) == 0)
            continue;
        if (csri_payout_is_paid((enum csri_payout_state)other->state))
            paid += other->amount_minor;
        else
            open |= csri_payout_counts((enum csri_payout_state)other->state);
    }
    csri_rows_free(rows);
    *out = csri_refund_after(open, paid, refund->amount_minor);
    return CSR_OK;
}

csr_status csri_payout_write(csri_call *call, csr_event_kind event, const struct csri_payout_row *was,
                             struct csri_payout_row *is, int64_t *out_version)
{
    csri_change_request request = { .event = event, .child = &csri_payout_record, .child_was = was, .child_is = is };
    csr_refund_state after = 0;
    struct csri_refund refund;
    csri_edit edit;
    csr_status status = csri_edit_begin(call, &csri_refund_record, &is->view.refund, 0, &refund, &edit);

    if (status != CSR_OK)
        return status;
    status = refund_after(call, &refund.view, &is->view, &after);
    /* Money that went for a refund that was given up is an incident of its payment; the refund stays what it is. */
    if (csri_refund_may_follow(refund.view.state, after))
        refund.view.state = after;
    return csri_edit_end(call, &edit, status, &request, out_version);
}

csr_status csri_payout_sum(csri_call *call, int32_t index, const struct csri_payout_row *from, int64_t *sum,
                           int *frozen)
{
    csr_rows *rows;
    csr_status status = csri_refund_scan(call, &csri_payout_record, index, from, &rows);

    *sum = 0;
    *frozen = 0;
    if (status != CSR_OK)
        return status;
    for (size_t i = 0; i < csri_rows_count(rows); i++) {
        const csr_payout_view *one = &((const struct csri_payout_row *)csri_rows_at(rows, i))->view;
        *frozen |= one->incident;
        /* What gateways gave back by themselves may be any amount. */
        if (csri_payout_counts((enum csri_payout_state)one->state) &&
            csri_amount_add(*sum, one->amount_minor, sum) != CSR_OK)
            *sum = INT64_MAX;
    }
    csri_rows_free(rows);
    return CSR_OK;
}

static csr_status get(csri_call *call, const csr_id *id, const void *params, void *out)
{
    (void)params;
    return csri_get(call, &csri_payout_record, id, out);
}

const csri_operation csri_payout_get = {
    .name = "payout.get",
    .run = get,
    .subject = &csri_payout_record,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_payout_get(csr_session *session, const csr_id *id, csr_result **out_result, csr_error *err)
{
    return csri_run(session, &csri_payout_get, id, NULL, out_result, err);
}

#define IN_STRUCT csr_payout_find_params
/* clang-format off */
static const csr_member find_params_members[] = {
    IN(gateway, title, 0),
    IN(reference, external_id, REQUIRED),
};
/* clang-format on */
static const csr_shape find_params = CSRI_PARAMS(IN_STRUCT, find_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_payout_query
/* clang-format off */
static const csr_member list_query_members[] = {
    IN(limit, limit, 0),
    IN(after, token, 0),
    IN(refund, refund, 0),
    IN(gateway, title, 0),
};
/* clang-format on */
static const csr_shape list_query = CSRI_PARAMS(IN_STRUCT, list_query_members);
#undef IN_STRUCT

static csr_status find(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_payout_find_params *in = params;
    const struct csri_payout_row key = { .view = { .gateway = in->gateway, .reference = in->reference } };

    (void)id;
    return csri_get_by(call, &csri_payout_record, CSRI_PAYOUT_BY_REFERENCE, &key, "reference", out);
}

const csri_operation csri_payout_find = {
    .name = "payout.find",
    .run = find,
    .in = &find_params,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_payout_find(csr_session *session, const csr_payout_find_params *params, csr_result **out_result,
                           csr_error *err)
{
    return csri_run(session, &csri_payout_find, NULL, params, out_result, err);
}

static csr_status list(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_payout_query *in = params;
    const struct csri_payout_row from = { .view = { .refund = in->refund, .waiting = 1, .gateway = in->gateway } };

    (void)id;
    if (csr_id_is_none(&in->refund))
        return csri_list(call, &csri_payout_record, CSRI_PAYOUT_BY_DUE, 2, 0, &from, in->limit, &in->after, out);
    if (in->gateway.len > 0)
        return csri_fail(call->err, CSR_E_ARGUMENT, "gateway", "gateway goes without refund only");
    return csri_list(call, &csri_payout_record, CSRI_PAYOUT_BY_REFUND, 1, 0, &from, in->limit, &in->after, out);
}

const csri_operation csri_payout_list = {
    .name = "payout.list",
    .run = list,
    .in = &list_query,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_payout_list(csr_session *session, const csr_payout_query *query, csr_result **out_result, csr_error *err)
{
    return csri_run(session, &csri_payout_list, NULL, query, out_result, err);
}

csr_status csr_payout_at(const csr_result *result, size_t row, csr_payout_view *view, csr_error *err)
{
    return csri_result_view(result, csri_payout_record.row, row, view, err);
}

csr_status csri_payout_held(csri_call *call, const csr_payout_view *is, int *held)
{
    const struct csri_payout_row from = { .view = { .payment = is->payment } };
    const csr_payment_view *payment;
    int64_t reserved = 0;
    csr_rows *rows;
    csr_status status;

    *held = 0;
    if (is->state != CSR_PAYOUT_PLANNED)
        return CSR_OK;
    status = csri_payout_sum(call, CSRI_PAYOUT_BY_PAYMENT, &from, &reserved, held);
    if (status == CSR_OK)
        status = csri_load(&call->tx, &csri_payment_record, &is->payment, "payment", &rows);
    if (status != CSR_OK)
        return status;
    payment = &((const struct csri_payment *)csri_rows_at(rows, 0))->view;
    *held |= payment->dispute == CSR_DISPUTE_OPEN || reserved > payment->captured_minor - payment->charged_back_minor;
    csri_rows_free(rows);
    return CSR_OK;
}
