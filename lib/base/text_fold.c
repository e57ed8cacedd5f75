#include "base/text.h"

#include "base/memory.h"
#include <utf8proc.h>

/* Code points of a text that is folded without an allocation: most names. */
#define SHORT_TEXT 96

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
        if (p[1] == 0x80)
            return p[2] <= 0x8a || p[2] == 0xa8 || p[2] == 0xa9 || p[2] == 0xaf ? 3 : 0;
        return p[1] == 0x81 && p[2] == 0x9f ? 3 : 0;
    case 0xe3: return p[1] == 0x80 && p[2] == 0x80 ? 3 : 0;
    default: return 0;
    }
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
        /* Almost everything is this, and no white space. */
        int plain = p[at] > ' ' && p[at] < 0x7f;
        size_t white = plain ? 0 : white_space(p + at);
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
    if (s->allocated > 0)
        csri_free(out->host, s->ptr, s->allocated * sizeof *s->ptr);
}

static void fold_whole(csri_buffer *out, const void *ptr, size_t len)
{
    scratch folded;
    size_t n = transform(out, &folded, ptr, len, UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD);
    put_collapsed(out, (const unsigned char *)folded.ptr, n);
    end_scratch(out, &folded);
}

/*
 * U+0345 is the one mark that folds to a letter. Where it is, the order of marks must be put right before folding, or
 * texts that are canonically equal would fold to different ones (Unicode 3.13, D145). It is in the decomposition of
 * characters from U+1F80 to U+1FFC only.
 */
static int has_iota_below(const unsigned char *p, size_t len)
{
    for (size_t at = 0; at + 1 < len; at++) {
        if ((p[at] == 0xcd && p[at + 1] == 0x85) || (p[at] == 0xe1 && (p[at + 1] & 0xfe) == 0xbe))
            return 1;
    }
    return 0;
}

static void put_folded(csri_buffer *out, const char *ptr, size_t len)
{
    if (!has_iota_below((const unsigned char *)ptr, len)) {
        fold_whole(out, ptr, len);
        return;
    }
    scratch apart;
    size_t n = transform(out, &apart, ptr, len, UTF8PROC_DECOMPOSE);
    if (n > 0)
        fold_whole(out, apart.ptr, n);
    end_scratch(out, &apart);
}

csr_status csri_text_fold(csri_buffer *out, const char *ptr, size_t len)
{
    if (!csri_utf8_valid(ptr, len, NULL))
        return CSR_E_ARGUMENT;
    int ascii = 1;
    for (size_t at = 0; ascii && at < len; at++)
        ascii = (unsigned char)ptr[at] < 0x80;
    if (ascii) {
        put_collapsed(out, (const unsigned char *)ptr, len);
    } else {
        put_folded(out, ptr, len);
    }
    return out->status;
}
