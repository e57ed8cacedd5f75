/*
 * Opening a SQLite store: what is a desk and what is not, making new files, options, and what is left behind.
 */
#include "backends/sqlite/ddl.h"
#include "backends/sqlite/sqlite_backend.h"
#include "backends/sqlite/sqlite_file.h"
#include "record/records.h"
#include "record/rows.h"
#include "support/runner.h"
#include "support/test_host.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const csr_backend_ops *const ops = &csri_sqlite_ops;
static csr_test_host host;
static char folder[64];
static csr_error error;

static int setup(void)
{
    csr_test_host_init(&host, CSR_TEST_MONDAY, 1);
    snprintf(folder, sizeof(folder), "sqlite-open-XXXXXX");
    return mkdtemp(folder) == NULL;
}

static int teardown(void)
{
    char command[128];

    snprintf(command, sizeof(command), "rm -rf '%s'", folder);
    return (system(command) != 0) + (csr_test_host_done(&host) != 0);
}

/* A path in the test's folder. */
static const char *at(const char *name)
{
    static char path[512];

    snprintf(path, sizeof(path), "%s/%s", folder, name);
    return path;
}

static csr_status open_with(const char *path, uint32_t flags, const csr_schema *schema, csr_store **out)
{
    error = (csr_error)CSR_ERROR_INIT;
    return ops->open(&host.host, path, NULL, 0, schema, flags, out, &error);
}

static csr_status try_open(const char *path, uint32_t flags)
{
    csr_store *store = NULL;
    csr_status status = open_with(path, flags, &csri_schema, &store);

    CU_ASSERT((store != NULL) == (status == CSR_OK));
    if (status != CSR_OK) {
        CU_ASSERT_EQUAL(error.status, status);
        CU_ASSERT(error.message[0] != '\0');
    }
    ops->close(store);
    return status;
}

static void write_file(const char *path, const char *text, size_t size)
{
    FILE *file = fopen(path, "wb");

    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    CU_ASSERT_EQUAL(fwrite(text, 1, size, file), size);
    fclose(file);
}

static void run_sql(const char *path, const char *sql)
{
    sqlite3 *db;

    CU_ASSERT_EQUAL_FATAL(sqlite3_open(path, &db), SQLITE_OK);
    CU_ASSERT_EQUAL(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static int is_there(const char *path, const char *suffix)
{
    char name[600];
    struct stat found;

    snprintf(name, sizeof(name), "%s%s", path, suffix);
    return lstat(name, &found) == 0;
}

/* The first column of the first row as text. */
static void ask(const char *path, const char *sql, char *out, size_t size)
{
    sqlite3_stmt *stmt;
    sqlite3 *db;

    *out = '\0';
    CU_ASSERT_EQUAL_FATAL(sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    CU_ASSERT_EQUAL_FATAL(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL), SQLITE_OK);
    if (sqlite3_step(stmt) == SQLITE_ROW)
        snprintf(out, size, "%s", (const char *)sqlite3_column_text(stmt, 0));
    sqlite3_finalize(stmt);
    sqlite3_close(db);
}

static csr_status add_counter(csr_store *store, uint8_t number)
{
    struct csri_counter row;
    csr_store_tx *tx;
    csr_status status = ops->begin(store, NULL, CSR_TX_WRITE, &tx, &error);

    memset(&row, 0, sizeof(row));
    row.view.id.bytes[0] = 1;
    row.view.id.bytes[15] = number;
    row.view.version = 1;
    row.view.value = number;
    if (status != CSR_OK)
        return status;
    status = ops->insert(tx, &csri_counter_record, &row, &error);
    if (status == CSR_OK)
        return ops->commit(tx, &error);
    ops->rollback(tx);
    return status;
}

static int64_t count_counters(csr_store *store)
{
    csr_scan scan = { .index = CSR_SCAN_BY_ID };
    csr_store_tx *tx;
    int64_t count = -1;

    if (ops->begin(store, NULL, CSR_TX_READ, &tx, &error) != CSR_OK)
        return -1;
    if (ops->count(tx, &csri_counter_record, &scan, &count, &error) != CSR_OK)
        count = -1;
    ops->rollback(tx);
    return count;
}

/* A sound desk that can be written to, is found again, and leaves nothing beside it. */
static void check_desk(const char *path)
{
    csr_store *store;
    char text[64];

    CU_ASSERT_EQUAL_FATAL(open_with(path, 0, &csri_schema, &store), CSR_OK);
    CU_ASSERT_EQUAL(add_counter(store, 1), CSR_OK);
    ops->close(store);
    CU_ASSERT_FALSE(is_there(path, "-wal") || is_there(path, "-shm") || is_there(path, "-journal"));
    CU_ASSERT_EQUAL_FATAL(open_with(path, CSR_OPEN_EXISTING, &csri_schema, &store), CSR_OK);
    CU_ASSERT_EQUAL(count_counters(store), 1);
    ops->close(store);
    CU_ASSERT_FALSE(is_there(path, "-wal") || is_there(path, "-shm") || is_there(path, "-journal"));
    ask(path, "PRAGMA integrity_check", text, sizeof(text));
    CU_ASSERT_STRING_EQUAL(text, "ok");
    ask(path, "PRAGMA journal_mode", text, sizeof(text));
    CU_ASSERT_STRING_EQUAL(text, "wal");
    ask(path, "PRAGMA application_id", text, sizeof(text));
    CU_ASSERT_EQUAL(atoi(text), CSRI_SQLITE_APPLICATION_ID);
}

static void test_new_file(void)
{
    char name[600];

    check_desk(at("new"));
    /* No draft is left either. */
    snprintf(name, sizeof(name), "%s-new-%ld-0", at("new"), (long)getpid());
    CU_ASSERT_FALSE(is_there(name, ""));
}

static void test_both_ways_of_making_agree(void)
{
    static const char *const sql =
        "SELECT group_concat(type || ':' || name || ':' || coalesce(sql, ''), x'0a') FROM sqlite_schema";
    char fast[16384], slow[16384];

    write_file(at("slow"), "", 0);
    CU_ASSERT_EQUAL(try_open(at("slow"), 0), CSR_OK);
    CU_ASSERT_EQUAL(try_open(at("fast"), 0), CSR_OK);
    ask(at("slow"), sql, slow, sizeof(slow));
    ask(at("fast"), sql, fast, sizeof(fast));
    CU_ASSERT_STRING_EQUAL(fast, slow);
    CU_ASSERT(strlen(fast) > 4000);
}

static void test_in_place(void)
{
    write_file(at("zero"), "", 0);
    check_desk(at("zero"));
    /* What a crash leaves while the schema is made in place: an empty database in WAL mode. */
    run_sql(at("begun"), "PRAGMA journal_mode=WAL");
    check_desk(at("begun"));
    /* Remains of a desk whose file was removed must not come back to life in the new one. */
    check_desk(at("gone"));
    CU_ASSERT_EQUAL(unlink(at("gone")), 0);
    write_file(at("gone-wal"), "not a WAL, but what if it were", 30);
    check_desk(at("gone"));
}

static void test_stale_wal(void)
{
    csr_store *store;
    char command[512];

    CU_ASSERT_EQUAL_FATAL(open_with(at("old"), 0, &csri_schema, &store), CSR_OK);
    CU_ASSERT_EQUAL(add_counter(store, 7), CSR_OK);
    CU_ASSERT_EQUAL(add_counter(store, 8), CSR_OK);
    snprintf(command, sizeof(command), "cp %s/old-wal %s/stale-wal", folder, folder);
    CU_ASSERT_EQUAL(system(command), 0);
    ops->close(store);
    CU_ASSERT_EQUAL_FATAL(open_with(at("stale"), 0, &csri_schema, &store), CSR_OK);
    CU_ASSERT_EQUAL(count_counters(store), 0);
    ops->close(store);
    check_desk(at("stale"));
}

static void test_no_desk(void)
{
    char zeros[4096] = { 0 };

    write_file(at("text"), "This is a letter to somebody.\n", 30);
    CU_ASSERT_EQUAL(try_open(at("text"), 0), CSR_E_NOT_A_DESK);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.message, "text"));
    write_file(at("byte"), "x", 1);
    CU_ASSERT_EQUAL(try_open(at("byte"), 0), CSR_E_NOT_A_DESK); /* which SQLite takes for an empty file */
    write_file(at("zeros"), zeros, sizeof(zeros));
    CU_ASSERT_EQUAL(try_open(at("zeros"), 0), CSR_E_NOT_A_DESK);
    run_sql(at("foreign"), "CREATE TABLE t(x); INSERT INTO t VALUES(1)");
    CU_ASSERT_EQUAL(try_open(at("foreign"), 0), CSR_E_NOT_A_DESK);
    run_sql(at("other"), "PRAGMA application_id=77");
    CU_ASSERT_EQUAL(try_open(at("other"), 0), CSR_E_NOT_A_DESK);
    run_sql(at("versioned"), "PRAGMA user_version=1");
    CU_ASSERT_EQUAL(try_open(at("versioned"), 0), CSR_E_NOT_A_DESK);
    write_file(at("empty"), "", 0);
    CU_ASSERT_EQUAL(try_open(at("empty"), CSR_OPEN_EXISTING), CSR_E_NOT_A_DESK);
    CU_ASSERT_EQUAL(try_open(at("empty"), CSR_OPEN_READ_ONLY), CSR_E_NOT_A_DESK);
}

static void test_foreign_file_is_left_alone(void)
{
    struct stat before, after;
    char text[32];

    run_sql(at("theirs"), "CREATE TABLE t(x); INSERT INTO t VALUES(1)");
    stat(at("theirs"), &before);
    CU_ASSERT_EQUAL(try_open(at("theirs"), 0), CSR_E_NOT_A_DESK);
    stat(at("theirs"), &after);
    CU_ASSERT_EQUAL(before.st_mtim.tv_nsec, after.st_mtim.tv_nsec);
    ask(at("theirs"), "PRAGMA journal_mode", text, sizeof(text));
    CU_ASSERT_STRING_EQUAL(text, "delete");
}

static void test_versions(void)
{
    csr_schema newer = csri_schema;
    csr_store *store;
    char text[80];

    newer.version = (uint16_t)(csri_schema.version + 1);
    CU_ASSERT_EQUAL(try_open(at("versions"), 0), CSR_OK);
    CU_ASSERT_EQUAL(open_with(at("versions"), 0, &newer, &store), CSR_E_SCHEMA_OLD);
    CU_ASSERT_PTR_NULL(store);
    snprintf(text, sizeof(text), "schema %u, this library needs %u", csri_schema.version, newer.version);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.message, text));
    run_sql(at("versions"), "PRAGMA user_version=41");
    CU_ASSERT_EQUAL(try_open(at("versions"), 0), CSR_E_SCHEMA_NEW);
    snprintf(text, sizeof(text), "schema 41, this library knows %u", csri_schema.version);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.message, text));
}

static void test_paths(void)
{
    char long_path[5000];

    CU_ASSERT_EQUAL(try_open(NULL, 0), CSR_E_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(error.field, "uri");
    CU_ASSERT_EQUAL(try_open("", 0), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(try_open(at("flags"), 64), CSR_E_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(error.field, "flags");
    CU_ASSERT_EQUAL(try_open(":memory:", 0), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(try_open("file:x?mode=memory", 0), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(try_open(folder, 0), CSR_E_STORE_OPEN);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.message, folder));
    CU_ASSERT_EQUAL(try_open(at(""), 0), CSR_E_STORE_OPEN);
    CU_ASSERT_EQUAL(try_open("/", 0), CSR_E_STORE_OPEN);
    CU_ASSERT_EQUAL(try_open("..", 0), CSR_E_STORE_OPEN);
    CU_ASSERT_EQUAL(try_open(at("missing"), CSR_OPEN_EXISTING), CSR_E_STORE_OPEN);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.message, "missing"));
    CU_ASSERT_EQUAL(try_open(at("missing"), CSR_OPEN_READ_ONLY), CSR_E_STORE_OPEN);
    CU_ASSERT_FALSE(is_there(at("missing"), ""));
    CU_ASSERT_EQUAL(try_open(at("no/such/folder"), 0), CSR_E_STORE_OPEN);
    memset(long_path, 'x', sizeof(long_path));
    long_path[sizeof(long_path) - 1] = '\0';
    CU_ASSERT_EQUAL(try_open(long_path, 0), CSR_E_STORE_OPEN);
    long_path[600] = '\0'; /* longer than a name may be */
    CU_ASSERT_EQUAL(try_open(long_path, 0), CSR_E_STORE_OPEN);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.message, "xxx"));
    CU_ASSERT_EQUAL(mkfifo(at("fifo"), 0600), 0);
    CU_ASSERT_EQUAL(try_open(at("fifo"), 0), CSR_E_STORE_OPEN);
}

static void test_links(void)
{
    char target[512];

    check_desk(at("real"));
    /* The file may not be a link, also not one to nowhere; the folder may be reached through one. */
    CU_ASSERT_EQUAL(symlink("real", at("link")), 0);
    CU_ASSERT_EQUAL(try_open(at("link"), 0), CSR_E_STORE_OPEN);
    CU_ASSERT_EQUAL(symlink("nowhere", at("dangling")), 0);
    CU_ASSERT_EQUAL(try_open(at("dangling"), 0), CSR_E_STORE_OPEN);
    CU_ASSERT_FALSE(is_there(at("nowhere"), ""));
    snprintf(target, sizeof(target), "%s-link", folder);
    CU_ASSERT_EQUAL(symlink(folder, target), 0);
    snprintf(target, sizeof(target), "%s-link/real", folder);
    CU_ASSERT_EQUAL(try_open(target, CSR_OPEN_EXISTING), CSR_OK);
    snprintf(target, sizeof(target), "%s-link/made", folder);
    CU_ASSERT_EQUAL(try_open(target, 0), CSR_OK);
    snprintf(target, sizeof(target), "%s-link", folder);
    CU_ASSERT_EQUAL(unlink(target), 0);
}

/* A desk as a process leaves it that dies while its change lies in a rollback journal. */
static void leave_in_the_middle(const char *path)
{
    static const char change[] = "PRAGMA journal_mode=DELETE;PRAGMA cache_size=1;BEGIN;CREATE TABLE much(a);"
                                 "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<200)"
                                 "INSERT INTO much SELECT zeroblob(4000) FROM n;";
    char command[1300];
    sqlite3 *db;

    CU_ASSERT_EQUAL_FATAL(sqlite3_open(path, &db), SQLITE_OK);
    CU_ASSERT_EQUAL(sqlite3_exec(db, change, NULL, NULL, NULL), SQLITE_OK);
    snprintf(command, sizeof(command), "cp '%s' '%s.kept' && cp '%s-journal' '%s.kept-journal'", path, path, path,
             path);
    CU_ASSERT_EQUAL(system(command), 0);
    sqlite3_close(db);
    snprintf(command, sizeof(command), "mv '%s.kept' '%s' && mv '%s.kept-journal' '%s-journal'", path, path, path,
             path);
    CU_ASSERT_EQUAL(system(command), 0);
}

static void test_left_in_the_middle(void)
{
    check_desk(at("middle"));
    leave_in_the_middle(at("middle"));
    CU_ASSERT_EQUAL(try_open(at("middle"), CSR_OPEN_READ_ONLY), CSR_E_STORE_OPEN);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.message, "in the middle of a change"));
    CU_ASSERT_EQUAL(try_open(at("middle"), CSR_OPEN_EXISTING), CSR_OK);
    CU_ASSERT_EQUAL(try_open(at("middle"), CSR_OPEN_READ_ONLY), CSR_OK);
}

static void test_read_only(void)
{
    csr_store *store, *writer;
    csr_store_tx *tx;

    check_desk(at("ro"));
    CU_ASSERT_EQUAL_FATAL(open_with(at("ro"), CSR_OPEN_READ_ONLY, &csri_schema, &store), CSR_OK);
    CU_ASSERT_EQUAL(count_counters(store), 1);
    CU_ASSERT_EQUAL(ops->begin(store, NULL, CSR_TX_WRITE, &tx, &error), CSR_E_READ_ONLY);
    CU_ASSERT_PTR_NULL(tx);
    /* It sees what another one commits meanwhile. */
    CU_ASSERT_EQUAL_FATAL(open_with(at("ro"), 0, &csri_schema, &writer), CSR_OK);
    CU_ASSERT_EQUAL(add_counter(writer, 2), CSR_OK);
    CU_ASSERT_EQUAL(count_counters(store), 2);
    ops->close(writer);
    CU_ASSERT_EQUAL(count_counters(store), 2);
    ops->close(store);
    CU_ASSERT_EQUAL(try_open(at("ro"), 0), CSR_OK);
    CU_ASSERT_FALSE(is_there(at("ro"), "-wal") || is_there(at("ro"), "-shm"));
}

static csr_status open_option(const char *key, const char *value)
{
    csr_option options[2] = { { "cache_kib", "1024" }, { key, value } };
    csr_store *store = NULL;
    csr_status status;

    error = (csr_error)CSR_ERROR_INIT;
    status = ops->open(&host.host, at("options"), options, 2, &csri_schema, 0, &store, &error);
    if (status == CSR_OK)
        CU_ASSERT_EQUAL(count_counters(store), 0);
    ops->close(store);
    return status;
}

static void test_options(void)
{
    static const char *const bad[][2] = {
        { "synchronous", "off" },         { "synchronous", "" },
        { "synchronous", "FULL" },        { "busy_timeout_ms", "-1" },
        { "busy_timeout_ms", "" },        { "busy_timeout_ms", "1s" },
        { "busy_timeout_ms", " 1" },      { "cache_kib", "0" },
        { "cache_kib", "9999999" },       { "journal", "off" },
        { "busy_timeout_ms", "3600001" }, { "cache_kib", "99999999999999999999999" },
    };

    CU_ASSERT_EQUAL(open_option("synchronous", "full"), CSR_OK);
    CU_ASSERT_EQUAL(open_option("synchronous", "normal"), CSR_OK);
    CU_ASSERT_EQUAL(open_option("busy_timeout_ms", "0"), CSR_OK);
    CU_ASSERT_EQUAL(open_option("busy_timeout_ms", "3600000"), CSR_OK);
    CU_ASSERT_EQUAL(open_option("cache_kib", "64"), CSR_OK);
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        CU_ASSERT_EQUAL(open_option(bad[i][0], bad[i][1]), CSR_E_ARGUMENT);
        CU_ASSERT_STRING_EQUAL(error.field, bad[i][0]);
    }
    CU_ASSERT_EQUAL(open_option(NULL, "x"), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(open_option("synchronous", NULL), CSR_E_ARGUMENT);
}

/* As somebody who may read, but not write: neither the file nor beside it. */
static unsigned try_as_stranger(void)
{
    csr_store *store;
    unsigned bad = 0;

    if (geteuid() == 0 && setuid(65534) != 0)
        return 77;
    bad |= open_with(at("guarded"), 0, &csri_schema, &store) != CSR_E_STORE_OPEN;
    bad |= (strstr(error.message, "Permission denied") == NULL) * 2u;
    bad |= (open_with(at("guarded"), CSR_OPEN_READ_ONLY, &csri_schema, &store) != CSR_E_STORE_OPEN) * 4u;
    bad |= (open_with(at("unmade"), 0, &csri_schema, &store) != CSR_E_STORE_OPEN) * 8u;
    return bad;
}

static void test_no_permission(void)
{
    pid_t child;
    int status;

    check_desk(at("guarded"));
    CU_ASSERT_EQUAL(try_open(at("guarded"), 0), CSR_OK); /* takes away what check_desk()'s reader left */
    CU_ASSERT_EQUAL(chmod(at("guarded"), 0444), 0);
    CU_ASSERT_EQUAL(chmod(folder, 0555), 0);
    child = fork();
    if (child == 0)
        _exit((int)try_as_stranger());
    CU_ASSERT_EQUAL(waitpid(child, &status, 0), child);
    CU_ASSERT_EQUAL(status, 0);
    CU_ASSERT_EQUAL(chmod(folder, 0755), 0);
}

static void test_immutable(void)
{
    char uri[CSRI_SQLITE_URI_MAX], name[] = "50%20?mode=ro#x";
    sqlite3_stmt *stmt;
    sqlite3 *db;

    CU_ASSERT_FALSE(csri_sqlite_is_immutable(folder));
    CU_ASSERT_FALSE(csri_sqlite_is_immutable("no such file"));
    csri_sqlite_immutable_uri("/a%b?c#d e", uri);
    CU_ASSERT_STRING_EQUAL(uri, "file:/a%25b%3fc%23d e?immutable=1");
    /* SQLite finds the file by it, and makes nothing beside it. */
    check_desk(at(name));
    CU_ASSERT_EQUAL(try_open(at(name), 0), CSR_OK); /* as above */
    csri_sqlite_immutable_uri(at(name), uri);
    CU_ASSERT_EQUAL_FATAL(sqlite3_open_v2(uri, &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, NULL), SQLITE_OK);
    CU_ASSERT_EQUAL_FATAL(sqlite3_prepare_v2(db, "SELECT count(*) FROM counter", -1, &stmt, NULL), SQLITE_OK);
    CU_ASSERT_EQUAL(sqlite3_step(stmt), SQLITE_ROW);
    CU_ASSERT_EQUAL(sqlite3_column_int(stmt, 0), 1);
    CU_ASSERT_FALSE(is_there(at(name), "-wal") || is_there(at(name), "-shm"));
    sqlite3_finalize(stmt);
    sqlite3_close(db);
}

static int is_fine_for_a_damaged_file(csr_status status)
{
    static const csr_status fine[] = { CSR_OK,           CSR_E_CORRUPT,    CSR_E_NOT_A_DESK,
                                       CSR_E_SCHEMA_NEW, CSR_E_SCHEMA_OLD, CSR_E_DUPLICATE };

    for (size_t i = 0; i < sizeof(fine) / sizeof(fine[0]); i++)
        if (status == fine[i])
            return 1;
    return 0;
}

static csr_status use_damaged_file(void)
{
    csr_store *store;
    csr_status status = open_with(at("flipped"), 0, &csri_schema, &store);

    if (status != CSR_OK)
        return status;
    status = add_counter(store, 255);
    (void)count_counters(store);
    ops->close(store);
    return status;
}

/* Random bytes over a desk with rows in it: refused or read, never more than that. */
static void test_flipped_bytes(void)
{
    unsigned seed = 1, refused = 0;
    csr_store *store;

    CU_ASSERT_EQUAL_FATAL(open_with(at("sound"), 0, &csri_schema, &store), CSR_OK);
    for (unsigned i = 0; i < 200; i++)
        CU_ASSERT_EQUAL(add_counter(store, (uint8_t)i), CSR_OK);
    ops->close(store);
    for (unsigned round = 0; round < 150; round++) {
        csr_status status;
        char command[256];
        FILE *file;
        snprintf(command, sizeof(command), "cp %s/sound %s/flipped && rm -f %s/flipped-*", folder, folder, folder);
        CU_ASSERT_EQUAL(system(command), 0);
        file = fopen(at("flipped"), "r+b");
        CU_ASSERT_PTR_NOT_NULL_FATAL(file);
        for (unsigned i = 0; i < 1 + round % 20; i++) {
            seed = seed * 1103515245u + 12345u;
            fseek(file, (long)(seed >> 8) % (round % 2 == 0 ? 8192 : 262144), SEEK_SET);
            fputc((int)(seed >> 3 & 255), file);
        }
        fclose(file);
        status = use_damaged_file();
        CU_ASSERT(is_fine_for_a_damaged_file(status));
        if (!is_fine_for_a_damaged_file(status))
            printf("\n    round %u: %d %s\n", round, (int)status, error.message);
        refused += status != CSR_OK;
    }
    printf(" (%u of 150 refused) ", refused);
}

static void test_damaged(void)
{
    csr_store *store;
    csr_store_tx *tx;
    csr_scan scan = { .index = CSR_SCAN_BY_ID };
    int64_t count;

    check_desk(at("damaged"));
    run_sql(at("damaged"), "DROP TABLE counter");
    CU_ASSERT_EQUAL_FATAL(open_with(at("damaged"), 0, &csri_schema, &store), CSR_OK);
    CU_ASSERT_EQUAL(ops->begin(store, NULL, CSR_TX_READ, &tx, &error), CSR_OK);
    CU_ASSERT_EQUAL(ops->count(tx, &csri_counter_record, &scan, &count, &error), CSR_E_CORRUPT);
    CU_ASSERT_EQUAL(ops->count(tx, &csri_customer_record, &scan, &count, &error), CSR_E_DOOMED);
    CU_ASSERT_EQUAL(ops->commit(tx, &error), CSR_E_DOOMED);
    ops->close(store);
}

static void test_no_memory(void)
{
    /* Each allocation fails in turn, for a new file, for one that exists and for one that is made in place. */
    for (unsigned way = 0; way < 3; way++) {
        csr_status status = CSR_E_NO_MEMORY;
        for (unsigned n = 1; status != CSR_OK && n < 200; n++) {
            if (way != 1)
                (void)unlink(at("nomem"));
            if (way == 2)
                write_file(at("nomem"), "", 0);
            csr_test_host_fail_alloc(&host, n, 0);
            status = try_open(at("nomem"), 0);
            csr_test_host_fail_alloc(&host, 0, 0);
            CU_ASSERT(status == CSR_OK || status == CSR_E_NO_MEMORY);
        }
        CU_ASSERT_EQUAL(status, CSR_OK);
    }
}

int main(void)
{
    /* clang-format off */
    CU_TestInfo tests[] = {
        { "new file", test_new_file },
        { "both ways of making agree", test_both_ways_of_making_agree },
        { "in place", test_in_place },
        { "stale WAL", test_stale_wal },
        { "no desk", test_no_desk },
        { "foreign file is left alone", test_foreign_file_is_left_alone },
        { "versions", test_versions },
        { "paths", test_paths },
        { "links", test_links },
        { "read only", test_read_only },
        { "left in the middle", test_left_in_the_middle },
        { "options", test_options },
        { "no permission", test_no_permission },
        { "immutable", test_immutable },
        { "damaged", test_damaged },
        { "flipped bytes", test_flipped_bytes },
        { "no memory", test_no_memory },
        CU_TEST_INFO_NULL,
    };
    /* clang-format on */
    CU_SuiteInfo suites[] = { { "opening", setup, teardown, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

    return csr_test_main("sqlite_open", suites, 17);
}
