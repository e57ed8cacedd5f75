/*
 * Why a condition came out as it did: its leaves, each evaluated by itself.
 */
#include "policy/expression_explain.h"

#include "base/error.h"

#include <string.h>

static int is_junction(const csri_node *node)
{
    return node->op == CSRI_NODE_AND || node->op == CSRI_NODE_OR;
}

static int is_comparison(const csri_node *node)
{
    return node->op >= CSRI_NODE_EQ && node->op <= CSRI_NODE_GE;
}

int csri_explain_is_leaf(const csri_node *node)
{
    return !is_junction(node) && !(node->op == CSRI_NODE_NOT && is_junction(node->first));
}

csr_expression_outcome csri_explain_outcome(const csr_value *value)
{
    if (value->kind != CSR_VALUE_BOOL)
        return CSR_EXPRESSION_UNDECIDED;
    return value->as.integer ? CSR_EXPRESSION_YES : CSR_EXPRESSION_NO;
}

/* The value of a node; where it lies in the room, what comes next has less of it. */
static csr_value run_alone(csri_explainer *x, const csri_node *node)
{
    csri_run run;
    csr_value value;

    csri_run_begin(&run, x->e, &x->input);
    value = csri_expression_value(&run, node);
    if (value.kind == CSR_VALUE_STRING || value.kind == CSR_VALUE_BYTES || value.kind == CSR_VALUE_LIST ||
        value.kind == CSR_VALUE_MAP) {
        x->input.room = run.room;
        x->input.room_bytes = run.room_left;
    }
    return value;
}

/* What is left of one value when the other is taken away, where both are numbers or times; else kind 0. */
static csr_value difference(const csr_value *a, const csr_value *b)
{
    csr_value none = { 0 }, found = csri_value_subtract(a, b);

    return found.kind == CSR_VALUE_UNDECIDED ? none : found;
}

/* How much is missing for a comparison to be true. Of integers that must be larger one more is missing. */
static csr_value distance(int op, const csr_value *left, const csr_value *right)
{
    const csr_value one = csri_value_int(1), none = { 0 };
    csr_value found;
    int is_greater = op == CSRI_NODE_GT || op == CSRI_NODE_GE;

    if (op == CSRI_NODE_NE)
        return none;
    if (op == CSRI_NODE_EQ && csri_value_compare(left, right) > 0)
        is_greater = 0;
    else if (op == CSRI_NODE_EQ)
        is_greater = 1;
    found = is_greater ? difference(right, left) : difference(left, right);
    if (found.kind == CSR_VALUE_INT && (op == CSRI_NODE_GT || op == CSRI_NODE_LT)) {
        found = csri_value_add(NULL, &found, &one);
        return found.kind == CSR_VALUE_UNDECIDED ? none : found;
    }
    return found;
}

static csr_value field_value(const csri_explainer *x, const csri_node *node)
{
    const csr_value none = { 0 };

    return node->slot < x->input.fact_count ? x->input.facts[node->slot] : none;
}

static void fill_leaf(csri_explainer *x, const csri_node *node, csr_expression_leaf *out)
{
    csr_value value = run_alone(x, node);

    out->from = node->from;
    out->to = node->to;
    out->outcome = csri_explain_outcome(&value);
    if (value.kind == CSR_VALUE_UNDECIDED)
        out->why = (csr_str){ value.as.text, value.count };
    else if (value.kind != CSR_VALUE_BOOL)
        csr_str_set(&out->why, "this is neither true nor false", CSR_NTS);
    out->left = value;
    if (node->op == CSRI_NODE_HAS_FIELD)
        out->left = field_value(x, node);
    if (!is_comparison(node))
        return;
    out->left = run_alone(x, node->first);
    out->right = run_alone(x, node->last);
    if (out->outcome == CSR_EXPRESSION_NO)
        out->distance = distance(node->op, &out->left, &out->right);
}

void csri_explain_walk(csri_explainer *x, const csri_node *node)
{
    csr_expression_leaf leaf = CSR_EXPRESSION_LEAF_INIT;
    const csr_expression_input before = x->input;

    if (!csri_explain_is_leaf(node)) {
        for (const csri_node *child = node->first; child != NULL; child = child->next)
            csri_explain_walk(x, child);
        return;
    }
    fill_leaf(x, node, &leaf);
    x->take(x, node, &leaf);
    if (!x->keeps)
        x->input = before;
}

/* Leaves into the caller's structs, of any age. */
typedef struct copier {
    csri_explainer x;
    csr_expression_leaf *leaves;
    size_t capacity, count;
} copier;

static void copy_leaf(csri_explainer *x, const csri_node *node, const csr_expression_leaf *leaf)
{
    copier *c = (copier *)(void *)x;

    (void)node;
    if (c->count < c->capacity)
        c->leaves[c->count] = *leaf;
    c->count++;
}

csr_status csri_explain_check(const csr_expression *expression, const csr_expression_input **input, csr_error *err)
{
    static const csr_expression_input nothing = CSR_EXPRESSION_INPUT_INIT;

    csri_error_clear(err);
    if (expression == NULL)
        return csri_fail(err, CSR_E_ARGUMENT, "expression", "an expression is required");
    if (*input == NULL)
        *input = &nothing;
    if ((*input)->struct_size < sizeof(**input) || ((*input)->facts == NULL && (*input)->fact_count != 0))
        return csri_fail(err, CSR_E_ARGUMENT, "input", "input needs its struct_size, and facts where there are some");
    return CSR_OK;
}

csr_status csr_expression_explain(const csr_expression *expression, const csr_expression_input *input,
                                  csr_value *out_value, csr_expression_leaf *leaves, size_t capacity, size_t *out_count,
                                  csr_error *err)
{
    csr_status status = csri_explain_check(expression, &input, err);
    copier c = { .x = { .e = expression, .keeps = 1, .take = copy_leaf }, .leaves = leaves, .capacity = capacity };
    csr_value value;

    if (status != CSR_OK)
        return status;
    if (out_count == NULL)
        return csri_out_missing(err, "out_count");
    for (size_t i = 0; i < capacity; i++)
        if (leaves == NULL || leaves[i].struct_size < sizeof(*leaves))
            return csri_fail(err, CSR_E_ARGUMENT, "leaves", "leaves need their struct_size");
    c.x.input = *input;
    value = run_alone(&c.x, expression->root);
    csri_explain_walk(&c.x, expression->root);
    if (out_value != NULL)
        *out_value = value;
    *out_count = c.count;
    return CSR_OK;
}
