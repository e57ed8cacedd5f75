#include "torture/fault_store.h"

#include "backends/memory/memory_backend.h"
#include "backends/sqlite/sqlite_backend.h"

#include <stdio.h>
#include <stdlib.h>

/* A store that always lied would be found by the first look; one that lies now and then is what has to be found. */
#define LIE_EVERY 10

fault_plan fault_store_plan = { .methods = FAULT_ANY, .status = CSR_E_STORE_IO };

/* Both are ours: the library only hands the pointers around. */
typedef struct outer_store {
    const csr_backend_ops *ops;
    csr_store *inner;
} outer_store;

typedef struct outer_tx {
    const csr_backend_ops *ops;
    csr_store_tx *inner;
} outer_tx;

/* Whether this call fails; err is filled like a store does it. */
static int fails(unsigned method, csr_error *err)
{
    fault_plan *plan = &fault_store_plan;

    if (plan->nth == 0 || (plan->methods & method) == 0)
        return 0;
    plan->calls++;
    if (plan->calls < plan->nth || (plan->calls > plan->nth && !plan->forever))
        return 0;
    plan->hits++;
    if (err != NULL) {
        err->status = plan->status;
        err->backend_code = 4711;
        snprintf(err->message, sizeof(err->message), "injected");
    }
    return 1;
}

static csr_status open_over(const csr_backend_ops *ops, const csr_host *env, const char *uri, const csr_option *options,
                            size_t option_count, const csr_schema *schema, uint32_t flags, csr_store **out_store,
                            csr_error *err)
{
    outer_store *outer;
    csr_status status;

    *out_store = NULL;
    if (fails(FAULT_OPEN, err))
        return fault_store_plan.status;
    outer = malloc(sizeof(*outer));
    outer->ops = ops;
    if (ops == &csri_memory_ops && fault_store_plan.kept != NULL) {
        outer->inner = fault_store_plan.kept;
        fault_store_plan.kept = NULL;
        *out_store = (csr_store *)outer;
        return CSR_OK;
    }
    status = ops->open(env, uri, options, option_count, schema, flags, &outer->inner, err);
    if (status == CSR_OK)
        *out_store = (csr_store *)outer;
    else
        free(outer);
    return status;
}

static csr_status open_memory(const csr_host *env, const char *uri, const csr_option *options, size_t option_count,
                              const csr_schema *schema, uint32_t flags, csr_store **out_store, csr_error *err)
{
    return open_over(&csri_memory_ops, env, uri, options, option_count, schema, flags, out_store, err);
}

static csr_status open_sqlite(const csr_host *env, const char *uri, const csr_option *options, size_t option_count,
                              const csr_schema *schema, uint32_t flags, csr_store **out_store, csr_error *err)
{
    return open_over(&csri_sqlite_ops, env, uri, options, option_count, schema, flags, out_store, err);
}

static void close_outer(csr_store *store)
{
    outer_store *outer = (outer_store *)store;

    if (outer == NULL)
        return;
    if (fault_store_plan.keep && outer->ops == &csri_memory_ops)
        fault_store_plan.kept = outer->inner;
    else
        outer->ops->close(outer->inner);
    free(outer);
}

static csr_status begin(csr_store *store, const csr_id *desk, int32_t mode, csr_store_tx **out_tx, csr_error *err)
{
    outer_store *outer = (outer_store *)store;
    outer_tx *tx;
    csr_status status;

    *out_tx = NULL;
    if (fails(FAULT_BEGIN, err))
        return fault_store_plan.status;
    tx = malloc(sizeof(*tx));
    tx->ops = outer->ops;
    status = outer->ops->begin(outer->inner, desk, mode, &tx->inner, err);
    if (status == CSR_OK)
        *out_tx = (csr_store_tx *)tx;
    else
        free(tx);
    return status;
}

static csr_status commit(csr_store_tx *handle, csr_error *err)
{
    outer_tx tx = *(outer_tx *)handle;
    fault_plan *plan = &fault_store_plan;

    free(handle);
    if (fails(FAULT_COMMIT, err)) {
        if (plan->outcome != FAULT_COMMITTED)
            tx.ops->rollback(tx.inner);
        else if (tx.ops->commit(tx.inner, NULL) != CSR_OK)
            abort();
        return plan->status;
    }
    if (plan->breakage == FAULT_EARLY_ACK && ++plan->commits % LIE_EVERY == 0) {
        tx.ops->rollback(tx.inner);
        return CSR_OK;
    }
    return tx.ops->commit(tx.inner, err);
}

static void rollback(csr_store_tx *handle)
{
    outer_tx tx = *(outer_tx *)handle;

    free(handle);
    if (fault_store_plan.breakage == FAULT_FORGETS_ROLLBACK)
        (void)tx.ops->commit(tx.inner, NULL);
    else
        tx.ops->rollback(tx.inner);
}

/* What a call that fails answers: the status of the plan, or a lie. */
static csr_status failure(void)
{
    return fault_store_plan.breakage == FAULT_LOSES_FAILURE ? CSR_OK : fault_store_plan.status;
}

/* What the store behind answered to a write, or a lie. */
static csr_status behind(csr_status status)
{
    return fault_store_plan.breakage == FAULT_HIDES_FAILURE ? CSR_OK : status;
}

static csr_status insert(csr_store_tx *handle, const csr_record *record, const void *row, csr_error *err)
{
    outer_tx *tx = (outer_tx *)handle;

    return fails(FAULT_INSERT, err) ? failure() : behind(tx->ops->insert(tx->inner, record, row, err));
}

static csr_status update(csr_store_tx *handle, const csr_record *record, const void *was, const void *is,
                         uint64_t changed, csr_error *err)
{
    outer_tx *tx = (outer_tx *)handle;

    return fails(FAULT_UPDATE, err) ? failure() : behind(tx->ops->update(tx->inner, record, was, is, changed, err));
}

static csr_status erase(csr_store_tx *handle, const csr_record *record, const csr_id *id, csr_error *err)
{
    outer_tx *tx = (outer_tx *)handle;

    return fails(FAULT_ERASE, err) ? failure() : behind(tx->ops->erase(tx->inner, record, id, err));
}

static csr_status get(csr_store_tx *handle, const csr_record *record, const csr_id *id, uint64_t columns,
                      csr_rows *rows, csr_error *err)
{
    outer_tx *tx = (outer_tx *)handle;

    return fails(FAULT_GET, err) ? fault_store_plan.status : tx->ops->get(tx->inner, record, id, columns, rows, err);
}

static csr_status get_many(csr_store_tx *handle, const csr_record *record, const csr_id *ids, size_t id_count,
                           uint64_t columns, csr_rows *rows, csr_error *err)
{
    outer_tx *tx = (outer_tx *)handle;

    return fails(FAULT_GET_MANY, err) ? fault_store_plan.status
                                      : tx->ops->get_many(tx->inner, record, ids, id_count, columns, rows, err);
}

static csr_status scan(csr_store_tx *handle, const csr_record *record, const csr_scan *what, csr_rows *rows,
                       csr_error *err)
{
    outer_tx *tx = (outer_tx *)handle;

    if (fault_store_plan.hidden == record && fault_store_plan.hidden_index == what->index)
        return CSR_OK;
    return fails(FAULT_SCAN, err) ? fault_store_plan.status : tx->ops->scan(tx->inner, record, what, rows, err);
}

static csr_status count(csr_store_tx *handle, const csr_record *record, const csr_scan *what, int64_t *out_count,
                        csr_error *err)
{
    outer_tx *tx = (outer_tx *)handle;

    return fails(FAULT_COUNT, err) ? fault_store_plan.status : tx->ops->count(tx->inner, record, what, out_count, err);
}

#define FORWARDING(open_method)                                                                                 \
    {                                                                                                           \
        .struct_size = sizeof(csr_backend_ops), .abi_version = CSR_BACKEND_ABI, .name = "fault",                \
        .capabilities = CSR_CAP_POSITIONS, .open = (open_method), .close = close_outer, .begin = begin,         \
        .commit = commit, .rollback = rollback, .insert = insert, .update = update, .erase = erase, .get = get, \
        .get_many = get_many, .scan = scan, .count = count                                                      \
    }

const csr_backend_ops fault_memory_ops = FORWARDING(open_memory);
const csr_backend_ops fault_sqlite_ops = FORWARDING(open_sqlite);

void fault_store_drop_kept(void)
{
    if (fault_store_plan.kept != NULL)
        csri_memory_ops.close(fault_store_plan.kept);
    fault_store_plan.kept = NULL;
}

csr_store *fault_store_inner(const csr_backend_ops *ops, csr_store *store)
{
    return ops == &fault_memory_ops || ops == &fault_sqlite_ops ? ((outer_store *)store)->inner : store;
}
