#include "base/error.h"
#include "desk/agent.h"
#include "desk/edit.h"

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

#define IN_STRUCT csr_claim_next_params
/* clang-format off */
static const csr_member next_params_members[] = {
    IN(for_us, duration, 0),
    IN(team, team, 0),
    IN(agent, agent, 0),
    IN(request_key, request_key, 0),
};
/* clang-format on */
static const csr_shape next_params = CSRI_PARAMS(IN_STRUCT, next_params_members);
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

/* Tickets of a queue that are looked at together. */
#define LOOK 32

static int same_id(const csr_id *a, const csr_id *b)
{
    return memcmp(a, b, sizeof(*a)) == 0;
}

/* Who claims, and until when. */
typedef struct claimer {
    csr_id agent;
    csr_time until;
} claimer;

static csr_status name_claimer(csri_call *call, const csr_id *agent, int64_t for_us, claimer *out)
{
    const csr_id *own = &call->session->agent;
    csr_status status;

    if (for_us > CSR_CLAIM_MAX_US)
        return csri_fail(call->err, CSR_E_ARGUMENT, "for_us", "for_us: a claim holds a day at most");
    out->agent = csr_id_is_none(agent) ? *own : *agent;
    out->until = call->tx.now + (for_us == 0 ? CSR_CLAIM_DEFAULT_US : for_us);
    status = csri_need(call, &out->agent, "agent");
    if (status == CSR_OK && !same_id(&out->agent, own) && !csri_may_supervise(call))
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

static csr_status check_limit(csri_call *call, const csr_id *agent)
{
    struct csri_claim from, after;
    csr_scan scan = scan_holding(call, agent, &from, &after);
    csr_rows *rows;
    csr_status status = csri_rows_new(call->tx.host, sizeof(struct csri_claim), 8, &rows, call->err);

    if (status != CSR_OK)
        return status;
    scan.limit = CSR_CLAIM_AGENT_MAX;
    status = call->tx.ops->scan(call->tx.handle, &csri_claim_record, &scan, rows, call->err);
    if (status == CSR_OK && csri_rows_count(rows) == CSR_CLAIM_AGENT_MAX)
        status = csri_fail(call->err, CSR_E_LIMIT, "agent", "the agent holds %d claims already", CSR_CLAIM_AGENT_MAX);
    csri_rows_free(rows);
    return status;
}

/* The claim of a ticket, ended or not, or *out = NULL. */
static csr_status find_claim(csri_call *call, const csr_id *ticket, csr_rows **out)
{
    struct csri_claim key = { .view = { .ticket = *ticket } };

    return csri_find(&call->tx, &csri_claim_record, CSRI_CLAIM_BY_TICKET, &key, out);
}

static const struct csri_claim *claim_in(const csr_rows *rows)
{
    return rows == NULL ? NULL : csri_rows_at(rows, 0);
}

static int holds(const csri_call *call, const struct csri_claim *claim)
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

static csr_status check_free(csri_call *call, const struct csri_claim *was, const claimer *who, int take_over)
{
    if (!holds(call, was) || same_id(&was->view.agent, &who->agent))
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
static csr_status make_claim(csri_call *call, const csr_id *ticket, const struct csri_claim *was, const claimer *who,
                             struct csri_claim *is)
{
    int own = holds(call, was) && same_id(&was->view.agent, &who->agent);
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

/* Write the claim of a ticket that was loaded for it, unless status says that it is refused. */
static csr_status write_claim(csri_call *call, csri_edit *edit, csr_status status, const csr_rows *was,
                              const claimer *who, int64_t *out)
{
    csri_change_request request = { .event = CSR_EVENT_TICKET_CLAIMED };
    const struct csri_ticket *ticket = edit->was;
    struct csri_claim is;

    if (status == CSR_OK)
        status = make_claim(call, &ticket->view.id, claim_in(was), who, &is);
    if (status == CSR_OK && (was == NULL || csri_diff(csri_claim_record.row, claim_in(was), &is) != 0)) {
        request.child = &csri_claim_record;
        request.child_was = claim_in(was);
        request.child_is = &is;
    }
    return csri_edit_end(call, edit, status, &request, out);
}

static csr_status claim(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_claim_params *in = params;
    struct csri_ticket is;
    csr_rows *was = NULL;
    claimer who;
    csri_edit edit;
    csr_status status = csri_edit_begin(call, &csri_ticket_record, id, in->expected_version, &is, &edit);

    if (status != CSR_OK)
        return status;
    status = name_claimer(call, &in->agent, in->for_us, &who);
    if (status == CSR_OK && is.view.queue == CSR_QUEUE_DONE)
        status = csri_fail(call->err, CSR_E_STATE, "state", "the ticket is settled: there is nothing to claim");
    if (status == CSR_OK)
        status = find_claim(call, id, &was);
    if (status == CSR_OK)
        status = check_free(call, claim_in(was), &who, in->take_over);
    status = write_claim(call, &edit, status, was, &who, out);
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
    status = find_claim(call, id, &was);
    if (status == CSR_OK && holds(call, claim_in(was))) {
        request.child = &csri_claim_record;
        request.child_was = claim_in(was);
        if (!same_id(&claim_in(was)->view.agent, &call->session->agent) && !csri_may_supervise(call))
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
    struct csri_claim from, after;
    csr_scan scan = scan_holding(call, agent, &from, &after);
    csr_rows *rows;
    csr_status status = csri_rows_new(call->tx.host, sizeof(struct csri_claim), 8, &rows, call->err);

    if (status != CSR_OK)
        return status;
    scan.limit = CSR_CLAIM_AGENT_MAX;
    status = call->tx.ops->scan(call->tx.handle, &csri_claim_record, &scan, rows, call->err);
    for (size_t i = 0; i < csri_rows_count(rows) && status == CSR_OK; i++)
        status = end_claim(call, csri_rows_at(rows, i));
    csri_rows_free(rows);
    return status;
}

/* Whether a ticket of the queue is free for the claimer; *was is its ended claim, or NULL. */
static csr_status look_at(csri_call *call, const csr_ticket_view *ticket, const claimer *who, csr_rows **was,
                          int *is_free)
{
    csr_status status;

    *was = NULL;
    *is_free = csr_id_is_none(&ticket->assignee) || same_id(&ticket->assignee, &who->agent);
    if (!*is_free)
        return CSR_OK;
    status = find_claim(call, &ticket->id, was);
    *is_free = status == CSR_OK && !holds(call, claim_in(*was));
    if (!*is_free) {
        csri_rows_free(*was);
        *was = NULL;
    }
    return status;
}

/* Claim the first free ticket of some; *out stays none when there is none. */
static csr_status claim_one(csri_call *call, const csr_rows *tickets, const claimer *who, csr_id *out)
{
    csr_status status = CSR_OK;

    for (size_t i = 0; i < csri_rows_count(tickets) && status == CSR_OK && csr_id_is_none(out); i++) {
        const struct csri_ticket *ticket = csri_rows_at(tickets, i);
        struct csri_ticket is;
        csr_rows *was;
        csri_edit edit;
        int is_free;
        status = look_at(call, &ticket->view, who, &was, &is_free);
        if (status != CSR_OK || !is_free)
            continue;
        status = csri_edit_begin(call, &csri_ticket_record, &ticket->view.id, 0, &is, &edit);
        if (status == CSR_OK)
            status = write_claim(call, &edit, CSR_OK, was, who, NULL);
        if (status == CSR_OK)
            *out = ticket->view.id;
        csri_rows_free(was);
    }
    return status;
}

/* The first tickets of the queue behind `last`, which becomes the last of them. */
static csr_status look_on(csri_call *call, struct csri_ticket *last, int first, const claimer *who, csr_id *out,
                          size_t *seen)
{
    csr_scan scan = {
        .index = CSRI_TICKET_BY_QUEUE, .equal = 2, .limit = LOOK, .from = last, .after = first ? NULL : last
    };
    csr_rows *tickets;
    csr_status status = csri_rows_new(call->tx.host, sizeof(struct csri_ticket), 4, &tickets, call->err);

    if (status != CSR_OK)
        return status;
    status = call->tx.ops->scan(call->tx.handle, &csri_ticket_record, &scan, tickets, call->err);
    if (status == CSR_OK)
        status = claim_one(call, tickets, who, out);
    *seen = csri_rows_count(tickets);
    if (*seen != 0) {
        const struct csri_ticket *end = csri_rows_at(tickets, *seen - 1);
        last->view.id = end->view.id;
        last->urgency = end->urgency;
        last->view.due_at = end->view.due_at;
        last->view.opened_at = end->view.opened_at;
    }
    csri_rows_free(tickets);
    return status;
}

static csr_status next(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_claim_next_params *in = params;
    struct csri_ticket last = { .view = { .team = in->team, .queue = CSR_QUEUE_ACTIVE } };
    csr_id found = { { 0 } };
    claimer who;
    size_t seen = LOOK, all = 0;
    csr_status status = name_claimer(call, &in->agent, in->for_us, &who);

    (void)id;
    if (status == CSR_OK)
        status = csri_exists(&call->tx, &csri_team_record, &in->team, "team");
    for (; status == CSR_OK && csr_id_is_none(&found) && seen == LOOK && all < CSR_CLAIM_LOOK_MAX; all += seen)
        status = look_on(call, &last, all == 0, &who, &found, &seen);
    if (status == CSR_OK && csr_id_is_none(&found))
        status = seen == LOOK ? csri_fail(call->err, CSR_E_LIMIT, "team", "the first %d tickets of the queue are taken",
                                          CSR_CLAIM_LOOK_MAX)
                              : csri_fail(call->err, CSR_E_NOT_FOUND, "team", "nothing in the queue is free");
    if (status == CSR_OK)
        memcpy(out, &found, sizeof(found));
    return status;
}

const csri_operation csri_claim_next = {
    .name = "claim.next",
    .run = next,
    .in = &next_params,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_ID,
};

csr_status csr_claim_next(csr_session *session, const csr_claim_next_params *params, csr_id *out_id, csr_error *err)
{
    return csri_run(session, &csri_claim_next, NULL, params, out_id, err);
}

/* The claim of one ticket as a result of one row or none. */
static csr_status list_of_ticket(csri_call *call, const csr_id *ticket, void *out)
{
    csr_rows *rows;
    csr_status status = find_claim(call, ticket, &rows);

    if (status == CSR_OK && !holds(call, claim_in(rows))) {
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
