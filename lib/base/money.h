/**
 * Currencies: is it a code, and how many digits has it.
 */
#ifndef CSRI_BASE_MONEY_H
#define CSRI_BASE_MONEY_H

#include <csr/money.h>

/** Whether it is three capital letters with a NUL behind them. */
int csri_currency_is_code(const char code[4]);

/** Digits behind the point of a code of ISO 4217, or -1. */
int32_t csri_currency_exponent(const char code[4]);

/** Whether an amount says in what currency; if not, CSR_E_ARGUMENT with field "currency". */
csr_status csri_money_check(const csr_money *money, csr_error *err);

#endif
