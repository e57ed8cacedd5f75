/*
 * The suite that every store must pass; it belongs to the interface (csr/sys/backend.h), not to a store.
 *
 * A store is a target. Where stores may differ, the target says so in its quirks; no case is written for one store.
 */
#ifndef CSR_CONFORMANCE_H
#define CSR_CONFORMANCE_H

#include <csr/sys/backend.h>

typedef struct csr_conformance_quirks {
    int durable;        /* what is committed is there when the store is opened again */
    int multi_process;  /* several processes may use one store */
    int snapshot_reads; /* readers go on beside a writer; otherwise they exclude one another */
} csr_conformance_quirks;

typedef struct csr_conformance_target {
    const char *name;
    const csr_backend_ops *ops;
    const csr_option *options; /* that every open gets */
    size_t option_count;
    void (*fresh_uri)(char *out, size_t size); /* the URI of a store that is not there yet */
    void (*discard)(const char *uri);          /* remove it; NULL = nothing to remove */
    csr_conformance_quirks quirks;
    const char *only; /* the one suite to run, such as "rows"; NULL = all */
    int stops_early;  /* leave the process with code 1 after the first case that fails */
} csr_conformance_target;

/* Run all cases as a test program does; returns its exit code. The target must stay. */
int csr_conformance_main(const csr_conformance_target *target);

#endif
