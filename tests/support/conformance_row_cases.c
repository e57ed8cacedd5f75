/* Rows in and out: every class of member, limits, columns, ids. */
#include "support/conformance_world.h"

#include "record/records.h"

#include <stdlib.h>

#define EACH 12
#define MEGABYTE ((size_t)1 << 20)

static const csr_schema *const schemas[] = { &conf_schema, &csri_schema };

static void each_schema(void (*check)(conf_world *w))
{
    for (size_t i = 0; i < sizeof(schemas) / sizeof(schemas[0]); i++) {
        conf_world w;
        conf_open(&w, schemas[i]);
        check(&w);
        conf_close(&w);
    }
}

/* What no member describes comes back as zero, whatever was put in. */
static int gaps_are_zero(const csr_record *record, const void *row)
{
    conf_row copy;

    memset(&copy, 0, sizeof(copy));
    memcpy(&copy, row, record->row->size);
    for (unsigned i = 0; i < record->row->count; i++)
        memset(copy.bytes + record->row->members[i].offset, 0, record->row->members[i].size);
    for (size_t i = 0; i < sizeof(copy.bytes); i++)
        if (copy.bytes[i] != 0)
            return 0;
    return 1;
}

static void check_empty(conf_world *w)
{
    csr_store_tx *tx = conf_begin(w, CSR_TX_READ);
    const csr_id id = conf_id(7);

    for (size_t r = 0; r < w->schema->record_count; r++) {
        const csr_record *record = w->schema->records[r];
        conf_order order;
        for (unsigned n = 0; conf_order_at(record, n, &order); n++) {
            const csr_scan scan = { .index = order.index, .limit = 10 };
            csr_rows *rows = conf_is_sparse(&order) ? conf_all(w, tx, record) : conf_scan(w, tx, record, &scan);
            CU_ASSERT_EQUAL(csri_rows_count(rows), 0);
            CU_ASSERT(conf_is_sparse(&order) || conf_count(w, tx, record, &scan) == 0);
            csri_rows_free(rows);
        }
        if (record->id_at != CSR_NO_MEMBER)
            CU_ASSERT_PTR_NULL(conf_get(w, tx, record, &id));
    }
    conf_commit(w, tx);
}

static void empty_store(void)
{
    each_schema(check_empty);
}

static void check_all_rows(conf_world *w, csr_store_tx *tx)
{
    for (size_t r = 0; r < w->schema->record_count; r++) {
        const csr_record *record = w->schema->records[r];
        const csr_rows *mine = w->model.rows[r];
        const void *expected[EACH];
        conf_order order;
        for (unsigned n = 0; conf_order_at(record, n, &order); n++)
            if (order.index < 0)
                break;
        csr_rows *all = conf_all(w, tx, record);
        CU_ASSERT_FATAL(csri_rows_count(mine) <= EACH && csri_rows_count(mine) > 0);
        CU_ASSERT(conf_rows_are(record, all, expected, conf_expected(&order, mine, 0, NULL, expected)));
        for (size_t i = 0; i < csri_rows_count(all); i++)
            CU_ASSERT(gaps_are_zero(record, csri_rows_at(all, i)));
        csri_rows_free(all);
    }
}

static void check_round_trip(conf_world *w)
{
    csr_store_tx *tx;

    conf_populate(w, EACH);
    tx = conf_begin(w, CSR_TX_READ);
    check_all_rows(w, tx);
    for (size_t r = 0; r < w->schema->record_count; r++) {
        const csr_record *record = w->schema->records[r];
        for (size_t i = 0; i < csri_rows_count(w->model.rows[r]) && record->id_at != CSR_NO_MEMBER; i++) {
            const void *mine = csri_rows_at(w->model.rows[r], i);
            csr_rows *rows = conf_get(w, tx, record, csri_at(conf_identity(record), mine));
            CU_ASSERT_PTR_NOT_NULL_FATAL(rows);
            CU_ASSERT(conf_rows_are(record, rows, &mine, 1));
            csri_rows_free(rows);
        }
    }
    conf_commit(w, tx);
}

static void round_trip(void)
{
    each_schema(check_round_trip);
}

static void check_thing(conf_world *w, csr_store_tx *tx, const conf_thing *thing)
{
    const void *expected = thing;
    csr_rows *rows;

    CU_ASSERT_EQUAL(conf_insert(w, tx, &conf_thing_record, thing), CSR_OK);
    rows = conf_get(w, tx, &conf_thing_record, &thing->id);
    CU_ASSERT_PTR_NOT_NULL_FATAL(rows);
    CU_ASSERT(conf_rows_are(&conf_thing_record, rows, &expected, 1));
    csri_rows_free(rows);
}

static void insert_owner(conf_world *w, csr_store_tx *tx, uint32_t number, const char *name)
{
    const conf_owner owner = conf_owner_row(number, name);

    CU_ASSERT_EQUAL(conf_insert(w, tx, &conf_owner_record, &owner), CSR_OK);
}

static void edges_of_values(void)
{
    conf_world w;
    csr_store_tx *tx;
    conf_thing thing;

    conf_open(&w, &conf_schema);
    tx = conf_begin(&w, CSR_TX_WRITE);
    insert_owner(&w, tx, 1, "owner");
    thing = conf_thing_row(2, 1, "");
    thing.size = INT64_MAX;
    thing.rank = INT32_MAX;
    thing.due_at = INT64_MAX - 1;
    check_thing(&w, tx, &thing);
    thing = conf_thing_row(3, 1, "low");
    thing.size = INT64_MIN;
    thing.rank = INT32_MIN;
    thing.due_at = INT64_MIN;
    thing.state = INT32_MAX;
    check_thing(&w, tx, &thing);
    thing = conf_thing_row(0, 1, "high");
    memset(&thing.id, 0xff, sizeof(thing.id));
    memset(thing.digest, 0xff, sizeof(thing.digest));
    memset(thing.mark, 0xff, sizeof(thing.mark));
    thing.size = -1;
    memcpy(thing.code, "CZK", 4);
    thing.encoded = CSR_STR("\0\xff\xfe\0");
    thing.body = CSR_STR("\0");
    thing.label = CSR_STR("\xf0\x9f\x98\x80 \xc5\x99");
    check_thing(&w, tx, &thing);
    conf_commit(&w, tx);
    conf_close(&w);
}

/* The text is the caller's again after the call, and comes back NUL-ended. */
static void long_texts(void)
{
    conf_world w;
    csr_store_tx *tx;
    conf_thing thing = conf_thing_row(2, 1, "long");
    char *body = malloc(MEGABYTE), *copy = malloc(MEGABYTE);
    csr_rows *rows;

    CU_ASSERT_FATAL(body != NULL && copy != NULL);
    for (size_t i = 0; i < MEGABYTE; i++)
        body[i] = (char)(i % 251);
    memcpy(copy, body, MEGABYTE);
    thing.body = (csr_str){ body, MEGABYTE };
    conf_open(&w, &conf_schema);
    tx = conf_begin(&w, CSR_TX_WRITE);
    insert_owner(&w, tx, 1, "owner");
    CU_ASSERT_EQUAL(conf_insert(&w, tx, &conf_thing_record, &thing), CSR_OK);
    memset(body, 'x', MEGABYTE);
    conf_commit(&w, tx);
    tx = conf_begin(&w, CSR_TX_READ);
    rows = conf_get(&w, tx, &conf_thing_record, &thing.id);
    conf_commit(&w, tx);
    CU_ASSERT_PTR_NOT_NULL_FATAL(rows);
    const conf_thing *found = csri_rows_at(rows, 0);
    CU_ASSERT_EQUAL(found->body.len, MEGABYTE);
    CU_ASSERT(found->body.len == MEGABYTE && memcmp(found->body.ptr, copy, MEGABYTE) == 0);
    CU_ASSERT(found->body.len == MEGABYTE && found->body.ptr[MEGABYTE] == '\0');
    csri_rows_free(rows);
    conf_close(&w);
    free(body);
    free(copy);
}

static void check_texts_end(conf_world *w)
{
    csr_store_tx *tx;

    conf_populate(w, EACH);
    tx = conf_begin(w, CSR_TX_READ);
    for (size_t r = 0; r < w->schema->record_count; r++) {
        const csr_shape *shape = w->schema->records[r]->row;
        csr_rows *all = conf_all(w, tx, w->schema->records[r]);
        for (size_t i = 0; i < csri_rows_count(all); i++) {
            for (unsigned k = 0; k < shape->count; k++) {
                const csr_str *text = csri_at(&shape->members[k], csri_rows_at(all, i));
                if (shape->members[k].c == CSR_CLASS_STR && (text->len != 0 || text->ptr != NULL))
                    CU_ASSERT(text->ptr != NULL && text->ptr[text->len] == '\0');
            }
        }
        csri_rows_free(all);
    }
    conf_commit(w, tx);
}

static void texts_end_in_nul(void)
{
    each_schema(check_texts_end);
}

/* --- columns --- */

static void check_columns(conf_world *w, csr_store_tx *tx, const csr_record *record, uint64_t columns)
{
    const csr_rows *mine = conf_model_rows(&w->model, record);
    const int by_id = record->id_at != CSR_NO_MEMBER;
    const csr_scan scan = { .index = by_id ? CSR_SCAN_BY_ID : CSR_SCAN_BY_POSITION,
                            .limit = UINT32_MAX,
                            .columns = columns };
    csr_rows *rows = conf_scan(w, tx, record, &scan);
    size_t i = csri_rows_count(rows);

    if (by_id && csri_rows_count(mine) > 0) {
        const csr_id *id = csri_at(conf_identity(record), csri_rows_at(mine, 0));
        CU_ASSERT_EQUAL(w->ops->get(tx, record, id, columns, rows, NULL), CSR_OK);
        CU_ASSERT_EQUAL(w->ops->get_many(tx, record, id, 1, columns, rows, NULL), CSR_OK);
        i += 2;
    }
    CU_ASSERT_EQUAL_FATAL(csri_rows_count(rows), i);
    while (i-- > 0) {
        const void *found = csri_rows_at(rows, i);
        const csr_member *identity = conf_identity(record);
        const csr_member *version = csri_member_at(record->row, record->version_at);
        const void *same = NULL;
        for (size_t k = 0; k < csri_rows_count(mine) && same == NULL; k++)
            if (csri_same(identity, found, csri_rows_at(mine, k)))
                same = csri_rows_at(mine, k);
        CU_ASSERT_PTR_NOT_NULL_FATAL(same);
        CU_ASSERT(conf_rows_agree(record, found, same, columns));
        CU_ASSERT(conf_rest_is_unset(record, found, columns));
        CU_ASSERT(version == NULL || csri_same(version, found, same));
        CU_ASSERT(gaps_are_zero(record, found));
    }
    csri_rows_free(rows);
}

static void check_each_column(conf_world *w)
{
    csr_store_tx *tx;

    conf_populate(w, 4);
    tx = conf_begin(w, CSR_TX_READ);
    for (size_t r = 0; r < w->schema->record_count; r++) {
        const csr_record *record = w->schema->records[r];
        for (unsigned i = 0; i < record->row->count; i++)
            check_columns(w, tx, record, UINT64_C(1) << i);
        for (unsigned i = 0; i < 4; i++)
            check_columns(w, tx, record, conf_random(&w->random) & ((UINT64_C(1) << record->row->count) - 1));
        check_columns(w, tx, record, 0);
        check_columns(w, tx, record, (UINT64_C(1) << record->row->count) - 1);
    }
    conf_commit(w, tx);
}

static void columns_wanted(void)
{
    each_schema(check_each_column);
}

/* --- ids --- */

static void plain_rows(conf_world *w, csr_store_tx *tx, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        const conf_plain row = { .id = conf_id(2 * i), .value = (int32_t)i };
        CU_ASSERT_EQUAL(conf_insert(w, tx, &conf_plain_record, &row), CSR_OK);
    }
}

/* Ask for so many ids, every second of which is there; each that is there comes, and no other. */
static void ask_for(conf_world *w, csr_store_tx *tx, uint32_t count)
{
    csr_id *ids = malloc((count + 1) * sizeof(*ids));
    unsigned char *seen = calloc(2 * count + 2, 1);
    csr_rows *rows = conf_new_rows(w, &conf_plain_record);
    size_t found = 0;

    CU_ASSERT_FATAL(ids != NULL && seen != NULL);
    for (uint32_t i = 0; i < count; i++)
        ids[i] = conf_id((i * 7919U) % count);
    CU_ASSERT_EQUAL(w->ops->get_many(tx, &conf_plain_record, ids, count, 0, rows, NULL), CSR_OK);
    for (size_t i = 0; i < csri_rows_count(rows); i++) {
        const conf_plain *row = csri_rows_at(rows, i);
        const csr_id expected = conf_id(2 * (uint32_t)row->value);
        CU_ASSERT(memcmp(&row->id, &expected, sizeof(expected)) == 0);
        CU_ASSERT_FATAL(2 * (uint32_t)row->value < count);
        found += seen[2 * row->value] == 0 ? 1 : 0;
        seen[2 * row->value] = 1;
    }
    CU_ASSERT_EQUAL(found, (count + 1) / 2);
    CU_ASSERT_EQUAL(csri_rows_count(rows), found);
    csri_rows_free(rows);
    free(ids);
    free(seen);
}

static void many_ids(void)
{
    static const uint32_t counts[] = { 0, 1, 2, 63, 64, 65, 66, 128, 1000 };
    conf_world w;
    csr_store_tx *tx;

    conf_open(&w, &conf_schema);
    tx = conf_begin(&w, CSR_TX_WRITE);
    plain_rows(&w, tx, 600);
    for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++)
        ask_for(&w, tx, counts[i]);
    conf_commit(&w, tx);
    conf_close(&w);
}

/* Whether an id that is given more than once comes once or more is the store's affair. */
static void repeated_ids(void)
{
    conf_world w;
    csr_store_tx *tx;
    csr_id ids[130];
    csr_rows *rows;

    conf_open(&w, &conf_schema);
    tx = conf_begin(&w, CSR_TX_WRITE);
    plain_rows(&w, tx, 3);
    for (size_t i = 0; i < 130; i++)
        ids[i] = conf_id(2 * (i % 2));
    rows = conf_new_rows(&w, &conf_plain_record);
    CU_ASSERT_EQUAL(w.ops->get_many(tx, &conf_plain_record, ids, 130, 0, rows, NULL), CSR_OK);
    int seen[2] = { 0, 0 };
    for (size_t i = 0; i < csri_rows_count(rows); i++) {
        const conf_plain *row = csri_rows_at(rows, i);
        CU_ASSERT_FATAL(row->value == 0 || row->value == 1);
        seen[row->value]++;
    }
    CU_ASSERT(seen[0] > 0 && seen[1] > 0);
    csri_rows_free(rows);
    conf_commit(&w, tx);
    conf_close(&w);
}

/* What a call appends stands behind what is there already, also when it fails. */
static void reads_append(void)
{
    conf_world w;
    csr_store_tx *tx;
    const csr_id there = conf_id(0), missing = conf_id(1);
    const csr_scan scan = { .index = CSR_SCAN_BY_ID, .limit = 2 };
    csr_rows *rows;

    conf_open(&w, &conf_schema);
    tx = conf_begin(&w, CSR_TX_WRITE);
    plain_rows(&w, tx, 5);
    rows = conf_new_rows(&w, &conf_plain_record);
    CU_ASSERT_EQUAL(w.ops->scan(tx, &conf_plain_record, &scan, rows, NULL), CSR_OK);
    CU_ASSERT_EQUAL(w.ops->get(tx, &conf_plain_record, &there, 0, rows, NULL), CSR_OK);
    CU_ASSERT_EQUAL(w.ops->get(tx, &conf_plain_record, &missing, 0, rows, NULL), CSR_E_NOT_FOUND);
    CU_ASSERT_EQUAL(w.ops->scan(tx, &conf_plain_record, &scan, rows, NULL), CSR_OK);
    CU_ASSERT_EQUAL_FATAL(csri_rows_count(rows), 5);
    for (size_t i = 0; i < 5; i++)
        CU_ASSERT_EQUAL(((const conf_plain *)csri_rows_at(rows, i))->value, i == 1 || i == 4 ? 1 : 0);
    csri_rows_free(rows);
    conf_commit(&w, tx);
    conf_close(&w);
}

static void no_id_no_get(void)
{
    conf_world w;
    csr_store_tx *tx;
    const csr_id id = conf_id(1);
    csr_rows *rows;

    conf_open(&w, &conf_schema);
    tx = conf_begin(&w, CSR_TX_READ);
    rows = conf_new_rows(&w, &conf_note_record);
    CU_ASSERT_EQUAL(w.ops->get(tx, &conf_note_record, &id, 0, rows, NULL), CSR_E_MISUSE);
    CU_ASSERT_EQUAL(w.ops->get_many(tx, &conf_note_record, &id, 1, 0, rows, NULL), CSR_E_MISUSE);
    conf_rollback(&w, tx);
    tx = conf_begin(&w, CSR_TX_WRITE);
    CU_ASSERT_EQUAL(conf_erase(&w, tx, &conf_note_record, &id), CSR_E_MISUSE);
    conf_rollback(&w, tx);
    CU_ASSERT_EQUAL(csri_rows_count(rows), 0);
    csri_rows_free(rows);
    conf_close(&w);
}

CU_TestInfo conf_row_cases[] = {
    { "an empty store has nothing", empty_store },
    { "every member of every record comes back", round_trip },
    { "edges of integers, ids, codes and bytes", edges_of_values },
    { "a megabyte of text", long_texts },
    { "texts end in NUL", texts_end_in_nul },
    { "columns wanted come, others stay unset", columns_wanted },
    { "get_many of 0 to 1000 ids", many_ids },
    { "get_many of repeated ids", repeated_ids },
    { "reads append", reads_append },
    { "records without ids are not read by id", no_id_no_get },
    CU_TEST_INFO_NULL,
};
