/*
 * Compiled policy documents of a desk, of every kind. A document is immutable, so what was compiled once stays true; the
 * list is shared by all sessions and freed with the desk.
 */
#ifndef CSRI_DESK_POLICIES_H
#define CSRI_DESK_POLICIES_H

#include "policy/calendar.h"
#include "policy/lifecycle.h"
#include "policy/refund_policy.h"
#include "policy/remedy_policy.h"
#include "policy/rules.h"
#include "policy/sla_policy.h"
#include "store/tx.h"

#include <pthread.h>

typedef struct csri_policies {
    pthread_mutex_t lock;
    const csr_host *host;
    csr_str zoneinfo;     /* directory of zone files; empty = where systems keep them */
    csr_rules_host rules; /* what the host tells rules */
    struct csri_policies_entry *first;
    struct csri_zone_entry *zones; /* that settings named */
} csri_policies;

/* The directory is copied; NULL = none. The host is borrowed. */
csr_status csri_policies_init(csri_policies *list, const csr_host *host, const char *zoneinfo, csr_error *err);
void csri_policies_end(csri_policies *list);

/*
 * Compile a document of a kind as it would be recorded: a lifecycle, a calendar, a rule set, refunds, remedies, or an SLA document, whose
 * calendars are asked for in the transaction; where tx is NULL they are taken as they are named. *out is freed with csri_policy_discard(). findings may be NULL.
 */
csr_status csri_policy_compile(const csri_policies *list, csri_tx *tx, csr_policy_kind kind, const csr_str *document,
                               void **out, csri_findings *findings, csr_error *err);
void csri_policy_discard(csr_policy_kind kind, void *compiled);

/* The compiled document of an id, loaded and compiled when it is not known yet. A lifecycle of none is the built-in
 * one; a calendar of none is NULL, "24x7". */
csr_status csri_lifecycle_of(csri_policies *list, csri_tx *tx, const csr_id *policy, const csri_lifecycle **out);
csr_status csri_calendar_of(csri_policies *list, csri_tx *tx, const csr_id *policy, const csr_calendar **out);
csr_status csri_sla_of(csri_policies *list, csri_tx *tx, const csr_id *policy, const csri_sla_policy **out);
csr_status csri_rules_of(csri_policies *list, csri_tx *tx, const csr_id *policy, const csr_rules **out);
csr_status csri_refund_policy_of(csri_policies *list, csri_tx *tx, const csr_id *policy, const csr_refund_policy **out);
csr_status csri_remedies_of(csri_policies *list, csri_tx *tx, const csr_id *policy, const csr_remedy_policy **out);

/* The zone of a name, read from its file when it is first asked for; lives as long as the list. */
csr_status csri_zone_of(csri_policies *list, const csr_str *name, const csr_zone **out, csr_error *err);

#endif
