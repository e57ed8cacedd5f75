/* What happened to one ticket, and the proof that nothing was altered. */
#include <csr/csr.h>
#include <inttypes.h>
#include <stdio.h>

/* snippet: history */
static csr_status print_history(csr_session *desk, const csr_id *ticket, csr_error *err)
{
    csr_event_history_query query = CSR_EVENT_HISTORY_QUERY_INIT;
    csr_event_view event = { .struct_size = sizeof event };
    csr_result *page = NULL;
    csr_status status;

    query.subject = *ticket;
    status = csr_event_history(desk, &query, &page, err);
    for (size_t i = 0; status == CSR_OK && i < csr_result_count(page); i++) {
        status = csr_event_at(page, i, &event, err);
        if (status == CSR_OK)
            printf("%" PRId64 ". %s\n", event.seq, event.changes.ptr);
    }
    csr_result_free(page);
    return status;
}
/* end */

/* snippet: verify */
/* The first row says what was checked; every further one names a place where the store was altered. */
static csr_status verify(csr_session *desk, csr_error *err)
{
    csr_diagnostic_view line = { .struct_size = sizeof line };
    csr_result *findings = NULL;
    csr_status status = csr_desk_verify(desk, NULL, &findings, err);

    for (size_t i = 0; status == CSR_OK && i < csr_result_count(findings); i++) {
        status = csr_diagnostic_at(findings, i, &line, err);
        if (status == CSR_OK)
            printf("%s%s\n", line.severity == CSR_SEVERITY_ERROR ? "error: " : "", line.text.ptr);
    }
    csr_result_free(findings);
    return status;
}
/* end */

static csr_status make_ticket(csr_session *desk, csr_id *ticket, csr_error *err)
{
    csr_ticket_open_params matter = CSR_TICKET_OPEN_PARAMS_INIT;
    csr_ticket_move_params move = CSR_TICKET_MOVE_PARAMS_INIT;
    csr_status status;

    matter.subject = CSR_STR("The jacket came torn");
    move.state = CSR_STR("open");
    move.reason = CSR_STR("taken up at the counter");
    status = csr_ticket_open(desk, &matter, ticket, err);
    return status == CSR_OK ? csr_ticket_move(desk, ticket, &move, NULL, err) : status;
}

int main(void)
{
    csr_error err = CSR_ERROR_INIT;
    csr_desk *desk = NULL;
    csr_session *session = NULL;
    csr_id ticket;
    csr_status status = csr_desk_open("shop.db", NULL, &desk, &err);

    if (status == CSR_OK)
        status = csr_session_open(desk, NULL, &session, &err);
    if (status == CSR_OK)
        status = make_ticket(session, &ticket, &err);
    if (status == CSR_OK)
        status = print_history(session, &ticket, &err);
    if (status == CSR_OK)
        status = verify(session, &err);
    if (status != CSR_OK)
        fprintf(stderr, "%s: %s\n", csr_status_name(status), err.message);
    csr_session_close(session);
    csr_desk_close(desk);
    return status == CSR_OK ? 0 : 1;
}
