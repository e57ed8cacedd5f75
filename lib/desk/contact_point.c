#include "desk/agent.h"
#include "desk/edit.h"

#define ROW struct csri_contact_point

#define IN_STRUCT csr_contact_point_add_params
/* clang-format off */
static const csr_member add_params_members[] = {
    IN_TO(channel, channel, REQUIRED),
    IN_TO(name, name, REQUIRED),
    IN_TO(address, address, 0),
    IN_TO(hours, title, 0),
    IN_TO(responsible, agent, REQUIRED),
    IN_TO(team, team, 0),
    IN(request_key, request_key, 0),
};
/* clang-format on */
static const csr_shape add_params = CSRI_PARAMS_GREW(IN_STRUCT, add_params_members, request_key);
#undef IN_STRUCT

#define IN_STRUCT csr_contact_point_change_params
/* clang-format off */
static const csr_member change_params_members[] = {
    IN(expected_version, version, 0),
    IN_TO(channel, channel, 0),
    IN_TO(name, name, 0),
    IN_TO_OR(address, address, CSR_CONTACT_POINT_CLEAR_ADDRESS),
    IN_TO_OR(hours, title, CSR_CONTACT_POINT_CLEAR_HOURS),
    IN_TO(responsible, agent, 0),
    IN_TO_OR(team, team, CSR_CONTACT_POINT_CLEAR_TEAM),
};
/* clang-format on */
static const csr_shape change_params = CSRI_PARAMS_CLEAR(IN_STRUCT, change_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_contact_point_query
/* clang-format off */
static const csr_member list_query_members[] = {
    IN(limit, limit, 0),
    IN(after, token, 0),
};
/* clang-format on */
static const csr_shape list_query = CSRI_PARAMS(IN_STRUCT, list_query_members);
#undef IN_STRUCT

static csr_status check(csri_call *call, void *row)
{
    const csr_contact_point_view *is = &((struct csri_contact_point *)row)->view;
    csr_status status = csri_agent_works(call, &is->responsible, "responsible");

    return status != CSR_OK ? status : csri_exists(&call->tx, &csri_team_record, &is->team, "team");
}

static csr_status add(csri_call *call, const csr_id *id, const void *params, void *out)
{
    struct csri_contact_point is = { 0 };
    csr_status status;

    (void)id;
    csri_fill(&add_params, params, &is);
    status = check(call, &is);
    return status != CSR_OK ? status
                            : csri_add(call, CSR_EVENT_CONTACT_POINT_ADDED, &csri_contact_point_record, &is, out);
}

const csri_operation csri_contact_point_add = {
    .name = "contact_point.add",
    .run = add,
    .in = &add_params,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_ID,
};

csr_status csr_contact_point_add(csr_session *session, const csr_contact_point_add_params *params, csr_id *out_id,
                                 csr_error *err)
{
    return csri_run(session, &csri_contact_point_add, NULL, params, out_id, err);
}

static csr_status change(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_contact_point_change_params *in = params;
    struct csri_contact_point is;

    return csri_change_plainly(call, CSR_EVENT_CONTACT_POINT_CHANGED, &csri_contact_point_record, id, &change_params,
                               in, in->expected_version, check, &is, out);
}

const csri_operation csri_contact_point_change = {
    .name = "contact_point.change",
    .run = change,
    .in = &change_params,
    .subject = &csri_contact_point_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_contact_point_change(csr_session *session, const csr_id *id,
                                    const csr_contact_point_change_params *params, int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_contact_point_change, id, params, out_version, err);
}

static csr_status get(csri_call *call, const csr_id *id, const void *params, void *out)
{
    (void)params;
    return csri_get(call, &csri_contact_point_record, id, out);
}

const csri_operation csri_contact_point_get = {
    .name = "contact_point.get",
    .run = get,
    .subject = &csri_contact_point_record,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_contact_point_get(csr_session *session, const csr_id *id, csr_result **out_result, csr_error *err)
{
    return csri_run(session, &csri_contact_point_get, id, NULL, out_result, err);
}

static csr_status list(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_contact_point_query *in = params;

    (void)id;
    return csri_list_newest(call, &csri_contact_point_record, in->limit, &in->after, out);
}

const csri_operation csri_contact_point_list = {
    .name = "contact_point.list",
    .run = list,
    .in = &list_query,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_contact_point_list(csr_session *session, const csr_contact_point_query *query, csr_result **out_result,
                                  csr_error *err)
{
    return csri_run(session, &csri_contact_point_list, NULL, query, out_result, err);
}

csr_status csr_contact_point_at(const csr_result *result, size_t row, csr_contact_point_view *view, csr_error *err)
{
    return csri_result_view(result, csri_contact_point_record.row, row, view, err);
}
