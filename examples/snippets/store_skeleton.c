/* A store that keeps nothing: every method that there must be, to begin another one with. */
#include <csr/csr.h>
#include <csr/sys/backend.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* snippet: open */
struct csr_store {
    csr_host host;            /* copied: memory, clock and log of the program */
    const csr_schema *schema; /* stays as long as the store is open */
    uint32_t flags;
};

struct csr_store_tx {
    csr_store *store;
    int32_t mode; /* CSR_TX_READ or CSR_TX_WRITE */
};

static csr_status refuse(csr_error *err, csr_status status, const char *field, const char *message)
{
    if (err != NULL) {
        err->status = status;
        snprintf(err->field, sizeof err->field, "%s", field);
        snprintf(err->message, sizeof err->message, "%s", message);
    }
    return status;
}

static csr_status keep_open(const csr_host *env, const char *uri, const csr_option *options, size_t option_count,
                            const csr_schema *schema, uint32_t flags, csr_store **out_store, csr_error *err)
{
    csr_store *store;

    (void)uri; /* where it is: a path, a server */
    *out_store = NULL;
    if (option_count != 0)
        return refuse(err, CSR_E_ARGUMENT, options[0].key, "the store has no such option");
    store = env->alloc(env->user, sizeof *store);
    if (store == NULL)
        return refuse(err, CSR_E_NO_MEMORY, "", "no memory for a store");
    memset(store, 0, sizeof *store);
    store->host = *env;
    store->schema = schema;
    store->flags = flags;
    *out_store = store;
    return CSR_OK;
}

static void keep_close(csr_store *store)
{
    csr_host host;

    if (store == NULL)
        return;
    host = store->host;
    host.free(host.user, store, sizeof *store);
}
/* end */

static csr_status keep_begin(csr_store *store, const csr_id *desk, int32_t mode, csr_store_tx **out_tx, csr_error *err)
{
    (void)desk; /* this store holds one */
    *out_tx = store->host.alloc(store->host.user, sizeof **out_tx);
    if (*out_tx == NULL)
        return refuse(err, CSR_E_NO_MEMORY, "", "no memory for a transaction");
    **out_tx = (csr_store_tx){ store, mode };
    return CSR_OK;
}

static void keep_rollback(csr_store_tx *tx)
{
    csr_host host = tx->store->host;

    host.free(host.user, tx, sizeof *tx);
}

/* The transaction is gone, whatever the answer. */
static csr_status keep_commit(csr_store_tx *tx, csr_error *err)
{
    (void)err;
    keep_rollback(tx);
    return CSR_OK;
}

/* snippet: write */
static csr_status keep_insert(csr_store_tx *tx, const csr_record *record, const void *row, csr_error *err)
{
    if (tx->mode != CSR_TX_WRITE)
        return refuse(err, CSR_E_MISUSE, "", "the transaction is for reading only");
    for (unsigned i = 0; i < record->row->count; i++) {
        const csr_member *m = &record->row->members[i];
        const char *value = (const char *)row + m->offset; /* m->c says how its bytes are read */
        (void)value;
    }
    return refuse(err, CSR_E_UNSUPPORTED, "", "the store keeps nothing");
}
/* end */

static csr_status keep_update(csr_store_tx *tx, const csr_record *record, const void *was, const void *is,
                              uint64_t changed, csr_error *err)
{
    (void)tx, (void)was, (void)is, (void)changed;
    return refuse(err, CSR_E_NOT_FOUND, "id", record->name);
}

static csr_status keep_erase(csr_store_tx *tx, const csr_record *record, const csr_id *id, csr_error *err)
{
    (void)tx, (void)id;
    return refuse(err, CSR_E_NOT_FOUND, "id", record->name);
}

static csr_status keep_get(csr_store_tx *tx, const csr_record *record, const csr_id *id, uint64_t columns,
                           csr_rows *rows, csr_error *err)
{
    (void)tx, (void)id, (void)columns, (void)rows;
    return refuse(err, CSR_E_NOT_FOUND, "id", record->name);
}

static csr_status keep_get_many(csr_store_tx *tx, const csr_record *record, const csr_id *ids, size_t id_count,
                                uint64_t columns, csr_rows *rows, csr_error *err)
{
    (void)tx, (void)record, (void)ids, (void)id_count, (void)columns, (void)rows, (void)err;
    return CSR_OK; /* ids without a row are left out */
}

/* snippet: read */
/* Give back one row of ours: a zeroed struct of the record, its members filled in, its texts copied. */
static csr_status give(const csr_record *record, const void *ours, uint64_t columns, csr_rows *rows)
{
    char *row;
    csr_status status = csr_rows_add(rows, (void **)&row);

    for (unsigned i = 0; status == CSR_OK && i < record->row->count; i++) {
        const csr_member *m = &record->row->members[i];
        const char *from = (const char *)ours + m->offset;
        if (columns != 0 && (columns >> i & 1) == 0 && m->offset != record->id_at && m->offset != record->version_at)
            continue;
        if (m->c == CSR_CLASS_STR)
            status = csr_rows_text(rows, ((const csr_str *)(const void *)from)->ptr,
                                   ((const csr_str *)(const void *)from)->len, (csr_str *)(void *)(row + m->offset));
        else
            memcpy(row + m->offset, from, m->size);
    }
    return status;
}

static csr_status keep_scan(csr_store_tx *tx, const csr_record *record, const csr_scan *scan, csr_rows *rows,
                            csr_error *err)
{
    const void *first = NULL; /* of index scan->index, at or behind scan->after; nothing is kept here */
    csr_status status = CSR_OK;

    (void)tx, (void)err;
    if (first != NULL && scan->limit != 0)
        status = give(record, first, scan->columns, rows);
    return status;
}
/* end */

static csr_status keep_count(csr_store_tx *tx, const csr_record *record, const csr_scan *scan, int64_t *out_count,
                             csr_error *err)
{
    (void)tx, (void)record, (void)scan, (void)err;
    *out_count = 0;
    return CSR_OK;
}

/* snippet: table */
static const csr_backend_ops keep_nothing = {
    .struct_size = sizeof(csr_backend_ops),
    .abi_version = CSR_BACKEND_ABI,
    .name = "nothing",
    .open = keep_open,
    .close = keep_close,
    .begin = keep_begin,
    .commit = keep_commit,
    .rollback = keep_rollback,
    .insert = keep_insert,
    .update = keep_update,
    .erase = keep_erase,
    .get = keep_get,
    .get_many = keep_get_many,
    .scan = keep_scan,
    .count = keep_count,
    /* Methods that are NULL are those that a store may lack: migrate, backup and the rest. */
};

static csr_status open_there(const char *uri, csr_desk **desk, csr_error *err)
{
    csr_desk_open_params params = CSR_DESK_OPEN_PARAMS_INIT;

    params.backend = &keep_nothing; /* must outlive the desk */
    return csr_desk_open(uri, &params, desk, err);
}
/* end */

/* A desk begins with its settings, which this store does not take. */
int main(void)
{
    csr_error err = CSR_ERROR_INIT;
    csr_desk *desk = NULL;
    csr_status status = open_there("nowhere", &desk, &err);

    printf("%s: %s\n", csr_status_name(status), err.message);
    csr_desk_close(desk);
    return status == CSR_E_UNSUPPORTED ? 0 : 1;
}
