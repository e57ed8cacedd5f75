/*
 * Money: what is written can be read again; what is shared out adds up; parts are never more than the whole; and what is
 * refused leaves the answer as it was.
 */
#include "support/fuzz.h"

#include <csr/money.h>
#include <csr/refund.h>
#include <string.h>

#define LINES 6

static const csr_currency own[] = { { "QQQ", 18 }, { "QQR", 0 } };

static csr_money amount(fuzz_in *in)
{
    static const char codes[][4] = { "EUR", "JPY", "KWD", "CLF", "QQQ", "QQR", "XXX", "eur" };
    csr_money money = { fuzz_i64(in), "", 0 };

    memcpy(money.currency, codes[fuzz_below(in, 8)], 4);
    return money;
}

static void check_text(csr_money money)
{
    char text[CSR_MONEY_TEXT_BYTES];
    csr_money again;
    int32_t exponent;
    csr_status status = csr_money_format(&money, own, 2, text, NULL);

    FUZZ_REQUIRE(csr_money_table_version() > 0 && strlen(text) < sizeof text);
    FUZZ_REQUIRE((status == CSR_OK) ==
                 (csr_money_exponent(money.currency, CSR_NTS, own, 2, &exponent, NULL) == CSR_OK));
    if (status != CSR_OK)
        return;
    FUZZ_REQUIRE(csr_money_parse(text, CSR_NTS, money.currency, own, 2, &again, NULL) == CSR_OK);
    FUZZ_REQUIRE(again.minor == money.minor);
}

static void check_read(fuzz_in *in)
{
    csr_money money = { 0, "", 0 };
    csr_error err = CSR_ERROR_INIT;
    csr_str text = fuzz_bytes(in, 60), den = fuzz_bytes(in, 60);

    if (csr_money_parse(text.ptr, text.len, "EUR", own, 2, &money, &err) == CSR_OK)
        check_text(money);
    else
        FUZZ_REQUIRE(money.currency[0] == '\0' && err.field[0] != '\0');
    (void)csr_money_ratio(text.ptr, text.len, den.ptr, den.len, "EUR", fuzz_i64(in),
                          (csr_rounding)fuzz_below(in, 13) - 1, &money, &err);
}

static void check_sums(fuzz_in *in)
{
    csr_money a = amount(in), b = amount(in), sum = { 7, "", 0 }, back;
    csr_rounding mode = (csr_rounding)fuzz_below(in, 13) - 1;
    int64_t number = fuzz_i64(in), step = fuzz_i64(in);

    if (csr_money_add(&a, &b, &sum, NULL) == CSR_OK)
        FUZZ_REQUIRE(csr_money_sub(&sum, &b, &back, NULL) == CSR_OK && back.minor == a.minor);
    else
        FUZZ_REQUIRE(sum.minor == 7);
    if (csr_money_mul(&a, number, &sum, NULL) == CSR_OK)
        FUZZ_REQUIRE(csr_money_scale(&a, number, 1, mode > 0 && mode < 11 ? mode : 0, &back, NULL) == CSR_OK &&
                     back.minor == sum.minor);
    (void)csr_money_percent(&a, number, mode, &sum, NULL);
    if (csr_money_round(&a, step, mode, &sum, NULL) == CSR_OK)
        FUZZ_REQUIRE(sum.minor % step == 0);
    if (csr_money_quotrem(&a, number, step, &sum, &back, NULL) == CSR_OK)
        FUZZ_REQUIRE(sum.minor * number + back.minor == a.minor && sum.minor % step == 0);
    if (csr_money_part(&a, number, 0, step, &sum, NULL) == CSR_OK)
        FUZZ_REQUIRE(sum.minor >= 0 && sum.minor <= a.minor);
}

static void check_shares(fuzz_in *in)
{
    csr_money whole = amount(in);
    int64_t weights[LINES], shares[LINES], step = fuzz_i64(in), left = whole.minor;
    size_t count = fuzz_below(in, LINES + 1);

    for (size_t i = 0; i < count; i++)
        weights[i] = fuzz_i64(in);
    if (csr_money_allocate(&whole, weights, count, step, shares, NULL) != CSR_OK)
        return;
    for (size_t i = 0; i < count; i++) {
        left -= shares[i];
        FUZZ_REQUIRE(shares[i] % step == 0 && (weights[i] != 0 || shares[i] == 0));
    }
    FUZZ_REQUIRE(left == 0);
}

static void check_refund(fuzz_in *in)
{
    csr_refund_line lines[LINES];
    csr_refund_payment payments[LINES];
    int64_t gross[LINES], tax[LINES], asked = fuzz_i64(in), fee;
    size_t count = fuzz_below(in, LINES + 1);

    for (size_t i = 0; i < count; i++) {
        csr_refund_line line = { fuzz_i64(in), fuzz_i64(in), fuzz_i64(in),      fuzz_i64(in),
                                 fuzz_i64(in), fuzz_i64(in), fuzz_byte(in) & 1, 0 };
        lines[i] = line;
        payments[i].captured_minor = fuzz_i64(in);
        payments[i].refunded_minor = fuzz_i64(in);
        if (csr_refund_units(&line, asked, gross, tax, NULL) == CSR_OK)
            FUZZ_REQUIRE(gross[0] >= 0 && gross[0] <= line.gross_minor - line.refunded_gross_minor && tax[0] >= 0 &&
                         tax[0] <= line.tax_minor - line.refunded_tax_minor);
    }
    if (csr_refund_over_lines(lines, count, asked, gross, tax, NULL) == CSR_OK)
        for (size_t i = 0; i < count; i++)
            FUZZ_REQUIRE(gross[i] >= 0 && gross[i] <= lines[i].gross_minor - lines[i].refunded_gross_minor);
    if (csr_refund_over_payments(payments, count, asked, gross, NULL) == CSR_OK)
        for (size_t i = 0; i < count; i++)
            FUZZ_REQUIRE(gross[i] >= 0 && gross[i] <= payments[i].captured_minor - payments[i].refunded_minor);
    if (csr_refund_restocking_fee(asked, fuzz_i64(in), &fee, NULL) == CSR_OK)
        FUZZ_REQUIRE(fee >= 0 && fee <= asked);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_in in = { data, data + size };

    switch (fuzz_below(&in, 5)) {
    case 0: check_text(amount(&in)); break;
    case 1: check_read(&in); break;
    case 2: check_sums(&in); break;
    case 3: check_shares(&in); break;
    default: check_refund(&in);
    }
    return 0;
}
