#include "base/amount.h"
#include "base/error.h"
#include "base/time.h"
#include "desk/goodwill.h"
#include "desk/zones.h"

#define PURCHASE_DAYS 30

/* When the day of the desk's zone began, changes of the clock included. */
static csr_status day_start(csri_call *call, csr_time *out)
{
    const csr_settings_view *settings;
    csri_zone_place place = { call->tx.host, NULL, call->desk->policies.zoneinfo };
    csr_zone *zone = NULL;
    csr_rows *rows;
    int64_t wall;
    csr_status status = csri_settings_load(call, &rows, &settings);

    if (status != CSR_OK)
        return status;
    if (settings->zone.len > 0)
        status = csri_zone_find(&place, &settings->zone, &zone, call->err);
    csri_rows_free(rows);
    if (status != CSR_OK)
        return status;
    wall = call->tx.now + csr_zone_offset(zone, call->tx.now) * CSRI_SECOND_US;
    status = csr_zone_instant(zone, wall - wall % CSRI_DAY_US, out, call->err);
    csr_zone_free(zone);
    return status;
}

static int is_of(const csr_refund_view *refund, csr_refund_purpose purpose, const char currency[4])
{
    return refund->purpose == purpose && memcmp(refund->currency, currency, sizeof refund->currency) == 0;
}

/* What an agent approved since then, of the same purpose and currency. */
static csr_status approved_since(csri_call *call, const csr_id *agent, const csr_refund_view *refund, csr_time since,
                                 int64_t *sum)
{
    const struct csri_approval from = { .view = { .agent = *agent } };
    csr_rows *rows;
    csr_status status = csri_refund_scan(call, &csri_approval_record, CSRI_APPROVAL_BY_AGENT, &from, &rows);

    *sum = 0;
    if (status != CSR_OK)
        return status;
    for (size_t i = 0; i < csri_rows_count(rows) && status == CSR_OK; i++) {
        const csr_approval_view *one = &((const struct csri_approval *)csri_rows_at(rows, i))->view;
        int counts = one->decided_at >= since && one->kind <= CSR_APPROVAL_GIVEN;
        if (counts && is_of(refund, one->purpose, one->currency))
            status = csri_amount_add(*sum, one->amount_minor, sum);
    }
    csri_rows_free(rows);
    return status;
}

/* What was approved of a purchase or a customer since then, by whomever, but for this one. */
static csr_status refunds_since(csri_call *call, int32_t index, const struct csri_refund *from,
                                const csr_refund_view *own, csr_time since, int64_t *sum)
{
    csr_rows *rows;
    csr_status status = csri_refund_scan(call, &csri_refund_record, index, from, &rows);

    *sum = 0;
    if (status != CSR_OK)
        return status;
    for (size_t i = 0; i < csri_rows_count(rows) && status == CSR_OK; i++) {
        const csr_refund_view *one = &((const struct csri_refund *)csri_rows_at(rows, i))->view;
        int counts = one->approved_at != 0 && one->approved_at >= since && csri_refund_counts(one->state);
        if (counts && memcmp(&one->id, &own->id, sizeof own->id) != 0 && is_of(own, one->purpose, one->currency))
            status = csri_amount_add(*sum, one->amount_minor, sum);
    }
    csri_rows_free(rows);
    return status;
}

static csr_status take_facts(csri_call *call, const csr_id *agent, const csr_refund_view *refund, int32_t customer_days,
                             csri_approval_facts *facts)
{
    const struct csri_refund of_purchase = { .view = { .purchase = refund->purchase } };
    const struct csri_refund of_customer = { .view = { .customer = refund->customer } };
    csr_time since = 0, today = 0;
    csr_status status = day_start(call, &today);

    facts->amount_minor = refund->amount_minor;
    if (status == CSR_OK)
        status = approved_since(call, agent, refund, today, &facts->day_minor);
    since = call->tx.now - PURCHASE_DAYS * CSRI_DAY_US;
    if (status == CSR_OK)
        status = refunds_since(call, CSRI_REFUND_BY_PURCHASE, &of_purchase, refund, since, &facts->purchase_minor);
    since = call->tx.now - customer_days * CSRI_DAY_US;
    if (status == CSR_OK && !csr_id_is_none(&refund->customer))
        status = refunds_since(call, CSRI_REFUND_BY_CUSTOMER, &of_customer, refund, since, &facts->customer_minor);
    return status != CSR_OK ? status : csri_vouchers_given(call, agent, refund, today, since, facts);
}

/* The agent as they are now, not as they were when their session began. */
static csr_status take_role(csri_call *call, const csr_id *agent, csr_role *role)
{
    csr_rows *rows;
    csr_status status = csri_load(&call->tx, &csri_agent_record, agent, "agent", &rows);

    if (status != CSR_OK)
        return status;
    if (((const struct csri_agent *)csri_rows_at(rows, 0))->view.deactivated)
        status = csri_fail(call->err, CSR_E_RIGHT, "agent", "the agent is deactivated");
    *role = ((const struct csri_agent *)csri_rows_at(rows, 0))->view.role;
    csri_rows_free(rows);
    return status;
}

csr_status csri_approver_weigh(csri_call *call, const csr_id *agent, const csr_refund_view *refund, csr_role *role,
                               csri_approval_verdict *out)
{
    struct csri_approval_limit key = { .view = { .purpose = refund->purpose } };
    const csr_approval_limit_view *limit = NULL;
    csri_approval_facts facts = { 0 };
    csr_rows *rows = NULL;
    csr_status status = take_role(call, agent, role);

    key.view.role = *role;
    memcpy(key.view.currency, refund->currency, sizeof key.view.currency);
    if (status == CSR_OK)
        status = csri_find(&call->tx, &csri_approval_limit_record, CSRI_APPROVAL_LIMIT_BY_ROLE, &key, &rows);
    if (status == CSR_OK && rows != NULL)
        limit = &((const struct csri_approval_limit *)csri_rows_at(rows, 0))->view;
    if (status == CSR_OK)
        status = take_facts(call, agent, refund, limit != NULL ? limit->customer_days : 0, &facts);
    if (status == CSR_OK)
        csri_approval_weigh(limit, &facts, out);
    csri_rows_free(rows);
    return status;
}

/* Whether an approver is still one: at work, and with a limit for a single refund of this amount. */
static csr_status check_approver(csri_call *call, const csr_approval_view *approval, const csr_refund_view *refund)
{
    struct csri_approval_limit key = { .view = { .purpose = refund->purpose } };
    int64_t single = 0;
    csr_rows *rows = NULL;
    csr_status status = take_role(call, &approval->agent, &key.view.role);

    memcpy(key.view.currency, refund->currency, sizeof key.view.currency);
    if (status == CSR_OK)
        status = csri_find(&call->tx, &csri_approval_limit_record, CSRI_APPROVAL_LIMIT_BY_ROLE, &key, &rows);
    if (status == CSR_OK && rows != NULL)
        single = ((const struct csri_approval_limit *)csri_rows_at(rows, 0))->view.single_minor;
    csri_rows_free(rows);
    if (status == CSR_OK && refund->amount_minor > single)
        status = csri_fail(call->err, CSR_E_RIGHT, "agent", "one who approved may approve %lld now, %lld is asked for",
                           (long long)single, (long long)refund->amount_minor);
    return status;
}

csr_status csri_approvers_check(csri_call *call, const csr_refund_view *refund)
{
    const struct csri_approval from = { .view = { .refund = refund->id } };
    csr_rows *rows;
    csr_status status = csri_refund_scan(call, &csri_approval_record, CSRI_APPROVAL_BY_REFUND, &from, &rows);

    if (status != CSR_OK)
        return status;
    for (size_t i = 0; i < csri_rows_count(rows) && status == CSR_OK; i++) {
        const csr_approval_view *one = &((const struct csri_approval *)csri_rows_at(rows, i))->view;
        if (one->kind <= CSR_APPROVAL_GIVEN && one->decided_at >= refund->submitted_at)
            status = check_approver(call, one, refund);
    }
    csri_rows_free(rows);
    return status;
}
