/* Lines of an explanation as a supervisor reads them. */
#include "policy/sla_explain.h"

#include "base/time.h"

/* A moment on somebody's wall clock. */
typedef struct wall {
    int64_t day; /* since 1970-01-01 */
    int64_t second;
} wall;

static wall wall_of(const csr_zone *zone, csr_time at)
{
    csr_time shown = at + (csr_time)csr_zone_offset(zone, at) * CSRI_SECOND_US;
    int64_t day = shown / CSRI_DAY_US - (shown % CSRI_DAY_US < 0);
    wall w = { day, (shown - day * CSRI_DAY_US) / CSRI_SECOND_US };
    return w;
}

static void put_date(csri_buffer *out, int64_t day_number)
{
    static const char names[7][4] = { "Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed" };
    int64_t year;
    int32_t month, day;
    csri_civil_from_days(day_number, &year, &month, &day);
    csri_buffer_format(out, "%s %04d-%02d-%02d ", names[(day_number % 7 + 7) % 7], (int)year, (int)month, (int)day);
}

static void put_time(csri_buffer *out, int64_t second)
{
    csri_buffer_format(out, "%02d:%02d", (int)(second / 3600), (int)(second / 60 % 60));
    if (second % 60 != 0) {
        csri_buffer_format(out, ":%02d", (int)(second % 60));
    }
}

static void put_instant(csri_buffer *out, const csr_zone *zone, csr_time at)
{
    wall w = wall_of(zone, at);
    put_date(out, w.day);
    put_time(out, w.second);
}

/* The end of a span, whose date is said only when it is another one; 24:00 stays on the date that it ends. */
static void put_end(csri_buffer *out, const csr_zone *zone, csr_time from, csr_time to)
{
    int64_t first = wall_of(zone, from).day;
    wall w = wall_of(zone, to);
    csri_buffer_text(out, "-");
    if (w.day == first + 1 && w.second == 0) {
        csri_buffer_text(out, "24:00");
        return;
    }
    if (w.day != first) {
        put_date(out, w.day);
    }
    put_time(out, w.second);
}

/* "1 h 30 min", "45 s", "0.25 s": the largest parts that are not nothing; "-1 h" of what has not begun. */
static void put_duration(csri_buffer *out, int64_t us)
{
    csri_buffer_text(out, us < 0 ? "-" : "");
    us = us < 0 ? -us : us;
    int64_t parts[3] = { us / CSRI_HOUR_US, us / CSRI_MINUTE_US % 60, us / CSRI_SECOND_US % 60 };
    static const char *const units[3] = { "h", "min", "s" };
    int64_t rest = us % CSRI_SECOND_US;
    const char *gap = "";
    for (int i = 0; i < 3; i++) {
        int last_says = i == 2 && (rest != 0 || *gap == '\0');
        if (parts[i] == 0 && !last_says) {
            continue;
        }
        csri_buffer_format(out, "%s%lld", gap, (long long)parts[i]);
        if (i == 2 && rest != 0) {
            csri_buffer_format(out, ".%06d", (int)rest);
        }
        csri_buffer_format(out, " %s", units[i]);
        gap = " ";
    }
}

static void put_target(csri_buffer *out, const csri_sla_line *line)
{
    put_duration(out, line->target_s * CSRI_SECOND_US);
    if (line->policy.len > 0) {
        csri_buffer_text(out, " by policy ");
        csri_buffer_put(out, line->policy.ptr, line->policy.len);
        if (line->policy_revision > 0) {
            csri_buffer_format(out, " (revision %lld)", (long long)line->policy_revision);
        }
    }
}

static void put_due(csri_buffer *out, const csri_sla_line *line, const csr_zone *zone)
{
    if (line->due_at != INT64_MAX) {
        csri_buffer_text(out, ", due ");
        put_instant(out, zone, line->due_at);
    }
}

/* How much of what. */
static void put_elapsed(csri_buffer *out, const csri_sla_line *line)
{
    put_duration(out, line->elapsed_us);
    csri_buffer_text(out, " of ");
    put_duration(out, line->target_s * CSRI_SECOND_US);
}

/* What the line is, as far as it needs nothing beside. */
static const char *const plain[] = {
    [CSR_SLA_LINE_COUNTED] = " counted ",
    [CSR_SLA_LINE_OUTSIDE_HOURS] = " closed: outside opening hours",
    [CSR_SLA_LINE_HOLIDAY] = " closed: holiday",
    [CSR_SLA_LINE_SPECIAL_HOURS] = " closed: special hours of the day",
    [CSR_SLA_LINE_BREAK] = " closed: break",
    [CSR_SLA_LINE_PAUSED] = " paused",
    [CSR_SLA_LINE_STOPPED] = " stopped",
    [CSR_SLA_LINE_STARTED] = " started: ",
    [CSR_SLA_LINE_RETARGETED] = " target from here on: ",
    [CSR_SLA_LINE_REOPENED] = " reopened: ",
    [CSR_SLA_LINE_MET] = " met: ",
    [CSR_SLA_LINE_MISSED] = " missed: ",
    [CSR_SLA_LINE_CANCELLED] = " cancelled",
    [CSR_SLA_LINE_WARNED] = " warning",
    [CSR_SLA_LINE_BREACHED] = " breach",
    [CSR_SLA_LINE_MERGED] = " counted for a duplicate: ",
    [CSR_SLA_LINE_CORRECTED] = " corrected by hand: ",
};
/* Whom a pause waits for. */
static const char *const waits[] = {
    [0] = "",
    [CSR_WAITS_FOR_CUSTOMER] = ": waiting for the customer",
    [CSR_WAITS_FOR_THIRD_PARTY] = ": waiting for a third party",
    [CSR_WAITS_FOR_INTERNAL] = ": waiting for another part of the house",
};

/* How much more or less counts than did. */
static void put_difference(csri_buffer *out, int64_t us)
{
    put_duration(out, us < 0 ? -us : us);
    csri_buffer_text(out, us < 0 ? " less, " : " more, ");
}

static void put_what(csri_buffer *out, const csri_sla_line *line, const csr_zone *zone)
{
    csri_buffer_text(out, plain[line->kind]);
    switch (line->kind) {
    case CSR_SLA_LINE_COUNTED: put_duration(out, line->counted_us); break;
    case CSR_SLA_LINE_MERGED:
        put_duration(out, line->counted_us);
        put_due(out, line, zone);
        break;
    case CSR_SLA_LINE_CORRECTED:
        put_difference(out, line->counted_us);
        put_elapsed(out, line);
        put_due(out, line, zone);
        break;
    case CSR_SLA_LINE_HOLIDAY:
        csri_buffer_text(out, line->holiday.len > 0 ? " " : "");
        csri_buffer_put(out, line->holiday.ptr, line->holiday.len);
        break;
    case CSR_SLA_LINE_PAUSED: csri_buffer_text(out, waits[line->waits_for]); break;
    case CSR_SLA_LINE_STARTED:
    case CSR_SLA_LINE_RETARGETED:
        put_target(out, line);
        put_due(out, line, zone);
        break;
    case CSR_SLA_LINE_REOPENED:
    case CSR_SLA_LINE_MET:
    case CSR_SLA_LINE_MISSED:
        put_elapsed(out, line);
        put_due(out, line, zone);
        break;
    case CSR_SLA_LINE_WARNED:
    case CSR_SLA_LINE_BREACHED:
        csri_buffer_format(out, ": %d %% of the target reached, ", (int)line->percent);
        put_elapsed(out, line);
        break;
    default: break;
    }
}

void csri_sla_line_text(const csri_sla_line *line, const csr_zone *zone, csri_buffer *out)
{
    const csr_zone *shown = line->calendar ? csr_calendar_zone(line->calendar) : zone;
    put_instant(out, shown, line->from);
    if (line->from < line->to) {
        put_end(out, shown, line->from, line->to);
    }
    put_what(out, line, shown);
}
