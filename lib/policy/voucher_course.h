/*
 * How a voucher gets on, and what it gives for an order. Pure.
 */
#ifndef CSRI_POLICY_VOUCHER_COURSE_H
#define CSRI_POLICY_VOUCHER_COURSE_H

#include <csr/voucher.h>

/* Whether a state may follow another. */
int csri_voucher_may_follow(csr_voucher_state from, csr_voucher_state to);

/* Whether something may still be used of it, now or once it is approved. */
int csri_voucher_is_open(csr_voucher_state state);

/* What a voucher is when so much of it is used: what has ended by time or by a decision stays so. */
csr_voucher_state csri_voucher_after(csr_voucher_state state, int64_t amount_minor, int64_t used_minor);

/* Whether it waited for approval longer than approvals are waited for. */
int csri_voucher_waited_too_long(const csr_voucher_view *voucher, csr_time now);

/* What must hold of a new voucher: kind, amount, percentage, customer and instants fit together. */
csr_status csri_voucher_check(const csr_voucher_view *voucher, csr_time now, csr_error *err);

/* What a use comes to: an amount as it is asked for, or what the voucher gives for a basket. CSR_E_STATE when it cannot be used
 * now, CSR_E_OVER_REFUND when so much is not left; then *out is untouched. */
csr_status csri_voucher_use(const csr_voucher_view *voucher, const csr_voucher_redeem_params *asked, csr_time now,
                            int64_t *out, csr_error *err);

/* Whether what was used for an order is what is asked for again. */
int csri_voucher_same_use(const csr_voucher_redemption_view *was, const csr_voucher_redeem_params *asked);

/* A code of 20 letters without those that look like others, from 13 random bytes: 100 bits, four groups. NUL-ended. */
#define CSRI_VOUCHER_CODE_BYTES 13
#define CSRI_VOUCHER_CODE_LETTERS 23
void csri_voucher_code(const uint8_t random[CSRI_VOUCHER_CODE_BYTES], char out[CSRI_VOUCHER_CODE_LETTERS + 1]);

#endif
