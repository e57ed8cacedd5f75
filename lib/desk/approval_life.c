/*
 * How long an approval is waited for and holds: hours of the clock, or those of a calendar of the house.
 */
#include "base/error.h"
#include "desk/refund.h"
#include "desk/sla.h"

#include <csr/calendar.h>

/* What the store lets us remember: the settings name no calendar. */
#define NO_CALENDAR (UINT64_C(1) << 3)

/* The calendar that the settings name; *out = NULL is round the clock. */
static csr_status calendar_of(csri_call *call, const csr_settings_view *settings, const csr_calendar **out)
{
    csr_id calendar;
    csr_status status = csri_calendar_named(call, &settings->approval_calendar, &calendar);

    *out = NULL;
    return status != CSR_OK ? status : csri_calendar_of(&call->desk->policies, &call->tx, &calendar, out);
}

/* In a transaction of the host's the settings may be changed, and stay as they were after all. */
static void remember(csri_call *call, uint64_t *word)
{
    if (word != NULL && call->session->tx == NULL)
        *word |= NO_CALENDAR;
}

csr_status csri_approval_until(csri_call *call, csr_time *out)
{
    uint64_t *word = csri_memo(call);
    const csr_calendar *calendar = NULL;
    const csr_settings_view *settings;
    csr_rows *rows;
    csr_status status;

    *out = call->tx.now + CSR_APPROVAL_LIFE_US;
    if (word != NULL && (*word & NO_CALENDAR) != 0)
        return CSR_OK;
    status = csri_settings_load(call, &rows, &settings);
    if (status != CSR_OK)
        return status;
    if (settings->approval_calendar.len > 0)
        status = calendar_of(call, settings, &calendar);
    else
        remember(call, word);
    csri_rows_free(rows);
    if (status == CSR_OK && calendar != NULL)
        status = csr_calendar_add(calendar, call->tx.now, CSR_APPROVAL_LIFE_US, out, call->err);
    return status;
}

csr_status csri_approval_calendar_check(csri_call *call, const csr_str *name)
{
    uint64_t *word = csri_memo(call);
    csr_id calendar;
    csr_status status = csri_calendar_named(call, name, &calendar);

    if (word != NULL)
        *word &= ~NO_CALENDAR;
    if (status != CSR_E_NOT_FOUND)
        return status;
    csri_error_clear(call->err);
    return csri_fail(call->err, status, "approval_calendar", "approval_calendar: there is no calendar \"%.*s\"",
                     (int)name->len, name->ptr);
}
