/*
 * Blocks of one size, close to each other; what is given back is kept for the next taker.
 */
#ifndef CSRI_MEMORY_POOL_H
#define CSRI_MEMORY_POOL_H

#include <csr/host.h>
#include <stddef.h>

typedef struct csri_pool {
    size_t size;                    /* of a block; a multiple of its alignment, at least that of a pointer */
    struct csri_pool_chunk *chunks; /* the newest first */
    struct csri_pool_free *given_back;
    size_t unused; /* blocks at the end of the newest chunk */
} csri_pool;

/* NULL when there is no memory. */
void *csri_pool_take(csri_pool *pool, const csr_host *host);
void csri_pool_give(csri_pool *pool, void *block);
/* Frees all blocks, those that are taken too. */
void csri_pool_end(csri_pool *pool, const csr_host *host);

#endif
