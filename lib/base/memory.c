#include "base/memory.h"

#include "base/error.h"
#include "base/guard.h"
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

/* getentropy() gives this much at a time. */
#define ENTROPY_AT_ONCE 256

static void *default_alloc(void *user, size_t size)
{
    (void)user;
    return malloc(size);
}

static void *default_realloc(void *user, void *ptr, size_t old_size, size_t new_size)
{
    (void)user;
    (void)old_size;
    return realloc(ptr, new_size);
}

static void default_free(void *user, void *ptr, size_t size)
{
    (void)user;
    (void)size;
    free(ptr);
}

static csr_time default_now(void *user)
{
    struct timespec at = { 0, 0 };
    (void)user;
    /* CLOCK_REALTIME always exists; were it ever to fail, the answer would be the epoch. */
    (void)clock_gettime(CLOCK_REALTIME, &at);
    return (csr_time)at.tv_sec * 1000000 + at.tv_nsec / 1000;
}

/*
 * Not uuid_generate_random(): it cannot report failure, and it reseeds the program's own rand(). Six of its bits are
 * not random either.
 */
static int32_t default_entropy(void *user, uint8_t *out, size_t n)
{
    (void)user;
    while (n > 0) {
        size_t part = n < ENTROPY_AT_ONCE ? n : ENTROPY_AT_ONCE;
        if (CSRI_NEVER(getentropy(out, part) != 0))
            return 0;
        out += part;
        n -= part;
    }
    return 1;
}

static void default_log(void *user, csr_log_level level, const char *component, const char *message)
{
    (void)user;
    (void)level;
    (void)component;
    (void)message;
}

/* What a caller gave, as far as its struct reaches; members that it covers only in part are left out. */
static csr_host as_given(const csr_host *given)
{
    csr_host host = CSR_HOST_INIT;
    if (given) {
        size_t reach = given->struct_size < sizeof host ? given->struct_size : sizeof host;
        /* cppcheck-suppress pointerSize ; the members are pointers, the number of bytes is `reach` */
        memcpy(&host, given, reach - reach % sizeof(void *));
    }
    host.struct_size = (uint32_t)sizeof host;
    return host;
}

void csri_host_take(csr_host *out, const csr_host *given)
{
    csr_host host = as_given(given);
    if (!host.alloc || !host.realloc || !host.free) {
        host.alloc = default_alloc;
        host.realloc = default_realloc;
        host.free = default_free;
    }
    host.reserved = 0;
    host.now = host.now ? host.now : default_now;
    host.entropy = host.entropy ? host.entropy : default_entropy;
    host.log = host.log ? host.log : default_log;
    *out = host;
}

csr_status csri_host_check(const csr_host *given, csr_error *err)
{
    if (!given)
        return CSR_OK;
    if (given->struct_size < sizeof given->struct_size)
        return csri_fail(err, CSR_E_ARGUMENT, "host", "struct_size of the host is not set");
    csr_host host = as_given(given);
    int allocators = (host.alloc != NULL) + (host.realloc != NULL) + (host.free != NULL);
    if (allocators != 0 && allocators != 3)
        return csri_fail(err, CSR_E_ARGUMENT, "host", "alloc, realloc and free are given together or not at all");
    if (host.reserved != 0)
        return csri_fail(err, CSR_E_ARGUMENT, "host", "the reserved member of the host is not zero");
    const unsigned char *bytes = (const unsigned char *)given;
    for (size_t at = sizeof host; at < given->struct_size; at++) {
        if (bytes[at] != 0)
            return csri_fail(err, CSR_E_NEWER_STRUCT, "host", "the host has a value at offset %zu, behind its end", at);
    }
    return CSR_OK;
}

void *csri_alloc(const csr_host *host, size_t size)
{
    return host->alloc(host->user, size);
}

void *csri_alloc_zero(const csr_host *host, size_t size)
{
    void *ptr = csri_alloc(host, size);
    if (ptr)
        memset(ptr, 0, size);
    return ptr;
}

void *csri_realloc(const csr_host *host, void *ptr, size_t old_size, size_t new_size)
{
    return ptr ? host->realloc(host->user, ptr, old_size, new_size) : csri_alloc(host, new_size);
}

void csri_free(const csr_host *host, void *ptr, size_t size)
{
    if (ptr)
        host->free(host->user, ptr, size);
}
