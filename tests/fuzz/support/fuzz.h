/*
 * What fuzz targets share: the entry, requirements that must hold, and reading values from an input.
 */
#ifndef CSR_FUZZ_H
#define CSR_FUZZ_H

#include <csr/types.h>

#include <stddef.h>
#include <stdint.h>

/* The entry that libFuzzer and standalone.c call. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A requirement: told on stderr and fatal when it does not hold, also in builds without assertions. */
#define FUZZ_REQUIRE(condition) ((condition) ? (void)0 : fuzz_fail(__FILE__, __LINE__, #condition))
_Noreturn void fuzz_fail(const char *file, int line, const char *what);

/* An input being read. Behind its end everything is zero, so that a short input is a simple one. */
typedef struct fuzz_in {
    const uint8_t *at, *end;
} fuzz_in;

static inline size_t fuzz_left(const fuzz_in *in)
{
    return (size_t)(in->end - in->at);
}

uint8_t fuzz_byte(fuzz_in *in);
/* 0 to n - 1. */
uint32_t fuzz_below(fuzz_in *in, uint32_t n);
/* Eight bytes, or a value at an edge of its type: both are wanted often. */
int64_t fuzz_i64(fuzz_in *in);
/* Up to max bytes, as many as the input says; borrowed from it. */
csr_str fuzz_bytes(fuzz_in *in, size_t max);
/* The rest of the input. */
csr_str fuzz_rest(fuzz_in *in);

/* A copy of its own in exactly n bytes, which the sanitizer guards; abort when there is no memory. */
void *fuzz_copy(const void *bytes, size_t n);

#endif
