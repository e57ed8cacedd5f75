/*
 * The connections of a store that carry no transaction.
 */
#ifndef CSRI_BACKENDS_SQLITE_POOL_H
#define CSRI_BACKENDS_SQLITE_POOL_H

#include "backends/sqlite/connection.h"

/* The connection used last, whose pages are warm, or a new one, opened within the limit. */
csr_status csri_sqlite_borrow(csr_store *store, const csr_limit *limit, csr_store_tx **out, csr_error *err);

/* Give it back. One whose transaction would not end is closed, and so is one too many. */
void csri_sqlite_give_back(csr_store_tx *tx);

/* Close all. */
void csri_sqlite_drain(csr_store *store);

#endif
