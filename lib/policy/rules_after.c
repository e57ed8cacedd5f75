/* What stays of a pass: the audit record of each firing, and the instant at which to come back. */
#include "policy/rules_pass.h"

#include "base/json.h"

#include <inttypes.h>
#include <string.h>

const csri_rules_view *csri_pass_view(const pass *p, const csr_rules *set)
{
    size_t i = 0;

    while (p->views[i].set != set)
        i++;
    return &p->views[i];
}

/* ---- What is told of a firing ---- */

static void write_text(csri_buffer *out, const char *name, csr_str text)
{
    csri_buffer_format(out, ",\"%s\":", name);
    csri_json_text(out, text.ptr, text.len);
}

static void write_actions(const csri_rules_firing *firing, csri_buffer *out)
{
    static const char *const fates[] = { "", "apply", "shadow", "held", "lost" };

    csri_buffer_text(out, "{\"actions\":[");
    for (size_t i = 0; i < firing->action_count; i++) {
        csri_buffer_text(out, i == 0 ? "{\"do\":" : ",{\"do\":");
        csri_rules_action_json(&firing->actions[i], out);
        csri_buffer_format(out, ",\"fate\":\"%s\"}", fates[firing->fates[i]]);
    }
    csri_buffer_byte(out, ']');
}

static void write_causes(const csri_rules_cascade *cascade, csri_buffer *out)
{
    csri_buffer_text(out, ",\"causes\":[");
    for (uint32_t i = 0, n = 0; cascade != NULL && i < cascade->count; i++) {
        if (cascade->fired[i].pass == cascade->passes)
            continue;
        csri_buffer_text(out, n++ == 0 ? "" : ",");
        csri_json_text(out, cascade->fired[i].rule, strlen(cascade->fired[i].rule));
    }
    csri_buffer_byte(out, ']');
}

void csri_pass_audit(pass *p, csri_rules_firing *firing)
{
    static const char *const outcomes[] = { "", "fired", "shadow", "inhibited", "suppressed", "guarded" };
    const csri_rules_rule *rule = &firing->set->rules[firing->rule];
    const csri_rules_view *view = csri_pass_view(p, firing->set);
    int64_t cost = 0;
    csri_buffer text;

    csri_buffer_init(&text, p->in->host, 0);
    write_actions(firing, &text);
    if (firing->because.len != 0)
        write_text(&text, "because", firing->because);
    write_causes(p->in->cascade, &text);
    csri_buffer_text(&text, ",\"clauses\":");
    csri_rule_clauses_json(rule, view->facts, view->fact_count, &text);
    (void)csri_rule_truth(rule, view->facts, view->fact_count, &cost);
    csri_buffer_format(&text, ",\"cost\":%" PRId64 ",\"due_at\":", cost);
    csri_json_time(&text, firing->due_at);
    csri_buffer_format(&text, ",\"episode\":%" PRId64 ",\"event\":%" PRId64 ",\"facts\":", firing->episode,
                       p->in->event);
    csri_rule_facts_json(firing->set, &rule->reads, view->facts, view->fact_count, &text);
    csri_buffer_text(&text, ",\"fired_at\":");
    csri_json_time(&text, firing->fired_at);
    write_text(&text, "key", firing->key);
    csri_buffer_format(&text, ",\"outcome\":\"%s\"", outcomes[firing->outcome]);
    write_text(&text, "rule", rule->id);
    write_text(&text, "set", firing->set->hex);
    csri_buffer_format(&text, ",\"step\":%d%s}", (int)firing->step, firing->undecided ? ",\"undecided\":true" : "");
    firing->audit = csri_arena_keep(&p->out->arena, &text);
}

/* ---- When to come back ---- */

static void earlier(pass *p, csr_time at)
{
    if (at > p->in->now && at < p->out->next_look)
        p->out->next_look = at;
}

static csr_time flips(const pass *p, const csri_rules_view *view, const csri_rules_clause *clause)
{
    return csri_clause_flips(view->set, clause, view->facts, view->fact_count, p->in->now, p->in->clocks);
}

/* No clause that time leaves alone is false: what is timed decides. */
static int may_turn(const pass *p, const csri_rules_view *view, size_t number)
{
    const csri_rules_rule *rule = &view->set->rules[number];

    if (view == p->views)
        return csri_match_has(p->turns.is_true, number) || csri_match_has(p->turns.is_undecided, number);

    for (size_t i = 0; i < rule->when_count; i++)
        if (!rule->clauses[i].timed && csri_clause_truth(&rule->clauses[i], view->facts, view->fact_count, NULL) == 0)
            return 0;
    return 1;
}

static void look_at_conditions(pass *p, const csri_rules_view *view, size_t number)
{
    const csri_rules_rule *rule = &view->set->rules[number];

    if (!rule->timed || rule->fire == CSRI_FIRE_EACH_EVENT || !may_turn(p, view, number))
        return;
    for (size_t i = 0; i < rule->when_count + rule->any_count; i++)
        earlier(p, flips(p, view, &rule->clauses[i]));
}

static void look_at_episode(pass *p, const csri_rules_memo *memo)
{
    for (size_t i = 0; i < p->in->set_count && memo->open; i++) {
        const csri_rules_view *view = &p->views[i];
        const csri_rules_rule *rule;
        if (view->set == NULL || memcmp(memo->set, view->set->id, sizeof(memo->set)) != 0)
            continue;
        rule = &view->set->rules[csri_rules_find(view->set, memo->id)];
        look_at_conditions(p, view, (size_t)(rule - view->set->rules));
        earlier(p, flips(p, view, rule->reset));
        if (memo->due == CSRI_RULES_NEVER)
            continue;
        earlier(p, memo->due);
        earlier(p, flips(p, view, rule->steps[(size_t)memo->next % rule->step_count].until));
        earlier(p, flips(p, view, rule->steps[(size_t)memo->next % rule->step_count].hold_while));
    }
}

void csri_pass_look(pass *p)
{
    const csri_rules_view *view = &p->views[0];

    for (size_t i = 0; view->set != NULL && i < view->set->rule_count; i++) {
        look_at_conditions(p, view, i);
        earlier(p, flips(p, view, view->set->rules[i].reset));
    }
    for (size_t i = 0; i < p->memos.len / sizeof(csri_rules_memo); i++)
        look_at_episode(p, (const csri_rules_memo *)(const void *)p->memos.ptr + i);
}
