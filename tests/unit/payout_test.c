#include "support/desk_refund.h"

/* Payouts: planned from an approved refund, taken, answered, planned again; and what is refused. */

#define SECOND_US INT64_C(1000000)
#define HOUR_US (3600 * SECOND_US)
#define PLAN "{'id':'$a','has_lookup':true,'key_life_s':3600,'inflight_s':30,'margin_s':600}"

static void begin(desk_fixture *f)
{
    desk_refund_begin(f, "");
}

/* Take what is due next; its id gets a name. */
static csr_payout_view take(desk_fixture *f, const char *name)
{
    csr_payout_view payout = { .struct_size = sizeof payout };
    csr_result *result = NULL;

    TYPED_OK(f, csr_payout_next(f->session, NULL, &result, &f->err));
    if (csr_result_count(result) > 0) {
        (void)csr_payout_at(result, 0, &payout, NULL);
        desk_let(f, name, &payout.id);
    }
    csr_result_free(result);
    return payout;
}

static void paid(desk_fixture *f)
{
    csr_payout_view p;

    begin(f);
    DESK_TRUE(f, take(f, "none").step == 0);
    DESK_OK(f, "refund.plan", PLAN);
    DESK_HAS(f, "refund.get", "{'id':'$a'}", "'state':'paying'");
    DESK_HAS(f, "payout.list", "{'refund':'$a'}", "'amount_minor':300");
    DESK_HAS(f, "payout.list", "{'refund':'$a'}", "'amount_minor':100");
    DESK_HAS(f, "payout.list", "{}", "'state':'planned'");
    p = take(f, "p1");
    DESK_TRUE(f, p.step == CSR_PAYOUT_STEP_SEND && p.state == CSR_PAYOUT_SUBMITTING && p.attempts == 1);
    DESK_OK(f, "payout.report", "{'id':'$p1','answer':'success','reference':'re-1'}");
    (void)take(f, "p2");
    DESK_OK(f, "payout.report", "{'id':'$p2','answer':'pending','reason':'tomorrow'}");
    DESK_HAS(f, "refund.get", "{'id':'$a'}", "'state':'paying'");
    DESK_FAILS(f, "payout.tell", "{'id':'$p2','news':'succeeded','reference':'re-1'}", CSR_E_DUPLICATE, "reference");
    DESK_OK(f, "payout.tell", "{'id':'$p2','news':'succeeded','reference':'re-2'}");
    DESK_HAS(f, "refund.get", "{'id':'$a'}", "'state':'paid'");
    DESK_HAS(f, "payout.find", "{'reference':'re-2'}", "'id':'$p2'");
    DESK_HAS(f, "event.history", "{'subject':'$a'}", "'kind':'payout_told'");
    /* The same news again changes nothing; it came back, and goes out again by a new payout. */
    desk_keep(f);
    DESK_OK(f, "payout.tell", "{'id':'$p2','news':'succeeded'}");
    DESK_SAME(f);
    DESK_OK(f, "payout.tell", "{'id':'$p2','news':'reversed'}");
    DESK_HAS(f, "refund.get", "{'id':'$a'}", "'state':'part_paid'");
    DESK_OK(f, "refund.plan", PLAN);
    (void)take(f, "p3");
    DESK_OK(f, "payout.report", "{'id':'$p3','answer':'success'}");
    DESK_HAS(f, "refund.get", "{'id':'$a'}", "'state':'paid'");
    DESK_FAILS(f, "refund.plan", PLAN, CSR_E_STATE, "state");
}
ON_BOTH(paid)

/* No answer: again with the same key, then asked about, and failed only when nothing can be on its way. */
static void unknown(desk_fixture *f)
{
    csr_payout_view first, again;

    begin(f);
    DESK_OK(f, "refund.plan", PLAN);
    (void)take(f, "p1");
    DESK_OK(f, "payout.report", "{'id':'$p1','answer':'success'}");
    first = take(f, "p2");
    DESK_TRUE(f, take(f, "none").step == 0);
    csr_test_host_advance(&f->host, 60 * SECOND_US);
    again = take(f, "p2");
    DESK_TRUE(f, again.step == CSR_PAYOUT_STEP_SEND && again.attempts == 2);
    DESK_TRUE(f, memcmp(&again.id, &first.id, sizeof first.id) == 0 && again.first_sent_at == first.first_sent_at);
    csr_test_host_advance(&f->host, HOUR_US);
    again = take(f, "p2");
    DESK_TRUE(f, again.step == CSR_PAYOUT_STEP_LOOKUP && again.state == CSR_PAYOUT_AWAIT_LOOKUP && again.attempts == 2);
    DESK_OK(f, "payout.tell", "{'id':'$p2','news':'not_found'}");
    DESK_HAS(f, "payout.get", "{'id':'$p2'}", "'state':'failed'");
    DESK_HAS(f, "refund.get", "{'id':'$a'}", "'state':'part_paid'");
    /* It had gone after all: the payment is left alone from now on. */
    DESK_OK(f, "payout.tell", "{'id':'$p2','news':'succeeded'}");
    DESK_HAS(f, "payout.get", "{'id':'$p2'}", "'incident':true");
    DESK_HAS(f, "refund.get", "{'id':'$a'}", "'state':'paid'");
}
ON_BOTH(unknown)

/* All failed: planned again, or given up, and then free again. */
static void failed(desk_fixture *f)
{
    begin(f);
    DESK_OK(f, "refund.plan", PLAN);
    DESK_FAILS(f, "refund.cancel", "{'id':'$a','reason':'x'}", CSR_E_STATE, "state");
    (void)take(f, "p1");
    DESK_OK(f, "payout.report", "{'id':'$p1','answer':'declined','reason':'card closed'}");
    (void)take(f, "p2");
    DESK_OK(f, "payout.report", "{'id':'$p2','answer':'declined'}");
    DESK_HAS(f, "refund.get", "{'id':'$a'}", "'state':'failed'");
    csr_test_host_advance(&f->host, 80 * HOUR_US);
    DESK_OK(f, "refund.plan", PLAN);
    (void)take(f, "p3");
    DESK_OK(f, "payout.report", "{'id':'$p3','answer':'key_conflict'}");
    DESK_HAS(f, "payout.get", "{'id':'$p3'}", "'state':'manual'");
    (void)take(f, "p4");
    DESK_OK(f, "payout.report", "{'id':'$p4','answer':'declined'}");
    csr_test_host_advance(&f->host, HOUR_US);
    DESK_TRUE(f, take(f, "p3").step == CSR_PAYOUT_STEP_PERSON);
    DESK_OK(f, "payout.tell", "{'id':'$p3','news':'failed'}");
    DESK_OK(f, "refund.cancel", "{'id':'$a','reason':'x'}");
    DESK_OK(f, "payout.tell", "{'id':'$p3','news':'succeeded'}");
    DESK_HAS(f, "refund.get", "{'id':'$a'}", "'state':'cancelled'");
    /* 3.00 went all the same, and that payment is left alone: 7.00 are left in all, and 7.00 of the other payment. */
    DESK_MAKE(f, "b", "refund.open", "{'purchase':'$order','reason':'x'}");
    DESK_OK(f, "refund.add", "{'id':'$b','kind':'amount','amount_minor':701}");
    DESK_FAILS(f, "refund.submit", "{'id':'$b'}", CSR_E_OVER_REFUND, "amount");
}
ON_BOTH(failed)

static void refused(desk_fixture *f)
{
    static const desk_failure table[] = {
        { "refund.plan", "{'id':'$a','margin_s':30,'inflight_s':30}", CSR_E_ARGUMENT, "margin_s" },
        { "refund.plan", "{'id':'$a','key_life_s':600}", CSR_E_ARGUMENT, "key_life_s" },
        { "refund.plan", "{'id':'$a','key_life_s':315360001}", CSR_E_ARGUMENT, "key_life_s" },
        { "refund.plan", "{'id':'" NOBODY "'}", CSR_E_NOT_FOUND, "id" },
        { "payout.next", "{'retry_s':86401}", CSR_E_ARGUMENT, "retry_s" },
        { "payout.report", "{'id':'" NOBODY "','answer':'success'}", CSR_E_NOT_FOUND, "id" },
        { "payout.find", "{'reference':'re-9'}", CSR_E_NOT_FOUND, "reference" },
        { "payout.list", "{'refund':'$a','gateway':'relay'}", CSR_E_ARGUMENT, "gateway" },
    };
    csr_result *result = NULL;

    begin(f);
    DESK_FAILURES(f, table);
    /* Inside a transaction of the host nothing would be durable in time. */
    DESK_TRUE(f, csr_session_begin(f->session, &f->err) == CSR_OK);
    DESK_TRUE(f, csr_payout_next(f->session, NULL, &result, &f->err) == CSR_E_MISUSE && result == NULL);
    DESK_TRUE(f, csr_session_rollback(f->session, &f->err) == CSR_OK);
    /* Not for as much as was approved any more, or not by this agent. */
    DESK_OK(f, "payment.put", "{'purchase':'$order','number':2,'dispute':'open'}");
    DESK_FAILS(f, "refund.plan", PLAN, CSR_E_OVER_REFUND, "amount");
    DESK_OK(f, "payment.put", "{'purchase':'$order','number':2,'dispute':'won'}");
    csr_test_host_advance(&f->host, 72 * HOUR_US);
    DESK_FAILS(f, "refund.plan", PLAN, CSR_E_STATE, "state");
}
ON_BOTH(refused)

/* Rosa asks for so much of the order. */
static void ask(desk_fixture *f, const char *name, int minor)
{
    char params[100];

    desk_make_at(f, name, "refund.open", "{'purchase':'$order','reason':'x'}", __FILE__, __LINE__);
    (void)snprintf(params, sizeof params, "{'id':'$%s','kind':'amount','amount_minor':%d}", name, minor);
    desk_expect_at(f, params, desk_call(f, "refund.add", params), CSR_OK, "", __FILE__, __LINE__);
    (void)snprintf(params, sizeof params, "{'id':'$%s'}", name);
    desk_expect_at(f, params, desk_call_as(f, "rosa", "refund.submit", params), CSR_OK, "", __FILE__, __LINE__);
}

/* Take what is due next, and report that it was done or declined. */
static void answer(desk_fixture *f, int done)
{
    (void)take(f, "taken");
    if (done)
        DESK_OK(f, "payout.report", "{'id':'$taken','answer':'success'}");
    else
        DESK_OK(f, "payout.report", "{'id':'$taken','answer':'declined'}");
}

/* P6: whoever approved may do so no longer: it waits for approval again, from whichever state. */
static void sent_back(desk_fixture *f)
{
    begin(f);
    DESK_MAKE(f, "mia", "agent.add", "{'handle':'mia','name':'Mia','role':'manager'}");
    DESK_OK(f, "approval_limit.put",
            "{'role':'manager','purpose':'goods','currency':'EUR','single_minor':9999,'day_minor':9999,"
            "'purchase_minor':9999,'customer_minor':9999}");
    DESK_OK(f, "approval_limit.put",
            "{'role':'associate','purpose':'goods','currency':'EUR','single_minor':399,'day_minor':9999,"
            "'purchase_minor':9999,'customer_minor':9999}");
    DESK_OK(f, "refund.plan", PLAN);
    DESK_HAS(f, "refund.get", "{'id':'$a'}", "'state':'pending_approval'");
    DESK_HAS(f, "approval.list", "{'refund':'$a'}", "'rule':'rights at the payout'");
    DESK_HAS(f, "event.history", "{'subject':'$a'}", "'kind':'refund_sent_back'");
    DESK_HAS(f, "payout.list", "{'refund':'$a'}", "'rows':[]");
    AGENT_OK(f, "mia", "refund.approve", "{'id':'$a','reason':'fair'}");
    DESK_OK(f, "refund.plan", PLAN);
    answer(f, 1);
    answer(f, 0);
    DESK_HAS(f, "refund.get", "{'id':'$a'}", "'state':'part_paid'");
    /* She leaves: the rest waits for somebody else, and what was paid in part is not given up. */
    DESK_OK(f, "agent.deactivate", "{'id':'$mia'}");
    DESK_OK(f, "refund.plan", PLAN);
    DESK_HAS(f, "refund.get", "{'id':'$a'}", "'state':'pending_approval'");
    DESK_FAILS(f, "refund.cancel", "{'id':'$a','reason':'x'}", CSR_E_STATE, "state");
    /* It holds what is left of it, and no more. */
    DESK_HAS(f, "payout.review", "{'refunds':true}", "'refund':'$a','alarm':false,'amount_minor':100,");
    DESK_MAKE(f, "ada", "agent.add", "{'handle':'ada','name':'Ada','role':'manager'}");
    AGENT_OK(f, "ada", "refund.approve", "{'id':'$a','reason':'fair'}");
    DESK_OK(f, "refund.plan", PLAN);
    answer(f, 0);
    DESK_OK(f, "approval_limit.put", "{'role':'manager','purpose':'goods','currency':'EUR'}");
    DESK_OK(f, "refund.plan", PLAN);
    DESK_HAS(f, "refund.get", "{'id':'$a'}", "'state':'pending_approval'");
    /* What was declined had gone after all. */
    DESK_OK(f, "payout.tell", "{'id':'$taken','news':'succeeded'}");
    DESK_HAS(f, "refund.get", "{'id':'$a'}", "'state':'paid'");
}
ON_BOTH(sent_back)

/* P5: what failed before money moved gives its day back, and takes it again when it is planned again; what came back does not. */
static void day_usage(desk_fixture *f)
{
    begin(f);
    DESK_OK(f, "approval_limit.put",
            "{'role':'associate','purpose':'goods','currency':'EUR','single_minor':400,'day_minor':500,"
            "'purchase_minor':9999,'customer_minor':9999}");
    ask(f, "b", 101);
    DESK_HAS(f, "refund.get", "{'id':'$b'}", "'state':'pending_approval'");
    DESK_OK(f, "refund.cancel", "{'id':'$b','reason':'x'}");
    DESK_OK(f, "refund.plan", PLAN);
    answer(f, 0);
    answer(f, 0);
    ask(f, "c", 101);
    DESK_HAS(f, "refund.get", "{'id':'$c'}", "'state':'approved'");
    DESK_OK(f, "refund.plan", PLAN);
    DESK_HAS(f, "refund.get", "{'id':'$a'}", "'state':'pending_approval'");
    DESK_OK(f, "refund.cancel", "{'id':'$a','reason':'x'}");
    /* There is room for it, also when it failed in between. */
    ask(f, "a", 399);
    DESK_OK(f, "refund.plan", PLAN);
    answer(f, 0);
    answer(f, 0);
    DESK_OK(f, "refund.plan", PLAN);
    answer(f, 1);
    answer(f, 0);
    DESK_OK(f, "payout.tell", "{'id':'$taken','news':'succeeded'}");
    DESK_HAS(f, "refund.get", "{'id':'$a'}", "'state':'paid'");
    DESK_OK(f, "payout.tell", "{'id':'$taken','news':'reversed'}");
    ask(f, "d", 1);
    DESK_HAS(f, "refund.get", "{'id':'$d'}", "'state':'pending_approval'");
}
ON_BOTH(day_usage)

/* M11: cash goes back in coins, and what they add or take is a part of the refund. */
static void coins(desk_fixture *f)
{
    begin(f);
    DESK_OK(f, "payment.put", "{'purchase':'$order','number':2,'cash_step_minor':7}");
    DESK_OK(f, "refund.plan", PLAN);
    DESK_HAS(f, "refund.get", "{'id':'$a'}", "'amount_minor':398");
    DESK_HAS(f, "refund_part.list", "{'refund':'$a'}", "'kind':'cash_rounding','units':0,'gross_minor':-2");
    answer(f, 1);
    answer(f, 1);
    DESK_HAS(f, "refund.get", "{'id':'$a'}", "'state':'paid'");
    /* 6.02 are left. */
    ask(f, "a", 5);
    DESK_OK(f, "refund.plan", PLAN);
    DESK_HAS(f, "refund.get", "{'id':'$a'}", "'amount_minor':7");
    ask(f, "a", 3);
    DESK_FAILS(f, "refund.plan", PLAN, CSR_E_STEP, "amount");
    /* But for that 5.92 are left, which is no multiple of the coin, and all that can go back. */
    ask(f, "b", 592);
    DESK_OK(f, "refund.plan", "{'id':'$b'}");
    DESK_HAS(f, "refund.get", "{'id':'$b'}", "'amount_minor':592");
}
ON_BOTH(coins)

static CU_TestInfo tests[] = {
    { "payout/paid", paid_on_both },           { "payout/unknown", unknown_on_both },
    { "payout/failed", failed_on_both },       { "payout/refused", refused_on_both },
    { "payout/sent_back", sent_back_on_both }, { "payout/day_usage", day_usage_on_both },
    { "payout/coins", coins_on_both },         CU_TEST_INFO_NULL,
};

static CU_SuiteInfo suites[] = { { "payout", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

int main(void)
{
    return csr_test_main("payouts", suites, 7);
}
