#include "policy/expression_time.h"
#include "policy/expression_value.h"

#include <string.h>

static csr_value overflow(void)
{
    return csri_value_undecided("range error: the number does not fit");
}

static csr_value of_int(int64_t number, int too_large)
{
    return too_large ? overflow() : csri_value_int(number);
}

static csr_value of_uint(uint64_t number, int too_large)
{
    return too_large ? overflow() : (csr_value){ .kind = CSR_VALUE_UINT, .as.natural = number };
}

static csr_value of_double(double number)
{
    return (csr_value){ .kind = CSR_VALUE_DOUBLE, .as.real = number };
}

static csr_value join_texts(csri_run *run, const csr_value *a, const csr_value *b)
{
    size_t len = a->count + b->count;
    char *joined = csri_run_pay(run, len / 64) ? csri_run_room(run, len) : NULL;

    if (joined == NULL)
        return csri_value_no_room();
    if (a->count != 0)
        memcpy(joined, a->as.text, a->count);
    if (b->count != 0)
        memcpy(joined + a->count, b->as.text, b->count);
    return csri_value_text(a->kind, joined, len);
}

static csr_value join_lists(csri_run *run, const csr_value *a, const csr_value *b)
{
    size_t count = a->count + b->count;
    csr_value *joined = csri_run_pay(run, count) ? csri_run_room(run, count * sizeof(*joined)) : NULL;

    if (joined == NULL)
        return csri_value_no_room();
    if (a->count != 0)
        memcpy(joined, a->as.items, a->count * sizeof(*joined));
    if (b->count != 0)
        memcpy(joined + a->count, b->as.items, b->count * sizeof(*joined));
    return (csr_value){ .kind = CSR_VALUE_LIST, .as.items = joined, .count = count };
}

csr_value csri_value_add(csri_run *run, const csr_value *a, const csr_value *b)
{
    int64_t sum;
    uint64_t natural;
    int too_large;

    if (csri_value_is_time(a) && csri_value_is_time(b))
        return csri_time_add(a, b);
    if (a->kind != b->kind)
        return csri_value_no_overload();
    switch (a->kind) {
    case CSR_VALUE_INT:
        too_large = __builtin_add_overflow(a->as.integer, b->as.integer, &sum);
        return of_int(sum, too_large);
    case CSR_VALUE_UINT:
        too_large = __builtin_add_overflow(a->as.natural, b->as.natural, &natural);
        return of_uint(natural, too_large);
    case CSR_VALUE_DOUBLE: return of_double(a->as.real + b->as.real);
    case CSR_VALUE_STRING:
    case CSR_VALUE_BYTES: return join_texts(run, a, b);
    case CSR_VALUE_LIST: return join_lists(run, a, b);
    default: return csri_value_no_overload();
    }
}

csr_value csri_value_subtract(const csr_value *a, const csr_value *b)
{
    int64_t rest;
    uint64_t natural;
    int too_large;

    if (csri_value_is_time(a) && csri_value_is_time(b))
        return csri_time_subtract(a, b);
    if (a->kind != b->kind)
        return csri_value_no_overload();
    switch (a->kind) {
    case CSR_VALUE_INT:
        too_large = __builtin_sub_overflow(a->as.integer, b->as.integer, &rest);
        return of_int(rest, too_large);
    case CSR_VALUE_UINT:
        too_large = __builtin_sub_overflow(a->as.natural, b->as.natural, &natural);
        return of_uint(natural, too_large);
    case CSR_VALUE_DOUBLE: return of_double(a->as.real - b->as.real);
    default: return csri_value_no_overload();
    }
}

csr_value csri_value_multiply(const csr_value *a, const csr_value *b)
{
    int64_t product;
    uint64_t natural;
    int too_large;

    if (a->kind != b->kind)
        return csri_value_no_overload();
    switch (a->kind) {
    case CSR_VALUE_INT:
        too_large = __builtin_mul_overflow(a->as.integer, b->as.integer, &product);
        return of_int(product, too_large);
    case CSR_VALUE_UINT:
        too_large = __builtin_mul_overflow(a->as.natural, b->as.natural, &natural);
        return of_uint(natural, too_large);
    case CSR_VALUE_DOUBLE: return of_double(a->as.real * b->as.real);
    default: return csri_value_no_overload();
    }
}

/* The smallest int by -1 does not fit, and traps where it is tried. */
static int is_trap(const csr_value *a, const csr_value *b)
{
    return a->as.integer == INT64_MIN && b->as.integer == -1;
}

csr_value csri_value_divide(const csr_value *a, const csr_value *b)
{
    if (a->kind != b->kind)
        return csri_value_no_overload();
    if (a->kind == CSR_VALUE_DOUBLE)
        return of_double(a->as.real / b->as.real);
    if (a->kind != CSR_VALUE_INT && a->kind != CSR_VALUE_UINT)
        return csri_value_no_overload();
    if (b->as.natural == 0)
        return csri_value_undecided("division by zero");
    if (a->kind == CSR_VALUE_UINT)
        return of_uint(a->as.natural / b->as.natural, 0);
    return is_trap(a, b) ? overflow() : csri_value_int(a->as.integer / b->as.integer);
}

csr_value csri_value_remainder(const csr_value *a, const csr_value *b)
{
    if (a->kind != b->kind || (a->kind != CSR_VALUE_INT && a->kind != CSR_VALUE_UINT))
        return csri_value_no_overload();
    if (b->as.natural == 0)
        return csri_value_undecided("modulus by zero");
    if (a->kind == CSR_VALUE_UINT)
        return of_uint(a->as.natural % b->as.natural, 0);
    return is_trap(a, b) ? overflow() : csri_value_int(a->as.integer % b->as.integer);
}

csr_value csri_value_negate(const csr_value *a)
{
    if (a->kind == CSR_VALUE_DOUBLE)
        return of_double(-a->as.real);
    if (a->kind != CSR_VALUE_INT)
        return csri_value_no_overload();
    return a->as.integer == INT64_MIN ? overflow() : csri_value_int(-a->as.integer);
}
