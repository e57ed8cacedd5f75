#include "support/runner.h"
#include "support/test_host.h"

#include "record/describe.h"
#include "record/params_json.h"
#include "record/row_json.h"

#include <string.h>

/* A struct with a member of every class and meaning. */
typedef struct sample {
    uint32_t struct_size;
    int32_t tone;
    csr_id id;
    csr_id agent;
    int64_t number;
    int64_t at;
    int64_t held_us;
    csr_str text;
    csr_str body;
    csr_str document;
    csr_str encoded;
    uint8_t hash[32];
    char currency[4];
    int32_t flag;
    int32_t rank;
    int32_t reserved;
    uint64_t clear;
} sample;

#define IN_STRUCT sample
#define MEMBER(m, t, f, bit) CSRI_MEMBER(IN_STRUCT, #m, m, t, f, bit, -1)
/* clang-format off */
static const csr_member members[] = {
    MEMBER(tone, tone, NULLABLE, 0),
    MEMBER(id, id, 0, 0),
    MEMBER(agent, agent, NULLABLE, 1),
    MEMBER(number, number, 0, 0),
    MEMBER(at, time, UNSET_LAST, 2),
    MEMBER(held_us, duration, 0, 0),
    MEMBER(text, name, 0, 4),
    MEMBER(body, body, NULLABLE, 0),
    MEMBER(document, document, NULLABLE, 0),
    MEMBER(encoded, encoded, NULLABLE, 0),
    MEMBER(hash, hash, CSR_MEMBER_HIDDEN, 0),
    MEMBER(currency, currency, 0, 0),
    MEMBER(flag, flag, 0, 0),
    MEMBER(rank, rank, 0, 0),
};
/* clang-format on */
static const csr_shape shape = CSRI_PARAMS_CLEAR(sample, members);

static void is_json(const void *row, const char *expected, unsigned line)
{
    csr_test_host host;
    csri_buffer out;

    csr_test_host_init(&host, 0, 1);
    csri_buffer_init(&out, &host.host, 0);
    csri_json_row(&out, &shape, row);
    csri_buffer_byte(&out, 0);
    CU_assertImplementation(strcmp(out.ptr, expected) == 0 ? CU_TRUE : CU_FALSE, line, out.ptr, __FILE__, "", CU_FALSE);
    csri_buffer_free(&out);
    CU_ASSERT_EQUAL(csr_test_host_done(&host), 0);
}
#define IS_JSON(row, expected) is_json(row, expected, __LINE__)

static void test_everything_set(void)
{
    sample s = { .tone = 3,
                 .id = { { 1 } },
                 .agent = { { 2 } },
                 .number = INT64_MIN,
                 .at = CSR_TEST_MONDAY,
                 .held_us = 5,
                 .text = CSR_STR("a\"b"),
                 .body = CSR_STR("x\0y"),
                 .document = CSR_STR("{\"a\":[1]}"),
                 .encoded = CSR_STR("\x01\xff"),
                 .hash = { 9 },
                 .currency = "EUR",
                 .flag = 1,
                 .rank = -7 };

    IS_JSON(&s, "{\"tone\":\"upset\",\"id\":\"01000000-0000-0000-0000-000000000000\","
                "\"agent\":\"02000000-0000-0000-0000-000000000000\",\"number\":-9223372036854775808,"
                "\"at\":\"2026-03-02T09:00:00Z\",\"held_us\":5,\"text\":\"a\\\"b\",\"body\":\"x\\u0000y\","
                "\"document\":{\"a\":[1]},\"encoded\":\"Af8=\",\"currency\":\"EUR\",\"flag\":true,\"rank\":-7}");
}

/* What is optional and unset is left out; the rest shows its empty value. */
static void test_nothing_set(void)
{
    sample s;

    memset(&s, 0, sizeof(s));
    IS_JSON(&s, "{\"id\":null,\"number\":0,\"held_us\":0,\"text\":\"\",\"currency\":\"\",\"flag\":false,\"rank\":0}");
}

/* Values of a newer library are shown as numbers; instants that have no text as null. */
static void test_values_without_a_name(void)
{
    sample s;

    memset(&s, 0, sizeof(s));
    s.tone = 77;
    s.at = INT64_MAX;
    IS_JSON(&s, "{\"tone\":77,\"id\":null,\"number\":0,\"at\":null,\"held_us\":0,\"text\":\"\",\"currency\":\"\","
                "\"flag\":false,\"rank\":0}");
}

/* Read parameters; the outcome, with the field of a failure. */
static csr_status read_params(const char *json, const char *except, sample *out, csr_error *err)
{
    const csri_json *object;
    csr_test_host host;
    csri_buffer documents;
    csr_status status;

    csr_test_host_init(&host, 0, 1);
    CU_ASSERT_EQUAL_FATAL(csri_json_read(&host.host, json, strlen(json), 0, 0, &object, NULL), CSR_OK);
    csri_buffer_init(&documents, &host.host, 0);
    memset(out, 0, sizeof(*out));
    *err = (csr_error)CSR_ERROR_INIT;
    status = csri_params_from_json(&shape, object, except, out, &documents, err);
    CU_ASSERT_EQUAL(err->status, status);
    if (out->document.len != 0)
        CU_ASSERT_TRUE(out->document.len == 7 && memcmp(out->document.ptr, "{\"a\":1}", 7) == 0);
    /* Texts borrowed from here. */
    out->document = out->body = (csr_str){ NULL, 0 };
    csri_buffer_free(&documents);
    csri_json_free(object);
    CU_ASSERT_EQUAL(csr_test_host_done(&host), 0);
    return status;
}

static void test_read(void)
{
    csr_error err;
    sample s;

    CU_ASSERT_EQUAL(read_params("{\"tone\":\"angry\",\"id\":\"01000000-0000-0000-0000-00000000000A\",\"number\":-5,"
                                "\"at\":\"2026-03-02T10:00:00+01:00\",\"currency\":\"EUR\",\"flag\":true,\"rank\":-7,"
                                "\"document\":{ \"a\" : 1 },\"body\":\"a\\u0000b\"}",
                                NULL, &s, &err),
                    CSR_OK);
    CU_ASSERT_EQUAL(s.struct_size, sizeof(s));
    CU_ASSERT_EQUAL(s.tone, 4);
    CU_ASSERT_TRUE(s.id.bytes[0] == 1 && s.id.bytes[15] == 10);
    CU_ASSERT_TRUE(s.number == -5 && s.at == CSR_TEST_MONDAY && s.flag == 1 && s.rank == -7 && s.clear == 0);
    CU_ASSERT_STRING_EQUAL(s.currency, "EUR");
    CU_ASSERT_EQUAL(read_params("{\"agent\":null,\"at\":null,\"text\":null}", NULL, &s, &err), CSR_OK);
    CU_ASSERT_EQUAL(s.clear, 7);
    CU_ASSERT_EQUAL(read_params("{\"document\":\"{\\\"a\\\":1}\"}", NULL, &s, &err), CSR_OK);
    CU_ASSERT_EQUAL(read_params("{}", NULL, &s, &err), CSR_OK);
    /* The id of the record stands beside the parameters. */
    CU_ASSERT_EQUAL(read_params("{\"id\":5,\"flag\":0}", "id", &s, &err), CSR_OK);
    CU_ASSERT_EQUAL(read_params("{\"id\":5,\"flag\":0}", NULL, &s, &err), CSR_E_ARGUMENT);
}

static void test_refusals(void)
{
    static const struct {
        const char *json, *field;
    } bad[] = {
        { "{\"tone\":\"sad\"}", "tone" },
        { "{\"tone\":\"\"}", "tone" },
        { "{\"tone\":3}", "tone" },
        { "{\"tone\":\"upset\\u0000\"}", "tone" },
        { "{\"id\":\"\"}", "id" },
        { "{\"number\":\"5\"}", "number" },
        { "{\"number\":1.0}", "number" },
        { "{\"number\":true}", "number" },
        { "{\"at\":0}", "at" },
        { "{\"at\":\"2026-03-02\"}", "at" },
        { "{\"text\":[\"a\"]}", "text" },
        { "{\"body\":{}}", "body" },
        { "{\"document\":1.5}", "document" },
        { "{\"currency\":\"EURO\"}", "currency" },
        { "{\"currency\":978}", "currency" },
        { "{\"flag\":\"true\"}", "flag" },
        { "{\"rank\":2147483648}", "rank" },
        { "{\"rank\":-2147483649}", "rank" },
        { "{\"number\":null}", "number" },
        { "{\"struct_size\":200}", "struct_size" },
        { "{\"clear\":1}", "clear" },
        { "{\"\":1}", "" },
        { "{\"Tone\":\"angry\"}", "Tone" },
    };
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        csr_error err;
        sample s;
        CU_ASSERT_EQUAL(read_params(bad[i].json, NULL, &s, &err), CSR_E_ARGUMENT);
        CU_ASSERT_STRING_EQUAL(err.field, bad[i].field);
        CU_ASSERT_STRING_NOT_EQUAL(err.message, "");
    }
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "row_json/everything_set", test_everything_set },
        { "row_json/nothing_set", test_nothing_set },
        { "row_json/values_without_a_name", test_values_without_a_name },
        { "params_json/read", test_read },
        { "params_json/refusals", test_refusals },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "row_json", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("row_json_test", suites, 5);
}
