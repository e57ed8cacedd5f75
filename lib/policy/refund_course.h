/*
 * How a refund gets on, and what an approver may approve. Pure.
 */
#ifndef CSRI_POLICY_REFUND_COURSE_H
#define CSRI_POLICY_REFUND_COURSE_H

#include <csr/giving_back.h>

/* Whether a state may follow another. */
int csri_refund_may_follow(csr_refund_state from, csr_refund_state to);

/* Whether what it comes to is taken off what is left: of the lines from its first part on, of the payments
 * once it is asked for. */
int csri_refund_counts(csr_refund_state state);

/* Whether it has come to nothing, as far as its state says: refused, given up or failed. Money may have moved all the same. */
int csri_refund_gave_up(csr_refund_state state);

/* P5: whether an approval takes from the day of who gave it. moved = money of the refund ever went out; it matters only where
 * csri_refund_gave_up() says so. */
int csri_approval_counts(const csr_approval_view *approval, const csr_refund_view *refund, int moved, csr_time now);

/* M11: a part of a cash payment in the coins that there are, half of one rounded up; never more than `most`, which is what all of
 * it would be. 0 <= share <= most, step >= 1. */
int64_t csri_refund_in_coins(int64_t share, int64_t most, int64_t step);

/* What leaves the house by a refund: its money, and goods that are given beside it. */
int64_t csri_refund_worth(const csr_refund_view *refund);

/* What a refund is by its payouts: whether one is on its way, and what was paid of what. */
csr_refund_state csri_refund_after(int open, int64_t paid_minor, int64_t amount_minor);

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
    int64_t allowed, used;
} csri_approval_verdict;

/* A limit and what is left of it, in the words in which all refusals and explanations say it. */
#define CSRI_SUMS_TEXT_MAX 160
void csri_sums_text(int64_t allowed, int64_t used, int64_t asked, char text[CSRI_SUMS_TEXT_MAX]);

/* What is left of a limit: below what came before there is nothing, not less than nothing. */
int64_t csri_approval_left(int64_t limit, int64_t before);

/* Ask the limits of a role; one of zeros is none, and lets nothing through. */
void csri_approval_weigh(const csr_approval_limit_view *limit, const csri_approval_facts *facts,
                         csri_approval_verdict *out);

#endif
