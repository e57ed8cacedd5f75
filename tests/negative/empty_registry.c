/* Negative control: a test is expected and none is registered, so this program must exit with 1. */
#include "support/runner.h"

int main(void)
{
    CU_SuiteInfo suites[] = { CU_SUITE_INFO_NULL };
    return csr_test_main("empty_registry", suites, 1);
}
