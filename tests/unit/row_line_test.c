#include "support/runner.h"
#include "support/test_host.h"

#include "record/describe.h"
#include "record/row.h"
#include "record/row_line.h"

#include <csr/interaction.h>

#include <stdlib.h>
#include <string.h>

/* A struct with a member of every class and meaning. */
typedef struct sample {
    uint32_t struct_size;
    int32_t tone;
    csr_id id;
    int64_t number;
    int64_t at;
    csr_str text;
    csr_str body;
    csr_str document;
    csr_str encoded;
    uint8_t hash[32];
    char currency[4];
    int32_t flag;
    int32_t rank;
    int32_t reserved;
} sample;

#define MEMBER(m, t, f) CSRI_MEMBER(sample, #m, m, t, f, 0, -1)
/* clang-format off */
static const csr_member members[] = {
    MEMBER(tone, tone, 0),
    MEMBER(id, id, 0),
    MEMBER(number, number, 0),
    MEMBER(at, time, CSR_MEMBER_UNSET_LAST),
    MEMBER(text, name, 0),
    MEMBER(body, body, 0),
    MEMBER(document, document, 0),
    MEMBER(encoded, encoded, CSR_MEMBER_HIDDEN),
    MEMBER(hash, hash, CSR_MEMBER_HIDDEN),
    MEMBER(currency, currency, 0),
    MEMBER(flag, flag, 0),
    MEMBER(rank, rank, CSR_MEMBER_HIDDEN),
};
/* clang-format on */
static const csr_shape shape = CSRI_PARAMS(sample, members);

static void goes_round(const sample *row, const char *expected)
{
    csr_test_host host;
    csri_buffer out;
    csri_line_in in;
    csr_error err = CSR_ERROR_INIT;
    sample back = { 0 };
    char room[400];

    csr_test_host_init(&host, 0, 1);
    csri_buffer_init(&out, &host.host, 0);
    csri_line_put(&out, &shape, row);
    CU_ASSERT_EQUAL(out.len, strlen(expected));
    CU_ASSERT_TRUE(out.len == strlen(expected) && memcmp(out.ptr, expected, out.len) == 0);
    in = (csri_line_in){ out.ptr, out.ptr + out.len, room };
    CU_ASSERT_EQUAL(csri_line_get(&in, &shape, &back, &err), CSR_OK);
    CU_ASSERT_TRUE(in.at == in.end && csri_diff(&shape, row, &back) == 0);
    csri_buffer_free(&out);
    CU_ASSERT_EQUAL(csr_test_host_done(&host), 0);
}

static void nothing_is_lost(void)
{
    sample row = { 0 };

    goes_round(&row, "{}");
    row.tone = CSR_TONE_ANGRY;
    row.number = INT64_MAX;
    row.at = 1;
    row.flag = 1;
    row.rank = INT32_MIN;
    memcpy(row.currency, "CZK", 4);
    row.id.bytes[15] = 1;
    goes_round(&row, "{\"tone\":\"angry\",\"id\":\"00000000-0000-0000-0000-000000000001\","
                     "\"number\":9223372036854775807,\"at\":\"1970-01-01T00:00:00.000001Z\","
                     "\"currency\":\"CZK\",\"flag\":true,\"rank\":-2147483648}");
    memset(&row, 0, sizeof(row));
    row.at = INT64_MAX - 1; /* has no text */
    row.text = CSR_STR("\xc3\xa1\"\\\x01\x1f\n\t\r\b\f/");
    row.body = CSR_STR("a\0b");
    row.document = CSR_STR("{\"a\": 1}");
    row.encoded = CSR_STR("\xff\0\xfe\x01");
    row.hash[0] = 0xab;
    goes_round(&row, "{\"at\":9223372036854775806,\"text\":\"\xc3\xa1\\\"\\\\\\u0001\\u001f\\n\\t\\r\\b\\f/\","
                     "\"body\":\"a\\u0000b\",\"document\":\"{\\\"a\\\": 1}\",\"encoded\":\"/wD+AQ==\","
                     "\"hash\":\"ab00000000000000000000000000000000000000000000000000000000000000\"}");
}

static void refuses(void)
{
    static const struct {
        const char *text, *field;
    } table[] = {
        { "", "" },
        { "{", "" },
        { "{\"number\"", "" },
        { "{\"number\":1", "" },
        { "{\"number\":1 }", "" },
        { "{,\"number\":1}", "" },
        { "{\"flag\":true\"rank\":1}", "" },
        { "{\"nobody\":1}", "nobody" },
        { "{\"numbe\":1}", "numbe" },
        { "{\"rank\":1,\"number\":1}", "number" },
        { "{\"number\":1,\"number\":1}", "number" },
        { "{\"number\":}", "number" },
        { "{\"number\":-}", "number" },
        { "{\"number\":-1}", "number" },
        { "{\"number\":9223372036854775808}", "number" },
        { "{\"number\":\"1\"}", "number" },
        { "{\"number\":null}", "number" },
        { "{\"rank\":2147483648}", "rank" },
        { "{\"rank\":-9223372036854775809}", "rank" },
        { "{\"tone\":\"furious\"}", "tone" },
        { "{\"tone\":99}", "tone" },
        { "{\"flag\":2}", "flag" },
        { "{\"flag\":false}", "flag" },
        { "{\"at\":\"yesterday\"}", "at" },
        { "{\"id\":\"1\"}", "id" },
        { "{\"id\":1}", "id" },
        { "{\"text\":\"open", "text" },
        { "{\"text\":\"\\", "text" },
        { "{\"text\":\"\\u00", "text" },
        { "{\"text\":\"\\u0141\"}", "text" },
        { "{\"text\":\"\\u00g1\"}", "text" },
        { "{\"text\":\"\\x\"}", "text" },
        { "{\"text\":\"\\u0000\"}", "text" },
        { "{\"text\":\"\xff\"}", "text" },
        { "{\"encoded\":\"a\"}", "encoded" },
        { "{\"encoded\":7}", "encoded" },
        { "{\"hash\":\"ab\"}", "hash" },
        { "{\"hash\":\"zz00000000000000000000000000000000000000000000000000000000000000\"}", "hash" },
        { "{\"currency\":\"EURO\"}", "currency" },
        { "{\"currency\":\"eur\"}", "currency" },
    };

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        size_t len = strlen(table[i].text);
        char *exact = malloc(len + 1), *room = malloc(len + 1); /* the sanitizer guards both ends */
        csr_error err = CSR_ERROR_INIT;
        sample row = { 0 };
        CU_ASSERT_TRUE_FATAL(exact != NULL && room != NULL);
        memcpy(exact, table[i].text, len);
        csri_line_in in = { exact, exact + len, room };
        CU_ASSERT_EQUAL(csri_line_get(&in, &shape, &row, &err), CSR_E_ARGUMENT);
        if (strcmp(err.field, table[i].field) != 0)
            printf("\n    %s: %s", table[i].text, err.field);
        CU_ASSERT_STRING_EQUAL(err.field, table[i].field);
        free(exact);
        free(room);
    }
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "nothing is lost", nothing_is_lost },
        { "refuses", refuses },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { .pName = "row_line", .pTests = tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("row_line", suites, 2);
}
