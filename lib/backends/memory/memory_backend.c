#include "backends/memory/memory_backend.h"

#include "backends/memory/memory_tx.h"
#include "base/error.h"
#include "base/memory.h"

#include <string.h>

#define BUSY_TIMEOUT_MS 5000
#define BUSY_TIMEOUT_DIGITS 9

static csr_status read_timeout(const char *value, int64_t *out, csr_error *err)
{
    int64_t ms = 0;
    size_t n = 0;

    for (; value[n] >= '0' && value[n] <= '9' && n < BUSY_TIMEOUT_DIGITS; n++)
        ms = ms * 10 + (value[n] - '0');
    if (n == 0 || value[n] != '\0')
        return csri_fail(err, CSR_E_ARGUMENT, "busy_timeout_ms",
                         "busy_timeout_ms: \"%s\" is not a number of milliseconds", value);
    *out = ms;
    return CSR_OK;
}

static csr_status read_options(csr_store *store, const csr_option *options, size_t count, csr_error *err)
{
    csr_status status = CSR_OK;

    store->busy_timeout_ms = BUSY_TIMEOUT_MS;
    for (size_t i = 0; i < count && status == CSR_OK; i++) {
        if (strcmp(options[i].key, "busy_timeout_ms") != 0)
            return csri_fail(err, CSR_E_ARGUMENT, options[i].key, "a store in memory has no option %s", options[i].key);
        status = read_timeout(options[i].value, &store->busy_timeout_ms, err);
    }
    return status;
}

static csr_status make_tables(csr_store *store, const csr_schema *schema, csr_error *err)
{
    csr_status status = CSR_OK;

    store->tables = csri_alloc_zero(&store->host, schema->record_count * sizeof(*store->tables));
    if (store->tables == NULL)
        return csri_fail(err, CSR_E_NO_MEMORY, NULL, "no memory for the tables");
    store->table_count = schema->record_count;
    for (size_t i = 0; i < store->table_count && status == CSR_OK; i++)
        status = csri_memory_table_init(&store->tables[i], &store->host, schema->records[i], err);
    for (size_t i = 0; i < store->table_count && status == CSR_OK; i++)
        status = csri_memory_table_refer(&store->tables[i], store->tables, store->table_count, err);
    return status;
}

static void free_store(csr_store *store)
{
    const csr_host host = store->host;

    for (size_t i = 0; i < store->table_count; i++)
        csri_memory_table_end(&store->tables[i], &host);
    csri_free(&host, store->tables, store->table_count * sizeof(*store->tables));
    csri_free(&host, store->changes, store->change_capacity * sizeof(*store->changes));
    csri_free(&host, store, sizeof(*store));
}

static csr_status check_open(const char *uri, const csr_schema *schema, uint32_t flags, csr_error *err)
{
    if (strcmp(uri, "memory:") != 0)
        return csri_fail(err, CSR_E_ARGUMENT, "uri", "\"%s\" is not \"memory:\"", uri);
    if ((flags & ~(CSR_OPEN_EXISTING | CSR_OPEN_READ_ONLY)) != 0)
        return csri_fail(err, CSR_E_ARGUMENT, "flags", "unknown flags 0x%x", (unsigned)flags);
    if ((flags & (CSR_OPEN_EXISTING | CSR_OPEN_READ_ONLY)) != 0)
        return csri_fail(err, CSR_E_STORE_OPEN, "uri", "a store in memory is always a new one");
    if (schema->record_count == 0 || schema->records[0]->id_at == CSR_NO_MEMBER)
        return csri_fail(err, CSR_E_MISUSE, "schema", "the first record of a schema is the desk's and has an id");
    return CSR_OK;
}

static csr_status memory_open(const csr_host *env, const char *uri, const csr_option *options, size_t option_count,
                              const csr_schema *schema, uint32_t flags, csr_store **out_store, csr_error *err)
{
    csr_host host;
    csr_store *store;
    csr_status status = check_open(uri, schema, flags, err);

    *out_store = NULL;
    if (status != CSR_OK)
        return status;
    csri_host_take(&host, env);
    store = csri_alloc_zero(&host, sizeof(*store));
    if (store == NULL)
        return csri_fail(err, CSR_E_NO_MEMORY, NULL, "no memory for a store");
    store->host = host;
    status = read_options(store, options, option_count, err);
    if (status == CSR_OK)
        status = make_tables(store, schema, err);
    if (status == CSR_OK)
        status = csri_gate_init(&store->gate, err);
    if (status != CSR_OK) {
        free_store(store);
        return status;
    }
    csri_process_begin(&store->process);
    *out_store = store;
    return CSR_OK;
}

static void memory_close(csr_store *store)
{
    if (store == NULL)
        return;
    csri_gate_end(&store->gate);
    csri_process_end(&store->process);
    free_store(store);
}

const csr_backend_ops csri_memory_ops = {
    .struct_size = sizeof(csr_backend_ops),
    .abi_version = CSR_BACKEND_ABI,
    .name = "memory",
    .capabilities = CSR_CAP_POSITIONS,
    .open = memory_open,
    .close = memory_close,
    .begin = csri_memory_begin,
    .commit = csri_memory_commit,
    .rollback = csri_memory_rollback,
    .insert = csri_memory_insert,
    .update = csri_memory_update,
    .erase = csri_memory_erase,
    .get = csri_memory_get,
    .get_many = csri_memory_get_many,
    .scan = csri_memory_scan,
    .count = csri_memory_count,
    .begin_within = csri_memory_begin_within,
    .wake = csri_memory_wake,
};
