/*
 * Expressions: whatever compiles is evaluated. What is checked has the type that was promised, and gives the same as
 * when it is not checked; less room and less work give the same or nothing.
 */
#include "support/fuzz.h"

#include <csr/expression.h>
#include <csr/status.h>
#include <stdlib.h>
#include <string.h>

#define FIELDS 6

static const char *const names[FIELDS] = { "i", "a.s", "a.b.l", "m", "t", "o.x" };
static const char *const types[FIELDS] = {
    "int", "string", "list(int)", "map(string, dyn)", "google.protobuf.Timestamp", "double"
};

static csr_expression *compile(csr_str text, uint32_t flags)
{
    csr_expression_params params = CSR_EXPRESSION_PARAMS_INIT;
    csr_expression_field fields[FIELDS];
    csr_expression *expression = NULL;
    csr_error err = CSR_ERROR_INIT;
    csr_buf *report;
    csr_status status;

    for (int i = 0; i < FIELDS; i++) {
        csr_expression_field field = CSR_EXPRESSION_FIELD_INIT;
        csr_str_set(&field.name, names[i], CSR_NTS);
        csr_str_set(&field.type, types[i], CSR_NTS);
        field.flags = i == FIELDS - 1 ? CSR_FIELD_OPTIONAL : 0;
        fields[i] = field;
    }
    params.flags = flags;
    params.text = text;
    params.fields = fields;
    params.field_count = FIELDS;
    csr_str_set(&params.container, "a.b", CSR_NTS);
    csr_str_set(&params.zoneinfo, "/nonexistent", CSR_NTS);
    status = csr_expression_compile(&params, &expression, &report, &err);
    FUZZ_REQUIRE((status == CSR_OK) == (expression != NULL) && (status == CSR_E_POLICY) == (report != NULL));
    FUZZ_REQUIRE(status == CSR_OK || err.message[0] != '\0');
    csr_buf_free(report);
    return expression;
}

/* An explanation comes to the same value, and can be written whatever there is in it. */
static void explain(const csr_expression *expression, const csr_expression_input *input, const csr_value *value)
{
    static csr_expression_leaf leaves[8];
    static const csr_expression_leaf none = CSR_EXPRESSION_LEAF_INIT;
    csr_value again;
    csr_buf *story;
    size_t count;

    for (int i = 0; i < 8; i++)
        leaves[i] = none;
    FUZZ_REQUIRE(csr_expression_explain(expression, input, &again, leaves, 8, &count, NULL) == CSR_OK);
    FUZZ_REQUIRE(again.kind == value->kind && count > 0);
    for (csr_expression_form form = CSR_EXPRESSION_TEXT; form <= CSR_EXPRESSION_JSON; form++) {
        FUZZ_REQUIRE(csr_expression_story(expression, input, form, &story, NULL) == CSR_OK);
        csr_buf_free(story);
    }
}

static csr_value evaluate(const csr_expression *expression, void *room, size_t bytes, int64_t cost)
{
    static const csr_value items[] = { { .kind = CSR_VALUE_INT, .as.integer = 3 },
                                       { .kind = CSR_VALUE_INT, .as.integer = -1 } };
    static const csr_value pairs[] = { { .kind = CSR_VALUE_STRING, .as.text = "k", .count = 1 },
                                       { .kind = CSR_VALUE_LIST, .as.items = items, .count = 2 } };
    const csr_value facts[FIELDS] = { { .kind = CSR_VALUE_INT, .as.integer = 7 },
                                      { .kind = CSR_VALUE_STRING, .as.text = "\xc4\x8d text", .count = 7 },
                                      { .kind = CSR_VALUE_LIST, .as.items = items, .count = 2 },
                                      { .kind = CSR_VALUE_MAP, .as.items = pairs, .count = 1 },
                                      { .kind = CSR_VALUE_TIMESTAMP, .as.integer = 1709251199, .nanos = 5 } };
    csr_expression_input input = CSR_EXPRESSION_INPUT_INIT;
    csr_value value = { .kind = -1 };

    input.facts = facts;
    input.fact_count = FIELDS;
    input.room = room;
    input.room_bytes = bytes;
    input.cost_limit = cost;
    FUZZ_REQUIRE(csr_expression_evaluate(expression, &input, &value, NULL) == CSR_OK);
    FUZZ_REQUIRE(value.kind >= CSR_VALUE_NULL && value.kind <= CSR_VALUE_UNDECIDED);
    if (cost % 4 == 1)
        explain(expression, &input, &value);
    return value;
}

static int same(const csr_value *a, const csr_value *b)
{
    if (a->kind != b->kind || a->count != b->count || a->nanos != b->nanos)
        return 0;
    if (a->kind == CSR_VALUE_STRING || a->kind == CSR_VALUE_BYTES)
        return a->count == 0 || memcmp(a->as.text, b->as.text, a->count) == 0;
    if (a->kind != CSR_VALUE_LIST && a->kind != CSR_VALUE_MAP)
        return a->kind == CSR_VALUE_UNDECIDED || a->as.natural == b->as.natural;
    for (size_t i = 0; i < a->count * (a->kind == CSR_VALUE_MAP ? 2u : 1u); i++)
        if (!same(&a->as.items[i], &b->as.items[i]))
            return 0;
    return 1;
}

static void check_type(const char *type, const csr_value *value)
{
    static const char *const kinds[] = { "",      "null_type", "bool",   "int",  "uint", "double", "string",
                                         "bytes", "google",    "google", "list", "map",  "type" };

    if (value->kind != CSR_VALUE_UNDECIDED && strcmp(type, "dyn") != 0)
        FUZZ_REQUIRE(strncmp(type, kinds[value->kind], strlen(kinds[value->kind])) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char room[2][1 << 16];
    fuzz_in in = { data, data + size };
    uint32_t flags = fuzz_byte(&in) & (CSR_EXPRESSION_LARGE | CSR_EXPRESSION_LENIENT);
    size_t little = fuzz_below(&in, 4096);
    csr_str text = fuzz_rest(&in);
    csr_expression *checked, *unchecked;
    csr_value value, other;

    text.ptr = fuzz_copy(text.ptr, text.len);
    checked = compile(text, flags);
    unchecked = compile(text, flags | CSR_EXPRESSION_UNCHECKED);
    FUZZ_REQUIRE(checked == NULL || unchecked != NULL);
    if (unchecked != NULL)
        (void)evaluate(unchecked, room[0], little, 0);
    if (checked != NULL) {
        value = evaluate(checked, room[0], sizeof room[0], 0);
        check_type(csr_expression_type(checked), &value);
        other = evaluate(unchecked, room[1], sizeof room[1], 0);
        FUZZ_REQUIRE(same(&value, &other));
        other = evaluate(checked, room[1], sizeof room[1], (int64_t)little + 1);
        FUZZ_REQUIRE(other.kind == CSR_VALUE_UNDECIDED || same(&value, &other));
    }
    csr_expression_free(unchecked);
    csr_expression_free(checked);
    free((void *)(uintptr_t)text.ptr);
    return 0;
}
