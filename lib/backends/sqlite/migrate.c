#include "backends/sqlite/migrate.h"

#include "backends/sqlite/catalog.h"
#include "backends/sqlite/copy.h"
#include "backends/sqlite/meta.h"
#include "backends/sqlite/pool.h"
#include "backends/sqlite/sqlite_backend.h"
#include "backends/sqlite/sqlite_error.h"
#include "backends/sqlite/sqlite_file.h"
#include "backends/sqlite/sqlite_read.h"
#include "base/error.h"
#include "base/limit.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* A migration under way. */
typedef struct migration {
    const csr_store_migration *asked;
    csr_store_tx *tx;
    csr_rows *steps;
    csri_buffer sql; /* what the file lacks */
    int from;        /* the version it has */
    csr_error *err;
} migration;

static csr_status failed(const migration *m, int code)
{
    return csri_sqlite_spoil(m->tx, code, m->err);
}

static csr_status run(const migration *m, const char *sql)
{
    int code = sqlite3_exec(m->tx->db, sql, NULL, NULL, NULL);

    return code == SQLITE_OK ? CSR_OK : failed(m, code);
}

static csr_status step(const migration *m, const char *place, const char *text)
{
    return csri_sqlite_step(m->steps, place, text, m->err);
}

/* A number of the file's header. */
static csr_status read_version(migration *m)
{
    sqlite3_stmt *stmt = NULL;
    int code = sqlite3_prepare_v2(m->tx->db, "PRAGMA user_version", -1, &stmt, NULL);

    if (code == SQLITE_OK)
        code = sqlite3_step(stmt);
    if (code == SQLITE_ROW)
        m->from = sqlite3_column_int(stmt, 0);
    (void)sqlite3_finalize(stmt);
    return code == SQLITE_ROW ? CSR_OK : failed(m, code);
}

/* "FILE.v1.bak", or the first of "FILE.v1.bak.2"... that is free: an attempt that failed behind its copy left one. */
#define COPIES_MAX 99
static csr_status backup_path(const migration *m, char out[PATH_MAX], csr_error *err)
{
    struct stat found;

    if (m->asked->backup != NULL)
        return csri_sqlite_path(m->asked->backup, out, err);
    for (int i = 1; i <= COPIES_MAX; i++) {
        char number[16] = "";
        if (i > 1)
            snprintf(number, sizeof(number), ".%d", i);
        if (snprintf(out, PATH_MAX, "%s.v%d.bak%s", m->tx->store->path, m->from, number) >= PATH_MAX)
            break;
        if (lstat(out, &found) != 0)
            return CSR_OK;
    }
    return csri_fail(err, CSR_E_DUPLICATE, "backup", "%s: has %d copies already; name another", m->tx->store->path,
                     COPIES_MAX);
}

static csr_status back_up(const migration *m)
{
    csri_sqlite_copy_request request = { .field = "backup", .limit = m->asked->limit };
    csri_sqlite_copied copied = { 0 };
    char path[PATH_MAX], text[80];
    csr_status status;

    if ((m->asked->flags & CSR_MIGRATE_NO_BACKUP) != 0)
        return CSR_OK;
    status = backup_path(m, path, m->err);
    if (status != CSR_OK)
        return status;
    if ((m->asked->flags & CSR_MIGRATE_DRY_RUN) != 0)
        return step(m, path, "copy the file to here, and check the copy");
    request.to = path;
    status = csri_sqlite_copy(m->tx, &request, &copied, m->err);
    snprintf(text, sizeof(text), "copy the file to here, and check the copy: %lld bytes", (long long)copied.bytes);
    return status == CSR_OK ? step(m, path, text) : status;
}

/* Every reference leads somewhere. */
static csr_status check_references(const migration *m)
{
    sqlite3_stmt *stmt = NULL;
    int code = sqlite3_prepare_v2(m->tx->db, "PRAGMA foreign_key_check", -1, &stmt, NULL);
    csr_status status = CSR_OK;

    if (code == SQLITE_OK)
        code = sqlite3_step(stmt);
    if (code == SQLITE_ROW)
        status = csri_fail(m->err, CSR_E_CORRUPT, NULL, "%s: a row of %s refers to a %s that is not there",
                           m->tx->store->path, (const char *)sqlite3_column_text(stmt, 0),
                           (const char *)sqlite3_column_text(stmt, 2));
    else if (code != SQLITE_DONE)
        status = failed(m, code);
    (void)sqlite3_finalize(stmt);
    return status;
}

static csr_status set_version(const migration *m)
{
    const csr_store *store = m->tx->store;
    csri_buffer sql;
    csr_status status;

    csri_buffer_init(&sql, &store->host, 0);
    csri_sqlite_meta_row(&sql, store->schema, store->host.now(store->host.user));
    csri_buffer_byte(&sql, '\0');
    status = sql.status == CSR_OK ? run(m, sql.ptr) : csri_fail(m->err, sql.status, NULL, "no memory to migrate");
    csri_buffer_free(&sql);
    return status;
}

static csr_status change(const migration *m)
{
    csr_status status = run(m, m->sql.ptr); /* at least a NUL */

    if (status == CSR_OK && m->asked->fill != NULL) {
        m->tx->mode = CSR_TX_WRITE;
        status = m->asked->fill(m->tx, m->from, m->asked->user, m->err);
    }
    if (status == CSR_OK)
        status = check_references(m);
    return status == CSR_OK ? set_version(m) : status;
}

/* Everything in one transaction: a crash at any moment leaves the old version or the new one. */
static csr_status apply(const migration *m)
{
    csr_status status = run(m, "BEGIN IMMEDIATE");
    int code;

    if (status != CSR_OK)
        return status;
    status = change(m);
    if (status == CSR_OK)
        status = csri_limit_fail(m->asked->limit, m->err);
    if (status == CSR_OK) {
        m->tx->patience.limit = NULL; /* what has begun to be committed is not ended half way */
        code = csri_sqlite_control(m->tx, CSRI_SQLITE_COMMIT);
        if (code == SQLITE_OK)
            return CSR_OK;
        status = csri_sqlite_commit_failed(m->tx, code, m->err);
    }
    if (!sqlite3_get_autocommit(m->tx->db))
        (void)csri_sqlite_control(m->tx, CSRI_SQLITE_ROLLBACK);
    return status;
}

static csr_status version_step(const migration *m)
{
    int to = m->tx->store->schema->version;
    char text[80];

    if (m->from != to)
        snprintf(text, sizeof(text), "set the version from %d to %d", m->from, to);
    else if (m->sql.len == 0)
        snprintf(text, sizeof(text), "note how this library describes version %d", to);
    else
        return CSR_OK;
    return step(m, m->tx->store->path, text);
}

static csr_status find_missing(migration *m, csr_rows *steps)
{
    csri_buffer_free(&m->sql);
    csri_buffer_init(&m->sql, &m->tx->store->host, 0);
    return csri_sqlite_missing(m->tx, &m->sql, steps, m->err);
}

/* The file lacks nothing of the description, and says so. */
static csr_status is_current(const migration *m, int *out)
{
    const csr_store *store = m->tx->store;
    int code = SQLITE_OK;

    *out = m->sql.len == 0 && m->from == store->schema->version;
    if (*out)
        code = csri_sqlite_meta_describes(m->tx->db, &store->host, store->schema, out);
    return code == SQLITE_OK ? CSR_OK : failed(m, code);
}

/* The file is ours alone, so what is found now is there until the end. A dry run holds nobody off, and changes nothing. */
static csr_status plan_and_apply(migration *m)
{
    int dry_run = (m->asked->flags & CSR_MIGRATE_DRY_RUN) != 0;
    csr_status status = read_version(m);
    int current = 0;

    if (status == CSR_OK && m->from > m->tx->store->schema->version)
        return csri_fail(m->err, CSR_E_SCHEMA_NEW, "uri",
                         "%s: has schema %d, this library knows %d; there is no way back", m->tx->store->path, m->from,
                         m->tx->store->schema->version);
    if (status == CSR_OK)
        status = find_missing(m, NULL);
    if (status == CSR_OK)
        status = is_current(m, &current);
    if (status != CSR_OK || current)
        return status;
    status = back_up(m);
    if (status == CSR_OK)
        status = find_missing(m, m->steps);
    if (status == CSR_OK)
        status = version_step(m);
    csri_buffer_byte(&m->sql, '\0');
    if (status == CSR_OK && m->sql.status != CSR_OK)
        status = csri_fail(m->err, m->sql.status, NULL, "no memory to migrate");
    return status != CSR_OK || dry_run ? status : apply(m);
}

csr_status csri_sqlite_migrate(const csr_host *env, const char *uri, const csr_option *options, size_t option_count,
                               const csr_schema *schema, const csr_store_migration *asked, csr_rows *steps,
                               csr_error *err)
{
    uint32_t flags = (asked->flags & CSR_MIGRATE_DRY_RUN) != 0 ? CSR_OPEN_READ_ONLY : CSR_OPEN_EXISTING;
    migration m = { .asked = asked, .steps = steps, .err = err };
    csr_store *store;
    csr_status status = csri_sqlite_open(env, uri, options, option_count, schema, flags, 1, asked->limit, &store, err);

    if (status != CSR_OK)
        return status;
    status = csri_sqlite_borrow(store, asked->limit, &m.tx, err);
    if (status == CSR_OK) {
        m.tx->patience.limit = asked->limit;
        csri_buffer_init(&m.sql, &store->host, 0);
        status = plan_and_apply(&m);
        csri_buffer_free(&m.sql);
        m.tx->patience.limit = NULL;
        csri_sqlite_give_back(m.tx);
    }
    csri_sqlite_close(store);
    return status;
}
