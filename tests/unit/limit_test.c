#include "support/runner.h"
#include "support/test_host.h"

#include "base/limit.h"

#include <csr/csr.h>
#include <pthread.h>
#include <semaphore.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/*
 * Time limits, cancelling and forks. Nothing here measures time: a call is cancelled when the host's clock was asked
 * (it is running then), or at its nth allocation; a limit of a microsecond is over before any of these calls is.
 */
#define SECOND INT64_C(1000000)

typedef struct world {
    csr_test_host test;
    csr_host host; /* the test's, with the two hooks below */
    const char *uri;
    csr_desk *desk;
    csr_session *one, *two;
    csr_error err;
    sem_t *running;      /* told each time the clock is asked; NULL = nobody */
    csr_session *victim; /* cancelled at the nth allocation from now on, counted down; NULL = nobody */
    unsigned victim_after;
    csr_import *lines; /* likewise */
    unsigned lines_after;
    int slow; /* an allocation and a look at the clock take some microseconds, so that a limit of one is over */
} world;

static void go_slowly(const world *w)
{
    static const struct timespec some = { 0, 2000 };

    if (w->slow)
        (void)nanosleep(&some, NULL);
}

static csr_time now_hook(void *user)
{
    world *w = user;

    go_slowly(w);
    if (w->running != NULL)
        (void)sem_post(w->running);
    return w->test.host.now(w->test.host.user);
}

static void *alloc_hook(void *user, size_t size)
{
    world *w = user;

    go_slowly(w);
    if (w->victim != NULL && w->victim_after-- == 0) {
        csr_session_cancel(w->victim);
        w->victim = NULL;
    }
    if (w->lines != NULL && w->lines_after-- == 0) {
        csr_import_cancel(w->lines);
        w->lines = NULL;
    }
    return w->test.host.alloc(w->test.host.user, size);
}

static void *realloc_hook(void *user, void *ptr, size_t old_size, size_t new_size)
{
    world *w = user;

    return w->test.host.realloc(w->test.host.user, ptr, old_size, new_size);
}

static void free_hook(void *user, void *ptr, size_t size)
{
    world *w = user;

    w->test.host.free(w->test.host.user, ptr, size);
}

static int32_t entropy_hook(void *user, uint8_t *out, size_t n)
{
    world *w = user;

    return w->test.host.entropy(w->test.host.user, out, n);
}

static csr_session *session_of(world *w, csr_desk *desk, int64_t timeout_us)
{
    csr_session_open_params in = CSR_SESSION_OPEN_PARAMS_INIT;
    csr_session *session = NULL;

    in.timeout_us = timeout_us;
    CU_ASSERT_EQUAL_FATAL(csr_session_open(desk, &in, &session, &w->err), CSR_OK);
    return session;
}

static csr_desk *desk_of(world *w)
{
    csr_desk_open_params in = CSR_DESK_OPEN_PARAMS_INIT;
    csr_desk *desk = NULL;

    in.host = &w->host;
    CU_ASSERT_EQUAL_FATAL(csr_desk_open(w->uri, &in, &desk, &w->err), CSR_OK);
    return desk;
}

static void begin(world *w, const char *uri)
{
    memset(w, 0, sizeof(*w));
    w->err = (csr_error)CSR_ERROR_INIT;
    w->uri = uri;
    csr_test_host_init(&w->test, CSR_TEST_MONDAY, 7);
    w->host = (csr_host)CSR_HOST_INIT;
    w->host.user = w;
    w->host.alloc = alloc_hook;
    w->host.realloc = realloc_hook;
    w->host.free = free_hook;
    w->host.now = now_hook;
    w->host.entropy = entropy_hook;
    w->desk = desk_of(w);
    w->one = session_of(w, w->desk, 0);
    w->two = session_of(w, w->desk, 0);
}

static csr_status add(csr_session *session, csr_error *err)
{
    csr_customer_add_params in = CSR_CUSTOMER_ADD_PARAMS_INIT;

    in.name = CSR_STR("Jana");
    return csr_customer_add(session, &in, NULL, err);
}

static int64_t customers(csr_session *session, int64_t *out_events)
{
    csr_stats_view view = { .struct_size = sizeof(view) };
    csr_result *result = NULL;

    CU_ASSERT_EQUAL(csr_desk_stats(session, &result, NULL), CSR_OK);
    CU_ASSERT_EQUAL(csr_stats_at(result, 0, &view, NULL), CSR_OK);
    csr_result_free(result);
    if (out_events != NULL)
        *out_events = view.events;
    return view.customers;
}

static csr_status verify(csr_session *session, csr_error *err)
{
    csr_result *result = NULL;
    csr_status status = csr_desk_verify(session, NULL, &result, err);

    CU_ASSERT_EQUAL(result == NULL, status != CSR_OK);
    CU_ASSERT_EQUAL(csr_result_count(result), status == CSR_OK);
    csr_result_free(result);
    return status;
}

static void end(world *w)
{
    w->running = NULL;
    w->victim = NULL;
    CU_ASSERT_EQUAL(verify(w->one, &w->err), CSR_OK);
    csr_session_close(w->one);
    csr_session_close(w->two);
    csr_desk_close(w->desk);
    CU_ASSERT_EQUAL(csr_test_host_done(&w->test), 0);
}

static void on_both(void (*run)(world *w))
{
    static const char *const uris[] = { "memory:", "limit_test.db" };
    static const char *const suffixes[] = { "", "-wal", "-shm" };
    char path[64];
    world w;

    for (size_t i = 0; i < 2; i++) {
        begin(&w, uris[i]);
        run(&w);
        end(&w);
    }
    for (size_t i = 0; i < 3; i++) {
        snprintf(path, sizeof(path), "%s%s", uris[1], suffixes[i]);
        (void)unlink(path);
    }
}

static int is_sqlite(const world *w)
{
    return strcmp(w->uri, "memory:") != 0;
}

/* --- another thread --- */

typedef struct caller {
    pthread_t thread;
    csr_session *session;
    csr_error err;
    csr_status status;
} caller;

static void *call_add(void *arg)
{
    caller *c = arg;

    c->status = add(c->session, &c->err);
    return NULL;
}

/* Call add() in a thread, and come back when it is running. */
static void call(world *w, caller *c, csr_session *session)
{
    sem_t running;

    CU_ASSERT_EQUAL_FATAL(sem_init(&running, 0, 0), 0);
    *c = (caller){ .session = session, .err = CSR_ERROR_INIT };
    w->running = &running;
    CU_ASSERT_EQUAL_FATAL(pthread_create(&c->thread, NULL, call_add, c), 0);
    while (sem_wait(&running) != 0) {
    }
    /* Nobody else asks the clock meanwhile, and the call asks it once. */
    w->running = NULL;
    (void)sem_destroy(&running);
}

static csr_status joined(caller *c)
{
    CU_ASSERT_EQUAL(pthread_join(c->thread, NULL), 0);
    CU_ASSERT_EQUAL(c->err.status, c->status);
    return c->status;
}

/* --- waiting for the turn to write --- */

static void waiting_is_cancelled(world *w)
{
    caller c;

    CU_ASSERT_EQUAL(csr_session_begin(w->one, &w->err), CSR_OK);
    for (int i = 0; i < 20; i++) {
        call(w, &c, w->two);
        csr_session_cancel(w->two);
        CU_ASSERT_EQUAL(joined(&c), CSR_E_CANCELLED);
        CU_ASSERT_STRING_EQUAL(c.err.message, "the call was cancelled");
    }
    CU_ASSERT_EQUAL(csr_session_rollback(w->one, &w->err), CSR_OK);
    CU_ASSERT_EQUAL(customers(w->one, NULL), 0);
    CU_ASSERT_EQUAL(add(w->two, &w->err), CSR_OK);
}

static void test_waiting_is_cancelled(void)
{
    on_both(waiting_is_cancelled);
}

/* Who waits behind one that gives up comes to its turn. */
static void others_go_on(world *w)
{
    csr_session *three = session_of(w, w->desk, 0);
    caller first, second;

    CU_ASSERT_EQUAL(csr_session_begin(w->one, &w->err), CSR_OK);
    call(w, &first, w->two);
    call(w, &second, three);
    csr_session_cancel(w->two);
    CU_ASSERT_EQUAL(joined(&first), CSR_E_CANCELLED);
    CU_ASSERT_EQUAL(csr_session_commit(w->one, &w->err), CSR_OK);
    CU_ASSERT_EQUAL(joined(&second), CSR_OK);
    CU_ASSERT_EQUAL(customers(w->one, NULL), 1);
    csr_session_close(three);
}

static void test_others_go_on(void)
{
    on_both(others_go_on);
}

static void waiting_times_out(world *w)
{
    CU_ASSERT_EQUAL(csr_session_begin(w->one, &w->err), CSR_OK);
    CU_ASSERT_EQUAL(csr_session_set_timeout(w->two, 1000, &w->err), CSR_OK);
    CU_ASSERT_EQUAL(add(w->two, &w->err), CSR_E_TIMEOUT);
    CU_ASSERT_STRING_EQUAL(w->err.message, "the call took longer than its time limit");
    CU_ASSERT_EQUAL(csr_session_begin(w->two, &w->err), CSR_E_TIMEOUT);
    CU_ASSERT_EQUAL(csr_session_rollback(w->two, &w->err), CSR_E_MISUSE);
    CU_ASSERT_TRUE(csr_status_is_retryable(CSR_E_TIMEOUT) && !csr_status_is_retryable(CSR_E_CANCELLED));
    CU_ASSERT_EQUAL(csr_session_rollback(w->one, &w->err), CSR_OK);
    CU_ASSERT_EQUAL(customers(w->one, NULL), 0);
    CU_ASSERT_EQUAL(csr_session_set_timeout(w->two, 3600 * SECOND, &w->err), CSR_OK);
    CU_ASSERT_EQUAL(add(w->two, &w->err), CSR_OK);
    CU_ASSERT_EQUAL(csr_session_set_timeout(w->two, INT64_MAX, &w->err), CSR_OK);
    CU_ASSERT_EQUAL(add(w->two, &w->err), CSR_OK);
    CU_ASSERT_EQUAL(csr_session_set_timeout(w->two, 0, &w->err), CSR_OK);
    CU_ASSERT_EQUAL(add(w->two, &w->err), CSR_OK);
}

static void test_waiting_times_out(void)
{
    on_both(waiting_times_out);
}

/* Another store on the same file, as of another process: there is no queue then, but the lock of the file. */
static void locks_of_others(world *w)
{
    csr_desk *other;
    csr_session *theirs;
    caller c;

    if (!is_sqlite(w))
        return;
    other = desk_of(w);
    theirs = session_of(w, other, 0);
    CU_ASSERT_EQUAL(csr_session_begin(theirs, &w->err), CSR_OK);
    CU_ASSERT_EQUAL(csr_session_set_timeout(w->two, 1000, &w->err), CSR_OK);
    CU_ASSERT_EQUAL(add(w->two, &w->err), CSR_E_TIMEOUT);
    CU_ASSERT_EQUAL(csr_session_set_timeout(w->two, 0, &w->err), CSR_OK);
    call(w, &c, w->two);
    csr_session_cancel(w->two);
    CU_ASSERT_EQUAL(joined(&c), CSR_E_CANCELLED);
    CU_ASSERT_EQUAL(csr_session_commit(theirs, &w->err), CSR_OK);
    csr_session_close(theirs);
    csr_desk_close(other);
    CU_ASSERT_EQUAL(add(w->two, &w->err), CSR_OK);
}

static void test_locks_of_others(void)
{
    on_both(locks_of_others);
}

/* --- working --- */

/* A write that takes memory for a key and for its result. */
static csr_status identify(csr_session *session, csr_error *err)
{
    csr_customer_identify_params in = CSR_CUSTOMER_IDENTIFY_PARAMS_INIT;
    csr_result *result = NULL;
    csr_status status;

    in.kind = CSR_IDENTITY_EMAIL;
    in.value = CSR_STR("jana@example.org");
    status = csr_customer_identify(session, &in, &result, err);
    CU_ASSERT_EQUAL(result == NULL, status != CSR_OK);
    csr_result_free(result);
    return status;
}

/* At every allocation of a write: cancelled and nothing has changed, since none comes after the last look. */
static void writing_is_cancelled(world *w)
{
    int64_t events, events_after;
    unsigned n;

    CU_ASSERT_EQUAL(add(w->one, &w->err), CSR_OK);
    CU_ASSERT_EQUAL(customers(w->two, &events), 1);
    for (n = 0;; n++) {
        w->victim = w->one;
        w->victim_after = n;
        csr_status status = identify(w->one, &w->err);
        if (w->victim != NULL || status == CSR_OK)
            break;
        CU_ASSERT_EQUAL(status, CSR_E_CANCELLED);
        CU_ASSERT_EQUAL(customers(w->two, &events_after), 1);
        CU_ASSERT_EQUAL(events_after, events);
    }
    w->victim = NULL;
    CU_ASSERT_TRUE(n > 1);
    CU_ASSERT_EQUAL(customers(w->two, NULL), 2);
}

static void test_writing_is_cancelled(void)
{
    on_both(writing_is_cancelled);
}

static void fill(world *w, int n)
{
    CU_ASSERT_EQUAL(csr_session_begin(w->one, &w->err), CSR_OK);
    while (n-- > 0)
        CU_ASSERT_EQUAL(add(w->one, &w->err), CSR_OK);
    CU_ASSERT_EQUAL(csr_session_commit(w->one, &w->err), CSR_OK);
}

static csr_status list_events(csr_session *session, csr_error *err)
{
    csr_event_query query = CSR_EVENT_QUERY_INIT;
    csr_result *result = NULL;
    csr_status status;

    query.limit = CSR_PAGE_MAX;
    status = csr_event_list(session, &query, &result, err);
    CU_ASSERT_EQUAL(result == NULL, status != CSR_OK);
    csr_result_free(result);
    return status;
}

/* At each of the first allocations of a read; how many times it was ended by that. */
static unsigned cancelled_reads(world *w, csr_status (*read)(csr_session *session, csr_error *err), unsigned upto)
{
    unsigned cancelled = 0;

    for (unsigned n = 0; n < upto; n++) {
        w->victim = w->one;
        w->victim_after = n;
        csr_status status = read(w->one, &w->err);
        CU_ASSERT_TRUE(status == CSR_OK || status == CSR_E_CANCELLED);
        cancelled += status == CSR_E_CANCELLED;
        w->victim = NULL;
        CU_ASSERT_EQUAL(read(w->one, &w->err), CSR_OK);
    }
    return cancelled;
}

static void reading_is_cancelled(world *w)
{
    fill(w, 700);
    CU_ASSERT_TRUE(cancelled_reads(w, verify, 12) > 8);
    /* One statement, whose rows take memory now and then: it is ended in its midst. */
    CU_ASSERT_TRUE(cancelled_reads(w, list_events, 4) > 0);
}

static void test_reading_is_cancelled(void)
{
    on_both(reading_is_cancelled);
}

static void reading_times_out(world *w)
{
    fill(w, 50);
    CU_ASSERT_EQUAL(csr_session_set_timeout(w->one, 1, &w->err), CSR_OK);
    CU_ASSERT_EQUAL(verify(w->one, &w->err), CSR_E_TIMEOUT);
    CU_ASSERT_EQUAL(csr_session_set_timeout(w->one, 0, &w->err), CSR_OK);
}

static void test_reading_times_out(void)
{
    on_both(reading_times_out);
}

/* --- transactions --- */

static void transactions_are_spoilt(world *w)
{
    CU_ASSERT_EQUAL(csr_session_begin(w->one, &w->err), CSR_OK);
    CU_ASSERT_EQUAL(add(w->one, &w->err), CSR_OK);
    w->victim = w->one;
    w->victim_after = 2;
    CU_ASSERT_EQUAL(verify(w->one, &w->err), CSR_E_CANCELLED);
    CU_ASSERT_EQUAL(add(w->one, &w->err), CSR_E_DOOMED);
    CU_ASSERT_EQUAL(csr_session_commit(w->one, &w->err), CSR_E_DOOMED);
    CU_ASSERT_EQUAL(customers(w->one, NULL), 0);
}

static void test_transactions_are_spoilt(void)
{
    on_both(transactions_are_spoilt);
}

/* A commit ends as it would have; so does a rollback. */
static void commits_are_not_limited(world *w)
{
    for (int commit = 1; commit >= 0; commit--) {
        CU_ASSERT_EQUAL(csr_session_begin(w->one, &w->err), CSR_OK);
        CU_ASSERT_EQUAL(add(w->one, &w->err), CSR_OK);
        CU_ASSERT_EQUAL(csr_session_set_timeout(w->one, 1, &w->err), CSR_OK);
        csr_session_cancel(w->one);
        CU_ASSERT_EQUAL(commit ? csr_session_commit(w->one, &w->err) : csr_session_rollback(w->one, &w->err), CSR_OK);
        CU_ASSERT_EQUAL(csr_session_set_timeout(w->one, 0, &w->err), CSR_OK);
        CU_ASSERT_EQUAL(customers(w->one, NULL), 1);
    }
}

static void test_commits_are_not_limited(void)
{
    on_both(commits_are_not_limited);
}

/* --- asking for it --- */

static void what_does_not_run_is_not_cancelled(world *w)
{
    csr_session_cancel(NULL);
    csr_session_cancel(w->one);
    CU_ASSERT_EQUAL(add(w->one, &w->err), CSR_OK);
    csr_session_cancel(w->two);
    CU_ASSERT_EQUAL(verify(w->one, &w->err), CSR_OK);
}

static void test_what_does_not_run_is_not_cancelled(void)
{
    on_both(what_does_not_run_is_not_cancelled);
}

static void limits_are_checked(world *w)
{
    csr_session_open_params in = CSR_SESSION_OPEN_PARAMS_INIT;
    csr_session *session = NULL;

    CU_ASSERT_EQUAL(csr_session_set_timeout(w->one, -1, &w->err), CSR_E_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(w->err.field, "timeout_us");
    CU_ASSERT_EQUAL(csr_session_set_timeout(NULL, 0, &w->err), CSR_E_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(w->err.field, "session");
    in.timeout_us = -1;
    CU_ASSERT_EQUAL(csr_session_open(w->desk, &in, &session, &w->err), CSR_E_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(w->err.field, "timeout_us");
    /* A caller from before there was a limit. */
    in.timeout_us = 1;
    in.struct_size = offsetof(csr_session_open_params, timeout_us);
    CU_ASSERT_EQUAL(csr_session_open(w->desk, &in, &session, &w->err), CSR_OK);
    CU_ASSERT_EQUAL(verify(session, &w->err), CSR_OK);
    csr_session_close(session);
    session = session_of(w, w->desk, 1);
    CU_ASSERT_EQUAL(verify(session, &w->err), CSR_E_TIMEOUT);
    csr_session_close(session);
}

static void test_limits_are_checked(void)
{
    on_both(limits_are_checked);
}

/* By itself: a limit that is none, one with much time, one whose time is over. */
static void test_what_is_left(void)
{
    csr_limit limit;
    csr_error err = CSR_ERROR_INIT;

    csri_limit_init(&limit);
    CU_ASSERT_TRUE(csr_limit_check(NULL) == CSR_OK && csr_limit_left_us(NULL) == INT64_MAX);
    CU_ASSERT_TRUE(csr_limit_check(&limit) == CSR_OK && csr_limit_left_us(&limit) == INT64_MAX);
    csri_limit_start(&limit, 3600 * SECOND);
    CU_ASSERT_TRUE(csr_limit_check(&limit) == CSR_OK && csr_limit_left_us(&limit) <= 3600 * SECOND);
    CU_ASSERT_TRUE(csr_limit_left_us(&limit) > 0);
    limit.until_us = csri_monotonic_us();
    CU_ASSERT_TRUE(csri_limit_fail(&limit, &err) == CSR_E_TIMEOUT && csr_limit_left_us(&limit) == 0);
    csri_limit_cancel(&limit);
    CU_ASSERT_TRUE(csri_limit_fail(&limit, &err) == CSR_E_CANCELLED && err.status == CSR_E_CANCELLED);
    csri_limit_start(&limit, INT64_MAX);
    CU_ASSERT_TRUE(csri_limit_fail(&limit, &err) == CSR_OK && limit.until_us == INT64_MAX);
}

/* --- imports, copies, opening --- */

/* All lines of a desk; the caller frees them. */
static char *exported(world *w)
{
    csr_export *lines = NULL;
    csr_buf *buf = NULL;
    char *text = calloc(1, 1);
    size_t len = 0;

    CU_ASSERT_EQUAL_FATAL(csr_export_open(w->one, &lines, &w->err), CSR_OK);
    while (csr_export_next(lines, &buf, &w->err) == CSR_OK && buf != NULL) {
        text = realloc(text, len + csr_buf_size(buf) + 1);
        memcpy(text + len, csr_buf_text(buf), csr_buf_size(buf) + 1);
        len += csr_buf_size(buf);
        csr_buf_free(buf);
    }
    csr_export_close(lines);
    return text;
}

/* An export waits for its state as long as its session may, and takes its time then. */
static void exports_wait(world *w)
{
    csr_export *lines = NULL;
    char *text;

    fill(w, 20);
    if (!is_sqlite(w)) {
        CU_ASSERT_EQUAL(csr_session_begin(w->two, &w->err), CSR_OK);
        CU_ASSERT_EQUAL(csr_session_set_timeout(w->one, 1000, &w->err), CSR_OK);
        CU_ASSERT_EQUAL(csr_export_open(w->one, &lines, &w->err), CSR_E_TIMEOUT);
        CU_ASSERT_PTR_NULL(lines);
        CU_ASSERT_EQUAL(csr_session_rollback(w->two, &w->err), CSR_OK);
    }
    CU_ASSERT_EQUAL(csr_session_set_timeout(w->one, 3600 * SECOND, &w->err), CSR_OK);
    text = exported(w);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "{\"end\":"));
    free(text);
    CU_ASSERT_EQUAL(csr_session_set_timeout(w->one, 0, &w->err), CSR_OK);
}

static void test_exports_wait(void)
{
    on_both(exports_wait);
}

static csr_import *import_of(world *w, const csr_desk_open_params *desk, const char *uri, int64_t timeout_us)
{
    csr_import_open_params in = CSR_IMPORT_OPEN_PARAMS_INIT;
    csr_import *lines = NULL;

    in.desk = desk;
    in.batch = 50;
    in.timeout_us = timeout_us;
    CU_ASSERT_EQUAL_FATAL(csr_import_open(uri, &in, &lines, &w->err), CSR_OK);
    return lines;
}

static void forget(const char *path)
{
    static const char *const suffixes[] = { "", "-wal", "-shm", "-journal" };
    char name[100];

    for (size_t i = 0; i < 4; i++) {
        snprintf(name, sizeof(name), "%s%s", path, suffixes[i]);
        (void)unlink(name);
    }
}

/* Ended at any place, what is recorded stays, and the same import goes on to the end. */
static void imports_end(world *w)
{
    csr_import_open_params wrong = CSR_IMPORT_OPEN_PARAMS_INIT;
    csr_desk_open_params in = CSR_DESK_OPEN_PARAMS_INIT;
    csr_import *lines = NULL;
    const char *uri = is_sqlite(w) ? "limit_clone.db" : "memory:";
    csr_desk *desk = NULL;
    unsigned ended = 0;
    char *text;

    fill(w, 300);
    text = exported(w);
    forget("limit_clone.db");
    in.host = &w->host;
    wrong.timeout_us = -1;
    CU_ASSERT_EQUAL(csr_import_open("memory:", &wrong, &lines, &w->err), CSR_E_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(w->err.field, "timeout_us");
    csr_import_cancel(NULL);
    lines = import_of(w, &in, uri, 3600 * SECOND);
    csr_import_cancel(lines); /* which runs no call: that is over when the next one begins */
    for (unsigned n = 0; n < 60; n += 7) {
        w->lines = lines;
        w->lines_after = n;
        csr_status status = csr_import_put(lines, text, CSR_NTS, &w->err);
        CU_ASSERT_EQUAL(status, w->lines == NULL ? CSR_E_CANCELLED : CSR_OK);
        ended += status == CSR_E_CANCELLED;
        w->lines = NULL;
        csr_import_close(lines);
        lines = import_of(w, &in, uri, 0);
    }
    CU_ASSERT_TRUE(ended > 1);
    for (unsigned n = 0; n < 30; n += 6) {
        CU_ASSERT_EQUAL(csr_import_put(lines, text, CSR_NTS, &w->err), CSR_OK);
        w->lines = lines;
        w->lines_after = n;
        CU_ASSERT_EQUAL(csr_import_finish(lines, &desk, &w->err), CSR_E_CANCELLED);
        CU_ASSERT_TRUE(w->lines == NULL && desk == NULL);
        csr_import_close(lines);
        lines = import_of(w, &in, uri, 0);
    }
    csr_import_close(lines);
    wrong.timeout_us = 1;
    wrong.desk = &in;
    w->slow = 1;
    CU_ASSERT_EQUAL(csr_import_open(uri, &wrong, &lines, &w->err), CSR_E_TIMEOUT);
    w->slow = 0;
    CU_ASSERT_PTR_NULL(lines);
    lines = import_of(w, &in, uri, 0);
    CU_ASSERT_EQUAL(csr_import_put(lines, text, CSR_NTS, &w->err), CSR_OK);
    CU_ASSERT_EQUAL(csr_import_finish(lines, &desk, &w->err), CSR_OK);
    csr_import_close(lines);
    csr_desk_close(desk);
    free(text);
    forget("limit_clone.db");
}

static void test_imports_end(void)
{
    on_both(imports_end);
}

static csr_status back_up(world *w, csr_session *session, uint32_t flags)
{
    csr_desk_backup_params in = CSR_DESK_BACKUP_PARAMS_INIT;
    csr_result *result = NULL;
    csr_status status;

    in.session = session;
    in.flags = flags;
    status = csr_desk_backup(w->desk, "limit_copy.db", &in, &result, &w->err);
    CU_ASSERT_TRUE((result != NULL) == (status == CSR_OK) &&
                   (access("limit_copy.db", F_OK) == 0) == (status == CSR_OK));
    csr_result_free(result);
    forget("limit_copy.db");
    return status;
}

/* A copy that has to end leaves nothing behind, and the next one is made. */
static void copies_end(world *w)
{
    csr_desk *other;
    csr_session *theirs;
    unsigned ended = 0;

    if (!is_sqlite(w))
        return;
    fill(w, 300);
    other = desk_of(w);
    theirs = session_of(w, other, 0);
    CU_ASSERT_EQUAL(back_up(w, theirs, 0), CSR_E_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(w->err.field, "session");
    csr_session_close(theirs);
    csr_desk_close(other);
    CU_ASSERT_EQUAL(csr_session_set_timeout(w->two, 1, &w->err), CSR_OK);
    w->slow = 1;
    CU_ASSERT_EQUAL(back_up(w, w->two, 0), CSR_E_TIMEOUT);
    w->slow = 0;
    CU_ASSERT_EQUAL(csr_session_set_timeout(w->two, 0, &w->err), CSR_OK);
    for (unsigned n = 0; n < 12; n++) {
        csr_status status;
        w->victim = w->two;
        w->victim_after = n;
        status = back_up(w, w->two, CSR_BACKUP_VERIFY);
        CU_ASSERT_TRUE(status == CSR_OK || status == CSR_E_CANCELLED);
        ended += status == CSR_E_CANCELLED;
        w->victim = NULL;
    }
    CU_ASSERT_TRUE(ended > 8);
    CU_ASSERT_EQUAL(back_up(w, w->two, CSR_BACKUP_VERIFY), CSR_OK);
    CU_ASSERT_EQUAL(back_up(w, NULL, 0), CSR_OK);
}

static void test_copies_end(void)
{
    on_both(copies_end);
}

/* Who opens what others hold waits as long as was said. */
static void test_opening_ends(void)
{
    csr_desk_open_params in = CSR_DESK_OPEN_PARAMS_INIT;
    csr_error err = CSR_ERROR_INIT;
    csr_desk *desk = NULL;
    sqlite3 *db = NULL;

    forget("limit_new.db");
    CU_ASSERT_EQUAL_FATAL(sqlite3_open("limit_new.db", &db), SQLITE_OK);
    CU_ASSERT_EQUAL(sqlite3_exec(db, "BEGIN EXCLUSIVE", NULL, NULL, NULL), SQLITE_OK);
    in.timeout_us = 1000;
    CU_ASSERT_EQUAL(csr_desk_open("limit_new.db", &in, &desk, &err), CSR_E_TIMEOUT);
    CU_ASSERT_PTR_NULL(desk);
    in.timeout_us = -1;
    CU_ASSERT_EQUAL(csr_desk_open("limit_new.db", &in, &desk, &err), CSR_E_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(err.field, "timeout_us");
    CU_ASSERT_EQUAL(sqlite3_exec(db, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
    (void)sqlite3_close(db);
    in.timeout_us = 3600 * SECOND;
    CU_ASSERT_EQUAL(csr_desk_open("limit_new.db", &in, &desk, &err), CSR_OK);
    csr_desk_close(desk);
    CU_ASSERT_EQUAL(csr_desk_open("memory:", &in, &desk, &err), CSR_OK);
    csr_desk_close(desk);
    forget("limit_new.db");
}

/* --- forks --- */

/* What a child may do with handles of its parent: nothing but close them. Not 0 = it could do more. */
static int wrong_in_child(world *w)
{
    csr_session *session = NULL;
    csr_result *result = NULL;
    csr_buf *buf = NULL;
    int wrong = 0;

    wrong += add(w->two, &w->err) != CSR_E_MISUSE;
    wrong += csr_call(w->two, "ticket.list", CSR_NTS, "{}", CSR_NTS, &buf, &w->err) != CSR_E_MISUSE;
    wrong += csr_session_begin(w->two, &w->err) != CSR_E_MISUSE;
    wrong += csr_session_commit(w->one, &w->err) != CSR_E_MISUSE;
    wrong += csr_session_rollback(w->one, &w->err) != CSR_E_MISUSE;
    wrong += csr_session_set_timeout(w->two, 1, &w->err) != CSR_E_MISUSE;
    wrong += csr_session_open(w->desk, NULL, &session, &w->err) != CSR_E_MISUSE;
    wrong += csr_desk_backup(w->desk, "limit_test_copy.db", NULL, &result, &w->err) != CSR_E_MISUSE;
    wrong += csr_desk_maintain(w->desk, NULL, &result, &w->err) != CSR_E_MISUSE;
    csr_session_cancel(w->two);
    csr_session_close(w->one);
    csr_session_close(w->two);
    csr_desk_close(w->desk);
    return wrong;
}

static void forks_are_refused(world *w)
{
    int status = -1;
    pid_t child;

    CU_ASSERT_EQUAL(add(w->one, &w->err), CSR_OK);
    CU_ASSERT_EQUAL(csr_session_begin(w->one, &w->err), CSR_OK);
    CU_ASSERT_EQUAL(add(w->one, &w->err), CSR_OK);
    child = fork();
    if (child == 0)
        _exit(wrong_in_child(w));
    CU_ASSERT_EQUAL(waitpid(child, &status, 0), child);
    CU_ASSERT_EQUAL(status, 0);
    /* The parent's transaction went on meanwhile. */
    CU_ASSERT_EQUAL(add(w->one, &w->err), CSR_OK);
    CU_ASSERT_EQUAL(csr_session_commit(w->one, &w->err), CSR_OK);
    CU_ASSERT_EQUAL(customers(w->two, NULL), 3);
}

static void test_forks_are_refused(void)
{
    on_both(forks_are_refused);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "limit/waiting_is_cancelled", test_waiting_is_cancelled },
        { "limit/others_go_on", test_others_go_on },
        { "limit/waiting_times_out", test_waiting_times_out },
        { "limit/locks_of_others", test_locks_of_others },
        { "limit/writing_is_cancelled", test_writing_is_cancelled },
        { "limit/reading_is_cancelled", test_reading_is_cancelled },
        { "limit/reading_times_out", test_reading_times_out },
        { "limit/transactions_are_spoilt", test_transactions_are_spoilt },
        { "limit/commits_are_not_limited", test_commits_are_not_limited },
        { "limit/what_does_not_run_is_not_cancelled", test_what_does_not_run_is_not_cancelled },
        { "limit/limits_are_checked", test_limits_are_checked },
        { "limit/what_is_left", test_what_is_left },
        { "limit/exports_wait", test_exports_wait },
        { "limit/imports_end", test_imports_end },
        { "limit/copies_end", test_copies_end },
        { "limit/opening_ends", test_opening_ends },
        { "limit/forks_are_refused", test_forks_are_refused },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "limit", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("limit_test", suites, 17);
}
