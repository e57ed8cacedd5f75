/*
 * Rules, a condition a line, over random facts: with the index and without it the matcher says what evaluating the
 * conditions one by one gives.
 */
#include "support/fuzz.h"
#include "support/random_rules.h"

#include <csr/matcher.h>
#include <csr/status.h>
#include <stdlib.h>
#include <string.h>

#define RULES_MAX 80
#define WORDS_MAX 4

typedef struct lines {
    csr_str texts[RULES_MAX];
    csr_expression *expressions[RULES_MAX];
    csr_matcher_rule rules[RULES_MAX];
    size_t count;
} lines;

static csr_expression *compile(const csr_str *text)
{
    csr_expression_params params = CSR_EXPRESSION_PARAMS_INIT;
    csr_expression *made = NULL;

    params.text = *text;
    params.fields = csr_test_rule_fields();
    params.field_count = CSR_TEST_FIELDS;
    csr_str_set(&params.type, "bool", 4);
    csr_str_set(&params.zoneinfo, "/nonexistent", CSR_NTS);
    (void)csr_expression_compile(&params, &made, NULL, NULL);
    return made;
}

/* The lines that are conditions. */
static void take_lines(const char *text, size_t len, lines *out)
{
    static const csr_matcher_rule none = CSR_MATCHER_RULE_INIT;

    for (size_t at = 0; at < len && out->count < RULES_MAX;) {
        const char *end = memchr(text + at, '\n', len - at);
        size_t n = end == NULL ? len - at : (size_t)(end - (text + at));
        csr_str *line = &out->texts[out->count];
        line->ptr = text + at;
        line->len = n;
        out->expressions[out->count] = compile(line);
        out->rules[out->count] = none;
        out->rules[out->count].when = line;
        out->rules[out->count].when_count = 1;
        out->count += out->expressions[out->count] != NULL ? 1 : 0;
        at += n + 1;
    }
}

static csr_matcher *make(const lines *from)
{
    csr_matcher_params params = CSR_MATCHER_PARAMS_INIT;
    csr_matcher *matcher;
    csr_buf *report;

    params.fields = csr_test_rule_fields();
    params.field_count = CSR_TEST_FIELDS;
    params.rules = from->rules;
    params.rule_count = from->count;
    csr_str_set(&params.zoneinfo, "/nonexistent", CSR_NTS);
    FUZZ_REQUIRE(csr_matcher_compile(&params, &matcher, &report, NULL) == CSR_OK && report == NULL);
    FUZZ_REQUIRE(csr_matcher_words(matcher) <= WORDS_MAX);
    return matcher;
}

static void compare(const lines *from, const csr_matcher *matcher, const csr_test_facts *facts, void *memory,
                    uint32_t flags)
{
    uint64_t is_true[WORDS_MAX], is_undecided[WORDS_MAX];
    csr_matcher_row *row;

    FUZZ_REQUIRE(csr_matcher_bind(matcher, &facts->input, memory, csr_matcher_row_bytes(matcher), &row, NULL) ==
                 CSR_OK);
    FUZZ_REQUIRE(csr_matcher_match(matcher, row, flags, is_true, is_undecided, NULL) == CSR_OK);
    for (size_t i = 0; i < from->count; i++) {
        csr_value value;
        FUZZ_REQUIRE(csr_expression_evaluate(from->expressions[i], &facts->input, &value, NULL) == CSR_OK);
        FUZZ_REQUIRE((is_true[i / 64] >> i % 64 & 1) == (value.kind == CSR_VALUE_BOOL && value.as.integer));
        FUZZ_REQUIRE((is_undecided[i / 64] >> i % 64 & 1) == (value.kind != CSR_VALUE_BOOL));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static csr_test_facts facts;
    fuzz_in in = { data, data + size };
    csr_test_random random = { fuzz_below(&in, 1 << 16) };
    csr_str text = fuzz_rest(&in);
    lines from = { .count = 0 };
    csr_matcher *matcher;
    void *memory;

    text.ptr = fuzz_copy(text.ptr, text.len);
    take_lines(text.ptr, text.len, &from);
    matcher = make(&from);
    memory = malloc(csr_matcher_row_bytes(matcher));
    for (unsigned i = 0; i < 6; i++) {
        csr_test_random_facts(&random, i % 2 == 0 ? 0 : 20, &facts);
        compare(&from, matcher, &facts, memory, 0);
        compare(&from, matcher, &facts, memory, CSR_MATCHER_PLAIN);
    }
    free(memory);
    csr_matcher_free(matcher);
    for (size_t i = 0; i < from.count; i++)
        csr_expression_free(from.expressions[i]);
    free((void *)(uintptr_t)text.ptr);
    return 0;
}
