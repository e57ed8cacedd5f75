/* Transactions by themselves: all or nothing, what they refuse, with and without memory. */
#include "support/conformance_world.h"

#include "record/records.h"

#include <stdio.h>

#define EACH 8
#define STEPS 24

static const csr_schema *const schemas[] = { &conf_schema, &csri_schema };

static void insert_owner(conf_world *w, csr_store_tx *tx, uint32_t number, const char *name)
{
    const conf_owner owner = conf_owner_row(number, name);

    CU_ASSERT_EQUAL(conf_insert(w, tx, &conf_owner_record, &owner), CSR_OK);
}

static int64_t count_owners(conf_world *w, csr_store_tx *tx)
{
    const csr_scan scan = { .index = CSR_SCAN_BY_ID };

    return conf_count(w, tx, &conf_owner_record, &scan);
}

/* --- all or nothing --- */

static const csr_record *any_record(conf_world *w, uint64_t *random)
{
    return w->schema->records[1 + conf_below(random, w->schema->record_count - 1U)];
}

/* One change made up from the rows of the model, which may be refused because of what went before. */
static csr_status step(conf_world *w, csr_store_tx *tx, const csr_record *record, uint64_t *random)
{
    const csr_rows *rows = conf_model_rows(&w->model, record);
    const void *was = csri_rows_at(rows, conf_below(random, csri_rows_count(rows)));
    const csr_member *m = &record->row->members[conf_below(random, record->row->count)];
    conf_row row;

    switch (conf_below(random, record->id_at == CSR_NO_MEMBER ? 2 : 3)) {
    case 0: return conf_make_row(&w->model, random, record, &row) ? conf_insert(w, tx, record, &row) : CSR_OK;
    case 1:
        memcpy(&row, was, record->row->size);
        if (m != conf_identity(record))
            conf_fill_member(&w->model, random, record, m, &row);
        if (record->version_at != CSR_NO_MEMBER)
            *(int64_t *)(void *)(row.bytes + record->version_at) = 2;
        return conf_update(w, tx, record, was, &row);
    default: return conf_erase(w, tx, record, csri_at(conf_identity(record), was));
    }
}

static int is_refusal(csr_status status)
{
    return status == CSR_E_NOT_FOUND || status == CSR_E_CONFLICT || status == CSR_E_DUPLICATE || status == CSR_E_STATE;
}

static void check_rollback(conf_world *w)
{
    const uint64_t before = conf_dump_now(w);

    for (unsigned steps = 0; steps <= STEPS; steps++) {
        csr_store_tx *tx = conf_begin(w, CSR_TX_WRITE);
        uint64_t random = 5;
        for (unsigned i = 0; i < steps; i++) {
            csr_status status = step(w, tx, any_record(w, &random), &random);
            CU_ASSERT(status == CSR_OK || is_refusal(status));
        }
        CU_ASSERT(steps < STEPS || conf_dump(w, tx) != before);
        conf_rollback(w, tx);
        CU_ASSERT_EQUAL(conf_dump_now(w), before);
    }
}

/* A refused call leaves nothing behind; what the transaction saw at its end is what is there after it. */
static void check_commit(conf_world *w)
{
    for (uint64_t round = 1; round <= 3; round++) {
        csr_store_tx *tx = conf_begin(w, CSR_TX_WRITE);
        uint64_t random = round, seen;
        for (unsigned i = 0; i < STEPS; i++) {
            const csr_record *record = any_record(w, &random);
            const uint64_t before = conf_dump_of(w, tx, record);
            csr_status status = step(w, tx, record, &random);
            CU_ASSERT(status == CSR_OK || (is_refusal(status) && conf_dump_of(w, tx, record) == before));
        }
        seen = conf_dump(w, tx);
        conf_commit(w, tx);
        CU_ASSERT_EQUAL(conf_dump_now(w), seen);
    }
}

static void each_schema(void (*check)(conf_world *w))
{
    for (size_t i = 0; i < sizeof(schemas) / sizeof(schemas[0]); i++) {
        conf_world w;
        conf_open(&w, schemas[i]);
        conf_populate(&w, EACH);
        check(&w);
        conf_close(&w);
    }
}

static void rollback_at_every_step(void)
{
    each_schema(check_rollback);
}

static void commit_keeps_what_was_seen(void)
{
    each_schema(check_commit);
}

/* --- what begin and the modes refuse --- */

static void readers_do_not_write(void)
{
    conf_world w;
    csr_store_tx *tx;
    const conf_owner was = conf_owner_row(1, "one"), other = conf_owner_row(2, "two");
    conf_owner is = was;

    is.version = 2;
    conf_open(&w, &conf_schema);
    tx = conf_begin(&w, CSR_TX_WRITE);
    CU_ASSERT_EQUAL(conf_insert(&w, tx, &conf_owner_record, &was), CSR_OK);
    conf_commit(&w, tx);
    uint64_t before = conf_dump_now(&w);
    tx = conf_begin(&w, CSR_TX_READ);
    CU_ASSERT(conf_failed(&w, conf_insert(&w, tx, &conf_owner_record, &other), CSR_E_MISUSE, ""));
    conf_rollback(&w, tx);
    tx = conf_begin(&w, CSR_TX_READ);
    CU_ASSERT(conf_failed(&w, conf_update(&w, tx, &conf_owner_record, &was, &is), CSR_E_MISUSE, ""));
    conf_rollback(&w, tx);
    tx = conf_begin(&w, CSR_TX_READ);
    CU_ASSERT(conf_failed(&w, conf_erase(&w, tx, &conf_owner_record, &was.id), CSR_E_MISUSE, ""));
    conf_rollback(&w, tx);
    CU_ASSERT_EQUAL(conf_dump_now(&w), before);
    conf_close(&w);
}

static csr_status begin_at(conf_world *w, const csr_id *desk)
{
    csr_store_tx *tx = NULL;
    csr_status status;

    w->err = (csr_error)CSR_ERROR_INIT;
    status = w->ops->begin(w->store, desk, CSR_TX_READ, &tx, &w->err);
    CU_ASSERT_EQUAL(tx != NULL, status == CSR_OK);
    if (tx != NULL)
        conf_rollback(w, tx);
    return status;
}

static void desks(void)
{
    conf_world w;
    csr_store_tx *tx;
    const conf_desk desk = { .id = conf_id(1), .version = 1 };
    const csr_id other = conf_id(2), none = { { 0 } };

    conf_open(&w, &conf_schema);
    CU_ASSERT_EQUAL(begin_at(&w, &other), CSR_OK); /* there is no desk yet */
    CU_ASSERT_EQUAL(w.ops->begin(w.store, &desk.id, CSR_TX_WRITE, &tx, NULL), CSR_OK);
    CU_ASSERT_EQUAL(conf_insert(&w, tx, &conf_desk_record, &desk), CSR_OK);
    conf_rollback(&w, tx);
    CU_ASSERT_EQUAL(begin_at(&w, &other), CSR_OK); /* and still none */
    CU_ASSERT_EQUAL(w.ops->begin(w.store, &desk.id, CSR_TX_WRITE, &tx, NULL), CSR_OK);
    CU_ASSERT_EQUAL(conf_insert(&w, tx, &conf_desk_record, &desk), CSR_OK);
    conf_commit(&w, tx);
    CU_ASSERT_EQUAL(begin_at(&w, &desk.id), CSR_OK);
    CU_ASSERT_EQUAL(begin_at(&w, &none), CSR_OK);
    CU_ASSERT_EQUAL(begin_at(&w, NULL), CSR_OK);
    CU_ASSERT(conf_failed(&w, begin_at(&w, &other), CSR_E_MISUSE, "desk"));
    CU_ASSERT_EQUAL(w.ops->begin(w.store, &other, CSR_TX_WRITE, &tx, NULL), CSR_E_MISUSE);
    CU_ASSERT_PTR_NULL(tx);
    conf_rollback(&w, conf_begin(&w, CSR_TX_WRITE)); /* the one that was refused is not in the way */
    conf_close(&w);
}

static void modes(void)
{
    conf_world w;
    csr_store_tx *tx;

    conf_open(&w, &conf_schema);
    CU_ASSERT(conf_failed(&w, conf_try_begin(&w, 0, &tx), CSR_E_MISUSE, "mode"));
    CU_ASSERT_PTR_NULL(tx);
    CU_ASSERT_EQUAL(conf_try_begin(&w, 3, &tx), CSR_E_MISUSE);
    /* One that survives a power cut writes as any other, and so does the next one. */
    if ((w.ops->capabilities & CSR_CAP_TX_DURABLE) != 0)
        for (uint32_t i = 0; i < 2; i++) {
            const conf_owner row = conf_owner_row(200 + i, i == 0 ? "kept" : "kept, too");
            tx = conf_begin(&w, CSR_TX_WRITE | CSR_TX_DURABLE);
            CU_ASSERT_EQUAL(conf_insert(&w, tx, &conf_owner_record, &row), CSR_OK);
            CU_ASSERT_EQUAL(w.ops->commit(tx, NULL), CSR_OK);
            conf_rollback(&w, conf_begin(&w, CSR_TX_WRITE | CSR_TX_DURABLE));
            conf_rollback(&w, conf_begin(&w, CSR_TX_WRITE));
        }
    conf_close(&w);
}

/* --- without memory --- */

/* Write enough that every structure of a store grows. */
static csr_status write_much(conf_world *w, csr_store_tx *tx)
{
    csr_status status = CSR_OK;

    for (uint32_t i = 0; i < 30 && status == CSR_OK; i++) {
        char name[8];
        snprintf(name, sizeof(name), "%u", (unsigned)i);
        const conf_thing was = conf_thing_row(100 + i, 1, name);
        conf_thing is = was;
        is.version = 2;
        is.rank = 1;
        is.keeper = is.owner;
        is.body = CSR_STR("a body");
        status = conf_insert(w, tx, &conf_thing_record, &was);
        if (status == CSR_OK)
            status = conf_update(w, tx, &conf_thing_record, &was, &is);
        if (status == CSR_OK && i % 3 == 0)
            status = conf_erase(w, tx, &conf_thing_record, &is.id);
    }
    return status;
}

static csr_status read_much(conf_world *w, csr_store_tx *tx, csr_rows *rows)
{
    const csr_scan all = { .index = CSR_SCAN_BY_ID, .limit = UINT32_MAX };
    const csr_id ids[2] = { conf_id(1), conf_id(2) };
    int64_t count;
    csr_status status = w->ops->scan(tx, &conf_owner_record, &all, rows, &w->err);

    if (status == CSR_OK)
        status = w->ops->get(tx, &conf_owner_record, ids, 0, rows, &w->err);
    if (status == CSR_OK)
        status = w->ops->get_many(tx, &conf_owner_record, ids, 2, 0, rows, &w->err);
    if (status == CSR_OK)
        status = w->ops->count(tx, &conf_owner_record, &all, &count, &w->err);
    return status;
}

/* One go in which the nth allocation fails; whether there were so many. */
static int starved_go(conf_world *w, int32_t mode, uint64_t nth)
{
    csr_rows *rows = conf_new_rows(w, &conf_owner_record);
    csr_store_tx *tx = NULL;
    uint64_t before = w->host.allocations;
    csr_status status;

    csr_test_host_fail_alloc(&w->host, nth, 0);
    status = conf_try_begin(w, mode, &tx);
    CU_ASSERT_EQUAL(status == CSR_OK, tx != NULL);
    if (status == CSR_OK)
        status = mode == CSR_TX_WRITE ? write_much(w, tx) : read_much(w, tx, rows);
    CU_ASSERT(status == CSR_OK || conf_failed(w, status, CSR_E_NO_MEMORY, ""));
    if (tx != NULL)
        conf_rollback(w, tx);
    csr_test_host_fail_alloc(&w->host, 0, 0);
    csri_rows_free(rows);
    return w->host.allocations - before >= nth;
}

static void every_allocation_fails_once(void)
{
    conf_world w;
    csr_store_tx *tx;

    conf_open(&w, &conf_schema);
    tx = conf_begin(&w, CSR_TX_WRITE);
    for (uint32_t i = 1; i <= 20; i++) {
        char name[8];
        snprintf(name, sizeof(name), "%u", (unsigned)i);
        insert_owner(&w, tx, i, name);
    }
    conf_commit(&w, tx);
    const uint64_t before = conf_dump_now(&w);
    for (int32_t mode = CSR_TX_READ; mode <= CSR_TX_WRITE; mode++) {
        uint64_t nth = 1;
        while (starved_go(&w, mode, nth)) {
            CU_ASSERT_EQUAL(conf_dump_now(&w), before);
            nth++;
        }
        CU_ASSERT(nth > 1); /* something was allocated at all */
    }
    conf_close(&w);
}

/* Without memory a commit either happens or says that it did not. */
static void commit_without_memory(void)
{
    conf_world w;
    int64_t expected = 0;

    conf_open(&w, &conf_schema);
    for (uint32_t i = 1; i <= 3; i++) {
        csr_store_tx *tx = conf_begin(&w, CSR_TX_WRITE);
        char name[8];
        snprintf(name, sizeof(name), "%u", (unsigned)i);
        insert_owner(&w, tx, i, name);
        csr_test_host_fail_alloc(&w.host, i, 1);
        expected += w.ops->commit(tx, &w.err) == CSR_OK ? 1 : 0;
        csr_test_host_fail_alloc(&w.host, 0, 0);
        tx = conf_begin(&w, CSR_TX_READ);
        CU_ASSERT_EQUAL(count_owners(&w, tx), expected);
        conf_commit(&w, tx);
    }
    conf_close(&w);
}

CU_TestInfo conf_tx_cases[] = {
    { "rollback at every step", rollback_at_every_step },
    { "commit keeps what was seen", commit_keeps_what_was_seen },
    { "transactions that read do not write", readers_do_not_write },
    { "another desk is refused", desks },
    { "modes", modes },
    { "every allocation fails once", every_allocation_fails_once },
    { "commit without memory", commit_without_memory },
    CU_TEST_INFO_NULL,
};
