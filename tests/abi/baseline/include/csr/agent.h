/**
 * Staff: agents with ranked roles, their skills and languages, teams and who is in them.
 */
#ifndef CSR_AGENT_H
#define CSR_AGENT_H

#include <csr/export.h>
#include <csr/result.h>
#include <csr/session.h>
#include <csr/types.h>

CSR_BEGIN_DECLS

/** Rank of an agent; a higher one may do all that a lower one may. */
typedef int32_t csr_role;
enum {
    CSR_ROLE_CASHIER = 1,    /**< Serves at a till. */
    CSR_ROLE_ASSOCIATE = 2,  /**< Serves customers. */
    CSR_ROLE_SUPERVISOR = 3, /**< Is asked when an agent does not know, and takes over when the tone rises. */
    CSR_ROLE_MANAGER = 4     /**< Answers for the desk. */
};

/** Whether an agent works. */
typedef int32_t csr_agent_status;
enum {
    CSR_AGENT_WORKING = 1,    /**< Works. */
    CSR_AGENT_DEACTIVATED = 2 /**< Was deactivated. */
};

/** What an agent said about being there. */
typedef int32_t csr_presence;
enum {
    CSR_PRESENCE_AVAILABLE = 1, /**< Is there, also outside of the working hours. */
    CSR_PRESENCE_AWAY = 2,      /**< Is away from the desk. */
    CSR_PRESENCE_ON_BREAK = 3,  /**< Has a break, which ends by itself. */
    CSR_PRESENCE_OFF = 4        /**< Has gone. */
};

/** An agent. */
typedef struct csr_agent_view {
    uint32_t struct_size;    /**< sizeof of the caller's struct. */
    csr_role role;           /**< Rank. */
    csr_id id;               /**< Identity of the record. */
    int64_t version;         /**< Counts the changes of the record, children included; 1 when new. */
    csr_time created_at;     /**< When it was recorded. */
    csr_time updated_at;     /**< When it last changed. */
    csr_str handle;          /**< Name by which programs and colleagues call the agent; unique. */
    csr_str name;            /**< Name as it is written and said. */
    csr_str email;           /**< Address for notifications; may be empty. */
    csr_time deactivated_at; /**< Since when the agent is deactivated; unset = is not. */
    int32_t deactivated;     /**< 1 when the agent is deactivated. */
    int32_t reserved;        /**< Zero. */
    csr_time presence_until; /**< Until when what was said holds; unset = until something else is said. */
    csr_presence presence;   /**< What was said about being there; 0 = nothing. */
    int32_t reserved2;       /**< Zero. */
    csr_str shift;           /**< Calendar of the working hours; empty = the desk knows of none. */
} csr_agent_view;

/** A new agent. */
typedef struct csr_agent_add_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    csr_role role;        /**< Rank; 0 = associate. */
    csr_str handle;       /**< Unique name, at most 120 bytes; compared by NFC and case folding; required. */
    csr_str name;         /**< Name as it is written and said, at most 200 bytes; empty = the handle. */
    csr_str email;        /**< Address for notifications. */
    csr_str request_key;  /**< Key of this request, at most 200 bytes: the same one again gives the first answer. */
} csr_agent_add_params;

/** A csr_agent_add_params in which everything has its default. */
#define CSR_AGENT_ADD_PARAMS_INIT                                                                      \
    {                                                                                                  \
        (uint32_t)sizeof(csr_agent_add_params), 0, { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, \
    }

/** What to change in an agent; what is unset stays. */
typedef struct csr_agent_change_params {
    uint32_t struct_size;     /**< sizeof of the caller's struct. */
    csr_role role;            /**< Rank. */
    int64_t expected_version; /**< Refuse unless the record still has this version; 0 = do not check. */
    uint64_t clear;           /**< CSR_AGENT_CLEAR_* bits of the members to empty. */
    csr_str handle;           /**< Unique name, at most 120 bytes; compared by NFC and case folding. */
    csr_str name;             /**< Name as it is written and said, at most 200 bytes. */
    csr_str email;            /**< Address for notifications. */
    csr_str shift;            /**< Name of the calendar of the working hours, at most 120 bytes; it must be recorded. */
} csr_agent_change_params;

/** A csr_agent_change_params in which everything has its default. */
#define CSR_AGENT_CHANGE_PARAMS_INIT                                                                            \
    {                                                                                                           \
        (uint32_t)sizeof(csr_agent_change_params), 0, 0, 0, { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, \
    }

/** Empties email. */
#define CSR_AGENT_CLEAR_EMAIL (UINT64_C(1) << 0)
/** Empties shift. */
#define CSR_AGENT_CLEAR_SHIFT (UINT64_C(1) << 1)

/** Which agents to list, the last recorded first. */
typedef struct csr_agent_query {
    uint32_t struct_size;    /**< sizeof of the caller's struct. */
    int32_t limit;           /**< Rows a page, 1 to CSR_PAGE_MAX; 0 = CSR_PAGE_DEFAULT. */
    csr_str after;           /**< Token of the page before; empty = from the start. */
    csr_agent_status status; /**< Only those who work, or only those who were deactivated; 0 = all. */
    int32_t reserved;        /**< Zero. */
} csr_agent_query;

/** A csr_agent_query in which everything has its default. */
#define CSR_AGENT_QUERY_INIT                                     \
    {                                                            \
        (uint32_t)sizeof(csr_agent_query), 0, { NULL, 0 }, 0, 0, \
    }

/** A handle to look up. */
typedef struct csr_agent_find_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t reserved;     /**< Zero. */
    csr_str handle;       /**< The handle, in any case; required. */
} csr_agent_find_params;

/** A csr_agent_find_params in which everything has its default. */
#define CSR_AGENT_FIND_PARAMS_INIT                               \
    {                                                            \
        (uint32_t)sizeof(csr_agent_find_params), 0, { NULL, 0 }, \
    }

/**
 * Record a new agent.
 *
 * @param session [in]  an open session; its actor stands in the events
 * @param params  [in]  csr_agent_add_params; required
 * @param out_id  [out] the new agent; untouched on failure; may be NULL
 * @param err     [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_DUPLICATE (handle, request_key), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY,
 *         CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 1 insert, 1 event
 * @source docs/words.md; service S12
 * @since  0.1
 */
CSR_API csr_status csr_agent_add(csr_session *session, const csr_agent_add_params *params, csr_id *out_id,
                                 csr_error *err);

/**
 * Change an agent.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the agent
 * @param params      [in]  csr_agent_change_params; NULL = all defaults
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on
 *                          failure; may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id" or "shift"), CSR_E_CONFLICT, CSR_E_DUPLICATE (handle), CSR_E_ARGUMENT, CSR_E_MISUSE,
 *         CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 1 read, 1 conditional write, 1 event
 * @source docs/words.md; service S12
 * @since  0.1
 */
CSR_API csr_status csr_agent_change(csr_session *session, const csr_id *id, const csr_agent_change_params *params,
                                    int64_t *out_version, csr_error *err);

/**
 * Read one agent.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param id         [in]  the agent
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store
 *         family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read
 * @source docs/words.md; service S12
 * @since  0.1
 */
CSR_API csr_status csr_agent_get(csr_session *session, const csr_id *id, csr_result **out_result, csr_error *err);

/**
 * Find an agent by handle.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param params     [in]  csr_agent_find_params; required
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="handle"), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store
 *         family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read
 * @source docs/words.md
 * @since  0.1
 */
CSR_API csr_status csr_agent_find(csr_session *session, const csr_agent_find_params *params, csr_result **out_result,
                                  csr_error *err);

/**
 * List agents, a page at a time.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param query      [in]  csr_agent_query; NULL = all defaults
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family (CSR_E_STORE_*),
 *         CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read of a page through the index of the order
 * @source docs/reading.md
 * @since  0.1
 */
CSR_API csr_status csr_agent_list(csr_session *session, const csr_agent_query *query, csr_result **out_result,
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
CSR_API csr_status csr_agent_at(const csr_result *result, size_t row, csr_agent_view *view, csr_error *err);

/** Which agent leaves, or comes back. */
typedef struct csr_agent_deactivate_params {
    uint32_t struct_size;     /**< sizeof of the caller's struct. */
    int32_t reserved;         /**< Zero. */
    int64_t expected_version; /**< Refuse unless the record still has this version; 0 = do not check. */
    csr_str reason;           /**< Why, for the event, at most 500 bytes. */
} csr_agent_deactivate_params;

/** A csr_agent_deactivate_params in which everything has its default. */
#define CSR_AGENT_DEACTIVATE_PARAMS_INIT                                  \
    {                                                                     \
        (uint32_t)sizeof(csr_agent_deactivate_params), 0, 0, { NULL, 0 }, \
    }

/**
 * Deactivate an agent, who has left or is away for long.
 *
 * From then on the agent opens no session, joins no team, is given no ticket or interaction, follows and claims
 * nothing and answers for no team or contact point. Claims end at once. Tickets stay assigned until
 * csr_agent_hand_over() has passed them on; memberships and what the agent follows stay for the day of return.
 * Sessions that are open go on. What the agent did keeps the name.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the agent
 * @param params      [in]  csr_agent_deactivate_params; NULL = all defaults
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on
 *                          failure; may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_STATE (id: is responsible for a contact point, or leads a team; the
 *         message names it), CSR_E_CONFLICT, CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY,
 *         CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: reads of all contact points and teams, 1 conditional write, 1 event, 1 write and event for
 *         each claim
 * @source docs/working-together.md; service S18
 * @since  0.1
 */
CSR_API csr_status csr_agent_deactivate(csr_session *session, const csr_id *id,
                                        const csr_agent_deactivate_params *params, int64_t *out_version,
                                        csr_error *err);

/**
 * Let an agent who was deactivated work again.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the agent
 * @param params      [in]  csr_agent_deactivate_params; NULL = all defaults
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on
 *                          failure; may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_CONFLICT, CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY,
 *         CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 1 read, 1 conditional write, 1 event
 * @source docs/working-together.md; service S18
 * @since  0.1
 */
CSR_API csr_status csr_agent_reactivate(csr_session *session, const csr_id *id,
                                        const csr_agent_deactivate_params *params, int64_t *out_version,
                                        csr_error *err);

/** Whose tickets are passed on, to whom, and how many at once. */
typedef struct csr_agent_hand_over_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t limit;        /**< Tickets at once, 1 to CSR_PAGE_MAX; 0 = CSR_PAGE_DEFAULT. */
    csr_id agent;         /**< Whose open tickets; required. */
    csr_id to;            /**< Who gets them; none = nobody: they go back to the queue of their team. */
    csr_str reason;       /**< Why, for the event, at most 500 bytes. */
} csr_agent_hand_over_params;

/** A csr_agent_hand_over_params in which everything has its default. */
#define CSR_AGENT_HAND_OVER_PARAMS_INIT                                                     \
    {                                                                                       \
        (uint32_t)sizeof(csr_agent_hand_over_params), 0, { { 0 } }, { { 0 } }, { NULL, 0 }, \
    }

/**
 * Pass on the open tickets of an agent, some at a time.
 *
 * The active ones first, in the order of the queue, then those that wait. The result has the tickets that were
 * passed on, as they are now. Call it until the result is empty: each call is a transaction of its own, so that
 * nobody waits long. The agent need not be deactivated; deactivate first where nothing new is to come in between.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param params     [in]  csr_agent_hand_over_params; required
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (agent, to), CSR_E_STATE (to: deactivated), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT,
 *         CSR_E_READ_ONLY, CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 transaction: 1 or 2 reads of a page, 1 conditional write and 1 event a ticket
 * @source docs/working-together.md; service S18
 * @since  0.1
 */
CSR_API csr_status csr_agent_hand_over(csr_session *session, const csr_agent_hand_over_params *params,
                                       csr_result **out_result, csr_error *err);

/** What a skill is. */
typedef int32_t csr_skill_kind;
enum {
    CSR_SKILL_ABILITY = 1, /**< Something the agent can do, such as "returns" or "staying calm". */
    CSR_SKILL_LANGUAGE = 2 /**< A language the agent serves in, BCP 47. */
};

/** One skill of one agent. */
typedef struct csr_skill_view {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    csr_skill_kind kind;  /**< Ability or language. */
    csr_id id;            /**< Identity of the record. */
    csr_id agent;         /**< Whose skill it is. */
    csr_time created_at;  /**< When it was recorded. */
    csr_str name;         /**< What the agent can do, or the language. */
    int32_t level;        /**< How well, 1 to 5. */
    int32_t reserved;     /**< Zero. */
} csr_skill_view;

/** A skill an agent has. */
typedef struct csr_skill_set_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    csr_skill_kind kind;  /**< Ability or language; 0 = ability. */
    csr_str name;         /**< Name of the skill, or a well-formed BCP 47 tag, at most 60 bytes; required. */
    int32_t level;        /**< How well, 1 to 5; 0 = as it is, or 3 for a skill that is new. */
    int32_t reserved;     /**< Zero. */
} csr_skill_set_params;

/** A csr_skill_set_params in which everything has its default. */
#define CSR_SKILL_SET_PARAMS_INIT                                    \
    {                                                                \
        (uint32_t)sizeof(csr_skill_set_params), 0, { NULL, 0 }, 0, 0 \
    }

/** A skill an agent no longer has. */
typedef struct csr_skill_remove_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    csr_skill_kind kind;  /**< Ability or language; 0 = ability. */
    csr_str name;         /**< Name of the skill, or a language; required. */
} csr_skill_remove_params;

/** A csr_skill_remove_params in which everything has its default. */
#define CSR_SKILL_REMOVE_PARAMS_INIT                               \
    {                                                              \
        (uint32_t)sizeof(csr_skill_remove_params), 0, { NULL, 0 }, \
    }

/**
 * Give an agent a skill or a language, or change its level.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the agent
 * @param params      [in]  csr_skill_set_params; NULL = all defaults
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on
 *                          failure; may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY,
 *         CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 2 reads, 2 writes, 1 event
 * @source docs/words.md; service S12
 * @since  0.1
 */
CSR_API csr_status csr_skill_set(csr_session *session, const csr_id *id, const csr_skill_set_params *params,
                                 int64_t *out_version, csr_error *err);

/**
 * Take a skill or a language from an agent.
 *
 * One that is not there changes nothing.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the agent
 * @param params      [in]  csr_skill_remove_params; NULL = all defaults
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on
 *                          failure; may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY,
 *         CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 2 reads, 2 writes, 1 event
 * @source docs/words.md; service S12
 * @since  0.1
 */
CSR_API csr_status csr_skill_remove(csr_session *session, const csr_id *id, const csr_skill_remove_params *params,
                                    int64_t *out_version, csr_error *err);

/** Which skills to list. */
typedef struct csr_skill_query {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t limit;        /**< Rows a page, 1 to CSR_PAGE_MAX; 0 = CSR_PAGE_DEFAULT. */
    csr_str after;        /**< Token of the page before; empty = from the start. */
    csr_id agent;         /**< Whose skills are wanted; required. */
} csr_skill_query;

/** A csr_skill_query in which everything has its default. */
#define CSR_SKILL_QUERY_INIT                                          \
    {                                                                 \
        (uint32_t)sizeof(csr_skill_query), 0, { NULL, 0 }, { { 0 } }, \
    }

/**
 * List the skills and languages of an agent.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param query      [in]  csr_skill_query; required
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family (CSR_E_STORE_*),
 *         CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read of a page through the index of the order
 * @source docs/reading.md
 * @since  0.1
 */
CSR_API csr_status csr_skill_list(csr_session *session, const csr_skill_query *query, csr_result **out_result,
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
CSR_API csr_status csr_skill_at(const csr_result *result, size_t row, csr_skill_view *view, csr_error *err);

/** A team. */
typedef struct csr_team_view {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t reserved;     /**< Zero. */
    csr_id id;            /**< Identity of the record. */
    int64_t version;      /**< Counts the changes of the record, children included; 1 when new. */
    csr_time created_at;  /**< When it was recorded. */
    csr_time updated_at;  /**< When it last changed. */
    csr_str name;         /**< Name; unique. */
    csr_str note;         /**< What the team is for. */
    csr_id lead;          /**< The agent who answers for it; may be none. */
} csr_team_view;

/** A new team. */
typedef struct csr_team_add_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t reserved;     /**< Zero. */
    csr_str name;         /**< Name, unique, at most 120 bytes; compared by NFC and case folding; required. */
    csr_str note;         /**< What the team is for, at most 2000 bytes. */
    csr_id lead;          /**< The agent who answers for it. */
    csr_str request_key;  /**< Key of this request, at most 200 bytes: the same one again gives the first answer. */
} csr_team_add_params;

/** A csr_team_add_params in which everything has its default. */
#define CSR_TEAM_ADD_PARAMS_INIT                                                                    \
    {                                                                                               \
        (uint32_t)sizeof(csr_team_add_params), 0, { NULL, 0 }, { NULL, 0 }, { { 0 } }, { NULL, 0 }, \
    }

/** What to change in a team; what is unset stays. */
typedef struct csr_team_change_params {
    uint32_t struct_size;     /**< sizeof of the caller's struct. */
    int32_t reserved;         /**< Zero. */
    int64_t expected_version; /**< Refuse unless the record still has this version; 0 = do not check. */
    uint64_t clear;           /**< CSR_TEAM_CLEAR_* bits of the members to empty. */
    csr_str name;             /**< Name, unique, at most 120 bytes. */
    csr_str note;             /**< What the team is for, at most 2000 bytes. */
    csr_id lead;              /**< The agent who answers for it. */
} csr_team_change_params;

/** A csr_team_change_params in which everything has its default. */
#define CSR_TEAM_CHANGE_PARAMS_INIT                                                             \
    {                                                                                           \
        (uint32_t)sizeof(csr_team_change_params), 0, 0, 0, { NULL, 0 }, { NULL, 0 }, { { 0 } }, \
    }

/** Empties note. */
#define CSR_TEAM_CLEAR_NOTE (UINT64_C(1) << 0)
/** Empties lead. */
#define CSR_TEAM_CLEAR_LEAD (UINT64_C(1) << 1)

/** Which teams to list: all, the last recorded first. */
typedef struct csr_team_query {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t limit;        /**< Rows a page, 1 to CSR_PAGE_MAX; 0 = CSR_PAGE_DEFAULT. */
    csr_str after;        /**< Token of the page before; empty = from the start. */
} csr_team_query;

/** A csr_team_query in which everything has its default. */
#define CSR_TEAM_QUERY_INIT                               \
    {                                                     \
        (uint32_t)sizeof(csr_team_query), 0, { NULL, 0 }, \
    }

/** A name to look up. */
typedef struct csr_team_find_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t reserved;     /**< Zero. */
    csr_str name;         /**< The name, in any case; required. */
} csr_team_find_params;

/** A csr_team_find_params in which everything has its default. */
#define CSR_TEAM_FIND_PARAMS_INIT                               \
    {                                                           \
        (uint32_t)sizeof(csr_team_find_params), 0, { NULL, 0 }, \
    }

/**
 * Record a new team.
 *
 * @param session [in]  an open session; its actor stands in the events
 * @param params  [in]  csr_team_add_params; required
 * @param out_id  [out] the new team; untouched on failure; may be NULL
 * @param err     [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_DUPLICATE (name, request_key), CSR_E_NOT_FOUND (lead), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT,
 *         CSR_E_READ_ONLY, CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 1 insert, 1 event
 * @source docs/words.md; service S12
 * @since  0.1
 */
CSR_API csr_status csr_team_add(csr_session *session, const csr_team_add_params *params, csr_id *out_id,
                                csr_error *err);

/**
 * Change a team.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the team
 * @param params      [in]  csr_team_change_params; NULL = all defaults
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on
 *                          failure; may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id" or "lead"), CSR_E_CONFLICT, CSR_E_DUPLICATE (name), CSR_E_ARGUMENT,
 *         CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 1 read, 1 conditional write, 1 event
 * @source docs/words.md; service S12
 * @since  0.1
 */
CSR_API csr_status csr_team_change(csr_session *session, const csr_id *id, const csr_team_change_params *params,
                                   int64_t *out_version, csr_error *err);

/**
 * Read one team.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param id         [in]  the team
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store
 *         family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read
 * @source docs/words.md; service S12
 * @since  0.1
 */
CSR_API csr_status csr_team_get(csr_session *session, const csr_id *id, csr_result **out_result, csr_error *err);

/**
 * Find a team by name.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param params     [in]  csr_team_find_params; required
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="name"), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store
 *         family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read
 * @source docs/words.md
 * @since  0.1
 */
CSR_API csr_status csr_team_find(csr_session *session, const csr_team_find_params *params, csr_result **out_result,
                                 csr_error *err);

/**
 * List teams, a page at a time.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param query      [in]  csr_team_query; NULL = all defaults
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family (CSR_E_STORE_*),
 *         CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read of a page through the index of the order
 * @source docs/reading.md
 * @since  0.1
 */
CSR_API csr_status csr_team_list(csr_session *session, const csr_team_query *query, csr_result **out_result,
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
CSR_API csr_status csr_team_at(const csr_result *result, size_t row, csr_team_view *view, csr_error *err);

/** An agent who joins or leaves a team. */
typedef struct csr_member_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t reserved;     /**< Zero. */
    csr_id agent;         /**< The agent; required. */
} csr_member_params;

/** A csr_member_params in which everything has its default. */
#define CSR_MEMBER_PARAMS_INIT                             \
    {                                                      \
        (uint32_t)sizeof(csr_member_params), 0, { { 0 } }, \
    }

/**
 * Put an agent into a team.
 *
 * An agent who is in it already changes nothing.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the team
 * @param params      [in]  csr_member_params; NULL = all defaults
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on
 *                          failure; may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id" or "agent"), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY,
 *         CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 2 reads, 2 writes, 1 event
 * @source docs/words.md; service S12
 * @since  0.1
 */
CSR_API csr_status csr_team_join(csr_session *session, const csr_id *id, const csr_member_params *params,
                                 int64_t *out_version, csr_error *err);

/**
 * Take an agent out of a team.
 *
 * An agent who is not in it changes nothing.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the team
 * @param params      [in]  csr_member_params; NULL = all defaults
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on
 *                          failure; may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY,
 *         CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 2 reads, 2 writes, 1 event
 * @source docs/words.md; service S12
 * @since  0.1
 */
CSR_API csr_status csr_team_leave(csr_session *session, const csr_id *id, const csr_member_params *params,
                                  int64_t *out_version, csr_error *err);

/** One agent in one team. */
typedef struct csr_member_view {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t reserved;     /**< Zero. */
    csr_id id;            /**< Identity of the record. */
    csr_id team;          /**< The team. */
    csr_id agent;         /**< The agent. */
    csr_time created_at;  /**< When it was recorded. */
} csr_member_view;

/** Which memberships to list: the agents of a team, or the teams of an agent. */
typedef struct csr_member_query {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t limit;        /**< Rows a page, 1 to CSR_PAGE_MAX; 0 = CSR_PAGE_DEFAULT. */
    csr_str after;        /**< Token of the page before; empty = from the start. */
    csr_id team;          /**< The team whose agents are wanted. */
    csr_id agent;         /**< The agent whose teams are wanted; exactly one of team and agent is required. */
} csr_member_query;

/** A csr_member_query in which everything has its default. */
#define CSR_MEMBER_QUERY_INIT                                                     \
    {                                                                             \
        (uint32_t)sizeof(csr_member_query), 0, { NULL, 0 }, { { 0 } }, { { 0 } }, \
    }

/**
 * List the agents of a team, or the teams of an agent.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param query      [in]  csr_member_query; required
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family (CSR_E_STORE_*),
 *         CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read of a page through the index of the order
 * @source docs/reading.md
 * @since  0.1
 */
CSR_API csr_status csr_member_list(csr_session *session, const csr_member_query *query, csr_result **out_result,
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
CSR_API csr_status csr_member_at(const csr_result *result, size_t row, csr_member_view *view, csr_error *err);

CSR_END_DECLS

#endif
