/*
 * From one type to another, as CEL's functions int(), string() and so on do.
 */
#ifndef CSRI_POLICY_EXPRESSION_CONVERT_H
#define CSRI_POLICY_EXPRESSION_CONVERT_H

#include "policy/expression_value.h"

csr_value csri_to_int(csri_run *run, const csr_value *from);
csr_value csri_to_uint(csri_run *run, const csr_value *from);
csr_value csri_to_double(csri_run *run, const csr_value *from);
csr_value csri_to_bool(csri_run *run, const csr_value *from);
csr_value csri_to_string(csri_run *run, const csr_value *from);
csr_value csri_to_bytes(csri_run *run, const csr_value *from);
csr_value csri_to_timestamp(csri_run *run, const csr_value *from);
csr_value csri_to_duration(csri_run *run, const csr_value *from);

#endif
