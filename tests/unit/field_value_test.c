#include "support/runner.h"

#include "policy/field_choices.h"
#include "policy/field_value.h"
#include "support/seeded.h"
#include "support/test_host.h"

#include <stdio.h>
#include <string.h>

static csr_test_host host;

static csr_str str(const char *text)
{
    return (csr_str){ text, strlen(text) };
}

/* A value through the reader: its stored form and its key, or "" for both after a failure. */
typedef struct reading {
    csr_status status;
    char text[200], key[300];
    csr_error err;
} reading;

static void keep(char *out, size_t size, const csri_buffer *from)
{
    snprintf(out, size, "%.*s", (int)from->len, from->len == 0 ? "" : from->ptr);
}

static reading read_as(const csr_field_view *field, const char *value, enum csri_field_use use)
{
    reading r = { .err = CSR_ERROR_INIT };
    const csr_str given = str(value);
    csri_buffer text, key;

    csri_buffer_init(&text, &host.host, 0);
    csri_buffer_init(&key, &host.host, 0);
    r.status = csri_field_read(field, &given, "value", use, &text, &key, &r.err);
    if (r.status == CSR_OK) {
        keep(r.text, sizeof(r.text), &text);
        keep(r.key, sizeof(r.key), &key);
    }
    csri_buffer_free(&text);
    csri_buffer_free(&key);
    return r;
}

static csr_field_view field_of(csr_field_type type)
{
    csr_field_view field = { .type = type, .indexed = 1, .max_bytes = 10, .name = str("f") };

    field.choices = str("[{\"name\":\"red\"},{\"name\":\"old\",\"retired\":true},{\"label\":\"B\",\"name\":\"blue\"}]");
    return field;
}

static const struct {
    csr_field_type type;
    const char *given, *stored; /* stored NULL = refused */
    int64_t number;
} forms[] = {
    { CSR_FIELD_TEXT, "Ab c", "Ab c", 0 },
    { CSR_FIELD_TEXT, "12345678901", NULL, 0 },
    { CSR_FIELD_INTEGER, "0", "0", 0 },
    { CSR_FIELD_INTEGER, "+7", "7", 7 },
    { CSR_FIELD_INTEGER, "-0", "0", 0 },
    { CSR_FIELD_INTEGER, "007", "7", 7 },
    { CSR_FIELD_INTEGER, "9223372036854775807", "9223372036854775807", INT64_MAX },
    { CSR_FIELD_INTEGER, "-9223372036854775808", "-9223372036854775808", INT64_MIN },
    { CSR_FIELD_INTEGER, "9223372036854775808", NULL, 0 },
    { CSR_FIELD_INTEGER, "-9223372036854775809", NULL, 0 },
    { CSR_FIELD_INTEGER, "99999999999999999999", NULL, 0 },
    { CSR_FIELD_INTEGER, "", NULL, 0 },
    { CSR_FIELD_INTEGER, "-", NULL, 0 },
    { CSR_FIELD_INTEGER, "1.0", NULL, 0 },
    { CSR_FIELD_INTEGER, "1/", NULL, 0 },
    { CSR_FIELD_DECIMAL, "12.50", "12.5", 0 },
    { CSR_FIELD_DECIMAL, "-0.0", "0", 0 },
    { CSR_FIELD_DECIMAL, "+00.10", "0.1", 0 },
    { CSR_FIELD_DECIMAL, "-1", "-1", 0 },
    { CSR_FIELD_DECIMAL, "0", "0", 0 },
    { CSR_FIELD_DECIMAL, "100", "100", 0 },
    { CSR_FIELD_DECIMAL, "999999999999999999.999999999", "999999999999999999.999999999", 0 },
    { CSR_FIELD_DECIMAL, "0.0000000010", "0.000000001", 0 },
    { CSR_FIELD_DECIMAL, "0.0000000001", NULL, 0 },
    { CSR_FIELD_DECIMAL, "1000000000000000000", NULL, 0 },
    { CSR_FIELD_DECIMAL, "", NULL, 0 },
    { CSR_FIELD_DECIMAL, ".5", NULL, 0 },
    { CSR_FIELD_DECIMAL, "5.", NULL, 0 },
    { CSR_FIELD_DECIMAL, "5,2", NULL, 0 },
    { CSR_FIELD_DECIMAL, "5.2x", NULL, 0 },
    { CSR_FIELD_DECIMAL, "5./", NULL, 0 },
    { CSR_FIELD_FLAG, "true", "true", 1 },
    { CSR_FIELD_FLAG, "false", "false", 0 },
    { CSR_FIELD_FLAG, "True", NULL, 0 },
    { CSR_FIELD_FLAG, "falsy", NULL, 0 },
    { CSR_FIELD_DATE, "1970-01-02", "1970-01-02", 1 },
    { CSR_FIELD_DATE, "2024-02-29", "2024-02-29", 19782 },
    { CSR_FIELD_DATE, "2026-02-29", NULL, 0 },
    { CSR_FIELD_DATE, "0000-01-01", NULL, 0 },
    { CSR_FIELD_DATE, "2026-00-01", NULL, 0 },
    { CSR_FIELD_DATE, "2026-01-00", NULL, 0 },
    { CSR_FIELD_DATE, "2026/01/01", NULL, 0 },
    { CSR_FIELD_DATE, "2026-01-0a", NULL, 0 },
    { CSR_FIELD_DATE, "2026-1-1", NULL, 0 },
    { CSR_FIELD_INSTANT, "1970-01-01T02:00:00+01:00", "1970-01-01T01:00:00Z", INT64_C(3600000000) },
    { CSR_FIELD_INSTANT, "1970-01-01", NULL, 0 },
    { CSR_FIELD_CHOICE, "blue", "blue", 0 },
    { CSR_FIELD_CHOICE, "green", NULL, 0 },
};

static void test_forms(void)
{
    for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
        const csr_field_view field = field_of(forms[i].type);
        reading r = read_as(&field, forms[i].given, CSRI_FIELD_SET), again;
        const csr_str stored = str(r.text);
        CU_ASSERT_EQUAL(r.status, forms[i].stored != NULL ? CSR_OK : CSR_E_ARGUMENT);
        CU_ASSERT_STRING_EQUAL(r.text, forms[i].stored != NULL ? forms[i].stored : "");
        CU_ASSERT_STRING_EQUAL(r.err.field, forms[i].stored != NULL ? "" : "value");
        if (forms[i].stored == NULL)
            continue;
        CU_ASSERT_EQUAL(csri_field_number(field.type, &stored), forms[i].number);
        again = read_as(&field, r.text, CSRI_FIELD_SET); /* the stored form is its own stored form */
        CU_ASSERT_STRING_EQUAL(again.text, r.text);
        CU_ASSERT_STRING_EQUAL(again.key, r.key);
    }
}

/* Ascending, type by type. */
static const struct {
    csr_field_type type;
    const char *values[9];
} orders[] = {
    { CSR_FIELD_TEXT, { "abc", "ABD", "b", "ba" } },
    { CSR_FIELD_INTEGER, { "-9223372036854775808", "-10", "-9", "-1", "0", "1", "2", "10", "9223372036854775807" } },
    { CSR_FIELD_DECIMAL, { "-100", "-10.5", "-10.25", "-0.000000001", "0", "0.1", "0.11", "2", "10" } },
    { CSR_FIELD_FLAG, { "false", "true" } },
    { CSR_FIELD_DATE, { "0001-01-01", "1969-12-31", "1970-01-01", "2026-11-22", "9999-12-31" } },
    { CSR_FIELD_INSTANT, { "0001-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "1970-01-01T00:00:00Z" } },
    { CSR_FIELD_CHOICE, { "red", "old", "blue" } },
};

static void test_keys_sort_as_values_do(void)
{
    for (size_t i = 0; i < sizeof(orders) / sizeof(orders[0]); i++) {
        const csr_field_view field = field_of(orders[i].type);
        for (size_t k = 1; k < 9 && orders[i].values[k] != NULL; k++) {
            reading low = read_as(&field, orders[i].values[k - 1], CSRI_FIELD_MATCH);
            reading high = read_as(&field, orders[i].values[k], CSRI_FIELD_MATCH);
            CU_ASSERT(low.status == CSR_OK && high.status == CSR_OK);
            CU_ASSERT(strcmp(low.key, high.key) < 0);
        }
    }
}

/* Random numbers, as integers and as decimals of a few digits behind the point. */
static void test_random_numbers_sort(void)
{
    const csr_field_view integer = field_of(CSR_FIELD_INTEGER), decimal = field_of(CSR_FIELD_DECIMAL);
    csr_test_random random = csr_test_random_begin("field values", 7);

    for (int i = 0; i < 3000; i++) {
        int64_t number[2];
        char text[2][64];
        reading r[2];
        for (int k = 0; k < 2; k++) {
            int64_t most = INT64_C(1) << csr_test_below(&random, 50);
            number[k] = csr_test_between(&random, -most, most);
            snprintf(text[k], sizeof(text[k]), "%lld", (long long)number[k]);
            r[k] = read_as(&integer, text[k], CSRI_FIELD_SET);
        }
        CU_ASSERT_EQUAL((number[0] > number[1]) - (number[0] < number[1]),
                        (strcmp(r[0].key, r[1].key) > 0) - (strcmp(r[0].key, r[1].key) < 0));
        for (int k = 0; k < 2; k++) {
            long long size = number[k] < 0 ? -number[k] : number[k];
            snprintf(text[k], sizeof(text[k]), "%s%lld.%03lld", number[k] < 0 ? "-" : "", size / 1000, size % 1000);
            r[k] = read_as(&decimal, text[k], CSRI_FIELD_SET);
        }
        CU_ASSERT_EQUAL((number[0] > number[1]) - (number[0] < number[1]),
                        (strcmp(r[0].key, r[1].key) > 0) - (strcmp(r[0].key, r[1].key) < 0));
    }
}

static void test_limits(void)
{
    csr_field_view field = field_of(CSR_FIELD_DECIMAL);

    field.minimum = str("-1.5");
    field.maximum = str("2");
    CU_ASSERT_EQUAL(read_as(&field, "-1.5", CSRI_FIELD_SET).status, CSR_OK);
    CU_ASSERT_EQUAL(read_as(&field, "2.0", CSRI_FIELD_SET).status, CSR_OK);
    CU_ASSERT_EQUAL(read_as(&field, "-1.6", CSRI_FIELD_SET).status, CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(read_as(&field, "2.1", CSRI_FIELD_SET).status, CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(read_as(&field, "2.1", CSRI_FIELD_MATCH).status, CSR_OK);
    field.minimum = str("damaged");
    CU_ASSERT_EQUAL(read_as(&field, "1", CSRI_FIELD_SET).status, CSR_E_ARGUMENT);
    field = field_of(CSR_FIELD_CHOICE);
    CU_ASSERT_EQUAL(read_as(&field, "old", CSRI_FIELD_SET).status, CSR_E_STATE);
    CU_ASSERT_EQUAL(read_as(&field, "old", CSRI_FIELD_MATCH).status, CSR_OK);
    field.choices = str("{}");
    CU_ASSERT_EQUAL(read_as(&field, "old", CSRI_FIELD_MATCH).status, CSR_E_CORRUPT);
    field = field_of(CSR_FIELD_TEXT);
    field.indexed = 0;
    CU_ASSERT_STRING_EQUAL(read_as(&field, "ABC", CSRI_FIELD_SET).key, "");
    field.indexed = 1;
    CU_ASSERT_EQUAL(read_as(&field, "\xff", CSRI_FIELD_SET).status, CSR_E_ARGUMENT);
}

static const struct {
    csr_field_view field;
    const char *name, *minimum, *maximum, *at; /* at NULL = sound */
} definitions[] = {
    { { .type = CSR_FIELD_TEXT, .max_bytes = 4000 }, "a_1", "", "", NULL },
    { { .type = CSR_FIELD_TEXT, .max_bytes = 4001 }, "a", "", "", "max_bytes" },
    { { .type = CSR_FIELD_TEXT, .max_bytes = 251, .indexed = 1 }, "a", "", "", "max_bytes" },
    { { .type = CSR_FIELD_FLAG, .max_bytes = 1 }, "a", "", "", "max_bytes" },
    { { .type = CSR_FIELD_TEXT }, "", "", "", "name" },
    { { .type = CSR_FIELD_TEXT }, "1a", "", "", "name" },
    { { .type = CSR_FIELD_TEXT }, "_a", "", "", "name" },
    { { .type = CSR_FIELD_TEXT }, "aB", "", "", "name" },
    { { .type = CSR_FIELD_TEXT }, "a{", "", "", "name" },
    { { .type = CSR_FIELD_TEXT }, "a", "1", "", "minimum" },
    { { .type = CSR_FIELD_CHOICE }, "a", "", "1", "maximum" },
    { { .type = CSR_FIELD_INTEGER }, "a", "1", "1", NULL },
    { { .type = CSR_FIELD_INTEGER }, "a", "2", "1", "maximum" },
    { { .type = CSR_FIELD_INTEGER }, "a", "x", "1", "minimum" },
    { { .type = CSR_FIELD_INTEGER }, "a", "1", "x", "maximum" },
    { { .type = CSR_FIELD_DECIMAL }, "a", "", "x", "maximum" },
    { { .type = CSR_FIELD_DATE }, "a", "2026-01-01", "", NULL },
    { { .type = CSR_FIELD_INSTANT }, "a", "", "2026-01-01T00:00:00Z", NULL },
};

static void test_definitions(void)
{
    for (size_t i = 0; i < sizeof(definitions) / sizeof(definitions[0]); i++) {
        csr_field_view field = definitions[i].field;
        csr_error err = CSR_ERROR_INIT;
        csr_status expected = definitions[i].at == NULL ? CSR_OK : CSR_E_ARGUMENT;
        field.name = str(definitions[i].name);
        field.minimum = str(definitions[i].minimum);
        field.maximum = str(definitions[i].maximum);
        CU_ASSERT_EQUAL(csri_field_definition_check(&field, &host.host, &err), expected);
        CU_ASSERT_STRING_EQUAL(err.field, definitions[i].at == NULL ? "" : definitions[i].at);
    }
}

static const struct {
    const char *names, *choices; /* NULL = refused */
} choice_lists[] = {
    { "[\"red\",\"dark blue\"]", "[{\"name\":\"red\"},{\"name\":\"dark blue\"}]" },
    { "[]", NULL },
    { "{}", NULL },
    { "[", NULL },
    { "[\"\"]", NULL },
    { "[\" a\"]", NULL },
    { "[\"a \"]", NULL },
    { "[\"a\\n\"]", NULL },
    { "[\"\\u007f\"]", NULL },
    { "[1]", NULL },
    { "[\"a\",\"a\"]", NULL },
    { "[\"1234567890123456789012345678901234567890123456789012345678901\"]", NULL },
};

static void test_choices(void)
{
    for (size_t i = 0; i < sizeof(choice_lists) / sizeof(choice_lists[0]); i++) {
        const csr_str names = str(choice_lists[i].names);
        csr_error err = CSR_ERROR_INIT;
        char text[200];
        csri_buffer out;
        csri_buffer_init(&out, &host.host, 0);
        CU_ASSERT_EQUAL(csri_field_choices_make(&names, &out, &err),
                        choice_lists[i].choices != NULL ? CSR_OK : CSR_E_ARGUMENT);
        keep(text, sizeof(text), &out);
        if (choice_lists[i].choices != NULL)
            CU_ASSERT_STRING_EQUAL(text, choice_lists[i].choices);
        csri_buffer_free(&out);
    }
}

static const struct {
    csr_field_choice_params edit;
    const char *name, *label;
    csr_status status;
    const char *choices;
} edits[] = {
    { { 0 }, "b", "", CSR_OK, "[{\"label\":\"A\",\"name\":\"a\",\"retired\":true},{\"name\":\"b\"}]" },
    { { 0 }, "a", "X", CSR_OK, "[{\"label\":\"X\",\"name\":\"a\",\"retired\":true}]" },
    { { .restore = 1 }, "a", "", CSR_OK, "[{\"label\":\"A\",\"name\":\"a\"}]" },
    { { .retire = 1 }, "a", "", CSR_OK, "[{\"label\":\"A\",\"name\":\"a\",\"retired\":true}]" },
    { { .retire = 1, .restore = 1 }, "a", "", CSR_E_ARGUMENT, NULL },
    { { 0 }, " ", "", CSR_E_ARGUMENT, NULL },
};

static void test_edits(void)
{
    const csr_str choices = str("[{\"label\":\"A\",\"name\":\"a\",\"retired\":true}]"), damaged = str("nothing");

    for (size_t i = 0; i < sizeof(edits) / sizeof(edits[0]); i++) {
        csr_field_choice_params edit = edits[i].edit;
        csr_error err = CSR_ERROR_INIT;
        char text[200];
        csri_buffer out;
        csri_buffer_init(&out, &host.host, 0);
        edit.name = str(edits[i].name);
        edit.label = str(edits[i].label);
        CU_ASSERT_EQUAL(csri_field_choices_edit(&choices, &edit, &out, &err), edits[i].status);
        keep(text, sizeof(text), &out);
        if (edits[i].choices != NULL)
            CU_ASSERT_STRING_EQUAL(text, edits[i].choices);
        out.len = 0;
        if (edits[i].status == CSR_OK)
            CU_ASSERT_EQUAL(csri_field_choices_edit(&damaged, &edit, &out, &err), CSR_E_CORRUPT);
        csri_buffer_free(&out);
    }
}

/* No more than can be chosen from, whichever way they come. */
static void test_too_many_choices(void)
{
    csr_field_choice_params edit = { .name = str("one more") };
    csr_error err = CSR_ERROR_INIT;
    csri_buffer names, choices, out;

    csri_buffer_init(&names, &host.host, 0);
    csri_buffer_init(&choices, &host.host, 0);
    csri_buffer_init(&out, &host.host, 0);
    for (int i = 0; i < CSR_FIELD_CHOICES_MAX; i++)
        csri_buffer_format(&names, "%s\"%d\"", i == 0 ? "[" : ",", i);
    csri_buffer_byte(&names, ']');
    CU_ASSERT_EQUAL(csri_field_choices_make(&(csr_str){ names.ptr, names.len }, &choices, &err), CSR_OK);
    CU_ASSERT_EQUAL(csri_field_choices_edit(&(csr_str){ choices.ptr, choices.len }, &edit, &out, &err), CSR_E_LIMIT);
    names.len--;
    csri_buffer_text(&names, ",\"x\"]");
    CU_ASSERT_EQUAL(csri_field_choices_make(&(csr_str){ names.ptr, names.len }, &out, &err), CSR_E_LIMIT);
    csri_buffer_free(&names);
    csri_buffer_free(&choices);
    csri_buffer_free(&out);
}

/* Choices that were damaged in the store name nothing, and say so where they cannot be read at all. */
static void test_damaged_choices(void)
{
    const csr_str without = str("[{},{\"name\":7},{\"name\":\"ab\",\"retired\":false}]");
    csri_choice choice;
    csri_buffer edited;
    csr_error err = CSR_ERROR_INIT;

    CU_ASSERT_EQUAL(csri_field_choice_find(&host.host, &without, &(csr_str){ "ac", 2 }, &choice, &err), CSR_OK);
    CU_ASSERT_EQUAL(choice.position, -1);
    CU_ASSERT_EQUAL(csri_field_choice_find(&host.host, &without, &(csr_str){ "ab", 2 }, &choice, &err), CSR_OK);
    CU_ASSERT(choice.position == 2 && !choice.retired);
    csri_buffer_init(&edited, &host.host, 0);
    CU_ASSERT_EQUAL(csri_field_choices_edit(&without, &(csr_field_choice_params){ .name = str("c") }, &edited, &err),
                    CSR_OK);
    CU_ASSERT(edited.len != 0 && memcmp(edited.ptr + edited.len - 14, ",{\"name\":\"c\"}]", 14) == 0);
    csri_buffer_free(&edited);
    CU_ASSERT_EQUAL(csri_field_choice_find(&host.host, &(csr_str){ "[", 1 }, &(csr_str){ "ab", 2 }, &choice, &err),
                    CSR_E_CORRUPT);
}

/* What each call that takes memory answers while its n-th allocation and all behind it fail. */
static csr_status call_one(unsigned which, csri_buffer *text, csri_buffer *key, csr_error *err)
{
    static const csr_field_type types[] = { CSR_FIELD_TEXT, CSR_FIELD_INTEGER, CSR_FIELD_DECIMAL, CSR_FIELD_FLAG,
                                            CSR_FIELD_DATE, CSR_FIELD_INSTANT, CSR_FIELD_CHOICE };
    static const char *const values[] = { "a", "5", "5.5", "true", "2026-01-02", "2026-01-02T00:00:00Z", "red" };
    static const char *const least[] = { "", "1", "1.5", "", "2025-01-02", "2025-01-02T00:00:00Z", "" };
    static const char *const most[] = { "", "9", "9.5", "", "2027-01-02", "2027-01-02T00:00:00Z", "" };
    const csr_str names = str("[\"a\",\"b\"]"), choices = str("[{\"name\":\"a\"}]");
    csr_field_choice_params edit = { .name = str("b") };
    csri_choice choice;

    if (which < 14) {
        csr_field_view field = field_of(types[which % 7]);
        const csr_str value = str(values[which % 7]);
        field.minimum = str(least[which % 7]);
        field.maximum = str(most[which % 7]);
        field.max_bytes = which < 7 ? 10 : 0;
        return which < 7 || types[which % 7] == CSR_FIELD_TEXT
                   ? csri_field_read(&field, &value, "value", CSRI_FIELD_SET, text, key, err)
                   : csri_field_definition_check(&field, &host.host, err);
    }
    switch (which) {
    case 14: return csri_field_choices_make(&names, text, err);
    case 15: return csri_field_choice_find(&host.host, &choices, &edit.name, &choice, err);
    default: return csri_field_choices_edit(&choices, &edit, text, err);
    }
}

static void test_memory(void)
{
    for (unsigned which = 0; which < 17; which++) {
        csr_status status = CSR_E_NO_MEMORY;
        for (uint64_t nth = 1; status == CSR_E_NO_MEMORY && nth < 30; nth++) {
            csr_error err = CSR_ERROR_INIT;
            csri_buffer text, key;
            csri_buffer_init(&text, &host.host, 0);
            csri_buffer_init(&key, &host.host, 0);
            csr_test_host_fail_alloc(&host, nth, 1);
            status = call_one(which, &text, &key, &err);
            csr_test_host_fail_alloc(&host, 0, 0);
            CU_ASSERT_EQUAL(err.status, status);
            csri_buffer_free(&text);
            csri_buffer_free(&key);
        }
        CU_ASSERT(status == CSR_OK || (which == 7 && status == CSR_E_ARGUMENT));
    }
    CU_ASSERT_EQUAL(host.live_blocks, 0);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "field_value/forms", test_forms },
        { "field_value/keys_sort_as_values_do", test_keys_sort_as_values_do },
        { "field_value/random_numbers_sort", test_random_numbers_sort },
        { "field_value/limits", test_limits },
        { "field_value/definitions", test_definitions },
        { "field_value/choices", test_choices },
        { "field_value/edits", test_edits },
        { "field_value/too_many_choices", test_too_many_choices },
        { "field_value/damaged_choices", test_damaged_choices },
        { "field_value/memory", test_memory },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "field_value", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    csr_test_host_init(&host, 0, 1);
    return csr_test_main("field_value_test", suites, 10);
}
