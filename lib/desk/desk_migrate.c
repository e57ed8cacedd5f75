#include <csr/care.h>

#include "base/error.h"
#include "base/limit.h"
#include "base/memory.h"
#include "desk/edit.h"
#include "desk/handles.h"
#include "store/migrations.h"

#define KNOWN_FLAGS (CSR_MIGRATE_DRY_RUN | CSR_MIGRATE_NO_BACKUP)

/* Pointers, as those of csr_desk_open_params. */
static const csr_shape migrate_params = {
    .name = "csr_desk_migrate_params",
    .size = sizeof(csr_desk_migrate_params),
    .min_size = offsetof(csr_desk_migrate_params, timeout_us),
    .clear_at = -1,
};

static csr_status check_params(const char *uri, const csr_desk_migrate_params *given, csr_error *err)
{
    const csri_where where = { given->host,         given->backend, given->options,
                               given->option_count, given->flags,   KNOWN_FLAGS };
    csr_status status = csri_where_check(uri, &where, err);

    if (status != CSR_OK)
        return status;
    if (given->timeout_us < 0)
        return csri_fail(err, CSR_E_ARGUMENT, "timeout_us", "timeout_us: a time limit is not negative");
    if (given->backup != NULL && (*given->backup == '\0' || (given->flags & CSR_MIGRATE_NO_BACKUP) != 0))
        return csri_fail(err, CSR_E_ARGUMENT, "backup", "backup: a path, and no flag that asks for none");
    if (csri_backend_of(uri, given->backend)->migrate == NULL)
        return csri_fail(err, CSR_E_UNSUPPORTED, "uri", "the store %s has no older versions",
                         csri_backend_of(uri, given->backend)->name);
    return CSR_OK;
}

/* Fills run in the store's transaction; ids and texts of events are none of their business. */
typedef struct filling {
    const csr_backend_ops *ops;
    const csr_host *host;
} filling;

static csr_status fill(csr_store_tx *handle, int32_t from, void *user, csr_error *err)
{
    const filling *f = user;
    csri_tx tx = { .ops = f->ops, .handle = handle, .host = f->host, .now = f->host->now(f->host->user), .err = err };

    return csri_fill_versions(&tx, csri_fills, csri_fill_count, from);
}

csr_status csr_desk_migrate(const char *uri, const csr_desk_migrate_params *params, csr_result **out_result,
                            csr_error *err)
{
    csr_store_migration asked = { .struct_size = sizeof(asked), .fill = fill };
    csr_desk_migrate_params given;
    csr_limit limit;
    filling with;
    csr_host host;
    csr_rows *steps;
    csr_status status;

    csri_error_clear(err);
    if (out_result == NULL)
        return csri_fail(err, CSR_E_ARGUMENT, "out_result", "there is no place for the result");
    *out_result = NULL;
    status = csri_take(&migrate_params, params, &given, err);
    if (status == CSR_OK)
        status = check_params(uri, &given, err);
    if (status != CSR_OK)
        return status;
    csri_host_take(&host, given.host);
    with = (filling){ csri_backend_of(uri, given.backend), &host };
    asked.flags = given.flags;
    asked.backup = given.backup;
    asked.user = &with;
    csri_limit_init(&limit);
    csri_limit_start(&limit, given.timeout_us);
    asked.limit = &limit;
    status = csri_rows_new(&host, sizeof(csr_diagnostic_view), 8, &steps, err);
    if (status != CSR_OK)
        return status;
    status = with.ops->migrate(&host, uri, given.options, given.option_count, &csri_schema, &asked, steps, err);
    return csri_findings_give(steps, status, out_result, err);
}
