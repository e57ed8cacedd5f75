#include "support/calendars.h"
#include "support/runner.h"
#include "support/test_host.h"

#include <csr/sla.h>
#include <stdio.h>
#include <string.h>

#define COUNT(list) (sizeof(list) / sizeof *(list))
#define HOUR_S INT64_C(3600)
#define SECOND INT64_C(1000000)
#define SHOP                                                                                \
    "{'zone':'Europe/Prague','hours':{'mon':[['09:00','17:00']],'tue':[['09:00','17:00']]," \
    "'wed':[['09:00','17:00']],'thu':[['09:00','17:00']],'fri':[['09:00','17:00']]}}"
/* Open for an hour on two dates, and never again. */
#define ENDING                                                                        \
    "{'zone':'Etc/UTC','hours':{},'special_hours':{'2025-01-01':[['10:00','11:00']]," \
    "'2025-01-02':[['10:00','11:00']]}}"

static csr_test_host host;
static csr_calendar *shop, *ending;

static int set_up(void)
{
    csr_test_host_init(&host, CSR_TEST_MONDAY, 7);
    shop = csr_test_calendar(&host.host, SHOP);
    ending = csr_test_calendar(&host.host, ENDING);
    return 0;
}

static int tear_down(void)
{
    csr_calendar_free(shop);
    csr_calendar_free(ending);
    return csr_test_host_done(&host) != 0;
}

/* A clock and everything that has fired. */
typedef struct course {
    csr_sla_clock clock;
    csr_sla_fired log[64];
    size_t count;
} course;

static void begin(course *c, const int32_t *percents, size_t count, csr_sla_reopen reopen)
{
    static const csr_sla_clock fresh = CSR_SLA_CLOCK_INIT;
    c->clock = fresh;
    c->count = 0;
    CU_ASSERT_EQUAL_FATAL(csr_sla_clock_begin(&c->clock, percents, count, reopen, NULL), CSR_OK);
}

/* hours 0 = no target; calendar: 's' the shop, 'e' the ending one, 'a' always open, 0 = none. */
static csr_status happen(course *c, csr_sla_event_kind kind, const char *at, double hours, char calendar)
{
    csr_sla_event event = CSR_SLA_EVENT_INIT;
    size_t fired = 99;
    event.kind = kind;
    event.at = csr_test_at(at);
    event.target_s = (int64_t)(hours * 3600);
    event.calendar = calendar == 's' ? shop : calendar == 'e' ? ending : NULL;
    event.sets_calendar = calendar != 0;
    csr_status status = csr_sla_clock_apply(&c->clock, &event, c->log + c->count, &fired, NULL);
    CU_ASSERT_TRUE(fired <= CSR_SLA_LEVELS_MAX && (status == CSR_OK || fired == 0));
    c->count += fired;
    return status;
}

#define START(at, hours, calendar) CU_ASSERT_EQUAL(happen(&c, CSR_SLA_EVENT_START, at, hours, calendar), CSR_OK)
#define PAUSE(at) CU_ASSERT_EQUAL(happen(&c, CSR_SLA_EVENT_PAUSE, at, 0, 0), CSR_OK)
#define RESUME(at) CU_ASSERT_EQUAL(happen(&c, CSR_SLA_EVENT_RESUME, at, 0, 0), CSR_OK)
#define RETARGET(at, hours, calendar) CU_ASSERT_EQUAL(happen(&c, CSR_SLA_EVENT_RETARGET, at, hours, calendar), CSR_OK)
#define STOP(at) CU_ASSERT_EQUAL(happen(&c, CSR_SLA_EVENT_STOP, at, 0, 0), CSR_OK)
#define REOPEN(at) CU_ASSERT_EQUAL(happen(&c, CSR_SLA_EVENT_REOPEN, at, 0, 0), CSR_OK)
#define CANCEL(at) CU_ASSERT_EQUAL(happen(&c, CSR_SLA_EVENT_CANCEL, at, 0, 0), CSR_OK)

static void evaluate(course *c, csr_time now)
{
    size_t fired = 0;
    CU_ASSERT_EQUAL(csr_sla_clock_evaluate(&c->clock, now, c->log + c->count, &fired, NULL), CSR_OK);
    c->count += fired;
    CU_ASSERT_EQUAL(csr_sla_clock_evaluate(&c->clock, now, c->log + c->count, &fired, NULL), CSR_OK);
    CU_ASSERT_EQUAL(fired, 0);
}

static csr_sla_reading reading(const course *c, csr_time at)
{
    csr_sla_reading r = CSR_SLA_READING_INIT;
    CU_ASSERT_EQUAL(csr_sla_clock_read(&c->clock, at, &r, NULL), CSR_OK);
    return r;
}

static void expect_due(const course *c, const char *due)
{
    csr_time got = reading(c, c->clock.last_at).due_at, expected = due ? csr_test_at(due) : INT64_MAX;
    char text[CSR_TIME_TEXT_BYTES];
    CU_ASSERT_EQUAL(got, expected);
    if (got != expected) {
        (void)csr_time_format(got, 0, text, NULL);
        fprintf(stderr, "due %s, expected %s\n", text, due ? due : "none");
    }
}

static void expect_fired(const course *c, size_t number, int32_t percent, const char *at, int32_t cycle,
                         int32_t revision)
{
    CU_ASSERT_TRUE_FATAL(number < c->count);
    const csr_sla_fired *f = &c->log[number];
    CU_ASSERT_EQUAL(f->percent, percent);
    CU_ASSERT_EQUAL(f->breach, percent >= 100);
    CU_ASSERT_EQUAL(f->at, csr_test_at(at));
    CU_ASSERT_EQUAL(f->cycle, cycle);
    CU_ASSERT_EQUAL(f->revision, revision);
}

/* The worked examples of docs/calendars.md, by their names. */
static void test_e1_to_e3(void)
{
    course c;
    begin(&c, NULL, 0, 0);
    START("2025-03-28T15:00+01:00", 4, 's');
    expect_due(&c, "2025-03-31T11:00+02:00");
    PAUSE("2025-03-28T16:00+01:00");
    expect_due(&c, NULL);
    CU_ASSERT_EQUAL(c.clock.state, CSR_SLA_PAUSED);
    RESUME("2025-03-31T10:00+02:00");
    CU_ASSERT_EQUAL(c.clock.elapsed_us, HOUR_S * SECOND);
    expect_due(&c, "2025-03-31T13:00+02:00");
    begin(&c, NULL, 0, 0);
    START("2025-03-27T15:00+01:00", 4, 's');
    PAUSE("2025-03-27T17:30+01:00");
    RESUME("2025-03-28T08:00+01:00");
    expect_due(&c, "2025-03-28T11:00+01:00");
}

static void test_e4_to_e6(void)
{
    course c;
    begin(&c, NULL, 0, 0);
    START("2025-03-31T10:00+02:00", 3, 's');
    RETARGET("2025-03-31T11:00+02:00", 2, 0);
    expect_due(&c, "2025-03-31T12:00+02:00");
    CU_ASSERT_EQUAL(c.clock.revision, 2);
    for (int in_time = 0; in_time < 2; in_time++) {
        begin(&c, NULL, 0, 0);
        START("2025-03-31T10:00+02:00", 3, 's');
        RETARGET("2025-03-31T12:30+02:00", 1, 0);
        expect_due(&c, "2025-03-31T12:30+02:00");
        evaluate(&c, csr_test_at("2025-03-31T12:30+02:00"));
        CU_ASSERT_EQUAL(c.count, 0);
        STOP(in_time ? "2025-03-31T12:30+02:00" : "2025-03-31T12:30:01+02:00");
        CU_ASSERT_EQUAL(c.clock.outcome, in_time ? CSR_SLA_MET : CSR_SLA_MISSED);
        CU_ASSERT_EQUAL(c.count, !in_time);
    }
    expect_due(&c, NULL);
}

static void test_e7_and_e8(void)
{
    course c;
    begin(&c, NULL, 0, 0);
    START("2025-03-28T15:00+01:00", 4, 's');
    RETARGET("2025-03-28T17:30+01:00", 0, 'a');
    expect_due(&c, "2025-03-28T19:30+01:00");
    CU_ASSERT_EQUAL(c.clock.revision, 1);
    for (int late = 0; late < 2; late++) {
        begin(&c, NULL, 0, 0);
        START("2025-03-31T09:00+02:00", 8, 's');
        expect_due(&c, "2025-03-31T17:00+02:00");
        STOP(late ? "2025-03-31T18:00+02:00" : "2025-03-31T17:00+02:00");
        CU_ASSERT_EQUAL(c.clock.outcome, late ? CSR_SLA_MISSED : CSR_SLA_MET);
        CU_ASSERT_EQUAL(c.clock.elapsed_us, 8 * HOUR_S * SECOND);
    }
    expect_fired(&c, 0, 100, "2025-03-31T17:00+02:00", 1, 1);
}

static void test_e9(void)
{
    static const int32_t percents[] = { 150, 50, 100, 80, 80 };
    static const char *const at[] = { "2025-03-31T11:00+02:00", "2025-03-31T12:12+02:00", "2025-03-31T13:00+02:00",
                                      "2025-03-31T15:00+02:00" };
    course c;
    begin(&c, percents, COUNT(percents), 0);
    CU_ASSERT_EQUAL(c.clock.level_count, 4);
    START("2025-03-31T09:00+02:00", 4, 's');
    for (size_t i = 0; i < COUNT(at); i++) {
        csr_time instant = csr_test_at(at[i]) + (i >= 2);
        CU_ASSERT_EQUAL(reading(&c, c.clock.last_at).next_at, instant);
        evaluate(&c, instant - 1);
        CU_ASSERT_EQUAL(c.count, i);
        evaluate(&c, instant);
        CU_ASSERT_EQUAL(c.count, i + 1);
        expect_fired(&c, i, i == 0 ? 50 : i == 1 ? 80 : i == 2 ? 100 : 150, at[i], 1, 1);
    }
    CU_ASSERT_EQUAL(reading(&c, c.clock.last_at).next_at, INT64_MAX);
    /* All at once, however late one looks. */
    begin(&c, percents, COUNT(percents), 0);
    START("2025-03-31T09:00+02:00", 4, 's');
    evaluate(&c, csr_test_at("2025-05-31T09:00+02:00"));
    CU_ASSERT_EQUAL(c.count, 4);
    expect_fired(&c, 3, 150, at[3], 1, 1);
}

static void test_e10(void)
{
    static const csr_sla_reopen ways[] = { CSR_SLA_REOPEN_RESUME, CSR_SLA_REOPEN_NEW_CYCLE, CSR_SLA_REOPEN_NEVER };
    static const char *const due[] = { "2025-04-01T11:00+02:00", "2025-04-01T13:00+02:00", NULL };
    for (int i = 0; i < 3; i++) {
        course c;
        begin(&c, NULL, 0, ways[i]);
        START("2025-03-31T09:00+02:00", 4, 's');
        STOP("2025-03-31T11:00+02:00");
        CU_ASSERT_EQUAL(c.clock.outcome, CSR_SLA_MET);
        STOP("2025-03-31T12:00+02:00");
        REOPEN("2025-04-01T09:00+02:00");
        expect_due(&c, due[i]);
        CU_ASSERT_EQUAL(c.clock.cycle, i == 1 ? 2 : 1);
        CU_ASSERT_EQUAL(c.clock.outcome, i == 2 ? CSR_SLA_MET : 0);
    }
}

static void test_e11_and_e13(void)
{
    course c;
    begin(&c, NULL, 0, 0);
    START("2025-03-31T09:00+02:00", 2, 's');
    RETARGET("2025-03-31T12:00+02:00", 8, 0);
    STOP("2025-03-31T16:00+02:00");
    CU_ASSERT_EQUAL(c.count, 1);
    expect_fired(&c, 0, 100, "2025-03-31T11:00+02:00", 1, 1);
    CU_ASSERT_EQUAL(c.clock.outcome, CSR_SLA_MET);
    CU_ASSERT_EQUAL(c.clock.revision, 2);
    begin(&c, NULL, 0, 0);
    START("2025-03-29T12:00+01:00", 24, 'a');
    expect_due(&c, "2025-03-30T13:00+02:00");
}

/* C5: a threshold is a whole number of seconds, rounded up. */
static void test_thresholds(void)
{
    static const int32_t percents[] = { 33, 67 };
    course c;
    begin(&c, percents, COUNT(percents), 0);
    START("2025-03-31T09:00+02:00", 100.0 / 3600, 'a');
    CU_ASSERT_EQUAL(c.clock.levels[0].at - c.clock.last_at, 33 * SECOND);
    begin(&c, percents, COUNT(percents), 0);
    START("2025-03-31T09:00+02:00", 10.0 / 3600, 'a');
    CU_ASSERT_EQUAL(c.clock.levels[0].at - c.clock.last_at, 4 * SECOND);
    CU_ASSERT_EQUAL(c.clock.levels[1].at - c.clock.last_at, 7 * SECOND);
    CU_ASSERT_EQUAL(c.clock.levels[2].at - c.clock.last_at, 10 * SECOND);
}

/* Nothing launders a breach: not a pause, not a calendar, not reopening. */
static void test_breach_stays(void)
{
    static const int32_t percents[] = { 50 };
    course c;
    begin(&c, percents, 1, CSR_SLA_REOPEN_RESUME);
    START("2025-03-31T09:00+02:00", 2, 's');
    PAUSE("2025-03-31T12:00+02:00");
    CU_ASSERT_EQUAL(c.count, 2);
    RESUME("2025-03-31T13:00+02:00");
    expect_due(&c, "2025-03-31T11:00+02:00");
    RETARGET("2025-03-31T14:00+02:00", 2, 'a');
    expect_due(&c, "2025-03-31T11:00+02:00");
    STOP("2025-03-31T15:00+02:00");
    CU_ASSERT_EQUAL(c.clock.outcome, CSR_SLA_MISSED);
    REOPEN("2025-03-31T16:00+02:00");
    expect_due(&c, "2025-03-31T11:00+02:00");
    /* Another value of the target is another matter: its breach is a new one, the warning was given. */
    RETARGET("2025-03-31T16:30+02:00", 6, 's');
    CU_ASSERT_EQUAL(c.count, 2);
    CU_ASSERT_EQUAL(c.clock.elapsed_us, (HOUR_S * 5 + 1800) * SECOND);
    expect_due(&c, "2025-03-31T17:00+02:00");
    evaluate(&c, csr_test_at("2025-03-31T17:00:01+02:00"));
    CU_ASSERT_EQUAL(c.count, 3);
    expect_fired(&c, 2, 100, "2025-03-31T17:00+02:00", 1, 2);
}

/* C10: stopped while paused. */
static void test_stop_while_paused(void)
{
    course c;
    begin(&c, NULL, 0, 0);
    START("2025-03-31T09:00+02:00", 2, 's');
    PAUSE("2025-03-31T11:00+02:00"); /* exactly the target, no breach */
    STOP("2025-03-31T15:00+02:00");
    CU_ASSERT_EQUAL(c.clock.outcome, CSR_SLA_MET);
    begin(&c, NULL, 0, 0);
    START("2025-03-31T09:00+02:00", 2, 's');
    PAUSE("2025-03-31T11:00:01+02:00");
    STOP("2025-03-31T15:00+02:00");
    CU_ASSERT_EQUAL(c.clock.outcome, CSR_SLA_MISSED);
    /* The target is reached at closing time and breached over night: elapsed time alone would not tell. */
    begin(&c, NULL, 0, 0);
    START("2025-03-31T09:00+02:00", 8, 's');
    PAUSE("2025-03-31T18:00+02:00");
    STOP("2025-03-31T19:00+02:00");
    CU_ASSERT_EQUAL(c.clock.elapsed_us, 8 * HOUR_S * SECOND);
    CU_ASSERT_EQUAL(c.clock.outcome, CSR_SLA_MISSED);
    /* No breach, but a target that was cut while it was paused. */
    begin(&c, NULL, 0, 0);
    START("2025-03-31T09:00+02:00", 2, 's');
    PAUSE("2025-03-31T10:30+02:00");
    RETARGET("2025-03-31T11:00+02:00", 1, 0);
    expect_due(&c, NULL);
    STOP("2025-03-31T15:00+02:00");
    CU_ASSERT_EQUAL(c.clock.outcome, CSR_SLA_MISSED);
    CU_ASSERT_EQUAL(c.count, 0);
    /* A breach under an earlier target does not count. */
    begin(&c, NULL, 0, 0);
    START("2025-03-31T09:00+02:00", 1, 's');
    PAUSE("2025-03-31T11:00+02:00");
    RETARGET("2025-03-31T12:00+02:00", 3, 0);
    STOP("2025-03-31T15:00+02:00");
    CU_ASSERT_EQUAL(c.clock.outcome, CSR_SLA_MET);
    CU_ASSERT_EQUAL(c.count, 1);
}

/* What does not fit the state changes nothing but the time of the last event. */
static void test_what_does_not_fit(void)
{
    static const csr_sla_event_kind kinds[] = { CSR_SLA_EVENT_PAUSE, CSR_SLA_EVENT_RESUME, CSR_SLA_EVENT_RETARGET,
                                                CSR_SLA_EVENT_STOP,  CSR_SLA_EVENT_REOPEN, CSR_SLA_EVENT_CANCEL };
    course c;
    begin(&c, NULL, 0, 0);
    for (size_t i = 0; i < COUNT(kinds); i++) {
        CU_ASSERT_EQUAL(happen(&c, kinds[i], "2025-03-31T08:00+02:00", 3, 's'), CSR_OK);
        CU_ASSERT_EQUAL(c.clock.state, CSR_SLA_NOT_STARTED);
    }
    CU_ASSERT_TRUE(c.clock.cycle == 0 && c.clock.revision == 0 && c.clock.target_s == 0);
    START("2025-03-31T09:00+02:00", 2, 's');
    START("2025-03-31T09:30+02:00", 7, 'a');
    RESUME("2025-03-31T10:00+02:00");
    REOPEN("2025-03-31T10:00+02:00");
    CU_ASSERT_TRUE(c.clock.target_s == 2 * HOUR_S && c.clock.cycle == 1 && c.clock.revision == 1);
    expect_due(&c, "2025-03-31T11:00+02:00");
    PAUSE("2025-03-31T10:00+02:00");
    PAUSE("2025-03-31T10:10+02:00");
    START("2025-03-31T10:20+02:00", 7, 'a');
    REOPEN("2025-03-31T10:20+02:00");
    CU_ASSERT_TRUE(c.clock.state == CSR_SLA_PAUSED && c.clock.elapsed_us == HOUR_S * SECOND);
    STOP("2025-03-31T10:30+02:00");
    PAUSE("2025-03-31T10:40+02:00");
    RESUME("2025-03-31T10:40+02:00");
    CU_ASSERT_TRUE(c.clock.state == CSR_SLA_STOPPED && c.clock.outcome == CSR_SLA_MET);
    /* A target set while it is stopped counts when it goes on. */
    RETARGET("2025-03-31T11:00+02:00", 5, 0);
    CU_ASSERT_EQUAL(c.clock.outcome, CSR_SLA_MET);
    REOPEN("2025-03-31T12:00+02:00");
    expect_due(&c, "2025-03-31T16:00+02:00");
}

/* The next question of a customer: a start after the end begins the next cycle, whatever reopening would do. */
static void test_start_again(void)
{
    static const int32_t percents[] = { 50 };
    course c;
    begin(&c, percents, 1, CSR_SLA_REOPEN_NEVER);
    START("2025-03-31T09:00+02:00", 2, 's');
    STOP("2025-03-31T10:30+02:00");
    START("2025-03-31T11:00+02:00", 2, 's');
    CU_ASSERT_TRUE(c.clock.cycle == 2 && c.clock.revision == 1 && c.clock.elapsed_us == 0 && c.clock.outcome == 0);
    expect_due(&c, "2025-03-31T13:00+02:00");
    CANCEL("2025-03-31T12:30+02:00");
    CU_ASSERT_TRUE(c.clock.state == CSR_SLA_CANCELLED && c.clock.outcome == 0);
    expect_due(&c, NULL);
    RETARGET("2025-03-31T12:30+02:00", 9, 0);
    REOPEN("2025-03-31T12:30+02:00");
    STOP("2025-03-31T12:30+02:00");
    CU_ASSERT_TRUE(c.clock.state == CSR_SLA_CANCELLED && c.clock.outcome == 0 && c.clock.target_s == 2 * HOUR_S);
    START("2025-03-31T12:30+02:00", 1, 'a');
    CU_ASSERT_TRUE(c.clock.cycle == 3 && c.clock.revision == 2);
    expect_due(&c, "2025-03-31T13:30+02:00");
    CU_ASSERT_EQUAL(c.count, 2);
    expect_fired(&c, 0, 50, "2025-03-31T10:00+02:00", 1, 1);
    expect_fired(&c, 1, 50, "2025-03-31T12:00+02:00", 2, 1);
    /* A matter that turns out to be spam after it was settled has no outcome. */
    STOP("2025-03-31T13:00+02:00");
    CANCEL("2025-03-31T14:00+02:00");
    CU_ASSERT_EQUAL(c.clock.outcome, 0);
}

static void test_reading(void)
{
    course c;
    csr_sla_reading r;
    csr_time at = csr_test_at("2025-03-31T12:00+02:00");
    begin(&c, NULL, 0, 0);
    r = reading(&c, 0);
    CU_ASSERT_TRUE(r.state == CSR_SLA_NOT_STARTED && r.elapsed_us == 0 && r.due_at == INT64_MAX);
    START("2025-03-31T09:00+02:00", 2, 's');
    csr_sla_clock before = c.clock;
    r = reading(&c, at);
    CU_ASSERT_EQUAL(r.elapsed_us, 3 * HOUR_S * SECOND);
    CU_ASSERT_EQUAL(r.remaining_us, -HOUR_S * SECOND);
    CU_ASSERT_EQUAL(r.due_at, csr_test_at("2025-03-31T11:00+02:00"));
    CU_ASSERT_EQUAL(r.next_at, r.due_at + 1);
    CU_ASSERT_EQUAL(memcmp(&before, &c.clock, sizeof before), 0);
    PAUSE("2025-03-31T12:30+02:00");
    r = reading(&c, at + 24 * HOUR_S * SECOND);
    CU_ASSERT_TRUE(r.state == CSR_SLA_PAUSED && r.next_at == INT64_MAX);
    CU_ASSERT_EQUAL(r.elapsed_us, (3 * HOUR_S + 1800) * SECOND);
}

/* A calendar that ends: the target has to be reached, other levels may never be. */
static void test_ending_calendar(void)
{
    static const int32_t percents[] = { 50, 150 };
    course c;
    begin(&c, percents, 2, 0);
    START("2025-01-01T09:00+00:00", 2, 'e');
    CU_ASSERT_EQUAL(c.clock.levels[2].at, INT64_MAX);
    evaluate(&c, csr_test_at("2030-01-01T09:00+00:00"));
    CU_ASSERT_EQUAL(c.count, 2);
    CU_ASSERT_EQUAL(reading(&c, c.clock.last_at).next_at, INT64_MAX);
    begin(&c, percents, 2, 0);
    CU_ASSERT_EQUAL(happen(&c, CSR_SLA_EVENT_START, "2025-01-01T09:00+00:00", 3, 'e'), CSR_E_NO_OPEN_TIME);
    CU_ASSERT_TRUE(c.clock.state == CSR_SLA_NOT_STARTED && c.clock.cycle == 0);
    /* Beyond the years that calendars know. */
    begin(&c, percents, 2, 0);
    START("2399-12-31T09:00+00:00", 2, 's');
    CU_ASSERT_EQUAL(happen(&c, CSR_SLA_EVENT_PAUSE, "2400-02-01T09:00+00:00", 0, 0), CSR_E_LIMIT);
    CU_ASSERT_EQUAL(c.clock.state, CSR_SLA_RUNNING);
    csr_sla_reading r = CSR_SLA_READING_INIT;
    CU_ASSERT_EQUAL(csr_sla_clock_read(&c.clock, csr_test_at("2400-02-01T09:00+00:00"), &r, NULL), CSR_E_LIMIT);
    begin(&c, percents, 2, 0);
    START("2399-12-31T09:00+00:00", 12, 's');
    CU_ASSERT_EQUAL(c.clock.levels[2].at, INT64_MAX);
    csr_test_host_fail_alloc(&host, 1, 1);
    begin(&c, percents, 2, 0);
    CU_ASSERT_EQUAL(happen(&c, CSR_SLA_EVENT_START, "1950-01-01T09:00+00:00", 3, 's'), CSR_E_NO_MEMORY);
    csr_test_host_fail_alloc(&host, 0, 0);
}

static void test_begin_arguments(void)
{
    int32_t many[CSR_SLA_LEVELS_MAX], zero = 0, large = CSR_SLA_PERCENT_MAX + 1;
    csr_sla_clock clock = CSR_SLA_CLOCK_INIT, short_one = CSR_SLA_CLOCK_INIT;
    csr_error err = CSR_ERROR_INIT;
    for (int32_t i = 0; i < CSR_SLA_LEVELS_MAX; i++) {
        many[i] = i + 1;
    }
    short_one.struct_size = 8;
    CU_ASSERT_EQUAL(csr_sla_clock_begin(NULL, NULL, 0, 0, &err), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_sla_clock_begin(&short_one, NULL, 0, 0, &err), CSR_E_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(err.field, "clock");
    CU_ASSERT_EQUAL(csr_sla_clock_begin(&clock, NULL, 0, -1, &err), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_sla_clock_begin(&clock, NULL, 0, 4, &err), CSR_E_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(err.field, "reopen");
    CU_ASSERT_EQUAL(csr_sla_clock_begin(&clock, NULL, 1, 0, &err), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_sla_clock_begin(&clock, &zero, 1, 0, &err), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_sla_clock_begin(&clock, &large, 1, 0, &err), CSR_E_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(err.field, "percents");
    CU_ASSERT_EQUAL(csr_sla_clock_begin(&clock, many, CSR_SLA_LEVELS_MAX, 0, &err), CSR_E_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(err.field, "count");
    CU_ASSERT_EQUAL(clock.state, 0);
    CU_ASSERT_EQUAL(csr_sla_clock_begin(&clock, many, CSR_SLA_LEVELS_MAX - 1, 0, &err), CSR_OK);
    CU_ASSERT_EQUAL(clock.reopen, CSR_SLA_REOPEN_RESUME);
}

static void test_event_arguments(void)
{
    csr_sla_clock clock = CSR_SLA_CLOCK_INIT;
    csr_sla_event event = CSR_SLA_EVENT_INIT;
    csr_sla_fired fired[CSR_SLA_LEVELS_MAX];
    size_t count;
    csr_error err = CSR_ERROR_INIT;
    event.kind = CSR_SLA_EVENT_START;
    event.target_s = 1;
    CU_ASSERT_EQUAL(csr_sla_clock_apply(NULL, &event, fired, &count, &err), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_sla_clock_apply(&clock, &event, fired, &count, &err), CSR_E_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(err.field, "clock");
    CU_ASSERT_EQUAL(csr_sla_clock_begin(&clock, NULL, 0, 0, &err), CSR_OK);
    CU_ASSERT_EQUAL(csr_sla_clock_apply(&clock, &event, NULL, &count, &err), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_sla_clock_apply(&clock, &event, fired, NULL, &err), CSR_E_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(err.field, "out_fired");
    CU_ASSERT_EQUAL(csr_sla_clock_apply(&clock, NULL, fired, &count, &err), CSR_E_ARGUMENT);
    event.struct_size--;
    CU_ASSERT_EQUAL(csr_sla_clock_apply(&clock, &event, fired, &count, &err), CSR_E_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(err.field, "event");
    event.struct_size++;
    event.reserved = 1;
    CU_ASSERT_EQUAL(csr_sla_clock_apply(&clock, &event, fired, &count, &err), CSR_E_NEWER_STRUCT);
    CU_ASSERT_STRING_EQUAL(err.field, "reserved");
    event.reserved = 0;
    event.kind = 0;
    CU_ASSERT_EQUAL(csr_sla_clock_apply(&clock, &event, fired, &count, &err), CSR_E_ARGUMENT);
    event.kind = CSR_SLA_EVENT_CANCEL + 1;
    CU_ASSERT_EQUAL(csr_sla_clock_apply(&clock, &event, fired, &count, &err), CSR_E_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(err.field, "kind");
    event.kind = CSR_SLA_EVENT_START;
    event.target_s = 0;
    CU_ASSERT_EQUAL(csr_sla_clock_apply(&clock, &event, fired, &count, &err), CSR_E_ARGUMENT);
    event.target_s = CSR_SLA_TARGET_MAX_S + 1;
    CU_ASSERT_EQUAL(csr_sla_clock_apply(&clock, &event, fired, &count, &err), CSR_E_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(err.field, "target_s");
    event.target_s = CSR_SLA_TARGET_MAX_S;
    event.at = 5;
    CU_ASSERT_EQUAL(csr_sla_clock_apply(&clock, &event, fired, &count, &err), CSR_OK);
    event.kind = CSR_SLA_EVENT_PAUSE;
    event.at = 4;
    CU_ASSERT_EQUAL(csr_sla_clock_apply(&clock, &event, fired, &count, &err), CSR_E_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(err.field, "at");
}

static void test_look_arguments(void)
{
    csr_sla_clock clock = CSR_SLA_CLOCK_INIT;
    csr_sla_event event = CSR_SLA_EVENT_INIT;
    csr_sla_fired fired[CSR_SLA_LEVELS_MAX];
    csr_sla_reading r = CSR_SLA_READING_INIT;
    size_t count = 7;
    csr_error err = CSR_ERROR_INIT;
    event.kind = CSR_SLA_EVENT_START;
    event.target_s = 1;
    event.at = 5;
    CU_ASSERT_EQUAL(csr_sla_clock_evaluate(NULL, 5, fired, &count, &err), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_sla_clock_read(NULL, 5, &r, &err), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_sla_clock_begin(&clock, NULL, 0, 0, &err), CSR_OK);
    CU_ASSERT_EQUAL(csr_sla_clock_apply(&clock, &event, fired, &count, &err), CSR_OK);
    CU_ASSERT_EQUAL(csr_sla_clock_evaluate(&clock, 5, NULL, &count, &err), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_sla_clock_evaluate(&clock, 5, fired, NULL, &err), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_sla_clock_evaluate(&clock, 4, fired, &count, &err), CSR_E_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(err.field, "now");
    CU_ASSERT_EQUAL(csr_sla_clock_read(&clock, 4, &r, &err), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_sla_clock_read(&clock, 5, NULL, &err), CSR_E_ARGUMENT);
    r.struct_size = 4;
    CU_ASSERT_EQUAL(csr_sla_clock_read(&clock, 5, &r, &err), CSR_E_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(err.field, "out_reading");
    clock.struct_size = 0;
    CU_ASSERT_EQUAL(csr_sla_clock_evaluate(&clock, 5, fired, &count, &err), CSR_E_ARGUMENT);
}

static CU_TestInfo tests[] = {
    { "sla_clock/e1_to_e3", test_e1_to_e3 },
    { "sla_clock/e4_to_e6", test_e4_to_e6 },
    { "sla_clock/e7_and_e8", test_e7_and_e8 },
    { "sla_clock/e9", test_e9 },
    { "sla_clock/e10", test_e10 },
    { "sla_clock/e11_and_e13", test_e11_and_e13 },
    { "sla_clock/thresholds", test_thresholds },
    { "sla_clock/breach_stays", test_breach_stays },
    { "sla_clock/stop_while_paused", test_stop_while_paused },
    { "sla_clock/what_does_not_fit", test_what_does_not_fit },
    { "sla_clock/start_again", test_start_again },
    { "sla_clock/reading", test_reading },
    { "sla_clock/ending_calendar", test_ending_calendar },
    { "sla_clock/begin_arguments", test_begin_arguments },
    { "sla_clock/event_arguments", test_event_arguments },
    { "sla_clock/look_arguments", test_look_arguments },
    CU_TEST_INFO_NULL,
};

static CU_SuiteInfo suites[] = { { "sla_clock", set_up, tear_down, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

int main(void)
{
    return csr_test_main("sla_clock", suites, 16);
}
