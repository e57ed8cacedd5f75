/*
 * Refunds, inside: what is left of a line and of the payments, by the rows, and what an approver's limits say.
 */
#ifndef CSRI_DESK_REFUND_H
#define CSRI_DESK_REFUND_H

#include "desk/edit.h"
#include "policy/refund_course.h"

#include <csr/refund.h>

/* Parts of one refund, refunds of one purchase or customer in the time that limits are about, lines of one purchase: more are
 * refused, never left out of a sum. */
#define CSRI_REFUND_ROWS_MAX 1000
#define CSRI_REFUND_LINES_MAX 200

/* Rows of an index of somebody and an instant. */
typedef struct csri_refund_since {
    const csr_record *record;
    const void *from; /* a row with the first member of the index */
    size_t at;        /* where the instant stands in a row */
    int32_t index;
    int32_t reserved;
} csri_refund_since;

/* All rows of an index that agree with `from` in its first member; CSR_E_LIMIT when they are too many. The caller frees them. */
csr_status csri_refund_scan(csri_call *call, const csr_record *record, int32_t index, const void *from, csr_rows **out);
/* Of these the ones since an instant, which is the second member of the index and stands `at` bytes from the beginning of a row:
 * the last ones first, and what lies further back is not read. Unset is never since. */
csr_status csri_refund_scan_since(csri_call *call, const csri_refund_since *what, csr_time since, csr_rows **out);

/* A line, and what of it was given back or is about to be; and the units that returns and claims hold. `own` (which may be NULL)
 * is a return that does not count. */
csr_status csri_refund_line_sum(csri_call *call, const struct csri_purchase_line *line, const csr_id *own,
                                csr_refund_line *out, int64_t *held);

/* Add a part to a refund, as a change of it; the part gets an id. */
csr_status csri_refund_part_write(csri_call *call, struct csri_refund_part *part, int64_t *version);

/* What a matter of money takes from its purchase: the customer and the currency. Its ticket, which may be none, is of the same
 * customer (I20). */
csr_status csri_refund_of_purchase(csri_call *call, const csr_id *purchase, const csr_id *ticket, csr_id *customer,
                                   char currency[4]);

/* What the refunds of a purchase gave back or are about to; `own` does not count. */
csr_status csri_refund_taken(csri_call *call, const csr_id *purchase, const csr_id *own, int64_t *taken);

/* What the payments of a purchase hold, and what is left of that; `own` does not count. */
csr_status csri_refund_held(csri_call *call, const csr_id *purchase, int64_t *sum);
csr_status csri_refund_left(csri_call *call, const csr_id *purchase, const csr_id *own, int64_t *left);

/* Whether a purchase gave back parts of a kind that goes back once. */
csr_status csri_refund_has_part(csri_call *call, const csr_id *purchase, csr_refund_part_kind kind, int *has);

/* Whether money of a refund ever went out, come back or not. */
csr_status csri_refund_moved(csri_call *call, const csr_id *refund, int *moved);

/* An agent who would approve a refund now: their role and limit as of now, what was approved before, and the verdict. */
typedef struct csri_approver {
    csr_role role;
    int32_t gone;                  /* they are deactivated */
    int32_t own;                   /* they are the customer, by their address: nobody approves what they are given */
    csr_approval_limit_view limit; /* id none and nothing allowed = their role has none */
    csri_approval_facts facts;
    csri_approval_verdict verdict;
} csri_approver;
csr_status csri_approver_weigh(csri_call *call, const csr_id *agent, const csr_refund_view *refund, csri_approver *out);
#define CSRI_APPROVER_OWN "nobody approves what they are given themselves"
/* CSR_E_RIGHT, and why, unless they may approve so much. */
csr_status csri_approver_check(const csri_call *call, const csri_approver *by, int64_t amount_minor);
/* The same with all facts, also where the first limit says no, and of agents who are gone. */
csr_status csri_approver_look(csri_call *call, const csr_id *agent, const csr_refund_view *refund, csri_approver *out);

/* P3: nobody approves what they asked for or approved already; decisions are rows, from `first` on, that hold an agent at an
 * offset. CSR_E_RIGHT. */
csr_status csri_check_other(csri_call *call, const csr_id *requested_by, const csr_id *agent, const csr_rows *decisions,
                            size_t first, size_t agent_at);
/* It waits for a decision, of an agent; `what` waits. CSR_E_RIGHT, CSR_E_STATE. */
csr_status csri_check_waits(csri_call *call, int waits, const char *what);

/* CSR_E_RIGHT when the session's agent asked for a refund, or approved it already. */
csr_status csri_refund_check_other(csri_call *call, const csr_refund_view *refund, const csr_id *agent);

/* A decision about a refund as it is now, by the session's agent, for the refund's own reason; `rule` is a literal. */
struct csri_approval csri_refund_decision(const csri_call *call, const csr_refund_view *refund, csr_approval_kind kind,
                                          const csri_approver *by, const char *rule);

/* So much is left of the payments. */
csr_status csri_refund_check_left(csri_call *call, const csr_refund_view *is);

/* Until when what is asked for or approved now may wait: 72 hours, of the calendar that the settings name or of the clock. */
csr_status csri_approval_until(csri_call *call, csr_time *out);
/* That calendar was recorded. */
csr_status csri_approval_calendar_check(csri_call *call, const csr_str *name);

/* It may be paid from now on, for a time. */
csr_status csri_refund_set_approved(csri_call *call, csr_refund_view *is);

/* A refund that came of something that fell through is given up with it. */
csr_status csri_refund_drop(csri_call *call, const csr_id *id, const char *rule);

/* What was approved for a return is given: it ends, unless a charge is due first. */
csr_status csri_return_give(csri_call *call, const csr_id *refund, int *charge_due);

/* The first of a refund's approvals that holds: behind those that were dropped or are about an earlier request. */
size_t csri_approvals_first(const csr_rows *approvals, const csr_refund_view *refund);

/* P6: whether those who approved a refund may still do so. */
csr_status csri_approvers_hold(csri_call *call, const csr_refund_view *refund, int *holds);

/* P6: an edited refund whose approvers may not approve it any more waits for approval again. Frees the edit. */
csr_status csri_refund_send_back(csri_call *call, csri_edit *edit, struct csri_refund *is, int64_t *out_version);

#endif
