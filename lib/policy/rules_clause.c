/* The conditions of rules: compiling them with their errors told, and asking them. */
#include "base/text.h"
#include "policy/expression_bound.h"
#include "policy/expression_host.h"
#include "policy/rules_set.h"

#include <string.h>

/* Of one condition: nodes, nesting, loops inside each other. docs/rules.md. */
#define NODES_MAX 500
#define DEPTH_MAX 32
#define LOOPS_MAX 2
#define ERRORS_MAX 8

static void note_reads(const csri_node *node, csri_rules_bits *reads, size_t *nodes)
{
    (*nodes)++;
    if (node->op == CSRI_NODE_FIELD || node->op == CSRI_NODE_HAS_FIELD)
        csri_bits_add(reads, node->slot);
    for (const csri_node *child = node->first; child != NULL; child = child->next)
        note_reads(child, reads, nodes);
}

static int loops_in(const csri_node *node)
{
    int most = 0;

    for (const csri_node *child = node->first; child != NULL; child = child->next) {
        int loops = loops_in(child);
        most = loops > most ? loops : most;
    }
    return most + (node->op >= CSRI_NODE_ALL);
}

/* Names of members that documents have, and numbers of elements: the longest is "steps[19].hold_while". */
#define PLACE_BYTES 64

static size_t put_text(char out[PLACE_BYTES], size_t len, const char *text)
{
    for (; *text != '\0'; text++)
        out[len++] = *text;
    out[len] = '\0';
    return len;
}

/* Numbers of elements, of which there are at most 64. */
static size_t put_number(char out[PLACE_BYTES], size_t len, size_t number)
{
    const char digits[] = { '[', (char)('0' + number / 10), (char)('0' + number % 10), ']', '\0' };

    if (number >= 10)
        return put_text(out, len, digits);
    return put_text(out, put_text(out, len, "["), digits + 2);
}

/* What people call the place: "when[1]", "steps[0].until". Its length. */
static size_t name_place(const csri_place *at, char out[PLACE_BYTES])
{
    size_t len;

    out[0] = '\0';
    /* What stands in the element of the list of rules, and not that element itself. */
    if (at->in->in->in == NULL)
        return 0;
    len = name_place(at->in, out);
    if (at->name == NULL)
        return put_number(out, len, at->number);
    return put_text(out, put_text(out, len, len == 0 ? "" : "."), at->name);
}

static void tell(csri_document *d, const csri_place *at, const csr_expression *e, const csri_expression_error *error)
{
    csri_rules_loader *l = d->into;
    char name[PLACE_BYTES], said[CSRI_EXPRESSION_SAID];

    (void)name_place(at, name);
    if (l->report != NULL) {
        l->told[d->findings->count] = 1;
        csri_buffer_format(l->report, "rule \"%.*s\", %s, column %u\n", (int)l->rule.id.len,
                           l->rule.id.len == 0 ? "" : l->rule.id.ptr, name, csri_expression_column(e, error));
        csri_expression_point(e, error, l->report);
    }
    csri_document_refuse(d, at, "", "rule \"%.*s\", %s, column %u: %s [%s]", (int)l->rule.id.len,
                         l->rule.id.len == 0 ? "" : l->rule.id.ptr, name, csri_expression_column(e, error),
                         csri_expression_say(error, said), error->code);
}

/* A clock or the time of day may only stand where the instant is known at which a comparison turns. */
static int is_timed(const csr_expression *e, const csri_node *node)
{
    if (node->op == CSRI_NODE_FIELD)
        return (e->fields[node->slot].flags & CSR_FIELD_CLOCK) != 0;
    for (const csri_node *child = node->first; child != NULL; child = child->next)
        if (is_timed(e, child))
            return 1;
    return 0;
}

/* Of a sum: one clock at most. */
static int join_slopes(int a, int b)
{
    if (a == 2 || b == 2 || b == -2)
        return 2;
    return a * b != 0 ? 2 : a + b;
}

/* The clock in a sum, and whether it is added (1) or taken away (-1); 0 = there is none. 2 = this is no such sum. */
static int slope_of(const csr_expression *e, const csri_node *node, const csri_node **clock)
{
    int a, b;

    if (!is_timed(e, node))
        return 0;
    if (node->op == CSRI_NODE_FIELD) {
        *clock = node;
        return 1;
    }
    if (node->op != CSRI_NODE_ADD && node->op != CSRI_NODE_SUBTRACT)
        return 2;
    a = slope_of(e, node->first, clock);
    b = slope_of(e, node->last, clock);
    return join_slopes(a, node->op == CSRI_NODE_ADD ? b : -b);
}

static int comparison_slope(const csr_expression *e, const csri_node *node, const csri_node **clock)
{
    int a = slope_of(e, node->first, clock), b = slope_of(e, node->last, clock);

    return join_slopes(a, -b);
}

static int is_comparison(const csri_node *node)
{
    return node->op >= CSRI_NODE_EQ && node->op <= CSRI_NODE_GE;
}

static void check_times(csr_expression *e, const csri_node *node)
{
    const csri_node *clock;

    if (!is_timed(e, node) || (is_comparison(node) && comparison_slope(e, node, &clock) != 2))
        return;
    if (is_comparison(node) || node->op == CSRI_NODE_FIELD) {
        csri_expression_report(e, node->from, node->to, "E150",
                               "one clock or now may be compared here, with + and - at most, so that it is known when "
                               "the comparison turns");
        return;
    }
    for (const csri_node *child = node->first; child != NULL; child = child->next)
        check_times(e, child);
}

/* What a part of the condition is worth. */
static csr_value value_of(const csr_expression *e, const csri_node *node, const csr_value *facts, size_t count)
{
    csr_value room[16];
    csri_run run = { .e = e, .facts = facts, .fact_count = count, .room = (char *)room, .room_left = sizeof(room) };

    run.cost_left = CSRI_RULES_COST;
    return csri_expression_run(&run, node);
}

/* Constants of which nothing comes, such as duration("30 min"): the condition would be undecided for ever. */
static void check_constants(csr_expression *e, const csri_node *node)
{
    int constant = node->op >= CSRI_NODE_ADD && node->op <= CSRI_NODE_CALL;

    for (const csri_node *child = node->first; child != NULL; child = child->next) {
        check_constants(e, child);
        constant = constant && child->op == CSRI_NODE_CONST;
    }
    if (!constant || (node->op == CSRI_NODE_CALL && csri_is_host_function(node->function)))
        return;
    /* What gives a text or a list may only lack room. */
    if (node->type->kind < CSR_VALUE_STRING || node->type->kind == CSR_VALUE_TIMESTAMP ||
        node->type->kind == CSR_VALUE_DURATION) {
        csr_value value = value_of(e, node, NULL, 0);
        csri_expression_report(e, node->from, node->to, "E153", "this is never decided: %.*s", (int)value.count,
                               value.as.text);
    }
}

static void check_limits(csr_expression *e, size_t nodes)
{
    const csri_node *over;
    int64_t cost = csri_expression_bound(e, CSRI_RULES_COST, &over);

    if (over != NULL)
        csri_expression_report(
            e, over->from, over->to, "E152",
            "this may take %lld units of work, and %d are allowed a condition; a shorter max_items or "
            "max_bytes of a fact allows more",
            (long long)cost, CSRI_RULES_COST);
    if (nodes > NODES_MAX || e->root->depth > DEPTH_MAX)
        csri_expression_report(e, e->root->from, e->root->to, "E151",
                               "the condition has %zu parts, nested %u deep; %d and %d are allowed", nodes,
                               (unsigned)e->root->depth, NODES_MAX, DEPTH_MAX);
    if (loops_in(e->root) > LOOPS_MAX)
        csri_expression_report(e, e->root->from, e->root->to, "E151", "loops are nested more than %d deep", LOOPS_MAX);
}

static void keep_place(const csri_place *at, csri_rules_clause *out)
{
    char name[PLACE_BYTES];
    size_t len = name_place(at, name);

    memcpy(out->name, name, len < sizeof(out->name) ? len : sizeof(out->name) - 1);
}

csr_status csri_clause_compile(csri_document *d, const csri_place *at, csr_str text, const csri_rules_bits *guarded,
                               csri_rules_clause *out)
{
    csri_rules_loader *l = d->into;
    csr_expression *e;
    size_t nodes = 0;
    csr_status status;

    *out = (csri_rules_clause){ .text = csri_arena_text(&l->set->arena, text.ptr, text.len) };
    status = csri_expression_compile_like(l->set->schema, text, guarded->word, &e, d->err);
    if (status == CSR_OK) {
        note_reads(e->root, &out->reads, &nodes);
        out->timed = is_timed(e, e->root);
        check_times(e, e->root);
        check_constants(e, e->root);
        check_limits(e, nodes);
        status = e->arena.exhausted ? CSR_E_NO_MEMORY : e->error_count != 0 ? CSR_E_POLICY : CSR_OK;
    }
    for (size_t i = 0; status == CSR_E_POLICY && i < e->error_count && l->rule_errors < ERRORS_MAX; i++) {
        tell(d, at, e, &e->errors[i]);
        l->rule_errors++;
    }
    keep_place(at, out);
    if (status == CSR_OK) {
        out->expression = e;
        e->next = l->set->expressions;
        l->set->expressions = e;
    } else {
        csr_expression_free(e);
    }
    return status == CSR_E_POLICY ? CSR_OK : status;
}

static int guards(const csri_node *node, int negated, csri_rules_bits *guarded)
{
    int found = 0;

    if (node->op == CSRI_NODE_NOT && negated)
        return guards(node->first, 0, guarded);
    if (node->op == CSRI_NODE_HAS_FIELD && !negated) {
        csri_bits_add(guarded, node->slot);
        return 1;
    }
    if (node->op == (negated ? CSRI_NODE_OR : CSRI_NODE_AND))
        for (const csri_node *child = node->first; child != NULL; child = child->next)
            found |= guards(child, negated, guarded);
    return found;
}

int csri_clause_guards(csri_document *d, csr_str text, int negated, csri_rules_bits *guarded)
{
    csri_rules_loader *l = d->into;
    csr_expression *e;
    int found = 0;
    csr_status status = csri_expression_compile_like(l->set->schema, text, NULL, &e, NULL);

    if (status == CSR_OK)
        found = guards(e->root, negated, guarded);
    else if (status != CSR_E_POLICY)
        l->status = status;
    csr_expression_free(e);
    return found;
}

int csri_clause_truth(const csri_rules_clause *clause, const csr_value *facts, size_t count, int64_t *cost)
{
    union {
        csr_value values[CSRI_RULES_ROOM / sizeof(csr_value)];
        char bytes[CSRI_RULES_ROOM];
    } room;
    csri_run run = { .e = clause->expression, .facts = facts, .fact_count = count };
    csr_value value;

    run.room = room.bytes;
    run.room_left = sizeof(room);
    run.cost_left = CSRI_RULES_COST;
    value = csri_expression_value(&run, clause->expression->root);
    if (cost != NULL)
        *cost += CSRI_RULES_COST - run.cost_left;
    return value.kind == CSR_VALUE_BOOL ? value.as.integer != 0 : -1;
}

int csri_rule_truth(const csri_rules_rule *rule, const csr_value *facts, size_t count, int64_t *cost)
{
    int all = 1, any = rule->any_count == 0 ? 1 : 0;

    for (size_t i = 0; i < rule->when_count && all != 0; i++) {
        int truth = csri_clause_truth(&rule->clauses[i], facts, count, cost);
        all = truth == 0 ? 0 : truth < 0 ? -1 : all;
    }
    for (size_t i = 0; i < rule->any_count && all != 0 && any != 1; i++) {
        int truth = csri_clause_truth(&rule->clauses[rule->when_count + i], facts, count, cost);
        any = truth == 1 ? 1 : truth < 0 ? -1 : any;
    }
    return all == 0 || any == 0 ? 0 : all < 0 || any < 0 ? -1 : 1;
}

static int is_length(const csr_value *value)
{
    return value->kind == CSR_VALUE_DURATION || value->kind == CSR_VALUE_TIMESTAMP;
}

/*
 * What the clock reads when the two sides are equal: at so many microseconds or, where the sides differ by a part of one,
 * behind them. *first and *last: whether the comparison turns then, and one microsecond later.
 */
static int meeting(const csr_expression *e, const csri_node *node, int slope, const csr_value *clock,
                   const csr_value *facts, size_t count, int64_t *reading, int *later)
{
    csr_value a = value_of(e, node->first, facts, count), b = value_of(e, node->last, facts, count), apart;
    int64_t us;

    if (!is_length(&a) || !is_length(&b))
        return 0;
    apart = (csr_value){ .kind = CSR_VALUE_DURATION,
                         .nanos = a.nanos - b.nanos,
                         .as.integer = a.as.integer - b.as.integer };
    if (apart.nanos < 0) {
        apart.nanos += 1000000000;
        apart.as.integer--;
    }
    us = csri_fact_us(&apart);
    *reading = csri_fact_us(clock) - slope * us;
    *later = 0;
    if (apart.nanos % 1000 != 0)
        *reading += slope < 0;
    else
        *later = slope > 0 ? node->op == CSRI_NODE_GT || node->op == CSRI_NODE_LE
                           : node->op == CSRI_NODE_GE || node->op == CSRI_NODE_LT;
    return 1;
}

/* When the clock in a field reads so long. */
static csr_time instant_of(const csr_rules *set, const csri_node *clock, int64_t reading, int64_t is, csr_time now,
                           const csri_rules_clocks *clocks)
{
    if (clock->slot == set->now_field)
        return reading;
    return clocks == NULL ? now + (reading - is) : clocks->reaches(clocks->user, set, clock->slot, reading);
}

static csr_time flip_of(const csr_rules *set, const csr_expression *e, const csri_node *node, const csr_value *facts,
                        size_t count, csr_time now, const csri_rules_clocks *clocks)
{
    const csri_node *clock = NULL;
    int slope = comparison_slope(e, node, &clock), later;
    int64_t reading, is;

    if (!is_length(&facts[clock->slot]) ||
        !meeting(e, node, slope, &facts[clock->slot], facts, count, &reading, &later))
        return CSRI_RULES_NEVER;
    is = csri_fact_us(&facts[clock->slot]);
    reading += later;
    /* == and != turn twice. */
    if (reading <= is && (node->op == CSRI_NODE_EQ || node->op == CSRI_NODE_NE))
        reading++;
    return reading > is ? instant_of(set, clock, reading, is, now, clocks) : CSRI_RULES_NEVER;
}

static csr_time flips(const csr_rules *set, const csr_expression *e, const csri_node *node, const csr_value *facts,
                      size_t count, csr_time now, const csri_rules_clocks *clocks)
{
    csr_time first = CSRI_RULES_NEVER, at;

    if (!is_timed(e, node))
        return first;
    if (is_comparison(node))
        return flip_of(set, e, node, facts, count, now, clocks);
    for (const csri_node *child = node->first; child != NULL; child = child->next) {
        at = flips(set, e, child, facts, count, now, clocks);
        first = at < first ? at : first;
    }
    return first;
}

csr_time csri_clause_flips(const csr_rules *set, const csri_rules_clause *clause, const csr_value *facts, size_t count,
                           csr_time now, const csri_rules_clocks *clocks)
{
    if (clause->expression == NULL || !clause->timed)
        return CSRI_RULES_NEVER;
    return flips(set, clause->expression, clause->expression->root, facts, count, now, clocks);
}
