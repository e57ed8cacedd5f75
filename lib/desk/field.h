/*
 * Custom fields for the operations that work with them, and the place where conditions of policies will get their
 * facts: csri_field_facts().
 */
#ifndef CSRI_DESK_FIELD_H
#define CSRI_DESK_FIELD_H

#include "desk/edit.h"

/* The record of a kind that can have fields; CSR_E_ARGUMENT names `field`. */
csr_status csri_field_subject(csri_call *call, csr_record_kind kind, const char *field, const csr_record **out);
/* The field of a name; CSR_E_NOT_FOUND names "field". rows owns it. */
csr_status csri_field_named(csri_call *call, csr_record_kind kind, const csr_str *name, csr_rows **rows,
                            const csr_field_view **out);
/* Every value of a subject as rows of csr_field_value_view, by field: what a condition on custom fields is decided by.
 * One read through the index and one of the fields; none of it is read unless it is asked for. */
csr_status csri_field_facts(csri_call *call, const csr_id *subject, csr_rows **out);

#endif
