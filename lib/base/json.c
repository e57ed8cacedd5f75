#include "base/json.h"

#include "base/json_form.h"
#include "base/text.h"
#include <string.h>

/* The same byte eight times. */
#define EIGHT(byte) (UINT64_C(0x0101010101010101) * (byte))

/* Not 0 when one of eight bytes is below `low`, which is at most 0x80. */
static uint64_t has_below(uint64_t eight, uint64_t low)
{
    return (eight - EIGHT(low)) & ~eight & EIGHT(0x80);
}

static int needs_escape(unsigned char c)
{
    return c < 0x20 || c == '"' || c == '\\';
}

/* Bytes at the beginning that need no escape. */
static size_t plain_run(const char *ptr, size_t len)
{
    size_t at = 0;
    while (len - at >= sizeof(uint64_t)) {
        uint64_t eight;
        memcpy(&eight, ptr + at, sizeof eight);
        if (has_below(eight, 0x20) | has_below(eight ^ EIGHT('"'), 1) | has_below(eight ^ EIGHT('\\'), 1))
            break;
        at += sizeof eight;
    }
    while (at < len && !needs_escape((unsigned char)ptr[at]))
        at++;
    return at;
}

static void put_escape(csri_buffer *b, unsigned char c)
{
    static const char digits[] = "0123456789abcdef";
    char text[6] = { '\\', (char)c, '0', '0', digits[c >> 4], digits[c & 0xf] };
    size_t n = 2;
    switch (c) {
    case '"':
    case '\\': break;
    case '\b': text[1] = 'b'; break;
    case '\t': text[1] = 't'; break;
    case '\n': text[1] = 'n'; break;
    case '\f': text[1] = 'f'; break;
    case '\r': text[1] = 'r'; break;
    default:
        text[1] = 'u';
        n = sizeof text;
        break;
    }
    csri_buffer_put(b, text, n);
}

void csri_json_text(csri_buffer *b, const char *ptr, size_t len)
{
    csri_buffer_byte(b, '"');
    for (;;) {
        size_t n = plain_run(ptr, len);
        csri_buffer_put(b, ptr, n);
        if (n == len)
            break;
        put_escape(b, (unsigned char)ptr[n]);
        ptr += n + 1;
        len -= n + 1;
    }
    csri_buffer_byte(b, '"');
}

void csri_json_int(csri_buffer *b, int64_t value)
{
    char text[20];
    size_t at = sizeof text;
    /* Unsigned, because INT64_MIN has no positive counterpart. */
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do {
        at--;
        text[at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (value < 0) {
        at--;
        text[at] = '-';
    }
    csri_buffer_put(b, text + at, sizeof text - at);
}

void csri_json_id(csri_buffer *b, const csr_id *id)
{
    char text[CSR_ID_TEXT_BYTES];
    csr_id_format(id, text);
    csri_json_text(b, text, CSR_ID_TEXT_BYTES - 1);
}

void csri_json_time(csri_buffer *b, csr_time at)
{
    char text[CSR_TIME_TEXT_BYTES];
    if (csr_time_format(at, 0, text, NULL) != CSR_OK) {
        csri_buffer_put(b, "null", 4);
        return;
    }
    csri_json_text(b, text, strlen(text));
}

/* Behind the text that begins at ptr[at], a quotation mark. */
static size_t skip_text(const char *ptr, size_t len, size_t at)
{
    for (at++; at < len && ptr[at] != '"'; at++)
        at += ptr[at] == '\\';
    return at;
}

/*
 * Whether brackets nest deeper than `max`. jansson's own limit is a constant, and the limit here is ours. What is no
 * JSON is measured somehow; jansson refuses it afterwards.
 */
static int too_deep(const char *ptr, size_t len, unsigned max)
{
    unsigned depth = 0;
    for (size_t at = 0; at < len; at++) {
        char c = ptr[at];
        if (c == '"') {
            at = skip_text(ptr, len, at);
        } else if (c == '[' || c == '{') {
            if (depth == max)
                return 1;
            depth++;
        } else if (c == ']' || c == '}') {
            depth -= depth > 0;
        }
    }
    return 0;
}

/* Line and column, from 1, of a byte. */
static void place_of(const char *ptr, size_t at, int *line, int *column)
{
    *line = 1;
    *column = 1;
    for (size_t i = 0; i < at; i++) {
        *line += ptr[i] == '\n';
        *column = ptr[i] == '\n' ? 1 : *column + 1;
    }
}

/* What jansson would let pass: it skips a NUL behind a number, wherever that is. */
static csr_status refuse_nul(const char *ptr, size_t len, csr_error *err)
{
    size_t at;
    int line, column;
    if (!csri_text_has_nul(ptr, len, &at))
        return CSR_OK;
    place_of(ptr, at, &line, &column);
    return csri_fail(err, CSR_E_ARGUMENT, "json", "line %d, column %d: control character 0x0", line, column);
}

/* Whether jansson failed for want of memory: it says nothing then or, in the middle of a token, that sound JSON is none. */
static int is_no_memory(const json_error_t *why, const char *ptr, size_t len)
{
    enum json_error_code code = json_error_code(why);

    if (why->text[0] == '\0' || code == json_error_out_of_memory)
        return 1;
    return code != json_error_duplicate_key && code != json_error_null_byte_in_key &&
           code != json_error_null_character && code != json_error_numeric_overflow && csri_json_well_formed(ptr, len);
}

csr_status csri_json_read(const char *ptr, size_t len, size_t max_bytes, unsigned max_depth, json_t **out,
                          csr_error *err)
{
    *out = NULL;
    if (max_bytes > 0 && len > max_bytes)
        return csri_fail(err, CSR_E_LIMIT, "json", "the document is longer than %zu bytes", max_bytes);
    unsigned depth = max_depth > 0 && max_depth < CSRI_JSON_MAX_DEPTH ? max_depth : CSRI_JSON_MAX_DEPTH;
    if (too_deep(ptr, len, depth))
        return csri_fail(err, CSR_E_LIMIT, "json", "the document nests deeper than %u levels", depth);
    if (len >= 3 && memcmp(ptr, "\xef\xbb\xbf", 3) == 0)
        return csri_fail(err, CSR_E_ARGUMENT, "json", "line 1, column 1: the document begins with a byte order mark");
    if (refuse_nul(ptr, len, err) != CSR_OK)
        return CSR_E_ARGUMENT;
    json_error_t why = { .line = 0 };
    *out = json_loadb(len > 0 ? ptr : "", len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_ALLOW_NUL, &why);
    if (*out)
        return CSR_OK;
    if (is_no_memory(&why, len > 0 ? ptr : "", len))
        return csri_fail(err, CSR_E_NO_MEMORY, "json", "out of memory");
    return csri_fail(err, CSR_E_ARGUMENT, "json", "line %d, column %d: %s", why.line, why.column, why.text);
}
