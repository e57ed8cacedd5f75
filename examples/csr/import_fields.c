/*
 * Lines of custom fields and of their values.
 */
#include "common.h"
#include "import_kinds.h"

#include <stdlib.h>
#include <string.h>

static int has_choice(const json_t *choices, const json_t *name)
{
    const json_t *choice;
    size_t i;

    json_array_foreach((json_t *)(uintptr_t)choices, i, choice)
    {
        if (json_equal(json_object_get(choice, "name"), name))
            return 1;
    }
    return 0;
}

/* Choices that the field has not got come behind those it has. None is taken away: records may have it. */
static csr_status add_choices(struct import *import, json_t *row, const json_t *names, enum import_outcome *out)
{
    csr_status status = CSR_OK;
    json_t *name;
    size_t i;

    json_array_foreach((json_t *)(uintptr_t)names, i, name)
    {
        if (status != CSR_OK || has_choice(json_object_get(row, "choices"), name))
            continue;
        status = import_call(import, "field.choice",
                             json_pack("{s:O, s:O}", "id", json_object_get(row, "id"), "name", name), NULL);
        import->writes += status == CSR_OK;
        *out = status == CSR_OK ? IMPORT_CHANGED : *out;
    }
    return status;
}

/* Known by the kind of its records and its name; what a field is once stays. */
csr_status import_take_field(struct import *import, const struct kind *kind, json_t *members, enum import_outcome *out)
{
    json_t *subject = json_object_get(members, "subject_kind"), *name = json_object_get(members, "name"), *row;
    json_t *names = json_incref(json_object_get(members, "choices"));
    csr_status status = CSR_OK;

    if (!json_is_string(subject) || !json_is_string(name))
        status = import_refuse(import, CSR_E_ARGUMENT, json_is_string(subject) ? "name" : "subject_kind",
                               "a text is required: it names the record");
    if (status == CSR_OK)
        status =
            import_find_row(import, kind->find, json_pack("{s:O, s:O}", "subject_kind", subject, "name", name), &row);
    if (status != CSR_OK) {
        json_decref(names);
        return status;
    }
    *out = row == NULL ? IMPORT_ADDED : IMPORT_KNOWN;
    if (row == NULL) {
        status = import_add(import, kind, members, NULL);
    } else if (json_object_get(members, "type") != NULL &&
               !json_equal(json_object_get(members, "type"), json_object_get(row, "type"))) {
        status = import_refuse(import, CSR_E_STATE, "type", "the field is there already, and of another type");
    } else {
        status = import_change(import, kind->change, kind->add, row, members, out);
        if (status == CSR_OK)
            status = add_choices(import, row, names, out);
    }
    json_decref(row);
    json_decref(names);
    return status;
}

/* A value as the text that it is for the desk. NULL when it is none. */
static json_t *text_of_value(const json_t *value)
{
    char number[32];

    switch (json_typeof(value)) {
    case JSON_STRING: return json_incref((json_t *)(uintptr_t)value);
    case JSON_TRUE: return json_string("true");
    case JSON_FALSE: return json_string("false");
    case JSON_INTEGER:
        (void)snprintf(number, sizeof number, "%lld", (long long)json_integer_value(value));
        return json_string(number);
    case JSON_OBJECT:
    case JSON_ARRAY:
    case JSON_REAL:
    case JSON_NULL:
    default: return NULL; /* fractions: a decimal is written as text, so that no digit of it is lost */
    }
}

/* Give a record a value, or take it away. */
static csr_status give(struct import *import, const char *noun, const json_t *id, json_t *field, const json_t *value,
                       enum import_outcome *out)
{
    int takes = value == NULL || json_is_null(value);
    char *get = text_format("%s.get", noun), *operation = text_format("%s.%sset_field", noun, takes ? "un" : "");
    json_t *row = NULL, *params = need(json_pack("{s:O}", "field", field)), *text = takes ? NULL : text_of_value(value);
    csr_status status = import_find_row(import, get, json_pack("{s:O}", "id", id), &row);

    *out = IMPORT_KNOWN;
    if (status == CSR_OK && row == NULL)
        status = import_refuse(import, CSR_E_NOT_FOUND, noun, "there is no such record");
    if (status == CSR_OK && !takes && text == NULL)
        status = import_refuse(import, CSR_E_ARGUMENT, "value", "a text, a whole number, true or false is expected");
    if (text != NULL)
        (void)json_object_set(params, "value", text);
    if (status == CSR_OK)
        status = import_change(import, operation, NULL, row, params, out);
    /* A line further on may define the field. */
    import->dangling |= status == CSR_E_NOT_FOUND && strcmp(import->err.field, "field") == 0;
    json_decref(text);
    json_decref(row);
    json_decref(params);
    free(operation);
    free(get);
    return status;
}

csr_status import_take_value(struct import *import, const struct kind *kind, json_t *members, enum import_outcome *out)
{
    static const char *const nouns[] = { "interaction", "ticket", "customer", NULL };
    json_t *id, *field;
    const char *noun, *name;
    json_t *other;
    csr_status status = import_subject(import, members, nouns, &noun, &id);

    if (status != CSR_OK)
        return status;
    field = json_object_get(members, kind->key);
    if (!json_is_string(field))
        status = import_refuse(import, CSR_E_ARGUMENT, "field", "the name of a field is required");
    json_object_foreach(members, name, other)
    {
        if (status == CSR_OK && strcmp(name, "field") != 0 && strcmp(name, "value") != 0)
            status = import_refuse(import, CSR_E_ARGUMENT, name, "records of this kind have no such member");
    }
    if (status == CSR_OK)
        status = give(import, noun, id, field, json_object_get(members, "value"), out);
    json_decref(id);
    return status;
}
