/*
 * How refunds get on, what the limits of a role let through, and cash: rules P1, P2, P5 and M11. No limit is nothing, not everything.
 */
#include "policy/refund_course.h"
#include "support/runner.h"

#include <stddef.h>

#define COUNT(list) (sizeof(list) / sizeof *(list))

/* Rows: from; columns: to; draft, pending, approved, rejected, cancelled, paying, paid, part paid, failed. */
static void test_states(void)
{
    static const char *const follows[] = { ".xx.x.x..", ".xxxx.x..", ".xx.xxx..", ".........", ".........",
                                           ".....xxxx", "......xxx", ".x...xxxx", ".x..xxxxx" };

    for (csr_refund_state from = 1; from <= 9; from++) {
        int ended = from == CSR_REFUND_REJECTED || from == CSR_REFUND_CANCELLED;
        for (csr_refund_state to = 1; to <= 9; to++)
            CU_ASSERT_EQUAL(csri_refund_may_follow(from, to), follows[from - 1][to - 1] == 'x');
        CU_ASSERT_EQUAL(csri_refund_counts(from), !ended);
        CU_ASSERT_EQUAL(csri_refund_gave_up(from), ended || from == CSR_REFUND_FAILED);
    }
}

static void test_after(void)
{
    CU_ASSERT_EQUAL(csri_refund_after(1, 10, 10), CSR_REFUND_PAYING);
    CU_ASSERT_EQUAL(csri_refund_after(0, 10, 10), CSR_REFUND_PAID);
    CU_ASSERT_EQUAL(csri_refund_after(0, 9, 10), CSR_REFUND_PART_PAID);
    CU_ASSERT_EQUAL(csri_refund_after(0, 0, 10), CSR_REFUND_FAILED);
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
    static const csr_approval_limit_view none = { 0 };

    csri_approval_weigh(&none, &smallest, &verdict);
    CU_ASSERT_TRUE(!verdict.within && verdict.needed == 1 && verdict.left == 0);
}

/* P5: what was refused, waited too long or ended before money moved takes nothing from a day; what came back does. */
static void test_day(void)
{
    static const struct {
        csr_approval_kind kind;
        csr_refund_state state;
        int late, over, moved, counts; /* approved before it was asked for again; it waited too long */
    } cases[] = {
        { CSR_APPROVAL_AUTO, CSR_REFUND_APPROVED, 0, 0, 0, 1 },
        { CSR_APPROVAL_GIVEN, CSR_REFUND_APPROVED, 0, 0, 0, 1 },
        { CSR_APPROVAL_GIVEN, CSR_REFUND_APPROVED, 1, 0, 0, 0 },
        { CSR_APPROVAL_GIVEN, CSR_REFUND_APPROVED, 0, 1, 0, 0 },
        { CSR_APPROVAL_GIVEN, CSR_REFUND_PENDING_APPROVAL, 0, 0, 0, 1 },
        { CSR_APPROVAL_GIVEN, CSR_REFUND_PENDING_APPROVAL, 0, 1, 0, 0 },
        { CSR_APPROVAL_REJECTED, CSR_REFUND_REJECTED, 0, 0, 0, 0 },
        { CSR_APPROVAL_DROPPED, CSR_REFUND_PAYING, 0, 0, 0, 0 },
        { CSR_APPROVAL_GIVEN, CSR_REFUND_REJECTED, 0, 0, 0, 0 },
        { CSR_APPROVAL_GIVEN, CSR_REFUND_CANCELLED, 0, 0, 0, 0 },
        { CSR_APPROVAL_GIVEN, CSR_REFUND_CANCELLED, 0, 0, 1, 1 },
        { CSR_APPROVAL_GIVEN, CSR_REFUND_FAILED, 0, 0, 0, 0 },
        { CSR_APPROVAL_GIVEN, CSR_REFUND_FAILED, 0, 0, 1, 1 },
        { CSR_APPROVAL_GIVEN, CSR_REFUND_PAYING, 0, 1, 0, 1 },
        { CSR_APPROVAL_AUTO, CSR_REFUND_PAID, 0, 1, 1, 1 },
        { CSR_APPROVAL_AUTO, CSR_REFUND_PART_PAID, 0, 1, 1, 1 },
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        csr_refund_view refund = { .state = cases[i].state,
                                   .submitted_at = 100,
                                   .expires_at = cases[i].over ? 200 : 201 };
        csr_approval_view approval = { .kind = cases[i].kind, .decided_at = cases[i].late ? 99 : 100 };
        CU_ASSERT_EQUAL(csri_approval_counts(&approval, &refund, cases[i].moved, 200), cases[i].counts);
    }
}

/* M11: half a coin up, never beyond what is there, and all that is there as it is. */
static void test_coins(void)
{
    static const int64_t cases[][4] = {
        { 202, 300, 5, 200 }, { 203, 300, 5, 205 },
        { 200, 300, 5, 200 }, { 298, 300, 5, 300 },
        { 298, 299, 5, 299 }, { 299, 299, 5, 299 },
        { 2, 300, 5, 0 },     { 3, 300, 5, 5 },
        { 3, 4, 5, 4 },       { 25, 90, 10, 30 },
        { 24, 90, 10, 20 },   { 7, 9, 1, 7 },
        { 0, 9, 5, 0 },       { INT64_MAX - 1, INT64_MAX, 5, INT64_MAX - 2 },
    };

    for (size_t i = 0; i < COUNT(cases); i++)
        CU_ASSERT_EQUAL(csri_refund_in_coins(cases[i][0], cases[i][1], cases[i][2]), cases[i][3]);
}

/* Goods that are given beside the money leave the house too; and what is said of a limit. */
static void test_worth(void)
{
    csr_refund_view refund = { .amount_minor = 7, .given_minor = 5 };
    char text[CSRI_SUMS_TEXT_MAX];

    CU_ASSERT_EQUAL(csri_refund_worth(&refund), 12);
    refund.given_minor = INT64_MAX;
    CU_ASSERT_EQUAL(csri_refund_worth(&refund), INT64_MAX);
    csri_sums_text(5, 7, 2, text);
    CU_ASSERT_STRING_EQUAL(text, "5 allowed, 7 used, 0 left, 2 asked for");
}

static CU_TestInfo tests[] = {
    { "refund_course/states", test_states }, { "refund_course/after", test_after },
    { "refund_course/limits", test_limits }, { "refund_course/no_limit", test_no_limit },
    { "refund_course/day", test_day },       { "refund_course/coins", test_coins },
    { "refund_course/worth", test_worth },   CU_TEST_INFO_NULL,
};

static CU_SuiteInfo suites[] = { { "refund_course", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

int main(void)
{
    return csr_test_main("refund course", suites, 7);
}
