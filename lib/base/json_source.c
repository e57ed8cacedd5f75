#include "base/json_source.h"

#include "base/error.h"
#include "base/json.h"
#include "base/text.h"

#include <string.h>

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

/* At a backslash. *to then stands behind what it means, which is never longer than the escape. */
static csr_status take_escape(csri_json_source *s, char **to)
{
    static const char names[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
    const char *from = s->at, *found;
    int32_t character;

    s->at++;
    found = csri_source_here(s) == '\0' ? NULL : strchr(names, *s->at);
    if (found != NULL) {
        *(*to)++ = values[found - names];
        s->at++;
        return CSR_OK;
    }
    character = csri_source_take(s, 'u') ? take_character(s) : -1;
    if (character < 0)
        return csri_source_refuse(s, from, "this escape is none");
    *to += csri_utf8_put((uint32_t)character, *to);
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
static csr_status decode(csri_json_source *s, char **to)
{
    while (!csri_source_take(s, '"')) {
        csr_status status = csri_source_here(s) == '\\' ? take_escape(s, to) : csri_source_refuse_here(s, "");
        const char *run = s->at;
        size_t len = 0;
        if (status == CSR_OK)
            status = take_run(s, &len);
        if (status != CSR_OK)
            return status;
        memcpy(*to, run, len);
        *to += len;
    }
    return CSR_OK;
}

csr_status csri_source_text(csri_json_source *s, char *copy, csr_str *out, int *plain)
{
    char *text, *to;
    csr_status status;

    s->at++;
    text = to = copy + (s->at - s->begin);
    status = take_run(s, &out->len);
    to += out->len;
    *plain = csri_source_here(s) == '"';
    if (status == CSR_OK)
        status = decode(s, &to);
    if (status != CSR_OK)
        return status;
    *to = '\0';
    *out = (csr_str){ text, (size_t)(to - text) };
    return CSR_OK;
}
