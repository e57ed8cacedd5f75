/*
 * Explaining expressions, shared by the structure (expression_explain.c), what is written of it (expression_story.c) and
 * the explanations of rules (rules_explain.c).
 */
#ifndef CSRI_POLICY_EXPRESSION_EXPLAIN_H
#define CSRI_POLICY_EXPRESSION_EXPLAIN_H

#include "policy/expression_value.h"

typedef struct csri_explainer {
    const csr_expression *e;
    csr_expression_input input;
    int keeps; /* values outlive their leaf, so each takes room of its own */
    void (*take)(struct csri_explainer *x, const csri_node *node, const csr_expression_leaf *leaf);
} csri_explainer;

/* Whether nothing below a node is a leaf of its own. */
int csri_explain_is_leaf(const csri_node *node);
/* Take every leaf below a node, in the order of the text. */
void csri_explain_walk(csri_explainer *x, const csri_node *node);
/* What comes of a value that is to be true or false. */
csr_expression_outcome csri_explain_outcome(const csr_value *value);

/* Whether expression and input are what they must be; *input is never NULL afterwards. */
csr_status csri_explain_check(const csr_expression *expression, const csr_expression_input **input, csr_error *err);

/* "  NO   ", behind so much indentation, and the text of an outcome. */
void csri_explain_say(csr_expression_outcome outcome, const char *indent, csr_str text, csri_buffer *out);
/* The values of a leaf and what is missing, as people read it: "4500 > 5000; short by 501". */
void csri_explain_detail(const csri_explainer *x, const csri_node *node, const csr_expression_leaf *leaf,
                         csri_buffer *out);
/* Both in one line. */
void csri_explain_line(const csri_explainer *x, const csri_node *node, const csr_expression_leaf *leaf,
                       const char *indent, csri_buffer *out);

#endif
