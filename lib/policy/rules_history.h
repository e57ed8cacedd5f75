/*
 * A history that rules are run over, and what they would have done.
 */
#ifndef CSRI_POLICY_RULES_HISTORY_H
#define CSRI_POLICY_RULES_HISTORY_H

#include "policy/rules_set.h"

typedef struct csri_history_ticket {
    struct csri_history_ticket *next; /* in the order in which they were met */
    csr_str name;
    csr_value *facts; /* as of `at` */
    csri_rules_bits stands;
    csr_time at, first_at, look, escalated_at;
    csri_rules_state *state;
} csri_history_ticket;

typedef struct csri_history_firing {
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
} csri_history_firing;

typedef struct csri_history {
    const csr_host *host;
    const csr_rules *set;
    csri_arena arena;
    csri_buffer firings;
    csri_history_ticket *first, *last, **slots; /* slots: by name */
    size_t slot_count, ticket_count, firing_number, undecided, passes;
    csr_value *facts; /* of the pass */
    int64_t line;
    csr_time now;
} csri_history;

/* Host and set are borrowed. */
void csri_history_begin(csri_history *h, const csr_host *host, const csr_rules *set);
csr_status csri_history_run(csri_history *h, csr_str lines, csr_time until, csr_error *err);
void csri_history_end(csri_history *h);

#endif
