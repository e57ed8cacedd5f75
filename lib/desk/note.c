#include "base/error.h"
#include "desk/edit.h"

/*
 * Notes that the staff keep at a ticket or a customer.
 */
#define ROW struct csri_note

#define IN_STRUCT csr_note_add_params
/* clang-format off */
static const csr_member add_params_members[] = {
    IN_TO(content_type, content_type, 0),
    IN_TO(ticket, ticket, 0),
    IN_TO(customer, customer, 0),
    IN_TO(pinned, flag, 0),
    IN_TO(body, body, REQUIRED),
    IN(request_key, request_key, 0),
    IN_TO(external_id, external_id, 0),
};
/* clang-format on */
static const csr_shape add_params = CSRI_PARAMS_GREW(IN_STRUCT, add_params_members, external_id);
#undef IN_STRUCT

#define IN_STRUCT csr_note_query
/* clang-format off */
static const csr_member list_query_members[] = {
    IN(limit, limit, 0),
    IN(after, token, 0),
    IN(ticket, ticket, 0),
    IN(customer, customer, 0),
};
/* clang-format on */
static const csr_shape list_query = CSRI_PARAMS(IN_STRUCT, list_query_members);
#undef IN_STRUCT

#define IN_STRUCT csr_note_pin_params
/* clang-format off */
static const csr_member pin_params_members[] = {
    IN(expected_version, version, 0),
};
/* clang-format on */
static const csr_shape pin_params = CSRI_PARAMS(IN_STRUCT, pin_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_note_erase_params
/* clang-format off */
static const csr_member erase_params_members[] = {
    IN(expected_version, version, 0),
    IN(reason, reason, 0),
};
/* clang-format on */
static const csr_shape erase_params = CSRI_PARAMS(IN_STRUCT, erase_params_members);
#undef IN_STRUCT

static csr_status need_place(csri_call *call, const csr_id *ticket, const csr_id *customer)
{
    return csri_need_one(call, !csr_id_is_none(ticket), !csr_id_is_none(customer), "ticket", "customer");
}

/* Whether a note is the one that was recorded under this key: at the same record, with the same words. Pinning is the
 * staff's, and the words of one that was erased nobody knows any more. */
static int is_same_note(const csr_note_view *was, const csr_note_view *is)
{
    if (memcmp(&was->ticket, &is->ticket, sizeof(csr_id)) != 0 ||
        memcmp(&was->customer, &is->customer, sizeof(csr_id)) != 0)
        return 0;
    return was->erased_at != 0 || (was->content_type == is->content_type && was->body.len == is->body.len &&
                                   memcmp(was->body.ptr, is->body.ptr, is->body.len) == 0);
}

/* The note that came in under this key before, or *out_known = 0. */
static csr_status find_known(csri_call *call, const struct csri_note *is, csr_id *out_id, int *out_known)
{
    const csr_note_view *was;
    csr_rows *rows = NULL;
    csr_status status = CSR_OK;

    if (is->view.external_id.len != 0)
        status = csri_find(&call->tx, &csri_note_record, CSRI_NOTE_BY_EXTERNAL_ID, is, &rows);
    *out_known = rows != NULL;
    if (rows == NULL)
        return status;
    was = &((const struct csri_note *)csri_rows_at(rows, 0))->view;
    if (is_same_note(was, &is->view))
        *out_id = was->id;
    else
        status = csri_fail(call->err, CSR_E_DUPLICATE, "external_id", "external_id: another note has this key");
    csri_rows_free(rows);
    return status;
}

static csr_status add(csri_call *call, const csr_id *id, const void *params, void *out)
{
    struct csri_note is = { .view = { .agent = call->session->agent } };
    int known = 0;
    csr_status status;

    (void)id;
    csri_fill(&add_params, params, &is);
    if (is.view.content_type == 0)
        is.view.content_type = CSR_CONTENT_PLAIN;
    status = need_place(call, &is.view.ticket, &is.view.customer);
    if (status == CSR_OK)
        status = find_known(call, &is, out, &known);
    return status != CSR_OK || known ? status : csri_add(call, CSR_EVENT_NOTE_ADDED, &csri_note_record, &is, out);
}

const csri_operation csri_note_add = {
    .name = "note.add",
    .run = add,
    .in = &add_params,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_ID,
};

csr_status csr_note_add(csr_session *session, const csr_note_add_params *params, csr_id *out_id, csr_error *err)
{
    return csri_run(session, &csri_note_add, NULL, params, out_id, err);
}

static csr_status get(csri_call *call, const csr_id *id, const void *params, void *out)
{
    (void)params;
    return csri_get(call, &csri_note_record, id, out);
}

const csri_operation csri_note_get = {
    .name = "note.get",
    .run = get,
    .subject = &csri_note_record,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_note_get(csr_session *session, const csr_id *id, csr_result **out_result, csr_error *err)
{
    return csri_run(session, &csri_note_get, id, NULL, out_result, err);
}

static csr_status list(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_note_query *in = params;
    struct csri_note from = { .view = { .ticket = in->ticket, .customer = in->customer } };
    int32_t index = csr_id_is_none(&in->ticket) ? CSRI_NOTE_BY_CUSTOMER : CSRI_NOTE_BY_TICKET;
    csr_status status = need_place(call, &in->ticket, &in->customer);

    (void)id;
    if (status != CSR_OK)
        return status;
    return csri_list(call, &csri_note_record, index, 1, CSR_SCAN_REVERSE, &from, in->limit, &in->after, out);
}

const csri_operation csri_note_list = {
    .name = "note.list",
    .run = list,
    .in = &list_query,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_note_list(csr_session *session, const csr_note_query *query, csr_result **out_result, csr_error *err)
{
    return csri_run(session, &csri_note_list, NULL, query, out_result, err);
}

csr_status csr_note_at(const csr_result *result, size_t row, csr_note_view *view, csr_error *err)
{
    return csri_result_view(result, csri_note_record.row, row, view, err);
}

static csr_status set_pinned(csri_call *call, const csr_id *id, const csr_note_pin_params *in, int32_t pinned,
                             void *out)
{
    csri_change_request request = { .event = pinned ? CSR_EVENT_NOTE_PINNED : CSR_EVENT_NOTE_UNPINNED };
    struct csri_note is;
    csri_edit edit;
    csr_status status = csri_edit_begin(call, &csri_note_record, id, in->expected_version, &is, &edit);

    if (status != CSR_OK)
        return status;
    if (pinned && is.view.erased_at != 0)
        status = csri_fail(call->err, CSR_E_STATE, "id", "the note was erased");
    is.view.pinned = pinned;
    return csri_edit_end(call, &edit, status, &request, out);
}

static csr_status pin(csri_call *call, const csr_id *id, const void *params, void *out)
{
    return set_pinned(call, id, params, 1, out);
}

const csri_operation csri_note_pin = {
    .name = "note.pin",
    .run = pin,
    .in = &pin_params,
    .subject = &csri_note_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_note_pin(csr_session *session, const csr_id *id, const csr_note_pin_params *params, int64_t *out_version,
                        csr_error *err)
{
    return csri_run(session, &csri_note_pin, id, params, out_version, err);
}

static csr_status unpin(csri_call *call, const csr_id *id, const void *params, void *out)
{
    return set_pinned(call, id, params, 0, out);
}

const csri_operation csri_note_unpin = {
    .name = "note.unpin",
    .run = unpin,
    .in = &pin_params,
    .subject = &csri_note_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_note_unpin(csr_session *session, const csr_id *id, const csr_note_pin_params *params,
                          int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_note_unpin, id, params, out_version, err);
}

/* The log lets go of what was noted before it says that it was erased. */
static csr_status erase(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_note_erase_params *in = params;
    csri_change_request request = { .event = CSR_EVENT_NOTE_ERASED, .reason = in->reason };
    struct csri_note is;
    csri_edit edit;
    csr_status status = csri_edit_begin(call, &csri_note_record, id, in->expected_version, &is, &edit);

    if (status != CSR_OK)
        return status;
    if (is.view.erased_at == 0) {
        status = csri_forget(&call->tx, &is.view.id);
        is.view.body = (csr_str){ NULL, 0 };
        is.view.pinned = 0;
        is.view.erased_at = call->tx.now;
    }
    return csri_edit_end(call, &edit, status, &request, out);
}

const csri_operation csri_note_erase = {
    .name = "note.erase",
    .run = erase,
    .in = &erase_params,
    .subject = &csri_note_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_note_erase(csr_session *session, const csr_id *id, const csr_note_erase_params *params,
                          int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_note_erase, id, params, out_version, err);
}
