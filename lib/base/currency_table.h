/**
 * How many digits the currencies of ISO 4217 have behind the point: a table of the current codes, ascending.
 */
#ifndef CSRI_BASE_CURRENCY_TABLE_H
#define CSRI_BASE_CURRENCY_TABLE_H

#include <csr/money.h>

extern const int32_t csri_currency_version;
extern const csr_currency csri_currencies[];
extern const size_t csri_currency_count;

#endif
