/* Limits of calls: while waiting, while working, and not in a commit. A store without begin_within has none to keep. */
#include "support/conformance_world.h"
#include "support/runner.h"

#include "base/limit.h"

#include <pthread.h>
#include <stdio.h>

#define ROWS 700

static csr_status begin_within(conf_world *w, int32_t mode, const csr_limit *limit, csr_store_tx **out)
{
    csr_status status;

    w->err = (csr_error)CSR_ERROR_INIT;
    status = w->ops->begin_within(w->store, NULL, mode, limit, out, &w->err);
    CU_ASSERT_EQUAL(*out != NULL, status == CSR_OK);
    return status;
}

static void add_owners(conf_world *w, csr_store_tx *tx, uint32_t n)
{
    for (uint32_t i = 1; i <= n; i++) {
        char name[16];
        snprintf(name, sizeof(name), "%u", (unsigned)i);
        const conf_owner owner = conf_owner_row(i, name);
        CU_ASSERT_EQUAL(conf_insert(w, tx, &conf_owner_record, &owner), CSR_OK);
    }
}

static void over_before_it_begins(void)
{
    conf_world w;
    csr_limit limit;
    csr_store_tx *tx = NULL;

    conf_open(&w, &conf_schema);
    if (w.ops->begin_within != NULL) {
        csri_limit_init(&limit);
        CU_ASSERT_EQUAL_FATAL(begin_within(&w, CSR_TX_WRITE, &limit, &tx), CSR_OK);
        conf_rollback(&w, tx);
        csri_limit_cancel(&limit);
        CU_ASSERT(conf_failed(&w, begin_within(&w, CSR_TX_WRITE, &limit, &tx), CSR_E_CANCELLED, ""));
        CU_ASSERT(conf_failed(&w, begin_within(&w, CSR_TX_READ, &limit, &tx), CSR_E_CANCELLED, ""));
        csri_limit_start(&limit, 0);
        CU_ASSERT_EQUAL_FATAL(begin_within(&w, CSR_TX_WRITE, &limit, &tx), CSR_OK);
        conf_rollback(&w, tx);
    }
    conf_close(&w);
}

static void waiting_ends_with_the_time(void)
{
    conf_world w;
    csr_limit limit;
    csr_store_tx *writer, *tx = NULL;

    conf_open(&w, &conf_schema);
    if (w.ops->begin_within != NULL) {
        writer = conf_begin(&w, CSR_TX_WRITE);
        csri_limit_init(&limit);
        csri_limit_start(&limit, 1000);
        CU_ASSERT(conf_failed(&w, begin_within(&w, CSR_TX_WRITE, &limit, &tx), CSR_E_TIMEOUT, ""));
        conf_rollback(&w, writer);
        conf_rollback(&w, conf_begin(&w, CSR_TX_WRITE)); /* who gave up is not in the way */
    }
    conf_close(&w);
}

typedef struct waiter {
    conf_world *w;
    csr_limit limit;
    csr_status status;
} waiter;

static void *wait_for_turn(void *arg)
{
    waiter *self = arg;
    csr_store_tx *tx = NULL;

    self->status = self->w->ops->begin_within(self->w->store, NULL, CSR_TX_WRITE, &self->limit, &tx, NULL);
    if (tx != NULL)
        self->w->ops->rollback(tx);
    return NULL;
}

/* Whether it is waiting already or has yet to begin: it is woken, or finds that it was cancelled. */
static void waiting_is_cancelled(void)
{
    conf_world w;
    waiter self = { .w = &w, .status = CSR_OK };
    csr_store_tx *writer;
    pthread_t thread;

    conf_open(&w, &conf_schema);
    if (w.ops->begin_within != NULL) {
        writer = conf_begin(&w, CSR_TX_WRITE);
        for (int i = 0; i < 20; i++) {
            csri_limit_init(&self.limit);
            CU_ASSERT_EQUAL_FATAL(pthread_create(&thread, NULL, wait_for_turn, &self), 0);
            csri_limit_cancel(&self.limit);
            w.ops->wake(w.store);
            CU_ASSERT_EQUAL(pthread_join(thread, NULL), 0);
            CU_ASSERT_EQUAL(self.status, CSR_E_CANCELLED);
        }
        conf_rollback(&w, writer);
    }
    conf_close(&w);
}

/* A long scan and a long count ask; the transaction can then be rolled back, and nothing has changed. */
static void work_is_cancelled(void)
{
    conf_world w;
    csr_scan scan = { .index = CSR_SCAN_BY_ID, .limit = ROWS };
    csr_store_tx *tx = NULL;
    csr_limit limit;
    csr_rows *rows;

    conf_open(&w, &conf_schema);
    if (w.ops->begin_within != NULL) {
        uint64_t before = conf_dump_now(&w);
        csri_limit_init(&limit);
        CU_ASSERT_EQUAL_FATAL(begin_within(&w, CSR_TX_WRITE, &limit, &tx), CSR_OK);
        add_owners(&w, tx, ROWS);
        rows = conf_new_rows(&w, &conf_owner_record);
        csri_limit_cancel(&limit);
        CU_ASSERT_EQUAL(w.ops->scan(tx, &conf_owner_record, &scan, rows, &w.err), CSR_E_CANCELLED);
        csri_rows_free(rows);
        conf_rollback(&w, tx);
        CU_ASSERT_EQUAL(conf_dump_now(&w), before);
    }
    conf_close(&w);
}

/* What has begun to be committed is there afterwards, and the answer says so. */
static void commits_are_not_limited(void)
{
    conf_world w;
    csr_store_tx *tx = NULL;
    csr_limit limit;
    const csr_scan scan = { .index = CSR_SCAN_BY_ID };

    conf_open(&w, &conf_schema);
    if (w.ops->begin_within != NULL) {
        csri_limit_init(&limit);
        CU_ASSERT_EQUAL_FATAL(begin_within(&w, CSR_TX_WRITE, &limit, &tx), CSR_OK);
        add_owners(&w, tx, 3);
        csri_limit_cancel(&limit);
        conf_commit(&w, tx);
        tx = conf_begin(&w, CSR_TX_READ);
        CU_ASSERT_EQUAL(conf_count(&w, tx, &conf_owner_record, &scan), 3);
        conf_rollback(&w, tx);
    }
    conf_close(&w);
}

/* What opened within a limit is the same store, and keeps nothing of it. */
static void opening_within(void)
{
    const csr_conformance_target *target = conf_target();
    csr_store *first, *second = NULL;
    csr_limit limit;
    uint64_t before;
    conf_world w;

    if (target->ops->open_within == NULL) {
        csr_test_skip("the store opens without limits");
        return;
    }
    conf_open(&w, &conf_schema);
    conf_populate(&w, 20);
    before = conf_dump_now(&w);
    csri_limit_init(&limit);
    csri_limit_start(&limit, INT64_C(3600000000));
    CU_ASSERT_EQUAL_FATAL(target->ops->open_within(&w.host.host, w.uri, target->options, target->option_count, w.schema,
                                                   CSR_OPEN_EXISTING, &limit, &second, &w.err),
                          CSR_OK);
    csri_limit_cancel(&limit);
    first = w.store;
    w.store = second;
    CU_ASSERT_EQUAL(conf_dump_now(&w), before);
    conf_rollback(&w, conf_begin(&w, CSR_TX_WRITE));
    w.ops->close(second);
    w.store = first;
    conf_close(&w);
}

/* A copy that has to end leaves nothing behind. */
static void copying_ends(void)
{
    const csr_conformance_target *target = conf_target();
    csr_store_backup asked = { .struct_size = sizeof(asked) };
    csr_backup_view view = { 0 };
    csr_rows *rows = NULL;
    csr_limit limit;
    conf_world w;
    char to[200];

    if (target->ops->backup == NULL) {
        csr_test_skip("the store does not copy itself");
        return;
    }
    conf_open(&w, &conf_schema);
    conf_populate(&w, 20);
    target->fresh_uri(to, sizeof(to));
    csri_limit_init(&limit);
    csri_limit_cancel(&limit);
    asked.path = to;
    asked.limit = &limit;
    CU_ASSERT_EQUAL_FATAL(csri_rows_new(&w.host.host, sizeof(view), 1, &rows, &w.err), CSR_OK);
    CU_ASSERT(conf_failed(&w, target->ops->backup(w.store, &asked, rows, &view, &w.err), CSR_E_CANCELLED, ""));
    csri_limit_start(&limit, 0);
    CU_ASSERT_EQUAL(target->ops->backup(w.store, &asked, rows, &view, &w.err), CSR_OK);
    CU_ASSERT_TRUE(view.bytes > 0);
    csri_rows_free(rows);
    if (target->discard != NULL)
        target->discard(to);
    conf_close(&w);
}

CU_TestInfo conf_limit_cases[] = {
    { "over before it begins", over_before_it_begins },
    { "waiting ends with the time", waiting_ends_with_the_time },
    { "waiting is cancelled", waiting_is_cancelled },
    { "work is cancelled", work_is_cancelled },
    { "commits are not limited", commits_are_not_limited },
    { "opening within a limit", opening_within },
    { "copying ends", copying_ends },
    CU_TEST_INFO_NULL,
};
