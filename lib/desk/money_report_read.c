#include "base/amount.h"
#include "base/error.h"
#include "base/time.h"
#include "desk/money_groups.h"
#include "desk/payout.h"
#include "policy/goodwill_course.h"
#include "policy/refund_share.h"
#include "record/row.h"

#define PAGE 256
/* How far a clock may have been set back: ids go on where they were, instants follow the clock. */
#define SET_BACK_US CSRI_DAY_US

/* A report in the making. */
typedef struct report {
    csri_call *call;
    csr_money_by by;
    csr_time from, until;
    const char *currency; /* "" = all */
    csri_money_groups *groups;
} report;

/* What something that was given belongs to. */
typedef struct origin {
    const char *purpose, *part; /* names; static */
    csr_id agent, ticket;
    csr_str reason, sku;
} origin;

static csr_str text_of(const char *text)
{
    return (csr_str){ text, strlen(text) };
}

/* Team or fault of the ticket, where there is one. */
static csr_status take_ticket(const report *r, const csr_id *id, csr_money_report_view *what)
{
    const csr_ticket_view *ticket;
    const char *fault;
    csr_rows *rows;
    csr_status status;

    if (csr_id_is_none(id))
        return CSR_OK;
    status = csri_load(&r->call->tx, &csri_ticket_record, id, "ticket", &rows);
    if (status != CSR_OK)
        return status;
    ticket = &((const struct csri_ticket *)csri_rows_at(rows, 0))->view;
    if (r->by == CSR_MONEY_BY_TEAM)
        what->subject = ticket->team;
    fault = r->by == CSR_MONEY_BY_FAULT ? csri_enum_name(&csri_t_fault, ticket->fault) : NULL;
    if (fault != NULL)
        what->name = text_of(fault);
    csri_rows_free(rows);
    return CSR_OK;
}

/* Add what was given to the group that it belongs to. */
static csr_status add(report *r, const origin *of, const char currency[4], csr_money_report_view *what)
{
    csr_status status = CSR_OK;

    memcpy(what->currency, currency, sizeof what->currency);
    switch (r->by) {
    case CSR_MONEY_BY_PURPOSE: what->name = text_of(of->purpose); break;
    case CSR_MONEY_BY_PART: what->name = text_of(of->part); break;
    case CSR_MONEY_BY_REASON: what->name = of->reason; break;
    case CSR_MONEY_BY_PRODUCT: what->name = of->sku; break;
    case CSR_MONEY_BY_AGENT: what->subject = of->agent; break;
    default: status = take_ticket(r, &of->ticket, what);
    }
    return status != CSR_OK ? status : csri_money_groups_add(r->groups, what);
}

static int is_of(const report *r, const char currency[4])
{
    return r->currency[0] == '\0' || memcmp(r->currency, currency, 4) == 0;
}

/* What became of money, as far as it is known. */
enum fate { COUNTS_NOT, PAID, PENDING, UNKNOWN, WAITS };

static enum fate fate_of(csr_payout_state state)
{
    switch (state) {
    case CSR_PAYOUT_PLANNED:
    case CSR_PAYOUT_SUBMITTING:
    case CSR_PAYOUT_PENDING: return PENDING;
    case CSR_PAYOUT_AWAIT_LOOKUP:
    case CSR_PAYOUT_MANUAL: return UNKNOWN;
    default: return csri_payout_counts((enum csri_payout_state)state) ? PAID : COUNTS_NOT;
    }
}

static csr_money_report_view measure(enum fate fate, int goodwill, int64_t minor)
{
    csr_money_report_view what = { .payouts = fate == PAID };

    what.given_back_minor = fate == PAID ? minor : 0;
    what.goodwill_minor = fate == PAID && goodwill ? minor : 0;
    what.pending_minor = fate == PENDING ? minor : 0;
    what.unknown_minor = fate == UNKNOWN ? minor : 0;
    what.reserved_minor = fate == PAID ? 0 : minor;
    return what;
}

/* An amount of a refund, after so much of it was or is being paid. */
typedef struct part_of {
    const csr_refund_view *refund;
    enum fate fate;
    int64_t before, minor;
} part_of;

/* The product of a part; the rows that own its name are the caller's to free. */
static csr_status take_product(const report *r, const csr_id *line, csr_rows **rows, origin *of)
{
    csr_status status;

    *rows = NULL;
    of->sku = (csr_str){ "", 0 };
    if (r->by != CSR_MONEY_BY_PRODUCT || csr_id_is_none(line))
        return CSR_OK;
    status = csri_load(&r->call->tx, &csri_purchase_line_record, line, "line", rows);
    if (status == CSR_OK)
        of->sku = ((const struct csri_purchase_line *)csri_rows_at(*rows, 0))->view.sku;
    return status;
}

static csr_status add_part(report *r, const part_of *p, const csr_refund_part_view *part, int64_t share, origin *of)
{
    csr_money_report_view what = measure(p->fate, p->refund->purpose == CSR_REFUND_FOR_GOODWILL, share);
    const char *name = csri_enum_name(&csri_t_refund_part_kind, part->kind);
    csr_rows *line;
    csr_status status = take_product(r, &part->line, &line, of);

    of->part = name != NULL ? name : "";
    if (status == CSR_OK)
        status = add(r, of, p->refund->currency, &what);
    csri_rows_free(line);
    return status;
}

/* What a gateway gave back beyond the refund belongs to none of its parts. */
static csr_status add_rest(report *r, const part_of *p, int64_t rest, origin *of)
{
    csr_money_report_view what = measure(p->fate, p->refund->purpose == CSR_REFUND_FOR_GOODWILL, rest);

    of->part = "";
    of->sku = (csr_str){ "", 0 };
    return add(r, of, p->refund->currency, &what);
}

/* What of it belongs to each part of the refund. */
static csr_status add_parts(report *r, const part_of *p, origin *of)
{
    const struct csri_refund_part from = { .view = { .refund = p->refund->id } };
    int64_t total = p->refund->amount_minor, end = 0;
    int64_t before = p->before < total ? p->before : total,
            minor = p->minor < total - before ? p->minor : total - before;
    csr_rows *parts;
    csr_status status = csri_refund_scan(r->call, &csri_refund_part_record, CSRI_REFUND_PART_BY_REFUND, &from, &parts);

    if (status != CSR_OK)
        return status;
    for (size_t i = 0; i < csri_rows_count(parts) && status == CSR_OK; i++) {
        const csr_refund_part_view *part = &((const struct csri_refund_part *)csri_rows_at(parts, i))->view;
        int64_t begin = end, share;
        end += part->gross_minor; /* each sum was checked when the part was added */
        share = csri_refund_share(total, before, minor, begin, end);
        if (share != 0)
            status = add_part(r, p, part, share, of);
    }
    csri_rows_free(parts);
    return status != CSR_OK || minor == p->minor ? status : add_rest(r, p, p->minor - minor, of);
}

static csr_status add_refund(report *r, const part_of *p)
{
    const char *purpose = csri_enum_name(&csri_t_refund_purpose, p->refund->purpose);
    csr_money_report_view what = measure(p->fate, p->refund->purpose == CSR_REFUND_FOR_GOODWILL, p->minor);
    origin of = { .purpose = purpose != NULL ? purpose : "",
                  .part = "",
                  .agent = p->refund->requested_by,
                  .ticket = p->refund->ticket,
                  .reason = p->refund->reason };

    if (r->by == CSR_MONEY_BY_PART || r->by == CSR_MONEY_BY_PRODUCT)
        return add_parts(r, p, &of);
    return add(r, &of, p->refund->currency, &what);
}

/* What payouts of the refund that were planned before this one come to, as far as they count. */
static csr_status paid_before(report *r, const csr_payout_view *payout, int64_t *sum)
{
    const struct csri_payout_row from = { .view = { .refund = payout->refund } };
    csr_rows *rows;
    csr_status status;

    *sum = 0;
    if (r->by != CSR_MONEY_BY_PART && r->by != CSR_MONEY_BY_PRODUCT)
        return CSR_OK;
    status = csri_refund_scan(r->call, &csri_payout_record, CSRI_PAYOUT_BY_REFUND, &from, &rows);
    if (status != CSR_OK)
        return status;
    for (size_t i = 0; i < csri_rows_count(rows); i++) {
        const csr_payout_view *one = &((const struct csri_payout_row *)csri_rows_at(rows, i))->view;
        if (memcmp(&one->id, &payout->id, sizeof one->id) < 0 && fate_of(one->state) != COUNTS_NOT)
            /* What gateways gave back by themselves may be any amount. */
            *sum = csri_amount_add(*sum, one->amount_minor, sum) == CSR_OK ? *sum : INT64_MAX;
    }
    csri_rows_free(rows);
    return CSR_OK;
}

static csr_status with_payout(report *r, const void *row)
{
    const csr_payout_view *payout = &((const struct csri_payout_row *)row)->view;
    part_of p = { .fate = fate_of(payout->state), .minor = payout->amount_minor };
    csr_rows *refund;
    csr_status status;

    if (p.fate == COUNTS_NOT || !is_of(r, payout->currency))
        return CSR_OK;
    status = csri_load(&r->call->tx, &csri_refund_record, &payout->refund, "refund", &refund);
    if (status != CSR_OK)
        return status;
    p.refund = &((const struct csri_refund *)csri_rows_at(refund, 0))->view;
    status = paid_before(r, payout, &p.before);
    if (status == CSR_OK)
        status = add_refund(r, &p);
    csri_rows_free(refund);
    return status;
}

static csr_status with_refund(report *r, const void *row)
{
    const csr_refund_view *refund = &((const struct csri_refund *)row)->view;
    const part_of p = { .refund = refund, .fate = WAITS, .minor = refund->amount_minor };
    int waits = refund->state == CSR_REFUND_PENDING_APPROVAL || refund->state == CSR_REFUND_APPROVED;

    return waits && is_of(r, refund->currency) ? add_refund(r, &p) : CSR_OK;
}

static csr_status add_voucher(report *r, const csr_voucher_view *voucher, csr_money_report_view *what)
{
    const origin of = { .purpose = "voucher",
                        .part = "voucher",
                        .agent = voucher->issued_by,
                        .ticket = voucher->ticket,
                        .reason = voucher->reason };

    return add(r, &of, voucher->currency, what);
}

/* Store credit that paid a payout is in the payout already. */
static csr_status with_voucher(report *r, const void *row)
{
    const csr_voucher_view *voucher = &((const struct csri_voucher *)row)->view;
    csr_money_report_view what = { .vouchers = 1, .issued_minor = csri_voucher_cost(voucher, r->call->tx.now) };

    if (voucher->approved_at == 0 || !csr_id_is_none(&voucher->payout) || !is_of(r, voucher->currency))
        return CSR_OK;
    return add_voucher(r, voucher, &what);
}

static csr_status with_redemption(report *r, const void *row)
{
    const csr_voucher_redemption_view *use = &((const struct csri_voucher_redemption *)row)->view;
    csr_money_report_view what = { .redeemed_minor = use->amount_minor };
    const csr_voucher_view *voucher;
    csr_rows *rows;
    csr_status status;

    if (use->returned || !is_of(r, use->currency))
        return CSR_OK;
    status = csri_load(&r->call->tx, &csri_voucher_record, &use->voucher, "voucher", &rows);
    if (status != CSR_OK)
        return status;
    voucher = &((const struct csri_voucher *)csri_rows_at(rows, 0))->view;
    if (csr_id_is_none(&voucher->payout))
        status = add_voucher(r, voucher, &what);
    csri_rows_free(rows);
    return status;
}

typedef csr_status with_row(report *r, const void *row);

/* A record, where the instant stands at which it was recorded, and what is done with a row. */
typedef struct source {
    const csr_record *record;
    size_t at;
    with_row *with;
} source;

/* The least id that could have been made at an instant. */
static csr_id least_id(csr_time at)
{
    uint64_t ms = at > 0 ? (uint64_t)at / 1000 : 0;
    csr_id id = { { 0 } };

    for (int i = 0; i < 6; i++)
        id.bytes[i] = (uint8_t)(ms >> (8 * (5 - i)));
    return id;
}

/* Rows of a page that are of the period; *more = those of the next page may be. */
static csr_status read_page(report *r, const source *s, const csr_rows *rows, const csr_id *end, int *more)
{
    csr_status status = CSR_OK;

    for (size_t i = 0; i < csri_rows_count(rows) && status == CSR_OK; i++) {
        const char *row = csri_rows_at(rows, i);
        csr_time at;
        memcpy(&at, row + s->at, sizeof at);
        *more = memcmp(row + s->record->id_at, end, sizeof *end) < 0;
        if (!*more)
            break;
        if (at >= r->from && at < r->until)
            status = s->with(r, row);
    }
    return status;
}

/* All rows that were recorded in the period: ids begin with the instant at which they were made. */
static csr_status read_source(report *r, const source *s)
{
    const csr_id end = least_id(r->until < CSRI_TIME_MAX - 2 * SET_BACK_US ? r->until + SET_BACK_US : CSRI_TIME_MAX);
    _Alignas(16) char after[CSRI_ROW_MAX] = { 0 };
    csr_scan scan = { .index = CSR_SCAN_BY_ID, .limit = PAGE, .after = after };
    csr_id from = least_id(r->from);
    csr_status status = CSR_OK;

    memcpy(after + s->record->id_at, &from, sizeof from);
    for (int more = 1; more && status == CSR_OK;) {
        csr_rows *rows;
        size_t count;
        status = csri_rows_new(r->call->tx.host, s->record->row->size, PAGE, &rows, r->call->err);
        if (status != CSR_OK)
            return status;
        status = r->call->tx.ops->scan(r->call->tx.handle, s->record, &scan, rows, r->call->err);
        count = csri_rows_count(rows);
        if (status == CSR_OK)
            status = read_page(r, s, rows, &end, &more);
        more &= count == PAGE;
        if (more)
            memcpy(after + s->record->id_at, (const char *)csri_rows_at(rows, count - 1) + s->record->id_at,
                   sizeof(csr_id));
        csri_rows_free(rows);
    }
    return status;
}

csr_status csri_money_report_read(csri_call *call, const csr_money_report_query *in, csri_money_groups *groups)
{
    static const source sources[] = {
        { &csri_payout_record, offsetof(struct csri_payout_row, view.created_at), with_payout },
        { &csri_refund_record, offsetof(struct csri_refund, view.created_at), with_refund },
        { &csri_voucher_record, offsetof(struct csri_voucher, view.created_at), with_voucher },
        { &csri_voucher_redemption_record, offsetof(struct csri_voucher_redemption, view.redeemed_at),
          with_redemption },
    };
    report r = { .call = call,
                 .by = csri_money_report_by(in),
                 .from = in->from,
                 .until = in->until != 0 ? in->until : call->tx.now + 1,
                 .currency = in->currency,
                 .groups = groups };
    csr_status status = CSR_OK;

    if (r.until <= r.from)
        return csri_fail(call->err, CSR_E_ARGUMENT, "until", "it is later than from");
    for (size_t i = 0; i < sizeof sources / sizeof sources[0] && status == CSR_OK; i++)
        status = read_source(&r, &sources[i]);
    return status;
}
