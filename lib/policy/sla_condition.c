#include "policy/sla_condition.h"

#include "base/memory.h"
#include "base/text.h"
#include "policy/expression.h"

#include <stdio.h>
#include <string.h>

/* Room for the literal list of an `in`, of as many items as a list can have. */
#define ROOM_BYTES ((CSRI_EXPRESSION_ITEMS + 1) * sizeof(csr_value))

/* A compiled condition: it knows the fields that its text mentions, in this order. */
typedef struct csri_compiled {
    struct csri_compiled *next;
    csr_expression *expression;
    size_t count;
    csri_sla_field fields[];
} csri_compiled;

void csri_conditions_init(csri_conditions *all, const csr_host *host)
{
    memset(all, 0, sizeof *all);
    all->host = host;
}

static size_t compiled_bytes(size_t count)
{
    return sizeof(csri_compiled) + count * sizeof(csri_sla_field);
}

static void free_schema(csri_conditions *all)
{
    if (all->schema)
        csri_arena_free(&all->schema->arena);
    csri_free(all->host, all->schema, sizeof *all->schema);
    all->schema = NULL;
}

void csri_conditions_free(csri_conditions *all)
{
    while (all->first) {
        csri_compiled *next = all->first->next;
        csr_expression_free(all->first->expression);
        csri_free(all->host, all->first, compiled_bytes(all->first->count));
        all->first = next;
    }
    free_schema(all);
}

csr_status csri_conditions_end(csri_conditions *all, csr_error *err)
{
    free_schema(all);
    return all->status == CSR_OK ? CSR_OK
                                 : csri_fail(err, all->status, NULL, "no memory for the conditions of a document");
}

static int is_same(const csr_str *a, const csr_str *b)
{
    return a->len == b->len && memcmp(a->ptr, b->ptr, a->len) == 0;
}

/* The condition with this text, or NULL. Documents say the same thing often. */
static const csri_compiled *find_text(const csri_conditions *all, const csr_str *text)
{
    const csri_compiled *at = all->first;

    while (at && !is_same(&at->expression->text, text))
        at = at->next;
    return at;
}

static int mentions(const csr_str *text, const csr_str *name)
{
    for (size_t i = 0; i + name->len <= text->len; i++)
        if (memcmp(text->ptr + i, name->ptr, name->len) == 0)
            return 1;
    return 0;
}

/* Fields for an expression: those that its text spells out, or all. */
typedef struct chosen {
    size_t count;
    csri_sla_field fields[CSRI_SLA_FIELDS_MAX];
    csr_expression_field declared[CSRI_SLA_FIELDS_MAX];
} chosen;

static void choose(const csri_sla_schema *schema, const csr_str *text, chosen *out)
{
    out->count = 0;
    for (size_t i = 0; i < schema->count; i++) {
        if (text && !mentions(text, &schema->declared[i].name))
            continue;
        out->fields[out->count] = schema->fields[i];
        out->declared[out->count++] = schema->declared[i];
    }
}

/* A list of what there is, where the expression asks for something unknown and nothing resembles it. */
static void suggest(const csri_sla_schema *schema, const csr_expression *e, csri_name_list *out)
{
    static const csr_str ticket = { "ticket", 6 }, customer = { "customer", 8 };

    for (size_t i = 0; i < e->error_count && out->len == 0; i++) {
        if (is_same(&e->errors[i].noun, &ticket))
            csri_sla_schema_list(schema, CSRI_ABOUT_TICKET, out);
        else if (is_same(&e->errors[i].noun, &customer))
            csri_sla_schema_list(schema, CSRI_ABOUT_CUSTOMER, out);
    }
}

static csr_status refuse(csri_document *d, const csri_place *at, const csri_sla_schema *schema, const csr_expression *e)
{
    csri_name_list known = { 0 };
    char suggestion[sizeof known.text + 16] = "", said[CSRI_EXPRESSION_SAID], line[CSRI_EXPRESSION_SAID + 32];
    csri_buffer report;
    csr_status status;

    suggest(schema, e, &known);
    if (known.len > 0)
        (void)snprintf(suggestion, sizeof suggestion, "there are: %s", known.text);
    (void)snprintf(line, sizeof line, "column %u: %s", csri_expression_column(e, &e->errors[0]),
                   csri_expression_say(&e->errors[0], said));
    csri_buffer_init(&report, e->arena->host, 0);
    for (size_t i = 0; i < e->error_count; i++)
        csri_expression_point(e, &e->errors[i], &report);
    csri_buffer_byte(&report, '\0');
    status = csri_buffer_check(&report, NULL);
    if (status == CSR_OK)
        csri_document_refuse_text(d, at, suggestion, line, report.ptr);
    csri_buffer_free(&report);
    return status;
}

/* Compile against chosen fields; NULL when that fails. What is wrong is said when `tell` says so. */
static csr_expression *compile(csri_document *d, const csri_place *at, csri_conditions *all, const csr_str *text,
                               const chosen *fields, int tell)
{
    csr_expression_params params = CSR_EXPRESSION_PARAMS_INIT;
    csr_error why = CSR_ERROR_INIT;
    csr_expression *made = NULL;
    csr_status status;

    params.host = all->host;
    params.text = *text;
    params.fields = fields->declared;
    params.field_count = fields->count;
    csr_str_set(&params.type, "bool", CSR_NTS);
    status = csri_expression_compile_told(&params, &made, &why);
    if (status == CSR_OK)
        return made;
    if (status == CSR_E_POLICY)
        status = tell ? refuse(d, at, all->schema, made) : CSR_OK;
    if (status == CSR_E_NO_MEMORY)
        all->status = status;
    else if (status != CSR_OK && tell)
        csri_document_refuse(d, at, "", "%s", why.message);
    csr_expression_free(made);
    return NULL;
}

/* What a walk over a compiled condition works with. */
typedef struct walk {
    csri_document *d;
    const csri_place *at;
    csri_conditions *all;
    csr_expression *e;
    const chosen *fields;
} walk;

static void note_field(csri_conditions *all, const csri_sla_field *field)
{
    all->about_channel |= field->about == CSRI_ABOUT_CHANNEL;
    all->about_customer |= field->about == CSRI_ABOUT_CUSTOMER;
    if (field->about == CSRI_ABOUT_TICKET)
        all->ticket_members |= UINT64_C(1) << field->column;
}

/* An id in another spelling means the same id; a text that is none is a mistake. */
static void take_id(const walk *w, csr_value *value)
{
    char text[CSR_ID_TEXT_BYTES];
    csr_str spelled;
    csr_id id;

    if (value->kind != CSR_VALUE_STRING)
        return;
    if (csr_id_parse(value->as.text, value->count, &id, NULL) != CSR_OK) {
        csri_document_refuse(w->d, w->at, "write an id as UUID text", "\"%.*s\" is no id",
                             (int)csri_utf8_cut(value->as.text, value->count, 60), value->as.text);
        return;
    }
    csr_id_format(&id, text);
    spelled = csri_arena_text(w->e->arena, text, strlen(text));
    if (spelled.ptr)
        *value = (csr_value){ .kind = CSR_VALUE_STRING, .as.text = spelled.ptr, .count = spelled.len };
    else
        w->all->status = CSR_E_NO_MEMORY;
}

static int is_id_field(const walk *w, const csri_node *node)
{
    return node->op == CSRI_NODE_FIELD && w->fields->fields[node->slot].member->c == CSR_CLASS_ID;
}

/* What an id is compared with. Lists of constants are values by now, which lie in the expression's own memory. */
static void take_ids(const walk *w, const csri_node *field, csri_node *other)
{
    if (!is_id_field(w, field))
        return;
    if (other->op == CSRI_NODE_CONST)
        take_id(w, &other->value);
    for (size_t i = 0; other->op == CSRI_NODE_CONST && other->value.kind == CSR_VALUE_LIST && i < other->value.count;
         i++)
        take_id(w, (csr_value *)(uintptr_t)&other->value.as.items[i]);
    for (csri_node *item = other->first; item; item = item->next)
        if (item->op == CSRI_NODE_CONST)
            take_id(w, &item->value);
}

/* As deep as an expression may be nested. */
static void walk_node(const walk *w, csri_node *node)
{
    if (node->op == CSRI_NODE_FIELD || node->op == CSRI_NODE_HAS_FIELD)
        note_field(w->all, &w->fields->fields[node->slot]);
    if (node->op == CSRI_NODE_EQ || node->op == CSRI_NODE_NE || node->op == CSRI_NODE_IN) {
        take_ids(w, node->first, node->last);
        take_ids(w, node->last, node->first);
    }
    for (csri_node *child = node->first; child; child = child->next)
        walk_node(w, child);
}

static void keep(csri_conditions *all, csr_expression *made, const chosen *fields, csri_condition *out)
{
    csri_compiled *compiled = csri_alloc(all->host, compiled_bytes(fields->count));

    if (!compiled) {
        csr_expression_free(made);
        all->status = CSR_E_NO_MEMORY;
        return;
    }
    *compiled = (csri_compiled){ all->first, made, fields->count };
    memcpy(compiled->fields, fields->fields, fields->count * sizeof(csri_sla_field));
    all->first = compiled;
    out->compiled = compiled;
}

static int is_true(const csr_expression *e)
{
    return e->root->op == CSRI_NODE_CONST && e->root->value.as.integer != 0;
}

/* The schema is made for the first condition: many documents have none. */
static int begin(csri_conditions *all)
{
    if (!all->schema && all->status == CSR_OK) {
        all->schema = csri_alloc(all->host, sizeof *all->schema);
        if (!all->schema || !csri_sla_schema_make(all->host, all->schema))
            all->status = CSR_E_NO_MEMORY;
    }
    return all->status == CSR_OK;
}

/* Nearly always a condition spells out the fields that it is about; where it does not compile with those alone, all of
 * them decide, and the mistake is told. */
static void read_text(csri_document *d, const csri_place *at, const csr_str *text, csri_conditions *all,
                      csri_condition *out)
{
    chosen fields;
    walk w = { d, at, all, NULL, &fields };

    choose(all->schema, text, &fields);
    w.e = compile(d, at, all, text, &fields, 0);
    if (!w.e && all->status == CSR_OK) {
        choose(all->schema, NULL, &fields);
        w.e = compile(d, at, all, text, &fields, 1);
    }
    if (!w.e)
        return;
    if (is_true(w.e)) {
        csr_expression_free(w.e);
        return;
    }
    walk_node(&w, w.e->root);
    keep(all, w.e, &fields, out);
}

void csri_condition_read(csri_document *d, const csri_place *at, const csri_json *json, csri_conditions *all,
                         csri_condition *out)
{
    csr_str text;

    out->compiled = NULL;
    if (!csri_document_text(d, at, json, &text) || !begin(all))
        return;
    out->compiled = find_text(all, &text);
    if (!out->compiled)
        read_text(d, at, &text, all, out);
}

int csri_condition_holds(const csri_condition *condition, const csri_facts *facts)
{
    csr_expression_input input = CSR_EXPRESSION_INPUT_INIT;
    char ids[CSRI_SLA_FIELDS_MAX][CSR_ID_TEXT_BYTES];
    _Alignas(csr_value) char room[ROOM_BYTES];
    csr_value values[CSRI_SLA_FIELDS_MAX], out;
    const csri_compiled *compiled = condition->compiled;

    if (!compiled)
        return 1;
    for (size_t i = 0; i < compiled->count; i++)
        values[i] = csri_sla_value(&compiled->fields[i], facts, ids[i]);
    input.facts = values;
    input.fact_count = compiled->count;
    input.room = room;
    input.room_bytes = sizeof room;
    (void)csr_expression_evaluate(compiled->expression, &input, &out, NULL);
    return out.kind == CSR_VALUE_BOOL && out.as.integer != 0;
}
