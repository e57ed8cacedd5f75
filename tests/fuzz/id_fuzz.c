/*
 * Ids: any bytes are written and read back, and what is read is written back in lower case; the id source ascends
 * whatever the clock does.
 */
#include "base/id.h"
#include "base/memory.h"
#include "support/fuzz.h"
#include "support/test_host.h"

#include <string.h>

static void check_text(const char *text, size_t len)
{
    char written[CSR_ID_TEXT_BYTES];
    csr_id id = { { 7 } };
    csr_status status = csr_id_parse(text, len, &id, NULL);

    FUZZ_REQUIRE(status == CSR_OK || (status == CSR_E_ARGUMENT && id.bytes[0] == 7));
    if (status != CSR_OK)
        return;
    csr_id_format(&id, written);
    FUZZ_REQUIRE(len == CSR_ID_TEXT_BYTES - 1);
    for (size_t i = 0; i < len; i++)
        FUZZ_REQUIRE(written[i] == (text[i] >= 'A' && text[i] <= 'F' ? text[i] + ('a' - 'A') : text[i]));
}

static void check_bytes(const uint8_t *bytes)
{
    static const csr_id none;
    char written[CSR_ID_TEXT_BYTES];
    csr_id id, again;

    memcpy(&id, bytes, sizeof(id));
    csr_id_format(&id, written);
    FUZZ_REQUIRE(strlen(written) == CSR_ID_TEXT_BYTES - 1);
    FUZZ_REQUIRE(csr_id_parse(written, CSR_NTS, &again, NULL) == CSR_OK && memcmp(&id, &again, sizeof(id)) == 0);
    FUZZ_REQUIRE(csr_id_is_none(&id) == (memcmp(&id, &none, sizeof(id)) == 0));
}

static void check_source(fuzz_in *in)
{
    csr_test_host host;
    csri_id_source source;
    csr_id last = { { 0 } }, id;

    csr_test_host_init(&host, CSR_TEST_MONDAY, fuzz_byte(in));
    FUZZ_REQUIRE(csri_id_source_init(&source, NULL) == CSR_OK);
    for (int i = 0; i < 64 && fuzz_left(in) > 0; i++) {
        csr_time now = fuzz_i64(in);
        csr_status status;
        host.entropy_fails = fuzz_below(in, 8) == 7;
        status = csri_id_next(&source, &host.host, now, &id, NULL);
        FUZZ_REQUIRE(status == CSR_OK || status == CSR_E_CALLBACK);
        if (status != CSR_OK)
            continue;
        FUZZ_REQUIRE(memcmp(&id, &last, sizeof(id)) > 0);
        FUZZ_REQUIRE(id.bytes[6] >> 4 == 7 && id.bytes[8] >> 6 == 2);
        last = id;
    }
    csri_id_source_end(&source);
    FUZZ_REQUIRE(csr_test_host_done(&host) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_in in = { data, data + size };
    uint8_t what = fuzz_byte(&in);
    csr_str rest;

    if (what % 4 == 3) {
        check_source(&in);
        return 0;
    }
    rest = fuzz_rest(&in);
    check_text(rest.ptr, rest.len);
    if (rest.len >= sizeof(csr_id))
        check_bytes((const uint8_t *)rest.ptr);
    return 0;
}
