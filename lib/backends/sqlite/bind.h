/*
 * Members as parameters and as columns: the two directions of one value.
 */
#ifndef CSRI_BACKENDS_SQLITE_BIND_H
#define CSRI_BACKENDS_SQLITE_BIND_H

#include <csr/sys/backend.h>
#include <sqlite3.h>

/* Bind a member of a row; its bytes are borrowed until the statement is reset. A result code of SQLite. */
int csri_sqlite_bind(sqlite3_stmt *stmt, int at, const csr_member *m, const void *row);

/* Append the current row of a statement that reads the members of the mask in their order. CSR_E_CORRUPT when a column
 * holds what it cannot have been given, CSR_E_NO_MEMORY. */
csr_status csri_sqlite_read(sqlite3_stmt *stmt, const csr_record *record, uint64_t mask, csr_rows *rows,
                            csr_error *err);

#endif
