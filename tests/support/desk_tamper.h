/*
 * Somebody with an editor at the file of a desk: what SQLite itself lets happen to it behind the library's back.
 */
#ifndef CSR_TEST_DESK_TAMPER_H
#define CSR_TEST_DESK_TAMPER_H

#include <stddef.h>

typedef struct sqlite3 sqlite3;

/* Foreign keys are not enforced, so that nothing stands in the way. NULL when it cannot be opened. */
sqlite3 *tamper_open(const char *path);
void tamper_close(sqlite3 *db);
/* Run statements; 1 when they could be run. */
int tamper_run(sqlite3 *db, const char *sql);
/* The first column of the first row as an integer; -1 when there is none. */
long long tamper_int(sqlite3 *db, const char *sql);

/* One value of one row. */
typedef struct tampered {
    const char *table, *column;
    long long rowid;
} tampered;

/* Change one value: a bit of the middle byte of a text or blob, the lowest bit of a number; what is NULL or empty gets
 * a value. Where a unique index forbids that, something farther off. 1 when it was changed. The value that was is kept
 * in the table "kept". */
int tamper_flip(sqlite3 *db, const tampered *what);
/* Undo the last tamper_flip(). */
int tamper_restore(sqlite3 *db, const tampered *what);

#endif
