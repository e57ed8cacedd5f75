#include "desk/edit.h"

#include "base/error.h"
#include "base/money.h"
#include "base/text.h"

csr_status csri_edit_begin(csri_call *call, const csr_record *record, const csr_id *id, int64_t expected_version,
                           void *is, csri_edit *edit)
{
    csr_status status = csri_load(&call->tx, record, id, "id", &edit->rows);

    if (status != CSR_OK)
        return status;
    edit->record = record;
    edit->was = csri_rows_at(edit->rows, 0);
    edit->is = is;
    memcpy(is, edit->was, record->row->size);
    status = csri_expect(&call->tx, record, edit->was, expected_version);
    if (status != CSR_OK)
        csri_rows_free(edit->rows);
    return status;
}

csr_status csri_edit_end(csri_call *call, csri_edit *edit, csr_status status, csri_change_request *request,
                         int64_t *out_version)
{
    request->root = edit->record;
    request->was = edit->was;
    request->is = edit->is;
    if (status == CSR_OK)
        status = csri_change(&call->tx, request);
    if (status == CSR_OK && out_version != NULL)
        memcpy(out_version, (const char *)edit->is + edit->record->version_at, sizeof(*out_version));
    csri_rows_free(edit->rows);
    return status;
}

csr_status csri_add(csri_call *call, csr_event_kind event, const csr_record *record, void *is, csr_id *out_id)
{
    csri_change_request request = { .event = event, .root = record, .is = is };
    csr_id *id = (csr_id *)((char *)is + record->id_at);
    csr_status status = csri_new_id(&call->tx, id);

    if (status == CSR_OK)
        status = csri_change(&call->tx, &request);
    if (status == CSR_OK)
        *out_id = *id;
    return status;
}

csr_status csri_change_plainly(csri_call *call, csr_event_kind event, const csr_record *record, const csr_id *id,
                               const csr_shape *shape, const void *params, int64_t expected_version,
                               csri_row_check check, void *is, int64_t *out_version)
{
    csri_change_request request = { .event = event };
    csri_edit edit;
    csr_status status = csri_edit_begin(call, record, id, expected_version, is, &edit);

    if (status != CSR_OK)
        return status;
    csri_fill(shape, params, is);
    if (check != NULL)
        status = check(call, is);
    return csri_edit_end(call, &edit, status, &request, out_version);
}

csr_status csri_get(csri_call *call, const csr_record *record, const csr_id *id, void *out)
{
    csr_rows *rows;
    csr_status status = csri_load(&call->tx, record, id, "id", &rows);

    return status != CSR_OK ? status : csri_result_of(rows, record, out, call->err);
}

csr_status csri_get_by(csri_call *call, const csr_record *record, int32_t index, const void *key, const char *field,
                       void *out)
{
    csr_rows *rows;
    csr_status status = csri_find(&call->tx, record, index, key, &rows);

    if (status != CSR_OK)
        return status;
    if (rows == NULL)
        return csri_fail(call->err, CSR_E_NOT_FOUND, field, "no %s has this %s", record->name, field);
    return csri_result_of(rows, record, out, call->err);
}

csr_status csri_list(csri_call *call, const csr_record *record, int32_t index, uint32_t equal, uint32_t flags,
                     const void *from, int32_t limit, const csr_str *after, void *out)
{
    csr_scan scan = { .index = index, .equal = equal, .flags = flags, .limit = (uint32_t)limit, .from = from };

    return csri_page(&call->tx, record, &scan, after, out);
}

csr_status csri_list_newest(csri_call *call, const csr_record *record, int32_t limit, const csr_str *after, void *out)
{
    return csri_list(call, record, CSR_SCAN_BY_ID, 0, CSR_SCAN_REVERSE, NULL, limit, after, out);
}

csr_status csri_key_of(csri_call *call, const csr_str *text, const char *field, csri_buffer *buffer, csr_str *out)
{
    csr_status status;

    csri_buffer_init(buffer, &call->desk->host, 0);
    status = csri_text_fold(buffer, text->ptr, text->len);
    if (status != CSR_OK)
        return csri_fail(call->err, status, field, "%s cannot be compared", field);
    if (buffer->len == 0)
        return csri_fail(call->err, CSR_E_ARGUMENT, field, "%s is blank", field);
    *out = (csr_str){ buffer->ptr, buffer->len };
    return CSR_OK;
}

csr_status csri_unique(csri_call *call, const csr_record *record, int32_t index, const void *key, const csr_id *own,
                       const char *field)
{
    csr_rows *rows;
    csr_status status = csri_find(&call->tx, record, index, key, &rows);

    if (rows == NULL)
        return status;
    if (own == NULL || memcmp((const char *)csri_rows_at(rows, 0) + record->id_at, own, sizeof(*own)) != 0)
        status = csri_fail(call->err, CSR_E_DUPLICATE, field, "%s: another %s has this already", field, record->name);
    csri_rows_free(rows);
    return status;
}

csr_status csri_need(csri_call *call, const csr_id *id, const char *field)
{
    return csr_id_is_none(id) ? csri_fail(call->err, CSR_E_ARGUMENT, field, "%s is required", field) : CSR_OK;
}

csr_status csri_need_one(csri_call *call, int first, int second, const char *first_field, const char *second_field)
{
    if (!first && !second)
        return csri_fail(call->err, CSR_E_ARGUMENT, first_field, "%s or %s is required", first_field, second_field);
    if (first && second)
        return csri_fail(call->err, CSR_E_ARGUMENT, second_field, "either %s or %s, not both", first_field,
                         second_field);
    return CSR_OK;
}

csr_status csri_not_future(csri_call *call, csr_time at, const char *field)
{
    return at > call->tx.now ? csri_fail(call->err, CSR_E_ARGUMENT, field, "%s is in the future", field) : CSR_OK;
}

csr_status csri_settings_load(csri_call *call, csr_rows **rows, const csr_settings_view **out)
{
    csr_status status = csri_load(&call->tx, &csri_settings_record, &call->desk->id, "id", rows);

    *out = status == CSR_OK ? &((const struct csri_settings *)csri_rows_at(*rows, 0))->view : NULL;
    return status;
}

csr_status csri_desk_zone(csri_call *call, const csr_zone **out)
{
    const csr_settings_view *settings;
    csr_rows *rows;
    csr_status status = csri_settings_load(call, &rows, &settings);

    *out = NULL;
    if (status != CSR_OK)
        return status;
    if (settings->zone.len > 0)
        status = csri_zone_of(&call->desk->policies, &settings->zone, out, call->err);
    csri_rows_free(rows);
    return status;
}

csr_status csri_check_currency(csri_call *call, const char currency[4])
{
    if (csri_currency_exponent(currency) < 0)
        return csri_fail(call->err, CSR_E_CURRENCY, "currency", "%s is no currency that is known", currency);
    return CSR_OK;
}

csr_status csri_take_currency(csri_call *call, char currency[4])
{
    const csr_settings_view *settings;
    csr_rows *rows;
    csr_status status;

    if (currency[0] == '\0') {
        status = csri_settings_load(call, &rows, &settings);
        if (status != CSR_OK)
            return status;
        memcpy(currency, settings->currency, sizeof settings->currency);
        csri_rows_free(rows);
    }
    if (currency[0] == '\0')
        return csri_fail(call->err, CSR_E_ARGUMENT, "currency", "currency is required, for the desk has none");
    return csri_check_currency(call, currency);
}
