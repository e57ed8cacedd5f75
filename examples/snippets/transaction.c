/* Several changes that happen together or not at all, and how to run them again when the store was busy. */
#include <csr/csr.h>
#include <stdio.h>

/* The work of one transaction: a customer with an e-mail address and a ticket. */
static csr_status record_all(csr_session *desk, csr_error *err)
{
    csr_customer_add_params who = CSR_CUSTOMER_ADD_PARAMS_INIT;
    csr_identity_add_params mail = CSR_IDENTITY_ADD_PARAMS_INIT;
    csr_ticket_open_params matter = CSR_TICKET_OPEN_PARAMS_INIT;
    csr_status status;

    who.name = CSR_STR("Jana Nováková");
    mail.kind = CSR_IDENTITY_EMAIL;
    mail.value = CSR_STR("jana@example.org");
    matter.subject = CSR_STR("The jacket came torn");
    status = csr_customer_add(desk, &who, &mail.customer, err);
    matter.customer = mail.customer;
    if (status == CSR_OK)
        status = csr_identity_add(desk, &mail, NULL, err);
    if (status == CSR_OK)
        status = csr_ticket_open(desk, &matter, NULL, err);
    return status;
}

/* snippet: once */
static csr_status in_one_transaction(csr_session *desk, csr_error *err)
{
    csr_status status = csr_session_begin(desk, err);

    if (status != CSR_OK)
        return status;
    status = record_all(desk, err);
    if (status == CSR_OK)
        return csr_session_commit(desk, err);
    (void)csr_session_rollback(desk, NULL); /* NULL: err keeps what record_all() said */
    return status;
}
/* end */

/* snippet: retry */
static csr_status with_patience(csr_session *desk, csr_error *err)
{
    csr_status status = CSR_OK;

    for (int tries = 0; tries < 3; tries++) {
        status = in_one_transaction(desk, err);
        if (!csr_status_is_retryable(status))
            break;
    }
    return status;
}
/* end */

static csr_status count(csr_session *desk, csr_error *err)
{
    csr_stats_view stats = { .struct_size = sizeof stats };
    csr_result *result = NULL;
    csr_status status = csr_desk_stats(desk, &result, err);

    if (status == CSR_OK)
        status = csr_stats_at(result, 0, &stats, err);
    if (status == CSR_OK)
        printf("%d customer, %d ticket\n", (int)stats.customers, (int)stats.tickets);
    csr_result_free(result);
    return status;
}

int main(void)
{
    csr_error err = CSR_ERROR_INIT;
    csr_desk *desk = NULL;
    csr_session *session = NULL;
    csr_status status = csr_desk_open("shop.db", NULL, &desk, &err);

    if (status == CSR_OK)
        status = csr_session_open(desk, NULL, &session, &err);
    if (status == CSR_OK)
        status = with_patience(session, &err);
    /* The address is taken now: the whole second round is undone, the customer of its first step included. */
    if (status == CSR_OK)
        status = with_patience(session, &err);
    if (status == CSR_E_DUPLICATE)
        status = count(session, &err);
    if (status != CSR_OK)
        fprintf(stderr, "%s: %s\n", csr_status_name(status), err.message);
    csr_session_close(session);
    csr_desk_close(desk);
    return status == CSR_OK ? 0 : 1;
}
