/* Holidays from an iCalendar file (RFC 5545): the dates of its events, and nothing cleverer. */
#include "calendar_source.h"
#include "common.h"
#include "holidays.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Lines as they are meant: a line that begins with a blank continues the one before. */
struct reader {
    const char *path;
    const char *text, *end;
    size_t number, next_number; /* of the line, and of the one behind it */
    char *line;                 /* unfolded, NUL-ended */
    size_t capacity;
    /* The line in its parts. */
    char *name, *params, *value;
};

/* The event being read. */
struct event {
    int depth; /* of BEGIN within the event; 0 = outside */
    size_t line;
    int64_t first, last; /* last is not included */
    int has_first, has_last, is_cancelled;
    int64_t days; /* by DURATION; 0 = not said */
    char *summary;
};

static int refuse(const struct reader *r, const char *what)
{
    return say(CODE_REFUSED, "%s: line %zu: %s", r->path, r->number, what);
}

/* Append what stands up to the end of the text line; the place behind it. */
static const char *take_line(struct reader *r, const char *from, size_t *len)
{
    const char *feed = memchr(from, '\n', (size_t)(r->end - from));
    size_t n = (size_t)((feed != NULL ? feed : r->end) - from);

    while (*len + n + 1 > r->capacity) {
        r->capacity = 2 * r->capacity + 256;
        r->line = need(realloc(r->line, r->capacity));
    }
    memcpy(r->line + *len, from, n);
    *len += n;
    *len -= *len > 0 && r->line[*len - 1] == '\r';
    r->line[*len] = '\0';
    r->next_number++;
    return feed != NULL ? feed + 1 : r->end;
}

/* The next line, unfolded and cut into name, parameters and value; 0 at the end. */
static int next_line(struct reader *r)
{
    size_t len = 0;
    int quoted = 0;
    char *p;

    if (r->text == r->end)
        return 0;
    r->number = r->next_number;
    r->text = take_line(r, r->text, &len);
    while (r->text < r->end && (*r->text == ' ' || *r->text == '\t'))
        r->text = take_line(r, r->text + 1, &len);
    r->name = r->line;
    for (p = r->line; *p != '\0' && (quoted || *p != ':'); p++)
        quoted ^= *p == '"';
    r->value = *p != '\0' ? p + 1 : p;
    *p = '\0';
    r->params = r->line + strcspn(r->line, ";");
    if (*r->params != '\0')
        *r->params++ = '\0';
    return 1;
}

/* "20251224" of a property that is a date and no time. */
static int read_day(const struct reader *r, int64_t *out)
{
    char text[11];
    const char *v = r->value;

    if (strlen(v) != 8 || strspn(v, "0123456789") != 8)
        return 0;
    snprintf(text, sizeof text, "%.4s-%.2s-%.2s", v, v + 4, v + 6);
    return calendar_read_date(text, 10, out);
}

/* "P3D" or "P1W" in days; 0 when it is neither. */
static int64_t read_duration(const char *v)
{
    char *end;
    long n;

    v += *v == '+';
    if (*v != 'P' || v[1] < '0' || v[1] > '9')
        return 0;
    n = strtol(v + 1, &end, 10); /* the value is checked by whoever reads the event */
    if (n < 1 || n > HOLIDAY_DAYS_MAX || strlen(end) != 1)
        return 0;
    return *end == 'D' ? n : (*end == 'W' ? 7 * n : 0);
}

/* A text without the backslashes that protect commas, semicolons, backslashes and line breaks. */
static char *plain_text(const char *v)
{
    char *text = text_copy(v, strlen(v)), *to = text;

    for (; *v != '\0'; v++) {
        if (*v == '\\' && v[1] != '\0') {
            v++;
            *to++ = *v == 'n' || *v == 'N' ? ' ' : *v;
        } else {
            *to++ = *v;
        }
    }
    *to = '\0';
    return text;
}

static int read_property(struct reader *r, struct event *e)
{
    if (strcasecmp(r->name, "DTSTART") == 0) {
        e->has_first = read_day(r, &e->first);
        return e->has_first ? CODE_DONE : refuse(r, "DTSTART is no date; only events of whole days are holidays");
    }
    if (strcasecmp(r->name, "DTEND") == 0) {
        e->has_last = read_day(r, &e->last);
        return e->has_last ? CODE_DONE : refuse(r, "DTEND is no date; only events of whole days are holidays");
    }
    if (strcasecmp(r->name, "DURATION") == 0) {
        e->days = read_duration(r->value);
        return e->days > 0 ? CODE_DONE : refuse(r, "DURATION is not a number of days or weeks");
    }
    if (strcasecmp(r->name, "RRULE") == 0 || strcasecmp(r->name, "RDATE") == 0)
        return refuse(r, "events that repeat (RRULE, RDATE) are not understood; export every date as an event");
    if (strcasecmp(r->name, "SUMMARY") == 0) {
        free(e->summary);
        e->summary = plain_text(r->value);
    }
    e->is_cancelled |= strcasecmp(r->name, "STATUS") == 0 && strcasecmp(r->value, "CANCELLED") == 0;
    return CODE_DONE;
}

/* At the end of an event: its days. */
static int take_event(struct reader *r, struct event *e, struct holiday_list *list)
{
    const char *name = e->summary != NULL ? e->summary : "";
    size_t event_line = e->line, end_line = r->number;
    int code = CODE_DONE;

    if (!e->is_cancelled) {
        r->number = event_line;
        int64_t last = e->has_last ? e->last : e->first + (e->days > 0 ? e->days : 1);
        if (!e->has_first)
            code = refuse(r, "the event has no DTSTART");
        else if (last <= e->first)
            code = refuse(r, "the event ends before it begins");
        else if (last - e->first > HOLIDAY_DAYS_MAX)
            code = refuse(r, "the event is longer than a year");
        for (int64_t day = e->first; code == CODE_DONE && day < last; day++)
            holiday_add(list, day, name, strlen(name));
        r->number = end_line;
    }
    free(e->summary);
    memset(e, 0, sizeof *e);
    return code;
}

static int read_line(struct reader *r, struct event *e, struct holiday_list *list)
{
    int begins = strcasecmp(r->name, "BEGIN") == 0, ends = strcasecmp(r->name, "END") == 0;

    if (e->depth == 0) {
        e->depth = begins && strcasecmp(r->value, "VEVENT") == 0;
        e->line = r->number;
        return CODE_DONE;
    }
    /* An event may hold alarms, whose properties are not its own. */
    e->depth += begins - ends;
    if (e->depth == 0)
        return take_event(r, e, list);
    return e->depth == 1 && !ends ? read_property(r, e) : CODE_DONE;
}

int holidays_read_ics(const char *path, const char *text, size_t len, const struct holiday_wish *wish,
                      struct holiday_list *list)
{
    struct reader r = { .path = path, .text = text, .end = text + len, .next_number = 1 };
    struct event e = { 0 };
    int code = CODE_DONE;

    (void)wish;
    if (memchr(text, '\0', len) != NULL)
        return say(CODE_REFUSED, "%s: the file is no text", path);
    while (code == CODE_DONE && next_line(&r))
        code = read_line(&r, &e, list);
    r.number = e.line;
    if (code == CODE_DONE && e.depth > 0)
        code = refuse(&r, "the event does not end");
    free(e.summary);
    free(r.line);
    return code;
}
