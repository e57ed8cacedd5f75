#include "support/money_books.h"

#include "desk/handles.h"

#include <string.h>

#define SAME(a, b) (memcmp((a), (b), sizeof(csr_id)) == 0)
#define ROWS_MAX 4000
#define DAY_US (INT64_C(86400) * 1000000)

#define TYPED(name, member, row, type)                            \
    type *name(const money_books *b, size_t i)                    \
    {                                                             \
        return &((struct row *)csri_rows_at(b->member, i))->view; \
    }
TYPED(books_refund, refunds, csri_refund, csr_refund_view)
TYPED(books_part, parts, csri_refund_part, csr_refund_part_view)
TYPED(books_approval, approvals, csri_approval, csr_approval_view)
TYPED(books_payout, payouts, csri_payout_row, csr_payout_view)
TYPED(books_payment, payments, csri_payment, csr_payment_view)
TYPED(books_line, lines, csri_purchase_line, csr_purchase_line_view)
TYPED(books_return, returns, csri_return, csr_return_view)
TYPED(books_return_line, return_lines, csri_return_line, csr_return_line_view)
TYPED(books_voucher, vouchers, csri_voucher, csr_voucher_view)

static int read_all(csr_desk *desk, csr_store_tx *tx, const csr_record *record, csr_rows **out)
{
    const csr_scan scan = { .index = CSR_SCAN_BY_ID, .limit = ROWS_MAX };

    *out = NULL;
    return csri_rows_new(&desk->host, record->row->size, 4, out, NULL) == CSR_OK &&
           desk->ops->scan(tx, record, &scan, *out, NULL) == CSR_OK;
}

static int read_some(csr_desk *desk, csr_store_tx *tx, int wanted, const csr_record *record, csr_rows **out)
{
    return wanted ? read_all(desk, tx, record, out)
                  : csri_rows_new(&desk->host, record->row->size, 1, out, NULL) == CSR_OK;
}

int books_read(csr_desk *desk, int wide, money_books *out)
{
    csr_store_tx *tx;
    int ok;

    memset(out, 0, sizeof *out);
    if (csri_begin(desk->ops, desk->store, &desk->id, CSR_TX_READ, NULL, &tx, NULL) != CSR_OK)
        return 0;
    ok = read_all(desk, tx, &csri_refund_record, &out->refunds) &&
         read_all(desk, tx, &csri_refund_part_record, &out->parts) &&
         read_all(desk, tx, &csri_approval_record, &out->approvals) &&
         read_all(desk, tx, &csri_payout_record, &out->payouts) &&
         read_all(desk, tx, &csri_payment_record, &out->payments) &&
         read_all(desk, tx, &csri_purchase_line_record, &out->lines);
    ok = ok && read_some(desk, tx, wide, &csri_return_record, &out->returns) &&
         read_some(desk, tx, wide, &csri_return_line_record, &out->return_lines) &&
         read_some(desk, tx, wide, &csri_voucher_record, &out->vouchers);
    desk->ops->rollback(tx);
    return ok;
}

void books_free(money_books *b)
{
    csr_rows *all[] = { b->refunds, b->parts,   b->approvals,    b->payouts, b->payments,
                        b->lines,   b->returns, b->return_lines, b->vouchers };

    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        csri_rows_free(all[i]);
    memset(b, 0, sizeof *b);
}

const csr_refund_view *books_refund_of(const money_books *b, const csr_id *id)
{
    for (size_t i = 0; i < csri_rows_count(b->refunds); i++)
        if (SAME(&books_refund(b, i)->id, id))
            return books_refund(b, i);
    return NULL;
}

static const csr_payout_view *payout_of(const money_books *b, const csr_id *id)
{
    for (size_t i = 0; i < csri_rows_count(b->payouts); i++)
        if (SAME(&books_payout(b, i)->id, id))
            return books_payout(b, i);
    return NULL;
}

static int reserves(const csr_payout_view *p)
{
    return p->state != CSR_PAYOUT_FAILED && p->state != CSR_PAYOUT_REVERSED;
}

/* An outside fact: money went that was not to go, now or before people said what it was. */
static int is_outside(const csr_payout_view *p)
{
    return p->incident || p->incident_closed_at != 0 || p->state == CSR_PAYOUT_EXTERNAL;
}

/* What payouts to a payment reserve or have taken; *planned = how many there are, *incident = one of them is, *outside = or was. */
static int64_t held(const money_books *b, const csr_id *payment, size_t *count, int *incident, int *outside)
{
    int64_t sum = 0;

    *count = 0;
    *incident = *outside = 0;
    for (size_t i = 0; i < csri_rows_count(b->payouts); i++) {
        const csr_payout_view *p = books_payout(b, i);
        if (!SAME(&p->payment, payment))
            continue;
        ++*count;
        *incident |= p->incident;
        *outside |= is_outside(p);
        sum += reserves(p) ? p->amount_minor : 0;
    }
    return sum;
}

/* I1: what was charged back is an outside fact, and so is money that went for what had failed. books_step_wrong() sees that
 * nothing is planned then. */
static const char *check_payments(const money_books *b)
{
    for (size_t i = 0; i < csri_rows_count(b->payments); i++) {
        const csr_payment_view *p = books_payment(b, i);
        size_t count;
        int incident, outside;
        int64_t sum = held(b, &p->id, &count, &incident, &outside);
        if (sum > p->captured_minor && !outside)
            return "I1 a payment gives back more than it holds";
        if (sum + p->charged_back_minor > p->captured_minor && p->charged_back_minor == 0 && !outside)
            return "I1 a payment gives back more than is left of it";
    }
    return NULL;
}

/* Units of a line that a return or claim holds, and no refund of it that counts says. */
static int64_t held_by_returns(const money_books *b, const csr_id *line)
{
    int64_t units = 0;

    for (size_t i = 0; i < csri_rows_count(b->return_lines); i++) {
        const csr_return_line_view *one = books_return_line(b, i);
        for (size_t k = 0; SAME(&one->line, line) && k < csri_rows_count(b->returns); k++) {
            const csr_return_view *of = books_return(b, k);
            const csr_refund_view *refund = books_refund_of(b, &of->refund);
            int ended = of->state == CSR_RETURN_REJECTED || of->state == CSR_RETURN_CANCELLED;
            if (!SAME(&of->id, &one->return_id) || ended ||
                (refund != NULL && refund->state != CSR_REFUND_REJECTED && refund->state != CSR_REFUND_CANCELLED))
                continue;
            units += of->state < CSR_RETURN_RECEIVED || of->keeps_goods ? one->units : one->received - one->rejected;
        }
    }
    return units;
}

/* I4: parts of a line are at most the line, and all of its gross goes with all of its tax. */
static const char *check_lines(const money_books *b)
{
    for (size_t i = 0; i < csri_rows_count(b->lines); i++) {
        const csr_purchase_line_view *line = books_line(b, i);
        int64_t gross = 0, tax = 0, units = 0;
        for (size_t k = 0; k < csri_rows_count(b->parts); k++) {
            const csr_refund_part_view *part = books_part(b, k);
            const csr_refund_view *refund = books_refund_of(b, &part->refund);
            if (!SAME(&part->line, &line->id) || refund->state == CSR_REFUND_REJECTED ||
                refund->state == CSR_REFUND_CANCELLED)
                continue;
            gross += part->gross_minor;
            tax += part->tax_minor;
            units += part->units;
        }
        units += held_by_returns(b, &line->id);
        if (gross > line->gross_minor || tax > line->tax_minor || units > line->quantity)
            return "I4 more of a line is given back than there is";
        if (gross == line->gross_minor && tax != line->tax_minor)
            return "I4 a line is given back without all of its tax";
    }
    return NULL;
}

static const char *check_shipping(const money_books *b)
{
    int shipped = 0;

    for (size_t k = 0; k < csri_rows_count(b->parts); k++) {
        const csr_refund_part_view *part = books_part(b, k);
        csr_refund_state state = books_refund_of(b, &part->refund)->state;
        shipped +=
            part->kind == CSR_REFUND_PART_SHIPPING && state != CSR_REFUND_REJECTED && state != CSR_REFUND_CANCELLED;
    }
    return shipped > 1 ? "I4 shipping is given back twice" : NULL;
}

static int has_gone(const csr_payout_view *p)
{
    return p->state == CSR_PAYOUT_SUCCEEDED || p->state == CSR_PAYOUT_EXTERNAL;
}

/* I5, I6 and I11 of one refund. */
static const char *check_refund(const money_books *b, const csr_refund_view *refund)
{
    int64_t parts = 0, paid = 0, all = 0;
    int open = 0, incident = 0;

    for (size_t k = 0; k < csri_rows_count(b->parts); k++)
        parts += SAME(&books_part(b, k)->refund, &refund->id) ? books_part(b, k)->gross_minor : 0;
    for (size_t k = 0; k < csri_rows_count(b->payouts); k++) {
        const csr_payout_view *p = books_payout(b, k);
        if (!SAME(&p->refund, &refund->id))
            continue;
        if (strcmp(p->currency, refund->currency) != 0)
            return "I6 a payout is in another currency than its refund";
        all += reserves(p) ? p->amount_minor : 0;
        paid += has_gone(p) ? p->amount_minor : 0;
        open |= reserves(p) && !has_gone(p);
        incident |= is_outside(p);
    }
    if (parts != refund->amount_minor)
        return "I5 the parts of a refund do not come to it";
    if (all > refund->amount_minor && !incident)
        return "I5 more is paid than the refund comes to";
    if (refund->state == CSR_REFUND_PAID && paid < refund->amount_minor)
        return "I5 a refund is paid without its payouts";
    if (open != (refund->state == CSR_REFUND_PAYING))
        return "I11 a refund that is not being paid has an open payout";
    return refund->state == CSR_REFUND_CANCELLED && all > 0 && !incident ? "I11 a refund that was given up was paid"
                                                                         : NULL;
}

/* The first of a refund's approvals that holds: behind those that were dropped, and those of an earlier request. */
static size_t first_that_holds(const money_books *b, const csr_refund_view *refund)
{
    size_t first = 0;

    for (size_t i = 0; i < csri_rows_count(b->approvals); i++) {
        const csr_approval_view *a = books_approval(b, i);
        if (SAME(&a->refund, &refund->id) && (a->kind == CSR_APPROVAL_REJECTED || a->kind == CSR_APPROVAL_DROPPED ||
                                              a->decided_at < refund->submitted_at))
            first = i + 1;
    }
    return first;
}

static int approved_before(const money_books *b, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (SAME(&books_approval(b, i)->refund, &books_approval(b, to)->refund) &&
            SAME(&books_approval(b, i)->agent, &books_approval(b, to)->agent))
            return 1;
    return 0;
}

/* I7: enough different people, none of them the one who asked, each within a limit of their own. */
static const char *check_approvals(const money_books *b, const money_facts *facts, const csr_refund_view *refund)
{
    int needs =
        refund->state == CSR_REFUND_APPROVED || refund->state == CSR_REFUND_PAYING || refund->state == CSR_REFUND_PAID;
    int people = 0;
    size_t first = first_that_holds(b, refund);

    for (size_t i = first; i < csri_rows_count(b->approvals); i++) {
        const csr_approval_view *a = books_approval(b, i);
        if (!SAME(&a->refund, &refund->id))
            continue;
        people++;
        if ((a->kind == CSR_APPROVAL_AUTO) != SAME(&a->agent, &refund->requested_by))
            return "I7 somebody approved what they asked for";
        if (a->kind == CSR_APPROVAL_AUTO && refund->approvals_needed > 1)
            return "I7 one approved where it takes two";
        if (approved_before(b, first, i))
            return "I7 one person approved twice";
        if (a->amount_minor > facts->singles[a->role] || csr_id_is_none(&a->allowed_by))
            return "I7 somebody approved beyond their limit";
    }
    return needs && people < refund->approvals_needed ? "I7 too few people approved" : NULL;
}

/* P5, once more: whether an approval counts for its day. */
static int counts(const money_books *b, const csr_approval_view *a, csr_time now)
{
    const csr_refund_view *refund = books_refund_of(b, &a->refund);
    int moved = 0;

    if (a->kind == CSR_APPROVAL_REJECTED || a->kind == CSR_APPROVAL_DROPPED || a->decided_at < refund->submitted_at)
        return 0;
    for (size_t i = 0; i < csri_rows_count(b->payouts); i++)
        moved |= SAME(&books_payout(b, i)->refund, &refund->id) && books_payout(b, i)->state != CSR_PAYOUT_FAILED;
    switch (refund->state) {
    case CSR_REFUND_PENDING_APPROVAL:
    case CSR_REFUND_APPROVED: return refund->expires_at > now;
    case CSR_REFUND_REJECTED:
    case CSR_REFUND_CANCELLED:
    case CSR_REFUND_FAILED: return moved;
    default: return 1;
    }
}

static int64_t day_of(const money_facts *facts, csr_time at)
{
    return (at + facts->day_offset_s * 1000000) / DAY_US;
}

/* I8: what one person approved in a day is within the largest limit that they had in it. */
static const char *check_days(const money_books *b, const money_facts *facts)
{
    for (size_t i = 0; i < csri_rows_count(b->approvals); i++) {
        const csr_approval_view *one = books_approval(b, i);
        int64_t sum = 0, limit = 0;
        for (size_t k = 0; k < csri_rows_count(b->approvals); k++) {
            const csr_approval_view *a = books_approval(b, k);
            if (!SAME(&a->agent, &one->agent) || a->purpose != one->purpose ||
                day_of(facts, a->decided_at) != day_of(facts, one->decided_at) || !counts(b, a, facts->now))
                continue;
            sum += a->amount_minor;
            limit = facts->days[a->role] > limit ? facts->days[a->role] : limit;
        }
        if (sum > limit)
            return "I8 somebody approved more in a day than they may";
    }
    return NULL;
}

/* I12: a key is that of one payout, and there is no money that is not money. */
static const char *check_payouts(const money_books *b)
{
    for (size_t i = 0; i < csri_rows_count(b->payouts); i++) {
        const csr_payout_view *p = books_payout(b, i);
        if (p->amount_minor <= 0)
            return "I5 a payout of nothing";
        for (size_t k = 0; k < i; k++)
            if (strcmp(p->key.ptr, books_payout(b, k)->key.ptr) == 0)
                return "I12 two payouts have one key";
    }
    return NULL;
}

static int was_outside(const money_books *b, const csr_id *payment)
{
    size_t count;
    int incident, outside;

    (void)held(b, payment, &count, &incident, &outside);
    return outside;
}

/* I14: no more of a voucher is used than it is worth, and nothing that was not approved. */
static const char *check_vouchers(const money_books *b)
{
    for (size_t i = 0; i < csri_rows_count(b->vouchers); i++) {
        const csr_voucher_view *v = books_voucher(b, i);
        if (v->used_minor < 0 || v->used_minor > v->amount_minor)
            return "I14 more of a voucher is used than it is worth";
        if (v->used_minor > 0 && v->approved_at == 0)
            return "I14 a voucher was used that nobody approved";
    }
    return NULL;
}

/* I2, and when all is settled I3: against the books of the gateway. */
static const char *check_gateway(const money_books *b, const money_facts *facts)
{
    const money_gateway *g = facts->gateway;

    for (size_t i = 0; g != NULL && i < csri_rows_count(b->payouts); i++) {
        const csr_payout_view *p = books_payout(b, i);
        if (gateway_paid(g, &p->id) > 1)
            return "I2 a payout was paid twice";
        if (!facts->settled || p->state == CSR_PAYOUT_MANUAL)
            continue;
        if ((p->state == CSR_PAYOUT_SUCCEEDED) != gateway_kept(g, &p->id))
            return "I3 a payout succeeded that the gateway did not pay, or the other way round";
        if (p->state == CSR_PAYOUT_FAILED && gateway_paid(g, &p->id))
            return "I3 a payout failed that the gateway paid";
        if (!has_gone(p) && reserves(p))
            return "I3 a payout never ends";
    }
    for (size_t i = 0; g != NULL && i < csri_rows_count(b->payments); i++)
        if (gateway_sum(g, &books_payment(b, i)->id) > books_payment(b, i)->captured_minor &&
            !was_outside(b, &books_payment(b, i)->id))
            return "I2 a payment was given back more than once";
    return NULL;
}

const char *books_wrong(const money_books *b, const money_facts *facts)
{
    const char *wrong = check_gateway(b, facts);

    wrong = wrong != NULL ? wrong : check_payments(b);
    wrong = wrong != NULL ? wrong : check_lines(b);
    wrong = wrong != NULL ? wrong : check_shipping(b);
    wrong = wrong != NULL ? wrong : check_payouts(b);
    wrong = wrong != NULL ? wrong : check_vouchers(b);
    for (size_t i = 0; i < csri_rows_count(b->refunds) && wrong == NULL; i++) {
        wrong = check_refund(b, books_refund(b, i));
        wrong = wrong != NULL ? wrong : check_approvals(b, facts, books_refund(b, i));
    }
    return wrong != NULL ? wrong : check_days(b, facts);
}

/* The edges of the specification; a bit for each state that may follow. */
#define TO(state) (1u << (state))
#define STATES 10
static const unsigned refund_edges[STATES] = { [CSR_REFUND_DRAFT] = TO(2) | TO(3) | TO(5) | TO(7),
                                               [CSR_REFUND_PENDING_APPROVAL] = TO(3) | TO(4) | TO(5) | TO(7),
                                               [CSR_REFUND_APPROVED] = TO(2) | TO(5) | TO(6) | TO(7),
                                               [CSR_REFUND_PAYING] = TO(7) | TO(8) | TO(9),
                                               [CSR_REFUND_PAID] = TO(8) | TO(9),
                                               [CSR_REFUND_PART_PAID] = TO(2) | TO(6) | TO(7) | TO(9),
                                               [CSR_REFUND_FAILED] = TO(2) | TO(5) | TO(6) | TO(7) | TO(8) };
static const unsigned payout_edges[STATES] = { [CSR_PAYOUT_PLANNED] = TO(2) | TO(4) | TO(5),
                                               [CSR_PAYOUT_SUBMITTING] = TO(3) | TO(4) | TO(5) | TO(6) | TO(7) | TO(8),
                                               [CSR_PAYOUT_PENDING] = TO(4) | TO(5) | TO(8),
                                               [CSR_PAYOUT_SUCCEEDED] = TO(8),
                                               [CSR_PAYOUT_FAILED] = TO(4),
                                               [CSR_PAYOUT_AWAIT_LOOKUP] = TO(3) | TO(4) | TO(5) | TO(7) | TO(8),
                                               [CSR_PAYOUT_MANUAL] = TO(3) | TO(4) | TO(5) | TO(8),
                                               [CSR_PAYOUT_EXTERNAL] = TO(8) };

/* Whether a state may follow another, by one edge or by some. */
static int may(const unsigned edges[STATES], int32_t from, int32_t to, int by_one)
{
    unsigned reached = TO(from) | edges[from];

    for (int round = 0; !by_one && round < STATES; round++)
        for (int32_t state = 1; state < STATES; state++)
            reached |= (reached >> state & 1) != 0 ? edges[state] : 0;
    return (reached >> to & 1) != 0;
}

/* Whether what is new of a payment is what its gateway gave back by itself. */
static int imported(const money_books *was, const money_books *is, const csr_id *payment)
{
    for (size_t i = 0; i < csri_rows_count(is->payouts); i++) {
        const csr_payout_view *p = books_payout(is, i);
        if (SAME(&p->payment, payment) && p->state == CSR_PAYOUT_EXTERNAL && payout_of(was, &p->id) == NULL)
            return 1;
    }
    return 0;
}

/* Nothing is planned for a payment that has nothing left, is disputed or has an incident. */
static const char *check_planned(const money_books *was, const money_books *is)
{
    for (size_t i = 0; i < csri_rows_count(was->payments); i++) {
        const csr_payment_view *p = books_payment(was, i);
        size_t before, after;
        int incident, later, outside;
        int64_t sum = held(was, &p->id, &before, &incident, &outside);
        (void)held(is, &p->id, &after, &later, &outside);
        if (after > before && !imported(was, is, &p->id) &&
            (incident || p->dispute == CSR_DISPUTE_OPEN || sum + p->charged_back_minor >= p->captured_minor))
            return "I1 a payout was planned for a payment that has nothing left or is frozen";
    }
    return NULL;
}

const char *books_step_wrong(const money_books *was, const money_books *is, int by_one)
{
    for (size_t i = 0; i < csri_rows_count(was->refunds); i++) {
        const csr_refund_view *now = books_refund_of(is, &books_refund(was, i)->id);
        if (now == NULL || !may(refund_edges, books_refund(was, i)->state, now->state, by_one))
            return "I11 a refund went where it may not go";
        /* What was never paid is over at once only if goods are given for it, and no money. */
        if (by_one && books_refund(was, i)->state == CSR_REFUND_DRAFT && now->state == CSR_REFUND_PAID &&
            (now->amount_minor != 0 || now->given_minor == 0))
            return "I11 a refund of money was over without a payout";
    }
    for (size_t i = 0; i < csri_rows_count(was->payouts); i++) {
        const csr_payout_view *now = payout_of(is, &books_payout(was, i)->id);
        if (now == NULL || !may(payout_edges, books_payout(was, i)->state, now->state, by_one))
            return "I11 a payout went where it may not go";
    }
    return check_planned(was, is);
}

static uint64_t mix(uint64_t digest, const void *bytes, size_t n)
{
    const unsigned char *at = bytes;

    for (size_t i = 0; i < n; i++)
        digest = (digest ^ at[i]) * UINT64_C(0x100000001b3);
    return digest;
}
#define MIX(member) digest = mix(digest, &(member), sizeof(member))

uint64_t books_digest(const money_books *b)
{
    uint64_t digest = UINT64_C(0xcbf29ce484222325);

    for (size_t i = 0; i < csri_rows_count(b->refunds); i++) {
        MIX(books_refund(b, i)->id);
        MIX(books_refund(b, i)->version);
        MIX(books_refund(b, i)->state);
        MIX(books_refund(b, i)->amount_minor);
    }
    for (size_t i = 0; i < csri_rows_count(b->payouts); i++) {
        MIX(books_payout(b, i)->id);
        MIX(books_payout(b, i)->state);
        MIX(books_payout(b, i)->attempts);
        MIX(books_payout(b, i)->due_at);
    }
    for (size_t i = 0; i < csri_rows_count(b->parts); i++)
        MIX(books_part(b, i)->id);
    for (size_t i = 0; i < csri_rows_count(b->returns); i++)
        MIX(books_return(b, i)->version);
    for (size_t i = 0; i < csri_rows_count(b->vouchers); i++)
        MIX(books_voucher(b, i)->version);
    for (size_t i = 0; i < csri_rows_count(b->approvals); i++)
        MIX(books_approval(b, i)->id);
    for (size_t i = 0; i < csri_rows_count(b->payments); i++) {
        MIX(books_payment(b, i)->state);
        MIX(books_payment(b, i)->dispute);
        MIX(books_payment(b, i)->captured_minor);
        MIX(books_payment(b, i)->charged_back_minor);
    }
    return digest;
}

int64_t books_left(const money_books *b)
{
    int64_t left = 0;

    for (size_t i = 0; i < csri_rows_count(b->payments); i++) {
        const csr_payment_view *p = books_payment(b, i);
        if (p->state >= CSR_PAYMENT_AUTHORIZED && p->dispute != CSR_DISPUTE_OPEN)
            left += p->captured_minor - p->charged_back_minor;
    }
    for (size_t i = 0; i < csri_rows_count(b->refunds); i++) {
        const csr_refund_view *r = books_refund(b, i);
        int ended = r->state == CSR_REFUND_REJECTED || r->state == CSR_REFUND_CANCELLED;
        left -= r->state == CSR_REFUND_DRAFT || ended ? 0 : r->amount_minor;
        for (size_t k = 0; ended && k < csri_rows_count(b->payouts); k++)
            if (SAME(&books_payout(b, k)->refund, &r->id) && reserves(books_payout(b, k)))
                left -= books_payout(b, k)->amount_minor;
    }
    return left < 0 ? 0 : left;
}
