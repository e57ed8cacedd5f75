#include "support/random_calendar.h"

#include "support/calendars.h"

#include "base/time.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(list) (sizeof(list) / sizeof *(list))
#define SPANS_MAX 8192

static const char *const weekdays[] = { "sun", "mon", "tue", "wed", "thu", "fri", "sat" };

/* In whole minutes, or to the second; over midnight one time in six. */
static csri_wall_piece random_range(csr_test_random *r, int32_t grain)
{
    int32_t a = (int32_t)csr_test_below(r, (uint64_t)(CSRI_DAY_S / grain)) * grain;
    int32_t b = (int32_t)csr_test_between(r, 1, CSRI_DAY_S / grain) * grain;
    int over = csr_test_below(r, 6) == 0;
    csri_wall_piece range = { a < b ? a : b, a < b ? b : a };
    if (a == b || (over && range.to_s == CSRI_DAY_S)) {
        return (csri_wall_piece){ 9 * 3600, 17 * 3600 };
    }
    return over ? (csri_wall_piece){ range.to_s, range.from_s } : range;
}

static void random_ranges(csr_test_random *r, csr_test_ranges *ranges, int least, int32_t grain)
{
    ranges->count = (int)csr_test_between(r, least, CSR_TEST_RANGES);
    for (int i = 0; i < ranges->count; i++) {
        ranges->list[i] = random_range(r, grain);
    }
}

/* Dates that differ; some of them in two lists. */
static int random_dates(csr_test_random *r, int32_t first_day, csr_test_ranges *dates, int32_t grain)
{
    int count = (int)csr_test_below(r, CSR_TEST_DATES + 1), kept = 0;
    for (int i = 0; i < count; i++) {
        int32_t day = first_day + (int32_t)csr_test_below(r, 100);
        int known = 0;
        for (int k = 0; k < kept; k++) {
            known |= dates[k].day == day;
        }
        if (!known) {
            random_ranges(r, &dates[kept], 0, grain);
            dates[kept++].day = day;
        }
    }
    return kept;
}

void csr_test_random_calendar(csr_test_random *r, csr_test_calendar_model *m)
{
    static const char *const zones[] = { "Etc/UTC",        "Europe/Prague",    "Australia/Lord_Howe",
                                         "Asia/Kathmandu", "America/New_York", "Africa/Casablanca" };
    /* Days before a change of one zone or another. */
    static const int32_t days[] = { 20129, 20184, 20366, 20377, 20311, 20142, 25000 };
    m->zone = zones[csr_test_below(r, COUNT(zones))];
    m->first_day = days[csr_test_below(r, COUNT(days))] - (int32_t)csr_test_below(r, 60);
    for (int i = 0; i < 7; i++) {
        m->week[i].count = 0;
        if (csr_test_below(r, 4) != 0) {
            random_ranges(r, &m->week[i], 0, csr_test_below(r, 2) ? 900 : 60);
        }
    }
    random_ranges(r, &m->week[csr_test_below(r, 7)], 1, 900);
    m->special_count = random_dates(r, m->first_day, m->special, 900);
    m->break_count = random_dates(r, m->first_day, m->breaks, csr_test_below(r, 2) ? 1 : 900);
    m->holiday_count = (int)csr_test_below(r, CSR_TEST_DATES + 1);
    for (int i = 0; i < m->holiday_count; i++) {
        m->holidays[i] = m->first_day + (int32_t)csr_test_below(r, 100);
    }
}

static void put_date(csri_buffer *json, int32_t day)
{
    int64_t year;
    int32_t month, of_month;
    csri_civil_from_days(day, &year, &month, &of_month);
    csri_buffer_format(json, "\"%04d-%02d-%02d\"", (int)year, (int)month, (int)of_month);
}

static void put_time(csri_buffer *json, int32_t s)
{
    csri_buffer_format(json, s % 60 == 0 ? "\"%02d:%02d\"" : "\"%02d:%02d:%02d\"", (int)(s / 3600), (int)(s / 60 % 60),
                       (int)(s % 60));
}

static void put_range(csri_buffer *json, int32_t from_s, int32_t to_s)
{
    csri_buffer_byte(json, '[');
    put_time(json, from_s);
    csri_buffer_byte(json, ',');
    put_time(json, to_s);
    csri_buffer_byte(json, ']');
}

static void put_ranges(csr_test_random *r, const csr_test_ranges *ranges, int shuffled, csri_buffer *json)
{
    csri_buffer_byte(json, '[');
    for (int i = 0; i < ranges->count; i++) {
        const csri_wall_piece *p = &ranges->list[shuffled ? ranges->count - 1 - i : i];
        csri_buffer_text(json, i > 0 ? "," : "");
        if (shuffled && p->to_s - p->from_s > 1800) {
            /* Split, with as much overlap as there is, or touching. */
            int32_t middle = p->from_s + (p->to_s - p->from_s) / 120 * 60;
            put_range(json, p->from_s, middle);
            csri_buffer_byte(json, ',');
            put_range(json, middle - (csr_test_below(r, 2) ? 600 : 0), p->to_s);
        } else {
            put_range(json, p->from_s, p->to_s);
        }
    }
    csri_buffer_byte(json, ']');
}

static void put_dates(csr_test_random *r, const char *name, const csr_test_ranges *dates, int count, int shuffled,
                      csri_buffer *json)
{
    csri_buffer_format(json, ",\"%s\":{", name);
    for (int i = 0; i < count; i++) {
        const csr_test_ranges *date = &dates[shuffled ? count - 1 - i : i];
        csri_buffer_text(json, i > 0 ? "," : "");
        put_date(json, date->day);
        csri_buffer_byte(json, ':');
        put_ranges(r, date, shuffled, json);
    }
    csri_buffer_byte(json, '}');
}

void csr_test_write_calendar(csr_test_random *r, const csr_test_calendar_model *m, int shuffled, csri_buffer *json)
{
    csri_buffer_format(json, "{\"zone\":\"%s\",\"hours\":{", m->zone);
    for (int i = 0; i < 7; i++) {
        csri_buffer_format(json, "%s\"%s\":", i > 0 ? "," : "", weekdays[i]);
        put_ranges(r, &m->week[i], shuffled, json);
    }
    csri_buffer_text(json, "},\"holidays\":[");
    for (int i = 0; i < m->holiday_count; i++) {
        csri_buffer_text(json, i > 0 ? "," : "");
        put_date(json, m->holidays[shuffled ? m->holiday_count - 1 - i : i]);
    }
    if (shuffled && m->holiday_count > 0) {
        csri_buffer_byte(json, ',');
        put_date(json, m->holidays[0]);
    }
    csri_buffer_byte(json, ']');
    put_dates(r, "special_hours", m->special, m->special_count, shuffled, json);
    put_dates(r, "breaks", m->breaks, m->break_count, shuffled, json);
    csri_buffer_byte(json, '}');
}

csr_calendar *csr_test_load_calendar(csr_test_random *r, const csr_host *host, const csr_test_calendar_model *m,
                                     int shuffled)
{
    csri_buffer json;
    csri_buffer_init(&json, host, 0);
    csr_test_write_calendar(r, m, shuffled, &json);
    csri_buffer_byte(&json, '\0');
    csr_calendar *calendar = csr_test_calendar(host, json.ptr);
    csri_buffer_free(&json);
    return calendar;
}

/* Spans in the making. */
typedef struct spans {
    size_t count;
    int64_t list[SPANS_MAX][2];
} spans;

static void add(spans *s, const csr_zone *zone, int32_t day, int32_t from_s, int32_t to_s)
{
    int64_t midnight = (int64_t)day * CSRI_DAY_S;
    if (s->count == SPANS_MAX) {
        abort();
    }
    s->list[s->count][0] = csri_zone_instant(zone, midnight + from_s);
    s->list[s->count][1] = csri_zone_instant(zone, midnight + to_s);
    s->count += s->list[s->count][0] < s->list[s->count][1];
}

/* What of a day's ranges lies on the day itself, or on the day behind it. */
static void add_ranges(spans *s, const csr_zone *zone, int32_t day, const csr_test_ranges *ranges, int behind)
{
    for (int i = 0; i < ranges->count; i++) {
        const csri_wall_piece *p = &ranges->list[i];
        int over = p->to_s < p->from_s;
        if (!behind) {
            add(s, zone, day, p->from_s, over ? CSRI_DAY_S : p->to_s);
        } else if (over) {
            add(s, zone, day, 0, p->to_s);
        }
    }
}

static const csr_test_ranges *find(const csr_test_ranges *dates, int count, int32_t day)
{
    for (int i = 0; i < count; i++) {
        if (dates[i].day == day) {
            return &dates[i];
        }
    }
    return NULL;
}

static void add_day(spans *open, spans *closed, const csr_test_calendar_model *m, const csr_zone *zone, int32_t day)
{
    const csr_test_ranges *special = find(m->special, m->special_count, day);
    const csr_test_ranges *special_before = find(m->special, m->special_count, day - 1);
    const csr_test_ranges *pause = find(m->breaks, m->break_count, day);
    const csr_test_ranges *pause_before = find(m->breaks, m->break_count, day - 1);
    int weekday = (int)((day + 4) % 7), holiday = 0;
    for (int i = 0; i < m->holiday_count; i++) {
        holiday |= m->holidays[i] == day;
    }
    if (!holiday && special) {
        add_ranges(open, zone, day, special, 0);
    } else if (!holiday) {
        add_ranges(open, zone, day, &m->week[weekday], 0);
        add_ranges(open, zone, day, &m->week[(weekday + 6) % 7], 1);
    }
    if (!holiday && special_before) {
        add_ranges(open, zone, day, special_before, 1);
    }
    if (pause) {
        add_ranges(closed, zone, day, pause, 0);
    }
    if (pause_before) {
        add_ranges(closed, zone, day, pause_before, 1);
    }
}

static int by_start(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    return (x[0] > y[0]) - (x[0] < y[0]);
}

static void unite(spans *s)
{
    size_t kept = 0;
    qsort(s->list, s->count, sizeof *s->list, by_start);
    for (size_t i = 0; i < s->count; i++) {
        if (kept > 0 && s->list[i][0] <= s->list[kept - 1][1]) {
            int64_t *end = &s->list[kept - 1][1];
            *end = s->list[i][1] > *end ? s->list[i][1] : *end;
        } else {
            memmove(s->list[kept++], s->list[i], sizeof *s->list);
        }
    }
    s->count = kept;
}

size_t csr_test_open_spans(const csr_test_calendar_model *m, const csr_zone *zone, int32_t first_day, int32_t days,
                           int64_t (*out)[2], size_t room)
{
    spans *open = calloc(1, sizeof *open), *closed = calloc(1, sizeof *closed);
    size_t count = 0;
    for (int32_t day = first_day; day < first_day + days; day++) {
        add_day(open, closed, m, zone, day);
    }
    unite(open);
    unite(closed);
    for (size_t i = 0, k = 0; i < open->count; i++) {
        int64_t from = open->list[i][0];
        for (k = 0; k < closed->count && from < open->list[i][1]; k++) {
            if (closed->list[k][1] > from && closed->list[k][0] < open->list[i][1]) {
                if (closed->list[k][0] > from && count < room) {
                    out[count][0] = from;
                    out[count++][1] = closed->list[k][0];
                }
                from = closed->list[k][1];
            }
        }
        if (from < open->list[i][1] && count < room) {
            out[count][0] = from;
            out[count++][1] = open->list[i][1];
        }
    }
    free(open);
    free(closed);
    return count;
}
