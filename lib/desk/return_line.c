#include "base/error.h"
#include "desk/purchase.h"
#include "desk/refund.h"
#include "desk/return.h"

/*
 * Lines of returns: units of lines of the purchase.
 */
#define IN_STRUCT csr_return_add_params
/* clang-format off */
static const csr_member add_params_members[] = {
    IN(fault, goods_fault, 0),
    IN(expected_version, version, 0),
    IN(line, purchase_line, REQUIRED),
    IN(units, units, REQUIRED),
    IN(reason, title, 0),
};
/* clang-format on */
static const csr_shape add_params = CSRI_PARAMS(IN_STRUCT, add_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_return_line_query
/* clang-format off */
static const csr_member list_query_members[] = {
    IN(limit, limit, 0),
    IN(after, token, 0),
    IN(return_id, return_id, 0),
    IN(line, purchase_line, 0),
};
/* clang-format on */
static const csr_shape list_query = CSRI_PARAMS(IN_STRUCT, list_query_members);
#undef IN_STRUCT

/* Claims say what is wrong, returns have nothing to say. */
static csr_status check_fault(csri_call *call, const csr_return_view *is, csr_goods_fault fault)
{
    int claim = is->kind == CSR_RETURN_KIND_CLAIM;

    if (claim == (fault != 0))
        return CSR_OK;
    return csri_fail(call->err, CSR_E_ARGUMENT, "fault",
                     claim ? "fault is required of a claim" : "only a claim says what is wrong");
}

/* So many units are left: of missing goods those that were bought, of others those that were handed over. */
static csr_status check_units(csri_call *call, const struct csri_purchase_line *line, const csr_return_add_params *in)
{
    int64_t all = in->fault == CSR_GOODS_MISSING ? line->view.quantity : line->view.fulfilled;
    int64_t held = 0, left;
    csr_refund_line sum;
    csr_status status = csri_refund_line_sum(call, line, NULL, &sum, &held);

    if (status != CSR_OK)
        return status;
    left = all - sum.refunded_units - held;
    if (in->units > left)
        return csri_fail(call->err, CSR_E_OVER_REFUND, "units", "%lld of %lld are left",
                         (long long)(left > 0 ? left : 0), (long long)all);
    return CSR_OK;
}

/* The line of the purchase; it says from now on that there are returns, so that those who add up look for them. */
static csr_status mark(csri_call *call, const struct csri_purchase_line *was)
{
    struct csri_purchase_line is = *was;
    csri_put put = { .record = &csri_purchase_line_record,
                     .event = CSR_EVENT_PURCHASE_LINE_CHANGED,
                     .purchase = &was->view.purchase,
                     .was = was,
                     .is = &is };
    csr_id same;

    if (was->view.returns)
        return CSR_OK;
    is.view.returns = 1;
    return csri_put_end(call, &put, &is.view.id, &same);
}

static csr_status check_line(csri_call *call, const csr_return_view *is, const struct csri_purchase_line *line,
                             const csr_return_add_params *in)
{
    const struct csri_return_line key = { .view = { .return_id = is->id, .line = in->line } };
    csr_rows *lines;
    csr_status status;

    if (memcmp(&line->view.purchase, &is->purchase, sizeof is->purchase) != 0)
        return csri_fail(call->err, CSR_E_ARGUMENT, "line", "the line is of another purchase");
    status = csri_unique(call, &csri_return_line_record, CSRI_RETURN_LINE_BY_RETURN, &key, NULL, "line");
    if (status == CSR_OK)
        status = csri_return_lines(call, &is->id, &lines);
    if (status != CSR_OK)
        return status;
    if (csri_rows_count(lines) >= CSRI_RETURN_LINES_MAX)
        status = csri_fail(call->err, CSR_E_LIMIT, "line", "a return has %d lines at most", CSRI_RETURN_LINES_MAX);
    csri_rows_free(lines);
    return status != CSR_OK ? status : check_units(call, line, in);
}

/* What the line may be: asked for, of this purchase, and with units left. */
static csr_status check(csri_call *call, const csr_return_view *is, const csr_return_add_params *in)
{
    csr_rows *rows;
    csr_status status;

    if (is->state != CSR_RETURN_REQUESTED)
        return csri_fail(call->err, CSR_E_STATE, "state", "lines are added before it is allowed");
    if (in->units < 1)
        return csri_fail(call->err, CSR_E_ARGUMENT, "units", "it is 1 or more");
    status = check_fault(call, is, in->fault);
    if (status == CSR_OK)
        status = csri_load(&call->tx, &csri_purchase_line_record, &in->line, "line", &rows);
    if (status != CSR_OK)
        return status;
    status = check_line(call, is, csri_rows_at(rows, 0), in);
    if (status == CSR_OK)
        status = mark(call, csri_rows_at(rows, 0));
    csri_rows_free(rows);
    return status;
}

static csr_status add(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_return_add_params *in = params;
    struct csri_return_line line = { .view = { .return_id = *id,
                                               .created_at = call->tx.now,
                                               .fault = in->fault,
                                               .line = in->line,
                                               .units = in->units,
                                               .reason = in->reason } };
    csri_change_request request = { .event = CSR_EVENT_RETURN_LINE_ADDED,
                                    .child = &csri_return_line_record,
                                    .child_is = &line };
    struct csri_return is;
    csri_edit edit;
    csr_status status = csri_edit_begin(call, &csri_return_record, id, in->expected_version, &is, &edit);

    if (status != CSR_OK)
        return status;
    status = check(call, &is.view, in);
    if (status == CSR_OK)
        status = csri_new_id(&call->tx, &line.view.id);
    return csri_edit_end(call, &edit, status, &request, out);
}

const csri_operation csri_return_add = {
    .name = "return.add",
    .run = add,
    .in = &add_params,
    .subject = &csri_return_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_return_add(csr_session *session, const csr_id *id, const csr_return_add_params *params,
                          int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_return_add, id, params, out_version, err);
}

static csr_status list(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_return_line_query *in = params;
    const struct csri_return_line from = { .view = { .return_id = in->return_id, .line = in->line } };
    int32_t index = csr_id_is_none(&in->return_id) ? CSRI_RETURN_LINE_BY_LINE : CSRI_RETURN_LINE_BY_RETURN;
    csr_status status =
        csri_need_one(call, !csr_id_is_none(&in->return_id), !csr_id_is_none(&in->line), "return_id", "line");

    (void)id;
    return status != CSR_OK ? status
                            : csri_list(call, &csri_return_line_record, index, 1, 0, &from, in->limit, &in->after, out);
}

const csri_operation csri_return_line_list = {
    .name = "return_line.list",
    .run = list,
    .in = &list_query,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_return_line_list(csr_session *session, const csr_return_line_query *query, csr_result **out_result,
                                csr_error *err)
{
    return csri_run(session, &csri_return_line_list, NULL, query, out_result, err);
}

csr_status csr_return_line_at(const csr_result *result, size_t row, csr_return_line_view *view, csr_error *err)
{
    return csri_result_view(result, csri_return_line_record.row, row, view, err);
}

csr_status csri_return_line_load(csri_call *call, const csr_id *of, const csr_id *line, csr_rows **out)
{
    csr_status status = csri_load(&call->tx, &csri_return_line_record, line, "line", out);

    if (status != CSR_OK)
        return status;
    if (memcmp(&((const struct csri_return_line *)csri_rows_at(*out, 0))->view.return_id, of, sizeof *of) == 0)
        return CSR_OK;
    csri_rows_free(*out);
    *out = NULL;
    return csri_fail(call->err, CSR_E_ARGUMENT, "line", "the line is of another return");
}
