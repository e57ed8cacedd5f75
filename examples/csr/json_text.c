#include "json_text.h"

#include <string.h>

#define DEPTH_MAX 64

static const char *skip_blanks(const char *p, const char *end)
{
    while (p < end && (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r')) {
        p++;
    }
    return p;
}

static int is_digit(const char *p, const char *end)
{
    return p < end && *p >= '0' && *p <= '9';
}

static int is_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* Checkers take what begins at p and answer where it ends, or NULL when it is not there. */

static const char *check_escape(const char *p, const char *end)
{
    if (end - p < 2) {
        return NULL;
    }
    if (p[1] != 'u') {
        return p[1] != '\0' && strchr("\"\\/bfnrt", p[1]) ? p + 2 : NULL;
    }
    if (end - p < 6) {
        return NULL;
    }
    for (int i = 2; i < 6; i++) {
        if (!is_hex(p[i])) {
            return NULL;
        }
    }
    return p + 6;
}

/* A character beyond ASCII: no overlong forms, no surrogates, nothing above U+10FFFF. */
static const char *check_character(const char *p, const char *end)
{
    const unsigned char *c = (const unsigned char *)p;
    int more = *c >= 0xf0 ? 3 : *c >= 0xe0 ? 2 : 1;
    if (*c < 0xc2 || *c > 0xf4 || end - p <= more) {
        return NULL;
    }
    if ((*c == 0xe0 && c[1] < 0xa0) || (*c == 0xed && c[1] > 0x9f) || (*c == 0xf0 && c[1] < 0x90) ||
        (*c == 0xf4 && c[1] > 0x8f)) {
        return NULL;
    }
    for (int i = 1; i <= more; i++) {
        if ((c[i] & 0xc0) != 0x80) {
            return NULL;
        }
    }
    return p + more + 1;
}

static const char *check_string(const char *p, const char *end)
{
    if (p == end || *p != '"') {
        return NULL;
    }
    p++;
    while (p && p < end && *p != '"') {
        unsigned char c = (unsigned char)*p;
        if (c < 0x20) {
            return NULL;
        }
        p = c == '\\' ? check_escape(p, end) : c < 0x80 ? p + 1 : check_character(p, end);
    }
    return p && p < end ? p + 1 : NULL;
}

static const char *skip_digits(const char *p, const char *end)
{
    while (is_digit(p, end)) {
        p++;
    }
    return p;
}

static const char *check_number(const char *p, const char *end)
{
    p += *p == '-';
    if (!is_digit(p, end) || (*p == '0' && is_digit(p + 1, end))) {
        return NULL;
    }
    p = skip_digits(p, end);
    if (p < end && *p == '.') {
        p++;
        if (!is_digit(p, end)) {
            return NULL;
        }
        p = skip_digits(p, end);
    }
    if (p < end && (*p == 'e' || *p == 'E')) {
        p++;
        p += p < end && (*p == '+' || *p == '-');
        if (!is_digit(p, end)) {
            return NULL;
        }
        p = skip_digits(p, end);
    }
    return p;
}

static const char *check_word(const char *p, const char *end, const char *word)
{
    size_t len = strlen(word);
    return (size_t)(end - p) >= len && memcmp(p, word, len) == 0 ? p + len : NULL;
}

static const char *check_value(const char *p, const char *end, int depth);

static const char *check_member(const char *p, const char *end, int depth)
{
    p = check_string(p, end);
    p = p ? skip_blanks(p, end) : NULL;
    return p && p < end && *p == ':' ? check_value(skip_blanks(p + 1, end), end, depth) : NULL;
}

static const char *check_inside(const char *p, const char *end, int depth)
{
    char close = *p == '{' ? '}' : ']';
    if (depth == DEPTH_MAX) {
        return NULL;
    }
    p = skip_blanks(p + 1, end);
    if (p < end && *p == close) {
        return p + 1;
    }
    for (;;) {
        p = close == '}' ? check_member(p, end, depth + 1) : check_value(p, end, depth + 1);
        p = p ? skip_blanks(p, end) : NULL;
        if (!p || p == end) {
            return NULL;
        }
        if (*p == close) {
            return p + 1;
        }
        if (*p != ',') {
            return NULL;
        }
        p = skip_blanks(p + 1, end);
    }
}

static const char *check_value(const char *p, const char *end, int depth)
{
    if (p == end) {
        return NULL;
    }
    switch (*p) {
    case '{':
    case '[': return check_inside(p, end, depth);
    case '"': return check_string(p, end);
    case 't': return check_word(p, end, "true");
    case 'f': return check_word(p, end, "false");
    case 'n': return check_word(p, end, "null");
    default: return check_number(p, end);
    }
}

int json_text_valid(struct json_text text)
{
    const char *end = text.ptr + text.len;
    const char *p = check_value(skip_blanks(text.ptr, end), end, 0);
    return p && skip_blanks(p, end) == end;
}

/* Where a string that is known to be sound ends. */
static const char *string_end(const char *p)
{
    for (p++; *p != '"'; p++) {
        p += *p == '\\';
    }
    return p + 1;
}

/* Where a value that is known to be sound ends. */
static const char *value_end(const char *p, const char *end)
{
    int depth = 0;
    do {
        if (*p == '"') {
            p = string_end(p);
            continue;
        }
        depth += (*p == '{' || *p == '[') - (*p == '}' || *p == ']');
        p++;
        /* A number or a word ends before what may follow it. */
        if (depth == 0 && p[-1] != '}' && p[-1] != ']') {
            while (p < end && !strchr(",]} \t\r\n", *p)) {
                p++;
            }
        }
    } while (depth > 0);
    return p;
}

struct json_text json_text_inside(struct json_text value, char kind)
{
    const char *end = value.ptr + value.len, *p = skip_blanks(value.ptr, end);
    struct json_text inside = { end, 0 };
    if (p < end && *p == kind) {
        inside.ptr = p + 1;
        inside.len = (size_t)(end - inside.ptr);
    }
    return inside;
}

int json_text_element(struct json_text *rest, struct json_text *value)
{
    const char *end = rest->ptr + rest->len, *p = skip_blanks(rest->ptr, end);
    if (p < end && *p == ',') {
        p = skip_blanks(p + 1, end);
    }
    if (p == end || *p == ']' || *p == '}') {
        return 0;
    }
    const char *behind = value_end(p, end);
    value->ptr = p;
    value->len = (size_t)(behind - p);
    rest->ptr = behind;
    rest->len = (size_t)(end - behind);
    return 1;
}

int json_text_member(struct json_text *rest, struct json_text *name, struct json_text *value)
{
    if (!json_text_element(rest, name)) {
        return 0;
    }
    const char *end = rest->ptr + rest->len, *p = skip_blanks(rest->ptr, end);
    rest->ptr = p + 1; /* behind the colon */
    rest->len = (size_t)(end - p) - 1;
    (void)json_text_string(*name, name);
    return json_text_element(rest, value);
}

int json_text_string(struct json_text value, struct json_text *out)
{
    if (value.len < 2 || value.ptr[0] != '"') {
        return 0;
    }
    out->ptr = value.ptr + 1;
    out->len = value.len - 2;
    return 1;
}

int json_text_integer(struct json_text value, int64_t *out)
{
    size_t i = value.len > 0 && value.ptr[0] == '-';
    int64_t sum = 0;
    if (i == value.len) {
        return 0;
    }
    for (; i < value.len; i++) {
        int digit = value.ptr[i] - '0';
        /* Downwards, because there is one negative number more. */
        if (digit < 0 || digit > 9 || sum < (INT64_MIN + digit) / 10) {
            return 0;
        }
        sum = sum * 10 - digit;
    }
    if (value.ptr[0] != '-' && sum == INT64_MIN) {
        return 0;
    }
    *out = value.ptr[0] == '-' ? sum : -sum;
    return 1;
}

int json_text_is(struct json_text text, const char *what)
{
    return strlen(what) == text.len && memcmp(text.ptr, what, text.len) == 0;
}
