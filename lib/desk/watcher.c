#include "base/error.h"
#include "desk/agent.h"
#include "desk/edit.h"

/*
 * Who follows a ticket. A watcher is a child of its ticket.
 */
#define ROW struct csri_watcher

#define IN_STRUCT csr_watcher_params
/* clang-format off */
static const csr_member watch_params_members[] = {
    IN(agent, agent, 0),
    IN(customer, customer, 0),
};
/* clang-format on */
static const csr_shape watch_params = CSRI_PARAMS(IN_STRUCT, watch_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_watcher_query
/* clang-format off */
static const csr_member list_query_members[] = {
    IN(limit, limit, 0),
    IN(after, token, 0),
    IN(ticket, ticket, 0),
    IN(agent, agent, 0),
    IN(customer, customer, 0),
};
/* clang-format on */
static const csr_shape list_query = CSRI_PARAMS(IN_STRUCT, list_query_members);
#undef IN_STRUCT

/* Who is meant: exactly one, and the session's agent when nobody is named. */
static csr_status name_watcher(csri_call *call, const csr_watcher_params *in, struct csri_watcher *is)
{
    csr_status status;

    is->view.agent = in->agent;
    is->view.customer = in->customer;
    if (csr_id_is_none(&is->view.customer) && csr_id_is_none(&is->view.agent))
        is->view.agent = call->session->agent;
    status =
        csri_need_one(call, !csr_id_is_none(&is->view.agent), !csr_id_is_none(&is->view.customer), "agent", "customer");
    is->who = csr_id_is_none(&is->view.agent) ? is->view.customer : is->view.agent;
    return status;
}

static csr_status check_watcher(csri_call *call, const struct csri_watcher *is)
{
    csr_status status = csri_agent_works(call, &is->view.agent, "agent");

    return status != CSR_OK ? status : csri_exists(&call->tx, &csri_customer_record, &is->view.customer, "customer");
}

static csr_status write_watcher(csri_call *call, const csr_id *id, const csr_watcher_params *in, int on, void *out)
{
    csri_change_request request = { .event = on ? CSR_EVENT_TICKET_WATCHED : CSR_EVENT_TICKET_UNWATCHED };
    struct csri_watcher watcher = { .view = { .ticket = *id, .created_at = call->tx.now } };
    struct csri_ticket is;
    csr_rows *existing = NULL;
    csri_edit edit;
    csr_status status = csri_edit_begin(call, &csri_ticket_record, id, 0, &is, &edit);

    if (status != CSR_OK)
        return status;
    status = name_watcher(call, in, &watcher);
    if (status == CSR_OK)
        status = csri_find(&call->tx, &csri_watcher_record, CSRI_WATCHER_BY_TICKET, &watcher, &existing);
    if (status == CSR_OK && (existing != NULL) != (on != 0)) {
        request.child = &csri_watcher_record;
        request.child_was = on ? NULL : csri_rows_at(existing, 0);
        request.child_is = on ? &watcher : NULL;
        status = on ? check_watcher(call, &watcher) : CSR_OK;
        if (status == CSR_OK && on)
            status = csri_new_id(&call->tx, &watcher.view.id);
    }
    status = csri_edit_end(call, &edit, status, &request, out);
    csri_rows_free(existing);
    return status;
}

static csr_status watch(csri_call *call, const csr_id *id, const void *params, void *out)
{
    return write_watcher(call, id, params, 1, out);
}

const csri_operation csri_ticket_watch = {
    .name = "ticket.watch",
    .run = watch,
    .in = &watch_params,
    .subject = &csri_ticket_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_ticket_watch(csr_session *session, const csr_id *id, const csr_watcher_params *params,
                            int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_ticket_watch, id, params, out_version, err);
}

static csr_status unwatch(csri_call *call, const csr_id *id, const void *params, void *out)
{
    return write_watcher(call, id, params, 0, out);
}

const csri_operation csri_ticket_unwatch = {
    .name = "ticket.unwatch",
    .run = unwatch,
    .in = &watch_params,
    .subject = &csri_ticket_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_ticket_unwatch(csr_session *session, const csr_id *id, const csr_watcher_params *params,
                              int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_ticket_unwatch, id, params, out_version, err);
}

static csr_status list(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_watcher_query *in = params;
    struct csri_watcher from = { .view = { .ticket = in->ticket } };
    int by_ticket = !csr_id_is_none(&in->ticket), agent = !csr_id_is_none(&in->agent),
        customer = !csr_id_is_none(&in->customer);
    csr_status status = csri_need_one(call, by_ticket || (agent && customer), agent || customer, "ticket",
                                      customer ? "customer" : "agent");

    (void)id;
    if (status != CSR_OK)
        return status;
    from.who = agent ? in->agent : in->customer;
    return csri_list(call, &csri_watcher_record, by_ticket ? CSRI_WATCHER_BY_TICKET : CSRI_WATCHER_BY_WHO, 1, 0, &from,
                     in->limit, &in->after, out);
}

const csri_operation csri_watcher_list = {
    .name = "watcher.list",
    .run = list,
    .in = &list_query,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_watcher_list(csr_session *session, const csr_watcher_query *query, csr_result **out_result,
                            csr_error *err)
{
    return csri_run(session, &csri_watcher_list, NULL, query, out_result, err);
}

csr_status csr_watcher_at(const csr_result *result, size_t row, csr_watcher_view *view, csr_error *err)
{
    return csri_result_view(result, csri_watcher_record.row, row, view, err);
}
