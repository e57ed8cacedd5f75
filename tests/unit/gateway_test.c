#include "support/desk_refund.h"

#include <csr/sys/test_gateway.h>
#include <pthread.h>

/* Payouts through a gateway: what it can do, the loop, and the test gateway that comes with the library. */

#define SECOND_US INT64_C(1000000)
#define DAY_US (86400 * SECOND_US)

static void begin(desk_fixture *f)
{
    desk_refund_begin(f, "tg");
}

/* A case whose subject is not the store: in memory only, which spares the waiting for disks. */
#define IN_MEMORY(name)                              \
    static void name##_in_memory(void)               \
    {                                                \
        desk_fixture f;                              \
        if (desk_begin(&f, "memory", "memory:", 11)) \
            name(&f);                                \
        desk_end(&f);                                \
    }

static csr_test_gateway_params params_of(const desk_fixture *f, const char *script)
{
    csr_test_gateway_params params = CSR_TEST_GATEWAY_PARAMS_INIT;

    params.host = &f->host.host;
    params.name = CSR_STR("tg");
    params.key_life_s = 3600;
    csr_str_set(&params.script, script, strlen(script));
    return params;
}

static csr_test_gateway *open_gateway(desk_fixture *f, const csr_test_gateway_params *params)
{
    csr_test_gateway *gateway = NULL;

    TYPED_OK(f, csr_test_gateway_open(params, &gateway, &f->err));
    return gateway;
}

/* A gateway with this script, and the refund planned through it. */
static csr_test_gateway *planned(desk_fixture *f, const char *script)
{
    csr_test_gateway_params params = params_of(f, script);
    csr_test_gateway *gateway;
    csr_id refund;

    begin(f);
    refund = desk_id(f, "a");
    gateway = open_gateway(f, &params);
    TYPED_OK(f, csr_gateway_plan(f->session, csr_test_gateway_functions(gateway), &refund, NULL, &f->err));
    return gateway;
}

static csr_gateway_tally run(desk_fixture *f, csr_test_gateway *gateway)
{
    csr_gateway_tally tally = CSR_GATEWAY_TALLY_INIT;

    TYPED_OK(f, csr_gateway_run(f->session, csr_test_gateway_functions(gateway), NULL, &tally, &f->err));
    return tally;
}

static csr_gateway_tally run_later(desk_fixture *f, csr_test_gateway *gateway, int64_t seconds)
{
    csr_test_host_advance(&f->host, seconds * SECOND_US);
    return run(f, gateway);
}

/* I2: how often the money of each payout went, as digits. */
static void check_paid(desk_fixture *f, csr_test_gateway *gateway, const char *expected)
{
    csr_test_gateway_entry entry = { .struct_size = sizeof entry };
    char paid[20] = "";

    for (size_t i = 0; i < csr_test_gateway_count(gateway) && i < sizeof paid - 1; i++) {
        TYPED_OK(f, csr_test_gateway_at(gateway, i, &entry, &f->err));
        paid[i] = (char)('0' + entry.paid);
    }
    DESK_TRUE(f, strcmp(paid, expected) == 0);
}

static void all_well(desk_fixture *f)
{
    csr_test_gateway *gateway = planned(f, "");
    csr_gateway_tally tally = run(f, gateway);
    csr_test_gateway_entry entry = { .struct_size = sizeof entry };
    csr_id two = desk_id(f, "two");

    DESK_TRUE(f, tally.taken == 2 && tally.sent == 2 && tally.succeeded == 2 && !tally.more && tally.unknown == 0);
    DESK_HAS(f, "refund.get", "{'id':'$a'}", "'state':'paid'");
    DESK_HAS(f, "payout.find", "{'gateway':'tg','reference':'tg-2'}", "'amount_minor':100");
    check_paid(f, gateway, "11");
    TYPED_OK(f, csr_test_gateway_at(gateway, 1, &entry, &f->err));
    DESK_TRUE(f, entry.amount_minor == 100 && memcmp(&entry.payment, &two, sizeof two) == 0 && entry.requests == 1 &&
                     strcmp(entry.currency, "EUR") == 0 && strcmp(entry.reference, "tg-2") == 0 &&
                     entry.news == CSR_PAYOUT_NEWS_SUCCEEDED && entry.came_back == 0);
    tally = run(f, gateway);
    DESK_TRUE(f, tally.taken == 0);
    csr_test_gateway_close(gateway);
}
ON_BOTH(all_well)

/* Lost on the way there, lost on the way back: the same key again, and paid once. */
static void lost(desk_fixture *f)
{
    csr_test_gateway *gateway = planned(f, "lose,lose_answer,error,ok");
    csr_gateway_tally tally = run(f, gateway);

    DESK_TRUE(f, tally.sent == 2 && tally.unknown == 2);
    check_paid(f, gateway, "01");
    tally = run_later(f, gateway, 60);
    DESK_TRUE(f, tally.sent == 2 && tally.unknown == 1 && tally.succeeded == 1);
    check_paid(f, gateway, "11");
    /* It says "error" for as long as it knows the key; then it is asked. */
    tally = run_later(f, gateway, 60);
    DESK_TRUE(f, tally.sent == 1 && tally.unknown == 1);
    tally = run_later(f, gateway, 3600);
    DESK_TRUE(f, tally.sent == 0 && tally.asked == 1 && tally.succeeded == 1);
    check_paid(f, gateway, "11");
    DESK_HAS(f, "refund.get", "{'id':'$a'}", "'state':'paid'");
    csr_test_gateway_close(gateway);
}
ON_BOTH(lost)

/* A request that arrives after the gateway was asked first is not failed meanwhile. */
static void late(desk_fixture *f)
{
    csr_test_gateway_params params = params_of(f, "late,decline");
    csr_test_gateway *gateway;
    csr_gateway_tally tally;
    csr_id refund;

    begin(f);
    refund = desk_id(f, "a");
    params.no_keys = 1;
    params.delay_s = 100;
    params.inflight_s = 120;
    gateway = open_gateway(f, &params);
    TYPED_OK(f, csr_gateway_plan(f->session, csr_test_gateway_functions(gateway), &refund, NULL, &f->err));
    tally = run(f, gateway);
    DESK_TRUE(f, tally.sent == 2 && tally.unknown == 1 && tally.failed == 1);
    tally = run_later(f, gateway, 60);
    DESK_TRUE(f, tally.sent == 0 && tally.asked == 1 && tally.unknown == 1);
    tally = run_later(f, gateway, 60);
    DESK_TRUE(f, tally.asked == 1 && tally.succeeded == 1);
    check_paid(f, gateway, "10");
    DESK_HAS(f, "refund.get", "{'id':'$a'}", "'state':'part_paid'");
    csr_test_gateway_close(gateway);
}
IN_MEMORY(late)

/* Neither keys nor lookup: one request, and what is unclear is left to people. */
static void blind(desk_fixture *f)
{
    csr_test_gateway_params params = params_of(f, "lose_answer,lose");
    csr_test_gateway *gateway;
    csr_gateway_tally tally;
    csr_id refund;

    begin(f);
    refund = desk_id(f, "a");
    params.no_keys = params.no_lookup = 1;
    gateway = open_gateway(f, &params);
    TYPED_OK(f, csr_gateway_plan(f->session, csr_test_gateway_functions(gateway), &refund, NULL, &f->err));
    tally = run(f, gateway);
    DESK_TRUE(f, tally.sent == 2 && tally.unknown == 2);
    tally = run_later(f, gateway, 60);
    DESK_TRUE(f, tally.taken == 2 && tally.sent == 0 && tally.asked == 0 && tally.people == 2);
    check_paid(f, gateway, "10");
    DESK_HAS(f, "payout.list", "{'gateway':'tg'}", "'state':'manual'");
    csr_test_gateway_close(gateway);
}
IN_MEMORY(blind)

/* Taken and decided later; paid and come back; twice. */
static void decided_later(desk_fixture *f)
{
    csr_test_gateway *gateway = planned(f, "pending,returned");
    csr_gateway_tally tally = run(f, gateway);

    DESK_TRUE(f, tally.sent == 2 && tally.pending == 2);
    tally = run_later(f, gateway, 60);
    DESK_TRUE(f, tally.asked == 2 && tally.succeeded == 1 && tally.failed == 1);
    check_paid(f, gateway, "10");
    csr_test_gateway_close(gateway);
}
IN_MEMORY(decided_later)

static void refusals(desk_fixture *f)
{
    csr_test_gateway *gateway = planned(f, "denied,exceeded,duplicate");
    csr_gateway_tally tally = run(f, gateway);

    DESK_TRUE(f, tally.sent == 2 && tally.unknown == 2);
    DESK_HAS(f, "payout.list", "{'gateway':'tg'}", "'state':'await_lookup'");
    DESK_HAS(f, "payout.list", "{'gateway':'tg'}", "'alarm':true");
    tally = run_later(f, gateway, 60);
    DESK_TRUE(f, tally.sent == 1 && tally.asked == 1 && tally.succeeded == 1 && tally.unknown == 1);
    tally = run_later(f, gateway, 3600);
    DESK_TRUE(f, tally.asked == 1 && tally.failed == 1);
    check_paid(f, gateway, "10");
    csr_test_gateway_close(gateway);
}
IN_MEMORY(refusals)

static void conflict(desk_fixture *f)
{
    csr_test_gateway *gateway = planned(f, "conflict,reverse");
    csr_gateway_tally tally = run(f, gateway);

    DESK_TRUE(f, tally.people == 1 && tally.succeeded == 1);
    csr_test_gateway_close(gateway);
}
IN_MEMORY(conflict)

static void plan_fails(desk_fixture *f, const csr_test_gateway_params *params, csr_status status, const char *field)
{
    csr_test_gateway *gateway = open_gateway(f, params);
    csr_id refund = desk_id(f, "a");

    TYPED_FAILS(f, csr_gateway_plan(f->session, csr_test_gateway_functions(gateway), &refund, NULL, &f->err), status,
                field);
    csr_test_gateway_close(gateway);
}

/* What a gateway cannot do is said before anything is reserved. */
static void capabilities(desk_fixture *f)
{
    csr_test_gateway_params params = params_of(f, ""), other;

    begin(f);
    other = params;
    other.step_minor = 40; /* 300 and 100 */
    plan_fails(f, &other, CSR_E_STEP, "amount");
    DESK_TRUE(f, strstr(f->err.message, "payment 1: 300 is no multiple of 40, the gateway's step; 20 remain") != NULL);
    other = params;
    other.no_partial = 1;
    plan_fails(f, &other, CSR_E_STATE, "whole");
    other = params;
    other.window_s = 30 * 86400;
    csr_test_host_advance(&f->host, DAY_US);
    DESK_OK(f, "payment.put", "{'purchase':'$order','number':2,'captured_at':'2026-01-02T00:00:00Z'}");
    plan_fails(f, &other, CSR_E_STATE, "window_s");
    DESK_TRUE(f, strstr(f->err.message,
                        "payment 2: the gateway gives nothing back after 30 days: 0 is left; a voucher") != NULL);
    other = params;
    other.inflight_s = 60;
    other.margin_s = 60;
    plan_fails(f, &other, CSR_E_ARGUMENT, "margin_s");
    DESK_FAILS(f, "refund.plan", "{'id':'$a','window_s':315360001}", CSR_E_ARGUMENT, "window_s");
    DESK_FAILS(f, "payment.put", "{'purchase':'$order','number':2,'captured_at':'2036-01-02T00:00:00Z'}",
               CSR_E_ARGUMENT, "captured_at");
}
IN_MEMORY(capabilities)

static void gives_once(desk_fixture *f)
{
    csr_test_gateway_params params = params_of(f, "");
    csr_session *rosa;
    csr_test_gateway *gateway;
    csr_id refund;

    begin(f);
    refund = desk_id(f, "a");
    params.no_multi = 1;
    params.window_s = 86400;
    gateway = open_gateway(f, &params);
    TYPED_OK(f, csr_gateway_plan(f->session, csr_test_gateway_functions(gateway), &refund, NULL, &f->err));
    DESK_TRUE(f, run(f, gateway).succeeded == 2);
    csr_test_gateway_close(gateway);
    DESK_MAKE(f, "a", "refund.open", "{'purchase':'$order','reason':'x'}");
    DESK_OK(f, "refund.add", "{'id':'$a','kind':'amount','amount_minor':400}");
    rosa = desk_session_of(f, "rosa");
    desk_expect_at(f, "submit", desk_call_in(f, rosa, "refund.submit", "{'id':'$a'}"), CSR_OK, "", __FILE__, __LINE__);
    csr_session_close(rosa);
    plan_fails(f, &params, CSR_E_STATE, "once");
}
IN_MEMORY(gives_once)

/* Payments of different gateways: each is planned for its own, in any order, and the other's share is left to it. */
static void two_gateways(desk_fixture *f)
{
    begin(f);
    DESK_OK(f, "payment.put", "{'purchase':'$order','number':2,'gateway':'other'}");
    DESK_OK(f, "refund.plan", "{'id':'$a','gateway':'nobody'}");
    DESK_HAS(f, "refund.get", "{'id':'$a'}", "'state':'approved'");
    DESK_OK(f, "refund.plan", "{'id':'$a','gateway':'other','step_minor':100}");
    DESK_HAS(f, "refund.get", "{'id':'$a'}", "'state':'paying'");
    DESK_FAILS(f, "refund.plan", "{'id':'$a'}", CSR_E_STATE, "state");
    DESK_OK(f, "refund.plan", "{'id':'$a','gateway':'tg','step_minor':300}");
    DESK_FAILS(f, "refund.plan", "{'id':'$a','gateway':'tg'}", CSR_E_STATE, "state");
    DESK_HAS(f, "payout.list", "{'gateway':'tg'}", "'amount_minor':300");
    DESK_HAS(f, "payout.list", "{'gateway':'other'}", "'amount_minor':100");
    DESK_HAS(f, "payment.get", "{'id':'$two'}", "'gateway':'other'");
}
ON_BOTH(two_gateways)

/* What is held was never sent: one person ends it, with what they know; nobody says that it went. */
static void give_up(desk_fixture *f)
{
    csr_payout_view payout = { .struct_size = sizeof payout };
    csr_payout_query query = CSR_PAYOUT_QUERY_INIT;
    csr_session *rosa = desk_session_of(f, "rosa");
    csr_payout_attest_params in = CSR_PAYOUT_ATTEST_PARAMS_INIT;
    csr_result *result = NULL;

    query.gateway = CSR_STR("tg");
    TYPED_OK(f, csr_payout_list(f->session, &query, &result, &f->err));
    DESK_TRUE(f, csr_result_count(result) == 1 && csr_payout_at(result, 0, &payout, NULL) == CSR_OK);
    in.news = CSR_PAYOUT_NEWS_SUCCEEDED;
    in.evidence = CSR_STR("The bank took it back");
    TYPED_FAILS(f, csr_payout_attest(rosa, &payout.id, &in, NULL, &f->err), CSR_E_STATE, "state");
    in.news = CSR_PAYOUT_NEWS_FAILED;
    TYPED_FAILS(f, csr_payout_attest(f->session, &payout.id, &in, NULL, &f->err), CSR_E_RIGHT, "agent");
    TYPED_OK(f, csr_payout_attest(rosa, &payout.id, &in, NULL, &f->err));
    csr_result_free(result);
    csr_session_close(rosa);
}

/* I1: what was planned and not sent is held while its payment is disputed, holds too little, or has an incident. */
static void held(desk_fixture *f)
{
    csr_test_gateway *gateway = planned(f, "");
    csr_gateway_tally tally;

    DESK_OK(f, "payment.put", "{'purchase':'$order','number':1,'dispute':'open'}");
    DESK_OK(f, "payment.put", "{'purchase':'$order','number':2,'dispute':'lost','charged_back_minor':601}");
    tally = run(f, gateway);
    DESK_TRUE(f, tally.taken == 2 && tally.sent == 0 && tally.people == 2 && csr_test_gateway_count(gateway) == 0);
    DESK_HAS(f, "payout.list", "{'gateway':'tg'}", "'step':'person'");
    DESK_OK(f, "payment.put", "{'purchase':'$order','number':1,'dispute':'won'}");
    tally = run_later(f, gateway, 60);
    DESK_TRUE(f, tally.sent == 1 && tally.succeeded == 1 && tally.people == 1);
    csr_test_gateway_close(gateway);
    give_up(f);
    DESK_IS(f, "payout.list", "{'gateway':'tg'}", "{'kind':'payout','rows':[],'next':null}");
    DESK_HAS(f, "refund.get", "{'id':'$a'}", "'state':'part_paid'");
}
ON_BOTH(held)

/* What was only authorised is let go, whole; what nobody knows has to be asked first. */
static void voided(desk_fixture *f)
{
    csr_test_gateway_params params = params_of(f, "lose_answer,ok");
    csr_test_gateway_entry entry = { .struct_size = sizeof entry };
    csr_test_gateway *gateway;
    csr_id refund;

    begin(f);
    refund = desk_id(f, "a");
    DESK_OK(f, "payment.put", "{'purchase':'$order','number':1,'state':'authorized'}");
    params.no_partial_void = 1;
    DESK_OK(f, "payment.put", "{'purchase':'$order','number':2,'state':'authorized'}");
    plan_fails(f, &params, CSR_E_STATE, "whole");
    params.no_void = 1;
    plan_fails(f, &params, CSR_E_OVER_REFUND, "amount");
    DESK_TRUE(f, strstr(f->err.message, "400 are to go, and 0 are left of the payments: payment 1 is auth") != NULL);
    params.no_void = 0;
    DESK_OK(f, "payment.put", "{'purchase':'$order','number':2,'state':'unknown'}");
    plan_fails(f, &params, CSR_E_OVER_REFUND, "amount");
    DESK_TRUE(f, strstr(f->err.message, "300 are left of the payments: payment 2 is in a state") != NULL);
    DESK_OK(f, "payment.put", "{'purchase':'$order','number':2,'state':'settled','dispute':'open'}");
    plan_fails(f, &params, CSR_E_OVER_REFUND, "amount");
    DESK_TRUE(f, strstr(f->err.message, "300 are left of the payments: payment 2 is disputed") != NULL);
    DESK_OK(f, "payment.put", "{'purchase':'$order','number':2,'dispute':'lost','charged_back_minor':650}");
    plan_fails(f, &params, CSR_E_OVER_REFUND, "amount");
    DESK_TRUE(f, strcmp(f->err.message, "400 are to go, and 350 are left of the payments") == 0);
    DESK_OK(f, "payment.put", "{'purchase':'$order','number':2,'dispute':'won','captured_minor':1350}");
    DESK_OK(f, "payment.put", "{'purchase':'$order','number':2,'state':'settling'}");
    gateway = open_gateway(f, &params);
    TYPED_OK(f, csr_gateway_plan(f->session, csr_test_gateway_functions(gateway), &refund, NULL, &f->err));
    DESK_TRUE(f, run(f, gateway).succeeded == 1);
    DESK_TRUE(f, run_later(f, gateway, 60).succeeded == 1);
    check_paid(f, gateway, "11");
    TYPED_OK(f, csr_test_gateway_at(gateway, 0, &entry, &f->err));
    DESK_TRUE(f, entry.voids && entry.amount_minor == 300 && entry.requests == 2);
    TYPED_OK(f, csr_test_gateway_at(gateway, 1, &entry, &f->err));
    DESK_TRUE(f, !entry.voids && entry.amount_minor == 100);
    DESK_HAS(f, "payout.list", "{'refund':'$a'}", "'voids':true");
    DESK_HAS(f, "refund.get", "{'id':'$a'}", "'state':'paid'");
    csr_test_gateway_close(gateway);
}
ON_BOTH(voided)

static void voided_in_part(desk_fixture *f)
{
    csr_test_gateway *gateway;
    csr_test_gateway_params params = params_of(f, "");
    csr_gateway deaf;
    csr_id refund;

    begin(f);
    refund = desk_id(f, "a");
    DESK_OK(f, "payment.put", "{'purchase':'$order','number':2,'state':'authorized'}");
    gateway = open_gateway(f, &params);
    TYPED_OK(f, csr_gateway_plan(f->session, csr_test_gateway_functions(gateway), &refund, NULL, &f->err));
    /* Without the function nothing is known of it, and nothing is refunded instead. */
    deaf = *csr_test_gateway_functions(gateway);
    deaf.let_go = NULL;
    TYPED_OK(f, csr_gateway_run(f->session, &deaf, NULL, NULL, &f->err));
    check_paid(f, gateway, "1");
    DESK_TRUE(f, run_later(f, gateway, 60).succeeded == 1);
    check_paid(f, gateway, "11");
    csr_test_gateway_close(gateway);
}
IN_MEMORY(voided_in_part)

/* A gateway of a host's that answers as it is told, and may use the session meanwhile. */
typedef struct puppet {
    desk_fixture *f;
    csr_gateway functions;
    const char *reference;
    int32_t can, answer, news, nested;
    int64_t step;
} puppet;

static int32_t puppet_can(void *context, csr_gateway_capabilities *out)
{
    out->has_lookup = out->partial = out->multi = 1;
    out->key_life_s = 3600;
    return ((const puppet *)context)->can;
}

static int64_t puppet_step(void *context, const char *currency)
{
    return strcmp(currency, "EUR") == 0 ? ((const puppet *)context)->step : 0;
}

static int32_t puppet_refund(void *context, const csr_gateway_request *request, csr_gateway_reply *reply)
{
    puppet *p = context;

    DESK_TRUE(p->f, request->key.len == 52 && request->payment_ref.len == 4 && request->attempt >= 1 &&
                        (request->payment_minor == 300 || request->payment_minor == 700));
    (void)snprintf(reply->reference, sizeof reply->reference, "%s", p->reference);
    if (p->nested) {
        p->nested = 0;
        TYPED_OK(p->f, csr_gateway_run(p->f->session, &p->functions, NULL, NULL, &p->f->err));
    }
    return p->answer;
}

static int32_t puppet_lookup(void *context, const csr_gateway_request *request, csr_gateway_reply *reply)
{
    const puppet *p = context;

    (void)request;
    (void)snprintf(reply->reference, sizeof reply->reference, "%s", p->reference);
    return p->news;
}

static puppet puppet_of(desk_fixture *f)
{
    puppet p = { .f = f, .reference = "", .can = 1, .step = 1, .answer = CSR_PAYOUT_ANSWER_SUCCESS };

    p.functions = (csr_gateway){ .struct_size = sizeof p.functions,
                                 .abi_version = CSR_GATEWAY_ABI,
                                 .name = CSR_STR("tg"),
                                 .capabilities = puppet_can,
                                 .step = puppet_step,
                                 .refund = puppet_refund,
                                 .lookup = puppet_lookup };
    return p;
}

static csr_gateway_tally pull(desk_fixture *f, puppet *p)
{
    csr_gateway_tally tally = CSR_GATEWAY_TALLY_INIT;

    p->functions.context = p;
    TYPED_OK(f, csr_gateway_run(f->session, &p->functions, NULL, &tally, &f->err));
    csr_test_host_advance(&f->host, 60 * SECOND_US);
    return tally;
}

/* 0 is no answer, and so is what nobody knows; texts that cannot be stored do not lose what was said. */
static void odd_answers(desk_fixture *f)
{
    puppet p = puppet_of(f);
    csr_gateway_tally tally;
    csr_id refund;

    begin(f);
    refund = desk_id(f, "a");
    p.functions.context = &p;
    TYPED_OK(f, csr_gateway_plan(f->session, &p.functions, &refund, NULL, &f->err));
    p.answer = 0;
    tally = pull(f, &p);
    DESK_TRUE(f, tally.sent == 2 && tally.unknown == 2);
    p.answer = 99;
    tally = pull(f, &p);
    DESK_TRUE(f, tally.sent == 2 && tally.unknown == 2);
    p.answer = CSR_PAYOUT_ANSWER_PENDING;
    p.reference = "\xff";
    tally = pull(f, &p);
    DESK_TRUE(f, tally.sent == 2 && tally.pending == 2);
    tally = pull(f, &p);
    DESK_TRUE(f, tally.asked == 2 && tally.pending == 2);
    p.news = CSR_PAYOUT_NEWS_SUCCEEDED;
    tally = pull(f, &p);
    DESK_TRUE(f, tally.asked == 2 && tally.succeeded == 2);
}
IN_MEMORY(odd_answers)

/* One reference for two payouts: nobody knows which of them was paid. */
static void same_reference(desk_fixture *f)
{
    puppet p = puppet_of(f);
    csr_gateway_tally tally;
    csr_id refund;

    begin(f);
    refund = desk_id(f, "a");
    p.functions.context = &p;
    TYPED_OK(f, csr_gateway_plan(f->session, &p.functions, &refund, NULL, &f->err));
    p.reference = "re-1";
    tally = pull(f, &p);
    DESK_TRUE(f, tally.succeeded == 1 && tally.people == 1);
    DESK_HAS(f, "payout.list", "{'gateway':'tg'}", "'alarm':true");
}
IN_MEMORY(same_reference)

static void same_reference_asked(desk_fixture *f)
{
    puppet p = puppet_of(f);
    csr_gateway_tally tally;
    csr_id refund;

    begin(f);
    refund = desk_id(f, "a");
    p.functions.context = &p;
    TYPED_OK(f, csr_gateway_plan(f->session, &p.functions, &refund, NULL, &f->err));
    p.answer = CSR_PAYOUT_ANSWER_EXCEEDED;
    DESK_TRUE(f, pull(f, &p).unknown == 2);
    p.reference = "re-1";
    p.news = CSR_PAYOUT_NEWS_SUCCEEDED;
    tally = pull(f, &p);
    DESK_TRUE(f, tally.asked == 2 && tally.succeeded == 1 && tally.people == 1);
    /* Without the function nothing is asked. */
    p.functions.lookup = NULL;
    tally = pull(f, &p);
    DESK_TRUE(f, tally.taken == 1 && tally.asked == 0);
}
IN_MEMORY(same_reference_asked)

/* A function of the gateway may run the loop: each payout is sent once all the same. */
static void re_entry(desk_fixture *f)
{
    puppet p = puppet_of(f);
    csr_gateway_run_params one = CSR_GATEWAY_RUN_PARAMS_INIT;
    csr_gateway_tally tally = CSR_GATEWAY_TALLY_INIT;
    csr_id refund;

    begin(f);
    refund = desk_id(f, "a");
    p.functions.context = &p;
    TYPED_OK(f, csr_gateway_plan(f->session, &p.functions, &refund, NULL, &f->err));
    p.nested = 1;
    one.limit = 1;
    TYPED_OK(f, csr_gateway_run(f->session, &p.functions, &one, &tally, &f->err));
    DESK_TRUE(f, tally.taken == 1 && tally.succeeded == 1 && tally.more);
    DESK_HAS(f, "refund.get", "{'id':'$a'}", "'state':'paid'");
}
IN_MEMORY(re_entry)

static void refused(desk_fixture *f)
{
    puppet p = puppet_of(f), q = p;
    csr_gateway_run_params in = CSR_GATEWAY_RUN_PARAMS_INIT;
    csr_gateway_tally small = { .struct_size = 8 }, none = { 0 };
    csr_id refund, nobody = { { 9 } };

    begin(f);
    refund = desk_id(f, "a");
    p.functions.context = &p;
    TYPED_FAILS(f, csr_gateway_plan(f->session, NULL, &refund, NULL, &f->err), CSR_E_ARGUMENT, "gateway");
    TYPED_FAILS(f, csr_gateway_plan(f->session, &p.functions, &nobody, NULL, &f->err), CSR_E_NOT_FOUND, "id");
    TYPED_FAILS(f, csr_gateway_plan(NULL, &p.functions, &refund, NULL, &f->err), CSR_E_ARGUMENT, "session");
    p.step = 0;
    TYPED_FAILS(f, csr_gateway_plan(f->session, &p.functions, &refund, NULL, &f->err), CSR_E_CURRENCY, "currency");
    p.can = 0;
    TYPED_FAILS(f, csr_gateway_plan(f->session, &p.functions, &refund, NULL, &f->err), CSR_E_CALLBACK, "capabilities");
    q.functions.refund = NULL;
    TYPED_FAILS(f, csr_gateway_run(f->session, &q.functions, NULL, NULL, &f->err), CSR_E_ARGUMENT, "gateway");
    q.functions.abi_version = 2;
    TYPED_FAILS(f, csr_gateway_run(f->session, &q.functions, NULL, NULL, &f->err), CSR_E_ARGUMENT, "gateway");
    in.limit = 1001;
    TYPED_FAILS(f, csr_gateway_run(f->session, &p.functions, &in, NULL, &f->err), CSR_E_ARGUMENT, "limit");
    in.limit = -1;
    TYPED_FAILS(f, csr_gateway_run(f->session, &p.functions, &in, NULL, &f->err), CSR_E_ARGUMENT, "limit");
    in.struct_size = 4;
    TYPED_FAILS(f, csr_gateway_run(f->session, &p.functions, &in, NULL, &f->err), CSR_E_ARGUMENT, "struct_size");
    TYPED_FAILS(f, csr_gateway_run(f->session, &p.functions, NULL, &none, &f->err), CSR_E_ARGUMENT, "struct_size");
    TYPED_FAILS(f, csr_gateway_run(NULL, &p.functions, NULL, &small, &f->err), CSR_E_ARGUMENT, "session");
    DESK_TRUE(f, small.struct_size == 8 && small.taken == 0);
    /* Within a transaction of the host nothing would be durable in time. */
    DESK_TRUE(f, csr_session_begin(f->session, &f->err) == CSR_OK);
    DESK_TRUE(f, csr_gateway_run(f->session, &p.functions, NULL, NULL, &f->err) == CSR_E_MISUSE);
    DESK_TRUE(f, csr_session_rollback(f->session, &f->err) == CSR_OK);
}
IN_MEMORY(refused)

/* What the gateway sends by itself, and what it is not. */
static void notices(desk_fixture *f)
{
    csr_test_gateway *gateway = planned(f, "reverse,duplicate");
    const csr_gateway *functions = csr_test_gateway_functions(gateway);
    csr_id payment = desk_id(f, "one");
    csr_gateway_notice notice;
    char bytes[600] = "", last[600];
    size_t len = 9, count = 0;

    TYPED_OK(f, csr_test_gateway_webhook(gateway, bytes, sizeof bytes, &len, &f->err));
    DESK_TRUE(f, len == 0);
    (void)run(f, gateway);
    csr_test_host_advance(&f->host, 30 * SECOND_US);
    TYPED_OK(f, csr_test_gateway_pay(gateway, &payment, 5, "EUR", &f->err));
    DESK_TRUE(f, csr_test_gateway_webhook(gateway, bytes, 10, &len, &f->err) == CSR_E_ARGUMENT);
    for (;;) {
        (void)snprintf(last, sizeof last, "%s", bytes);
        TYPED_OK(f, csr_test_gateway_webhook(gateway, bytes, sizeof bytes, &len, &f->err));
        if (len == 0)
            break;
        notice = (csr_gateway_notice){ .struct_size = sizeof notice };
        DESK_TRUE(f, functions->parse_webhook(functions->context, bytes, len, &notice) == 1);
        DESK_TRUE(f, notice.event_id[0] != '\0' && notice.amount_minor > 0 && strcmp(notice.currency, "EUR") == 0);
        DESK_TRUE(f, csr_id_is_none(&notice.payout) == (notice.amount_minor == 5));
        /* The second payout's comes twice, the same each time. */
        DESK_TRUE(f, (strcmp(last, bytes) == 0) == (count == 2));
        count++;
    }
    DESK_TRUE(f, count == 5 && notice.news == CSR_PAYOUT_NEWS_REVERSED);
    DESK_TRUE(f, functions->parse_webhook(functions->context, "{}", 2, &notice) == 0);
    DESK_TRUE(f, functions->parse_webhook(functions->context, "nothing", 7, &notice) == 0);
    DESK_TRUE(f, functions->parse_webhook(functions->context, "{\"id\":1,\"news\":\"failed\"}", 24, &notice) == 0);
    DESK_TRUE(f, functions->parse_webhook(functions->context, "{\"id\":\"e\",\"news\":\"failed\",\"payout\":\"x\"}", 40,
                                          &notice) == 0);
    csr_test_gateway_close(gateway);
}
IN_MEMORY(notices)

/* Drawn turns: the same seed gives the same books. */
static void drawn(desk_fixture *f)
{
    csr_test_gateway_params params = params_of(f, "");
    csr_gateway_request request = { .struct_size = sizeof request, .amount_minor = 1, .currency = "EUR" };
    csr_gateway_reply reply = { .struct_size = sizeof reply };
    char seen[2][201] = { "", "" };
    csr_test_gateway *gateway;

    params.decline = params.lose = params.lose_answer = params.late = params.duplicate = params.pending = 100;
    params.returned = params.reverse = params.error = 100;
    params.seed = 7;
    request.key = CSR_STR("key");
    for (int turn = 0; turn < 2; turn++) {
        gateway = open_gateway(f, &params);
        for (uint8_t i = 0; i < 200; i++) {
            const csr_gateway *functions = csr_test_gateway_functions(gateway);
            request.payout.bytes[0] = (uint8_t)(i + 1);
            seen[turn][i] = (char)('0' + functions->refund(functions->context, &request, &reply));
        }
        request.amount_minor = 2;
        DESK_TRUE(f, csr_test_gateway_functions(gateway)->refund(csr_test_gateway_functions(gateway)->context, &request,
                                                                 &reply) == CSR_PAYOUT_ANSWER_KEY_CONFLICT);
        request.amount_minor = 1;
        csr_test_gateway_close(gateway);
    }
    DESK_TRUE(f, strcmp(seen[0], seen[1]) == 0 && strchr(seen[0], '0') != NULL && strchr(seen[0], '1') != NULL &&
                     strchr(seen[0], '2') != NULL && strchr(seen[0], '3') != NULL && strchr(seen[0], '7') != NULL);
}
IN_MEMORY(drawn)

static void test_gateway_refused(desk_fixture *f)
{
    csr_test_gateway_params params = params_of(f, "ok, lose,what"), half = params;
    csr_test_gateway_entry entry = { .struct_size = sizeof entry };
    csr_test_gateway *gateway = NULL;
    csr_id payment = { { 1 } }, none = { { 0 } };
    char bytes[600];
    size_t len;

    half.script = CSR_STR("ok");
    TYPED_FAILS(f, csr_test_gateway_open(&params, &gateway, &f->err), CSR_E_ARGUMENT, "script");
    params = half;
    params.lose = 600;
    params.late = 401;
    TYPED_FAILS(f, csr_test_gateway_open(&params, &gateway, &f->err), CSR_E_ARGUMENT, "decline");
    params = half;
    params.delay_s = -1;
    TYPED_FAILS(f, csr_test_gateway_open(&params, &gateway, &f->err), CSR_E_ARGUMENT, "key_life_s");
    params = half;
    params.step_minor = -1;
    TYPED_FAILS(f, csr_test_gateway_open(&params, &gateway, &f->err), CSR_E_ARGUMENT, "step_minor");
    params.struct_size = 8;
    TYPED_FAILS(f, csr_test_gateway_open(&params, &gateway, &f->err), CSR_E_ARGUMENT, "struct_size");
    TYPED_FAILS(f, csr_test_gateway_open(NULL, NULL, &f->err), CSR_E_ARGUMENT, "out");
    TYPED_OK(f, csr_test_gateway_open(NULL, &gateway, &f->err));
    TYPED_FAILS(f, csr_test_gateway_at(gateway, 0, &entry, &f->err), CSR_E_ARGUMENT, "i");
    TYPED_FAILS(f, csr_test_gateway_pay(gateway, &none, 1, "EUR", &f->err), CSR_E_ARGUMENT, "payment");
    TYPED_FAILS(f, csr_test_gateway_pay(gateway, &payment, 0, "EUR", &f->err), CSR_E_ARGUMENT, "amount_minor");
    TYPED_FAILS(f, csr_test_gateway_pay(gateway, &payment, 1, "EU", &f->err), CSR_E_ARGUMENT, "currency");
    TYPED_OK(f, csr_test_gateway_pay(gateway, &payment, 1, "EUR", &f->err));
    entry.struct_size = 8;
    TYPED_FAILS(f, csr_test_gateway_at(gateway, 0, &entry, &f->err), CSR_E_ARGUMENT, "struct_size");
    TYPED_FAILS(f, csr_test_gateway_webhook(NULL, bytes, sizeof bytes, &len, &f->err), CSR_E_ARGUMENT, "bytes");
    DESK_TRUE(f, csr_test_gateway_count(NULL) == 0 && csr_test_gateway_functions(NULL) == NULL);
    csr_test_gateway_close(gateway);
    csr_test_gateway_close(NULL);
}
IN_MEMORY(test_gateway_refused)

/* Memory that runs out anywhere in the loop: nothing is paid twice, and in the end all is paid. */
static void scarce(desk_fixture *f)
{
    csr_test_gateway *gateway = planned(f, "lose,lose_answer,pending,ok");
    csr_gateway_tally tally = CSR_GATEWAY_TALLY_INIT;
    unsigned failures = 0;

    for (uint64_t nth = 1; nth < 120; nth++) {
        csr_status status;
        csr_test_host_fail_alloc(&f->host, nth, 0);
        status = csr_gateway_run(f->session, csr_test_gateway_functions(gateway), NULL, &tally, &f->err);
        csr_test_host_fail_alloc(&f->host, 0, 0);
        DESK_TRUE(f, status == CSR_OK || status == CSR_E_NO_MEMORY);
        failures += status != CSR_OK;
        csr_test_host_advance(&f->host, 20 * SECOND_US);
    }
    DESK_TRUE(f, failures > 3);
    csr_test_host_advance(&f->host, 3600 * SECOND_US);
    (void)run(f, gateway);
    check_paid(f, gateway, "11");
    DESK_HAS(f, "refund.get", "{'id':'$a'}", "'state':'paid'");
    csr_test_gateway_close(gateway);
}
IN_MEMORY(scarce)

/* Without memory for its books the test gateway says nothing. */
static void scarce_books(desk_fixture *f)
{
    csr_test_gateway_params params = params_of(f, "ok");
    csr_gateway_request request = { .struct_size = sizeof request, .amount_minor = 1, .currency = "EUR" };
    csr_gateway_reply reply = { .struct_size = sizeof reply };
    csr_test_gateway *gateway = NULL;
    const csr_gateway *functions;
    csr_id payment = { { 1 } };
    char bytes[600];
    size_t len = 9;

    for (uint64_t nth = 1; nth < 9 && gateway == NULL; nth++) {
        csr_test_host_fail_alloc(&f->host, nth, 0);
        DESK_TRUE(f, csr_test_gateway_open(&params, &gateway, &f->err) == (nth < 3 ? CSR_E_NO_MEMORY : CSR_OK));
        csr_test_host_fail_alloc(&f->host, 0, 0);
    }
    functions = csr_test_gateway_functions(gateway);
    request.key = CSR_STR("key");
    request.payout.bytes[0] = 1;
    csr_test_host_fail_alloc(&f->host, 1, 0);
    DESK_TRUE(f, functions->refund(functions->context, &request, &reply) == 0);
    csr_test_host_fail_alloc(&f->host, 1, 0);
    DESK_TRUE(f, csr_test_gateway_pay(gateway, &payment, 1, "EUR", &f->err) == CSR_E_NO_MEMORY);
    DESK_TRUE(f, csr_test_gateway_count(gateway) == 0);
    /* Its notice is lost, the payment is not. */
    csr_test_host_fail_alloc(&f->host, 2, 0);
    DESK_TRUE(f, functions->refund(functions->context, &request, &reply) == CSR_PAYOUT_ANSWER_SUCCESS);
    csr_test_host_fail_alloc(&f->host, 0, 0);
    TYPED_OK(f, csr_test_gateway_webhook(gateway, bytes, sizeof bytes, &len, &f->err));
    DESK_TRUE(f, len == 0);
    check_paid(f, gateway, "1");
    request.payout.bytes[0] = 2;
    DESK_TRUE(f, functions->lookup(functions->context, &request, &reply) == CSR_PAYOUT_NEWS_NOT_FOUND);
    csr_test_gateway_close(gateway);
}
IN_MEMORY(scarce_books)

/* The test gateway for several threads: one at a time. */
typedef struct shared_gateway {
    csr_gateway functions;
    const csr_gateway *inner;
    pthread_mutex_t lock;
    desk_fixture *f;
    csr_status status[3];
    int32_t sent[3];
} shared_gateway;

static int32_t shared_refund(void *context, const csr_gateway_request *request, csr_gateway_reply *reply)
{
    shared_gateway *s = context;
    int32_t answer;

    pthread_mutex_lock(&s->lock);
    answer = s->inner->refund(s->inner->context, request, reply);
    pthread_mutex_unlock(&s->lock);
    return answer;
}

static int32_t shared_can(void *context, csr_gateway_capabilities *out)
{
    const shared_gateway *s = context;

    return s->inner->capabilities(s->inner->context, out);
}

typedef struct runner {
    shared_gateway *shared;
    int number;
} runner;

static void *run_shared(void *user)
{
    const runner *r = user;
    csr_gateway_tally tally = CSR_GATEWAY_TALLY_INIT;
    csr_session *session = NULL;
    csr_status status = csr_session_open(r->shared->f->desk, NULL, &session, NULL);

    if (status == CSR_OK)
        status = csr_gateway_run(session, &r->shared->functions, NULL, &tally, NULL);
    csr_session_close(session);
    r->shared->status[r->number] = status;
    r->shared->sent[r->number] = tally.sent;
    return NULL;
}

/* Three loops at once: each payout is taken by one of them. */
static void at_once(desk_fixture *f)
{
    csr_test_gateway *gateway = planned(f, "duplicate,ok");
    shared_gateway s = { .inner = csr_test_gateway_functions(gateway), .f = f };
    pthread_t threads[3];
    runner runners[3];

    s.functions = (csr_gateway){ .struct_size = sizeof s.functions,
                                 .abi_version = CSR_GATEWAY_ABI,
                                 .context = &s,
                                 .name = CSR_STR("tg"),
                                 .capabilities = shared_can,
                                 .refund = shared_refund };
    DESK_TRUE(f, pthread_mutex_init(&s.lock, NULL) == 0);
    for (int i = 0; i < 3; i++) {
        runners[i] = (runner){ &s, i };
        DESK_TRUE(f, pthread_create(&threads[i], NULL, run_shared, &runners[i]) == 0);
    }
    for (int i = 0; i < 3; i++)
        DESK_TRUE(f, pthread_join(threads[i], NULL) == 0);
    DESK_TRUE(f, s.status[0] == CSR_OK && s.status[1] == CSR_OK && s.status[2] == CSR_OK);
    DESK_TRUE(f, s.sent[0] + s.sent[1] + s.sent[2] == 2);
    check_paid(f, gateway, "11");
    DESK_HAS(f, "refund.get", "{'id':'$a'}", "'state':'paid'");
    pthread_mutex_destroy(&s.lock);
    /* Which of the threads came first decides about ids of events. */
    f->apart = 1;
    csr_test_gateway_close(gateway);
}
ON_BOTH(at_once)

static CU_TestInfo tests[] = {
    { "gateway/all_well", all_well_on_both },
    { "gateway/lost", lost_on_both },
    { "gateway/late", late_in_memory },
    { "gateway/blind", blind_in_memory },
    { "gateway/decided_later", decided_later_in_memory },
    { "gateway/refusals", refusals_in_memory },
    { "gateway/conflict", conflict_in_memory },
    { "gateway/capabilities", capabilities_in_memory },
    { "gateway/gives_once", gives_once_in_memory },
    { "gateway/two_gateways", two_gateways_on_both },
    { "gateway/held", held_on_both },
    { "gateway/voided", voided_on_both },
    { "gateway/voided_in_part", voided_in_part_in_memory },
    { "gateway/odd_answers", odd_answers_in_memory },
    { "gateway/same_reference", same_reference_in_memory },
    { "gateway/same_reference_asked", same_reference_asked_in_memory },
    { "gateway/re_entry", re_entry_in_memory },
    { "gateway/refused", refused_in_memory },
    { "gateway/notices", notices_in_memory },
    { "gateway/drawn", drawn_in_memory },
    { "gateway/at_once", at_once_on_both },
    { "gateway/scarce", scarce_in_memory },
    { "gateway/scarce_books", scarce_books_in_memory },
    { "gateway/test_gateway_refused", test_gateway_refused_in_memory },
    CU_TEST_INFO_NULL,
};

static CU_SuiteInfo suites[] = { { "gateway", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

int main(void)
{
    return csr_test_main("gateways", suites, 24);
}
