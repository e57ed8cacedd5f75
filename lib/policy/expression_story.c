/*
 * An explanation as text for people and as JSON.
 */
#include "policy/expression_explain.h"

#include "base/buffer.h"
#include "base/error.h"
#include "base/json.h"

#include <string.h>

/* Behind the leaf, its values begin at this column, or a few blanks further. */
#define VALUES_AT 37
#define BLANKS 4

typedef struct writer {
    csri_explainer x;
    csri_buffer *out;
    size_t count;
} writer;

/* field = value of every field below a node, each where it stands; *count = so many were written. */
static void put_fields(const csri_explainer *x, const csri_node *node, int *count, csri_buffer *out)
{
    static const csr_value none = { 0 };

    if (node->op == CSRI_NODE_FIELD || node->op == CSRI_NODE_HAS_FIELD) {
        const csr_str *name = &x->e->fields[node->slot].name;
        csri_buffer_text(out, (*count)++ == 0 ? "" : ", ");
        csri_buffer_put(out, name->ptr, name->len);
        csri_buffer_text(out, " = ");
        csri_value_write(node->slot < x->input.fact_count ? &x->input.facts[node->slot] : &none, out);
    }
    for (const csri_node *child = node->first; child != NULL; child = child->next)
        put_fields(x, child, count, out);
}

static const char *sign_of(int op)
{
    static const char *const signs[] = { "==", "!=", "<", "<=", ">", ">=" };
    return signs[op - CSRI_NODE_EQ];
}

static void put_distance(int op, const csr_value *distance, csri_buffer *out)
{
    if (distance->kind == 0)
        return;
    csri_buffer_text(out, op == CSRI_NODE_LT || op == CSRI_NODE_LE ? "; over by "
                          : op == CSRI_NODE_EQ                     ? "; off by "
                                                                   : "; short by ");
    if (distance->kind == CSR_VALUE_DURATION && distance->as.integer == 0 && distance->nanos == 0)
        csri_buffer_text(out, "a moment");
    else
        csri_value_write(distance, out);
}

/* What it compares: the value of the one field, or both values. */
void csri_explain_detail(const csri_explainer *x, const csri_node *node, const csr_expression_leaf *leaf,
                         csri_buffer *out)
{
    int fields = 0;

    if (leaf->outcome == CSR_EXPRESSION_UNDECIDED) {
        csri_buffer_put(out, leaf->why.ptr, leaf->why.len);
    } else if (node->op == CSRI_NODE_HAS_FIELD) {
        csri_value_write(&leaf->left, out);
    } else if (leaf->right.kind != 0 && node->first->op != CSRI_NODE_CONST && node->last->op != CSRI_NODE_CONST) {
        csri_value_write(&leaf->left, out);
        csri_buffer_format(out, " %s ", sign_of(node->op));
        csri_value_write(&leaf->right, out);
    } else {
        put_fields(x, node, &fields, out);
    }
    put_distance(node->op, &leaf->distance, out);
}

void csri_explain_say(csr_expression_outcome outcome, const char *indent, csr_str text, csri_buffer *out)
{
    const char *mark = outcome == CSR_EXPRESSION_YES ? "yes" : outcome == CSR_EXPRESSION_NO ? "NO" : "?\?";

    csri_buffer_format(out, "  %s%-3s  ", indent, mark);
    csri_buffer_put(out, text.ptr, text.len);
}

static csr_str text_of(const csri_explainer *x, const csr_expression_leaf *leaf)
{
    return (csr_str){ x->e->text.ptr + leaf->from, leaf->to - leaf->from };
}

void csri_explain_line(const csri_explainer *x, const csri_node *node, const csr_expression_leaf *leaf,
                       const char *indent, csri_buffer *out)
{
    csr_str text = text_of(x, leaf);
    size_t len = strlen(indent) + text.len, blanks = len + BLANKS < VALUES_AT ? VALUES_AT - len : BLANKS;

    csri_explain_say(leaf->outcome, indent, text, out);
    csri_buffer_format(out, "%*s", (int)blanks, "");
    csri_explain_detail(x, node, leaf, out);
    csri_buffer_text(out, "\n");
}

static void say_leaf(csri_explainer *x, const csri_node *node, const csr_expression_leaf *leaf)
{
    csri_explain_line(x, node, leaf, "", ((writer *)(void *)x)->out);
}

static const char *name_of(csr_expression_outcome outcome)
{
    return outcome == CSR_EXPRESSION_YES ? "yes" : outcome == CSR_EXPRESSION_NO ? "no" : "undecided";
}

static void put_json(csri_buffer *out, const char *name, const csr_value *value)
{
    if (value->kind == 0 || value->kind == CSR_VALUE_UNDECIDED)
        return;
    csri_buffer_format(out, ",\"%s\":", name);
    csri_value_json(value, out);
}

static void write_leaf(csri_explainer *x, const csri_node *node, const csr_expression_leaf *leaf)
{
    writer *w = (writer *)(void *)x;
    csr_str text = text_of(x, leaf);

    (void)node;
    csri_buffer_text(w->out, w->count++ == 0 ? "{\"text\":" : ",{\"text\":");
    csri_json_text(w->out, text.ptr, text.len);
    csri_buffer_format(w->out, ",\"outcome\":\"%s\"", name_of(leaf->outcome));
    put_json(w->out, "left", &leaf->left);
    put_json(w->out, "right", &leaf->right);
    put_json(w->out, "distance", &leaf->distance);
    if (leaf->why.len != 0) {
        csri_buffer_text(w->out, ",\"why\":");
        csri_json_text(w->out, leaf->why.ptr, leaf->why.len);
    }
    csri_buffer_text(w->out, "}");
}

static void write_json(writer *w)
{
    csr_value value = { 0 };
    size_t count;

    (void)csr_expression_explain(w->x.e, &w->x.input, &value, NULL, 0, &count, NULL);
    csri_buffer_format(w->out, "{\"outcome\":\"%s\"", name_of(csri_explain_outcome(&value)));
    if (value.kind == CSR_VALUE_UNDECIDED) {
        csri_buffer_text(w->out, ",\"why\":");
        csri_json_text(w->out, value.as.text, value.count);
    }
    csri_buffer_text(w->out, ",\"leaves\":[");
    csri_explain_walk(&w->x, w->x.e->root);
    csri_buffer_text(w->out, "]}");
}

csr_status csr_expression_story(const csr_expression *expression, const csr_expression_input *input,
                                csr_expression_form form, csr_buf **out, csr_error *err)
{
    csr_status status = csri_explain_check(expression, &input, err);
    csri_buffer text;
    writer w = { .x = { .e = expression, .take = say_leaf }, .out = &text };

    if (out == NULL)
        return csri_out_missing(err, "out");
    *out = NULL;
    if (status != CSR_OK)
        return status;
    if (form != CSR_EXPRESSION_TEXT && form != CSR_EXPRESSION_JSON)
        return csri_fail(err, CSR_E_ARGUMENT, "form", "this form is not known");
    w.x.input = *input;
    csri_buffer_init(&text, expression->arena->host, 0);
    if (form == CSR_EXPRESSION_JSON) {
        w.x.take = write_leaf;
        write_json(&w);
    } else {
        csri_explain_walk(&w.x, expression->root);
    }
    return csri_buffer_finish(&text, out, err);
}
