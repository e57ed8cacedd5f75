#include "base/error.h"
#include "desk/agent.h"
#include "desk/edit.h"
#include "desk/ticket.h"

/*
 * Agents who leave and come back, and who gets their tickets.
 */
#define ROW struct csri_agent

#define IN_STRUCT csr_agent_deactivate_params
/* clang-format off */
static const csr_member leave_params_members[] = {
    IN(expected_version, version, 0),
    IN(reason, reason, 0),
};
/* clang-format on */
static const csr_shape leave_params = CSRI_PARAMS(IN_STRUCT, leave_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_agent_hand_over_params
/* clang-format off */
static const csr_member hand_over_params_members[] = {
    IN(limit, limit, 0),
    IN(agent, agent, REQUIRED),
    IN(to, agent, 0),
    IN(reason, reason, 0),
};
/* clang-format on */
static const csr_shape hand_over_params = CSRI_PARAMS(IN_STRUCT, hand_over_params_members);
#undef IN_STRUCT

int csri_may_supervise(const csri_call *call)
{
    return csr_id_is_none(&call->session->agent) || call->session->role >= CSR_ROLE_SUPERVISOR;
}

csr_status csri_agent_works(csri_call *call, const csr_id *agent, const char *field)
{
    const csr_shape *row = csri_agent_record.row;
    uint64_t deactivated = UINT64_C(1) << (csri_member_at(row, offsetof(ROW, view.deactivated)) - row->members);
    csr_rows *rows;
    csr_status status;

    if (csr_id_is_none(agent))
        return CSR_OK;
    status = csri_load_columns(&call->tx, &csri_agent_record, agent, deactivated, field, &rows);
    if (status == CSR_OK && ((const struct csri_agent *)csri_rows_at(rows, 0))->view.deactivated)
        status = csri_fail(call->err, CSR_E_STATE, field, "%s: the agent was deactivated", field);
    csri_rows_free(rows);
    return status;
}

/* The agent, name and kind of what somebody must answer for. */
typedef struct duty {
    const csr_record *record;
    size_t agent_at, name_at;
    const char *what;
} duty;

/* Nobody leaves while answering for something: matters that come in there would be nobody's. */
static csr_status check_duty(csri_call *call, const csr_id *agent, const duty *d)
{
    _Alignas(16) char last[CSRI_ROW_MAX] = { 0 };
    csr_scan scan = { .index = CSR_SCAN_BY_ID, .limit = 64 };
    csr_status status = CSR_OK;

    for (size_t n = scan.limit; status == CSR_OK && n == scan.limit;) {
        csr_rows *rows;
        status = csri_rows_new(call->tx.host, d->record->row->size, 8, &rows, call->err);
        if (status != CSR_OK)
            return status;
        status = call->tx.ops->scan(call->tx.handle, d->record, &scan, rows, call->err);
        n = csri_rows_count(rows);
        for (size_t i = 0; i < n && status == CSR_OK; i++) {
            const char *row = csri_rows_at(rows, i);
            const csr_str *name = (const csr_str *)(row + d->name_at);
            if (memcmp(row + d->agent_at, agent, sizeof(*agent)) == 0)
                status = csri_fail(call->err, CSR_E_STATE, "id", "the agent %s %.*s: name somebody else first", d->what,
                                   (int)name->len, name->ptr);
            memcpy(last + d->record->id_at, row + d->record->id_at, sizeof(csr_id));
        }
        csri_rows_free(rows);
        scan.after = last;
    }
    return status;
}

static csr_status check_duties(csri_call *call, const csr_id *agent)
{
    const duty duties[] = {
        { &csri_contact_point_record, offsetof(csr_contact_point_view, responsible),
          offsetof(csr_contact_point_view, name), "is responsible for" },
        { &csri_team_record, offsetof(csr_team_view, lead), offsetof(csr_team_view, name), "leads" },
    };
    csr_status status = CSR_OK;

    for (size_t i = 0; i < CSRI_COUNT(duties) && status == CSR_OK; i++)
        status = check_duty(call, agent, &duties[i]);
    return status;
}

static csr_status deactivate(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_agent_deactivate_params *in = params;
    csri_change_request request = { .event = CSR_EVENT_AGENT_DEACTIVATED, .reason = in->reason };
    struct csri_agent is;
    csri_edit edit;
    csr_status status = csri_edit_begin(call, &csri_agent_record, id, in->expected_version, &is, &edit);

    if (status != CSR_OK)
        return status;
    if (!is.view.deactivated) {
        status = check_duties(call, id);
        is.view.deactivated = 1;
        is.view.deactivated_at = call->tx.now;
        if (status == CSR_OK)
            status = csri_claims_end(call, id);
    }
    return csri_edit_end(call, &edit, status, &request, out);
}

const csri_operation csri_agent_deactivate = {
    .name = "agent.deactivate",
    .run = deactivate,
    .in = &leave_params,
    .subject = &csri_agent_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_agent_deactivate(csr_session *session, const csr_id *id, const csr_agent_deactivate_params *params,
                                int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_agent_deactivate, id, params, out_version, err);
}

static csr_status reactivate(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_agent_deactivate_params *in = params;
    csri_change_request request = { .event = CSR_EVENT_AGENT_REACTIVATED, .reason = in->reason };
    struct csri_agent is;
    csri_edit edit;
    csr_status status = csri_edit_begin(call, &csri_agent_record, id, in->expected_version, &is, &edit);

    if (status != CSR_OK)
        return status;
    is.view.deactivated = 0;
    is.view.deactivated_at = 0;
    return csri_edit_end(call, &edit, CSR_OK, &request, out);
}

const csri_operation csri_agent_reactivate = {
    .name = "agent.reactivate",
    .run = reactivate,
    .in = &leave_params,
    .subject = &csri_agent_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_agent_reactivate(csr_session *session, const csr_id *id, const csr_agent_deactivate_params *params,
                                int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_agent_reactivate, id, params, out_version, err);
}

/* Give a ticket to somebody else or to nobody; the row as it is now goes into the answer. */
static csr_status pass_on(csri_call *call, const csr_id *ticket, const csr_agent_hand_over_params *in, csr_rows *out)
{
    csri_change_request request = { .event = CSR_EVENT_TICKET_CHANGED, .reason = in->reason };
    struct csri_ticket is;
    csri_edit edit;
    csr_status status = csri_edit_begin(call, &csri_ticket_record, ticket, 0, &is, &edit);

    if (status != CSR_OK)
        return status;
    is.view.assignee = in->to;
    status = csri_ticket_edit_end(call, &edit, CSR_OK, &request, call->tx.now, NULL);
    return status != CSR_OK ? status
                            : call->tx.ops->get(call->tx.handle, &csri_ticket_record, ticket, 0, out, call->err);
}

/* What has been passed on leaves the index: the first ones are always those that are left. */
static csr_status pass_on_queue(csri_call *call, const csr_agent_hand_over_params *in, csr_queue queue, uint32_t limit,
                                csr_rows *out)
{
    struct csri_ticket from = { .view = { .assignee = in->agent, .queue = queue } };
    csr_scan scan = { .index = CSRI_TICKET_BY_ASSIGNEE, .equal = 2, .from = &from };
    csr_rows *tickets;
    csr_status status;

    scan.limit = limit - (uint32_t)csri_rows_count(out);
    if (scan.limit == 0)
        return CSR_OK;
    status = csri_rows_new(call->tx.host, sizeof(struct csri_ticket), 8, &tickets, call->err);
    if (status != CSR_OK)
        return status;
    status = call->tx.ops->scan(call->tx.handle, &csri_ticket_record, &scan, tickets, call->err);
    for (size_t i = 0; i < csri_rows_count(tickets) && status == CSR_OK; i++)
        status = pass_on(call, &((const struct csri_ticket *)csri_rows_at(tickets, i))->view.id, in, out);
    csri_rows_free(tickets);
    return status;
}

static csr_status check_hand_over(csri_call *call, const csr_agent_hand_over_params *in)
{
    csr_status status = csri_exists(&call->tx, &csri_agent_record, &in->agent, "agent");

    if (status == CSR_OK && memcmp(&in->agent, &in->to, sizeof(in->to)) == 0)
        status = csri_fail(call->err, CSR_E_ARGUMENT, "to", "nobody hands over to themselves");
    return status != CSR_OK ? status : csri_agent_works(call, &in->to, "to");
}

static csr_status hand_over(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_agent_hand_over_params *in = params;
    uint32_t limit;
    csr_rows *rows = NULL;
    csr_status status = csri_page_limit((uint32_t)in->limit, &limit, call->err);

    (void)id;
    if (status == CSR_OK)
        status = check_hand_over(call, in);
    if (status == CSR_OK)
        status = csri_rows_new(call->tx.host, sizeof(struct csri_ticket), 8, &rows, call->err);
    if (status == CSR_OK)
        status = pass_on_queue(call, in, CSR_QUEUE_ACTIVE, limit, rows);
    if (status == CSR_OK)
        status = pass_on_queue(call, in, CSR_QUEUE_WAITING, limit, rows);
    if (status == CSR_OK)
        return csri_result_of(rows, &csri_ticket_record, out, call->err);
    csri_rows_free(rows);
    return status;
}

const csri_operation csri_agent_hand_over = {
    .name = "agent.hand_over",
    .run = hand_over,
    .in = &hand_over_params,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_agent_hand_over(csr_session *session, const csr_agent_hand_over_params *params, csr_result **out_result,
                               csr_error *err)
{
    return csri_run(session, &csri_agent_hand_over, NULL, params, out_result, err);
}
