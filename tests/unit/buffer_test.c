#include "base/buffer.h"
#include "support/runner.h"
#include "support/test_host.h"

#include <wchar.h>

static csr_test_host test;

static int set_up(void)
{
    csr_test_host_init(&test, CSR_TEST_MONDAY, 7);
    return 0;
}

static int tear_down(void)
{
    return csr_test_host_done(&test) != 0;
}

/* Whether the buffer holds exactly this. */
static int holds(const csri_buffer *b, const char *text)
{
    return b->len == strlen(text) && (b->len == 0 || memcmp(b->ptr, text, b->len) == 0);
}

static void begins_empty_without_memory(void)
{
    csri_buffer b;
    uint64_t before = test.allocations;
    csri_buffer_init(&b, &test.host, 0);
    csri_buffer_put(&b, NULL, 0);
    csri_buffer_text(&b, "");
    CU_ASSERT_TRUE(holds(&b, ""));
    CU_ASSERT_EQUAL(b.status, CSR_OK);
    CU_ASSERT_EQUAL(test.allocations, before);
    csri_buffer_free(&b);
}

static void everything_is_appended_in_order(void)
{
    csri_buffer b;
    csri_buffer_init(&b, &test.host, 0);
    csri_buffer_byte(&b, '[');
    csri_buffer_put(&b, "abc\0def", 7);
    csri_buffer_text(&b, ", ");
    csri_buffer_format(&b, "%d-%s", 42, "x");
    csri_buffer_byte(&b, 0xff);
    CU_ASSERT_EQUAL(b.len, 15);
    CU_ASSERT_EQUAL(memcmp(b.ptr, "[abc\0def, 42-x\xff", 15), 0);
    CU_ASSERT_EQUAL(csri_buffer_check(&b, NULL), CSR_OK);
    csri_buffer_free(&b);
    CU_ASSERT_TRUE(holds(&b, ""));
}

static void grows_and_keeps_its_bytes(void)
{
    csri_buffer b;
    uint64_t before = test.allocations;
    csri_buffer_init(&b, &test.host, 0);
    for (unsigned i = 0; i < 100000; i++) {
        csri_buffer_byte(&b, (uint8_t)(i * 7));
    }
    CU_ASSERT_EQUAL_FATAL(b.len, 100000);
    size_t wrong = 0;
    for (unsigned i = 0; i < 100000; i++) {
        wrong += (uint8_t)b.ptr[i] != (uint8_t)(i * 7);
    }
    CU_ASSERT_EQUAL(wrong, 0);
    /* Doubling, not one block per byte. */
    CU_ASSERT_TRUE(test.allocations - before < 20);
    csri_buffer_free(&b);
}

static void reserve_gives_room_that_is_there(void)
{
    csri_buffer b;
    csri_buffer_init(&b, &test.host, 0);
    for (size_t n = 0; n < 3000; n = n * 2 + 1) {
        char *room = csri_buffer_reserve(&b, n);
        CU_ASSERT_PTR_NOT_NULL_FATAL(room);
        CU_ASSERT_PTR_EQUAL(room, b.ptr + b.len);
        memset(room, 'r', n);
        b.len += n;
    }
    CU_ASSERT_TRUE(b.len <= b.capacity);
    csri_buffer_free(&b);
}

static void long_formats_are_whole(void)
{
    /* Round the length up to which formatting needs no second try. */
    for (int n = 120; n < 140; n++) {
        csri_buffer b;
        csri_buffer_init(&b, &test.host, 0);
        csri_buffer_format(&b, "%0*d|", n, 1);
        CU_ASSERT_EQUAL(b.len, (size_t)n + 1);
        CU_ASSERT_EQUAL(memcmp(b.ptr + n - 1, "1|", 2), 0);
        csri_buffer_free(&b);
    }
}

static void a_format_that_fails_sticks(void)
{
    csri_buffer b;
    csr_error err = CSR_ERROR_INIT;
    csri_buffer_init(&b, &test.host, 0);
    csri_buffer_text(&b, "before");
    /* In the C locale no multibyte text stands for this character. */
    csri_buffer_format(&b, "%ls", L"\x20ac");
    CU_ASSERT_EQUAL(csri_buffer_check(&b, &err), CSR_E_INTERNAL);
    CU_ASSERT_EQUAL(err.status, CSR_E_INTERNAL);
    csri_buffer_free(&b);
}

static void the_cap_is_exact(void)
{
    for (size_t max = 1; max < 700; max += 1 + max / 8) {
        csri_buffer b;
        csri_buffer_init(&b, &test.host, max);
        for (size_t i = 0; i < max; i++) {
            csri_buffer_byte(&b, 'c');
        }
        CU_ASSERT_EQUAL(b.status, CSR_OK);
        CU_ASSERT_EQUAL(b.len, max);
        CU_ASSERT_TRUE(b.capacity <= max);
        CU_ASSERT_PTR_NOT_NULL(csri_buffer_reserve(&b, 0));
        csri_buffer_byte(&b, 'c');
        CU_ASSERT_EQUAL(b.status, CSR_E_LIMIT);
        CU_ASSERT_EQUAL(b.len, 0);
    }
}

static void the_cap_holds_for_every_way_to_append(void)
{
    for (int way = 0; way < 4; way++) {
        csri_buffer b;
        csr_error err = CSR_ERROR_INIT;
        csri_buffer_init(&b, &test.host, 4);
        csri_buffer_text(&b, "four");
        CU_ASSERT_TRUE(holds(&b, "four"));
        switch (way) {
        case 0: csri_buffer_put(&b, "x", 1); break;
        case 1: csri_buffer_format(&b, "%d", 1); break;
        case 2: csri_buffer_format(&b, "%0200d", 1); break;
        default: CU_ASSERT_PTR_NULL(csri_buffer_reserve(&b, SIZE_MAX)); break;
        }
        CU_ASSERT_EQUAL(csri_buffer_check(&b, &err), CSR_E_LIMIT);
        CU_ASSERT_PTR_NOT_NULL(strstr(err.message, " 4 bytes"));
    }
}

static void sizes_beyond_memory_are_refused_without_overflow(void)
{
    static const size_t caps[] = { 0, SIZE_MAX, SIZE_MAX - 1 };
    for (size_t i = 0; i < 3; i++) {
        csri_buffer b;
        csri_buffer_init(&b, &test.host, caps[i]);
        csri_buffer_byte(&b, 'x');
        CU_ASSERT_EQUAL(b.max, SIZE_MAX - 1);
        CU_ASSERT_PTR_NULL(csri_buffer_reserve(&b, SIZE_MAX));
        CU_ASSERT_EQUAL(b.status, CSR_E_LIMIT);
    }
}

static void growth_near_the_cap_takes_the_cap(void)
{
    csri_buffer b;
    csri_buffer_init(&b, &test.host, 300);
    csri_buffer_byte(&b, 'x');
    CU_ASSERT_EQUAL(b.capacity, 255);
    CU_ASSERT_PTR_NOT_NULL(csri_buffer_reserve(&b, 256));
    CU_ASSERT_EQUAL(b.capacity, 300);
    csri_buffer_free(&b);
}

static void a_failure_sticks_and_frees(void)
{
    csri_buffer b;
    csri_buffer_init(&b, &test.host, 0);
    csri_buffer_text(&b, "some text");
    csr_test_host_fail_alloc(&test, 1, 0);
    CU_ASSERT_PTR_NULL(csri_buffer_reserve(&b, 1000));
    CU_ASSERT_EQUAL(test.live_blocks, 0);
    uint64_t before = test.allocations;
    csri_buffer_put(&b, "x", 1);
    csri_buffer_put(&b, NULL, 0);
    csri_buffer_byte(&b, 'x');
    csri_buffer_text(&b, "x");
    csri_buffer_format(&b, "%s", "x");
    csri_buffer_format(&b, "%0200d", 1);
    csri_buffer_format(&b, "%ls", L"\x20ac");
    CU_ASSERT_PTR_NULL(csri_buffer_reserve(&b, 0));
    csri_buffer_fail(&b, CSR_E_LIMIT);
    csr_error err = CSR_ERROR_INIT;
    CU_ASSERT_EQUAL(csri_buffer_check(&b, &err), CSR_E_NO_MEMORY);
    CU_ASSERT_EQUAL(err.status, CSR_E_NO_MEMORY);
    CU_ASSERT_TRUE(holds(&b, ""));
    CU_ASSERT_EQUAL(test.allocations, before);
    csri_buffer_free(&b);
    CU_ASSERT_EQUAL(b.status, CSR_OK);
}

static void a_failure_from_outside_sticks_too(void)
{
    csri_buffer b;
    csri_buffer_init(&b, &test.host, 0);
    csri_buffer_text(&b, "text");
    csri_buffer_fail(&b, CSR_E_LIMIT);
    CU_ASSERT_EQUAL(test.live_blocks, 0);
    csri_buffer_byte(&b, 'x');
    CU_ASSERT_EQUAL(csri_buffer_check(&b, NULL), CSR_E_LIMIT);
}

static void finish_hands_over_text_and_ends_it(void)
{
    csri_buffer b;
    csr_buf *buf = NULL;
    csri_buffer_init(&b, &test.host, 1000);
    csri_buffer_put(&b, "a\0b", 3);
    CU_ASSERT_EQUAL(csri_buffer_finish(&b, &buf, NULL), CSR_OK);
    CU_ASSERT_EQUAL(csr_buf_size(buf), 3);
    CU_ASSERT_EQUAL(memcmp(csr_buf_text(buf), "a\0b", 4), 0);
    /* The buffer is ready for the next text, with its cap. */
    CU_ASSERT_TRUE(holds(&b, ""));
    CU_ASSERT_EQUAL(b.max, 1000);
    csri_buffer_text(&b, "next");
    CU_ASSERT_EQUAL(csr_buf_size(buf), 3);
    csri_buffer_free(&b);
    csr_buf_free(buf);
    CU_ASSERT_EQUAL(test.live_blocks, 0);
}

static void finish_gives_an_empty_text_too(void)
{
    csri_buffer b;
    csr_buf *buf = NULL;
    csri_buffer_init(&b, &test.host, 0);
    CU_ASSERT_EQUAL(csri_buffer_finish(&b, &buf, NULL), CSR_OK);
    CU_ASSERT_PTR_NOT_NULL_FATAL(buf);
    CU_ASSERT_EQUAL(csr_buf_size(buf), 0);
    CU_ASSERT_STRING_EQUAL(csr_buf_text(buf), "");
    csr_buf_free(buf);
}

static void a_text_as_long_as_the_cap_is_still_ended(void)
{
    csri_buffer b;
    csr_buf *buf = NULL;
    csri_buffer_init(&b, &test.host, 3);
    csri_buffer_text(&b, "abc");
    CU_ASSERT_EQUAL(csri_buffer_finish(&b, &buf, NULL), CSR_OK);
    CU_ASSERT_STRING_EQUAL(csr_buf_text(buf), "abc");
    csr_buf_free(buf);
}

static void finish_fails_without_a_leak(void)
{
    for (uint64_t nth = 1; nth <= 2; nth++) {
        csri_buffer b;
        csr_buf *buf = (csr_buf *)&b;
        csr_error err = CSR_ERROR_INIT;
        csr_test_host_fail_alloc(&test, nth, 0);
        csri_buffer_init(&b, &test.host, 0);
        csri_buffer_text(&b, "text");
        CU_ASSERT_EQUAL(csri_buffer_finish(&b, &buf, &err), CSR_E_NO_MEMORY);
        CU_ASSERT_EQUAL(err.status, CSR_E_NO_MEMORY);
        CU_ASSERT_PTR_NULL(buf);
        CU_ASSERT_EQUAL(test.live_blocks, 0);
        CU_ASSERT_EQUAL(b.status, CSR_OK);
    }
    csr_test_host_fail_alloc(&test, 0, 0);
}

static void no_buf_is_an_empty_text(void)
{
    CU_ASSERT_STRING_EQUAL(csr_buf_text(NULL), "");
    CU_ASSERT_EQUAL(csr_buf_size(NULL), 0);
    csr_buf_free(NULL);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "begins empty, without memory", begins_empty_without_memory },
        { "everything is appended in order", everything_is_appended_in_order },
        { "grows and keeps its bytes", grows_and_keeps_its_bytes },
        { "reserve gives room that is there", reserve_gives_room_that_is_there },
        { "long formats are whole", long_formats_are_whole },
        { "a format that fails sticks", a_format_that_fails_sticks },
        { "the cap is exact", the_cap_is_exact },
        { "the cap holds for every way to append", the_cap_holds_for_every_way_to_append },
        { "sizes beyond memory are refused without overflow", sizes_beyond_memory_are_refused_without_overflow },
        { "growth near the cap takes the cap", growth_near_the_cap_takes_the_cap },
        { "a failure sticks and frees", a_failure_sticks_and_frees },
        { "a failure from outside sticks too", a_failure_from_outside_sticks_too },
        CU_TEST_INFO_NULL,
    };
    CU_TestInfo bufs[] = {
        { "finish hands over text and ends it", finish_hands_over_text_and_ends_it },
        { "finish gives an empty text too", finish_gives_an_empty_text_too },
        { "a text as long as the cap is still ended", a_text_as_long_as_the_cap_is_still_ended },
        { "finish fails without a leak", finish_fails_without_a_leak },
        { "no buf is an empty text", no_buf_is_an_empty_text },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = {
        { .pName = "buffer", .pInitFunc = set_up, .pCleanupFunc = tear_down, .pTests = tests },
        { .pName = "buf", .pInitFunc = set_up, .pCleanupFunc = tear_down, .pTests = bufs },
        CU_SUITE_INFO_NULL,
    };
    return csr_test_main("buffer", suites, 17);
}
