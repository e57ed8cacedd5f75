/**
 * Making ids: UUID version 7 (RFC 9562 section 5.7), strictly ascending within a source.
 */
#ifndef CSRI_BASE_ID_H
#define CSRI_BASE_ID_H

#include <csr/host.h>
#include <csr/types.h>
#include <pthread.h>

/** Random bytes that one call of the host's entropy fetches: 8 per id. */
#define CSRI_ENTROPY_POOL_BYTES 128

/** A source of ids and random bytes; any thread. Held by value, never copied once in use, nor used after fork(). */
typedef struct csri_id_source {
    pthread_mutex_t lock;                  /**< Guards the rest. */
    int64_t last_ms;                       /**< Millisecond of the last id; -1 before the first. */
    uint32_t counter;                      /**< Its 12-bit counter. */
    uint32_t left;                         /**< Bytes at the end of pool that are not used yet. */
    uint8_t pool[CSRI_ENTROPY_POOL_BYTES]; /**< Used bytes are zeroed. */
} csri_id_source;

/** Begin; CSR_E_NO_MEMORY when the system gives no mutex. */
csr_status csri_id_source_init(csri_id_source *source, csr_error *err);

/** End; no thread is using it. */
void csri_id_source_end(csri_id_source *source);

/**
 * The next id: 48 bits of milliseconds, a 12-bit counter that starts at 0 in each millisecond, 62 random bits.
 *
 * Greater (by memcmp) than every id that the source gave before, also when now stands still or steps back; the
 * 4097th id of a millisecond borrows the next one. Instants before 1970 count as 1970. The same calls with the same
 * entropy give the same ids. CSR_E_CALLBACK when entropy fails or now is past the 48 bits (year 10889); *out is then
 * untouched and the next call goes on as if this one had not been.
 */
csr_status csri_id_next(csri_id_source *source, const csr_host *host, csr_time now, csr_id *out, csr_error *err);

/** n random bytes, from the same pool when they fit in it. CSR_E_CALLBACK when the host fails; out is then unset. */
csr_status csri_entropy(csri_id_source *source, const csr_host *host, uint8_t *out, size_t n, csr_error *err);

#endif
