/*
 * The past of a ticket: its events and those of its contacts and its customer, replayed in the order in which they came.
 */
#ifndef CSRI_DESK_FOLLOW_HISTORY_H
#define CSRI_DESK_FOLLOW_HISTORY_H

#include "desk/follow.h"

/* Events of one ticket that can be replayed. */
#define CSRI_HISTORY_EVENTS 20000
/* What the past is known to have been. */
#define CSRI_NEEDS_OF_PAST                                                                                  \
    (CSRI_NEEDS_CUSTOMER | CSRI_NEEDS_CONTACTS | CSRI_NEEDS_CHANNEL | CSRI_NEEDS_TAGS | CSRI_NEEDS_CLOCKS | \
     CSRI_NEEDS_ESCALATIONS | CSRI_NEEDS_OWNER | CSRI_NEEDS_REFUND | CSRI_NEEDS_REMEDIES | CSRI_NEEDS_FIELDS)

/* A child of the ticket as it was: a tag, a clock, an escalation, a remedy or a firing; a refund for it; a custom field's value,
 * whosever it is. */
typedef struct csri_past_child {
    csr_id id;
    const csr_record *record;
    _Alignas(16) char row[CSRI_ROW_MAX];
} csri_past_child;

typedef struct csri_history {
    csr_rows *events;    /* struct csri_event, in order */
    csr_rows *children;  /* csri_past_child */
    csr_rows *fields;    /* struct csri_field: all custom fields, as they are today */
    csr_channel channel; /* of the contact point; 0 = of the first contact */
    csri_scene scene;
    csr_str tag_keys[CSRI_SCENE_TAGS]; /* of the scene's tags */
} csri_history;

/* All events of a ticket. Freed with csri_history_free(), also after a failure. */
csr_status csri_history_load(csri_call *call, const csr_id *ticket, csri_history *out);
void csri_history_free(csri_history *history);
/* The custom fields that there are. */
csr_status csri_custom_load_past(csri_call *call, csri_history *history);
/* Let an event happen to the scene. CSR_E_CORRUPT. */
csr_status csri_history_apply(csri_call *call, csri_history *history, const struct csri_event *event);
/* The firing that an event tells of, after it was applied; NULL = it tells of none. */
const struct csri_firing *csri_history_firing(const csri_history *history, const struct csri_event *event);
/* What follows from the rest: tags, clocks, what is acknowledged. */
void csri_history_settle(csri_history *history, csr_time now);

/* The revisions of the rules, the last first: rows of struct csri_policy. */
csr_status csri_history_revisions(csri_call *call, csr_rows **out);

/* A run of rules over a history. */
typedef struct csri_history_run {
    csri_call *call;
    csri_history *history;
    const csr_rules *set;      /* the one to try; NULL = those that were in force */
    const csr_rows *revisions; /* struct csri_policy */
    csri_rules_state *state;
    csri_rules_cascade *cascade;
    csr_time next_look;
    char subject[CSR_ID_TEXT_BYTES];
    /* What would have fired; the firing is gone afterwards. */
    csr_status (*fired)(void *user, const csri_rules_firing *what);
    void *user;
} csri_history_run;

/* Run up to an instant: begin with a zeroed state and csri_history_load(). */
csr_status csri_history_play(csri_history_run *run, csr_time until);
/* The sets at an instant, bound to the scene as it is. Freed with csri_follow_sets_free(). */
csr_status csri_history_sets(const csri_history_run *run, csr_time now, csri_follow_sets *out);

#endif
