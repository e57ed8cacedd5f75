/*
 * Reading remedy policies. docs/remedies.md says what a document looks like.
 */
#include "policy/remedy_policy.h"

#include "base/memory.h"
#include "base/money.h"
#include "base/text.h"
#include "policy/rules_set.h"
#include "record/types.h"

#include <stdio.h>
#include <string.h>

#define MEMBERS(table) table, sizeof(table) / sizeof((table)[0])
#define FORMAT "csr-remedies/1"
#define AMOUNT_MAX INT64_C(1000000000000)

/* A document in the making. */
typedef struct reader {
    csr_remedy_policy *policy;
    csri_remedy_ladder *ladder;
    csri_remedy_rung *rung;
    csr_str *names; /* of the list being read */
    size_t name_count;
    const csri_json *when, *any, *tests; /* of the rung; borrowed */
    csri_buffer rules;                   /* the conditions as a rule set */
    size_t rule_count;
    int broken; /* that they are not */
} reader;

/* ---- Pieces ---- */

/* A text of 1 to max bytes, kept; empty after it was refused. */
static csr_str read_text(csri_document *d, const csri_place *at, const csri_json *json, size_t max)
{
    reader *r = d->into;
    csr_str text = { "", 0 }, kept;

    if (!csri_document_text(d, at, json, &text))
        return CSR_STR("");
    if (text.len == 0 || text.len > max) {
        csri_document_refuse(d, at, "", "a text of 1 to %zu bytes is expected", max);
        return CSR_STR("");
    }
    kept = csri_arena_text(&r->policy->arena, text.ptr, text.len);
    return kept.ptr != NULL ? kept : CSR_STR("");
}

static csr_str read_name(csri_document *d, const csri_place *at, const csri_json *json)
{
    csr_str name = read_text(d, at, json, CSRI_REMEDY_NAME_BYTES);

    if (strspn(name.ptr, "abcdefghijklmnopqrstuvwxyz0123456789_-") == name.len)
        return name;
    csri_document_refuse(d, at, "", "a name has letters a-z, digits, - and _");
    return CSR_STR("");
}

static int same(const csr_str *a, const csr_str *b)
{
    return a->len == b->len && memcmp(a->ptr, b->ptr, a->len) == 0;
}

static void read_format(csri_document *d, const csri_place *at, const csri_json *json)
{
    csr_str text;

    if (csri_document_text(d, at, json, &text) && strcmp(text.ptr, FORMAT) != 0)
        csri_document_refuse(d, at, "", "the format is " FORMAT);
}

/* For people; it is kept in the document. */
static void read_note(csri_document *d, const csri_place *at, const csri_json *json)
{
    csr_str text;

    (void)csri_document_text(d, at, json, &text);
}

static void read_flag(csri_document *d, const csri_place *at, const csri_json *json, int32_t *out)
{
    *out = csri_json_is(json, CSRI_JSON_TRUE);
    if (!*out && !csri_json_is(json, CSRI_JSON_FALSE))
        csri_document_refuse(d, at, "", "true or false is expected");
}

/* ---- Lists of names ---- */

static void read_one_name(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;
    csr_str name = read_text(d, at, json, CSRI_REMEDY_TEXT_BYTES);

    if (r->names != NULL)
        r->names[r->name_count++] = name;
}

static csr_str *read_names(csri_document *d, const csri_place *at, const csri_json *json, size_t *count)
{
    reader *r = d->into;

    r->name_count = 0;
    r->names = csri_arena_take(&r->policy->arena, (csri_json_elements(json) + 1) * sizeof(*r->names));
    csri_document_list(d, at, json, 1, CSRI_REMEDY_NAMES_MAX, read_one_name);
    *count = r->name_count;
    return r->names;
}

/* ---- Rungs ---- */

static void read_rung_name(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;

    r->rung->name = read_name(d, at, json);
    for (size_t i = 0; i + 1 < r->ladder->rung_count; i++)
        if (r->rung->name.len != 0 && same(&r->ladder->rungs[i].name, &r->rung->name))
            csri_document_refuse(d, at, "", "another rung of this ladder has this name");
}

static void read_title(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;
    r->rung->title = read_text(d, at, json, CSRI_REMEDY_TEXT_BYTES);
}

static void read_words(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;
    r->rung->words = read_text(d, at, json, CSRI_REMEDY_TEXT_BYTES);
}

static void read_remedy(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;

    r->rung->kind = csri_document_enum(d, at, json, &csri_t_remedy_kind, "remedy");
    r->rung->first_if_upset = r->rung->kind == CSR_REMEDY_APOLOGY;
}

static void read_role(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;
    r->rung->role = csri_document_enum(d, at, json, &csri_t_role, "role");
}

static void read_times(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;
    int64_t times;

    if (csri_document_integer(d, at, json, 1, CSRI_REMEDY_TIMES_MAX, &times))
        r->rung->times = (int32_t)times;
}

static void read_first(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;
    read_flag(d, at, json, &r->rung->first_if_upset);
}

static const csri_remedy_rung *rung_before(const reader *r, const csr_str *name)
{
    for (size_t i = 0; i + 1 < r->ladder->rung_count; i++)
        if (same(&r->ladder->rungs[i].name, name))
            return &r->ladder->rungs[i];
    return NULL;
}

/* "all" of those before it, or some of them. */
static void read_after(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;
    const char *text = csri_json_str(json).ptr;

    if (text != NULL && strcmp(text, "all") == 0) {
        r->rung->after_all = 1;
        return;
    }
    if (!csri_json_is(json, CSRI_JSON_LIST)) {
        csri_document_refuse(d, at, "", "\"all\" or a list of rungs is expected");
        return;
    }
    r->rung->after = read_names(d, at, json, &r->rung->after_count);
    for (size_t i = 0; r->rung->after != NULL && i < r->rung->after_count; i++)
        if (rung_before(r, &r->rung->after[i]) == NULL)
            csri_document_refuse(d, at, "", "no rung before this one is called \"%s\"", r->rung->after[i].ptr);
}

static void read_promise(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;
    (void)csri_rules_read_length(d, at, json, &r->rung->promise_us);
}

static void read_currency(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;
    csr_str text;

    if (!csri_document_text(d, at, json, &text))
        return;
    if (text.len != 3 || csri_currency_exponent(text.ptr) < 0)
        csri_document_refuse(d, at, "", "this is no currency of ISO 4217");
    else
        memcpy(r->rung->currency, text.ptr, sizeof r->rung->currency);
}

static void read_max(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;
    (void)csri_document_integer(d, at, json, 1, AMOUNT_MAX, &r->rung->max_minor);
}

static void read_basis_points(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;
    (void)csri_document_integer(d, at, json, 1, 10000, &r->rung->basis_points);
}

/* Of a percentage the cap is mandatory, of an amount it is all there is. */
static void read_amount(csri_document *d, const csri_place *at, const csri_json *json)
{
    static const csri_document_member members[] = {
        { "currency", read_currency, 1 },
        { "max_minor", read_max, 1 },
        { "basis_points", read_basis_points, 0 },
    };

    csri_document_object(d, at, json, MEMBERS(members));
}

static void read_when(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;

    (void)at;
    r->when = json;
}

static void read_any(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;

    (void)at;
    r->any = json;
}

static void read_tests(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;

    (void)at;
    r->tests = json;
    for (size_t i = 0; i < csri_json_elements(json); i++) {
        r->rung->has_yes |= csri_json_get(csri_json_at(json, i), "yes") != NULL;
        r->rung->has_no |= csri_json_get(csri_json_at(json, i), "no") != NULL;
    }
}

/* What the rule reader has to look at as it stands in the document. */
static void put_member(csri_document *d, const csri_place *at, const char *name, const csri_json *json)
{
    const csri_place here = { at, name, 0 };
    reader *r = d->into;

    if (json == NULL)
        return;
    csri_buffer_format(&r->rules, ",\"%s\":", name);
    if (csri_json_canonical(json, &r->rules, NULL) != CSR_E_POLICY)
        return;
    csri_document_refuse(d, &here, "write it as a text, such as \"0.5\"", "numbers are whole");
    r->broken = 1;
}

/* The condition of a rung as a rule; one without a condition always holds. */
static void put_rule(csri_document *d, const csri_place *at)
{
    reader *r = d->into;
    const csri_remedy_rung *rung = r->rung;

    csri_buffer_format(&r->rules, "%s{\"id\":\"%zu-%s\",\"do\":[{\"emit\":\"offer\"}]", r->rule_count == 0 ? "" : ",",
                       r->policy->ladder_count, rung->name.len != 0 ? rung->name.ptr : "x");
    r->rule_count++;
    put_member(d, at, "when", r->when);
    put_member(d, at, "any", r->any);
    put_member(d, at, "tests", r->tests);
    csri_buffer_text(&r->rules, rung->conditional ? "}" : ",\"when\":[\"true\"]}");
}

static void read_rung(csri_document *d, const csri_place *at, const csri_json *json)
{
    static const csri_document_member members[] = {
        { "rung", read_rung_name, 1 }, { "remedy", read_remedy, 1 },
        { "title", read_title, 0 },    { "words", read_words, 0 },
        { "role", read_role, 0 },      { "times", read_times, 0 },
        { "after", read_after, 0 },    { "promise", read_promise, 0 },
        { "amount", read_amount, 0 },  { "when", read_when, 0 },
        { "any", read_any, 0 },        { "tests", read_tests, 0 },
        { "note", read_note, 0 },      { "first_if_upset", read_first, 0 },
    };
    reader *r = d->into;

    if (r->policy->arena.exhausted)
        return;
    r->rung = &r->ladder->rungs[r->ladder->rung_count++];
    r->when = r->any = r->tests = NULL;
    r->rung->name = r->rung->title = r->rung->words = CSR_STR("");
    r->rung->times = 1;
    r->rung->role = CSR_ROLE_CASHIER;
    csri_document_object(d, at, json, MEMBERS(members));
    r->rung->conditional = r->when != NULL || r->any != NULL;
    put_rule(d, at);
}

/* ---- Ladders ---- */

static void read_ladder_name(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;

    r->ladder->name = read_name(d, at, json);
    for (size_t i = 0; i + 1 < r->policy->ladder_count; i++)
        if (r->ladder->name.len != 0 && same(&r->policy->ladders[i].name, &r->ladder->name))
            csri_document_refuse(d, at, "", "another ladder has this name");
}

static void read_kind(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;
    r->ladder->kinds |= 1u << csri_document_enum(d, at, json, &csri_t_ticket_kind, "kind of ticket");
}

static void read_kinds(csri_document *d, const csri_place *at, const csri_json *json)
{
    csri_document_list(d, at, json, 1, CSRI_REMEDY_NAMES_MAX, read_kind);
}

static void read_products(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;
    r->ladder->products = read_names(d, at, json, &r->ladder->product_count);
}

static void read_rungs(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;

    r->ladder->rungs = csri_arena_take(&r->policy->arena, (csri_json_elements(json) + 1) * sizeof(*r->ladder->rungs));
    csri_document_list(d, at, json, 1, CSRI_REMEDY_RUNGS_MAX, read_rung);
}

static void read_ladder(csri_document *d, const csri_place *at, const csri_json *json)
{
    static const csri_document_member members[] = {
        { "ladder", read_ladder_name, 1 }, { "kinds", read_kinds, 0 }, { "products", read_products, 0 },
        { "rungs", read_rungs, 1 },        { "note", read_note, 0 },
    };
    reader *r = d->into;

    if (r->policy->arena.exhausted)
        return;
    r->ladder = &r->policy->ladders[r->policy->ladder_count++];
    r->ladder->name = CSR_STR("");
    csri_document_object(d, at, json, MEMBERS(members));
}

static void read_ladders(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;

    r->policy->ladders =
        csri_arena_take(&r->policy->arena, (csri_json_elements(json) + 1) * sizeof(*r->policy->ladders));
    csri_document_list(d, at, json, 1, CSRI_REMEDY_LADDERS_MAX, read_ladder);
}

/* ---- Conditions ---- */

/* "rules[7].when[0]" as the place of the rung that the rule is of. */
static void translate(const csr_remedy_policy *policy, const char *place, char out[CSRI_PLACE_BYTES])
{
    size_t rule = 0, ladder = 0, i = strlen("rules[");
    int is_rule = strncmp(place, "rules[", i) == 0;

    for (; is_rule && place[i] != ']'; i++)
        rule = rule * 10 + (size_t)(place[i] - '0');
    while (is_rule && ladder + 1 < policy->ladder_count && rule >= policy->ladders[ladder].rung_count)
        rule -= policy->ladders[ladder++].rung_count;
    if (is_rule)
        (void)snprintf(out, CSRI_PLACE_BYTES, "ladders[%zu].rungs[%zu%s", ladder, rule, place + i);
    else
        (void)snprintf(out, CSRI_PLACE_BYTES, "ladders");
}

static void tell_findings(csri_document *d, const csri_findings *of_rules)
{
    const reader *r = d->into;
    char place[CSRI_PLACE_BYTES];

    for (size_t i = 0; d->findings != NULL && i < of_rules->count; i++) {
        csri_finding one;
        csri_findings_at(of_rules, i, &one);
        translate(r->policy, one.place.ptr, place);
        csri_findings_add(d->findings, one.severity, place, one.text.ptr, one.suggestion.ptr);
    }
}

static csr_status load_conditions(csri_document *d, const csr_str *zoneinfo, csri_findings *of_rules)
{
    reader *r = d->into;
    csri_rules_source source = { .host = &r->policy->host,
                                 .text = { r->rules.ptr, r->rules.len },
                                 .zoneinfo = *zoneinfo };
    char place[CSRI_PLACE_BYTES];
    csr_error err = CSR_ERROR_INIT;
    csr_status status = csri_rules_load(&source, &r->policy->conditions, of_rules, NULL, &err);

    if (status == CSR_OK)
        return CSR_OK;
    tell_findings(d, of_rules);
    translate(r->policy, err.field, place);
    return d->errors > 0 ? CSR_E_POLICY : csri_fail(d->err, status, place, "%s", err.message);
}

/* The set of all conditions; its findings are told at the places where they stand. */
static csr_status read_conditions(csri_document *d, const csr_str *zoneinfo)
{
    reader *r = d->into;
    csri_findings *of_rules;
    csr_status status;

    csri_buffer_text(&r->rules, "],\"set\":\"remedies\"}");
    status = csri_buffer_check(&r->rules, d->err);
    if (status != CSR_OK)
        return status;
    of_rules = csri_alloc(&r->policy->host, sizeof(*of_rules));
    if (of_rules == NULL)
        return csri_fail(d->err, CSR_E_NO_MEMORY, NULL, "no memory for a remedy policy");
    csri_findings_init(of_rules, &r->policy->host);
    status = load_conditions(d, zoneinfo, of_rules);
    csri_findings_free(of_rules);
    csri_free(&r->policy->host, of_rules, sizeof(*of_rules));
    return status;
}

/* Rungs know their rules by name, for a set has an order of its own. */
static void settle(csr_remedy_policy *policy)
{
    char id[CSRI_RULES_NAME_BYTES];

    for (size_t i = 0; i < policy->ladder_count; i++)
        for (size_t k = 0; k < policy->ladders[i].rung_count; k++) {
            csri_remedy_rung *rung = &policy->ladders[i].rungs[k];
            int len = snprintf(id, sizeof id, "%zu-%s", i + 1, rung->name.ptr);
            rung->rule = (uint32_t)csri_rules_find(policy->conditions, (csr_str){ id, (size_t)len });
            if (rung->title.len == 0)
                rung->title = rung->name;
        }
}

/* ---- The document ---- */

static csr_status read_document(csri_document *d, const csr_str *text, const csr_str *zoneinfo)
{
    static const csri_document_member members[] = {
        { "format", read_format, 1 },
        { "ladders", read_ladders, 1 },
        { "note", read_note, 0 },
    };
    static const csri_place whole = { 0 };
    reader *r = d->into;
    const csri_json *root = NULL;
    csr_status status = csri_document_parse(d, text->ptr, text->len, CSRI_REMEDY_BYTES_MAX, &root);

    if (status == CSR_OK) {
        csri_buffer_text(&r->rules, "{\"format\":\"csr-rules/1\",\"rules\":[");
        csri_document_object(d, &whole, root, MEMBERS(members));
        if (r->policy->arena.exhausted)
            status = csri_fail(d->err, CSR_E_NO_MEMORY, NULL, "no memory for a remedy policy");
        else if (r->rule_count > 0 && !r->broken)
            status = read_conditions(d, zoneinfo);
        status = status == CSR_OK && d->errors > 0 ? CSR_E_POLICY : status;
    }
    csri_json_free(root);
    return status;
}

csr_status csri_remedy_policy_load(const csr_host *host, const csr_str *document, const csr_str *zoneinfo,
                                   csr_remedy_policy **out, csri_findings *findings, csr_error *err)
{
    csr_remedy_policy *policy = csri_alloc_zero(host, sizeof *policy);
    reader r = { .policy = policy };
    csri_document d = { .host = host, .findings = findings, .err = err, .into = &r };
    csr_status status;

    *out = NULL;
    if (policy == NULL)
        return csri_fail(err, CSR_E_NO_MEMORY, NULL, "no memory for a remedy policy");
    policy->host = *host;
    csri_arena_init(&policy->arena, &policy->host);
    csri_buffer_init(&r.rules, &policy->host, 0);
    status = read_document(&d, document, zoneinfo);
    csri_buffer_free(&r.rules);
    if (findings != NULL && csri_findings_check(findings, err) != CSR_OK)
        status = CSR_E_NO_MEMORY;
    if (status != CSR_OK) {
        csr_remedy_policy_free(policy);
        return status;
    }
    settle(policy);
    *out = policy;
    return CSR_OK;
}

void csr_remedy_policy_free(csr_remedy_policy *policy)
{
    csr_host host;

    if (policy == NULL)
        return;
    csr_rules_free(policy->conditions);
    csri_arena_free(&policy->arena);
    host = policy->host;
    csri_free(&host, policy, sizeof *policy);
}
