#include "base/wide.h"

#ifdef __SIZEOF_INT128__
__extension__ typedef unsigned __int128 machine_wide;

static machine_wide to_machine(csri_wide a)
{
    return (machine_wide)a.hi << 64 | a.lo;
}

static csri_wide from_machine(machine_wide a)
{
    return (csri_wide){ (uint64_t)(a >> 64), (uint64_t)a };
}
#endif

csri_wide csri_wide_multiply_by_hand(uint64_t a, uint64_t b)
{
    uint64_t a_hi = a >> 32, a_lo = (uint32_t)a, b_hi = b >> 32, b_lo = (uint32_t)b;
    uint64_t low = a_lo * b_lo, middle = a_hi * b_lo + (low >> 32), other = a_lo * b_hi + (uint32_t)middle;

    return (csri_wide){ a_hi * b_hi + (middle >> 32) + (other >> 32), other << 32 | (uint32_t)low };
}

csri_wide csri_wide_multiply(uint64_t a, uint64_t b)
{
#ifdef __SIZEOF_INT128__
    return from_machine((machine_wide)a * b);
#else
    return csri_wide_multiply_by_hand(a, b);
#endif
}

/* Bit by bit, as on paper. What is left is below a >> bit before it is shifted, so that nothing is shifted out of it. */
csri_wide csri_wide_divide_by_hand(csri_wide a, csri_wide by, csri_wide *rest)
{
    csri_wide quotient = { 0, 0 }, left = { 0, 0 };

    for (int bit = 127; bit >= 0; bit--) {
        uint64_t next = (bit >= 64 ? a.hi >> (bit - 64) : a.lo >> bit) & 1;
        left = (csri_wide){ left.hi << 1 | left.lo >> 63, left.lo << 1 | next };
        quotient = (csri_wide){ quotient.hi << 1 | quotient.lo >> 63, quotient.lo << 1 };
        if (csri_wide_compare(left, by) >= 0) {
            left = csri_wide_subtract(left, by);
            quotient.lo |= 1;
        }
    }
    *rest = left;
    return quotient;
}

csri_wide csri_wide_divide(csri_wide a, csri_wide by, csri_wide *rest)
{
#ifdef __SIZEOF_INT128__
    machine_wide whole = to_machine(a), divisor = to_machine(by);

    *rest = from_machine(whole % divisor);
    return from_machine(whole / divisor);
#else
    return csri_wide_divide_by_hand(a, by, rest);
#endif
}

int csri_wide_grow(csri_wide *a, uint64_t by, uint64_t more)
{
    csri_wide high = csri_wide_multiply(a->hi, by), low = csri_wide_multiply(a->lo, by), sum;

    sum.lo = low.lo + more;
    sum.hi = low.hi + (sum.lo < more); /* a product's upper half is never all ones */
    if (high.hi != 0 || high.lo > UINT64_MAX - sum.hi)
        return 0;
    sum.hi += high.lo;
    *a = sum;
    return 1;
}
