/* Matchers of rules: what they say, what they refuse, and bounds that random rules seldom meet. */
#include "support/runner.h"
#include "support/test_host.h"

#include <csr/matcher.h>
#include <csr/status.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT(literal)                \
    {                                \
        literal, sizeof(literal) - 1 \
    }
#define WORDS_MAX 160

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

static csr_expression_field field(const char *name, const char *type)
{
    csr_expression_field f = CSR_EXPRESSION_FIELD_INIT;
    csr_str_set(&f.name, name, CSR_NTS);
    csr_str_set(&f.type, type, CSR_NTS);
    return f;
}

static csr_matcher_params params_of(const csr_expression_field *fields, size_t field_count,
                                    const csr_matcher_rule *rules, size_t rule_count)
{
    csr_matcher_params params = CSR_MATCHER_PARAMS_INIT;
    params.host = &host.host;
    params.fields = fields;
    params.field_count = field_count;
    params.rules = rules;
    params.rule_count = rule_count;
    return params;
}

/* One rule of one condition over one fact: "true", "false", "undecided", by both ways; or the error. */
static const char *ask(const char *type, const char *text, const csr_value *fact)
{
    static csr_error err;
    csr_expression_field f = field("x", type);
    csr_str condition = { text, CSR_NTS };
    csr_matcher_rule rule = CSR_MATCHER_RULE_INIT;
    csr_matcher_params params = params_of(&f, 1, &rule, 1);
    csr_expression_input input = CSR_EXPRESSION_INPUT_INIT;
    uint64_t sets[2][2][4];
    csr_matcher_row *row;
    csr_matcher *matcher;
    void *memory;

    rule.when = &condition;
    rule.when_count = 1;
    err.struct_size = sizeof err;
    if (csr_matcher_compile(&params, &matcher, NULL, &err) != CSR_OK)
        return err.message;
    input.facts = fact;
    input.fact_count = 1;
    memory = malloc(csr_matcher_row_bytes(matcher));
    CU_ASSERT_EQUAL_FATAL(csr_matcher_bind(matcher, &input, memory, csr_matcher_row_bytes(matcher), &row, &err),
                          CSR_OK);
    for (uint32_t flags = 0; flags < 2; flags++)
        CU_ASSERT_EQUAL(csr_matcher_match(matcher, row, flags, sets[flags][0], sets[flags][1], &err), CSR_OK);
    CU_ASSERT_EQUAL(memcmp(sets[0], sets[1], sizeof sets[0]), 0);
    free(memory);
    csr_matcher_free(matcher);
    return sets[0][0][0] != 0 ? "true" : sets[0][1][0] != 0 ? "undecided" : "false";
}

static void test_bounds(void)
{
    static const csr_value most = { .kind = CSR_VALUE_INT, .as.integer = INT64_MAX };
    static const csr_value least = { .kind = CSR_VALUE_INT, .as.integer = INT64_MIN };
    static const csr_value five = { .kind = CSR_VALUE_INT, .as.integer = 5 };
    static const csr_value real = { .kind = CSR_VALUE_DOUBLE, .as.real = 2.0 };
    static const csr_value zero = { .kind = CSR_VALUE_DOUBLE, .as.real = 0.0 };
    static const csr_value large = { .kind = CSR_VALUE_UINT, .as.natural = UINT64_MAX };
    static const csr_value far = { .kind = CSR_VALUE_DURATION,
                                   .as.integer = INT64_C(315576000000),
                                   .nanos = 999999000 };
    static const csr_value text = { .kind = CSR_VALUE_STRING, .as.text = "b", .count = 1 };
    static const csr_value none;
    static const struct {
        const char *type, *text;
        const csr_value *fact;
        const char *answer;
    } cases[] = {
        { "int", "x <= 9223372036854775807", &most, "true" },
        { "int", "x > 9223372036854775807", &most, "false" },
        { "int", "x < -9223372036854775807", &least, "true" },
        { "int", "x >= -9223372036854775807", &least, "false" },
        { "int", "x == -9223372036854775807 - 1", &least, "true" },
        { "int", "x == 9223372036854775807", &most, "true" },
        { "int", "x > 4.5 && x < 5.5 && x <= 5.0 && x >= 4.5 && !(x <= 4.5)", &five, "true" },
        { "int", "x < 1e300 && x > -1e300", &five, "true" },
        { "int", "x in [1, 5]", &five, "true" },
        { "int", "x in []", &five, "false" },
        { "int", "x in []", &none, "undecided" },
        { "double", "x >= 2 && x <= 2 && !(x < 2) && !(x > 2)", &real, "true" },
        { "double", "x < 9007199254740993", &real, "true" },
        { "double", "x == -0.0 && x <= 0.0 && !(x < -0.0)", &zero, "true" },
        { "double", "x in [1.0, 2.0]", &real, "true" },
        { "double", "x != x", &real, "false" },
        { "uint", "x > 18446744073709551614u", &large, "true" },
        { "uint", "x > 3u", &large, "true" },
        { "google.protobuf.Duration", "x > duration(\"87660000h\")", &far, "true" },
        { "google.protobuf.Duration", "x > duration(\"0.0000001s\")", &far, "true" },
        { "string", "x == \"b\"", &five, "false" },
        { "string", "x != \"b\"", &none, "undecided" },
        { "string", "x in [\"a\", \"b\"] || x == \"c\"", &text, "true" },
        { "string", "x == null", &text, "false" },
        { "bool", "x", &none, "undecided" },
        { "dyn", "x == 5", &five, "true" },
        { "dyn", "x < \"c\"", &text, "true" },
        { "list(int)", "5 in x", &none, "undecided" },
        { "string", "true", &none, "true" },
        { "string", "x", &text, "column 1: this is a string, and a bool is wanted" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        CU_ASSERT_STRING_EQUAL(ask(cases[i].type, cases[i].text, cases[i].fact), cases[i].answer);
}

static const csr_str wrong_when[] = { TEXT("s == \"a\""), TEXT("q == 1") };
static const csr_str wrong_any[] = { TEXT("s = \"a\"") };

static void test_reports(void)
{
    csr_expression_field f = field("s", "string");
    csr_matcher_rule rules[2] = { CSR_MATCHER_RULE_INIT, CSR_MATCHER_RULE_INIT };
    csr_matcher_params params = params_of(&f, 1, rules, 2);
    csr_error err = CSR_ERROR_INIT;
    csr_matcher *matcher;
    csr_buf *report;

    rules[0].when = wrong_when;
    rules[0].when_count = 2;
    rules[1].any = wrong_any;
    rules[1].any_count = 1;
    csr_str_set(&rules[1].name, "second", 6);
    CU_ASSERT_EQUAL(csr_matcher_compile(&params, &matcher, &report, &err), CSR_E_POLICY);
    CU_ASSERT_PTR_NULL(matcher);
    CU_ASSERT_STRING_EQUAL(err.field, "rules[0].when[1]");
    CU_ASSERT_STRING_EQUAL(err.message, "column 1: there is no field \"q\". Did you mean \"s\"?");
    CU_ASSERT_STRING_EQUAL(csr_buf_text(report),
                           "rule 0, when[1]:\n"
                           "  q == 1\n"
                           "  ^ there is no field \"q\". Did you mean \"s\"? [E101 unknown-field]\n"
                           "rule \"second\", any[0]:\n"
                           "  s = \"a\"\n"
                           "    ^ use \"==\" to compare [E003]\n");
    csr_buf_free(report);
    CU_ASSERT_EQUAL(csr_matcher_compile(&params, &matcher, NULL, NULL), CSR_E_POLICY);
}

/* Conditions that are not even looked at say which of them it is. */
static void test_refused_conditions(void)
{
    static char long_text[CSR_EXPRESSION_BYTES_MAX + 2];
    const csr_str texts[] = { { "true", 4 }, { "true", 4 }, { NULL, 3 }, { "\xff", 1 }, { long_text, CSR_NTS } };
    const csr_status statuses[] = { CSR_E_ARGUMENT, CSR_E_ARGUMENT, CSR_E_ARGUMENT, CSR_E_ARGUMENT, CSR_E_LIMIT };
    static const char *const said[] = { "flags", "zoneinfo", "no bytes", "no UTF-8", "longer" };

    memset(long_text, ' ', sizeof(long_text) - 1);
    for (size_t i = 0; i < 5; i++) {
        csr_matcher_rule rule = CSR_MATCHER_RULE_INIT;
        csr_matcher_params params = params_of(NULL, 0, &rule, 1);
        csr_error err = CSR_ERROR_INIT;
        csr_buf *report = NULL;
        csr_matcher *matcher;
        rule.any = &texts[i];
        rule.any_count = 1;
        params.flags = i == 0 ? UINT32_C(1) << 30 : 0;
        if (i == 1)
            csr_str_set(&params.zoneinfo, "\xff", 1);
        CU_ASSERT_EQUAL(csr_matcher_compile(&params, &matcher, &report, &err), statuses[i]);
        CU_ASSERT_STRING_EQUAL(err.field, "rules[0].any[0]");
        CU_ASSERT_PTR_NOT_NULL(strstr(err.message, said[i]));
        CU_ASSERT_TRUE(matcher == NULL && report == NULL);
    }
}

static void test_arguments(void)
{
    csr_expression_field f = field("s", "string");
    csr_matcher_rule rule = CSR_MATCHER_RULE_INIT;
    csr_matcher_params good = params_of(&f, 1, &rule, 1), params;
    csr_expression_input input = CSR_EXPRESSION_INPUT_INIT;
    csr_error err = CSR_ERROR_INIT;
    uint64_t memory[64], set[8];
    csr_matcher_row *row;
    csr_matcher *matcher = NULL;
    csr_host half = host.host;

    CU_ASSERT_EQUAL(csr_matcher_compile(&good, NULL, NULL, &err), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_matcher_compile(NULL, &matcher, NULL, &err), CSR_E_ARGUMENT);
#define REFUSED(member, value, status, name)                                     \
    params = good;                                                               \
    params.member = value;                                                       \
    CU_ASSERT_EQUAL(csr_matcher_compile(&params, &matcher, NULL, &err), status); \
    CU_ASSERT_STRING_EQUAL(err.field, name)
    REFUSED(struct_size, 8, CSR_E_ARGUMENT, "params");
    REFUSED(rules, NULL, CSR_E_ARGUMENT, "rules");
    REFUSED(fields, NULL, CSR_E_ARGUMENT, "fields");
    REFUSED(field_count, 2000, CSR_E_LIMIT, "fields");
    REFUSED(rule_count, CSR_MATCHER_RULES_MAX + 1, CSR_E_LIMIT, "rules");
    half.alloc = NULL;
    REFUSED(host, &half, CSR_E_ARGUMENT, "host");
    rule.struct_size = 1;
    REFUSED(flags, 0, CSR_E_ARGUMENT, "rules");
    rule.struct_size = sizeof rule;
    rule.reserved = 1;
    REFUSED(flags, 0, CSR_E_NEWER_STRUCT, "rules");
    rule.reserved = 0;
    rule.when_count = 1;
    REFUSED(flags, 0, CSR_E_ARGUMENT, "rules");
    rule.when_count = 0;
    rule.any_count = 1;
    REFUSED(flags, 0, CSR_E_ARGUMENT, "rules");
    rule.any_count = 0;
#undef REFUSED
    params = params_of(NULL, 0, NULL, 0);
    CU_ASSERT_EQUAL(csr_matcher_compile(&params, &matcher, NULL, &err), CSR_OK);
    csr_matcher_free(matcher);
    CU_ASSERT_EQUAL_FATAL(csr_matcher_compile(&good, &matcher, NULL, &err), CSR_OK);
    CU_ASSERT_TRUE_FATAL(csr_matcher_row_bytes(matcher) <= sizeof memory && csr_matcher_words(matcher) <= 8);
    CU_ASSERT_EQUAL(csr_matcher_bind(NULL, NULL, memory, sizeof memory, &row, &err), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_matcher_bind(matcher, NULL, memory, sizeof memory, NULL, &err), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_matcher_bind(matcher, NULL, NULL, 0, &row, &err), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_matcher_bind(matcher, NULL, memory, 8, &row, &err), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_matcher_bind(matcher, NULL, (char *)memory + 1, sizeof memory - 8, &row, &err), CSR_E_ARGUMENT);
    input.struct_size = 1;
    CU_ASSERT_EQUAL(csr_matcher_bind(matcher, &input, memory, sizeof memory, &row, &err), CSR_E_ARGUMENT);
    input.struct_size = sizeof input;
    input.fact_count = 1;
    CU_ASSERT_EQUAL(csr_matcher_bind(matcher, &input, memory, sizeof memory, &row, &err), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_matcher_bind(matcher, NULL, memory, sizeof memory, &row, &err), CSR_OK);
    CU_ASSERT_EQUAL(csr_matcher_match(NULL, row, 0, set, set, &err), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_matcher_match(matcher, NULL, 0, set, set, &err), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_matcher_match(matcher, row, 0, NULL, set, &err), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_matcher_match(matcher, row, 0, set, NULL, &err), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_matcher_match(matcher, row, 2, set, set, &err), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_matcher_match(matcher, row, 0, set, set + 4, &err), CSR_OK);
    CU_ASSERT_EQUAL(set[0], 1); /* a rule without conditions */
    csr_matcher_free(matcher);
    csr_matcher_free(NULL);
    CU_ASSERT_EQUAL(csr_matcher_words(NULL) + csr_matcher_row_bytes(NULL), 0);
}

/* Many rules with constants of their own: more than the index tells apart, more than a mask or a word of bits holds. */
static void test_many_constants(void)
{
    enum { COUNT = 2000, KINDS = 5 };
    static const char *const formats[KINDS] = { "s == \"w%d\"", "i == %d", "d >= %d.5", "\"w%d\" in l",
                                                "s in [\"w%d\", \"never\"]" };
    static char texts[COUNT][40];
    static csr_str conditions[COUNT];
    static csr_matcher_rule rules[COUNT];
    static const csr_matcher_rule none = CSR_MATCHER_RULE_INIT;
    csr_expression_field fields[] = { field("s", "string"), field("i", "int"), field("d", "double"),
                                      field("l", "list(string)") };
    csr_matcher_params params = params_of(fields, 4, rules, COUNT);
    csr_expression_input input = CSR_EXPRESSION_INPUT_INIT;
    csr_matcher *matcher;
    void *memory;

    for (int i = 0; i < COUNT; i++) {
        (void)snprintf(texts[i], sizeof texts[i], formats[i % KINDS], i / KINDS);
        csr_str_set(&conditions[i], texts[i], CSR_NTS);
        rules[i] = none;
        rules[i].when = &conditions[i];
        rules[i].when_count = 1;
    }
    CU_ASSERT_EQUAL_FATAL(csr_matcher_compile(&params, &matcher, NULL, NULL), CSR_OK);
    CU_ASSERT_TRUE_FATAL(csr_matcher_words(matcher) <= WORDS_MAX);
    memory = malloc(csr_matcher_row_bytes(matcher));
    for (int n = 0; n < COUNT / KINDS; n += 7) {
        uint64_t sets[2][2][WORDS_MAX];
        char word[16];
        csr_value item = { .kind = CSR_VALUE_STRING, .as.text = word };
        csr_value facts[4] = {
            item, { .kind = CSR_VALUE_INT }, { .kind = CSR_VALUE_DOUBLE }, { .kind = CSR_VALUE_LIST }
        };
        csr_matcher_row *row;
        item.count = facts[0].count = (size_t)snprintf(word, sizeof word, "w%d", n);
        facts[1].as.integer = n;
        facts[2].as.real = n;
        facts[3].as.items = &item;
        facts[3].count = 1;
        input.facts = facts;
        input.fact_count = 4;
        CU_ASSERT_EQUAL(csr_matcher_bind(matcher, &input, memory, csr_matcher_row_bytes(matcher), &row, NULL), CSR_OK);
        for (uint32_t flags = 0; flags < 2; flags++)
            CU_ASSERT_EQUAL(csr_matcher_match(matcher, row, flags, sets[flags][0], sets[flags][1], NULL), CSR_OK);
        for (int i = 0; i < COUNT; i++) {
            int is_wanted = i % KINDS == 2 ? i / KINDS < n : i / KINDS == n;
            uint64_t wanted = is_wanted ? 1 : 0;
            CU_ASSERT_EQUAL(sets[0][0][i / 64] >> i % 64 & 1, wanted);
            CU_ASSERT_EQUAL(sets[1][0][i / 64] >> i % 64 & 1, wanted);
        }
    }
    free(memory);
    csr_matcher_free(matcher);
}

static void test_no_memory(void)
{
    static const csr_str conditions[] = { TEXT("s in [\"a\", \"b\"] && \"c\" in l && i + 1 < 5"),
                                          TEXT("i < 3 || d > 1.5"), TEXT("i < j && s.contains(\"x\")"), TEXT("q = 1") };
    enum { MORE = 60 };
    csr_expression_field fields[5 + MORE] = { field("s", "string"), field("i", "int"), field("d", "double"),
                                              field("l", "list(string)"), field("j", "int") };
    csr_matcher_rule rules[2] = { CSR_MATCHER_RULE_INIT, CSR_MATCHER_RULE_INIT };
    csr_matcher_params params = params_of(fields, 5, rules, 2);
    csr_status status = CSR_E_NO_MEMORY;
    unsigned failures = 0;

    rules[0].when = conditions;
    rules[0].when_count = 2;
    rules[1].any = conditions + 1;
    rules[1].any_count = 2;
    for (int i = 0; i < MORE; i++)
        fields[5 + i] = field(i % 2 == 0 ? "more" : "and_a_longer_one_of_them", "int");
    for (int wrong = 0; wrong < 2 * MORE; wrong++) {
        params.field_count = 5 + (size_t)wrong / 2;
        rules[1].any_count = 2 + (size_t)wrong % 2;
        for (uint64_t nth = 1; status == CSR_E_NO_MEMORY; nth++) {
            csr_matcher *matcher;
            csr_buf *report;
            csr_test_host_fail_alloc(&host, nth, 0);
            status = csr_matcher_compile(&params, &matcher, &report, NULL);
            csr_test_host_fail_alloc(&host, 0, 0);
            failures += status == CSR_E_NO_MEMORY;
            csr_matcher_free(matcher);
            csr_buf_free(report);
        }
        CU_ASSERT_EQUAL(status, wrong % 2 != 0 ? CSR_E_POLICY : CSR_OK);
        status = CSR_E_NO_MEMORY;
    }
    CU_ASSERT_TRUE(failures > 4);
}

static CU_TestInfo tests[] = {
    { "bounds", test_bounds },
    { "reports", test_reports },
    { "arguments", test_arguments },
    { "many constants", test_many_constants },
    { "no memory", test_no_memory },
    { "refused conditions", test_refused_conditions },
    CU_TEST_INFO_NULL,
};

static CU_SuiteInfo suites[] = { { "matcher", set_up, tear_down, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

int main(void)
{
    return csr_test_main("matcher_test", suites, 6);
}
