/*
 * The care of a desk meets faults: every call of SQLite to the system, and every allocation of SQLite, fails while a desk
 * is opened, copied, kept up, measured, verified, examined and migrated. It is said so, nothing half done is left, and the
 * same call succeeds when it is repeated.
 */
#include "support/desk_files.h"
#include "support/runner.h"
#include "torture/fault_vfs.h"
#include "torture/inspect.h"

#include <csr/csr.h>
#include <sqlite3.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char path[] = "upkeep.db", old[] = "upkeep-old.db", copy[] = "upkeep-copy.db";

/* --- SQLite's memory --- */

static sqlite3_mem_methods plain;
static struct {
    uint64_t nth; /* 0 = none fails */
    int forever;
    uint64_t calls, hits;
} memory;

static int no_memory(void)
{
    if (memory.nth == 0 || ++memory.calls < memory.nth || (memory.calls > memory.nth && !memory.forever))
        return 0;
    memory.hits++;
    return 1;
}

static void *m_malloc(int n)
{
    return no_memory() ? NULL : plain.xMalloc(n);
}

static void *m_realloc(void *ptr, int n)
{
    return no_memory() ? NULL : plain.xRealloc(ptr, n);
}

static int fail_memory(void)
{
    sqlite3_mem_methods failing;

    if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &plain) != SQLITE_OK)
        return 0;
    failing = plain;
    failing.xMalloc = m_malloc;
    failing.xRealloc = m_realloc;
    return sqlite3_config(SQLITE_CONFIG_MALLOC, &failing) == SQLITE_OK &&
           sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0) == SQLITE_OK;
}

/* --- what is done --- */

static csr_status make_copy(csr_desk *desk, csr_error *err)
{
    csr_desk_backup_params params = CSR_DESK_BACKUP_PARAMS_INIT;
    csr_result *result = NULL;
    csr_status status;

    params.flags = CSR_BACKUP_VERIFY;
    status = csr_desk_backup(desk, copy, &params, &result, err);
    csr_result_free(result);
    return status;
}

static csr_status keep_up(csr_desk *desk, csr_error *err)
{
    csr_result *result = NULL;
    csr_status status = csr_desk_maintain(desk, NULL, &result, err);

    csr_result_free(result);
    return status;
}

static csr_status measure(csr_desk *desk, csr_error *err)
{
    csr_result *result = NULL;
    csr_status status = csr_desk_health(desk, &result, err);

    csr_result_free(result);
    return status;
}

static csr_status verify(csr_desk *desk, csr_error *err)
{
    csr_result *result = NULL;
    csr_session *session = NULL;
    csr_status status = csr_session_open(desk, NULL, &session, err);

    if (status == CSR_OK)
        status = csr_desk_verify(session, NULL, &result, err);
    csr_result_free(result);
    csr_session_close(session);
    return status;
}

static csr_status examine(csr_desk *desk, csr_error *err)
{
    csr_result *result = NULL;
    csr_status status = csr_desk_examine(path, NULL, &result, err);

    (void)desk;
    csr_result_free(result);
    return status;
}

static csr_status migrate_as(uint32_t flags, csr_error *err)
{
    csr_desk_migrate_params params = CSR_DESK_MIGRATE_PARAMS_INIT;
    csr_result *result = NULL;
    csr_status status;

    params.flags = flags;
    status = csr_desk_migrate(old, &params, &result, err);
    csr_result_free(result);
    return status;
}

static csr_status migrate(csr_desk *desk, csr_error *err)
{
    (void)desk;
    return migrate_as(0, err);
}

static csr_status plan_migration(csr_desk *desk, csr_error *err)
{
    (void)desk;
    return migrate_as(CSR_MIGRATE_DRY_RUN, err);
}

static csr_status open_file(const char *file, uint32_t flags, csr_error *err)
{
    csr_desk_open_params params = CSR_DESK_OPEN_PARAMS_INIT;
    csr_desk *desk = NULL;
    csr_status status;

    params.flags = flags;
    status = csr_desk_open(file, &params, &desk, err);
    csr_desk_close(desk);
    return status;
}

static csr_status open_to_read(csr_desk *desk, csr_error *err)
{
    (void)desk;
    return open_file(path, CSR_OPEN_READ_ONLY, err);
}

/* A newer version's, which allows it to be read. */
static csr_status open_newer(csr_desk *desk, csr_error *err)
{
    (void)desk;
    return open_file("upkeep-newer.db", CSR_OPEN_READ_ONLY, err);
}

typedef struct task {
    const char *name;
    csr_status (*run)(csr_desk *desk, csr_error *err);
    int migrates; /* it wants the desk of an old version */
} task;

static const task tasks[] = {
    { "copy", make_copy, 0 },          { "upkeep", keep_up, 0 },
    { "health", measure, 0 },          { "verification", verify, 0 },
    { "examination", examine, 0 },     { "opening to read", open_to_read, 0 },
    { "a newer file", open_newer, 0 }, { "a planned migration", plan_migration, 1 },
    { "migration", migrate, 1 },
};

/* --- faults --- */

enum { IO, FULL, MEMORY };

static void arm(int kind, uint64_t nth, int forever)
{
    if (kind == MEMORY) {
        memory.nth = nth;
        memory.forever = forever;
        memory.calls = memory.hits = 0;
        return;
    }
    fault_vfs = (fault_vfs_plan){
        .nth = nth, .forever = forever, .kinds = kind == FULL ? VFS_WRITE : VFS_ANY, .full = kind == FULL
    };
}

static uint64_t disarm(int kind)
{
    memory.nth = 0;
    fault_vfs.nth = 0;
    return kind == MEMORY ? memory.hits : fault_vfs.hits;
}

static int fits(int kind, csr_status status)
{
    if (status == CSR_OK)
        return 1;
    if (kind == MEMORY)
        return status == CSR_E_NO_MEMORY;
    if (status == CSR_E_STORE_FULL || status == CSR_E_UNKNOWN_OUTCOME)
        return 1;
    return kind == IO && (status == CSR_E_STORE_IO || status == CSR_E_STORE_OPEN);
}

static void make_newer(campaign *c)
{
    sqlite3 *db = NULL;
    csr_error err = CSR_ERROR_INIT;

    inspect_remove("upkeep-newer.db");
    if (open_file("upkeep-newer.db", 0, &err) != CSR_OK || sqlite3_open("upkeep-newer.db", &db) != SQLITE_OK ||
        sqlite3_exec(db, "PRAGMA user_version=99;INSERT INTO csr_meta VALUES(99,1,99,'9.0',1,x'00')", NULL, NULL,
                     NULL) != SQLITE_OK)
        campaign_complain(c, "the newer file cannot be made: %s", err.message);
    (void)sqlite3_close(db);
}

/* A desk with a few rows, open. */
static csr_desk *make_desk(campaign *c)
{
    csr_customer_add_params who = CSR_CUSTOMER_ADD_PARAMS_INIT;
    csr_session *session = NULL;
    csr_desk *desk = NULL;

    inspect_remove(path);
    who.name = CSR_STR("Jana");
    if (csr_desk_open(path, NULL, &desk, NULL) != CSR_OK || csr_session_open(desk, NULL, &session, NULL) != CSR_OK)
        campaign_complain(c, "there is no desk");
    for (int i = 0; i < 3; i++)
        if (csr_customer_add(session, &who, NULL, NULL) != CSR_OK)
            campaign_complain(c, "there are no rows");
    csr_session_close(session);
    return desk;
}

static void lay_out(campaign *c, const task *t)
{
    inspect_remove(copy);
    if (!t->migrates)
        return;
    inspect_remove(old);
    inspect_remove("upkeep-old.db.v1.bak");
    if (!desk_file_unpack(1, old))
        campaign_complain(c, "the old desk cannot be unpacked");
}

/* One task meets one fault; how often it struck. */
static uint64_t strike(campaign *c, const task *t, csr_desk *desk, int kind, uint64_t nth, int forever)
{
    csr_error err = CSR_ERROR_INIT;
    csr_status status;
    uint64_t hits;

    lay_out(c, t);
    arm(kind, nth, forever);
    status = t->run(desk, &err);
    hits = disarm(kind);
    c->faults += hits != 0;
    c->checks++;
    if (!fits(kind, status) || err.status != status)
        campaign_complain(c, "%s, %s %llu: %s, %s", t->name, forever ? "from" : "at", (unsigned long long)nth,
                          csr_status_name(status), err.message);
    if (status != CSR_OK && access(copy, F_OK) == 0)
        campaign_complain(c, "%s, %llu: it failed and left a copy", t->name, (unsigned long long)nth);
    if (status == CSR_OK)
        return hits;
    if (!t->migrates)
        inspect_remove(copy);
    else
        inspect_remove("upkeep-old.db.v1.bak");
    if (t->run(desk, &err) != CSR_OK)
        campaign_complain(c, "%s, %llu: it cannot be repeated: %s", t->name, (unsigned long long)nth, err.message);
    return hits;
}

/* Of thousands of calls every so many: those of one statement are as good as another's. */
static uint64_t stride(const campaign *c, uint64_t nth)
{
    return 1 + nth / campaign_size(c, 2, 64);
}

static void run(const char *name, int kind)
{
    csr_desk *desk;
    campaign c;

    campaign_begin(&c, name);
    make_newer(&c);
    desk = make_desk(&c);
    for (size_t i = 0; i < sizeof(tasks) / sizeof(tasks[0]); i++)
        for (int forever = 0; forever < 2; forever++) {
            uint64_t hits = 1;
            for (uint64_t nth = 1; hits != 0 && c.complaints < 10; nth += stride(&c, nth))
                hits = strike(&c, &tasks[i], desk, kind, nth, forever);
        }
    csr_desk_close(desk);
    inspect_file(&c, path, "at the end");
    CU_ASSERT_EQUAL(campaign_end(&c), 0);
    CU_ASSERT_TRUE(c.faults > 30);
}

static void test_io(void)
{
    run("care, I/O errors", IO);
}

static void test_full(void)
{
    run("care, full disk", FULL);
}

static void test_memory(void)
{
    run("care, allocations of SQLite", MEMORY);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "every call to the system fails", test_io },
        { "the disk is full", test_full },
        { "every allocation of SQLite fails", test_memory },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = {
        { .pName = "torture/upkeep", .pTests = tests },
        CU_SUITE_INFO_NULL,
    };

    if (!fail_memory() || !fault_vfs_install())
        return 1;
    return csr_test_main("upkeep_test", suites, 3);
}
