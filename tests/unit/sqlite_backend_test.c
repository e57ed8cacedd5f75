/*
 * Rows in a SQLite store: what is written comes back, refusals name what is at fault, and nothing else is believed of the
 * file. What every store has to do is in tests/conformance; this is what only SQLite can get wrong.
 */
#include "backends/sqlite/sqlite_backend.h"
#include "record/records.h"
#include "record/row.h"
#include "record/rows.h"
#include "support/runner.h"
#include "support/test_host.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const csr_backend_ops *const ops = &csri_sqlite_ops;
static const char path[] = "sqlite-rows";
static csr_test_host host;
static csr_error error;
static csr_store *store;
static csr_store_tx *tx;

static csr_id id_of(unsigned n)
{
    csr_id id = { { 1 } };

    id.bytes[14] = (uint8_t)(n >> 8);
    id.bytes[15] = (uint8_t)n;
    return id;
}

static int setup(void)
{
    csr_test_host_init(&host, CSR_TEST_MONDAY, 1);
    error = (csr_error)CSR_ERROR_INIT;
    return ops->open(&host.host, path, NULL, 0, &csri_schema, 0, &store, &error) != CSR_OK;
}

static int teardown(void)
{
    ops->close(store);
    return (unlink(path) != 0) + (csr_test_host_done(&host) != 0);
}

static void begin(int32_t mode)
{
    CU_ASSERT_EQUAL_FATAL(ops->begin(store, NULL, mode, &tx, &error), CSR_OK);
}

static void commit(void)
{
    CU_ASSERT_EQUAL(ops->commit(tx, &error), CSR_OK);
}

static csr_status insert(const csr_record *record, const void *row)
{
    error = (csr_error)CSR_ERROR_INIT;
    return ops->insert(tx, record, row, &error);
}

static csr_status update(const csr_record *record, const void *was, const void *is)
{
    error = (csr_error)CSR_ERROR_INIT;
    return ops->update(tx, record, was, is, csri_diff(record->row, was, is), &error);
}

static csr_rows *rows_for(const csr_record *record)
{
    csr_rows *rows;

    CU_ASSERT_EQUAL_FATAL(csri_rows_new(&host.host, record->row->size, 1, &rows, NULL), CSR_OK);
    return rows;
}

/* Fill every member with a value of its own, as long as it may be up to `longest`. References stay unset. */
static void fill(const csr_record *record, void *row, unsigned seed, char *text, size_t longest)
{
    memset(row, 0, record->row->size);
    for (unsigned i = 0; i < record->row->count; i++) {
        const csr_member *m = &record->row->members[i];
        char *v = (char *)row + m->offset;
        int64_t number = (int64_t)seed * 1000 + i + 1;
        csr_str s = { text, m->type->max_bytes < longest ? m->type->max_bytes : longest };
        if (m->type->target != NULL || (m->flags & CSR_MEMBER_POSITION) != 0)
            continue;
        switch ((csr_class)m->c) {
        case CSR_CLASS_I32: *(int32_t *)(void *)v = i % 2 ? (int32_t)number : -(int32_t)number; break;
        case CSR_CLASS_I64:
            *(int64_t *)(void *)v = m->offset == record->version_at ? 1 : i % 2 ? INT64_MIN + number : number;
            break;
        case CSR_CLASS_STR: *(csr_str *)(void *)v = s; break;
        case CSR_CLASS_CODE: memset(v, 'A', m->size - 1u); break;
        default: memset(v, (int)(seed + i), m->size); break;
        }
    }
    if (record->id_at != CSR_NO_MEMBER)
        *(csr_id *)(void *)((char *)row + record->id_at) = id_of(seed);
}

typedef union any_row {
    char bytes[CSRI_ROW_MAX];
    int64_t aligned;
} any_row;

static int has_required_reference(const csr_record *record)
{
    for (unsigned i = 0; i < record->row->count; i++)
        if (record->row->members[i].type->target != NULL && (record->row->members[i].flags & CSR_MEMBER_NULLABLE) == 0)
            return 1;
    return 0;
}

static void check_round_trip(const csr_record *record, unsigned seed, char *text, size_t longest)
{
    csr_scan by_position = { .index = CSR_SCAN_BY_POSITION, .flags = CSR_SCAN_REVERSE, .limit = 1 };
    csr_rows *rows = rows_for(record);
    any_row row;
    csr_id id = id_of(seed);
    uint64_t differs;

    fill(record, &row, seed, text, longest);
    CU_ASSERT_EQUAL(insert(record, &row), CSR_OK);
    if (record->id_at != CSR_NO_MEMBER)
        CU_ASSERT_EQUAL(ops->get(tx, record, &id, 0, rows, &error), CSR_OK);
    if (record->id_at == CSR_NO_MEMBER)
        CU_ASSERT_EQUAL(ops->scan(tx, record, &by_position, rows, &error), CSR_OK);
    CU_ASSERT_EQUAL_FATAL(csri_rows_count(rows), 1);
    differs = csri_diff(record->row, &row, csri_rows_at(rows, 0));
    CU_ASSERT_EQUAL(differs, record->id_at == CSR_NO_MEMBER ? 1 : 0); /* the position */
    csri_rows_free(rows);
}

static void test_round_trip(void)
{
    char text[] =
        "a\0b\xc4\x8d \"'; DROP TABLE ticket;--\n and some more of it, so that it does not fit the row's own room";

    begin(CSR_TX_WRITE);
    for (unsigned r = 0; r < csri_schema.record_count; r++) {
        const csr_record *record = csri_schema.records[r];
        if (has_required_reference(record))
            continue;
        check_round_trip(record, 2 * r + 1, text, sizeof(text) - 1);
        if (record->index_count == 0 || record == &csri_customer_record)
            check_round_trip(record, 2 * r + 2, text, 0);
    }
    ops->rollback(tx);
}

static void test_long_texts(void)
{
    /* Two of the longest that the descriptions allow in one row, and one that is too long for any. */
    size_t size = 16777216;
    char *text = host.host.alloc(host.host.user, size * 3);
    struct csri_event row;
    csr_rows *rows = rows_for(&csri_event_record);
    csr_scan scan = { .index = CSR_SCAN_BY_POSITION, .limit = 9 };

    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    memset(text, 'x', size * 3);
    fill(&csri_event_record, &row, 1, text, 0);
    row.change = (csr_str){ text, size };
    row.personal = (csr_str){ text, size };
    begin(CSR_TX_WRITE);
    CU_ASSERT_EQUAL(insert(&csri_event_record, &row), CSR_OK);
    CU_ASSERT_EQUAL(ops->scan(tx, &csri_event_record, &scan, rows, &error), CSR_OK);
    CU_ASSERT_EQUAL(csri_rows_count(rows), 1);
    row.view.seq++;
    row.change.len = size * 3;
    CU_ASSERT_EQUAL(insert(&csri_event_record, &row), CSR_E_LIMIT);
    CU_ASSERT_EQUAL(error.backend_code, SQLITE_TOOBIG);
    CU_ASSERT_EQUAL(ops->commit(tx, &error), CSR_E_DOOMED);
    csri_rows_free(rows);
    host.host.free(host.host.user, text, size * 3);
}

static struct csri_customer customer(unsigned n)
{
    struct csri_customer row;

    memset(&row, 0, sizeof(row));
    row.view.id = id_of(n);
    row.view.version = 1;
    row.view.kind = CSR_CUSTOMER_PERSON;
    row.view.name = CSR_STR("Eva");
    return row;
}

static void test_version(void)
{
    struct csri_customer was = customer(1), is = was, none = customer(9);

    is.view.name = CSR_STR("Ema");
    is.view.version = 2;
    begin(CSR_TX_WRITE);
    CU_ASSERT_EQUAL(insert(&csri_customer_record, &was), CSR_OK);
    CU_ASSERT_EQUAL(update(&csri_customer_record, &was, &is), CSR_OK);
    CU_ASSERT_EQUAL(update(&csri_customer_record, &was, &is), CSR_E_CONFLICT);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.message, "version 2, not 1"));
    /* Nothing to write, but the version is still looked at. */
    CU_ASSERT_EQUAL(update(&csri_customer_record, &was, &was), CSR_E_CONFLICT);
    CU_ASSERT_EQUAL(update(&csri_customer_record, &is, &is), CSR_OK);
    CU_ASSERT_EQUAL(update(&csri_customer_record, &none, &none), CSR_E_NOT_FOUND);
    is = none;
    is.view.name = CSR_STR("x");
    CU_ASSERT_EQUAL(update(&csri_customer_record, &none, &is), CSR_E_NOT_FOUND);
    CU_ASSERT_STRING_EQUAL(error.field, "id");
    ops->rollback(tx);
}

static void test_duplicates(void)
{
    struct csri_ticket a, b;
    char text[] = "same";

    fill(&csri_ticket_record, &a, 1, text, 4);
    fill(&csri_ticket_record, &b, 2, text, 4);
    a.view.external_id = (csr_str){ NULL, 0 };
    b.view.external_id = (csr_str){ NULL, 0 };
    begin(CSR_TX_WRITE);
    CU_ASSERT_EQUAL(insert(&csri_ticket_record, &a), CSR_OK);
    CU_ASSERT_EQUAL(insert(&csri_ticket_record, &a), CSR_E_DUPLICATE);
    CU_ASSERT_STRING_EQUAL(error.field, "id");
    CU_ASSERT(error.backend_code == SQLITE_CONSTRAINT_PRIMARYKEY || error.backend_code == SQLITE_CONSTRAINT_UNIQUE);
    /* Two without an external id do not collide. */
    CU_ASSERT_EQUAL(insert(&csri_ticket_record, &b), CSR_OK);
    CU_ASSERT_EQUAL(ops->erase(tx, &csri_ticket_record, &b.view.id, &error), CSR_OK);
    b.view.number = a.view.number;
    CU_ASSERT_EQUAL(insert(&csri_ticket_record, &b), CSR_E_DUPLICATE);
    CU_ASSERT_STRING_EQUAL(error.field, "by_number");
    CU_ASSERT_EQUAL(error.backend_code, SQLITE_CONSTRAINT_UNIQUE);
    b.view.number++;
    b.view.external_id = CSR_STR("E1");
    CU_ASSERT_EQUAL(insert(&csri_ticket_record, &b), CSR_OK);
    /* An update collides with another row, never with its own. */
    a = b;
    a.view.id = id_of(1);
    fill(&csri_ticket_record, &b, 1, text, 4);
    b.view.external_id = (csr_str){ NULL, 0 };
    a.view.number = b.view.number;
    CU_ASSERT_EQUAL(update(&csri_ticket_record, &b, &a), CSR_E_DUPLICATE);
    CU_ASSERT_STRING_EQUAL(error.field, "by_external_id");
    commit();
}

/* An update whose `was` is not what is there, in a record without versions: what is taken is still said. */
static void test_duplicates_of_stale_rows(void)
{
    struct csri_tag a = { 0 }, b = { 0 }, was, is;

    a.view.id = id_of(901);
    b.view.id = id_of(902);
    a.view.subject = b.view.subject = id_of(1);
    a.view.subject_kind = b.view.subject_kind = 1;
    a.view.tag = a.key = (csr_str){ "a", 1 };
    b.view.tag = b.key = (csr_str){ "b", 1 };
    begin(CSR_TX_WRITE);
    CU_ASSERT_EQUAL(insert(&csri_tag_record, &a), CSR_OK);
    CU_ASSERT_EQUAL(insert(&csri_tag_record, &b), CSR_OK);
    was = b;
    was.view.subject = id_of(2); /* which it never was */
    is = was;
    is.key = (csr_str){ "a", 1 };
    CU_ASSERT_EQUAL(update(&csri_tag_record, &was, &is), CSR_E_DUPLICATE);
    CU_ASSERT_STRING_EQUAL(error.field, "by_subject");
    ops->rollback(tx);
}

static void test_references(void)
{
    struct csri_customer firm = customer(20), person = customer(21), was;
    struct csri_interaction self;
    struct csri_member member;

    begin(CSR_TX_WRITE);
    person.view.organisation = firm.view.id;
    CU_ASSERT_EQUAL(insert(&csri_customer_record, &person), CSR_E_NOT_FOUND);
    CU_ASSERT_STRING_EQUAL(error.field, "organisation");
    CU_ASSERT_EQUAL(error.backend_code, SQLITE_CONSTRAINT_FOREIGNKEY);
    CU_ASSERT_EQUAL(insert(&csri_customer_record, &firm), CSR_OK);
    CU_ASSERT_EQUAL(insert(&csri_customer_record, &person), CSR_OK);
    CU_ASSERT_EQUAL(ops->erase(tx, &csri_customer_record, &firm.view.id, &error), CSR_E_STATE);
    was = person;
    person.view.organisation = id_of(99);
    CU_ASSERT_EQUAL(update(&csri_customer_record, &was, &person), CSR_E_NOT_FOUND);
    CU_ASSERT_STRING_EQUAL(error.field, "organisation");
    memset(&person.view.organisation, 0, sizeof(person.view.organisation));
    CU_ASSERT_EQUAL(update(&csri_customer_record, &was, &person), CSR_OK);
    CU_ASSERT_EQUAL(ops->erase(tx, &csri_customer_record, &firm.view.id, &error), CSR_OK);
    CU_ASSERT_EQUAL(ops->erase(tx, &csri_customer_record, &firm.view.id, &error), CSR_E_NOT_FOUND);
    /* To itself is fine, and not to be blamed for another one. */
    person = customer(23);
    person.view.organisation = person.view.id;
    CU_ASSERT_EQUAL(insert(&csri_customer_record, &person), CSR_OK);
    memset(&self, 0, sizeof(self));
    self.view.id = self.view.reply_to = id_of(24);
    self.view.customer = person.view.id;
    CU_ASSERT_EQUAL(insert(&csri_interaction_record, &self), CSR_OK);
    self.view.id = id_of(25);
    self.view.reply_to = self.view.id;
    self.view.contact_point = id_of(98);
    CU_ASSERT_EQUAL(insert(&csri_interaction_record, &self), CSR_E_NOT_FOUND);
    CU_ASSERT_STRING_EQUAL(error.field, "contact_point");
    self.view.contact_point = (csr_id){ { 0 } };
    self.view.reply_to = id_of(96);
    CU_ASSERT_EQUAL(insert(&csri_interaction_record, &self), CSR_E_NOT_FOUND);
    CU_ASSERT_STRING_EQUAL(error.field, "reply_to");
    /* A reference that must be set and is not refers to nothing as well. */
    memset(&member, 0, sizeof(member));
    member.view.id = id_of(22);
    CU_ASSERT_EQUAL(insert(&csri_member_record, &member), CSR_E_NOT_FOUND);
    CU_ASSERT_STRING_EQUAL(error.field, "team");
    commit();
}

static void test_get_many(void)
{
    csr_id ids[200];
    csr_rows *rows = rows_for(&csri_customer_record);
    unsigned seen = 0;

    begin(CSR_TX_WRITE);
    for (unsigned i = 0; i < 150; i++) {
        struct csri_customer row = customer(1000 + i);
        CU_ASSERT_EQUAL(insert(&csri_customer_record, &row), CSR_OK);
    }
    for (unsigned i = 0; i < 200; i++)
        ids[i] = id_of(1000 + 199 - i);
    for (unsigned n = 0; n <= 200; n++) {
        csri_rows_cut(rows, 0);
        CU_ASSERT_EQUAL(ops->get_many(tx, &csri_customer_record, ids, n, 1, rows, &error), CSR_OK);
        CU_ASSERT_EQUAL(csri_rows_count(rows), n < 50 ? 0 : n - 50);
    }
    for (size_t i = 0; i < csri_rows_count(rows); i++)
        seen += ((struct csri_customer *)csri_rows_at(rows, i))->view.name.len == 0; /* was not asked for */
    CU_ASSERT_EQUAL(seen, 150);
    ops->rollback(tx);
    csri_rows_free(rows);
}

static struct csri_ticket ticket(unsigned n, int in_team, csr_time due_at)
{
    struct csri_ticket row;

    memset(&row, 0, sizeof(row));
    row.view.id = id_of(n);
    row.view.version = 1;
    row.view.number = n;
    row.view.queue = 1;
    row.view.due_at = due_at;
    if (in_team)
        row.view.team = id_of(500);
    return row;
}

/* Numbers of the tickets of a scan read in pages of `limit`, joined. */
static void page_through(csr_scan scan, unsigned limit, char *out, size_t size)
{
    struct csri_ticket after;
    size_t count;

    *out = '\0';
    scan.limit = limit;
    do {
        csr_rows *rows = rows_for(&csri_ticket_record);
        CU_ASSERT_EQUAL(ops->scan(tx, &csri_ticket_record, &scan, rows, &error), CSR_OK);
        count = csri_rows_count(rows);
        for (size_t i = 0; i < count; i++) {
            const struct csri_ticket *row = csri_rows_at(rows, i);
            size_t used = strlen(out);
            snprintf(out + used, size - used, "%s%d", used == 0 ? "" : " ", (int)row->view.number);
            after = *row;
            scan.after = &after;
        }
        csri_rows_free(rows);
    } while (count == limit);
}

static void test_order_with_nulls(void)
{
    static const struct {
        unsigned equal, flags;
        const char *want;
    } cases[] = {
        { 0, 0, "1 2 3 6 7 4 5" },
        { 0, CSR_SCAN_REVERSE, "5 4 7 6 3 2 1" },
        { 1, 0, "1 2 3" },
        { 2, CSR_SCAN_REVERSE, "3 2 1" },
    };
    struct csri_team team;
    char got[128];

    memset(&team, 0, sizeof(team));
    team.view.id = id_of(500);
    team.view.version = 1;
    begin(CSR_TX_WRITE);
    CU_ASSERT_EQUAL(insert(&csri_team_record, &team), CSR_OK);
    for (unsigned n = 1; n <= 7; n++) {
        /* 1, 2: no team; 3: no team, no due date; 4, 5: a team, no due date, which comes last; 6, 7: earlier */
        struct csri_ticket row = ticket(n, n > 3, n == 3 || n == 4 || n == 5 ? 0 : 100 - (n < 3 ? 50 : 0));
        CU_ASSERT_EQUAL(insert(&csri_ticket_record, &row), CSR_OK);
    }
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        for (unsigned limit = 1; limit < 9; limit++) {
            struct csri_ticket from = ticket(0, 0, 0);
            csr_scan scan = { .index = CSRI_TICKET_BY_QUEUE };
            scan.equal = cases[i].equal;
            scan.flags = cases[i].flags;
            scan.from = &from;
            page_through(scan, limit, got, sizeof(got));
            CU_ASSERT_STRING_EQUAL(got, cases[i].want);
        }
    ops->rollback(tx);
}

static void test_unique_scans(void)
{
    struct csri_ticket from = ticket(2, 0, 0);
    csr_scan scan = { .index = CSRI_TICKET_BY_NUMBER, .equal = 1 };
    char got[64];
    int64_t count = 0;

    begin(CSR_TX_WRITE);
    for (unsigned n = 1; n <= 3; n++) {
        struct csri_ticket row = ticket(n, 0, 0);
        CU_ASSERT_EQUAL(insert(&csri_ticket_record, &row), CSR_OK);
    }
    scan.from = &from;
    page_through(scan, 1, got, sizeof(got)); /* its second page begins behind the only row */
    CU_ASSERT_STRING_EQUAL(got, "2");
    scan.equal = 0;
    page_through(scan, 1, got, sizeof(got));
    CU_ASSERT_STRING_EQUAL(got, "1 2 3");
    CU_ASSERT_EQUAL(ops->count(tx, &csri_ticket_record, &scan, &count, &error), CSR_OK);
    CU_ASSERT_EQUAL(count, 3);
    /* Nobody is in a sparse index under "unset". */
    scan.index = CSRI_TICKET_BY_EXTERNAL_ID;
    scan.equal = 1;
    page_through(scan, 5, got, sizeof(got));
    CU_ASSERT_STRING_EQUAL(got, "");
    ops->rollback(tx);
}

static void test_misuse(void)
{
    struct csri_customer row = customer(60);
    csr_rows *rows = rows_for(&csri_ticket_record);
    csr_id id = id_of(1);
    csr_scan bad[] = {
        { .index = 99, .limit = 1 },
        { .index = CSRI_TICKET_BY_QUEUE, .equal = 6, .from = &row },
        { .index = CSRI_TICKET_BY_QUEUE, .equal = 1, .limit = 1 },
        { .index = CSR_SCAN_BY_ID, .equal = 1, .from = &row },
        { .index = CSR_SCAN_BY_POSITION, .limit = 1 },
        { .index = -3, .limit = 1 },
    };
    int64_t count;

    begin(CSR_TX_READ);
    CU_ASSERT_EQUAL(insert(&csri_customer_record, &row), CSR_E_MISUSE);
    CU_ASSERT_EQUAL(update(&csri_customer_record, &row, &row), CSR_E_MISUSE);
    CU_ASSERT_EQUAL(ops->erase(tx, &csri_customer_record, &id, &error), CSR_E_MISUSE);
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        CU_ASSERT_EQUAL(ops->scan(tx, &csri_ticket_record, &bad[i], rows, &error), CSR_E_MISUSE);
        CU_ASSERT_EQUAL(ops->count(tx, &csri_ticket_record, &bad[i], &count, &error), CSR_E_MISUSE);
    }
    bad[0].index = CSR_SCAN_BY_ID;
    CU_ASSERT_EQUAL(ops->scan(tx, &csri_event_record, &bad[0], rows, &error), CSR_E_MISUSE);
    CU_ASSERT_EQUAL(ops->get(tx, &csri_event_record, &id, 0, rows, &error), CSR_E_MISUSE);
    CU_ASSERT_EQUAL(ops->get_many(tx, &csri_event_record, &id, 1, 0, rows, &error), CSR_E_MISUSE);
    commit();
    begin(CSR_TX_WRITE);
    CU_ASSERT_EQUAL(ops->erase(tx, &csri_event_record, &id, &error), CSR_E_MISUSE);
    commit();
    CU_ASSERT_EQUAL(ops->begin(store, NULL, 0, &tx, &error), CSR_E_MISUSE);
    csri_rows_free(rows);
}

static void test_one_desk(void)
{
    struct csri_settings row;
    csr_id ours = id_of(7), other = id_of(8), none = { { 0 } };

    memset(&row, 0, sizeof(row));
    row.view.id = ours;
    row.view.version = 1;
    /* A file without a desk takes any. */
    CU_ASSERT_EQUAL_FATAL(ops->begin(store, &ours, CSR_TX_WRITE, &tx, &error), CSR_OK);
    CU_ASSERT_EQUAL(insert(&csri_settings_record, &row), CSR_OK);
    ops->rollback(tx);
    CU_ASSERT_EQUAL_FATAL(ops->begin(store, &other, CSR_TX_WRITE, &tx, &error), CSR_OK);
    ops->rollback(tx);
    CU_ASSERT_EQUAL_FATAL(ops->begin(store, &ours, CSR_TX_WRITE, &tx, &error), CSR_OK);
    CU_ASSERT_EQUAL(insert(&csri_settings_record, &row), CSR_OK);
    commit();
    for (int i = 0; i < 2; i++) {
        CU_ASSERT_EQUAL(ops->begin(store, &other, CSR_TX_WRITE, &tx, &error), CSR_E_MISUSE);
        CU_ASSERT_PTR_NULL(tx);
        CU_ASSERT_EQUAL_FATAL(ops->begin(store, &ours, CSR_TX_READ, &tx, &error), CSR_OK);
        commit();
        CU_ASSERT_EQUAL_FATAL(ops->begin(store, &none, CSR_TX_WRITE, &tx, &error), CSR_OK);
        commit();
    }
    begin(CSR_TX_WRITE);
    CU_ASSERT_EQUAL(ops->erase(tx, &csri_settings_record, &ours, &error), CSR_OK);
    commit();
}

/* Run SQL from outside, with checks and types out of the way. */
static void tamper(const char *sql)
{
    sqlite3 *db;
    char *message = NULL;

    CU_ASSERT_EQUAL_FATAL(sqlite3_open(path, &db), SQLITE_OK);
    CU_ASSERT_EQUAL(sqlite3_exec(db, sql, NULL, NULL, &message), SQLITE_OK);
    if (message != NULL)
        printf("\n    %s: %s\n", sql, message);
    sqlite3_free(message);
    sqlite3_close(db);
}

static void check_corrupt(const char *sql, const char *column)
{
    csr_rows *rows = rows_for(&csri_customer_record);
    csr_id id = id_of(30);
    csr_scan scan = { .index = CSR_SCAN_BY_ID, .limit = 1 };

    tamper(sql);
    begin(CSR_TX_READ);
    error = (csr_error)CSR_ERROR_INIT;
    CU_ASSERT_EQUAL(ops->get(tx, &csri_customer_record, &id, 0, rows, &error), CSR_E_CORRUPT);
    CU_ASSERT_STRING_EQUAL(error.field, column);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.message, "table customer"));
    CU_ASSERT_EQUAL(ops->scan(tx, &csri_customer_record, &scan, rows, &error), CSR_E_DOOMED);
    ops->rollback(tx);
    csri_rows_free(rows);
}

static void check_corrupt_code(void)
{
    csr_rows *rows = rows_for(&csri_settings_record);
    csr_scan scan = { .index = CSR_SCAN_BY_ID, .limit = 1 };
    struct csri_settings row;

    memset(&row, 0, sizeof(row));
    row.view.id = id_of(3);
    memcpy(row.view.currency, "EUR", 4);
    begin(CSR_TX_WRITE);
    CU_ASSERT_EQUAL(insert(&csri_settings_record, &row), CSR_OK);
    commit();
    tamper("UPDATE settings SET currency='EURO'");
    begin(CSR_TX_READ);
    CU_ASSERT_EQUAL(ops->scan(tx, &csri_settings_record, &scan, rows, &error), CSR_E_CORRUPT);
    CU_ASSERT_STRING_EQUAL(error.field, "currency");
    ops->rollback(tx);
    tamper("DELETE FROM settings");
    csri_rows_free(rows);
}

static void test_corrupt_columns(void)
{
    struct csri_customer row = customer(30);

    begin(CSR_TX_WRITE);
    CU_ASSERT_EQUAL(insert(&csri_customer_record, &row), CSR_OK);
    commit();
    check_corrupt("UPDATE customer SET kind=4294967297", "kind");
    check_corrupt("UPDATE customer SET kind=1, chain=x'00'", "chain");
    check_corrupt("UPDATE customer SET chain=zeroblob(33)", "chain");
    check_corrupt("PRAGMA writable_schema=1; UPDATE sqlite_schema SET sql=replace(replace(sql,')STRICT',')'),"
                  "' NOT NULL','') WHERE name='customer'",
                  "chain");
    check_corrupt("UPDATE customer SET chain=zeroblob(32), standing='x'", "standing");
    check_corrupt("UPDATE customer SET standing=NULL", "standing");
    check_corrupt("UPDATE customer SET standing=1, name=x'00'", "name");
    check_corrupt("UPDATE customer SET name='', created_at=1.5", "created_at");
    check_corrupt_code();
    tamper("DELETE FROM customer");
}

/* A page behind the ticket of a number, as many rows as there are. */
static csr_status page_behind(unsigned number, uint32_t flags)
{
    struct csri_ticket after = ticket(number, 0, 0);
    csr_scan scan = { .index = CSRI_TICKET_BY_NUMBER, .flags = flags, .limit = 3, .after = &after };
    csr_rows *rows = rows_for(&csri_ticket_record);
    csr_status status;

    begin(CSR_TX_READ);
    error = (csr_error)CSR_ERROR_INIT;
    status = ops->scan(tx, &csri_ticket_record, &scan, rows, &error);
    ops->rollback(tx);
    csri_rows_free(rows);
    return status;
}

/* An index that runs the other way than its schema says leads back to rows that were read. */
static void test_corrupt_order(void)
{
    begin(CSR_TX_WRITE);
    for (unsigned n = 1; n <= 3; n++) {
        struct csri_ticket row = ticket(n, 0, 0);
        CU_ASSERT_EQUAL(insert(&csri_ticket_record, &row), CSR_OK);
    }
    commit();
    CU_ASSERT_EQUAL(page_behind(1, 0), CSR_OK);
    CU_ASSERT_EQUAL(page_behind(3, CSR_SCAN_REVERSE), CSR_OK);
    tamper(
        "DROP INDEX ticket_by_number; CREATE UNIQUE INDEX ticket_by_number ON ticket(number DESC);"
        "PRAGMA writable_schema=1; UPDATE sqlite_schema SET sql=replace(sql,' DESC','') WHERE name='ticket_by_number'");
    CU_ASSERT_EQUAL(page_behind(1, 0), CSR_E_CORRUPT);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.message, "rows of ticket are not in their order"));
    CU_ASSERT_EQUAL(page_behind(3, CSR_SCAN_REVERSE), CSR_E_CORRUPT);
}

static void test_positions(void)
{
    csr_scan scan = { .index = CSR_SCAN_BY_POSITION, .limit = 100 };
    csr_rows *rows = rows_for(&csri_event_record);
    struct csri_event row, is;
    char text[] = "text";

    begin(CSR_TX_WRITE);
    for (unsigned i = 1; i <= 5; i++) {
        fill(&csri_event_record, &row, i, text, 4);
        CU_ASSERT_EQUAL(insert(&csri_event_record, &row), CSR_OK);
    }
    row.view.position = 2;
    scan.after = &row;
    CU_ASSERT_EQUAL(ops->scan(tx, &csri_event_record, &scan, rows, &error), CSR_OK);
    CU_ASSERT_EQUAL_FATAL(csri_rows_count(rows), 3);
    CU_ASSERT_EQUAL(((struct csri_event *)csri_rows_at(rows, 0))->view.position, 3);
    /* What is personal of an event can be erased. */
    row = *(struct csri_event *)csri_rows_at(rows, 0);
    is = row;
    is.personal = (csr_str){ NULL, 0 };
    CU_ASSERT_EQUAL(update(&csri_event_record, &row, &is), CSR_OK);
    row.view.position = 99;
    CU_ASSERT_EQUAL(update(&csri_event_record, &row, &is), CSR_E_NOT_FOUND);
    ops->rollback(tx);
    csri_rows_free(rows);
}

static void test_snapshot(void)
{
    struct csri_customer row = customer(70);
    csr_scan scan = { .index = CSR_SCAN_BY_ID };
    csr_store_tx *reader;
    int64_t before = -1, count = -1;

    CU_ASSERT_EQUAL_FATAL(ops->begin(store, NULL, CSR_TX_READ, &reader, &error), CSR_OK);
    CU_ASSERT_EQUAL(ops->count(reader, &csri_customer_record, &scan, &before, &error), CSR_OK);
    begin(CSR_TX_WRITE);
    CU_ASSERT_EQUAL(insert(&csri_customer_record, &row), CSR_OK);
    CU_ASSERT_EQUAL(ops->count(tx, &csri_customer_record, &scan, &count, &error), CSR_OK);
    CU_ASSERT_EQUAL(count, before + 1);
    commit();
    CU_ASSERT_EQUAL(ops->count(reader, &csri_customer_record, &scan, &count, &error), CSR_OK);
    CU_ASSERT_EQUAL(count, before);
    ops->rollback(reader);
    begin(CSR_TX_WRITE);
    CU_ASSERT_EQUAL(ops->erase(tx, &csri_customer_record, &row.view.id, &error), CSR_OK);
    commit();
}

/* More statements than the table holds: it is emptied and filled again. */
static void test_many_statements(void)
{
    struct csri_ticket row = ticket(80, 0, 0);
    csr_rows *rows = rows_for(&csri_ticket_record);

    begin(CSR_TX_WRITE);
    CU_ASSERT_EQUAL(insert(&csri_ticket_record, &row), CSR_OK);
    for (uint64_t mask = 1; mask < 1000; mask++) {
        csri_rows_cut(rows, 0);
        CU_ASSERT_EQUAL(ops->get(tx, &csri_ticket_record, &row.view.id, mask << 2, rows, &error), CSR_OK);
    }
    ops->rollback(tx);
    csri_rows_free(rows);
}

static void test_no_memory(void)
{
    struct csri_customer row = customer(90);
    csr_rows *rows = rows_for(&csri_customer_record);
    csr_status status;

    row.view.note = CSR_STR("a note");
    begin(CSR_TX_WRITE);
    CU_ASSERT_EQUAL(insert(&csri_customer_record, &row), CSR_OK);
    row.view.id = id_of(91);
    CU_ASSERT_EQUAL(insert(&csri_customer_record, &row), CSR_OK);
    commit();
    for (unsigned n = 1; n < 20; n++) {
        csr_scan scan = { .index = CSR_SCAN_BY_ID, .limit = 9, .columns = UINT64_C(1) << n };
        csri_rows_free(rows);
        rows = rows_for(&csri_customer_record);
        begin(CSR_TX_READ);
        csr_test_host_fail_alloc(&host, n % 3 + 1, 0);
        status = ops->scan(tx, &csri_customer_record, &scan, rows, &error);
        csr_test_host_fail_alloc(&host, 0, 0);
        CU_ASSERT(status == CSR_OK || status == CSR_E_NO_MEMORY);
        if (status != CSR_OK)
            CU_ASSERT_EQUAL(ops->scan(tx, &csri_customer_record, &scan, rows, &error), CSR_E_DOOMED);
        ops->rollback(tx);
    }
    csri_rows_free(rows);
}

int main(void)
{
    /* clang-format off */
    CU_TestInfo tests[] = {
        { "round trip", test_round_trip },
        { "long texts", test_long_texts },
        { "version", test_version },
        { "duplicates", test_duplicates },
        { "duplicates of stale rows", test_duplicates_of_stale_rows },
        { "references", test_references },
        { "get many", test_get_many },
        { "misuse", test_misuse },
        { "one desk", test_one_desk },
        { "positions", test_positions },
        { "snapshot", test_snapshot },
        { "many statements", test_many_statements },
        { "no memory", test_no_memory },
        CU_TEST_INFO_NULL,
    };
    CU_TestInfo ordered[] = {
        { "order with nulls", test_order_with_nulls },
        { "unique scans", test_unique_scans },
        CU_TEST_INFO_NULL,
    };
    CU_TestInfo tampered[] = {
        { "corrupt columns", test_corrupt_columns },
        { "corrupt order", test_corrupt_order },
        CU_TEST_INFO_NULL,
    };
    /* clang-format on */
    CU_SuiteInfo suites[] = { { "rows", setup, teardown, NULL, NULL, tests },
                              { "order", setup, teardown, NULL, NULL, ordered },
                              { "tampered", setup, teardown, NULL, NULL, tampered },
                              CU_SUITE_INFO_NULL };

    return csr_test_main("sqlite_backend", suites, 17);
}
