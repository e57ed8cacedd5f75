/* Ask for something new until the answer is clear, and get it once. */
#include <csr/csr.h>
#include <stdio.h>
#include <string.h>

/* snippet: open */
static csr_status open_once(csr_session *desk, const char *message_id, csr_id *ticket, csr_error *err)
{
    csr_ticket_open_params matter = CSR_TICKET_OPEN_PARAMS_INIT;
    csr_status status = CSR_OK;

    matter.subject = CSR_STR("The jacket came torn");
    csr_str_set(&matter.request_key, message_id, CSR_NTS);
    for (int tries = 0; tries < 3; tries++) {
        status = csr_ticket_open(desk, &matter, ticket, err);
        if (!csr_status_is_retryable(status)) /* CSR_E_UNKNOWN_OUTCOME is: the key tells whether it was made */
            break;
    }
    return status;
}
/* end */

int main(void)
{
    csr_error err = CSR_ERROR_INIT;
    csr_desk *desk = NULL;
    csr_session *session = NULL;
    csr_id first = { { 0 } }, second = { { 0 } };
    csr_status status = csr_desk_open("memory:", NULL, &desk, &err);

    if (status == CSR_OK)
        status = csr_session_open(desk, NULL, &session, &err);
    if (status == CSR_OK)
        status = open_once(session, "<1@mail.example>", &first, &err);
    if (status == CSR_OK)
        status = open_once(session, "<1@mail.example>", &second, &err);
    if (status == CSR_OK)
        printf("%s\n", memcmp(&first, &second, sizeof first) == 0 ? "one ticket" : "two tickets");
    else
        fprintf(stderr, "%s\n", err.message);
    csr_session_close(session);
    csr_desk_close(desk);
    return status == CSR_OK && memcmp(&first, &second, sizeof first) == 0 ? 0 : 1;
}
