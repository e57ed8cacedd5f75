/*
 * An explanation as text for people and as JSON.
 */
#include "policy/expression_explain.h"
#include "policy/expression_time.h"

#include "base/base64.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/json.h"
#include "base/number.h"

#include <string.h>

/* Behind the leaf, its values begin at this column, or a few blanks further. */
#define VALUES_AT 37
#define BLANKS 4

typedef struct writer {
    csri_explainer x;
    csri_buffer *out;
    size_t count;
    int fields; /* written of this leaf */
} writer;

static void put_part(csri_buffer *out, int64_t *rest, int64_t unit, const char *name)
{
    if (*rest >= unit)
        csri_buffer_format(out, "%lld%s", (long long)(*rest / unit), name);
    *rest %= unit;
}

/* 31m12s, 1h, 0s; fractions of a second as CEL writes them. */
static void put_duration(csri_buffer *out, const csr_value *value)
{
    char text[CSRI_TIME_TEXT];
    int64_t rest = value->as.integer;

    if (value->nanos != 0 || rest <= 0) {
        csri_buffer_put(out, text, csri_time_text(value, text));
        return;
    }
    put_part(out, &rest, 3600, "h");
    put_part(out, &rest, 60, "m");
    put_part(out, &rest, 1, "s");
}

static void put_value(csri_buffer *out, const csr_value *value);

static void put_items(csri_buffer *out, const csr_value *value)
{
    int is_map = value->kind == CSR_VALUE_MAP;

    csri_buffer_text(out, is_map ? "{" : "[");
    for (size_t i = 0; i < value->count; i++) {
        csri_buffer_text(out, i == 0 ? "" : ", ");
        put_value(out, &value->as.items[is_map ? 2 * i : i]);
        if (is_map) {
            csri_buffer_text(out, ": ");
            put_value(out, &value->as.items[2 * i + 1]);
        }
    }
    csri_buffer_text(out, is_map ? "}" : "]");
}

static void put_value(csri_buffer *out, const csr_value *value)
{
    char text[CSRI_TIME_TEXT];

    switch (value->kind) {
    case 0: csri_buffer_text(out, "absent"); break;
    case CSR_VALUE_NULL: csri_buffer_text(out, "null"); break;
    case CSR_VALUE_BOOL: csri_buffer_text(out, value->as.integer ? "true" : "false"); break;
    case CSR_VALUE_INT: csri_json_int(out, value->as.integer); break;
    case CSR_VALUE_UINT: csri_buffer_format(out, "%lluu", (unsigned long long)value->as.natural); break;
    case CSR_VALUE_DOUBLE: csri_buffer_put(out, text, csri_double_write(value->as.real, text)); break;
    case CSR_VALUE_STRING: csri_json_text(out, value->as.text, value->count); break;
    case CSR_VALUE_BYTES: csri_base64_put(out, value->as.text, value->count); break;
    case CSR_VALUE_TIMESTAMP: csri_buffer_put(out, text, csri_time_text(value, text)); break;
    case CSR_VALUE_DURATION: put_duration(out, value); break;
    case CSR_VALUE_LIST:
    case CSR_VALUE_MAP: put_items(out, value); break;
    case CSR_VALUE_TYPE: csri_buffer_text(out, "a type"); break;
    default: csri_buffer_text(out, "??"); break;
    }
}

/* field = value of every field below a node, each once where it stands. */
static void put_fields(writer *w, const csri_node *node)
{
    const csr_expression_input *input = w->x.input;
    const csr_value none = { 0 };

    if (node->op == CSRI_NODE_FIELD || node->op == CSRI_NODE_HAS_FIELD) {
        const csr_str *name = &w->x.e->fields[node->slot].name;
        csri_buffer_text(w->out, w->fields++ == 0 ? "" : ", ");
        csri_buffer_put(w->out, name->ptr, name->len);
        csri_buffer_text(w->out, " = ");
        put_value(w->out, node->slot < input->fact_count ? &input->facts[node->slot] : &none);
    }
    for (const csri_node *child = node->first; child != NULL; child = child->next)
        put_fields(w, child);
}

static const char *sign_of(int op)
{
    switch (op) {
    case CSRI_NODE_EQ: return "==";
    case CSRI_NODE_NE: return "!=";
    case CSRI_NODE_LT: return "<";
    case CSRI_NODE_LE: return "<=";
    case CSRI_NODE_GT: return ">";
    default: return ">=";
    }
}

static int has_right(const csr_expression_leaf *leaf)
{
    return leaf->right.kind != 0 && leaf->right.kind != CSR_VALUE_UNDECIDED && leaf->left.kind != CSR_VALUE_UNDECIDED;
}

/* What it compares: the value of the one field, or both values. */
static void put_values(writer *w, const csri_node *node, const csr_expression_leaf *leaf)
{
    w->fields = 0;
    if (leaf->outcome == CSR_EXPRESSION_UNDECIDED) {
        csri_buffer_put(w->out, leaf->why.ptr, leaf->why.len);
    } else if (node->op == CSRI_NODE_HAS_FIELD) {
        put_value(w->out, &leaf->left);
    } else if (has_right(leaf) && node->first->op != CSRI_NODE_CONST && node->last->op != CSRI_NODE_CONST) {
        put_value(w->out, &leaf->left);
        csri_buffer_format(w->out, " %s ", sign_of(node->op));
        put_value(w->out, &leaf->right);
    } else {
        put_fields(w, node);
    }
    if (leaf->distance.kind == 0)
        return;
    csri_buffer_text(w->out, node->op == CSRI_NODE_LT || node->op == CSRI_NODE_LE ? "; over by "
                             : node->op == CSRI_NODE_EQ                           ? "; off by "
                                                                                  : "; short by ");
    put_value(w->out, &leaf->distance);
}

static const char *mark_of(csr_expression_outcome outcome)
{
    return outcome == CSR_EXPRESSION_YES ? "yes" : outcome == CSR_EXPRESSION_NO ? "NO" : "??";
}

static void say_leaf(csri_explainer *x, const csri_node *node, const csr_expression_leaf *leaf)
{
    writer *w = (writer *)(void *)x;
    size_t len = leaf->to - leaf->from, blanks = len + BLANKS < VALUES_AT ? VALUES_AT - len : BLANKS;

    csri_buffer_format(w->out, "  %-3s  ", mark_of(leaf->outcome));
    csri_buffer_put(w->out, x->e->text.ptr + leaf->from, len);
    csri_buffer_format(w->out, "%*s", (int)blanks, "");
    put_values(w, node, leaf);
    csri_buffer_text(w->out, "\n");
}

static const char *name_of(csr_expression_outcome outcome)
{
    return outcome == CSR_EXPRESSION_YES ? "yes" : outcome == CSR_EXPRESSION_NO ? "no" : "undecided";
}

/* Numbers, flags, texts and null as JSON has them, everything else as text. */
static void put_json(csri_buffer *out, const char *name, const csr_value *value, const csr_host *host)
{
    csri_buffer text;

    if (value->kind == 0 || value->kind == CSR_VALUE_UNDECIDED)
        return;
    csri_buffer_format(out, ",\"%s\":", name);
    if (value->kind <= CSR_VALUE_INT || value->kind == CSR_VALUE_STRING) {
        put_value(out, value);
        return;
    }
    csri_buffer_init(&text, host, 0);
    put_value(&text, value);
    csri_json_text(out, text.ptr, text.len);
    if (csri_buffer_check(&text, NULL) != CSR_OK)
        csri_buffer_fail(out, CSR_E_NO_MEMORY);
    csri_buffer_free(&text);
}

static void write_leaf(csri_explainer *x, const csri_node *node, const csr_expression_leaf *leaf)
{
    writer *w = (writer *)(void *)x;

    (void)node;
    csri_buffer_text(w->out, w->count++ == 0 ? "{\"text\":" : ",{\"text\":");
    csri_json_text(w->out, x->e->text.ptr + leaf->from, leaf->to - leaf->from);
    csri_buffer_format(w->out, ",\"outcome\":\"%s\"", name_of(leaf->outcome));
    put_json(w->out, "left", &leaf->left, &x->e->host);
    put_json(w->out, "right", &leaf->right, &x->e->host);
    put_json(w->out, "distance", &leaf->distance, &x->e->host);
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

    (void)csr_expression_explain(w->x.e, w->x.input, &value, NULL, 0, &count, NULL);
    csri_buffer_format(w->out, "{\"outcome\":\"%s\"",
                       name_of(value.kind != CSR_VALUE_BOOL ? CSR_EXPRESSION_UNDECIDED
                               : value.as.integer           ? CSR_EXPRESSION_YES
                                                            : CSR_EXPRESSION_NO));
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
    writer w = { .x = { .e = expression, .input = input, .take = say_leaf }, .out = &text };

    if (out == NULL)
        return csri_fail(err, CSR_E_ARGUMENT, "out", "out is required");
    *out = NULL;
    if (status != CSR_OK)
        return status;
    if (form != CSR_EXPRESSION_TEXT && form != CSR_EXPRESSION_JSON)
        return csri_fail(err, CSR_E_ARGUMENT, "form", "this form is not known");
    csri_buffer_init(&text, &expression->host, 0);
    if (form == CSR_EXPRESSION_JSON) {
        w.x.take = write_leaf;
        write_json(&w);
    } else {
        csri_explain_walk(&w.x, expression->root);
    }
    return csri_buffer_finish(&text, out, err);
}
