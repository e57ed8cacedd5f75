/* A lifecycle of the house's own: checked, recorded, and in force for the next ticket. */
#include <csr/csr.h>
#include <stdio.h>

/* clang-format off */
/* snippet: document */
static const char praise[] =
    "{ \"name\": \"praise\","
    "  \"states\": [ { \"name\": \"received\", \"category\": \"new\" },"
    "                { \"name\": \"passed_on\", \"category\": \"resolved\" } ],"
    "  \"initial\": \"received\","
    "  \"transitions\": [ { \"from\": \"received\", \"to\": \"passed_on\","
    "                       \"require\": [\"resolution\", \"assignee\"] } ] }";
/* end */
/* clang-format on */

/* snippet: check */
/* Everything that is to be said against a document, before anything is recorded. */
static csr_status check(csr_session *desk, const char *document, size_t *findings, csr_error *err)
{
    csr_policy_check_params params = CSR_POLICY_CHECK_PARAMS_INIT;
    csr_diagnostic_view line = { .struct_size = sizeof line };
    csr_result *result = NULL;
    csr_status status;

    params.kind = CSR_POLICY_LIFECYCLE;
    csr_str_set(&params.document, document, CSR_NTS);
    status = csr_policy_check(desk, &params, &result, err);
    *findings = csr_result_count(result);
    for (size_t i = 0; status == CSR_OK && i < *findings; i++) {
        status = csr_diagnostic_at(result, i, &line, err);
        if (status == CSR_OK)
            printf("%s: %s\n", line.place.ptr, line.text.ptr);
    }
    csr_result_free(result);
    return status;
}
/* end */

/* snippet: record */
static csr_status record(csr_session *desk, csr_error *err)
{
    csr_policy_add_params params = CSR_POLICY_ADD_PARAMS_INIT;

    params.kind = CSR_POLICY_LIFECYCLE;
    params.name = CSR_STR("praise"); /* "default" would be for every ticket that names none */
    csr_str_set(&params.document, praise, CSR_NTS);
    return csr_policy_add(desk, &params, NULL, err);
}
/* end */

/* snippet: use */
/* The document refuses a move that lacks what it requires; the error names the member. */
static csr_status use(csr_session *desk, csr_error *err)
{
    csr_ticket_open_params matter = CSR_TICKET_OPEN_PARAMS_INIT;
    csr_ticket_move_params move = CSR_TICKET_MOVE_PARAMS_INIT;
    csr_id ticket;
    csr_status status;

    matter.kind = CSR_TICKET_PRAISE;
    matter.subject = CSR_STR("Thank you for the quick help");
    matter.lifecycle = CSR_STR("praise");
    status = csr_ticket_open(desk, &matter, &ticket, err);
    if (status != CSR_OK)
        return status;
    move.state = CSR_STR("passed_on");
    move.resolution = CSR_RESOLUTION_DONE;
    status = csr_ticket_move(desk, &ticket, &move, NULL, err);
    if (status != CSR_E_ARGUMENT)
        return status;
    printf("%s: %s\n", err->field, err->message);
    return CSR_OK;
}
/* end */

static csr_status play(csr_session *desk, csr_error *err)
{
    size_t findings;
    csr_status status = check(desk, "{ \"states\": [] }", &findings, err);

    if (status == CSR_OK)
        status = check(desk, praise, &findings, err);
    if (status == CSR_OK && findings == 0)
        status = record(desk, err);
    return status == CSR_OK ? use(desk, err) : status;
}

int main(void)
{
    csr_error err = CSR_ERROR_INIT;
    csr_desk *desk = NULL;
    csr_session *session = NULL;
    csr_status status = csr_desk_open("memory:", NULL, &desk, &err);

    if (status == CSR_OK)
        status = csr_session_open(desk, NULL, &session, &err);
    if (status == CSR_OK)
        status = play(session, &err);
    if (status != CSR_OK)
        fprintf(stderr, "%s: %s\n", csr_status_name(status), err.message);
    csr_session_close(session);
    csr_desk_close(desk);
    return status == CSR_OK ? 0 : 1;
}
