#include "backends/sqlite/copy.h"

#include "backends/sqlite/ddl.h"
#include "backends/sqlite/sqlite_error.h"
#include "backends/sqlite/sqlite_file.h"
#include "base/error.h"
#include "base/limit.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Pages copied between two looks at whether to go on. */
#define PAGES_AT_ONCE 1024

static csr_status system_failed(csr_error *err, const char *path, const char *field, int number)
{
    char reason[128];
    csr_status status = number == ENOSPC || number == EDQUOT ? CSR_E_STORE_FULL : CSR_E_STORE_IO;

    if (number == EEXIST)
        return csri_fail(err, CSR_E_DUPLICATE, field, "%s: is there already; a copy takes the place of nothing", path);
    return csri_fail(err, status, field, "%s: %s", path, csri_sqlite_errno_text(number, reason, sizeof(reason)));
}

/* Make the draft: as private as the original. */
static csr_status begin_draft(const csr_store_tx *tx, const char *to, const char *field,
                              char draft[CSRI_SQLITE_DRAFT_MAX], csr_error *err)
{
    struct stat found;
    int fd;

    if (lstat(to, &found) == 0)
        return system_failed(err, to, field, EEXIST);
    fd = csri_sqlite_draft(to, draft);
    if (fd < 0)
        return system_failed(err, to, field, errno);
    if (stat(tx->store->path, &found) == 0)
        (void)fchmod(fd, found.st_mode & 0777);
    (void)close(fd);
    return CSR_OK;
}

static int copy_steps(csr_store_tx *tx, sqlite3 *to)
{
    sqlite3_backup *backup = sqlite3_backup_init(to, "main", tx->db, "main");
    int code = SQLITE_OK, finished;

    if (backup == NULL)
        return sqlite3_extended_errcode(to);
    for (int tries = 0; code == SQLITE_OK; tries++) {
        code = sqlite3_backup_step(backup, PAGES_AT_ONCE);
        if ((code & 0xff) == SQLITE_BUSY && csri_sqlite_busy(&tx->patience, tries))
            code = SQLITE_OK;
        if (code == SQLITE_OK && csr_limit_check(tx->patience.limit) != CSR_OK)
            code = SQLITE_INTERRUPT;
    }
    finished = sqlite3_backup_finish(backup);
    return code != SQLITE_DONE ? code : finished;
}

/* All pages, within one read transaction of the source, which begins with the first read: what is written meanwhile is not
 * seen. Without it each step would begin one of its own, and a write between two of them the whole copy anew. */
static int copy_pages(csr_store_tx *tx, sqlite3 *to)
{
    int code = sqlite3_exec(tx->db, "BEGIN;SELECT count(*) FROM sqlite_schema", NULL, NULL, NULL);

    if (code == SQLITE_OK)
        code = copy_steps(tx, to);
    if (!sqlite3_get_autocommit(tx->db))
        (void)csri_sqlite_control(tx, CSRI_SQLITE_ROLLBACK);
    return code;
}

/* What SQLite said, unless it had to end because the time was over. */
static csr_status copying_failed(const csr_limit *limit, int code, sqlite3 *db, const char *to, csr_error *err)
{
    return csr_limit_check(limit) != CSR_OK ? csri_limit_fail(limit, err) : csri_sqlite_fail(err, code, db, to);
}

static csr_status fill_draft(csr_store_tx *tx, const char *draft, const char *to, csr_error *err)
{
    sqlite3 *db = NULL;
    int code = sqlite3_open_v2(draft, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW, NULL);
    csr_status status = CSR_OK;

    /* No journal: a draft that is not finished is worth nothing. But it is flushed. */
    if (code == SQLITE_OK)
        code = sqlite3_extended_result_codes(db, 1);
    if (code == SQLITE_OK)
        code = sqlite3_exec(db, "PRAGMA journal_mode=OFF;PRAGMA synchronous=FULL", NULL, NULL, NULL);
    if (code == SQLITE_OK)
        code = copy_pages(tx, db);
    /* Who only reads a file that has a WAL leaves one behind. Whoever opens the copy to write gives it one again. */
    if (code == SQLITE_OK)
        code = sqlite3_exec(db, "PRAGMA locking_mode=EXCLUSIVE;PRAGMA journal_mode=DELETE", NULL, NULL, NULL);
    if (code != SQLITE_OK)
        status = copying_failed(tx->patience.limit, code, db, to, err);
    (void)sqlite3_close(db);
    return status;
}

/* The answer of a check that says "ok" when nothing is wrong; *code tells why there is none. */
static int says_ok(sqlite3 *db, const char *sql, int *code)
{
    sqlite3_stmt *stmt = NULL;
    const char *answer;
    int ok = 0;

    *code = sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);
    if (*code == SQLITE_OK)
        *code = sqlite3_step(stmt);
    if (*code == SQLITE_ROW) {
        answer = (const char *)sqlite3_column_text(stmt, 0);
        ok = answer != NULL && strcmp(answer, "ok") == 0;
        *code = answer == NULL ? SQLITE_NOMEM : csri_sqlite_unread(answer);
    }
    (void)sqlite3_finalize(stmt);
    return ok;
}

/* A draft, and what SQLite may have put beside it. */
static void remove_draft(const char *draft)
{
    static const char *const suffixes[] = { "", "-wal", "-journal", "-shm" };
    char name[CSRI_SQLITE_DRAFT_MAX + 16];

    for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
        snprintf(name, sizeof(name), "%s%s", draft, suffixes[i]);
        (void)unlink(name);
    }
}

/* Asked by SQLite every so many steps: not 0 ends the check. */
#define PROGRESS_STEPS 5000
static int on_progress(void *limit)
{
    return csr_limit_check(limit) != CSR_OK;
}

/* Open the draft as nobody can change it, and let SQLite look at all of it. */
static csr_status check_draft(const char *draft, const csri_sqlite_copy_request *request, csr_error *err)
{
    char uri[CSRI_SQLITE_URI_MAX];
    csr_status status = CSR_OK;
    sqlite3 *db = NULL;
    int code, ok;

    csri_sqlite_immutable_uri(draft, uri);
    code = sqlite3_open_v2(uri, &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, NULL);
    if (request->limit != NULL)
        sqlite3_progress_handler(db, PROGRESS_STEPS, on_progress, (void *)(uintptr_t)request->limit);
    ok = code == SQLITE_OK && says_ok(db, "PRAGMA integrity_check(1)", &code);
    if (code != SQLITE_OK)
        status = copying_failed(request->limit, code, db, request->to, err);
    else if (!ok)
        status = csri_fail(err, CSR_E_CORRUPT, NULL, "%s: the copy is not sound, and so is the original perhaps",
                           request->to);
    (void)sqlite3_close(db);
    return status;
}

/* Read it once from the system: how long it is, and its hash. */
static csr_status measure(const char *draft, const csri_sqlite_copy_request *request, csri_sqlite_copied *out,
                          csr_error *err)
{
    const char *to = request->to, *field = request->field;

    int fd = open(draft, O_RDONLY | O_CLOEXEC);
    char bytes[16384];
    csri_hash hash;
    ssize_t n = -1;

    if (fd < 0)
        return system_failed(err, to, field, errno);
    csri_hash_init(&hash);
    out->bytes = 0;
    while (csr_limit_check(request->limit) == CSR_OK &&
           ((n = read(fd, bytes, sizeof(bytes))) > 0 || (n < 0 && errno == EINTR))) {
        csri_hash_put(&hash, bytes, n < 0 ? 0 : (size_t)n);
        out->bytes += n < 0 ? 0 : n;
    }
    csri_hash_end(&hash, out->hash);
    if (n < 0 && csr_limit_check(request->limit) == CSR_OK) {
        int number = errno;
        (void)close(fd);
        return system_failed(err, to, field, number);
    }
    (void)close(fd);
    return csri_limit_fail(request->limit, err);
}

csr_status csri_sqlite_copy(csr_store_tx *tx, const csri_sqlite_copy_request *request, csri_sqlite_copied *out,
                            csr_error *err)
{
    char draft[CSRI_SQLITE_DRAFT_MAX];
    csr_status status = begin_draft(tx, request->to, request->field, draft, err);
    int number;

    if (status != CSR_OK)
        return status;
    status = fill_draft(tx, draft, request->to, err);
    if (status == CSR_OK)
        status = check_draft(draft, request, err);
    if (status == CSR_OK)
        status = measure(draft, request, out, err);
    if (status == CSR_OK && request->verify != NULL)
        status = request->verify(draft, request->user, err);
    if (status != CSR_OK) {
        remove_draft(draft);
        return status;
    }
    number = csri_sqlite_publish(draft, request->to);
    remove_draft(draft); /* which has its path now, or none */
    return number == 0 ? CSR_OK : system_failed(err, request->to, request->field, number);
}
