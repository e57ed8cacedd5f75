#include "base/error.h"
#include "desk/edit.h"
#include "desk/sla.h"

#define ROW struct csri_agent

#define IN_STRUCT csr_agent_add_params
/* clang-format off */
static const csr_member add_params_members[] = {
    IN_TO(role, role, 0),
    IN_TO(handle, title, REQUIRED),
    IN_TO(name, name, 0),
    IN_TO(email, email, 0),
    IN(request_key, request_key, 0),
};
/* clang-format on */
static const csr_shape add_params = CSRI_PARAMS_GREW(IN_STRUCT, add_params_members, request_key);
#undef IN_STRUCT

#define IN_STRUCT csr_agent_change_params
/* clang-format off */
static const csr_member change_params_members[] = {
    IN(expected_version, version, 0),
    IN_TO(role, role, 0),
    IN_TO(handle, title, 0),
    IN_TO(name, name, 0),
    IN_TO_OR(email, email, CSR_AGENT_CLEAR_EMAIL),
    IN_TO_OR(shift, title, CSR_AGENT_CLEAR_SHIFT),
};
/* clang-format on */
static const csr_shape change_params = CSRI_PARAMS_CLEAR_GREW(IN_STRUCT, change_params_members, shift);
#undef IN_STRUCT

#define IN_STRUCT csr_agent_query
/* clang-format off */
static const csr_member list_query_members[] = {
    IN(limit, limit, 0),
    IN(after, token, 0),
    IN(status, agent_status, 0),
};
/* clang-format on */
static const csr_shape list_query = CSRI_PARAMS_GREW(IN_STRUCT, list_query_members, status);
#undef IN_STRUCT

#define IN_STRUCT csr_agent_find_params
/* clang-format off */
static const csr_member find_params_members[] = {
    IN(handle, title, REQUIRED),
};
/* clang-format on */
static const csr_shape find_params = CSRI_PARAMS(IN_STRUCT, find_params_members);
#undef IN_STRUCT

/* Give the row the key of its handle, which no other agent has. */
static csr_status set_key(csri_call *call, struct csri_agent *is, const csr_id *own, csri_buffer *key)
{
    csr_status status = csri_key_of(call, &is->view.handle, "handle", key, &is->key);

    return status != CSR_OK ? status : csri_unique(call, &csri_agent_record, CSRI_AGENT_BY_KEY, is, own, "handle");
}

static csr_status add(csri_call *call, const csr_id *id, const void *params, void *out)
{
    struct csri_agent is = { 0 };
    csri_buffer key;
    csr_status status;

    (void)id;
    csri_fill(&add_params, params, &is);
    if (is.view.role == 0)
        is.view.role = CSR_ROLE_ASSOCIATE;
    if (is.view.name.len == 0)
        is.view.name = is.view.handle;
    status = set_key(call, &is, NULL, &key);
    if (status == CSR_OK)
        status = csri_add(call, CSR_EVENT_AGENT_ADDED, &csri_agent_record, &is, out);
    csri_buffer_free(&key);
    return status;
}

const csri_operation csri_agent_add = {
    .name = "agent.add",
    .run = add,
    .in = &add_params,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_ID,
};

csr_status csr_agent_add(csr_session *session, const csr_agent_add_params *params, csr_id *out_id, csr_error *err)
{
    return csri_run(session, &csri_agent_add, NULL, params, out_id, err);
}

/* Working hours are a calendar that was recorded, in force or not yet. */
static csr_status check_shift(csri_call *call, const csr_str *name)
{
    csr_id calendar;
    csr_status status = csri_calendar_named(call, name, &calendar);

    if (status != CSR_E_NOT_FOUND)
        return status;
    csri_error_clear(call->err);
    return csri_fail(call->err, status, "shift", "shift: there is no calendar \"%.*s\"", (int)name->len, name->ptr);
}

static csr_status change(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_agent_change_params *in = params;
    csri_change_request request = { .event = CSR_EVENT_AGENT_CHANGED };
    struct csri_agent is;
    csri_buffer key;
    csri_edit edit;
    csr_status status = csri_edit_begin(call, &csri_agent_record, id, in->expected_version, &is, &edit);

    if (status != CSR_OK)
        return status;
    csri_fill(&change_params, in, &is);
    status = set_key(call, &is, id, &key);
    if (status == CSR_OK && in->shift.len != 0)
        status = check_shift(call, &in->shift);
    status = csri_edit_end(call, &edit, status, &request, out);
    csri_buffer_free(&key);
    return status;
}

const csri_operation csri_agent_change = {
    .name = "agent.change",
    .run = change,
    .in = &change_params,
    .subject = &csri_agent_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_agent_change(csr_session *session, const csr_id *id, const csr_agent_change_params *params,
                            int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_agent_change, id, params, out_version, err);
}

static csr_status get(csri_call *call, const csr_id *id, const void *params, void *out)
{
    (void)params;
    return csri_get(call, &csri_agent_record, id, out);
}

const csri_operation csri_agent_get = {
    .name = "agent.get",
    .run = get,
    .subject = &csri_agent_record,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_agent_get(csr_session *session, const csr_id *id, csr_result **out_result, csr_error *err)
{
    return csri_run(session, &csri_agent_get, id, NULL, out_result, err);
}

static csr_status find(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_agent_find_params *in = params;
    struct csri_agent wanted = { 0 };
    csri_buffer key;
    csr_status status = csri_key_of(call, &in->handle, "handle", &key, &wanted.key);

    (void)id;
    if (status == CSR_OK)
        status = csri_get_by(call, &csri_agent_record, CSRI_AGENT_BY_KEY, &wanted, "handle", out);
    csri_buffer_free(&key);
    return status;
}

const csri_operation csri_agent_find = {
    .name = "agent.find",
    .run = find,
    .in = &find_params,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_agent_find(csr_session *session, const csr_agent_find_params *params, csr_result **out_result,
                          csr_error *err)
{
    return csri_run(session, &csri_agent_find, NULL, params, out_result, err);
}

static csr_status list(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_agent_query *in = params;
    struct csri_agent from = { 0 };

    (void)id;
    if (in->status == 0)
        return csri_list_newest(call, &csri_agent_record, in->limit, &in->after, out);
    from.view.deactivated = in->status == CSR_AGENT_DEACTIVATED;
    return csri_list(call, &csri_agent_record, CSRI_AGENT_BY_DEACTIVATED, 1, CSR_SCAN_REVERSE, &from, in->limit,
                     &in->after, out);
}

const csri_operation csri_agent_list = {
    .name = "agent.list",
    .run = list,
    .in = &list_query,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_agent_list(csr_session *session, const csr_agent_query *query, csr_result **out_result, csr_error *err)
{
    return csri_run(session, &csri_agent_list, NULL, query, out_result, err);
}

csr_status csr_agent_at(const csr_result *result, size_t row, csr_agent_view *view, csr_error *err)
{
    return csri_result_view(result, csri_agent_record.row, row, view, err);
}
