/*
 * Rule sets in tests: texts in which ` stands for ", passes told as one line.
 */
#ifndef CSR_TEST_RULES_H
#define CSR_TEST_RULES_H

#include "policy/rules.h"

/* A text with quotation marks for the backticks; valid until the fourth call after. */
const char *test_rules_quote(const char *text);

/* The set of a document, which must load: what is wrong with it is printed. */
csr_rules *test_rules(const char *document);
/* The rules alone: the head of the document is put round them. */
csr_rules *test_rules_of(const char *rules);
/* What is said of a document that does not load, "" when it loads without a word. Valid until the next call. */
const char *test_rules_report(const char *document);

/* A ticket under rules. Begin with { .sets = { .. }, .set_count = 1 }. */
typedef struct test_rules_ticket {
    csr_rules *sets[3]; /* the first one is in force */
    size_t set_count;
    csri_rules_state *state;
    csri_rules_cascade *cascade;
    csr_time look, due;
    const csri_rules_clocks *clocks;
    const char *changed; /* the only fields that have, divided by blanks; NULL = all may have */
    csr_status status;   /* of the last pass */
    csr_error err;
    char audit[16384]; /* of its last firing */
    char told[4096];
} test_rules_ticket;

/*
 * A pass at so many seconds since the epoch over facts as JSON; event 0 = time alone. What it did, such as
 * "late/1/0 fired escalate:apply, tone/2/0 shadow tag:shadow"; "" = nothing.
 */
const char *test_rules_pass(test_rules_ticket *ticket, const char *facts, int64_t now_s, int64_t event);
void test_rules_end(test_rules_ticket *ticket);

#endif
