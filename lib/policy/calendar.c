#include "policy/calendar.h"

#include "base/error.h"
#include "base/memory.h"

/* More than all the open time of the years known. */
#define MOST_OPEN_US (INT64_C(501) * 366 * 86400 * 1000000)

static csr_status never_open(csr_error *err)
{
    return csri_fail(err, CSR_E_NO_OPEN_TIME, NULL, "the calendar is not open within ten years");
}

static csr_status too_far(csr_error *err)
{
    return csri_fail(err, CSR_E_LIMIT, NULL, "the instant is too far away");
}

static csr_time end_of(const csri_span *span, size_t piece)
{
    return span->open[piece] + span->before[piece + 1] - span->before[piece];
}

static size_t piece_at(const csri_span *span, csr_time at)
{
    return csri_last_not_above(span->open, span->count, at);
}

/* Open time of the span before an instant in it, which lies in the piece or behind it. */
static int64_t open_before(const csri_span *span, size_t piece, csr_time at)
{
    int64_t passed = at - span->open[piece];
    int64_t length = span->before[piece + 1] - span->before[piece];
    return span->before[piece] + (passed < length ? passed : length);
}

/* Without a calendar all time is open. */
static csr_status plain_difference(csr_time from, csr_time to, int64_t *out_us, csr_error *err)
{
    int64_t difference;
    if (__builtin_sub_overflow(to, from, &difference)) {
        return too_far(err);
    }
    *out_us = difference;
    return CSR_OK;
}

csr_status csr_calendar_within(const csr_calendar *calendar, csr_time from, csr_time to, int64_t *out_us,
                               csr_error *err)
{
    const csri_span *span;
    csri_error_clear(err);
    if (!out_us) {
        return csri_out_missing(err, "out_us");
    }
    if (to <= from) {
        *out_us = 0;
        return CSR_OK;
    }
    if (!calendar) {
        return plain_difference(from, to, out_us, err);
    }
    csr_status status = csri_calendar_cover(calendar, from, to, &span, err);
    if (status == CSR_OK) {
        *out_us = open_before(span, piece_at(span, to), to) - open_before(span, piece_at(span, from), from);
    }
    return status;
}

/* Whether it is closed for longer than anybody waits somewhere between two pieces. */
static int is_torn(const csri_span *span, size_t after, size_t until)
{
    for (uint32_t i = 0; i < span->gap_count; i++) {
        if (span->gaps[i] > after && span->gaps[i] <= until) {
            return 1;
        }
    }
    return 0;
}

/* Whether it is closed longer than anybody waits from an instant in or behind a piece to the opening of the next. */
static int is_long_closed(const csri_span *span, size_t piece, csr_time from, csr_time opening)
{
    csr_time end = end_of(span, piece);
    return opening - (from > end ? from : end) > CSRI_CALENDAR_PATIENCE_US;
}

/* 1 = found, 0 = the span must reach farther, -1 = it is not open for too long. */
static int find_forward(const csri_span *span, csr_time from, int64_t open_us, csr_time *out)
{
    size_t first = piece_at(span, from);
    int64_t wanted = open_before(span, first, from) + open_us;
    if (wanted > span->before[span->count]) {
        return is_long_closed(span, span->count - 1, from, span->to) ? -1 : 0;
    }
    /* The last piece before which less is open: so that a closing instant is found and not the opening behind it. */
    size_t piece = csri_last_not_above(span->before, span->count, wanted - 1);
    if (piece > first &&
        (is_long_closed(span, first, from, span->open[first + 1]) || is_torn(span, first + 1, piece))) {
        return -1;
    }
    *out = span->open[piece] + wanted - span->before[piece];
    return 1;
}

/* Both directions share their checks; 0 = the answer is there already or cannot be, as *status says. */
static int begin(const csr_calendar *calendar, csr_time from, int64_t open_us, int backward, csr_time *out,
                 csr_status *status, csr_error *err)
{
    csri_error_clear(err);
    *status = CSR_OK;
    if (!out) {
        *status = csri_out_missing(err, "out");
    } else if (open_us < 0) {
        *status = csri_fail(err, CSR_E_ARGUMENT, "open_us", "a time to count is not negative");
    } else if (calendar && open_us > MOST_OPEN_US) {
        *status = too_far(err);
    } else if (calendar && open_us > 0) {
        return 1;
    } else {
        csr_time at;
        int over = backward ? __builtin_sub_overflow(from, open_us, &at) : __builtin_add_overflow(from, open_us, &at);
        if (over) {
            *status = too_far(err);
        } else {
            *out = at;
        }
    }
    return 0;
}

csr_status csr_calendar_add(const csr_calendar *calendar, csr_time from, int64_t open_us, csr_time *out, csr_error *err)
{
    const csri_span *span;
    csr_status status;
    csr_time reach = from;
    if (!begin(calendar, from, open_us, 0, out, &status, err)) {
        return status;
    }
    while ((status = csri_calendar_cover(calendar, from, reach, &span, err)) == CSR_OK) {
        int found = find_forward(span, from, open_us, out);
        if (found != 0) {
            return found > 0 ? CSR_OK : never_open(err);
        }
        reach = span->to + 1;
    }
    return status;
}

static int find_backward(const csri_span *span, csr_time from, int64_t open_us, csr_time *out)
{
    size_t last = piece_at(span, from);
    int64_t wanted = open_before(span, last, from) - open_us;
    if (from - end_of(span, last) > CSRI_CALENDAR_PATIENCE_US) {
        return -1;
    }
    if (wanted < 0) {
        int begins_closed = span->before[1] == 0 && span->count > 1;
        return begins_closed && span->open[1] - span->from > CSRI_CALENDAR_PATIENCE_US ? -1 : 0;
    }
    size_t piece = csri_last_not_above(span->before, span->count, wanted);
    if (is_torn(span, piece, last)) {
        return -1;
    }
    *out = span->open[piece] + wanted - span->before[piece];
    return 1;
}

csr_status csr_calendar_sub(const csr_calendar *calendar, csr_time from, int64_t open_us, csr_time *out, csr_error *err)
{
    const csri_span *span;
    csr_status status;
    csr_time reach = from;
    if (!begin(calendar, from, open_us, 1, out, &status, err)) {
        return status;
    }
    while ((status = csri_calendar_cover(calendar, reach, from, &span, err)) == CSR_OK) {
        int found = find_backward(span, from, open_us, out);
        if (found != 0) {
            return found > 0 ? CSR_OK : never_open(err);
        }
        reach = span->from - 1;
    }
    return status;
}

csr_status csr_calendar_is_open(const csr_calendar *calendar, csr_time at, int32_t *out_open, csr_error *err)
{
    const csri_span *span;
    csri_error_clear(err);
    if (!out_open) {
        return csri_out_missing(err, "out_open");
    }
    if (!calendar) {
        *out_open = 1;
        return CSR_OK;
    }
    csr_status status = csri_calendar_cover(calendar, at, at, &span, err);
    if (status == CSR_OK) {
        *out_open = at < end_of(span, piece_at(span, at));
    }
    return status;
}

/* What changes next after an instant: 1 = *out and *opens say it, 0 = the span must reach farther, -1 = nothing within
 * the years that anybody waits; *opens then says what it stays. */
static int find_change(const csri_span *span, csr_time after, csr_time *out, int32_t *opens)
{
    size_t piece = piece_at(span, after);
    csr_time end = end_of(span, piece);
    int known = 0;
    *opens = after >= end;
    if (!*opens) {
        /* What ends with the span may go on behind it. */
        *out = end;
        known = end < span->to;
    } else {
        *out = piece + 1 < span->count ? span->open[piece + 1] : span->to;
        known = piece + 1 < span->count;
    }
    if (*out - after > CSRI_CALENDAR_PATIENCE_US) {
        *opens = !*opens;
        return -1;
    }
    return known;
}

/* The same, with as much compiled as it takes. */
static csr_status next_change(const csr_calendar *calendar, csr_time after, int *found, csr_time *out, int32_t *opens,
                              csr_error *err)
{
    const csri_span *span;
    csr_status status;
    csr_time reach = after;
    while ((status = csri_calendar_cover(calendar, after, reach, &span, err)) == CSR_OK) {
        *found = find_change(span, after, out, opens);
        if (*found != 0) {
            return CSR_OK;
        }
        reach = span->to + 1;
    }
    return status;
}

csr_status csr_calendar_next_open(const csr_calendar *calendar, csr_time from, csr_time *out, csr_error *err)
{
    csr_time change = from;
    int32_t is_open, opens;
    int found = 1;
    if (!out) {
        csri_error_clear(err);
        return csri_out_missing(err, "out");
    }
    csr_status status = csr_calendar_is_open(calendar, from, &is_open, err);
    if (status == CSR_OK && !is_open) {
        status = next_change(calendar, from, &found, &change, &opens, err);
    }
    if (status != CSR_OK) {
        return status;
    }
    if (found < 0) {
        return never_open(err);
    }
    *out = change;
    return CSR_OK;
}

csr_status csr_calendar_next_change(const csr_calendar *calendar, csr_time after, csr_time *out, int32_t *out_open,
                                    csr_error *err)
{
    csr_time change = 0;
    int32_t opens = 1;
    int found = -1;
    csri_error_clear(err);
    if (!out) {
        return csri_out_missing(err, "out");
    }
    csr_status status = calendar ? next_change(calendar, after, &found, &change, &opens, err) : CSR_OK;
    if (status != CSR_OK) {
        return status;
    }
    *out = found > 0 ? change : 0;
    if (out_open) {
        *out_open = opens;
    }
    return CSR_OK;
}

const csr_zone *csr_calendar_zone(const csr_calendar *calendar)
{
    return calendar ? calendar->zone : NULL;
}

const csr_str *csri_calendar_name(const csr_calendar *calendar)
{
    return &calendar->name;
}

void csr_calendar_free(csr_calendar *calendar)
{
    if (!calendar) {
        return;
    }
    const csr_host host = calendar->host;
    csri_span *span = atomic_load_explicit(&calendar->published->newest, memory_order_acquire);
    while (span) {
        csri_span *older = span->older;
        csri_free(&host, span, span->bytes);
        span = older;
    }
    csr_zone_free(calendar->zone);
    csri_free(&host, calendar, calendar->bytes);
}
