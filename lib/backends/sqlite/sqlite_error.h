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

/* SQLite's code when a line of its integrity check complains of a page that it could not read, which says nothing of what is
 * in the page; SQLITE_OK when it complains of something else. */
int csri_sqlite_unread(const char *complaint);

/* The system's text of an errno, in out. */
const char *csri_sqlite_errno_text(int number, char *out, size_t size);

#endif
