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

/* Uploads stand in an index of their own, by when they began. */
csr_status csri_content_collect(csri_tx *tx, uint32_t limit, csr_time begun_before, int64_t *out_dropped,
                                int32_t *out_more)
{
    struct csri_content from = { .view = { .coming = 1 } };
    csr_scan scan = { .index = CSRI_CONTENT_BY_COMING, .equal = 1, .limit = limit + 1, .from = &from };
    csr_rows *rows;
    csr_status status = csri_rows_new(tx->host, csri_content_record.row->size, 16, &rows, tx->err);

    if (status != CSR_OK)
        return status;
    scan.columns = without_bytes();
    status = tx->ops->scan(tx->handle, &csri_content_record, &scan, rows, tx->err);
    for (size_t i = 0; status == CSR_OK && i < csri_rows_count(rows); i++) {
        const struct csri_content *upload = csri_rows_at(rows, i);
        if (upload->view.created_at >= begun_before)
            break;
        if (i == limit) {
            *out_more = 1;
            break;
        }
        status = csri_content_abandon(tx, &upload->view.id);
        *out_dropped += status == CSR_OK;
    }
    csri_rows_free(rows);
    return status;
}

#define MARK_PAGE 100

static csr_status mark(csri_tx *tx, const struct csri_content *row)
{
    static const uint8_t no_hash[CSRI_HASH_BYTES];
    struct csri_content is = *row;

    if (!csr_id_is_none(&row->view.content) || memcmp(row->view.hash, no_hash, CSRI_HASH_BYTES) != 0)
        return CSR_OK;
    is.view.coming = 1;
    return csri_update(tx, &csri_content_record, row, &is);
}

csr_status csri_content_mark_uploads(csri_tx *tx)
{
    struct csri_content after = { .view = { .parts = 0 } };
    csr_scan scan = { .index = CSR_SCAN_BY_ID, .limit = MARK_PAGE, .after = &after, .columns = without_bytes() };
    csr_status status = CSR_OK;
    size_t got = MARK_PAGE;

    while (status == CSR_OK && got == MARK_PAGE) {
        csr_rows *page;
        status = csri_rows_new(tx->host, csri_content_record.row->size, MARK_PAGE, &page, tx->err);
        if (status != CSR_OK)
            return status;
        status = tx->ops->scan(tx->handle, &csri_content_record, &scan, page, tx->err);
        got = csri_rows_count(page);
        for (size_t i = 0; status == CSR_OK && i < got; i++) {
            const struct csri_content *row = csri_rows_at(page, i);
            after.view.id = row->view.id;
            status = mark(tx, row);
        }
        csri_rows_free(page);
    }
    return status;
}
