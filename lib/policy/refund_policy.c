/*
 * Reading refund policies. docs/refunds.md says what a document looks like.
 */
#include "policy/refund_policy.h"

#include "base/memory.h"
#include "base/text.h"

#include <string.h>

#define MEMBERS(table) table, sizeof(table) / sizeof((table)[0])

/* A document in the making. */
typedef struct reader {
    csr_refund_policy *policy;
    csr_status status; /* of what is not the document's fault */
    csri_refund_action *action;
    csri_refusal *refusal;
} reader;

/* What every purchase can tell. */
static const struct {
    const char *name, *type;
} known_facts[] = {
    { "action", "string" },
    { "reason", "string" },
    { "order.status", "string" },
    { "order.currency", "string" },
    { "order.age_days", "int" },
    { "order.delivered_days", "int" },
    { "order.total_minor", "int" },
    { "order.given_back_minor", "int" },
    { "order.changes", "int" },
    { "items.count", "int" },
    { "items.unknown", "int" },
    { "items.minor", "int" },
    { "exchange.count", "int" },
    { "exchange.minor", "int" },
    { "exchange.other_products", "int" },
    { "exchange.unavailable", "int" },
    { "destination.kind", "string" },
    { "destination.known", "bool" },
    { "destination.original", "bool" },
    { "destination.balance_minor", "int" },
    { "customer.membership", "string" },
    { "refund.purpose", "string" },
    { "refund.minor", "int" },
    { "ticket.kind", "string" },
    { "ticket.fault", "string" },
    { "items.kind", "string" },
};

static csr_expression_field *add_fact(csr_refund_policy *policy, csr_str name, csr_str type)
{
    static const csr_expression_field none = CSR_EXPRESSION_FIELD_INIT;
    csr_expression_field *field = &policy->facts[policy->fact_count++];

    *field = none;
    field->name = name;
    field->type = type;
    return field;
}

static void add_known_facts(csr_refund_policy *policy)
{
    for (size_t i = 0; i < sizeof known_facts / sizeof known_facts[0]; i++) {
        csr_str name = { known_facts[i].name, strlen(known_facts[i].name) };
        csr_str type = { known_facts[i].type, strlen(known_facts[i].type) };
        (void)add_fact(policy, name, type);
    }
}

static int has_fact(const csr_refund_policy *policy, const char *name)
{
    for (size_t i = 0; i < policy->fact_count; i++)
        if (strcmp(policy->facts[i].name.ptr, name) == 0)
            return 1;
    return 0;
}

/* A text of 1 to max bytes, kept; empty after it was refused. */
static csr_str read_text(csri_document *d, const csri_place *at, const csri_json *json, size_t max)
{
    reader *r = d->into;
    csr_str text = { "", 0 };

    if (!csri_document_text(d, at, json, &text))
        return (csr_str){ "", 0 };
    if (text.len == 0 || text.len > max) {
        csri_document_refuse(d, at, "", "a text of 1 to %zu bytes is expected", max);
        return (csr_str){ "", 0 };
    }
    return csri_arena_text(&r->policy->arena, text.ptr, text.len);
}

/* The document's own name is for people. */
static void read_name(csri_document *d, const csri_place *at, const csri_json *json)
{
    (void)read_text(d, at, json, CSRI_REFUND_NAME_BYTES);
}

static int is_fact_type(const char *type)
{
    return strcmp(type, "bool") == 0 || strcmp(type, "int") == 0 || strcmp(type, "string") == 0;
}

static void read_fact(csri_document *d, const csri_place *at, const char *name, const csri_json *json)
{
    reader *r = d->into;
    csr_refund_policy *policy = r->policy;
    csr_str type = read_text(d, at, json, CSRI_REFUND_NAME_BYTES);
    size_t len = strlen(name);

    if (type.ptr == NULL || type.len == 0)
        return;
    if (!is_fact_type(type.ptr))
        csri_document_refuse(d, at, "", "a fact is a bool, an int or a string");
    else if (len == 0 || len > CSRI_REFUND_NAME_BYTES || has_fact(policy, name))
        csri_document_refuse(d, at, "", "the fact needs a name of its own");
    else if (policy->fact_count == CSRI_REFUND_FACTS_MAX)
        csri_document_refuse(d, at, "", "there may be %d facts in all", CSRI_REFUND_FACTS_MAX);
    else
        (void)add_fact(policy, csri_arena_text(&policy->arena, name, len), type);
    policy->reads_custom |= strstr(name, ".custom.") != NULL;
}

/* An object of names and types: its members are not known beforehand. */
static void read_facts(csri_document *d, const csri_place *at, const csri_json *json)
{
    const reader *r = d->into;

    if (!csri_json_is(json, CSRI_JSON_OBJECT)) {
        csri_document_refuse(d, at, "", "an object of names and types is expected");
        return;
    }
    for (const csri_json *next = csri_json_first(json); next != NULL; next = csri_json_next(json, next)) {
        csri_place place = { at, next->name.ptr, 0 };
        if (!r->policy->arena.exhausted)
            read_fact(d, &place, place.name, next);
    }
}

/* ---- Where the membership of a customer stands ---- */

static void read_membership_field(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;
    r->policy->membership_field = read_text(d, at, json, CSRI_REFUND_NAME_BYTES);
}

static void read_tag(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;
    r->policy->membership_tags[r->policy->membership_tag_count++] = read_text(d, at, json, CSRI_REFUND_NAME_BYTES);
}

static void read_tags(csri_document *d, const csri_place *at, const csri_json *json)
{
    csri_document_list(d, at, json, 1, CSRI_REFUND_TAGS_MAX, read_tag);
}

static void read_otherwise(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;
    r->policy->membership_otherwise = read_text(d, at, json, CSRI_REFUND_NAME_BYTES);
}

static void read_membership(csri_document *d, const csri_place *at, const csri_json *json)
{
    static const csri_document_member members[] = {
        { "field", read_membership_field, 0 },
        { "tags", read_tags, 0 },
        { "otherwise", read_otherwise, 0 },
    };

    csri_document_object(d, at, json, MEMBERS(members));
}

/* ---- Actions ---- */

static void read_refusal_name(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;

    r->refusal->name = read_text(d, at, json, CSRI_REFUND_NAME_BYTES);
    for (const csri_refusal *other = r->action->refusals; other != NULL; other = other->next)
        if (other != r->refusal && r->refusal->name.len > 0 && strcmp(other->name.ptr, r->refusal->name.ptr) == 0)
            csri_document_refuse(d, at, "", "another rule of this action has this name");
}

static void read_refusal_reason(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;

    r->refusal->reason = read_text(d, at, json, CSRI_REFUND_REASON_BYTES);
}

static void read_when(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;
    csr_expression_params params = CSR_EXPRESSION_PARAMS_INIT;
    csr_error why = CSR_ERROR_INIT;
    csr_status status;

    if (!csri_document_text(d, at, json, &params.text))
        return;
    params.host = &r->policy->host;
    params.type = CSR_STR("bool");
    params.fields = r->policy->facts;
    params.field_count = r->policy->fact_count;
    status = csr_expression_compile(&params, &r->refusal->when, NULL, &why);
    if (status == CSR_E_NO_MEMORY)
        r->status = csri_fail(d->err, status, NULL, "no memory for a refund policy");
    else if (status != CSR_OK)
        csri_document_refuse(d, at, "", "%s", why.message);
}

static void read_refusal(csri_document *d, const csri_place *at, const csri_json *json)
{
    static const csri_document_member members[] = {
        { "name", read_refusal_name, 1 },
        { "when", read_when, 1 },
        { "reason", read_refusal_reason, 1 },
    };
    reader *r = d->into;
    csri_refusal *made = csri_arena_take(&r->policy->arena, sizeof *made);

    if (made == NULL)
        return;
    made->name = made->reason = CSR_STR("");
    if (r->action->last != NULL)
        r->action->last->next = made;
    else
        r->action->refusals = made;
    r->action->last = r->refusal = made;
    csri_document_object(d, at, json, MEMBERS(members));
}

static void read_refusals(csri_document *d, const csri_place *at, const csri_json *json)
{
    csri_document_list(d, at, json, 0, CSRI_REFUND_RULES_MAX, read_refusal);
}

static void read_action_name(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;

    r->action->name = read_text(d, at, json, CSRI_REFUND_NAME_BYTES);
    for (const csri_refund_action *other = r->policy->actions; other != NULL; other = other->next)
        if (other != r->action && r->action->name.len > 0 && strcmp(other->name.ptr, r->action->name.ptr) == 0)
            csri_document_refuse(d, at, "", "another action has this name");
}

static void read_status_after(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;

    r->action->status_after = read_text(d, at, json, CSRI_REFUND_NAME_BYTES);
}

static void read_gives_back(csri_document *d, const csri_place *at, const csri_json *json)
{
    static const char *const names[] = { "nothing", "items", "all", "difference" };
    reader *r = d->into;
    csr_str text;

    if (!csri_document_text(d, at, json, &text))
        return;
    r->action->gives_back = 0;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(names[i], text.ptr) == 0)
            r->action->gives_back = (csr_gives_back)i + CSR_GIVES_BACK_NOTHING;
    if (r->action->gives_back == 0)
        csri_document_refuse(d, at, "write nothing, items, all or difference", "this is nothing to give back");
}

static void read_fee(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;

    (void)csri_document_integer(d, at, json, 0, 10000, &r->action->fee_basis_points);
}

static void read_within(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;

    (void)csri_document_integer(d, at, json, 1, 3650, &r->action->goods_within_days);
}

static void read_keeps_goods(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;

    if (!csri_json_is(json, CSRI_JSON_TRUE) && !csri_json_is(json, CSRI_JSON_FALSE))
        csri_document_refuse(d, at, "write true or false", "this is no bool");
    r->action->keeps_goods = csri_json_is(json, CSRI_JSON_TRUE);
}

const csri_refund_action *csri_refund_action_named(const csr_refund_policy *policy, const char *name)
{
    const csri_refund_action *at = policy->actions;

    while (at != NULL && strcmp(at->name.ptr, name) != 0)
        at = at->next;
    return at;
}

static void read_action(csri_document *d, const csri_place *at, const csri_json *json)
{
    static const csri_document_member members[] = {
        { "action", read_action_name, 1 },        { "refuse", read_refusals, 0 },
        { "gives_back", read_gives_back, 1 },     { "fee_basis_points", read_fee, 0 },
        { "status_after", read_status_after, 0 }, { "goods_within_days", read_within, 0 },
        { "keeps_goods", read_keeps_goods, 0 },
    };
    reader *r = d->into;
    csri_refund_action *made = csri_arena_take(&r->policy->arena, sizeof *made);

    if (made == NULL)
        return;
    made->name = made->status_after = CSR_STR("");
    if (r->policy->last != NULL)
        r->policy->last->next = made;
    else
        r->policy->actions = made;
    r->policy->last = r->action = made;
    csri_document_object(d, at, json, MEMBERS(members));
}

static void read_actions(csri_document *d, const csri_place *at, const csri_json *json)
{
    csri_document_list(d, at, json, 1, CSRI_REFUND_ACTIONS_MAX, read_action);
}

static csr_status read_document(csri_document *d, const char *json, size_t len)
{
    static const csri_document_member members[] = {
        { "name", read_name, 0 },
        { "facts", read_facts, 0 },
        { "membership", read_membership, 0 },
        { "actions", read_actions, 1 },
    };
    static const csri_place whole = { 0 };
    const reader *r = d->into;
    const csri_json *root = NULL;
    csr_status status = csri_document_parse(d, json, len, CSRI_REFUND_BYTES_MAX, &root);

    if (status == CSR_OK) {
        csri_document_object(d, &whole, root, MEMBERS(members));
        if (r->policy->arena.exhausted)
            status = csri_fail(d->err, CSR_E_NO_MEMORY, NULL, "no memory for a refund policy");
        else
            status = r->status == CSR_OK && d->errors > 0 ? CSR_E_POLICY : r->status;
    }
    csri_json_free(root);
    return status;
}

csr_status csri_refund_policy_load(const csr_host *host, const char *json, size_t len, csr_refund_policy **out,
                                   csri_findings *findings, csr_error *err)
{
    csr_refund_policy *policy = csri_alloc_zero(host, sizeof *policy);
    reader r = { .policy = policy };
    csri_document d = { .host = host, .findings = findings, .err = err, .into = &r };
    csr_status status;

    *out = NULL;
    if (policy == NULL)
        return csri_fail(err, CSR_E_NO_MEMORY, NULL, "no memory for a refund policy");
    policy->host = *host;
    csri_arena_init(&policy->arena, &policy->host);
    add_known_facts(policy);
    status = read_document(&d, json, len);
    if (findings != NULL && csri_findings_check(findings, err) != CSR_OK)
        status = CSR_E_NO_MEMORY;
    if (status != CSR_OK) {
        csr_refund_policy_free(policy);
        return status;
    }
    *out = policy;
    return CSR_OK;
}

void csr_refund_policy_free(csr_refund_policy *policy)
{
    csr_host host;

    if (policy == NULL)
        return;
    for (const csri_refund_action *action = policy->actions; action != NULL; action = action->next)
        for (const csri_refusal *refusal = action->refusals; refusal != NULL; refusal = refusal->next)
            csr_expression_free(refusal->when);
    csri_arena_free(&policy->arena);
    host = policy->host;
    csri_free(&host, policy, sizeof *policy);
}
