/**
 * What happens to the clocks of a ticket when something happened to the ticket. Pure: the one place that knows the table
 * of docs/sla.md.
 */
#ifndef CSRI_POLICY_SLA_DECIDE_H
#define CSRI_POLICY_SLA_DECIDE_H

#include "policy/sla_policy.h"

/** Who said something publicly, as far as clocks are concerned. */
#define CSRI_SAID_CUSTOMER 1u
#define CSRI_SAID_HOUSE 2u

/** What is known. Arrays are by metric. */
typedef struct csri_sla_facts {
    const csr_ticket_view *was; /**< NULL = it was just opened; the same as `is` = it did not change. */
    const csr_ticket_view *is;
    const csri_sla_rule *rule;             /**< NULL = nothing is promised. */
    int has_target[CSRI_SLA_METRICS];      /**< The rule promises something. */
    csr_sla_state state[CSRI_SLA_METRICS]; /**< Of its clocks; 0 = there is none. */
    int rematch;                           /**< Targets may have changed. */
    unsigned said;                         /**< Who says something now: CSRI_SAID_*. */
    int house_spoke;                       /**< The house had said something before. */
    int unanswered;                        /**< The customer had, since then. */
} csri_sla_facts;

/** Something that is to happen to a clock. */
typedef struct csri_sla_command {
    csr_sla_metric metric;
    csr_sla_event_kind kind;
} csri_sla_command;

#define CSRI_SLA_COMMANDS_MAX 32

/** What is to happen, in order; returns how many. */
size_t csri_sla_decide(const csri_sla_facts *facts, csri_sla_command out[CSRI_SLA_COMMANDS_MAX]);

/** Who says something publicly with an interaction: CSRI_SAID_* bits. */
unsigned csri_sla_said(const csr_interaction_view *interaction, int bot_counts);

/** Whether a change of a ticket is one that has its clocks matched anew (C8). */
int csri_sla_rematches(const csri_sla_policy *policy, const csr_ticket_view *was, const csr_ticket_view *is,
                       uint64_t changed);

#endif
