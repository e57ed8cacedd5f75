/* Expressions as deep as they may be, on a stack of 64 KiB: compiled, evaluated, explained, matched. */
#include "support/runner.h"

#include <csr/expression.h>
#include <csr/matcher.h>
#include <csr/status.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Sanitizers put much around what lies on the stack. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define STACK_BYTES (1024 * 1024)
#else
#define STACK_BYTES (64 * 1024)
#endif

#define TEXT_BYTES 4096

typedef struct job {
    char text[TEXT_BYTES];
    const char *refusal; /* what is told when it does not compile */
    char message[256];
    unsigned compiled, matched;
} job;

static void use(const csr_expression *e, const csr_expression_input *input, job *j)
{
    csr_value value;
    csr_buf *story = NULL;

    if (csr_expression_evaluate(e, input, &value, NULL) != CSR_OK ||
        csr_expression_story(e, input, CSR_EXPRESSION_TEXT, &story, NULL) != CSR_OK)
        (void)snprintf(j->message, sizeof j->message, "it cannot be evaluated");
    csr_buf_free(story);
}

static void match(const csr_expression_field *field, const csr_expression_input *input, job *j)
{
    csr_matcher_params params = CSR_MATCHER_PARAMS_INIT;
    csr_matcher_rule rule = CSR_MATCHER_RULE_INIT;
    csr_str text = { j->text, CSR_NTS };
    uint64_t memory[256], sets[2][4];
    csr_matcher_row *row;
    csr_matcher *matcher;

    rule.when = &text;
    rule.when_count = 1;
    params.fields = field;
    params.field_count = 1;
    params.rules = &rule;
    params.rule_count = 1;
    if (csr_matcher_compile(&params, &matcher, NULL, NULL) != CSR_OK)
        return;
    if (csr_matcher_bind(matcher, input, memory, sizeof memory, &row, NULL) == CSR_OK)
        j->matched = csr_matcher_match(matcher, row, 0, sets[0], sets[1], NULL) == CSR_OK;
    csr_matcher_free(matcher);
}

static void *run(void *given)
{
    job *j = given;
    csr_expression_params params = CSR_EXPRESSION_PARAMS_INIT;
    csr_expression_input input = CSR_EXPRESSION_INPUT_INIT;
    csr_expression_field field = CSR_EXPRESSION_FIELD_INIT;
    csr_error err = CSR_ERROR_INIT;
    csr_value fact = { .kind = CSR_VALUE_BOOL, .as.integer = 1 };
    csr_expression *e;

    csr_str_set(&field.name, "b", 1);
    csr_str_set(&field.type, "bool", 4);
    csr_str_set(&params.text, j->text, CSR_NTS);
    params.fields = &field;
    params.field_count = 1;
    input.facts = &fact;
    input.fact_count = 1;
    if (csr_expression_compile(&params, &e, NULL, &err) != CSR_OK) {
        memcpy(j->message, err.message, sizeof j->message);
        return NULL;
    }
    j->compiled = 1;
    use(e, &input, j);
    csr_expression_free(e);
    match(&field, &input, j);
    return NULL;
}

static void put(char *text, const char *part, unsigned times)
{
    for (unsigned i = 0; i < times; i++)
        strncat(text, part, TEXT_BYTES - strlen(text) - 1);
}

/* `before` so many times, the middle, `after` as many times: on a small stack. */
static void check(const char *before, unsigned depth, const char *middle, const char *after, int compiles)
{
    static job j;
    pthread_attr_t attributes;
    pthread_t thread;

    memset(&j, 0, sizeof j);
    put(j.text, before, depth);
    put(j.text, middle, 1);
    put(j.text, after, depth);
    CU_ASSERT_EQUAL_FATAL(pthread_attr_init(&attributes), 0);
    CU_ASSERT_EQUAL_FATAL(pthread_attr_setstacksize(&attributes, STACK_BYTES), 0);
    CU_ASSERT_EQUAL_FATAL(pthread_create(&thread, &attributes, run, &j), 0);
    CU_ASSERT_EQUAL(pthread_join(thread, NULL), 0);
    (void)pthread_attr_destroy(&attributes);
    CU_ASSERT_EQUAL(j.compiled, compiles ? 1 : 0);
    if (compiles)
        CU_ASSERT_STRING_EQUAL(j.message, "")
    else
        CU_ASSERT_PTR_NOT_NULL(strstr(j.message, "nested too deeply"));
}

static void test_deep(void)
{
    check("(", 30, "b", ")", 1);
    check("!(", 30, "b", ")", 1);
    check("!(b && ", 20, "b", ")", 1);
    check("(b || ", 20, "b && b", " && b)", 1);
    check("b ? b : ", 60, "b", "", 1);
    check("bool(", 30, "b", ")", 1);
    check("[b].exists(x, x && ", 8, "b", ")", 1);
    check("[b].exists(x, x && ", 9, "b", ")", 0);
    check("b == (", 25, "b", ")", 1);
    check("{'a': ", 25, "b", "}.a", 1);
}

static void test_too_deep(void)
{
    check("(", 1000, "b", ")", 0);
    check("!(", 1000, "b", ")", 0);
    check("[", 1000, "b", "]", 0);
    check("b ? b : ", 400, "b", "", 0);
    check("bool(", 500, "b", ")", 0);
    check("b == (", 400, "b", ")", 0);
    check("{'a': ", 400, "b", "}", 0);
}

static CU_TestInfo tests[] = { { "deep", test_deep }, { "too deep", test_too_deep }, CU_TEST_INFO_NULL };

static CU_SuiteInfo suites[] = { { "expression_stack", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

int main(void)
{
    return csr_test_main("expression_stack_test", suites, 2);
}
