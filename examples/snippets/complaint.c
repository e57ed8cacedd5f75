/* A complaint from the first word to the confirmed end: contact, ticket, hold, move, resolution. */
#include <csr/csr.h>
#include <stdio.h>

/* snippet: open */
/* The matter first, then the contact about it, so that the contact can name its ticket. */
static csr_status take_up(csr_session *desk, const csr_id *customer, csr_id *ticket, csr_id *call, csr_error *err)
{
    csr_ticket_open_params matter = CSR_TICKET_OPEN_PARAMS_INIT;
    csr_interaction_add_params contact = CSR_INTERACTION_ADD_PARAMS_INIT;
    csr_status status;

    matter.customer = *customer;
    matter.kind = CSR_TICKET_COMPLAINT;
    matter.fault = CSR_FAULT_COMPANY;
    matter.priority = CSR_PRIORITY_HIGH;
    matter.subject = CSR_STR("The jacket came torn");
    status = csr_ticket_open(desk, &matter, ticket, err);
    if (status != CSR_OK)
        return status;
    contact.channel = CSR_CHANNEL_PHONE;
    contact.ticket = *ticket; /* the customer follows from it */
    contact.tone = CSR_TONE_UPSET;
    contact.body = CSR_STR("The left sleeve is torn. It was a present.");
    return csr_interaction_add(desk, &contact, call, err);
}
/* end */

/* snippet: hold */
/* "I am not sure, let me ask" instead of a guess. */
static csr_status ask_the_supervisor(csr_session *desk, const csr_id *call, csr_error *err)
{
    csr_interaction_hold_params hold = CSR_INTERACTION_HOLD_PARAMS_INIT;
    csr_interaction_tone_params tone = CSR_INTERACTION_TONE_PARAMS_INIT;
    csr_status status;

    hold.reason = CSR_STR("asking the supervisor for a replacement");
    tone.tone = CSR_TONE_NEUTRAL;
    status = csr_interaction_hold(desk, call, &hold, NULL, err);
    if (status == CSR_OK)
        status = csr_interaction_resume(desk, call, NULL, err);
    if (status == CSR_OK)
        status = csr_interaction_tone(desk, call, &tone, NULL, err);
    return status;
}
/* end */

/* snippet: resolve */
static csr_status settle(csr_session *desk, const csr_id *ticket, const csr_id *call, csr_error *err)
{
    csr_ticket_move_params move = CSR_TICKET_MOVE_PARAMS_INIT;
    csr_interaction_end_params end = CSR_INTERACTION_END_PARAMS_INIT;
    csr_status status;

    move.state = CSR_STR("resolved"); /* the built-in lifecycle asks for a resolution here */
    move.resolution = CSR_RESOLUTION_REPLACED;
    move.resolution_note = CSR_STR("A new jacket leaves today, at no charge.");
    status = csr_ticket_move(desk, ticket, &move, NULL, err);
    if (status != CSR_OK)
        return status;
    end.outcome = CSR_OUTCOME_SOLVED;
    end.confirmed_solved = 1; /* the customer said so */
    end.tone = CSR_TONE_CALM;
    return csr_interaction_end(desk, call, &end, NULL, err);
}
/* end */

static csr_status course(csr_session *desk, csr_error *err)
{
    csr_customer_add_params who = CSR_CUSTOMER_ADD_PARAMS_INIT;
    csr_id customer, ticket, call;
    csr_status status;

    who.name = CSR_STR("Jana Nováková");
    status = csr_customer_add(desk, &who, &customer, err);
    if (status == CSR_OK)
        status = take_up(desk, &customer, &ticket, &call, err);
    if (status == CSR_OK)
        status = ask_the_supervisor(desk, &call, err);
    return status == CSR_OK ? settle(desk, &ticket, &call, err) : status;
}

int main(void)
{
    csr_error err = CSR_ERROR_INIT;
    csr_desk *desk = NULL;
    csr_session *session = NULL;
    csr_status status = csr_desk_open("shop.db", NULL, &desk, &err);

    if (status == CSR_OK)
        status = csr_session_open(desk, NULL, &session, &err);
    if (status == CSR_OK)
        status = course(session, &err);
    if (status != CSR_OK)
        fprintf(stderr, "%s: %s\n", csr_status_name(status), err.message);
    csr_session_close(session);
    csr_desk_close(desk);
    return status == CSR_OK ? 0 : 1;
}
