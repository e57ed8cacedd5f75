#include "backends/sqlite/connection.h"

#include "backends/sqlite/ddl.h"
#include "backends/sqlite/meta.h"
#include "backends/sqlite/sqlite_error.h"
#include "backends/sqlite/sqlite_file.h"
#include "base/error.h"
#include "base/limit.h"
#include "base/memory.h"

#include <string.h>
#include <sys/stat.h>

/* Without a thread of its own the library copies the WAL into the file within some caller's commit. SQLite's 1000 pages
 * would do that every few dozen commits, for milliseconds; this is some 40 MB of WAL. */
#define CHECKPOINT_FRAMES 10000

/* What the header of the file says. */
typedef struct identity {
    int application, version, tables;
} identity;

static int read_number(sqlite3 *db, const char *sql, int *out)
{
    sqlite3_stmt *stmt;
    int code = sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);

    if (code != SQLITE_OK)
        return code;
    code = sqlite3_step(stmt);
    if (code == SQLITE_ROW) {
        *out = sqlite3_column_int(stmt, 0);
        code = SQLITE_OK;
    }
    (void)sqlite3_finalize(stmt);
    return code == SQLITE_DONE ? SQLITE_ERROR : code;
}

static int read_identity(sqlite3 *db, identity *out)
{
    int code;

    out->application = out->version = out->tables = 0;
    code = read_number(db, "PRAGMA application_id", &out->application);
    if (code == SQLITE_OK)
        code = read_number(db, "PRAGMA user_version", &out->version);
    if (code == SQLITE_OK && out->application == 0 && out->version == 0)
        code = read_number(db, "SELECT count(*) FROM sqlite_schema", &out->tables);
    return code;
}

/* An empty database: nothing was ever in it, or the one who made it did not get to the end. */
static int is_new(const identity *id)
{
    return id->application == 0 && id->version == 0 && id->tables == 0;
}

static csr_status opening_failed(const csr_store *store, sqlite3 *db, int code, csr_error *err)
{
    char obstacle[256];

    if (code == SQLITE_READONLY_ROLLBACK)
        return csri_fail_backend(err, CSR_E_STORE_OPEN, code, "uri",
                                 "%s: was left in the middle of a change; open it once to write, which takes that back",
                                 store->path);
    switch (code & 0xff) {
    case SQLITE_NOTADB:
        return csri_fail_backend(err, CSR_E_NOT_A_DESK, code, "uri", "%s: is no desk, nor any other SQLite file",
                                 store->path);
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return csri_fail_backend(err, CSR_E_STORE_OPEN, code, "uri", "%s: cannot be opened: %s", store->path,
                                 csri_sqlite_obstacle(store->path, store->read_only, obstacle, sizeof(obstacle)));
    default: return csri_sqlite_fail(err, code, db, store->path);
    }
}

/* A newer file says which older libraries may still read it, and write to it. */
static csr_status check_newer(const csr_store *store, sqlite3 *db, int version, csr_error *err)
{
    int ours = store->schema->version;
    csri_sqlite_meta meta;
    int code = csri_sqlite_meta_read(db, version, &meta);

    if (code != SQLITE_OK)
        return opening_failed(store, db, code, err);
    if (meta.min_writer != 0 && meta.min_writer <= ours)
        return CSR_OK;
    if (meta.min_reader == 0 || meta.min_reader > ours)
        return csri_fail(err, CSR_E_SCHEMA_NEW, "uri", "%s: has schema %d, this library knows %d; use a newer one",
                         store->path, version, ours);
    if (store->read_only)
        return CSR_OK;
    return csri_fail(err, CSR_E_SCHEMA_NEW, "uri",
                     "%s: has schema %d, this library knows %d; it may read it: open it for reading only, or use a "
                     "newer library",
                     store->path, version, ours);
}

/* A file of our own version from between two releases may lack what is described by now. Asked once for each store. */
static csr_status check_description(const csr_store *store, sqlite3 *db, csr_error *err)
{
    int same, code = csri_sqlite_meta_describes(db, &store->host, store->schema, &same);

    if (code != SQLITE_OK)
        return opening_failed(store, db, code, err);
    return same ? CSR_OK
                : csri_fail(err, CSR_E_SCHEMA_OLD, "uri",
                            "%s: has schema %u of another description than this library's; migrate it first: "
                            "csr --desk FILE migrate",
                            store->path, store->schema->version);
}

static csr_status check_identity(const csr_store *store, sqlite3 *db, const identity *id, csr_error *err)
{
    int ours = store->schema->version;

    if (is_new(id))
        return csri_fail(err, CSR_E_NOT_A_DESK, "uri", "%s: is empty; no desk has been made in it", store->path);
    if (id->application != CSRI_SQLITE_APPLICATION_ID)
        return csri_fail(err, CSR_E_NOT_A_DESK, "uri", "%s: is a SQLite file, but no desk", store->path);
    if (id->version > ours)
        return check_newer(store, db, id->version, err);
    if (id->version < ours && !store->migrates)
        return csri_fail(err, CSR_E_SCHEMA_OLD, "uri",
                         "%s: has schema %d, this library needs %d; migrate it first: csr --desk FILE migrate",
                         store->path, id->version, ours);
    return store->migrates || store->inode != 0 ? CSR_OK : check_description(store, db, err);
}

/* What a connection may do, before it reads anything. None of this is SQL, and none can fail on a build that has it. */
static void harden(csr_store_tx *tx)
{
    static const struct {
        int option, on;
    } switches[] = {
        { SQLITE_DBCONFIG_DEFENSIVE, 1 },        { SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
        { SQLITE_DBCONFIG_ENABLE_TRIGGER, 0 },   { SQLITE_DBCONFIG_ENABLE_VIEW, 0 },
        { SQLITE_DBCONFIG_DQS_DML, 0 },          { SQLITE_DBCONFIG_DQS_DDL, 0 },
        { SQLITE_DBCONFIG_ENABLE_FKEY, 1 },      { SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
        { SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1 }, /* until the file is known to be ours */
    };
    int64_t longest = csri_sqlite_longest_row(tx->store->schema) + 65536;

    for (size_t i = 0; i < sizeof(switches) / sizeof(switches[0]); i++)
        (void)sqlite3_db_config(tx->db, switches[i].option, switches[i].on, NULL);
    (void)sqlite3_limit(tx->db, SQLITE_LIMIT_LENGTH, longest > INT32_MAX ? INT32_MAX : (int)longest);
    (void)sqlite3_limit(tx->db, SQLITE_LIMIT_SQL_LENGTH, 65536);
    (void)sqlite3_limit(tx->db, SQLITE_LIMIT_EXPR_DEPTH, 100);
    (void)sqlite3_limit(tx->db, SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 200);
    (void)sqlite3_limit(tx->db, SQLITE_LIMIT_ATTACHED, 0);
    (void)sqlite3_extended_result_codes(tx->db, 1);
    (void)sqlite3_busy_handler(tx->db, csri_sqlite_busy, &tx->patience);
}

/* A file system without shared memory leaves the mode as it was and says so. */
static csr_status demand_wal(csr_store_tx *tx, csr_error *err)
{
    sqlite3_stmt *stmt;
    int wal = 0, code = sqlite3_prepare_v2(tx->db, "PRAGMA journal_mode=WAL", -1, &stmt, NULL);

    if (code != SQLITE_OK)
        return opening_failed(tx->store, tx->db, code, err);
    /* To the end: the row comes before the change is committed, and that may fail. */
    while ((code = sqlite3_step(stmt)) == SQLITE_ROW)
        wal = sqlite3_stricmp((const char *)sqlite3_column_text(stmt, 0), "wal") == 0;
    (void)sqlite3_finalize(stmt);
    if (code != SQLITE_DONE)
        return opening_failed(tx->store, tx->db, code, err);
    return wal ? CSR_OK
               : csri_fail(err, CSR_E_UNSUPPORTED, "uri", "%s: the file system has no shared memory, which WAL needs",
                           tx->store->path);
}

static csr_status settle(csr_store_tx *tx, csr_error *err)
{
    const csri_sqlite_options *options = &tx->store->options;
    char sql[256];
    int code;

    /* secure_delete: what is erased is overwritten; some builds have it off. */
    (void)sqlite3_snprintf((int)sizeof(sql), sql,
                           "PRAGMA synchronous=%d;PRAGMA cache_size=-%d;PRAGMA temp_store=2;PRAGMA cell_size_check=1;"
                           "PRAGMA mmap_size=0;PRAGMA secure_delete=1;PRAGMA journal_size_limit=67108864",
                           options->full ? 2 : 1, (int)options->cache_kib);
    code = sqlite3_exec(tx->db, sql, NULL, NULL, NULL);
    if (code != SQLITE_OK)
        return opening_failed(tx->store, tx->db, code, err);
    return tx->store->read_only ? CSR_OK : demand_wal(tx, err);
}

/*
 * Make the schema in the file itself, for files that were there but empty. One transaction: a crash leaves an empty
 * database, which is new again. Of several processes one makes it, and the others see that when they have the lock.
 */
static csr_status make_in_place(csr_store_tx *tx, csr_error *err)
{
    csr_store *store = tx->store;
    csri_buffer script;
    identity id;
    int code = sqlite3_exec(tx->db, "BEGIN IMMEDIATE", NULL, NULL, NULL);

    if (code != SQLITE_OK)
        return opening_failed(store, tx->db, code, err);
    code = read_identity(tx->db, &id);
    if (code == SQLITE_OK && !is_new(&id)) {
        (void)sqlite3_exec(tx->db, "ROLLBACK", NULL, NULL, NULL);
        return check_identity(store, tx->db, &id, err);
    }
    csri_buffer_init(&script, &store->host, 0);
    csri_sqlite_ddl(&script, store->schema, store->host.now(store->host.user));
    if (code == SQLITE_OK)
        code = script.status != CSR_OK ? SQLITE_NOMEM : sqlite3_exec(tx->db, script.ptr, NULL, NULL, NULL);
    csri_buffer_free(&script);
    if (code == SQLITE_OK)
        code = sqlite3_exec(tx->db, "COMMIT", NULL, NULL, NULL);
    return code == SQLITE_OK ? CSR_OK : opening_failed(store, tx->db, code, err);
}

/*
 * After each commit: copy the WAL into the file when it has grown long. When a reader holds part of it, trying again at
 * every commit would make each of them slow, so the next try is as far away again; once the WAL starts from its beginning
 * the count does so too.
 */
static int after_commit(void *arg, sqlite3 *db, const char *schema, int frames)
{
    csr_store *store = arg;

    if (frames < store->wal_frames || store->checkpoint_at == 0)
        store->checkpoint_at = CHECKPOINT_FRAMES;
    store->wal_frames = frames;
    if (frames >= store->checkpoint_at) {
        (void)sqlite3_wal_checkpoint_v2(db, schema, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
        store->checkpoint_at = frames + CHECKPOINT_FRAMES;
    }
    return SQLITE_OK;
}

static csr_status prepare_file(csr_store_tx *tx, int may_create, csr_error *err)
{
    csr_store *store = tx->store;
    csr_status status;
    identity id;
    int code = SQLITE_OK;

    /* Before the first look at the file: then nobody else can have it open, and its WAL needs no shared memory. */
    if (store->migrates && !store->read_only)
        code = sqlite3_exec(tx->db, "PRAGMA locking_mode=EXCLUSIVE", NULL, NULL, NULL);
    if (code == SQLITE_OK)
        code = read_identity(tx->db, &id);
    if (code != SQLITE_OK)
        return opening_failed(store, tx->db, code, err);
    if (!is_new(&id) || !may_create) {
        status = check_identity(store, tx->db, &id, err);
        if (status != CSR_OK)
            return status;
    }
    if (!store->read_only && sqlite3_db_readonly(tx->db, "main") == 1)
        return opening_failed(store, tx->db, SQLITE_READONLY, err);
    status = settle(tx, err);
    if (status == CSR_OK && is_new(&id))
        status = make_in_place(tx, err);
    if (status == CSR_OK)
        (void)sqlite3_db_config(tx->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
    return status;
}

static int open_file(csr_store_tx *tx, int may_create)
{
    const csr_store *store = tx->store;
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW;
    char uri[CSRI_SQLITE_URI_MAX];

    if (store->read_only && csri_sqlite_is_immutable(store->path)) {
        csri_sqlite_immutable_uri(store->path, uri);
        return sqlite3_open_v2(uri, &tx->db, flags | SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, NULL);
    }
    flags |= store->read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    flags |= may_create ? SQLITE_OPEN_CREATE : 0;
    return sqlite3_open_v2(store->path, &tx->db, flags, NULL);
}

static csr_status open_once(csr_store_tx *tx, int may_create, csr_error *err)
{
    csr_store *store = tx->store;
    csr_status status;
    int code = open_file(tx, may_create);

    if (code == SQLITE_OK) {
        harden(tx);
        status = prepare_file(tx, may_create, err);
    } else {
        status = opening_failed(store, tx->db, tx->db == NULL ? code : sqlite3_extended_errcode(tx->db), err);
    }
    if (status != CSR_OK) {
        (void)sqlite3_close(tx->db);
        tx->db = NULL;
    } else if (!store->read_only) {
        (void)sqlite3_wal_hook(tx->db, after_commit, store);
    }
    return status;
}

/* The file under the path is still the one that was opened first. */
static csr_status check_file(csr_store *store, csr_error *err)
{
    struct stat found;

    if (stat(store->path, &found) != 0 || found.st_ino != store->inode || found.st_dev != store->device)
        return csri_fail(err, CSR_E_STORE_IO, NULL, "%s: the file was removed or replaced while the desk is open",
                         store->path);
    return CSR_OK;
}

/* Asked by SQLite every so many steps of a statement: not 0 ends it. Some 0.1 ms of work, so that it costs nothing. */
#define PROGRESS_STEPS 5000
static int on_progress(void *arg)
{
    const csr_store_tx *tx = arg;

    return csr_limit_check(tx->patience.limit) != CSR_OK;
}

csr_status csri_sqlite_connect(csr_store *store, int may_create, const csr_limit *limit, csr_store_tx **out,
                               csr_error *err)
{
    csr_store_tx *tx = csri_alloc_zero(&store->host, sizeof(*tx));
    csri_sqlite_patience patience = { 0, store->options.busy_timeout_ms, limit };
    csr_status status;

    *out = NULL;
    if (tx == NULL)
        return csri_fail(err, CSR_E_NO_MEMORY, NULL, "no memory for a connection");
    tx->store = store;
    tx->patience = patience;
    status = store->inode == 0 ? CSR_OK : check_file(store, err);
    /* Switching a new file to WAL needs it alone and does not wait for that by itself. */
    for (int tries = 0; status == CSR_OK; tries++) {
        status = open_once(tx, may_create, err);
        if (status != CSR_E_STORE_BUSY || !csri_sqlite_busy(&patience, tries))
            break;
        status = CSR_OK;
    }
    if (status != CSR_OK) {
        csri_free(&store->host, tx, sizeof(*tx));
        return status == CSR_E_STORE_BUSY && csr_limit_check(limit) != CSR_OK ? csri_limit_fail(limit, err) : status;
    }
    sqlite3_progress_handler(tx->db, PROGRESS_STEPS, on_progress, tx);
    *out = tx;
    return CSR_OK;
}

void csri_sqlite_disconnect(csr_store_tx *tx)
{
    if (csri_process_is_same(&tx->store->process)) {
        for (size_t i = 0; i < CSRI_SQLITE_CONTROLS; i++)
            (void)sqlite3_finalize(tx->controls[i]);
        csri_sqlite_statements_empty(&tx->statements);
        (void)sqlite3_close(tx->db);
    }
    csri_free(&tx->store->host, tx, sizeof(*tx));
}

int csri_sqlite_control(csr_store_tx *tx, int which)
{
    static const char *const texts[CSRI_SQLITE_CONTROLS] = {
        [CSRI_SQLITE_BEGIN_READ] = "BEGIN",
        [CSRI_SQLITE_BEGIN_WRITE] = "BEGIN IMMEDIATE",
        [CSRI_SQLITE_COMMIT] = "COMMIT",
        [CSRI_SQLITE_ROLLBACK] = "ROLLBACK",
    };
    int code = SQLITE_OK;

    if (tx->controls[which] == NULL)
        code = sqlite3_prepare_v3(tx->db, texts[which], -1, SQLITE_PREPARE_PERSISTENT, &tx->controls[which], NULL);
    if (code != SQLITE_OK)
        return code;
    code = sqlite3_step(tx->controls[which]);
    (void)sqlite3_reset(tx->controls[which]);
    return code == SQLITE_DONE ? SQLITE_OK : code;
}
