/*
 * A program of yesterday: compiled against the headers of tests/abi/baseline and run with the library of today. It knows the
 * structs as they were, so every view that it has filled stands before bytes that must stay as they are.
 *
 * old_program FOLDER: 0 when all is as it was, else 1 and a line that says what is not.
 */
#include <csr/csr.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TICKETS 25
#define PAGE 7
#define GUARD_BYTES 64
#define GUARD 0x5A

#define REQUIRE(condition)                                                          \
    do {                                                                            \
        if (!(condition)) {                                                         \
            fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition); \
            exit(1);                                                                \
        }                                                                           \
    } while (0)

/* CSR_OK, or the end of the program with what the library says. */
static void must(csr_status status, const csr_error *err)
{
    if (status == CSR_OK)
        return;
    fprintf(stderr, "%s: %s: %s\n", csr_status_name(status), err->field, err->message);
    exit(1);
}

/* A ticket as this program knows it, and what lies behind it in its memory. */
typedef struct guarded_ticket {
    csr_ticket_view view;
    unsigned char guard[GUARD_BYTES];
} guarded_ticket;

static void read_ticket(const csr_result *result, size_t row, guarded_ticket *out)
{
    csr_error err = CSR_ERROR_INIT;

    memset(out, GUARD, sizeof *out);
    out->view.struct_size = (uint32_t)sizeof out->view;
    must(csr_ticket_at(result, row, &out->view, &err), &err);
    REQUIRE(out->view.struct_size == sizeof out->view);
    for (size_t i = 0; i < GUARD_BYTES; i++)
        REQUIRE(out->guard[i] == GUARD);
}

static void open_tickets(csr_session *session, const csr_id *customer, csr_id *first)
{
    csr_error err = CSR_ERROR_INIT;

    for (int i = 0; i < TICKETS; i++) {
        csr_ticket_open_params matter = CSR_TICKET_OPEN_PARAMS_INIT;
        csr_id id;
        matter.customer = *customer;
        matter.kind = CSR_TICKET_COMPLAINT;
        matter.subject = CSR_STR("The jacket came torn");
        must(csr_ticket_open(session, &matter, &id, &err), &err);
        if (i == 0)
            *first = id;
    }
}

/* All tickets, oldest first, over several pages. A token is borrowed from its page. */
static void page_through(csr_session *session, const csr_id *customer)
{
    csr_error err = CSR_ERROR_INIT;
    csr_ticket_query query = CSR_TICKET_QUERY_INIT;
    csr_result *before = NULL, *page;
    int64_t last = 0;
    size_t seen = 0;

    query.order = CSR_TICKETS_BY_OLDEST;
    query.limit = PAGE;
    do {
        must(csr_ticket_list(session, &query, &page, &err), &err);
        csr_result_free(before);
        for (size_t i = 0; i < csr_result_count(page); i++, seen++) {
            guarded_ticket ticket;
            read_ticket(page, i, &ticket);
            REQUIRE(ticket.view.number > last && memcmp(&ticket.view.customer, customer, sizeof *customer) == 0);
            last = ticket.view.number;
        }
        must(csr_result_token(page, &query.after, &err), &err);
        before = page;
    } while (query.after.len != 0);
    csr_result_free(before);
    REQUIRE(seen == TICKETS);
}

/* The statuses and fields that programs branch on. */
static void meet_errors(csr_session *session, const csr_id *ticket)
{
    csr_error err = CSR_ERROR_INIT;
    csr_ticket_open_params nothing = CSR_TICKET_OPEN_PARAMS_INIT, longer = CSR_TICKET_OPEN_PARAMS_INIT;
    csr_ticket_move_params move = CSR_TICKET_MOVE_PARAMS_INIT;
    csr_id missing, id;
    csr_result *result;

    memset(&missing, 7, sizeof missing);
    REQUIRE(csr_ticket_open(session, &nothing, &id, &err) == CSR_E_ARGUMENT && strcmp(err.field, "subject") == 0);
    longer.struct_size = 8;
    REQUIRE(csr_ticket_open(session, &longer, &id, &err) == CSR_E_ARGUMENT);
    REQUIRE(csr_ticket_get(session, &missing, &result, &err) == CSR_E_NOT_FOUND && result == NULL);
    move.state = CSR_STR("resolved");
    REQUIRE(csr_ticket_move(session, ticket, &move, NULL, &err) == CSR_E_ARGUMENT &&
            strcmp(err.field, "resolution") == 0);
    move.resolution = CSR_RESOLUTION_SOLVED;
    move.expected_version = 99;
    REQUIRE(csr_ticket_move(session, ticket, &move, NULL, &err) == CSR_E_CONFLICT &&
            csr_status_is_conflict(err.status));
    REQUIRE(strcmp(csr_status_name(CSR_E_CONFLICT), "conflict") == 0);
}

static void second_door(csr_session *session)
{
    static const char json[] = "{\"subject\":\"By the second door\"}";
    csr_error err = CSR_ERROR_INIT;
    csr_buf *answer = NULL;

    must(csr_call(session, "ticket.open", CSR_NTS, json, CSR_NTS, &answer, &err), &err);
    REQUIRE(strstr(csr_buf_text(answer), "\"id\"") != NULL && csr_buf_size(answer) == strlen(csr_buf_text(answer)));
    csr_buf_free(answer);
    REQUIRE(csr_call(session, "ticket.paint", CSR_NTS, json, CSR_NTS, &answer, &err) == CSR_E_UNKNOWN_OPERATION);
}

static void in_one_transaction(csr_session *session)
{
    csr_error err = CSR_ERROR_INIT;
    csr_ticket_open_params matter = CSR_TICKET_OPEN_PARAMS_INIT;
    csr_result *result;
    csr_id id;

    matter.subject = CSR_STR("Not to be kept");
    must(csr_session_begin(session, &err), &err);
    must(csr_ticket_open(session, &matter, &id, &err), &err);
    must(csr_session_rollback(session, &err), &err);
    REQUIRE(csr_ticket_get(session, &id, &result, &err) == CSR_E_NOT_FOUND);
}

static void day(const char *uri)
{
    csr_error err = CSR_ERROR_INIT;
    csr_desk *desk = NULL;
    csr_session *session = NULL;
    csr_customer_add_params who = CSR_CUSTOMER_ADD_PARAMS_INIT;
    csr_result *findings = NULL;
    csr_id jana, ticket;

    must(csr_desk_open(uri, NULL, &desk, &err), &err);
    must(csr_session_open(desk, NULL, &session, &err), &err);
    who.name = CSR_STR("Jana Nov\303\241kov\303\241");
    must(csr_customer_add(session, &who, &jana, &err), &err);
    open_tickets(session, &jana, &ticket);
    page_through(session, &jana);
    meet_errors(session, &ticket);
    in_one_transaction(session);
    second_door(session);
    must(csr_desk_verify(session, NULL, &findings, &err), &err);
    REQUIRE(csr_result_count(findings) == 1); /* what was checked; no error */
    csr_result_free(findings);
    csr_desk_close(desk);
    csr_session_close(session);
}

int main(int argc, char **argv)
{
    char path[4096];

    if (argc != 2 || snprintf(path, sizeof path, "%s/desk.db", argv[1]) >= (int)sizeof path)
        return 2;
    day("memory:");
    day(path);
    return 0;
}
