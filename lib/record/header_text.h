/* Generated from include/csr by cmake/scripts/header_text.py; do not edit. */
#ifndef CSRI_HEADER_TEXT_H
#define CSRI_HEADER_TEXT_H

/* First sentence of what the public headers say about a member of a struct, or about a function (member is
 * then ""). Both tables are sorted by owner, then member, in the order of strcmp(). */
typedef struct csri_sentence {
    const char *owner;
    const char *member;
    const char *text;
} csri_sentence;

#define CSRI_MEMBER_SENTENCES_COUNT 2202
#define CSRI_FUNCTION_SENTENCES_COUNT 413
extern const csri_sentence csri_member_sentences[CSRI_MEMBER_SENTENCES_COUNT];
extern const csri_sentence csri_function_sentences[CSRI_FUNCTION_SENTENCES_COUNT];

#endif
