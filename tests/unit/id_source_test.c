#include "base/id.h"
#include "support/runner.h"
#include "support/test_host.h"

#include <stdlib.h>
#include <string.h>

#define THREADS 4
#define IDS_PER_THREAD 5000

static csr_test_host test;
static csri_id_source source;

static int set_up(void)
{
    csr_test_host_init(&test, CSR_TEST_MONDAY, 42);
    return csri_id_source_init(&source, NULL) != CSR_OK;
}

static int tear_down(void)
{
    csri_id_source_end(&source);
    return csr_test_host_done(&test) != 0;
}

static csr_id next_id(csr_time now)
{
    csr_id id = { { 0 } };
    CU_ASSERT_EQUAL(csri_id_next(&source, &test.host, now, &id, NULL), CSR_OK);
    return id;
}

static int64_t milliseconds_of(const csr_id *id)
{
    int64_t ms = 0;
    for (int i = 0; i < 6; i++) {
        ms = ms << 8 | id->bytes[i];
    }
    return ms;
}

static int counter_of(const csr_id *id)
{
    return (id->bytes[6] & 0x0f) << 8 | id->bytes[7];
}

static int is_version_7(const csr_id *id)
{
    return id->bytes[6] >> 4 == 7 && id->bytes[8] >> 6 == 2;
}

static int is_ascending(const csr_id *before, const csr_id *after)
{
    return memcmp(before, after, sizeof *before) < 0;
}

/* A fresh source for each test, so that the order of tests does not matter. */
static void begin_again(void)
{
    csri_id_source_end(&source);
    CU_ASSERT_EQUAL(csri_id_source_init(&source, NULL), CSR_OK);
}

static void an_id_holds_the_millisecond(void)
{
    begin_again();
    csr_id id = next_id(CSR_TEST_MONDAY + 123456);
    CU_ASSERT_TRUE(is_version_7(&id));
    CU_ASSERT_EQUAL(milliseconds_of(&id), CSR_TEST_MONDAY / 1000 + 123);
    CU_ASSERT_EQUAL(counter_of(&id), 0);
}

static void ids_ascend_while_the_clock_stands_still(void)
{
    begin_again();
    csr_id before = next_id(CSR_TEST_MONDAY);
    int wrong = 0;
    for (int i = 1; i < 10000; i++) {
        csr_id after = next_id(CSR_TEST_MONDAY + i % 999);
        wrong += !is_ascending(&before, &after) || !is_version_7(&after);
        wrong += counter_of(&after) != i % 4096;
        /* The 4097th borrows the next millisecond. */
        wrong += milliseconds_of(&after) != CSR_TEST_MONDAY / 1000 + i / 4096;
        before = after;
    }
    CU_ASSERT_EQUAL(wrong, 0);
}

static void ids_ascend_while_the_clock_steps_back(void)
{
    begin_again();
    csr_id before = next_id(CSR_TEST_MONDAY);
    csr_time now = CSR_TEST_MONDAY;
    uint32_t random = 1;
    for (int i = 0; i < 5000; i++) {
        random = random * 1664525u + 1013904223u;
        now += (int64_t)(random >> 16) * 1000 - 40000000;
        csr_id after = next_id(now);
        CU_ASSERT_TRUE(is_ascending(&before, &after));
        before = after;
    }
}

static void the_counter_begins_again_with_a_later_millisecond(void)
{
    begin_again();
    (void)next_id(CSR_TEST_MONDAY);
    csr_id second = next_id(CSR_TEST_MONDAY);
    csr_id third = next_id(CSR_TEST_MONDAY + 1000);
    CU_ASSERT_EQUAL(counter_of(&second), 1);
    CU_ASSERT_EQUAL(counter_of(&third), 0);
    CU_ASSERT_EQUAL(milliseconds_of(&third), milliseconds_of(&second) + 1);
}

static void instants_before_1970_count_as_1970(void)
{
    begin_again();
    csr_id first = next_id(INT64_MIN);
    csr_id second = next_id(-1);
    csr_id third = next_id(0);
    CU_ASSERT_EQUAL(milliseconds_of(&third), 0);
    CU_ASSERT_TRUE(is_ascending(&first, &second) && is_ascending(&second, &third));
    CU_ASSERT_FALSE(csr_id_is_none(&first));
}

static void the_last_millisecond_is_the_end(void)
{
    csr_error err = CSR_ERROR_INIT;
    const csr_time last = ((INT64_C(1) << 48) - 1) * 1000 + 999;
    begin_again();
    csr_id kept = next_id(last);
    CU_ASSERT_EQUAL(milliseconds_of(&kept), (INT64_C(1) << 48) - 1);
    for (int i = 1; i < 4096; i++) {
        (void)next_id(last);
    }
    csr_id id = kept;
    CU_ASSERT_EQUAL(csri_id_next(&source, &test.host, last, &id, &err), CSR_E_CALLBACK);
    CU_ASSERT_STRING_EQUAL(err.field, "now");
    CU_ASSERT_EQUAL(memcmp(&id, &kept, sizeof id), 0);
    begin_again();
    CU_ASSERT_EQUAL(csri_id_next(&source, &test.host, last + 1, &id, &err), CSR_E_CALLBACK);
    CU_ASSERT_EQUAL(csri_id_next(&source, &test.host, INT64_MAX, &id, &err), CSR_E_CALLBACK);
    /* A clock that is right again is believed. */
    csr_id after = next_id(CSR_TEST_MONDAY);
    CU_ASSERT_EQUAL(milliseconds_of(&after), CSR_TEST_MONDAY / 1000);
}

static void the_same_host_gives_the_same_ids(void)
{
    csr_id first[40];
    for (int run = 0; run < 2; run++) {
        begin_again();
        test.entropy = 99;
        for (int i = 0; i < 40; i++) {
            csr_id id = next_id(CSR_TEST_MONDAY + i);
            if (run == 0) {
                first[i] = id;
            }
            CU_ASSERT_EQUAL(memcmp(&id, &first[i], sizeof id), 0);
        }
    }
}

static int entropy_calls;

static int32_t counted_entropy(void *user, uint8_t *out, size_t n)
{
    (void)user;
    entropy_calls++;
    memset(out, 0xff, n);
    return 1;
}

static void one_call_of_entropy_serves_sixteen_ids(void)
{
    csr_host host = test.host;
    csr_id id;
    host.entropy = counted_entropy;
    entropy_calls = 0;
    begin_again();
    for (int i = 0; i < 160; i++) {
        CU_ASSERT_EQUAL(csri_id_next(&source, &host, CSR_TEST_MONDAY, &id, NULL), CSR_OK);
    }
    CU_ASSERT_EQUAL(entropy_calls, 10);
    /* All 62 random bits come from there. */
    CU_ASSERT_EQUAL(id.bytes[8], 0xbf);
    for (int i = 9; i < 16; i++) {
        CU_ASSERT_EQUAL(id.bytes[i], 0xff);
    }
}

static void used_entropy_is_gone_from_the_pool(void)
{
    uint8_t bytes[5] = { 0 };
    csr_host host = test.host;
    host.entropy = counted_entropy;
    begin_again();
    CU_ASSERT_EQUAL(csri_entropy(&source, &host, bytes, sizeof bytes, NULL), CSR_OK);
    CU_ASSERT_EQUAL(bytes[4], 0xff);
    for (size_t i = 0; i < CSRI_ENTROPY_POOL_BYTES; i++) {
        CU_ASSERT_EQUAL(source.pool[i], i < sizeof bytes ? 0 : 0xff);
    }
}

static void entropy_of_any_length(void)
{
    uint8_t bytes[400];
    csr_host host = test.host;
    host.entropy = counted_entropy;
    begin_again();
    for (size_t n = 0; n < sizeof bytes; n++) {
        memset(bytes, 0, sizeof bytes);
        CU_ASSERT_EQUAL(csri_entropy(&source, &host, bytes, n, NULL), CSR_OK);
        CU_ASSERT_TRUE(n == 0 || (bytes[0] == 0xff && bytes[n - 1] == 0xff));
        CU_ASSERT_EQUAL(bytes[n], 0);
    }
}

static void failing_entropy_is_told_and_changes_nothing(void)
{
    csr_error err = CSR_ERROR_INIT;
    csr_id id = { { 7 } };
    uint8_t byte = 0;
    uint8_t many[200];
    begin_again();
    csr_id before = next_id(CSR_TEST_MONDAY);
    CU_ASSERT_EQUAL(csri_entropy(&source, &test.host, many, CSRI_ENTROPY_POOL_BYTES - 8, NULL), CSR_OK);
    test.entropy_fails = 1;
    CU_ASSERT_EQUAL(csri_id_next(&source, &test.host, CSR_TEST_MONDAY + 5000, &id, &err), CSR_E_CALLBACK);
    CU_ASSERT_STRING_EQUAL(err.field, "entropy");
    CU_ASSERT_EQUAL(id.bytes[0], 7);
    CU_ASSERT_EQUAL(csri_entropy(&source, &test.host, &byte, 1, &err), CSR_E_CALLBACK);
    CU_ASSERT_EQUAL(csri_entropy(&source, &test.host, many, sizeof many, &err), CSR_E_CALLBACK);
    test.entropy_fails = 0;
    id = next_id(CSR_TEST_MONDAY);
    CU_ASSERT_EQUAL(milliseconds_of(&id), CSR_TEST_MONDAY / 1000);
    CU_ASSERT_EQUAL(counter_of(&id), 1);
    CU_ASSERT_TRUE(is_ascending(&before, &id));
}

static csr_id thread_ids[THREADS][IDS_PER_THREAD];

static void *take_ids(void *argument)
{
    csr_id *ids = argument;
    for (int i = 0; i < IDS_PER_THREAD; i++) {
        (void)csri_id_next(&source, &test.host, CSR_TEST_MONDAY, &ids[i], NULL);
    }
    return NULL;
}

static int compare_ids(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(csr_id));
}

static void threads_share_a_source(void)
{
    pthread_t threads[THREADS];
    begin_again();
    for (int i = 0; i < THREADS; i++) {
        CU_ASSERT_EQUAL_FATAL(pthread_create(&threads[i], NULL, take_ids, thread_ids[i]), 0);
    }
    int wrong = 0;
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        for (int j = 1; j < IDS_PER_THREAD; j++) {
            wrong += !is_ascending(&thread_ids[i][j - 1], &thread_ids[i][j]);
        }
    }
    CU_ASSERT_EQUAL(wrong, 0);
    csr_id *all = &thread_ids[0][0];
    qsort(all, THREADS * IDS_PER_THREAD, sizeof *all, compare_ids);
    for (int i = 1; i < THREADS * IDS_PER_THREAD; i++) {
        wrong += compare_ids(&all[i - 1], &all[i]) == 0;
    }
    CU_ASSERT_EQUAL(wrong, 0);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "an id holds the millisecond", an_id_holds_the_millisecond },
        { "ids ascend while the clock stands still", ids_ascend_while_the_clock_stands_still },
        { "ids ascend while the clock steps back", ids_ascend_while_the_clock_steps_back },
        { "the counter begins again with a later millisecond", the_counter_begins_again_with_a_later_millisecond },
        { "instants before 1970 count as 1970", instants_before_1970_count_as_1970 },
        { "the last millisecond is the end", the_last_millisecond_is_the_end },
        { "the same host gives the same ids", the_same_host_gives_the_same_ids },
        { "one call of entropy serves sixteen ids", one_call_of_entropy_serves_sixteen_ids },
        { "used entropy is gone from the pool", used_entropy_is_gone_from_the_pool },
        { "entropy of any length", entropy_of_any_length },
        { "failing entropy is told and changes nothing", failing_entropy_is_told_and_changes_nothing },
        { "threads share a source", threads_share_a_source },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = {
        { .pName = "id source", .pInitFunc = set_up, .pCleanupFunc = tear_down, .pTests = tests },
        CU_SUITE_INFO_NULL,
    };
    return csr_test_main("id_source", suites, 12);
}
