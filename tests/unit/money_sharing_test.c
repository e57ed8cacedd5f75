#include "support/desk_fixture.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/* Money from several sides at once, by threads on one desk and by processes on one file: what is there is given back once. */

#define THREADS 8
#define EACH_MAX 25

/* What a thread does, in a session of its own; CUnit is for the main thread, so it only says how it ended. */
typedef struct worker {
    pthread_t thread;
    pthread_barrier_t *start;
    csr_desk *desk;
    csr_id agent; /* none = the system */
    csr_id order, refund;
    int number, each;
    int64_t minor;
    int accepted, refused, failures;
    void (*work)(struct worker *w, csr_session *session);
} worker;

static void note(worker *w, csr_status status, csr_status refusal)
{
    w->accepted += status == CSR_OK;
    w->refused += status == refusal;
    w->failures += status != CSR_OK && status != refusal;
}

static void *run_worker(void *argument)
{
    worker *w = argument;
    csr_session_open_params in = CSR_SESSION_OPEN_PARAMS_INIT;
    csr_session *session = NULL;

    in.agent = w->agent;
    if (csr_session_open(w->desk, &in, &session, NULL) != CSR_OK)
        w->failures++;
    if (w->start != NULL)
        (void)pthread_barrier_wait(w->start);
    if (session != NULL)
        w->work(w, session);
    csr_session_close(session);
    return NULL;
}

/* All begin at the same moment. Gives how many calls were accepted; the others were refused as they should. */
static int run_workers(desk_fixture *f, worker *workers, int count)
{
    pthread_barrier_t start;
    int failures = 0, accepted = 0;

    (void)pthread_barrier_init(&start, NULL, (unsigned)count);
    for (int i = 0; i < count; i++) {
        workers[i].desk = f->desk;
        workers[i].start = &start;
        workers[i].number = i;
        if (pthread_create(&workers[i].thread, NULL, run_worker, &workers[i]) != 0)
            abort();
    }
    for (int i = 0; i < count; i++) {
        pthread_join(workers[i].thread, NULL);
        failures += workers[i].failures;
        accepted += workers[i].accepted;
    }
    (void)pthread_barrier_destroy(&start);
    DESK_TRUE(f, failures == 0);
    /* Who was first is left to chance. */
    f->apart = 1;
    return accepted;
}

/* An order of a thousand, of which so much was paid by card; people with large limits, and what they may do in a day. */
static void begin(desk_fixture *f, int captured, int day)
{
    char params[200];

    DESK_MAKE(f, "rosa", "agent.add", "{'handle':'rosa','name':'Rosa'}");
    DESK_MAKE(f, "mia", "agent.add", "{'handle':'mia','name':'Mia','role':'manager'}");
    DESK_MAKE(f, "ada", "agent.add", "{'handle':'ada','name':'Ada','role':'manager'}");
    DESK_MAKE(f, "order", "purchase.put", "{'external_id':'W-1','currency':'EUR'}");
    DESK_MAKE(f, "line", "purchase_line.put", "{'purchase':'$order','number':1,'sku':'A','gross_minor':1000}");
    (void)snprintf(params, sizeof params,
                   "{'purchase':'$order','number':1,'method':'card','state':'settled','captured_minor':%d}", captured);
    desk_make_at(f, "card", "payment.put", params, __FILE__, __LINE__);
    for (int i = 0; i < 2; i++) {
        (void)snprintf(params, sizeof params,
                       "{'role':'%s','purpose':'goods','currency':'EUR','single_minor':9999,'day_minor':%d,"
                       "'purchase_minor':9999,'customer_minor':9999,'two_from_minor':%d}",
                       i == 0 ? "associate" : "manager", i == 0 ? day : 9999, i == 0 ? 0 : 200);
        desk_expect_at(f, params, desk_call(f, "approval_limit.put", params), CSR_OK, "", __FILE__, __LINE__);
    }
}

/* A refund of so much, put together and not asked for yet. */
static csr_id draft(desk_fixture *f, const char *name, int minor)
{
    char params[100];

    desk_make_at(f, name, "refund.open", "{'purchase':'$order','reason':'x'}", __FILE__, __LINE__);
    (void)snprintf(params, sizeof params, "{'id':'$%s','kind':'amount','amount_minor':%d}", name, minor);
    desk_expect_at(f, params, desk_call(f, "refund.add", params), CSR_OK, "", __FILE__, __LINE__);
    return desk_id(f, name);
}

/* Put refunds together and ask for them. */
static void ask(worker *w, csr_session *session)
{
    csr_refund_open_params open = CSR_REFUND_OPEN_PARAMS_INIT;
    csr_refund_add_params add = CSR_REFUND_ADD_PARAMS_INIT;

    open.purchase = w->order;
    open.reason = CSR_STR("x");
    add.kind = CSR_REFUND_PART_AMOUNT;
    add.amount_minor = w->minor;
    for (int i = 0; i < w->each; i++) {
        csr_id refund = { { 0 } };
        w->failures += csr_refund_open(session, &open, &refund, NULL) != CSR_OK;
        w->failures += csr_refund_add(session, &refund, &add, NULL, NULL) != CSR_OK;
        note(w, csr_refund_submit(session, &refund, NULL, NULL, NULL), CSR_E_OVER_REFUND);
    }
}

/* Two of 60 on 100: exactly one. A hundred of 1 on 50: exactly 50. */
static void more_than_there_is(desk_fixture *f)
{
    worker two[2] = { { .each = 1 } }, many[4] = { { .each = 1 } };

    begin(f, 100, 9999);
    for (int i = 0; i < 2; i++)
        two[i] = (worker){ .order = desk_id(f, "order"), .minor = 60, .each = 1, .work = ask };
    DESK_TRUE(f, run_workers(f, two, 2) == 1 && two[0].refused + two[1].refused == 1);
    DESK_MAKE(f, "order", "purchase.put", "{'external_id':'W-2','currency':'EUR'}");
    DESK_MAKE(f, "line", "purchase_line.put", "{'purchase':'$order','number':1,'sku':'A','gross_minor':1000}");
    DESK_MAKE(f, "card", "payment.put",
              "{'purchase':'$order','number':1,'method':'card','state':'settled','captured_minor':50}");
    for (int i = 0; i < 4; i++)
        many[i] = (worker){ .order = desk_id(f, "order"), .minor = 1, .each = EACH_MAX, .work = ask };
    DESK_TRUE(f, run_workers(f, many, 4) == 50);
}
ON_BOTH(more_than_there_is)

static void submit(worker *w, csr_session *session)
{
    note(w, csr_refund_submit(session, &w->refund, NULL, NULL, NULL), CSR_E_STATE);
}

static void plan(worker *w, csr_session *session)
{
    note(w, csr_refund_plan(session, &w->refund, NULL, NULL, NULL), CSR_E_STATE);
}

/* Take what is due: one that was taken is not given to another. */
static void take(worker *w, csr_session *session)
{
    csr_result *result = NULL;

    w->failures += csr_payout_next(session, NULL, &result, NULL) != CSR_OK;
    w->accepted += (int)csr_result_count(result);
    csr_result_free(result);
}

/* A double click, eight times: asked for once, planned once, taken once. I9: opened once under one key. */
static void double_clicks(desk_fixture *f)
{
    void (*const works[])(worker *, csr_session *) = { submit, plan, take };
    csr_id refund;

    begin(f, 1000, 9999);
    refund = draft(f, "a", 300);
    for (int k = 0; k < 3; k++) {
        worker workers[THREADS] = { { .each = 1 } };
        for (int i = 0; i < THREADS; i++)
            workers[i] = (worker){ .refund = refund, .agent = desk_id(f, "rosa"), .work = works[k] };
        DESK_TRUE(f, run_workers(f, workers, THREADS) == 1);
    }
    DESK_HAS(f, "payout.list", "{'refund':'$a'}", "'amount_minor':300");
    DESK_HAS(f, "payout.list", "{'refund':'$a'}", "'attempts':1");
}
ON_BOTH(double_clicks)

static void approve(worker *w, csr_session *session)
{
    csr_refund_decide_params in = CSR_REFUND_DECIDE_PARAMS_INIT;

    in.reason = CSR_STR("fair");
    note(w, csr_refund_approve(session, &w->refund, &in, NULL, NULL), CSR_E_STATE);
}

static void cancel(worker *w, csr_session *session)
{
    csr_refund_decide_params in = CSR_REFUND_DECIDE_PARAMS_INIT;

    in.reason = CSR_STR("kept");
    note(w, csr_refund_cancel(session, &w->refund, &in, NULL, NULL), CSR_E_STATE);
}

/* Two approvers at once: one of them where it takes one, both where it takes two. Approving against giving up: given up in the end. */
static void deciders(desk_fixture *f)
{
    begin(f, 1000, 0);
    for (int takes = 1; takes <= 2; takes++) {
        worker workers[2] = { { .each = 1 } };
        csr_id refund = draft(f, "a", takes == 1 ? 100 : 200);
        DESK_OK(f, "refund.submit", "{'id':'$a'}");
        workers[0] = (worker){ .refund = refund, .agent = desk_id(f, "mia"), .work = approve };
        workers[1] = (worker){ .refund = refund, .agent = desk_id(f, "ada"), .work = approve };
        DESK_TRUE(f, run_workers(f, workers, 2) == takes);
        DESK_HAS(f, "refund.get", "{'id':'$a'}", "'state':'approved'");
    }
    for (int round = 0; round < 4; round++) {
        worker workers[2] = { { .each = 1 } };
        csr_id refund = draft(f, "a", 50);
        DESK_OK(f, "refund.submit", "{'id':'$a'}");
        workers[0] = (worker){ .refund = refund, .agent = desk_id(f, "mia"), .work = approve };
        workers[1] = (worker){ .refund = refund, .agent = desk_id(f, "ada"), .work = cancel };
        DESK_TRUE(f, run_workers(f, workers, 2) >= 1 && workers[1].accepted == 1);
        DESK_HAS(f, "refund.get", "{'id':'$a'}", "'state':'cancelled'");
    }
}
ON_BOTH(deciders)

/* I8: one person at eight counters approves what one person may, and the rest waits for others. */
static void one_day(desk_fixture *f)
{
    worker workers[THREADS] = { { .each = 1 } };
    int approved = 0;

    begin(f, 1000, 300);
    for (int i = 0; i < THREADS; i++) {
        char name[10];
        (void)snprintf(name, sizeof name, "r%d", i);
        workers[i] = (worker){ .refund = draft(f, name, 100), .agent = desk_id(f, "rosa"), .work = submit };
    }
    DESK_TRUE(f, run_workers(f, workers, THREADS) == THREADS);
    for (int i = 0; i < THREADS; i++) {
        char params[40];
        (void)snprintf(params, sizeof params, "{'id':'$r%d'}", i);
        (void)desk_call(f, "refund.get", params);
        approved += strstr(f->answer, "'state':'approved'") != NULL;
    }
    DESK_TRUE(f, approved == 3);
}
ON_BOTH(one_day)

static void plan_or_nothing(worker *w, csr_session *session)
{
    note(w, csr_refund_plan(session, &w->refund, NULL, NULL, NULL), CSR_E_OVER_REFUND);
}

static void charge_back(worker *w, csr_session *session)
{
    csr_payment_put_params in = CSR_PAYMENT_PUT_PARAMS_INIT;

    in.purchase = w->order;
    in.number = 1;
    in.dispute = CSR_DISPUTE_OPEN;
    in.charged_back_minor = w->minor;
    w->failures += csr_payment_put(session, &in, NULL, NULL) != CSR_OK;
}

/* A payout against a charge-back: whichever comes first, nothing is planned after it. */
static void payout_or_charge_back(desk_fixture *f)
{
    /* Room for a payout in every round, and for what the bank took away. */
    begin(f, 500, 9999);
    for (int round = 0; round < 4; round++) {
        worker workers[2] = { { .each = 1 } };
        csr_id refund = draft(f, "a", 100);
        csr_session *rosa = desk_session_of(f, "rosa");
        DESK_TRUE(f, desk_call_in(f, rosa, "refund.submit", "{'id':'$a'}") == CSR_OK);
        csr_session_close(rosa);
        workers[0] = (worker){ .refund = refund, .work = plan_or_nothing };
        workers[1] = (worker){ .order = desk_id(f, "order"), .minor = 1, .work = charge_back };
        (void)run_workers(f, workers, 2);
        DESK_HAS(f, "refund.get", "{'id':'$a'}", workers[0].accepted ? "'state':'paying'" : "'state':'approved'");
        if (!workers[0].accepted)
            DESK_OK(f, "refund.cancel", "{'id':'$a','reason':'x'}");
        DESK_MAKE(f, "b", "refund.open", "{'purchase':'$order','reason':'x'}");
        DESK_OK(f, "refund.add", "{'id':'$b','kind':'amount','amount_minor':1}");
        DESK_FAILS(f, "refund.submit", "{'id':'$b'}", CSR_E_OVER_REFUND, "amount");
        DESK_OK(f, "refund.cancel", "{'id':'$b','reason':'x'}");
        DESK_OK(f, "payment.put", "{'purchase':'$order','number':1,'dispute':'won'}");
    }
}
ON_BOTH(payout_or_charge_back)

/* In a process of its own, which opens the file itself. Its exit code is how many were accepted, or 200 and more. */
static int ask_in_child(worker *w)
{
    w->work = ask;
    if (csr_desk_open("money.csr", NULL, &w->desk, NULL) != CSR_OK)
        return 200;
    (void)run_worker(w);
    csr_desk_close(w->desk);
    return w->failures > 0 ? 201 : w->accepted;
}

static int accepted_by_children(const csr_id *order, int minor, int children, int each)
{
    pid_t child[THREADS];
    int sum = 0;

    for (int i = 0; i < children; i++) {
        child[i] = fork();
        if (child[i] == 0) {
            worker w = { .order = *order, .minor = minor, .each = each };
            _exit(ask_in_child(&w));
        }
    }
    for (int i = 0; i < children; i++) {
        int how = -1;
        CU_ASSERT_TRUE(child[i] > 0 && waitpid(child[i], &how, 0) == child[i] && WIFEXITED(how) &&
                       WEXITSTATUS(how) < 200);
        sum += WEXITSTATUS(how);
    }
    return sum;
}

static void test_processes(void)
{
    csr_id first, second = { { 0 } };
    desk_fixture f;

    (void)unlink("money.csr");
    if (desk_begin(&f, "sqlite", "money.csr", 1)) {
        begin(&f, 100, 9999);
        first = desk_id(&f, "order");
        DESK_MAKE(&f, "order", "purchase.put", "{'external_id':'W-2','currency':'EUR'}");
        DESK_MAKE(&f, "line", "purchase_line.put", "{'purchase':'$order','number':1,'sku':'A','gross_minor':1000}");
        DESK_MAKE(&f, "card", "payment.put",
                  "{'purchase':'$order','number':1,'method':'card','state':'settled','captured_minor':50}");
        second = desk_id(&f, "order");
        desk_end(&f);
        CU_ASSERT_EQUAL(accepted_by_children(&first, 60, 2, 1), 1);
        CU_ASSERT_EQUAL(accepted_by_children(&second, 1, 4, EACH_MAX), 50);
    }
}

static CU_TestInfo tests[] = {
    { "money_sharing/more_than_there_is", more_than_there_is_on_both },
    { "money_sharing/double_clicks", double_clicks_on_both },
    { "money_sharing/deciders", deciders_on_both },
    { "money_sharing/one_day", one_day_on_both },
    { "money_sharing/payout_or_charge_back", payout_or_charge_back_on_both },
    { "money_sharing/processes", test_processes },
    CU_TEST_INFO_NULL,
};

static CU_SuiteInfo suites[] = { { "money_sharing", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

int main(void)
{
    return csr_test_main("money from several sides", suites, 6);
}
