/* A torn jacket: what the ladder of the house has next is offered, and what the customer makes of it is kept. */
#include <csr/csr.h>
#include <stdio.h>

#define LADDER                                                                       \
    "{\"format\":\"csr-remedies/1\",\"ladders\":[{\"ladder\":\"matter\",\"rungs\":[" \
    "{\"rung\":\"sorry\",\"remedy\":\"apology\"},"                                   \
    "{\"rung\":\"another\",\"remedy\":\"replacement\",\"after\":[\"sorry\"],\"promise\":\"72h\"}]}]}"

static csr_status begin(csr_session *desk, csr_id *ticket, csr_error *err)
{
    csr_policy_add_params ladder = CSR_POLICY_ADD_PARAMS_INIT;
    csr_ticket_open_params matter = CSR_TICKET_OPEN_PARAMS_INIT;
    csr_status status;

    ladder.kind = CSR_POLICY_REMEDY;
    ladder.document = CSR_STR(LADDER);
    status = csr_policy_add(desk, &ladder, NULL, err);
    matter.kind = CSR_TICKET_COMPLAINT;
    matter.subject = CSR_STR("The jacket came torn");
    return status != CSR_OK ? status : csr_ticket_open(desk, &matter, ticket, err);
}

/* snippet: offer */
/* Whatever is next: the library knows what was tried. */
static csr_status offer(csr_session *desk, const csr_id *ticket, csr_id *remedy, csr_error *err)
{
    csr_remedy_offer_params next = CSR_REMEDY_OFFER_PARAMS_INIT;

    next.ticket = *ticket;
    return csr_remedy_offer(desk, &next, remedy, err);
}
/* end */

/* snippet: show */
/* Every rung, and why it is or is not to be offered now. */
static csr_status show(csr_session *desk, const csr_id *ticket, csr_error *err)
{
    csr_remedy_next_params which = CSR_REMEDY_NEXT_PARAMS_INIT;
    csr_remedy_step_view step = { .struct_size = sizeof step };
    csr_result *steps = NULL;
    csr_status status;

    which.ticket = *ticket;
    status = csr_remedy_next(desk, &which, &steps, err);
    for (size_t i = 0; status == CSR_OK && i < csr_result_count(steps); i++) {
        status = csr_remedy_step_at(steps, i, &step, err);
        if (status == CSR_OK)
            printf("%s: %s\n", step.title.ptr, step.why.ptr);
    }
    csr_result_free(steps);
    return status;
}
/* end */

int main(void)
{
    csr_error err = CSR_ERROR_INIT;
    csr_desk *shop = NULL;
    csr_session *desk = NULL;
    csr_id ticket, remedy;

    if (csr_desk_open("memory:", NULL, &shop, &err) == CSR_OK && csr_session_open(shop, NULL, &desk, &err) == CSR_OK &&
        begin(desk, &ticket, &err) == CSR_OK && offer(desk, &ticket, &remedy, &err) == CSR_OK &&
        csr_remedy_accept(desk, &remedy, NULL, NULL, &err) == CSR_OK && offer(desk, &ticket, &remedy, &err) == CSR_OK)
        (void)show(desk, &ticket, &err);
    if (err.status != CSR_OK)
        fprintf(stderr, "%s: %s\n", csr_status_name(err.status), err.message);
    csr_session_close(desk);
    csr_desk_close(shop);
    return err.status == CSR_OK ? 0 : 1;
}
