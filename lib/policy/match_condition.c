#include "policy/match_inside.h"

#include "policy/expression_host.h"
#include "policy/expression_type.h"

/* Dearer than this is heavy: the evaluator's limit is to be out of reach of what code answers. */
#define LIGHT_MAX 50000
#define HEAVY (-1)
/* What comparing a text with each item of a list may cost. */
#define ITEMS_COST(len) (CSRI_MATCH_ITEMS_MAX * (1 + (int64_t)(len) / 64))

csri_condition *csri_condition_make(csri_match *match, int kind, size_t parts)
{
    csri_condition *made = csri_arena_take(&match->arena, sizeof(*made) + parts * sizeof(*made->parts));

    if (made != NULL) {
        made->kind = (uint8_t)kind;
        made->count = (uint32_t)parts;
        made->parts = (csri_condition **)(void *)(made + 1);
    }
    return made;
}

static int is_scalar(const csri_value_type *type)
{
    return type->kind >= CSR_VALUE_BOOL && type->kind <= CSR_VALUE_DURATION && type->kind != CSR_VALUE_BYTES;
}

static int is_text(const csri_node *node)
{
    return node->type->kind == CSR_VALUE_STRING;
}

static int is_constant(const csri_node *node)
{
    return node->op == CSRI_NODE_CONST;
}

static int64_t weigh_equality(const csri_node *node)
{
    const csri_node *a = node->first, *b = node->last;

    if (!is_scalar(a->type) || !is_scalar(b->type))
        return is_constant(a) && a->value.kind == CSR_VALUE_NULL && is_scalar(b->type)   ? 2
               : is_constant(b) && b->value.kind == CSR_VALUE_NULL && is_scalar(a->type) ? 2
                                                                                         : HEAVY;
    if (!is_text(a) || !is_text(b))
        return 2;
    if (is_constant(a))
        return 2 + (int64_t)a->value.count / 64;
    return is_constant(b) ? 2 + (int64_t)b->value.count / 64 : HEAVY;
}

static int64_t weigh_in(const csri_node *node)
{
    const csri_node *a = node->first, *b = node->last;
    int64_t cost = 2;

    if (b->type->kind != CSR_VALUE_LIST || !is_scalar(a->type))
        return HEAVY;
    if (is_constant(a) && b->op == CSRI_NODE_FIELD && is_scalar(b->type->of))
        return cost + ITEMS_COST(is_text(a) ? a->value.count : 0);
    if (!is_constant(b))
        return HEAVY;
    for (size_t i = 0; i < b->value.count; i++) {
        const csr_value *item = &b->value.as.items[i];
        if (item->kind == CSR_VALUE_LIST || item->kind == CSR_VALUE_MAP)
            return HEAVY;
        cost += 1 + (item->kind == CSR_VALUE_STRING || item->kind == CSR_VALUE_BYTES ? (int64_t)item->count / 64 : 0);
    }
    return cost;
}

static int64_t weigh_call(const csri_node *node)
{
    const csri_function *f = node->function;

    if (f == NULL || csri_is_host_function(f))
        return HEAVY;
    if (strncmp(f->name, "get", 3) == 0 || strcmp(f->name, "startsWith") == 0 || strcmp(f->name, "endsWith") == 0)
        return 1;
    return strcmp(f->name, "size") == 0 && node->first->type->kind >= CSR_VALUE_LIST ? 1 : HEAVY;
}

/* The node alone, without what is below it. */
static int64_t weigh_node(const csri_node *node)
{
    switch (node->op) {
    case CSRI_NODE_CONST:
    case CSRI_NODE_FIELD:
    case CSRI_NODE_HAS_FIELD:
    case CSRI_NODE_AND:
    case CSRI_NODE_OR:
    case CSRI_NODE_NOT:
    case CSRI_NODE_NEGATE:
    case CSRI_NODE_CHOOSE: return 1;
    case CSRI_NODE_EQ:
    case CSRI_NODE_NE: return weigh_equality(node);
    case CSRI_NODE_LT:
    case CSRI_NODE_LE:
    case CSRI_NODE_GT:
    case CSRI_NODE_GE:
    case CSRI_NODE_ADD:
    case CSRI_NODE_SUBTRACT:
    case CSRI_NODE_MULTIPLY:
    case CSRI_NODE_DIVIDE:
    case CSRI_NODE_REMAINDER:
        return is_scalar(node->first->type) && is_scalar(node->last->type) && !(is_text(node)) ? 1 : HEAVY;
    case CSRI_NODE_IN: return weigh_in(node);
    case CSRI_NODE_CALL: return weigh_call(node);
    default: return HEAVY;
    }
}

/* The most that a tree can cost, or HEAVY. */
static int64_t weigh(const csri_node *node)
{
    int64_t cost = weigh_node(node), below;

    for (const csri_node *child = node->first; child != NULL && cost != HEAVY; child = child->next) {
        below = weigh(child);
        cost = below == HEAVY || cost + below > LIGHT_MAX ? HEAVY : cost + below;
    }
    return cost;
}

static int is_junction(const csri_node *node)
{
    return node->op == CSRI_NODE_AND || node->op == CSRI_NODE_OR || node->op == CSRI_NODE_NOT;
}

/* What a condition is made of: how many heavy leaves, and what all others may cost. */
typedef struct weight {
    unsigned heavy;
    int64_t light;
} weight;

static void weigh_leaves(const csri_node *node, weight *w)
{
    int64_t cost;

    if (is_junction(node)) {
        w->light++;
        for (const csri_node *child = node->first; child != NULL; child = child->next)
            weigh_leaves(child, w);
        return;
    }
    cost = weigh(node);
    if (cost == HEAVY)
        w->heavy++;
    else
        w->light += cost;
}

/* A condition on its way to a tree. */
typedef struct builder {
    csri_match *match;
    const csr_expression *e;
    weight weight;
    int seen; /* a heavy leaf */
} builder;

static csri_condition *ask(builder *b, const csri_node *node, int64_t kept, int rank)
{
    csri_match *match = b->match;
    csri_match_question *more;
    csri_condition *made;

    if (match->question_count == match->question_capacity) {
        size_t capacity = match->question_capacity == 0 ? 16 : 2 * match->question_capacity;
        more = csri_arena_take(&match->arena, capacity * sizeof(*more));
        if (more == NULL)
            return NULL;
        if (match->question_count != 0)
            memcpy(more, match->questions, match->question_count * sizeof(*more));
        match->questions = more;
        match->question_capacity = capacity;
    }
    made = csri_condition_make(match, CSRI_CONDITION_LEAF, 0);
    if (made == NULL)
        return NULL;
    made->rank = (uint8_t)rank;
    made->leaf = (csri_match_code){ .op = CSRI_MATCH_ASK, .slot = CSRI_SLOT_NEVER };
    made->leaf.with = (int64_t)match->question_count;
    match->questions[match->question_count++] = (csri_match_question){ b->e, node, kept };
    return made;
}

/* The other way round, by the rules of De Morgan. */
static void negate(csri_condition *c)
{
    if (c->kind == CSRI_CONDITION_LEAF) {
        c->leaf.negated = !c->leaf.negated;
        if (c->rank < CSRI_RANK_OR)
            c->rank = c->leaf.negated ? 8 : 5;
        return;
    }
    c->kind = c->kind == CSRI_CONDITION_AND ? CSRI_CONDITION_OR : CSRI_CONDITION_AND;
    for (uint32_t i = 0; i < c->count; i++)
        negate(c->parts[i]);
}

static csri_condition *leaf(builder *b, const csri_node *node, int negated)
{
    csri_condition *made = NULL;
    int heavy = weigh(node) == HEAVY;

    b->seen |= heavy;
    if (!heavy)
        made = csri_match_leaf(b->match, b->e, node);
    if (made == NULL)
        made = ask(b, node, heavy ? b->weight.light : 0, heavy ? CSRI_RANK_HEAVY : CSRI_RANK_LIGHT);
    if (made != NULL && negated)
        negate(made);
    return made;
}

static int by_rank(const csri_condition *a, const csri_condition *b)
{
    return a->rank < b->rank;
}

/* More parts than this stay as they are: sorting takes the square of their number. */
#define SORTED_MAX 256

/* Those of lower rank come first; those of one rank keep their order. */
static void sort(csri_condition **parts, size_t count)
{
    for (size_t i = 1; i < count && count <= SORTED_MAX; i++) {
        csri_condition *moved = parts[i];
        size_t at = i;
        for (; at > 0 && by_rank(moved, parts[at - 1]); at--)
            parts[at] = parts[at - 1];
        parts[at] = moved;
    }
}

static csri_condition *tree(builder *b, const csri_node *node, int negated)
{
    int seen = b->seen;
    csri_condition *made;
    size_t i = 0;

    if (node->op == CSRI_NODE_NOT)
        return tree(b, node->first, !negated);
    if (!is_junction(node))
        return leaf(b, node, negated);
    made =
        csri_condition_make(b->match, (node->op == CSRI_NODE_AND) != negated ? CSRI_CONDITION_AND : CSRI_CONDITION_OR,
                            node->count);
    for (const csri_node *child = node->first; made != NULL && child != NULL; child = child->next, i++) {
        made->parts[i] = tree(b, child, negated);
        if (made->parts[i] == NULL)
            return NULL;
    }
    if (made == NULL)
        return NULL;
    made->rank = CSRI_RANK_OR;
    /* With something heavy in it the order is the evaluator's, so that what it pays for is the same. */
    if (b->seen)
        made->rank = CSRI_RANK_HEAVY;
    if (!b->seen && !seen)
        sort(made->parts, made->count);
    return made;
}

/* Parts that must all be true. */
typedef struct parts {
    csri_match *match;
    csri_condition **at;
    size_t count, capacity;
} parts;

static int add_part(parts *p, csri_condition *part)
{
    csri_condition **more;

    if (part == NULL)
        return 0;
    if (p->count == p->capacity) {
        p->capacity = p->capacity == 0 ? 8 : 2 * p->capacity;
        more = csri_arena_take(&p->match->arena, p->capacity * sizeof(csri_condition *));
        if (more == NULL)
            return 0;
        if (p->count != 0)
            memcpy(more, p->at, p->count * sizeof(csri_condition *));
        p->at = more;
    }
    p->at[p->count++] = part;
    return 1;
}

/* The parts of a condition that come before anything heavy, or all of it; those behind keep their place. */
static int add_parts(parts *p, builder *b, const csri_node *node, int negated, int only_light)
{
    csri_condition *part;

    if (node->op == CSRI_NODE_NOT)
        return add_parts(p, b, node->first, !negated, only_light);
    if (is_junction(node) && (node->op == CSRI_NODE_AND) != negated) {
        for (const csri_node *child = node->first; child != NULL; child = child->next)
            if (!add_parts(p, b, child, negated, only_light))
                return 0;
        return 1;
    }
    if (only_light) {
        weight w = { 0, 0 };
        weigh_leaves(node, &w);
        b->seen |= w.heavy != 0;
        if (b->seen)
            return 1;
    }
    part = tree(b, node, negated);
    if (part != NULL && b->seen)
        part->rank = CSRI_RANK_HEAVY;
    return add_part(p, part);
}

/* One condition of a rule: as parts, or as what the evaluator is asked whole. */
static int add_condition(parts *p, const csr_expression *e)
{
    builder b = { .match = p->match, .e = e };
    int whole;

    weigh_leaves(e->root, &b.weight);
    whole = b.weight.heavy > 1 || b.weight.light > LIGHT_MAX;
    if (b.weight.light > p->match->dearest && !whole)
        p->match->dearest = b.weight.light;
    if (b.weight.light <= LIGHT_MAX && !add_parts(p, &b, e->root, 0, whole))
        return 0;
    return !whole || add_part(p, ask(&b, e->root, -1, CSRI_RANK_HEAVY));
}

/* Parts as one condition. */
static csri_condition *join(parts *p, int kind)
{
    csri_condition *made = csri_condition_make(p->match, kind, p->count);

    if (made == NULL)
        return NULL;
    sort(p->at, p->count);
    if (p->count != 0)
        memcpy(made->parts, p->at, p->count * sizeof(csri_condition *));
    made->rank = CSRI_RANK_OR;
    for (size_t i = 0; i < p->count; i++)
        if (p->at[i]->rank == CSRI_RANK_HEAVY)
            made->rank = CSRI_RANK_HEAVY;
    return made;
}

csri_condition *csri_match_conditions(csri_match *match, const csri_match_rule *rule)
{
    parts all = { .match = match }, any = { .match = match };

    for (size_t i = 0; i < rule->when_count; i++)
        if (!add_condition(&all, rule->when[i]))
            return NULL;
    if (rule->any_count == 1 && !add_condition(&all, rule->any[0]))
        return NULL;
    for (size_t i = 0; rule->any_count > 1 && i < rule->any_count; i++) {
        parts one = { .match = match };
        if (!add_condition(&one, rule->any[i]) || !add_part(&any, join(&one, CSRI_CONDITION_AND)))
            return NULL;
    }
    if (rule->any_count > 1 && !add_part(&all, join(&any, CSRI_CONDITION_OR)))
        return NULL;
    return join(&all, CSRI_CONDITION_AND);
}
