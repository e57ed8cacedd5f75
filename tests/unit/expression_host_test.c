/* Functions of the host's: found, checked, called, folded, refused; and declared without a body. */
#include "support/runner.h"
#include "support/test_host.h"

#include <csr/expression.h>
#include <csr/matcher.h>
#include <csr/status.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT(literal)                \
    {                                \
        literal, sizeof(literal) - 1 \
    }

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

/* Counts its calls in `user`. */
static int32_t twice(void *user, const csr_value *arguments, size_t count, void *room, size_t *room_bytes,
                     csr_value *out)
{
    (void)room;
    ++*(unsigned *)user;
    *room_bytes = 0;
    out->kind = CSR_VALUE_INT;
    out->as.integer = 2 * arguments[0].as.integer;
    return count == 1;
}

/* The text with "!" behind it. */
static int32_t shout(void *user, const csr_value *arguments, size_t count, void *room, size_t *room_bytes,
                     csr_value *out)
{
    char *text = room;
    (void)user;
    (void)count;
    if (*room_bytes < arguments[0].count + 1)
        return 0;
    memcpy(text, arguments[0].as.text, arguments[0].count);
    text[arguments[0].count] = '!';
    *room_bytes = arguments[0].count + 1;
    out->kind = CSR_VALUE_STRING;
    out->as.text = text;
    out->count = arguments[0].count + 1;
    return 1;
}

/* Gives what its one argument says: nothing, an undecided value, one of another type, none at all. */
static int32_t astray(void *user, const csr_value *arguments, size_t count, void *room, size_t *room_bytes,
                      csr_value *out)
{
    static const csr_value wrong[] = { { .kind = CSR_VALUE_UNDECIDED, .as.text = "not today", .count = 9 },
                                       { .kind = CSR_VALUE_BOOL },
                                       { .kind = 99 },
                                       { .kind = 0 } };
    (void)user;
    (void)count;
    (void)room;
    *room_bytes += 1;
    if (arguments[0].kind != CSR_VALUE_INT || arguments[0].as.integer == 0)
        return 0;
    *out = wrong[arguments[0].as.integer - 1];
    return 1;
}

static unsigned calls;
static const csr_str one_int[] = { TEXT("int") }, one_text[] = { TEXT("string") }, one_uint[] = { TEXT("uint") },
                     lists[] = { TEXT("list(int)"), TEXT("dyn") };

enum { TWICE, TWICE_UINT, SHOUT, ASTRAY, ANY, LISTS, DEAR, DECLARED, COUNT };

static void make_functions(csr_expression_function *f)
{
    static const csr_expression_function none = CSR_EXPRESSION_FUNCTION_INIT;
    static const csr_expression_function made[COUNT] = {
        { .name = TEXT("twice"),
          .flags = CSR_FUNCTION_PURE,
          .arguments = one_int,
          .result = TEXT("int"),
          .run = twice },
        { .name = TEXT("twice"),
          .flags = CSR_FUNCTION_PURE,
          .arguments = one_uint,
          .result = TEXT("uint"),
          .run = twice },
        { .name = TEXT("shout"),
          .flags = CSR_FUNCTION_METHOD | CSR_FUNCTION_PURE,
          .arguments = one_text,
          .result = TEXT("string"),
          .run = shout },
        { .name = TEXT("astray"), .arguments = one_int, .result = TEXT("int"), .run = astray },
        { .name = TEXT("any"), .arguments = one_int, .result = TEXT("dyn"), .run = astray },
        { .name = TEXT("lists"), .arguments = lists, .argument_count = 2, .result = TEXT("bool"), .run = astray },
        { .name = TEXT("dear"), .cost = 900, .arguments = one_int, .result = TEXT("int"), .run = twice },
        { .name = TEXT("declared"), .arguments = one_int, .result = TEXT("map(string, int)") },
    };
    for (int i = 0; i < COUNT; i++) {
        f[i] = made[i];
        f[i].struct_size = none.struct_size;
        f[i].argument_count = made[i].argument_count == 0 ? 1 : made[i].argument_count;
        f[i].user = &calls;
    }
}

static char told[400];

/* The value of an expression over x = 3, or "!" and the error. */
static const char *say(const char *text, uint32_t flags, size_t room_bytes, int64_t cost)
{
    static csr_value room[64];
    csr_expression_params params = CSR_EXPRESSION_PARAMS_INIT;
    csr_expression_field field = CSR_EXPRESSION_FIELD_INIT;
    csr_expression_input input = CSR_EXPRESSION_INPUT_INIT;
    csr_expression_function functions[COUNT];
    csr_value x = { .kind = CSR_VALUE_INT, .as.integer = 3 }, value = { .kind = 0 };
    csr_error err = CSR_ERROR_INIT;
    csr_expression *expression;

    make_functions(functions);
    csr_str_set(&field.name, "x", 1);
    csr_str_set(&field.type, "int", 3);
    params.host = &host.host;
    params.flags = flags;
    csr_str_set(&params.text, text, CSR_NTS);
    params.fields = &field;
    params.field_count = 1;
    params.functions = functions;
    params.function_count = COUNT;
    if (csr_expression_compile(&params, &expression, NULL, &err) != CSR_OK) {
        (void)snprintf(told, sizeof told, "!%s", err.message);
        return told;
    }
    input.facts = &x;
    input.fact_count = 1;
    input.room = room_bytes == 0 ? NULL : room;
    input.room_bytes = room_bytes;
    input.cost_limit = cost;
    calls = 0;
    CU_ASSERT_EQUAL(csr_expression_evaluate(expression, &input, &value, &err), CSR_OK);
    if (value.kind == CSR_VALUE_INT)
        (void)snprintf(told, sizeof told, "%s %lld, %u calls", csr_expression_type(expression),
                       (long long)value.as.integer, calls);
    else if (value.kind == CSR_VALUE_BOOL)
        (void)snprintf(told, sizeof told, "%s %s", csr_expression_type(expression),
                       value.as.integer ? "true" : "false");
    else
        (void)snprintf(told, sizeof told, "%s %.*s", csr_expression_type(expression), (int)value.count, value.as.text);
    csr_expression_free(expression);
    return told;
}

static void test_calls(void)
{
    static const struct {
        const char *text, *says;
    } cases[] = {
        { "twice(x)", "int 6, 1 calls" },
        { "twice(4)", "int 8, 0 calls" },
        { "twice(twice(4)) + twice(x)", "int 22, 1 calls" },
        { "twice(dyn(x))", "dyn 6, 1 calls" },
        { "twice('a')", "!column 1: twice() does not take these arguments" },
        { "twice()", "!column 1: twice() does not take these arguments" },
        { "x.twice()", "!column 1: there is no function twice()" },
        { "'hey'.shout()", "string hey!" },
        { "'hey'.shout().shout() == 'hey!!'", "bool true" },
        { "string(x).shout()", "string 3!" },
        { "astray(0)", "int the function gives no value" },
        { "astray(1)", "int not today" },
        { "astray(2)", "int the function gives a value of another type" },
        { "any(3)", "dyn the function gives a value of another type" },
        { "any(4)", "dyn the function gives a value of another type" },
        { "any(2)", "dyn false" },
        { "lists([1], 2) || true", "bool true" },
        { "lists(['a'], 2)", "!column 1: lists() does not take these arguments" },
        { "declared(x)", "map(string, int) the function has only been declared" },
        { "declared(x).k + 'a'", "!column 1: this cannot be done with an int and a string" },
        { "dear(x)", "int 6, 1 calls" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *said = say(cases[i].text, 0, 2000, 0);
        if (strcmp(said, cases[i].says) != 0)
            fprintf(stderr, "%s: %s\n", cases[i].text, said);
        CU_ASSERT_STRING_EQUAL(said, cases[i].says);
    }
    CU_ASSERT_STRING_EQUAL(say("dear(x)", 0, 0, 500), "int the limit of cost is passed");
    CU_ASSERT_STRING_EQUAL(say("string(x).shout()", 0, 2, 0), "string the function gives no value");
    CU_ASSERT_STRING_EQUAL(say("string(x).shout()", 0, 0, 0), "string there is no room for the value");
    CU_ASSERT_STRING_EQUAL(say("twice(x)", CSR_EXPRESSION_PURE, 0, 0), "int 6, 1 calls");
    CU_ASSERT_STRING_EQUAL(
        say("1 + astray(x)", CSR_EXPRESSION_PURE, 0, 0),
        "!column 5: astray() may give another value each time; only pure functions are allowed here");
}

static csr_status compile(const csr_expression_function *functions, size_t count, uint32_t flags, csr_error *err)
{
    csr_expression_params params = CSR_EXPRESSION_PARAMS_INIT;
    csr_expression *expression;
    csr_status status;

    params.host = &host.host;
    params.flags = flags;
    csr_str_set(&params.text, "true", 4);
    params.functions = functions;
    params.function_count = count;
    status = csr_expression_compile(&params, &expression, NULL, err);
    csr_expression_free(expression);
    return status;
}

static void test_declarations(void)
{
    csr_error err = CSR_ERROR_INIT;
    csr_expression_function good[COUNT], f;

    make_functions(good);
    CU_ASSERT_EQUAL(compile(good, COUNT, 0, &err), CSR_OK);
    CU_ASSERT_EQUAL(compile(NULL, 1, 0, &err), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(compile(good, 1000, 0, &err), CSR_E_LIMIT);
    CU_ASSERT_EQUAL(compile(good, 1, UINT32_C(1) << 20, &err), CSR_E_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(err.field, "flags");
#define REFUSED(change, says)                                 \
    f = good[TWICE];                                          \
    change;                                                   \
    CU_ASSERT_EQUAL(compile(&f, 1, 0, &err), CSR_E_ARGUMENT); \
    CU_ASSERT_STRING_EQUAL(err.field, "functions");           \
    CU_ASSERT_STRING_EQUAL(err.message, says)
    REFUSED(f.struct_size = 4, "a function needs its struct_size and a name");
    REFUSED(f.name.len = 0, "a function needs its struct_size and a name");
    REFUSED(csr_str_set(&f.name, "a b", 3), "a function needs its struct_size and a name");
    REFUSED(csr_str_set(&f.name, "1a", 2), "a function needs its struct_size and a name");
    REFUSED(csr_str_set(&f.name, "a{", 2), "a function needs its struct_size and a name");
    REFUSED(csr_str_set(&f.name, "a:", 2), "a function needs its struct_size and a name");
    REFUSED(csr_str_set(&f.name, "a[", 2), "a function needs its struct_size and a name");
    REFUSED(csr_str_set(&f.name, "size", 4), "size() is a function of the language");
    REFUSED(csr_str_set(&f.name, "exists", 6), "exists() is a function of the language");
    REFUSED(f.flags = 8, "twice() has flags, arguments or a cost that cannot be");
    REFUSED(f.argument_count = 5, "twice() has flags, arguments or a cost that cannot be");
    REFUSED(f.arguments = NULL, "twice() has flags, arguments or a cost that cannot be");
    REFUSED(f.cost = -1, "twice() has flags, arguments or a cost that cannot be");
    REFUSED((f.flags = CSR_FUNCTION_METHOD, f.argument_count = 0),
            "twice() has flags, arguments or a cost that cannot be");
    REFUSED(csr_str_set(&f.result, "nothing", 7), "twice() has a type that is not known");
    REFUSED(f.arguments = &good[TWICE].name, "twice() has a type that is not known");
#undef REFUSED
    f = good[TWICE];
    csr_str_set(&f.name, "_Z9", 3);
    f.argument_count = 0;
    f.arguments = NULL;
    CU_ASSERT_EQUAL(compile(&f, 1, 0, &err), CSR_OK);
}

/* In rules: pure ones only, and they are asked like any other part. */
static void test_rules(void)
{
    static const csr_str good[] = { TEXT("twice(x) == 6 && x > 1") }, bad[] = { TEXT("dear(x) == 6") };
    csr_expression_function functions[COUNT];
    csr_expression_field field = CSR_EXPRESSION_FIELD_INIT;
    csr_expression_input input = CSR_EXPRESSION_INPUT_INIT;
    csr_matcher_params params = CSR_MATCHER_PARAMS_INIT;
    csr_matcher_rule rule = CSR_MATCHER_RULE_INIT;
    csr_value x = { .kind = CSR_VALUE_INT, .as.integer = 3 };
    csr_error err = CSR_ERROR_INIT;
    uint64_t memory[64], sets[2][4];
    csr_matcher_row *row;
    csr_matcher *matcher;

    make_functions(functions);
    csr_str_set(&field.name, "x", 1);
    csr_str_set(&field.type, "int", 3);
    params.host = &host.host;
    params.fields = &field;
    params.field_count = 1;
    params.rules = &rule;
    params.rule_count = 1;
    params.functions = functions;
    params.function_count = COUNT;
    rule.when_count = 1;
    rule.when = bad;
    CU_ASSERT_EQUAL(csr_matcher_compile(&params, &matcher, NULL, &err), CSR_E_POLICY);
    rule.when = good;
    CU_ASSERT_EQUAL_FATAL(csr_matcher_compile(&params, &matcher, NULL, &err), CSR_OK);
    CU_ASSERT_TRUE_FATAL(csr_matcher_row_bytes(matcher) <= sizeof memory);
    input.facts = &x;
    input.fact_count = 1;
    CU_ASSERT_EQUAL(csr_matcher_bind(matcher, &input, memory, sizeof memory, &row, &err), CSR_OK);
    CU_ASSERT_EQUAL(csr_matcher_match(matcher, row, 0, sets[0], sets[1], &err), CSR_OK);
    CU_ASSERT_TRUE(sets[0][0] == 1 && sets[1][0] == 0);
    csr_matcher_free(matcher);
}

/* Blocks of memory end at other places as there are more fields, so that every piece is the first of a block once. */
static void test_no_memory(void)
{
    static csr_expression_field fields[160];
    csr_expression_params params = CSR_EXPRESSION_PARAMS_INIT;
    csr_expression_function functions[COUNT];

    make_functions(functions);
    for (size_t i = 0; i < 160; i++) {
        static const csr_expression_field none = CSR_EXPRESSION_FIELD_INIT;
        fields[i] = none;
        csr_str_set(&fields[i].name, i % 2 == 0 ? "a" : "a_much_longer_name_of_a_field", CSR_NTS);
        csr_str_set(&fields[i].type, "list(list(int))", CSR_NTS);
    }
    params.host = &host.host;
    csr_str_set(&params.text, "size([1, 2] + [3]) == 3 && twice(4) == 8 && [4, 5] + [] == [4] && 'a' + 'b' == 'ab'",
                CSR_NTS);
    params.fields = fields;
    params.functions = functions;
    params.function_count = COUNT;
    for (params.field_count = 0; params.field_count < 160; params.field_count++) {
        csr_status status = CSR_E_NO_MEMORY;
        for (uint64_t nth = 1; status == CSR_E_NO_MEMORY; nth++) {
            csr_expression *made;
            csr_test_host_fail_alloc(&host, nth, 0);
            status = csr_expression_compile(&params, &made, NULL, NULL);
            csr_test_host_fail_alloc(&host, 0, 0);
            csr_expression_free(made);
        }
        CU_ASSERT_EQUAL(status, CSR_OK);
    }
}

static CU_TestInfo tests[] = {
    { "calls", test_calls }, { "declarations", test_declarations },
    { "rules", test_rules }, { "no memory", test_no_memory },
    CU_TEST_INFO_NULL,
};

static CU_SuiteInfo suites[] = { { "expression_host", set_up, tear_down, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

int main(void)
{
    return csr_test_main("expression_host_test", suites, 4);
}
