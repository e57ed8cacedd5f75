#include "desk/goodwill.h"

#include "base/error.h"
#include "base/time.h"

#include <stdarg.h>
#include <stdio.h>

#define TEXT_MAX CSRI_BUDGET_TEXT_MAX

static csr_status add_line(csri_call *call, csri_goodwill_found *found, const csr_goodwill_line_view *line,
                           const char *limit, const char *text)
{
    csr_goodwill_line_view *view;
    void *row;
    csr_status status = csr_rows_add(found->lines, &row);

    if (status == CSR_OK) {
        view = row;
        *view = *line;
        status = csr_rows_text(found->lines, limit, strlen(limit), &view->limit);
    }
    if (status == CSR_OK)
        status = csr_rows_text(found->lines, text, strlen(text), &view->text);
    if (status != CSR_OK)
        return csri_fail(call->err, status, NULL, "no memory for what limits say");
    found->within &= line->holds;
    return CSR_OK;
}

/* The limits of the agent's role for goodwill, which hold for vouchers and refunds together. */
static csr_status ask_limits(csri_call *call, const csri_goodwill_ask *ask, csri_goodwill_found *found)
{
    csr_refund_view as_refund = { .purpose = CSR_REFUND_FOR_GOODWILL,
                                  .id = ask->subject,
                                  .customer = ask->customer,
                                  .amount_minor = ask->amount_minor };
    csr_goodwill_line_view line = { .holds = 1 };
    csri_approver by;
    char text[TEXT_MAX];
    char sums[CSRI_SUMS_TEXT_MAX];
    csr_status status;

    memcpy(as_refund.currency, ask->currency, sizeof as_refund.currency);
    status = csri_approver_weigh(call, &ask->agent, &as_refund, &by);
    if (status != CSR_OK)
        return status;
    found->role = by.role;
    found->needed = by.verdict.needed;
    if (by.own) {
        line.holds = 0;
        return add_line(call, found, &line, "agent", CSRI_APPROVER_OWN);
    }
    if (!by.verdict.within) {
        line.holds = 0;
        line.left_minor = by.verdict.left;
        csri_sums_text(by.verdict.allowed, by.verdict.used, ask->amount_minor, sums);
        (void)snprintf(text, sizeof text, "the limit %s: %s", by.verdict.over, sums);
        return add_line(call, found, &line, by.verdict.over, text);
    }
    line.holds = by.verdict.needed == 1;
    return add_line(call, found, &line, line.holds ? "limits" : "two_from_minor",
                    line.holds ? "the limits of the role let it through" : "of so much two people have to approve");
}

static int same_text(const csr_str *a, const csr_str *b)
{
    return a->len == b->len && (a->len == 0 || memcmp(a->ptr, b->ptr, a->len) == 0);
}

/* One voucher for a ticket and a reason; more of them only when somebody approves that. */
static csr_status ask_ticket(csri_call *call, const csri_goodwill_ask *ask, csri_goodwill_found *found)
{
    const struct csri_voucher from = { .view = { .ticket = ask->ticket } };
    csr_goodwill_line_view line = { .holds = 1 };
    csr_rows *rows;
    csr_status status;

    if (csr_id_is_none(&ask->ticket))
        return CSR_OK;
    status = csri_refund_scan(call, &csri_voucher_record, CSRI_VOUCHER_BY_TICKET, &from, &rows);
    if (status != CSR_OK)
        return status;
    for (size_t i = 0; i < csri_rows_count(rows); i++) {
        const csr_voucher_view *one = &((const struct csri_voucher *)csri_rows_at(rows, i))->view;
        int other = memcmp(&one->id, &ask->subject, sizeof one->id) != 0 && csri_voucher_cost(one, call->tx.now) > 0;
        if (other && csr_id_is_none(&one->payout) && same_text(&one->reason, &ask->reason))
            line.holds = 0;
    }
    csri_rows_free(rows);
    return add_line(call, found, &line, "ticket",
                    line.holds ? "the ticket has no other voucher for this reason"
                               : "the ticket has a voucher for this reason already");
}

/* What is done with each budget that an agent has, by themselves or by a team. */
typedef csr_status with_budget(csri_call *call, const csr_goodwill_budget_view *budget, const csri_goodwill_ask *ask,
                               void *user);

static csr_status each_of(csri_call *call, const csr_id *subject, const csri_goodwill_ask *ask, with_budget *with,
                          void *user)
{
    struct csri_goodwill_budget from = { .view = { .subject = *subject } };
    csr_scan scan = { .index = CSRI_GOODWILL_BUDGET_BY_SUBJECT, .equal = 2, .limit = 8, .from = &from };
    csr_rows *rows;
    csr_status status = csri_rows_new(call->tx.host, sizeof from, 3, &rows, call->err);

    memcpy(from.view.currency, ask->currency, sizeof from.view.currency);
    if (status != CSR_OK)
        return status;
    status = call->tx.ops->scan(call->tx.handle, &csri_goodwill_budget_record, &scan, rows, call->err);
    for (size_t i = 0; i < csri_rows_count(rows) && status == CSR_OK; i++)
        status = with(call, &((const struct csri_goodwill_budget *)csri_rows_at(rows, i))->view, ask, user);
    csri_rows_free(rows);
    return status;
}

static csr_status each_budget(csri_call *call, const csri_goodwill_ask *ask, with_budget *with, void *user)
{
    const struct csri_member from = { .view = { .agent = ask->agent } };
    csr_rows *teams;
    csr_status status = each_of(call, &ask->agent, ask, with, user);

    if (status == CSR_OK)
        status = csri_refund_scan(call, &csri_member_record, CSRI_MEMBER_BY_AGENT, &from, &teams);
    if (status != CSR_OK)
        return status;
    for (size_t i = 0; i < csri_rows_count(teams) && status == CSR_OK; i++)
        status = each_of(call, &((const struct csri_member *)csri_rows_at(teams, i))->view.team, ask, with, user);
    csri_rows_free(teams);
    return status;
}

/* When the period of a budget began, in the desk's zone. */
static csr_status period_begin(csri_call *call, csr_budget_period period, csr_time *out)
{
    const csr_zone *zone;
    int64_t wall;
    csr_status status = csri_desk_zone(call, &zone);

    if (status != CSR_OK)
        return status;
    wall = call->tx.now + csr_zone_offset(zone, call->tx.now) * CSRI_SECOND_US;
    return csr_zone_instant(zone, csri_budget_begin(period, wall), out, call->err);
}

static csr_status weigh_budget(csri_call *call, const csr_goodwill_budget_view *budget, const csri_goodwill_ask *ask,
                               void *user)
{
    static const char *const periods[] = { "", "day", "week", "month" };
    csri_goodwill_found *found = user;
    csr_goodwill_line_view line = { .budget = budget->id, .limit_minor = budget->amount_minor };
    char text[TEXT_MAX], since[CSR_TIME_TEXT_BYTES] = "";
    csr_status status = period_begin(call, budget->period, &line.since);

    if (status == CSR_OK)
        status = csri_budget_sum(call, &budget->id, line.since, &ask->subject, &line.used_minor);
    if (status != CSR_OK)
        return status;
    csri_budget_weigh(&line, ask->amount_minor);
    (void)csr_time_format(line.since, 0, since, NULL);
    (void)snprintf(text, sizeof text,
                   "the budget of the %s for a %s, %lld %s since %s: %lld used, %lld left, %lld is asked for",
                   budget->subject_kind == CSR_RECORD_TEAM ? "team" : "agent", periods[budget->period],
                   (long long)line.limit_minor, budget->currency, since, (long long)line.used_minor,
                   (long long)line.left_minor, (long long)ask->amount_minor);
    return add_line(call, found, &line, "budget", text);
}

/* All budgets; none is nothing. */
static csr_status ask_budgets(csri_call *call, const csri_goodwill_ask *ask, csri_goodwill_found *found)
{
    const csr_goodwill_line_view none = { .holds = 0 };
    size_t before = csri_rows_count(found->lines);
    char text[TEXT_MAX];
    csr_status status = each_budget(call, ask, weigh_budget, found);

    if (status != CSR_OK || csri_rows_count(found->lines) > before)
        return status;
    (void)snprintf(text, sizeof text, "neither the agent nor a team of theirs has a budget in %s", ask->currency);
    return add_line(call, found, &none, "budget", text);
}

static csr_status begin_lines(csri_call *call, csri_goodwill_found *out)
{
    *out = (csri_goodwill_found){ .within = 1, .needed = 1 };
    return csri_rows_new(call->tx.host, sizeof(csr_goodwill_line_view), 8, &out->lines, call->err);
}

csr_status csri_goodwill_weigh(csri_call *call, const csri_goodwill_ask *ask, csri_goodwill_found *out)
{
    csr_status status = begin_lines(call, out);

    if (status == CSR_OK)
        status = ask_limits(call, ask, out);
    if (status == CSR_OK)
        status = ask_ticket(call, ask, out);
    return status != CSR_OK ? status : ask_budgets(call, ask, out);
}

csr_str csri_goodwill_why(const csri_goodwill_found *found)
{
    size_t count = csri_rows_count(found->lines);
    const csr_goodwill_line_view *line = csri_rows_at(found->lines, count - 1);

    for (size_t i = count; i-- > 0;) {
        const csr_goodwill_line_view *one = csri_rows_at(found->lines, i);
        if (!one->holds)
            line = one;
    }
    return line->text;
}

static csri_goodwill_ask ask_of(const csr_refund_view *refund)
{
    csri_goodwill_ask ask = { .subject = refund->id,
                              .agent = refund->requested_by,
                              .customer = refund->customer,
                              .ticket = refund->ticket,
                              .amount_minor = refund->amount_minor,
                              .subject_kind = CSR_RECORD_REFUND,
                              .reason = refund->reason };

    memcpy(ask.currency, refund->currency, sizeof ask.currency);
    return ask;
}

csr_status csri_budgets_explain(csri_call *call, const csr_refund_view *refund, const csr_id *agent, int *allow,
                                char text[CSRI_BUDGET_TEXT_MAX])
{
    csri_goodwill_ask ask = ask_of(refund);
    csri_goodwill_found found;
    csr_status status;
    csr_str why;

    *allow = 1;
    text[0] = '\0';
    if (refund->purpose != CSR_REFUND_FOR_GOODWILL)
        return CSR_OK;
    ask.agent = *agent;
    status = begin_lines(call, &found);
    if (status == CSR_OK)
        status = ask_budgets(call, &ask, &found);
    if (status == CSR_OK) {
        why = csri_goodwill_why(&found);
        (void)snprintf(text, CSRI_BUDGET_TEXT_MAX, "%.*s", (int)why.len, why.ptr);
    }
    *allow = found.within;
    csri_rows_free(found.lines);
    return status;
}

csr_status csri_budgets_allow(csri_call *call, const csr_refund_view *refund, int *allow)
{
    char text[CSRI_BUDGET_TEXT_MAX];

    return csri_budgets_explain(call, refund, &refund->requested_by, allow, text);
}

/* What counts for a budget is a child of it. What counts already counts from now on, and as it is now. */
static csr_status use_budget(csri_call *call, const csr_goodwill_budget_view *budget, const csri_goodwill_ask *ask,
                             void *user)
{
    csri_change_request request = { .event = CSR_EVENT_GOODWILL_BUDGET_USED, .child = &csri_goodwill_use_record };
    struct csri_goodwill_use use = { .view = { .budget = budget->id, .subject = ask->subject } };
    struct csri_goodwill_budget is;
    csr_rows *known = NULL;
    csri_edit edit;
    csr_status status = csri_edit_begin(call, &csri_goodwill_budget_record, &budget->id, 0, &is, &edit);

    (void)user;
    if (status != CSR_OK)
        return status;
    status = csri_find(&call->tx, &csri_goodwill_use_record, CSRI_GOODWILL_USE_BY_SUBJECT, &use, &known);
    if (status == CSR_OK && known != NULL) {
        request.child_was = csri_rows_at(known, 0);
        use = *(const struct csri_goodwill_use *)request.child_was;
    } else if (status == CSR_OK) {
        status = csri_new_id(&call->tx, &use.view.id);
    }
    use.view.subject_kind = ask->subject_kind;
    use.view.agent = ask->agent;
    use.view.used_at = call->tx.now;
    use.view.amount_minor = ask->amount_minor;
    request.child_is = &use;
    status = csri_edit_end(call, &edit, status, &request, NULL);
    csri_rows_free(known);
    return status;
}

csr_status csri_budgets_use(csri_call *call, const csri_goodwill_ask *ask)
{
    return csr_id_is_none(&ask->agent) ? CSR_OK : each_budget(call, ask, use_budget, NULL);
}

csr_status csri_budgets_use_refund(csri_call *call, const csr_refund_view *refund)
{
    const csri_goodwill_ask ask = ask_of(refund);

    return refund->purpose == CSR_REFUND_FOR_GOODWILL ? csri_budgets_use(call, &ask) : CSR_OK;
}
