#include "desk/voucher.h"

#include "base/error.h"

#define IN_STRUCT csr_voucher_find_params
/* clang-format off */
static const csr_member find_params_members[] = {
    IN(code, voucher_code, REQUIRED),
};
/* clang-format on */
static const csr_shape find_params = CSRI_PARAMS(IN_STRUCT, find_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_voucher_query
/* clang-format off */
static const csr_member list_query_members[] = {
    IN(limit, limit, 0),
    IN(after, token, 0),
    IN(customer, customer, 0),
    IN(ticket, ticket, 0),
};
/* clang-format on */
static const csr_shape list_query = CSRI_PARAMS(IN_STRUCT, list_query_members);
#undef IN_STRUCT

#define IN_STRUCT csr_voucher_redemption_query
/* clang-format off */
static const csr_member redemption_query_members[] = {
    IN(limit, limit, 0),
    IN(after, token, 0),
    IN(voucher, voucher, 0),
    IN(order_id, external_id, 0),
};
/* clang-format on */
static const csr_shape redemption_query = CSRI_PARAMS(IN_STRUCT, redemption_query_members);
#undef IN_STRUCT

#define IN_STRUCT csr_voucher_decision_query
/* clang-format off */
static const csr_member decision_query_members[] = {
    IN(limit, limit, 0),
    IN(after, token, 0),
    IN(voucher, voucher, REQUIRED),
};
/* clang-format on */
static const csr_shape decision_query = CSRI_PARAMS(IN_STRUCT, decision_query_members);
#undef IN_STRUCT

/* A code that is made holds nothing that could be known from the voucher. */
static csr_status make_code(csri_call *call, csri_new_code *code, csr_str *out)
{
    uint8_t random[CSRI_VOUCHER_CODE_BYTES];
    csr_status status = csri_entropy(&call->desk->ids, &call->desk->host, random, sizeof random, call->err);

    if (status != CSR_OK)
        return status;
    csri_voucher_code(random, code->made);
    *out = (csr_str){ code->made, CSRI_VOUCHER_CODE_LETTERS };
    return CSR_OK;
}

csr_status csri_voucher_add(csri_call *call, struct csri_voucher *is, csri_new_code *code, csr_id *out)
{
    csr_status status = CSR_OK;

    if (is->view.code.len == 0)
        status = make_code(call, code, &is->view.code);
    if (status == CSR_OK)
        status = csri_key_of(call, &is->view.code, "code", &code->key, &is->key);
    if (status == CSR_OK)
        status = csri_unique(call, &csri_voucher_record, CSRI_VOUCHER_BY_KEY, is, NULL, "code");
    is->view.open = 1;
    return status != CSR_OK ? status : csri_add(call, CSR_EVENT_VOUCHER_ISSUED, &csri_voucher_record, is, out);
}

csr_status csri_voucher_find_code(csri_call *call, const csr_str *code, csr_rows **out)
{
    struct csri_voucher key = { 0 };
    csri_buffer folded;
    csr_status status = csri_key_of(call, code, "code", &folded, &key.key);

    *out = NULL;
    if (status == CSR_OK)
        status = csri_find(&call->tx, &csri_voucher_record, CSRI_VOUCHER_BY_KEY, &key, out);
    if (status == CSR_OK && *out == NULL)
        status = csri_fail(call->err, CSR_E_NOT_FOUND, "code", "no voucher has this code");
    csri_buffer_free(&folded);
    return status;
}

csr_status csri_voucher_enter(csri_call *call, csr_voucher_view *is, csr_voucher_state state)
{
    if (!csri_voucher_may_follow(is->state, state))
        return csri_fail(call->err, CSR_E_STATE, "state", "the voucher was used up, has expired or was revoked");
    is->state = state;
    is->open = csri_voucher_is_open(state);
    return CSR_OK;
}

struct csri_voucher_decision csri_voucher_decision_of(const csri_call *call, const csr_voucher_view *is,
                                                      csr_approval_kind kind, csr_role role, const csr_str *reason,
                                                      const csr_str *note)
{
    struct csri_voucher_decision made = { .view = { .kind = kind,
                                                    .voucher = is->id,
                                                    .agent = call->session->agent,
                                                    .decided_at = call->tx.now,
                                                    .amount_minor = is->amount_minor,
                                                    .role = role,
                                                    .reason = *reason,
                                                    .note = *note } };

    memcpy(made.view.currency, is->currency, sizeof made.view.currency);
    return made;
}

static csr_status get(csri_call *call, const csr_id *id, const void *params, void *out)
{
    (void)params;
    return csri_get(call, &csri_voucher_record, id, out);
}

const csri_operation csri_voucher_get = {
    .name = "voucher.get",
    .run = get,
    .subject = &csri_voucher_record,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_voucher_get(csr_session *session, const csr_id *id, csr_result **out_result, csr_error *err)
{
    return csri_run(session, &csri_voucher_get, id, NULL, out_result, err);
}

static csr_status find(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_voucher_find_params *in = params;
    csr_rows *rows;
    csr_status status = csri_voucher_find_code(call, &in->code, &rows);

    (void)id;
    return status != CSR_OK ? status : csri_result_of(rows, &csri_voucher_record, out, call->err);
}

const csri_operation csri_voucher_find = {
    .name = "voucher.find",
    .run = find,
    .in = &find_params,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_voucher_find(csr_session *session, const csr_voucher_find_params *params, csr_result **out_result,
                            csr_error *err)
{
    return csri_run(session, &csri_voucher_find, NULL, params, out_result, err);
}

static csr_status list(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_voucher_query *in = params;
    const struct csri_voucher from = { .view = { .customer = in->customer, .ticket = in->ticket } };
    int32_t index = csr_id_is_none(&in->customer) ? CSRI_VOUCHER_BY_TICKET : CSRI_VOUCHER_BY_CUSTOMER;
    csr_status status =
        csri_need_one(call, !csr_id_is_none(&in->customer), !csr_id_is_none(&in->ticket), "customer", "ticket");

    (void)id;
    return status != CSR_OK
               ? status
               : csri_list(call, &csri_voucher_record, index, 1, CSR_SCAN_REVERSE, &from, in->limit, &in->after, out);
}

const csri_operation csri_voucher_list = {
    .name = "voucher.list",
    .run = list,
    .in = &list_query,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_voucher_list(csr_session *session, const csr_voucher_query *query, csr_result **out_result,
                            csr_error *err)
{
    return csri_run(session, &csri_voucher_list, NULL, query, out_result, err);
}

csr_status csr_voucher_at(const csr_result *result, size_t row, csr_voucher_view *view, csr_error *err)
{
    return csri_result_view(result, csri_voucher_record.row, row, view, err);
}

static csr_status redemption_list(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_voucher_redemption_query *in = params;
    const struct csri_voucher_redemption from = { .view = { .voucher = in->voucher, .order_id = in->order_id } };
    int32_t index =
        csr_id_is_none(&in->voucher) ? CSRI_VOUCHER_REDEMPTION_BY_ORDER : CSRI_VOUCHER_REDEMPTION_BY_VOUCHER;
    csr_status status = csri_need_one(call, !csr_id_is_none(&in->voucher), in->order_id.len > 0, "voucher", "order_id");

    (void)id;
    return status != CSR_OK
               ? status
               : csri_list(call, &csri_voucher_redemption_record, index, 1, 0, &from, in->limit, &in->after, out);
}

const csri_operation csri_voucher_redemption_list = {
    .name = "voucher_redemption.list",
    .run = redemption_list,
    .in = &redemption_query,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_voucher_redemption_list(csr_session *session, const csr_voucher_redemption_query *query,
                                       csr_result **out_result, csr_error *err)
{
    return csri_run(session, &csri_voucher_redemption_list, NULL, query, out_result, err);
}

csr_status csr_voucher_redemption_at(const csr_result *result, size_t row, csr_voucher_redemption_view *view,
                                     csr_error *err)
{
    return csri_result_view(result, csri_voucher_redemption_record.row, row, view, err);
}

static csr_status decision_list(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_voucher_decision_query *in = params;
    const struct csri_voucher_decision from = { .view = { .voucher = in->voucher } };

    (void)id;
    return csri_list(call, &csri_voucher_decision_record, CSRI_VOUCHER_DECISION_BY_VOUCHER, 1, 0, &from, in->limit,
                     &in->after, out);
}

const csri_operation csri_voucher_decision_list = {
    .name = "voucher_decision.list",
    .run = decision_list,
    .in = &decision_query,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_voucher_decision_list(csr_session *session, const csr_voucher_decision_query *query,
                                     csr_result **out_result, csr_error *err)
{
    return csri_run(session, &csri_voucher_decision_list, NULL, query, out_result, err);
}

csr_status csr_voucher_decision_at(const csr_result *result, size_t row, csr_voucher_decision_view *view,
                                   csr_error *err)
{
    return csri_result_view(result, csri_voucher_decision_record.row, row, view, err);
}
