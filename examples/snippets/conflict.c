/* Two people change one ticket: the second is told what changed since, reads again and decides. */
#include <csr/csr.h>
#include <stdio.h>

/* What a clerk sees on the screen, and so decides by. */
static csr_status look_at(csr_session *desk, const csr_id *ticket, csr_ticket_view *seen, csr_error *err)
{
    csr_result *row = NULL;
    csr_status status = csr_ticket_get(desk, ticket, &row, err);

    if (status == CSR_OK)
        status = csr_ticket_at(row, 0, seen, err);
    csr_result_free(row);
    return status;
}

/* snippet: change */
/* Raise the priority of the ticket as it was seen, not of one that somebody has changed meanwhile. */
static csr_status raise_priority(csr_session *desk, const csr_ticket_view *seen, csr_error *err)
{
    csr_ticket_change_params params = CSR_TICKET_CHANGE_PARAMS_INIT;

    params.priority = CSR_PRIORITY_URGENT;
    params.expected_version = seen->version;
    return csr_ticket_change(desk, &seen->id, &params, NULL, err);
}
/* end */

/* snippet: again */
static csr_status raise_unless_waiting(csr_session *desk, csr_ticket_view *seen, csr_error *err)
{
    csr_status status = raise_priority(desk, seen, err);

    if (!csr_status_is_conflict(status))
        return status;
    printf("meanwhile changed: %s\n", err->field);
    status = look_at(desk, &seen->id, seen, err);
    if (status != CSR_OK || seen->phase == CSR_PHASE_PAUSED)
        return status; /* it waits now, so there is nothing to hurry */
    return raise_priority(desk, seen, err);
}
/* end */

static csr_status set_waiting(csr_session *desk, const csr_id *ticket, csr_error *err)
{
    csr_ticket_move_params params = CSR_TICKET_MOVE_PARAMS_INIT;

    params.state = CSR_STR("waiting_customer");
    return csr_ticket_move(desk, ticket, &params, NULL, err);
}

static csr_status play(csr_session *jana, csr_session *petr, csr_error *err)
{
    csr_ticket_open_params matter = CSR_TICKET_OPEN_PARAMS_INIT;
    csr_ticket_view seen = { .struct_size = sizeof seen };
    csr_id ticket;
    csr_status status;

    matter.subject = CSR_STR("The jacket came torn");
    status = csr_ticket_open(jana, &matter, &ticket, err);
    if (status == CSR_OK)
        status = look_at(jana, &ticket, &seen, err);
    if (status == CSR_OK)
        status = set_waiting(petr, &ticket, err);
    if (status == CSR_OK)
        status = raise_unless_waiting(jana, &seen, err);
    return status;
}

int main(void)
{
    csr_error err = CSR_ERROR_INIT;
    csr_desk *desk = NULL;
    csr_session *jana = NULL, *petr = NULL;
    csr_status status = csr_desk_open("memory:", NULL, &desk, &err);

    if (status == CSR_OK)
        status = csr_session_open(desk, NULL, &jana, &err);
    if (status == CSR_OK)
        status = csr_session_open(desk, NULL, &petr, &err);
    if (status == CSR_OK)
        status = play(jana, petr, &err);
    if (status != CSR_OK)
        fprintf(stderr, "%s: %s\n", csr_status_name(status), err.message);
    csr_session_close(petr);
    csr_session_close(jana);
    csr_desk_close(desk);
    return status == CSR_OK ? 0 : 1;
}
