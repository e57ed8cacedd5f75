/* Sets of rules: every shape of condition, over facts of every kind, is answered as the evaluator answers it; and a set that
 * cannot be built says so and leaves nothing. */
#include "policy/match_inside.h"
#include "support/runner.h"
#include "support/test_host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIELDS 13
#define FIELDS_MAX 520

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

static const char *const names[FIELDS] = { "b", "i", "u", "d", "s", "l", "li", "t", "r", "x", "o.v", "y", "m" };
static const char *const types[FIELDS] = { "bool",
                                           "int",
                                           "uint",
                                           "double",
                                           "string",
                                           "list(string)",
                                           "list(int)",
                                           "google.protobuf.Timestamp",
                                           "google.protobuf.Duration",
                                           "dyn",
                                           "int",
                                           "bytes",
                                           "map(string, int)" };

/* Compiled against these fields, one of them optional, and so many more: f13, f14... */
static csr_expression *compile(const char *text, size_t more)
{
    static csr_expression_field fields[FIELDS_MAX];
    static char others[FIELDS_MAX][8];
    csr_expression_params params = CSR_EXPRESSION_PARAMS_INIT;
    csr_expression *expression = NULL;
    csr_error err = CSR_ERROR_INIT;

    for (size_t i = 0; i < FIELDS + more; i++) {
        fields[i] = (csr_expression_field)CSR_EXPRESSION_FIELD_INIT;
        snprintf(others[i], sizeof(others[i]), "f%d", (int)i);
        csr_str_set(&fields[i].name, i < FIELDS ? names[i] : others[i], CSR_NTS);
        csr_str_set(&fields[i].type, i < FIELDS ? types[i] : "int", CSR_NTS);
        fields[i].flags = i == 10 ? CSR_FIELD_OPTIONAL : 0;
    }
    params.host = &host.host;
    params.flags = CSR_EXPRESSION_LENIENT;
    params.fields = fields;
    params.field_count = FIELDS + more;
    csr_str_set(&params.text, text, CSR_NTS);
    csr_str_set(&params.type, "bool", CSR_NTS);
    if (csr_expression_compile(&params, &expression, NULL, &err) != CSR_OK)
        printf("\n    %s: %s\n", text, err.message);
    CU_ASSERT_PTR_NOT_NULL_FATAL(expression);
    return expression;
}

static const char *const texts[] = {
    "b",
    "!b",
    "b == true",
    "b != false",
    "b == false",
    "true",
    "false",
    "b && true",
    "!(b && i > 1)",
    "!(b || !(i > 1))",
    "i == 1",
    "1 == i",
    "i != 1",
    "i < 2",
    "2 > i",
    "i <= 1",
    "1 >= i",
    "i > 0",
    "0 < i",
    "i >= 1",
    "!(i >= 1)",
    "i == 1.0",
    "i > 0.5",
    "i == 9223372036854775807",
    "i in [1, 2, 3]",
    "i in [1, 1.5, 2u]",
    "i in [1, 'a']",
    "i in l.map(q, size(q))",
    "!(i in [1])",
    "i in []",
    "i == u",
    "i < d",
    "has(o.v) && i == o.v",
    "i != i",
    "i < i + 1",
    "-i < 1",
    "u == 1u",
    "u > 1",
    "u in [1u, 2u]",
    "u == 18446744073709551615u",
    "u < 18446744073709551615u",
    "d == 1.5",
    "d < 1.5",
    "d <= 1.5",
    "d > 1.5",
    "d >= 1.5",
    "d != 1.5",
    "d == 1",
    "d > 9007199254740993",
    "d < u",
    "d in [1.0, 1.5]",
    "d == double('NaN')",
    "d == d",
    "d < -0.0",
    "1.5 == d",
    "d == 9223372036854775807",
    "s == 'a'",
    "'a' == s",
    "s != 'a'",
    "s < 'b'",
    "s in ['a', 'b']",
    "s in ['a', 1]",
    "s in l",
    "s == null",
    "null == s",
    "null != i",
    "s != null",
    "s == string(i)",
    "s.startsWith('a')",
    "s.endsWith('a')",
    "s.contains('a')",
    "size(s) == 1",
    "s.matches('^a')",
    "s.lowerAscii() == 'a'",
    "s == ''",
    "s in ['']",
    "'a' in l",
    "!('a' in l)",
    "'zz' in l",
    "size(l) == 2",
    "l.exists(q, q == 'a')",
    "l == ['a']",
    "l[0] == 'a'",
    "'a' in l && 'b' in l",
    "1 in li",
    "size(li) > 1",
    "i in li",
    "'a' in ['a', 'b']",
    "'k' in m",
    "m.k == 1",
    "has(m.k)",
    "t == timestamp(0)",
    "t < timestamp('2024-01-01T00:00:00Z')",
    "t == timestamp('2024-01-01T00:00:00.0000001Z')",
    "t > timestamp('9999-12-31T23:59:59Z')",
    "t.getHours() > 8",
    "t.getDayOfWeek('UTC') == 1",
    "t - t < r",
    "t in [t]",
    "r > duration('1s')",
    "r == duration('1.5s')",
    "r < duration('0.0000001s')",
    "r >= duration('315576000000s')",
    "r == r",
    "r in [duration('1s')]",
    "x == 1",
    "x < 'b'",
    "x",
    "x in ['a']",
    "x && b",
    "x == null",
    "has(o.v)",
    "!has(o.v)",
    "has(o.v) && o.v > 1",
    "!has(o.v) || o.v == 1",
    "has(o.v) ? o.v > 1 : b",
    "has(o.v) && o.v in [1, 2]",
    "y == b'a'",
    "y in [b'a']",
    "y < b'b'",
    "b ? i == 1 : s == 'a'",
    "i == 1 && s == 'a' && b || d > 1.0 && (u == 1u || !b)",
    "(i + 1) * 2 == 4",
    "i / 0 == 1",
    "i / 0 == 1 || b",
    "b && i / 0 == 1",
    "i % 2 == 1 && s + 'a' == 'aa' && size(l.filter(q, q < 'b')) == 1",
    "!(i in [1, 2]) && !(s in ['a']) && !(d < 1.0) && !has(o.v)",
    "l.all(q, q in ['a', 'b']) && l.exists(q, q == s)",
    "type(x) == int",
    "x == x",
    "l == l",
    "m == m",
    "i == li[0]",
    "b in [true]",
    "b in [true, false]",
    "true == b",
    "b != b",
    "i in [1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30]",
    "s == 'a' || s == 'b' || s == 'c'",
    "t > timestamp(0) && t < timestamp('0001-01-01T00:00:00Z')",
    "u == -1",
    "i == 1u",
};
#define TEXTS (sizeof(texts) / sizeof(texts[0]))

#define WORLDS 6

/* Facts: as declared; other ones; all absent; of other kinds than declared; at the bounds; long and odd. */
static void lay_facts(int world, csr_value facts[FIELDS])
{
    static const csr_value two[] = { { .kind = CSR_VALUE_STRING, .as.text = "a", .count = 1 },
                                     { .kind = CSR_VALUE_STRING, .as.text = "c", .count = 1 } };
    static const csr_value numbers[] = { { .kind = CSR_VALUE_INT, .as.integer = 1 }, { .kind = CSR_VALUE_INT } };
    static const csr_value pair[] = { { .kind = CSR_VALUE_STRING, .as.text = "k", .count = 1 },
                                      { .kind = CSR_VALUE_INT, .as.integer = 1 } };
    static csr_value many[300];

    memset(facts, 0, FIELDS * sizeof(facts[0]));
    if (world == 2)
        return;
    for (size_t i = 0; i < 300; i++)
        many[i] = two[i % 2];
    facts[0] = (csr_value){ .kind = CSR_VALUE_BOOL, .as.integer = world != 1 };
    facts[1] = (csr_value){ .kind = CSR_VALUE_INT, .as.integer = world == 4 ? INT64_MIN : 1 - world };
    facts[2] = (csr_value){ .kind = CSR_VALUE_UINT, .as.natural = world == 4 ? UINT64_MAX : 1 };
    facts[3] = (csr_value){ .kind = CSR_VALUE_DOUBLE, .as.real = world == 4 ? -0.0 : 1.5 - world };
    facts[4] = world == 4 ? (csr_value){ .kind = CSR_VALUE_STRING, .as.text = "", .count = 0 } : two[world % 2];
    facts[5] =
        (csr_value){ .kind = CSR_VALUE_LIST, .as.items = world == 5 ? many : two, .count = world == 5 ? 300 : 2 };
    facts[6] = (csr_value){ .kind = CSR_VALUE_LIST, .as.items = numbers, .count = 2 };
    facts[7] = (csr_value){ .kind = CSR_VALUE_TIMESTAMP,
                            .as.integer = world == 4 ? INT64_C(-62135596800) : 1709251199,
                            .nanos = world == 5 ? 1 : 0 };
    facts[8] = (csr_value){ .kind = CSR_VALUE_DURATION,
                            .as.integer = world == 4 ? INT64_C(315576000000) : 1,
                            .nanos = world == 0 ? 500000000 : 0 };
    facts[9] = world == 0 ? numbers[0] : two[0];
    if (world != 1)
        facts[10] = (csr_value){ .kind = CSR_VALUE_INT, .as.integer = 2 };
    facts[11] = (csr_value){ .kind = CSR_VALUE_BYTES, .as.text = "a", .count = 1 };
    facts[12] = (csr_value){ .kind = CSR_VALUE_MAP, .as.items = pair, .count = 1 };
    if (world == 3)
        for (size_t i = 0; i < FIELDS; i++)
            facts[i] = i % 2 == 0 ? two[0] : (csr_value){ .kind = CSR_VALUE_DOUBLE, .as.real = 0.0 / (double)(i - 1) };
}

/* All ways of asking give what the evaluator gives, within a limit of work too. */
static void compare(const csri_match *match, size_t rules, const char *what)
{
    void *memory = malloc(csri_match_row_bytes(match));
    uint64_t is_true[64], is_undecided[64];

    CU_ASSERT_PTR_NOT_NULL_FATAL(memory);
    CU_ASSERT_TRUE_FATAL(csri_match_words(match) <= 64);
    for (int world = 0; world < WORLDS; world++)
        for (int64_t cost = 0; cost < 60; cost += cost < 4 ? 1 : 11) {
            csr_expression_input input = CSR_EXPRESSION_INPUT_INIT;
            csri_match_found found = { is_true, is_undecided };
            csri_match_row *row;
            csr_value facts[FIELDS];
            char room[4096];
            unsigned different = 0;
            lay_facts(world, facts);
            input.facts = facts;
            input.fact_count = FIELDS;
            input.cost_limit = cost;
            input.room = room;
            input.room_bytes = sizeof(room);
            row = csri_match_bind(match, &input, memory);
            for (int how = CSRI_MATCH_PLAIN; how <= CSRI_MATCH_INDEXED; how++) {
                csri_match_all(match, row, (enum csri_match_how)how, &found);
                for (size_t i = 0; i < rules; i++) {
                    int wanted = csri_match_by_evaluation(match, row, i);
                    int is = csri_match_has(is_true, i)        ? CSRI_MATCH_TRUE
                             : csri_match_has(is_undecided, i) ? CSRI_MATCH_UNDECIDED
                                                               : CSRI_MATCH_FALSE;
                    different += is != wanted || csri_match_one(match, row, i) != wanted;
                }
            }
            CU_ASSERT_EQUAL(different, 0);
            if (different != 0)
                printf("\n    %s: world %d, limit %d: %u differ\n", what, world, (int)cost, different);
        }
    free(memory);
}

/* Each condition alone, and all of them in one set. */
static void test_every_shape(void)
{
    static const csr_expression *all[TEXTS];
    static csri_match_rule rules[TEXTS];
    csri_match *match;

    for (size_t i = 0; i < TEXTS; i++) {
        csri_match_rule rule = { &all[i], 1, NULL, 0 };
        all[i] = compile(texts[i], 0);
        rules[i] = rule;
        CU_ASSERT_EQUAL_FATAL(csri_match_make(&host.host, &rule, 1, &match, NULL), CSR_OK);
        compare(match, 1, texts[i]);
        csri_match_free(match);
    }
    CU_ASSERT_EQUAL_FATAL(csri_match_make(&host.host, rules, TEXTS, &match, NULL), CSR_OK);
    compare(match, TEXTS, "all");
    csri_match_free(match);
    /* Two of them, three of which one, and two with three of which one. */
    for (size_t i = 0; i + 5 < TEXTS; i++) {
        csri_match_rule three[] = { { &all[i], 2, NULL, 0 },
                                    { NULL, 0, &all[i], 3 },
                                    { &all[i + 3], 2, &all[i], 3 },
                                    { &all[i], 1, &all[i + 1], 1 },
                                    { NULL, 0, NULL, 0 } };
        CU_ASSERT_EQUAL_FATAL(csri_match_make(&host.host, three, 5, &match, NULL), CSR_OK);
        compare(match, 5, texts[i]);
        csri_match_free(match);
    }
    for (size_t i = 0; i < TEXTS; i++)
        csr_expression_free((csr_expression *)(uintptr_t)all[i]);
}

/* A condition on one field alone. */
static csr_expression *compile_alone(const char *name, const char *type)
{
    csr_expression_params params = CSR_EXPRESSION_PARAMS_INIT;
    csr_expression_field field = CSR_EXPRESSION_FIELD_INIT;
    csr_expression *expression = NULL;

    csr_str_set(&field.name, name, CSR_NTS);
    csr_str_set(&field.type, type, CSR_NTS);
    params.fields = &field;
    params.field_count = 1;
    csr_str_set(&params.text, "true", CSR_NTS);
    CU_ASSERT_EQUAL_FATAL(csr_expression_compile(&params, &expression, NULL, NULL), CSR_OK);
    return expression;
}

/* Fields are the same when their names and types are, in their order. */
static void test_same_fields(void)
{
    static const char *const others[][2] = { { "ab", "int" }, { "ac", "int" }, { "abc", "int" }, { "ab", "bool" } };
    csr_expression *first = compile_alone("ab", "int");

    for (size_t i = 0; i < 4; i++) {
        csr_expression *second = compile_alone(others[i][0], others[i][1]);
        const csr_expression *both[] = { first, second };
        csri_match_rule rule = { both, 2, NULL, 0 };
        csri_match *match;
        CU_ASSERT_EQUAL(csri_match_make(&host.host, &rule, 1, &match, NULL), i == 0 ? CSR_OK : CSR_E_ARGUMENT);
        csri_match_free(match);
        csr_expression_free(second);
    }
    csr_expression_free(first);
}

/* More fields than there is room for at first. */
static void test_many_fields(void)
{
    const csr_expression *list[8];
    csri_match_rule rule = { list, 8, list, 8 };
    csri_match *match;
    char text[400];

    for (int i = 0; i < 8; i++) {
        text[0] = '\0';
        for (int k = 0; k < 10; k++)
            snprintf(text + strlen(text), sizeof(text) - strlen(text), "%sf%d > %d", k == 0 ? "" : " || ",
                     13 + i * 10 + k, k);
        list[i] = compile(text, 80);
    }
    CU_ASSERT_EQUAL_FATAL(csri_match_make(&host.host, &rule, 1, &match, NULL), CSR_OK);
    compare(match, 1, "many fields");
    csri_match_free(match);
    for (int i = 0; i < 8; i++)
        csr_expression_free((csr_expression *)(uintptr_t)list[i]);
}

/* Rules of other fields than the rules before them, none at all, and more than there may be. */
static void test_refused(void)
{
    static csri_match_rule many[CSRI_MATCH_RULES_MAX + 1];
    csr_expression *a = compile("b", 0), *more = compile("b", 1), *same = compile("b", 0);
    const csr_expression *lists[][2] = { { a, more }, { a, NULL }, { NULL, a }, { a, same } };
    csr_error err = CSR_ERROR_INIT;
    csri_match *match;

    for (size_t i = 0; i < 4; i++) {
        csri_match_rule when = { lists[i], 2, NULL, 0 }, any = { NULL, 0, lists[i], 2 };
        CU_ASSERT_EQUAL(csri_match_make(&host.host, &when, 1, &match, &err), i == 3 ? CSR_OK : CSR_E_ARGUMENT);
        CU_ASSERT_EQUAL(match != NULL, i == 3);
        csri_match_free(match);
        CU_ASSERT_EQUAL(csri_match_make(&host.host, &any, 1, &match, &err), i == 3 ? CSR_OK : CSR_E_ARGUMENT);
        csri_match_free(match);
    }
    CU_ASSERT_STRING_EQUAL(err.field, "rules");
    CU_ASSERT_EQUAL(csri_match_make(&host.host, many, CSRI_MATCH_RULES_MAX + 1, &match, &err), CSR_E_LIMIT);
    CU_ASSERT_EQUAL_FATAL(csri_match_make(&host.host, NULL, 0, &match, &err), CSR_OK);
    CU_ASSERT(csri_match_count(match) == 0 && csri_match_words(match) >= 1 && csri_match_readers(match, 0) == NULL);
    csri_match_free(match);
    csri_match_free(NULL);
    csr_expression_free(a);
    csr_expression_free(more);
    csr_expression_free(same);
}

/* Who reads what. */
static void test_readers(void)
{
    const csr_expression *list[] = { compile("i == 1 && has(o.v)", 0), compile("i > 2", 0) };
    csri_match_rule rules[] = { { &list[0], 1, NULL, 0 }, { NULL, 0, &list[1], 1 } };
    csri_match *match;

    CU_ASSERT_EQUAL_FATAL(csri_match_make(&host.host, rules, 2, &match, NULL), CSR_OK);
    CU_ASSERT(csri_match_has(csri_match_readers(match, 1), 0) && csri_match_has(csri_match_readers(match, 1), 1));
    CU_ASSERT(csri_match_has(csri_match_readers(match, 10), 0) && !csri_match_has(csri_match_readers(match, 10), 1));
    CU_ASSERT(csri_match_readers(match, 0) == NULL && csri_match_readers(match, FIELDS) == NULL);
    csri_match_free(match);
    csr_expression_free((csr_expression *)(uintptr_t)list[0]);
    csr_expression_free((csr_expression *)(uintptr_t)list[1]);
}

/* Each allocation fails. Fields that nobody reads move what is made behind them through the blocks of memory. */
static void test_memory(void)
{
    for (size_t t = 0; t < TEXTS; t++)
        for (size_t more = t % 7; more < 340; more += 7) {
            csr_expression *expression = compile(texts[t], more);
            const csr_expression *list[] = { expression, expression };
            csri_match_rule rules[] = { { list, 1, list, 2 } };
            size_t before = host.live_blocks;
            csr_status status = CSR_E_NO_MEMORY;
            for (uint64_t nth = 1; status == CSR_E_NO_MEMORY && nth < 40; nth++) {
                csri_match *match;
                csr_error err = CSR_ERROR_INIT;
                csr_test_host_fail_alloc(&host, nth, 1);
                status = csri_match_make(&host.host, rules, 1, &match, &err);
                csr_test_host_fail_alloc(&host, 0, 0);
                CU_ASSERT((match != NULL) == (status == CSR_OK) && err.status == status);
                csri_match_free(match);
                CU_ASSERT_EQUAL(host.live_blocks, before);
            }
            CU_ASSERT_EQUAL(status, CSR_OK);
            csr_expression_free(expression);
        }
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "match_shapes/every_shape", test_every_shape },
        { "match_shapes/refused", test_refused },
        { "match_shapes/same_fields", test_same_fields },
        { "match_shapes/many_fields", test_many_fields },
        { "match_shapes/readers", test_readers },
        { "match_shapes/memory", test_memory },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "match_shapes", set_up, tear_down, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

    return csr_test_main("match_shapes_test", suites, 6);
}
