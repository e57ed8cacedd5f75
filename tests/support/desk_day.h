/*
 * A day at a desk: every operation at least once, every parameter set at least once, each step through both doors.
 *
 * The steps build on one another. A step that gives an id gives it a name.
 */
#ifndef CSR_TEST_DESK_DAY_H
#define CSR_TEST_DESK_DAY_H

#include "support/desk_fixture.h"

typedef struct desk_step {
    const char *operation, *params;      /* the second door: see support/desk_words.h; "@amy {..}" = in amy's session */
    csr_status (*typed)(desk_fixture *); /* the first door; its answer goes to f->raw */
    const char *name;                    /* of the id it gives, or of its first row; or NULL */
} desk_step;

extern const desk_step desk_day_customers[];
extern const size_t desk_day_customers_count;
extern const desk_step desk_day_staff[];
extern const size_t desk_day_staff_count;
extern const desk_step desk_day_tickets[];
extern const size_t desk_day_tickets_count;
extern const desk_step desk_day_contacts[];
extern const size_t desk_day_contacts_count;
extern const desk_step desk_day_together[];
extern const size_t desk_day_together_count;
extern const desk_step desk_day_fields[];
extern const size_t desk_day_fields_count;
extern const desk_step desk_day_messages[];
extern const size_t desk_day_messages_count;
extern const desk_step desk_day_purchases[];
extern const size_t desk_day_purchases_count;
extern const desk_step desk_day_refunds[];
extern const size_t desk_day_refunds_count;
extern const desk_step desk_day_returns[];
extern const size_t desk_day_returns_count;
extern const desk_step desk_day_clocks[];
extern const size_t desk_day_clocks_count;
extern const desk_step desk_day_escalations[];
extern const size_t desk_day_escalations_count;
extern const desk_step desk_day_remedies[];
extern const size_t desk_day_remedies_count;

/* The steps of the day, in order; NULL behind the last one. */
const desk_step *desk_day_step(size_t number);
/* Run a step through a door (1 or 2), a second after the one before; 1 when it succeeded. */
int desk_day_run(desk_fixture *f, const desk_step *step, int door);
/* The session of the agent that the parameters begin with, in place of the system's, which is returned; NULL = they begin with
 * none. And the system's again. */
csr_session *desk_day_as(desk_fixture *f, const char **params);
void desk_day_back(desk_fixture *f, csr_session *system);
/* Name the id that a step gave, or that of its first row. */
void desk_day_name(desk_fixture *f, const desk_step *step);
/* The whole day through a door. */
void desk_day(desk_fixture *f, int door);

/* What typed steps end with: the answer as the second door would write it. */
csr_status desk_gives_id(desk_fixture *f, csr_status status, const csr_id *id);
csr_status desk_gives_number(desk_fixture *f, csr_status status, const char *member, const int64_t *number);
csr_status desk_gives_result(desk_fixture *f, csr_status status, csr_result **result);
csr_status desk_gives_nothing(desk_fixture *f, csr_status status);

#endif
