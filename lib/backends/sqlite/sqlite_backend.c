#include "backends/sqlite/sqlite_backend.h"

#include "backends/sqlite/migrate.h"
#include "backends/sqlite/pool.h"
#include "backends/sqlite/sqlite_care.h"
#include "backends/sqlite/sqlite_error.h"
#include "backends/sqlite/sqlite_file.h"
#include "backends/sqlite/sqlite_read.h"
#include "backends/sqlite/sqlite_write.h"
#include "base/error.h"
#include "base/guard.h"
#include "base/limit.h"
#include "base/memory.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void free_store(csr_store *store)
{
    csr_host host = store->host;

    (void)pthread_mutex_destroy(&store->lock);
    csri_sqlite_turn_end(&store->turn);
    csri_process_end(&store->process);
    csri_free(&host, store->path, store->path_bytes);
    csri_free(&host, store, sizeof(*store));
}

static csr_status new_store(const csr_host *host, const char *path, csr_store **out, csr_error *err)
{
    csr_store *store = csri_alloc_zero(host, sizeof(*store));
    size_t bytes = strlen(path) + 1;

    if (store == NULL)
        return csri_fail(err, CSR_E_NO_MEMORY, NULL, "no memory for a store");
    store->host = *host;
    store->path = csri_alloc(host, bytes);
    store->path_bytes = bytes;
    if (store->path == NULL || CSRI_NEVER(pthread_mutex_init(&store->lock, NULL) != 0)) {
        csri_free(host, store->path, bytes);
        csri_free(host, store, sizeof(*store));
        return csri_fail(err, CSR_E_NO_MEMORY, NULL, "no memory for a store");
    }
    memcpy(store->path, path, bytes);
    if (CSRI_NEVER(!csri_sqlite_turn_init(&store->turn))) {
        (void)pthread_mutex_destroy(&store->lock);
        csri_free(host, store->path, bytes);
        csri_free(host, store, sizeof(*store));
        return csri_fail(err, CSR_E_NO_MEMORY, NULL, "the system gives no mutex");
    }
    csri_process_begin(&store->process);
    *out = store;
    return CSR_OK;
}

static csr_status check_library(csr_error *err)
{
    if (CSRI_NEVER(sqlite3_libversion_number() < 3037000) || CSRI_NEVER(sqlite3_threadsafe() == 0))
        return csri_fail(err, CSR_E_UNSUPPORTED, NULL, "SQLite %s is too old or not made for threads",
                         sqlite3_libversion());
    return CSR_OK;
}

/* See that there is a file, or may be one. */
static csr_status find_file(csr_store *store, int may_create, csr_error *err)
{
    int exists;
    csr_status status = csri_sqlite_examine(store->path, &exists, err);

    if (status != CSR_OK || exists)
        return status;
    if (!may_create)
        return csri_fail(err, CSR_E_STORE_OPEN, "uri", "%s: there is no such file", store->path);
    csri_sqlite_make(&store->host, store->schema, store->path);
    return CSR_OK;
}

static csr_status open_first(csr_store *store, int may_create, const csr_limit *limit, csr_error *err)
{
    csr_status status = find_file(store, may_create, err);
    struct stat found;
    csr_store_tx *tx;

    if (status == CSR_OK)
        status = csri_sqlite_connect(store, may_create, limit, &tx, err);
    if (status != CSR_OK)
        return status;
    tx->patience.limit = NULL;
    if (stat(store->path, &found) == 0) {
        store->device = found.st_dev;
        store->inode = found.st_ino;
    }
    csri_sqlite_give_back(tx);
    return CSR_OK;
}

csr_status csri_sqlite_open(const csr_host *env, const char *uri, const csr_option *options, size_t option_count,
                            const csr_schema *schema, uint32_t flags, int migrates, const csr_limit *limit,
                            csr_store **out_store, csr_error *err)
{
    char path[PATH_MAX];
    csri_sqlite_options read;
    csr_host host;
    csr_store *store = NULL;
    csr_status status = check_library(err);

    *out_store = NULL;
    csri_host_take(&host, env);
    if (status == CSR_OK && (flags & ~(CSR_OPEN_EXISTING | CSR_OPEN_READ_ONLY)) != 0)
        status = csri_fail(err, CSR_E_ARGUMENT, "flags", "unknown flags 0x%x", (unsigned)flags);
    if (status == CSR_OK)
        status = csri_sqlite_options_read(options, option_count, &read, err);
    if (status == CSR_OK)
        status = csri_sqlite_path(uri, path, err);
    if (status == CSR_OK)
        status = new_store(&host, path, &store, err);
    if (status != CSR_OK)
        return status;
    store->schema = schema;
    store->options = read;
    store->read_only = (flags & CSR_OPEN_READ_ONLY) != 0;
    store->migrates = migrates;
    status = open_first(store, (flags & (CSR_OPEN_READ_ONLY | CSR_OPEN_EXISTING)) == 0, limit, err);
    if (status == CSR_OK)
        *out_store = store;
    else
        free_store(store);
    return status;
}

static csr_status open_store(const csr_host *env, const char *uri, const csr_option *options, size_t option_count,
                             const csr_schema *schema, uint32_t flags, csr_store **out_store, csr_error *err)
{
    return csri_sqlite_open(env, uri, options, option_count, schema, flags, 0, NULL, out_store, err);
}

static csr_status open_within(const csr_host *env, const char *uri, const csr_option *options, size_t option_count,
                              const csr_schema *schema, uint32_t flags, const csr_limit *limit, csr_store **out_store,
                              csr_error *err)
{
    return csri_sqlite_open(env, uri, options, option_count, schema, flags, 0, limit, out_store, err);
}

/* The last connection of all processes copies the WAL into the file and removes it. Before that, in case there are
 * others, what can be copied is. */
void csri_sqlite_close(csr_store *store)
{
    if (store == NULL)
        return;
    if (store->idle != NULL && !store->read_only && csri_process_is_same(&store->process))
        (void)sqlite3_wal_checkpoint_v2(store->idle->db, "main", SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
    csri_sqlite_drain(store);
    free_store(store);
}

static int is_none(const csr_id *id)
{
    static const csr_id none;

    return id == NULL || memcmp(id, &none, sizeof(none)) == 0;
}

/* The id of the only row of the first record; all zero while there is none. */
static csr_status read_desk(csr_store_tx *tx, csr_id *out, csr_error *err)
{
    csri_sqlite_key key = { .record = tx->store->schema->records[0], .verb = CSRI_SQLITE_SCAN };
    sqlite3_stmt *stmt;
    csr_status status;
    int code;

    key.index = CSR_SCAN_BY_ID;
    key.mask = csri_sqlite_bit(key.record, csri_sqlite_identity(key.record));
    status = csri_sqlite_ready(tx, &key, &stmt, err);
    if (status != CSR_OK)
        return status;
    memset(out, 0, sizeof(*out));
    (void)sqlite3_bind_int64(stmt, 1, 1);
    code = sqlite3_step(stmt);
    if (code == SQLITE_ROW && sqlite3_column_bytes(stmt, 0) == (int)sizeof(*out))
        memcpy(out, sqlite3_column_blob(stmt, 0), sizeof(*out));
    csri_sqlite_statement_done(stmt);
    return code == SQLITE_ROW || code == SQLITE_DONE ? CSR_OK : csri_sqlite_spoil(tx, code, err);
}

/* A file holds one desk. Its id is read once; a file without one takes any, so that the desk can be made. */
static csr_status check_desk(csr_store_tx *tx, const csr_id *desk, csr_error *err)
{
    csr_store *store = tx->store;
    csr_status status = CSR_OK;
    csr_id ours;

    if (is_none(desk))
        return CSR_OK;
    (void)pthread_mutex_lock(&store->lock);
    ours = store->desk;
    (void)pthread_mutex_unlock(&store->lock);
    if (is_none(&ours)) {
        status = read_desk(tx, &ours, err);
        (void)pthread_mutex_lock(&store->lock);
        store->desk = ours;
        (void)pthread_mutex_unlock(&store->lock);
    }
    if (status != CSR_OK || is_none(&ours) || memcmp(&ours, desk, sizeof(ours)) == 0)
        return status;
    return csri_fail(err, CSR_E_MISUSE, "desk", "%s: holds another desk", store->path);
}

/* SQLite counts every commit that a connection makes or notices. */
static unsigned data_version(csr_store_tx *tx)
{
    unsigned version = 0;

    (void)sqlite3_file_control(tx->db, "main", SQLITE_FCNTL_DATA_VERSION, &version);
    return version;
}

static uint64_t *memo(csr_store_tx *tx)
{
    return &tx->memo;
}

static void end(csr_store_tx *tx)
{
    csr_store *store = tx->store;
    int wrote = tx->mode == CSR_TX_WRITE;

    tx->patience.limit = NULL;
    /* In a child the file belongs to the parent, and whoever held a lock of ours may not be there. */
    if (!csri_process_is_same(&store->process)) {
        csri_sqlite_disconnect(tx);
        return;
    }
    if (!sqlite3_get_autocommit(tx->db))
        (void)csri_sqlite_control(tx, CSRI_SQLITE_ROLLBACK);
    if (tx->durable)
        (void)sqlite3_exec(tx->db, "PRAGMA synchronous=NORMAL", NULL, NULL, NULL);
    tx->durable = 0;
    if (wrote)
        tx->data_version = data_version(tx);
    csri_sqlite_give_back(tx);
    if (wrote)
        csri_sqlite_turn_give(&store->turn);
}

/* Flush at the commit of this transaction, on a connection that otherwise leaves that to checkpoints. */
static int raise_durability(csr_store_tx *tx)
{
    int code = SQLITE_OK;

    if (!tx->store->options.full) {
        tx->durable = 1;
        code = sqlite3_exec(tx->db, "PRAGMA synchronous=FULL", NULL, NULL, NULL);
    }
    return code;
}

static csr_status check_begin(const csr_store *store, int32_t mode, csr_error *err)
{
    if (mode != CSR_TX_READ && mode != CSR_TX_WRITE)
        return csri_fail(err, CSR_E_MISUSE, "mode", "a transaction reads or writes");
    if (!csri_process_is_same(&store->process))
        return csri_fail(err, CSR_E_MISUSE, NULL, "%s: was opened before a fork; open it in the child", store->path);
    if (mode == CSR_TX_WRITE && store->read_only)
        return csri_fail(err, CSR_E_READ_ONLY, NULL, "%s: was opened for reading only", store->path);
    return CSR_OK;
}

/* Why the turn, or the lock of another process, was not to be had. */
static csr_status waited_in_vain(const csr_store *store, const csr_limit *limit, csr_error *err)
{
    if (csr_limit_check(limit) != CSR_OK)
        return csri_limit_fail(limit, err);
    return csri_fail(err, CSR_E_STORE_BUSY, NULL, "%s: another transaction wrote for longer than %d ms", store->path,
                     (int)store->options.busy_timeout_ms);
}

static csr_status begin_failed(const csr_store_tx *tx, int code, csr_error *err)
{
    if ((code & 0xff) == SQLITE_BUSY && csr_limit_check(tx->patience.limit) != CSR_OK)
        return csri_limit_fail(tx->patience.limit, err);
    return csri_sqlite_fail(err, code, tx->db, tx->store->path);
}

static csr_status begin_within(csr_store *store, const csr_id *desk, int32_t asked, const csr_limit *limit,
                               csr_store_tx **out_tx, csr_error *err)
{
    int durable = asked == (CSR_TX_WRITE | CSR_TX_DURABLE);
    int32_t mode = durable ? CSR_TX_WRITE : asked;
    csr_status status = check_begin(store, mode, err);
    int32_t left_ms = store->options.busy_timeout_ms;
    csr_store_tx *tx;
    int code;

    *out_tx = NULL;
    if (status == CSR_OK)
        status = csri_limit_fail(limit, err);
    if (status != CSR_OK)
        return status;
    if (mode == CSR_TX_WRITE)
        left_ms = csri_sqlite_turn_take(&store->turn, left_ms, limit);
    if (left_ms < 0)
        return waited_in_vain(store, limit, err);
    status = csri_sqlite_borrow(store, limit, &tx, err);
    if (status != CSR_OK) {
        if (mode == CSR_TX_WRITE)
            csri_sqlite_turn_give(&store->turn);
        return status;
    }
    tx->mode = mode;
    tx->patience.timeout_ms = left_ms; /* for other processes, what those of this one left over */
    tx->patience.limit = limit;
    code = durable ? raise_durability(tx) : SQLITE_OK;
    if (code == SQLITE_OK)
        code = csri_sqlite_control(tx, mode == CSR_TX_WRITE ? CSRI_SQLITE_BEGIN_WRITE : CSRI_SQLITE_BEGIN_READ);
    if (mode == CSR_TX_WRITE && data_version(tx) != tx->data_version)
        tx->memo = 0;
    status = code == SQLITE_OK ? check_desk(tx, desk, err) : begin_failed(tx, code, err);
    if (status == CSR_OK)
        *out_tx = tx;
    else
        end(tx);
    return status;
}

static csr_status begin_tx(csr_store *store, const csr_id *desk, int32_t mode, csr_store_tx **out_tx, csr_error *err)
{
    return begin_within(store, desk, mode, NULL, out_tx, err);
}

static void wake(csr_store *store)
{
    csri_sqlite_turn_wake(&store->turn);
}

/* Whether SQLite fills up sectors behind the last frame of a commit, for a disk on which writing one sector can spoil what
 * stands beside it. The system's own VFS promises that it cannot. */
static int fills_sectors(sqlite3 *db)
{
    sqlite3_file *file = NULL;

    if (sqlite3_file_control(db, "main", SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK || file == NULL ||
        file->pMethods == NULL)
        return 1;
    return (file->pMethods->xDeviceCharacteristics(file) & SQLITE_IOCAP_POWERSAFE_OVERWRITE) == 0;
}

/*
 * When the flush of a commit fails, this process does not see the transaction any more, but what reached the WAL may count
 * for whoever opens the file next. So with a disk that gets full when something is written behind the last frame, with which
 * the transaction is whole; otherwise the last frame is torn, and nothing has happened.
 */
csr_status csri_sqlite_commit_failed(const csr_store_tx *tx, int code, csr_error *err)
{
    int in_doubt = (code & 0xff) == SQLITE_IOERR || ((code & 0xff) == SQLITE_FULL && fills_sectors(tx->db));

    if (in_doubt && csri_sqlite_status(code) != CSR_E_NO_MEMORY)
        return csri_fail_backend(err, CSR_E_UNKNOWN_OUTCOME, code, NULL, "%s: the commit may have happened or not: %s",
                                 tx->store->path, sqlite3_errstr(code));
    return csri_sqlite_fail(err, code, tx->db, tx->store->path);
}

static csr_status commit_tx(csr_store_tx *tx, csr_error *err)
{
    csr_status status = CSR_OK;
    int code;

    tx->patience.limit = NULL; /* what has begun to be committed is not ended half way */
    if (tx->failed != CSR_OK || sqlite3_get_autocommit(tx->db)) {
        status = csri_fail(err, CSR_E_DOOMED, NULL, "the transaction failed before and was rolled back");
    } else {
        code = csri_sqlite_control(tx, CSRI_SQLITE_COMMIT);
        if (code != SQLITE_OK)
            status = csri_sqlite_commit_failed(tx, code, err);
    }
    end(tx);
    return status;
}

static void rollback_tx(csr_store_tx *tx)
{
    end(tx);
}

const csr_backend_ops csri_sqlite_ops = {
    .struct_size = sizeof(csr_backend_ops),
    .abi_version = CSR_BACKEND_ABI,
    .name = "sqlite",
    .capabilities =
        CSR_CAP_DURABLE | CSR_CAP_MULTI_PROCESS | CSR_CAP_SNAPSHOT_READ | CSR_CAP_POSITIONS | CSR_CAP_TX_DURABLE,
    .open = open_store,
    .close = csri_sqlite_close,
    .begin = begin_tx,
    .commit = commit_tx,
    .rollback = rollback_tx,
    .insert = csri_sqlite_insert,
    .update = csri_sqlite_update,
    .erase = csri_sqlite_erase,
    .get = csri_sqlite_get,
    .get_many = csri_sqlite_get_many,
    .scan = csri_sqlite_scan,
    .count = csri_sqlite_count,
    .migrate = csri_sqlite_migrate,
    .examine = csri_sqlite_examine_desk,
    .check = csri_sqlite_check,
    .backup = csri_sqlite_backup,
    .maintain = csri_sqlite_maintain,
    .health = csri_sqlite_health,
    .begin_within = begin_within,
    .wake = wake,
    .memo = memo,
    .open_within = open_within,
};
