/* Business time: the questions that a desk asks of its calendar, and a clock that measures by it. */
#include <csr/csr.h>
#include <stdio.h>
#include <string.h>

#define HOUR_US INT64_C(3600000000)

/* snippet: calendar */
static const char shop[] = "{\"name\": \"shop\", \"zone\": \"Europe/Prague\","
                           " \"hours\": {\"mon\": [[\"09:00\", \"17:00\"]], \"tue\": [[\"09:00\", \"17:00\"]],"
                           " \"wed\": [[\"09:00\", \"17:00\"]], \"thu\": [[\"09:00\", \"17:00\"]],"
                           " \"fri\": [[\"09:00\", \"17:00\"]]},"
                           " \"holidays\": [\"2025-04-18\", \"2025-04-21\"]}";
/* end */

static csr_time at(const char *text)
{
    csr_time instant = 0;

    (void)csr_time_parse(text, CSR_NTS, &instant, NULL);
    return instant;
}

static void print_at(const char *what, const csr_calendar *calendar, csr_time instant)
{
    char text[CSR_TIME_TEXT_BYTES];

    (void)csr_time_format(instant, csr_zone_offset(csr_calendar_zone(calendar), instant), text, NULL);
    printf("%-12s %s\n", what, text);
}

/* snippet: deadline */
/* By when is it, and as which opening would people say it? */
static csr_status tell_deadline(const csr_calendar *calendar, csr_time from, int64_t hours, csr_error *err)
{
    csr_time due, opening;
    csr_status status = csr_calendar_add(calendar, from, hours * HOUR_US, &due, err);

    if (status == CSR_OK)
        status = csr_calendar_next_open(calendar, due, &opening, err);
    if (status == CSR_OK) {
        print_at("due", calendar, due);
        print_at("shown as", calendar, opening);
    }
    return status;
}
/* end */

/* snippet: reasons */
/* What lies between two instants, piece by piece. */
static csr_status tell_reasons(const csr_calendar *calendar, csr_time from, csr_time to, csr_error *err)
{
    static const char *const why[] = { "", "open", "outside hours", "holiday", "special hours", "break" };
    csr_calendar_stretch piece = CSR_CALENDAR_STRETCH_INIT;
    csr_status status = CSR_OK;

    while (from < to && (status = csr_calendar_stretch_at(calendar, from, &piece, err)) == CSR_OK) {
        print_at(why[piece.why], calendar, from);
        from = piece.to;
    }
    return status;
}
/* end */

/* snippet: clock */
/* Four hours from Friday 15:00; from 16:00 until Monday 10:00 the customer is waited for. */
static csr_status run_clock(const csr_calendar *calendar, csr_sla_reading *reading, csr_error *err)
{
    csr_sla_event events[] = { CSR_SLA_EVENT_INIT, CSR_SLA_EVENT_INIT, CSR_SLA_EVENT_INIT };
    csr_sla_fired fired[CSR_SLA_LEVELS_MAX];
    csr_sla_clock clock = CSR_SLA_CLOCK_INIT;
    size_t count;
    csr_status status = csr_sla_clock_begin(&clock, NULL, 0, 0, err);

    events[0].kind = CSR_SLA_EVENT_START;
    events[0].at = at("2025-03-28T15:00:00+01:00");
    events[0].target_s = 4 * 3600;
    events[0].calendar = calendar;
    events[1].kind = CSR_SLA_EVENT_PAUSE;
    events[1].at = at("2025-03-28T16:00:00+01:00");
    events[2].kind = CSR_SLA_EVENT_RESUME;
    events[2].at = at("2025-03-31T10:00:00+02:00");
    for (size_t i = 0; i < 3 && status == CSR_OK; i++)
        status = csr_sla_clock_apply(&clock, &events[i], fired, &count, err);
    return status == CSR_OK ? csr_sla_clock_read(&clock, events[2].at, reading, err) : status;
}
/* end */

int main(void)
{
    csr_error err = CSR_ERROR_INIT;
    csr_sla_reading reading = CSR_SLA_READING_INIT;
    csr_calendar *calendar = NULL;
    csr_status status = csr_calendar_load(shop, CSR_NTS, NULL, &calendar, &err);

    /* A system without zone files: the test of this program is skipped. */
    if (status == CSR_E_POLICY && strcmp(err.field, "zone") == 0)
        return 77;
    if (status == CSR_OK)
        status = tell_deadline(calendar, at("2025-03-31T09:00:00+02:00"), 8, &err);
    if (status == CSR_OK)
        status = tell_deadline(calendar, at("2025-04-17T16:00:00+02:00"), 2, &err);
    if (status == CSR_OK)
        status = tell_reasons(calendar, at("2025-04-17T12:00:00+02:00"), at("2025-04-22T12:00:00+02:00"), &err);
    if (status == CSR_OK)
        status = run_clock(calendar, &reading, &err);
    if (status == CSR_OK)
        print_at("clock due", calendar, reading.due_at);
    if (status != CSR_OK)
        fprintf(stderr, "%s: %s\n", csr_status_name(status), err.message);
    csr_calendar_free(calendar);
    return status == CSR_OK ? 0 : 1;
}
