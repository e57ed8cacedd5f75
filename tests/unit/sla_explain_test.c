#include "policy/sla_explain.h"
#include "support/calendars.h"
#include "support/runner.h"
#include "support/test_host.h"

#include <stdio.h>
#include <string.h>

#define COUNT(list) (sizeof(list) / sizeof *(list))
#define HOUR_S INT64_C(3600)
#define SHOP                                                                                \
    "{'zone':'Europe/Prague','hours':{'mon':[['09:00','17:00']],'tue':[['09:00','17:00']]," \
    "'wed':[['09:00','17:00']],'thu':[['09:00','17:00']],'fri':[['09:00','17:00']]},"       \
    "'holidays':[{'date':'2025-04-18','name':'Good Friday'},'2025-04-21'],"                 \
    "'special_hours':{'2025-04-17':[['09:00','16:00']]},'breaks':{'2025-04-15':[['12:00','12:00:30']]}}"

static csr_test_host host;
static csr_calendar *shop;

static int set_up(void)
{
    csr_test_host_init(&host, CSR_TEST_MONDAY, 7);
    shop = csr_test_calendar(&host.host, SHOP);
    return 0;
}

static int tear_down(void)
{
    csr_calendar_free(shop);
    return csr_test_host_done(&host) != 0;
}

/* An event in a word: hours 0 = no target; calendar 's' the shop, 'a' always open, 0 = none. */
static csri_sla_step step(csr_sla_event_kind kind, const char *at, double hours, char calendar)
{
    csri_sla_step made = { .event = CSR_SLA_EVENT_INIT };
    made.event.kind = kind;
    made.event.at = csr_test_at(at);
    made.event.target_s = (int64_t)(hours * 3600);
    made.event.calendar = calendar == 's' ? shop : NULL;
    made.event.sets_calendar = calendar != 0;
    return made;
}

static csri_sla_step paused(const char *at, csr_waits_for waits_for)
{
    csri_sla_step made = step(CSR_SLA_EVENT_PAUSE, at, 0, 0);
    made.waits_for = waits_for;
    return made;
}

/* The story as text, one line a line. */
static void expect(const csri_sla_step *steps, size_t count, const char *until, csr_sla_reopen reopen,
                   const char *expected)
{
    static const int32_t percents[] = { 50, 100, 200 };
    csr_sla_clock clock = CSR_SLA_CLOCK_INIT;
    csri_sla_story story;
    csri_sla_line line;
    csri_buffer text;
    int more = 1;
    csri_buffer_init(&text, &host.host, 0);
    CU_ASSERT_EQUAL(csr_sla_clock_begin(&clock, percents, COUNT(percents), reopen, NULL), CSR_OK);
    csri_sla_story_begin(&story, &clock, steps, count, csr_test_at(until));
    while (csri_sla_story_next(&story, &line, &more, NULL) == CSR_OK && more) {
        csri_sla_line_text(&line, NULL, &text);
        csri_buffer_byte(&text, '\n');
    }
    CU_ASSERT_EQUAL(more, 0);
    CU_ASSERT_EQUAL(text.status, CSR_OK);
    int same = text.len == strlen(expected) && (text.len == 0 || memcmp(text.ptr, expected, text.len) == 0);
    CU_ASSERT_TRUE(same);
    if (!same) {
        fprintf(stderr, "%.*s-- expected:\n%s", (int)text.len, text.ptr, expected);
    }
    csri_buffer_free(&text);
}

/* Example E2 of the specification, told. */
static void test_weekend(void)
{
    csri_sla_step steps[] = {
        step(CSR_SLA_EVENT_START, "2025-03-28T15:00+01:00", 4, 's'),
        paused("2025-03-28T16:00+01:00", CSR_WAITS_FOR_CUSTOMER),
        step(CSR_SLA_EVENT_RESUME, "2025-03-31T10:00+02:00", 0, 0),
        step(CSR_SLA_EVENT_STOP, "2025-03-31T12:30+02:00", 0, 0),
    };
    csr_str_set(&steps[0].policy, "gold", CSR_NTS);
    steps[0].policy_revision = 3;
    expect(steps, COUNT(steps), "2025-04-30T00:00+02:00", 0,
           "Fri 2025-03-28 15:00 started: 4 h by policy gold (revision 3), due Mon 2025-03-31 11:00\n"
           "Fri 2025-03-28 15:00-16:00 counted 1 h\n"
           "Fri 2025-03-28 16:00-Mon 2025-03-31 10:00 paused: waiting for the customer\n"
           "Mon 2025-03-31 10:00-11:00 counted 1 h\n"
           "Mon 2025-03-31 11:00 warning: 50 % of the target reached, 2 h of 4 h\n"
           "Mon 2025-03-31 11:00-12:30 counted 1 h 30 min\n"
           "Mon 2025-03-31 12:30 met: 3 h 30 min of 4 h\n");
}

/* Over a holiday, a date with special hours and a short break; late, and still running. */
static void test_reasons(void)
{
    csri_sla_step steps[] = { step(CSR_SLA_EVENT_START, "2025-04-15T11:30+02:00", 15, 's') };
    expect(steps, COUNT(steps), "2025-04-22T09:10:30+02:00", 0,
           "Tue 2025-04-15 11:30 started: 15 h, due Thu 2025-04-17 10:30:30\n"
           "Tue 2025-04-15 11:30-12:00 counted 30 min\n"
           "Tue 2025-04-15 12:00-12:00:30 closed: break\n"
           "Tue 2025-04-15 12:00:30-17:00 counted 4 h 59 min 30 s\n"
           "Tue 2025-04-15 17:00-Wed 2025-04-16 09:00 closed: outside opening hours\n"
           "Wed 2025-04-16 09:00-11:00:30 counted 2 h 30 s\n"
           "Wed 2025-04-16 11:00:30 warning: 50 % of the target reached, 7 h 30 min of 15 h\n"
           "Wed 2025-04-16 11:00:30-17:00 counted 5 h 59 min 30 s\n"
           "Wed 2025-04-16 17:00-24:00 closed: outside opening hours\n"
           "Thu 2025-04-17 00:00-09:00 closed: special hours of the day\n"
           "Thu 2025-04-17 09:00-10:30:30 counted 1 h 30 min 30 s\n"
           "Thu 2025-04-17 10:30:30 breach: 100 % of the target reached, 15 h of 15 h\n"
           "Thu 2025-04-17 10:30:30-16:00 counted 5 h 29 min 30 s\n"
           "Thu 2025-04-17 16:00-24:00 closed: special hours of the day\n"
           "Fri 2025-04-18 00:00-24:00 closed: holiday Good Friday\n"
           "Sat 2025-04-19 00:00-Mon 2025-04-21 00:00 closed: outside opening hours\n"
           "Mon 2025-04-21 00:00-24:00 closed: holiday\n"
           "Tue 2025-04-22 00:00-09:00 closed: outside opening hours\n"
           "Tue 2025-04-22 09:00-09:10:30 counted 10 min 30 s\n");
}

/* Example E7, then a policy that changes; a missed cycle, a second one, and an end without an outcome. */
static void test_changes(void)
{
    csri_sla_step steps[] = {
        step(CSR_SLA_EVENT_RESUME, "2025-03-28T15:00+01:00", 0, 0),
        step(CSR_SLA_EVENT_START, "2025-03-28T15:00+01:00", 4, 's'),
        step(CSR_SLA_EVENT_START, "2025-03-28T16:00+01:00", 9, 's'),
        step(CSR_SLA_EVENT_RETARGET, "2025-03-28T17:30+01:00", 0, 'a'),
        step(CSR_SLA_EVENT_RETARGET, "2025-03-28T17:30+01:00", 0, 'a'),
        paused("2025-03-28T18:00+01:00", CSR_WAITS_FOR_THIRD_PARTY),
        paused("2025-03-28T18:10+01:00", CSR_WAITS_FOR_INTERNAL),
        paused("2025-03-28T18:20+01:00", 0),
        step(CSR_SLA_EVENT_RESUME, "2025-03-28T18:30+01:00", 0, 0),
        step(CSR_SLA_EVENT_STOP, "2025-03-28T20:00+01:00", 0, 0),
        step(CSR_SLA_EVENT_REOPEN, "2025-03-28T21:00+01:00", 0, 0),
        step(CSR_SLA_EVENT_STOP, "2025-03-28T21:00+01:00", 0, 0),
        step(CSR_SLA_EVENT_START, "2025-03-28T22:00+01:00", 1, 'a'),
        step(CSR_SLA_EVENT_CANCEL, "2025-03-28T22:15+01:00", 0, 0),
    };
    csr_str_set(&steps[3].policy, "night", CSR_NTS);
    csr_str_set(&steps[4].policy, "nobody", CSR_NTS);
    expect(steps, COUNT(steps), "2025-04-30T00:00+02:00", CSR_SLA_REOPEN_RESUME,
           "Fri 2025-03-28 15:00 started: 4 h, due Mon 2025-03-31 11:00\n"
           "Fri 2025-03-28 15:00-16:00 counted 1 h\n"
           "Fri 2025-03-28 16:00-17:00 counted 1 h\n"
           "Fri 2025-03-28 17:00 warning: 50 % of the target reached, 2 h of 4 h\n"
           "Fri 2025-03-28 17:00-17:30 closed: outside opening hours\n"
           "Fri 2025-03-28 16:30 target from here on: 4 h by policy night, due Fri 2025-03-28 18:30\n"
           "Fri 2025-03-28 16:30-17:00 counted 30 min\n"
           "Fri 2025-03-28 17:00-17:10 paused: waiting for a third party\n"
           "Fri 2025-03-28 17:10-17:20 paused: waiting for another part of the house\n"
           "Fri 2025-03-28 17:20-17:30 paused\n"
           "Fri 2025-03-28 17:30-19:00 counted 1 h 30 min\n"
           "Fri 2025-03-28 19:00 met: 4 h of 4 h\n"
           "Fri 2025-03-28 19:00-20:00 stopped\n"
           "Fri 2025-03-28 20:00 reopened: 4 h of 4 h, due Fri 2025-03-28 20:00\n"
           "Fri 2025-03-28 20:00 met: 4 h of 4 h\n"
           "Fri 2025-03-28 20:00-21:00 stopped\n"
           "Fri 2025-03-28 21:00 started: 1 h by policy night, due Fri 2025-03-28 22:00\n"
           "Fri 2025-03-28 21:00-21:15 counted 15 min\n"
           "Fri 2025-03-28 21:15 cancelled\n");
}

/* Example E8: missed after closing time although no more time has counted; a new cycle; a part of a second. */
static void test_missed(void)
{
    csri_sla_step steps[] = {
        step(CSR_SLA_EVENT_START, "2025-03-31T09:00+02:00", 8, 's'),
        step(CSR_SLA_EVENT_STOP, "2025-03-31T18:00+02:00", 0, 0),
        step(CSR_SLA_EVENT_REOPEN, "2025-04-01T10:00+02:00", 0, 0),
    };
    steps[2].event.at += 250000;
    expect(steps, COUNT(steps), "2025-04-01T10:00:01+02:00", CSR_SLA_REOPEN_NEW_CYCLE,
           "Mon 2025-03-31 09:00 started: 8 h, due Mon 2025-03-31 17:00\n"
           "Mon 2025-03-31 09:00-13:00 counted 4 h\n"
           "Mon 2025-03-31 13:00 warning: 50 % of the target reached, 4 h of 8 h\n"
           "Mon 2025-03-31 13:00-17:00 counted 4 h\n"
           "Mon 2025-03-31 17:00 breach: 100 % of the target reached, 8 h of 8 h\n"
           "Mon 2025-03-31 17:00-18:00 closed: outside opening hours\n"
           "Mon 2025-03-31 18:00 missed: 8 h of 8 h\n"
           "Mon 2025-03-31 18:00-Tue 2025-04-01 10:00 stopped\n"
           "Tue 2025-04-01 10:00 reopened: 0 s of 8 h, due Wed 2025-04-02 10:00\n"
           "Tue 2025-04-01 10:00-10:00:01 counted 0.750000 s\n");
}

/* At the very end a warning is told, a breach is not: nobody is late yet. An event at that instant is told, too. */
static void test_ends(void)
{
    csri_sla_step steps[] = {
        step(CSR_SLA_EVENT_START, "2025-03-31T09:00+02:00", 2, 'a'),
        step(CSR_SLA_EVENT_RETARGET, "2025-03-31T10:00+02:00", 1, 0),
        step(CSR_SLA_EVENT_STOP, "2025-03-31T11:00+02:00", 0, 0),
    };
    expect(steps, 1, "2025-03-31T10:00+02:00", 0,
           "Mon 2025-03-31 07:00 started: 2 h, due Mon 2025-03-31 09:00\n"
           "Mon 2025-03-31 07:00-08:00 counted 1 h\n"
           "Mon 2025-03-31 08:00 warning: 50 % of the target reached, 1 h of 2 h\n");
    expect(steps, 3, "2025-03-31T10:00+02:00", 0,
           "Mon 2025-03-31 07:00 started: 2 h, due Mon 2025-03-31 09:00\n"
           "Mon 2025-03-31 07:00-08:00 counted 1 h\n"
           "Mon 2025-03-31 08:00 warning: 50 % of the target reached, 1 h of 2 h\n"
           "Mon 2025-03-31 08:00 target from here on: 1 h, due Mon 2025-03-31 08:00\n");
    expect(steps, 3, "2025-03-31T09:00+02:00", 0, "Mon 2025-03-31 07:00 started: 2 h, due Mon 2025-03-31 09:00\n");
    expect(steps, 3, "2025-03-31T08:00+02:00", 0, "");
    expect(steps, 0, "2025-03-31T08:00+02:00", 0, "");
}

/* What a clock or a calendar refuses, a story does. */
static void test_refusals(void)
{
    csri_sla_step steps[] = {
        step(CSR_SLA_EVENT_START, "2025-03-31T09:00+02:00", 2, 's'),
        step(CSR_SLA_EVENT_STOP, "2025-03-31T08:00+02:00", 0, 0),
    };
    csr_sla_clock clock = CSR_SLA_CLOCK_INIT;
    csri_sla_story story;
    csri_sla_line line;
    int more = 1;
    CU_ASSERT_EQUAL(csr_sla_clock_begin(&clock, NULL, 0, 0, NULL), CSR_OK);
    csri_sla_story_begin(&story, &clock, steps, 2, csr_test_at("2025-04-30T00:00+02:00"));
    CU_ASSERT_EQUAL(csri_sla_story_next(&story, &line, &more, NULL), CSR_OK);
    CU_ASSERT_EQUAL(csri_sla_story_next(&story, &line, &more, NULL), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(more, 0);
    /* The span to the end of the story needs memory. */
    csr_calendar *fresh = csr_test_calendar(&host.host, SHOP);
    steps[0].event.calendar = fresh;
    csri_sla_story_begin(&story, &clock, steps, 1, csr_test_at("2025-04-30T00:00+02:00"));
    /* Far behind what the calendar has compiled, with nothing left to tell on the way. */
    story.until = csr_test_at("2390-04-30T00:00+02:00");
    csr_status status = CSR_OK;
    for (int i = 0; status == CSR_OK && i < 100000; i++) {
        csr_test_host_fail_alloc(&host, i < 10 ? 0 : 1, 1);
        status = csri_sla_story_next(&story, &line, &more, NULL);
    }
    CU_ASSERT_EQUAL(status, CSR_E_NO_MEMORY);
    csr_test_host_fail_alloc(&host, 0, 0);
    csr_calendar_free(fresh);
}

static CU_TestInfo tests[] = {
    { "explain/weekend", test_weekend },
    { "explain/reasons", test_reasons },
    { "explain/changes", test_changes },
    { "explain/missed", test_missed },
    { "explain/ends", test_ends },
    { "explain/refusals", test_refusals },
    CU_TEST_INFO_NULL,
};

static CU_SuiteInfo suites[] = { { "explain", set_up, tear_down, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

int main(void)
{
    return csr_test_main("explanations of clocks", suites, 6);
}
