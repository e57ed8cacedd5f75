/*
 * Random clocks on random calendars, and the invariants S5 to S11.
 */
#include "support/calendars.h"
#include "support/random_sla.h"
#include "support/runner.h"
#include "support/test_host.h"

#include <stdio.h>
#include <string.h>

#define LOG_MAX (CSR_TEST_SLA_EVENTS * CSR_SLA_LEVELS_MAX)
#define SECOND INT64_C(1000000)
#define DAY_US (INT64_C(86400) * SECOND)

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

/* What came of it. */
typedef struct outcome {
    csr_sla_clock clock;
    csr_sla_fired log[LOG_MAX];
    size_t count;
} outcome;

static void start_clock(const csr_test_scenario *s, outcome *o)
{
    static const csr_sla_clock fresh = CSR_SLA_CLOCK_INIT;
    o->clock = fresh;
    o->count = 0;
    CU_ASSERT_EQUAL(csr_sla_clock_begin(&o->clock, s->percents, s->levels, s->reopen, NULL), CSR_OK);
}

static void look(outcome *o, csr_time now)
{
    size_t count = 0;
    CU_ASSERT_EQUAL(csr_sla_clock_evaluate(&o->clock, now, o->log + o->count, &count, NULL), CSR_OK);
    for (size_t i = 0; i < count; i++) {
        CU_ASSERT_TRUE(o->log[o->count + i].at <= now);
    }
    o->count += count;
}

static void apply(outcome *o, const csr_sla_event *event)
{
    size_t count = 0;
    CU_ASSERT_EQUAL(csr_sla_clock_apply(&o->clock, event, o->log + o->count, &count, NULL), CSR_OK);
    o->count += count;
}

static void run(const csr_test_scenario *s, outcome *o)
{
    start_clock(s, o);
    for (size_t i = 0; i < s->count; i++) {
        apply(o, &s->events[i]);
    }
    look(o, s->end);
}

static int same(const outcome *a, const outcome *b)
{
    return memcmp(&a->clock, &b->clock, sizeof a->clock) == 0 && a->count == b->count &&
           memcmp(a->log, b->log, a->count * sizeof *a->log) == 0;
}

static csr_sla_reading read_clock(const csr_sla_clock *clock, csr_time at)
{
    csr_sla_reading reading = CSR_SLA_READING_INIT;
    CU_ASSERT_EQUAL(csr_sla_clock_read(clock, at, &reading, NULL), CSR_OK);
    return reading;
}

/* S5: the log alone decides; looking more often changes nothing. */
static void test_looking(void)
{
    csr_test_random r = csr_test_random_begin("looking at clocks", 8);
    unsigned depth = csr_test_depth(300);
    for (unsigned i = 0; i < depth; i++) {
        csr_test_scenario s;
        outcome plain, again;
        csr_test_random_scenario(&r, &host.host, &s);
        run(&s, &plain);
        run(&s, &again);
        CU_ASSERT_TRUE(same(&plain, &again));
        start_clock(&s, &again);
        for (size_t k = 0; k < s.count; k++) {
            csr_time until = k + 1 < s.count ? s.events[k + 1].at : s.end, now = s.events[k].at;
            apply(&again, &s.events[k]);
            for (int looks = 0; looks < 3; looks++) {
                now += (until - now) / (csr_time)csr_test_between(&r, 1, 4);
                look(&again, now);
                look(&again, now);
                /* Whoever waits for next_at misses nothing. */
                CU_ASSERT_TRUE(read_clock(&again.clock, now).next_at > now);
            }
        }
        look(&again, s.end);
        CU_ASSERT_TRUE(same(&plain, &again));
        csr_test_end_scenario(&s);
    }
}

/* What one event does, for S6 to S9. */
static void check_step(const csr_sla_clock *before, const outcome *o, const csr_sla_event *event)
{
    const csr_sla_clock *after = &o->clock;
    CU_ASSERT_TRUE(after->cycle >= before->cycle && after->revision >= before->revision);
    if (after->cycle == before->cycle) {
        CU_ASSERT_TRUE(after->elapsed_us >= before->elapsed_us);
    }
    for (int32_t i = 0; i < after->level_count && after->state == CSR_SLA_RUNNING; i++) {
        /* S7: what has not fired lies ahead, and farther levels are not earlier. */
        CU_ASSERT_TRUE(after->levels[i].fired || after->levels[i].at >= event->at);
        CU_ASSERT_TRUE(i == 0 || after->levels[i].fired || after->levels[i - 1].fired ||
                       after->levels[i].at >= after->levels[i - 1].at);
    }
    if (event->kind == CSR_SLA_EVENT_STOP && before->state == CSR_SLA_RUNNING) {
        /* S9. */
        csr_time due = read_clock(before, before->last_at).due_at;
        int breach = 0;
        for (size_t i = 0; i < o->count; i++) {
            breach |=
                o->log[i].percent == 100 && o->log[i].cycle == after->cycle && o->log[i].revision == after->revision;
        }
        CU_ASSERT_EQUAL(after->outcome == CSR_SLA_MET, event->at <= due);
        CU_ASSERT_EQUAL(after->outcome == CSR_SLA_MISSED, breach);
    }
}

/* S8: no level twice. */
static void check_log(const outcome *o)
{
    for (size_t i = 0; i < o->count; i++) {
        for (size_t k = 0; k < i; k++) {
            const csr_sla_fired *a = &o->log[i], *b = &o->log[k];
            CU_ASSERT_FALSE(a->percent == b->percent && a->cycle == b->cycle &&
                            (!a->breach || a->revision == b->revision));
        }
    }
}

static void test_steps(void)
{
    csr_test_random r = csr_test_random_begin("steps of clocks", 9);
    unsigned depth = csr_test_depth(500);
    for (unsigned i = 0; i < depth; i++) {
        csr_test_scenario s;
        outcome o;
        csr_time paused_at = INT64_MAX;
        csr_test_random_scenario(&r, &host.host, &s);
        start_clock(&s, &o);
        for (size_t k = 0; k < s.count; k++) {
            csr_sla_clock before = o.clock;
            size_t count = o.count;
            apply(&o, &s.events[k]);
            check_step(&before, &o, &s.events[k]);
            for (size_t n = count; n < o.count; n++) {
                CU_ASSERT_TRUE(o.log[n].at <= s.events[k].at);
                /* Nothing fires while it is paused. */
                CU_ASSERT_TRUE(before.state == CSR_SLA_RUNNING && o.log[n].at < paused_at);
            }
            paused_at = o.clock.state == CSR_SLA_PAUSED ? (before.state == CSR_SLA_PAUSED ? paused_at : s.events[k].at)
                                                        : INT64_MAX;
        }
        look(&o, s.end);
        check_log(&o);
        csr_test_end_scenario(&s);
    }
}

/* The scenario with some events put in behind the first n. */
static void insert(const csr_test_scenario *s, size_t n, const csr_sla_event *events, size_t count,
                   csr_test_scenario *out)
{
    *out = *s;
    memmove(out->events + n + count, out->events + n, (s->count - n) * sizeof *events);
    memcpy(out->events + n, events, count * sizeof *events);
    out->count += count;
}

/* S6 and S10: pausing for no time, and a target that is the one it has, are nothing. */
static void test_nothing(void)
{
    csr_test_random r = csr_test_random_begin("events that are nothing", 10);
    unsigned depth = csr_test_depth(500);
    for (unsigned i = 0; i < depth; i++) {
        csr_test_scenario s, longer;
        outcome plain, other;
        csr_test_random_scenario(&r, &host.host, &s);
        run(&s, &plain);
        size_t n = (size_t)csr_test_between(&r, 1, (int64_t)s.count);
        csr_time from = s.events[n - 1].at, until = n < s.count ? s.events[n].at : s.end;
        csr_time at = csr_test_between(&r, from, until);
        start_clock(&s, &other);
        for (size_t k = 0; k < n; k++) {
            apply(&other, &s.events[k]);
        }
        csr_sla_event same_target = csr_test_sla_event(CSR_SLA_EVENT_RETARGET, at);
        same_target.target_s = csr_test_below(&r, 2) ? other.clock.target_s : 0;
        same_target.calendar = other.clock.calendar;
        same_target.sets_calendar = (int32_t)csr_test_below(&r, 2);
        insert(&s, n, &same_target, 1, &longer);
        run(&longer, &other);
        /* Only when the last event was has changed, and what had elapsed by then. */
        CU_ASSERT_EQUAL(read_clock(&plain.clock, s.end).elapsed_us, read_clock(&other.clock, s.end).elapsed_us);
        if (n < s.count) {
            CU_ASSERT_TRUE(same(&plain, &other));
        }
        if (read_clock(&other.clock, s.end).state == CSR_SLA_RUNNING && n == s.count) {
            csr_sla_event pair[2] = { csr_test_sla_event(CSR_SLA_EVENT_PAUSE, at),
                                      csr_test_sla_event(CSR_SLA_EVENT_RESUME, at) };
            insert(&s, n, pair, 2, &longer);
            run(&longer, &other);
            CU_ASSERT_EQUAL(memcmp(plain.clock.levels, other.clock.levels, sizeof plain.clock.levels), 0);
            CU_ASSERT_EQUAL(plain.count, other.count);
        }
        csr_test_end_scenario(&s);
    }
}

/* S6: a pause outside hours changes no instant, unless something is due at the very moment at which it begins. */
static void test_pause_outside_hours(void)
{
    csr_test_random r = csr_test_random_begin("pauses outside hours", 11);
    unsigned depth = csr_test_depth(500), checked = 0;
    for (unsigned i = 0; i < depth; i++) {
        csr_test_scenario s;
        outcome o;
        csr_time close = 0, open = 0;
        int32_t opens = 0;
        csr_test_random_scenario(&r, &host.host, &s);
        s.count = 1;
        start_clock(&s, &o);
        apply(&o, &s.events[0]);
        csr_sla_clock before = o.clock;
        CU_ASSERT_EQUAL(csr_calendar_next_change(before.calendar, before.last_at, &close, &opens, NULL), CSR_OK);
        if (close != 0 && !opens) {
            CU_ASSERT_EQUAL(csr_calendar_next_open(before.calendar, close, &open, NULL), CSR_OK);
            csr_time from = csr_test_between(&r, close, open), to = csr_test_between(&r, from, open);
            csr_sla_event pause = csr_test_sla_event(CSR_SLA_EVENT_PAUSE, from),
                          resume = csr_test_sla_event(CSR_SLA_EVENT_RESUME, to);
            int touches = 0;
            for (int32_t k = 0; k < before.level_count; k++) {
                touches |= before.levels[k].at == from;
            }
            apply(&o, &pause);
            apply(&o, &resume);
            for (int32_t k = 0; k < before.level_count && !touches; k++) {
                CU_ASSERT_EQUAL(o.clock.levels[k].at, before.levels[k].at);
            }
            checked += !touches;
        }
        csr_test_end_scenario(&s);
    }
    CU_ASSERT_TRUE(checked > depth / 10);
}

/* S7: a larger target is not due earlier. */
static void test_larger_targets(void)
{
    csr_test_random r = csr_test_random_begin("larger targets", 12);
    unsigned depth = csr_test_depth(300);
    for (unsigned i = 0; i < depth; i++) {
        csr_test_scenario s;
        outcome o, larger;
        csr_test_random_scenario(&r, &host.host, &s);
        start_clock(&s, &o);
        start_clock(&s, &larger);
        apply(&o, &s.events[0]);
        s.events[0].target_s += csr_test_between(&r, 0, 9000);
        apply(&larger, &s.events[0]);
        for (int32_t k = 0; k < o.clock.level_count; k++) {
            CU_ASSERT_TRUE(larger.clock.levels[k].at >= o.clock.levels[k].at);
        }
        csr_test_end_scenario(&s);
    }
}

/* S11: whole weeks later, all of it happens whole weeks later. */
static void test_weeks(void)
{
    csr_test_random r = csr_test_random_begin("weeks of clocks", 13);
    unsigned depth = csr_test_depth(300);
    for (unsigned i = 0; i < depth; i++) {
        csr_test_scenario s;
        outcome plain, later;
        csr_time shift = csr_test_between(&r, 1, 9) * 7 * DAY_US;
        csr_test_begin_scenario(&r, &s);
        for (int k = 0; k < 2; k++) {
            csr_test_calendar_model m;
            csr_test_random_calendar(&r, &m);
            m.zone = k == 0 ? "Asia/Kathmandu" : "Etc/UTC";
            m.special_count = m.break_count = m.holiday_count = 0;
            s.calendars[k] = csr_test_load_calendar(&r, &host.host, &m, 0);
        }
        csr_test_add_events(&r, &s, 20100 * DAY_US + csr_test_between(&r, 0, 7 * DAY_US / SECOND) * SECOND);
        run(&s, &plain);
        for (size_t k = 0; k < s.count; k++) {
            s.events[k].at += shift;
        }
        s.end += shift;
        run(&s, &later);
        for (size_t k = 0; k < later.count; k++) {
            later.log[k].at -= shift;
        }
        later.clock.last_at -= shift;
        for (int32_t k = 0; k < later.clock.level_count; k++) {
            csr_time *at = &later.clock.levels[k].at;
            *at -= *at == INT64_MAX ? 0 : shift;
        }
        CU_ASSERT_TRUE(same(&plain, &later));
        csr_test_end_scenario(&s);
    }
}

static CU_TestInfo tests[] = {
    { "sla/looking", test_looking },
    { "sla/steps", test_steps },
    { "sla/nothing", test_nothing },
    { "sla/pause_outside_hours", test_pause_outside_hours },
    { "sla/larger_targets", test_larger_targets },
    { "sla/weeks", test_weeks },
    CU_TEST_INFO_NULL,
};

static CU_SuiteInfo suites[] = { { "sla", set_up, tear_down, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

int main(void)
{
    return csr_test_main("sla properties", suites, 6);
}
