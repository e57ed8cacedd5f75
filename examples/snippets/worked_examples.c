/* The worked examples of docs/calendars.md, asked one after the other. What it prints are the tables of that chapter. */
#include <csr/csr.h>
#include <stdio.h>
#include <string.h>

#define COUNT(list) (sizeof(list) / sizeof(list)[0])
#define SECOND INT64_C(1000000)
#define HOUR 3600

#define WEEK(from, to)                                                                                                \
    "\"hours\":{\"mon\":[[\"" from "\",\"" to "\"]],\"tue\":[[\"" from "\",\"" to "\"]],\"wed\":[[\"" from "\",\"" to \
    "\"]],\"thu\":[[\"" from "\",\"" to "\"]],\"fri\":[[\"" from "\",\"" to "\"]]"
#define WEEKDAYS(zone) "{\"zone\":\"" zone "\"," WEEK("09:00", "17:00") "}}"
#define EVERY_DAY(zone, from, to)                                                                                \
    "{\"zone\":\"" zone "\"," WEEK(from, to) ",\"sat\":[[\"" from "\",\"" to "\"]],\"sun\":[[\"" from "\",\"" to \
                                             "\"]]}}"
#define OFFICE WEEKDAYS("Europe/Prague")
#define EASTER "{\"zone\":\"Europe/Prague\"," WEEK("09:00", "17:00") "},\"holidays\":[\"2025-04-18\",\"2025-04-21\"]}"

static csr_time at(const char *text)
{
    csr_time instant = 0;

    (void)csr_time_parse(text, CSR_NTS, &instant, NULL);
    return instant;
}

static void print_at(const csr_calendar *calendar, csr_time instant)
{
    char text[CSR_TIME_TEXT_BYTES];

    (void)csr_time_format(instant, csr_zone_offset(csr_calendar_zone(calendar), instant), text, NULL);
    printf("%s", text);
}

/* Open time: from an instant so many hours on (hours > 0), or how much there is until another instant. */
static const struct {
    const char *question, *calendar, *from, *to;
    int64_t hours;
} questions[] = {
    { "2 h from Friday 2025-03-28 16:00", OFFICE, "2025-03-28T16:00:00+01:00", NULL, 2 },
    { "8 h from Monday 2025-03-31 09:00", OFFICE, "2025-03-31T09:00:00+02:00", NULL, 8 },
    { "1 h from Saturday 2025-03-29 10:00", OFFICE, "2025-03-29T10:00:00+01:00", NULL, 1 },
    { "all day and night on 2025-03-30", EVERY_DAY("Europe/Prague", "00:00", "24:00"), "2025-03-30T00:00:00+01:00",
      "2025-03-31T00:00:00+02:00", 0 },
    { "all day and night on 2025-10-26", EVERY_DAY("Europe/Prague", "00:00", "24:00"), "2025-10-26T00:00:00+02:00",
      "2025-10-27T00:00:00+01:00", 0 },
    { "02:30 to 05:00 on 2025-03-30, when 02:00 to 03:00 does not exist", EVERY_DAY("Europe/Prague", "02:30", "05:00"),
      "2025-03-30T00:00:00+01:00", "2025-03-31T00:00:00+02:00", 0 },
    { "00:00 to 02:30 on that day", EVERY_DAY("Europe/Prague", "00:00", "02:30"), "2025-03-30T00:00:00+01:00",
      "2025-03-31T00:00:00+02:00", 0 },
    { "02:30 to 05:00 on 2025-10-26, when 02:00 to 03:00 comes twice", EVERY_DAY("Europe/Prague", "02:30", "05:00"),
      "2025-10-26T00:00:00+02:00", "2025-10-27T00:00:00+01:00", 0 },
    { "00:00 to 02:30 on that day", EVERY_DAY("Europe/Prague", "00:00", "02:30"), "2025-10-26T00:00:00+02:00",
      "2025-10-27T00:00:00+01:00", 0 },
    { "02:00 to 06:00 on Lord Howe Island on 2025-10-05, when half an hour is skipped",
      EVERY_DAY("Australia/Lord_Howe", "02:00", "06:00"), "2025-10-05T00:00:00+10:30", "2025-10-06T00:00:00+11:00", 0 },
    { "02:15 to 06:00 in Casablanca on 2025-02-23, when Ramadan sets the clock back",
      EVERY_DAY("Africa/Casablanca", "02:15", "06:00"), "2025-02-23T00:00:00+01:00", "2025-02-24T00:00:00+00:00", 0 },
    { "1 h from Monday 2025-03-31 16:30 in Kathmandu", WEEKDAYS("Asia/Kathmandu"), "2025-03-31T16:30:00+05:45", NULL,
      1 },
    { "2 h from Thursday 2025-04-17 16:00, over Easter", EASTER, "2025-04-17T16:00:00+02:00", NULL, 2 },
};

/* snippet: ask */
static csr_status ask(size_t i, csr_error *err)
{
    csr_calendar *calendar = NULL;
    int64_t answer = 0;
    csr_status status = csr_calendar_load(questions[i].calendar, CSR_NTS, NULL, &calendar, err);

    if (status == CSR_OK && questions[i].hours > 0)
        status = csr_calendar_add(calendar, at(questions[i].from), questions[i].hours * HOUR * SECOND, &answer, err);
    else if (status == CSR_OK)
        status = csr_calendar_within(calendar, at(questions[i].from), at(questions[i].to), &answer, err);
    if (status == CSR_OK) {
        printf("| %s | ", questions[i].question);
        if (questions[i].hours > 0)
            print_at(calendar, answer);
        else
            printf("%lld s", (long long)(answer / SECOND));
        printf(" |\n");
    }
    csr_calendar_free(calendar);
    return status;
}
/* end */

/* What happens to a clock: Friday is 2025-03-28, in winter time; Monday and Tuesday are in summer time. */
#define FRI(time) "2025-03-28T" time ":00+01:00"
#define SAT(time) "2025-03-29T" time ":00+01:00"
#define THU(time) "2025-03-27T" time ":00+01:00"
#define MON(time) "2025-03-31T" time ":00+02:00"
#define TUE(time) "2025-04-01T" time ":00+02:00"

enum { OFFICE_HOURS, ALWAYS, AS_BEFORE };

typedef struct happening {
    csr_sla_event_kind kind;
    const char *when;
    int64_t hours; /* the target; 0 = as before */
    int calendar;
} happening;

static const struct {
    const char *text;
    csr_sla_reopen reopen;
    const char *look; /* the instant of the answer */
    happening list[5];
} clocks[] = {
    { "E1: 4 h from Friday 15:00", 0, FRI("15:00"), { { CSR_SLA_EVENT_START, FRI("15:00"), 4, OFFICE_HOURS } } },
    { "E2: and paused from 16:00 to Monday 10:00",
      0,
      MON("10:00"),
      { { CSR_SLA_EVENT_START, FRI("15:00"), 4, OFFICE_HOURS },
        { CSR_SLA_EVENT_PAUSE, FRI("16:00"), 0, AS_BEFORE },
        { CSR_SLA_EVENT_RESUME, MON("10:00"), 0, AS_BEFORE } } },
    { "E3: 4 h from Thursday 15:00, paused in closed time",
      0,
      FRI("08:00"),
      { { CSR_SLA_EVENT_START, THU("15:00"), 4, OFFICE_HOURS },
        { CSR_SLA_EVENT_PAUSE, THU("17:30"), 0, AS_BEFORE },
        { CSR_SLA_EVENT_RESUME, FRI("08:00"), 0, AS_BEFORE } } },
    { "E4: 3 h from 10:00, at 11:00 it is 2 h",
      0,
      MON("11:00"),
      { { CSR_SLA_EVENT_START, MON("10:00"), 3, OFFICE_HOURS },
        { CSR_SLA_EVENT_RETARGET, MON("11:00"), 2, AS_BEFORE } } },
    { "E5: 3 h from 10:00, at 12:30 it is 1 h",
      0,
      MON("12:31"),
      { { CSR_SLA_EVENT_START, MON("10:00"), 3, OFFICE_HOURS },
        { CSR_SLA_EVENT_RETARGET, MON("12:30"), 1, AS_BEFORE } } },
    { "E6: and stopped in that second",
      0,
      MON("12:30"),
      { { CSR_SLA_EVENT_START, MON("10:00"), 3, OFFICE_HOURS },
        { CSR_SLA_EVENT_RETARGET, MON("12:30"), 1, AS_BEFORE },
        { CSR_SLA_EVENT_STOP, MON("12:30"), 0, AS_BEFORE } } },
    { "E7: 4 h from Friday 15:00, at 17:30 counted round the clock",
      0,
      FRI("17:30"),
      { { CSR_SLA_EVENT_START, FRI("15:00"), 4, OFFICE_HOURS }, { CSR_SLA_EVENT_RETARGET, FRI("17:30"), 0, ALWAYS } } },
    { "E8: 8 h from Monday 09:00, stopped at 17:00",
      0,
      MON("17:00"),
      { { CSR_SLA_EVENT_START, MON("09:00"), 8, OFFICE_HOURS }, { CSR_SLA_EVENT_STOP, MON("17:00"), 0, AS_BEFORE } } },
    { "E8: the same, stopped at 18:00",
      0,
      MON("18:00"),
      { { CSR_SLA_EVENT_START, MON("09:00"), 8, OFFICE_HOURS }, { CSR_SLA_EVENT_STOP, MON("18:00"), 0, AS_BEFORE } } },
    { "E9: 4 h from Monday 09:00, levels 50, 80, 100 and 150",
      0,
      MON("15:01"),
      { { CSR_SLA_EVENT_START, MON("09:00"), 4, OFFICE_HOURS } } },
    { "E10: 4 h, stopped after 2, reopened on Tuesday 09:00",
      CSR_SLA_REOPEN_RESUME,
      TUE("09:00"),
      { { CSR_SLA_EVENT_START, MON("09:00"), 4, OFFICE_HOURS },
        { CSR_SLA_EVENT_STOP, MON("11:00"), 0, AS_BEFORE },
        { CSR_SLA_EVENT_REOPEN, TUE("09:00"), 0, AS_BEFORE } } },
    { "E10: the same, in a new cycle",
      CSR_SLA_REOPEN_NEW_CYCLE,
      TUE("09:00"),
      { { CSR_SLA_EVENT_START, MON("09:00"), 4, OFFICE_HOURS },
        { CSR_SLA_EVENT_STOP, MON("11:00"), 0, AS_BEFORE },
        { CSR_SLA_EVENT_REOPEN, TUE("09:00"), 0, AS_BEFORE } } },
    { "E11: 2 h from 09:00, at 12:00 it is 8 h, stopped at 16:00",
      0,
      MON("16:00"),
      { { CSR_SLA_EVENT_START, MON("09:00"), 2, OFFICE_HOURS },
        { CSR_SLA_EVENT_RETARGET, MON("12:00"), 8, AS_BEFORE },
        { CSR_SLA_EVENT_STOP, MON("16:00"), 0, AS_BEFORE } } },
    { "E13: 24 h round the clock from Saturday 12:00",
      0,
      SAT("12:00"),
      { { CSR_SLA_EVENT_START, SAT("12:00"), 24, ALWAYS } } },
};

static csr_status happen(csr_sla_clock *clock, const happening *what, const csr_calendar *office, csr_sla_fired *fired,
                         size_t *count, csr_error *err)
{
    csr_sla_event event = CSR_SLA_EVENT_INIT;

    event.kind = what->kind;
    event.at = at(what->when);
    event.target_s = what->hours * HOUR;
    event.sets_calendar = what->calendar != AS_BEFORE;
    event.calendar = what->calendar == OFFICE_HOURS ? office : NULL;
    return csr_sla_clock_apply(clock, &event, fired, count, err);
}

static void print_fired(const csr_calendar *office, const csr_sla_fired *fired, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        printf(", %d %% at ", (int)fired[i].percent);
        print_at(office, fired[i].at);
        if (fired[i].revision > 1)
            printf(" (target %d)", (int)fired[i].revision);
    }
}

static csr_status run_clock(size_t i, const csr_calendar *office, csr_error *err)
{
    static const char *const outcomes[] = { "", "met", "missed" };
    static const int32_t levels[] = { 50, 80, 150 };
    csr_sla_fired fired[6 * CSR_SLA_LEVELS_MAX];
    csr_sla_reading reading = CSR_SLA_READING_INIT;
    csr_sla_clock clock = CSR_SLA_CLOCK_INIT;
    size_t count = 0, more = 0;
    int with_levels = strncmp(clocks[i].text, "E9", 2) == 0;
    csr_status status = csr_sla_clock_begin(&clock, levels, with_levels ? COUNT(levels) : 0, clocks[i].reopen, err);

    for (size_t k = 0; k < COUNT(clocks[i].list) && clocks[i].list[k].when != NULL && status == CSR_OK;
         k++, count += more)
        status = happen(&clock, &clocks[i].list[k], office, fired + count, &more, err);
    if (status == CSR_OK)
        status = csr_sla_clock_evaluate(&clock, at(clocks[i].look), fired + count, &more, err);
    if (status == CSR_OK)
        status = csr_sla_clock_read(&clock, at(clocks[i].look), &reading, err);
    if (status != CSR_OK)
        return status;
    printf("| %s | ", clocks[i].text);
    if (reading.state == CSR_SLA_RUNNING) {
        printf("due ");
        print_at(office, reading.due_at);
    } else {
        printf("%s after %lld s", outcomes[reading.outcome], (long long)(reading.elapsed_us / SECOND));
    }
    print_fired(office, fired, count + more);
    printf(" |\n");
    return CSR_OK;
}

int main(void)
{
    csr_error err = CSR_ERROR_INIT;
    csr_calendar *office = NULL;
    csr_status status = csr_calendar_load(OFFICE, CSR_NTS, NULL, &office, &err);

    /* A system without zone files: the test of this program is skipped. */
    if (status == CSR_E_POLICY && strcmp(err.field, "zone") == 0)
        return 77;
    for (size_t i = 0; i < COUNT(questions) && status == CSR_OK; i++)
        status = ask(i, &err);
    for (size_t i = 0; i < COUNT(clocks) && status == CSR_OK; i++)
        status = run_clock(i, office, &err);
    csr_calendar_free(office);
    if (status != CSR_OK)
        fprintf(stderr, "%s: %s\n", csr_status_name(status), err.message);
    return status == CSR_OK ? 0 : 1;
}
