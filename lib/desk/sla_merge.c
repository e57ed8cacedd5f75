#include "base/error.h"
#include "desk/edit.h"
#include "desk/sla.h"
#include "policy/lifecycle.h"

/*
 * Duplicates: the ticket that is worked on keeps the earlier beginning of the two, and its own pauses only. What the
 * duplicate waited before counts from now on; that it was not waited for is not undone when the link is taken off again.
 */

/* The wait of a duplicate counts when nobody ended it, other than by calling it a duplicate. */
static int still_waits(const csri_clock_work *w)
{
    return w->exists && w->fold.state != CSR_SLA_STOPPED && w->fold.state != CSR_SLA_NOT_STARTED;
}

static int is_live(const csri_clock_work *w)
{
    return w->exists && (w->fold.state == CSR_SLA_RUNNING || w->fold.state == CSR_SLA_PAUSED);
}

static csr_status take_beginning(csri_call *call, struct csri_ticket *ticket, csri_clock_set *set,
                                 csr_sla_metric metric, csr_time began, const csr_str *reason)
{
    csri_clock_work *w = &set->work[metric];
    csri_clock_repair repair = { .metric = metric, .event = CSR_EVENT_CLOCK_MERGED, .started_at = began };
    csr_time at = call->tx.now > w->fold.last_at ? call->tx.now : w->fold.last_at;
    int64_t more = 0, told = 0;
    csr_status status = csri_clock_look(call, ticket, set, metric, at, &told);

    repair.clock = w->fold;
    repair.sla = w->is.view.sla;
    repair.calendar = w->is.view.calendar;
    repair.rule = w->is.view.rule;
    repair.reason = *reason;
    if (status == CSR_OK)
        status = csr_calendar_within(w->fold.calendar, began, w->is.view.started_at, &more, call->err);
    if (status == CSR_OK)
        status = csri_sla_add_elapsed(&repair.clock, at, more, call->err);
    return status == CSR_OK ? csri_clock_repair_write(call, ticket, set, &repair) : status;
}

static csr_status merge_sets(csri_call *call, struct csri_ticket *ticket, csri_clock_set *set,
                             const csri_clock_set *duplicate, int64_t number)
{
    static const csr_sla_metric metrics[] = { CSR_SLA_FIRST_REPLY, CSR_SLA_NEXT_REPLY, CSR_SLA_RESOLUTION };
    csri_buffer reason;
    csr_str text;
    csr_status status;

    csri_buffer_init(&reason, call->tx.host, 0);
    csri_buffer_format(&reason, "T-%lld is a duplicate", (long long)number);
    status = csri_buffer_check(&reason, call->err);
    text = (csr_str){ reason.ptr, reason.len };
    for (size_t i = 0; i < CSRI_COUNT(metrics) && status == CSR_OK; i++) {
        const csri_clock_work *theirs = &duplicate->work[metrics[i]], *ours = &set->work[metrics[i]];
        if (still_waits(theirs) && is_live(ours) && theirs->is.view.started_at < ours->is.view.started_at)
            status = take_beginning(call, ticket, set, metrics[i], theirs->is.view.started_at, &text);
    }
    csri_buffer_free(&reason);
    return status == CSR_OK ? csri_clocks_arm(call, set) : status;
}

csr_status csri_sla_merge(csri_call *call, const csr_ticket_view *duplicate, const csr_id *survivor)
{
    const struct csri_ticket other = { .view = *duplicate };
    csri_clock_set *set = NULL, *theirs = NULL;
    struct csri_ticket ticket;
    csr_rows *rows;
    csr_status status = csri_load(&call->tx, &csri_ticket_record, survivor, "other", &rows);

    if (status != CSR_OK)
        return status;
    ticket = *(const struct csri_ticket *)csri_rows_at(rows, 0);
    if (!csr_id_is_none(&ticket.view.sla) && !csri_phase_settled(ticket.view.phase)) {
        status = csri_clocks_load(call, &ticket, &set);
        if (status == CSR_OK)
            status = csri_clocks_load(call, &other, &theirs);
        if (status == CSR_OK)
            status = merge_sets(call, &ticket, set, theirs, duplicate->number);
    }
    csri_clocks_free(call, theirs);
    csri_clocks_free(call, set);
    csri_rows_free(rows);
    return status;
}
