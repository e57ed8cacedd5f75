/**
 * The value types that cross the interface: text, ids, instants.
 */
#ifndef CSR_TYPES_H
#define CSR_TYPES_H

#include <csr/export.h>
#include <csr/status.h>
#include <stddef.h>
#include <stdint.h>

CSR_BEGIN_DECLS

/** An instant: microseconds since 1970-01-01T00:00:00Z, UTC, no leap seconds; 0 = unset. */
typedef int64_t csr_time;

/** Identity of a record: a UUID version 7 in network byte order; all zero = none. */
typedef struct csr_id {
    uint8_t bytes[16]; /**< The sixteen bytes as RFC 9562 orders them. */
} csr_id;

/** A run of UTF-8 text with its length; need not end in NUL when given, always does when returned. */
typedef struct csr_str {
    const char *ptr; /**< First byte; may be NULL when len is 0. */
    size_t len;      /**< Length in bytes. */
} csr_str;

/** Length that says "the text ends at its NUL". */
#define CSR_NTS ((size_t)-1)

/** A csr_str of a string literal; csr_str_set() is the function for everything else. */
#ifdef __cplusplus
#define CSR_STR(literal)                \
    csr_str                             \
    {                                   \
        "" literal, sizeof(literal) - 1 \
    }
#else
#define CSR_STR(literal) ((csr_str){ "" literal, sizeof(literal) - 1 })
#endif

/** Bytes that hold an id as text, with its NUL. */
#define CSR_ID_TEXT_BYTES 37
/** Bytes that hold an instant as RFC 3339 text, with its NUL. */
#define CSR_TIME_TEXT_BYTES 40

/** Text that the library made and the caller owns; see csr_buf_free(). */
typedef struct csr_buf csr_buf;

/**
 * Let a csr_str refer to a text.
 *
 * @param out   [out] the text is borrowed, not copied
 * @param text  [in]  bytes; may be NULL when len is 0 or CSR_NTS, which gives the empty text
 * @param len   [in]  bytes, or CSR_NTS when text ends in NUL
 * @owner  out borrows text
 * @thread any
 * @cost   constant, or strlen with CSR_NTS
 * @source docs/ownership.md
 * @since  0.1
 */
CSR_API void csr_str_set(csr_str *out, const char *text, size_t len);

/**
 * Whether an id is "none".
 *
 * @param id [in] an id; NULL counts as none
 * @return 1 when all bytes are zero or id is NULL, else 0
 * @owner  nothing
 * @thread any
 * @cost   constant
 * @source RFC 9562 section 5.9
 * @since  0.1
 */
CSR_API int32_t csr_id_is_none(const csr_id *id);

/**
 * Write an id as its 36 characters in lower case.
 *
 * @param id   [in]  an id
 * @param out  [out] CSR_ID_TEXT_BYTES bytes, NUL-ended
 * @owner  nothing
 * @thread any
 * @cost   constant, no allocation
 * @source RFC 9562 section 4
 * @since  0.1
 */
CSR_API void csr_id_format(const csr_id *id, char out[CSR_ID_TEXT_BYTES]);

/**
 * Read an id from its text, in either case, exactly 36 characters.
 *
 * @param text [in]  UTF-8 bytes
 * @param len  [in]  bytes, or CSR_NTS
 * @param out  [out] the id; untouched on failure
 * @param err  [out] filled on failure; may be NULL
 * @return CSR_OK or CSR_E_ARGUMENT
 * @errors CSR_E_ARGUMENT (field="id")
 * @owner  nothing
 * @thread any
 * @cost   constant, no allocation
 * @source RFC 9562 section 4
 * @since  0.1
 */
CSR_API csr_status csr_id_parse(const char *text, size_t len, csr_id *out, csr_error *err);

/**
 * Write an instant as RFC 3339 text at an offset from UTC.
 *
 * Fractions appear only as far as they are not zero (none, or exactly six digits).
 *
 * @param at       [in]  microseconds UTC, years 0001 to 9999
 * @param offset_s [in]  seconds east of UTC, whole minutes within +-23:59; 0 writes "Z"
 * @param out      [out] CSR_TIME_TEXT_BYTES bytes, NUL-ended; empty text on failure
 * @param err      [out] filled on failure; may be NULL
 * @return CSR_OK or CSR_E_ARGUMENT
 * @errors CSR_E_ARGUMENT (field="at" or "offset_s")
 * @owner  nothing
 * @thread any
 * @cost   constant, no allocation
 * @source RFC 3339 section 5.6
 * @since  0.1
 */
CSR_API csr_status csr_time_format(csr_time at, int32_t offset_s, char out[CSR_TIME_TEXT_BYTES], csr_error *err);

/**
 * Read an instant from RFC 3339 text: date, "T" or a blank, time, optional fraction, "Z" or an offset.
 *
 * More than six digits of fraction are refused, never rounded; a leap second (:60) is refused.
 *
 * @param text [in]  UTF-8 bytes
 * @param len  [in]  bytes, or CSR_NTS
 * @param out  [out] microseconds UTC; untouched on failure
 * @param err  [out] filled on failure; may be NULL
 * @return CSR_OK or CSR_E_ARGUMENT
 * @errors CSR_E_ARGUMENT (field="time")
 * @owner  nothing
 * @thread any
 * @cost   constant, no allocation
 * @source RFC 3339 section 5.6
 * @since  0.1
 */
CSR_API csr_status csr_time_parse(const char *text, size_t len, csr_time *out, csr_error *err);

/**
 * The text of a buffer.
 *
 * @param buf [in] a buffer; NULL gives ""
 * @return NUL-ended UTF-8, valid until csr_buf_free()
 * @owner  borrowed from the buffer
 * @thread a buffer: one thread at a time
 * @cost   constant
 * @source docs/ownership.md
 * @since  0.1
 */
CSR_API const char *csr_buf_text(const csr_buf *buf);

/**
 * The length of a buffer's text.
 *
 * @param buf [in] a buffer; NULL gives 0
 * @return bytes without the NUL
 * @owner  nothing
 * @thread a buffer: one thread at a time
 * @cost   constant
 * @source docs/ownership.md
 * @since  0.1
 */
CSR_API size_t csr_buf_size(const csr_buf *buf);

/**
 * Free a buffer.
 *
 * @param buf [in] a buffer; NULL is a no-op
 * @owner  the buffer is gone, and every text borrowed from it
 * @thread a buffer: one thread at a time
 * @cost   constant
 * @source docs/ownership.md
 * @since  0.1
 */
CSR_API void csr_buf_free(csr_buf *buf);

CSR_END_DECLS

#endif
