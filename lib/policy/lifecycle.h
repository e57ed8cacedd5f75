/**
 * The lifecycle of a ticket: a policy document compiled to tables, and the decisions made by it. Pure.
 *
 * docs/lifecycle.md says what a document looks like. A lifecycle is never changed once loaded, so that any number of
 * threads may decide by it at once.
 */
#ifndef CSRI_POLICY_LIFECYCLE_H
#define CSRI_POLICY_LIFECYCLE_H

#include "policy/finding.h"
#include <csr/host.h>
#include <csr/ticket.h>

#define CSRI_LIFECYCLE_STATES_MAX 64
#define CSRI_LIFECYCLE_TRANSITIONS_MAX 512
#define CSRI_LIFECYCLE_BYTES_MAX 262144
#define CSRI_LIFECYCLE_NAME_BYTES 120
#define CSRI_STATE_NAME_BYTES 60
/** Longest window in which a ticket may be reopened: ten years of 366 days. */
#define CSRI_LIFECYCLE_WINDOW_MAX_S INT64_C(316224000)

/** A state. */
typedef struct csri_state {
    csr_str name;      /**< NUL-ended, lives as long as its lifecycle. */
    int32_t phase;     /**< csr_phase. */
    int32_t waits_for; /**< csr_waits_for; 0 unless paused. */
} csri_state;

/** A compiled document; opaque to other layers. */
typedef struct csri_lifecycle csri_lifecycle;

/** Text of the built-in document: what "default" means until a house records its own. Static. */
const csr_str *csri_lifecycle_builtin_text(void);

/**
 * Compile a document.
 *
 * findings (may be NULL) gets all errors, or all warnings when there are no errors; what it held before stays.
 * CSR_E_POLICY with field = place of the first error, "document" when the text is no JSON object at all;
 * CSR_E_NO_MEMORY, also when the findings had no room. *out is NULL on failure. The host is copied.
 */
csr_status csri_lifecycle_load(const csr_host *host, const char *json, size_t len, csri_lifecycle **out,
                               csri_findings *findings, csr_error *err);

/** Free; NULL is a no-op. */
void csri_lifecycle_free(csri_lifecycle *lifecycle);

/** The document's own name; empty when it has none. */
const csr_str *csri_lifecycle_name(const csri_lifecycle *lifecycle);

/** The state of a name, or NULL. */
const csri_state *csri_lifecycle_state(const csri_lifecycle *lifecycle, const csr_str *name);

/** The state in which a ticket begins. */
const csri_state *csri_lifecycle_initial(const csri_lifecycle *lifecycle);

/** The queue of a phase; 0 for a number that is no phase. */
csr_queue csri_queue_of_phase(csr_phase phase);

/** A ticket about to move. */
typedef struct csri_move_facts {
    const csr_ticket_view *ticket; /**< As it would be, with resolution and note applied; state is still the old one. */
    const csr_str *to;             /**< Name of the state to move to. */
    int32_t role;                  /**< csr_role of the actor; 0 = the system, which may do everything. */
} csri_move_facts;

/** What a move does. */
typedef struct csri_move_decision {
    const csri_state *state; /**< Where the ticket goes. */
    int32_t nothing;         /**< 1 = it is there already; no right or member is asked for then. */
    int32_t reopens;         /**< 1 = it comes back from a resolved or closed state. */
    int32_t waits;           /**< 1 = it is settled, and only when its children are. */
} csri_move_decision;

/**
 * Whether a ticket may move.
 *
 * In this order: CSR_E_NOT_FOUND (field "state": no such state), CSR_E_STATE (field "state": no way there from its
 * state, or its state is none of this lifecycle), CSR_E_RIGHT (the message names the least role), CSR_E_ARGUMENT (field =
 * the first member that the transition requires and the ticket lacks). *out is untouched on failure.
 */
csr_status csri_lifecycle_decide(const csri_lifecycle *lifecycle, const csri_move_facts *facts, csri_move_decision *out,
                                 csr_error *err);

/** What taking up a settled ticket again does. */
typedef struct csri_reopen_decision {
    const csri_state *state; /**< Where the ticket goes, or where its follow-up begins. */
    int32_t follow_up;       /**< 1 = too late for the ticket itself: open its follow-up. */
    csr_time until;          /**< Last instant at which the ticket itself may be reopened; 0 = no limit, or never. */
} csri_reopen_decision;

/**
 * Whether a settled ticket goes back to work, or its follow-up begins.
 *
 * The window runs from resolved_at, or from closed_at when it was never resolved. A lifecycle without "reopen" always
 * gives a follow-up. CSR_E_STATE (field "state") when the ticket is not resolved or closed; CSR_E_RIGHT when the ticket
 * itself would go back and the role does not suffice, for reopening or for any way into the state that it is in: a
 * follow-up is a new ticket, for which no role is asked here.
 * *out is untouched on failure.
 */
csr_status csri_lifecycle_reopen(const csri_lifecycle *lifecycle, const csr_ticket_view *ticket, int32_t role,
                                 csr_time now, csri_reopen_decision *out, csr_error *err);

/*
 * The tables. For lib/policy/lifecycle*.c alone: one writes them, the other reads.
 */

/** A member of a ticket that a transition may require; a set of them is a mask of bits by their number. */
#define CSRI_REQUIRABLE_COUNT 9
extern const char *const csri_requirable[CSRI_REQUIRABLE_COUNT];

/** What a transition asks for. */
typedef struct csri_transition {
    uint32_t require; /**< Bit i = csri_requirable[i]. */
    int32_t role;     /**< Least csr_role; 0 = anybody. */
} csri_transition;

/** How many states have a name before this one: where it stands or would stand in by_name. */
uint32_t csri_lifecycle_rank(const csri_lifecycle *lifecycle, const csr_str *name);

/** The names of the states, in document order. */
void csri_lifecycle_list_states(const csri_lifecycle *lifecycle, csri_name_list *list);

/** Whether a matter in this phase is settled: resolved or closed. */
int csri_phase_settled(csr_phase phase);

/** What becomes of a transition; above 0 = the number, plus 1, of the first that matches before it, and others do
 *  wherever that one does not. */
enum { CSRI_FATE_DECIDES = 0, CSRI_FATE_NOWHERE = -1 };

struct csri_document;

/** Warn of states that are never reached and transitions that never decide. For a document without errors only. */
void csri_lifecycle_warn(struct csri_document *document, const csri_lifecycle *lifecycle, const int32_t *fate);

struct csri_lifecycle {
    csr_host host;
    csr_str name;
    int64_t window_s;     /**< 0 = no limit. */
    int32_t initial;      /**< Number of a state. */
    int32_t reopen_state; /**< Number of a state; -1 = the document has no "reopen". */
    int32_t reopen_role;
    int32_t parents_free; /**< 1 = parents do not wait for their children. */
    uint32_t state_count;
    uint32_t transition_count;
    csri_state states[CSRI_LIFECYCLE_STATES_MAX]; /**< In document order. */
    uint8_t by_name[CSRI_LIFECYCLE_STATES_MAX];   /**< Numbers of the states, ascending by name. */
    csri_transition transitions[CSRI_LIFECYCLE_TRANSITIONS_MAX];
    /** [from][to]: number of the first transition of the document that matches, plus 1; 0 = no way. */
    uint16_t way[CSRI_LIFECYCLE_STATES_MAX][CSRI_LIFECYCLE_STATES_MAX];
    char texts[CSRI_LIFECYCLE_STATES_MAX * (CSRI_STATE_NAME_BYTES + 1) + CSRI_LIFECYCLE_NAME_BYTES + 1];
};

#endif
