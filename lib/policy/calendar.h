/**
 * Calendars: policy documents of opening hours, compiled to pieces of open time, and the questions asked of them. Pure.
 *
 * docs/calendars.md says what a document looks like. A calendar is a definition that never changes, and a span of
 * compiled pieces that only grows: a question beyond the span compiles a larger one and puts it in the old one's place
 * with one atomic exchange. Old spans stay until the calendar is freed, because somebody may be reading them; each is
 * at most half as long as the next, so that all of them together take less than the newest one. Nobody waits or locks.
 */
#ifndef CSRI_POLICY_CALENDAR_H
#define CSRI_POLICY_CALENDAR_H

#include "policy/finding.h"
#include "policy/zone.h"
#include <csr/calendar.h>
#include <stdatomic.h>

#define CSRI_CALENDAR_BYTES_MAX 262144
#define CSRI_CALENDAR_NAME_BYTES 120
/** Ranges of a weekday or a date. */
#define CSRI_CALENDAR_RANGES_MAX 24
/** Dates of a list of holidays. */
#define CSRI_CALENDAR_DATES_MAX 20000
/** Years that calendars know. */
#define CSRI_CALENDAR_FIRST_YEAR 1900
#define CSRI_CALENDAR_LAST_YEAR 2399
/** Longest that is waited for an opening: ten years, three leap days among them. */
#define CSRI_CALENDAR_PATIENCE_US (INT64_C(3653) * 86400 * 1000000)
/** More gaps of that length than this do not fit into the years known. */
#define CSRI_CALENDAR_GAPS_MAX 50

/** A piece of a day in wall-clock seconds, [from, to). */
typedef struct csri_wall_piece {
    int32_t from_s, to_s; /**< 0 to 86400. */
} csri_wall_piece;

/** Why a date is not like others of its weekday. */
#define CSRI_DATE_HOLIDAY 1u
#define CSRI_DATE_SPECIAL 2u
#define CSRI_DATE_BREAK 4u

/** Such a date. */
typedef struct csri_calendar_date {
    int32_t day;                       /**< Days since 1970-01-01. */
    uint32_t why;                      /**< CSRI_DATE_* bits. */
    uint32_t first, count;             /**< Its pieces. */
    uint32_t whole_first, whole_count; /**< What they would be without breaks. */
    uint32_t name;                     /**< Of the holiday: offset in texts, where a NUL-ended text begins. */
} csri_calendar_date;

/**
 * Compiled pieces of [from, to), both microseconds UTC.
 *
 * Piece i is [open[i], open[i] + before[i + 1] - before[i]), where before[i] is the open time of all pieces before it.
 * Piece 0 begins with the span, not after `from`, and is mostly empty, so that every search has a piece to find.
 */
typedef struct csri_span {
    struct csri_span *older;
    csr_time from, to;
    int32_t first_day, last_day; /**< Local dates, the last one not included. */
    size_t bytes;                /**< Of this block. */
    size_t count;
    csr_time *open;  /**< count. */
    int64_t *before; /**< count + 1; the last is the open time of all. */
    uint32_t gap_count;
    uint32_t gaps[CSRI_CALENDAR_GAPS_MAX]; /**< Pieces before which it was closed longer than anybody waits. */
} csri_span;

/** Where the newest span is; apart, because a calendar that is shared is const. */
typedef struct csri_published {
    _Atomic(csri_span *) newest;
} csri_published;

struct csr_calendar {
    csr_host host;
    csr_zone *zone;
    csri_published *published;
    size_t bytes;     /**< Of this block. */
    csr_str name;     /**< NUL-ended; empty when the document has none. */
    uint32_t week[8]; /**< Pieces of weekday d (0 = Sunday): week[d] to week[d + 1] - 1. */
    uint32_t date_count;
    uint32_t piece_count;
    const csri_calendar_date *dates; /**< Ascending. */
    const csri_wall_piece *pieces;
    const char *texts; /**< NUL-ended, the first one empty. */
};

/**
 * Compile a document.
 *
 * findings (may be NULL) gets all errors, or all warnings when there are no errors; what it held before stays.
 * CSR_E_POLICY with field = place of the first error, "document" when the text is no JSON object at all;
 * CSR_E_NO_MEMORY, also when the findings had no room. *out is NULL on failure. The host is copied.
 */
csr_status csri_calendar_load(const csr_host *host, const char *json, size_t len, const csri_zone_source *zones,
                              csr_calendar **out, csri_findings *findings, csr_error *err);

/** The document's own name; empty when it has none. */
const csr_str *csri_calendar_name(const csr_calendar *calendar);

/* For lib/policy/calendar*.c alone. */

/** Number of the date, or of the first after it. */
uint32_t csri_calendar_rank(const csr_calendar *calendar, int32_t day);

/** 0 = Sunday, of a day since 1970-01-01 in the years known. */
int32_t csri_weekday(int32_t day);

/** csri_calendar_cover() when the newest span does not do. */
csr_status csri_calendar_grow(const csr_calendar *calendar, csr_time low, csr_time high, const csri_span **out,
                              csr_error *err);

/** A span with from <= low and high <= to. CSR_E_LIMIT beyond the years known, CSR_E_NO_MEMORY. */
static inline csr_status csri_calendar_cover(const csr_calendar *calendar, csr_time low, csr_time high,
                                             const csri_span **out, csr_error *err)
{
    const csri_span *span = atomic_load_explicit(&calendar->published->newest, memory_order_acquire);
    if (span && span->from <= low && high <= span->to) {
        *out = span;
        return CSR_OK;
    }
    return csri_calendar_grow(calendar, low, high, out, err);
}

/** Number of the last of n ascending values that is not above v; the first one is not. */
static inline size_t csri_last_not_above(const int64_t *values, size_t n, int64_t v)
{
    const int64_t *at = values;
    while (n > 1) {
        size_t half = n / 2;
        at = at[half] <= v ? at + half : at;
        n -= half;
    }
    return (size_t)(at - values);
}

#endif
