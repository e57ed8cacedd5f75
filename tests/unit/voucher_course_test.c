/*
 * How vouchers get on and what they give: I14's arithmetic. And when a budget's period began.
 */
#include "policy/goodwill_course.h"
#include "policy/voucher_course.h"
#include "support/runner.h"

#include <stddef.h>
#include <string.h>

#define COUNT(list) (sizeof(list) / sizeof *(list))
#define DAY_US (INT64_C(86400) * 1000000)

/* Rows: from; columns: to; issued, active, part used, used, expired, revoked. */
static void test_states(void)
{
    static const char *const follows[] = { "xx..xx", ".xxxxx", ".xxxxx", ".xx...", "....x.", ".....x" };

    for (csr_voucher_state from = 1; from <= 6; from++) {
        for (csr_voucher_state to = 1; to <= 6; to++)
            CU_ASSERT_EQUAL(csri_voucher_may_follow(from, to), follows[from - 1][to - 1] == 'x');
        CU_ASSERT_EQUAL(csri_voucher_is_open(from), from <= CSR_VOUCHER_PART_USED);
    }
}

static void test_after(void)
{
    for (csr_voucher_state from = CSR_VOUCHER_ACTIVE; from <= CSR_VOUCHER_USED; from++) {
        CU_ASSERT_EQUAL(csri_voucher_after(from, 10, 0), CSR_VOUCHER_ACTIVE);
        CU_ASSERT_EQUAL(csri_voucher_after(from, 10, 9), CSR_VOUCHER_PART_USED);
        CU_ASSERT_EQUAL(csri_voucher_after(from, 10, 10), CSR_VOUCHER_USED);
    }
    CU_ASSERT_EQUAL(csri_voucher_after(CSR_VOUCHER_EXPIRED, 10, 0), CSR_VOUCHER_EXPIRED);
    CU_ASSERT_EQUAL(csri_voucher_after(CSR_VOUCHER_REVOKED, 10, 0), CSR_VOUCHER_REVOKED);
}

static void test_new(void)
{
    static const struct {
        csr_voucher_view voucher;
        const char *field;
    } cases[] = {
        { { .kind = CSR_VOUCHER_FIXED, .amount_minor = 1 }, NULL },
        { { .kind = CSR_VOUCHER_FIXED, .amount_minor = 0 }, "amount_minor" },
        { { .kind = CSR_VOUCHER_FIXED, .amount_minor = 1, .basis_points = 1 }, "basis_points" },
        { { .kind = CSR_VOUCHER_PERCENT, .amount_minor = 1, .basis_points = 1 }, NULL },
        { { .kind = CSR_VOUCHER_PERCENT, .amount_minor = 1, .basis_points = 10000 }, NULL },
        { { .kind = CSR_VOUCHER_PERCENT, .amount_minor = 1, .basis_points = 10001 }, "basis_points" },
        { { .kind = CSR_VOUCHER_PERCENT, .amount_minor = 1 }, "basis_points" },
        { { .kind = CSR_VOUCHER_PERCENT, .basis_points = 500 }, "amount_minor" },
        { { .kind = CSR_VOUCHER_STORE_CREDIT, .amount_minor = 1 }, "customer" },
        { { .kind = CSR_VOUCHER_STORE_CREDIT, .amount_minor = 1, .customer = { { 1 } } }, NULL },
        { { .kind = CSR_VOUCHER_FIXED, .amount_minor = 1, .valid_from = 90, .valid_until = 101 }, NULL },
        { { .kind = CSR_VOUCHER_FIXED, .amount_minor = 1, .valid_from = 90, .valid_until = 100 }, "valid_until" },
        { { .kind = CSR_VOUCHER_FIXED, .amount_minor = 1, .valid_from = 105, .valid_until = 105 }, "valid_until" },
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        csr_error err = CSR_ERROR_INIT;
        csr_status status = csri_voucher_check(&cases[i].voucher, 100, &err);
        CU_ASSERT_EQUAL(status, cases[i].field == NULL ? CSR_OK : CSR_E_ARGUMENT);
        CU_ASSERT_STRING_EQUAL(err.field, cases[i].field == NULL ? "" : cases[i].field);
    }
}

#define FIXED(s, used)                                                                                        \
    {                                                                                                         \
        .kind = CSR_VOUCHER_FIXED, .state = (s), .amount_minor = 100, .used_minor = (used), .currency = "EUR" \
    }
#define PERCENT(used)                                                                                        \
    {                                                                                                        \
        .kind = CSR_VOUCHER_PERCENT, .state = CSR_VOUCHER_ACTIVE, .basis_points = 1250, .amount_minor = 100, \
        .used_minor = (used), .currency = "EUR"                                                              \
    }
#define ASK(amount, basket)                                                   \
    {                                                                         \
        .amount_minor = (amount), .basket_minor = (basket), .currency = "EUR" \
    }

static void test_use(void)
{
    static const struct {
        csr_voucher_view voucher;
        csr_voucher_redeem_params asked;
        csr_status status;
        const char *field;
        int64_t use;
    } cases[] = {
        { FIXED(CSR_VOUCHER_ACTIVE, 0), ASK(100, 0), CSR_OK, "", 100 },
        { FIXED(CSR_VOUCHER_PART_USED, 40), ASK(60, 0), CSR_OK, "", 60 },
        { FIXED(CSR_VOUCHER_PART_USED, 40), ASK(61, 0), CSR_E_OVER_REFUND, "amount_minor", -1 },
        { FIXED(CSR_VOUCHER_PART_USED, 40), ASK(0, 61), CSR_OK, "", 60 },
        { FIXED(CSR_VOUCHER_PART_USED, 40), ASK(0, 59), CSR_OK, "", 59 },
        { FIXED(CSR_VOUCHER_ACTIVE, 0), ASK(0, 0), CSR_E_ARGUMENT, "amount_minor", -1 },
        { FIXED(CSR_VOUCHER_ACTIVE, 0), ASK(1, 1), CSR_E_ARGUMENT, "amount_minor", -1 },
        { FIXED(CSR_VOUCHER_ISSUED, 0), ASK(1, 0), CSR_E_STATE, "state", -1 },
        { FIXED(CSR_VOUCHER_USED, 100), ASK(1, 0), CSR_E_STATE, "state", -1 },
        { FIXED(CSR_VOUCHER_EXPIRED, 0), ASK(1, 0), CSR_E_STATE, "state", -1 },
        { FIXED(CSR_VOUCHER_REVOKED, 0), ASK(1, 0), CSR_E_STATE, "state", -1 },
        { PERCENT(0), ASK(0, 79), CSR_OK, "", 9 },
        { PERCENT(0), ASK(0, 800), CSR_OK, "", 100 },
        { PERCENT(0), ASK(0, INT64_MAX), CSR_OK, "", 100 },
        { PERCENT(95), ASK(0, 80), CSR_OK, "", 5 },
        { PERCENT(0), ASK(0, 7), CSR_E_ARGUMENT, "basket_minor", -1 },
        { PERCENT(0), ASK(7, 0), CSR_E_ARGUMENT, "amount_minor", -1 },
        { { .kind = 1, .state = CSR_VOUCHER_ACTIVE, .amount_minor = 9, .currency = "USD" },
          ASK(1, 0),
          CSR_E_CURRENCY,
          "currency",
          -1 },
        { { .kind = 1, .state = CSR_VOUCHER_ACTIVE, .amount_minor = 9, .currency = "EUR", .valid_from = 51 },
          ASK(1, 0),
          CSR_E_STATE,
          "valid_from",
          -1 },
        { { .kind = 1, .state = CSR_VOUCHER_ACTIVE, .amount_minor = 9, .currency = "EUR", .valid_until = 50 },
          ASK(1, 0),
          CSR_E_STATE,
          "valid_until",
          -1 },
        { { .kind = 1,
            .state = CSR_VOUCHER_ACTIVE,
            .amount_minor = 9,
            .currency = "EUR",
            .valid_from = 50,
            .valid_until = 51 },
          ASK(1, 0),
          CSR_OK,
          "",
          1 },
        { { .kind = 1, .state = CSR_VOUCHER_ACTIVE, .amount_minor = 9, .currency = "EUR", .customer = { { 1 } } },
          ASK(1, 0),
          CSR_OK,
          "",
          1 },
        { { .kind = 1, .state = CSR_VOUCHER_ACTIVE, .amount_minor = 9, .currency = "EUR", .customer = { { 1 } } },
          { .amount_minor = 1, .currency = "EUR", .customer = { { 1 } } },
          CSR_OK,
          "",
          1 },
        { { .kind = 1, .state = CSR_VOUCHER_ACTIVE, .amount_minor = 9, .currency = "EUR", .customer = { { 1 } } },
          { .amount_minor = 1, .currency = "EUR", .customer = { { 2 } } },
          CSR_E_STATE,
          "customer",
          -1 },
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        csr_error err = CSR_ERROR_INIT;
        int64_t use = -1;
        CU_ASSERT_EQUAL(csri_voucher_use(&cases[i].voucher, &cases[i].asked, 50, &use, &err), cases[i].status);
        CU_ASSERT_STRING_EQUAL(err.field, cases[i].field);
        CU_ASSERT_EQUAL(use, cases[i].use);
    }
}

static void test_again(void)
{
    static const csr_voucher_redemption_view of_amount = { .amount_minor = 5, .currency = "EUR" };
    static const csr_voucher_redemption_view of_basket = { .amount_minor = 5, .basket_minor = 50, .currency = "EUR" };
    static const csr_voucher_redeem_params amount = ASK(5, 0), other = ASK(6, 0), basket = ASK(0, 50),
                                           larger = ASK(0, 51), both = ASK(5, 50),
                                           dollars = { .amount_minor = 5, .currency = "USD" };

    CU_ASSERT_TRUE(csri_voucher_same_use(&of_amount, &amount));
    CU_ASSERT_FALSE(csri_voucher_same_use(&of_amount, &other));
    CU_ASSERT_FALSE(csri_voucher_same_use(&of_amount, &basket));
    CU_ASSERT_FALSE(csri_voucher_same_use(&of_amount, &dollars));
    CU_ASSERT_TRUE(csri_voucher_same_use(&of_basket, &basket));
    CU_ASSERT_FALSE(csri_voucher_same_use(&of_basket, &larger));
    CU_ASSERT_FALSE(csri_voucher_same_use(&of_basket, &amount));
    CU_ASSERT_FALSE(csri_voucher_same_use(&of_basket, &both));
}

/* Every one of the 100 bits that are used changes the code. */
static void test_code(void)
{
    uint8_t random[CSRI_VOUCHER_CODE_BYTES] = { 0 };
    char none[CSRI_VOUCHER_CODE_LETTERS + 1], code[CSRI_VOUCHER_CODE_LETTERS + 1];

    csri_voucher_code(random, none);
    CU_ASSERT_STRING_EQUAL(none, "00000-00000-00000-00000");
    for (unsigned bit = 0; bit < 8 * sizeof random; bit++) {
        random[bit / 8] = (uint8_t)(0x80 >> bit % 8);
        csri_voucher_code(random, code);
        CU_ASSERT_EQUAL(strcmp(code, none) != 0, bit < 100);
        random[bit / 8] = 0;
    }
    memset(random, 0xff, sizeof random);
    csri_voucher_code(random, code);
    CU_ASSERT_STRING_EQUAL(code, "ZZZZZ-ZZZZZ-ZZZZZ-ZZZZZ");
}

static void test_periods(void)
{
    static const struct {
        csr_budget_period period;
        int64_t days, begin; /* of 1970-01-01, a Thursday */
    } cases[] = {
        { CSR_BUDGET_DAY, 0, 0 },      { CSR_BUDGET_DAY, 20000, 20000 }, { CSR_BUDGET_WEEK, 4, 4 },
        { CSR_BUDGET_WEEK, 10, 4 },    { CSR_BUDGET_WEEK, 11, 11 },      { CSR_BUDGET_WEEK, -3, -3 },
        { CSR_BUDGET_WEEK, -4, -10 },  { CSR_BUDGET_MONTH, 58, 31 },     { CSR_BUDGET_MONTH, 59, 59 },
        { CSR_BUDGET_MONTH, -1, -31 },
    };

    for (size_t i = 0; i < COUNT(cases); i++)
        for (int64_t within = 0; within < DAY_US; within += DAY_US - 1)
            CU_ASSERT_EQUAL(csri_budget_begin(cases[i].period, cases[i].days * DAY_US + within),
                            cases[i].begin * DAY_US);
}

static void test_budget(void)
{
    csr_goodwill_line_view line = { .limit_minor = 100, .used_minor = 40 };
    csr_voucher_view voucher = { .state = CSR_VOUCHER_EXPIRED, .amount_minor = 9, .used_minor = 4 };

    csri_budget_weigh(&line, 60);
    CU_ASSERT_TRUE(line.holds && line.left_minor == 60);
    csri_budget_weigh(&line, 61);
    CU_ASSERT_TRUE(!line.holds && line.left_minor == 60);
    line.used_minor = 101;
    csri_budget_weigh(&line, 1);
    CU_ASSERT_TRUE(!line.holds && line.left_minor == 0);
    CU_ASSERT_EQUAL(csri_voucher_cost(&voucher, 0), 9);
    voucher.state = CSR_VOUCHER_REVOKED;
    CU_ASSERT_EQUAL(csri_voucher_cost(&voucher, 0), 4);
    voucher.state = CSR_VOUCHER_ISSUED;
    voucher.created_at = 5;
    CU_ASSERT_EQUAL(csri_voucher_cost(&voucher, CSR_APPROVAL_LIFE_US + 4), 9);
    CU_ASSERT_EQUAL(csri_voucher_cost(&voucher, CSR_APPROVAL_LIFE_US + 5), 0);
}

static CU_TestInfo tests[] = {
    { "states follow as the table says", test_states },
    { "what was used says what it is", test_after },
    { "a new one has to fit together", test_new },
    { "what a use comes to", test_use },
    { "the same use again", test_again },
    { "a code that is made", test_code },
    { "when a period began", test_periods },
    { "what a budget says", test_budget },
    CU_TEST_INFO_NULL,
};

static CU_SuiteInfo suites[] = {
    { "policy/voucher_course", NULL, NULL, NULL, NULL, tests },
    CU_SUITE_INFO_NULL,
};

int main(void)
{
    return csr_test_main("voucher course", suites, 8);
}
