#include "policy/match_inside.h"

#include "base/error.h"
#include "base/memory.h"

/* Bit sets are looked at four words at a time. */
#define STEP ((size_t)4)

static csr_status no_memory(csr_error *err)
{
    return csri_fail(err, CSR_E_NO_MEMORY, NULL, "no memory for a set of rules");
}

static uint64_t *new_set(csri_match *match)
{
    return csri_arena_take(&match->arena, match->words * sizeof(uint64_t));
}

/* Note down that a rule reads what is below a node. */
static void note_readers(csri_match *match, const csri_node *node, size_t rule)
{
    if (node->op == CSRI_NODE_FIELD || node->op == CSRI_NODE_HAS_FIELD) {
        uint64_t **readers = &match->readers[node->slot];
        if (*readers == NULL)
            *readers = new_set(match);
        if (*readers != NULL)
            csri_match_put(*readers, rule);
    }
    for (const csri_node *child = node->first; child != NULL; child = child->next)
        note_readers(match, child, rule);
}

static int same_fields(const csr_expression *a, const csr_expression *b)
{
    if (a->fields == b->fields && a->field_count == b->field_count)
        return 1;
    if (a->field_count != b->field_count)
        return 0;
    for (size_t i = 0; i < a->field_count; i++) {
        const csri_field *x = &a->fields[i], *y = &b->fields[i];
        if (x->name.len != y->name.len || memcmp(x->name.ptr, y->name.ptr, x->name.len) != 0 ||
            x->type->kind != y->type->kind)
            return 0;
    }
    return 1;
}

static int check_list(const csr_expression *const *list, size_t count, const csr_expression **first)
{
    for (size_t i = 0; i < count; i++) {
        if (list[i] == NULL)
            return 0;
        if (*first == NULL)
            *first = list[i];
        if (!same_fields(*first, list[i]))
            return 0;
    }
    return 1;
}

static csr_status check_rules(const csri_match_rule *rules, size_t count, size_t *field_count, csr_error *err)
{
    const csr_expression *first = NULL;

    if (count > CSRI_MATCH_RULES_MAX)
        return csri_fail(err, CSR_E_LIMIT, "rules", "there are more than %d rules", CSRI_MATCH_RULES_MAX);
    for (size_t i = 0; i < count; i++)
        if (!check_list(rules[i].when, rules[i].when_count, &first) ||
            !check_list(rules[i].any, rules[i].any_count, &first))
            return csri_fail(err, CSR_E_ARGUMENT, "rules", "the conditions of rule %zu have other fields", i);
    *field_count = first == NULL ? 0 : first->field_count;
    return CSR_OK;
}

static int take_rules(csri_match *match, const csri_match_rule *rules)
{
    for (size_t i = 0; i < match->rule_count; i++) {
        csri_compiled_rule *rule = &match->rules[i];
        rule->given = rules[i];
        csri_match_put(match->everyone, i);
        for (size_t k = 0; k < rules[i].when_count; k++)
            note_readers(match, rules[i].when[k]->root, i);
        for (size_t k = 0; k < rules[i].any_count; k++)
            note_readers(match, rules[i].any[k]->root, i);
        rule->root = csri_match_conditions(match, &rules[i]);
        if (rule->root == NULL)
            return 0;
        rule->is_general = csri_match_leaves(rule->root) > CSRI_MATCH_CODE_MAX / 2;
        if (rule->is_general)
            csri_match_put(match->general, i);
    }
    return 1;
}

/* The lists of expressions are copied, so that the caller's need not stay. */
static int copy_list(csri_match *match, const csr_expression *const **list, size_t count)
{
    const csr_expression **copy = csri_arena_take(&match->arena, (count + 1) * sizeof(*copy));

    if (copy == NULL)
        return 0;
    if (count != 0)
        memcpy(copy, *list, count * sizeof(*copy));
    *list = copy;
    return 1;
}

static int build(csri_match *match, const csri_match_rule *rules)
{
    match->rules = csri_arena_take(&match->arena, (match->rule_count + 1) * sizeof(*match->rules));
    match->readers = csri_arena_take(&match->arena, (match->field_count + 1) * sizeof(*match->readers));
    match->slot_of = csri_arena_take(&match->arena, (match->field_count + 1) * sizeof(*match->slot_of));
    match->everyone = new_set(match);
    match->general = new_set(match);
    match->answered = new_set(match);
    match->asking = new_set(match);
    for (int i = 0; i < CSRI_SLOT_FIRST; i++)
        (void)csri_match_slot_add(match, (csri_match_slot){ .kind = CSRI_SLOT_NONE });
    if (match->arena.exhausted || !take_rules(match, rules) || match->arena.exhausted || !csri_match_index(match) ||
        !csri_match_gates(match))
        return 0;
    for (size_t i = 0; i < match->rule_count; i++) {
        csri_compiled_rule *rule = &match->rules[i];
        if ((!rule->is_general && !csri_match_generate(match, rule)) ||
            !copy_list(match, &rule->given.when, rule->given.when_count) ||
            !copy_list(match, &rule->given.any, rule->given.any_count))
            return 0;
        if (!rule->is_general && rule->rest_entry == CSRI_MATCH_TO_TRUE)
            csri_match_put(match->answered, i);
    }
    return 1;
}

csr_status csri_match_make(const csr_host *host, const csri_match_rule *rules, size_t rule_count, csri_match **out,
                           csr_error *err)
{
    size_t field_count;
    csr_status status = check_rules(rules, rule_count, &field_count, err);
    csri_match *match;

    *out = NULL;
    if (status != CSR_OK)
        return status;
    match = csri_alloc_zero(host, sizeof(*match));
    if (match == NULL)
        return no_memory(err);
    match->host = *host;
    csri_arena_init(&match->arena, &match->host);
    match->rule_count = rule_count;
    match->field_count = field_count;
    match->words = rule_count == 0 ? STEP : (rule_count + 64 * STEP - 1) / (64 * STEP) * STEP;
    if (build(match, rules)) {
        *out = match;
        return CSR_OK;
    }
    csri_match_free(match);
    return no_memory(err);
}

void csri_match_free(csri_match *match)
{
    csr_host host;

    if (match == NULL)
        return;
    host = match->host;
    csri_arena_free(&match->arena);
    csri_free(&host, match, sizeof(*match));
}

size_t csri_match_words(const csri_match *match)
{
    return match->words;
}

size_t csri_match_count(const csri_match *match)
{
    return match->rule_count;
}

const uint64_t *csri_match_readers(const csri_match *match, size_t field)
{
    return field < match->field_count ? match->readers[field] : NULL;
}
