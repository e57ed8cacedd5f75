#include "base/error.h"
#include "desk/agent.h"
#include "desk/edit.h"

#define ROW struct csri_team

#define IN_STRUCT csr_team_add_params
/* clang-format off */
static const csr_member add_params_members[] = {
    IN_TO(name, title, REQUIRED),
    IN_TO(note, note, 0),
    IN_TO(lead, agent, 0),
    IN(request_key, request_key, 0),
};
/* clang-format on */
static const csr_shape add_params = CSRI_PARAMS_GREW(IN_STRUCT, add_params_members, request_key);
#undef IN_STRUCT

#define IN_STRUCT csr_team_change_params
/* clang-format off */
static const csr_member change_params_members[] = {
    IN(expected_version, version, 0),
    IN_TO(name, title, 0),
    IN_TO_OR(note, note, CSR_TEAM_CLEAR_NOTE),
    IN_TO_OR(lead, agent, CSR_TEAM_CLEAR_LEAD),
};
/* clang-format on */
static const csr_shape change_params = CSRI_PARAMS_CLEAR(IN_STRUCT, change_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_team_query
/* clang-format off */
static const csr_member list_query_members[] = {
    IN(limit, limit, 0),
    IN(after, token, 0),
};
/* clang-format on */
static const csr_shape list_query = CSRI_PARAMS(IN_STRUCT, list_query_members);
#undef IN_STRUCT

#define IN_STRUCT csr_team_find_params
/* clang-format off */
static const csr_member find_params_members[] = {
    IN(name, title, REQUIRED),
};
/* clang-format on */
static const csr_shape find_params = CSRI_PARAMS(IN_STRUCT, find_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_member_params
/* clang-format off */
static const csr_member member_params_members[] = {
    IN(agent, agent, REQUIRED),
};
/* clang-format on */
static const csr_shape member_params = CSRI_PARAMS(IN_STRUCT, member_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_member_query
/* clang-format off */
static const csr_member member_query_members[] = {
    IN(limit, limit, 0),
    IN(after, token, 0),
    IN(team, team, 0),
    IN(agent, agent, 0),
};
/* clang-format on */
static const csr_shape member_query = CSRI_PARAMS(IN_STRUCT, member_query_members);
#undef IN_STRUCT

/* Give the row the key of its name, which no other team has; the lead must be there. */
static csr_status settle(csri_call *call, struct csri_team *is, const csr_id *own, csri_buffer *key)
{
    csr_status status = csri_key_of(call, &is->view.name, "name", key, &is->key);

    if (status == CSR_OK)
        status = csri_unique(call, &csri_team_record, CSRI_TEAM_BY_KEY, is, own, "name");
    return status != CSR_OK ? status : csri_agent_works(call, &is->view.lead, "lead");
}

static csr_status add(csri_call *call, const csr_id *id, const void *params, void *out)
{
    struct csri_team is = { 0 };
    csri_buffer key;
    csr_status status;

    (void)id;
    csri_fill(&add_params, params, &is);
    status = settle(call, &is, NULL, &key);
    if (status == CSR_OK)
        status = csri_add(call, CSR_EVENT_TEAM_ADDED, &csri_team_record, &is, out);
    csri_buffer_free(&key);
    return status;
}

const csri_operation csri_team_add = {
    .name = "team.add",
    .run = add,
    .in = &add_params,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_ID,
};

csr_status csr_team_add(csr_session *session, const csr_team_add_params *params, csr_id *out_id, csr_error *err)
{
    return csri_run(session, &csri_team_add, NULL, params, out_id, err);
}

static csr_status change(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_team_change_params *in = params;
    csri_change_request request = { .event = CSR_EVENT_TEAM_CHANGED };
    struct csri_team is;
    csri_buffer key;
    csri_edit edit;
    csr_status status = csri_edit_begin(call, &csri_team_record, id, in->expected_version, &is, &edit);

    if (status != CSR_OK)
        return status;
    csri_fill(&change_params, in, &is);
    status = settle(call, &is, id, &key);
    status = csri_edit_end(call, &edit, status, &request, out);
    csri_buffer_free(&key);
    return status;
}

const csri_operation csri_team_change = {
    .name = "team.change",
    .run = change,
    .in = &change_params,
    .subject = &csri_team_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_team_change(csr_session *session, const csr_id *id, const csr_team_change_params *params,
                           int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_team_change, id, params, out_version, err);
}

static csr_status get(csri_call *call, const csr_id *id, const void *params, void *out)
{
    (void)params;
    return csri_get(call, &csri_team_record, id, out);
}

const csri_operation csri_team_get = {
    .name = "team.get",
    .run = get,
    .subject = &csri_team_record,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_team_get(csr_session *session, const csr_id *id, csr_result **out_result, csr_error *err)
{
    return csri_run(session, &csri_team_get, id, NULL, out_result, err);
}

static csr_status find(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_team_find_params *in = params;
    struct csri_team wanted = { 0 };
    csri_buffer key;
    csr_status status = csri_key_of(call, &in->name, "name", &key, &wanted.key);

    (void)id;
    if (status == CSR_OK)
        status = csri_get_by(call, &csri_team_record, CSRI_TEAM_BY_KEY, &wanted, "name", out);
    csri_buffer_free(&key);
    return status;
}

const csri_operation csri_team_find = {
    .name = "team.find",
    .run = find,
    .in = &find_params,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_team_find(csr_session *session, const csr_team_find_params *params, csr_result **out_result,
                         csr_error *err)
{
    return csri_run(session, &csri_team_find, NULL, params, out_result, err);
}

static csr_status list(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_team_query *in = params;

    (void)id;
    return csri_list_newest(call, &csri_team_record, in->limit, &in->after, out);
}

const csri_operation csri_team_list = {
    .name = "team.list",
    .run = list,
    .in = &list_query,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_team_list(csr_session *session, const csr_team_query *query, csr_result **out_result, csr_error *err)
{
    return csri_run(session, &csri_team_list, NULL, query, out_result, err);
}

csr_status csr_team_at(const csr_result *result, size_t row, csr_team_view *view, csr_error *err)
{
    return csri_result_view(result, csri_team_record.row, row, view, err);
}

/* Put an agent into a team or take it out; what is so already changes nothing. */
static csr_status write_member(csri_call *call, const csr_id *id, const csr_member_params *in, int on, void *out)
{
    csri_change_request request = { .event = on ? CSR_EVENT_TEAM_JOINED : CSR_EVENT_TEAM_LEFT };
    struct csri_member member = { .view = { .team = *id, .agent = in->agent, .created_at = call->tx.now } };
    struct csri_team team;
    csr_rows *existing = NULL;
    csri_edit edit;
    csr_status status = csri_edit_begin(call, &csri_team_record, id, 0, &team, &edit);

    if (status != CSR_OK)
        return status;
    if (on)
        status = csri_agent_works(call, &in->agent, "agent");
    if (status == CSR_OK)
        status = csri_find(&call->tx, &csri_member_record, CSRI_MEMBER_BY_TEAM, &member, &existing);
    if (status == CSR_OK && (existing != NULL) != (on != 0)) {
        request.child = &csri_member_record;
        request.child_was = on ? NULL : csri_rows_at(existing, 0);
        request.child_is = on ? &member : NULL;
        status = on ? csri_new_id(&call->tx, &member.view.id) : CSR_OK;
    }
    status = csri_edit_end(call, &edit, status, &request, out);
    csri_rows_free(existing);
    return status;
}

static csr_status join(csri_call *call, const csr_id *id, const void *params, void *out)
{
    return write_member(call, id, params, 1, out);
}

const csri_operation csri_team_join = {
    .name = "team.join",
    .run = join,
    .in = &member_params,
    .subject = &csri_team_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_team_join(csr_session *session, const csr_id *id, const csr_member_params *params, int64_t *out_version,
                         csr_error *err)
{
    return csri_run(session, &csri_team_join, id, params, out_version, err);
}

static csr_status leave(csri_call *call, const csr_id *id, const void *params, void *out)
{
    return write_member(call, id, params, 0, out);
}

const csri_operation csri_team_leave = {
    .name = "team.leave",
    .run = leave,
    .in = &member_params,
    .subject = &csri_team_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_team_leave(csr_session *session, const csr_id *id, const csr_member_params *params, int64_t *out_version,
                          csr_error *err)
{
    return csri_run(session, &csri_team_leave, id, params, out_version, err);
}

static csr_status list_members(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_member_query *in = params;
    int by_team = !csr_id_is_none(&in->team);
    struct csri_member from = { .view = { .team = in->team, .agent = in->agent } };
    csr_status status = csri_need_one(call, by_team, !csr_id_is_none(&in->agent), "team", "agent");

    (void)id;
    return status != CSR_OK ? status
                            : csri_list(call, &csri_member_record, by_team ? CSRI_MEMBER_BY_TEAM : CSRI_MEMBER_BY_AGENT,
                                        1, 0, &from, in->limit, &in->after, out);
}

const csri_operation csri_member_list = {
    .name = "member.list",
    .run = list_members,
    .in = &member_query,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_member_list(csr_session *session, const csr_member_query *query, csr_result **out_result, csr_error *err)
{
    return csri_run(session, &csri_member_list, NULL, query, out_result, err);
}

csr_status csr_member_at(const csr_result *result, size_t row, csr_member_view *view, csr_error *err)
{
    return csri_result_view(result, csri_member_record.row, row, view, err);
}
