#include "base/amount.h"
#include "base/error.h"
#include "base/time.h"
#include "desk/payout.h"
#include "policy/gateway_fit.h"

#include <sodium/crypto_hash_sha256.h>

#define INFLIGHT_DEFAULT_S 60
#define MARGIN_DEFAULT_S 600
/* Ten years: far below what microseconds can count. */
#define SECONDS_MAX INT64_C(315360000)

#define IN_STRUCT csr_refund_plan_params
/* clang-format off */
static const csr_member plan_params_members[] = {
    IN(has_lookup, flag, 0),
    IN(expected_version, version, 0),
    IN(key_life_s, seconds, 0),
    IN(inflight_s, seconds, 0),
    IN(margin_s, seconds, 0),
    IN(step_minor, minor, 0),
    IN(window_s, seconds, 0),
    IN(whole, flag, 0),
    IN(once, flag, 0),
    IN(gateway, title, 0),
    IN(can_void, flag, 0),
    IN(partial_void, flag, 0),
};
/* clang-format on */
static const csr_shape plan_params = CSRI_PARAMS_GREW(IN_STRUCT, plan_params_members, step_minor);
#undef IN_STRUCT

#define KEY_LETTERS 52

/* The first 52 letters of base32(SHA-256("csr-payout-v1" | desk | payout)): the same for every try, and of no other payout. */
static void make_key(const csr_id *desk, const csr_id *payout, char out[KEY_LETTERS + 1])
{
    static const char prefix[] = "csr-payout-v1", letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    unsigned char input[sizeof prefix - 1 + 2 * sizeof(csr_id)], hash[crypto_hash_sha256_BYTES + 1] = { 0 };

    memcpy(input, prefix, sizeof prefix - 1);
    memcpy(input + sizeof prefix - 1, desk, sizeof *desk);
    memcpy(input + sizeof prefix - 1 + sizeof *desk, payout, sizeof *payout);
    (void)crypto_hash_sha256(hash, input, sizeof input);
    for (unsigned i = 0; i < KEY_LETTERS; i++) {
        unsigned bit = i * 5, pair = (unsigned)hash[bit / 8] << 8 | hash[bit / 8 + 1];
        out[i] = letters[pair >> (11 - bit % 8) & 31];
    }
    out[KEY_LETTERS] = '\0';
}

/* A plan in the making: worked out whole before anything is written. */
typedef struct plan {
    csri_call *call;
    const csr_refund_view *refund;
    const csr_str *only;     /* the gateway that it is for; empty = all */
    csr_payout_view gateway; /* its limits */
    csri_gateway_terms terms;
    int can_void, partial_void;
    const char *closed; /* why a payment gives nothing back; NULL = all may */
    int32_t closed_number;
    csr_rows *payments; /* of the purchase */
    csr_refund_payment rests[CSRI_REFUND_LINES_MAX];
    int64_t parts[CSRI_REFUND_LINES_MAX];
    int64_t coins; /* what the coins of cash add to the refund, or take */
    int64_t coin;  /* the smallest of them */
} plan;

/* A payment of the purchase that is planned for. */
static const csr_payment_view *payment_at(const plan *p, size_t i)
{
    return &((const struct csri_payment *)csri_rows_at(p->payments, i))->view;
}

/* Whether the plan is for its gateway. */
static int is_of(const plan *p, const csr_payment_view *payment)
{
    return p->only->len == 0 || csri_payout_same_text(&payment->gateway, p->only);
}

static int is_meant(const plan *p, size_t i)
{
    return p->parts[i] > 0 && is_of(p, payment_at(p, i));
}

static csr_status check_limits(csri_call *call, const csr_refund_plan_params *in, csr_payout_view *out)
{
    out->has_lookup = in->has_lookup;
    out->key_life_s = in->key_life_s;
    out->inflight_s = in->inflight_s != 0 ? in->inflight_s : INFLIGHT_DEFAULT_S;
    out->margin_s = in->margin_s != 0 ? in->margin_s : MARGIN_DEFAULT_S;
    if (out->key_life_s > SECONDS_MAX || out->inflight_s > SECONDS_MAX || out->margin_s > SECONDS_MAX)
        return csri_fail(call->err, CSR_E_ARGUMENT, "key_life_s", "ten years at most");
    if (in->window_s > SECONDS_MAX)
        return csri_fail(call->err, CSR_E_ARGUMENT, "window_s", "ten years at most");
    if (out->margin_s <= out->inflight_s)
        return csri_fail(call->err, CSR_E_ARGUMENT, "margin_s", "it is more than inflight_s");
    if (out->key_life_s != 0 && out->key_life_s <= out->margin_s)
        return csri_fail(call->err, CSR_E_ARGUMENT, "key_life_s", "it is 0, or more than margin_s");
    return CSR_OK;
}

static csr_status check_refund(csri_call *call, const csr_refund_view *is, const csr_str *only)
{
    /* Payments of different gateways are planned one after the other, while the first are on their way. */
    int more = is->state == CSR_REFUND_PAYING && only->len > 0;

    if (!more && is->state != CSR_REFUND_APPROVED && is->state != CSR_REFUND_PART_PAID &&
        is->state != CSR_REFUND_FAILED)
        return csri_fail(call->err, CSR_E_STATE, "state", "only an approved refund is planned");
    if (is->amount_minor == 0)
        return csri_fail(call->err, CSR_E_STATE, "state", "no money goes for it: goods for %lld are given",
                         (long long)is->given_minor);
    if (is->approved_at == 0)
        return csri_fail(call->err, CSR_E_STATE, "state", "the gateway gave it back by itself: nobody approved it");
    /* What failed on the way is paid again on the same approval: amount and target are the same. */
    if (is->state == CSR_REFUND_APPROVED && is->expires_at <= call->tx.now)
        return csri_fail(call->err, CSR_E_STATE, "state", "the approval held too long; it has to be asked for again");
    return CSR_OK;
}

/* Why a payment gives nothing back, and no authorisation of it is let go; NULL = it may. What nobody knows has to be asked first;
 * whether another gateway lets go is for its own plan. */
static const char *closed_by(const plan *p, const csr_payment_view *payment, int frozen)
{
    if (frozen)
        return "has an incident";
    if (payment->dispute == CSR_DISPUTE_OPEN)
        return "is disputed";
    if (payment->state == CSR_PAYMENT_UNKNOWN)
        return "is in a state that nobody knows: ask its gateway first";
    if (payment->state == CSR_PAYMENT_AUTHORIZED && !p->can_void && is_of(p, payment))
        return "is authorised only, and its gateway lets nothing go";
    return NULL;
}

/* What a payment can give back. One that has not arrived, is disputed or has an incident gives nothing. */
static csr_status rest_of(plan *p, const csr_payment_view *payment, csr_refund_payment *out)
{
    const struct csri_payout_row from = { .view = { .payment = payment->id } };
    int64_t reserved = 0;
    int frozen = 0;
    csr_status status = csri_payout_sum(p->call, CSRI_PAYOUT_BY_PAYMENT, &from, &reserved, &frozen);
    const char *closed = closed_by(p, payment, frozen);

    if (closed != NULL && p->closed == NULL) {
        p->closed = closed;
        p->closed_number = payment->number;
    }
    out->captured_minor = closed == NULL ? payment->captured_minor : 0;
    if (csri_amount_add(payment->charged_back_minor, reserved, &out->refunded_minor) != CSR_OK ||
        out->refunded_minor > out->captured_minor)
        out->refunded_minor = out->captured_minor;
    return status;
}

/* M11: cash goes back in coins, or whole. Only what other refunds of the purchase leave may be added. */
static csr_status count_coins(plan *p, const csr_payment_view *payment, size_t i)
{
    int64_t rest = p->rests[i].captured_minor - p->rests[i].refunded_minor, share = p->parts[i], left = 0, most;
    csr_status status;

    if (payment->cash_step_minor == 0 || share % payment->cash_step_minor == 0 || share == rest)
        return CSR_OK;
    status = csri_refund_left(p->call, &p->refund->purchase, &p->refund->id, &left);
    if (status != CSR_OK)
        return status;
    most = left > p->refund->amount_minor ? share + (left - p->refund->amount_minor) : share;
    p->parts[i] = csri_refund_in_coins(share, most < rest ? most : rest, payment->cash_step_minor);
    p->coins += p->parts[i] - share;
    p->coin = payment->cash_step_minor;
    return CSR_OK;
}

/* What coins add or take is a part of the refund like any other, so that it comes to what is paid. */
static csr_status write_coins(const plan *p, int64_t *version)
{
    struct csri_refund_part part = { .view = { .refund = p->refund->id,
                                               .created_at = p->call->tx.now,
                                               .kind = CSR_REFUND_PART_CASH_ROUNDING,
                                               .gross_minor = p->coins } };

    if (p->refund->amount_minor + p->coins < 1)
        return csri_fail(p->call->err, CSR_E_STEP, "amount", "%lld is less than half of the smallest coin, %lld",
                         (long long)p->refund->amount_minor, (long long)p->coin);
    return csri_refund_part_write(p->call, &part, version);
}

/* When it was taken; a host that does not say took it when the goods were bought. */
static csr_status captured_at(const plan *p, const csr_payment_view *payment, csr_time *out)
{
    csr_rows *rows;
    csr_status status;

    *out = payment->captured_at;
    if (*out != 0 || p->terms.window_us == 0)
        return CSR_OK;
    status = csri_load(&p->call->tx, &csri_purchase_record, &payment->purchase, "purchase", &rows);
    if (status != CSR_OK)
        return status;
    *out = ((const struct csri_purchase *)csri_rows_at(rows, 0))->view.bought_at;
    csri_rows_free(rows);
    return CSR_OK;
}

/* An authorisation is let go whole, unless the gateway does parts. */
static csr_status check_void(const plan *p, const csr_payment_view *payment, size_t i)
{
    if (p->partial_void || p->parts[i] == payment->captured_minor)
        return CSR_OK;
    return csri_fail(p->call->err, CSR_E_STATE, "whole",
                     "payment %d is authorised only: all of %lld is let go or nothing, not %lld", (int)payment->number,
                     (long long)payment->captured_minor, (long long)p->parts[i]);
}

#define OTHER_WAY "; a voucher or a transfer is another way"

static csr_status check_terms(const plan *p, const csr_payment_view *payment, size_t i)
{
    csri_gateway_payment facts = { .captured_minor = payment->captured_minor,
                                   .before_minor = p->rests[i].refunded_minor - payment->charged_back_minor };
    csr_error *err = p->call->err;
    int64_t minor = p->parts[i], step = p->terms.step_minor;
    csr_status status = captured_at(p, payment, &facts.captured_at);

    if (status != CSR_OK)
        return status;
    switch (csri_gateway_fits(&p->terms, &facts, minor, p->call->tx.now)) {
    case CSRI_FIT_WINDOW:
        return csri_fail(err, CSR_E_STATE, "window_s",
                         "payment %d: the gateway gives nothing back after %lld days: 0 is left" OTHER_WAY,
                         (int)payment->number, (long long)(p->terms.window_us / CSRI_DAY_US));
    case CSRI_FIT_ONCE:
        return csri_fail(err, CSR_E_STATE, "once",
                         "payment %d: the gateway gives money back once, and %lld went: 0 is left" OTHER_WAY,
                         (int)payment->number, (long long)facts.before_minor);
    case CSRI_FIT_WHOLE:
        return csri_fail(err, CSR_E_STATE, "whole",
                         "payment %d: the gateway gives back all of %lld or nothing, not %lld" OTHER_WAY,
                         (int)payment->number, (long long)payment->captured_minor, (long long)minor);
    case CSRI_FIT_STEP:
        return csri_fail(err, CSR_E_STEP, "amount",
                         "payment %d: %lld is no multiple of %lld, the gateway's step; %lld remain" OTHER_WAY,
                         (int)payment->number, (long long)minor, (long long)step, (long long)(minor % step));
    case CSRI_FIT:
    default: return CSR_OK;
    }
}

/* Too little is left: how much, and which payment would have had more. */
static csr_status tell_left(const plan *p, size_t count, int64_t open)
{
    int64_t left = 0;

    for (size_t i = 0; i < count; i++)
        if (csri_amount_add(left, p->rests[i].captured_minor - p->rests[i].refunded_minor, &left) != CSR_OK)
            left = INT64_MAX;
    if (p->closed == NULL)
        return csri_fail(p->call->err, CSR_E_OVER_REFUND, "amount", "%lld are to go, and %lld are left of the payments",
                         (long long)open, (long long)left);
    return csri_fail(p->call->err, CSR_E_OVER_REFUND, "amount",
                     "%lld are to go, and %lld are left of the payments: payment %d %s", (long long)open,
                     (long long)left, (int)p->closed_number, p->closed);
}

static csr_status share_out(plan *p, int64_t open)
{
    size_t count = csri_rows_count(p->payments);
    csr_status status = CSR_OK;

    if (count > CSRI_REFUND_LINES_MAX)
        return csri_fail(p->call->err, CSR_E_LIMIT, "payment", "a refund is paid to %d payments at most",
                         CSRI_REFUND_LINES_MAX);
    for (size_t i = 0; i < count && status == CSR_OK; i++)
        status = rest_of(p, payment_at(p, i), &p->rests[i]);
    if (status == CSR_OK)
        status = csr_refund_over_payments(p->rests, count, open, p->parts, p->call->err);
    if (status == CSR_E_OVER_REFUND)
        status = tell_left(p, count, open);
    for (size_t i = 0; i < count && status == CSR_OK; i++) {
        if (!is_meant(p, i))
            continue;
        if (payment_at(p, i)->state == CSR_PAYMENT_AUTHORIZED) {
            status = check_void(p, payment_at(p, i), i);
            continue;
        }
        status = count_coins(p, payment_at(p, i), i);
        if (status == CSR_OK)
            status = check_terms(p, payment_at(p, i), i);
    }
    return status;
}

static csr_status write_one(const plan *p, const csr_payment_view *payment, int64_t minor, int64_t *version)
{
    char key[KEY_LETTERS + 1];
    struct csri_payout_row is = { .view = p->gateway };
    csr_status status = csri_new_id(&p->call->tx, &is.view.id);

    if (status != CSR_OK)
        return status;
    make_key(&p->call->desk->id, &is.view.id, key);
    is.view.refund = p->refund->id;
    is.view.payment = payment->id;
    is.view.created_at = is.view.due_at = p->call->tx.now;
    is.view.state = CSR_PAYOUT_PLANNED;
    is.view.waiting = 1;
    is.view.voids = payment->state == CSR_PAYMENT_AUTHORIZED;
    is.view.amount_minor = minor;
    memcpy(is.view.currency, p->refund->currency, sizeof is.view.currency);
    is.view.gateway = payment->gateway;
    csr_str_set(&is.view.key, key, KEY_LETTERS);
    return csri_payout_write(p->call, CSR_EVENT_PAYOUT_PLANNED, NULL, &is, version);
}

/* Work it out, then write a payout for each payment that gives something back. */
static csr_status make_plan(plan *p, int64_t *version)
{
    const struct csri_payment of_purchase = { .view = { .purchase = p->refund->purchase } };
    const struct csri_payout_row of_refund = { .view = { .refund = p->refund->id } };
    int64_t reserved = 0;
    int frozen = 0;
    csr_status status = csri_payout_sum(p->call, CSRI_PAYOUT_BY_REFUND, &of_refund, &reserved, &frozen);

    if (status == CSR_OK && reserved >= p->refund->amount_minor && p->refund->state == CSR_REFUND_PAYING)
        status = csri_fail(p->call->err, CSR_E_STATE, "state", "all of %lld is planned: 0 is left",
                           (long long)p->refund->amount_minor);
    if (status == CSR_OK)
        status = csri_refund_scan(p->call, &csri_payment_record, CSRI_PAYMENT_BY_PURCHASE, &of_purchase, &p->payments);
    if (status != CSR_OK)
        return status;
    status = share_out(p, p->refund->amount_minor - reserved);
    if (status == CSR_OK && p->coins != 0)
        status = write_coins(p, version);
    for (size_t i = 0; i < csri_rows_count(p->payments) && status == CSR_OK; i++)
        if (is_meant(p, i))
            status = write_one(p, payment_at(p, i), p->parts[i], version);
    csri_rows_free(p->payments);
    return status;
}

static csr_status run_plan(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_refund_plan_params *in = params;
    struct csri_refund is;
    plan p = { .call = call,
               .refund = &is.view,
               .only = &in->gateway,
               .can_void = in->can_void,
               .partial_void = in->partial_void,
               .terms = { .step_minor = in->step_minor, .whole = in->whole, .once = in->once } };
    csri_edit edit;
    int holds = 1;
    csr_status status = csri_edit_begin(call, &csri_refund_record, id, in->expected_version, &is, &edit);

    if (status != CSR_OK)
        return status;
    *(int64_t *)out = is.view.version;
    status = check_limits(call, in, &p.gateway);
    p.terms.window_us = status == CSR_OK ? in->window_s * CSRI_SECOND_US : 0;
    if (status == CSR_OK)
        status = check_refund(call, &is.view, p.only);
    if (status == CSR_OK)
        status = csri_approvers_hold(call, &is.view, &holds);
    if (status == CSR_OK && !holds)
        return csri_refund_send_back(call, &edit, &is, out);
    if (status == CSR_OK)
        status = make_plan(&p, out);
    csri_rows_free(edit.rows);
    return status;
}

const csri_operation csri_refund_plan = {
    .name = "refund.plan",
    .run = run_plan,
    .in = &plan_params,
    .subject = &csri_refund_record,
    .mode = CSRI_WRITE,
    .durable = 1,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_refund_plan(csr_session *session, const csr_id *id, const csr_refund_plan_params *params,
                           int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_refund_plan, id, params, out_version, err);
}
