/*
 * How returns get on, which of their units count, and what they are settled with.
 */
#include "policy/return_course.h"
#include "support/runner.h"

#include <stddef.h>

#define COUNT(list) (sizeof(list) / sizeof *(list))

/* Rows: from; columns: to; requested, approved, rejected, in transit, part received, received, inspected, closed, cancelled. */
static void test_states(void)
{
    static const char *const follows[] = { ".xx.....x", "...xxx.xx", ".........", "....xx..x", "....xx...",
                                           ".....xx..", "......xx.", ".........", "........." };

    for (csr_return_state from = 1; from <= 9; from++) {
        int ended = from == CSR_RETURN_REJECTED || from == CSR_RETURN_CLOSED || from == CSR_RETURN_CANCELLED;
        for (csr_return_state to = 1; to <= 9; to++)
            CU_ASSERT_EQUAL(csri_return_may_follow(from, to), follows[from - 1][to - 1] == 'x');
        CU_ASSERT_EQUAL(csri_return_is_open(from), !ended);
    }
}

/* Asked for 5, of which 4 came, 2 are accepted and 1 is not yet looked at. */
static void test_held(void)
{
    static const int64_t held[] = { 0, 5, 5, 0, 5, 5, 3, 2, 2, 0, 0 };
    static const csr_return_line_view line = { .units = 5, .received = 4, .accepted = 2, .rejected = 1 };

    for (csr_return_state state = 0; state < (csr_return_state)COUNT(held); state++) {
        csr_return_view of = { .state = state };
        CU_ASSERT_EQUAL(csri_return_held(&of, &line), held[state]);
        CU_ASSERT_EQUAL(csri_return_taken(&of, &line), 2);
        of.keeps_goods = 1;
        CU_ASSERT_EQUAL(csri_return_taken(&of, &line), 5);
        if (state == CSR_RETURN_INSPECTED || state == CSR_RETURN_CLOSED)
            CU_ASSERT_EQUAL(csri_return_held(&of, &line), 5);
    }
}

static void test_fee(void)
{
    csr_error err = CSR_ERROR_INIT;
    int64_t fee = -1, tax = -1;

    CU_ASSERT_EQUAL(csri_restocking_fee(1000, 174, 1050, 0, &fee, &tax, &err), CSR_OK);
    CU_ASSERT_TRUE(fee == 105 && tax == 0);
    CU_ASSERT_EQUAL(csri_restocking_fee(1000, 174, 1050, 1, &fee, &tax, &err), CSR_OK);
    CU_ASSERT_TRUE(fee == 105 && tax == 18);
    CU_ASSERT_EQUAL(csri_restocking_fee(1000, 174, 10000, 1, &fee, &tax, &err), CSR_OK);
    CU_ASSERT_TRUE(fee == 1000 && tax == 174);
    CU_ASSERT_EQUAL(csri_restocking_fee(0, 0, 500, 1, &fee, &tax, &err), CSR_OK);
    CU_ASSERT_TRUE(fee == 0 && tax == 0);
    CU_ASSERT_EQUAL(csri_restocking_fee(1000, 174, -1, 1, &fee, &tax, &err), CSR_E_ARGUMENT);
}

/* I15: refund + replacement = goods + charge - fees, and nobody pays while they are paid. */
static void test_settlement(void)
{
    static const struct {
        csri_settlement_facts facts;
        int64_t fees, refund, charge;
        csr_status status;
    } cases[] = {
        { { .goods_minor = 1000 }, 0, 1000, 0, CSR_OK },
        { { .goods_minor = 1000, .restocking_basis_points = 500, .shipping_fee_minor = 30 }, 80, 920, 0, CSR_OK },
        { { .goods_minor = 1000, .restocking_basis_points = 10000 }, 1000, 0, 0, CSR_OK },
        { { .goods_minor = 1000, .shipping_fee_minor = 1001 }, 1001, 0, 0, CSR_E_OVER_REFUND },
        { { .goods_minor = 1000, .replacement_minor = 600, .has_replacement = 1 }, 0, 400, 0, CSR_OK },
        { { .goods_minor = 1000, .replacement_minor = 1000, .has_replacement = 1 }, 0, 0, 0, CSR_OK },
        { { .goods_minor = 1000, .replacement_minor = 1300, .has_replacement = 1 }, 0, 0, 300, CSR_OK },
        { { .goods_minor = 1000, .replacement_minor = 1000, .shipping_fee_minor = 50, .has_replacement = 1 },
          50,
          0,
          50,
          CSR_OK },
        { { 0 }, 0, 0, 0, CSR_OK },
        { { .goods_minor = 1, .restocking_basis_points = 10000, .shipping_fee_minor = INT64_MAX },
          0,
          0,
          0,
          CSR_E_OVERFLOW },
        { { .shipping_fee_minor = 1, .replacement_minor = INT64_MAX, .has_replacement = 1 }, 1, 0, 0, CSR_E_OVERFLOW },
        { { .goods_minor = -1 }, 0, 0, 0, CSR_E_ARGUMENT },
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        csr_error err = CSR_ERROR_INIT;
        csri_settlement out;
        CU_ASSERT_EQUAL(csri_return_settlement(&cases[i].facts, &out, &err), cases[i].status);
        if (cases[i].status == CSR_E_OVERFLOW || cases[i].status == CSR_E_ARGUMENT)
            continue;
        CU_ASSERT_EQUAL(out.fees_minor, cases[i].fees);
        CU_ASSERT_EQUAL(out.refund_minor, cases[i].refund);
        CU_ASSERT_EQUAL(out.charge_minor, cases[i].charge);
        if (cases[i].status == CSR_OK)
            CU_ASSERT_EQUAL(out.refund_minor + cases[i].facts.replacement_minor,
                            cases[i].facts.goods_minor + out.charge_minor - out.fees_minor);
    }
}

static CU_TestInfo tests[] = {
    { "return_course/states", test_states },
    { "return_course/held", test_held },
    { "return_course/fee", test_fee },
    { "return_course/settlement", test_settlement },
    CU_TEST_INFO_NULL,
};

static CU_SuiteInfo suites[] = { { "return_course", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

int main(void)
{
    return csr_test_main("return course", suites, 4);
}
