/* What expressions may cost at most, and that they never cost more. */
#include "policy/expression_bound.h"
#include "support/runner.h"
#include "support/test_host.h"

#include <csr/expression.h>
#include <csr/status.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

enum { TEXT, NUMBER, NAMES, NUMBERS, TABLE, ANY, FLAG, SHORT, FIELDS };

static int32_t answer(void *user, const csr_value *arguments, size_t count, void *room, size_t *room_bytes,
                      csr_value *out)
{
    (void)user;
    (void)arguments;
    (void)count;
    (void)room;
    *room_bytes = 0;
    *out = (csr_value){ .kind = CSR_VALUE_INT, .as.integer = 1 };
    return 1;
}

static csr_expression *compile(const char *text)
{
    static const char *const names[] = { "text", "number", "names", "numbers", "table", "any", "flag", "short" };
    static const char *const types[] = { "string",           "int", "list(string)", "list(int)",
                                         "map(string, int)", "dyn", "bool",         "string" };
    static const csr_str one_text[] = { { "string", 6 } }, one_number[] = { { "int", 3 } };
    csr_expression_params params = CSR_EXPRESSION_PARAMS_INIT;
    csr_expression_field fields[FIELDS];
    csr_expression_function functions[2];
    csr_error err = CSR_ERROR_INIT;
    csr_expression *made = NULL;

    for (size_t i = 0; i < FIELDS; i++) {
        fields[i] = (csr_expression_field)CSR_EXPRESSION_FIELD_INIT;
        csr_str_set(&fields[i].name, names[i], CSR_NTS);
        csr_str_set(&fields[i].type, types[i], CSR_NTS);
    }
    for (size_t i = 0; i < 2; i++) {
        functions[i] = (csr_expression_function)CSR_EXPRESSION_FUNCTION_INIT;
        functions[i].name = CSR_STR("risk");
        functions[i].arguments = i == 0 ? one_text : one_number;
        functions[i].argument_count = 1;
        functions[i].result = CSR_STR("int");
        functions[i].cost = i == 0 ? 300 : INT64_MAX;
        functions[i].run = answer;
    }
    params.host = &host.host;
    csr_str_set(&params.text, text, CSR_NTS);
    params.fields = fields;
    params.field_count = FIELDS;
    params.functions = functions;
    params.flags = strncmp(text, "unknown", 7) == 0 ? CSR_EXPRESSION_UNCHECKED : 0;
    params.function_count = strstr(text, "risk(number)") != NULL ? 2 : 1;
    if (csr_expression_compile(&params, &made, NULL, &err) != CSR_OK)
        printf("%s: %s\n", text, err.message);
    else
        made->scope->fields[SHORT].max_bytes = 10;
    return made;
}

/* The largest facts that there may be. */
static const csr_value *largest(void)
{
    static char text[CSRI_BOUND_BYTES];
    static csr_value names[CSRI_BOUND_ITEMS], numbers[CSRI_BOUND_ITEMS], table[2 * CSRI_BOUND_ITEMS], facts[FIELDS];

    memset(text, 'x', sizeof(text));
    for (size_t i = 0; i < CSRI_BOUND_ITEMS; i++) {
        names[i] = (csr_value){ .kind = CSR_VALUE_STRING, .as.text = text, .count = sizeof(text) };
        numbers[i] = (csr_value){ .kind = CSR_VALUE_INT, .as.integer = 7 };
        table[2 * i] = (csr_value){ .kind = CSR_VALUE_STRING, .as.text = text, .count = i };
        table[2 * i + 1] = numbers[i];
    }
    facts[TEXT] = names[0];
    facts[NUMBER] = numbers[0];
    facts[NAMES] = (csr_value){ .kind = CSR_VALUE_LIST, .as.items = names, .count = CSRI_BOUND_ITEMS };
    facts[NUMBERS] = (csr_value){ .kind = CSR_VALUE_LIST, .as.items = numbers, .count = CSRI_BOUND_ITEMS };
    facts[TABLE] = (csr_value){ .kind = CSR_VALUE_MAP, .as.items = table, .count = CSRI_BOUND_ITEMS };
    facts[ANY] = facts[NAMES];
    facts[FLAG] = (csr_value){ .kind = CSR_VALUE_BOOL, .as.integer = 1 };
    facts[SHORT] = (csr_value){ .kind = CSR_VALUE_STRING, .as.text = text, .count = 10 };
    return facts;
}

/* Units that it takes with them. */
static int64_t spent(const csr_expression *e)
{
    static csr_value room[65536];
    csri_run run;
    csr_expression_input input = CSR_EXPRESSION_INPUT_INIT;

    input.facts = largest();
    input.fact_count = FIELDS;
    input.room = room;
    input.room_bytes = sizeof(room);
    input.cost_limit = INT64_C(1) << 50;
    csri_run_begin(&run, e, &input);
    (void)csri_expression_value(&run, e->root);
    return input.cost_limit - run.cost_left;
}

static const struct {
    const char *text;
    int64_t bound;
} cases[] = {
    { "true", 1 },
    { "number > 3 && (flag || !flag) && -number < 1", 12 },
    { "text == 'abc'", 4 },
    { "text == text", 19 },
    { "short == text", 4 },
    { "text in names", 64 * 16 + 3 },
    { "'abc' in names", 64 + 3 },
    { "number in [1, 2, number]", 0 },
    { "names == names", 0 },
    { "numbers == [1, 2]", 0 },
    { "table == table", 0 },
    { "any == names", 0 },
    { "any != any", 0 },
    { "size(names + names) > 3 && size(text + text) > 1 && text + 'a' != 'b'", 0 },
    { "names.all(n, n == text)", 64 * 20 + 2 },
    { "names.exists_one(n, n.contains('abc')) && names.exists(n, n.contains(text))", 0 },
    { "names.filter(n, n.startsWith('a')).map(n, n != 'b', n + 'c') == names.map(n, 'x')", 0 },
    { "names.map(n, [n, n]).all(m, m.all(k, k == 'x'))", 0 },
    { "numbers.map(n, string(n)).all(t, t.matches('a+'))", 0 },
    { "text.matches('^(a|b){1,30}$')", 0 },
    { "text.lowerAscii() == text.upperAscii() && text.trim() == short", 0 },
    { "table.x == 1 || has(table.y) || table['z'] == 2 || names[3] == 'a'", 0 },
    { "{'a': number, text: 2}['a'] == 1", 0 },
    { "flag ? names.exists(n, n == 'a') : number == 1", 0 },
    { "flag ? number == 1 : names.exists(n, n == 'a')", 0 },
    { "risk(text) > 1", 300 + 4 },
    { "[['a', 'bb'], ['c']] == [['a']] && b'abc' == b'abd'", 0 },
    { "bytes(text) == b'abc'", 0 },
    { "unknown(text)", 2 + 15 },
    { "duration('1h') > duration('2h') || number + 1 - 2 * 3 / 4 % 5 == 1", 0 },
};

/* Where it is written down, that is the bound; and what is spent is never more. */
static void test_bounds(void)
{
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        csr_expression *e = compile(cases[i].text);
        const csri_node *over;
        int64_t bound;

        CU_ASSERT_PTR_NOT_NULL_FATAL(e);
        bound = csri_expression_bound(e, INT64_MAX, &over);
        CU_ASSERT_PTR_NULL(over);
        CU_ASSERT(cases[i].bound == 0 || cases[i].bound == bound);
        CU_ASSERT(spent(e) <= bound);
        if (spent(e) > bound || (cases[i].bound != 0 && cases[i].bound != bound))
            printf("\n%s: at most %lld, spent %lld\n", cases[i].text, (long long)bound, (long long)spent(e));
        csr_expression_free(e);
    }
}

/* The smallest part that is over the limit is named; what is beyond all numbers is only much. */
static void test_over(void)
{
    static const struct {
        const char *text, *part;
    } over[] = {
        { "flag && names.all(n, names.all(k, n == k))", "names.all(n, names.all(k, n == k))" },
        { "names.all(n, names.all(k, names.all(l, flag)))", "names.all(n, names.all(k, names.all(l, flag)))" },
        { "risk(number) == 1", "risk(number)" },
        { "names.all(a, names.all(b, names.all(c, names.all(d, names.all(e, names.all(f, names.all(g, flag)))))))",
          "names.all(e, names.all(f, names.all(g, flag)))" },
    };

    for (size_t i = 0; i < sizeof(over) / sizeof(over[0]); i++) {
        csr_expression *e = compile(over[i].text);
        const csri_node *node = NULL;

        CU_ASSERT_PTR_NOT_NULL_FATAL(e);
        CU_ASSERT(csri_expression_bound(e, 10000, &node) > 10000);
        CU_ASSERT_PTR_NOT_NULL_FATAL(node);
        CU_ASSERT_EQUAL(node->to - node->from, strlen(over[i].part));
        CU_ASSERT_EQUAL(strncmp(e->text.ptr + node->from, over[i].part, node->to - node->from), 0);
        csr_expression_free(e);
    }
}

static CU_TestInfo tests[] = {
    { "expression_bound/bounds", test_bounds },
    { "expression_bound/over", test_over },
    CU_TEST_INFO_NULL,
};

static CU_SuiteInfo suites[] = { { "expression_bound", set_up, tear_down, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

int main(void)
{
    return csr_test_main("expression_bound_test", suites, 2);
}
