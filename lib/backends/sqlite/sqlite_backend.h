/*
 * The store of a desk in one SQLite file.
 */
#ifndef CSRI_BACKENDS_SQLITE_SQLITE_BACKEND_H
#define CSRI_BACKENDS_SQLITE_SQLITE_BACKEND_H

#include <csr/sys/backend.h>

extern const csr_backend_ops csri_sqlite_ops;

#endif
