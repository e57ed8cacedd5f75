/* A team's queue with the names a person wants to see, a page at a time. */
#include <csr/csr.h>
#include <inttypes.h>
#include <stdio.h>

/* snippet: page */
/* Print one page; after becomes the token of the next one, or empty behind the last. */
static csr_status print_page(csr_session *desk, const csr_id *team, char after[256], csr_error *err)
{
    csr_ticket_queue_query query = CSR_TICKET_QUEUE_QUERY_INIT;
    csr_ticket_queue_view line = { .struct_size = sizeof line };
    csr_result *page = NULL;
    csr_str next = { NULL, 0 };
    csr_status status;

    query.team = *team;
    query.limit = 2;
    csr_str_set(&query.after, after, CSR_NTS);
    status = csr_ticket_queue(desk, &query, &page, err);
    for (size_t i = 0; status == CSR_OK && i < csr_result_count(page); i++) {
        status = csr_ticket_queue_at(page, i, &line, err);
        if (status == CSR_OK)
            printf("T-%" PRId64 "  %-8s %s\n", line.number, line.customer_name.ptr, line.subject.ptr);
    }
    if (status == CSR_OK)
        status = csr_result_token(page, &next, err);
    if (status == CSR_OK)
        snprintf(after, 256, "%s", next.len == 0 ? "" : next.ptr); /* a copy: the token is the page's */
    csr_result_free(page);
    return status;
}
/* end */

/* snippet: all */
static csr_status print_queue(csr_session *desk, const csr_id *team, csr_error *err)
{
    char after[256] = "";
    csr_status status;

    do
        status = print_page(desk, team, after, err);
    while (status == CSR_OK && after[0] != '\0');
    return status;
}
/* end */

static csr_status open_one(csr_session *desk, const csr_id *team, csr_priority priority, const char *name,
                           const char *subject, csr_error *err)
{
    csr_customer_add_params who = CSR_CUSTOMER_ADD_PARAMS_INIT;
    csr_ticket_open_params matter = CSR_TICKET_OPEN_PARAMS_INIT;
    csr_status status;

    csr_str_set(&who.name, name, CSR_NTS);
    csr_str_set(&matter.subject, subject, CSR_NTS);
    matter.priority = priority;
    matter.team = *team;
    status = csr_customer_add(desk, &who, &matter.customer, err);
    return status == CSR_OK ? csr_ticket_open(desk, &matter, NULL, err) : status;
}

static csr_status fill(csr_session *desk, csr_id *team, csr_error *err)
{
    csr_team_add_params returns = CSR_TEAM_ADD_PARAMS_INIT;
    csr_status status;

    returns.name = CSR_STR("Returns");
    status = csr_team_add(desk, &returns, team, err);
    if (status == CSR_OK)
        status = open_one(desk, team, CSR_PRIORITY_LOW, "Petr", "Opening hours at Easter", err);
    if (status == CSR_OK)
        status = open_one(desk, team, CSR_PRIORITY_URGENT, "Jana", "The jacket came torn", err);
    return status == CSR_OK ? open_one(desk, team, CSR_PRIORITY_NORMAL, "Eva", "Wrong size", err) : status;
}

int main(void)
{
    csr_error err = CSR_ERROR_INIT;
    csr_desk *desk = NULL;
    csr_session *session = NULL;
    csr_id team;
    csr_status status = csr_desk_open("memory:", NULL, &desk, &err);

    if (status == CSR_OK)
        status = csr_session_open(desk, NULL, &session, &err);
    if (status == CSR_OK)
        status = fill(session, &team, &err);
    if (status == CSR_OK)
        status = print_queue(session, &team, &err);
    if (status != CSR_OK)
        fprintf(stderr, "%s: %s\n", csr_status_name(status), err.message);
    csr_session_close(session);
    csr_desk_close(desk);
    return status == CSR_OK ? 0 : 1;
}
