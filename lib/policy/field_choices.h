/*
 * The choices of a custom field: a JSON array in which each keeps its place for ever.
 */
#ifndef CSRI_POLICY_FIELD_CHOICES_H
#define CSRI_POLICY_FIELD_CHOICES_H

#include "base/buffer.h"

#include <csr/field.h>

typedef struct csri_choice {
    int32_t position; /* from 0; -1 = there is no such choice */
    int32_t retired;
} csri_choice;

/* The choices of which a JSON array has the names. err->field = "choices". */
csr_status csri_field_choices_make(const csr_str *names, csri_buffer *out, csr_error *err);
/* The choice of a name. CSR_E_CORRUPT when `choices` is not what was made here. */
csr_status csri_field_choice_find(const csr_host *host, const csr_str *choices, const csr_str *name, csri_choice *out,
                                  csr_error *err);
/* The choices after one was added or changed. */
csr_status csri_field_choices_edit(const csr_str *choices, const csr_field_choice_params *edit, csri_buffer *out,
                                   csr_error *err);

#endif
