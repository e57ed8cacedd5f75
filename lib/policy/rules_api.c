/* Rule sets for hosts and tools: texts in, texts out. */
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "policy/rules_set.h"

#include <inttypes.h>

/* ---- Loading ---- */

static csr_status load(const csr_rules_params *params, const csr_host *host, csr_rules **out, csri_buffer *report,
                       csr_error *err)
{
    csri_rules_source source = { .host = host, .fields = params->fields, .field_count = params->field_count };

    csri_findings *findings = csri_alloc(host, sizeof(*findings));
    csr_status status;

    if (findings == NULL)
        return csri_fail(err, CSR_E_NO_MEMORY, NULL, "no memory for a rule set");
    source.functions = params->functions;
    source.function_count = params->function_count;
    source.text = (csr_str){ params->text.ptr, csri_text_nts(params->text.ptr, params->text.len) };
    source.zoneinfo = (csr_str){ params->zoneinfo.ptr, csri_text_nts(params->zoneinfo.ptr, params->zoneinfo.len) };
    csri_findings_init(findings, host);
    status = csri_rules_load(&source, out, findings, report, err);
    csri_findings_free(findings);
    csri_free(host, findings, sizeof(*findings));
    return status;
}

csr_status csr_rules_load(const csr_rules_params *params, csr_rules **out, csr_buf **out_report, csr_error *err)
{
    csri_buffer report;
    csr_status status, told;
    csr_host host;

    if (out_report != NULL)
        *out_report = NULL;
    if (out == NULL)
        return csri_out_missing(err, "out");
    *out = NULL;
    csri_error_clear(err);
    if (params == NULL || params->struct_size < sizeof(*params))
        return csri_fail(err, CSR_E_ARGUMENT, "params", "params is required, with its struct_size");
    if ((params->text.ptr == NULL && params->text.len != 0) || (params->fields == NULL && params->field_count != 0))
        return csri_fail(err, CSR_E_ARGUMENT, params->text.ptr == NULL ? "text" : "fields",
                         "there is a length but nothing that long");
    status = csri_host_check(params->host, err);
    if (status != CSR_OK)
        return status;
    csri_host_take(&host, params->host);
    csri_buffer_init(&report, &host, 0);
    status = load(params, &host, out, out_report == NULL ? NULL : &report, err);
    if (report.len != 0) {
        told = csri_buffer_finish(&report, out_report, NULL);
        if (told != CSR_OK) {
            (void)csri_fail(err, told, NULL, "no memory to tell about rules");
            csr_rules_free(*out);
            *out = NULL;
            status = told;
        }
    }
    csri_buffer_free(&report);
    return status;
}

/* ---- What all of them do ---- */

/* The parameters are there; *out is NULL. */
static csr_status begin(const csr_rules *rules, const void *more, csr_buf **out, csr_error *err)
{
    if (out == NULL)
        return csri_out_missing(err, "out");
    *out = NULL;
    csri_error_clear(err);
    if (rules == NULL || more == NULL)
        return csri_fail(err, CSR_E_ARGUMENT, rules == NULL ? "rules" : "what", "a pointer is missing");
    return CSR_OK;
}

static csr_status finish(csr_status status, csri_buffer *text, csr_buf **out, csr_error *err)
{
    if (status == CSR_OK)
        status = csri_buffer_finish(text, out, err);
    csri_buffer_free(text);
    return status == CSR_E_NO_MEMORY ? csri_fail(err, status, NULL, "no memory to tell about rules") : status;
}

csr_status csri_facts_read(const csr_rules *set, csri_arena *arena, json_t *json, csr_value *facts,
                           csri_rules_bits *stands, const char *field, csr_error *err)
{
    for (void *m = json_object_iter(json); m != NULL; m = json_object_iter_next(json, m)) {
        const char *name = json_object_iter_key(m), *why = "";
        const json_t *value = json_object_iter_value(m), *still = json_object_get(value, "stands");
        int32_t at = csri_rules_field(set, name);
        if (at < 0)
            return csri_fail(err, CSR_E_ARGUMENT, field, "there is no field \"%s\"", name);
        if (stands != NULL) {
            stands->word[at / 64] &= ~(UINT64_C(1) << at % 64);
            if (still != NULL)
                csri_bits_add(stands, (size_t)at);
        }
        if (json_typeof(value) == JSON_NULL)
            facts[at] = (csr_value){ 0 };
        else if (!csri_fact_read(arena, &set->schema->fields[at], still != NULL ? still : value, &facts[at], &why))
            return csri_fail(err, CSR_E_ARGUMENT, field, "%s: %s", name, why);
    }
    return arena->exhausted ? csri_fail(err, CSR_E_NO_MEMORY, NULL, "no memory for facts") : CSR_OK;
}

/* A case with its facts. */
typedef struct matter {
    const csr_rules *rules;
    const csr_rules_case *what;
    csri_arena arena;
    json_t *json;
    csr_value *facts;
    csr_str subject, rule;
    int32_t only; /* rule, or -1 = all */
} matter;

static csr_status read_matter(matter *m, csr_error *err)
{
    csr_str facts = { m->what->facts.ptr, csri_text_nts(m->what->facts.ptr, m->what->facts.len) };
    csr_error why = CSR_ERROR_INIT;

    m->subject = (csr_str){ m->what->subject.ptr, csri_text_nts(m->what->subject.ptr, m->what->subject.len) };
    m->rule = (csr_str){ m->what->rule.ptr, csri_text_nts(m->what->rule.ptr, m->what->rule.len) };
    if (m->subject.len == 0)
        m->subject = CSR_STR("ticket");
    if (m->what->now == 0)
        return csri_fail(err, CSR_E_ARGUMENT, "now", "now is required");
    m->only = m->rule.len == 0 ? -1 : csri_rules_find(m->rules, m->rule);
    if (m->rule.len != 0 && m->only < 0)
        return csri_fail(err, CSR_E_ARGUMENT, "rule", "there is no rule \"%.*s\" in this set", (int)m->rule.len,
                         m->rule.ptr);
    m->facts = csri_arena_take(&m->arena, m->rules->schema->field_count * sizeof(*m->facts));
    if (m->facts == NULL)
        return csri_fail(err, CSR_E_NO_MEMORY, NULL, "no memory for facts");
    if (csri_json_read(facts.ptr, facts.len, CSR_RULES_BYTES_MAX, 8, &m->json, &why) != CSR_OK ||
        json_typeof(m->json) != JSON_OBJECT)
        return csri_fail(err, why.status == CSR_E_NO_MEMORY ? why.status : CSR_E_ARGUMENT, "facts",
                         "facts are a JSON object%s%s", why.status == CSR_OK ? "" : ": ", why.message);
    return csri_facts_read(m->rules, &m->arena, m->json, m->facts, NULL, "facts", err);
}

static csr_status open_matter(matter *m, const csr_rules *rules, const csr_rules_case *what, csr_error *err)
{
    *m = (matter){ .rules = rules, .what = what };
    csri_arena_init(&m->arena, &rules->host);
    if (what->struct_size < sizeof(*what))
        return csri_fail(err, CSR_E_ARGUMENT, "struct_size", "what needs its struct_size");
    return read_matter(m, err);
}

static void close_matter(matter *m)
{
    json_decref(m->json);
    csri_arena_free(&m->arena);
}

/* The facts with now among them, as they were given. */
static csri_rules_bound bound_of(matter *m)
{
    csri_rules_bound bound = { .set = m->rules, .facts = m->facts, .fact_count = m->rules->schema->field_count };

    if (m->facts[m->rules->now_field].kind == 0)
        m->facts[m->rules->now_field] = csri_fact_instant(m->what->now);
    return bound;
}

/* ---- Describe ---- */

static void describe_rule(const csr_rules *rules, const csri_rules_rule *rule, csri_buffer *out)
{
    static const char *const fire[] = { "", "episode", "once", "each_event", "every" };

    csri_buffer_format(out, "{\"clauses\":%zu,\"fire\":\"%s\",\"fixtures\":%zu,\"group\":",
                       rule->when_count + rule->any_count, fire[rule->fire], rule->fixture_count);
    if (rule->group >= 0)
        csri_json_text(out, rules->groups[rule->group].name.ptr, rules->groups[rule->group].name.len);
    else
        csri_buffer_text(out, "null");
    csri_buffer_text(out, ",\"id\":");
    csri_json_text(out, rule->id.ptr, rule->id.len);
    csri_buffer_format(out,
                       ",\"mode\":\"%s\",\"priority\":%d,\"steps\":%zu,\"title\":", rule->shadow ? "shadow" : "live",
                       (int)rule->priority, rule->step_count);
    csri_json_text(out, rule->title.ptr, rule->title.len);
    csri_buffer_byte(out, '}');
}

csr_status csr_rules_describe(const csr_rules *rules, csr_buf **out, csr_error *err)
{
    csr_status status = begin(rules, rules, out, err);
    csri_buffer text;

    if (status != CSR_OK)
        return status;
    csri_buffer_init(&text, &rules->host, 0);
    csri_buffer_text(&text, "{\"effective_from\":");
    if (rules->from != 0)
        csri_json_time(&text, rules->from);
    else
        csri_buffer_text(&text, "null");
    csri_buffer_format(&text, ",\"id\":\"%s\",\"rules\":[", rules->hex.ptr);
    for (size_t i = 0; i < rules->rule_count; i++) {
        csri_buffer_text(&text, i == 0 ? "" : ",");
        describe_rule(rules, &rules->rules[i], &text);
    }
    csri_buffer_text(&text, "],\"set\":");
    csri_json_text(&text, rules->name.ptr, rules->name.len);
    csri_buffer_byte(&text, '}');
    return finish(CSR_OK, &text, out, err);
}

/* ---- Explain ---- */

csr_status csr_rules_explain(const csr_rules *rules, const csr_rules_case *what, csr_buf **out, csr_error *err)
{
    csr_status status = begin(rules, what, out, err);
    csri_rules_bound bound;
    csri_buffer text;
    matter m;

    if (status != CSR_OK)
        return status;
    csri_buffer_init(&text, &rules->host, 0);
    status = open_matter(&m, rules, what, err);
    if (status == CSR_OK)
        bound = bound_of(&m);
    for (size_t i = 0; status == CSR_OK && i < rules->rule_count; i++) {
        if (m.only >= 0 && (size_t)m.only != i)
            continue;
        if (what->flags & CSR_RULES_TEXT) {
            csri_rules_explain_text(&bound, (uint32_t)i, m.subject, what->now, &text);
        } else {
            csri_rules_explain_json(&bound, (uint32_t)i, what->now, &text);
            csri_buffer_byte(&text, '\n');
        }
    }
    close_matter(&m);
    return finish(status, &text, out, err);
}

/* ---- Dry run ---- */

static void tell_quiet(const csri_rules_firing *firing, csri_buffer *out)
{
    csri_buffer_format(out, "{\"episode\":%" PRId64 ",\"key\":", firing->episode);
    csri_json_text(out, firing->key.ptr, firing->key.len);
    csri_buffer_format(out, ",\"outcome\":\"%s\",\"rule\":", firing->outcome == CSRI_CLOSED ? "closed" : "stopped");
    csri_json_text(out, firing->id.ptr, firing->id.len);
    csri_buffer_byte(out, '}');
}

static void tell_decision(const csri_rules_decision *decision, const csri_rules_state *before, int32_t only,
                          csri_buffer *out)
{
    int first = 1;

    csri_buffer_format(out, "{\"cost\":%" PRId64 ",\"firings\":[", decision->cost);
    for (size_t i = 0; i < decision->firing_count; i++) {
        const csri_rules_firing *firing = &decision->firings[i];
        if (only >= 0 && firing->rule != (uint32_t)only)
            continue;
        csri_buffer_text(out, first ? "" : ",");
        first = 0;
        if (firing->audit.len != 0)
            csri_buffer_put(out, firing->audit.ptr, firing->audit.len);
        else
            tell_quiet(firing, out);
    }
    csri_buffer_text(out, "],\"next_look\":");
    if (decision->next_look == CSRI_RULES_NEVER)
        csri_buffer_text(out, "null");
    else
        csri_json_time(out, decision->next_look);
    csri_buffer_text(out, ",\"state\":");
    csri_rules_state_write(decision->state != NULL ? decision->state : before, out);
    csri_buffer_format(out, ",\"undecided\":%zu}", decision->undecided);
}

static csr_status decide(matter *m, csri_buffer *text, csr_error *err)
{
    csri_rules_bound bound = bound_of(m);
    csri_rules_input input = { .host = &m->rules->host, .sets = &bound, .set_count = 1, .subject = m->subject };
    csr_str was = { m->what->state.ptr, csri_text_nts(m->what->state.ptr, m->what->state.len) };
    csri_rules_state *state;
    csri_rules_decision decision;
    csr_status status = csri_rules_state_read(&m->rules->host, was, &state, err);

    if (status == CSR_E_CORRUPT)
        return csri_fail(err, CSR_E_ARGUMENT, "state", "state is not what a run before gave");
    if (status != CSR_OK)
        return status;
    input.state = state;
    input.now = m->what->now;
    input.event = m->what->event;
    status = csri_rules_decide(&input, &decision, err);
    if (status == CSR_OK)
        tell_decision(&decision, state, m->only, text);
    csri_rules_decision_free(&decision);
    csri_rules_state_free(state);
    return status;
}

csr_status csr_rules_dry_run(const csr_rules *rules, const csr_rules_case *what, csr_buf **out, csr_error *err)
{
    csr_status status = begin(rules, what, out, err);
    csri_buffer text;
    matter m;

    if (status != CSR_OK)
        return status;
    csri_buffer_init(&text, &rules->host, 0);
    status = open_matter(&m, rules, what, err);
    if (status == CSR_OK)
        status = decide(&m, &text, err);
    close_matter(&m);
    return finish(status, &text, out, err);
}

/* ---- What else looks at whole sets ---- */

csr_status csr_rules_lint(const csr_rules *rules, csr_buf **out, csr_error *err)
{
    csr_status status = begin(rules, rules, out, err);
    csri_buffer text;

    if (status != CSR_OK)
        return status;
    csri_buffer_init(&text, &rules->host, 0);
    status = csri_rules_lint(rules, CSRI_RULES_LINT_CASES, &text);
    return finish(status, &text, out, err);
}

csr_status csr_rules_test(const csr_rules *rules, csr_buf **out, int64_t *out_failed, csr_error *err)
{
    csr_status status = begin(rules, rules, out, err);
    int64_t failed = 0;
    csri_buffer text;

    if (status != CSR_OK)
        return status;
    csri_buffer_init(&text, &rules->host, 0);
    failed = csri_rules_run_fixtures(rules, &text);
    status = finish(CSR_OK, &text, out, err);
    if (status == CSR_OK && out_failed != NULL)
        *out_failed = failed;
    return status;
}

csr_status csr_rules_diff(const csr_rules *before, const csr_rules *after, csr_buf **out, csr_error *err)
{
    csr_status status = begin(before, after, out, err);
    csri_buffer text;

    if (status != CSR_OK)
        return status;
    csri_buffer_init(&text, &before->host, 0);
    status = csri_rules_diff(before, after, &text);
    return finish(status, &text, out, err);
}

csr_status csr_rules_backtest(const csr_rules *rules, const csr_rules_history *history, csr_buf **out, csr_error *err)
{
    csr_status status = begin(rules, history, out, err);
    csri_buffer text;
    csr_str lines;

    if (status != CSR_OK)
        return status;
    if (history->struct_size < sizeof(*history) || (history->lines.ptr == NULL && history->lines.len != 0))
        return csri_fail(err, CSR_E_ARGUMENT, "history", "history needs its struct_size, and lines");
    lines = (csr_str){ history->lines.ptr, csri_text_nts(history->lines.ptr, history->lines.len) };
    csri_buffer_init(&text, &rules->host, 0);
    status = csri_rules_backtest(rules, history->against, lines, history->until, &text, err);
    return finish(status, &text, out, err);
}
