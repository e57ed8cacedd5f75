/*
 * Names for values that a test cannot write down: ids above all.
 *
 * Test texts are JSON with ' for " and $name for a value that was given a name. Answers are turned round: known values
 * become $name, other ids $?, runs of 64 hexadecimal digits #.
 */
#ifndef CSR_TEST_DESK_WORDS_H
#define CSR_TEST_DESK_WORDS_H

#include <stddef.h>

#define DESK_WORDS_MAX 96

typedef struct desk_word {
    char name[24];
    char *value;
} desk_word;

typedef struct desk_words {
    size_t count;
    desk_word words[DESK_WORDS_MAX];
} desk_words;

/* Name a value, or give the name to another one. */
void desk_words_let(desk_words *words, const char *name, const char *value, size_t len);
/* The value of a name; "" when there is none. */
const char *desk_words_get(const desk_words *words, const char *name);
void desk_words_free(desk_words *words);

/* Both give a text that the caller frees. */
char *desk_words_to_json(const desk_words *words, const char *text);
char *desk_words_from_json(const desk_words *words, const char *json);

#endif
