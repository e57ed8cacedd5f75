#include "base/text.h"
#include "support/runner.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <utf8proc.h>

/* A copy that ends where its memory does, so that the sanitizer sees a step too far. */
static char *exact_copy(const char *ptr, size_t len)
{
    char *copy = malloc(len > 0 ? len : 1);
    if (len > 0) {
        memcpy(copy, ptr, len);
    }
    return copy;
}

static int valid(const char *ptr, size_t len, size_t *bad_at)
{
    char *copy = exact_copy(ptr, len);
    int answer = csri_utf8_valid(copy, len, bad_at);
    free(copy);
    return answer;
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

static void lengths_may_be_left_to_the_nul(void)
{
    csr_str str = { NULL, 77 };
    CU_ASSERT_EQUAL(csri_text_nts("abc", CSR_NTS), 3);
    CU_ASSERT_EQUAL(csri_text_nts("abc", 2), 2);
    CU_ASSERT_EQUAL(csri_text_nts(NULL, CSR_NTS), 0);
    CU_ASSERT_EQUAL(csri_text_nts(NULL, 0), 0);
    csr_str_set(&str, "abc", CSR_NTS);
    CU_ASSERT_TRUE(str.len == 3 && strcmp(str.ptr, "abc") == 0);
    csr_str_set(&str, "a\0c", 3);
    CU_ASSERT_EQUAL(str.len, 3);
    csr_str_set(&str, NULL, CSR_NTS);
    CU_ASSERT_TRUE(str.ptr == NULL && str.len == 0);
    csr_str_set(NULL, "abc", CSR_NTS);
}

static void every_character_is_valid_and_no_surrogate_is(void)
{
    int wrong = 0;
    for (uint32_t c = 0; c < 0x200000; c++) {
        char bytes[4];
        size_t at = 0;
        size_t len = encode(c, bytes);
        wrong += csri_utf8_valid(bytes, len, NULL) != is_scalar(c);
        if (is_scalar(c)) {
            char put[4];
            wrong += csri_utf8_next(bytes, &at) != c || at != len;
            wrong += csri_utf8_put(c, put) != len || memcmp(put, bytes, len) != 0;
        }
    }
    CU_ASSERT_EQUAL(wrong, 0);
}

/* Texts of up to four bytes, all that begin with what wants three or four, against a second implementation. */
static void every_short_text_is_judged_as_utf8proc_does(void)
{
    int wrong = 0;
    for (uint32_t bits = 0; bits < 0x1000000; bits += bits < 0xc00000 ? 37 : 1) {
        const unsigned char bytes[4] = { (unsigned char)(bits >> 16), (unsigned char)(bits >> 8), (unsigned char)bits,
                                         0x80 | (bits & 0x3f) };
        utf8proc_int32_t c;
        for (size_t len = 1; len <= 4; len++) {
            size_t at = 0;
            while (at < len) {
                utf8proc_ssize_t n = utf8proc_iterate(bytes + at, (utf8proc_ssize_t)(len - at), &c);
                if (n < 1) {
                    break;
                }
                at += (size_t)n;
            }
            size_t bad_at = len;
            int answer = csri_utf8_valid((const char *)bytes, len, &bad_at);
            wrong += answer != (at == len) || bad_at != at;
        }
    }
    CU_ASSERT_EQUAL(wrong, 0);
}

static void the_first_bad_byte_is_found_wherever_it_is(void)
{
    /* Past the steps of eight and behind characters of every length. */
    static const char *const fillers[] = { "a", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80" };
    static const char *const bad[] = { "\xff",
                                       "\x80",
                                       "\xc3",
                                       "\xe2\x82",
                                       "\xf0\x9f\x98",
                                       "\xc0\x80",
                                       "\xc1\xbf",
                                       "\xe0\x9f\xbf",
                                       "\xf5\x80",
                                       "\xf0\x8f\xbf\xbf",
                                       "\xed\xa0\x80",
                                       "\xf8",
                                       "\xf4\x90\x80\x80" };
    for (size_t f = 0; f < 4; f++) {
        for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
            for (size_t n = 0; n < 40; n++) {
                char text[300] = "";
                for (size_t k = 0; k < n; k++) {
                    strcat(text, fillers[f]);
                }
                size_t good = strlen(text);
                size_t bad_at = 999;
                CU_ASSERT_TRUE(valid(text, good, &bad_at));
                CU_ASSERT_EQUAL(bad_at, 999);
                strcat(text, bad[i]);
                CU_ASSERT_FALSE(valid(text, strlen(text), &bad_at));
                CU_ASSERT_EQUAL(bad_at, good);
                strcat(text, "more text behind it");
                CU_ASSERT_FALSE(valid(text, strlen(text), NULL));
            }
        }
    }
    CU_ASSERT_TRUE(csri_utf8_valid(NULL, 0, NULL));
}

static void nul_is_found_and_nothing_else(void)
{
    size_t at = 77;
    CU_ASSERT_EQUAL(csri_text_has_nul("ab\0c", 4, &at), 1);
    CU_ASSERT_EQUAL(at, 2);
    CU_ASSERT_EQUAL(csri_text_has_nul("\0", 1, NULL), 1);
    CU_ASSERT_EQUAL(csri_text_has_nul("ab", 2, &at), 0);
    CU_ASSERT_EQUAL(csri_text_has_nul("\x01\x1f\x7f\r\n\xe2\x80\xae", 8, NULL), 0);
    CU_ASSERT_EQUAL(csri_text_has_nul(NULL, 0, NULL), 0);
}

static void texts_are_cut_between_characters(void)
{
    static const char text[] = "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80z";
    static const size_t expected[] = { 0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 11, 11, 11 };
    for (size_t max = 0; max < sizeof expected / sizeof expected[0]; max++) {
        CU_ASSERT_EQUAL(csri_utf8_cut(text, sizeof text - 1, max), expected[max]);
    }
    CU_ASSERT_EQUAL(csri_utf8_cut(NULL, 0, 5), 0);
    /* What is not UTF-8 is cut somewhere near. */
    CU_ASSERT_EQUAL(csri_utf8_cut("\x80\x80\x80\x80\x80\x80\x80\x80", 8, 6), 6);
    CU_ASSERT_EQUAL(csri_utf8_cut("\x80\x80", 2, 1), 1);
}

/* Read one line of utf8tests.txt: "num:valid:text", "num:valid hex:hex", "num:invalid hex:hex:..". */
static void try_line(char *line, int counts[2])
{
    char *kind = strchr(line, ':');
    char *value = kind ? strchr(kind + 1, ':') : NULL;
    if (line[0] == '#' || !value) {
        return;
    }
    *value++ = '\0';
    kind++;
    value[strcspn(value, "\r\n")] = '\0';
    int good = strstr(kind, "invalid") == NULL;
    char bytes[512];
    size_t len = 0;
    if (strstr(kind, "hex")) {
        value[strcspn(value, ":")] = '\0';
        unsigned byte;
        int used;
        for (const char *p = value; sscanf(p, " %2x%n", &byte, &used) == 1 && len < sizeof bytes; p += used) {
            bytes[len++] = (char)byte;
        }
    } else {
        len = strlen(value);
        memcpy(bytes, value, len);
    }
    CU_ASSERT_EQUAL(valid(bytes, len, NULL), good);
    counts[good]++;
}

static void utf8_cases_of_the_shared_data(void)
{
    char path[1000], line[2000];
    FILE *file = csr_test_data("utf8/flenniken/utf8tests.txt", path, sizeof path) ? fopen(path, "r") : NULL;
    if (!file) {
        return;
    }
    int counts[2] = { 0, 0 };
    while (fgets(line, sizeof line, file)) {
        try_line(line, counts);
    }
    fclose(file);
    CU_ASSERT_EQUAL(counts[0], 145);
    CU_ASSERT_EQUAL(counts[1], 77);
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
        const char *ptr = json_string_value(string);
        size_t len = json_string_length(string);
        CU_ASSERT_TRUE(valid(ptr, len, NULL));
        CU_ASSERT_FALSE(csri_text_has_nul(ptr, len, NULL));
        for (size_t max = 0; max <= len; max++) {
            size_t n = csri_utf8_cut(ptr, len, max);
            CU_ASSERT_TRUE(n <= max && max - n < 4 && csri_utf8_valid(ptr, n, NULL));
        }
    }
    json_decref(strings);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "lengths may be left to the NUL", lengths_may_be_left_to_the_nul },
        { "every character is valid and no surrogate is", every_character_is_valid_and_no_surrogate_is },
        { "every short text is judged as utf8proc does", every_short_text_is_judged_as_utf8proc_does },
        { "the first bad byte is found wherever it is", the_first_bad_byte_is_found_wherever_it_is },
        { "NUL is found and nothing else", nul_is_found_and_nothing_else },
        { "texts are cut between characters", texts_are_cut_between_characters },
        { "UTF-8 cases of the shared data", utf8_cases_of_the_shared_data },
        { "naughty strings of the shared data", naughty_strings_of_the_shared_data },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = {
        { .pName = "text", .pTests = tests },
        CU_SUITE_INFO_NULL,
    };
    return csr_test_main("text", suites, 8);
}
