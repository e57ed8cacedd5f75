/* What expressions give. The conformance tests of CEL run in expression_shared_test.c. */
#include "support/expression.h"
#include "support/runner.h"

#include <csr/status.h>
#include <string.h>

#define T "timestamp('2024-02-29T23:59:59.5Z')"

static const struct {
    const char *text, *value;
} cases[] = {
    /* Literals and operators. */
    { "1 + 2 * 3 - 4 / 2 % 2", "7" },
    { "-9223372036854775808", "-9223372036854775808" },
    { "9223372036854775807 + 1", "?range error: the number does not fit" },
    { "-(-9223372036854775807 - 1)", "?range error: the number does not fit" },
    { "(-9223372036854775807 - 1) / -1", "?range error: the number does not fit" },
    { "(-9223372036854775807 - 1) % -1", "?range error: the number does not fit" },
    { "7u % 4u", "3u" },
    { "0u - 1u", "?range error: the number does not fit" },
    { "1 / 0", "?division by zero" },
    { "1.0 / 0.0 > 1e308", "true" },
    { "0x1F == 31 && 2.5e1 == 25.0 && .5 < 1.0", "true" },
    { "'a' + \"b\" + r'\\n'", "\"ab\\n\"" },
    { "b'\\xff' + b'a' == b'\\377a'", "true" },
    { "'''a\n'b'''", "\"a\n'b\"" },
    { "[1, 2] + [3]", "[1, 2, 3]" },
    { "{'a': 1, 'b': [true]}", "{\"a\": 1, \"b\": [true]}" },
    { "{'a': 1, 'a': 2}", "?repeated key" },
    { "true ? false ? 1 : 2 : 3", "!column 14: \":\" was expected here" },
    { "true ? (false ? 1 : 2) : 3", "2" },
    { "false ? 1 : false ? 2 : 3", "3" },
    { "!true || !!true", "true" },
    { "---1", "-1" },
    { "1 < 2 // a remark\n && true", "true" },
    /* What is undecided is absorbed by what settles the matter, on either side. */
    { "1 / 0 > 1 || true", "true" },
    { "true || 1 / 0 > 1", "true" },
    { "1 / 0 > 1 && false", "false" },
    { "1 / 0 > 1 && true", "?division by zero" },
    { "[1, 0, 2].exists(x, 4 / x == 2)", "true" },
    { "[1, 0, 2].all(x, 4 / x > 1)", "?division by zero" },
    { "[1, 2, 2].exists_one(x, x == 2)", "false" },
    { "[1, 2, 3].filter(x, x > 1).map(y, y * y)", "[4, 9]" },
    { "[1, 2, 3].map(x, x > 1, x * 10)", "[20, 30]" },
    { "{'a': 1, 'b': 2}.map(k, k)", "[\"a\", \"b\"]" },
    { "[[1], [2, 3]].exists(l, l.exists(x, x == 3))", "true" },
    { "[1].all(x, [2].all(x, x == 2) && x == 1)", "true" },
    /* Numbers of different types by their value, exactly. */
    { "9007199254740993 > 9007199254740992.0", "true" },
    { "9223372036854775807 < 9223372036854775808.0", "true" },
    { "18446744073709551615u < 18446744073709551616.0", "true" },
    { "-1 < 0u && 1u < 2 && 0.5 < 1u", "true" },
    { "dyn(1) == 1u && dyn(1.0) == 1 && dyn(2) != 2.5", "true" },
    { "dyn(double('NaN')) == 1 || double('NaN') < 1.0 || double('NaN') >= 1.0", "false" },
    { "[1, 2.0, 3u] == [dyn(1.0), 2u, 3]", "true" },
    { "{1: 'a', 2u: 'b'}[dyn(2)]", "\"b\"" },
    { "[7, 8][dyn(1.0)]", "8" },
    { "[7, 8][2]", "?invalid_argument: there is no such place in the list" },
    { "[7, 8][-1]", "?invalid_argument: there is no such place in the list" },
    { "'b' < 'ba' && 'Z' < 'a' && b'\\x00' < b'\\x01'", "true" },
    { "false < true", "true" },
    { "'k' in {'k': 1} && !(2 in [1, 3])", "true" },
    { "has({'a': 1}.a) && !has({'a': 1}.b)", "true" },
    { "{'a-b': 1}.`a-b`", "1" },
    { "type(1) == int && type(int) == type && type([]) == list", "true" },
    /* Texts. */
    { "size('\xc4\x8d\xf0\x9f\x98\x80') + 'abc'.size() + size(b'\\xff\\xff')", "7" },
    { "'Hello'.startsWith('He') && 'Hello'.endsWith('lo') && 'Hello'.contains('ell')", "true" },
    { "' \xc3\x84 Ab '.trim().lowerAscii() + 'x'.upperAscii()", "\"\xc3\x84 abX\"" },
    { "'order 4711'.matches('^[a-z]+ \\\\d{4}$')", "true" },
    { "matches('aaa', 'b|a{4}')", "false" },
    /* From one type to another. */
    { "int('-42') + int(42u) + int(-3.9)", "-3" },
    { "int('9223372036854775808')", "?range error: the number does not fit" },
    { "int('1x')", "?this text is no number" },
    { "int(9223372036854775807.0)", "?range error: the number does not fit" },
    { "uint(-1)", "?range error: the number does not fit" },
    { "uint('18446744073709551615')", "18446744073709551615u" },
    { "double('1e3') == 1000.0", "true" },
    { "double(' 1')", "?this text is no number" },
    { "string(1.5) + string(2u) + string(-3) + string(true) + string(b'a')", "\"1.52-3truea\"" },
    { "string(100.0) + ' ' + string(999999.5) + ' ' + string(1000000.0)", "\"100 999999.5 1e+06\"" },
    { "string(b'\\xff')", "?these bytes are no UTF-8" },
    { "bool('T') && !bool('false')", "true" },
    { "bool('yes')", "?this text is neither true nor false" },
    /* Time. */
    { "string(" T ")", "\"2024-02-29T23:59:59.5Z\"" },
    { T " + duration('1s') == timestamp('2024-03-01T01:00:00.5+01:00')", "true" },
    { T " - timestamp('2024-02-29T00:00:00Z')", "r86399.500000000" },
    { T ".getFullYear() * 10000 + " T ".getMonth() * 100 + " T ".getDate()", "20240129" },
    { T ".getDayOfYear() + " T ".getDayOfMonth() + " T ".getDayOfWeek()", "91" },
    { T ".getHours('+01:30') * 100 + " T ".getMinutes('+01:30')", "129" },
    { T ".getSeconds() * 1000 + " T ".getMilliseconds()", "59500" },
    { T ".getDate('-23:59')", "29" },
    { "timestamp('2025-07-01T00:00:00Z').getHours('Nowhere/Land')", "!column 44: this time zone is not known" },
    { "timestamp('2025-02-29T00:00:00Z')", "?this text is no timestamp" },
    { "timestamp('9999-12-31T23:59:59Z') + duration('1s')", "?range error: the time does not fit" },
    { "timestamp(0) == timestamp('1970-01-01T00:00:00Z')", "true" },
    { "duration('1h30m') == duration('5400s') && duration('1.5ms') == duration('1500us')", "true" },
    { "string(duration('-1.5s')) + string(duration('-500ms'))", "\"-1.5s-0.5s\"" },
    { "duration('-90m').getHours() * 1000 + duration('-90m').getMinutes()", "-1090" },
    { "duration('1.999s').getMilliseconds()", "999" },
    { "duration('315576000000s') + duration('1s')", "?range error: the time does not fit" },
    { "duration('1')", "?this text is no duration" },
    { "-timestamp(0)", "!column 1: a google.protobuf.Timestamp has no negative" },
    /* What does not compile. */
    { "", "!column 1: the expression ends too early, a name is missing" },
    { "1 +", "!column 4: the expression ends too early, a name is missing" },
    { "(1", "!column 3: the expression ends too early, \")\" is missing" },
    { "1 2", "!column 3: the end of the expression was expected here" },
    { "9223372036854775808", "!column 1: this number is too large" },
    { "12a", "!column 1: this is no number" },
    { "'a", "!column 1: the closing quotation mark is missing" },
    { "'\\q'", "!column 1: this escape is not known" },
    { "'\\ud800'", "!column 1: there is no such character" },
    { "if", "!column 1: \"if\" is a reserved word" },
    { "A{b: 1}", "!column 1: there are no messages in libcsr's CEL" },
    { "[1].all(1, true)", "!column 9: all() needs the name of a variable here" },
    { "'a'.matches('(')", "!column 13: \")\" is missing" },
};

static void test_values(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *value = test_expression(cases[i].text, 0, NULL, NULL, 0);
        CU_ASSERT_STRING_EQUAL(value, cases[i].value);
        if (strcmp(value, cases[i].value) != 0)
            printf("\n    %s\n    gives %s\n    not   %s\n", cases[i].text, value, cases[i].value);
    }
}

static csr_expression_field field(const char *name, const char *type, uint32_t flags)
{
    csr_expression_field f = CSR_EXPRESSION_FIELD_INIT;
    csr_str_set(&f.name, name, CSR_NTS);
    csr_str_set(&f.type, type, CSR_NTS);
    f.flags = flags;
    return f;
}

static void test_fields(void)
{
    csr_expression_field fields[] = { field("a.b", "map(string, int)", 0), field("a.b.c", "string", 0),
                                      field("t.x", "int", CSR_FIELD_OPTIONAL) };
    csr_value pair[] = { { .kind = CSR_VALUE_STRING, .as.text = "d", .count = 1 },
                         { .kind = CSR_VALUE_INT, .as.integer = 5 } };
    csr_value facts[] = { { .kind = CSR_VALUE_MAP, .as.items = pair, .count = 1 },
                          { .kind = CSR_VALUE_STRING, .as.text = "yes", .count = 3 },
                          { .kind = 0 } };

    CU_ASSERT_STRING_EQUAL(test_expression("a.b.c + string(a.b.d)", 0, fields, facts, 3), "\"yes5\"");
    CU_ASSERT_STRING_EQUAL(test_expression("[{'c': 1}].exists(a, a.c == 1)", 0, fields, facts, 3), "true");
    CU_ASSERT_STRING_EQUAL(test_expression("has(t.x) && t.x > 1", 0, fields, facts, 3), "false");
    CU_ASSERT_STRING_EQUAL(test_expression("t.x > 1 && has(t.x)", 0, fields, facts, 3), "false");
    CU_ASSERT_STRING_EQUAL(test_expression("!has(t.x) || t.x > 1", 0, fields, facts, 3), "true");
    CU_ASSERT_STRING_EQUAL(test_expression("has(t.x) ? t.x : 7", 0, fields, facts, 3), "7");
    CU_ASSERT_STRING_EQUAL(test_expression("!has(t.x) ? 7 : t.x", 0, fields, facts, 3), "7");
    CU_ASSERT_STRING_EQUAL(test_expression("t.x > 1", CSR_EXPRESSION_UNCHECKED, fields, facts, 3),
                           "?the field is absent");
    CU_ASSERT_STRING_EQUAL(test_expression("a.b.missing", 0, fields, facts, 3), "?no such key");
    CU_ASSERT_STRING_EQUAL(test_expression("nothing", CSR_EXPRESSION_UNCHECKED, fields, facts, 3), "?no such name");
}

/* An expression that cannot be compiled for any reason leaves nothing behind and no handle. */
static void test_arguments(void)
{
    csr_expression_params params = CSR_EXPRESSION_PARAMS_INIT;
    csr_expression_field bad = field("x", "list(", 0);
    csr_expression *out = (csr_expression *)&params;
    csr_error err = CSR_ERROR_INIT;
    csr_value value;
    char text[CSR_EXPRESSION_BYTES_MAX + 2];

    CU_ASSERT_EQUAL(csr_expression_compile(NULL, &out, NULL, &err), CSR_E_ARGUMENT);
    CU_ASSERT_PTR_NULL(out);
    CU_ASSERT_EQUAL(csr_expression_compile(&params, NULL, NULL, &err), CSR_E_ARGUMENT);
    params.fields = &bad;
    params.field_count = 1;
    CU_ASSERT_EQUAL(csr_expression_compile(&params, &out, NULL, &err), CSR_E_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(err.field, "fields");
    params.field_count = 0;
    memset(text, ' ', sizeof text);
    text[0] = '1';
    csr_str_set(&params.text, text, sizeof text);
    CU_ASSERT_EQUAL(csr_expression_compile(&params, &out, NULL, &err), CSR_E_LIMIT);
    csr_str_set(&params.text, "1", CSR_NTS);
    csr_str_set(&params.type, "bool", CSR_NTS);
    CU_ASSERT_EQUAL(csr_expression_compile(&params, &out, NULL, &err), CSR_E_POLICY);
    CU_ASSERT_STRING_EQUAL(err.message, "column 1: this is an int, and a bool is wanted");
    csr_str_set(&params.type, "int", CSR_NTS);
    CU_ASSERT_EQUAL_FATAL(csr_expression_compile(&params, &out, NULL, &err), CSR_OK);
    CU_ASSERT_STRING_EQUAL(csr_expression_type(out), "int");
    CU_ASSERT_EQUAL(csr_expression_evaluate(NULL, NULL, &value, &err), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_expression_evaluate(out, NULL, NULL, &err), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_expression_evaluate(out, NULL, &value, &err), CSR_OK);
    CU_ASSERT_EQUAL(value.as.integer, 1);
    csr_expression_free(out);
    csr_expression_free(NULL);
    CU_ASSERT_STRING_EQUAL(csr_expression_type(NULL), "");
}

static csr_status compile(const csr_expression_params *params, csr_error *err)
{
    csr_expression *out;
    csr_status status = csr_expression_compile(params, &out, NULL, err);

    CU_ASSERT((out != NULL) == (status == CSR_OK));
    csr_expression_free(out);
    return status;
}

/* Every text, every size and every field is looked at before anything is compiled. */
static void test_refused_parameters(void)
{
    static csr_expression_field many[1025];
    csr_expression_params params = CSR_EXPRESSION_PARAMS_INIT;
    csr_error err = CSR_ERROR_INIT;
    csr_host host = CSR_HOST_INIT;
    csr_str *const texts[] = { &params.text, &params.container, &params.zoneinfo };
    static const char *const names[] = { "text", "container", "zoneinfo" };
    static char large[70000];

    csr_str_set(&params.text, "1", CSR_NTS);
    for (size_t i = 0; i < 3; i++) {
        csr_str was = *texts[i];
        *texts[i] = (csr_str){ NULL, 5 };
        CU_ASSERT_EQUAL(compile(&params, &err), CSR_E_ARGUMENT);
        CU_ASSERT_STRING_EQUAL(err.field, names[i]);
        *texts[i] = (csr_str){ "\xff", 1 };
        CU_ASSERT_EQUAL(compile(&params, &err), CSR_E_ARGUMENT);
        CU_ASSERT_STRING_EQUAL(err.field, names[i]);
        *texts[i] = was;
    }
    for (size_t i = 0; i < 1025; i++)
        many[i] = field("x", "int", 0);
    params.fields = many;
    params.field_count = 1024;
    CU_ASSERT_EQUAL(compile(&params, &err), CSR_OK);
    params.field_count = 1025;
    CU_ASSERT_EQUAL(compile(&params, &err), CSR_E_LIMIT);
    CU_ASSERT_STRING_EQUAL(err.field, "fields");
    params.field_count = 1;
    many[0].struct_size = 8;
    CU_ASSERT_EQUAL(compile(&params, &err), CSR_E_ARGUMENT);
    many[0] = field("", "int", 0);
    CU_ASSERT_EQUAL(compile(&params, &err), CSR_E_ARGUMENT);
    params.field_count = 0;
    csr_str_set(&params.type, "map(int)", CSR_NTS);
    CU_ASSERT_EQUAL(compile(&params, &err), CSR_E_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(err.field, "type");
    csr_str_set(&params.type, "", CSR_NTS);
    host.alloc = (void *(*)(void *, size_t))1;
    params.host = &host;
    CU_ASSERT_EQUAL(compile(&params, &err), CSR_E_ARGUMENT);
    params.host = NULL;
    memset(large, ' ', sizeof large);
    large[0] = '1';
    csr_str_set(&params.text, large, 65536);
    params.flags = CSR_EXPRESSION_LARGE;
    CU_ASSERT_EQUAL(compile(&params, &err), CSR_OK);
    csr_str_set(&params.text, large, 65537);
    CU_ASSERT_EQUAL(compile(&params, &err), CSR_E_LIMIT);
    /* What would cost too much when it is compiled is left to the evaluation, where it costs too much as well. */
    memset(large, 'a', 60000);
    large[0] = '\'';
    strcpy(large + 60000, "'.matches('a{1000}b{950}')");
    CU_ASSERT_STRING_EQUAL(test_expression(large, CSR_EXPRESSION_LARGE, NULL, NULL, 0), "?the limit of cost is passed");
    params.struct_size = 4;
    CU_ASSERT_EQUAL(compile(&params, &err), CSR_E_ARGUMENT);
}

static void test_refused_input(void)
{
    csr_expression_params params = CSR_EXPRESSION_PARAMS_INIT;
    csr_expression_input input = CSR_EXPRESSION_INPUT_INIT;
    csr_expression_field fields = field("f.x", "int", CSR_FIELD_OPTIONAL);
    csr_expression *out;
    csr_error err = CSR_ERROR_INIT;
    csr_value value = { .kind = 77 };

    csr_str_set(&params.text, "1", CSR_NTS);
    CU_ASSERT_EQUAL_FATAL(csr_expression_compile(&params, &out, NULL, NULL), CSR_OK);
    input.fact_count = 1;
    CU_ASSERT_EQUAL(csr_expression_evaluate(out, &input, &value, &err), CSR_E_ARGUMENT);
    input.fact_count = 0;
    input.struct_size = 8;
    CU_ASSERT_EQUAL(csr_expression_evaluate(out, &input, &value, &err), CSR_E_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(err.field, "input");
    CU_ASSERT_EQUAL(value.kind, 77);
    csr_expression_free(out);
    params.fields = &fields;
    params.field_count = 1;
    csr_str_set(&params.text, "has(f.x) ? f.x : 9", CSR_NTS);
    CU_ASSERT_EQUAL_FATAL(csr_expression_compile(&params, &out, NULL, NULL), CSR_OK);
    CU_ASSERT_EQUAL(csr_expression_evaluate(out, NULL, &value, NULL), CSR_OK); /* no facts: all are absent */
    CU_ASSERT(value.kind == CSR_VALUE_INT && value.as.integer == 9);
    csr_expression_free(out);
    params.flags = CSR_EXPRESSION_UNCHECKED;
    csr_str_set(&params.text, "f.x", CSR_NTS);
    CU_ASSERT_EQUAL_FATAL(csr_expression_compile(&params, &out, NULL, NULL), CSR_OK);
    CU_ASSERT_EQUAL(csr_expression_evaluate(out, NULL, &value, NULL), CSR_OK);
    CU_ASSERT_EQUAL(value.kind, CSR_VALUE_UNDECIDED);
    csr_expression_free(out);
}

/* Names are looked for in the container first, then in what contains it; a dot before a name leaves all of them out. */
static void test_container(void)
{
    static const struct {
        const char *text, *value;
    } table[] = {
        { "x", "1" },  { "y", "2" },      { "z", "3" },         { ".x", "4" }, { "b.x", "1" }, { "a.y", "2" },
        { ".y", "!" }, { ".a.b.x", "1" }, { "a.b.x + x", "2" }, { "w", "!" },  { ".z", "3" },  { ".a_b_x", "5" },
    };
    csr_expression_field fields[] = { field("a.b.x", "int", 0), field("a.y", "int", 0),   field("z", "int", 0),
                                      field("x", "int", 0),     field("a_b_x", "int", 0), field("c.b.w", "int", 0),
                                      field("a.b_w", "int", 0) };
    csr_value facts[7];

    for (int i = 0; i < 7; i++)
        facts[i] = (csr_value){ .kind = CSR_VALUE_INT, .as.integer = i + 1 };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        csr_expression_params params = CSR_EXPRESSION_PARAMS_INIT;
        csr_expression_input input = CSR_EXPRESSION_INPUT_INIT;
        csr_expression *out;
        csr_value value = { 0 };
        csr_status status;
        csr_str_set(&params.text, table[i].text, CSR_NTS);
        csr_str_set(&params.container, "a.b", CSR_NTS);
        params.fields = fields;
        params.field_count = 7;
        status = csr_expression_compile(&params, &out, NULL, NULL);
        CU_ASSERT_EQUAL(status, table[i].value[0] == '!' ? CSR_E_POLICY : CSR_OK);
        input.facts = facts;
        input.fact_count = 7;
        if (status == CSR_OK)
            CU_ASSERT_EQUAL(csr_expression_evaluate(out, &input, &value, NULL), CSR_OK);
        CU_ASSERT(status != CSR_OK || value.as.integer == table[i].value[0] - '0');
        csr_expression_free(out);
    }
}

/* One level more than a type may have. */
#define DEEP                                                                                         \
    "list(list(list(list(list(list(list(list(list(list(list(list(list(list(list(list(list(int))))))" \
    ")))))))))))"

/* Types of fields, as they are written and as they are read back. */
static void test_types(void)
{
    static const char *const good[] = {
        "dyn", "list", "map", "list(int)", "map(string, list(dyn))", "type(int)", "type"
    };
    static const char *const written[] = {
        "dyn", "list(dyn)", "map(dyn, dyn)", "list(int)", "map(string, list(dyn))", "type(int)", "type"
    };
    static const char *const bad[] = { "",    "integer",  "list(",    "list(int",   "list(int))",   "list(x)",
                                       "xyz", "map(int)", "map(int,", "map(int,x)", "map(int, int", "int(",
                                       DEEP };
    csr_value nothing = { 0 };
    csr_expression_params empty = CSR_EXPRESSION_PARAMS_INIT;
    csr_expression *list;

    csr_str_set(&empty.text, "[]", CSR_NTS);
    CU_ASSERT_EQUAL_FATAL(csr_expression_compile(&empty, &list, NULL, NULL), CSR_OK);
    CU_ASSERT_STRING_EQUAL(csr_expression_type(list), "list(dyn)");
    csr_expression_free(list);
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        csr_expression_params params = CSR_EXPRESSION_PARAMS_INIT;
        csr_expression_field f = field("f", good[i], 0);
        csr_expression *out;
        csr_str_set(&params.text, "f", CSR_NTS);
        csr_str_set(&params.type, good[i], CSR_NTS);
        params.fields = &f;
        params.field_count = 1;
        CU_ASSERT_EQUAL_FATAL(csr_expression_compile(&params, &out, NULL, NULL), CSR_OK);
        CU_ASSERT_STRING_EQUAL(csr_expression_type(out), written[i]);
        csr_expression_free(out);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        csr_expression_field f = field("f", bad[i], 0);
        CU_ASSERT_STRING_EQUAL(test_expression("f", 0, &f, &nothing, 1), "!field \"f\" has a type that is not known");
    }
}

/* Work is paid for; what costs too much has no value at all, whatever else would have settled it. */
static void test_limits(void)
{
    csr_expression_params params = CSR_EXPRESSION_PARAMS_INIT;
    csr_expression_input input = CSR_EXPRESSION_INPUT_INIT;
    csr_expression *out;
    csr_value value;
    char deep[600] = "";

    csr_str_set(&params.text, "[1, 2, 3, 4].map(x, [1, 2, 3, 4].map(y, x * y)).size() > 0 || true", CSR_NTS);
    CU_ASSERT_EQUAL_FATAL(csr_expression_compile(&params, &out, NULL, NULL), CSR_OK);
    CU_ASSERT_EQUAL(csr_expression_evaluate(out, &input, &value, NULL), CSR_OK);
    CU_ASSERT_EQUAL(value.kind, CSR_VALUE_BOOL); /* no room for the lists, but true settles it */
    input.cost_limit = 3;
    CU_ASSERT_EQUAL(csr_expression_evaluate(out, &input, &value, NULL), CSR_OK);
    CU_ASSERT_EQUAL(value.kind, CSR_VALUE_UNDECIDED);
    csr_expression_free(out);
    for (int i = 0; i < 40; i++)
        strcat(deep, "(");
    strcat(deep, "1");
    CU_ASSERT_STRING_EQUAL(test_expression(deep, 0, NULL, NULL, 0), "!column 34: this is nested too deeply");
    deep[0] = '\0';
    for (int i = 0; i < 70; i++)
        strcat(deep, "1 + ");
    strcat(deep, "1");
    CU_ASSERT_STRING_EQUAL(test_expression(deep, 0, NULL, NULL, 0), "!column 1: this is nested too deeply");
}

static CU_TestInfo tests[] = {
    { "expression/values", test_values },
    { "expression/fields", test_fields },
    { "expression/arguments", test_arguments },
    { "expression/refused_parameters", test_refused_parameters },
    { "expression/refused_input", test_refused_input },
    { "expression/container", test_container },
    { "expression/types", test_types },
    { "expression/limits", test_limits },
    CU_TEST_INFO_NULL,
};

static CU_SuiteInfo suites[] = { { "expression", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

int main(void)
{
    return csr_test_main("expression", suites, 8);
}
