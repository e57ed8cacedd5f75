/*
 * Cases of the suite: a store of an older version becomes one of today's, whole or not at all.
 */
#include "support/conformance_world.h"
#include "support/runner.h"

#include <string.h>

/* What the small schema was in a version that never was: two kinds of record and a member fewer, indexes missing. */
typedef struct former_schema {
    csr_shape thing_row;
    csr_record thing;
    const csr_record *records[3];
    csr_schema schema;
} former_schema;

static const csr_schema *make_former(former_schema *f)
{
    f->thing_row = *conf_thing_record.row;
    f->thing_row.count--; /* its mark */
    f->thing = conf_thing_record;
    f->thing.row = &f->thing_row;
    f->thing.index_count = CONF_THING_BY_DUE_AT;
    f->records[0] = &conf_desk_record;
    f->records[1] = &conf_owner_record;
    f->records[2] = &f->thing;
    f->schema = (csr_schema){ .records = f->records, .record_count = 3, .version = 1 };
    return &f->schema;
}

/* A later version, and what it fills in: a row for each thing, counted through the store's own methods. */
static csr_status fill_plain(csr_store_tx *tx, int32_t from, void *user, csr_error *err)
{
    conf_world *w = user;
    csr_scan all = { .index = CSR_SCAN_BY_ID };
    conf_plain row = { .id = conf_id(9) };
    int64_t things = 0;
    csr_status status = w->ops->count(tx, &conf_thing_record, &all, &things, err);

    CU_ASSERT_EQUAL(from, 1);
    row.value = (int32_t)things;
    return status == CSR_OK ? w->ops->insert(tx, &conf_plain_record, &row, err) : status;
}

static csr_status fill_badly(csr_store_tx *tx, int32_t from, void *user, csr_error *err)
{
    csr_status status = fill_plain(tx, from, user, err);

    CU_ASSERT_EQUAL(status, CSR_OK);
    err->status = CSR_E_LIMIT;
    return CSR_E_LIMIT;
}

static csr_status migrate(conf_world *w, uint32_t flags,
                          csr_status (*fill)(csr_store_tx *, int32_t, void *, csr_error *), size_t *out_steps)
{
    csr_store_migration asked = { .struct_size = sizeof(asked), .flags = flags, .fill = fill, .user = w };
    csr_rows *steps;
    csr_status status;

    CU_ASSERT_EQUAL_FATAL(csri_rows_new(&w->host.host, sizeof(csr_diagnostic_view), 1, &steps, &w->err), CSR_OK);
    status = w->ops->migrate(&w->host.host, w->uri, conf_target()->options, conf_target()->option_count, w->schema,
                             &asked, steps, &w->err);
    *out_steps = csri_rows_count(steps);
    csri_rows_free(steps);
    return status;
}

/* A store of the former schema with an owner and some things, closed. */
static void make_former_store(conf_world *w, former_schema *f, csr_schema *later)
{
    csr_store_tx *tx;

    conf_open(w, make_former(f));
    tx = conf_begin(w, CSR_TX_WRITE);
    CU_ASSERT_EQUAL(conf_insert(w, tx, &conf_owner_record, &(conf_owner){ .id = conf_id(1), .version = 1 }), CSR_OK);
    for (uint32_t i = 1; i <= 5; i++) {
        conf_thing row = conf_thing_row(i, 1, i % 2 ? "odd" : "even");
        row.rank = (int32_t)i;
        row.name = (csr_str){ &"abcde"[i - 1], 1 };
        memset(row.mark, 0, sizeof(row.mark)); /* which it does not keep */
        CU_ASSERT_EQUAL(conf_insert(w, tx, &f->thing, &row), CSR_OK);
    }
    conf_commit(w, tx);
    w->ops->close(w->store);
    w->store = NULL;
    *later = conf_schema;
    later->version = 2;
    w->schema = later;
}

/* What is new is there, empty or filled; what there was is as it was. */
static void check_migrated(conf_world *w)
{
    csr_scan by_due = { .index = CONF_THING_BY_DUE_AT, .limit = 10 };
    csr_id nine = conf_id(9);
    csr_store_tx *tx = conf_begin(w, CSR_TX_READ);
    csr_rows *rows = conf_scan(w, tx, &conf_thing_record, &by_due);

    CU_ASSERT_EQUAL(csri_rows_count(rows), 5);
    for (size_t i = 0; i < csri_rows_count(rows); i++) {
        const conf_thing *thing = csri_rows_at(rows, i);
        CU_ASSERT_EQUAL(thing->mark[0] | thing->mark[31], 0);
        CU_ASSERT_EQUAL(thing->name.len, 1);
    }
    csri_rows_free(rows);
    rows = conf_get(w, tx, &conf_plain_record, &nine);
    CU_ASSERT_PTR_NOT_NULL_FATAL(rows);
    CU_ASSERT_EQUAL(((const conf_plain *)csri_rows_at(rows, 0))->value, 5);
    csri_rows_free(rows);
    rows = conf_all(w, tx, &conf_note_record);
    CU_ASSERT_EQUAL(csri_rows_count(rows), 0);
    csri_rows_free(rows);
    conf_rollback(w, tx);
}

static int is_refused(conf_world *w)
{
    csr_store *store;

    return conf_open_store(w, w->uri, NULL, 0, &store) == CSR_E_SCHEMA_OLD;
}

static void to_a_later_version(void)
{
    former_schema former;
    csr_schema later;
    conf_world w;
    size_t steps;

    if (conf_target()->ops->migrate == NULL) {
        csr_test_skip("the store knows no older versions");
        return;
    }
    make_former_store(&w, &former, &later);
    CU_ASSERT_TRUE(is_refused(&w));
    CU_ASSERT_EQUAL(migrate(&w, CSR_MIGRATE_DRY_RUN, fill_plain, &steps), CSR_OK);
    CU_ASSERT_TRUE(steps > 0);
    CU_ASSERT_TRUE(is_refused(&w));
    CU_ASSERT_EQUAL(migrate(&w, CSR_MIGRATE_NO_BACKUP, fill_badly, &steps), CSR_E_LIMIT);
    CU_ASSERT_TRUE(is_refused(&w));
    CU_ASSERT_EQUAL(migrate(&w, CSR_MIGRATE_NO_BACKUP, fill_plain, &steps), CSR_OK);
    CU_ASSERT_TRUE(steps > 0);
    CU_ASSERT_EQUAL(migrate(&w, CSR_MIGRATE_NO_BACKUP, fill_plain, &steps), CSR_OK);
    CU_ASSERT_EQUAL(steps, 0);
    CU_ASSERT_EQUAL_FATAL(conf_open_store(&w, w.uri, NULL, 0, &w.store), CSR_OK);
    check_migrated(&w);
    conf_close(&w);
}

CU_TestInfo conf_migrate_cases[] = {
    { "to a later version", to_a_later_version },
    CU_TEST_INFO_NULL,
};
