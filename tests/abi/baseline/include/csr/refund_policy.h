/**
 * @file csr/refund_policy.h
 * Refund policies: documents that say what may be cancelled, returned or exchanged, and why not.
 *
 * A document (docs/refunds.md) has actions, each with conditions under which it is refused, in CEL. Facts go in as JSON,
 * and a decision with its reason comes out; nothing is read or written. Experimental: it may change in any release of 0.x;
 * its functions are declared for those who define CSR_EXPERIMENTAL.
 */
#ifndef CSR_REFUND_POLICY_H
#define CSR_REFUND_POLICY_H

#include <csr/export.h>
#include <csr/host.h>
#include <csr/types.h>

CSR_BEGIN_DECLS

/** What an action gives back. */
typedef int32_t csr_gives_back;
enum {
    CSR_GIVES_BACK_NOTHING = 1,   /**< Nothing, such as a change of the address. */
    CSR_GIVES_BACK_ITEMS = 2,     /**< What the named items are worth. */
    CSR_GIVES_BACK_ALL = 3,       /**< All that was paid and not given back yet. */
    CSR_GIVES_BACK_DIFFERENCE = 4 /**< What the named items are worth above what is given for them. */
};

/** A refund policy; opaque, immutable. */
typedef struct csr_refund_policy csr_refund_policy;

/** Which document to load. */
typedef struct csr_refund_policy_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t reserved;     /**< Zero. */
    const csr_host *host; /**< Services of the host, copied; NULL = defaults. */
    csr_str document;     /**< JSON, at most 262144 bytes; required. */
} csr_refund_policy_params;

/** A csr_refund_policy_params in which everything has its default. */
#define CSR_REFUND_POLICY_PARAMS_INIT                        \
    {                                                        \
        (uint32_t)sizeof(csr_refund_policy_params), 0, NULL, \
        {                                                    \
            NULL, 0                                          \
        }                                                    \
    }

/** What a policy says. Texts are borrowed from the policy and end in NUL. */
typedef struct csr_refund_decision {
    uint32_t struct_size;      /**< sizeof of the caller's struct. */
    int32_t allowed;           /**< 1 = it may be done. */
    csr_gives_back gives_back; /**< What is given back; of what is allowed. */
    int32_t undecided;         /**< 1 = refused because the condition of `rule` could not be decided. */
    int64_t fee_basis_points;  /**< What is kept of it, in hundredths of a per cent; of what is allowed. */
    csr_str rule;              /**< The rule that refused; empty when allowed, or when the action is unknown. */
    csr_str reason;            /**< Why not, as a sentence for customers; empty when allowed. */
    csr_str status_after;      /**< Status of the order afterwards; empty = it stays. */
} csr_refund_decision;

/** A csr_refund_decision as it goes in. */
#define CSR_REFUND_DECISION_INIT                                                     \
    {                                                                                \
        (uint32_t)sizeof(csr_refund_decision), 0, 0, 0, 0, { NULL, 0 }, { NULL, 0 }, \
        {                                                                            \
            NULL, 0                                                                  \
        }                                                                            \
    }

#if defined(CSR_EXPERIMENTAL) || defined(CSR_BUILDING)
/**
 * Load a refund policy.
 *
 * @param params      [in]  csr_refund_policy_params; required
 * @param out_policy  [out] NULL on failure
 * @param out_report  [out] on CSR_E_POLICY all that is wrong, a line each; else NULL; may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_POLICY (field = the first place that is wrong), CSR_E_ARGUMENT (params, document, host), CSR_E_NO_MEMORY
 * @owner  the caller frees the policy with csr_refund_policy_free() and the report with csr_buf_free()
 * @thread any
 * @cost   linear in the document
 * @source docs/refunds.md
 * @since  0.1
 */
CSR_API csr_status csr_refund_policy_load(const csr_refund_policy_params *params, csr_refund_policy **out_policy,
                                          csr_buf **out_report, csr_error *err);

/**
 * Free a refund policy.
 *
 * @param policy [in] a policy; NULL is a no-op
 * @owner  the policy is gone, and every text borrowed from it
 * @thread any, when nobody uses it any more
 * @cost   linear in the document
 * @source docs/ownership.md
 * @since  0.1
 */
CSR_API void csr_refund_policy_free(csr_refund_policy *policy);

/**
 * Decide about one request.
 *
 * The conditions of the action are asked in their order, and the first that holds refuses; so does one that cannot be
 * decided, because a fact is missing.
 *
 * @param policy    [in]  a policy
 * @param facts     [in]  a JSON object of the facts that docs/refunds.md lists, and those that the document declares
 * @param facts_len [in]  bytes, or CSR_NTS
 * @param out       [out] the decision, its struct_size set by the caller; untouched on failure
 * @param err       [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT (field = a fact that is unknown or of another type, or "json"), CSR_E_LIMIT (field="json"),
 *         CSR_E_NO_MEMORY
 * @owner  texts live until csr_refund_policy_free()
 * @thread any; a policy may be asked by several threads at once
 * @cost   the conditions of one action
 * @source docs/refunds.md
 * @since  0.1
 */
CSR_API csr_status csr_refund_policy_decide(const csr_refund_policy *policy, const char *facts, size_t facts_len,
                                            csr_refund_decision *out, csr_error *err);
#endif

CSR_END_DECLS

#endif
