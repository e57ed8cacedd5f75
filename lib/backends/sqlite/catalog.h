/*
 * What a file lacks of the schema: the description compared with the file's own catalogue.
 */
#ifndef CSRI_BACKENDS_SQLITE_CATALOG_H
#define CSRI_BACKENDS_SQLITE_CATALOG_H

#include "backends/sqlite/connection.h"

/* A finding of severity info: a step that was or will be made. Without steps nothing is noted. */
csr_status csri_sqlite_step(csr_rows *steps, const char *place, const char *text, csr_error *err);

/*
 * Statements that add the tables, columns and indexes that are described and not there, appended to sql, each with a
 * step. An index that is there with other columns is made anew; what is there and not described stays. CSR_E_CORRUPT
 * when a column is there as another one, CSR_E_INTERNAL when a description asks for a column that cannot be added.
 */
csr_status csri_sqlite_missing(csr_store_tx *tx, csri_buffer *sql, csr_rows *steps, csr_error *err);

#endif
