/**
 * The ranges of a calendar document while it is read, and what they make of the week and of each date. For
 * lib/policy/calendar_load.c and calendar_build.c alone.
 */
#ifndef CSRI_POLICY_CALENDAR_LOAD_H
#define CSRI_POLICY_CALENDAR_LOAD_H

#include "policy/calendar.h"

/** What a row of the document says. */
enum {
    CSRI_ROW_WEEK,    /**< A weekday is open. */
    CSRI_ROW_HOLIDAY, /**< A date is closed. */
    CSRI_ROW_SPECIAL, /**< A date is open so and not as its weekday; an empty range says only the latter. */
    CSRI_ROW_TAIL,    /**< A date is open, too, from the special hours of the day before. */
    CSRI_ROW_BREAK    /**< A date is closed. */
};

/** A range of a weekday or a date. */
typedef struct csri_calendar_row {
    int32_t kind;
    int32_t day; /**< WEEK: 0 = Sunday; else days since 1970-01-01. */
    int32_t from_s, to_s;
    uint32_t name; /**< HOLIDAY: offset in the texts. */
} csri_calendar_row;

/** What is kept of a document: rows in any order; texts that begin with an empty one. */
typedef struct csri_calendar_parts {
    csri_buffer rows;  /**< csri_calendar_row. */
    csri_buffer texts; /**< NUL-ended. */
    size_t name;       /**< Of the calendar: offset in texts. */
    csr_zone *zone;    /**< Held; passes to the calendar. */
} csri_calendar_parts;

/**
 * Make the calendar. Rows are sorted on the way.
 *
 * CSR_E_NO_MEMORY; CSR_E_NO_OPEN_TIME when no row opens anything. err is left alone. Buffers are the caller's.
 */
csr_status csri_calendar_build(const csr_host *host, csri_calendar_parts *parts, csr_calendar **out);

#endif
