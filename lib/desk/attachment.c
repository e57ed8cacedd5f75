#include "base/error.h"
#include "desk/edit.h"
#include "policy/file_name.h"
#include "store/content.h"

#define ROW struct csri_attachment

#define IN_STRUCT csr_attachment_begin_params
/* clang-format off */
static const csr_member begin_params_members[] = {
    IN(request_key, request_key, 0),
};
/* clang-format on */
static const csr_shape begin_params = CSRI_PARAMS(IN_STRUCT, begin_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_attachment_append_params
/* clang-format off */
static const csr_member append_params_members[] = {
    IN(offset, total, 0),
    IN(bytes, part, REQUIRED),
};
/* clang-format on */
static const csr_shape append_params = CSRI_PARAMS(IN_STRUCT, append_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_attachment_add_params
/* clang-format off */
static const csr_member add_params_members[] = {
    IN(clean, flag, 0),
    IN(interaction, interaction, 0),
    IN(ticket, ticket, 0),
    IN(upload, content, 0),
    IN(name, name, REQUIRED),
    IN_TO(media_type, media_type, 0),
    IN_TO(content_id, reference, 0),
    IN(hash, hash_text, 0),
    IN(bytes, file, 0),
    IN(request_key, request_key, 0),
    IN(note, note_id, 0),
};
/* clang-format on */
static const csr_shape add_params = CSRI_PARAMS(IN_STRUCT, add_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_attachment_erase_params
/* clang-format off */
static const csr_member erase_params_members[] = {
    IN(reason, reason, 0),
};
/* clang-format on */
static const csr_shape erase_params = CSRI_PARAMS(IN_STRUCT, erase_params_members);
#undef IN_STRUCT

static csr_status begin(csri_call *call, const csr_id *id, const void *params, void *out)
{
    (void)id;
    (void)params;
    return csri_content_begin(&call->tx, out);
}

const csri_operation csri_attachment_begin = {
    .name = "attachment.begin",
    .run = begin,
    .in = &begin_params,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_ID,
};

csr_status csr_attachment_begin(csr_session *session, const csr_attachment_begin_params *params, csr_id *out_id,
                                csr_error *err)
{
    return csri_run(session, &csri_attachment_begin, NULL, params, out_id, err);
}

static csr_status append(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_attachment_append_params *in = params;

    return csri_content_append(&call->tx, id, in->offset, &in->bytes, call->desk->attachment_bytes, out);
}

const csri_operation csri_attachment_append = {
    .name = "attachment.append",
    .run = append,
    .in = &append_params,
    .subject = &csri_content_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_COUNT,
};

csr_status csr_attachment_append(csr_session *session, const csr_id *id, const csr_attachment_append_params *params,
                                 int64_t *out_count, csr_error *err)
{
    return csri_run(session, &csri_attachment_append, id, params, out_count, err);
}

static csr_status abandon(csri_call *call, const csr_id *id, const void *params, void *out)
{
    (void)params;
    (void)out;
    return csri_content_abandon(&call->tx, id);
}

const csri_operation csri_attachment_abandon = {
    .name = "attachment.abandon",
    .run = abandon,
    .subject = &csri_content_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_NOTHING,
};

csr_status csr_attachment_abandon(csr_session *session, const csr_id *id, csr_error *err)
{
    return csri_run(session, &csri_attachment_abandon, id, NULL, NULL, err);
}

/* What a record has already: as many, as large, and under other content ids. */
static csr_status check_room(csri_call *call, const struct csri_attachment *is)
{
    struct csri_attachment from = { .view = { .subject = is->view.subject } };
    csr_scan scan = {
        .index = CSRI_ATTACHMENT_BY_SUBJECT, .equal = 1, .limit = call->desk->attachments, .from = &from
    };
    int64_t total = is->view.size_bytes;
    csr_rows *rows;
    csr_status status = csri_rows_new(call->tx.host, sizeof(from), 8, &rows, call->err);

    if (status != CSR_OK)
        return status;
    status = call->tx.ops->scan(call->tx.handle, &csri_attachment_record, &scan, rows, call->err);
    for (size_t i = 0; status == CSR_OK && i < csri_rows_count(rows); i++) {
        const csr_attachment_view *other = &((const struct csri_attachment *)csri_rows_at(rows, i))->view;
        total += other->erased_at == 0 ? other->size_bytes : 0;
        if (is->view.content_id.len != 0 && other->content_id.len == is->view.content_id.len &&
            memcmp(other->content_id.ptr, is->view.content_id.ptr, other->content_id.len) == 0)
            status = csri_fail(call->err, CSR_E_DUPLICATE, "content_id", "content_id: another attachment has this");
    }
    if (status == CSR_OK && csri_rows_count(rows) >= call->desk->attachments)
        status = csri_fail(call->err, CSR_E_LIMIT, "name", "a record has at most %u attachments",
                           (unsigned)call->desk->attachments);
    if (status == CSR_OK && is->view.size_bytes > call->desk->attachment_bytes)
        status = csri_fail(call->err, CSR_E_LIMIT, "bytes", "an attachment has at most %lld bytes",
                           (long long)call->desk->attachment_bytes);
    if (status == CSR_OK && total > call->desk->attachments_bytes)
        status = csri_fail(call->err, CSR_E_LIMIT, "bytes", "the attachments of a record have at most %lld bytes",
                           (long long)call->desk->attachments_bytes);
    csri_rows_free(rows);
    return status;
}

/* Bytes of what the parameters give. */
static csr_status take_size(csri_call *call, const csr_attachment_add_params *in, struct csri_attachment *is)
{
    csr_status status;

    is->view.size_bytes = (int64_t)in->bytes.len;
    if (csr_id_is_none(&in->upload))
        return CSR_OK;
    if (in->bytes.len != 0)
        return csri_fail(call->err, CSR_E_ARGUMENT, "bytes", "either upload or bytes, not both");
    status = csri_content_size(&call->tx, &in->upload, &is->view.size_bytes);
    if (status == CSR_E_NOT_FOUND || status == CSR_E_STATE)
        return csri_fail(call->err, status, "upload", "upload: this is no upload that is still coming in");
    return status;
}

static csr_status take_content(csri_call *call, const csr_attachment_add_params *in, char hash[],
                               struct csri_attachment *is)
{
    struct csri_content content = { 0 };
    csr_status status = csr_id_is_none(&in->upload) ? csri_content_put(&call->tx, &in->bytes, &in->hash, &content)
                                                    : csri_content_finish(&call->tx, &in->upload, &in->hash, &content);

    csri_content_hash_text(content.view.hash, hash);
    is->content = content.view.id;
    csr_str_set(&is->view.hash, hash, CSR_NTS);
    return status;
}

static csr_status check_words(csri_call *call, const csr_attachment_add_params *in, csri_buffer *name,
                              struct csri_attachment *is)
{
    csr_status status = csri_file_name(&in->name, in->clean, name, call->err);

    is->view.name = (csr_str){ name->ptr, name->len };
    if (is->view.media_type.len == 0)
        csr_str_set(&is->view.media_type, "application/octet-stream", CSR_NTS);
    if (status == CSR_OK && !csri_media_type_valid(&is->view.media_type))
        status = csri_fail(call->err, CSR_E_ARGUMENT, "media_type", "media_type: type/subtype is expected");
    for (size_t i = 0; status == CSR_OK && i < in->content_id.len; i++)
        if (in->content_id.ptr[i] <= ' ' || in->content_id.ptr[i] == '<' || in->content_id.ptr[i] == '>')
            status = csri_fail(call->err, CSR_E_ARGUMENT, "content_id", "content_id: no blanks, no \"<\" and \">\"");
    return status;
}

/* All that can be refused is looked at before the first write. */
static csr_status fill(csri_call *call, const csr_attachment_add_params *in, csri_buffer *name, char hash[],
                       struct csri_attachment *is)
{
    csr_status status = check_words(call, in, name, is);

    if (status == CSR_OK)
        status = take_size(call, in, is);
    if (status == CSR_OK)
        status = check_room(call, is);
    if (status == CSR_OK)
        status = take_content(call, in, hash, is);
    return status == CSR_OK ? csri_new_id(&call->tx, &is->view.id) : status;
}

static csr_status add_to(csri_call *call, const csr_record *root, const csr_id *subject,
                         const csr_attachment_add_params *in, void *out)
{
    _Alignas(16) char root_is[CSRI_ROW_MAX];
    struct csri_attachment is = { .view = {
                                      .subject = *subject, .subject_kind = root->number, .created_at = call->tx.now } };
    csri_change_request request = { .event = CSR_EVENT_ATTACHMENT_ADDED,
                                    .child = &csri_attachment_record,
                                    .child_is = &is };
    char hash[2 * CSRI_HASH_BYTES + 1];
    csri_buffer name;
    csri_edit edit;
    csr_status status = csri_edit_begin(call, root, subject, 0, root_is, &edit);

    if (status == CSR_E_NOT_FOUND)
        return csri_fail(call->err, status, root->name, "%s refers to nothing", root->name);
    if (status != CSR_OK)
        return status;
    csri_buffer_init(&name, call->tx.host, 0);
    csri_fill(&add_params, in, &is);
    if (root == &csri_note_record && ((const struct csri_note *)edit.was)->view.erased_at != 0)
        status = csri_fail(call->err, CSR_E_STATE, "note", "note: it was erased");
    if (status == CSR_OK)
        status = fill(call, in, &name, hash, &is);
    status = csri_edit_end(call, &edit, status, &request, NULL);
    if (status == CSR_OK)
        *(csr_id *)out = is.view.id;
    csri_buffer_free(&name);
    return status;
}

static csr_status add(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_attachment_add_params *in = params;
    int by_ticket = !csr_id_is_none(&in->ticket), by_note = !csr_id_is_none(&in->note);
    csr_status status =
        csri_need_one(call, !csr_id_is_none(&in->interaction), by_ticket || by_note, "interaction", "ticket");

    (void)id;
    if (status == CSR_OK && by_ticket && by_note)
        status = csri_fail(call->err, CSR_E_ARGUMENT, "note", "either ticket or note, not both");
    if (status != CSR_OK)
        return status;
    if (by_note)
        return add_to(call, &csri_note_record, &in->note, in, out);
    return by_ticket ? add_to(call, &csri_ticket_record, &in->ticket, in, out)
                     : add_to(call, &csri_interaction_record, &in->interaction, in, out);
}

const csri_operation csri_attachment_add = {
    .name = "attachment.add",
    .run = add,
    .in = &add_params,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_ID,
};

csr_status csr_attachment_add(csr_session *session, const csr_attachment_add_params *params, csr_id *out_id,
                              csr_error *err)
{
    return csri_run(session, &csri_attachment_add, NULL, params, out_id, err);
}

static void empty(csr_time now, struct csri_attachment *is)
{
    is->view.erased_at = now;
    is->view.name = is->view.content_id = is->view.hash = (csr_str){ NULL, 0 };
    memset(&is->content, 0, sizeof(is->content));
}

/* The attachment stays as a row without name and content; the content goes with the last that has it. */
static csr_status erase_one(csri_call *call, const struct csri_attachment *was, const csr_str *reason, void *out)
{
    _Alignas(16) char root_is[CSRI_ROW_MAX];
    struct csri_attachment is = *was;
    csri_change_request request = { .event = CSR_EVENT_ATTACHMENT_ERASED,
                                    .child = &csri_attachment_record,
                                    .child_was = was,
                                    .child_is = &is,
                                    .reason = *reason };
    int64_t dropped = 0;
    csri_edit edit;
    csr_status status =
        csri_edit_begin(call, csri_record_of(was->view.subject_kind), &was->view.subject, 0, root_is, &edit);

    if (status != CSR_OK)
        return status;
    if (was->view.erased_at == 0)
        empty(call->tx.now, &is);
    status = csri_edit_end(call, &edit, CSR_OK, &request, out);
    if (status == CSR_OK && was->view.erased_at == 0)
        status = csri_content_drop(&call->tx, &was->content, &dropped);
    return status;
}

static csr_status erase(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_attachment_erase_params *in = params;
    csr_rows *rows;
    csr_status status = csri_load(&call->tx, &csri_attachment_record, id, "id", &rows);

    if (status == CSR_OK)
        status = erase_one(call, csri_rows_at(rows, 0), &in->reason, out);
    csri_rows_free(rows);
    return status;
}

const csri_operation csri_attachment_erase = {
    .name = "attachment.erase",
    .run = erase,
    .in = &erase_params,
    .subject = &csri_attachment_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_attachment_erase(csr_session *session, const csr_id *id, const csr_attachment_erase_params *params,
                                int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_attachment_erase, id, params, out_version, err);
}
