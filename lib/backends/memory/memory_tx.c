#include "backends/memory/memory_tx.h"

#include "base/error.h"
#include "base/limit.h"
#include "base/memory.h"
#include "record/row.h"

/* Room for changes that is kept from one transaction to the next. */
#define KEPT_CHANGES 256

/* The first table holds the row of the desk, which the caller may name. */
static csr_status check_desk(csr_store_tx *tx, csr_error *err)
{
    const csri_memory_table *desks = &tx->store->tables[0];

    if (csr_id_is_none(&tx->desk) || desks->row_count == 0 || csri_memory_table_find(desks, &tx->desk) != NULL)
        return CSR_OK;
    return csri_fail(err, CSR_E_MISUSE, "desk", "the store holds another desk");
}

static void end(csr_store_tx *tx)
{
    csr_store *store = tx->store;

    /* In a child the lock may be held by a thread that is not there. */
    if (csri_process_is_same(&store->process))
        csri_gate_leave(&store->gate, tx->writer);
    csri_free(&store->host, tx, sizeof(*tx));
}

static csr_status check_begin(const csr_store *store, int32_t mode, csr_error *err)
{
    if (mode != CSR_TX_READ && mode != CSR_TX_WRITE)
        return csri_fail(err, CSR_E_MISUSE, "mode", "%d is no mode of a transaction", (int)mode);
    if (!csri_process_is_same(&store->process))
        return csri_fail(err, CSR_E_MISUSE, NULL, "the store was opened before a fork; open one in the child");
    return CSR_OK;
}

csr_status csri_memory_begin_within(csr_store *store, const csr_id *desk, int32_t mode, const csr_limit *limit,
                                    csr_store_tx **out_tx, csr_error *err)
{
    csr_store_tx *tx;
    csr_status status = check_begin(store, mode, err);

    *out_tx = NULL;
    if (status == CSR_OK)
        status = csri_limit_fail(limit, err);
    if (status != CSR_OK)
        return status;
    tx = csri_alloc_zero(&store->host, sizeof(*tx));
    if (tx == NULL)
        return csri_fail(err, CSR_E_NO_MEMORY, NULL, "no memory for a transaction");
    tx->store = store;
    tx->writer = mode == CSR_TX_WRITE;
    tx->limit = limit;
    if (desk != NULL)
        tx->desk = *desk;
    status = csri_gate_enter(&store->gate, tx->writer, store->busy_timeout_ms, limit, err);
    if (status != CSR_OK) {
        csri_free(&store->host, tx, sizeof(*tx));
        return status;
    }
    status = check_desk(tx, err);
    if (status != CSR_OK)
        end(tx);
    else
        *out_tx = tx;
    return status;
}

csr_status csri_memory_begin(csr_store *store, const csr_id *desk, int32_t mode, csr_store_tx **out_tx, csr_error *err)
{
    return csri_memory_begin_within(store, desk, mode, NULL, out_tx, err);
}

void csri_memory_wake(csr_store *store)
{
    csri_gate_wake(&store->gate);
}

static void forget_changes(csr_store *store)
{
    store->change_count = 0;
    if (store->change_capacity > KEPT_CHANGES) {
        csri_free(&store->host, store->changes, store->change_capacity * sizeof(*store->changes));
        store->changes = NULL;
        store->change_capacity = 0;
    }
}

csr_status csri_memory_commit(csr_store_tx *tx, csr_error *err)
{
    csr_store *store = tx->store;

    (void)err;
    if (tx->writer) {
        for (size_t i = 0; i < store->change_count; i++) {
            const csri_memory_change *change = &store->changes[i];
            if (change->was != NULL)
                csri_memory_table_discard(change->table, &store->host, change->was, change->changed);
        }
        forget_changes(store);
    }
    end(tx);
    return CSR_OK;
}

static void undo(const csr_host *host, const csri_memory_change *change)
{
    csri_memory_table *table = change->table;

    if (change->is == NULL) {
        csri_memory_table_link(table, change->was);
        return;
    }
    if (change->was == NULL) {
        csri_memory_table_unlink(table, change->is);
        csri_memory_table_find_last(table);
    } else {
        csri_memory_table_replace(table, change->is, change->was, change->changed);
    }
    csri_memory_table_discard(table, host, change->is, change->changed);
}

void csri_memory_rollback(csr_store_tx *tx)
{
    csr_store *store = tx->store;

    if (tx->writer) {
        while (store->change_count > 0)
            undo(&store->host, &store->changes[--store->change_count]);
        forget_changes(store);
    }
    end(tx);
}

csr_status csri_memory_table_of(csr_store_tx *tx, const csr_record *record, csri_memory_table **out, csr_error *err)
{
    csr_store *store = tx->store;

    for (size_t i = 0; i < store->table_count; i++) {
        if (store->tables[i].layout.record == record) {
            *out = &store->tables[i];
            return CSR_OK;
        }
    }
    return csri_fail(err, CSR_E_MISUSE, "record", "the store was opened without the record %s", record->name);
}
