/*
 * What SQLite answers, as a csr_status.
 */
#ifndef CSRI_BACKENDS_SQLITE_SQLITE_ERROR_H
#define CSRI_BACKENDS_SQLITE_SQLITE_ERROR_H

#include <csr/status.h>
#include <sqlite3.h>
#include <stddef.h>

/* The status of a result code, plain or extended, that no method explains better. */
csr_status csri_sqlite_status(int code);

/* The same, with err filled: the file, and what SQLite or the system says. db may be NULL. */
csr_status csri_sqlite_fail(csr_error *err, int code, sqlite3 *db, const char *path);

/* The system's text of an errno, in out. */
const char *csri_sqlite_errno_text(int number, char *out, size_t size);

#endif
