/**
 * @file csr/judgement.h
 * Judgements: what the refund policy in force says of a refund, and what it said when the refund was asked for.
 *
 * A policy of kind `refund` (docs/refunds.md), named "default", is asked whenever a refund is submitted. Its facts are those of
 * the purchase, the refund, the payments, the customer and the ticket; what only the host knows comes with the call.
 *
 * Experimental: it may change in any release of 0.x; its functions are declared for those who define CSR_EXPERIMENTAL.
 */
#ifndef CSR_JUDGEMENT_H
#define CSR_JUDGEMENT_H

#include <csr/export.h>
#include <csr/refund_policy.h>
#include <csr/result.h>
#include <csr/session.h>
#include <csr/types.h>

CSR_BEGIN_DECLS

/** What a policy said of a refund; it never changes. */
typedef struct csr_judgement_view {
    uint32_t struct_size;      /**< sizeof of the caller's struct. */
    int32_t allowed;           /**< 1 = it may be given back. */
    csr_id id;                 /**< Identity of the record; none = it was only asked. */
    csr_id refund;             /**< The refund. */
    csr_id policy;             /**< The document that was in force. */
    csr_time judged_at;        /**< When it was asked. */
    int64_t fee_basis_points;  /**< What is kept of the goods, in hundredths of a per cent. */
    int32_t undecided;         /**< 1 = refused because the condition of `rule` could not be decided. */
    csr_gives_back gives_back; /**< What is given back; of what is allowed. */
    uint8_t policy_hash[32];   /**< BLAKE2b-256 of that document. */
    csr_str action;            /**< What the policy was asked about, such as "return". */
    csr_str rule;              /**< The rule that refused; empty when allowed, or when the action is unknown. */
    csr_str reason;            /**< Why not, as a sentence for customers; empty when allowed. */
    csr_str missing;           /**< The facts that the rule asked for and nobody knows; may be empty. */
    csr_str status_after;      /**< Status of the order afterwards; empty = it stays. */
    csr_str facts;             /**< The facts that were known, JSON. */
} csr_judgement_view;

/** A refund to be judged. */
typedef struct csr_refund_judge_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t reserved;     /**< Zero. */
    csr_str facts;        /**< What only the host knows: a JSON object of facts of the policy. */
} csr_refund_judge_params;

/** A csr_refund_judge_params in which everything has its default. */
#define CSR_REFUND_JUDGE_PARAMS_INIT                               \
    {                                                              \
        (uint32_t)sizeof(csr_refund_judge_params), 0, { NULL, 0 }, \
    }

/** Which judgements to list: those of one refund, as they were made. */
typedef struct csr_judgement_query {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t limit;        /**< Rows a page, 1 to CSR_PAGE_MAX; 0 = CSR_PAGE_DEFAULT. */
    csr_str after;        /**< Token of the page before; empty = from the start. */
    csr_id refund;        /**< The refund; required. */
} csr_judgement_query;

/** A csr_judgement_query in which everything has its default. */
#define CSR_JUDGEMENT_QUERY_INIT                                          \
    {                                                                     \
        (uint32_t)sizeof(csr_judgement_query), 0, { NULL, 0 }, { { 0 } }, \
    }

#if defined(CSR_EXPERIMENTAL) || defined(CSR_BUILDING)
/**
 * Ask the refund policy in force about a refund as it is now. Nothing is written.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param id         [in]  the refund
 * @param params     [in]  csr_refund_judge_params; NULL = all defaults
 * @param out_result [out] one row for csr_judgement_at(); NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (id; policy: no refund policy is in force), CSR_E_ARGUMENT (facts, or a fact of them),
 *         CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   the reads of the facts: the purchase, its lines, payments and refunds, the customer's tags or fields, the ticket
 * @source docs/refunds.md
 * @since  0.1
 */
CSR_API csr_status csr_refund_judge(csr_session *session, const csr_id *id, const csr_refund_judge_params *params,
                                    csr_result **out_result, csr_error *err);

/**
 * List what policies said of a refund when it was asked for.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param query      [in]  csr_judgement_query; required
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family (CSR_E_STORE_*),
 *         CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read of a page through the index of the order
 * @source docs/refunds.md
 * @since  0.1
 */
CSR_API csr_status csr_judgement_list(csr_session *session, const csr_judgement_query *query, csr_result **out_result,
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
CSR_API csr_status csr_judgement_at(const csr_result *result, size_t row, csr_judgement_view *view, csr_error *err);
#endif

CSR_END_DECLS

#endif
