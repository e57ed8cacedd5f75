/* Scans: their order, their pages, and what they count. */
#include "support/conformance_world.h"

#include "record/records.h"

#include <stdio.h>

#define EACH 24

static const csr_schema *const schemas[] = { &conf_schema, &csri_schema };

/* A check of one order of one record, whose rows are in the model. */
typedef void check_order(conf_world *w, csr_store_tx *tx, const conf_order *order);

/* Populate, then check every order of every record of both schemas. */
static void each_order(check_order *check)
{
    for (size_t i = 0; i < sizeof(schemas) / sizeof(schemas[0]); i++) {
        conf_world w;
        csr_store_tx *tx;
        conf_open(&w, schemas[i]);
        conf_populate(&w, EACH);
        tx = conf_begin(&w, CSR_TX_READ);
        for (size_t r = 0; r < w.schema->record_count; r++) {
            conf_order order;
            for (unsigned n = 0; conf_order_at(w.schema->records[r], n, &order); n++)
                check(&w, tx, &order);
        }
        conf_commit(&w, tx);
        conf_close(&w);
    }
}

static void reverse(const void **rows, size_t count)
{
    for (size_t i = 0; i < count / 2; i++) {
        const void *row = rows[i];
        rows[i] = rows[count - 1 - i];
        rows[count - 1 - i] = row;
    }
}

/* The fewest equal members with which an order may be read. */
static unsigned fewest(const conf_order *order)
{
    return conf_is_sparse(order) ? 1 : 0;
}

static void check_scan(conf_world *w, csr_store_tx *tx, const conf_order *order, unsigned equal, const void *from)
{
    const void *expected[EACH];
    csr_scan scan = { .index = order->index, .equal = equal, .limit = UINT32_MAX, .from = from };
    size_t count = conf_expected(order, conf_model_rows(&w->model, order->record), equal, from, expected);
    csr_rows *rows = conf_scan(w, tx, order->record, &scan);

    CU_ASSERT(conf_rows_are(order->record, rows, expected, count));
    CU_ASSERT_EQUAL(conf_count(w, tx, order->record, &scan), (int64_t)count);
    csri_rows_free(rows);
    scan.flags = CSR_SCAN_REVERSE;
    reverse(expected, count);
    rows = conf_scan(w, tx, order->record, &scan);
    CU_ASSERT(conf_rows_are(order->record, rows, expected, count));
    csri_rows_free(rows);
    /* Counting does not look at these. */
    scan.limit = 0;
    scan.columns = 1;
    scan.after = count > 0 ? expected[0] : NULL;
    CU_ASSERT_EQUAL(conf_count(w, tx, order->record, &scan), (int64_t)count);
    /* It may stop at a limit, and not before. */
    scan.limit = 1;
    CU_ASSERT(conf_count(w, tx, order->record, &scan) >= (count > 0));
    CU_ASSERT(conf_count(w, tx, order->record, &scan) <= (int64_t)count);
}

static void check_whole(conf_world *w, csr_store_tx *tx, const conf_order *order)
{
    if (fewest(order) == 0)
        check_scan(w, tx, order, 0, NULL);
}

static void whole_orders(void)
{
    each_order(check_whole);
}

/* Each number of equal members, with the values of each row, and with values that no row has. */
static void check_equal(conf_world *w, csr_store_tx *tx, const conf_order *order)
{
    const csr_rows *rows = conf_model_rows(&w->model, order->record);

    for (unsigned equal = 1; equal <= order->unique; equal++) {
        for (size_t i = 0; i < csri_rows_count(rows); i++) {
            conf_row from;
            check_scan(w, tx, order, equal, csri_rows_at(rows, i));
            memcpy(&from, csri_rows_at(rows, i), order->record->row->size);
            const csr_member *m = order->members[equal - 1];
            conf_fill_member(&w->model, &w->random, order->record, m, &from);
            check_scan(w, tx, order, equal, &from);
        }
    }
}

static void equal_members(void)
{
    each_order(check_equal);
}

/* Read page by page and compare with what the whole should be. */
static void check_pages(conf_world *w, csr_store_tx *tx, const conf_order *order, const csr_scan *first,
                        const void *const *expected, size_t count)
{
    csr_rows *last = NULL;
    csr_scan scan = *first;
    size_t at = 0, n = scan.limit;

    while (n == scan.limit) {
        csr_rows *rows = conf_scan(w, tx, order->record, &scan);
        n = csri_rows_count(rows);
        CU_ASSERT_FATAL(n <= scan.limit && at + n <= count);
        CU_ASSERT(conf_rows_are(order->record, rows, expected + at, n));
        at += n;
        csri_rows_free(last);
        last = rows;
        scan.after = n > 0 ? csri_rows_at(rows, n - 1) : NULL;
    }
    csri_rows_free(last);
    CU_ASSERT_EQUAL(at, count);
}

/* A unique index read with all its members equal has one row at most; nobody reads on behind it. */
static unsigned most(const conf_order *order)
{
    const uint32_t flags = order->index < 0 ? 0 : order->record->indexes[order->index].flags;

    return order->unique - ((flags & CSR_INDEX_UNIQUE) != 0 ? 1U : 0U);
}

static void check_page_sizes(conf_world *w, csr_store_tx *tx, const conf_order *order)
{
    const csr_rows *rows = conf_model_rows(&w->model, order->record);
    const void *expected[EACH];

    if (csri_rows_count(rows) == 0)
        return;
    for (unsigned equal = fewest(order); equal <= most(order); equal++) {
        const void *from = csri_rows_at(rows, conf_below(&w->random, csri_rows_count(rows)));
        csr_scan scan = { .index = order->index, .equal = equal, .from = equal == 0 ? NULL : from };
        size_t count = conf_expected(order, rows, equal, from, expected);
        for (int backwards = 0; backwards < 2; backwards++) {
            scan.flags = backwards ? CSR_SCAN_REVERSE : 0;
            for (scan.limit = 1; scan.limit <= count + 1; scan.limit++)
                check_pages(w, tx, order, &scan, expected, count);
            reverse(expected, count);
        }
    }
}

static void page_sizes(void)
{
    each_order(check_page_sizes);
}

/* From every row on, whether the token carries the whole row or only what the contract asks for. */
static void check_after(conf_world *w, csr_store_tx *tx, const conf_order *order)
{
    const csr_rows *rows = conf_model_rows(&w->model, order->record);
    const void *expected[EACH];

    if (fewest(order) != 0 || order->record->row->size > sizeof(conf_row))
        return;
    size_t count = conf_expected(order, rows, 0, NULL, expected);
    for (size_t i = 0; i < count; i++) {
        conf_row token;
        csr_scan scan = { .index = order->index, .limit = UINT32_MAX, .after = &token };
        memset(&token, 0, sizeof(token));
        for (unsigned k = 0; k < order->count; k++)
            memcpy(token.bytes + order->members[k]->offset, csri_at(order->members[k], expected[i]),
                   order->members[k]->size);
        csr_rows *found = conf_scan(w, tx, order->record, &scan);
        CU_ASSERT(conf_rows_are(order->record, found, expected + i + 1, count - i - 1));
        csri_rows_free(found);
    }
}

static void after_every_row(void)
{
    each_order(check_after);
}

/* --- pages beside writers --- */

#define STAYING 40
#define PAGE 5

static void insert_owner(conf_world *w, csr_store_tx *tx, uint32_t number, const char *name)
{
    const conf_owner owner = conf_owner_row(number, name);

    CU_ASSERT_EQUAL_FATAL(conf_insert(w, tx, &conf_owner_record, &owner), CSR_OK);
}

/* A thing of owner 1; the rank says where it stands, the size whether it stays. */
static void insert_ranked(conf_world *w, csr_store_tx *tx, uint32_t number, int32_t rank, int64_t stays)
{
    char name[16];
    conf_thing thing;

    snprintf(name, sizeof(name), "%u", (unsigned)number);
    thing = conf_thing_row(number, 1, name);
    thing.rank = rank;
    thing.size = stays;
    CU_ASSERT_EQUAL_FATAL(conf_insert(w, tx, &conf_thing_record, &thing), CSR_OK);
}

/* Count the staying rows of a page, which must come in the order of their ranks; the last row becomes the token. */
static size_t read_page(conf_world *w, csr_store_tx *tx, conf_thing *token, int32_t *next)
{
    const conf_thing from = { .owner = conf_id(1) };
    const csr_scan scan = { .index = CONF_THING_BY_OWNER,
                            .equal = 1,
                            .limit = PAGE,
                            .from = &from,
                            .after = token->version == 0 ? NULL : token };
    csr_rows *rows = conf_scan(w, tx, &conf_thing_record, &scan);
    size_t count = csri_rows_count(rows);

    for (size_t i = 0; i < count; i++) {
        *token = *(const conf_thing *)csri_rows_at(rows, i);
        token->name = (csr_str){ 0 };
        if (token->size == 1)
            CU_ASSERT_EQUAL(token->rank, 2 * (*next)++);
    }
    csri_rows_free(rows);
    return count;
}

/* While pages are read others insert and erase: what is there all the time comes exactly once, in order. */
static void pages_beside_writers(void)
{
    conf_world w;
    csr_store_tx *tx;
    conf_thing token = { 0 };
    int32_t next = 0;
    uint32_t number = 1000;

    conf_open(&w, &conf_schema);
    tx = conf_begin(&w, CSR_TX_WRITE);
    insert_owner(&w, tx, 1, "owner");
    for (int32_t i = 0; i < STAYING; i++)
        insert_ranked(&w, tx, number++, 2 * i, 1);
    while (read_page(&w, tx, &token, &next) == PAGE) {
        /* One behind the reader, one in front of it; and the row that its token names goes. */
        insert_ranked(&w, tx, number++, token.rank - 1, 0);
        insert_ranked(&w, tx, number++, token.rank + 1, 0);
        CU_ASSERT_EQUAL(conf_erase(&w, tx, &conf_thing_record, &token.id), CSR_OK);
        conf_commit(&w, tx);
        tx = conf_begin(&w, CSR_TX_WRITE);
        CU_ASSERT_FATAL(number < 2000);
    }
    conf_commit(&w, tx);
    CU_ASSERT_EQUAL(next, STAYING);
    conf_close(&w);
}

/* --- what an order says of unset members --- */

/* The ids of a scan as numbers, in order, ended by 0. */
static void expect_numbers(conf_world *w, csr_store_tx *tx, const csr_scan *scan, const uint32_t *numbers)
{
    csr_rows *rows = conf_scan(w, tx, &conf_thing_record, scan);
    size_t n = 0;

    for (; numbers[n] != 0 && n < csri_rows_count(rows); n++) {
        const csr_id id = conf_id(numbers[n]);
        CU_ASSERT(memcmp(&id, &((const conf_thing *)csri_rows_at(rows, n))->id, sizeof(id)) == 0);
    }
    CU_ASSERT(numbers[n] == 0 && n == csri_rows_count(rows));
    csri_rows_free(rows);
}

static void unset_and_last(void)
{
    static const int64_t due_at[] = { 0, 30, -5, 0, INT64_MAX - 1, INT64_MIN };
    static const char *const labels[] = { "b", "", "a", "", "ab", "B" };
    const csr_scan by_due_at = { .index = CONF_THING_BY_DUE_AT, .limit = 10 };
    const csr_scan by_label = { .index = CONF_THING_BY_LABEL, .limit = 10 };
    const csr_scan last_label = { .index = CONF_THING_BY_LABEL, .limit = 3, .flags = CSR_SCAN_REVERSE };
    conf_world w;
    csr_store_tx *tx;

    conf_open(&w, &conf_schema);
    tx = conf_begin(&w, CSR_TX_WRITE);
    insert_owner(&w, tx, 1, "owner");
    for (uint32_t i = 0; i < 6; i++) {
        char name[2] = { (char)('a' + i), '\0' };
        conf_thing thing = conf_thing_row(10 + i, 1, name);
        thing.due_at = due_at[i];
        csr_str_set(&thing.label, labels[i], CSR_NTS);
        CU_ASSERT_EQUAL(conf_insert(&w, tx, &conf_thing_record, &thing), CSR_OK);
    }
    expect_numbers(&w, tx, &by_due_at, (const uint32_t[]){ 15, 12, 11, 14, 10, 13, 0 });
    expect_numbers(&w, tx, &by_label, (const uint32_t[]){ 11, 13, 15, 12, 14, 10, 0 });
    expect_numbers(&w, tx, &last_label, (const uint32_t[]){ 10, 14, 12, 0 });
    conf_commit(&w, tx);
    conf_close(&w);
}

/* Rows come into a sparse index and leave it as its first member is set and emptied. */
static void sparse_members(void)
{
    conf_world w;
    csr_store_tx *tx;
    conf_thing was, is, from = { .keeper = conf_id(1) };
    const conf_thing nobody = { 0 };
    csr_scan scan = { .index = CONF_THING_BY_KEEPER, .equal = 1, .limit = 10, .from = &from };

    conf_open(&w, &conf_schema);
    tx = conf_begin(&w, CSR_TX_WRITE);
    insert_owner(&w, tx, 1, "owner");
    was = is = conf_thing_row(10, 1, "a");
    CU_ASSERT_EQUAL(conf_insert(&w, tx, &conf_thing_record, &was), CSR_OK);
    expect_numbers(&w, tx, &scan, (const uint32_t[]){ 0 });
    is.keeper = from.keeper;
    is.version = 2;
    CU_ASSERT_EQUAL(conf_update(&w, tx, &conf_thing_record, &was, &is), CSR_OK);
    expect_numbers(&w, tx, &scan, (const uint32_t[]){ 10, 0 });
    CU_ASSERT_EQUAL(conf_count(&w, tx, &conf_thing_record, &scan), 1);
    scan.from = &nobody;
    expect_numbers(&w, tx, &scan, (const uint32_t[]){ 0 });
    CU_ASSERT_EQUAL(conf_count(&w, tx, &conf_thing_record, &scan), 0);
    scan.from = &from;
    was.version = 3;
    CU_ASSERT_EQUAL(conf_update(&w, tx, &conf_thing_record, &is, &was), CSR_OK);
    expect_numbers(&w, tx, &scan, (const uint32_t[]){ 0 });
    conf_commit(&w, tx);
    conf_close(&w);
}

/* --- limits and misuse --- */

static void limits(void)
{
    conf_world w;
    csr_store_tx *tx;
    csr_scan scan = { .index = CSR_SCAN_BY_ID };

    conf_open(&w, &conf_schema);
    conf_populate(&w, EACH);
    tx = conf_begin(&w, CSR_TX_READ);
    for (scan.limit = 0; scan.limit <= EACH + 1; scan.limit++) {
        csr_rows *rows = conf_scan(&w, tx, &conf_plain_record, &scan);
        CU_ASSERT_EQUAL(csri_rows_count(rows), scan.limit < EACH ? scan.limit : EACH);
        csri_rows_free(rows);
    }
    conf_commit(&w, tx);
    conf_close(&w);
}

/* Each misuse in a transaction of its own, because it may have to be rolled back. */
static void refused_scan(conf_world *w, const csr_record *record, const csr_scan *scan)
{
    csr_store_tx *tx = conf_begin(w, CSR_TX_READ);
    csr_rows *rows = conf_new_rows(w, record);
    int64_t count;

    CU_ASSERT_EQUAL(w->ops->scan(tx, record, scan, rows, NULL), CSR_E_MISUSE);
    CU_ASSERT_EQUAL(csri_rows_count(rows), 0);
    conf_rollback(w, tx);
    tx = conf_begin(w, CSR_TX_READ);
    CU_ASSERT_EQUAL(w->ops->count(tx, record, scan, &count, NULL), CSR_E_MISUSE);
    conf_rollback(w, tx);
    csri_rows_free(rows);
}

static void scans_that_cannot_be(void)
{
    conf_world w;
    const conf_thing thing = { .owner = conf_id(1) };

    conf_open(&w, &conf_schema);
    refused_scan(&w, &conf_plain_record, &(csr_scan){ .index = 0, .limit = 1 });
    refused_scan(&w, &conf_plain_record, &(csr_scan){ .index = CSR_SCAN_BY_POSITION, .limit = 1 });
    refused_scan(&w, &conf_plain_record, &(csr_scan){ .index = -3, .limit = 1 });
    refused_scan(&w, &conf_note_record, &(csr_scan){ .index = CSR_SCAN_BY_ID, .limit = 1 });
    refused_scan(&w, &conf_thing_record, &(csr_scan){ .index = 7, .limit = 1 });
    refused_scan(&w, &conf_thing_record, &(csr_scan){ .index = 0, .limit = 1, .equal = 1 });
    refused_scan(&w, &conf_thing_record, &(csr_scan){ .index = 0, .limit = 1, .equal = 4, .from = &thing });
    conf_close(&w);
}

/* --- positions --- */

static void insert_note(conf_world *w, csr_store_tx *tx, int64_t seq)
{
    const conf_note note = { .kind = (int32_t)seq % 3, .subject = conf_id(1), .seq = seq };

    CU_ASSERT_EQUAL(conf_insert(w, tx, &conf_note_record, &note), CSR_OK);
}

/* Ascending in the order of commits, from above 0; what was rolled back leaves at most a gap. */
static void positions(void)
{
    conf_world w;
    csr_store_tx *tx;
    int64_t last = 0;

    conf_open(&w, &conf_schema);
    for (int64_t seq = 1; seq <= 30; seq++) {
        tx = conf_begin(&w, CSR_TX_WRITE);
        if (seq % 5 == 0) {
            insert_note(&w, tx, 1000);
            insert_note(&w, tx, 1001);
            conf_rollback(&w, tx);
            tx = conf_begin(&w, CSR_TX_WRITE);
        }
        insert_note(&w, tx, seq);
        conf_commit(&w, tx);
    }
    tx = conf_begin(&w, CSR_TX_READ);
    csr_rows *rows = conf_all(&w, tx, &conf_note_record);
    CU_ASSERT_EQUAL_FATAL(csri_rows_count(rows), 30);
    for (size_t i = 0; i < 30; i++) {
        const conf_note *note = csri_rows_at(rows, i);
        CU_ASSERT_EQUAL(note->seq, (int64_t)i + 1);
        CU_ASSERT(note->position > last);
        last = note->position;
    }
    csri_rows_free(rows);
    conf_commit(&w, tx);
    conf_close(&w);
}

static csr_status insert_at(conf_world *w, csr_store_tx *tx, int64_t position, int64_t seq)
{
    const conf_note note = { .position = position, .subject = conf_id(1), .seq = seq };

    (void)w;
    return conf_target()->ops->insert(tx, &conf_note_record, &note, NULL);
}

/* Rows that bring their positions keep them, gaps included, and those that bring none follow behind. */
static void positions_brought(void)
{
    static const int64_t expected[] = { 5, 9, 10, 20, 21 };
    conf_world w;
    csr_store_tx *tx;
    csr_rows *rows;

    if ((conf_target()->ops->capabilities & CSR_CAP_POSITIONS) == 0)
        return;
    conf_open(&w, &conf_schema);
    tx = conf_begin(&w, CSR_TX_WRITE);
    CU_ASSERT_EQUAL(insert_at(&w, tx, 5, 1), CSR_OK);
    CU_ASSERT_EQUAL(insert_at(&w, tx, 9, 2), CSR_OK);
    CU_ASSERT_EQUAL(insert_at(&w, tx, 0, 3), CSR_OK);
    conf_commit(&w, tx);
    tx = conf_begin(&w, CSR_TX_WRITE);
    CU_ASSERT_EQUAL(insert_at(&w, tx, 100, 99), CSR_OK);
    conf_rollback(&w, tx);
    tx = conf_begin(&w, CSR_TX_WRITE);
    CU_ASSERT_EQUAL(insert_at(&w, tx, 10, 98), CSR_E_DUPLICATE);
    CU_ASSERT_EQUAL(insert_at(&w, tx, 20, 4), CSR_OK);
    CU_ASSERT_EQUAL(insert_at(&w, tx, 0, 5), CSR_OK);
    conf_commit(&w, tx);
    tx = conf_begin(&w, CSR_TX_READ);
    rows = conf_all(&w, tx, &conf_note_record);
    CU_ASSERT_EQUAL_FATAL(csri_rows_count(rows), 5);
    for (size_t i = 0; i < 5; i++) {
        const conf_note *note = csri_rows_at(rows, i);
        CU_ASSERT_TRUE(note->position == expected[i] && note->seq == (int64_t)i + 1);
    }
    csri_rows_free(rows);
    conf_commit(&w, tx);
    conf_close(&w);
}

CU_TestInfo conf_scan_cases[] = {
    { "whole orders, both ways", whole_orders },
    { "equal members, counts", equal_members },
    { "pages of every size make the whole", page_sizes },
    { "behind every row", after_every_row },
    { "pages beside writers", pages_beside_writers },
    { "unset members first, but for unset-last", unset_and_last },
    { "sparse indexes", sparse_members },
    { "limits", limits },
    { "scans that cannot be", scans_that_cannot_be },
    { "positions in commit order", positions },
    { "positions that rows bring", positions_brought },
    CU_TEST_INFO_NULL,
};
