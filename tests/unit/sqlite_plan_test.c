/*
 * The statements that the descriptions give, and what SQLite's planner makes of them: every scan reads its index in
 * order, from where it has to begin, without sorting.
 */
#include "backends/sqlite/ddl.h"
#include "backends/sqlite/sql.h"
#include "record/records.h"
#include "record/row.h"
#include "support/runner.h"
#include "support/test_host.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

static csr_test_host host;
static sqlite3 *db;

static int setup(void)
{
    csri_buffer script;
    int code;

    csr_test_host_init(&host, CSR_TEST_MONDAY, 1);
    if (sqlite3_open(":memory:", &db) != SQLITE_OK)
        return 1;
    sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    csri_buffer_init(&script, &host.host, 0);
    csri_sqlite_ddl(&script, &csri_schema, 1);
    code = sqlite3_exec(db, script.ptr, NULL, NULL, NULL);
    if (code != SQLITE_OK)
        printf("%s\n%s\n", sqlite3_errmsg(db), script.ptr);
    csri_buffer_free(&script);
    return code != SQLITE_OK;
}

static int teardown(void)
{
    sqlite3_close(db);
    return csr_test_host_done(&host) != 0;
}

/* The plan, its lines joined by "; ". */
static void plan_of(const csri_sqlite_key *key, char *out, size_t size)
{
    csri_buffer text;
    char *explain;
    sqlite3_stmt *stmt = NULL;

    *out = '\0';
    csri_buffer_init(&text, &host.host, 0);
    csri_sqlite_sql(&text, key);
    explain = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", text.ptr);
    if (sqlite3_prepare_v2(db, explain, -1, &stmt, NULL) != SQLITE_OK)
        snprintf(out, size, "%s: %s", sqlite3_errmsg(db), text.ptr);
    while (stmt != NULL && sqlite3_step(stmt) == SQLITE_ROW) {
        size_t used = strlen(out);
        snprintf(out + used, size - used, "%s; ", (const char *)sqlite3_column_text(stmt, 3));
    }
    sqlite3_finalize(stmt);
    sqlite3_free(explain);
    csri_buffer_free(&text);
}

static int expect(int good, const csri_sqlite_key *key, const char *plan)
{
    csri_buffer text;

    if (good)
        return 1;
    csri_buffer_init(&text, &host.host, 0);
    csri_sqlite_sql(&text, key);
    printf("\n    %s\n    %s\n", text.ptr, plan);
    csri_buffer_free(&text);
    return 0;
}

static int is_nullable_in_order(const csri_sqlite_key *key)
{
    const csr_index *index = &key->record->indexes[key->index];
    int sparse = (index->flags & CSR_INDEX_SPARSE) != 0;

    for (unsigned i = key->equal; i < index->n; i++)
        if ((csri_member_at(key->record->row, index->at[i])->flags & CSR_MEMBER_NULLABLE) != 0 && !(sparse && i == 0))
            return 1;
    return 0;
}

/* The plan of a scan or a count: this index, all equal members used to find the place, the row to begin behind too. */
static int is_good_plan(const csri_sqlite_key *key, const char *plan)
{
    const csr_index *index = &key->record->indexes[key->index];
    char want[256];
    int placed = key->equal > 0 || ((key->flags & CSRI_SQLITE_AFTER) != 0 && !is_nullable_in_order(key));
    size_t used;

    /* How many there are in all can be counted in any index, and SQLite takes the smallest. */
    if (key->verb == CSRI_SQLITE_COUNT && key->equal == 0 && (index->flags & CSR_INDEX_SPARSE) == 0)
        return strstr(plan, "USING COVERING INDEX") != NULL;
    snprintf(want, sizeof(want), "INDEX %s_%s", key->record->name, index->name);
    if (strstr(plan, want) == NULL || strstr(plan, "TEMP B-TREE") != NULL || strstr(plan, "MULTI-INDEX") != NULL)
        return 0;
    if ((strncmp(plan, "SEARCH ", 7) == 0) != placed)
        return (index->flags & CSR_INDEX_SPARSE) != 0 && !placed; /* NOT NULL is a place too */
    *want = '\0';
    for (unsigned i = 0; i < key->equal; i++) {
        used = strlen(want);
        snprintf(want + used, sizeof(want) - used, "%s%s=?", i == 0 ? "(" : " AND ",
                 csri_member_at(key->record->row, index->at[i])->name);
    }
    if (strstr(plan, want) == NULL)
        return 0;
    /* Behind a row: a range of what follows, unless the equal members leave one row at most. */
    if ((key->flags & CSRI_SQLITE_AFTER) == 0 || is_nullable_in_order(key) ||
        ((index->flags & CSR_INDEX_UNIQUE) != 0 && key->equal == index->n))
        return 1;
    return strstr(plan, (key->flags & CSRI_SQLITE_REVERSE) != 0 ? "<(" : ">(") != NULL ||
           strstr(plan, (key->flags & CSRI_SQLITE_REVERSE) != 0 ? "<?" : ">?") != NULL;
}

static unsigned check_index(const csr_record *record, int index)
{
    unsigned bad = 0;

    for (unsigned equal = 0; equal <= record->indexes[index].n; equal++)
        for (unsigned flags = 0; flags < 4; flags++)
            for (unsigned verb = CSRI_SQLITE_SCAN; verb <= CSRI_SQLITE_COUNT; verb++) {
                csri_sqlite_key key = { .record = record, .index = (int16_t)index, .verb = (uint8_t)verb };
                char plan[1024];
                key.equal = (uint8_t)equal;
                key.flags = verb == CSRI_SQLITE_SCAN ? (uint8_t)flags : 0;
                key.mask = csri_sqlite_columns(record, 0);
                plan_of(&key, plan, sizeof(plan));
                bad += !expect(is_good_plan(&key, plan), &key, plan);
            }
    return bad;
}

static void test_every_scan_uses_its_index(void)
{
    unsigned bad = 0;

    for (unsigned r = 0; r < csri_schema.record_count; r++)
        for (unsigned i = 0; i < csri_schema.records[r]->index_count; i++)
            bad += check_index(csri_schema.records[r], (int)i);
    CU_ASSERT_EQUAL(bad, 0);
}

static unsigned check_plan(const csr_record *record, unsigned verb, int index, unsigned flags, const char *want)
{
    csri_sqlite_key key = { .record = record, .index = (int16_t)index, .verb = (uint8_t)verb };
    char plan[1024];

    key.flags = (uint8_t)flags;
    key.mask = csri_sqlite_columns(record, 0);
    if (verb == CSRI_SQLITE_UPDATE)
        key.mask &= ~csri_sqlite_bit(record, csri_sqlite_identity(record));
    key.places = verb == CSRI_SQLITE_GET_MANY ? 64 : 0;
    plan_of(&key, plan, sizeof(plan));
    return !expect(strstr(plan, want) != NULL && strstr(plan, "TEMP B-TREE") == NULL, &key, plan);
}

static void test_rows_by_key(void)
{
    unsigned bad = 0;

    for (unsigned r = 0; r < csri_schema.record_count; r++) {
        const csr_record *record = csri_schema.records[r];
        int has_id = record->id_at != CSR_NO_MEMBER;
        int by = has_id ? CSR_SCAN_BY_ID : CSR_SCAN_BY_POSITION;
        char key[128], all[128], many[128];
        snprintf(key, sizeof(key),
                 has_id ? "SEARCH %s USING INDEX sqlite_autoindex_%s_1 (id=?)" : "SEARCH %s USING INTEGER PRIMARY KEY",
                 record->name, record->name);
        snprintf(many, sizeof(many), has_id ? "USING INDEX sqlite_autoindex_%s_1 (id" : "SEARCH %s USING INTEGER",
                 record->name);
        snprintf(all, sizeof(all), has_id ? "SCAN %s USING INDEX sqlite_autoindex_%s_1" : "SCAN %s", record->name,
                 record->name);
        bad += check_plan(record, CSRI_SQLITE_GET, 0, 0, key);
        bad += check_plan(record, CSRI_SQLITE_UPDATE, 0, 0, key);
        bad += check_plan(record, CSRI_SQLITE_ERASE, 0, 0, key);
        if (has_id)
            bad += check_plan(record, CSRI_SQLITE_GET_MANY, 0, 0, many);
        for (unsigned reverse = 0; reverse < 2; reverse++) {
            bad += check_plan(record, CSRI_SQLITE_SCAN, by, reverse, all);
            bad += check_plan(record, CSRI_SQLITE_SCAN, by, reverse | CSRI_SQLITE_AFTER, many);
        }
    }
    CU_ASSERT_EQUAL(bad, 0);
}

static void check_text(const csri_sqlite_key *key, const char *want)
{
    csri_buffer text;

    csri_buffer_init(&text, &host.host, 0);
    csri_sqlite_sql(&text, key);
    CU_ASSERT_STRING_EQUAL(text.ptr, want);
    if (strcmp(text.ptr, want) != 0)
        printf("\n    %s\n", text.ptr);
    csri_buffer_free(&text);
}

static void test_texts(void)
{
    csri_sqlite_key key = { .record = &csri_counter_record, .verb = CSRI_SQLITE_INSERT };

    check_text(&key, "INSERT INTO \"counter\"(\"id\",\"version\",\"value\")VALUES(?1,?2,?3)");
    key.verb = CSRI_SQLITE_UPDATE;
    key.mask = 4;
    check_text(&key, "UPDATE \"counter\" SET \"value\"=?1 WHERE \"id\"=?2 AND \"version\"=?3");
    key.verb = CSRI_SQLITE_ERASE;
    check_text(&key, "DELETE FROM \"counter\" WHERE \"id\"=?1");
    key.verb = CSRI_SQLITE_GET;
    key.mask = 7;
    check_text(&key, "SELECT \"id\",\"version\",\"value\" FROM \"counter\" WHERE \"id\"=?1");
    key = (csri_sqlite_key){ .record = &csri_ticket_record, .verb = CSRI_SQLITE_SCAN, .mask = 1, .equal = 2 };
    key.index = CSRI_TICKET_BY_QUEUE;
    key.flags = CSRI_SQLITE_AFTER | CSRI_SQLITE_REVERSE;
    check_text(&key, "SELECT \"id\" FROM \"ticket\" INDEXED BY \"ticket_by_queue\" WHERE \"team\" IS ?1 AND "
                     "\"queue\"=?2 AND (\"urgency\",\"due_at\",\"opened_at\",\"id\")<(?3,?4,?5,?6) ORDER BY "
                     "\"urgency\" DESC,\"due_at\" DESC,\"opened_at\" DESC,\"id\" DESC LIMIT ?7");
    key = (csri_sqlite_key){ .record = &csri_event_record, .verb = CSRI_SQLITE_SCAN, .mask = 1 };
    key.index = CSR_SCAN_BY_POSITION;
    key.flags = CSRI_SQLITE_AFTER;
    check_text(&key, "SELECT \"position\" FROM \"event\" NOT INDEXED WHERE (\"position\")>(?1) ORDER BY \"position\" "
                     "LIMIT ?2");
    key = (csri_sqlite_key){ .record = &csri_event_record, .verb = CSRI_SQLITE_UPDATE, .mask = 2 };
    check_text(&key, "UPDATE \"event\" SET \"kind\"=?1 WHERE \"position\"=?2");
}

/* What the statements rely on: a unique index orders totally, so nothing in it may be NULL but what makes it sparse. */
static void test_descriptions_fit(void)
{
    for (unsigned r = 0; r < csri_schema.record_count; r++) {
        const csr_record *record = csri_schema.records[r];
        CU_ASSERT_PTR_NOT_NULL(csri_sqlite_identity(record));
        CU_ASSERT(record->row->count <= 64);
        for (unsigned i = 0; i < record->index_count; i++) {
            const csr_index *index = &record->indexes[i];
            for (unsigned k = (index->flags & CSR_INDEX_SPARSE) != 0; k < index->n; k++)
                CU_ASSERT((index->flags & CSR_INDEX_UNIQUE) == 0 ||
                          (csri_member_at(record->row, index->at[k])->flags & CSR_MEMBER_NULLABLE) == 0);
        }
    }
}

static void test_columns(void)
{
    uint64_t all = (UINT64_C(1) << csri_event_record.row->count) - 1;

    CU_ASSERT_EQUAL(csri_sqlite_columns(&csri_event_record, 0), all);
    CU_ASSERT_EQUAL(csri_sqlite_columns(&csri_event_record, UINT64_MAX), all);
    CU_ASSERT_EQUAL(csri_sqlite_columns(&csri_event_record, 4), 5); /* the position always comes */
    CU_ASSERT_EQUAL(csri_sqlite_columns(&csri_ticket_record, UINT64_C(1) << 20), (UINT64_C(1) << 20) | 3);
}

int main(void)
{
    /* clang-format off */
    CU_TestInfo tests[] = {
        { "every scan uses its index", test_every_scan_uses_its_index },
        { "rows by key", test_rows_by_key },
        { "texts", test_texts },
        { "descriptions fit", test_descriptions_fit },
        { "columns", test_columns },
        CU_TEST_INFO_NULL,
    };
    /* clang-format on */
    CU_SuiteInfo suites[] = { { "plans", setup, teardown, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

    return csr_test_main("sqlite_plan", suites, 5);
}
