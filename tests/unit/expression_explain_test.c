/* What an expression's explanation says, as leaves, as text and as JSON. */
#include "support/runner.h"
#include "support/test_host.h"

#include <csr/expression.h>
#include <csr/status.h>
#include <stdio.h>
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

enum { FAULT, WAITED, AMOUNT, LIMIT, SCORE, OPENED, TAGS, FLAG, GONE, NOWHERE, EVERY, FIELDS };

static csr_expression_field field(const char *name, const char *type, uint32_t flags)
{
    csr_expression_field f = CSR_EXPRESSION_FIELD_INIT;
    csr_str_set(&f.name, name, CSR_NTS);
    csr_str_set(&f.type, type, CSR_NTS);
    f.flags = flags;
    return f;
}

static csr_expression *compile(const char *text)
{
    csr_expression_params params = CSR_EXPRESSION_PARAMS_INIT;
    csr_expression_field fields[FIELDS];
    csr_error err = CSR_ERROR_INIT;
    csr_expression *made;

    fields[FAULT] = field("ticket.fault", "string", 0);
    fields[WAITED] = field("ticket.waited", "google.protobuf.Duration", 0);
    fields[AMOUNT] = field("refund.amount_cents", "int", CSR_FIELD_OPTIONAL);
    fields[LIMIT] = field("agent.refund_limit_cents", "int", 0);
    fields[SCORE] = field("score", "double", 0);
    fields[OPENED] = field("opened", "google.protobuf.Timestamp", 0);
    fields[TAGS] = field("tags", "list(string)", 0);
    fields[FLAG] = field("flag", "bool", 0);
    fields[GONE] = field("gone", "int", 0);
    fields[NOWHERE] = field("nowhere.field", "int", CSR_FIELD_OPTIONAL);
    fields[EVERY] = field("every", "dyn", 0);
    params.host = &host.host;
    csr_str_set(&params.text, text, CSR_NTS);
    params.fields = fields;
    params.field_count = FIELDS;
    if (csr_expression_compile(&params, &made, NULL, &err) != CSR_OK)
        printf("%s: %s\n", text, err.message);
    return made;
}

static csr_value tags[2];
static csr_value facts[FIELDS];
static csr_value room[64];

static csr_expression_input input_of(int64_t cost)
{
    static const csr_value made[FIELDS] = {
        [FAULT] = { .kind = CSR_VALUE_STRING, .as.text = "company", .count = 7 },
        [WAITED] = { .kind = CSR_VALUE_DURATION, .as.integer = 31 * 60 + 12 },
        [AMOUNT] = { .kind = CSR_VALUE_INT, .as.integer = 4500 },
        [LIMIT] = { .kind = CSR_VALUE_INT, .as.integer = 5000 },
        [SCORE] = { .kind = CSR_VALUE_DOUBLE, .as.real = 1.5 },
        [OPENED] = { .kind = CSR_VALUE_TIMESTAMP, .as.integer = 1772442000 },
        [TAGS] = { .kind = CSR_VALUE_LIST, .as.items = tags, .count = 2 },
        [FLAG] = { .kind = CSR_VALUE_BOOL, .as.integer = 1 },
    };
    csr_expression_input input = CSR_EXPRESSION_INPUT_INIT;

    memcpy(facts, made, sizeof facts);
    tags[0] = (csr_value){ .kind = CSR_VALUE_STRING, .as.text = "vip", .count = 3 };
    tags[1] = (csr_value){ .kind = CSR_VALUE_STRING, .as.text = "late", .count = 4 };
    input.facts = facts;
    input.fact_count = FIELDS;
    input.room = room;
    input.room_bytes = sizeof room;
    input.cost_limit = cost;
    return input;
}

static void test_text(void)
{
    static const struct {
        const char *text, *says;
    } cases[] = {
        { "ticket.fault == \"company\" && ticket.waited > duration(\"30m\")",
          "  yes  ticket.fault == \"company\"            ticket.fault = \"company\"\n"
          "  yes  ticket.waited > duration(\"30m\")      ticket.waited = 31m12s\n" },
        { "has(refund.amount_cents) && refund.amount_cents > agent.refund_limit_cents",
          "  yes  has(refund.amount_cents)             4500\n"
          "  NO   refund.amount_cents > agent.refund_limit_cents    4500 > 5000; short by 501\n" },
        { "ticket.waited > duration(\"1h\") || !(flag && score >= 2.0)",
          "  NO   ticket.waited > duration(\"1h\")       ticket.waited = 31m12s; short by 28m48s\n"
          "  yes  flag                                 flag = true\n"
          "  NO   score >= 2.0                         score = 1.5; short by 0.5\n" },
        { "agent.refund_limit_cents < 4000 || agent.refund_limit_cents <= 4000 || agent.refund_limit_cents == 5001",
          "  NO   agent.refund_limit_cents < 4000      agent.refund_limit_cents = 5000; over by 1001\n"
          "  NO   agent.refund_limit_cents <= 4000     agent.refund_limit_cents = 5000; over by 1000\n"
          "  NO   agent.refund_limit_cents == 5001     agent.refund_limit_cents = 5000; off by 1\n" },
        { "has(refund.amount_cents) && refund.amount_cents == agent.refund_limit_cents && 5000 < "
          "agent.refund_limit_cents",
          "  yes  has(refund.amount_cents)             4500\n"
          "  NO   refund.amount_cents == agent.refund_limit_cents    4500 == 5000; off by 500\n"
          "  NO   5000 < agent.refund_limit_cents      agent.refund_limit_cents = 5000; over by 1\n" },
        { "has(nowhere.field)", "  NO   has(nowhere.field)                   absent\n" },
        { "gone > 1 && agent.refund_limit_cents == 4990",
          "  \?\?   gone > 1                             the field is absent\n"
          "  NO   agent.refund_limit_cents == 4990     agent.refund_limit_cents = 5000; off by 10\n" },
        { "opened < timestamp(\"2026-03-02T08:59:00Z\")",
          "  NO   opened < timestamp(\"2026-03-02T08:59:00Z\")    opened = 2026-03-02T09:00:00Z; over by 1m\n" },
        { "\"press\" in tags || tags == [\"vip\"]",
          "  NO   \"press\" in tags                      tags = [\"vip\", \"late\"]\n"
          "  NO   tags == [\"vip\"]                      tags = [\"vip\", \"late\"]\n" },
        { "!flag || agent.refund_limit_cents != 5000 || ticket.fault == \"x\"",
          "  NO   !flag                                flag = true\n"
          "  NO   agent.refund_limit_cents != 5000     agent.refund_limit_cents = 5000\n"
          "  NO   ticket.fault == \"x\"                  ticket.fault = \"company\"\n" },
        { "ticket.waited - ticket.waited >= ticket.waited",
          "  NO   ticket.waited - ticket.waited >= ticket.waited    0s >= 31m12s; short by 31m12s\n" },
        { "has(refund.amount_cents) && refund.amount_cents < 9223372036854775807 - 1 && "
          "refund.amount_cents < -9223372036854775807",
          "  yes  has(refund.amount_cents)             4500\n"
          "  yes  refund.amount_cents < 9223372036854775807 - 1    refund.amount_cents = 4500\n"
          "  NO   refund.amount_cents < -9223372036854775807    refund.amount_cents = 4500\n" },
        { "{\"a\": flag}.a && type(flag) == bool && null == null && 1u < 2u",
          "  yes  {\"a\": flag}.a                        flag = true\n"
          "  yes  type(flag) == bool                   flag = true\n"
          "  yes  null == null                         \n"
          "  yes  1u < 2u                              \n" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        csr_expression *e = compile(cases[i].text);
        csr_expression_input input = input_of(0);
        csr_buf *story;
        CU_ASSERT_PTR_NOT_NULL_FATAL(e);
        CU_ASSERT_EQUAL_FATAL(csr_expression_story(e, &input, CSR_EXPRESSION_TEXT, &story, NULL), CSR_OK);
        CU_ASSERT_STRING_EQUAL(csr_buf_text(story), cases[i].says);
        if (strcmp(csr_buf_text(story), cases[i].says) != 0)
            printf("\n%s", csr_buf_text(story));
        csr_buf_free(story);
        csr_expression_free(e);
    }
}

static void test_json(void)
{
    static const struct {
        const char *text, *says;
    } cases[] = {
        { "agent.refund_limit_cents > 5500 && ticket.waited > duration(\"30m\")",
          "{\"outcome\":\"no\",\"leaves\":[{\"text\":\"agent.refund_limit_cents > "
          "5500\",\"outcome\":\"no\",\"left\":5000,"
          "\"right\":5500,\"distance\":501},{\"text\":\"ticket.waited > duration(\\\"30m\\\")\",\"outcome\":\"yes\","
          "\"left\":\"31m12s\",\"right\":\"30m\"}]}" },
        { "gone > 1",
          "{\"outcome\":\"undecided\",\"why\":\"the field is absent\",\"leaves\":[{\"text\":\"gone > 1\",\"outcome\":"
          "\"undecided\",\"right\":1,\"why\":\"the field is absent\"}]}" },
        { "has(refund.amount_cents)",
          "{\"outcome\":\"yes\",\"leaves\":[{\"text\":\"has(refund.amount_cents)\",\"outcome\":"
          "\"yes\",\"left\":4500}]}" },
        { "gone",
          "{\"outcome\":\"undecided\",\"why\":\"the field is absent\",\"leaves\":[{\"text\":\"gone\",\"outcome\":"
          "\"undecided\",\"why\":\"the field is absent\"}]}" },
        { "agent.refund_limit_cents", "{\"outcome\":\"undecided\",\"leaves\":[{\"text\":\"agent.refund_limit_cents\","
                                      "\"outcome\":\"undecided\",\"left\":"
                                      "5000,\"why\":\"this is neither true nor false\"}]}" },
        { "b\"ab\" == b\"a\"",
          "{\"outcome\":\"no\",\"leaves\":[{\"text\":\"b\\\"ab\\\" == b\\\"a\\\"\",\"outcome\":\"no\","
          "\"left\":false}]}" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        csr_expression *e = compile(cases[i].text);
        csr_expression_input input = input_of(0);
        csr_buf *story;
        CU_ASSERT_PTR_NOT_NULL_FATAL(e);
        CU_ASSERT_EQUAL_FATAL(csr_expression_story(e, &input, CSR_EXPRESSION_JSON, &story, NULL), CSR_OK);
        CU_ASSERT_STRING_EQUAL(csr_buf_text(story), cases[i].says);
        if (strcmp(csr_buf_text(story), cases[i].says) != 0)
            printf("\n%s\n", csr_buf_text(story));
        csr_buf_free(story);
        csr_expression_free(e);
    }
}

static void test_leaves(void)
{
    static const csr_expression_leaf none = CSR_EXPRESSION_LEAF_INIT;
    csr_expression *e = compile("flag && agent.refund_limit_cents >= 5000 && gone > 1");
    csr_expression_input input = input_of(0), wrong = input;
    csr_expression_leaf leaves[4] = { none, none, none, none };
    csr_error err = CSR_ERROR_INIT;
    csr_value value;
    csr_buf *story;
    size_t count = 0;

    CU_ASSERT_EQUAL(csr_expression_explain(e, &input, &value, leaves, 2, &count, &err), CSR_OK);
    CU_ASSERT_TRUE(count == 3 && value.kind == CSR_VALUE_UNDECIDED && leaves[2].outcome == 0);
    CU_ASSERT_TRUE(leaves[0].from == 0 && leaves[0].to == 4 && leaves[0].outcome == CSR_EXPRESSION_YES);
    CU_ASSERT_TRUE(leaves[1].left.as.integer == 5000 && leaves[1].right.as.integer == 5000);
    CU_ASSERT_EQUAL(csr_expression_explain(e, NULL, NULL, leaves, 4, &count, &err), CSR_OK);
    CU_ASSERT_TRUE(leaves[0].outcome == CSR_EXPRESSION_UNDECIDED && leaves[0].why.len != 0);
    wrong.struct_size = 1;
    CU_ASSERT_EQUAL(csr_expression_explain(NULL, &input, NULL, NULL, 0, &count, &err), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_expression_explain(e, &wrong, NULL, NULL, 0, &count, &err), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_expression_explain(e, &input, NULL, NULL, 1, &count, &err), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_expression_explain(e, &input, NULL, NULL, 0, NULL, &err), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_expression_story(e, &input, 7, &story, &err), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_expression_story(e, &input, CSR_EXPRESSION_TEXT, NULL, &err), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_expression_story(NULL, &input, CSR_EXPRESSION_TEXT, &story, &err), CSR_E_ARGUMENT);
    leaves[0].struct_size = 3;
    CU_ASSERT_EQUAL(csr_expression_explain(e, &input, NULL, leaves, 1, &count, &err), CSR_E_ARGUMENT);
    wrong = input;
    wrong.facts = NULL;
    CU_ASSERT_EQUAL(csr_expression_explain(e, &wrong, NULL, NULL, 0, &count, &err), CSR_E_ARGUMENT);
    csr_expression_free(e);
    e = compile("has(refund.amount_cents) && agent.refund_limit_cents - 5000 > 9223372036854775807");
    CU_ASSERT_EQUAL(csr_expression_explain(e, NULL, NULL, leaves + 1, 2, &count, &err), CSR_OK);
    CU_ASSERT_TRUE(leaves[1].outcome == CSR_EXPRESSION_NO && leaves[1].left.kind == 0);
    CU_ASSERT_EQUAL(csr_expression_explain(e, &input, NULL, leaves + 1, 2, &count, &err), CSR_OK);
    CU_ASSERT_TRUE(leaves[2].outcome == CSR_EXPRESSION_NO && leaves[2].distance.kind == 0);
    csr_expression_free(e);
}

/* What comes into being for one side of a comparison, or for one leaf, is not written over by the next. */
static void test_room(void)
{
    static const csr_expression_leaf none = CSR_EXPRESSION_LEAF_INIT;
    csr_expression *e = compile("ticket.fault + 'a' == ticket.fault + 'b' || ticket.fault + 'c' > ticket.fault + 'd'");
    csr_expression_input input = input_of(0);
    csr_expression_leaf leaves[2] = { none, none };
    csr_buf *story;
    size_t count;

    CU_ASSERT_EQUAL(csr_expression_explain(e, &input, NULL, leaves, 2, &count, NULL), CSR_OK);
    CU_ASSERT_EQUAL_FATAL(count, 2);
    CU_ASSERT_EQUAL(memcmp(leaves[0].left.as.text, "companya", 8), 0);
    CU_ASSERT_EQUAL(memcmp(leaves[0].right.as.text, "companyb", 8), 0);
    CU_ASSERT_EQUAL(memcmp(leaves[1].left.as.text, "companyc", 8), 0);
    CU_ASSERT_EQUAL(memcmp(leaves[1].right.as.text, "companyd", 8), 0);
    CU_ASSERT_EQUAL(csr_expression_story(e, &input, CSR_EXPRESSION_TEXT, &story, NULL), CSR_OK);
    CU_ASSERT_PTR_NOT_NULL(strstr(csr_buf_text(story), "\"companya\" == \"companyb\""));
    CU_ASSERT_PTR_NOT_NULL(strstr(csr_buf_text(story), "\"companyc\" > \"companyd\""));
    csr_buf_free(story);
    csr_expression_free(e);
}

/* Values of every kind find words. */
static void test_kinds(void)
{
    csr_expression *e = compile("f(every) == gone || every == every || every != 1 && every <= every || every >= 2");
    csr_buf *story;
    CU_ASSERT_PTR_NULL(e);
    e = compile("has(every.x) || flag");
    CU_ASSERT_PTR_NOT_NULL(e);
    csr_expression_free(e);
    e = compile("every == 1 || every != every || every < every || every <= every || every > every || every >= every || "
                "every == gone || (flag || every == 1 || has(refund.amount_cents)) == true");
    CU_ASSERT_PTR_NOT_NULL_FATAL(e);
    for (int32_t kind = 0; kind <= CSR_VALUE_UNDECIDED; kind++)
        for (csr_expression_form form = CSR_EXPRESSION_TEXT; form <= CSR_EXPRESSION_JSON; form++) {
            csr_expression_input input = input_of(0);
            csr_value value = { .kind = kind };
            value.as.text = "ab";
            if (kind == CSR_VALUE_LIST || kind == CSR_VALUE_MAP)
                value.as.items = tags;
            if (kind == CSR_VALUE_BOOL || kind == CSR_VALUE_TYPE || kind == CSR_VALUE_TIMESTAMP ||
                kind == CSR_VALUE_DURATION)
                value.as.integer = kind == CSR_VALUE_DURATION ? 3661 : 1;
            value.count = kind >= CSR_VALUE_LIST && kind != CSR_VALUE_UNDECIDED ? 1 : 2;
            value.nanos = kind == CSR_VALUE_DURATION && form == CSR_EXPRESSION_JSON ? 500000000 : 0;
            facts[EVERY] = value;
            CU_ASSERT_EQUAL_FATAL(csr_expression_story(e, &input, form, &story, NULL), CSR_OK);
            CU_ASSERT_PTR_NOT_NULL(strstr(csr_buf_text(story), "every == 1"));
            csr_buf_free(story);
            input.fact_count = EVERY;
            CU_ASSERT_EQUAL_FATAL(csr_expression_story(e, &input, form, &story, NULL), CSR_OK);
            csr_buf_free(story);
        }
    csr_expression_free(e);
}

/* Who explains pays as who evaluates: behind the limit both are undecided, and say why. */
static void test_cost(void)
{
    csr_expression *e = compile("tags.all(a, tags.all(b, tags.all(c, a + b + c != \"\"))) && flag");
    csr_buf *story;

    CU_ASSERT_PTR_NOT_NULL_FATAL(e);
    for (int64_t limit = 1; limit < 200; limit++) {
        csr_expression_input input = input_of(limit);
        csr_value evaluated = { .kind = 0 }, explained = { .kind = 0 };
        size_t count;
        input.room = NULL;
        input.room_bytes = 0;
        CU_ASSERT_EQUAL(csr_expression_evaluate(e, &input, &evaluated, NULL), CSR_OK);
        CU_ASSERT_EQUAL(csr_expression_explain(e, &input, &explained, NULL, 0, &count, NULL), CSR_OK);
        CU_ASSERT_TRUE(evaluated.kind == explained.kind && evaluated.count == explained.count);
    }
    {
        csr_expression_input input = input_of(20);
        CU_ASSERT_EQUAL(csr_expression_story(e, &input, CSR_EXPRESSION_JSON, &story, NULL), CSR_OK);
        CU_ASSERT_PTR_NOT_NULL(
            strstr(csr_buf_text(story), "{\"outcome\":\"undecided\",\"why\":\"the limit of cost is passed\""));
        CU_ASSERT_PTR_NOT_NULL(strstr(csr_buf_text(story), "\"text\":\"flag\",\"outcome\":\"yes\""));
        csr_buf_free(story);
    }
    csr_expression_free(e);
}

static void test_no_memory(void)
{
    csr_expression *e = compile("ticket.waited > duration(\"1h\") && tags == [\"vip\"]");
    csr_expression_input input = input_of(0);

    for (csr_expression_form form = CSR_EXPRESSION_TEXT; form <= CSR_EXPRESSION_JSON; form++) {
        csr_status status = CSR_E_NO_MEMORY;
        for (uint64_t nth = 1; status == CSR_E_NO_MEMORY; nth++) {
            csr_buf *story;
            csr_test_host_fail_alloc(&host, nth, 0);
            status = csr_expression_story(e, &input, form, &story, NULL);
            csr_test_host_fail_alloc(&host, 0, 0);
            csr_buf_free(story);
        }
        CU_ASSERT_EQUAL(status, CSR_OK);
    }
    csr_expression_free(e);
}

static CU_TestInfo tests[] = {
    { "text", test_text }, { "json", test_json }, { "leaves", test_leaves },       { "kinds", test_kinds },
    { "room", test_room }, { "cost", test_cost }, { "no memory", test_no_memory }, CU_TEST_INFO_NULL,
};

static CU_SuiteInfo suites[] = { { "expression_explain", set_up, tear_down, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

int main(void)
{
    return csr_test_main("expression_explain_test", suites, 7);
}
