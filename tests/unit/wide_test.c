/*
 * Integers of 128 bits: by hand and by the compiler they are the same, and what is divided can be put together again.
 */
#include "base/wide.h"
#include "support/runner.h"
#include "support/seeded.h"

static const uint64_t edges[] = {
    0, 1, 2, 3, 10, UINT32_MAX, (uint64_t)UINT32_MAX + 1, INT64_MAX, (uint64_t)INT64_MAX + 1, UINT64_MAX - 1, UINT64_MAX
};
#define EDGES (sizeof edges / sizeof edges[0])

/* Numbers of all lengths, and those at the edges. */
static uint64_t draw(csr_test_random *random)
{
    uint64_t number = csr_test_below(random, UINT64_MAX);

    return csr_test_below(random, 4) == 0 ? edges[csr_test_below(random, EDGES)] : number >> csr_test_below(random, 64);
}

static int same(csri_wide a, csri_wide b)
{
    return a.hi == b.hi && a.lo == b.lo;
}

/* quotient * by + rest, which is a; only the lower 128 bits, for more there cannot be. */
static csri_wide together(csri_wide quotient, csri_wide by, csri_wide rest)
{
    csri_wide product = csri_wide_multiply(quotient.lo, by.lo);

    product.hi += quotient.hi * by.lo + quotient.lo * by.hi;
    product.lo += rest.lo;
    product.hi += rest.hi + (product.lo < rest.lo);
    return product;
}

static void check_division(csri_wide a, csri_wide by)
{
    csri_wide rest, rest_by_hand, quotient = csri_wide_divide(a, by, &rest);

    CU_ASSERT_TRUE(same(quotient, csri_wide_divide_by_hand(a, by, &rest_by_hand)));
    CU_ASSERT_TRUE(same(rest, rest_by_hand));
    CU_ASSERT_TRUE(csri_wide_compare(rest, by) < 0);
    CU_ASSERT_TRUE(same(together(quotient, by, rest), a));
}

static void test_edges(void)
{
    for (size_t i = 0; i < EDGES; i++)
        for (size_t j = 0; j < EDGES; j++) {
            CU_ASSERT_TRUE(
                same(csri_wide_multiply(edges[i], edges[j]), csri_wide_multiply_by_hand(edges[i], edges[j])));
            for (size_t k = 0; k < EDGES * EDGES; k++) {
                csri_wide by = { edges[k / EDGES], edges[k % EDGES] };
                if (csri_wide_compare(by, csri_wide_of(0)) != 0)
                    check_division((csri_wide){ edges[i], edges[j] }, by);
            }
        }
}

static void test_random(void)
{
    csr_test_random random = csr_test_random_begin("wide", 20260401);
    unsigned depth = csr_test_depth(20000);

    for (unsigned i = 0; i < depth; i++) {
        uint64_t a = draw(&random), b = draw(&random);
        csri_wide whole = { a, b }, by = { csr_test_below(&random, 2) ? draw(&random) : 0, draw(&random) };
        CU_ASSERT_TRUE(same(csri_wide_multiply(a, b), csri_wide_multiply_by_hand(a, b)));
        if (csri_wide_compare(by, csri_wide_of(0)) != 0)
            check_division(whole, by);
    }
}

static void test_compare(void)
{
    csri_wide small = { 1, 5 }, large = { 2, 4 };

    CU_ASSERT_TRUE(csri_wide_compare(small, large) < 0);
    CU_ASSERT_TRUE(csri_wide_compare(large, small) > 0);
    CU_ASSERT_EQUAL(csri_wide_compare(small, small), 0);
    CU_ASSERT_TRUE(csri_wide_compare((csri_wide){ 1, 4 }, small) < 0);
    CU_ASSERT_TRUE(same(csri_wide_subtract(large, small), (csri_wide){ 0, UINT64_MAX }));
}

static void test_grow(void)
{
    csri_wide number = csri_wide_of(0), largest = { UINT64_MAX, UINT64_MAX };

    /* 2^128 - 1 digit by digit, and not one more. */
    for (const char *at = "340282366920938463463374607431768211455"; *at != '\0'; at++)
        CU_ASSERT_EQUAL(csri_wide_grow(&number, 10, (uint64_t)(*at - '0')), 1);
    CU_ASSERT_TRUE(same(number, largest));
    CU_ASSERT_EQUAL(csri_wide_grow(&number, 1, 1), 0);
    CU_ASSERT_EQUAL(csri_wide_grow(&number, 2, 0), 0);
    CU_ASSERT_TRUE(same(number, largest));
    number = (csri_wide){ 1, UINT64_MAX };
    CU_ASSERT_EQUAL(csri_wide_grow(&number, 1, 1), 1);
    CU_ASSERT_TRUE(same(number, (csri_wide){ 2, 0 }));
}

static CU_TestInfo tests[] = {
    { "wide/edges", test_edges },
    { "wide/random", test_random },
    { "wide/compare", test_compare },
    { "wide/grow", test_grow },
    CU_TEST_INFO_NULL,
};

static CU_SuiteInfo suites[] = { { "wide", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

int main(void)
{
    return csr_test_main("wide", suites, 4);
}
