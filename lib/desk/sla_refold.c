#include "desk/sla_refold.h"

#include "base/error.h"
#include "desk/clock_log.h"
#include "desk/edit.h"

/* Percent of the level that stands for the target itself. */
#define TARGET 100

csr_status csri_refold_open(csri_refold *r, int64_t from_seq)
{
    csr_status status = csri_sla_in_force(r->call, &r->in_force);

    r->from_seq = from_seq;
    if (status == CSR_OK && csr_id_is_none(&r->in_force))
        return csri_fail(r->call->err, CSR_E_NOT_FOUND, "sla", "no SLA document is in force");
    return status == CSR_OK ? csri_sla_of(&r->call->desk->policies, &r->call->tx, &r->in_force, &r->policy) : status;
}

csr_status csri_refold_begin(csri_refold *r, const csr_ticket_view *ticket)
{
    csr_status status = csri_clock_log(r->call, &ticket->id, &r->log);

    return status == CSR_OK ? csri_sla_about_load(r->call, r->policy, ticket, &r->about) : status;
}

void csri_refold_end(csri_refold *r)
{
    csri_rows_free(r->log);
    csri_rows_free(r->about.rows);
    r->log = NULL;
    r->about = (csri_sla_about){ .rows = NULL };
}

/* What is promised now for the ticket as it was then: target, calendar, levels; where nothing is, what was promised. */
static csr_status promise(csri_refold *r, const csri_clock_entry *entry, csri_clock_repair *out, csr_sla_event *event)
{
    const struct csri_clock_view *v = &entry->clock.view;
    csri_facts facts = r->about.facts;
    const csri_sla_rule *rule;
    const csri_sla_target *target;
    csr_status status = CSR_OK;

    facts.ticket = &entry->ticket;
    rule = csri_sla_match(r->policy, &facts);
    target = csri_sla_target_of(r->policy, rule, v->metric, &facts);
    r->promised = target != NULL;
    r->sequential = v->metric == CSR_SLA_PERIODIC_UPDATE && rule != NULL && rule->sequential;
    out->sla = target != NULL ? r->in_force : v->sla;
    out->rule = target != NULL ? csri_sla_rule_name(r->policy, rule) : v->rule;
    out->calendar = v->calendar;
    event->target_s = v->target_s;
    if (target != NULL) {
        csr_str calendar = csri_sla_calendar_name(r->policy, target);
        event->target_s = target->target_s;
        out->clock.reopen = rule->reopen;
        csri_sla_relevel(&out->clock, rule->percents, rule->level_count);
        status = csri_calendar_named(r->call, &calendar, &out->calendar);
    }
    return status;
}

/* The earlier beginning of a duplicate. */
static csr_status take_beginning(csri_refold *r, const csri_clock_entry *entry, csri_clock_repair *out)
{
    const struct csri_clock_view *v = &entry->clock.view;
    int64_t more = 0;
    csr_status status = csr_calendar_within(out->clock.calendar, v->started_at, out->started_at, &more, r->call->err);

    out->started_at = v->started_at;
    return status == CSR_OK ? csri_sla_add_elapsed(&out->clock, v->last_at, more, r->call->err) : status;
}

static const csr_sla_level *level_of(const csr_sla_clock *clock, int32_t percent)
{
    for (int32_t i = 0; i < clock->level_count; i++)
        if (clock->levels[i].percent == percent)
            return &clock->levels[i];
    return NULL;
}

/* An update that ends a period and begins the next one is two events, one right behind the other. */
static csr_status follow_on(csri_refold *r, const csri_clock_entry *entry, csri_clock_repair *out, csr_time due)
{
    csr_sla_event_kind kind = csri_clock_event_kind(entry->kind);
    int64_t head = 0;
    csr_status status = CSR_OK;

    if (kind == CSR_SLA_EVENT_START && r->sequential && r->due_then != 0 && entry->seq == r->stop_seq + 1) {
        status = csri_sla_head(&out->clock, r->due_then, &head, r->call->err);
        if (status == CSR_OK)
            status = csri_sla_add_elapsed(&out->clock, out->clock.last_at, head, r->call->err);
    }
    r->due_then = kind == CSR_SLA_EVENT_STOP ? due : 0;
    r->stop_seq = entry->seq;
    return status;
}

/* One event happens again. */
static csr_status happen(csri_refold *r, const csri_clock_entry *entry, csri_clock_repair *out)
{
    csr_sla_event event = CSR_SLA_EVENT_INIT;
    csr_sla_fired fired[CSR_SLA_LEVELS_MAX];
    const csr_sla_level *target = level_of(&out->clock, TARGET);
    csr_time due = target != NULL && out->clock.state == CSR_SLA_RUNNING ? target->at : 0;
    int32_t cycle = out->clock.cycle;
    csr_status status = CSR_OK;
    size_t count = 0;

    event.kind = csri_clock_event_kind(entry->kind);
    event.at = entry->clock.view.last_at;
    if (event.kind == CSR_SLA_EVENT_START || event.kind == CSR_SLA_EVENT_RETARGET) {
        event.sets_calendar = 1;
        status = promise(r, entry, out, &event);
        if (status == CSR_OK)
            status = csri_calendar_of(&r->call->desk->policies, &r->call->tx, &out->calendar, &event.calendar);
    }
    if (status == CSR_OK)
        status = csr_sla_clock_apply(&out->clock, &event, fired, &count, r->call->err);
    if (status == CSR_OK)
        status = follow_on(r, entry, out, due);
    if (out->clock.cycle != cycle)
        out->started_at = event.at;
    return status;
}

/* An event that is taken as it stands. */
static csr_status take_as_is(csri_refold *r, const csri_clock_entry *entry, csri_clock_repair *out)
{
    const struct csri_clock_view *v = &entry->clock.view;
    const csr_calendar *calendar;
    csr_status status = csri_calendar_of(&r->call->desk->policies, &r->call->tx, &v->calendar, &calendar);

    out->sla = v->sla;
    out->rule = v->rule;
    out->calendar = v->calendar;
    out->started_at = v->started_at;
    return status == CSR_OK ? csri_sla_restore(&entry->clock, calendar, &out->clock, r->call->err) : status;
}

/* To now: what came due in the meantime is known, and what passed is counted. */
static csr_status look(csri_refold *r, csri_clock_repair *out)
{
    csr_sla_fired fired[CSR_SLA_LEVELS_MAX];
    size_t count = 0;
    csr_time now = r->call->tx.now > out->clock.last_at ? r->call->tx.now : out->clock.last_at;
    csr_status status = CSR_OK;

    if (out->clock.state == CSR_SLA_RUNNING)
        status = csr_sla_clock_evaluate(&out->clock, now, fired, &count, r->call->err);
    if (status == CSR_OK && out->clock.state == CSR_SLA_RUNNING)
        status = csri_sla_add_elapsed(&out->clock, now, 0, r->call->err);
    return status;
}

csr_status csri_refold_clock(csri_refold *r, const csri_clock_work *work, csri_clock_repair *out)
{
    csr_status status;

    r->promised = 1;
    r->due_then = 0;
    out->clock = (csr_sla_clock)CSR_SLA_CLOCK_INIT;
    status = csr_sla_clock_begin(&out->clock, NULL, 0, 0, r->call->err);
    for (size_t i = 0; status == CSR_OK && i < csri_rows_count(r->log); i++) {
        const csri_clock_entry *entry = csri_rows_at(r->log, i);
        if (entry->clock.view.metric != work->is.view.metric)
            continue;
        if (entry->seq < r->from_seq)
            status = take_as_is(r, entry, out);
        else if (entry->kind == CSR_EVENT_CLOCK_MERGED)
            status = take_beginning(r, entry, out);
        else if (csri_clock_event_kind(entry->kind) != 0)
            status = happen(r, entry, out);
    }
    if (!r->promised)
        out->clock = work->fold;
    return status == CSR_OK ? look(r, out) : status;
}

csr_time csri_refold_breach(const csr_sla_clock *clock)
{
    const csr_sla_level *target = level_of(clock, TARGET);

    return target != NULL && target->fired ? target->at : 0;
}

void csri_refold_keep_told(const csr_sla_clock *stored, csr_sla_clock *anew)
{
    int withdrawn = 0;

    for (int32_t i = 0; i < anew->level_count; i++) {
        csr_sla_level *level = &anew->levels[i];
        const csr_sla_level *told = level_of(stored, level->percent);
        if (told == NULL || !told->fired || level->fired)
            continue;
        if (level->percent < TARGET && stored->cycle == anew->cycle)
            *level = *told;
        withdrawn |= level->percent >= TARGET;
    }
    anew->revision = stored->revision + (withdrawn || anew->target_s != stored->target_s);
}
