/*
 * Escalations, as far as operations, rules and timers share them.
 */
#ifndef CSRI_DESK_ESCALATION_H
#define CSRI_DESK_ESCALATION_H

#include "desk/edit.h"

/* What is asked of whom; what is unset is none. At most one of to_agent, to_team and to_role. */
typedef struct csri_escalating {
    csr_escalation_kind kind;
    csr_role to_role;
    csr_id ticket, interaction, to_agent, to_team;
    int32_t level; /* 0 = one above the highest that is open */
    int32_t step;
    int64_t within_us;
    csr_str skill, language, reason;
    csr_id rules; /* of a rule: its set, its name, what makes it happen once, and why */
    csr_str rule, key, explanation;
} csri_escalating;

/* Ask somebody to step in. What was asked under the same key already is not asked again: *out is that one. */
csr_status csri_escalate(csri_call *call, const csri_escalating *what, csr_id *out);

/* A ticket was settled: what is open of it is resolved by that. `is` goes on. */
csr_status csri_escalations_settle(csri_call *call, struct csri_ticket *is);

/* The timer of an escalation: it expires if nobody took it up; *told counts. */
csr_status csri_escalation_due(csri_call *call, const struct csri_timer *timer, int64_t *told);

/* The open escalations of a ticket. */
csr_status csri_escalations_open(csri_call *call, const csr_id *ticket, csr_rows **out);

#endif
