/* Reading rule sets: the document as a whole. */
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "policy/rules_fields.h"
#include "policy/rules_set.h"

#include "policy/expression_time.h"
#include "base/time.h"
#include "record/types.h"

#include <sodium/crypto_hash_sha256.h>
#include <stdio.h>

#define MEMBERS(table) table, sizeof(table) / sizeof((table)[0])
#define FORMAT "csr-rules/1"

/* ---- Pieces ---- */

void *csri_rules_keep(csri_rules_loader *l, csri_buffer *array)
{
    void *kept = csri_arena_take(&l->set->arena, array->len + 1);

    if (kept != NULL && array->len != 0)
        memcpy(kept, array->ptr, array->len);
    if (array->status != CSR_OK)
        l->status = array->status;
    array->len = 0;
    return kept;
}

int csri_rules_read_text(csri_document *d, const csri_place *at, json_t *json, size_t max, csr_str *out)
{
    csri_rules_loader *l = d->into;
    csr_str text;

    *out = CSR_STR("");
    if (!csri_document_text(d, at, json, &text))
        return 0;
    if (text.len == 0 || text.len > max) {
        csri_document_refuse(d, at, "", "a text of 1 to %zu bytes is expected", max);
        return 0;
    }
    text = csri_arena_text(&l->set->arena, text.ptr, text.len);
    if (text.ptr == NULL)
        return 0;
    *out = text;
    return 1;
}

int csri_rules_read_name(csri_document *d, const csri_place *at, json_t *json, csr_str *out)
{
    if (!csri_rules_read_text(d, at, json, CSRI_RULES_NAME_BYTES, out))
        return 0;
    if (strspn(out->ptr, "abcdefghijklmnopqrstuvwxyz0123456789_-") != out->len) {
        csri_document_refuse(d, at, "", "a name has letters a-z, digits, - and _");
        return 0;
    }
    return 1;
}

int csri_rules_read_length(csri_document *d, const csri_place *at, json_t *json, int64_t *out_us)
{
    csr_str text;
    csr_value from, length;

    if (!csri_document_text(d, at, json, &text))
        return 0;
    from = csri_value_text(CSR_VALUE_STRING, text.ptr, text.len);
    length = csri_duration_of_text(&from);
    if (length.kind != CSR_VALUE_DURATION || length.as.integer < 1 || length.as.integer > CSRI_RULES_LENGTH_MAX_S) {
        csri_document_refuse(d, at, "write \"20m\", \"4h\" or \"90s\"",
                             "a length of time is expected, from one second to 366 days");
        return 0;
    }
    *out_us = csri_fact_us(&length);
    return 1;
}

/* ---- The head of the document ---- */

static void read_format(csri_document *d, const csri_place *at, json_t *json)
{
    csr_str text;

    if (csri_document_text(d, at, json, &text) && strcmp(text.ptr, FORMAT) != 0)
        csri_document_refuse(d, at, "", "the format is " FORMAT);
}

static void read_set_name(csri_document *d, const csri_place *at, json_t *json)
{
    csri_rules_loader *l = d->into;
    (void)csri_rules_read_name(d, at, json, &l->set->name);
}

static void read_schema(csri_document *d, const csri_place *at, json_t *json)
{
    csri_rules_loader *l = d->into;

    if (csri_rules_read_text(d, at, json, CSRI_RULES_NAME_BYTES, &l->set->schema_name) &&
        (strncmp(l->set->schema_name.ptr, "ticket", 6) != 0 ||
         (l->set->schema_name.ptr[6] != '\0' && l->set->schema_name.ptr[6] != '/')))
        csri_document_refuse(d, at, "", "rules are about tickets: the schema is ticket");
}

static void read_from(csri_document *d, const csri_place *at, json_t *json)
{
    csri_rules_loader *l = d->into;
    csr_str text;

    if (csri_document_text(d, at, json, &text) && csr_time_parse(text.ptr, text.len, &l->set->from, NULL) != CSR_OK)
        csri_document_refuse(d, at, "", "an instant such as \"2026-03-01T00:00:00Z\" is expected");
}

static void read_migrate(csri_document *d, const csri_place *at, json_t *json)
{
    csri_rules_loader *l = d->into;

    if ((json_typeof(json) != JSON_TRUE && json_typeof(json) != JSON_FALSE))
        csri_document_refuse(d, at, "", "true or false is expected");
    l->set->migrate = (json_typeof(json) == JSON_TRUE);
}

void csri_rules_read_note(csri_document *d, const csri_place *at, json_t *json)
{
    csr_str text;
    (void)csri_rules_read_text(d, at, json, CSRI_RULES_TEXT_BYTES, &text);
}

/* ---- Rules ---- */

/* How large facts are, for the cost of conditions. */
static void note_sizes(csri_rules_loader *l)
{
    const csri_rules_size *sizes = (const csri_rules_size *)(const void *)l->sizes.ptr;
    csri_field *fields = l->set->schema->own.fields, *tags = &fields[csri_rules_field(l->set, "ticket.tags")];

    tags->max_items = CSRI_RULES_TAGS_MAX;
    tags->max_bytes = (uint32_t)csri_t_tag.max_bytes;
    for (size_t i = 0; i < l->sizes.len / sizeof(*sizes); i++) {
        fields[sizes[i].field].max_items = sizes[i].items;
        fields[sizes[i].field].max_bytes = sizes[i].bytes;
    }
}

/* All fields are known now: an expression that has them lends them to the conditions. */
static csr_status make_schema(csri_rules_loader *l, csr_error *err)
{
    csr_expression_params params = CSR_EXPRESSION_PARAMS_INIT;
    csr_error why = CSR_ERROR_INIT;
    csr_status status = csri_buffer_check(&l->fields, err);

    if (status == CSR_OK)
        status = csri_buffer_check(&l->sizes, err);
    if (status == CSR_OK && l->set->arena.exhausted)
        status = CSR_E_NO_MEMORY;
    if (status != CSR_OK)
        return status;
    params.host = &l->set->host;
    params.text = CSR_STR("true");
    params.zoneinfo = l->set->zoneinfo;
    params.fields = (const csr_expression_field *)(const void *)l->fields.ptr;
    params.field_count = l->fields.len / sizeof(csr_expression_field);
    params.functions = l->source->functions;
    params.function_count = l->source->function_count;
    /* Whatever is already wrong with the document stays told when the fields are not. */
    status = csr_expression_compile(&params, &l->set->schema, NULL, &why);
    if (status != CSR_OK)
        return csri_fail(err, status, NULL, "%s", why.message);
    l->set->now_field = csri_rules_field(l->set, "now");
    note_sizes(l);
    return CSR_OK;
}

static void read_rules(csri_document *d, const csri_place *at, json_t *json)
{
    csri_rules_loader *l = d->into;

    if (l->status == CSR_OK)
        l->status = make_schema(l, d->err);
    if (l->status == CSR_OK)
        csri_document_list(d, at, json, 0, CSRI_RULES_MAX, csri_rules_read_rule);
    l->set->rule_count = l->rules.len / sizeof(csri_rules_rule);
    l->set->rules = csri_rules_keep(l, &l->rules);
    if (l->set->rules == NULL)
        l->set->rule_count = 0;
    csri_rules_settle(d);
}

/* ---- The whole ---- */

static csr_status identify(csr_rules *set, const json_t *root, csri_document *d)
{
    static const csri_place whole = { 0 };
    csri_buffer text;
    csr_error why = CSR_ERROR_INIT;
    char hex[2 * CSRI_RULES_ID_BYTES + 1];
    csr_status status;

    csri_buffer_init(&text, &set->host, 0);
    status = csri_json_canonical(root, &text, &why);
    if (status == CSR_E_POLICY)
        csri_document_refuse(d, &whole, "write it as a text", "%s: %s", why.field, why.message);
    else if (status != CSR_OK)
        status = csri_fail(d->err, status, NULL, "%s", why.message);
    set->json = csri_arena_text(&set->arena, text.ptr, text.len);
    if (status == CSR_OK)
        (void)crypto_hash_sha256(set->id, (const unsigned char *)text.ptr, text.len);
    csri_buffer_free(&text);
    for (size_t i = 0; i < CSRI_RULES_ID_BYTES; i++)
        (void)snprintf(hex + 2 * i, 3, "%02x", set->id[i]);
    set->hex = csri_arena_text(&set->arena, hex, sizeof(hex) - 1);
    return status;
}

static csr_status read_document(csri_document *d, csr_str text)
{
    /* Groups and facts come first: rules name them. */
    static const csri_document_member members[] = {
        { "format", read_format, 1 },
        { "set", read_set_name, 1 },
        { "schema", read_schema, 0 },
        { "note", csri_rules_read_note, 0 },
        { "effective_from", read_from, 0 },
        { "migrate", read_migrate, 0 },
        { "groups", csri_rules_read_groups, 0 },
        { "facts", csri_rules_read_facts, 0 },
        { "rules", read_rules, 1 },
    };
    static const csri_place whole = { 0 };
    csri_rules_loader *l = d->into;
    csr_status status = csri_document_parse(d, text.ptr, text.len, CSR_RULES_BYTES_MAX, &l->root);

    if (status == CSR_OK)
        status = identify(l->set, l->root, d);
    if (status == CSR_OK)
        csri_document_object(d, &whole, l->root, MEMBERS(members));
    json_decref(l->root);
    if (status == CSR_OK)
        status = l->status;
    if (status == CSR_OK && l->set->arena.exhausted)
        status = CSR_E_NO_MEMORY;
    if (status == CSR_E_NO_MEMORY)
        return csri_fail(d->err, status, NULL, "no memory for a rule set");
    return status == CSR_OK && d->errors != 0 ? CSR_E_POLICY : status;
}

static void begin(csri_rules_loader *l, const csri_rules_source *source)
{
    csr_rules *set = l->set;

    csri_arena_init(&set->arena, &set->host);
    set->zoneinfo = csri_arena_text(&set->arena, source->zoneinfo.ptr, source->zoneinfo.len);
    set->name = set->schema_name = CSR_STR("");
    set->now_field = -1;
    csri_buffer_init(&l->rules, &set->host, 0);
    csri_buffer_init(&l->actions, &set->host, 0);
    csri_buffer_init(&l->steps, &set->host, 0);
    csri_buffer_init(&l->clauses, &set->host, 0);
    csri_buffer_init(&l->fixtures, &set->host, 0);
    csri_buffer_init(&l->fields, &set->host, 0);
    csri_buffer_init(&l->sizes, &set->host, 0);
    csri_buffer_init(&l->groups, &set->host, 0);
    csri_rules_standard_fields(&set->arena, &l->fields);
    csri_buffer_put(&l->fields, source->fields, source->field_count * sizeof(*source->fields));
    set->known = (uint32_t)(l->fields.len / sizeof(csr_expression_field));
}

static void end(csri_rules_loader *l)
{
    csri_buffer_free(&l->rules);
    csri_buffer_free(&l->actions);
    csri_buffer_free(&l->steps);
    csri_buffer_free(&l->clauses);
    csri_buffer_free(&l->fixtures);
    csri_buffer_free(&l->fields);
    csri_buffer_free(&l->sizes);
    csri_buffer_free(&l->groups);
}

/* What has no caret of its own; conditions have told theirs. */
static void report_rest(const csri_rules_loader *l, const csri_findings *findings, csri_buffer *report)
{
    for (size_t i = 0; i < findings->count; i++) {
        csri_finding f;
        if (l->told[i])
            continue;
        csri_findings_at(findings, i, &f);
        csri_buffer_format(report, "%s%.*s: %.*s%s%.*s\n",
                           f.severity == CSR_SEVERITY_ERROR ? "" : "warning: ", (int)f.place.len, f.place.ptr,
                           (int)f.text.len, f.text.ptr, f.suggestion.len == 0 ? "" : "; ", (int)f.suggestion.len,
                           f.suggestion.ptr);
    }
    if (findings->dropped != 0)
        csri_buffer_format(report, "and %zu more\n", findings->dropped);
}

csr_status csri_rules_load(const csri_rules_source *source, csr_rules **out, csri_findings *findings,
                           csri_buffer *report, csr_error *err)
{
    csri_rules_loader l = { .report = report, .source = source };
    csri_document d = { .findings = findings, .err = err, .into = &l };
    csr_status status;

    *out = NULL;
    l.set = csri_alloc_zero(source->host, sizeof(*l.set));
    if (l.set == NULL)
        return csri_fail(err, CSR_E_NO_MEMORY, NULL, "no memory for a rule set");
    l.set->host = *source->host;
    begin(&l, source);
    status = read_document(&d, source->text);
    if (findings != NULL && csri_findings_check(findings, err) != CSR_OK)
        status = CSR_E_NO_MEMORY;
    if (report != NULL && status != CSR_E_NO_MEMORY)
        report_rest(&l, findings, report);
    end(&l);
    if (status == CSR_OK)
        *out = l.set;
    else
        csr_rules_free(l.set);
    return status;
}

void csr_rules_free(csr_rules *rules)
{
    csr_host host;

    if (rules == NULL)
        return;
    host = rules->host;
    csri_match_free(rules->match);
    csri_match_free(rules->turns);
    while (rules->expressions != NULL) {
        csr_expression *next = rules->expressions->next;
        csr_expression_free(rules->expressions);
        rules->expressions = next;
    }
    csr_expression_free(rules->schema);
    csri_arena_free(&rules->arena);
    csri_free(&host, rules, sizeof(*rules));
}

/* ---- What a set holds ---- */

int32_t csri_rules_field(const csr_rules *set, const char *name)
{
    size_t len = strlen(name);

    for (size_t i = 0; i < set->schema->field_count; i++)
        if (set->schema->fields[i].name.len == len && memcmp(set->schema->fields[i].name.ptr, name, len) == 0)
            return (int32_t)i;
    return -1;
}

size_t csri_rules_field_count(const csr_rules *set)
{
    return set->schema->field_count;
}

int csri_rules_reads(const csr_rules *set, uint32_t field)
{
    return csri_bits_has(&set->reads, field);
}

csr_str csri_rules_field_name(const csr_rules *set, uint32_t field)
{
    return set->schema->fields[field].name;
}

int csri_rules_declares(const csr_rules *set, uint32_t field)
{
    return field >= set->known;
}

int32_t csri_rules_field_kind(const csr_rules *set, uint32_t field)
{
    return set->schema->fields[field].type->kind;
}

const uint8_t *csri_rules_id(const csr_rules *set)
{
    return set->id;
}

csr_str csri_rules_hex(const csr_rules *set)
{
    return set->hex;
}

csr_str csri_rules_name(const csr_rules *set)
{
    return set->name;
}

csr_time csri_rules_from(const csr_rules *set)
{
    return set->from;
}

size_t csri_rules_count(const csr_rules *set)
{
    return set->rule_count;
}

csr_str csri_rules_rule_id(const csr_rules *set, uint32_t rule)
{
    return set->rules[rule].id;
}

csr_str csri_rules_rule_title(const csr_rules *set, uint32_t rule)
{
    return set->rules[rule].title;
}
