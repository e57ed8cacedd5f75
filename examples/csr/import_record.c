#include "import_kinds.h"

#include "common.h"

#include <stdlib.h>
#include <string.h>

/* Nothing can be emptied in what is new. */
static void drop_nulls(json_t *members)
{
    const char *name;
    json_t *value;
    void *next;

    json_object_foreach_safe(members, next, name, value)
    {
        if (json_is_null(value))
            (void)json_object_del(members, name);
    }
}

csr_status import_add(struct import *import, const struct kind *kind, json_t *members, json_t **id)
{
    json_t *params, *answer = NULL, *full = json_copy(members);
    csr_status status;

    drop_nulls(full);
    status = import_params(import, kind->add, kind->change, full, &params);
    json_decref(full);
    if (status == CSR_OK)
        status = import_call(import, kind->add, params, &answer);
    import->writes += status == CSR_OK;
    if (status == CSR_OK && id != NULL)
        *id = json_incref(json_object_get(answer, "id"));
    json_decref(answer);
    return status;
}

csr_status import_change(struct import *import, const char *operation, const char *other, json_t *row, json_t *members,
                         enum import_outcome *out)
{
    json_t *params, *answer = NULL;
    csr_status status = import_params(import, operation, other, members, &params);

    if (status != CSR_OK)
        return status;
    if (text_of(catalog_operation(&import->tool->catalog, operation), "subject")[0] != '\0')
        (void)json_object_set(params, "id", json_object_get(row, "id"));
    status = import_call(import, operation, params, &answer);
    if (status == CSR_OK && !json_equal(json_object_get(answer, "version"), json_object_get(row, "version"))) {
        *out = IMPORT_CHANGED;
        import->writes++;
        (void)json_object_set(row, "version", json_object_get(answer, "version"));
    }
    json_decref(answer);
    return status;
}

/* Known by one member: agents by handle, teams by name. */
static csr_status take_plain(struct import *import, const struct kind *kind, json_t *members, enum import_outcome *out)
{
    json_t *key = json_object_get(members, kind->key), *row;
    csr_status status;

    if (!json_is_string(key))
        return import_refuse(import, CSR_E_ARGUMENT, kind->key, "a text is required: it names the record");
    status = import_find_row(import, kind->find, json_pack("{s:O}", kind->key, key), &row);
    if (status != CSR_OK)
        return status;
    *out = row == NULL ? IMPORT_ADDED : IMPORT_KNOWN;
    if (row == NULL)
        return import_add(import, kind, members, NULL);
    status = import_change(import, kind->change, kind->add, row, members, out);
    json_decref(row);
    return status;
}

/* Customers have no key of their own: it is an identity of kind external. */
static csr_status take_customer(struct import *import, const struct kind *kind, json_t *members,
                                enum import_outcome *out)
{
    json_t *key = json_incref(json_object_get(members, "external_id")), *row = NULL, *id = NULL;
    csr_status status = CSR_OK;

    (void)json_object_del(members, "external_id");
    if (!json_is_string(key))
        status = import_refuse(import, CSR_E_ARGUMENT, "external_id", "a text is required: it names the record");
    if (status == CSR_OK)
        status =
            import_find_row(import, "customer.find", json_pack("{s:s, s:O}", "kind", "external", "value", key), &row);
    *out = row == NULL ? IMPORT_ADDED : IMPORT_KNOWN;
    if (status == CSR_OK && row != NULL)
        status = import_change(import, kind->change, kind->add, row, members, out);
    else if (status == CSR_OK)
        status = import_add(import, kind, members, &id);
    if (status == CSR_OK && id != NULL)
        status = import_call(import, "identity.add",
                             json_pack("{s:s, s:O, s:O}", "kind", "external", "value", key, "customer", id), NULL);
    json_decref(id);
    json_decref(row);
    json_decref(key);
    return status;
}

static csr_status take_identity(struct import *import, const struct kind *kind, json_t *members,
                                enum import_outcome *out)
{
    json_t *params, *row = NULL;
    csr_status status = import_params(import, kind->add, NULL, members, &params);

    if (status != CSR_OK)
        return status;
    status = import_find_row(import, "customer.find",
                             json_pack("{s:O*, s:O*}", "kind", json_object_get(params, "kind"), "value",
                                       json_object_get(params, "value")),
                             &row);
    *out = row == NULL ? IMPORT_ADDED : IMPORT_KNOWN;
    if (status == CSR_OK && row == NULL) {
        status = import_call(import, kind->add, json_incref(params), NULL);
        import->writes += status == CSR_OK;
    } else if (status == CSR_OK && !json_equal(json_object_get(row, "id"), json_object_get(params, "customer"))) {
        status = import_refuse(import, CSR_E_DUPLICATE, "value", "another customer is known by it");
    }
    json_decref(row);
    json_decref(params);
    return status;
}

/* Whether a record that an operation named was there before this run. */
static int was_there(struct import *import, const char *record, const json_t *id)
{
    char *get = text_format("%s.get", record);
    json_t *row = NULL, *at;
    csr_time time = 0;

    if (id != NULL && import_find_row(import, get, json_pack("{s:O}", "id", id), &row) == CSR_OK && row != NULL) {
        at = json_object_get(row, "recorded_at");
        at = at != NULL ? at : json_object_get(row, "created_at");
        if (json_is_string(at))
            (void)csr_time_parse(json_string_value(at), CSR_NTS, &time, NULL);
    }
    json_decref(row);
    free(get);
    return time != 0 && time < import->began;
}

/* What the operation itself does only once: interactions and notes by external id, policies by what they say. */
static csr_status take_once(struct import *import, const struct kind *kind, json_t *members, enum import_outcome *out)
{
    json_t *id = NULL;
    csr_status status;

    if (kind->key != NULL && !json_is_string(json_object_get(members, kind->key)))
        return import_refuse(import, CSR_E_ARGUMENT, kind->key, "a text is required: it names the record");
    status = import_add(import, kind, members, &id);
    *out = status == CSR_OK && was_there(import, kind->record, id) ? IMPORT_KNOWN : IMPORT_ADDED;
    json_decref(id);
    return status;
}

/* What belongs to a record, by operations that do nothing the second time: tags, skills, members. */
static csr_status take_part(struct import *import, const struct kind *kind, json_t *members, enum import_outcome *out)
{
    const char *operation = kind->add, *subject = kind->key;
    json_t *id = NULL, *named, *row = NULL;
    char *get;
    csr_status status;

    if (subject == NULL) { /* a tag is of either */
        subject = json_object_get(members, "ticket") != NULL ? "ticket" : "customer";
        operation = subject[0] == 't' ? "ticket.tag" : "customer.tag";
    }
    named = json_object_get(members, subject);
    if (named == NULL)
        return import_refuse(import, CSR_E_ARGUMENT, subject, "is required");
    status = import_resolve(import, subject, subject, NULL, named, &id);
    (void)json_object_del(members, subject);
    get = text_format("%s.get", subject);
    if (status == CSR_OK)
        status = import_find_row(import, get, json_pack("{s:O}", "id", id), &row);
    *out = IMPORT_KNOWN;
    if (status == CSR_OK && row == NULL)
        status = import_refuse(import, CSR_E_NOT_FOUND, subject, "there is no such record");
    if (status == CSR_OK)
        status = import_change(import, operation, NULL, row, members, out);
    free(get);
    json_decref(row);
    json_decref(id);
    return status;
}

static csr_status take_settings(struct import *import, const struct kind *kind, json_t *members,
                                enum import_outcome *out)
{
    json_t *row = NULL;
    csr_status status = import_find_row(import, "settings.get", json_object(), &row);

    *out = IMPORT_KNOWN;
    if (status == CSR_OK)
        status = import_change(import, kind->change, NULL, row, members, out);
    json_decref(row);
    return status;
}

/* Contact points are known by channel and name together. */
static csr_status take_contact_point(struct import *import, const struct kind *kind, json_t *members,
                                     enum import_outcome *out)
{
    json_t *key = need(json_object()), *row = NULL;
    static const char *const names[] = { "channel", "name" };
    csr_status status = CSR_OK;

    for (size_t i = 0; i < 2 && status == CSR_OK; i++) {
        json_t *value = json_object_get(members, names[i]);
        if (!json_is_string(value))
            status = import_refuse(import, CSR_E_ARGUMENT, names[i], "a text is required: it names the record");
        else
            (void)json_object_set(key, names[i], value);
    }
    if (status == CSR_OK)
        status = import_find_in_list(import, "contact_point.list", json_object(), key, &row);
    *out = row == NULL ? IMPORT_ADDED : IMPORT_KNOWN;
    if (status == CSR_OK && row == NULL)
        status = import_add(import, kind, members, NULL);
    else if (status == CSR_OK)
        status = import_change(import, kind->change, kind->add, row, members, out);
    json_decref(row);
    json_decref(key);
    return status;
}

static csr_time time_of(const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);
    csr_time at = 0;

    if (json_is_string(value))
        (void)csr_time_parse(json_string_value(value), json_string_length(value), &at, NULL);
    return at;
}

/* A move, unless the ticket is as new already: a second import must not move it back. */
static csr_status move(struct import *import, json_t *ticket, const json_t *members, const char *at,
                       enum import_outcome *out)
{
    static const char *const names[] = { "state", "resolution", "resolution_note", "reason" };
    json_t *params, *answer = NULL;
    csr_status status;

    if (*out != IMPORT_ADDED && time_of(members, at) != 0 && time_of(members, at) <= time_of(ticket, "state_since"))
        return CSR_OK;
    params = need(json_pack("{s:O}", "id", json_object_get(ticket, "id")));
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (json_object_get(members, names[i]) != NULL)
            (void)json_object_set(params, names[i], json_object_get(members, names[i]));
    if (json_object_get(members, at) != NULL)
        (void)json_object_set(params, "effective_at", json_object_get(members, at));
    status = import_call(import, "ticket.move", params, &answer);
    if (status == CSR_OK && !json_equal(json_object_get(answer, "version"), json_object_get(ticket, "version"))) {
        import->writes++;
        *out = *out == IMPORT_ADDED ? IMPORT_ADDED : IMPORT_CHANGED;
    }
    json_decref(answer);
    return status;
}

/* Members of a line that belong to the move and not to the ticket. */
static json_t *split_move(json_t *members)
{
    static const char *const names[] = { "state", "state_since", "resolution", "resolution_note", "reason" };
    json_t *moved = need(json_object());

    /* A state without an instant is the one that the ticket begins in. */
    if (json_object_get(members, "state_since") == NULL)
        return moved;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (json_object_get(members, names[i]) != NULL)
            (void)json_object_set(moved, names[i], json_object_get(members, names[i]));
        (void)json_object_del(members, names[i]);
    }
    return moved;
}

static csr_status take_ticket(struct import *import, const struct kind *kind, json_t *members, enum import_outcome *out)
{
    json_t *moved = split_move(members), *row = NULL, *key = json_object_get(members, "external_id");
    json_t *find = json_is_string(key) ? need(json_pack("{s:O}", "external_id", key)) : NULL;
    csr_status status;

    if (find == NULL)
        status = import_refuse(import, CSR_E_ARGUMENT, "external_id", "a text is required: it names the record");
    else
        status = import_find_row(import, kind->find, json_incref(find), &row);
    *out = row == NULL ? IMPORT_ADDED : IMPORT_KNOWN;
    if (status == CSR_OK && row != NULL) {
        status = import_change(import, kind->change, kind->add, row, members, out);
    } else if (status == CSR_OK) {
        if (json_object_get(members, "opened_at") == NULL && json_object_get(moved, "state_since") != NULL)
            (void)json_object_set(members, "opened_at", json_object_get(moved, "state_since"));
        status = import_add(import, kind, members, NULL);
        if (status == CSR_OK && json_object_size(moved) > 0)
            status = import_find_row(import, kind->find, json_incref(find), &row);
    }
    if (status == CSR_OK && json_object_size(moved) > 0)
        status = move(import, row, moved, "state_since", out);
    json_decref(find);
    json_decref(row);
    json_decref(moved);
    return status;
}

/* One step of a ticket's history. */
static csr_status take_move(struct import *import, const struct kind *kind, json_t *members, enum import_outcome *out)
{
    json_t *id = NULL, *row = NULL, *ticket = json_object_get(members, "ticket");
    csr_status status;

    *out = IMPORT_KNOWN;
    if (ticket == NULL || time_of(members, "effective_at") == 0)
        return import_refuse(import, CSR_E_ARGUMENT, ticket == NULL ? "ticket" : "effective_at", "is required");
    status = import_resolve(import, "ticket", "ticket", NULL, ticket, &id);
    if (status == CSR_OK)
        status = import_find_row(import, "ticket.get", json_pack("{s:O}", "id", id), &row);
    if (status == CSR_OK && row == NULL)
        status = import_refuse(import, CSR_E_NOT_FOUND, "ticket", "there is no such record");
    (void)json_object_del(members, "ticket");
    if (status == CSR_OK)
        status = import_only(import, kind->change, members);
    if (status == CSR_OK)
        status = move(import, row, members, "effective_at", out);
    json_decref(row);
    json_decref(id);
    return status;
}

static const struct kind kinds[] = {
    { "settings", NULL, "settings.change", NULL, NULL, take_settings },
    { "policy", "policy.add", NULL, NULL, "name", take_once },
    { "agent", "agent.add", "agent.change", "agent.find", "handle", take_plain },
    { "skill", "skill.set", NULL, NULL, "agent", take_part },
    { "team", "team.add", "team.change", "team.find", "name", take_plain },
    { "member", "team.join", NULL, NULL, "team", take_part },
    { "contact_point", "contact_point.add", "contact_point.change", NULL, NULL, take_contact_point },
    { "customer", "customer.add", "customer.change", NULL, "external_id", take_customer },
    { "identity", "identity.add", NULL, NULL, NULL, take_identity },
    { "ticket", "ticket.open", "ticket.change", "ticket.find", "external_id", take_ticket },
    { "move", NULL, "ticket.move", NULL, NULL, take_move },
    { "interaction", "interaction.add", NULL, NULL, "external_id", take_once },
    { "note", "note.add", NULL, NULL, "external_id", take_once },
    { "field", "field.add", "field.change", "field.find", "name", import_take_field },
    { "value", NULL, NULL, NULL, "field", import_take_value },
    { "attachment", "attachment.add", NULL, NULL, NULL, import_take_attachment },
    { "link", "ticket.link", NULL, NULL, "ticket", take_part },
    { "watcher", "ticket.watch", NULL, NULL, "ticket", take_part },
    { "tag", NULL, NULL, NULL, NULL, take_part },
};

csr_status import_record(struct import *import, const json_t *line, enum import_outcome *out)
{
    const char *record = json_string_value(json_object_get(line, "record"));
    json_t *members;
    csr_status status;

    import->writes = import->dangling = 0;
    import->err = (csr_error)CSR_ERROR_INIT;
    for (size_t i = 0; record != NULL && i < sizeof kinds / sizeof kinds[0]; i++) {
        if (strcmp(kinds[i].record, record) != 0)
            continue;
        members = need(json_copy((json_t *)(uintptr_t)line));
        (void)json_object_del(members, "record");
        status = kinds[i].take(import, &kinds[i], members, out);
        json_decref(members);
        return status;
    }
    return import_refuse(import, CSR_E_ARGUMENT, "record", "it must say what kind of record the line is");
}
