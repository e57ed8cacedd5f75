#include "torture/fault_vfs.h"

#include "torture/power.h"

#include <sqlite3.h>
#include <stddef.h>
#include <string.h>

fault_vfs_plan fault_vfs = { .kinds = VFS_ANY };

/* A file of ours; that of the system's VFS lies behind it. */
typedef struct file {
    sqlite3_file base;
    power_file *power; /* NULL = nothing of it is remembered */
    int64_t inner[];   /* aligned as SQLite aligns files, which is less than malloc does */
} file;

static sqlite3_vfs *below;

static sqlite3_file *inner_of(sqlite3_file *f)
{
    return (sqlite3_file *)((file *)f)->inner;
}

static const sqlite3_io_methods *methods_of(sqlite3_file *f)
{
    return inner_of(f)->pMethods;
}

/* Whether this call fails. */
static int fails(unsigned kind)
{
    fault_vfs_plan *plan = &fault_vfs;

    if (plan->nth == 0 || (plan->kinds & kind) == 0)
        return 0;
    plan->calls++;
    if (plan->calls < plan->nth || (plan->calls > plan->nth && !plan->forever))
        return 0;
    plan->hits++;
    return 1;
}

static int close_file(sqlite3_file *f)
{
    return methods_of(f)->xClose(inner_of(f));
}

static int read_at(sqlite3_file *f, void *to, int size, sqlite3_int64 at)
{
    return fails(VFS_READ) ? SQLITE_IOERR_READ : methods_of(f)->xRead(inner_of(f), to, size, at);
}

static int write_at(sqlite3_file *f, const void *from, int size, sqlite3_int64 at)
{
    int code;

    if (fails(VFS_WRITE))
        return fault_vfs.full ? SQLITE_FULL : SQLITE_IOERR_WRITE;
    if (power_gone())
        return SQLITE_IOERR_WRITE;
    code = methods_of(f)->xWrite(inner_of(f), from, size, at);
    if (code == SQLITE_OK && ((file *)f)->power != NULL)
        power_note_write(((file *)f)->power, from, (size_t)size, at);
    return code;
}

static int truncate_file(sqlite3_file *f, sqlite3_int64 size)
{
    int code;

    if (fails(VFS_TRUNCATE) || power_gone())
        return SQLITE_IOERR_TRUNCATE;
    code = methods_of(f)->xTruncate(inner_of(f), size);
    if (code == SQLITE_OK && ((file *)f)->power != NULL)
        power_note_truncate(((file *)f)->power, size);
    return code;
}

static int sync_file(sqlite3_file *f, int flags)
{
    int code = SQLITE_OK;

    if (fails(VFS_SYNC) || power_gone())
        return SQLITE_IOERR_FSYNC;
    /* While power is watched the memory of power.c is the disk, and the real one need not be waited for. */
    if (((file *)f)->power != NULL)
        power_note_sync(((file *)f)->power);
    else
        code = methods_of(f)->xSync(inner_of(f), flags);
    return code;
}

static int file_size(sqlite3_file *f, sqlite3_int64 *out)
{
    return fails(VFS_SIZE) ? SQLITE_IOERR_FSTAT : methods_of(f)->xFileSize(inner_of(f), out);
}

static int lock(sqlite3_file *f, int level)
{
    return fails(VFS_LOCK) ? SQLITE_IOERR_LOCK : methods_of(f)->xLock(inner_of(f), level);
}

static int unlock(sqlite3_file *f, int level)
{
    return methods_of(f)->xUnlock(inner_of(f), level);
}

static int check_reserved(sqlite3_file *f, int *out)
{
    return methods_of(f)->xCheckReservedLock(inner_of(f), out);
}

static int control(sqlite3_file *f, int op, void *arg)
{
    return methods_of(f)->xFileControl(inner_of(f), op, arg);
}

static int sector_size(sqlite3_file *f)
{
    return methods_of(f)->xSectorSize(inner_of(f));
}

/* None of the promises of a good disk: no atomic writes, no safe append, and what lies beside a write can be torn. */
static int characteristics(sqlite3_file *f)
{
    (void)f;
    return fault_vfs.keeps_sectors ? SQLITE_IOCAP_POWERSAFE_OVERWRITE : 0;
}

static int shm_map(sqlite3_file *f, int page, int size, int extend, void volatile **out)
{
    return fails(VFS_SHM) ? SQLITE_IOERR_SHMMAP : methods_of(f)->xShmMap(inner_of(f), page, size, extend, out);
}

static int shm_lock(sqlite3_file *f, int offset, int n, int flags)
{
    /* Giving a lock back cannot fail. */
    if ((flags & SQLITE_SHM_LOCK) != 0 && fails(VFS_SHM))
        return SQLITE_IOERR_SHMLOCK;
    return methods_of(f)->xShmLock(inner_of(f), offset, n, flags);
}

static void shm_barrier(sqlite3_file *f)
{
    methods_of(f)->xShmBarrier(inner_of(f));
}

static int shm_unmap(sqlite3_file *f, int delete_flag)
{
    return methods_of(f)->xShmUnmap(inner_of(f), delete_flag);
}

static const sqlite3_io_methods io = {
    .iVersion = 2,
    .xClose = close_file,
    .xRead = read_at,
    .xWrite = write_at,
    .xTruncate = truncate_file,
    .xSync = sync_file,
    .xFileSize = file_size,
    .xLock = lock,
    .xUnlock = unlock,
    .xCheckReservedLock = check_reserved,
    .xFileControl = control,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = characteristics,
    .xShmMap = shm_map,
    .xShmLock = shm_lock,
    .xShmBarrier = shm_barrier,
    .xShmUnmap = shm_unmap,
};

static int open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags, int *out_flags)
{
    file *outer = (file *)f;
    int code;

    (void)vfs;
    memset(outer, 0, offsetof(file, inner));
    if (fails(VFS_OPEN))
        return SQLITE_CANTOPEN;
    if (name != NULL && (flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL)) != 0)
        outer->power = power_file_of(name);
    code = below->xOpen(below, name, inner_of(f), flags, out_flags);
    if (inner_of(f)->pMethods != NULL)
        outer->base.pMethods = &io;
    return code;
}

static int delete_file(sqlite3_vfs *vfs, const char *name, int sync_folder)
{
    int code;

    (void)vfs;
    if (fails(VFS_DELETE) || power_gone())
        return SQLITE_IOERR_DELETE;
    code = below->xDelete(below, name, sync_folder);
    if (code == SQLITE_OK)
        power_note_delete(name);
    return code;
}

int fault_vfs_install(void)
{
    static sqlite3_vfs vfs;

    below = sqlite3_vfs_find(NULL);
    if (below == NULL)
        return 0;
    vfs = *below;
    vfs.zName = "torture";
    vfs.szOsFile = (int)sizeof(file) + below->szOsFile;
    vfs.pNext = NULL;
    vfs.xOpen = open_file;
    vfs.xDelete = delete_file;
    return sqlite3_vfs_register(&vfs, 1) == SQLITE_OK;
}
