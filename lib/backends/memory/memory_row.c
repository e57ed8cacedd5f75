#include "backends/memory/memory_row.h"

#include "base/memory.h"
#include "record/row.h"

#include <string.h>

/* Members that are chosen from one row or the other, one after the other. */
typedef struct mix {
    const csr_shape *shape;
    const void *was, *is;
    uint64_t changed;
} mix;

static const void *source(const mix *from, unsigned i)
{
    return (from->changed >> i & 1) != 0 ? from->is : from->was;
}

static size_t text_bytes(const mix *from)
{
    size_t sum = 0;

    for (unsigned i = 0; i < from->shape->count; i++) {
        const csr_member *m = &from->shape->members[i];
        if (m->c == CSR_CLASS_STR && !csri_unset(m, source(from, i)))
            sum += ((const csr_str *)csri_at(m, source(from, i)))->len + 1;
    }
    return sum;
}

/* Copy a text to where the next one goes; an unset one stays {"", 0}. */
static char *put_text(char *text, const csr_str *from, csr_str *to)
{
    to->ptr = "";
    if (from->len == 0)
        return text;
    memcpy(text, from->ptr, from->len);
    text[from->len] = '\0';
    to->ptr = text;
    to->len = from->len;
    return text + from->len + 1;
}

static void fill(const mix *from, char *data, char *text)
{
    for (unsigned i = 0; i < from->shape->count; i++) {
        const csr_member *m = &from->shape->members[i];
        const void *v = csri_at(m, source(from, i));
        char *to = data + m->offset;
        switch ((csr_class)m->c) {
        case CSR_CLASS_STR: text = put_text(text, v, (csr_str *)(void *)to); break;
        case CSR_CLASS_CODE: memcpy(to, v, strnlen(v, m->size)); break;
        case CSR_CLASS_I32: memcpy(to, v, sizeof(int32_t)); break;
        case CSR_CLASS_I64: memcpy(to, v, sizeof(int64_t)); break;
        case CSR_CLASS_ID: memcpy(to, v, sizeof(csr_id)); break;
        default: memcpy(to, v, m->size); break;
        }
    }
}

csri_memory_row *csri_memory_row_new(const csr_host *host, const csri_memory_layout *layout, const void *was,
                                     const void *is, uint64_t changed)
{
    const mix from = { layout->record->row, was, is, changed };
    size_t text_at = layout->data_at + from.shape->size;
    size_t size = text_at + text_bytes(&from);
    csri_memory_row *row = csri_alloc(host, size);

    if (row == NULL)
        return NULL;
    memset(row, 0, text_at);
    row->size = size;
    fill(&from, (char *)row + layout->data_at, (char *)row + text_at);
    return row;
}

void csri_memory_row_free(const csr_host *host, csri_memory_row *row)
{
    if (row != NULL)
        csri_free(host, row, row->size);
}

static csr_status give_all(const csri_memory_layout *layout, const char *data, csr_rows *rows, char *out)
{
    csr_status status = CSR_OK;

    memcpy(out, data, layout->record->row->size);
    for (size_t i = 0; i < layout->text_count && status == CSR_OK; i++) {
        const csr_str *text = (const csr_str *)(const void *)(data + layout->texts[i]);
        if (text->len != 0)
            status = csr_rows_text(rows, text->ptr, text->len, (csr_str *)(void *)(out + layout->texts[i]));
    }
    return status;
}

csr_status csri_memory_row_give(const csri_memory_layout *layout, const csri_memory_row *row, uint64_t columns,
                                csr_rows *rows)
{
    const csr_shape *shape = layout->record->row;
    const char *data = csri_memory_data(layout, row);
    void *out;
    csr_status status = csr_rows_add(rows, &out);

    if (status != CSR_OK || columns == 0)
        return status != CSR_OK ? status : give_all(layout, data, rows, out);
    columns |= layout->always;
    for (unsigned i = 0; i < shape->count && status == CSR_OK; i++) {
        const csr_member *m = &shape->members[i];
        if ((columns >> i & 1) == 0)
            continue;
        memcpy((char *)out + m->offset, data + m->offset, m->size);
        const csr_str *text = (const csr_str *)(const void *)(data + m->offset);
        if (m->c == CSR_CLASS_STR && text->len != 0)
            status = csr_rows_text(rows, text->ptr, text->len, (csr_str *)(void *)((char *)out + m->offset));
    }
    return status;
}
