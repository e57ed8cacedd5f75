#include "base/error.h"
#include "desk/refund.h"

#define CUSTOMER_DAYS_DEFAULT 30
#define CUSTOMER_DAYS_MAX 3650

#define IN_STRUCT csr_approval_query
/* clang-format off */
static const csr_member list_query_members[] = {
    IN(limit, limit, 0),
    IN(after, token, 0),
    IN(refund, refund, REQUIRED),
};
/* clang-format on */
static const csr_shape list_query = CSRI_PARAMS(IN_STRUCT, list_query_members);
#undef IN_STRUCT

#define IN_STRUCT csr_approval_limit_put_params
/* clang-format off */
static const csr_member put_params_members[] = {
    IN(role, role, REQUIRED),
    IN(purpose, refund_purpose, REQUIRED),
    IN(customer_days, count, 0),
    IN(single_minor, minor, 0),
    IN(day_minor, minor, 0),
    IN(purchase_minor, minor, 0),
    IN(customer_minor, minor, 0),
    IN(two_from_minor, minor, 0),
    IN(currency, currency, REQUIRED),
    IN(request_key, request_key, 0),
};
/* clang-format on */
static const csr_shape put_params = CSRI_PARAMS(IN_STRUCT, put_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_approval_limit_query
/* clang-format off */
static const csr_member limit_query_members[] = {
    IN(limit, limit, 0),
    IN(after, token, 0),
};
/* clang-format on */
static const csr_shape limit_query = CSRI_PARAMS(IN_STRUCT, limit_query_members);
#undef IN_STRUCT

static csr_status list(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_approval_query *in = params;
    const struct csri_approval from = { .view = { .refund = in->refund } };

    (void)id;
    return csri_list(call, &csri_approval_record, CSRI_APPROVAL_BY_REFUND, 1, 0, &from, in->limit, &in->after, out);
}

const csri_operation csri_approval_list = {
    .name = "approval.list",
    .run = list,
    .in = &list_query,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_approval_list(csr_session *session, const csr_approval_query *query, csr_result **out_result,
                             csr_error *err)
{
    return csri_run(session, &csri_approval_list, NULL, query, out_result, err);
}

csr_status csr_approval_at(const csr_result *result, size_t row, csr_approval_view *view, csr_error *err)
{
    return csri_result_view(result, csri_approval_record.row, row, view, err);
}

/* All of it: an amount that is not given is nothing, as it is for those who have no limit. */
static void fill(const csr_approval_limit_put_params *in, csr_approval_limit_view *is)
{
    is->role = in->role;
    is->purpose = in->purpose;
    memcpy(is->currency, in->currency, sizeof is->currency);
    is->single_minor = in->single_minor;
    is->day_minor = in->day_minor;
    is->purchase_minor = in->purchase_minor;
    is->customer_minor = in->customer_minor;
    is->two_from_minor = in->two_from_minor;
    is->customer_days = in->customer_days != 0 ? in->customer_days : CUSTOMER_DAYS_DEFAULT;
}

static csr_status check(csri_call *call, const csr_approval_limit_put_params *in)
{
    if (!csr_id_is_none(&call->session->agent) && call->session->role < CSR_ROLE_MANAGER)
        return csri_fail(call->err, CSR_E_RIGHT, "role", "only managers and the system set limits");
    if (in->customer_days > CUSTOMER_DAYS_MAX)
        return csri_fail(call->err, CSR_E_ARGUMENT, "customer_days", "customer_days: at most %d", CUSTOMER_DAYS_MAX);
    return csri_check_currency(call, in->currency);
}

static csr_status put(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_approval_limit_put_params *in = params;
    csri_change_request request = { .event = CSR_EVENT_APPROVAL_LIMIT_CHANGED, .root = &csri_approval_limit_record };
    struct csri_approval_limit is = { 0 };
    csr_rows *known = NULL;
    csr_status status = check(call, in);

    (void)id;
    fill(in, &is.view);
    if (status == CSR_OK)
        status = csri_find(&call->tx, &csri_approval_limit_record, CSRI_APPROVAL_LIMIT_BY_ROLE, &is, &known);
    if (status != CSR_OK)
        return status;
    if (known == NULL)
        return csri_add(call, CSR_EVENT_APPROVAL_LIMIT_ADDED, &csri_approval_limit_record, &is, out);
    request.was = csri_rows_at(known, 0);
    memcpy(&is, request.was, sizeof is);
    fill(in, &is.view);
    request.is = &is;
    status = csri_change(&call->tx, &request);
    if (status == CSR_OK)
        *(csr_id *)out = is.view.id;
    csri_rows_free(known);
    return status;
}

const csri_operation csri_approval_limit_put = {
    .name = "approval_limit.put",
    .run = put,
    .in = &put_params,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_ID,
};

csr_status csr_approval_limit_put(csr_session *session, const csr_approval_limit_put_params *params, csr_id *out_id,
                                  csr_error *err)
{
    return csri_run(session, &csri_approval_limit_put, NULL, params, out_id, err);
}

static csr_status limit_list(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_approval_limit_query *in = params;

    (void)id;
    return csri_list_newest(call, &csri_approval_limit_record, in->limit, &in->after, out);
}

const csri_operation csri_approval_limit_list = {
    .name = "approval_limit.list",
    .run = limit_list,
    .in = &limit_query,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_approval_limit_list(csr_session *session, const csr_approval_limit_query *query, csr_result **out_result,
                                   csr_error *err)
{
    return csri_run(session, &csri_approval_limit_list, NULL, query, out_result, err);
}

csr_status csr_approval_limit_at(const csr_result *result, size_t row, csr_approval_limit_view *view, csr_error *err)
{
    return csri_result_view(result, csri_approval_limit_record.row, row, view, err);
}
