/*
 * A copy of a file that is in use: complete, checked, and there under its name only then.
 */
#ifndef CSRI_BACKENDS_SQLITE_COPY_H
#define CSRI_BACKENDS_SQLITE_COPY_H

#include "backends/sqlite/connection.h"
#include "base/hash.h"

typedef struct csri_sqlite_copied {
    int64_t bytes;
    uint8_t hash[CSRI_HASH_BYTES]; /* of the whole file */
} csri_sqlite_copied;

/*
 * Copy what the connection sees to an absolute path where nothing is. Others go on reading and writing meanwhile; what
 * they write is not in the copy. The copy is made beside its path, flushed, opened, checked by SQLite and read once; only
 * then it gets its name. CSR_E_DUPLICATE (field) when something is at the path; after any failure nothing of it is left.
 */
csr_status csri_sqlite_copy(csr_store_tx *tx, const char *to, const char *field, csri_sqlite_copied *out,
                            csr_error *err);

#endif
