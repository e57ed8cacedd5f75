/**
 * @file csr/remedy_policy.h
 * Remedy policies: documents with ladders of remedies, checked and tried without a desk.
 *
 * Experimental: it may change in any release of 0.x; its functions are declared for those who define CSR_EXPERIMENTAL.
 */
#ifndef CSR_REMEDY_POLICY_H
#define CSR_REMEDY_POLICY_H

#include <csr/export.h>
#include <csr/host.h>
#include <csr/types.h>

CSR_BEGIN_DECLS

/** A remedy policy; opaque, immutable. */
typedef struct csr_remedy_policy csr_remedy_policy;

/** Which document to load. */
typedef struct csr_remedy_policy_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t reserved;     /**< Zero. */
    const csr_host *host; /**< Services of the host, copied; NULL = defaults. */
    csr_str document;     /**< JSON, at most 262144 bytes; required. */
} csr_remedy_policy_params;

/** A csr_remedy_policy_params in which everything has its default. */
#define CSR_REMEDY_POLICY_PARAMS_INIT                        \
    {                                                        \
        (uint32_t)sizeof(csr_remedy_policy_params), 0, NULL, \
        {                                                    \
            NULL, 0                                          \
        }                                                    \
    }

#if defined(CSR_EXPERIMENTAL) || defined(CSR_BUILDING)
/**
 * Load a remedy policy.
 *
 * @param params     [in]  csr_remedy_policy_params; required
 * @param out_policy [out] NULL on failure; required
 * @param out_report [out] on CSR_E_POLICY all that is wrong, a line each; else NULL; may be NULL
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_POLICY (field = the first place that is wrong), CSR_E_ARGUMENT (params, host), CSR_E_NO_MEMORY
 * @owner  the caller frees the policy with csr_remedy_policy_free() and the report with csr_buf_free()
 * @thread any
 * @cost   linear in the document
 * @source docs/remedies.md
 * @since  0.1
 */
CSR_API csr_status csr_remedy_policy_load(const csr_remedy_policy_params *params, csr_remedy_policy **out_policy,
                                          csr_buf **out_report, csr_error *err);

/**
 * Free a remedy policy.
 *
 * @param policy [in] a policy; NULL is a no-op
 * @owner  the policy is gone
 * @thread any, when nobody uses it any more
 * @cost   linear in the document
 * @source docs/ownership.md
 * @since  0.1
 */
CSR_API void csr_remedy_policy_free(csr_remedy_policy *policy);

/**
 * Run the fixtures of all rungs.
 *
 * @param policy     [in]  a policy
 * @param out        [out] JSON objects, one a line and fixture: rung, fixture, expected, ok, and where it is not ok what
 *                         it was and why; then one for each rung with a condition that has no yes or no "no"; NULL on
 *                         failure
 * @param out_failed [out] how many did not come out as they say, or are missing; may be NULL
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT (a parameter is missing), CSR_E_NO_MEMORY
 * @owner  the caller frees the text with csr_buf_free()
 * @thread any
 * @cost   linear in the fixtures
 * @source docs/remedies.md
 * @since  0.1
 */
CSR_API csr_status csr_remedy_policy_test(const csr_remedy_policy *policy, csr_buf **out, int64_t *out_failed,
                                          csr_error *err);

/**
 * Say what a ladder would have offered, of facts that are given.
 *
 * @param policy   [in]  a policy
 * @param what     [in]  a JSON object: facts as docs/rules.md has them, tried (a list of rung and state), role
 * @param what_len [in]  bytes, or CSR_NTS
 * @param out      [out] a JSON object: ladder, next, and the steps with verdict and why; NULL on failure
 * @param err      [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT (field = facts, tried, role or json), CSR_E_LIMIT (field="json"), CSR_E_NO_MEMORY
 * @owner  the caller frees the text with csr_buf_free()
 * @thread any; a policy may be asked by several threads at once
 * @cost   the conditions of one ladder
 * @source docs/remedies.md
 * @since  0.1
 */
CSR_API csr_status csr_remedy_policy_next(const csr_remedy_policy *policy, const char *what, size_t what_len,
                                          csr_buf **out, csr_error *err);
#endif

CSR_END_DECLS

#endif
