#include "backends/sqlite/pool.h"

/* Each may hold as much as cache_kib of pages; opening one anew costs less than half a millisecond. */
#define IDLE_MAX 8

csr_status csri_sqlite_borrow(csr_store *store, const csr_limit *limit, csr_store_tx **out, csr_error *err)
{
    csr_store_tx *tx;

    (void)pthread_mutex_lock(&store->lock);
    tx = store->idle;
    if (tx != NULL) {
        store->idle = tx->next;
        store->idle_count--;
    }
    (void)pthread_mutex_unlock(&store->lock);
    *out = tx;
    return tx != NULL ? CSR_OK : csri_sqlite_connect(store, 0, limit, out, err);
}

void csri_sqlite_give_back(csr_store_tx *tx)
{
    csr_store *store = tx->store;
    int keep = sqlite3_get_autocommit(tx->db);

    tx->mode = 0;
    tx->failed = CSR_OK;
    (void)pthread_mutex_lock(&store->lock);
    keep = keep && store->idle_count < IDLE_MAX;
    if (keep) {
        tx->next = store->idle;
        store->idle = tx;
        store->idle_count++;
    }
    (void)pthread_mutex_unlock(&store->lock);
    if (!keep)
        csri_sqlite_disconnect(tx);
}

void csri_sqlite_drain(csr_store *store)
{
    while (store->idle != NULL) {
        csr_store_tx *tx = store->idle;
        store->idle = tx->next;
        csri_sqlite_disconnect(tx);
    }
    store->idle_count = 0;
}
