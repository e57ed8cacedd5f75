/*
 * Expressions that lack something: whatever allocation fails, compiling says so and leaves nothing behind; with too little
 * room or work an expression has the value that it has otherwise, or none.
 */
#include "support/runner.h"
#include "support/test_host.h"
#include "support/tzif.h"

#include <csr/expression.h>
#include <csr/status.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static csr_test_host host;

static int set_up(void)
{
    static const int32_t offset = 5400;
    static uint8_t bytes[CSR_TEST_TZIF_BYTES];
    const csr_test_tzif zone = { .version = '2', .types = 1, .offsets = &offset, .rule = "XXX-1:30" };
    size_t size = csr_test_tzif_write(&zone, bytes);
    FILE *file;
    int written;

    csr_test_host_init(&host, CSR_TEST_MONDAY, 7);
    if (mkdir("zones", 0700) != 0 || (file = fopen("zones/Here", "wb")) == NULL)
        return 1;
    written = fwrite(bytes, 1, size, file) == size;
    return fclose(file) != 0 || !written;
}

static int tear_down(void)
{
    return csr_test_host_done(&host) != 0;
}

#define LONG "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz"

/* Between them everything that takes memory: names, texts, brackets, loops, types, patterns, zones, reports. */
static const char *const texts[] = {
    "size(s + 'a\\u00e1' + r'\\' + '''b''') > 0 && s.lowerAscii() + s.trim() + string(i) != string(1.5) + string(t)",
    "{'a': [1, i, l[0]], s: [2], 'c': l + [3]}['a'].map(x, x > 1, x * -2).filter(y, y < 0) == [-(2 + 2)]",
    "{'a': {'b': 1}}.map(k, [k, k]).exists(q, q.all(r, r == 'a')) ? [s] + [] : ['b' + 'c'].map(v, v + v)",
    "[{'k': 1}, {'k': 2}].exists_one(e, e.k == 2) || !has(o.x) || o.x in [1, 2, 3] || m.k == m['k'] || i % 2 == -i / 3",
    "s.matches('^(?i)(a|[b-d\\\\w]+){2,3}\\\\b.?(?:x{0,2}y*|$)') || t.getHours('Here') > 3 || b'ab' + b'c' < b'd'",
    "type([[1]]) == list && (true ? {'a': 1} : {'b': 2}) == {'a': 1} && [[1], [2]] != [[1], [3]] && "
    "google.protobuf.Timestamp"
    " == type(t) && 'abc'.contains(s) == s.endsWith('b') && bytes(s) != b'' && duration('1h') < duration('61m')",
    "size(g) + size(string(bytes(g))) > 0 && g.contains('bc') && g.upperAscii() + g == g.upperAscii() + g && "
    "t.getHours('Here') == 1",
    "[[type(1), type('a')], [type([1])]] == [[]] || [1] + [2] == [] + [] || true || size([{[1]: [1]}, {[2]: [2]}, "
    "{[3]: [3]}]) > 0 ? {'a': "
    "{'b': [1]}} : {'a': {'c': [2]}, 'b': {1: ['c']}}",
    "[1] + [2] == [] + []",
    "true || size([{[1]: [1]}, {[2]: [2]}, {[3]: [3]}]) > 0",
    "nothing.at.all + sise(s) + (s && l) + has(l[0]) + l.map(1, 2) + s.matches('(') + t.getHours('There') + i.k + m[1]",
    "size(s",
    "[1, 2",
    "{1: 2",
    "(1 ? 2 : 3",
};
#define TEXTS (sizeof(texts) / sizeof(texts[0]))
/* The first so many are sound. */
#define SOUND 10

static const char *const names[] = { "s", "i", "l", "m", "t", "o.x", "g" };
static const char *const types[] = { "string", "int",   "list(int)", "map(string, int)", "google.protobuf.Timestamp",
                                     "int",    "string" };
#define FIELDS (sizeof(names) / sizeof(names[0]))

/* A longer container moves everything that is made behind it through the blocks of memory. */
static csr_status compile(const char *text, size_t longer, csr_expression **out, csr_buf **report, csr_error *err)
{
    static const csr_str values[] = { { "ab", 2 }, { "cd", 2 } };
    static char container[4097];
    csr_expression_params params = CSR_EXPRESSION_PARAMS_INIT;
    csr_expression_field fields[FIELDS];

    for (size_t i = 0; i < FIELDS; i++) {
        fields[i] = (csr_expression_field)CSR_EXPRESSION_FIELD_INIT;
        csr_str_set(&fields[i].name, names[i], CSR_NTS);
        csr_str_set(&fields[i].type, types[i], CSR_NTS);
    }
    fields[0].values = values;
    fields[0].value_count = 2;
    fields[5].flags = CSR_FIELD_OPTIONAL;
    memset(container, 'o', sizeof(container));
    params.flags = CSR_EXPRESSION_LARGE;
    params.host = &host.host;
    csr_str_set(&params.text, text, CSR_NTS);
    csr_str_set(&params.type, longer % 32 == 0 ? "" : text[1] == '[' ? "map(string, dyn)" : "dyn", CSR_NTS);
    csr_str_set(&params.container, container, longer + 1);
    csr_str_set(&params.zoneinfo, "zones", CSR_NTS);
    params.fields = fields;
    params.field_count = FIELDS;
    return csr_expression_compile(&params, out, report, err);
}

/* The n-th allocation and all behind it fail, for every n, until there are no more. */
static void starve(const char *text, size_t longer, csr_status expected)
{
    csr_status status = CSR_E_NO_MEMORY;

    for (uint64_t nth = 1; status == CSR_E_NO_MEMORY && nth < 100; nth++) {
        size_t before = host.live_blocks;
        csr_expression *expression;
        csr_error err = CSR_ERROR_INIT;
        csr_buf *report;
        csr_test_host_fail_alloc(&host, nth, 1);
        status = compile(text, longer, &expression, &report, &err);
        csr_test_host_fail_alloc(&host, 0, 0);
        CU_ASSERT((expression != NULL) == (status == CSR_OK));
        CU_ASSERT((report != NULL) == (status == CSR_E_POLICY));
        CU_ASSERT_EQUAL(err.status, status);
        csr_expression_free(expression);
        csr_buf_free(report);
        CU_ASSERT_EQUAL(host.live_blocks, before);
    }
    CU_ASSERT_EQUAL(status, expected);
    if (status != expected)
        printf("\n    %zu longer, %s: %d\n", longer, text, (int)status);
}

static void test_memory(void)
{
    for (size_t i = 0; i < TEXTS; i++)
        for (size_t longer = 0; longer < 4096; longer += 16)
            starve(texts[i], longer, i < SOUND ? CSR_OK : CSR_E_POLICY);
}

static int same(const csr_value *a, const csr_value *b)
{
    if (a->kind != b->kind || a->count != b->count)
        return 0;
    if (a->kind == CSR_VALUE_LIST || a->kind == CSR_VALUE_MAP) {
        for (size_t i = 0; i < a->count * (a->kind == CSR_VALUE_MAP ? 2 : 1); i++)
            if (!same(&a->as.items[i], &b->as.items[i]))
                return 0;
        return 1;
    }
    if (a->kind == CSR_VALUE_STRING)
        return memcmp(a->as.text, b->as.text, a->count) == 0;
    return a->as.integer == b->as.integer;
}

/* Room that begins askew, which is still aligned inside. */
static csr_value evaluate(const csr_expression *expression, char *room, size_t bytes, int64_t cost)
{
    static const csr_value numbers[] = { { .kind = CSR_VALUE_INT, .as.integer = 3 },
                                         { .kind = CSR_VALUE_INT, .as.integer = -1 } };
    static const csr_value pair[] = { { .kind = CSR_VALUE_STRING, .as.text = "k", .count = 1 },
                                      { .kind = CSR_VALUE_INT, .as.integer = 3 } };
    static const csr_value facts[] = { { .kind = CSR_VALUE_STRING, .as.text = "ab", .count = 2 },
                                       { .kind = CSR_VALUE_INT, .as.integer = 7 },
                                       { .kind = CSR_VALUE_LIST, .as.items = numbers, .count = 2 },
                                       { .kind = CSR_VALUE_MAP, .as.items = pair, .count = 1 },
                                       { .kind = CSR_VALUE_TIMESTAMP, .as.integer = 1709251199 },
                                       { .kind = CSR_VALUE_INT, .as.integer = 2 },
                                       { .kind = CSR_VALUE_STRING, .as.text = LONG, .count = sizeof(LONG) - 1 } };
    csr_expression_input input = CSR_EXPRESSION_INPUT_INIT;
    csr_value value = { 0 };

    input.facts = facts;
    input.fact_count = FIELDS;
    input.room = room;
    input.room_bytes = bytes;
    input.cost_limit = cost;
    CU_ASSERT_EQUAL(csr_expression_evaluate(expression, &input, &value, NULL), CSR_OK);
    return value;
}

static void test_room_and_work(void)
{
    static char full_room[8192], room[8192];
    unsigned none = 0;

    for (size_t i = 0; i < SOUND; i++) {
        csr_expression *expression;
        csr_value full, less;
        CU_ASSERT_EQUAL_FATAL(compile(texts[i], 0, &expression, NULL, NULL), CSR_OK);
        full = evaluate(expression, full_room + 1, sizeof(full_room) - 1, 0);
        CU_ASSERT_NOT_EQUAL(full.kind, CSR_VALUE_UNDECIDED);
        for (size_t bytes = 0; bytes < 1024; bytes++) {
            less = evaluate(expression, room + bytes % 16, bytes, 0);
            none += less.kind == CSR_VALUE_UNDECIDED;
            CU_ASSERT(less.kind == CSR_VALUE_UNDECIDED || same(&less, &full));
        }
        for (int64_t cost = 1; cost < 400; cost++) {
            less = evaluate(expression, room, sizeof(room), cost);
            none += less.kind == CSR_VALUE_UNDECIDED;
            CU_ASSERT(less.kind == CSR_VALUE_UNDECIDED || same(&less, &full));
        }
        csr_expression_free(expression);
    }
    CU_ASSERT_TRUE(none > 100);
}

static CU_TestInfo tests[] = {
    { "expression_scarcity/memory", test_memory },
    { "expression_scarcity/room_and_work", test_room_and_work },
    CU_TEST_INFO_NULL,
};

static CU_SuiteInfo suites[] = { { "expression_scarcity", set_up, tear_down, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

int main(void)
{
    return csr_test_main("expression_scarcity", suites, 2);
}
