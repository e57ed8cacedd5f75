#include "base/amount.h"
#include "base/error.h"
#include "desk/refund.h"
#include "policy/return_course.h"

#define ROW struct csri_refund

#define IN_STRUCT csr_refund_add_params
/* clang-format off */
static const csr_member add_params_members[] = {
    IN(kind, refund_part_kind, REQUIRED),
    IN(expected_version, version, 0),
    IN(line, purchase_line, 0),
    IN(units, units, 0),
    IN(amount_minor, minor, 0),
    IN(basis_points, count, 0),
    IN(tax_minor, minor, 0),
    IN(fee_tax, fee_tax, 0),
};
/* clang-format on */
static const csr_shape add_params = CSRI_PARAMS_GREW(IN_STRUCT, add_params_members, tax_minor);
#undef IN_STRUCT

/* Parts that a call adds: worked out before the first is written. */
typedef struct added {
    csri_call *call;
    const csr_refund_add_params *in;
    const csr_refund_view *refund;
    struct csri_refund_part parts[CSRI_REFUND_LINES_MAX];
    size_t count;
} added;

static void put(added *a, const csr_id *line, int64_t units, int64_t gross, int64_t tax)
{
    static const csr_id none = { { 0 } };

    a->parts[a->count++].view = (csr_refund_part_view){ .refund = a->refund->id,
                                                        .line = line != NULL ? *line : none,
                                                        .created_at = a->call->tx.now,
                                                        .kind = a->in->kind,
                                                        .units = units,
                                                        .gross_minor = gross,
                                                        .tax_minor = tax };
}

/* The line that the part is of; it belongs to the purchase. */
static csr_status load_line(added *a, csr_rows **rows, csr_refund_line *sum, int64_t *held)
{
    const struct csri_purchase_line *line;
    csr_status status = csri_load(&a->call->tx, &csri_purchase_line_record, &a->in->line, "line", rows);

    if (status != CSR_OK)
        return status;
    line = csri_rows_at(*rows, 0);
    if (memcmp(&line->view.purchase, &a->refund->purchase, sizeof line->view.purchase) != 0)
        status = csri_fail(a->call->err, CSR_E_ARGUMENT, "line", "the line is of another purchase");
    else
        status = csri_refund_line_sum(a->call, line, NULL, sum, held);
    if (status != CSR_OK)
        csri_rows_free(*rows);
    return status;
}

/* Units that a return or a claim holds are that one's to give back. */
static csr_status check_held(const added *a, const csr_refund_line *line, int64_t held)
{
    int64_t left = line->quantity - line->refunded_units - held;

    if (held == 0 || a->in->units <= left)
        return CSR_OK;
    return csri_fail(a->call->err, CSR_E_OVER_REFUND, "units", "%lld of %lld are left, %lld are held by returns",
                     (long long)(left > 0 ? left : 0), (long long)line->quantity, (long long)held);
}

static csr_status add_goods(added *a)
{
    int64_t gross = 0, tax = 0, held = 0;
    csr_refund_line line;
    csr_rows *rows;
    csr_status status = csri_need(a->call, &a->in->line, "line");

    if (status == CSR_OK)
        status = load_line(a, &rows, &line, &held);
    if (status != CSR_OK)
        return status;
    csri_rows_free(rows);
    status = check_held(a, &line, held);
    if (status == CSR_OK)
        status = csr_refund_units(&line, a->in->units, &gross, &tax, a->call->err);
    if (status == CSR_OK)
        put(a, &a->in->line, a->in->units, gross, tax);
    return status;
}

/* An amount of one line. */
static csr_status add_amount_of_line(added *a)
{
    int64_t gross = 0, tax = 0, held = 0;
    csr_refund_line line;
    csr_rows *rows;
    csr_status status = load_line(a, &rows, &line, &held);

    if (status != CSR_OK)
        return status;
    csri_rows_free(rows);
    status = csr_refund_over_lines(&line, 1, a->in->amount_minor, &gross, &tax, a->call->err);
    if (status == CSR_OK)
        put(a, &a->in->line, 0, gross, tax);
    return status;
}

/* Share an amount out over lines by what is left of each; those that get nothing get no part. */
static csr_status share(added *a, const csr_rows *rows)
{
    csr_refund_line lines[CSRI_REFUND_LINES_MAX];
    int64_t gross[CSRI_REFUND_LINES_MAX], tax[CSRI_REFUND_LINES_MAX];
    size_t count = csri_rows_count(rows);
    int64_t held = 0;
    csr_status status = CSR_OK;

    if (count > CSRI_REFUND_LINES_MAX)
        return csri_fail(a->call->err, CSR_E_LIMIT, "line", "an amount is shared over %d lines at most",
                         CSRI_REFUND_LINES_MAX);
    for (size_t i = 0; i < count && status == CSR_OK; i++)
        status = csri_refund_line_sum(a->call, csri_rows_at(rows, i), NULL, &lines[i], &held);
    if (status == CSR_OK)
        status = csr_refund_over_lines(lines, count, a->in->amount_minor, gross, tax, a->call->err);
    for (size_t i = 0; i < count && status == CSR_OK; i++)
        if (gross[i] > 0)
            put(a, &((const struct csri_purchase_line *)csri_rows_at(rows, i))->view.id, 0, gross[i], tax[i]);
    return status;
}

static csr_status add_amount(added *a)
{
    const struct csri_purchase_line from = { .view = { .purchase = a->refund->purchase } };
    csr_rows *rows;
    csr_status status;

    if (a->in->amount_minor < 1)
        return csri_fail(a->call->err, CSR_E_ARGUMENT, "amount_minor", "it is 1 or more");
    if (!csr_id_is_none(&a->in->line))
        return add_amount_of_line(a);
    status = csri_refund_scan(a->call, &csri_purchase_line_record, CSRI_PURCHASE_LINE_BY_PURCHASE, &from, &rows);
    if (status != CSR_OK)
        return status;
    status = share(a, rows);
    csri_rows_free(rows);
    return status;
}

/* Shipping and duties go back whole, and once. */
static csr_status add_once(added *a)
{
    const csr_purchase_view *purchase;
    int has = 0;
    csr_rows *rows;
    csr_status status = csri_refund_has_part(a->call, &a->refund->purchase, a->in->kind, &has);

    if (status == CSR_OK && has)
        status = csri_fail(a->call->err, CSR_E_OVER_REFUND, "kind", "it goes back once; 0 is left");
    if (status == CSR_OK)
        status = csri_load(&a->call->tx, &csri_purchase_record, &a->refund->purchase, "purchase", &rows);
    if (status != CSR_OK)
        return status;
    purchase = &((const struct csri_purchase *)csri_rows_at(rows, 0))->view;
    if (a->in->kind == CSR_REFUND_PART_SHIPPING)
        put(a, NULL, 0, purchase->shipping_minor, purchase->shipping_tax_minor);
    else
        put(a, NULL, 0, purchase->duties_minor, 0);
    csri_rows_free(rows);
    if (a->parts[0].view.gross_minor == 0)
        return csri_fail(a->call->err, CSR_E_OVER_REFUND, "kind", "nothing was paid for it; 0 is left");
    return CSR_OK;
}

/* What the goods of a refund come to, and the tax in it; whether a fee of this kind is kept already. */
static csr_status goods_of(added *a, int64_t *goods, int64_t *tax, int *has_fee)
{
    const struct csri_refund_part from = { .view = { .refund = a->refund->id } };
    csr_rows *parts;
    csr_status status = csri_refund_scan(a->call, &csri_refund_part_record, CSRI_REFUND_PART_BY_REFUND, &from, &parts);

    *goods = *tax = 0;
    *has_fee = 0;
    if (status != CSR_OK)
        return status;
    for (size_t i = 0; i < csri_rows_count(parts) && status == CSR_OK; i++) {
        const csr_refund_part_view *part = &((const struct csri_refund_part *)csri_rows_at(parts, i))->view;
        *has_fee |= part->kind == a->in->kind;
        if (part->kind != CSR_REFUND_PART_GOODS)
            continue;
        status = csri_amount_add(*goods, part->gross_minor, goods);
        *tax += part->tax_minor; /* no more than the goods */
    }
    csri_rows_free(parts);
    return status;
}

/* One fee of a kind is kept, of goods. */
static csr_status begin_fee(added *a, int64_t *goods, int64_t *tax)
{
    int has_fee = 0;
    csr_status status = goods_of(a, goods, tax, &has_fee);

    if (status == CSR_OK && (has_fee || *goods == 0))
        status = csri_fail(a->call->err, CSR_E_STATE, "kind",
                           has_fee ? "one such fee is kept already; 0 is left" : "there are no goods; 0 is left");
    return status;
}

static csr_status add_restocking_fee(added *a)
{
    int64_t goods, goods_tax, fee = 0, tax = 0;
    csr_status status;

    if (a->in->basis_points < 1 || a->in->basis_points > 10000)
        return csri_fail(a->call->err, CSR_E_ARGUMENT, "basis_points", "it is 1 to 10000");
    status = begin_fee(a, &goods, &goods_tax);
    if (status == CSR_OK)
        status = csri_restocking_fee(goods, goods_tax, a->in->basis_points, a->in->fee_tax == CSR_FEE_TAX_TAXABLE, &fee,
                                     &tax, a->call->err);
    if (status == CSR_OK)
        put(a, NULL, 0, -fee, -tax);
    return status;
}

/* What is kept for sending goods back: no more than is given back with it. */
static csr_status add_shipping_fee(added *a)
{
    int64_t goods, tax;
    csr_status status;

    if (a->in->amount_minor < 1)
        return csri_fail(a->call->err, CSR_E_ARGUMENT, "amount_minor", "it is 1 or more");
    if (a->in->tax_minor > a->in->amount_minor)
        return csri_fail(a->call->err, CSR_E_ARGUMENT, "tax_minor", "the tax is part of the fee");
    status = begin_fee(a, &goods, &tax);
    if (status == CSR_OK && a->in->amount_minor > a->refund->amount_minor)
        status = csri_fail(a->call->err, CSR_E_OVER_REFUND, "amount", "the refund comes to %lld",
                           (long long)a->refund->amount_minor);
    if (status == CSR_OK)
        put(a, NULL, 0, -a->in->amount_minor, -a->in->tax_minor);
    return status;
}

/* An amount of one line that has its own limits: only in a refund for that. */
static csr_status add_amount_for(added *a, csr_refund_purpose purpose)
{
    csr_status status = csri_need(a->call, &a->in->line, "line");

    if (status == CSR_OK && a->refund->purpose != purpose)
        status = csri_fail(a->call->err, CSR_E_STATE, "kind", "the refund is for another purpose");
    return status != CSR_OK ? status : add_amount(a);
}

static csr_status work_out(added *a)
{
    switch (a->in->kind) {
    case CSR_REFUND_PART_GOODS: return add_goods(a);
    case CSR_REFUND_PART_AMOUNT: return add_amount(a);
    case CSR_REFUND_PART_RESTOCKING_FEE: return add_restocking_fee(a);
    case CSR_REFUND_PART_RETURN_SHIPPING_FEE: return add_shipping_fee(a);
    case CSR_REFUND_PART_GOODWILL: return add_amount_for(a, CSR_REFUND_FOR_GOODWILL);
    case CSR_REFUND_PART_PRICE_CORRECTION: return add_amount_for(a, CSR_REFUND_FOR_PRICE_CORRECTION);
    case CSR_REFUND_PART_REPLACEMENT:
        return csri_fail(a->call->err, CSR_E_ARGUMENT, "kind", "replacements are named at a return");
    case CSR_REFUND_PART_CASH_ROUNDING:
        return csri_fail(a->call->err, CSR_E_ARGUMENT, "kind", "coins are counted when it is planned");
    default: return add_once(a);
    }
}

csr_status csri_refund_part_write(csri_call *call, struct csri_refund_part *part, int64_t *version)
{
    csri_change_request request = { .event = CSR_EVENT_REFUND_PART_ADDED,
                                    .child = &csri_refund_part_record,
                                    .child_is = part };
    struct csri_refund is;
    csri_edit edit;
    csr_status status = csri_edit_begin(call, &csri_refund_record, &part->view.refund, 0, &is, &edit);

    if (status != CSR_OK)
        return status;
    status = csri_new_id(&call->tx, &part->view.id);
    is.view.amount_minor += part->view.gross_minor;
    return csri_edit_end(call, &edit, status, &request, version);
}

/* The parts and what the refund comes to with them. */
static csr_status check_sum(const added *a)
{
    int64_t sum = a->refund->amount_minor;
    csr_status status = CSR_OK;

    for (size_t i = 0; i < a->count && status == CSR_OK; i++)
        status = csri_amount_add(sum, a->parts[i].view.gross_minor, &sum);
    return status == CSR_OK ? CSR_OK
                            : csri_fail(a->call->err, status, "amount", "the refund does not fit into 64 bits");
}

static csr_status add(csri_call *call, const csr_id *id, const void *params, void *out)
{
    added a = { .call = call, .in = params };
    struct csri_refund is;
    csri_edit edit;
    csr_status status = csri_edit_begin(call, &csri_refund_record, id, a.in->expected_version, &is, &edit);

    if (status != CSR_OK)
        return status;
    a.refund = &is.view;
    if (is.view.state != CSR_REFUND_DRAFT)
        status = csri_fail(call->err, CSR_E_STATE, "state", "only a draft can be added to");
    if (status == CSR_OK)
        status = work_out(&a);
    if (status == CSR_OK)
        status = check_sum(&a);
    for (size_t i = 0; i < a.count && status == CSR_OK; i++)
        status = csri_refund_part_write(call, &a.parts[i], out);
    csri_rows_free(edit.rows);
    return status;
}

const csri_operation csri_refund_add = {
    .name = "refund.add",
    .run = add,
    .in = &add_params,
    .subject = &csri_refund_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_refund_add(csr_session *session, const csr_id *id, const csr_refund_add_params *params,
                          int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_refund_add, id, params, out_version, err);
}
