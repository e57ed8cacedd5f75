#include "promises.h"

#include "common.h"

#include <stdlib.h>
#include <string.h>

static csr_status add_clocks(struct promises *promises, csr_session *session, const csr_ticket_view *ticket,
                             const char *case_name, csr_id *ids, csr_error *err)
{
    csr_clock_query query = CSR_CLOCK_QUERY_INIT;
    csr_clock_view view = { .struct_size = (uint32_t)sizeof view };
    csr_result *result = NULL;
    csr_status status;

    query.ticket = ticket->id;
    status = csr_clock_list(session, &query, &result, err);
    for (size_t i = 0; status == CSR_OK && i < csr_result_count(result); i++) {
        struct promise *p;
        promises->items = need_room(promises->items, promises->count, &promises->capacity, sizeof *promises->items);
        p = &promises->items[promises->count];
        memset(p, 0, sizeof *p);
        status = csr_clock_at(result, i, &view, err);
        if (status != CSR_OK)
            break;
        p->case_name = text_copy(case_name, strlen(case_name));
        p->metric = view.metric;
        p->state = view.state;
        p->outcome = view.state == CSR_SLA_STOPPED ? view.outcome : 0;
        p->priority = ticket->priority;
        p->team = ticket->team;
        p->target_s = view.target_s;
        p->elapsed_us = view.elapsed_us;
        ids[view.metric - 1] = view.id;
        promises->count++;
    }
    csr_result_free(result);
    return status;
}

/* Whether the level of the target itself is what an event told: it is among the levels that fired now, and was not before. */
static int tells_target(const csr_event_view *event)
{
    json_t *changes = json_loadb(event->changes.ptr, event->changes.len, JSON_ALLOW_NUL, NULL);
    const json_t *levels = json_object_get(changes, "clock.levels");
    const char *before = json_string_value(json_array_get(levels, 0)),
               *now = json_string_value(json_array_get(levels, 1));
    const char *had = before != NULL ? strstr(before, "100:") : NULL, *has = now != NULL ? strstr(now, "100:") : NULL;
    int tells = has != NULL && (has == now || has[-1] == ',') && !(had != NULL && (had == before || had[-1] == ','));

    json_decref(changes);
    return tells;
}

static void count_event(struct promises *promises, size_t first, const csr_id *ids, const csr_event_view *event)
{
    for (size_t i = first; i < promises->count; i++) {
        struct promise *p = &promises->items[i];
        if (memcmp(&ids[p->metric - 1], &event->row, sizeof event->row) != 0)
            continue;
        p->warnings += event->kind == CSR_EVENT_CLOCK_WARNED;
        p->breaches += event->kind == CSR_EVENT_CLOCK_BREACHED && tells_target(event);
    }
}

/* What was told of the clocks from number `first` on, in the events of their ticket. */
static csr_status count_events(struct promises *promises, size_t first, const csr_id *ids, csr_session *session,
                               const csr_id *ticket, csr_error *err)
{
    csr_event_history_query query = CSR_EVENT_HISTORY_QUERY_INIT;
    csr_event_view view = { .struct_size = (uint32_t)sizeof view };
    csr_status status;
    size_t count;

    query.limit = CSR_PAGE_MAX;
    query.subject = *ticket;
    do {
        csr_result *page = NULL;
        status = csr_event_history(session, &query, &page, err);
        count = csr_result_count(page);
        for (size_t i = 0; i < count && status == CSR_OK; i++) {
            status = csr_event_at(page, i, &view, err);
            query.after_seq = view.seq;
            if (view.kind == CSR_EVENT_CLOCK_WARNED || view.kind == CSR_EVENT_CLOCK_BREACHED)
                count_event(promises, first, ids, &view);
        }
        csr_result_free(page);
    } while (status == CSR_OK && count == CSR_PAGE_MAX);
    return status;
}

csr_status promises_read(struct promises *promises, csr_session *session, const csr_ticket_view *ticket,
                         const char *case_name, csr_error *err)
{
    csr_id ids[CSR_SLA_RESOLUTION] = { { { 0 } } };
    size_t first = promises->count;
    csr_status status;

    if (csr_id_is_none(&ticket->sla))
        return CSR_OK;
    status = add_clocks(promises, session, ticket, case_name, ids, err);
    return status == CSR_OK && promises->count > first ? count_events(promises, first, ids, session, &ticket->id, err)
                                                       : status;
}

void promises_free(struct promises *promises)
{
    for (size_t i = 0; i < promises->count; i++)
        free(promises->items[i].case_name);
    free(promises->items);
    memset(promises, 0, sizeof *promises);
}
