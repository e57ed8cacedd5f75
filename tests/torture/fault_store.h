/*
 * A store that forwards to another one and lets calls fail.
 *
 * Two vtables, over memory and over SQLite; what is to fail is set for the process, for a vtable has no place for it.
 * The armed fault is read by the thread under test only.
 */
#ifndef CSR_TORTURE_FAULT_STORE_H
#define CSR_TORTURE_FAULT_STORE_H

#include <csr/sys/backend.h>

extern const csr_backend_ops fault_memory_ops;
extern const csr_backend_ops fault_sqlite_ops;

/* Methods that can fail, as bits. */
enum {
    FAULT_OPEN = 1,
    FAULT_BEGIN = 2,
    FAULT_COMMIT = 4,
    FAULT_INSERT = 8,
    FAULT_UPDATE = 16,
    FAULT_ERASE = 32,
    FAULT_GET = 64,
    FAULT_GET_MANY = 128,
    FAULT_SCAN = 256,
    FAULT_COUNT = 512,
    FAULT_ANY = 1023
};

/* What a commit that fails does. */
typedef enum fault_outcome {
    FAULT_BEFORE,    /* nothing is committed */
    FAULT_COMMITTED, /* it is, and the caller is told otherwise: only with CSR_E_UNKNOWN_OUTCOME */
} fault_outcome;

/* Stores that are broken on purpose, for the controls. */
typedef enum fault_breakage {
    FAULT_SOUND,
    FAULT_FORGETS_ROLLBACK, /* rollback commits */
    FAULT_EARLY_ACK,        /* now and then commit says done and rolls back */
    FAULT_LOSES_FAILURE,    /* a write that is made to fail says done */
    FAULT_HIDES_FAILURE,    /* a write that fails in the store behind says done */
} fault_breakage;

typedef struct fault_plan {
    uint64_t nth; /* 0 = none */
    int forever;
    unsigned methods; /* FAULT_* bits that count and fail */
    csr_status status;
    fault_outcome outcome;
    fault_breakage breakage;
    uint64_t calls; /* counted since the plan was set */
    uint64_t hits;  /* of them, failed */
    uint64_t commits;
    const csr_record *hidden; /* no scan of this index of this record finds anything: NULL = none */
    int32_t hidden_index;
    int keep;        /* a store in memory outlives its desk, which may die and be opened again */
    csr_store *kept; /* it */
} fault_plan;

extern fault_plan fault_store_plan;

/* The end of the store that was kept. */
void fault_store_drop_kept(void);

/* The store behind a forwarding one; any other store is answered itself. */
csr_store *fault_store_inner(const csr_backend_ops *ops, csr_store *store);

#endif
