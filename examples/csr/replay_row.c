#include "replay_row.h"

#include "common.h"
#include "replay_counts.h"
#include "replay_names.h"
#include "replay_sla.h"

#include <stdlib.h>
#include <string.h>

/* Names of the states in the lifecycle below. */
static const char *const state_names[] = {
    [LOG_NOTHING] = "new",
    [LOG_WORK] = "in_progress",
    [LOG_WAIT_CUSTOMER] = "waiting_customer",
    [LOG_WAIT_THIRD_PARTY] = "waiting_third_party",
    [LOG_WAIT_INTERNAL] = "waiting_internal",
    [LOG_RESOLVE] = "resolved",
    [LOG_CLOSE] = "closed",
};

/* Real desks did what their own rules forbid, such as working on after a close; here every move is allowed. */
static const char lifecycle[] =
    "{\"name\":\"replay\",\"initial\":\"new\",\"states\":["
    "{\"name\":\"new\",\"category\":\"new\"},"
    "{\"name\":\"in_progress\",\"category\":\"open\"},"
    "{\"name\":\"waiting_customer\",\"category\":\"paused\",\"waits_for\":\"customer\"},"
    "{\"name\":\"waiting_third_party\",\"category\":\"paused\",\"waits_for\":\"third_party\"},"
    "{\"name\":\"waiting_internal\",\"category\":\"paused\",\"waits_for\":\"internal\"},"
    "{\"name\":\"resolved\",\"category\":\"resolved\"},"
    "{\"name\":\"closed\",\"category\":\"closed\"}],"
    "\"transitions\":[{\"from\":\"*\",\"to\":\"*\"}],"
    "\"reopen\":{\"state\":\"in_progress\",\"window_s\":0}}";

static csr_status set_display_offset(struct replay *replay)
{
    csr_settings_view view = { .struct_size = (uint32_t)sizeof view };
    csr_settings_change_params change = CSR_SETTINGS_CHANGE_PARAMS_INIT;
    csr_result *result = NULL;
    csr_status status = csr_settings_get(replay->session, &result, &replay->err);

    if (status == CSR_OK)
        status = csr_settings_at(result, 0, &view, &replay->err);
    if (status == CSR_OK && view.display_offset.len == 0 && replay->format->display_offset[0] != '\0') {
        csr_str_set(&change.display_offset, replay->format->display_offset, CSR_NTS);
        status = csr_settings_change(replay->session, &change, NULL, &replay->err);
    }
    csr_result_free(result);
    return status;
}

csr_status replay_prepare(struct replay *replay)
{
    csr_policy_add_params policy = CSR_POLICY_ADD_PARAMS_INIT;
    csr_status status;

    policy.kind = CSR_POLICY_LIFECYCLE;
    policy.name = CSR_STR("replay");
    csr_str_set(&policy.document, lifecycle, CSR_NTS);
    status = csr_policy_add(replay->session, &policy, NULL, &replay->err);
    if (status == CSR_OK && replay->sla != NULL)
        status = replay_promise(replay);
    return status == CSR_OK ? set_display_offset(replay) : status;
}

void replay_forget(struct replay *replay)
{
    struct replay_ticket *ticket = &replay->ticket;

    for (size_t i = 0; i < ticket->page_count; i++)
        csr_result_free(ticket->pages[i]);
    free(ticket->pages);
    text_map_free(&ticket->seen);
    memset(ticket, 0, sizeof *ticket);
    ticket->case_index = (size_t)-1;
    ticket->made_sla = -1;
}

void replay_free(struct replay *replay)
{
    replay_forget(replay);
    text_map_free(&replay->agents);
    text_map_free(&replay->teams);
    text_map_free(&replay->customers);
}

/* A page of the interactions of a ticket that was there before. */
static csr_status remember_page(struct replay *replay, csr_interaction_query *query)
{
    struct replay_ticket *ticket = &replay->ticket;
    csr_interaction_view view = { .struct_size = (uint32_t)sizeof view };
    csr_result *page = NULL;
    csr_status status = csr_interaction_list(replay->session, query, &page, &replay->err);
    int is_new;

    if (status != CSR_OK)
        return status;
    ticket->pages = need_room(ticket->pages, ticket->page_count, &ticket->page_capacity, sizeof(csr_result *));
    ticket->pages[ticket->page_count++] = page;
    for (size_t i = 0; i < csr_result_count(page) && status == CSR_OK; i++) {
        status = csr_interaction_at(page, i, &view, &replay->err);
        if (status == CSR_OK && view.external_id.len > 0)
            (void)text_map_at(&ticket->seen, &view.external_id, &is_new);
    }
    return status == CSR_OK ? csr_result_token(page, &query->after, &replay->err) : status;
}

static csr_status remember_rows(struct replay *replay)
{
    csr_interaction_query query = CSR_INTERACTION_QUERY_INIT;
    csr_status status;

    query.limit = CSR_PAGE_MAX;
    query.order = CSR_INTERACTIONS_BY_TICKET;
    query.without_body = 1;
    query.ticket = replay->ticket.id;
    do
        status = remember_page(replay, &query);
    while (status == CSR_OK && query.after.len > 0);
    return status;
}

/* The state of a ticket as a step; one that was moved by hand to a state of another lifecycle is LOG_NOTHING. */
static enum log_step step_of_state(const csr_str *state)
{
    for (size_t i = 0; i < sizeof state_names / sizeof state_names[0]; i++)
        if (strlen(state_names[i]) == state->len && memcmp(state_names[i], state->ptr, state->len) == 0)
            return (enum log_step)i;
    return LOG_NOTHING;
}

static void keep_contract(struct replay_ticket *ticket, const csr_str *contract)
{
    (void)snprintf(ticket->contract, sizeof ticket->contract, "%.*s", (int)contract->len, contract->ptr);
}

/* Look for the ticket of a case; CSR_E_NOT_FOUND when the case is new. */
static csr_status find_ticket(struct replay *replay, const csr_str *external_id)
{
    struct replay_ticket *ticket = &replay->ticket;
    csr_ticket_find_params params = CSR_TICKET_FIND_PARAMS_INIT;
    csr_ticket_view view = { .struct_size = (uint32_t)sizeof view };
    csr_result *result = NULL;
    csr_status status;

    params.external_id = *external_id;
    status = csr_ticket_find(replay->session, &params, &result, &replay->err);
    if (status == CSR_OK)
        status = csr_ticket_at(result, 0, &view, &replay->err);
    if (status == CSR_OK) {
        ticket->id = view.id;
        ticket->customer = view.customer;
        ticket->team = view.team;
        ticket->assignee = view.assignee;
        ticket->priority = view.priority;
        ticket->opened_at = view.opened_at;
        ticket->state_since = view.state_since;
        ticket->step = step_of_state(&view.state);
        keep_contract(ticket, &view.order_ref);
        status = remember_rows(replay);
    }
    csr_result_free(result);
    return status;
}

/* Who and what a row names, as ids. */
struct row_ids {
    csr_id agent, team, customer;
};

static csr_status open_ticket(struct replay *replay, const struct log_row *row, const struct row_ids *ids,
                              const csr_str *external_id)
{
    struct replay_ticket *ticket = &replay->ticket;
    csr_ticket_open_params params = CSR_TICKET_OPEN_PARAMS_INIT;

    params.kind = CSR_TICKET_TECHNICAL;
    params.customer = ids->customer;
    params.team = ids->team;
    params.assignee = ids->agent;
    params.priority = row->priority != 0 ? row->priority : CSR_PRIORITY_NORMAL;
    params.opened_at = row->at;
    params.subject = row->case_id;
    params.product = row->product;
    params.external_id = *external_id;
    params.lifecycle = CSR_STR("replay");
    if (replay->sla != NULL) {
        params.order_ref = row->contract;
        keep_contract(ticket, &row->contract);
    }
    ticket->customer = ids->customer;
    ticket->team = ids->team;
    ticket->assignee = ids->agent;
    ticket->priority = params.priority;
    ticket->opened_at = ticket->state_since = row->at;
    return csr_ticket_open(replay->session, &params, &ticket->id, &replay->err);
}

/* "FORMAT:case/what": unlike the ids of rows, so that reports do not take it for one. */
static char *message_id(const struct replay *replay, const struct log_row *row, const char *what)
{
    return text_format("%s:%.*s/%s", replay->format->name, (int)row->case_id.len, row->case_id.ptr, what);
}

/* Words that the log does not have but a promise is about: the customer's question, or the house's first answer. */
static csr_status add_message(struct replay *replay, const struct log_row *row, const struct row_ids *ids,
                              const char *what, csr_direction direction)
{
    csr_interaction_add_params params = CSR_INTERACTION_ADD_PARAMS_INIT;
    char *text = message_id(replay, row, what);
    csr_status status;

    params.channel = CSR_CHANNEL_WEB;
    params.direction = direction;
    params.audience = CSR_AUDIENCE_PUBLIC;
    params.actor_kind = direction == CSR_DIRECTION_INCOMING ? CSR_ACTOR_CUSTOMER : CSR_ACTOR_AGENT;
    params.occurred_at = row->at;
    params.ticket = replay->ticket.id;
    params.customer = ids->customer;
    if (direction == CSR_DIRECTION_OUTGOING)
        params.agent = ids->agent;
    csr_str_set(&params.external_id, text, CSR_NTS);
    status = csr_interaction_add(replay->session, &params, NULL, &replay->err);
    free(text);
    return status;
}

/* Under a promise the first work is the first answer. */
static csr_status answer_once(struct replay *replay, const struct log_row *row, const struct row_ids *ids)
{
    struct replay_ticket *ticket = &replay->ticket;
    csr_status status = CSR_OK;
    csr_str id;
    char *text;

    if (replay->sla == NULL || ticket->answered || row->step != LOG_WORK)
        return CSR_OK;
    text = message_id(replay, row, "answered");
    csr_str_set(&id, text, CSR_NTS);
    if (!text_map_has(&ticket->seen, &id))
        status = add_message(replay, row, ids, "answered", CSR_DIRECTION_OUTGOING);
    ticket->answered = status == CSR_OK;
    free(text);
    return status;
}

static csr_status enter_case(struct replay *replay, const struct log_row *row, const struct row_ids *ids)
{
    char *text = text_format("%s:%.*s", replay->format->name, (int)row->case_id.len, row->case_id.ptr);
    csr_str external_id;
    csr_status status;

    replay_forget(replay);
    csr_str_set(&external_id, text, CSR_NTS);
    status = find_ticket(replay, &external_id);
    if (status == CSR_E_NOT_FOUND) {
        status = open_ticket(replay, row, ids, &external_id);
        if (status == CSR_OK && replay->sla != NULL)
            status = add_message(replay, row, ids, "asked", CSR_DIRECTION_INCOMING);
    }
    if (status == CSR_OK)
        replay->ticket.case_index = row->case_index;
    free(text);
    return status;
}

static csr_status add_interaction(struct replay *replay, const struct log_row *row, const struct row_ids *ids,
                                  const csr_str *external_id)
{
    csr_interaction_add_params params = CSR_INTERACTION_ADD_PARAMS_INIT;

    params.channel = row->channel;
    params.ended = 1;
    params.direction = CSR_DIRECTION_NONE;
    params.audience = CSR_AUDIENCE_INTERNAL;
    params.occurred_at = row->at;
    params.ticket = replay->ticket.id;
    params.customer = ids->customer;
    params.agent = ids->agent;
    params.external_id = *external_id;
    params.label = row->label;
    return csr_interaction_add(replay->session, &params, NULL, &replay->err);
}

/* Take what the row says into the change, if the ticket has it otherwise. */
static int differs(csr_id *ticket, const csr_id *row, csr_id *change)
{
    if (csr_id_is_none(row) || memcmp(ticket, row, sizeof *ticket) == 0)
        return 0;
    *ticket = *change = *row;
    return 1;
}

/* Passed on to the team that the row names, or away from the ticket's to none: 1 when that shows. */
static int passes_on(struct replay_ticket *ticket, const struct row_ids *ids, csr_ticket_change_params *params)
{
    if (!csr_id_is_none(&ids->team))
        return differs(&ticket->team, &ids->team, &params->team);
    if (csr_id_is_none(&ticket->team))
        return 0;
    params->clear |= CSR_TICKET_CLEAR_TEAM;
    ticket->team = ids->team;
    return 1;
}

/* rise: how often the log says that the ticket was passed on; what does not show is left in *hidden. */
static csr_status change_ticket(struct replay *replay, const struct log_row *row, const struct row_ids *ids,
                                int32_t rise, int32_t *hidden)
{
    struct replay_ticket *ticket = &replay->ticket;
    csr_ticket_change_params params = CSR_TICKET_CHANGE_PARAMS_INIT;
    int changes = differs(&ticket->customer, &ids->customer, &params.customer), passed = 0;

    if (!replay_counts_reassigns(replay))
        changes |= differs(&ticket->team, &ids->team, &params.team);
    else if (rise > 0)
        changes |= passed = passes_on(ticket, ids, &params);
    *hidden = rise - passed;
    changes |= differs(&ticket->assignee, &ids->agent, &params.assignee);
    if (row->priority != 0 && row->priority != ticket->priority) {
        ticket->priority = params.priority = row->priority;
        changes = 1;
    }
    if (replay->sla != NULL && row->contract.len > 0 &&
        (strlen(ticket->contract) != row->contract.len ||
         memcmp(ticket->contract, row->contract.ptr, row->contract.len) != 0)) {
        params.order_ref = row->contract;
        keep_contract(ticket, &row->contract);
        changes = 1;
    }
    if (!changes)
        return CSR_OK;
    params.effective_at = row->at > ticket->opened_at ? row->at : ticket->opened_at;
    return csr_ticket_change(replay->session, &ticket->id, &params, NULL, &replay->err);
}

/* A second file may bring rows that are older than the last move; what they mean is then the ticket's newest state. */
csr_status replay_move_to(struct replay *replay, enum log_step step, csr_time at)
{
    struct replay_ticket *ticket = &replay->ticket;
    csr_ticket_move_params params = CSR_TICKET_MOVE_PARAMS_INIT;

    csr_str_set(&params.state, state_names[step], CSR_NTS);
    if (step == LOG_RESOLVE)
        params.resolution = CSR_RESOLUTION_SOLVED;
    params.effective_at = at > ticket->state_since ? at : ticket->state_since;
    ticket->state_since = params.effective_at;
    ticket->step = step;
    return csr_ticket_move(replay->session, &ticket->id, &params, NULL, &replay->err);
}

static csr_status move_ticket(struct replay *replay, const struct log_row *row)
{
    enum log_step now = replay->ticket.step;

    if (row->step == LOG_NOTHING || row->step == now)
        return CSR_OK;
    if (replay_counts_reopens(replay) && replay_is_settled(now) && !replay_is_settled(row->step))
        return CSR_OK; /* work on what stays settled: the log counts no reopening */
    return replay_move_to(replay, row->step, row->at);
}

static csr_status escalate(struct replay *replay, const struct log_row *row, const struct log_row *before)
{
    csr_tag_params params = CSR_TAG_PARAMS_INIT;
    int rises = before != NULL && before->rank != 0 && row->rank > before->rank;

    if (!row->escalates && !rises)
        return CSR_OK;
    params.tag = CSR_STR("escalated");
    return csr_ticket_tag(replay->session, &replay->ticket.id, &params, NULL, &replay->err);
}

/* What the row means. */
static csr_status act(struct replay *replay, const struct log_row *row, const struct log_row *before,
                      const struct row_ids *ids)
{
    int32_t hidden = 0, passed = replay_rise(row->reassigns, before != NULL ? before->reassigns : 0);
    csr_status status = change_ticket(replay, row, ids, passed, &hidden);

    if (status == CSR_OK)
        status = replay_hand_over(replay, row, hidden);
    if (status == CSR_OK)
        status = answer_once(replay, row, ids);
    if (status == CSR_OK)
        status = replay_reopen(replay, row, replay_rise(row->reopens, before != NULL ? before->reopens : 0));
    if (status == CSR_OK)
        status = move_ticket(replay, row);
    if (status == CSR_OK)
        status = escalate(replay, row, before);
    return status == CSR_OK ? replay_tag_made_sla(replay, row) : status;
}

static csr_status record_row(struct replay *replay, const struct log_row *row, const struct log_row *before,
                             const struct row_ids *ids)
{
    char *text = text_format("%s:%.*s#%zu", replay->format->name, (int)row->case_id.len, row->case_id.ptr, row->line);
    csr_str external_id;
    csr_status status = CSR_OK;

    csr_str_set(&external_id, text, CSR_NTS);
    if (text_map_has(&replay->ticket.seen, &external_id)) {
        replay->known++;
        free(text);
        return CSR_OK;
    }
    status = add_interaction(replay, row, ids, &external_id);
    free(text);
    if (status == CSR_OK)
        status = act(replay, row, before, ids);
    replay->recorded += status == CSR_OK;
    /* What the ticket looks like after half a row is better read again. */
    if (status != CSR_OK)
        replay->ticket.case_index = (size_t)-1;
    return status;
}

csr_status replay_row(struct replay *replay, const struct log_row *row, const struct log_row *before)
{
    struct row_ids ids = { 0 };
    csr_status status = replay_agent(replay, &row->agent, &ids.agent);

    if (status == CSR_OK)
        status = replay_team(replay, &row->team, &ids.team);
    if (status == CSR_OK)
        status = replay_customer(replay, &row->customer, &ids.customer);
    if (status == CSR_OK && replay->ticket.case_index != row->case_index)
        status = enter_case(replay, row, &ids);
    return status == CSR_OK ? record_row(replay, row, before, &ids) : status;
}
