/* Negative control: one assertion fails, so this program must exit with 1. */
#include "support/runner.h"

static void fails(void)
{
    CU_ASSERT(0);
}

int main(void)
{
    CU_TestInfo tests[] = { { "fails", fails }, CU_TEST_INFO_NULL };
    CU_SuiteInfo suites[] = { { "negative", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("failing_test", suites, 1);
}
