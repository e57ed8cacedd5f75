#include "policy/sla_facts.h"

#include "record/fact_fields.h"
#include "record/records.h"
#include "record/row.h"
#include "record/types.h"

#include <string.h>

/* The one fact that is no column. */
static const csr_member channel_member = {
    .name = "channel", .type = &csri_t_channel, .size = sizeof(csr_channel), .c = CSR_CLASS_I32, .into = -1
};

/* Documents do not ask about persons, nor about what is only good for ranges. */
static int may_ask(const csr_member *m)
{
    return (m->flags & CSR_MEMBER_PERSONAL) == 0 && m->type->meaning != CSR_MEANING_TIME;
}

static void add_field(csri_sla_schema *out, const char *whose, int32_t about, const csr_member *m, uint32_t column)
{
    if (!csri_fact_field(m, whose, &out->arena, &out->declared[out->count]))
        return;
    out->declared[out->count].flags = 0;
    out->fields[out->count++] = (csri_sla_field){ m, about, column };
}

static void add_columns(csri_sla_schema *out, const char *whose, int32_t about, const csr_shape *shape)
{
    for (uint32_t i = 0; i < shape->count; i++)
        if (may_ask(&shape->members[i]))
            add_field(out, whose, about, &shape->members[i], i);
}

int csri_sla_schema_make(const csr_host *host, csri_sla_schema *out)
{
    csri_arena_init(&out->arena, host);
    out->count = 0;
    add_field(out, "ticket", CSRI_ABOUT_CHANNEL, &channel_member, 0);
    add_columns(out, "ticket", CSRI_ABOUT_TICKET, csri_ticket_record.row);
    add_columns(out, "customer", CSRI_ABOUT_CUSTOMER, csri_customer_record.row);
    return !out->arena.exhausted;
}

void csri_sla_schema_list(const csri_sla_schema *schema, int32_t about, csri_name_list *out)
{
    for (size_t i = 0; i < schema->count; i++) {
        int32_t of = schema->fields[i].about == CSRI_ABOUT_CHANNEL ? CSRI_ABOUT_TICKET : schema->fields[i].about;
        if (of == about)
            csri_name_list_add(out, schema->fields[i].member->name, strlen(schema->fields[i].member->name));
    }
}

csr_value csri_sla_value(const csri_sla_field *field, const csri_facts *facts, char id_text[CSR_ID_TEXT_BYTES])
{
    const csr_member *m = field->member;
    const void *row = field->about == CSRI_ABOUT_TICKET     ? (const void *)facts->ticket
                      : field->about == CSRI_ABOUT_CUSTOMER ? (const void *)facts->customer
                                                            : (const void *)&facts->channel;

    if (row == NULL || (m->c == CSR_CLASS_ID && csri_unset(m, row)))
        return (csr_value){ .kind = 0 };
    return csri_fact_value(m, row, id_text);
}
