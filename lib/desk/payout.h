/*
 * Payouts, inside: rows to the course of lib/policy and back, and writing one with what its refund comes to by it.
 */
#ifndef CSRI_DESK_PAYOUT_H
#define CSRI_DESK_PAYOUT_H

#include "desk/refund.h"
#include "policy/payout_course.h"

/* What a row says, in the words of the course; and back. */
csri_payout csri_payout_take(const csr_payout_view *view);
csri_gateway_limits csri_payout_limits(const csr_payout_view *view);
void csri_payout_put(csr_payout_view *view, const csri_payout *payout);

/* Write a payout, as a change of its refund, whose state follows from all its payouts. was NULL = it is new. */
csr_status csri_payout_write(csri_call *call, csr_event_kind event, const struct csri_payout_row *was,
                             struct csri_payout_row *is, int64_t *out_version);

/* What counts of the payouts of an index: of a payment or of a refund. *frozen = one of them is an incident. */
csr_status csri_payout_sum(csri_call *call, int32_t index, const struct csri_payout_row *from, int64_t *sum,
                           int *frozen);

#endif
