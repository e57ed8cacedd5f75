/*
 * Rules at work: what is known of a ticket is bound to the fields of the rule set in force, lib/policy/rules.h decides,
 * and what it decides is done.
 */
#ifndef CSRI_DESK_FOLLOW_H
#define CSRI_DESK_FOLLOW_H

#include "base/arena.h"
#include "desk/run.h"
#include "policy/rules.h"
#include "policy/sla_policy.h"

/* Contacts of a ticket that are looked at, the last ones; tags. */
#define CSRI_SCENE_CONTACTS 64
#define CSRI_SCENE_TAGS CSRI_RULES_TAGS_MAX
/* Contacts of a ticket, and tickets of a customer or a team, are counted up to so many. */
#define CSRI_SCENE_COUNT_MAX 1000

/* What facts need beyond the ticket. */
#define CSRI_NEEDS_CUSTOMER (1u << 0)
#define CSRI_NEEDS_CONTACTS (1u << 1)
#define CSRI_NEEDS_CHANNEL (1u << 2)
#define CSRI_NEEDS_TAGS (1u << 3)
#define CSRI_NEEDS_CLOCKS (1u << 4)
#define CSRI_NEEDS_ESCALATIONS (1u << 5)
#define CSRI_NEEDS_OWNER (1u << 6)
#define CSRI_NEEDS_AGENT (1u << 7)
#define CSRI_NEEDS_TEAM (1u << 8)
#define CSRI_NEEDS_RECIPIENT (1u << 9)
#define CSRI_NEEDS_CUSTOMER_TICKETS (1u << 10)
#define CSRI_NEEDS_REFUND (1u << 11)
#define CSRI_NEEDS_PURCHASE (1u << 12)
#define CSRI_NEEDS_GIVEN_BACK (1u << 13)
#define CSRI_NEEDS_LIMIT (1u << 14)
#define CSRI_NEEDS_REMEDIES (1u << 15)
#define CSRI_NEEDS_TICKET_FIELDS (1u << 16)
#define CSRI_NEEDS_CUSTOMER_FIELDS (1u << 17)
#define CSRI_NEEDS_CONTACT_FIELDS (1u << 18)
#define CSRI_NEEDS_TEAM_TICKETS (1u << 19)
#define CSRI_NEEDS_FIELDS (CSRI_NEEDS_TICKET_FIELDS | CSRI_NEEDS_CUSTOMER_FIELDS | CSRI_NEEDS_CONTACT_FIELDS)
/* Whose custom fields are looked at: the ticket's, its customer's, its last contact's. */
#define CSRI_SCENE_CUSTOM 3

/* An amount that nobody knows. */
#define CSRI_AMOUNT_ABSENT INT64_MIN

/* A ticket and what is around it, at one instant. */
typedef struct csri_scene {
    csr_time now;
    unsigned known; /* CSRI_NEEDS_* that are filled in */
    struct csri_ticket ticket;
    struct csri_customer customer;
    int has_customer;
    csr_rows *contacts; /* struct csri_interaction, the last CSRI_SCENE_CONTACTS, oldest first; NULL = none */
    int64_t contact_count;
    csr_channel channel;
    csr_str tags[CSRI_SCENE_TAGS];
    size_t tag_count;
    csr_time due[CSRI_SLA_METRICS]; /* of clocks that run */
    int acknowledged;
    csr_time unowned_since; /* 0 = somebody has it */
    int64_t customer_tickets;
    csr_role agent_role; /* 0 = nobody in particular has it */
    int agent_on_duty;
    int64_t agent_tickets;
    csr_time agent_break; /* end of the last break, or when they last changed; 0 = is on one */
    int64_t team_on_duty, team_tickets;
    int quiet;
    struct csri_refund refund; /* the last open one of the ticket */
    int has_refund;
    struct csri_purchase purchase; /* of the refund */
    int has_purchase;
    int64_t purchase_total, given_back, refund_limit; /* or CSRI_AMOUNT_ABSENT */
    int64_t remedies_offered, remedies_declined, remedies_open;
    csr_rows *custom[CSRI_SCENE_CUSTOM]; /* csr_field_value_view; NULL = none */
    const struct csri_history *past;     /* of the past: what has them instead; else NULL */
    const csr_rules_host *host;          /* who may be asked for other facts; NULL = nobody */
    csr_rows *held;                      /* what texts are borrowed from */
} csri_scene;

/* Let rows live as long as the scene. */
void csri_scene_hold(csri_scene *scene, csr_rows *rows);
void csri_scene_free(csri_scene *scene);
/* A ticket as it is now, with what is needed. Freed with csri_scene_free(), also after a failure. */
csr_status csri_scene_load(csri_call *call, const csr_id *ticket, unsigned needs, csri_scene *out);
/* The last contact, or NULL. */
const csr_interaction_view *csri_scene_contact(const csri_scene *scene);
/* The agent who has the ticket, else the one of the last contact, else none. */
csr_id csri_scene_agent(const csri_scene *scene);

/* Whether a refund goes on. */
int csri_refund_is_open(csr_refund_state state);
/* The last refund of a ticket that goes on, or *out = NULL; *rows owns it and is freed also after a failure. */
csr_status csri_refund_of_ticket(csri_call *call, const csr_id *ticket, csr_rows **rows, const csr_refund_view **out);
/* Parts of csri_scene_load(): the refund comes first, the others go by it. */
csr_status csri_scene_load_refund(csri_call *call, csri_scene *scene);
csr_status csri_scene_load_purchase(csri_call *call, csri_scene *scene);
csr_status csri_scene_load_given_back(csri_call *call, csri_scene *scene);
csr_status csri_scene_load_limit(csri_call *call, csri_scene *scene);
csr_status csri_scene_load_remedies(csri_call *call, csri_scene *scene);
/* Count a remedy in this state. */
void csri_scene_count_remedy(csri_scene *scene, csr_remedy_state state);

/* What the fields that a set reads need. */
unsigned csri_facts_need(const csr_rules *set);
/* The values of its fields; *out lies in the arena, as their texts do. CSR_E_NO_MEMORY. */
csr_status csri_facts_bind(const csr_rules *set, const csri_scene *scene, csri_arena *arena, const csr_value **out,
                           csr_error *err);
/* What a fact that is a custom field needs; 0 = it is none. */
unsigned csri_custom_needs(const csr_str *name);
/* Read those that scene->known says, once the ticket, its customer and its contacts are there. */
csr_status csri_custom_load(csri_call *call, csri_scene *scene);
/* The value of one as a fact of a type (csr_value_kind); kind 0 when there is none. Borrowed from the scene. */
csr_value csri_custom_value(const csri_scene *scene, const csr_str *name, int32_t kind);
/* Whether the desk has the custom fields that a set declares: CSR_E_POLICY with the fact as field. findings may be NULL. */
csr_status csri_custom_check(csri_call *call, const csr_rules *set, csri_findings *findings, csr_error *err);
/* When the clock in a field reads so long; for csri_rules_clocks, user = the scene. */
csr_time csri_facts_reach(void *user, const csr_rules *set, uint32_t field, int64_t length_us);

/* The sets that are in force and that a state remembers, all with the same scene. */
typedef struct csri_follow_sets {
    csr_id policy;           /* the document in force; none = no rules are */
    csri_rules_bound *bound; /* in the arena: the one in force, then those that the state names */
    csr_id *policies;
    size_t count;
    unsigned needs;
    csri_arena arena;
} csri_follow_sets;

/* The rule set in force; none when there is none. Costs nothing where none was ever recorded and nobody else has written
 * since that was last looked up. */
csr_status csri_follow_in_force(csri_call *call, csr_id *out);
/* The same in a transaction that only reads, in which nothing may be remembered. */
csr_status csri_follow_read(csri_call *call, csr_id *out);
/* Whether it is known, without asking, that there are no rules. */
int csri_follow_known_none(csri_call *call);
/* The set of a document. */
csr_status csri_follow_set(csri_call *call, const csr_id *policy, const csr_rules **out);
/* Sets of a state and the one in force (or `first` in its place). Freed with csri_follow_sets_free(). */
csr_status csri_follow_sets_load(csri_call *call, const csr_id *in_force, const csr_rules *first,
                                 const csri_rules_state *state, csri_follow_sets *out);
csr_status csri_follow_sets_bind(csri_follow_sets *sets, const csri_scene *scene, csr_error *err);
void csri_follow_sets_free(csri_follow_sets *sets);

/* What a firing asks for, and what becomes of it: a JSON array. */
csr_status csri_follow_plan(const csri_rules_firing *what, csri_buffer *out, csr_error *err);
/* Offer a remedy, as a rule asks for it. */
csr_status csri_follow_propose(csri_call *call, const csr_id *ticket, const csri_rules_action *action);
/* The open refund of a ticket is approved by this role at least; what was approved before is approved again. */
csr_status csri_follow_require(csri_call *call, const csr_id *ticket, csr_role role, const csr_str *rule);
/* Do what a firing asks for. results: JSON of the actions and their results; *failed counts those that could not be done. */
csr_status csri_follow_act(csri_call *call, const csri_scene *scene, const csr_id *policy, const csr_id *firing,
                           const csri_rules_firing *what, csri_buffer *results, int32_t *failed);

/* Before an operation: from now on it is noted what is touched. */
void csri_follow_begin(csri_call *call);
/* After an operation: let the rules look at the tickets that it touched. */
csr_status csri_follow(csri_call *call);
/* The timer of a ticket's rules, and of a follow-up. */
csr_status csri_follow_due(csri_call *call, const struct csri_timer *timer, int64_t *told);
csr_status csri_follow_up_due(csri_call *call, const struct csri_timer *timer, int64_t *told);

#endif
