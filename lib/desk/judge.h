/*
 * The refund policy in force, asked about a refund.
 */
#ifndef CSRI_DESK_JUDGE_H
#define CSRI_DESK_JUDGE_H

#include "base/json.h"
#include "desk/refund.h"
#include "policy/refund_policy.h"

/* What it was asked, and what it said. Freed with csri_judged_free(). */
typedef struct csri_judged {
    struct csri_judgement is; /* .view.policy none = nothing is in force */
    csr_value facts[CSRI_REFUND_FACTS_MAX];
    const csri_json *given; /* what the host said */
    csr_rows *held;         /* what texts are borrowed from */
    csri_buffer texts, missing, reason;
    int64_t goods_minor, kept_minor; /* of the refund's parts */
} csri_judged;

/*
 * For csr_refund_submit(), in this order: ask, before anything is written; write; record what was said. Where no refund policy
 * was ever recorded neither costs anything.
 */
/* Nothing is asked yet. */
void csri_judged_init(csri_call *call, csri_judged *out);
/* CSR_E_STATE (policy) with rule, reason and what is missing when it refuses. *out was begun with csri_judged_init(). */
csr_status csri_judge_ask(csri_call *call, const csr_refund_view *refund, const csr_str *given, csri_judged *out);
/* Record it, unless status says that something failed, and free it; the version is the refund's then. */
csr_status csri_judge_record(csri_call *call, csr_status status, csri_judged *judged, int64_t *out_version);

/* The refund policy in force, as the rows that own its document; *rows = NULL when there is none, which costs nothing where none
 * was ever recorded. */
csr_status csri_refund_policy_now(csri_call *call, csr_rows **rows, const csr_refund_policy **out);

/* The facts of a refund, as far as they are known; given = JSON of the host's, may be empty. */
csr_status csri_judge_facts(csri_call *call, const csr_refund_policy *policy, const csr_refund_view *refund,
                            const csr_str *given, csri_judged *out);
void csri_judged_free(csri_judged *judged);

#endif
