#include "calendar_show.h"

#include "calendar_source.h"
#include "common.h"
#include "output.h"

#include <stdio.h>
#include <string.h>

static const char *const why_names[] = { "", "open", "outside_hours", "holiday", "special_hours", "break" };

/* A date of the calendar: its instants, its open time, and the columns of its line for people. */
struct shown_day {
    csr_time from, to;
    int64_t open_us;
    char hours[512], why[512];
};

/* "09:00"; the end of the day is 24:00. */
static void put_wall(const csr_calendar *calendar, int64_t day, csr_time at, char out[12])
{
    int64_t second = calendar_wall(calendar, at) - day * DAY_S;

    second = second < 0 ? 0 : (second > DAY_S ? DAY_S : second);
    snprintf(out, 12, "%02d:%02d", (int)(second / 3600), (int)(second / 60 % 60));
}

/* Append to a text of 512 bytes, with a comma between; what does not fit is left out. */
static void append(char *text, const char *more)
{
    size_t len = strlen(text);

    snprintf(text + len, 512 - len, "%s%s", len > 0 ? ", " : "", more);
}

/* What people are told beside the hours. That it is closed outside the hours is what the hours say. */
static void tell_why(struct shown_day *shown, const csr_calendar_stretch *s, const char *from, const char *to)
{
    char text[200] = "";

    if (s->why == CSR_CALENDAR_HOLIDAY)
        snprintf(text, sizeof text, "holiday%s%s", s->name.len > 0 ? " " : "", s->name.ptr);
    else if (s->why == CSR_CALENDAR_SPECIAL_HOURS && strstr(shown->why, "special hours") == NULL)
        snprintf(text, sizeof text, "special hours");
    else if (s->why == CSR_CALENDAR_BREAK)
        snprintf(text, sizeof text, "break %s-%s", from, to);
    if (text[0] != '\0')
        append(shown->why, text);
}

static json_t *stretch_json(const csr_calendar_stretch *s, csr_time to)
{
    json_t *line = need(json_pack("{s:o, s:o, s:s}", "from", calendar_json_instant(s->from), "to",
                                  calendar_json_instant(to), "why", why_names[s->why]));

    if (s->name.len > 0)
        (void)json_object_set_new(line, "name", need(json_stringn(s->name.ptr, s->name.len)));
    return line;
}

/* Walk through a date; `stretches` is appended to. 0, or an exit code and a message. */
static int look_at(const csr_calendar *calendar, int64_t day, struct shown_day *shown, json_t *stretches)
{
    const csr_zone *zone = csr_calendar_zone(calendar);
    csr_calendar_stretch s = CSR_CALENDAR_STRETCH_INIT;
    csr_error err = CSR_ERROR_INIT;

    memset(shown, 0, sizeof *shown);
    if (csr_zone_instant(zone, day * DAY_S * SECOND_US, &shown->from, &err) != CSR_OK ||
        csr_zone_instant(zone, (day + 1) * DAY_S * SECOND_US, &shown->to, &err) != CSR_OK)
        return say_error("calendar show", &err);
    for (csr_time at = shown->from; at < shown->to;) {
        char from[12], to[12], both[24];
        csr_time end;
        if (csr_calendar_stretch_at(calendar, at, &s, &err) != CSR_OK)
            return say_error("calendar show", &err);
        end = s.to < shown->to ? s.to : shown->to;
        put_wall(calendar, day, at, from);
        put_wall(calendar, day, end, to);
        if (s.why == CSR_CALENDAR_OPEN) {
            shown->open_us += end - at;
            snprintf(both, sizeof both, "%s-%s", from, to);
            append(shown->hours, both);
        }
        tell_why(shown, &s, from, to);
        (void)json_array_append_new(stretches, stretch_json(&s, end));
        at = end;
    }
    return CODE_DONE;
}

static void put_day(struct tool *tool, int64_t day, const struct shown_day *shown, json_t *stretches)
{
    char date[WALL_TEXT_BYTES], open[WALL_TEXT_BYTES];
    json_t *line;

    calendar_show_date(day, date);
    if (!tool_for_people(tool)) {
        line = need(json_pack("{s:s, s:I, s:O}", "date", date + 4, "open_s", (json_int_t)(shown->open_us / SECOND_US),
                              "stretches", stretches));
        output_json(line);
        json_decref(line);
        return;
    }
    calendar_show_duration(shown->open_us, open);
    printf("%s  %s", date, shown->hours[0] != '\0' ? shown->hours : "closed");
    if (shown->open_us > 0)
        printf("  (%s)", open);
    printf("%s%s\n", shown->why[0] != '\0' ? "  " : "", shown->why);
}

/* The days to show: of a month, or from Monday to Sunday. */
static int choose_days(struct tool *tool, const csr_calendar *calendar, int64_t *first, int64_t *count)
{
    const char *week = args_value(&tool->args, "week"), *month = args_value(&tool->args, "month");
    char text[WALL_TEXT_BYTES];
    csr_time at;
    int64_t next;

    if (month != NULL) {
        snprintf(text, sizeof text, "%s-01", month);
        if (week != NULL || !calendar_read_date(text, strlen(text), first))
            return say(CODE_USAGE, "--month: one month is expected, such as 2025-12");
        for (next = *first + 28, *count = 28; *count < 31; ++*count, next++) {
            calendar_show_date(next, text);
            if (strncmp(text + 4, month, 7) != 0)
                break;
        }
        return CODE_DONE;
    }
    if (week == NULL) {
        if (calendar_instant(calendar, "now", &at) != CODE_DONE)
            return CODE_REFUSED;
        calendar_show_date(calendar_wall(calendar, at) / DAY_S, text);
        week = text + 4;
    }
    if (!calendar_read_date(week, strlen(week), first))
        return say(CODE_USAGE, "--week: a date is expected, such as 2025-12-24");
    /* 1970-01-01 was a Thursday. */
    *first -= ((*first + 3) % 7 + 7) % 7;
    *count = 7;
    return CODE_DONE;
}

int calendar_show(struct tool *tool, const csr_calendar *calendar)
{
    struct shown_day shown;
    char text[WALL_TEXT_BYTES];
    int64_t first = 0, count = 0, open_us = 0;
    int code = choose_days(tool, calendar, &first, &count);

    for (int64_t day = first; code == CODE_DONE && day < first + count; day++) {
        json_t *stretches = need(json_array());
        code = look_at(calendar, day, &shown, stretches);
        if (code == CODE_DONE)
            put_day(tool, day, &shown, stretches);
        open_us += shown.open_us;
        json_decref(stretches);
    }
    if (code == CODE_DONE && tool_for_people(tool)) {
        calendar_show_duration(open_us, text);
        printf("%-14s  open %s, %s\n", "", text, csr_zone_name(csr_calendar_zone(calendar)));
    }
    return code;
}
