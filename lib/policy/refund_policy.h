/*
 * Refund policies, inside: actions with the conditions that refuse them, compiled against the facts. Pure.
 */
#ifndef CSRI_POLICY_REFUND_POLICY_H
#define CSRI_POLICY_REFUND_POLICY_H

#include "base/arena.h"
#include "base/buffer.h"
#include "policy/document.h"

#include <csr/expression.h>
#include <csr/refund_policy.h>

#define CSRI_REFUND_BYTES_MAX 262144
#define CSRI_REFUND_ACTIONS_MAX 64
#define CSRI_REFUND_RULES_MAX 200
/* Facts in all: those that every document has, and those that it declares. */
#define CSRI_REFUND_FACTS_MAX 64
#define CSRI_REFUND_NAME_BYTES 120
#define CSRI_REFUND_REASON_BYTES 500
/* Tags that say which membership a customer has. */
#define CSRI_REFUND_TAGS_MAX 20

/* A condition under which an action is refused. */
typedef struct csri_refusal {
    csr_str name, reason;
    csr_expression *when;
    struct csri_refusal *next;
} csri_refusal;

/* An action. */
typedef struct csri_refund_action {
    csr_str name, status_after;
    csr_gives_back gives_back;
    int64_t fee_basis_points;
    int64_t goods_within_days; /* from when a return is allowed; 0 = no end */
    int keeps_goods;           /* nothing has to come back */
    csri_refusal *refusals, *last;
    struct csri_refund_action *next;
} csri_refund_action;

struct csr_refund_policy {
    csr_host host;
    csri_arena arena;
    csr_expression_field facts[CSRI_REFUND_FACTS_MAX];
    size_t fact_count;
    csri_refund_action *actions, *last;
    /* Where a desk takes customer.membership from: a custom field, or the first of these tags; else this text. */
    csr_str membership_field, membership_otherwise;
    csr_str membership_tags[CSRI_REFUND_TAGS_MAX];
    size_t membership_tag_count;
    int reads_custom; /* some declared fact is a custom field */
};

/* Compile a document. findings (may be NULL) gets all errors. CSR_E_POLICY with field = place of the first, or
 * CSR_E_NO_MEMORY; *out is NULL on failure. The host is copied. */
csr_status csri_refund_policy_load(const csr_host *host, const char *json, size_t len, csr_refund_policy **out,
                                   csri_findings *findings, csr_error *err);

/* Facts of a JSON object, in the order of policy->facts; those that are not there are absent. Texts are borrowed from it. */
csr_status csri_refund_facts(const csr_refund_policy *policy, const csri_json *json,
                             csr_value facts[CSRI_REFUND_FACTS_MAX], csr_error *err);

/* The action of a name, or NULL. */
const csri_refund_action *csri_refund_action_named(const csr_refund_policy *policy, const char *name);

/* Decide over facts in the order of policy->facts; those that are not there are absent. */
void csri_refund_decide(const csr_refund_policy *policy, const csr_str *action, const csr_value *facts,
                        csr_refund_decision *out);

/* The names of the facts that a rule reads and that are absent, joined by commas; nothing of a rule that is not there. */
void csri_refund_missing(const csr_refund_policy *policy, const csr_str *action, const csr_str *rule,
                         const csr_value *facts, csri_buffer *out);

#endif
