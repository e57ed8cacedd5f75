/* For realpath(), which is POSIX since 2008 but not so to glibc. */
#define _XOPEN_SOURCE 700

#include "backends/sqlite/sqlite_file.h"

#include "backends/sqlite/ddl.h"
#include "backends/sqlite/sqlite_error.h"
#include "base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/vfs.h>
#endif

/* Bytes of one page of the smallest size. */
#define SMALLEST_DATABASE 512

static csr_status open_failed(csr_error *err, const char *path, int number)
{
    char reason[128];

    return csri_fail(err, CSR_E_STORE_OPEN, "uri", "%s: %s", path,
                     csri_sqlite_errno_text(number, reason, sizeof(reason)));
}

/* Bytes of a path with its NUL, at most: SQLite puts "-journal" behind it. */
static size_t longest_path(void)
{
    const sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);

    return (vfs == NULL || vfs->mxPathname > PATH_MAX ? PATH_MAX : (size_t)vfs->mxPathname) - sizeof("-journal");
}

/* The folder of a URI, absolute and with a slash behind; its length, or 0 after a failure. */
static size_t resolve_folder(const char *uri, size_t folder_bytes, char out[PATH_MAX])
{
    char folder[PATH_MAX];
    size_t used;

    if (folder_bytes + 2 > sizeof(folder)) {
        errno = ENAMETOOLONG;
        return 0;
    }
    memcpy(folder, uri, folder_bytes);
    memcpy(folder + folder_bytes, ".", 2);
    if (realpath(folder, out) == NULL)
        return 0;
    used = strlen(out);
    if (used + 1 > longest_path()) {
        errno = ENAMETOOLONG;
        return 0;
    }
    if (out[used - 1] != '/')
        memcpy(out + used++, "/", 2);
    return used;
}

csr_status csri_sqlite_path(const char *uri, char out[PATH_MAX], csr_error *err)
{
    const char *slash, *name;
    size_t used;

    if (uri == NULL || *uri == '\0')
        return csri_fail(err, CSR_E_ARGUMENT, "uri", "uri: a path is missing");
    /* Special to SQLite and no paths: most likely a mistake. */
    if (strcmp(uri, ":memory:") == 0 || strncmp(uri, "file:", 5) == 0)
        return csri_fail(err, CSR_E_ARGUMENT, "uri", "uri: \"%s\" is no path; \"memory:\" is the desk without a file",
                         uri);
    slash = strrchr(uri, '/');
    name = slash == NULL ? uri : slash + 1;
    if (*name == '\0' || strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
        return open_failed(err, uri, EISDIR);
    /* The folder may be reached through links, the file itself may not be one: SQLite is told so when it opens. */
    used = resolve_folder(uri, (size_t)(name - uri), out);
    if (used == 0)
        return open_failed(err, uri, errno);
    if (used + strlen(name) + 1 > longest_path())
        return open_failed(err, uri, ENAMETOOLONG);
    memcpy(out + used, name, strlen(name) + 1);
    return CSR_OK;
}

/* The folder of an absolute path. */
static void folder_of(const char *path, char out[PATH_MAX])
{
    size_t n = (size_t)(strrchr(path, '/') - path);

    n = n == 0 ? 1 : n;
    memcpy(out, path, n);
    out[n] = '\0';
}

#ifdef __linux__
typedef struct file_system {
    const char *name;
    uint32_t magic;
} file_system;

/* WAL needs memory shared by all who use the file, and locks that hold: neither goes over a network. */
static const file_system remote[] = {
    { "NFS", 0x6969 },       { "SMB", 0x517b },      { "SMB2", 0xfe534d42 },   { "CIFS", 0xff534d42 },
    { "9P", 0x01021997 },    { "AFS", 0x5346414f },  { "AFS", 0x6b414653 },    { "Coda", 0x73757245 },
    { "Ceph", 0x00c36400 },  { "NCP", 0x564c },      { "Lustre", 0x0bd00bd0 }, { "GPFS", 0x47504653 },
    { "OCFS2", 0x7461636f }, { "GFS2", 0x01161970 },
};

static const char *remote_name(const char *path)
{
    struct statfs found;

    if (statfs(path, &found) != 0)
        return NULL;
    for (size_t i = 0; i < sizeof(remote) / sizeof(remote[0]); i++)
        if (remote[i].magic == (uint32_t)found.f_type)
            return remote[i].name;
    return NULL;
}
#else
static const char *remote_name(const char *path)
{
    (void)path;
    return NULL;
}
#endif

csr_status csri_sqlite_examine(const char *path, int *exists, csr_error *err)
{
    char folder[PATH_MAX];
    const char *network;
    struct stat found;

    /* Never opened and closed by ourselves: that would drop the locks of other desks of this process on it. */
    *exists = lstat(path, &found) == 0;
    if (!*exists && errno != ENOENT)
        return open_failed(err, path, errno);
    if (*exists && S_ISDIR(found.st_mode))
        return open_failed(err, path, EISDIR);
    if (*exists && !S_ISREG(found.st_mode))
        return csri_fail(err, CSR_E_STORE_OPEN, "uri", "%s: is not a regular file", path);
    /* SQLite takes a file of one byte for an empty one, and would overwrite the byte. */
    if (*exists && found.st_size > 0 && found.st_size < SMALLEST_DATABASE)
        return csri_fail(err, CSR_E_NOT_A_DESK, "uri", "%s: is no desk, nor any other SQLite file", path);
    folder_of(path, folder);
    network = remote_name(*exists ? path : folder);
    if (network != NULL)
        return csri_fail(err, CSR_E_UNSUPPORTED, "uri",
                         "%s: lies on a network file system (%s), where its locks do not hold", path, network);
    return CSR_OK;
}

const char *csri_sqlite_obstacle(const char *path, int read_only, char *out, size_t size)
{
    char folder[PATH_MAX], reason[128];
    int wanted = R_OK | (read_only ? 0 : W_OK);

    folder_of(path, folder);
    if (access(path, wanted) != 0 && errno != ENOENT)
        snprintf(out, size, "%s", csri_sqlite_errno_text(errno, reason, sizeof(reason)));
    else if (access(folder, W_OK | X_OK) != 0)
        snprintf(out, size, "its folder cannot be written to, where SQLite keeps files beside it (%s)",
                 csri_sqlite_errno_text(errno, reason, sizeof(reason)));
    else
        snprintf(out, size, "the system refuses it");
    return out;
}

int csri_sqlite_is_immutable(const char *path)
{
    char wal[PATH_MAX + 64];
    struct statvfs system;
    struct stat found;

    snprintf(wal, sizeof(wal), "%s-wal", path);
    if (statvfs(path, &system) != 0 || (system.f_flag & ST_RDONLY) == 0)
        return 0;
    /* What stands in a WAL would be overlooked. */
    return stat(wal, &found) != 0 || found.st_size == 0;
}

void csri_sqlite_immutable_uri(const char *path, char out[CSRI_SQLITE_URI_MAX])
{
    static const char digits[] = "0123456789abcdef";
    char *to = out + 5;

    memcpy(out, "file:", 5); /* NOLINT(bugprone-not-null-terminated-result): the rest follows */
    for (; *path != '\0'; path++) {
        unsigned char c = (unsigned char)*path;
        if (c == '%' || c == '?' || c == '#') {
            *to++ = '%';
            *to++ = digits[c >> 4];
            *to++ = digits[c & 15];
        } else {
            *to++ = (char)c;
        }
    }
    memcpy(to, "?immutable=1", sizeof("?immutable=1"));
}

/* The bytes of a desk that is empty, to be freed with sqlite3_free(), or NULL. */
static unsigned char *empty_desk(const csr_host *host, const csr_schema *schema, sqlite3_int64 *size)
{
    unsigned char *bytes = NULL;
    sqlite3 *db = NULL;
    csri_buffer script;

    csri_buffer_init(&script, host, 0);
    csri_buffer_text(&script, "BEGIN;");
    csri_sqlite_ddl(&script, schema, host->now(host->user));
    if (script.status == CSR_OK &&
        sqlite3_open_v2(":memory:", &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL) ==
            SQLITE_OK &&
        sqlite3_exec(db, script.ptr, NULL, NULL, NULL) == SQLITE_OK &&
        sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK)
        bytes = sqlite3_serialize(db, "main", size, 0);
    (void)sqlite3_close(db);
    csri_buffer_free(&script);
    if (bytes != NULL)
        bytes[18] = bytes[19] = 2; /* versions for writing and reading: WAL */
    return bytes;
}

static int write_all(int fd, const unsigned char *bytes, size_t size)
{
    while (size > 0) {
        ssize_t n = write(fd, bytes, size);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return 0;
        bytes += n;
        size -= (size_t)n;
    }
    return 1;
}

/* Names of the file while it is being made: a crash leaves it behind, and nothing ever reads it. */
#define DRAFTS 16
int csri_sqlite_draft(const char *path, char out[CSRI_SQLITE_DRAFT_MAX])
{
    int fd = -1;

    for (unsigned i = 0; i < DRAFTS && fd < 0; i++) {
        snprintf(out, CSRI_SQLITE_DRAFT_MAX, "%s-new-%ld-%u", path, (long)getpid(), i);
        fd = open(out, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644);
        if (fd < 0 && errno != EEXIST)
            break;
    }
    return fd;
}

static int sync_folder(const char *path)
{
    char folder[PATH_MAX];
    int fd, synced;

    folder_of(path, folder);
    fd = open(folder, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return 0;
    synced = fsync(fd) == 0;
    return close(fd) == 0 && synced;
}

/* Some file systems know no second name for a file; there nothing is between looking and renaming but time. */
static int rename_to_nothing(const char *draft, const char *path)
{
    struct stat found;

    if (lstat(path, &found) == 0) {
        errno = EEXIST;
        return -1;
    }
    return rename(draft, path);
}

int csri_sqlite_publish(const char *draft, const char *path)
{
    int done = link(draft, path), number;

    if (done != 0 && (errno == EPERM || errno == EOPNOTSUPP || errno == ENOSYS))
        return rename_to_nothing(draft, path) == 0 && sync_folder(path) ? 0 : errno;
    number = done != 0 ? errno : 0;
    if (done == 0 && !sync_folder(path))
        number = errno;
    (void)unlink(draft);
    return number;
}

/* Whether a file of SQLite is what its bytes say: a program may have made another VFS the default, one that encrypts say. */
static int is_plain_sqlite(void)
{
    const sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);

    return vfs != NULL && strcmp(vfs->zName, "unix") == 0;
}

/* A journal or WAL of a file that is gone would be taken for the new file's. */
static int has_remains(const char *path)
{
    static const char *const suffixes[] = { "-wal", "-journal" };
    char name[PATH_MAX + 64];
    struct stat found;

    for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
        snprintf(name, sizeof(name), "%s%s", path, suffixes[i]);
        if (lstat(name, &found) == 0)
            return 1;
    }
    return 0;
}

/*
 * The desk is made in memory, written to a draft beside the path, flushed, and then linked to the path. So whatever is at
 * the path is whole: a crash before the link leaves the path empty, and the next one to open begins anew; of several who
 * make the same desk at once one links, and the others find its file. It is also twice as fast as the same statements in
 * the file itself, which SQLite writes first to the WAL and then again.
 *
 * Where files cannot be linked, remains of another file lie about, or the program has put something between SQLite and its
 * files, nothing is made here. Then SQLite makes the schema in place, in one transaction.
 */
void csri_sqlite_make(const csr_host *host, const csr_schema *schema, const char *path)
{
    char draft[CSRI_SQLITE_DRAFT_MAX];
    sqlite3_int64 size = 0;
    unsigned char *bytes;
    int fd, written;

    if (!is_plain_sqlite() || has_remains(path))
        return;
    bytes = empty_desk(host, schema, &size);
    fd = bytes == NULL ? -1 : csri_sqlite_draft(path, draft);
    if (fd >= 0) {
        written = write_all(fd, bytes, (size_t)size) && fsync(fd) == 0;
        /* Closed before it has its name: closing would drop the locks of those who open it by that. */
        written = close(fd) == 0 && written;
        if (written && link(draft, path) == 0)
            (void)sync_folder(path);
        (void)unlink(draft);
    }
    sqlite3_free(bytes);
}
