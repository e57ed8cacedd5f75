#include "desk/policies.h"

#include "base/error.h"
#include "base/memory.h"
#include "desk/zones.h"

#include <string.h>

struct csri_policies_entry {
    struct csri_policies_entry *next;
    csr_id policy;
    csr_policy_kind kind;
    void *compiled;
};

#define ZONE_NAME_BYTES 61

struct csri_zone_entry {
    struct csri_zone_entry *next;
    csr_zone *zone;
    char name[ZONE_NAME_BYTES]; /* NUL-ended */
};

csr_status csri_policies_init(csri_policies *list, const csr_host *host, const char *zoneinfo, csr_error *err)
{
    memset(list, 0, sizeof(*list));
    list->host = host;
    if (zoneinfo != NULL && *zoneinfo != '\0') {
        size_t len = strlen(zoneinfo);
        char *copy = csri_alloc(host, len + 1);
        if (copy == NULL)
            return csri_fail(err, CSR_E_NO_MEMORY, NULL, "no memory for the name of a directory");
        memcpy(copy, zoneinfo, len + 1);
        list->zoneinfo = (csr_str){ copy, len };
    }
    if (pthread_mutex_init(&list->lock, NULL) == 0)
        return CSR_OK;
    csri_free(host, (void *)list->zoneinfo.ptr, list->zoneinfo.len + 1);
    return csri_fail(err, CSR_E_NO_MEMORY, NULL, "no mutex can be made");
}

void csri_policies_end(csri_policies *list)
{
    while (list->first != NULL) {
        struct csri_policies_entry *next = list->first->next;
        csri_policy_discard(list->first->kind, list->first->compiled);
        csri_free(list->host, list->first, sizeof(*list->first));
        list->first = next;
    }
    while (list->zones != NULL) {
        struct csri_zone_entry *next = list->zones->next;
        csr_zone_free(list->zones->zone);
        csri_free(list->host, list->zones, sizeof(*list->zones));
        list->zones = next;
    }
    if (list->zoneinfo.ptr != NULL)
        csri_free(list->host, (void *)list->zoneinfo.ptr, list->zoneinfo.len + 1);
    pthread_mutex_destroy(&list->lock);
}

/* Read it and put it in front of the list, whose lock is held. */
static csr_status read_zone(csri_policies *list, const csr_str *name, csr_error *err)
{
    csri_zone_place place = { list->host, NULL, list->zoneinfo };
    struct csri_zone_entry *entry = csri_alloc_zero(list->host, sizeof(*entry));
    csr_status status;

    if (entry == NULL)
        return csri_fail(err, CSR_E_NO_MEMORY, NULL, "no memory for a time zone");
    /* Settings hold no longer names. */
    status = name->len < ZONE_NAME_BYTES ? csri_zone_find(&place, name, &entry->zone, err)
                                         : csri_fail(err, CSR_E_ARGUMENT, "zone", "the name of the zone is too long");
    if (status != CSR_OK) {
        csri_free(list->host, entry, sizeof(*entry));
        return status;
    }
    memcpy(entry->name, name->ptr, name->len);
    entry->next = list->zones;
    list->zones = entry;
    return CSR_OK;
}

csr_status csri_zone_of(csri_policies *list, const csr_str *name, const csr_zone **out, csr_error *err)
{
    const struct csri_zone_entry *found;
    csr_status status = CSR_OK;

    pthread_mutex_lock(&list->lock);
    for (found = list->zones; found != NULL; found = found->next)
        if (strlen(found->name) == name->len && memcmp(found->name, name->ptr, name->len) == 0)
            break;
    if (found == NULL) {
        status = read_zone(list, name, err);
        found = list->zones;
    }
    if (status == CSR_OK)
        *out = found->zone;
    pthread_mutex_unlock(&list->lock);
    return status;
}

/* Whether a calendar of this name was ever recorded, in force or not yet. */
static csr_status calendar_known(void *user, const csr_str *name, int *out, csr_error *err)
{
    struct csri_policy from = { .view = { .kind = CSR_POLICY_CALENDAR, .name = *name } };
    csr_scan scan = { .index = CSRI_POLICY_BY_NAME, .equal = 2, .from = &from };
    csri_tx tx = *(csri_tx *)user;
    csr_rows *rows;
    csr_status status;

    tx.err = err;
    status = csri_first(&tx, &csri_policy_record, &scan, &rows);
    *out = rows != NULL;
    csri_rows_free(rows);
    return status;
}

csr_status csri_policy_compile(const csri_policies *list, csri_tx *tx, csr_policy_kind kind, const csr_str *document,
                               void **out, csri_findings *findings, csr_error *err)
{
    csri_zone_place place = { list->host, NULL, list->zoneinfo };
    const csri_zone_source zones = { csri_zone_find, &place };
    const csri_calendar_names calendars = { calendar_known, tx };
    union {
        csri_lifecycle *lifecycle;
        csr_calendar *calendar;
        csri_sla_policy *sla;
        csr_rules *rules;
        csr_refund_policy *refund;
        csr_remedy_policy *remedy;
    } made = { NULL };
    csri_rules_source rules = { .host = list->host,
                                .text = *document,
                                .zoneinfo = list->zoneinfo,
                                .functions = list->rules.functions,
                                .function_count = list->rules.function_count };
    csr_status status;

    *out = NULL;
    if (kind == CSR_POLICY_CALENDAR) {
        status = csri_calendar_load(list->host, document->ptr, document->len, &zones, &made.calendar, findings, err);
        *out = made.calendar;
    } else if (kind == CSR_POLICY_SLA) {
        status = csri_sla_load(list->host, document->ptr, document->len, tx != NULL ? &calendars : NULL, &made.sla,
                               findings, err);
        *out = made.sla;
    } else if (kind == CSR_POLICY_LIFECYCLE) {
        status = csri_lifecycle_load(list->host, document->ptr, document->len, &made.lifecycle, findings, err);
        *out = made.lifecycle;
    } else if (kind == CSR_POLICY_RULES) {
        status = csri_rules_load(&rules, &made.rules, findings, NULL, err);
        *out = made.rules;
    } else if (kind == CSR_POLICY_REFUND) {
        status = csri_refund_policy_load(list->host, document->ptr, document->len, &made.refund, findings, err);
        *out = made.refund;
    } else if (kind == CSR_POLICY_REMEDY) {
        status = csri_remedy_policy_load(list->host, document, &list->zoneinfo, &made.remedy, findings, err);
        *out = made.remedy;
    } else {
        status = csri_fail(err, CSR_E_UNSUPPORTED, "kind", "documents of this kind are not understood yet");
    }
    return status;
}

void csri_policy_discard(csr_policy_kind kind, void *compiled)
{
    if (kind == CSR_POLICY_CALENDAR)
        csr_calendar_free(compiled);
    else if (kind == CSR_POLICY_SLA)
        csri_sla_free(compiled);
    else if (kind == CSR_POLICY_RULES)
        csr_rules_free(compiled);
    else if (kind == CSR_POLICY_REFUND)
        csr_refund_policy_free(compiled);
    else if (kind == CSR_POLICY_REMEDY)
        csr_remedy_policy_free(compiled);
    else
        csri_lifecycle_free(compiled);
}

static const void *known(csri_policies *list, csr_policy_kind kind, const csr_id *policy)
{
    for (struct csri_policies_entry *e = list->first; e != NULL; e = e->next)
        if (e->kind == kind && memcmp(&e->policy, policy, sizeof(*policy)) == 0)
            return e->compiled;
    return NULL;
}

static csr_status load(const csri_policies *list, csri_tx *tx, csr_policy_kind kind, const csr_id *policy, void **out)
{
    static const char *const fields[] = { "", "lifecycle", "calendar", "sla", "rules", "policy", "policy" };
    const csr_str *text = csri_lifecycle_builtin_text();
    csr_rows *rows = NULL;
    csr_status status = CSR_OK;

    *out = NULL;
    if (!csr_id_is_none(policy)) {
        status = csri_load(tx, &csri_policy_record, policy, fields[kind], &rows);
        if (status != CSR_OK)
            return status;
        text = &((const struct csri_policy *)csri_rows_at(rows, 0))->view.document;
    }
    status = csri_policy_compile(list, NULL, kind, text, out, NULL, tx->err);
    csri_rows_free(rows);
    return status;
}

/* Two threads that compile the same document at once keep the first one's. */
static csr_status keep(csri_policies *list, csri_tx *tx, csr_policy_kind kind, const csr_id *policy, void *compiled,
                       const void **out)
{
    struct csri_policies_entry *entry = csri_alloc_zero(list->host, sizeof(*entry));

    if (entry == NULL) {
        csri_policy_discard(kind, compiled);
        return csri_fail(tx->err, CSR_E_NO_MEMORY, NULL, "no memory for a policy");
    }
    pthread_mutex_lock(&list->lock);
    *out = known(list, kind, policy);
    if (*out == NULL) {
        entry->policy = *policy;
        entry->kind = kind;
        entry->compiled = compiled;
        entry->next = list->first;
        list->first = entry;
        *out = compiled;
        entry = NULL;
    }
    pthread_mutex_unlock(&list->lock);
    if (entry != NULL) {
        csri_policy_discard(kind, compiled);
        csri_free(list->host, entry, sizeof(*entry));
    }
    return CSR_OK;
}

static csr_status find(csri_policies *list, csri_tx *tx, csr_policy_kind kind, const csr_id *policy, const void **out)
{
    void *compiled;
    csr_status status;

    pthread_mutex_lock(&list->lock);
    *out = known(list, kind, policy);
    pthread_mutex_unlock(&list->lock);
    if (*out != NULL)
        return CSR_OK;
    status = load(list, tx, kind, policy, &compiled);
    return status != CSR_OK ? status : keep(list, tx, kind, policy, compiled, out);
}

csr_status csri_lifecycle_of(csri_policies *list, csri_tx *tx, const csr_id *policy, const csri_lifecycle **out)
{
    const void *found = NULL;
    csr_status status = find(list, tx, CSR_POLICY_LIFECYCLE, policy, &found);

    *out = found;
    return status;
}

csr_status csri_calendar_of(csri_policies *list, csri_tx *tx, const csr_id *policy, const csr_calendar **out)
{
    const void *found = NULL;
    csr_status status = csr_id_is_none(policy) ? CSR_OK : find(list, tx, CSR_POLICY_CALENDAR, policy, &found);

    *out = found;
    return status;
}

csr_status csri_sla_of(csri_policies *list, csri_tx *tx, const csr_id *policy, const csri_sla_policy **out)
{
    const void *found = NULL;
    csr_status status = find(list, tx, CSR_POLICY_SLA, policy, &found);

    *out = found;
    return status;
}

csr_status csri_rules_of(csri_policies *list, csri_tx *tx, const csr_id *policy, const csr_rules **out)
{
    const void *found = NULL;
    csr_status status = find(list, tx, CSR_POLICY_RULES, policy, &found);

    *out = found;
    return status;
}

csr_status csri_refund_policy_of(csri_policies *list, csri_tx *tx, const csr_id *policy, const csr_refund_policy **out)
{
    const void *found = NULL;
    csr_status status = find(list, tx, CSR_POLICY_REFUND, policy, &found);

    *out = found;
    return status;
}

csr_status csri_remedies_of(csri_policies *list, csri_tx *tx, const csr_id *policy, const csr_remedy_policy **out)
{
    const void *found = NULL;
    csr_status status = find(list, tx, CSR_POLICY_REMEDY, policy, &found);

    *out = found;
    return status;
}
