/*
 * The methods that read rows.
 */
#ifndef CSRI_BACKENDS_SQLITE_SQLITE_READ_H
#define CSRI_BACKENDS_SQLITE_SQLITE_READ_H

#include "backends/sqlite/connection.h"

csr_status csri_sqlite_get(csr_store_tx *tx, const csr_record *record, const csr_id *id, uint64_t columns,
                           csr_rows *rows, csr_error *err);
csr_status csri_sqlite_get_many(csr_store_tx *tx, const csr_record *record, const csr_id *ids, size_t id_count,
                                uint64_t columns, csr_rows *rows, csr_error *err);
csr_status csri_sqlite_scan(csr_store_tx *tx, const csr_record *record, const csr_scan *scan, csr_rows *rows,
                            csr_error *err);
csr_status csri_sqlite_count(csr_store_tx *tx, const csr_record *record, const csr_scan *scan, int64_t *out_count,
                             csr_error *err);

/* The statement of a key in this transaction; refuses when the transaction has failed before. */
csr_status csri_sqlite_ready(csr_store_tx *tx, const csri_sqlite_key *key, sqlite3_stmt **out, csr_error *err);

/* Note that the transaction must be rolled back, and say why. */
csr_status csri_sqlite_spoil(csr_store_tx *tx, int code, csr_error *err);

#endif
