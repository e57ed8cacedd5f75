#include "policy/rules_cases.h"

#include "policy/expression_time.h"

#define ROOM_BYTES 4096
#define COST_MAX 10000
/* Constants that a list is asked about, of which all subsets are cases. */
#define ITEMS_MAX 4

static const csri_field *field_of(const csri_cases *c, size_t i)
{
    return &c->set->schema->fields[c->fields[i]];
}

/* ---- Constants ---- */

static int has_fields(const csri_node *node)
{
    if (node->op == CSRI_NODE_FIELD || node->op == CSRI_NODE_HAS_FIELD || node->op == CSRI_NODE_LOCAL)
        return 1;
    for (const csri_node *child = node->first; child != NULL; child = child->next)
        if (has_fields(child))
            return 1;
    return 0;
}

/* What folding has left of a constant lies where the cases lie. */
static csr_value constant(csri_cases *c, const csri_node *node)
{
    static const csr_expression none = { .flags = 0 };
    csri_run run = { .e = &none, .cost_left = COST_MAX, .room = c->room, .room_left = c->room_left };
    csr_value value = csri_expression_run(&run, node);

    c->room = run.room;
    c->room_left = run.room_left;
    return value;
}

static void add_value(csri_cases *c, size_t i, csr_value value)
{
    for (size_t k = 0; k < c->counts[i]; k++)
        if (value.kind != CSR_VALUE_LIST && csri_fact_same(&c->values[i][k], &value))
            return;
    if (c->counts[i] == CSRI_CASES_VALUES)
        c->exact = 0;
    else
        c->values[i][c->counts[i]++] = value;
}

/* A constant, and what lies just beside it. */
static void add_around(csri_cases *c, size_t i, const csr_value *value)
{
    static const csr_value moment = { .kind = CSR_VALUE_DURATION, .nanos = 1000 };

    add_value(c, i, *value);
    if (value->kind == CSR_VALUE_INT) {
        if (value->as.integer > INT64_MIN)
            add_value(c, i, csri_value_int(value->as.integer - 1));
        if (value->as.integer < INT64_MAX)
            add_value(c, i, csri_value_int(value->as.integer + 1));
    } else if (value->kind == CSR_VALUE_DURATION || value->kind == CSR_VALUE_TIMESTAMP) {
        csr_value before = csri_time_subtract(value, &moment), after = csri_time_add(value, &moment);
        /* At an end of time there is nothing beside it: an undecided value is a case like any other. */
        add_value(c, i, before);
        add_value(c, i, after);
    } else if (value->kind != CSR_VALUE_STRING) {
        c->exact = 0;
    }
}

/* The place of a field among those of the cases. */
static size_t place_of(const csri_cases *c, const csri_node *node)
{
    size_t i = 0;

    while (i < c->field_count && c->fields[i] != node->slot)
        i++;
    return i;
}

static void note_pair(csri_cases *c, const csri_node *field, const csri_node *other)
{
    size_t i = place_of(c, field);
    csr_value value = constant(c, other);

    if (i == c->field_count || value.kind == CSR_VALUE_UNDECIDED || field_of(c, i)->type->kind != value.kind)
        c->exact = 0;
    else
        add_around(c, i, &value);
}

/* field in a list of constants. */
static void note_membership(csri_cases *c, const csri_node *field, const csri_node *list)
{
    const csr_value all = constant(c, list);
    size_t i = place_of(c, field);

    if (i == c->field_count || all.kind != CSR_VALUE_LIST)
        c->exact = 0;
    for (size_t k = 0; c->exact && k < all.count; k++)
        add_around(c, i, &all.as.items[k]);
}

/* constant in field: every list of those constants is a case. */
static void note_item(csri_cases *c, const csri_node *field, const csri_node *item)
{
    size_t i = place_of(c, field), lists;
    csr_value value = constant(c, item), *items;

    if (i == c->field_count || value.kind == CSR_VALUE_UNDECIDED || c->counts[i] > (size_t)1 << ITEMS_MAX) {
        c->exact = 0;
        return;
    }
    if (c->counts[i] == 0 || (c->counts[i] == 1 && c->values[i][0].kind == 0))
        c->values[i][c->counts[i]++] = (csr_value){ .kind = CSR_VALUE_LIST };
    lists = c->counts[i];
    for (size_t k = 0; k < lists; k++) {
        const csr_value was = c->values[i][k];
        items = csri_arena_take(&c->arena, (was.count + 1) * sizeof(*items));
        if (was.kind == 0 || items == NULL)
            continue;
        if (was.count != 0)
            memcpy(items, was.as.items, was.count * sizeof(*items));
        items[was.count] = value;
        add_value(c, i, (csr_value){ .kind = CSR_VALUE_LIST, .as.items = items, .count = was.count + 1 });
    }
}

static void note_node(csri_cases *c, const csri_node *node)
{
    int of_constant = node->count == 2 && !has_fields(node->last);

    /* A field by itself is true or false, and both are cases anyway. */
    if (!has_fields(node) || node->op == CSRI_NODE_FIELD || node->op == CSRI_NODE_HAS_FIELD)
        return;
    if (node->op == CSRI_NODE_AND || node->op == CSRI_NODE_OR || node->op == CSRI_NODE_NOT) {
        for (const csri_node *child = node->first; child != NULL; child = child->next)
            note_node(c, child);
    } else if (node->op >= CSRI_NODE_EQ && node->op <= CSRI_NODE_GE && node->first->op == CSRI_NODE_FIELD &&
               of_constant) {
        note_pair(c, node->first, node->last);
    } else if (node->op == CSRI_NODE_IN && node->first->op == CSRI_NODE_FIELD && of_constant) {
        note_membership(c, node->first, node->last);
    } else if (node->op == CSRI_NODE_IN && node->last->op == CSRI_NODE_FIELD && !has_fields(node->first)) {
        note_item(c, node->last, node->first);
    } else {
        c->exact = 0;
    }
}

/* ---- Cases ---- */

static void add_fields(csri_cases *c, const csri_rules_bits *reads)
{
    for (size_t f = 0; f < c->set->schema->field_count; f++) {
        size_t i = 0;
        if (!csri_bits_has(reads, f))
            continue;
        while (i < c->field_count && c->fields[i] != f)
            i++;
        if (i == CSRI_CASES_FIELDS)
            c->exact = 0;
        else if (i == c->field_count)
            c->fields[c->field_count++] = (uint16_t)f;
    }
}

/* What a field may be whatever is asked of it. */
static void add_common(csri_cases *c, size_t i)
{
    const csri_field *field = field_of(c, i);

    if (field->flags & CSR_FIELD_OPTIONAL)
        add_value(c, i, (csr_value){ 0 });
    if (field->type->kind == CSR_VALUE_BOOL) {
        add_value(c, i, csri_value_bool(0));
        add_value(c, i, csri_value_bool(1));
    }
    for (size_t k = 0; k < field->value_count && field->type->kind == CSR_VALUE_STRING; k++)
        add_value(c, i, csri_value_text(CSR_VALUE_STRING, field->values[k].ptr, field->values[k].len));
    if (field->type->kind == CSR_VALUE_STRING && field->value_count == 0)
        add_value(c, i, csri_value_text(CSR_VALUE_STRING, "\x1a", 1));
}

static void note_rule(csri_cases *c, const csri_rules_rule *rule)
{
    for (size_t i = 0; rule != NULL && i < rule->when_count + rule->any_count; i++)
        note_node(c, rule->clauses[i].expression->root);
}

csr_status csri_cases_begin(csri_cases *cases, const csr_rules *set, const csri_rules_rule *one,
                            const csri_rules_rule *other, const csri_rules_clause *clause)
{
    size_t count = 1;

    memset(cases, 0, sizeof(*cases));
    cases->set = set;
    cases->exact = 1;
    csri_arena_init(&cases->arena, &set->host);
    add_fields(cases, &one->condition_reads);
    if (other != NULL)
        add_fields(cases, &other->condition_reads);
    if (clause != NULL)
        add_fields(cases, &clause->reads);
    cases->facts = csri_arena_take(&cases->arena, set->schema->field_count * sizeof(csr_value));
    for (size_t i = 0; i < cases->field_count; i++) {
        cases->values[i] = csri_arena_take(&cases->arena, CSRI_CASES_VALUES * sizeof(csr_value));
        if (cases->arena.exhausted)
            return CSR_E_NO_MEMORY;
        add_common(cases, i);
    }
    cases->room = csri_arena_take(&cases->arena, ROOM_BYTES);
    cases->room_left = cases->room == NULL ? 0 : ROOM_BYTES;
    note_rule(cases, one);
    note_rule(cases, other);
    if (clause != NULL)
        note_node(cases, clause->expression->root);
    for (size_t i = 0; i < cases->field_count && count <= CSRI_CASES_MAX; i++) {
        if (cases->counts[i] == 0)
            add_value(cases, i, (csr_value){ 0 });
        /* Only whether it is there is asked: one value stands for all of them. */
        if (cases->counts[i] == 1 && cases->values[i][0].kind == 0)
            add_value(cases, i, (csr_value){ .kind = field_of(cases, i)->type->kind });
        count *= cases->counts[i];
    }
    cases->exact &= count <= CSRI_CASES_MAX;
    return cases->arena.exhausted ? CSR_E_NO_MEMORY : CSR_OK;
}

int csri_cases_next(csri_cases *cases)
{
    size_t i = 0;

    if (!cases->exact)
        return 0;
    while (cases->begun && i < cases->field_count && ++cases->at[i] == cases->counts[i])
        cases->at[i++] = 0;
    if (cases->begun && i == cases->field_count)
        return 0;
    cases->begun = 1;
    for (i = 0; i < cases->field_count; i++)
        cases->facts[cases->fields[i]] = cases->values[i][cases->at[i]];
    return 1;
}

void csri_cases_end(csri_cases *cases)
{
    csri_arena_free(&cases->arena);
}
