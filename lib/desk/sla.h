/*
 * The clocks of tickets, as far as the operations on tickets and interactions drive them.
 */
#ifndef CSRI_DESK_SLA_H
#define CSRI_DESK_SLA_H

#include "desk/run.h"
#include "policy/sla_decide.h"
#include "policy/sla_state.h"

/* The SLA document in force; none when there is none. Costs nothing where none was ever recorded and nobody else has
 * written since that was last looked up. */
csr_status csri_sla_in_force(csri_call *call, csr_id *out);
/* What the store lets us remember about a transaction's connection, bit 0 for SLA documents and bit 1 for rules; NULL =
 * nothing. */
uint64_t *csri_memo(csri_call *call);
/* An SLA document was recorded: what was remembered does not hold any more. */
void csri_sla_recorded(csri_call *call);

/* What happened to a ticket. */
typedef struct csri_ticket_step {
    const struct csri_ticket *was;    /* NULL = it was just opened */
    struct csri_ticket *is;           /* as written; its version, chain and due_at go on */
    const csr_interaction_view *said; /* what was said, or NULL */
    csr_time at;                      /* when it took effect */
    int rematch;                      /* targets may have changed */
} csri_ticket_step;

/* Let the clocks of a ticket that is under an SLA document follow what happened; one that is not costs nothing. */
csr_status csri_sla_follow(csri_call *call, const csri_ticket_step *step);
/* Before a change of a ticket is written: whether its clocks are matched anew, and then under which document. */
csr_status csri_sla_before_change(csri_call *call, const struct csri_ticket *was, struct csri_ticket *is, int *rematch);
/* After an interaction was recorded. */
csr_status csri_sla_after_interaction(csri_call *call, const struct csri_interaction *is);

/* A clock being worked on: its row as stored and as it will be, and the fold. */
typedef struct csri_clock_work {
    int exists;
    unsigned turn;     /* which of the two level texts is in use */
    int32_t catch_up;  /* CSRI_CATCH_UP_* */
    csr_time timer_at; /* of the timer that is stored; 0 = none */
    csr_str reason;    /* of the event that is written next; borrowed */
    csr_time due_then; /* of the cycle that was stopped last while it ran; 0 = none was */
    csr_id under;      /* the document that its ticket is under from that event on; none = as before */
    struct csri_clock was, is;
    csr_sla_clock fold;
    char levels[2][CSRI_SLA_LEVELS_BYTES];
} csri_clock_work;

/* The clocks of a ticket, by metric. Large: allocate it. */
typedef struct csri_clock_set {
    csr_rows *rows; /* that the texts are borrowed from */
    int follows;    /* the ticket's due_at is that of its clocks */
    csri_clock_work work[CSRI_SLA_METRICS];
} csri_clock_set;

/* Load the clocks of a ticket; freed with csri_clocks_free(), also after a failure. */
csr_status csri_clocks_load(csri_call *call, const struct csri_ticket *ticket, csri_clock_set **out);
/* The earliest due of what runs; 0 = nothing does. */
csr_time csri_clocks_due(const csri_clock_set *set);
void csri_clocks_free(csri_call *call, csri_clock_set *set);

/* Something that happens to a clock of a set: event kind, instant, target (0 = the one it has) and calendar. */
typedef struct csri_clock_move {
    csr_sla_metric metric;
    csr_sla_event_kind kind;
    csr_time at;
    int64_t target_s;
    int sets_calendar;
    csr_id calendar;
    const csri_sla_policy *policy; /* with `rule`: whose levels and name it gets; NULL = it keeps its own */
    const csri_sla_rule *rule;
    csr_id sla;
} csri_clock_move;

/* Let it happen, and write what came of it: levels that fired by then, and the event itself if it changed anything. */
csr_status csri_clock_apply(csri_call *call, struct csri_ticket *ticket, csri_clock_set *set,
                            const csri_clock_move *move);
/* Look at a clock: what has come due is told. */
csr_status csri_clock_look(csri_call *call, struct csri_ticket *ticket, csri_clock_set *set, csr_sla_metric metric,
                           csr_time now, int64_t *out_told);
/* A clock as it is to be from now on, beside what the fold tells. Texts are borrowed. */
typedef struct csri_clock_repair {
    csr_sla_metric metric;
    csr_event_kind event;
    csr_sla_clock clock;
    csr_time started_at;
    csr_id sla, calendar;
    csr_id under; /* the document that the ticket is under from now on; none = as before */
    csr_str rule, reason;
} csri_clock_repair;

/* Write it, with its event. */
csr_status csri_clock_repair_write(csri_call *call, struct csri_ticket *ticket, csri_clock_set *set,
                                   const csri_clock_repair *repair);
/* Put the timers where the clocks want them. */
csr_status csri_clocks_arm(csri_call *call, csri_clock_set *set);

/* Match an unsettled ticket anew under a document; *out_changed = anything came of it. */
csr_status csri_sla_rematch(csri_call *call, const struct csri_ticket *row, const csr_id *sla, int *out_changed);
/* A customer was changed: where promises depend on customers, a timer has the next tick match their tickets anew. */
csr_status csri_sla_customer_changed(csri_call *call, const csr_id *customer);
/* What that timer does: at most *left tickets from the one that its subject names on. */
csr_status csri_sla_rematch_customer(csri_call *call, const struct csri_timer *timer, uint32_t *left, int64_t *moved);

/* What a document's conditions are asked of, as far as it asks; freed with csri_rows_free(about->rows), also after a
 * failure. The ticket's view is borrowed. */
typedef struct csri_sla_about {
    csri_facts facts;
    csr_rows *rows; /* of the customer */
    csr_id first;   /* the first interaction, where the channel is that of it */
} csri_sla_about;
csr_status csri_sla_about_load(csri_call *call, const csri_sla_policy *policy, const csr_ticket_view *ticket,
                               csri_sla_about *about);

/* A ticket turned out to be the same matter as another: the clocks of the one that is worked on, at the end of the links,
 * get the earlier beginnings. */
csr_status csri_sla_merge(csri_call *call, const csr_ticket_view *duplicate, const csr_id *survivor);

/* The calendar of a name that counts now: that in force, or the first one that was recorded. */
csr_status csri_calendar_named(csri_call *call, const csr_str *name, csr_id *out);

#endif
