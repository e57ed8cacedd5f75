#include "base/error.h"
#include "base/time.h"
#include "desk/refund.h"

#define ROW struct csri_settings
#define IN_STRUCT csr_settings_change_params
/* clang-format off */
static const csr_member change_members[] = {
    IN(expected_version, version, 0),
    IN_TO(name, name, 0),
    IN_TO_OR(currency, currency, CSR_SETTINGS_CLEAR_CURRENCY),
    IN_TO_OR(zone, zone, CSR_SETTINGS_CLEAR_ZONE),
    IN_TO_OR(display_offset, offset, CSR_SETTINGS_CLEAR_DISPLAY_OFFSET),
    IN_TO_OR(language, language, CSR_SETTINGS_CLEAR_LANGUAGE),
    IN_TO_OR(calling_code, calling_code, CSR_SETTINGS_CLEAR_CALLING_CODE),
    IN_TO_OR(approval_calendar, title, CSR_SETTINGS_CLEAR_APPROVAL_CALENDAR),
};
/* clang-format on */
static const csr_shape change_params = CSRI_PARAMS_CLEAR_GREW(IN_STRUCT, change_members, approval_calendar);

static csr_status check(csri_call *call, void *row)
{
    const csr_settings_view *is = &((struct csri_settings *)row)->view;
    int32_t seconds;

    if (is->display_offset.len != 0 && !csri_offset_parse(is->display_offset.ptr, is->display_offset.len, &seconds))
        return csri_fail(call->err, CSR_E_ARGUMENT, "display_offset", "display_offset is \"+hh:mm\" or \"Z\"");
    for (size_t i = 0; i < is->calling_code.len; i++)
        if (is->calling_code.ptr[i] < '0' || is->calling_code.ptr[i] > '9')
            return csri_fail(call->err, CSR_E_ARGUMENT, "calling_code", "calling_code is 1 to 3 digits without \"+\"");
    return csri_approval_calendar_check(call, &is->approval_calendar);
}

static csr_status change(csri_call *call, const csr_id *id, const void *params, void *out)
{
    const csr_settings_change_params *in = params;
    struct csri_settings is;

    (void)id;
    return csri_change_plainly(call, CSR_EVENT_SETTINGS_CHANGED, &csri_settings_record, &call->desk->id, &change_params,
                               in, in->expected_version, check, &is, out);
}

const csri_operation csri_settings_change = {
    .name = "settings.change", .run = change, .in = &change_params, .mode = CSRI_WRITE, .gives = CSRI_GIVES_VERSION
};

csr_status csr_settings_change(csr_session *session, const csr_settings_change_params *params, int64_t *out_version,
                               csr_error *err)
{
    return csri_run(session, &csri_settings_change, NULL, params, out_version, err);
}

static csr_status get(csri_call *call, const csr_id *id, const void *params, void *out)
{
    (void)id;
    (void)params;
    return csri_get(call, &csri_settings_record, &call->desk->id, out);
}

const csri_operation csri_settings_get = {
    .name = "settings.get", .run = get, .mode = CSRI_READ, .gives = CSRI_GIVES_RESULT
};

csr_status csr_settings_get(csr_session *session, csr_result **out_result, csr_error *err)
{
    return csri_run(session, &csri_settings_get, NULL, NULL, out_result, err);
}

csr_status csr_settings_at(const csr_result *result, size_t row, csr_settings_view *view, csr_error *err)
{
    return csri_result_view(result, csri_settings_record.row, row, view, err);
}
