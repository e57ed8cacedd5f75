#include "base/hash.h"
#include "support/runner.h"

#include <stdio.h>
#include <string.h>

static const char *hex_of(const uint8_t hash[CSRI_HASH_BYTES], char out[2 * CSRI_HASH_BYTES + 1])
{
    for (size_t i = 0; i < CSRI_HASH_BYTES; i++) {
        snprintf(out + 2 * i, 3, "%02x", (unsigned)hash[i]);
    }
    return out;
}

/* Known answers of BLAKE2b with 32 bytes, unkeyed; the first two also come from `b2sum -l 256`. */
static void known_answers(void)
{
    uint8_t hash[CSRI_HASH_BYTES];
    char hex[2 * CSRI_HASH_BYTES + 1];
    csri_hash_once("", 0, hash);
    CU_ASSERT_STRING_EQUAL(hex_of(hash, hex), "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
    csri_hash_once("abc", 3, hash);
    CU_ASSERT_STRING_EQUAL(hex_of(hash, hex), "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
    csri_hash_once(NULL, 0, hash);
    CU_ASSERT_STRING_EQUAL(hex_of(hash, hex), "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
}

static void pieces_give_the_hash_of_the_whole(void)
{
    uint8_t bytes[700];
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (uint8_t)(i * 31);
    }
    uint8_t whole[CSRI_HASH_BYTES];
    csri_hash_once(bytes, sizeof bytes, whole);
    for (size_t piece = 1; piece <= sizeof bytes; piece += 13) {
        csri_hash hash;
        uint8_t pieces[CSRI_HASH_BYTES];
        csri_hash_init(&hash);
        csri_hash_put(&hash, NULL, 0);
        for (size_t at = 0; at < sizeof bytes; at += piece) {
            csri_hash_put(&hash, bytes + at, sizeof bytes - at < piece ? sizeof bytes - at : piece);
        }
        csri_hash_end(&hash, pieces);
        CU_ASSERT_EQUAL(memcmp(whole, pieces, sizeof whole), 0);
    }
}

static void every_bit_counts(void)
{
    uint8_t bytes[40] = { 0 };
    uint8_t before[CSRI_HASH_BYTES], after[CSRI_HASH_BYTES];
    csri_hash_once(bytes, sizeof bytes, before);
    for (size_t bit = 0; bit < 8 * sizeof bytes; bit++) {
        bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
        csri_hash_once(bytes, sizeof bytes, after);
        CU_ASSERT_NOT_EQUAL(memcmp(before, after, sizeof before), 0);
        bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
    csri_hash_once(bytes, sizeof bytes - 1, after);
    CU_ASSERT_NOT_EQUAL(memcmp(before, after, sizeof before), 0);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "known answers", known_answers },
        { "pieces give the hash of the whole", pieces_give_the_hash_of_the_whole },
        { "every bit counts", every_bit_counts },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { .pName = "hash", .pTests = tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("hash", suites, 3);
}
