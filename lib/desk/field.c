#include "desk/field.h"

#include "base/error.h"
#include "policy/field_choices.h"
#include "policy/field_value.h"

#define ROW struct csri_field

#define IN_STRUCT csr_field_add_params
/* clang-format off */
static const csr_member add_params_members[] = {
    IN_TO(type, field_type, REQUIRED),
    IN_TO(subject_kind, record_kind, REQUIRED),
    IN_TO(required, flag, 0),
    IN_TO(personal, flag, 0),
    IN_TO(indexed, flag, 0),
    IN_TO(max_bytes, count, 0),
    IN_TO(name, field_name, REQUIRED),
    IN_TO(label, label, 0),
    IN_TO(minimum, field_bound, 0),
    IN_TO(maximum, field_bound, 0),
    IN(choices, document, 0),
    IN(request_key, request_key, 0),
};
/* clang-format on */
static const csr_shape add_params = CSRI_PARAMS(IN_STRUCT, add_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_field_change_params
/* clang-format off */
static const csr_member change_params_members[] = {
    IN(expected_version, version, 0),
    IN_TO_OR(required, flag, CSR_FIELD_CLEAR_REQUIRED),
    IN_TO(max_bytes, count, 0),
    IN_TO(name, field_name, 0),
    IN_TO_OR(label, label, CSR_FIELD_CLEAR_LABEL),
    IN_TO_OR(minimum, field_bound, CSR_FIELD_CLEAR_MINIMUM),
    IN_TO_OR(maximum, field_bound, CSR_FIELD_CLEAR_MAXIMUM),
};
/* clang-format on */
static const csr_shape change_params = CSRI_PARAMS_CLEAR(IN_STRUCT, change_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_field_choice_params
/* clang-format off */
static const csr_member choice_params_members[] = {
    IN(expected_version, version, 0),
    IN(name, field_name, REQUIRED),
    IN(label, label, 0),
    IN(retire, flag, 0),
    IN(restore, flag, 0),
};
/* clang-format on */
static const csr_shape choice_params = CSRI_PARAMS(IN_STRUCT, choice_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_field_retire_params
/* clang-format off */
static const csr_member retire_params_members[] = {
    IN(expected_version, version, 0),
};
/* clang-format on */
static const csr_shape retire_params = CSRI_PARAMS(IN_STRUCT, retire_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_field_find_params
/* clang-format off */
static const csr_member find_params_members[] = {
    IN(subject_kind, record_kind, REQUIRED),
    IN(name, field_name, REQUIRED),
};
/* clang-format on */
static const csr_shape find_params = CSRI_PARAMS(IN_STRUCT, find_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_field_query
/* clang-format off */
static const csr_member list_query_members[] = {
    IN(limit, limit, 0),
    IN(after, token, 0),
    IN(subject_kind, record_kind, REQUIRED),
};
/* clang-format on */
static const csr_shape list_query = CSRI_PARAMS(IN_STRUCT, list_query_members);
#undef IN_STRUCT

csr_status csri_field_subject(csri_call *call, csr_record_kind kind, const char *field, const csr_record **out)
{
    *out = kind == CSR_RECORD_CUSTOMER || kind == CSR_RECORD_TICKET || kind == CSR_RECORD_INTERACTION
               ? csri_record_of(kind)
               : NULL;
    return *out != NULL ? CSR_OK
                        : csri_fail(call->err, CSR_E_ARGUMENT, field,
                                    "%s: customers, tickets and interactions have custom fields", field);
}

/* A definition that is sound in itself and whose name is free; own = the row that may keep it, or NULL. */
static csr_status check(csri_call *call, const struct csri_field *is, const csr_id *own)
{
    csr_status status = csri_field_definition_check(&is->view, call->tx.host, call->err);

    return status != CSR_OK ? status : csri_unique(call, &csri_field_record, CSRI_FIELD_BY_NAME, is, own, "name");
}

static csr_status check_room(csri_call *call, const struct csri_field *is)
{
    csr_scan scan = { .index = CSRI_FIELD_BY_NAME, .equal = 1, .from = is };
    int64_t count = 0;
    csr_status status = call->tx.ops->count(call->tx.handle, &csri_field_record, &scan, &count, call->err);

    if (status == CSR_OK && count >= CSR_FIELDS_MAX)
        status =
            csri_fail(call->err, CSR_E_LIMIT, "subject_kind", "a kind of record has at most %d fields", CSR_FIELDS_MAX);
    return status;
}

static csr_status make_choices(csri_call *call, const csr_field_add_params *in, csri_buffer *choices,
                               struct csri_field *is)
{
    csr_status status;

    if (in->type != CSR_FIELD_CHOICE && in->choices.len == 0)
        return CSR_OK;
    if (in->type != CSR_FIELD_CHOICE)
        return csri_fail(call->err, CSR_E_ARGUMENT, "choices", "choices go with type choice only");
    if (in->choices.len == 0)
        return csri_fail(call->err, CSR_E_ARGUMENT, "choices", "choices is required with type choice");
    status = csri_field_choices_make(&in->choices, choices, call->err);
    is->view.choices = (csr_str){ choices->ptr, choices->len };
    return status;
}

static csr_status add(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_field_add_params *in = params;
    struct csri_field is = { 0 };
    const csr_record *unused;
    csri_buffer choices;
    csr_status status = csri_field_subject(call, in->subject_kind, "subject_kind", &unused);

    (void)id;
    if (status != CSR_OK)
        return status;
    csri_buffer_init(&choices, call->tx.host, 0);
    csri_fill(&add_params, in, &is);
    if (is.view.type == CSR_FIELD_TEXT && is.view.max_bytes == 0)
        is.view.max_bytes = is.view.indexed ? CSR_FIELD_INDEXED_BYTES_MAX : CSR_FIELD_BYTES_DEFAULT;
    status = make_choices(call, in, &choices, &is);
    if (status == CSR_OK)
        status = check(call, &is, NULL);
    if (status == CSR_OK)
        status = check_room(call, &is);
    if (status == CSR_OK)
        status = csri_add(call, CSR_EVENT_FIELD_ADDED, &csri_field_record, &is, out);
    csri_buffer_free(&choices);
    return status;
}

const csri_operation csri_field_add = {
    .name = "field.add",
    .run = add,
    .in = &add_params,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_ID,
};

csr_status csr_field_add(csr_session *session, const csr_field_add_params *params, csr_id *out_id, csr_error *err)
{
    return csri_run(session, &csri_field_add, NULL, params, out_id, err);
}

static csr_status change(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_field_change_params *in = params;
    csri_change_request request = { .event = CSR_EVENT_FIELD_CHANGED };
    struct csri_field is;
    csri_edit edit;
    csr_status status = csri_edit_begin(call, &csri_field_record, id, in->expected_version, &is, &edit);

    if (status != CSR_OK)
        return status;
    csri_fill(&change_params, in, &is);
    status = check(call, &is, id);
    return csri_edit_end(call, &edit, status, &request, out);
}

const csri_operation csri_field_change = {
    .name = "field.change",
    .run = change,
    .in = &change_params,
    .subject = &csri_field_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_field_change(csr_session *session, const csr_id *id, const csr_field_change_params *params,
                            int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_field_change, id, params, out_version, err);
}

static csr_status choice(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_field_choice_params *in = params;
    csri_change_request request = { .event = CSR_EVENT_FIELD_CHANGED };
    struct csri_field is;
    csri_buffer choices;
    csri_edit edit;
    csr_status status = csri_edit_begin(call, &csri_field_record, id, in->expected_version, &is, &edit);

    if (status != CSR_OK)
        return status;
    csri_buffer_init(&choices, call->tx.host, csri_t_document.max_bytes);
    if (is.view.type != CSR_FIELD_CHOICE)
        status = csri_fail(call->err, CSR_E_STATE, "id", "the field is not of type choice");
    else
        status = csri_field_choices_edit(&is.view.choices, in, &choices, call->err);
    /* cppcheck-suppress unreadVariable ; the edit points to it */
    is.view.choices = (csr_str){ choices.ptr, choices.len };
    status = csri_edit_end(call, &edit, status, &request, out);
    csri_buffer_free(&choices);
    return status;
}

const csri_operation csri_field_choice = {
    .name = "field.choice",
    .run = choice,
    .in = &choice_params,
    .subject = &csri_field_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_field_choice(csr_session *session, const csr_id *id, const csr_field_choice_params *params,
                            int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_field_choice, id, params, out_version, err);
}

static csr_status set_retired(csri_call *call, const csr_id *id, const csr_field_retire_params *in, int32_t retired,
                              void *out)
{
    csri_change_request request = { .event = retired ? CSR_EVENT_FIELD_RETIRED : CSR_EVENT_FIELD_RESTORED };
    struct csri_field is;
    csri_edit edit;
    csr_status status = csri_edit_begin(call, &csri_field_record, id, in->expected_version, &is, &edit);

    if (status != CSR_OK)
        return status;
    is.view.retired = retired;
    return csri_edit_end(call, &edit, CSR_OK, &request, out);
}

static csr_status retire(csri_call *call, const csr_id *id, const void *params, void *out)
{
    return set_retired(call, id, params, 1, out);
}

const csri_operation csri_field_retire = {
    .name = "field.retire",
    .run = retire,
    .in = &retire_params,
    .subject = &csri_field_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_field_retire(csr_session *session, const csr_id *id, const csr_field_retire_params *params,
                            int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_field_retire, id, params, out_version, err);
}

static csr_status restore(csri_call *call, const csr_id *id, const void *params, void *out)
{
    return set_retired(call, id, params, 0, out);
}

const csri_operation csri_field_restore = {
    .name = "field.restore",
    .run = restore,
    .in = &retire_params,
    .subject = &csri_field_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_field_restore(csr_session *session, const csr_id *id, const csr_field_retire_params *params,
                             int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_field_restore, id, params, out_version, err);
}

static csr_status get(csri_call *call, const csr_id *id, const void *params, void *out)
{
    (void)params;
    return csri_get(call, &csri_field_record, id, out);
}

const csri_operation csri_field_get = {
    .name = "field.get",
    .run = get,
    .subject = &csri_field_record,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_field_get(csr_session *session, const csr_id *id, csr_result **out_result, csr_error *err)
{
    return csri_run(session, &csri_field_get, id, NULL, out_result, err);
}

csr_status csri_field_named(csri_call *call, csr_record_kind kind, const csr_str *name, csr_rows **rows,
                            const csr_field_view **out)
{
    struct csri_field wanted = { .view = { .subject_kind = kind, .name = *name } };
    csr_status status = csri_find(&call->tx, &csri_field_record, CSRI_FIELD_BY_NAME, &wanted, rows);

    if (status == CSR_OK && *rows == NULL)
        status =
            csri_fail(call->err, CSR_E_NOT_FOUND, "field", "there is no field \"%.*s\"", (int)name->len, name->ptr);
    *out = status == CSR_OK ? &((const struct csri_field *)csri_rows_at(*rows, 0))->view : NULL;
    return status;
}

static csr_status find(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_field_find_params *in = params;
    struct csri_field wanted = { .view = { .subject_kind = in->subject_kind, .name = in->name } };

    (void)id;
    return csri_get_by(call, &csri_field_record, CSRI_FIELD_BY_NAME, &wanted, "name", out);
}

const csri_operation csri_field_find = {
    .name = "field.find",
    .run = find,
    .in = &find_params,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_field_find(csr_session *session, const csr_field_find_params *params, csr_result **out_result,
                          csr_error *err)
{
    return csri_run(session, &csri_field_find, NULL, params, out_result, err);
}

static csr_status list(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_field_query *in = params;
    struct csri_field from = { .view = { .subject_kind = in->subject_kind } };
    const csr_record *unused;
    csr_status status = csri_field_subject(call, in->subject_kind, "subject_kind", &unused);

    (void)id;
    return status != CSR_OK
               ? status
               : csri_list(call, &csri_field_record, CSRI_FIELD_BY_NAME, 1, 0, &from, in->limit, &in->after, out);
}

const csri_operation csri_field_list = {
    .name = "field.list",
    .run = list,
    .in = &list_query,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_field_list(csr_session *session, const csr_field_query *query, csr_result **out_result, csr_error *err)
{
    return csri_run(session, &csri_field_list, NULL, query, out_result, err);
}

csr_status csr_field_at(const csr_result *result, size_t row, csr_field_view *view, csr_error *err)
{
    return csri_result_view(result, csri_field_record.row, row, view, err);
}
