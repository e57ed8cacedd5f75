/*
 * Random numbers for property tests: the same ones for the same seed, which is printed so that a failure can be had
 * again. CSR_SEED chooses the seed, CSR_DEPTH how many cases are tried.
 */
#ifndef CSR_TEST_SEEDED_H
#define CSR_TEST_SEEDED_H

#include <stdint.h>

typedef struct csr_test_random {
    uint64_t state;
} csr_test_random;

/* Begin with CSR_SEED, or with the usual seed, and say with which. */
csr_test_random csr_test_random_begin(const char *what, uint64_t usual);

/* CSR_DEPTH, or what is usual. */
unsigned csr_test_depth(unsigned usual);

/* 0 to below - 1. */
uint64_t csr_test_below(csr_test_random *random, uint64_t below);

/* low to high, both included. */
int64_t csr_test_between(csr_test_random *random, int64_t low, int64_t high);

#endif
