/* The matcher inside: conditions of every kind at every limit of cost, memory that ends anywhere, sets that cannot be. */
#include "policy/match.h"
#include "support/runner.h"
#include "support/test_host.h"

#include <csr/status.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NUMBERS 24
#define OTHERS 19
#define FIELDS (NUMBERS + OTHERS)
#define WORDS 8

static csr_test_host host;
static csr_expression_field fields[FIELDS];

static int set_up(void)
{
    static const csr_expression_field none = CSR_EXPRESSION_FIELD_INIT;
    static const char *const others[OTHERS][2] = {
        { "s", "string" },
        { "t", "string" },
        { "l", "list(string)" },
        { "li", "list(int)" },
        { "b", "bool" },
        { "c", "bool" },
        { "d", "double" },
        { "u", "uint" },
        { "y", "dyn" },
        { "by", "bytes" },
        { "m", "map(string, int)" },
        { "w", "google.protobuf.Timestamp" },
        { "n", "null_type" },
        { "ld", "list(dyn)" },
        { "o.i", "int" },
        { "o.l", "list(string)" },
        { "o.li", "list(int)" },
        { "o.m", "map(string, int)" },
        { "r", "google.protobuf.Duration" },
    };
    static char names[NUMBERS][4];

    csr_test_host_init(&host, CSR_TEST_MONDAY, 7);
    for (int i = 0; i < FIELDS; i++) {
        fields[i] = none;
        if (i < NUMBERS)
            (void)snprintf(names[i], sizeof names[i], "i%d", i);
        csr_str_set(&fields[i].name, i < NUMBERS ? names[i] : others[i - NUMBERS][0], CSR_NTS);
        csr_str_set(&fields[i].type, i < NUMBERS ? "int" : others[i - NUMBERS][1], CSR_NTS);
    }
    return 0;
}

static int tear_down(void)
{
    return csr_test_host_done(&host) != 0;
}

static const csr_expression *compile(const char *text, size_t count)
{
    csr_expression_params params = CSR_EXPRESSION_PARAMS_INIT;
    csr_error err = CSR_ERROR_INIT;
    csr_expression *made;

    params.host = &host.host;
    params.flags = CSR_EXPRESSION_LARGE | (*text == '?' ? CSR_EXPRESSION_UNCHECKED : 0);
    csr_str_set(&params.text, text + (*text == '?'), CSR_NTS);
    params.fields = fields;
    params.field_count = count;
    if (csr_expression_compile(&params, &made, NULL, &err) != CSR_OK)
        printf("%.60s: %s\n", text, err.message);
    CU_ASSERT_PTR_NOT_NULL_FATAL(made);
    return made;
}

static void drop(const csr_expression *expression)
{
    csr_expression_free((csr_expression *)(uintptr_t)expression);
}

static const char *const conditions[] = {
    "null == s || i0 > 1",
    "s == null || i0 == null",
    "null == y && b",
    "by == b'a' || by == by",
    "n == null",
    "s in m",
    "li == [1] && b",
    "5 in li",
    "\"x\" in y || b",
    "s in y",
    "s in [y, \"a\"]",
    "b in [true, false]",
    "i0 in [[1], dyn(2)]",
    "i0 in [dyn(2), b'x', 'y']",
    "by in [b'a']",
    "s in [dyn('a'), dyn(1)]",
    "s.endsWith('a') || s.startsWith('b') || w.getHours() > 3",
    "size(l) > 1 && size(s) > 1 && type(s) == string",
    "s + t == 'ab' || w - w == duration('0s')",
    "!(i0 in [1, 2, 3]) && !(s == 'a' || !b)",
    "i0 < u && i1 < d && u > 3u && d > 3u && u > -1 && i2 > 2.5 && i2 < 1e300",
    "i0 == i1 || i1 != i0 || d == d || b == c",
    "w < timestamp('2026-03-02T10:00:00.0000001Z') || w == w",
    "b && i0 > 1 && c && d > 1.5 && s == 'a' && t != 'b' && \"x\" in l",
    "b || i0 > 1 || c || d > 1.5 || s == 'a' || t != 'b' || \"x\" in l",
    "l.exists(k, k == s) && b",
    "b && l.exists(k, k == s) && c",
    "l.exists(k, k == s) || c",
    "l.all(k, k != s) && l.all(k, l.exists(j, j == k)) && b",
    "b || (c && (l.exists(k, k == t) || i0 > 2))",
    "!(b && !l.exists(k, k == t)) && i0 < 3",
    "i0 + i1 > 2 && 10 / i0 > 1 && -i1 < 4",
    "y == 5 || y < 3",
    "has(m.k) || m.k > 1",
    "(b ? i0 : i1) > 2",
    "true && !false",
    "y",
    "1",
    "'a'",
    "[1] == li",
    "5 in ld || 'a' in (b ? l : l)",
    "i0 < y || y < i0",
    "s < t || s >= t",
    "i0 < i1 + 1 && i0 + 1 < 3",
    "i0 + 1 in [1, 2]",
    "d == null || d < 18446744073709551615u",
    "has(o.i) && o.i > 1",
    "!has(o.i) || b",
    "has(o.l) && has(o.li) && has(o.m)",
    "r > duration('1s') || r < duration('-1s')",
    "?nofunction(1) || b",
    "?w < 5 || b == 1 || 'a' in li",
    "?i0 < w || w < i0 || s == 1",
};
#define CONDITIONS (sizeof conditions / sizeof conditions[0])

static csr_value items[300], pairs[2], room[32];

static void make_facts(unsigned variant, csr_value facts[FIELDS])
{
    static const char *const texts[] = { "a", "b", "x" };

    memset(facts, 0, FIELDS * sizeof *facts);
    for (unsigned i = 0; i < 300; i++)
        items[i] = (csr_value){ .kind = CSR_VALUE_STRING, .as.text = texts[i % 3], .count = 1 };
    pairs[0] = items[0];
    pairs[1] = (csr_value){ .kind = CSR_VALUE_INT, .as.integer = 2 };
    for (unsigned i = 0; i < NUMBERS; i++)
        facts[i] = (csr_value){ .kind = CSR_VALUE_INT, .as.integer = (int64_t)((i + variant) % 4) };
    facts[NUMBERS] = items[variant % 3];
    facts[NUMBERS + 1] = items[variant / 3 % 3];
    facts[NUMBERS + 2] =
        (csr_value){ .kind = CSR_VALUE_LIST, .as.items = items, .count = variant == 7 ? 300 : variant % 4 };
    facts[NUMBERS + 3] = (csr_value){ .kind = CSR_VALUE_LIST, .as.items = facts, .count = 2 };
    facts[NUMBERS + 4] = (csr_value){ .kind = CSR_VALUE_BOOL, .as.integer = variant & 1 };
    facts[NUMBERS + 5] = (csr_value){ .kind = CSR_VALUE_BOOL, .as.integer = variant >> 1 & 1 };
    facts[NUMBERS + 6] = (csr_value){ .kind = CSR_VALUE_DOUBLE, .as.real = variant };
    facts[NUMBERS + 7] = (csr_value){ .kind = CSR_VALUE_UINT, .as.natural = variant };
    facts[NUMBERS + 8] = facts[variant % FIELDS];
    facts[NUMBERS + 9] = (csr_value){ .kind = CSR_VALUE_BYTES, .as.text = "a", .count = 1 };
    facts[NUMBERS + 10] = (csr_value){ .kind = CSR_VALUE_MAP, .as.items = pairs, .count = 1 };
    facts[NUMBERS + 11] = (csr_value){ .kind = CSR_VALUE_TIMESTAMP, .as.integer = 1772445600 };
    facts[NUMBERS + 12] = (csr_value){ .kind = CSR_VALUE_NULL };
    facts[NUMBERS + 13] = facts[NUMBERS + 3];
    facts[NUMBERS + 14] = facts[variant % 3];
    facts[NUMBERS + 15] = facts[NUMBERS + 2];
    facts[NUMBERS + 16] = facts[NUMBERS + 3];
    facts[NUMBERS + 17] = facts[NUMBERS + 10];
    facts[NUMBERS + 18] = (csr_value){ .kind = CSR_VALUE_DURATION, .as.integer = (int64_t)variant - 3 };
    if (variant % 8 == 0)
        facts[NUMBERS + 18].as.integer = variant % 16 == 0 ? INT64_MAX : INT64_MIN;
    for (unsigned i = 0; i < 4; i++)
        if (variant % 4 == i)
            facts[NUMBERS + 14 + i].kind = 0;
    if (variant % 5 == 0)
        facts[variant % FIELDS].kind = 0;
    if (variant % 6 == 0)
        facts[(variant + 7) % FIELDS] = (csr_value){ .kind = CSR_VALUE_UNDECIDED, .as.text = "no", .count = 2 };
    if (variant % 9 == 0)
        facts[(variant + 3) % FIELDS] = items[1];
}

/* Whether all ways give what evaluating does, for one row. */
static int agrees(const csri_match *match, const csri_match_row *row)
{
    uint64_t sets[2][2][WORDS];
    csri_match_found plain = { sets[0][0], sets[0][1] }, indexed = { sets[1][0], sets[1][1] };

    csri_match_all(match, row, CSRI_MATCH_PLAIN, &plain);
    csri_match_all(match, row, CSRI_MATCH_INDEXED, &indexed);
    for (size_t i = 0; i < csri_match_count(match); i++) {
        int wanted = csri_match_by_evaluation(match, row, i);
        for (unsigned k = 0; k < 2; k++)
            if (csri_match_has(sets[k][0], i) != (wanted == CSRI_MATCH_TRUE) ||
                csri_match_has(sets[k][1], i) != (wanted == CSRI_MATCH_UNDECIDED))
                return 0;
        if (csri_match_one(match, row, i) != wanted)
            return 0;
    }
    return 1;
}

/* Rules of one condition, of all in one list, and of both lists. */
static void make_rules(const csr_expression **expressions, csri_match_rule *rules, size_t *count)
{
    *count = 0;
    for (size_t i = 0; i < CONDITIONS; i++) {
        expressions[i] = compile(conditions[i], FIELDS);
        rules[(*count)++] = (csri_match_rule){ .when = expressions + i, .when_count = 1 };
    }
    for (size_t i = 0; i + 3 < CONDITIONS; i += 2) {
        rules[(*count)++] = (csri_match_rule){ .any = expressions + i, .any_count = 3 };
        rules[(*count)++] = (csri_match_rule){ expressions + i, 2, expressions + i + 2, 1 + i % 2 };
    }
    rules[(*count)++] = (csri_match_rule){ .when = expressions, .when_count = CONDITIONS };
}

static void test_every_limit(void)
{
    static const csr_expression *expressions[CONDITIONS];
    static csri_match_rule rules[4 * CONDITIONS];
    csr_expression_input input = CSR_EXPRESSION_INPUT_INIT;
    csr_value facts[FIELDS];
    csri_match *match;
    void *memory;
    size_t count;

    make_rules(expressions, rules, &count);
    CU_ASSERT_EQUAL_FATAL(csri_match_make(&host.host, rules, count, &match, NULL), CSR_OK);
    CU_ASSERT_TRUE_FATAL(csri_match_words(match) <= WORDS);
    memory = malloc(csri_match_row_bytes(match));
    input.facts = facts;
    input.fact_count = FIELDS;
    input.room = room;
    for (unsigned variant = 0; variant < 40; variant++) {
        make_facts(variant, facts);
        for (int64_t limit = 0; limit < 640; limit += 1 + limit / 40) {
            input.cost_limit = limit;
            input.room_bytes = limit % 3 == 0 ? 40 : sizeof room;
            CU_ASSERT_TRUE(agrees(match, csri_match_bind(match, &input, memory)));
        }
    }
    free(memory);
    csri_match_free(match);
    for (size_t i = 0; i < CONDITIONS; i++)
        drop(expressions[i]);
}

/* A heavy leaf beside cheap ones, or two, at limits at which one alone would do, and all just do not. */
static void check_limits(const char *text)
{
    const csr_expression *e = compile(text, FIELDS);
    csri_match_rule rule = { .when = &e, .when_count = 1 };
    csr_expression_input input = CSR_EXPRESSION_INPUT_INIT;
    csr_value facts[FIELDS];
    unsigned seen[3] = { 0, 0, 0 };
    csri_match *match;
    void *memory;

    CU_ASSERT_EQUAL_FATAL(csri_match_make(&host.host, &rule, 1, &match, NULL), CSR_OK);
    memory = malloc(csri_match_row_bytes(match));
    make_facts(8, facts);
    facts[NUMBERS + 2].count = 3;
    facts[NUMBERS] = (csr_value){ .kind = CSR_VALUE_STRING, .as.text = "none", .count = 4 };
    facts[NUMBERS + 4].as.integer = facts[NUMBERS + 5].as.integer = 1;
    input.facts = facts;
    input.fact_count = FIELDS;
    for (int64_t limit = 1; limit < 60; limit++) {
        csri_match_row *row;
        input.cost_limit = limit;
        row = csri_match_bind(match, &input, memory);
        CU_ASSERT_TRUE(agrees(match, row));
        seen[csri_match_one(match, row, 0)]++;
    }
    CU_ASSERT_TRUE(seen[CSRI_MATCH_TRUE] > 0 && seen[CSRI_MATCH_UNDECIDED] > 0);
    free(memory);
    csri_match_free(match);
    drop(e);
}

static void test_limits_of_one(void)
{
    check_limits("b && l.all(k, k != s) && c && i0 < 9 && d < 99.0");
    check_limits("l.all(k, k != s) && l.all(k, k != s)");
}

/* Many times the same text with a sign between. */
static char *repeated(const char *before, const char *text, const char *sign, size_t times, const char *after)
{
    size_t step = strlen(text) + strlen(sign);
    char *made = malloc(strlen(before) + times * step + strlen(after) + 1), *at = made;

    at += sprintf(at, "%s", before);
    for (size_t i = 0; i < times; i++)
        at += sprintf(at, "%s%s", i == 0 ? "" : sign, text);
    (void)sprintf(at, "%s", after);
    return made;
}

static void check_large(char *text, size_t times)
{
    const csr_expression *e = compile(text, FIELDS), *twice[3] = { e, e, e };
    csri_match_rule rules[2] = { { .when = twice, .when_count = times }, { .any = twice, .any_count = times } };
    csr_expression_input input = CSR_EXPRESSION_INPUT_INIT;
    csr_value facts[FIELDS];
    csri_match *match;
    void *memory;

    CU_ASSERT_EQUAL_FATAL(csri_match_make(&host.host, rules, 2, &match, NULL), CSR_OK);
    memory = malloc(csri_match_row_bytes(match));
    input.facts = facts;
    input.fact_count = FIELDS;
    for (unsigned variant = 0; variant < 12; variant++) {
        make_facts(variant, facts);
        CU_ASSERT_TRUE(agrees(match, csri_match_bind(match, &input, memory)));
    }
    free(memory);
    csri_match_free(match);
    drop(e);
    free(text);
}

static void test_large(void)
{
    check_large(repeated("", "b", "||", 12000, ""), 3);
    check_large(repeated("", "i0<3", "&&", 300, ""), 1);
    check_large(repeated("", "\"x\" in l", "||", 250, ""), 1);
    check_large(repeated("(", "\"x\" in l", "||", 250, ") == b && c"), 1);
    check_large(repeated("i0 in [", "1", ",", 70, "]"), 1);
    check_large(repeated("", "(b || s == \"a\")", "&&", 9, ""), 2);
}

static void test_many_pairs(void)
{
    static const csr_expression *expressions[NUMBERS * NUMBERS];
    static csri_match_rule rules[NUMBERS * NUMBERS];
    csr_expression_input input = CSR_EXPRESSION_INPUT_INIT;
    csr_value facts[FIELDS];
    csri_match *match;
    void *memory;
    size_t count = 0;

    for (unsigned a = 0; a < NUMBERS; a++)
        for (unsigned k = 0; k < NUMBERS && count < 64 * WORDS; k++, count++) {
            char text[20];
            (void)snprintf(text, sizeof text, "i%u < i%u", a, k);
            expressions[count] = compile(text, FIELDS);
            rules[count] = (csri_match_rule){ .when = expressions + count, .when_count = 1 };
        }
    CU_ASSERT_EQUAL_FATAL(csri_match_make(&host.host, rules, count, &match, NULL), CSR_OK);
    memory = malloc(csri_match_row_bytes(match));
    input.facts = facts;
    input.fact_count = FIELDS;
    make_facts(1, facts);
    CU_ASSERT_TRUE(agrees(match, csri_match_bind(match, &input, memory)));
    free(memory);
    csri_match_free(match);
    while (count > 0)
        drop(expressions[--count]);
}

static void test_refused(void)
{
    csr_expression_field renamed = fields[1], retyped = fields[1], saved = fields[1];
    const csr_expression *good = compile("b", FIELDS), *few = compile("i0 > 1", 2),
                         *other[4] = { good, few, NULL, good };
    csri_match_rule rule = { .when = other, .when_count = 2 };
    csr_error err = CSR_ERROR_INIT;
    csri_match *match;

    CU_ASSERT_EQUAL(csri_match_make(&host.host, &rule, 1, &match, &err), CSR_E_ARGUMENT);
    CU_ASSERT_PTR_NULL(match);
    rule = (csri_match_rule){ .any = other + 1, .any_count = 2 };
    CU_ASSERT_EQUAL(csri_match_make(&host.host, &rule, 1, &match, &err), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csri_match_make(&host.host, NULL, CSRI_MATCH_RULES_MAX + 1, &match, &err), CSR_E_LIMIT);
    csr_str_set(&renamed.name, "j1", 2);
    csr_str_set(&retyped.type, "uint", 4);
    rule = (csri_match_rule){ .when = other, .when_count = 2 };
    for (unsigned i = 0; i < 3; i++) {
        csr_str_set(&renamed.name, i == 2 ? "longer" : "j1", CSR_NTS);
        fields[1] = i == 1 ? retyped : renamed;
        other[1] = compile("b", FIELDS);
        fields[1] = saved;
        CU_ASSERT_EQUAL(csri_match_make(&host.host, &rule, 1, &match, &err), CSR_E_ARGUMENT);
        CU_ASSERT_STRING_EQUAL(err.field, "rules");
        drop(other[1]);
    }
    CU_ASSERT_EQUAL_FATAL(csri_match_make(&host.host, NULL, 0, &match, NULL), CSR_OK);
    CU_ASSERT_TRUE(csri_match_count(match) == 0 && csri_match_readers(match, 0) == NULL);
    csri_match_free(match);
    csri_match_free(NULL);
    rule.when_count = 1;
    CU_ASSERT_EQUAL_FATAL(csri_match_make(&host.host, &rule, 1, &match, NULL), CSR_OK);
    CU_ASSERT_TRUE(csri_match_readers(match, 0) == NULL && csri_match_readers(match, FIELDS) == NULL);
    CU_ASSERT_TRUE(csri_match_has(csri_match_readers(match, NUMBERS + 4), 0));
    csri_match_free(match);
    drop(good);
    drop(few);
}

/* Blocks of memory end at other places as the first rule grows, so that every piece is the first of a block once. */
static void test_no_memory(void)
{
    static const csr_expression *expressions[CONDITIONS], *padding[200];
    static csri_match_rule rules[4 * CONDITIONS + 1];
    size_t count;

    make_rules(expressions, rules + 1, &count);
    for (size_t i = 0; i < 200; i++)
        padding[i] = expressions[i % 2 == 0 ? 21 : 12];
    for (size_t pad = 0; pad < 200; pad++) {
        csr_status status = CSR_E_NO_MEMORY;
        size_t some = 1 + pad % 7 * (count / 7);
        rules[0] = (csri_match_rule){ .when = padding, .when_count = pad };
        for (uint64_t nth = 1; status == CSR_E_NO_MEMORY; nth++) {
            csri_match *match;
            csr_test_host_fail_alloc(&host, nth, 0);
            status = csri_match_make(&host.host, rules, some, &match, NULL);
            csr_test_host_fail_alloc(&host, 0, 0);
            csri_match_free(match);
        }
        CU_ASSERT_EQUAL(status, CSR_OK);
    }
    for (size_t i = 0; i < CONDITIONS; i++)
        drop(expressions[i]);
}

static CU_TestInfo tests[] = {
    { "every limit", test_every_limit },
    { "limits of one", test_limits_of_one },
    { "large", test_large },
    { "many pairs", test_many_pairs },
    { "refused", test_refused },
    { "no memory", test_no_memory },
    CU_TEST_INFO_NULL,
};

static CU_SuiteInfo suites[] = { { "match", set_up, tear_down, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

int main(void)
{
    return csr_test_main("match_test", suites, 6);
}
