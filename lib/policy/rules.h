/*
 * Rule sets at work, pure: facts, what is remembered of a ticket, and now go in; what is to be done, what is to be
 * remembered and when to look again come out. docs/rules.md has the meaning of it all.
 *
 * One pass, for whoever keeps tickets:
 *
 *     facts and state of the ticket -> csri_rules_decide() -> firings in order, each with actions and their fate
 *                                                          -> the new state (NULL = as it was), to be written with them
 *                                                          -> the next instant at which to come back, a timer
 *
 * Applying actions changes facts: then the next pass of the same cascade runs with the new facts, until a pass fires
 * nothing. Keys of firings are the same whenever the same state meets the same facts, so that what was done under a key
 * is never done twice.
 */
#ifndef CSRI_POLICY_RULES_H
#define CSRI_POLICY_RULES_H

#include "base/arena.h"
#include "base/buffer.h"
#include "policy/finding.h"

#include <csr/rules.h>

/* No instant: nothing changes with time alone. */
#define CSRI_RULES_NEVER INT64_MAX
/* Passes of a cascade; rules that fire in one; firings that a pass holds. */
#define CSRI_RULES_PASSES_MAX 10
#define CSRI_RULES_CASCADE_MAX 256
/* Bytes of a rule's and a set's name. */
#define CSRI_RULES_NAME_BYTES 64
#define CSRI_RULES_ID_BYTES 32
/* Tags of a ticket that rules see. */
#define CSRI_RULES_TAGS_MAX 64

/* ---- Fields ---- */

/*
 * A set knows three kinds of fields, in this order: those that every desk has (rules_fields.c: columns of records, and
 * what a desk derives; docs/rules.md has the table), those that the caller of csri_rules_load() gives, and the facts that
 * the document declares itself. Whoever binds facts goes through them by name.
 */
/* The number of a field by name, or -1. Facts stand in the order of the set's fields. */
int32_t csri_rules_field(const csr_rules *set, const char *name);
size_t csri_rules_field_count(const csr_rules *set);
/* Whether any rule reads a field; whether its name is to be bound at all. */
int csri_rules_reads(const csr_rules *set, uint32_t field);
csr_str csri_rules_field_name(const csr_rules *set, uint32_t field);

/* ---- Loading ---- */

typedef struct csri_rules_source {
    const csr_host *host;               /* copied */
    csr_str text;                       /* JSON */
    csr_str zoneinfo;                   /* empty = where systems keep them */
    const csr_expression_field *fields; /* beside those that every desk has, such as custom fields; copied */
    size_t field_count;
} csri_rules_source;

/*
 * Load a set. findings may be NULL: it gets all errors and, when there are none, what load time warns of. report may be
 * NULL, and is without findings: it gets the same as text for people, with carets. CSR_E_POLICY with field = place of the first error.
 */
csr_status csri_rules_load(const csri_rules_source *source, csr_rules **out, csri_findings *findings,
                           csri_buffer *report, csr_error *err);
/* SHA-256 of the canonical JSON, and its 64 hexadecimal digits. */
const uint8_t *csri_rules_id(const csr_rules *set);
csr_str csri_rules_hex(const csr_rules *set);
csr_str csri_rules_name(const csr_rules *set);
csr_time csri_rules_from(const csr_rules *set);
size_t csri_rules_count(const csr_rules *set);
/* Of a rule by its number, in order of evaluation: priority descending, then id. */
csr_str csri_rules_rule_id(const csr_rules *set, uint32_t rule);
csr_str csri_rules_rule_title(const csr_rules *set, uint32_t rule);

/* ---- Actions ---- */

typedef int32_t csri_action_kind;
enum {
    CSRI_ACTION_ESCALATE = 1, /* to_kind, to, level, text = reason */
    CSRI_ACTION_SET_PRIORITY, /* value = csr_priority */
    CSRI_ACTION_SET_TEAM,     /* to = name of the team */
    CSRI_ACTION_SET_ASSIGNEE, /* to_kind, to */
    CSRI_ACTION_TAG,          /* text */
    CSRI_ACTION_UNTAG,        /* text */
    CSRI_ACTION_NOTE,         /* text */
    CSRI_ACTION_STANDING,     /* value = csr_standing, of the customer */
    CSRI_ACTION_FOLLOW_UP,    /* length_us, text */
    CSRI_ACTION_EMIT,         /* to = name, text = canonical JSON */
    CSRI_ACTION_PAUSE,        /* length_us, of the agent, text = why */
    CSRI_ACTION_END_CONTACT   /* text = why */
};

/* To whom. */
enum {
    CSRI_TO_ROLE = 1,    /* value_to = csr_role: one on duty who has it */
    CSRI_TO_TEAM,        /* to = its name */
    CSRI_TO_AGENT,       /* to = the handle */
    CSRI_TO_RESPONSIBLE, /* who answers for the contact point */
    CSRI_TO_NOBODY       /* SET_ASSIGNEE: back into the queue */
};

typedef struct csri_rules_action {
    csri_action_kind kind;
    int32_t to_kind; /* CSRI_TO_* */
    int32_t to_role; /* csr_role */
    int32_t level;   /* ESCALATE: 1 to 9 */
    int32_t value;   /* of an enumeration */
    int32_t field;   /* the field that it writes, or -1 */
    int64_t length_us;
    csr_str to, text;
} csri_rules_action;

/* What becomes of an action. */
typedef uint8_t csri_fate;
enum {
    CSRI_FATE_APPLY = 1, /* do it */
    CSRI_FATE_SHADOW,    /* the rule is in shadow: record it only */
    CSRI_FATE_HELD,      /* it notifies, and the rule is inhibited */
    CSRI_FATE_LOST       /* a rule of higher priority writes the same field in this pass */
};

/* ---- What is remembered of a ticket ---- */

typedef struct csri_rules_state csri_rules_state;

/* Read what csri_rules_state_write() wrote; empty text = nothing is remembered. CSR_E_CORRUPT when it is not that. */
csr_status csri_rules_state_read(const csr_host *host, csr_str text, csri_rules_state **out, csr_error *err);
void csri_rules_state_free(csri_rules_state *state);
/* Canonical JSON. */
void csri_rules_state_write(const csri_rules_state *state, csri_buffer *out);
/* Sets under which something is still open: the caller loads those that are not in force. *id is borrowed. */
size_t csri_rules_state_sets(const csri_rules_state *state);
const uint8_t *csri_rules_state_set(const csri_rules_state *state, size_t number);

/* ---- A pass ---- */

/* A set with the facts of its fields; field 'now' is filled by the engine when it is absent. */
typedef struct csri_rules_bound {
    const csr_rules *set;
    const csr_value *facts;
    size_t fact_count;
    const uint64_t *changed; /* bit i: field i may have changed since the last pass; NULL = anything may have */
} csri_rules_bound;

/* Clocks other than plain time. */
typedef struct csri_rules_clocks {
    /* The instant at which the clock in a field reads so long, when nothing else happens; CSRI_RULES_NEVER = it stands
     * still. Without this, clocks are taken to run. */
    csr_time (*reaches)(void *user, const csr_rules *set, uint32_t field, int64_t length_us);
    void *user;
} csri_rules_clocks;

/* The passes that one change brought about. Begin with { 0 }. */
typedef struct csri_rules_cascade {
    uint32_t passes;
    uint32_t count;
    struct {
        char rule[CSRI_RULES_NAME_BYTES + 1];
        uint32_t pass;
    } fired[CSRI_RULES_CASCADE_MAX];
} csri_rules_cascade;

typedef struct csri_rules_input {
    const csr_host *host;
    const csri_rules_bound *sets; /* [0] is in force (its set may be NULL: none is); then those that the state names */
    size_t set_count;
    const csri_rules_state *state; /* NULL = nothing is remembered */
    csri_rules_cascade *cascade;   /* grows; NULL = this pass stands alone */
    csr_str subject;               /* the ticket in keys */
    csr_time now;
    csr_time due;  /* time alone is the occasion: the instant that was to be met, when the desk comes late; 0 = now */
    int64_t event; /* position of the event that is the occasion; 0 = time alone */
    const csri_rules_clocks *clocks;
} csri_rules_input;

typedef int32_t csri_rules_outcome;
enum {
    CSRI_FIRED = 1,    /* do what is to be done */
    CSRI_FIRED_SHADOW, /* in shadow: record only */
    CSRI_INHIBITED,    /* fired, and its notices are held */
    CSRI_SUPPRESSED,   /* it fired in this cascade already */
    CSRI_CLOSED,       /* its episode is over: nothing is to be done */
    CSRI_STOPPED       /* its steps are over before the last one: `until` holds */
};

typedef struct csri_rules_firing {
    const csr_rules *set;
    uint32_t rule; /* number in the set */
    csri_rules_outcome outcome;
    int64_t episode;   /* from 1, counted per rule and ticket */
    int32_t step;      /* from 0, counted through repetitions */
    int32_t undecided; /* 1 = it fired because its condition could not be decided (on_error) */
    csr_time due_at;   /* when it was to happen; earlier than fired_at when the desk came late */
    csr_time fired_at;
    csr_str id;      /* of the rule */
    csr_str key;     /* set / rule / subject / episode / step */
    csr_str because; /* the rule that inhibits it, or the rule of the cascade whose firing came before */
    const csri_rules_action *actions;
    const csri_fate *fates;
    size_t action_count;
    csr_str audit; /* JSON: everything that a later reader needs to decide again; "" for CLOSED and STOPPED */
} csri_rules_firing;

typedef struct csri_rules_decision {
    csri_arena arena;
    csri_rules_firing *firings;
    size_t firing_count;
    size_t undecided;        /* rules whose condition could not be decided */
    csri_rules_state *state; /* what is to be remembered now; NULL = what was */
    csr_time next_look;      /* CSRI_RULES_NEVER = only when something happens */
    int64_t cost;            /* units of work of what was asked one by one: docs/expressions.md */
} csri_rules_decision;

/*
 * One pass. *out is freed with csri_rules_decision_free(), also after a failure. CSR_E_POLICY ("rule_loop: a -> b -> a")
 * behind the last pass of a cascade; CSR_E_ARGUMENT (field "sets": the state names a set that is not given);
 * CSR_E_NO_MEMORY.
 */
csr_status csri_rules_decide(const csri_rules_input *input, csri_rules_decision *out, csr_error *err);
void csri_rules_decision_free(csri_rules_decision *decision);

/* ---- Why ---- */

/* Why a rule holds or not, as the text of docs/rules.md, or as JSON. */
void csri_rules_explain_text(const csri_rules_bound *bound, uint32_t rule, csr_str subject, csr_time now,
                             csri_buffer *out);
void csri_rules_explain_json(const csri_rules_bound *bound, uint32_t rule, csr_time now, csri_buffer *out);

/* An action as it stands in a document: {"escalate":{"level":1,"to":"manager"}}. */
void csri_rules_action_json(const csri_rules_action *action, csri_buffer *out);

#endif
