/*
 * I14: vouchers through random histories, beside a naive ledger that knows nothing but the rules: what is used is never more than
 * what a voucher is worth, it is the sum of the uses, an order uses it once and gives it back once, a percentage never exceeds its cap,
 * and what was revoked or has expired is gone. Ledgers that break a rule each have to disagree with the desk, or the comparison
 * would prove nothing. Of many who ask for the last unit at once one gets it: in threads, and in processes.
 */
#include "support/desk_fixture.h"
#include "support/seeded.h"
#include "support/tzif.h"

#include <pthread.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define HOUR_US (INT64_C(3600) * 1000000)
#define VOUCHERS 4
#define ORDERS 6
#define STEPS 90

/* What a ledger gets wrong. */
enum fault {
    NO_FAULT,
    FORGETS_ORDERS,  /* an order that asks again uses it again */
    RETURNS_TWICE,   /* a use is given back as often as that is asked for */
    REVIVES_REVOKED, /* what was revoked may be used */
    NEVER_EXPIRES,
    HAS_NO_CAP,
    ROUNDS_UP,
    LEDGERS
};

typedef struct use {
    int64_t minor, asked_minor, basket_minor;
    int used, returned;
} use;

typedef struct entry {
    int64_t worth, basis_points, used;
    csr_time until;
    int revoked, expired;
    use uses[ORDERS];
} entry;

typedef struct ledger {
    enum fault fault;
    int disagreed;
    entry entries[VOUCHERS];
} ledger;

/* What a step came to: a status of the desk's, and how much was used. */
typedef struct outcome {
    int done;
    int64_t minor;
} outcome;

static int64_t gives(const ledger *l, const entry *e, int64_t amount, int64_t basket)
{
    int64_t left = e->worth - e->used, part = basket;

    if (basket == 0)
        return amount <= left ? amount : 0;
    if (e->basis_points != 0)
        part = (basket * e->basis_points + (l->fault == ROUNDS_UP ? 9999 : 0)) / 10000;
    return part < left || l->fault == HAS_NO_CAP ? part : left;
}

static outcome redeem_by_rule(ledger *l, int voucher, int order, int64_t amount, int64_t basket, csr_time now)
{
    entry *e = &l->entries[voucher];
    use *u = &e->uses[order];
    int64_t minor;

    if (u->used && l->fault != FORGETS_ORDERS) {
        int same = u->asked_minor == amount && u->basket_minor == basket && !u->returned;
        return (outcome){ same, same ? u->minor : 0 };
    }
    if (e->basis_points != 0 && basket == 0)
        return (outcome){ 0, 0 };
    if ((e->revoked && l->fault != REVIVES_REVOKED) || ((now >= e->until || e->expired) && l->fault != NEVER_EXPIRES))
        return (outcome){ 0, 0 };
    minor = gives(l, e, amount, basket);
    if (minor < 1 || e->used >= e->worth)
        return (outcome){ 0, 0 };
    *u = (use){ minor, amount, basket, 1, 0 };
    e->used += minor;
    return (outcome){ 1, minor };
}

static outcome return_by_rule(ledger *l, int voucher, int order)
{
    entry *e = &l->entries[voucher];
    use *u = &e->uses[order];

    if (!u->returned || l->fault == RETURNS_TWICE)
        e->used -= u->minor;
    u->returned = 1;
    return (outcome){ 1, 0 };
}

typedef struct world {
    desk_fixture *f;
    csr_test_random *random;
    ledger ledgers[LEDGERS];
    csr_id vouchers[VOUCHERS];
    csr_id uses[VOUCHERS][ORDERS];
} world;

/* A ledger and the desk say the same, or the ledger is wrong, which only those with a fault may be. */
static void compare(world *w, ledger *l, int same, const char *what)
{
    if (l->fault == NO_FAULT)
        desk_true_at(w->f, same, what, __FILE__, __LINE__);
    l->disagreed |= !same;
}

static void text_of(char out[16], const char *word, int number)
{
    (void)snprintf(out, 16, "%s %d", word, number);
}

static void redeem(world *w, int voucher, int order)
{
    csr_voucher_redeem_params in = CSR_VOUCHER_REDEEM_PARAMS_INIT;
    csr_voucher_redemption_view view = { .struct_size = sizeof view };
    char code[16], name[16];
    csr_result *result = NULL;
    int by_basket = csr_test_below(w->random, 2) == 0;
    csr_status status;

    text_of(code, "CODE", voucher);
    text_of(name, "order", order);
    csr_str_set(&in.code, code, CSR_NTS);
    csr_str_set(&in.order_id, name, CSR_NTS);
    memcpy(in.currency, "EUR", 3);
    if (by_basket)
        in.basket_minor = csr_test_between(w->random, 1, 900);
    else
        in.amount_minor = csr_test_between(w->random, 1, 60);
    status = csr_voucher_redeem(w->f->session, &in, &result, &w->f->err);
    if (status == CSR_OK) {
        TYPED_OK(w->f, csr_voucher_redemption_at(result, 0, &view, &w->f->err));
        w->uses[voucher][order] = view.id;
    }
    csr_result_free(result);
    for (int i = 0; i < LEDGERS; i++) {
        outcome is = redeem_by_rule(&w->ledgers[i], voucher, order, in.amount_minor, in.basket_minor, w->f->host.now);
        compare(w, &w->ledgers[i], is.done == (status == CSR_OK) && (!is.done || is.minor == view.amount_minor),
                "redeemed as the rules say");
    }
}

static void give_back(world *w, int voucher, int order)
{
    if (!w->ledgers[0].entries[voucher].uses[order].used)
        return;
    TYPED_OK(w->f, csr_voucher_return(w->f->session, &w->uses[voucher][order], NULL, NULL, &w->f->err));
    for (int i = 0; i < LEDGERS; i++)
        (void)return_by_rule(&w->ledgers[i], voucher, order);
}

static void revoke(world *w, int voucher)
{
    const entry *e = &w->ledgers[0].entries[voucher];
    csr_voucher_decide_params in = CSR_VOUCHER_DECIDE_PARAMS_INIT;
    int open = !e->revoked && !e->expired && e->used < e->worth;
    csr_status status;

    in.reason = CSR_STR("mistake");
    status = csr_voucher_revoke(w->f->session, &w->vouchers[voucher], &in, NULL, &w->f->err);
    DESK_TRUE(w->f, (status == CSR_OK) == open);
    for (int i = 0; i < LEDGERS; i++)
        w->ledgers[i].entries[voucher].revoked |= status == CSR_OK;
}

static void sweep(world *w)
{
    csr_result *result = NULL;

    TYPED_OK(w->f, csr_voucher_expire(w->f->session, NULL, &result, &w->f->err));
    for (size_t row = 0; row < csr_result_count(result); row++) {
        csr_voucher_view view = { .struct_size = sizeof view };
        (void)csr_voucher_at(result, row, &view, NULL);
        for (int i = 0; i < LEDGERS; i++)
            for (int voucher = 0; voucher < VOUCHERS; voucher++)
                if (memcmp(&w->vouchers[voucher], &view.id, sizeof view.id) == 0)
                    w->ledgers[i].entries[voucher].expired = 1;
    }
    csr_result_free(result);
}

/* The uses that were not given back, by their rows. */
static int64_t sum_of(world *w, int voucher)
{
    csr_voucher_redemption_query query = CSR_VOUCHER_REDEMPTION_QUERY_INIT;
    csr_result *result = NULL;
    int64_t sum = 0;

    query.voucher = w->vouchers[voucher];
    TYPED_OK(w->f, csr_voucher_redemption_list(w->f->session, &query, &result, &w->f->err));
    for (size_t row = 0; row < csr_result_count(result); row++) {
        csr_voucher_redemption_view view = { .struct_size = sizeof view };
        (void)csr_voucher_redemption_at(result, row, &view, NULL);
        DESK_TRUE(w->f, view.amount_minor > 0);
        sum += view.returned ? 0 : view.amount_minor;
    }
    csr_result_free(result);
    return sum;
}

static void check(world *w, int voucher)
{
    csr_voucher_view is = { .struct_size = sizeof is };
    csr_result *result = NULL;
    int ended;

    TYPED_OK(w->f, csr_voucher_get(w->f->session, &w->vouchers[voucher], &result, &w->f->err));
    (void)csr_voucher_at(result, 0, &is, NULL);
    csr_result_free(result);
    ended = is.state == CSR_VOUCHER_EXPIRED || is.state == CSR_VOUCHER_REVOKED;
    DESK_TRUE(w->f, is.used_minor >= 0 && is.used_minor <= is.amount_minor);
    DESK_TRUE(w->f, is.used_minor == sum_of(w, voucher));
    DESK_TRUE(w->f, is.open == (!ended && is.state != CSR_VOUCHER_USED));
    DESK_TRUE(w->f, ended || (is.state == CSR_VOUCHER_USED) == (is.used_minor == is.amount_minor));
    DESK_TRUE(w->f, ended == (w->ledgers[0].entries[voucher].revoked || w->ledgers[0].entries[voucher].expired));
    for (int i = 0; i < LEDGERS; i++)
        compare(w, &w->ledgers[i], w->ledgers[i].entries[voucher].used == is.used_minor,
                "as much is used as the rules say");
}

/* Issued by the desk itself, and approved by a manager. */
static void issue(world *w, int voucher, csr_session *manager)
{
    csr_voucher_issue_params in = CSR_VOUCHER_ISSUE_PARAMS_INIT;
    csr_voucher_decide_params fair = CSR_VOUCHER_DECIDE_PARAMS_INIT;
    entry e = { .worth = csr_test_between(w->random, 1, 120) };
    char code[16];

    text_of(code, "code", voucher);
    csr_str_set(&in.code, code, CSR_NTS);
    in.kind = voucher % 2 == 0 ? CSR_VOUCHER_FIXED : CSR_VOUCHER_PERCENT;
    in.amount_minor = e.worth;
    in.basis_points = voucher % 2 == 0 ? 0 : (int32_t)csr_test_between(w->random, 1, 4000);
    in.valid_until = w->f->host.now + csr_test_between(w->random, 10, 200) * HOUR_US;
    in.reason = CSR_STR("late");
    memcpy(in.currency, "EUR", 3);
    fair.reason = CSR_STR("fair");
    TYPED_OK(w->f, csr_voucher_issue(w->f->session, &in, &w->vouchers[voucher], &w->f->err));
    TYPED_OK(w->f, csr_voucher_approve(manager, &w->vouchers[voucher], &fair, NULL, &w->f->err));
    e.basis_points = in.basis_points;
    e.until = in.valid_until;
    for (int i = 0; i < LEDGERS; i++)
        w->ledgers[i].entries[voucher] = e;
}

static void begin_desk(desk_fixture *f)
{
    DESK_MAKE(f, "mia", "agent.add", "{'handle':'mia','name':'Mia','role':'manager'}");
    DESK_OK(f, "approval_limit.put",
            "{'role':'manager','purpose':'goodwill','currency':'EUR','single_minor':99999,'day_minor':99999,"
            "'purchase_minor':99999,'customer_minor':99999}");
}

static void step(world *w)
{
    int voucher = (int)csr_test_below(w->random, VOUCHERS), order = (int)csr_test_below(w->random, ORDERS);

    csr_test_host_advance(&w->f->host, csr_test_between(w->random, 0, 2 * HOUR_US));
    switch (csr_test_below(w->random, 14)) {
    case 0:
    case 1:
    case 2: give_back(w, voucher, order); break;
    case 3:
        if (csr_test_below(w->random, 5) == 0)
            revoke(w, voucher);
        break;
    case 4: sweep(w); break;
    case 5:
        if (csr_test_below(w->random, 8) == 0)
            (void)desk_reopen(w->f);
        break;
    default: redeem(w, voucher, order);
    }
    check(w, voucher);
}

/* Which ledgers disagreed with the desk in one history. */
static void history(desk_fixture *f, csr_test_random *random, int disagreed[LEDGERS])
{
    world w = { .f = f, .random = random };
    csr_session *manager;

    begin_desk(f);
    for (int i = 0; i < LEDGERS; i++)
        w.ledgers[i].fault = (enum fault)i;
    manager = desk_session_of(f, "mia");
    for (int voucher = 0; voucher < VOUCHERS; voucher++)
        issue(&w, voucher, manager);
    csr_session_close(manager);
    for (int i = 0; i < STEPS; i++)
        step(&w);
    for (int i = 0; i < LEDGERS; i++)
        disagreed[i] |= w.ledgers[i].disagreed;
}

static void test_histories(void)
{
    unsigned depth = csr_test_depth(6);
    int disagreed[LEDGERS] = { 0 };

    for (unsigned i = 0; i < depth; i++) {
        csr_test_random random = csr_test_random_begin("vouchers", 20261122 + i);
        for (int store = 0; store < 2; store++) {
            csr_test_random same = random;
            desk_fixture f;
            (void)remove("vouchers.csr");
            (void)remove("vouchers.csr-wal");
            (void)remove("vouchers.csr-shm");
            if (desk_begin(&f, store == 0 ? "memory" : "sqlite", store == 0 ? "memory:" : "vouchers.csr", 7 + i))
                history(&f, &same, disagreed);
            desk_end(&f);
        }
    }
    for (int i = NO_FAULT + 1; i < LEDGERS && depth >= 6; i++)
        CU_ASSERT_TRUE(disagreed[i]);
}

/* One unit, or five, for whoever is first. */
static void issue_units(desk_fixture *f, const char *params)
{
    csr_session *manager;

    begin_desk(f);
    DESK_MAKE(f, "v", "voucher.issue", params);
    manager = desk_session_of(f, "mia");
    desk_expect_at(f, "approve", desk_call_in(f, manager, "voucher.approve", "{'id':'$v','reason':'fair'}"), CSR_OK, "",
                   __FILE__, __LINE__);
    csr_session_close(manager);
}

/* Ask for one unit for an order of its own: 1 when it was given, 0 when it was refused, else -1. */
static int take_unit(csr_session *session, int order)
{
    csr_voucher_redeem_params in = CSR_VOUCHER_REDEEM_PARAMS_INIT;
    csr_result *result = NULL;
    char name[16];
    csr_status status;

    text_of(name, "order", order);
    in.code = CSR_STR("last");
    csr_str_set(&in.order_id, name, CSR_NTS);
    in.amount_minor = 1;
    memcpy(in.currency, "EUR", 3);
    status = csr_voucher_redeem(session, &in, &result, NULL);
    csr_result_free(result);
    return status == CSR_OK ? 1 : status == CSR_E_STATE || status == CSR_E_OVER_REFUND ? 0 : -1;
}

#define TAKERS 8

typedef struct taker {
    pthread_t thread;
    csr_desk *desk;
    int number, got;
} taker;

static void *take_in_thread(void *argument)
{
    taker *t = argument;
    csr_session *session = NULL;

    t->got = csr_session_open(t->desk, NULL, &session, NULL) == CSR_OK ? take_unit(session, t->number) : -1;
    csr_session_close(session);
    return NULL;
}

static void last_unit(desk_fixture *f)
{
    taker takers[TAKERS];
    int got = 0;

    issue_units(f, "{'kind':'fixed','amount_minor':1,'currency':'EUR','code':'last','reason':'late'}");
    for (int i = 0; i < TAKERS; i++) {
        takers[i] = (taker){ .desk = f->desk, .number = i };
        CU_ASSERT_EQUAL_FATAL(pthread_create(&takers[i].thread, NULL, take_in_thread, &takers[i]), 0);
    }
    for (int i = 0; i < TAKERS; i++) {
        (void)pthread_join(takers[i].thread, NULL);
        DESK_TRUE(f, takers[i].got >= 0);
        got += takers[i].got;
    }
    DESK_TRUE(f, got == 1);
    DESK_HAS(f, "voucher.get", "{'id':'$v'}", "'used_minor':1");
    f->apart = 1; /* who was first is left to chance */
}
ON_BOTH(last_unit)

#define CHILDREN 2
#define TRIES 4

static int take_in_child(int number)
{
    csr_session *session = NULL;
    csr_desk *desk = NULL;
    int got = 0;

    if (csr_desk_open("units.csr", NULL, &desk, NULL) != CSR_OK ||
        csr_session_open(desk, NULL, &session, NULL) != CSR_OK)
        return 99;
    for (int i = 0; i < TRIES; i++) {
        int one = take_unit(session, number * TRIES + i);
        if (one < 0)
            return 98;
        got += one;
    }
    csr_session_close(session);
    csr_desk_close(desk);
    return got;
}

static void test_processes(void)
{
    pid_t children[CHILDREN];
    desk_fixture f;
    int got = 0;

    (void)remove("units.csr");
    if (desk_begin(&f, "sqlite", "units.csr", 1))
        issue_units(&f, "{'kind':'fixed','amount_minor':5,'currency':'EUR','code':'last','reason':'late'}");
    desk_end(&f);
    for (int i = 0; i < CHILDREN; i++) {
        children[i] = fork();
        if (children[i] == 0)
            _exit(take_in_child(i));
    }
    for (int i = 0; i < CHILDREN; i++) {
        int how = -1;
        CU_ASSERT_TRUE(children[i] > 0 && waitpid(children[i], &how, 0) == children[i] && WIFEXITED(how));
        CU_ASSERT_TRUE(WEXITSTATUS(how) <= TRIES);
        got += WEXITSTATUS(how);
    }
    CU_ASSERT_EQUAL(got, 5);
}

/* An agent with a budget and a customer to give something to. */
static void begin_budget(desk_fixture *f, const char *budget)
{
    begin_desk(f);
    DESK_MAKE(f, "jana", "customer.add", "{'name':'Jana'}");
    DESK_MAKE(f, "rosa", "agent.add", "{'handle':'rosa','name':'Rosa'}");
    DESK_OK(f, "approval_limit.put",
            "{'role':'associate','purpose':'goodwill','currency':'EUR','single_minor':99999,'day_minor':99999,"
            "'purchase_minor':99999,'customer_minor':99999}");
    desk_expect_at(f, budget, desk_call(f, "goodwill_budget.put", budget), CSR_OK, "", __FILE__, __LINE__);
}

#define GIVERS 6
#define GIFTS 5
#define BUDGET 12

typedef struct giver {
    pthread_t thread;
    csr_desk *desk;
    csr_id agent, customer;
    int failures;
} giver;

static void *give_in_thread(void *argument)
{
    giver *g = argument;
    csr_session_open_params who = CSR_SESSION_OPEN_PARAMS_INIT;
    csr_voucher_issue_params in = CSR_VOUCHER_ISSUE_PARAMS_INIT;
    csr_session *session = NULL;

    who.agent = g->agent;
    g->failures += csr_session_open(g->desk, &who, &session, NULL) != CSR_OK;
    in.kind = CSR_VOUCHER_FIXED;
    in.customer = g->customer;
    in.amount_minor = 1;
    in.reason = CSR_STR("late");
    memcpy(in.currency, "EUR", 3);
    for (int i = 0; i < GIFTS && g->failures == 0; i++)
        g->failures += csr_voucher_issue(session, &in, NULL, NULL) != CSR_OK;
    csr_session_close(session);
    return NULL;
}

/* However many sessions of an agent give at once, what nobody else approved stays within the budget. */
static void budget_in_parallel(desk_fixture *f)
{
    csr_voucher_query query = CSR_VOUCHER_QUERY_INIT;
    csr_result *result = NULL;
    giver givers[GIVERS];
    int active = 0;

    begin_budget(f, "{'agent':'$rosa','period':'day','currency':'EUR','amount_minor':12}");
    query.customer = desk_id(f, "jana");
    for (int i = 0; i < GIVERS; i++) {
        givers[i] = (giver){ .desk = f->desk, .agent = desk_id(f, "rosa"), .customer = query.customer };
        CU_ASSERT_EQUAL_FATAL(pthread_create(&givers[i].thread, NULL, give_in_thread, &givers[i]), 0);
    }
    for (int i = 0; i < GIVERS; i++) {
        (void)pthread_join(givers[i].thread, NULL);
        DESK_TRUE(f, givers[i].failures == 0);
    }
    TYPED_OK(f, csr_voucher_list(f->session, &query, &result, &f->err));
    DESK_TRUE(f, csr_result_count(result) == GIVERS * GIFTS);
    for (size_t i = 0; i < csr_result_count(result); i++) {
        csr_voucher_view view = { .struct_size = sizeof view };
        (void)csr_voucher_at(result, i, &view, NULL);
        active += view.state == CSR_VOUCHER_ACTIVE;
    }
    csr_result_free(result);
    DESK_TRUE(f, active == BUDGET);
    f->apart = 1; /* who was first is left to chance */
}
ON_BOTH(budget_in_parallel)

/* A month is that of the desk's zone, also when its clock was set forward meanwhile. */
static void test_month_of_the_zone(void)
{
    static const int32_t offsets[] = { 3600 };
    static const csr_test_tzif prague = {
        .version = '2', .types = 1, .offsets = offsets, .rule = "CET-1CEST,M3.5.0,M10.5.0/3"
    };
    const csr_time april = INT64_C(1774994400) * 1000000; /* 2026-03-31T22:00:00Z */
    uint8_t bytes[CSR_TEST_TZIF_BYTES];
    size_t len = csr_test_tzif_write(&prague, bytes);
    desk_fixture f;
    FILE *out;

    (void)mkdir("zones", 0700);
    (void)mkdir("zones/Europe", 0700);
    out = fopen("zones/Europe/Prague", "wb");
    CU_ASSERT_TRUE_FATAL(out != NULL && fwrite(bytes, 1, len, out) == len && fclose(out) == 0);
    if (desk_begin_zoned(&f, "memory", "memory:", 3, "zones")) {
        DESK_OK(&f, "settings.change", "{'zone':'Europe/Prague'}");
        begin_budget(&f, "{'agent':'$rosa','period':'month','currency':'EUR','amount_minor':10}");
        csr_test_host_set(&f.host, april - 1);
        desk_expect_at(&f, "issue",
                       desk_call_in(&f, f.session, "goodwill.explain",
                                    "{'agent':'$rosa','amount_minor':10,'currency':'EUR'}"),
                       CSR_OK, "", __FILE__, __LINE__);
        DESK_TRUE(&f, strstr(f.raw, "2026-02-28T23:00:00") != NULL);
        csr_test_host_set(&f.host, april);
        DESK_HAS(&f, "goodwill.explain", "{'agent':'$rosa','amount_minor':10,'currency':'EUR'}",
                 "'since':'2026-03-31T22:00:00Z'");
    }
    desk_end(&f);
}

static CU_TestInfo tests[] = {
    { "vouchers/histories", test_histories },
    { "vouchers/last_unit", last_unit_on_both },
    { "vouchers/processes", test_processes },
    { "vouchers/budget_in_parallel", budget_in_parallel_on_both },
    { "vouchers/month_of_the_zone", test_month_of_the_zone },
    CU_TEST_INFO_NULL,
};

static CU_SuiteInfo suites[] = { { "vouchers", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

int main(void)
{
    return csr_test_main("vouchers beside a naive ledger", suites, 5);
}
