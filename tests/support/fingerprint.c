#include "support/fingerprint.h"

#include "base/hash.h"
#include "base/memory.h"
#include "record/records.h"
#include "record/row.h"
#include "record/rows.h"

#include <string.h>

#define PAGE 64

static void put_member(csri_hash *hash, const csr_member *m, const void *row)
{
    const void *at = csri_at(m, row);

    if (m->c == CSR_CLASS_STR) {
        const csr_str *text = at;
        csri_hash_put(hash, &text->len, sizeof(text->len));
        csri_hash_put(hash, text->ptr, text->len);
    } else {
        csri_hash_put(hash, at, m->size);
    }
}

static void put_rows(csri_hash *hash, const csr_record *record, const csr_rows *rows)
{
    for (size_t i = 0; i < csri_rows_count(rows); i++)
        for (unsigned k = 0; k < record->row->count; k++)
            put_member(hash, &record->row->members[k], csri_rows_at(rows, i));
}

static csr_status put_record(const csr_backend_ops *ops, csr_store_tx *tx, const csr_record *record, csri_hash *hash)
{
    _Alignas(16) char last[CSRI_ROW_MAX];
    csr_scan scan = { .index = record->id_at == CSR_NO_MEMBER ? CSR_SCAN_BY_POSITION : CSR_SCAN_BY_ID, .limit = PAGE };
    csr_status status = CSR_OK;
    size_t n = PAGE;
    csr_host host;

    /* Not the desk's host: it must not count among the allocations of a test. */
    csri_host_take(&host, NULL);
    while (status == CSR_OK && n == PAGE) {
        csr_rows *rows;
        status = csri_rows_new(&host, record->row->size, 8, &rows, NULL);
        if (status != CSR_OK)
            return status;
        status = ops->scan(tx, record, &scan, rows, NULL);
        n = csri_rows_count(rows);
        put_rows(hash, record, rows);
        if (n > 0)
            memcpy(last, csri_rows_at(rows, n - 1), record->row->size);
        scan.after = last;
        csri_rows_free(rows);
    }
    return status;
}

csr_status fingerprint_take(const csr_backend_ops *ops, csr_store_tx *tx, fingerprint *out)
{
    csr_status status = csri_schema.record_count <= FINGERPRINT_RECORDS ? CSR_OK : CSR_E_LIMIT;

    memset(out, 0, sizeof(*out));
    for (unsigned i = 0; i < csri_schema.record_count && status == CSR_OK; i++) {
        uint8_t whole[CSRI_HASH_BYTES];
        csri_hash hash;

        csri_hash_init(&hash);
        status = put_record(ops, tx, csri_schema.records[i], &hash);
        csri_hash_end(&hash, whole);
        memcpy(&out->of[i], whole, sizeof(out->of[i]));
    }
    return status;
}

const char *fingerprint_difference(const fingerprint *was, const fingerprint *is)
{
    for (unsigned i = 0; i < csri_schema.record_count; i++)
        if (was->of[i] != is->of[i])
            return csri_schema.records[i]->name;
    return NULL;
}
