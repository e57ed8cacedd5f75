#include "desk/ticket.h"

#include "base/error.h"
#include "desk/agent.h"
#include "desk/edit.h"
#include "desk/escalation.h"
#include "desk/policy.h"
#include "desk/sla.h"

#define ROW struct csri_ticket

#define IN_STRUCT csr_ticket_open_params
/* clang-format off */
static const csr_member open_params_members[] = {
    IN_TO(kind, ticket_kind, 0),
    IN_TO(customer, customer, 0),
    IN_TO(team, team, 0),
    IN_TO(assignee, agent, 0),
    IN_TO(contact_point, contact_point, 0),
    IN_TO(follow_up_of, ticket, 0),
    IN_TO(priority, priority, 0),
    IN_TO(fault, fault, 0),
    IN_TO(opened_at, time, 0),
    IN_TO(due_at, time, 0),
    IN_TO(subject, subject, REQUIRED),
    IN_TO(product, reference, 0),
    IN_TO(order_ref, reference, 0),
    IN_TO(external_id, external_id, 0),
    IN(lifecycle, title, 0),
    IN(state, state, 0),
    IN(request_key, request_key, 0),
};
/* clang-format on */
static const csr_shape open_params = CSRI_PARAMS_GREW(IN_STRUCT, open_params_members, request_key);
#undef IN_STRUCT

#define IN_STRUCT csr_ticket_change_params
/* clang-format off */
static const csr_member change_params_members[] = {
    IN(expected_version, version, 0),
    IN_TO(kind, ticket_kind, 0),
    IN_TO_OR(customer, customer, CSR_TICKET_CLEAR_CUSTOMER),
    IN_TO_OR(team, team, CSR_TICKET_CLEAR_TEAM),
    IN_TO_OR(assignee, agent, CSR_TICKET_CLEAR_ASSIGNEE),
    IN_TO_OR(contact_point, contact_point, CSR_TICKET_CLEAR_CONTACT_POINT),
    IN_TO(priority, priority, 0),
    IN_TO_OR(fault, fault, CSR_TICKET_CLEAR_FAULT),
    IN_TO_OR(due_at, time, CSR_TICKET_CLEAR_DUE_AT),
    IN(effective_at, time, 0),
    IN_TO(subject, subject, 0),
    IN_TO_OR(product, reference, CSR_TICKET_CLEAR_PRODUCT),
    IN_TO_OR(order_ref, reference, CSR_TICKET_CLEAR_ORDER_REF),
};
/* clang-format on */
static const csr_shape change_params = CSRI_PARAMS_CLEAR(IN_STRUCT, change_params_members);
#undef IN_STRUCT

/* The counter as it stands, and as it will when the ticket has taken the next number; rows = NULL for the first. */
typedef struct counter_step {
    csr_rows *rows;
    struct csri_counter is;
} counter_step;

static csr_status read_counter(csri_call *call, counter_step *step)
{
    csr_status status = csri_load(&call->tx, &csri_counter_record, &csri_ticket_counter, "id", &step->rows);

    step->is = (struct csri_counter){ .view = { .id = csri_ticket_counter, .version = 1, .value = 1 } };
    if (status == CSR_E_NOT_FOUND) {
        csri_error_clear(call->err);
        return CSR_OK;
    }
    if (status != CSR_OK)
        return status;
    step->is = *(const struct csri_counter *)csri_rows_at(step->rows, 0);
    step->is.view.version++;
    step->is.view.value++;
    return CSR_OK;
}

static csr_status write_counter(csri_call *call, const counter_step *step)
{
    if (step->rows == NULL)
        return csri_insert(&call->tx, &csri_counter_record, &step->is);
    return csri_update(&call->tx, &csri_counter_record, csri_rows_at(step->rows, 0), &step->is);
}

void csri_ticket_derive(struct csri_ticket *row)
{
    csr_ticket_view *is = &row->view;

    row->urgency = -is->priority;
    is->queue = csri_queue_of_phase(is->phase);
}

void csri_ticket_enter(struct csri_ticket *row, const csri_state *state, csr_time at)
{
    csr_ticket_view *is = &row->view;

    is->state = state->name;
    is->phase = state->phase;
    is->waits_for = state->waits_for;
    is->state_since = at;
    if (state->phase == CSR_PHASE_RESOLVED)
        is->resolved_at = at;
    else if (state->phase == CSR_PHASE_CLOSED)
        is->closed_at = at;
    else
        is->resolved_at = is->closed_at = 0;
    csri_ticket_derive(row);
}

/* The lifecycle of a name that is in force now; none for the built-in one. */
static csr_status find_lifecycle(csri_call *call, const csr_str *name, csr_id *out)
{
    csr_rows *rows;
    csr_status status = csri_policy_in_force(call, CSR_POLICY_LIFECYCLE, name, "lifecycle", &rows);

    memset(out, 0, sizeof(*out));
    if (rows != NULL)
        *out = ((const struct csri_policy *)csri_rows_at(rows, 0))->view.id;
    csri_rows_free(rows);
    return status;
}

static csr_status enter_first_state(csri_call *call, const csr_ticket_open_params *in, struct csri_ticket *is)
{
    const csri_lifecycle *lifecycle;
    const csri_state *state;
    csr_status status = find_lifecycle(call, &in->lifecycle, &is->view.lifecycle);

    if (status == CSR_OK)
        status = csri_lifecycle_of(&call->desk->policies, &call->tx, &is->view.lifecycle, &lifecycle);
    if (status != CSR_OK)
        return status;
    state = in->state.len == 0 ? csri_lifecycle_initial(lifecycle) : csri_lifecycle_state(lifecycle, &in->state);
    if (state == NULL)
        return csri_fail(call->err, CSR_E_NOT_FOUND, "state", "the lifecycle has no state \"%.*s\"", (int)in->state.len,
                         in->state.ptr);
    csri_ticket_enter(is, state, is->view.opened_at);
    return CSR_OK;
}

/* Where nobody is named the team of the contact point takes it. */
static csr_status take_team(csri_call *call, csr_ticket_view *is)
{
    csr_rows *point;
    csr_status status;

    if (csr_id_is_none(&is->contact_point) || !csr_id_is_none(&is->team))
        return CSR_OK;
    status = csri_load(&call->tx, &csri_contact_point_record, &is->contact_point, "contact_point", &point);
    if (status == CSR_OK)
        is->team = ((const struct csri_contact_point *)csri_rows_at(point, 0))->view.team;
    csri_rows_free(point);
    return status;
}

static csr_status check_open(csri_call *call, struct csri_ticket *is)
{
    csr_status status = csri_not_future(call, is->view.opened_at, "opened_at");

    if (status == CSR_OK && is->view.external_id.len != 0)
        status = csri_unique(call, &csri_ticket_record, CSRI_TICKET_BY_EXTERNAL_ID, is, NULL, "external_id");
    if (status == CSR_OK)
        status = csri_agent_works(call, &is->view.assignee, "assignee");
    return status != CSR_OK ? status : take_team(call, &is->view);
}

csr_status csri_ticket_write(csri_call *call, const csr_ticket_open_params *in, struct csri_ticket *is,
                             const csr_str *reason, csr_id *out_id)
{
    csri_change_request request = {
        .event = CSR_EVENT_TICKET_OPENED, .root = &csri_ticket_record, .is = is, .reason = *reason
    };
    counter_step step = { 0 };
    csr_status status;

    if (is->view.kind == 0)
        is->view.kind = CSR_TICKET_OTHER;
    if (is->view.priority == 0)
        is->view.priority = CSR_PRIORITY_NORMAL;
    if (is->view.opened_at == 0)
        is->view.opened_at = call->tx.now;
    request.effective_at = is->view.opened_at == call->tx.now ? 0 : is->view.opened_at;
    status = check_open(call, is);
    if (status == CSR_OK)
        status = enter_first_state(call, in, is);
    if (status == CSR_OK)
        status = csri_sla_in_force(call, &is->view.sla);
    if (status == CSR_OK)
        status = csri_new_id(&call->tx, &is->view.id);
    if (status == CSR_OK)
        status = read_counter(call, &step);
    is->view.number = step.is.view.value;
    /* The ticket first: when a reference of it is refused nothing has been written. */
    if (status == CSR_OK)
        status = csri_change(&call->tx, &request);
    if (status == CSR_OK)
        status = write_counter(call, &step);
    if (status == CSR_OK)
        status = csri_sla_follow(call, &(csri_ticket_step){ .is = is, .at = is->view.opened_at });
    if (status == CSR_OK)
        *out_id = is->view.id;
    csri_rows_free(step.rows);
    return status;
}

static csr_status open_ticket(csri_call *call, const csr_id *id, const void *params, void *out)
{
    struct csri_ticket is = { 0 };

    (void)id;
    csri_fill(&open_params, params, &is);
    return csri_ticket_write(call, params, &is, &(csr_str){ NULL, 0 }, out);
}

const csri_operation csri_ticket_open = {
    .name = "ticket.open",
    .run = open_ticket,
    .in = &open_params,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_ID,
};

csr_status csr_ticket_open(csr_session *session, const csr_ticket_open_params *params, csr_id *out_id, csr_error *err)
{
    return csri_run(session, &csri_ticket_open, NULL, params, out_id, err);
}

csr_status csri_effective(csri_call *call, csr_time given, csr_time not_before, csr_time *out)
{
    csr_status status = csri_not_future(call, given, "effective_at");

    if (status != CSR_OK)
        return status;
    if (given != 0 && given < not_before)
        return csri_fail(call->err, CSR_E_ARGUMENT, "effective_at", "effective_at is before what it follows");
    *out = given;
    return CSR_OK;
}

csr_status csri_ticket_edit_end(csri_call *call, csri_edit *edit, csr_status status, csri_change_request *request,
                                csr_time at, int64_t *out_version)
{
    struct csri_ticket *is = edit->is;
    csri_ticket_step step = { .was = edit->was, .is = is, .at = at };

    if (status == CSR_OK)
        status = csri_sla_before_change(call, edit->was, is, &step.rematch);
    request->root = edit->record;
    request->was = edit->was;
    request->is = is;
    if (status == CSR_OK)
        status = csri_change(&call->tx, request);
    if (status == CSR_OK && is->view.version != step.was->view.version)
        status = csri_sla_follow(call, &step);
    if (status == CSR_OK && is->view.escalation_level != 0 && is->view.queue == CSR_QUEUE_DONE)
        status = csri_escalations_settle(call, is);
    if (status == CSR_OK && out_version != NULL)
        *out_version = is->view.version;
    csri_rows_free(edit->rows);
    return status;
}

static csr_status change(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_ticket_change_params *in = params;
    csri_change_request request = { .event = CSR_EVENT_TICKET_CHANGED };
    struct csri_ticket is;
    csri_edit edit;
    csr_status status = csri_edit_begin(call, &csri_ticket_record, id, in->expected_version, &is, &edit);

    if (status != CSR_OK)
        return status;
    csri_fill(&change_params, in, &is);
    csri_ticket_derive(&is);
    status = csri_effective(call, in->effective_at, is.view.opened_at, &request.effective_at);
    if (status == CSR_OK && !csr_id_is_none(&in->assignee))
        status = csri_agent_works(call, &in->assignee, "assignee");
    return csri_ticket_edit_end(call, &edit, status, &request, in->effective_at != 0 ? in->effective_at : call->tx.now,
                                out);
}

const csri_operation csri_ticket_change = {
    .name = "ticket.change",
    .run = change,
    .in = &change_params,
    .subject = &csri_ticket_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_ticket_change(csr_session *session, const csr_id *id, const csr_ticket_change_params *params,
                             int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_ticket_change, id, params, out_version, err);
}
