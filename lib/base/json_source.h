/**
 * A JSON document on its way through the reader: the place, its texts, and what to say of what is none.
 */
#ifndef CSRI_BASE_JSON_SOURCE_H
#define CSRI_BASE_JSON_SOURCE_H

#include <csr/status.h>
#include <csr/types.h>
#include <stddef.h>

/** Where we are in a document. */
typedef struct csri_json_source {
    const char *begin, *at, *end;
    csr_error *err;
} csri_json_source;

/** CSR_E_ARGUMENT with line and column of a byte. */
csr_status csri_source_refuse(const csri_json_source *s, const char *at, const char *why);
/** The same, where we are: it ends there, there is a control character, or it is what `why` says. */
csr_status csri_source_refuse_here(const csri_json_source *s, const char *why);
csr_status csri_source_no_memory(const csri_json_source *s);

/** The byte here; NUL at the end, which nobody takes. */
static inline char csri_source_here(const csri_json_source *s)
{
    return s->at < s->end ? *s->at : '\0';
}

/** Whether this stands here; then we are behind it. */
static inline int csri_source_take(csri_json_source *s, char what)
{
    if (csri_source_here(s) != what)
        return 0;
    s->at++;
    return 1;
}

int csri_source_word(csri_json_source *s, const char *word);
/** How many digits there are; then we are behind them. */
size_t csri_source_digits(csri_json_source *s);
void csri_source_blanks(csri_json_source *s);
/** At a quotation mark: the text, NUL-ended, at its place in a copy of the whole document, which it overwrites. *plain =
 * there is no escape in it, so that it can be written as it is. */
csr_status csri_source_text(csri_json_source *s, char *copy, csr_str *out, int *plain);

#endif
