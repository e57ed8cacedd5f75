#include <csr/status.h>

#include "record/enum_names.h"

#include <stddef.h>

static const csr_name *find(csr_status status)
{
    for (unsigned i = 0; i < CSRI_NAMES_STATUS_COUNT; i++)
        if (csri_names_status[i].value == status)
            return &csri_names_status[i];
    return NULL;
}

const char *csr_status_name(csr_status status)
{
    const csr_name *name = find(status);

    return name == NULL ? "unknown" : name->name;
}

const char *csr_status_text(csr_status status)
{
    const csr_name *name = find(status);

    return name == NULL ? "A status that this library does not know." : name->text;
}

int32_t csr_status_is_retryable(csr_status status)
{
    return status == CSR_E_STORE_BUSY || status == CSR_E_TIMEOUT || status == CSR_E_UNKNOWN_OUTCOME;
}

int32_t csr_status_is_conflict(csr_status status)
{
    return status == CSR_E_CONFLICT || status == CSR_E_DUPLICATE;
}

int32_t csr_status_maybe_committed(csr_status status)
{
    return status == CSR_E_UNKNOWN_OUTCOME;
}
