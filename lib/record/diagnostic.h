/*
 * Findings of whoever examines, verifies or plans: rows of csr_diagnostic_view.
 */
#ifndef CSRI_RECORD_DIAGNOSTIC_H
#define CSRI_RECORD_DIAGNOSTIC_H

#include "record/rows.h"

#include <csr/desk.h>

/* Append one; its texts are copied. CSR_E_NO_MEMORY. */
csr_status csri_diagnostic_add(csr_rows *findings, const csr_diagnostic_view *is, csr_error *err);

#endif
