#include "support/fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void fuzz_fail(const char *file, int line, const char *what)
{
    fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, what);
    abort();
}

uint8_t fuzz_byte(fuzz_in *in)
{
    return in->at == in->end ? 0 : *in->at++;
}

uint32_t fuzz_below(fuzz_in *in, uint32_t n)
{
    uint32_t value = fuzz_byte(in);

    if (n > 256)
        value = value << 8 | fuzz_byte(in);
    return n == 0 ? 0 : value % n;
}

int64_t fuzz_i64(fuzz_in *in)
{
    static const int64_t edges[] = { 0, 1, -1, INT32_MAX, INT32_MIN, INT64_MAX, INT64_MIN, INT64_MAX - 1 };
    uint8_t how = fuzz_byte(in);
    uint64_t value = 0;

    if (how < 128)
        return edges[how % 8];
    for (int i = 0; i < 8; i++)
        value = value << 8 | fuzz_byte(in);
    return (int64_t)(value >> how % 64);
}

csr_str fuzz_bytes(fuzz_in *in, size_t max)
{
    size_t n = fuzz_byte(in);
    csr_str found = { (const char *)in->at, 0 };

    n = n > max ? max : n;
    found.len = n > fuzz_left(in) ? fuzz_left(in) : n;
    in->at += found.len;
    return found;
}

csr_str fuzz_rest(fuzz_in *in)
{
    csr_str found = { (const char *)in->at, fuzz_left(in) };

    in->at = in->end;
    return found;
}

void *fuzz_copy(const void *bytes, size_t n)
{
    void *copy = malloc(n == 0 ? 1 : n);

    FUZZ_REQUIRE(copy != NULL);
    if (n != 0)
        memcpy(copy, bytes, n);
    return copy;
}
