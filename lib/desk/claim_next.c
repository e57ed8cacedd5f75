#include "base/error.h"
#include "desk/claim.h"

/*
 * The next ticket of a queue: the first that is free.
 */
/* Tickets of a queue that are looked at together. */
#define LOOK 32

#define IN_STRUCT csr_claim_next_params
/* clang-format off */
static const csr_member next_params_members[] = {
    IN(look, look, 0),
    IN(for_us, duration, 0),
    IN(team, team, 0),
    IN(agent, agent, 0),
    IN(request_key, request_key, 0),
};
/* clang-format on */
static const csr_shape next_params = CSRI_PARAMS(IN_STRUCT, next_params_members);
#undef IN_STRUCT

/* Whether a ticket of the queue is free for the csri_claimer; *was is its ended claim, or NULL. */
static csr_status look_at(csri_call *call, const csr_ticket_view *ticket, const csri_claimer *who, csr_rows **was,
                          int *is_free)
{
    csr_status status;

    *was = NULL;
    *is_free = csr_id_is_none(&ticket->assignee) || csri_same_id(&ticket->assignee, &who->agent);
    if (!*is_free)
        return CSR_OK;
    status = csri_claim_find(call, &ticket->id, was);
    *is_free = status == CSR_OK && !csri_claim_holds(call, csri_claim_in(*was));
    if (!*is_free) {
        csri_rows_free(*was);
        *was = NULL;
    }
    return status;
}

/* Claim the first free ticket of some; *out stays none when there is none. */
static csr_status claim_one(csri_call *call, const csr_rows *tickets, const csri_claimer *who, csr_id *out)
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
            status = csri_claim_write(call, &edit, CSR_OK, was, who, NULL);
        if (status == CSR_OK)
            *out = ticket->view.id;
        csri_rows_free(was);
    }
    return status;
}

/* The first tickets of the queue behind `last`, which becomes the last of them. */
static csr_status look_on(csri_call *call, struct csri_ticket *last, int first, uint32_t most, const csri_claimer *who,
                          csr_id *out, size_t *seen)
{
    csr_scan scan = {
        .index = CSRI_TICKET_BY_QUEUE, .equal = 2, .limit = most, .from = last, .after = first ? NULL : last
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

/* Whether the queue goes on behind `last`. */
static csr_status goes_on(csri_call *call, const struct csri_ticket *last, int *out)
{
    csr_scan scan = { .index = CSRI_TICKET_BY_QUEUE, .equal = 2, .from = last, .after = last };
    csr_rows *more;
    csr_status status = csri_first(&call->tx, &csri_ticket_record, &scan, &more);

    *out = more != NULL;
    csri_rows_free(more);
    return status;
}

static csr_status find(csri_call *call, const csr_claim_next_params *in, const csri_claimer *who, csr_id *out)
{
    struct csri_ticket last = { .view = { .team = in->team, .queue = CSR_QUEUE_ACTIVE } };
    size_t most = in->look == 0 ? CSR_CLAIM_LOOK_DEFAULT : (size_t)in->look, all = 0, seen = LOOK;
    csr_status status = CSR_OK;
    int more = 0;

    while (status == CSR_OK && csr_id_is_none(out) && seen == LOOK && all < most) {
        uint32_t page = most - all < LOOK ? (uint32_t)(most - all) : LOOK;
        status = look_on(call, &last, all == 0, page, who, out, &seen);
        all += seen;
    }
    if (status != CSR_OK || !csr_id_is_none(out))
        return status;
    if (all == most)
        status = goes_on(call, &last, &more);
    if (status != CSR_OK)
        return status;
    return more ? csri_fail(call->err, CSR_E_LIMIT, "team",
                            "the first %zu tickets of the queue are taken, and there are more: look further with look",
                            most)
                : csri_fail(call->err, CSR_E_NOT_FOUND, "team", "nothing in the queue is free");
}

static csr_status next(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_claim_next_params *in = params;
    csr_id found = { { 0 } };
    csri_claimer who;
    csr_status status = csri_claim_name(call, &in->agent, in->for_us, &who);

    (void)id;
    if (status == CSR_OK)
        status = csri_exists(&call->tx, &csri_team_record, &in->team, "team");
    if (status == CSR_OK)
        status = find(call, in, &who, &found);
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
