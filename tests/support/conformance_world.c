#include "support/conformance_world.h"

#include <stdio.h>

#define OPTIONS_MAX 8

csr_status conf_open_store(conf_world *w, const char *uri, const csr_option *more, uint32_t flags, csr_store **out)
{
    const csr_conformance_target *target = conf_target();
    csr_option options[OPTIONS_MAX];
    size_t count = target->option_count;

    for (size_t i = 0; i < count; i++)
        options[i] = target->options[i];
    if (more != NULL)
        options[count++] = *more;
    w->err = (csr_error)CSR_ERROR_INIT;
    return target->ops->open(&w->host.host, uri, options, count, w->schema, flags, out, &w->err);
}

static void open_with(conf_world *w, const csr_schema *schema, const csr_option *more)
{
    memset(w, 0, sizeof(*w));
    csr_test_host_init(&w->host, CSR_TEST_MONDAY, 1);
    w->ops = conf_target()->ops;
    w->schema = schema;
    w->random = 1;
    conf_target()->fresh_uri(w->uri, sizeof(w->uri));
    CU_ASSERT_EQUAL_FATAL(conf_open_store(w, w->uri, more, 0, &w->store), CSR_OK);
    CU_ASSERT_FATAL(conf_model_init(&w->model, schema, &w->host.host));
}

void conf_open(conf_world *w, const csr_schema *schema)
{
    open_with(w, schema, NULL);
}

void conf_open_impatient(conf_world *w, const csr_schema *schema, const char *busy_timeout_ms)
{
    const csr_option option = { "busy_timeout_ms", busy_timeout_ms };

    open_with(w, schema, &option);
}

void conf_close(conf_world *w)
{
    conf_model_end(&w->model);
    if (w->store != NULL)
        w->ops->close(w->store);
    if (conf_target()->discard != NULL)
        conf_target()->discard(w->uri);
    CU_ASSERT_EQUAL(csr_test_host_done(&w->host), 0);
}

csr_status conf_try_begin(conf_world *w, int32_t mode, csr_store_tx **out)
{
    w->err = (csr_error)CSR_ERROR_INIT;
    return w->ops->begin(w->store, NULL, mode, out, &w->err);
}

csr_store_tx *conf_begin(conf_world *w, int32_t mode)
{
    csr_store_tx *tx = NULL;

    CU_ASSERT_EQUAL_FATAL(conf_try_begin(w, mode, &tx), CSR_OK);
    CU_ASSERT_PTR_NOT_NULL_FATAL(tx);
    return tx;
}

void conf_commit(conf_world *w, csr_store_tx *tx)
{
    w->err = (csr_error)CSR_ERROR_INIT;
    CU_ASSERT_EQUAL(w->ops->commit(tx, &w->err), CSR_OK);
}

void conf_rollback(conf_world *w, csr_store_tx *tx)
{
    w->ops->rollback(tx);
}

csr_status conf_insert(conf_world *w, csr_store_tx *tx, const csr_record *record, const void *row)
{
    w->err = (csr_error)CSR_ERROR_INIT;
    return w->ops->insert(tx, record, row, &w->err);
}

csr_status conf_update(conf_world *w, csr_store_tx *tx, const csr_record *record, const void *was, const void *is)
{
    w->err = (csr_error)CSR_ERROR_INIT;
    return w->ops->update(tx, record, was, is, csri_diff(record->row, was, is), &w->err);
}

csr_status conf_erase(conf_world *w, csr_store_tx *tx, const csr_record *record, const csr_id *id)
{
    w->err = (csr_error)CSR_ERROR_INIT;
    return w->ops->erase(tx, record, id, &w->err);
}

int conf_failed(const conf_world *w, csr_status got, csr_status status, const char *field)
{
    if (got == status && w->err.status == status && strcmp(w->err.field, field) == 0 && w->err.message[0] != '\0')
        return 1;
    printf("\n    status %d, field \"%s\", message \"%s\" instead of %d, \"%s\"\n", (int)got, w->err.field,
           w->err.message, (int)status, field);
    return 0;
}

csr_rows *conf_new_rows(conf_world *w, const csr_record *record)
{
    csr_rows *rows = NULL;

    CU_ASSERT_EQUAL_FATAL(csri_rows_new(&w->host.host, record->row->size, 4, &rows, NULL), CSR_OK);
    return rows;
}

csr_rows *conf_get(conf_world *w, csr_store_tx *tx, const csr_record *record, const csr_id *id)
{
    csr_rows *rows = conf_new_rows(w, record);
    csr_status status;

    w->err = (csr_error)CSR_ERROR_INIT;
    status = w->ops->get(tx, record, id, 0, rows, &w->err);
    if (status == CSR_OK && csri_rows_count(rows) == 1)
        return rows;
    CU_ASSERT(conf_failed(w, status, CSR_E_NOT_FOUND, "id"));
    csri_rows_free(rows);
    return NULL;
}

csr_rows *conf_scan(conf_world *w, csr_store_tx *tx, const csr_record *record, const csr_scan *scan)
{
    csr_rows *rows = conf_new_rows(w, record);

    w->err = (csr_error)CSR_ERROR_INIT;
    CU_ASSERT_EQUAL(w->ops->scan(tx, record, scan, rows, &w->err), CSR_OK);
    return rows;
}

csr_rows *conf_all(conf_world *w, csr_store_tx *tx, const csr_record *record)
{
    csr_scan scan = { .index = CSR_SCAN_BY_ID, .limit = UINT32_MAX };

    if (record->id_at == CSR_NO_MEMBER)
        scan.index = CSR_SCAN_BY_POSITION;
    return conf_scan(w, tx, record, &scan);
}

int64_t conf_count(conf_world *w, csr_store_tx *tx, const csr_record *record, const csr_scan *scan)
{
    int64_t count = -1;

    w->err = (csr_error)CSR_ERROR_INIT;
    CU_ASSERT_EQUAL(w->ops->count(tx, record, scan, &count, &w->err), CSR_OK);
    return count;
}

int conf_rows_are(const csr_record *record, const csr_rows *rows, const void *const *expected, size_t count)
{
    if (csri_rows_count(rows) != count)
        return 0;
    for (size_t i = 0; i < count; i++)
        if (!conf_rows_agree(record, csri_rows_at(rows, i), expected[i], 0))
            return 0;
    return 1;
}

/* --- dumps --- */

static uint64_t mix(uint64_t hash, const void *bytes, size_t n)
{
    const uint8_t *b = bytes;

    for (size_t i = 0; i < n; i++)
        hash = (hash ^ b[i]) * UINT64_C(0x100000001B3);
    return hash * 31 + n;
}

static uint64_t mix_row(uint64_t hash, const csr_record *record, const void *row)
{
    for (unsigned i = 0; i < record->row->count; i++) {
        const csr_member *m = &record->row->members[i];
        const csr_str *text = csri_at(m, row);
        if (m->c == CSR_CLASS_STR)
            hash = mix(hash, text->ptr, text->len);
        else
            hash = mix(hash, text, m->size);
    }
    return hash;
}

static uint64_t mix_scan(uint64_t hash, conf_world *w, csr_store_tx *tx, const csr_record *record, const csr_scan *scan)
{
    csr_rows *rows = conf_scan(w, tx, record, scan);

    for (size_t i = 0; i < csri_rows_count(rows); i++)
        hash = mix_row(hash, record, csri_rows_at(rows, i));
    csri_rows_free(rows);
    return mix(hash, &scan->index, sizeof(scan->index));
}

/* A sparse index is read by equality: with the first member of each row that is in it. */
static uint64_t mix_sparse(uint64_t hash, conf_world *w, csr_store_tx *tx, const conf_order *order)
{
    csr_rows *all = conf_all(w, tx, order->record);
    csr_scan scan = { .index = order->index, .equal = 1, .limit = UINT32_MAX };

    for (size_t i = 0; i < csri_rows_count(all); i++) {
        scan.from = csri_rows_at(all, i);
        if (!csri_unset(order->members[0], scan.from))
            hash = mix_scan(hash, w, tx, order->record, &scan);
    }
    csri_rows_free(all);
    return hash;
}

uint64_t conf_dump_of(conf_world *w, csr_store_tx *tx, const csr_record *record)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    conf_order order;

    for (unsigned n = 0; conf_order_at(record, n, &order); n++) {
        const csr_scan scan = { .index = order.index, .limit = UINT32_MAX };
        if (conf_is_sparse(&order))
            hash = mix_sparse(hash, w, tx, &order);
        else
            hash = mix_scan(hash, w, tx, record, &scan);
    }
    return hash;
}

uint64_t conf_dump(conf_world *w, csr_store_tx *tx)
{
    uint64_t hash = 0;

    for (size_t r = 0; r < w->schema->record_count; r++) {
        const uint64_t of = conf_dump_of(w, tx, w->schema->records[r]);
        hash = mix(hash, &of, sizeof(of));
    }
    return hash;
}

uint64_t conf_dump_now(conf_world *w)
{
    csr_store_tx *tx = conf_begin(w, CSR_TX_READ);
    uint64_t hash = conf_dump(w, tx);

    conf_commit(w, tx);
    return hash;
}

/* --- rows --- */

const void *conf_add(conf_world *w, csr_store_tx *tx, const csr_record *record)
{
    conf_row row;

    if (!conf_make_row(&w->model, &w->random, record, &row))
        return NULL;
    CU_ASSERT_EQUAL_FATAL(conf_insert(w, tx, record, &row), CSR_OK);
    return conf_rows_copy(conf_model_rows(&w->model, record), record, &row);
}

void conf_positions(conf_world *w, csr_store_tx *tx)
{
    for (size_t r = 0; r < w->schema->record_count; r++) {
        const csr_record *record = w->schema->records[r];
        const csr_member *position = conf_identity(record);
        if (record->id_at != CSR_NO_MEMBER)
            continue;
        csr_rows *stored = conf_all(w, tx, record), *mine = conf_model_rows(&w->model, record);
        CU_ASSERT_EQUAL_FATAL(csri_rows_count(stored), csri_rows_count(mine));
        for (size_t i = 0; i < csri_rows_count(mine); i++)
            memcpy((char *)csri_rows_at(mine, i) + position->offset, csri_at(position, csri_rows_at(stored, i)),
                   position->size);
        csri_rows_free(stored);
    }
}

void conf_populate(conf_world *w, size_t each)
{
    csr_store_tx *tx = conf_begin(w, CSR_TX_WRITE);

    for (size_t r = 0; r < w->schema->record_count; r++)
        for (size_t i = 0; i < (r == 0 ? 1 : each); i++)
            if (conf_add(w, tx, w->schema->records[r]) == NULL)
                break;
    conf_positions(w, tx);
    conf_commit(w, tx);
}

csr_id conf_id(uint32_t number)
{
    csr_id id = { { 1 } };

    for (unsigned i = 0; i < 4; i++)
        id.bytes[12 + i] = (uint8_t)(number >> (24 - 8 * i));
    return id;
}

conf_owner conf_owner_row(uint32_t number, const char *name)
{
    conf_owner row = { .version = 1 };

    row.id = conf_id(number);
    csr_str_set(&row.name, name, CSR_NTS);
    return row;
}

conf_thing conf_thing_row(uint32_t number, uint32_t owner, const char *name)
{
    conf_thing row = { .version = 1 };

    row.id = conf_id(number);
    row.owner = conf_id(owner);
    csr_str_set(&row.name, name, CSR_NTS);
    return row;
}
