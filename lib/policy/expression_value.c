#include "policy/expression_value.h"

#include <math.h>
#include <stdalign.h>
#include <string.h>

csr_value csri_value_undecided(const char *why)
{
    return (csr_value){ .kind = CSR_VALUE_UNDECIDED, .as.text = why, .count = strlen(why) };
}

csr_value csri_value_bool(int truth)
{
    return (csr_value){ .kind = CSR_VALUE_BOOL, .as.integer = truth != 0 };
}

csr_value csri_value_int(int64_t number)
{
    return (csr_value){ .kind = CSR_VALUE_INT, .as.integer = number };
}

csr_value csri_value_text(int32_t kind, const char *ptr, size_t len)
{
    return (csr_value){ .kind = kind, .as.text = ptr, .count = len };
}

csr_value csri_value_no_room(void)
{
    return csri_value_undecided("there is no room for the value");
}

csr_value csri_value_no_overload(void)
{
    return csri_value_undecided("no such overload");
}

char csri_value_letter(int32_t kind)
{
    static const char letters[] = "?nbiudsytrlmT";

    return kind > 0 && kind <= CSR_VALUE_TYPE ? letters[kind] : '?';
}

int csri_run_pay(csri_run *run, size_t units)
{
    if (run->cost_left < 0 || units > (uint64_t)run->cost_left)
        run->cost_left = -1;
    else
        run->cost_left -= (int64_t)units;
    return run->cost_left >= 0;
}

void *csri_run_room(csri_run *run, size_t bytes)
{
    size_t astray = (size_t)((uintptr_t)run->room % alignof(csr_value));
    size_t gap = astray == 0 ? 0 : alignof(csr_value) - astray;
    void *found = run->room + gap;

    if (run->room == NULL || gap > run->room_left || bytes > run->room_left - gap)
        return NULL;
    run->room += gap + bytes;
    run->room_left -= gap + bytes;
    return found;
}

static int order(int less, int more)
{
    return more - less;
}

static int compare_int_uint(int64_t a, uint64_t b)
{
    if (a < 0)
        return -1;
    return order((uint64_t)a<b, (uint64_t)a> b);
}

/* Exact: the double is not rounded to an integer, nor the integer to a double. */
static int compare_int_double(int64_t a, double b)
{
    int64_t whole;

    if (isnan(b))
        return CSRI_UNORDERED;
    if (b >= 0x1p63)
        return -1;
    if (b < -0x1p63)
        return 1;
    whole = (int64_t)b;
    if (a != whole)
        return order(a<whole, a> whole);
    return order((double)whole<b, (double)whole> b);
}

static int compare_uint_double(uint64_t a, double b)
{
    uint64_t whole;

    if (isnan(b))
        return CSRI_UNORDERED;
    if (b >= 0x1p64)
        return -1;
    if (b < 0)
        return 1;
    whole = (uint64_t)b;
    if (a != whole)
        return order(a<whole, a> whole);
    return order((double)whole<b, (double)whole> b);
}

static int reversed(int order_of)
{
    return order_of == CSRI_UNORDERED ? order_of : -order_of;
}

static int is_number(const csr_value *v)
{
    return v->kind == CSR_VALUE_INT || v->kind == CSR_VALUE_UINT || v->kind == CSR_VALUE_DOUBLE;
}

static int compare_numbers(const csr_value *a, const csr_value *b)
{
    if (a->kind > b->kind)
        return reversed(compare_numbers(b, a));
    if (a->kind == CSR_VALUE_DOUBLE) {
        if (isnan(a->as.real) || isnan(b->as.real))
            return CSRI_UNORDERED;
        return order(a->as.real<b->as.real, a->as.real> b->as.real);
    }
    if (a->kind == CSR_VALUE_UINT && b->kind == CSR_VALUE_UINT)
        return order(a->as.natural<b->as.natural, a->as.natural> b->as.natural);
    if (a->kind == CSR_VALUE_UINT)
        return compare_uint_double(a->as.natural, b->as.real);
    if (b->kind == CSR_VALUE_UINT)
        return compare_int_uint(a->as.integer, b->as.natural);
    if (b->kind == CSR_VALUE_DOUBLE)
        return compare_int_double(a->as.integer, b->as.real);
    return order(a->as.integer<b->as.integer, a->as.integer> b->as.integer);
}

static int compare_texts(const csr_value *a, const csr_value *b)
{
    size_t shorter = a->count < b->count ? a->count : b->count;
    int found = shorter == 0 ? 0 : memcmp(a->as.text, b->as.text, shorter);

    if (found != 0)
        return found < 0 ? -1 : 1;
    return order(a->count<b->count, a->count> b->count);
}

static int compare_times(const csr_value *a, const csr_value *b)
{
    if (a->as.integer != b->as.integer)
        return order(a->as.integer<b->as.integer, a->as.integer> b->as.integer);
    return order(a->nanos<b->nanos, a->nanos> b->nanos);
}

int csri_value_compare(const csr_value *a, const csr_value *b)
{
    if (is_number(a) && is_number(b))
        return compare_numbers(a, b);
    if (a->kind != b->kind)
        return CSRI_NO_ORDER;
    switch (a->kind) {
    case CSR_VALUE_BOOL: return order(a->as.integer<b->as.integer, a->as.integer> b->as.integer);
    case CSR_VALUE_STRING:
    case CSR_VALUE_BYTES: return compare_texts(a, b);
    case CSR_VALUE_TIMESTAMP:
    case CSR_VALUE_DURATION: return compare_times(a, b);
    default: return CSRI_NO_ORDER;
    }
}

static int equal_lists(csri_run *run, const csr_value *a, const csr_value *b)
{
    if (a->count != b->count)
        return 0;
    for (size_t i = 0; i < a->count; i++)
        if (!csri_value_equal(run, &a->as.items[i], &b->as.items[i]))
            return 0;
    return 1;
}

static int equal_maps(csri_run *run, const csr_value *a, const csr_value *b)
{
    if (a->count != b->count)
        return 0;
    for (size_t i = 0; i < a->count; i++) {
        const csr_value *found = csri_value_at_key(run, b, &a->as.items[2 * i]);
        if (found == NULL || !csri_value_equal(run, &a->as.items[2 * i + 1], found))
            return 0;
    }
    return 1;
}

int csri_value_equal(csri_run *run, const csr_value *a, const csr_value *b)
{
    if (!csri_run_pay(run, 1))
        return 0;
    if (is_number(a) && is_number(b))
        return compare_numbers(a, b) == 0;
    if (a->kind != b->kind)
        return 0;
    switch (a->kind) {
    case CSR_VALUE_LIST: return equal_lists(run, a, b);
    case CSR_VALUE_MAP: return equal_maps(run, a, b);
    case CSR_VALUE_NULL: return 1;
    case CSR_VALUE_TYPE: return a->as.integer == b->as.integer;
    case CSR_VALUE_STRING:
    case CSR_VALUE_BYTES: return a->count == b->count && csri_run_pay(run, a->count / 64) && compare_texts(a, b) == 0;
    default: return csri_value_compare(a, b) == 0;
    }
}

const csr_value *csri_value_at_key(csri_run *run, const csr_value *map, const csr_value *key)
{
    for (size_t i = 0; i < map->count; i++)
        if (csri_value_equal(run, &map->as.items[2 * i], key))
            return &map->as.items[2 * i + 1];
    return NULL;
}
