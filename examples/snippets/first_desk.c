/* The program of the README: open a desk, add a customer, open a ticket. */
#include <csr/csr.h>
#include <stdio.h>

int main(void)
{
    csr_error err = CSR_ERROR_INIT;
    csr_desk *desk = NULL;
    csr_session *counter = NULL;
    csr_id jana, complaint;

    if (csr_desk_open("shop.db", NULL, &desk, &err) != CSR_OK)
        goto out;
    if (csr_session_open(desk, NULL, &counter, &err) != CSR_OK)
        goto out;

    csr_customer_add_params who = CSR_CUSTOMER_ADD_PARAMS_INIT;
    who.name = CSR_STR("Jana Nováková");
    who.language = CSR_STR("cs");
    if (csr_customer_add(counter, &who, &jana, &err) != CSR_OK)
        goto out;

    csr_ticket_open_params matter = CSR_TICKET_OPEN_PARAMS_INIT;
    matter.customer = jana;
    matter.kind = CSR_TICKET_COMPLAINT;
    matter.fault = CSR_FAULT_COMPANY;
    matter.subject = CSR_STR("The jacket came torn");
    if (csr_ticket_open(counter, &matter, &complaint, &err) != CSR_OK)
        goto out;

out:
    if (err.status != CSR_OK)
        fprintf(stderr, "%s: %s\n", csr_status_name(err.status), err.message);
    csr_session_close(counter);
    csr_desk_close(desk);
    return err.status == CSR_OK ? 0 : 1;
}
