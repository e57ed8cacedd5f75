#include "support/runner.h"

#include <csr/ticket.h>
#include <stdint.h>
#include <string.h>

static void test_format(void)
{
    static const struct {
        int64_t number;
        const char *text;
    } table[] = {
        { 1, "T-1" },
        { 1042, "T-1042" },
        { INT64_MAX, "T-9223372036854775807" },
        { INT64_MIN, "T--9223372036854775808" },
    };
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        char text[CSR_TICKET_NUMBER_BYTES];
        memset(text, 'x', sizeof(text));
        csr_ticket_number_format(table[i].number, text);
        CU_ASSERT_STRING_EQUAL(text, table[i].text);
    }
}

static void test_parse(void)
{
    static const struct {
        const char *text;
        int64_t number; /* 0 = refused */
    } table[] = {
        { "T-1042", 1042 },
        { "t-1042", 1042 },
        { "#1042", 1042 },
        { "1042", 1042 },
        { "0001", 1 },
        { "T-9223372036854775807", INT64_MAX },
        { "T-9223372036854775808", 0 },
        { "99999999999999999999", 0 },
        { "0", 0 },
        { "T-0", 0 },
        { "", 0 },
        { "T-", 0 },
        { "#", 0 },
        { "T1042", 0 },
        { "T-#5", 0 },
        { "#T-5", 0 },
        { "-5", 0 },
        { "+5", 0 },
        { " 5", 0 },
        { "5 ", 0 },
        { "5a", 0 },
        { "\xd9\xa5", 0 },
    };
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        csr_error err = CSR_ERROR_INIT;
        int64_t number = -7;
        csr_status status = csr_ticket_number_parse(table[i].text, CSR_NTS, &number, &err);
        CU_ASSERT_EQUAL(status, table[i].number != 0 ? CSR_OK : CSR_E_ARGUMENT);
        CU_ASSERT_EQUAL(err.status, status);
        CU_ASSERT_EQUAL(number, table[i].number != 0 ? table[i].number : -7);
        CU_ASSERT_STRING_EQUAL(err.field, table[i].number != 0 ? "" : "number");
    }
}

static void test_parse_takes_a_length(void)
{
    int64_t number = 0;

    CU_ASSERT_EQUAL(csr_ticket_number_parse("T-1042", 4, &number, NULL), CSR_OK);
    CU_ASSERT_EQUAL(number, 10);
    CU_ASSERT_EQUAL(csr_ticket_number_parse("1\0"
                                            "2",
                                            3, &number, NULL),
                    CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(number, 10);
    CU_ASSERT_EQUAL(csr_ticket_number_parse("5", 0, &number, NULL), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_ticket_number_parse(NULL, 0, &number, NULL), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_ticket_number_parse(NULL, CSR_NTS, &number, NULL), CSR_E_ARGUMENT);
}

/* What is written is read back. */
static void test_round_trip(void)
{
    for (int64_t number = 1; number > 0 && number < INT64_MAX / 7; number *= 7) {
        char text[CSR_TICKET_NUMBER_BYTES];
        int64_t back = 0;
        csr_ticket_number_format(number, text);
        CU_ASSERT_EQUAL(csr_ticket_number_parse(text, CSR_NTS, &back, NULL), CSR_OK);
        CU_ASSERT_EQUAL(back, number);
    }
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "ticket_number/format", test_format },
        { "ticket_number/parse", test_parse },
        { "ticket_number/parse_takes_a_length", test_parse_takes_a_length },
        { "ticket_number/round_trip", test_round_trip },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "ticket_number", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("ticket_number_test", suites, 4);
}
