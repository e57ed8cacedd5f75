/*
 * How refunds get on, and what the limits of a role let through: rules P1 and P2. No limit is nothing, not everything.
 */
#include "policy/refund_course.h"
#include "support/runner.h"

#include <stddef.h>

#define COUNT(list) (sizeof(list) / sizeof *(list))

/* Rows: from; columns: to; draft, pending, approved, rejected, cancelled. */
static void test_states(void)
{
    static const char *const follows[] = { ".xx.x", ".xxxx", ".xx.x", ".....", "....." };

    for (csr_refund_state from = 1; from <= 5; from++) {
        for (csr_refund_state to = 1; to <= 5; to++)
            CU_ASSERT_EQUAL(csri_refund_may_follow(from, to), follows[from - 1][to - 1] == 'x');
        CU_ASSERT_EQUAL(csri_refund_counts(from), from <= CSR_REFUND_APPROVED);
        CU_ASSERT_EQUAL(csri_refund_reserves(from), from == CSR_REFUND_PENDING_APPROVAL || from == CSR_REFUND_APPROVED);
    }
}

static void test_limits(void)
{
    static const csr_approval_limit_view limit = {
        .single_minor = 100, .day_minor = 250, .purchase_minor = 150, .customer_minor = 200, .two_from_minor = 80
    };
    static const struct {
        csri_approval_facts facts;
        int32_t within, needed;
        const char *over;
        int64_t left;
    } cases[] = {
        { { 79, 0, 0, 0 }, 1, 1, NULL, 0 },
        { { 80, 0, 0, 0 }, 1, 2, NULL, 0 },
        { { 100, 150, 50, 100 }, 1, 2, NULL, 0 },
        { { 101, 0, 0, 0 }, 0, 2, "single_minor", 100 },
        { { 50, 201, 0, 0 }, 0, 1, "day_minor", 49 },
        { { 50, 0, 101, 0 }, 0, 1, "purchase_minor", 49 },
        { { 50, 0, 0, 151 }, 0, 1, "customer_minor", 49 },
        { { 50, 900, 0, 0 }, 0, 1, "day_minor", 0 },
        { { 101, 900, 900, 900 }, 0, 2, "single_minor", 100 },
    };
    csri_approval_verdict verdict;

    for (size_t i = 0; i < COUNT(cases); i++) {
        csri_approval_weigh(&limit, &cases[i].facts, &verdict);
        CU_ASSERT_EQUAL(verdict.within, cases[i].within);
        CU_ASSERT_EQUAL(verdict.needed, cases[i].needed);
        CU_ASSERT_EQUAL(verdict.left, cases[i].left);
        if (cases[i].over != NULL && verdict.over != NULL)
            CU_ASSERT_STRING_EQUAL(verdict.over, cases[i].over);
        CU_ASSERT_EQUAL(verdict.over == NULL, cases[i].over == NULL);
    }
}

static void test_no_limit(void)
{
    static const csri_approval_facts smallest = { 1, 0, 0, 0 };
    csri_approval_verdict verdict;

    csri_approval_weigh(NULL, &smallest, &verdict);
    CU_ASSERT_TRUE(!verdict.within && verdict.needed == 1 && verdict.left == 0);
}

static CU_TestInfo tests[] = {
    { "refund_course/states", test_states },
    { "refund_course/limits", test_limits },
    { "refund_course/no_limit", test_no_limit },
    CU_TEST_INFO_NULL,
};

static CU_SuiteInfo suites[] = { { "refund_course", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

int main(void)
{
    return csr_test_main("refund course", suites, 3);
}
