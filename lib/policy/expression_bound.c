/*
 * What an evaluation may cost at most, found out before there are facts: from how many items a list may have, and how many
 * bytes a text.
 */
#include "policy/expression_bound.h"
#include "policy/expression_host.h"
#include "policy/pattern.h"

/* More than any limit; sums and products end here. */
#define MOST (INT64_C(1) << 40)
/* Bytes of a number or an instant that becomes a text. */
#define TEXT_OF_NUMBER 64

/* Of a node: units of work; items of its value, and bytes of its text or of the longest text in it. */
typedef struct bound {
    int64_t cost, items, bytes;
} bound;

typedef struct bounder {
    const csr_expression *e;
    int64_t limit;
    const csri_node *over; /* the first node, children first, that costs more */
    bound locals[CSRI_EXPRESSION_LOOPS];
} bounder;

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t most(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static int64_t times(int64_t a, int64_t b)
{
    return a != 0 && b > MOST / a ? MOST : a * b;
}

static bound bound_of(bounder *b, const csri_node *node);

/* All children, each of them evaluated; their largest values. */
static bound all_of(bounder *b, const csri_node *node)
{
    bound sum = { 0, 0, 0 };

    for (const csri_node *child = node->first; child != NULL; child = child->next) {
        bound one = bound_of(b, child);
        sum.cost += one.cost;
        sum.items = most(sum.items, one.items);
        sum.bytes = most(sum.bytes, one.bytes);
    }
    return sum;
}

static bound of_constant(const csr_value *value)
{
    bound all = { 0, 0, 0 };

    if (value->kind == CSR_VALUE_STRING || value->kind == CSR_VALUE_BYTES)
        all.bytes = (int64_t)value->count;
    if (value->kind != CSR_VALUE_LIST)
        return all;
    all.items = (int64_t)value->count;
    for (size_t i = 0; i < value->count; i++) {
        bound item = of_constant(&value->as.items[i]);
        all.items = most(all.items, item.items);
        all.bytes = most(all.bytes, item.bytes);
    }
    return all;
}

static bound of_field(const csri_field *field)
{
    bound all = { 0, field->max_items, field->max_bytes };

    if (all.items == 0)
        all.items = CSRI_BOUND_ITEMS;
    if (all.bytes == 0)
        all.bytes = CSRI_BOUND_BYTES;
    return all;
}

/* Comparing two values for being equal: texts byte by byte, lists item by item, maps every key with every key. */
static int64_t equality(const csri_node *node, const bound *a, const bound *b)
{
    int64_t item = 1 + least(a->bytes, b->bytes) / 64, items = least(a->items, b->items);

    if (node->first->type->kind == CSR_VALUE_MAP)
        items = times(2 * a->items, b->items);
    else if (node->first->type->kind > 0 && node->first->type->kind != CSR_VALUE_LIST)
        items = 0;
    return item + times(item, items);
}

static bound of_pair(bounder *b, const csri_node *node)
{
    bound left = bound_of(b, node->first), right = bound_of(b, node->last), all = { 0, 0, 0 };

    all.cost = left.cost + right.cost;
    switch (node->op) {
    case CSRI_NODE_EQ:
    case CSRI_NODE_NE: all.cost += equality(node, &left, &right); break;
    case CSRI_NODE_IN: all.cost += times(right.items, 1 + least(left.bytes, right.bytes) / 64); break;
    case CSRI_NODE_ADD:
        all.items = left.items + right.items;
        all.bytes = left.bytes + right.bytes;
        all.cost += most(all.items, all.bytes / 64);
        break;
    default: break;
    }
    return all;
}

/* A key of a map: each one there is may be looked at. */
static bound of_key(bounder *b, const csri_node *node)
{
    bound all = all_of(b, node);

    all.cost += times(all.items, 1 + all.bytes / 64);
    return all;
}

static bound of_map(bounder *b, const csri_node *node)
{
    bound all = all_of(b, node);

    all.items = node->count;
    all.cost += times(times(node->count, node->count), 1 + all.bytes / 64);
    return all;
}

/* Of all functions of the name: which one is called is not always known before. */
static int64_t of_host(const csri_function *function)
{
    int64_t cost = 0;

    for (; function != NULL; function = csri_function_next(function))
        cost = most(cost, csri_host_function_cost(function));
    return least(cost, MOST);
}

/* Functions of texts look at each place of the first one, contains() at the second one from there. */
static bound of_call(bounder *b, const csri_node *node)
{
    bound all = { 0, 0, TEXT_OF_NUMBER }, one = all;
    int64_t first = 0;

    for (const csri_node *child = node->first; child != NULL; child = child->next) {
        one = bound_of(b, child);
        first = child == node->first ? one.bytes : first;
        all.cost += one.cost;
        all.items = most(all.items, one.items);
        all.bytes = most(all.bytes, one.bytes);
    }
    if ((node->flags & CSRI_NODE_PATTERN) != 0)
        all.cost += times(first, (int64_t)csri_pattern_states(node->pattern) / 64 + 1);
    else if (node->function != NULL && csri_is_host_function(node->function))
        all.cost += of_host(node->function);
    else
        all.cost += times(first / 64, node->count > 1 ? one.bytes / 64 + 1 : 1);
    return all;
}

static bound of_choice(bounder *b, const csri_node *node)
{
    bound first = bound_of(b, node->first), one = bound_of(b, node->first->next), other = bound_of(b, node->last);

    return (bound){ first.cost + most(one.cost, other.cost), most(one.items, other.items),
                    most(one.bytes, other.bytes) };
}

static bound of_loop(bounder *b, const csri_node *node)
{
    bound range = bound_of(b, node->first), body, all = range;
    int64_t each = 0;

    b->locals[node->slot] = (bound){ 0, range.items, range.bytes };
    for (const csri_node *part = node->first->next; part != NULL; part = part->next) {
        body = bound_of(b, part);
        each += 1 + body.cost;
        if (node->op == CSRI_NODE_TRANSFORM)
            all.bytes = most(all.bytes, body.bytes);
    }
    all.cost += times(range.items, each);
    return all;
}

static bound of_node(bounder *b, const csri_node *node)
{
    switch (node->op) {
    case CSRI_NODE_CONST: return of_constant(&node->value);
    case CSRI_NODE_FIELD: return of_field(&b->e->fields[node->slot]);
    case CSRI_NODE_LOCAL: return b->locals[node->slot];
    case CSRI_NODE_SELECT:
    case CSRI_NODE_HAS:
    case CSRI_NODE_INDEX: return of_key(b, node);
    case CSRI_NODE_MAP: return of_map(b, node);
    case CSRI_NODE_CHOOSE: return of_choice(b, node);
    case CSRI_NODE_CALL: return of_call(b, node);
    case CSRI_NODE_ALL:
    case CSRI_NODE_EXISTS:
    case CSRI_NODE_EXISTS_ONE:
    case CSRI_NODE_FILTER:
    case CSRI_NODE_TRANSFORM: return of_loop(b, node);
    case CSRI_NODE_HAS_FIELD:
    case CSRI_NODE_AND:
    case CSRI_NODE_OR:
    case CSRI_NODE_NOT:
    case CSRI_NODE_NEGATE: return all_of(b, node);
    case CSRI_NODE_LIST: {
        bound all = all_of(b, node);
        all.items = most(all.items, node->count);
        return all;
    }
    default: return of_pair(b, node);
    }
}

static bound bound_of(bounder *b, const csri_node *node)
{
    bound all = of_node(b, node);

    all.cost = least(all.cost + 1, MOST);
    all.items = least(all.items, MOST);
    all.bytes = least(all.bytes, MOST);
    if (all.cost > b->limit && b->over == NULL)
        b->over = node;
    return all;
}

int64_t csri_expression_bound(const csr_expression *e, int64_t limit, const csri_node **over)
{
    bounder b = { .e = e, .limit = limit };
    bound all = bound_of(&b, e->root);

    *over = b.over;
    return all.cost;
}
