/*
 * All cases that conditions can tell apart: for each field that they read, a value on either side of every constant that
 * it is compared with. What holds in all of them always holds, where the conditions are simple enough.
 */
#ifndef CSRI_POLICY_RULES_CASES_H
#define CSRI_POLICY_RULES_CASES_H

#include "policy/rules_set.h"

/* More cases than this are not gone through. */
#define CSRI_CASES_MAX 20000
#define CSRI_CASES_FIELDS 24
#define CSRI_CASES_VALUES 64

typedef struct csri_cases {
    const csr_rules *set;
    csri_arena arena;
    size_t field_count;
    uint16_t fields[CSRI_CASES_FIELDS];
    size_t counts[CSRI_CASES_FIELDS];
    csr_value *values[CSRI_CASES_FIELDS];
    size_t at[CSRI_CASES_FIELDS];
    csr_value *facts; /* of the case */
    char *room;       /* for constants that are made here */
    size_t room_left;
    int exact; /* the cases are all that there are */
    int begun;
} csri_cases;

/* Of up to two rules and a clause, each of which may be NULL. CSR_E_NO_MEMORY. */
csr_status csri_cases_begin(csri_cases *cases, const csr_rules *set, const csri_rules_rule *one,
                            const csri_rules_rule *other, const csri_rules_clause *clause);
/* The next case in facts; 0 when there are no more. */
int csri_cases_next(csri_cases *cases);
void csri_cases_end(csri_cases *cases);

#endif
