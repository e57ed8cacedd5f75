#include "base/error.h"
#include "desk/return.h"

/*
 * Goods given in place of those that come back.
 */
#define ROW struct csri_replacement

#define IN_STRUCT csr_replacement_add_params
/* clang-format off */
static const csr_member add_params_members[] = {
    IN_TO(return_id, return_id, REQUIRED),
    IN_TO(units, units, 0),
    IN_TO(gross_minor, minor, 0),
    IN_TO(tax_minor, minor, 0),
    IN_TO(sku, title, REQUIRED),
    IN_TO(name, name, 0),
    IN(request_key, request_key, 0),
};
/* clang-format on */
static const csr_shape add_params = CSRI_PARAMS(IN_STRUCT, add_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_replacement_query
/* clang-format off */
static const csr_member list_query_members[] = {
    IN(limit, limit, 0),
    IN(after, token, 0),
    IN(return_id, return_id, REQUIRED),
};
/* clang-format on */
static const csr_shape list_query = CSRI_PARAMS(IN_STRUCT, list_query_members);
#undef IN_STRUCT

csr_status csri_replacement_write(csri_call *call, struct csri_replacement *is)
{
    csri_change_request request = { .event = CSR_EVENT_REPLACEMENT_ADDED,
                                    .child = &csri_replacement_record,
                                    .child_is = is };
    struct csri_return of;
    csri_edit edit;
    csr_status status = csri_edit_begin(call, &csri_return_record, &is->view.return_id, 0, &of, &edit);

    if (status != CSR_OK)
        return status;
    status = csri_new_id(&call->tx, &is->view.id);
    return csri_edit_end(call, &edit, status, &request, NULL);
}

/* Replacements may be named and taken back until it is settled. */
static csr_status check_open(csri_call *call, const csr_return_view *is)
{
    if (!csri_return_is_open(is->state))
        return csri_fail(call->err, CSR_E_STATE, "state", "the return has ended");
    return csri_return_check_reckoned(call, is);
}

static csr_status check_add(csri_call *call, const csr_return_view *is, const csr_replacement_view *made)
{
    csr_rows *rows;
    csr_status status = check_open(call, is);

    if (status == CSR_OK && is->remedy != CSR_RETURN_REMEDY_REPLACE)
        status = csri_fail(call->err, CSR_E_STATE, "remedy", "the goods are to be refunded");
    if (status == CSR_OK && made->tax_minor > made->gross_minor)
        status = csri_fail(call->err, CSR_E_ARGUMENT, "tax_minor", "the tax is part of what they are worth");
    if (status == CSR_OK)
        status = csri_return_replacements(call, &is->id, &rows);
    if (status != CSR_OK)
        return status;
    if (csri_rows_count(rows) >= CSRI_RETURN_LINES_MAX)
        status = csri_fail(call->err, CSR_E_LIMIT, "return_id", "a return has %d replacements at most",
                           CSRI_RETURN_LINES_MAX);
    csri_rows_free(rows);
    return status;
}

static csr_status add(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_replacement_add_params *in = params;
    struct csri_replacement is = { .view = { .units = 1, .created_at = call->tx.now } };
    csr_rows *rows;
    csr_status status = csri_load(&call->tx, &csri_return_record, &in->return_id, "return_id", &rows);

    (void)id;
    if (status != CSR_OK)
        return status;
    csri_fill(&add_params, in, &is);
    status = check_add(call, &((const struct csri_return *)csri_rows_at(rows, 0))->view, &is.view);
    csri_rows_free(rows);
    if (status == CSR_OK)
        status = csri_replacement_write(call, &is);
    if (status == CSR_OK)
        *(csr_id *)out = is.view.id;
    return status;
}

const csri_operation csri_replacement_add = {
    .name = "replacement.add",
    .run = add,
    .in = &add_params,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_ID,
};

csr_status csr_replacement_add(csr_session *session, const csr_replacement_add_params *params, csr_id *out_id,
                               csr_error *err)
{
    return csri_run(session, &csri_replacement_add, NULL, params, out_id, err);
}

static csr_status take_back(csri_call *call, const csr_id *id, const void *params, void *out)
{
    csri_change_request request = { .event = CSR_EVENT_REPLACEMENT_REMOVED, .child = &csri_replacement_record };
    struct csri_return is;
    csr_rows *rows;
    csri_edit edit;
    csr_status status = csri_load(&call->tx, &csri_replacement_record, id, "id", &rows);

    (void)params;
    if (status != CSR_OK)
        return status;
    request.child_was = csri_rows_at(rows, 0);
    status = csri_edit_begin(call, &csri_return_record,
                             &((const struct csri_replacement *)request.child_was)->view.return_id, 0, &is, &edit);
    if (status == CSR_OK) {
        status = check_open(call, &is.view);
        status = csri_edit_end(call, &edit, status, &request, out);
    }
    csri_rows_free(rows);
    return status;
}

const csri_operation csri_replacement_remove = {
    .name = "replacement.remove",
    .run = take_back,
    .subject = &csri_replacement_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_replacement_remove(csr_session *session, const csr_id *id, int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_replacement_remove, id, NULL, out_version, err);
}

static csr_status list(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_replacement_query *in = params;
    const struct csri_replacement from = { .view = { .return_id = in->return_id } };

    (void)id;
    return csri_list(call, &csri_replacement_record, CSRI_REPLACEMENT_BY_RETURN, 1, 0, &from, in->limit, &in->after,
                     out);
}

const csri_operation csri_replacement_list = {
    .name = "replacement.list",
    .run = list,
    .in = &list_query,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_replacement_list(csr_session *session, const csr_replacement_query *query, csr_result **out_result,
                                csr_error *err)
{
    return csri_run(session, &csri_replacement_list, NULL, query, out_result, err);
}

csr_status csr_replacement_at(const csr_result *result, size_t row, csr_replacement_view *view, csr_error *err)
{
    return csri_result_view(result, csri_replacement_record.row, row, view, err);
}
