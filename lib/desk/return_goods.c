#include "base/error.h"
#include "desk/refund.h"
#include "desk/return.h"

/*
 * Goods of returns: what came, and what of that is accepted.
 */
#define IN_STRUCT csr_return_receive_params
/* clang-format off */
static const csr_member receive_params_members[] = {
    IN(complete, flag, 0),
    IN(expected_version, version, 0),
    IN(line, return_line_id, 0),
    IN(units, units, 0),
};
/* clang-format on */
static const csr_shape receive_params = CSRI_PARAMS(IN_STRUCT, receive_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_return_inspect_params
/* clang-format off */
static const csr_member inspect_params_members[] = {
    IN(expected_version, version, 0),
    IN(line, return_line_id, REQUIRED),
    IN(accepted, units, 0),
    IN(rejected, units, 0),
    IN(condition, title, 0),
};
/* clang-format on */
static const csr_shape inspect_params = CSRI_PARAMS(IN_STRUCT, inspect_params_members);
#undef IN_STRUCT

/* Whether something holds of all lines but one, which is being changed. */
typedef int holds(const csr_return_line_view *line);

static int has_come(const csr_return_line_view *line)
{
    return line->received == line->units;
}

static int is_inspected(const csr_return_line_view *line)
{
    return line->accepted + line->rejected == line->received;
}

static csr_status all_others(csri_call *call, const csr_return_line_view *but, holds *what, int *out)
{
    csr_rows *lines;
    csr_status status = csri_return_lines(call, &but->return_id, &lines);

    *out = 1;
    if (status != CSR_OK)
        return status;
    for (size_t i = 0; i < csri_rows_count(lines); i++) {
        const csr_return_line_view *line = &((const struct csri_return_line *)csri_rows_at(lines, i))->view;
        if (memcmp(&line->id, &but->id, sizeof but->id) != 0)
            *out &= what(line);
    }
    csri_rows_free(lines);
    return CSR_OK;
}

/* Units of a line that came: no more than were asked for. */
static csr_status take_in(csri_call *call, const csr_return_receive_params *in, csr_return_line_view *line, int *all)
{
    int64_t open = line->units - line->received;

    if (in->units < 1)
        return csri_fail(call->err, CSR_E_ARGUMENT, "units", "it is 1 or more");
    if (in->units > open)
        return csri_fail(call->err, CSR_E_OVER_REFUND, "units", "%lld of %lld have not come yet", (long long)open,
                         (long long)line->units);
    line->received += in->units;
    *all = has_come(line);
    return *all ? all_others(call, line, has_come, all) : CSR_OK;
}

static csr_status check_receive(csri_call *call, const csr_return_view *is, const csr_return_receive_params *in)
{
    if (!csri_return_may_follow(is->state, CSR_RETURN_PART_RECEIVED) || is->keeps_goods)
        return csri_fail(call->err, CSR_E_STATE, "state", "no goods are to come");
    if (!csr_id_is_none(&in->line))
        return CSR_OK;
    if (!in->complete || in->units != 0)
        return csri_fail(call->err, CSR_E_ARGUMENT, "line", "line is required when something came");
    if (is->received_at == 0)
        return csri_fail(call->err, CSR_E_STATE, "state", "nothing came at all: it is given up");
    return CSR_OK;
}

static csr_status receive(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_return_receive_params *in = params;
    csri_change_request request = { .event = CSR_EVENT_RETURN_RECEIVED };
    struct csri_return_line line;
    struct csri_return is;
    csr_rows *rows = NULL;
    csri_edit edit;
    int all = 0;
    csr_status status = csri_edit_begin(call, &csri_return_record, id, in->expected_version, &is, &edit);

    if (status != CSR_OK)
        return status;
    status = check_receive(call, &is.view, in);
    if (status == CSR_OK && !csr_id_is_none(&in->line)) {
        status = csri_return_line_load(call, id, &in->line, &rows);
        request.child = &csri_return_line_record;
        request.child_was = status == CSR_OK ? csri_rows_at(rows, 0) : NULL;
        request.child_is = &line;
        if (status == CSR_OK) {
            memcpy(&line, request.child_was, sizeof line);
            status = take_in(call, in, &line.view, &all);
        }
        is.view.received_at = call->tx.now;
    }
    is.view.state = all || in->complete ? CSR_RETURN_RECEIVED : CSR_RETURN_PART_RECEIVED;
    if (status == CSR_OK && is.view.state == CSR_RETURN_RECEIVED)
        status = csri_return_stop(call, &is.view);
    status = csri_edit_end(call, &edit, status, &request, out);
    csri_rows_free(rows);
    return status;
}

const csri_operation csri_return_receive = {
    .name = "return.receive",
    .run = receive,
    .in = &receive_params,
    .subject = &csri_return_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_return_receive(csr_session *session, const csr_id *id, const csr_return_receive_params *params,
                              int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_return_receive, id, params, out_version, err);
}

/* Units that were rejected are free; to be accepted after all they must not be somebody else's by now. */
static csr_status check_taken(csri_call *call, const csr_return_line_view *line)
{
    int64_t held = 0, left;
    csr_refund_line sum;
    csr_rows *rows;
    csr_status status = csri_load(&call->tx, &csri_purchase_line_record, &line->line, "line", &rows);

    if (status != CSR_OK)
        return status;
    status = csri_refund_line_sum(call, csri_rows_at(rows, 0), &line->return_id, &sum, &held);
    csri_rows_free(rows);
    left = sum.quantity - sum.refunded_units - held;
    if (status == CSR_OK && line->accepted > left)
        status = csri_fail(call->err, CSR_E_OVER_REFUND, "accepted", "%lld are left: others have them by now",
                           (long long)(left > 0 ? left : 0));
    return status;
}

/* What was found of a line; when all lines are looked at, the return is. */
static csr_status find_out(csri_call *call, const csr_return_inspect_params *in, csr_return_line_view *line,
                           csr_return_view *is)
{
    int64_t rejected = line->rejected;
    int all = 0;
    csr_status status;

    if (in->accepted > line->received || in->rejected != line->received - in->accepted)
        return csri_fail(call->err, CSR_E_ARGUMENT, "accepted", "accepted and rejected are together %lld that came",
                         (long long)line->received);
    line->accepted = in->accepted;
    line->rejected = in->rejected;
    line->condition = in->condition;
    status = in->rejected < rejected ? check_taken(call, line) : CSR_OK;
    if (status == CSR_OK)
        status = all_others(call, line, is_inspected, &all);
    if (all)
        is->state = CSR_RETURN_INSPECTED;
    return status;
}

static csr_status inspect(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_return_inspect_params *in = params;
    csri_change_request request = { .event = CSR_EVENT_RETURN_INSPECTED, .child = &csri_return_line_record };
    struct csri_return_line line;
    struct csri_return is;
    csr_rows *rows = NULL;
    csri_edit edit;
    csr_status status = csri_edit_begin(call, &csri_return_record, id, in->expected_version, &is, &edit);

    if (status != CSR_OK)
        return status;
    status = csri_return_check(call, &is.view, CSR_RETURN_INSPECTED);
    if (status == CSR_OK)
        status = csri_return_check_reckoned(call, &is.view);
    if (status == CSR_OK)
        status = csri_return_line_load(call, id, &in->line, &rows);
    if (status == CSR_OK) {
        request.child_was = csri_rows_at(rows, 0);
        request.child_is = &line;
        memcpy(&line, request.child_was, sizeof line);
        status = find_out(call, in, &line.view, &is.view);
    }
    status = csri_edit_end(call, &edit, status, &request, out);
    csri_rows_free(rows);
    return status;
}

const csri_operation csri_return_inspect = {
    .name = "return.inspect",
    .run = inspect,
    .in = &inspect_params,
    .subject = &csri_return_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_return_inspect(csr_session *session, const csr_id *id, const csr_return_inspect_params *params,
                              int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_return_inspect, id, params, out_version, err);
}
