/*
 * Amounts in minor units: rules M1, M5, M6, M7 of docs/money.md, and invariant I16 of shares and parts.
 */
#include "base/amount.h"
#include "support/runner.h"
#include "support/seeded.h"

#include <string.h>

#define COUNT(list) (sizeof(list) / sizeof *(list))

/* num / 2 in each of the ten modes, in the order of their numbers. */
static void test_halves(void)
{
    static const struct {
        int64_t num, expected[10];
    } cases[] = {
        { 5, { 2, 3, 2, 3, 2, 3, 3, 2, 3, 2 } }, { -5, { -3, -2, -2, -3, -2, -3, -3, -2, -2, -3 } },
        { 7, { 3, 4, 3, 4, 4, 3, 4, 3, 4, 3 } }, { -7, { -4, -3, -3, -4, -4, -3, -4, -3, -3, -4 } },
        { 1, { 0, 1, 0, 1, 0, 1, 1, 0, 1, 0 } }, { -1, { -1, 0, 0, -1, 0, -1, -1, 0, 0, -1 } },
        { 4, { 2, 2, 2, 2, 2, 2, 2, 2, 2, 2 } }, { -4, { -2, -2, -2, -2, -2, -2, -2, -2, -2, -2 } },
        { 0, { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 } },
    };
    int64_t out;

    for (size_t i = 0; i < COUNT(cases); i++)
        for (csr_rounding mode = 1; mode <= 10; mode++) {
            CU_ASSERT_EQUAL(csri_amount_scale(cases[i].num, 1, 2, mode, &out), CSR_OK);
            CU_ASSERT_EQUAL(out, cases[i].expected[mode - 1]);
        }
    CU_ASSERT_EQUAL(csri_amount_scale(5, 1, 2, 0, &out), CSR_OK);
    CU_ASSERT_EQUAL(out, 3);
}

/* Thirds are no halves: the modes to the nearest agree. */
static void test_nearest(void)
{
    static const csr_rounding modes[] = { CSR_ROUND_HALF_EVEN,   CSR_ROUND_HALF_ODD,  CSR_ROUND_HALF_AWAY,
                                          CSR_ROUND_HALF_TOWARD, CSR_ROUND_HALF_CEIL, CSR_ROUND_HALF_FLOOR };
    int64_t out;

    for (size_t i = 0; i < COUNT(modes); i++) {
        CU_ASSERT_EQUAL(csri_amount_scale(4, 1, 3, modes[i], &out), CSR_OK);
        CU_ASSERT_EQUAL(out, 1);
        CU_ASSERT_EQUAL(csri_amount_scale(-5, 1, 3, modes[i], &out), CSR_OK);
        CU_ASSERT_EQUAL(out, -2);
    }
}

static void test_sums(void)
{
    int64_t out = 77;

    CU_ASSERT_EQUAL(csri_amount_add(INT64_MAX, 1, &out), CSR_E_OVERFLOW);
    CU_ASSERT_EQUAL(csri_amount_subtract(INT64_MIN, 1, &out), CSR_E_OVERFLOW);
    CU_ASSERT_EQUAL(csri_amount_multiply(INT64_MIN, -1, &out), CSR_E_OVERFLOW);
    CU_ASSERT_EQUAL(out, 77);
    CU_ASSERT_EQUAL(csri_amount_add(INT64_MAX, INT64_MIN, &out), CSR_OK);
    CU_ASSERT_EQUAL(out, -1);
    CU_ASSERT_EQUAL(csri_amount_subtract(-1, INT64_MAX, &out), CSR_OK);
    CU_ASSERT_EQUAL(out, INT64_MIN);
    CU_ASSERT_EQUAL(csri_amount_multiply(-3, 4, &out), CSR_OK);
    CU_ASSERT_EQUAL(out, -12);
}

static void test_limits(void)
{
    int64_t out = 77;
    csri_wide huge = { UINT64_MAX, 0 }, one = csri_wide_of(1), top = csri_wide_of((uint64_t)INT64_MAX + 1);

    CU_ASSERT_EQUAL(csri_amount_scale(INT64_MIN, INT64_MIN, INT64_MAX, 1, &out), CSR_E_OVERFLOW);
    CU_ASSERT_EQUAL(csri_amount_scale(1, 1, 0, 1, &out), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csri_amount_scale(1, 1, 1, 11, &out), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csri_amount_scale(1, 1, 1, -1, &out), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csri_amount_round(1, 0, 1, &out), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csri_amount_ratio(0, one, huge, INT64_MAX, 1, &out), CSR_E_OVERFLOW);
    CU_ASSERT_EQUAL(csri_amount_ratio(0, huge, one, 1, 1, &out), CSR_E_OVERFLOW);
    CU_ASSERT_EQUAL(csri_amount_ratio(0, csri_wide_of(UINT64_MAX), one, 1, 1, &out), CSR_E_OVERFLOW);
    CU_ASSERT_EQUAL(csri_amount_ratio(0, top, one, 1, 1, &out), CSR_E_OVERFLOW);
    CU_ASSERT_EQUAL(csri_amount_round(INT64_MAX, INT64_MAX - 1, CSR_ROUND_CEIL, &out), CSR_E_OVERFLOW);
    CU_ASSERT_EQUAL(csri_amount_ratio(1, csri_wide_of(INT64_MAX), one, INT64_MAX, CSR_ROUND_AWAY, &out), CSR_OK);
    CU_ASSERT_EQUAL(out, -INT64_MAX);
    CU_ASSERT_EQUAL(csri_amount_ratio(1, top, one, 1, 1, &out), CSR_OK);
    CU_ASSERT_EQUAL(out, INT64_MIN);
    /* A step so large that one too many of it needs more than 64 bits. */
    CU_ASSERT_EQUAL(csri_amount_ratio(0, (csri_wide){ 1, UINT64_MAX }, one, INT64_MAX, CSR_ROUND_CEIL, &out),
                    CSR_E_OVERFLOW);
}

/* Rule M6, with the tie that goes to the first, signs and zero weights. */
static void test_allocate(void)
{
    static const struct {
        int64_t amount, weights[4];
        size_t count;
        int64_t step, expected[4];
    } cases[] = {
        { 5, { 7, 3 }, 2, 1, { 4, 1 } },
        { -5, { 7, 3 }, 2, 1, { -4, -1 } },
        { 10000, { 1, 1, 1 }, 3, 5, { 3335, 3335, 3330 } },
        { 5, { 0, 0, 1 }, 3, 1, { 0, 0, 5 } },
        { 2, { 1, 1, 1, 1 }, 4, 1, { 1, 1, 0, 0 } },
        { 0, { 1, 2 }, 2, 1, { 0, 0 } },
        { INT64_MIN, { 1, 0 }, 2, 1, { INT64_MIN, 0 } },
        { INT64_MAX, { INT64_MAX }, 1, 1, { INT64_MAX } },
    };
    int64_t out[4];

    for (size_t i = 0; i < COUNT(cases); i++) {
        CU_ASSERT_EQUAL(csri_amount_allocate(cases[i].amount, cases[i].weights, cases[i].count, cases[i].step, out),
                        CSR_OK);
        CU_ASSERT_EQUAL(memcmp(out, cases[i].expected, cases[i].count * sizeof out[0]), 0);
    }
}

static void test_allocate_refused(void)
{
    static const int64_t negative[] = { -1, 3 }, zeros[] = { 0, 0 }, sound[] = { 1, 1 }, many[] = { INT64_MAX, 1 };
    int64_t out[2] = { 7, 7 };

    CU_ASSERT_EQUAL(csri_amount_allocate(5, negative, 2, 1, out), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csri_amount_allocate(5, zeros, 2, 1, out), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csri_amount_allocate(5, sound, 0, 1, out), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csri_amount_allocate(5, sound, 2, 0, out), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csri_amount_allocate(5, sound, 2, 2, out), CSR_E_STEP);
    CU_ASSERT_EQUAL(csri_amount_allocate(5, many, 2, 1, out), CSR_E_OVERFLOW);
    CU_ASSERT_TRUE(out[0] == 7 && out[1] == 7);
}

#define SHARES_MAX 12

/* Each share is within one step of the exact one, and the shares add up; by exact integers. */
static void check_shares(int64_t amount, const int64_t *weights, size_t count, const int64_t *out)
{
    int64_t left = amount, sum = 0, again;

    for (size_t i = 0; i < count; i++)
        sum += weights[i];
    for (size_t i = 0; i < count; i++) {
        left -= out[i];
        CU_ASSERT_TRUE(weights[i] != 0 || out[i] == 0);
        CU_ASSERT_EQUAL(csri_amount_scale(amount, weights[i], sum, CSR_ROUND_TRUNC, &again), CSR_OK);
        CU_ASSERT_TRUE(csri_amount_size(out[i]) >= csri_amount_size(again));
        CU_ASSERT_TRUE(csri_amount_size(out[i]) - csri_amount_size(again) <= 1);
    }
    CU_ASSERT_EQUAL(left, 0);
}

/* I16: exact sum, symmetric in sign, the same in another order as far as no fractions are equal. */
static void test_allocate_property(void)
{
    csr_test_random random = csr_test_random_begin("allocate", 20260402);
    unsigned depth = csr_test_depth(20000);

    for (unsigned i = 0; i < depth; i++) {
        int64_t weights[SHARES_MAX], turned[SHARES_MAX], out[SHARES_MAX], minus[SHARES_MAX], back[SHARES_MAX];
        size_t count = 1 + (size_t)csr_test_below(&random, SHARES_MAX);
        int64_t amount = csr_test_between(&random, 0, INT64_MAX >> csr_test_below(&random, 63));
        int64_t most = (INT64_MAX / SHARES_MAX >> csr_test_below(&random, 59)) | 1;
        for (size_t at = 0; at < count; at++)
            turned[count - 1 - at] = weights[at] = csr_test_between(&random, at == 0, most);
        CU_ASSERT_EQUAL(csri_amount_allocate(amount, weights, count, 1, out), CSR_OK);
        check_shares(amount, weights, count, out);
        CU_ASSERT_EQUAL(csri_amount_allocate(-amount, weights, count, 1, minus), CSR_OK);
        CU_ASSERT_EQUAL(csri_amount_allocate(amount, turned, count, 1, back), CSR_OK);
        for (size_t at = 0; at < count; at++) {
            int64_t other = back[count - 1 - at] - out[at];
            CU_ASSERT_EQUAL(minus[at], -out[at]);
            CU_ASSERT_TRUE(other >= -1 && other <= 1);
        }
    }
}

/* M7: three thirds, and what is not there to be taken. */
static void test_part(void)
{
    int64_t out = 77;

    CU_ASSERT_EQUAL(csri_amount_part(1000, 3, 3, 1, &out), CSR_E_OVER_REFUND);
    CU_ASSERT_EQUAL(csri_amount_part(1000, 3, 4, 0, &out), CSR_E_OVER_REFUND);
    CU_ASSERT_EQUAL(csri_amount_part(-1, 3, 0, 1, &out), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csri_amount_part(1, 0, 0, 0, &out), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csri_amount_part(1, 3, -1, 1, &out), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csri_amount_part(1, 3, 1, -1, &out), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(out, 77);
    CU_ASSERT_TRUE(csri_amount_part(1000, 3, 0, 1, &out) == CSR_OK && out == 333);
    CU_ASSERT_TRUE(csri_amount_part(1000, 3, 1, 1, &out) == CSR_OK && out == 333);
    CU_ASSERT_TRUE(csri_amount_part(1000, 3, 2, 1, &out) == CSR_OK && out == 334);
    CU_ASSERT_TRUE(csri_amount_part(INT64_MAX, INT64_MAX, 1, INT64_MAX - 1, &out) == CSR_OK && out == INT64_MAX - 1);
}

/* I16: parts telescope to the whole, never negative and never ahead of their share. */
static void test_part_property(void)
{
    csr_test_random random = csr_test_random_begin("part", 20260403);
    unsigned depth = csr_test_depth(5000);

    for (unsigned i = 0; i < depth; i++) {
        int64_t total = csr_test_between(&random, 0, INT64_MAX >> csr_test_below(&random, 63));
        int64_t of = csr_test_between(&random, 1, INT64_MAX >> csr_test_below(&random, 63)), before = 0, sum = 0;
        while (before < of) {
            int64_t more = csr_test_between(&random, 1, of - before), part, share;
            if (csr_test_below(&random, 8) == 0)
                more = of - before;
            CU_ASSERT_EQUAL(csri_amount_part(total, of, before, more, &part), CSR_OK);
            before += more;
            sum += part;
            CU_ASSERT_EQUAL(csri_amount_scale(total, before, of, CSR_ROUND_FLOOR, &share), CSR_OK);
            CU_ASSERT_TRUE(part >= 0 && sum == share);
        }
        CU_ASSERT_EQUAL(sum, total);
    }
}

static CU_TestInfo tests[] = {
    { "amount/halves", test_halves },
    { "amount/nearest", test_nearest },
    { "amount/sums", test_sums },
    { "amount/limits", test_limits },
    { "amount/allocate", test_allocate },
    { "amount/allocate_refused", test_allocate_refused },
    { "amount/allocate_property", test_allocate_property },
    { "amount/part", test_part },
    { "amount/part_property", test_part_property },
    CU_TEST_INFO_NULL,
};

static CU_SuiteInfo suites[] = { { "amount", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

int main(void)
{
    return csr_test_main("amount", suites, 9);
}
