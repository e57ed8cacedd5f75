/**
 * Who is asked to step in: candidates are looked at, put into an order, and it is said why. Pure.
 */
#ifndef CSRI_POLICY_DUTY_ORDER_H
#define CSRI_POLICY_DUTY_ORDER_H

#include "base/buffer.h"
#include <csr/duty.h>

/** What is asked for; texts may be empty, the skill is folded. */
typedef struct csri_duty_wanted {
    csr_str skill;
    csr_str language;
} csri_duty_wanted;

/** The working hours of an agent at this instant. */
typedef enum csri_shift { CSRI_SHIFT_NONE, CSRI_SHIFT_OPEN, CSRI_SHIFT_CLOSED } csri_shift;

/** An agent who may be asked. The facts come from whoever asks, the rest is set here. */
typedef struct csri_duty_candidate {
    csr_id agent;
    csr_str handle;
    csr_role role;
    csr_presence presence;
    csr_time until;       /**< Of the presence; 0 = no end. */
    csr_time changed_at;  /**< When anything was last said of them. */
    csr_time shift_opens; /**< When a closed shift opens; 0 = not known. */
    csri_shift shift;
    int32_t skill_level; /**< 1 to 5; 0 = they lack it. */
    int32_t speaks;
    int32_t asked; /**< Is the one who asks, or was asked before. */
    int64_t open_tickets;
    csr_time last_contact; /**< With the customer; 0 = none. */
    csr_off_duty off;
    csr_time back_at;
} csri_duty_candidate;

/** What was said about being there, as far as it still holds: 0 = nothing. */
csr_presence csri_duty_presence(csr_presence presence, csr_time until, csr_time now);

/** Whether they are there, by presence and shift: `off`, `back_at` and what is left of `presence` are set. */
void csri_duty_attend(csri_duty_candidate *candidate, csr_time now);

/** What a skill of theirs adds; key is its folded name. */
void csri_duty_skill(csri_duty_candidate *candidate, const csri_duty_wanted *wanted, csr_skill_kind kind,
                     const csr_str *key, int32_t level);

/** When all facts are there: one who lacks the ability is not asked. */
void csri_duty_able(csri_duty_candidate *candidate, const csri_duty_wanted *wanted);

/** The best first; who is not asked comes last. Any order of what comes in gives the same. */
void csri_duty_sort(csri_duty_candidate *candidates, size_t count);

/** "speaks it, 3 open tickets, served this customer on 2026-03-02", or why they are not asked. */
void csri_duty_why(const csri_duty_candidate *candidate, const csri_duty_wanted *wanted, csri_buffer *out);

/** Whether two language tags have the same first subtag. */
int csri_duty_same_language(const csr_str *a, const csr_str *b);

#endif
