#include <csr/care.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/time.h"
#include "desk/edit.h"
#include "desk/handles.h"
#include "desk/request.h"
#include "store/checkpoint.h"
#include "store/content.h"
#include "store/verify.h"

/* What looks after a desk as a whole: on the handle, beside the operations, for none of it happens in a transaction. */

static csr_status unsupported(const csr_desk *desk, const char *what, csr_error *err)
{
    return csri_fail(err, CSR_E_UNSUPPORTED, NULL, "the store %s %s", desk->ops->name, what);
}

/* A row of a result of one row. */
static csr_status one_row(const csr_desk *desk, size_t size, csr_rows **rows, void **row, csr_error *err)
{
    csr_status status = csri_rows_new(&desk->host, size, 1, rows, err);

    if (status == CSR_OK && csr_rows_add(*rows, row) != CSR_OK) {
        csri_rows_free(*rows);
        status = csri_fail(err, CSR_E_NO_MEMORY, NULL, "no memory for a result");
    }
    return status;
}

static csr_status give(csr_rows *rows, csr_status status, const char *kind, const csr_shape *shape, csr_result **out,
                       csr_error *err)
{
    if (status == CSR_OK)
        return csri_result_make(rows, kind, shape, shape->size, shape->min_size, out, err);
    csri_rows_free(rows);
    return status;
}

static csr_status check_handles(const csr_desk *desk, csr_result **out_result, csr_error *err)
{
    csri_error_clear(err);
    if (out_result == NULL)
        return csri_fail(err, CSR_E_ARGUMENT, "out_result", "there is no place for the result");
    *out_result = NULL;
    if (desk == NULL)
        return csri_fail(err, CSR_E_ARGUMENT, "desk", "desk is NULL");
    return csri_desk_check_process(desk, err);
}

/* --- the copy --- */

static const csr_shape backup_params = {
    .name = "csr_desk_backup_params",
    .size = sizeof(csr_desk_backup_params),
    .min_size = offsetof(csr_desk_backup_params, session),
    .clear_at = -1,
};

/* What the look at a copy needs: the desk that is copied, and what was asked for. */
typedef struct copying {
    const csr_desk *desk;
    const csr_store_backup *asked;
} copying;

/* Findings about a copy: behind the line that says what was checked comes what is wrong. */
static csr_status prove_copy(csr_desk *copy, const char *path, const csr_limit *limit, csr_error *err)
{
    csri_tx tx = { .ops = copy->ops, .host = &copy->host, .err = err };
    csr_rows *findings;
    csr_status status = csri_rows_new(&copy->host, sizeof(csr_diagnostic_view), 2, &findings, err);

    if (status != CSR_OK)
        return status;
    status = csri_begin(copy->ops, copy->store, &copy->id, CSR_TX_READ, limit, &tx.handle, err);
    if (status == CSR_OK) {
        status = csri_verify(&tx, 1, findings);
        copy->ops->rollback(tx.handle);
    }
    if (status == CSR_OK && csri_rows_count(findings) > 1) {
        const csr_diagnostic_view *line = csri_rows_at(findings, 1);
        status = csri_fail(err, CSR_E_CORRUPT, NULL, "%s: the desk and its copy do not verify: %.*s", path,
                           (int)line->text.len, line->text.ptr);
    }
    csri_rows_free(findings);
    return status;
}

/* The copy is opened as a desk, and its events are verified, before it gets its path. */
static csr_status verify_copy(const char *draft, void *user, csr_error *err)
{
    const copying *of = user;
    csr_desk_open_params params = CSR_DESK_OPEN_PARAMS_INIT;
    csr_desk *copy = NULL;
    csr_status status;

    params.flags = CSR_OPEN_READ_ONLY;
    params.host = &of->desk->host;
    params.backend = of->desk->ops;
    status = csr_desk_open(draft, &params, &copy, err);
    if (status == CSR_OK)
        status = prove_copy(copy, draft, of->asked->limit, err);
    csr_desk_close(copy);
    return status;
}

static csr_status check_backup(const csr_desk *desk, const char *path, const csr_desk_backup_params *given,
                               csr_error *err)
{
    if (path == NULL || *path == '\0')
        return csri_fail(err, CSR_E_ARGUMENT, "path", "path: where the copy goes is required");
    if ((given->flags & ~CSR_BACKUP_VERIFY) != 0)
        return csri_fail(err, CSR_E_ARGUMENT, "flags", "unknown flags 0x%x", (unsigned)given->flags);
    if (given->session != NULL && given->session->desk != desk)
        return csri_fail(err, CSR_E_ARGUMENT, "session", "session: it works at another desk");
    return desk->ops->backup != NULL ? CSR_OK : unsupported(desk, "has no files to copy", err);
}

/* The result first: nothing may fail when the copy is there. */
static csr_status copy_as_asked(csr_desk *desk, const csr_store_backup *asked, csr_result **out_result, csr_error *err)
{
    csr_result *result;
    csr_rows *rows;
    void *row;
    csr_status status = one_row(desk, sizeof(csr_backup_view), &rows, &row, err);

    if (status == CSR_OK)
        status = give(rows, CSR_OK, "backup", &csri_backup_shape, &result, err);
    if (status != CSR_OK)
        return status;
    status = desk->ops->backup(desk->store, asked, rows, row, err);
    if (status == CSR_OK)
        *out_result = result;
    else
        csr_result_free(result);
    return status;
}

csr_status csr_desk_backup(csr_desk *desk, const char *path, const csr_desk_backup_params *params,
                           csr_result **out_result, csr_error *err)
{
    csr_store_backup asked = { .struct_size = sizeof(asked), .path = path };
    copying of = { desk, &asked };
    csr_desk_backup_params given = CSR_DESK_BACKUP_PARAMS_INIT;
    csr_status status = check_handles(desk, out_result, err);

    if (status == CSR_OK)
        status = csri_take(&backup_params, params, &given, err);
    if (status == CSR_OK)
        status = check_backup(desk, path, &given, err);
    if (status == CSR_OK && given.session != NULL)
        status = csri_session_enter(given.session, err);
    if (status != CSR_OK)
        return status;
    if (given.session != NULL)
        asked.limit = &given.session->limit;
    asked.user = &of;
    if ((given.flags & CSR_BACKUP_VERIFY) != 0)
        asked.verify = verify_copy;
    status = copy_as_asked(desk, &asked, out_result, err);
    if (given.session != NULL)
        csri_session_leave(given.session);
    return status;
}

csr_status csr_backup_at(const csr_result *result, size_t row, csr_backup_view *view, csr_error *err)
{
    return csri_result_view(result, &csri_backup_shape, row, view, err);
}

/* --- upkeep --- */

/* Rows erased at most when the caller does not say. */
#define ERASE_DEFAULT 100

static const csr_shape maintain_params = {
    .name = "csr_desk_maintain_params",
    .size = sizeof(csr_desk_maintain_params),
    .min_size = sizeof(csr_desk_maintain_params),
    .clear_at = -1,
};

static csr_status positions(const csr_desk *desk, csr_health_view *out, csr_error *err);

/* Seal what was written since the last checkpoint, and count it. */
static csr_status seal(csr_desk *desk, csr_maintenance_view *out, csr_error *err)
{
    csri_tx tx = { .ops = desk->ops, .host = &desk->host, .ids = &desk->ids, .err = err };
    csr_health_view before = { 0 }, after = { 0 };
    csr_status status = positions(desk, &before, err);

    tx.now = desk->host.now(desk->host.user);
    if (status == CSR_OK)
        status = csri_checkpoint_seal(&tx, desk->store, &desk->id);
    if (status == CSR_OK)
        status = positions(desk, &after, err);
    out->sealed_events =
        (after.last_position - after.unsealed_events) - (before.last_position - before.unsealed_events);
    return status;
}

/* Uploads that one transaction gives up, and how long one may take. */
#define COLLECT_UPLOADS 16
#define UPLOAD_US CSRI_DAY_US

/* Uploads that nobody finished, in short transactions, until there are none left or `limit` of them are gone. Found through
 * their index: where there are none this costs one read. */
static csr_status collect(csr_desk *desk, int64_t limit, csr_maintenance_view *out, csr_error *err)
{
    csri_tx tx = { .ops = desk->ops, .host = &desk->host, .ids = &desk->ids, .err = err };
    int64_t done = 0;
    int32_t more = 1;
    csr_status status = CSR_OK;

    tx.now = desk->host.now(desk->host.user);
    while (status == CSR_OK && more && done < limit) {
        uint32_t some = limit - done < COLLECT_UPLOADS ? (uint32_t)(limit - done) : COLLECT_UPLOADS;
        int64_t dropped = 0;
        tx.wrote = 0;
        more = 0;
        status = desk->ops->begin(desk->store, &desk->id, CSR_TX_WRITE, &tx.handle, err);
        if (status != CSR_OK)
            return status;
        status = csri_content_collect(&tx, some, tx.now - UPLOAD_US, &dropped, &more);
        if (status == CSR_OK && tx.wrote)
            status = desk->ops->commit(tx.handle, err);
        else
            desk->ops->rollback(tx.handle);
        done += status == CSR_OK ? dropped : 0;
    }
    out->erased_rows += done;
    out->more |= more;
    return status;
}

/* Erase what has expired, in a transaction of its own. */
static csr_status expire(csr_desk *desk, uint32_t limit, csr_maintenance_view *out, csr_error *err)
{
    csri_tx tx = { .ops = desk->ops, .host = &desk->host, .ids = &desk->ids, .err = err };
    int64_t erased = 0;
    int32_t more = 0;
    csr_status status = desk->ops->begin(desk->store, &desk->id, CSR_TX_WRITE, &tx.handle, err);

    if (status != CSR_OK)
        return status;
    tx.now = desk->host.now(desk->host.user);
    status = csri_requests_expire(&tx, limit, &erased, &more);
    if (status == CSR_OK && tx.wrote)
        status = desk->ops->commit(tx.handle, err);
    else
        desk->ops->rollback(tx.handle);
    if (status != CSR_OK)
        return status;
    out->erased_rows += erased;
    out->more |= more;
    return CSR_OK;
}

csr_status csr_desk_maintain(csr_desk *desk, const csr_desk_maintain_params *params, csr_result **out_result,
                             csr_error *err)
{
    csr_desk_maintain_params given;
    csr_rows *rows;
    void *row;
    int32_t limit;
    csr_status status = check_handles(desk, out_result, err);

    if (status == CSR_OK)
        status = csri_take(&maintain_params, params, &given, err);
    if (status == CSR_OK && (given.limit < 0 || given.limit > CSR_PAGE_MAX))
        status = csri_fail(err, CSR_E_ARGUMENT, "limit", "limit: 1 to %d rows", CSR_PAGE_MAX);
    if (status == CSR_OK && (desk->flags & CSR_OPEN_READ_ONLY) != 0)
        status = csri_fail(err, CSR_E_READ_ONLY, NULL, "the desk is open for reading only");
    if (status == CSR_OK)
        status = one_row(desk, sizeof(csr_maintenance_view), &rows, &row, err);
    if (status != CSR_OK)
        return status;
    limit = given.limit == 0 ? ERASE_DEFAULT : given.limit;
    status = seal(desk, row, err);
    if (status == CSR_OK)
        status = expire(desk, (uint32_t)limit, row, err);
    if (status == CSR_OK)
        status = collect(desk, limit, row, err);
    if (status == CSR_OK && desk->ops->maintain != NULL)
        status = desk->ops->maintain(desk->store, row, err);
    return give(rows, status, "maintenance", &csri_maintenance_shape, out_result, err);
}

csr_status csr_maintenance_at(const csr_result *result, size_t row, csr_maintenance_view *view, csr_error *err)
{
    return csri_result_view(result, &csri_maintenance_shape, row, view, err);
}

/* --- how it is --- */

/* Where the log of events ends, and where the last checkpoint does. */
static csr_status read_positions(csri_tx *tx, csr_health_view *out)
{
    csr_scan events = { .index = CSR_SCAN_BY_POSITION, .flags = CSR_SCAN_REVERSE, .limit = 1 };
    csr_scan seals = { .index = CSRI_CHECKPOINT_BY_NUMBER, .flags = CSR_SCAN_REVERSE, .limit = 1 };
    csr_rows *last = NULL, *seal = NULL;
    csr_status status = csri_first(tx, &csri_event_record, &events, &last);

    if (status == CSR_OK)
        status = csri_first(tx, &csri_checkpoint_record, &seals, &seal);
    if (status == CSR_OK && last != NULL)
        out->last_position = ((const struct csri_event *)csri_rows_at(last, 0))->view.position;
    out->unsealed_events = out->last_position;
    if (status == CSR_OK && seal != NULL) {
        const struct csri_checkpoint *is = csri_rows_at(seal, 0);
        out->sealed_at = is->view.created_at;
        out->unsealed_events = out->last_position - is->view.to_position;
    }
    csri_rows_free(last);
    csri_rows_free(seal);
    return status;
}

static csr_status positions(const csr_desk *desk, csr_health_view *out, csr_error *err)
{
    csri_tx tx = { .ops = desk->ops, .host = &desk->host, .err = err };
    csr_status status = desk->ops->begin(desk->store, &desk->id, CSR_TX_READ, &tx.handle, err);

    if (status != CSR_OK)
        return status;
    status = read_positions(&tx, out);
    desk->ops->rollback(tx.handle);
    return status;
}

csr_status csr_desk_health(csr_desk *desk, csr_result **out_result, csr_error *err)
{
    csr_health_view *health;
    csr_rows *rows;
    void *row;
    csr_status status = check_handles(desk, out_result, err);

    if (status == CSR_OK)
        status = one_row(desk, sizeof(csr_health_view), &rows, &row, err);
    if (status != CSR_OK)
        return status;
    health = row;
    health->library_version = health->schema_version = csri_schema.version;
    status = positions(desk, health, err);
    if (status == CSR_OK && desk->ops->health != NULL)
        status = desk->ops->health(desk->store, health, err);
    return give(rows, status, "health", &csri_health_shape, out_result, err);
}

csr_status csr_health_at(const csr_result *result, size_t row, csr_health_view *view, csr_error *err)
{
    return csri_result_view(result, &csri_health_shape, row, view, err);
}
