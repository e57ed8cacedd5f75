#include "time.h"

#include "bench.h"
#include "measure.h"
#include "policy/calendar.h"

#include <stdlib.h>

#define SECOND INT64_C(1000000)
#define DAY (INT64_C(86400) * SECOND)
#define YEAR (365 * DAY)
/* 2015-01-01: the questions lie in the twenty years from here. */
#define FROM (INT64_C(1420070400) * SECOND)
#define QUESTIONS 4096
#define TURNS_MAX 201

static const char document[] =
    "{\"zone\":\"Europe/Prague\",\"hours\":{\"mon\":[[\"08:00\",\"12:00\"],[\"13:00\",\"17:00\"]],"
    "\"tue\":[[\"08:00\",\"12:00\"],[\"13:00\",\"17:00\"]],\"wed\":[[\"08:00\",\"12:00\"],[\"13:00\",\"17:00\"]],"
    "\"thu\":[[\"08:00\",\"12:00\"],[\"13:00\",\"17:00\"]],\"fri\":[[\"08:00\",\"12:00\"],[\"13:00\",\"15:00\"]]},"
    "\"holidays\":[\"2025-01-01\",\"2025-04-18\",\"2025-04-21\",\"2025-05-01\",\"2025-05-08\"]}";

/* What both are asked. */
typedef struct questions {
    const csr_calendar *calendar;
    const csr_zone *zone;
    const csri_span *span; /* the arrays, as the library has compiled them */
    csr_time from[QUESTIONS], near[QUESTIONS], far[QUESTIONS];
    int64_t open_us[QUESTIONS];
} questions;

/* All questions once; the sum of the answers proves that they are the same, and keeps the compiler honest. */
typedef uint64_t ask_fn(const questions *q);

/* Number of the last of n ascending values that is not above v: the search without a branch to guess wrong. */
static size_t search(const int64_t *values, size_t n, int64_t v)
{
    const int64_t *at = values;

    while (n > 1) {
        size_t half = n / 2;
        at = at[half] <= v ? at + half : at;
        n -= half;
    }
    return (size_t)(at - values);
}

static int64_t hand_before(const csri_span *s, csr_time at)
{
    size_t i = search(s->open, s->count, at);
    int64_t open = s->before[i] + at - s->open[i];

    return open < s->before[i + 1] ? open : s->before[i + 1];
}

static uint64_t hand_within(const questions *q, const csr_time *to)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < QUESTIONS; i++)
        sum += (uint64_t)(hand_before(q->span, to[i]) - hand_before(q->span, q->from[i]));
    return sum;
}

static uint64_t our_within(const questions *q, const csr_time *to)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < QUESTIONS; i++) {
        int64_t open = 0;
        (void)csr_calendar_within(q->calendar, q->from[i], to[i], &open, NULL);
        sum += (uint64_t)open;
    }
    return sum;
}

static uint64_t hand_day(const questions *q)
{
    return hand_within(q, q->near);
}

static uint64_t our_day(const questions *q)
{
    return our_within(q, q->near);
}

static uint64_t hand_years(const questions *q)
{
    return hand_within(q, q->far);
}

static uint64_t our_years(const questions *q)
{
    return our_within(q, q->far);
}

static uint64_t hand_add(const questions *q)
{
    const csri_span *s = q->span;
    uint64_t sum = 0;

    for (size_t i = 0; i < QUESTIONS; i++) {
        int64_t wanted = hand_before(s, q->from[i]) + q->open_us[i];
        size_t piece = search(s->before, s->count, wanted - 1);
        sum += (uint64_t)(s->open[piece] + wanted - s->before[piece]);
    }
    return sum;
}

static uint64_t our_add(const questions *q)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < QUESTIONS; i++) {
        csr_time at = 0;
        (void)csr_calendar_add(q->calendar, q->from[i], q->open_us[i], &at, NULL);
        sum += (uint64_t)at;
    }
    return sum;
}

static uint64_t hand_zone(const questions *q)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < QUESTIONS; i++)
        sum += (uint64_t)q->zone->offset[search(q->zone->at, q->zone->count, q->from[i] / SECOND)];
    return sum;
}

static uint64_t our_zone(const questions *q)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < QUESTIONS; i++)
        sum += (uint64_t)csr_zone_offset(q->zone, q->from[i]);
    return sum;
}

static const struct {
    const char *name;
    ask_fn *ours, *hand;
} cases[] = {
    { "within, a span of a day", our_day, hand_day },
    { "within, a span of ten years", our_years, hand_years },
    { "add, up to 40 hours", our_add, hand_add },
    { "offset of a zone", our_zone, hand_zone },
};
#define CASES (sizeof(cases) / sizeof(cases[0]))

static double time_of(ask_fn *ask, const questions *q, volatile uint64_t *sum)
{
    int64_t at = bench_now_ns();

    *sum = ask(q);
    return (double)(bench_now_ns() - at) / QUESTIONS;
}

static void put_questions(questions *q)
{
    uint64_t seed = 20260302;

    for (size_t i = 0; i < QUESTIONS; i++) {
        q->from[i] = FROM + (csr_time)(bench_random(&seed) % (uint64_t)(10 * YEAR));
        q->near[i] = q->from[i] + DAY;
        q->far[i] = q->from[i] + 10 * YEAR;
        q->open_us[i] = (int64_t)(bench_random(&seed) % (uint64_t)(40 * 3600 * SECOND)) + 1;
    }
}

static int make_questions(questions *q, csr_calendar **out)
{
    int64_t open;

    put_questions(q);
    if (csr_calendar_load(document, CSR_NTS, NULL, out, NULL) != CSR_OK)
        return 0;
    q->calendar = *out;
    q->zone = csr_calendar_zone(*out);
    /* Everything is compiled before anything is measured. */
    if (csr_calendar_within(*out, FROM - YEAR, FROM + 22 * YEAR, &open, NULL) != CSR_OK)
        bench_die("the calendar cannot be compiled");
    q->span = atomic_load(&(*out)->published->newest);
    return 1;
}

/* Medians of the library's time and of the ratio; 0 when the answers differ. */
static int measure_case(const questions *q, size_t number, size_t turns, double *ours, double *ratio)
{
    double times[TURNS_MAX], ratios[TURNS_MAX];
    volatile uint64_t sum = 0, expected = 0;

    for (size_t i = 0; i < turns; i++) {
        double hand = time_of(cases[number].hand, q, &expected);
        times[i] = time_of(cases[number].ours, q, &sum);
        ratios[i] = times[i] / hand;
        if (sum != expected)
            return 0;
    }
    *ours = measure_percentile(times, turns, 0.5);
    *ratio = measure_percentile(ratios, turns, 0.5);
    return 1;
}

int time_run(int quick, FILE *out)
{
    questions *q = bench_alloc(sizeof(*q));
    csr_calendar *calendar = NULL;
    double ours[CASES], ratio[CASES];
    int same = 1;

    if (!make_questions(q, &calendar)) {
        fprintf(out, "\nBusiness time is not measured: this system has no zone Europe/Prague.\n");
        free(q);
        return 1;
    }
    for (size_t i = 0; i < CASES && same; i++) {
        same = measure_case(q, i, quick ? 11 : TURNS_MAX, &ours[i], &ratio[i]);
        if (!same)
            fprintf(out, "%s: the two answer differently\n", cases[i].name);
    }
    if (same) {
        fprintf(out, "\n%-64s %6s %6s %6s\n", "Business time, questions at random in ten years", "ns", "ratio",
                "limit");
        for (size_t i = 0; i < CASES; i++)
            fprintf(out, "%-64s %6.0f %6.2f %6.2f %s\n", cases[i].name, ours[i], ratio[i], 2.0,
                    ratio[i] > 2.004 ? "OVER" : "ok");
        fprintf(out, "%-64s %6s %6.2f\n", "ten years / a day", "", ours[1] / ours[0]);
    }
    csr_calendar_free(calendar);
    free(q);
    return same;
}
