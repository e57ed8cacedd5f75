/* Reading rule sets: groups, and the facts that a document declares. */
#include "policy/expression_type.h"
#include "policy/rules_fields.h"
#include "policy/rules_set.h"

#define MEMBERS(table) table, sizeof(table) / sizeof((table)[0])
#define VALUES_MAX 200
/* What a fact may say that it has at most: items, bytes of a text. */
#define ITEMS_MAX 10000
#define BYTES_MAX 65536

/* ---- Groups ---- */

static void read_pick(csri_document *d, const csri_place *at, const csri_json *json)
{
    csri_rules_loader *l = d->into;
    csr_str text;

    if (!csri_document_text(d, at, json, &text))
        return;
    if (strcmp(text.ptr, "first") != 0 && strcmp(text.ptr, "all") != 0)
        csri_document_refuse(d, at, "", "all or first is expected");
    else if (l->groups.len != 0)
        ((csri_rules_group *)(void *)(l->groups.ptr + l->groups.len))[-1].first = strcmp(text.ptr, "first") == 0;
    if (strcmp(text.ptr, "first") == 0)
        l->set->has_stops = 1;
}

void csri_rules_read_groups(csri_document *d, const csri_place *at, const csri_json *json)
{
    static const csri_document_member members[] = { { "note", csri_rules_read_note, 0 }, { "pick", read_pick, 0 } };
    csri_rules_loader *l = d->into;

    if (!csri_json_is(json, CSRI_JSON_OBJECT) || csri_json_members(json) > CSRI_RULES_GROUPS_MAX) {
        csri_document_refuse(d, at, "", "groups by name in { } are expected, at most %d", CSRI_RULES_GROUPS_MAX);
        return;
    }
    for (const csri_json *m = csri_json_first(json); m != NULL; m = csri_json_next(json, m)) {
        const csri_place here = { at, m->name.ptr, 0 };
        csri_rules_group group = { .first = 0 };
        group.name = csri_arena_text(&l->set->arena, here.name, strlen(here.name));
        csri_buffer_put(&l->groups, &group, sizeof(group));
        csri_document_object(d, &here, m, MEMBERS(members));
    }
    l->set->group_count = l->groups.len / sizeof(csri_rules_group);
    l->set->groups = csri_rules_keep(l, &l->groups);
    if (l->set->groups == NULL)
        l->set->group_count = 0;
}

/* ---- Facts of the document's own ---- */

static void read_type(csri_document *d, const csri_place *at, const csri_json *json)
{
    csri_rules_loader *l = d->into;
    const csri_value_type *type = NULL;
    csr_str text;
    int32_t kind;

    l->field.type = CSR_STR("int");
    if (!csri_rules_read_text(d, at, json, CSRI_RULES_NAME_BYTES, &text))
        return;
    text = csri_rules_type_text(text);
    type = csri_value_type_read(&l->set->arena, text);
    kind = type != NULL && type->kind == CSR_VALUE_LIST ? type->of->kind : type == NULL ? 0 : type->kind;
    if (kind == CSR_VALUE_BOOL || kind == CSR_VALUE_INT || kind == CSR_VALUE_DOUBLE || kind == CSR_VALUE_STRING ||
        kind == CSR_VALUE_TIMESTAMP || kind == CSR_VALUE_DURATION)
        l->field.type = text;
    else
        csri_document_refuse(d, at, "there are: bool, int, double, string, timestamp, duration, list(...) of one",
                             "this is no type of a fact");
}

static void read_unit(csri_document *d, const csri_place *at, const csri_json *json)
{
    csri_rules_loader *l = d->into;
    (void)csri_rules_read_text(d, at, json, CSRI_RULES_NAME_BYTES, &l->field.unit);
}

static void read_value(csri_document *d, const csri_place *at, const csri_json *json)
{
    csri_rules_loader *l = d->into;
    csr_str *values = (csr_str *)(uintptr_t)l->field.values;

    if (values != NULL && csri_rules_read_text(d, at, json, 200, &values[l->field.value_count]))
        l->field.value_count++;
}

static void read_values(csri_document *d, const csri_place *at, const csri_json *json)
{
    csri_rules_loader *l = d->into;

    l->field.values = csri_arena_take(&l->set->arena, (csri_json_elements(json) + 1) * sizeof(csr_str));
    csri_document_list(d, at, json, 1, VALUES_MAX, read_value);
}

static void read_most(csri_document *d, const csri_place *at, const csri_json *json, int64_t limit, uint32_t *out)
{
    int64_t number;

    if (csri_document_integer(d, at, json, 1, limit, &number))
        *out = (uint32_t)number;
}

static void read_max_items(csri_document *d, const csri_place *at, const csri_json *json)
{
    csri_rules_loader *l = d->into;
    read_most(d, at, json, ITEMS_MAX, &l->size.items);
}

static void read_max_bytes(csri_document *d, const csri_place *at, const csri_json *json)
{
    csri_rules_loader *l = d->into;
    read_most(d, at, json, BYTES_MAX, &l->size.bytes);
}

static void read_flag(csri_document *d, const csri_place *at, const csri_json *json, uint32_t flag)
{
    csri_rules_loader *l = d->into;

    if ((!csri_json_is(json, CSRI_JSON_TRUE) && !csri_json_is(json, CSRI_JSON_FALSE)))
        csri_document_refuse(d, at, "", "true or false is expected");
    l->field.flags |= (csri_json_is(json, CSRI_JSON_TRUE)) ? flag : 0;
}

static void read_optional(csri_document *d, const csri_place *at, const csri_json *json)
{
    read_flag(d, at, json, CSR_FIELD_OPTIONAL);
}

static void read_clock(csri_document *d, const csri_place *at, const csri_json *json)
{
    const csri_rules_loader *l = d->into;

    read_flag(d, at, json, CSR_FIELD_CLOCK);
    if (memcmp(l->field.type.ptr, "google.protobuf.D", l->field.type.len < 17 ? l->field.type.len : 17) != 0)
        csri_document_refuse(d, at, "", "a clock is a duration");
}

static int is_dotted_name(const char *name)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_", rest[] = "0123456789";

    do {
        size_t len = strspn(name, letters);
        if (len == 0)
            return 0;
        while (name[len] != '\0' && (strchr(letters, name[len]) != NULL || strchr(rest, name[len]) != NULL))
            len++;
        name += len;
    } while (*name++ == '.');
    return name[-1] == '\0';
}

static int is_taken(const csri_rules_loader *l, const char *name)
{
    const csr_expression_field *fields = (const csr_expression_field *)(const void *)l->fields.ptr;

    for (size_t i = 0; i < l->fields.len / sizeof(*fields); i++)
        if (fields[i].name.len == strlen(name) && memcmp(fields[i].name.ptr, name, fields[i].name.len) == 0)
            return 1;
    return 0;
}

static void read_fact(csri_document *d, const csri_place *at, const csri_json *json)
{
    static const csri_document_member members[] = {
        { "type", read_type, 1 },           { "unit", read_unit, 0 },           { "enum", read_values, 0 },
        { "optional", read_optional, 0 },   { "clock", read_clock, 0 },         { "note", csri_rules_read_note, 0 },
        { "max_items", read_max_items, 0 }, { "max_bytes", read_max_bytes, 0 },
    };
    static const csr_expression_field none = CSR_EXPRESSION_FIELD_INIT;
    csri_rules_loader *l = d->into;

    l->field = none;
    l->size = (csri_rules_size){ .field = (uint32_t)(l->fields.len / sizeof(l->field)) };
    if (!is_dotted_name(at->name) || strlen(at->name) > CSRI_RULES_NAME_BYTES)
        csri_document_refuse(d, at, "", "a fact has a name such as \"till.number\"");
    else if (is_taken(l, at->name))
        csri_document_refuse(d, at, "", "every desk has this field");
    l->field.name = csri_arena_text(&l->set->arena, at->name, strlen(at->name));
    l->field.type = CSR_STR("int");
    csri_document_object(d, at, json, MEMBERS(members));
    if (l->field.flags & CSR_FIELD_OPTIONAL && strchr(at->name, '.') == NULL)
        csri_document_refuse(d, at, "write a name such as \"till.number\"",
                             "has() asks only for names with a dot, and this fact may be absent");
    csri_buffer_put(&l->fields, &l->field, sizeof(l->field));
    csri_buffer_put(&l->sizes, &l->size, sizeof(l->size));
}

void csri_rules_read_facts(csri_document *d, const csri_place *at, const csri_json *json)
{
    if (!csri_json_is(json, CSRI_JSON_OBJECT) || csri_json_members(json) > CSRI_RULES_FACTS_MAX) {
        csri_document_refuse(d, at, "", "facts by name in { } are expected, at most %d", CSRI_RULES_FACTS_MAX);
        return;
    }
    for (const csri_json *m = csri_json_first(json); m != NULL; m = csri_json_next(json, m)) {
        const csri_place here = { at, m->name.ptr, 0 };
        read_fact(d, &here, m);
    }
}
