/*
 * Rules over a history: every line is an event of a ticket; between lines time runs on, and each ticket is looked at when
 * the pass before said so. Nothing but texts is written.
 */
#include "policy/rules_rehearsal.h"

#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* More passes than this for a line are a rule that repeats every minute for weeks. */
#define PASSES_MAX 20000
#define LINE_BYTES_MAX 1048576
#define LINE_DEPTH 8

static uint64_t hash_of(csr_str text)
{
    uint64_t hash = UINT64_C(1469598103934665603);

    for (size_t i = 0; i < text.len; i++)
        hash = (hash ^ (uint8_t)text.ptr[i]) * UINT64_C(1099511628211);
    return hash;
}

/* The place of a name in the table, which is never full. */
static size_t slot_of(const csri_rehearsal *h, csr_str name)
{
    size_t slot = hash_of(name) & (h->slot_count - 1);

    while (h->slots[slot] != NULL &&
           (h->slots[slot]->name.len != name.len || memcmp(h->slots[slot]->name.ptr, name.ptr, name.len) != 0))
        slot = (slot + 1) & (h->slot_count - 1);
    return slot;
}

static int grow(csri_rehearsal *h)
{
    size_t count = h->slot_count == 0 ? 256 : 2 * h->slot_count, was = h->slot_count;
    csri_rehearsal_ticket **old = h->slots, **slots = csri_alloc_zero(h->host, count * sizeof(csri_rehearsal_ticket *));

    if (slots == NULL)
        return 0;
    h->slots = slots;
    h->slot_count = count;
    for (csri_rehearsal_ticket *ticket = h->first; ticket != NULL; ticket = ticket->next)
        h->slots[slot_of(h, ticket->name)] = ticket;
    csri_free(h->host, old, was * sizeof(csri_rehearsal_ticket *));
    return 1;
}

/* The ticket of a name, met for the first time or not; NULL when there is no memory. */
static csri_rehearsal_ticket *ticket_of(csri_rehearsal *h, csr_str name, csr_time at)
{
    csri_rehearsal_ticket *made;
    csr_value *facts;
    size_t slot;

    if (2 * h->ticket_count >= h->slot_count && !grow(h))
        return NULL;
    slot = slot_of(h, name);
    if (h->slots[slot] != NULL)
        return h->slots[slot];
    made = csri_arena_take(&h->arena, sizeof(*made));
    name = csri_arena_text(&h->arena, name.ptr, name.len);
    facts = csri_arena_take(&h->arena, h->set->schema->field_count * sizeof(csr_value));
    if (h->arena.exhausted)
        return NULL;
    *made = (csri_rehearsal_ticket){ .name = name, .facts = facts, .at = at, .first_at = at };
    made->look = CSRI_RULES_NEVER;
    *(h->last == NULL ? &h->first : &h->last->next) = made;
    h->last = h->slots[slot] = made;
    h->ticket_count++;
    return made;
}

/* ---- A pass ---- */

static int runs(const csri_rehearsal *h, const csri_rehearsal_ticket *ticket, size_t field)
{
    return (h->set->schema->fields[field].flags & CSR_FIELD_CLOCK) != 0 && (int32_t)field != h->set->now_field &&
           ticket->facts[field].kind == CSR_VALUE_DURATION && !csri_bits_has(&ticket->stands, field);
}

/* The facts of a ticket at an instant: clocks have gone on. */
static void facts_at(csri_rehearsal *h, const csri_rehearsal_ticket *ticket, csr_time at)
{
    memcpy(h->facts, ticket->facts, h->set->schema->field_count * sizeof(*h->facts));
    for (size_t i = 0; i < h->set->schema->field_count && at > ticket->at; i++)
        if (runs(h, ticket, i))
            h->facts[i] = csri_fact_length(csri_fact_us(&ticket->facts[i]) + (at - ticket->at));
}

typedef struct clock_user {
    const csri_rehearsal *h;
    const csri_rehearsal_ticket *ticket;
    csr_time now;
} clock_user;

static csr_time reaches(void *user, const csr_rules *set, uint32_t field, int64_t length_us)
{
    const clock_user *c = user;

    (void)set;
    return runs(c->h, c->ticket, field) ? c->now + (length_us - csri_fact_us(&c->h->facts[field])) : CSRI_RULES_NEVER;
}

static int keep(csri_rehearsal *h, csri_rehearsal_ticket *ticket, const csri_rules_firing *firing)
{
    csri_rehearsal_firing kept = { .at = firing->fired_at, .due_at = firing->due_at, .number = h->firing_number++ };

    kept.rule = firing->rule;
    kept.outcome = firing->outcome;
    kept.episode = firing->episode;
    kept.step = firing->step;
    kept.ticket = ticket->name;
    kept.key = csri_arena_text(&h->arena, firing->key.ptr, firing->key.len);
    kept.actions = firing->actions;
    kept.action_count = firing->action_count;
    kept.fates = csri_arena_take(&h->arena, firing->action_count + 1);
    if (h->arena.exhausted)
        return 0;
    for (size_t i = 0; i < firing->action_count; i++) {
        kept.fates[i] = firing->fates[i];
        if (firing->actions[i].kind == CSRI_ACTION_ESCALATE && firing->fates[i] == CSRI_FATE_APPLY &&
            ticket->escalated_at == 0)
            ticket->escalated_at = firing->fired_at;
    }
    csri_buffer_put(&h->firings, &kept, sizeof(kept));
    return h->firings.status == CSR_OK;
}

static csr_status take_decision(csri_rehearsal *h, csri_rehearsal_ticket *ticket, csri_rules_decision *decision)
{
    ticket->look = decision->next_look;
    h->undecided += decision->undecided;
    if (decision->state != NULL) {
        csri_rules_state_free(ticket->state);
        ticket->state = decision->state;
        decision->state = NULL;
    }
    for (size_t i = 0; i < decision->firing_count; i++)
        if (decision->firings[i].audit.len != 0 && !keep(h, ticket, &decision->firings[i]))
            return CSR_E_NO_MEMORY;
    return CSR_OK;
}

static csr_status pass(csri_rehearsal *h, csri_rehearsal_ticket *ticket, csr_time now, int64_t event, csr_error *err)
{
    csri_rules_bound bound = { .set = h->set, .facts = h->facts, .fact_count = h->set->schema->field_count };
    clock_user user = { h, ticket, now };
    const csri_rules_clocks clocks = { reaches, &user };
    csri_rules_input input = { .host = h->host, .sets = &bound, .set_count = 1, .clocks = &clocks };
    csri_rules_decision decision;
    csr_status status;

    if (h->passes++ == (size_t)(h->line + 1) * PASSES_MAX)
        return csri_fail(err, CSR_E_LIMIT, "lines", "more than %d passes a line: some rule repeats too often",
                         PASSES_MAX);
    facts_at(h, ticket, now);
    input.state = ticket->state;
    input.subject = ticket->name;
    input.now = now;
    input.event = event;
    status = csri_rules_decide(&input, &decision, err);
    if (status == CSR_OK)
        status = take_decision(h, ticket, &decision);
    csri_rules_decision_free(&decision);
    return status;
}

/* Everything that time alone brings about before an instant. */
static csr_status pass_time(csri_rehearsal *h, csri_rehearsal_ticket *ticket, csr_time before, csr_error *err)
{
    csr_status status = CSR_OK;

    while (status == CSR_OK && ticket->look < before)
        status = pass(h, ticket, ticket->look, 0, err);
    return status;
}

/* ---- Lines ---- */

static csr_status refuse_line(const csri_rehearsal *h, const char *why, csr_error *err)
{
    return csri_fail(err, CSR_E_ARGUMENT, "lines", "line %" PRId64 ": %s", h->line, why);
}

static csr_status read_head(csri_rehearsal *h, const json_t *json, csr_str *name, csr_time *at, csr_error *err)
{
    const json_t *ticket = json_object_get(json, "ticket"), *when = json_object_get(json, "at");

    if (!json_is_string(ticket) || json_string_length(ticket) == 0 || json_string_length(ticket) > 200)
        return refuse_line(h, "ticket is to be a text of 1 to 200 bytes", err);
    if (!json_is_string(when) || csr_time_parse(json_string_value(when), json_string_length(when), at, NULL) != CSR_OK)
        return refuse_line(h, "at is to be an instant such as \"2026-03-02T10:00:00Z\"", err);
    if (*at < h->now)
        return refuse_line(h, "it is earlier than the line before", err);
    if (!json_is_object(json_object_get(json, "facts")))
        return refuse_line(h, "facts are to be an object in { }", err);
    *name = (csr_str){ json_string_value(ticket), json_string_length(ticket) };
    return CSR_OK;
}

/* What changes, at an instant at which the clocks have gone on so far. */
static csr_status change_facts(csri_rehearsal *h, csri_rehearsal_ticket *ticket, csr_time at, json_t *facts,
                               csr_error *err)
{
    csr_error why = CSR_ERROR_INIT;
    csr_status status;

    facts_at(h, ticket, at);
    memcpy(ticket->facts, h->facts, h->set->schema->field_count * sizeof(*h->facts));
    ticket->at = at;
    status = csri_facts_read(h->set, &h->arena, facts, ticket->facts, &ticket->stands, "lines", &why);
    return status == CSR_E_ARGUMENT ? refuse_line(h, why.message, err) : status;
}

static csr_status run_line(csri_rehearsal *h, json_t *json, csr_error *err)
{
    csri_rehearsal_ticket *ticket;
    csr_time at = 0;
    csr_str name = { NULL, 0 };
    csr_status status = read_head(h, json, &name, &at, err);

    if (status != CSR_OK)
        return status;
    h->now = at;
    ticket = ticket_of(h, name, at);
    if (ticket == NULL)
        return CSR_E_NO_MEMORY;
    status = pass_time(h, ticket, at, err);
    if (status == CSR_OK)
        status = change_facts(h, ticket, at, json_object_get(json, "facts"), err);
    return status == CSR_OK ? pass(h, ticket, at, h->line, err) : status;
}

static int is_blank(const char *p, const char *stop)
{
    while (p < stop && (*p == ' ' || *p == '\t' || *p == '\r'))
        p++;
    return p == stop;
}

static csr_status run_lines(csri_rehearsal *h, csr_str lines, csr_error *err)
{
    const char *p = lines.len == 0 ? "" : lines.ptr, *end = p + lines.len;
    csr_error why = CSR_ERROR_INIT;
    csr_status status = CSR_OK;

    h->now = INT64_MIN;
    while (p < end && status == CSR_OK) {
        const char *stop = memchr(p, '\n', (size_t)(end - p));
        json_t *json = NULL;
        if (stop == NULL)
            stop = end;
        h->line++;
        if (!is_blank(p, stop)) {
            status = csri_json_read(p, (size_t)(stop - p), LINE_BYTES_MAX, LINE_DEPTH, &json, &why);
            status = status == CSR_OK            ? run_line(h, json, err)
                     : status == CSR_E_NO_MEMORY ? status
                                                 : refuse_line(h, why.message, err);
        }
        json_decref(json);
        p = stop + 1;
    }
    return status;
}

void csri_rehearsal_begin(csri_rehearsal *h, const csr_host *host, const csr_rules *set)
{
    memset(h, 0, sizeof(*h));
    h->host = host;
    h->set = set;
    csri_arena_init(&h->arena, host);
    csri_buffer_init(&h->firings, host, 0);
}

csr_status csri_rehearsal_run(csri_rehearsal *h, csr_str lines, csr_time until, csr_error *err)
{
    csr_status status;

    h->facts = csri_arena_take(&h->arena, h->set->schema->field_count * sizeof(*h->facts));
    status = h->facts == NULL ? CSR_E_NO_MEMORY : run_lines(h, lines, err);
    if (until > h->now)
        h->now = until;
    for (csri_rehearsal_ticket *ticket = h->first; ticket != NULL && status == CSR_OK; ticket = ticket->next)
        status = pass_time(h, ticket, h->now + 1, err);
    return status;
}

void csri_rehearsal_end(csri_rehearsal *h)
{
    for (csri_rehearsal_ticket *ticket = h->first; ticket != NULL; ticket = ticket->next)
        csri_rules_state_free(ticket->state);
    csri_free(h->host, h->slots, h->slot_count * sizeof(csri_rehearsal_ticket *));
    csri_buffer_free(&h->firings);
    csri_arena_free(&h->arena);
}
