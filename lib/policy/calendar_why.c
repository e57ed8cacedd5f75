/* Why a calendar is closed, and until when. The hours themselves are asked of the compiled span; the reasons stand in
 * the definition, at the dates that are not like their weekday. */
#include "policy/calendar.h"

#include "base/error.h"
#include "base/time.h"

/* When a local date begins. */
static csr_time begin_of(const csr_calendar *c, int32_t day)
{
    return csri_zone_instant(c->zone, (int64_t)day * CSRI_DAY_S) * CSRI_SECOND_US;
}

static csr_time wall_instant(const csr_calendar *c, int32_t day, int32_t second)
{
    return csri_zone_instant(c->zone, (int64_t)day * CSRI_DAY_S + second) * CSRI_SECOND_US;
}

/* The date to whose time an instant belongs. A clock that is put back over midnight shows the date before once more:
 * that is the new date already. */
static int32_t date_of(const csr_calendar *c, csr_time at)
{
    csr_time wall = at + (csr_time)csr_zone_offset(c->zone, at) * CSRI_SECOND_US;
    int32_t day = (int32_t)(wall / CSRI_DAY_US - (wall % CSRI_DAY_US < 0));
    while (begin_of(c, day + 1) <= at) {
        day++;
    }
    return day;
}

/* Closed time of a date that is no holiday: inside what would be open without breaks, or outside of it. */
static void explain_hours(const csr_calendar *c, const csri_calendar_date *date, csr_calendar_stretch *s)
{
    s->why = (date->why & CSRI_DATE_SPECIAL) != 0 ? CSR_CALENDAR_SPECIAL_HOURS : CSR_CALENDAR_OUTSIDE_HOURS;
    s->to = begin_of(c, date->day + 1);
    for (uint32_t i = 0; i < date->whole_count; i++) {
        const csri_wall_piece *piece = &c->pieces[date->whole_first + i];
        csr_time open = wall_instant(c, date->day, piece->from_s);
        csr_time close = wall_instant(c, date->day, piece->to_s);
        if (s->from < open) {
            s->to = open;
            return;
        }
        if (s->from < close) {
            s->why = CSR_CALENDAR_BREAK;
            s->to = close;
            return;
        }
    }
}

/* One closed stretch, as far as the date reaches or the dates that are like their weekday. */
static void explain_closed(const csr_calendar *c, csr_calendar_stretch *s)
{
    int32_t day = date_of(c, s->from);
    uint32_t rank = csri_calendar_rank(c, day);
    const csri_calendar_date *date = rank < c->date_count ? &c->dates[rank] : NULL;
    csr_str_set(&s->name, "", 0);
    if (!date || date->day > day) {
        s->why = CSR_CALENDAR_OUTSIDE_HOURS;
        s->to = date ? begin_of(c, date->day) : INT64_MAX;
    } else if ((date->why & CSRI_DATE_HOLIDAY) != 0) {
        s->why = CSR_CALENDAR_HOLIDAY;
        s->to = begin_of(c, day + 1);
        csr_str_set(&s->name, c->texts + date->name, CSR_NTS);
    } else {
        explain_hours(c, date, s);
    }
}

static int is_same_reason(const csr_calendar_stretch *a, const csr_calendar_stretch *b)
{
    return a->why == b->why && a->name.len == b->name.len && memcmp(a->name.ptr, b->name.ptr, a->name.len) == 0;
}

/* From s->from until the reason changes, but not behind `end`. */
static void explain_until(const csr_calendar *c, csr_time end, csr_calendar_stretch *s)
{
    csr_calendar_stretch more;
    explain_closed(c, s);
    while (s->to < end) {
        more.from = s->to;
        explain_closed(c, &more);
        if (!is_same_reason(s, &more)) {
            return;
        }
        s->to = more.to;
    }
    s->to = end;
}

csr_status csr_calendar_stretch_at(const csr_calendar *calendar, csr_time at, csr_calendar_stretch *out_stretch,
                                   csr_error *err)
{
    csr_calendar_stretch made = CSR_CALENDAR_STRETCH_INIT;
    csr_time change = 0;
    int32_t open = 1;
    csri_error_clear(err);
    if (!out_stretch || out_stretch->struct_size != sizeof made) {
        return csri_fail(err, CSR_E_ARGUMENT, "out_stretch", "a stretch starts from CSR_CALENDAR_STRETCH_INIT");
    }
    made.from = at;
    made.why = CSR_CALENDAR_OPEN;
    csr_str_set(&made.name, "", 0);
    csr_status status = csr_calendar_is_open(calendar, at, &open, err);
    status = status == CSR_OK ? csr_calendar_next_change(calendar, at, &change, NULL, err) : status;
    if (status != CSR_OK) {
        return status;
    }
    made.to = change != 0 ? change : calendar ? at + CSRI_CALENDAR_PATIENCE_US : INT64_MAX;
    if (!open) {
        explain_until(calendar, made.to, &made);
    }
    *out_stretch = made;
    return CSR_OK;
}
