#include "replay_counts.h"

#include "common.h"

#include <stdlib.h>

int replay_counts_reopens(const struct replay *replay)
{
    return replay->format->columns[LOG_REOPENS] != NULL;
}

int replay_counts_reassigns(const struct replay *replay)
{
    return replay->format->columns[LOG_REASSIGNS] != NULL;
}

int32_t replay_rise(int32_t now, int32_t before)
{
    int32_t from = before > 0 ? before : 0;

    return now > from ? now - from : 0;
}

int replay_is_settled(enum log_step step)
{
    return step == LOG_RESOLVE || step == LOG_CLOSE;
}

csr_status replay_reopen(struct replay *replay, const struct log_row *row, int32_t rise)
{
    struct replay_ticket *ticket = &replay->ticket;
    csr_ticket_reopen_params params = CSR_TICKET_REOPEN_PARAMS_INIT;
    csr_status status = CSR_OK;

    for (; rise > 0 && status == CSR_OK; rise--) {
        if (!replay_is_settled(ticket->step))
            status = replay_move_to(replay, LOG_RESOLVE, row->at);
        params.effective_at = row->at > ticket->state_since ? row->at : ticket->state_since;
        ticket->state_since = params.effective_at;
        ticket->step = LOG_WORK;
        if (status == CSR_OK)
            status = csr_ticket_reopen(replay->session, &ticket->id, &params, NULL, &replay->err);
    }
    return status;
}

/* The interaction that stands for what passes between teams unseen. */
static csr_status find_hand_over(struct replay *replay, const struct log_row *row)
{
    struct replay_ticket *ticket = &replay->ticket;
    csr_interaction_add_params params = CSR_INTERACTION_ADD_PARAMS_INIT;
    char *text;
    csr_status status;

    if (!csr_id_is_none(&ticket->hand_over))
        return CSR_OK;
    text = text_format("%s:%.*s/transfers", replay->format->name, (int)row->case_id.len, row->case_id.ptr);
    params.channel = CSR_CHANNEL_CHAT;
    params.direction = CSR_DIRECTION_NONE;
    params.audience = CSR_AUDIENCE_INTERNAL;
    params.actor_kind = CSR_ACTOR_SYSTEM;
    params.occurred_at = row->at;
    params.ticket = ticket->id;
    csr_str_set(&params.external_id, text, CSR_NTS);
    params.label = CSR_STR("transfers");
    status = csr_interaction_add(replay->session, &params, &ticket->hand_over, &replay->err);
    free(text);
    return status;
}

csr_status replay_hand_over(struct replay *replay, const struct log_row *row, int32_t times)
{
    csr_interaction_transfer_params params = CSR_INTERACTION_TRANSFER_PARAMS_INIT;
    csr_status status = times > 0 ? find_hand_over(replay, row) : CSR_OK;

    params.reason = CSR_STR("passed on to a team that the log does not name");
    for (; times > 0 && status == CSR_OK; times--)
        status = csr_interaction_transfer(replay->session, &replay->ticket.hand_over, &params, NULL, &replay->err);
    return status;
}

csr_status replay_tag_made_sla(struct replay *replay, const struct log_row *row)
{
    csr_tag_params params = CSR_TAG_PARAMS_INIT;
    struct replay_ticket *ticket = &replay->ticket;

    if (row->made_sla < 0 || row->made_sla == ticket->made_sla)
        return CSR_OK;
    params.tag = CSR_STR("made_sla");
    ticket->made_sla = row->made_sla;
    return row->made_sla ? csr_ticket_tag(replay->session, &ticket->id, &params, NULL, &replay->err)
                         : csr_ticket_untag(replay->session, &ticket->id, &params, NULL, &replay->err);
}
