/*
 * A store in memory and its transactions.
 *
 * A write transaction changes the tables at once and remembers how to undo it: the blocks that were taken out are kept
 * until its end, so that neither commit nor rollback needs memory.
 */
#ifndef CSRI_MEMORY_TX_H
#define CSRI_MEMORY_TX_H

#include "backends/memory/memory_gate.h"
#include "backends/memory/memory_table.h"
#include "base/process.h"

/* `was` made way for `is`; NULL = there was none, there is none. */
typedef struct csri_memory_change {
    csri_memory_table *table;
    csri_memory_row *was, *is;
    uint64_t changed;
} csri_memory_change;

struct csr_store {
    csr_host host;
    csri_gate gate;
    csri_process process; /* that opened it */
    int64_t busy_timeout_ms;
    size_t table_count;
    csri_memory_table *tables;
    csri_memory_change *changes; /* of the writer inside the gate */
    size_t change_count, change_capacity;
};

struct csr_store_tx {
    csr_store *store;
    csr_id desk; /* none when begin named none */
    int writer;
    const csr_limit *limit; /* NULL = none */
};

csr_status csri_memory_begin(csr_store *store, const csr_id *desk, int32_t mode, csr_store_tx **out_tx, csr_error *err);
csr_status csri_memory_begin_within(csr_store *store, const csr_id *desk, int32_t mode, const csr_limit *limit,
                                    csr_store_tx **out_tx, csr_error *err);
void csri_memory_wake(csr_store *store);
csr_status csri_memory_commit(csr_store_tx *tx, csr_error *err);
void csri_memory_rollback(csr_store_tx *tx);

/* The table of a record; CSR_E_MISUSE when the store has none. */
csr_status csri_memory_table_of(csr_store_tx *tx, const csr_record *record, csri_memory_table **out, csr_error *err);

csr_status csri_memory_insert(csr_store_tx *tx, const csr_record *record, const void *row, csr_error *err);
csr_status csri_memory_update(csr_store_tx *tx, const csr_record *record, const void *was, const void *is,
                              uint64_t changed, csr_error *err);
csr_status csri_memory_erase(csr_store_tx *tx, const csr_record *record, const csr_id *id, csr_error *err);

csr_status csri_memory_get(csr_store_tx *tx, const csr_record *record, const csr_id *id, uint64_t columns,
                           csr_rows *rows, csr_error *err);
csr_status csri_memory_get_many(csr_store_tx *tx, const csr_record *record, const csr_id *ids, size_t id_count,
                                uint64_t columns, csr_rows *rows, csr_error *err);
csr_status csri_memory_scan(csr_store_tx *tx, const csr_record *record, const csr_scan *scan, csr_rows *rows,
                            csr_error *err);
csr_status csri_memory_count(csr_store_tx *tx, const csr_record *record, const csr_scan *scan, int64_t *out_count,
                             csr_error *err);

#endif
