#include "replay_sla.h"

#include "common.h"
#include "documents.h"

#include <stdlib.h>
#include <string.h>

csr_status replay_promise(struct replay *replay)
{
    csr_policy_add_params params = CSR_POLICY_ADD_PARAMS_INIT;
    size_t len = 0;
    char *text = read_whole(replay->sla, &len);
    csr_status status;

    /* What kept it from being read has been said. */
    if (text == NULL) {
        replay->err.status = CSR_E_ARGUMENT;
        (void)snprintf(replay->err.field, sizeof replay->err.field, "sla");
        (void)snprintf(replay->err.message, sizeof replay->err.message, "the document cannot be read");
        return CSR_E_ARGUMENT;
    }
    params.kind = CSR_POLICY_SLA;
    csr_str_set(&params.document, text, len);
    status = document_calendars(replay->session, replay->sla, text, len, &replay->err);
    if (status == CSR_OK)
        status = csr_policy_add(replay->session, &params, NULL, &replay->err);
    free(text);
    return status;
}
