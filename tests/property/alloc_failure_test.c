#include "support/desk_day.h"

#include "desk/run.h"

#include <stdlib.h>
#include <unistd.h>

/*
 * Every allocation of every operation fails once, alone or with all that follow: the call says so, nothing has changed,
 * nothing is leaked, and the same call then succeeds.
 */
#define MOST_ALLOCATIONS 2000

/* To look at all rows takes many times as long as a call that fails. */
#define LOOK_EVERY 4

static void told(const desk_fixture *f, int ok, const desk_step *step, uint64_t nth, const char *what)
{
    char text[600];

    if (ok)
        return;
    snprintf(text, sizeof(text), "%s: %s %s: allocation %d: %s: %s", f->store, step->operation, step->params, (int)nth,
             what, f->err.message);
    CU_assertImplementation(CU_FALSE, __LINE__, text, __FILE__, "", CU_FALSE);
}

static int is_same(const desk_fixture *f, const fingerprint *was)
{
    fingerprint is;

    return desk_fingerprint(f->session, &is) == CSR_OK && fingerprint_difference(was, &is) == NULL;
}

static int gives_rows(const desk_step *step)
{
    return csri_operation_named(step->operation, strlen(step->operation))->gives == CSRI_GIVES_RESULT;
}

/* Run the step while its nth allocation fails; 1 when it has succeeded, or will never. */
static int attempt(desk_fixture *f, const desk_step *step, const fingerprint *was, int door, uint64_t nth, int forever)
{
    uint64_t before;
    const char *params = step->params;
    csr_session *system = desk_day_as(f, &params);
    csr_status status;

    before = f->host.allocations;
    f->err = (csr_error)CSR_ERROR_INIT;
    csr_test_host_fail_alloc(&f->host, nth, forever);
    status = door == 1 ? step->typed(f) : desk_call(f, step->operation, params);
    csr_test_host_fail_alloc(&f->host, 0, 0);
    desk_day_back(f, system);
    if (status == CSR_OK) {
        told(f, f->err.status == CSR_OK, step, nth, "succeeded with an error");
        return 1;
    }
    told(f, status == CSR_E_NO_MEMORY, step, nth, csr_status_name(status));
    told(f, f->err.status == status && f->err.message[0] != '\0', step, nth, "the error is not filled");
    told(f, f->host.allocations - before >= nth, step, nth, "failed without cause");
    /* One that gives rows may have changed what it should, and failed as its typed step wrote them as text. What one of the
     * failures between two looks has changed is still there at the next. */
    if (nth % LOOK_EVERY == 1)
        told(f, is_same(f, was) || gives_rows(step), step, nth, "something has changed");
    return status != CSR_E_NO_MEMORY;
}

static void fail_step(desk_fixture *f, const desk_step *step, int door, int forever)
{
    uint64_t nth = 1;
    fingerprint was;

    csr_test_host_advance(&f->host, 1000000);
    DESK_TRUE(f, desk_fingerprint(f->session, &was) == CSR_OK);
    while (nth < MOST_ALLOCATIONS && !attempt(f, step, &was, door, nth, forever))
        nth++;
    told(f, nth < MOST_ALLOCATIONS, step, nth, "never succeeds");
    desk_day_name(f, step);
}

static void fail_the_day(desk_fixture *f, int door, int forever)
{
    for (size_t i = 0; desk_day_step(i) != NULL; i++) {
        fail_step(f, desk_day_step(i), door, forever);
        if (i % 16 == 0)
            DESK_TRUE(f, desk_verify_errors(f->session, NULL, 0) == 0);
    }
    /* As many events as a day without trouble has: nothing happened twice. */
    DESK_HAS(f, "desk.stats", "{}",
             "'customers':4,'agents':6,'teams':4,'contact_points':1,'interactions':8,'tickets':8,");
    f->apart = 1;
}

/* One door with a single failure, the other with one that stays: the campaign of tests/torture/alloc_test.c has the rest. */
static void typed_once(desk_fixture *f)
{
    fail_the_day(f, 1, 0);
}
ON_BOTH(typed_once)

static void json_forever(desk_fixture *f)
{
    fail_the_day(f, 2, 1);
}
ON_BOTH(json_forever)

/* In the host's own transaction a failure dooms what was written, and only a rollback helps. */
static void in_a_transaction(desk_fixture *f)
{
    DESK_MAKE(f, "jana", "customer.add", "{'name':'Jana'}");
    desk_keep(f);
    for (uint64_t nth = 1, done = 0; nth < MOST_ALLOCATIONS && !done; nth++) {
        csr_status status = csr_session_begin(f->session, &f->err);
        csr_test_host_fail_alloc(&f->host, nth, 0);
        if (status == CSR_OK)
            status = desk_call(f, "customer.tag", "{'id':'$jana','tag':'t'}");
        if (status == CSR_OK)
            status = desk_call(f, "ticket.open", "{'subject':'x','customer':'$jana'}");
        csr_test_host_fail_alloc(&f->host, 0, 0);
        DESK_TRUE(f, status == CSR_OK || status == CSR_E_NO_MEMORY);
        done = status == CSR_OK;
        if (!done && csr_session_commit(f->session, &f->err) == CSR_E_DOOMED)
            DESK_SAME(f);
        else if (!done)
            f->apart = 1; /* what failed was no write, and the first call is kept */
        else
            TYPED_OK(f, csr_session_rollback(f->session, &f->err));
        if (!done && f->apart)
            break;
    }
    f->apart = 1;
}
ON_BOTH(in_a_transaction)

/* Opening: no desk, no leak, and afterwards a desk. */
static void open_and_close(const char *uri, int keep_file)
{
    csr_desk_open_params params = CSR_DESK_OPEN_PARAMS_INIT;
    csr_status status = CSR_E_NO_MEMORY;

    for (uint64_t nth = 1; nth < MOST_ALLOCATIONS && status != CSR_OK; nth++) {
        csr_error err = CSR_ERROR_INIT;
        csr_session *session = NULL;
        csr_desk *desk = NULL;
        csr_test_host host;
        csr_test_host_init(&host, CSR_TEST_MONDAY, nth);
        params.host = &host.host;
        csr_test_host_fail_alloc(&host, nth, nth % 2 == 0);
        status = csr_desk_open(uri, &params, &desk, &err);
        if (status == CSR_OK) {
            status = csr_session_open(desk, NULL, &session, &err);
            CU_ASSERT_TRUE(session != NULL || status == CSR_E_NO_MEMORY);
        } else {
            CU_ASSERT_PTR_NULL(desk);
            CU_ASSERT_EQUAL(status, CSR_E_NO_MEMORY);
        }
        CU_ASSERT_EQUAL(err.status, status);
        csr_session_close(session);
        csr_desk_close(desk);
        CU_ASSERT_EQUAL(csr_test_host_done(&host), 0);
        if (!keep_file)
            (void)unlink(uri);
    }
    CU_ASSERT_EQUAL(status, CSR_OK);
}

static void test_open_and_close(void)
{
    open_and_close("memory:", 1);
    open_and_close("new.csr", 0);
    open_and_close("kept.csr", 1);
    open_and_close("kept.csr", 1);
}

/* Closing seals the events; where that fails the log is told, and the next one seals. */
static void test_seal(void)
{
    for (uint64_t nth = 1; nth < 30; nth++) {
        desk_fixture f;
        (void)unlink("seal.csr");
        if (desk_begin(&f, "sqlite", "seal.csr", nth)) {
            DESK_OK(&f, "customer.add", "{'name':'a'}");
            csr_session_close(f.session);
            csr_test_host_fail_alloc(&f.host, nth, 1);
            csr_desk_close(f.desk);
            csr_test_host_fail_alloc(&f.host, 0, 0);
            f.session = NULL;
            f.desk = NULL;
            CU_ASSERT_EQUAL(f.host.live_blocks, 0);
        }
        desk_end(&f);
        if (desk_begin(&f, "sqlite", "seal.csr", nth))
            desk_reopen(&f);
        DESK_HAS(&f, "desk.stats", "{}", "'events':2,'checkpoints':1");
        desk_end(&f);
    }
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "alloc_failure/typed_once", typed_once_on_both },
        { "alloc_failure/json_forever", json_forever_on_both },
        { "alloc_failure/in_a_transaction", in_a_transaction_on_both },
        { "alloc_failure/open_and_close", test_open_and_close },
        { "alloc_failure/seal", test_seal },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "alloc_failure", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("alloc_failure_test", suites, 5);
}
