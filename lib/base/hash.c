#include "base/hash.h"

#include <sodium/core.h>
#include <sodium/utils.h>

/*
 * The answers of crypto_generichash are not looked at: it fails only for lengths out of range, which these are not.
 */
_Static_assert(CSRI_HASH_BYTES == crypto_generichash_BYTES, "a hash as libsodium recommends it");

void csri_hash_prepare(void)
{
    /* A failure leaves the slower code in use, which is as right. */
    int failed = sodium_init();
    (void)failed;
}

void csri_hash_init(csri_hash *hash)
{
    (void)crypto_generichash_init(&hash->state, NULL, 0, CSRI_HASH_BYTES);
    hash->held = 0;
}

static void flush(csri_hash *hash)
{
    if (hash->held > 0)
        (void)crypto_generichash_update(&hash->state, hash->small, hash->held);
    hash->held = 0;
}

void csri_hash_put_slow(csri_hash *hash, const void *bytes, size_t n)
{
    if (n == 0)
        return;
    flush(hash);
    (void)crypto_generichash_update(&hash->state, bytes, n);
}

void csri_hash_end(csri_hash *hash, uint8_t out[CSRI_HASH_BYTES])
{
    flush(hash);
    (void)crypto_generichash_final(&hash->state, out, CSRI_HASH_BYTES);
    sodium_memzero(hash->small, sizeof(hash->small)); /* libsodium clears its state, too */
}

void csri_hash_once(const void *bytes, size_t n, uint8_t out[CSRI_HASH_BYTES])
{
    csri_hash hash;
    csri_hash_init(&hash);
    csri_hash_put(&hash, bytes, n);
    csri_hash_end(&hash, out);
}
