#include "support/runner.h"
#include "support/test_host.h"

#include <csr/matcher.h>
#include <csr/status.h>
#include <stdio.h>
#include <string.h>

static csr_test_host host;

static int set_up(void)
{
    csr_test_host_init(&host, CSR_TEST_MONDAY, 7);
    return 0;
}

static int tear_down(void)
{
    return csr_test_host_done(&host) != 0;
}

/* A matcher without memory, its rules sound and wrong: it says so, and the report is whole or not there. */
static void test_matcher_memory(void)
{
    static const csr_str sound[] = { { "f0 > 1", 6 }, { "f0 in [1, 2]", 12 } }, wrong[] = { { "f0 >", 4 }, { "g", 1 } };
    static csr_expression_field fields[340];
    static char directory[3000];
    static char names_of[340][8];

    memset(directory, 'z', sizeof(directory) - 1);
    for (size_t i = 0; i < 340; i++) {
        snprintf(names_of[i], sizeof(names_of[i]), "f%d", (int)i);
        fields[i] = (csr_expression_field)CSR_EXPRESSION_FIELD_INIT;
        csr_str_set(&fields[i].name, names_of[i], CSR_NTS);
        csr_str_set(&fields[i].type, "int", CSR_NTS);
    }
    for (size_t count = 1; count < 340; count += 5)
        for (int bad = 0; bad < 2; bad++) {
            csr_matcher_rule rules[2] = { CSR_MATCHER_RULE_INIT, CSR_MATCHER_RULE_INIT };
            csr_matcher_params params = CSR_MATCHER_PARAMS_INIT;
            csr_status status = CSR_E_NO_MEMORY;
            rules[0].when = sound;
            rules[0].when_count = 2;
            rules[1].any = bad ? wrong : sound;
            rules[1].any_count = 2;
            params.host = &host.host;
            csr_str_set(&params.zoneinfo, directory, CSR_NTS);
            params.fields = fields;
            params.field_count = count;
            params.rules = rules;
            params.rule_count = 2;
            for (uint64_t nth = 1; status == CSR_E_NO_MEMORY && nth < 60; nth++) {
                csr_matcher *matcher;
                csr_buf *report = NULL;
                csr_error err = CSR_ERROR_INIT;
                csr_test_host_fail_alloc(&host, nth, 1);
                status = csr_matcher_compile(&params, &matcher, &report, &err);
                csr_test_host_fail_alloc(&host, 0, 0);
                CU_ASSERT((matcher != NULL) == (status == CSR_OK) && (report != NULL) == (status == CSR_E_POLICY));
                CU_ASSERT_EQUAL(err.status, status);
                csr_matcher_free(matcher);
                csr_buf_free(report);
                CU_ASSERT_EQUAL(host.live_blocks, 0);
            }
            CU_ASSERT_EQUAL(status, bad ? CSR_E_POLICY : CSR_OK);
        }
}

/* So many rules that what is kept of them needs blocks of its own: any of them may be missing. */
static void test_many_rules(void)
{
    static const csr_str sound[] = { { "f > 1", 5 }, { "f < 9", 5 } };
    static csr_matcher_rule rules[400];
    csr_expression_field field = CSR_EXPRESSION_FIELD_INIT;
    csr_matcher_params params = CSR_MATCHER_PARAMS_INIT;
    csr_matcher *matcher;
    uint64_t total;

    csr_str_set(&field.name, "f", CSR_NTS);
    csr_str_set(&field.type, "int", CSR_NTS);
    for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
        rules[i] = (csr_matcher_rule)CSR_MATCHER_RULE_INIT;
        rules[i].when = sound;
        rules[i].when_count = 2;
    }
    params.host = &host.host;
    params.fields = &field;
    params.field_count = 1;
    params.rules = rules;
    params.rule_count = sizeof(rules) / sizeof(rules[0]);
    total = host.allocations;
    CU_ASSERT_EQUAL_FATAL(csr_matcher_compile(&params, &matcher, NULL, NULL), CSR_OK);
    total = host.allocations - total;
    csr_matcher_free(matcher);
    for (uint64_t nth = 1; nth <= total; nth += nth == 10 ? total - 50 : 1) {
        csr_error err = CSR_ERROR_INIT;
        csr_test_host_fail_alloc(&host, nth, 1);
        CU_ASSERT_EQUAL(csr_matcher_compile(&params, &matcher, NULL, &err), CSR_E_NO_MEMORY);
        csr_test_host_fail_alloc(&host, 0, 0);
        CU_ASSERT_TRUE(matcher == NULL && err.status == CSR_E_NO_MEMORY && host.live_blocks == 0);
    }
}

/* Without rules and without fields there is a matcher, too. */
static void test_empty_matcher(void)
{
    csr_matcher_params params = CSR_MATCHER_PARAMS_INIT;
    csr_matcher *matcher;

    params.host = &host.host;
    CU_ASSERT_EQUAL(csr_matcher_compile(&params, &matcher, NULL, NULL), CSR_OK);
    csr_matcher_free(matcher);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "matcher_scarcity/memory", test_matcher_memory },
        { "matcher_scarcity/many_rules", test_many_rules },
        { "matcher_scarcity/empty", test_empty_matcher },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "matcher_scarcity", set_up, tear_down, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

    return csr_test_main("matcher_scarcity_test", suites, 3);
}
