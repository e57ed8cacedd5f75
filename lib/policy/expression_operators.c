#include "policy/expression_check.h"

#include "base/text.h"
#include "policy/finding.h"

void csri_check_bool(csri_checker *c, const csri_node *node)
{
    if (!csri_is_unchecked(c) && !csri_is_any(node->type) && node->type->kind != CSR_VALUE_BOOL)
        csri_expression_report(c->e, node->from, node->to, "E110", "this is %s, and true or false is wanted here",
                               csri_value_kind_said(node->type->kind));
}

int csri_is_named(const csri_node *node, const char *name)
{
    return node->name.len == strlen(name) && memcmp(node->name.ptr, name, node->name.len) == 0;
}

/* What has() tells when a node is true (or, with `negated`, when it is false) holds for its neighbours. */
static void guard(csri_checker *c, const csri_node *node, int negated)
{
    if (negated && node->op == CSRI_NODE_NOT)
        guard(c, node->first, 0);
    else if (!negated && node->op == CSRI_NODE_HAS_FIELD)
        c->guarded[node->slot / 64] |= UINT64_C(1) << node->slot % 64;
    else if (!negated && node->op == CSRI_NODE_AND)
        for (const csri_node *child = node->first; child != NULL; child = child->next)
            guard(c, child, 0);
}

/* The parts are looked at in any order, so what one says about fields holds for all: those that are has() come first. */
int csri_is_has(const csri_node *node)
{
    return node->op == CSRI_NODE_CALL && !(node->flags & CSRI_NODE_METHOD) && node->count == 1 &&
           csri_is_named(node, "has");
}

static int is_question(const csri_node *node)
{
    return csri_is_has(node) || (node->op == CSRI_NODE_NOT && csri_is_has(node->first));
}

/* A part of a junction: what is told of it is told with the part. */
static void check_part(csri_checker *c, csri_node *part)
{
    uint32_t from = c->from, to = c->to;

    c->from = part->from;
    c->to = part->to;
    csri_check_node(c, part);
    c->from = from;
    c->to = to;
}

void csri_check_junction(csri_checker *c, csri_node *node)
{
    uint64_t before[CSRI_EXPRESSION_FIELDS / 64];

    memcpy(before, c->guarded, sizeof(before));
    for (csri_node *child = node->first; child != NULL; child = child->next)
        if (is_question(child)) {
            check_part(c, child);
            guard(c, child, node->op == CSRI_NODE_OR);
        }
    for (csri_node *child = node->first; child != NULL; child = child->next) {
        if (child->type == NULL)
            check_part(c, child);
        csri_check_bool(c, child);
    }
    memcpy(c->guarded, before, sizeof(before));
    node->type = csri_value_type_of(CSR_VALUE_BOOL);
}

void csri_check_choice(csri_checker *c, csri_node *node)
{
    uint64_t before[CSRI_EXPRESSION_FIELDS / 64];

    memcpy(before, c->guarded, sizeof(before));
    csri_check_node(c, node->first);
    csri_check_bool(c, node->first);
    guard(c, node->first, 0);
    csri_check_node(c, node->first->next);
    memcpy(c->guarded, before, sizeof(before));
    guard(c, node->first, 1);
    csri_check_node(c, node->last);
    memcpy(c->guarded, before, sizeof(before));
    node->type = csri_value_type_join(&c->e->arena, node->first->next->type, node->last->type);
}

static const csri_field *field_of(const csri_checker *c, const csri_node *node)
{
    return node->op == CSRI_NODE_FIELD ? &c->e->fields[node->slot] : NULL;
}

static void report_value(csri_checker *c, const csri_field *field, const csri_node *node, csr_str near)
{
    csri_name_list known = { 0 };

    for (size_t i = 0; i < field->value_count; i++)
        csri_name_list_add(&known, field->values[i].ptr, field->values[i].len);
    csri_expression_report(c->e, node->from, node->to, "E112 not-in-enum",
                           "\"%.*s\" is never a value of %.*s (%s)%s%.*s%s",
                           (int)csri_utf8_cut(node->value.as.text, node->value.count, 60), node->value.as.text,
                           (int)field->name.len, field->name.ptr, known.text, near.len != 0 ? ".\nDid you mean \"" : "",
                           (int)near.len, near.len != 0 ? near.ptr : "", near.len != 0 ? "\"?" : "");
}

/* A text that a field never has. */
static void check_value(csri_checker *c, const csri_field *field, const csri_node *node)
{
    csr_str text, near = { NULL, 0 };
    size_t best = SIZE_MAX;

    if (field == NULL || field->value_count == 0 || node->op != CSRI_NODE_CONST || node->value.kind != CSR_VALUE_STRING)
        return;
    text = (csr_str){ node->value.as.text, node->value.count };
    for (size_t i = 0; i < field->value_count; i++)
        if (csri_same(field->values[i], text))
            return;
    for (size_t i = 0; i < field->value_count; i++)
        if (csri_is_near(text, field->values[i], &best))
            near = field->values[i];
    report_value(c, field, node, near);
}

/* "EUR.cent" as people say it: "EUR cents". */
static const char *say_unit(csr_str unit, char out[64])
{
    size_t len = unit.len < 62 ? unit.len : 62;
    char *dot;

    if (len == 0)
        return "none";
    memcpy(out, unit.ptr, len);
    out[len] = '\0';
    dot = strchr(out, '.');
    if (dot != NULL) {
        *dot = ' ';
        out[len] = 's';
        out[len + 1] = '\0';
    }
    return out;
}

static void check_units(csri_checker *c, const csri_node *node)
{
    const csri_field *a = field_of(c, node->first), *b = field_of(c, node->last);
    char left[64], right[64];

    if (a != NULL && b != NULL && !csri_same(a->unit, b->unit))
        csri_expression_report(c->e, node->from, node->to, "E130", "units differ: %s and %s", say_unit(a->unit, left),
                               say_unit(b->unit, right));
}

/* "high" comes before "low" only in the alphabet. */
static int is_choice(const csri_checker *c, const csri_node *node)
{
    const csri_field *field = field_of(c, node);

    if (field == NULL || field->value_count == 0)
        return 0;
    csri_expression_report(c->e, node->from, node->to, "E110", "the values of %.*s have no order; write %.*s in [..]",
                           (int)field->name.len, field->name.ptr, (int)field->name.len, field->name.ptr);
    return 1;
}

static int is_number(const csri_value_type *type)
{
    return type->kind == CSR_VALUE_INT || type->kind == CSR_VALUE_UINT || type->kind == CSR_VALUE_DOUBLE;
}

/* What would make the two of one type. */
static const char *pair_advice(const csri_value_type *a, const csri_value_type *b)
{
    if ((a->kind == CSR_VALUE_LIST) != (b->kind == CSR_VALUE_LIST))
        return CSRI_IN_LIST;
    if (a->kind == CSR_VALUE_DURATION || b->kind == CSR_VALUE_DURATION)
        return "; a length of time is written duration(\"30m\")";
    if (a->kind == CSR_VALUE_TIMESTAMP || b->kind == CSR_VALUE_TIMESTAMP)
        return "; an instant is written timestamp(\"2026-03-02T10:00:00Z\")";
    if (a->kind == CSR_VALUE_DOUBLE || b->kind == CSR_VALUE_DOUBLE)
        return "; write 100.0 for a double";
    return "";
}

/* What a field is, where there is a better way to write what it is compared to. */
static const char *field_advice(const csri_value_type *type)
{
    switch (type->kind) {
    case CSR_VALUE_DURATION: return "a duration; write duration(\"30m\")";
    case CSR_VALUE_TIMESTAMP: return "an instant; write timestamp(\"2026-03-02T10:00:00Z\")";
    case CSR_VALUE_DOUBLE: return "a double; write 100.0";
    default: return NULL;
    }
}

static void report_pair(csri_checker *c, const csri_node *node)
{
    const csri_node *named = node->first->op == CSRI_NODE_FIELD ? node->first : node->last;
    const csri_node *other = named == node->first ? node->last : node->first;
    int is_sensible =
        named->op == CSRI_NODE_FIELD && other->op == CSRI_NODE_CONST &&
        (is_number(other->type) || (other->type->kind == CSR_VALUE_STRING && named->type->kind != CSR_VALUE_DOUBLE));
    const char *advice = is_sensible ? field_advice(named->type) : NULL;

    if (advice != NULL)
        csri_expression_report(c->e, node->from, node->to, "E110", "%.*s is %s",
                               (int)c->e->fields[named->slot].name.len, c->e->fields[named->slot].name.ptr, advice);
    else
        csri_expression_report(c->e, node->from, node->to, "E110", "%s and %s cannot be compared%s",
                               csri_value_kind_said(node->first->type->kind),
                               csri_value_kind_said(node->last->type->kind),
                               pair_advice(node->first->type, node->last->type));
}

static void check_comparison(csri_checker *c, csri_node *node)
{
    const csri_value_type *a = node->first->type, *b = node->last->type;
    int is_order = node->op >= CSRI_NODE_LT;

    node->type = csri_value_type_of(CSR_VALUE_BOOL);
    if (csri_is_unchecked(c))
        return;
    check_value(c, field_of(c, node->first), node->last);
    check_value(c, field_of(c, node->last), node->first);
    check_units(c, node);
    if (csri_is_any(a) || csri_is_any(b) || (is_order && (is_choice(c, node->first) || is_choice(c, node->last))))
        return;
    if (is_number(a) && is_number(b) && (is_order || c->e->flags & CSR_EXPRESSION_LENIENT))
        return;
    if (!csri_value_type_fits(a, b) && a->kind != CSR_VALUE_NULL && b->kind != CSR_VALUE_NULL)
        report_pair(c, node);
    else if (is_order && (a->kind >= CSR_VALUE_LIST || a->kind == CSR_VALUE_NULL))
        csri_expression_report(c->e, node->from, node->to, "E110", "there is no order among values of type %s",
                               csri_value_kind_name(a->kind));
}

static void check_in(csri_checker *c, csri_node *node)
{
    const csri_value_type *a = node->first->type, *b = node->last->type;
    const csri_value_type *of = b->kind == CSR_VALUE_MAP ? b->key : b->of;

    node->type = csri_value_type_of(CSR_VALUE_BOOL);
    if (csri_is_unchecked(c) || csri_is_any(b))
        return;
    if (b->kind != CSR_VALUE_LIST && b->kind != CSR_VALUE_MAP) {
        csri_expression_report(c->e, node->last->from, node->last->to, "E110",
                               "\"in\" needs a list or a map, and this is %s", csri_value_kind_said(b->kind));
        return;
    }
    if (node->last->op == CSRI_NODE_LIST)
        for (const csri_node *item = node->last->first; item != NULL; item = item->next)
            check_value(c, field_of(c, node->first), item);
    if (!csri_value_type_fits(a, of) && !(is_number(a) && is_number(of) && c->e->flags & CSR_EXPRESSION_LENIENT))
        csri_expression_report(c->e, node->from, node->to, "E110", "%s is never among values of type %s",
                               csri_value_kind_said(a->kind), csri_value_kind_name(of->kind));
}

/* The type of a sum and its like; 0 when there is none. CSRI_TYPE_DYN = not known yet. */
static int32_t arithmetic(int op, int32_t a, int32_t b)
{
    int times =
        (a == CSR_VALUE_TIMESTAMP || a == CSR_VALUE_DURATION) && (b == CSR_VALUE_TIMESTAMP || b == CSR_VALUE_DURATION);

    if (times && op == CSRI_NODE_ADD)
        return a == CSR_VALUE_TIMESTAMP && b == CSR_VALUE_TIMESTAMP ? 0 : a == b ? a : CSR_VALUE_TIMESTAMP;
    if (times && op == CSRI_NODE_SUBTRACT)
        return a == b ? CSR_VALUE_DURATION : a == CSR_VALUE_TIMESTAMP ? a : 0;
    if (a != b)
        return 0;
    if (a == CSR_VALUE_INT || a == CSR_VALUE_UINT || (a == CSR_VALUE_DOUBLE && op != CSRI_NODE_REMAINDER))
        return a;
    return op == CSRI_NODE_ADD && (a == CSR_VALUE_STRING || a == CSR_VALUE_BYTES || a == CSR_VALUE_LIST) ? a : 0;
}

static void check_arithmetic(csri_checker *c, csri_node *node)
{
    const csri_value_type *a = node->first->type, *b = node->last->type;
    int32_t kind;

    if (csri_is_any(a) || csri_is_any(b))
        return;
    kind = arithmetic(node->op, a->kind, b->kind);
    if (kind == CSR_VALUE_LIST)
        node->type = csri_value_type_join(&c->e->arena, a, b);
    else if (kind != 0)
        node->type = csri_value_type_of(kind);
    else if (!csri_is_unchecked(c))
        csri_expression_report(c->e, node->from, node->to, "E110", "this cannot be done with %s and %s%s",
                               csri_value_kind_said(a->kind), csri_value_kind_said(b->kind), pair_advice(a, b));
    if (!csri_is_unchecked(c) && (node->op == CSRI_NODE_ADD || node->op == CSRI_NODE_SUBTRACT))
        check_units(c, node);
}

void csri_check_pair(csri_checker *c, csri_node *node)
{
    csri_check_node(c, node->first);
    csri_check_node(c, node->last);
    if (node->op == CSRI_NODE_IN)
        check_in(c, node);
    else if (node->op >= CSRI_NODE_ADD)
        check_arithmetic(c, node);
    else
        check_comparison(c, node);
}

void csri_check_sign(csri_checker *c, csri_node *node)
{
    const csri_value_type *of;

    csri_check_node(c, node->first);
    of = node->first->type;
    if (node->op == CSRI_NODE_NOT) {
        csri_check_bool(c, node->first);
        node->type = csri_value_type_of(CSR_VALUE_BOOL);
    } else if (of->kind == CSR_VALUE_INT || of->kind == CSR_VALUE_DOUBLE) {
        node->type = of;
    } else if (!csri_is_unchecked(c) && !csri_is_any(of)) {
        csri_expression_report(c->e, node->from, node->to, "E110", "%s has no negative",
                               csri_value_kind_said(of->kind));
    }
}
