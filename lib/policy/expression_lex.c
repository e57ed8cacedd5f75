#include "policy/expression_lex.h"

#include "base/number.h"

#include <string.h>

static int is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static int is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static int hex_digit(char c)
{
    if (is_digit(c))
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The byte at a place; NUL behind the end. */
static char peek(const csr_expression *e, uint32_t at)
{
    return at < e->text.len ? e->text.ptr[at] : '\0';
}

static uint32_t skip_blanks(const csr_expression *e, uint32_t at)
{
    for (;;) {
        char c = peek(e, at);
        if (c == '/' && peek(e, at + 1) == '/') {
            while (at < e->text.len && e->text.ptr[at] != '\n')
                at++;
        } else if (at < e->text.len && (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f')) {
            at++;
        } else {
            return at;
        }
    }
}

/* Digits of a base; 0 when they do not fit 64 bits. */
static int read_digits(const csr_expression *e, uint32_t *at, unsigned base, uint64_t *out)
{
    int fits = 1;

    for (*out = 0;; ++*at) {
        int digit = hex_digit(peek(e, *at));
        if (digit < 0 || (unsigned)digit >= base)
            return fits;
        if (*out > (UINT64_MAX - (unsigned)digit) / base)
            fits = 0;
        else
            *out = *out * base + (unsigned)digit;
    }
}

static int is_double(const csr_expression *e, uint32_t at)
{
    while (is_digit(peek(e, at)))
        at++;
    if (peek(e, at) == '.')
        return is_digit(peek(e, at + 1));
    if (peek(e, at) != 'e' && peek(e, at) != 'E')
        return 0;
    at += peek(e, at + 1) == '+' || peek(e, at + 1) == '-' ? 2 : 1;
    return is_digit(peek(e, at));
}

static uint32_t skip_digits(const csr_expression *e, uint32_t at)
{
    while (is_digit(peek(e, at)))
        at++;
    return at;
}

static void lex_double(csr_expression *e, csri_token *token)
{
    uint32_t at = skip_digits(e, token->from);

    token->value.kind = CSR_VALUE_DOUBLE;
    if (peek(e, at) == '.')
        at = skip_digits(e, at + 1);
    if (peek(e, at) == 'e' || peek(e, at) == 'E')
        at = skip_digits(e, at + (peek(e, at + 1) == '+' || peek(e, at + 1) == '-' ? 2 : 1));
    token->to = at;
    if (!csri_double_read(e->text.ptr + token->from, at - token->from, &token->value.as.real)) {
        csri_expression_report(e, token->from, at, "E005", "this number is too large, or has too many digits");
        token->kind = CSRI_TOKEN_BAD;
    }
}

static void lex_integer(csr_expression *e, csri_token *token)
{
    uint32_t at = token->from;
    int is_hex =
        peek(e, at) == '0' && (peek(e, at + 1) == 'x' || peek(e, at + 1) == 'X') && hex_digit(peek(e, at + 2)) >= 0;
    int fits;

    at += is_hex ? 2 : 0;
    fits = read_digits(e, &at, is_hex ? 16 : 10, &token->magnitude);
    if (peek(e, at) == 'u' || peek(e, at) == 'U') {
        at++;
        token->value = (csr_value){ .kind = CSR_VALUE_UINT, .as.natural = token->magnitude };
    } else {
        token->value = (csr_value){ .kind = CSR_VALUE_INT, .as.integer = (int64_t)token->magnitude };
        fits = fits && token->magnitude <= (uint64_t)INT64_MAX + 1;
    }
    token->to = at;
    if (!fits) {
        csri_expression_report(e, token->from, at, "E005", "this number is too large");
        token->kind = CSRI_TOKEN_BAD;
    }
}

static void lex_number(csr_expression *e, csri_token *token)
{
    token->kind = CSRI_TOKEN_LITERAL;
    token->is_number = 1;
    if (is_double(e, token->from))
        lex_double(e, token);
    else
        lex_integer(e, token);
    if (token->kind == CSRI_TOKEN_LITERAL && (is_letter(peek(e, token->to)) || is_digit(peek(e, token->to)))) {
        csri_expression_report(e, token->from, token->to + 1, "E005", "this is no number");
        token->kind = CSRI_TOKEN_BAD;
    }
}

static int is_word(const csri_token *token, const char *word)
{
    return token->name.len == strlen(word) && memcmp(token->name.ptr, word, token->name.len) == 0;
}

static void lex_word(const csr_expression *e, csri_token *token)
{
    uint32_t at = token->from;

    while (is_letter(peek(e, at)) || is_digit(peek(e, at)))
        at++;
    token->to = at;
    token->kind = CSRI_TOKEN_NAME;
    token->name = (csr_str){ e->text.ptr + token->from, at - token->from };
    if (is_word(token, "in"))
        token->kind = CSRI_TOKEN_IN;
    else if (is_word(token, "null"))
        token->value = (csr_value){ .kind = CSR_VALUE_NULL };
    else if (is_word(token, "true") || is_word(token, "false"))
        token->value = (csr_value){ .kind = CSR_VALUE_BOOL, .as.integer = token->name.len == 4 };
    if (token->value.kind != 0)
        token->kind = CSRI_TOKEN_LITERAL;
}

/* Whether a quotation mark begins here, behind r, b or br. */
static int is_quoted(const csr_expression *e, uint32_t at)
{
    at += peek(e, at) == 'b' || peek(e, at) == 'B';
    at += peek(e, at) == 'r' || peek(e, at) == 'R';
    return peek(e, at) == '"' || peek(e, at) == '\'';
}

static void lex_quoted_name(csr_expression *e, csri_token *token)
{
    static const char others[] = { '.', '/', '-', ' ' };
    uint32_t at = token->from + 1;

    for (; at < e->text.len && e->text.ptr[at] != '`'; at++) {
        char c = e->text.ptr[at];
        if (!is_letter(c) && !is_digit(c) && memchr(others, c, sizeof(others)) == NULL)
            break;
    }
    token->to = at + 1;
    token->name = (csr_str){ e->text.ptr + token->from + 1, at - token->from - 1 };
    token->kind = CSRI_TOKEN_QUOTED_NAME;
    if (peek(e, at) != '`' || token->name.len == 0) {
        csri_expression_report(e, token->from, at, "E006", "a name between ` and ` has letters, digits and . / - only");
        token->kind = CSRI_TOKEN_BAD;
    }
}

typedef struct sign {
    char text[3];
    uint8_t kind;
} sign;

/* Longer ones first. */
static const sign signs[] = {
    { "==", CSRI_TOKEN_EQ },        { "!=", CSRI_TOKEN_NE },      { "<=", CSRI_TOKEN_LE },
    { ">=", CSRI_TOKEN_GE },        { "&&", CSRI_TOKEN_AND },     { "||", CSRI_TOKEN_OR },
    { "<", CSRI_TOKEN_LT },         { ">", CSRI_TOKEN_GT },       { "!", CSRI_TOKEN_NOT },
    { "+", CSRI_TOKEN_PLUS },       { "-", CSRI_TOKEN_MINUS },    { "*", CSRI_TOKEN_STAR },
    { "/", CSRI_TOKEN_SLASH },      { "%", CSRI_TOKEN_PERCENT },  { "?", CSRI_TOKEN_QUESTION },
    { ":", CSRI_TOKEN_COLON },      { ",", CSRI_TOKEN_COMMA },    { ".", CSRI_TOKEN_DOT },
    { "(", CSRI_TOKEN_OPEN },       { ")", CSRI_TOKEN_CLOSE },    { "[", CSRI_TOKEN_OPEN_LIST },
    { "]", CSRI_TOKEN_CLOSE_LIST }, { "{", CSRI_TOKEN_OPEN_MAP }, { "}", CSRI_TOKEN_CLOSE_MAP },
};

/* What people write who know another language. */
static const char *advice(char c)
{
    switch (c) {
    case '=': return "use \"==\" to compare";
    case '&': return "write \"&&\" for \"and\"";
    case '|': return "write \"||\" for \"or\"";
    default: return "this character means nothing here";
    }
}

static void lex_sign(csr_expression *e, csri_token *token)
{
    char first = peek(e, token->from), second = peek(e, token->from + 1);
    int unlike = first == '<' && second == '>';

    for (size_t i = 0; !unlike && i < sizeof(signs) / sizeof(signs[0]); i++) {
        const char *text = signs[i].text;
        if (text[0] != first || (text[1] != '\0' && text[1] != second))
            continue;
        token->kind = signs[i].kind;
        token->to = token->from + (text[1] != '\0' ? 2 : 1);
        return;
    }
    token->kind = CSRI_TOKEN_BAD;
    token->to = token->from + 1 + (uint32_t)unlike;
    csri_expression_report(e, token->from, token->to, "E003", "%s", unlike ? "use \"!=\" to compare" : advice(first));
}

void csri_expression_token(csr_expression *e, uint32_t *at, csri_token *out)
{
    uint32_t from = skip_blanks(e, *at);
    char c = peek(e, from);

    *out = (csri_token){ .from = from, .to = from };
    if (from >= e->text.len) {
        out->kind = CSRI_TOKEN_END;
    } else if (is_quoted(e, from)) {
        out->kind = csri_expression_quoted(e, from, &out->to, &out->value) ? CSRI_TOKEN_LITERAL : CSRI_TOKEN_BAD;
    } else if (is_letter(c)) {
        lex_word(e, out);
    } else if (is_digit(c) || (c == '.' && is_digit(peek(e, from + 1)))) {
        lex_number(e, out);
    } else if (c == '`') {
        lex_quoted_name(e, out);
    } else {
        lex_sign(e, out);
    }
    *at = out->to;
}
