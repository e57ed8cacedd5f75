/**
 * The one growing buffer.
 *
 * Failures stick: after a failed allocation or at the cap every further call is a no-op, so that callers write what
 * they have to and check once, with csri_buffer_finish() or csri_buffer_check(). A buffer that failed holds no memory
 * and no bytes.
 */
#ifndef CSRI_BASE_BUFFER_H
#define CSRI_BASE_BUFFER_H

#include "base/error.h"
#include <csr/host.h>
#include <csr/types.h>
#include <string.h>

/** Read ptr, len and status; set len only within what csri_buffer_reserve() gave. */
typedef struct csri_buffer {
    const csr_host *host; /**< Borrowed; outlives the buffer. */
    char *ptr;            /**< The bytes; NULL until the first one. Not NUL-ended. */
    size_t len;           /**< Bytes written. */
    size_t capacity;      /**< Bytes that fit without growing; never above max. One more is allocated for a NUL. */
    size_t max;           /**< Most bytes ever. */
    csr_status status;    /**< CSR_OK, or the first failure: CSR_E_NO_MEMORY, CSR_E_LIMIT, CSR_E_INTERNAL. */
} csri_buffer;

/** Begin; nothing is allocated. max 0 = no cap. */
void csri_buffer_init(csri_buffer *b, const csr_host *host, size_t max);

/** Room for n more bytes at ptr + len, which is returned; NULL on failure. Add to len what was written. */
char *csri_buffer_reserve(csri_buffer *b, size_t n);

/** csri_buffer_put() when the room does not suffice. */
void csri_buffer_put_slow(csri_buffer *b, const void *bytes, size_t n);

/** Append n bytes; bytes may be NULL when n is 0. */
static inline void csri_buffer_put(csri_buffer *b, const void *bytes, size_t n)
{
    /* n 0 wraps round and goes the slow way, so that memcpy never sees a NULL. */
    if (n - 1 < b->capacity - b->len) {
        memcpy(b->ptr + b->len, bytes, n);
        b->len += n;
    } else {
        csri_buffer_put_slow(b, bytes, n);
    }
}

/** Append one byte. */
static inline void csri_buffer_byte(csri_buffer *b, uint8_t byte)
{
    if (b->len < b->capacity) {
        b->ptr[b->len] = (char)byte;
        b->len++;
    } else {
        csri_buffer_put_slow(b, &byte, 1);
    }
}

/** Append a text without its NUL. */
static inline void csri_buffer_text(csri_buffer *b, const char *text)
{
    csri_buffer_put(b, text, strlen(text));
}

/** Append as printf does. */
void csri_buffer_format(csri_buffer *b, const char *format, ...) CSRI_PRINTF(2, 3);

/** Let it fail as if it had happened inside: the memory is freed, the status sticks unless there was one already. */
void csri_buffer_fail(csri_buffer *b, csr_status status);

/** The buffer's status, with err filled when it is not CSR_OK. */
csr_status csri_buffer_check(const csri_buffer *b, csr_error *err);

/**
 * Hand the bytes over as a csr_buf and leave the buffer empty, ready for more with the same cap.
 *
 * On failure *out is NULL and the memory is freed. The csr_buf keeps what it needs of the host.
 */
csr_status csri_buffer_finish(csri_buffer *b, csr_buf **out, csr_error *err);

/** Free the memory and forget bytes and failure; the buffer can be used again. */
void csri_buffer_free(csri_buffer *b);

#endif
