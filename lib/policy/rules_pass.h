/*
 * A pass over the rules of a ticket, between its parts: who holds (rules_decide.c) and what fires (rules_fire.c).
 */
#ifndef CSRI_POLICY_RULES_PASS_H
#define CSRI_POLICY_RULES_PASS_H

#include "policy/rules_set.h"

/* A set and its facts, all of them. */
typedef struct csri_rules_view {
    const csr_rules *set;
    const csr_value *facts;
    size_t fact_count;
} csri_rules_view;

typedef struct pass {
    const csri_rules_input *in;
    csri_rules_decision *out;
    csri_rules_view *views;
    csri_buffer memos;      /* csri_rules_memo */
    csri_buffer firings;    /* csri_rules_firing */
    csri_buffer recent;     /* csr_time: when the ticket had notices, of the time that the guard looks back to */
    csri_match_found found; /* of the rules of the set in force: which hold, and which cannot be decided */
    csri_match_found turns; /* of the same: those that time may turn */
    csr_time due;           /* the instant that the pass is for, not behind now */
    int dirty;              /* something else is to be remembered */
} pass;

/* Fire a step of a rule under its memo. */
void csri_pass_fire(pass *p, const csri_rules_view *view, uint32_t rule, csri_rules_memo *memo, int32_t step,
                    csr_time due, int undecided);
/* What the open episode of a rule does now: its next step, when it is due. */
void csri_pass_step(pass *p, const csri_rules_view *view, uint32_t rule, csri_rules_memo *memo);
/* Add an entry; what it does not say about the rule is filled in. */
void csri_pass_tell(pass *p, csri_rules_firing *firing);
/* The view of a set that has one. */
const csri_rules_view *csri_pass_view(const pass *p, const csr_rules *set);
/* Write the audit record of a firing. */
void csri_pass_audit(pass *p, csri_rules_firing *firing);
/* When the ticket must be looked at again. */
void csri_pass_look(pass *p);
/* Order, conflicts, inhibition, audit, and when to come back. */
csr_status csri_pass_finish(pass *p, csr_error *err);

#endif
