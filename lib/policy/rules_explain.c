/* Why a rule holds or does not: every part of its conditions, with the values and what is missing. */
#include "base/json.h"
#include "policy/expression_time.h"
#include "policy/rules_set.h"

#include <inttypes.h>
#include <stdlib.h>

#define ROOM_BYTES 8192
#define COST_MAX 10000
/* Columns of the text that the condition takes, where it is not longer. */
#define WIDTH 44

/* Facts that a leaf is asked of. */
typedef struct question {
    const csr_expression *e;
    const csr_value *facts;
    size_t count;
} question;

static csr_value ask(const question *q, const csri_node *node, char *room)
{
    csri_run run = { .e = q->e, .facts = q->facts, .fact_count = q->count, .room = room, .room_left = ROOM_BYTES };
    csr_value value;

    run.cost_left = COST_MAX;
    value = csri_expression_run(&run, node);
    return run.cost_left < 0 ? csri_value_undecided("the limit of cost is passed") : value;
}

static int truth_of(const csr_value *value)
{
    return value->kind == CSR_VALUE_BOOL ? value->as.integer != 0 : -1;
}

static int is_leaf(const csri_node *node)
{
    return node->op != CSRI_NODE_AND && node->op != CSRI_NODE_OR &&
           !(node->op == CSRI_NODE_NOT && !(node->first->op == CSRI_NODE_FIELD));
}

static const csri_node *only_field(const csri_node *node, const csri_node *found, int *many)
{
    if (node->op == CSRI_NODE_FIELD || node->op == CSRI_NODE_HAS_FIELD) {
        *many |= found != NULL && found->slot != node->slot;
        return node;
    }
    for (const csri_node *child = node->first; child != NULL; child = child->next)
        found = only_field(child, found, many);
    return found;
}

static int is_order(const csri_node *node)
{
    return node->op >= CSRI_NODE_LT && node->op <= CSRI_NODE_GE;
}

static int is_comparison(const csri_node *node)
{
    return node->op >= CSRI_NODE_EQ && node->op <= CSRI_NODE_GE;
}

/* How far a comparison is from being true. */
static void write_distance(const csri_node *node, const csr_value *a, const csr_value *b, csri_buffer *out)
{
    int more = node->op == CSRI_NODE_GT || node->op == CSRI_NODE_GE;
    csr_value apart;

    if (a->kind == CSR_VALUE_INT && b->kind == CSR_VALUE_INT) {
        int strict = node->op == CSRI_NODE_GT || node->op == CSRI_NODE_LT;
        uint64_t gap = more ? (uint64_t)b->as.integer - (uint64_t)a->as.integer
                            : (uint64_t)a->as.integer - (uint64_t)b->as.integer;
        csri_buffer_format(out, "; %s by %" PRIu64, more ? "short" : "over", gap + (strict ? 1 : 0));
        return;
    }
    if (!csri_value_is_time(a) || !csri_value_is_time(b) || a->kind != b->kind)
        return;
    apart = more ? csri_time_subtract(b, a) : csri_time_subtract(a, b);
    if (apart.kind != CSR_VALUE_DURATION)
        return;
    csri_buffer_text(out, more ? "; short by " : "; over by ");
    if (apart.as.integer == 0 && apart.nanos == 0)
        csri_buffer_text(out, "a moment");
    else
        csri_fact_write(&apart, out);
}

static const char *sign_of(const csri_node *node)
{
    static const char *const signs[] = { "==", "!=", "<", "<=", ">", ">=" };
    return signs[node->op - CSRI_NODE_EQ];
}

static void write_fact(const question *q, const csri_node *field, csri_buffer *out)
{
    static const csr_value absent = { 0 };

    csri_fact_write(field->slot < q->count ? &q->facts[field->slot] : &absent, out);
}

/* The values of a leaf: of its one field, or of both sides; of a comparison also what is missing. */
static void write_detail(const question *q, const csri_node *node, csri_buffer *out)
{
    char first[ROOM_BYTES], last[ROOM_BYTES], whole[ROOM_BYTES];
    int many = 0;
    const csri_node *field = only_field(node, NULL, &many);
    csr_value v = ask(q, node, whole), a, b;

    if (is_comparison(node)) {
        a = ask(q, node->first, first);
        b = ask(q, node->last, last);
    }
    if (truth_of(&v) < 0) {
        csri_fact_write(&v, out);
    } else if (is_comparison(node) && (many || (is_order(node) && truth_of(&v) == 0))) {
        csri_fact_write(&a, out);
        csri_buffer_format(out, " %s ", sign_of(node));
        csri_fact_write(&b, out);
        if (is_order(node) && truth_of(&v) == 0)
            write_distance(node, &a, &b, out);
    } else if (node->op == CSRI_NODE_HAS_FIELD) {
        write_fact(q, node, out);
    } else if (field != NULL && !many) {
        csri_buffer_format(out, "%s = ", q->e->fields[field->slot].name.ptr);
        write_fact(q, field, out);
    }
}

/* Of what stands in parentheses the closing one belongs to the part, as it is kept, and not to its text. */
static csr_str text_of(const csr_expression *e, const csri_node *node)
{
    csr_str text = { e->text.ptr + node->from, node->to - node->from };
    int open = 0;

    for (size_t i = 0; i < text.len; i++)
        open += (text.ptr[i] == '(') - (text.ptr[i] == ')');
    for (; open < 0 && text.len > 0; open++)
        while (text.len > 0 && text.ptr[--text.len] != ')') {
        }
    return text;
}

/* ---- JSON ---- */

static void put_truth(csri_buffer *out, int truth)
{
    csri_buffer_text(out, truth < 0 ? "null" : truth ? "true" : "false");
}

static void put_leaf(const question *q, const csri_node *node, csri_buffer *out)
{
    char room[ROOM_BYTES];
    csr_value v = ask(q, node, room);
    csri_buffer detail;

    csri_buffer_init(&detail, out->host, 0);
    write_detail(q, node, &detail);
    csri_buffer_text(out, "{\"detail\":");
    csri_json_text(out, detail.ptr, detail.len);
    csri_buffer_text(out, ",\"text\":");
    csri_json_text(out, text_of(q->e, node).ptr, text_of(q->e, node).len);
    csri_buffer_text(out, ",\"truth\":");
    put_truth(out, truth_of(&v));
    csri_buffer_byte(out, '}');
    if (detail.status != CSR_OK)
        csri_buffer_fail(out, detail.status);
    csri_buffer_free(&detail);
}

static void put_leaves(const question *q, const csri_node *node, int *count, csri_buffer *out)
{
    if (is_leaf(node)) {
        csri_buffer_text(out, (*count)++ == 0 ? "" : ",");
        put_leaf(q, node, out);
        return;
    }
    for (const csri_node *child = node->first; child != NULL; child = child->next)
        put_leaves(q, child, count, out);
}

static void put_clause(const csri_rules_clause *clause, const csr_value *facts, size_t count, csri_buffer *out)
{
    const question q = { clause->expression, facts, count };
    int leaves = 0;

    csri_buffer_format(out, "{\"clause\":\"%s\",\"leaves\":[", clause->name);
    put_leaves(&q, clause->expression->root, &leaves, out);
    csri_buffer_text(out, "],\"text\":");
    csri_json_text(out, clause->text.ptr, clause->text.len);
    csri_buffer_text(out, ",\"truth\":");
    put_truth(out, csri_clause_truth(clause, facts, count, NULL));
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
        csri_fact_json(&facts[i], out);
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
    put_truth(out, csri_rule_truth(r, bound->facts, bound->fact_count, NULL));
    csri_buffer_byte(out, '}');
}

static void say_line(int truth, const char *indent, csr_str text, csri_buffer *out)
{
    static const char *const words[] = { "??", "NO", "yes" };

    csri_buffer_format(out, "  %s%-4s %.*s", indent, words[truth + 1], (int)text.len, text.ptr);
}

static void say_leaf(const question *q, const csri_node *node, const char *indent, csri_buffer *out)
{
    char room[ROOM_BYTES];
    csr_value v = ask(q, node, room);
    csr_str text = text_of(q->e, node);

    say_line(truth_of(&v), indent, text, out);
    csri_buffer_format(out, "%*s", text.len + strlen(indent) < WIDTH ? (int)(WIDTH - text.len - strlen(indent)) : 2,
                       "");
    write_detail(q, node, out);
    csri_buffer_byte(out, '\n');
}

static void say_leaves(const question *q, const csri_node *node, csri_buffer *out)
{
    if (is_leaf(node)) {
        say_leaf(q, node, "  ", out);
        return;
    }
    for (const csri_node *child = node->first; child != NULL; child = child->next)
        say_leaves(q, child, out);
}

static void say_clause(const csri_rules_clause *clause, const char *before, const csr_value *facts, size_t count,
                       csri_buffer *out)
{
    const question q = { clause->expression, facts, count };

    if (is_leaf(clause->expression->root)) {
        say_leaf(&q, clause->expression->root, before, out);
        return;
    }
    say_line(csri_clause_truth(clause, facts, count, NULL), before, clause->text, out);
    csri_buffer_byte(out, '\n');
    say_leaves(&q, clause->expression->root, out);
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
