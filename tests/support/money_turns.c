#include "support/money_turns.h"

#include <stdio.h>
#include <string.h>

#define SAME(a, b) (memcmp((a), (b), sizeof(csr_id)) == 0)
#define TEXT(literal) ((csr_str){ (literal), sizeof(literal) - 1 })

static unsigned below(money_world *w, unsigned n)
{
    return (unsigned)csr_test_below(w->random, n);
}

static csr_session *somebody(money_world *w)
{
    return w->people[below(w, WORLD_PEOPLE)];
}

/* A payout that money went for, the last one first, or NULL. */
static const csr_payout_view *some_payout(money_world *w, unsigned states, int incident)
{
    for (size_t i = csri_rows_count(w->books.payouts); i > 0; i--) {
        const csr_payout_view *p = books_payout(&w->books, i - 1);
        if ((states >> p->state & 1) != 0 && p->incident == incident && below(w, 4) != 0)
            return p;
    }
    return NULL;
}

/* ---- Reports ---- */

/* The gateway gave money back that nobody asked it for. */
static csr_status outside(money_world *w)
{
    csr_payout_compare_params in = CSR_PAYOUT_COMPARE_PARAMS_INIT;
    const csr_payment_view *payment = books_payment(&w->books, below(w, (unsigned)csri_rows_count(w->books.payments)));
    char reference[40];
    csr_result *result = NULL;
    csr_status status;

    (void)snprintf(reference, sizeof reference, "outside-%u", w->steps);
    in.state = CSR_PAYOUT_NEWS_SUCCEEDED;
    in.payment = payment->id;
    in.amount_minor = 1 + (int64_t)below(w, 40);
    csr_str_set(&in.reference, reference, CSR_NTS);
    status = csr_payout_compare(w->system, &in, &result, &w->err);
    csr_result_free(result);
    return status;
}

/* Two people say what went. */
static csr_status close_it(money_world *w, const csr_id *payout, int64_t went)
{
    csr_payout_close_incident_params in = CSR_PAYOUT_CLOSE_INCIDENT_PARAMS_INIT;
    csr_status status;

    in.evidence = TEXT("the statement");
    in.went_minor = went;
    status = csr_payout_close_incident(w->people[0], payout, &in, NULL, &w->err);
    return status != CSR_OK ? status : csr_payout_close_incident(w->people[1], payout, &in, NULL, &w->err);
}

/* One more or less went than was planned; so say the gateway's books from now on. */
static csr_status differs(money_world *w, const csr_payout_view *payout)
{
    csr_payout_compare_params in = CSR_PAYOUT_COMPARE_PARAMS_INIT;
    csr_result *result = NULL;
    csr_status status;

    in.state = CSR_PAYOUT_NEWS_SUCCEEDED;
    in.our_reference = payout->id;
    in.amount_minor =
        payout->amount_minor > 1 && below(w, 2) == 0 ? payout->amount_minor - 1 : payout->amount_minor + 1;
    status = csr_payout_compare(w->system, &in, &result, &w->err);
    if (status == CSR_OK)
        gateway_corrects(&w->gateway, &payout->id, in.amount_minor);
    csr_result_free(result);
    return status == CSR_OK && below(w, 2) == 0 ? close_it(w, &payout->id, in.amount_minor) : status;
}

csr_status turn_report(money_world *w)
{
    const csr_payout_view *payout = some_payout(w, 1u << CSR_PAYOUT_SUCCEEDED, 0);
    const csr_payout_view *external = some_payout(w, 1u << CSR_PAYOUT_EXTERNAL, 0);
    csr_payout_tell_params in = CSR_PAYOUT_TELL_PARAMS_INIT;

    if (payout != NULL && payout->went_minor == 0 && gateway_kept(&w->gateway, &payout->id) && below(w, 2) == 0)
        return differs(w, payout);
    if (external == NULL || below(w, 3) != 0)
        return outside(w);
    in.news = CSR_PAYOUT_NEWS_REVERSED;
    return csr_payout_tell(w->system, &external->id, &in, NULL, &w->err);
}

/* ---- People ---- */

/* What went, as far as the gateway has it in its books; 0 = as was planned. */
static int64_t went_for(const money_world *w, const csr_payout_view *payout)
{
    return payout->state == CSR_PAYOUT_SUCCEEDED ? gateway_minor(&w->gateway, &payout->id) : 0;
}

csr_status turn_incident(money_world *w)
{
    csr_payout_reopen_incident_params again = CSR_PAYOUT_REOPEN_INCIDENT_PARAMS_INIT;
    const csr_payout_view *payout = some_payout(w, ~0u, 1);

    if (payout != NULL)
        return close_it(w, &payout->id, went_for(w, payout));
    payout = some_payout(w, ~0u, 0);
    again.evidence = TEXT("the bank");
    return payout == NULL ? CSR_OK : csr_payout_reopen_incident(somebody(w), &payout->id, &again, NULL, &w->err);
}

csr_status turn_attest(money_world *w, const csr_payout_view *payout)
{
    csr_payout_attest_params in = CSR_PAYOUT_ATTEST_PARAMS_INIT;
    int paid = gateway_paid(&w->gateway, &payout->id) > 0;
    csr_status status;

    in.news = paid ? CSR_PAYOUT_NEWS_SUCCEEDED : CSR_PAYOUT_NEWS_FAILED;
    in.evidence = TEXT("the statement");
    status = csr_payout_attest(w->people[0], &payout->id, &in, NULL, &w->err);
    /* What was held before it was sent one person gives up. */
    if (status == CSR_OK && payout->state == CSR_PAYOUT_MANUAL)
        status = csr_payout_attest(w->people[1], &payout->id, &in, NULL, &w->err);
    return status;
}

/* ---- Goods ---- */

static csr_status receive(money_world *w, const csr_id *id)
{
    csr_return_line_query query = CSR_RETURN_LINE_QUERY_INIT;
    csr_return_receive_params came = CSR_RETURN_RECEIVE_PARAMS_INIT;
    csr_return_inspect_params found = CSR_RETURN_INSPECT_PARAMS_INIT;
    csr_return_line_view line = { .struct_size = sizeof line };
    csr_result *result = NULL;
    csr_status status;

    query.return_id = *id;
    status = csr_return_line_list(w->system, &query, &result, &w->err);
    if (status == CSR_OK)
        status = csr_return_line_at(result, 0, &line, &w->err);
    came.line = found.line = line.id;
    came.units = found.accepted = line.units;
    if (status == CSR_OK)
        status = csr_return_receive(w->system, id, &came, NULL, &w->err);
    if (status == CSR_OK)
        status = csr_return_inspect(w->system, id, &found, NULL, &w->err);
    csr_result_free(result);
    return status;
}

/* Settled, and its refund asked for. */
static csr_status settle(money_world *w, const csr_id *id)
{
    csr_return_settle_params in = CSR_RETURN_SETTLE_PARAMS_INIT;
    csr_return_view view = { .struct_size = sizeof view };
    csr_result *result = NULL;
    csr_status status;

    in.restocking_basis_points = below(w, 3) == 0 ? 500 : 0;
    status = csr_return_settle(below(w, 3) == 0 ? w->system : somebody(w), id, &in, NULL, &w->err);
    if (status == CSR_OK)
        status = csr_return_get(w->system, id, &result, &w->err);
    if (status == CSR_OK)
        status = csr_return_at(result, 0, &view, &w->err);
    csr_result_free(result);
    if (status == CSR_OK && !csr_id_is_none(&view.refund) && below(w, 8) != 0)
        status = csr_refund_submit(somebody(w), &view.refund, NULL, NULL, &w->err);
    return status;
}

csr_status turn_goods(money_world *w)
{
    csr_return_open_params in = CSR_RETURN_OPEN_PARAMS_INIT;
    csr_return_add_params line = CSR_RETURN_ADD_PARAMS_INIT;
    csr_return_approve_params allow = CSR_RETURN_APPROVE_PARAMS_INIT;
    int claim = below(w, 2) == 0;
    csr_id id = { { 0 } };
    csr_status status;

    if (csri_rows_count(w->books.refunds) >= 12)
        return CSR_OK;
    in.purchase = w->order;
    in.reason = TEXT("torn");
    in.remedy = below(w, 2) == 0 ? CSR_RETURN_REMEDY_REPLACE : CSR_RETURN_REMEDY_REFUND;
    in.kind = claim ? CSR_RETURN_KIND_CLAIM : CSR_RETURN_KIND_RETURN;
    line.line = w->lines[below(w, 2)];
    line.units = 1 + (below(w, 4) == 0);
    line.fault = claim ? CSR_GOODS_MISSING : 0;
    allow.keeps_goods = claim;
    status = csr_return_open(w->system, &in, &id, &w->err);
    if (status == CSR_OK)
        status = csr_return_add(w->system, &id, &line, NULL, &w->err);
    if (status == CSR_OK && below(w, 4) != 0)
        status = csr_return_approve(w->system, &id, &allow, NULL, &w->err);
    else
        return status;
    if (status == CSR_OK && !claim)
        status = receive(w, &id);
    return status == CSR_OK && below(w, 4) != 0 ? settle(w, &id) : status;
}

/* ---- Vouchers ---- */

static csr_status redeem(money_world *w, const csr_str *code)
{
    csr_voucher_redeem_params in = CSR_VOUCHER_REDEEM_PARAMS_INIT;
    csr_result *result = NULL;
    char order[40];
    csr_status status;

    (void)snprintf(order, sizeof order, "order-%u", below(w, 4));
    in.code = *code;
    in.amount_minor = 1 + (int64_t)below(w, 150);
    memcpy(in.currency, "EUR", 4);
    csr_str_set(&in.order_id, order, CSR_NTS);
    status = csr_voucher_redeem(w->system, &in, &result, &w->err);
    csr_result_free(result);
    return status;
}

/* Issued, perhaps approved by a manager, and used. */
static csr_status issue(money_world *w)
{
    csr_voucher_issue_params in = CSR_VOUCHER_ISSUE_PARAMS_INIT;
    csr_voucher_decide_params why = CSR_VOUCHER_DECIDE_PARAMS_INIT;
    csr_id id = { { 0 } };
    char code[20];
    csr_status status;

    (void)snprintf(code, sizeof code, "V%u", w->steps);
    csr_str_set(&in.code, code, CSR_NTS);
    why.reason = TEXT("fair");
    in.kind = CSR_VOUCHER_FIXED;
    in.amount_minor = 1 + (int64_t)below(w, 200);
    memcpy(in.currency, "EUR", 4);
    in.reason = TEXT("late");
    status = csr_voucher_issue(somebody(w), &in, &id, &w->err);
    if (status == CSR_OK && below(w, 3) == 0)
        return status;
    if (status == CSR_OK)
        status = csr_voucher_approve(w->people[2], &id, &why, NULL, &w->err);
    return status == CSR_OK ? redeem(w, &in.code) : status;
}

csr_status turn_voucher(money_world *w)
{
    csr_voucher_decide_params in = CSR_VOUCHER_DECIDE_PARAMS_INIT;
    size_t count = csri_rows_count(w->books.vouchers);
    const csr_voucher_view *voucher = count > 0 ? books_voucher(&w->books, below(w, (unsigned)count)) : NULL;

    in.reason = TEXT("fair");
    if (voucher == NULL || (voucher->open == 0 && count < 6))
        return issue(w);
    switch (below(w, 5)) {
    case 0: return csr_voucher_revoke(w->system, &voucher->id, &in, NULL, &w->err);
    case 1: return csr_voucher_approve(somebody(w), &voucher->id, &in, NULL, &w->err);
    default: return redeem(w, &voucher->code);
    }
}

/* ---- What the review names ---- */

#define NAMED_MAX 200

typedef struct named {
    csr_id payouts[NAMED_MAX], refunds[NAMED_MAX];
    int64_t minor[NAMED_MAX]; /* of refunds */
    size_t payout_count, refund_count;
} named;

static void take_names(const csr_result *result, named *n)
{
    for (size_t i = 0; i < csr_result_count(result); i++) {
        csr_payout_finding_view one = { .struct_size = sizeof one };
        (void)csr_payout_finding_at(result, i, &one, NULL);
        if (!csr_id_is_none(&one.payout) && n->payout_count < NAMED_MAX) {
            n->payouts[n->payout_count++] = one.payout;
        } else if (n->refund_count < NAMED_MAX) {
            n->refunds[n->refund_count] = one.refund;
            n->minor[n->refund_count++] = one.amount_minor;
        }
    }
}

/* Small pages, so that turning them is a part of it. */
static int review(csr_session *session, int refunds, named *n)
{
    csr_payout_review_query in = CSR_PAYOUT_REVIEW_QUERY_INIT;
    char token[400] = "";

    in.limit = 7;
    in.refunds = refunds;
    for (int page = 0; page < 50; page++) {
        csr_result *result = NULL;
        csr_str next = { NULL, 0 };
        int ok = csr_payout_review(session, &in, &result, NULL) == CSR_OK;
        take_names(result, n);
        if (ok)
            (void)csr_result_token(result, &next, NULL);
        (void)snprintf(token, sizeof token, "%.*s", (int)next.len, next.len > 0 ? next.ptr : "");
        csr_str_set(&in.after, token, CSR_NTS);
        csr_result_free(result);
        if (!ok || token[0] == '\0')
            return ok;
    }
    return 0;
}

static int names_payout(const named *n, const csr_id *id)
{
    for (size_t i = 0; i < n->payout_count; i++)
        if (SAME(&n->payouts[i], id))
            return 1;
    return 0;
}

static int names_refund(const named *n, const csr_id *id, int64_t minor)
{
    for (size_t i = 0; i < n->refund_count; i++)
        if (SAME(&n->refunds[i], id))
            return n->minor[i] == minor;
    return 0;
}

/* What of a refund is reserved and not by a payout; 0 where it is over. */
static int64_t holds(const money_books *b, const csr_refund_view *refund)
{
    int64_t left = refund->amount_minor;

    if (refund->state == CSR_REFUND_REJECTED || refund->state == CSR_REFUND_CANCELLED ||
        refund->state == CSR_REFUND_PAID)
        return 0;
    for (size_t i = 0; i < csri_rows_count(b->payouts); i++) {
        const csr_payout_view *p = books_payout(b, i);
        if (SAME(&p->refund, &refund->id) && p->state != CSR_PAYOUT_FAILED && p->state != CSR_PAYOUT_REVERSED)
            left -= p->amount_minor;
    }
    return left;
}

const char *reserved_wrong(csr_session *session, const money_books *b)
{
    named n = { .payout_count = 0 };

    if (!review(session, 0, &n) || !review(session, 1, &n))
        return "what is reserved cannot be reviewed";
    for (size_t i = 0; i < csri_rows_count(b->payouts); i++) {
        const csr_payout_view *p = books_payout(b, i);
        int open = p->state != CSR_PAYOUT_FAILED && p->state != CSR_PAYOUT_REVERSED &&
                   p->state != CSR_PAYOUT_SUCCEEDED && p->state != CSR_PAYOUT_EXTERNAL;
        if ((open || p->incident) && !names_payout(&n, &p->id))
            return "an amount is reserved by a payout that no review names";
    }
    for (size_t i = 0; i < csri_rows_count(b->refunds); i++) {
        const csr_refund_view *refund = books_refund(b, i);
        int64_t left = holds(b, refund);
        if (left > 0 && !names_refund(&n, &refund->id, left))
            return "an amount is reserved by a refund that no review names";
    }
    return NULL;
}
