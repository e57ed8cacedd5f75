#include "base/text.h"

#include "base/memory.h"
#include <utf8proc.h>

/* The eighth bit of each of eight bytes. */
#define HIGH_BITS UINT64_C(0x8080808080808080)
/* Code points of a text that is folded without an allocation: most names. */
#define SHORT_TEXT 96

void csr_str_set(csr_str *out, const char *text, size_t len)
{
    out->ptr = text;
    out->len = csri_text_nts(text, len);
}

size_t csri_text_nts(const char *ptr, size_t len)
{
    if (len != CSR_NTS) {
        return len;
    }
    return ptr ? strlen(ptr) : 0;
}

/* Bytes of ASCII at the beginning; may stop up to seven too early, never too late. */
static size_t ascii_run(const char *ptr, size_t len)
{
    size_t at = 0;
    while (len - at >= sizeof(uint64_t)) {
        uint64_t eight;
        memcpy(&eight, ptr + at, sizeof eight);
        if (eight & HIGH_BITS) {
            break;
        }
        at += sizeof eight;
    }
    return at;
}

/* Bytes of the sequence that a byte begins; 0 when it can begin none. */
static size_t sequence_length(unsigned char lead)
{
    if (lead < 0x80) {
        return 1;
    }
    if (lead < 0xc2) {
        return 0;
    }
    if (lead < 0xe0) {
        return 2;
    }
    if (lead < 0xf0) {
        return 3;
    }
    return lead < 0xf5 ? 4 : 0;
}

/* Whether the second byte may follow the first: rules out overlong forms, surrogates and what is above U+10FFFF. */
static int second_fits(unsigned char lead, unsigned char second)
{
    switch (lead) {
    case 0xe0: return second >= 0xa0 && second <= 0xbf;
    case 0xed: return second >= 0x80 && second <= 0x9f;
    case 0xf0: return second >= 0x90 && second <= 0xbf;
    case 0xf4: return second >= 0x80 && second <= 0x8f;
    default: return second >= 0x80 && second <= 0xbf;
    }
}

/* Bytes of the character at p, of which `left` > 0 bytes are there; 0 when it is none. */
static size_t character(const unsigned char *p, size_t left)
{
    size_t n = sequence_length(p[0]);
    if (n > left || (n > 1 && !second_fits(p[0], p[1]))) {
        return 0;
    }
    for (size_t i = 2; i < n; i++) {
        if ((p[i] & 0xc0) != 0x80) {
            return 0;
        }
    }
    return n;
}

int csri_utf8_valid(const char *ptr, size_t len, size_t *bad_at)
{
    size_t at = 0;
    while (at < len) {
        at += ascii_run(ptr + at, len - at);
        /* Eight characters by hand, so that text without ASCII does not try the run before each of them. */
        for (int i = 0; i < 8 && at < len; i++) {
            size_t n = character((const unsigned char *)ptr + at, len - at);
            if (n == 0) {
                if (bad_at) {
                    *bad_at = at;
                }
                return 0;
            }
            at += n;
        }
    }
    return 1;
}

int csri_text_has_nul(const char *ptr, size_t len, size_t *at)
{
    const char *nul = len > 0 ? memchr(ptr, '\0', len) : NULL;
    if (nul && at) {
        *at = (size_t)(nul - ptr);
    }
    return nul != NULL;
}

size_t csri_utf8_cut(const char *ptr, size_t len, size_t max)
{
    if (len <= max) {
        return len;
    }
    /* A character has at most three bytes that continue it; what has more is not UTF-8 and cut anywhere. */
    size_t n = max;
    while (n > 0 && max - n < 3 && ((unsigned char)ptr[n] & 0xc0) == 0x80) {
        n--;
    }
    return ((unsigned char)ptr[n] & 0xc0) == 0x80 ? max : n;
}

/* Bytes of the white space (Unicode's White_Space) that valid UTF-8 has at p; 0 when it is something else. */
static size_t white_space(const unsigned char *p)
{
    switch (p[0]) {
    case '\t':
    case '\n':
    case '\v':
    case '\f':
    case '\r':
    case ' ': return 1;
    case 0xc2: return p[1] == 0x85 || p[1] == 0xa0 ? 2 : 0;
    case 0xe1: return p[1] == 0x9a && p[2] == 0x80 ? 3 : 0;
    case 0xe2:
        if (p[1] == 0x80) {
            return p[2] <= 0x8a || p[2] == 0xa8 || p[2] == 0xa9 || p[2] == 0xaf ? 3 : 0;
        }
        return p[1] == 0x81 && p[2] == 0x9f ? 3 : 0;
    case 0xe3: return p[1] == 0x80 && p[2] == 0x80 ? 3 : 0;
    default: return 0;
    }
}

uint32_t csri_utf8_next(const char *ptr, size_t *at)
{
    const unsigned char *p = (const unsigned char *)ptr + *at;
    size_t n = sequence_length(p[0]);
    /* The lead byte has one bit less of its own for each byte that follows, and one for the end of that row. */
    uint32_t c = n == 1 ? p[0] : p[0] & (0x7fu >> n);
    for (size_t i = 1; i < n; i++) {
        c = c << 6 | (p[i] & 0x3fu);
    }
    *at += n;
    return c;
}

csr_str csri_text_trim(const char *ptr, size_t len)
{
    size_t from = len;
    size_t to = len;
    for (size_t at = 0; at < len;) {
        size_t white = white_space((const unsigned char *)ptr + at);
        if (white == 0) {
            from = from < at ? from : at;
            to = at + 1;
        }
        at += white > 0 ? white : 1;
    }
    /* Without text, ptr may be NULL, to which nothing can be added. */
    csr_str trimmed = { from > 0 ? ptr + from : ptr, to - from };
    return trimmed;
}

/* Append valid UTF-8 with its white space put right and its ASCII letters in lower case. */
static void put_collapsed(csri_buffer *out, const unsigned char *p, size_t len)
{
    int blank = 0;
    int begun = 0;
    size_t at = 0;
    while (at < len) {
        size_t white = white_space(p + at);
        if (white > 0) {
            blank = begun;
            at += white;
            continue;
        }
        if (blank) {
            csri_buffer_byte(out, ' ');
            blank = 0;
        }
        begun = 1;
        csri_buffer_byte(out, p[at] >= 'A' && p[at] <= 'Z' ? (uint8_t)(p[at] + ('a' - 'A')) : p[at]);
        at++;
    }
}

/* Code points and then, in the same place, their UTF-8. Short texts need no memory of the host's. */
typedef struct scratch {
    utf8proc_int32_t *ptr;
    size_t allocated; /* Entries; 0 = ptr is own. */
    utf8proc_int32_t own[SHORT_TEXT + 1];
} scratch;

/*
 * Decompose and put together again, as the options say; gives the length, or 0 when the buffer has failed. With valid
 * UTF-8 and these options nothing can go wrong in utf8proc.
 */
static size_t transform(csri_buffer *out, scratch *s, const void *ptr, size_t len, int options)
{
    utf8proc_option_t all = (utf8proc_option_t)(options | UTF8PROC_STABLE);
    utf8proc_ssize_t n = utf8proc_decompose(ptr, (utf8proc_ssize_t)len, s->own, SHORT_TEXT, all);
    s->ptr = s->own;
    s->allocated = 0;
    if (n > SHORT_TEXT) {
        /* Putting together needs one entry more. */
        s->allocated = (size_t)n + 1;
        s->ptr = csri_alloc(out->host, s->allocated * sizeof *s->ptr);
        if (!s->ptr) {
            csri_buffer_fail(out, CSR_E_NO_MEMORY);
            return 0;
        }
        n = utf8proc_decompose(ptr, (utf8proc_ssize_t)len, s->ptr, n, all);
    }
    return (size_t)utf8proc_reencode(s->ptr, n, all);
}

static void end_scratch(const csri_buffer *out, scratch *s)
{
    if (s->allocated > 0) {
        csri_free(out->host, s->ptr, s->allocated * sizeof *s->ptr);
    }
}

/*
 * Decomposed first: U+0345 is a mark that folds to a letter, so that the order of marks must be put right before
 * folding, or texts that are canonically equal would fold to different ones (Unicode 3.13, D145).
 */
static void put_folded(csri_buffer *out, const char *ptr, size_t len)
{
    scratch apart, folded;
    size_t apart_len = transform(out, &apart, ptr, len, UTF8PROC_DECOMPOSE);
    if (apart_len > 0) {
        size_t n = transform(out, &folded, apart.ptr, apart_len, UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD);
        put_collapsed(out, (const unsigned char *)folded.ptr, n);
        end_scratch(out, &folded);
    }
    end_scratch(out, &apart);
}

csr_status csri_text_fold(csri_buffer *out, const char *ptr, size_t len)
{
    if (!csri_utf8_valid(ptr, len, NULL)) {
        return CSR_E_ARGUMENT;
    }
    int ascii = 1;
    for (size_t at = 0; ascii && at < len; at++) {
        ascii = (unsigned char)ptr[at] < 0x80;
    }
    if (ascii) {
        put_collapsed(out, (const unsigned char *)ptr, len);
    } else {
        put_folded(out, ptr, len);
    }
    return out->status;
}
