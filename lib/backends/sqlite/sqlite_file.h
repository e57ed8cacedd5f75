/*
 * The file behind a store: where it is, whether it may be used, and making a new one.
 */
#ifndef CSRI_BACKENDS_SQLITE_SQLITE_FILE_H
#define CSRI_BACKENDS_SQLITE_SQLITE_FILE_H

#include <csr/sys/backend.h>
#include <limits.h>

/* The absolute path of a URI, the folder's symbolic links followed. CSR_E_ARGUMENT, CSR_E_STORE_OPEN. */
csr_status csri_sqlite_path(const char *uri, char out[PATH_MAX], csr_error *err);

/* Whether there is a file that can be a desk, in *exists, and whether its file system suits. CSR_E_STORE_OPEN,
 * CSR_E_NOT_A_DESK, CSR_E_UNSUPPORTED. */
csr_status csri_sqlite_examine(const char *path, int *exists, csr_error *err);

/*
 * Make a complete, empty desk at a path where nothing is. May do nothing, for whatever reason: the one who opens then
 * makes the schema in place.
 */
void csri_sqlite_make(const csr_host *host, const csr_schema *schema, const char *path);

#endif
