#include "support/desk_day.h"

#include "desk/run.h"

#include <stdlib.h>

/*
 * Two doors lead into every operation, typed calls and JSON. The same day through each of them, at desks with the same
 * clock and the same entropy, gives the same answers and leaves the same bytes.
 */
static void compare(desk_fixture *typed, desk_fixture *json, const desk_step *step)
{
    char text[3000], *a = desk_dump(typed->session), *b = desk_dump(json->session);

    snprintf(text, sizeof(text), "%s: %s %s:\n    typed %.1000s\n    json  %.1000s", typed->store, step->operation,
             step->params, typed->raw, json->raw);
    CU_assertImplementation(strcmp(typed->raw, json->raw) == 0 ? CU_TRUE : CU_FALSE, __LINE__, text, __FILE__, "",
                            CU_FALSE);
    desk_dump_difference(a, b, text, sizeof(text));
    CU_assertImplementation(a != NULL && b != NULL && strcmp(a, b) == 0 ? CU_TRUE : CU_FALSE, __LINE__, text, __FILE__,
                            step->operation, CU_FALSE);
    free(a);
    free(b);
}

static void both_doors(const char *store, const char *first_uri, const char *second_uri)
{
    desk_fixture typed, json;
    int opened = desk_begin(&typed, store, first_uri, 11) & desk_begin(&json, store, second_uri, 11);

    for (size_t i = 0; opened && desk_day_step(i) != NULL; i++) {
        if (!desk_day_run(&typed, desk_day_step(i), 1) || !desk_day_run(&json, desk_day_step(i), 2))
            break;
        compare(&typed, &json, desk_day_step(i));
    }
    desk_end(&typed);
    desk_end(&json);
}

static void test_memory(void)
{
    both_doors("memory", "memory:", "memory:");
}

static void test_sqlite(void)
{
    both_doors("sqlite", "typed.csr", "json.csr");
}

/* No operation stays away from the day, and none is run that there is not. */
static void test_every_operation_takes_part(void)
{
    for (size_t i = 0; i < csri_operation_count; i++) {
        int found = 0;
        for (size_t k = 0; desk_day_step(k) != NULL; k++)
            found |= strcmp(desk_day_step(k)->operation, csri_operations[i]->name) == 0;
        CU_assertImplementation(found ? CU_TRUE : CU_FALSE, __LINE__, csri_operations[i]->name, __FILE__, "", CU_FALSE);
    }
    for (size_t k = 0; desk_day_step(k) != NULL; k++) {
        const char *name = desk_day_step(k)->operation;
        CU_ASSERT_PTR_NOT_NULL(csri_operation_named(name, strlen(name)));
    }
}

/* Whether a step gives this parameter. */
static int gives(const desk_step *step, const char *operation, const char *member)
{
    char quoted[80];

    snprintf(quoted, sizeof(quoted), "'%s':", member);
    return strcmp(step->operation, operation) == 0 && strstr(step->params, quoted) != NULL;
}

/* Nor does a parameter, but for the tokens of pages, which have tests of their own. */
static void test_every_parameter_is_given(void)
{
    for (size_t i = 0; i < csri_operation_count; i++) {
        const csr_shape *in = csri_operations[i]->in;
        for (unsigned m = 0; in != NULL && m < in->count; m++) {
            int found = strcmp(in->members[m].name, "after") == 0;
            char text[100];
            for (size_t k = 0; desk_day_step(k) != NULL; k++)
                found |= gives(desk_day_step(k), csri_operations[i]->name, in->members[m].name);
            snprintf(text, sizeof(text), "%s %s", csri_operations[i]->name, in->members[m].name);
            CU_assertImplementation(found ? CU_TRUE : CU_FALSE, __LINE__, text, __FILE__, "", CU_FALSE);
        }
    }
}

static void the_day(desk_fixture *f)
{
    desk_day(f, 1);
}

/* The same calls on both stores leave the same bytes; desk_on_both() compares them. */
static void test_stores_agree(void)
{
    desk_on_both(the_day);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "doors/memory", test_memory },
        { "doors/sqlite", test_sqlite },
        { "doors/every_operation_takes_part", test_every_operation_takes_part },
        { "doors/every_parameter_is_given", test_every_parameter_is_given },
        { "doors/stores_agree", test_stores_agree },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "doors", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("doors_test", suites, 5);
}
