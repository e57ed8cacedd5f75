#include "base/buffer.h"

#include "base/memory.h"
#include <stdarg.h>
#include <stdio.h>

/* The first block; enough for most rows as JSON. One byte of every block is for the NUL. */
#define FIRST_CAPACITY ((size_t)255)

/* A text with its own way to be freed, because it may outlive the desk whose host made it. */
struct csr_buf {
    char *ptr;
    size_t len;
    size_t size; /* As it was asked for. */
    void *user;
    void (*free)(void *user, void *ptr, size_t size);
};

void csri_buffer_init(csri_buffer *b, const csr_host *host, size_t max)
{
    memset(b, 0, sizeof *b);
    b->host = host;
    /* One less than all, so that capacity and its NUL can be added up. */
    b->max = max == 0 || max == SIZE_MAX ? SIZE_MAX - 1 : max;
}

void csri_buffer_fail(csri_buffer *b, csr_status status)
{
    csr_status first = b->status;
    /* Then len = capacity, which makes the fast paths miss; the status keeps the slow ones out. */
    csri_buffer_free(b);
    b->status = first != CSR_OK ? first : status;
}

static char *grow(csri_buffer *b, size_t n)
{
    if (n > b->max - b->len) {
        csri_buffer_fail(b, CSR_E_LIMIT);
        return NULL;
    }
    size_t capacity = b->capacity >= b->max / 2 ? b->max : b->capacity * 2 + 1;
    if (capacity < FIRST_CAPACITY)
        capacity = FIRST_CAPACITY < b->max ? FIRST_CAPACITY : b->max;
    if (capacity < b->len + n)
        capacity = b->len + n;
    char *ptr = csri_realloc(b->host, b->ptr, b->capacity + 1, capacity + 1);
    if (!ptr) {
        csri_buffer_fail(b, CSR_E_NO_MEMORY);
        return NULL;
    }
    b->ptr = ptr;
    b->capacity = capacity;
    return ptr + b->len;
}

char *csri_buffer_reserve(csri_buffer *b, size_t n)
{
    if (b->status != CSR_OK)
        return NULL;
    return b->ptr && n <= b->capacity - b->len ? b->ptr + b->len : grow(b, n);
}

void csri_buffer_put_slow(csri_buffer *b, const void *bytes, size_t n)
{
    char *room = n > 0 ? csri_buffer_reserve(b, n) : NULL;
    if (room) {
        memcpy(room, bytes, n);
        b->len += n;
    }
}

void csri_buffer_format(csri_buffer *b, const char *format, ...)
{
    va_list values;
    char small[128];
    va_start(values, format);
    int n = vsnprintf(small, sizeof small, format, values);
    va_end(values);
    if (n < 0) {
        csri_buffer_fail(b, CSR_E_INTERNAL);
    } else if ((size_t)n < sizeof small) {
        csri_buffer_put(b, small, (size_t)n);
    } else if (csri_buffer_reserve(b, (size_t)n)) {
        /* The NUL goes where every block has a byte to spare. */
        va_start(values, format);
        (void)vsnprintf(b->ptr + b->len, (size_t)n + 1, format, values);
        va_end(values);
        b->len += (size_t)n;
    }
}

csr_status csri_buffer_check(const csri_buffer *b, csr_error *err)
{
    switch (b->status) {
    case CSR_OK: return CSR_OK;
    case CSR_E_NO_MEMORY: return csri_fail(err, CSR_E_NO_MEMORY, NULL, "out of memory");
    case CSR_E_LIMIT: return csri_fail(err, CSR_E_LIMIT, NULL, "the text would be longer than %zu bytes", b->max);
    default: return csri_fail(err, CSR_E_INTERNAL, NULL, "a text could not be formatted");
    }
}

csr_status csri_buffer_finish(csri_buffer *b, csr_buf **out, csr_error *err)
{
    *out = NULL;
    csr_buf *buf = NULL;
    if (csri_buffer_reserve(b, 0)) {
        buf = csri_alloc(b->host, sizeof *buf);
        if (!buf)
            csri_buffer_fail(b, CSR_E_NO_MEMORY);
    }
    if (!buf) {
        csr_status status = csri_buffer_check(b, err);
        csri_buffer_free(b);
        return status;
    }
    b->ptr[b->len] = '\0';
    *buf = (csr_buf){ b->ptr, b->len, b->capacity + 1, b->host->user, b->host->free };
    csri_buffer_init(b, b->host, b->max);
    *out = buf;
    return CSR_OK;
}

void csri_buffer_free(csri_buffer *b)
{
    csri_free(b->host, b->ptr, b->capacity + 1);
    csri_buffer_init(b, b->host, b->max);
}

const char *csr_buf_text(const csr_buf *buf)
{
    return buf ? buf->ptr : "";
}

size_t csr_buf_size(const csr_buf *buf)
{
    return buf ? buf->len : 0;
}

void csr_buf_free(csr_buf *buf)
{
    if (buf) {
        void (*release)(void *user, void *ptr, size_t size) = buf->free;
        void *user = buf->user;
        release(user, buf->ptr, buf->size);
        release(user, buf, sizeof *buf);
    }
}
