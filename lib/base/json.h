/**
 * JSON: writing pieces of it into a buffer, reading a document, and the one canonical form.
 */
#ifndef CSRI_BASE_JSON_H
#define CSRI_BASE_JSON_H

#include "base/buffer.h"
#include <csr/types.h>
#include <jansson.h>

/** Deepest nesting that can be read or written; a scalar is 0 deep, [] is 1 deep. jansson frees no more. */
#define CSRI_JSON_MAX_DEPTH 2047

/**
 * Append a text in quotation marks; it is valid UTF-8.
 *
 * Escaped is only what must be, as RFC 8785 has it: \" \\ \b \t \n \f \r and \u00xx for the other characters below
 * U+0020.
 */
void csri_json_text(csri_buffer *b, const char *ptr, size_t len);

/** Bytes at the beginning that need no escape in a text. */
size_t csri_json_plain_run(const char *ptr, size_t len);

/** Append an integer. */
void csri_json_int(csri_buffer *b, int64_t value);

/** Append an id in quotation marks. */
void csri_json_id(csri_buffer *b, const csr_id *id);

/** Append an instant in quotation marks, in UTC; one that has no text (outside the years 1 to 9999) as null. */
void csri_json_time(csri_buffer *b, csr_time at);

/**
 * Read a document, any value at its top; *out is the caller's (json_decref), NULL on failure.
 *
 * Strict: a name twice in an object, anything behind the document and a byte order mark are refused, as are integers
 * beyond int64_t and other numbers beyond double. U+0000 may occur in texts, not in names. max_bytes 0 = no limit;
 * max_depth 0 = CSRI_JSON_MAX_DEPTH.
 *
 * CSR_E_ARGUMENT (field "json", message with line and column), CSR_E_LIMIT (field "json") or CSR_E_NO_MEMORY. The
 * values are jansson's, which has its own allocator; each allocation that fails is CSR_E_NO_MEMORY.
 */
csr_status csri_json_read(const char *ptr, size_t len, size_t max_bytes, unsigned max_depth, json_t **out,
                          csr_error *err);

/**
 * Append the canonical form: no blanks, names of an object ascending bytewise, texts as csri_json_text().
 *
 * For documents whose hash matters. A number that is not an integer has no canonical form: CSR_E_POLICY with the JSON
 * Pointer to it as field. CSR_E_LIMIT when it is nested too deep; otherwise the buffer's status.
 */
csr_status csri_json_canonical(const json_t *value, csri_buffer *out, csr_error *err);

#endif
