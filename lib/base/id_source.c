#include "base/id.h"

#include "base/error.h"
#include "base/guard.h"
#include <string.h>

#define MAX_MS ((INT64_C(1) << 48) - 1)
#define MAX_COUNTER UINT32_C(0xfff)
/* Of an id: everything behind millisecond, version and counter. */
#define RANDOM_BYTES 8

csr_status csri_id_source_init(csri_id_source *source, csr_error *err)
{
    memset(source, 0, sizeof *source);
    source->last_ms = -1;
    if (CSRI_NEVER(pthread_mutex_init(&source->lock, NULL) != 0))
        return csri_fail(err, CSR_E_NO_MEMORY, NULL, "no mutex left");
    return CSR_OK;
}

void csri_id_source_end(csri_id_source *source)
{
    (void)pthread_mutex_destroy(&source->lock);
    memset(source->pool, 0, sizeof source->pool);
    source->left = 0;
}

/* Random bytes, with the lock held: 1 = done. A rest of the pool that is too short is thrown away. */
static int take_random(csri_id_source *source, const csr_host *host, uint8_t *out, size_t n)
{
    if (n > sizeof source->pool)
        return host->entropy(host->user, out, n) == 1;
    if (n > source->left) {
        source->left = 0;
        if (host->entropy(host->user, source->pool, sizeof source->pool) != 1)
            return 0;
        source->left = (uint32_t)sizeof source->pool;
    }
    uint8_t *from = source->pool + (sizeof source->pool - source->left);
    memcpy(out, from, n);
    memset(from, 0, n);
    source->left -= (uint32_t)n;
    return 1;
}

static void compose(csr_id *out, int64_t ms, uint32_t counter, const uint8_t random[RANDOM_BYTES])
{
    for (int i = 0; i < 6; i++)
        out->bytes[i] = (uint8_t)((uint64_t)ms >> (8 * (5 - i)));
    out->bytes[6] = (uint8_t)(0x70 | counter >> 8);
    out->bytes[7] = (uint8_t)counter;
    memcpy(out->bytes + 8, random, RANDOM_BYTES);
    out->bytes[8] = (uint8_t)((out->bytes[8] & 0x3f) | 0x80);
}

/* With the lock held. */
static csr_status next(csri_id_source *source, const csr_host *host, csr_time now, csr_id *out, csr_error *err)
{
    uint8_t random[RANDOM_BYTES];
    uint32_t counter = 0;
    int64_t ms = now > 0 ? now / 1000 : 0;
    if (ms <= source->last_ms) {
        ms = source->last_ms;
        counter = source->counter + 1;
        if (counter > MAX_COUNTER) {
            ms++;
            counter = 0;
        }
    }
    if (ms > MAX_MS)
        return csri_fail(err, CSR_E_CALLBACK, "now", "the host's clock is beyond what an id can hold");
    if (!take_random(source, host, random, sizeof random))
        return csri_fail(err, CSR_E_CALLBACK, "entropy", "the host gave no random bytes");
    source->last_ms = ms;
    source->counter = counter;
    compose(out, ms, counter, random);
    return CSR_OK;
}

csr_status csri_id_next(csri_id_source *source, const csr_host *host, csr_time now, csr_id *out, csr_error *err)
{
    (void)pthread_mutex_lock(&source->lock);
    csr_status status = next(source, host, now, out, err);
    (void)pthread_mutex_unlock(&source->lock);
    return status;
}

csr_status csri_entropy(csri_id_source *source, const csr_host *host, uint8_t *out, size_t n, csr_error *err)
{
    (void)pthread_mutex_lock(&source->lock);
    int done = take_random(source, host, out, n);
    (void)pthread_mutex_unlock(&source->lock);
    return done ? CSR_OK : csri_fail(err, CSR_E_CALLBACK, "entropy", "the host gave no random bytes");
}
