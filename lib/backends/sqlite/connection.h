/*
 * One connection to the file, which carries at most one transaction; and the store that it belongs to.
 *
 * Connections are opened without SQLite's mutexes: one is in the hands of one thread at a time, which the pool and the
 * contract of the transactions see to.
 */
#ifndef CSRI_BACKENDS_SQLITE_CONNECTION_H
#define CSRI_BACKENDS_SQLITE_CONNECTION_H

#include "backends/sqlite/sqlite_options.h"
#include "backends/sqlite/sqlite_wait.h"
#include "backends/sqlite/statements.h"
#include "base/process.h"

#include <csr/sys/backend.h>
#include <sys/types.h>

/* BEGIN, BEGIN IMMEDIATE, COMMIT, ROLLBACK. */
enum {
    CSRI_SQLITE_BEGIN_READ,
    CSRI_SQLITE_BEGIN_WRITE,
    CSRI_SQLITE_COMMIT,
    CSRI_SQLITE_ROLLBACK,
    CSRI_SQLITE_CONTROLS
};

/* A connection, and the transaction that is open on it. */
struct csr_store_tx {
    csr_store *store;
    sqlite3 *db;
    csr_store_tx *next; /* in the pool */
    int32_t mode;       /* CSR_TX_READ, CSR_TX_WRITE; 0 = none open */
    int durable;        /* this transaction flushes, and the connection otherwise does not */
    csr_status failed;  /* the error after which the transaction has to be rolled back */
    csri_sqlite_patience patience;
    uint64_t memo;         /* the library's word; 0 as soon as others have written */
    unsigned data_version; /* SQLite's number of the file's content after our last write transaction */
    sqlite3_stmt *controls[CSRI_SQLITE_CONTROLS];
    csri_sqlite_statements statements;
};

struct csr_store {
    csr_host host;
    const csr_schema *schema;
    csri_sqlite_options options;
    int read_only;
    int migrates; /* opened by a migration: takes older files, and has the file alone unless it only reads */
    char *path;   /* absolute, no symbolic links */
    size_t path_bytes;
    csri_process process; /* that opened it */
    dev_t device;         /* and inode: the file, whatever its name may come to mean */
    ino_t inode;

    csri_sqlite_turn turn; /* who may write; its holder alone uses the next two */
    int wal_frames;        /* after the last commit */
    int checkpoint_at;     /* frames at which to copy them into the file */

    pthread_mutex_t lock; /* guards the rest */
    csr_store_tx *idle;
    unsigned idle_count;
    csr_id desk; /* all zero = not known yet */
};

/*
 * Open one more connection. The first one of a store (whose inode is 0) takes any desk and, with may_create, makes the
 * schema where it is missing; the later ones insist on the same file. CSR_E_STORE_OPEN, CSR_E_NOT_A_DESK,
 * CSR_E_SCHEMA_OLD, CSR_E_SCHEMA_NEW, CSR_E_UNSUPPORTED, CSR_E_STORE_BUSY, CSR_E_STORE_IO, CSR_E_NO_MEMORY. The limit, which
 * may be NULL, is for the waiting for others who use the file.
 */
csr_status csri_sqlite_connect(csr_store *store, int may_create, const csr_limit *limit, csr_store_tx **out,
                               csr_error *err);

/* Close a connection. In a process that did not open it, only our own memory is freed: SQLite's locks stayed behind. */
void csri_sqlite_disconnect(csr_store_tx *tx);

/* Run a control statement. A result code of SQLite, SQLITE_OK when done. */
int csri_sqlite_control(csr_store_tx *tx, int which);

#endif
