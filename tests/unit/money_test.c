/*
 * csr/money.h: currencies and their exponents (rule M3), texts, and arithmetic that keeps currencies apart (M1, M2).
 */
#include "base/currency_table.h"
#include "base/money.h"
#include "support/runner.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(list) (sizeof(list) / sizeof *(list))

static const csr_money five = { 500, "EUR", 0 }, nothing = { 0, "", 0 }, reserved = { 1, "EUR", 1 };
static const csr_money most = { INT64_MAX, "EUR", 0 }, yen = { 500, "JPY", 0 };

static void test_table(void)
{
    int32_t exponent = -7;
    csr_error err = CSR_ERROR_INIT;

    CU_ASSERT_EQUAL(csri_currency_count, 165);
    CU_ASSERT_EQUAL(csr_money_table_version(), 1);
    for (size_t i = 0; i < csri_currency_count; i++) {
        CU_ASSERT_TRUE(csri_currency_is_code(csri_currencies[i].code));
        CU_ASSERT_TRUE(i == 0 || strcmp(csri_currencies[i - 1].code, csri_currencies[i].code) < 0);
        CU_ASSERT_EQUAL(csr_money_exponent(csri_currencies[i].code, CSR_NTS, NULL, 0, &exponent, &err), CSR_OK);
        CU_ASSERT_EQUAL(exponent, csri_currencies[i].exponent);
    }
    CU_ASSERT_EQUAL(csr_money_exponent("XAU", 3, NULL, 0, &exponent, &err), CSR_E_CURRENCY);
    CU_ASSERT_STRING_EQUAL(err.field, "currency");
}

/* The exponents that four libraries have, of which two agree; a code that they have none for is not in the table. */
static void test_table_shared(void)
{
    char path[512], row[256];
    FILE *file;
    size_t found = 0;
    const char *name = csr_test_data("money/currency_exponents.csv", path, sizeof path);

    if (name == NULL)
        return;
    file = fopen(name, "r");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    CU_ASSERT_PTR_NOT_NULL(fgets(row, sizeof row, file));
    while (fgets(row, sizeof row, file) != NULL) {
        char code[4] = "";
        const char *cell = strchr(strchr(row, ',') + 1, ',') + 1;
        memcpy(code, row, 3);
        found += *cell != ',';
        CU_ASSERT_EQUAL(csri_currency_exponent(code), *cell == ',' ? -1 : (int32_t)strtol(cell, NULL, 10));
    }
    CU_ASSERT_EQUAL(found, csri_currency_count);
    CU_ASSERT_EQUAL(fclose(file), 0);
}

static void test_own(void)
{
    static const csr_currency own[] = { { "BTC", 8 }, { "EUR", 5 }, { "QQQ", 0 } };
    static const csr_currency wrong[][1] = { { { "btc", 8 } }, { { "BTC", -1 } }, { { "BTC", 19 } }, { { "BT", 2 } } };
    int32_t exponent = -7;
    csr_error err = CSR_ERROR_INIT;

    CU_ASSERT_EQUAL(csr_money_exponent("BTC", 3, own, COUNT(own), &exponent, NULL), CSR_OK);
    CU_ASSERT_EQUAL(exponent, 8);
    CU_ASSERT_EQUAL(csr_money_exponent("EUR", 3, own, COUNT(own), &exponent, NULL), CSR_OK);
    CU_ASSERT_EQUAL(exponent, 2);
    CU_ASSERT_EQUAL(csr_money_exponent("QQQ", 3, own, COUNT(own), &exponent, NULL), CSR_OK);
    CU_ASSERT_EQUAL(exponent, 0);
    for (size_t i = 0; i < COUNT(wrong); i++) {
        CU_ASSERT_EQUAL(csr_money_exponent("EUR", 3, wrong[i], 1, &exponent, &err), CSR_E_ARGUMENT);
        CU_ASSERT_STRING_EQUAL(err.field, "own");
    }
    CU_ASSERT_EQUAL(csr_money_exponent("eur", 3, NULL, 0, &exponent, &err), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_money_exponent("E{R", 3, NULL, 0, &exponent, &err), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_money_exponent("EURO", CSR_NTS, NULL, 0, &exponent, &err), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_money_exponent(NULL, 3, NULL, 0, &exponent, &err), CSR_E_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(err.field, "currency");
    CU_ASSERT_EQUAL(exponent, 0);
}

static const struct {
    const char *currency, *text;
    int64_t minor;
} texts[] = {
    { "EUR", "12.50", 1250 },
    { "EUR", "-0.05", -5 },
    { "EUR", "0.00", 0 },
    { "JPY", "1250", 1250 },
    { "KWD", "-1.250", -1250 },
    { "CLF", "0.0001", 1 },
    { "EUR", "92233720368547758.07", INT64_MAX },
    { "EUR", "-92233720368547758.08", INT64_MIN },
    { "QQQ", "9.223372036854775807", INT64_MAX },
    { "QQQ", "-0.000000000000000001", -1 },
};
static const csr_currency fine[] = { { "QQQ", 18 } };

static void test_texts(void)
{
    for (size_t i = 0; i < COUNT(texts); i++) {
        csr_money money = { 7, "", 0 };
        char text[CSR_MONEY_TEXT_BYTES];
        CU_ASSERT_EQUAL(csr_money_parse(texts[i].text, CSR_NTS, texts[i].currency, fine, 1, &money, NULL), CSR_OK);
        CU_ASSERT_EQUAL(money.minor, texts[i].minor);
        CU_ASSERT_STRING_EQUAL(money.currency, texts[i].currency);
        CU_ASSERT_EQUAL(csr_money_format(&money, fine, 1, text, NULL), CSR_OK);
        CU_ASSERT_STRING_EQUAL(text, texts[i].text);
    }
}

static void test_short_texts(void)
{
    static const struct {
        const char *text;
        int64_t minor;
    } cases[] = { { "5", 500 }, { "+5", 500 }, { "5.1", 510 }, { "0005.10", 510 }, { "-0", 0 } };
    csr_money money;

    for (size_t i = 0; i < COUNT(cases); i++) {
        CU_ASSERT_EQUAL(csr_money_parse(cases[i].text, CSR_NTS, "EUR", NULL, 0, &money, NULL), CSR_OK);
        CU_ASSERT_EQUAL(money.minor, cases[i].minor);
    }
    CU_ASSERT_EQUAL(csr_money_parse("5.10 and more", 4, "EUR", NULL, 0, &money, NULL), CSR_OK);
    CU_ASSERT_EQUAL(money.minor, 510);
}

static void test_texts_refused(void)
{
    static const struct {
        const char *text, *currency, *field;
        csr_status status;
    } cases[] = {
        { "", "EUR", "amount", CSR_E_ARGUMENT },
        { "-", "EUR", "amount", CSR_E_ARGUMENT },
        { "--1", "EUR", "amount", CSR_E_ARGUMENT },
        { ".5", "EUR", "amount", CSR_E_ARGUMENT },
        { "5.", "EUR", "amount", CSR_E_ARGUMENT },
        { "5,10", "EUR", "amount", CSR_E_ARGUMENT },
        { "5.1.0", "EUR", "amount", CSR_E_ARGUMENT },
        { "5.x", "EUR", "amount", CSR_E_ARGUMENT },
        { " 5", "EUR", "amount", CSR_E_ARGUMENT },
        { "5.100", "EUR", "amount", CSR_E_ARGUMENT },
        { "5.1", "JPY", "amount", CSR_E_ARGUMENT },
        { "92233720368547758.08", "EUR", "amount", CSR_E_OVERFLOW },
        { "-92233720368547758.09", "EUR", "amount", CSR_E_OVERFLOW },
        { "99999999999999999999", "EUR", "amount", CSR_E_OVERFLOW },
        { "184467440737095516.16", "EUR", "amount", CSR_E_OVERFLOW },
        { "999999999999999999", "EUR", "amount", CSR_E_OVERFLOW },
        { "99999999999999999999999999999999999999999", "EUR", "amount", CSR_E_OVERFLOW },
        { "5.10", "QQQ", "currency", CSR_E_CURRENCY },
        { "5.10", "eur", "currency", CSR_E_ARGUMENT },
    };
    csr_money money = five;
    char text[CSR_MONEY_TEXT_BYTES] = "x";

    for (size_t i = 0; i < COUNT(cases); i++) {
        csr_error err = CSR_ERROR_INIT;
        CU_ASSERT_EQUAL(csr_money_parse(cases[i].text, CSR_NTS, cases[i].currency, NULL, 0, &money, &err),
                        cases[i].status);
        CU_ASSERT_STRING_EQUAL(err.field, cases[i].field);
    }
    CU_ASSERT_EQUAL(csr_money_parse(NULL, 0, "EUR", NULL, 0, &money, NULL), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(memcmp(&money, &five, sizeof money), 0);
    CU_ASSERT_EQUAL(csr_money_format(&nothing, NULL, 0, text, NULL), CSR_E_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(text, "");
    money = five;
    memcpy(money.currency, "QQQ", 3);
    CU_ASSERT_EQUAL(csr_money_format(&money, NULL, 0, text, NULL), CSR_E_CURRENCY);
}

static void test_currencies_apart(void)
{
    csr_money out = yen;
    csr_error err = CSR_ERROR_INIT;

    CU_ASSERT_EQUAL(csr_money_add(&five, &yen, &out, &err), CSR_E_CURRENCY);
    CU_ASSERT_STRING_EQUAL(err.field, "currency");
    CU_ASSERT_EQUAL(csr_money_sub(&five, &yen, &out, &err), CSR_E_CURRENCY);
    CU_ASSERT_EQUAL(csr_money_add(&five, &nothing, &out, &err), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_money_add(&nothing, &five, &out, &err), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_money_add(&five, &reserved, &out, &err), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_money_add(&five, NULL, &out, &err), CSR_E_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(err.field, "amount");
    CU_ASSERT_EQUAL(memcmp(&out, &yen, sizeof out), 0);
}

/* Every function refuses what is no amount, and says of an overflow that it is one. */
static void test_refusals(void)
{
    int64_t weight = 1, share;
    csr_money out, rest;

    CU_ASSERT_EQUAL(csr_money_add(&most, &five, &out, NULL), CSR_E_OVERFLOW);
    CU_ASSERT_EQUAL(csr_money_sub(&nothing, &five, &out, NULL), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_money_mul(&nothing, 2, &out, NULL), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_money_mul(&most, 2, &out, NULL), CSR_E_OVERFLOW);
    CU_ASSERT_EQUAL(csr_money_scale(&nothing, 1, 1, 0, &out, NULL), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_money_percent(&most, 10001, 0, &out, NULL), CSR_E_OVERFLOW);
    CU_ASSERT_EQUAL(csr_money_round(&nothing, 5, 0, &out, NULL), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_money_quotrem(&nothing, 1, 1, &out, &rest, NULL), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_money_allocate(&nothing, &weight, 1, 1, &share, NULL), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_money_part(&nothing, 1, 0, 1, &out, NULL), CSR_E_ARGUMENT);
}

#define REFUSED(call, status, name)                \
    do {                                           \
        csr_error err = CSR_ERROR_INIT;            \
        CU_ASSERT_EQUAL((call), (status));         \
        CU_ASSERT_STRING_EQUAL(err.field, (name)); \
    } while (0)

static void test_fields(void)
{
    static const int64_t large[] = { INT64_MAX, 1 }, none[] = { 0, 0 };
    int64_t shares[2];
    csr_money out, minus = { -1, "EUR", 0 };

    REFUSED(csr_money_scale(&five, 1, 0, 0, &out, &err), CSR_E_ARGUMENT, "den");
    REFUSED(csr_money_scale(&five, 1, 1, 11, &out, &err), CSR_E_ARGUMENT, "mode");
    REFUSED(csr_money_percent(&five, 1, -1, &out, &err), CSR_E_ARGUMENT, "mode");
    REFUSED(csr_money_round(&five, 0, 0, &out, &err), CSR_E_ARGUMENT, "step");
    REFUSED(csr_money_round(&five, 1, 11, &out, &err), CSR_E_ARGUMENT, "mode");
    REFUSED(csr_money_quotrem(&five, 0, 1, &out, NULL, &err), CSR_E_ARGUMENT, "parts");
    REFUSED(csr_money_quotrem(&five, 1, 0, &out, NULL, &err), CSR_E_ARGUMENT, "step");
    REFUSED(csr_money_allocate(&five, none, 2, 0, shares, &err), CSR_E_ARGUMENT, "step");
    REFUSED(csr_money_allocate(&five, none, 2, 1, shares, &err), CSR_E_ARGUMENT, "weights");
    REFUSED(csr_money_allocate(&five, large, 2, 1, shares, &err), CSR_E_OVERFLOW, "weights");
    REFUSED(csr_money_allocate(&five, large, 1, 3, shares, &err), CSR_E_STEP, "amount");
    REFUSED(csr_money_part(&minus, 1, 0, 1, &out, &err), CSR_E_ARGUMENT, "total");
    REFUSED(csr_money_part(&five, 0, 0, 1, &out, &err), CSR_E_ARGUMENT, "of");
    REFUSED(csr_money_part(&five, 1, -1, 1, &out, &err), CSR_E_ARGUMENT, "before");
    REFUSED(csr_money_part(&five, 1, 0, -1, &out, &err), CSR_E_ARGUMENT, "more");
    REFUSED(csr_money_part(&five, 1, 1, 1, &out, &err), CSR_E_OVER_REFUND, "more");
}

static void test_answers(void)
{
    static const int64_t weights[] = { 2, 1 };
    int64_t shares[2];
    csr_money out = five, rest;

    CU_ASSERT_TRUE(csr_money_add(&out, &five, &out, NULL) == CSR_OK && out.minor == 1000);
    CU_ASSERT_TRUE(csr_money_sub(&five, &out, &out, NULL) == CSR_OK && out.minor == -500);
    CU_ASSERT_TRUE(csr_money_mul(&out, -3, &out, NULL) == CSR_OK && out.minor == 1500);
    CU_ASSERT_TRUE(csr_money_scale(&out, 1, 7, 0, &out, NULL) == CSR_OK && out.minor == 214);
    CU_ASSERT_TRUE(csr_money_percent(&five, 250, 0, &out, NULL) == CSR_OK && out.minor == 13);
    CU_ASSERT_TRUE(csr_money_percent(&five, 250, CSR_ROUND_HALF_EVEN, &out, NULL) == CSR_OK && out.minor == 12);
    CU_ASSERT_TRUE(csr_money_round(&five, 300, 0, &out, NULL) == CSR_OK && out.minor == 600);
    CU_ASSERT_TRUE(csr_money_quotrem(&five, 3, 10, &out, &rest, NULL) == CSR_OK);
    CU_ASSERT_TRUE(out.minor == 160 && rest.minor == 20);
    CU_ASSERT_TRUE(csr_money_quotrem(&five, 3, 10, &out, NULL, NULL) == CSR_OK);
    CU_ASSERT_TRUE(csr_money_allocate(&five, weights, 2, 1, shares, NULL) == CSR_OK);
    CU_ASSERT_TRUE(shares[0] == 333 && shares[1] == 167);
    CU_ASSERT_TRUE(csr_money_part(&five, 3, 2, 1, &out, NULL) == CSR_OK && out.minor == 167);
    CU_ASSERT_STRING_EQUAL(out.currency, "EUR");
}

#define RATIO_OR(num, den, step, mode, why) \
    csr_money_ratio((num), CSR_NTS, (den), CSR_NTS, "EUR", (step), (mode), &out, why)
#define RATIO(num, den, step, mode) RATIO_OR(num, den, step, mode, &err)
#define RATIO_NOW(num, den, step, mode) RATIO_OR(num, den, step, mode, NULL)

static void test_ratio(void)
{
    csr_money out = nothing;

    CU_ASSERT_TRUE(RATIO_NOW("7404", "5", 1, CSR_ROUND_AWAY) == CSR_OK && out.minor == 1481);
    CU_ASSERT_TRUE(RATIO_NOW("-7404", "5", 1, CSR_ROUND_CEIL) == CSR_OK && out.minor == -1480);
    CU_ASSERT_TRUE(RATIO_NOW("+340282366920938463463374607431768211455", "340282366920938463463374607431768211455", 1,
                             0) == CSR_OK &&
                   out.minor == 1);
    CU_ASSERT_STRING_EQUAL(out.currency, "EUR");
    REFUSED(RATIO("24691357802469135780069", "2", 1, CSR_ROUND_HALF_TOWARD), CSR_E_OVERFLOW, "num");
    REFUSED(RATIO("340282366920938463463374607431768211456", "1", 1, 0), CSR_E_OVERFLOW, "num");
    REFUSED(RATIO("1", "340282366920938463463374607431768211456", 1, 0), CSR_E_OVERFLOW, "num");
    REFUSED(RATIO("", "1", 1, 0), CSR_E_ARGUMENT, "num");
    REFUSED(RATIO("-", "1", 1, 0), CSR_E_ARGUMENT, "num");
    REFUSED(RATIO("1.5", "1", 1, 0), CSR_E_ARGUMENT, "num");
    REFUSED(RATIO("1", "", 1, 0), CSR_E_ARGUMENT, "den");
    REFUSED(RATIO("1", "-1", 1, 0), CSR_E_ARGUMENT, "den");
    REFUSED(RATIO("1", "0", 1, 0), CSR_E_ARGUMENT, "den");
    REFUSED(RATIO("1", "1", 0, 0), CSR_E_ARGUMENT, "step");
    REFUSED(RATIO("1", "1", 1, 11), CSR_E_ARGUMENT, "mode");
    REFUSED(csr_money_ratio("1", 1, "1", 1, "eur", 1, 0, &out, &err), CSR_E_ARGUMENT, "currency");
    REFUSED(csr_money_ratio("1", 1, "1", 1, "EU", 1, 0, &out, &err), CSR_E_ARGUMENT, "currency");
    REFUSED(csr_money_ratio("1", 1, "1", 1, NULL, 1, 0, &out, &err), CSR_E_ARGUMENT, "currency");
}

static CU_TestInfo tests[] = {
    { "money/table", test_table },
    { "money/table_shared", test_table_shared },
    { "money/own", test_own },
    { "money/texts", test_texts },
    { "money/short_texts", test_short_texts },
    { "money/texts_refused", test_texts_refused },
    { "money/currencies_apart", test_currencies_apart },
    { "money/refusals", test_refusals },
    { "money/fields", test_fields },
    { "money/answers", test_answers },
    { "money/ratio", test_ratio },
    CU_TEST_INFO_NULL,
};

static CU_SuiteInfo suites[] = { { "money", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

int main(void)
{
    return csr_test_main("money", suites, 11);
}
