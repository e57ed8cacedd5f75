#include "support/seeded.h"

#include <stdio.h>
#include <stdlib.h>

static uint64_t from_environment(const char *name, uint64_t usual)
{
    const char *text = getenv(name);
    return text && *text != '\0' ? strtoull(text, NULL, 10) : usual;
}

/* splitmix64 */
static uint64_t next(csr_test_random *random)
{
    uint64_t z = random->state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

csr_test_random csr_test_random_begin(const char *what, uint64_t usual)
{
    csr_test_random random = { from_environment("CSR_SEED", usual) };
    printf("\n    %s: seed %llu\n", what, (unsigned long long)random.state);
    return random;
}

unsigned csr_test_depth(unsigned usual)
{
    return (unsigned)from_environment("CSR_DEPTH", usual);
}

uint64_t csr_test_below(csr_test_random *random, uint64_t below)
{
    return next(random) % below;
}

int64_t csr_test_between(csr_test_random *random, int64_t low, int64_t high)
{
    return low + (int64_t)csr_test_below(random, (uint64_t)(high - low) + 1);
}
