/*
 * Looking through payouts: what is reserved or unknown and why, and what went that no report of the gateway has.
 */
#include "base/amount.h"
#include "base/error.h"
#include "desk/payout.h"

#define IN_STRUCT csr_payout_review_query
/* clang-format off */
static const csr_member review_query_members[] = {
    IN(limit, limit, 0),
    IN(after, token, 0),
    IN(since, time, 0),
    IN(until, time, 0),
    IN(gateway, title, 0),
    IN(refunds, flag, 0),
};
/* clang-format on */
static const csr_shape review_query = CSRI_PARAMS(IN_STRUCT, review_query_members);
#undef IN_STRUCT

/* Why it waits. */
static const char *why(const csr_payout_view *payout)
{
    switch (payout->state) {
    case CSR_PAYOUT_PLANNED:
        return payout->step == CSR_PAYOUT_STEP_PERSON
                   ? "not sent: its payment is disputed, has an incident, or holds less than is reserved"
                   : "reserved, and not sent yet";
    case CSR_PAYOUT_SUBMITTING: return "sent, and no answer that is one: it is sent again with the same key";
    case CSR_PAYOUT_PENDING: return "the gateway has it and has not decided";
    case CSR_PAYOUT_AWAIT_LOOKUP: return "it may not be sent again: the gateway has to be asked";
    case CSR_PAYOUT_MANUAL: return "two people have to find out";
    default: return "money went that was not to go: its payment gives nothing back any more";
    }
}

static csr_status add(csri_call *call, const csr_payout_view *payout, int missing, csr_rows *findings)
{
    csr_payout_finding_view *row;
    csr_status status = csr_rows_add(findings, (void **)&row);
    csr_payout_verdict waits = payout->incident ? CSR_PAYOUT_VERDICT_INCIDENT : CSR_PAYOUT_VERDICT_OPEN;

    if (status != CSR_OK)
        return csri_fail(call->err, status, NULL, "no memory for findings");
    *row = (csr_payout_finding_view){ .verdict = missing ? CSR_PAYOUT_VERDICT_MISSING : waits,
                                      .payout = payout->id,
                                      .refund = payout->refund,
                                      .payment = payout->payment,
                                      .state = payout->state,
                                      .alarm = payout->alarm || missing || payout->incident,
                                      .amount_minor = payout->amount_minor,
                                      .gateway = payout->gateway,
                                      .reference = payout->reference };
    memcpy(row->currency, payout->currency, sizeof row->currency);
    csr_str_set(&row->text, missing ? "no report of the gateway has it" : why(payout), CSR_NTS);
    return CSR_OK;
}

/* Whether it went, as far as is known here, and no report has it. */
static int is_missing(const csr_payout_review_query *in, const csr_payout_view *payout)
{
    int went = payout->state == CSR_PAYOUT_SUCCEEDED || payout->state == CSR_PAYOUT_PENDING ||
               payout->state == CSR_PAYOUT_REVERSED;

    return went && payout->reported_at == 0 && payout->created_at >= in->since && payout->created_at < in->until &&
           csri_payout_same_text(&payout->gateway, &in->gateway);
}

/* Ids ascend in time and are never older than what they name: those of the time begin here. */
static csr_id first_id(csr_time since)
{
    uint64_t ms = (uint64_t)since / 1000;
    csr_id id = { { 0 } };

    for (unsigned i = 0; i < 6; i++)
        id.bytes[i] = (uint8_t)(ms >> (40 - 8 * i));
    return id;
}

static csr_status give(csri_call *call, csr_rows *findings, const csri_buffer *token, csr_result **out)
{
    csr_status status =
        csri_result_make(findings, "payout_finding", &csri_payout_finding_shape, sizeof(csr_payout_finding_view),
                         sizeof(csr_payout_finding_view), out, call->err);

    if (status == CSR_OK)
        status = csri_result_set_token(*out, token, call->err);
    if (status != CSR_OK) {
        csr_result_free(*out);
        *out = NULL;
    }
    return status;
}

static csr_status convert(csri_call *call, const csr_payout_review_query *in, const csr_rows *payouts,
                          csr_rows *findings)
{
    csr_status status = CSR_OK;

    for (size_t i = 0; i < csri_rows_count(payouts) && status == CSR_OK; i++) {
        const csr_payout_view *payout = &((const struct csri_payout_row *)csri_rows_at(payouts, i))->view;
        if (in->since == 0 || is_missing(in, payout))
            status = add(call, payout, in->since != 0, findings);
    }
    return status;
}

static csr_status page(csri_call *call, const csr_payout_review_query *in, csri_buffer *token, csr_result **out)
{
    const struct csri_payout_row from = { .view = { .waiting = 1, .gateway = in->gateway } };
    const struct csri_payout_row begin = { .view = { .id = first_id(in->since) } };
    const csr_scan waiting = { .index = CSRI_PAYOUT_BY_DUE, .equal = 2, .limit = (uint32_t)in->limit, .from = &from };
    const csr_scan planned = { .index = CSR_SCAN_BY_ID, .limit = (uint32_t)in->limit, .after = &begin };
    csr_rows *payouts, *findings = NULL;
    size_t count;
    csr_status status = csri_page_rows(&call->tx, &csri_payout_record, in->since != 0 ? &planned : &waiting, &in->after,
                                       &payouts, token);

    if (status != CSR_OK)
        return status;
    count = csri_rows_count(payouts);
    /* Behind the end of the time nothing follows that is of it. */
    if (in->since != 0 && count > 0 &&
        ((const struct csri_payout_row *)csri_rows_at(payouts, count - 1))->view.created_at >= in->until)
        token->len = 0;
    status = csri_rows_new(call->tx.host, sizeof(csr_payout_finding_view), count + 1, &findings, call->err);
    if (status == CSR_OK)
        status = convert(call, in, payouts, findings);
    if (status == CSR_OK) {
        csri_rows_attach(findings, payouts);
        return give(call, findings, token, out);
    }
    csri_rows_free(findings);
    csri_rows_free(payouts);
    return status;
}

/* Why a refund holds something although nothing of it is on its way; NULL = it does not. */
static const char *why_held(const csr_refund_view *refund, int64_t planned, csr_time now)
{
    int expired = refund->expires_at <= now;

    switch (refund->state) {
    case CSR_REFUND_DRAFT: return "being put together: its lines are held";
    case CSR_REFUND_PENDING_APPROVAL:
        return expired ? "it waited too long for approval: ask again, or cancel it" : "it waits for approval";
    case CSR_REFUND_APPROVED:
        if (refund->amount_minor == 0)
            return "goods are given for it, once their charge is paid";
        return expired ? "the approval held too long: ask again, or cancel it" : "approved, and not planned yet";
    case CSR_REFUND_PAYING: return planned < refund->amount_minor ? "a part of it is not planned yet" : NULL;
    case CSR_REFUND_PART_PAID: return "what is left of it is not planned again";
    case CSR_REFUND_FAILED: return "none of it went: plan it again, or cancel it";
    default: return NULL;
    }
}

static csr_status say_held(csri_call *call, const csr_refund_view *refund, int64_t planned, const char *text,
                           csr_rows *findings)
{
    csr_payout_finding_view *row;
    csr_status status = csr_rows_add(findings, (void **)&row);

    if (status != CSR_OK)
        return csri_fail(call->err, status, NULL, "no memory for findings");
    *row = (csr_payout_finding_view){ .verdict = CSR_PAYOUT_VERDICT_OPEN,
                                      .refund = refund->id,
                                      .amount_minor = refund->amount_minor - planned };
    memcpy(row->currency, refund->currency, sizeof row->currency);
    csr_str_set(&row->text, text, CSR_NTS);
    return CSR_OK;
}

/* What of a refund is planned; and payouts that are on their way and wait for nothing that is known here, as those of desks of
 * version 3 that only their gateway decides: no list of what waits has them. */
static csr_status look_at_payouts(csri_call *call, const csr_refund_view *refund, csr_rows *findings, int64_t *planned)
{
    const struct csri_payout_row from = { .view = { .refund = refund->id } };
    csr_rows *payouts;
    csr_status status = csri_refund_scan(call, &csri_payout_record, CSRI_PAYOUT_BY_REFUND, &from, &payouts);

    if (status != CSR_OK)
        return status;
    csri_rows_attach(findings, payouts);
    for (size_t i = 0; i < csri_rows_count(payouts) && status == CSR_OK; i++) {
        const csr_payout_view *one = &((const struct csri_payout_row *)csri_rows_at(payouts, i))->view;
        enum csri_payout_state state = (enum csri_payout_state)one->state;
        if (!csri_payout_counts(state))
            continue;
        if (csri_amount_add(*planned, one->amount_minor, planned) != CSR_OK)
            *planned = INT64_MAX;
        if (!one->waiting && !csri_payout_is_paid(state))
            status = add(call, one, 0, findings);
    }
    return status;
}

static csr_status add_held(csri_call *call, const csr_refund_view *refund, csr_rows *findings)
{
    const char *text;
    int64_t planned = 0;
    csr_status status = CSR_OK;

    /* One that waits for approval again may be paid in part. */
    if (refund->state != CSR_REFUND_DRAFT)
        status = look_at_payouts(call, refund, findings, &planned);
    if (status != CSR_OK)
        return status;
    text = why_held(refund, planned, call->tx.now);
    return text != NULL ? say_held(call, refund, planned, text, findings) : CSR_OK;
}

/* States in which a refund may hold something. A token is the place of one, and that of a page within it. */
static const csr_refund_state holding[] = { CSR_REFUND_DRAFT,  CSR_REFUND_PENDING_APPROVAL, CSR_REFUND_APPROVED,
                                            CSR_REFUND_PAYING, CSR_REFUND_PART_PAID,        CSR_REFUND_FAILED };
#define HOLDING (sizeof holding / sizeof holding[0])

/* Where a token leads: a state, and a page within it. */
static csr_status read_place(csri_call *call, const csr_str *token, size_t *state, csr_str *after)
{
    *state = 0;
    *after = (csr_str){ NULL, 0 };
    if (token->len == 0)
        return CSR_OK;
    if (token->ptr[0] < '0' || token->ptr[0] >= '0' + (int)HOLDING)
        return csri_fail(call->err, CSR_E_ARGUMENT, "after", "this is no token of a page");
    *state = (size_t)(token->ptr[0] - '0');
    *after = (csr_str){ token->ptr + 1, token->len - 1 };
    return CSR_OK;
}

/* Refunds of one state, from a place on, the oldest first; *count of them were looked at. */
static csr_status look_at_state(csri_call *call, csr_refund_state state, uint32_t limit, const csr_str *after,
                                csr_rows *findings, csri_buffer *token, size_t *count)
{
    const struct csri_refund from = { .view = { .state = state } };
    const csr_scan scan = { .index = CSRI_REFUND_BY_STATE, .equal = 1, .limit = limit, .from = &from };
    csr_rows *refunds;
    csr_status status = csri_page_rows(&call->tx, &csri_refund_record, &scan, after, &refunds, token);

    if (status != CSR_OK)
        return status;
    *count = csri_rows_count(refunds);
    for (size_t i = 0; status == CSR_OK && i < *count; i++)
        status = add_held(call, &((const struct csri_refund *)csri_rows_at(refunds, i))->view, findings);
    csri_rows_free(refunds);
    return status;
}

/* One state after the other, as many refunds as a page has rows; those of which all is on its way are not among the findings. */
static csr_status look_at_refunds(csri_call *call, const csr_payout_review_query *in, uint32_t limit,
                                  csr_rows *findings, csri_buffer *token)
{
    csr_str after;
    size_t state;
    csr_status status = read_place(call, &in->after, &state, &after);

    for (; status == CSR_OK && state < HOLDING; state++) {
        size_t count = 0;
        csri_buffer_byte(token, (uint8_t)('0' + state));
        if (limit == 0)
            break;
        status = look_at_state(call, holding[state], limit, &after, findings, token, &count);
        if (token->len > 1)
            break;
        limit -= (uint32_t)count;
        after.len = token->len = 0;
    }
    return status == CSR_OK ? csri_buffer_check(token, call->err) : status;
}

static csr_status page_refunds(csri_call *call, const csr_payout_review_query *in, csri_buffer *token, csr_result **out)
{
    csr_rows *findings;
    uint32_t limit = 0;
    csr_status status = csri_page_limit((uint32_t)in->limit, &limit, call->err);

    if (status != CSR_OK)
        return status;
    status = csri_rows_new(call->tx.host, sizeof(csr_payout_finding_view), 8, &findings, call->err);
    if (status != CSR_OK)
        return status;
    status = look_at_refunds(call, in, limit, findings, token);
    if (status == CSR_OK)
        return give(call, findings, token, out);
    csri_rows_free(findings);
    return status;
}

static csr_status review(csri_call *call, const csr_id *id, const void *params, void *out)
{
    csr_payout_review_query in = *(const csr_payout_review_query *)params;
    csri_buffer token;
    csr_status status;

    (void)id;
    if (in.since < 0 || (in.since == 0 && in.until != 0))
        return csri_fail(call->err, CSR_E_ARGUMENT, "since", "since is needed with until, and after 1970");
    if (in.refunds && (in.since != 0 || in.gateway.len > 0))
        return csri_fail(call->err, CSR_E_ARGUMENT, "refunds", "refunds goes without gateway and since");
    in.until = in.until != 0 ? in.until : call->tx.now + 1;
    csri_buffer_init(&token, call->tx.host, 0);
    status = in.refunds ? page_refunds(call, &in, &token, out) : page(call, &in, &token, out);
    csri_buffer_free(&token);
    return status;
}

const csri_operation csri_payout_review = {
    .name = "payout.review",
    .run = review,
    .in = &review_query,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_payout_review(csr_session *session, const csr_payout_review_query *query, csr_result **out_result,
                             csr_error *err)
{
    return csri_run(session, &csri_payout_review, NULL, query, out_result, err);
}

csr_status csr_payout_finding_at(const csr_result *result, size_t row, csr_payout_finding_view *view, csr_error *err)
{
    return csri_result_view(result, &csri_payout_finding_shape, row, view, err);
}
