#include "base/phone.h"

#include "base/text.h"
#include <string.h>

/* Of a whole number, with its calling code (E.164 section 6.1); the lower limit is ours. */
#define MIN_DIGITS 4
#define MAX_DIGITS 15
/* Of what is read: a number and the prefixes that come off. */
#define MAX_READ (MAX_DIGITS + 9)

/* The digits of a number as it was written. */
typedef struct dialled {
    char digits[MAX_READ + 1]; /* NUL-ended. */
    size_t n;
    size_t bracketed; /* Place of the 0 of "(0)"; 0 = there is none, or the number begins with it. */
    int plus;
} dialled;

/* Characters from low to high. */
typedef struct range {
    uint32_t low;
    uint32_t high;
} range;

/* Between the digits of a number these mean nothing; the marks for directions come along when numbers are pasted. */
static const range separators[] = {
    { '\t', '\r' },     { ' ', ' ' },       { '(', ')' },       { '-', '/' },       { 0x85, 0x85 },
    { 0xa0, 0xa0 },     { 0xad, 0xad },     { 0xb7, 0xb7 },     { 0x1680, 0x1680 }, { 0x2000, 0x2015 },
    { 0x2028, 0x202f }, { 0x205f, 0x2060 }, { 0x2066, 0x2069 }, { 0x2212, 0x2212 }, { 0x3000, 0x3000 },
    { 0xfeff, 0xfeff }, { 0xff08, 0xff09 }, { 0xff0d, 0xff0f },
};

/* The zeros of the digits that people type: ASCII, two kinds of Arabic, full width. */
static const uint32_t zeros[] = { '0', 0x660, 0x6f0, 0xff10 };

/* What is dialled before a calling code where it is not only "00". */
static const struct {
    const char *code;
    const char *prefix;
} abroad[] = {
    { "1", "011" },   { "7", "810" },   { "61", "0011" }, { "81", "010" },  { "375", "810" },
    { "692", "011" }, { "992", "810" }, { "993", "810" }, { "998", "810" },
};

/*
 * What is dialled before a national number where it is not one 0, and how many digits then follow (0 = any number of
 * them). A code may have several. An empty prefix: the country has none, and its numbers may begin with 0. Taken from
 * the example numbers and national prefixes of libphonenumber's metadata.
 */
static const struct {
    const char *code;
    const char *prefix;
    size_t follow;
} trunks[] = {
    { "1", "1", 10 },   { "7", "8", 10 },    { "36", "06", 0 },   { "39", "", 0 },   { "47", "", 0 },
    { "52", "01", 10 }, { "52", "044", 10 }, { "52", "045", 10 }, { "225", "", 0 },  { "226", "", 0 },
    { "227", "", 0 },   { "229", "", 0 },    { "241", "", 0 },    { "242", "", 0 },  { "247", "", 0 },
    { "267", "", 0 },   { "268", "", 0 },    { "370", "8", 8 },   { "370", "0", 8 }, { "375", "80", 9 },
    { "375", "8", 10 }, { "375", "0", 9 },   { "378", "", 0 },    { "501", "", 0 },  { "676", "", 0 },
    { "679", "", 0 },   { "687", "", 0 },    { "692", "1", 7 },   { "853", "", 0 },  { "992", "", 0 },
    { "993", "8", 8 },  { "998", "8", 9 },
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static int begins_with(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

static int is_separator(uint32_t c)
{
    for (size_t i = 0; i < COUNT(separators); i++) {
        if (c >= separators[i].low && c <= separators[i].high)
            return 1;
    }
    return 0;
}

/* 0 to 9, or -1. */
static int digit_of(uint32_t c)
{
    for (size_t i = 0; i < COUNT(zeros); i++) {
        if (c >= zeros[i] && c <= zeros[i] + 9)
            return (int)(c - zeros[i]);
    }
    return -1;
}

/* One more character; before = the two in front of it. 0 = it has no place in a number. */
static int take(dialled *d, uint32_t c, const uint32_t before[2])
{
    int digit = digit_of(c);
    if (digit >= 0) {
        if (d->n == MAX_READ)
            return 0;
        d->digits[d->n++] = (char)('0' + digit);
        return 1;
    }
    if (c == '+' || c == 0xff0b) {
        int first = d->n == 0 && !d->plus;
        d->plus = 1;
        return first;
    }
    if (c == ')' && before[0] == '(' && before[1] == '0')
        d->bracketed = d->n - 1;
    return is_separator(c);
}

static int read_dialled(csr_str text, dialled *d)
{
    uint32_t before[2] = { 0, 0 };
    size_t at = 0;
    memset(d, 0, sizeof *d);
    if (text.len >= 4 && (text.ptr[0] | 0x20) == 't' && (text.ptr[1] | 0x20) == 'e' && (text.ptr[2] | 0x20) == 'l' &&
        text.ptr[3] == ':') {
        at = 4;
    }
    while (at < text.len) {
        uint32_t c = csri_utf8_next(text.ptr, &at);
        if (!take(d, c, before))
            return 0;
        before[0] = before[1];
        before[1] = c;
    }
    return 1;
}

/* Digits in front that say "abroad"; 0 = the number is national. */
static size_t abroad_prefix(const dialled *d, const char *code)
{
    for (size_t i = 0; i < COUNT(abroad); i++) {
        if (strcmp(code, abroad[i].code) == 0 && begins_with(d->digits, abroad[i].prefix))
            return strlen(abroad[i].prefix);
    }
    return begins_with(d->digits, "00") ? 2 : 0;
}

/* Digits in front of a national number that do not belong to it. */
static size_t trunk_prefix(const char *national, size_t n, const char *code)
{
    int listed = 0;
    for (size_t i = 0; i < COUNT(trunks); i++) {
        if (strcmp(code, trunks[i].code) == 0) {
            size_t len = strlen(trunks[i].prefix);
            listed = 1;
            if (begins_with(national, trunks[i].prefix) && (trunks[i].follow == 0 || trunks[i].follow + len == n))
                return len;
        }
    }
    return !listed && national[0] == '0' ? 1 : 0;
}

/* Whether an international number is of a country whose national numbers may begin with 0. */
static int keeps_zero(const char *number)
{
    for (size_t i = 0; i < COUNT(trunks); i++) {
        if (trunks[i].prefix[0] == '\0' && begins_with(number, trunks[i].code))
            return 1;
    }
    return 0;
}

/* The number with its calling code, NUL-ended; gives its length. */
static size_t international(dialled *d, size_t prefix, char number[MAX_READ + 4])
{
    size_t n = d->n - prefix;
    memcpy(number, d->digits + prefix, n + 1);
    if (d->bracketed > prefix && !keeps_zero(number)) {
        size_t zero = d->bracketed - prefix;
        memmove(number + zero, number + zero + 1, n - zero);
        n--;
    }
    return n;
}

static size_t national(const dialled *d, const char *code, char number[MAX_READ + 4])
{
    size_t trunk = trunk_prefix(d->digits, d->n, code);
    size_t code_len = strlen(code);
    memcpy(number, code, code_len); /* NOLINT(bugprone-not-null-terminated-result): the rest follows */
    memcpy(number + code_len, d->digits + trunk, d->n - trunk + 1);
    return code_len + d->n - trunk;
}

/* Whether it can be a number at all. No area code of +1 begins with 0 or 1. */
static int plausible(const char *number, size_t n)
{
    if (n < MIN_DIGITS || n > MAX_DIGITS || number[0] == '0')
        return 0;
    return number[0] != '1' || (n == 11 && number[1] >= '2');
}

/* A calling code as text; empty when none is given. 0 = it is none. */
static int take_code(const csr_str *given, char code[4])
{
    size_t len = given ? csri_text_nts(given->ptr, given->len) : 0;
    memset(code, 0, 4);
    if (len > 3 || (len > 0 && given->ptr[0] == '0'))
        return 0;
    for (size_t i = 0; i < len; i++) {
        if (given->ptr[i] < '0' || given->ptr[i] > '9')
            return 0;
        code[i] = given->ptr[i];
    }
    return 1;
}

csr_status csri_phone_key(const csr_str *value, const csr_str *calling_code, csri_buffer *out, csr_error *err)
{
    char code[4];
    char number[MAX_READ + 4];
    dialled d;
    if (!take_code(calling_code, code))
        return csri_fail(err, CSR_E_ARGUMENT, "calling_code", "a calling code is one to three digits, such as 49");
    if (!read_dialled(csri_text_trim(value->ptr, csri_text_nts(value->ptr, value->len)), &d)) {
        return csri_fail(err, CSR_E_ARGUMENT, "value",
                         "a telephone number is digits, blanks and - . / ( ), perhaps behind a +");
    }
    size_t prefix = d.plus ? 0 : abroad_prefix(&d, code);
    int abroad_number = d.plus || prefix > 0;
    if (!abroad_number && code[0] == '\0')
        return csri_fail(err, CSR_E_ARGUMENT, "value", "a number without + needs the calling code of the desk");
    size_t n = abroad_number ? international(&d, prefix, number) : national(&d, code, number);
    if (!plausible(number, n)) {
        return csri_fail(err, CSR_E_ARGUMENT, "value",
                         "a telephone number has 4 to 15 digits with its calling code, or 11 with +1");
    }
    csri_buffer_byte(out, '+');
    csri_buffer_put(out, number, n);
    return csri_buffer_check(out, err);
}
