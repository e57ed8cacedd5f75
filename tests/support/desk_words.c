#include "support/desk_words.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ID_CHARS 36
#define HASH_CHARS 64

/* A text that grows; out of memory ends the test. */
typedef struct growing {
    char *text;
    size_t len, room;
} growing;

static void put(growing *g, const char *bytes, size_t n)
{
    if (g->len + n + 1 > g->room) {
        g->room = (g->len + n + 1) * 2;
        g->text = realloc(g->text, g->room);
        if (g->text == NULL)
            abort();
    }
    memcpy(g->text + g->len, bytes, n);
    g->len += n;
    g->text[g->len] = '\0';
}

static desk_word *find(const desk_words *words, const char *name, size_t len)
{
    for (size_t i = 0; i < words->count; i++)
        if (strlen(words->words[i].name) == len && memcmp(words->words[i].name, name, len) == 0)
            return (desk_word *)&words->words[i];
    return NULL;
}

void desk_words_let(desk_words *words, const char *name, const char *value, size_t len)
{
    desk_word *word = find(words, name, strlen(name));
    growing copy = { NULL, 0, 0 };

    if (word == NULL) {
        if (words->count == DESK_WORDS_MAX || strlen(name) >= sizeof(word->name))
            abort();
        word = &words->words[words->count++];
        snprintf(word->name, sizeof(word->name), "%s", name);
        word->value = NULL;
    }
    put(&copy, value, len);
    free(word->value);
    word->value = copy.text;
}

const char *desk_words_get(const desk_words *words, const char *name)
{
    const desk_word *word = find(words, name, strlen(name));

    return word == NULL ? "" : word->value;
}

void desk_words_free(desk_words *words)
{
    for (size_t i = 0; i < words->count; i++)
        free(words->words[i].value);
    words->count = 0;
}

static size_t name_length(const char *text)
{
    size_t n = 0;

    while (isalnum((unsigned char)text[n]) || text[n] == '_')
        n++;
    return n;
}

char *desk_words_to_json(const desk_words *words, const char *text)
{
    growing out = { NULL, 0, 0 };

    put(&out, "", 0);
    while (*text != '\0') {
        size_t n = *text == '$' ? name_length(text + 1) : 0;
        const desk_word *word = n == 0 ? NULL : find(words, text + 1, n);
        if (word != NULL) {
            put(&out, word->value, strlen(word->value));
            text += 1 + n;
        } else {
            put(&out, *text == '\'' ? "\"" : text, 1);
            text++;
        }
    }
    return out.text;
}

static int is_id(const char *text)
{
    for (size_t i = 0; i < ID_CHARS; i++)
        if (i == 8 || i == 13 || i == 18 || i == 23 ? text[i] != '-' : !isxdigit((unsigned char)text[i]))
            return 0;
    return 1;
}

static size_t hex_length(const char *text)
{
    size_t n = 0;

    while (isxdigit((unsigned char)text[n]))
        n++;
    return n;
}

/* Whether a value stands here as a whole text. Short values would be found in other words. */
static const desk_word *word_at(const desk_words *words, const char *text)
{
    for (size_t i = 0; i < words->count; i++) {
        const char *value = words->words[i].value;
        size_t n = strlen(value);
        if (n >= 8 && strncmp(text, value, n) == 0 && text[n] == '"')
            return &words->words[i];
    }
    return NULL;
}

char *desk_words_from_json(const desk_words *words, const char *json)
{
    growing out = { NULL, 0, 0 };

    put(&out, "", 0);
    while (*json != '\0') {
        int begins = out.len != 0 && out.text[out.len - 1] == '\'';
        const desk_word *word = begins ? word_at(words, json) : NULL;
        if (word != NULL) {
            put(&out, "$", 1);
            put(&out, word->name, strlen(word->name));
            json += strlen(word->value);
        } else if (begins && is_id(json)) {
            put(&out, "$?", 2);
            json += ID_CHARS;
        } else if (begins && hex_length(json) == HASH_CHARS) {
            put(&out, "#", 1);
            json += HASH_CHARS;
        } else {
            put(&out, *json == '"' ? "'" : json, 1);
            json++;
        }
    }
    return out.text;
}
