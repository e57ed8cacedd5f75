/*
 * A row in memory: one block with the struct, its texts, and the nodes by which it stands in the orders of its table.
 *
 * A row is never changed; an update puts a new block in its place.
 */
#ifndef CSRI_MEMORY_ROW_H
#define CSRI_MEMORY_ROW_H

#include <csr/host.h>
#include <csr/sys/backend.h>

typedef struct csri_memory_node csri_memory_node;

typedef struct csri_memory_row {
    size_t size;                  /* of the block */
    struct csri_memory_row *next; /* in its bucket */
    csri_memory_node *nodes[];    /* one per order of the table, NULL = not in it; the struct stands behind them */
} csri_memory_row;

/* How the rows of a record lie in memory. */
typedef struct csri_memory_layout {
    const csr_record *record;
    size_t order_count;
    size_t data_at;        /* of the struct in the block */
    uint64_t always;       /* members that every read gives: id, version, position */
    const uint16_t *texts; /* offsets of its texts */
    size_t text_count;
} csri_memory_layout;

static inline const void *csri_memory_data(const csri_memory_layout *layout, const csri_memory_row *row)
{
    return (const char *)row + layout->data_at;
}

/* A block with the members of `is` whose bit is set and those of `was` otherwise, in no order yet; NULL when there is
 * no memory. */
csri_memory_row *csri_memory_row_new(const csr_host *host, const csri_memory_layout *layout, const void *was,
                                     const void *is, uint64_t changed);
void csri_memory_row_free(const csr_host *host, csri_memory_row *row);
/* Append a copy; columns as in csr_scan. */
csr_status csri_memory_row_give(const csri_memory_layout *layout, const csri_memory_row *row, uint64_t columns,
                                csr_rows *rows);

#endif
