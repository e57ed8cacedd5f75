#include "base/memory.h"
#include "policy/pattern.h"
#include "support/runner.h"

#include <string.h>

static const struct {
    const char *pattern, *text;
    int matches;
} cases[] = {
    { "", "", 1 },
    { "", "abc", 1 },
    { "abc", "xabcx", 1 },
    { "^abc$", "xabc", 0 },
    { "a.c", "a\nc", 0 },
    { "(?s)a.c", "a\nc", 1 },
    { "(?i)grey|GRAY", "gRaY", 1 },
    { "(?i:a)b", "AB", 0 },
    { "a(?i)b", "aB", 1 },
    { "(?i)a(?-i)b", "AB", 0 },
    { "^b", "a\nb", 0 },
    { "(?m)^b$", "a\nb\nc", 1 },
    { "(?m)a$", "ab\n", 0 },
    { "\\Aab\\z", "ab", 1 },
    { "a*b+c?$", "bbb", 1 },
    { "^a{2,3}$", "aaaa", 0 },
    { "^a{2,}$", "aaaa", 1 },
    { "^a{3}$", "aaa", 1 },
    { "^a{0}$", "", 1 },
    { "a{,3}", "a{,3}", 1 },
    { "x{", "x{", 1 },
    { "^(a|b)*c$", "abbac", 1 },
    { "^(a|b|)c$", "c", 1 },
    { "^(?P<name>ab)+$", "abab", 1 },
    { "^a+?$", "aaa", 1 },
    { "[a-c]+[^a-c]", "abcd", 1 },
    { "^[]a]+$", "]a", 1 },
    { "^[a-]+$", "a-a", 1 },
    { "^[\\d\\]x]+$", "12]x", 1 },
    { "^[^\\D]+$", "123", 1 },
    { "^[[:alpha:][:digit:]]+$", "a1B2", 1 },
    { "^[[:^space:]]+$", "a b", 0 },
    { "^\\w+\\s\\S+\\W$", "ab_1 cd!", 1 },
    { "\\bcat\\b", "a cat.", 1 },
    { "\\bcat\\b", "concat", 0 },
    { "\\Bcat", "concat", 1 },
    { "\\x41\\x{10d}\\t", "A\xc4\x8d\t", 1 },
    { "\\.\\+\\|", ".+|", 1 },
    { "^.$", "\xf0\x9f\x98\x80", 1 },
    { "[\xc4\x8d-\xc4\x8f]", "\xc4\x8e", 1 },
    { "(a*)*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaac", 0 },
    { "(()*)*", "", 1 },
};

static const struct {
    const char *pattern, *why;
} refused[] = {
    { "(", "\")\" is missing" },
    { ")", "\"(\" is missing" },
    { "[a", "\"]\" is missing" },
    { "*a", "there is nothing to repeat" },
    { "a**", "a repetition is repeated" },
    { "a{3,2}", "a repetition runs backwards" },
    { "a{1001}", "this repeats too often" },
    { "(a{1000}){3}", "the pattern needs more than 2,000 states" },
    { "((((){1000}){1000}){1000}){1000}", "the pattern needs more than 2,000 states" },
    { "[b-a]", "a range runs backwards" },
    { "[[:what:]]", "a class of this name is not known" },
    { "\\q", "this escape is not known" },
    { "\\1", "this escape is not known" },
    { "\\x4", "\\x needs two hexadecimal digits, or some in braces" },
    { "(?=a)", "groups of this kind are not known" },
    { "((((((((((((((((((((((((((((((((((a))))))))))))))))))))))))))))))))))", "groups are nested too deeply" },
};

static void test_matches(void)
{
    csr_host host;
    csri_arena arena;

    csri_host_take(&host, NULL);
    csri_arena_init(&arena, &host);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        csr_str text = { cases[i].pattern, strlen(cases[i].pattern) };
        const char *why = NULL;
        const csri_pattern *pattern = csri_pattern_compile(&arena, text, &why);
        int matches = pattern == NULL ? -1 : csri_pattern_matches(pattern, cases[i].text, strlen(cases[i].text));
        CU_ASSERT_EQUAL(matches, cases[i].matches);
        if (matches != cases[i].matches)
            printf("\n    %s on %s: %d %s\n", cases[i].pattern, cases[i].text, matches, why ? why : "");
    }
    csri_arena_free(&arena);
}

static void test_refused(void)
{
    csr_host host;
    csri_arena arena;
    char longest[CSRI_PATTERN_BYTES + 2];
    const char *why = NULL;

    csri_host_take(&host, NULL);
    csri_arena_init(&arena, &host);
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        csr_str text = { refused[i].pattern, strlen(refused[i].pattern) };
        why = NULL;
        CU_ASSERT_PTR_NULL(csri_pattern_compile(&arena, text, &why));
        CU_ASSERT_PTR_NOT_NULL_FATAL(why);
        CU_ASSERT_STRING_EQUAL(why, refused[i].why);
    }
    memset(longest, 'a', sizeof longest);
    CU_ASSERT_PTR_NULL(csri_pattern_compile(&arena, (csr_str){ longest, CSRI_PATTERN_BYTES + 1 }, &why));
    CU_ASSERT_STRING_EQUAL(why, "the pattern is longer than 256 bytes");
    CU_ASSERT_PTR_NOT_NULL(csri_pattern_compile(&arena, (csr_str){ longest, CSRI_PATTERN_BYTES }, &why));
    csri_arena_free(&arena);
}

static CU_TestInfo tests[] = { { "pattern/matches", test_matches },
                               { "pattern/refused", test_refused },
                               CU_TEST_INFO_NULL };

static CU_SuiteInfo suites[] = { { "pattern", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

int main(void)
{
    return csr_test_main("pattern", suites, 2);
}
