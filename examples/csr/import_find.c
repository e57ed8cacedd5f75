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

/* Where a record of a kind is found: which operation, and the member that a plain text stands for. */
static csr_status find_target(struct import *import, const char *target, const json_t *ticket, const json_t *by,
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
    if (strcmp(target, "interaction") == 0 && json_is_string(ticket))
        return import_find_in_list(import, "interaction.list",
                                   json_pack("{s:s, s:O, s:b}", "order", "ticket", "ticket", ticket, "without_body", 1),
                                   by, row);
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
csr_status import_resolve(struct import *import, const char *name, const char *target, const json_t *ticket,
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
    status = find_target(import, target, ticket, by, &row);
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

csr_status import_subject(struct import *import, json_t *members, const char *const *nouns, const char **noun,
                          json_t **id)
{
    json_t *ticket = NULL;
    csr_status status = CSR_OK;

    *id = NULL;
    for (*noun = *nouns; *noun != NULL && json_object_get(members, *noun) == NULL; *noun = *++nouns) {
    }
    if (*noun == NULL)
        return import_refuse(import, CSR_E_ARGUMENT, "ticket", "a line must say to which record it belongs");
    if (strcmp(*noun, "interaction") == 0 && json_object_get(members, "ticket") != NULL)
        status = import_resolve(import, "ticket", "ticket", NULL, json_object_get(members, "ticket"), &ticket);
    if (status == CSR_OK)
        status = import_resolve(import, *noun, *noun, ticket, json_object_get(members, *noun), id);
    if (status == CSR_OK && json_is_null(*id))
        status = import_refuse(import, CSR_E_ARGUMENT, *noun, "is required");
    (void)json_object_del(members, *noun);
    if (ticket != NULL)
        (void)json_object_del(members, "ticket");
    json_decref(ticket);
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

/*
 * The parameters of an operation out of a line's members: references become ids. Members that only `other` takes are
 * left out; members that neither takes are refused.
 */
csr_status import_params(struct import *import, const char *operation, const char *other, json_t *members, json_t **out)
{
    const json_t *described = catalog_operation(&import->tool->catalog, operation);
    const char *name;
    json_t *value;

    *out = need(json_object());
    json_object_foreach(members, name, value)
    {
        const json_t *param = operation_param(described, name);
        const char *target = text_of(param, "target");
        json_t *resolved = NULL;
        csr_status status = CSR_OK;
        if (param == NULL && belongs_to(import, other, name))
            continue;
        if (param == NULL)
            status = import_refuse(import, CSR_E_ARGUMENT, name, "records of this kind have no such member");
        else if (json_is_null(value) && !json_is_true(json_object_get(param, "clearable")))
            continue;
        else if (target[0] != '\0')
            status = import_resolve(import, name, target, json_object_get(*out, "ticket"), value, &resolved);
        else
            resolved = json_incref(value);
        if (status != CSR_OK) {
            json_decref(*out);
            *out = NULL;
            return status;
        }
        (void)json_object_set_new(*out, name, resolved);
    }
    return CSR_OK;
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
