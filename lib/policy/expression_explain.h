/*
 * Explaining expressions, shared by the structure (expression_explain.c) and what is written of it (expression_story.c).
 */
#ifndef CSRI_POLICY_EXPRESSION_EXPLAIN_H
#define CSRI_POLICY_EXPRESSION_EXPLAIN_H

#include "policy/expression_value.h"

typedef struct csri_explainer {
    const csr_expression *e;
    const csr_expression_input *input;
    void (*take)(struct csri_explainer *x, const csri_node *node, const csr_expression_leaf *leaf);
} csri_explainer;

/* Take every leaf below a node, in the order of the text. */
void csri_explain_walk(csri_explainer *x, const csri_node *node);

/* Whether expression and input are what they must be; *input is never NULL afterwards. */
csr_status csri_explain_check(const csr_expression *expression, const csr_expression_input **input, csr_error *err);

#endif
