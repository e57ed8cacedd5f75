/*
 * Parameters from JSON, by their description.
 */
#ifndef CSRI_RECORD_PARAMS_JSON_H
#define CSRI_RECORD_PARAMS_JSON_H

#include "base/json.h"

#include <csr/sys/backend.h>

/* Fill a zeroed parameter struct from an object. Texts borrow from the object; documents given as JSON rather than as
 * text are written into `documents`, from which they borrow. A member named `except` is passed over (NULL = none).
 * CSR_E_ARGUMENT names the member. */
csr_status csri_params_from_json(const csr_shape *shape, const csri_json *object, const char *except, void *params,
                                 csri_buffer *documents, csr_error *err);

#endif
