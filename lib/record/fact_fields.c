#include "record/fact_fields.h"

#include "base/number.h"
#include "record/row.h"

#include <stdio.h>

/* A day is this long; instants before 1970 have whole seconds too. */
#define SECOND_US INT64_C(1000000)

/* The type of a member's field; NULL = rules do not get to see it. */
static const char *type_of(const csr_member *m)
{
    if ((m->flags & (CSR_MEMBER_HIDDEN | CSR_MEMBER_BULK)) != 0)
        return NULL;
    switch (m->type->meaning) {
    case CSR_MEANING_INTEGER: return "int";
    case CSR_MEANING_FLAG: return "bool";
    case CSR_MEANING_TIME: return "google.protobuf.Timestamp";
    case CSR_MEANING_DURATION: return "google.protobuf.Duration";
    case CSR_MEANING_ENUM:
    case CSR_MEANING_ID:
    case CSR_MEANING_REF:
    case CSR_MEANING_TEXT:
    case CSR_MEANING_CODE: return "string";
    default: return NULL;
    }
}

size_t csri_fact_count(const csr_record *record)
{
    size_t count = 0;

    for (unsigned i = 0; i < record->row->count; i++)
        count += type_of(&record->row->members[i]) != NULL ? 1 : 0;
    return count;
}

/* Unset numbers and flags are 0 and false; of everything else unset means that there is none. */
static int may_be_absent(const csr_member *m)
{
    if ((m->flags & (CSR_MEMBER_NULLABLE | CSR_MEMBER_UNSET_LAST)) != 0)
        return m->type->meaning != CSR_MEANING_FLAG;
    return 0;
}

/* The names of an enumeration as texts; NULL = no memory. */
static const csr_str *names_of(const csr_type *type, csri_arena *arena)
{
    csr_str *names = csri_arena_take(arena, type->name_count * sizeof(*names));

    for (size_t i = 0; names != NULL && i < type->name_count; i++)
        names[i] = (csr_str){ type->names[i].name, strlen(type->names[i].name) };
    return names;
}

static csr_str full_name(const char *noun, const char *between, csr_str name, csri_arena *arena)
{
    size_t before = strlen(noun), middle = strlen(between);
    char *text = csri_arena_take(arena, before + middle + name.len + 1);

    if (text == NULL)
        return (csr_str){ NULL, 0 };
    (void)snprintf(text, before + middle + name.len + 1, "%s%s%.*s", noun, between, (int)name.len, name.ptr);
    return (csr_str){ text, before + middle + name.len };
}

int csri_fact_field(const csr_member *m, const char *noun, csri_arena *arena, csr_expression_field *out)
{
    const char *type = type_of(m), *unit = m->type->meaning == CSR_MEANING_INTEGER ? m->type->unit : NULL;

    if (type == NULL)
        return 0;
    *out = (csr_expression_field)CSR_EXPRESSION_FIELD_INIT;
    out->flags = may_be_absent(m) ? CSR_FIELD_OPTIONAL : 0;
    out->name = full_name(noun, ".", (csr_str){ m->name, strlen(m->name) }, arena);
    out->type = (csr_str){ type, strlen(type) };
    out->unit = (csr_str){ unit, unit == NULL ? 0 : strlen(unit) };
    if (m->type->meaning == CSR_MEANING_ENUM) {
        out->values = names_of(m->type, arena);
        out->value_count = m->type->name_count;
    }
    return !arena->exhausted;
}

int csri_fact_fields(const csr_record *record, const char *noun, csri_arena *arena, csr_expression_field *out)
{
    for (unsigned i = 0; i < record->row->count; i++) {
        const csr_member *m = &record->row->members[i];
        if (type_of(m) != NULL && !csri_fact_field(m, noun, arena, out++))
            return 0;
    }
    return 1;
}

size_t csri_fact_room(const csr_record *record)
{
    size_t ids = 0;

    for (unsigned i = 0; i < record->row->count; i++)
        ids += type_of(&record->row->members[i]) != NULL && record->row->members[i].c == CSR_CLASS_ID ? 1 : 0;
    return ids * CSR_ID_TEXT_BYTES;
}

static csr_value text_value(const char *ptr, size_t len)
{
    return (csr_value){ .kind = CSR_VALUE_STRING, .as.text = ptr, .count = len };
}

/* Microseconds as seconds and what is beyond, which is never negative. */
static csr_value time_value(csr_value_kind kind, int64_t us)
{
    int64_t seconds = us / SECOND_US, beyond = us % SECOND_US;

    if (beyond < 0) {
        seconds--;
        beyond += SECOND_US;
    }
    return (csr_value){ .kind = kind, .nanos = (int32_t)(beyond * 1000), .as.integer = seconds };
}

static csr_value number_value(const csr_type *type, int64_t number)
{
    const char *name;

    switch (type->meaning) {
    case CSR_MEANING_FLAG: return (csr_value){ .kind = CSR_VALUE_BOOL, .as.integer = number != 0 };
    case CSR_MEANING_TIME: return time_value(CSR_VALUE_TIMESTAMP, number);
    case CSR_MEANING_DURATION: return time_value(CSR_VALUE_DURATION, number);
    case CSR_MEANING_ENUM:
        name = csri_enum_name(type, (int32_t)number);
        return name == NULL ? (csr_value){ 0 } : text_value(name, strlen(name));
    default: return (csr_value){ .kind = CSR_VALUE_INT, .as.integer = number };
    }
}

csr_value csri_fact_value(const csr_member *m, const void *row, char *room)
{
    const void *at = csri_at(m, row);
    const csr_str *text = at;

    switch (m->c) {
    case CSR_CLASS_I32: return number_value(m->type, *(const int32_t *)at);
    case CSR_CLASS_I64: return number_value(m->type, *(const int64_t *)at);
    case CSR_CLASS_ID: csr_id_format(at, room); return text_value(room, CSR_ID_TEXT_BYTES - 1);
    case CSR_CLASS_CODE: return text_value(at, strnlen(at, m->size));
    default: return text_value(text->ptr == NULL ? "" : text->ptr, text->len);
    }
}

void csri_fact_values(const csr_record *record, const void *row, char *room, csr_value *out)
{
    for (unsigned i = 0; i < record->row->count; i++) {
        const csr_member *m = &record->row->members[i];
        if (type_of(m) == NULL)
            continue;
        *out = (csr_value){ 0 };
        if (row != NULL && !(may_be_absent(m) && csri_unset(m, row)))
            *out = csri_fact_value(m, row, room);
        out++;
        room += m->c == CSR_CLASS_ID ? CSR_ID_TEXT_BYTES : 0;
    }
}

static const char *const custom_types[] = {
    [CSR_FIELD_TEXT] = "string",   [CSR_FIELD_INTEGER] = "int", [CSR_FIELD_DECIMAL] = "double",
    [CSR_FIELD_FLAG] = "bool",     [CSR_FIELD_DATE] = "string", [CSR_FIELD_INSTANT] = "google.protobuf.Timestamp",
    [CSR_FIELD_CHOICE] = "string",
};

int csri_fact_custom_field(const char *noun, csr_str name, csr_field_type type, csri_arena *arena,
                           csr_expression_field *out)
{
    const char *written = custom_types[type];

    *out = (csr_expression_field)CSR_EXPRESSION_FIELD_INIT;
    out->flags = CSR_FIELD_OPTIONAL;
    out->name = full_name(noun, ".custom.", name, arena);
    out->type = (csr_str){ written, strlen(written) };
    return !arena->exhausted;
}

csr_value csri_fact_custom_value(const csr_field_value_view *value)
{
    double real = 0;

    switch (value->type) {
    case CSR_FIELD_INTEGER: return (csr_value){ .kind = CSR_VALUE_INT, .as.integer = value->number };
    case CSR_FIELD_FLAG: return (csr_value){ .kind = CSR_VALUE_BOOL, .as.integer = value->number != 0 };
    case CSR_FIELD_INSTANT: return time_value(CSR_VALUE_TIMESTAMP, value->number);
    case CSR_FIELD_DECIMAL:
        (void)csri_double_read(value->value.ptr, value->value.len, &real);
        return (csr_value){ .kind = CSR_VALUE_DOUBLE, .as.real = real };
    default: return text_value(value->value.ptr, value->value.len);
    }
}
