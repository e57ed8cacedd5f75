/*
 * Random rules and facts for them: every kind of condition that the matcher answers by itself, and those that it asks the
 * evaluator about; facts that are absent, of another type, or at the bounds.
 */
#ifndef CSR_TEST_RANDOM_RULES_H
#define CSR_TEST_RANDOM_RULES_H

#include "policy/match.h"
#include "support/seeded.h"

#define CSR_TEST_FIELDS 16
#define CSR_TEST_RULES_MAX 320
#define CSR_TEST_CLAUSES_MAX 4

/* Rules with their expressions. */
typedef struct csr_test_rules {
    csri_match_rule rules[CSR_TEST_RULES_MAX];
    const csr_expression *clauses[CSR_TEST_RULES_MAX][2 * CSR_TEST_CLAUSES_MAX];
    size_t count;
} csr_test_rules;

/* Facts and what they need. */
typedef struct csr_test_facts {
    csr_value values[CSR_TEST_FIELDS];
    csr_value items[CSR_TEST_FIELDS][4]; /* of the field's own list or map */
    csr_expression_input input;
    char room[512];
} csr_test_facts;

/* The fields; valid for ever. */
const csr_expression_field *csr_test_rule_fields(void);

/* A condition into out, as text. */
void csr_test_random_condition(csr_test_random *random, char *out, size_t size);

/* count rules; ends the program when one does not compile. Free them afterwards. */
void csr_test_random_rules(csr_test_random *random, size_t count, csr_test_rules *out);
void csr_test_rules_free(csr_test_rules *rules);

/* Facts; `astray` in a hundred are not of their type. */
void csr_test_random_facts(csr_test_random *random, unsigned astray, csr_test_facts *out);
/* Another value for one fact. */
void csr_test_random_fact(csr_test_random *random, unsigned astray, size_t field, csr_test_facts *facts);

#endif
