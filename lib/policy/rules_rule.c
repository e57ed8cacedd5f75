/* Reading one rule of a document. */
#include "base/json.h"
#include "base/time.h"
#include "policy/expression_time.h"
#include "policy/rules_set.h"

#define MEMBERS(table) table, sizeof(table) / sizeof((table)[0])
#define PRIORITY_MAX 1000
#define PRIORITY_DEFAULT 50
#define EVERY_MAX 1000

static csri_rules_bits no_bits(void)
{
    return (csri_rules_bits){ { 0 } };
}

static void read_id(csri_document *d, const csri_place *at, const csri_json *json)
{
    csri_rules_loader *l = d->into;
    (void)csri_rules_read_name(d, at, json, &l->rule->id);
}

static void read_title(csri_document *d, const csri_place *at, const csri_json *json)
{
    csri_rules_loader *l = d->into;
    (void)csri_rules_read_text(d, at, json, 300, &l->rule->title);
}

static void read_priority(csri_document *d, const csri_place *at, const csri_json *json)
{
    csri_rules_loader *l = d->into;
    int64_t priority;

    if (csri_document_integer(d, at, json, 0, PRIORITY_MAX, &priority))
        l->rule->priority = (int32_t)priority;
}

static void read_group(csri_document *d, const csri_place *at, const csri_json *json)
{
    csri_rules_loader *l = d->into;
    csri_name_list known = { 0 };
    csr_str name;

    if (!csri_document_text(d, at, json, &name))
        return;
    for (size_t i = 0; i < l->set->group_count; i++) {
        const csri_rules_group *group = &l->set->groups[i];
        csri_name_list_add(&known, group->name.ptr, group->name.len);
        if (strcmp(group->name.ptr, name.ptr) == 0)
            l->rule->group = (int32_t)i;
    }
    if (l->rule->group < 0)
        csri_document_refuse_name(d, at, &name, "group of this set", &known);
}

/* ---- Conditions ---- */

static int condition_text(csri_document *d, const csri_place *at, const csri_json *json, csr_str *out)
{
    if (!csri_document_text(d, at, json, out))
        return 0;
    if (out->len == 0 || out->len > CSR_EXPRESSION_BYTES_MAX) {
        csri_document_refuse(d, at, "", "a condition has 1 to %d bytes", CSR_EXPRESSION_BYTES_MAX);
        return 0;
    }
    return 1;
}

static void compile(csri_document *d, const csri_place *at, const csri_json *json, const csri_rules_bits *guarded,
                    csri_rules_clause *out)
{
    csri_rules_loader *l = d->into;
    csr_str text;

    if (l->status == CSR_OK && condition_text(d, at, json, &text))
        l->status = csri_clause_compile(d, at, text, guarded, out);
}

/* A condition beside those of the list; *out stays NULL when there is none that compiles. */
static void compile_alone(csri_document *d, const csri_place *at, const csri_json *json, const csri_rules_bits *guarded,
                          const csri_rules_clause **out)
{
    csri_rules_loader *l = d->into;
    csri_rules_clause clause = { 0 }, *kept;

    compile(d, at, json, guarded, &clause);
    kept = clause.expression == NULL ? NULL : csri_arena_take(&l->set->arena, sizeof(*kept));
    if (kept != NULL)
        *kept = clause;
    *out = kept;
}

static void read_clause(csri_document *d, const csri_place *at, const csri_json *json, const csri_rules_bits *guarded)
{
    csri_rules_loader *l = d->into;
    csri_rules_clause clause = { 0 };

    compile(d, at, json, guarded, &clause);
    if (clause.expression != NULL)
        csri_buffer_put(&l->clauses, &clause, sizeof(clause));
}

static void read_when_clause(csri_document *d, const csri_place *at, const csri_json *json)
{
    const csri_rules_loader *l = d->into;
    read_clause(d, at, json, &l->guarded);
}

static void read_any_clause(csri_document *d, const csri_place *at, const csri_json *json)
{
    const csri_rules_loader *l = d->into;
    read_clause(d, at, json, &l->guarded_any);
}

static void read_clauses(csri_document *d, const csri_place *at, const csri_json *json, csri_read_fn *read)
{
    if (csri_json_is(json, CSRI_JSON_STRING))
        read(d, at, json);
    else
        csri_document_list(d, at, json, 1, CSRI_RULES_CLAUSES_MAX, read);
}

/* What has() says in one clause holds for all of them, wherever it stands. */
static void collect_guards(csri_document *d, const csri_json *json, int negated, csri_rules_bits *guarded)
{
    if (csri_json_is(json, CSRI_JSON_STRING) && strstr(csri_json_str(json).ptr, "has(") != NULL)
        (void)csri_clause_guards(d, csri_json_str(json), negated, guarded);
    for (size_t i = 0; i < csri_json_elements(json); i++)
        if (csri_json_is(csri_json_at(json, i), CSRI_JSON_STRING))
            collect_guards(d, csri_json_at(json, i), negated, guarded);
}

static size_t clause_count(const csri_rules_loader *l)
{
    return l->clauses.len / sizeof(csri_rules_clause);
}

static void read_when(csri_document *d, const csri_place *at, const csri_json *json)
{
    csri_rules_loader *l = d->into;

    collect_guards(d, json, 0, &l->guarded);
    read_clauses(d, at, json, read_when_clause);
    l->rule->when_count = clause_count(l);
    l->rule->has_condition = 1;
}

static void read_any(csri_document *d, const csri_place *at, const csri_json *json)
{
    csri_rules_loader *l = d->into;

    l->guarded_any = l->guarded;
    collect_guards(d, json, 1, &l->guarded_any);
    read_clauses(d, at, json, read_any_clause);
    l->rule->any_count = clause_count(l) - l->rule->when_count;
    l->rule->has_condition = 1;
}

static void read_reset(csri_document *d, const csri_place *at, const csri_json *json)
{
    csri_rules_loader *l = d->into;
    const csri_rules_bits none = no_bits();
    compile_alone(d, at, json, &none, &l->rule->reset);
}

/* ---- How often ---- */

static void read_every(csri_document *d, const csri_place *at, const csri_json *json)
{
    csri_rules_loader *l = d->into;

    l->rule->fire = CSRI_FIRE_EVERY;
    if (csri_rules_read_length(d, at, json, &l->rule->every_us) && l->rule->every_us < CSRI_MINUTE_US)
        csri_document_refuse(d, at, "", "a rule repeats once a minute at most");
}

static void read_max(csri_document *d, const csri_place *at, const csri_json *json)
{
    csri_rules_loader *l = d->into;
    int64_t max;

    if (csri_document_integer(d, at, json, 1, EVERY_MAX, &max))
        l->rule->every_max = (int32_t)max;
}

static void read_fire(csri_document *d, const csri_place *at, const csri_json *json)
{
    static const csri_document_member members[] = { { "every", read_every, 1 }, { "max", read_max, 0 } };
    static const char *const names[] = { "", "episode", "once", "each_event" };
    csri_rules_loader *l = d->into;
    csr_str text;

    if (csri_json_is(json, CSRI_JSON_OBJECT)) {
        csri_document_object(d, at, json, MEMBERS(members));
        return;
    }
    if (!csri_document_text(d, at, json, &text))
        return;
    l->rule->fire = 0;
    for (int32_t i = CSRI_FIRE_EPISODE; i <= CSRI_FIRE_EACH_EVENT; i++)
        if (strcmp(names[i], text.ptr) == 0)
            l->rule->fire = i;
    if (l->rule->fire == 0)
        csri_document_refuse(d, at, "write episode, once, each_event or {\"every\": \"4h\", \"max\": 3}",
                             "this is no way to fire");
}

/* One of two words: 0 for the first, 1 for the second. */
static int read_word(csri_document *d, const csri_place *at, const csri_json *json, const char *first,
                     const char *second)
{
    csr_str text;

    if (!csri_document_text(d, at, json, &text))
        return 0;
    if (strcmp(text.ptr, first) != 0 && strcmp(text.ptr, second) != 0)
        csri_document_refuse(d, at, "", "%s or %s is expected", first, second);
    return strcmp(text.ptr, second) == 0;
}

static void read_mode(csri_document *d, const csri_place *at, const csri_json *json)
{
    csri_rules_loader *l = d->into;
    l->rule->shadow = (uint8_t)read_word(d, at, json, "live", "shadow");
}

static void read_on_error(csri_document *d, const csri_place *at, const csri_json *json)
{
    csri_rules_loader *l = d->into;
    l->rule->fires_undecided = (uint8_t)read_word(d, at, json, "skip", "fire");
}

static void read_stop(csri_document *d, const csri_place *at, const csri_json *json)
{
    csri_rules_loader *l = d->into;
    l->rule->stop = read_word(d, at, json, "group", "all") ? CSRI_STOP_ALL : CSRI_STOP_GROUP;
}

/* ---- Steps ---- */

static void read_after(csri_document *d, const csri_place *at, const csri_json *json)
{
    csri_rules_loader *l = d->into;
    (void)csri_rules_read_length(d, at, json, &l->step.after_us);
}

static void read_until(csri_document *d, const csri_place *at, const csri_json *json)
{
    csri_rules_loader *l = d->into;
    compile_alone(d, at, json, &l->guarded, &l->step.until);
}

static void read_hold_while(csri_document *d, const csri_place *at, const csri_json *json)
{
    csri_rules_loader *l = d->into;
    compile_alone(d, at, json, &l->guarded, &l->step.hold_while);
}

static void add_step(csri_rules_loader *l)
{
    csri_buffer_put(&l->steps, &l->step, sizeof(l->step));
    l->step = (csri_rules_step){ 0 };
}

static void read_step(csri_document *d, const csri_place *at, const csri_json *json)
{
    static const csri_document_member members[] = {
        { "after", read_after, 0 },
        { "until", read_until, 0 },
        { "hold_while", read_hold_while, 0 },
        { "do", csri_rules_read_actions, 1 },
    };
    csri_rules_loader *l = d->into;

    csri_document_object(d, at, json, MEMBERS(members));
    if (at->number > 0 && l->step.after_us == 0)
        csri_document_refuse(d, at, "write after, such as \"20m\"", "a step behind the first one needs a delay");
    add_step(l);
}

static void read_steps(csri_document *d, const csri_place *at, const csri_json *json)
{
    csri_rules_loader *l = d->into;

    l->has_steps = 1;
    csri_document_list(d, at, json, 1, CSRI_RULES_STEPS_MAX, read_step);
}

static void read_do(csri_document *d, const csri_place *at, const csri_json *json)
{
    csri_rules_loader *l = d->into;

    l->has_do = 1;
    csri_rules_read_actions(d, at, json);
    add_step(l);
}

static void read_repeat(csri_document *d, const csri_place *at, const csri_json *json)
{
    csri_rules_loader *l = d->into;
    int64_t repeat;

    if (csri_document_integer(d, at, json, 0, CSRI_RULES_REPEAT_MAX, &repeat))
        l->rule->repeat = (int32_t)repeat;
}

/* ---- Inhibition ---- */

static void read_inhibitor(csri_document *d, const csri_place *at, const csri_json *json)
{
    csri_rules_loader *l = d->into;
    (void)csri_rules_read_name(d, at, json, &l->rule->inhibitor_id);
}

static void read_same_field(csri_document *d, const csri_place *at, const csri_json *json)
{
    csri_rules_loader *l = d->into;
    csr_str name;
    int32_t field;

    if (!csri_document_text(d, at, json, &name))
        return;
    field = csri_rules_field(l->set, name.ptr);
    if (field < 0)
        csri_document_refuse(d, at, "", "there is no field \"%s\" [" CSRI_UNKNOWN_FIELD "]", name.ptr);
    else if (l->rule->same != NULL)
        l->rule->same[l->rule->same_count++] = (uint16_t)field;
}

static void read_same(csri_document *d, const csri_place *at, const csri_json *json)
{
    csri_rules_loader *l = d->into;

    l->rule->same = csri_arena_take(&l->set->arena, (csri_json_elements(json) + 1) * sizeof(*l->rule->same));
    csri_document_list(d, at, json, 0, CSRI_RULES_FACTS_MAX, read_same_field);
}

static void read_inhibited_by(csri_document *d, const csri_place *at, const csri_json *json)
{
    static const csri_document_member members[] = { { "rule", read_inhibitor, 1 }, { "same", read_same, 0 } };
    csri_document_object(d, at, json, MEMBERS(members));
}

/* ---- The whole ---- */

static void join(csri_rules_bits *into, const csri_rules_bits *bits)
{
    for (size_t i = 0; i < CSRI_RULES_FIELD_WORDS; i++)
        into->word[i] |= bits->word[i];
}

static void note_clause(csri_rules_rule *rule, const csri_rules_clause *clause)
{
    if (clause == NULL)
        return;
    join(&rule->reads, &clause->reads);
    rule->timed |= (uint8_t)clause->timed;
}

static void settle_steps(csri_rules_rule *rule)
{
    for (size_t i = 0; i < rule->step_count && rule->steps != NULL; i++) {
        const csri_rules_step *step = &rule->steps[i];
        note_clause(rule, step->until);
        note_clause(rule, step->hold_while);
        for (size_t k = 0; k < step->action_count; k++)
            if (step->actions[k].field >= 0)
                csri_bits_add(&rule->writes, (size_t)step->actions[k].field);
    }
}

/* What was collected becomes the rule's. */
static void settle(csri_document *d, const csri_place *at)
{
    csri_rules_loader *l = d->into;
    csri_rules_rule *rule = l->rule;

    if (l->has_do + l->has_steps != 1)
        csri_document_refuse(d, at, "", "a rule has either do or steps");
    if (!rule->has_condition)
        csri_document_refuse(d, at, "write when, any or both", "a rule needs a condition");
    if ((rule->fire == CSRI_FIRE_EACH_EVENT || rule->fire == CSRI_FIRE_EVERY) && l->steps.len > sizeof(l->step))
        csri_document_refuse(d, at, "", "steps belong to rules that fire once in an episode");
    rule->step_count = l->steps.len / sizeof(l->step);
    if (rule->repeat != 0 && rule->step_count == 1 &&
        ((const csri_rules_step *)(const void *)l->steps.ptr)->after_us == 0)
        csri_document_refuse(d, at, "write steps with after", "one step without a delay cannot be repeated");
    rule->fixture_count = l->fixtures.len / sizeof(l->fixture);
    rule->steps = csri_rules_keep(l, &l->steps);
    rule->fixtures = csri_rules_keep(l, &l->fixtures);
    rule->clauses = csri_rules_keep(l, &l->clauses);
    for (size_t i = 0; i < rule->when_count + rule->any_count && rule->clauses != NULL; i++)
        note_clause(rule, &rule->clauses[i]);
    rule->condition_reads = rule->reads;
    note_clause(rule, rule->reset);
    settle_steps(rule);
    for (size_t i = 0; i < rule->same_count; i++)
        csri_bits_add(&rule->reads, rule->same[i]);
    join(&l->set->reads, &rule->reads);
    if (rule->stop != 0)
        l->set->has_stops = 1;
}

void csri_rules_read_rule(csri_document *d, const csri_place *at, const csri_json *json)
{
    /* The id comes first, for it is named by what is wrong; has() of `when` holds for what stands behind it. */
    static const csri_document_member members[] = {
        { "id", read_id, 1 },
        { "when", read_when, 0 },
        { "any", read_any, 0 },
        { "do", read_do, 0 },
        { "fire", read_fire, 0 },
        { "group", read_group, 0 },
        { "inhibited_by", read_inhibited_by, 0 },
        { "mode", read_mode, 0 },
        { "note", csri_rules_read_note, 0 },
        { "on_error", read_on_error, 0 },
        { "priority", read_priority, 0 },
        { "repeat", read_repeat, 0 },
        { "reset_when", read_reset, 0 },
        { "steps", read_steps, 0 },
        { "stop", read_stop, 0 },
        { "tests", csri_rules_read_tests, 0 },
        { "title", read_title, 0 },
    };
    csri_rules_loader *l = d->into;

    l->rule = &l->set->rules[l->set->rule_count];
    *l->rule =
        (csri_rules_rule){ .priority = PRIORITY_DEFAULT, .group = -1, .fire = CSRI_FIRE_EPISODE, .inhibitor = -1 };
    l->rule->place = (uint32_t)at->number;
    l->guarded = l->guarded_any = no_bits();
    l->has_do = l->has_steps = 0;
    l->rule_errors = 0;
    csri_document_object(d, at, json, MEMBERS(members));
    if (!csri_json_is(json, CSRI_JSON_OBJECT))
        return;
    settle(d, at);
    l->set->rule_count++;
}
