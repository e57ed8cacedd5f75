#include "base/error.h"
#include "desk/edit.h"
#include "desk/ticket.h"

/*
 * Moving a ticket through its lifecycle. The policy decides; this file loads the facts and writes what was decided.
 */
#define ROW struct csri_ticket

#define IN_STRUCT csr_ticket_move_params
/* clang-format off */
static const csr_member move_params_members[] = {
    IN(expected_version, version, 0),
    IN_TO(resolution, resolution, 0),
    IN(effective_at, time, 0),
    IN(state, state, REQUIRED),
    IN_TO(resolution_note, note, 0),
    IN(reason, reason, 0),
};
/* clang-format on */
static const csr_shape move_params = CSRI_PARAMS(IN_STRUCT, move_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_ticket_reopen_params
/* clang-format off */
static const csr_member reopen_params_members[] = {
    IN(expected_version, version, 0),
    IN(effective_at, time, 0),
    IN(reason, reason, 0),
    IN(request_key, request_key, 0),
};
/* clang-format on */
static const csr_shape reopen_params = CSRI_PARAMS_GREW(IN_STRUCT, reopen_params_members, request_key);
#undef IN_STRUCT

/* Back to work: what settled it no longer holds. */
static void reopen_row(struct csri_ticket *is)
{
    is->view.reopened++;
    is->view.resolution = 0;
    is->view.resolution_note = (csr_str){ NULL, 0 };
}

/* When a ticket enters its new state: as given, or now, but never before it entered the old one, so that a clock that
 * stepped back refuses nobody. */
static csr_time enters_at(const csri_call *call, csr_time given, const struct csri_ticket *is)
{
    if (given != 0)
        return given;
    return call->tx.now > is->view.state_since ? call->tx.now : is->view.state_since;
}

static csr_status decide(csri_call *call, const csr_ticket_move_params *in, struct csri_ticket *is,
                         csri_move_decision *decision)
{
    csri_move_facts facts = { &is->view, &in->state, call->session->role };
    const csri_lifecycle *lifecycle;
    csr_status status = csri_lifecycle_of(&call->desk->policies, &call->tx, &is->view.lifecycle, &lifecycle);

    return status != CSR_OK ? status : csri_lifecycle_decide(lifecycle, &facts, decision, call->err);
}

static csr_status move(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_ticket_move_params *in = params;
    csri_change_request request = { .event = CSR_EVENT_TICKET_MOVED, .reason = in->reason };
    csri_move_decision decision = { 0 };
    struct csri_ticket is;
    csri_edit edit;
    csr_status status = csri_edit_begin(call, &csri_ticket_record, id, in->expected_version, &is, &edit);

    if (status != CSR_OK)
        return status;
    csri_fill(&move_params, in, &is);
    status = decide(call, in, &is, &decision);
    if (status == CSR_OK && decision.nothing)
        is = *(const struct csri_ticket *)edit.was;
    else if (status == CSR_OK)
        status = csri_effective(call, in->effective_at, is.view.state_since, &request.effective_at);
    if (status == CSR_OK && decision.waits && is.view.children != 0)
        status = csri_children_settled(call, &is.view);
    if (status == CSR_OK && !decision.nothing) {
        if (decision.reopens) {
            reopen_row(&is);
            request.event = CSR_EVENT_TICKET_REOPENED;
        }
        csri_ticket_enter(&is, decision.state, enters_at(call, in->effective_at, &is));
    }
    return csri_ticket_edit_end(call, &edit, status, &request, is.view.state_since, out);
}

const csri_operation csri_ticket_move = {
    .name = "ticket.move",
    .run = move,
    .in = &move_params,
    .subject = &csri_ticket_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_ticket_move(csr_session *session, const csr_id *id, const csr_ticket_move_params *params,
                           int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_ticket_move, id, params, out_version, err);
}

/* The ticket that goes on where a settled one may not be touched any more, under the lifecycle of the same name. */
static csr_status open_follow_up(csri_call *call, const csr_ticket_reopen_params *in, const csr_ticket_view *was,
                                 csr_id *out)
{
    struct csri_ticket is = { .view = { .kind = was->kind,
                                        .priority = was->priority,
                                        .fault = was->fault,
                                        .customer = was->customer,
                                        .team = was->team,
                                        .contact_point = was->contact_point,
                                        .follow_up_of = was->id,
                                        .opened_at = in->effective_at,
                                        .subject = was->subject,
                                        .product = was->product,
                                        .order_ref = was->order_ref } };
    csr_ticket_open_params plain = CSR_TICKET_OPEN_PARAMS_INIT;
    csr_rows *policy = NULL;
    csr_status status = CSR_OK;

    if (!csr_id_is_none(&was->lifecycle))
        status = csri_load(&call->tx, &csri_policy_record, &was->lifecycle, "lifecycle", &policy);
    if (status == CSR_OK && policy != NULL)
        plain.lifecycle = ((const struct csri_policy *)csri_rows_at(policy, 0))->view.name;
    if (status == CSR_OK)
        status = csri_ticket_write(call, &plain, &is, &in->reason, out);
    csri_rows_free(policy);
    return status;
}

static csr_status reopen_same(csri_call *call, csri_edit *edit, const csr_ticket_reopen_params *in,
                              const csri_state *state, csr_id *out)
{
    csri_change_request request = { .event = CSR_EVENT_TICKET_REOPENED, .reason = in->reason };
    struct csri_ticket *is = edit->is;
    csr_status status = csri_effective(call, in->effective_at, is->view.state_since, &request.effective_at);

    reopen_row(is);
    csri_ticket_enter(is, state, enters_at(call, in->effective_at, is));
    *out = is->view.id;
    return csri_ticket_edit_end(call, edit, status, &request, is->view.state_since, NULL);
}

static csr_status reopen(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_ticket_reopen_params *in = params;
    csri_reopen_decision decision = { 0 };
    const csri_lifecycle *lifecycle;
    struct csri_ticket is;
    csri_edit edit;
    csr_status status = csri_edit_begin(call, &csri_ticket_record, id, in->expected_version, &is, &edit);

    if (status != CSR_OK)
        return status;
    status = csri_not_future(call, in->effective_at, "effective_at");
    if (status == CSR_OK)
        status = csri_lifecycle_of(&call->desk->policies, &call->tx, &is.view.lifecycle, &lifecycle);
    if (status == CSR_OK)
        status = csri_lifecycle_reopen(lifecycle, &is.view, call->session->role,
                                       in->effective_at != 0 ? in->effective_at : call->tx.now, &decision, call->err);
    if (status == CSR_OK && !decision.follow_up)
        return reopen_same(call, &edit, in, decision.state, out);
    if (status == CSR_OK)
        status = open_follow_up(call, in, &is.view, out);
    csri_rows_free(edit.rows);
    return status;
}

const csri_operation csri_ticket_reopen = {
    .name = "ticket.reopen",
    .run = reopen,
    .in = &reopen_params,
    .subject = &csri_ticket_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_ID,
};

csr_status csr_ticket_reopen(csr_session *session, const csr_id *id, const csr_ticket_reopen_params *params,
                             csr_id *out_id, csr_error *err)
{
    return csri_run(session, &csri_ticket_reopen, id, params, out_id, err);
}
