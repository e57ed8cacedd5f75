/**
 * Memory that is freed all at once: small pieces taken from large blocks, in the order of the taking.
 *
 * For structures that grow piece by piece and end together, such as a compiled document.
 */
#ifndef CSRI_BASE_ARENA_H
#define CSRI_BASE_ARENA_H

#include "base/buffer.h"

#include <csr/host.h>
#include <csr/types.h>
#include <stddef.h>

struct csri_arena_block;

/** An arena; begin with csri_arena_init(). */
typedef struct csri_arena {
    const csr_host *host; /**< Borrowed; outlives the arena. */
    struct csri_arena_block *blocks;
    size_t used;   /**< Of the newest block. */
    size_t taken;  /**< Bytes given out in all. */
    int exhausted; /**< 1 = memory was refused once; everything taken afterwards is NULL. */
} csri_arena;

/** Begin; nothing is allocated. */
void csri_arena_init(csri_arena *arena, const csr_host *host);

/** size zeroed bytes, aligned for anything; NULL when there is no memory, now and from then on. */
void *csri_arena_take(csri_arena *arena, size_t size);

/** A copy of a text, NUL-ended; .ptr is NULL when there is no memory. */
csr_str csri_arena_text(csri_arena *arena, const char *ptr, size_t len);

/** The bytes of a buffer as such a text, and the buffer is freed; memory that was short for it is short for both. */
csr_str csri_arena_keep(csri_arena *arena, csri_buffer *text);

/** Free everything; the arena can be used again. */
void csri_arena_free(csri_arena *arena);

#endif
