/*
 * Parts of what is given back: rules M7 to M10, and invariant I4: no line gives back more than it has, and all parts of a
 * line are the line, gross and tax alike.
 */
#include "support/runner.h"
#include "support/seeded.h"

#include <csr/refund.h>
#include <string.h>

#define COUNT(list) (sizeof(list) / sizeof *(list))
#define REFUSED(call, status, name)                \
    do {                                           \
        csr_error err = CSR_ERROR_INIT;            \
        CU_ASSERT_EQUAL((call), (status));         \
        CU_ASSERT_STRING_EQUAL(err.field, (name)); \
    } while (0)

static csr_refund_line line_of(int64_t gross, int64_t tax, int64_t quantity)
{
    csr_refund_line line = { gross, tax, quantity, 0, 0, 0, 0, 0 };

    return line;
}

static void take(csr_refund_line *line, int64_t gross, int64_t tax, int64_t units)
{
    line->refunded_gross_minor += gross;
    line->refunded_tax_minor += tax;
    line->refunded_units += units;
    line->by_amount |= units == 0;
}

/* Ten for three: 3.33, 3.33, 3.34, and the tax in the same way. */
static void test_units(void)
{
    static const int64_t expected[] = { 333, 333, 334 }, taxes[] = { 33, 33, 34 };
    csr_refund_line line = line_of(1000, 100, 3);
    int64_t gross, tax;

    for (size_t i = 0; i < 3; i++) {
        CU_ASSERT_EQUAL(csr_refund_units(&line, 1, &gross, &tax, NULL), CSR_OK);
        CU_ASSERT_TRUE(gross == expected[i] && tax == taxes[i]);
        take(&line, gross, tax, 1);
    }
    REFUSED(csr_refund_units(&line, 1, &gross, &tax, &err), CSR_E_OVER_REFUND, "units");
}

/* Units of 1, 2, 1 and 2, of which the second was given up again: the last two are all that is left, and not 3. */
static void test_units_given_up(void)
{
    csr_refund_line line = line_of(6, 6, 4);
    int64_t gross, tax;

    take(&line, 2, 2, 2);
    CU_ASSERT_EQUAL(csr_refund_units(&line, 2, &gross, &tax, NULL), CSR_OK);
    CU_ASSERT_TRUE(gross == 4 && tax == 4);
    /* One of them first: then the other takes the rest. */
    CU_ASSERT_EQUAL(csr_refund_units(&line, 1, &gross, &tax, NULL), CSR_OK);
    CU_ASSERT_TRUE(gross == 1 && tax == 1);
    take(&line, 1, 1, 1);
    CU_ASSERT_EQUAL(csr_refund_units(&line, 1, &gross, &tax, NULL), CSR_OK);
    CU_ASSERT_TRUE(gross == 3 && tax == 3);
    /* What is left of the gross may be less than units are worth, before the last of them: its tax is all that is left, too. */
    line = line_of(10, 4, 3);
    take(&line, 7, 1, 1);
    CU_ASSERT_EQUAL(csr_refund_units(&line, 1, &gross, &tax, NULL), CSR_OK);
    CU_ASSERT_TRUE(gross == 3 && tax == 3);
}

/* M10: after 5.00 were given back as an amount, the units are worth what is left, and no unit more than that. */
static void test_units_after_amount(void)
{
    csr_refund_line line = line_of(1000, 100, 3);
    int64_t gross, tax;

    take(&line, 500, 50, 0);
    CU_ASSERT_EQUAL(csr_refund_units(&line, 1, &gross, &tax, NULL), CSR_OK);
    CU_ASSERT_TRUE(gross == 333 && tax == 33);
    take(&line, gross, tax, 1);
    CU_ASSERT_EQUAL(csr_refund_units(&line, 1, &gross, &tax, NULL), CSR_OK);
    CU_ASSERT_TRUE(gross == 167 && tax == 17);
    take(&line, gross, tax, 1);
    CU_ASSERT_EQUAL(csr_refund_units(&line, 1, &gross, &tax, NULL), CSR_OK);
    CU_ASSERT_TRUE(gross == 0 && tax == 0);
}

/* M9: 10.00 over 19.99, 49.99 and 5.01. */
static void test_over_lines(void)
{
    const csr_refund_line lines[] = { line_of(1999, 347, 1), line_of(4999, 868, 1), line_of(501, 0, 1) };
    int64_t gross[3], tax[3];

    CU_ASSERT_EQUAL(csr_refund_over_lines(lines, 3, 1000, gross, tax, NULL), CSR_OK);
    CU_ASSERT_TRUE(gross[0] == 266 && gross[1] == 667 && gross[2] == 67);
    CU_ASSERT_TRUE(tax[0] == 46 && tax[1] == 115 && tax[2] == 0);
    CU_ASSERT_EQUAL(csr_refund_over_lines(lines, 3, 7499, gross, tax, NULL), CSR_OK);
    CU_ASSERT_TRUE(gross[0] == 1999 && tax[1] == 868);
    REFUSED(csr_refund_over_lines(lines, 3, 7500, gross, tax, &err), CSR_E_OVER_REFUND, "amount");
    REFUSED(csr_refund_over_lines(lines, 3, -1, gross, tax, &err), CSR_E_ARGUMENT, "amount");
}

static void test_nothing_left(void)
{
    csr_refund_line lines[] = { line_of(10, 2, 1), line_of(0, 0, 1) };
    int64_t gross[2] = { 7, 7 }, tax[2] = { 7, 7 };

    take(&lines[0], 10, 2, 0);
    CU_ASSERT_EQUAL(csr_refund_over_lines(lines, 2, 0, gross, tax, NULL), CSR_OK);
    CU_ASSERT_TRUE(gross[0] == 0 && gross[1] == 0 && tax[0] == 0 && tax[1] == 0);
    CU_ASSERT_EQUAL(csr_refund_over_lines(NULL, 0, 0, NULL, NULL, NULL), CSR_OK);
    REFUSED(csr_refund_over_lines(lines, 2, 1, gross, tax, &err), CSR_E_OVER_REFUND, "amount");
}

static void test_lines_refused(void)
{
    static const struct {
        csr_refund_line line;
        const char *field;
    } cases[] = {
        { { -1, 0, 1, 0, 0, 0, 0, 0 }, "gross_minor" },
        { { 10, -1, 1, 0, 0, 0, 0, 0 }, "tax_minor" },
        { { 10, 11, 1, 0, 0, 0, 0, 0 }, "tax_minor" },
        { { 10, 1, 0, 0, 0, 0, 0, 0 }, "quantity" },
        { { 10, 1, 1, -1, 0, 0, 0, 0 }, "refunded_gross_minor" },
        { { 10, 1, 1, 11, 0, 0, 0, 0 }, "refunded_gross_minor" },
        { { 10, 1, 1, 0, -1, 0, 0, 0 }, "refunded_tax_minor" },
        { { 10, 1, 1, 0, 2, 0, 0, 0 }, "refunded_tax_minor" },
        { { 10, 1, 1, 0, 0, -1, 0, 0 }, "refunded_units" },
        { { 10, 1, 1, 0, 0, 2, 0, 0 }, "refunded_units" },
    };
    const csr_refund_line sound = line_of(10, 1, 1), large[] = { line_of(INT64_MAX, 0, 1), line_of(1, 0, 1), sound };
    int64_t gross[3], tax[3];

    for (size_t i = 0; i < COUNT(cases); i++) {
        REFUSED(csr_refund_units(&cases[i].line, 1, gross, tax, &err), CSR_E_ARGUMENT, cases[i].field);
        REFUSED(csr_refund_over_lines(&cases[i].line, 1, 1, gross, tax, &err), CSR_E_ARGUMENT, cases[i].field);
    }
    REFUSED(csr_refund_units(&sound, 0, gross, tax, &err), CSR_E_ARGUMENT, "units");
    REFUSED(csr_refund_over_lines(large, 3, 1, gross, tax, &err), CSR_E_OVERFLOW, "lines");
}

static void test_over_payments(void)
{
    const csr_refund_payment payments[] = { { 500, 100 }, { 300, 300 }, { 1000, 0 } };
    const csr_refund_payment wrong[] = { { -1, 0 }, { 10, 11 }, { 10, -1 } };
    int64_t parts[3];

    CU_ASSERT_EQUAL(csr_refund_over_payments(payments, 3, 450, parts, NULL), CSR_OK);
    CU_ASSERT_TRUE(parts[0] == 400 && parts[1] == 0 && parts[2] == 50);
    CU_ASSERT_EQUAL(csr_refund_over_payments(payments, 3, 1400, parts, NULL), CSR_OK);
    REFUSED(csr_refund_over_payments(payments, 3, 1401, parts, &err), CSR_E_OVER_REFUND, "amount");
    REFUSED(csr_refund_over_payments(payments, 3, -1, parts, &err), CSR_E_ARGUMENT, "amount");
    REFUSED(csr_refund_over_payments(&wrong[0], 1, 1, parts, &err), CSR_E_ARGUMENT, "captured_minor");
    REFUSED(csr_refund_over_payments(&wrong[1], 1, 1, parts, &err), CSR_E_ARGUMENT, "refunded_minor");
    REFUSED(csr_refund_over_payments(&wrong[2], 1, 1, parts, &err), CSR_E_ARGUMENT, "refunded_minor");
}

static void test_fee(void)
{
    int64_t fee = 7;

    CU_ASSERT_TRUE(csr_refund_restocking_fee(250, 500, &fee, NULL) == CSR_OK && fee == 13);
    CU_ASSERT_TRUE(csr_refund_restocking_fee(250, 20000, &fee, NULL) == CSR_OK && fee == 250);
    CU_ASSERT_TRUE(csr_refund_restocking_fee(INT64_MAX, INT64_MAX, &fee, NULL) == CSR_OK && fee == INT64_MAX);
    REFUSED(csr_refund_restocking_fee(-1, 1, &fee, &err), CSR_E_ARGUMENT, "returned_minor");
    REFUSED(csr_refund_restocking_fee(1, -1, &fee, &err), CSR_E_ARGUMENT, "basis_points");
}

/* One more part of a line: units, or an amount while no unit went back since. */
static void take_any(csr_test_random *random, csr_refund_line *line)
{
    int64_t left = line->gross_minor - line->refunded_gross_minor, units = line->quantity - line->refunded_units;
    int64_t gross, tax, asked;

    if (units > 0 && csr_test_below(random, 2) == 0) {
        units = csr_test_between(random, 1, units);
        CU_ASSERT_EQUAL(csr_refund_units(line, units, &gross, &tax, NULL), CSR_OK);
    } else {
        units = 0;
        asked = csr_test_below(random, 4) == 0 ? left : csr_test_between(random, 0, left);
        CU_ASSERT_EQUAL(csr_refund_over_lines(line, 1, asked, &gross, &tax, NULL), CSR_OK);
        CU_ASSERT_EQUAL(gross, asked);
    }
    CU_ASSERT_TRUE(gross >= 0 && tax >= 0 && tax <= line->tax_minor - line->refunded_tax_minor && gross <= left);
    take(line, gross, tax, units);
}

static void test_property(void)
{
    csr_test_random random = csr_test_random_begin("refund parts", 20260404);
    unsigned depth = csr_test_depth(20000);

    for (unsigned i = 0; i < depth; i++) {
        csr_refund_line line = line_of(csr_test_between(&random, 0, INT64_MAX >> csr_test_below(&random, 63)), 0,
                                       csr_test_between(&random, 1, 40));
        int64_t gross, tax;
        line.tax_minor = csr_test_between(&random, 0, line.gross_minor);
        for (unsigned part = 0; part < 12; part++)
            take_any(&random, &line);
        /* The rest, whatever went before: then nothing is left of gross or tax. */
        CU_ASSERT_EQUAL(csr_refund_over_lines(&line, 1, line.gross_minor - line.refunded_gross_minor, &gross, &tax,
                                              NULL),
                        CSR_OK);
        take(&line, gross, tax, 0);
        CU_ASSERT_TRUE(line.refunded_gross_minor == line.gross_minor && line.refunded_tax_minor == line.tax_minor);
    }
}

/* No line gets more than it has left, and all together get what was asked for. */
static void test_over_lines_property(void)
{
    csr_test_random random = csr_test_random_begin("refund over lines", 20260405);
    unsigned depth = csr_test_depth(5000);

    for (unsigned i = 0; i < depth; i++) {
        csr_refund_line lines[8];
        int64_t gross[8], tax[8], left = 0, asked, sum = 0;
        size_t count = 1 + (size_t)csr_test_below(&random, 8);
        for (size_t at = 0; at < count; at++) {
            lines[at] = line_of(csr_test_between(&random, 0, INT64_MAX / 8 >> csr_test_below(&random, 60)), 0, 1);
            lines[at].tax_minor = csr_test_between(&random, 0, lines[at].gross_minor);
            left += lines[at].gross_minor;
        }
        asked = csr_test_between(&random, 0, left);
        CU_ASSERT_EQUAL(csr_refund_over_lines(lines, count, asked, gross, tax, NULL), CSR_OK);
        for (size_t at = 0; at < count; at++) {
            CU_ASSERT_TRUE(gross[at] >= 0 && gross[at] <= lines[at].gross_minor);
            CU_ASSERT_TRUE(tax[at] >= 0 && tax[at] <= lines[at].tax_minor);
            sum += gross[at];
        }
        CU_ASSERT_EQUAL(sum, asked);
    }
}

static CU_TestInfo tests[] = {
    { "refund_parts/units", test_units },
    { "refund_parts/units_given_up", test_units_given_up },
    { "refund_parts/units_after_amount", test_units_after_amount },
    { "refund_parts/over_lines", test_over_lines },
    { "refund_parts/nothing_left", test_nothing_left },
    { "refund_parts/lines_refused", test_lines_refused },
    { "refund_parts/over_payments", test_over_payments },
    { "refund_parts/fee", test_fee },
    { "refund_parts/property", test_property },
    { "refund_parts/over_lines_property", test_over_lines_property },
    CU_TEST_INFO_NULL,
};

static CU_SuiteInfo suites[] = { { "refund_parts", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

int main(void)
{
    return csr_test_main("refund parts", suites, 10);
}
