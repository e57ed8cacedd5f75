#include "desk/clock_log.h"

#include "base/error.h"
#include "record/rows.h"
#include "store/event_code.h"

#define PAGE 64

/* What is being replayed: the ticket, and its clocks so far. */
typedef struct replay {
    csri_call *call;
    csr_rows *entries;
    struct csri_ticket ticket;
    struct csri_clock clocks[8];
    size_t count;
} replay;

csr_sla_event_kind csri_clock_event_kind(csr_event_kind kind)
{
    switch (kind) {
    case CSR_EVENT_CLOCK_STARTED: return CSR_SLA_EVENT_START;
    case CSR_EVENT_CLOCK_PAUSED: return CSR_SLA_EVENT_PAUSE;
    case CSR_EVENT_CLOCK_RESUMED: return CSR_SLA_EVENT_RESUME;
    case CSR_EVENT_CLOCK_RETARGETED: return CSR_SLA_EVENT_RETARGET;
    case CSR_EVENT_CLOCK_STOPPED: return CSR_SLA_EVENT_STOP;
    case CSR_EVENT_CLOCK_REOPENED: return CSR_SLA_EVENT_REOPEN;
    case CSR_EVENT_CLOCK_CANCELLED: return CSR_SLA_EVENT_CANCEL;
    default: return 0;
    }
}

/* The clock of an id; a new one where there is none yet. NULL = more clocks than a ticket can have. */
static struct csri_clock *clock_of(replay *r, const csr_id *id)
{
    size_t i = 0;

    while (i < r->count && memcmp(&r->clocks[i].view.id, id, sizeof(*id)) != 0)
        i++;
    if (i == sizeof(r->clocks) / sizeof(r->clocks[0]))
        return NULL;
    if (i == r->count) {
        r->clocks[i].view.id = *id;
        r->count++;
    }
    return &r->clocks[i];
}

static csr_status damaged(csri_call *call, const struct csri_event *event)
{
    return csri_fail(call->err, CSR_E_CORRUPT, "change", "the event at position %lld cannot be read",
                     (long long)event->view.position);
}

static csr_status replay_event(replay *r, const struct csri_event *event)
{
    const csr_record *child = event->view.row_kind != 0 ? csri_record_of(event->view.row_kind) : NULL;
    _Alignas(16) char other[CSRI_ROW_MAX] = { 0 };
    struct csri_clock *clock = NULL;
    csri_clock_entry *entry = NULL;
    csr_waits_for waited_for = r->ticket.view.waits_for;
    csr_status status;

    if (child == &csri_clock_record)
        clock = clock_of(r, &event->view.row);
    if ((event->view.row_kind != 0 && child == NULL) || (child == &csri_clock_record && clock == NULL))
        return damaged(r->call, event);
    if (!csri_event_apply(event, &csri_ticket_record, &r->ticket, child, clock != NULL ? (void *)clock : other))
        return damaged(r->call, event);
    /* That somebody else is waited for is no event of a clock which goes on standing still. */
    if (clock == NULL && waited_for == r->ticket.view.waits_for)
        return CSR_OK;
    status = csr_rows_add(r->entries, (void **)&entry);
    if (status != CSR_OK)
        return csri_fail(r->call->err, status, NULL, "no memory for the events of a clock");
    entry->kind = event->view.kind;
    entry->at = event->view.effective_at != 0 ? event->view.effective_at : event->view.at;
    entry->seq = event->view.seq;
    entry->ticket = r->ticket.view;
    if (clock != NULL)
        entry->clock = *clock;
    return CSR_OK;
}

static csr_status replay_page(replay *r, csr_scan *scan, struct csri_event *after, size_t *got)
{
    csri_call *call = r->call;
    csr_rows *events;
    csr_status status = csri_rows_new(call->tx.host, sizeof(struct csri_event), 16, &events, call->err);

    *got = 0;
    if (status != CSR_OK)
        return status;
    status = call->tx.ops->scan(call->tx.handle, &csri_event_record, scan, events, call->err);
    *got = status == CSR_OK ? csri_rows_count(events) : 0;
    for (size_t i = 0; i < *got && status == CSR_OK; i++)
        status = replay_event(r, csri_rows_at(events, i));
    if (*got != 0)
        *after = *(const struct csri_event *)csri_rows_at(events, *got - 1);
    /* What was replayed borrows its texts from the events. */
    csri_rows_attach(r->entries, events);
    return status;
}

csr_status csri_clock_log(csri_call *call, const csr_id *ticket, csr_rows **out)
{
    struct csri_event from = { .view = { .subject = *ticket } }, after = from;
    csr_scan scan = { .index = CSRI_EVENT_BY_SUBJECT, .equal = 1, .limit = PAGE, .from = &from, .after = &after };
    replay r = { .call = call };
    size_t got = PAGE;
    csr_status status = csri_rows_new(call->tx.host, sizeof(csri_clock_entry), 8, &r.entries, call->err);

    while (status == CSR_OK && got == PAGE)
        status = replay_page(&r, &scan, &after, &got);
    if (status != CSR_OK) {
        csri_rows_free(r.entries);
        return status;
    }
    *out = r.entries;
    return CSR_OK;
}
