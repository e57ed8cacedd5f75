#include "base/json.h"
#include "support/runner.h"
#include "support/test_host.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

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

static csr_status read_text(const char *text, csr_error *err)
{
    const csri_json *value = NULL;
    csr_status status = csri_json_read(&test.host, text, strlen(text), 0, 0, &value, err);
    CU_ASSERT_EQUAL(value != NULL, status == CSR_OK);
    csri_json_free(value);
    return status;
}

static void texts_are_escaped_as_little_as_possible(void)
{
    csri_buffer b = new_buffer(0);
    csri_json_text(&b, "a\"b\\c/d\x7f\xc3\xa9\xe2\x80\xa8", 13);
    CU_ASSERT_TRUE(held(&b, "\"a\\\"b\\\\c/d\x7f\xc3\xa9\xe2\x80\xa8\""));
    csri_json_text(&b, "\b\t\n\f\r\0\x01\x1f", 8);
    CU_ASSERT_TRUE(held(&b, "\"\\b\\t\\n\\f\\r\\u0000\\u0001\\u001f\""));
    csri_json_text(&b, NULL, 0);
    CU_ASSERT_TRUE(held(&b, "\"\""));
    csri_json_text(&b, "\n", 1);
    CU_ASSERT_TRUE(held(&b, "\"\\n\""));
}

static void every_ascii_text_is_read_again(void)
{
    /* At every place in the eight bytes that are looked at together. */
    for (int c = 0; c < 128 * 20; c++) {
        char text[20] = "xxxxxxxxxxx\xc3\xa9xxxxxxx";
        text[c / 128] = (char)(c % 128);
        if (c / 128 == 11 || c / 128 == 12) {
            continue;
        }
        csri_buffer b = new_buffer(0);
        const csri_json *value = NULL;
        csri_json_text(&b, text, sizeof text);
        CU_ASSERT_EQUAL_FATAL(csri_json_read(&test.host, b.ptr, b.len, 0, 0, &value, NULL), CSR_OK);
        CU_ASSERT_EQUAL(csri_json_str(value).len, sizeof text);
        CU_ASSERT_EQUAL(memcmp(csri_json_str(value).ptr, text, sizeof text), 0);
        int plain = c % 128 >= 0x20 && c % 128 != '"' && c % 128 != '\\';
        CU_ASSERT_EQUAL(b.len == sizeof text + 2, plain);
        csri_json_free(value);
        csri_buffer_free(&b);
    }
}

static void integers_are_written_to_the_last(void)
{
    static const int64_t numbers[] = { 0, 1, -1, 9, 10, -10, 1234567890123, INT64_MAX, INT64_MIN, INT64_MIN + 1 };
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        char expected[32];
        snprintf(expected, sizeof expected, "%lld", (long long)numbers[i]);
        csri_buffer b = new_buffer(0);
        csri_json_int(&b, numbers[i]);
        CU_ASSERT_TRUE(held(&b, expected));
    }
}

static void ids_and_instants_are_texts(void)
{
    csr_id id = { { 0x01, 0x7f, 0x22, 0xe2, 0x79, 0xb0, 0x7c, 0xc3, 0x98, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f } };
    csri_buffer b = new_buffer(0);
    csri_json_id(&b, &id);
    CU_ASSERT_TRUE(held(&b, "\"017f22e2-79b0-7cc3-98c4-dc0c0c07398f\""));
    csri_json_time(&b, CSR_TEST_MONDAY + 5);
    CU_ASSERT_TRUE(held(&b, "\"2026-03-02T09:00:00.000005Z\""));
    csri_json_time(&b, INT64_MAX);
    CU_ASSERT_TRUE(held(&b, "null"));
}

static void any_value_may_stand_at_the_top(void)
{
    static const char *const documents[] = { "null", "true", "0",  "-9223372036854775808", "9223372036854775807", "1.5",
                                             "\"\"", "[]",   "{}", " \t\r\n[1, 2] \n",     "\"\\u0000\"" };
    for (size_t i = 0; i < sizeof documents / sizeof documents[0]; i++) {
        CU_ASSERT_EQUAL(read_text(documents[i], NULL), CSR_OK);
    }
}

static const char *const no_documents[] = {
    "",
    " ",
    "nul",
    "[1,]",
    "{\"a\":1,}",
    "{\"a\":1 \"b\":2}",
    "[1] x",
    "[1][2]",
    "'a'",
    "{a:1}",
    "[",
    "\"",
    "\"\\",
    "{\"a\":1,\"a\":1}",
    "{\"\\u0000\":1}",
    "\xef\xbb\xbf{}",
    "9223372036854775808",
    "-9223372036854775809",
    "1e400",
    "NaN",
    "[1] // no",
    "\"\xff\"",
    "\"\xed\xa0\x80\"",
    "\"\\ud800\"",
    "01",
    "+1",
    "\"\n\"",
    "]",
    "}",
};

static void what_is_no_document_is_refused_with_its_place(void)
{
    for (size_t i = 0; i < sizeof no_documents / sizeof no_documents[0]; i++) {
        csr_error err = CSR_ERROR_INIT;
        CU_ASSERT_EQUAL(read_text(no_documents[i], &err), CSR_E_ARGUMENT);
        CU_ASSERT_STRING_EQUAL(err.field, "json");
        CU_ASSERT_EQUAL(strncmp(err.message, "line ", 5), 0);
    }
    csr_error err = CSR_ERROR_INIT;
    CU_ASSERT_EQUAL(read_text("{\n  \"a\": 1,\n  \"b\": x\n}", &err), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(strncmp(err.message, "line 3, column ", 15), 0);
    const csri_json *value = (const csri_json *)&err;
    CU_ASSERT_EQUAL(csri_json_read(&test.host, NULL, 0, 0, 0, &value, NULL), CSR_E_ARGUMENT);
    CU_ASSERT_PTR_NULL(value);
    CU_ASSERT_EQUAL(csri_json_read(&test.host, "[]\0", 3, 0, 0, &value, NULL), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csri_json_read(&test.host, "12\0", 3, 0, 0, &value, NULL), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csri_json_read(&test.host, "[1,\n22\0,3]", 9, 0, 0, &value, &err), CSR_E_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(err.message, "line 2, column 3: control character 0x0");
}

static void length_has_a_limit(void)
{
    csr_error err = CSR_ERROR_INIT;
    const csri_json *value = NULL;
    CU_ASSERT_EQUAL(csri_json_read(&test.host, "[1,2]", 5, 5, 0, &value, &err), CSR_OK);
    csri_json_free(value);
    CU_ASSERT_EQUAL(csri_json_read(&test.host, "[1,2]", 5, 4, 0, &value, &err), CSR_E_LIMIT);
    CU_ASSERT_STRING_EQUAL(err.field, "json");
    CU_ASSERT_PTR_NULL(value);
}

/* A document of `depth` arrays or objects, one in the other. */
static char *nested(size_t depth, int objects, size_t *len)
{
    const char *open = objects ? "{\"\\\"[{\\\\\":" : "[";
    char *text = malloc(depth * (strlen(open) + 1) + 2);
    char *p = text;
    for (size_t i = 0; i < depth; i++) {
        memcpy(p, open, strlen(open));
        p += strlen(open);
    }
    *p++ = '1';
    memset(p, objects ? '}' : ']', depth);
    *len = (size_t)(p - text) + depth;
    return text;
}

static csr_status read_nested(size_t depth, int objects, unsigned max)
{
    size_t len;
    char *text = nested(depth, objects, &len);
    const csri_json *value = NULL;
    csr_error err = CSR_ERROR_INIT;
    csr_status status = csri_json_read(&test.host, text, len, 0, max, &value, &err);
    CU_ASSERT_TRUE(status == CSR_OK || strcmp(err.field, "json") == 0);
    csri_json_free(value);
    free(text);
    return status;
}

static void depth_has_a_limit(void)
{
    for (int objects = 0; objects < 2; objects++) {
        CU_ASSERT_EQUAL(read_nested(8, objects, 8), CSR_OK);
        CU_ASSERT_EQUAL(read_nested(9, objects, 8), CSR_E_LIMIT);
        CU_ASSERT_EQUAL(read_nested(2047, objects, 0), CSR_OK);
        CU_ASSERT_EQUAL(read_nested(2048, objects, 0), CSR_E_LIMIT);
        CU_ASSERT_EQUAL(read_nested(2047, objects, 100000), CSR_OK);
        CU_ASSERT_EQUAL(read_nested(2048, objects, 100000), CSR_E_LIMIT);
        CU_ASSERT_EQUAL(read_nested(100000, objects, 100), CSR_E_LIMIT);
    }
    CU_ASSERT_EQUAL(read_nested(0, 0, 1), CSR_OK);
    const csri_json *value = NULL;
    /* Side by side is not in each other. */
    CU_ASSERT_EQUAL(csri_json_read(&test.host, "[[],[{}],{\"[[[\":1}]", 19, 0, 3, &value, NULL), CSR_OK);
    csri_json_free(value);
}

static void running_out_of_memory_is_not_the_documents_fault(void)
{
    static const char text[] = "{\"name\":[1,2,{\"deep\":\"text\"}],\"other\":true}";
    csr_status status = CSR_E_NO_MEMORY;
    for (uint64_t nth = 1; nth < 500 && status != CSR_OK; nth++) {
        csr_error err = CSR_ERROR_INIT;
        const csri_json *value = NULL;
        csr_test_host_fail_alloc(&test, nth, nth % 2 != 0);
        status = csri_json_read(&test.host, text, sizeof text - 1, 0, 0, &value, &err);
        csr_test_host_fail_alloc(&test, 0, 0);
        CU_ASSERT_TRUE(status == CSR_OK || (status == CSR_E_NO_MEMORY && nth < 5));
        CU_ASSERT_EQUAL(err.status, status);
        csri_json_free(value);
    }
    CU_ASSERT_EQUAL(status, CSR_OK);
    CU_ASSERT_EQUAL(test.live_blocks, 0);
}

static char *read_file(const char *path, size_t *len)
{
    FILE *file = fopen(path, "rb");
    char *text = file ? malloc(1 << 20) : NULL;
    *len = text ? fread(text, 1, 1 << 20, file) : 0;
    if (file) {
        fclose(file);
    }
    return text;
}

/* Documents of the suite that RFC 8259 allows and this library does not, on purpose. */
static int is_refused_on_purpose(const char *name)
{
    return strcmp(name, "y_object_duplicated_key.json") == 0 ||
           strcmp(name, "y_object_duplicated_key_and_value.json") == 0 ||
           strcmp(name, "y_object_escaped_null_in_key.json") == 0;
}

static void try_file(const char *folder, const char *name, int counts[3])
{
    char path[2000];
    size_t len;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    char *text = read_file(path, &len);
    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    /* Without a byte to spare, so that the sanitizer sees a step too far. */
    char *exact = malloc(len > 0 ? len : 1);
    memcpy(exact, text, len);
    const csri_json *value = NULL;
    csr_status status = csri_json_read(&test.host, exact, len, 0, 500, &value, NULL);
    if (name[0] == 'y' && (status == CSR_OK) == is_refused_on_purpose(name)) {
        CU_FAIL("a document of the suite is not read as expected");
        printf("\n    %s: %d\n", name, (int)status);
    }
    if (name[0] == 'n' && status != CSR_E_ARGUMENT && status != CSR_E_LIMIT) {
        CU_FAIL("a document of the suite is not refused");
        printf("\n    %s: %d\n", name, (int)status);
    }
    counts[name[0] == 'y' ? 0 : name[0] == 'n' ? 1 : 2]++;
    csri_json_free(value);
    free(exact);
    free(text);
}

static void documents_of_the_shared_suite(void)
{
    char folder[1000];
    DIR *files = csr_test_data("jsontestsuite/test_parsing", folder, sizeof folder) ? opendir(folder) : NULL;
    if (!files) {
        return;
    }
    int counts[3] = { 0, 0, 0 };
    for (struct dirent *entry; (entry = readdir(files));) {
        if (strstr(entry->d_name, ".json")) {
            try_file(folder, entry->d_name, counts);
        }
    }
    closedir(files);
    CU_ASSERT_TRUE(counts[0] > 90 && counts[1] > 180 && counts[2] > 30);
}

static void naughty_strings_survive(void)
{
    char path[1000];
    size_t len;
    char *text = csr_test_data("blns/blns.json", path, sizeof path) ? read_file(path, &len) : NULL;
    if (!text) {
        return;
    }
    const csri_json *strings = NULL;
    CU_ASSERT_EQUAL_FATAL(csri_json_read(&test.host, text, len, 0, 0, &strings, NULL), CSR_OK);
    CU_ASSERT_TRUE(csri_json_elements(strings) > 500);
    for (size_t i = 0; i < csri_json_elements(strings); i++) {
        const csri_json *string = csri_json_at(strings, i);
        csri_buffer b = new_buffer(0);
        const csri_json *again = NULL;
        csri_json_text(&b, csri_json_str(string).ptr, csri_json_str(string).len);
        CU_ASSERT_EQUAL(csri_json_read(&test.host, b.ptr, b.len, 0, 0, &again, NULL), CSR_OK);
        CU_ASSERT_TRUE(csri_json_equal(string, again));
        csri_json_free(again);
        csri_buffer_free(&b);
    }
    csri_json_free(strings);
    free(text);
}

int main(void)
{
    CU_TestInfo writing[] = {
        { "texts are escaped as little as possible", texts_are_escaped_as_little_as_possible },
        { "every ASCII text is read again", every_ascii_text_is_read_again },
        { "integers are written to the last", integers_are_written_to_the_last },
        { "ids and instants are texts", ids_and_instants_are_texts },
        CU_TEST_INFO_NULL,
    };
    CU_TestInfo reading[] = {
        { "any value may stand at the top", any_value_may_stand_at_the_top },
        { "what is no document is refused with its place", what_is_no_document_is_refused_with_its_place },
        { "length has a limit", length_has_a_limit },
        { "depth has a limit", depth_has_a_limit },
        { "running out of memory is not the document's fault", running_out_of_memory_is_not_the_documents_fault },
        { "documents of the shared suite", documents_of_the_shared_suite },
        { "naughty strings survive", naughty_strings_survive },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = {
        { .pName = "json writing", .pInitFunc = set_up, .pCleanupFunc = tear_down, .pTests = writing },
        { .pName = "json reading", .pInitFunc = set_up, .pCleanupFunc = tear_down, .pTests = reading },
        CU_SUITE_INFO_NULL,
    };
    return csr_test_main("json", suites, 11);
}
