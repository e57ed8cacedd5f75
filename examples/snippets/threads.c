/* One desk, a session for each thread: two clerks who meet the same new customer at once get one customer. */
#include <csr/csr.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

/* snippet: clerk */
typedef struct clerk {
    csr_desk *desk;
    csr_status status;
    csr_id customer;
} clerk;

/* A thread with a session of its own, and an error of its own. */
static void *serve(void *arg)
{
    clerk *self = arg;
    csr_customer_identify_params params = CSR_CUSTOMER_IDENTIFY_PARAMS_INIT;
    csr_customer_view who = { .struct_size = sizeof who };
    csr_error err = CSR_ERROR_INIT;
    csr_session *session = NULL;
    csr_result *found = NULL;

    params.kind = CSR_IDENTITY_EMAIL;
    params.value = CSR_STR("jana@example.org");
    self->status = csr_session_open(self->desk, NULL, &session, &err);
    if (self->status == CSR_OK)
        self->status = csr_customer_identify(session, &params, &found, &err);
    if (self->status == CSR_OK)
        self->status = csr_customer_at(found, 0, &who, &err);
    self->customer = who.id;
    csr_result_free(found);
    csr_session_close(session);
    return NULL;
}
/* end */

int main(void)
{
    csr_error err = CSR_ERROR_INIT;
    clerk first = { NULL, CSR_OK, { { 0 } } }, second;
    pthread_t threads[2];

    if (csr_desk_open("shop.db", NULL, &first.desk, &err) != CSR_OK) {
        fprintf(stderr, "%s: %s\n", csr_status_name(err.status), err.message);
        return 1;
    }
    second = first;
    if (pthread_create(&threads[0], NULL, serve, &first) != 0 || pthread_create(&threads[1], NULL, serve, &second) != 0)
        return 1;
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    csr_desk_close(first.desk);
    if (first.status != CSR_OK || second.status != CSR_OK)
        return 1;
    return memcmp(&first.customer, &second.customer, sizeof(csr_id)) == 0 ? 0 : 1;
}
