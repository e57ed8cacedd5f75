#include "policy/calendar.h"

#include "base/error.h"
#include "base/memory.h"
#include "base/time.h"

/* Days that local time may be off from UTC, rounded up generously. */
#define MARGIN_DAYS 3
/* What the first question compiles around what it asks for. */
#define AHEAD_DAYS 32

/* The instants that calendars know; a day of a zone may reach farther. */
#define FIRST_KNOWN (INT64_C(-25567) * CSRI_DAY_US)
#define LAST_KNOWN (INT64_C(157054) * CSRI_DAY_US)

/* Where the next date that is not like its weekday stands, while days are gone through in order. */
typedef struct walk {
    const csr_calendar *calendar;
    uint32_t date;
} walk;

int32_t csri_weekday(int32_t day)
{
    /* 1970-01-01 was a Thursday; the years known begin 10000 weeks after this. */
    return (day + 4 + 70000) % 7;
}

uint32_t csri_calendar_rank(const csr_calendar *calendar, int32_t day)
{
    uint32_t low = 0, high = calendar->date_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (calendar->dates[middle].day < day) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* The pieces of a day, which is the next one of the walk. */
static const csri_wall_piece *pieces_of(walk *w, int32_t day, uint32_t *count)
{
    const csr_calendar *c = w->calendar;
    if (w->date < c->date_count && c->dates[w->date].day == day) {
        const csri_calendar_date *date = &c->dates[w->date];
        w->date++;
        *count = date->count;
        return c->pieces + date->first;
    }
    int32_t weekday = csri_weekday(day);
    *count = c->week[weekday + 1] - c->week[weekday];
    return c->pieces + c->week[weekday];
}

static size_t count_pieces(const csr_calendar *c, int32_t first, int32_t last)
{
    walk w = { c, csri_calendar_rank(c, first) };
    size_t total = 0;
    for (int32_t day = first; day < last; day++) {
        uint32_t count;
        (void)pieces_of(&w, day, &count);
        total += count;
    }
    return total;
}

/* Append a piece, or lengthen the one that it touches. */
static void add_piece(csri_span *s, csr_time open, csr_time close)
{
    int64_t *total = &s->before[s->count];
    csr_time end = s->open[s->count - 1] + *total - s->before[s->count - 1];
    if (open == end) {
        *total += close - open;
        return;
    }
    if (open - end > CSRI_CALENDAR_PATIENCE_US) {
        s->gaps[s->gap_count++] = (uint32_t)s->count;
    }
    s->open[s->count] = open;
    total[1] = *total + close - open;
    s->count++;
}

/* When a day begins. */
static csr_time instant_of(const csr_calendar *c, int32_t day)
{
    return csri_zone_instant(c->zone, (int64_t)day * CSRI_DAY_S) * CSRI_SECOND_US;
}

static void fill(const csr_calendar *c, csri_span *s)
{
    walk w = { c, csri_calendar_rank(c, s->first_day) };
    s->open[0] = instant_of(c, s->first_day);
    s->before[0] = 0;
    s->before[1] = 0;
    s->count = 1;
    for (int32_t day = s->first_day; day < s->last_day; day++) {
        uint32_t count;
        const csri_wall_piece *pieces = pieces_of(&w, day, &count);
        int64_t midnight = (int64_t)day * CSRI_DAY_S;
        for (uint32_t i = 0; i < count; i++) {
            int64_t open = csri_zone_instant(c->zone, midnight + pieces[i].from_s);
            int64_t close = csri_zone_instant(c->zone, midnight + pieces[i].to_s);
            /* A piece that lies in a gap is empty. */
            if (open < close) {
                add_piece(s, open * CSRI_SECOND_US, close * CSRI_SECOND_US);
            }
        }
    }
}

static csri_span *compile(const csr_calendar *c, int32_t first, int32_t last)
{
    size_t room = count_pieces(c, first, last) + 1;
    size_t bytes = sizeof(csri_span) + (2 * room + 1) * sizeof(int64_t);
    csri_span *s = csri_alloc(&c->host, bytes);
    if (!s) {
        return NULL;
    }
    s->older = NULL;
    s->bytes = bytes;
    s->first_day = first;
    s->last_day = last;
    s->from = instant_of(c, first) > FIRST_KNOWN ? instant_of(c, first) : FIRST_KNOWN;
    s->to = instant_of(c, last) < LAST_KNOWN ? instant_of(c, last) : LAST_KNOWN;
    s->gap_count = 0;
    s->open = (csr_time *)(s + 1);
    s->before = s->open + room;
    fill(c, s);
    return s;
}

static int32_t least(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

static int32_t most(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

static int32_t day_of(csr_time at)
{
    return (int32_t)(at / CSRI_DAY_US - (at % CSRI_DAY_US < 0));
}

/* The days to compile: what is asked for and what was there before, at least doubled on the side on which it grows. */
static void choose_days(const csri_span *old, csr_time low, csr_time high, int32_t *first, int32_t *last)
{
    *first = day_of(low) - MARGIN_DAYS;
    *last = day_of(high) + MARGIN_DAYS + 1;
    if (old) {
        int32_t length = old->last_day - old->first_day;
        *first = low < old->from ? least(*first, old->first_day - length) : old->first_day;
        *last = high > old->to ? most(*last, old->last_day + length) : old->last_day;
    } else {
        *last += AHEAD_DAYS;
    }
    *first = most(*first, day_of(FIRST_KNOWN) - MARGIN_DAYS);
    *last = least(*last, day_of(LAST_KNOWN) + MARGIN_DAYS);
}

static int is_known(csr_time at)
{
    return at >= FIRST_KNOWN && at <= LAST_KNOWN;
}

csr_status csri_calendar_grow(const csr_calendar *calendar, csr_time low, csr_time high, const csri_span **out,
                              csr_error *err)
{
    _Atomic(csri_span *) *newest = &calendar->published->newest;
    csri_span *old = atomic_load_explicit(newest, memory_order_acquire);
    if (!is_known(low) || !is_known(high)) {
        return csri_fail(err, CSR_E_LIMIT, NULL, "calendars know the years %d to %d", CSRI_CALENDAR_FIRST_YEAR,
                         CSRI_CALENDAR_LAST_YEAR);
    }
    while (!old || old->from > low || old->to < high) {
        int32_t first, last;
        choose_days(old, low, high, &first, &last);
        csri_span *grown = compile(calendar, first, last);
        if (!grown) {
            return csri_fail(err, CSR_E_NO_MEMORY, NULL, "no memory for the open times of a calendar");
        }
        grown->older = old;
        /* Another thread may have been faster; then old is what it put there. */
        if (atomic_compare_exchange_strong_explicit(newest, &old, grown, memory_order_acq_rel, memory_order_acquire)) {
            old = grown;
        } else {
            csri_free(&calendar->host, grown, grown->bytes);
        }
    }
    *out = old;
    return CSR_OK;
}
