/* Which rules make which others hold, and whether that goes round in circles. */
#include "base/error.h"
#include "base/memory.h"
#include "policy/rules_set.h"
#include "record/row.h"
#include "record/types.h"

typedef struct graph {
    const csr_rules *set;
    csr_value *facts; /* all absent but one */
    uint8_t *colour;  /* of rules: 0 unseen, 1 on the way, 2 done */
    uint32_t *way;    /* rules */
    uint32_t *next;   /* where the search goes on for the rule at a place of the way */
    size_t pairs;     /* looked at */
    unsigned told;
} graph;

/* What is enough: so many pairs of rules looked at, and so many circles told. */
#define PAIRS_MAX 1000000
#define CIRCLES_MAX 20

static csr_value text_of(const csr_type *type, int32_t value)
{
    const char *name = csri_enum_name(type, value);
    return csri_value_text(CSR_VALUE_STRING, name, strlen(name));
}

/* What the field of an action holds afterwards; 0 when that is not known. */
static int value_after(const csri_rules_action *action, csr_value *item, csr_value *out)
{
    switch (action->kind) {
    case CSRI_ACTION_SET_PRIORITY: *out = text_of(&csri_t_priority, action->value); return 1;
    case CSRI_ACTION_STANDING: *out = text_of(&csri_t_standing, action->value); return 1;
    case CSRI_ACTION_ESCALATE: *out = csri_value_int(action->level); return 1;
    case CSRI_ACTION_END_CONTACT:
    case CSRI_ACTION_PAUSE: *out = csri_value_bool(0); return 1;
    case CSRI_ACTION_TAG:
        *item = csri_value_text(CSR_VALUE_STRING, action->text.ptr, action->text.len);
        *out = (csr_value){ .kind = CSR_VALUE_LIST, .as.items = item, .count = 1 };
        return 1;
    default: return 0;
    }
}

/* Of what an assignment leaves behind only this is known: whether there is something. */
static int tells_presence(const csri_rules_action *action, const csri_rules_clause *clause, csr_value *out)
{
    const csri_node *root = clause->expression->root;

    if (action->kind != CSRI_ACTION_SET_ASSIGNEE && action->kind != CSRI_ACTION_SET_TEAM)
        return 0;
    *out = (csr_value){ .kind = action->to_kind == CSRI_TO_NOBODY ? 0 : CSR_VALUE_NULL };
    return (root->op == CSRI_NODE_NOT ? root->first : root)->op == CSRI_NODE_HAS_FIELD;
}

/* A condition that reads this field alone, and is false with what it holds then, keeps the rule from holding. */
static int is_ruled_out(const graph *g, const csri_rules_action *action, const csri_rules_rule *to)
{
    csri_rules_bits only = { { 0 } };
    csr_value item, *fact = &g->facts[action->field];
    int out = 0, known;

    known = value_after(action, &item, fact);

    csri_bits_add(&only, (size_t)action->field);
    for (size_t i = 0; i < to->when_count && !out; i++)
        out = memcmp(&to->clauses[i].reads, &only, sizeof(only)) == 0 &&
              (known || tells_presence(action, &to->clauses[i], fact)) &&
              csri_clause_truth(&to->clauses[i], g->facts, g->set->schema->field_count, NULL) == 0;
    *fact = (csr_value){ 0 };
    return out;
}

static int leads(const graph *g, const csri_rules_rule *from, const csri_rules_rule *to)
{
    for (size_t i = 0; i < from->step_count; i++)
        for (size_t k = 0; k < from->steps[i].action_count; k++) {
            const csri_rules_action *action = &from->steps[i].actions[k];
            if (action->field >= 0 && csri_bits_has(&to->condition_reads, (size_t)action->field) &&
                !is_ruled_out(g, action, to))
                return 1;
        }
    return 0;
}

/* From the rule that is met again along the way back to it. */
static csr_status tell(const graph *g, size_t depth, uint32_t again, csri_found_cycle *found, void *user)
{
    csri_buffer path;
    csr_status status;
    size_t i = depth;

    csri_buffer_init(&path, &g->set->host, 0);
    while (g->way[i] != again)
        i--;
    for (; i <= depth; i++)
        csri_buffer_format(&path, "%s -> ", g->set->rules[g->way[i]].id.ptr);
    csri_buffer_text(&path, g->set->rules[again].id.ptr);
    status = csri_buffer_check(&path, NULL);
    if (status == CSR_OK)
        found(user, again, (csr_str){ path.ptr, path.len });
    csri_buffer_free(&path);
    return status;
}

static csr_status walk(graph *g, uint32_t from, csri_found_cycle *found, void *user)
{
    size_t depth = 0;
    csr_status status = CSR_OK;

    g->way[0] = from;
    g->next[0] = 0;
    g->colour[from] = 1;
    while (status == CSR_OK && g->pairs++ < PAIRS_MAX && g->told < CIRCLES_MAX) {
        uint32_t rule = g->way[depth], to = g->next[depth]++;
        if (to == g->set->rule_count) {
            g->colour[rule] = 2;
            if (depth-- == 0)
                break;
        } else if (g->colour[to] != 2 && leads(g, &g->set->rules[rule], &g->set->rules[to])) {
            if (g->colour[to] == 1) {
                g->told++;
                status = tell(g, depth, to, found, user);
                continue;
            }
            g->way[++depth] = to;
            g->next[depth] = 0;
            g->colour[to] = 1;
        }
    }
    return status;
}

static int writes_what_is_read(const csr_rules *set, const csri_rules_rule *rule)
{
    for (size_t i = 0; i < CSRI_RULES_FIELD_WORDS; i++)
        if (rule->writes.word[i] & set->reads.word[i])
            return 1;
    return 0;
}

csr_status csri_rules_cycles(const csr_rules *set, csri_found_cycle *found, void *user)
{
    size_t rules = set->rule_count, fields = set->schema->field_count;
    size_t size = fields * sizeof(csr_value) + 2 * rules * sizeof(uint32_t) + rules;
    graph g = { .set = set, .facts = csri_alloc_zero(&set->host, size) };
    csr_status status = CSR_OK;

    if (g.facts == NULL)
        return CSR_E_NO_MEMORY;
    g.way = (uint32_t *)(void *)(g.facts + fields);
    g.next = g.way + rules;
    g.colour = (uint8_t *)(g.next + rules);
    for (size_t i = 0; i < rules && status == CSR_OK; i++)
        if (g.colour[i] == 0 && writes_what_is_read(set, &set->rules[i]))
            status = walk(&g, (uint32_t)i, found, user);
    csri_free(&set->host, g.facts, size);
    return status;
}
