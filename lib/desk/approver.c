#include "base/amount.h"
#include "base/error.h"
#include "base/time.h"
#include "desk/goodwill.h"
#include "desk/refund.h"
#include "policy/identity_key.h"
#include "record/row.h"
#include "record/types.h"

#define PURCHASE_DAYS 30
/* An agent's approvals are read the last ones first, so that a long memory costs nothing: few, then more. */
#define FIRST_PAGE 8
#define PAGE 64

/* A day of the desk's zone, [from, to). */
typedef struct day {
    csr_time from, to;
} day;

/* The day in which an instant is, changes of the clock included. */
static csr_status day_of(csri_call *call, csr_time at, day *out)
{
    const csr_zone *zone;
    int64_t midnight;
    csr_status status = csri_desk_zone(call, &zone);

    if (status != CSR_OK)
        return status;
    midnight = at + csr_zone_offset(zone, at) * CSRI_SECOND_US;
    midnight -= midnight % CSRI_DAY_US;
    status = csr_zone_instant(zone, midnight, &out->from, call->err);
    if (status == CSR_OK)
        status = csr_zone_instant(zone, midnight + CSRI_DAY_US, &out->to, call->err);
    return status;
}

static int is_of(const csr_refund_view *refund, csr_refund_purpose purpose, const char currency[4])
{
    return refund->purpose == purpose && memcmp(refund->currency, currency, sizeof refund->currency) == 0;
}

/* P5: whether an approval takes from its day: not when its refund was refused, waited too long, or ended before money moved. */
static csr_status add_approval(csri_call *call, const csr_approval_view *approval, const csr_refund_view *of,
                               int64_t *sum)
{
    int moved = 0;
    csr_status status = CSR_OK;

    if (csri_refund_gave_up(of->state))
        status = csri_refund_moved(call, &of->id, &moved);
    if (status == CSR_OK && csri_approval_counts(approval, of, moved, call->tx.now))
        status = csri_amount_add(*sum, approval->amount_minor, sum);
    return status;
}

/* Of a page, the last approvals first: how many were given since a day began. */
static size_t count_since(const csr_rows *rows, csr_time since)
{
    size_t n = 0;

    while (n < csri_rows_count(rows) && ((const struct csri_approval *)csri_rows_at(rows, n))->view.decided_at >= since)
        n++;
    return n;
}

/* Add up the approvals of a day, but for those of this refund. */
static csr_status add_page(csri_call *call, const csr_rows *rows, const csr_refund_view *own, const day *of,
                           int64_t *sum)
{
    csr_rows *refunds;
    csr_status status =
        csri_load_those(&call->tx, &csri_refund_record, rows, offsetof(struct csri_approval, view.refund), &refunds);

    for (size_t i = 0; i < csri_rows_count(rows) && status == CSR_OK; i++) {
        const csr_approval_view *one = &((const struct csri_approval *)csri_rows_at(rows, i))->view;
        const struct csri_refund *refund = csri_row_of(refunds, &csri_refund_record, &one->refund);
        if (refund == NULL)
            status = csri_fail(call->err, CSR_E_CORRUPT, "refund", "an approval is of a refund that is not there");
        else if (one->decided_at < of->to && memcmp(&one->refund, &own->id, sizeof own->id) != 0 &&
                 is_of(own, one->purpose, one->currency))
            status = add_approval(call, one, &refund->view, sum);
    }
    csri_rows_free(refunds);
    return status;
}

/* What an agent approved in a day, of the same purpose and currency, but for this refund. */
static csr_status approved_in(csri_call *call, const csr_id *agent, const csr_refund_view *own, const day *of,
                              int64_t *sum)
{
    struct csri_approval at = { .view = { .agent = *agent } };
    csr_scan scan = {
        .index = CSRI_APPROVAL_BY_AGENT, .equal = 1, .flags = CSR_SCAN_REVERSE, .limit = FIRST_PAGE, .from = &at
    };
    csr_status status = CSR_OK;

    *sum = 0;
    for (int more = 1; more && status == CSR_OK; scan.limit = PAGE) {
        csr_rows *rows;
        size_t some;
        status = csri_rows_new(call->tx.host, sizeof at, scan.limit, &rows, call->err);
        if (status != CSR_OK)
            return status;
        status = call->tx.ops->scan(call->tx.handle, &csri_approval_record, &scan, rows, call->err);
        some = count_since(rows, of->from);
        csri_rows_cut(rows, some);
        if (status == CSR_OK && some > 0) {
            memcpy(&at, csri_rows_at(rows, some - 1), sizeof at);
            scan.after = &at;
            status = add_page(call, rows, own, of, sum);
        }
        more = some == scan.limit;
        csri_rows_free(rows);
    }
    return status;
}

/* What was approved of a purchase or a customer since then, by whomever, but for this one. */
static csr_status refunds_since(csri_call *call, int32_t index, const struct csri_refund *from,
                                const csr_refund_view *own, csr_time since, int64_t *sum)
{
    const csri_refund_since what = { &csri_refund_record, from, offsetof(struct csri_refund, view.approved_at), index,
                                     0 };
    csr_rows *rows;
    csr_status status = index == CSRI_REFUND_BY_PURCHASE
                            ? csri_refund_scan(call, &csri_refund_record, index, from, &rows)
                            : csri_refund_scan_since(call, &what, since, &rows);

    *sum = 0;
    if (status != CSR_OK)
        return status;
    for (size_t i = 0; i < csri_rows_count(rows) && status == CSR_OK; i++) {
        const csr_refund_view *one = &((const struct csri_refund *)csri_rows_at(rows, i))->view;
        int counts = one->approved_at != 0 && one->approved_at >= since && csri_refund_counts(one->state);
        if (counts && memcmp(&one->id, &own->id, sizeof own->id) != 0 && is_of(own, one->purpose, one->currency))
            status = csri_amount_add(*sum, csri_refund_worth(one), sum);
    }
    csri_rows_free(rows);
    return status;
}

/* What an agent's limit of a day has let through: their approvals of refunds and, where it is goodwill, of vouchers. */
static csr_status used_in(csri_call *call, const csr_id *agent, const csr_refund_view *own, const day *of, int64_t *sum)
{
    csr_status status = approved_in(call, agent, own, of, sum);

    return status != CSR_OK ? status : csri_vouchers_decided(call, agent, own, of->from, of->to, sum);
}

static csr_status take_facts(csri_call *call, const csr_id *agent, const csr_refund_view *refund, int32_t customer_days,
                             csri_approval_facts *facts)
{
    const struct csri_refund of_purchase = { .view = { .purchase = refund->purchase } };
    const struct csri_refund of_customer = { .view = { .customer = refund->customer } };
    csr_time since = call->tx.now - PURCHASE_DAYS * CSRI_DAY_US;
    day today;
    csr_status status = day_of(call, call->tx.now, &today);

    if (status == CSR_OK)
        status = used_in(call, agent, refund, &today, &facts->day_minor);
    if (status == CSR_OK)
        status = refunds_since(call, CSRI_REFUND_BY_PURCHASE, &of_purchase, refund, since, &facts->purchase_minor);
    since = call->tx.now - customer_days * CSRI_DAY_US;
    if (status != CSR_OK || csr_id_is_none(&refund->customer))
        return status;
    status = refunds_since(call, CSRI_REFUND_BY_APPROVED, &of_customer, refund, since, &facts->customer_minor);
    return status != CSR_OK ? status : csri_vouchers_of_customer(call, refund, since, &facts->customer_minor);
}

/* P3: whether an address is one of a customer. One that cannot be read is nobody's. */
static csr_status is_address_of(csri_call *call, const csr_str *email, const csr_id *customer, int32_t *out)
{
    struct csri_identity key = { .view = { .kind = CSR_IDENTITY_EMAIL } };
    const struct csri_identity *found;
    csr_str no_code = { NULL, 0 };
    csr_rows *rows = NULL;
    csri_buffer text;
    csr_status status;

    *out = 0;
    if (email->len == 0 || csr_id_is_none(customer))
        return CSR_OK;
    csri_buffer_init(&text, call->tx.host, 0);
    status = csri_identity_key(CSR_IDENTITY_EMAIL, email, &no_code, &text, NULL);
    key.key = (csr_str){ text.ptr, text.len };
    if (status == CSR_OK)
        status = csri_find(&call->tx, &csri_identity_record, CSRI_IDENTITY_BY_KEY, &key, &rows);
    else if (status == CSR_E_NO_MEMORY)
        status = csri_fail(call->err, status, "agent", "no memory for the agent's address");
    if (rows != NULL) {
        found = csri_rows_at(rows, 0);
        *out = found->view.ended_at == 0 && memcmp(&found->view.customer, customer, sizeof *customer) == 0;
    }
    csri_rows_free(rows);
    csri_buffer_free(&text);
    return status == CSR_E_ARGUMENT ? CSR_OK : status;
}

/* The agent as they are now, not as they were when their session began. */
static csr_status take_person(csri_call *call, const csr_id *agent, const csr_id *customer, csri_approver *out)
{
    const csr_agent_view *who;
    csr_rows *rows;
    csr_status status = csri_load(&call->tx, &csri_agent_record, agent, "agent", &rows);

    if (status != CSR_OK)
        return status;
    who = &((const struct csri_agent *)csri_rows_at(rows, 0))->view;
    out->gone = who->deactivated;
    out->role = who->role;
    status = is_address_of(call, &who->email, customer, &out->own);
    csri_rows_free(rows);
    return status;
}

/* The limit of a role for refunds like this one; *out = NULL where there is none. */
static csr_status find_limit(csri_call *call, csr_role role, const csr_refund_view *refund, csr_rows **out)
{
    struct csri_approval_limit key = { .view = { .purpose = refund->purpose, .role = role } };

    memcpy(key.view.currency, refund->currency, sizeof key.view.currency);
    return csri_find(&call->tx, &csri_approval_limit_record, CSRI_APPROVAL_LIMIT_BY_ROLE, &key, out);
}

/* Who they are now, and the limit of their role. */
static csr_status begin_look(csri_call *call, const csr_id *agent, const csr_refund_view *refund, csri_approver *out)
{
    csr_rows *rows = NULL;
    csr_status status;

    memset(out, 0, sizeof *out);
    status = take_person(call, agent, &refund->customer, out);
    if (status == CSR_OK)
        status = find_limit(call, out->role, refund, &rows);
    if (rows != NULL)
        out->limit = ((const struct csri_approval_limit *)csri_rows_at(rows, 0))->view;
    csri_rows_free(rows);
    out->facts.amount_minor = csri_refund_worth(refund);
    return status;
}

csr_status csri_approver_look(csri_call *call, const csr_id *agent, const csr_refund_view *refund, csri_approver *out)
{
    csr_status status = begin_look(call, agent, refund, out);

    if (status == CSR_OK)
        status = take_facts(call, agent, refund, out->limit.customer_days, &out->facts);
    if (status == CSR_OK)
        csri_approval_weigh(&out->limit, &out->facts, &out->verdict);
    return status;
}

csr_status csri_approver_weigh(csri_call *call, const csr_id *agent, const csr_refund_view *refund, csri_approver *out)
{
    csr_status status = begin_look(call, agent, refund, out);

    if (status == CSR_OK && out->gone)
        status = csri_fail(call->err, CSR_E_RIGHT, "agent", "the agent is deactivated");
    /* What was approved before matters only where one refund of this size may be approved at all. */
    if (status == CSR_OK && csri_refund_worth(refund) <= out->limit.single_minor)
        status = take_facts(call, agent, refund, out->limit.customer_days, &out->facts);
    if (status == CSR_OK)
        csri_approval_weigh(&out->limit, &out->facts, &out->verdict);
    out->verdict.within &= !out->own;
    return status;
}

csr_status csri_approver_check(const csri_call *call, const csri_approver *by, int64_t amount_minor)
{
    char text[CSRI_SUMS_TEXT_MAX];

    if (by->own)
        return csri_fail(call->err, CSR_E_RIGHT, "agent", CSRI_APPROVER_OWN);
    if (by->verdict.within)
        return CSR_OK;
    csri_sums_text(by->verdict.allowed, by->verdict.used, amount_minor, text);
    return csri_fail(call->err, CSR_E_RIGHT, by->verdict.over, "the limit %s of a %s: %s", by->verdict.over,
                     csri_enum_name(&csri_t_role, by->role), text);
}

/* P5: what a refund gave back when it failed is taken again, from the day on which it was approved, if there is room. */
static csr_status check_day(csri_call *call, const csr_approval_view *approval, const csr_refund_view *refund,
                            int64_t limit, int *holds)
{
    int64_t sum = 0;
    int moved = 0;
    day of;
    csr_status status;

    if (!csri_refund_gave_up(refund->state))
        return CSR_OK;
    status = csri_refund_moved(call, &refund->id, &moved);
    if (status != CSR_OK || moved)
        return status;
    status = day_of(call, approval->decided_at, &of);
    if (status == CSR_OK)
        status = used_in(call, &approval->agent, refund, &of, &sum);
    *holds &= csri_refund_worth(refund) <= limit - sum;
    return status;
}

/* The same for the budgets of one who approved goodwill for themselves. */
static csr_status check_budgets(csri_call *call, const csr_refund_view *refund, int *holds)
{
    int moved = 0, allow = 1;
    csr_status status;

    if (refund->purpose != CSR_REFUND_FOR_GOODWILL || !csri_refund_gave_up(refund->state))
        return CSR_OK;
    status = csri_refund_moved(call, &refund->id, &moved);
    if (status == CSR_OK && !moved)
        status = csri_budgets_allow(call, refund, &allow);
    *holds &= allow;
    return status;
}

/* Whether an approver is still one: at work, and with a limit for a single refund of this amount. */
static csr_status check_approver(csri_call *call, const csr_approval_view *approval, const csr_refund_view *refund,
                                 int *holds)
{
    const csr_approval_limit_view *limit;
    csri_approver by = { 0 };
    csr_rows *rows = NULL;
    csr_status status = take_person(call, &approval->agent, &refund->customer, &by);

    if (status == CSR_OK)
        status = find_limit(call, by.role, refund, &rows);
    if (rows == NULL || by.gone || by.own || by.role < refund->approval_role) {
        *holds = 0;
    } else {
        limit = &((const struct csri_approval_limit *)csri_rows_at(rows, 0))->view;
        *holds &= csri_refund_worth(refund) <= limit->single_minor;
        status = check_day(call, approval, refund, limit->day_minor, holds);
    }
    if (status == CSR_OK && approval->kind == CSR_APPROVAL_AUTO)
        status = check_budgets(call, refund, holds);
    csri_rows_free(rows);
    return status;
}

csr_status csri_approvers_hold(csri_call *call, const csr_refund_view *refund, int *holds)
{
    const struct csri_approval from = { .view = { .refund = refund->id } };
    csr_rows *rows;
    csr_status status = csri_refund_scan(call, &csri_approval_record, CSRI_APPROVAL_BY_REFUND, &from, &rows);

    *holds = 1;
    if (status != CSR_OK)
        return status;
    for (size_t i = csri_approvals_first(rows, refund); i < csri_rows_count(rows) && status == CSR_OK; i++)
        status = check_approver(call, &((const struct csri_approval *)csri_rows_at(rows, i))->view, refund, holds);
    csri_rows_free(rows);
    return status;
}

size_t csri_approvals_first(const csr_rows *approvals, const csr_refund_view *refund)
{
    size_t first = 0;

    for (size_t i = 0; i < csri_rows_count(approvals); i++) {
        const csr_approval_view *one = &((const struct csri_approval *)csri_rows_at(approvals, i))->view;
        if (one->kind > CSR_APPROVAL_GIVEN || one->decided_at < refund->submitted_at)
            first = i + 1;
    }
    return first;
}
