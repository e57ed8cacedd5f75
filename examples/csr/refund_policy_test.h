/*
 * csr refund-policy test: cases, one JSON object a line: {"facts":{...},"expected":{"allowed":false,"rule":"..."}}. Of the
 * decision only what `expected` names is looked at.
 */
#ifndef CSR_TOOL_REFUND_POLICY_TEST_H
#define CSR_TOOL_REFUND_POLICY_TEST_H

#include <csr/refund_policy.h>
#include <jansson.h>
#include <stdio.h>

struct policy_score {
    size_t cases, wrong;
};

/* A decision as JSON, with the members of csr_refund_decision. */
json_t *refund_decision_json(const csr_refund_decision *decision);

/* Ask all cases; each that is answered differently, or cannot be asked, is written to out. */
void refund_policy_test(const csr_refund_policy *policy, FILE *cases, FILE *out, struct policy_score *score);

#endif
