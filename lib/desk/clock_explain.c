#include "base/error.h"
#include "desk/clock_log.h"
#include "desk/edit.h"
#include "desk/sla.h"
#include "policy/sla_explain.h"

/* Why a clock of a ticket stands where it stands: its events, told by lib/policy/sla_explain.c. */

#define IN_STRUCT csr_clock_explain_params
/* clang-format off */
static const csr_member explain_params_members[] = {
    IN(limit, limit, 0),
    IN(after, token, 0),
    IN(ticket, ticket, REQUIRED),
    IN(metric, sla_metric, REQUIRED),
    IN(at, time, 0),
};
/* clang-format on */
static const csr_shape explain_params = CSRI_PARAMS(IN_STRUCT, explain_params_members);
#undef IN_STRUCT

#define LINES_DEFAULT 100

/* What one explanation works with. */
typedef struct explaining {
    csri_call *call;
    const csr_clock_explain_params *in;
    csr_rows *log, *steps, *lines;
    csr_sla_state state; /* after the steps so far */
    csr_time last_at, started_at;
    csr_id sla; /* whose revision is known */
    int64_t revision;
    size_t skip, limit; /* lines of earlier pages; lines of this one */
    csri_buffer token;
} explaining;

/* Events by which a clock becomes another one. */
static csr_sla_event_kind step_kind_of(csr_event_kind kind)
{
    if (kind == CSR_EVENT_CLOCK_MERGED)
        return CSRI_SLA_STEP_MERGE;
    return kind == CSR_EVENT_CLOCK_CORRECTED ? CSRI_SLA_STEP_CORRECT : csri_clock_event_kind(kind);
}

/* The revision of an SLA document. */
static csr_status find_revision(explaining *e, const csr_id *sla)
{
    csr_rows *rows;
    csr_status status;

    if (memcmp(&e->sla, sla, sizeof(*sla)) == 0)
        return CSR_OK;
    status = csri_load(&e->call->tx, &csri_policy_record, sla, "sla", &rows);
    if (status == CSR_OK) {
        e->sla = *sla;
        e->revision = ((const struct csri_policy *)csri_rows_at(rows, 0))->view.revision;
    }
    csri_rows_free(rows);
    return status;
}

/* The levels that a clock had, without their instants, and what reopening did. */
static csr_status take_levels(explaining *e, const struct csri_clock *was, csri_sla_step *step)
{
    struct csri_clock row = *was;
    csr_sla_clock clock;
    csr_status status;

    row.view.state = CSR_SLA_STOPPED;
    status = csri_sla_restore(&row, NULL, &clock, e->call->err);
    if (status != CSR_OK)
        return status;
    for (int32_t i = 0; i < clock.level_count; i++)
        step->percents[i] = clock.levels[i].percent;
    step->level_count = clock.level_count;
    step->reopen = clock.reopen;
    return CSR_OK;
}

/* Somebody else is waited for, and the clock goes on standing still. */
static csr_status add_waiting(explaining *e, const csri_clock_entry *entry)
{
    csri_sla_step *step = NULL;
    csr_status status;

    if (e->state != CSR_SLA_PAUSED || entry->ticket.waits_for == 0)
        return CSR_OK;
    status = csr_rows_add(e->steps, (void **)&step);
    if (status != CSR_OK)
        return csri_fail(e->call->err, status, NULL, "no memory for an explanation");
    step->event = (csr_sla_event)CSR_SLA_EVENT_INIT;
    step->event.kind = CSR_SLA_EVENT_PAUSE;
    step->event.at = entry->at > e->last_at ? entry->at : e->last_at;
    step->waits_for = entry->ticket.waits_for;
    return CSR_OK;
}

static csr_status add_step(explaining *e, const csri_clock_entry *entry)
{
    const struct csri_clock_view *v = &entry->clock.view;
    csri_sla_step *step = NULL;
    csr_status status = find_revision(e, &v->sla);

    if (status != CSR_OK)
        return status;
    status = csr_rows_add(e->steps, (void **)&step);
    if (status != CSR_OK)
        return csri_fail(e->call->err, status, NULL, "no memory for an explanation");
    step->event = (csr_sla_event)CSR_SLA_EVENT_INIT;
    step->event.kind = step_kind_of(entry->kind);
    step->event.at = v->last_at;
    step->event.target_s = v->target_s;
    step->event.sets_calendar = 1;
    step->waits_for = entry->ticket.waits_for;
    step->policy = v->rule;
    step->policy_revision = e->revision;
    step->head_us = step->event.kind == CSR_SLA_EVENT_START ? v->elapsed_us : 0;
    step->began_at = v->started_at;
    step->began_before = e->started_at;
    e->state = v->state;
    e->last_at = v->last_at;
    e->started_at = v->started_at;
    status = csri_calendar_of(&e->call->desk->policies, &e->call->tx, &v->calendar, &step->event.calendar);
    if (status == CSR_OK && step->event.kind >= CSRI_SLA_STEP_MERGE)
        return csri_sla_restore(&entry->clock, step->event.calendar, &step->becomes, e->call->err);
    return status == CSR_OK ? take_levels(e, &entry->clock, step) : status;
}

static csr_status collect(explaining *e)
{
    csr_status status = csri_clock_log(e->call, &e->in->ticket, &e->log);

    if (status == CSR_OK)
        status = csri_rows_new(e->call->tx.host, sizeof(csri_sla_step), 8, &e->steps, e->call->err);
    for (size_t i = 0; status == CSR_OK && i < csri_rows_count(e->log); i++) {
        const csri_clock_entry *entry = csri_rows_at(e->log, i);
        if (entry->clock.view.metric == 0)
            status = add_waiting(e, entry);
        else if (entry->clock.view.metric == e->in->metric && step_kind_of(entry->kind) != 0)
            status = add_step(e, entry);
    }
    return status;
}

/* The zone in which times of "24x7" are shown: that of a calendar in the story. */
static const csr_zone *zone_of(const explaining *e)
{
    for (size_t i = 0; i < csri_rows_count(e->steps); i++) {
        const csri_sla_step *step = csri_rows_at(e->steps, i);
        if (step->event.calendar != NULL)
            return csr_calendar_zone(step->event.calendar);
    }
    return NULL;
}

static csr_status add_line(explaining *e, const csri_sla_line *line)
{
    csr_clock_line_view *view = NULL;
    csri_buffer text;
    csr_status status = csr_rows_add(e->lines, (void **)&view);

    if (status != CSR_OK)
        return csri_fail(e->call->err, status, NULL, "no memory for an explanation");
    view->kind = line->kind;
    view->from = line->from;
    view->to = line->to;
    view->waits_for = line->waits_for;
    view->percent = line->percent;
    view->cycle = line->cycle;
    view->revision = line->revision;
    view->counted_us = line->counted_us;
    view->elapsed_us = line->elapsed_us;
    view->target_s = line->target_s;
    view->due_at = line->due_at == INT64_MAX ? 0 : line->due_at;
    view->rule_revision = line->policy_revision;
    csri_buffer_init(&text, e->call->tx.host, 0);
    csri_sla_line_text(line, zone_of(e), &text);
    status = csri_buffer_check(&text, e->call->err);
    if (status == CSR_OK)
        status = csr_rows_text(e->lines, text.ptr, text.len, &view->text);
    if (status == CSR_OK)
        status = csr_rows_text(e->lines, line->holiday.ptr, line->holiday.len, &view->holiday);
    if (status == CSR_OK)
        status = csr_rows_text(e->lines, line->policy.ptr, line->policy.len, &view->rule);
    csri_buffer_free(&text);
    return status == CSR_OK ? CSR_OK : csri_fail(e->call->err, status, NULL, "no memory for an explanation");
}

/* The lines of this page; the token is the number of those told so far when there are more. */
static csr_status tell(explaining *e, csr_time until)
{
    csri_sla_story story;
    csri_sla_line line;
    size_t told = 0;
    csr_sla_clock begun = CSR_SLA_CLOCK_INIT;
    int more = csri_rows_count(e->steps) != 0;
    /* Its levels come with the first step. */
    csr_status status = csr_sla_clock_begin(&begun, NULL, 0, 0, e->call->err);

    if (more)
        csri_sla_story_begin(&story, &begun, csri_rows_at(e->steps, 0), csri_rows_count(e->steps), until);
    while (status == CSR_OK && more) {
        status = csri_sla_story_next(&story, &line, &more, e->call->err);
        if (status != CSR_OK || !more || told++ < e->skip)
            continue;
        if (csri_rows_count(e->lines) == e->limit) {
            csri_buffer_format(&e->token, "%zu", told - 1);
            break;
        }
        status = add_line(e, &line);
    }
    return status;
}

/* The token of a page is a number of lines. */
static csr_status read_token(explaining *e)
{
    const csr_str *after = &e->in->after;

    for (size_t i = 0; i < after->len; i++) {
        if (after->ptr[i] < '0' || after->ptr[i] > '9' || after->len > 9)
            return csri_fail(e->call->err, CSR_E_ARGUMENT, "after", "after is no token of an explanation");
        e->skip = e->skip * 10 + (size_t)(after->ptr[i] - '0');
    }
    return CSR_OK;
}

static csr_status explain(csri_call *call, const csr_id *id, const void *params, void *out)
{
    explaining e = { .call = call, .in = params };
    csr_status status = csri_not_future(call, e.in->at, "at");

    (void)id;
    e.limit = e.in->limit == 0 ? LINES_DEFAULT : (size_t)e.in->limit;
    csri_buffer_init(&e.token, call->tx.host, 0);
    if (status == CSR_OK)
        status = read_token(&e);
    if (status == CSR_OK)
        status = csri_exists(&call->tx, &csri_ticket_record, &e.in->ticket, "ticket");
    if (status == CSR_OK)
        status = collect(&e);
    if (status == CSR_OK)
        status = csri_rows_new(call->tx.host, sizeof(csr_clock_line_view), 16, &e.lines, call->err);
    if (status == CSR_OK)
        status = tell(&e, e.in->at != 0 ? e.in->at : call->tx.now);
    csri_rows_free(e.steps);
    csri_rows_free(e.log);
    return csri_result_page(status, e.lines, "clock_line", &csri_clock_line_shape, sizeof(csr_clock_line_view),
                            &e.token, out, call->err);
}

const csri_operation csri_clock_explain = {
    .name = "clock.explain",
    .run = explain,
    .in = &explain_params,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_clock_explain(csr_session *session, const csr_clock_explain_params *params, csr_result **out_result,
                             csr_error *err)
{
    return csri_run(session, &csri_clock_explain, NULL, params, out_result, err);
}

csr_status csr_clock_line_at(const csr_result *result, size_t row, csr_clock_line_view *view, csr_error *err)
{
    return csri_result_view(result, &csri_clock_line_shape, row, view, err);
}
