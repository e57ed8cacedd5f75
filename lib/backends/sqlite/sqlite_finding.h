/*
 * Findings: rows of csr_diagnostic_view.
 */
#ifndef CSRI_BACKENDS_SQLITE_SQLITE_FINDING_H
#define CSRI_BACKENDS_SQLITE_SQLITE_FINDING_H

#include "base/error.h"

#include <csr/sys/backend.h>

/* Append one; suggestion may be "". CSR_E_NO_MEMORY. */
csr_status csri_sqlite_finding(csr_rows *findings, csr_severity severity, const char *place, const char *suggestion,
                               csr_error *err, const char *format, ...) CSRI_PRINTF(6, 7);

#endif
