/*
 * The schema as SQL, from the descriptions.
 */
#ifndef CSRI_BACKENDS_SQLITE_DDL_H
#define CSRI_BACKENDS_SQLITE_DDL_H

#include "base/buffer.h"

#include <csr/sys/backend.h>

/* "CSR1": what the header of a desk's file says. */
#define CSRI_SQLITE_APPLICATION_ID 0x43535231

/* A name in quotation marks. Names come from descriptions and hold none themselves. */
void csri_sqlite_name(csri_buffer *out, const char *name);
/* The name of an index, "record_index", in quotation marks. */
void csri_sqlite_index_name(csri_buffer *out, const csr_record *record, const csr_index *index);

/* The parts of it, of which a migration takes what a file lacks: a column as it is declared, its type, how an unset value
 * is stored, a table, an index. */
void csri_sqlite_column(csri_buffer *out, const csr_record *record, const csr_member *m);
const char *csri_sqlite_type(const csr_member *m);
void csri_sqlite_unset(csri_buffer *out, const csr_member *m);
void csri_sqlite_table(csri_buffer *out, const csr_record *record);
void csri_sqlite_index(csri_buffer *out, const csr_record *record, const csr_index *index);

/* Every table and index. */
void csri_sqlite_tables(csri_buffer *out, const csr_schema *schema);

/* Statements that make every table and index, and mark the file as a desk of the schema's version; NUL-ended. To be run
 * in one transaction. */
void csri_sqlite_ddl(csri_buffer *out, const csr_schema *schema, csr_time now);

/* The longest row that the descriptions allow, in bytes. */
int64_t csri_sqlite_longest_row(const csr_schema *schema);

#endif
