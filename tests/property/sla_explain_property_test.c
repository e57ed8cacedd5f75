/*
 * The story of random clocks: what it says has counted is what has elapsed, it has no gaps, and it tells every level.
 */
#include "policy/sla_explain.h"
#include "support/random_sla.h"
#include "support/runner.h"
#include "support/test_host.h"

#include <stdio.h>

#define LINES 20000
#define LOG_MAX (CSR_TEST_SLA_EVENTS * CSR_SLA_LEVELS_MAX)

static csr_test_host host;
static csri_sla_line lines[LINES];

static int set_up(void)
{
    csr_test_host_init(&host, CSR_TEST_MONDAY, 7);
    return 0;
}

static int tear_down(void)
{
    return csr_test_host_done(&host) != 0;
}

static size_t tell(const csr_test_scenario *s, csr_time until)
{
    csr_sla_clock clock = CSR_SLA_CLOCK_INIT;
    csri_sla_step steps[CSR_TEST_SLA_EVENTS] = { { .waits_for = 0 } };
    csri_sla_story story;
    csr_error err = CSR_ERROR_INIT;
    size_t count = 0;
    int more = 1;
    CU_ASSERT_EQUAL(csr_sla_clock_begin(&clock, s->percents, s->levels, s->reopen, NULL), CSR_OK);
    for (size_t i = 0; i < s->count; i++) {
        steps[i].event = s->events[i];
    }
    csri_sla_story_begin(&story, &clock, steps, s->count, until);
    while (more && count < LINES) {
        CU_ASSERT_EQUAL_FATAL(csri_sla_story_next(&story, &lines[count], &more, &err), CSR_OK);
        count += (size_t)more;
    }
    CU_ASSERT_TRUE_FATAL(count < LINES);
    return count;
}

/* The clock after everything up to an instant, with all that fired. */
static size_t play(const csr_test_scenario *s, csr_time until, csr_sla_clock *clock, csr_sla_fired *log)
{
    static const csr_sla_clock fresh = CSR_SLA_CLOCK_INIT;
    size_t count = 0, fired = 0;
    *clock = fresh;
    CU_ASSERT_EQUAL(csr_sla_clock_begin(clock, s->percents, s->levels, s->reopen, NULL), CSR_OK);
    for (size_t i = 0; i < s->count && s->events[i].at <= until; i++) {
        CU_ASSERT_EQUAL(csr_sla_clock_apply(clock, &s->events[i], log + count, &fired, NULL), CSR_OK);
        count += fired;
    }
    CU_ASSERT_EQUAL(csr_sla_clock_evaluate(clock, until, log + count, &fired, NULL), CSR_OK);
    return count + fired;
}

/* A span is what the calendar says it is. */
static void check_span(const csri_sla_line *line)
{
    int64_t open = -1;
    CU_ASSERT_TRUE(line->from < line->to);
    CU_ASSERT_EQUAL(csr_calendar_within(line->calendar, line->from, line->to, &open, NULL), CSR_OK);
    if (line->kind == CSR_SLA_LINE_COUNTED) {
        CU_ASSERT_EQUAL(line->counted_us, line->to - line->from);
        CU_ASSERT_EQUAL(open, line->counted_us);
    } else {
        CU_ASSERT_EQUAL(line->counted_us, 0);
        CU_ASSERT_TRUE(open == 0 || line->kind == CSR_SLA_LINE_PAUSED || line->kind == CSR_SLA_LINE_STOPPED);
    }
}

/* Lines follow each other; the open time of a cycle is summed up in each. */
static int64_t check_lines(size_t count)
{
    csr_time at = count > 0 ? lines[0].from : 0;
    int64_t sum = 0;
    int32_t cycle = 0, gap_allowed = 1;
    for (size_t i = 0; i < count; i++) {
        const csri_sla_line *line = &lines[i];
        sum = line->cycle == cycle ? sum : 0;
        cycle = line->cycle;
        /* A cancelled clock has no spans until it starts again. */
        CU_ASSERT_TRUE(gap_allowed ? line->from >= at : line->from == at);
        at = line->to;
        if (line->kind <= CSR_SLA_LINE_STOPPED) {
            check_span(line);
        } else {
            CU_ASSERT_EQUAL(line->from, line->to);
        }
        gap_allowed = line->kind == CSR_SLA_LINE_CANCELLED;
        sum += line->counted_us;
        CU_ASSERT_EQUAL(line->elapsed_us, sum);
    }
    return sum;
}

/* Every level that fired is told where it belongs, and no other. */
static void check_levels(size_t count, const csr_sla_fired *log, size_t fired)
{
    size_t told = 0;
    for (size_t i = 0; i < count; i++) {
        const csri_sla_line *line = &lines[i];
        if (line->kind != CSR_SLA_LINE_WARNED && line->kind != CSR_SLA_LINE_BREACHED) {
            continue;
        }
        CU_ASSERT_TRUE_FATAL(told < fired);
        CU_ASSERT_EQUAL(line->percent, log[told].percent);
        CU_ASSERT_EQUAL(line->kind == CSR_SLA_LINE_BREACHED, log[told].breach);
        CU_ASSERT_EQUAL(line->cycle, log[told].cycle);
        CU_ASSERT_EQUAL(line->revision, log[told].revision);
        CU_ASSERT_EQUAL(line->from, log[told].at);
        told++;
    }
    CU_ASSERT_EQUAL(told, fired);
}

static void check_story(const csr_test_scenario *s, csr_time until)
{
    static csr_sla_fired log[LOG_MAX];
    csr_sla_clock clock;
    csr_sla_reading reading = CSR_SLA_READING_INIT;
    size_t fired = play(s, until, &clock, log);
    size_t count = tell(s, until);
    int64_t sum = check_lines(count);
    CU_ASSERT_EQUAL(csr_sla_clock_read(&clock, until, &reading, NULL), CSR_OK);
    CU_ASSERT_EQUAL(sum, reading.elapsed_us);
    check_levels(count, log, fired);
}

static void test_stories(void)
{
    csr_test_random r = csr_test_random_begin("stories of clocks", 21);
    unsigned depth = csr_test_depth(300);
    for (unsigned i = 0; i < depth; i++) {
        csr_test_scenario s;
        csr_test_random_scenario(&r, &host.host, &s);
        check_story(&s, s.end);
        check_story(&s, csr_test_between(&r, s.events[0].at, s.end));
        check_story(&s, s.events[csr_test_below(&r, s.count)].at);
        csr_test_end_scenario(&s);
    }
}

/* Texts end where the buffer says, name the times, and need no zone. */
static void test_texts(void)
{
    csr_test_random r = csr_test_random_begin("texts of stories", 22);
    csri_buffer text;
    csri_buffer_init(&text, &host.host, 0);
    for (int i = 0; i < 100; i++) {
        csr_test_scenario s;
        csr_test_random_scenario(&r, &host.host, &s);
        size_t count = tell(&s, s.end);
        for (size_t k = 0; k < count; k++) {
            text.len = 0;
            csri_sla_line_text(&lines[k], NULL, &text);
            CU_ASSERT_TRUE(text.status == CSR_OK && text.len > 20);
        }
        csr_test_end_scenario(&s);
    }
    csri_buffer_free(&text);
}

static CU_TestInfo tests[] = {
    { "explain/stories", test_stories },
    { "explain/texts", test_texts },
    CU_TEST_INFO_NULL,
};

static CU_SuiteInfo suites[] = { { "explain", set_up, tear_down, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

int main(void)
{
    return csr_test_main("properties of explanations", suites, 2);
}
