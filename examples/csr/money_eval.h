/*
 * csr money eval: arithmetic on money, one JSON object a line.
 *
 * A line has an id and an op: add, mul, percent, round, cash_round, allocate, quotrem; line_units, amount_over_lines,
 * over_payments, restocking_fee. The answer has the id and the result, or error: the name of a status in capitals, or a
 * sentence when the line cannot be read. docs/money.md has the members.
 */
#ifndef CSR_TOOL_MONEY_EVAL_H
#define CSR_TOOL_MONEY_EVAL_H

#include <stdio.h>

/* Answer all lines. 0, or 1 when reading or writing failed. */
int money_eval(FILE *in, FILE *out);

#endif
