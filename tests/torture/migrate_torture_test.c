/*
 * A migration that is interrupted: the n-th call to the system fails, power goes, the process is killed. What is left is the
 * old version or the new one; a second attempt succeeds, and the desk then is what an undisturbed migration makes of it.
 */
#include "record/records.h"
#include "support/desk_dump.h"
#include "support/desk_files.h"
#include "support/runner.h"
#include "torture/fault_vfs.h"
#include "torture/inspect.h"

#include <csr/care.h>

#include <errno.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define OLD_VERSION 1

static const char path[] = "migrated.db";
static const char backup[] = "migrated.db.v1.bak";
static char *expected; /* every row of a desk that was migrated in peace */

static csr_status migrate(uint32_t flags, csr_error *err)
{
    csr_desk_migrate_params params = CSR_DESK_MIGRATE_PARAMS_INIT;
    csr_result *steps = NULL;
    csr_status status;

    params.flags = flags;
    *err = (csr_error)CSR_ERROR_INIT;
    status = csr_desk_migrate(path, &params, &steps, err);
    csr_result_free(steps);
    return status;
}

static void fresh(campaign *c)
{
    inspect_remove(path);
    inspect_remove(backup);
    if (!desk_file_unpack(OLD_VERSION, path))
        campaign_complain(c, "the desk of version %d cannot be unpacked", OLD_VERSION);
}

static int version_of(const char *file)
{
    sqlite3_stmt *stmt = NULL;
    sqlite3 *db = NULL;
    int version = -1;

    if (sqlite3_open_v2(file, &db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK &&
        sqlite3_prepare_v2(db, "PRAGMA user_version", -1, &stmt, NULL) == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW)
        version = sqlite3_column_int(stmt, 0);
    sqlite3_finalize(stmt);
    sqlite3_close(db);
    return version;
}

/* The migrated desk: sound, and row by row what it should be. */
static void check_rows(campaign *c, const char *when)
{
    char where[600], *rows = inspect_closed(c, path, when, 0);
    csr_desk *desk = NULL;
    csr_session *session = NULL;
    char *dump = NULL;

    free(rows);
    if (csr_desk_open(path, NULL, &desk, NULL) == CSR_OK && csr_session_open(desk, NULL, &session, NULL) == CSR_OK)
        dump = desk_dump(session);
    csr_session_close(session);
    csr_desk_close(desk);
    if (dump == NULL || expected == NULL || strcmp(dump, expected) != 0) {
        desk_dump_difference(expected, dump, where, sizeof(where));
        campaign_complain(c, "%s: the rows are others: %s", when, where);
    }
    free(dump);
}

/* status = what the interrupted migration answered; it may not have come to answer (1). */
static void look_after(campaign *c, csr_status status, const char *when)
{
    csr_error err;
    int version;

    inspect_file(c, path, when);
    version = version_of(path);
    if (version != OLD_VERSION && version != csri_schema.version)
        campaign_complain(c, "%s: the file has version %d", when, version);
    if (status == CSR_OK && version != csri_schema.version)
        campaign_complain(c, "%s: it was called done and is not", when);
    if (status < 0 && status != CSR_E_UNKNOWN_OUTCOME && version != OLD_VERSION)
        campaign_complain(c, "%s: it answered %d, but it is done", when, (int)status);
    if (access(backup, F_OK) == 0 && version_of(backup) != OLD_VERSION)
        campaign_complain(c, "%s: the copy is no desk of the old version", when);
    if (version == OLD_VERSION && migrate(CSR_MIGRATE_NO_BACKUP, &err) != CSR_OK)
        campaign_complain(c, "%s: it cannot be repeated: %s", when, err.message);
    check_rows(c, when);
    c->checks++;
}

static void make_expected(campaign *c)
{
    csr_session *session = NULL;
    csr_desk *desk = NULL;
    csr_error err;

    fresh(c);
    free(expected);
    expected = NULL;
    if (migrate(CSR_MIGRATE_NO_BACKUP, &err) == CSR_OK && csr_desk_open(path, NULL, &desk, &err) == CSR_OK &&
        csr_session_open(desk, NULL, &session, &err) == CSR_OK)
        expected = desk_dump(session);
    if (expected == NULL)
        campaign_complain(c, "the desk cannot be migrated in peace: %s", err.message);
    csr_session_close(session);
    csr_desk_close(desk);
}

/* --- errors of the system --- */

static void fail_each(campaign *c, uint32_t flags, int full, int forever, unsigned stride)
{
    uint64_t hits = 1;

    for (uint64_t nth = 1; hits != 0 && c->complaints == 0; nth += stride) {
        csr_error err;
        csr_status status;
        char when[80];
        fresh(c);
        fault_vfs =
            (fault_vfs_plan){ .nth = nth, .forever = forever, .kinds = full ? VFS_WRITE : VFS_ANY, .full = full };
        status = migrate(flags, &err);
        hits = fault_vfs.hits;
        fault_vfs.nth = 0;
        c->faults += hits != 0;
        snprintf(when, sizeof(when), "call %llu of the system, %s, %s", (unsigned long long)nth,
                 full ? "full" : "error", forever ? "for ever" : "once");
        look_after(c, status, when);
    }
}

static void test_errors(void)
{
    campaign c;
    unsigned stride;

    campaign_begin(&c, "migration, I/O errors and a full disk");
    make_expected(&c);
    stride = c.depth >= DEPTH_ALL ? 1 : 97;
    for (int forever = 0; forever < 2; forever++) {
        fail_each(&c, CSR_MIGRATE_NO_BACKUP, 0, forever, stride);
        fail_each(&c, CSR_MIGRATE_NO_BACKUP, 1, forever, stride);
        fail_each(&c, 0, 0, forever, stride * 2 - 1);
    }
    CU_ASSERT_EQUAL(campaign_end(&c), 0);
    CU_ASSERT_TRUE(c.faults > 10);
}

/* --- copies --- */

static int drafts(void)
{
    FILE *out = popen("ls -A | grep -c -e -new-", "r");
    int n = -1;

    if (out != NULL && fscanf(out, "%d", &n) != 1)
        n = -1;
    if (out != NULL)
        (void)pclose(out);
    return n;
}

/* The n-th call fails while a copy is made: there is a whole copy, or nothing. */
static void copy_each(campaign *c, csr_desk *desk, int full, unsigned stride)
{
    uint64_t hits = 1;

    for (uint64_t nth = 1; hits != 0 && c->complaints == 0; nth += stride) {
        csr_error err = CSR_ERROR_INIT;
        csr_result *result = NULL;
        csr_status status;
        inspect_remove("copy.db");
        fault_vfs = (fault_vfs_plan){ .nth = nth, .kinds = full ? VFS_WRITE : VFS_ANY, .full = full };
        status = csr_desk_backup(desk, "copy.db", NULL, &result, &err);
        hits = fault_vfs.hits;
        fault_vfs.nth = 0;
        csr_result_free(result);
        c->faults += hits != 0;
        c->checks++;
        if ((access("copy.db", F_OK) == 0) != (status == CSR_OK) || drafts() != 0)
            campaign_complain(c, "call %llu: it answered %s, and something else is there", (unsigned long long)nth,
                              csr_status_name(status));
        if (full && status != CSR_OK && status != CSR_E_STORE_FULL)
            campaign_complain(c, "call %llu: a full disk is told as %s", (unsigned long long)nth,
                              csr_status_name(status));
        if (status == CSR_OK)
            free(inspect_closed(c, "copy.db", "a copy", 0));
    }
}

static void test_copies(void)
{
    csr_desk *desk = NULL;
    campaign c;

    campaign_begin(&c, "copies, I/O errors and a full disk");
    make_expected(&c);
    if (csr_desk_open(path, NULL, &desk, NULL) != CSR_OK)
        campaign_complain(&c, "the desk cannot be opened");
    for (int full = 0; full < 2 && desk != NULL; full++)
        copy_each(&c, desk, full, c.depth >= DEPTH_ALL ? 1 : 47);
    csr_desk_close(desk);
    inspect_remove("copy.db");
    CU_ASSERT_EQUAL(campaign_end(&c), 0);
    CU_ASSERT_TRUE(c.faults > 5);
}

/* --- power --- */

static void lose_power(campaign *c, unsigned losses, int lies)
{
    uint64_t random = c->seed;

    for (unsigned i = 0; i < losses && !(c->quiet && c->complaints > 0); i++) {
        csr_error err;
        csr_status status;
        fresh(c);
        power_on();
        power_let_syncs_lie(lies);
        power_cut_after(1 + torture_random(&random) % 500);
        status = migrate(CSR_MIGRATE_NO_BACKUP, &err);
        c->faults += power_back(torture_random(&random));
        look_after(c, status == CSR_OK ? CSR_OK : 1, "after power came back");
    }
}

static void test_power(void)
{
    campaign c;

    campaign_begin(&c, "migration, power loss");
    c.unit = "unsynced sectors";
    make_expected(&c);
    lose_power(&c, campaign_size(&c, 15, 1000), 0);
    CU_ASSERT_EQUAL(campaign_end(&c), 0);
    CU_ASSERT_TRUE(c.faults > 10);
}

static void test_control(void)
{
    campaign c;

    campaign_begin(&c, "control: migration on a disk whose syncs lie");
    make_expected(&c);
    c.quiet = 1;
    lose_power(&c, 60, 1);
    CU_ASSERT_TRUE(campaign_end(&c) > 0);
}

/* --- kill -9 --- */

static void kill_once(campaign *c, uint64_t *random)
{
    struct timespec delay = { 0, (long)(torture_random(random) % 30000) * 1000 };
    int ended = 0;
    pid_t child;

    fresh(c);
    child = fork();
    if (child == 0) {
        csr_error err;
        _exit(migrate(torture_random(random) % 2 ? CSR_MIGRATE_NO_BACKUP : 0, &err) == CSR_OK ? 0 : 1);
    }
    (void)nanosleep(&delay, NULL);
    (void)kill(child, SIGKILL);
    while (waitpid(child, &ended, 0) < 0 && errno == EINTR)
        ;
    if (WIFEXITED(ended) && WEXITSTATUS(ended) != 0)
        campaign_complain(c, "the migration failed by itself");
    c->faults += WIFSIGNALED(ended) ? 1 : 0;
    look_after(c, WIFEXITED(ended) ? CSR_OK : 1, "after a kill");
}

static void test_kills(void)
{
    campaign c;
    uint64_t random;

    campaign_begin(&c, "migration, kill -9");
    random = c.seed;
    make_expected(&c);
    for (unsigned i = 0; i < campaign_size(&c, 10, 500); i++)
        kill_once(&c, &random);
    CU_ASSERT_EQUAL(campaign_end(&c), 0);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "every call to the system fails", test_errors },
        { "a copy fails", test_copies },
        { "power goes", test_power },
        { "a disk that lies is found", test_control },
        { "the process is killed", test_kills },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = {
        { .pName = "torture/migration", .pTests = tests },
        CU_SUITE_INFO_NULL,
    };
    int code;

    if (!fault_vfs_install())
        return 1;
    code = csr_test_main("migrate_torture_test", suites, 5);
    inspect_remove(path);
    inspect_remove(backup);
    free(expected);
    return code;
}
