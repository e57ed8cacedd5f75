#include "base/error.h"
#include "desk/edit.h"
#include "desk/ticket.h"

#define ROW struct csri_tag

#define IN_STRUCT csr_tag_params
/* clang-format off */
static const csr_member tag_params_members[] = {
    IN_TO(tag, tag, REQUIRED),
};
/* clang-format on */
static const csr_shape tag_params = CSRI_PARAMS(IN_STRUCT, tag_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_tag_query
/* clang-format off */
static const csr_member list_query_members[] = {
    IN(limit, limit, 0),
    IN(after, token, 0),
    IN(subject, subject_id, 0),
    IN(tag, tag, 0),
};
/* clang-format on */
static const csr_shape list_query = CSRI_PARAMS(IN_STRUCT, list_query_members);
#undef IN_STRUCT

/* The tag of a subject, or *out = NULL. */
static csr_status find(csri_call *call, const csr_id *subject, const csr_str *key, csr_rows **out)
{
    struct csri_tag wanted = { .view = { .subject = *subject }, .key = *key };

    return csri_find(&call->tx, &csri_tag_record, CSRI_TAG_BY_SUBJECT, &wanted, out);
}

/* Put a tag on a root that is being edited, or take it off; what is so already changes nothing. */
static csr_status set(csri_call *call, const csri_edit *edit, const csr_id *id, const csr_tag_params *in, int on,
                      struct csri_tag *tag, csr_rows **existing, csri_change_request *request)
{
    csr_status status = find(call, id, &tag->key, existing);

    if (status != CSR_OK || (*existing != NULL) == (on != 0))
        return status;
    request->child = &csri_tag_record;
    if (!on) {
        request->child_was = csri_rows_at(*existing, 0);
        return CSR_OK;
    }
    tag->view.tag = in->tag;
    tag->view.subject = *id;
    tag->view.subject_kind = edit->record->number;
    tag->view.created_at = call->tx.now;
    request->child_is = tag;
    return csri_new_id(&call->tx, &tag->view.id);
}

static csr_status write_tag(csri_call *call, const csr_record *root, const csr_id *id, const csr_tag_params *in,
                            csr_event_kind event, int on, void *out)
{
    _Alignas(16) char is[CSRI_ROW_MAX];
    csri_change_request request = { .event = event };
    struct csri_tag tag = { 0 };
    csr_rows *existing = NULL;
    csri_buffer key;
    csri_edit edit;
    csr_status status = csri_edit_begin(call, root, id, 0, is, &edit);

    if (status != CSR_OK)
        return status;
    status = csri_key_of(call, &in->tag, "tag", &key, &tag.key);
    if (status == CSR_OK)
        status = set(call, &edit, id, in, on, &tag, &existing, &request);
    status = csri_edit_end(call, &edit, status, &request, out);
    csri_rows_free(existing);
    csri_buffer_free(&key);
    return status;
}

static csr_status tag_customer(csri_call *call, const csr_id *id, const void *params, void *out)
{
    return write_tag(call, &csri_customer_record, id, params, CSR_EVENT_CUSTOMER_TAGGED, 1, out);
}

const csri_operation csri_customer_tag = {
    .name = "customer.tag",
    .run = tag_customer,
    .in = &tag_params,
    .subject = &csri_customer_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_customer_tag(csr_session *session, const csr_id *id, const csr_tag_params *params, int64_t *out_version,
                            csr_error *err)
{
    return csri_run(session, &csri_customer_tag, id, params, out_version, err);
}

static csr_status untag_customer(csri_call *call, const csr_id *id, const void *params, void *out)
{
    return write_tag(call, &csri_customer_record, id, params, CSR_EVENT_CUSTOMER_UNTAGGED, 0, out);
}

const csri_operation csri_customer_untag = {
    .name = "customer.untag",
    .run = untag_customer,
    .in = &tag_params,
    .subject = &csri_customer_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_customer_untag(csr_session *session, const csr_id *id, const csr_tag_params *params,
                              int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_customer_untag, id, params, out_version, err);
}

static csr_status tag_ticket(csri_call *call, const csr_id *id, const void *params, void *out)
{
    return write_tag(call, &csri_ticket_record, id, params, CSR_EVENT_TICKET_TAGGED, 1, out);
}

csr_status csri_ticket_tag_set(csri_call *call, const csr_id *ticket, const csr_str *tag, int on)
{
    csr_tag_params in = { .tag = *tag };

    return write_tag(call, &csri_ticket_record, ticket, &in, on ? CSR_EVENT_TICKET_TAGGED : CSR_EVENT_TICKET_UNTAGGED,
                     on, NULL);
}

const csri_operation csri_ticket_tag = {
    .name = "ticket.tag",
    .run = tag_ticket,
    .in = &tag_params,
    .subject = &csri_ticket_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_ticket_tag(csr_session *session, const csr_id *id, const csr_tag_params *params, int64_t *out_version,
                          csr_error *err)
{
    return csri_run(session, &csri_ticket_tag, id, params, out_version, err);
}

static csr_status untag_ticket(csri_call *call, const csr_id *id, const void *params, void *out)
{
    return write_tag(call, &csri_ticket_record, id, params, CSR_EVENT_TICKET_UNTAGGED, 0, out);
}

const csri_operation csri_ticket_untag = {
    .name = "ticket.untag",
    .run = untag_ticket,
    .in = &tag_params,
    .subject = &csri_ticket_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_ticket_untag(csr_session *session, const csr_id *id, const csr_tag_params *params, int64_t *out_version,
                            csr_error *err)
{
    return csri_run(session, &csri_ticket_untag, id, params, out_version, err);
}

static csr_status list(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_tag_query *in = params;
    int by_subject = !csr_id_is_none(&in->subject);
    struct csri_tag from = { .view = { .subject = in->subject } };
    csri_buffer key;
    csr_status status = csri_need_one(call, by_subject, in->tag.len != 0, "subject", "tag");

    (void)id;
    if (status != CSR_OK)
        return status;
    if (by_subject)
        return csri_list(call, &csri_tag_record, CSRI_TAG_BY_SUBJECT, 1, 0, &from, in->limit, &in->after, out);
    status = csri_key_of(call, &in->tag, "tag", &key, &from.key);
    if (status == CSR_OK)
        status = csri_list(call, &csri_tag_record, CSRI_TAG_BY_KEY, 1, 0, &from, in->limit, &in->after, out);
    csri_buffer_free(&key);
    return status;
}

const csri_operation csri_tag_list = {
    .name = "tag.list",
    .run = list,
    .in = &list_query,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_tag_list(csr_session *session, const csr_tag_query *query, csr_result **out_result, csr_error *err)
{
    return csri_run(session, &csri_tag_list, NULL, query, out_result, err);
}

csr_status csr_tag_at(const csr_result *result, size_t row, csr_tag_view *view, csr_error *err)
{
    return csri_result_view(result, csri_tag_record.row, row, view, err);
}
