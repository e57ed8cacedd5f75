#include "base/error.h"
#include "desk/agent.h"
#include "desk/edit.h"
#include "desk/interaction.h"

/*
 * The course of an interaction that is going on: tone, holds, transfers, the end.
 */
#define ROW struct csri_interaction

/* An interaction under way; one that has ended does not change any more. */
static csr_status begin_open(csri_call *call, const csr_id *id, struct csri_interaction *is, csri_edit *edit)
{
    csr_status status = csri_edit_begin(call, &csri_interaction_record, id, 0, is, edit);

    if (status != CSR_OK || is->view.ended_at == 0)
        return status;
    csri_rows_free(edit->rows);
    return csri_fail(call->err, CSR_E_STATE, "id", "the interaction has ended");
}

static void set_tone(csr_interaction_view *is, csr_tone tone)
{
    if (is->tone_end != 0 && tone > is->tone_end)
        is->drops++;
    if (is->tone_start == 0)
        is->tone_start = tone;
    is->tone_end = tone;
}

#define IN_STRUCT csr_interaction_tone_params
/* clang-format off */
static const csr_member tone_params_members[] = {
    IN(tone, tone, REQUIRED),
};
/* clang-format on */
static const csr_shape tone_params = CSRI_PARAMS(IN_STRUCT, tone_params_members);
#undef IN_STRUCT

static csr_status note_tone(csri_call *call, const csr_id *id, const void *params, void *out)
{
    csri_change_request request = { .event = CSR_EVENT_INTERACTION_TONE };
    struct csri_interaction is;
    csri_edit edit;
    csr_status status = begin_open(call, id, &is, &edit);

    if (status != CSR_OK)
        return status;
    set_tone(&is.view, ((const csr_interaction_tone_params *)params)->tone);
    return csri_edit_end(call, &edit, CSR_OK, &request, out);
}

const csri_operation csri_interaction_tone = {
    .name = "interaction.tone",
    .run = note_tone,
    .in = &tone_params,
    .subject = &csri_interaction_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_interaction_tone(csr_session *session, const csr_id *id, const csr_interaction_tone_params *params,
                                int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_interaction_tone, id, params, out_version, err);
}

#define IN_STRUCT csr_interaction_hold_params
/* clang-format off */
static const csr_member hold_params_members[] = {
    IN(reason, reason, 0),
};
/* clang-format on */
static const csr_shape hold_params = CSRI_PARAMS(IN_STRUCT, hold_params_members);
#undef IN_STRUCT

csr_status csri_hold_begin(csri_call *call, const csr_id *id, const csr_str *reason, int64_t *out)
{
    struct csri_hold hold = { .view = { .interaction = *id, .agent = call->session->agent } };
    csri_change_request request = { .event = CSR_EVENT_INTERACTION_HELD,
                                    .child = &csri_hold_record,
                                    .child_is = &hold };
    struct csri_interaction is;
    csri_edit edit;
    csr_status status = begin_open(call, id, &is, &edit);

    if (status != CSR_OK)
        return status;
    if (is.view.held_since != 0)
        status = csri_fail(call->err, CSR_E_STATE, "id", "the customer is on hold already");
    else
        status = csri_new_id(&call->tx, &hold.view.id);
    hold.view.started_at = call->tx.now;
    hold.view.reason = *reason;
    is.view.held_since = call->tx.now;
    is.view.holds++;
    return csri_edit_end(call, &edit, status, &request, out);
}

static csr_status put_on_hold(csri_call *call, const csr_id *id, const void *params, void *out)
{
    return csri_hold_begin(call, id, &((const csr_interaction_hold_params *)params)->reason, out);
}

const csri_operation csri_interaction_hold = {
    .name = "interaction.hold",
    .run = put_on_hold,
    .in = &hold_params,
    .subject = &csri_interaction_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_interaction_hold(csr_session *session, const csr_id *id, const csr_interaction_hold_params *params,
                                int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_interaction_hold, id, params, out_version, err);
}

/* The hold of an interaction that has not ended, or *out = NULL. By that and not by its place: a clock that stepped back
 * may have put it before others. */
static csr_status open_hold(csri_call *call, const csr_id *interaction, csr_rows **out)
{
    struct csri_hold from = { .view = { .interaction = *interaction } }, after;
    csr_scan scan = { .index = CSRI_HOLD_BY_INTERACTION, .equal = 1, .flags = CSR_SCAN_REVERSE, .from = &from };
    csr_status status = csri_first(&call->tx, &csri_hold_record, &scan, out);

    while (status == CSR_OK && *out != NULL && ((const struct csri_hold *)csri_rows_at(*out, 0))->view.ended_at != 0) {
        after = *(const struct csri_hold *)csri_rows_at(*out, 0);
        csri_rows_free(*out);
        scan.after = &after;
        status = csri_first(&call->tx, &csri_hold_record, &scan, out);
    }
    return status;
}

/* End the open hold as a change of the interaction that is being edited; the rows are freed by the caller. */
static csr_status end_hold(csri_call *call, csr_interaction_view *is, struct csri_hold *hold, csr_rows **rows,
                           csri_change_request *request)
{
    csr_time now = call->tx.now > is->held_since ? call->tx.now : is->held_since;
    csr_status status = open_hold(call, &is->id, rows);

    if (status != CSR_OK)
        return status;
    if (*rows == NULL)
        return csri_fail(call->err, CSR_E_CORRUPT, "held_since", "the interaction is on hold but has no open hold");
    *hold = *(const struct csri_hold *)csri_rows_at(*rows, 0);
    hold->view.ended_at = now;
    request->child = &csri_hold_record;
    request->child_was = csri_rows_at(*rows, 0);
    request->child_is = hold;
    is->held_us += now - is->held_since;
    is->held_since = 0;
    return CSR_OK;
}

csr_status csri_hold_end(csri_call *call, const csr_id *id, int64_t *out)
{
    csri_change_request request = { .event = CSR_EVENT_INTERACTION_RESUMED };
    struct csri_interaction is;
    struct csri_hold hold;
    csr_rows *rows = NULL;
    csri_edit edit;
    csr_status status = begin_open(call, id, &is, &edit);

    if (status != CSR_OK)
        return status;
    if (is.view.held_since == 0)
        status = csri_fail(call->err, CSR_E_STATE, "id", "the customer is not on hold");
    else
        status = end_hold(call, &is.view, &hold, &rows, &request);
    status = csri_edit_end(call, &edit, status, &request, out);
    csri_rows_free(rows);
    return status;
}

static csr_status resume(csri_call *call, const csr_id *id, const void *params, void *out)
{
    (void)params;
    return csri_hold_end(call, id, out);
}

const csri_operation csri_interaction_resume = {
    .name = "interaction.resume",
    .run = resume,
    .subject = &csri_interaction_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_interaction_resume(csr_session *session, const csr_id *id, int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_interaction_resume, id, NULL, out_version, err);
}

#define IN_STRUCT csr_interaction_transfer_params
/* clang-format off */
static const csr_member transfer_params_members[] = {
    IN(agent, agent, 0),
    IN(team, team, 0),
    IN(reason, reason, 0),
};
/* clang-format on */
static const csr_shape transfer_params = CSRI_PARAMS(IN_STRUCT, transfer_params_members);
#undef IN_STRUCT

static csr_status check_transfer(csri_call *call, const csr_interaction_transfer_params *in)
{
    csr_status status;

    if (csr_id_is_none(&in->agent) && csr_id_is_none(&in->team) && in->reason.len == 0)
        return csri_fail(call->err, CSR_E_ARGUMENT, "agent", "agent, team or a reason is required");
    status = csri_agent_works(call, &in->agent, "agent");
    return status != CSR_OK ? status : csri_exists(&call->tx, &csri_team_record, &in->team, "team");
}

static csr_status transfer(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_interaction_transfer_params *in = params;
    struct csri_transfer moved = { .view = { .interaction = *id,
                                             .to_agent = in->agent,
                                             .to_team = in->team,
                                             .created_at = call->tx.now,
                                             .reason = in->reason } };
    csri_change_request request = { .event = CSR_EVENT_INTERACTION_TRANSFERRED,
                                    .child = &csri_transfer_record,
                                    .child_is = &moved };
    struct csri_interaction is;
    csri_edit edit;
    csr_status status = begin_open(call, id, &is, &edit);

    if (status != CSR_OK)
        return status;
    moved.view.from_agent = is.view.agent;
    is.view.agent = in->agent;
    status = check_transfer(call, in);
    if (status == CSR_OK)
        status = csri_new_id(&call->tx, &moved.view.id);
    return csri_edit_end(call, &edit, status, &request, out);
}

const csri_operation csri_interaction_transfer = {
    .name = "interaction.transfer",
    .run = transfer,
    .in = &transfer_params,
    .subject = &csri_interaction_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_interaction_transfer(csr_session *session, const csr_id *id,
                                    const csr_interaction_transfer_params *params, int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_interaction_transfer, id, params, out_version, err);
}

#define IN_STRUCT csr_interaction_end_params
/* clang-format off */
static const csr_member end_params_members[] = {
    IN_TO(outcome, outcome, REQUIRED),
    IN_TO(confirmed_solved, flag, 0),
    IN(tone, tone, 0),
};
/* clang-format on */
static const csr_shape end_params = CSRI_PARAMS(IN_STRUCT, end_params_members);
#undef IN_STRUCT

/* End it as asked; out may be NULL. */
static csr_status finish(csri_call *call, const csr_id *id, const csr_interaction_end_params *in, int64_t *out)
{
    csri_change_request request = { .event = CSR_EVENT_INTERACTION_ENDED };
    struct csri_interaction is;
    struct csri_hold hold;
    csr_rows *rows = NULL;
    csri_edit edit;
    csr_status status = begin_open(call, id, &is, &edit);

    if (status != CSR_OK)
        return status;
    csri_fill(&end_params, in, &is);
    if (in->tone != 0)
        set_tone(&is.view, in->tone);
    is.view.ended_at = call->tx.now > is.view.occurred_at ? call->tx.now : is.view.occurred_at;
    if (is.view.held_since != 0)
        status = end_hold(call, &is.view, &hold, &rows, &request);
    status = csri_edit_end(call, &edit, status, &request, out);
    csri_rows_free(rows);
    return status;
}

csr_status csri_contact_end(csri_call *call, const csr_id *id, csr_outcome outcome)
{
    csr_interaction_end_params in = { .outcome = outcome };

    return finish(call, id, &in, NULL);
}

static csr_status end(csri_call *call, const csr_id *id, const void *params, void *out)
{
    return finish(call, id, params, out);
}

const csri_operation csri_interaction_end = {
    .name = "interaction.end",
    .run = end,
    .in = &end_params,
    .subject = &csri_interaction_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_interaction_end(csr_session *session, const csr_id *id, const csr_interaction_end_params *params,
                               int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_interaction_end, id, params, out_version, err);
}

#define IN_STRUCT csr_hold_query
/* clang-format off */
static const csr_member hold_query_members[] = {
    IN(limit, limit, 0),
    IN(after, token, 0),
    IN(interaction, interaction, REQUIRED),
};
/* clang-format on */
static const csr_shape hold_query = CSRI_PARAMS(IN_STRUCT, hold_query_members);
#undef IN_STRUCT

static csr_status list_holds(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_hold_query *in = params;
    struct csri_hold from = { .view = { .interaction = in->interaction } };

    (void)id;
    return csri_list(call, &csri_hold_record, CSRI_HOLD_BY_INTERACTION, 1, 0, &from, in->limit, &in->after, out);
}

const csri_operation csri_hold_list = {
    .name = "hold.list",
    .run = list_holds,
    .in = &hold_query,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_hold_list(csr_session *session, const csr_hold_query *query, csr_result **out_result, csr_error *err)
{
    return csri_run(session, &csri_hold_list, NULL, query, out_result, err);
}

csr_status csr_hold_at(const csr_result *result, size_t row, csr_hold_view *view, csr_error *err)
{
    return csri_result_view(result, csri_hold_record.row, row, view, err);
}

#define IN_STRUCT csr_transfer_query
/* clang-format off */
static const csr_member transfer_query_members[] = {
    IN(limit, limit, 0),
    IN(after, token, 0),
    IN(interaction, interaction, REQUIRED),
};
/* clang-format on */
static const csr_shape transfer_query = CSRI_PARAMS(IN_STRUCT, transfer_query_members);
#undef IN_STRUCT

static csr_status list_transfers(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_transfer_query *in = params;
    struct csri_transfer from = { .view = { .interaction = in->interaction } };

    (void)id;
    return csri_list(call, &csri_transfer_record, CSRI_TRANSFER_BY_INTERACTION, 1, 0, &from, in->limit, &in->after,
                     out);
}

const csri_operation csri_transfer_list = {
    .name = "transfer.list",
    .run = list_transfers,
    .in = &transfer_query,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_transfer_list(csr_session *session, const csr_transfer_query *query, csr_result **out_result,
                             csr_error *err)
{
    return csri_run(session, &csri_transfer_list, NULL, query, out_result, err);
}

csr_status csr_transfer_at(const csr_result *result, size_t row, csr_transfer_view *view, csr_error *err)
{
    return csri_result_view(result, csri_transfer_record.row, row, view, err);
}
