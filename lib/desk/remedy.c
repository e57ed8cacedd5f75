#include "desk/remedy.h"

#include "base/error.h"
#include "desk/agent.h"

#define ROW struct csri_remedy

#define IN_STRUCT csr_remedy_accept_params
/* clang-format off */
static const csr_member accept_params_members[] = {
    IN(answer, note, 0),
};
/* clang-format on */
static const csr_shape accept_params = CSRI_PARAMS(IN_STRUCT, accept_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_remedy_decline_params
/* clang-format off */
static const csr_member decline_params_members[] = {
    IN(answer, note, 0),
};
/* clang-format on */
static const csr_shape decline_params = CSRI_PARAMS(IN_STRUCT, decline_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_remedy_withdraw_params
/* clang-format off */
static const csr_member withdraw_params_members[] = {
    IN(answer, note, REQUIRED),
};
/* clang-format on */
static const csr_shape withdraw_params = CSRI_PARAMS(IN_STRUCT, withdraw_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_remedy_fulfil_params
/* clang-format off */
static const csr_member fulfil_params_members[] = {
    IN(failed, flag, 0),
    IN(fulfilled_kind, record_kind, 0),
    IN(fulfilled_by, subject_id, 0),
    IN(answer, note, 0),
};
/* clang-format on */
static const csr_shape fulfil_params = CSRI_PARAMS(IN_STRUCT, fulfil_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_remedy_query
/* clang-format off */
static const csr_member list_query_members[] = {
    IN(limit, limit, 0),
    IN(after, token, 0),
    IN(ticket, ticket, REQUIRED),
};
/* clang-format on */
static const csr_shape list_query = CSRI_PARAMS(IN_STRUCT, list_query_members);
#undef IN_STRUCT

/* A remedy being changed, and its ticket. */
typedef struct changing {
    csr_rows *rows;
    const struct csri_remedy *was;
    struct csri_remedy is;
    struct csri_ticket ticket;
    csri_edit edit;
} changing;

static csr_status begin(csri_call *call, const csr_id *id, changing *c)
{
    csr_status status = csri_load(&call->tx, &csri_remedy_record, id, "id", &c->rows);

    if (status != CSR_OK)
        return status;
    c->was = csri_rows_at(c->rows, 0);
    c->is = *c->was;
    status = csri_edit_begin(call, &csri_ticket_record, &c->is.view.ticket, 0, &c->ticket, &c->edit);
    if (status != CSR_OK)
        csri_rows_free(c->rows);
    return status;
}

/* Write the change unless status says no. */
static csr_status end(csri_call *call, changing *c, csr_status status, csr_event_kind event, int64_t *out)
{
    csri_change_request request = {
        .event = event, .child = &csri_remedy_record, .child_was = c->was, .child_is = &c->is
    };

    status = csri_edit_end(call, &c->edit, status, &request, out);
    csri_rows_free(c->rows);
    return status;
}

static csr_status go(csri_call *call, changing *c, csr_remedy_state state, const csr_str *answer)
{
    csr_remedy_view *is = &c->is.view;

    if (!csri_remedy_may_follow(is->kind, is->state, state))
        return csri_fail(call->err, CSR_E_STATE, "state",
                         is->state == CSR_REMEDY_OFFERED    ? "the customer has not answered"
                         : is->state == CSR_REMEDY_ACCEPTED ? "the customer has accepted it"
                                                            : "it has ended");
    is->state = state;
    if (answer->len != 0)
        is->answer = *answer;
    if (is->answered_at == 0 && state != CSR_REMEDY_WITHDRAWN)
        is->answered_at = call->tx.now;
    if (state != CSR_REMEDY_ACCEPTED) {
        is->ended_at = call->tx.now;
        is->ended_by = call->session->agent;
    }
    return CSR_OK;
}

static csr_status accept(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_remedy_accept_params *in = params;
    changing c;
    csr_status status = begin(call, id, &c);

    if (status != CSR_OK)
        return status;
    status = go(call, &c, CSR_REMEDY_ACCEPTED, &in->answer);
    return end(call, &c, status, CSR_EVENT_REMEDY_ANSWERED, out);
}

const csri_operation csri_remedy_accept = {
    .name = "remedy.accept",
    .run = accept,
    .in = &accept_params,
    .subject = &csri_remedy_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_remedy_accept(csr_session *session, const csr_id *id, const csr_remedy_accept_params *params,
                             int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_remedy_accept, id, params, out_version, err);
}

static csr_status decline(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_remedy_decline_params *in = params;
    changing c;
    csr_status status = begin(call, id, &c);

    if (status != CSR_OK)
        return status;
    status = go(call, &c, CSR_REMEDY_DECLINED, &in->answer);
    return end(call, &c, status, CSR_EVENT_REMEDY_ANSWERED, out);
}

const csri_operation csri_remedy_decline = {
    .name = "remedy.decline",
    .run = decline,
    .in = &decline_params,
    .subject = &csri_remedy_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_remedy_decline(csr_session *session, const csr_id *id, const csr_remedy_decline_params *params,
                              int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_remedy_decline, id, params, out_version, err);
}

static csr_status withdraw(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_remedy_withdraw_params *in = params;
    const csr_id *me = &call->session->agent;
    changing c;
    csr_status status = begin(call, id, &c);

    if (status != CSR_OK)
        return status;
    status = go(call, &c, CSR_REMEDY_WITHDRAWN, &in->answer);
    if (status == CSR_OK && memcmp(&c.was->view.offered_by, me, sizeof(*me)) != 0 && !csri_may_supervise(call))
        status = csri_fail(call->err, CSR_E_RIGHT, "id", "id: somebody else offered it");
    return end(call, &c, status, CSR_EVENT_REMEDY_WITHDRAWN, out);
}

const csri_operation csri_remedy_withdraw = {
    .name = "remedy.withdraw",
    .run = withdraw,
    .in = &withdraw_params,
    .subject = &csri_remedy_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_remedy_withdraw(csr_session *session, const csr_id *id, const csr_remedy_withdraw_params *params,
                               int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_remedy_withdraw, id, params, out_version, err);
}

static int same(const csr_id *a, const csr_id *b)
{
    return memcmp(a, b, sizeof(*a)) == 0;
}

/* A refund that settles the matter is of its ticket or, without one, of its customer. */
static csr_status check_refund(csri_call *call, const csr_id *refund, const csr_ticket_view *ticket)
{
    const csr_refund_view *is;
    csr_rows *rows;
    csr_status status = csri_load(&call->tx, &csri_refund_record, refund, "fulfilled_by", &rows);

    if (status != CSR_OK)
        return status;
    is = &((const struct csri_refund *)csri_rows_at(rows, 0))->view;
    if (!same(&is->ticket, &ticket->id) && (csr_id_is_none(&is->customer) || !same(&is->customer, &ticket->customer)))
        status = csri_fail(call->err, CSR_E_STATE, "fulfilled_by", "the refund is of another ticket and customer");
    csri_rows_free(rows);
    return status;
}

/* Any other record is not another customer's, if it says whose it is. */
static csr_status check_other(csri_call *call, const csr_record *record, const csr_id *id, const csr_id *customer)
{
    const csr_member *of = csri_member_named(record->row, "customer", 8);
    csr_rows *rows;
    csr_status status = csri_load(&call->tx, record, id, "fulfilled_by", &rows);

    if (status != CSR_OK)
        return status;
    if (of != NULL && of->c == CSR_CLASS_ID && !csr_id_is_none(customer)) {
        const csr_id *whose = csri_at(of, csri_rows_at(rows, 0));
        if (!csr_id_is_none(whose) && !same(whose, customer))
            status = csri_fail(call->err, CSR_E_STATE, "fulfilled_by", "the %s is another customer's", record->name);
    }
    csri_rows_free(rows);
    return status;
}

/* What it was done by: a record that is there, and that settles no other remedy. */
static csr_status check_link(csri_call *call, const csr_remedy_fulfil_params *in, const changing *c)
{
    const struct csri_remedy key = { .view = { .fulfilled_by = in->fulfilled_by } };
    const csr_record *record = csri_record_of(in->fulfilled_kind);
    int named = !csr_id_is_none(&in->fulfilled_by);
    csr_status status;

    if (named != (in->fulfilled_kind != 0))
        return csri_fail(call->err, CSR_E_ARGUMENT, named ? "fulfilled_kind" : "fulfilled_by",
                         "fulfilled_kind and fulfilled_by come together");
    if (!named)
        return CSR_OK;
    if (record == NULL || record->id_at == CSR_NO_MEMBER)
        return csri_fail(call->err, CSR_E_ARGUMENT, "fulfilled_kind", "there are no such records");
    status = in->fulfilled_kind == CSR_RECORD_REFUND
                 ? check_refund(call, &in->fulfilled_by, &c->ticket.view)
                 : check_other(call, record, &in->fulfilled_by, &c->ticket.view.customer);
    return status != CSR_OK
               ? status
               : csri_unique(call, &csri_remedy_record, CSRI_REMEDY_BY_FULFILLED, &key, NULL, "fulfilled_by");
}

static csr_status fulfil(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_remedy_fulfil_params *in = params;
    changing c;
    csr_status status = begin(call, id, &c);

    if (status != CSR_OK)
        return status;
    status = go(call, &c, in->failed ? CSR_REMEDY_FAILED : CSR_REMEDY_FULFILLED, &in->answer);
    if (status == CSR_OK && in->failed && in->answer.len == 0)
        status = csri_fail(call->err, CSR_E_ARGUMENT, "answer", "answer is required: why did it fail?");
    if (status == CSR_OK)
        status = check_link(call, in, &c);
    c.is.view.fulfilled_kind = in->fulfilled_kind;
    c.is.view.fulfilled_by = in->fulfilled_by;
    return end(call, &c, status, CSR_EVENT_REMEDY_ENDED, out);
}

const csri_operation csri_remedy_fulfil = {
    .name = "remedy.fulfil",
    .run = fulfil,
    .in = &fulfil_params,
    .subject = &csri_remedy_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_remedy_fulfil(csr_session *session, const csr_id *id, const csr_remedy_fulfil_params *params,
                             int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_remedy_fulfil, id, params, out_version, err);
}

static csr_status get(csri_call *call, const csr_id *id, const void *params, void *out)
{
    (void)params;
    return csri_get(call, &csri_remedy_record, id, out);
}

const csri_operation csri_remedy_get = {
    .name = "remedy.get",
    .run = get,
    .subject = &csri_remedy_record,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_remedy_get(csr_session *session, const csr_id *id, csr_result **out_result, csr_error *err)
{
    return csri_run(session, &csri_remedy_get, id, NULL, out_result, err);
}

static csr_status list(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_remedy_query *in = params;
    const struct csri_remedy from = { .view = { .ticket = in->ticket } };
    csr_status status = csri_exists(&call->tx, &csri_ticket_record, &in->ticket, "ticket");

    (void)id;
    return status != CSR_OK
               ? status
               : csri_list(call, &csri_remedy_record, CSRI_REMEDY_BY_TICKET, 1, 0, &from, in->limit, &in->after, out);
}

const csri_operation csri_remedy_list = {
    .name = "remedy.list",
    .run = list,
    .in = &list_query,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_remedy_list(csr_session *session, const csr_remedy_query *query, csr_result **out_result, csr_error *err)
{
    return csri_run(session, &csri_remedy_list, NULL, query, out_result, err);
}

csr_status csr_remedy_at(const csr_result *result, size_t row, csr_remedy_view *view, csr_error *err)
{
    return csri_result_view(result, csri_remedy_record.row, row, view, err);
}
