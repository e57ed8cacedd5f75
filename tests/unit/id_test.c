#include "support/runner.h"

#include <csr/types.h>
#include <stdio.h>
#include <string.h>

static void none_is_all_zero(void)
{
    csr_id id = { { 0 } };
    CU_ASSERT_EQUAL(csr_id_is_none(NULL), 1);
    CU_ASSERT_EQUAL(csr_id_is_none(&id), 1);
    for (int i = 0; i < 16; i++) {
        memset(&id, 0, sizeof id);
        id.bytes[i] = 1;
        CU_ASSERT_EQUAL(csr_id_is_none(&id), 0);
    }
    char text[CSR_ID_TEXT_BYTES];
    csr_id_format(&id, NULL);
    csr_id_format(NULL, text);
    CU_ASSERT_STRING_EQUAL(text, "00000000-0000-0000-0000-000000000000");
}

/* The example of RFC 9562, appendix A.6. */
static void the_example_of_the_rfc_is_read_and_written(void)
{
    static const uint8_t expected[16] = { 0x01, 0x7f, 0x22, 0xe2, 0x79, 0xb0, 0x7c, 0xc3,
                                          0x98, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f };
    csr_id id;
    char text[CSR_ID_TEXT_BYTES];
    CU_ASSERT_EQUAL(csr_id_parse("017F22E2-79B0-7cc3-98C4-DC0C0C07398F", CSR_NTS, &id, NULL), CSR_OK);
    CU_ASSERT_EQUAL(memcmp(id.bytes, expected, 16), 0);
    csr_id_format(&id, text);
    CU_ASSERT_STRING_EQUAL(text, "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
    /* Not NUL-ended. */
    CU_ASSERT_EQUAL(csr_id_parse("017f22e2-79b0-7cc3-98c4-dc0c0c07398fxyz", 36, &id, NULL), CSR_OK);
}

static void what_is_no_id_is_refused(void)
{
    static const char *const wrong[] = {
        "",
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398",
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398ff",
        "017f22e279b07cc398c4dc0c0c07398f",
        "{17f22e2-79b0-7cc3-98c4-dc0c0c07398}",
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398g",
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398 ",
        " 17f22e2-79b0-7cc3-98c4-dc0c0c07398f",
        "+17f22e2-79b0-7cc3-98c4-dc0c0c07398f",
        "0x7f22e2-79b0-7cc3-98c4-dc0c0c07398f",
        "017f22e2079b0-7cc3-98c4-dc0c0c07398f",
        "017f22e-279b0-7cc3-98c4-dc0c0c07398f",
        "017f22e2-79b0-7cc3-98c4-dc0c0c0739\xc3\xa9",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        csr_error err = CSR_ERROR_INIT;
        csr_id id = { { 7 } };
        CU_ASSERT_EQUAL(csr_id_parse(wrong[i], CSR_NTS, &id, &err), CSR_E_ARGUMENT);
        CU_ASSERT_STRING_EQUAL(err.field, "id");
        CU_ASSERT_EQUAL(id.bytes[0], 7);
    }
    csr_id id;
    CU_ASSERT_EQUAL(csr_id_parse(NULL, 0, &id, NULL), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_id_parse(NULL, CSR_NTS, &id, NULL), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_id_parse("017f22e2-79b0-7cc3-98c4-dc0c0c07398f", 36, NULL, NULL), CSR_E_ARGUMENT);
    /* A NUL in the middle does not end it early. */
    CU_ASSERT_EQUAL(csr_id_parse("017f22e2-79b0-7cc3\0-98c4-dc0c0c07398", 36, &id, NULL), CSR_E_ARGUMENT);
}

static void every_id_comes_back_from_its_text(void)
{
    uint64_t state = 1;
    for (int i = 0; i < 2000; i++) {
        csr_id id, again;
        for (int k = 0; k < 16; k++) {
            state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            id.bytes[k] = (uint8_t)(state >> 56);
        }
        char text[CSR_ID_TEXT_BYTES];
        csr_id_format(&id, text);
        CU_ASSERT_EQUAL(csr_id_parse(text, CSR_NTS, &again, NULL), CSR_OK);
        CU_ASSERT_EQUAL(memcmp(&id, &again, sizeof id), 0);
    }
}

/* Whether the text has the shape of an id, whatever version and variant say. */
static int has_shape(const char *text)
{
    static const char shape[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
    for (size_t i = 0; i < sizeof shape; i++) {
        int fits = shape[i] == 'x' ? text[i] != '\0' && strchr("0123456789abcdefABCDEF", text[i]) : text[i] == shape[i];
        if (!fits) {
            return 0;
        }
    }
    return 1;
}

/* An id of another system may have any version, so that only the shape decides. */
static void ids_of_the_shared_data(void)
{
    char path[1000], line[300];
    FILE *file = csr_test_data("uuid/validate.tsv", path, sizeof path) ? fopen(path, "r") : NULL;
    if (!file) {
        return;
    }
    int valid = 0, refused = 0;
    for (int number = 0; fgets(line, sizeof line, file); number++) {
        char *tab = strchr(line, '\t');
        if (number == 0 || !tab) {
            continue;
        }
        *tab = '\0';
        csr_id id;
        char text[CSR_ID_TEXT_BYTES];
        csr_status status = csr_id_parse(line, CSR_NTS, &id, NULL);
        CU_ASSERT_EQUAL(status, has_shape(line) ? CSR_OK : CSR_E_ARGUMENT);
        CU_ASSERT_TRUE(status == CSR_OK || strncmp(tab + 1, "true", 4) != 0);
        if (status == CSR_OK) {
            csr_id_format(&id, text);
            CU_ASSERT_STRING_EQUAL(text, line);
        }
        valid += status == CSR_OK;
        refused += status != CSR_OK;
    }
    fclose(file);
    CU_ASSERT_TRUE(valid > 30 && refused > 5);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "none is all zero", none_is_all_zero },
        { "the example of the RFC is read and written", the_example_of_the_rfc_is_read_and_written },
        { "what is no id is refused", what_is_no_id_is_refused },
        { "every id comes back from its text", every_id_comes_back_from_its_text },
        { "ids of the shared data", ids_of_the_shared_data },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { .pName = "id", .pTests = tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("id", suites, 5);
}
