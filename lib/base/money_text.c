#include "base/amount.h"
#include "base/currency_table.h"
#include "base/error.h"
#include "base/money.h"
#include "base/text.h"

#include <stdio.h>
#include <string.h>

int csri_currency_is_code(const char code[4])
{
    for (int i = 0; i < 3; i++)
        if (code[i] < 'A' || code[i] > 'Z')
            return 0;
    return code[3] == '\0';
}

int32_t csri_currency_exponent(const char code[4])
{
    size_t low = 0, high = csri_currency_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = memcmp(code, csri_currencies[middle].code, 4);
        if (order == 0)
            return csri_currencies[middle].exponent;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return -1;
}

int32_t csr_money_table_version(void)
{
    return csri_currency_version;
}

csr_status csr_money_exponent(const char *code, size_t code_len, const csr_currency *own, size_t own_count,
                              int32_t *out_exponent, csr_error *err)
{
    char wanted[4] = "";
    int32_t exponent = -1;

    if (out_exponent == NULL)
        return csri_out_missing(err, "out_exponent");
    if (code != NULL && csri_text_nts(code, code_len) == 3)
        memcpy(wanted, code, 3);
    if (!csri_currency_is_code(wanted))
        return csri_fail(err, CSR_E_ARGUMENT, "currency", "a currency is three capital letters, such as EUR");
    for (size_t i = 0; i < own_count; i++) {
        if (!csri_currency_is_code(own[i].code) || own[i].exponent < 0 || own[i].exponent > CSR_MONEY_EXPONENT_MAX)
            return csri_fail(err, CSR_E_ARGUMENT, "own", "a currency of the host's is no code with 0 to %d digits",
                             CSR_MONEY_EXPONENT_MAX);
        if (memcmp(own[i].code, wanted, 4) == 0)
            exponent = own[i].exponent;
    }
    if (csri_currency_exponent(wanted) >= 0)
        exponent = csri_currency_exponent(wanted);
    if (exponent < 0)
        return csri_fail(err, CSR_E_CURRENCY, "currency", "%s is no currency that is known", wanted);
    *out_exponent = exponent;
    return CSR_OK;
}

/* Add digits to a number: 1, or 0 when it does not fit. */
static int put_digits(uint64_t *number, const char *ptr, size_t len)
{
    csri_wide wide = csri_wide_of(*number);

    for (size_t i = 0; i < len; i++) {
        (void)csri_wide_grow(&wide, 10, (uint64_t)(ptr[i] - '0'));
        if (wide.hi != 0)
            return 0;
    }
    *number = wide.lo;
    return 1;
}

static size_t digits_at(const char *ptr, size_t len)
{
    size_t count = 0;

    while (count < len && ptr[count] >= '0' && ptr[count] <= '9')
        count++;
    return count;
}

/* A sign, if there is one; its length. */
static size_t sign_at(const char *ptr, size_t len, int *negative)
{
    *negative = len > 0 && ptr[0] == '-';
    return len > 0 && (ptr[0] == '-' || ptr[0] == '+');
}

/* The digits before and behind the point: 1, or 0 when the text is no number. */
static int cut(const char *ptr, size_t len, csr_str *whole, csr_str *fraction)
{
    whole->ptr = fraction->ptr = ptr;
    whole->len = digits_at(ptr, len);
    fraction->len = 0;
    if (whole->len == 0 || whole->len == len)
        return whole->len > 0;
    fraction->ptr = ptr + whole->len + 1;
    fraction->len = digits_at(fraction->ptr, len - whole->len - 1);
    return ptr[whole->len] == '.' && fraction->len > 0 && whole->len + 1 + fraction->len == len;
}

csr_status csr_money_parse(const char *text, size_t len, const char *code, const csr_currency *own, size_t own_count,
                           csr_money *out, csr_error *err)
{
    static const char zeros[] = "000000000000000000"; /* CSR_MONEY_EXPONENT_MAX */
    csr_money made = { 0, "", 0 };
    csr_str whole, fraction;
    int negative;
    int32_t exponent;
    uint64_t number = 0;
    size_t sign;
    csr_status status = csr_money_exponent(code, CSR_NTS, own, own_count, &exponent, err);

    if (status != CSR_OK)
        return status;
    if (out == NULL)
        return csri_out_missing(err, "out");
    len = csri_text_nts(text, len);
    sign = sign_at(text, len, &negative);
    if (len == 0 || !cut(text + sign, len - sign, &whole, &fraction))
        return csri_fail(err, CSR_E_ARGUMENT, "amount", "an amount is written like 12.50");
    if (fraction.len > (size_t)exponent)
        return csri_fail(err, CSR_E_ARGUMENT, "amount", "%s has %d digits behind the point", code, (int)exponent);
    if (!put_digits(&number, whole.ptr, whole.len) || !put_digits(&number, fraction.ptr, fraction.len) ||
        !put_digits(&number, zeros, (size_t)exponent - fraction.len) ||
        number > (uint64_t)INT64_MAX + (negative ? 1 : 0))
        return csri_fail(err, CSR_E_OVERFLOW, "amount", "the amount does not fit into 64 bits");
    made.minor = (int64_t)(negative ? -number : number);
    memcpy(made.currency, code, 3);
    *out = made;
    return CSR_OK;
}

csr_status csr_money_format(const csr_money *money, const csr_currency *own, size_t own_count,
                            char out[CSR_MONEY_TEXT_BYTES], csr_error *err)
{
    uint64_t size, unit = 1;
    int32_t exponent;
    int len;
    csr_status status = csri_money_check(money, err);

    if (out == NULL)
        return csri_out_missing(err, "out");
    out[0] = '\0';
    if (status == CSR_OK)
        status = csr_money_exponent(money->currency, 3, own, own_count, &exponent, err);
    if (status != CSR_OK)
        return status;
    for (int32_t i = 0; i < exponent; i++)
        unit *= 10;
    size = csri_amount_size(money->minor);
    len = snprintf(out, CSR_MONEY_TEXT_BYTES, "%s%llu", money->minor < 0 ? "-" : "", (unsigned long long)(size / unit));
    if (exponent == 0)
        return CSR_OK;
    out[len] = '.';
    out[len + exponent + 1] = '\0';
    for (int32_t i = exponent; i > 0; i--, size /= 10)
        out[len + i] = (char)('0' + size % 10);
    return CSR_OK;
}

/* Digits behind a sign of `sign` bytes as a number of up to 128 bits. */
static csr_status read_wide(const char *ptr, size_t sign, size_t len, csri_wide *out)
{
    *out = csri_wide_of(0);
    if (len == sign || digits_at(ptr + sign, len - sign) != len - sign)
        return CSR_E_ARGUMENT;
    for (size_t i = sign; i < len; i++)
        if (!csri_wide_grow(out, 10, (uint64_t)(ptr[i] - '0')))
            return CSR_E_OVERFLOW;
    return CSR_OK;
}

csr_status csr_money_ratio(const char *num, size_t num_len, const char *den, size_t den_len, const char *code,
                           int64_t step, csr_rounding mode, csr_money *out, csr_error *err)
{
    csr_money made = { 0, "", 0 };
    csri_wide above, below;
    int negative;
    csr_status num_status, den_status;

    if (out == NULL)
        return csri_out_missing(err, "out");
    if (code == NULL || strlen(code) != 3 || !csri_currency_is_code(code))
        return csri_fail(err, CSR_E_ARGUMENT, "currency", "a currency is three capital letters, such as EUR");
    memcpy(made.currency, code, 3);
    num_len = csri_text_nts(num, num_len);
    num_status = read_wide(num, sign_at(num, num_len, &negative), num_len, &above);
    den_status = read_wide(den, 0, csri_text_nts(den, den_len), &below);
    if (num_status == CSR_E_ARGUMENT)
        return csri_fail(err, CSR_E_ARGUMENT, "num", "digits are expected, with or without a sign");
    if (den_status == CSR_E_ARGUMENT || (den_status == CSR_OK && csri_wide_compare(below, csri_wide_of(0)) == 0))
        return csri_fail(err, CSR_E_ARGUMENT, "den", "digits are expected, and not zero");
    if (num_status == CSR_OK && den_status == CSR_OK)
        num_status = csri_amount_ratio(negative, above, below, step, mode, &made.minor);
    else
        num_status = CSR_E_OVERFLOW;
    if (num_status == CSR_E_OVERFLOW)
        return csri_fail(err, CSR_E_OVERFLOW, "num", "the amount does not fit into 64 bits");
    if (num_status != CSR_OK)
        return csri_fail(err, CSR_E_ARGUMENT, step < 1 ? "step" : "mode", "it is out of its limits");
    *out = made;
    return CSR_OK;
}
