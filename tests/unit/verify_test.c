#include "support/copy_file.h"
#include "support/desk_day.h"
#include "support/desk_tamper.h"

#include "record/records.h"

#include <stdio.h>
#include <unistd.h>

/*
 * What csr_desk_verify() finds when somebody was at the file, column by column and row by row.
 */
#define FILE_NAME "tampered.csr"

/* A day at a desk, closed (which seals its events): played once, as the longest part of every case. */
#define DAY "day.csr"
static csr_id jana; /* a customer of that day */

static void play_day(void)
{
    static int played;
    desk_fixture f;

    if (played)
        return;
    played = 1;
    (void)unlink(DAY);
    if (desk_begin(&f, "sqlite", DAY, 5)) {
        desk_day(&f, 2);
        jana = desk_id(&f, "jana");
    }
    desk_end(&f);
}

/* The desk after its day, beside an editor on the same file. */
static int begin(desk_fixture *f, sqlite3 **db)
{
    *db = NULL;
    play_day();
    (void)unlink(FILE_NAME);
    CU_ASSERT_TRUE(csr_test_copy_file(DAY, FILE_NAME));
    if (!desk_begin(f, "sqlite", FILE_NAME, 5))
        return 0;
    *db = tamper_open(FILE_NAME);
    CU_ASSERT_PTR_NOT_NULL(*db);
    CU_ASSERT_EQUAL(desk_verify_errors(f->session, NULL, 0), 0);
    f->spoilt = 1;
    return *db != NULL;
}

static void end(desk_fixture *f, sqlite3 *db)
{
    if (db != NULL)
        tamper_close(db);
    desk_end(f);
}

/* What no event proves, and why. */
static const struct {
    const char *table, *column;
} exceptions[] = {
    { "event", "position" },        /* commit order: sealed in checkpoints as ranges, so a move beyond one shows only */
    { "checkpoint", "id" },         /* nothing refers to it */
    { "checkpoint", "created_at" }, /* when it was sealed, beside what it seals */
};

static int is_exception(const tampered *what)
{
    for (size_t i = 0; i < sizeof(exceptions) / sizeof(exceptions[0]); i++)
        if (strcmp(exceptions[i].table, what->table) == 0 && strcmp(exceptions[i].column, what->column) == 0)
            return 1;
    return 0;
}

/* Of a record's first row every column is changed, of each later one another column: all rows and all columns have
 * their turn, and the time grows with the rows and not with their values. */
#define WHOLE_ROWS 1

/* Change one value, verify, change it back. */
static void flip(desk_fixture *f, sqlite3 *db, const tampered *what)
{
    char text[200];
    int changed = tamper_flip(db, what), found = desk_verify_errors(f->session, NULL, 0);

    snprintf(text, sizeof(text), "%s.%s of row %lld: changed %d, found %d", what->table, what->column, what->rowid,
             changed, found);
    CU_assertImplementation(changed && (found != 0 || is_exception(what)) ? CU_TRUE : CU_FALSE, __LINE__, text,
                            __FILE__, "", CU_FALSE);
    CU_ASSERT_TRUE(tamper_restore(db, what));
}

static void flip_all(desk_fixture *f, sqlite3 *db, const csr_record *record)
{
    char sql[100];
    tampered what = { .table = record->name };

    snprintf(sql, sizeof(sql), "SELECT count(*) FROM \"%s\"", record->name);
    CU_ASSERT_TRUE(tamper_int(db, sql) > 0);
    for (long long row = 0;; row++) {
        snprintf(sql, sizeof(sql), "SELECT rowid FROM \"%s\" ORDER BY rowid LIMIT 1 OFFSET %lld", record->name, row);
        what.rowid = tamper_int(db, sql);
        if (what.rowid < 0)
            break;
        for (unsigned i = 0; i < record->row->count; i++) {
            what.column = record->row->members[i].name;
            /* The row moves with its position: one more table would be needed to find it again. */
            if (record == &csri_event_record && i == 0)
                continue;
            if (row >= WHOLE_ROWS && i != (unsigned)row % record->row->count)
                continue;
            flip(f, db, &what);
        }
    }
    CU_ASSERT_EQUAL(desk_verify_errors(f->session, NULL, 0), 0);
}

static void test_roots(void)
{
    desk_fixture f;
    sqlite3 *db;

    if (begin(&f, &db))
        for (size_t i = 0; i < csri_root_count; i++)
            flip_all(&f, db, csri_roots[i].record);
    end(&f, db);
}

static void test_children(void)
{
    desk_fixture f;
    sqlite3 *db;

    if (begin(&f, &db))
        for (size_t i = 0; i < csri_child_count; i++)
            flip_all(&f, db, csri_children[i]);
    end(&f, db);
}

static void test_events(void)
{
    desk_fixture f;
    sqlite3 *db;

    if (begin(&f, &db)) {
        flip_all(&f, db, &csri_event_record);
        flip_all(&f, db, &csri_checkpoint_record);
    }
    end(&f, db);
}

/* Run statements in a desk of its own; verify finds something, or does not. */
static void harm(const char *sql, int found, unsigned line)
{
    desk_fixture f;
    sqlite3 *db;
    char first[300] = "", text[600];
    int errors = -1;

    if (begin(&f, &db)) {
        CU_ASSERT_TRUE(tamper_run(db, sql));
        errors = desk_verify_errors(f.session, first, sizeof(first));
    }
    snprintf(text, sizeof(text), "%s: %d errors, %s", sql, errors, first);
    CU_assertImplementation((errors > 0) == found && errors >= 0 ? CU_TRUE : CU_FALSE, line, text, __FILE__, "",
                            CU_FALSE);
    end(&f, db);
}
#define FOUND(sql) harm(sql, 1, __LINE__)
#define NOT_FOUND(sql) harm(sql, 0, __LINE__)
#define OF(event_kind) "(SELECT subject FROM event WHERE kind=" #event_kind " ORDER BY position DESC LIMIT 1)"

static void test_missing_events(void)
{
    FOUND("DELETE FROM event WHERE position=(SELECT min(position) FROM event WHERE seq=2)");
    FOUND("DELETE FROM event WHERE position=(SELECT max(position) FROM event)");
    FOUND("DELETE FROM event WHERE seq=1 AND subject=" OF(27));
    FOUND("DELETE FROM event WHERE position=(SELECT max(position) FROM event WHERE subject=" OF(27) ")");
    FOUND("DELETE FROM event");
    /* The last one, and the row as it was before it: the head fits, the seal does not. */
    FOUND("DELETE FROM skill;DELETE FROM event WHERE kind=12");
}

static void test_missing_subjects(void)
{
    FOUND("DELETE FROM customer WHERE name='Petr'");
    FOUND("DELETE FROM event WHERE subject=(SELECT id FROM customer WHERE name='Petr');"
          "DELETE FROM customer WHERE name='Petr'");
    FOUND("DELETE FROM ticket");
    FOUND("DELETE FROM settings");
    FOUND("DELETE FROM tag WHERE rowid=(SELECT min(rowid) FROM tag)");
    FOUND("DELETE FROM hold");
}

static void test_rows_from_nowhere(void)
{
    FOUND("INSERT INTO customer SELECT randomblob(16),version,created_at,updated_at,kind,name,language,note,"
          "organisation,familiarity,standing,loyalty,chain FROM customer WHERE name='Petr'");
    FOUND("INSERT INTO member SELECT randomblob(16),team,(SELECT id FROM agent WHERE handle='Bob'),created_at "
          "FROM member LIMIT 1");
    FOUND("INSERT INTO tag SELECT randomblob(16),subject_kind,subject,created_at,'more','more' FROM tag LIMIT 1");
    FOUND("INSERT INTO event SELECT 1000,kind,randomblob(16),subject_kind,seq,at,effective_at,actor,row,row_kind,hash,"
          "\"change\",personal,commitment FROM event WHERE position=2");
    FOUND("INSERT INTO event SELECT 1000,kind,subject,subject_kind,1000,at,effective_at,actor,row,row_kind,hash,"
          "\"change\",personal,commitment FROM event WHERE position=2");
    /* An erased child that is back. */
    FOUND("INSERT INTO skill SELECT (SELECT row FROM event WHERE kind=13),agent,created_at,1,'returns',3,'returns' "
          "FROM skill LIMIT 1");
}

static void test_swapped_events(void)
{
    FOUND("UPDATE event SET seq=-1 WHERE seq=2 AND subject=" OF(
        28) ";"
            "UPDATE event SET seq=2 WHERE seq=3 AND subject=" OF(
                28) ";"
                    "UPDATE event SET seq=3 WHERE seq=-1 AND subject=" OF(28));
    FOUND("UPDATE event SET subject=(SELECT id FROM customer WHERE name='Petr'),seq=900 "
          "WHERE position=(SELECT max(position) FROM event WHERE subject=" OF(27) ")");
    /* The contents of two events of one subject change places. */
    FOUND("CREATE TEMP TABLE e AS SELECT * FROM event WHERE subject=" OF(
        27) " AND seq IN(2,3);"
            "UPDATE event SET \"change\"=(SELECT \"change\" FROM e WHERE e.seq=5-event.seq) "
            "WHERE subject=" OF(27) " AND seq IN(2,3)");
}

static void test_checkpoints(void)
{
    FOUND("UPDATE checkpoint SET subjects=subjects+1");
    FOUND("UPDATE checkpoint SET to_position=to_position-1");
    FOUND("INSERT INTO checkpoint SELECT randomblob(16),number+2,created_at,to_position,to_position+1,1,heads,hash "
          "FROM checkpoint");
    FOUND("UPDATE event SET position=position+1000 WHERE position=(SELECT max(position) FROM event)");
    /* Exceptions: without its seal a desk is as one that was never closed; order inside a seal is not sealed. */
    NOT_FOUND("DELETE FROM checkpoint");
    NOT_FOUND("UPDATE event SET position=-1 WHERE position=2;UPDATE event SET position=2 WHERE position=3;"
              "UPDATE event SET position=3 WHERE position=-1");
}

static void test_what_is_not_proved(void)
{
    NOT_FOUND("UPDATE bookmark SET value='1'");
    NOT_FOUND("DELETE FROM bookmark");
}

/* A number that would be given twice. */
static void test_the_counter(void)
{
    FOUND("UPDATE counter SET value=0");
    FOUND("DELETE FROM counter");
    NOT_FOUND("UPDATE counter SET value=value+10");
}

/* What SQLite keeps beside the rows: an index that was away while a row changed, and references. */
static void test_the_store_itself(void)
{
    FOUND("PRAGMA writable_schema=ON;CREATE TEMP TABLE s AS SELECT * FROM sqlite_schema WHERE name='bookmark_by_name';"
          "DELETE FROM sqlite_schema WHERE name='bookmark_by_name';PRAGMA writable_schema=RESET;"
          "UPDATE bookmark SET name='another';PRAGMA writable_schema=ON;"
          "INSERT INTO sqlite_schema SELECT * FROM s;PRAGMA writable_schema=RESET");
    FOUND("UPDATE ticket SET customer=x'00000000000000000000000000000007' WHERE number=1");
}

/* What is wrong with one subject is said once, whatever follows from it. */
static void test_nothing_follows_a_finding(void)
{
    static const char *const harms[] = {
        "UPDATE event SET at=at+1 WHERE seq=2 AND subject=" OF(3),
        "UPDATE customer SET loyalty=1 WHERE name='Jana'",
        "UPDATE event SET \"change\"=x'00' WHERE seq=1 AND subject=" OF(3),
    };

    for (size_t i = 0; i < sizeof(harms) / sizeof(harms[0]); i++) {
        desk_fixture f;
        sqlite3 *db;
        char first[300] = "";
        if (begin(&f, &db)) {
            int errors = tamper_run(db, harms[i]) ? desk_verify_errors(f.session, first, sizeof(first)) : -2;
            CU_assertImplementation(errors == 1 ? CU_TRUE : CU_FALSE, __LINE__, harms[i], __FILE__, first, CU_FALSE);
        }
        end(&f, db);
    }
}

/* Personal values can be taken out of the log: the chain stays whole, the rest stays comparable. */
static void test_erased_values(void)
{
    NOT_FOUND("UPDATE event SET personal=NULL");
    NOT_FOUND("UPDATE event SET personal=NULL WHERE subject=(SELECT id FROM customer WHERE name='Jana');"
              "UPDATE customer SET name='erased',note=NULL WHERE name='Jana'");
    FOUND("UPDATE event SET personal=NULL;UPDATE customer SET loyalty=1 WHERE name='Jana'");
    FOUND("UPDATE event SET personal=x'5a' WHERE personal IS NOT NULL");
    FOUND("UPDATE event SET personal=(SELECT personal FROM event WHERE kind=3 LIMIT 1) WHERE kind=10");
}

/* Findings are limited, and each names its subject once. */
static void test_limits(void)
{
    desk_fixture f;
    sqlite3 *db;

    if (begin(&f, &db)) {
        desk_let(&f, "jana", &jana);
        CU_ASSERT_TRUE(tamper_run(db, "UPDATE event SET at=at+1;DELETE FROM tag"));
        DESK_HAS(&f, "desk.verify", "{'limit':2}", ": 2 errors'}");
        DESK_HAS(&f, "desk.verify", "{'limit':1000}",
                 "'severity':'error','subject':'$jana','position':5,'place':'hash'");
        /* One for each subject; a few for the totals, which cannot fit any more. */
        CU_ASSERT_TRUE(desk_verify_errors(f.session, NULL, 0) <=
                       tamper_int(db, "SELECT count(DISTINCT subject)+2 FROM event") + (long long)csri_child_count);
    }
    end(&f, db);
}

/* Errors among the findings of a verification that stops after so many. */
static int errors_up_to(desk_fixture *f, int32_t limit, char *texts, size_t size)
{
    csr_desk_verify_params params = CSR_DESK_VERIFY_PARAMS_INIT;
    csr_result *result = NULL;
    int errors = 0;

    params.limit = limit;
    texts[0] = '\0';
    f->err = (csr_error)CSR_ERROR_INIT;
    if (csr_desk_verify(f->session, &params, &result, &f->err) != CSR_OK)
        return -1;
    for (size_t i = 0; i < csr_result_count(result); i++) {
        csr_diagnostic_view line = { .struct_size = sizeof(line) };
        CU_ASSERT_EQUAL(csr_diagnostic_at(result, i, &line, NULL), CSR_OK);
        errors += line.severity == CSR_SEVERITY_ERROR;
        snprintf(texts + strlen(texts), size - strlen(texts), "%s\n", line.text.ptr);
    }
    csr_result_free(result);
    return errors;
}

/* Rows that refer to nothing: as many are told as were asked for. */
static void test_references(void)
{
    char texts[4000];
    desk_fixture f;
    sqlite3 *db;

    if (begin(&f, &db)) {
        CU_ASSERT_TRUE(tamper_run(db, "UPDATE ticket SET customer=x'00000000000000000000000000000007'"));
        CU_ASSERT_EQUAL(errors_up_to(&f, 1, texts, sizeof(texts)), 1);
        CU_ASSERT_PTR_NOT_NULL(strstr(texts, "refers to a customer that is not there"));
        CU_ASSERT_EQUAL(errors_up_to(&f, 2, texts, sizeof(texts)), 2);
        CU_ASSERT_TRUE(errors_up_to(&f, 1000, texts, sizeof(texts)) > 2);
    }
    end(&f, db);
}

/* The description of a table is spoilt while the desk is open: SQLite can say no more than that. */
static void test_spoilt_schema(void)
{
    char texts[4000];
    desk_fixture f;
    sqlite3 *db;

    if (begin(&f, &db)) {
        CU_ASSERT_TRUE(tamper_run(db,
                                  "PRAGMA writable_schema=ON;UPDATE sqlite_schema SET sql='CREATE TABLE skill(' WHERE "
                                  "name='skill';PRAGMA schema_version=4711"));
        CU_ASSERT_TRUE(errors_up_to(&f, 5, texts, sizeof(texts)) > 0);
        CU_ASSERT_PTR_NOT_NULL(strstr(texts, "SQLite cannot read on: malformed database schema"));
    }
    end(&f, db);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "verify/roots", test_roots },
        { "verify/children", test_children },
        { "verify/events", test_events },
        { "verify/missing_events", test_missing_events },
        { "verify/missing_subjects", test_missing_subjects },
        { "verify/rows_from_nowhere", test_rows_from_nowhere },
        { "verify/swapped_events", test_swapped_events },
        { "verify/checkpoints", test_checkpoints },
        { "verify/what_is_not_proved", test_what_is_not_proved },
        { "verify/the_counter", test_the_counter },
        { "verify/the_store_itself", test_the_store_itself },
        { "verify/nothing_follows_a_finding", test_nothing_follows_a_finding },
        { "verify/erased_values", test_erased_values },
        { "verify/limits", test_limits },
        { "verify/references", test_references },
        { "verify/spoilt_schema", test_spoilt_schema },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "verify", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("verify_test", suites, 16);
}
