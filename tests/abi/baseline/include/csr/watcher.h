/**
 * Watchers: agents and customers who follow a ticket.
 */
#ifndef CSR_WATCHER_H
#define CSR_WATCHER_H

#include <csr/export.h>
#include <csr/result.h>
#include <csr/session.h>
#include <csr/types.h>

CSR_BEGIN_DECLS

/** One who follows a ticket. */
typedef struct csr_watcher_view {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t reserved;     /**< Zero. */
    csr_id id;            /**< Identity of the record. */
    csr_time created_at;  /**< When it was recorded. */
    csr_id ticket;        /**< The ticket. */
    csr_id agent;         /**< The agent who follows it; none = a customer. */
    csr_id customer;      /**< The customer who gets a copy; none = an agent. */
} csr_watcher_view;

/** Who follows a ticket, or no longer. */
typedef struct csr_watcher_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t reserved;     /**< Zero. */
    csr_id agent;         /**< The agent; none = the session's when there is no customer either. */
    csr_id customer;      /**< The customer who gets a copy of what is public. */
} csr_watcher_params;

/** A csr_watcher_params in which everything has its default. */
#define CSR_WATCHER_PARAMS_INIT                                        \
    {                                                                  \
        (uint32_t)sizeof(csr_watcher_params), 0, { { 0 } }, { { 0 } }, \
    }

/**
 * Follow a ticket.
 *
 * An agent or a customer. Whom the host tells of a change it takes from the list; a customer is told of public
 * interactions only. Who follows it already stays as they are.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the ticket
 * @param params      [in]  csr_watcher_params; NULL = all defaults
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on
 *                          failure; may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id", agent, customer), CSR_E_STATE (agent: deactivated), CSR_E_CONFLICT,
 *         CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED, the store family (CSR_E_STORE_*),
 *         CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 3 reads, 1 insert, 1 conditional write, 1 event
 * @source docs/working-together.md; service S18
 * @since  0.1
 */
CSR_API csr_status csr_ticket_watch(csr_session *session, const csr_id *id, const csr_watcher_params *params,
                                    int64_t *out_version, csr_error *err);

/**
 * Follow a ticket no longer.
 *
 * Who does not follow it stays so.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the ticket
 * @param params      [in]  csr_watcher_params; NULL = all defaults
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
CSR_API csr_status csr_ticket_unwatch(csr_session *session, const csr_id *id, const csr_watcher_params *params,
                                      int64_t *out_version, csr_error *err);

/** Which watchers to list: those of a ticket, or what an agent or a customer follows. */
typedef struct csr_watcher_query {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t limit;        /**< Rows a page, 1 to CSR_PAGE_MAX; 0 = CSR_PAGE_DEFAULT. */
    csr_str after;        /**< Token of the page before; empty = from the start. */
    csr_id ticket;        /**< The ticket that is followed. */
    csr_id agent;         /**< The agent who follows. */
    csr_id customer;      /**< The customer who follows. */
} csr_watcher_query;

/** A csr_watcher_query in which everything has its default. */
#define CSR_WATCHER_QUERY_INIT                                                                \
    {                                                                                         \
        (uint32_t)sizeof(csr_watcher_query), 0, { NULL, 0 }, { { 0 } }, { { 0 } }, { { 0 } }, \
    }

/**
 * List who follows a ticket, or what somebody follows.
 *
 * Exactly one of ticket, agent and customer is given.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param query      [in]  csr_watcher_query; required
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
CSR_API csr_status csr_watcher_list(csr_session *session, const csr_watcher_query *query, csr_result **out_result,
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
CSR_API csr_status csr_watcher_at(const csr_result *result, size_t row, csr_watcher_view *view, csr_error *err);

CSR_END_DECLS

#endif
