/*
 * The store of a desk in one SQLite file.
 */
#ifndef CSRI_BACKENDS_SQLITE_SQLITE_BACKEND_H
#define CSRI_BACKENDS_SQLITE_SQLITE_BACKEND_H

#include <csr/sys/backend.h>

extern const csr_backend_ops csri_sqlite_ops;

/* Its open method; `migrates` takes files of older versions too, and wants the file for itself. */
csr_status csri_sqlite_open(const csr_host *env, const char *uri, const csr_option *options, size_t option_count,
                            const csr_schema *schema, uint32_t flags, int migrates, const csr_limit *limit,
                            csr_store **out_store, csr_error *err);
void csri_sqlite_close(csr_store *store);

/* Say why a commit failed, and whether it may have happened all the same. */
csr_status csri_sqlite_commit_failed(const csr_store_tx *tx, int code, csr_error *err);

#endif
