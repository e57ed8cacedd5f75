/* What can only be looked at when all rules of a document are there. */
#include "policy/rules_set.h"

#include <stdlib.h>

static int compare_texts(const csr_str *a, const csr_str *b)
{
    size_t least = a->len < b->len ? a->len : b->len;
    int order = least == 0 ? 0 : memcmp(a->ptr, b->ptr, least);

    return order != 0 ? order : (a->len > b->len) - (a->len < b->len);
}

static int by_id(const void *a, const void *b)
{
    const csri_rules_rule *one = a, *other = b;
    return compare_texts(&one->id, &other->id);
}

static int by_rank(const void *a, const void *b)
{
    const csri_rules_rule *one = a, *other = b;

    if (one->priority != other->priority)
        return one->priority < other->priority ? 1 : -1;
    return by_id(a, b);
}

int32_t csri_rules_find(const csr_rules *set, csr_str id)
{
    size_t low = 0, high = set->rule_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = compare_texts(&set->rules[set->by_id[middle]].id, &id);
        if (order == 0)
            return (int32_t)set->by_id[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return -1;
}

static void check_twins(csri_document *d, const csri_place *rules)
{
    const csri_rules_loader *l = d->into;
    const csr_rules *set = l->set;

    for (size_t i = 1; i < set->rule_count; i++) {
        const csri_rules_rule *rule = &set->rules[set->by_id[i]];
        const csri_place here = { rules, NULL, rule->place }, at = { &here, "id", 0 };
        if (rule->id.len != 0 && compare_texts(&set->rules[set->by_id[i - 1]].id, &rule->id) == 0)
            csri_document_refuse(d, &at, "", "there are two rules \"%s\"", rule->id.ptr);
    }
}

/* What the inhibitor has to keep for a rule. Memory that is short is the arena's to tell. */
static void keep_same(csr_rules *set, csri_rules_rule *inhibitor, const csri_rules_rule *rule)
{
    if (inhibitor->keeps == NULL)
        inhibitor->keeps = csri_arena_take(&set->arena, sizeof(*inhibitor->keeps));
    for (size_t i = 0; i < rule->same_count && inhibitor->keeps != NULL; i++)
        csri_bits_add(inhibitor->keeps, rule->same[i]);
}

static void check_inhibitor(csri_document *d, const csri_place *rules, csri_rules_rule *rule)
{
    const csri_rules_loader *l = d->into;
    const csri_place here = { rules, NULL, rule->place }, by = { &here, "inhibited_by", 0 }, at = { &by, "rule", 0 };

    if (rule->inhibitor_id.len == 0)
        return;
    rule->inhibitor = csri_rules_find(l->set, rule->inhibitor_id);
    if (rule->inhibitor < 0)
        csri_document_refuse(d, &at, "", "there is no rule \"%s\" in this set", rule->inhibitor_id.ptr);
    else if (&l->set->rules[rule->inhibitor] == rule)
        csri_document_refuse(d, &at, "", "a rule does not inhibit itself");
    if (rule->inhibitor >= 0 && rule->same_count != 0)
        keep_same(l->set, &l->set->rules[rule->inhibitor], rule);
}

typedef struct warning {
    csri_document *d;
    const csri_place *rules;
} warning;

static void warn_of_cycle(void *user, uint32_t rule, csr_str path)
{
    const warning *w = user;
    const csri_rules_loader *l = w->d->into;
    const csri_place at = { w->rules, NULL, l->set->rules[rule].place };

    csri_document_warn(w->d, &at, "", "what these rules do makes them hold in a circle: %.*s [W206]", (int)path.len,
                       path.ptr);
}

/* The numbers of the rules in the order of their ids: those of the rules as they stand by rank, found by their place. */
static int index_rules(csr_rules *set)
{
    /* What stands in the list and is no rule has a place, too. */
    size_t places = set->rule_count == 0 ? 1 : set->rules[set->rule_count - 1].place + 1u;
    uint32_t *rank;

    set->by_id = csri_arena_take(&set->arena, (set->rule_count + places) * sizeof(*set->by_id));
    if (set->by_id == NULL)
        return 0;
    rank = set->by_id + set->rule_count;
    qsort(set->rules, set->rule_count, sizeof(*set->rules), by_id);
    for (size_t i = 0; i < set->rule_count; i++)
        rank[set->rules[i].place] = (uint32_t)i;
    qsort(set->rules, set->rule_count, sizeof(*set->rules), by_rank);
    for (size_t i = 0; i < set->rule_count; i++)
        set->by_id[rank[set->rules[i].place]] = (uint32_t)i;
    return 1;
}

/* The conditions of a rule for a matcher: all of them, or of a rule that reads a clock those of `when` that time leaves
 * alone; behind the list. */
static const csr_expression **list_clauses(const csri_rules_rule *rule, int untimed, const csr_expression **list,
                                           csri_match_rule *out)
{
    size_t all = !untimed ? rule->when_count + rule->any_count : rule->timed ? rule->when_count : 0, count = 0;

    for (size_t i = 0; i < all; i++)
        if (!untimed || !rule->clauses[i].timed)
            list[count++] = rule->clauses[i].expression;
    out->when = list;
    out->when_count = untimed ? count : rule->when_count;
    out->any = list + out->when_count;
    out->any_count = count - out->when_count;
    return list + count;
}

/* The conditions of all rules, to be asked at once; they are compiled already. */
static csr_status make_match(csr_rules *set, int untimed, csri_match **out, csr_error *err)
{
    csri_match_rule *rules;
    const csr_expression **lists;
    size_t clauses = 0;

    for (size_t i = 0; i < set->rule_count; i++)
        clauses += set->rules[i].when_count + set->rules[i].any_count;
    rules = csri_arena_take(&set->arena, (set->rule_count + 1) * sizeof(*rules));
    lists = csri_arena_take(&set->arena, (clauses + 1) * sizeof(*lists));
    if (set->arena.exhausted)
        return CSR_E_NO_MEMORY;
    for (size_t i = 0; i < set->rule_count; i++)
        lists = list_clauses(&set->rules[i], untimed, lists, &rules[i]);
    return csri_match_make(&set->host, rules, set->rule_count, out, err);
}

static int has_timed(const csr_rules *set)
{
    for (size_t i = 0; i < set->rule_count; i++)
        if (set->rules[i].timed)
            return 1;
    return 0;
}

void csri_rules_settle(csri_document *d)
{
    static const csri_place whole = { 0 };
    const csri_place rules = { &whole, "rules", 0 };
    csri_rules_loader *l = d->into;
    csr_rules *set = l->set;
    warning w = { d, &rules };

    if (!index_rules(set))
        return;
    check_twins(d, &rules);
    for (size_t i = 0; i < set->rule_count; i++)
        check_inhibitor(d, &rules, &set->rules[i]);
    if (d->errors != 0)
        return;
    l->status = csri_rules_cycles(set, warn_of_cycle, &w);
    if (l->status == CSR_OK)
        l->status = make_match(set, 0, &set->match, d->err);
    if (l->status == CSR_OK && has_timed(set))
        l->status = make_match(set, 1, &set->turns, d->err);
}
