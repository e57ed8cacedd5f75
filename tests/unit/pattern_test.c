#include "base/memory.h"
#include "policy/pattern.h"
#include "support/runner.h"
#include "support/test_host.h"

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
    { "^\\x{1F600}\\x7e\\a$", "\xf0\x9f\x98\x80~\a", 1 },
    { "(?i)^[a-c]1~Z$", "B1~z", 1 },
    { "(?i)[x]", "{", 0 },
    { "(?ms-i:^b.c$)", "a\nb\nc\nd", 1 },
    { "(?P<n", "n", -1 },
    { "(?i)a(?-i)\xc3\xa4", "A\xc3\xa4", 1 },
    { "^a{2}{x$", "aa{x", 1 },
    { "a\\b|\\bz|_\\B9", "_9", 1 },
    { "\\B\\W\\B", "a-b", 0 },
    { "^(?m)a$|^b$", "x\nb", 1 },
    { "^[[:alnum:]][[:lower:]][[:upper:]][[:punct:]][[:xdigit:]][[:word:]]$", "1aA!f_", 1 },
    { "^[\\W\\S\\d]{2}$", "a\xc4\x8d", 1 },
    { "(a|b|c)+d", "abcabd", 1 },
    { "a{2}?b??", "aab", 1 },
    { "a{1,x}", "a{1,x}", 1 },
    { "^\\Z", "Z", -1 },
    { "-[a\\-c]", "--", 1 },
    { "(?i)[x]", "1", 0 },
    { "\\bx", "[x", 1 },
    { "\\bq", "/:@[`{~_aZ90", 0 },
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
    { "[", "\"]\" is missing" },
    { "[a-", "\"]\" is missing" },
    { "[a\\", "this escape is not known" },
    { "[a-\\d]", "this escape is not known" },
    { "[[:alpha]]", "a class of this name is not known" },
    { "a|*", "there is nothing to repeat" },
    { "+", "there is nothing to repeat" },
    { "?", "there is nothing to repeat" },
    { "a?+", "a repetition is repeated" },
    { "a{2}{3}", "a repetition is repeated" },
    { "a*{2}", "a repetition is repeated" },
    { "a???", "a repetition is repeated" },
    { "(?i)\xc3\xa4", "with (?i) there are ASCII letters only" },
    { "(?i)[a-\xc3\xa4]", "with (?i) there are ASCII letters only" },
    { "a{1,1001}", "this repeats too often" },
    { "a{99999999999}", "this repeats too often" },
    { "\\", "this escape is not known" },
    { "\\\x7f", "this escape is not known" },
    { "\\\xc4\x8d", "this escape is not known" },
    { "\\x{}", "\\x needs two hexadecimal digits, or some in braces" },
    { "\\x{41", "\\x needs two hexadecimal digits, or some in braces" },
    { "\\x{110000}", "\\x needs two hexadecimal digits, or some in braces" },
    { "\\x{1234567}", "\\x needs two hexadecimal digits, or some in braces" },
    { "\\x@1", "\\x needs two hexadecimal digits, or some in braces" },
    { "\\xg1", "\\x needs two hexadecimal digits, or some in braces" },
    { "\\x/1", "\\x needs two hexadecimal digits, or some in braces" },
    { "(?i", "groups of this kind are not known" },
    { "(?x)", "groups of this kind are not known" },
    { "(?:a", "\")\" is missing" },
    { "(a", "\")\" is missing" },
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
    CU_ASSERT_PTR_NULL(csri_pattern_compile(&arena, (csr_str){ "(?\0)", 4 }, &why));
    CU_ASSERT_STRING_EQUAL(why, "groups of this kind are not known");
    memset(longest, 'a', sizeof longest);
    CU_ASSERT_PTR_NULL(csri_pattern_compile(&arena, (csr_str){ longest, CSRI_PATTERN_BYTES + 1 }, &why));
    CU_ASSERT_STRING_EQUAL(why, "the pattern is longer than 256 bytes");
    CU_ASSERT_PTR_NOT_NULL(csri_pattern_compile(&arena, (csr_str){ longest, CSRI_PATTERN_BYTES }, &why));
    csri_arena_free(&arena);
}

/* Wherever the states end, in a choice, behind it, in a repetition: it is refused, and soon. */
static void test_full(void)
{
    static const char *const tails[] = { "(b|c|d)", "(b|c*|d?)+", "x*(b|c){2}", "(b{3}|c{0,4})*", "^(b$|c)", "(b|)" };
    unsigned fit = 0, over = 0;
    csr_host host;
    csri_arena arena;

    csri_host_take(&host, NULL);
    for (size_t i = 0; i < sizeof tails / sizeof tails[0]; i++)
        for (int more = 960; more <= 1000; more++) {
            char text[60];
            const char *why = NULL;
            csri_arena_init(&arena, &host);
            (void)snprintf(text, sizeof text, "x*a{1000}b{%d}%s", more, tails[i]);
            if (csri_pattern_compile(&arena, (csr_str){ text, strlen(text) }, &why) != NULL)
                fit++;
            else
                over += why != NULL && strcmp(why, "the pattern needs more than 2,000 states") == 0;
            csri_arena_free(&arena);
        }
    CU_ASSERT_TRUE(fit > 50 && over > 50);
    CU_ASSERT_EQUAL(fit + over, 6 * 41);
}

/* A class holds 64 ranges: one more is refused, whatever it comes from. */
static void test_ranges(void)
{
    static const char *const last[] = { "z", "\\d", "\\D", "\\W", "[:punct:]", "[:^punct:]", "y-z" };

    for (size_t i = 0; i < sizeof last / sizeof last[0]; i++)
        for (int count = 56; count <= 64; count++) {
            csr_host host;
            csri_arena arena;
            char text[120] = "[";
            const char *why = NULL;
            int made;
            csri_host_take(&host, NULL);
            csri_arena_init(&arena, &host);
            memset(text + 1, 'a', (size_t)count);
            strcpy(text + 1 + count, last[i]);
            strcat(text, "]");
            made = csri_pattern_compile(&arena, (csr_str){ text, strlen(text) }, &why) != NULL;
            CU_ASSERT(made ? count < 64 : strcmp(why, "a class has too many ranges") == 0);
            CU_ASSERT(made || count > 56);
            csri_arena_free(&arena);
        }
}

/* Each allocation fails in turn: neither a pattern nor a complaint about it. What was taken before moves the borders of
 * the blocks through all that a pattern is made of. */
static void test_memory(void)
{
    static const char text[] = "(?i)^(a|[b-d\\w]{2,}|\\x41)+?(?:x{0,2}\\b.\\Be*|\\z)\\W$|\\A()";
    csr_test_host host;

    csr_test_host_init(&host, 0, 1);
    for (size_t before = 16; before < 4096; before += 16) {
        const csri_pattern *pattern = NULL;
        for (uint64_t nth = 1; pattern == NULL && nth < 20; nth++) {
            const char *why = NULL;
            csri_arena arena;
            csri_arena_init(&arena, &host.host);
            (void)csri_arena_take(&arena, before);
            csr_test_host_fail_alloc(&host, nth, 1);
            pattern = csri_pattern_compile(&arena, (csr_str){ text, sizeof text - 1 }, &why);
            csr_test_host_fail_alloc(&host, 0, 0);
            CU_ASSERT_PTR_NULL(why);
            csri_arena_free(&arena);
        }
        CU_ASSERT_PTR_NOT_NULL(pattern);
    }
    CU_ASSERT_EQUAL(csr_test_host_done(&host), 0);
}

static CU_TestInfo tests[] = {
    { "pattern/matches", test_matches }, { "pattern/refused", test_refused }, { "pattern/full", test_full },
    { "pattern/ranges", test_ranges },   { "pattern/memory", test_memory },   CU_TEST_INFO_NULL,
};

static CU_SuiteInfo suites[] = { { "pattern", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

int main(void)
{
    return csr_test_main("pattern", suites, 5);
}
