#include "base/json_source.h"

#include "base/error.h"
#include "base/json.h"
#include "base/text.h"

#include <string.h>

void csri_token_init(csri_json_token *t)
{
    t->ptr = t->own;
    t->len = 0;
    t->room = sizeof(t->own);
}

void csri_token_end(csri_json_token *t)
{
    json_free_t give_back;

    json_get_alloc_funcs(NULL, &give_back);
    if (t->ptr != t->own)
        give_back(t->ptr);
}

int csri_token_grow(csri_json_token *t, size_t more)
{
    json_malloc_t take;
    size_t room = 2 * (t->len + more);
    char *ptr;

    if (t->room - t->len >= more)
        return 1;
    json_get_alloc_funcs(&take, NULL);
    ptr = take(room);
    if (ptr == NULL)
        return 0;
    memcpy(ptr, t->ptr, t->len);
    csri_token_end(t);
    t->ptr = ptr;
    t->room = room;
    return 1;
}

/* Line and column, from 1, of a byte. */
static void place_of(const char *ptr, const char *at, int *line, int *column)
{
    *line = 1;
    *column = 1;
    for (; ptr < at; ptr++) {
        *line += *ptr == '\n';
        *column = *ptr == '\n' ? 1 : *column + 1;
    }
}

csr_status csri_source_refuse(const csri_json_source *s, const char *at, const char *why)
{
    int line, column;

    place_of(s->begin, at, &line, &column);
    return csri_fail(s->err, CSR_E_ARGUMENT, "json", "line %d, column %d: %s", line, column, why);
}

csr_status csri_source_refuse_here(const csri_json_source *s, const char *why)
{
    unsigned char c;
    int line, column;

    if (s->at == s->end)
        return csri_source_refuse(s, s->at, "the document ends too early");
    c = (unsigned char)*s->at;
    if (c >= 0x20)
        return csri_source_refuse(s, s->at, why);
    place_of(s->begin, s->at, &line, &column);
    return csri_fail(s->err, CSR_E_ARGUMENT, "json", "line %d, column %d: control character 0x%x", line, column, c);
}

csr_status csri_source_no_memory(const csri_json_source *s)
{
    return csri_fail(s->err, CSR_E_NO_MEMORY, "json", "out of memory");
}

int csri_source_word(csri_json_source *s, const char *word)
{
    size_t len = strlen(word);

    if ((size_t)(s->end - s->at) < len || memcmp(s->at, word, len) != 0)
        return 0;
    s->at += len;
    return 1;
}

void csri_source_blanks(csri_json_source *s)
{
    while (csri_source_here(s) == ' ' || csri_source_here(s) == '\t' || csri_source_here(s) == '\n' ||
           csri_source_here(s) == '\r')
        s->at++;
}

size_t csri_source_digits(csri_json_source *s)
{
    const char *begin = s->at;

    while (csri_source_here(s) >= '0' && csri_source_here(s) <= '9')
        s->at++;
    return (size_t)(s->at - begin);
}

/* Four hexadecimal digits; -1 when there are none. */
static int32_t take_hex(csri_json_source *s)
{
    int32_t value = 0;

    for (int i = 0; i < 4; i++) {
        char digit = csri_source_here(s);
        char low = (char)(digit | 0x20);
        if (digit >= '0' && digit <= '9')
            value = value * 16 + (digit - '0');
        else if (low >= 'a' && low <= 'f')
            value = value * 16 + (low - 'a' + 10);
        else
            return -1;
        s->at++;
    }
    return value;
}

/* Behind "\u": the character, of which both halves of a surrogate pair have to come; -1 when there is none. */
static int32_t take_character(csri_json_source *s)
{
    int32_t unit = take_hex(s), low;

    if (unit < 0xd800 || unit > 0xdfff)
        return unit;
    if (unit >= 0xdc00 || !csri_source_word(s, "\\u"))
        return -1;
    low = take_hex(s);
    return low >= 0xdc00 && low <= 0xdfff ? 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00) : -1;
}

/* At a backslash. The token has room for a character. */
static csr_status take_escape(csri_json_source *s, csri_json_token *t)
{
    static const char names[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
    const char *from = s->at, *found;
    int32_t character;

    s->at++;
    found = csri_source_here(s) == '\0' ? NULL : strchr(names, *s->at);
    if (found != NULL) {
        t->ptr[t->len++] = values[found - names];
        s->at++;
        return CSR_OK;
    }
    character = csri_source_take(s, 'u') ? take_character(s) : -1;
    if (character < 0)
        return csri_source_refuse(s, from, "this escape is none");
    t->len += csri_utf8_put((uint32_t)character, t->ptr + t->len);
    return CSR_OK;
}

/* What needs no escape; *out_len = its length. */
static csr_status take_run(csri_json_source *s, size_t *out_len)
{
    const char *from = s->at;
    size_t bad_at;

    *out_len = csri_json_plain_run(from, (size_t)(s->end - from));
    if (!csri_utf8_valid(from, *out_len, &bad_at))
        return csri_source_refuse(s, from + bad_at, "this is not UTF-8");
    s->at += *out_len;
    return CSR_OK;
}

/* The rest of a text that does not stand in the document as it is, behind its first run. */
static csr_status decode(csri_json_source *s, csri_json_token *t, const char *run, size_t len)
{
    for (t->len = 0;;) {
        csr_status status;
        if (!csri_token_grow(t, len + 4))
            return csri_source_no_memory(s);
        memcpy(t->ptr + t->len, run, len);
        t->len += len;
        if (csri_source_take(s, '"'))
            return CSR_OK;
        status = csri_source_here(s) == '\\' ? take_escape(s, t) : csri_source_refuse_here(s, "");
        run = s->at;
        if (status == CSR_OK)
            status = take_run(s, &len);
        if (status != CSR_OK)
            return status;
    }
}

/* At a quotation mark. *out lives as long as the document and the token stay what they are. */
csr_status csri_source_text(csri_json_source *s, csri_json_token *t, csr_str *out)
{
    csr_status status;

    s->at++;
    out->ptr = s->at;
    status = take_run(s, &out->len);
    if (status != CSR_OK || csri_source_take(s, '"'))
        return status;
    status = decode(s, t, out->ptr, out->len);
    out->ptr = t->ptr;
    out->len = t->len;
    return status;
}
