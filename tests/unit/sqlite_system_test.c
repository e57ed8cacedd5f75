/*
 * What the system seldom answers: a network file system, one without hard links or mounted for reading, a disk without
 * room, calls that are refused or interrupted. The calls that the store makes end here, and go on to the system unless a
 * test has planned something else.
 */
#define _GNU_SOURCE /* for RTLD_NEXT */

#include "backends/sqlite/sqlite_backend.h"
#include "record/records.h"
#include "record/rows.h"
#include "support/desk_files.h"
#include "support/runner.h"
#include "support/test_host.h"

#include <csr/csr.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <unistd.h>

/* --- the system --- */

static struct {
    const char *call, *part; /* which call, with what in its path; NULL = none, any */
    int number;              /* it fails with this */
    unsigned skip, once;     /* calls that are done before; only one fails */
    unsigned hits;
    const char *make;      /* this file comes into being right before */
    long type;             /* of the file system; 0 = what it is */
    int read_only;         /* it is mounted so */
    unsigned long long mb; /* room that it has left; 0 = what it has */
    size_t piece;          /* bytes that are written at once; 0 = all */
    int no_links, closed;  /* what linking files, and SQLite's opening of them, fails with beside it */
} plan;

/* The function of the C library behind one of ours. */
static void find(void *pointer, const char *name)
{
    void *found = dlsym(RTLD_NEXT, name);

    memcpy(pointer, &found, sizeof(found));
}
#define NEXT(function, name)           \
    static __typeof__(&function) next; \
    if (next == NULL)                  \
    find(&next, name)

static int strikes(const char *call, const char *path)
{
    if (plan.call == NULL || strcmp(plan.call, call) != 0 ||
        (plan.part != NULL && path != NULL && strstr(path, plan.part) == NULL))
        return 0;
    if (plan.skip > 0) {
        plan.skip--;
        return 0;
    }
    if (plan.once && plan.hits > 0)
        return 0;
    plan.hits++;
    if (plan.make != NULL)
        (void)fclose(fopen(plan.make, "w"));
    errno = plan.number;
    return plan.number != 0;
}

int link(const char *from, const char *to)
{
    NEXT(link, "link");
    if (plan.no_links != 0) {
        errno = plan.no_links;
        return -1;
    }
    return strikes("link", to) ? -1 : next(from, to);
}

int rename(const char *from, const char *to)
{
    NEXT(rename, "rename");
    return strikes("rename", to) ? -1 : next(from, to);
}

int fsync(int fd)
{
    NEXT(fsync, "fsync");
    return strikes("fsync", NULL) ? -1 : next(fd);
}

ssize_t write(int fd, const void *from, size_t n)
{
    NEXT(write, "write");
    return strikes("write", NULL) ? (plan.number == ENODATA ? 0 : -1)
                                  : next(fd, from, plan.piece != 0 && n > plan.piece ? plan.piece : n);
}

ssize_t read(int fd, void *to, size_t n)
{
    NEXT(read, "read");
    return strikes("read", NULL) ? -1 : next(fd, to, n);
}

int access(const char *path, int wanted)
{
    NEXT(access, "access");
    return strikes(wanted & X_OK ? "access folder" : "access", path) ? -1 : next(path, wanted);
}

int lstat(const char *restrict path, struct stat *restrict out)
{
    NEXT(lstat, "lstat");
    return strikes("lstat", path) ? -1 : next(path, out);
}

int statfs(const char *path, struct statfs *out)
{
    int done;
    NEXT(statfs, "statfs");
    if (strikes("statfs", path))
        return -1;
    done = next(path, out);
    if (plan.type != 0)
        out->f_type = plan.type;
    return done;
}

int statvfs(const char *restrict path, struct statvfs *restrict out)
{
    int done;
    NEXT(statvfs, "statvfs");
    if (strikes("statvfs", path))
        return -1;
    done = next(path, out);
    if (plan.read_only)
        out->f_flag |= ST_RDONLY;
    if (plan.mb != 0)
        out->f_bavail = (fsblkcnt_t)(plan.mb * 1048576 / out->f_frsize);
    return done;
}

static const char *name_of_open(int flags)
{
    return flags & O_CREAT ? "open new" : "open";
}

int open(const char *path, int flags, ...)
{
    va_list rest;
    int mode;
    NEXT(open, "open");
    va_start(rest, flags);
    mode = flags & O_CREAT ? va_arg(rest, int) : 0;
    va_end(rest);
    return strikes(name_of_open(flags), path) ? -1 : next(path, flags, mode);
}

/* SQLite's: the only one that it sees. */
__attribute__((visibility("default"))) int open64(const char *path, int flags, ...)
{
    va_list rest;
    int mode;
    NEXT(open64, "open64");
    va_start(rest, flags);
    mode = flags & O_CREAT ? va_arg(rest, int) : 0;
    va_end(rest);
    if (plan.closed != 0) {
        errno = plan.closed;
        return -1;
    }
    return next(path, flags, mode);
}

/* --- desks --- */

#define DESK "system.csr"
#define COPY "copy.csr"

static csr_test_host host;
static csr_error err;

static int set_up(void)
{
    csr_test_host_init(&host, CSR_TEST_MONDAY, 5);
    return 0;
}

static int tear_down(void)
{
    return csr_test_host_done(&host) != 0;
}

static void forget(const char *path)
{
    static const char *const suffixes[] = { "", "-wal", "-shm", "-journal" };

    for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
        char name[300];
        snprintf(name, sizeof(name), "%s%s", path, suffixes[i]);
        (void)unlink(name);
    }
}

static void in_peace(void)
{
    memset(&plan, 0, sizeof(plan));
}

/* From now on a call fails. */
static void fail(const char *call, const char *part, int number)
{
    in_peace();
    plan.call = call;
    plan.part = part;
    plan.number = number;
}

static csr_status open_desk(const char *path, uint32_t flags, csr_desk **out)
{
    csr_desk_open_params params = CSR_DESK_OPEN_PARAMS_INIT;

    params.host = &host.host;
    params.flags = flags;
    err = (csr_error)CSR_ERROR_INIT;
    return csr_desk_open(path, &params, out, &err);
}

static csr_status try_open(const char *path, uint32_t flags)
{
    csr_desk *desk;
    csr_status status = open_desk(path, flags, &desk);

    CU_ASSERT_EQUAL(err.status, status);
    csr_desk_close(desk);
    return status;
}

/* A desk that is closed, and no copy of it. */
static void fresh(void)
{
    in_peace();
    forget(DESK);
    forget(COPY);
    CU_ASSERT_EQUAL_FATAL(try_open(DESK, 0), CSR_OK);
}

static int drafts(void)
{
    FILE *out = popen("ls -A | grep -c -e -new-", "r");
    int n = -1;

    if (out != NULL && fscanf(out, "%d", &n) != 1)
        n = -1;
    if (out != NULL)
        (void)pclose(out);
    return n;
}

/* Everything that the doctor says, a line each; valid until the next call. */
static const char *examine(const char *uri)
{
    static char all[4000];
    csr_desk_examine_params params = CSR_DESK_EXAMINE_PARAMS_INIT;
    csr_result *result = NULL;

    all[0] = '\0';
    params.host = &host.host;
    CU_ASSERT_EQUAL_FATAL(csr_desk_examine(uri, &params, &result, &err), CSR_OK);
    for (size_t i = 0; i < csr_result_count(result); i++) {
        csr_diagnostic_view found = { .struct_size = sizeof(found) };
        CU_ASSERT_EQUAL(csr_diagnostic_at(result, i, &found, &err), CSR_OK);
        snprintf(all + strlen(all), sizeof(all) - strlen(all), "%d %s: %s (%s)\n", (int)found.severity, found.place.ptr,
                 found.text.ptr, found.suggestion.ptr);
    }
    csr_result_free(result);
    return all;
}

static void says(const char *uri, const char *what, unsigned line)
{
    char text[4500];
    const char *all = examine(uri);

    snprintf(text, sizeof(text), "\"%s\" is not in:\n%s", what, all);
    CU_assertImplementation(strstr(all, what) != NULL, line, text, __FILE__, "", CU_FALSE);
}
#define SAYS(uri, what) says(uri, what, __LINE__)

/* --- file systems --- */

static void test_network(void)
{
    fresh();
    plan.type = 0x6969;
    CU_ASSERT_EQUAL(try_open(DESK, 0), CSR_E_UNSUPPORTED);
    CU_ASSERT_STRING_EQUAL(err.field, "uri");
    CU_ASSERT_PTR_NOT_NULL(strstr(err.message, "network file system (NFS)"));
    CU_ASSERT_EQUAL(try_open("new.csr", 0), CSR_E_UNSUPPORTED);
    CU_ASSERT_NOT_EQUAL(access("new.csr", F_OK), 0);
    CU_ASSERT_EQUAL(try_open("/none.csr", CSR_OPEN_READ_ONLY), CSR_E_UNSUPPORTED);
    SAYS(DESK, "NFS");
    SAYS(DESK, "(move it to a disk of this machine)");
    fail("statfs", NULL, EIO); /* nobody knows: then it is tried */
    CU_ASSERT_EQUAL(try_open(DESK, 0), CSR_OK);
}

static csr_status health(csr_desk *desk, csr_health_view *out)
{
    csr_result *result;
    csr_status status = csr_desk_health(desk, &result, &err);

    out->struct_size = sizeof(*out);
    if (status == CSR_OK)
        CU_ASSERT_EQUAL(csr_health_at(result, 0, out, &err), CSR_OK);
    csr_result_free(result);
    return status;
}

/* Nothing can be put beside the file then; but what waits in a log would be overlooked without it. */
static void test_mounted_for_reading(void)
{
    csr_desk *writer, *reader;
    csr_health_view is;

    fresh();
    plan.read_only = 1;
    SAYS(DESK, "mounted for reading only");
    CU_ASSERT_EQUAL(open_desk(DESK, CSR_OPEN_READ_ONLY, &reader), CSR_OK);
    CU_ASSERT_NOT_EQUAL(access(DESK "-shm", F_OK), 0);
    CU_ASSERT_EQUAL(health(reader, &is), CSR_OK);
    CU_ASSERT(is.read_only && is.log_bytes == 0 && is.file_bytes > 0);
    csr_desk_close(reader);
    in_peace();
    (void)fclose(fopen(DESK "-wal", "w")); /* an empty log is none */
    plan.read_only = 1;
    CU_ASSERT_EQUAL(try_open(DESK, CSR_OPEN_READ_ONLY), CSR_OK);
    CU_ASSERT_NOT_EQUAL(access(DESK "-shm", F_OK), 0);
    in_peace();
    fresh();
    CU_ASSERT_EQUAL(open_desk(DESK, 0, &writer), CSR_OK);
    plan.read_only = 1;
    CU_ASSERT_EQUAL(try_open(DESK, CSR_OPEN_READ_ONLY), CSR_OK);
    CU_ASSERT_EQUAL(access(DESK "-shm", F_OK), 0);
    in_peace();
    csr_desk_close(writer);
    fail("statvfs", NULL, EIO);
    CU_ASSERT_EQUAL(open_desk(DESK, CSR_OPEN_READ_ONLY, &reader), CSR_OK);
    CU_ASSERT_EQUAL(health(reader, &is), CSR_OK);
    CU_ASSERT_EQUAL(is.disk_free_bytes, 0);
    csr_desk_close(reader);
}

static void test_room(void)
{
    fresh();
    plan.mb = 100;
    SAYS(DESK, "2 disk: the disk has 100 MB left (make room)");
    plan.mb = 7;
    SAYS(DESK, "3 disk: the disk has 7 MB left (make room)");
    plan.mb = 1000;
    CU_ASSERT_PTR_NULL(strstr(examine(DESK), "MB left"));
    fail("statvfs", NULL, EIO);
    CU_ASSERT_PTR_NULL(strstr(examine(DESK), "MB left"));
}

/* --- rights --- */

static void test_rights(void)
{
    fresh();
    fail("access", DESK, EACCES);
    SAYS(DESK, "the file can only be read");
    fail("access folder", NULL, EACCES);
    SAYS(DESK, "the folder cannot be written to");
    fail("lstat", DESK, EACCES);
    CU_ASSERT_EQUAL(try_open(DESK, 0), CSR_E_STORE_OPEN);
    CU_ASSERT_PTR_NOT_NULL(strstr(err.message, "Permission denied"));
    fail("lstat", DESK, 9999);
    CU_ASSERT_EQUAL(try_open(DESK, 0), CSR_E_STORE_OPEN);
    CU_ASSERT_PTR_NOT_NULL(strstr(err.message, "9999"));
}

/* SQLite does not say why it cannot open a file; what the system says about it stands in the message. */
static void test_obstacles(void)
{
    static const struct {
        const char *call;
        int number;
        const char *text;
    } table[] = {
        { "access", EACCES, "Permission denied" },
        { "access", ENOENT, "the system refuses it" },
        { "access folder", EACCES, "its folder cannot be written to" },
        { "nothing", 0, "the system refuses it" },
    };

    for (uint32_t flags = 0; flags <= CSR_OPEN_READ_ONLY; flags += CSR_OPEN_READ_ONLY)
        for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
            fresh();
            fail(table[i].call, NULL, table[i].number);
            plan.closed = EACCES;
            CU_ASSERT_EQUAL(try_open(DESK, flags), CSR_E_STORE_OPEN);
            CU_ASSERT_PTR_NOT_NULL(strstr(err.message, table[i].text));
        }
}

/* --- copies --- */

static csr_status copy(csr_desk *desk)
{
    csr_result *result;
    csr_status status;

    err = (csr_error)CSR_ERROR_INIT;
    status = csr_desk_backup(desk, COPY, NULL, &result, &err);
    csr_result_free(result);
    return status;
}

/* What is refused while a copy is made, and what is said about it. */
static void test_copies(void)
{
    static const struct {
        const char *call, *part;
        int number, there; /* whether the copy is there in spite of it */
        csr_status status;
    } table[] = {
        { "open new", "-new-", EACCES, 0, CSR_E_STORE_IO },
        { "open new", "-new-", ENOSPC, 0, CSR_E_STORE_FULL },
        { "open", "-new-", EMFILE, 0, CSR_E_STORE_IO },
        { "read", NULL, EIO, 0, CSR_E_STORE_IO },
        { "link", COPY, EACCES, 0, CSR_E_STORE_IO },
        { "link", COPY, EDQUOT, 0, CSR_E_STORE_FULL },
        { "link", COPY, EPERM, 1, CSR_OK }, /* no hard links there: renamed */
        { "link", COPY, EOPNOTSUPP, 1, CSR_OK },
        { "link", COPY, ENOSYS, 1, CSR_OK },
    };

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        csr_desk *desk;
        fresh();
        CU_ASSERT_EQUAL_FATAL(open_desk(DESK, 0, &desk), CSR_OK);
        fail(table[i].call, table[i].part, table[i].number);
        CU_ASSERT_EQUAL(copy(desk), table[i].status);
        CU_ASSERT_TRUE(plan.hits > 0);
        in_peace();
        CU_ASSERT_STRING_EQUAL(err.field, table[i].status == CSR_OK ? "" : "path");
        CU_ASSERT_EQUAL(access(COPY, F_OK) == 0, table[i].there);
        CU_ASSERT_EQUAL(drafts(), 0);
        if (!table[i].there)
            CU_ASSERT_EQUAL(copy(desk), CSR_OK);
        csr_desk_close(desk);
        CU_ASSERT_EQUAL(try_open(COPY, CSR_OPEN_READ_ONLY), CSR_OK);
    }
}

/* Somebody else puts a file there meanwhile: it stays, with hard links and without. */
static void test_copies_take_the_place_of_nothing(void)
{
    static const int numbers[] = { 0, EPERM };
    struct stat found;
    csr_desk *desk;

    for (size_t i = 0; i < 2; i++) {
        fresh();
        CU_ASSERT_EQUAL_FATAL(open_desk(DESK, 0, &desk), CSR_OK);
        fail("link", COPY, numbers[i]);
        plan.make = COPY;
        CU_ASSERT_EQUAL(copy(desk), CSR_E_DUPLICATE);
        CU_ASSERT_EQUAL(plan.hits, 1);
        in_peace();
        CU_ASSERT_EQUAL(stat(COPY, &found), 0);
        CU_ASSERT_EQUAL(found.st_size, 0);
        CU_ASSERT_EQUAL(drafts(), 0);
        csr_desk_close(desk);
    }
}

/* Interrupted calls are made again; a folder that cannot be flushed is told, for nobody knows what a crash would leave. */
static void test_flushing(void)
{
    static const struct {
        const char *call;
        int number;
        csr_status status;
    } table[] = { { "read", EINTR, CSR_OK }, { "fsync", EIO, CSR_E_STORE_IO }, { "open", EMFILE, CSR_E_STORE_IO } };
    csr_desk *desk;

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
        for (int renamed = 0; renamed < 2; renamed++) {
            fresh();
            CU_ASSERT_EQUAL_FATAL(open_desk(DESK, 0, &desk), CSR_OK);
            fail(table[i].call, NULL, table[i].number);
            plan.once = table[i].status == CSR_OK;
            plan.skip = i == 2; /* the draft is measured first */
            plan.no_links = renamed ? EPERM : 0;
            CU_ASSERT_EQUAL(copy(desk), table[i].status);
            CU_ASSERT_TRUE(plan.hits > 0);
            in_peace();
            CU_ASSERT_EQUAL(drafts(), 0);
            CU_ASSERT_EQUAL(access(COPY, F_OK), 0);
            csr_desk_close(desk);
        }
}

/* --- new desks --- */

/* Where a draft cannot be made, written, flushed or linked, SQLite makes the desk in its place. */
static void test_new_desks(void)
{
    static const struct {
        const char *call, *part;
        int number, once;
    } table[] = {
        { "open new", "-new-", EACCES, 0 }, { "open new", "-new-", EEXIST, 0 }, { "open new", "-new-", EEXIST, 1 },
        { "write", NULL, EINTR, 1 },        { "write", NULL, ENOSPC, 0 },       { "write", NULL, ENODATA, 0 },
        { "fsync", NULL, EIO, 1 },          { "link", DESK, EPERM, 0 },         { "link", DESK, EEXIST, 0 },
        { "open", NULL, EMFILE, 0 },
    };

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        forget(DESK);
        fail(table[i].call, table[i].part, table[i].number);
        plan.once = (unsigned)table[i].once;
        plan.piece = 5000;
        CU_ASSERT_EQUAL(try_open(DESK, 0), CSR_OK);
        CU_ASSERT_TRUE(plan.hits > 0);
        in_peace();
        CU_ASSERT_EQUAL(drafts(), 0);
        CU_ASSERT_EQUAL(try_open(DESK, CSR_OPEN_EXISTING), CSR_OK);
        CU_ASSERT_PTR_NOT_NULL(strstr(examine(DESK), "0 errors"));
    }
}

/* A folder whose name is so long that nothing fits behind it. */
static void test_deep_folders(void)
{
    char name[256], path[6000] = "";

    memset(name, 'd', 200);
    name[200] = '\0';
    for (int i = 0; i < 4; i++) {
        strcat(strcat(path, name), "/");
        CU_ASSERT_EQUAL(mkdir(path, 0700), 0);
    }
    strcat(path, "desk.csr");
    CU_ASSERT_EQUAL(try_open(path, 0), CSR_E_STORE_OPEN); /* the message begins with the path, and is cut */
    CU_ASSERT_STRING_EQUAL(err.field, "uri");
    memset(path, '/', sizeof(path) - 1);
    path[sizeof(path) - 2] = 'x';
    path[sizeof(path) - 1] = '\0';
    CU_ASSERT_EQUAL(try_open(path, 0), CSR_E_STORE_OPEN);
    CU_ASSERT_STRING_EQUAL(err.field, "uri");
}

/* --- the doctor without memory --- */

/* Everything there is to find at once, and each allocation fails. */
static void test_findings_without_memory(void)
{
    csr_desk_examine_params params = CSR_DESK_EXAMINE_PARAMS_INIT;
    csr_status status = CSR_E_NO_MEMORY;
    csr_result *result;
    csr_desk *desk;
    sqlite3 *db;

    fresh();
    CU_ASSERT_EQUAL(sqlite3_open(DESK, &db), SQLITE_OK);
    CU_ASSERT_EQUAL(sqlite3_exec(db, "DROP INDEX ticket_by_customer", NULL, NULL, NULL), SQLITE_OK);
    (void)sqlite3_close(db);
    CU_ASSERT_EQUAL(open_desk(DESK, 0, &desk), CSR_OK);
    (void)fclose(fopen(DESK "-new-1-0", "w"));
    fail("access", DESK, EACCES);
    plan.mb = 1;
    params.host = &host.host;
    for (uint64_t nth = 1; status != CSR_OK && nth < 3000; nth++) {
        csr_test_host_fail_alloc(&host, nth, 0);
        err = (csr_error)CSR_ERROR_INIT;
        status = csr_desk_examine(DESK, &params, &result, &err);
        csr_test_host_fail_alloc(&host, 0, 0);
        CU_ASSERT_TRUE(status == CSR_OK || status == CSR_E_NO_MEMORY);
        CU_ASSERT_EQUAL(err.status, status);
        csr_result_free(result);
    }
    CU_ASSERT_EQUAL(status, CSR_OK);
    SAYS(DESK, "are missing");
    in_peace();
    (void)unlink(DESK "-new-1-0");
    csr_desk_close(desk);
}

/* The list of findings cannot grow any more, at each of them. */
static void test_findings_that_do_not_fit(void)
{
    sqlite3 *db;

    fresh();
    CU_ASSERT_EQUAL(sqlite3_open(DESK, &db), SQLITE_OK);
    CU_ASSERT_EQUAL(sqlite3_exec(db, "DROP INDEX ticket_by_customer;PRAGMA wal_checkpoint", NULL, NULL, NULL),
                    SQLITE_OK);
    (void)fclose(fopen(DESK "-new-1-0", "w"));
    fail("access", DESK, EACCES);
    plan.mb = 1;
    for (size_t room = 0; room < 7; room++) {
        csr_status status;
        csr_rows *rows;
        void *row;
        CU_ASSERT_EQUAL_FATAL(csri_rows_new(&host.host, sizeof(csr_diagnostic_view), 8, &rows, NULL), CSR_OK);
        for (size_t i = room; i < 8; i++)
            CU_ASSERT_EQUAL(csr_rows_add(rows, &row), CSR_OK);
        err = (csr_error)CSR_ERROR_INIT;
        csr_test_host_fail_alloc(&host, 1, 1);
        status = csri_sqlite_ops.examine(&host.host, DESK, &csri_schema, rows, &err);
        csr_test_host_fail_alloc(&host, 0, 0);
        CU_ASSERT_EQUAL(status, CSR_E_NO_MEMORY);
        CU_ASSERT_EQUAL(err.status, status);
        csri_rows_free(rows);
    }
    in_peace();
    (void)sqlite3_close(db);
    (void)unlink(DESK "-new-1-0");
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "sqlite_system/network", test_network },
        { "sqlite_system/mounted_for_reading", test_mounted_for_reading },
        { "sqlite_system/room", test_room },
        { "sqlite_system/rights", test_rights },
        { "sqlite_system/obstacles", test_obstacles },
        { "sqlite_system/copies", test_copies },
        { "sqlite_system/copies_take_the_place_of_nothing", test_copies_take_the_place_of_nothing },
        { "sqlite_system/flushing", test_flushing },
        { "sqlite_system/new_desks", test_new_desks },
        { "sqlite_system/deep_folders", test_deep_folders },
        { "sqlite_system/findings_without_memory", test_findings_without_memory },
        { "sqlite_system/findings_that_do_not_fit", test_findings_that_do_not_fit },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "sqlite_system", set_up, tear_down, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

    return csr_test_main("sqlite_system_test", suites, 12);
}
