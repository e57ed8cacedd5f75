#include "traffic_read.h"

#include "common.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct reading {
    csr_session *session;
    struct traffic *traffic;
    csr_id transfers; /* the ticket's interaction of transfers that name no team; none = there is none */
    struct promises *promises;
    csr_error err;
};

/* The interactions that replay made are those whose external id begins with the ticket's and "#". */
static int is_row_of(const csr_str *interaction, const csr_str *ticket)
{
    return interaction->len > ticket->len && memcmp(interaction->ptr, ticket->ptr, ticket->len) == 0 &&
           interaction->ptr[ticket->len] == '#';
}

static int is_transfers_of(const csr_str *interaction, const csr_str *ticket)
{
    static const char mark[] = "/transfers";
    size_t n = sizeof mark - 1;

    return interaction->len == ticket->len + n && memcmp(interaction->ptr, ticket->ptr, ticket->len) == 0 &&
           memcmp(interaction->ptr + ticket->len, mark, n) == 0;
}

static csr_status add_rows(struct reading *reading, const struct log_format *format, const csr_ticket_view *ticket,
                           const csr_result *page)
{
    csr_interaction_view view = { .struct_size = (uint32_t)sizeof view };
    csr_status status = CSR_OK;

    for (size_t i = 0; i < csr_result_count(page) && status == CSR_OK; i++) {
        struct traffic_event event;
        status = csr_interaction_at(page, i, &view, &reading->err);
        if (status == CSR_OK && is_transfers_of(&view.external_id, &ticket->external_id))
            reading->transfers = view.id;
        if (status != CSR_OK || !is_row_of(&view.external_id, &ticket->external_id))
            continue;
        event.at = view.occurred_at;
        event.label = view.label;
        event.step = log_step_of(format, &view.label, NULL);
        event.agent = view.agent;
        traffic_add(reading->traffic, &event);
    }
    return status;
}

static csr_status read_replayed(struct reading *reading, const struct log_format *format, const csr_ticket_view *ticket)
{
    csr_interaction_query query = CSR_INTERACTION_QUERY_INIT;
    csr_result *page = NULL, *before = NULL;
    csr_status status;

    query.limit = CSR_PAGE_MAX;
    query.order = CSR_INTERACTIONS_BY_TICKET;
    query.without_body = 1;
    query.ticket = ticket->id;
    memset(&reading->transfers, 0, sizeof reading->transfers);
    do {
        before = page;
        status = csr_interaction_list(reading->session, &query, &page, &reading->err);
        /* The token of a page lives as long as the page. */
        csr_result_free(before);
        if (status == CSR_OK)
            status = add_rows(reading, format, ticket, page);
        if (status == CSR_OK)
            status = csr_result_token(page, &query.after, &reading->err);
    } while (status == CSR_OK && query.after.len > 0);
    csr_result_free(page);
    return status;
}

/* The new value of a member in {"member":[old,new],...}; NULL when it did not change. */
static const char *changed_to(const json_t *changes, const char *member)
{
    return json_string_value(json_array_get(json_object_get(changes, member), 1));
}

static enum log_step step_of_phase(const char *phase)
{
    static const struct {
        const char *phase;
        enum log_step step;
    } steps[] = {
        { "open", LOG_WORK }, { "paused", LOG_WAIT_INTERNAL }, { "resolved", LOG_RESOLVE }, { "closed", LOG_CLOSE }
    };

    for (size_t i = 0; phase != NULL && i < sizeof steps / sizeof steps[0]; i++)
        if (strcmp(steps[i].phase, phase) == 0)
            return steps[i].step;
    return LOG_NOTHING;
}

/* One event of the log; step goes on from move to move, because a move within a phase does not change it. */
static void add_move(struct reading *reading, const csr_ticket_view *ticket, const csr_event_view *view,
                     enum log_step *step)
{
    json_t *changes = json_loadb(view->changes.ptr, view->changes.len, JSON_ALLOW_NUL, NULL);
    const char *phase = changed_to(changes, "phase"), *state = changed_to(changes, "state");
    struct traffic_event event = { .agent = view->actor };

    event.at = view->effective_at != 0 ? view->effective_at : view->at;
    if (view->kind == CSR_EVENT_TICKET_OPENED)
        event.at = ticket->opened_at;
    event.at -= event.at % 1000000;
    if (phase != NULL)
        *step = step_of_phase(phase);
    event.step = *step;
    csr_str_set(&event.label, state != NULL ? state : "", CSR_NTS);
    traffic_add(reading->traffic, &event);
    json_decref(changes);
}

static csr_status read_moves(struct reading *reading, const csr_ticket_view *ticket)
{
    csr_event_history_query query = CSR_EVENT_HISTORY_QUERY_INIT;
    csr_event_view view = { .struct_size = (uint32_t)sizeof view };
    enum log_step step = LOG_NOTHING;
    csr_status status;
    size_t count;

    query.limit = CSR_PAGE_MAX;
    query.subject = ticket->id;
    do {
        csr_result *page = NULL;
        status = csr_event_history(reading->session, &query, &page, &reading->err);
        count = csr_result_count(page);
        for (size_t i = 0; i < count && status == CSR_OK; i++) {
            status = csr_event_at(page, i, &view, &reading->err);
            query.after_seq = view.seq;
            if (status == CSR_OK && (view.kind == CSR_EVENT_TICKET_OPENED || view.kind == CSR_EVENT_TICKET_MOVED ||
                                     view.kind == CSR_EVENT_TICKET_REOPENED))
                add_move(reading, ticket, &view, &step);
        }
        csr_result_free(page);
    } while (status == CSR_OK && count == CSR_PAGE_MAX);
    return status;
}

/* The format of a replayed ticket, whose external id is "FORMAT:case"; NULL for any other. */
static const struct log_format *format_of(const csr_ticket_view *ticket, csr_str *name)
{
    const char *colon =
        ticket->external_id.len > 0 ? memchr(ticket->external_id.ptr, ':', ticket->external_id.len) : NULL;
    size_t len = colon != NULL ? (size_t)(colon - ticket->external_id.ptr) : 0;
    const struct log_format *format = colon != NULL ? log_format_named(ticket->external_id.ptr, len) : NULL;

    if (format != NULL) {
        name->ptr = colon + 1;
        name->len = ticket->external_id.len - len - 1;
    }
    return format;
}

static csr_status read_ticket(struct reading *reading, const csr_ticket_view *ticket)
{
    char number[CSR_TICKET_NUMBER_BYTES];
    csr_str name;
    const struct log_format *format = format_of(ticket, &name);
    csr_status status;

    if (format == NULL) {
        csr_ticket_number_format(ticket->number, number);
        csr_str_set(&name, number, CSR_NTS);
    }
    traffic_begin_case(reading->traffic, &name);
    status = format != NULL ? read_replayed(reading, format, ticket) : read_moves(reading, ticket);
    if (status == CSR_OK && format != NULL && format->columns[LOG_REASSIGNS] != NULL)
        status = traffic_count(reading->session, ticket, &reading->transfers,
                               &reading->traffic->cases[reading->traffic->count - 1], &reading->err);
    if (status == CSR_OK)
        status = promises_read(reading->promises, reading->session, ticket,
                               reading->traffic->cases[reading->traffic->count - 1].name, &reading->err);
    traffic_end_case(reading->traffic);
    return status;
}

static csr_status read_tickets(struct reading *reading, const csr_result *page)
{
    csr_ticket_view view = { .struct_size = (uint32_t)sizeof view };
    csr_status status = CSR_OK;

    for (size_t i = 0; i < csr_result_count(page) && status == CSR_OK; i++) {
        status = csr_ticket_at(page, i, &view, &reading->err);
        if (status == CSR_OK)
            status = read_ticket(reading, &view);
    }
    return status;
}

static void show_progress(const struct traffic *traffic, int over)
{
    if (isatty(STDERR_FILENO) && (traffic->count >= CSR_PAGE_MAX))
        fprintf(stderr, "\r%zu cases%s", traffic->count, over ? "\n" : "");
}

int traffic_read(struct tool *tool, struct traffic *traffic, struct promises *promises)
{
    struct reading reading = { tool->session, traffic, { { 0 } }, promises, CSR_ERROR_INIT };
    csr_ticket_query query = CSR_TICKET_QUERY_INIT;
    csr_result *page = NULL, *before;
    csr_status status;

    query.limit = CSR_PAGE_MAX;
    query.order = CSR_TICKETS_BY_OLDEST;
    do {
        before = page;
        status = csr_ticket_list(reading.session, &query, &page, &reading.err);
        csr_result_free(before);
        if (status == CSR_OK)
            status = read_tickets(&reading, page);
        if (status == CSR_OK)
            status = csr_result_token(page, &query.after, &reading.err);
        show_progress(traffic, 0);
    } while (status == CSR_OK && query.after.len > 0);
    show_progress(traffic, 1);
    csr_result_free(page);
    return status == CSR_OK ? CODE_DONE : say_error("report", &reading.err);
}
