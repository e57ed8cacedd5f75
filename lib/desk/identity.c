#include "desk/identity.h"

#include "base/error.h"
#include "desk/edit.h"
#include "policy/identity_key.h"

#define ROW struct csri_identity

#define IN_STRUCT csr_identity_add_params
/* clang-format off */
static const csr_member add_params_members[] = {
    IN_TO(kind, identity_kind, REQUIRED),
    IN_TO(customer, customer, REQUIRED),
    IN_TO(value, identity_value, REQUIRED),
    IN(verified, flag, 0),
    IN(request_key, request_key, 0),
};
/* clang-format on */
static const csr_shape add_params = CSRI_PARAMS_GREW(IN_STRUCT, add_params_members, request_key);
#undef IN_STRUCT

#define IN_STRUCT csr_identity_query
/* clang-format off */
static const csr_member list_query_members[] = {
    IN(limit, limit, 0),
    IN(after, token, 0),
    IN(customer, customer, REQUIRED),
};
/* clang-format on */
static const csr_shape list_query = CSRI_PARAMS(IN_STRUCT, list_query_members);
#undef IN_STRUCT

csr_status csri_identity_key_of(csri_call *call, csr_identity_kind kind, const csr_str *value, csri_buffer *buffer,
                                csr_str *out)
{
    csr_str calling_code = { NULL, 0 };
    csr_rows *rows = NULL;
    const csr_settings_view *settings;
    csr_status status = CSR_OK;

    csri_buffer_init(buffer, &call->desk->host, 0);
    if (kind == CSR_IDENTITY_PHONE) {
        status = csri_settings_load(call, &rows, &settings);
        if (status == CSR_OK)
            calling_code = settings->calling_code;
    }
    if (status == CSR_OK)
        status = csri_identity_key(kind, value, &calling_code, buffer, call->err);
    csri_rows_free(rows);
    *out = (csr_str){ buffer->ptr, buffer->len };
    return status;
}

csr_status csri_identity_write(csri_call *call, const struct csri_customer *customer, const csr_identity_add_params *in,
                               const csr_str *key, csr_id *out_id)
{
    struct csri_customer is = *customer;
    struct csri_identity identity = { .key = *key };
    csri_change_request request = { .event = CSR_EVENT_IDENTITY_ADDED,
                                    .root = &csri_customer_record,
                                    .was = customer,
                                    .is = &is,
                                    .child = &csri_identity_record,
                                    .child_is = &identity };
    csr_status status;

    csri_fill(&add_params, in, &identity);
    identity.view.customer = customer->view.id;
    identity.view.created_at = call->tx.now;
    identity.view.verified_at = in->verified ? call->tx.now : 0;
    status = csri_new_id(&call->tx, &identity.view.id);
    if (status == CSR_OK)
        status = csri_change(&call->tx, &request);
    if (status == CSR_OK)
        *out_id = identity.view.id;
    return status;
}

static csr_status add(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_identity_add_params *in = params;
    struct csri_identity key_row = { .view = { .kind = in->kind } };
    csri_buffer key;
    csr_rows *customer = NULL;
    csr_status status = csri_identity_key_of(call, in->kind, &in->value, &key, &key_row.key);

    (void)id;
    if (status == CSR_OK)
        status = csri_load(&call->tx, &csri_customer_record, &in->customer, "customer", &customer);
    if (status == CSR_OK)
        status = csri_unique(call, &csri_identity_record, CSRI_IDENTITY_BY_KEY, &key_row, NULL, "value");
    if (status == CSR_OK)
        status = csri_identity_write(call, csri_rows_at(customer, 0), in, &key_row.key, out);
    csri_rows_free(customer);
    csri_buffer_free(&key);
    return status;
}

const csri_operation csri_identity_add = {
    .name = "identity.add",
    .run = add,
    .in = &add_params,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_ID,
};

csr_status csr_identity_add(csr_session *session, const csr_identity_add_params *params, csr_id *out_id, csr_error *err)
{
    return csri_run(session, &csri_identity_add, NULL, params, out_id, err);
}

/* What verify and end do to an identity, each in its own way. */
typedef csr_status (*identity_step)(csri_call *call, struct csri_identity *is);

static csr_status step(csri_call *call, const csr_id *id, csr_event_kind event, identity_step how, void *out)
{
    csri_change_request request = { .event = event, .child = &csri_identity_record };
    struct csri_identity is;
    struct csri_customer customer;
    csri_edit edit;
    csr_rows *rows;
    csr_status status = csri_load(&call->tx, &csri_identity_record, id, "id", &rows);

    if (status != CSR_OK)
        return status;
    is = *(const struct csri_identity *)csri_rows_at(rows, 0);
    request.child_was = csri_rows_at(rows, 0);
    request.child_is = &is;
    status = csri_edit_begin(call, &csri_customer_record, &is.view.customer, 0, &customer, &edit);
    if (status == CSR_OK)
        status = csri_edit_end(call, &edit, how(call, &is), &request, out);
    csri_rows_free(rows);
    return status;
}

static csr_status verify_step(csri_call *call, struct csri_identity *is)
{
    if (is->view.ended_at != 0)
        return csri_fail(call->err, CSR_E_STATE, "id", "the identity has ended");
    if (is->view.verified_at == 0)
        is->view.verified_at = call->tx.now;
    return CSR_OK;
}

static csr_status end_step(csri_call *call, struct csri_identity *is)
{
    if (is->view.ended_at == 0)
        is->view.ended_at = call->tx.now;
    is->key = (csr_str){ NULL, 0 };
    return CSR_OK;
}

static csr_status verify(csri_call *call, const csr_id *id, const void *params, void *out)
{
    (void)params;
    return step(call, id, CSR_EVENT_IDENTITY_VERIFIED, verify_step, out);
}

const csri_operation csri_identity_verify = {
    .name = "identity.verify",
    .run = verify,
    .subject = &csri_identity_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_identity_verify(csr_session *session, const csr_id *id, int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_identity_verify, id, NULL, out_version, err);
}

static csr_status end(csri_call *call, const csr_id *id, const void *params, void *out)
{
    (void)params;
    return step(call, id, CSR_EVENT_IDENTITY_ENDED, end_step, out);
}

const csri_operation csri_identity_end = {
    .name = "identity.end",
    .run = end,
    .subject = &csri_identity_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_identity_end(csr_session *session, const csr_id *id, int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_identity_end, id, NULL, out_version, err);
}

static csr_status list(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_identity_query *in = params;
    struct csri_identity from = { .view = { .customer = in->customer } };

    (void)id;
    return csri_list(call, &csri_identity_record, CSRI_IDENTITY_BY_CUSTOMER, 1, 0, &from, in->limit, &in->after, out);
}

const csri_operation csri_identity_list = {
    .name = "identity.list",
    .run = list,
    .in = &list_query,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_identity_list(csr_session *session, const csr_identity_query *query, csr_result **out_result,
                             csr_error *err)
{
    return csri_run(session, &csri_identity_list, NULL, query, out_result, err);
}

csr_status csr_identity_at(const csr_result *result, size_t row, csr_identity_view *view, csr_error *err)
{
    return csri_result_view(result, csri_identity_record.row, row, view, err);
}
