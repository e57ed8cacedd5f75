#include "backends/sqlite/sqlite_care.h"

#include "backends/sqlite/copy.h"
#include "backends/sqlite/meta.h"
#include "backends/sqlite/sqlite_finding.h"
#include "backends/sqlite/pool.h"
#include "backends/sqlite/sqlite_error.h"
#include "backends/sqlite/sqlite_read.h"
#include "backends/sqlite/sqlite_file.h"
#include "base/error.h"
#include "base/guard.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* --- the copy --- */

static csr_status check_process(const csr_store *store, csr_error *err)
{
    if (!csri_process_is_same(&store->process))
        return csri_fail(err, CSR_E_MISUSE, NULL, "%s: was opened before a fork; open it in the child", store->path);
    return CSR_OK;
}

/* Tell the file of its copy. The copy is there: that this fails is a line of the log, and no failure of the call. */
static void note_copy(csr_store_tx *tx, const csri_sqlite_copied *copied)
{
    csr_store *store = tx->store;
    const csr_host *host = &store->host;
    int code = SQLITE_BUSY;

    if (store->read_only)
        return;
    if (csri_sqlite_turn_take(&store->turn, store->options.busy_timeout_ms, tx->patience.limit) >= 0) {
        code = csri_sqlite_meta_note_copy(tx->db, host->now(host->user), copied->hash, (int)sizeof(copied->hash));
        csri_sqlite_turn_give(&store->turn);
    }
    if (code != SQLITE_OK)
        host->log(host->user, CSR_LOG_WARNING, "sqlite", "a copy was made, and when could not be noted in the file");
}

csr_status csri_sqlite_backup(csr_store *store, const csr_store_backup *asked, csr_rows *rows, csr_backup_view *out,
                              csr_error *err)
{
    csri_sqlite_copy_request request = {
        .field = "path", .verify = asked->verify, .user = asked->user, .limit = asked->limit
    };
    csri_sqlite_copied copied;
    char to[PATH_MAX];
    csr_store_tx *tx;
    csr_status status = check_process(store, err);

    if (status == CSR_OK)
        status = csri_sqlite_path(asked->path, to, err);
    if (status == CSR_OK && csr_rows_text(rows, to, strlen(to), &out->path) != CSR_OK)
        status = csri_fail(err, CSR_E_NO_MEMORY, NULL, "no memory for a path");
    if (status == CSR_OK)
        status = csri_sqlite_borrow(store, asked->limit, &tx, err);
    if (status != CSR_OK)
        return status;
    request.to = to;
    tx->patience.limit = asked->limit;
    status = csri_sqlite_copy(tx, &request, &copied, err);
    if (status == CSR_OK)
        note_copy(tx, &copied);
    tx->patience.limit = NULL;
    csri_sqlite_give_back(tx);
    if (status == CSR_OK) {
        out->bytes = copied.bytes;
        memcpy(out->hash, copied.hash, sizeof(out->hash));
    }
    return status;
}

/* --- SQLite's own check --- */

/* Whether a connection is done with a statement, or failed for want of memory; damage is a finding too. */
static csr_status check_failed(csr_store_tx *tx, int code, csr_rows *findings, csr_error *err)
{
    csr_status status = csri_sqlite_status(code);

    if (code == SQLITE_DONE)
        return CSR_OK;
    if (status != CSR_E_CORRUPT)
        return csri_sqlite_spoil(tx, code, err);
    return csri_sqlite_finding(findings, CSR_SEVERITY_ERROR, "file", "put a copy in its place: see docs/storage.md",
                               err, "SQLite cannot read on: %s", sqlite3_errmsg(tx->db));
}

static csr_status check_integrity(csr_store_tx *tx, size_t limit, csr_rows *findings, csr_error *err)
{
    char sql[64];
    sqlite3_stmt *stmt = NULL;
    csr_status status = CSR_OK;
    int code;

    snprintf(sql, sizeof(sql), "PRAGMA integrity_check(%zu)", limit);
    code = sqlite3_prepare_v2(tx->db, sql, -1, &stmt, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_step(stmt);
    for (; code == SQLITE_ROW && status == CSR_OK; code = sqlite3_step(stmt)) {
        const char *text = (const char *)sqlite3_column_text(stmt, 0);
        /* That something could not be read is no damage. */
        int unread = text == NULL ? SQLITE_NOMEM : csri_sqlite_unread(text);
        if (unread != SQLITE_OK)
            status = csri_sqlite_spoil(tx, unread, err);
        else if (strcmp(text, "ok") != 0)
            status = csri_sqlite_finding(findings, CSR_SEVERITY_ERROR, "file",
                                         "put a copy in its place: see docs/storage.md", err, "%.300s", text);
    }
    if (status == CSR_OK)
        status = check_failed(tx, code, findings, err);
    (void)sqlite3_finalize(stmt);
    return status;
}

static csr_status check_references(csr_store_tx *tx, size_t limit, csr_rows *findings, csr_error *err)
{
    sqlite3_stmt *stmt = NULL;
    csr_status status = CSR_OK;
    int code = sqlite3_prepare_v2(tx->db, "PRAGMA foreign_key_check", -1, &stmt, NULL);

    if (code == SQLITE_OK)
        code = sqlite3_step(stmt);
    for (; code == SQLITE_ROW && status == CSR_OK && limit > 0; limit--) {
        status =
            csri_sqlite_finding(findings, CSR_SEVERITY_ERROR, (const char *)sqlite3_column_text(stmt, 0), "", err,
                                "row %lld refers to a %s that is not there", (long long)sqlite3_column_int64(stmt, 1),
                                (const char *)sqlite3_column_text(stmt, 2));
        code = sqlite3_step(stmt);
    }
    if (status == CSR_OK && code != SQLITE_ROW)
        status = check_failed(tx, code, findings, err);
    (void)sqlite3_finalize(stmt);
    return status;
}

csr_status csri_sqlite_check(csr_store_tx *tx, size_t limit, csr_rows *findings, csr_error *err)
{
    csr_status status = tx->failed != CSR_OK ? CSR_OK : check_integrity(tx, limit, findings, err);

    return status == CSR_OK && tx->failed == CSR_OK ? check_references(tx, limit, findings, err) : status;
}

/* --- the log --- */

/* Bytes of the file beside the desk's with this suffix, or of the desk's itself. */
static int64_t bytes_of(const csr_store *store, const char *suffix)
{
    char name[PATH_MAX + 64];
    struct stat found;

    snprintf(name, sizeof(name), "%s%s", store->path, suffix);
    return stat(name, &found) == 0 ? (int64_t)found.st_size : 0;
}

/*
 * Statistics for SQLite's planner, of a few hundred rows an index. Every statement of this library names its index; but a
 * file that other programs read is theirs to plan. Nobody is waited for, and that it could not be done is no failure.
 */
static void gather_statistics(csr_store_tx *tx)
{
    int32_t patience = tx->patience.timeout_ms;

    tx->patience.timeout_ms = 0;
    (void)sqlite3_exec(tx->db, "PRAGMA analysis_limit=400;PRAGMA optimize", NULL, NULL, NULL);
    tx->patience.timeout_ms = patience;
}

/*
 * Copy the log into the file and cut it, which needs that nobody reads an older state of it. Nobody is waited for: what can
 * be copied is copied all the same.
 */
csr_status csri_sqlite_maintain(csr_store *store, csr_maintenance_view *out, csr_error *err)
{
    csr_store_tx *tx;
    int code, frames = 0, copied = 0;
    int32_t patience;
    csr_status status = check_process(store, err);

    if (status == CSR_OK && store->read_only)
        status = csri_fail(err, CSR_E_READ_ONLY, NULL, "%s: was opened for reading only", store->path);
    if (status == CSR_OK)
        status = csri_sqlite_borrow(store, NULL, &tx, err);
    if (status != CSR_OK)
        return status;
    /* Without a log nobody has written since the last time, and there is nothing to be learnt. */
    if (bytes_of(store, "-wal") != 0)
        gather_statistics(tx);
    out->log_bytes = bytes_of(store, "-wal");
    code = sqlite3_wal_checkpoint_v2(tx->db, "main", SQLITE_CHECKPOINT_PASSIVE, &frames, &copied);
    out->held_back = code == SQLITE_BUSY || (code == SQLITE_OK && copied < frames);
    if (code == SQLITE_OK && !out->held_back) {
        patience = tx->patience.timeout_ms;
        tx->patience.timeout_ms = 0; /* whoever is in the way now may stay there: the rest is only space */
        code = sqlite3_wal_checkpoint_v2(tx->db, "main", SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
        tx->patience.timeout_ms = patience;
    }
    if (code != SQLITE_OK && (code & 0xff) != SQLITE_BUSY && (code & 0xff) != SQLITE_LOCKED)
        status = csri_sqlite_fail(err, code, tx->db, store->path);
    csri_sqlite_give_back(tx);
    out->freed_bytes = out->log_bytes - bytes_of(store, "-wal");
    return status;
}

/* --- how it is --- */

static csr_status read_pages(csr_store_tx *tx, csr_health_view *out, csr_error *err)
{
    static const char sql[] = "SELECT u.user_version,s.page_size,f.freelist_count FROM pragma_user_version u,"
                              "pragma_page_size s,pragma_freelist_count f";
    sqlite3_stmt *stmt = NULL;
    int used = 0, highest, noted = SQLITE_OK, code = sqlite3_prepare_v2(tx->db, sql, -1, &stmt, NULL);

    if (code == SQLITE_OK)
        code = sqlite3_step(stmt);
    if (code == SQLITE_ROW) {
        out->schema_version = sqlite3_column_int64(stmt, 0);
        out->page_bytes = sqlite3_column_int64(stmt, 1);
        out->free_bytes = sqlite3_column_int64(stmt, 2) * out->page_bytes;
    }
    (void)sqlite3_finalize(stmt);
    if (code == SQLITE_ROW)
        noted = csri_sqlite_meta_copied_at(tx->db, &out->backed_up_at);
    (void)sqlite3_db_status(tx->db, SQLITE_DBSTATUS_CACHE_USED, &used, &highest, 0);
    out->cache_bytes = used;
    if (code == SQLITE_ROW && noted == SQLITE_OK)
        return CSR_OK;
    return csri_sqlite_fail(err, code == SQLITE_ROW ? noted : code, tx->db, tx->store->path);
}

/* The index of the log, which all who have the file open share; SQLite's walformat.html describes it. */
enum { LOG_FRAMES_AT = 16, LOG_COPIED_AT = 96, LOG_MARKS_AT = 100, LOG_READERS = 5, LOG_LOCKS = 3, LOG_REGION = 32768 };

static uint32_t word_at(const volatile char *index, size_t at)
{
    return *(const volatile uint32_t *)(const volatile void *)(index + at);
}

/* Whether somebody reads at a mark: then the lock of the mark is not to be had, as for whoever copies the log. */
static int is_read(sqlite3_file *file, int mark)
{
    int code = file->pMethods->xShmLock(file, LOG_LOCKS + mark, 1, SQLITE_SHM_LOCK | SQLITE_SHM_EXCLUSIVE);

    if (code == SQLITE_OK)
        (void)file->pMethods->xShmLock(file, LOG_LOCKS + mark, 1, SQLITE_SHM_UNLOCK | SQLITE_SHM_EXCLUSIVE);
    return code == SQLITE_BUSY;
}

/* How far the log is copied, and how far back its oldest reader stands. Who reads at mark 0 reads what is copied. */
static void measure_log(sqlite3_file *file, int64_t frame_bytes, csr_health_view *out)
{
    volatile void *region = NULL;
    const volatile char *index;
    uint32_t frames, copied, oldest;

    if (file->pMethods->xShmMap(file, 0, LOG_REGION, 0, &region) != SQLITE_OK || region == NULL)
        return;
    index = region;
    frames = oldest = word_at(index, LOG_FRAMES_AT);
    copied = word_at(index, LOG_COPIED_AT);
    for (int mark = 0; mark < LOG_READERS; mark++) {
        uint32_t at = mark == 0 ? copied : word_at(index, LOG_MARKS_AT + 4 * (size_t)mark);
        if (at < oldest && is_read(file, mark))
            oldest = at;
    }
    /* Another process may begin the log anew between the two looks. */
    out->log_waiting_bytes = frames > copied ? (int64_t)(frames - copied) * frame_bytes : 0;
    out->oldest_reader_bytes = (int64_t)(frames - oldest) * frame_bytes;
}

/* The connection reads nothing now, and so holds none of the locks; it has read, and so its file has what a WAL needs. */
static void read_log(csr_store_tx *tx, csr_health_view *out)
{
    sqlite3_file *file = NULL;

    if (tx->store->read_only || out->log_bytes == 0)
        return;
    if (CSRI_NEVER(sqlite3_file_control(tx->db, "main", SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK) ||
        CSRI_NEVER(file->pMethods->iVersion < 2))
        return;
    measure_log(file, out->page_bytes + 24, out);
}

csr_status csri_sqlite_health(csr_store *store, csr_health_view *out, csr_error *err)
{
    struct statvfs system;
    csr_store_tx *tx;
    csr_status status = check_process(store, err);

    if (status == CSR_OK)
        status = csri_sqlite_borrow(store, NULL, &tx, err);
    if (status != CSR_OK)
        return status;
    out->file_bytes = bytes_of(store, "");
    out->log_bytes = bytes_of(store, "-wal");
    status = read_pages(tx, out, err);
    if (status == CSR_OK)
        read_log(tx, out);
    csri_sqlite_give_back(tx);
    out->library_version = store->schema->version;
    out->read_only = store->read_only;
    if (statvfs(store->path, &system) == 0)
        out->disk_free_bytes = (int64_t)system.f_bavail * (int64_t)system.f_frsize;
    (void)pthread_mutex_lock(&store->lock);
    out->connections = store->idle_count;
    (void)pthread_mutex_unlock(&store->lock);
    return status;
}
