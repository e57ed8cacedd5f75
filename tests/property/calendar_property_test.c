/*
 * Random calendars against the slow truth of support/random_calendar.h, and the invariants S1, S2, S4 and S11.
 */
#include "support/calendars.h"
#include "support/random_calendar.h"
#include "support/runner.h"
#include "support/test_host.h"

#include <stdio.h>

#define SPANS 4096
#define SECOND INT64_C(1000000)
#define DAY_US (INT64_C(86400) * SECOND)
#define DAYS 160

static csr_test_host host;
static int64_t spans[SPANS][2];

static int set_up(void)
{
    csr_test_host_init(&host, CSR_TEST_MONDAY, 7);
    return 0;
}

static int tear_down(void)
{
    return csr_test_host_done(&host) != 0;
}

static int64_t within(const csr_calendar *c, csr_time from, csr_time to)
{
    int64_t out = -1;
    CU_ASSERT_EQUAL(csr_calendar_within(c, from, to, &out, NULL), CSR_OK);
    return out;
}

static csr_time add(const csr_calendar *c, csr_time from, int64_t open_us)
{
    csr_time out = INT64_MIN;
    CU_ASSERT_EQUAL(csr_calendar_add(c, from, open_us, &out, NULL), CSR_OK);
    return out;
}

static csr_time sub(const csr_calendar *c, csr_time from, int64_t open_us)
{
    csr_time out = INT64_MIN;
    CU_ASSERT_EQUAL(csr_calendar_sub(c, from, open_us, &out, NULL), CSR_OK);
    return out;
}

/* Somewhere in the days that the model has looked at, on a second or beside it, often at the end of a span. */
static csr_time instant(csr_test_random *r, const csr_test_calendar_model *m, size_t count)
{
    int64_t s = ((int64_t)m->first_day - 20 + csr_test_between(r, 0, 130)) * CSRI_DAY_S + csr_test_between(r, 0, 86399);
    if (count > 0 && csr_test_below(r, 2)) {
        /* Not the last ones, which may go on behind what was looked at. */
        s = spans[count / 8 + csr_test_below(r, count / 2 + 1)][csr_test_below(r, 2)] + csr_test_between(r, -1, 1);
    }
    return s * SECOND + (csr_test_below(r, 3) == 0 ? csr_test_between(r, -2, 2) : 0);
}

static int64_t true_within(size_t count, csr_time from, csr_time to)
{
    int64_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        csr_time a = spans[i][0] * SECOND, b = spans[i][1] * SECOND;
        a = a > from ? a : from;
        b = b < to ? b : to;
        sum += a < b ? b - a : 0;
    }
    return sum;
}

/* S1: within is what the spans say; additive, not negative, not above the whole. */
static void check_within(csr_test_random *r, const csr_test_calendar_model *m, const csr_calendar *c, size_t count)
{
    csr_time a = instant(r, m, count), b = instant(r, m, count), x = instant(r, m, count);
    csr_time low = a < b ? a : b, high = a < b ? b : a;
    int64_t all = within(c, low, high);
    CU_ASSERT_EQUAL(all, true_within(count, low, high));
    CU_ASSERT_TRUE(all >= 0 && all <= high - low);
    CU_ASSERT_EQUAL(within(c, high, low), 0);
    if (x > high) {
        CU_ASSERT_EQUAL(all + within(c, high, x), within(c, low, x));
        CU_ASSERT_TRUE(within(c, low, x) >= all);
    }
    if (all != true_within(count, low, high)) {
        csri_buffer json;
        csri_buffer_init(&json, &host.host, 0);
        csr_test_write_calendar(r, m, 0, &json);
        fprintf(stderr, "%lld %lld: %lld not %lld %.*s\n", (long long)low, (long long)high, (long long)all,
                (long long)true_within(count, low, high), (int)json.len, json.ptr);
        csri_buffer_free(&json);
    }
}

/* S2: add and sub are inverse to within, minimal, and follow each other. */
static void check_add(csr_test_random *r, const csr_test_calendar_model *m, const csr_calendar *c, size_t count)
{
    csr_time a = instant(r, m, count);
    int64_t n = csr_test_between(r, 1, 200000) * SECOND + csr_test_between(r, -1, 1),
            more = csr_test_between(r, 1, 90000);
    csr_time end = add(c, a, n), begin = sub(c, a, n);
    CU_ASSERT_EQUAL(within(c, a, end), n);
    CU_ASSERT_TRUE(within(c, a, end - 1) < n);
    CU_ASSERT_EQUAL(add(c, end, more * SECOND), add(c, a, n + more * SECOND));
    CU_ASSERT_EQUAL(within(c, begin, a), n);
    CU_ASSERT_TRUE(within(c, begin + 1, a) < n);
    CU_ASSERT_EQUAL(sub(c, begin, more * SECOND), sub(c, a, n + more * SECOND));
    CU_ASSERT_TRUE(add(c, begin, n) <= a && sub(c, end, n) >= a);
    CU_ASSERT_EQUAL(add(c, a, 0), a);
    CU_ASSERT_EQUAL(sub(c, a, 0), a);
}

/* Openness, the next opening and the next change say the same as the spans. */
static void check_open(csr_test_random *r, const csr_test_calendar_model *m, const csr_calendar *c, size_t count)
{
    csr_time at = instant(r, m, count), next = 0, change = 0;
    int32_t open = -1, opens = -1, true_open = 0;
    csr_time true_next = INT64_MAX, true_change = INT64_MAX;
    for (size_t i = count; i-- > 0;) {
        csr_time from = spans[i][0] * SECOND, to = spans[i][1] * SECOND;
        true_open |= at >= from && at < to;
        true_next = from > at ? from : true_next;
        true_change = to > at && to < true_change ? to : true_change;
        true_change = from > at && from < true_change ? from : true_change;
    }
    CU_ASSERT_EQUAL(csr_calendar_is_open(c, at, &open, NULL), CSR_OK);
    CU_ASSERT_EQUAL(open, true_open);
    CU_ASSERT_EQUAL(csr_calendar_next_open(c, at, &next, NULL), CSR_OK);
    CU_ASSERT_EQUAL(csr_calendar_next_change(c, at, &change, &opens, NULL), CSR_OK);
    /* What lies at the end of what was looked at may go on. */
    if (true_change < spans[count - 1][0] * SECOND) {
        CU_ASSERT_EQUAL(next, true_open ? at : true_next);
        CU_ASSERT_EQUAL(change, true_change);
        CU_ASSERT_EQUAL(opens, !true_open);
    }
}

static void test_against_spans(void)
{
    csr_test_random r = csr_test_random_begin("calendars against spans", 4);
    unsigned depth = csr_test_depth(400);
    for (unsigned i = 0; i < depth; i++) {
        csr_test_calendar_model m;
        csr_test_random_calendar(&r, &m);
        csr_calendar *c = csr_test_load_calendar(&r, &host.host, &m, 0);
        size_t count = csr_test_open_spans(&m, c->zone, m.first_day - 30, DAYS, spans, SPANS);
        CU_ASSERT_TRUE_FATAL(count > 0 && count < SPANS);
        for (int k = 0; k < 12; k++) {
            check_within(&r, &m, c, count);
            check_add(&r, &m, c, count);
            check_open(&r, &m, c, count);
        }
        /* Nothing is open on a holiday. */
        for (int k = 0; k < m.holiday_count; k++) {
            csr_time day = csri_zone_instant(c->zone, (int64_t)m.holidays[k] * CSRI_DAY_S) * SECOND;
            csr_time next = csri_zone_instant(c->zone, ((int64_t)m.holidays[k] + 1) * CSRI_DAY_S) * SECOND;
            CU_ASSERT_EQUAL(within(c, day, next), 0);
        }
        csr_calendar_free(c);
    }
}

static int is_listed(const csr_test_ranges *list, int count, int32_t day)
{
    for (int i = 0; i < count; i++) {
        if (list[i].day == day) {
            return 1;
        }
    }
    return 0;
}

/* What a stretch should be, from the document: the date decides, then what would be open without breaks. */
static csr_calendar_why true_why(const csr_test_calendar_model *m, const csr_zone *zone, csr_time at, size_t whole)
{
    int32_t day = m->first_day - 40;
    while (csri_zone_instant(zone, ((int64_t)day + 1) * CSRI_DAY_S) * SECOND <= at) {
        day++;
    }
    for (int i = 0; i < m->holiday_count; i++) {
        if (m->holidays[i] == day) {
            return CSR_CALENDAR_HOLIDAY;
        }
    }
    for (size_t i = 0; i < whole; i++) {
        if (at >= spans[i][0] * SECOND && at < spans[i][1] * SECOND) {
            return CSR_CALENDAR_BREAK;
        }
    }
    return is_listed(m->special, m->special_count, day) ? CSR_CALENDAR_SPECIAL_HOURS : CSR_CALENDAR_OUTSIDE_HOURS;
}

/* The stretches of 30 days, one after the other: open ones are the open time, closed ones have their reason. */
static void check_stretches(csr_test_random *r, const csr_test_calendar_model *m, const csr_calendar *c)
{
    csr_calendar_stretch s = CSR_CALENDAR_STRETCH_INIT;
    csr_test_calendar_model unbroken = *m;
    csr_calendar_why before = 0;
    csr_time at = ((int64_t)m->first_day + csr_test_between(r, 0, 60)) * DAY_US + csr_test_between(r, 0, DAY_US);
    csr_time end = at + 30 * DAY_US;
    unbroken.break_count = 0;
    size_t whole = csr_test_open_spans(&unbroken, c->zone, m->first_day - 30, DAYS, spans, SPANS);
    for (; at < end; at = s.to) {
        CU_ASSERT_EQUAL_FATAL(csr_calendar_stretch_at(c, at, &s, NULL), CSR_OK);
        CU_ASSERT_EQUAL(s.from, at);
        CU_ASSERT_TRUE_FATAL(s.to > at);
        CU_ASSERT_TRUE(s.why != before);
        before = s.why;
        int64_t open = within(c, at, s.to);
        CU_ASSERT_EQUAL(open, s.why == CSR_CALENDAR_OPEN ? s.to - at : 0);
        for (int k = 0; k < 3 && s.why != CSR_CALENDAR_OPEN; k++) {
            csr_time t = k == 0 ? at : k == 1 ? s.to - 1 : csr_test_between(r, at, s.to - 1);
            CU_ASSERT_EQUAL(true_why(m, c->zone, t, whole), s.why);
        }
    }
}

static void test_stretches(void)
{
    csr_test_random r = csr_test_random_begin("stretches of calendars", 14);
    unsigned depth = csr_test_depth(300);
    for (unsigned i = 0; i < depth; i++) {
        csr_test_calendar_model m;
        csr_test_random_calendar(&r, &m);
        csr_calendar *c = csr_test_load_calendar(&r, &host.host, &m, 0);
        check_stretches(&r, &m, c);
        csr_calendar_free(c);
    }
}

/* S4: the same calendar written in another way, and with a holiday that was closed already. */
static void test_other_writing(void)
{
    csr_test_random r = csr_test_random_begin("calendars written otherwise", 5);
    unsigned depth = csr_test_depth(300);
    for (unsigned i = 0; i < depth; i++) {
        csr_test_calendar_model m;
        csr_test_random_calendar(&r, &m);
        csr_calendar *plain = csr_test_load_calendar(&r, &host.host, &m, 0);
        size_t count = csr_test_open_spans(&m, plain->zone, m.first_day - 30, DAYS, spans, SPANS);
        int32_t day = m.first_day + (int32_t)csr_test_below(&r, 100);
        csr_time from = csri_zone_instant(plain->zone, (int64_t)day * CSRI_DAY_S) * SECOND;
        csr_time to = csri_zone_instant(plain->zone, ((int64_t)day + 1) * CSRI_DAY_S) * SECOND;
        if (within(plain, from, to) == 0) {
            m.holidays[m.holiday_count++] = day;
        }
        csr_calendar *other = csr_test_load_calendar(&r, &host.host, &m, 1);
        for (int k = 0; k < 12; k++) {
            csr_time a = instant(&r, &m, count), b = instant(&r, &m, count);
            int64_t n = csr_test_between(&r, 0, 200000) * SECOND;
            CU_ASSERT_EQUAL(within(plain, a, b), within(other, a, b));
            CU_ASSERT_EQUAL(add(plain, a, n), add(other, a, n));
            CU_ASSERT_EQUAL(sub(plain, a, n), sub(other, a, n));
        }
        csr_calendar_free(plain);
        csr_calendar_free(other);
    }
}

/* S11, and S7 of calendars: weeks without dates and changes are alike; a holiday more makes nothing due earlier. */
static void test_weeks_and_holidays(void)
{
    csr_test_random r = csr_test_random_begin("weeks and holidays", 6);
    unsigned depth = csr_test_depth(300);
    for (unsigned i = 0; i < depth; i++) {
        csr_test_calendar_model m;
        csr_test_random_calendar(&r, &m);
        m.zone = csr_test_below(&r, 2) ? "Asia/Kathmandu" : "Etc/UTC";
        m.special_count = m.break_count = m.holiday_count = 0;
        csr_calendar *c = csr_test_load_calendar(&r, &host.host, &m, 0);
        size_t count = csr_test_open_spans(&m, c->zone, m.first_day - 30, DAYS, spans, SPANS);
        m.holidays[m.holiday_count++] = m.first_day + (int32_t)csr_test_below(&r, 100);
        csr_calendar *closed = csr_test_load_calendar(&r, &host.host, &m, 0);
        for (int k = 0; k < 12; k++) {
            csr_time a = instant(&r, &m, count), b = instant(&r, &m, count),
                     shift = csr_test_between(&r, -9, 9) * 7 * DAY_US;
            int64_t n = csr_test_between(&r, 0, 200000) * SECOND;
            CU_ASSERT_EQUAL(within(c, a + shift, b + shift), within(c, a, b));
            CU_ASSERT_EQUAL(add(c, a + shift, n), add(c, a, n) + shift);
            CU_ASSERT_EQUAL(sub(c, a + shift, n), sub(c, a, n) + shift);
            CU_ASSERT_TRUE(add(closed, a, n) >= add(c, a, n));
            CU_ASSERT_TRUE(within(closed, a, b) <= within(c, a, b));
        }
        csr_calendar_free(c);
        csr_calendar_free(closed);
    }
}

/* S1 of the calendar that is always open. */
static void test_always_open(void)
{
    csr_test_random r = csr_test_random_begin("24x7", 7);
    for (int i = 0; i < 1000; i++) {
        csr_time a = csr_test_between(&r, -(INT64_C(1) << 55), INT64_C(1) << 55);
        int64_t n = csr_test_between(&r, 0, INT64_C(1) << 50);
        CU_ASSERT_EQUAL(within(NULL, a, a + n), n);
        CU_ASSERT_EQUAL(add(NULL, a, n), a + n);
        CU_ASSERT_EQUAL(sub(NULL, a, n), a - n);
    }
}

static CU_TestInfo tests[] = {
    { "calendar/against_spans", test_against_spans }, { "calendar/stretches", test_stretches },
    { "calendar/other_writing", test_other_writing }, { "calendar/weeks_and_holidays", test_weeks_and_holidays },
    { "calendar/always_open", test_always_open },     CU_TEST_INFO_NULL,
};

static CU_SuiteInfo suites[] = { { "calendar", set_up, tear_down, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

int main(void)
{
    return csr_test_main("calendar properties", suites, 5);
}
