/**
 * Why a clock stands where it stands: its events told as lines, one after the other. Pure.
 *
 * The lines of a cycle follow each other without a gap from its start, so that the open time of the COUNTED ones, with
 * what MERGED and CORRECTED add, is what the clock has elapsed, to the microsecond. Nothing is allocated but by the calendars: a story is as long as it is, and
 * whoever wants a page of it takes as many lines as fit.
 */
#ifndef CSRI_POLICY_SLA_EXPLAIN_H
#define CSRI_POLICY_SLA_EXPLAIN_H

#include "base/buffer.h"
#include <csr/sla.h>
#include <csr/ticket.h>

/** Kinds of steps beside those of csr_sla_event: the clock becomes another one. */
#define CSRI_SLA_STEP_MERGE 101
#define CSRI_SLA_STEP_CORRECT 102

/** An event of a clock, and what an explanation has to know beside. Texts are borrowed. */
typedef struct csri_sla_step {
    csr_sla_event event;
    csr_waits_for
        waits_for;  /**< PAUSE: for whom; 0 = nobody is named. A pause of a paused clock names somebody else. */
    csr_str policy; /**< START, RETARGET: the policy that gave the target; empty = unknown, or as before. */
    int64_t policy_revision; /**< Of that policy. */
    int32_t level_count;     /**< START, RETARGET: the levels from here on; 0 = as before. */
    int32_t percents[CSR_SLA_LEVELS_MAX];
    csr_sla_reopen reopen; /**< START, RETARGET: what reopening does from here on; 0 = as before. */
    int64_t head_us; /**< START: what of the cycle has passed by then, less than nothing when it is still to begin. */
    csr_sla_clock becomes; /**< MERGE, CORRECT: the clock from here on. */
    csr_time began_at;     /**< MERGE: when it began, now. */
    csr_time began_before; /**< MERGE: when it had begun. */
} csri_sla_step;

/** A line. Spans have from < to, moments from = to. MERGED is a span that lies before the cycle. */
typedef struct csri_sla_line {
    csr_sla_line kind;
    csr_waits_for waits_for; /**< PAUSED. */
    int32_t percent;         /**< WARNED, BREACHED. */
    int32_t cycle, revision;
    csr_time from, to;
    int64_t
        counted_us; /**< COUNTED: to - from; STARTED: what has passed by then; MERGED, CORRECTED: how much more has elapsed than before; else 0. */
    int64_t elapsed_us; /**< Of the cycle, at `to`. */
    int64_t target_s;
    csr_time due_at;              /**< As it is from here on; INT64_MAX = the clock does not run. */
    const csr_calendar *calendar; /**< In force; NULL = "24x7". */
    csr_str holiday;              /**< HOLIDAY: its name, or empty. */
    csr_str policy;               /**< That gave the target. */
    int64_t policy_revision;
} csri_sla_line;

/** A story being told; the members are its own. */
typedef struct csri_sla_story {
    const csri_sla_step *steps;
    size_t count, next;
    csr_time at, until;
    csr_sla_clock clock;
    int64_t counted_us; /**< Since the last event. */
    csr_waits_for waits_for;
    csr_str policy;
    int64_t policy_revision;
    size_t queued, taken;
    csri_sla_line queue[CSR_SLA_LEVELS_MAX + 1]; /**< Moments that are still to be told. */
} csri_sla_story;

/**
 * Begin a story.
 *
 * @param begun  a clock as csr_sla_clock_begin() made it
 * @param steps  what happened to it, in order; borrowed, with all texts and calendars, as long as the story is told
 * @param until  to what instant it is told, INT64_MAX excluded; steps behind it are left out
 */
void csri_sla_story_begin(csri_sla_story *story, const csr_sla_clock *begun, const csri_sla_step *steps, size_t count,
                          csr_time until);

/** The next line: *out_more = 1, or 0 at the end. Fails as csr_sla_clock_apply() and csr_calendar_stretch_at() do. */
csr_status csri_sla_story_next(csri_sla_story *story, csri_sla_line *line, int *out_more, csr_error *err);

/**
 * Append a line as a supervisor reads it, such as "Mon 2025-03-31 10:00-17:00 counted 7 h".
 *
 * @param zone  whose wall clock is shown where the calendar has none; NULL = UTC
 */
void csri_sla_line_text(const csri_sla_line *line, const csr_zone *zone, csri_buffer *out);

#endif
