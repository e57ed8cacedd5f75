/**
 * Duty: who is there, who is on a break, and who would be asked next.
 *
 * An agent is on duty who said to be available; and who said nothing, or whose break is over, while their shift is open.
 * An agent without a shift has no working hours that the desk knows of. Outside of them nobody is disturbed.
 */
#ifndef CSR_DUTY_H
#define CSR_DUTY_H

#include <csr/agent.h>
#include <csr/export.h>
#include <csr/result.h>
#include <csr/session.h>
#include <csr/types.h>

CSR_BEGIN_DECLS

/** Agents that are looked at together, those recorded first. */
#define CSR_DUTY_AGENTS_MAX 256

/** Why an agent is not asked. */
typedef int32_t csr_off_duty;
enum {
    CSR_OFF_DUTY_AWAY = 1,     /**< Said to be away. */
    CSR_OFF_DUTY_ON_BREAK = 2, /**< Has a break. */
    CSR_OFF_DUTY_OFF = 3,      /**< Said to have gone. */
    CSR_OFF_DUTY_SHIFT = 4,    /**< The working hours are over, or have not begun. */
    CSR_OFF_DUTY_SKILL = 5,    /**< Lacks the ability that is asked for. */
    CSR_OFF_DUTY_ASKED = 6     /**< Is the one who asks, or was asked before. */
};

/** Whether an agent is there. */
typedef struct csr_agent_presence_params {
    uint32_t struct_size;  /**< sizeof of the caller's struct. */
    csr_presence presence; /**< What is so from now on; required. */
    csr_time until;        /**< Until when, in the future; 0 = until something else is said. Required for a break. */
    csr_str reason;        /**< Why, for the event, at most 500 bytes. */
} csr_agent_presence_params;

/** A csr_agent_presence_params in which everything has its default. */
#define CSR_AGENT_PRESENCE_PARAMS_INIT                                  \
    {                                                                   \
        (uint32_t)sizeof(csr_agent_presence_params), 0, 0, { NULL, 0 }, \
    }

/**
 * Say whether an agent is there.
 *
 * Agents say it of themselves, supervisors and the system of everybody: a pause after an abusive contact is a break that
 * somebody else orders. A break ends by itself.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the agent
 * @param params      [in]  csr_agent_presence_params; required
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on
 *                          failure; may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_STATE (id: was deactivated), CSR_E_RIGHT (id: another agent), CSR_E_ARGUMENT
 *         (until: not in the future, or missing for a break), CSR_E_MISUSE, CSR_E_READ_ONLY, CSR_E_DOOMED, the store
 *         family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 1 read, 1 conditional write, 1 event
 * @source docs/escalation.md; service S18
 * @since  0.1
 */
CSR_API csr_status csr_agent_presence(csr_session *session, const csr_id *id, const csr_agent_presence_params *params,
                                      int64_t *out_version, csr_error *err);

/** An agent as one who may be asked. */
typedef struct csr_duty_view {
    uint32_t struct_size;  /**< sizeof of the caller's struct. */
    csr_role role;         /**< Rank. */
    csr_id agent;          /**< The agent. */
    csr_off_duty off;      /**< Why they are not asked; 0 = they are on duty and may be. */
    csr_presence presence; /**< What they last said; 0 = nothing that still holds. */
    int32_t skill_level;   /**< How well they have the ability that is asked for, 1 to 5; 0 = not, or none is. */
    int32_t speaks;        /**< 1 when they speak the language that is asked for. */
    int64_t open_tickets;  /**< Tickets of theirs that somebody must do something about; 0 also when not on duty. */
    csr_time last_contact; /**< When they last had to do with the customer, lately; unset = not. */
    csr_time back_at;      /**< When they are expected back; unset = not known, or they are there. */
    csr_str handle;        /**< Name by which programs and colleagues call them. */
    csr_str why;           /**< What speaks for them, or why they are not asked. */
} csr_duty_view;

/** Who could be asked for what. */
typedef struct csr_duty_query {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t limit;        /**< Rows, 1 to CSR_PAGE_MAX; 0 = CSR_PAGE_DEFAULT. */
    csr_id team;          /**< Only the members of a team. */
    csr_id customer;      /**< The customer concerned. */
    csr_role role;        /**< Only agents of this rank and above; 0 = all. */
    int32_t reserved;     /**< Zero. */
    csr_str skill;        /**< Ability that is asked for, at most 60 bytes. */
    csr_str language;     /**< Language that is asked for, at most 35 bytes; empty = the customer's. */
} csr_duty_query;

/** A csr_duty_query in which everything has its default. */
#define CSR_DUTY_QUERY_INIT                                                                        \
    {                                                                                              \
        (uint32_t)sizeof(csr_duty_query), 0, { { 0 } }, { { 0 } }, 0, 0, { NULL, 0 }, { NULL, 0 }, \
    }

/**
 * List who could be asked, the best first, and then those who are not on duty.
 *
 * First counts a rank as low as possible, then the ability, the language, few open tickets, and who last had to do with
 * the customer; the handle decides between equals. An escalation goes to the first. A shift whose calendar cannot be
 * used, because its zone file is missing for instance, counts as open, and the host's log says so.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param query      [in]  csr_duty_query; NULL = all defaults
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (team, customer), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family
 *         (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   a read of the agents, of the customer and their last contacts; for each agent on duty 1 read and 1 count
 * @source docs/escalation.md
 * @since  0.1
 */
CSR_API csr_status csr_duty_list(csr_session *session, const csr_duty_query *query, csr_result **out_result,
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
CSR_API csr_status csr_duty_at(const csr_result *result, size_t row, csr_duty_view *view, csr_error *err);

CSR_END_DECLS

#endif
