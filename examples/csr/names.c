#include "names.h"

#include "common.h"

#include <stdlib.h>
#include <string.h>

static int is_id(const char *text)
{
    csr_id id;

    return csr_id_parse(text, CSR_NTS, &id, NULL) == CSR_OK;
}

/* The id of the one row that a find operation gives; *out NULL and CODE_DONE when there is no such record. */
static int find_one(struct tool *tool, const char *what, const char *operation, json_t *params, json_t **out)
{
    csr_error err = CSR_ERROR_INIT;
    json_t *answer = NULL;
    csr_status status = tool_call(tool, operation, params, &answer, &err);

    *out = NULL;
    json_decref(params);
    if (status == CSR_OK) {
        json_t *id = json_object_get(json_array_get(json_object_get(answer, "rows"), 0), "id");
        *out = id != NULL ? json_incref(id) : NULL;
    }
    json_decref(answer);
    if (status == CSR_OK || status == CSR_E_NOT_FOUND)
        return CODE_DONE;
    return say_error(what, &err);
}

static int find_ticket(struct tool *tool, const char *what, const char *text, json_t **out)
{
    int64_t number;

    if (csr_ticket_number_parse(text, CSR_NTS, &number, NULL) == CSR_OK)
        return find_one(tool, what, "ticket.find", json_pack("{s:I}", "number", (json_int_t)number), out);
    return find_one(tool, what, "ticket.find", json_pack("{s:s}", "external_id", text), out);
}

/* Whether a word is a kind of identity, by the table. */
static int is_identity_kind(const struct tool *tool, const char *text, size_t len)
{
    json_t *values =
        json_object_get(operation_param(catalog_operation(&tool->catalog, "customer.find"), "kind"), "values");
    json_t *value;
    size_t i;

    json_array_foreach(values, i, value)
    {
        const char *name = text_of(value, "name");
        if (strlen(name) == len && strncmp(name, text, len) == 0)
            return 1;
    }
    return 0;
}

/* "kind:value", or a value that shows its kind: one with "@" is an address, one with "+" a phone number. */
static int find_customer(struct tool *tool, const char *what, const char *text, json_t **out)
{
    size_t len = strcspn(text, ":");
    char *kind = NULL;
    const char *value = text;
    int code;

    if (text[len] == ':') {
        kind = text_replace(text_copy(text, len), '-', '_');
        value = text + len + 1;
    } else if (strchr(text, '@') != NULL) {
        kind = text_copy("email", 5);
    } else if (text[0] == '+') {
        kind = text_copy("phone", 5);
    }
    if (kind == NULL || !is_identity_kind(tool, kind, strlen(kind)))
        code = say(CODE_USAGE, "%s: a customer is named by id or identity, such as email:jana@example.org; not %s",
                   what, text);
    else
        code = find_one(tool, what, "customer.find", json_pack("{s:s, s:s}", "kind", kind, "value", value), out);
    free(kind);
    return code;
}

/* Any other record: by the one parameter that its find operation requires. */
static int find_by_name(struct tool *tool, const char *what, const char *target, const char *text, json_t **out)
{
    char *name = text_format("%s.find", target);
    json_t *operation = catalog_operation(&tool->catalog, name), *param;
    const char *key = NULL;
    size_t i;
    int code;

    json_array_foreach(operation_params(operation), i, param)
    {
        if (json_is_true(json_object_get(param, "required")))
            key = text_of(param, "name");
    }
    if (key == NULL)
        code = say(CODE_USAGE, "%s: the %s is named by its id; %s is none", what, target, text);
    else
        code = find_one(tool, what, name, json_pack("{s:s}", key, text), out);
    free(name);
    return code;
}

/* A record of any kind, as `csr history` takes it. */
static int find_any(struct tool *tool, const char *what, const char *text, json_t **out)
{
    int64_t number;
    int code;

    if (csr_ticket_number_parse(text, CSR_NTS, &number, NULL) == CSR_OK)
        return find_ticket(tool, what, text, out);
    if (strchr(text, '@') != NULL || text[0] == '+' || is_identity_kind(tool, text, strcspn(text, ":")))
        return find_customer(tool, what, text, out);
    code = find_by_name(tool, what, "agent", text, out);
    if (code == CODE_DONE && *out == NULL)
        code = find_by_name(tool, what, "team", text, out);
    if (code == CODE_DONE && *out == NULL)
        code = find_ticket(tool, what, text, out);
    return code;
}

static int find_record(struct tool *tool, const char *what, const char *target, const char *text, json_t **out)
{
    if (target[0] == '\0')
        return find_any(tool, what, text, out);
    if (strcmp(target, "ticket") == 0)
        return find_ticket(tool, what, text, out);
    if (strcmp(target, "customer") == 0)
        return find_customer(tool, what, text, out);
    return find_by_name(tool, what, target, text, out);
}

int name_resolve(struct tool *tool, const char *what, const char *target, const char *text, json_t **out)
{
    const char *kind = target != NULL ? target : "";
    char *noun;
    int code;

    *out = NULL;
    if (is_id(text)) {
        *out = json_string(text);
        return CODE_DONE;
    }
    code = find_record(tool, what, kind, text, out);
    if (code != CODE_DONE || *out != NULL)
        return code;
    noun = as_typed(kind[0] != '\0' ? kind : "record");
    code = say(CODE_REFUSED, "%s: there is no %s %s (not_found)", what, noun, text);
    free(noun);
    return code;
}

char *row_label(const char *kind, const json_t *row)
{
    static const char *const members[] = { "handle", "name", "subject", "label" };
    json_int_t number = json_integer_value(json_object_get(row, "number"));

    if (strcmp(kind, "ticket") == 0 && number > 0) {
        char text[CSR_TICKET_NUMBER_BYTES];
        csr_ticket_number_format(number, text);
        return text_copy(text, strlen(text));
    }
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
        const char *text = text_of(row, members[i]);
        if (text[0] != '\0')
            return text_copy(text, strlen(text));
    }
    return NULL;
}

const char *name_label(struct tool *tool, const char *target, const char *id)
{
    char *key = text_format("%s %s", target, id), *operation = text_format("%s.get", target), *label = NULL;
    json_t *answer = NULL, *params;

    if (tool->labels == NULL)
        tool->labels = need(json_object());
    if (json_object_get(tool->labels, key) == NULL) {
        if (catalog_operation(&tool->catalog, operation) != NULL) {
            params = json_pack("{s:s}", "id", id);
            if (tool_call(tool, operation, params, &answer, NULL) == CSR_OK)
                label = row_label(target, json_array_get(json_object_get(answer, "rows"), 0));
            json_decref(params);
            json_decref(answer);
        }
        (void)json_object_set_new(tool->labels, key, json_string(label != NULL ? label : id));
    }
    id = json_string_value(json_object_get(tool->labels, key));
    free(label);
    free(operation);
    free(key);
    return id;
}
