/*
 * Bringing desks of older versions to today's: the kept file of each version is refused politely, migrated, asked what its
 * own library was asked, and used.
 */
#include "backends/sqlite/ddl.h"
#include "record/records.h"
#include "support/desk_files.h"
#include "support/desk_fixture.h"
#include "support/desk_tamper.h"
#include "support/desk_transcript.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define OLD "old.csr"
#define OLD_BACKUP "old.csr.v1.bak"

static csr_error error;

static void complain(int ok, int version, const char *what, unsigned line)
{
    char text[600];

    snprintf(text, sizeof(text), "version %d: %s", version, what);
    CU_assertImplementation(ok ? CU_TRUE : CU_FALSE, line, text, __FILE__, "", CU_FALSE);
}
#define HOLDS(version, condition) complain((condition) != 0, version, #condition, __LINE__)

static void forget(const char *path)
{
    static const char *const suffixes[] = { "", "-wal", "-shm", ".v1.bak", ".v1.bak.2", ".v2.bak" };

    for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
        char name[300];
        snprintf(name, sizeof(name), "%s%s", path, suffixes[i]);
        (void)unlink(name);
    }
}

static void fresh(int version)
{
    forget(OLD);
    CU_ASSERT_TRUE_FATAL(desk_file_unpack(version, OLD));
}

static csr_status open_old(uint32_t flags, csr_desk **out)
{
    csr_desk_open_params params = CSR_DESK_OPEN_PARAMS_INIT;

    params.flags = flags;
    return csr_desk_open(OLD, &params, out, &error);
}

/* Migrate; how many steps it took, or -1. */
static int migrate_within(int64_t timeout_us, uint32_t flags, const char *backup)
{
    static const csr_option impatient = { "busy_timeout_ms", "50" };
    csr_desk_migrate_params params = CSR_DESK_MIGRATE_PARAMS_INIT;
    csr_result *steps;
    int count;

    params.flags = flags;
    params.backup = backup;
    params.options = &impatient;
    params.option_count = 1;
    params.timeout_us = timeout_us;
    if (csr_desk_migrate(OLD, &params, &steps, &error) != CSR_OK) {
        CU_ASSERT_PTR_NULL(steps);
        return -1;
    }
    CU_ASSERT_STRING_EQUAL(csr_result_kind(steps), "diagnostic");
    count = (int)csr_result_count(steps);
    csr_result_free(steps);
    return count;
}

static int migrate(uint32_t flags, const char *backup)
{
    return migrate_within(0, flags, backup);
}

static void fails(unsigned line, int got, csr_status status, const char *field)
{
    char text[500];

    snprintf(text, sizeof(text), "%d steps, %s, field \"%s\": %s", got, csr_status_name(error.status), error.field,
             error.message);
    CU_assertImplementation(got == -1 && error.status == status && strcmp(error.field, field) == 0, line, text,
                            __FILE__, "", CU_FALSE);
}
#define FAILS(call, status, field) fails(__LINE__, call, status, field)

/* The whole of a file; the caller frees it. */
static char *bytes_of(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    char *bytes;

    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    (void)fseek(file, 0, SEEK_END);
    *size = (size_t)ftell(file);
    rewind(file);
    bytes = malloc(*size + 1);
    CU_ASSERT_PTR_NOT_NULL_FATAL(bytes);
    CU_ASSERT_EQUAL(fread(bytes, 1, *size, file), *size);
    (void)fclose(file);
    return bytes;
}

static int same_files(const char *a, const char *b)
{
    size_t a_size, b_size;
    char *a_bytes = bytes_of(a, &a_size), *b_bytes = bytes_of(b, &b_size);
    int same = a_size == b_size && memcmp(a_bytes, b_bytes, a_size) == 0;

    free(a_bytes);
    free(b_bytes);
    return same;
}

/* --- every version --- */

/* Each version but this library's own has a kept file; the own gets it when it is complete. */
static void test_every_version_is_kept(void)
{
    for (int version = 1; version < csri_schema.version; version++)
        HOLDS(version, desk_file_kept(version));
    HOLDS(csri_schema.version + 1, !desk_file_kept(csri_schema.version + 1));
}

static void check_refused(int version)
{
    csr_desk *desk;

    fresh(version);
    CU_ASSERT_TRUE_FATAL(desk_file_unpack(version, "as_it_was"));
    for (unsigned i = 0; i < 3; i++) {
        static const uint32_t flags[] = { 0, CSR_OPEN_EXISTING, CSR_OPEN_READ_ONLY };
        HOLDS(version, open_old(flags[i], &desk) == CSR_E_SCHEMA_OLD && desk == NULL);
        HOLDS(version, strstr(error.message, "csr --desk FILE migrate") != NULL && strcmp(error.field, "uri") == 0);
    }
    HOLDS(version, same_files(OLD, "as_it_was"));
}

static void check_dry_run(int version)
{
    fresh(version);
    HOLDS(version, migrate(CSR_MIGRATE_DRY_RUN, NULL) >= 2);
    HOLDS(version, same_files(OLD, "as_it_was"));
    HOLDS(version, access(OLD_BACKUP, F_OK) != 0);
}

/* What it was asked by its own library it answers again, and it verifies. */
static void check_answers(int version, csr_session *session)
{
    char why[500] = "", first[300] = "";
    FILE *lines;

    CU_ASSERT_TRUE_FATAL(desk_file_answers(version, "answers"));
    lines = fopen("answers", "r");
    CU_ASSERT_PTR_NOT_NULL_FATAL(lines);
    complain(desk_transcript_check(session, lines, why, sizeof(why)) > 50, version, why, __LINE__);
    (void)fclose(lines);
    complain(desk_verify_errors(session, first, sizeof(first)) == 0, version, first, __LINE__);
}

/* And it goes on. */
static void check_use(int version, csr_session *session)
{
    csr_customer_add_params who = CSR_CUSTOMER_ADD_PARAMS_INIT;
    csr_ticket_open_params matter = CSR_TICKET_OPEN_PARAMS_INIT;
    char first[300] = "";
    csr_id ticket;

    who.name = CSR_STR("Somebody new");
    HOLDS(version, csr_customer_add(session, &who, &matter.customer, &error) == CSR_OK);
    matter.subject = CSR_STR("Something new");
    HOLDS(version, csr_ticket_open(session, &matter, &ticket, &error) == CSR_OK);
    complain(desk_verify_errors(session, first, sizeof(first)) == 0, version, first, __LINE__);
}

static void check_desk(int version, int answers)
{
    csr_session *session = NULL;
    csr_desk *desk = NULL;

    HOLDS(version, open_old(CSR_OPEN_EXISTING, &desk) == CSR_OK);
    HOLDS(version, desk != NULL && csr_session_open(desk, NULL, &session, &error) == CSR_OK);
    if (session != NULL && answers)
        check_answers(version, session);
    if (session != NULL)
        check_use(version, session);
    csr_session_close(session);
    csr_desk_close(desk);
}

static void check_version(int version)
{
    char backup[40];

    if (version != csri_schema.version) {
        check_refused(version);
        check_dry_run(version);
        fresh(version);
        HOLDS(version, migrate(0, NULL) >= 2);
        snprintf(backup, sizeof(backup), OLD ".v%d.bak", version);
        HOLDS(version, access(backup, F_OK) == 0);
        check_desk(version, 1);
    } else {
        /* Until it is released, a version grows: what a file of before has not got is added, once. */
        fresh(version);
        HOLDS(version, migrate(CSR_MIGRATE_NO_BACKUP, NULL) >= 0);
        HOLDS(version, migrate(0, NULL) == 0);
        check_desk(version, 1);
    }
}

static void test_every_kept_desk(void)
{
    for (int version = 1; version <= csri_schema.version; version++)
        if (desk_file_kept(version))
            check_version(version);
}

/* --- what it leaves --- */

/* Everything the catalogue says, one line each, but defaults: those of columns that were added differ. */
static char *catalogue(const char *path)
{
    static const char sql[] =
        "SELECT group_concat(line,x'0a')||x'0a' FROM(SELECT line FROM("
        "SELECT 'table '||t.name||' '||t.strict AS line FROM pragma_table_list t WHERE t.schema='main' AND "
        "t.name NOT LIKE 'sqlite%' UNION ALL "
        "SELECT 'column '||s.name||' '||c.cid||' '||c.name||' '||c.type||' '||c.\"notnull\"||' '||c.pk FROM "
        "sqlite_schema s,pragma_table_xinfo(s.name) c WHERE s.type='table' UNION ALL "
        "SELECT 'refers '||s.name||' '||f.\"from\"||' '||f.\"table\"||' '||f.\"to\" FROM sqlite_schema s,"
        "pragma_foreign_key_list(s.name) f WHERE s.type='table' UNION ALL "
        "SELECT 'index '||s.sql FROM sqlite_schema s WHERE s.type='index' AND s.sql IS NOT NULL) ORDER BY line)";
    sqlite3_stmt *stmt = NULL;
    sqlite3 *db = NULL;
    char *text = NULL;

    CU_ASSERT_EQUAL_FATAL(sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    CU_ASSERT_EQUAL_FATAL(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL), SQLITE_OK);
    if (sqlite3_step(stmt) == SQLITE_ROW)
        text = strdup((const char *)sqlite3_column_text(stmt, 0));
    sqlite3_finalize(stmt);
    sqlite3_close(db);
    return text;
}

static void make_new(const char *path)
{
    csr_desk *desk = NULL;

    forget(path);
    CU_ASSERT_EQUAL_FATAL(csr_desk_open(path, NULL, &desk, &error), CSR_OK);
    csr_desk_close(desk);
}

static int64_t number(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *stmt = NULL;
    int64_t n = -1;

    if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW)
        n = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    return n;
}

/* Uploads that version 2 began are known as such afterwards, and upkeep collects them; content and its parts are not. */
static void test_uploads_are_marked(void)
{
    static const char sql[] = "INSERT INTO content(id,created_at,parts,start,total_bytes)WITH RECURSIVE n(i) "
                              "AS(VALUES(1) UNION ALL SELECT i+1 "
                              "FROM n WHERE i<250) SELECT CAST(printf('%016d',i) AS BLOB),1,1,0,0 FROM n";
    csr_maintenance_view done = { .struct_size = sizeof(done) };
    csr_desk_maintain_params all = CSR_DESK_MAINTAIN_PARAMS_INIT;
    csr_result *result = NULL;
    csr_desk *desk = NULL;
    sqlite3 *db = NULL;
    int64_t contents;

    if (!desk_file_kept(2))
        return;
    fresh(2);
    CU_ASSERT_EQUAL_FATAL(sqlite3_open(OLD, &db), SQLITE_OK);
    contents = number(db, "SELECT count(*) FROM content WHERE hash IS NOT NULL OR content IS NOT NULL");
    CU_ASSERT_EQUAL(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    CU_ASSERT_TRUE(migrate(CSR_MIGRATE_NO_BACKUP, NULL) > 0);
    CU_ASSERT_EQUAL_FATAL(sqlite3_open(OLD, &db), SQLITE_OK);
    CU_ASSERT_TRUE(number(db, "SELECT count(*) FROM content WHERE coming=1") >= 250);
    CU_ASSERT_EQUAL(number(db, "SELECT count(*) FROM content WHERE coming IS NULL"), contents);
    sqlite3_close(db);
    CU_ASSERT_EQUAL_FATAL(open_old(CSR_OPEN_EXISTING, &desk), CSR_OK);
    all.limit = 1000;
    CU_ASSERT_EQUAL(csr_desk_maintain(desk, &all, &result, &error), CSR_OK);
    CU_ASSERT_EQUAL(csr_maintenance_at(result, 0, &done, &error), CSR_OK);
    CU_ASSERT_TRUE(done.erased_rows >= 250 && done.more == 0);
    csr_result_free(result);
    csr_desk_close(desk);
}

static void test_the_schema_is_a_new_files(void)
{
    char *migrated, *made, where[600];

    fresh(1);
    CU_ASSERT_TRUE(migrate(CSR_MIGRATE_NO_BACKUP, NULL) > 0);
    make_new("new.csr");
    migrated = catalogue(OLD);
    made = catalogue("new.csr");
    desk_dump_difference(migrated, made, where, sizeof(where));
    complain(migrated != NULL && made != NULL && strcmp(migrated, made) == 0, 1, where, __LINE__);
    free(migrated);
    free(made);
}

/* The negative control of that comparison, and the other use of a migration: what a file of this version lacks comes
 * back. */
static void test_what_is_lacking_is_made_again(void)
{
    char *was, *without;
    sqlite3 *db;

    make_new(OLD);
    was = catalogue(OLD);
    db = tamper_open(OLD);
    CU_ASSERT_TRUE(tamper_run(db, "DROP INDEX ticket_by_customer;DROP TABLE bookmark;ALTER TABLE customer DROP note;"
                                  "ALTER TABLE customer DROP loyalty;DROP INDEX tag_by_subject;"
                                  "CREATE INDEX tag_by_subject ON tag(id)"));
    tamper_close(db);
    without = catalogue(OLD);
    CU_ASSERT_STRING_NOT_EQUAL(was, without);
    CU_ASSERT_EQUAL(migrate(CSR_MIGRATE_NO_BACKUP, NULL), 6);
    CU_ASSERT_EQUAL(migrate(CSR_MIGRATE_NO_BACKUP, NULL), 0);
    check_desk(csri_schema.version, 0);
    free(was);
    free(without);
}

/* A file of this version that another description made, as libraries between two releases do, is refused when it is
 * opened, not when what it lacks is first used. */
static void test_another_description_of_this_version(void)
{
    static const struct {
        const char *change;
        int steps;
    } cases[] = {
        { "UPDATE csr_meta SET checksum=x'00' WHERE version>0", 1 },
        { "DELETE FROM csr_meta WHERE version>0", 1 },
        { "DROP TABLE csr_meta", 1 },
        { "UPDATE csr_meta SET checksum=x'00' WHERE version>0;DROP TABLE bookmark", 2 }, /* with its index */
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        csr_desk *desk = NULL;
        sqlite3 *db;

        make_new(OLD);
        db = tamper_open(OLD);
        CU_ASSERT_TRUE(tamper_run(db, cases[i].change));
        tamper_close(db);
        CU_ASSERT_EQUAL(open_old(CSR_OPEN_EXISTING, &desk), CSR_E_SCHEMA_OLD);
        CU_ASSERT_PTR_NULL(desk);
        CU_ASSERT_STRING_EQUAL(error.field, "uri");
        CU_ASSERT_EQUAL(open_old(CSR_OPEN_READ_ONLY, &desk), CSR_E_SCHEMA_OLD);
        CU_ASSERT_EQUAL(migrate(CSR_MIGRATE_NO_BACKUP, NULL), cases[i].steps);
        CU_ASSERT_EQUAL(migrate(CSR_MIGRATE_NO_BACKUP, NULL), 0);
        check_desk(csri_schema.version, 0);
    }
}

/* --- the copy --- */

static void test_the_copy_is_the_desk_that_was(void)
{
    struct stat was, copy;

    fresh(1);
    CU_ASSERT_EQUAL(chmod(OLD, 0640), 0);
    CU_ASSERT_EQUAL(stat(OLD, &was), 0);
    CU_ASSERT_TRUE(migrate(0, NULL) > 0);
    CU_ASSERT_EQUAL(stat(OLD_BACKUP, &copy), 0);
    CU_ASSERT_EQUAL(copy.st_size, was.st_size);
    CU_ASSERT_EQUAL(copy.st_mode & 0777, 0640);
    /* It takes the place of the migrated one, and that is the way back. */
    CU_ASSERT_EQUAL(rename(OLD_BACKUP, OLD), 0);
    CU_ASSERT_TRUE(migrate(0, NULL) > 0);
    check_desk(1, 1);
}

static void test_names_of_the_copy(void)
{
    fresh(1);
    CU_ASSERT_TRUE(migrate(0, "mine.bak") > 0);
    CU_ASSERT_EQUAL(access("mine.bak", F_OK), 0);
    CU_ASSERT_NOT_EQUAL(access(OLD_BACKUP, F_OK), 0);
    fresh(1);
    FAILS(migrate(0, "mine.bak"), CSR_E_DUPLICATE, "backup");
    FAILS(migrate(0, "no/such/folder/x.bak"), CSR_E_STORE_OPEN, "uri");
    CU_ASSERT_TRUE(migrate(CSR_MIGRATE_DRY_RUN, NULL) > 0);
    CU_ASSERT_EQUAL(symlink("nowhere", OLD_BACKUP), 0);
    CU_ASSERT_TRUE(migrate(0, NULL) > 0);
    CU_ASSERT_EQUAL(access(OLD_BACKUP ".2", F_OK), 0);
    (void)unlink("mine.bak");
}

/* --- refusals --- */

static void test_nobody_else_may_have_it_open(void)
{
    sqlite3 *other = NULL;

    fresh(1);
    CU_ASSERT_EQUAL(sqlite3_open(OLD, &other), SQLITE_OK);
    CU_ASSERT_TRUE(tamper_int(other, "SELECT count(*) FROM ticket") > 0);
    FAILS(migrate(0, NULL), CSR_E_STORE_BUSY, "");
    CU_ASSERT_EQUAL(tamper_int(other, "PRAGMA user_version"), 1);
    CU_ASSERT_TRUE(migrate(CSR_MIGRATE_DRY_RUN, NULL) > 0);
    sqlite3_close(other);
    CU_ASSERT_TRUE(migrate(0, NULL) > 0);
}

static void test_what_is_broken_is_not_migrated(void)
{
    csr_desk *desk;
    sqlite3 *db;

    fresh(1);
    db = tamper_open(OLD);
    CU_ASSERT_TRUE(tamper_run(db, "UPDATE ticket SET customer=x'00000000000000000000000000000007' WHERE rowid=2"));
    tamper_close(db);
    FAILS(migrate(0, NULL), CSR_E_CORRUPT, "");
    CU_ASSERT_PTR_NOT_NULL(strstr(error.message, "a row of ticket refers to a customer"));
    CU_ASSERT_EQUAL(open_old(0, &desk), CSR_E_SCHEMA_OLD);
    fresh(1);
    db = tamper_open(OLD);
    CU_ASSERT_TRUE(tamper_run(db, "DROP TABLE bookmark; CREATE TABLE bookmark(name INTEGER) STRICT"));
    tamper_close(db);
    FAILS(migrate(0, NULL), CSR_E_CORRUPT, "name");
    CU_ASSERT_NOT_EQUAL(access(OLD_BACKUP, F_OK), 0);
}

/* An attempt that failed behind its copy left one; at some point somebody has to look. */
static void test_a_hundred_copies(void)
{
    char name[60];

    fresh(1);
    for (int i = 1; i <= 99; i++) {
        snprintf(name, sizeof(name), i == 1 ? OLD_BACKUP : OLD_BACKUP ".%d", i);
        (void)fclose(fopen(name, "w"));
    }
    FAILS(migrate(0, NULL), CSR_E_DUPLICATE, "backup");
    FAILS(migrate(CSR_MIGRATE_DRY_RUN, NULL), CSR_E_DUPLICATE, "backup");
    (void)unlink(OLD_BACKUP ".42");
    CU_ASSERT_TRUE(migrate(0, NULL) > 0);
    for (int i = 1; i <= 99; i++) {
        snprintf(name, sizeof(name), i == 1 ? OLD_BACKUP : OLD_BACKUP ".%d", i);
        CU_ASSERT_EQUAL(unlink(name), 0);
    }
}

/* A migration that is given up leaves the old version, and no copy that is not whole. */
static void test_time_is_over(void)
{
    csr_desk *desk;

    fresh(1);
    FAILS(migrate_within(1, 0, NULL), CSR_E_TIMEOUT, "");
    CU_ASSERT_NOT_EQUAL(access(OLD_BACKUP, F_OK), 0);
    FAILS(migrate_within(1, CSR_MIGRATE_NO_BACKUP, NULL), CSR_E_TIMEOUT, "");
    CU_ASSERT_EQUAL(open_old(CSR_OPEN_EXISTING, &desk), CSR_E_SCHEMA_OLD);
    FAILS(migrate_within(-1, 0, NULL), CSR_E_ARGUMENT, "timeout_us");
    CU_ASSERT_TRUE(migrate_within(INT64_C(3600) * 1000000, 0, NULL) > 0);
    check_desk(1, 1);
}

/* What a column that is added holds in the rows that are there. */
static void test_what_is_new_is_unset(void)
{
    csr_test_host host;
    csri_buffer text;

    csr_test_host_init(&host, CSR_TEST_MONDAY, 1);
    csri_buffer_init(&text, &host.host, 0);
    for (size_t i = 0; i < csri_schema.record_count; i++)
        for (unsigned k = 0; k < csri_schema.records[i]->row->count; k++) {
            const csr_member *m = &csri_schema.records[i]->row->members[k];
            int is_number = m->c == CSR_CLASS_I32 || m->c == CSR_CLASS_I64;
            int is_text = m->c == CSR_CLASS_STR || m->c == CSR_CLASS_CODE;
            text.len = 0;
            csri_sqlite_unset(&text, m);
            csri_buffer_byte(&text, '\0');
            if (is_number)
                CU_ASSERT_STRING_EQUAL(text.ptr, m->flags & CSR_MEMBER_UNSET_LAST ? "9223372036854775807" : "0");
            if (is_text)
                CU_ASSERT_STRING_EQUAL(text.ptr, m->type->meaning == CSR_MEANING_BYTES ? "x''" : "''");
            if (!is_number && !is_text)
                CU_ASSERT_EQUAL(text.len, 2 * (size_t)m->size + 4);
        }
    csri_buffer_free(&text);
    CU_ASSERT_EQUAL(csr_test_host_done(&host), 0);
}

static void test_parameters(void)
{
    csr_desk_migrate_params params = CSR_DESK_MIGRATE_PARAMS_INIT;
    csr_result *steps = (csr_result *)&params;

    CU_ASSERT_EQUAL(csr_desk_migrate(NULL, NULL, &steps, &error), CSR_E_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(error.field, "uri");
    CU_ASSERT_PTR_NULL(steps);
    CU_ASSERT_EQUAL(csr_desk_migrate(OLD, NULL, NULL, &error), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_desk_migrate("memory:", NULL, &steps, &error), CSR_E_UNSUPPORTED);
    CU_ASSERT_EQUAL(csr_desk_migrate("absent.csr", NULL, &steps, &error), CSR_E_STORE_OPEN);
    params.struct_size = 4;
    CU_ASSERT_EQUAL(csr_desk_migrate(OLD, &params, &steps, &error), CSR_E_ARGUMENT);
    fresh(1);
    FAILS(migrate(64, NULL), CSR_E_ARGUMENT, "flags");
    FAILS(migrate(0, ""), CSR_E_ARGUMENT, "backup");
    FAILS(migrate(CSR_MIGRATE_NO_BACKUP, "x.bak"), CSR_E_ARGUMENT, "backup");
    CU_ASSERT_EQUAL(truncate(OLD, 0), 0);
    FAILS(migrate(0, NULL), CSR_E_NOT_A_DESK, "uri");
}

/* --- newer files --- */

static void set_meta(int version, int min_reader, int min_writer)
{
    char sql[200];
    sqlite3 *db;

    make_new(OLD);
    db = tamper_open(OLD);
    snprintf(sql, sizeof(sql), "PRAGMA user_version=%d;INSERT INTO csr_meta VALUES(%d,%d,%d,'9.0',1,x'00')", version,
             version, min_reader, min_writer);
    CU_ASSERT_TRUE(tamper_run(db, sql));
    tamper_close(db);
}

/* What a newer file allows, it gets. */
static void test_newer_files(void)
{
    int ours = csri_schema.version;
    csr_desk *desk;

    set_meta(ours + 1, ours, ours + 1);
    CU_ASSERT_EQUAL(open_old(0, &desk), CSR_E_SCHEMA_NEW);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.message, "open it for reading only"));
    CU_ASSERT_EQUAL(open_old(CSR_OPEN_READ_ONLY, &desk), CSR_OK);
    csr_desk_close(desk);
    FAILS(migrate(0, NULL), CSR_E_SCHEMA_NEW, "uri");
    set_meta(ours + 1, ours, ours);
    CU_ASSERT_EQUAL(open_old(0, &desk), CSR_OK);
    csr_desk_close(desk);
    FAILS(migrate(0, NULL), CSR_E_SCHEMA_NEW, "uri");
    set_meta(ours + 2, ours + 1, ours + 2);
    CU_ASSERT_EQUAL(open_old(0, &desk), CSR_E_SCHEMA_NEW);
    CU_ASSERT_EQUAL(open_old(CSR_OPEN_READ_ONLY, &desk), CSR_E_SCHEMA_NEW);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.message, "use a newer one"));
    /* One that says nothing allows nothing. */
    sqlite3 *db = tamper_open(OLD);
    CU_ASSERT_TRUE(tamper_run(db, "DROP TABLE csr_meta"));
    tamper_close(db);
    CU_ASSERT_EQUAL(open_old(0, &desk), CSR_E_SCHEMA_NEW);
    CU_ASSERT_EQUAL(open_old(CSR_OPEN_READ_ONLY, &desk), CSR_E_SCHEMA_NEW);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "migrate/every_version_is_kept", test_every_version_is_kept },
        { "migrate/every_kept_desk", test_every_kept_desk },
        { "migrate/uploads_are_marked", test_uploads_are_marked },
        { "migrate/the_schema_is_a_new_files", test_the_schema_is_a_new_files },
        { "migrate/what_is_lacking_is_made_again", test_what_is_lacking_is_made_again },
        { "migrate/another_description_of_this_version", test_another_description_of_this_version },
        { "migrate/the_copy_is_the_desk_that_was", test_the_copy_is_the_desk_that_was },
        { "migrate/names_of_the_copy", test_names_of_the_copy },
        { "migrate/nobody_else_may_have_it_open", test_nobody_else_may_have_it_open },
        { "migrate/what_is_broken_is_not_migrated", test_what_is_broken_is_not_migrated },
        { "migrate/a_hundred_copies", test_a_hundred_copies },
        { "migrate/time_is_over", test_time_is_over },
        { "migrate/what_is_new_is_unset", test_what_is_new_is_unset },
        { "migrate/parameters", test_parameters },
        { "migrate/newer_files", test_newer_files },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "migrate", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    error = (csr_error)CSR_ERROR_INIT;
    return csr_test_main("migrate_test", suites, 15);
}
