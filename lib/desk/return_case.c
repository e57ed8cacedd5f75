#include "base/error.h"
#include "desk/refund.h"
#include "desk/return.h"

/*
 * Returns and claims: asked for, read and listed.
 */
#define ROW struct csri_return

#define IN_STRUCT csr_return_open_params
/* clang-format off */
static const csr_member open_params_members[] = {
    IN_TO(kind, return_kind, 0),
    IN_TO(remedy, return_remedy, 0),
    IN_TO(purchase, purchase, REQUIRED),
    IN_TO(ticket, ticket, 0),
    IN_TO(reason, title, REQUIRED),
    IN_TO(note, note, 0),
    IN(request_key, request_key, 0),
};
/* clang-format on */
static const csr_shape open_params = CSRI_PARAMS(IN_STRUCT, open_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_return_find_params
/* clang-format off */
static const csr_member find_params_members[] = {
    IN(authorisation, external_id, REQUIRED),
};
/* clang-format on */
static const csr_shape find_params = CSRI_PARAMS(IN_STRUCT, find_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_return_query
/* clang-format off */
static const csr_member list_query_members[] = {
    IN(limit, limit, 0),
    IN(after, token, 0),
    IN(purchase, purchase, 0),
    IN(ticket, ticket, 0),
    IN(customer, customer, 0),
    IN(open, flag, 0),
    IN(due, flag, 0),
};
/* clang-format on */
static const csr_shape list_query = CSRI_PARAMS(IN_STRUCT, list_query_members);
#undef IN_STRUCT

static csr_status open(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_return_open_params *in = params;
    struct csri_return is = {
        .view = { .state = CSR_RETURN_REQUESTED, .kind = CSR_RETURN_KIND_RETURN, .remedy = CSR_RETURN_REMEDY_REFUND }
    };
    csr_status status;

    (void)id;
    csri_fill(&open_params, in, &is);
    status = csri_refund_of_purchase(call, &in->purchase, &is.view.ticket, &is.view.customer, is.view.currency);
    is.live = is.view.customer;
    return status != CSR_OK ? status : csri_add(call, CSR_EVENT_RETURN_OPENED, &csri_return_record, &is, out);
}

const csri_operation csri_return_open = {
    .name = "return.open",
    .run = open,
    .in = &open_params,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_ID,
};

csr_status csr_return_open(csr_session *session, const csr_return_open_params *params, csr_id *out_id, csr_error *err)
{
    return csri_run(session, &csri_return_open, NULL, params, out_id, err);
}

static csr_status get(csri_call *call, const csr_id *id, const void *params, void *out)
{
    (void)params;
    return csri_get(call, &csri_return_record, id, out);
}

const csri_operation csri_return_get = {
    .name = "return.get",
    .run = get,
    .subject = &csri_return_record,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_return_get(csr_session *session, const csr_id *id, csr_result **out_result, csr_error *err)
{
    return csri_run(session, &csri_return_get, id, NULL, out_result, err);
}

static csr_status find(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_return_find_params *in = params;
    const struct csri_return key = { .view = { .authorisation = in->authorisation } };

    (void)id;
    return csri_get_by(call, &csri_return_record, CSRI_RETURN_BY_AUTHORISATION, &key, "authorisation", out);
}

const csri_operation csri_return_find = {
    .name = "return.find",
    .run = find,
    .in = &find_params,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_return_find(csr_session *session, const csr_return_find_params *params, csr_result **out_result,
                           csr_error *err)
{
    return csri_run(session, &csri_return_find, NULL, params, out_result, err);
}

/* Exactly one of what returns are listed by; those that are open are listed of a customer. */
static csr_status check_query(csri_call *call, const csr_return_query *in)
{
    int by = !csr_id_is_none(&in->purchase) + !csr_id_is_none(&in->ticket) + !csr_id_is_none(&in->customer) + in->due;

    if (by != 1)
        return csri_fail(call->err, CSR_E_ARGUMENT, "purchase", "one of purchase, ticket, customer and due is given");
    if (in->open && csr_id_is_none(&in->customer))
        return csri_fail(call->err, CSR_E_ARGUMENT, "open", "open: of a customer only");
    return CSR_OK;
}

static int32_t index_of(const csr_return_query *in)
{
    if (!csr_id_is_none(&in->purchase))
        return CSRI_RETURN_BY_PURCHASE;
    if (!csr_id_is_none(&in->ticket))
        return CSRI_RETURN_BY_TICKET;
    if (in->due)
        return CSRI_RETURN_BY_DUE;
    return in->open ? CSRI_RETURN_BY_LIVE : CSRI_RETURN_BY_CUSTOMER;
}

static csr_status list(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_return_query *in = params;
    const struct csri_return from = {
        .view = { .purchase = in->purchase, .ticket = in->ticket, .customer = in->customer, .awaited = 1 },
        .live = in->customer
    };
    csr_status status = check_query(call, in);

    (void)id;
    return status != CSR_OK ? status
                            : csri_list(call, &csri_return_record, index_of(in), 1, in->due ? 0 : CSR_SCAN_REVERSE,
                                        &from, in->limit, &in->after, out);
}

const csri_operation csri_return_list = {
    .name = "return.list",
    .run = list,
    .in = &list_query,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_return_list(csr_session *session, const csr_return_query *query, csr_result **out_result, csr_error *err)
{
    return csri_run(session, &csri_return_list, NULL, query, out_result, err);
}

csr_status csr_return_at(const csr_result *result, size_t row, csr_return_view *view, csr_error *err)
{
    return csri_result_view(result, csri_return_record.row, row, view, err);
}
