/*
 * UTF-8 against a validator that decodes by the letter of RFC 3629; folding, trimming and cutting against what they
 * promise.
 */
#include "base/memory.h"
#include "base/text.h"
#include "support/fuzz.h"

#include <string.h>

/* Bytes of the well-formed character at s, or 0. Decodes, then asks whether the value needed that many bytes. */
static size_t character(const uint8_t *s, size_t left, uint32_t *out)
{
    static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
    size_t n = s[0] < 0x80 ? 1 : s[0] >> 5 == 6 ? 2 : s[0] >> 4 == 14 ? 3 : s[0] >> 3 == 30 ? 4 : 0;
    uint32_t value = n == 1 ? s[0] : s[0] & (0x7fu >> n);

    if (n == 0 || n > left)
        return 0;
    for (size_t i = 1; i < n; i++) {
        if (s[i] >> 6 != 2)
            return 0;
        value = value << 6 | (s[i] & 0x3f);
    }
    if (value < least[n] || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff))
        return 0;
    *out = value;
    return n;
}

static int slow_valid(const char *ptr, size_t len, size_t *bad_at)
{
    uint32_t value;

    for (size_t at = 0; at < len;) {
        size_t n = character((const uint8_t *)ptr + at, len - at, &value);
        if (n == 0) {
            *bad_at = at;
            return 0;
        }
        at += n;
    }
    return 1;
}

static void check_walk(const char *ptr, size_t len)
{
    uint32_t value = 0;

    for (size_t at = 0; at < len;) {
        size_t n = character((const uint8_t *)ptr + at, len - at, &value);
        FUZZ_REQUIRE(csri_utf8_cut(ptr, len, at) == at);
        for (size_t inside = at + 1; inside < at + n; inside++)
            FUZZ_REQUIRE(csri_utf8_cut(ptr, len, inside) == at);
        n += at;
        FUZZ_REQUIRE(csri_utf8_next(ptr, &at) == value && at == n);
    }
    FUZZ_REQUIRE(csri_utf8_cut(ptr, len, len + 1) == len);
}

/* Folding what is folded changes nothing, and what surrounds a text does not count. */
static void check_fold(const csr_host *host, csr_str text)
{
    csr_str trimmed = csri_text_trim(text.ptr, text.len);
    csri_buffer once, twice, of_trimmed;
    size_t bad_at;

    csri_buffer_init(&once, host, 0);
    csri_buffer_init(&twice, host, 0);
    csri_buffer_init(&of_trimmed, host, 0);
    FUZZ_REQUIRE(csri_text_fold(&once, text.ptr, text.len) == CSR_OK);
    FUZZ_REQUIRE(slow_valid(once.ptr, once.len, &bad_at));
    FUZZ_REQUIRE(csri_text_fold(&twice, once.ptr, once.len) == CSR_OK);
    FUZZ_REQUIRE(csri_text_fold(&of_trimmed, trimmed.ptr, trimmed.len) == CSR_OK);
    FUZZ_REQUIRE(twice.len == once.len && (once.len == 0 || memcmp(once.ptr, twice.ptr, once.len) == 0));
    FUZZ_REQUIRE(of_trimmed.len == once.len && (once.len == 0 || memcmp(once.ptr, of_trimmed.ptr, once.len) == 0));
    csri_buffer_free(&once);
    csri_buffer_free(&twice);
    csri_buffer_free(&of_trimmed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data;
    size_t fast_at = 0, slow_at = 0, nul_at = 0;
    int valid = csri_utf8_valid(text, size, &fast_at);
    const char *nul = size == 0 ? NULL : memchr(text, 0, size);
    csri_buffer out;
    csr_host host;
    csr_str set;

    FUZZ_REQUIRE(valid == slow_valid(text, size, &slow_at));
    FUZZ_REQUIRE(valid || fast_at == slow_at);
    FUZZ_REQUIRE(csri_text_has_nul(text, size, &nul_at) == (nul != NULL));
    FUZZ_REQUIRE(nul == NULL || nul_at == (size_t)(nul - text));
    csr_str_set(&set, text, size);
    FUZZ_REQUIRE(set.ptr == text && set.len == size);
    csri_host_take(&host, NULL);
    if (valid) {
        check_walk(text, size);
        check_fold(&host, set);
        return 0;
    }
    csri_buffer_init(&out, &host, 0);
    FUZZ_REQUIRE(csri_text_fold(&out, text, size) == CSR_E_ARGUMENT && out.len == 0);
    csri_buffer_free(&out);
    return 0;
}
