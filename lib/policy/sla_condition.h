/**
 * The conditions of an SLA document: CEL over the fields of policy/sla_facts.h, compiled once. Pure.
 *
 * A condition holds when it is true; one that is undecided, because a field is absent, does not hold.
 */
#ifndef CSRI_POLICY_SLA_CONDITION_H
#define CSRI_POLICY_SLA_CONDITION_H

#include "policy/document.h"
#include "policy/sla_facts.h"

/** The conditions of one document. */
typedef struct csri_conditions {
    const csr_host *host;
    struct csri_compiled *first; /**< All of them, the last one first. */
    csri_sla_schema *schema;     /**< While the document is read. */
    csr_status status;           /**< Of what is not the document's fault. */
    uint64_t ticket_members;     /**< Bit i = some condition is about column i of tickets. */
    int about_customer;          /**< Some condition is. */
    int about_channel;
} csri_conditions;

/** One condition; NULL = it always holds. */
typedef struct csri_condition {
    const struct csri_compiled *compiled;
} csri_condition;

/** Begin; the host is borrowed. */
void csri_conditions_init(csri_conditions *all, const csr_host *host);
void csri_conditions_free(csri_conditions *all);
/** The document is read: CSR_OK, or CSR_E_NO_MEMORY when something could not be kept. */
csr_status csri_conditions_end(csri_conditions *all, csr_error *err);

/** Compile the text at a place of a document; what is wrong is said there, and out then always holds. */
void csri_condition_read(csri_document *d, const csri_place *at, const csri_json *json, csri_conditions *all,
                         csri_condition *out);

/** Whether a condition holds; nothing is allocated. */
int csri_condition_holds(const csri_condition *condition, const csri_facts *facts);

#endif
