/*
 * Who may be asked to step in: the facts for lib/policy/duty_order.h.
 */
#ifndef CSRI_DESK_DUTY_H
#define CSRI_DESK_DUTY_H

#include "desk/run.h"
#include "policy/duty_order.h"

/* Who is looked for. */
typedef struct csri_duty_search {
    csr_role role;       /* this rank and above; 0 = all */
    csr_id team;         /* its members; none = everybody */
    csr_id agent;        /* this one alone; none = not */
    csr_id customer;     /* may be none */
    csr_str skill;       /* as given */
    csr_str language;    /* empty = the customer's */
    const csr_id *asked; /* who is not to be asked */
    size_t asked_count;
    int only_there; /* whether they are there is all that matters: not their skills, nor how much they have to do */
    int one;        /* and the first who is there is enough */
} csri_duty_search;

/* Those found, the best first: rows of csri_duty_candidate. Freed with csri_duty_free(), also after a failure. */
typedef struct csri_duty_found {
    csri_duty_wanted wanted;
    csri_buffer skill; /* folded */
    csr_rows *customer;
    csr_rows *rows;
} csri_duty_found;

csr_status csri_duty_find(csri_call *call, const csri_duty_search *search, csri_duty_found *out);
void csri_duty_free(csri_duty_found *found);

#endif
