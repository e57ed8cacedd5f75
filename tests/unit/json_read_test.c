#include "support/runner.h"

#include "base/json.h"

#include <stdlib.h>
#include <string.h>

/* From a block without a byte to spare, so that the sanitizer sees a step too far. */
static csr_status read_bytes(const char *text, size_t len, json_t **out, csr_error *err)
{
    char *exact = malloc(len > 0 ? len : 1);
    csr_status status;

    CU_ASSERT_PTR_NOT_NULL_FATAL(exact);
    memcpy(exact, text, len);
    status = csri_json_read(exact, len, 0, 0, out, err);
    free(exact);
    return status;
}

static csr_status status_of(const char *text, size_t len)
{
    json_t *value;
    csr_status status = read_bytes(text, len, &value, NULL);

    CU_ASSERT_EQUAL(value != NULL, status == CSR_OK);
    json_decref(value);
    return status;
}

static void expect(const char *const *texts, csr_status status)
{
    for (; *texts != NULL; texts++)
        if (status_of(*texts, strlen(*texts)) != status)
            CU_assertImplementation(CU_FALSE, __LINE__, *texts, __FILE__, "", CU_FALSE);
}

static void test_sound(void)
{
    static const char *const texts[] = {
        "0",
        "-0",
        "-12.5e+3",
        "1E9",
        "1e308",
        "\"\"",
        "\"a\\n\\u00e9\\ud83d\\ude00\\/\"",
        "true",
        "false",
        "null",
        "[]",
        "{}",
        " [ 1 , [ ] , { } ] ",
        "{\"a\":{\"b\":[1,2,{\"c\":null}]},\"d\":\"\\u0000\"}",
        "{\"a\":1,\"b\":{\"a\":2}}",
        "\t\r\n1\n",
        "\"\xc3\xa9\xf0\x9f\x98\x80\x7f\"",
        "123456789012345678901234567890.0",
        "-9223372036854775808",
        "9223372036854775807",
        "\"\\uE000\\uABcd\\u0fFf\"",
        NULL,
    };
    expect(texts, CSR_OK);
}

static void test_malformed(void)
{
    static const char *const texts[] = {
        "",
        " ",
        "-",
        "01",
        "1.",
        ".5",
        "1e",
        "1e+",
        "+1",
        "tru",
        "nulll",
        "\"",
        "\"\\",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"\\ud800\"",
        "\"\\ud800\\u0041\"",
        "\"\\udc00\"",
        "\"\\ud800\\uffff\"",
        "\"\\ud800\\u12\"",
        "\"\\u 123\"",
        "\"\\u@123\"",
        "\"\\u12~4\"",
        "\"\n\"",
        "[",
        "]",
        "[1",
        "[1,",
        "[1,]",
        "[,1]",
        "[1 2]",
        "[1}",
        "{",
        "{]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "{\"a\":1 \"b\":2}",
        "{1:2}",
        "1 2",
        "[]]",
        "{}{}",
        "\"\xff\"",
        "\"\xed\xa0\x80\"",
        "'a'",
        "// a\n1",
        "NaN",
        "\"\\",
        "\"a\\n\xff\"",
        "\"a\\n\n\"",
        "{\"\\u0000\":1}",
        "{\"\n\":1}",
        "1e400",
        "-1e400",
        "9223372036854775808",
        "-9223372036854775809",
        "123456789012345678901234567890",
        "falsy",
        "nul",
        "\xef\xbb\xbf"
        "1",
        NULL,
    };
    expect(texts, CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(status_of("1\0", 2), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(status_of("\"\0\"", 3), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(status_of("tru\0", 4), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(status_of("\"\\\0\"", 4), CSR_E_ARGUMENT);
}

/* As deep as can be read, and one level more; arrays and objects by turns. */
static void test_depth(void)
{
    const size_t most = CSRI_JSON_MAX_DEPTH + 1;
    char *text = malloc(most * 7 + 1), *at;

    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    for (size_t depth = most - 1; depth <= most; depth++) {
        at = text;
        for (size_t i = 0; i < depth; i++)
            at += sprintf(at, "%s", i % 2 == 0 ? "[" : "{\"a\":");
        at += sprintf(at, "1");
        for (size_t i = depth; i-- > 0;)
            at += sprintf(at, "%s", i % 2 == 0 ? "]" : "}");
        CU_ASSERT_EQUAL(status_of(text, (size_t)(at - text)), depth < most ? CSR_OK : CSR_E_LIMIT);
        CU_ASSERT_EQUAL(status_of(text, (size_t)(at - text) - 1), depth < most ? CSR_E_ARGUMENT : CSR_E_LIMIT);
    }
    free(text);
}

/* What is wrong, and where. */
static void test_places(void)
{
    static const char *const pairs[][2] = {
        { "", "line 1, column 1: the document ends too early" },
        { " \n", "line 2, column 1: the document ends too early" },
        { "{\n  \"a\": 1,\n  \"b\": x\n}", "line 3, column 8: a value is wanted here" },
        { "[1,]", "line 1, column 4: a value is wanted here" },
        { "[-]", "line 1, column 3: a value is wanted here" },
        { "[1.]", "line 1, column 4: a digit is wanted here" },
        { "[1e+]", "line 1, column 5: a digit is wanted here" },
        { "[1 2]", "line 1, column 4: \",\" or \"]\" is wanted here" },
        { "{\"a\":1 \"b\":2}", "line 1, column 8: \",\" or \"}\" is wanted here" },
        { "{\"a\" 1}", "line 1, column 6: \":\" is wanted here" },
        { "{\"a\":1,}", "line 1, column 8: a name is wanted here" },
        { "{\"a\":1, \"a\":2}", "line 1, column 9: this name was there before" },
        { "{\"a\":1, \"\\u0061\":[]}", "line 1, column 9: this name was there before" },
        { "{\"\\u0000\":1}", "line 1, column 2: there is no U+0000 in names" },
        { "[] []", "line 1, column 4: the document is complete before this" },
        { "[\"a\tb\"]", "line 1, column 4: control character 0x9" },
        { "[\"a\\n\tb\"]", "line 1, column 6: control character 0x9" },
        { "[\"a\\qb\"]", "line 1, column 4: this escape is none" },
        { "[\"a\xff\"]", "line 1, column 4: this is not UTF-8" },
        { "[12, 9223372036854775808]", "line 1, column 6: this number is too large" },
        { "\xef\xbb\xbf{}", "line 1, column 1: the document begins with a byte order mark" },
    };

    for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
        csr_error err = CSR_ERROR_INIT;
        json_t *value;
        CU_ASSERT_EQUAL(read_bytes(pairs[i][0], strlen(pairs[i][0]), &value, &err), CSR_E_ARGUMENT);
        CU_ASSERT_STRING_EQUAL(err.field, "json");
        CU_ASSERT_STRING_EQUAL(err.message, pairs[i][1]);
    }
}

/* Texts come out as they are meant, whether they had to be put together or not, short and long. */
static void test_texts(void)
{
    static const struct {
        const char *json, *text;
        size_t len;
    } cases[] = {
        { "\"\"", "", 0 },
        { "\"plain\"", "plain", 5 },
        { "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t", 8 },
        { "\"a\\u0041\\u00e9\\u20AC\\uD83D\\uDE00z\"", "aA\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80z", 12 },
        { "\"\\ud800\\udc00\\udbff\\udfff\"", "\xf0\x90\x80\x80\xf4\x8f\xbf\xbf", 8 },
        { "\"\\u0000\"", "", 1 },
        { "\"\xc3\xa9\\n\xc3\xa9\"", "\xc3\xa9\n\xc3\xa9", 5 },
    };
    char json[3000], text[3000];

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        json_t *value;
        CU_ASSERT_EQUAL_FATAL(read_bytes(cases[i].json, strlen(cases[i].json), &value, NULL), CSR_OK);
        CU_ASSERT_EQUAL_FATAL(json_string_length(value), cases[i].len);
        CU_ASSERT_EQUAL(memcmp(json_string_value(value), cases[i].text, cases[i].len), 0);
        json_decref(value);
    }
    for (size_t n = 0; n < 1000; n += 7) {
        json_t *value;
        size_t len = 0;
        json[len++] = '"';
        for (size_t i = 0; i < n; i++) {
            memcpy(json + len, i % 100 == 50 ? "\\t" : "xx", 2);
            len += 2;
        }
        json[len++] = '"';
        for (size_t i = 0, at = 0; i < n; i++)
            at += (size_t)sprintf(text + at, "%s", i % 100 == 50 ? "\t" : "xx");
        text[n == 0 ? 0 : strlen(text)] = '\0';
        CU_ASSERT_EQUAL_FATAL(read_bytes(json, len, &value, NULL), CSR_OK);
        CU_ASSERT_STRING_EQUAL(json_string_value(value), text);
        json_decref(value);
    }
}

static void test_numbers(void)
{
    static const struct {
        const char *json;
        double number;
    } reals[] = {
        { "1.5", 1.5 }, { "-0.0", -0.0 }, { "1e2", 100 }, { "1E-2", 0.01 }, { "-2.5e+1", -25 }, { "1e-400", 0 },
    };
    char text[400] = "0.";
    json_t *value;

    for (size_t i = 0; i < sizeof(reals) / sizeof(reals[0]); i++) {
        CU_ASSERT_EQUAL_FATAL(read_bytes(reals[i].json, strlen(reals[i].json), &value, NULL), CSR_OK);
        CU_ASSERT_TRUE(json_is_real(value) && json_real_value(value) == reals[i].number);
        json_decref(value);
    }
    /* Longer than what is kept without memory. */
    memset(text + 2, '3', 300);
    CU_ASSERT_EQUAL_FATAL(read_bytes(text, 302, &value, NULL), CSR_OK);
    CU_ASSERT_EQUAL(json_real_value(value), 1.0 / 3);
    json_decref(value);
    CU_ASSERT_EQUAL_FATAL(read_bytes("[-9223372036854775808,9223372036854775807,-0]", 45, &value, NULL), CSR_OK);
    CU_ASSERT_EQUAL(json_integer_value(json_array_get(value, 0)), INT64_MIN);
    CU_ASSERT_EQUAL(json_integer_value(json_array_get(value, 1)), INT64_MAX);
    CU_ASSERT_TRUE(json_is_integer(json_array_get(value, 2)) && json_integer_value(json_array_get(value, 2)) == 0);
    json_decref(value);
}

static int64_t blocks_left, live_blocks;

static void *counting_malloc(size_t size)
{
    void *ptr = blocks_left-- > 0 ? malloc(size) : NULL;

    live_blocks += ptr != NULL;
    return ptr;
}

static void counting_free(void *ptr)
{
    live_blocks -= ptr != NULL;
    free(ptr);
}

/* Every kind of token, of every length that takes memory: whichever block is missing, that is said and nothing leaks. */
static void test_memory(void)
{
    char text[8000], *at = text;
    csr_status status = CSR_E_NO_MEMORY;
    int64_t given = 0;

    at += sprintf(at, "{\"reals\":[0.%0140d,2.5],\"many\":[0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19],", 0);
    at += sprintf(at, "\"%0300d\":[1,\"\\n%0200d\\n%0700d\",\"plain\",[[],{}]],", 1, 2, 3);
    for (int i = 0; i < 20; i++)
        at += sprintf(at, "\"name \\t %d %0150d\":[true,false,null,%d],", i, i, i);
    at += sprintf(at, "\"\":0}");
    json_set_alloc_funcs(counting_malloc, counting_free);
    for (; status != CSR_OK && given < 1000; given++) {
        csr_error err = CSR_ERROR_INIT;
        json_t *value;
        blocks_left = given;
        live_blocks = 0;
        status = csri_json_read(text, (size_t)(at - text), 0, 0, &value, &err);
        CU_ASSERT_TRUE(status == CSR_OK || (status == CSR_E_NO_MEMORY && value == NULL));
        CU_ASSERT_EQUAL(err.status, status);
        json_decref(value);
        CU_ASSERT_EQUAL(live_blocks, 0);
    }
    json_set_alloc_funcs(malloc, free);
    CU_ASSERT_EQUAL(status, CSR_OK);
    CU_ASSERT_TRUE(given > 100);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "json_read/sound", test_sound },   { "json_read/malformed", test_malformed },
        { "json_read/depth", test_depth },   { "json_read/places", test_places },
        { "json_read/texts", test_texts },   { "json_read/numbers", test_numbers },
        { "json_read/memory", test_memory }, CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "json_read", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("json_read_test", suites, 7);
}
