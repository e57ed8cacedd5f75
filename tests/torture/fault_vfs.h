/*
 * A VFS of SQLite between it and the system's: any call can fail, and power can go.
 *
 * Registered as the default of the process, so that the library uses it without knowing. One thread under test.
 */
#ifndef CSR_TORTURE_FAULT_VFS_H
#define CSR_TORTURE_FAULT_VFS_H

#include <stdint.h>

/* Kinds of calls, as bits. */
enum {
    VFS_READ = 1,
    VFS_WRITE = 2,
    VFS_SYNC = 4,
    VFS_TRUNCATE = 8,
    VFS_OPEN = 16,
    VFS_LOCK = 32,
    VFS_SHM = 64,
    VFS_DELETE = 128,
    VFS_SIZE = 256,
    VFS_ANY = 511
};

typedef struct fault_vfs_plan {
    uint64_t nth; /* 0 = nothing fails */
    int forever;
    unsigned kinds;
    int full;          /* writes fail with SQLITE_FULL instead of an I/O error */
    int keeps_sectors; /* promise that a write spoils nothing beside it, as the system's VFS does */
    uint64_t calls, hits;
} fault_vfs_plan;

extern fault_vfs_plan fault_vfs;

/* Register; answers 0 when SQLite does not want it. */
int fault_vfs_install(void);

/* From now on remember what is written and not synced; files that exist are as they are on disk. */
void power_on(void);
/* Let power go after so many writes, syncs, truncations and removals: none of them happens any more. */
void power_cut_after(uint64_t calls);
int power_is_cut(void);
/* Syncs say done and do nothing: a disk that lies. */
void power_let_syncs_lie(int lie);
/* Power is back: every file becomes what was synced, with a random part of the sectors written since. Answers how many
 * writes and removals were unsynced. Nothing is open. */
uint64_t power_back(uint64_t seed);

#endif
