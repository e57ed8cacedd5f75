#include "policy/identity_key.h"
#include "support/runner.h"
#include "support/test_host.h"

#include "base/text.h"
#include <jansson.h>
#include <stdio.h>

static csr_test_host test;

static int set_up(void)
{
    csr_test_host_init(&test, CSR_TEST_MONDAY, 6);
    return 0;
}

static int tear_down(void)
{
    return csr_test_host_done(&test) != 0;
}

static int is_key(int32_t kind, const char *value, const char *expected)
{
    const csr_str text = { value, CSR_NTS };
    const csr_str code = CSR_STR("49");
    csri_buffer b;
    csri_buffer_init(&b, &test.host, 0);
    int same = csri_identity_key(kind, &text, &code, &b, NULL) == CSR_OK && b.len == strlen(expected) &&
               memcmp(b.ptr, expected, b.len) == 0;
    if (!same) {
        printf("\n    %s: %.*s\n", value, (int)b.len, b.len > 0 ? b.ptr : "");
    }
    csri_buffer_free(&b);
    return same;
}

/* Refused with this field, and what the buffer held before is still there alone. */
static int is_refused(int32_t kind, const char *ptr, size_t len, const char *field)
{
    const csr_str text = { ptr, len };
    csri_buffer b;
    csr_error err = CSR_ERROR_INIT;
    csri_buffer_init(&b, &test.host, 0);
    csri_buffer_text(&b, "before");
    int refused = csri_identity_key(kind, &text, NULL, &b, &err) == CSR_E_ARGUMENT && b.len == 6 &&
                  err.status == CSR_E_ARGUMENT && strcmp(err.field, field) == 0;
    csri_buffer_free(&b);
    return refused;
}

static void addresses_are_folded(void)
{
    CU_ASSERT_TRUE(is_key(CSR_IDENTITY_EMAIL, "Anna.Maria+shop@Example.COM", "anna.maria+shop@example.com"));
    CU_ASSERT_TRUE(is_key(CSR_IDENTITY_EMAIL, "  a@b\r\n", "a@b"));
    CU_ASSERT_TRUE(is_key(CSR_IDENTITY_EMAIL, "J\xc3\x96RG@M\xc3\x9cLLER.DE", "j\xc3\xb6rg@m\xc3\xbcller.de"));
    CU_ASSERT_TRUE(is_key(CSR_IDENTITY_EMAIL, "JO\xcc\x88RG@x", "j\xc3\xb6rg@x"));
    /* Dots and plus are for the receiving house to judge. */
    CU_ASSERT_TRUE(is_key(CSR_IDENTITY_EMAIL, "a.b@x", "a.b@x"));
}

static void the_last_at_splits_an_address(void)
{
    CU_ASSERT_TRUE(is_key(CSR_IDENTITY_EMAIL, "\"a@b\"@c", "\"a@b\"@c"));
    CU_ASSERT_TRUE(is_key(CSR_IDENTITY_EMAIL, "\"a<b>,;@c\"@d", "\"a<b>,;@c\"@d"));
    CU_ASSERT_TRUE(is_key(CSR_IDENTITY_EMAIL, "\"\"@d", "\"\"@d"));
}

static void what_is_no_address_is_refused(void)
{
    static const char *const wrong[] = {
        "",          " ",       "a",          "@",      "a@",         "@b",      "a@b@c",     "@a@b",
        "a@@b",      "\"a@b@c", "a\"b@c\"@d", "\"@d@e", "\"a\"x@b@c", "a b@c",   "a@b c",     "a@b\xc2\xa0.c",
        "a\x01@b",   "a@\x7f",  "Anna <a@b>", "<a@b>",  "a@b,c@d",    "a@b;c@d", "\"a\"@b,c", "a@b, c@d",
        "\"a b\"@c", "a>b@c",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        if (!is_refused(CSR_IDENTITY_EMAIL, wrong[i], CSR_NTS, "value")) {
            CU_FAIL("not refused");
            printf("\n    %s\n", wrong[i]);
        }
    }
}

static void phones_are_e164(void)
{
    CU_ASSERT_TRUE(is_key(CSR_IDENTITY_PHONE, "030 / 123 456", "+4930123456"));
    CU_ASSERT_TRUE(is_key(CSR_IDENTITY_PHONE, "+49 (0)30 123456", "+4930123456"));
    CU_ASSERT_TRUE(is_refused(CSR_IDENTITY_PHONE, "030 123456", CSR_NTS, "value"));
}

static void other_kinds_are_folded(void)
{
    static const int32_t kinds[] = { CSR_IDENTITY_LOYALTY_CARD, CSR_IDENTITY_ROOM, CSR_IDENTITY_BOOKING,
                                     CSR_IDENTITY_HANDLE, CSR_IDENTITY_ACCOUNT };
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        CU_ASSERT_TRUE(is_key(kinds[i], "  Room \t 12-B ", "room 12-b"));
        CU_ASSERT_TRUE(is_refused(kinds[i], " \xe3\x80\x80", CSR_NTS, "value"));
        CU_ASSERT_TRUE(is_refused(kinds[i], NULL, 0, "value"));
    }
}

static void keys_of_other_systems_stay_as_they_are(void)
{
    CU_ASSERT_TRUE(is_key(CSR_IDENTITY_EXTERNAL, " Ab  C\xcc\x81\n", "Ab  C\xcc\x81"));
    CU_ASSERT_TRUE(is_refused(CSR_IDENTITY_EXTERNAL, " \t", CSR_NTS, "value"));
    CU_ASSERT_TRUE(is_refused(CSR_IDENTITY_EXTERNAL, NULL, CSR_NTS, "value"));
}

static void what_is_no_text_is_refused_for_every_kind(void)
{
    for (int32_t kind = CSR_IDENTITY_EMAIL; kind <= CSR_IDENTITY_EXTERNAL; kind++) {
        CU_ASSERT_TRUE(is_refused(kind, "a@b\xff", 4, "value"));
        CU_ASSERT_TRUE(is_refused(kind, "a@b\0c", 5, "value"));
    }
    CU_ASSERT_TRUE(is_refused(0, "a@b", 3, "kind"));
    CU_ASSERT_TRUE(is_refused(9, "a@b", 3, "kind"));
    CU_ASSERT_TRUE(is_refused(-1, "a@b", 3, "kind"));
}

static void memory_and_cap_are_told(void)
{
    for (int32_t kind = CSR_IDENTITY_EMAIL; kind <= CSR_IDENTITY_EXTERNAL; kind++) {
        const csr_str text = kind == CSR_IDENTITY_PHONE ? CSR_STR("+4930123456") : CSR_STR("\xc3\xa4@example");
        csri_buffer b;
        csr_error err = CSR_ERROR_INIT;
        csri_buffer_init(&b, &test.host, 8);
        CU_ASSERT_EQUAL(csri_identity_key(kind, &text, NULL, &b, &err), CSR_E_LIMIT);
        CU_ASSERT_EQUAL(err.status, CSR_E_LIMIT);
        csri_buffer_init(&b, &test.host, 0);
        csr_test_host_fail_alloc(&test, 1, 0);
        CU_ASSERT_EQUAL(csri_identity_key(kind, &text, NULL, &b, &err), CSR_E_NO_MEMORY);
        CU_ASSERT_EQUAL(err.status, CSR_E_NO_MEMORY);
        csr_test_host_fail_alloc(&test, 0, 0);
    }
}

/* The key of a key is the key, whatever people type. */
static void a_key_is_its_own_key(void)
{
    char path[1000];
    if (!csr_test_data("blns/blns.json", path, sizeof path)) {
        return;
    }
    json_t *strings = json_load_file(path, 0, NULL);
    CU_ASSERT_TRUE(json_array_size(strings) > 500);
    for (size_t i = 0; i < json_array_size(strings); i++) {
        const json_t *string = json_array_get(strings, i);
        const csr_str value = { json_string_value(string), json_string_length(string) };
        for (int32_t kind = CSR_IDENTITY_EMAIL; kind <= CSR_IDENTITY_EXTERNAL; kind++) {
            csri_buffer first, second;
            csri_buffer_init(&first, &test.host, 0);
            csri_buffer_init(&second, &test.host, 0);
            csr_status status = csri_identity_key(kind, &value, NULL, &first, NULL);
            CU_ASSERT_TRUE(status == CSR_OK || status == CSR_E_ARGUMENT);
            const csr_str key = { first.ptr, first.len };
            if (status == CSR_OK) {
                CU_ASSERT_EQUAL(csri_identity_key(kind, &key, NULL, &second, NULL), CSR_OK);
                CU_ASSERT_TRUE(first.len == second.len && memcmp(first.ptr, second.ptr, first.len) == 0);
            }
            csri_buffer_free(&first);
            csri_buffer_free(&second);
        }
    }
    json_decref(strings);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "addresses are folded", addresses_are_folded },
        { "the last at splits an address", the_last_at_splits_an_address },
        { "what is no address is refused", what_is_no_address_is_refused },
        { "phones are E.164", phones_are_e164 },
        { "other kinds are folded", other_kinds_are_folded },
        { "keys of other systems stay as they are", keys_of_other_systems_stay_as_they_are },
        { "what is no text is refused for every kind", what_is_no_text_is_refused_for_every_kind },
        { "memory and cap are told", memory_and_cap_are_told },
        { "a key is its own key", a_key_is_its_own_key },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = {
        { .pName = "identity key", .pInitFunc = set_up, .pCleanupFunc = tear_down, .pTests = tests },
        CU_SUITE_INFO_NULL,
    };
    return csr_test_main("identity_key", suites, 9);
}
