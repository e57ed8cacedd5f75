/*
 * What a file says of its own making: the table "csr_meta", a row for each version that it has been brought to. Files of
 * version 1 have none. Beside them row 0 tells of the last copy. The newest version stands in the header too, as SQLite's
 * user_version, where it is read first.
 */
#ifndef CSRI_BACKENDS_SQLITE_META_H
#define CSRI_BACKENDS_SQLITE_META_H

#include "base/buffer.h"

#include <csr/sys/backend.h>
#include <sqlite3.h>

/* What the row of a version says; zeros where there is none. */
typedef struct csri_sqlite_meta {
    int min_reader, min_writer; /* versions of the oldest libraries that may read it, and write to it */
    char library[32];           /* the version of the library that made it so */
} csri_sqlite_meta;

/* A result code of SQLite; a file without the table is no error. */
int csri_sqlite_meta_read(sqlite3 *db, int version, csri_sqlite_meta *out);

/* Whether the file was brought to the version of this description, and to this description of it; a result code of SQLite. */
int csri_sqlite_meta_describes(sqlite3 *db, const csr_host *host, const csr_schema *schema, int *out);

/* Row 0 is the last copy that was made of the file: when, and the hash of the copy. */
int csri_sqlite_meta_note_copy(sqlite3 *db, csr_time at, const uint8_t *hash, int hash_bytes);
/* When that was; 0 = never. */
int csri_sqlite_meta_copied_at(sqlite3 *db, csr_time *out);

/* Statements that make the table, and that note that the file now has this version. */
void csri_sqlite_meta_table(csri_buffer *out);
void csri_sqlite_meta_row(csri_buffer *out, const csr_schema *schema, csr_time now);

#endif
