#include "steps.h"

/* A text that may be missing. */
static csr_str text_or_none(const char *words)
{
    return text(words != NULL ? words : "");
}

void identify(struct day *day, enum matter_number number, enum agent who, csr_identity_kind kind, const char *value,
              const char *name)
{
    csr_customer_identify_params params = CSR_CUSTOMER_IDENTIFY_PARAMS_INIT;
    csr_customer_view customer = { .struct_size = sizeof customer };
    csr_result *found = NULL;

    params.kind = kind;
    params.value = text(value);
    params.name = text_or_none(name);
    if (day->status == CSR_OK)
        day->status = csr_customer_identify(day->session[who], &params, &found, &day->err);
    if (day->status == CSR_OK)
        day->status = csr_customer_at(found, 0, &customer, &day->err);
    day->matters[number].customer = customer.id;
    csr_result_free(found);
}

static void open_ticket(struct day *day, struct matter *matter, enum agent who, const struct opening *opening)
{
    csr_ticket_open_params params = CSR_TICKET_OPEN_PARAMS_INIT;

    params.kind = opening->kind;
    params.customer = matter->customer;
    params.assignee = day->agent[who];
    params.contact_point = day->point[opening->point]; /* its team is the ticket's */
    params.fault = opening->fault;
    params.priority = opening->priority;
    params.subject = text(opening->subject);
    params.product = text_or_none(opening->product);
    params.order_ref = text_or_none(opening->order);
    if (day->status == CSR_OK)
        day->status = csr_ticket_open(day->session[who], &params, &matter->ticket, &day->err);
}

static void add_contact(struct day *day, struct matter *matter, enum agent who,
                        const csr_interaction_add_params *contact)
{
    csr_interaction_add_params params = *contact;

    params.ticket = matter->ticket;
    if (day->status == CSR_OK)
        day->status = csr_interaction_add(day->session[who], &params, &matter->contact, &day->err);
}

void open_matter(struct day *day, enum matter_number number, enum agent who, const struct opening *opening)
{
    struct matter *matter = &day->matters[number];
    csr_interaction_add_params contact = CSR_INTERACTION_ADD_PARAMS_INIT;
    csr_session *session = day->session[who];

    contact.channel = opening->channel;
    contact.contact_point = day->point[opening->point];
    contact.tone = opening->tone;
    contact.body = text(opening->words);
    if (day->status == CSR_OK)
        day->status = csr_session_begin(session, &day->err);
    open_ticket(day, matter, who, opening);
    add_contact(day, matter, who, &contact);
    if (day->status == CSR_OK)
        day->status = csr_session_commit(session, &day->err);
}

void contact_again(struct day *day, enum matter_number number, enum agent who, csr_channel channel, csr_tone now,
                   const char *words)
{
    csr_interaction_add_params contact = CSR_INTERACTION_ADD_PARAMS_INIT;

    contact.channel = channel;
    contact.tone = now;
    contact.body = text(words);
    add_contact(day, &day->matters[number], who, &contact);
}

void write_to(struct day *day, enum matter_number number, enum agent who, csr_channel channel, const char *words)
{
    csr_interaction_add_params contact = CSR_INTERACTION_ADD_PARAMS_INIT;

    contact.channel = channel;
    contact.direction = CSR_DIRECTION_OUTGOING;
    contact.body = text(words);
    add_contact(day, &day->matters[number], who, &contact);
}

/* A note is nobody speaking to anybody: the contact that is going on stays the matter's contact. */
void note(struct day *day, enum matter_number number, enum agent who, const char *words)
{
    struct matter *matter = &day->matters[number];
    csr_id going_on = matter->contact;
    csr_interaction_add_params contact = CSR_INTERACTION_ADD_PARAMS_INIT;

    contact.channel = CSR_CHANNEL_NOTE;
    contact.body = text(words);
    add_contact(day, matter, who, &contact);
    matter->contact = going_on;
}

void keep_note(struct day *day, enum matter_number number, enum agent who, const char *words)
{
    csr_note_add_params params = CSR_NOTE_ADD_PARAMS_INIT;

    params.customer = day->matters[number].customer;
    params.pinned = 1;
    params.body = text(words);
    if (day->status == CSR_OK)
        day->status = csr_note_add(day->session[who], &params, NULL, &day->err);
}

void hold(struct day *day, enum matter_number number, enum agent who, const char *why)
{
    csr_interaction_hold_params params = CSR_INTERACTION_HOLD_PARAMS_INIT;

    params.reason = text(why);
    if (day->status == CSR_OK)
        day->status = csr_interaction_hold(day->session[who], &day->matters[number].contact, &params, NULL, &day->err);
}

void resume(struct day *day, enum matter_number number, enum agent who)
{
    if (day->status == CSR_OK)
        day->status = csr_interaction_resume(day->session[who], &day->matters[number].contact, NULL, &day->err);
}

void tone(struct day *day, enum matter_number number, enum agent who, csr_tone now)
{
    csr_interaction_tone_params params = CSR_INTERACTION_TONE_PARAMS_INIT;

    params.tone = now;
    if (day->status == CSR_OK)
        day->status = csr_interaction_tone(day->session[who], &day->matters[number].contact, &params, NULL, &day->err);
}

void hand_over(struct day *day, enum matter_number number, enum agent from, enum agent to, const char *why)
{
    struct matter *matter = &day->matters[number];
    csr_interaction_transfer_params transfer = CSR_INTERACTION_TRANSFER_PARAMS_INIT;
    csr_ticket_change_params change = CSR_TICKET_CHANGE_PARAMS_INIT;

    transfer.agent = day->agent[to];
    transfer.reason = text(why);
    change.assignee = day->agent[to];
    if (day->status == CSR_OK)
        day->status = csr_interaction_transfer(day->session[from], &matter->contact, &transfer, NULL, &day->err);
    if (day->status == CSR_OK)
        day->status = csr_ticket_change(day->session[from], &matter->ticket, &change, NULL, &day->err);
}

void end_contact(struct day *day, enum matter_number number, enum agent who, csr_outcome outcome, int confirmed,
                 csr_tone at_the_end)
{
    csr_interaction_end_params params = CSR_INTERACTION_END_PARAMS_INIT;

    params.outcome = outcome;
    params.confirmed_solved = confirmed;
    params.tone = at_the_end;
    if (day->status == CSR_OK)
        day->status = csr_interaction_end(day->session[who], &day->matters[number].contact, &params, NULL, &day->err);
}

void move_to(struct day *day, enum matter_number number, enum agent who, const char *state, const char *why)
{
    csr_ticket_move_params params = CSR_TICKET_MOVE_PARAMS_INIT;

    params.state = text(state);
    params.reason = text_or_none(why);
    if (day->status == CSR_OK)
        day->status = csr_ticket_move(day->session[who], &day->matters[number].ticket, &params, NULL, &day->err);
}

void resolve(struct day *day, enum matter_number number, enum agent who, csr_resolution how, const char *words)
{
    csr_ticket_move_params params = CSR_TICKET_MOVE_PARAMS_INIT;

    params.state = CSR_STR("resolved");
    params.resolution = how;
    params.resolution_note = text_or_none(words);
    if (day->status == CSR_OK)
        day->status = csr_ticket_move(day->session[who], &day->matters[number].ticket, &params, NULL, &day->err);
}

void reopen(struct day *day, enum matter_number number, enum agent who, const char *why)
{
    csr_ticket_reopen_params params = CSR_TICKET_REOPEN_PARAMS_INIT;

    params.reason = text(why);
    if (day->status == CSR_OK)
        day->status = csr_ticket_reopen(day->session[who], &day->matters[number].ticket, &params,
                                        &day->matters[number].ticket, &day->err);
}

void assign(struct day *day, enum matter_number number, enum agent by, enum team team, enum agent to, csr_time due_at)
{
    csr_ticket_change_params params = CSR_TICKET_CHANGE_PARAMS_INIT;

    params.team = day->team[team];
    params.assignee = day->agent[to];
    params.due_at = due_at;
    if (day->status == CSR_OK)
        day->status = csr_ticket_change(day->session[by], &day->matters[number].ticket, &params, NULL, &day->err);
}
