#include "store/tx.h"

#include "base/error.h"
#include "base/memory.h"
#include "record/row.h"

csr_status csri_begin(const csr_backend_ops *ops, csr_store *store, const csr_id *desk, int32_t mode,
                      const csr_limit *limit, csr_store_tx **out, csr_error *err)
{
    if (limit == NULL || ops->begin_within == NULL)
        return ops->begin(store, desk, mode, out, err);
    return ops->begin_within(store, desk, mode, limit, out, err);
}

csr_status csri_load(csri_tx *tx, const csr_record *record, const csr_id *id, const char *field, csr_rows **out)
{
    return csri_load_columns(tx, record, id, 0, field, out);
}

csr_status csri_load_columns(csri_tx *tx, const csr_record *record, const csr_id *id, uint64_t columns,
                             const char *field, csr_rows **out)
{
    csr_status status = csri_rows_new(tx->host, record->row->size, 1, out, tx->err);

    if (status != CSR_OK)
        return status;
    status = tx->ops->get(tx->handle, record, id, columns, *out, tx->err);
    if (status == CSR_OK)
        return CSR_OK;
    csri_rows_free(*out);
    *out = NULL;
    if (status == CSR_E_NOT_FOUND) {
        char text[CSR_ID_TEXT_BYTES];
        csr_id_format(id, text);
        return csri_fail(tx->err, status, field, "no %s has the id %s", record->name, text);
    }
    return status;
}

csr_status csri_first(csri_tx *tx, const csr_record *record, const csr_scan *scan, csr_rows **out)
{
    csr_scan one = *scan;
    csr_status status = csri_rows_new(tx->host, record->row->size, 1, out, tx->err);

    if (status != CSR_OK)
        return status;
    one.limit = 1;
    status = tx->ops->scan(tx->handle, record, &one, *out, tx->err);
    if (status == CSR_OK && csri_rows_count(*out) == 1)
        return CSR_OK;
    csri_rows_free(*out);
    *out = NULL;
    return status;
}

csr_status csri_exists(csri_tx *tx, const csr_record *record, const csr_id *id, const char *field)
{
    csr_rows *rows;
    csr_status status;

    if (csr_id_is_none(id))
        return CSR_OK;
    status = csri_load(tx, record, id, field, &rows);
    csri_rows_free(rows);
    return status;
}

csr_status csri_load_those(csri_tx *tx, const csr_record *record, const csr_rows *others, size_t at, csr_rows **out)
{
    size_t count = csri_rows_count(others), bytes = (count + 1) * sizeof(csr_id);
    csr_id *ids = csri_alloc(tx->host, bytes);
    csr_status status;

    *out = NULL;
    if (ids == NULL)
        return csri_fail(tx->err, CSR_E_NO_MEMORY, NULL, "no memory for ids");
    for (size_t i = 0; i < count; i++)
        memcpy(&ids[i], (const char *)csri_rows_at(others, i) + at, sizeof(ids[i]));
    status = csri_rows_new(tx->host, record->row->size, count + 1, out, tx->err);
    if (status == CSR_OK && count != 0)
        status = tx->ops->get_many(tx->handle, record, ids, count, 0, *out, tx->err);
    csri_free(tx->host, ids, bytes);
    if (status != CSR_OK) {
        csri_rows_free(*out);
        *out = NULL;
    }
    return status;
}

const void *csri_row_of(const csr_rows *rows, const csr_record *record, const csr_id *id)
{
    for (size_t i = 0; i < csri_rows_count(rows); i++)
        if (memcmp((const char *)csri_rows_at(rows, i) + record->id_at, id, sizeof(*id)) == 0)
            return csri_rows_at(rows, i);
    return NULL;
}

csr_status csri_find(csri_tx *tx, const csr_record *record, int32_t index, const void *key, csr_rows **out)
{
    csr_scan scan = { .index = index, .equal = record->indexes[index].n, .from = key };

    return csri_first(tx, record, &scan, out);
}

/* Note what a write has done. After a refusal nothing of it has happened: csr/sys/backend.h promises so. */
static csr_status written(csri_tx *tx, csr_status status)
{
    int refused =
        status == CSR_E_NOT_FOUND || status == CSR_E_CONFLICT || status == CSR_E_DUPLICATE || status == CSR_E_STATE;

    tx->wrote |= !refused;
    return status;
}

csr_status csri_insert(csri_tx *tx, const csr_record *record, const void *row)
{
    return written(tx, tx->ops->insert(tx->handle, record, row, tx->err));
}

csr_status csri_update(csri_tx *tx, const csr_record *record, const void *was, const void *is)
{
    uint64_t changed = csri_diff(record->row, was, is);

    return changed == 0 ? CSR_OK : written(tx, tx->ops->update(tx->handle, record, was, is, changed, tx->err));
}

csr_status csri_erase(csri_tx *tx, const csr_record *record, const csr_id *id)
{
    return written(tx, tx->ops->erase(tx->handle, record, id, tx->err));
}

csr_status csri_new_id(csri_tx *tx, csr_id *out)
{
    return csri_id_next(tx->ids, tx->host, tx->now, out, tx->err);
}
