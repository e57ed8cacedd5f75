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

/* Where a copy goes, what a bad place is called in errors, and who looks at it before it is there (may be NULL). */
typedef struct csri_sqlite_copy_request {
    const char *to; /* absolute */
    const char *field;
    csr_status (*verify)(const char *draft, void *user, csr_error *err);
    void *user;
    const csr_limit *limit; /* NULL = none */
} csri_sqlite_copy_request;

/*
 * Copy what the connection sees to a path where nothing is. Others go on reading and writing meanwhile; what they write is
 * not in the copy. The copy is made beside its path, flushed, opened, checked by SQLite and read once; only then it gets its
 * name. CSR_E_DUPLICATE (field) when something is at the path; after any failure nothing of it is left.
 */
csr_status csri_sqlite_copy(csr_store_tx *tx, const csri_sqlite_copy_request *request, csri_sqlite_copied *out,
                            csr_error *err);

#endif
