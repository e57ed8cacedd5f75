/* What a host does so that warnings and breaches are told in time. Tested; docs/sla.md shows the loop. */
#include <csr/csr.h>

#include <stdio.h>

/* snippet: loop */
/* Do everything that is due, and find out when to come back; *out_next = 0 when nothing is waiting. */
static csr_status tick(csr_session *desk, csr_time *out_next, csr_error *err)
{
    csr_tick_view done = { .struct_size = sizeof done, .more = 1 };
    csr_status status = CSR_OK;

    while (status == CSR_OK && done.more) {
        csr_result *result = NULL;
        status = csr_desk_tick(desk, NULL, &result, err);
        if (status == CSR_OK)
            status = csr_tick_at(result, 0, &done, err);
        csr_result_free(result);
    }
    *out_next = done.next_at;
    return status;
}
/* end */

static csr_status promise(csr_session *desk, csr_error *err)
{
    csr_policy_add_params sla = CSR_POLICY_ADD_PARAMS_INIT;

    sla.kind = CSR_POLICY_SLA;
    sla.document = CSR_STR("{\"policies\":[{\"name\":\"all\",\"targets\":{\"resolution\":{\"target\":\"4h\"}}}]}");
    return csr_policy_add(desk, &sla, NULL, err);
}

static csr_status run(csr_session *desk, csr_error *err)
{
    csr_ticket_open_params matter = CSR_TICKET_OPEN_PARAMS_INIT;
    csr_time now = 0, next = 0;
    csr_status status = promise(desk, err);

    matter.subject = CSR_STR("The lamp flickers");
    /* It began five hours ago, so the promise is broken already. */
    status = status == CSR_OK ? csr_time_parse("2026-03-02T09:00:00Z", CSR_NTS, &now, err) : status;
    matter.opened_at = now;
    if (status == CSR_OK)
        status = csr_ticket_open(desk, &matter, NULL, err);
    if (status == CSR_OK)
        status = tick(desk, &next, err);
    if (status == CSR_OK)
        printf("%s\n", next == 0 ? "nothing is waiting" : "something is waiting");
    return status;
}

int main(void)
{
    csr_error err = CSR_ERROR_INIT;
    csr_desk *desk = NULL;
    csr_session *session = NULL;

    if (csr_desk_open("memory:", NULL, &desk, &err) == CSR_OK && csr_session_open(desk, NULL, &session, &err) == CSR_OK)
        (void)run(session, &err);
    if (err.status != CSR_OK)
        fprintf(stderr, "%s: %s\n", csr_status_name(err.status), err.message);
    csr_session_close(session);
    csr_desk_close(desk);
    return err.status != CSR_OK;
}
