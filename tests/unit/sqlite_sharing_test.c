/*
 * One SQLite file in the hands of many: threads, processes, and processes that die.
 */
#include "backends/sqlite/sqlite_backend.h"
#include "record/records.h"
#include "record/rows.h"
#include "support/runner.h"
#include "support/test_host.h"

#include <pthread.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const csr_backend_ops *const ops = &csri_sqlite_ops;
static csr_test_host host;
static char folder[64], path[128];

static int setup(void)
{
    csr_test_host_init(&host, CSR_TEST_MONDAY, 1);
    snprintf(folder, sizeof(folder), "sqlite-sharing-XXXXXX");
    if (mkdtemp(folder) == NULL)
        return 1;
    snprintf(path, sizeof(path), "%s/desk", folder);
    return 0;
}

static int teardown(void)
{
    char command[128];

    snprintf(command, sizeof(command), "rm -rf '%s'", folder);
    return (system(command) != 0) + (csr_test_host_done(&host) != 0);
}

static void forget_file(void)
{
    static const char *const suffixes[] = { "", "-wal", "-shm", "-journal" };
    char name[160];

    for (size_t i = 0; i < 4; i++) {
        snprintf(name, sizeof(name), "%s%s", path, suffixes[i]);
        (void)unlink(name);
    }
}

static void pause_us(long us)
{
    struct timespec time = { us / 1000000, us % 1000000 * 1000 };

    nanosleep(&time, NULL);
}

static int64_t clock_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static csr_status open_store(const char *timeout_ms, csr_store **out)
{
    csr_option options[] = { { "synchronous", "normal" }, { "busy_timeout_ms", timeout_ms } };
    csr_error error = CSR_ERROR_INIT;
    csr_status status = ops->open(&host.host, path, options, 2, &csri_schema, 0, out, &error);

    if (status != CSR_OK)
        fprintf(stderr, "\n    open: %s\n", error.message);
    return status;
}

static struct csri_counter counter(unsigned who, unsigned n)
{
    struct csri_counter row;

    memset(&row, 0, sizeof(row));
    row.view.id.bytes[0] = (uint8_t)(who + 1);
    row.view.id.bytes[14] = (uint8_t)(n >> 8);
    row.view.id.bytes[15] = (uint8_t)n;
    row.view.version = 1;
    return row;
}

static csr_status add(csr_store *store, unsigned who, unsigned n)
{
    struct csri_counter row = counter(who, n);
    csr_error error = CSR_ERROR_INIT;
    csr_store_tx *tx;
    csr_status status = ops->begin(store, NULL, CSR_TX_WRITE, &tx, &error);

    if (status == CSR_OK) {
        status = ops->insert(tx, &csri_counter_record, &row, &error);
        if (status == CSR_OK)
            status = ops->commit(tx, &error);
        else
            ops->rollback(tx);
    }
    if (status != CSR_OK)
        fprintf(stderr, "\n    add: %s\n", error.message);
    return status;
}

static int64_t count_all(csr_store *store)
{
    csr_scan scan = { .index = CSR_SCAN_BY_ID };
    csr_store_tx *tx;
    int64_t count = -1;

    if (ops->begin(store, NULL, CSR_TX_READ, &tx, NULL) != CSR_OK)
        return -1;
    if (ops->count(tx, &csri_counter_record, &scan, &count, NULL) != CSR_OK)
        count = -1;
    ops->rollback(tx);
    return count;
}

/* One more in the row of everybody: read, change, write with the version. */
static csr_status increment(csr_store *store)
{
    struct csri_counter was = counter(99, 0), is;
    csr_error error = CSR_ERROR_INIT;
    csr_store_tx *tx;
    csr_rows *rows;
    csr_status status = csri_rows_new(&host.host, sizeof(was), 1, &rows, &error);

    if (status != CSR_OK)
        return status;
    status = ops->begin(store, NULL, CSR_TX_WRITE, &tx, &error);
    if (status == CSR_OK) {
        status = ops->get(tx, &csri_counter_record, &was.view.id, 0, rows, &error);
        if (status == CSR_OK) {
            is = *(struct csri_counter *)csri_rows_at(rows, 0);
            was = is;
            is.view.version++;
            is.view.value++;
            status = ops->update(tx, &csri_counter_record, &was, &is, 6, &error);
        }
        if (status == CSR_OK)
            status = ops->commit(tx, &error);
        else
            ops->rollback(tx);
    }
    csri_rows_free(rows);
    return status;
}

static int64_t value_of_all(csr_store *store)
{
    struct csri_counter row = counter(99, 0);
    csr_store_tx *tx;
    csr_rows *rows;
    int64_t value = -1;

    CU_ASSERT_EQUAL_FATAL(csri_rows_new(&host.host, sizeof(row), 1, &rows, NULL), CSR_OK);
    CU_ASSERT_EQUAL_FATAL(ops->begin(store, NULL, CSR_TX_READ, &tx, NULL), CSR_OK);
    if (ops->get(tx, &csri_counter_record, &row.view.id, 0, rows, NULL) == CSR_OK)
        value = ((struct csri_counter *)csri_rows_at(rows, 0))->view.value;
    ops->rollback(tx);
    csri_rows_free(rows);
    return value;
}

static void check_integrity(void)
{
    sqlite3_stmt *stmt;
    sqlite3 *db;

    CU_ASSERT_EQUAL_FATAL(sqlite3_open(path, &db), SQLITE_OK);
    CU_ASSERT_EQUAL_FATAL(sqlite3_prepare_v2(db, "PRAGMA integrity_check", -1, &stmt, NULL), SQLITE_OK);
    CU_ASSERT_EQUAL(sqlite3_step(stmt), SQLITE_ROW);
    CU_ASSERT_STRING_EQUAL((const char *)sqlite3_column_text(stmt, 0), "ok");
    sqlite3_finalize(stmt);
    sqlite3_close(db);
}

#define THREADS 4
#define ROUNDS 60

typedef struct worker {
    pthread_t thread;
    csr_store *store; /* NULL: opens its own */
    unsigned number, failures;
} worker;

static void *work(void *arg)
{
    worker *self = arg;
    csr_store *store = self->store;

    if (store == NULL && open_store("20000", &store) != CSR_OK) {
        self->failures++;
        return NULL;
    }
    for (unsigned i = 0; i < ROUNDS; i++) {
        self->failures += add(store, self->number, i) != CSR_OK;
        self->failures += increment(store) != CSR_OK;
        self->failures += count_all(store) < (int64_t)i + 1;
    }
    if (self->store == NULL)
        ops->close(store);
    return NULL;
}

static void run_threads(csr_store *shared)
{
    worker workers[THREADS] = { 0 };

    for (unsigned i = 0; i < THREADS; i++) {
        workers[i].store = shared;
        workers[i].number = i;
        CU_ASSERT_EQUAL_FATAL(pthread_create(&workers[i].thread, NULL, work, &workers[i]), 0);
    }
    for (unsigned i = 0; i < THREADS; i++) {
        pthread_join(workers[i].thread, NULL);
        CU_ASSERT_EQUAL(workers[i].failures, 0);
    }
}

static void test_threads_share_a_store(void)
{
    csr_store *store;

    forget_file();
    CU_ASSERT_EQUAL_FATAL(open_store("20000", &store), CSR_OK);
    CU_ASSERT_EQUAL(add(store, 99, 0), CSR_OK);
    run_threads(store);
    CU_ASSERT_EQUAL(count_all(store), THREADS * ROUNDS + 1);
    CU_ASSERT_EQUAL(value_of_all(store), THREADS * ROUNDS);
    ops->close(store);
    check_integrity();
}

static void test_threads_open_their_own(void)
{
    csr_store *store;

    forget_file();
    CU_ASSERT_EQUAL_FATAL(open_store("20000", &store), CSR_OK);
    CU_ASSERT_EQUAL(add(store, 99, 0), CSR_OK);
    run_threads(NULL);
    CU_ASSERT_EQUAL(count_all(store), THREADS * ROUNDS + 1);
    CU_ASSERT_EQUAL(value_of_all(store), THREADS * ROUNDS);
    ops->close(store);
    check_integrity();
}

static void *commit_elsewhere(void *tx)
{
    return ops->commit(tx, NULL) == CSR_OK ? NULL : tx;
}

static void test_no_thread_affinity(void)
{
    struct csri_counter row = counter(1, 1);
    csr_store_tx *tx;
    csr_store *store;
    pthread_t thread;
    void *failed;

    forget_file();
    CU_ASSERT_EQUAL_FATAL(open_store("1000", &store), CSR_OK);
    for (unsigned i = 0; i < 3; i++) {
        row.view.id.bytes[1] = (uint8_t)i;
        CU_ASSERT_EQUAL_FATAL(ops->begin(store, NULL, CSR_TX_WRITE, &tx, NULL), CSR_OK);
        CU_ASSERT_EQUAL(ops->insert(tx, &csri_counter_record, &row, NULL), CSR_OK);
        CU_ASSERT_EQUAL_FATAL(pthread_create(&thread, NULL, commit_elsewhere, tx), 0);
        pthread_join(thread, &failed);
        CU_ASSERT_PTR_NULL(failed);
    }
    CU_ASSERT_EQUAL(count_all(store), 3);
    ops->close(store);
}

/* More transactions than connections are kept. */
static void test_many_at_once(void)
{
    csr_store_tx *readers[20];
    csr_store *store;

    forget_file();
    CU_ASSERT_EQUAL_FATAL(open_store("1000", &store), CSR_OK);
    for (unsigned round = 0; round < 2; round++) {
        for (unsigned i = 0; i < 20; i++)
            CU_ASSERT_EQUAL_FATAL(ops->begin(store, NULL, CSR_TX_READ, &readers[i], NULL), CSR_OK);
        CU_ASSERT_EQUAL(add(store, round, 1), CSR_OK);
        for (unsigned i = 0; i < 20; i++)
            ops->rollback(readers[i]);
    }
    CU_ASSERT_EQUAL(count_all(store), 2);
    ops->close(store);
}

static void *wait_in_vain(void *store)
{
    csr_store_tx *tx;

    return ops->begin(store, NULL, CSR_TX_WRITE, &tx, NULL) == CSR_E_STORE_BUSY ? NULL : store;
}

/* Those who give up leave the queue of writers, wherever they stand in it. */
static void test_giving_up(void)
{
    pthread_t threads[5];
    csr_store_tx *tx;
    csr_store *store;
    void *failed;

    forget_file();
    CU_ASSERT_EQUAL_FATAL(open_store("80", &store), CSR_OK);
    CU_ASSERT_EQUAL_FATAL(ops->begin(store, NULL, CSR_TX_WRITE, &tx, NULL), CSR_OK);
    for (unsigned i = 0; i < 5; i++)
        CU_ASSERT_EQUAL_FATAL(pthread_create(&threads[i], NULL, wait_in_vain, store), 0);
    for (unsigned i = 0; i < 5; i++) {
        pthread_join(threads[i], &failed);
        CU_ASSERT_PTR_NULL(failed);
    }
    CU_ASSERT_EQUAL(ops->commit(tx, NULL), CSR_OK);
    CU_ASSERT_EQUAL(add(store, 1, 1), CSR_OK);
    ops->close(store);
}

static void test_busy(void)
{
    csr_error error = CSR_ERROR_INIT;
    csr_store *store, *other;
    csr_store_tx *tx, *late;
    int64_t began;

    forget_file();
    CU_ASSERT_EQUAL_FATAL(open_store("60", &store), CSR_OK);
    CU_ASSERT_EQUAL_FATAL(open_store("60", &other), CSR_OK);
    CU_ASSERT_EQUAL_FATAL(ops->begin(store, NULL, CSR_TX_WRITE, &tx, NULL), CSR_OK);
    /* Behind a transaction of the same store, and behind one of another. */
    began = clock_ms();
    CU_ASSERT_EQUAL(ops->begin(store, NULL, CSR_TX_WRITE, &late, &error), CSR_E_STORE_BUSY);
    CU_ASSERT(clock_ms() - began >= 59);
    began = clock_ms();
    CU_ASSERT_EQUAL(ops->begin(other, NULL, CSR_TX_WRITE, &late, &error), CSR_E_STORE_BUSY);
    CU_ASSERT(clock_ms() - began >= 59);
    CU_ASSERT_EQUAL(error.backend_code & 0xff, SQLITE_BUSY);
    CU_ASSERT_PTR_NULL(late);
    CU_ASSERT_EQUAL(ops->begin(other, NULL, CSR_TX_READ, &late, &error), CSR_OK);
    ops->rollback(late);
    ops->rollback(tx);
    CU_ASSERT_EQUAL(add(store, 1, 1), CSR_OK);
    CU_ASSERT_EQUAL(add(other, 1, 2), CSR_OK);
    ops->close(store);
    ops->close(other);
    /* Without patience. */
    CU_ASSERT_EQUAL_FATAL(open_store("0", &store), CSR_OK);
    CU_ASSERT_EQUAL_FATAL(ops->begin(store, NULL, CSR_TX_WRITE, &tx, NULL), CSR_OK);
    CU_ASSERT_EQUAL(ops->begin(store, NULL, CSR_TX_WRITE, &late, &error), CSR_E_STORE_BUSY);
    CU_ASSERT_EQUAL(ops->commit(tx, &error), CSR_OK);
    CU_ASSERT_EQUAL(add(store, 1, 3), CSR_OK);
    ops->close(store);
}

typedef struct greedy {
    csr_store *store;
    pthread_mutex_t lock;
    int stop;
    unsigned done;
} greedy;

static void *write_without_pause(void *arg)
{
    greedy *self = arg;
    int stop = 0;

    while (!stop && add(self->store, 1, self->done) == CSR_OK) {
        self->done++;
        pthread_mutex_lock(&self->lock);
        stop = self->stop;
        pthread_mutex_unlock(&self->lock);
    }
    return NULL;
}

static void test_nobody_starves(void)
{
    greedy other = { .stop = 0 };
    pthread_t thread;

    forget_file();
    pthread_mutex_init(&other.lock, NULL);
    CU_ASSERT_EQUAL_FATAL(open_store("5000", &other.store), CSR_OK);
    CU_ASSERT_EQUAL_FATAL(pthread_create(&thread, NULL, write_without_pause, &other), 0);
    for (unsigned i = 0; i < 50; i++)
        CU_ASSERT_EQUAL(add(other.store, 2, i), CSR_OK);
    pthread_mutex_lock(&other.lock);
    other.stop = 1;
    pthread_mutex_unlock(&other.lock);
    pthread_join(thread, NULL);
    CU_ASSERT_EQUAL(count_all(other.store), other.done + 50);
    ops->close(other.store);
    pthread_mutex_destroy(&other.lock);
}

static void child_works(unsigned number)
{
    csr_store *store;
    unsigned failures = 0;

    if (open_store("30000", &store) != CSR_OK)
        _exit(1);
    for (unsigned i = 0; i < ROUNDS; i++)
        failures += add(store, number, i) != CSR_OK;
    ops->close(store);
    _exit(failures != 0);
}

/* All begin at once, so that they also make the file at once; half the rounds in place. */
static void test_processes(void)
{
    for (unsigned round = 0; round < 6; round++) {
        pid_t children[THREADS];
        csr_store *store;
        int status;
        forget_file();
        if (round % 2 == 1)
            fclose(fopen(path, "w"));
        for (unsigned i = 0; i < THREADS; i++) {
            children[i] = fork();
            if (children[i] == 0)
                child_works(i);
        }
        for (unsigned i = 0; i < THREADS; i++) {
            CU_ASSERT_EQUAL(waitpid(children[i], &status, 0), children[i]);
            CU_ASSERT_EQUAL(status, 0);
        }
        CU_ASSERT_EQUAL_FATAL(open_store("1000", &store), CSR_OK);
        CU_ASSERT_EQUAL(count_all(store), THREADS * ROUNDS);
        ops->close(store);
        check_integrity();
    }
}

static pid_t start_making(int in_place)
{
    csr_store *store;
    pid_t child;

    forget_file();
    if (in_place)
        fclose(fopen(path, "w"));
    child = fork();
    if (child == 0)
        _exit(open_store("1000", &store) != CSR_OK);
    return child;
}

/* How long a process takes to make the file and end. */
static long making_us(int in_place)
{
    struct timespec from, to;
    int status;

    clock_gettime(CLOCK_MONOTONIC, &from);
    CU_ASSERT(waitpid(start_making(in_place), &status, 0) > 0);
    clock_gettime(CLOCK_MONOTONIC, &to);
    return (to.tv_sec - from.tv_sec) * 1000000 + (to.tv_nsec - from.tv_nsec) / 1000;
}

#define CRASHES 40

/* A process dies at any moment of making the file: the next one makes it, or finishes. */
static void check_crashes(int in_place)
{
    long us = making_us(in_place);
    unsigned complete = 0;

    for (unsigned round = 0; round < CRASHES; round++) {
        csr_store *store;
        pid_t child = start_making(in_place);
        int status;
        pause_us(us * (long)round / CRASHES * 5 / 4);
        kill(child, SIGKILL);
        waitpid(child, &status, 0);
        complete += status == 0;
        CU_ASSERT_EQUAL_FATAL(open_store("1000", &store), CSR_OK);
        CU_ASSERT_EQUAL(add(store, 1, 1), CSR_OK);
        CU_ASSERT_EQUAL(count_all(store), 1);
        ops->close(store);
        check_integrity();
    }
    printf(" (%u of %d came to the end, %ld us) ", complete, CRASHES, us);
}

static void test_crash_in_creation(void)
{
    check_crashes(0);
    check_crashes(1);
}

static void child_reports(int to)
{
    csr_store *store;

    if (open_store("1000", &store) != CSR_OK)
        _exit(1);
    for (unsigned i = 0;; i++)
        if (add(store, 1, i) != CSR_OK || write(to, &i, sizeof(i)) != sizeof(i))
            _exit(1);
}

/* What was acknowledged before the process was killed is there. */
static void test_crash_in_writing(void)
{
    int64_t before = 0;

    for (unsigned round = 0; round < 10; round++) {
        unsigned last = 0, n, got = 0;
        csr_store *store;
        int ends[2], status;
        pid_t child;
        forget_file();
        CU_ASSERT_EQUAL_FATAL(pipe(ends), 0);
        child = fork();
        if (child == 0)
            child_reports(ends[1]);
        close(ends[1]);
        pause_us(20000 + round * 3100L);
        kill(child, SIGKILL);
        waitpid(child, &status, 0);
        while (read(ends[0], &n, sizeof(n)) == sizeof(n)) {
            last = n;
            got = 1;
        }
        close(ends[0]);
        CU_ASSERT_EQUAL_FATAL(open_store("1000", &store), CSR_OK);
        before = count_all(store);
        CU_ASSERT(before == (int64_t)last + got || before == (int64_t)last + got + 1);
        ops->close(store);
        check_integrity();
    }
}

static csr_status keep_up(csr_store *store, csr_maintenance_view *out)
{
    csr_error error = CSR_ERROR_INIT;
    csr_status status;

    memset(out, 0, sizeof(*out));
    status = ops->maintain(store, out, &error);
    CU_ASSERT_EQUAL(error.status, status);
    return status;
}

static csr_status measure(csr_store *store)
{
    csr_error error = CSR_ERROR_INIT;
    csr_health_view is = { 0 };
    csr_status status = ops->health(store, &is, &error);

    CU_ASSERT_EQUAL(error.status, status);
    return status;
}

/* A copy of the file beside it. */
static csr_status copy(csr_store *store, const char *to)
{
    csr_store_backup asked = { .struct_size = sizeof(asked), .path = to };
    csr_error error = CSR_ERROR_INIT;
    csr_backup_view made = { 0 };
    csr_rows *rows;
    csr_status status;

    CU_ASSERT_EQUAL_FATAL(csri_rows_new(&host.host, sizeof(made), 1, &rows, NULL), CSR_OK);
    status = ops->backup(store, &asked, rows, &made, &error);
    CU_ASSERT_EQUAL(error.status, status);
    csri_rows_free(rows);
    return status;
}

static void test_fork(void)
{
    csr_store_tx *tx;
    csr_store *store;
    pid_t child;
    int status;

    forget_file();
    CU_ASSERT_EQUAL_FATAL(open_store("1000", &store), CSR_OK);
    CU_ASSERT_EQUAL(add(store, 1, 1), CSR_OK);
    child = fork();
    if (child == 0) {
        csr_maintenance_view done;
        int good = ops->begin(store, NULL, CSR_TX_READ, &tx, NULL) == CSR_E_MISUSE && measure(store) == CSR_E_MISUSE &&
                   keep_up(store, &done) == CSR_E_MISUSE && copy(store, "never") == CSR_E_MISUSE;
        ops->close(store); /* must leave the parent's file alone */
        _exit(!good);
    }
    waitpid(child, &status, 0);
    CU_ASSERT_EQUAL(status, 0);
    CU_ASSERT_EQUAL(add(store, 1, 2), CSR_OK);
    CU_ASSERT_EQUAL(count_all(store), 2);
    ops->close(store);
    check_integrity();
}

/* Care of a store that others use: nobody is waited for longer than was said, and what can be done is. */
static void test_care_beside_others(void)
{
    csr_maintenance_view done;
    csr_error error = CSR_ERROR_INIT;
    csr_store *store, *reader;
    csr_store_tx *tx, *reading;
    char to[160];
    sqlite3 *other;
    unsigned lines;

    snprintf(to, sizeof(to), "%s/copy", folder);
    forget_file();
    CU_ASSERT_EQUAL_FATAL(open_store("100", &store), CSR_OK);
    CU_ASSERT_EQUAL(add(store, 1, 1), CSR_OK);
    /* Another process writes: the log is copied and stays as long as it is. */
    CU_ASSERT_EQUAL_FATAL(sqlite3_open(path, &other), SQLITE_OK);
    CU_ASSERT_EQUAL(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    CU_ASSERT_EQUAL(keep_up(store, &done), CSR_OK);
    CU_ASSERT(done.held_back == 0 && done.log_bytes > 0 && done.freed_bytes == 0);
    CU_ASSERT_EQUAL(sqlite3_close(other), SQLITE_OK);
    CU_ASSERT_EQUAL(keep_up(store, &done), CSR_OK);
    CU_ASSERT(done.log_bytes > 0 && done.freed_bytes == done.log_bytes);
    /* We write ourselves: the copy is made, and that it could not be noted is a line of the log. */
    CU_ASSERT_EQUAL_FATAL(ops->begin(store, NULL, CSR_TX_WRITE, &tx, &error), CSR_OK);
    lines = host.log_lines;
    CU_ASSERT_EQUAL(copy(store, to), CSR_OK);
    CU_ASSERT_EQUAL(host.log_lines, lines + 1);
    CU_ASSERT_EQUAL(access(to, F_OK), 0);
    /* All connections are busy, and no further one is to be had: the file is another one by now. */
    CU_ASSERT_EQUAL_FATAL(ops->begin(store, NULL, CSR_TX_READ, &reading, &error), CSR_OK);
    CU_ASSERT_EQUAL(rename(path, to), 0);
    CU_ASSERT_EQUAL(measure(store), CSR_E_STORE_IO);
    CU_ASSERT_EQUAL(keep_up(store, &done), CSR_E_STORE_IO);
    CU_ASSERT_EQUAL(copy(store, "never"), CSR_E_STORE_IO);
    CU_ASSERT_EQUAL(rename(to, path), 0);
    ops->rollback(reading);
    ops->rollback(tx);
    CU_ASSERT_EQUAL(measure(store), CSR_OK);
    CU_ASSERT_EQUAL_FATAL(ops->open(&host.host, path, NULL, 0, &csri_schema, CSR_OPEN_READ_ONLY, &reader, &error),
                          CSR_OK);
    CU_ASSERT_EQUAL(keep_up(reader, &done), CSR_E_READ_ONLY);
    ops->close(reader);
    ops->close(store);
}

static void test_replaced_file(void)
{
    csr_error error = CSR_ERROR_INIT;
    csr_store *store, *second;
    csr_store_tx *tx, *more;
    char aside[160];

    forget_file();
    CU_ASSERT_EQUAL_FATAL(open_store("1000", &store), CSR_OK);
    CU_ASSERT_EQUAL_FATAL(ops->begin(store, NULL, CSR_TX_READ, &tx, NULL), CSR_OK);
    snprintf(aside, sizeof(aside), "%s-aside", path);
    CU_ASSERT_EQUAL(rename(path, aside), 0);
    CU_ASSERT_EQUAL(ops->begin(store, NULL, CSR_TX_READ, &more, &error), CSR_E_STORE_IO);
    CU_ASSERT_EQUAL_FATAL(open_store("1000", &second), CSR_OK);
    CU_ASSERT_EQUAL(ops->begin(store, NULL, CSR_TX_READ, &more, &error), CSR_E_STORE_IO);
    ops->close(second);
    CU_ASSERT_EQUAL(rename(aside, path), 0);
    CU_ASSERT_EQUAL(ops->begin(store, NULL, CSR_TX_READ, &more, &error), CSR_OK);
    ops->rollback(more);
    ops->rollback(tx);
    ops->close(store);
}

static csr_status add_event(csr_store *store, int64_t seq, char *text, size_t size)
{
    struct csri_event row;
    csr_store_tx *tx;
    csr_status status = ops->begin(store, NULL, CSR_TX_WRITE, &tx, NULL);

    memset(&row, 0, sizeof(row));
    row.view.seq = seq;
    row.change = (csr_str){ text, size };
    if (status != CSR_OK)
        return status;
    status = ops->insert(tx, &csri_event_record, &row, NULL);
    if (status == CSR_OK)
        return ops->commit(tx, NULL);
    ops->rollback(tx);
    return status;
}

static off_t size_of(const char *suffix)
{
    char name[160];
    struct stat found;

    snprintf(name, sizeof(name), "%s%s", path, suffix);
    return stat(name, &found) == 0 ? found.st_size : -1;
}

/* Nobody calls for checkpoints here: the WAL stays within bounds all the same, also after a reader held it up. */
static void test_wal_stays_small(void)
{
    size_t size = 1 << 20;
    char *text = malloc(size);
    csr_scan scan = { .index = CSR_SCAN_BY_ID };
    csr_store_tx *reader;
    csr_store *store;
    int64_t count;
    off_t largest = 0, made;

    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    memset(text, 'x', size);
    forget_file();
    CU_ASSERT_EQUAL_FATAL(open_store("1000", &store), CSR_OK);
    CU_ASSERT_EQUAL_FATAL(ops->begin(store, NULL, CSR_TX_READ, &reader, NULL), CSR_OK);
    CU_ASSERT_EQUAL(ops->count(reader, &csri_counter_record, &scan, &count, NULL), CSR_OK);
    made = size_of("");
    for (int i = 1; i <= 45; i++) {
        CU_ASSERT_EQUAL(add_event(store, i, text, size), CSR_OK);
        CU_ASSERT(size_of("") == made || i > 30); /* commits leave the file alone as long as they can */
    }
    ops->rollback(reader);
    for (int i = 46; i <= 150; i++) {
        CU_ASSERT_EQUAL(add_event(store, i, text, size), CSR_OK);
        largest = size_of("-wal") > largest ? size_of("-wal") : largest;
    }
    CU_ASSERT(largest > 0 && largest < 100 << 20);
    ops->close(store);
    CU_ASSERT_EQUAL(size_of("-wal"), -1);
    free(text);
    check_integrity();
}

int main(void)
{
    /* clang-format off */
    CU_TestInfo tests[] = {
        { "threads share a store", test_threads_share_a_store },
        { "threads open their own", test_threads_open_their_own },
        { "no thread affinity", test_no_thread_affinity },
        { "many at once", test_many_at_once },
        { "busy", test_busy },
        { "giving up", test_giving_up },
        { "nobody starves", test_nobody_starves },
        { "processes", test_processes },
        { "crash in creation", test_crash_in_creation },
        { "crash in writing", test_crash_in_writing },
        { "fork", test_fork },
        { "care beside others", test_care_beside_others },
        { "replaced file", test_replaced_file },
        { "WAL stays small", test_wal_stays_small },
        CU_TEST_INFO_NULL,
    };
    /* clang-format on */
    CU_SuiteInfo suites[] = { { "sharing", setup, teardown, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

    return csr_test_main("sqlite_sharing", suites, 14);
}
