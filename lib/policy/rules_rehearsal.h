/*
 * A history that rules are rehearsed over, and what they would have done.
 */
#ifndef CSRI_POLICY_RULES_REHEARSAL_H
#define CSRI_POLICY_RULES_REHEARSAL_H

#include "policy/rules_set.h"

typedef struct csri_rehearsal_ticket {
    struct csri_rehearsal_ticket *next; /* in the order in which they were met */
    csr_str name;
    csr_value *facts; /* as of `at` */
    csri_rules_bits stands;
    csr_time at, first_at, look, escalated_at;
    csri_rules_state *state;
} csri_rehearsal_ticket;

typedef struct csri_rehearsal_firing {
    csr_time at, due_at;
    size_t number; /* order in which they were found */
    uint32_t rule;
    csri_rules_outcome outcome;
    int64_t episode;
    int32_t step;
    csr_str ticket, key;
    const csri_rules_action *actions;
    csri_fate *fates;
    size_t action_count;
} csri_rehearsal_firing;

typedef struct csri_rehearsal {
    const csr_host *host;
    const csr_rules *set;
    csri_arena arena;
    csri_buffer firings;
    csri_rehearsal_ticket *first, *last, **slots; /* slots: by name */
    size_t slot_count, ticket_count, firing_number, undecided, passes;
    csr_value *facts; /* of the pass */
    int64_t line;
    csr_time now;
} csri_rehearsal;

/* Host and set are borrowed. */
void csri_rehearsal_begin(csri_rehearsal *h, const csr_host *host, const csr_rules *set);
csr_status csri_rehearsal_run(csri_rehearsal *h, csr_str lines, csr_time until, csr_error *err);
void csri_rehearsal_end(csri_rehearsal *h);

#endif
