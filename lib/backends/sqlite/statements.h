/*
 * The prepared statements of one connection.
 *
 * One statement is in use at a time: done before the next is asked for, because a full table is emptied to make room.
 */
#ifndef CSRI_BACKENDS_SQLITE_STATEMENTS_H
#define CSRI_BACKENDS_SQLITE_STATEMENTS_H

#include "backends/sqlite/sql.h"

#include <csr/host.h>
#include <sqlite3.h>

/* More than the operations of a desk use together, some 10 KB each. */
#define CSRI_SQLITE_STATEMENTS_MAX 160
/* A power of two. */
#define CSRI_SQLITE_SLOTS 256

typedef struct csri_sqlite_slot {
    csri_sqlite_key key;
    sqlite3_stmt *stmt; /* NULL = free */
} csri_sqlite_slot;

typedef struct csri_sqlite_statements {
    unsigned count;
    csri_sqlite_slot slots[CSRI_SQLITE_SLOTS];
} csri_sqlite_statements;

/* The statement of a key, made when it is not there. A result code of SQLite. */
int csri_sqlite_statement(csri_sqlite_statements *statements, sqlite3 *db, const csr_host *host,
                          const csri_sqlite_key *key, sqlite3_stmt **out);

/* Reset it. What was bound stays so, and may be gone by then: whoever takes the statement again binds every parameter. */
void csri_sqlite_statement_done(sqlite3_stmt *stmt);

/* Finalize all. */
void csri_sqlite_statements_empty(csri_sqlite_statements *statements);

#endif
