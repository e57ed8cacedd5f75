/**
 * Drafts: what agents have begun to write and not sent.
 *
 * A draft is nobody's word yet: it writes no event, one agent has one about each ticket or interaction, and it is
 * erased when it is sent.
 */
#ifndef CSR_DRAFT_H
#define CSR_DRAFT_H

#include <csr/export.h>
#include <csr/interaction.h>
#include <csr/result.h>
#include <csr/session.h>
#include <csr/types.h>

CSR_BEGIN_DECLS

/** An agent's unfinished message. */
typedef struct csr_draft_view {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    csr_channel channel;  /**< How it is to be sent. */
    csr_id id;            /**< Identity of the record. */
    int64_t version;      /**< Counts the changes of the draft; 1 when new. */
    csr_time created_at;  /**< When it was begun. */
    csr_time updated_at;  /**< When it was last saved. */
    csr_id agent;         /**< Whose it is. */
    csr_id ticket;        /**< The ticket that it is about; may be none. */
    csr_id interaction;   /**< The interaction that it is about, when there is no ticket; may be none. */
    csr_id reply_to;      /**< The interaction it answers; may be none. */
    csr_id seen;          /**< The last interaction on the ticket when the draft was begun or refreshed; may be none. */
    int64_t seen_version; /**< The version of the ticket or interaction at that time. */
    csr_content_type content_type; /**< What the body is written in. */
    csr_audience audience;         /**< Who may see it once it is sent. */
    csr_str recipient;             /**< Address of the recipient; may be empty. */
    csr_str subject;               /**< Subject line; may be empty. */
    csr_str body;                  /**< What is written so far; may be empty. */
} csr_draft_view;

/** A draft as it stands now. */
typedef struct csr_draft_save_params {
    uint32_t struct_size;     /**< sizeof of the caller's struct. */
    csr_channel channel;      /**< How it is to be sent; 0 = as a note. */
    int64_t expected_version; /**< Refuse unless the draft still has this version; 0 = do not check. */
    csr_id ticket;            /**< The ticket that it is about; either this or interaction. */
    csr_id interaction;       /**< The interaction that it is about, when there is no ticket. */
    csr_id agent;             /**< Whose it is; none = the session's agent. Only the system saves drafts of others. */
    csr_id reply_to;          /**< The interaction it answers. */
    csr_content_type content_type; /**< What the body is written in; 0 = plain. */
    csr_audience audience;         /**< Who may see it once it is sent; 0 = internal for a note, else public. */
    int32_t refresh;               /**< 1 = the agent has seen what came in since the draft was begun. */
    int32_t reserved;              /**< Zero. */
    csr_str recipient;             /**< Address of the recipient, at most 500 bytes. */
    csr_str subject;               /**< Subject line, at most 500 bytes. */
    csr_str body;                  /**< What is written so far, at most 1048576 bytes. */
    csr_str request_key; /**< Key of this request, at most 200 bytes: the same one again gives the first answer. */
} csr_draft_save_params;

/** A csr_draft_save_params in which everything has its default. */
#define CSR_DRAFT_SAVE_PARAMS_INIT                                                                             \
    {                                                                                                          \
        (uint32_t)sizeof(csr_draft_save_params), 0, 0, { { 0 } }, { { 0 } }, { { 0 } }, { { 0 } }, 0, 0, 0, 0, \
            { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, { NULL, 0 },                                                \
    }

/**
 * Save the draft of the session's agent about a ticket or an interaction.
 *
 * An agent has one draft about each; saving again replaces it whole. A draft writes no event: what is in it nobody
 * has said yet.
 *
 * @param session [in]  an open session; its actor stands in the events
 * @param params  [in]  csr_draft_save_params; required
 * @param out_id  [out] the draft; untouched on failure; may be NULL
 * @param err     [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="ticket", "interaction", "agent" or "reply_to"), CSR_E_ARGUMENT (field="agent": the
 *         system names one), CSR_E_RIGHT (field="agent"), CSR_E_CONFLICT (field="expected_version"), CSR_E_DUPLICATE
 *         (field="request_key"), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED, the store
 *         family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 3 reads, 1 write
 * @source docs/drafts.md
 * @since  0.1
 */
CSR_API csr_status csr_draft_save(csr_session *session, const csr_draft_save_params *params, csr_id *out_id,
                                  csr_error *err);

/**
 * Read a draft.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param id         [in]  the draft
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family
 *         (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read
 * @source docs/drafts.md
 * @since  0.1
 */
CSR_API csr_status csr_draft_get(csr_session *session, const csr_id *id, csr_result **out_result, csr_error *err);

/** The draft about what. */
typedef struct csr_draft_find_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t reserved;     /**< Zero. */
    csr_id ticket;        /**< The ticket; either this or interaction. */
    csr_id interaction;   /**< The interaction. */
    csr_id agent;         /**< Whose draft; none = the session's agent. */
} csr_draft_find_params;

/** A csr_draft_find_params in which everything has its default. */
#define CSR_DRAFT_FIND_PARAMS_INIT                                                   \
    {                                                                                \
        (uint32_t)sizeof(csr_draft_find_params), 0, { { 0 } }, { { 0 } }, { { 0 } }, \
    }

/**
 * Read the draft of an agent about a ticket or an interaction.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param params     [in]  csr_draft_find_params; required
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="ticket" or "interaction"), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED,
 *         the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read
 * @source docs/drafts.md
 * @since  0.1
 */
CSR_API csr_status csr_draft_find(csr_session *session, const csr_draft_find_params *params, csr_result **out_result,
                                  csr_error *err);

/** Whose drafts to list. */
typedef struct csr_draft_query {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t limit;        /**< Rows a page, 1 to CSR_PAGE_MAX; 0 = CSR_PAGE_DEFAULT. */
    csr_str after;        /**< Token of the page before; empty = from the start. */
    csr_id agent;         /**< The agent; none = the session's. */
} csr_draft_query;

/** A csr_draft_query in which everything has its default. */
#define CSR_DRAFT_QUERY_INIT                                          \
    {                                                                 \
        (uint32_t)sizeof(csr_draft_query), 0, { NULL, 0 }, { { 0 } }, \
    }

/**
 * List the drafts of an agent.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param query      [in]  csr_draft_query; NULL = all defaults
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read of a page through the index of the order
 * @source docs/drafts.md
 * @since  0.1
 */
CSR_API csr_status csr_draft_list(csr_session *session, const csr_draft_query *query, csr_result **out_result,
                                  csr_error *err);

/** What came in since which draft was begun. */
typedef struct csr_draft_news_query {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t limit;        /**< Rows a page, 1 to CSR_PAGE_MAX; 0 = CSR_PAGE_DEFAULT. */
    csr_str after;        /**< Token of the page before; empty = from the start. */
    csr_id draft;         /**< The draft; required. */
} csr_draft_news_query;

/** A csr_draft_news_query in which everything has its default. */
#define CSR_DRAFT_NEWS_QUERY_INIT                                          \
    {                                                                      \
        (uint32_t)sizeof(csr_draft_news_query), 0, { NULL, 0 }, { { 0 } }, \
    }

/**
 * List the interactions on the ticket behind the one that the draft has seen.
 *
 * What changed in the ticket itself is its history behind seen_version.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param query      [in]  csr_draft_news_query; required
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="draft"), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family
 *         (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   2 reads, 1 read of a page
 * @source docs/drafts.md
 * @since  0.1
 */
CSR_API csr_status csr_draft_news(csr_session *session, const csr_draft_news_query *query, csr_result **out_result,
                                  csr_error *err);

/**
 * Throw a draft away.
 *
 * @param session [in]  an open session; its actor stands in the events
 * @param id      [in]  the draft
 * @param err     [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_RIGHT (it is another agent's), CSR_E_ARGUMENT, CSR_E_MISUSE,
 *         CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 1 read, 1 erasure
 * @source docs/drafts.md
 * @since  0.1
 */
CSR_API csr_status csr_draft_discard(csr_session *session, const csr_id *id, csr_error *err);

/** How a draft is sent. */
typedef struct csr_draft_send_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t anyway;       /**< 1 = also when the ticket moved on since the draft was begun. */
    int64_t
        expected_version; /**< The version of the ticket or interaction that the agent saw; 0 = the one that the draft saw. */
    int32_t queue;        /**< 1 = put the message into the outbox, for the recipient of the draft. */
    int32_t max_attempts; /**< Attempts at most when it is queued; 0 = the usual number. */
    csr_str request_key;  /**< Key of this request, at most 200 bytes: the same one again gives the first answer. */
} csr_draft_send_params;

/** A csr_draft_send_params in which everything has its default. */
#define CSR_DRAFT_SEND_PARAMS_INIT                                        \
    {                                                                     \
        (uint32_t)sizeof(csr_draft_send_params), 0, 0, 0, 0, { NULL, 0 }, \
    }

/**
 * Turn a draft into an interaction.
 *
 * The interaction is recorded, queued if asked for, and the draft erased, all or nothing. Where something came in
 * since, nothing happens and the error tells what: the members of the ticket that changed, or the interaction.
 *
 * @param session [in]  an open session; its actor stands in the events
 * @param id      [in]  the draft
 * @param params  [in]  csr_draft_send_params; NULL = all defaults
 * @param out_id  [out] the new interaction; untouched on failure; may be NULL
 * @param err     [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_RIGHT (it is another agent's), CSR_E_CONFLICT (the changed members, or
 *         field="interaction"), CSR_E_STATE (it is empty), CSR_E_DUPLICATE (field="request_key"), CSR_E_ARGUMENT,
 *         CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 5 reads, 2 writes, 1 event
 * @source docs/drafts.md
 * @since  0.1
 */
CSR_API csr_status csr_draft_send(csr_session *session, const csr_id *id, const csr_draft_send_params *params,
                                  csr_id *out_id, csr_error *err);

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
CSR_API csr_status csr_draft_at(const csr_result *result, size_t row, csr_draft_view *view, csr_error *err);

CSR_END_DECLS

#endif
