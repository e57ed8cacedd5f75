/*
 * Goodwill, inside: what limits and budgets say about it, and what counts for them.
 */
#ifndef CSRI_DESK_GOODWILL_H
#define CSRI_DESK_GOODWILL_H

#include "desk/refund.h"
#include "policy/goodwill_course.h"

/* Goodwill that somebody asks for, as a voucher or as a refund. */
typedef struct csri_goodwill_ask {
    csr_id subject; /* the voucher or the refund; none = it is only thought of */
    csr_id agent;
    csr_id customer;
    csr_id ticket;
    int64_t amount_minor;
    csr_record_kind subject_kind;
    char currency[4];
    csr_str reason;
} csri_goodwill_ask;

/* What was found out: a line for each limit and budget, and what follows from all of them. */
typedef struct csri_goodwill_found {
    csr_rows *lines; /* csr_goodwill_line_view; freed by the caller, also after a failure */
    csr_role role;   /* the agent's, now */
    int32_t within;  /* 1 = every line holds */
    int32_t needed;  /* people who have to approve */
} csri_goodwill_found;

/* Ask the limits of the agent's role, the ticket and all budgets. */
csr_status csri_goodwill_weigh(csri_call *call, const csri_goodwill_ask *ask, csri_goodwill_found *out);
/* The text of the first line that does not hold, or of the last one; borrowed from the lines. */
csr_str csri_goodwill_why(const csri_goodwill_found *found);

/* Whether all budgets of an agent let a refund for goodwill through; 1 for other purposes. */
csr_status csri_budgets_allow(csri_call *call, const csr_refund_view *refund, int *allow);
/* The same for an agent who would ask for it, with what a budget says: the first that is too small. */
#define CSRI_BUDGET_TEXT_MAX 300
csr_status csri_budgets_explain(csri_call *call, const csr_refund_view *refund, const csr_id *agent, int *allow,
                                char text[CSRI_BUDGET_TEXT_MAX]);
/* What was approved counts for the budgets of the one who asked; once for each, however often it is approved. */
csr_status csri_budgets_use(csri_call *call, const csri_goodwill_ask *ask);
csr_status csri_budgets_use_refund(csri_call *call, const csr_refund_view *refund);

/* What counts for a budget since then, but for one voucher or refund. */
csr_status csri_budget_sum(csri_call *call, const csr_id *budget, csr_time since, const csr_id *own, int64_t *sum);

/* Vouchers that count for the limits of goodwill beside refunds, `own` not among them: those that an agent approved from an
 * instant to another, and those of the customer of `own` since then. Added to *sum; nothing where own is not goodwill. */
csr_status csri_vouchers_decided(csri_call *call, const csr_id *agent, const csr_refund_view *own, csr_time from,
                                 csr_time to, int64_t *sum);
csr_status csri_vouchers_of_customer(csri_call *call, const csr_refund_view *own, csr_time since, int64_t *sum);

#endif
