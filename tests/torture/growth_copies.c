#include "torture/growth_copies.h"

#include "record/records.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Ids of one day begin with milliseconds of one second; those of its n-th copy with the same of n seconds before. */
#define DAY_MS 1000
#define SECOND_US INT64_C(1000000)
#define FAR_US (INT64_C(20) * 366 * 86400 * SECOND_US)
/* No day has as many tickets. */
#define NUMBERS 1000

/* How often a record is copied. */
typedef enum how { HOW_ALL, HOW_MANY, HOW_HOUSE, HOW_ONCE } how;

static int is_among(const char *name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0)
            return 1;
    return 0;
}

/*
 * What there is once in a house, however large it is: settings, what is in force, counters, the definitions of fields, limits of
 * approvals, the seals of the log. And what there is once for many customers: who works there. The busy neighbour has all of
 * the second kind once too, and the customers with it; where tickets are long, these as well.
 */
static how how_of(const growth_plan *plan, const csr_record *record)
{
    static const char *const once[] = { "settings", "policy", "field", "counter", "approval_limit", "checkpoint" };
    static const char *const house[] = { "agent", "skill", "team", "member", "contact_point", "goodwill_budget" };
    static const char *const customers[] = { "customer", "identity" };
    static const char *const many[] = { "customer", "identity", "ticket", "interaction", "clock", "timer", "firing" };

    if (is_among(record->name, once, sizeof(once) / sizeof(once[0])))
        return HOW_ONCE;
    if (is_among(record->name, house, sizeof(house) / sizeof(house[0])) ||
        (plan->shape >= GROWTH_BUSY && is_among(record->name, customers, sizeof(customers) / sizeof(customers[0]))) ||
        (plan->shape >= GROWTH_TICKETS && record == &csri_ticket_record))
        return HOW_HOUSE;
    if (is_among(record->name, many, sizeof(many) / sizeof(many[0])))
        return HOW_MANY;
    return HOW_ALL;
}

/* What is due at an instant, is due in twenty years: nothing of the copies comes up on the day that is measured. Nor does
 * any other instant that lay ahead at the end of the day. */
static int is_appointment(const csr_record *record, const csr_member *m)
{
    static const char *const columns[] = { "timer.at",         "claim.until",         "payout.due_at",
                                           "return.due_at",    "voucher.valid_until", "delivery.next_attempt_at",
                                           "refund.expires_at" };
    char name[64];

    snprintf(name, sizeof(name), "%s.%s", record->name, m->name);
    return is_among(name, columns, sizeof(columns) / sizeof(columns[0]));
}

/* An id that a record refers to, and how often that one is copied. */
typedef struct known_id {
    csr_id id;
    how how;
} known_id;

typedef struct copier {
    campaign *campaign;
    const growth_plan *plan;
    sqlite3 *db;
    csr_time day;
    known_id *known; /* by id; what is not here is copied every time */
    size_t known_count, known_room;
    uint64_t rows; /* at the end */
} copier;

/* ---- Running SQL ---- */

static void run(copier *copy, const char *sql)
{
    if (sqlite3_exec(copy->db, sql, NULL, NULL, NULL) != SQLITE_OK)
        campaign_complain(copy->campaign, "%s: %.400s", sqlite3_errmsg(copy->db), sql);
}

/* The texts of a query, one after the other; free() the array and each of them. */
static char **texts_of(copier *copy, const char *sql, size_t *count)
{
    sqlite3_stmt *stmt = NULL;
    char **texts = NULL;
    size_t n = 0;

    if (sqlite3_prepare_v2(copy->db, sql, -1, &stmt, NULL) != SQLITE_OK)
        campaign_complain(copy->campaign, "%s: %s", sqlite3_errmsg(copy->db), sql);
    while (stmt != NULL && sqlite3_step(stmt) == SQLITE_ROW) {
        texts = realloc(texts, (n + 1) * sizeof(*texts));
        texts[n++] = strdup((const char *)sqlite3_column_text(stmt, 0));
    }
    (void)sqlite3_finalize(stmt);
    *count = n;
    return texts;
}

static int64_t number_of(copier *copy, const char *sql)
{
    size_t count;
    char **texts = texts_of(copy, sql, &count);
    int64_t number = count == 0 ? -1 : strtoll(texts[0], NULL, 10);

    for (size_t i = 0; i < count; i++)
        free(texts[i]);
    free(texts);
    return number;
}

/* ---- Ids ---- */

static int by_id(const void *left, const void *right)
{
    return memcmp(left, right, sizeof(csr_id));
}

static void know_record(copier *copy, const csr_record *record)
{
    sqlite3_stmt *stmt = NULL;
    char sql[96];
    how kind = how_of(copy->plan, record);

    if (kind == HOW_ALL || kind == HOW_MANY || record->id_at == CSR_NO_MEMBER)
        return;
    snprintf(sql, sizeof(sql), "SELECT id FROM \"%s\"", record->name);
    if (sqlite3_prepare_v2(copy->db, sql, -1, &stmt, NULL) != SQLITE_OK)
        campaign_complain(copy->campaign, "%s: %s", sqlite3_errmsg(copy->db), sql);
    while (stmt != NULL && sqlite3_step(stmt) == SQLITE_ROW) {
        if (copy->known_count == copy->known_room) {
            copy->known_room = copy->known_room == 0 ? 64 : 2 * copy->known_room;
            copy->known = realloc(copy->known, copy->known_room * sizeof(*copy->known));
        }
        copy->known[copy->known_count].how = kind;
        memcpy(&copy->known[copy->known_count++].id, sqlite3_column_blob(stmt, 0), sizeof(csr_id));
    }
    (void)sqlite3_finalize(stmt);
}

static int64_t milliseconds_of(const uint8_t *id)
{
    int64_t ms = 0;

    for (int i = 0; i < 6; i++)
        ms = ms << 8 | id[i];
    return ms;
}

/* neighbour(id, n): the id that stands for it in the n-th copy. One that no clock made, such as that of a counter, is the
 * same everywhere. */
static void neighbour(sqlite3_context *context, int count, sqlite3_value **values)
{
    const copier *copy = sqlite3_user_data(context);
    int64_t ms, n = sqlite3_value_int64(values[1]), first = copy->day / 1000;
    const known_id *found;
    uint8_t id[16];

    (void)count;
    if (sqlite3_value_type(values[0]) != SQLITE_BLOB || sqlite3_value_bytes(values[0]) != 16) {
        sqlite3_result_value(context, values[0]);
        return;
    }
    memcpy(id, sqlite3_value_blob(values[0]), sizeof(id));
    ms = milliseconds_of(id);
    found = bsearch(id, copy->known, copy->known_count, sizeof(*copy->known), by_id);
    if (found != NULL)
        n = found->how == HOW_ONCE ? 0 : n % copy->plan->houses;
    if (ms >= first && ms < first + DAY_MS)
        ms -= n * DAY_MS;
    for (int i = 0; i < 6; i++)
        id[i] = (uint8_t)(ms >> 8 * (5 - i));
    sqlite3_result_blob(context, id, sizeof(id), SQLITE_TRANSIENT);
}

/* other_bytes(blob, n): bytes that are the n-th copy's own. */
static void other_bytes(sqlite3_context *context, int count, sqlite3_value **values)
{
    int size = sqlite3_value_bytes(values[0]);
    uint64_t n = (uint64_t)sqlite3_value_int64(values[1]) + 1;
    uint8_t *bytes;

    (void)count;
    if (sqlite3_value_type(values[0]) != SQLITE_BLOB || size < 8) {
        sqlite3_result_value(context, values[0]);
        return;
    }
    bytes = malloc((size_t)size);
    memcpy(bytes, sqlite3_value_blob(values[0]), (size_t)size);
    for (int i = 0; i < 8; i++)
        bytes[i] ^= (uint8_t)(n >> 8 * i);
    sqlite3_result_blob(context, bytes, size, free);
}

/* ---- What a copy has of its own ---- */

static int is_id(const csr_member *m)
{
    return m->c == CSR_CLASS_ID;
}

static const csr_member *member_at(const csr_record *record, uint16_t offset)
{
    for (unsigned i = 0; i < record->row->count; i++)
        if (record->row->members[i].offset == offset)
            return &record->row->members[i];
    return NULL;
}

/* The member of a unique index that has to differ, where no id in it does: the first that is a name or a number. */
static const csr_member *must_differ(const csr_record *record, const csr_index *index)
{
    const csr_member *first = NULL;

    for (unsigned i = 0; i < index->n; i++) {
        const csr_member *m = member_at(record, index->at[i]);
        int is_name = m->type->meaning != CSR_MEANING_ENUM && m->type->meaning != CSR_MEANING_CODE;
        if (is_id(m))
            return NULL;
        first = first == NULL && is_name ? m : first;
    }
    return first;
}

/* Names that are unique, and those that are as good as that: nobody else's notice has this reference. */
static int differs(const csr_record *record, const csr_member *m)
{
    static const char *const own[] = { "firing.key", "payout_notice.reference", "policy.name", "purchase_line.serial" };
    char name[64];

    for (unsigned i = 0; i < record->index_count; i++)
        if ((record->indexes[i].flags & CSR_INDEX_UNIQUE) != 0 && must_differ(record, &record->indexes[i]) == m)
            return 1;
    snprintf(name, sizeof(name), "%s.%s", record->name, m->name);
    return is_among(name, own, sizeof(own) / sizeof(own[0]));
}

static void differing(FILE *out, const csr_member *m)
{
    if (m->c == CSR_CLASS_BYTES)
        fprintf(out, "other_bytes(\"%s\",n)", m->name);
    else if (m->c == CSR_CLASS_I32 || m->c == CSR_CLASS_I64)
        fprintf(out, "\"%s\"+n*%d", m->name, NUMBERS);
    else
        fprintf(out, "\"%s\"||'~'||n", m->name);
}

/* Copies lie a minute apart, before the day. */
static void instant(FILE *out, const copier *copy, const csr_record *record, const csr_member *m)
{
    const char *name = m->name;
    long long ahead = is_appointment(record, m) ? INT64_MIN : copy->day + SECOND_US;

    fprintf(out, "iif(\"%s\">%lld AND \"%s\"<%lld,\"%s\"+n+%lld,\"%s\"-n*60000000*(\"%s\"<%lld))", name, ahead + 1,
            name, (long long)(INT64_MAX - FAR_US), name, (long long)FAR_US, name, name,
            (long long)(INT64_MAX - FAR_US));
}

/* The value of a member in the n-th copy, from the columns of the day. */
static void value(FILE *out, const copier *copy, const csr_record *record, const csr_member *m)
{
    if (is_id(m))
        fprintf(out, "neighbour(\"%s\",n)", m->name);
    else if (differs(record, m))
        differing(out, m);
    else if (m->type->meaning == CSR_MEANING_TIME)
        instant(out, copy, record, m);
    else
        fprintf(out, "\"%s\"", m->name);
}

/* The rows of the day themselves: their names are free again, and what was ahead is far away. */
static char *renaming(const copier *copy, const csr_record *record)
{
    char *sql = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&sql, &size);

    fprintf(out, "WITH c(n) AS (VALUES(0)) UPDATE \"%s\" SET ", record->name);
    for (unsigned i = 0, set = 0; i < record->row->count; i++) {
        const csr_member *m = &record->row->members[i];
        if ((m->flags & CSR_MEMBER_POSITION) != 0 || is_id(m))
            continue;
        fprintf(out, "%s\"%s\"=", set++ == 0 ? "" : ",", m->name);
        value(out, copy, record, m);
    }
    fprintf(out, " FROM c");
    (void)fclose(out);
    return sql;
}

/* The oldest copy first, so that ids ascend as they are inserted. */
static char *copying(const copier *copy, const csr_record *record, unsigned copies)
{
    char *sql = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&sql, &size);

    fprintf(out, "INSERT OR IGNORE INTO \"%s\"", record->name);
    for (unsigned i = 0, set = 0; i < record->row->count; i++)
        if ((record->row->members[i].flags & CSR_MEMBER_POSITION) == 0)
            fprintf(out, "%c\"%s\"", set++ == 0 ? '(' : ',', record->row->members[i].name);
    fprintf(out, ") WITH RECURSIVE c(n) AS (SELECT %u WHERE %u>1 UNION ALL SELECT n-1 FROM c WHERE n>1) SELECT ",
            copies - 1, copies);
    for (unsigned i = 0, set = 0; i < record->row->count; i++) {
        if ((record->row->members[i].flags & CSR_MEMBER_POSITION) != 0)
            continue;
        fprintf(out, "%s", set++ == 0 ? "" : ",");
        value(out, copy, record, &record->row->members[i]);
    }
    fprintf(out, " FROM c CROSS JOIN day");
    (void)fclose(out);
    return sql;
}

static void run_made(copier *copy, char *sql)
{
    run(copy, sql);
    free(sql);
}

static unsigned copies_of(const growth_plan *plan, const csr_record *record)
{
    switch (how_of(plan, record)) {
    case HOW_ONCE: return 1;
    case HOW_HOUSE: return plan->houses;
    case HOW_MANY: return plan->tickets > plan->copies ? plan->tickets : plan->copies;
    case HOW_ALL:
    default: return plan->copies;
    }
}

static void multiply(copier *copy, const csr_record *record)
{
    unsigned copies = copies_of(copy->plan, record);
    char sql[160];
    int64_t was, is;

    snprintf(sql, sizeof(sql), "CREATE TEMP TABLE day AS SELECT * FROM \"%s\"", record->name);
    run(copy, sql);
    was = number_of(copy, "SELECT count(*) FROM day");
    if (strcmp(record->name, "settings") != 0)
        run_made(copy, renaming(copy, record));
    if (copies > 1)
        run_made(copy, copying(copy, record, copies));
    run(copy, "DROP TABLE day");
    snprintf(sql, sizeof(sql), "SELECT count(*) FROM \"%s\"", record->name);
    is = number_of(copy, sql);
    copy->rows += (uint64_t)is;
    /* Of the busy customer's copies some agree, such as the tag that each of them has; and events of what is there once. */
    if (copy->plan->shape == GROWTH_NEIGHBOURS && record != &csri_event_record && is != was * (int64_t)copies)
        campaign_complain(copy->campaign, "%s: %lld rows were to become %lld and are %lld", record->name,
                          (long long)was, (long long)was * copies, (long long)is);
}

/* ---- The whole file ---- */

/* Rows go in faster without the indexes that only order them; unique ones keep out what is there. */
static char **drop_indexes(copier *copy, size_t *count)
{
    static const char which[] =
        "FROM sqlite_schema WHERE type='index' AND sql IS NOT NULL AND sql NOT LIKE 'CREATE UNIQUE%'";
    char sql[256];
    size_t names_count;
    char **names, **texts;

    snprintf(sql, sizeof(sql), "SELECT sql %s", which);
    texts = texts_of(copy, sql, count);
    snprintf(sql, sizeof(sql), "SELECT 'DROP INDEX \"'||name||'\"' %s", which);
    names = texts_of(copy, sql, &names_count);
    for (size_t i = 0; i < names_count; i++)
        run_made(copy, names[i]);
    free(names);
    return texts;
}

static void make_indexes(copier *copy, char **texts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        run_made(copy, texts[i]);
    free(texts);
}

/* Policies of the day are not in force any more; the counter of tickets and the last seal know of the copies. */
static void settle(copier *copy)
{
    char sql[512];

    snprintf(sql, sizeof(sql), "UPDATE policy SET effective_from=%lld", (long long)(copy->day + FAR_US + FAR_US));
    run(copy, sql);
    run(copy, "UPDATE counter SET value=(SELECT max(number) FROM ticket)");
    /* Everybody is there: of whom 256 are looked at, as many are asked how much they have to do. */
    run(copy, "UPDATE agent SET presence=NULL,presence_until=NULL");
    run(copy, "UPDATE checkpoint SET to_position=(SELECT max(position) FROM event) "
              "WHERE number=(SELECT max(number) FROM checkpoint)");
    /* Nobody has more open tickets than on the day: what they had in the copies that share them is closed. */
    snprintf(sql, sizeof(sql),
             "UPDATE ticket SET state='closed',phase=%d,queue=%d,waits_for=NULL,lifecycle=NULL,"
             "resolved_at=coalesce(resolved_at,updated_at),closed_at=coalesce(closed_at,updated_at) "
             "WHERE %d OR (assignee IS NOT NULL AND number>=%u)",
             CSR_PHASE_CLOSED, CSR_QUEUE_DONE, copy->plan->shape >= GROWTH_BUSY, copy->plan->houses * NUMBERS);
    run(copy, sql);
    if (copy->plan->shape == GROWTH_NEIGHBOURS)
        return;
    run(copy, "UPDATE clock SET live=NULL");
    run(copy, "DELETE FROM timer;DELETE FROM claim");
}

static void check(copier *copy, growth_size *out)
{
    if (number_of(copy, "SELECT count(*) FROM pragma_foreign_key_check") != 0)
        campaign_complain(copy->campaign, "copies refer to rows that are not there");
    out->rows = copy->rows;
    out->tickets = (uint64_t)number_of(copy, "SELECT count(*) FROM ticket");
    if (copy->plan->shape < GROWTH_TICKETS && out->tickets < copy->plan->copies)
        campaign_complain(copy->campaign, "%llu tickets only", (unsigned long long)out->tickets);
}

static void open_beside(copier *copy, const char *path)
{
    if (sqlite3_open_v2(path, &copy->db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
        campaign_complain(copy->campaign, "%s: %s", path, sqlite3_errmsg(copy->db));
    run(copy, "PRAGMA foreign_keys=0;PRAGMA synchronous=0;PRAGMA temp_store=2;PRAGMA cache_size=-200000");
}

void growth_copies_make(campaign *c, const char *path, const growth_plan *plan, csr_time day, growth_size *out)
{
    copier copy = { .campaign = c, .plan = plan, .day = day };
    char **indexes;
    size_t index_count;

    open_beside(&copy, path);
    for (unsigned i = 0; i < csri_schema.record_count; i++)
        know_record(&copy, csri_schema.records[i]);
    qsort(copy.known, copy.known_count, sizeof(*copy.known), by_id);
    (void)sqlite3_create_function(copy.db, "neighbour", 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC, &copy, neighbour, NULL,
                                  NULL);
    (void)sqlite3_create_function(copy.db, "other_bytes", 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC, &copy, other_bytes,
                                  NULL, NULL);
    run(&copy, "PRAGMA journal_mode=OFF;BEGIN EXCLUSIVE");
    indexes = drop_indexes(&copy, &index_count);
    for (unsigned i = 0; i < csri_schema.record_count; i++)
        multiply(&copy, csri_schema.records[i]);
    settle(&copy);
    make_indexes(&copy, indexes, index_count);
    run(&copy, "COMMIT");
    check(&copy, out);
    run(&copy, "PRAGMA journal_mode=WAL");
    (void)sqlite3_close(copy.db);
    free(copy.known);
}

/* What is not handed on: events, which are a chain, and that of which a ticket takes few: 200 attachments and remedies, and
 * vouchers, of which each but the first has to be approved. */
static int stays(const csr_record *record, const csr_member *m)
{
    static const char *const few[] = { "attachment.subject", "remedy.ticket", "voucher.ticket" };
    char name[64];

    snprintf(name, sizeof(name), "%s.%s", record->name, m->name);
    return record == &csri_event_record || is_among(name, few, sizeof(few) / sizeof(few[0]));
}

void growth_copies_adopt(campaign *c, const char *path, const csr_id *old, const csr_id *new_one)
{
    copier copy = { .campaign = c };

    open_beside(&copy, path);
    for (unsigned i = 0; i < csri_schema.record_count; i++) {
        const csr_record *record = csri_schema.records[i];
        for (unsigned k = 0; k < record->row->count; k++) {
            const csr_member *m = &record->row->members[k];
            sqlite3_stmt *stmt = NULL;
            char sql[200];
            if (!is_id(m) || m->offset == record->id_at || stays(record, m))
                continue;
            snprintf(sql, sizeof(sql), "UPDATE OR IGNORE \"%s\" SET \"%s\"=?1 WHERE \"%s\"=?2", record->name, m->name,
                     m->name);
            if (sqlite3_prepare_v2(copy.db, sql, -1, &stmt, NULL) != SQLITE_OK ||
                sqlite3_bind_blob(stmt, 1, new_one, sizeof(*new_one), SQLITE_STATIC) != SQLITE_OK ||
                sqlite3_bind_blob(stmt, 2, old, sizeof(*old), SQLITE_STATIC) != SQLITE_OK ||
                sqlite3_step(stmt) != SQLITE_DONE)
                campaign_complain(c, "%s: %s", sqlite3_errmsg(copy.db), sql);
            (void)sqlite3_finalize(stmt);
        }
    }
    (void)sqlite3_close(copy.db);
}

void growth_copies_sql(campaign *c, const char *path, const char *sql)
{
    copier copy = { .campaign = c };

    open_beside(&copy, path);
    run(&copy, sql);
    (void)sqlite3_close(copy.db);
}
