/* What is allowed in a set of rules but looks wrong. */
#include "base/json.h"
#include "policy/rules_cases.h"

#include <stdarg.h>
#include <stdio.h>

typedef struct linter {
    const csr_rules *set;
    csri_buffer *out;
    csr_status status;
    size_t cases, most; /* looked at; behind so many nothing more is said of conditions */
} linter;

static void say(linter *l, const csri_rules_rule *rule, const char *clause, const char *code, const char *format, ...)
    CSRI_PRINTF(5, 6);

static void say(linter *l, const csri_rules_rule *rule, const char *clause, const char *code, const char *format, ...)
{
    char text[400];
    va_list values;

    va_start(values, format);
    (void)vsnprintf(text, sizeof(text), format, values);
    va_end(values);
    csri_buffer_format(l->out, "{\"clause\":\"%s\",\"code\":\"%s\",\"rule\":", clause, code);
    csri_json_text(l->out, rule->id.ptr, rule->id.len);
    csri_buffer_text(l->out, ",\"text\":");
    csri_json_text(l->out, text, strlen(text));
    csri_buffer_text(l->out, "}\n");
}

static int truth(const linter *l, const csri_rules_rule *rule, const csr_value *facts)
{
    return csri_rule_truth(rule, facts, l->set->schema->field_count, NULL);
}

static int clause_truth(const linter *l, const csri_rules_clause *clause, const csr_value *facts)
{
    return csri_clause_truth(clause, facts, l->set->schema->field_count, NULL);
}

/* The next case; a rule of which not all were looked at is not spoken of. */
static int next_case(linter *l, csri_cases *cases)
{
    return l->cases++ < l->most && csri_cases_next(cases);
}

/* ---- One rule ---- */

static int is_guard(const csri_rules_clause *clause)
{
    return clause->expression->root->op == CSRI_NODE_HAS_FIELD;
}

/* All of the rule but one clause of `when` holds. */
static int others_hold(const linter *l, const csri_rules_rule *rule, size_t but, const csr_value *facts)
{
    int any = rule->any_count == 0;

    for (size_t i = 0; i < rule->when_count; i++)
        if (i != but && clause_truth(l, &rule->clauses[i], facts) != 1)
            return 0;
    for (size_t i = 0; i < rule->any_count; i++)
        any |= clause_truth(l, &rule->clauses[rule->when_count + i], facts) == 1;
    return any;
}

typedef struct seen {
    size_t cases, hold;
    uint64_t needed; /* clauses of `when` that are not true though all others are */
} seen;

static void look_at_case(const linter *l, const csri_rules_rule *rule, const csr_value *facts, seen *s)
{
    s->cases++;
    s->hold += truth(l, rule, facts) == 1;
    for (size_t i = 0; i < rule->when_count; i++)
        if (clause_truth(l, &rule->clauses[i], facts) != 1 && others_hold(l, rule, i, facts))
            s->needed |= UINT64_C(1) << i;
}

static void lint_condition(linter *l, const csri_rules_rule *rule)
{
    seen s = { 0 };
    csri_cases cases;

    l->status = csri_cases_begin(&cases, l->set, rule, NULL, NULL);
    while (l->status == CSR_OK && next_case(l, &cases))
        look_at_case(l, rule, cases.facts, &s);
    csri_cases_end(&cases);
    if (s.cases == 0 || l->cases >= l->most)
        return;
    if (s.hold == 0)
        say(l, rule, "", "W202", "it never holds");
    else if (s.hold == s.cases)
        say(l, rule, "", "W201", "it always holds");
    for (size_t i = 0; s.hold != 0 && s.hold != s.cases && i < rule->when_count && rule->when_count > 1; i++)
        if (!(s.needed >> i & 1) && !is_guard(&rule->clauses[i]))
            say(l, rule, rule->clauses[i].name, "W204", "the other clauses imply it");
}

/* A step that is over before it begins, since its `until` holds whenever the rule does. */
static void lint_step(linter *l, const csri_rules_rule *rule, size_t step)
{
    const csri_rules_clause *until = &rule->steps[step].until;
    size_t hold = 0, over = 0;
    csri_cases cases;

    if (until->expression == NULL)
        return;
    l->status = csri_cases_begin(&cases, l->set, rule, NULL, until);
    while (l->status == CSR_OK && next_case(l, &cases))
        if (truth(l, rule, cases.facts) == 1) {
            hold++;
            over += clause_truth(l, until, cases.facts) == 1;
        }
    csri_cases_end(&cases);
    if (hold != 0 && hold == over && l->cases < l->most)
        say(l, rule, until->name, "W207", "step %zu is never reached: this holds whenever the rule does", step + 1);
}

static unsigned levels_of(const csri_rules_rule *rule)
{
    unsigned levels = 0;

    for (size_t i = 0; i < rule->step_count; i++)
        for (size_t k = 0; k < rule->steps[i].action_count; k++)
            if (rule->steps[i].actions[k].kind == CSRI_ACTION_ESCALATE)
                levels |= 1u << rule->steps[i].actions[k].level;
    return levels;
}

static void lint_levels(linter *l)
{
    unsigned all = 0;

    for (size_t i = 0; i < l->set->rule_count; i++)
        all |= levels_of(&l->set->rules[i]);
    for (size_t i = 0; i < l->set->rule_count; i++)
        for (unsigned level = 2; level < 10; level++)
            if ((levels_of(&l->set->rules[i]) >> level & 1) && !(all >> (level - 1) & 1))
                say(l, &l->set->rules[i], "", "W207", "level %u follows no level %u: no rule escalates to that", level,
                    level - 1);
}

/* ---- Fixtures ---- */

/* Whether a clause decided the fixture: `when` by being the only one that does not hold, `any` by being the only one that
 * does. */
static int decides(const linter *l, const csri_rules_rule *rule, size_t clause, const csr_value *facts)
{
    int is = clause_truth(l, &rule->clauses[clause], facts);

    if (clause < rule->when_count)
        return is != 1 && others_hold(l, rule, clause, facts);
    if (is != 1)
        return 0;
    for (size_t i = rule->when_count; i < rule->when_count + rule->any_count; i++)
        if (i != clause && clause_truth(l, &rule->clauses[i], facts) == 1)
            return 0;
    return 1;
}

static void lint_fixtures(linter *l, const csri_rules_rule *rule)
{
    int yes = 0, no = 0, decided;

    for (size_t i = 0; i < rule->fixture_count; i++) {
        yes |= rule->fixtures[i].expect == CSRI_EXPECT_YES;
        no |= rule->fixtures[i].expect == CSRI_EXPECT_NO;
    }
    if (!yes)
        say(l, rule, "", "W208", "it has no fixture that says yes");
    if (!no)
        say(l, rule, "", "W208", "it has no fixture that says no");
    if (!yes || !no)
        return;
    for (size_t c = 0; c < rule->when_count + rule->any_count; c++) {
        decided = is_guard(&rule->clauses[c]);
        for (size_t i = 0; i < rule->fixture_count && !decided; i++)
            decided = decides(l, rule, c, rule->fixtures[i].facts);
        if (!decided)
            say(l, rule, rule->clauses[c].name, "W209", "no fixture is decided by this clause");
    }
}

/* ---- Two rules ---- */

static int keeps_out(const csr_rules *set, const csri_rules_rule *one, const csri_rules_rule *other)
{
    if (one->shadow)
        return 0;
    return one->stop == CSRI_STOP_ALL || (one->group >= 0 && one->group == other->group &&
                                          (set->groups[one->group].first || one->stop == CSRI_STOP_GROUP));
}

static const csri_rules_action *contradiction(const csri_rules_rule *one, const csri_rules_rule *other)
{
    for (size_t i = 0; i < one->steps[0].action_count; i++)
        for (size_t k = 0; k < other->steps[0].action_count; k++) {
            const csri_rules_action *a = &one->steps[0].actions[i], *b = &other->steps[0].actions[k];
            int is_text = a->kind == CSRI_ACTION_SET_TEAM || a->kind == CSRI_ACTION_SET_ASSIGNEE;
            if (csri_action_undoes(a, b))
                return a;
            if (a->kind == b->kind &&
                ((is_text && (a->to.len != b->to.len || memcmp(a->to.ptr, b->to.ptr, a->to.len) != 0)) ||
                 ((a->kind == CSRI_ACTION_SET_PRIORITY || a->kind == CSRI_ACTION_STANDING) && a->value != b->value)))
                return a;
        }
    return NULL;
}

typedef struct together {
    size_t both, other_alone, other;
} together;

static void lint_pair(linter *l, const csri_rules_rule *one, const csri_rules_rule *other)
{
    const csri_rules_action *against = one->priority == other->priority ? contradiction(one, other) : NULL;
    int shadows = keeps_out(l->set, one, other);
    together t = { 0 };
    csri_cases cases;

    if (against == NULL && !shadows)
        return;
    l->status = csri_cases_begin(&cases, l->set, one, other, NULL);
    while (l->status == CSR_OK && next_case(l, &cases)) {
        int a = truth(l, one, cases.facts) == 1, b = truth(l, other, cases.facts) == 1;
        t.both += (size_t)(a && b);
        t.other += (size_t)b;
        t.other_alone += (size_t)(b && !a);
    }
    csri_cases_end(&cases);
    if (shadows && t.other != 0 && t.other_alone == 0 && l->cases < l->most)
        say(l, other, "", "W203", "whenever it holds, \"%s\" does too and comes first", one->id.ptr);
    if (against != NULL && !shadows && t.both != 0)
        say(l, other, "", "W205", "it and \"%s\" can hold together, are of one priority, and set %.*s differently",
            one->id.ptr, (int)csri_rules_field_name(l->set, (uint32_t)against->field).len,
            csri_rules_field_name(l->set, (uint32_t)against->field).ptr);
}

static void tell_circle(void *user, uint32_t rule, csr_str path)
{
    linter *l = user;

    say(l, &l->set->rules[rule], "", "W206", "what these rules do makes them hold in a circle: %.*s", (int)path.len,
        path.ptr);
}

csr_status csri_rules_lint(const csr_rules *set, size_t most, csri_buffer *out)
{
    linter l = { .set = set, .out = out, .most = most };

    for (size_t i = 0; i < set->rule_count && l.status == CSR_OK; i++) {
        lint_condition(&l, &set->rules[i]);
        for (size_t k = 0; k < set->rules[i].step_count && l.status == CSR_OK; k++)
            lint_step(&l, &set->rules[i], k);
        lint_fixtures(&l, &set->rules[i]);
    }
    for (size_t i = 0; i < set->rule_count; i++)
        for (size_t k = i + 1; k < set->rule_count && l.status == CSR_OK; k++)
            lint_pair(&l, &set->rules[i], &set->rules[k]);
    lint_levels(&l);
    return l.status == CSR_OK ? csri_rules_cycles(set, tell_circle, &l) : l.status;
}
