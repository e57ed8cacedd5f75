/* An answer that is required and has no place to go is refused by its name, whatever else is right. */
#include "base/error.h"
#include "support/runner.h"

#include <csr/csr.h>
#include <csr/expression.h>
#include <csr/matcher.h>
#include <csr/money.h>
#include <csr/rules.h>
#include <string.h>

static csr_error err = CSR_ERROR_INIT;

static void check(csr_status status, const char *field, unsigned line)
{
    int is_so = status == CSR_E_ARGUMENT && err.status == status && strcmp(err.field, field) == 0;

    CU_assertImplementation(is_so ? CU_TRUE : CU_FALSE, line, field, __FILE__, "", CU_FALSE);
    csri_error_clear(&err);
}
#define MISSING(call, field) check(call, field, __LINE__)

static void test_money(void)
{
    const csr_money euro = { 100, "EUR", 0 };
    const int64_t weights[] = { 1, 2 };

    MISSING(csr_money_add(&euro, &euro, NULL, &err), "out");
    MISSING(csr_money_sub(&euro, &euro, NULL, &err), "out");
    MISSING(csr_money_mul(&euro, 2, NULL, &err), "out");
    MISSING(csr_money_scale(&euro, 1, 2, CSR_ROUND_HALF_AWAY, NULL, &err), "out");
    MISSING(csr_money_percent(&euro, 100, CSR_ROUND_HALF_AWAY, NULL, &err), "out");
    MISSING(csr_money_round(&euro, 5, CSR_ROUND_HALF_AWAY, NULL, &err), "out");
    MISSING(csr_money_quotrem(&euro, 2, 1, NULL, NULL, &err), "out_quotient");
    MISSING(csr_money_allocate(&euro, weights, 2, 1, NULL, &err), "out_minor");
    MISSING(csr_money_part(&euro, 3, 0, 1, NULL, &err), "out");
    MISSING(csr_money_exponent("EUR", 3, NULL, 0, NULL, &err), "out_exponent");
    MISSING(csr_money_parse("1.00", CSR_NTS, "EUR", NULL, 0, NULL, &err), "out");
    MISSING(csr_money_format(&euro, NULL, 0, NULL, &err), "out");
    MISSING(csr_money_ratio("1", 1, "2", 1, "EUR", 1, CSR_ROUND_HALF_AWAY, NULL, &err), "out");
}

static void test_refunds(void)
{
    csr_refund_line line = { 0 };
    csr_refund_payment payment = { 0 };
    csr_refund_policy_params params = CSR_REFUND_POLICY_PARAMS_INIT;
    int64_t out;

    line.quantity = 2;
    line.gross_minor = 100;
    payment.captured_minor = 100;
    MISSING(csr_refund_units(&line, 1, NULL, &out, &err), "out_gross");
    MISSING(csr_refund_units(&line, 1, &out, NULL, &err), "out_tax");
    MISSING(csr_refund_over_lines(&line, 1, 10, NULL, &out, &err), "out_gross");
    MISSING(csr_refund_over_lines(&line, 1, 10, &out, NULL, &err), "out_tax");
    CU_ASSERT_EQUAL(csr_refund_over_lines(NULL, 0, 0, NULL, NULL, &err), CSR_OK);
    MISSING(csr_refund_over_payments(&payment, 1, 10, NULL, &err), "out_minor");
    CU_ASSERT_EQUAL(csr_refund_over_payments(NULL, 0, 0, NULL, &err), CSR_OK);
    MISSING(csr_refund_restocking_fee(100, 10, NULL, &err), "out_fee");
    MISSING(csr_refund_policy_load(&params, NULL, NULL, &err), "out_policy");
}

static void test_policies(void)
{
    csr_expression_params expression = CSR_EXPRESSION_PARAMS_INIT;
    csr_rules_params rules = CSR_RULES_PARAMS_INIT;
    csr_matcher_params matcher = CSR_MATCHER_PARAMS_INIT;
    csr_expression *e = NULL;

    MISSING(csr_expression_compile(&expression, NULL, NULL, &err), "out");
    MISSING(csr_rules_load(&rules, NULL, NULL, &err), "out");
    MISSING(csr_matcher_compile(&matcher, NULL, NULL, &err), "out");
    MISSING(csr_calendar_within(NULL, 0, 1, NULL, &err), "out_us");
    expression.text = CSR_STR("true");
    CU_ASSERT_EQUAL(csr_expression_compile(&expression, &e, NULL, &err), CSR_OK);
    MISSING(csr_expression_evaluate(e, NULL, NULL, &err), "out");
    MISSING(csr_expression_explain(e, NULL, NULL, NULL, 0, NULL, &err), "out_count");
    MISSING(csr_expression_story(e, NULL, CSR_EXPRESSION_TEXT, NULL, &err), "out");
    csr_expression_free(e);
}

static CU_TestInfo tests[] = {
    { "out_pointer/money", test_money },
    { "out_pointer/refunds", test_refunds },
    { "out_pointer/policies", test_policies },
    CU_TEST_INFO_NULL,
};

static CU_SuiteInfo suites[] = { { "out_pointer", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

int main(void)
{
    return csr_test_main("out_pointer", suites, 3);
}
