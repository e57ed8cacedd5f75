/**
 * JSON: writing pieces of it into a buffer, reading a document, and the one canonical form.
 */
#ifndef CSRI_BASE_JSON_H
#define CSRI_BASE_JSON_H

#include "base/buffer.h"
#include <csr/types.h>
#include <string.h>

/** Deepest nesting that can be read or written; a scalar is 0 deep, [] is 1 deep. */
#define CSRI_JSON_MAX_DEPTH 2047

/** Kinds of values. */
typedef enum csri_json_kind {
    CSRI_JSON_NULL = 1,
    CSRI_JSON_FALSE,
    CSRI_JSON_TRUE,
    CSRI_JSON_INTEGER,
    CSRI_JSON_REAL,
    CSRI_JSON_STRING,
    CSRI_JSON_LIST,
    CSRI_JSON_OBJECT
} csri_json_kind;

/** The name, or the text, needs no escape. */
#define CSRI_JSON_PLAIN_NAME 1u
#define CSRI_JSON_PLAIN_TEXT 2u

/** A value of a document that was read; it and what stands in it live until the document is freed. */
typedef struct csri_json {
    csr_str name;   /**< Of a member of an object, NUL-ended; elements of lists have none. */
    int32_t kind;   /**< csri_json_kind */
    uint32_t plain; /**< CSRI_JSON_PLAIN_* bits: what can be written as it is. */
    size_t count;   /**< STRING: bytes. LIST, OBJECT: elements, members. */
    union {
        const char *text;              /**< STRING, NUL-ended */
        int64_t integer;               /**< INTEGER */
        double real;                   /**< REAL */
        const struct csri_json *items; /**< LIST, OBJECT: in the order of the document */
    } as;
} csri_json;

/** Whether it is there and of a kind. */
static inline int csri_json_is(const csri_json *json, csri_json_kind kind)
{
    return json != NULL && json->kind == (int32_t)kind;
}

/** A text; { NULL, 0 } when it is none. */
static inline csr_str csri_json_str(const csri_json *json)
{
    csr_str none = { NULL, 0 };
    return csri_json_is(json, CSRI_JSON_STRING) ? (csr_str){ json->as.text, json->count } : none;
}

/** An integer; 0 when it is none. */
static inline int64_t csri_json_integer(const csri_json *json)
{
    return csri_json_is(json, CSRI_JSON_INTEGER) ? json->as.integer : 0;
}

/** Elements of a list; 0 when it is none. */
static inline size_t csri_json_elements(const csri_json *json)
{
    return csri_json_is(json, CSRI_JSON_LIST) ? json->count : 0;
}

/** Members of an object; 0 when it is none. */
static inline size_t csri_json_members(const csri_json *json)
{
    return csri_json_is(json, CSRI_JSON_OBJECT) ? json->count : 0;
}

/** An element, below csri_json_elements(). */
static inline const csri_json *csri_json_at(const csri_json *json, size_t i)
{
    return &json->as.items[i];
}

/** The first member of an object, and the one behind another; NULL when there is none. */
static inline const csri_json *csri_json_first(const csri_json *json)
{
    return csri_json_members(json) != 0 ? json->as.items : NULL;
}

static inline const csri_json *csri_json_next(const csri_json *json, const csri_json *member)
{
    return member + 1 < json->as.items + json->count ? member + 1 : NULL;
}

/** The member of a name; NULL when there is none, or it is no object. */
const csri_json *csri_json_get(const csri_json *json, const char *name);

/** Whether two values say the same, in whatever order; what is not there says nothing. */
int csri_json_equal(const csri_json *a, const csri_json *b);

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
 * Read a document, any value at its top; *out is the caller's (csri_json_free), NULL on failure.
 *
 * Strict: a name twice in an object, anything behind the document and a byte order mark are refused, as are integers
 * beyond int64_t and other numbers beyond double. U+0000 may occur in texts, not in names. max_bytes 0 = no limit;
 * max_depth 0 = CSRI_JSON_MAX_DEPTH.
 *
 * CSR_E_ARGUMENT (field "json", message with line and column), CSR_E_LIMIT (field "json") or CSR_E_NO_MEMORY. All of it
 * lies in one arena of the host's memory; what was read need not stay.
 */
csr_status csri_json_read(const csr_host *host, const char *ptr, size_t len, size_t max_bytes, unsigned max_depth,
                          const csri_json **out, csr_error *err);

/** Free a document by what csri_json_read() gave; NULL is fine. */
void csri_json_free(const csri_json *document);

/**
 * Append the canonical form: no blanks, names of an object ascending bytewise, texts as csri_json_text().
 *
 * For documents whose hash matters. A number that is not an integer has no canonical form: CSR_E_POLICY with the JSON
 * Pointer to it as field. CSR_E_LIMIT when it is nested too deep; otherwise the buffer's status.
 */
csr_status csri_json_canonical(const csri_json *value, csri_buffer *out, csr_error *err);

#endif
