#include "import_find.h"

#include "common.h"

#include <stdlib.h>
#include <string.h>

csr_status import_refuse(struct import *import, csr_status status, const char *field, const char *message)
{
    import->err.status = status;
    (void)snprintf(import->err.field, sizeof import->err.field, "%s", field);
    (void)snprintf(import->err.message, sizeof import->err.message, "%s: %s", field, message);
    return status;
}

/* Run an operation; what it answers may be NULL. params are taken over. */
csr_status import_call(struct import *import, const char *operation, json_t *params, json_t **answer)
{
    json_t *given = NULL;
    csr_status status = tool_call(import->tool, operation, params, &given, &import->err);

    json_decref(params);
    if (status == CSR_OK && answer != NULL)
        *answer = given;
    else
        json_decref(given);
    return status;
}

/* The one row that a find operation gives, or *row NULL. */
csr_status import_find_row(struct import *import, const char *operation, json_t *params, json_t **row)
{
    json_t *answer = NULL;
    csr_status status = import_call(import, operation, params, &answer);

    *row = status == CSR_OK ? json_incref(json_array_get(json_object_get(answer, "rows"), 0)) : NULL;
    json_decref(answer);
    return status == CSR_E_NOT_FOUND ? CSR_OK : status;
}

/* The row of a list in which these members are equal, or *row NULL: for records without an operation that finds them. */
csr_status import_find_in_list(struct import *import, const char *operation, json_t *query, const json_t *wanted,
                               json_t **row)
{
    csr_status status;
    json_t *next = NULL;

    *row = NULL;
    (void)json_object_set_new(query, "limit", json_integer(CSR_PAGE_MAX));
    do {
        json_t *answer = NULL, *candidate;
        size_t i;
        status = import_call(import, operation, json_copy(query), &answer);
        json_array_foreach(json_object_get(answer, "rows"), i, candidate)
        {
            const char *name;
            json_t *value;
            int equal = 1;
            json_object_foreach((json_t *)(uintptr_t)wanted, name, value)
            {
                equal &= json_equal(json_object_get(candidate, name), value);
            }
            if (equal && *row == NULL)
                *row = json_incref(candidate);
        }
        next = json_object_get(answer, "next");
        (void)json_object_set(query, "after", next);
        if (!json_is_string(next) || *row != NULL)
            next = NULL;
        json_decref(answer);
    } while (status == CSR_OK && next != NULL);
    json_decref(query);
    return status;
}

/* Interactions and notes have no operation that finds them: they are looked for at the record that stands beside them. */
static csr_status find_beside(struct import *import, const char *target, const json_t *beside, const json_t *by,
                              json_t **row)
{
    json_t *ticket = json_object_get(beside, "ticket"), *customer = json_object_get(beside, "customer");

    *row = NULL;
    if (json_is_string(ticket) && target[0] == 'i')
        return import_find_in_list(import, "interaction.list",
                                   json_pack("{s:s, s:O, s:b}", "order", "ticket", "ticket", ticket, "without_body", 1),
                                   by, row);
    if (json_is_string(ticket) && target[0] == 'n')
        return import_find_in_list(import, "note.list", json_pack("{s:O}", "ticket", ticket), by, row);
    if (json_is_string(customer) && target[0] == 'n')
        return import_find_in_list(import, "note.list", json_pack("{s:O}", "customer", customer), by, row);
    return CSR_OK;
}

/* Where a record of a kind is found: which operation, and the member that a plain text stands for. */
static csr_status find_target(struct import *import, const char *target, const json_t *beside, const json_t *by,
                              json_t **row)
{
    static const struct {
        const char *target, *operation;
    } finds[] = { { "agent", "agent.find" }, { "team", "team.find" }, { "ticket", "ticket.find" } };
    const json_t *external = json_object_get(by, "external_id");

    if (strcmp(target, "customer") == 0 && external != NULL)
        return import_find_row(import, "customer.find", json_pack("{s:s, s:O}", "kind", "external", "value", external),
                               row);
    if (strcmp(target, "customer") == 0)
        return import_find_row(import, "customer.find", json_deep_copy(by), row);
    if (strcmp(target, "contact_point") == 0)
        return import_find_in_list(import, "contact_point.list", json_object(), by, row);
    if (strcmp(target, "interaction") == 0 || strcmp(target, "note") == 0)
        return find_beside(import, target, beside, by, row);
    for (size_t i = 0; i < sizeof finds / sizeof finds[0]; i++)
        if (strcmp(finds[i].target, target) == 0)
            return import_find_row(import, finds[i].operation, json_deep_copy(by), row);
    *row = NULL;
    return CSR_OK;
}

/* A plain text is what people call such a record. */
static json_t *by_text(const char *target, json_t *text)
{
    const char *key = strcmp(target, "agent") == 0                                          ? "handle"
                      : strcmp(target, "team") == 0 || strcmp(target, "contact_point") == 0 ? "name"
                                                                                            : "external_id";

    return need(json_pack("{s:O}", key, text));
}

static int is_id(const json_t *value)
{
    csr_id id;

    return json_is_string(value) &&
           csr_id_parse(json_string_value(value), json_string_length(value), &id, NULL) == CSR_OK;
}

/* A reference as an id: {"external_id":..} and its like, or what people call it, or an id already. */
csr_status import_resolve(struct import *import, const char *name, const char *target, const json_t *beside,
                          json_t *value, json_t **out)
{
    json_t *by, *row = NULL;
    csr_status status;

    *out = NULL;
    if (is_id(value) || json_is_null(value)) {
        *out = json_incref(value);
        return CSR_OK;
    }
    if (!json_is_string(value) && !json_is_object(value))
        return import_refuse(import, CSR_E_ARGUMENT, name, "a text or an object that names the record is expected");
    by = json_is_object(value) ? json_incref(value) : by_text(target, value);
    status = find_target(import, target, beside, by, &row);
    json_decref(by);
    if (status != CSR_OK) {
        char *message = text_copy(import->err.message, strlen(import->err.message));
        (void)import_refuse(import, status, name, message);
        free(message);
        return status;
    }
    if (row == NULL) {
        import->dangling = 1;
        return import_refuse(import, CSR_E_NOT_FOUND, name, "there is no such record");
    }
    *out = json_incref(json_object_get(row, "id"));
    json_decref(row);
    return CSR_OK;
}

/* The records beside an interaction or a note, at which it is looked for; they are taken out of the members. */
static csr_status take_beside(struct import *import, json_t *members, const char *noun, json_t *out)
{
    static const char *const nouns[] = { "ticket", "customer" };
    csr_status status = CSR_OK;

    for (size_t i = 0; i < 2 && status == CSR_OK; i++) {
        json_t *named = json_object_get(members, nouns[i]), *id = NULL;
        if (named == NULL || (noun[0] != 'n' && (noun[0] != 'i' || i != 0)))
            continue;
        status = import_resolve(import, nouns[i], nouns[i], NULL, named, &id);
        if (status == CSR_OK)
            (void)json_object_set_new(out, nouns[i], id);
        (void)json_object_del(members, nouns[i]);
    }
    return status;
}

csr_status import_subject(struct import *import, json_t *members, const char *const *nouns, const char **noun,
                          json_t **id)
{
    json_t *beside, *named;
    csr_status status;

    *id = NULL;
    for (*noun = *nouns; *noun != NULL && json_object_get(members, *noun) == NULL; *noun = *++nouns) {
    }
    if (*noun == NULL)
        return import_refuse(import, CSR_E_ARGUMENT, "ticket", "a line must say to which record it belongs");
    named = json_incref(json_object_get(members, *noun));
    (void)json_object_del(members, *noun);
    beside = need(json_object());
    status = take_beside(import, members, *noun, beside);
    if (status == CSR_OK)
        status = import_resolve(import, *noun, *noun, beside, named, id);
    if (status == CSR_OK && json_is_null(*id))
        status = import_refuse(import, CSR_E_ARGUMENT, *noun, "is required");
    json_decref(named);
    json_decref(beside);
    if (status != CSR_OK) {
        json_decref(*id);
        *id = NULL;
    }
    return status;
}

/* Whether a member is no parameter of the operation, but of the other one of its kind. */
static int belongs_to(const struct import *import, const char *operation, const char *name)
{
    return operation != NULL && operation_param(catalog_operation(&import->tool->catalog, operation), name) != NULL;
}

/* One member of a line as a parameter of the operation: a reference becomes an id, looked for beside what is in *out. */
static csr_status put_param(struct import *import, const char *operation, const char *other, const char *name,
                            json_t *value, json_t *out)
{
    const json_t *param = operation_param(catalog_operation(&import->tool->catalog, operation), name);
    const char *target = text_of(param, "target");
    json_t *resolved = NULL;
    csr_status status;

    if (param == NULL && belongs_to(import, other, name))
        return CSR_OK;
    if (param == NULL)
        return import_refuse(import, CSR_E_ARGUMENT, name, "records of this kind have no such member");
    if (json_is_null(value) && !json_is_true(json_object_get(param, "clearable")))
        return CSR_OK;
    if (target[0] == '\0') {
        (void)json_object_set(out, name, value);
        return CSR_OK;
    }
    status = import_resolve(import, name, target, out, value, &resolved);
    if (status == CSR_OK)
        (void)json_object_set_new(out, name, resolved);
    return status;
}

/*
 * The parameters of an operation out of a line's members: references become ids. Members that only `other` takes are
 * left out; members that neither takes are refused. The ticket comes first: what others name is looked for there.
 */
csr_status import_params(struct import *import, const char *operation, const char *other, json_t *members, json_t **out)
{
    json_t *value = json_object_get(members, "ticket");
    csr_status status = CSR_OK;
    const char *name;

    *out = need(json_object());
    if (value != NULL)
        status = put_param(import, operation, other, "ticket", value, *out);
    json_object_foreach(members, name, value)
    {
        if (status == CSR_OK && strcmp(name, "ticket") != 0)
            status = put_param(import, operation, other, name, value, *out);
    }
    if (status != CSR_OK) {
        json_decref(*out);
        *out = NULL;
    }
    return status;
}

/* Members that no parameter stands for are mistakes. */
csr_status import_only(struct import *import, const char *operation, const json_t *members)
{
    const char *name;
    json_t *value;

    json_object_foreach((json_t *)(uintptr_t)members, name, value)
    {
        if (!belongs_to(import, operation, name))
            return import_refuse(import, CSR_E_ARGUMENT, name, "records of this kind have no such member");
    }
    return CSR_OK;
}
