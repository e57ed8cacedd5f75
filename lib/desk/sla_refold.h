/*
 * The clocks of a ticket, folded again from its events under what is in force now.
 */
#ifndef CSRI_DESK_SLA_REFOLD_H
#define CSRI_DESK_SLA_REFOLD_H

#include "desk/sla.h"

/* What one run works with; begins as { .call = call }. */
typedef struct csri_refold {
    csri_call *call;
    csr_id in_force; /* the SLA document */
    const csri_sla_policy *policy;
    int64_t from_seq;     /* events before it are taken as they stand */
    csr_rows *log;        /* of the ticket */
    csri_sla_about about; /* its customer and channel as they are now */
    csr_time due_then;    /* of the cycle of the clock being folded that was stopped last while it ran; 0 = none was */
    int64_t stop_seq;     /* the event that stopped it */
    int sequential;       /* the rule at its last start says that periods of updates follow each other */
    int promised;         /* something was, at the last start or change of target of the clock being folded */
} csri_refold;

/* Under the document in force; CSR_E_NOT_FOUND (sla) when there is none. */
csr_status csri_refold_open(csri_refold *r, int64_t from_seq);
/* A ticket's turn; ended with csri_refold_end(), also after a failure. */
csr_status csri_refold_begin(csri_refold *r, const csr_ticket_view *ticket);
void csri_refold_end(csri_refold *r);

/* A clock of it as it would stand now; one for which nothing is promised any more stays as it stands. The texts are borrowed from the policy and the log. */
csr_status csri_refold_clock(csri_refold *r, const csri_clock_work *work, csri_clock_repair *out);

/* When the target was breached; 0 = it was not. */
csr_time csri_refold_breach(const csr_sla_clock *clock);
/* What was told stays told: warnings do not come again, and a breach that is none any more was one of an earlier revision,
 * as is one under another target. */
void csri_refold_keep_told(const csr_sla_clock *stored, csr_sla_clock *anew);

#endif
