#include "base/amount.h"
#include "base/error.h"
#include "desk/refund.h"
#include "desk/return.h"

/*
 * Settling a return, once: a refund with what came back, what is kept and what was given for it as its parts; or, where nothing
 * is left to give back, replacements alone, perhaps for a charge. The lines hold what replacements were given for.
 */
#define IN_STRUCT csr_return_settle_params
/* clang-format off */
static const csr_member settle_params_members[] = {
    IN(restocking_basis_points, count, 0),
    IN(expected_version, version, 0),
    IN(shipping_fee_minor, minor, 0),
    IN(shipping_fee_tax_minor, minor, 0),
    IN(fee_tax, fee_tax, 0),
    IN(remedy, return_remedy, 0),
};
/* clang-format on */
static const csr_shape settle_params = CSRI_PARAMS(IN_STRUCT, settle_params_members);
#undef IN_STRUCT

/* A settlement in the making: worked out whole before anything is written. */
typedef struct settling {
    csri_call *call;
    const csr_return_settle_params *in;
    csr_return_view is;
    csr_rows *lines, *replacements;
    int64_t gross[CSRI_RETURN_LINES_MAX], tax[CSRI_RETURN_LINES_MAX];
    int64_t replacement_tax_minor;
    int same_again; /* replacements were asked for and none named */
    csri_settlement_facts facts;
    csri_settlement result;
    int64_t given_minor; /* of the goods that are given, what nobody pays for: it has to be approved */
} settling;

static const struct csri_return_line *line_at(const settling *s, size_t i)
{
    return csri_rows_at(s->lines, i);
}

/* A refund that was given up after it failed, and for which money went all the same, was paid: not a second time. */
static csr_status check_moved(const settling *s)
{
    int moved = 0;
    csr_status status = csri_refund_moved(s->call, &s->is.refund, &moved);

    if (status == CSR_OK && moved)
        status = csri_fail(s->call->err, CSR_E_STATE, "refund", "the refund was given up, and money went for it");
    return status;
}

/* Goods that were looked at, or that the customer keeps; and what was settled by a refund that does not count any more, or for a
 * charge that failed. */
static csr_status check(const settling *s)
{
    int refunded = 0, again, was_closed = s->is.state == CSR_RETURN_CLOSED;
    csr_status status = csri_return_is_refunded(s->call, &s->is, &refunded);

    if (status != CSR_OK)
        return status;
    again = was_closed && !refunded && (!csr_id_is_none(&s->is.refund) || s->is.charge == CSR_RETURN_CHARGE_FAILED);
    if (!again && s->is.state != CSR_RETURN_INSPECTED && !(s->is.state == CSR_RETURN_APPROVED && s->is.keeps_goods))
        return csri_fail(s->call->err, CSR_E_STATE, "state", "only what was inspected is settled, and once");
    if (again && !csr_id_is_none(&s->is.refund))
        status = check_moved(s);
    if (status != CSR_OK)
        return status;
    if (s->in->restocking_basis_points > 10000)
        return csri_fail(s->call->err, CSR_E_ARGUMENT, "restocking_basis_points", "it is 0 to 10000");
    if (s->in->shipping_fee_tax_minor > s->in->shipping_fee_minor)
        return csri_fail(s->call->err, CSR_E_ARGUMENT, "shipping_fee_tax_minor", "the tax is part of the fee");
    return csri_return_check_reckoned(s->call, &s->is);
}

/* What the units of a line are worth, beside what refunds and other returns took of it. */
static csr_status value_line(settling *s, size_t i)
{
    const csr_return_line_view *line = &line_at(s, i)->view;
    int64_t held = 0;
    csr_refund_line sum;
    csr_rows *rows;
    csr_status status;

    s->gross[i] = s->tax[i] = 0;
    if (csri_return_taken(&s->is, line) == 0)
        return CSR_OK;
    status = csri_load(&s->call->tx, &csri_purchase_line_record, &line->line, "line", &rows);
    if (status != CSR_OK)
        return status;
    status = csri_refund_line_sum(s->call, csri_rows_at(rows, 0), &s->is.id, &sum, &held);
    csri_rows_free(rows);
    if (status == CSR_OK)
        status = csr_refund_units(&sum, csri_return_taken(&s->is, line), &s->gross[i], &s->tax[i], s->call->err);
    return status;
}

static csr_status value_goods(settling *s)
{
    csr_status status = CSR_OK;

    for (size_t i = 0; i < csri_rows_count(s->lines) && status == CSR_OK; i++) {
        status = value_line(s, i);
        if (status == CSR_OK)
            status = csri_amount_add(s->facts.goods_minor, s->gross[i], &s->facts.goods_minor);
        if (status == CSR_OK)
            s->facts.goods_tax_minor += s->tax[i]; /* no more than the goods */
    }
    return status;
}

/* What is given in place of the goods: what was named, or the same again at what it was worth. */
static csr_status value_replacements(settling *s)
{
    csr_return_remedy remedy = s->in->remedy != 0 ? s->in->remedy : s->is.remedy;
    size_t count = csri_rows_count(s->replacements);
    csr_status status = CSR_OK;

    if (count > 0 && (remedy == CSR_RETURN_REMEDY_REFUND || s->facts.goods_minor == 0))
        return csri_fail(s->call->err, CSR_E_STATE, "remedy", "nothing is given for it: remove the replacements first");
    for (size_t i = 0; i < count && status == CSR_OK; i++) {
        const csr_replacement_view *one = &((const struct csri_replacement *)csri_rows_at(s->replacements, i))->view;
        status = csri_amount_add(s->facts.replacement_minor, one->gross_minor, &s->facts.replacement_minor);
        if (status == CSR_OK)
            s->replacement_tax_minor += one->tax_minor; /* no more than they are worth */
    }
    s->same_again = remedy == CSR_RETURN_REMEDY_REPLACE && count == 0 && s->facts.goods_minor > 0;
    if (s->same_again) {
        s->facts.replacement_minor = s->facts.goods_minor;
        s->replacement_tax_minor = s->facts.goods_tax_minor;
    }
    s->facts.has_replacement = s->same_again || count > 0;
    return status;
}

/* What an agent gives away in goods is held by their limits as money is. The host's own word, through the system's session, is the
 * host's decision, as is what it sends. */
static int64_t given_by_agent(const settling *s)
{
    int64_t kept = s->facts.goods_minor - s->result.fees_minor;

    if (csr_id_is_none(&s->call->session->agent) || !s->facts.has_replacement || kept <= 0)
        return 0;
    return kept - s->result.refund_minor;
}

static csr_status work_out(settling *s)
{
    csr_status status = value_goods(s);

    if (status == CSR_OK)
        status = value_replacements(s);
    if (status == CSR_E_OVERFLOW)
        return csri_fail(s->call->err, status, "replacement", "what is kept and given does not fit into 64 bits");
    if (status != CSR_OK)
        return status;
    s->facts.restocking_basis_points = s->in->restocking_basis_points;
    s->facts.fee_taxable = s->in->fee_tax == CSR_FEE_TAX_TAXABLE;
    s->facts.shipping_fee_minor = s->in->shipping_fee_minor;
    s->facts.shipping_fee_tax_minor = s->in->shipping_fee_tax_minor;
    status = csri_return_settlement(&s->facts, &s->result, s->call->err);
    if (status == CSR_OK)
        s->given_minor = given_by_agent(s);
    return status;
}

/* One part of the refund; nothing is no part. */
static csr_status write_part(const settling *s, const csr_id *line, csr_refund_part_kind kind, int64_t units,
                             int64_t gross, int64_t tax)
{
    struct csri_refund_part part = { .view = { .refund = s->is.refund,
                                               .kind = kind,
                                               .created_at = s->call->tx.now,
                                               .units = units,
                                               .gross_minor = gross,
                                               .tax_minor = tax } };

    if (line != NULL)
        part.view.line = *line;
    return gross == 0 && units == 0 ? CSR_OK : csri_refund_part_write(s->call, &part, NULL);
}

/* What is given of the replacements for the goods; the customer pays the rest. */
static csr_status write_given(const settling *s)
{
    int64_t given = s->facts.replacement_minor - s->result.charge_minor, tax = s->replacement_tax_minor;

    if (s->result.charge_minor > 0)
        (void)csri_amount_part(s->replacement_tax_minor, s->facts.replacement_minor, 0, given, &tax);
    return write_part(s, NULL, CSR_REFUND_PART_REPLACEMENT, 0, -given, -tax);
}

/* A refund that is a draft: who asks for it, and whether it is allowed, goes the way of all refunds. */
static csr_status write_refund(settling *s)
{
    struct csri_refund refund = { .view = { .state = CSR_REFUND_DRAFT,
                                            .purpose = CSR_REFUND_FOR_GOODS,
                                            .purchase = s->is.purchase,
                                            .customer = s->is.customer,
                                            .ticket = s->is.ticket,
                                            .given_minor = s->given_minor,
                                            .reason = s->is.reason } };
    csr_status status;

    memcpy(refund.view.currency, s->is.currency, sizeof refund.view.currency);
    status = csri_add(s->call, CSR_EVENT_REFUND_OPENED, &csri_refund_record, &refund, &s->is.refund);
    for (size_t i = 0; i < csri_rows_count(s->lines) && status == CSR_OK; i++) {
        const csr_return_line_view *line = &line_at(s, i)->view;
        status =
            write_part(s, &line->line, CSR_REFUND_PART_GOODS, csri_return_taken(&s->is, line), s->gross[i], s->tax[i]);
    }
    if (status == CSR_OK)
        status = write_part(s, NULL, CSR_REFUND_PART_RESTOCKING_FEE, 0, -s->result.restocking_minor,
                            -s->result.restocking_tax_minor);
    if (status == CSR_OK)
        status = write_part(s, NULL, CSR_REFUND_PART_RETURN_SHIPPING_FEE, 0, -s->facts.shipping_fee_minor,
                            -s->facts.shipping_fee_tax_minor);
    if (status == CSR_OK)
        status = write_given(s);
    return status;
}

/* No refund: the lines say what replacements were given for. */
static csr_status write_lines(const settling *s)
{
    csr_status status = CSR_OK;

    for (size_t i = 0; i < csri_rows_count(s->lines) && status == CSR_OK; i++) {
        struct csri_return_line is = *line_at(s, i);
        is.view.gross_minor = s->gross[i];
        is.view.tax_minor = s->tax[i];
        status = csri_return_line_write(s->call, CSR_EVENT_RETURN_SETTLED, line_at(s, i), &is);
    }
    return status;
}

/* The same goods again. */
static csr_status write_same(const settling *s, const csr_return_line_view *line, int64_t gross, int64_t tax)
{
    struct csri_replacement one = { .view = { .return_id = s->is.id,
                                              .created_at = s->call->tx.now,
                                              .units = csri_return_taken(&s->is, line),
                                              .gross_minor = gross,
                                              .tax_minor = tax } };
    const csr_purchase_line_view *of;
    csr_rows *rows;
    csr_status status = csri_load(&s->call->tx, &csri_purchase_line_record, &line->line, "line", &rows);

    if (status != CSR_OK)
        return status;
    of = &((const struct csri_purchase_line *)csri_rows_at(rows, 0))->view;
    one.view.sku = of->sku;
    one.view.name = of->name;
    status = csri_replacement_write(s->call, &one);
    csri_rows_free(rows);
    return status;
}

static csr_status write_all_same(const settling *s)
{
    csr_status status = CSR_OK;

    for (size_t i = 0; s->same_again && i < csri_rows_count(s->lines) && status == CSR_OK; i++)
        if (csri_return_taken(&s->is, &line_at(s, i)->view) > 0)
            status = write_same(s, &line_at(s, i)->view, s->gross[i], s->tax[i]);
    return status;
}

/* What became of the return itself. What it was settled with before, if it was, holds no longer. */
static csr_status write_return(const settling *s, int64_t *version)
{
    csri_change_request request = { .event = CSR_EVENT_RETURN_SETTLED };
    struct csri_return is;
    csri_edit edit;
    csr_status status = csri_edit_begin(s->call, &csri_return_record, &s->is.id, 0, &is, &edit);

    if (status != CSR_OK)
        return status;
    is.view.refund = s->is.refund;
    is.view.goods_minor = s->facts.goods_minor;
    is.view.fees_minor = s->result.fees_minor;
    is.view.replacement_minor = s->facts.replacement_minor;
    is.view.refund_minor = s->result.refund_minor;
    is.view.charge_minor = s->result.charge_minor;
    is.view.charge = s->result.charge_minor > 0 ? CSR_RETURN_CHARGE_DUE : 0;
    is.view.charge_reference = CSR_STR("");
    if (s->result.charge_minor == 0 && s->given_minor == 0)
        status = csri_return_end(s->call, &is, CSR_RETURN_CLOSED);
    return csri_edit_end(s->call, &edit, status, &request, version);
}

static csr_status write_all(settling *s, int64_t *version)
{
    static const csr_id none = { { 0 } };
    csr_status status = write_all_same(s);

    s->is.refund = none;
    if (status == CSR_OK)
        status = s->result.refund_minor > 0 || s->given_minor > 0 ? write_refund(s) : write_lines(s);
    return status != CSR_OK ? status : write_return(s, version);
}

static csr_status settle(csri_call *call, const csr_id *id, const void *params, void *out)
{
    settling s = { .call = call, .in = params };
    struct csri_return is;
    csri_edit edit;
    csr_status status = csri_edit_begin(call, &csri_return_record, id, s.in->expected_version, &is, &edit);

    if (status != CSR_OK)
        return status;
    s.is = is.view;
    status = check(&s);
    if (status == CSR_OK)
        status = csri_return_lines(call, id, &s.lines);
    if (status == CSR_OK)
        status = csri_return_replacements(call, id, &s.replacements);
    if (status == CSR_OK)
        status = work_out(&s);
    if (status == CSR_OK)
        status = write_all(&s, out);
    csri_rows_free(s.replacements);
    csri_rows_free(s.lines);
    csri_rows_free(edit.rows);
    return status;
}

const csri_operation csri_return_settle = {
    .name = "return.settle",
    .run = settle,
    .in = &settle_params,
    .subject = &csri_return_record,
    .mode = CSRI_WRITE,
    .durable = 1,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_return_settle(csr_session *session, const csr_id *id, const csr_return_settle_params *params,
                             int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_return_settle, id, params, out_version, err);
}
