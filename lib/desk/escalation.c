#include "desk/escalation.h"

#include "base/error.h"
#include "desk/agent.h"
#include "desk/interaction.h"
#include "desk/ticket.h"
#include "desk/timer.h"

/*
 * The course of escalations: taken up, resolved, withdrawn, expired.
 */
#define IN_STRUCT csr_escalation_acknowledge_params
/* clang-format off */
static const csr_member acknowledge_params_members[] = {
    IN(take, flag, 0),
    IN(agent, agent, 0),
};
/* clang-format on */
static const csr_shape acknowledge_params = CSRI_PARAMS(IN_STRUCT, acknowledge_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_escalation_resolve_params
/* clang-format off */
static const csr_member resolve_params_members[] = {
    IN(answer, note, 0),
};
/* clang-format on */
static const csr_shape resolve_params = CSRI_PARAMS(IN_STRUCT, resolve_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_escalation_withdraw_params
/* clang-format off */
static const csr_member withdraw_params_members[] = {
    IN(answer, note, 0),
};
/* clang-format on */
static const csr_shape withdraw_params = CSRI_PARAMS(IN_STRUCT, withdraw_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_escalation_query
/* clang-format off */
static const csr_member list_query_members[] = {
    IN(limit, limit, 0),
    IN(after, token, 0),
    IN(ticket, ticket, 0),
    IN(agent, agent, 0),
    IN(team, team, 0),
    IN(open, flag, 0),
};
/* clang-format on */
static const csr_shape list_query = CSRI_PARAMS(IN_STRUCT, list_query_members);
#undef IN_STRUCT

/* An escalation being changed, and its ticket. */
typedef struct changing {
    csr_rows *rows;
    const struct csri_escalation *was;
    struct csri_escalation is;
    struct csri_ticket ticket;
    csri_edit edit;
} changing;

static csr_status begin(csri_call *call, const csr_id *id, changing *c)
{
    csr_status status = csri_load(&call->tx, &csri_escalation_record, id, "id", &c->rows);

    if (status != CSR_OK)
        return status;
    c->was = csri_rows_at(c->rows, 0);
    c->is = *c->was;
    status = csri_edit_begin(call, &csri_ticket_record, &c->is.view.ticket, 0, &c->ticket, &c->edit);
    if (status != CSR_OK)
        csri_rows_free(c->rows);
    return status;
}

/* The highest level of what is open of the ticket beside this one. */
static csr_status level_without(csri_call *call, const csr_escalation_view *ended, int32_t *out)
{
    csr_rows *open = NULL;
    csr_status status = csri_escalations_open(call, &ended->ticket, &open);

    *out = 0;
    for (size_t i = 0; status == CSR_OK && i < csri_rows_count(open); i++) {
        const csr_escalation_view *other = &((const struct csri_escalation *)csri_rows_at(open, i))->view;
        if (memcmp(&other->id, &ended->id, sizeof(csr_id)) != 0 && other->level > *out)
            *out = other->level;
    }
    csri_rows_free(open);
    return status;
}

/* Write the change unless status says no; the timer goes when nobody waits for an acknowledgement any more. */
static csr_status end(csri_call *call, changing *c, csr_status status, csri_change_request *request, int64_t *out)
{
    int waited = c->was->view.state == CSR_ESCALATION_RAISED && c->was->view.expires_at != 0;

    request->child = &csri_escalation_record;
    request->child_was = c->was;
    request->child_is = &c->is;
    if (status == CSR_OK && c->was->view.open && !c->is.view.open)
        status = level_without(call, &c->is.view, &c->ticket.view.escalation_level);
    status = csri_ticket_edit_end(call, &c->edit, status, request, call->tx.now, out);
    if (status == CSR_OK && waited && c->is.view.state != CSR_ESCALATION_RAISED)
        status = csri_timer_set(call, CSRI_TIMER_ESCALATION, &c->is.view.id, NULL, 0);
    csri_rows_free(c->rows);
    return status;
}

static csr_status check_open(csri_call *call, const changing *c)
{
    return c->was->view.open ? CSR_OK : csri_fail(call->err, CSR_E_STATE, "id", "id: the escalation has ended");
}

static int same(const csr_id *a, const csr_id *b)
{
    return memcmp(a, b, sizeof(*a)) == 0;
}

static csr_status is_member(csri_call *call, const csr_id *team, const csr_id *agent, int *out)
{
    struct csri_member key = { .view = { .team = *team, .agent = *agent } };
    csr_rows *rows;
    csr_status status = csri_find(&call->tx, &csri_member_record, CSRI_MEMBER_BY_TEAM, &key, &rows);

    *out = rows != NULL;
    csri_rows_free(rows);
    return status;
}

/* Who was chosen may act, and everybody who was asked. */
static csr_status check_asked(csri_call *call, const csr_escalation_view *was)
{
    const csr_id *me = &call->session->agent;
    int may = csr_id_is_none(me) || same(me, &was->agent) || same(me, &was->to_agent);
    csr_status status = CSR_OK;

    if (!may && was->to_role != 0)
        may = call->session->role >= was->to_role;
    else if (!may && !csr_id_is_none(&was->to_team))
        status = is_member(call, &was->to_team, me, &may);
    if (!may && was->to_role == 0)
        may = csri_may_supervise(call);
    if (status == CSR_OK && !may)
        status = csri_fail(call->err, CSR_E_RIGHT, "id", "id: somebody else was asked");
    return status;
}

/* Who takes it up: the agent named, or the session's, or for the system who was chosen. */
static csr_status name_agent(csri_call *call, const csr_id *named, csr_escalation_view *is)
{
    const csr_id *me = &call->session->agent;
    csr_status status;

    if (csr_id_is_none(named)) {
        is->agent = csr_id_is_none(me) ? is->agent : *me;
        return csri_need(call, &is->agent, "agent");
    }
    if (!same(named, me) && !csri_may_supervise(call))
        return csri_fail(call->err, CSR_E_RIGHT, "agent", "for another agent only the system and supervisors act");
    status = csri_agent_works(call, named, "agent");
    is->agent = *named;
    return status;
}

static void take_up(csri_call *call, csr_escalation_view *is)
{
    is->state = CSR_ESCALATION_ACKNOWLEDGED;
    if (is->acknowledged_at == 0)
        is->acknowledged_at = call->tx.now;
}

static csr_status acknowledge(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_escalation_acknowledge_params *in = params;
    csri_change_request request = { .event = CSR_EVENT_ESCALATION_ACKNOWLEDGED };
    changing c;
    csr_status status = begin(call, id, &c);

    if (status != CSR_OK)
        return status;
    status = check_open(call, &c);
    if (status == CSR_OK)
        status = check_asked(call, &c.was->view);
    if (status == CSR_OK)
        status = name_agent(call, &in->agent, &c.is.view);
    take_up(call, &c.is.view);
    if (in->take)
        c.ticket.view.assignee = c.is.view.agent;
    return end(call, &c, status, &request, out);
}

const csri_operation csri_escalation_acknowledge = {
    .name = "escalation.acknowledge",
    .run = acknowledge,
    .in = &acknowledge_params,
    .subject = &csri_escalation_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_escalation_acknowledge(csr_session *session, const csr_id *id,
                                      const csr_escalation_acknowledge_params *params, int64_t *out_version,
                                      csr_error *err)
{
    return csri_run(session, &csri_escalation_acknowledge, id, params, out_version, err);
}

static void finish(csri_call *call, csr_escalation_view *is, csr_escalation_state state)
{
    is->state = state;
    is->open = 0;
    is->ended_at = call->tx.now;
    is->ended_by = call->session->agent;
}

/* A consultation that ended comes back to the customer, unless another one about the same contact goes on. */
static csr_status come_back(csri_call *call, const csr_escalation_view *is)
{
    csr_rows *open = NULL, *contact = NULL;
    int held = 0;
    csr_status status;

    if (is->kind != CSR_ESCALATION_CONSULT)
        return CSR_OK;
    status = csri_load(&call->tx, &csri_interaction_record, &is->interaction, "interaction", &contact);
    if (status == CSR_OK)
        held = ((const struct csri_interaction *)csri_rows_at(contact, 0))->view.held_since != 0;
    csri_rows_free(contact);
    if (status == CSR_OK && held)
        status = csri_escalations_open(call, &is->ticket, &open);
    for (size_t i = 0; status == CSR_OK && open != NULL && i < csri_rows_count(open); i++) {
        const csr_escalation_view *other = &((const struct csri_escalation *)csri_rows_at(open, i))->view;
        if (other->kind == CSR_ESCALATION_CONSULT && same(&other->interaction, &is->interaction))
            held = 0;
    }
    csri_rows_free(open);
    return status == CSR_OK && held ? csri_hold_end(call, &is->interaction, NULL) : status;
}

static csr_status resolve(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_escalation_resolve_params *in = params;
    csri_change_request request = { .event = CSR_EVENT_ESCALATION_RESOLVED };
    csr_escalation_view ended;
    changing c;
    csr_status status = begin(call, id, &c);

    if (status != CSR_OK)
        return status;
    status = check_open(call, &c);
    if (status == CSR_OK)
        status = check_asked(call, &c.was->view);
    if (c.was->view.state == CSR_ESCALATION_RAISED) {
        take_up(call, &c.is.view);
        if (!csr_id_is_none(&call->session->agent))
            c.is.view.agent = call->session->agent;
    }
    finish(call, &c.is.view, CSR_ESCALATION_RESOLVED);
    c.is.view.answer = in->answer;
    ended = c.is.view;
    status = end(call, &c, status, &request, out);
    return status != CSR_OK ? status : come_back(call, &ended);
}

const csri_operation csri_escalation_resolve = {
    .name = "escalation.resolve",
    .run = resolve,
    .in = &resolve_params,
    .subject = &csri_escalation_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_escalation_resolve(csr_session *session, const csr_id *id, const csr_escalation_resolve_params *params,
                                  int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_escalation_resolve, id, params, out_version, err);
}

static csr_status withdraw(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_escalation_withdraw_params *in = params;
    csri_change_request request = { .event = CSR_EVENT_ESCALATION_WITHDRAWN };
    csr_escalation_view ended;
    changing c;
    csr_status status = begin(call, id, &c);

    if (status != CSR_OK)
        return status;
    status = check_open(call, &c);
    if (status == CSR_OK && !same(&call->session->agent, &c.was->view.from_agent) && !csri_may_supervise(call))
        status = csri_fail(call->err, CSR_E_RIGHT, "id", "id: somebody else asked");
    finish(call, &c.is.view, CSR_ESCALATION_WITHDRAWN);
    c.is.view.answer = in->answer;
    ended = c.is.view;
    status = end(call, &c, status, &request, out);
    return status != CSR_OK ? status : come_back(call, &ended);
}

const csri_operation csri_escalation_withdraw = {
    .name = "escalation.withdraw",
    .run = withdraw,
    .in = &withdraw_params,
    .subject = &csri_escalation_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_escalation_withdraw(csr_session *session, const csr_id *id, const csr_escalation_withdraw_params *params,
                                   int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_escalation_withdraw, id, params, out_version, err);
}

csr_status csri_escalation_due(csri_call *call, const struct csri_timer *timer, int64_t *told)
{
    csri_change_request request = { .event = CSR_EVENT_ESCALATION_EXPIRED };
    changing c;
    csr_status status = begin(call, &timer->view.owner, &c);

    if (status != CSR_OK)
        return status;
    finish(call, &c.is.view, CSR_ESCALATION_EXPIRED);
    c.is.view.ended_at = request.effective_at = c.is.view.expires_at;
    ++*told;
    return end(call, &c, CSR_OK, &request, NULL);
}

/* One that is open of a ticket that was settled. `is` is the ticket's row and goes on. */
static csr_status settle(csri_call *call, struct csri_ticket *is, const struct csri_escalation *was)
{
    struct csri_ticket before = *is;
    struct csri_escalation ended = *was;
    csri_change_request request = { .event = CSR_EVENT_ESCALATION_RESOLVED,
                                    .root = &csri_ticket_record,
                                    .was = &before,
                                    .is = is,
                                    .child = &csri_escalation_record,
                                    .child_was = was,
                                    .child_is = &ended };
    csr_status status;

    finish(call, &ended.view, CSR_ESCALATION_RESOLVED);
    is->view.escalation_level = 0;
    status = csri_change(&call->tx, &request);
    if (status == CSR_OK && was->view.state == CSR_ESCALATION_RAISED && was->view.expires_at != 0)
        status = csri_timer_set(call, CSRI_TIMER_ESCALATION, &was->view.id, NULL, 0);
    return status;
}

csr_status csri_escalations_settle(csri_call *call, struct csri_ticket *is)
{
    csr_rows *open = NULL;
    csr_status status = csri_escalations_open(call, &is->view.id, &open);

    for (size_t i = 0; status == CSR_OK && i < csri_rows_count(open); i++)
        status = settle(call, is, csri_rows_at(open, i));
    csri_rows_free(open);
    return status;
}

static csr_status get(csri_call *call, const csr_id *id, const void *params, void *out)
{
    (void)params;
    return csri_get(call, &csri_escalation_record, id, out);
}

const csri_operation csri_escalation_get = {
    .name = "escalation.get",
    .run = get,
    .subject = &csri_escalation_record,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_escalation_get(csr_session *session, const csr_id *id, csr_result **out_result, csr_error *err)
{
    return csri_run(session, &csri_escalation_get, id, NULL, out_result, err);
}

static csr_status list(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_escalation_query *in = params;
    struct csri_escalation from = { .view = {
                                        .ticket = in->ticket, .agent = in->agent, .to_team = in->team, .open = 1 } };
    int ticket = !csr_id_is_none(&in->ticket), agent = !csr_id_is_none(&in->agent), team = !csr_id_is_none(&in->team);
    int32_t index = CSRI_ESCALATION_BY_OPEN;
    uint32_t of_one = 1;

    (void)id;
    if (ticket + agent + team > 1)
        return csri_fail(call->err, CSR_E_ARGUMENT, team ? "team" : "agent", "only one of ticket, agent and team");
    if (ticket)
        index = CSRI_ESCALATION_BY_TICKET;
    else if (agent)
        index = CSRI_ESCALATION_BY_AGENT;
    else if (team)
        index = CSRI_ESCALATION_BY_TEAM;
    else
        of_one = 0;
    return csri_list(call, &csri_escalation_record, index, of_one + (in->open ? 1 : 0), in->open ? 0 : CSR_SCAN_REVERSE,
                     &from, in->limit, &in->after, out);
}

const csri_operation csri_escalation_list = {
    .name = "escalation.list",
    .run = list,
    .in = &list_query,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_escalation_list(csr_session *session, const csr_escalation_query *query, csr_result **out_result,
                               csr_error *err)
{
    return csri_run(session, &csri_escalation_list, NULL, query, out_result, err);
}

csr_status csr_escalation_at(const csr_result *result, size_t row, csr_escalation_view *view, csr_error *err)
{
    return csri_result_view(result, csri_escalation_record.row, row, view, err);
}
