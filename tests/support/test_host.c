#include "support/test_host.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Stands before every block, so that free and realloc can hold the library to the sizes it passes. */
typedef union block {
    struct {
        uint64_t mark;
        size_t size;
    } head;
    max_align_t aligned;
} block;

#define BLOCK_LIVE 0x6373722d6c697665u
#define BLOCK_DEAD 0x6373722d64656164u

/* Whether this attempt may succeed. The lock is held. */
static int admitted(csr_test_host *host)
{
    uint64_t number = ++host->allocations;
    return !(host->fail_from && number >= host->fail_from && number <= host->fail_until);
}

static void count_block(csr_test_host *host, size_t size)
{
    host->live_blocks++;
    host->live_bytes += size;
    if (host->live_bytes > host->peak_bytes)
        host->peak_bytes = host->live_bytes;
}

static void uncount_block(csr_test_host *host, size_t size)
{
    host->live_blocks--;
    host->live_bytes -= size;
}

/* The block before ptr if it is a live one of that size; else the misuse is counted. The lock is held. */
static block *live_block(csr_test_host *host, void *ptr, size_t size)
{
    block *found = (block *)ptr - 1;
    if (found->head.mark == BLOCK_LIVE && found->head.size == size)
        return found;
    host->misuses++;
    fprintf(stderr, "test host: block %p given back with size %zu, %s with size %zu\n", ptr, size,
            found->head.mark == BLOCK_LIVE ? "allocated" : "not a live block", found->head.size);
    return NULL;
}

static block *new_block(csr_test_host *host, size_t size)
{
    block *made = admitted(host) ? malloc(sizeof(block) + size) : NULL;
    if (!made)
        return NULL;
    made->head.mark = BLOCK_LIVE;
    made->head.size = size;
    count_block(host, size);
    /* Never zeros: a library that relies on fresh memory being zero must fail here, not at a customer's. */
    memset(made + 1, 0xA5, size);
    return made;
}

static void drop_block(csr_test_host *host, block *old)
{
    uncount_block(host, old->head.size);
    old->head.mark = BLOCK_DEAD;
    free(old);
}

static void *host_alloc(void *user, size_t size)
{
    csr_test_host *host = user;
    pthread_mutex_lock(&host->lock);
    block *made = new_block(host, size);
    pthread_mutex_unlock(&host->lock);
    return made ? made + 1 : NULL;
}

static void *host_realloc(void *user, void *ptr, size_t old_size, size_t new_size)
{
    csr_test_host *host = user;
    if (!ptr)
        return host_alloc(user, new_size);
    pthread_mutex_lock(&host->lock);
    block *old = live_block(host, ptr, old_size);
    /* Always moves, so that a pointer kept over a realloc is found by the sanitizer. */
    block *made = old ? new_block(host, new_size) : NULL;
    if (made) {
        memcpy(made + 1, ptr, old_size < new_size ? old_size : new_size);
        drop_block(host, old);
    }
    pthread_mutex_unlock(&host->lock);
    return made ? made + 1 : NULL;
}

static void host_free(void *user, void *ptr, size_t size)
{
    csr_test_host *host = user;
    pthread_mutex_lock(&host->lock);
    block *old = live_block(host, ptr, size);
    if (old)
        drop_block(host, old);
    pthread_mutex_unlock(&host->lock);
}

static csr_time host_now(void *user)
{
    csr_test_host *host = user;
    pthread_mutex_lock(&host->lock);
    csr_time now = host->now;
    pthread_mutex_unlock(&host->lock);
    return now;
}

static uint64_t splitmix64(uint64_t *state)
{
    uint64_t z = (*state += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static int32_t host_entropy(void *user, uint8_t *out, size_t n)
{
    csr_test_host *host = user;
    pthread_mutex_lock(&host->lock);
    int32_t done = !host->entropy_fails;
    uint64_t word = 0;
    for (size_t i = 0; done && i < n; i++) {
        word = i % 8 == 0 ? splitmix64(&host->entropy) : word >> 8;
        out[i] = (uint8_t)(word & 0xFF);
    }
    pthread_mutex_unlock(&host->lock);
    return done;
}

static void host_log(void *user, csr_log_level level, const char *component, const char *message)
{
    csr_test_host *host = user;
    (void)level;
    pthread_mutex_lock(&host->lock);
    host->log_lines++;
    snprintf(host->last_log, sizeof host->last_log, "%s: %s", component, message);
    pthread_mutex_unlock(&host->lock);
}

void csr_test_host_init(csr_test_host *host, csr_time now, uint64_t seed)
{
    memset(host, 0, sizeof *host);
    pthread_mutex_init(&host->lock, NULL);
    host->now = now;
    host->entropy = seed;
    host->host = (csr_host)CSR_HOST_INIT;
    host->host.user = host;
    host->host.alloc = host_alloc;
    host->host.realloc = host_realloc;
    host->host.free = host_free;
    host->host.now = host_now;
    host->host.entropy = host_entropy;
    host->host.log = host_log;
}

void csr_test_host_set(csr_test_host *host, csr_time now)
{
    pthread_mutex_lock(&host->lock);
    host->now = now;
    pthread_mutex_unlock(&host->lock);
}

void csr_test_host_advance(csr_test_host *host, int64_t by_us)
{
    pthread_mutex_lock(&host->lock);
    host->now += by_us;
    pthread_mutex_unlock(&host->lock);
}

void csr_test_host_fail_alloc(csr_test_host *host, uint64_t nth, int forever)
{
    pthread_mutex_lock(&host->lock);
    host->fail_from = nth ? host->allocations + nth : 0;
    host->fail_until = forever ? UINT64_MAX : host->fail_from;
    pthread_mutex_unlock(&host->lock);
}

unsigned csr_test_host_done(csr_test_host *host)
{
    if (host->live_blocks)
        fprintf(stderr, "test host: %zu blocks, %zu bytes leaked\n", host->live_blocks, host->live_bytes);
    if (host->misuses)
        fprintf(stderr, "test host: %u blocks given back wrongly\n", host->misuses);
    pthread_mutex_destroy(&host->lock);
    return (unsigned)host->live_blocks + host->misuses;
}
