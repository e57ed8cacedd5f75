/**
 * Unsigned integers of 128 bits: products of two amounts before they are divided again.
 *
 * By the compiler's __int128 where there is one, otherwise by hand; the tests hold the two against each other.
 */
#ifndef CSRI_BASE_WIDE_H
#define CSRI_BASE_WIDE_H

#include <stdint.h>

/** hi * 2^64 + lo. */
typedef struct csri_wide {
    uint64_t hi;
    uint64_t lo;
} csri_wide;

/** A number of 64 bits. */
static inline csri_wide csri_wide_of(uint64_t lo)
{
    return (csri_wide){ 0, lo };
}

/** Below, equal or above: negative, 0 or positive. */
static inline int csri_wide_compare(csri_wide a, csri_wide b)
{
    uint64_t left = a.hi != b.hi ? a.hi : a.lo, right = a.hi != b.hi ? b.hi : b.lo;

    return (left > right) - (left < right);
}

/** a - b, b <= a. */
static inline csri_wide csri_wide_subtract(csri_wide a, csri_wide b)
{
    return (csri_wide){ a.hi - b.hi - (a.lo < b.lo), a.lo - b.lo };
}

csri_wide csri_wide_multiply(uint64_t a, uint64_t b);
csri_wide csri_wide_multiply_by_hand(uint64_t a, uint64_t b);

/** a / by, by not 0; *rest what is left. */
csri_wide csri_wide_divide(csri_wide a, csri_wide by, csri_wide *rest);
csri_wide csri_wide_divide_by_hand(csri_wide a, csri_wide by, csri_wide *rest);

/** *a = *a * by + more: 1, or 0 and *a is as it was when it does not fit. */
int csri_wide_grow(csri_wide *a, uint64_t by, uint64_t more);

#endif
