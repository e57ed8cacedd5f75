/*
 * The operations of `csr money eval` about refunds: parts of lines, of orders and of payments.
 */
#ifndef CSR_TOOL_MONEY_REFUNDS_H
#define CSR_TOOL_MONEY_REFUNDS_H

#include "money_values.h"

/* Answer a line: CSR_OK with the answer's members, or a status. */
csr_status money_line_units(struct money_line *line, csr_error *err);
csr_status money_amount_over_lines(struct money_line *line, csr_error *err);
csr_status money_over_payments(struct money_line *line, csr_error *err);
csr_status money_restocking_fee(struct money_line *line, csr_error *err);

#endif
