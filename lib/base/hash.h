/**
 * BLAKE2b with 32 bytes (RFC 7693), unkeyed, by libsodium.
 *
 * sodium_init() is not needed for it: that only picks a faster implementation of the same function.
 */
#ifndef CSRI_BASE_HASH_H
#define CSRI_BASE_HASH_H

#include <sodium/crypto_generichash.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/** Bytes of a hash. */
#define CSRI_HASH_BYTES 32

/** A hash in the making. Aligned to 64 bytes, which malloc does not promise: keep it on the stack. */
typedef struct csri_hash {
    crypto_generichash_state state; /**< libsodium's. */
    size_t held;                    /**< Bytes in small. */
    uint8_t small[256];             /**< Collected before libsodium sees them, whose calls cost more than some bytes. */
} csri_hash;

/** Let libsodium choose its fastest code for this processor: once a process, any thread, about 40 microseconds. Hashes
 * are the same without it, at half the speed. */
void csri_hash_prepare(void);

/** Begin. */
void csri_hash_init(csri_hash *hash);

/** csri_hash_put() when the room does not suffice. */
void csri_hash_put_slow(csri_hash *hash, const void *bytes, size_t n);

/** Add n bytes; bytes may be NULL when n is 0. */
static inline void csri_hash_put(csri_hash *hash, const void *bytes, size_t n)
{
    /* n 0 wraps round and goes the slow way, so that memcpy never sees a NULL. */
    if (n - 1 < sizeof(hash->small) - hash->held) {
        memcpy(hash->small + hash->held, bytes, n);
        hash->held += n;
    } else {
        csri_hash_put_slow(hash, bytes, n);
    }
}

/** The hash; begin again before more is added. */
void csri_hash_end(csri_hash *hash, uint8_t out[CSRI_HASH_BYTES]);

/** The hash of n bytes. */
void csri_hash_once(const void *bytes, size_t n, uint8_t out[CSRI_HASH_BYTES]);

#endif
