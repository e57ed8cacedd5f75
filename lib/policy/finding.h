/**
 * What is to be said about a policy document: errors and warnings with their places, bounded, in the order found.
 *
 * A failed allocation sticks, as in base/buffer.h: the list is then empty and csri_findings_check() says so.
 */
#ifndef CSRI_POLICY_FINDING_H
#define CSRI_POLICY_FINDING_H

#include "base/buffer.h"
#include <csr/desk.h>

/** Findings that are kept; more are counted only. */
#define CSRI_FINDINGS_MAX 100
/** Bytes of a place, NUL included: as much as csr_error has room for. */
#define CSRI_PLACE_BYTES 64

/** One finding; its texts are NUL-ended and live until the list changes. */
typedef struct csri_finding {
    csr_severity severity;
    csr_str place;      /**< Where in the document, such as "states[2].category"; empty = all of it. */
    csr_str text;       /**< What is wrong. */
    csr_str suggestion; /**< What to do; may be empty. */
} csri_finding;

/** Where the texts of a finding begin; the list's own. */
typedef struct csri_finding_row {
    csr_severity severity;
    size_t place, text, suggestion, end; /**< Offsets in texts. */
} csri_finding_row;

/** A list. Read count and errors; held by value, large enough (4 KB) that it is passed by pointer only. */
typedef struct csri_findings {
    csri_buffer texts;
    size_t count;   /**< Findings kept. */
    size_t errors;  /**< Findings of severity error, kept or not. */
    size_t dropped; /**< Findings that were not kept. */
    csri_finding_row rows[CSRI_FINDINGS_MAX];
} csri_findings;

/** Begin; nothing is allocated. The host is borrowed and outlives the list. */
void csri_findings_init(csri_findings *findings, const csr_host *host);

/** Add one; suggestion may be "". Texts are valid UTF-8 and copied. */
void csri_findings_add(csri_findings *findings, csr_severity severity, const char *place, const char *text,
                       const char *suggestion);

/** The finding of a number below count. */
void csri_findings_at(const csri_findings *findings, size_t number, csri_finding *out);

/** CSR_OK, or CSR_E_NO_MEMORY when a finding could not be kept for lack of memory. */
csr_status csri_findings_check(const csri_findings *findings, csr_error *err);

/** Free the memory; the list is as after csri_findings_init(). */
void csri_findings_free(csri_findings *findings);

/** Names for a text, "a, b, c"; cut with "..." where they do not fit. */
typedef struct csri_name_list {
    size_t len;
    int cut;
    char text[160];
} csri_name_list;

/** Append a name, unless it is empty; the list begins as { 0 }. */
void csri_name_list_add(csri_name_list *list, const char *ptr, size_t len);

#endif
