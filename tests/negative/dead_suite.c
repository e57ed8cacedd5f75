/* Negative control: a suite cannot start, so none of its tests runs; this program must exit with 1. */
#include "support/runner.h"

static int broken_init(void)
{
    return 1;
}

static void passes(void)
{
    CU_ASSERT(1);
}

int main(void)
{
    CU_TestInfo tests[] = { { "passes", passes }, CU_TEST_INFO_NULL };
    CU_SuiteInfo suites[] = { { "alive", NULL, NULL, NULL, NULL, tests },
                              { "dead", broken_init, NULL, NULL, NULL, tests },
                              CU_SUITE_INFO_NULL };
    /* One test does run: the dead suite alone must be reason enough. */
    return csr_test_main("dead_suite", suites, 1);
}
