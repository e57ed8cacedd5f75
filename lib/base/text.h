/**
 * UTF-8: is it, where may it be cut, and when do two texts count as the same.
 */
#ifndef CSRI_BASE_TEXT_H
#define CSRI_BASE_TEXT_H

#include "base/buffer.h"
#include <csr/types.h>
#include <stddef.h>
#include <string.h>

/**
 * A number for finding a text in a table of its own; no promise between versions or machines.
 *
 * For names, which are few and short: eight bytes at a time, and the end overlaps what was taken before. The seed tells
 * texts apart that mean different things.
 */
static inline uint32_t csri_text_hash(uint32_t seed, const char *ptr, size_t len)
{
    const uint64_t odd = UINT64_C(0x9e3779b97f4a7c15);
    uint64_t hash = (len + ((uint64_t)seed << 32)) * odd, part;

    for (; len >= sizeof(part); ptr += sizeof(part), len -= sizeof(part)) {
        memcpy(&part, ptr, sizeof(part));
        hash = (hash ^ part) * odd;
        hash ^= hash >> 29;
    }
    if (len >= 4) {
        uint32_t low, high;
        memcpy(&low, ptr, sizeof(low));
        memcpy(&high, ptr + len - sizeof(high), sizeof(high));
        hash = (hash ^ ((uint64_t)high << 32 | low)) * odd;
    } else if (len != 0) {
        part = (uint64_t)(uint8_t)ptr[0] << 16 | (uint64_t)(uint8_t)ptr[len / 2] << 8 | (uint8_t)ptr[len - 1];
        hash = (hash ^ part) * odd;
    }
    return (uint32_t)(hash ^ hash >> 32);
}

/** Length of a text whose length may be CSR_NTS; a NULL ptr with CSR_NTS is empty. */
size_t csri_text_nts(const char *ptr, size_t len);

/**
 * 1 when the bytes are UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF.
 *
 * Otherwise 0, and *bad_at (may be NULL) = offset of the first byte of the first sequence that is not.
 */
int csri_utf8_valid(const char *ptr, size_t len, size_t *bad_at);

/** 1 when U+0000 is in the text, with its offset in *at (may be NULL); everything else is stored as it comes. */
int csri_text_has_nul(const char *ptr, size_t len, size_t *at);

/** The largest n <= max (and <= len) such that the first n bytes of valid UTF-8 end with a whole character. */
size_t csri_utf8_cut(const char *ptr, size_t len, size_t max);

/** The character at *at of valid UTF-8, at < len; *at then stands behind it. */
uint32_t csri_utf8_next(const char *ptr, size_t *at);

/** Write a character, which is no surrogate and at most U+10FFFF, as UTF-8; its bytes, 1 to 4. */
size_t csri_utf8_put(uint32_t c, char out[4]);

/** Drop white space (Unicode's White_Space) at both ends of valid UTF-8. */
csr_str csri_text_trim(const char *ptr, size_t len);

/**
 * Append the form under which two texts count as the same: NFC and full case folding, white space at both ends
 * dropped, runs of it inside made one blank. Marks are kept. Folding what is folded changes nothing.
 *
 * White space is what Unicode's White_Space property says. CSR_E_ARGUMENT (no field) when the text is not UTF-8, and
 * then nothing is appended; otherwise the buffer's status.
 */
csr_status csri_text_fold(csri_buffer *out, const char *ptr, size_t len);

#endif
