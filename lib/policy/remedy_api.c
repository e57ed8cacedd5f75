/* Remedy policies for hosts and tools: texts in, texts out. */
#include "base/memory.h"
#include "base/text.h"
#include "policy/remedy_policy.h"
#include "policy/rules_set.h"
#include "record/row.h"
#include "record/types.h"

#define WHAT_BYTES_MAX 262144
#define WHAT_DEPTH 8

/* ---- Loading ---- */

static csr_status load(const csr_host *host, const csr_str *document, csr_remedy_policy **out, csri_buffer *report,
                       csr_error *err)
{
    static const csr_str zoneinfo = { NULL, 0 };
    csri_findings *findings = csri_alloc(host, sizeof(*findings));
    csr_status status;

    if (findings == NULL)
        return csri_fail(err, CSR_E_NO_MEMORY, NULL, "no memory for a remedy policy");
    csri_findings_init(findings, host);
    status = csri_remedy_policy_load(host, document, &zoneinfo, out, findings, err);
    for (size_t i = 0; status == CSR_E_POLICY && i < findings->count; i++) {
        csri_finding one;
        csri_findings_at(findings, i, &one);
        csri_buffer_format(report, "%s: %s%s%s\n", one.place.ptr, one.text.ptr, one.suggestion.len > 0 ? "; " : "",
                           one.suggestion.ptr);
    }
    csri_findings_free(findings);
    csri_free(host, findings, sizeof(*findings));
    return status;
}

csr_status csr_remedy_policy_load(const csr_remedy_policy_params *params, csr_remedy_policy **out_policy,
                                  csr_buf **out_report, csr_error *err)
{
    csri_buffer report;
    csr_host host;
    csr_str document;
    csr_status status, told = CSR_OK;

    if (out_report != NULL)
        *out_report = NULL;
    if (out_policy == NULL)
        return csri_fail(err, CSR_E_ARGUMENT, "out_policy", "out_policy is required");
    *out_policy = NULL;
    if (params == NULL || params->struct_size < sizeof *params || params->reserved != 0)
        return csri_fail(err, CSR_E_ARGUMENT, "params", "params is required, with its struct_size");
    status = csri_host_check(params->host, err);
    if (status != CSR_OK)
        return status;
    csri_host_take(&host, params->host);
    document = (csr_str){ params->document.ptr, csri_text_nts(params->document.ptr, params->document.len) };
    csri_buffer_init(&report, &host, 0);
    status = load(&host, &document, out_policy, &report, err);
    if (status == CSR_E_POLICY && out_report != NULL)
        told = csri_buffer_finish(&report, out_report, err);
    csri_buffer_free(&report);
    return told == CSR_OK ? status : told;
}

/* ---- What both others do ---- */

static csr_status begin(const csr_remedy_policy *policy, csr_buf **out, csr_error *err)
{
    if (out != NULL)
        *out = NULL;
    if (policy == NULL || out == NULL)
        return csri_fail(err, CSR_E_ARGUMENT, policy == NULL ? "policy" : "out", "a pointer is missing");
    return CSR_OK;
}

static void put_text(csri_buffer *out, const char *name, const csr_str *text)
{
    csri_buffer_format(out, "\"%s\":", name);
    csri_json_text(out, text->ptr, text->len);
}

static void put_name(csri_buffer *out, const char *name, const csr_type *type, int32_t value)
{
    csri_buffer_format(out, "\"%s\":\"%s\"", name, csri_enum_name(type, value));
}

/* ---- Fixtures ---- */

/* A rung that nobody ever said yes or no of is not tried. */
static int64_t tell_missing(const csri_remedy_ladder *ladder, csri_buffer *out)
{
    int64_t missing = 0;

    for (size_t i = 0; i < ladder->rung_count; i++) {
        const csri_remedy_rung *rung = &ladder->rungs[i];
        if (!rung->conditional || (rung->has_yes && rung->has_no))
            continue;
        missing++;
        csri_buffer_text(out, "{");
        put_text(out, "ladder", &ladder->name);
        csri_buffer_format(out, ",\"missing\":\"%s\",\"ok\":false,", rung->has_yes ? "no" : "yes");
        put_text(out, "rung", &rung->name);
        csri_buffer_text(out, "}\n");
    }
    return missing;
}

csr_status csr_remedy_policy_test(const csr_remedy_policy *policy, csr_buf **out, int64_t *out_failed, csr_error *err)
{
    csr_status status = begin(policy, out, err);
    int64_t failed;
    csri_buffer text;

    if (status != CSR_OK)
        return status;
    csri_buffer_init(&text, &policy->host, 0);
    failed = csri_rules_run_fixtures(policy->conditions, &text);
    for (size_t i = 0; i < policy->ladder_count; i++)
        failed += tell_missing(&policy->ladders[i], &text);
    status = csri_buffer_finish(&text, out, err);
    if (status == CSR_OK && out_failed != NULL)
        *out_failed = failed;
    return status;
}

/* ---- What is next ---- */

/* A question and its facts. */
typedef struct question {
    csri_arena arena;
    const csri_json *json;
    csr_value *facts;
    csri_remedy_tried *tried;
    csri_remedy_input input;
} question;

static csr_str text_of(const csri_json *json)
{
    return csri_json_is(json, CSRI_JSON_STRING) ? csri_json_str(json) : (csr_str){ "", 0 };
}

static int32_t enum_of(const csr_type *type, const csri_json *json)
{
    csr_str text = json == NULL ? (csr_str){ "", 0 } : text_of(json);

    return csri_enum_value(type, text.ptr, text.len);
}

static csr_status read_facts(const csr_remedy_policy *policy, question *q, csr_error *err)
{
    const csri_json *facts = csri_json_get(q->json, "facts");
    const csr_rules *set = policy->conditions;

    q->input.fact_count = csri_rules_field_count(set);
    q->facts = csri_arena_take(&q->arena, (q->input.fact_count + 1) * sizeof(*q->facts));
    if (q->facts == NULL)
        return csri_fail(err, CSR_E_NO_MEMORY, NULL, "no memory for facts");
    q->input.facts = q->facts;
    if (facts != NULL && !csri_json_is(facts, CSRI_JSON_OBJECT))
        return csri_fail(err, CSR_E_ARGUMENT, "facts", "facts are a JSON object");
    return csri_facts_read(set, &q->arena, facts, q->facts, NULL, "facts", err);
}

/* The name of an enumeration that a fact holds, or 0. */
static int32_t fact_enum(const csr_remedy_policy *policy, const question *q, const char *name, const csr_type *type)
{
    const csr_value *fact = &q->facts[csri_rules_field(policy->conditions, name)];

    return fact->kind == CSR_VALUE_STRING ? csri_enum_value(type, fact->as.text, fact->count) : 0;
}

static csr_status read_tried(question *q, csr_error *err)
{
    const csri_json *tried = csri_json_get(q->json, "tried");
    size_t count = csri_json_elements(tried);

    q->input.tried = q->tried = csri_arena_take(&q->arena, (count + 1) * sizeof(*q->tried));
    if (q->tried == NULL)
        return csri_fail(err, CSR_E_NO_MEMORY, NULL, "no memory for what was tried");
    for (size_t i = 0; i < count; i++) {
        const csri_json *one = csri_json_at(tried, i), *rung = csri_json_get(one, "rung");
        q->tried[i].state = enum_of(&csri_t_remedy_state, csri_json_get(one, "state"));
        q->tried[i].rung = rung != NULL ? text_of(rung) : (csr_str){ "", 0 };
        if (q->tried[i].state == 0 || q->tried[i].rung.len == 0)
            return csri_fail(err, CSR_E_ARGUMENT, "tried", "each has a rung and a state");
    }
    q->input.tried_count = count;
    return CSR_OK;
}

static csr_status read_question(const csr_remedy_policy *policy, const char *what, size_t len, question *q,
                                csr_error *err)
{
    const csr_value *product, *now;
    csr_str wanted = { "", 0 };
    csr_status status = csri_json_read(&policy->host, what, len, WHAT_BYTES_MAX, WHAT_DEPTH, &q->json, err);

    if (status == CSR_OK)
        status = read_facts(policy, q, err);
    if (status == CSR_OK)
        status = read_tried(q, err);
    if (status != CSR_OK)
        return status;
    q->input.policy = policy;
    q->input.role = enum_of(&csri_t_role, csri_json_get(q->json, "role"));
    if (q->input.role == 0 && csri_json_get(q->json, "role") != NULL)
        return csri_fail(err, CSR_E_ARGUMENT, "role", "there is no such role");
    q->input.upset = fact_enum(policy, q, "interaction.tone", &csri_t_tone) >= CSR_TONE_UPSET;
    product = &q->facts[csri_rules_field(policy->conditions, "ticket.product")];
    if (product->kind == CSR_VALUE_STRING)
        wanted = (csr_str){ product->as.text, product->count };
    now = &q->facts[csri_rules_field(policy->conditions, "now")];
    q->input.now = now->kind == CSR_VALUE_TIMESTAMP ? csri_fact_us(now) : 0;
    q->input.ladder = csri_remedy_ladder_of(policy, fact_enum(policy, q, "ticket.kind", &csri_t_ticket_kind), &wanted);
    return CSR_OK;
}

static void put_step(const csri_remedy_input *input, const csri_remedy_step *step, csri_buffer *out)
{
    csri_buffer why;

    csri_buffer_init(&why, out->host, 0);
    csri_remedy_why(input, step, CSR_STR("the ticket"), &why);
    csri_buffer_text(out, "{");
    csri_buffer_format(out, "\"may_offer\":%s,", step->may_offer ? "true" : "false");
    put_name(out, "remedy", &csri_t_remedy_kind, step->rung->kind);
    csri_buffer_text(out, ",");
    put_name(out, "role", &csri_t_role, step->rung->role);
    csri_buffer_text(out, ",");
    put_text(out, "rung", &step->rung->name);
    csri_buffer_text(out, ",");
    put_name(out, "verdict", &csri_t_remedy_verdict, step->verdict);
    csri_buffer_text(out, ",\"why\":");
    csri_json_text(out, why.ptr, why.len);
    csri_buffer_text(out, "}");
    if (why.status != CSR_OK)
        csri_buffer_fail(out, why.status);
    csri_buffer_free(&why);
}

static void answer(const question *q, csri_buffer *out)
{
    csri_remedy_step steps[CSRI_REMEDY_RUNGS_MAX];
    const csri_remedy_ladder *ladder = q->input.ladder;
    const csri_remedy_rung *next = NULL;

    if (ladder == NULL) {
        csri_buffer_text(out, "{\"ladder\":null,\"next\":null,\"steps\":[]}");
        return;
    }
    csri_remedy_decide(&q->input, steps);
    csri_buffer_text(out, "{");
    put_text(out, "ladder", &ladder->name);
    for (size_t i = 0; i < ladder->rung_count; i++)
        next = steps[i].verdict == CSR_REMEDY_NEXT ? steps[i].rung : next;
    csri_buffer_text(out, ",\"next\":");
    if (next != NULL)
        csri_json_text(out, next->name.ptr, next->name.len);
    else
        csri_buffer_text(out, "null");
    csri_buffer_text(out, ",\"steps\":[");
    for (size_t i = 0; i < ladder->rung_count; i++) {
        csri_buffer_text(out, i == 0 ? "" : ",");
        put_step(&q->input, &steps[i], out);
    }
    csri_buffer_text(out, "]}");
}

csr_status csr_remedy_policy_next(const csr_remedy_policy *policy, const char *what, size_t what_len, csr_buf **out,
                                  csr_error *err)
{
    csr_status status = begin(policy, out, err);
    question q = { .json = NULL };
    csri_buffer text;

    if (status != CSR_OK)
        return status;
    csri_arena_init(&q.arena, &policy->host);
    csri_buffer_init(&text, &policy->host, 0);
    status = read_question(policy, what, csri_text_nts(what, what_len), &q, err);
    if (status == CSR_OK) {
        answer(&q, &text);
        status = csri_buffer_finish(&text, out, err);
    }
    csri_buffer_free(&text);
    csri_json_free(q.json);
    csri_arena_free(&q.arena);
    return status;
}
