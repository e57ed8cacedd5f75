/* The second door: any operation by its name, with JSON in and JSON out. */
#include <csr/csr.h>
#include <stdio.h>
#include <string.h>

/* snippet: call */
static csr_status call(csr_session *desk, const char *operation, const char *json, char answer[1024], csr_error *err)
{
    csr_buf *buf = NULL;
    csr_status status = csr_call(desk, operation, CSR_NTS, json, CSR_NTS, &buf, err);

    if (status == CSR_OK)
        printf("%s -> %s\n", operation, csr_buf_text(buf));
    snprintf(answer, 1024, "%s", csr_buf_text(buf)); /* "" when the call failed */
    csr_buf_free(buf);
    return status;
}
/* end */

/* snippet: course */
static csr_status course(csr_session *desk, csr_error *err)
{
    char answer[1024], json[256], id[CSR_ID_TEXT_BYTES] = "";
    csr_status status = call(desk, "ticket.open",
                             "{\"subject\": \"The jacket came torn\", \"kind\": \"complaint\","
                             " \"due_at\": \"2030-01-31T12:00:00+01:00\"}",
                             answer, err);

    if (status != CSR_OK)
        return status;
    memcpy(id, answer + strlen("{\"id\":\""), CSR_ID_TEXT_BYTES - 1);
    snprintf(json, sizeof json, "{\"id\": \"%s\", \"priority\": \"urgent\", \"due_at\": null}", id);
    status = call(desk, "ticket.change", json, answer, err); /* null empties the term */
    snprintf(json, sizeof json, "{\"id\": \"%s\"}", id);
    if (status == CSR_OK)
        status = call(desk, "ticket.get", json, answer, err);
    return status;
}
/* end */

/* snippet: refused */
static void misspell(csr_session *desk)
{
    csr_error err = CSR_ERROR_INIT;
    char answer[1024];

    if (call(desk, "ticket.open", "{\"subjet\": \"The jacket came torn\"}", answer, &err) != CSR_OK)
        printf("%s, %s: %s\n", csr_status_name(err.status), err.field, err.message);
}
/* end */

int main(void)
{
    csr_error err = CSR_ERROR_INIT;
    csr_desk *desk = NULL;
    csr_session *session = NULL;
    csr_status status = csr_desk_open("memory:", NULL, &desk, &err);

    if (status == CSR_OK)
        status = csr_session_open(desk, NULL, &session, &err);
    if (status == CSR_OK)
        status = course(session, &err);
    if (status == CSR_OK)
        misspell(session);
    if (status != CSR_OK)
        fprintf(stderr, "%s: %s\n", csr_status_name(status), err.message);
    csr_session_close(session);
    csr_desk_close(desk);
    return status == CSR_OK ? 0 : 1;
}
