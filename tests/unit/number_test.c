#include "base/number.h"
#include "support/runner.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static const struct {
    const char *text;
    double number;
} cases[] = { { "0", 0 },           { "-0", -0.0 },
              { "1.5", 1.5 },       { "-2.25", -2.25 },
              { "1e+23", 1e23 },    { "0.1", 0.1 },
              { "5e-324", 5e-324 }, { "1.7976931348623157e+308", 1.7976931348623157e308 },
              { "100", 100 },       { "-4500.25", -4500.25 },
              { "0.0001", 0.0001 }, { "9e-05", 0.00009 },
              { "1e+15", 1e15 },    { "999999999999999.9", 999999999999999.9 },
              { "+Inf", INFINITY }, { "-Inf", -INFINITY } };

static void check_all(void)
{
    double number = 0;
    char text[CSRI_DOUBLE_TEXT];

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        CU_ASSERT_EQUAL(csri_double_write(cases[i].number, CSRI_DOUBLE_PEOPLE, text), strlen(cases[i].text));
        CU_ASSERT_STRING_EQUAL(text, cases[i].text);
        CU_ASSERT_EQUAL(csri_double_read(text, strlen(text), &number), 1);
        CU_ASSERT_EQUAL(memcmp(&number, &cases[i].number, sizeof number), 0);
    }
    CU_ASSERT_EQUAL(csri_double_write(NAN, CSRI_DOUBLE_PEOPLE, text), 3);
    CU_ASSERT_EQUAL(csri_double_read("NaN", 3, &number), 1);
    CU_ASSERT_TRUE(isnan(number));
    CU_ASSERT_EQUAL(csri_double_read("12.5x", 4, &number), 1);
    CU_ASSERT_EQUAL(number, 12.5);
}

static void test_numbers(void)
{
    char text[CSRI_DOUBLE_TEXT];

    check_all();
    CU_ASSERT_EQUAL(csri_double_write(123456.5, CSRI_DOUBLE_CEL, text), 8);
    CU_ASSERT_STRING_EQUAL(text, "123456.5");
    CU_ASSERT_EQUAL(csri_double_write(1234567, CSRI_DOUBLE_CEL, text), 12);
    CU_ASSERT_STRING_EQUAL(text, "1.234567e+06");
}

/* A program may have chosen a locale with a decimal comma; whether this machine has one or not, nothing changes. */
static void test_locale(void)
{
    if (setlocale(LC_NUMERIC, "de_DE.UTF-8") == NULL && setlocale(LC_NUMERIC, "cs_CZ.UTF-8") == NULL)
        csr_test_skip("no locale with a decimal comma");
    else
        check_all();
    (void)setlocale(LC_NUMERIC, "C");
}

static void test_refused(void)
{
    static const char *const texts[] = { "",   " 1",  "1 ",  "0x10", "1,5",   "1.5.2",
                                         "e5", "--1", "one", ".",    "1e400", "-1e400" };
    char longest[160];
    double number;

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        CU_ASSERT_EQUAL(csri_double_read(texts[i], strlen(texts[i]), &number), 0);
    memset(longest, '1', sizeof longest);
    CU_ASSERT_EQUAL(csri_double_read(longest, 127, &number), 1);
    CU_ASSERT_EQUAL(csri_double_read(longest, 128, &number), 0);
    CU_ASSERT_EQUAL(csri_double_convert(longest, 128, &number), 1);
}

static CU_TestInfo tests[] = {
    { "number/numbers", test_numbers },
    { "number/locale", test_locale },
    { "number/refused", test_refused },
    CU_TEST_INFO_NULL,
};

static CU_SuiteInfo suites[] = { { "number", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

int main(void)
{
    return csr_test_main("number", suites, 3);
}
