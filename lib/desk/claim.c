#include "base/error.h"
#include "desk/agent.h"
#include "desk/claim.h"

/*
 * Claims: an agent takes a ticket for a while. A claim is a child of its ticket, one at most; it has ended when the clock
 * shows its end, and its row stays until the next one takes its place. The index by_until is there for whoever wants to
 * tell agents of the end.
 */
#define ROW struct csri_claim

#define IN_STRUCT csr_claim_params
/* clang-format off */
static const csr_member claim_params_members[] = {
    IN(take_over, flag, 0),
    IN(expected_version, version, 0),
    IN(for_us, duration, 0),
    IN(agent, agent, 0),
};
/* clang-format on */
static const csr_shape claim_params = CSRI_PARAMS(IN_STRUCT, claim_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_claim_release_params
/* clang-format off */
static const csr_member release_params_members[] = {
    IN(expected_version, version, 0),
};
/* clang-format on */
static const csr_shape release_params = CSRI_PARAMS(IN_STRUCT, release_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_claim_query
/* clang-format off */
static const csr_member list_query_members[] = {
    IN(limit, limit, 0),
    IN(after, token, 0),
    IN(ticket, ticket, 0),
    IN(agent, agent, 0),
};
/* clang-format on */
static const csr_shape list_query = CSRI_PARAMS(IN_STRUCT, list_query_members);
#undef IN_STRUCT

csr_status csri_claim_name(csri_call *call, const csr_id *agent, int64_t for_us, csri_claimer *out)
{
    const csr_id *own = &call->session->agent;
    csr_status status;

    if (for_us > CSR_CLAIM_MAX_US)
        return csri_fail(call->err, CSR_E_ARGUMENT, "for_us", "for_us: a claim holds a day at most");
    out->agent = csr_id_is_none(agent) ? *own : *agent;
    out->until = call->tx.now + (for_us == 0 ? CSR_CLAIM_DEFAULT_US : for_us);
    status = csri_need(call, &out->agent, "agent");
    if (status == CSR_OK && !csri_same_id(&out->agent, own) && !csri_may_supervise(call))
        status = csri_fail(call->err, CSR_E_RIGHT, "agent", "for another agent only the system and supervisors claim");
    return status != CSR_OK ? status : csri_agent_works(call, &out->agent, "agent");
}

/* The claims of an agent, or all when it is none, that hold at this instant; the scan's rows are the caller's. */
static csr_scan scan_holding(const csri_call *call, const csr_id *agent, struct csri_claim *from,
                             struct csri_claim *after)
{
    int by_agent = !csr_id_is_none(agent);

    *from = (struct csri_claim){ .view = { .agent = *agent } };
    *after = (struct csri_claim){ .view = { .agent = *agent, .until = call->tx.now } };
    memset(&after->view.id, 0xff, sizeof(after->view.id));
    return (csr_scan){ .index = by_agent ? CSRI_CLAIM_BY_AGENT : CSRI_CLAIM_BY_UNTIL,
                       .equal = by_agent ? 1 : 0,
                       .from = by_agent ? from : NULL,
                       .after = after };
}

/* The claims of an agent that hold at this instant, as many as there may be. */
static csr_status load_holding(csri_call *call, const csr_id *agent, csr_rows **out)
{
    struct csri_claim from, after;
    csr_scan scan = scan_holding(call, agent, &from, &after);
    csr_status status = csri_rows_new(call->tx.host, sizeof(struct csri_claim), 8, out, call->err);

    scan.limit = CSR_CLAIM_AGENT_MAX;
    return status != CSR_OK ? status : call->tx.ops->scan(call->tx.handle, &csri_claim_record, &scan, *out, call->err);
}

static csr_status check_limit(csri_call *call, const csr_id *agent)
{
    csr_rows *rows = NULL;
    csr_status status = load_holding(call, agent, &rows);

    if (status == CSR_OK && csri_rows_count(rows) == CSR_CLAIM_AGENT_MAX)
        status = csri_fail(call->err, CSR_E_LIMIT, "agent", "the agent holds %d claims already", CSR_CLAIM_AGENT_MAX);
    csri_rows_free(rows);
    return status;
}

csr_status csri_claim_find(csri_call *call, const csr_id *ticket, csr_rows **out)
{
    struct csri_claim key = { .view = { .ticket = *ticket } };

    return csri_find(&call->tx, &csri_claim_record, CSRI_CLAIM_BY_TICKET, &key, out);
}

const struct csri_claim *csri_claim_in(const csr_rows *rows)
{
    return rows == NULL ? NULL : csri_rows_at(rows, 0);
}

int csri_claim_holds(const csri_call *call, const struct csri_claim *claim)
{
    return claim != NULL && claim->view.until > call->tx.now;
}

/* Somebody else has it: say who and until when. */
static csr_status refuse(csri_call *call, const struct csri_claim *claim)
{
    char until[CSR_TIME_TEXT_BYTES];
    const csr_str *handle;
    csr_rows *agent;
    csr_status status = csri_load(&call->tx, &csri_agent_record, &claim->view.agent, "agent", &agent);

    if (status != CSR_OK)
        return status;
    handle = &((const struct csri_agent *)csri_rows_at(agent, 0))->view.handle;
    (void)csr_time_format(claim->view.until, 0, until, NULL);
    status = csri_fail(call->err, CSR_E_STATE, "agent", "the ticket is claimed by %.*s until %s", (int)handle->len,
                       handle->ptr, until);
    csri_rows_free(agent);
    return status;
}

static csr_status check_free(csri_call *call, const struct csri_claim *was, const csri_claimer *who, int take_over)
{
    if (!csri_claim_holds(call, was) || csri_same_id(&was->view.agent, &who->agent))
        return CSR_OK;
    if (!take_over)
        return refuse(call, was);
    return csri_may_supervise(call) ? CSR_OK
                                    : csri_fail(call->err, CSR_E_RIGHT, "take_over",
                                                "from another agent only the system and supervisors take a ticket");
}

/* One's own claim that still holds is prolonged: it begins when it began and does not end earlier. */
static void prolong(const struct csri_claim *was, struct csri_claim *is)
{
    is->view.claimed_at = was->view.claimed_at;
    if (was->view.until > is->view.until)
        is->view.until = was->view.until;
}

/* The claim as it will be: a new row, or the one that is there with another holder or a later end. */
static csr_status make_claim(csri_call *call, const csr_id *ticket, const struct csri_claim *was,
                             const csri_claimer *who, struct csri_claim *is)
{
    int own = csri_claim_holds(call, was) && csri_same_id(&was->view.agent, &who->agent);
    csr_status status = own ? CSR_OK : check_limit(call, &who->agent);

    *is = (struct csri_claim){
        .view = { .ticket = *ticket, .agent = who->agent, .claimed_at = call->tx.now, .until = who->until }
    };
    if (own)
        prolong(was, is);
    if (was != NULL)
        is->view.id = was->view.id;
    else if (status == CSR_OK)
        status = csri_new_id(&call->tx, &is->view.id);
    return status;
}

csr_status csri_claim_write(csri_call *call, csri_edit *edit, csr_status status, const csr_rows *was,
                            const csri_claimer *who, int64_t *out)
{
    csri_change_request request = { .event = CSR_EVENT_TICKET_CLAIMED };
    const struct csri_ticket *ticket = edit->was;
    struct csri_claim is;

    if (status == CSR_OK)
        status = make_claim(call, &ticket->view.id, csri_claim_in(was), who, &is);
    if (status == CSR_OK && (was == NULL || csri_diff(csri_claim_record.row, csri_claim_in(was), &is) != 0)) {
        request.child = &csri_claim_record;
        request.child_was = csri_claim_in(was);
        request.child_is = &is;
    }
    return csri_edit_end(call, edit, status, &request, out);
}

static csr_status claim(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_claim_params *in = params;
    struct csri_ticket is;
    csr_rows *was = NULL;
    csri_claimer who;
    csri_edit edit;
    csr_status status = csri_edit_begin(call, &csri_ticket_record, id, in->expected_version, &is, &edit);

    if (status != CSR_OK)
        return status;
    status = csri_claim_name(call, &in->agent, in->for_us, &who);
    if (status == CSR_OK && is.view.queue == CSR_QUEUE_DONE)
        status = csri_fail(call->err, CSR_E_STATE, "state", "the ticket is settled: there is nothing to claim");
    if (status == CSR_OK)
        status = csri_claim_find(call, id, &was);
    if (status == CSR_OK)
        status = check_free(call, csri_claim_in(was), &who, in->take_over);
    status = csri_claim_write(call, &edit, status, was, &who, out);
    csri_rows_free(was);
    return status;
}

const csri_operation csri_ticket_claim = {
    .name = "ticket.claim",
    .run = claim,
    .in = &claim_params,
    .subject = &csri_ticket_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_ticket_claim(csr_session *session, const csr_id *id, const csr_claim_params *params,
                            int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_ticket_claim, id, params, out_version, err);
}

static csr_status release(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_claim_release_params *in = params;
    csri_change_request request = { .event = CSR_EVENT_TICKET_RELEASED };
    struct csri_ticket is;
    csr_rows *was = NULL;
    csri_edit edit;
    csr_status status = csri_edit_begin(call, &csri_ticket_record, id, in->expected_version, &is, &edit);

    if (status != CSR_OK)
        return status;
    status = csri_claim_find(call, id, &was);
    if (status == CSR_OK && csri_claim_holds(call, csri_claim_in(was))) {
        request.child = &csri_claim_record;
        request.child_was = csri_claim_in(was);
        if (!csri_same_id(&csri_claim_in(was)->view.agent, &call->session->agent) && !csri_may_supervise(call))
            status = csri_fail(call->err, CSR_E_RIGHT, "id", "the claim is another agent's");
    }
    status = csri_edit_end(call, &edit, status, &request, out);
    csri_rows_free(was);
    return status;
}

const csri_operation csri_ticket_release = {
    .name = "ticket.release",
    .run = release,
    .in = &release_params,
    .subject = &csri_ticket_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_ticket_release(csr_session *session, const csr_id *id, const csr_claim_release_params *params,
                              int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_ticket_release, id, params, out_version, err);
}

static csr_status end_claim(csri_call *call, const struct csri_claim *claim)
{
    csri_change_request request = { .event = CSR_EVENT_TICKET_RELEASED,
                                    .child = &csri_claim_record,
                                    .child_was = claim };
    struct csri_ticket is;
    csri_edit edit;
    csr_status status = csri_edit_begin(call, &csri_ticket_record, &claim->view.ticket, 0, &is, &edit);

    return status != CSR_OK ? status : csri_edit_end(call, &edit, CSR_OK, &request, NULL);
}

csr_status csri_claims_end(csri_call *call, const csr_id *agent)
{
    csr_rows *rows = NULL;
    csr_status status = load_holding(call, agent, &rows);

    for (size_t i = 0; status == CSR_OK && i < csri_rows_count(rows); i++)
        status = end_claim(call, csri_rows_at(rows, i));
    csri_rows_free(rows);
    return status;
}

/* The claim of one ticket as a result of one row or none. */
static csr_status list_of_ticket(csri_call *call, const csr_id *ticket, void *out)
{
    csr_rows *rows;
    csr_status status = csri_claim_find(call, ticket, &rows);

    if (status == CSR_OK && !csri_claim_holds(call, csri_claim_in(rows))) {
        csri_rows_free(rows);
        status = csri_rows_new(call->tx.host, sizeof(struct csri_claim), 1, &rows, call->err);
    }
    return status != CSR_OK ? status : csri_result_of(rows, &csri_claim_record, out, call->err);
}

static csr_status list(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_claim_query *in = params;
    struct csri_claim from, after;
    csr_scan scan = scan_holding(call, &in->agent, &from, &after);

    (void)id;
    scan.limit = (uint32_t)in->limit;
    if (csr_id_is_none(&in->ticket))
        return csri_page(&call->tx, &csri_claim_record, &scan, &in->after, out);
    if (!csr_id_is_none(&in->agent))
        return csri_fail(call->err, CSR_E_ARGUMENT, "agent", "either ticket or agent, not both");
    return list_of_ticket(call, &in->ticket, out);
}

const csri_operation csri_claim_list = {
    .name = "claim.list",
    .run = list,
    .in = &list_query,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_claim_list(csr_session *session, const csr_claim_query *query, csr_result **out_result, csr_error *err)
{
    return csri_run(session, &csri_claim_list, NULL, query, out_result, err);
}

csr_status csr_claim_at(const csr_result *result, size_t row, csr_claim_view *view, csr_error *err)
{
    return csri_result_view(result, csri_claim_record.row, row, view, err);
}
