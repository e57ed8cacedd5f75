#include "support/desk_fixture.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define THREADS 8
#define ROUNDS 12

/* What a thread does, on a session of its own; CUnit is for the main thread, so it only counts what went wrong. */
typedef struct worker {
    pthread_t thread;
    csr_desk *desk;
    int number;
    int failures;
    int acknowledged;
    csr_id ids[ROUNDS];
    void (*work)(struct worker *w, csr_session *session);
} worker;

static void *run_worker(void *argument)
{
    worker *w = argument;
    csr_session *session = NULL;

    if (csr_session_open(w->desk, NULL, &session, NULL) == CSR_OK)
        w->work(w, session);
    else
        w->failures++;
    csr_session_close(session);
    return NULL;
}

static int run_workers(desk_fixture *f, worker *workers, void (*work)(worker *, csr_session *))
{
    int failures = 0;

    for (int i = 0; i < THREADS; i++) {
        workers[i] = (worker){ .desk = f->desk, .number = i, .work = work };
        if (pthread_create(&workers[i].thread, NULL, run_worker, &workers[i]) != 0)
            abort();
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(workers[i].thread, NULL);
        failures += workers[i].failures;
    }
    DESK_TRUE(f, failures == 0);
    /* Who was first is left to chance. */
    f->apart = 1;
    return failures == 0;
}

/* Numbers of all tickets: each from 1 to count once. */
static void expect_numbers(desk_fixture *f, int count)
{
    csr_ticket_query query = CSR_TICKET_QUERY_INIT;
    csr_result *result = NULL;
    char *seen = calloc((size_t)count + 1, 1);

    query.limit = CSR_PAGE_MAX;
    TYPED_OK(f, csr_ticket_list(f->session, &query, &result, &f->err));
    DESK_TRUE(f, csr_result_count(result) == (size_t)count);
    for (size_t i = 0; i < csr_result_count(result); i++) {
        csr_ticket_view ticket = { .struct_size = sizeof(ticket) };
        TYPED_OK(f, csr_ticket_at(result, i, &ticket, &f->err));
        DESK_TRUE(f, ticket.number >= 1 && ticket.number <= count && !seen[ticket.number]++);
    }
    csr_result_free(result);
    free(seen);
}

/* Tickets, now and then taken back or refused half way. */
static void open_tickets(worker *w, csr_session *session)
{
    csr_ticket_open_params good = CSR_TICKET_OPEN_PARAMS_INIT, bad;

    good.subject = CSR_STR("s");
    bad = good;
    bad.customer.bytes[0] = 1;
    for (int i = 0; i < ROUNDS; i++) {
        if (i % 3 == 1) {
            w->failures += csr_session_begin(session, NULL) != CSR_OK;
            w->failures += csr_ticket_open(session, &good, NULL, NULL) != CSR_OK;
            w->failures += csr_session_rollback(session, NULL) != CSR_OK;
        }
        if (i % 4 == 2)
            w->failures += csr_ticket_open(session, &bad, NULL, NULL) != CSR_E_NOT_FOUND;
        if (csr_ticket_open(session, &good, &w->ids[w->acknowledged], NULL) == CSR_OK)
            w->acknowledged++;
        else
            w->failures++;
    }
}

static void numbers_are_given_once(desk_fixture *f)
{
    worker workers[THREADS];

    if (!run_workers(f, workers, open_tickets))
        return;
    for (int i = 0; i < THREADS; i++)
        for (int k = 0; k < workers[i].acknowledged; k++) {
            desk_let(f, "t", &workers[i].ids[k]);
            DESK_OK(f, "ticket.get", "{'id':'$t'}");
        }
    expect_numbers(f, THREADS * ROUNDS);
}
ON_BOTH(numbers_are_given_once)

/* Everyone adds one to a number kept in the settings: read, change, and again when somebody was faster. */
static void add_one(worker *w, csr_session *session)
{
    for (int i = 0; i < ROUNDS; i++) {
        csr_status status = CSR_E_CONFLICT;
        while (status == CSR_E_CONFLICT) {
            csr_settings_change_params in = CSR_SETTINGS_CHANGE_PARAMS_INIT;
            csr_settings_view view = { .struct_size = sizeof(view) };
            csr_result *result = NULL;
            char text[20];
            if (csr_settings_get(session, &result, NULL) != CSR_OK || csr_settings_at(result, 0, &view, NULL) != CSR_OK)
                break;
            snprintf(text, sizeof(text), "%d", atoi(view.name.ptr) + 1);
            csr_str_set(&in.name, text, CSR_NTS);
            in.expected_version = view.version;
            csr_result_free(result);
            status = csr_settings_change(session, &in, NULL, NULL);
        }
        w->failures += status != CSR_OK;
    }
}

static void updates_are_not_lost(desk_fixture *f)
{
    worker workers[THREADS];
    char expected[40];

    DESK_OK(f, "settings.change", "{'name':'0'}");
    run_workers(f, workers, add_one);
    snprintf(expected, sizeof(expected), "'name':'%d'", THREADS * ROUNDS);
    desk_is_at(f, "settings.get", "{}", expected, 0, __FILE__, __LINE__);
}
ON_BOTH(updates_are_not_lost)

/* The same person at every counter, and the same mail from every fetcher. */
static void identify(worker *w, csr_session *session)
{
    csr_customer_identify_params who = CSR_CUSTOMER_IDENTIFY_PARAMS_INIT;
    csr_interaction_add_params mail = CSR_INTERACTION_ADD_PARAMS_INIT;

    who.kind = CSR_IDENTITY_EMAIL;
    mail.channel = CSR_CHANNEL_EMAIL;
    for (int i = 0; i < 4; i++) {
        csr_customer_view view = { .struct_size = sizeof(view) };
        csr_result *result = NULL;
        char value[30];
        snprintf(value, sizeof(value), "who%d@example.com", i);
        csr_str_set(&who.value, value, CSR_NTS);
        csr_str_set(&mail.external_id, value, CSR_NTS);
        w->failures += csr_customer_identify(session, &who, &result, NULL) != CSR_OK;
        w->failures += csr_customer_at(result, 0, &view, NULL) != CSR_OK;
        w->ids[i] = view.id;
        csr_result_free(result);
        w->failures += csr_interaction_add(session, &mail, &w->ids[4 + i], NULL) != CSR_OK;
    }
}

static void everyone_finds_the_same_customer(desk_fixture *f)
{
    worker workers[THREADS];

    run_workers(f, workers, identify);
    for (int i = 1; i < THREADS; i++)
        DESK_TRUE(f, memcmp(workers[i].ids, workers[0].ids, 8 * sizeof(csr_id)) == 0);
    DESK_HAS(f, "desk.stats", "{}", "'customers':4,");
    DESK_HAS(f, "desk.stats", "{}", "'interactions':4,");
}
ON_BOTH(everyone_finds_the_same_customer)

/* Half write, half verify: whatever moment a reader sees, it is a whole one. */
static void write_or_verify(worker *w, csr_session *session)
{
    csr_customer_identify_params who = CSR_CUSTOMER_IDENTIFY_PARAMS_INIT;
    char value[20];

    for (int i = 0; i < ROUNDS; i++) {
        csr_result *result = NULL;
        if (w->number % 2 == 0) {
            w->failures += desk_verify_errors(session, NULL, 0) != 0;
            continue;
        }
        snprintf(value, sizeof(value), "%d-%d", w->number, i);
        who.kind = CSR_IDENTITY_BOOKING;
        csr_str_set(&who.value, value, CSR_NTS);
        w->failures += csr_customer_identify(session, &who, &result, NULL) != CSR_OK;
        csr_result_free(result);
    }
}

static void readers_see_whole_changes(desk_fixture *f)
{
    worker workers[THREADS];

    run_workers(f, workers, write_or_verify);
    DESK_HAS(f, "desk.stats", "{}", "'customers':48,");
}
ON_BOTH(readers_see_whole_changes)

static void *finish_elsewhere(void *argument)
{
    csr_session *session = argument;
    csr_ticket_open_params in = CSR_TICKET_OPEN_PARAMS_INIT;

    in.subject = CSR_STR("elsewhere");
    if (csr_ticket_open(session, &in, NULL, NULL) != CSR_OK || csr_session_commit(session, NULL) != CSR_OK)
        return NULL;
    return session;
}

/* A session belongs to no thread: what one began another may go on with and end. */
static void sessions_may_change_threads(desk_fixture *f)
{
    pthread_t thread;
    void *done = NULL;

    TYPED_OK(f, csr_session_begin(f->session, &f->err));
    DESK_OK(f, "ticket.open", "{'subject':'here'}");
    DESK_TRUE(f, pthread_create(&thread, NULL, finish_elsewhere, f->session) == 0);
    DESK_TRUE(f, pthread_join(thread, &done) == 0 && done == f->session);
    expect_numbers(f, 2);
}
ON_BOTH(sessions_may_change_threads)

/* Work in a process of its own, which opens the file itself. Returns the exit code. */
static int work_in_child(const char *uri)
{
    csr_ticket_open_params in = CSR_TICKET_OPEN_PARAMS_INIT;
    csr_session *session = NULL;
    csr_desk *desk = NULL;
    int failures = csr_desk_open(uri, NULL, &desk, NULL) != CSR_OK;

    if (failures == 0)
        failures = csr_session_open(desk, NULL, &session, NULL) != CSR_OK;
    in.subject = CSR_STR("from a child");
    for (int i = 0; failures == 0 && i < ROUNDS; i++)
        failures += csr_ticket_open(session, &in, NULL, NULL) != CSR_OK;
    csr_session_close(session);
    csr_desk_close(desk);
    return failures;
}

static void test_processes(void)
{
    enum { CHILDREN = 3 };
    pid_t children[CHILDREN];
    desk_fixture f;

    (void)unlink("shared.csr");
    for (int i = 0; i < CHILDREN; i++) {
        children[i] = fork();
        if (children[i] == 0)
            _exit(work_in_child("shared.csr"));
    }
    for (int i = 0; i < CHILDREN; i++) {
        int how = -1;
        CU_ASSERT_TRUE(children[i] > 0 && waitpid(children[i], &how, 0) == children[i] && how == 0);
    }
    if (desk_begin(&f, "sqlite", "shared.csr", 1)) {
        expect_numbers(&f, CHILDREN * ROUNDS);
        DESK_HAS(&f, "desk.stats", "{}", "'events':37,");
    }
    desk_end(&f);
}

/* The same requests from everywhere: each is answered by one ticket. */
static void open_by_key(worker *w, csr_session *session)
{
    csr_ticket_open_params in = CSR_TICKET_OPEN_PARAMS_INIT;
    char key[16];

    in.subject = CSR_STR("s");
    for (int i = 0; i < ROUNDS; i++) {
        snprintf(key, sizeof(key), "request %d", i);
        csr_str_set(&in.request_key, key, CSR_NTS);
        w->failures += csr_ticket_open(session, &in, &w->ids[i], NULL) != CSR_OK;
    }
}

static void a_request_key_is_answered_once(desk_fixture *f)
{
    worker workers[THREADS];

    if (!run_workers(f, workers, open_by_key))
        return;
    expect_numbers(f, ROUNDS);
    for (int i = 1; i < THREADS; i++)
        DESK_TRUE(f, memcmp(workers[i].ids, workers[0].ids, sizeof(workers[0].ids)) == 0);
}
ON_BOTH(a_request_key_is_answered_once)

/* The purchase of all, and its one line. */
static void find_line(csr_session *session, csr_id *purchase, csr_id *line)
{
    csr_purchase_find_params find = CSR_PURCHASE_FIND_PARAMS_INIT;
    csr_purchase_line_query query = CSR_PURCHASE_LINE_QUERY_INIT;
    csr_purchase_line_view view = { .struct_size = sizeof(view) };
    csr_purchase_view order = { .struct_size = sizeof(order) };
    csr_result *result = NULL;

    find.external_id = CSR_STR("W-1");
    if (csr_purchase_find(session, &find, &result, NULL) == CSR_OK)
        (void)csr_purchase_at(result, 0, &order, NULL);
    csr_result_free(result);
    query.purchase = *purchase = order.id;
    if (csr_purchase_line_list(session, &query, &result, NULL) == CSR_OK)
        (void)csr_purchase_line_at(result, 0, &view, NULL);
    csr_result_free(result);
    *line = view.id;
}

/* Half of them return, the others refund, a unit at a time, more than there are. */
static void take_units(worker *w, csr_session *session)
{
    csr_return_open_params back = CSR_RETURN_OPEN_PARAMS_INIT;
    csr_return_add_params unit = CSR_RETURN_ADD_PARAMS_INIT;
    csr_refund_open_params money = CSR_REFUND_OPEN_PARAMS_INIT;
    csr_refund_add_params part = CSR_REFUND_ADD_PARAMS_INIT;

    find_line(session, &back.purchase, &unit.line);
    back.reason = money.reason = CSR_STR("x");
    money.purchase = back.purchase;
    part.kind = CSR_REFUND_PART_GOODS;
    part.line = unit.line;
    part.units = unit.units = 1;
    for (int i = 0; i < ROUNDS; i++) {
        csr_status status;
        csr_id id;
        if (w->number % 2 == 0)
            w->failures += csr_return_open(session, &back, &id, NULL) != CSR_OK;
        else
            w->failures += csr_refund_open(session, &money, &id, NULL) != CSR_OK;
        status = w->number % 2 == 0 ? csr_return_add(session, &id, &unit, NULL, NULL)
                                    : csr_refund_add(session, &id, &part, NULL, NULL);
        w->acknowledged += status == CSR_OK;
        w->failures += status != CSR_OK && status != CSR_E_OVER_REFUND;
    }
}

static void units_go_once(desk_fixture *f)
{
    worker workers[THREADS];
    int units = 0;

    DESK_MAKE(f, "order", "purchase.put", "{'external_id':'W-1','currency':'EUR'}");
    DESK_MAKE(f, "line", "purchase_line.put",
              "{'purchase':'$order','number':1,'sku':'X','quantity':50,'fulfilled':50,'gross_minor':1001}");
    if (!run_workers(f, workers, take_units))
        return;
    for (int i = 0; i < THREADS; i++)
        units += workers[i].acknowledged;
    DESK_TRUE(f, units == 50);
}
ON_BOTH(units_go_once)

/* Everyone settles the same claim. */
static void settle(worker *w, csr_session *session)
{
    csr_return_query query = CSR_RETURN_QUERY_INIT;
    csr_return_view view = { .struct_size = sizeof(view) };
    csr_result *result = NULL;
    csr_status status;
    csr_id line;

    find_line(session, &query.purchase, &line);
    if (csr_return_list(session, &query, &result, NULL) == CSR_OK)
        (void)csr_return_at(result, 0, &view, NULL);
    csr_result_free(result);
    status = csr_return_settle(session, &view.id, NULL, NULL, NULL);
    w->acknowledged += status == CSR_OK;
    w->failures += status != CSR_OK && status != CSR_E_STATE;
}

static void a_return_is_settled_once(desk_fixture *f)
{
    worker workers[THREADS];
    csr_refund_query query = CSR_REFUND_QUERY_INIT;
    csr_result *result = NULL;
    int settled = 0;

    DESK_MAKE(f, "order", "purchase.put", "{'external_id':'W-1','currency':'EUR'}");
    DESK_MAKE(f, "line", "purchase_line.put",
              "{'purchase':'$order','number':1,'sku':'X','fulfilled':1,'gross_minor':1001}");
    DESK_MAKE(f, "claim", "return.open", "{'purchase':'$order','kind':'claim','reason':'torn'}");
    DESK_OK(f, "return.add", "{'id':'$claim','line':'$line','units':1,'fault':'damaged'}");
    DESK_OK(f, "return.approve", "{'id':'$claim','keeps_goods':true}");
    if (!run_workers(f, workers, settle))
        return;
    for (int i = 0; i < THREADS; i++)
        settled += workers[i].acknowledged;
    query.purchase = desk_id(f, "order");
    TYPED_OK(f, csr_refund_list(f->session, &query, &result, &f->err));
    DESK_TRUE(f, settled == 1 && csr_result_count(result) == 1);
    csr_result_free(result);
}
ON_BOTH(a_return_is_settled_once)

int main(void)
{
    CU_TestInfo tests[] = {
        { "concurrency/numbers_are_given_once", numbers_are_given_once_on_both },
        { "concurrency/updates_are_not_lost", updates_are_not_lost_on_both },
        { "concurrency/everyone_finds_the_same_customer", everyone_finds_the_same_customer_on_both },
        { "concurrency/readers_see_whole_changes", readers_see_whole_changes_on_both },
        { "concurrency/sessions_may_change_threads", sessions_may_change_threads_on_both },
        { "concurrency/processes", test_processes },
        { "concurrency/a_request_key_is_answered_once", a_request_key_is_answered_once_on_both },
        { "concurrency/units_go_once", units_go_once_on_both },
        { "concurrency/a_return_is_settled_once", a_return_is_settled_once_on_both },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "concurrency", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("concurrency_test", suites, 9);
}
