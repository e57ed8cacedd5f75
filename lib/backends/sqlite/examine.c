/*
 * What stands in the way of opening a desk's file, or will soon: asked of the system and of the file, changing nothing.
 */
#include "backends/sqlite/catalog.h"
#include "backends/sqlite/sqlite_finding.h"
#include "backends/sqlite/pool.h"
#include "backends/sqlite/sqlite_backend.h"
#include "backends/sqlite/sqlite_care.h"
#include "backends/sqlite/sqlite_file.h"
#include "base/buffer.h"
#include "base/guard.h"
#include "base/memory.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* Less room than this is soon none: the log alone grows to 40 MB. */
#define ROOM_WANTED (INT64_C(128) * 1024 * 1024)
/* A log this long is copied into the file by somebody's commit, and is a sign that it could not be for a while. */
#define LONG_LOG (INT64_C(80) * 1024 * 1024)

typedef struct examination {
    const char *path;
    csr_rows *findings;
    csr_error *err;
} examination;

/* What to do about an error of opening. */
static const char *advice(csr_status status)
{
    switch (status) {
    case CSR_E_SCHEMA_OLD: return "run: csr --desk FILE migrate (--dry-run shows what it does)";
    case CSR_E_SCHEMA_NEW: return "use the library that wrote it, or a newer one";
    case CSR_E_NOT_A_DESK: return "look whether this is the right path; a desk is made by: csr --desk FILE init";
    case CSR_E_UNSUPPORTED: return "move it to a disk of this machine";
    case CSR_E_STORE_BUSY: return "see who has it open: fuser FILE";
    case CSR_E_CORRUPT: return "put a copy in its place; see docs/storage.md";
    case CSR_E_STORE_OPEN: return "look at the path and at who may read and write there";
    case CSR_E_STORE_FULL: return "make room on the disk";
    default: return "";
    }
}

static csr_status note(const examination *x, csr_severity severity, const char *place, const char *suggestion,
                       const char *text)
{
    return csri_sqlite_finding(x->findings, severity, place, suggestion, x->err, "%s", text);
}

/* Whether a file can be opened as a desk says opening it; only to read, so that nothing is touched. */
static csr_status try_to_open(const examination *x, const csr_host *env, const csr_schema *schema, csr_store **out)
{
    csr_error err = CSR_ERROR_INIT;
    csr_status status = csri_sqlite_open(env, x->path, NULL, 0, schema, CSR_OPEN_READ_ONLY, 0, NULL, out, &err);

    if (status == CSR_OK)
        return CSR_OK;
    *out = NULL;
    if (status == CSR_E_NO_MEMORY)
        return csri_fail(x->err, status, NULL, "no memory to examine the desk");
    return note(x, CSR_SEVERITY_ERROR, "file", advice(status), err.message);
}

/* --- what lies beside it --- */

static int64_t length_of(const char *path, const char *suffix)
{
    char name[PATH_MAX + 64];
    struct stat found;

    snprintf(name, sizeof(name), "%s%s", path, suffix);
    return lstat(name, &found) == 0 ? (int64_t)found.st_size : -1;
}

static csr_status look_at_logs(const examination *x)
{
    int64_t wal = length_of(x->path, "-wal");

    if (wal > LONG_LOG)
        return csri_sqlite_finding(x->findings, CSR_SEVERITY_WARNING, "file-wal",
                                   "see who keeps a transaction open; run: csr --desk FILE maintain", x->err,
                                   "the write-ahead log has grown to %lld MB", (long long)(wal >> 20));
    if (wal > 0)
        return csri_sqlite_finding(x->findings, CSR_SEVERITY_INFO, "file-wal",
                                   "it belongs to the file: never copy, move or delete one without the other", x->err,
                                   "the desk is in use, or was not closed: %lld bytes wait in its log", (long long)wal);
    return CSR_OK;
}

static void split(const char *path, char folder[PATH_MAX], const char **name)
{
    const char *slash = strrchr(path, '/');
    size_t n = slash == path ? 1 : (size_t)(slash - path);

    memcpy(folder, path, n);
    folder[n] = '\0';
    *name = slash + 1;
}

/* Drafts of desks and copies that never became whole. */
static csr_status look_for_drafts(const examination *x)
{
    char folder[PATH_MAX];
    const char *name;
    csr_status status = CSR_OK;
    struct dirent *entry;
    DIR *dir;

    split(x->path, folder, &name);
    dir = opendir(folder);
    while (dir != NULL && status == CSR_OK && (entry = readdir(dir)) != NULL)
        if (strncmp(entry->d_name, name, strlen(name)) == 0 && strstr(entry->d_name + strlen(name), "-new-") != NULL)
            status = csri_sqlite_finding(x->findings, CSR_SEVERITY_INFO, entry->d_name,
                                         "delete it when nobody makes a desk or a copy right now", x->err,
                                         "a draft was left behind by a crash");
    if (dir != NULL)
        (void)closedir(dir);
    return status;
}

/* --- whether it can be written to --- */

static csr_status look_at_rights(const examination *x)
{
    char folder[PATH_MAX];
    const char *name;

    split(x->path, folder, &name);
    if (access(x->path, W_OK) != 0)
        return note(x, CSR_SEVERITY_WARNING, "file", "give the program the right to write to it",
                    "the file can only be read");
    if (access(folder, W_OK | X_OK) != 0)
        return note(x, CSR_SEVERITY_WARNING, "folder", "give the program the right to write to the folder",
                    "the folder cannot be written to, where SQLite keeps files beside the desk's");
    return CSR_OK;
}

static csr_status look_at_room(const examination *x)
{
    struct statvfs system;
    int64_t left;

    if (statvfs(x->path, &system) != 0)
        return CSR_OK;
    left = (int64_t)system.f_bavail * (int64_t)system.f_frsize;
    if ((system.f_flag & ST_RDONLY) != 0)
        return note(x, CSR_SEVERITY_WARNING, "disk", "", "the file system is mounted for reading only");
    if (left >= ROOM_WANTED)
        return CSR_OK;
    return csri_sqlite_finding(x->findings, left < ROOM_WANTED / 16 ? CSR_SEVERITY_ERROR : CSR_SEVERITY_WARNING, "disk",
                               "make room", x->err, "the disk has %lld MB left", (long long)(left >> 20));
}

/* --- what the file lacks --- */

static csr_status look_at_schema(const examination *x, csr_store *store)
{
    csr_error err = CSR_ERROR_INIT;
    csr_store_tx *tx;
    csri_buffer sql;
    csr_status status;

    /* The connection that opened the store waits there. */
    if (CSRI_NEVER(csri_sqlite_borrow(store, NULL, &tx, &err) != CSR_OK))
        return note(x, CSR_SEVERITY_ERROR, "file", advice(err.status), err.message);
    csri_buffer_init(&sql, &store->host, 0);
    status = csri_sqlite_missing(tx, &sql, NULL, &err);
    if (status != CSR_OK)
        status = note(x, CSR_SEVERITY_ERROR, "schema", advice(err.status), err.message);
    else if (sql.len != 0)
        status = note(x, CSR_SEVERITY_ERROR, "schema", "run: csr --desk FILE migrate (--dry-run shows what it does)",
                      "tables, columns or indexes of this version are missing");
    csri_buffer_free(&sql);
    csri_sqlite_give_back(tx);
    return status;
}

static csr_status look_around(const examination *x)
{
    csr_status status = look_at_rights(x);

    if (status == CSR_OK)
        status = look_at_room(x);
    if (status == CSR_OK)
        status = look_at_logs(x);
    return status == CSR_OK ? look_for_drafts(x) : status;
}

csr_status csri_sqlite_examine_desk(const csr_host *env, const char *uri, const csr_schema *schema, csr_rows *findings,
                                    csr_error *err)
{
    char path[PATH_MAX];
    csr_error why = CSR_ERROR_INIT;
    examination x = { path, findings, err };
    csr_store *store;
    csr_status status;

    if (csri_sqlite_path(uri, path, &why) != CSR_OK)
        return note(&x, CSR_SEVERITY_ERROR, "file", advice(why.status), why.message);
    /* Before it is opened, which leaves a log of its own. */
    status = length_of(path, "") < 0 ? CSR_OK : look_around(&x);
    /* Nobody who only reads can open it then. */
    if (status == CSR_OK && length_of(path, "-journal") >= 0)
        return note(&x, CSR_SEVERITY_ERROR, "file-journal", "leave it there: opening the desk to write takes it back",
                    "another program has left a change unfinished");
    if (status == CSR_OK)
        status = try_to_open(&x, env, schema, &store);
    if (status != CSR_OK || store == NULL)
        return status;
    status = look_at_schema(&x, store);
    csri_sqlite_close(store);
    return status;
}
