#include "support/desk_dump.h"

#include "base/memory.h"
#include "desk/handles.h"
#include "record/records.h"
#include "record/row.h"
#include "record/row_json.h"
#include "record/rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PAGE 64

static void put_row(csri_buffer *out, const csr_record *record, const void *row)
{
    csri_buffer_text(out, record->name);
    for (unsigned i = 0; i < record->row->count; i++) {
        csri_buffer_byte(out, ' ');
        csri_buffer_text(out, record->row->members[i].name);
        csri_buffer_byte(out, '=');
        csri_json_member(out, &record->row->members[i], row);
    }
    csri_buffer_byte(out, '\n');
}

/* A page behind `after`, which then is its last row; *out_got = rows in it. */
static csr_status put_page(csr_session *session, csr_store_tx *tx, const csr_record *record, const csr_host *host,
                           void *after, int is_first, csri_buffer *out, size_t *out_got)
{
    csr_scan scan = { .index = record->id_at == CSR_NO_MEMBER ? CSR_SCAN_BY_POSITION : CSR_SCAN_BY_ID, .limit = PAGE };
    csr_rows *rows;
    csr_status status = csri_rows_new(host, record->row->size, 4, &rows, NULL);

    *out_got = 0;
    if (status != CSR_OK)
        return status;
    scan.after = is_first ? NULL : after;
    status = session->desk->ops->scan(tx, record, &scan, rows, NULL);
    for (size_t i = 0; status == CSR_OK && i < csri_rows_count(rows); i++)
        put_row(out, record, csri_rows_at(rows, i));
    *out_got = csri_rows_count(rows);
    if (*out_got != 0)
        memcpy(after, csri_rows_at(rows, *out_got - 1), record->row->size);
    csri_rows_free(rows);
    return status;
}

static csr_status put_record(csr_session *session, csr_store_tx *tx, const csr_record *record, const csr_host *host,
                             csri_buffer *out)
{
    _Alignas(16) char after[CSRI_ROW_MAX];
    size_t got = PAGE;
    csr_status status = CSR_OK;

    for (int first = 1; status == CSR_OK && got == PAGE; first = 0)
        status = put_page(session, tx, record, host, after, first, out, &got);
    return status;
}

/* What a buffer holds as the caller's own text, or NULL after a failure. */
static char *take_text(csri_buffer *text, csr_status status)
{
    char *copy = NULL;

    csri_buffer_byte(text, '\0');
    if (status == CSR_OK && text->status == CSR_OK && (copy = malloc(text->len)) != NULL)
        memcpy(copy, text->ptr, text->len);
    csri_buffer_free(text);
    return copy;
}

static char *dump(csr_session *session, const csr_record *only)
{
    csr_desk *desk = session->desk;
    csr_store_tx *tx = session->tx;
    csri_buffer text;
    csr_host host;
    csr_status status = CSR_OK;

    /* Not the desk's host: a dump must not count among the allocations of a test. */
    csri_host_take(&host, NULL);
    csri_buffer_init(&text, &host, 0);
    if (tx == NULL)
        status = desk->ops->begin(desk->store, &desk->id, CSR_TX_READ, &tx, NULL);
    if (status != CSR_OK)
        return NULL;
    for (size_t i = 0; status == CSR_OK && i < csri_schema.record_count; i++)
        if (only == NULL || only == csri_schema.records[i])
            status = put_record(session, tx, csri_schema.records[i], &host, &text);
    if (tx != session->tx)
        desk->ops->rollback(tx);
    return take_text(&text, status);
}

char *desk_dump(csr_session *session)
{
    return dump(session, NULL);
}

char *desk_dump_record(csr_session *session, const csr_record *record)
{
    return dump(session, record);
}

csr_status desk_fingerprint(csr_session *session, fingerprint *out)
{
    const csr_desk *desk = session->desk;
    csr_store_tx *tx;
    csr_status status = desk->ops->begin(desk->store, &desk->id, CSR_TX_READ, &tx, NULL);

    if (status != CSR_OK)
        return status;
    status = fingerprint_take(desk->ops, tx, out);
    desk->ops->rollback(tx);
    return status;
}

void desk_dump_difference(const char *a, const char *b, char *out, size_t out_size)
{
    if (a == NULL || b == NULL) {
        snprintf(out, out_size, "%s cannot be read", a == NULL ? "the first" : "the second");
        return;
    }
    while (*a != '\0' && *b != '\0' && strcspn(a, "\n") == strcspn(b, "\n") &&
           strncmp(a, b, strcspn(a, "\n") + 1) == 0) {
        a += strcspn(a, "\n") + 1;
        b += strcspn(b, "\n") + 1;
    }
    snprintf(out, out_size, "\n    %.*s\n    %.*s", (int)strcspn(a, "\n"), a, (int)strcspn(b, "\n"), b);
}

int desk_verify_errors(csr_session *session, char *first, size_t first_size)
{
    csr_result *result;
    int errors = 0;

    if (first != NULL)
        *first = '\0';
    if (csr_desk_verify(session, NULL, &result, NULL) != CSR_OK)
        return -1;
    for (size_t i = 0; i < csr_result_count(result); i++) {
        csr_diagnostic_view line = { .struct_size = sizeof(line) };
        if (csr_diagnostic_at(result, i, &line, NULL) != CSR_OK || line.severity != CSR_SEVERITY_ERROR)
            continue;
        if (errors++ == 0 && first != NULL)
            snprintf(first, first_size, "%s: %s", line.place.ptr, line.text.ptr);
    }
    csr_result_free(result);
    return errors;
}
