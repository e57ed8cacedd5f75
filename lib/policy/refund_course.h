/*
 * How a refund gets on, and what an approver may approve. Pure.
 */
#ifndef CSRI_POLICY_REFUND_COURSE_H
#define CSRI_POLICY_REFUND_COURSE_H

#include <csr/giving_back.h>

/* Whether a state may follow another. */
int csri_refund_may_follow(csr_refund_state from, csr_refund_state to);

/* Whether what it comes to is taken off what is left: of the lines from its first part on, of the payments once it is asked for. */
int csri_refund_counts(csr_refund_state state);
int csri_refund_reserves(csr_refund_state state);

/* What is known when somebody would approve a refund. */
typedef struct csri_approval_facts {
    int64_t amount_minor;
    int64_t day_minor, purchase_minor, customer_minor; /* approved before, as the limits count it */
} csri_approval_facts;

/* What an approver's limits say. */
typedef struct csri_approval_verdict {
    int32_t within;   /* 1 = the amount is within all limits */
    int32_t needed;   /* people who have to approve */
    const char *over; /* the member of the limit that is too low; NULL = within */
    int64_t left;     /* what it would let through */
} csri_approval_verdict;

/* Ask the limits of a role; NULL = there are none, which lets nothing through. */
void csri_approval_weigh(const csr_approval_limit_view *limit, const csri_approval_facts *facts,
                         csri_approval_verdict *out);

#endif
