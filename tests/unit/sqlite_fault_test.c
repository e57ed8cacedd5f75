/*
 * The disk and the allocator under a SQLite store fail at every single call, once or from then on. Whatever happens: a
 * status that says so, nothing half written, nothing lost that was acknowledged, no leak, and a store that works again
 * when the fault is gone.
 */
#include "backends/sqlite/pool.h"
#include "backends/sqlite/sqlite_backend.h"
#include "record/records.h"
#include "record/rows.h"
#include "support/runner.h"
#include "support/test_host.h"

#include <csr/care.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const csr_backend_ops *const ops = &csri_sqlite_ops;
static const char path[] = "sqlite-fault";
static csr_test_host host;

enum { IO_ERROR, DISK_FULL, NO_MEMORY };

/* The fault: the nth call of its kind from arming on, and with `forever` all behind it. */
static struct {
    int armed, kind, forever;
    unsigned nth, calls, hits;
} fault;

static int strikes(void)
{
    fault.calls++;
    if (fault.calls < fault.nth || (!fault.forever && fault.calls > fault.nth))
        return 0;
    fault.hits++;
    return 1;
}

static int io_strikes(void)
{
    return fault.armed && fault.kind == IO_ERROR && strikes();
}

static int memory_strikes(void)
{
    return fault.armed && fault.kind == NO_MEMORY && strikes();
}

static void arm(int kind, int forever, unsigned nth)
{
    fault.armed = 1;
    fault.kind = kind;
    fault.forever = forever;
    fault.nth = nth;
    fault.calls = fault.hits = 0;
}

/* A VFS around the default one, whose files fail. */
typedef struct faulty_file {
    sqlite3_file base;
    sqlite3_file *real;
} faulty_file;

static sqlite3_file *real(sqlite3_file *file)
{
    return ((faulty_file *)(void *)file)->real;
}

static int f_close(sqlite3_file *f)
{
    return real(f)->pMethods != NULL ? real(f)->pMethods->xClose(real(f)) : SQLITE_OK;
}
static int f_read(sqlite3_file *f, void *to, int n, sqlite3_int64 at)
{
    return io_strikes() ? SQLITE_IOERR_READ : real(f)->pMethods->xRead(real(f), to, n, at);
}
static int f_write(sqlite3_file *f, const void *from, int n, sqlite3_int64 at)
{
    if (fault.armed && fault.kind == DISK_FULL && strikes())
        return SQLITE_FULL;
    return io_strikes() ? SQLITE_IOERR_WRITE : real(f)->pMethods->xWrite(real(f), from, n, at);
}
static int f_truncate(sqlite3_file *f, sqlite3_int64 n)
{
    return io_strikes() ? SQLITE_IOERR_TRUNCATE : real(f)->pMethods->xTruncate(real(f), n);
}
/* Nobody pulls the plug here, so what is not flushed is not lost; flushing takes most of the time. */
static int f_sync(sqlite3_file *f, int flags)
{
    (void)f;
    (void)flags;
    return io_strikes() ? SQLITE_IOERR_FSYNC : SQLITE_OK;
}
static int f_size(sqlite3_file *f, sqlite3_int64 *n)
{
    return real(f)->pMethods->xFileSize(real(f), n);
}
static int f_lock(sqlite3_file *f, int level)
{
    return real(f)->pMethods->xLock(real(f), level);
}
static int f_unlock(sqlite3_file *f, int level)
{
    return real(f)->pMethods->xUnlock(real(f), level);
}
static int f_reserved(sqlite3_file *f, int *out)
{
    return real(f)->pMethods->xCheckReservedLock(real(f), out);
}
static int f_control(sqlite3_file *f, int op, void *arg)
{
    return real(f)->pMethods->xFileControl(real(f), op, arg);
}
static int f_sector(sqlite3_file *f)
{
    return real(f)->pMethods->xSectorSize(real(f));
}
static int f_traits(sqlite3_file *f)
{
    return real(f)->pMethods->xDeviceCharacteristics(real(f));
}
static int f_shm_map(sqlite3_file *f, int page, int size, int extend, void volatile **out)
{
    return io_strikes() ? SQLITE_IOERR_SHMMAP : real(f)->pMethods->xShmMap(real(f), page, size, extend, out);
}
static int f_shm_lock(sqlite3_file *f, int offset, int n, int flags)
{
    return real(f)->pMethods->xShmLock(real(f), offset, n, flags);
}
static void f_shm_barrier(sqlite3_file *f)
{
    real(f)->pMethods->xShmBarrier(real(f));
}
static int f_shm_unmap(sqlite3_file *f, int erase)
{
    return real(f)->pMethods->xShmUnmap(real(f), erase);
}

static const sqlite3_io_methods methods = {
    2,         f_close,  f_read,   f_write,   f_truncate, f_sync,        f_size,      f_lock, f_unlock, f_reserved,
    f_control, f_sector, f_traits, f_shm_map, f_shm_lock, f_shm_barrier, f_shm_unmap, NULL,   NULL,
};

static sqlite3_vfs *default_vfs;
static sqlite3_vfs faulty_vfs;

static int v_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags)
{
    faulty_file *f = (faulty_file *)(void *)file;
    int code;

    (void)vfs;
    f->base.pMethods = NULL;
    f->real = (sqlite3_file *)(void *)(f + 1);
    if (io_strikes())
        return SQLITE_CANTOPEN;
    code = default_vfs->xOpen(default_vfs, name, f->real, flags, out_flags);
    if (code == SQLITE_OK)
        f->base.pMethods = &methods;
    return code;
}

/* The allocator of SQLite, which fails too. */
static sqlite3_mem_methods default_memory;

static void *m_malloc(int n)
{
    return memory_strikes() ? NULL : default_memory.xMalloc(n);
}
static void *m_realloc(void *ptr, int n)
{
    return memory_strikes() ? NULL : default_memory.xRealloc(ptr, n);
}

static int setup(void)
{
    sqlite3_mem_methods memory;

    csr_test_host_init(&host, CSR_TEST_MONDAY, 1);
    if (default_vfs != NULL)
        return 0;
    if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &default_memory) != SQLITE_OK)
        return 1;
    memory = default_memory;
    memory.xMalloc = m_malloc;
    memory.xRealloc = m_realloc;
    if (sqlite3_config(SQLITE_CONFIG_MALLOC, &memory) != SQLITE_OK || sqlite3_initialize() != SQLITE_OK)
        return 1;
    default_vfs = sqlite3_vfs_find(NULL);
    faulty_vfs = *default_vfs;
    faulty_vfs.zName = "faulty";
    faulty_vfs.szOsFile = default_vfs->szOsFile + (int)sizeof(faulty_file);
    faulty_vfs.xOpen = v_open;
    return sqlite3_vfs_register(&faulty_vfs, 1) != SQLITE_OK;
}

static void forget_rows(void)
{
    sqlite3 *db;

    CU_ASSERT_EQUAL(sqlite3_open(path, &db), SQLITE_OK);
    CU_ASSERT_EQUAL(sqlite3_exec(db, "DELETE FROM counter", NULL, NULL, NULL), SQLITE_OK);
    CU_ASSERT_EQUAL(sqlite3_close(db), SQLITE_OK);
}

static void forget_file(void)
{
    (void)unlink(path);
    (void)unlink("sqlite-fault-wal");
    (void)unlink("sqlite-fault-shm");
}

static int teardown(void)
{
    forget_file();
    return csr_test_host_done(&host) != 0;
}

static csr_status add_three(csr_store *store, unsigned batch)
{
    csr_error error = CSR_ERROR_INIT;
    struct csri_counter row;
    csr_store_tx *tx;
    csr_status status = ops->begin(store, NULL, CSR_TX_WRITE, &tx, &error);

    memset(&row, 0, sizeof(row));
    row.view.version = 1;
    row.view.id.bytes[0] = (uint8_t)(batch + 1);
    for (unsigned i = 0; i < 3 && status == CSR_OK; i++) {
        row.view.id.bytes[15] = (uint8_t)i;
        status = ops->insert(tx, &csri_counter_record, &row, &error);
        if (status != CSR_OK)
            ops->rollback(tx);
    }
    if (status == CSR_OK)
        status = ops->commit(tx, &error);
    CU_ASSERT_EQUAL(error.status, status);
    return status;
}

static csr_status read_all(csr_store *store, size_t *count)
{
    csr_scan scan = { .index = CSR_SCAN_BY_ID, .limit = 100 };
    csr_error error = CSR_ERROR_INIT;
    csr_store_tx *tx;
    csr_rows *rows;
    csr_status status;

    *count = 0;
    CU_ASSERT_EQUAL_FATAL(csri_rows_new(&host.host, sizeof(struct csri_counter), 8, &rows, NULL), CSR_OK);
    status = ops->begin(store, NULL, CSR_TX_READ, &tx, &error);
    if (status == CSR_OK) {
        status = ops->scan(tx, &csri_counter_record, &scan, rows, &error);
        *count = csri_rows_count(rows);
        ops->rollback(tx);
    }
    csri_rows_free(rows);
    return status;
}

static csr_status open_store(csr_store **out)
{
    csr_option option = { "busy_timeout_ms", "100" };
    csr_error error = CSR_ERROR_INIT;

    return ops->open(&host.host, path, &option, 1, &csri_schema, 0, out, &error);
}

/* An outcome that is not known stays the thing to know. */
static void note(csr_status *worst, csr_status status)
{
    if (status != CSR_OK && *worst != CSR_E_UNKNOWN_OUTCOME)
        *worst = status;
}

/* Work on a store while the fault strikes; how many batches were acknowledged. */
static unsigned work(csr_status *worst)
{
    unsigned acknowledged = 0;
    csr_store *store;
    csr_status status = open_store(&store);
    size_t count;

    *worst = status;
    if (status != CSR_OK)
        return 0;
    for (unsigned batch = 0; batch < 2; batch++) {
        status = add_three(store, batch);
        acknowledged += status == CSR_OK;
        note(worst, status);
        status = read_all(store, &count);
        CU_ASSERT(status != CSR_OK || count == 3 * acknowledged);
        note(worst, status);
    }
    ops->close(store);
    return acknowledged;
}

static void check_afterwards(unsigned acknowledged, int is_unknown, unsigned nth)
{
    csr_store *store;
    csr_status status = open_store(&store);
    size_t count = 0;

    CU_ASSERT_EQUAL(status, CSR_OK);
    if (status != CSR_OK)
        printf("\n    after fault %u: %d\n", nth, (int)status);
    if (status != CSR_OK)
        return;
    CU_ASSERT_EQUAL(read_all(store, &count), CSR_OK);
    CU_ASSERT(count == 3 * acknowledged || (is_unknown && count == 3 * acknowledged + 3));
    CU_ASSERT_EQUAL(add_three(store, 9), CSR_OK);
    ops->close(store);
}

static int is_expected(csr_status status)
{
    if (status == CSR_OK || status == CSR_E_DOOMED || status == CSR_E_STORE_OPEN)
        return 1;
    if (fault.kind == NO_MEMORY)
        return status == CSR_E_NO_MEMORY;
    if (fault.kind == DISK_FULL)
        return status == CSR_E_STORE_FULL;
    return status == CSR_E_STORE_IO || status == CSR_E_UNKNOWN_OUTCOME;
}

/* What is there before: nothing, an empty file that is made a desk in place, or a desk. */
enum { NOTHING, EMPTY, DESK };

static void lay_out(int before)
{
    csr_status status;

    forget_file();
    if (before == EMPTY)
        fclose(fopen(path, "w"));
    if (before == DESK)
        CU_ASSERT_EQUAL(work(&status), 2);
    if (before == DESK)
        forget_rows();
}

/* From one call to fail to the next: of thousands of allocations, and of the writes of a whole schema, every so many. */
static unsigned stride(int kind, int before, unsigned nth)
{
    return kind == NO_MEMORY ? 1 + nth / 4 : before != DESK ? 31 : 1;
}

/* In turn calls fail. */
static void fail_each(int kind, int forever, int before, unsigned expected)
{
    unsigned struck = 0, acknowledged;
    csr_status worst;

    for (unsigned nth = 1;; nth += stride(kind, before, nth)) {
        lay_out(before);
        arm(kind, forever, nth);
        acknowledged = work(&worst);
        fault.armed = 0;
        CU_ASSERT(is_expected(worst));
        if (!is_expected(worst))
            printf("\n    fault %u: %d\n", nth, (int)worst);
        if (fault.hits == 0)
            break;
        struck++;
        check_afterwards(acknowledged, worst == CSR_E_UNKNOWN_OUTCOME, nth);
    }
    printf(" (%u faults) ", struck);
    CU_ASSERT(struck >= expected);
}

/* --- care --- */

enum { HEALTH, UPKEEP, CHECK };

static csr_status check(csr_store *store, csr_error *error)
{
    csr_store_tx *tx;
    csr_rows *rows;
    csr_status status = ops->begin(store, NULL, CSR_TX_READ, &tx, error);

    if (status != CSR_OK)
        return status;
    CU_ASSERT_EQUAL_FATAL(csri_rows_new(&host.host, sizeof(csr_diagnostic_view), 2, &rows, NULL), CSR_OK);
    status = ops->check(tx, 5, rows, error);
    CU_ASSERT_EQUAL(csri_rows_count(rows), 0); /* a fault is no damage */
    csri_rows_free(rows);
    ops->rollback(tx);
    return status;
}

static csr_status take_care(csr_store *store, int what)
{
    csr_error error = CSR_ERROR_INIT;
    csr_maintenance_view done = { 0 };
    csr_health_view health = { 0 };
    csr_status status;

    if (what == HEALTH)
        status = ops->health(store, &health, &error);
    else if (what == UPKEEP)
        status = ops->maintain(store, &done, &error);
    else
        status = check(store, &error);
    CU_ASSERT_EQUAL(error.status, status);
    return status;
}

/* One kind of care meets faults, with a connection at hand or, `alone`, with one that has to be made. */
static unsigned fail_care(csr_store *store, int what, int kind, int forever, int alone)
{
    csr_error error = CSR_ERROR_INIT;
    csr_store_tx *reader = NULL;
    unsigned struck = 0;
    csr_status status;

    forget_rows();
    fault.hits = 1;
    for (unsigned nth = 1; fault.hits != 0; nth += alone || what == CHECK ? 1 + nth / 2 : 1 + nth / 16) {
        if (what == UPKEEP)
            CU_ASSERT_EQUAL(add_three(store, struck % 250), CSR_OK);
        if (alone)
            CU_ASSERT_EQUAL_FATAL(ops->begin(store, NULL, CSR_TX_READ, &reader, &error), CSR_OK);
        arm(kind, forever, nth);
        status = take_care(store, what);
        fault.armed = 0;
        CU_ASSERT(is_expected(status));
        if (!is_expected(status))
            printf("\n    care %d, fault %u of kind %d: %d\n", what, nth, kind, (int)status);
        if (alone)
            ops->rollback(reader);
        struck += fault.hits != 0;
    }
    CU_ASSERT_EQUAL(take_care(store, what), CSR_OK);
    return struck;
}

/* Rows that are added, refused, changed and erased in one transaction, which comes to nothing. */
static csr_status change_rows(csr_store *store)
{
    csr_error error = CSR_ERROR_INIT;
    struct csri_counter row, changed;
    csr_store_tx *tx;
    csr_status status = ops->begin(store, NULL, CSR_TX_WRITE, &tx, &error), twice;

    if (status != CSR_OK)
        return status;
    memset(&row, 0, sizeof(row));
    row.view.version = 1;
    row.view.id.bytes[0] = 77;
    changed = row;
    changed.view.version = 2;
    changed.view.value = 5;
    status = ops->insert(tx, &csri_counter_record, &row, &error);
    if (status == CSR_OK) {
        twice = ops->insert(tx, &csri_counter_record, &row, &error);
        status = twice == CSR_E_DUPLICATE ? CSR_OK : twice;
        CU_ASSERT_NOT_EQUAL(twice, CSR_OK);
    }
    if (status == CSR_OK)
        status = ops->update(tx, &csri_counter_record, &row, &changed, 6, &error);
    if (status == CSR_OK)
        status = ops->erase(tx, &csri_counter_record, &changed.view.id, &error);
    ops->rollback(tx);
    return status;
}

/* With a connection of its own, whose statements are all still to be made: the last allocations are theirs. */
static void test_statements_without_memory(void)
{
    csr_error error = CSR_ERROR_INIT;
    unsigned struck = 0, all = 0, nth = 1u << 30;
    csr_store_tx *reader;
    csr_store *store;
    csr_status status;
    size_t count;

    forget_file();
    CU_ASSERT_EQUAL_FATAL(open_store(&store), CSR_OK);
    for (int round = 0; round < 60; round++, nth = all - (unsigned)round * 11) {
        CU_ASSERT_EQUAL_FATAL(ops->begin(store, NULL, CSR_TX_READ, &reader, &error), CSR_OK);
        arm(NO_MEMORY, 0, nth);
        status = change_rows(store);
        fault.armed = 0;
        all = round == 0 ? fault.calls : all;
        struck += fault.hits != 0;
        CU_ASSERT(is_expected(status));
        if (!is_expected(status))
            printf("\n    allocation %u of %u: %d\n", nth, all, (int)status);
        ops->rollback(reader);
        csri_sqlite_drain(store);
    }
    CU_ASSERT_EQUAL(change_rows(store), CSR_OK);
    CU_ASSERT_EQUAL(read_all(store, &count), CSR_OK);
    CU_ASSERT_EQUAL(count, 0);
    ops->close(store);
    printf(" (%u faults) ", struck);
    CU_ASSERT(struck > 40);
}

static void test_care(void)
{
    unsigned struck = 0;
    csr_store *store;

    forget_file();
    CU_ASSERT_EQUAL_FATAL(open_store(&store), CSR_OK);
    for (int kind = IO_ERROR; kind <= NO_MEMORY; kind++) {
        struck += fail_care(store, UPKEEP, kind, 0, 0);
        struck += fail_care(store, HEALTH, kind, 0, 0);
        struck += fail_care(store, HEALTH, kind, 1, 1);
        struck += fail_care(store, CHECK, kind, 0, 0);
    }
    ops->close(store);
    printf(" (%u faults) ", struck);
    CU_ASSERT(struck > 50);
}

static void test_io_error_once(void)
{
    fail_each(IO_ERROR, 0, NOTHING, 30);
    fail_each(IO_ERROR, 0, EMPTY, 30);
    fail_each(IO_ERROR, 0, DESK, 20);
}

static void test_io_error_forever(void)
{
    fail_each(IO_ERROR, 1, NOTHING, 30);
    fail_each(IO_ERROR, 1, EMPTY, 30);
    fail_each(IO_ERROR, 1, DESK, 20);
}

static void test_disk_full(void)
{
    for (int forever = 0; forever < 2; forever++) {
        fail_each(DISK_FULL, forever, NOTHING, 20);
        fail_each(DISK_FULL, forever, EMPTY, 20);
        fail_each(DISK_FULL, forever, DESK, 5);
    }
}

static void test_no_memory_in_sqlite(void)
{
    fail_each(NO_MEMORY, 0, NOTHING, 25);
    fail_each(NO_MEMORY, 0, EMPTY, 25);
    fail_each(NO_MEMORY, 0, DESK, 25);
}

int main(void)
{
    /* clang-format off */
    CU_TestInfo tests[] = {
        { "I/O error once", test_io_error_once },
        { "I/O error forever", test_io_error_forever },
        { "disk full", test_disk_full },
        { "no memory in SQLite", test_no_memory_in_sqlite },
        { "statements without memory", test_statements_without_memory },
        { "care", test_care },
        CU_TEST_INFO_NULL,
    };
    /* clang-format on */
    CU_SuiteInfo suites[] = { { "faults", setup, teardown, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

    return csr_test_main("sqlite_fault", suites, 6);
}
