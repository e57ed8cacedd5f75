#include "base/error.h"
#include "desk/agent.h"
#include "desk/edit.h"

/*
 * Whether agents are there. What was said holds until its end, or until something else is said; nothing has to run for
 * that.
 */
#define IN_STRUCT csr_agent_presence_params
/* clang-format off */
static const csr_member presence_params_members[] = {
    IN(presence, presence, REQUIRED),
    IN(until, time, 0),
    IN(reason, reason, 0),
};
/* clang-format on */
static const csr_shape presence_params = CSRI_PARAMS(IN_STRUCT, presence_params_members);
#undef IN_STRUCT

static csr_status check(csri_call *call, const csr_id *agent, const csr_agent_presence_params *in)
{
    if (memcmp(agent, &call->session->agent, sizeof(*agent)) != 0 && !csri_may_supervise(call))
        return csri_fail(call->err, CSR_E_RIGHT, "id", "of another agent only the system and supervisors say it");
    if (in->presence == CSR_PRESENCE_ON_BREAK && in->until == 0)
        return csri_fail(call->err, CSR_E_ARGUMENT, "until", "until: a break has an end");
    if (in->until != 0 && in->until <= call->tx.now)
        return csri_fail(call->err, CSR_E_ARGUMENT, "until", "until is not in the future");
    return CSR_OK;
}

csr_status csri_agent_presence_set(csri_call *call, const csr_id *id, const csr_agent_presence_params *in, int64_t *out)
{
    csri_change_request request = { .event = CSR_EVENT_AGENT_PRESENCE, .reason = in->reason };
    struct csri_agent is;
    csri_edit edit;
    csr_status status = csri_edit_begin(call, &csri_agent_record, id, 0, &is, &edit);

    if (status != CSR_OK)
        return status;
    if (is.view.deactivated)
        status = csri_fail(call->err, CSR_E_STATE, "id", "id: the agent was deactivated");
    is.view.presence = in->presence;
    is.view.presence_until = in->until;
    return csri_edit_end(call, &edit, status, &request, out);
}

static csr_status presence(csri_call *call, const csr_id *id, const void *params, void *out)
{
    csr_status status = check(call, id, params);

    return status != CSR_OK ? status : csri_agent_presence_set(call, id, params, out);
}

const csri_operation csri_agent_presence = {
    .name = "agent.presence",
    .run = presence,
    .in = &presence_params,
    .subject = &csri_agent_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_agent_presence(csr_session *session, const csr_id *id, const csr_agent_presence_params *params,
                              int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_agent_presence, id, params, out_version, err);
}
