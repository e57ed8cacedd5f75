/* The fields that every desk has. docs/rules.md has the same table in words. */
#include "policy/rules_fields.h"

#include "record/types.h"

#define OPTIONAL CSR_FIELD_OPTIONAL
#define CLOCK CSR_FIELD_CLOCK
#define TEXT "string", NULL
#define INT "int", NULL
#define BOOL "bool", NULL
#define TIME "timestamp", NULL
#define LENGTH "duration", NULL
#define ONE_OF(t) "string", &csri_t_##t

static const struct csri_rules_standard {
    const char *name, *type;
    const csr_type *names;
    uint32_t flags;
} standard[] = {
    { "now", TIME, CLOCK },
    { "ticket.kind", ONE_OF(ticket_kind), 0 },
    { "ticket.state", TEXT, 0 },
    { "ticket.phase", ONE_OF(phase), 0 },
    { "ticket.waits_for", ONE_OF(waits_for), OPTIONAL },
    { "ticket.queue", ONE_OF(queue), 0 },
    { "ticket.priority", ONE_OF(priority), 0 },
    { "ticket.fault", ONE_OF(fault), 0 },
    { "ticket.resolution", ONE_OF(resolution), OPTIONAL },
    { "ticket.reopened", INT, 0 },
    { "ticket.customer", TEXT, OPTIONAL },
    { "ticket.team", TEXT, OPTIONAL },
    { "ticket.assignee", TEXT, OPTIONAL },
    { "ticket.contact_point", TEXT, OPTIONAL },
    { "ticket.opened_at", TIME, 0 },
    { "ticket.state_since", TIME, 0 },
    { "ticket.due_at", TIME, OPTIONAL },
    { "ticket.subject", TEXT, 0 },
    { "ticket.product", TEXT, OPTIONAL },
    { "ticket.order_ref", TEXT, OPTIONAL },
    { "ticket.external_id", TEXT, OPTIONAL },
    { "ticket.children", INT, 0 },
    { "ticket.channel", ONE_OF(channel), 0 },
    { "ticket.tags", "list(string)", NULL, 0 },
    { "ticket.age", LENGTH, CLOCK },
    { "ticket.waited", LENGTH, CLOCK },
    { "ticket.unowned", LENGTH, CLOCK },
    { "ticket.idle", LENGTH, CLOCK },
    { "ticket.contacts", INT, 0 },
    { "ticket.acknowledged", BOOL, 0 },
    { "ticket.escalation_level", INT, 0 },
    { "ticket.first_reply_due", TIME, OPTIONAL },
    { "ticket.next_reply_due", TIME, OPTIONAL },
    { "ticket.update_due", TIME, OPTIONAL },
    { "ticket.resolution_due", TIME, OPTIONAL },
    { "interaction.channel", ONE_OF(channel), OPTIONAL },
    { "interaction.direction", ONE_OF(direction), OPTIONAL },
    { "interaction.audience", ONE_OF(audience), OPTIONAL },
    { "interaction.actor_kind", ONE_OF(actor_kind), OPTIONAL },
    { "interaction.outcome", ONE_OF(outcome), OPTIONAL },
    { "interaction.label", TEXT, OPTIONAL },
    { "interaction.tone", ONE_OF(tone), 0 },
    { "interaction.tone_drops", INT, 0 },
    { "interaction.open", BOOL, 0 },
    { "interaction.holds", INT, 0 },
    { "interaction.held", LENGTH, CLOCK },
    { "customer.kind", ONE_OF(customer_kind), 0 },
    { "customer.language", TEXT, OPTIONAL },
    { "customer.familiarity", ONE_OF(familiarity), 0 },
    { "customer.standing", ONE_OF(standing), 0 },
    { "customer.loyalty", ONE_OF(loyalty), 0 },
    { "customer.tickets", INT, 0 },
    { "agent.role", ONE_OF(role), OPTIONAL },
    { "agent.on_duty", BOOL, 0 },
    { "agent.open_tickets", INT, 0 },
    { "agent.abusive_contacts", INT, 0 },
    { "agent.since_break", LENGTH, CLOCK },
    { "team.on_duty", INT, 0 },
    { "team.open_tickets", INT, 0 },
    { "recipient.quiet", BOOL, 0 },
    { "refund.amount_minor", INT, OPTIONAL },
    { "refund.currency", TEXT, OPTIONAL },
    { "refund.reason", TEXT, OPTIONAL },
    { "refund.purpose", ONE_OF(refund_purpose), OPTIONAL },
    { "refund.state", ONE_OF(refund_state), OPTIONAL },
    { "refund.requested_by", TEXT, OPTIONAL },
    { "purchase.total_minor", INT, OPTIONAL },
    { "purchase.currency", TEXT, OPTIONAL },
    { "purchase.status", TEXT, OPTIONAL },
    { "customer.given_back_minor", INT, OPTIONAL },
    { "agent.refund_limit_minor", INT, OPTIONAL },
    { "remedy.offered", INT, 0 },
    { "remedy.declined", INT, 0 },
    { "remedy.open", INT, 0 },
};

static const csr_str *names_of(const csr_type *type, csri_arena *arena)
{
    csr_str *names = csri_arena_take(arena, (type->name_count + 1) * sizeof(*names));

    for (uint32_t i = 0; i < type->name_count && names != NULL; i++)
        csr_str_set(&names[i], type->names[i].name, CSR_NTS);
    return names;
}

csr_str csri_rules_type_text(csr_str name)
{
    static const struct {
        const char *name, *type;
    } shorts[] = {
        { "timestamp", "google.protobuf.Timestamp" },
        { "duration", "google.protobuf.Duration" },
        { "list(timestamp)", "list(google.protobuf.Timestamp)" },
        { "list(duration)", "list(google.protobuf.Duration)" },
    };

    for (size_t i = 0; i < sizeof(shorts) / sizeof(shorts[0]); i++)
        if (strlen(shorts[i].name) == name.len && memcmp(name.ptr, shorts[i].name, name.len) == 0)
            csr_str_set(&name, shorts[i].type, CSR_NTS);
    return name;
}

void csri_rules_standard_fields(csri_arena *arena, csri_buffer *out)
{
    for (size_t i = 0; i < sizeof(standard) / sizeof(standard[0]); i++) {
        csr_expression_field field = CSR_EXPRESSION_FIELD_INIT;
        csr_str type;
        csr_str_set(&field.name, standard[i].name, CSR_NTS);
        csr_str_set(&type, standard[i].type, CSR_NTS);
        field.type = csri_rules_type_text(type);
        field.flags = standard[i].flags;
        if (standard[i].names != NULL) {
            field.values = names_of(standard[i].names, arena);
            field.value_count = standard[i].names->name_count;
        }
        csri_buffer_put(out, &field, sizeof(field));
    }
}
