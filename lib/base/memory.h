/**
 * Memory and the other services of the host.
 *
 * Sizes travel with every block, so that a host may use arenas or count; a block must be freed with the size it was
 * asked for. Sizes are above 0 throughout.
 */
#ifndef CSRI_BASE_MEMORY_H
#define CSRI_BASE_MEMORY_H

#include <csr/host.h>
#include <stddef.h>

/**
 * Copy a host and fill what it leaves open: malloc, the real-time clock, the operating system's entropy, no log.
 *
 * Afterwards no callback is NULL. given may be NULL; members behind its struct_size count as NULL. alloc, realloc and
 * free are taken together or not at all, because memory of one allocator cannot be freed by another: see
 * csri_host_check().
 */
void csri_host_take(csr_host *out, const csr_host *given);

/**
 * Whether a host can be taken as it is meant; NULL is fine.
 *
 * CSR_E_ARGUMENT with field "host" when only some of alloc, realloc and free are given or a reserved member is set,
 * CSR_E_NEWER_STRUCT when it carries values behind the struct that this library knows.
 */
csr_status csri_host_check(const csr_host *given, csr_error *err);

/** size bytes of whatever content; NULL on failure. */
void *csri_alloc(const csr_host *host, size_t size);

/** size zeroed bytes; NULL on failure. */
void *csri_alloc_zero(const csr_host *host, size_t size);

/** As realloc: on failure NULL, and the old block stays. ptr may be NULL, then old_size is ignored. */
void *csri_realloc(const csr_host *host, void *ptr, size_t old_size, size_t new_size);

/** Free; NULL is a no-op. */
void csri_free(const csr_host *host, void *ptr, size_t size);

#endif
