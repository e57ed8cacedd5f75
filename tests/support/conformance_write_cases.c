/* Insert, update and erase: what they change, what they refuse, and that a refusal leaves nothing behind. */
#include "support/conformance_world.h"

#include "record/records.h"

#include <stdio.h>

#define EACH 10

static const csr_schema *const schemas[] = { &conf_schema, &csri_schema };

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

static void insert_owner(conf_world *w, csr_store_tx *tx, uint32_t number, const char *name)
{
    const conf_owner owner = conf_owner_row(number, name);

    CU_ASSERT_EQUAL_FATAL(conf_insert(w, tx, &conf_owner_record, &owner), CSR_OK);
}

static void set_version(const csr_record *record, void *row, int64_t by)
{
    if (record->version_at != CSR_NO_MEMBER)
        *(int64_t *)(void *)((char *)row + record->version_at) += by;
}

/* --- update --- */

static int may_change(const csr_record *record, const csr_member *m)
{
    return m != conf_identity(record) && m->offset != record->version_at;
}

/* Give a row another value in one member, such that it may be stored; 0 when that cannot be had. */
static int change_member(conf_world *w, const csr_record *record, size_t number, const csr_member *m, conf_row *is)
{
    const void *was = csri_rows_at(conf_model_rows(&w->model, record), number);

    for (unsigned try = 0; try < 30; try++) {
        memcpy(is, was, record->row->size);
        conf_fill_member(&w->model, &w->random, record, m, is);
        if (!csri_same(m, was, is) && conf_duplicate(&w->model, record, is, number) == NULL)
            return 1;
    }
    return 0;
}

/* The row as the store has it, by the scan of all: a note has no id. */
static void expect_stored(conf_world *w, csr_store_tx *tx, const csr_record *record, const void *row)
{
    csr_rows *all = conf_all(w, tx, record);
    size_t i = 0;

    while (i < csri_rows_count(all) && !csri_same(conf_identity(record), csri_rows_at(all, i), row))
        i++;
    CU_ASSERT_FATAL(i < csri_rows_count(all));
    CU_ASSERT(conf_rows_agree(record, csri_rows_at(all, i), row, 0));
    csri_rows_free(all);
}

static void check_each_member(conf_world *w)
{
    csr_store_tx *tx = conf_begin(w, CSR_TX_WRITE);

    for (size_t r = 0; r < w->schema->record_count; r++) {
        const csr_record *record = w->schema->records[r];
        for (unsigned i = 0; i < record->row->count; i++) {
            const csr_member *m = &record->row->members[i];
            const size_t number = conf_below(&w->random, csri_rows_count(w->model.rows[r]));
            void *was = csri_rows_at(w->model.rows[r], number);
            conf_row is;
            if (!may_change(record, m) || !change_member(w, record, number, m, &is))
                continue;
            set_version(record, &is, 1);
            CU_ASSERT_EQUAL(conf_update(w, tx, record, was, &is), CSR_OK);
            expect_stored(w, tx, record, &is);
            memcpy(was, &is, record->row->size);
        }
    }
    conf_commit(w, tx);
}

static void each_member_changes(void)
{
    each_schema(check_each_member);
}

/* Members whose bit is not set stay, whatever `is` says; the id stays in any case. */
static void check_mask(conf_world *w)
{
    csr_store_tx *tx = conf_begin(w, CSR_TX_WRITE);

    for (size_t r = 0; r < w->schema->record_count; r++) {
        const csr_record *record = w->schema->records[r];
        const csr_member *identity = conf_identity(record), *m = identity;
        const void *was = csri_rows_at(w->model.rows[r], 0);
        conf_row is, other;
        for (unsigned i = 0; m == identity && i < record->row->count; i++)
            if (may_change(record, &record->row->members[i]) &&
                change_member(w, record, 0, &record->row->members[i], &other))
                m = &record->row->members[i];
        if (m == identity)
            continue;
        memcpy(&is, was, record->row->size);
        set_version(record, &is, 1);
        set_version(record, &other, 1);
        const csr_member *version = csri_member_at(record->row, record->version_at);
        uint64_t changed = version == NULL ? 0 : UINT64_C(1) << (version - record->row->members);
        CU_ASSERT_EQUAL(w->ops->update(tx, record, was, &other, changed, NULL), CSR_OK);
        expect_stored(w, tx, record, &is);
    }
    conf_commit(w, tx);
}

static void other_members_stay(void)
{
    each_schema(check_mask);
}

/* A stale version is refused, and nothing of the update happens; the same update with the right one goes through. */
static void version_conflict(void)
{
    conf_world w;
    csr_store_tx *tx;
    conf_owner was = conf_owner_row(1, "one"), is = was, stale;

    conf_open(&w, &conf_schema);
    tx = conf_begin(&w, CSR_TX_WRITE);
    CU_ASSERT_EQUAL(conf_insert(&w, tx, &conf_owner_record, &was), CSR_OK);
    is.version = 2;
    is.name = CSR_STR("two");
    CU_ASSERT_EQUAL(conf_update(&w, tx, &conf_owner_record, &was, &is), CSR_OK);
    conf_commit(&w, tx);
    uint64_t before = conf_dump_now(&w);
    tx = conf_begin(&w, CSR_TX_WRITE);
    stale = was;
    stale.name = CSR_STR("stale");
    stale.version = 3;
    CU_ASSERT(conf_failed(&w, conf_update(&w, tx, &conf_owner_record, &was, &stale), CSR_E_CONFLICT, "version"));
    CU_ASSERT_EQUAL(conf_dump(&w, tx), before);
    was.version = 7;
    CU_ASSERT(conf_failed(&w, conf_update(&w, tx, &conf_owner_record, &was, &stale), CSR_E_CONFLICT, "version"));
    CU_ASSERT_EQUAL(conf_dump(&w, tx), before);
    CU_ASSERT_EQUAL(conf_update(&w, tx, &conf_owner_record, &is, &stale), CSR_OK);
    expect_stored(&w, tx, &conf_owner_record, &stale);
    conf_commit(&w, tx);
    conf_close(&w);
}

static void rows_that_are_not_there(void)
{
    conf_world w;
    csr_store_tx *tx;
    const conf_owner was = conf_owner_row(1, "one");
    conf_owner is = was;
    const conf_plain plain = { .id = conf_id(1) };
    conf_plain changed = plain;

    changed.value = 1;
    is.version = 2;
    conf_open(&w, &conf_schema);
    tx = conf_begin(&w, CSR_TX_WRITE);
    CU_ASSERT(conf_failed(&w, conf_update(&w, tx, &conf_owner_record, &was, &is), CSR_E_NOT_FOUND, "id"));
    CU_ASSERT(conf_failed(&w, conf_update(&w, tx, &conf_plain_record, &plain, &changed), CSR_E_NOT_FOUND, "id"));
    CU_ASSERT(conf_failed(&w, conf_erase(&w, tx, &conf_owner_record, &was.id), CSR_E_NOT_FOUND, "id"));
    CU_ASSERT_EQUAL(conf_insert(&w, tx, &conf_owner_record, &was), CSR_OK);
    CU_ASSERT_EQUAL(conf_erase(&w, tx, &conf_owner_record, &was.id), CSR_OK);
    CU_ASSERT(conf_failed(&w, conf_erase(&w, tx, &conf_owner_record, &was.id), CSR_E_NOT_FOUND, "id"));
    CU_ASSERT_PTR_NULL(conf_get(&w, tx, &conf_owner_record, &was.id));
    conf_commit(&w, tx);
    conf_close(&w);
}

/* --- unique --- */

static void copy_key(const csr_record *record, const csr_index *index, const void *from, void *to)
{
    for (unsigned i = 0; i < index->n; i++) {
        const csr_member *m = csri_member_at(record->row, index->at[i]);
        memcpy((char *)to + m->offset, csri_at(m, from), m->size);
    }
}

/* A row like number `a` in one index and like none in the others; 0 when there is none. */
static int clashing(conf_world *w, const csr_record *record, const csr_index *index, size_t a, conf_row *out)
{
    for (unsigned try = 0; try < 30; try++) {
        unsigned clashes = 0;
        if (!conf_fill_row(&w->model, &w->random, record, out))
            return 0;
        copy_key(record, index, csri_rows_at(conf_model_rows(&w->model, record), a), out);
        for (unsigned k = 0; k < record->index_count; k++)
            clashes += conf_clashes(&w->model, record, &record->indexes[k], out, SIZE_MAX) ? 1U : 0U;
        if (clashes == 1 && conf_clashes(&w->model, record, index, out, SIZE_MAX))
            return 1;
    }
    return 0;
}

static void check_index(conf_world *w, csr_store_tx *tx, const csr_record *record, const csr_index *index)
{
    const uint64_t before = conf_dump_of(w, tx, record);
    conf_row row, is;
    size_t a = 0;

    while (a < csri_rows_count(conf_model_rows(&w->model, record)) && !clashing(w, record, index, a, &row))
        a++;
    const csr_rows *rows = conf_model_rows(&w->model, record);
    CU_ASSERT_FATAL(csri_rows_count(rows) > 1 && a < csri_rows_count(rows));
    CU_ASSERT(conf_failed(w, conf_insert(w, tx, record, &row), CSR_E_DUPLICATE, index->name));
    CU_ASSERT_EQUAL(conf_dump_of(w, tx, record), before);
    const void *other = csri_rows_at(rows, a == 0 ? 1 : 0);
    memcpy(&is, other, record->row->size);
    copy_key(record, index, csri_rows_at(rows, a), &is);
    set_version(record, &is, 1);
    const char *name = conf_duplicate(&w->model, record, &is, a == 0 ? 1 : 0);
    CU_ASSERT(conf_failed(w, conf_update(w, tx, record, other, &is), CSR_E_DUPLICATE, name));
    CU_ASSERT_EQUAL(conf_dump_of(w, tx, record), before);
}

static void check_unique(conf_world *w)
{
    csr_store_tx *tx = conf_begin(w, CSR_TX_WRITE);
    const uint64_t before = conf_dump(w, tx);

    for (size_t r = 0; r < w->schema->record_count; r++) {
        const csr_record *record = w->schema->records[r];
        for (unsigned k = 0; k < record->index_count; k++)
            if ((record->indexes[k].flags & CSR_INDEX_UNIQUE) != 0)
                check_index(w, tx, record, &record->indexes[k]);
    }
    CU_ASSERT_EQUAL(conf_dump(w, tx), before);
    conf_commit(w, tx);
}

static void unique_indexes(void)
{
    each_schema(check_unique);
}

static void check_same_id(conf_world *w)
{
    csr_store_tx *tx = conf_begin(w, CSR_TX_WRITE);
    const uint64_t before = conf_dump(w, tx);

    for (size_t r = 1; r < w->schema->record_count; r++) {
        const csr_record *record = w->schema->records[r];
        conf_row row;
        if (record->id_at == CSR_NO_MEMBER || !conf_make_row(&w->model, &w->random, record, &row))
            continue;
        memcpy(row.bytes + record->id_at, csri_at(conf_identity(record), csri_rows_at(w->model.rows[r], 0)),
               sizeof(csr_id));
        CU_ASSERT(conf_failed(w, conf_insert(w, tx, record, &row), CSR_E_DUPLICATE, "id"));
    }
    CU_ASSERT_EQUAL(conf_dump(w, tx), before);
    conf_commit(w, tx);
}

static void same_id(void)
{
    each_schema(check_same_id);
}

/* A value is free again when its row is erased or changed, and where a sparse index does not have the row. */
static void unique_values_come_free(void)
{
    conf_world w;
    csr_store_tx *tx;
    conf_thing a = conf_thing_row(10, 1, "a"), b = conf_thing_row(11, 1, "b"), changed;

    memcpy(a.code, "CZK", 4);
    b.rank = 1;
    conf_open(&w, &conf_schema);
    tx = conf_begin(&w, CSR_TX_WRITE);
    insert_owner(&w, tx, 1, "owner");
    CU_ASSERT_EQUAL(conf_insert(&w, tx, &conf_thing_record, &a), CSR_OK);
    CU_ASSERT_EQUAL(conf_insert(&w, tx, &conf_thing_record, &b), CSR_OK);
    changed = b;
    changed.rank = 0; /* no code, so not in by_code */
    changed.version = 2;
    CU_ASSERT_EQUAL(conf_update(&w, tx, &conf_thing_record, &b, &changed), CSR_OK);
    b = changed;
    memcpy(changed.code, "CZK", 4);
    changed.version = 3;
    CU_ASSERT(conf_failed(&w, conf_update(&w, tx, &conf_thing_record, &b, &changed), CSR_E_DUPLICATE, "by_code"));
    memset(a.code, 0, sizeof(a.code));
    conf_thing without = a;
    memcpy(a.code, "CZK", 4);
    without.version = 2;
    CU_ASSERT_EQUAL(conf_update(&w, tx, &conf_thing_record, &a, &without), CSR_OK);
    CU_ASSERT_EQUAL(conf_update(&w, tx, &conf_thing_record, &b, &changed), CSR_OK);
    CU_ASSERT_EQUAL(conf_erase(&w, tx, &conf_thing_record, &b.id), CSR_OK);
    memcpy(a.code, "CZK", 4);
    a.version = 3;
    CU_ASSERT_EQUAL(conf_update(&w, tx, &conf_thing_record, &without, &a), CSR_OK);
    conf_commit(&w, tx);
    conf_close(&w);
}

/* --- references --- */

/* Each reference of each record, pointed at an id that nothing has. */
static void check_dangling(conf_world *w)
{
    csr_store_tx *tx = conf_begin(w, CSR_TX_WRITE);
    const uint64_t before = conf_dump(w, tx);

    for (size_t r = 0; r < w->schema->record_count; r++) {
        const csr_record *record = w->schema->records[r];
        for (unsigned i = 0; i < record->row->count; i++) {
            const csr_member *m = &record->row->members[i];
            conf_row row, is;
            if (m->type->target == NULL || !conf_make_row(&w->model, &w->random, record, &row))
                continue;
            conf_random_id(&w->random, (csr_id *)(void *)(row.bytes + m->offset));
            CU_ASSERT(conf_failed(w, conf_insert(w, tx, record, &row), CSR_E_NOT_FOUND, m->name));
            const void *was = csri_rows_at(w->model.rows[r], 0);
            memcpy(&is, was, record->row->size);
            memcpy(is.bytes + m->offset, row.bytes + m->offset, sizeof(csr_id));
            set_version(record, &is, 1);
            CU_ASSERT(conf_failed(w, conf_update(w, tx, record, was, &is), CSR_E_NOT_FOUND, m->name));
        }
    }
    CU_ASSERT_EQUAL(conf_dump(w, tx), before);
    conf_commit(w, tx);
}

static void dangling_references(void)
{
    each_schema(check_dangling);
}

/* Whether a row of the model, other than itself, refers to this one. */
static int is_referred_to(const conf_model *model, const csr_record *target, const void *row)
{
    const csr_member *id = conf_identity(target);

    for (size_t r = 0; r < model->schema->record_count; r++) {
        const csr_shape *shape = model->schema->records[r]->row;
        for (size_t i = 0; i < csri_rows_count(model->rows[r]); i++) {
            const void *from = csri_rows_at(model->rows[r], i);
            for (unsigned k = 0; k < shape->count && from != row; k++)
                if (shape->members[k].type->target != NULL &&
                    strcmp(shape->members[k].type->target, target->name) == 0 &&
                    memcmp(csri_at(&shape->members[k], from), csri_at(id, row), sizeof(csr_id)) == 0)
                    return 1;
        }
    }
    return 0;
}

/* Erase a row in a transaction that is rolled back: one that is referred to stays. */
static void erase_row(conf_world *w, const csr_record *record, const void *row)
{
    csr_store_tx *tx = conf_begin(w, CSR_TX_WRITE);
    const uint64_t before = conf_dump_of(w, tx, record);
    csr_status status = conf_erase(w, tx, record, csri_at(conf_identity(record), row));

    if (is_referred_to(&w->model, record, row)) {
        CU_ASSERT(conf_failed(w, status, CSR_E_STATE, "id"));
        CU_ASSERT_EQUAL(conf_dump_of(w, tx, record), before);
    } else {
        CU_ASSERT_EQUAL(status, CSR_OK);
        CU_ASSERT_NOT_EQUAL(conf_dump_of(w, tx, record), before);
    }
    conf_rollback(w, tx);
}

/* Every row; and what refusals leave of the whole, in one transaction of refusals. */
static void check_erase(conf_world *w)
{
    const uint64_t before = conf_dump_now(w);
    csr_store_tx *tx;

    for (size_t r = 0; r < w->schema->record_count; r++)
        for (size_t i = 0; i < csri_rows_count(w->model.rows[r]); i++)
            if (w->schema->records[r]->id_at != CSR_NO_MEMBER)
                erase_row(w, w->schema->records[r], csri_rows_at(w->model.rows[r], i));
    CU_ASSERT_EQUAL(conf_dump_now(w), before);
    tx = conf_begin(w, CSR_TX_WRITE);
    for (size_t r = 0; r < w->schema->record_count; r++) {
        const csr_record *record = w->schema->records[r];
        const void *row = csri_rows_at(w->model.rows[r], 0);
        if (record->id_at != CSR_NO_MEMBER && is_referred_to(&w->model, record, row))
            CU_ASSERT_NOT_EQUAL(conf_erase(w, tx, record, csri_at(conf_identity(record), row)), CSR_OK);
    }
    CU_ASSERT_EQUAL(conf_dump(w, tx), before);
    conf_commit(w, tx);
}

static void erasing_what_is_referred_to(void)
{
    each_schema(check_erase);
}

/* A row may refer to itself; when nothing else refers to it, it may go. A reference that must be set is not unset. */
static void own_references(void)
{
    conf_world w;
    csr_store_tx *tx;
    conf_owner self = conf_owner_row(1, "self"), child = conf_owner_row(2, "child"), free_child;
    conf_thing ownerless = conf_thing_row(3, 1, "ownerless");

    self.parent = self.id;
    child.parent = self.id;
    memset(&ownerless.owner, 0, sizeof(ownerless.owner));
    conf_open(&w, &conf_schema);
    tx = conf_begin(&w, CSR_TX_WRITE);
    CU_ASSERT(conf_failed(&w, conf_insert(&w, tx, &conf_owner_record, &child), CSR_E_NOT_FOUND, "parent"));
    CU_ASSERT_EQUAL(conf_insert(&w, tx, &conf_owner_record, &self), CSR_OK);
    CU_ASSERT_EQUAL(conf_insert(&w, tx, &conf_owner_record, &child), CSR_OK);
    CU_ASSERT(conf_failed(&w, conf_insert(&w, tx, &conf_thing_record, &ownerless), CSR_E_NOT_FOUND, "owner"));
    CU_ASSERT(conf_failed(&w, conf_erase(&w, tx, &conf_owner_record, &self.id), CSR_E_STATE, "id"));
    free_child = child;
    memset(&free_child.parent, 0, sizeof(free_child.parent));
    free_child.version = 2;
    CU_ASSERT_EQUAL(conf_update(&w, tx, &conf_owner_record, &child, &free_child), CSR_OK);
    CU_ASSERT_EQUAL(conf_erase(&w, tx, &conf_owner_record, &self.id), CSR_OK);
    CU_ASSERT_PTR_NULL(conf_get(&w, tx, &conf_owner_record, &self.id));
    conf_commit(&w, tx);
    conf_close(&w);
}

CU_TestInfo conf_write_cases[] = {
    { "each member of each record changes", each_member_changes },
    { "members that are not named stay", other_members_stay },
    { "a stale version is refused", version_conflict },
    { "rows that are not there", rows_that_are_not_there },
    { "unique indexes", unique_indexes },
    { "the same id twice", same_id },
    { "unique values come free", unique_values_come_free },
    { "dangling references", dangling_references },
    { "erasing what is referred to", erasing_what_is_referred_to },
    { "references to itself, and none", own_references },
    CU_TEST_INFO_NULL,
};
