#include "support/calendars.h"
#include "support/runner.h"
#include "support/test_host.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(list) (sizeof(list) / sizeof *(list))
#define HOUR (INT64_C(3600) * 1000000)
#define DAY (24 * HOUR)
#define YEAR (365 * DAY)
#define WEEK                                                                                  \
    "'hours':{'mon':[['09:00','17:00']],'tue':[['09:00','17:00']],'wed':[['09:00','17:00']]," \
    "'thu':[['09:00','17:00']],'fri':[['09:00','17:00']]}"
#define ALL(range)                                                                                                     \
    "'hours':{'mon':[" range "],'tue':[" range "],'wed':[" range "],'thu':[" range "],'fri':[" range "],'sat':[" range \
    "],'sun':[" range "]}"
#define PRAGUE "'zone':'Europe/Prague',"
#define SHOP "{" PRAGUE WEEK "}"
#define UTC "'zone':'Etc/UTC',"
/* Open for an hour on single dates, years apart. */
#define RARE                                                                                                 \
    "{" UTC "'hours':{},'special_hours':{'2000-01-01':[['10:00','11:00']],'2008-01-01':[['10:00','11:00']]," \
    "'2018-06-01':[['10:00','11:00']],'2019-01-01':[['10:00','11:00']]}}"

static csr_test_host host;

static int set_up(void)
{
    csr_test_host_init(&host, CSR_TEST_MONDAY, 7);
    return 0;
}

static int tear_down(void)
{
    return csr_test_host_done(&host) != 0;
}

static csr_calendar *make(const char *quoted)
{
    return csr_test_calendar(&host.host, quoted);
}

static void expect_time(csr_time got, csr_time expected, const char *what)
{
    char text[CSR_TIME_TEXT_BYTES];
    CU_ASSERT_EQUAL(got, expected);
    if (got != expected) {
        (void)csr_time_format(got, 0, text, NULL);
        fprintf(stderr, "%s: %s\n", what, text);
    }
}

/* The worked examples of docs/calendars.md: add. */
static void test_examples_of_add(void)
{
    static const struct {
        const char *calendar, *from;
        int64_t hours;
        const char *until;
    } cases[] = {
        { SHOP, "2025-03-28T16:00+01:00", 2, "2025-03-31T10:00+02:00" },
        { SHOP, "2025-03-31T09:00+02:00", 8, "2025-03-31T17:00+02:00" },
        { SHOP, "2025-03-29T10:00+01:00", 1, "2025-03-31T10:00+02:00" },
        { "{'zone':'Asia/Kathmandu'," WEEK "}", "2025-03-31T16:30+05:45", 1, "2025-04-01T09:30+05:45" },
        { "{" PRAGUE WEEK ",'holidays':['2025-04-18','2025-04-21']}", "2025-04-17T16:00+02:00", 2,
          "2025-04-22T10:00+02:00" },
        { "24x7", "2025-03-29T12:00+01:00", 24, "2025-03-30T13:00+02:00" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        csr_calendar *c = strcmp(cases[i].calendar, "24x7") == 0 ? NULL : make(cases[i].calendar);
        csr_time out = 0;
        int64_t between = 0;
        CU_ASSERT_EQUAL(csr_calendar_add(c, csr_test_at(cases[i].from), cases[i].hours * HOUR, &out, NULL), CSR_OK);
        expect_time(out, csr_test_at(cases[i].until), cases[i].from);
        CU_ASSERT_EQUAL(csr_calendar_within(c, csr_test_at(cases[i].from), out, &between, NULL), CSR_OK);
        CU_ASSERT_EQUAL(between, cases[i].hours * HOUR);
        csr_calendar_free(c);
    }
}

/* The worked examples: within on days of change. */
static void test_examples_of_within(void)
{
    static const struct {
        const char *calendar, *from, *to;
        int64_t seconds;
    } cases[] = {
        { "{" PRAGUE ALL("['00:00','24:00']") "}", "2025-03-30T00:00+01:00", "2025-03-31T00:00+02:00", 82800 },
        { "{" PRAGUE ALL("['00:00','24:00']") "}", "2025-10-26T00:00+02:00", "2025-10-27T00:00+01:00", 90000 },
        { "{" PRAGUE ALL("['02:30','05:00']") "}", "2025-03-30T00:00+01:00", "2025-03-31T00:00+02:00", 7200 },
        { "{" PRAGUE ALL("['00:00','02:30']") "}", "2025-03-30T00:00+01:00", "2025-03-31T00:00+02:00", 7200 },
        { "{" PRAGUE ALL("['02:30','05:00']") "}", "2025-10-26T00:00+02:00", "2025-10-27T00:00+01:00", 12600 },
        { "{" PRAGUE ALL("['00:00','02:30']") "}", "2025-10-26T00:00+02:00", "2025-10-27T00:00+01:00", 9000 },
        { "{" PRAGUE ALL("['02:00','02:30'],['03:00','03:30']") "}", "2025-03-30T00:00+01:00", "2025-03-31T00:00+02:00",
          1800 },
        { "{'zone':'Australia/Lord_Howe'," ALL("['02:00','06:00']") "}", "2025-10-05T00:00+10:30",
          "2025-10-06T00:00+11:00", 12600 },
        { "{'zone':'Africa/Casablanca'," ALL("['02:15','06:00']") "}", "2025-02-23T00:00+01:00",
          "2025-02-24T00:00+00:00", 17100 },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        csr_calendar *c = make(cases[i].calendar);
        int64_t out = -1;
        CU_ASSERT_EQUAL(csr_calendar_within(c, csr_test_at(cases[i].from), csr_test_at(cases[i].to), &out, NULL),
                        CSR_OK);
        CU_ASSERT_EQUAL(out, cases[i].seconds * 1000000);
        CU_ASSERT_EQUAL(csr_calendar_within(c, csr_test_at(cases[i].to), csr_test_at(cases[i].from), &out, NULL),
                        CSR_OK);
        CU_ASSERT_EQUAL(out, 0);
        csr_calendar_free(c);
    }
}

static void test_microseconds(void)
{
    csr_calendar *c = make(SHOP);
    csr_time close = csr_test_at("2025-03-28T17:00+01:00"), open = csr_test_at("2025-03-31T09:00+02:00"), out;
    int64_t between;
    CU_ASSERT_EQUAL(csr_calendar_within(c, close - 1, open + 1, &between, NULL), CSR_OK);
    CU_ASSERT_EQUAL(between, 2);
    CU_ASSERT_EQUAL(csr_calendar_add(c, close - 1, 1, &out, NULL), CSR_OK);
    CU_ASSERT_EQUAL(out, close);
    CU_ASSERT_EQUAL(csr_calendar_add(c, close - 1, 2, &out, NULL), CSR_OK);
    CU_ASSERT_EQUAL(out, open + 1);
    CU_ASSERT_EQUAL(csr_calendar_sub(c, open + 1, 1, &out, NULL), CSR_OK);
    CU_ASSERT_EQUAL(out, open);
    CU_ASSERT_EQUAL(csr_calendar_sub(c, open + 1, 2, &out, NULL), CSR_OK);
    CU_ASSERT_EQUAL(out, close - 1);
    csr_calendar_free(c);
}

/* Nothing added is nothing changed, open or not; a moment added begins at the next opening. */
static void test_zero(void)
{
    csr_calendar *c = make(SHOP);
    csr_time saturday = csr_test_at("2025-03-29T10:00+01:00"), out = 0;
    CU_ASSERT_EQUAL(csr_calendar_add(c, saturday, 0, &out, NULL), CSR_OK);
    CU_ASSERT_EQUAL(out, saturday);
    CU_ASSERT_EQUAL(csr_calendar_sub(c, saturday, 0, &out, NULL), CSR_OK);
    CU_ASSERT_EQUAL(out, saturday);
    CU_ASSERT_EQUAL(csr_calendar_sub(c, saturday, 8 * HOUR, &out, NULL), CSR_OK);
    expect_time(out, csr_test_at("2025-03-28T09:00+01:00"), "eight hours before Saturday");
    csr_calendar_free(c);
}

static void test_is_open(void)
{
    csr_calendar *c = make(SHOP);
    static const struct {
        const char *at;
        int open;
        const char *next_open, *next_change;
        int opens;
    } cases[] = {
        { "2025-03-28T08:59:59+01:00", 0, "2025-03-28T09:00+01:00", "2025-03-28T09:00+01:00", 1 },
        { "2025-03-28T09:00+01:00", 1, "2025-03-28T09:00+01:00", "2025-03-28T17:00+01:00", 0 },
        { "2025-03-28T16:59:59+01:00", 1, "2025-03-28T16:59:59+01:00", "2025-03-28T17:00+01:00", 0 },
        { "2025-03-28T17:00+01:00", 0, "2025-03-31T09:00+02:00", "2025-03-31T09:00+02:00", 1 },
        { "2025-03-29T12:00+01:00", 0, "2025-03-31T09:00+02:00", "2025-03-31T09:00+02:00", 1 },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        csr_time at = csr_test_at(cases[i].at), out = 0;
        int32_t open = -1;
        CU_ASSERT_EQUAL(csr_calendar_is_open(c, at, &open, NULL), CSR_OK);
        CU_ASSERT_EQUAL(open, cases[i].open);
        CU_ASSERT_EQUAL(csr_calendar_next_open(c, at, &out, NULL), CSR_OK);
        expect_time(out, csr_test_at(cases[i].next_open), cases[i].at);
        CU_ASSERT_EQUAL(csr_calendar_next_change(c, at, &out, &open, NULL), CSR_OK);
        expect_time(out, csr_test_at(cases[i].next_change), cases[i].at);
        CU_ASSERT_EQUAL(open, cases[i].opens);
        CU_ASSERT_EQUAL(csr_calendar_next_change(c, at, &out, NULL, NULL), CSR_OK);
    }
    csr_calendar_free(c);
}

/* Neither "24x7" nor a calendar that never closes changes; the latter still has its zone's days. */
static void test_always_open(void)
{
    csr_calendar *c = make("{" PRAGUE ALL("['00:00','24:00']") "}");
    csr_time at = csr_test_at("2025-03-29T12:00+01:00"), out = 7;
    int32_t open = -1;
    const csr_calendar *both[] = { c, NULL };
    for (int i = 0; i < 2; i++) {
        CU_ASSERT_EQUAL(csr_calendar_is_open(both[i], at, &open, NULL), CSR_OK);
        CU_ASSERT_EQUAL(open, 1);
        CU_ASSERT_EQUAL(csr_calendar_next_open(both[i], at, &out, NULL), CSR_OK);
        CU_ASSERT_EQUAL(out, at);
        open = -1;
        CU_ASSERT_EQUAL(csr_calendar_next_change(both[i], at, &out, &open, NULL), CSR_OK);
        CU_ASSERT_TRUE(out == 0 && open == 1);
        CU_ASSERT_EQUAL(csr_calendar_add(both[i], at, 3 * YEAR, &out, NULL), CSR_OK);
        CU_ASSERT_EQUAL(out, at + 3 * YEAR);
        CU_ASSERT_EQUAL(csr_calendar_sub(both[i], at, 3 * YEAR, &out, NULL), CSR_OK);
        CU_ASSERT_EQUAL(out, at - 3 * YEAR);
    }
    CU_ASSERT_PTR_NULL(csr_calendar_zone(NULL));
    CU_ASSERT_STRING_EQUAL(csr_zone_name(csr_calendar_zone(c)), "Europe/Prague");
    csr_calendar_free(c);
    csr_calendar_free(NULL);
}

/* T7: nobody waits longer than ten years, whatever has been compiled before. */
static void test_no_open_time(void)
{
    for (int warm = 0; warm < 2; warm++) {
        csr_calendar *c = make(RARE);
        csr_time out = 7, second = csr_test_at("2008-01-01T10:00+00:00"), last = csr_test_at("2019-01-01T10:00+00:00");
        csr_time third = csr_test_at("2018-06-01T10:00+00:00"), first = csr_test_at("2000-01-01T10:00+00:00");
        int64_t all;
        int32_t opens = -1;
        csr_error err = CSR_ERROR_INIT;
        if (warm) {
            CU_ASSERT_EQUAL(csr_calendar_within(c, first - 30 * YEAR, last + 30 * YEAR, &all, NULL), CSR_OK);
            CU_ASSERT_EQUAL(all, 4 * HOUR);
        }
        CU_ASSERT_EQUAL(csr_calendar_add(c, first, 2 * HOUR, &out, &err), CSR_OK);
        CU_ASSERT_EQUAL(out, second + HOUR);
        /* From the second on it is closed for more than ten years. */
        CU_ASSERT_EQUAL(csr_calendar_add(c, first, 2 * HOUR + 1, &out, &err), CSR_E_NO_OPEN_TIME);
        CU_ASSERT_EQUAL(csr_calendar_add(c, second, 2 * HOUR, &out, &err), CSR_E_NO_OPEN_TIME);
        CU_ASSERT_EQUAL(csr_calendar_add(c, second + DAY, HOUR, &out, &err), CSR_E_NO_OPEN_TIME);
        CU_ASSERT_EQUAL(csr_calendar_add(c, second + YEAR, 2 * HOUR, &out, &err), CSR_OK);
        CU_ASSERT_EQUAL(out, last + HOUR);
        CU_ASSERT_EQUAL(csr_calendar_add(c, second + YEAR, 3 * HOUR, &out, &err), CSR_E_NO_OPEN_TIME);
        CU_ASSERT_EQUAL(csr_calendar_add(c, last + 2 * HOUR, 1, &out, &err), CSR_E_NO_OPEN_TIME);
        /* And backwards. */
        CU_ASSERT_EQUAL(csr_calendar_sub(c, last + YEAR, 2 * HOUR, &out, &err), CSR_OK);
        CU_ASSERT_EQUAL(out, third);
        CU_ASSERT_EQUAL(csr_calendar_sub(c, last + YEAR, 2 * HOUR + 1, &out, &err), CSR_E_NO_OPEN_TIME);
        CU_ASSERT_EQUAL(csr_calendar_sub(c, third, 1, &out, &err), CSR_E_NO_OPEN_TIME);
        CU_ASSERT_EQUAL(csr_calendar_sub(c, third - YEAR, HOUR, &out, &err), CSR_OK);
        CU_ASSERT_EQUAL(out, second);
        CU_ASSERT_EQUAL(csr_calendar_sub(c, last + 11 * YEAR, 1, &out, &err), CSR_E_NO_OPEN_TIME);
        CU_ASSERT_EQUAL(csr_calendar_sub(c, second, 2 * HOUR, &out, &err), CSR_E_NO_OPEN_TIME);
        CU_ASSERT_EQUAL(csr_calendar_sub(c, first, 1, &out, &err), CSR_E_NO_OPEN_TIME);
        CU_ASSERT_EQUAL(out, second);
        /* Questions that wait for one opening. */
        CU_ASSERT_EQUAL(csr_calendar_next_open(c, second + HOUR, &out, &err), CSR_E_NO_OPEN_TIME);
        CU_ASSERT_EQUAL(csr_calendar_next_open(c, second + YEAR, &out, &err), CSR_OK);
        CU_ASSERT_EQUAL(out, third);
        CU_ASSERT_EQUAL(csr_calendar_next_change(c, second + HOUR, &out, &opens, &err), CSR_OK);
        CU_ASSERT_TRUE(out == 0 && opens == 0);
        CU_ASSERT_EQUAL(csr_calendar_next_change(c, last, &out, &opens, &err), CSR_OK);
        CU_ASSERT_TRUE(out == last + HOUR && opens == 0);
        csr_calendar_free(c);
    }
}

/* The first question about a calendar, asked where nothing is open for years. */
static void test_first_question(void)
{
    csr_time nowhere = csr_test_at("2012-01-01T10:00+00:00"), out = 0;
    csr_calendar *c = make(RARE);
    CU_ASSERT_EQUAL(csr_calendar_sub(c, nowhere, HOUR, &out, NULL), CSR_OK);
    CU_ASSERT_EQUAL(out, csr_test_at("2008-01-01T10:00+00:00"));
    csr_calendar_free(c);
    c = make(RARE);
    CU_ASSERT_EQUAL(csr_calendar_next_open(c, nowhere, &out, NULL), CSR_OK);
    CU_ASSERT_EQUAL(out, csr_test_at("2018-06-01T10:00+00:00"));
    csr_calendar_free(c);
    c = make(RARE);
    CU_ASSERT_EQUAL(csr_calendar_add(c, nowhere, HOUR, &out, NULL), CSR_OK);
    CU_ASSERT_EQUAL(out, csr_test_at("2018-06-01T11:00+00:00"));
    csr_calendar_free(c);
    /* Closed all the day but for what the clock jumps over. */
    c = make("{" PRAGUE
             "'hours':{},'special_hours':{'2025-03-30':[['02:00','02:30']],'2025-10-26':[['02:00','02:30']]}}");
    CU_ASSERT_EQUAL(csr_calendar_next_open(c, csr_test_at("2025-03-01T00:00+01:00"), &out, NULL), CSR_OK);
    CU_ASSERT_EQUAL(out, csr_test_at("2025-10-26T02:00+02:00"));
    csr_calendar_free(c);
}

static void test_limits(void)
{
    csr_calendar *c = make(SHOP), *always = make("{" PRAGUE ALL("['00:00','24:00']") "}");
    csr_error err = CSR_ERROR_INIT;
    csr_time first = csr_test_at("1900-01-01T00:00+00:00"), last = csr_test_at("2400-01-01T00:00+00:00"), out = 7;
    int64_t us = 7;
    int32_t open = 7;
    CU_ASSERT_EQUAL(csr_calendar_within(c, first - 1, first, &us, &err), CSR_E_LIMIT);
    CU_ASSERT_STRING_EQUAL(err.message, "calendars know the years 1900 to 2399");
    CU_ASSERT_EQUAL(csr_calendar_within(c, last, last + 1, &us, &err), CSR_E_LIMIT);
    CU_ASSERT_EQUAL(csr_calendar_within(c, INT64_MIN, INT64_MAX, &us, &err), CSR_E_LIMIT);
    CU_ASSERT_EQUAL(csr_calendar_add(c, last, 8 * DAY, &out, &err), CSR_E_LIMIT);
    CU_ASSERT_EQUAL(csr_calendar_sub(c, first, 8 * DAY, &out, &err), CSR_E_LIMIT);
    CU_ASSERT_EQUAL(csr_calendar_add(c, first, INT64_MAX, &out, &err), CSR_E_LIMIT);
    CU_ASSERT_EQUAL(csr_calendar_is_open(c, last + 1, &open, &err), CSR_E_LIMIT);
    CU_ASSERT_EQUAL(csr_calendar_next_open(c, last + 1, &out, &err), CSR_E_LIMIT);
    CU_ASSERT_EQUAL(csr_calendar_next_change(always, last - YEAR, &out, &open, &err), CSR_E_LIMIT);
    CU_ASSERT_EQUAL(csr_calendar_within(NULL, INT64_MIN, INT64_MAX, &us, &err), CSR_E_LIMIT);
    CU_ASSERT_EQUAL(csr_calendar_add(NULL, INT64_MAX, 1, &out, &err), CSR_E_LIMIT);
    CU_ASSERT_EQUAL(csr_calendar_sub(NULL, INT64_MIN, 1, &out, &err), CSR_E_LIMIT);
    CU_ASSERT_TRUE(out == 7 && us == 7 && open == 7);
    CU_ASSERT_EQUAL(csr_calendar_within(always, first, last, &us, &err), CSR_OK);
    CU_ASSERT_EQUAL(us, last - first);
    CU_ASSERT_EQUAL(csr_calendar_within(NULL, 5, 7, &us, &err), CSR_OK);
    CU_ASSERT_EQUAL(us, 2);
    csr_calendar_free(c);
    csr_calendar_free(always);
}

static void test_arguments(void)
{
    csr_calendar *c = make(SHOP);
    csr_error err = CSR_ERROR_INIT;
    csr_time out = 7;
    CU_ASSERT_EQUAL(csr_calendar_within(c, 1, 2, NULL, &err), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_calendar_add(c, 1, 2, NULL, &err), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_calendar_sub(c, 1, 2, NULL, &err), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_calendar_add(c, 1, -1, &out, &err), CSR_E_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(err.field, "open_us");
    CU_ASSERT_EQUAL(csr_calendar_sub(NULL, 1, -1, &out, &err), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_calendar_is_open(c, 1, NULL, &err), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_calendar_next_open(c, 1, NULL, &err), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_calendar_next_change(c, 1, NULL, NULL, &err), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(out, 7);
    csr_calendar_free(c);
}

/* Whatever was asked before, and in whatever order spans grew, the answers are the same. */
static void test_growth(void)
{
    static const char *const instants[] = { "2025-03-28T16:00+01:00", "2031-01-01T00:00+00:00",
                                            "2024-12-31T12:00+00:00", "1969-12-31T23:59+00:00",
                                            "2399-12-31T23:59+00:00", "1900-01-01T00:00+00:00",
                                            "2400-01-01T00:00+00:00" };
    csr_time to = csr_test_at(instants[0]);
    int64_t answers[COUNT(instants)], got;
    for (size_t i = 0; i < COUNT(instants); i++) {
        csr_time at = csr_test_at(instants[i]);
        csr_calendar *fresh = make(SHOP);
        CU_ASSERT_EQUAL(csr_calendar_within(fresh, at < to ? at : to, at < to ? to : at, &answers[i], NULL), CSR_OK);
        csr_calendar_free(fresh);
    }
    for (size_t begin = 0; begin < COUNT(instants); begin++) {
        csr_calendar *c = make(SHOP);
        for (size_t k = 0; k < COUNT(instants); k++) {
            size_t i = (begin + k) % COUNT(instants);
            csr_time at = csr_test_at(instants[i]);
            CU_ASSERT_EQUAL(csr_calendar_within(c, at < to ? at : to, at < to ? to : at, &got, NULL), CSR_OK);
            CU_ASSERT_EQUAL(got, answers[i]);
        }
        /* Each span is at least twice the one before, but where the years known end. */
        const csri_span *span = atomic_load(&c->published->newest);
        for (; span->older; span = span->older) {
            int32_t days = span->last_day - span->first_day, before = span->older->last_day - span->older->first_day;
            CU_ASSERT_TRUE(days >= 2 * before || span->first_day < -25566 || span->last_day > 157054);
        }
        csr_calendar_free(c);
    }
}

static void test_no_memory(void)
{
    csr_calendar *c = make(SHOP);
    csr_time monday = csr_test_at("2025-03-31T10:00+02:00"), out = 7;
    int64_t us = 7;
    int32_t open = 7;
    csr_test_host_fail_alloc(&host, 1, 1);
    CU_ASSERT_EQUAL(csr_calendar_within(c, monday, monday + DAY, &us, NULL), CSR_E_NO_MEMORY);
    CU_ASSERT_EQUAL(csr_calendar_add(c, monday, HOUR, &out, NULL), CSR_E_NO_MEMORY);
    CU_ASSERT_EQUAL(csr_calendar_sub(c, monday, HOUR, &out, NULL), CSR_E_NO_MEMORY);
    CU_ASSERT_EQUAL(csr_calendar_is_open(c, monday, &open, NULL), CSR_E_NO_MEMORY);
    CU_ASSERT_EQUAL(csr_calendar_next_open(c, monday, &out, NULL), CSR_E_NO_MEMORY);
    CU_ASSERT_EQUAL(csr_calendar_next_change(c, monday, &out, &open, NULL), CSR_E_NO_MEMORY);
    CU_ASSERT_TRUE(out == 7 && us == 7 && open == 7);
    csr_test_host_fail_alloc(&host, 0, 0);
    CU_ASSERT_EQUAL(csr_calendar_within(c, monday, monday + DAY, &us, NULL), CSR_OK);
    /* What is compiled needs no more. */
    csr_test_host_fail_alloc(&host, 1, 1);
    CU_ASSERT_EQUAL(csr_calendar_add(c, monday, HOUR, &out, NULL), CSR_OK);
    csr_test_host_fail_alloc(&host, 0, 0);
    csr_calendar_free(c);
}

/* A host whose memory asks the calendar while the calendar asks for memory: as another thread would that was faster. */
typedef struct faster {
    const csr_calendar *calendar; /* NULL = nobody is faster */
    csr_time from, to;
} faster;

static void *faster_alloc(void *user, size_t size)
{
    faster *f = user;
    const csr_calendar *calendar = f->calendar;
    int64_t us;
    f->calendar = NULL;
    if (calendar) {
        CU_ASSERT_EQUAL(csr_calendar_within(calendar, f->from, f->to, &us, NULL), CSR_OK);
    }
    return malloc(size);
}

static void *faster_realloc(void *user, void *ptr, size_t old_size, size_t size)
{
    (void)user;
    (void)old_size;
    return realloc(ptr, size);
}

static void faster_free(void *user, void *ptr, size_t size)
{
    (void)user;
    (void)size;
    free(ptr);
}

/* Who comes second throws his span away and takes the one that is there, or compiles one that is larger still. */
static void test_somebody_was_faster(void)
{
    faster f = { NULL, csr_test_at("2025-01-01T00:00+01:00"), csr_test_at("2026-01-01T00:00+01:00") };
    csr_host own = host.host;
    own.user = &f;
    own.alloc = faster_alloc;
    own.realloc = faster_realloc;
    own.free = faster_free;
    csr_time early = csr_test_at("2025-03-03T00:00+01:00"), far = csr_test_at("2029-01-01T00:00+01:00");
    for (int i = 0; i < 2; i++) {
        csr_calendar *c = csr_test_calendar(&own, SHOP), *plain = make(SHOP);
        int64_t us = 1, expected = 0;
        f.calendar = c;
        CU_ASSERT_EQUAL(csr_calendar_within(c, early, i == 0 ? early + DAY : far, &us, NULL), CSR_OK);
        CU_ASSERT_PTR_NULL(f.calendar);
        CU_ASSERT_EQUAL(csr_calendar_within(plain, early, i == 0 ? early + DAY : far, &expected, NULL), CSR_OK);
        CU_ASSERT_EQUAL(us, expected);
        csr_calendar_free(c);
        csr_calendar_free(plain);
    }
}

typedef struct worker {
    const csr_calendar *calendar;
    uint64_t sum;
    int number;
} worker;

/* Each thread begins elsewhere, so that spans grow under the others' hands. */
static void *ask(void *argument)
{
    worker *w = argument;
    csr_time base = csr_test_at("2025-01-01T00:00+00:00");
    for (int i = 0; i < 400; i++) {
        int64_t step = (i * 7 + w->number * 100) % 400;
        csr_time at = base + (step - 200) * 9 * DAY, out = 0;
        int64_t between = 0;
        if (csr_calendar_add(w->calendar, at, 20 * HOUR, &out, NULL) != CSR_OK ||
            csr_calendar_within(w->calendar, at, out, &between, NULL) != CSR_OK || between != 20 * HOUR) {
            return NULL;
        }
        w->sum += (uint64_t)out;
    }
    return w;
}

static void test_threads(void)
{
    for (int round = 0; round < 8; round++) {
        csr_calendar *c = make(SHOP);
        worker workers[4];
        pthread_t threads[4];
        void *done;
        for (int i = 0; i < 4; i++) {
            workers[i] = (worker){ c, 0, i };
            CU_ASSERT_EQUAL_FATAL(pthread_create(&threads[i], NULL, ask, &workers[i]), 0);
        }
        for (int i = 0; i < 4; i++) {
            CU_ASSERT_EQUAL(pthread_join(threads[i], &done), 0);
            CU_ASSERT_PTR_EQUAL(done, &workers[i]);
            CU_ASSERT_EQUAL(workers[i].sum, workers[0].sum);
        }
        csr_calendar_free(c);
    }
}

static CU_TestInfo tests[] = {
    { "calendar/examples_of_add", test_examples_of_add },
    { "calendar/examples_of_within", test_examples_of_within },
    { "calendar/microseconds", test_microseconds },
    { "calendar/zero", test_zero },
    { "calendar/is_open", test_is_open },
    { "calendar/always_open", test_always_open },
    { "calendar/no_open_time", test_no_open_time },
    { "calendar/first_question", test_first_question },
    { "calendar/limits", test_limits },
    { "calendar/arguments", test_arguments },
    { "calendar/growth", test_growth },
    { "calendar/no_memory", test_no_memory },
    { "calendar/somebody_was_faster", test_somebody_was_faster },
    { "calendar/threads", test_threads },
    CU_TEST_INFO_NULL,
};

static CU_SuiteInfo suites[] = { { "calendar", set_up, tear_down, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

int main(void)
{
    return csr_test_main("calendar", suites, 14);
}
