#include "desk/field.h"

#include "base/error.h"
#include "policy/field_value.h"

/*
 * Giving a record a value of a custom field, and taking it away.
 */
#define IN_STRUCT csr_field_set_params
/* clang-format off */
static const csr_member set_params_members[] = {
    IN(expected_version, version, 0),
    IN(field, field_name, REQUIRED),
    IN(value, field_value, REQUIRED),
};
/* clang-format on */
static const csr_shape set_params = CSRI_PARAMS(IN_STRUCT, set_params_members);
#undef IN_STRUCT

#define IN_STRUCT csr_field_unset_params
/* clang-format off */
static const csr_member unset_params_members[] = {
    IN(expected_version, version, 0),
    IN(field, field_name, REQUIRED),
};
/* clang-format on */
static const csr_shape unset_params = CSRI_PARAMS(IN_STRUCT, unset_params_members);
#undef IN_STRUCT

/* The value that a subject has, or *out = NULL. */
static csr_status find_value(csri_call *call, const csr_id *subject, const csr_id *field, csr_rows **out)
{
    struct csri_field_value wanted = { .view = { .subject = *subject, .field = *field } };

    return csri_find(&call->tx, &csri_field_value_record, CSRI_FIELD_VALUE_BY_SUBJECT, &wanted, out);
}

/* The two texts of a value in the making. */
typedef struct value_texts {
    csri_buffer text, key;
} value_texts;

static csr_status fill_value(csri_call *call, const csr_field_view *field, const csr_str *value, value_texts *texts,
                             struct csri_field_value *is)
{
    csr_str *to = field->personal ? &is->view.personal_value : &is->view.value;
    csr_status status = csri_field_read(field, value, "value", CSRI_FIELD_SET, &texts->text, &texts->key, call->err);

    *to = (csr_str){ texts->text.ptr, texts->text.len };
    if (field->indexed) {
        is->indexed = field->id;
        is->key = (csr_str){ texts->key.ptr, texts->key.len };
    }
    return status;
}

/* The child after the change. What is the same stays the same, its instant included. */
static csr_status set_value(csri_call *call, const csri_edit *edit, const csr_field_view *field, const csr_str *value,
                            const struct csri_field_value *was, value_texts *texts, struct csri_field_value *is)
{
    csr_status status;

    if (field->retired)
        return csri_fail(call->err, CSR_E_STATE, "field", "the field \"%.*s\" is retired", (int)field->name.len,
                         field->name.ptr);
    if (was != NULL)
        *is = *was;
    status = fill_value(call, field, value, texts, is);
    if (status != CSR_OK || (was != NULL && csri_diff(csri_field_value_record.row, was, is) == 0))
        return status;
    is->view.updated_at = call->tx.now;
    if (was != NULL)
        return CSR_OK;
    is->view.field = field->id;
    memcpy(&is->view.subject, (const char *)edit->is + edit->record->id_at, sizeof(csr_id));
    is->view.subject_kind = edit->record->number;
    is->view.created_at = call->tx.now;
    return csri_new_id(&call->tx, &is->view.id);
}

/* value = NULL takes it away. */
static csr_status write_value(csri_call *call, csri_edit *edit, const csr_id *id, const csr_str *name,
                              const csr_str *value, void *out)
{
    csri_change_request request = { .event = value != NULL ? CSR_EVENT_FIELD_VALUE_SET : CSR_EVENT_FIELD_VALUE_UNSET };
    struct csri_field_value is = { 0 };
    csr_rows *fields = NULL, *existing = NULL;
    const csr_field_view *field;
    value_texts texts;
    csr_status status = csri_field_named(call, edit->record->number, name, &fields, &field);

    csri_buffer_init(&texts.text, call->tx.host, 0);
    csri_buffer_init(&texts.key, call->tx.host, 0);
    if (status == CSR_OK)
        status = find_value(call, id, &field->id, &existing);
    request.child_was = existing != NULL ? csri_rows_at(existing, 0) : NULL;
    request.child = value != NULL || existing != NULL ? &csri_field_value_record : NULL;
    request.child_is = value != NULL ? &is : NULL;
    if (status == CSR_OK && value != NULL)
        status = set_value(call, edit, field, value, request.child_was, &texts, &is);
    else if (status == CSR_OK && field->required && !field->retired)
        status =
            csri_fail(call->err, CSR_E_STATE, "field", "the field \"%.*s\" is required", (int)name->len, name->ptr);
    status = csri_edit_end(call, edit, status, &request, out);
    csri_buffer_free(&texts.text);
    csri_buffer_free(&texts.key);
    csri_rows_free(existing);
    csri_rows_free(fields);
    return status;
}

static csr_status set(csri_call *call, const csr_record *root, const csr_id *id, const csr_field_set_params *in,
                      void *out)
{
    _Alignas(16) char is[CSRI_ROW_MAX];
    csri_edit edit;
    csr_status status = csri_edit_begin(call, root, id, in->expected_version, is, &edit);

    return status != CSR_OK ? status : write_value(call, &edit, id, &in->field, &in->value, out);
}

static csr_status unset(csri_call *call, const csr_record *root, const csr_id *id, const csr_field_unset_params *in,
                        void *out)
{
    _Alignas(16) char is[CSRI_ROW_MAX];
    csri_edit edit;
    csr_status status = csri_edit_begin(call, root, id, in->expected_version, is, &edit);

    return status != CSR_OK ? status : write_value(call, &edit, id, &in->field, NULL, out);
}

static csr_status set_customer(csri_call *call, const csr_id *id, const void *params, void *out)
{
    return set(call, &csri_customer_record, id, params, out);
}

const csri_operation csri_customer_set_field = {
    .name = "customer.set_field",
    .run = set_customer,
    .in = &set_params,
    .subject = &csri_customer_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_customer_set_field(csr_session *session, const csr_id *id, const csr_field_set_params *params,
                                  int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_customer_set_field, id, params, out_version, err);
}

static csr_status unset_customer(csri_call *call, const csr_id *id, const void *params, void *out)
{
    return unset(call, &csri_customer_record, id, params, out);
}

const csri_operation csri_customer_unset_field = {
    .name = "customer.unset_field",
    .run = unset_customer,
    .in = &unset_params,
    .subject = &csri_customer_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_customer_unset_field(csr_session *session, const csr_id *id, const csr_field_unset_params *params,
                                    int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_customer_unset_field, id, params, out_version, err);
}

static csr_status set_interaction(csri_call *call, const csr_id *id, const void *params, void *out)
{
    return set(call, &csri_interaction_record, id, params, out);
}

const csri_operation csri_interaction_set_field = {
    .name = "interaction.set_field",
    .run = set_interaction,
    .in = &set_params,
    .subject = &csri_interaction_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_interaction_set_field(csr_session *session, const csr_id *id, const csr_field_set_params *params,
                                     int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_interaction_set_field, id, params, out_version, err);
}

static csr_status unset_interaction(csri_call *call, const csr_id *id, const void *params, void *out)
{
    return unset(call, &csri_interaction_record, id, params, out);
}

const csri_operation csri_interaction_unset_field = {
    .name = "interaction.unset_field",
    .run = unset_interaction,
    .in = &unset_params,
    .subject = &csri_interaction_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_interaction_unset_field(csr_session *session, const csr_id *id, const csr_field_unset_params *params,
                                       int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_interaction_unset_field, id, params, out_version, err);
}

static csr_status set_ticket(csri_call *call, const csr_id *id, const void *params, void *out)
{
    return set(call, &csri_ticket_record, id, params, out);
}

const csri_operation csri_ticket_set_field = {
    .name = "ticket.set_field",
    .run = set_ticket,
    .in = &set_params,
    .subject = &csri_ticket_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_ticket_set_field(csr_session *session, const csr_id *id, const csr_field_set_params *params,
                                int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_ticket_set_field, id, params, out_version, err);
}

static csr_status unset_ticket(csri_call *call, const csr_id *id, const void *params, void *out)
{
    return unset(call, &csri_ticket_record, id, params, out);
}

const csri_operation csri_ticket_unset_field = {
    .name = "ticket.unset_field",
    .run = unset_ticket,
    .in = &unset_params,
    .subject = &csri_ticket_record,
    .mode = CSRI_WRITE,
    .gives = CSRI_GIVES_VERSION,
};

csr_status csr_ticket_unset_field(csr_session *session, const csr_id *id, const csr_field_unset_params *params,
                                  int64_t *out_version, csr_error *err)
{
    return csri_run(session, &csri_ticket_unset_field, id, params, out_version, err);
}
