/*
 * Random rules over random facts: code, index and the evaluator give one answer, for all rules, for one, and after a
 * change. And the comparison would notice: a wrong bit is told.
 */
#include "support/random_rules.h"
#include "support/runner.h"
#include "support/test_host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORDS_MAX ((CSR_TEST_RULES_MAX + 255) / 256 * 4)

static csr_test_host host;
static csr_test_rules rules;
static csr_test_facts facts;

static int set_up(void)
{
    csr_test_host_init(&host, CSR_TEST_MONDAY, 7);
    return 0;
}

static int tear_down(void)
{
    return csr_test_host_done(&host) != 0;
}

typedef struct sets {
    uint64_t is_true[WORDS_MAX], is_undecided[WORDS_MAX];
} sets;

/* How many rules differ from what evaluating their conditions gives. */
static unsigned differences(const csri_match *match, const csri_match_row *row, const sets *found)
{
    unsigned different = 0;

    for (size_t i = 0; i < rules.count; i++) {
        int wanted = csri_match_by_evaluation(match, row, i);
        int is = csri_match_has(found->is_true, i)        ? CSRI_MATCH_TRUE
                 : csri_match_has(found->is_undecided, i) ? CSRI_MATCH_UNDECIDED
                                                          : CSRI_MATCH_FALSE;
        different += is != wanted || csri_match_one(match, row, i) != wanted;
    }
    return different;
}

static csri_match *make(csr_test_random *random)
{
    csri_match *match = NULL;
    size_t count = csr_test_below(random, 10) == 0 ? CSR_TEST_RULES_MAX : 1 + csr_test_below(random, 70);

    csr_test_random_rules(random, count, &rules);
    CU_ASSERT_EQUAL_FATAL(csri_match_make(&host.host, rules.rules, rules.count, &match, NULL), CSR_OK);
    CU_ASSERT_TRUE_FATAL(csri_match_words(match) <= WORDS_MAX && csri_match_count(match) == rules.count);
    return match;
}

static void check_all(const csri_match *match, const csri_match_row *row, sets *out)
{
    csri_match_found found = { out->is_true, out->is_undecided };

    memset(out, 0xff, sizeof *out);
    csri_match_all(match, row, CSRI_MATCH_PLAIN, &found);
    CU_ASSERT_EQUAL(differences(match, row, out), 0);
    memset(out, 0xff, sizeof *out);
    csri_match_all(match, row, CSRI_MATCH_INDEXED, &found);
    CU_ASSERT_EQUAL(differences(match, row, out), 0);
}

static void check_change(csr_test_random *random, unsigned astray, const csri_match *match, csri_match_row *row,
                         sets *out)
{
    csri_match_found found = { out->is_true, out->is_undecided };
    uint64_t changed = 0;

    for (uint64_t n = csr_test_below(random, 3), i = 0; i <= n; i++) {
        size_t field = csr_test_below(random, CSR_TEST_FIELDS);
        csr_test_random_fact(random, astray, field, &facts);
        changed |= UINT64_C(1) << field;
    }
    csri_match_rebind(match, row, &facts.input, &changed);
    csri_match_changed(match, row, &changed, &found);
    CU_ASSERT_EQUAL(differences(match, row, out), 0);
}

static void test_one_answer(void)
{
    csr_test_random random = csr_test_random_begin("match", 20261122);

    for (unsigned i = 0, n = csr_test_depth(60); i < n; i++) {
        csri_match *match = make(&random);
        void *memory = malloc(csri_match_row_bytes(match));
        for (unsigned k = 0; k < 40; k++) {
            unsigned astray = k % 4 == 0 ? 10 : 0;
            sets out;
            csri_match_row *row;
            csr_test_random_facts(&random, astray, &facts);
            row = csri_match_bind(match, &facts.input, memory);
            check_all(match, row, &out);
            check_change(&random, astray, match, row, &out);
        }
        free(memory);
        csri_match_free(match);
        csr_test_rules_free(&rules);
    }
}

/* A comparison that cannot fail proves nothing. */
static void test_differences_are_noticed(void)
{
    csr_test_random random = csr_test_random_begin("match, negative", 3);
    csri_match *match = make(&random);
    void *memory = malloc(csri_match_row_bytes(match));
    csri_match_row *row;
    sets out;

    csr_test_random_facts(&random, 0, &facts);
    row = csri_match_bind(match, &facts.input, memory);
    check_all(match, row, &out);
    out.is_true[0] ^= 1;
    CU_ASSERT_EQUAL(differences(match, row, &out), 1);
    free(memory);
    csri_match_free(match);
    csr_test_rules_free(&rules);
}

static CU_TestInfo tests[] = {
    { "one answer", test_one_answer },
    { "differences are noticed", test_differences_are_noticed },
    CU_TEST_INFO_NULL,
};

static CU_SuiteInfo suites[] = {
    { "match/property", set_up, tear_down, NULL, NULL, tests },
    CU_SUITE_INFO_NULL,
};

int main(void)
{
    return csr_test_main("match_property_test", suites, 2);
}
