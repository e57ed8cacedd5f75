#include "policy/expression_lex.h"

#include "base/text.h"

#include <string.h>

/* A literal being read. */
typedef struct literal {
    csr_expression *e;
    uint32_t from, at;
    int raw, bytes, triple;
    char quote;
    char *out;
    size_t len;
} literal;

static char next(const literal *l, uint32_t ahead)
{
    return l->at + ahead < l->e->text.len ? l->e->text.ptr[l->at + ahead] : '\0';
}

static int fail(literal *l, const char *why)
{
    csri_expression_report(l->e, l->from, l->at < l->e->text.len ? l->at + 1 : l->at, "E007", "%s", why);
    return 0;
}

static void begin(literal *l)
{
    for (;; l->at++) {
        char c = next(l, 0);
        if (c == 'r' || c == 'R')
            l->raw = 1;
        else if (c == 'b' || c == 'B')
            l->bytes = 1;
        else
            break;
    }
    l->quote = next(l, 0);
    l->triple = next(l, 1) == l->quote && next(l, 2) == l->quote;
    l->at += l->triple ? 3 : 1;
}

static int at_end(const literal *l)
{
    if (next(l, 0) != l->quote)
        return 0;
    return !l->triple || (next(l, 1) == l->quote && next(l, 2) == l->quote);
}

static int digit_of(char c, int base)
{
    int digit = -1;

    if (c >= '0' && c <= '9')
        digit = c - '0';
    else if (c >= 'a' && c <= 'f')
        digit = c - 'a' + 10;
    else if (c >= 'A' && c <= 'F')
        digit = c - 'A' + 10;
    return digit < base ? digit : -1;
}

/* A number of exactly so many digits. */
static int read_number(literal *l, int digits, int base, uint32_t *out)
{
    for (*out = 0; digits > 0; digits--, l->at++) {
        int digit = digit_of(next(l, 0), base);
        if (digit < 0)
            return 0;
        *out = *out * (uint32_t)base + (uint32_t)digit;
    }
    return 1;
}

/* At most four bytes, no more than the escape took. */
static int put_character(literal *l, uint32_t c)
{
    if (c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
        return fail(l, "there is no such character");
    l->len += csri_utf8_put(c, l->out + l->len);
    return 1;
}

static int put_number(literal *l, int digits, int base)
{
    uint32_t value;

    if (!read_number(l, digits, base, &value))
        return fail(l, "an escape has too few digits, or too large ones");
    if (!l->bytes)
        return put_character(l, value);
    l->out[l->len++] = (char)value;
    return 1;
}

/* Behind a backslash. */
static int escape(literal *l)
{
    static const char names[] = "abfnrtv\\?\"'`", values[] = "\a\b\f\n\r\t\v\\?\"'`";
    char c = next(l, 0);
    const char *found = c == '\0' ? NULL : strchr(names, c);

    if (found != NULL) {
        l->out[l->len++] = values[found - names];
        l->at++;
        return 1;
    }
    if (c >= '0' && c <= '3')
        return put_number(l, 3, 8);
    l->at++;
    if (c == 'x' || c == 'X')
        return put_number(l, 2, 16);
    if (!l->bytes && (c == 'u' || c == 'U'))
        return put_number(l, c == 'u' ? 4 : 8, 16);
    return fail(l, "this escape is not known");
}

static int read_body(literal *l)
{
    while (!at_end(l)) {
        char c = next(l, 0);
        if (l->at >= l->e->text.len || (!l->triple && (c == '\n' || c == '\r')))
            return fail(l, "the closing quotation mark is missing");
        l->at++;
        /* However a file ends its lines, they end alike in a text. */
        if (c == '\r')
            l->at += next(l, 0) == '\n';
        if (c != '\\' || l->raw)
            l->out[l->len++] = (char)(c == '\r' ? '\n' : c);
        else if (!escape(l))
            return 0;
    }
    l->at += l->triple ? 3 : 1;
    return 1;
}

/* Bytes up to the closing mark, escapes not yet read: none grows when it is. */
static size_t measure(const literal *l)
{
    literal ahead = *l;

    while (ahead.at < ahead.e->text.len && !at_end(&ahead))
        ahead.at += next(&ahead, 0) == '\\' && !ahead.raw ? 2 : 1;
    return ahead.at - l->at;
}

int csri_expression_quoted(csr_expression *e, uint32_t from, uint32_t *to, csr_value *out)
{
    literal l = { .e = e, .from = from, .at = from };
    int sound;

    begin(&l);
    l.out = csri_arena_take(&e->arena, measure(&l) + 1);
    sound = l.out != NULL && read_body(&l);
    *to = l.at;
    *out = (csr_value){ .kind = l.bytes ? CSR_VALUE_BYTES : CSR_VALUE_STRING, .as.text = l.out, .count = l.len };
    return sound;
}
