#include "store/content.h"

#include "record/row.h"

/* All but the bytes. */
static uint64_t without_bytes(void)
{
    const csr_shape *shape = csri_content_record.row;
    uint64_t mask = 0;

    for (unsigned i = 0; i < shape->count; i++)
        if ((shape->members[i].flags & CSR_MEMBER_BULK) == 0)
            mask |= UINT64_C(1) << i;
    return mask;
}

static csr_status look_at(csri_tx *tx, const struct csri_content *row, csr_time begun_before, int64_t *dropped)
{
    static const uint8_t no_hash[CSRI_HASH_BYTES];

    if (!csr_id_is_none(&row->view.content))
        return CSR_OK; /* a part goes with its head */
    if (memcmp(row->view.hash, no_hash, CSRI_HASH_BYTES) == 0 && row->view.created_at >= begun_before)
        return CSR_OK;
    return csri_content_drop(tx, &row->view.id, dropped);
}

csr_status csri_content_collect(csri_tx *tx, uint32_t limit, csr_time begun_before, csr_id *after, int64_t *out_dropped)
{
    struct csri_content from = { .view = { .id = *after } };
    csr_scan scan = { .index = CSR_SCAN_BY_ID, .limit = limit, .after = &from, .columns = without_bytes() };
    csr_rows *rows;
    csr_status status = csri_rows_new(tx->host, csri_content_record.row->size, 16, &rows, tx->err);

    if (status != CSR_OK)
        return status;
    status = tx->ops->scan(tx->handle, &csri_content_record, &scan, rows, tx->err);
    for (size_t i = 0; status == CSR_OK && i < csri_rows_count(rows); i++) {
        const struct csri_content *row = csri_rows_at(rows, i);
        *after = row->view.id;
        status = look_at(tx, row, begun_before, out_dropped);
    }
    if (csri_rows_count(rows) < limit)
        memset(after, 0, sizeof(*after));
    csri_rows_free(rows);
    return status;
}
