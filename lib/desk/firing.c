#include "base/error.h"
#include "desk/edit.h"

/*
 * Reading what rules did.
 */
#define IN_STRUCT csr_firing_query
/* clang-format off */
static const csr_member list_query_members[] = {
    IN(limit, limit, 0),
    IN(after, token, 0),
    IN(ticket, ticket, 0),
    IN(rule, title, 0),
};
/* clang-format on */
static const csr_shape list_query = CSRI_PARAMS(IN_STRUCT, list_query_members);
#undef IN_STRUCT

static csr_status get(csri_call *call, const csr_id *id, const void *params, void *out)
{
    (void)params;
    return csri_get(call, &csri_firing_record, id, out);
}

const csri_operation csri_firing_get = {
    .name = "firing.get",
    .run = get,
    .subject = &csri_firing_record,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_firing_get(csr_session *session, const csr_id *id, csr_result **out_result, csr_error *err)
{
    return csri_run(session, &csri_firing_get, id, NULL, out_result, err);
}

static csr_status list(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_firing_query *in = params;
    struct csri_firing from = { .view = { .ticket = in->ticket, .rule = in->rule } };
    int by_ticket = !csr_id_is_none(&in->ticket);

    (void)id;
    if (by_ticket && in->rule.len != 0)
        return csri_fail(call->err, CSR_E_ARGUMENT, "rule", "only one of ticket and rule");
    if (!by_ticket && in->rule.len == 0)
        return csri_list_newest(call, &csri_firing_record, in->limit, &in->after, out);
    return csri_list(call, &csri_firing_record, by_ticket ? CSRI_FIRING_BY_TICKET : CSRI_FIRING_BY_RULE, 1,
                     CSR_SCAN_REVERSE, &from, in->limit, &in->after, out);
}

const csri_operation csri_firing_list = {
    .name = "firing.list",
    .run = list,
    .in = &list_query,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_firing_list(csr_session *session, const csr_firing_query *query, csr_result **out_result, csr_error *err)
{
    return csri_run(session, &csri_firing_list, NULL, query, out_result, err);
}

csr_status csr_firing_at(const csr_result *result, size_t row, csr_firing_view *view, csr_error *err)
{
    return csri_result_view(result, csri_firing_record.row, row, view, err);
}
