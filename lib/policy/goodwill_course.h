/*
 * What goodwill costs, and when the period of a budget began. Pure.
 */
#ifndef CSRI_POLICY_GOODWILL_COURSE_H
#define CSRI_POLICY_GOODWILL_COURSE_H

#include <csr/goodwill.h>
#include <csr/voucher.h>

/* When the period in which a wall clock stands began, by that clock: microseconds since 1970-01-01 there. */
int64_t csri_budget_begin(csr_budget_period period, int64_t wall_us);

/* What a voucher takes from limits and budgets: all that it is worth; once it was revoked, what was used of it; nothing when it waited
 * too long for approval. */
int64_t csri_voucher_cost(const csr_voucher_view *voucher, csr_time now);

/* Fill what a budget says about an amount: holds and left_minor, from limit_minor and used_minor. */
void csri_budget_weigh(csr_goodwill_line_view *line, int64_t amount_minor);

#endif
