/*
 * csr/matcher.h: rules as texts, compiled in one scope and matched by match.h.
 */
#include "policy/expression.h"
#include "policy/match.h"

#include "base/buffer.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"

#include <csr/matcher.h>
#include <stdalign.h>
#include <stdio.h>

_Static_assert(CSR_MATCHER_RULES_MAX == CSRI_MATCH_RULES_MAX, "the two limits are one");

struct csr_matcher {
    csr_host host;
    csri_arena arena;
    csri_scope scope;
    csr_expression **expressions;
    size_t expression_count;
    csri_match *match;
};

/* Rules on their way to a matcher. */
typedef struct maker {
    csr_matcher *matcher;
    const csr_matcher_params *params;
    csri_buffer report;
    csr_error *err;
    csr_expression_params condition; /* the text of each in turn */
    csr_error why;                   /* of the last one that is wrong */
    unsigned errors;                 /* conditions that do not compile */
} maker;

static csr_status no_memory(csr_error *err)
{
    return csri_fail(err, CSR_E_NO_MEMORY, NULL, "no memory for a matcher");
}

static void put_head(maker *m, size_t rule, const char *list, size_t i)
{
    const csr_str *name = &m->params->rules[rule].name;

    if (name->len == 0)
        csri_buffer_format(&m->report, "rule %zu, %s[%zu]:\n", rule, list, i);
    else
        csri_buffer_format(&m->report, "rule \"%.*s\", %s[%zu]:\n", (int)name->len, name->ptr, list, i);
}

/* A condition that is wrong: the first tells the error, unless memory ended it, and each the report. */
static void refuse(maker *m, size_t rule, const char *list, size_t i, csr_status status, const csr_error *why)
{
    char place[sizeof(why->field)];

    if (m->errors++ != 0 && status == CSR_E_POLICY)
        return;
    (void)snprintf(place, sizeof(place), "rules[%zu].%s[%zu]", rule, list, i);
    (void)csri_fail(m->err, status, place, "%s", why->message);
}

/* One condition. One that is wrong is told, and the others are looked at nevertheless. */
static csr_status add_condition(maker *m, size_t rule, const char *list, size_t i, const csr_str *text)
{
    csr_matcher *matcher = m->matcher;
    csr_buf *report;
    csr_expression *made;
    csr_status status;

    m->condition.text = *text;
    status = csri_expression_compile_in(&matcher->scope, &m->condition, &made, &report, &m->why);
    if (status == CSR_OK) {
        matcher->expressions[matcher->expression_count++] = made;
        return CSR_OK;
    }
    if (report != NULL) {
        put_head(m, rule, list, i);
        csri_buffer_put(&m->report, csr_buf_text(report), csr_buf_size(report));
        csr_buf_free(report);
    }
    refuse(m, rule, list, i, status, &m->why);
    return status == CSR_E_POLICY ? CSR_OK : status;
}

static csr_status add_list(maker *m, size_t rule, const char *name, const csr_str *list, size_t count)
{
    csr_status status = CSR_OK;

    for (size_t i = 0; i < count && status == CSR_OK; i++)
        status = add_condition(m, rule, name, i, &list[i]);
    return status;
}

/* Room for the expressions; the rules are looked at for what they must be. */
static csr_status count_conditions(maker *m)
{
    const csr_matcher_params *params = m->params;
    size_t count = 0;

    if (params->rule_count > CSR_MATCHER_RULES_MAX)
        return csri_fail(m->err, CSR_E_LIMIT, "rules", "there are more than %d rules", CSR_MATCHER_RULES_MAX);
    for (size_t i = 0; i < params->rule_count; i++) {
        const csr_matcher_rule *rule = &params->rules[i];
        if (rule->struct_size < sizeof(*rule) || (rule->when == NULL && rule->when_count != 0) ||
            (rule->any == NULL && rule->any_count != 0))
            return csri_fail(m->err, CSR_E_ARGUMENT, "rules",
                             "rule %zu needs its struct_size, and conditions where there are some", i);
        if (rule->reserved != 0)
            return csri_fail(m->err, CSR_E_NEWER_STRUCT, "rules", "rule %zu has a value in what is reserved", i);
        count += rule->when_count + rule->any_count;
    }
    m->matcher->expressions = csri_arena_take(&m->matcher->arena, (count + 1) * sizeof(csr_expression *));
    return m->matcher->expressions == NULL ? no_memory(m->err) : CSR_OK;
}

static csr_status compile_rules(maker *m)
{
    const csr_matcher_params *params = m->params;
    csr_status status = count_conditions(m);

    for (size_t i = 0; i < params->rule_count && status == CSR_OK; i++) {
        const csr_matcher_rule *rule = &params->rules[i];
        status = add_list(m, i, "when", rule->when, rule->when_count);
        if (status == CSR_OK)
            status = add_list(m, i, "any", rule->any, rule->any_count);
    }
    return status == CSR_OK && m->errors != 0 ? CSR_E_POLICY : status;
}

static csr_status join_rules(maker *m)
{
    csr_matcher *matcher = m->matcher;
    size_t count = m->params->rule_count, at = 0;
    csri_match_rule *rules = csri_arena_take(&matcher->arena, (count + 1) * sizeof(*rules));

    if (rules == NULL)
        return no_memory(m->err);
    for (size_t i = 0; i < count; i++) {
        const csr_expression *const *first = (const csr_expression *const *)&matcher->expressions[at];
        rules[i].when = first;
        rules[i].when_count = m->params->rules[i].when_count;
        rules[i].any = first + rules[i].when_count;
        rules[i].any_count = m->params->rules[i].any_count;
        at += rules[i].when_count + rules[i].any_count;
    }
    return csri_match_make(&matcher->host, rules, count, &matcher->match, m->err);
}

static csr_status check_params(const csr_matcher_params *params, csr_error *err)
{
    if (params == NULL || params->struct_size < sizeof(*params))
        return csri_fail(err, CSR_E_ARGUMENT, "params", "params is required, with its struct_size");
    if (params->rules == NULL && params->rule_count != 0)
        return csri_fail(err, CSR_E_ARGUMENT, "rules", "there is a number of rules but no rules");
    if (params->fields == NULL && params->field_count != 0)
        return csri_fail(err, CSR_E_ARGUMENT, "fields", "there is a number of fields but no fields");
    return csri_host_check(params->host, err);
}

/* For all conditions; whether it is sound is looked at with each of them. */
static csr_status take_zoneinfo(maker *m)
{
    const csr_str *given = &m->params->zoneinfo;
    csri_scope *scope = &m->matcher->scope;
    size_t len = given->ptr == NULL ? 0 : csri_text_nts(given->ptr, given->len);

    m->condition.flags = m->params->flags | CSR_EXPRESSION_PURE;
    m->condition.zoneinfo = *given;
    scope->zoneinfo = csri_arena_text(scope->arena, given->ptr, len);
    return scope->zoneinfo.ptr == NULL ? no_memory(m->err) : CSR_OK;
}

static csr_status make(maker *m, csr_buf **out_report)
{
    csr_expression_params fields = CSR_EXPRESSION_PARAMS_INIT;
    csr_status status;

    fields.fields = m->params->fields;
    fields.field_count = m->params->field_count;
    fields.functions = m->params->functions;
    fields.function_count = m->params->function_count;
    status = csri_scope_take(&m->matcher->scope, &m->matcher->arena, &fields, m->err);
    if (status == CSR_OK)
        status = take_zoneinfo(m);
    if (status == CSR_OK)
        status = compile_rules(m);
    if (status == CSR_E_POLICY && out_report != NULL) {
        csr_status told = csri_buffer_finish(&m->report, out_report, m->err);
        return told == CSR_OK ? status : told;
    }
    return status == CSR_OK ? join_rules(m) : status;
}

csr_status csr_matcher_compile(const csr_matcher_params *params, csr_matcher **out, csr_buf **out_report,
                               csr_error *err)
{
    maker m = { .params = params, .err = err, .condition = CSR_EXPRESSION_PARAMS_INIT, .why = CSR_ERROR_INIT };
    csr_status status;
    csr_host host;

    if (out_report != NULL)
        *out_report = NULL;
    if (out == NULL)
        return csri_out_missing(err, "out");
    *out = NULL;
    csri_error_clear(err);
    status = check_params(params, err);
    if (status != CSR_OK)
        return status;
    csri_host_take(&host, params->host);
    m.matcher = csri_alloc_zero(&host, sizeof(*m.matcher));
    if (m.matcher == NULL)
        return no_memory(err);
    m.matcher->host = host;
    csri_arena_init(&m.matcher->arena, &m.matcher->host);
    csri_buffer_init(&m.report, &host, 0);
    status = make(&m, out_report);
    csri_buffer_free(&m.report);
    if (status == CSR_OK)
        *out = m.matcher;
    else
        csr_matcher_free(m.matcher);
    return status;
}

void csr_matcher_free(csr_matcher *matcher)
{
    csr_host host;

    if (matcher == NULL)
        return;
    host = matcher->host;
    csri_match_free(matcher->match);
    for (size_t i = 0; i < matcher->expression_count; i++)
        csr_expression_free(matcher->expressions[i]);
    csri_arena_free(&matcher->arena);
    csri_free(&host, matcher, sizeof(*matcher));
}

size_t csr_matcher_words(const csr_matcher *matcher)
{
    return matcher == NULL ? 0 : csri_match_words(matcher->match);
}

size_t csr_matcher_row_bytes(const csr_matcher *matcher)
{
    return matcher == NULL ? 0 : csri_match_row_bytes(matcher->match);
}

csr_status csr_matcher_bind(const csr_matcher *matcher, const csr_expression_input *facts, void *memory,
                            size_t memory_bytes, csr_matcher_row **out, csr_error *err)
{
    static const csr_expression_input nothing = CSR_EXPRESSION_INPUT_INIT;

    csri_error_clear(err);
    if (matcher == NULL || out == NULL)
        return csri_fail(err, CSR_E_ARGUMENT, matcher == NULL ? "matcher" : "out", "a pointer is missing");
    if (facts == NULL)
        facts = &nothing;
    if (facts->struct_size < sizeof(*facts) || (facts->facts == NULL && facts->fact_count != 0))
        return csri_fail(err, CSR_E_ARGUMENT, "facts", "facts needs its struct_size, and facts where there are some");
    if (memory == NULL || (uintptr_t)memory % alignof(int64_t) != 0 ||
        memory_bytes < csri_match_row_bytes(matcher->match))
        return csri_fail(err, CSR_E_ARGUMENT, "memory", "there is too little memory, or it is not aligned");
    *out = (csr_matcher_row *)csri_match_bind(matcher->match, facts, memory);
    return CSR_OK;
}

csr_status csr_matcher_match(const csr_matcher *matcher, const csr_matcher_row *row, uint32_t flags, uint64_t *out_true,
                             uint64_t *out_undecided, csr_error *err)
{
    csri_match_found found;

    if (matcher == NULL || row == NULL)
        return csri_fail(err, CSR_E_ARGUMENT, matcher == NULL ? "matcher" : "row", "a pointer is missing");
    if (out_true == NULL || out_undecided == NULL)
        return csri_fail(err, CSR_E_ARGUMENT, out_true == NULL ? "out_true" : "out_undecided", "a pointer is missing");
    if ((flags & ~CSR_MATCHER_PLAIN) != 0)
        return csri_fail(err, CSR_E_ARGUMENT, "flags", "there are flags that are not known");
    found.is_true = out_true;
    found.is_undecided = out_undecided;
    csri_match_all(matcher->match, (const csri_match_row *)row,
                   (flags & CSR_MATCHER_PLAIN) != 0 ? CSRI_MATCH_PLAIN : CSRI_MATCH_INDEXED, &found);
    return CSR_OK;
}
