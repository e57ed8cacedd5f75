/*
 * The calendar that a command works with, and instants on its wall clock.
 */
#ifndef CSR_TOOL_CALENDAR_SOURCE_H
#define CSR_TOOL_CALENDAR_SOURCE_H

#include "tool.h"

#define SECOND_US INT64_C(1000000)
#define DAY_S INT64_C(86400)

/* "Mon 2025-03-31 10:00 +02:00" and whatever the years and seconds make of it. */
#define WALL_TEXT_BYTES 48

struct calendar_source {
    csr_calendar *calendar; /* NULL = "24x7" */
    char *text;             /* its document; NULL = "24x7" */
    size_t len;
};

/*
 * "24x7"; a file, which "-", a "/" or ".json" at the end tells for sure; else the policy of the desk of that name. Zones
 * come from --zoneinfo. 0, or an exit code and a message.
 */
int calendar_source_open(struct tool *tool, const char *word, struct calendar_source *out);
void calendar_source_close(struct calendar_source *source);

/* Load a document; `what` begins the message. */
int calendar_load(struct tool *tool, const char *what, const char *text, size_t len, csr_calendar **out);

/* An instant as people type it, without an offset on the calendar's wall clock. 0, or CODE_USAGE and a message. */
int calendar_instant(const csr_calendar *calendar, const char *text, csr_time *out);

/* Seconds since 1970-01-01 00:00 as the wall clock of the calendar shows them. */
int64_t calendar_wall(const csr_calendar *calendar, csr_time at);

void calendar_show_instant(const csr_calendar *calendar, csr_time at, char out[WALL_TEXT_BYTES]);

/* "2025-12-24" as days since 1970-01-01: 1, or 0 when it is no date. */
int calendar_read_date(const char *ptr, size_t len, int64_t *out);

/* "Mon 2025-03-31" of a day since 1970-01-01. */
void calendar_show_date(int64_t day, char out[WALL_TEXT_BYTES]);

/* "7 h 30 min" */
void calendar_show_duration(int64_t us, char out[WALL_TEXT_BYTES]);

/* An instant for programs: RFC 3339, UTC. */
json_t *calendar_json_instant(csr_time at);

#endif
