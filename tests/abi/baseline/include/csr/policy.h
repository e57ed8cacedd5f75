/**
 * Policy documents: versioned JSON that decides.
 *
 * A document is immutable. A new revision of the same kind and name takes over at its instant; what began under
 * an older one stays under it.
 */
#ifndef CSR_POLICY_H
#define CSR_POLICY_H

#include <csr/export.h>
#include <csr/result.h>
#include <csr/session.h>
#include <csr/types.h>

CSR_BEGIN_DECLS

/** What a document decides. */
typedef int32_t csr_policy_kind;
enum {
    CSR_POLICY_LIFECYCLE = 1, /**< The states of a ticket and the ways between them. */
    CSR_POLICY_CALENDAR = 2,  /**< When the house is open: docs/calendars.md. */
    CSR_POLICY_SLA = 3,       /**< How soon what must be done, by which calendar: docs/sla.md. */
    CSR_POLICY_RULES = 4,     /**< What is done by itself, and when it is escalated: docs/rules.md. */
    CSR_POLICY_REFUND = 5,    /**< What may be given back, and why not: docs/refunds.md. */
    CSR_POLICY_REMEDY = 6     /**< What is offered to put things right, and in which order: docs/remedies.md. */
};

/** A policy document. */
typedef struct csr_policy_view {
    uint32_t struct_size;    /**< sizeof of the caller's struct. */
    csr_policy_kind kind;    /**< What it decides. */
    csr_id id;               /**< Identity of the record; none = built in. */
    int64_t version;         /**< Counts the changes of the record, children included; 1 when new. */
    csr_time created_at;     /**< When it was recorded. */
    csr_time updated_at;     /**< When it last changed. */
    int64_t revision;        /**< Counts the documents of this kind and name. */
    csr_time effective_from; /**< From when it is in force. */
    uint8_t hash[32];        /**< BLAKE2b-256 of the canonical document. */
    csr_str name;            /**< Name of the policy. */
    csr_str document;        /**< Canonical JSON: sorted keys, no blanks. */
} csr_policy_view;

/** A new policy document. */
typedef struct csr_policy_add_params {
    uint32_t struct_size;    /**< sizeof of the caller's struct. */
    csr_policy_kind kind;    /**< What it decides; required. */
    csr_str name;            /**< Name of the policy, at most 120 bytes; empty = "default". */
    csr_str document;        /**< JSON, at most 262144 bytes; required. */
    csr_time effective_from; /**< From when it is in force, not in the past; 0 = now. */
    csr_str request_key;     /**< Key of this request, at most 200 bytes: the same one again gives the first answer. */
} csr_policy_add_params;

/** A csr_policy_add_params in which everything has its default. */
#define CSR_POLICY_ADD_PARAMS_INIT                                                            \
    {                                                                                         \
        (uint32_t)sizeof(csr_policy_add_params), 0, { NULL, 0 }, { NULL, 0 }, 0, { NULL, 0 }, \
    }

/**
 * Record a policy document, checked.
 *
 * A document equal to the one recorded last under this name records nothing and gives its id. The calendars that an
 * SLA document names must have been recorded; "24x7" is a calendar that needs none and is no name for another.
 *
 * @param session [in]  an open session; its actor stands in the events
 * @param params  [in]  csr_policy_add_params; required
 * @param out_id  [out] the new policy; untouched on failure; may be NULL
 * @param err     [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_POLICY (field = the place in the document), CSR_E_DUPLICATE (request_key), CSR_E_ARGUMENT,
 *         CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 1 read, 1 insert, 1 event
 * @source docs/adr/0005-lifecycle.md
 * @since  0.1
 */
CSR_API csr_status csr_policy_add(csr_session *session, const csr_policy_add_params *params, csr_id *out_id,
                                  csr_error *err);

/** A document to check. */
typedef struct csr_policy_check_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    csr_policy_kind kind; /**< What it decides; required. */
    csr_str document;     /**< JSON; required. */
} csr_policy_check_params;

/** A csr_policy_check_params in which everything has its default. */
#define CSR_POLICY_CHECK_PARAMS_INIT                               \
    {                                                              \
        (uint32_t)sizeof(csr_policy_check_params), 0, { NULL, 0 }, \
    }

/**
 * Check a policy document without recording it.
 *
 * Result kind "diagnostic"; no rows = nothing to say against it.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param params     [in]  csr_policy_check_params; required
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family (CSR_E_STORE_*),
 *         CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   linear in the document
 * @source docs/adr/0005-lifecycle.md
 * @since  0.1
 */
CSR_API csr_status csr_policy_check(csr_session *session, const csr_policy_check_params *params,
                                    csr_result **out_result, csr_error *err);

/**
 * Read one policy document.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param id         [in]  the policy
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store
 *         family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read
 * @source docs/adr/0005-lifecycle.md
 * @since  0.1
 */
CSR_API csr_status csr_policy_get(csr_session *session, const csr_id *id, csr_result **out_result, csr_error *err);

/** Which policy. */
typedef struct csr_policy_current_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    csr_policy_kind kind; /**< What it decides; required. */
    csr_str name;         /**< Name of the policy; empty = "default". */
} csr_policy_current_params;

/** A csr_policy_current_params in which everything has its default. */
#define CSR_POLICY_CURRENT_PARAMS_INIT                               \
    {                                                                \
        (uint32_t)sizeof(csr_policy_current_params), 0, { NULL, 0 }, \
    }

/**
 * Read the policy document in force now.
 *
 * Of lifecycles a built-in document stands in where "default" was never recorded.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param params     [in]  csr_policy_current_params; required
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="name"), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store
 *         family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read
 * @source docs/adr/0005-lifecycle.md
 * @since  0.1
 */
CSR_API csr_status csr_policy_current(csr_session *session, const csr_policy_current_params *params,
                                      csr_result **out_result, csr_error *err);

/** Which policy documents to list: the revisions of one kind and name, oldest first. */
typedef struct csr_policy_query {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t limit;        /**< Rows a page, 1 to CSR_PAGE_MAX; 0 = CSR_PAGE_DEFAULT. */
    csr_policy_kind kind; /**< What they decide; required. */
    int32_t reserved;     /**< Zero. */
    csr_str after;        /**< Token of the page before; empty = from the start. */
    csr_str name;         /**< Name of the policy; empty = "default". */
} csr_policy_query;

/** A csr_policy_query in which everything has its default. */
#define CSR_POLICY_QUERY_INIT                                                  \
    {                                                                          \
        (uint32_t)sizeof(csr_policy_query), 0, 0, 0, { NULL, 0 }, { NULL, 0 }, \
    }

/**
 * List the revisions of a policy.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param query      [in]  csr_policy_query; required
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family (CSR_E_STORE_*),
 *         CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read of a page through the index of the order
 * @source docs/adr/0005-lifecycle.md
 * @since  0.1
 */
CSR_API csr_status csr_policy_list(csr_session *session, const csr_policy_query *query, csr_result **out_result,
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
CSR_API csr_status csr_policy_at(const csr_result *result, size_t row, csr_policy_view *view, csr_error *err);

CSR_END_DECLS

#endif
