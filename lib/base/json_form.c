#include "base/json_form.h"

#include "base/json.h"
#include "base/text.h"

#include <string.h>

/* Behind the end there is a NUL, which fits nothing. */
typedef struct cursor {
    const char *at, *end;
} cursor;

/* What is open: bit set = an object, clear = an array. */
typedef struct nesting {
    uint64_t objects[(CSRI_JSON_MAX_DEPTH + 64) / 64];
    size_t depth;
} nesting;

static char here(const cursor *c)
{
    return c->at < c->end ? *c->at : '\0';
}

static int take(cursor *c, char what)
{
    if (here(c) != what || c->at == c->end)
        return 0;
    c->at++;
    return 1;
}

static int take_word(cursor *c, const char *word)
{
    while (*word != '\0')
        if (!take(c, *word++))
            return 0;
    return 1;
}

static void skip_blanks(cursor *c)
{
    while (here(c) == ' ' || here(c) == '\t' || here(c) == '\n' || here(c) == '\r')
        c->at++;
}

static size_t take_digits(cursor *c)
{
    const char *begin = c->at;

    while (here(c) >= '0' && here(c) <= '9')
        c->at++;
    return (size_t)(c->at - begin);
}

static int take_number(cursor *c)
{
    (void)take(c, '-');
    if (!take(c, '0') && take_digits(c) == 0)
        return 0;
    if (take(c, '.') && take_digits(c) == 0)
        return 0;
    if (!take(c, 'e') && !take(c, 'E'))
        return 1;
    if (!take(c, '+'))
        (void)take(c, '-');
    return take_digits(c) > 0;
}

/* Four hexadecimal digits; -1 when there are none. */
static int32_t take_hex(cursor *c)
{
    int32_t value = 0;

    for (int i = 0; i < 4; i++) {
        char digit = here(c);
        char low = (char)(digit | 0x20);
        if (digit >= '0' && digit <= '9')
            value = value * 16 + (digit - '0');
        else if (low >= 'a' && low <= 'f')
            value = value * 16 + (low - 'a' + 10);
        else
            return -1;
        c->at++;
    }
    return value;
}

/* Behind a backslash. Halves of a surrogate pair come as a pair. */
static int take_escape(cursor *c)
{
    char what = here(c);
    int32_t unit;

    if (what == '\0' || strchr("\"\\/bfnrtu", what) == NULL)
        return 0;
    c->at++;
    if (what != 'u')
        return 1;
    unit = take_hex(c);
    if (unit < 0 || (unit >= 0xdc00 && unit <= 0xdfff))
        return 0;
    if (unit < 0xd800 || unit > 0xdfff)
        return 1;
    if (!take_word(c, "\\u"))
        return 0;
    unit = take_hex(c);
    return unit >= 0xdc00 && unit <= 0xdfff;
}

static int take_text(cursor *c)
{
    if (!take(c, '"'))
        return 0;
    while (c->at < c->end && *c->at != '"') {
        if ((unsigned char)*c->at < 0x20)
            return 0;
        if (*c->at++ == '\\' && !take_escape(c))
            return 0;
    }
    return take(c, '"');
}

static int take_scalar(cursor *c)
{
    switch (here(c)) {
    case '"': return take_text(c);
    case 't': return take_word(c, "true");
    case 'f': return take_word(c, "false");
    case 'n': return take_word(c, "null");
    default: return take_number(c);
    }
}

static int in_object(const nesting *n)
{
    return (int)(n->objects[(n->depth - 1) / 64] >> (n->depth - 1) % 64 & 1);
}

static int open_one(nesting *n, int object)
{
    uint64_t bit = UINT64_C(1) << n->depth % 64;

    if (n->depth == CSRI_JSON_MAX_DEPTH)
        return 0;
    n->objects[n->depth / 64] = object ? n->objects[n->depth / 64] | bit : n->objects[n->depth / 64] & ~bit;
    n->depth++;
    return 1;
}

/* A name, its colon, and blanks around them. */
static int take_name(cursor *c)
{
    skip_blanks(c);
    if (!take_text(c))
        return 0;
    skip_blanks(c);
    return take(c, ':');
}

/* What begins here: 1 = a value is done, 2 = one comes, inside of what was opened; 0 = no JSON. */
static int begin_value(cursor *c, nesting *n)
{
    int object = here(c) == '{';

    if (!object && here(c) != '[')
        return take_scalar(c);
    if (!open_one(n, object))
        return 0;
    c->at++;
    skip_blanks(c);
    if (take(c, object ? '}' : ']')) {
        n->depth--;
        return 1;
    }
    return object && !take_name(c) ? 0 : 2;
}

/* Behind a value: 1 = the document is done, 2 = the next value comes; 0 = no JSON. */
static int end_value(cursor *c, nesting *n)
{
    for (;;) {
        skip_blanks(c);
        if (n->depth == 0)
            return c->at == c->end;
        if (take(c, ','))
            return in_object(n) && !take_name(c) ? 0 : 2;
        if (!take(c, in_object(n) ? '}' : ']'))
            return 0;
        n->depth--;
    }
}

int csri_json_well_formed(const char *ptr, size_t len)
{
    cursor c = { ptr, ptr + len };
    nesting n = { .depth = 0 };
    int next = 2;

    if (!csri_utf8_valid(ptr, len, NULL))
        return 0;
    while (next == 2) {
        skip_blanks(&c);
        next = begin_value(&c, &n);
        if (next == 1)
            next = end_value(&c, &n);
    }
    return next;
}
