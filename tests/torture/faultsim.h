/*
 * One engine for every fault that can be counted: play the scenario, and let the i-th chance of every step fail, for all i.
 *
 * A step that fails must have changed nothing; then the next i is tried on it, until it is done without a fault. A step
 * that is done although a fault was injected must have done all of its work; its later chances come in the next round, on
 * a fresh desk. In the end the desk must hold what it holds when nothing fails.
 */
#ifndef CSR_TORTURE_FAULTSIM_H
#define CSR_TORTURE_FAULTSIM_H

#include "torture/campaign.h"
#include "torture/scenario.h"

/* Where faults come from. */
typedef struct fault_source {
    const char *name;
    /* Let the nth chance from now on fail (1 = the next), alone or with all that follow. */
    void (*arm)(stage *s, uint64_t nth, int forever);
    /* Nothing fails any more; answers how many did. */
    uint64_t (*disarm)(stage *s);
    /* Whether a step may answer this when a fault of this source was met. */
    int (*expects)(csr_status status);
    /* What was not given back when no desk is open: 0 is good. NULL = nothing to ask. */
    uint64_t (*leaked)(void);
} fault_source;

typedef struct faultsim {
    campaign *campaign;
    const fault_source *source;
    const char *uri; /* "memory:" or a path in the current directory */
    const csr_backend_ops *backend;
    const csr_option *options;
    size_t option_count;
    unsigned stride; /* 1 = every chance, n = every n-th */
    int forever;
} faultsim;

void faultsim_run(const faultsim *f);

/* {"synchronous", "normal"}: where nothing is about durability, thousands of small desks need not wait for a disk. */
extern const csr_option faultsim_normal[1];

/* The host's allocator. */
extern const fault_source fault_host_memory;

#endif
