/*
 * Refunds are paid through a gateway that declines, loses, delays and duplicates, and now and then the process dies between what it
 * made durable and what it was about to do. At every moment:
 *
 *   I1 no payment gives back more than it holds; I2 the gateway paid no payout twice; I5 a refund never pays more than it comes
 *   to; I6 all is in one currency; I12 a key is that of one payout. When all is settled: I3 a payout succeeded if and only if
 *   the gateway paid it.
 */
#include "support/desk_fixture.h"
#include "support/seeded.h"

#define SECOND_US INT64_C(1000000)
#define PAYOUTS_MAX 64
#define CAPTURED 1000

/* What the gateway remembers of a key. */
typedef struct account {
    csr_id payout;
    char key[64];
    int64_t minor;
    csr_time known_at;
    int paid, declined;
} account;

typedef struct world {
    desk_fixture *f;
    csr_test_random *random;
    csr_session *agent;
    account accounts[PAYOUTS_MAX];
    size_t count;
} world;

static account *account_of(world *w, const csr_payout_view *payout)
{
    account *a;

    for (size_t i = 0; i < w->count; i++)
        if (memcmp(&w->accounts[i].payout, &payout->id, sizeof payout->id) == 0) {
            DESK_TRUE(w->f,
                      strcmp(w->accounts[i].key, payout->key.ptr) == 0 && w->accounts[i].minor == payout->amount_minor);
            return &w->accounts[i];
        }
    for (size_t i = 0; i < w->count; i++)
        DESK_TRUE(w->f, strcmp(w->accounts[i].key, payout->key.ptr) != 0);
    DESK_TRUE(w->f, w->count < PAYOUTS_MAX && payout->key.len == 52);
    a = &w->accounts[w->count++];
    *a = (account){ .payout = payout->id, .minor = payout->amount_minor };
    (void)snprintf(a->key, sizeof a->key, "%s", payout->key.ptr);
    return a;
}

/* A request gets there: the key is known for an hour. */
static csr_payout_answer gateway_takes(world *w, account *a)
{
    int knows = a->known_at != 0 && w->f->host.now - a->known_at < 3600 * SECOND_US;

    if (!knows) {
        if (csr_test_below(w->random, 6) == 0)
            return CSR_PAYOUT_ANSWER_UNKNOWN;
        a->known_at = w->f->host.now;
        a->declined = csr_test_below(w->random, 5) == 0;
        a->paid += !a->declined;
    }
    return a->declined ? CSR_PAYOUT_ANSWER_DECLINED : CSR_PAYOUT_ANSWER_SUCCESS;
}

static void report(world *w, const csr_id *payout, csr_payout_answer answer)
{
    csr_payout_report_params in = CSR_PAYOUT_REPORT_PARAMS_INIT;

    in.answer = answer;
    TYPED_OK(w->f, csr_payout_report(w->f->session, payout, &in, NULL, &w->f->err));
}

static void tell(world *w, const account *a, const csr_id *payout)
{
    csr_payout_tell_params in = CSR_PAYOUT_TELL_PARAMS_INIT;

    in.news = a->paid ? CSR_PAYOUT_NEWS_SUCCEEDED : a->declined ? CSR_PAYOUT_NEWS_FAILED : CSR_PAYOUT_NEWS_NOT_FOUND;
    TYPED_OK(w->f, csr_payout_tell(w->f->session, payout, &in, NULL, &w->f->err));
}

/* Send what was taken: the process may die before, the request or the answer may be lost, or come twice. */
static void send(world *w, const csr_payout_view *payout)
{
    account *a = account_of(w, payout);
    csr_payout_answer answer;

    if (csr_test_below(w->random, 4) == 0)
        return;
    answer = gateway_takes(w, a);
    if (csr_test_below(w->random, 4) == 0)
        answer = gateway_takes(w, a);
    if (csr_test_below(w->random, 5) == 0)
        tell(w, a, &payout->id);
    if (csr_test_below(w->random, 3) != 0)
        report(w, &payout->id, csr_test_below(w->random, 4) == 0 ? CSR_PAYOUT_ANSWER_UNKNOWN : answer);
}

/* One turn of the host's loop; 1 when there was something to do. */
static int pump(world *w)
{
    csr_payout_view payout = { .struct_size = sizeof payout };
    csr_result *result = NULL;
    int some;

    TYPED_OK(w->f, csr_payout_next(w->f->session, NULL, &result, &w->f->err));
    some = csr_result_count(result) > 0 && csr_payout_at(result, 0, &payout, NULL) == CSR_OK;
    if (some && payout.step == CSR_PAYOUT_STEP_SEND)
        send(w, &payout);
    if (some && payout.step == CSR_PAYOUT_STEP_LOOKUP)
        tell(w, account_of(w, &payout), &payout.id);
    csr_result_free(result);
    return some;
}

/* A new refund of some amount, asked for and approved by an agent within large limits; or one that failed, once more. */
static void ask(world *w, int number)
{
    char name[20], params[200];

    (void)snprintf(name, sizeof name, "r%d", number);
    desk_make_at(w->f, name, "refund.open", "{'purchase':'$order','reason':'x'}", __FILE__, __LINE__);
    (void)snprintf(params, sizeof params, "{'id':'$%s','kind':'amount','amount_minor':%d}", name,
                   (int)csr_test_between(w->random, 1, 400));
    if (desk_call(w->f, "refund.add", params) != CSR_OK)
        return;
    (void)snprintf(params, sizeof params, "{'id':'$%s'}", name);
    (void)desk_call_in(w->f, w->agent, "refund.submit", params);
}

static void plan(world *w, int number)
{
    char params[200];

    (void)snprintf(params, sizeof params,
                   "{'id':'$r%d','has_lookup':true,'key_life_s':3600,'inflight_s':30,'margin_s':600}", number);
    (void)desk_call(w->f, "refund.plan", params);
}

/* I1, I5, I6: the sums of all payouts. I2 and, when all is settled, I3: against the gateway's books. */
static void check(world *w, int refunds, int settled)
{
    int64_t all = 0;
    char params[80];

    for (int i = 0; i < refunds; i++) {
        csr_payout_query query = CSR_PAYOUT_QUERY_INIT;
        csr_result *result = NULL;
        (void)snprintf(params, sizeof params, "r%d", i);
        query.refund = desk_id(w->f, params);
        query.limit = CSR_PAGE_MAX;
        TYPED_OK(w->f, csr_payout_list(w->f->session, &query, &result, &w->f->err));
        for (size_t row = 0; row < csr_result_count(result); row++) {
            csr_payout_view p = { .struct_size = sizeof p };
            (void)csr_payout_at(result, row, &p, NULL);
            all += p.state == CSR_PAYOUT_FAILED || p.state == CSR_PAYOUT_REVERSED ? 0 : p.amount_minor;
            DESK_TRUE(w->f, p.amount_minor > 0 && strcmp(p.currency, "EUR") == 0 && !p.incident);
            if (p.state == CSR_PAYOUT_SUCCEEDED)
                DESK_TRUE(w->f, account_of(w, &p)->paid == 1);
            if (p.state == CSR_PAYOUT_FAILED)
                DESK_TRUE(w->f, account_of(w, &p)->paid == 0);
            DESK_TRUE(w->f, !settled || p.state == CSR_PAYOUT_SUCCEEDED || p.state == CSR_PAYOUT_FAILED);
        }
        csr_result_free(result);
    }
    DESK_TRUE(w->f, all <= CAPTURED);
    for (size_t i = 0; i < w->count; i++)
        DESK_TRUE(w->f, w->accounts[i].paid <= 1);
}

static void begin(world *w)
{
    DESK_MAKE(w->f, "rosa", "agent.add", "{'handle':'rosa','name':'Rosa'}");
    DESK_OK(w->f, "approval_limit.put",
            "{'role':'associate','purpose':'goods','currency':'EUR','single_minor':9999,'day_minor':99999,"
            "'purchase_minor':99999,'customer_minor':99999}");
    DESK_MAKE(w->f, "order", "purchase.put", "{'external_id':'W-1','currency':'EUR'}");
    DESK_MAKE(w->f, "line", "purchase_line.put",
              "{'purchase':'$order','number':1,'sku':'A','gross_minor':1500,'tax_minor':200}");
    DESK_MAKE(w->f, "one", "payment.put",
              "{'purchase':'$order','number':1,'method':'card','state':'settled','captured_minor':300}");
    DESK_MAKE(w->f, "two", "payment.put",
              "{'purchase':'$order','number':2,'method':'wallet','state':'settled','captured_minor':700}");
    w->agent = desk_session_of(w->f, "rosa");
}

static void history(desk_fixture *f, csr_test_random *random)
{
    world w = { .f = f, .random = random };
    int refunds = 0;

    begin(&w);
    for (int turn = 0; turn < 60; turn++) {
        csr_test_host_advance(&f->host, (int64_t)csr_test_below(random, 900) * SECOND_US);
        if (refunds < 8 && csr_test_below(random, 6) == 0)
            ask(&w, refunds++);
        if (refunds > 0 && csr_test_below(random, 3) == 0)
            plan(&w, (int)csr_test_below(random, (uint64_t)refunds));
        (void)pump(&w);
        check(&w, refunds, 0);
    }
    /* The end: what is open is followed until it is settled. */
    for (int turn = 0; turn < 400; turn++) {
        csr_test_host_advance(&f->host, 61 * SECOND_US);
        (void)pump(&w);
    }
    check(&w, refunds, 1);
    csr_session_close(w.agent);
}

static csr_test_random shared;

static void histories(desk_fixture *f)
{
    history(f, &shared);
}

static void test_hostile_gateway(void)
{
    unsigned depth = csr_test_depth(4);

    for (unsigned i = 0; i < depth; i++) {
        shared = csr_test_random_begin("payouts", 20260410 + i);
        for (int store = 0; store < 2; store++) {
            csr_test_random again = shared;
            desk_fixture f;
            (void)remove("payouts.csr");
            (void)remove("payouts.csr-wal");
            (void)remove("payouts.csr-shm");
            if (desk_begin(&f, store == 0 ? "memory" : "sqlite", store == 0 ? "memory:" : "payouts.csr", 5 + i))
                histories(&f);
            desk_end(&f);
            shared = again;
        }
    }
}

static CU_TestInfo tests[] = {
    { "payouts/hostile_gateway", test_hostile_gateway },
    CU_TEST_INFO_NULL,
};

static CU_SuiteInfo suites[] = { { "payouts", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

int main(void)
{
    return csr_test_main("payouts through a hostile gateway", suites, 1);
}
