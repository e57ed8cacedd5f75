#include "base/text.h"

/* The eighth bit of each of eight bytes. */
#define HIGH_BITS UINT64_C(0x8080808080808080)

void csr_str_set(csr_str *out, const char *text, size_t len)
{
    if (out == NULL)
        return;
    out->ptr = text;
    out->len = csri_text_nts(text, len);
}

size_t csri_text_nts(const char *ptr, size_t len)
{
    if (len != CSR_NTS)
        return len;
    return ptr ? strlen(ptr) : 0;
}

/* Bytes of ASCII at the beginning; may stop up to seven too early, never too late. */
static size_t ascii_run(const char *ptr, size_t len)
{
    size_t at = 0;
    while (len - at >= sizeof(uint64_t)) {
        uint64_t eight;
        memcpy(&eight, ptr + at, sizeof eight);
        if (eight & HIGH_BITS)
            break;
        at += sizeof eight;
    }
    return at;
}

/* Bytes of the sequence that a byte begins; 0 when it can begin none. */
static size_t sequence_length(unsigned char lead)
{
    if (lead < 0x80)
        return 1;
    if (lead < 0xc2)
        return 0;
    if (lead < 0xe0)
        return 2;
    if (lead < 0xf0)
        return 3;
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
    if (n > left || (n > 1 && !second_fits(p[0], p[1])))
        return 0;
    for (size_t i = 2; i < n; i++) {
        if ((p[i] & 0xc0) != 0x80)
            return 0;
    }
    return n;
}

/* Most texts: eight bytes at a time, of which the last overlap those before. */
static int is_ascii(const char *ptr, size_t len)
{
    uint64_t eight, all = 0;
    if (len < sizeof eight)
        return 0;
    for (size_t at = 0; at + sizeof eight < len; at += sizeof eight) {
        memcpy(&eight, ptr + at, sizeof eight);
        all |= eight;
    }
    memcpy(&eight, ptr + len - sizeof eight, sizeof eight);
    return ((all | eight) & HIGH_BITS) == 0;
}

int csri_utf8_valid(const char *ptr, size_t len, size_t *bad_at)
{
    size_t at = 0;
    if (is_ascii(ptr, len))
        return 1;
    while (at < len) {
        at += ascii_run(ptr + at, len - at);
        /* Eight characters by hand, so that text without ASCII does not try the run before each of them. */
        for (int i = 0; i < 8 && at < len; i++) {
            size_t n = character((const unsigned char *)ptr + at, len - at);
            if (n == 0) {
                if (bad_at)
                    *bad_at = at;
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
    if (nul && at)
        *at = (size_t)(nul - ptr);
    return nul != NULL;
}

size_t csri_utf8_cut(const char *ptr, size_t len, size_t max)
{
    if (len <= max)
        return len;
    /* A character has at most three bytes that continue it; what has more is not UTF-8 and cut anywhere. */
    size_t n = max;
    while (n > 0 && max - n < 3 && ((unsigned char)ptr[n] & 0xc0) == 0x80)
        n--;
    return ((unsigned char)ptr[n] & 0xc0) == 0x80 ? max : n;
}

uint32_t csri_utf8_next(const char *ptr, size_t *at)
{
    const unsigned char *p = (const unsigned char *)ptr + *at;
    size_t n = sequence_length(p[0]);
    /* The lead byte has one bit less of its own for each byte that follows, and one for the end of that row. */
    uint32_t c = n == 1 ? p[0] : p[0] & (0x7fu >> n);
    for (size_t i = 1; i < n; i++)
        c = c << 6 | (p[i] & 0x3fu);
    *at += n;
    return c;
}

size_t csri_utf8_put(uint32_t c, char out[4])
{
    static const unsigned char lead[] = { 0, 0x00, 0xc0, 0xe0, 0xf0 };
    size_t bytes = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;

    for (size_t i = bytes - 1; i > 0; i--, c >>= 6)
        out[i] = (char)(0x80 | (c & 0x3f));
    out[0] = (char)(lead[bytes] | c);
    return bytes;
}
