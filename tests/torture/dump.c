#include "torture/dump.h"

#include "base/memory.h"
#include "record/records.h"
#include "record/row.h"
#include "record/rows.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PAGE 500
#define ID_TEXT (CSR_ID_TEXT_BYTES - 1)
#define PAYOUT_KEY_TEXT 52

static void put_hex(FILE *out, const void *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++)
        fprintf(out, "%02x", ((const unsigned char *)bytes)[i]);
}

static void put_text(FILE *out, const csr_member *m, const csr_str *text)
{
    if (m->type->meaning == CSR_MEANING_BYTES) {
        put_hex(out, text->ptr, text->len);
        return;
    }
    for (size_t i = 0; i < text->len; i++)
        fputc(isprint((unsigned char)text->ptr[i]) ? text->ptr[i] : '.', out);
}

static void put_member(FILE *out, const csr_member *m, const void *row)
{
    const void *at = csri_at(m, row);
    char id[CSR_ID_TEXT_BYTES];

    fprintf(out, " %s=", m->name);
    switch (m->c) {
    case CSR_CLASS_I32: fprintf(out, "%d", (int)*(const int32_t *)at); break;
    case CSR_CLASS_I64: fprintf(out, "%lld", (long long)*(const int64_t *)at); break;
    case CSR_CLASS_STR: put_text(out, m, at); break;
    case CSR_CLASS_ID:
        csr_id_format(at, id);
        fputs(id, out);
        break;
    case CSR_CLASS_CODE: fprintf(out, "%.*s", (int)m->size, (const char *)at); break;
    default: put_hex(out, at, m->size);
    }
}

static size_t put_page(FILE *out, const csr_record *record, csr_rows *rows, void *last)
{
    size_t n = csri_rows_count(rows);

    for (size_t i = 0; i < n; i++) {
        const void *row = csri_rows_at(rows, i);
        fputs(record->name, out);
        for (unsigned k = 0; k < record->row->count; k++)
            if (!csri_unset(&record->row->members[k], row))
                put_member(out, &record->row->members[k], row);
        fputc('\n', out);
    }
    /* Only its id or position is looked at when the scan goes on, so that its texts may be gone. */
    if (n > 0)
        memcpy(last, csri_rows_at(rows, n - 1), record->row->size);
    return n;
}

static csr_status put_record(FILE *out, const csr_backend_ops *ops, csr_store_tx *tx, const csr_record *record)
{
    _Alignas(16) char last[CSRI_ROW_MAX] = { 0 };
    csr_scan scan = { .index = record->id_at == CSR_NO_MEMBER ? CSR_SCAN_BY_POSITION : CSR_SCAN_BY_ID, .limit = PAGE };
    csr_status status = CSR_OK;
    size_t n = PAGE;
    csr_host host;

    csri_host_take(&host, NULL);
    while (status == CSR_OK && n == PAGE) {
        csr_rows *rows;
        status = csri_rows_new(&host, record->row->size, PAGE, &rows, NULL);
        if (status != CSR_OK)
            return status;
        status = ops->scan(tx, record, &scan, rows, NULL);
        n = status == CSR_OK ? put_page(out, record, rows, last) : 0;
        scan.after = last;
        csri_rows_free(rows);
    }
    return status;
}

char *torture_dump(const csr_backend_ops *ops, csr_store *store, unsigned flags)
{
    csr_store_tx *tx;
    size_t size = 0;
    char *text = NULL;
    csr_status status = ops->begin(store, NULL, CSR_TX_READ, &tx, NULL);
    FILE *out;

    if (status != CSR_OK)
        return NULL;
    out = open_memstream(&text, &size);
    for (unsigned i = 0; i < csri_schema.record_count && status == CSR_OK; i++)
        if ((flags & DUMP_WITHOUT_CHECKPOINTS) == 0 || csri_schema.records[i] != &csri_checkpoint_record)
            status = put_record(out, ops, tx, csri_schema.records[i]);
    ops->rollback(tx);
    (void)fclose(out);
    if (status == CSR_OK)
        return text;
    free(text);
    return NULL;
}

/* Length of the run of hexadecimal digits and hyphens. */
static size_t hex_run(const char *text)
{
    size_t n = 0;

    while (isxdigit((unsigned char)text[n]) || text[n] == '-')
        n++;
    return n;
}

/* Whether the key of a payout stands here, which is a hash of ids in base32. */
static int is_payout_key(const char *text)
{
    size_t n = 0;

    while ((text[n] >= 'A' && text[n] <= 'Z') || (text[n] >= '2' && text[n] <= '7'))
        n++;
    return n == PAYOUT_KEY_TEXT;
}

/* Number of an id in the order of appearance; `seen` grows to hold it. */
static size_t number_of(const char *id, char **seen, size_t *count)
{
    for (size_t i = 0; i < *count; i++)
        if (memcmp(*seen + i * ID_TEXT, id, ID_TEXT) == 0)
            return i;
    *seen = realloc(*seen, (*count + 1) * ID_TEXT);
    memcpy(*seen + *count * ID_TEXT, id, ID_TEXT);
    return (*count)++;
}

static const char *skip_token(const char *at)
{
    static const char opening[] = "\"next\":\"";

    return strncmp(at, opening, sizeof(opening) - 1) == 0 ? strchr(at + sizeof(opening) - 1, '"') : NULL;
}

char *torture_normal(const char *text)
{
    char *out_text = NULL, *seen = NULL;
    size_t size = 0, count = 0;
    FILE *out = open_memstream(&out_text, &size);

    while (*text != '\0') {
        size_t n = hex_run(text);
        const char *end = skip_token(text);
        if (end != NULL) {
            text = end + 1;
        } else if (is_payout_key(text)) {
            text += PAYOUT_KEY_TEXT;
        } else if (n == ID_TEXT) {
            fprintf(out, "#%zu", number_of(text, &seen, &count));
            text += n;
        } else if (n >= 32) {
            text += n;
        } else {
            n = n == 0 ? 1 : n;
            (void)fwrite(text, 1, n, out);
            text += n;
        }
    }
    (void)fclose(out);
    free(seen);
    return out_text;
}

const char *torture_difference(const char *was, const char *is)
{
    static char buffer[1200];
    size_t line = 1, begin = 0, i = 0;

    for (; was[i] != '\0' && was[i] == is[i]; i++)
        if (was[i] == '\n')
            line++, begin = i + 1;
    snprintf(buffer, sizeof(buffer), "line %zu was\n      %.*s\n    is\n      %.*s", line,
             (int)(strcspn(was + begin, "\n") > 500 ? 500 : strcspn(was + begin, "\n")), was + begin,
             (int)(strcspn(is + begin, "\n") > 500 ? 500 : strcspn(is + begin, "\n")), is + begin);
    return buffer;
}
