#include "record/rows.h"

#include "base/error.h"
#include "base/memory.h"

#include <string.h>

#define TEXT_PER_ROW 256
#define CHUNK_BYTES 8192

typedef struct chunk {
    struct chunk *next;
    size_t size; /* of the whole chunk */
    char text[];
} chunk;

struct csr_rows {
    csr_host host;
    csr_rows *attached;
    size_t row_size, count, capacity;
    char *rows; /* behind the owner at first, a block of its own after the first growth */
    char *text; /* where the next text goes */
    size_t text_left;
    chunk *chunks;
    size_t size; /* of the first allocation */
    char first[];
};

static size_t aligned(size_t n)
{
    return (n + 15) & ~(size_t)15;
}

csr_status csri_rows_new(const csr_host *host, size_t row_size, size_t expected, csr_rows **out, csr_error *err)
{
    size_t start = aligned(offsetof(csr_rows, first));
    size_t rows_bytes = aligned(row_size * expected);
    size_t size = start + rows_bytes + TEXT_PER_ROW * expected;
    csr_rows *rows = csri_alloc(host, size);

    *out = NULL;
    if (rows == NULL)
        return csri_fail(err, CSR_E_NO_MEMORY, NULL, "no memory for %zu rows", expected);
    memset(rows, 0, offsetof(csr_rows, first));
    rows->host = *host;
    rows->row_size = row_size;
    rows->capacity = expected;
    rows->rows = (char *)rows + start;
    rows->text = rows->rows + rows_bytes;
    rows->text_left = TEXT_PER_ROW * expected;
    rows->size = size;
    *out = rows;
    return CSR_OK;
}

static int owns_its_rows(const csr_rows *rows)
{
    return rows->rows == (const char *)rows + aligned(offsetof(csr_rows, first));
}

static csr_status grow(csr_rows *rows)
{
    size_t capacity = rows->capacity * 2;
    char *bigger = csri_alloc(&rows->host, capacity * rows->row_size);

    if (bigger == NULL)
        return CSR_E_NO_MEMORY;
    memcpy(bigger, rows->rows, rows->count * rows->row_size);
    if (!owns_its_rows(rows))
        csri_free(&rows->host, rows->rows, rows->capacity * rows->row_size);
    rows->rows = bigger;
    rows->capacity = capacity;
    return CSR_OK;
}

csr_status csr_rows_add(csr_rows *rows, void **out_row)
{
    if (rows->count == rows->capacity && grow(rows) != CSR_OK)
        return CSR_E_NO_MEMORY;
    *out_row = rows->rows + rows->count++ * rows->row_size;
    memset(*out_row, 0, rows->row_size);
    return CSR_OK;
}

static csr_status add_chunk(csr_rows *rows, size_t need)
{
    size_t size = sizeof(chunk) + (need > CHUNK_BYTES ? need : CHUNK_BYTES);
    chunk *c = csri_alloc(&rows->host, size);

    if (c == NULL)
        return CSR_E_NO_MEMORY;
    c->next = rows->chunks;
    c->size = size;
    rows->chunks = c;
    rows->text = c->text;
    rows->text_left = size - sizeof(chunk);
    return CSR_OK;
}

csr_status csr_rows_text(csr_rows *rows, const char *ptr, size_t len, csr_str *out)
{
    if (len >= rows->text_left && add_chunk(rows, len + 1) != CSR_OK)
        return CSR_E_NO_MEMORY;
    if (len != 0)
        memcpy(rows->text, ptr, len);
    rows->text[len] = '\0';
    out->ptr = rows->text;
    out->len = len;
    rows->text += len + 1;
    rows->text_left -= len + 1;
    return CSR_OK;
}

size_t csri_rows_count(const csr_rows *rows)
{
    return rows->count;
}

void *csri_rows_at(const csr_rows *rows, size_t i)
{
    return rows->rows + i * rows->row_size;
}

void csri_rows_cut(csr_rows *rows, size_t n)
{
    if (rows->count > n)
        rows->count = n;
}

void csri_rows_attach(csr_rows *rows, csr_rows *more)
{
    while (rows->attached != NULL)
        rows = rows->attached;
    rows->attached = more;
}

const csr_host *csri_rows_host(const csr_rows *rows)
{
    return &rows->host;
}

static void free_one(csr_rows *rows)
{
    csr_host host = rows->host;

    while (rows->chunks != NULL) {
        chunk *next = rows->chunks->next;
        csri_free(&host, rows->chunks, rows->chunks->size);
        rows->chunks = next;
    }
    if (!owns_its_rows(rows))
        csri_free(&host, rows->rows, rows->capacity * rows->row_size);
    csri_free(&host, rows, rows->size);
}

void csri_rows_free(csr_rows *rows)
{
    while (rows != NULL) {
        csr_rows *attached = rows->attached;
        free_one(rows);
        rows = attached;
    }
}
