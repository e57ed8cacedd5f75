#include "policy/fact_fields.h"

#include "base/id.h"
#include "record/records.h"
#include "record/row.h"
#include "record/types.h"

#include <stdio.h>
#include <string.h>

/* The one fact that is no column. */
static const csr_member channel_member = {
    .name = "channel", .type = &csri_t_channel, .size = sizeof(csr_channel), .c = CSR_CLASS_I32, .into = -1
};

/* The types of fields by what columns mean; what is not there may not be asked about. */
static const struct {
    const char *type;
    csr_value_kind kind;
} kinds[] = {
    [CSR_MEANING_INTEGER] = { "int", CSR_VALUE_INT },
    [CSR_MEANING_FLAG] = { "bool", CSR_VALUE_BOOL },
    [CSR_MEANING_ENUM] = { "string", 0 },
    [CSR_MEANING_ID] = { "string", 0 },
    [CSR_MEANING_REF] = { "string", 0 },
    [CSR_MEANING_TEXT] = { "string", 0 },
    [CSR_MEANING_BYTES] = { NULL, 0 },
};

static int may_ask(const csr_member *m)
{
    static const uint32_t closed = CSR_MEMBER_HIDDEN | CSR_MEMBER_PERSONAL | CSR_MEMBER_BULK;

    return (m->flags & closed) == 0 && kinds[m->type->meaning].type != NULL;
}

static void add_field(csri_fact_schema *out, const char *whose, int32_t about, const csr_member *m, uint32_t column)
{
    csr_expression_field *declared = &out->declared[out->count];
    char *spelled = out->spelled[out->count];

    (void)snprintf(spelled, sizeof out->spelled[0], "%s.%s", whose, m->name);
    *declared = (csr_expression_field)CSR_EXPRESSION_FIELD_INIT;
    csr_str_set(&declared->name, spelled, CSR_NTS);
    csr_str_set(&declared->type, kinds[m->type->meaning].type, CSR_NTS);
    if (m->type->meaning == CSR_MEANING_ENUM) {
        declared->values = &out->names[out->name_count];
        declared->value_count = m->type->name_count;
        for (uint32_t i = 0; i < m->type->name_count; i++)
            csr_str_set(&out->names[out->name_count++], m->type->names[i].name, CSR_NTS);
    }
    out->fields[out->count++] = (csri_fact_field){ m, about, column };
}

static void add_columns(csri_fact_schema *out, const char *whose, int32_t about, const csr_shape *shape)
{
    for (uint32_t i = 0; i < shape->count; i++)
        if (may_ask(&shape->members[i]))
            add_field(out, whose, about, &shape->members[i], i);
}

void csri_fact_schema_make(csri_fact_schema *out)
{
    out->count = out->name_count = 0;
    add_field(out, "ticket", CSRI_ABOUT_CHANNEL, &channel_member, 0);
    add_columns(out, "ticket", CSRI_ABOUT_TICKET, csri_ticket_record.row);
    add_columns(out, "customer", CSRI_ABOUT_CUSTOMER, csri_customer_record.row);
}

void csri_fact_schema_list(const csri_fact_schema *schema, int32_t about, csri_name_list *out)
{
    for (size_t i = 0; i < schema->count; i++) {
        int32_t of = schema->fields[i].about == CSRI_ABOUT_CHANNEL ? CSRI_ABOUT_TICKET : schema->fields[i].about;
        if (of == about)
            csri_name_list_add(out, schema->fields[i].member->name, strlen(schema->fields[i].member->name));
    }
}

static csr_value text_value(const char *ptr, size_t len)
{
    return (csr_value){ .kind = CSR_VALUE_STRING, .as.text = len == 0 ? "" : ptr, .count = len };
}

static csr_value enum_value(const csr_type *type, int32_t value)
{
    const char *name = csri_enum_name(type, value);

    return name == NULL ? (csr_value){ .kind = 0 } : text_value(name, strlen(name));
}

static csr_value id_value(const csr_id *id, char id_text[CSR_ID_TEXT_BYTES])
{
    if (csr_id_is_none(id))
        return (csr_value){ .kind = 0 };
    csr_id_format(id, id_text);
    return text_value(id_text, CSR_ID_TEXT_BYTES - 1);
}

csr_value csri_fact_value(const csri_fact_field *field, const csri_facts *facts, char id_text[CSR_ID_TEXT_BYTES])
{
    const csr_member *m = field->member;
    const char *row = field->about == CSRI_ABOUT_TICKET     ? (const char *)facts->ticket
                      : field->about == CSRI_ABOUT_CUSTOMER ? (const char *)facts->customer
                                                            : (const char *)&facts->channel;
    const void *at;

    if (row == NULL)
        return (csr_value){ .kind = 0 };
    at = row + m->offset;
    if (m->type->meaning == CSR_MEANING_ENUM)
        return enum_value(m->type, *(const int32_t *)at);
    switch (m->c) {
    case CSR_CLASS_I32: return (csr_value){ .kind = kinds[m->type->meaning].kind, .as.integer = *(const int32_t *)at };
    case CSR_CLASS_I64: return (csr_value){ .kind = kinds[m->type->meaning].kind, .as.integer = *(const int64_t *)at };
    case CSR_CLASS_ID: return id_value(at, id_text);
    default: return text_value(((const csr_str *)at)->ptr, ((const csr_str *)at)->len);
    }
}

int csri_fact_is_id(const csri_fact_field *field)
{
    return field->member->c == CSR_CLASS_ID;
}
