#include "support/runner.h"

#include <CUnit/Basic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

/* CUnit passes no context to a test, so the count of skips has to live here. */
static unsigned skipped;

void csr_test_skip(const char *why)
{
    skipped++;
    printf("\n    skipped: %s\n", why);
}

const char *csr_test_data(const char *relative, char *out, size_t out_size)
{
    const char *root = getenv("CSR_SHARED_DATA");
    struct stat found;
    int length = snprintf(out, out_size, "%s/%s", root ? root : "", relative);
    if (root && length > 0 && (size_t)length < out_size && stat(out, &found) == 0)
        return out;
    csr_test_skip(relative);
    return NULL;
}

int csr_test_main(const char *name, CU_SuiteInfo *suites, unsigned expected_tests)
{
    skipped = 0;
    CU_ErrorCode rc = CU_initialize_registry();
    if (rc == CUE_SUCCESS)
        rc = CU_register_suites(suites);
    CU_basic_set_mode(CU_BRM_VERBOSE);
    if (rc == CUE_SUCCESS)
        rc = CU_basic_run_tests();
    unsigned failed = CU_get_number_of_failures();
    unsigned dead = CU_get_number_of_suites_failed();
    unsigned ran = CU_get_number_of_tests_run();
    CU_cleanup_registry();

    int bad = rc != CUE_SUCCESS || failed > 0 || dead > 0 || ran < expected_tests;
    printf("%s: %u of %u expected tests ran, %u skipped, %u failed assertions, %u dead suites, cunit %d: %s\n", name,
           ran, expected_tests, skipped, failed, dead, (int)rc, bad ? "FAILED" : "ok");
    if (bad)
        return 1;
    return ran > 0 && skipped >= ran ? CSR_TEST_SKIPPED : 0;
}
