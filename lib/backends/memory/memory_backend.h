/*
 * The store in memory: URI "memory:", each open a store of its own that lives as long as its handle.
 *
 * Option busy_timeout_ms (default 5000): how long begin waits for its turn. Readers and a writer exclude one another.
 */
#ifndef CSRI_MEMORY_BACKEND_H
#define CSRI_MEMORY_BACKEND_H

#include <csr/sys/backend.h>

extern const csr_backend_ops csri_memory_ops;

#endif
