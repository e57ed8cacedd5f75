/*
 * Options of the store.
 */
#ifndef CSRI_BACKENDS_SQLITE_SQLITE_OPTIONS_H
#define CSRI_BACKENDS_SQLITE_SQLITE_OPTIONS_H

#include <csr/desk.h>

typedef struct csri_sqlite_options {
    int32_t full;            /* synchronous: 1 = every commit reaches the disk, 0 = the last ones may be lost */
    int32_t busy_timeout_ms; /* how long a writer waits for another one, and opening for a file in use */
    int32_t cache_kib;       /* page cache of a connection, at most */
} csri_sqlite_options;

/* Defaults and what is given; CSR_E_ARGUMENT names the key that is unknown or whose value is not acceptable. */
csr_status csri_sqlite_options_read(const csr_option *given, size_t count, csri_sqlite_options *out, csr_error *err);

#endif
