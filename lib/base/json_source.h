/**
 * A JSON document on its way through the reader: the place, its tokens, and what to say of what is none.
 */
#ifndef CSRI_BASE_JSON_SOURCE_H
#define CSRI_BASE_JSON_SOURCE_H

#include <csr/status.h>
#include <csr/types.h>
#include <stddef.h>

/** Room that a token has before memory is taken. */
#define CSRI_TOKEN_OWN 128

/** A name, or a text or number that does not stand in the document as it is. */
typedef struct csri_json_token {
    char *ptr; /**< own, or taken from jansson's allocator. */
    size_t len, room;
    char own[CSRI_TOKEN_OWN];
} csri_json_token;

void csri_token_init(csri_json_token *t);
void csri_token_end(csri_json_token *t);
/** Room for so many bytes more: 1, or 0 when there is no memory. It comes from where jansson has its own. */
int csri_token_grow(csri_json_token *t, size_t more);

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
/** At a quotation mark: the text, which lives as long as the document and the token stay what they are. */
csr_status csri_source_text(csri_json_source *s, csri_json_token *t, csr_str *out);

#endif
