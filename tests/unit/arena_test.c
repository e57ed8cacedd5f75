#include "base/arena.h"
#include "support/runner.h"
#include "support/test_host.h"

#include <stdint.h>
#include <string.h>

static csr_test_host host;

static int set_up(void)
{
    csr_test_host_init(&host, CSR_TEST_MONDAY, 7);
    return 0;
}

static int tear_down(void)
{
    return csr_test_host_done(&host) != 0;
}

/* Pieces are zeroed, aligned, apart from each other, and may be larger than a block. */
static void test_pieces(void)
{
    static const size_t sizes[] = { 1, 16, 4000, 200, 10000, 3 };
    unsigned char *before = NULL;
    csri_arena arena;

    csri_arena_init(&arena, &host.host);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        unsigned char *piece = csri_arena_take(&arena, sizes[i]);
        CU_ASSERT_PTR_NOT_NULL_FATAL(piece);
        CU_ASSERT_EQUAL((uintptr_t)piece % 16, 0);
        CU_ASSERT_TRUE(piece[0] == 0 && piece[sizes[i] - 1] == 0);
        memset(piece, 0xff, sizes[i]);
        CU_ASSERT_TRUE(before == NULL || before[0] == 0xff);
        before = piece;
    }
    CU_ASSERT_TRUE(arena.taken >= 14220);
    csri_arena_free(&arena);
}

static void test_texts(void)
{
    csri_arena arena;

    csri_arena_init(&arena, &host.host);
    csr_str text = csri_arena_text(&arena, "a\0b", 3), nothing = csri_arena_text(&arena, NULL, 0);
    CU_ASSERT_TRUE(text.len == 3 && memcmp(text.ptr, "a\0b", 4) == 0);
    CU_ASSERT_TRUE(nothing.len == 0 && nothing.ptr != NULL && nothing.ptr[0] == '\0');
    csri_arena_free(&arena);
}

/* Memory that was refused once is not asked for again, even if there is some by now. */
static void test_exhausted(void)
{
    csri_arena arena;

    csri_arena_init(&arena, &host.host);
    csr_test_host_fail_alloc(&host, 1, 0);
    csr_str text = csri_arena_text(&arena, "abc", 3);
    CU_ASSERT_TRUE(text.ptr == NULL && text.len == 0 && arena.exhausted);
    CU_ASSERT_PTR_NULL(csri_arena_take(&arena, 1));
    csri_arena_free(&arena);
    csri_arena_free(&arena);
}

static CU_TestInfo tests[] = {
    { "arena/pieces", test_pieces },
    { "arena/texts", test_texts },
    { "arena/exhausted", test_exhausted },
    CU_TEST_INFO_NULL,
};

static CU_SuiteInfo suites[] = { { "arena", set_up, tear_down, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

int main(void)
{
    return csr_test_main("arena", suites, 3);
}
