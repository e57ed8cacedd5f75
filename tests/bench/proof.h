/*
 * The proof that both do the same: the same statements, the same connection settings, rows of the same shape.
 */
#ifndef BENCH_PROOF_H
#define BENCH_PROOF_H

#include "desk_side.h"
#include "floor.h"

#include <stdio.h>

/* What an event of each form looks like, and the statements that make the schema; from a desk made for it in folder. */
void proof_read_forms(const char *folder, event_forms *out);
/* The CREATE statements of a desk's file, and its marks; freed by the caller. */
char *proof_schema(const char *path);

/* Run every operation on both, tracing; says to `out` what they ran. 1 = the same. */
int proof_statements(const char *folder, const event_forms *forms, FILE *out);

/* Compare two files table by table: rows, and in each column how many are set and how long or large they are on average.
 * 1 = they agree. */
int proof_rows(const char *desk_path, const char *floor_path, FILE *out);

/* The last connection that was opened in this process since proof_watch(). */
void proof_watch(void);
sqlite3 *proof_connection(void);

#endif
