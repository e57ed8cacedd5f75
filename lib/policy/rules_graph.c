/* Which rules make which others hold, and whether that goes round in circles. */
#include "base/error.h"
#include "base/guard.h"
#include "base/memory.h"
#include "policy/rules_set.h"
#include "record/row.h"
#include "record/types.h"

/* Fields that actions write. */
#define WRITTEN_MAX 8

typedef struct graph {
    const csr_rules *set;
    csr_value *facts;              /* all absent but one */
    uint64_t *rows;                /* for each of the fields: bits of the rules whose conditions read it */
    size_t words, written_count;   /* of a row; rows */
    uint16_t written[WRITTEN_MAX]; /* the fields */
    uint8_t *colour;               /* of rules: 0 unseen, 1 on the way, 2 done */
    uint32_t *way;                 /* rules */
    uint32_t *next;                /* where the search goes on for the rule at a place of the way */
    size_t pairs;                  /* looked at */
    unsigned told;
} graph;

/* What is enough: so many pairs of rules looked at of which one writes what the other reads, and so many circles told. */
#define PAIRS_MAX 50000
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

/* The first rule from a number on that reads what a rule writes; the number of rules when there is none. */
static uint32_t next_reader(const graph *g, const csri_rules_rule *rule, uint32_t from)
{
    for (size_t w = from / 64; w < g->words; w++) {
        uint64_t bits = 0;
        for (size_t i = 0; i < g->written_count; i++)
            if (csri_bits_has(&rule->writes, g->written[i]))
                bits |= g->rows[i * g->words + w];
        if (w == from / 64)
            bits &= ~UINT64_C(0) << from % 64;
        if (bits != 0)
            return (uint32_t)(w * 64) + (uint32_t)__builtin_ctzll(bits);
    }
    return (uint32_t)g->set->rule_count;
}

static csr_status walk(graph *g, uint32_t from, csri_found_cycle *found, void *user)
{
    size_t depth = 0;
    csr_status status = CSR_OK;

    g->way[0] = from;
    g->next[0] = 0;
    g->colour[from] = 1;
    while (status == CSR_OK && g->pairs++ < PAIRS_MAX && g->told < CIRCLES_MAX) {
        uint32_t rule = g->way[depth], to = next_reader(g, &g->set->rules[rule], g->next[depth]);
        g->next[depth] = to + 1;
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

static int writes_something(const csri_rules_rule *rule)
{
    const csri_rules_bits none = { { 0 } };

    return memcmp(&rule->writes, &none, sizeof(none)) != 0;
}

/* The fields that the actions of any rule write and that are read. */
static void list_written(graph *g)
{
    csri_rules_bits all = { { 0 } };

    for (size_t i = 0; i < g->set->rule_count; i++)
        for (size_t w = 0; w < CSRI_RULES_FIELD_WORDS; w++)
            all.word[w] |= g->set->rules[i].writes.word[w] & g->set->reads.word[w];
    for (size_t f = 0; f < g->set->schema->field_count; f++)
        if (csri_bits_has(&all, f) && CSRI_ALWAYS(g->written_count < WRITTEN_MAX))
            g->written[g->written_count++] = (uint16_t)f;
}

static void fill_rows(graph *g)
{
    for (size_t i = 0; i < g->written_count; i++)
        for (size_t rule = 0; rule < g->set->rule_count; rule++)
            if (csri_bits_has(&g->set->rules[rule].condition_reads, g->written[i]))
                g->rows[i * g->words + rule / 64] |= UINT64_C(1) << rule % 64;
}

csr_status csri_rules_cycles(const csr_rules *set, csri_found_cycle *found, void *user)
{
    size_t rules = set->rule_count, fields = set->schema->field_count, size;
    graph g = { .set = set, .words = (rules + 63) / 64 };
    csr_status status = CSR_OK;

    list_written(&g);
    if (g.written_count == 0)
        return CSR_OK;
    size = fields * sizeof(csr_value) + g.written_count * g.words * sizeof(uint64_t) + 2 * rules * sizeof(uint32_t) +
           rules;
    g.facts = csri_alloc_zero(&set->host, size);
    if (g.facts == NULL)
        return CSR_E_NO_MEMORY;
    g.rows = (uint64_t *)(void *)(g.facts + fields);
    g.way = (uint32_t *)(void *)(g.rows + g.written_count * g.words);
    g.next = g.way + rules;
    g.colour = (uint8_t *)(g.next + rules);
    fill_rows(&g);
    for (size_t i = 0; i < rules && status == CSR_OK; i++)
        if (g.colour[i] == 0 && writes_something(&set->rules[i]))
            status = walk(&g, (uint32_t)i, found, user);
    csri_free(&set->host, g.facts, size);
    return status;
}
