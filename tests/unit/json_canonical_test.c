#include "base/json.h"
#include "support/runner.h"
#include "support/test_host.h"

#include <dirent.h>
#include <stdio.h>

static csr_test_host test;

static int set_up(void)
{
    csr_test_host_init(&test, CSR_TEST_MONDAY, 3);
    return 0;
}

static int tear_down(void)
{
    return csr_test_host_done(&test) != 0;
}

static csri_buffer new_buffer(size_t max)
{
    csri_buffer b;
    csri_buffer_init(&b, &test.host, max);
    return b;
}

/* Whether the buffer holds exactly this; frees it. */
static int held(csri_buffer *b, const char *text)
{
    int same = b->status == CSR_OK && b->len == strlen(text) && memcmp(b->ptr, text, b->len) == 0;
    csri_buffer_free(b);
    return same;
}

static void form_is_sorted_and_tight(void)
{
    static const char *const pairs[][2] = {
        { "{}", "{}" },
        { "[ ]", "[]" },
        { " [1, -2 ,true,false,null,\"\\u0041\\n\"]", "[1,-2,true,false,null,\"A\\n\"]" },
        { "{\"b\":1,\"a\":{\"d\":[],\"c\":{}},\"\":0}", "{\"\":0,\"a\":{\"c\":{},\"d\":[]},\"b\":1}" },
        { "{\"\\u00e9\":1,\"z\":2,\"Z\":3,\"aa\":4,\"a\":5}", "{\"Z\":3,\"a\":5,\"aa\":4,\"z\":2,\"\xc3\xa9\":1}" },
        { "-0", "0" },
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        csri_buffer b = new_buffer(0);
        const csri_json *value = NULL;
        CU_ASSERT_EQUAL_FATAL(csri_json_read(&test.host, pairs[i][0], strlen(pairs[i][0]), 0, 0, &value, NULL), CSR_OK);
        CU_ASSERT_EQUAL(csri_json_canonical(value, &b, NULL), CSR_OK);
        CU_ASSERT_TRUE(held(&b, pairs[i][1]));
        csri_json_free(value);
    }
}

static void form_refuses_fractions_and_says_where(void)
{
    static const char *const pairs[][2] = {
        { "1.0", "" },
        { "[1,2,3,4,5,6,7,8,9,10,[0.5]]", "/10/0" },
        { "{\"a\":1,\"rules\":[{\"weight\":1e2}]}", "/rules/0/weight" },
        { "{\"a/b~c\":1.5}", "/a~1b~0c" },
        { "{\"\":1.5}", "/" },
        { "[0,0.5,1]", "/1" },
        { "{\"0123456789012345678901234567890123456789\":{\"0123456789012345678901234567890123456789\":"
          "{\"0123456789012345678901234567890123456789\":[{\"x\":1.5}]}}}",
          "/0123456789012345678901234567890123456789/012345678901234567890" },
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        csri_buffer b = new_buffer(0);
        csr_error err = CSR_ERROR_INIT;
        const csri_json *value = NULL;
        CU_ASSERT_EQUAL_FATAL(csri_json_read(&test.host, pairs[i][0], strlen(pairs[i][0]), 0, 0, &value, NULL), CSR_OK);
        CU_ASSERT_EQUAL(csri_json_canonical(value, &b, &err), CSR_E_POLICY);
        CU_ASSERT_STRING_EQUAL(err.field, pairs[i][1]);
        csri_json_free(value);
        csri_buffer_free(&b);
    }
}

static void pointers_of_any_length_stay_in_their_room(void)
{
    for (size_t length = 1; length < 300; length++) {
        char name[301];
        memset(name, length % 2 ? '~' : 'n', length);
        name[length] = '\0';
        csri_json last = { .name = { name, length }, .kind = CSRI_JSON_REAL, .as.real = 0.5 };
        csri_json one = { .kind = CSRI_JSON_OBJECT, .count = 1, .as.items = &last };
        csri_json list = { .name = { name, length }, .kind = CSRI_JSON_LIST, .count = 1, .as.items = &one };
        csri_json value = { .kind = CSRI_JSON_OBJECT, .count = 1, .as.items = &list };
        csri_buffer b = new_buffer(0);
        csr_error err = CSR_ERROR_INIT;
        CU_ASSERT_EQUAL(csri_json_canonical(&value, &b, &err), CSR_E_POLICY);
        CU_ASSERT_TRUE(strlen(err.field) < sizeof err.field && err.field[0] == '/');
        csri_buffer_free(&b);
    }
}

static void form_has_a_deepest_level(void)
{
    static csri_json values[CSRI_JSON_MAX_DEPTH + 2];

    for (size_t beyond = 0; beyond < 2; beyond++) {
        size_t depth = CSRI_JSON_MAX_DEPTH + beyond;
        csri_buffer b = new_buffer(0);
        for (size_t i = 0; i < depth; i++)
            values[i] = (csri_json){ .name = { "x", 1 },
                                     .kind = i % 2 != 0 ? CSRI_JSON_LIST : CSRI_JSON_OBJECT,
                                     .count = 1,
                                     .as.items = &values[i + 1] };
        values[depth] = (csri_json){ .name = { "x", 1 }, .kind = CSRI_JSON_INTEGER, .as.integer = 1 };
        CU_ASSERT_EQUAL(csri_json_canonical(values, &b, NULL), beyond != 0 ? CSR_E_LIMIT : CSR_OK);
        csri_buffer_free(&b);
    }
}

/* Members of large objects are in their order, too. */
static void large_objects_are_sorted(void)
{
    char text[2000], wanted[2000];
    size_t len = 0, wanted_len = 0;
    const csri_json *value;
    csri_buffer b = new_buffer(0);

    for (int i = 0; i < 50; i++) {
        len += (size_t)sprintf(text + len, "%s\"n%02d\":%d", i == 0 ? "{" : ",", i * 7 % 50, i * 7 % 50);
        wanted_len += (size_t)sprintf(wanted + wanted_len, "%s\"n%02d\":%d", i == 0 ? "{" : ",", i, i);
    }
    text[len++] = '}';
    sprintf(wanted + wanted_len, "}");
    CU_ASSERT_EQUAL_FATAL(csri_json_read(&test.host, text, len, 0, 0, &value, NULL), CSR_OK);
    CU_ASSERT_EQUAL(csri_json_canonical(value, &b, NULL), CSR_OK);
    CU_ASSERT_TRUE(held(&b, wanted));
    csri_json_free(value);
}

static void form_reports_memory_and_cap(void)
{
    static const char text[] = "{\"b\":{\"d\":1,\"c\":2},\"a\":[\"text\"]}";
    const csri_json *value;
    CU_ASSERT_EQUAL_FATAL(csri_json_read(&test.host, text, sizeof text - 1, 0, 0, &value, NULL), CSR_OK);
    csr_status status = CSR_E_NO_MEMORY;
    for (uint64_t nth = 1; status != CSR_OK; nth++) {
        csri_buffer b = new_buffer(0);
        csr_error err = CSR_ERROR_INIT;
        csr_test_host_fail_alloc(&test, nth, 0);
        status = csri_json_canonical(value, &b, &err);
        csr_test_host_fail_alloc(&test, 0, 0);
        CU_ASSERT_TRUE(status == CSR_E_NO_MEMORY || (status == CSR_OK && nth > 2));
        CU_ASSERT_EQUAL(err.status, status);
        CU_ASSERT_EQUAL(status == CSR_OK, held(&b, "{\"a\":[\"text\"],\"b\":{\"c\":2,\"d\":1}}"));
    }
    csri_buffer b = new_buffer(10);
    CU_ASSERT_EQUAL(csri_json_canonical(value, &b, NULL), CSR_E_LIMIT);
    csri_buffer_free(&b);
    csri_json_free(value);
}

/* What is canonical is its own canonical form. */
static void canonical_twice(const csri_json *value)
{
    csri_buffer first = new_buffer(0);
    csri_buffer second = new_buffer(0);
    csr_status status = csri_json_canonical(value, &first, NULL);
    CU_ASSERT_TRUE(status == CSR_OK || status == CSR_E_POLICY);
    if (status == CSR_OK) {
        const csri_json *again = NULL;
        CU_ASSERT_EQUAL_FATAL(csri_json_read(&test.host, first.ptr, first.len, 0, 0, &again, NULL), CSR_OK);
        CU_ASSERT_TRUE(csri_json_equal(value, again));
        CU_ASSERT_EQUAL(csri_json_canonical(again, &second, NULL), CSR_OK);
        CU_ASSERT_TRUE(first.len == second.len && memcmp(first.ptr, second.ptr, first.len) == 0);
        csri_json_free(again);
    }
    csri_buffer_free(&first);
    csri_buffer_free(&second);
}

static void canonical_form_is_its_own(void)
{
    char folder[1000];
    DIR *files = csr_test_data("jsontestsuite/test_parsing", folder, sizeof folder) ? opendir(folder) : NULL;
    if (!files) {
        return;
    }
    int tried = 0;
    for (struct dirent *entry; (entry = readdir(files));) {
        char path[2000];
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        char document[5000];
        FILE *file = fopen(path, "rb");
        size_t len = file ? fread(document, 1, sizeof document, file) : 0;
        const csri_json *value = NULL;
        if (file) {
            fclose(file);
        }
        if (csri_json_read(&test.host, document, len, 0, 0, &value, NULL) == CSR_OK) {
            canonical_twice(value);
            csri_json_free(value);
            tried++;
        }
    }
    closedir(files);
    CU_ASSERT_TRUE(tried > 90);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "is sorted and tight", form_is_sorted_and_tight },
        { "refuses fractions and says where", form_refuses_fractions_and_says_where },
        { "pointers of any length stay in their room", pointers_of_any_length_stay_in_their_room },
        { "has a deepest level", form_has_a_deepest_level },
        { "sorts large objects", large_objects_are_sorted },
        { "reports memory and cap", form_reports_memory_and_cap },
        { "canonical form is its own canonical form", canonical_form_is_its_own },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = {
        { .pName = "json canonical form", .pInitFunc = set_up, .pCleanupFunc = tear_down, .pTests = tests },
        CU_SUITE_INFO_NULL,
    };
    return csr_test_main("json_canonical", suites, 7);
}
