#include "base/arena.h"

#include "base/memory.h"

#include <stdalign.h>
#include <string.h>

/* Of a block behind the first: an eighth of what was given out, so that large structures are few blocks. */
#define BLOCK_BYTES 4096
#define BLOCK_BYTES_MAX 65536

struct csri_arena_block {
    struct csri_arena_block *next;
    size_t size; /* of the whole block */
    alignas(max_align_t) unsigned char bytes[];
};

void csri_arena_init(csri_arena *arena, const csr_host *host)
{
    csri_arena_init_small(arena, host, BLOCK_BYTES);
}

void csri_arena_init_small(csri_arena *arena, const csr_host *host, size_t bytes)
{
    *arena = (csri_arena){ .host = host, .first = bytes };
}

static size_t room(const csri_arena *arena)
{
    return arena->blocks == NULL ? 0 : arena->blocks->size - sizeof(struct csri_arena_block) - arena->used;
}

static size_t least_block(const csri_arena *arena)
{
    size_t part = arena->taken / 8 / BLOCK_BYTES * BLOCK_BYTES;

    if (arena->blocks == NULL)
        return arena->first;
    if (part < BLOCK_BYTES)
        return BLOCK_BYTES;
    return part < BLOCK_BYTES_MAX ? part : BLOCK_BYTES_MAX;
}

static int add_block(csri_arena *arena, size_t wanted)
{
    size_t size = sizeof(struct csri_arena_block) + wanted, least = least_block(arena);
    struct csri_arena_block *block;

    if (size < least)
        size = least;
    block = csri_alloc_zero(arena->host, size);
    if (block == NULL)
        return 0;
    block->next = arena->blocks;
    block->size = size;
    arena->blocks = block;
    arena->used = 0;
    return 1;
}

void *csri_arena_take(csri_arena *arena, size_t size)
{
    const size_t step = alignof(max_align_t);
    void *piece;

    size = (size + step - 1) / step * step;
    if (!arena->exhausted && room(arena) < size && !add_block(arena, size))
        arena->exhausted = 1;
    if (arena->exhausted)
        return NULL;
    piece = arena->blocks->bytes + arena->used;
    arena->used += size;
    arena->taken += size;
    return piece;
}

csr_str csri_arena_text(csri_arena *arena, const char *ptr, size_t len)
{
    char *copy = csri_arena_take(arena, len + 1);

    if (copy != NULL && len != 0)
        memcpy(copy, ptr, len);
    return (csr_str){ copy, copy == NULL ? 0 : len };
}

csr_str csri_arena_keep(csri_arena *arena, csri_buffer *text)
{
    csr_str kept = csri_arena_text(arena, text->ptr, text->len);

    arena->exhausted |= text->status != CSR_OK;
    csri_buffer_free(text);
    return kept;
}

void csri_arena_free(csri_arena *arena)
{
    while (arena->blocks != NULL) {
        struct csri_arena_block *next = arena->blocks->next;
        csri_free(arena->host, arena->blocks, arena->blocks->size);
        arena->blocks = next;
    }
    csri_arena_init_small(arena, arena->host, arena->first);
}
