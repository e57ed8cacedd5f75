#include <csr/attachment.h>
#include <csr/desk.h>

#include "backends/memory/memory_backend.h"
#include "backends/sqlite/sqlite_backend.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/memory.h"
#include "desk/handles.h"
#include "record/records.h"
#include "record/row.h"
#include "store/change.h"
#include "store/checkpoint.h"
#include "store/exchange_lines.h"

#define KNOWN_FLAGS (CSR_OPEN_EXISTING | CSR_OPEN_READ_ONLY)

/* The members are pointers, which no table describes; the copy-in rule is the same. */
static const csr_shape open_params = {
    .name = "csr_desk_open_params",
    .size = sizeof(csr_desk_open_params),
    .min_size = offsetof(csr_desk_open_params, zoneinfo),
    .clear_at = -1,
};

static csr_status check_backend(const csr_backend_ops *ops, csr_error *err)
{
    if (ops->struct_size < sizeof(csr_backend_ops) || ops->abi_version != CSR_BACKEND_ABI)
        return csri_fail(err, CSR_E_ARGUMENT, "backend", "the store was made for interface %u, this library has %d",
                         (unsigned)ops->abi_version, CSR_BACKEND_ABI);
    if (ops->open == NULL || ops->close == NULL || ops->begin == NULL || ops->commit == NULL || ops->rollback == NULL ||
        ops->insert == NULL || ops->update == NULL || ops->erase == NULL || ops->get == NULL || ops->get_many == NULL ||
        ops->scan == NULL || ops->count == NULL)
        return csri_fail(err, CSR_E_ARGUMENT, "backend", "the store %s lacks a method", ops->name);
    return CSR_OK;
}

const csr_backend_ops *csri_backend_of(const char *uri, const csr_backend_ops *given)
{
    if (given != NULL)
        return given;
    return strcmp(uri, "memory:") == 0 ? &csri_memory_ops : &csri_sqlite_ops;
}

csr_status csri_where_check(const char *uri, const csri_where *where, csr_error *err)
{
    csr_status status;

    if (uri == NULL || *uri == '\0')
        return csri_fail(err, CSR_E_ARGUMENT, "uri", "a path or \"memory:\" is required");
    if ((where->flags & ~where->known_flags) != 0)
        return csri_fail(err, CSR_E_ARGUMENT, "flags", "unknown flags 0x%x",
                         (unsigned)(where->flags & ~where->known_flags));
    if (where->option_count != 0 && where->options == NULL)
        return csri_fail(err, CSR_E_ARGUMENT, "options", "options is NULL although option_count is not 0");
    status = csri_host_check(where->host, err);
    return status == CSR_OK ? check_backend(csri_backend_of(uri, where->backend), err) : status;
}

/* A limit that the caller may set; 0 = ours. */
static csr_status take_limit(int64_t *value, int64_t usual, int64_t most, const char *field, csr_error *err)
{
    if (*value < 0 || *value > most)
        return csri_fail(err, CSR_E_ARGUMENT, field, "%s: 1 to %lld, or 0 for %lld", field, (long long)most,
                         (long long)usual);
    if (*value == 0)
        *value = usual;
    return CSR_OK;
}

static csr_status check_params(const char *uri, csr_desk_open_params *given, csr_error *err)
{
    const csri_where where = { given->host,         given->backend, given->options,
                               given->option_count, given->flags,   KNOWN_FLAGS };
    csr_status status = csri_where_check(uri, &where, err);

    if (status == CSR_OK && given->timeout_us < 0)
        status = csri_fail(err, CSR_E_ARGUMENT, "timeout_us", "timeout_us: a time limit is not negative");
    if (status == CSR_OK)
        status = take_limit(&given->attachment_bytes, CSR_ATTACHMENT_BYTES_MAX, CSR_ATTACHMENT_LIMIT_BYTES,
                            "attachment_bytes", err);
    if (status == CSR_OK)
        status =
            take_limit(&given->attachments_bytes, CSR_ATTACHMENTS_BYTES_MAX, INT64_MAX / 2, "attachments_bytes", err);
    if (status == CSR_OK)
        status = take_limit(&given->attachments, CSR_ATTACHMENTS_MAX, CSR_PAGE_MAX, "attachments", err);
    if (status == CSR_OK && given->rules != NULL && given->rules->struct_size < sizeof(*given->rules))
        status = csri_fail(err, CSR_E_ARGUMENT, "rules", "rules: what the host tells them needs its struct_size");
    return status;
}

/* The settings row is the desk: its id is the desk's. *out_found = 0 when there is none yet. */
static csr_status find_settings(csri_tx *tx, csr_desk *desk, int *out_found)
{
    csr_scan scan = { .index = CSR_SCAN_BY_ID };
    csr_rows *rows;
    csr_status status = csri_first(tx, &csri_settings_record, &scan, &rows);

    *out_found = rows != NULL;
    if (rows != NULL)
        desk->id = ((const struct csri_settings *)csri_rows_at(rows, 0))->view.id;
    csri_rows_free(rows);
    return status;
}

static csr_status add_settings(csri_tx *tx)
{
    struct csri_settings settings = { 0 };
    csri_change_request request = { .event = CSR_EVENT_SETTINGS_ADDED, .root = &csri_settings_record, .is = &settings };
    csr_status status = csri_new_id(tx, &settings.view.id);

    return status != CSR_OK ? status : csri_change(tx, &request);
}

/* Whoever comes first creates the desk; whoever waited finds it. */
static csr_status create_settings(csr_desk *desk, csri_tx *tx, const csr_limit *limit)
{
    int found;
    csr_status status = csri_begin(desk->ops, desk->store, NULL, CSR_TX_WRITE, limit, &tx->handle, tx->err);

    if (status != CSR_OK)
        return status;
    status = find_settings(tx, desk, &found);
    if (status == CSR_OK && !found)
        status = add_settings(tx);
    if (status == CSR_OK && !found)
        status = find_settings(tx, desk, &found);
    if (status == CSR_OK)
        return desk->ops->commit(tx->handle, tx->err);
    desk->ops->rollback(tx->handle);
    return status;
}

/* What an import has begun is no desk until the import is done. */
static csr_status refuse_pending(csri_tx *tx)
{
    int pending;
    csr_status status = csri_import_is_pending(tx, &pending);

    if (status == CSR_OK && pending)
        return csri_fail(tx->err, CSR_E_NOT_A_DESK, "uri", "an import into the store is not finished: run it again");
    return status;
}

static csr_status load_settings(csr_desk *desk, const csr_limit *limit, csr_error *err)
{
    csri_buffer scratch[2];
    csri_tx tx = { .ops = desk->ops, .host = &desk->host, .ids = &desk->ids, .scratch = scratch, .err = err };
    int found = 0;
    csr_status status = csri_begin(desk->ops, desk->store, NULL, CSR_TX_READ, limit, &tx.handle, err);

    if (status != CSR_OK)
        return status;
    status = find_settings(&tx, desk, &found);
    if (status == CSR_OK && !found)
        status = refuse_pending(&tx);
    desk->ops->rollback(tx.handle);
    if (status != CSR_OK || found)
        return status;
    if ((desk->flags & CSR_OPEN_EXISTING) != 0)
        return csri_fail(err, CSR_E_NOT_A_DESK, "uri", "the store holds no desk");
    csri_buffer_init(&scratch[0], &desk->host, 0);
    csri_buffer_init(&scratch[1], &desk->host, 0);
    tx.now = desk->host.now(desk->host.user);
    status = create_settings(desk, &tx, limit);
    csri_buffer_free(&scratch[0]);
    csri_buffer_free(&scratch[1]);
    return status;
}

void csri_desk_free(csr_desk *desk)
{
    csr_host host = desk->host;

    if (desk->store != NULL)
        desk->ops->close(desk->store);
    csri_policies_end(&desk->policies);
    csri_id_source_end(&desk->ids);
    csri_process_end(&desk->process);
    csri_free(&host, desk, sizeof(*desk));
}

static csr_status make_desk(const csr_desk_open_params *given, const csr_backend_ops *ops, csr_desk **out,
                            csr_error *err)
{
    csr_host host;
    csr_desk *desk;
    csr_status status;

    csri_hash_prepare();
    csri_host_take(&host, given->host);
    desk = csri_alloc_zero(&host, sizeof(*desk));
    if (desk == NULL)
        return csri_fail(err, CSR_E_NO_MEMORY, NULL, "no memory for a desk");
    desk->host = host;
    desk->ops = ops;
    desk->attachment_bytes = given->attachment_bytes;
    desk->attachments_bytes = given->attachments_bytes;
    desk->attachments = (uint32_t)given->attachments;
    desk->flags = given->flags | ((given->flags & CSR_OPEN_READ_ONLY) != 0 ? CSR_OPEN_EXISTING : 0);
    atomic_init(&desk->holders, 1);
    atomic_init(&desk->zones_checked, 0);
    status = csri_id_source_init(&desk->ids, err);
    if (status == CSR_OK) {
        status = csri_policies_init(&desk->policies, &desk->host, given->zoneinfo, err);
        if (status != CSR_OK)
            csri_id_source_end(&desk->ids);
        else if (given->rules != NULL)
            desk->policies.rules = *given->rules;
    }
    if (status != CSR_OK) {
        csri_free(&host, desk, sizeof(*desk));
        return status;
    }
    csri_process_begin(&desk->process);
    *out = desk;
    return CSR_OK;
}

/* With a time limit through the method that knows limits, where the store has it. */
static csr_status open_store(csr_desk *desk, const char *uri, const csr_desk_open_params *given, const csr_limit *limit,
                             csr_error *err)
{
    const csr_backend_ops *ops = desk->ops;

    if (given->timeout_us == 0 || ops->open_within == NULL)
        return ops->open(&desk->host, uri, given->options, given->option_count, &csri_schema, desk->flags, &desk->store,
                         err);
    return ops->open_within(&desk->host, uri, given->options, given->option_count, &csri_schema, desk->flags, limit,
                            &desk->store, err);
}

csr_status csri_desk_make(const char *uri, const csr_desk_open_params *params, uint32_t flags, csr_limit *limit,
                          csr_desk **out, csr_error *err)
{
    csr_desk_open_params given;
    csr_desk *desk = NULL;
    csr_status status;

    *out = NULL;
    status = csri_take(&open_params, params, &given, err);
    if (status == CSR_OK)
        status = check_params(uri, &given, err);
    if (status == CSR_OK)
        status = make_desk(&given, csri_backend_of(uri, given.backend), &desk, err);
    if (status != CSR_OK)
        return status;
    desk->flags |= flags;
    csri_limit_init(limit);
    csri_limit_start(limit, given.timeout_us);
    status = open_store(desk, uri, &given, limit, err);
    if (status != CSR_OK) {
        csri_desk_free(desk);
        return status;
    }
    *out = desk;
    return CSR_OK;
}

csr_status csr_desk_open(const char *uri, const csr_desk_open_params *params, csr_desk **out_desk, csr_error *err)
{
    csr_limit limit;
    csr_desk *desk;
    csr_status status;

    csri_error_clear(err);
    if (out_desk == NULL)
        return csri_fail(err, CSR_E_ARGUMENT, "out_desk", "there is no place for the desk");
    *out_desk = NULL;
    status = csri_desk_make(uri, params, 0, &limit, &desk, err);
    if (status != CSR_OK)
        return status;
    status = load_settings(desk, &limit, err);
    if (status != CSR_OK) {
        csri_desk_free(desk);
        return status;
    }
    *out_desk = desk;
    return CSR_OK;
}

/* Seal what was written since the last checkpoint. Nobody is left to be told of a failure but the log. */
static void seal(csr_desk *desk)
{
    csr_error err = CSR_ERROR_INIT;
    csri_tx tx = { .ops = desk->ops, .host = &desk->host, .ids = &desk->ids, .err = &err };

    if ((desk->flags & CSR_OPEN_READ_ONLY) != 0 || desk->imported || !csri_process_is_same(&desk->process))
        return;
    tx.now = desk->host.now(desk->host.user);
    if (csri_checkpoint_seal_at_close(&tx, desk->store, &desk->id) != CSR_OK)
        desk->host.log(desk->host.user, CSR_LOG_WARNING, "desk", err.message);
}

void csri_desk_drop(csr_desk *desk)
{
    if (atomic_fetch_sub(&desk->holders, 1) != 1)
        return;
    seal(desk);
    csri_desk_free(desk);
}

void csr_desk_close(csr_desk *desk)
{
    if (desk != NULL)
        csri_desk_drop(desk);
}
