#include "desk/follow.h"

#include "base/error.h"
#include "base/number.h"
#include "base/time.h"
#include "desk/field.h"
#include "desk/follow_history.h"
#include "policy/field_value.h"

#include <stdio.h>

/*
 * Custom fields as facts of rules: a rule set declares "ticket.field.size" among its facts, and where the desk has such a
 * field its value is the fact.
 */
static const struct {
    const char *prefix, *people;
    csr_record_kind kind;
    unsigned needs;
} nouns[CSRI_SCENE_CUSTOM] = {
    { "ticket.field.", "tickets", CSR_RECORD_TICKET, CSRI_NEEDS_TICKET_FIELDS },
    { "customer.field.", "customers", CSR_RECORD_CUSTOMER, CSRI_NEEDS_CUSTOMER | CSRI_NEEDS_CUSTOMER_FIELDS },
    { "interaction.field.", "interactions", CSR_RECORD_INTERACTION, CSRI_NEEDS_CONTACTS | CSRI_NEEDS_CONTACT_FIELDS },
};

/* The noun of a fact, or -1; *field is the custom field's name. */
static int noun_of(const csr_str *name, csr_str *field)
{
    for (int i = 0; i < CSRI_SCENE_CUSTOM; i++) {
        size_t len = strlen(nouns[i].prefix);
        if (name->len <= len || memcmp(name->ptr, nouns[i].prefix, len) != 0)
            continue;
        *field = (csr_str){ name->ptr + len, name->len - len };
        return i;
    }
    return -1;
}

unsigned csri_custom_needs(const csr_str *name)
{
    csr_str field;
    int noun = noun_of(name, &field);

    return noun < 0 ? 0 : nouns[noun].needs;
}

/* Whose fields they are; NULL = nobody's. */
static const csr_id *subject_of(const csri_scene *scene, int noun)
{
    const csr_interaction_view *contact = csri_scene_contact(scene);

    switch (noun) {
    case 0: return &scene->ticket.view.id;
    case 1: return scene->has_customer ? &scene->customer.view.id : NULL;
    default: return contact != NULL ? &contact->id : NULL;
    }
}

csr_status csri_custom_load(csri_call *call, csri_scene *scene)
{
    csr_status status = CSR_OK;

    for (int i = 0; i < CSRI_SCENE_CUSTOM && status == CSR_OK; i++) {
        const csr_id *subject = subject_of(scene, i);
        if ((scene->known & nouns[i].needs) != nouns[i].needs || subject == NULL)
            continue;
        status = csri_field_facts(call, subject, &scene->custom[i]);
        csri_scene_hold(scene, scene->custom[i]);
    }
    return status;
}

csr_status csri_custom_load_past(csri_call *call, csri_history *history)
{
    csr_scan scan = { .index = CSR_SCAN_BY_ID, .limit = CSRI_SCENE_CUSTOM * CSR_FIELDS_MAX };
    csr_status status = csri_rows_new(call->tx.host, sizeof(struct csri_field), 8, &history->fields, call->err);

    return status != CSR_OK
               ? status
               : call->tx.ops->scan(call->tx.handle, &csri_field_record, &scan, history->fields, call->err);
}

/* ---- Values ---- */

static int same_text(const csr_str *a, const csr_str *b)
{
    return a->len == b->len && memcmp(a->ptr, b->ptr, a->len) == 0;
}

/* Whether values of a custom field can be facts of a type. */
static int fits(int32_t kind, csr_field_type type)
{
    switch (kind) {
    case CSR_VALUE_BOOL: return type == CSR_FIELD_FLAG;
    case CSR_VALUE_INT: return type == CSR_FIELD_INTEGER;
    case CSR_VALUE_DOUBLE: return type == CSR_FIELD_DECIMAL || type == CSR_FIELD_INTEGER;
    case CSR_VALUE_TIMESTAMP: return type == CSR_FIELD_INSTANT;
    case CSR_VALUE_STRING: return type != CSR_FIELD_FLAG && type != CSR_FIELD_INSTANT;
    default: return 0;
    }
}

static csr_value of_instant(int64_t us)
{
    int64_t seconds = us / CSRI_SECOND_US - (us % CSRI_SECOND_US < 0);

    return (csr_value){ .kind = CSR_VALUE_TIMESTAMP,
                        .nanos = (int32_t)((us - seconds * CSRI_SECOND_US) * 1000),
                        .as.integer = seconds };
}

/* The stored form of a value as a fact; kind 0 where it cannot be one. */
static csr_value convert(int32_t kind, csr_field_type type, const csr_str *stored)
{
    csr_value value = { .kind = kind };

    if (stored->len == 0 || !fits(kind, type))
        return (csr_value){ 0 };
    switch (kind) {
    case CSR_VALUE_STRING:
        value.as.text = stored->ptr;
        value.count = stored->len;
        return value;
    case CSR_VALUE_DOUBLE: return csri_double_read(stored->ptr, stored->len, &value.as.real) ? value : (csr_value){ 0 };
    case CSR_VALUE_TIMESTAMP: return of_instant(csri_field_number(type, stored));
    default: value.as.integer = csri_field_number(type, stored); return value;
    }
}

static csr_value value_now(const csr_rows *rows, const csr_str *field, int32_t kind)
{
    for (size_t i = 0; rows != NULL && i < csri_rows_count(rows); i++) {
        const csr_field_value_view *value = csri_rows_at(rows, i);
        if (same_text(&value->name, field))
            return convert(kind, value->type, &value->value);
    }
    return (csr_value){ 0 };
}

static csr_value value_then(const csri_history *past, const csr_id *subject, const csr_str *field, int32_t kind)
{
    for (size_t i = 0; i < csri_rows_count(past->children); i++) {
        const csri_past_child *child = csri_rows_at(past->children, i);
        const struct csri_field_value *value = (const struct csri_field_value *)(const void *)child->row;
        const struct csri_field *of;
        if (child->record != &csri_field_value_record || memcmp(&value->view.subject, subject, sizeof(*subject)) != 0)
            continue;
        of = csri_row_of(past->fields, &csri_field_record, &value->view.field);
        if (of != NULL && same_text(&of->view.name, field))
            return convert(kind, of->view.type,
                           value->view.value.len != 0 ? &value->view.value : &value->view.personal_value);
    }
    return (csr_value){ 0 };
}

csr_value csri_custom_value(const csri_scene *scene, const csr_str *name, int32_t kind)
{
    csr_str field;
    int noun = noun_of(name, &field);
    const csr_id *subject = noun < 0 ? NULL : subject_of(scene, noun);

    if (subject == NULL)
        return (csr_value){ 0 };
    return scene->past != NULL ? value_then(scene->past, subject, &field, kind)
                               : value_now(scene->custom[noun], &field, kind);
}

/* ---- Whether a rule set asks for what there is ---- */

static csr_status refuse(csri_findings *findings, const csr_str *fact, const char *text, csr_error *err)
{
    char place[CSRI_PLACE_BYTES];

    (void)snprintf(place, sizeof(place), "facts.%.*s", (int)fact->len, fact->ptr);
    if (findings != NULL)
        csri_findings_add(findings, CSR_SEVERITY_ERROR, place, text, "");
    return csri_fail(err, CSR_E_POLICY, place, "%s", text);
}

static csr_status check_fact(csri_call *call, const csr_rules *set, uint32_t number, csri_findings *findings,
                             csr_error *err)
{
    csr_str name = csri_rules_field_name(set, number), field = { NULL, 0 };
    int noun = noun_of(&name, &field);
    struct csri_field wanted = { .view = { .name = field } };
    csr_rows *rows = NULL;
    char text[200];
    csr_status status;

    if (noun < 0)
        return CSR_OK;
    wanted.view.subject_kind = nouns[noun].kind;
    status = csri_find(&call->tx, &csri_field_record, CSRI_FIELD_BY_NAME, &wanted, &rows);
    if (status == CSR_OK && rows == NULL) {
        (void)snprintf(text, sizeof(text), "%s have no custom field \"%.*s\"", nouns[noun].people, (int)field.len,
                       field.ptr);
        status = refuse(findings, &name, text, err);
    } else if (status == CSR_OK && !fits(csri_rules_field_kind(set, number),
                                         ((const struct csri_field *)csri_rows_at(rows, 0))->view.type)) {
        status = refuse(findings, &name, "the custom field has values of another type", err);
    }
    csri_rows_free(rows);
    return status;
}

csr_status csri_custom_check(csri_call *call, const csr_rules *set, csri_findings *findings, csr_error *err)
{
    csr_status status = CSR_OK;

    for (uint32_t i = 0; i < csri_rules_field_count(set) && status == CSR_OK; i++)
        status = check_fact(call, set, i, findings, err);
    return status;
}
