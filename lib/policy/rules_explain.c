/* Why a rule holds or does not: every part of its conditions, with the values and what is missing. */
#include "base/json.h"
#include "policy/expression_explain.h"
#include "policy/rules_set.h"

typedef struct teller {
    csri_explainer x;
    csri_buffer *out;
    const char *indent;
    size_t leaves;
} teller;

/* Tell of the leaves of a clause, with the room and the limit that asking it has. */
static void tell_leaves(teller *t, const csri_rules_clause *clause, const csr_value *facts, size_t count)
{
    csr_value room[CSRI_RULES_ROOM / sizeof(csr_value)];

    t->x.e = clause->expression;
    t->x.input = (csr_expression_input)CSR_EXPRESSION_INPUT_INIT;
    t->x.input.facts = facts;
    t->x.input.fact_count = count;
    t->x.input.room = room;
    t->x.input.room_bytes = CSRI_RULES_ROOM;
    t->x.input.cost_limit = CSRI_RULES_COST;
    csri_explain_walk(&t->x, clause->expression->root);
}

static csr_expression_outcome outcome_of(int truth)
{
    return truth < 0 ? CSR_EXPRESSION_UNDECIDED : truth ? CSR_EXPRESSION_YES : CSR_EXPRESSION_NO;
}

/* ---- JSON ---- */

static void put_truth(csri_buffer *out, csr_expression_outcome outcome)
{
    csri_buffer_text(out, outcome == CSR_EXPRESSION_UNDECIDED ? "null"
                          : outcome == CSR_EXPRESSION_YES     ? "true"
                                                              : "false");
}

static void put_leaf(csri_explainer *x, const csri_node *node, const csr_expression_leaf *leaf)
{
    teller *t = (teller *)(void *)x;
    csri_buffer detail;

    csri_buffer_init(&detail, t->out->host, 0);
    csri_explain_detail(x, node, leaf, &detail);
    csri_buffer_text(t->out, t->leaves++ == 0 ? "{\"detail\":" : ",{\"detail\":");
    csri_json_text(t->out, detail.ptr, detail.len);
    csri_buffer_text(t->out, ",\"text\":");
    csri_json_text(t->out, x->e->text.ptr + leaf->from, leaf->to - leaf->from);
    csri_buffer_text(t->out, ",\"truth\":");
    put_truth(t->out, leaf->outcome);
    csri_buffer_byte(t->out, '}');
    if (detail.status != CSR_OK)
        csri_buffer_fail(t->out, detail.status);
    csri_buffer_free(&detail);
}

static void put_clause(const csri_rules_clause *clause, const csr_value *facts, size_t count, csri_buffer *out)
{
    teller t = { .x = { .take = put_leaf }, .out = out };

    csri_buffer_format(out, "{\"clause\":\"%s\",\"leaves\":[", clause->name);
    tell_leaves(&t, clause, facts, count);
    csri_buffer_text(out, "],\"text\":");
    csri_json_text(out, clause->text.ptr, clause->text.len);
    csri_buffer_text(out, ",\"truth\":");
    put_truth(out, outcome_of(csri_clause_truth(clause, facts, count, NULL)));
    csri_buffer_byte(out, '}');
}

void csri_rule_clauses_json(const csri_rules_rule *rule, const csr_value *facts, size_t count, csri_buffer *out)
{
    csri_buffer_byte(out, '[');
    for (size_t i = 0; i < rule->when_count + rule->any_count; i++) {
        csri_buffer_text(out, i == 0 ? "" : ",");
        put_clause(&rule->clauses[i], facts, count, out);
    }
    csri_buffer_byte(out, ']');
}

void csri_rule_facts_json(const csr_rules *set, const csri_rules_bits *reads, const csr_value *facts, size_t count,
                          csri_buffer *out)
{
    int first = 1;

    csri_buffer_byte(out, '{');
    for (size_t i = 0; i < count; i++) {
        if (!csri_bits_has(reads, i) || facts[i].kind == 0)
            continue;
        csri_buffer_text(out, first ? "" : ",");
        first = 0;
        csri_json_text(out, set->schema->fields[i].name.ptr, set->schema->fields[i].name.len);
        csri_buffer_byte(out, ':');
        csri_value_json(&facts[i], out);
    }
    csri_buffer_byte(out, '}');
}

/* ---- A rule ---- */

void csri_rules_explain_json(const csri_rules_bound *bound, uint32_t rule, csr_time now, csri_buffer *out)
{
    const csri_rules_rule *r = &bound->set->rules[rule];

    csri_buffer_text(out, "{\"at\":");
    csri_json_time(out, now);
    csri_buffer_text(out, ",\"clauses\":");
    csri_rule_clauses_json(r, bound->facts, bound->fact_count, out);
    csri_buffer_text(out, ",\"facts\":");
    csri_rule_facts_json(bound->set, &r->condition_reads, bound->facts, bound->fact_count, out);
    csri_buffer_text(out, ",\"rule\":");
    csri_json_text(out, r->id.ptr, r->id.len);
    csri_buffer_format(out, ",\"set\":\"%s\",\"truth\":", bound->set->hex.ptr);
    put_truth(out, outcome_of(csri_rule_truth(r, bound->facts, bound->fact_count, NULL)));
    csri_buffer_byte(out, '}');
}

static void say_leaf(csri_explainer *x, const csri_node *node, const csr_expression_leaf *leaf)
{
    const teller *t = (const teller *)(const void *)x;

    csri_explain_line(x, node, leaf, t->indent, t->out);
}

static void say_clause(const csri_rules_clause *clause, const char *before, const csr_value *facts, size_t count,
                       csri_buffer *out)
{
    teller t = { .x = { .take = say_leaf }, .out = out, .indent = before };

    if (!csri_explain_is_leaf(clause->expression->root)) {
        csri_explain_say(outcome_of(csri_clause_truth(clause, facts, count, NULL)), before, clause->text, out);
        csri_buffer_byte(out, '\n');
        t.indent = "  ";
    }
    tell_leaves(&t, clause, facts, count);
}

static void say_outcome(const csri_rules_rule *rule, int truth, const csr_value *facts, size_t count, csri_buffer *out)
{
    size_t clauses = rule->when_count + (rule->any_count != 0), held = 0;
    int any = 0;

    for (size_t i = 0; i < rule->when_count; i++)
        held += csri_clause_truth(&rule->clauses[i], facts, count, NULL) == 1;
    for (size_t i = 0; i < rule->any_count; i++)
        any |= csri_clause_truth(&rule->clauses[rule->when_count + i], facts, count, NULL) == 1;
    csri_buffer_format(out, "%s, %zu of %zu clauses", truth < 0 ? "undecided" : "not matched", held + (size_t)any,
                       clauses);
}

void csri_rules_explain_text(const csri_rules_bound *bound, uint32_t rule, csr_str subject, csr_time now,
                             csri_buffer *out)
{
    const csri_rules_rule *r = &bound->set->rules[rule];
    int truth = csri_rule_truth(r, bound->facts, bound->fact_count, NULL);
    char at[CSR_TIME_TEXT_BYTES];

    csri_buffer_format(out, "%s (set %s %.4s..): ", r->id.ptr, bound->set->name.ptr, bound->set->hex.ptr);
    if (truth == 1)
        csri_buffer_text(out, "MATCHED");
    else
        say_outcome(r, truth, bound->facts, bound->fact_count, out);
    (void)csr_time_format(now, 0, at, NULL);
    csri_buffer_format(out, " on %.*s at %s\n", (int)subject.len, subject.ptr, at);
    for (size_t i = 0; i < r->when_count + r->any_count; i++)
        say_clause(&r->clauses[i], i < r->when_count ? "" : "or ", bound->facts, bound->fact_count, out);
}
