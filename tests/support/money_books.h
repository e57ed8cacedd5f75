/*
 * The books of a desk: all rows that are about money, read past the public functions, and the rules I1 to I12 and I14 that hold between
 * them and the books of the gateway. The rules are written here once more, from what they say: no code of the library decides.
 */
#ifndef CSR_TEST_MONEY_BOOKS_H
#define CSR_TEST_MONEY_BOOKS_H

#include "support/money_gateway.h"

#include "record/records.h"
#include "record/rows.h"

#include <csr/desk.h>

typedef struct money_books {
    csr_rows *refunds, *parts, *approvals, *payouts, *payments, *lines, *returns, *return_lines, *vouchers;
} money_books;

/* What the rows do not say. */
typedef struct money_facts {
    const money_gateway *gateway; /* NULL = there is none: I2 and I3 are not asked */
    csr_time now;
    int settled;        /* nothing is on its way any more: I3 */
    int64_t singles[5]; /* by role: the single limit, and that of a day, which do not change */
    int64_t days[5];
    int64_t day_offset_s; /* where days begin */
} money_facts;

/* Read them, those of returns and vouchers only when they are wanted; 0 when that fails. */
int books_read(csr_desk *desk, int wide, money_books *out);
void books_free(money_books *b);

/* What is wrong with them: a text that begins with the rule's name, or NULL. */
const char *books_wrong(const money_books *b, const money_facts *facts);

/* What is wrong between two readings, one operation or several apart: I11, and I1 where a payment was overdrawn from outside. */
const char *books_step_wrong(const money_books *was, const money_books *is, int by_one);

/* What changes when anything does: a number that is the same for the same books. */
uint64_t books_digest(const money_books *b);

/* What is left of a purchase's payments for a refund that is asked for now, by the rows. */
int64_t books_left(const money_books *b);

/* The refund of an id, or NULL. */
const csr_refund_view *books_refund_of(const money_books *b, const csr_id *id);

/* Rows, typed. */
csr_refund_view *books_refund(const money_books *b, size_t i);
csr_refund_part_view *books_part(const money_books *b, size_t i);
csr_approval_view *books_approval(const money_books *b, size_t i);
csr_payout_view *books_payout(const money_books *b, size_t i);
csr_payment_view *books_payment(const money_books *b, size_t i);
csr_purchase_line_view *books_line(const money_books *b, size_t i);
csr_return_view *books_return(const money_books *b, size_t i);
csr_return_line_view *books_return_line(const money_books *b, size_t i);
csr_voucher_view *books_voucher(const money_books *b, size_t i);

#endif
