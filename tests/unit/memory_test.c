#include "base/memory.h"
#include "support/runner.h"
#include "support/test_host.h"

#include <csr/types.h>
#include <string.h>

/* A host of a newer program, with a member that this library does not know. */
typedef struct newer_host {
    csr_host host;
    void *unknown;
} newer_host;

static void no_host_gets_every_default(void)
{
    csr_host host;
    csri_host_take(&host, NULL);
    CU_ASSERT_EQUAL(host.struct_size, sizeof host);
    CU_ASSERT_EQUAL(host.reserved, 0);
    CU_ASSERT_PTR_NULL(host.user);
    CU_ASSERT_TRUE_FATAL(host.alloc && host.realloc && host.free && host.now && host.entropy && host.log);
    host.log(host.user, CSR_LOG_ERROR, "component", "nobody reads this");
}

static void default_memory_grows_and_keeps_its_bytes(void)
{
    csr_host host;
    csri_host_take(&host, NULL);
    char *text = csri_realloc(&host, NULL, 0, 6);
    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    memcpy(text, "hello", 6);
    text = csri_realloc(&host, text, 6, 60000);
    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    CU_ASSERT_STRING_EQUAL(text, "hello");
    csri_free(&host, text, 60000);
    csri_free(&host, NULL, 0);
}

static void default_clock_is_in_microseconds(void)
{
    csr_host host;
    csri_host_take(&host, NULL);
    csr_time first = host.now(host.user);
    char text[CSR_TIME_TEXT_BYTES];
    CU_ASSERT_EQUAL(csr_time_format(first, 0, text, NULL), CSR_OK);
    /* Seconds or milliseconds taken for microseconds would be in 1970. */
    CU_ASSERT_TRUE(strcmp(text, "2025-01-01") > 0 && strcmp(text, "2200-01-01") < 0);
}

static void default_entropy_fills_all_it_was_asked_for(void)
{
    csr_host host;
    csri_host_take(&host, NULL);
    uint8_t first[1001] = { 0 };
    uint8_t second[1001] = { 0 };
    CU_ASSERT_EQUAL(host.entropy(host.user, first, 1000), 1);
    CU_ASSERT_EQUAL(host.entropy(host.user, second, 1000), 1);
    CU_ASSERT_EQUAL(first[1000], 0);
    for (size_t at = 0; at < 1000; at += 100) {
        uint8_t zero[100] = { 0 };
        CU_ASSERT_NOT_EQUAL(memcmp(first + at, zero, 100), 0);
        CU_ASSERT_NOT_EQUAL(memcmp(first + at, second + at, 100), 0);
    }
    CU_ASSERT_EQUAL(host.entropy(host.user, first, 0), 1);
}

static void given_callbacks_are_kept(void)
{
    csr_test_host test;
    csr_test_host_init(&test, CSR_TEST_MONDAY, 1);
    csr_host host;
    csri_host_take(&host, &test.host);
    CU_ASSERT_EQUAL(memcmp(&host, &test.host, sizeof host), 0);
    char *bytes = csri_alloc(&host, 10);
    CU_ASSERT_PTR_NOT_NULL_FATAL(bytes);
    CU_ASSERT_EQUAL(test.live_bytes, 10);
    bytes = csri_realloc(&host, bytes, 10, 20);
    CU_ASSERT_EQUAL(test.live_bytes, 20);
    csri_free(&host, bytes, 20);
    csri_free(&host, NULL, 5);
    CU_ASSERT_EQUAL(csr_test_host_done(&test), 0);
}

static void zeroed_memory_is_zero(void)
{
    csr_test_host test;
    csr_test_host_init(&test, 0, 1);
    uint8_t *bytes = csri_alloc_zero(&test.host, 3);
    CU_ASSERT_TRUE(bytes && bytes[0] == 0 && bytes[1] == 0 && bytes[2] == 0);
    csri_free(&test.host, bytes, 3);
    CU_ASSERT_EQUAL(csr_test_host_done(&test), 0);
}

static void failed_allocations_are_null(void)
{
    csr_test_host test;
    csr_test_host_init(&test, 0, 1);
    void *kept = csri_alloc(&test.host, 8);
    csr_test_host_fail_alloc(&test, 1, 1);
    CU_ASSERT_PTR_NULL(csri_alloc(&test.host, 8));
    CU_ASSERT_PTR_NULL(csri_alloc_zero(&test.host, 8));
    CU_ASSERT_PTR_NULL(csri_realloc(&test.host, NULL, 0, 8));
    CU_ASSERT_PTR_NULL(csri_realloc(&test.host, kept, 8, 16));
    csri_free(&test.host, kept, 8);
    CU_ASSERT_EQUAL(csr_test_host_done(&test), 0);
}

static void members_behind_a_shorter_struct_count_as_null(void)
{
    csr_test_host test;
    csr_test_host_init(&test, CSR_TEST_MONDAY, 1);
    csr_host defaults, host;
    csri_host_take(&defaults, NULL);
    test.host.struct_size = (uint32_t)offsetof(csr_host, entropy);
    csri_host_take(&host, &test.host);
    CU_ASSERT_TRUE(host.now == test.host.now);
    CU_ASSERT_TRUE(host.entropy == defaults.entropy && host.log == defaults.log);
    /* One byte short of a whole member. */
    test.host.struct_size = (uint32_t)offsetof(csr_host, entropy) - 1;
    csri_host_take(&host, &test.host);
    CU_ASSERT_TRUE(host.now == defaults.now && host.free == test.host.free);
    test.host.struct_size = 0;
    csri_host_take(&host, &test.host);
    CU_ASSERT_EQUAL(memcmp(&host, &defaults, sizeof host), 0);
    CU_ASSERT_EQUAL(csr_test_host_done(&test), 0);
}

static void allocators_are_taken_together_or_not_at_all(void)
{
    csr_test_host test;
    csr_test_host_init(&test, 0, 1);
    csr_host defaults, host;
    csri_host_take(&defaults, NULL);
    for (int missing = 0; missing < 3; missing++) {
        csr_host given = test.host;
        given.alloc = missing == 0 ? NULL : given.alloc;
        given.realloc = missing == 1 ? NULL : given.realloc;
        given.free = missing == 2 ? NULL : given.free;
        csri_host_take(&host, &given);
        CU_ASSERT_TRUE(host.alloc == defaults.alloc && host.realloc == defaults.realloc && host.free == defaults.free &&
                       host.now == given.now);
        csr_error err = CSR_ERROR_INIT;
        CU_ASSERT_EQUAL(csri_host_check(&given, &err), CSR_E_ARGUMENT);
        CU_ASSERT_STRING_EQUAL(err.field, "host");
    }
    CU_ASSERT_EQUAL(csr_test_host_done(&test), 0);
}

static void check_accepts_what_can_be_taken(void)
{
    csr_error err = CSR_ERROR_INIT;
    csr_host plain = CSR_HOST_INIT;
    csr_test_host test;
    csr_test_host_init(&test, 0, 1);
    newer_host newer = { CSR_HOST_INIT, NULL };
    newer.host.struct_size = (uint32_t)sizeof newer;
    CU_ASSERT_EQUAL(csri_host_check(NULL, &err), CSR_OK);
    CU_ASSERT_EQUAL(csri_host_check(&plain, &err), CSR_OK);
    CU_ASSERT_EQUAL(csri_host_check(&test.host, &err), CSR_OK);
    CU_ASSERT_EQUAL(csri_host_check(&newer.host, &err), CSR_OK);
    CU_ASSERT_EQUAL(csr_test_host_done(&test), 0);
}

static void check_refuses_the_rest(void)
{
    csr_error err = CSR_ERROR_INIT;
    csr_host host = CSR_HOST_INIT;
    host.struct_size = 3;
    CU_ASSERT_EQUAL(csri_host_check(&host, &err), CSR_E_ARGUMENT);
    host.struct_size = (uint32_t)sizeof host;
    host.reserved = 1;
    CU_ASSERT_EQUAL(csri_host_check(&host, &err), CSR_E_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(err.field, "host");
    newer_host newer = { CSR_HOST_INIT, &newer };
    newer.host.struct_size = (uint32_t)sizeof newer;
    CU_ASSERT_EQUAL(csri_host_check(&newer.host, &err), CSR_E_NEWER_STRUCT);
    CU_ASSERT_STRING_EQUAL(err.field, "host");
    csri_host_take(&host, &newer.host);
    CU_ASSERT_EQUAL(host.struct_size, sizeof host);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "no host gets every default", no_host_gets_every_default },
        { "default memory grows and keeps its bytes", default_memory_grows_and_keeps_its_bytes },
        { "default clock is in microseconds", default_clock_is_in_microseconds },
        { "default entropy fills all it was asked for", default_entropy_fills_all_it_was_asked_for },
        { "given callbacks are kept", given_callbacks_are_kept },
        { "zeroed memory is zero", zeroed_memory_is_zero },
        { "failed allocations are NULL", failed_allocations_are_null },
        { "members behind a shorter struct count as NULL", members_behind_a_shorter_struct_count_as_null },
        { "allocators are taken together or not at all", allocators_are_taken_together_or_not_at_all },
        { "check accepts what can be taken", check_accepts_what_can_be_taken },
        { "check refuses the rest", check_refuses_the_rest },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { .pName = "memory", .pTests = tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("memory", suites, 11);
}
