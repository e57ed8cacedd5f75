/* Find the customer who is known by an identity, or record a new one: one call, however the value is spelt. */
#include <csr/csr.h>
#include <stdio.h>

/* snippet: find_or_create */
static csr_status who_calls(csr_session *desk, const char *number, csr_customer_view *who, csr_error *err)
{
    csr_customer_identify_params params = CSR_CUSTOMER_IDENTIFY_PARAMS_INIT;
    csr_result *found = NULL;
    csr_status status;

    params.kind = CSR_IDENTITY_PHONE;
    csr_str_set(&params.value, number, CSR_NTS);
    params.name = CSR_STR("Jana Nováková"); /* only for somebody new */
    status = csr_customer_identify(desk, &params, &found, err);
    if (status == CSR_OK)
        status = csr_customer_at(found, 0, who, err);
    if (status == CSR_OK)
        printf("%s, %s\n", who->name.ptr, who->loyalty == CSR_LOYALTY_NEW ? "be patient: new" : "known");
    csr_result_free(found); /* from here on who->name.ptr must not be used; who->id may */
    return status;
}
/* end */

/* A desk in Prague: numbers without a country belong to +420. */
static csr_status set_up(csr_session *desk, csr_error *err)
{
    csr_settings_change_params params = CSR_SETTINGS_CHANGE_PARAMS_INIT;

    params.calling_code = CSR_STR("420");
    return csr_settings_change(desk, &params, NULL, err);
}

static csr_status greet_again(csr_session *desk, const csr_id *customer, csr_error *err)
{
    csr_customer_change_params params = CSR_CUSTOMER_CHANGE_PARAMS_INIT;

    params.loyalty = CSR_LOYALTY_RETURNING;
    return csr_customer_change(desk, customer, &params, NULL, err);
}

int main(void)
{
    csr_error err = CSR_ERROR_INIT;
    csr_desk *desk = NULL;
    csr_session *session = NULL;
    csr_customer_view first = { .struct_size = sizeof first }, second = { .struct_size = sizeof second };
    csr_status status = csr_desk_open("memory:", NULL, &desk, &err);

    if (status == CSR_OK)
        status = csr_session_open(desk, NULL, &session, &err);
    if (status == CSR_OK)
        status = set_up(session, &err);
    if (status == CSR_OK)
        status = who_calls(session, "+420 601 234 567", &first, &err);
    if (status == CSR_OK)
        status = greet_again(session, &first.id, &err);
    if (status == CSR_OK)
        status = who_calls(session, "601-234-567", &second, &err);
    if (status != CSR_OK)
        fprintf(stderr, "%s: %s\n", csr_status_name(status), err.message);
    csr_session_close(session);
    csr_desk_close(desk);
    return status == CSR_OK ? 0 : 1;
}
