#include "base/error.h"
#include "desk/edit.h"
#include "store/content.h"

#define READ_DEFAULT 262144

#define IN_STRUCT csr_attachment_query
/* clang-format off */
static const csr_member list_query_members[] = {
    IN(limit, limit, 0),
    IN(after, token, 0),
    IN(subject, subject_id, REQUIRED),
};
/* clang-format on */
static const csr_shape list_query = CSRI_PARAMS(IN_STRUCT, list_query_members);
#undef IN_STRUCT

#define IN_STRUCT csr_attachment_read_params
/* clang-format off */
static const csr_member read_params_members[] = {
    IN(max_bytes, count, 0),
    IN(offset, total, 0),
};
/* clang-format on */
static const csr_shape read_params = CSRI_PARAMS(IN_STRUCT, read_params_members);
#undef IN_STRUCT

static csr_status get(csri_call *call, const csr_id *id, const void *params, void *out)
{
    (void)params;
    return csri_get(call, &csri_attachment_record, id, out);
}

const csri_operation csri_attachment_get = {
    .name = "attachment.get",
    .run = get,
    .subject = &csri_attachment_record,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_attachment_get(csr_session *session, const csr_id *id, csr_result **out_result, csr_error *err)
{
    return csri_run(session, &csri_attachment_get, id, NULL, out_result, err);
}

static csr_status list(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_attachment_query *in = params;
    struct csri_attachment from = { .view = { .subject = in->subject } };

    (void)id;
    return csri_list(call, &csri_attachment_record, CSRI_ATTACHMENT_BY_SUBJECT, 1, 0, &from, in->limit, &in->after,
                     out);
}

const csri_operation csri_attachment_list = {
    .name = "attachment.list",
    .run = list,
    .in = &list_query,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_attachment_list(csr_session *session, const csr_attachment_query *query, csr_result **out_result,
                               csr_error *err)
{
    return csri_run(session, &csri_attachment_list, NULL, query, out_result, err);
}

csr_status csr_attachment_at(const csr_result *result, size_t row, csr_attachment_view *view, csr_error *err)
{
    return csri_result_view(result, csri_attachment_record.row, row, view, err);
}

/* The one row of a range; the rows own its bytes. */
static csr_status make_part(csri_call *call, const struct csri_attachment *attachment, int64_t offset,
                            const csri_buffer *bytes, int64_t total, void *out)
{
    csr_attachment_part_view *part;
    void *row;
    csr_rows *rows;
    csr_status status = csri_rows_new(call->tx.host, sizeof(*part), 1, &rows, call->err);

    if (status != CSR_OK)
        return status;
    status = csr_rows_add(rows, &row);
    part = row;
    if (status == CSR_OK)
        status = csr_rows_text(rows, bytes->ptr, bytes->len, &part->bytes);
    if (status != CSR_OK) {
        csri_rows_free(rows);
        return csri_fail(call->err, status, NULL, "no memory for a part of an attachment");
    }
    part->attachment = attachment->view.id;
    part->offset = offset;
    part->total_bytes = total;
    return csri_result_make(rows, "attachment_part", &csri_attachment_part_shape, sizeof(*part), sizeof(*part), out,
                            call->err);
}

static csr_status read_range(csri_call *call, const struct csri_attachment *attachment,
                             const csr_attachment_read_params *in, void *out)
{
    size_t most = in->max_bytes == 0 ? READ_DEFAULT : (size_t)in->max_bytes;
    int64_t total = 0;
    csri_buffer bytes;
    csr_status status;

    if (attachment->view.erased_at != 0)
        return csri_fail(call->err, CSR_E_STATE, "id", "the attachment was erased");
    csri_buffer_init(&bytes, call->tx.host, 0);
    status = csri_content_read(&call->tx, &attachment->content, in->offset, most, &bytes, &total);
    if (status == CSR_OK)
        status = make_part(call, attachment, in->offset, &bytes, total, out);
    csri_buffer_free(&bytes);
    return status;
}

static csr_status read(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_attachment_read_params *in = params;
    csr_rows *rows;
    csr_status status;

    if (in->max_bytes > CSR_ATTACHMENT_PART_MAX)
        return csri_fail(call->err, CSR_E_ARGUMENT, "max_bytes", "max_bytes: at most %d", CSR_ATTACHMENT_PART_MAX);
    status = csri_load(&call->tx, &csri_attachment_record, id, "id", &rows);
    if (status == CSR_OK)
        status = read_range(call, csri_rows_at(rows, 0), in, out);
    csri_rows_free(rows);
    return status;
}

const csri_operation csri_attachment_read = {
    .name = "attachment.read",
    .run = read,
    .in = &read_params,
    .subject = &csri_attachment_record,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_attachment_read(csr_session *session, const csr_id *id, const csr_attachment_read_params *params,
                               csr_result **out_result, csr_error *err)
{
    return csri_run(session, &csri_attachment_read, id, params, out_result, err);
}

/* Outside the table of operations: a buffer of the caller's has no JSON. */
csr_status csr_attachment_copy(csr_session *session, const csr_id *id, int64_t offset, void *buffer, size_t buffer_size,
                               size_t *out_size, csr_error *err)
{
    csr_attachment_part_view part = { .struct_size = sizeof(part) };
    csr_attachment_read_params ask = CSR_ATTACHMENT_READ_PARAMS_INIT;
    csr_status status;
    size_t at = 0;

    csri_error_clear(err);
    if (out_size == NULL || (buffer == NULL && buffer_size != 0))
        return csri_fail(err, CSR_E_ARGUMENT, out_size == NULL ? "out_size" : "buffer", "NULL was given");
    if (offset < 0)
        return csri_fail(err, CSR_E_ARGUMENT, "offset", "offset: 0 or more");
    /* At least once, so that an attachment that is not there is told of also when there is nothing to copy. */
    do {
        csr_result *result;
        ask.offset = offset + (int64_t)at;
        ask.max_bytes =
            buffer_size - at < CSR_ATTACHMENT_PART_MAX ? (int32_t)(buffer_size - at) : CSR_ATTACHMENT_PART_MAX;
        status = csr_attachment_read(session, id, &ask, &result, err);
        if (status != CSR_OK)
            return status;
        (void)csr_attachment_part_at(result, 0, &part, NULL);
        if (buffer_size != 0 && part.bytes.len != 0)
            memcpy((char *)buffer + at, part.bytes.ptr, part.bytes.len);
        at += buffer_size != 0 ? part.bytes.len : 0;
        csr_result_free(result);
    } while (at < buffer_size && ask.offset + (int64_t)part.bytes.len < part.total_bytes);
    *out_size = at;
    return CSR_OK;
}

csr_status csr_attachment_part_at(const csr_result *result, size_t row, csr_attachment_part_view *view, csr_error *err)
{
    return csri_result_view(result, &csri_attachment_part_shape, row, view, err);
}
