/* When it happened and when it was recorded are two instants; both are shown in the offset of the desk. */
#include <csr/csr.h>
#include <stdio.h>

/* snippet: occurred */
/* A call of yesterday that nobody wrote down until now. */
static csr_status record_late(csr_session *desk, csr_time yesterday, csr_id *call, csr_error *err)
{
    csr_interaction_add_params contact = CSR_INTERACTION_ADD_PARAMS_INIT;

    contact.channel = CSR_CHANNEL_PHONE;
    contact.occurred_at = yesterday;
    contact.ended = 1;
    contact.body = CSR_STR("Asks when the shop opens on Sunday.");
    return csr_interaction_add(desk, &contact, call, err);
}
/* end */

/* snippet: show */
static csr_status show(csr_session *desk, const csr_id *call, csr_error *err)
{
    csr_interaction_view seen = { .struct_size = sizeof seen };
    char occurred[CSR_TIME_TEXT_BYTES] = "", recorded[CSR_TIME_TEXT_BYTES] = "";
    csr_result *row = NULL;
    csr_status status = csr_interaction_get(desk, call, &row, err);

    if (status == CSR_OK)
        status = csr_interaction_at(row, 0, &seen, err);
    if (status == CSR_OK)
        status = csr_time_format(seen.occurred_at, 3600, occurred, err); /* 3600 s east of UTC: +01:00 */
    if (status == CSR_OK)
        status = csr_time_format(seen.recorded_at, 3600, recorded, err);
    if (status == CSR_OK)
        printf("occurred %s, recorded %s\n", occurred, recorded);
    csr_result_free(row);
    return status;
}
/* end */

static csr_time monday(void *user)
{
    return *(const csr_time *)user;
}

int main(void)
{
    csr_error err = CSR_ERROR_INIT;
    csr_host host = CSR_HOST_INIT;
    csr_desk_open_params params = CSR_DESK_OPEN_PARAMS_INIT;
    csr_desk *desk = NULL;
    csr_session *session = NULL;
    csr_time now, yesterday;
    csr_id call;
    csr_status status = csr_time_parse("2026-03-02T09:00:00+01:00", CSR_NTS, &now, &err);

    if (status == CSR_OK)
        status = csr_time_parse("2026-03-01T16:40:00+01:00", CSR_NTS, &yesterday, &err);
    host.user = &now;
    host.now = monday;
    params.host = &host;
    if (status == CSR_OK)
        status = csr_desk_open("memory:", &params, &desk, &err);
    if (status == CSR_OK)
        status = csr_session_open(desk, NULL, &session, &err);
    if (status == CSR_OK)
        status = record_late(session, yesterday, &call, &err);
    if (status == CSR_OK)
        status = show(session, &call, &err);
    if (status != CSR_OK)
        fprintf(stderr, "%s: %s\n", csr_status_name(status), err.message);
    csr_session_close(session);
    csr_desk_close(desk);
    return status == CSR_OK ? 0 : 1;
}
