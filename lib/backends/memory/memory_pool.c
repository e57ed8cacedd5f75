#include "backends/memory/memory_pool.h"

#include "base/memory.h"

#define FIRST_CHUNK 16
#define LARGEST_CHUNK 1024

typedef struct csri_pool_chunk {
    struct csri_pool_chunk *next;
    size_t count; /* of its blocks */
    max_align_t blocks[];
} chunk;

typedef struct csri_pool_free {
    struct csri_pool_free *next;
} free_block;

static size_t chunk_bytes(const csri_pool *pool, size_t count)
{
    return offsetof(chunk, blocks) + count * pool->size;
}

static int add_chunk(csri_pool *pool, const csr_host *host)
{
    size_t count = pool->chunks == NULL ? FIRST_CHUNK : 2 * pool->chunks->count;
    chunk *c;

    count = count > LARGEST_CHUNK ? LARGEST_CHUNK : count;
    c = csri_alloc(host, chunk_bytes(pool, count));
    if (c == NULL)
        return 0;
    c->next = pool->chunks;
    c->count = count;
    pool->chunks = c;
    pool->unused = count;
    return 1;
}

void *csri_pool_take(csri_pool *pool, const csr_host *host)
{
    free_block *block = pool->given_back;

    if (block != NULL) {
        pool->given_back = block->next;
        return block;
    }
    if (pool->unused == 0 && !add_chunk(pool, host))
        return NULL;
    return (char *)pool->chunks->blocks + (pool->chunks->count - pool->unused--) * pool->size;
}

void csri_pool_give(csri_pool *pool, void *block)
{
    free_block *given_back = block;

    given_back->next = pool->given_back;
    pool->given_back = given_back;
}

void csri_pool_end(csri_pool *pool, const csr_host *host)
{
    while (pool->chunks != NULL) {
        chunk *c = pool->chunks;
        pool->chunks = c->next;
        csri_free(host, c, chunk_bytes(pool, c->count));
    }
}
