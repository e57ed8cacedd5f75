#include "desk_side.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SEED_BATCH 50

static void must(csr_status status, const csr_error *err)
{
    if (status != CSR_OK)
        bench_die("%s (%s): %s", csr_status_name(status), err->field, err->message);
}

static csr_desk *open_desk(const char *uri, const char *synchronous)
{
    csr_option option = { "synchronous", synchronous };
    csr_desk_open_params params = CSR_DESK_OPEN_PARAMS_INIT;
    csr_error err = CSR_ERROR_INIT;
    csr_desk *desk;

    params.options = &option;
    params.option_count = synchronous != NULL;
    must(csr_desk_open(uri, &params, &desk, &err), &err);
    return desk;
}

static csr_session *open_session(csr_desk *desk, const csr_id *agent)
{
    csr_session_open_params params = CSR_SESSION_OPEN_PARAMS_INIT;
    csr_error err = CSR_ERROR_INIT;
    csr_session *session;

    if (agent != NULL)
        params.agent = *agent;
    must(csr_session_open(desk, &params, &session, &err), &err);
    return session;
}

static void add_cast(csr_session *session, bench_cast *out)
{
    csr_error err = CSR_ERROR_INIT;
    char name[32];

    for (unsigned i = 0; i < CAST_AGENTS; i++) {
        csr_agent_add_params agent = CSR_AGENT_ADD_PARAMS_INIT;
        snprintf(name, sizeof(name), "agent number %u", i);
        csr_str_set(&agent.handle, name, CSR_NTS);
        must(csr_agent_add(session, &agent, &out->agents[i], &err), &err);
    }
    for (unsigned i = 0; i < CAST_TEAMS; i++) {
        csr_team_add_params team = CSR_TEAM_ADD_PARAMS_INIT;
        snprintf(name, sizeof(name), "team %u", i);
        csr_str_set(&team.name, name, CSR_NTS);
        must(csr_team_add(session, &team, &out->teams[i], &err), &err);
    }
}

void desk_side_make(const char *uri, bench_cast *out)
{
    csr_desk *desk = open_desk(uri, NULL);
    csr_session *session = open_session(desk, NULL);

    add_cast(session, out);
    csr_session_close(session);
    csr_desk_close(desk);
}

static void open_sessions(desk_side *d)
{
    d->web = open_session(d->desk, NULL);
    d->staff = open_session(d->desk, &d->cast.agents[0]);
    d->random = 42;
}

void desk_side_open(desk_side *d, const char *uri, const char *synchronous, const bench_cast *people)
{
    d->desk = open_desk(uri, synchronous);
    d->cast = *people;
    open_sessions(d);
}

void desk_side_open_memory(desk_side *d)
{
    csr_session *session;

    d->desk = open_desk("memory:", NULL);
    session = open_session(d->desk, NULL);
    add_cast(session, &d->cast);
    csr_session_close(session);
    open_sessions(d);
}

static void free_block(desk_side *d)
{
    free(d->matters);
    free(d->names);
    free(d->name_lengths);
    free(d->picks);
    d->matters = NULL;
    d->names = NULL;
    d->name_lengths = NULL;
    d->picks = NULL;
}

void desk_side_close(desk_side *d)
{
    csr_session_close(d->web);
    csr_session_close(d->staff);
    csr_desk_close(d->desk);
    d->desk = NULL;
    d->web = d->staff = NULL;
}

void desk_side_end(desk_side *d)
{
    desk_side_close(d);
    free_block(d);
    id_list_free(&d->customers);
    id_list_free(&d->tickets);
}

static void add_customer(desk_side *d, const char *name, size_t len)
{
    csr_customer_add_params params = CSR_CUSTOMER_ADD_PARAMS_INIT;
    csr_error err = CSR_ERROR_INIT;
    csr_id id;

    params.name = (csr_str){ name, len };
    must(csr_customer_add(d->web, &params, &id, &err), &err);
    id_list_add(&d->customers, &id);
}

/* The ticket and its first message, in a transaction that is open. */
static void open_ticket(desk_side *d, const work_matter *m, const csr_id *customer, int assigned)
{
    csr_ticket_open_params ticket = CSR_TICKET_OPEN_PARAMS_INIT;
    csr_interaction_add_params message = CSR_INTERACTION_ADD_PARAMS_INIT;
    csr_error err = CSR_ERROR_INIT;
    csr_id id;

    ticket.kind = CSR_TICKET_ENQUIRY;
    ticket.customer = *customer;
    ticket.team = d->cast.teams[m->team];
    if (assigned)
        ticket.assignee = d->cast.agents[m->agent];
    ticket.priority = m->priority;
    ticket.subject = m->subject;
    must(csr_ticket_open(d->web, &ticket, &id, &err), &err);
    message.channel = CSR_CHANNEL_EMAIL;
    message.ticket = id;
    message.customer = *customer;
    message.body = m->body;
    must(csr_interaction_add(d->web, &message, NULL, &err), &err);
    id_list_add(&d->tickets, &id);
}

static void begin(csr_session *session)
{
    csr_error err = CSR_ERROR_INIT;

    must(csr_session_begin(session, &err), &err);
}

static void commit(csr_session *session)
{
    csr_error err = CSR_ERROR_INIT;

    must(csr_session_commit(session, &err), &err);
}

static void agent_reply(desk_side *d, const work_matter *m, const csr_id *ticket)
{
    csr_interaction_add_params params = CSR_INTERACTION_ADD_PARAMS_INIT;
    csr_error err = CSR_ERROR_INIT;

    params.channel = CSR_CHANNEL_EMAIL;
    params.direction = CSR_DIRECTION_OUTGOING;
    params.ticket = *ticket; /* whose customer the library looks up */
    params.body = m->agent_reply;
    must(csr_interaction_add(d->staff, &params, NULL, &err), &err);
}

static void customer_reply(desk_side *d, const work_matter *m, const csr_id *ticket, const csr_id *customer)
{
    csr_interaction_add_params params = CSR_INTERACTION_ADD_PARAMS_INIT;
    csr_error err = CSR_ERROR_INIT;

    params.channel = CSR_CHANNEL_EMAIL;
    params.ticket = *ticket;
    params.customer = *customer;
    params.body = m->customer_reply;
    must(csr_interaction_add(d->web, &params, NULL, &err), &err);
}

static void assign(desk_side *d, const work_matter *m, const csr_id *ticket)
{
    csr_ticket_change_params params = CSR_TICKET_CHANGE_PARAMS_INIT;
    csr_error err = CSR_ERROR_INIT;

    params.assignee = d->cast.agents[m->agent];
    must(csr_ticket_change(d->staff, ticket, &params, NULL, &err), &err);
}

static void change_priority(desk_side *d, const work_matter *m, const csr_id *ticket)
{
    csr_ticket_change_params params = CSR_TICKET_CHANGE_PARAMS_INIT;
    csr_error err = CSR_ERROR_INIT;

    params.priority = m->new_priority;
    must(csr_ticket_change(d->staff, ticket, &params, NULL, &err), &err);
}

static void resolve(desk_side *d, const csr_id *ticket)
{
    csr_ticket_move_params params = CSR_TICKET_MOVE_PARAMS_INIT;
    csr_error err = CSR_ERROR_INIT;

    params.state = CSR_STR("resolved");
    params.resolution = CSR_RESOLUTION_SOLVED;
    must(csr_ticket_move(d->staff, ticket, &params, NULL, &err), &err);
}

static void reopen(desk_side *d, const csr_id *ticket)
{
    csr_error err = CSR_ERROR_INIT;

    must(csr_ticket_reopen(d->staff, ticket, NULL, NULL, &err), &err);
}

static void get(desk_side *d, const csr_id *ticket)
{
    csr_ticket_view view = { .struct_size = sizeof(view) };
    csr_error err = CSR_ERROR_INIT;
    csr_result *result;

    must(csr_ticket_get(d->staff, ticket, &result, &err), &err);
    must(csr_ticket_at(result, 0, &view, &err), &err);
    csr_result_free(result);
    if (memcmp(&view.id, ticket, sizeof(*ticket)) != 0)
        bench_die("another ticket came than was asked for");
}

static void queue(desk_side *d, unsigned team)
{
    csr_ticket_queue_query query = CSR_TICKET_QUEUE_QUERY_INIT;
    csr_ticket_queue_view view = { .struct_size = sizeof(view) };
    csr_error err = CSR_ERROR_INIT;
    csr_result *result;

    query.team = d->cast.teams[team];
    query.limit = QUEUE_ROWS;
    must(csr_ticket_queue(d->staff, &query, &result, &err), &err);
    for (size_t i = 0; i < csr_result_count(result); i++) {
        must(csr_ticket_queue_at(result, i, &view, &err), &err);
        if (view.customer_name.len == 0)
            bench_die("a line of a queue has no name");
    }
    csr_result_free(result);
}

static void open_one_ticket(desk_side *d, const work_matter *m, const csr_id *customer)
{
    begin(d->web);
    open_ticket(d, m, customer, 0);
    commit(d->web);
}

void desk_side_first_ticket(desk_side *d, const char *uri, const bench_cast *people, const csr_id *customer,
                            const work_matter *matter)
{
    d->desk = open_desk(uri, NULL);
    d->web = open_session(d->desk, NULL);
    d->cast = *people;
    open_one_ticket(d, matter, customer);
}

/* One batch: what customers do in one transaction, what agents do in another. */
static void seed_batch(desk_side *d, size_t first, size_t n)
{
    static work_matter matters[SEED_BATCH];
    char name[WORK_NAME_BYTES];

    begin(d->web);
    for (size_t i = 0; i < n; i++) {
        work_matter_of(first + i, &matters[i]);
        if ((first + i) % WORK_TICKETS_PER_CUSTOMER == 0) {
            size_t len = work_name_of(d->customers.count, name);
            add_customer(d, name, len);
        }
        open_ticket(d, &matters[i], &d->customers.items[d->customers.count - 1], matters[i].assigned);
    }
    commit(d->web);
    begin(d->staff);
    for (size_t i = 0; i < n; i++) {
        agent_reply(d, &matters[i], &d->tickets.items[first + i]);
        if (matters[i].resolved)
            resolve(d, &d->tickets.items[first + i]);
    }
    commit(d->staff);
}

void desk_side_seed(desk_side *d, size_t n)
{
    for (size_t done = 0; done < n; done += SEED_BATCH)
        seed_batch(d, d->tickets.count, n - done < SEED_BATCH ? n - done : SEED_BATCH);
}

static void prepare(void *self, bench_op op, size_t n)
{
    desk_side *d = self;
    size_t first = op == OP_OPEN ? d->tickets.count : d->tickets.count - n;

    free_block(d);
    d->op = op;
    d->n = n;
    d->matters = bench_alloc(n * sizeof(*d->matters));
    d->names = bench_alloc(n * sizeof(*d->names));
    d->name_lengths = bench_alloc(n * sizeof(*d->name_lengths));
    d->picks = bench_alloc(n * sizeof(*d->picks));
    for (size_t i = 0; i < n; i++) {
        if (op == OP_CUSTOMER)
            d->name_lengths[i] = work_name_of(d->customers.count + i, d->names[i]);
        else if (op == OP_GET)
            d->picks[i] = (size_t)(bench_random(&d->random) % d->tickets.count);
        else if (op != OP_QUEUE)
            work_matter_of(first + i, &d->matters[i]);
    }
}

/* Of the n opened last, the one of operation i. */
static const csr_id *last_ticket(const desk_side *d, size_t i)
{
    return &d->tickets.items[d->tickets.count - d->n + i];
}

static const csr_id *last_customer(const desk_side *d, size_t i)
{
    return &d->customers.items[d->customers.count - d->n + i];
}

static void run(void *self, size_t i)
{
    desk_side *d = self;
    const work_matter *m = &d->matters[i];

    switch (d->op) {
    case OP_CUSTOMER: add_customer(d, d->names[i], d->name_lengths[i]); break;
    case OP_OPEN: open_one_ticket(d, m, last_customer(d, i)); break;
    case OP_AGENT_REPLY: agent_reply(d, m, last_ticket(d, i)); break;
    case OP_CUSTOMER_REPLY: customer_reply(d, m, last_ticket(d, i), last_customer(d, i)); break;
    case OP_ASSIGN: assign(d, m, last_ticket(d, i)); break;
    case OP_PRIORITY: change_priority(d, m, last_ticket(d, i)); break;
    case OP_RESOLVE: resolve(d, last_ticket(d, i)); break;
    case OP_REOPEN: reopen(d, last_ticket(d, i)); break;
    case OP_GET: get(d, &d->tickets.items[d->picks[i]]); break;
    case OP_QUEUE: queue(d, (unsigned)(i % CAST_TEAMS)); break;
    case OP_COUNT: break;
    }
}

contestant desk_side_contestant(desk_side *d)
{
    return (contestant){ "libcsr", d, prepare, run };
}
