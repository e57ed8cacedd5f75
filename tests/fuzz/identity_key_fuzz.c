/*
 * Keys of identities of every kind: a key is its own key, nothing is appended on failure, and a message never quotes
 * the value.
 */
#include "base/memory.h"
#include "base/text.h"
#include "policy/identity_key.h"
#include "support/fuzz.h"

#include <string.h>

/* Whether a message holds what only the value can have brought: the library's own texts here are plain ASCII without
 * question marks, which is what bytes that are not UTF-8 become. */
static int quotes_value(const csr_error *err)
{
    for (const char *c = err->message; *c != '\0'; c++)
        if ((unsigned char)*c >= 0x7f || (unsigned char)*c < ' ' || *c == '?')
            return 1;
    return 0;
}

static void check_again(const csr_host *host, int32_t kind, const csri_buffer *key, const csr_str *calling_code)
{
    csri_buffer again;
    csr_str text = { key->ptr, key->len };

    csri_buffer_init(&again, host, 0);
    FUZZ_REQUIRE(csri_identity_key(kind, &text, calling_code, &again, NULL) == CSR_OK);
    FUZZ_REQUIRE(again.len == key->len && memcmp(again.ptr, key->ptr, key->len) == 0);
    csri_buffer_free(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_in in = { data, data + size };
    int32_t kind = (int32_t)fuzz_below(&in, 10);
    csr_str calling_code = fuzz_bytes(&in, 4), value = fuzz_rest(&in);
    csr_error err = CSR_ERROR_INIT;
    csri_buffer key;
    csr_host host;
    csr_status status;

    csri_host_take(&host, NULL);
    csri_buffer_init(&key, &host, 0);
    csri_buffer_text(&key, "before");
    status = csri_identity_key(kind, &value, &calling_code, &key, &err);
    FUZZ_REQUIRE(status == CSR_OK || status == CSR_E_ARGUMENT);
    FUZZ_REQUIRE(!quotes_value(&err));
    if (status == CSR_OK) {
        FUZZ_REQUIRE(key.len > 6 && csri_utf8_valid(key.ptr, key.len, NULL));
        memmove(key.ptr, key.ptr + 6, key.len -= 6);
        check_again(&host, kind, &key, &calling_code);
    } else {
        FUZZ_REQUIRE(key.len == 6);
    }
    csri_buffer_free(&key);
    return 0;
}
