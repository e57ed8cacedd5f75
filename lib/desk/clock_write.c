#include "desk/sla.h"

#include "base/error.h"
#include "base/memory.h"
#include "desk/edit.h"
#include "desk/timer.h"

/*
 * Writing the events of clocks: each stores the state that it led to, so that any instant can be read from the last
 * event before it.
 */

void csri_clocks_free(csri_call *call, csri_clock_set *set)
{
    if (set != NULL) {
        csri_rows_free(set->rows);
        csri_free(call->tx.host, set, sizeof(*set));
    }
}

static csr_status take_clock(csri_call *call, const struct csri_clock *row, csri_clock_set *set)
{
    const csri_sla_policy *policy = NULL;
    const csri_sla_rule *rule;
    const csr_calendar *calendar;
    csri_clock_work *w;
    csr_status status;

    if (row->view.metric < CSR_SLA_FIRST_REPLY || row->view.metric > CSR_SLA_RESOLUTION)
        return csri_fail(call->err, CSR_E_CORRUPT, "metric", "a clock of metric %d", (int)row->view.metric);
    w = &set->work[row->view.metric];
    w->exists = 1;
    w->was = w->is = *row;
    w->timer_at = row->view.next_at;
    status = csri_sla_of(&call->desk->policies, &call->tx, &row->view.sla, &policy);
    if (status == CSR_OK)
        status = csri_calendar_of(&call->desk->policies, &call->tx, &row->view.calendar, &calendar);
    if (status != CSR_OK)
        return status;
    rule = csri_sla_rule_named(policy, &row->view.rule);
    w->catch_up = rule != NULL ? rule->catch_up : CSRI_CATCH_UP_EACH;
    return csri_sla_restore(row, calendar, &w->fold, call->err);
}

csr_time csri_clocks_due(const csri_clock_set *set)
{
    csr_time due = 0;

    for (csr_sla_metric m = CSR_SLA_FIRST_REPLY; m <= CSR_SLA_RESOLUTION; m++) {
        csr_time at = set->work[m].exists ? set->work[m].is.view.due_at : 0;
        if (at != 0 && (due == 0 || at < due))
            due = at;
    }
    return due;
}

csr_status csri_clocks_load(csri_call *call, const struct csri_ticket *ticket, csri_clock_set **out)
{
    struct csri_clock from = { .view = { .ticket = ticket->view.id } };
    csr_scan scan = { .index = CSRI_CLOCK_BY_TICKET, .equal = 1, .limit = CSRI_SLA_METRICS, .from = &from };
    csri_clock_set *set = csri_alloc_zero(call->tx.host, sizeof(*set));
    csr_status status;

    *out = set;
    if (set == NULL)
        return csri_fail(call->err, CSR_E_NO_MEMORY, NULL, "no memory for the clocks of a ticket");
    status = csri_rows_new(call->tx.host, sizeof(from), CSRI_SLA_METRICS, &set->rows, call->err);
    if (status == CSR_OK)
        status = call->tx.ops->scan(call->tx.handle, &csri_clock_record, &scan, set->rows, call->err);
    for (size_t i = 0; status == CSR_OK && i < csri_rows_count(set->rows); i++)
        status = take_clock(call, csri_rows_at(set->rows, i), set);
    /* What is not that of the clocks was set by somebody, and stays. */
    set->follows = ticket->view.due_at == 0 || ticket->view.due_at == csri_clocks_due(set);
    return status;
}

static csr_status write_clock(csri_call *call, struct csri_ticket *ticket, csri_clock_set *set, csri_clock_work *w,
                              csr_event_kind event, csr_time at)
{
    struct csri_ticket before = *ticket;
    csri_change_request request = { .event = event,
                                    .root = &csri_ticket_record,
                                    .was = &before,
                                    .is = ticket,
                                    .child = &csri_clock_record,
                                    .child_was = w->exists ? &w->was : NULL,
                                    .child_is = &w->is,
                                    .reason = w->reason,
                                    .effective_at = at == call->tx.now ? 0 : at };
    csr_status status;

    w->turn ^= 1;
    status = csri_sla_keep(&w->fold, &w->is, w->levels[w->turn], call->err);
    if (status == CSR_OK && !w->exists)
        status = csri_new_id(&call->tx, &w->is.view.id);
    if (status != CSR_OK)
        return status;
    w->exists = 1;
    if (set->follows)
        ticket->view.due_at = csri_clocks_due(set);
    if (!csr_id_is_none(&w->under))
        ticket->view.sla = w->under;
    status = csri_change(&call->tx, &request);
    w->was = w->is;
    return status;
}

/* With "last", of several levels that came due at once only that of the target and the highest are told. */
static int is_told(const csri_clock_work *w, const csr_sla_fired *fired, size_t count, size_t i)
{
    return w->catch_up != CSRI_CATCH_UP_LAST || i + 1 == count || fired[i].percent == 100;
}

/* The levels that fired, each as an event of its own instant. `before` is the clock before they did. */
static csr_status write_fired(csri_call *call, struct csri_ticket *ticket, csri_clock_set *set, csri_clock_work *w,
                              const csr_sla_clock *before, const csr_sla_fired *fired, size_t count)
{
    csr_sla_clock after = w->fold;
    csr_status status = CSR_OK;

    w->fold = *before;
    for (size_t i = 0; i < count && status == CSR_OK; i++) {
        for (int32_t k = 0; k < w->fold.level_count; k++)
            if (w->fold.levels[k].percent == fired[i].percent)
                w->fold.levels[k].fired = 1;
        if (is_told(w, fired, count, i))
            status = write_clock(call, ticket, set, w,
                                 fired[i].breach ? CSR_EVENT_CLOCK_BREACHED : CSR_EVENT_CLOCK_WARNED, fired[i].at);
    }
    w->fold = after;
    return status;
}

csr_status csri_clock_look(csri_call *call, struct csri_ticket *ticket, csri_clock_set *set, csr_sla_metric metric,
                           csr_time now, int64_t *out_told)
{
    csri_clock_work *w = &set->work[metric];
    csr_sla_clock before = w->fold;
    csr_sla_fired fired[CSR_SLA_LEVELS_MAX];
    size_t count = 0;
    csr_status status;

    if (w->fold.state != CSR_SLA_RUNNING || now < w->fold.last_at)
        return CSR_OK;
    status = csr_sla_clock_evaluate(&w->fold, now, fired, &count, call->err);
    if (status == CSR_OK)
        status = write_fired(call, ticket, set, w, &before, fired, count);
    *out_told += (int64_t)count;
    return status;
}

static const csr_event_kind event_of[] = {
    [CSR_SLA_EVENT_START] = CSR_EVENT_CLOCK_STARTED,    [CSR_SLA_EVENT_PAUSE] = CSR_EVENT_CLOCK_PAUSED,
    [CSR_SLA_EVENT_RESUME] = CSR_EVENT_CLOCK_RESUMED,   [CSR_SLA_EVENT_RETARGET] = CSR_EVENT_CLOCK_RETARGETED,
    [CSR_SLA_EVENT_STOP] = CSR_EVENT_CLOCK_STOPPED,     [CSR_SLA_EVENT_REOPEN] = CSR_EVENT_CLOCK_REOPENED,
    [CSR_SLA_EVENT_CANCEL] = CSR_EVENT_CLOCK_CANCELLED,
};

/* T10: what is due was reckoned with another version of the zone. */
static int zone_changed(const csri_clock_work *w)
{
    uint8_t hash[CSRI_HASH_BYTES];

    csr_zone_hash(w->fold.calendar != NULL ? csr_calendar_zone(w->fold.calendar) : NULL, hash);
    return memcmp(hash, w->is.view.zone_hash, sizeof(hash)) != 0;
}

/* S10: a target and a calendar that a clock has already are no event. */
static int makes_no_difference(const csri_clock_work *w, const csr_sla_clock *before, const csri_clock_move *move,
                               const csr_str *rule)
{
    return w->exists && before->state == w->fold.state && before->cycle == w->fold.cycle &&
           before->target_s == w->fold.target_s && before->calendar == w->fold.calendar &&
           before->level_count == w->fold.level_count && !zone_changed(w) &&
           memcmp(&w->is.view.calendar, move->sets_calendar ? &move->calendar : &w->is.view.calendar, sizeof(csr_id)) ==
               0 &&
           rule->len == w->is.view.rule.len && memcmp(rule->ptr, w->is.view.rule.ptr, rule->len) == 0 &&
           (move->rule == NULL || memcmp(&move->sla, &w->is.view.sla, sizeof(csr_id)) == 0);
}

/* A clock that is not there yet, with the levels of its rule. */
static csr_status begin_clock(csri_call *call, const struct csri_ticket *ticket, csri_clock_work *w,
                              const csri_clock_move *move)
{
    w->is.view.ticket = ticket->view.id;
    w->is.view.metric = move->metric;
    w->fold = (csr_sla_clock)CSR_SLA_CLOCK_INIT;
    return csr_sla_clock_begin(&w->fold, move->rule->percents, (size_t)move->rule->level_count, move->rule->reopen,
                               call->err);
}

/* Periods of updates that follow each other: the next one begins when the one before was due. */
static csr_status follow_on(csri_call *call, csri_clock_work *w, const csri_clock_move *move,
                            const csr_sla_clock *before)
{
    int64_t head = 0;
    csr_status status = CSR_OK;

    if (move->metric != CSR_SLA_PERIODIC_UPDATE)
        return CSR_OK;
    if (move->kind == CSR_SLA_EVENT_START && move->rule->sequential && w->due_then != 0) {
        status = csri_sla_head(&w->fold, w->due_then, &head, call->err);
        if (status == CSR_OK)
            status = csri_sla_add_elapsed(&w->fold, w->fold.last_at, head, call->err);
    }
    w->due_then = 0;
    for (int32_t i = 0; i < before->level_count && before->state == CSR_SLA_RUNNING; i++)
        if (before->levels[i].percent == 100 && move->kind == CSR_SLA_EVENT_STOP)
            w->due_then = before->levels[i].at;
    return status;
}

csr_status csri_clock_apply(csri_call *call, struct csri_ticket *ticket, csri_clock_set *set,
                            const csri_clock_move *move)
{
    csri_clock_work *w = &set->work[move->metric];
    csr_sla_event event = CSR_SLA_EVENT_INIT;
    csr_sla_fired fired[CSR_SLA_LEVELS_MAX];
    csr_sla_clock before;
    csr_str rule = w->is.view.rule;
    int64_t told = 0;
    size_t count = 0;
    csr_status status = w->exists ? CSR_OK : begin_clock(call, ticket, w, move);

    event.kind = move->kind;
    event.at = move->at < w->fold.last_at ? w->fold.last_at : move->at;
    event.target_s = move->target_s;
    event.sets_calendar = move->sets_calendar;
    if (status == CSR_OK)
        status = csri_calendar_of(&call->desk->policies, &call->tx, &move->calendar, &event.calendar);
    /* What had come due by then is told first, under the levels that it had until then. */
    if (status == CSR_OK)
        status = csri_clock_look(call, ticket, set, move->metric, event.at, &told);
    if (status != CSR_OK)
        return status;
    before = w->fold;
    if (move->rule != NULL) {
        rule = csri_sla_rule_name(move->policy, move->rule);
        w->catch_up = move->rule->catch_up;
        w->fold.reopen = move->rule->reopen;
        csri_sla_relevel(&w->fold, move->rule->percents, move->rule->level_count);
    }
    status = csr_sla_clock_apply(&w->fold, &event, fired, &count, call->err);
    if (status == CSR_OK)
        status = follow_on(call, w, move, &before);
    if (status != CSR_OK || makes_no_difference(w, &before, move, &rule))
        return status;
    w->is.view.rule = rule;
    if (move->rule != NULL)
        w->is.view.sla = move->sla;
    if (move->sets_calendar)
        w->is.view.calendar = move->calendar;
    return write_clock(call, ticket, set, w, event_of[move->kind], event.at);
}

csr_status csri_clock_repair_write(csri_call *call, struct csri_ticket *ticket, csri_clock_set *set,
                                   const csri_clock_repair *repair)
{
    csri_clock_work *w = &set->work[repair->metric];
    csr_status status;

    w->fold = repair->clock;
    /* The cycle is set first, so that its beginning is taken as given. */
    w->is.view.cycle = repair->clock.cycle;
    w->is.view.started_at = repair->started_at;
    w->is.view.sla = repair->sla;
    w->is.view.calendar = repair->calendar;
    w->is.view.rule = repair->rule;
    w->reason = repair->reason;
    w->under = repair->under;
    status = write_clock(call, ticket, set, w, repair->event, call->tx.now);
    w->under = (csr_id){ { 0 } };
    w->reason = (csr_str){ NULL, 0 };
    return status;
}

csr_status csri_clocks_arm(csri_call *call, csri_clock_set *set)
{
    csr_status status = CSR_OK;

    for (csr_sla_metric m = CSR_SLA_FIRST_REPLY; m <= CSR_SLA_RESOLUTION && status == CSR_OK; m++) {
        csri_clock_work *w = &set->work[m];
        if (!w->exists || w->timer_at == w->is.view.next_at)
            continue;
        status = csri_timer_set(call, CSRI_TIMER_CLOCK, &w->is.view.id, &w->is.view.ticket, w->is.view.next_at);
        w->timer_at = w->is.view.next_at;
    }
    return status;
}
