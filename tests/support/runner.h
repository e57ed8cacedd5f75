/*
 * The main function of every CUnit program here.
 *
 * CUnit's own basic run answers 0 although tests failed, although a suite's init failed, and although nothing is
 * registered at all; csr_test_main() answers non-zero for each of these. tests/negative holds it to that.
 */
#ifndef CSR_TEST_RUNNER_H
#define CSR_TEST_RUNNER_H

#include <CUnit/CUnit.h>
#include <stddef.h>

/* Exit code by which ctest knows a test that could not run. */
#define CSR_TEST_SKIPPED 77

/* Run the suites; expected_tests is what the author counted, so that a test lost from its table is noticed. Returns
 * the exit code: 0, 1, or CSR_TEST_SKIPPED when every single test called csr_test_skip() and none failed. */
int csr_test_main(const char *name, CU_SuiteInfo *suites, unsigned expected_tests);

/* Say that the running test cannot run, and why; the test returns right after. */
void csr_test_skip(const char *why);

/* Path of a file or folder of the shared datasets, such as "time/zones.csv", written to out. Returns out, or NULL after
 * csr_test_skip() when the datasets are not there. */
const char *csr_test_data(const char *relative, char *out, size_t out_size);

#endif
