#include "policy/expression_value.h"

#include <string.h>

static csr_value spent(void)
{
    return csri_value_undecided("the limit of cost is passed");
}

static int is_undecided(const csr_value *v)
{
    return v->kind == CSR_VALUE_UNDECIDED;
}

static csr_value run_field(const csri_run *run, const csri_node *node)
{
    if (node->slot >= run->fact_count || run->facts[node->slot].kind == 0)
        return csri_value_undecided("the field is absent");
    return run->facts[node->slot];
}

static csr_value run_select(csri_run *run, const csri_node *node)
{
    csr_value map = csri_expression_run(run, node->first);
    csr_value key = csri_value_text(CSR_VALUE_STRING, node->name.ptr, node->name.len);
    const csr_value *found;

    if (is_undecided(&map))
        return map;
    if (map.kind != CSR_VALUE_MAP)
        return csri_value_undecided("only a map has fields");
    found = csri_value_at_key(run, &map, &key);
    if (node->op == CSRI_NODE_HAS)
        return csri_value_bool(found != NULL);
    return found != NULL ? *found : csri_value_undecided("no such key");
}

/* The place that a number means in a list, or -1. */
static int64_t place_of(const csr_value *index, size_t count)
{
    int64_t place;

    if (index->kind == CSR_VALUE_DOUBLE) {
        place = index->as.real >= 0 && index->as.real < (double)count ? (int64_t)index->as.real : -1;
        if ((double)place != index->as.real)
            return -1;
    } else if (index->kind == CSR_VALUE_INT || index->kind == CSR_VALUE_UINT) {
        place = index->as.natural < count ? index->as.integer : -1;
    } else {
        place = -1;
    }
    return place;
}

static csr_value run_index(csri_run *run, const csri_node *node)
{
    csr_value of = csri_expression_run(run, node->first);
    csr_value index = is_undecided(&of) ? of : csri_expression_run(run, node->last);
    const csr_value *found;
    int64_t place;

    if (is_undecided(&index))
        return index;
    if (of.kind == CSR_VALUE_LIST) {
        place = place_of(&index, of.count);
        return place >= 0 ? of.as.items[place]
                          : csri_value_undecided("invalid_argument: there is no such place in the list");
    }
    if (of.kind != CSR_VALUE_MAP)
        return csri_value_no_overload();
    found = csri_value_at_key(run, &of, &index);
    return found != NULL ? *found : csri_value_undecided("no such key");
}

static csr_value run_list(csri_run *run, const csri_node *node)
{
    csr_value *items = csri_run_room(run, node->count * sizeof(*items)); /* an empty list is a constant */
    size_t i = 0;

    if (items == NULL)
        return csri_value_no_room();
    for (const csri_node *child = node->first; child != NULL; child = child->next, i++) {
        items[i] = csri_expression_run(run, child);
        if (is_undecided(&items[i]))
            return items[i];
    }
    return (csr_value){ .kind = CSR_VALUE_LIST, .as.items = items, .count = node->count };
}

static int is_key(const csr_value *v)
{
    return v->kind == CSR_VALUE_INT || v->kind == CSR_VALUE_UINT || v->kind == CSR_VALUE_BOOL ||
           v->kind == CSR_VALUE_STRING;
}

static csr_value run_map(csri_run *run, const csri_node *node)
{
    csr_value *items = node->count == 0 ? NULL : csri_run_room(run, node->count * sizeof(*items));
    csr_value map = { .kind = CSR_VALUE_MAP, .as.items = items };
    size_t i = 0;

    if (node->count != 0 && items == NULL)
        return csri_value_no_room();
    for (const csri_node *child = node->first; child != NULL; child = child->next, i++) {
        items[i] = csri_expression_run(run, child);
        if (is_undecided(&items[i]))
            return items[i];
        if (i % 2 != 0) {
            map.count++;
            continue;
        }
        if (!is_key(&items[i]))
            return csri_value_undecided("unsupported key type");
        if (csri_value_at_key(run, &map, &items[i]) != NULL)
            return csri_value_undecided("repeated key");
    }
    return map;
}

/* All that are there decide: one that settles the matter absorbs those that could not be decided. */
static csr_value run_junction(csri_run *run, const csri_node *node, int settles)
{
    csr_value undecided = csri_value_bool(!settles), v;

    for (const csri_node *child = node->first; child != NULL; child = child->next) {
        v = csri_expression_run(run, child);
        if (v.kind == CSR_VALUE_BOOL && v.as.integer == settles)
            return v;
        if (v.kind != CSR_VALUE_BOOL && undecided.kind == CSR_VALUE_BOOL)
            undecided = is_undecided(&v) ? v : csri_value_no_overload();
    }
    return undecided;
}

static csr_value run_not(csri_run *run, const csri_node *node)
{
    csr_value v = csri_expression_run(run, node->first);

    if (is_undecided(&v))
        return v;
    return v.kind == CSR_VALUE_BOOL ? csri_value_bool(!v.as.integer) : csri_value_no_overload();
}

static csr_value ordered(int op, int order)
{
    if (order == CSRI_NO_ORDER)
        return csri_value_no_overload();
    if (order == CSRI_UNORDERED)
        return csri_value_bool(0);
    switch (op) {
    case CSRI_NODE_LT: return csri_value_bool(order < 0);
    case CSRI_NODE_LE: return csri_value_bool(order <= 0);
    case CSRI_NODE_GT: return csri_value_bool(order > 0);
    default: return csri_value_bool(order >= 0);
    }
}

static csr_value run_in(csri_run *run, const csr_value *a, const csr_value *b)
{
    if (b->kind == CSR_VALUE_MAP)
        return csri_value_bool(csri_value_at_key(run, b, a) != NULL);
    if (b->kind != CSR_VALUE_LIST)
        return csri_value_no_overload();
    for (size_t i = 0; i < b->count; i++)
        if (csri_value_equal(run, a, &b->as.items[i]))
            return csri_value_bool(1);
    return csri_value_bool(0);
}

static csr_value run_pair(csri_run *run, const csri_node *node)
{
    csr_value a = csri_expression_run(run, node->first);
    csr_value b = is_undecided(&a) ? a : csri_expression_run(run, node->last);

    if (is_undecided(&b))
        return b;
    switch (node->op) {
    case CSRI_NODE_EQ: return csri_value_bool(csri_value_equal(run, &a, &b));
    case CSRI_NODE_NE: return csri_value_bool(!csri_value_equal(run, &a, &b));
    case CSRI_NODE_IN: return run_in(run, &a, &b);
    case CSRI_NODE_ADD: return csri_value_add(run, &a, &b);
    case CSRI_NODE_SUBTRACT: return csri_value_subtract(&a, &b);
    case CSRI_NODE_MULTIPLY: return csri_value_multiply(&a, &b);
    case CSRI_NODE_DIVIDE: return csri_value_divide(&a, &b);
    case CSRI_NODE_REMAINDER: return csri_value_remainder(&a, &b);
    default: return ordered(node->op, csri_value_compare(&a, &b));
    }
}

static int takes(const csri_function *function, const csr_value *arguments, unsigned count)
{
    if (strlen(function->arguments) != count)
        return 0;
    for (unsigned i = 0; i < count; i++)
        if (function->arguments[i] != '?' && function->arguments[i] != csri_value_letter(arguments[i].kind))
            return 0;
    return 1;
}

static csr_value run_call(csri_run *run, const csri_node *node)
{
    csr_value arguments[CSRI_FUNCTION_ARGUMENTS];
    unsigned count = 0;

    if (node->function == NULL || node->count > CSRI_FUNCTION_ARGUMENTS)
        return csri_value_no_overload();
    for (const csri_node *child = node->first; child != NULL; child = child->next, count++) {
        arguments[count] = csri_expression_run(run, child);
        if (is_undecided(&arguments[count]))
            return arguments[count];
    }
    run->node = node;
    for (const csri_function *f = node->function; f != NULL; f = csri_function_next(f))
        if (takes(f, arguments, count)) {
            run->function = f;
            return f->run(run, arguments);
        }
    return csri_value_no_overload();
}

/* What a loop goes over: the items of a list, the keys of a map. */
typedef struct loop {
    const csri_node *node;
    csr_value range;
    size_t step;
} loop;

static csr_value run_body(csri_run *run, const loop *l, size_t i, const csri_node *body)
{
    run->locals[l->node->slot] = l->range.as.items[i * l->step];
    return csri_run_pay(run, 1) ? csri_expression_run(run, body) : spent();
}

/* all() and exists() are junctions over the items. */
static csr_value run_quantifier(csri_run *run, const loop *l, int settles)
{
    csr_value undecided = csri_value_bool(!settles), v;

    for (size_t i = 0; i < l->range.count; i++) {
        v = run_body(run, l, i, l->node->last);
        if (v.kind == CSR_VALUE_BOOL && v.as.integer == settles)
            return v;
        if (v.kind != CSR_VALUE_BOOL && undecided.kind == CSR_VALUE_BOOL)
            undecided = is_undecided(&v) ? v : csri_value_no_overload();
        if (run->cost_left < 0)
            return spent();
    }
    return undecided;
}

static csr_value run_exists_one(csri_run *run, const loop *l)
{
    size_t found = 0;
    csr_value v;

    for (size_t i = 0; i < l->range.count; i++) {
        v = run_body(run, l, i, l->node->last);
        if (v.kind != CSR_VALUE_BOOL)
            return is_undecided(&v) ? v : csri_value_no_overload();
        found += v.as.integer ? 1 : 0;
    }
    return csri_value_bool(found == 1);
}

/* filter() and map(): the items, or what they become, of which the predicate is true. */
static csr_value run_collect(csri_run *run, const loop *l)
{
    const csri_node *second = l->node->first->next;
    const csri_node *result = l->node->op == CSRI_NODE_TRANSFORM ? l->node->last : NULL;
    const csri_node *predicate = second == result ? NULL : second;
    csr_value *items = csri_run_room(run, (l->range.count + 1) * sizeof(*items)), v;
    csr_value list = { .kind = CSR_VALUE_LIST, .as.items = items };

    if (items == NULL)
        return csri_value_no_room();
    for (size_t i = 0; i < l->range.count; i++) {
        v = predicate == NULL ? csri_value_bool(1) : run_body(run, l, i, predicate);
        if (v.kind != CSR_VALUE_BOOL)
            return is_undecided(&v) ? v : csri_value_no_overload();
        if (!v.as.integer)
            continue;
        v = result == NULL ? l->range.as.items[i * l->step] : run_body(run, l, i, result);
        if (is_undecided(&v))
            return v;
        items[list.count++] = v;
    }
    return list;
}

static csr_value run_loop(csri_run *run, const csri_node *node)
{
    loop l = { .node = node, .range = csri_expression_run(run, node->first) };

    if (is_undecided(&l.range))
        return l.range;
    if (l.range.kind != CSR_VALUE_LIST && l.range.kind != CSR_VALUE_MAP)
        return csri_value_no_overload();
    l.step = l.range.kind == CSR_VALUE_MAP ? 2 : 1;
    switch (node->op) {
    case CSRI_NODE_ALL: return run_quantifier(run, &l, 0);
    case CSRI_NODE_EXISTS: return run_quantifier(run, &l, 1);
    case CSRI_NODE_EXISTS_ONE: return run_exists_one(run, &l);
    default: return run_collect(run, &l);
    }
}

static csr_value run_negate(csri_run *run, const csri_node *node)
{
    csr_value v = csri_expression_run(run, node->first);

    return is_undecided(&v) ? v : csri_value_negate(&v);
}

/* The branch that a choice takes; NULL with *out when it takes none. */
static const csri_node *choose(csri_run *run, const csri_node *node, csr_value *out)
{
    csr_value v = csri_expression_run(run, node->first);

    if (v.kind == CSR_VALUE_BOOL)
        return v.as.integer ? node->first->next : node->last;
    *out = is_undecided(&v) ? v : csri_value_no_overload();
    return NULL;
}

void csri_run_begin(csri_run *run, const csr_expression *e, const csr_expression_input *input)
{
    run->e = e;
    run->facts = input->facts;
    run->fact_count = input->fact_count;
    run->room = input->room;
    run->room_left = input->room == NULL ? 0 : input->room_bytes;
    run->cost_left = input->cost_limit > 0 ? input->cost_limit : CSRI_EXPRESSION_COST;
    run->node = NULL;
    run->function = NULL;
}

csr_value csri_expression_value(csri_run *run, const csri_node *node)
{
    csr_value value = csri_expression_run(run, node);

    return run->cost_left < 0 ? spent() : value;
}

csr_value csri_expression_run(csri_run *run, const csri_node *node)
{
    csr_value out;

    while (node->op == CSRI_NODE_CHOOSE && csri_run_pay(run, 1)) {
        node = choose(run, node, &out);
        if (node == NULL)
            return out;
    }
    if (!csri_run_pay(run, 1))
        return spent();
    switch (node->op) {
    case CSRI_NODE_CONST: return node->value;
    case CSRI_NODE_FIELD: return run_field(run, node);
    case CSRI_NODE_LOCAL: return run->locals[node->slot];
    case CSRI_NODE_HAS_FIELD: return csri_value_bool(node->slot < run->fact_count && run->facts[node->slot].kind != 0);
    case CSRI_NODE_SELECT:
    case CSRI_NODE_HAS: return run_select(run, node);
    case CSRI_NODE_INDEX: return run_index(run, node);
    case CSRI_NODE_LIST: return run_list(run, node);
    case CSRI_NODE_MAP: return run_map(run, node);
    case CSRI_NODE_AND: return run_junction(run, node, 0);
    case CSRI_NODE_OR: return run_junction(run, node, 1);
    case CSRI_NODE_NOT: return run_not(run, node);
    case CSRI_NODE_NEGATE: return run_negate(run, node);
    case CSRI_NODE_CALL: return run_call(run, node);
    case CSRI_NODE_ALL:
    case CSRI_NODE_EXISTS:
    case CSRI_NODE_EXISTS_ONE:
    case CSRI_NODE_FILTER:
    case CSRI_NODE_TRANSFORM: return run_loop(run, node);
    case CSRI_NODE_NAME:
    case CSRI_NODE_UNKNOWN: return csri_value_undecided("no such name");
    default: return run_pair(run, node);
    }
}
