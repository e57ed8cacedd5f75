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

/* What was heard of a payout: an answer to a request, or news. What is 0 or empty was not said. */
typedef struct csri_heard {
    csr_payout_answer answer;
    csr_payout_news news;
    csr_str reference, reason;
    int64_t amount_minor;
    const char *currency;
    int by_itself; /* the gateway's own notice or report: it counts whatever of it fits */
    int reported;  /* it stands in a report */
    int missing;   /* it stands in none, and should */
} csri_heard;

/* Whether two texts are the same, such as the names of gateways. */
int csri_payout_same_text(const csr_str *a, const csr_str *b);

/* Write down what was heard, and what was heard before anybody knew that it is about this payout. */
csr_status csri_payout_hear(csri_call *call, const csr_id *id, const csri_heard *heard, int64_t *out_version);
/* What went or is to go: what people found, or what was planned. Whether an amount was said, and is another one. */
int64_t csri_payout_went(const csr_payout_view *is);
int csri_payout_differs(const csr_payout_view *is, int64_t amount_minor, const char *currency);
/* The payout of our reference, else of the gateway's; *out = NULL when there is none. The caller frees it. */
csr_status csri_payout_find_either(csri_call *call, const csr_id *ours, const csr_str *gateway,
                                   const csr_str *reference, csr_rows **out);
/* Notices of a gateway that wait and have this reference. The caller frees them. */
csr_status csri_payout_notices_kept(csri_call *call, const csr_str *gateway, const csr_str *reference, csr_rows **out);
/* They are about this payout. */
csr_status csri_payout_notices_settle(csri_call *call, const csr_rows *kept, const csr_id *payout);

/* What people found: an agent at work, as they are now; whether somebody else found the same last, CSR_E_RIGHT when it was the
 * same one; and writing it, in any case, so that it is known who said what and when. */
csr_status csri_attestation_check(csri_call *call);
csr_status csri_attestation_confirms(csri_call *call, const struct csri_attestation *is, int *confirms);
csr_status csri_attestation_write(csri_call *call, struct csri_attestation *is, int64_t *out_version);

/* Far above any payment, and so that a thousand of them do not overflow. */
#define CSRI_OUTSIDE_MAX (INT64_MAX / (2 * (int64_t)CSRI_REFUND_ROWS_MAX))

/* What a gateway gave back by itself, out of a payment of a purchase. */
typedef struct csri_payout_outside {
    const csr_payment_view *payment;
    const csr_purchase_view *purchase;
    int64_t amount_minor;
    csr_str reference; /* empty = it has none of its own */
    int incident;      /* it is more than was left */
} csri_payout_outside;
/* It counts from now on: *out is the payout, without its key. */
csr_status csri_payout_import(csri_call *call, const csri_payout_outside *outside, struct csri_payout_row *out);

/* What counts of the payouts of an index: of a payment or of a refund. *frozen = one of them is an incident. */
csr_status csri_payout_sum(csri_call *call, int32_t index, const struct csri_payout_row *from, int64_t *sum,
                           int *frozen);
/* I1: whether it may not begin to go, for it was not sent yet and its payment is disputed, has an incident, or holds less than is
 * reserved by now. */
csr_status csri_payout_held(csri_call *call, const csr_payout_view *is, int *held);

#endif
