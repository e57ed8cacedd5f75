#include "desk/follow.h"

#include "base/error.h"
#include "base/time.h"
#include "policy/sla_decide.h"
#include "record/fact_fields.h"
#include "record/row.h"
#include "record/types.h"

#include <string.h>

/*
 * The values of the fields that rules may name: columns of the ticket, of its last contact and of its customer, and what
 * follows from what is around it. docs/automation.md has the same table in words.
 */
enum {
    FACT_NONE,
    FACT_CUSTOM,
    FACT_NOW,
    FACT_CHANNEL,
    FACT_TAGS,
    FACT_AGE,
    FACT_WAITED,
    FACT_UNOWNED,
    FACT_IDLE,
    FACT_CONTACTS,
    FACT_ACKNOWLEDGED,
    FACT_ESCALATION_LEVEL,
    FACT_FIRST_REPLY_DUE,
    FACT_NEXT_REPLY_DUE,
    FACT_UPDATE_DUE,
    FACT_RESOLUTION_DUE,
    FACT_TONE,
    FACT_TONE_DROPS,
    FACT_OPEN,
    FACT_HELD,
    FACT_CUSTOMER_TICKETS,
    FACT_AGENT_ROLE,
    FACT_AGENT_ON_DUTY,
    FACT_AGENT_TICKETS,
    FACT_AGENT_ABUSIVE,
    FACT_AGENT_BREAK,
    FACT_TEAM_ON_DUTY,
    FACT_TEAM_TICKETS,
    FACT_QUIET,
    FACT_PURCHASE_TOTAL,
    FACT_GIVEN_BACK,
    FACT_REFUND_LIMIT,
    FACT_REMEDIES_OFFERED,
    FACT_REMEDIES_DECLINED,
    FACT_REMEDIES_OPEN
};

static const struct {
    const char *name;
    int fact;
    unsigned needs;
} facts_by_name[] = {
    { "now", FACT_NOW, 0 },
    { "ticket.channel", FACT_CHANNEL, CSRI_NEEDS_CHANNEL },
    { "ticket.tags", FACT_TAGS, CSRI_NEEDS_TAGS },
    { "ticket.age", FACT_AGE, 0 },
    { "ticket.waited", FACT_WAITED, CSRI_NEEDS_CONTACTS },
    { "ticket.unowned", FACT_UNOWNED, CSRI_NEEDS_OWNER },
    { "ticket.idle", FACT_IDLE, CSRI_NEEDS_CONTACTS },
    { "ticket.contacts", FACT_CONTACTS, CSRI_NEEDS_CONTACTS },
    { "ticket.acknowledged", FACT_ACKNOWLEDGED, CSRI_NEEDS_ESCALATIONS },
    { "ticket.escalation_level", FACT_ESCALATION_LEVEL, 0 },
    { "ticket.first_reply_due", FACT_FIRST_REPLY_DUE, CSRI_NEEDS_CLOCKS },
    { "ticket.next_reply_due", FACT_NEXT_REPLY_DUE, CSRI_NEEDS_CLOCKS },
    { "ticket.update_due", FACT_UPDATE_DUE, CSRI_NEEDS_CLOCKS },
    { "ticket.resolution_due", FACT_RESOLUTION_DUE, CSRI_NEEDS_CLOCKS },
    { "interaction.tone", FACT_TONE, CSRI_NEEDS_CONTACTS },
    { "interaction.tone_drops", FACT_TONE_DROPS, CSRI_NEEDS_CONTACTS },
    { "interaction.open", FACT_OPEN, CSRI_NEEDS_CONTACTS },
    { "interaction.held", FACT_HELD, CSRI_NEEDS_CONTACTS },
    { "customer.tickets", FACT_CUSTOMER_TICKETS, CSRI_NEEDS_CUSTOMER_TICKETS },
    { "agent.role", FACT_AGENT_ROLE, CSRI_NEEDS_AGENT },
    { "agent.on_duty", FACT_AGENT_ON_DUTY, CSRI_NEEDS_AGENT },
    { "agent.open_tickets", FACT_AGENT_TICKETS, CSRI_NEEDS_AGENT },
    { "agent.abusive_contacts", FACT_AGENT_ABUSIVE, CSRI_NEEDS_CONTACTS },
    { "agent.since_break", FACT_AGENT_BREAK, CSRI_NEEDS_AGENT },
    { "team.on_duty", FACT_TEAM_ON_DUTY, CSRI_NEEDS_TEAM },
    { "team.open_tickets", FACT_TEAM_TICKETS, CSRI_NEEDS_TEAM_TICKETS },
    { "recipient.quiet", FACT_QUIET, CSRI_NEEDS_RECIPIENT },
    { "purchase.total_minor", FACT_PURCHASE_TOTAL, CSRI_NEEDS_REFUND | CSRI_NEEDS_PURCHASE },
    { "customer.given_back_minor", FACT_GIVEN_BACK, CSRI_NEEDS_REFUND | CSRI_NEEDS_GIVEN_BACK },
    { "agent.refund_limit_minor", FACT_REFUND_LIMIT, CSRI_NEEDS_REFUND | CSRI_NEEDS_LIMIT },
    { "remedy.offered", FACT_REMEDIES_OFFERED, CSRI_NEEDS_REMEDIES },
    { "remedy.declined", FACT_REMEDIES_DECLINED, CSRI_NEEDS_REMEDIES },
    { "remedy.open", FACT_REMEDIES_OPEN, CSRI_NEEDS_REMEDIES },
};
#define NAMED (sizeof(facts_by_name) / sizeof(facts_by_name[0]))

static int has_prefix(const csr_str *text, const char *prefix)
{
    return text->len > strlen(prefix) && memcmp(text->ptr, prefix, strlen(prefix)) == 0;
}

static int is_name(const csr_str *text, const char *name)
{
    return text->len == strlen(name) && memcmp(text->ptr, name, text->len) == 0;
}

static int fact_of(const csr_str *name, unsigned *needs)
{
    for (size_t i = 0; i < NAMED; i++)
        if (is_name(name, facts_by_name[i].name)) {
            *needs = facts_by_name[i].needs;
            return facts_by_name[i].fact;
        }
    *needs = csri_custom_needs(name);
    if (*needs != 0)
        return FACT_CUSTOM;
    *needs = has_prefix(name, "interaction.") ? CSRI_NEEDS_CONTACTS
             : has_prefix(name, "customer.")  ? CSRI_NEEDS_CUSTOMER
             : has_prefix(name, "refund.")    ? CSRI_NEEDS_REFUND
             : has_prefix(name, "purchase.")  ? CSRI_NEEDS_REFUND | CSRI_NEEDS_PURCHASE
                                              : 0;
    return FACT_NONE;
}

unsigned csri_facts_need(const csr_rules *set)
{
    unsigned all = 0, needs;

    for (uint32_t i = 0; i < csri_rules_field_count(set); i++) {
        csr_str name = csri_rules_field_name(set, i);
        if (!csri_rules_reads(set, i))
            continue;
        (void)fact_of(&name, &needs);
        all |= needs;
    }
    return all;
}

/* ---- Clocks: since when they run; 0 = they stand still ---- */

/* The oldest public word of the customer that the house has not answered; before anybody spoke, the opening. */
static csr_time waits_since(const csri_scene *scene)
{
    csr_time since = scene->ticket.view.opened_at;
    size_t count = scene->contacts == NULL ? 0 : csri_rows_count(scene->contacts);

    if (scene->ticket.view.queue == CSR_QUEUE_DONE)
        return 0;
    for (size_t i = 0; i < count; i++) {
        const csr_interaction_view *said = &((const struct csri_interaction *)csri_rows_at(scene->contacts, i))->view;
        unsigned who = csri_sla_said(said, 0);
        if (who & CSRI_SAID_HOUSE)
            since = 0;
        else if (who == CSRI_SAID_CUSTOMER && since == 0)
            since = said->occurred_at;
    }
    return since;
}

static csr_time idle_since(const csri_scene *scene)
{
    const csr_interaction_view *last = csri_scene_contact(scene);
    csr_time since = scene->ticket.view.state_since;

    if (last != NULL && last->occurred_at > since)
        since = last->occurred_at;
    if (last != NULL && last->ended_at > since)
        since = last->ended_at;
    return since;
}

static csr_time runs_since(const csri_scene *scene, int fact)
{
    const csr_interaction_view *last = csri_scene_contact(scene);

    switch (fact) {
    case FACT_AGE: return scene->ticket.view.opened_at;
    case FACT_WAITED: return waits_since(scene);
    case FACT_UNOWNED: return scene->unowned_since;
    case FACT_IDLE: return idle_since(scene);
    case FACT_HELD: return last != NULL ? last->held_since : 0;
    case FACT_AGENT_BREAK: return scene->agent_break;
    default: return 0;
    }
}

csr_time csri_facts_reach(void *user, const csr_rules *set, uint32_t field, int64_t length_us)
{
    const csri_scene *scene = user;
    csr_str name = csri_rules_field_name(set, field);
    unsigned needs;
    csr_time since = runs_since(scene, fact_of(&name, &needs));

    return since == 0 || length_us > INT64_MAX - 1 - since ? CSRI_RULES_NEVER : since + length_us;
}

/* ---- Values ---- */

static csr_value of_int(int64_t number)
{
    return (csr_value){ .kind = CSR_VALUE_INT, .as.integer = number };
}

static csr_value of_bool(int truth)
{
    return (csr_value){ .kind = CSR_VALUE_BOOL, .as.integer = truth != 0 };
}

static csr_value of_name(const csr_type *type, int32_t number)
{
    const char *name = csri_enum_name(type, number);

    return name == NULL ? (csr_value){ 0 }
                        : (csr_value){ .kind = CSR_VALUE_STRING, .as.text = name, .count = strlen(name) };
}

/* An instant or a length, neither of which is negative here. */
static csr_value of_us(csr_value_kind kind, int64_t us)
{
    return (
        csr_value){ .kind = kind, .nanos = (int32_t)(us % CSRI_SECOND_US * 1000), .as.integer = us / CSRI_SECOND_US };
}

static csr_value of_instant(csr_time at)
{
    return at == 0 ? (csr_value){ 0 } : of_us(CSR_VALUE_TIMESTAMP, at);
}

static csr_value of_clock(const csri_scene *scene, int fact)
{
    csr_time since = runs_since(scene, fact);

    return of_us(CSR_VALUE_DURATION, since == 0 || since > scene->now ? 0 : scene->now - since);
}

static csr_value of_tags(const csri_scene *scene, csri_arena *arena)
{
    csr_value *items = csri_arena_take(arena, (scene->tag_count + 1) * sizeof(*items));

    for (size_t i = 0; items != NULL && i < scene->tag_count; i++)
        items[i] = (csr_value){ .kind = CSR_VALUE_STRING, .as.text = scene->tags[i].ptr, .count = scene->tags[i].len };
    return (csr_value){ .kind = CSR_VALUE_LIST, .as.items = items, .count = items == NULL ? 0 : scene->tag_count };
}

static csr_value of_contact(const csri_scene *scene, int fact)
{
    const csr_interaction_view *last = csri_scene_contact(scene);

    switch (fact) {
    case FACT_CONTACTS: return of_int(scene->contact_count);
    case FACT_TONE_DROPS: return of_int(last != NULL ? last->drops : 0);
    case FACT_OPEN: return of_bool(last != NULL && last->ended_at == 0);
    default: return last != NULL ? of_name(&csri_t_tone, last->tone_end) : (csr_value){ 0 };
    }
}

/* Of the last contacts those that were abusive to the agent. */
static int64_t abusive_contacts(const csri_scene *scene)
{
    const csr_id agent = csri_scene_agent(scene);
    size_t count = scene->contacts == NULL ? 0 : csri_rows_count(scene->contacts);
    int64_t abusive = 0;

    for (size_t i = count > CSRI_SCENE_CONTACTS ? count - CSRI_SCENE_CONTACTS : 0; i < count; i++) {
        const csr_interaction_view *said = &((const struct csri_interaction *)csri_rows_at(scene->contacts, i))->view;
        abusive += said->tone_end == CSR_TONE_ABUSIVE && !csr_id_is_none(&agent) &&
                   memcmp(&said->agent, &agent, sizeof(agent)) == 0;
    }
    return abusive;
}

static csr_value of_agent(const csri_scene *scene, int fact)
{
    switch (fact) {
    case FACT_AGENT_ROLE: return of_name(&csri_t_role, scene->agent_role);
    case FACT_AGENT_ON_DUTY: return of_bool(scene->agent_on_duty);
    case FACT_AGENT_TICKETS: return of_int(scene->agent_tickets);
    case FACT_AGENT_ABUSIVE: return of_int(abusive_contacts(scene));
    default: return scene->agent_role != 0 ? of_clock(scene, fact) : (csr_value){ 0 };
    }
}

static csr_value of_amount(int64_t minor)
{
    return minor == CSRI_AMOUNT_ABSENT ? (csr_value){ 0 } : of_int(minor);
}

static csr_value of_fact(const csri_scene *scene, int fact, csri_arena *arena)
{
    switch (fact) {
    case FACT_NOW: return of_instant(scene->now);
    case FACT_CHANNEL: return of_name(&csri_t_channel, scene->channel);
    case FACT_TAGS: return of_tags(scene, arena);
    case FACT_ACKNOWLEDGED: return of_bool(scene->acknowledged);
    case FACT_ESCALATION_LEVEL: return of_int(scene->ticket.view.escalation_level);
    case FACT_FIRST_REPLY_DUE: return of_instant(scene->due[CSR_SLA_FIRST_REPLY]);
    case FACT_NEXT_REPLY_DUE: return of_instant(scene->due[CSR_SLA_NEXT_REPLY]);
    case FACT_UPDATE_DUE: return of_instant(scene->due[CSR_SLA_PERIODIC_UPDATE]);
    case FACT_RESOLUTION_DUE: return of_instant(scene->due[CSR_SLA_RESOLUTION]);
    case FACT_CUSTOMER_TICKETS: return of_int(scene->customer_tickets);
    case FACT_TEAM_ON_DUTY: return of_int(scene->team_on_duty);
    case FACT_TEAM_TICKETS: return of_int(scene->team_tickets);
    case FACT_QUIET: return of_bool(scene->quiet);
    case FACT_PURCHASE_TOTAL: return of_amount(scene->purchase_total);
    case FACT_GIVEN_BACK: return of_amount(scene->given_back);
    case FACT_REFUND_LIMIT: return of_amount(scene->refund_limit);
    case FACT_REMEDIES_OFFERED: return of_int(scene->remedies_offered);
    case FACT_REMEDIES_DECLINED: return of_int(scene->remedies_declined);
    case FACT_REMEDIES_OPEN: return of_int(scene->remedies_open);
    case FACT_AGE:
    case FACT_WAITED:
    case FACT_UNOWNED:
    case FACT_IDLE:
    case FACT_HELD: return of_clock(scene, fact);
    case FACT_CONTACTS:
    case FACT_TONE:
    case FACT_TONE_DROPS:
    case FACT_OPEN: return of_contact(scene, fact);
    default: return of_agent(scene, fact);
    }
}

/* ---- Columns ---- */

/* The columns of one record, and their values. */
typedef struct columns {
    const csr_record *record;
    const char *noun;
    const void *row; /* NULL = there is none */
    size_t count;
    csr_expression_field *fields; /* NULL until one of them is asked for */
    csr_value *values;
} columns;

static int read_columns(columns *c, csri_arena *arena)
{
    char *room = csri_arena_take(arena, csri_fact_room(c->record) + 1);

    c->count = csri_fact_count(c->record);
    c->values = csri_arena_take(arena, c->count * sizeof(*c->values));
    c->fields = csri_arena_take(arena, c->count * sizeof(*c->fields));
    if (room == NULL || c->values == NULL || c->fields == NULL ||
        !csri_fact_fields(c->record, c->noun, arena, c->fields))
        return 0;
    csri_fact_values(c->record, c->row, room, c->values);
    return 1;
}

/* A counter that was never written counts nothing. */
static csr_value column(columns *c, const csr_str *name, csri_arena *arena)
{
    if (c->fields == NULL && !read_columns(c, arena))
        return (csr_value){ 0 };
    for (size_t i = 0; i < c->count; i++) {
        const csr_str *field = &c->fields[i].name;
        if (field->len != name->len || memcmp(field->ptr, name->ptr, name->len) != 0)
            continue;
        if (c->row != NULL && c->values[i].kind == 0 && is_name(&c->fields[i].type, "int"))
            return of_int(0);
        return c->values[i];
    }
    return (csr_value){ 0 };
}

/* A fact that the desk does not have: the host may. What was so in the past it is not asked. */
static csr_value ask_host(const csri_scene *scene, const csr_rules *set, uint32_t field, csri_arena *arena)
{
    const csr_rules_host *host = scene->host;
    csr_str name = csri_rules_field_name(set, field), text;
    csr_value value = { 0 };
    int32_t kind = csri_rules_field_kind(set, field);

    if (host == NULL || host->fact == NULL || kind == CSR_VALUE_LIST ||
        host->fact(host->user, &scene->ticket.view.id, scene->now, &name, &value) <= 0 || value.kind != kind)
        return (csr_value){ 0 };
    if (kind != CSR_VALUE_STRING)
        return value;
    text = csri_arena_text(arena, value.as.text, value.count);
    return (csr_value){ .kind = CSR_VALUE_STRING, .as.text = text.ptr, .count = text.len };
}

/* What facts are bound from. */
typedef struct sources {
    const csr_rules *set;
    const csri_scene *scene;
    csri_arena *arena;
    columns records[5];
} sources;

static csr_value of_column(sources *s, const csr_str *name)
{
    for (size_t k = 0; k < sizeof(s->records) / sizeof(s->records[0]); k++)
        if (has_prefix(name, s->records[k].noun) && name->ptr[strlen(s->records[k].noun)] == '.')
            return column(&s->records[k], name, s->arena);
    return (csr_value){ 0 };
}

/* Only what the rules read, and only what is known, is there. */
static csr_value of_field(sources *s, uint32_t field)
{
    csr_str name = csri_rules_field_name(s->set, field);
    csr_value value = { 0 };
    unsigned needs;
    int fact = fact_of(&name, &needs);

    if (!csri_rules_reads(s->set, field) || (needs & ~s->scene->known) != 0)
        return value;
    if (fact == FACT_CUSTOM)
        return csri_custom_value(s->scene, &name, csri_rules_field_kind(s->set, field));
    if (fact != FACT_NONE)
        return of_fact(s->scene, fact, s->arena);
    if (csri_rules_declares(s->set, field))
        value = ask_host(s->scene, s->set, field, s->arena);
    return value.kind != 0 ? value : of_column(s, &name);
}

csr_status csri_facts_bind(const csr_rules *set, const csri_scene *scene, csri_arena *arena, const csr_value **out,
                           csr_error *err)
{
    sources s = { .set = set, .scene = scene, .arena = arena };
    size_t count = csri_rules_field_count(set);
    csr_value *values = csri_arena_take(arena, (count + 1) * sizeof(*values));

    s.records[0] = (columns){ .record = &csri_ticket_record, .noun = "ticket", .row = &scene->ticket };
    s.records[1] =
        (columns){ .record = &csri_interaction_record, .noun = "interaction", .row = csri_scene_contact(scene) };
    s.records[2] = (columns){ .record = &csri_customer_record,
                              .noun = "customer",
                              .row = scene->has_customer ? &scene->customer : NULL };
    s.records[3] =
        (columns){ .record = &csri_refund_record, .noun = "refund", .row = scene->has_refund ? &scene->refund : NULL };
    s.records[4] = (columns){ .record = &csri_purchase_record,
                              .noun = "purchase",
                              .row = scene->has_purchase ? &scene->purchase : NULL };
    for (uint32_t i = 0; values != NULL && i < count; i++)
        values[i] = of_field(&s, i);
    *out = values;
    return values == NULL || arena->exhausted
               ? csri_fail(err, CSR_E_NO_MEMORY, NULL, "no memory for the facts of a ticket")
               : CSR_OK;
}
