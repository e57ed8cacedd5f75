/**
 * Escalations: asking somebody who may or knows more to step in, who was chosen for it and why, and what came of it.
 *
 * An agent asks ("let me ask my supervisor"), a rule of the house asks, or an agent on the phone puts the customer on
 * hold and consults somebody. An escalation is raised, acknowledged and resolved; or it expires because nobody
 * acknowledged it in time, or is withdrawn. The ticket shows the highest level of its open ones.
 */
#ifndef CSR_ESCALATION_H
#define CSR_ESCALATION_H

#include <csr/agent.h>
#include <csr/export.h>
#include <csr/result.h>
#include <csr/session.h>
#include <csr/types.h>

CSR_BEGIN_DECLS

/** Highest level of an escalation. */
#define CSR_ESCALATION_LEVEL_MAX 9
/** Open escalations that a ticket may have at most. */
#define CSR_ESCALATION_OPEN_MAX 32

/** Who asked for help. */
typedef int32_t csr_escalation_kind;
enum {
    CSR_ESCALATION_MANUAL = 1, /**< An agent, or the host. */
    CSR_ESCALATION_RULE = 2,   /**< A rule of the house. */
    CSR_ESCALATION_CONSULT = 3 /**< An agent who has the customer on hold meanwhile. */
};

/** Where an escalation stands. */
typedef int32_t csr_escalation_state;
enum {
    CSR_ESCALATION_RAISED = 1,       /**< Nobody has taken it up. */
    CSR_ESCALATION_ACKNOWLEDGED = 2, /**< Somebody has taken it up. */
    CSR_ESCALATION_RESOLVED = 3,     /**< It did what it was raised for, or its ticket was settled. */
    CSR_ESCALATION_EXPIRED = 4,      /**< Nobody took it up in time. */
    CSR_ESCALATION_WITHDRAWN = 5     /**< It was taken back: nobody has to step in any more. */
};

/** An escalation. */
typedef struct csr_escalation_view {
    uint32_t struct_size;       /**< sizeof of the caller's struct. */
    csr_escalation_kind kind;   /**< Who asked for help. */
    csr_id id;                  /**< Identity of the record. */
    csr_id ticket;              /**< The matter. */
    csr_id interaction;         /**< The contact that it came from; may be none. */
    csr_id from_agent;          /**< The agent who asked; none = the system, such as a rule. */
    csr_id to_agent;            /**< The agent who was asked by name; may be none. */
    csr_id to_team;             /**< The team that was asked; may be none. */
    csr_id agent;               /**< The agent who was chosen, or who took it up; none = nobody was on duty. */
    csr_id ended_by;            /**< The agent who ended it; none = the system, or it is open. */
    csr_id rules;               /**< The rule set whose rule asked; none = no rule. */
    csr_role to_role;           /**< The least rank that was asked; 0 = a team or an agent was. */
    csr_escalation_state state; /**< Where it stands. */
    int32_t level;              /**< How high it goes, from 1. */
    int32_t step;               /**< Which step of its rule it is, from 1; 0 = no rule. */
    int32_t open;               /**< 1 while it is raised or acknowledged. */
    int32_t reserved;           /**< Zero. */
    csr_time raised_at;         /**< When it was raised. */
    csr_time expires_at;        /**< When it expires unless somebody takes it up; unset = it does not. */
    csr_time acknowledged_at;   /**< When somebody took it up; unset = nobody did. */
    csr_time ended_at;          /**< When it was resolved, withdrawn or expired; unset = it is open. */
    csr_str rule;               /**< The rule that asked; empty = no rule. */
    csr_str key;                /**< What makes the asking of a rule happen once; empty = no rule. */
    csr_str reason;             /**< Why help is needed; may be empty. */
    csr_str why;                /**< Why this agent was chosen, or why nobody was. */
    csr_str answer;             /**< What came of it; may be empty. */
    csr_str explanation;        /**< Why the rule asked, JSON; empty = no rule. */
} csr_escalation_view;

/** What is asked of whom. */
typedef struct csr_escalation_raise_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t level;        /**< How high it goes, 1 to 9; 0 = one above the highest that is open. */
    csr_id ticket;        /**< The matter; required. */
    csr_id interaction;   /**< The contact that it comes from; it must belong to the ticket. */
    csr_id to_agent;      /**< The agent to ask. */
    csr_id to_team;       /**< The team to ask. */
    csr_role
        to_role; /**< The least rank to ask; none of the three = the rank above the one who asks, and a supervisor at least. */
    int32_t reserved;    /**< Zero. */
    int64_t within_us;   /**< How long it may wait until somebody takes it up, in microseconds; 0 = for ever. */
    csr_str skill;       /**< Ability that who is chosen must have, at most 60 bytes. */
    csr_str language;    /**< Language that who is chosen should speak, at most 35 bytes; empty = the customer's. */
    csr_str reason;      /**< Why help is needed, at most 500 bytes. */
    csr_str request_key; /**< Key of this request, at most 200 bytes: the same one again gives the first answer. */
} csr_escalation_raise_params;

/** A csr_escalation_raise_params in which everything has its default. */
#define CSR_ESCALATION_RAISE_PARAMS_INIT                                                                       \
    {                                                                                                          \
        (uint32_t)sizeof(csr_escalation_raise_params), 0, { { 0 } }, { { 0 } }, { { 0 } }, { { 0 } }, 0, 0, 0, \
            { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, { NULL, 0 },                                                \
    }

/**
 * Ask somebody to step in.
 *
 * Of those asked the one is chosen who is on duty and fits best; csr_duty_list() says how. When nobody is on duty the
 * escalation is raised all the same, for whoever of them takes it up first. An agent asked by name is chosen in any
 * case, and `why` says when they are not on duty.
 *
 * @param session [in]  an open session; its actor stands in the events and is the one who asks
 * @param params  [in]  csr_escalation_raise_params; required
 * @param out_id  [out] the new escalation; untouched on failure; may be NULL
 * @param err     [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (ticket, interaction, to_agent, to_team), CSR_E_STATE (ticket: it is settled; to_agent: was
 *         deactivated), CSR_E_LIMIT (ticket: has as many open escalations as it may), CSR_E_DUPLICATE (request_key),
 *         CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED, the store family (CSR_E_STORE_*),
 *         CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: reads of those asked and of what each of them does, 2 writes, 1 event; 2 more for a timer
 * @source docs/escalation.md; service S10
 * @since  0.1
 */
CSR_API csr_status csr_escalation_raise(csr_session *session, const csr_escalation_raise_params *params, csr_id *out_id,
                                        csr_error *err);

/** Who is consulted while the customer waits. */
typedef struct csr_escalation_consult_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    csr_role
        to_role; /**< The least rank to ask; none of the three = the rank above the one who asks, and a supervisor at least. */
    csr_id interaction;  /**< The contact that is going on; it must belong to a ticket; required. */
    csr_id to_agent;     /**< The agent to ask. */
    csr_id to_team;      /**< The team to ask. */
    int64_t within_us;   /**< How long it may wait until somebody takes it up, in microseconds; 0 = for ever. */
    csr_str skill;       /**< Ability that who is chosen must have, at most 60 bytes. */
    csr_str reason;      /**< What is to be asked, at most 500 bytes. */
    csr_str request_key; /**< Key of this request, at most 200 bytes: the same one again gives the first answer. */
} csr_escalation_consult_params;

/** A csr_escalation_consult_params in which everything has its default. */
#define CSR_ESCALATION_CONSULT_PARAMS_INIT                                                                   \
    {                                                                                                        \
        (uint32_t)sizeof(csr_escalation_consult_params), 0, { { 0 } }, { { 0 } }, { { 0 } }, 0, { NULL, 0 }, \
            { NULL, 0 }, { NULL, 0 },                                                                        \
    }

/**
 * Put the customer on hold and consult somebody.
 *
 * The customer is on hold while the consultation is open, unless that was so already. Resolving or withdrawing it ends
 * the hold; when it expires the customer stays on hold until somebody comes back.
 *
 * @param session [in]  an open session; its actor stands in the events and is the one who asks
 * @param params  [in]  csr_escalation_consult_params; required
 * @param out_id  [out] the new escalation; untouched on failure; may be NULL
 * @param err     [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (interaction, to_agent, to_team), CSR_E_STATE (interaction: has ended or belongs to no
 *         ticket; ticket: it is settled; to_agent: was deactivated), CSR_E_LIMIT (ticket: has as many open escalations
 *         as it may), CSR_E_DUPLICATE (request_key), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY,
 *         CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: as csr_escalation_raise() and csr_interaction_hold()
 * @source docs/escalation.md; service S2
 * @since  0.1
 */
CSR_API csr_status csr_escalation_consult(csr_session *session, const csr_escalation_consult_params *params,
                                          csr_id *out_id, csr_error *err);

/** Who takes an escalation up. */
typedef struct csr_escalation_acknowledge_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t take;         /**< 1 = the ticket goes to them, too. */
    csr_id agent;         /**< Who takes it up; none = the session's agent, or for the system the one who was chosen. */
} csr_escalation_acknowledge_params;

/** A csr_escalation_acknowledge_params in which everything has its default. */
#define CSR_ESCALATION_ACKNOWLEDGE_PARAMS_INIT                  \
    {                                                           \
        (uint32_t)sizeof(csr_escalation_acknowledge_params), 0, \
        {                                                       \
            {                                                   \
                0                                               \
            }                                                   \
        }                                                       \
    }

/**
 * Take an escalation up: it does not expire any more, and no further level is asked.
 *
 * The agent who was chosen may, and everybody else who was asked; for a named agent also supervisors. What was taken up
 * already stays with whom it is; it goes over to another agent by the same call.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the escalation
 * @param params      [in]  csr_escalation_acknowledge_params; NULL = all defaults
 * @param out_version [out] the version of the ticket now, which is the one before when nothing had to change; untouched
 *                          on failure; may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id" or "agent"), CSR_E_STATE (id: it has ended; agent: was deactivated), CSR_E_RIGHT
 *         (id: somebody else was asked; agent: only the system and supervisors act for others), CSR_E_ARGUMENT,
 *         CSR_E_MISUSE, CSR_E_READ_ONLY, CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 2 reads, 2 conditional writes, 1 event; 1 write more when a timer goes
 * @source docs/escalation.md; service S10
 * @since  0.1
 */
CSR_API csr_status csr_escalation_acknowledge(csr_session *session, const csr_id *id,
                                              const csr_escalation_acknowledge_params *params, int64_t *out_version,
                                              csr_error *err);

/** What came of an escalation. */
typedef struct csr_escalation_resolve_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t reserved;     /**< Zero. */
    csr_str answer;       /**< What came of it, such as the answer to a consultation, at most 2000 bytes. */
} csr_escalation_resolve_params;

/** A csr_escalation_resolve_params in which everything has its default. */
#define CSR_ESCALATION_RESOLVE_PARAMS_INIT                               \
    {                                                                    \
        (uint32_t)sizeof(csr_escalation_resolve_params), 0, { NULL, 0 }, \
    }

/**
 * End an escalation that did what it was raised for.
 *
 * One that nobody had taken up is taken up by it. A consultation comes back to the customer: the hold ends.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the escalation
 * @param params      [in]  csr_escalation_resolve_params; NULL = all defaults
 * @param out_version [out] the version of the ticket now; untouched on failure; may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_STATE (id: it has ended already), CSR_E_RIGHT (id: somebody else was
 *         asked), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_READ_ONLY, CSR_E_DOOMED, the store family (CSR_E_STORE_*),
 *         CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 3 reads, 2 conditional writes, 1 event; more where a timer goes or a hold ends
 * @source docs/escalation.md; service S10
 * @since  0.1
 */
CSR_API csr_status csr_escalation_resolve(csr_session *session, const csr_id *id,
                                          const csr_escalation_resolve_params *params, int64_t *out_version,
                                          csr_error *err);

/** Why an escalation is taken back. */
typedef struct csr_escalation_withdraw_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t reserved;     /**< Zero. */
    csr_str answer;       /**< Why nobody has to step in any more, at most 2000 bytes. */
} csr_escalation_withdraw_params;

/** A csr_escalation_withdraw_params in which everything has its default. */
#define CSR_ESCALATION_WITHDRAW_PARAMS_INIT                               \
    {                                                                     \
        (uint32_t)sizeof(csr_escalation_withdraw_params), 0, { NULL, 0 }, \
    }

/**
 * Take an escalation back: nobody has to step in any more.
 *
 * The one who asked may, supervisors and the system. A consultation comes back to the customer: the hold ends.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the escalation
 * @param params      [in]  csr_escalation_withdraw_params; NULL = all defaults
 * @param out_version [out] the version of the ticket now; untouched on failure; may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_STATE (id: it has ended already), CSR_E_RIGHT (id: somebody else asked),
 *         CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_READ_ONLY, CSR_E_DOOMED, the store family (CSR_E_STORE_*),
 *         CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 3 reads, 2 conditional writes, 1 event; more where a timer goes or a hold ends
 * @source docs/escalation.md; service S10
 * @since  0.1
 */
CSR_API csr_status csr_escalation_withdraw(csr_session *session, const csr_id *id,
                                           const csr_escalation_withdraw_params *params, int64_t *out_version,
                                           csr_error *err);

/**
 * Read one escalation.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param id         [in]  the escalation
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store
 *         family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read
 * @source docs/escalation.md
 * @since  0.1
 */
CSR_API csr_status csr_escalation_get(csr_session *session, const csr_id *id, csr_result **out_result, csr_error *err);

/** Which escalations to list, the open ones first, the newest first; of ticket, agent and team one at most. */
typedef struct csr_escalation_query {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t limit;        /**< Rows a page, 1 to CSR_PAGE_MAX; 0 = CSR_PAGE_DEFAULT. */
    csr_str after;        /**< Token of the page before; empty = from the start. */
    csr_id ticket;        /**< Those of a ticket. */
    csr_id agent;         /**< Those that an agent was chosen for or took up. */
    csr_id team;          /**< Those that a team was asked for. */
    int32_t open;         /**< 1 = only those that are open, the oldest first. */
    int32_t reserved;     /**< Zero. */
} csr_escalation_query;

/** A csr_escalation_query in which everything has its default. */
#define CSR_ESCALATION_QUERY_INIT                                                                      \
    {                                                                                                  \
        (uint32_t)sizeof(csr_escalation_query), 0, { NULL, 0 }, { { 0 } }, { { 0 } }, { { 0 } }, 0, 0, \
    }

/**
 * List escalations, a page at a time.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param query      [in]  csr_escalation_query; NULL = all defaults
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family (CSR_E_STORE_*),
 *         CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read of a page through the index of the order
 * @source docs/escalation.md; docs/reading.md
 * @since  0.1
 */
CSR_API csr_status csr_escalation_list(csr_session *session, const csr_escalation_query *query, csr_result **out_result,
                                       csr_error *err);

/**
 * Fill a view from a row of a result.
 *
 * A view of an older or newer caller is filled as far as both know it; what the caller has beyond is zeroed.
 *
 * @param result [in]  a result of this kind
 * @param row    [in]  0 to csr_result_count() - 1
 * @param view   [out] struct_size set by the caller; texts are borrowed from the result
 * @param err    [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT (another kind, row past the end, struct_size too small)
 * @owner  texts live until csr_result_free()
 * @thread a result: one thread at a time
 * @cost   one copy of the view
 * @source docs/ownership.md
 * @since  0.1
 */
CSR_API csr_status csr_escalation_at(const csr_result *result, size_t row, csr_escalation_view *view, csr_error *err);

CSR_END_DECLS

#endif
