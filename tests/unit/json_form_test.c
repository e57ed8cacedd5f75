#include "support/runner.h"

#include "base/json.h"
#include "base/json_form.h"

#include <stdlib.h>
#include <string.h>

static void expect(const char *const *texts, int sound)
{
    for (; *texts != NULL; texts++)
        if (csri_json_well_formed(*texts, strlen(*texts)) != sound)
            CU_assertImplementation(CU_FALSE, __LINE__, *texts, __FILE__, "", CU_FALSE);
}

static void test_sound(void)
{
    static const char *const texts[] = {
        "0",
        "-0",
        "-12.5e+3",
        "1E9",
        "1e400",
        "\"\"",
        "\"a\\n\\u00e9\\ud83d\\ude00\\/\"",
        "true",
        "false",
        "null",
        "[]",
        "{}",
        " [ 1 , [ ] , { } ] ",
        "{\"a\":{\"b\":[1,2,{\"c\":null}]},\"d\":\"\\u0000\"}",
        "{\"a\":1,\"a\":2}",
        "\t\r\n1\n",
        "\"\xc3\xa9\xf0\x9f\x98\x80\x7f\"",
        "123456789012345678901234567890",
        NULL,
    };
    expect(texts, 1);
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
        "\xef\xbb\xbf"
        "1",
        NULL,
    };
    expect(texts, 0);
    CU_ASSERT_FALSE(csri_json_well_formed("1\0", 2));
    CU_ASSERT_FALSE(csri_json_well_formed("\"\0\"", 3));
    CU_ASSERT_FALSE(csri_json_well_formed("tru\0", 4));
    CU_ASSERT_FALSE(csri_json_well_formed("\"\\\0\"", 4));
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
        CU_ASSERT_EQUAL(csri_json_well_formed(text, (size_t)(at - text)), depth < most);
        CU_ASSERT_FALSE(csri_json_well_formed(text, (size_t)(at - text) - 1));
    }
    free(text);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "json_form/sound", test_sound },
        { "json_form/malformed", test_malformed },
        { "json_form/depth", test_depth },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "json_form", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("json_form_test", suites, 3);
}
