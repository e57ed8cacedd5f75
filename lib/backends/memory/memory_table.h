/*
 * The rows of one record: sorted by each of its indexes, by id and by position, and hashed by id.
 *
 * Memory is taken beforehand: putting rows in and out and back cannot fail.
 */
#ifndef CSRI_MEMORY_TABLE_H
#define CSRI_MEMORY_TABLE_H

#include "backends/memory/memory_order.h"
#include "backends/memory/memory_row.h"

struct csri_memory_table;

/* A member that refers to a row of another table. */
typedef struct csri_memory_reference {
    const csr_member *member;
    struct csri_memory_table *target;
    const csri_memory_order *order; /* one that leads with the member, or NULL */
} csri_memory_reference;

typedef struct csri_memory_table {
    csri_memory_layout layout;
    csri_memory_order *orders; /* the indexes, then by id, then by position */
    csri_memory_order *by_id, *by_position;
    csri_memory_order *all; /* one of these two: every row is in it */
    csri_memory_reference *references;
    size_t reference_count;
    const csr_member *id, *version, *position; /* NULL when there is none */
    uint64_t identity;                         /* bit of what names a row: the id, or else the position */
    int64_t last_position;
    csri_memory_row **buckets; /* by id; a power of two */
    size_t bucket_count;
    size_t row_count;
    void *block; /* what orders, references and layout.texts lie in */
    size_t block_size;
} csri_memory_table;

csr_status csri_memory_table_init(csri_memory_table *table, const csr_host *host, const csr_record *record,
                                  csr_error *err);
/* Find what the table's references refer to; all tables of the schema are initialised. */
csr_status csri_memory_table_refer(csri_memory_table *table, csri_memory_table *tables, size_t count, csr_error *err);
/* Frees the rows too. */
void csri_memory_table_end(csri_memory_table *table, const csr_host *host);

/* Give a new row its position and its nodes in the orders that have a member of `changed`; 0 = no memory. */
int csri_memory_table_prepare(csri_memory_table *table, const csr_host *host, csri_memory_row *row, uint64_t changed);
/* Free a row and its nodes in those orders. */
void csri_memory_table_discard(csri_memory_table *table, const csr_host *host, csri_memory_row *row, uint64_t changed);

/* Put a prepared row in; take one out. */
void csri_memory_table_link(csri_memory_table *table, csri_memory_row *row);
void csri_memory_table_unlink(csri_memory_table *table, csri_memory_row *row);
/* Put `is` in for `was`, from which it differs in `changed`; in the other orders it takes over the node. */
void csri_memory_table_replace(csri_memory_table *table, csri_memory_row *was, csri_memory_row *is, uint64_t changed);

/* Rows of a log came or went at its end: find its last position again. */
void csri_memory_table_find_last(csri_memory_table *table);

csri_memory_row *csri_memory_table_find(const csri_memory_table *table, const csr_id *id);
/* The stored row that has the id, or else the position, of a row given. */
csri_memory_row *csri_memory_table_find_like(const csri_memory_table *table, const void *data);

#endif
