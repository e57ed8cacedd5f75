#include "base/error.h"
#include "desk/goodwill.h"

#define IN_STRUCT csr_goodwill_budget_put_params
/* clang-format off */
static const csr_member put_params_members[] = {
    IN(period, budget_period, REQUIRED),
    IN(agent, agent, 0),
    IN(team, team, 0),
    IN(amount_minor, minor, 0),
    IN(currency, currency, REQUIRED),
    IN(request_key, request_key, 0),
};
/* clang-format on */
static const csr_shape put_params = CSRI_PARAMS(IN_STRUCT, put_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_goodwill_budget_query
/* clang-format off */
static const csr_member list_query_members[] = {
    IN(limit, limit, 0),
    IN(after, token, 0),
};
/* clang-format on */
static const csr_shape list_query = CSRI_PARAMS(IN_STRUCT, list_query_members);
#undef IN_STRUCT

#define IN_STRUCT csr_goodwill_use_query
/* clang-format off */
static const csr_member use_query_members[] = {
    IN(limit, limit, 0),
    IN(after, token, 0),
    IN(budget, goodwill_budget, REQUIRED),
};
/* clang-format on */
static const csr_shape use_query = CSRI_PARAMS(IN_STRUCT, use_query_members);
#undef IN_STRUCT

#define IN_STRUCT csr_goodwill_explain_params
/* clang-format off */
static const csr_member explain_params_members[] = {
    IN(agent, agent, 0),
    IN(customer, customer, 0),
    IN(ticket, ticket, 0),
    IN(amount_minor, minor, REQUIRED),
    IN(currency, currency, REQUIRED),
    IN(reason, title, 0),
};
/* clang-format on */
static const csr_shape explain_params = CSRI_PARAMS(IN_STRUCT, explain_params_members);
#undef IN_STRUCT

static csr_status check(csri_call *call, const csr_goodwill_budget_put_params *in)
{
    csr_status status;

    if (!csr_id_is_none(&call->session->agent) && call->session->role < CSR_ROLE_MANAGER)
        return csri_fail(call->err, CSR_E_RIGHT, "role", "only managers and the system set budgets");
    status = csri_need_one(call, !csr_id_is_none(&in->agent), !csr_id_is_none(&in->team), "agent", "team");
    if (status == CSR_OK)
        status = csri_check_currency(call, in->currency);
    if (status == CSR_OK)
        status = csri_exists(&call->tx, &csri_agent_record, &in->agent, "agent");
    return status != CSR_OK ? status : csri_exists(&call->tx, &csri_team_record, &in->team, "team");
}

static csr_status put(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_goodwill_budget_put_params *in = params;
    csri_change_request request = { .event = CSR_EVENT_GOODWILL_BUDGET_CHANGED, .root = &csri_goodwill_budget_record };
    struct csri_goodwill_budget is = { .view = { .period = in->period, .amount_minor = in->amount_minor } };
    csr_rows *known = NULL;
    csr_status status = check(call, in);

    (void)id;
    is.view.subject_kind = csr_id_is_none(&in->team) ? CSR_RECORD_AGENT : CSR_RECORD_TEAM;
    is.view.subject = csr_id_is_none(&in->team) ? in->agent : in->team;
    memcpy(is.view.currency, in->currency, sizeof is.view.currency);
    if (status == CSR_OK)
        status = csri_find(&call->tx, &csri_goodwill_budget_record, CSRI_GOODWILL_BUDGET_BY_SUBJECT, &is, &known);
    if (status != CSR_OK)
        return status;
    if (known == NULL)
        return csri_add(call, CSR_EVENT_GOODWILL_BUDGET_ADDED, &csri_goodwill_budget_record, &is, out);
    request.was = csri_rows_at(known, 0);
    memcpy(&is, request.was, sizeof is);
    is.view.amount_minor = in->amount_minor;
    request.is = &is;
    status = csri_change(&call->tx, &request);
    if (status == CSR_OK)
        *(csr_id *)out = is.view.id;
    csri_rows_free(known);
    return status;
}

const csri_operation csri_goodwill_budget_put = {
    .name = "goodwill_budget.put",
    .run = put,
    .in = &put_params,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_ID,
};

csr_status csr_goodwill_budget_put(csr_session *session, const csr_goodwill_budget_put_params *params, csr_id *out_id,
                                   csr_error *err)
{
    return csri_run(session, &csri_goodwill_budget_put, NULL, params, out_id, err);
}

static csr_status list(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_goodwill_budget_query *in = params;

    (void)id;
    return csri_list_newest(call, &csri_goodwill_budget_record, in->limit, &in->after, out);
}

const csri_operation csri_goodwill_budget_list = {
    .name = "goodwill_budget.list",
    .run = list,
    .in = &list_query,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_goodwill_budget_list(csr_session *session, const csr_goodwill_budget_query *query,
                                    csr_result **out_result, csr_error *err)
{
    return csri_run(session, &csri_goodwill_budget_list, NULL, query, out_result, err);
}

csr_status csr_goodwill_budget_at(const csr_result *result, size_t row, csr_goodwill_budget_view *view, csr_error *err)
{
    return csri_result_view(result, csri_goodwill_budget_record.row, row, view, err);
}

static csr_status use_list(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_goodwill_use_query *in = params;
    const struct csri_goodwill_use from = { .view = { .budget = in->budget } };

    (void)id;
    return csri_list(call, &csri_goodwill_use_record, CSRI_GOODWILL_USE_BY_BUDGET, 1, CSR_SCAN_REVERSE, &from,
                     in->limit, &in->after, out);
}

const csri_operation csri_goodwill_use_list = {
    .name = "goodwill_use.list",
    .run = use_list,
    .in = &use_query,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_goodwill_use_list(csr_session *session, const csr_goodwill_use_query *query, csr_result **out_result,
                                 csr_error *err)
{
    return csri_run(session, &csri_goodwill_use_list, NULL, query, out_result, err);
}

csr_status csr_goodwill_use_at(const csr_result *result, size_t row, csr_goodwill_use_view *view, csr_error *err)
{
    return csri_result_view(result, csri_goodwill_use_record.row, row, view, err);
}

static csr_status explain(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_goodwill_explain_params *in = params;
    csri_goodwill_ask ask = { .agent = csr_id_is_none(&in->agent) ? call->session->agent : in->agent,
                              .customer = in->customer,
                              .ticket = in->ticket,
                              .amount_minor = in->amount_minor,
                              .reason = in->reason };
    csri_goodwill_found found = { 0 };
    csr_status status = csri_need(call, &ask.agent, "agent");

    (void)id;
    memcpy(ask.currency, in->currency, sizeof ask.currency);
    if (status == CSR_OK)
        status = csri_check_currency(call, in->currency);
    if (status == CSR_OK)
        status = csri_exists(&call->tx, &csri_customer_record, &in->customer, "customer");
    if (status == CSR_OK)
        status = csri_exists(&call->tx, &csri_ticket_record, &in->ticket, "ticket");
    if (status == CSR_OK)
        status = csri_goodwill_weigh(call, &ask, &found);
    if (status == CSR_OK)
        return csri_result_make(found.lines, "goodwill_line", &csri_goodwill_line_shape, sizeof(csr_goodwill_line_view),
                                sizeof(csr_goodwill_line_view), out, call->err);
    csri_rows_free(found.lines);
    return status;
}

const csri_operation csri_goodwill_explain = {
    .name = "goodwill.explain",
    .run = explain,
    .in = &explain_params,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_goodwill_explain(csr_session *session, const csr_goodwill_explain_params *params,
                                csr_result **out_result, csr_error *err)
{
    return csri_run(session, &csri_goodwill_explain, NULL, params, out_result, err);
}

csr_status csr_goodwill_line_at(const csr_result *result, size_t row, csr_goodwill_line_view *view, csr_error *err)
{
    return csri_result_view(result, &csri_goodwill_line_shape, row, view, err);
}
