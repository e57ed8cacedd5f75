/*
 * Asking a refund policy: facts of JSON, the decision, and the public functions of csr/refund_policy.h.
 */
#include "base/memory.h"
#include "base/text.h"
#include "policy/expression.h"
#include "policy/refund_policy.h"

#include <stdio.h>
#include <string.h>

/* Facts nest no deeper than names have dots. */
#define FACTS_DEPTH 8
#define FACTS_BYTES_MAX 65536
#define ROOM_BYTES 4096

/* Where a JSON value goes, and under which name. */
typedef struct fact_reader {
    const csr_refund_policy *policy;
    csr_value *facts;
    csr_error *err;
} fact_reader;

/* The value as the type that the fact has; 0 when it has another. */
static int take_value(const char *type, const csri_json *json, csr_value *out)
{
    const char *is;

    memset(out, 0, sizeof *out);
    switch (json->kind) {
    case CSRI_JSON_TRUE:
    case CSRI_JSON_FALSE:
        is = "bool";
        out->kind = CSR_VALUE_BOOL;
        out->as.integer = csri_json_is(json, CSRI_JSON_TRUE);
        break;
    case CSRI_JSON_INTEGER:
        is = "int";
        out->kind = CSR_VALUE_INT;
        out->as.integer = csri_json_integer(json);
        break;
    case CSRI_JSON_STRING:
        is = "string";
        out->kind = CSR_VALUE_STRING;
        out->as.text = csri_json_str(json).ptr;
        out->count = csri_json_str(json).len;
        break;
    default: return 0;
    }
    return strcmp(type, is) == 0;
}

static csr_status take_fact(const fact_reader *r, const char *name, const csri_json *json)
{
    const csr_refund_policy *policy = r->policy;
    size_t at = 0;

    while (at < policy->fact_count && strcmp(policy->facts[at].name.ptr, name) != 0)
        at++;
    if (at == policy->fact_count)
        return csri_fail(r->err, CSR_E_ARGUMENT, name, "there is no such fact");
    if (csri_json_is(json, CSRI_JSON_NULL))
        return CSR_OK;
    if (!take_value(policy->facts[at].type.ptr, json, &r->facts[at]))
        return csri_fail(r->err, CSR_E_ARGUMENT, name, "the fact is %s", policy->facts[at].type.ptr);
    return CSR_OK;
}

/* Each value in an object is the fact of its name; names of objects within each other are joined by dots. */
static csr_status take_object(const fact_reader *r, const char *prefix, const csri_json *object)
{
    csr_status status = CSR_OK;

    for (const csri_json *next = csri_json_first(object); next != NULL; next = csri_json_next(object, next)) {
        char whole[2 * CSRI_REFUND_NAME_BYTES];
        const char *name = next->name.ptr;
        const csri_json *value = next;
        int len = snprintf(whole, sizeof whole, "%s%s%s", prefix, *prefix == '\0' ? "" : ".", name);
        if (len >= (int)sizeof whole)
            status = csri_fail(r->err, CSR_E_ARGUMENT, whole, "there is no such fact");
        else if (csri_json_is(value, CSRI_JSON_OBJECT))
            status = take_object(r, whole, value);
        else
            status = take_fact(r, whole, value);
        if (status != CSR_OK)
            break;
    }
    return status;
}

csr_status csri_refund_facts(const csr_refund_policy *policy, const csri_json *json,
                             csr_value facts[CSRI_REFUND_FACTS_MAX], csr_error *err)
{
    const fact_reader r = { policy, facts, err };

    memset(facts, 0, CSRI_REFUND_FACTS_MAX * sizeof *facts);
    if (!csri_json_is(json, CSRI_JSON_OBJECT))
        return csri_fail(err, CSR_E_ARGUMENT, "json", "facts are an object");
    return take_object(&r, "", json);
}

/* What a condition says: 1 it holds, 0 it does not, -1 it cannot be decided. */
static int holds(const csr_refund_policy *policy, const csri_refusal *refusal, const csr_value *facts)
{
    char room[ROOM_BYTES];
    csr_expression_input input = CSR_EXPRESSION_INPUT_INIT;
    csr_value value = { .kind = CSR_VALUE_UNDECIDED };

    input.facts = facts;
    input.fact_count = policy->fact_count;
    input.room = room;
    input.room_bytes = sizeof room;
    (void)csr_expression_evaluate(refusal->when, &input, &value, NULL);
    return value.kind == CSR_VALUE_BOOL ? value.as.integer != 0 : -1;
}

static void refuse(const csri_refusal *refusal, int undecided, csr_refund_decision *out)
{
    out->allowed = 0;
    out->gives_back = 0;
    out->fee_basis_points = 0;
    out->status_after = CSR_STR("");
    out->undecided = undecided;
    out->rule = refusal->name;
    out->reason = refusal->reason;
}

void csri_refund_decide(const csr_refund_policy *policy, const csr_str *action, const csr_value *facts,
                        csr_refund_decision *out)
{
    const csri_refund_action *found = policy->actions;
    int answer = 0;

    out->rule = out->reason = out->status_after = CSR_STR("");
    out->allowed = out->undecided = out->gives_back = 0;
    out->fee_basis_points = 0;
    while (found != NULL && (found->name.len != action->len || memcmp(found->name.ptr, action->ptr, action->len) != 0))
        found = found->next;
    if (found == NULL) {
        out->reason = CSR_STR("There is nothing of this kind that can be asked for.");
        return;
    }
    out->allowed = 1;
    out->gives_back = found->gives_back;
    out->fee_basis_points = found->fee_basis_points;
    out->status_after = found->status_after;
    for (const csri_refusal *at = found->refusals; at != NULL && answer == 0; at = at->next) {
        answer = holds(policy, at, facts);
        if (answer != 0)
            refuse(at, answer < 0, out);
    }
}

/* ---- What is missing ---- */

static int was_told(const csri_node *root, const csri_node *node)
{
    if (root == node)
        return -1;
    if (root->op == CSRI_NODE_FIELD && root->slot == node->slot)
        return 1;
    for (const csri_node *child = root->first; child != NULL; child = child->next) {
        int told = was_told(child, node);
        if (told != 0)
            return told;
    }
    return 0;
}

/* The absent facts below a node, each once: where it stands first. */
static void tell_missing(const csri_refusal *refusal, const csri_node *node, const csr_value *facts, csri_buffer *out)
{
    if (node->op == CSRI_NODE_FIELD && facts[node->slot].kind == 0 && was_told(refusal->when->root, node) < 0) {
        csri_buffer_text(out, out->len > 0 ? ", " : "");
        csri_buffer_text(out, refusal->when->fields[node->slot].name.ptr);
    }
    for (const csri_node *child = node->first; child != NULL; child = child->next)
        tell_missing(refusal, child, facts, out);
}

static int same(const csr_str *a, const csr_str *b)
{
    return a->len == b->len && memcmp(a->ptr, b->ptr, a->len) == 0;
}

void csri_refund_missing(const csr_refund_policy *policy, const csr_str *action, const csr_str *rule,
                         const csr_value *facts, csri_buffer *out)
{
    for (const csri_refund_action *at = policy->actions; at != NULL; at = at->next)
        for (const csri_refusal *refusal = at->refusals; refusal != NULL && same(&at->name, action);
             refusal = refusal->next)
            if (same(&refusal->name, rule))
                tell_missing(refusal, refusal->when->root, facts, out);
}

/* ---- For hosts ---- */

static csr_status check_decision(const csr_refund_policy *policy, const csr_refund_decision *out, csr_error *err)
{
    if (policy == NULL || out == NULL || out->struct_size < sizeof *out)
        return csri_fail(err, CSR_E_ARGUMENT, policy == NULL ? "policy" : "out",
                         "it is required, with its struct_size");
    return CSR_OK;
}

csr_status csr_refund_policy_decide(const csr_refund_policy *policy, const char *facts, size_t facts_len,
                                    csr_refund_decision *out, csr_error *err)
{
    csr_value values[CSRI_REFUND_FACTS_MAX];
    csr_str action = { "", 0 };
    const csri_json *json = NULL;
    csr_status status = check_decision(policy, out, err);

    if (status == CSR_OK)
        status = csri_json_read(&policy->host, facts, csri_text_nts(facts, facts_len), FACTS_BYTES_MAX, FACTS_DEPTH,
                                &json, err);
    if (status == CSR_OK)
        status = csri_refund_facts(policy, json, values, err);
    if (status == CSR_OK && values[0].kind == CSR_VALUE_STRING) {
        action.ptr = values[0].as.text;
        action.len = values[0].count;
    }
    if (status == CSR_OK)
        csri_refund_decide(policy, &action, values, out);
    csri_json_free(json);
    return status;
}

/* A line for each finding: its place, what is wrong, what to do. */
static csr_status write_report(const csr_host *host, const csri_findings *findings, csr_buf **out, csr_error *err)
{
    csri_buffer text;

    csri_buffer_init(&text, host, 0);
    for (size_t i = 0; i < findings->count; i++) {
        csri_finding one;
        csri_findings_at(findings, i, &one);
        csri_buffer_format(&text, "%s: %s", one.place.ptr, one.text.ptr);
        csri_buffer_format(&text, "%s%s\n", one.suggestion.len > 0 ? "; " : "", one.suggestion.ptr);
    }
    return csri_buffer_finish(&text, out, err);
}

csr_status csr_refund_policy_load(const csr_refund_policy_params *params, csr_refund_policy **out_policy,
                                  csr_buf **out_report, csr_error *err)
{
    csr_host host;
    csri_findings findings;
    csr_status status, told = CSR_OK;

    if (out_report != NULL)
        *out_report = NULL;
    if (out_policy == NULL)
        return csri_out_missing(err, "out_policy");
    *out_policy = NULL;
    if (params == NULL || params->struct_size < sizeof *params || params->reserved != 0)
        return csri_fail(err, CSR_E_ARGUMENT, "params", "params is required, with its struct_size");
    status = csri_host_check(params->host, err);
    if (status != CSR_OK)
        return status;
    csri_host_take(&host, params->host);
    csri_findings_init(&findings, &host);
    status = csri_refund_policy_load(&host, params->document.ptr, params->document.len, out_policy, &findings, err);
    if (status == CSR_E_POLICY && out_report != NULL)
        told = write_report(&host, &findings, out_report, err);
    csri_findings_free(&findings);
    return told == CSR_OK ? status : told;
}
