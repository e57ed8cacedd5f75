#include "torture/worker.h"

#include <stdio.h>
#include <string.h>

/* A refund from its purchase to its payout. Each call is told as soon as it is acknowledged, for power may go in between. */

#define TEXT(literal) ((csr_str){ (literal), sizeof(literal) - 1 })

static void told(worker *w, const csr_id *subject, int64_t version, int durable)
{
    const ack one = { *subject, version, durable };

    w->tell(w->arg, &one, 1);
}

/* Somebody who may approve what they ask for; the same at every call. */
static csr_status maker(worker *w, csr_session **out)
{
    csr_agent_add_params agent = CSR_AGENT_ADD_PARAMS_INIT;
    csr_approval_limit_put_params limit = CSR_APPROVAL_LIMIT_PUT_PARAMS_INIT;
    csr_session_open_params in = CSR_SESSION_OPEN_PARAMS_INIT;
    csr_status status;

    agent.handle = agent.request_key = TEXT("maker");
    agent.role = limit.role = CSR_ROLE_MANAGER;
    limit.purpose = CSR_REFUND_FOR_GOODS;
    limit.single_minor = limit.day_minor = limit.purchase_minor = limit.customer_minor = 1000000000;
    memcpy(limit.currency, "EUR", 4);
    status = csr_agent_add(w->session, &agent, &in.agent, &w->err);
    if (status == CSR_OK)
        status = csr_approval_limit_put(w->session, &limit, NULL, &w->err);
    return status == CSR_OK ? csr_session_open(w->desk, &in, out, &w->err) : status;
}

static csr_status buy(worker *w, csr_id *purchase)
{
    csr_purchase_put_params order = CSR_PURCHASE_PUT_PARAMS_INIT;
    csr_purchase_line_put_params line = CSR_PURCHASE_LINE_PUT_PARAMS_INIT;
    csr_payment_put_params payment = CSR_PAYMENT_PUT_PARAMS_INIT;
    char number[40];
    csr_status status;

    (void)snprintf(number, sizeof number, "W-%llx", (unsigned long long)torture_random(&w->random));
    csr_str_set(&order.external_id, number, CSR_NTS);
    memcpy(order.currency, "EUR", 4);
    status = csr_purchase_put(w->session, &order, purchase, &w->err);
    if (status != CSR_OK)
        return status;
    told(w, purchase, 1, 0);
    line.purchase = payment.purchase = *purchase;
    line.number = payment.number = 1;
    line.sku = TEXT("MUG");
    line.gross_minor = payment.captured_minor = 1000;
    payment.method = CSR_PAYMENT_METHOD_CARD;
    payment.state = CSR_PAYMENT_SETTLED;
    status = csr_purchase_line_put(w->session, &line, NULL, &w->err);
    return status == CSR_OK ? csr_payment_put(w->session, &payment, NULL, &w->err) : status;
}

static csr_status ask(worker *w, csr_session *session, const csr_id *purchase, csr_id *refund)
{
    csr_refund_open_params open = CSR_REFUND_OPEN_PARAMS_INIT;
    csr_refund_add_params add = CSR_REFUND_ADD_PARAMS_INIT;
    int64_t version = 1;
    csr_status status;

    open.purchase = *purchase;
    open.reason = TEXT("torn");
    add.kind = CSR_REFUND_PART_AMOUNT;
    add.amount_minor = 1 + (int64_t)(torture_random(&w->random) % 900);
    status = csr_refund_open(session, &open, refund, &w->err);
    if (status == CSR_OK)
        status = csr_refund_add(session, refund, &add, &version, &w->err);
    if (status == CSR_OK)
        status = csr_refund_submit(session, refund, NULL, &version, &w->err);
    if (status == CSR_OK)
        told(w, refund, version, 1);
    return status;
}

static csr_status pay(worker *w, const csr_id *refund)
{
    csr_payout_report_params report = CSR_PAYOUT_REPORT_PARAMS_INIT;
    csr_payout_view payout = { .struct_size = sizeof payout };
    csr_result *result = NULL;
    int64_t version = 0;
    csr_status status = csr_refund_plan(w->session, refund, NULL, &version, &w->err);

    if (status != CSR_OK)
        return status;
    told(w, refund, version, 1);
    status = csr_payout_next(w->session, NULL, &result, &w->err);
    if (status == CSR_OK && csr_result_count(result) == 1) {
        (void)csr_payout_at(result, 0, &payout, NULL);
        report.answer = CSR_PAYOUT_ANSWER_SUCCESS;
        status = csr_payout_report(w->session, &payout.id, &report, &version, &w->err);
        if (status == CSR_OK)
            told(w, &payout.refund, version, 1);
    }
    csr_result_free(result);
    return status;
}

csr_status worker_give_back(worker *w)
{
    csr_session *session = NULL;
    csr_id purchase, refund;
    csr_status status = maker(w, &session);

    if (status == CSR_OK)
        status = buy(w, &purchase);
    if (status == CSR_OK)
        status = ask(w, session, &purchase, &refund);
    if (status == CSR_OK)
        status = pay(w, &refund);
    csr_session_close(session);
    return status;
}
