/*
 * Recomputing everything derived from its source: chains and rows from the events, checkpoints from the log.
 */
#ifndef CSRI_STORE_VERIFY_H
#define CSRI_STORE_VERIFY_H

#include "store/tx.h"

/* Append findings (rows of csr_diagnostic_view): first one of severity info that says what was checked, then errors,
 * `limit` at most. Reads everything once; holds the history of one subject at a time. */
csr_status csri_verify(csri_tx *tx, size_t limit, csr_rows *findings);

#endif
