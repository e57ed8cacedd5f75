#include "support/runner.h"
#include "support/test_host.h"

#include "policy/finding.h"

static void test_list(void)
{
    csr_test_host host;
    csri_findings findings;
    csri_finding got;
    csr_test_host_init(&host, CSR_TEST_MONDAY, 1);
    csri_findings_init(&findings, &host.host);
    csri_findings_add(&findings, CSR_SEVERITY_ERROR, "states[0].name", "it is wrong", "put it right");
    csri_findings_add(&findings, CSR_SEVERITY_WARNING, "", "it looks wrong", "");
    CU_ASSERT_EQUAL(findings.count, 2);
    CU_ASSERT_EQUAL(findings.errors, 1);
    csri_findings_at(&findings, 0, &got);
    CU_ASSERT_EQUAL(got.severity, CSR_SEVERITY_ERROR);
    CU_ASSERT_STRING_EQUAL(got.place.ptr, "states[0].name");
    CU_ASSERT_EQUAL(got.place.len, 14);
    CU_ASSERT_STRING_EQUAL(got.text.ptr, "it is wrong");
    CU_ASSERT_EQUAL(got.text.len, 11);
    CU_ASSERT_STRING_EQUAL(got.suggestion.ptr, "put it right");
    CU_ASSERT_EQUAL(got.suggestion.len, 12);
    csri_findings_at(&findings, 1, &got);
    CU_ASSERT_EQUAL(got.severity, CSR_SEVERITY_WARNING);
    CU_ASSERT_EQUAL(got.place.len, 0);
    CU_ASSERT_STRING_EQUAL(got.text.ptr, "it looks wrong");
    CU_ASSERT_EQUAL(got.suggestion.len, 0);
    csri_findings_free(&findings);
    CU_ASSERT_TRUE(findings.count == 0 && findings.errors == 0 && findings.dropped == 0);
    CU_ASSERT_EQUAL(csr_test_host_done(&host), 0);
}

static void test_bound(void)
{
    csr_test_host host;
    csri_findings findings;
    csr_test_host_init(&host, CSR_TEST_MONDAY, 1);
    csri_findings_init(&findings, &host.host);
    for (int i = 0; i < CSRI_FINDINGS_MAX + 7; i++)
        csri_findings_add(&findings, CSR_SEVERITY_ERROR, "a", "b", "c");
    CU_ASSERT_EQUAL(findings.count, CSRI_FINDINGS_MAX);
    CU_ASSERT_EQUAL(findings.errors, CSRI_FINDINGS_MAX + 7);
    CU_ASSERT_EQUAL(findings.dropped, 7);
    CU_ASSERT_EQUAL(csri_findings_check(&findings, NULL), CSR_OK);
    csri_findings_free(&findings);
    CU_ASSERT_EQUAL(csr_test_host_done(&host), 0);
}

/* A list that lost its texts is empty, says so, and stays empty until it is freed. */
static void test_no_memory(void)
{
    csr_test_host host;
    csri_findings findings;
    csr_error err = CSR_ERROR_INIT;
    csr_test_host_init(&host, CSR_TEST_MONDAY, 1);
    csri_findings_init(&findings, &host.host);
    csri_findings_add(&findings, CSR_SEVERITY_ERROR, "a", "b", "c");
    csr_test_host_fail_alloc(&host, 1, 1);
    while (csri_findings_check(&findings, &err) == CSR_OK && findings.count < CSRI_FINDINGS_MAX)
        csri_findings_add(&findings, CSR_SEVERITY_WARNING, "place", "some text that takes room", "and a suggestion");
    CU_ASSERT_EQUAL(err.status, CSR_E_NO_MEMORY);
    CU_ASSERT_EQUAL(findings.count, 0);
    csr_test_host_fail_alloc(&host, 0, 0);
    csri_findings_add(&findings, CSR_SEVERITY_ERROR, "a", "b", "c");
    CU_ASSERT_EQUAL(findings.count, 0);
    CU_ASSERT_EQUAL(findings.errors, 2);
    csri_findings_free(&findings);
    CU_ASSERT_EQUAL(csri_findings_check(&findings, NULL), CSR_OK);
    csri_findings_add(&findings, CSR_SEVERITY_ERROR, "a", "b", "c");
    CU_ASSERT_EQUAL(findings.count, 1);
    csri_findings_free(&findings);
    CU_ASSERT_EQUAL(csr_test_host_done(&host), 0);
}

static void test_names(void)
{
    csri_name_list names = { 0 };
    CU_ASSERT_STRING_EQUAL(names.text, "");
    csri_name_list_add(&names, "newer", 3);
    CU_ASSERT_STRING_EQUAL(names.text, "new");
    csri_name_list_add(&names, NULL, 0);
    csri_name_list_add(&names, "open", 4);
    CU_ASSERT_STRING_EQUAL(names.text, "new, open");
    for (int i = 0; i < 100; i++)
        csri_name_list_add(&names, "a_name", 6);
    CU_ASSERT_STRING_EQUAL(names.text + strlen(names.text) - 11, "a_name, ...");
    CU_ASSERT_TRUE(strlen(names.text) < sizeof names.text && strlen(names.text) + 8 >= sizeof names.text);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "finding/list", test_list },
        { "finding/bound", test_bound },
        { "finding/no_memory", test_no_memory },
        { "finding/names", test_names },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "finding", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("finding_test", suites, 4);
}
