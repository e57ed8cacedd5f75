#include "policy/match_inside.h"

#include <math.h>

/* Comparisons of two fields that have a slot; items of a list of numbers. */
#define PAIRS_MAX 256
#define NUMBERS_MAX 64
/* Doubles up to here hold every integer. */
#define EXACT (INT64_C(1) << 53)

static uint8_t slot_kind(const csri_value_type *type)
{
    switch (type->kind) {
    case CSR_VALUE_BOOL: return CSRI_SLOT_BOOL;
    case CSR_VALUE_INT:
    case CSR_VALUE_UINT:
    case CSR_VALUE_TIMESTAMP:
    case CSR_VALUE_DURATION: return CSRI_SLOT_WHOLE;
    case CSR_VALUE_DOUBLE: return CSRI_SLOT_REAL;
    case CSR_VALUE_STRING: return CSRI_SLOT_TEXT;
    case CSR_VALUE_LIST: return type->of->kind == CSR_VALUE_STRING ? CSRI_SLOT_LIST : CSRI_SLOT_OTHER;
    default: return CSRI_SLOT_OTHER;
    }
}

uint16_t csri_match_slot_add(csri_match *match, csri_match_slot slot)
{
    csri_match_slot *more;

    if (match->slot_count == UINT16_MAX - 1)
        return 0;
    if (match->slot_count == match->slot_capacity) {
        size_t capacity = match->slot_capacity == 0 ? 32 : 2u * match->slot_capacity;
        if (capacity > UINT16_MAX)
            capacity = UINT16_MAX;
        more = csri_arena_take(&match->arena, capacity * sizeof(*more));
        if (more == NULL)
            return 0;
        if (match->slot_count != 0)
            memcpy(more, match->slots, match->slot_count * sizeof(*more));
        match->slots = more;
        match->slot_capacity = (uint16_t)capacity;
    }
    match->slots[match->slot_count] = slot;
    return match->slot_count++;
}

uint16_t csri_match_slot_of(csri_match *match, const csr_expression *e, uint16_t field)
{
    const csri_value_type *type = e->fields[field].type;

    if (match->slot_of[field] == 0)
        match->slot_of[field] =
            csri_match_slot_add(match, (csri_match_slot){ .kind = slot_kind(type),
                                                          .value_kind = (uint8_t)(type->kind < 0 ? 0 : type->kind),
                                                          .field = field });
    return match->slot_of[field];
}

static csri_condition *leaf_of(csri_match *match, int op, int negated, uint16_t slot, int64_t with)
{
    csri_condition *made = slot == 0 ? NULL : csri_condition_make(match, CSRI_CONDITION_LEAF, 0);

    if (made == NULL)
        return NULL;
    made->leaf = (csri_match_code){ .op = (uint8_t)op, .negated = (uint8_t)negated, .slot = slot, .with = with };
    if (op == CSRI_MATCH_LT || op == CSRI_MATCH_HAS)
        made->rank = 6;
    else
        made->rank = (uint8_t)(negated ? 8 : op + 1);
    return made;
}

int csri_match_whole(const csr_value *value, int64_t *out)
{
    switch (value->kind) {
    case CSR_VALUE_BOOL:
    case CSR_VALUE_INT: *out = value->as.integer; return value->as.integer != CSRI_MATCH_ABSENT;
    case CSR_VALUE_UINT: *out = value->as.integer; return value->as.natural <= (uint64_t)INT64_MAX;
    case CSR_VALUE_TIMESTAMP:
    case CSR_VALUE_DURATION:
        if (value->nanos % 1000 != 0 || value->as.integer > INT64_MAX / 1000000 - 1 ||
            value->as.integer < INT64_MIN / 1000000 + 1)
            return 0;
        *out = value->as.integer * 1000000 + value->nanos / 1000;
        return 1;
    default: return 0;
    }
}

int csri_match_real(double real, int64_t *out)
{
    int64_t bits;

    /* Not a number compares with nothing. */
    if (isnan(real))
        return 0;
    memcpy(&bits, &real, sizeof(bits));
    /* The bits of negative numbers have the opposite order; the two zeros become one. */
    *out = bits < 0 ? INT64_MIN - bits : bits;
    return 1;
}

static int is_whole_number(int32_t kind)
{
    return kind == CSR_VALUE_INT || kind == CSR_VALUE_UINT;
}

/* A constant as a slot of numbers holds it. */
static int constant_of(const csri_match_slot *slot, const csr_value *value, int64_t *out)
{
    if (slot->kind == CSRI_SLOT_REAL) {
        if (value->kind == CSR_VALUE_DOUBLE)
            return csri_match_real(value->as.real, out);
        if (!is_whole_number(value->kind) || !csri_match_whole(value, out) || *out > EXACT || *out < -EXACT)
            return 0;
        return csri_match_real((double)*out, out);
    }
    if (value->kind != slot->value_kind && !(is_whole_number(value->kind) && is_whole_number(slot->value_kind)))
        return 0;
    return csri_match_whole(value, out);
}

static int is_numeric(const csri_match_slot *slot)
{
    return slot->kind == CSRI_SLOT_BOOL || slot->kind == CSRI_SLOT_WHOLE || slot->kind == CSRI_SLOT_REAL;
}

static int mirrored(int op)
{
    switch (op) {
    case CSRI_NODE_LT: return CSRI_NODE_GT;
    case CSRI_NODE_LE: return CSRI_NODE_GE;
    case CSRI_NODE_GT: return CSRI_NODE_LT;
    case CSRI_NODE_GE: return CSRI_NODE_LE;
    default: return op;
    }
}

/* An integer against a double between two integers: the bound is the next integer above. */
static int bound_of(const csri_match_slot *slot, int *op, const csr_value *value, int64_t *out)
{
    double above;

    if (constant_of(slot, value, out))
        return 1;
    if (slot->kind != CSRI_SLOT_WHOLE || !is_whole_number(slot->value_kind) || value->kind != CSR_VALUE_DOUBLE ||
        !(fabs(value->as.real) < 0x1p62))
        return 0;
    above = ceil(value->as.real);
    *out = (int64_t)above;
    if (above != value->as.real)
        *op = *op == CSRI_NODE_LE ? CSRI_NODE_LT : *op == CSRI_NODE_GT ? CSRI_NODE_GE : *op;
    return 1;
}

/* field < constant and its like: of <= and > the bound is one further. */
static csri_condition *order_leaf(csri_match *match, uint16_t at, int op, const csr_value *value)
{
    const csri_match_slot *slot = &match->slots[at];
    int64_t with;

    if (!is_numeric(slot) || !bound_of(slot, &op, value, &with))
        return NULL;
    if (op == CSRI_NODE_LE || op == CSRI_NODE_GT) {
        if (with == INT64_MAX)
            return NULL;
        with++;
    }
    return leaf_of(match, CSRI_MATCH_LT, op == CSRI_NODE_GT || op == CSRI_NODE_GE, at, with);
}

static csri_condition *equal_leaf(csri_match *match, uint16_t at, int negated, const csr_value *value)
{
    const csri_match_slot *slot = &match->slots[at];
    int64_t with;

    if (slot->kind == CSRI_SLOT_TEXT && value->kind == CSR_VALUE_STRING)
        with = csri_match_word_add(match, at, (csr_str){ value->as.text, value->count });
    else if (!is_numeric(slot) || !constant_of(slot, value, &with))
        return NULL;
    return leaf_of(match, CSRI_MATCH_EQ, negated, at, with);
}

/* One of several values: an OR of leaves. */
static csri_condition *any_leaf(csri_match *match, uint16_t at, const csr_value *list)
{
    csri_condition * or = csri_condition_make(match, CSRI_CONDITION_OR, list->count);

    for (size_t i = 0; or != NULL && i < list->count; i++) {
        or->parts[i] = equal_leaf(match, at, 0, &list->as.items[i]);
        if (or->parts[i] == NULL)
            return NULL;
    }
    if (or != NULL)
        or->rank = CSRI_RANK_OR;
    return or ;
}

/* Of texts whose numbers are small: a mask of them. */
static csri_condition *mask_leaf(csri_match *match, uint16_t at, const csr_value *list)
{
    uint64_t mask = 0;

    for (size_t i = 0; i < list->count; i++) {
        const csr_value *item = &list->as.items[i];
        uint32_t id;
        if (item->kind != CSR_VALUE_STRING)
            return NULL;
        id = csri_match_word_add(match, at, (csr_str){ item->as.text, item->count });
        if (id == 0 || id > 63)
            return NULL;
        mask |= UINT64_C(1) << id;
    }
    return leaf_of(match, CSRI_MATCH_MASK, 0, at, (int64_t)mask);
}

/* "x" in a field that is a list of texts. */
static csri_condition *bit_leaf(csri_match *match, uint16_t at, const csr_value *value)
{
    uint32_t id = csri_match_word_add(match, at, (csr_str){ value->as.text, value->count });
    size_t word = (id - 1) / CSRI_SLOT_BITS_MAX;
    uint16_t bits;

    if (id == 0 || word >= CSRI_SLOT_WORDS)
        return NULL;
    if (match->slots[at].bits[word] == 0) {
        bits =
            csri_match_slot_add(match,
                                (csri_match_slot){ .kind = CSRI_SLOT_BITS, .field = match->slots[at].field, .a = at });
        match->slots[at].bits[word] = bits;
    }
    return leaf_of(match, CSRI_MATCH_BIT, 0, match->slots[at].bits[word], INT64_C(1) << (id - 1) % CSRI_SLOT_BITS_MAX);
}

static csri_condition *in_leaf(csri_match *match, const csr_expression *e, const csri_node *node)
{
    const csri_node *left = node->first, *right = node->last;
    const csri_match_slot *slot;
    csri_condition *made = NULL;
    uint16_t at;

    if (left->op == CSRI_NODE_CONST && left->value.kind == CSR_VALUE_STRING && right->op == CSRI_NODE_FIELD) {
        at = csri_match_slot_of(match, e, right->slot);
        return match->slots[at].kind == CSRI_SLOT_LIST ? bit_leaf(match, at, &left->value) : NULL;
    }
    if (left->op != CSRI_NODE_FIELD || right->op != CSRI_NODE_CONST || right->value.kind != CSR_VALUE_LIST)
        return NULL;
    at = csri_match_slot_of(match, e, left->slot);
    slot = &match->slots[at];
    if (slot->kind == CSRI_SLOT_TEXT)
        made = mask_leaf(match, at, &right->value);
    if (made == NULL && right->value.count != 0 && right->value.count <= NUMBERS_MAX)
        made = any_leaf(match, at, &right->value);
    return made;
}

/* How two fields compare is a slot of its own, found out once when facts are bound. */
static uint16_t pair_slot(csri_match *match, int op, uint16_t a, uint16_t b)
{
    size_t pairs = 0;

    for (uint16_t i = 1; i < match->slot_count; i++) {
        const csri_match_slot *slot = &match->slots[i];
        if (slot->kind == CSRI_SLOT_PAIR && slot->op == op && slot->a == a && slot->b == b)
            return i;
        pairs += slot->kind == CSRI_SLOT_PAIR ? 1 : 0;
    }
    if (pairs == PAIRS_MAX)
        return 0;
    return csri_match_slot_add(match, (csri_match_slot){ .kind = CSRI_SLOT_PAIR, .op = (uint8_t)op, .a = a, .b = b });
}

static csri_condition *pair_leaf(csri_match *match, const csr_expression *e, const csri_node *node)
{
    uint16_t a = csri_match_slot_of(match, e, node->first->slot), b = csri_match_slot_of(match, e, node->last->slot);
    const csri_match_slot *x = &match->slots[a], *y = &match->slots[b];
    int op = node->op, negated = op == CSRI_NODE_NE || op == CSRI_NODE_LE || op == CSRI_NODE_GE;
    int is_order = op != CSRI_NODE_EQ && op != CSRI_NODE_NE;
    csri_condition *made;

    if (!is_numeric(x) || x->kind != y->kind ||
        (x->value_kind != y->value_kind && !(is_whole_number(x->value_kind) && is_whole_number(y->value_kind))))
        return NULL;
    /* a > b is b < a; a <= b is not b < a; a >= b is not a < b. */
    if (op == CSRI_NODE_GT || op == CSRI_NODE_LE || (!is_order && a > b)) {
        uint16_t c = a;
        a = b;
        b = c;
    }
    made = leaf_of(match, CSRI_MATCH_EQ, negated, pair_slot(match, is_order ? CSRI_MATCH_LT : CSRI_MATCH_EQ, a, b), 1);
    if (made != NULL)
        made->rank = 7;
    return made;
}

static csri_condition *comparison_leaf(csri_match *match, const csr_expression *e, const csri_node *node)
{
    const csri_node *field = node->first, *other = node->last;
    int op = node->op;
    uint16_t at;

    if (field->op == CSRI_NODE_FIELD && other->op == CSRI_NODE_FIELD)
        return pair_leaf(match, e, node);
    if (field->op == CSRI_NODE_CONST) {
        field = node->last;
        other = node->first;
        op = mirrored(op);
    }
    if (field->op != CSRI_NODE_FIELD || other->op != CSRI_NODE_CONST)
        return NULL;
    at = csri_match_slot_of(match, e, field->slot);
    if (op == CSRI_NODE_EQ || op == CSRI_NODE_NE)
        return equal_leaf(match, at, op == CSRI_NODE_NE, &other->value);
    return order_leaf(match, at, op, &other->value);
}

csri_condition *csri_match_leaf(csri_match *match, const csr_expression *e, const csri_node *node)
{
    uint16_t at;

    switch (node->op) {
    case CSRI_NODE_CONST:
        if (node->value.kind != CSR_VALUE_BOOL)
            return NULL;
        return leaf_of(match, CSRI_MATCH_ALWAYS, !node->value.as.integer, CSRI_SLOT_EVER, 0);
    case CSRI_NODE_FIELD:
        at = csri_match_slot_of(match, e, node->slot);
        return match->slots[at].kind == CSRI_SLOT_BOOL ? leaf_of(match, CSRI_MATCH_EQ, 0, at, 1) : NULL;
    case CSRI_NODE_HAS_FIELD: return leaf_of(match, CSRI_MATCH_HAS, 0, csri_match_slot_of(match, e, node->slot), 0);
    case CSRI_NODE_EQ:
    case CSRI_NODE_NE:
    case CSRI_NODE_LT:
    case CSRI_NODE_LE:
    case CSRI_NODE_GT:
    case CSRI_NODE_GE: return comparison_leaf(match, e, node);
    case CSRI_NODE_IN: return in_leaf(match, e, node);
    default: return NULL;
    }
}
