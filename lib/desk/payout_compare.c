/*
 * A line of a gateway's report against what is known: matched, imported, or told why not.
 */
#include "base/error.h"
#include "desk/payout.h"

#define IN_STRUCT csr_payout_compare_params
/* clang-format off */
static const csr_member compare_params_members[] = {
    IN(state, payout_news, REQUIRED),
    IN(dry_run, flag, 0),
    IN(currency, currency, 0),
    IN(our_reference, subject_id, 0),
    IN(payment, subject_id, 0),
    IN(amount_minor, minor, 0),
    IN(gateway, title, 0),
    IN(reference, external_id, 0),
    IN(payment_reference, external_id, 0),
};
/* clang-format on */
static const csr_shape compare_params = CSRI_PARAMS(IN_STRUCT, compare_params_members);
#undef IN_STRUCT

/* A finding in the making: its row, what it was asked, and the rows whose texts it borrows. */
typedef struct finder {
    csri_call *call;
    const csr_payout_compare_params *in;
    csr_payout_finding_view is;
} finder;

static void say(finder *f, csr_payout_verdict verdict, const char *text)
{
    f->is.verdict = verdict;
    f->is.alarm = verdict == CSR_PAYOUT_VERDICT_UNMATCHED || verdict == CSR_PAYOUT_VERDICT_MISSING ||
                  verdict == CSR_PAYOUT_VERDICT_DIFFERS || verdict == CSR_PAYOUT_VERDICT_INCIDENT;
    csr_str_set(&f->is.text, text, CSR_NTS);
}

static void show(finder *f, const csr_payout_view *payout)
{
    f->is.payout = payout->id;
    f->is.refund = payout->refund;
    f->is.payment = payout->payment;
    f->is.state = payout->state;
    f->is.amount_minor = payout->amount_minor;
    memcpy(f->is.currency, payout->currency, sizeof f->is.currency);
}

/* Both know it. What the report says counts as what the gateway says when it is asked, but that it is not there is no word of
 * the gateway's about it. */
static csr_status match(finder *f, const csr_payout_view *payout)
{
    const csr_payout_compare_params *in = f->in;
    int missing = in->state == CSR_PAYOUT_NEWS_NOT_FOUND;
    const csri_heard heard = { .news = missing ? 0 : in->state,
                               .reference = in->reference,
                               .amount_minor = in->amount_minor,
                               .currency = in->currency,
                               .by_itself = 1,
                               .reported = !missing,
                               .missing = missing };

    show(f, payout);
    if (missing)
        say(f, CSR_PAYOUT_VERDICT_MISSING, "the report does not have it");
    else if (csri_payout_differs(payout, in->amount_minor, in->currency))
        say(f, CSR_PAYOUT_VERDICT_DIFFERS, "another amount went than was planned: its payment gives nothing back");
    else
        say(f, CSR_PAYOUT_VERDICT_MATCHED, "both sides know it");
    return in->dry_run ? CSR_OK : csri_payout_hear(f->call, &payout->id, &heard, NULL);
}

/* The payment of a line, or *out = NULL. */
static csr_status find_payment(finder *f, csr_rows **out)
{
    const struct csri_payment key = { .view = { .gateway = f->in->gateway, .reference = f->in->payment_reference } };
    csr_status status;

    *out = NULL;
    if (!csr_id_is_none(&f->in->payment)) {
        status = csri_load(&f->call->tx, &csri_payment_record, &f->in->payment, "payment", out);
        if (status != CSR_E_NOT_FOUND)
            return status;
        csri_error_clear(f->call->err);
    }
    if (f->in->payment_reference.len == 0)
        return CSR_OK;
    return csri_find(&f->call->tx, &csri_payment_record, CSRI_PAYMENT_BY_REFERENCE, &key, out);
}

/* Whether it may be a payout of ours whose outcome is unknown: of the same payment and amount, and not yet named by the gateway. */
static csr_status may_be_ours(finder *f, const csr_payment_view *payment, int *may)
{
    const struct csri_payout_row from = { .view = { .payment = payment->id } };
    csr_rows *rows;
    csr_status status = csri_refund_scan(f->call, &csri_payout_record, CSRI_PAYOUT_BY_PAYMENT, &from, &rows);

    *may = 0;
    for (size_t i = 0; status == CSR_OK && !*may && i < csri_rows_count(rows); i++) {
        const csr_payout_view *one = &((const struct csri_payout_row *)csri_rows_at(rows, i))->view;
        int open = one->state == CSR_PAYOUT_SUBMITTING || one->state == CSR_PAYOUT_AWAIT_LOOKUP ||
                   one->state == CSR_PAYOUT_MANUAL || one->state == CSR_PAYOUT_PENDING;
        *may = open && one->reference.len == 0 && one->amount_minor == f->in->amount_minor;
        if (*may)
            show(f, one);
    }
    csri_rows_free(rows);
    return status;
}

/* I1: what it brings the payment to. */
static csr_status weigh(finder *f, const csr_payment_view *payment, int *over)
{
    const struct csri_payout_row from = { .view = { .payment = payment->id } };
    int64_t counted = 0;
    int frozen = 0;
    csr_status status = csri_payout_sum(f->call, CSRI_PAYOUT_BY_PAYMENT, &from, &counted, &frozen);

    *over = f->in->amount_minor > payment->captured_minor - payment->charged_back_minor ||
            counted > payment->captured_minor - payment->charged_back_minor - f->in->amount_minor;
    return status;
}

/* It counts, and is told as it is then. */
static csr_status count_in(finder *f, const csri_payout_outside *outside)
{
    struct csri_payout_row is;
    csr_status status = csri_payout_import(f->call, outside, &is);

    if (status != CSR_OK)
        return status;
    f->is.payout = is.view.id;
    f->is.refund = is.view.refund;
    f->is.state = is.view.state;
    return CSR_OK;
}

static csr_status import(finder *f, const csr_payment_view *payment)
{
    csri_payout_outside outside = { .payment = payment,
                                    .amount_minor = f->in->amount_minor,
                                    .reference = f->in->reference };
    const csr_purchase_view *purchase;
    csr_rows *rows;
    int over = 0;
    csr_status status = csri_load(&f->call->tx, &csri_purchase_record, &payment->purchase, "purchase", &rows);

    if (status != CSR_OK)
        return status;
    purchase = &((const struct csri_purchase *)csri_rows_at(rows, 0))->view;
    f->is.payment = payment->id;
    f->is.amount_minor = f->in->amount_minor;
    memcpy(f->is.currency, purchase->currency, sizeof f->is.currency);
    if (f->in->currency[0] != '\0' && memcmp(f->in->currency, purchase->currency, sizeof purchase->currency) != 0)
        status = csri_fail(f->call->err, CSR_E_CURRENCY, "currency", "the purchase was paid in %s", purchase->currency);
    if (status == CSR_OK)
        status = weigh(f, payment, &over);
    say(f, CSR_PAYOUT_VERDICT_IMPORTED,
        over ? "the gateway gave back more than is left of the payment: it gives nothing back any more"
             : "the gateway gave it back by itself; it counts from now on");
    f->is.alarm = over;
    outside.purchase = purchase;
    outside.incident = over;
    if (status == CSR_OK && !f->in->dry_run)
        status = count_in(f, &outside);
    csri_rows_free(rows);
    return status;
}

/* Only the gateway knows it. */
static csr_status take_in(finder *f, csr_rows **borrowed)
{
    const csr_payout_compare_params *in = f->in;
    const csr_payment_view *payment;
    int may = 0;
    csr_status status;

    if (in->state != CSR_PAYOUT_NEWS_SUCCEEDED) {
        say(f, CSR_PAYOUT_VERDICT_UNMATCHED, "nothing here is like it, and no money has gone");
        f->is.alarm = 0;
        return CSR_OK;
    }
    if (in->amount_minor > CSRI_OUTSIDE_MAX)
        return csri_fail(f->call->err, CSR_E_OVERFLOW, "amount_minor", "no payment is that large");
    status = find_payment(f, borrowed);
    if (status != CSR_OK)
        return status;
    if (*borrowed == NULL || in->reference.len == 0 || in->amount_minor == 0) {
        say(f, CSR_PAYOUT_VERDICT_UNMATCHED,
            *borrowed == NULL ? "which payment it is about is not known" : "it needs a reference and an amount");
        return CSR_OK;
    }
    payment = &((const struct csri_payment *)csri_rows_at(*borrowed, 0))->view;
    if (!csri_payout_same_text(&payment->gateway, &in->gateway)) {
        say(f, CSR_PAYOUT_VERDICT_UNMATCHED, "its payment is another gateway's");
        return CSR_OK;
    }
    status = may_be_ours(f, payment, &may);
    if (status == CSR_OK && may) {
        say(f, CSR_PAYOUT_VERDICT_UNMATCHED, "it may be this payout, whose outcome is unknown: tell that it is");
        return CSR_OK;
    }
    return status != CSR_OK ? status : import(f, payment);
}

/* The finding as the one row of a result, with texts of its own. */
static csr_status give(finder *f, csr_result **out)
{
    csr_payout_finding_view *row;
    csr_rows *rows;
    csr_status status = csri_rows_new(f->call->tx.host, sizeof *row, 1, &rows, f->call->err);

    if (status != CSR_OK)
        return status;
    status = csr_rows_add(rows, (void **)&row);
    if (status == CSR_OK) {
        *row = f->is;
        status = csr_rows_text(rows, f->in->gateway.ptr, f->in->gateway.len, &row->gateway);
    }
    if (status == CSR_OK)
        status = csr_rows_text(rows, f->in->reference.ptr, f->in->reference.len, &row->reference);
    if (status == CSR_OK)
        return csri_result_make(rows, "payout_finding", &csri_payout_finding_shape, sizeof *row, sizeof *row, out,
                                f->call->err);
    csri_rows_free(rows);
    return csri_fail(f->call->err, status, NULL, "no memory for a finding");
}

static csr_status compare(csri_call *call, const csr_id *id, const void *params, void *out)
{
    finder f = { .call = call, .in = params };
    csr_rows *payout = NULL, *borrowed = NULL;
    csr_status status;

    (void)id;
    f.is.reported_minor = f.in->amount_minor;
    memcpy(f.is.currency, f.in->currency, sizeof f.is.currency);
    status = csri_payout_find_either(call, &f.in->our_reference, &f.in->gateway, &f.in->reference, &payout);
    if (status == CSR_OK && payout != NULL)
        status = match(&f, &((const struct csri_payout_row *)csri_rows_at(payout, 0))->view);
    else if (status == CSR_OK)
        status = take_in(&f, &borrowed);
    csri_rows_free(payout);
    csri_rows_free(borrowed);
    return status != CSR_OK ? status : give(&f, out);
}

const csri_operation csri_payout_compare = {
    .name = "payout.compare",
    .run = compare,
    .in = &compare_params,
    .mode = CSRI_WRITE,
    .durable = 1,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_payout_compare(csr_session *session, const csr_payout_compare_params *params, csr_result **out_result,
                              csr_error *err)
{
    return csri_run(session, &csri_payout_compare, NULL, params, out_result, err);
}
