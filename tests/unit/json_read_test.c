#include "base/json.h"
#include "support/runner.h"
#include "support/test_host.h"

#include <stdlib.h>
#include <string.h>

static csr_test_host test;

static int set_up(void)
{
    csr_test_host_init(&test, CSR_TEST_MONDAY, 3);
    return 0;
}

static int tear_down(void)
{
    return csr_test_host_done(&test) != 0;
}

/* From a block without a byte to spare, so that the sanitizer sees a step too far. */
static csr_status read_bytes(const char *text, size_t len, const csri_json **out, csr_error *err)
{
    char *exact = malloc(len > 0 ? len : 1);
    csr_status status;

    CU_ASSERT_PTR_NOT_NULL_FATAL(exact);
    memcpy(exact, text, len);
    status = csri_json_read(&test.host, exact, len, 0, 0, out, err);
    free(exact);
    return status;
}

static csr_status status_of(const char *text, size_t len)
{
    const csri_json *value;
    csr_status status = read_bytes(text, len, &value, NULL);

    CU_ASSERT_EQUAL(value != NULL, status == CSR_OK);
    csri_json_free(value);
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
        const csri_json *value;
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
        const csri_json *value;
        CU_ASSERT_EQUAL_FATAL(read_bytes(cases[i].json, strlen(cases[i].json), &value, NULL), CSR_OK);
        CU_ASSERT_EQUAL_FATAL(csri_json_str(value).len, cases[i].len);
        CU_ASSERT_EQUAL(memcmp(csri_json_str(value).ptr, cases[i].text, cases[i].len), 0);
        csri_json_free(value);
    }
    for (size_t n = 0; n < 1000; n += 7) {
        const csri_json *value;
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
        CU_ASSERT_STRING_EQUAL(csri_json_str(value).ptr, text);
        csri_json_free(value);
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
    const csri_json *value;

    for (size_t i = 0; i < sizeof(reals) / sizeof(reals[0]); i++) {
        CU_ASSERT_EQUAL_FATAL(read_bytes(reals[i].json, strlen(reals[i].json), &value, NULL), CSR_OK);
        CU_ASSERT_TRUE(csri_json_is(value, CSRI_JSON_REAL) && value->as.real == reals[i].number);
        csri_json_free(value);
    }
    /* Longer than what is kept without memory. */
    memset(text + 2, '3', 300);
    CU_ASSERT_EQUAL_FATAL(read_bytes(text, 302, &value, NULL), CSR_OK);
    CU_ASSERT_EQUAL(value->as.real, 1.0 / 3);
    csri_json_free(value);
    CU_ASSERT_EQUAL_FATAL(read_bytes("[-9223372036854775808,9223372036854775807,-0]", 45, &value, NULL), CSR_OK);
    CU_ASSERT_EQUAL(csri_json_integer(csri_json_at(value, 0)), INT64_MIN);
    CU_ASSERT_EQUAL(csri_json_integer(csri_json_at(value, 1)), INT64_MAX);
    CU_ASSERT_TRUE(csri_json_is(csri_json_at(value, 2), CSRI_JSON_INTEGER) &&
                   csri_json_integer(csri_json_at(value, 2)) == 0);
    csri_json_free(value);
}

/* Objects of many members: the first name that was there before is told, wherever it was, and only within one object. */
static void test_names(void)
{
    char text[4000];

    for (int count = 1; count < 60; count++)
        for (int twin = -1; twin < count; twin += 1 + count / 5) {
            csr_error err = CSR_ERROR_INIT;
            const csri_json *value;
            char said[80];
            size_t len = (size_t)sprintf(text, "{\"n\\u0031\":{\"n1\":0}"), at = 0;
            for (int i = 2; i <= count; i++)
                len += (size_t)sprintf(text + len, ",\"n%d\":[%d]", i, i);
            if (twin >= 0) {
                at = len + 2;
                len += (size_t)sprintf(text + len, ",\"n%d\":1,\"n%d\":2", twin + 1, twin + 1);
            }
            len += (size_t)sprintf(text + len, "}");
            CU_ASSERT_EQUAL(read_bytes(text, len, &value, &err), twin < 0 ? CSR_OK : CSR_E_ARGUMENT);
            sprintf(said, "line 1, column %zu: this name was there before", at);
            CU_ASSERT_STRING_EQUAL(err.message, twin < 0 ? "" : said);
            for (int i = 2; i <= count && twin < 0; i++) {
                char name[12];
                sprintf(name, "n%d", i);
                CU_ASSERT_EQUAL(csri_json_integer(csri_json_at(csri_json_get(value, name), 0)), i);
            }
            CU_ASSERT_PTR_NULL(csri_json_get(value, "n"));
            csri_json_free(value);
        }
}

/* Of two names that are there twice the first one is told, whichever comes first by the alphabet. */
static void test_two_twins(void)
{
    static const char *const last[][2] = { { "n03", "n05" }, { "n05", "n03" } };
    char text[1000], said[80];

    for (size_t which = 0; which < 2; which++) {
        csr_error err = CSR_ERROR_INIT;
        const csri_json *value;
        size_t len = (size_t)sprintf(text, "{\"n00\":0"), at;
        for (int i = 1; i < 20; i++)
            len += (size_t)sprintf(text + len, ",\"n%02d\":0", i);
        at = len + 2;
        len += (size_t)sprintf(text + len, ",\"%s\":0,\"%s\":0}", last[which][0], last[which][1]);
        CU_ASSERT_EQUAL(read_bytes(text, len, &value, &err), CSR_E_ARGUMENT);
        sprintf(said, "line 1, column %zu: this name was there before", at);
        CU_ASSERT_STRING_EQUAL(err.message, said);
    }
}

/* What says the same: the order of members does not count, that of elements does. */
static void test_equal(void)
{
    static const char *const same[][2] = {
        { "{\"a\":[1,2.5,\"x\",null],\"b\":true}", "{ \"b\" : true, \"a\" : [1, 25e-1, \"\\u0078\", null] }" },
        { "[]", "[ ]" },
        { "{}", "{ }" },
        { "false", "false" },
    };
    static const char *const others[][2] = {
        { "{\"a\":1}", "{\"b\":1}" },
        { "{\"a\":1}", "{\"a\":2}" },
        { "[1,2]", "[2,1]" },
        { "[1]", "[1,2]" },
        { "1", "1.0" },
        { "1.5", "1.25" },
        { "\"a\"", "\"b\"" },
        { "true", "false" },
    };

    for (size_t i = 0; i < 12; i++) {
        const char *const *pair = i < 4 ? same[i] : others[i - 4];
        const csri_json *a, *b;
        CU_ASSERT_EQUAL_FATAL(read_bytes(pair[0], strlen(pair[0]), &a, NULL), CSR_OK);
        CU_ASSERT_EQUAL_FATAL(read_bytes(pair[1], strlen(pair[1]), &b, NULL), CSR_OK);
        CU_ASSERT_EQUAL(csri_json_equal(a, b), i < 4);
        CU_ASSERT_FALSE(csri_json_equal(a, NULL) || csri_json_equal(NULL, b));
        csri_json_free(a);
        csri_json_free(b);
    }
}

/* What a value is not, it has nothing of. */
static void test_of_another_kind(void)
{
    const csri_json *list, *object, *text;

    CU_ASSERT_EQUAL_FATAL(read_bytes("[1]", 3, &list, NULL), CSR_OK);
    CU_ASSERT_EQUAL_FATAL(read_bytes("{\"a\":1}", 7, &object, NULL), CSR_OK);
    CU_ASSERT_EQUAL_FATAL(read_bytes("\"abc\"", 5, &text, NULL), CSR_OK);
    CU_ASSERT_TRUE(csri_json_elements(list) == 1 && csri_json_elements(object) == 0 && csri_json_elements(NULL) == 0);
    CU_ASSERT_TRUE(csri_json_members(object) == 1 && csri_json_members(list) == 0 && csri_json_first(text) == NULL);
    CU_ASSERT_TRUE(csri_json_str(list).ptr == NULL && csri_json_str(NULL).len == 0 && csri_json_str(text).len == 3);
    CU_ASSERT_TRUE(csri_json_integer(text) == 0 && csri_json_integer(csri_json_at(list, 0)) == 1);
    csri_json_free(list);
    csri_json_free(object);
    csri_json_free(text);
    csri_json_free(NULL);
}

/* Every kind of token, and more values than fit what was taken for them: whichever block is missing, that is said. */
static void test_memory(void)
{
    char text[16000], *at = text;
    csr_status status = CSR_E_NO_MEMORY;
    uint64_t nth = 0;

    at += sprintf(at, "{\"reals\":[0.%0140d,2.5],\"many\":[0", 0);
    for (int i = 1; i < 3000; i++)
        at += sprintf(at, ",%d", i % 10);
    at += sprintf(at, "],\"%0300d\":[1,\"\\n%0200d\\n%0700d\",\"plain\",[[],{}]],", 1, 2, 3);
    for (int i = 0; i < 20; i++)
        at += sprintf(at, "\"name \\t %d %0150d\":[true,false,null,%d],", i, i, i);
    at += sprintf(at, "\"\":0.5}");
    while (status != CSR_OK && nth < 100) {
        csr_error err = CSR_ERROR_INIT;
        const csri_json *value;
        csr_test_host_fail_alloc(&test, ++nth, 0);
        status = csri_json_read(&test.host, text, (size_t)(at - text), 0, 0, &value, &err);
        csr_test_host_fail_alloc(&test, 0, 0);
        CU_ASSERT_TRUE(status == CSR_OK || (status == CSR_E_NO_MEMORY && value == NULL));
        CU_ASSERT_EQUAL(err.status, status);
        csri_json_free(value);
        CU_ASSERT_EQUAL(test.live_blocks, 0);
    }
    CU_ASSERT_EQUAL(status, CSR_OK);
    CU_ASSERT_TRUE(nth > 10);
}

/* Small documents of which the values need more memory than what was taken for them, wherever it ends. */
static void test_memory_of_values(void)
{
    char text[2000];

    for (int count = 17; count < 60; count++)
        for (int kind = 0; kind < 2; kind++)
            for (int pad = 0; pad < 128; pad += 16) {
                csr_status status = CSR_E_NO_MEMORY;
                size_t len = (size_t)sprintf(text, "%*s%s", pad, "", kind == 0 ? "[0.5" : "{\"n0\":0");
                for (int i = 1; i < count; i++)
                    len += (size_t)sprintf(text + len, kind == 0 ? ",0.5" : ",\"n%d\":0", i);
                len += (size_t)sprintf(text + len, kind == 0 ? "]" : "}");
                for (uint64_t nth = 1; status != CSR_OK && nth < 20; nth++) {
                    const csri_json *value;
                    csr_test_host_fail_alloc(&test, nth, 1);
                    status = csri_json_read(&test.host, text, len, 0, 0, &value, NULL);
                    csr_test_host_fail_alloc(&test, 0, 0);
                    CU_ASSERT_TRUE(status == CSR_OK || status == CSR_E_NO_MEMORY);
                    csri_json_free(value);
                }
                CU_ASSERT_TRUE(status == CSR_OK && test.live_blocks == 0);
            }
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "json_read/sound", test_sound },
        { "json_read/malformed", test_malformed },
        { "json_read/depth", test_depth },
        { "json_read/places", test_places },
        { "json_read/texts", test_texts },
        { "json_read/numbers", test_numbers },
        { "json_read/names", test_names },
        { "json_read/equal", test_equal },
        { "json_read/kinds", test_of_another_kind },
        { "json_read/two_twins", test_two_twins },
        { "json_read/memory_of_values", test_memory_of_values },
        { "json_read/memory", test_memory },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "json_read", set_up, tear_down, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("json_read_test", suites, 12);
}
