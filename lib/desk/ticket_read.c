#include "base/error.h"
#include "base/memory.h"
#include "desk/edit.h"

/*
 * Reading tickets: one, pages, the queue with its names, counts.
 */
#define ROW struct csri_ticket

static csr_status get(csri_call *call, const csr_id *id, const void *params, void *out)
{
    (void)params;
    return csri_get(call, &csri_ticket_record, id, out);
}

const csri_operation csri_ticket_get = {
    .name = "ticket.get",
    .run = get,
    .subject = &csri_ticket_record,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_ticket_get(csr_session *session, const csr_id *id, csr_result **out_result, csr_error *err)
{
    return csri_run(session, &csri_ticket_get, id, NULL, out_result, err);
}

#define IN_STRUCT csr_ticket_find_params
/* clang-format off */
static const csr_member find_params_members[] = {
    IN(number, number, 0),
    IN(external_id, external_id, 0),
};
/* clang-format on */
static const csr_shape find_params = CSRI_PARAMS(IN_STRUCT, find_params_members);
#undef IN_STRUCT

static csr_status find(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_ticket_find_params *in = params;
    struct csri_ticket key = { .view = { .number = in->number, .external_id = in->external_id } };
    csr_status status = csri_need_one(call, in->number != 0, in->external_id.len != 0, "number", "external_id");

    (void)id;
    if (status != CSR_OK)
        return status;
    if (in->number != 0)
        return csri_get_by(call, &csri_ticket_record, CSRI_TICKET_BY_NUMBER, &key, "number", out);
    return csri_get_by(call, &csri_ticket_record, CSRI_TICKET_BY_EXTERNAL_ID, &key, "external_id", out);
}

const csri_operation csri_ticket_find = {
    .name = "ticket.find",
    .run = find,
    .in = &find_params,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_ticket_find(csr_session *session, const csr_ticket_find_params *params, csr_result **out_result,
                           csr_error *err)
{
    return csri_run(session, &csri_ticket_find, NULL, params, out_result, err);
}

#define IN_STRUCT csr_ticket_query
/* clang-format off */
static const csr_member list_query_members[] = {
    IN(limit, limit, 0),
    IN(order, ticket_order, 0),
    IN(queue, queue, 0),
    IN(after, token, 0),
    IN(customer, customer, 0),
    IN(team, team, 0),
    IN(assignee, agent, 0),
};
/* clang-format on */
static const csr_shape list_query = CSRI_PARAMS(IN_STRUCT, list_query_members);
#undef IN_STRUCT

/* How an order is read: index, equal members, direction, and which members of the query it uses. */
typedef struct order_row {
    int32_t index;
    uint32_t equal, flags;
    int customer, team, assignee, queue;
} order_row;

static const order_row orders[] = {
    [CSR_TICKETS_BY_NEWEST] = { CSR_SCAN_BY_ID, 0, CSR_SCAN_REVERSE, 0, 0, 0, 0 },
    [CSR_TICKETS_BY_OLDEST] = { CSR_SCAN_BY_ID, 0, 0, 0, 0, 0, 0 },
    [CSR_TICKETS_BY_CUSTOMER] = { CSRI_TICKET_BY_CUSTOMER, 1, CSR_SCAN_REVERSE, 1, 0, 0, 0 },
    [CSR_TICKETS_BY_TEAM] = { CSRI_TICKET_BY_QUEUE, 2, 0, 0, 1, 0, 1 },
    [CSR_TICKETS_BY_ASSIGNEE] = { CSRI_TICKET_BY_ASSIGNEE, 2, 0, 0, 0, 1, 1 },
};

/* A member that the order does not use would be a filter that is silently ignored; one that it needs must be there. */
static csr_status check_member(csri_call *call, int used, int given, const char *field)
{
    if (used && !given)
        return csri_fail(call->err, CSR_E_ARGUMENT, field, "%s is required in this order", field);
    if (!used && given)
        return csri_fail(call->err, CSR_E_ARGUMENT, field, "%s has no meaning in this order", field);
    return CSR_OK;
}

static csr_status check_list(csri_call *call, const csr_ticket_query *in, const order_row *order)
{
    csr_status status = check_member(call, order->customer, !csr_id_is_none(&in->customer), "customer");

    if (status == CSR_OK)
        status = check_member(call, order->team, !csr_id_is_none(&in->team), "team");
    if (status == CSR_OK)
        status = check_member(call, order->assignee, !csr_id_is_none(&in->assignee), "assignee");
    if (status == CSR_OK && in->queue != 0)
        status = check_member(call, order->queue, 1, "queue");
    return status;
}

static csr_queue queue_or_active(csr_queue queue)
{
    return queue == 0 ? CSR_QUEUE_ACTIVE : queue;
}

static csr_status list(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_ticket_query *in = params;
    const order_row *order = &orders[in->order == 0 ? CSR_TICKETS_BY_NEWEST : in->order];
    struct csri_ticket from = { .view = { .customer = in->customer,
                                          .team = in->team,
                                          .assignee = in->assignee,
                                          .queue = queue_or_active(in->queue) } };
    csr_status status = check_list(call, in, order);

    (void)id;
    return status != CSR_OK ? status
                            : csri_list(call, &csri_ticket_record, order->index, order->equal, order->flags, &from,
                                        in->limit, &in->after, out);
}

const csri_operation csri_ticket_list = {
    .name = "ticket.list",
    .run = list,
    .in = &list_query,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_ticket_list(csr_session *session, const csr_ticket_query *query, csr_result **out_result, csr_error *err)
{
    return csri_run(session, &csri_ticket_list, NULL, query, out_result, err);
}

csr_status csr_ticket_at(const csr_result *result, size_t row, csr_ticket_view *view, csr_error *err)
{
    return csri_result_view(result, csri_ticket_record.row, row, view, err);
}

#define IN_STRUCT csr_ticket_queue_query
/* clang-format off */
static const csr_member queue_query_members[] = {
    IN(limit, limit, 0),
    IN(queue, queue, 0),
    IN(after, token, 0),
    IN(team, team, 0),
};
/* clang-format on */
static const csr_shape queue_query = CSRI_PARAMS(IN_STRUCT, queue_query_members);
#undef IN_STRUCT

/* Bits of the members of a row that a list needs. */
static uint64_t columns_of(const csr_record *record, const uint16_t *offsets, size_t count)
{
    uint64_t mask = 0;

    for (unsigned i = 0; i < record->row->count; i++)
        for (size_t k = 0; k < count; k++)
            if (record->row->members[i].offset == offsets[k])
                mask |= UINT64_C(1) << i;
    return mask;
}

#define AT(m) ((uint16_t)offsetof(struct csri_ticket, m))
static uint64_t queue_columns(void)
{
    static const uint16_t offsets[] = { AT(view.number),   AT(view.subject),  AT(view.priority),  AT(view.kind),
                                        AT(view.state),    AT(view.phase),    AT(view.opened_at), AT(view.due_at),
                                        AT(view.customer), AT(view.assignee), AT(view.team),      AT(view.queue),
                                        AT(urgency) };

    return columns_of(&csri_ticket_record, offsets, CSRI_COUNT(offsets));
}

static void fill_line(csr_ticket_queue_view *line, const csr_ticket_view *ticket)
{
    line->id = ticket->id;
    line->number = ticket->number;
    line->subject = ticket->subject;
    line->priority = ticket->priority;
    line->kind = ticket->kind;
    line->state = ticket->state;
    line->phase = ticket->phase;
    line->opened_at = ticket->opened_at;
    line->due_at = ticket->due_at;
    line->customer = ticket->customer;
    line->assignee = ticket->assignee;
}

/* Where in a line a reference stands and where its name goes; where the name stands in the record referred to. */
typedef struct name_source {
    const csr_record *record;
    uint16_t reference, name, record_name;
} name_source;

static const csr_id *reference_at(const csr_rows *lines, size_t i, const name_source *source)
{
    return (const csr_id *)((const char *)csri_rows_at(lines, i) + source->reference);
}

/* The end of an id is random, while its beginning is that of its neighbours: two words say sooner than memcmp() that two
 * are different. */
static int same_id(const csr_id *a, const csr_id *b)
{
    uint64_t x[2], y[2];

    memcpy(x, a, sizeof(x));
    memcpy(y, b, sizeof(y));
    return x[1] == y[1] && x[0] == y[0];
}

/* Each id once: a page has few different ones, so looking through those found so far is the fastest. */
static size_t collect_ids(const csr_rows *lines, const name_source *source, csr_id *ids)
{
    size_t n = 0;

    for (size_t i = 0; i < csri_rows_count(lines); i++) {
        const csr_id *id = reference_at(lines, i, source);
        size_t k = csr_id_is_none(id) ? n + 1 : 0;
        while (k < n && !same_id(&ids[k], id))
            k++;
        if (k == n)
            ids[n++] = *id;
    }
    return n;
}

static void set_names(const csr_rows *lines, const name_source *source, const csr_rows *named)
{
    size_t count = csri_rows_count(lines);

    for (size_t k = 0; k < csri_rows_count(named); k++) {
        const char *row = csri_rows_at(named, k);
        char *line = csri_rows_at(lines, 0);
        for (size_t i = 0; i < count; i++, line += sizeof(csr_ticket_queue_view))
            if (same_id((const csr_id *)(line + source->reference), (const csr_id *)(row + source->record->id_at)))
                memcpy(line + source->name, row + source->record_name, sizeof(csr_str));
    }
}

/* One read for all names of a kind; the lines borrow them. */
static csr_status add_names(csri_call *call, csr_rows *lines, const name_source *source)
{
    size_t count = csri_rows_count(lines), n;
    csr_id *ids = csri_alloc(call->tx.host, (count + 1) * sizeof(csr_id));
    csr_rows *named;
    csr_status status;

    if (ids == NULL)
        return csri_fail(call->err, CSR_E_NO_MEMORY, NULL, "no memory for the names of a queue");
    n = collect_ids(lines, source, ids);
    status = csri_rows_new(call->tx.host, source->record->row->size, n + 1, &named, call->err);
    if (status == CSR_OK && n != 0)
        status = call->tx.ops->get_many(call->tx.handle, source->record, ids, n,
                                        columns_of(source->record, &source->record_name, 1), named, call->err);
    if (status == CSR_OK) {
        set_names(lines, source, named);
        csri_rows_attach(lines, named);
    } else {
        csri_rows_free(named);
    }
    csri_free(call->tx.host, ids, (count + 1) * sizeof(csr_id));
    return status;
}

#define LINE(m) ((uint16_t)offsetof(csr_ticket_queue_view, m))
static const name_source name_sources[] = {
    { &csri_customer_record, LINE(customer), LINE(customer_name), (uint16_t)offsetof(struct csri_customer, view.name) },
    { &csri_agent_record, LINE(assignee), LINE(assignee_name), (uint16_t)offsetof(struct csri_agent, view.name) },
};

/* Lines of tickets; the tickets live on behind them, since the lines borrow their texts. */
static csr_status make_lines(csri_call *call, csr_rows *tickets, csr_rows **out)
{
    size_t count = csri_rows_count(tickets);
    csr_status status = csri_rows_new(call->tx.host, sizeof(csr_ticket_queue_view), count + 1, out, call->err);

    if (status != CSR_OK) {
        csri_rows_free(tickets);
        return status;
    }
    for (size_t i = 0; i < count && status == CSR_OK; i++) {
        void *line;
        status = csr_rows_add(*out, &line);
        if (status == CSR_OK)
            fill_line(line, &((const struct csri_ticket *)csri_rows_at(tickets, i))->view);
    }
    csri_rows_attach(*out, tickets);
    for (size_t i = 0; i < CSRI_COUNT(name_sources) && status == CSR_OK; i++)
        status = add_names(call, *out, &name_sources[i]);
    if (status != CSR_OK) {
        csri_rows_free(*out);
        *out = NULL;
    }
    return status;
}

static csr_status queue(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_ticket_queue_query *in = params;
    struct csri_ticket from = { .view = { .team = in->team, .queue = queue_or_active(in->queue) } };
    csr_scan scan = { .index = CSRI_TICKET_BY_QUEUE,
                      .equal = 2,
                      .limit = (uint32_t)in->limit,
                      .from = &from,
                      .columns = queue_columns() };
    csr_rows *tickets, *lines = NULL;
    csri_buffer token;
    csr_status status;

    (void)id;
    csri_buffer_init(&token, call->tx.host, 0);
    status = csri_page_rows(&call->tx, &csri_ticket_record, &scan, &in->after, &tickets, &token);
    if (status == CSR_OK)
        status = make_lines(call, tickets, &lines);
    return csri_result_page(status, lines, "queue", &csri_ticket_queue_shape, sizeof(csr_ticket_queue_view), &token,
                            out, call->err);
}

const csri_operation csri_ticket_queue = {
    .name = "ticket.queue",
    .run = queue,
    .in = &queue_query,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_ticket_queue(csr_session *session, const csr_ticket_queue_query *query, csr_result **out_result,
                            csr_error *err)
{
    return csri_run(session, &csri_ticket_queue, NULL, query, out_result, err);
}

csr_status csr_ticket_queue_at(const csr_result *result, size_t row, csr_ticket_queue_view *view, csr_error *err)
{
    return csri_result_view(result, &csri_ticket_queue_shape, row, view, err);
}

#define IN_STRUCT csr_ticket_count_params
/* clang-format off */
static const csr_member count_params_members[] = {
    IN(queue, queue, 0),
    IN(team, team, 0),
};
/* clang-format on */
static const csr_shape count_params = CSRI_PARAMS(IN_STRUCT, count_params_members);
#undef IN_STRUCT

static csr_status count(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_ticket_count_params *in = params;
    struct csri_ticket from = { .view = { .team = in->team, .queue = queue_or_active(in->queue) } };
    csr_scan scan = { .index = CSRI_TICKET_BY_QUEUE, .equal = 2, .from = &from };

    (void)id;
    return call->tx.ops->count(call->tx.handle, &csri_ticket_record, &scan, out, call->err);
}

const csri_operation csri_ticket_count = {
    .name = "ticket.count",
    .run = count,
    .in = &count_params,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_COUNT,
};

csr_status csr_ticket_count(csr_session *session, const csr_ticket_count_params *params, int64_t *out_count,
                            csr_error *err)
{
    return csri_run(session, &csri_ticket_count, NULL, params, out_count, err);
}
