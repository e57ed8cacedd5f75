/*
 * JSON: what is read has a canonical form unless it holds a fraction, and that form is a fixed point.
 */
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "support/fuzz.h"

#include <string.h>

#define BYTES 65536

static int is_allowed(csr_status status)
{
    return status == CSR_E_ARGUMENT || status == CSR_E_LIMIT || status == CSR_E_NO_MEMORY;
}

static void check_fixed_point(const csr_host *host, const csri_buffer *canonical, const json_t *value)
{
    csri_buffer again;
    json_t *read;

    FUZZ_REQUIRE(csri_json_read(canonical->ptr, canonical->len, 0, 0, &read, NULL) == CSR_OK);
    FUZZ_REQUIRE(json_equal(read, value));
    csri_buffer_init(&again, host, 0);
    FUZZ_REQUIRE(csri_json_canonical(read, &again, NULL) == CSR_OK);
    FUZZ_REQUIRE(again.len == canonical->len && memcmp(again.ptr, canonical->ptr, again.len) == 0);
    csri_buffer_free(&again);
    json_decref(read);
}

/* Any text that is UTF-8 can be written and is read back as it was. */
static void check_text(const csr_host *host, const char *ptr, size_t len)
{
    csri_buffer text;
    json_t *read;

    csri_buffer_init(&text, host, 0);
    csri_json_text(&text, ptr, len);
    FUZZ_REQUIRE(csri_json_read(text.ptr, text.len, 0, 0, &read, NULL) == CSR_OK && json_is_string(read));
    FUZZ_REQUIRE(json_string_length(read) == len && (len == 0 || memcmp(json_string_value(read), ptr, len) == 0));
    json_decref(read);
    csri_buffer_free(&text);
}

/* The reader against jansson's own, which has memory here and the same rules. */
static void check_loader(const char *ptr, size_t len, csr_status status, const json_t *value)
{
    json_t *read = json_loadb(len > 0 ? ptr : "", len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);

    /* jansson skips a NUL behind a number; a limit of ours may come before what else is wrong. */
    if (status != CSR_E_LIMIT && (len == 0 || memchr(ptr, '\0', len) == NULL)) {
        FUZZ_REQUIRE((read != NULL) == (status == CSR_OK));
        FUZZ_REQUIRE(read == NULL || json_equal(read, value));
    }
    json_decref(read);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_in in = { data, data + size };
    unsigned depth = fuzz_byte(&in);
    csr_str rest = fuzz_rest(&in);
    csr_error err = CSR_ERROR_INIT;
    csri_buffer canonical;
    json_t *value;
    csr_host host;
    csr_status status = csri_json_read(rest.ptr, rest.len, BYTES, depth, &value, &err);

    csri_host_take(&host, NULL);
    check_loader(rest.ptr, rest.len, status, value);
    if (csri_utf8_valid(rest.ptr, rest.len, NULL))
        check_text(&host, rest.ptr, rest.len);
    if (status != CSR_OK) {
        FUZZ_REQUIRE(is_allowed(status) && value == NULL && err.status == status);
        return 0;
    }
    csri_buffer_init(&canonical, &host, 0);
    status = csri_json_canonical(value, &canonical, &err);
    FUZZ_REQUIRE(status == CSR_OK || status == CSR_E_POLICY);
    if (status == CSR_OK)
        check_fixed_point(&host, &canonical, value);
    csri_buffer_free(&canonical);
    json_decref(value);
    return 0;
}
