#include "base/text.h"
#include "support/runner.h"
#include "support/test_host.h"

#include <jansson.h>
#include <stdlib.h>
#include <utf8proc.h>

static csr_test_host test;

static int set_up(void)
{
    csr_test_host_init(&test, CSR_TEST_MONDAY, 11);
    return 0;
}

static int tear_down(void)
{
    return csr_test_host_done(&test) != 0;
}

/* A copy that ends where its memory does, so that the sanitizer sees a step too far. */
static char *exact_copy(const char *ptr, size_t len)
{
    char *copy = malloc(len > 0 ? len : 1);
    if (len > 0) {
        memcpy(copy, ptr, len);
    }
    return copy;
}

/* UTF-8 by its definition, to compare with. */
static size_t encode(uint32_t c, char out[4])
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    static const uint32_t marks[] = { 0, 0, 0xc0, 0xe0, 0xf0 };
    for (size_t i = n; i-- > 1; c >>= 6) {
        out[i] = (char)(0x80 | (c & 0x3f));
    }
    out[0] = (char)(marks[n] | c);
    return n;
}

static int is_scalar(uint32_t c)
{
    return c <= 0x10ffff && !(c >= 0xd800 && c <= 0xdfff);
}

static int trims_to(const char *text, const char *expected)
{
    char *copy = exact_copy(text, strlen(text));
    csr_str trimmed = csri_text_trim(copy, strlen(text));
    int same = trimmed.len == strlen(expected) && (trimmed.len == 0 || memcmp(trimmed.ptr, expected, trimmed.len) == 0);
    free(copy);
    return same;
}

static void white_space_at_the_ends_is_trimmed(void)
{
    CU_ASSERT_TRUE(trims_to("", ""));
    CU_ASSERT_TRUE(trims_to("x", "x"));
    CU_ASSERT_TRUE(trims_to("  \t\n", ""));
    CU_ASSERT_TRUE(trims_to(" a  b\r\n", "a  b"));
    CU_ASSERT_TRUE(trims_to("\xc2\xa0\xe3\x80\x80\xc3\xa9\xe2\x80\xaf\xe1\x9a\x80", "\xc3\xa9"));
    CU_ASSERT_TRUE(trims_to("\xe2\x80\x8b", "\xe2\x80\x8b"));
    csr_str none = csri_text_trim(NULL, 0);
    CU_ASSERT_EQUAL(none.len, 0);
}

/* Fold a text; the answer is the caller's to free. */
static char *folded(const char *ptr, size_t len, size_t *out_len)
{
    csri_buffer b;
    char *copy = exact_copy(ptr, len);
    csri_buffer_init(&b, &test.host, 0);
    CU_ASSERT_EQUAL(csri_text_fold(&b, copy, len), CSR_OK);
    free(copy);
    char *answer = malloc(b.len + 1);
    if (b.len > 0) {
        memcpy(answer, b.ptr, b.len);
    }
    answer[b.len] = '\0';
    *out_len = b.len;
    csri_buffer_free(&b);
    return answer;
}

static int folds_to(const char *text, const char *expected)
{
    size_t len;
    char *answer = folded(text, strlen(text), &len);
    int same = strcmp(answer, expected) == 0;
    free(answer);
    return same;
}

/* Whether folding a second time changes nothing. */
static int folds_once(const char *ptr, size_t len)
{
    size_t once_len, twice_len;
    char *once = folded(ptr, len, &once_len);
    char *twice = folded(once, once_len, &twice_len);
    int same = once_len == twice_len && memcmp(once, twice, once_len) == 0 && csri_utf8_valid(once, once_len, NULL);
    free(once);
    free(twice);
    return same;
}

static void case_and_composition_do_not_matter(void)
{
    CU_ASSERT_TRUE(folds_to("Anna MARIA", "anna maria"));
    CU_ASSERT_TRUE(folds_to("[@`{AZaz09~", "[@`{azaz09~"));
    CU_ASSERT_TRUE(folds_to("\xc3\x89", "\xc3\xa9"));
    CU_ASSERT_TRUE(folds_to("E\xcc\x81", "\xc3\xa9"));
    CU_ASSERT_TRUE(folds_to("Stra\xc3\x9f"
                            "e",
                            "strasse"));
    CU_ASSERT_TRUE(folds_to("\xe1\xba\x9e", "ss"));
    CU_ASSERT_TRUE(folds_to("\xce\xa3\xce\x8a\xce\xa3\xcf\x85\xcf\x86\xce\xbf\xcf\x82",
                            "\xcf\x83\xce\xaf\xcf\x83\xcf\x85\xcf\x86\xce\xbf\xcf\x83"));
    CU_ASSERT_TRUE(folds_to("\xd0\x98\xd0\xb2\xd0\xb0\xd0\xbd", "\xd0\xb8\xd0\xb2\xd0\xb0\xd0\xbd"));
    /* Marks stay, and so does what only looks alike. */
    CU_ASSERT_FALSE(folds_to("\xc3\xa9", "e"));
    CU_ASSERT_FALSE(folds_to("\xef\xbc\xa1", "a"));
    /* The same marks in another order, one of which folds to a letter. */
    CU_ASSERT_TRUE(folds_to("\xce\xb1\xcd\x85\xcc\x81", "\xce\xac\xce\xb9"));
    CU_ASSERT_TRUE(folds_to("\xce\xb1\xcc\x81\xcd\x85", "\xce\xac\xce\xb9"));
}

static void white_space_is_trimmed_and_collapsed(void)
{
    CU_ASSERT_TRUE(folds_to("", ""));
    CU_ASSERT_TRUE(folds_to(" \t\r\n\v\f", ""));
    CU_ASSERT_TRUE(folds_to("  a \t b  ", "a b"));
    CU_ASSERT_TRUE(folds_to("\xc2\xa0\xc3\x89\xe3\x80\x80 \xe2\x80\x89x\xe2\x80\xa8", "\xc3\xa9 x"));
    static const uint32_t white[] = { 0x9,    0xa,    0xb,    0xc,    0xd,    0x20,   0x85,   0xa0,   0x1680,
                                      0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2007, 0x2008,
                                      0x2009, 0x200a, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000 };
    int found = 0;
    for (uint32_t c = 1; c < 0x11000; c++) {
        if (!is_scalar(c)) {
            continue;
        }
        char text[7] = "x";
        size_t n = encode(c, text + 1);
        memcpy(text + 1 + n, "y", 2);
        found += folds_to(text, "x y");
    }
    CU_ASSERT_EQUAL(found, sizeof white / sizeof white[0]);
    for (size_t i = 0; i < sizeof white / sizeof white[0]; i++) {
        char text[7] = "x";
        size_t n = encode(white[i], text + 1);
        memcpy(text + 1 + n, "y", 2);
        CU_ASSERT_TRUE(folds_to(text, "x y"));
    }
}

/* Every character, and every character in front of marks that compose, reorder or fold to a letter. */
static void folding_twice_changes_nothing(void)
{
    static const char *const behind[] = { "", "\xcc\x81", "\xcd\x85\xcc\x81", "\xcc\xa7\xcc\x88" };
    int wrong = 0;
    for (uint32_t c = 1; c < 0x110000; c += c < 0x30000 ? 1 : 97) {
        if (!is_scalar(c)) {
            continue;
        }
        size_t several = c < 0x3000 ? 4 : 1;
        for (size_t i = 0; i < several; i++) {
            char text[16];
            size_t n = encode(c, text);
            memcpy(text + n, behind[i], strlen(behind[i]) + 1);
            wrong += !folds_once(text, n + strlen(behind[i]));
        }
    }
    CU_ASSERT_EQUAL(wrong, 0);
}

/* Texts of characters that interact: folding agrees for canonically equal texts, and is done after one time. */
static void equal_texts_fold_to_equal_keys(void)
{
    static const uint32_t alphabet[] = {
        'a',    'A',    ' ',    0xa0,   0x300,  0x301,  0x308,  0x323,   0x327, 0x345,
        0x3b1,  0x391,  0x1f80, 0x130,  'i',    0xdf,   0x1e9e, 0x149,   0x1f0, 0x390,
        0xac00, 0x1100, 0x1161, 0x11a8, 0xfb01, 0x212b, 0x2126, 0x1d15e, 0x958, 0x200d
    };
    uint64_t state = 9;
    int wrong = 0;
    for (int i = 0; i < 20000; i++) {
        char text[64];
        size_t len = 0;
        for (int k = 0; k < 8; k++) {
            state = state * UINT64_C(6364136223846793005) + 1442695040888963407u;
            len += encode(alphabet[(state >> 33) % (sizeof alphabet / sizeof alphabet[0])], text + len);
        }
        text[len] = '\0';
        wrong += !folds_once(text, len);
        char *decomposed = (char *)utf8proc_NFD((const utf8proc_uint8_t *)text);
        size_t a_len, b_len;
        char *a = folded(text, len, &a_len);
        char *b = folded(decomposed, strlen(decomposed), &b_len);
        wrong += a_len != b_len || memcmp(a, b, a_len) != 0;
        free(a);
        free(b);
        free(decomposed);
    }
    CU_ASSERT_EQUAL(wrong, 0);
}

/* Texts round the length up to which no memory is needed, and long ones; then with every allocation failing. */
static void texts_of_every_length_are_folded(void)
{
    for (size_t n = 1; n < 1000; n += n < 300 ? 1 : 97) {
        char text[3100] = "";
        char expected[5100] = "";
        for (size_t i = 0; i < n; i++) {
            /* Every other text has a mark that folds to a letter, which takes one step more. */
            int mark = n % 2 == 1 && i % 7 == 6;
            strcat(text, mark ? "\xe1\xbe\x80" : "\xc3\x84");
            strcat(expected, mark ? "\xe1\xbc\x80\xce\xb9" : "\xc3\xa4");
        }
        CU_ASSERT_TRUE(folds_to(text, expected));
        csr_status status = CSR_E_NO_MEMORY;
        for (uint64_t nth = 1; status != CSR_OK; nth++) {
            csri_buffer b;
            csri_buffer_init(&b, &test.host, 0);
            csr_test_host_fail_alloc(&test, nth, 0);
            status = csri_text_fold(&b, text, strlen(text));
            CU_ASSERT_TRUE(status == CSR_OK || status == CSR_E_NO_MEMORY);
            CU_ASSERT_TRUE(nth > 1 || status == CSR_E_NO_MEMORY);
            csr_test_host_fail_alloc(&test, 0, 0);
            csri_buffer_free(&b);
        }
        CU_ASSERT_EQUAL(test.live_blocks, 0);
    }
}

static void folding_appends_or_leaves_alone(void)
{
    csri_buffer b;
    csri_buffer_init(&b, &test.host, 0);
    csri_buffer_text(&b, "key:");
    CU_ASSERT_EQUAL(csri_text_fold(&b, " A\xc3\x84 ", 5), CSR_OK);
    CU_ASSERT_EQUAL(csri_text_fold(&b, "A\xff", 2), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL_FATAL(b.len, 7);
    CU_ASSERT_EQUAL(memcmp(b.ptr, "key:a\xc3\xa4", 7), 0);
    csri_buffer_free(&b);
    CU_ASSERT_EQUAL(csri_text_fold(&b, NULL, 0), CSR_OK);
    csri_buffer_init(&b, &test.host, 2);
    CU_ASSERT_EQUAL(csri_text_fold(&b, "abc", 3), CSR_E_LIMIT);
    CU_ASSERT_EQUAL(csri_text_fold(&b, "a", 1), CSR_E_LIMIT);
    csri_buffer_init(&b, &test.host, 0);
    csr_test_host_fail_alloc(&test, 1, 0);
    CU_ASSERT_EQUAL(csri_text_fold(&b, "\xc3\x84", 2), CSR_E_NO_MEMORY);
    csr_test_host_fail_alloc(&test, 0, 0);
    csri_buffer_free(&b);
}

static void naughty_strings_of_the_shared_data(void)
{
    char path[1000];
    if (!csr_test_data("blns/blns.json", path, sizeof path)) {
        return;
    }
    json_t *strings = json_load_file(path, 0, NULL);
    CU_ASSERT_TRUE(json_array_size(strings) > 500);
    for (size_t i = 0; i < json_array_size(strings); i++) {
        const json_t *string = json_array_get(strings, i);
        CU_ASSERT_TRUE(folds_once(json_string_value(string), json_string_length(string)));
    }
    json_decref(strings);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "white space at the ends is trimmed", white_space_at_the_ends_is_trimmed },
        { "case and composition do not matter", case_and_composition_do_not_matter },
        { "white space is trimmed and collapsed", white_space_is_trimmed_and_collapsed },
        { "folding twice changes nothing", folding_twice_changes_nothing },
        { "equal texts fold to equal keys", equal_texts_fold_to_equal_keys },
        { "texts of every length are folded", texts_of_every_length_are_folded },
        { "folding appends or leaves alone", folding_appends_or_leaves_alone },
        { "naughty strings of the shared data", naughty_strings_of_the_shared_data },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = {
        { .pName = "text fold", .pInitFunc = set_up, .pCleanupFunc = tear_down, .pTests = tests },
        CU_SUITE_INFO_NULL,
    };
    return csr_test_main("text_fold", suites, 8);
}
