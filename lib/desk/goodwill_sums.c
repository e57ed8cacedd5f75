#include "base/amount.h"
#include "base/error.h"
#include "desk/goodwill.h"

#include <string.h>

#define PAGE 64

/*
 * What was given, added up from rows: no sum is kept, so that what came to nothing gives its share back by itself.
 */

/* A scan that begins at an instant, page by page. */
typedef csr_status add_page(csri_call *call, const csr_rows *page, const void *user, int64_t *sum);

/* Rows of an index of an owner and an instant, from that instant on. */
typedef struct since_scan {
    const csr_record *record;
    int32_t index;
    size_t at;  /* where the instant stands in a row */
    void *from; /* a row with the owner */
    add_page *add;
    const void *user;
} since_scan;

static csr_status add_since(csri_call *call, const since_scan *s, csr_time since, int64_t *sum)
{
    csr_scan scan = {
        .index = s->index, .equal = 1, .flags = CSR_SCAN_REVERSE, .limit = PAGE, .from = s->from, .after = NULL
    };
    csr_status status = CSR_OK;

    for (int more = 1; more && status == CSR_OK;) {
        csr_rows *rows;
        size_t count;
        status = csri_rows_new(call->tx.host, s->record->row->size, PAGE, &rows, call->err);
        if (status != CSR_OK)
            return status;
        status = call->tx.ops->scan(call->tx.handle, s->record, &scan, rows, call->err);
        count = csri_rows_count(rows);
        more = count == PAGE;
        for (size_t i = 0; i < count; i++) {
            csr_time at;
            memcpy(&at, (const char *)csri_rows_at(rows, i) + s->at, sizeof at);
            if (at >= since)
                continue;
            csri_rows_cut(rows, i);
            more = 0;
            break;
        }
        if (status == CSR_OK && csri_rows_count(rows) != 0)
            status = s->add(call, rows, s->user, sum);
        if (more) {
            const char *last = csri_rows_at(rows, count - 1);
            memcpy((char *)s->from + s->at, last + s->at, sizeof(csr_time));
            memcpy((char *)s->from + s->record->id_at, last + s->record->id_at, sizeof(csr_id));
            scan.after = s->from;
        }
        csri_rows_free(rows);
    }
    return status == CSR_E_OVERFLOW ? csri_fail(call->err, status, "amount", "what was given does not fit into 64 bits")
                                    : status;
}

/* Whether a refund takes from a budget: while it is approved, and for good once money moved. */
static csr_status refund_counts(csri_call *call, const csr_refund_view *refund, int *counts)
{
    int held = refund->state == CSR_REFUND_APPROVED && refund->expires_at > call->tx.now;

    *counts = held || refund->state == CSR_REFUND_PAYING || refund->state == CSR_REFUND_PAID ||
              refund->state == CSR_REFUND_PART_PAID;
    return *counts ? CSR_OK : csri_refund_moved(call, &refund->id, counts);
}

/* What one use of a budget counts now. */
static csr_status add_use(csri_call *call, const csr_goodwill_use_view *use, const struct csri_voucher *voucher,
                          const struct csri_refund *refund, int64_t *sum)
{
    int counts = 0;
    csr_status status;

    if (voucher != NULL)
        return csri_amount_add(*sum, csri_voucher_cost(&voucher->view, call->tx.now), sum);
    if (refund == NULL)
        return csri_fail(call->err, CSR_E_CORRUPT, "subject", "what a budget was used for is not there");
    status = refund_counts(call, &refund->view, &counts);
    return status == CSR_OK && counts ? csri_amount_add(*sum, use->amount_minor, sum) : status;
}

static csr_status add_uses(csri_call *call, const csr_rows *page, const void *own, int64_t *sum)
{
    csr_rows *vouchers = NULL, *refunds = NULL;
    size_t at = offsetof(struct csri_goodwill_use, view.subject);
    csr_status status = csri_load_those(&call->tx, &csri_voucher_record, page, at, &vouchers);

    if (status == CSR_OK && csri_rows_count(vouchers) < csri_rows_count(page))
        status = csri_load_those(&call->tx, &csri_refund_record, page, at, &refunds);
    for (size_t i = 0; i < csri_rows_count(page) && status == CSR_OK; i++) {
        const csr_goodwill_use_view *use = &((const struct csri_goodwill_use *)csri_rows_at(page, i))->view;
        if (memcmp(&use->subject, own, sizeof use->subject) == 0)
            continue;
        status = add_use(call, use, csri_row_of(vouchers, &csri_voucher_record, &use->subject),
                         refunds != NULL ? csri_row_of(refunds, &csri_refund_record, &use->subject) : NULL, sum);
    }
    csri_rows_free(vouchers);
    csri_rows_free(refunds);
    return status;
}

csr_status csri_budget_sum(csri_call *call, const csr_id *budget, csr_time since, const csr_id *own, int64_t *sum)
{
    struct csri_goodwill_use from = { .view = { .budget = *budget } };
    const since_scan uses = { &csri_goodwill_use_record,
                              CSRI_GOODWILL_USE_BY_BUDGET,
                              offsetof(struct csri_goodwill_use, view.used_at),
                              &from,
                              add_uses,
                              own };

    *sum = 0;
    return add_since(call, &uses, since, sum);
}

/* Whose decisions count: those about other vouchers than this one, before an instant. */
typedef struct decided {
    const csr_refund_view *own;
    csr_time to;
} decided;

/* Decisions of an approver about vouchers of one currency. */
static csr_status add_decisions(csri_call *call, const csr_rows *page, const void *user, int64_t *sum)
{
    const decided *which = user;
    const csr_refund_view *own = which->own;
    csr_rows *vouchers;
    csr_status status = csri_load_those(&call->tx, &csri_voucher_record, page,
                                        offsetof(struct csri_voucher_decision, view.voucher), &vouchers);

    for (size_t i = 0; i < csri_rows_count(page) && status == CSR_OK; i++) {
        const csr_voucher_decision_view *one = &((const struct csri_voucher_decision *)csri_rows_at(page, i))->view;
        const struct csri_voucher *voucher = csri_row_of(vouchers, &csri_voucher_record, &one->voucher);
        int counts = one->kind <= CSR_APPROVAL_GIVEN && one->decided_at < which->to &&
                     memcmp(&one->voucher, &own->id, sizeof own->id) != 0;
        if (voucher == NULL)
            status = csri_fail(call->err, CSR_E_CORRUPT, "voucher", "a decision is about a voucher that is not there");
        else if (counts && memcmp(one->currency, own->currency, sizeof own->currency) == 0)
            status = csri_amount_add(*sum, csri_voucher_cost(&voucher->view, call->tx.now), sum);
    }
    csri_rows_free(vouchers);
    return status;
}

csr_status csri_vouchers_decided(csri_call *call, const csr_id *agent, const csr_refund_view *own, csr_time from,
                                 csr_time to, int64_t *sum)
{
    struct csri_voucher_decision at = { .view = { .agent = *agent } };
    const decided which = { own, to };
    const since_scan decisions = { &csri_voucher_decision_record,
                                   CSRI_VOUCHER_DECISION_BY_AGENT,
                                   offsetof(struct csri_voucher_decision, view.decided_at),
                                   &at,
                                   add_decisions,
                                   &which };

    return own->purpose == CSR_REFUND_FOR_GOODWILL ? add_since(call, &decisions, from, sum) : CSR_OK;
}

csr_status csri_vouchers_of_customer(csri_call *call, const csr_refund_view *own, csr_time since, int64_t *sum)
{
    const struct csri_voucher from = { .view = { .customer = own->customer } };
    const csri_refund_since what = { &csri_voucher_record, &from, offsetof(struct csri_voucher, view.approved_at),
                                     CSRI_VOUCHER_BY_APPROVED, 0 };
    csr_rows *rows;
    csr_status status;

    if (own->purpose != CSR_REFUND_FOR_GOODWILL)
        return CSR_OK;
    status = csri_refund_scan_since(call, &what, since, &rows);
    if (status != CSR_OK)
        return status;
    for (size_t i = 0; i < csri_rows_count(rows) && status == CSR_OK; i++) {
        const csr_voucher_view *one = &((const struct csri_voucher *)csri_rows_at(rows, i))->view;
        if (csr_id_is_none(&one->payout) && memcmp(&one->id, &own->id, sizeof own->id) != 0 &&
            memcmp(one->currency, own->currency, sizeof own->currency) == 0)
            status = csri_amount_add(*sum, csri_voucher_cost(one, call->tx.now), sum);
    }
    csri_rows_free(rows);
    return status;
}
