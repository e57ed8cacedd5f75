#include "base/amount.h"
#include "base/error.h"
#include "desk/refund.h"

/*
 * All that is left of a purchase, put into a draft: what neither a refund gave back before nor a return holds.
 */
#define IN_STRUCT csr_refund_add_rest_params
/* clang-format off */
static const csr_member rest_params_members[] = {
    IN(expected_version, version, 0),
};
/* clang-format on */
static const csr_shape rest_params = CSRI_PARAMS(IN_STRUCT, rest_params_members);
#undef IN_STRUCT

/* What goes back once, and whole. */
#define ONCE 2

/* What is left, worked out before the first part is written. */
typedef struct rest {
    csri_call *call;
    const csr_refund_view *refund;
    csr_rows *lines;
    csr_refund_line sums[CSRI_REFUND_LINES_MAX];
    int64_t units[CSRI_REFUND_LINES_MAX], gross[CSRI_REFUND_LINES_MAX], tax[CSRI_REFUND_LINES_MAX];
    int64_t goods_minor; /* of all lines */
    struct {
        csr_refund_part_kind kind;
        int64_t gross, tax;
    } once[ONCE];
    int64_t left_minor; /* of the payments */
} rest;

/* Units that nobody holds; and what is left where all units are gone, but an amount was given up again since then. */
static csr_status value_line(rest *r, size_t i)
{
    const struct csri_purchase_line *line = csri_rows_at(r->lines, i);
    csr_refund_line *sum = &r->sums[i];
    int64_t held = 0;
    csr_status status = csri_refund_line_sum(r->call, line, NULL, sum, &held);

    r->gross[i] = r->tax[i] = 0;
    if (status != CSR_OK)
        return status;
    r->units[i] = sum->quantity - sum->refunded_units - held;
    if (r->units[i] > 0)
        status = csr_refund_units(sum, r->units[i], &r->gross[i], &r->tax[i], r->call->err);
    else if (held == 0)
        status = csr_refund_over_lines(sum, 1, sum->gross_minor - sum->refunded_gross_minor, &r->gross[i], &r->tax[i],
                                       r->call->err);
    if (status != CSR_OK)
        return status;
    status = csri_amount_add(r->goods_minor, r->gross[i], &r->goods_minor);
    return status == CSR_OK ? CSR_OK
                            : csri_fail(r->call->err, status, "amount", "what is left does not fit into 64 bits");
}

static csr_status value_lines(rest *r)
{
    const struct csri_purchase_line from = { .view = { .purchase = r->refund->purchase } };
    csr_status status =
        csri_refund_scan(r->call, &csri_purchase_line_record, CSRI_PURCHASE_LINE_BY_PURCHASE, &from, &r->lines);

    if (status == CSR_OK && csri_rows_count(r->lines) > CSRI_REFUND_LINES_MAX)
        status = csri_fail(r->call->err, CSR_E_LIMIT, "line", "all of %d lines at most goes back at once",
                           CSRI_REFUND_LINES_MAX);
    for (size_t i = 0; status == CSR_OK && i < csri_rows_count(r->lines); i++)
        status = value_line(r, i);
    return status;
}

/* Shipping and duties, unless they went back before. */
static csr_status value_once(rest *r)
{
    const csr_purchase_view *of;
    csr_rows *rows;
    csr_status status = csri_load(&r->call->tx, &csri_purchase_record, &r->refund->purchase, "purchase", &rows);

    if (status != CSR_OK)
        return status;
    of = &((const struct csri_purchase *)csri_rows_at(rows, 0))->view;
    r->once[0].kind = CSR_REFUND_PART_SHIPPING;
    r->once[0].gross = of->shipping_minor;
    r->once[0].tax = of->shipping_tax_minor;
    r->once[1].kind = CSR_REFUND_PART_DUTIES;
    r->once[1].gross = of->duties_minor;
    csri_rows_free(rows);
    for (size_t i = 0; i < ONCE && status == CSR_OK; i++) {
        int has = 0;
        if (r->once[i].gross > 0)
            status = csri_refund_has_part(r->call, &r->refund->purchase, r->once[i].kind, &has);
        if (has)
            r->once[i].gross = r->once[i].tax = 0;
    }
    return status;
}

/* The payments hold less than is left of the goods: a part of it was paid otherwise, charged back, or given back by the gateway
 * itself. What goes back whole goes first, and the goods share what remains, by what is left of each. */
static csr_status fit(rest *r)
{
    size_t count = csri_rows_count(r->lines);
    int64_t shares[CSRI_REFUND_LINES_MAX], left = r->left_minor;
    csr_status status = CSR_OK;

    for (size_t i = 0; i < ONCE; i++) {
        if (r->once[i].gross > left)
            r->once[i].gross = r->once[i].tax = 0;
        left -= r->once[i].gross;
    }
    if (left >= r->goods_minor)
        return CSR_OK;
    status = csri_amount_allocate(left, r->gross, count, 1, shares);
    for (size_t i = 0; i < count && status == CSR_OK; i++) {
        r->units[i] = 0;
        status = csr_refund_over_lines(&r->sums[i], 1, shares[i], &r->gross[i], &r->tax[i], r->call->err);
    }
    return status;
}

static csr_status write_part(const rest *r, const csr_id *line, csr_refund_part_kind kind, int64_t units, int64_t gross,
                             int64_t tax, int64_t *version)
{
    struct csri_refund_part part = { .view = { .refund = r->refund->id,
                                               .created_at = r->call->tx.now,
                                               .kind = kind,
                                               .units = units,
                                               .gross_minor = gross,
                                               .tax_minor = tax } };

    if (line != NULL)
        part.view.line = *line;
    return gross == 0 && units <= 0 ? CSR_OK : csri_refund_part_write(r->call, &part, version);
}

static csr_status write_all(const rest *r, int64_t *version)
{
    csr_status status = CSR_OK;

    for (size_t i = 0; i < csri_rows_count(r->lines) && status == CSR_OK; i++) {
        const csr_purchase_line_view *line = &((const struct csri_purchase_line *)csri_rows_at(r->lines, i))->view;
        int units = r->units[i] > 0;
        status = write_part(r, &line->id, units ? CSR_REFUND_PART_GOODS : CSR_REFUND_PART_AMOUNT,
                            units ? r->units[i] : 0, r->gross[i], r->tax[i], version);
    }
    for (size_t i = 0; i < ONCE && status == CSR_OK; i++)
        status = write_part(r, NULL, r->once[i].kind, 0, r->once[i].gross, r->once[i].tax, version);
    return status;
}

/* What the payments hold beside other refunds and what the draft has already. */
static csr_status value_payments(rest *r)
{
    csr_status status = csri_refund_left(r->call, &r->refund->purchase, &r->refund->id, &r->left_minor);

    r->left_minor -= r->refund->amount_minor < r->left_minor ? r->refund->amount_minor : r->left_minor;
    return status;
}

static int is_nothing(const rest *r)
{
    int64_t any = 0;

    for (size_t i = 0; i < csri_rows_count(r->lines); i++)
        any |= r->gross[i];
    for (size_t i = 0; i < ONCE; i++)
        any |= r->once[i].gross;
    return any == 0;
}

static csr_status work_out(rest *r)
{
    csr_status status = value_lines(r);

    if (status == CSR_OK)
        status = value_once(r);
    if (status == CSR_OK)
        status = value_payments(r);
    if (status == CSR_OK)
        status = fit(r);
    if (status == CSR_OK && is_nothing(r))
        status = csri_fail(r->call->err, CSR_E_OVER_REFUND, "amount",
                           "nothing more goes back: %lld are left of the goods, %lld of the payments",
                           (long long)r->goods_minor, (long long)r->left_minor);
    return status;
}

static csr_status add_rest(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_refund_add_rest_params *in = params;
    rest r = { .call = call };
    struct csri_refund is;
    csri_edit edit;
    csr_status status = csri_edit_begin(call, &csri_refund_record, id, in->expected_version, &is, &edit);

    if (status != CSR_OK)
        return status;
    r.refund = &is.view;
    if (is.view.state != CSR_REFUND_DRAFT)
        status = csri_fail(call->err, CSR_E_STATE, "state", "only a draft can be added to");
    if (status == CSR_OK)
        status = work_out(&r);
    if (status == CSR_OK)
        status = write_all(&r, out);
    csri_rows_free(r.lines);
    csri_rows_free(edit.rows);
    return status;
}

const csri_operation csri_refund_add_rest = {
    .name = "refund.add_rest",
    .run = add_rest,
    .in = &rest_params,
    .subject = &csri_refund_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_refund_add_rest(csr_session *session, const csr_id *id, const csr_refund_add_rest_params *params,
                               int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_refund_add_rest, id, params, out_version, err);
}
