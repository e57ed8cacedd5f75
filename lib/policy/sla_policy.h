/**
 * SLA documents: which promises a house makes, compiled. Pure.
 *
 * docs/sla.md says what a document looks like. It holds rules in order; the first whose condition holds is a ticket's,
 * and of the targets that a rule has for a metric the first whose condition holds counts.
 */
#ifndef CSRI_POLICY_SLA_POLICY_H
#define CSRI_POLICY_SLA_POLICY_H

#include "policy/sla_condition.h"
#include <csr/sla.h>

#define CSRI_SLA_BYTES_MAX 262144
#define CSRI_SLA_NAME_BYTES 120
#define CSRI_SLA_RULES_MAX 200
#define CSRI_SLA_TARGETS_MAX 100
/** Numbers of the metrics; 0 is none. */
#define CSRI_SLA_METRICS 5

/** What a late tick tells of several levels that came due in the meantime. */
enum { CSRI_CATCH_UP_EACH = 1, CSRI_CATCH_UP_LAST = 2 };

/** A promise. */
typedef struct csri_sla_target {
    csri_condition when;
    int64_t target_s;
    uint32_t calendar, calendar_len; /**< Its name, in the texts; length 0 = "24x7". */
} csri_sla_target;

/** A rule of a document. */
typedef struct csri_sla_rule {
    uint32_t name, name_len; /**< In the texts. */
    csri_condition when;
    uint32_t first[CSRI_SLA_METRICS], count[CSRI_SLA_METRICS]; /**< Targets by metric. */
    uint32_t pauses;                                           /**< Bit i = waiting for csr_waits_for i pauses. */
    int32_t percents[CSR_SLA_LEVELS_MAX];
    int32_t level_count;
    csr_sla_reopen reopen;
    int32_t catch_up;      /**< CSRI_CATCH_UP_*. */
    int32_t bot_counts;    /**< What bots and the system say counts as a reply. */
    int32_t updates_pause; /**< The clock of periodic updates pauses as that of the resolution does. */
    int32_t sequential;    /**< A period of updates begins when the one before was due, not with the update. */
} csri_sla_rule;

/** A document. */
typedef struct csri_sla_policy {
    csr_host host;
    csri_buffer rules;   /**< csri_sla_rule. */
    csri_buffer targets; /**< csri_sla_target. */
    csri_buffer texts;
    csri_conditions conditions;
} csri_sla_policy;

/** Whether there is a calendar of a name; the desk knows. NULL instead of this: all names are taken as they come. */
typedef struct csri_calendar_names {
    csr_status (*known)(void *user, const csr_str *name, int *out, csr_error *err);
    void *user;
} csri_calendar_names;

/**
 * Compile a document.
 *
 * findings (may be NULL) gets all errors. CSR_E_POLICY with field = place of the first error; CSR_E_NO_MEMORY; what
 * asking for a calendar fails with. *out is NULL on failure. The host is copied.
 */
csr_status csri_sla_load(const csr_host *host, const char *json, size_t len, const csri_calendar_names *calendars,
                         csri_sla_policy **out, csri_findings *findings, csr_error *err);
void csri_sla_free(csri_sla_policy *policy);

/** The rule of a ticket, or NULL when none holds. */
const csri_sla_rule *csri_sla_match(const csri_sla_policy *policy, const csri_facts *facts);
/** The rule of a name, or NULL. */
const csri_sla_rule *csri_sla_rule_named(const csri_sla_policy *policy, const csr_str *name);
/** The target of a metric, or NULL when nothing is promised. rule may be NULL. */
const csri_sla_target *csri_sla_target_of(const csri_sla_policy *policy, const csri_sla_rule *rule,
                                          csr_sla_metric metric, const csri_facts *facts);
/** Texts of a document: the name of a rule, and the calendar of a target (empty = "24x7"). */
csr_str csri_sla_rule_name(const csri_sla_policy *policy, const csri_sla_rule *rule);
csr_str csri_sla_calendar_name(const csri_sla_policy *policy, const csri_sla_target *target);

#endif
