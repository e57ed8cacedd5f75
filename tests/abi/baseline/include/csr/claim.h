/**
 * Claims: an agent takes a ticket for a while.
 */
#ifndef CSR_CLAIM_H
#define CSR_CLAIM_H

#include <csr/export.h>
#include <csr/result.h>
#include <csr/session.h>
#include <csr/types.h>

CSR_BEGIN_DECLS

/** For how long a claim holds when nothing else is said, in microseconds: fifteen minutes. */
#define CSR_CLAIM_DEFAULT_US INT64_C(900000000)
/** For how long a claim holds at most, in microseconds: a day. */
#define CSR_CLAIM_MAX_US INT64_C(86400000000)
/** Claims that one agent holds at a time, at most. */
#define CSR_CLAIM_AGENT_MAX 32
/** Tickets that csr_claim_next() looks at when nothing else is said. */
#define CSR_CLAIM_LOOK_DEFAULT 1024

/** A claim of a ticket. */
typedef struct csr_claim_view {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t reserved;     /**< Zero. */
    csr_id id;            /**< Identity of the record. */
    csr_id ticket;        /**< The ticket. */
    csr_id agent;         /**< Who has it for now. */
    csr_time claimed_at;  /**< Since when. */
    csr_time until;       /**< When it is free again. */
} csr_claim_view;

/** For whom and how long a ticket is claimed. */
typedef struct csr_claim_params {
    uint32_t struct_size;     /**< sizeof of the caller's struct. */
    int32_t take_over;        /**< 1 to take it from another agent, which the system and supervisors may. */
    int64_t expected_version; /**< Refuse unless the record still has this version; 0 = do not check. */
    int64_t for_us;           /**< For how long in microseconds, at most 86400000000, a day; 0 = fifteen minutes. */
    csr_id agent; /**< For whom; none = the session's agent. Another one is named by the system and by supervisors. */
} csr_claim_params;

/** A csr_claim_params in which everything has its default. */
#define CSR_CLAIM_PARAMS_INIT                                   \
    {                                                           \
        (uint32_t)sizeof(csr_claim_params), 0, 0, 0, { { 0 } }, \
    }

/**
 * Take a ticket for a while, so that nobody else begins with it.
 *
 * A claim ends by itself: it is free when the clock shows its end, and nothing need run for that. Who claims their
 * own ticket again prolongs it. The ticket can still be changed by everybody; a claim says who is at it.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the ticket
 * @param params      [in]  csr_claim_params; NULL = all defaults
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on
 *                          failure; may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id", agent), CSR_E_STATE (agent: another one has it, the message says who and until
 *         when, or deactivated; state: it is settled), CSR_E_LIMIT (agent: too many claims), CSR_E_CONFLICT,
 *         CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED, the store family (CSR_E_STORE_*),
 *         CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 3 or 4 reads, 1 insert or update, 1 conditional write, 1 event
 * @source docs/working-together.md; service S18
 * @since  0.1
 */
CSR_API csr_status csr_ticket_claim(csr_session *session, const csr_id *id, const csr_claim_params *params,
                                    int64_t *out_version, csr_error *err);

/** Which claim ends. */
typedef struct csr_claim_release_params {
    uint32_t struct_size;     /**< sizeof of the caller's struct. */
    int32_t reserved;         /**< Zero. */
    int64_t expected_version; /**< Refuse unless the record still has this version; 0 = do not check. */
} csr_claim_release_params;

/** A csr_claim_release_params in which everything has its default. */
#define CSR_CLAIM_RELEASE_PARAMS_INIT                     \
    {                                                     \
        (uint32_t)sizeof(csr_claim_release_params), 0, 0, \
    }

/**
 * Let go of a ticket that was claimed.
 *
 * Another agent's claim is ended by the system and by supervisors. A ticket that is free stays so.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the ticket
 * @param params      [in]  csr_claim_release_params; NULL = all defaults
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on
 *                          failure; may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_CONFLICT, CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY,
 *         CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 2 reads, 1 erasure, 1 conditional write, 1 event
 * @source docs/working-together.md; service S18
 * @since  0.1
 */
CSR_API csr_status csr_ticket_release(csr_session *session, const csr_id *id, const csr_claim_release_params *params,
                                      int64_t *out_version, csr_error *err);

/** From which queue to take the next ticket, and for how long. */
typedef struct csr_claim_next_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t look;         /**< Tickets of the queue to look at before giving up, 1 to 1000000; 0 = 1024. */
    int64_t for_us;       /**< For how long in microseconds, at most 86400000000, a day; 0 = fifteen minutes. */
    csr_id team;          /**< The team in whose queue to look; none = the queue of no team. */
    csr_id agent; /**< For whom; none = the session's agent. Another one is named by the system and by supervisors. */
    csr_str request_key; /**< Key of this request, at most 200 bytes: the same one again gives the first answer. */
} csr_claim_next_params;

/** A csr_claim_next_params in which everything has its default. */
#define CSR_CLAIM_NEXT_PARAMS_INIT                                                        \
    {                                                                                     \
        (uint32_t)sizeof(csr_claim_next_params), 0, 0, { { 0 } }, { { 0 } }, { NULL, 0 }, \
    }

/**
 * Claim the first ticket of a queue that is free.
 *
 * In the order of the queue: the first active ticket that nobody else is assigned to and nobody has claimed. Two who
 * ask at once get two tickets.
 *
 * Those who are assigned or claimed stand in the queue too, so one after the other is looked at, up to `look` of them.
 * CSR_E_LIMIT says that all of these are taken and that there are more behind them: whether one of those is free is not
 * known, and a larger `look` finds out. CSR_E_NOT_FOUND says that none is free in the whole queue.
 *
 * @param session  [in]  an open session; its actor stands in the events
 * @param params  [in]  csr_claim_next_params; required
 * @param out_id  [out] the ticket; untouched on failure; may be NULL
 * @param err     [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (team: nothing is free; agent), CSR_E_LIMIT (team: the first `look` of the queue are
 *         taken, and there are more; agent: too many claims), CSR_E_STATE (agent: deactivated), CSR_E_DUPLICATE (request_key),
 *         CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED, the store family (CSR_E_STORE_*),
 *         CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 1 read for every 32 tickets at the front of the queue that are taken, 1 for every claim
 *         among them, 1 insert, 1 conditional write, 1 event
 * @source docs/working-together.md; service S18
 * @since  0.1
 */
CSR_API csr_status csr_claim_next(csr_session *session, const csr_claim_next_params *params, csr_id *out_id,
                                  csr_error *err);

/** Which claims to list; those that have ended are left out. */
typedef struct csr_claim_query {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t limit;        /**< Rows a page, 1 to CSR_PAGE_MAX; 0 = CSR_PAGE_DEFAULT. */
    csr_str after;        /**< Token of the page before; empty = from the start. */
    csr_id ticket;        /**< Only that of this ticket. */
    csr_id agent;         /**< Only those of this agent. */
} csr_claim_query;

/** A csr_claim_query in which everything has its default. */
#define CSR_CLAIM_QUERY_INIT                                                     \
    {                                                                            \
        (uint32_t)sizeof(csr_claim_query), 0, { NULL, 0 }, { { 0 } }, { { 0 } }, \
    }

/**
 * List the claims that hold, the one that ends first first.
 *
 * Of a ticket, of an agent, or all of the desk; not both ticket and agent.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param query      [in]  csr_claim_query; required
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read of a page through the index of the order
 * @source docs/working-together.md; service S18
 * @since  0.1
 */
CSR_API csr_status csr_claim_list(csr_session *session, const csr_claim_query *query, csr_result **out_result,
                                  csr_error *err);

/**
 * Fill a view from a row of a result.
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
CSR_API csr_status csr_claim_at(const csr_result *result, size_t row, csr_claim_view *view, csr_error *err);

CSR_END_DECLS

#endif
