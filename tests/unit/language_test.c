#include "support/runner.h"

#include "base/language.h"

#include <string.h>

static void expect(const char *const *tags, int valid)
{
    for (; *tags != NULL; tags++) {
        int got = csri_language_valid(*tags, strlen(*tags));
        if (got != valid)
            CU_assertImplementation(CU_FALSE, __LINE__, *tags, __FILE__, "", CU_FALSE);
    }
}

/* Appendix A of RFC 5646, but for the ones that it calls not well-formed. */
static void test_examples_of_the_standard(void)
{
    static const char *const tags[] = {
        "de",
        "fr",
        "ja",
        "i-enochian",
        "zh-Hant",
        "zh-Hans",
        "sr-Cyrl",
        "sr-Latn",
        "zh-cmn-Hans-CN",
        "cmn-Hans-CN",
        "zh-yue-HK",
        "yue-HK",
        "zh-Hans-CN",
        "sr-Latn-RS",
        "sl-rozaj",
        "sl-rozaj-biske",
        "sl-nedis",
        "de-CH-1901",
        "sl-IT-nedis",
        "hy-Latn-IT-arevela",
        "de-DE",
        "en-US",
        "es-419",
        "de-CH-x-phonebk",
        "az-Arab-x-AZE-derbend",
        "x-whatever",
        "qaa-Qaaa-QM-x-southern",
        "de-Qaaa",
        "sr-Latn-QM",
        "sr-Qaaa-RS",
        "en-US-u-islamcal",
        "zh-CN-a-myext-x-private",
        "en-a-myext-b-another",
        NULL,
    };
    expect(tags, 1);
}

static void test_other_forms(void)
{
    static const char *const valid[] = {
        "cs",
        "CS",
        "cS-cZ",
        "pt-BR",
        "zh-aaa-bbb-ccc",
        "abcd",
        "abcdefgh",
        "en-GB-oed",
        "EN-gb-OED",
        "sgn-BE-FR",
        "i-default",
        "art-lojban",
        "cel-gaulish",
        "zh-min-nan",
        "no-bok",
        "de-1901-1996",
        "sl-rozaj-1994",
        "x-a-b-c",
        "en-u-co-phonebk-x-me",
        "en-1-ab",
        "de-0-00-9-zz",
        "aa-7-123abc-9-001-x-0",
        NULL,
    };
    expect(valid, 1);
}

static void test_refused(void)
{
    static const char *const invalid[] = {
        "a",
        "i",
        "x",
        "1a",
        "de-419-DE",
        "a-DE",
        "ar-a-aaa-b-bbb-a-ccc",
        "cs_CZ",
        "cs CZ",
        "cs-",
        "-cs",
        "cs--CZ",
        "-",
        "--",
        "czech language",
        "Deutsch!",
        "abcdefghi",
        "en-x",
        "en-u",
        "en-u-a",
        "en-u-x-a",
        "en-US-GB",
        "en-Latn-Cyrl",
        "en-aaa-bbb-ccc-ddd",
        "abcd-aaa",
        "de-1901-1901",
        "sl-rozaj-biske-biske",
        "sl-rozaj-ROZAJ",
        "x-123456789",
        "x-a--b",
        "i-nothing",
        "en-gb-oed-x-a",
        "e{n",
        "de-Latn-abcd",
        "\xc4\x8d"
        "es",
        "c\xc3\xa9",
        "en-\xc3\xa9t",
        "de-u-co-phonebk-u-nu-latn",
        "english-",
        "12",
        "en-4",
        "en-ab-c1",
        NULL,
    };
    expect(invalid, 0);
    CU_ASSERT_FALSE(csri_language_valid("", 0));
    CU_ASSERT_FALSE(csri_language_valid("e\0n", 3));
    CU_ASSERT_TRUE(csri_language_valid("en-USA", 5));
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "language/examples_of_the_standard", test_examples_of_the_standard },
        { "language/other_forms", test_other_forms },
        { "language/refused", test_refused },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "language", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("language_test", suites, 3);
}
