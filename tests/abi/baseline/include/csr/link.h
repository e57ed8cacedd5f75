/**
 * Links between tickets.
 */
#ifndef CSR_LINK_H
#define CSR_LINK_H

#include <csr/export.h>
#include <csr/result.h>
#include <csr/session.h>
#include <csr/types.h>

CSR_BEGIN_DECLS

/** How one ticket stands to another: "the ticket is ... the other one". */
typedef int32_t csr_link_kind;
enum {
    CSR_LINK_CHILD_OF = 1,     /**< It is part of the other one; a ticket has one parent at most. */
    CSR_LINK_DUPLICATE_OF = 2, /**< It is the same matter as the other one, which is worked on; at most one. */
    CSR_LINK_CAUSED_BY = 3,    /**< The other one is why it came up. */
    CSR_LINK_RELATED = 4       /**< The two have to do with each other; the same from either side. */
};

/** Tickets above one another by links of one kind, at most: parents of parents, duplicates of duplicates. */
#define CSR_LINK_DEPTH_MAX 32
/** Children of one ticket, at most. */
#define CSR_LINK_CHILDREN_MAX 1000

/** A link of a ticket to another one. */
typedef struct csr_link_view {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    csr_link_kind kind;   /**< How the ticket stands to the other one. */
    csr_id id;            /**< Identity of the record. */
    csr_time created_at;  /**< When it was recorded. */
    csr_id ticket;        /**< The ticket. */
    csr_id other;         /**< The other one. */
} csr_link_view;

/** A link to make or to take off. */
typedef struct csr_link_params {
    uint32_t struct_size;     /**< sizeof of the caller's struct. */
    csr_link_kind kind;       /**< How the ticket stands to the other one; required. */
    int64_t expected_version; /**< Refuse unless the record still has this version; 0 = do not check. */
    csr_id other;             /**< The other one; required. */
} csr_link_params;

/** A csr_link_params in which everything has its default. */
#define CSR_LINK_PARAMS_INIT                                \
    {                                                       \
        (uint32_t)sizeof(csr_link_params), 0, 0, { { 0 } }, \
    }

/**
 * Link a ticket to another one.
 *
 * What is linked so already stays as it is. A ticket has at most one parent, and is the duplicate of at most one;
 * neither may lead round in a circle. A parent counts its children and cannot be settled while one of them is open.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the ticket
 * @param params      [in]  csr_link_params; NULL = all defaults
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on
 *                          failure; may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id", other), CSR_E_STATE (other: it has another parent, would be its own, or is
 *         linked the other way round), CSR_E_LIMIT (other: too many above it, or children of it), CSR_E_CONFLICT,
 *         CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED, the store family (CSR_E_STORE_*),
 *         CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 2 reads, up to CSR_LINK_DEPTH_MAX reads of those above, 1 insert, 1 or 2 conditional writes
 *         and events
 * @source docs/working-together.md; service S4
 * @since  0.1
 */
CSR_API csr_status csr_ticket_link(csr_session *session, const csr_id *id, const csr_link_params *params,
                                   int64_t *out_version, csr_error *err);

/**
 * Take a link off.
 *
 * A link of the kind "related" is one for both and is taken off from either side. What is not linked so stays as it
 * is.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the ticket
 * @param params      [in]  csr_link_params; NULL = all defaults
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on
 *                          failure; may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id", other), CSR_E_CONFLICT, CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT,
 *         CSR_E_READ_ONLY, CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 2 to 4 reads, 1 erasure, 1 or 2 conditional writes and events
 * @source docs/working-together.md; service S4
 * @since  0.1
 */
CSR_API csr_status csr_ticket_unlink(csr_session *session, const csr_id *id, const csr_link_params *params,
                                     int64_t *out_version, csr_error *err);

/** Which links to list: those of a ticket, or those that lead to one. */
typedef struct csr_link_query {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t limit;        /**< Rows a page, 1 to CSR_PAGE_MAX; 0 = CSR_PAGE_DEFAULT. */
    csr_str after;        /**< Token of the page before; empty = from the start. */
    csr_id ticket;        /**< The ticket whose links are listed. */
    csr_id other;         /**< The ticket to which the links lead. */
    csr_link_kind kind;   /**< Only links of this kind; 0 = all. */
    int32_t reserved;     /**< Zero. */
} csr_link_query;

/** A csr_link_query in which everything has its default. */
#define CSR_LINK_QUERY_INIT                                                           \
    {                                                                                 \
        (uint32_t)sizeof(csr_link_query), 0, { NULL, 0 }, { { 0 } }, { { 0 } }, 0, 0, \
    }

/**
 * List the links of a ticket, or those that lead to it.
 *
 * Exactly one of ticket and other is given: the children of a ticket are the links that lead to it and are of the
 * kind "child_of".
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param query      [in]  csr_link_query; required
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read of a page through the index of the order
 * @source docs/working-together.md; service S4
 * @since  0.1
 */
CSR_API csr_status csr_link_list(csr_session *session, const csr_link_query *query, csr_result **out_result,
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
CSR_API csr_status csr_link_at(const csr_result *result, size_t row, csr_link_view *view, csr_error *err);

CSR_END_DECLS

#endif
