#include "store/exchange_lines.h"

#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "record/row.h"
#include "record/row_line.h"

/* Bytes of lines that one call gives, about. */
#define CHUNK_BYTES ((size_t)128 * 1024)
/* Rows that one read fetches; fewer of a kind that holds large texts. */
#define PAGE_MAX 256
#define PAGE_BULK 16

/* A line is whole: its check, and what follows from it. */
static void end_line(csri_exporter *e, csri_buffer *out, size_t start)
{
    uint8_t hash[CSRI_HASH_BYTES];

    if (out->status != CSR_OK)
        return;
    csri_line_hash_add(&e->hash, out->ptr + start, out->len - start, hash);
    csri_line_check_put(out, hash);
    csri_buffer_byte(out, '\n');
    e->lines++;
}

static void put_first(csri_exporter *e, csri_buffer *out)
{
    size_t start = out->len;

    csri_line_hash_init(&e->hash);
    csri_buffer_format(out, "{\"csr_export\":{\"format\":%d,\"schema\":%u,\"desk\":", CSRI_EXCHANGE_FORMAT,
                       (unsigned)csri_schema.version);
    csri_json_id(out, &e->desk);
    csri_buffer_byte(out, '}');
    end_line(e, out, start);
    e->begun = 1;
}

static void put_last(csri_exporter *e, csri_buffer *out)
{
    size_t start = out->len;
    csri_line_hash hash = e->hash;
    uint8_t digest[CSRI_HASH_BYTES];

    csri_line_hash_add(&hash, "", 0, digest);
    csri_exchange_put_end(out, e->lines, e->rows, digest);
    end_line(e, out, start);
}

/* Texts that are not UTF-8 cannot have been stored, and cannot stand in JSON. */
static csr_status refuse_text(csri_exporter *e, const csr_record *record, const void *row)
{
    char text[CSR_ID_TEXT_BYTES] = "at its position";

    if (record->id_at != CSR_NO_MEMBER)
        csr_id_format((const csr_id *)((const char *)row + record->id_at), text);
    return csri_fail(e->tx.err, CSR_E_CORRUPT, record->name, "the %s %s holds text that is not UTF-8", record->name,
                     text);
}

static csr_status put_row(csri_exporter *e, const csr_record *record, const void *row, csri_buffer *out)
{
    uint64_t forward = csri_refers_forward(record, row);
    size_t start = out->len;

    e->forward |= forward != 0;
    if (e->again && forward == 0)
        return CSR_OK;
    csri_buffer_put(out, "{\"", 2);
    csri_buffer_text(out, record->name);
    csri_buffer_put(out, "\":", 2);
    csri_line_put(out, record->row, row);
    if (e->again)
        csri_buffer_text(out, ",\"again\":true");
    else
        e->rows[e->kind]++;
    if (out->status == CSR_OK && !csri_utf8_valid(out->ptr + start, out->len - start, NULL))
        return refuse_text(e, record, row);
    end_line(e, out, start);
    return csri_buffer_check(out, e->tx.err);
}

static int has_bulk(const csr_record *record)
{
    for (unsigned i = 0; i < record->row->count; i++)
        if ((record->row->members[i].flags & CSR_MEMBER_BULK) != 0)
            return 1;
    return 0;
}

/* Remember where a page ended. Of a row's members only what names it is kept: its texts go with the page. */
static void remember(csri_exporter *e, const csr_record *record, const void *row)
{
    const csr_member *position = &record->row->members[0]; /* of a record without an id; a test holds it there */

    memset(e->after, 0, sizeof(e->after));
    if (record->id_at != CSR_NO_MEMBER)
        memcpy(e->after + record->id_at, (const char *)row + record->id_at, sizeof(csr_id));
    else
        memcpy(e->after + position->offset, csri_at(position, row), position->size);
    e->has_after = 1;
}

/* This kind is done: once more for rows that refer forward, or on to the next one. */
static void next_kind(csri_exporter *e)
{
    e->again = !e->again && e->forward;
    e->kind += !e->again;
    e->forward = 0;
    e->has_after = 0;
}

static csr_status put_page(csri_exporter *e, csri_buffer *out)
{
    const csr_record *record = csri_exchange_record(e->kind);
    csr_scan scan = { .index = record->id_at == CSR_NO_MEMBER ? CSR_SCAN_BY_POSITION : CSR_SCAN_BY_ID };
    csr_rows *rows;
    size_t got;
    csr_status status;

    scan.limit = has_bulk(record) ? PAGE_BULK : PAGE_MAX;
    scan.after = e->has_after ? e->after : NULL;
    status = csri_rows_new(e->tx.host, record->row->size, scan.limit, &rows, e->tx.err);
    if (status != CSR_OK)
        return status;
    status = e->tx.ops->scan(e->tx.handle, record, &scan, rows, e->tx.err);
    got = csri_rows_count(rows);
    for (size_t i = 0; status == CSR_OK && i < got; i++)
        status = put_row(e, record, csri_rows_at(rows, i), out);
    if (status == CSR_OK && got == scan.limit)
        remember(e, record, csri_rows_at(rows, got - 1));
    else
        next_kind(e);
    csri_rows_free(rows);
    return status;
}

csr_status csri_export_next(csri_exporter *e, csri_buffer *out)
{
    csr_status status = CSR_OK;

    if (!e->begun)
        put_first(e, out);
    while (status == CSR_OK && e->kind < csri_schema.record_count && out->len < CHUNK_BYTES)
        status = put_page(e, out);
    if (status == CSR_OK && e->kind == csri_schema.record_count && out->len < CHUNK_BYTES) {
        put_last(e, out);
        e->kind++;
    }
    return status == CSR_OK ? csri_buffer_check(out, e->tx.err) : status;
}
