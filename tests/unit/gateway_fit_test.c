/*
 * Whether a gateway takes a part of a payment back: window, once, whole, step; M4.
 */
#include "policy/gateway_fit.h"
#include "support/runner.h"

static const csri_gateway_payment fresh = { 1000, 300, 0 };
static const csri_gateway_payment begun = { 1000, 300, 100 };

static const struct {
    csri_gateway_terms terms;
    const csri_gateway_payment *payment;
    int64_t minor;
    csr_time now;
    enum csri_gateway_fit fit;
} table[] = {
    { { 0, 0, 0, 0 }, &begun, 7, 900000, CSRI_FIT },       { { 1, 50, 0, 0 }, &fresh, 7, 1050, CSRI_FIT },
    { { 1, 50, 0, 0 }, &fresh, 7, 1051, CSRI_FIT_WINDOW }, { { 0, 0, 0, 1 }, &fresh, 7, 0, CSRI_FIT },
    { { 0, 0, 0, 1 }, &begun, 7, 0, CSRI_FIT_ONCE },       { { 0, 0, 1, 0 }, &fresh, 300, 0, CSRI_FIT },
    { { 0, 0, 1, 0 }, &fresh, 299, 0, CSRI_FIT_WHOLE },    { { 100, 0, 0, 0 }, &fresh, 200, 0, CSRI_FIT },
    { { 100, 0, 0, 0 }, &fresh, 205, 0, CSRI_FIT_STEP },
};

static void test_fits(void)
{
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        CU_ASSERT_EQUAL(csri_gateway_fits(&table[i].terms, table[i].payment, table[i].minor, table[i].now),
                        table[i].fit);
}

static CU_TestInfo tests[] = {
    { "gateway_fit/fits", test_fits },
    CU_TEST_INFO_NULL,
};

static CU_SuiteInfo suites[] = { { "gateway_fit", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

int main(void)
{
    return csr_test_main("what a gateway takes back", suites, 1);
}
