#include "base/error.h"
#include "base/time.h"
#include "desk/clock_log.h"
#include "desk/edit.h"
#include "desk/sla.h"

/* Reading the clocks of a ticket. */

#define IN_STRUCT csr_clock_query
/* clang-format off */
static const csr_member list_query_members[] = {
    IN(ticket, ticket, REQUIRED),
    IN(at, time, 0),
};
/* clang-format on */
static const csr_shape list_query = CSRI_PARAMS(IN_STRUCT, list_query_members);
#undef IN_STRUCT

/* What is told next, and when. */
static void find_next(const csr_sla_clock *clock, csr_clock_view *view)
{
    for (int32_t i = 0; i < clock->level_count && clock->state == CSR_SLA_RUNNING; i++) {
        const csr_sla_level *level = &clock->levels[i];
        if (!level->fired && level->at != INT64_MAX && view->next_percent == 0)
            view->next_percent = level->percent;
    }
}

static csr_status read_clock(csri_call *call, csr_rows *rows, const struct csri_clock *row, csr_time at,
                             csr_clock_view *view)
{
    const struct csri_clock_view *v = &row->view;
    csr_sla_reading reading = CSR_SLA_READING_INIT;
    csr_sla_clock clock;
    const csr_calendar *calendar;
    csr_status status = csri_calendar_of(&call->desk->policies, &call->tx, &v->calendar, &calendar);

    if (status == CSR_OK)
        status = csri_sla_restore(row, calendar, &clock, call->err);
    /* A clock of the host that stepped back does not take the measurement back. */
    if (status == CSR_OK)
        status = csr_sla_clock_read(&clock, at < v->last_at ? v->last_at : at, &reading, call->err);
    if (status != CSR_OK)
        return status;
    *view = (csr_clock_view){ .metric = v->metric,
                              .id = v->id,
                              .ticket = v->ticket,
                              .state = v->state,
                              .outcome = v->outcome,
                              .cycle = v->cycle,
                              .revision = v->revision,
                              .target_s = v->target_s,
                              .elapsed_us = reading.elapsed_us,
                              .remaining_us = reading.remaining_us,
                              .read_at = at,
                              .started_at = v->started_at,
                              .stopped_at = v->stopped_at,
                              .due_at = v->due_at,
                              .next_at = v->next_at,
                              .breached_at = v->breached_at,
                              .sla = v->sla,
                              .calendar = v->calendar };
    find_next(&clock, view);
    status = csr_rows_text(rows, v->rule.ptr, v->rule.len, &view->rule);
    if (status == CSR_OK)
        status = csr_rows_text(rows, v->levels.ptr, v->levels.len, &view->levels);
    return status == CSR_OK ? CSR_OK : csri_fail(call->err, status, NULL, "no memory for a clock");
}

static csr_status add_clock(csri_call *call, csr_rows *rows, const struct csri_clock *row, csr_time at)
{
    void *view;
    csr_status status = csr_rows_add(rows, &view);

    if (status != CSR_OK)
        return csri_fail(call->err, status, NULL, "no memory for a clock");
    return read_clock(call, rows, row, at, view);
}

static csr_status list_now(csri_call *call, const csr_id *ticket, csr_rows *rows)
{
    struct csri_clock from = { .view = { .ticket = *ticket } };
    csr_scan scan = { .index = CSRI_CLOCK_BY_TICKET, .equal = 1, .limit = CSRI_SLA_METRICS, .from = &from };
    csr_rows *clocks;
    csr_status status = csri_rows_new(call->tx.host, sizeof(from), CSRI_SLA_METRICS, &clocks, call->err);

    if (status != CSR_OK)
        return status;
    status = call->tx.ops->scan(call->tx.handle, &csri_clock_record, &scan, clocks, call->err);
    for (size_t i = 0; i < csri_rows_count(clocks) && status == CSR_OK; i++)
        status = add_clock(call, rows, csri_rows_at(clocks, i), call->tx.now);
    csri_rows_free(clocks);
    return status;
}

/* The last event of each metric that had taken effect by then; the last in the log where several had. */
static csr_status list_then(csri_call *call, const csr_id *ticket, csr_time at, csr_rows *rows)
{
    const struct csri_clock *last[CSRI_SLA_METRICS] = { NULL };
    csr_rows *log;
    csr_status status = csri_clock_log(call, ticket, &log);

    if (status != CSR_OK)
        return status;
    for (size_t i = 0; i < csri_rows_count(log); i++) {
        const csri_clock_entry *entry = csri_rows_at(log, i);
        csr_sla_metric metric = entry->clock.view.metric;
        if (entry->at <= at && metric > 0 && metric < CSRI_SLA_METRICS)
            last[metric] = &entry->clock;
    }
    for (int m = 1; m < CSRI_SLA_METRICS && status == CSR_OK; m++)
        if (last[m] != NULL)
            status = add_clock(call, rows, last[m], at);
    csri_rows_free(log);
    return status;
}

static csr_status list(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_clock_query *in = params;
    csr_rows *rows = NULL;
    csr_status status = csri_not_future(call, in->at, "at");

    (void)id;
    if (status == CSR_OK)
        status = csri_exists(&call->tx, &csri_ticket_record, &in->ticket, "ticket");
    if (status == CSR_OK)
        status = csri_rows_new(call->tx.host, sizeof(csr_clock_view), CSRI_SLA_METRICS, &rows, call->err);
    if (status == CSR_OK)
        status = in->at == 0 ? list_now(call, &in->ticket, rows) : list_then(call, &in->ticket, in->at, rows);
    if (status != CSR_OK) {
        csri_rows_free(rows);
        return status;
    }
    return csri_result_make(rows, "clock", &csri_clock_view_shape, sizeof(csr_clock_view), sizeof(csr_clock_view), out,
                            call->err);
}

const csri_operation csri_clock_list = {
    .name = "clock.list",
    .run = list,
    .in = &list_query,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_clock_list(csr_session *session, const csr_clock_query *query, csr_result **out_result, csr_error *err)
{
    return csri_run(session, &csri_clock_list, NULL, query, out_result, err);
}

csr_status csr_clock_at(const csr_result *result, size_t row, csr_clock_view *view, csr_error *err)
{
    return csri_result_view(result, &csri_clock_view_shape, row, view, err);
}
