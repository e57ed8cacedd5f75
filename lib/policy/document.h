/**
 * Reading policy documents of any kind: JSON by tables of members, with everything that is wrong told with its place.
 */
#ifndef CSRI_POLICY_DOCUMENT_H
#define CSRI_POLICY_DOCUMENT_H

#include "base/error.h"
#include "base/json.h"
#include "policy/finding.h"
#include <csr/sys/backend.h>

/** A place in a document, as the way down to it; the whole of it is { 0 }. */
typedef struct csri_place {
    const struct csri_place *in; /**< NULL = this is the whole. */
    const char *name;            /**< Name of a member; NULL = an element of a list. */
    size_t number;               /**< Of the element. */
} csri_place;

/** A document being read. */
typedef struct csri_document {
    const csr_host *host;    /**< Whose memory is taken. */
    csri_findings *findings; /**< May be NULL. */
    csr_error *err;          /**< Gets the first error; may be NULL. */
    size_t errors;           /**< Errors so far. */
    void *into;              /**< What the readers of its members make of it. */
} csri_document;

/** Reads what stands at a place, or says what is wrong with it. */
typedef void csri_read_fn(csri_document *d, const csri_place *at, const csri_json *json);

/** Most members that a table may have. */
#define CSRI_DOCUMENT_MEMBERS_MAX 32

/** A member that an object may have. */
typedef struct csri_document_member {
    const char *name;
    csri_read_fn *read;
    int required;
} csri_document_member;

/** Say what is wrong, without a full stop; suggestion may be "". The first error also goes to err, as CSR_E_POLICY. */
void csri_document_refuse(csri_document *d, const csri_place *at, const char *suggestion, const char *format, ...)
    CSRI_PRINTF(4, 5);

/** The same with a text that is at hand: a sentence of one line, and what stands below it in findings, lines that point into the
 * document's text for instance. Cut to what a finding may have. */
void csri_document_refuse_text(csri_document *d, const csri_place *at, const char *suggestion, const char *line,
                               const char *below);

/** Say what is allowed but looks wrong. */
void csri_document_warn(csri_document *d, const csri_place *at, const char *suggestion, const char *format, ...)
    CSRI_PRINTF(4, 5);

/** Say that a name is none of those known; `what` as in "no state". */
void csri_document_refuse_name(csri_document *d, const csri_place *at, const csr_str *name, const char *what,
                               const csri_name_list *known);

/** Parse; text that is no JSON is refused as an error of the whole. CSR_OK, CSR_E_POLICY or CSR_E_NO_MEMORY. */
csr_status csri_document_parse(csri_document *d, const char *json, size_t len, size_t max_bytes, const csri_json **out);

/** A text without U+0000: 1 and the text, borrowed from the JSON and NUL-ended; else 0. */
int csri_document_text(csri_document *d, const csri_place *at, const csri_json *json, csr_str *out);

/** The value of an enumeration by its name; 0 when it is none. */
int32_t csri_document_enum(csri_document *d, const csri_place *at, const csri_json *json, const csr_type *type,
                           const char *what);

/** A whole number from low to high: 1 and the number, else 0. */
int csri_document_integer(csri_document *d, const csri_place *at, const csri_json *json, int64_t low, int64_t high,
                          int64_t *out);

/** Each element of a list of min to max. */
void csri_document_list(csri_document *d, const csri_place *at, const csri_json *json, size_t min, size_t max,
                        csri_read_fn *read);

/** An object: unknown members are refused; the known ones are read in the order of the table, whatever theirs. */
void csri_document_object(csri_document *d, const csri_place *at, const csri_json *json,
                          const csri_document_member *members, size_t count);

#endif
