#include "base/language.h"

#include <stdint.h>
#include <string.h>

/* A subtag: what stands between two hyphens. */
typedef struct subtag {
    const char *ptr;
    size_t len; /* 0 = there is none, or an empty one: neither fits anything */
    int letters, digits;
} subtag;

typedef struct reader {
    const char *text;
    size_t len, at; /* at = behind the current subtag */
    subtag now;
} reader;

/* Tags from before there was a form, RFC 5646 2.2.8; those that fit the form anyway are left out. */
static const char *const irregular[] = {
    "en-gb-oed", "i-ami", "i-bnn", "i-default", "i-enochian", "i-hak",     "i-klingon", "i-lux",     "i-mingo",
    "i-navajo",  "i-pwn", "i-tao", "i-tay",     "i-tsu",      "sgn-be-fr", "sgn-be-nl", "sgn-ch-de",
};

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static int same(const char *a, const char *b, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (lower(a[i]) != lower(b[i]))
            return 0;
    return 1;
}

static int is_irregular(const char *text, size_t len)
{
    for (size_t i = 0; i < sizeof(irregular) / sizeof(irregular[0]); i++)
        if (strlen(irregular[i]) == len && same(text, irregular[i], len))
            return 1;
    return 0;
}

/* Go on to the next subtag; len 0 at the end. */
static void next(reader *r)
{
    subtag now = { r->text + r->at, 0, 1, 1 };

    while (r->at < r->len && r->text[r->at] != '-') {
        char c = lower(r->text[r->at++]);
        now.letters &= c >= 'a' && c <= 'z';
        now.digits &= c >= '0' && c <= '9';
        /* Whatever is neither makes it too long for anything. */
        now.len += (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? 1 : 9;
    }
    /* A hyphen with nothing behind it leaves the reader short of the end. */
    r->at += r->at + 1 < r->len;
    r->now = now;
}

static int is(const subtag *s, size_t low, size_t high)
{
    return s->len >= low && s->len <= high;
}

/* Subtags of low to 8 letters or digits, at least one. */
static int run_of(reader *r, size_t low)
{
    size_t n = 0;

    for (; is(&r->now, low, 8); n++)
        next(r);
    return n > 0;
}

static int is_variant(const subtag *s)
{
    return is(s, 5, 8) || (s->len == 4 && s->ptr[0] <= '9');
}

/* Variants, none twice: the text is short, so those before are simply looked through. */
static int variants(reader *r)
{
    const char *first = r->now.ptr;

    for (; is_variant(&r->now); next(r))
        for (const char *p = first; p < r->now.ptr; p++)
            if ((p == first || p[-1] == '-') && p[r->now.len] == '-' && same(p, r->now.ptr, r->now.len))
                return 0;
    return 1;
}

/* "u-co-phonebk": a letter or digit, none twice, with something behind it; "x" begins what is private. */
static int extensions(reader *r)
{
    uint64_t seen = 0;

    while (r->now.len == 1 && lower(*r->now.ptr) != 'x') {
        char c = lower(*r->now.ptr);
        uint64_t bit = UINT64_C(1) << (c <= '9' ? c - '0' : c - 'a' + 10);
        next(r);
        if ((seen & bit) != 0 || !run_of(r, 2))
            return 0;
        seen |= bit;
    }
    return 1;
}

/* What extensions() leaves behind a single letter is an x. */
static int private_use(reader *r)
{
    if (r->now.len != 1)
        return 1;
    next(r);
    return run_of(r, 1);
}

/* Two or three letters and up to three extensions of three; or four, or five to eight. */
static int language(reader *r)
{
    size_t len = r->now.len;

    if (!r->now.letters || !is(&r->now, 2, 8))
        return 0;
    next(r);
    for (int n = 0; n < 3 && len < 4 && r->now.letters && r->now.len == 3; n++)
        next(r);
    return 1;
}

int csri_language_valid(const char *text, size_t len)
{
    reader r = { .text = text, .len = len };

    if (len == 0 || text[len - 1] == '-')
        return 0;
    if (is_irregular(text, len))
        return 1;
    next(&r);
    if (r.now.len != 1) {
        if (!language(&r))
            return 0;
        if (r.now.letters && r.now.len == 4) /* script */
            next(&r);
        if ((r.now.letters && r.now.len == 2) || (r.now.digits && r.now.len == 3)) /* region */
            next(&r);
        if (!variants(&r) || !extensions(&r))
            return 0;
    } else if (lower(*r.now.ptr) != 'x') {
        return 0;
    }
    return private_use(&r) && r.now.len == 0 && r.at == len;
}
