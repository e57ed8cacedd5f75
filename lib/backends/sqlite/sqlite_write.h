/*
 * The methods that write rows.
 */
#ifndef CSRI_BACKENDS_SQLITE_SQLITE_WRITE_H
#define CSRI_BACKENDS_SQLITE_SQLITE_WRITE_H

#include "backends/sqlite/connection.h"

csr_status csri_sqlite_insert(csr_store_tx *tx, const csr_record *record, const void *row, csr_error *err);
csr_status csri_sqlite_update(csr_store_tx *tx, const csr_record *record, const void *was, const void *is,
                              uint64_t changed, csr_error *err);
csr_status csri_sqlite_erase(csr_store_tx *tx, const csr_record *record, const csr_id *id, csr_error *err);

#endif
