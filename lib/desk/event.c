#include "base/error.h"
#include "desk/edit.h"
#include "store/event_code.h"

#define IN_STRUCT csr_event_query
/* clang-format off */
static const csr_member list_query_members[] = {
    IN(limit, limit, 0),
    IN(after_position, position, 0),
};
/* clang-format on */
static const csr_shape list_query = CSRI_PARAMS(IN_STRUCT, list_query_members);
#undef IN_STRUCT

#define IN_STRUCT csr_event_history_query
/* clang-format off */
static const csr_member history_query_members[] = {
    IN(limit, limit, 0),
    IN(subject, subject_id, REQUIRED),
    IN(after_seq, version, 0),
};
/* clang-format on */
static const csr_shape history_query = CSRI_PARAMS(IN_STRUCT, history_query_members);
#undef IN_STRUCT

/* What a reader sees of an event that is stored as bytes. */
static csr_status tell(csri_call *call, csr_rows *rows, struct csri_event *event)
{
    csri_buffer json;
    csr_str reason = { NULL, 0 };
    csr_status status;

    csri_buffer_init(&json, call->tx.host, 0);
    if (!csri_event_tell(event, &json, &reason))
        status = csri_fail(call->err, CSR_E_CORRUPT, "change", "the event at position %lld cannot be read",
                           (long long)event->view.position);
    else
        status = csri_buffer_check(&json, call->err);
    if (status == CSR_OK)
        status = csr_rows_text(rows, json.ptr, json.len, &event->view.changes);
    if (status == CSR_OK)
        status = csr_rows_text(rows, reason.ptr, reason.len, &event->view.reason);
    csri_buffer_free(&json);
    return status == CSR_E_NO_MEMORY ? csri_fail(call->err, status, NULL, "no memory for an event") : status;
}

static csr_status list_events(csri_call *call, csr_scan *scan, int32_t limit, void *out)
{
    csr_rows *rows;
    csr_status status = csri_page_limit((uint32_t)limit, &scan->limit, call->err);

    if (status == CSR_OK)
        status = csri_rows_new(call->tx.host, sizeof(struct csri_event), scan->limit < 64 ? scan->limit : 64, &rows,
                               call->err);
    if (status != CSR_OK)
        return status;
    status = call->tx.ops->scan(call->tx.handle, &csri_event_record, scan, rows, call->err);
    for (size_t i = 0; status == CSR_OK && i < csri_rows_count(rows); i++)
        status = tell(call, rows, csri_rows_at(rows, i));
    if (status != CSR_OK) {
        csri_rows_free(rows);
        return status;
    }
    return csri_result_make(rows, "event", &csri_event_view_shape, sizeof(csr_event_view), sizeof(csr_event_view), out,
                            call->err);
}

static csr_status list(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_event_query *in = params;
    struct csri_event after = { .view = { .position = in->after_position } };
    csr_scan scan = { .index = CSR_SCAN_BY_POSITION, .after = &after };

    (void)id;
    return list_events(call, &scan, in->limit, out);
}

const csri_operation csri_event_list = {
    .name = "event.list",
    .run = list,
    .in = &list_query,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_event_list(csr_session *session, const csr_event_query *query, csr_result **out_result, csr_error *err)
{
    return csri_run(session, &csri_event_list, NULL, query, out_result, err);
}

static csr_status history(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_event_history_query *in = params;
    struct csri_event from = { .view = { .subject = in->subject, .seq = in->after_seq } };
    csr_scan scan = { .index = CSRI_EVENT_BY_SUBJECT, .equal = 1, .from = &from, .after = &from };

    (void)id;
    return list_events(call, &scan, in->limit, out);
}

const csri_operation csri_event_history = {
    .name = "event.history",
    .run = history,
    .in = &history_query,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_event_history(csr_session *session, const csr_event_history_query *query, csr_result **out_result,
                             csr_error *err)
{
    return csri_run(session, &csri_event_history, NULL, query, out_result, err);
}

csr_status csr_event_at(const csr_result *result, size_t row, csr_event_view *view, csr_error *err)
{
    return csri_result_view(result, &csri_event_view_shape, row, view, err);
}
