#include "desk/field.h"

#include "base/error.h"
#include "policy/field_value.h"

/*
 * Reading what a record has of custom fields.
 */
#define IN_STRUCT csr_field_values_query
/* clang-format off */
static const csr_member values_query_members[] = {
    IN(limit, limit, 0),
    IN(after, token, 0),
    IN(subject, subject_id, REQUIRED),
};
/* clang-format on */
static const csr_shape values_query = CSRI_PARAMS(IN_STRUCT, values_query_members);
#undef IN_STRUCT

#define IN_STRUCT csr_field_missing_query
/* clang-format off */
static const csr_member missing_query_members[] = {
    IN(subject_kind, record_kind, REQUIRED),
    IN(subject, subject_id, REQUIRED),
};
/* clang-format on */
static const csr_shape missing_query = CSRI_PARAMS(IN_STRUCT, missing_query_members);
#undef IN_STRUCT

static void fill_line(csr_field_value_view *line, const struct csri_field_value *value, const csr_field_view *field)
{
    line->field = field->id;
    line->name = field->name;
    line->label = field->label;
    line->type = field->type;
    line->retired = field->retired;
    line->value = value->view.value.len != 0 ? value->view.value : value->view.personal_value;
    line->number = csri_field_number(field->type, &line->value);
    line->subject = value->view.subject;
    line->subject_kind = value->view.subject_kind;
    line->created_at = value->view.created_at;
    line->updated_at = value->view.updated_at;
}

static csr_status add_lines(csri_call *call, csr_rows *lines, const csr_rows *values, const csr_rows *fields)
{
    for (size_t i = 0; i < csri_rows_count(values); i++) {
        const struct csri_field_value *value = csri_rows_at(values, i);
        const struct csri_field *field = csri_row_of(fields, &csri_field_record, &value->view.field);
        void *line;
        if (field == NULL)
            return csri_fail(call->err, CSR_E_CORRUPT, "field", "a value belongs to no field");
        if (csr_rows_add(lines, &line) != CSR_OK)
            return csri_fail(call->err, CSR_E_NO_MEMORY, NULL, "no memory for values");
        fill_line(line, value, &field->view);
    }
    return CSR_OK;
}

/* Lines of values; values and fields live on behind them, since the lines borrow their texts. */
static csr_status make_lines(csri_call *call, csr_rows *values, csr_rows **out)
{
    csr_rows *fields;
    csr_status status =
        csri_rows_new(call->tx.host, sizeof(csr_field_value_view), csri_rows_count(values) + 1, out, call->err);

    if (status != CSR_OK) {
        csri_rows_free(values);
        return status;
    }
    csri_rows_attach(*out, values);
    /* A subject has one value of a field, so the ids are all different. */
    status =
        csri_load_those(&call->tx, &csri_field_record, values, offsetof(struct csri_field_value, view.field), &fields);
    if (status == CSR_OK) {
        csri_rows_attach(*out, fields);
        status = add_lines(call, *out, values, fields);
    }
    if (status != CSR_OK) {
        csri_rows_free(*out);
        *out = NULL;
    }
    return status;
}

csr_status csri_field_facts(csri_call *call, const csr_id *subject, csr_rows **out)
{
    struct csri_field_value from = { .view = { .subject = *subject } };
    csr_scan scan = { .index = CSRI_FIELD_VALUE_BY_SUBJECT, .equal = 1, .limit = CSR_FIELDS_MAX, .from = &from };
    csr_rows *values;
    csr_status status = csri_rows_new(call->tx.host, csri_field_value_record.row->size, 8, &values, call->err);

    *out = NULL;
    if (status != CSR_OK)
        return status;
    status = call->tx.ops->scan(call->tx.handle, &csri_field_value_record, &scan, values, call->err);
    if (status == CSR_OK)
        return make_lines(call, values, out);
    csri_rows_free(values);
    return status;
}

static csr_status values(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_field_values_query *in = params;
    struct csri_field_value from = { .view = { .subject = in->subject } };
    csr_scan scan = { .index = CSRI_FIELD_VALUE_BY_SUBJECT, .equal = 1, .limit = (uint32_t)in->limit, .from = &from };
    csr_rows *rows, *lines = NULL;
    csri_buffer token;
    csr_status status;

    (void)id;
    csri_buffer_init(&token, call->tx.host, 0);
    status = csri_page_rows(&call->tx, &csri_field_value_record, &scan, &in->after, &rows, &token);
    if (status == CSR_OK)
        status = make_lines(call, rows, &lines);
    return csri_result_page(status, lines, "field_value", &csri_field_value_shape, sizeof(csr_field_value_view), &token,
                            out, call->err);
}

const csri_operation csri_field_values = {
    .name = "field.values",
    .run = values,
    .in = &values_query,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_field_values(csr_session *session, const csr_field_values_query *query, csr_result **out_result,
                            csr_error *err)
{
    return csri_run(session, &csri_field_values, NULL, query, out_result, err);
}

csr_status csr_field_value_at(const csr_result *result, size_t row, csr_field_value_view *view, csr_error *err)
{
    return csri_result_view(result, &csri_field_value_shape, row, view, err);
}

static int is_missing(const csr_field_view *field, const csr_rows *lines)
{
    for (size_t i = 0; i < csri_rows_count(lines); i++)
        if (memcmp(&((const csr_field_value_view *)csri_rows_at(lines, i))->field, &field->id, sizeof(csr_id)) == 0)
            return 0;
    return field->required && !field->retired;
}

/* Of all fields of a kind those that a subject lacks; the rows in which they are found live on behind them. */
static csr_status keep_missing(csri_call *call, csr_rows *fields, const csr_rows *lines, csr_rows **out)
{
    csr_status status = csri_rows_new(call->tx.host, csri_field_record.row->size, 4, out, call->err);

    if (status != CSR_OK) {
        csri_rows_free(fields);
        return status;
    }
    csri_rows_attach(*out, fields);
    for (size_t i = 0; status == CSR_OK && i < csri_rows_count(fields); i++) {
        const struct csri_field *field = csri_rows_at(fields, i);
        void *row;
        if (!is_missing(&field->view, lines))
            continue;
        if (csr_rows_add(*out, &row) != CSR_OK)
            status = csri_fail(call->err, CSR_E_NO_MEMORY, NULL, "no memory for fields");
        else
            memcpy(row, field, sizeof(*field));
    }
    if (status != CSR_OK)
        csri_rows_free(*out);
    return status;
}

static csr_status scan_fields(csri_call *call, csr_record_kind kind, csr_rows **out)
{
    struct csri_field from = { .view = { .subject_kind = kind } };
    csr_scan scan = { .index = CSRI_FIELD_BY_NAME, .equal = 1, .limit = CSR_FIELDS_MAX, .from = &from };
    csr_status status = csri_rows_new(call->tx.host, csri_field_record.row->size, 8, out, call->err);

    if (status == CSR_OK)
        status = call->tx.ops->scan(call->tx.handle, &csri_field_record, &scan, *out, call->err);
    return status;
}

static csr_status missing(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_field_missing_query *in = params;
    csr_rows *fields = NULL, *lines = NULL, *kept;
    const csr_record *record;
    csr_status status = csri_field_subject(call, in->subject_kind, "subject_kind", &record);

    (void)id;
    if (status == CSR_OK)
        status = csri_exists(&call->tx, record, &in->subject, "subject");
    if (status == CSR_OK)
        status = csri_field_facts(call, &in->subject, &lines);
    if (status == CSR_OK)
        status = scan_fields(call, in->subject_kind, &fields);
    if (status == CSR_OK)
        status = keep_missing(call, fields, lines, &kept);
    else
        csri_rows_free(fields);
    if (status == CSR_OK)
        status = csri_result_of(kept, &csri_field_record, out, call->err);
    csri_rows_free(lines);
    return status;
}

const csri_operation csri_field_missing = {
    .name = "field.missing",
    .run = missing,
    .in = &missing_query,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_field_missing(csr_session *session, const csr_field_missing_query *query, csr_result **out_result,
                             csr_error *err)
{
    return csri_run(session, &csri_field_missing, NULL, query, out_result, err);
}
