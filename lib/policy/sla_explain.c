#include "policy/sla_explain.h"

#include "base/error.h"
#include "policy/sla_state.h"

/* Percent of the level that stands for the target itself. */
#define TARGET 100

void csri_sla_story_begin(csri_sla_story *story, const csr_sla_clock *begun, const csri_sla_step *steps, size_t count,
                          csr_time until)
{
    const csri_sla_story fresh = { .steps = steps, .count = count, .until = until, .clock = *begun };
    *story = fresh;
    csr_str_set(&story->policy, "", 0);
    story->at = count > 0 ? steps[0].event.at : until;
}

/* A line of what is now; the caller adds what is special about it. */
static csri_sla_line line_now(const csri_sla_story *s, csr_sla_line kind)
{
    const csr_sla_clock *clock = &s->clock;
    csri_sla_line line = {
        .kind = kind,
        .cycle = clock->cycle,
        .revision = clock->revision,
        .from = s->at,
        .to = s->at,
        .elapsed_us = clock->elapsed_us + s->counted_us,
        .target_s = clock->target_s,
        .due_at = INT64_MAX,
        .calendar = clock->calendar,
        .policy = s->policy,
        .policy_revision = s->policy_revision,
    };
    csr_str_set(&line.holiday, "", 0);
    for (int32_t i = 0; i < clock->level_count && clock->state == CSR_SLA_RUNNING; i++) {
        line.due_at = clock->levels[i].percent == TARGET ? clock->levels[i].at : line.due_at;
    }
    return line;
}

static void tell(csri_sla_story *s, csr_sla_line kind)
{
    s->queue[s->queued++] = line_now(s, kind);
}

static void tell_level(csri_sla_story *s, int32_t percent)
{
    tell(s, percent < TARGET ? CSR_SLA_LINE_WARNED : CSR_SLA_LINE_BREACHED);
    s->queue[s->queued - 1].percent = percent;
}

/* The earliest instant of a level that is still to fire. */
static csr_time next_level(const csr_sla_clock *clock)
{
    csr_time next = INT64_MAX;
    for (int32_t i = 0; i < clock->level_count && clock->state == CSR_SLA_RUNNING; i++) {
        const csr_sla_level *level = &clock->levels[i];
        next = !level->fired && level->at < next ? level->at : next;
    }
    return next;
}

/* Every level whose instant is now fires: it is known that the story goes on behind it. */
static void fire(csri_sla_story *s)
{
    for (int32_t i = 0; i < s->clock.level_count; i++) {
        csr_sla_level *level = &s->clock.levels[i];
        if (!level->fired && level->at <= s->at) {
            level->fired = 1;
            tell_level(s, level->percent);
        }
    }
}

/* What an event changed, in a word; 0 = nothing that is worth a line. */
static csr_sla_line moment_of(const csr_sla_clock *before, const csr_sla_clock *after, const csri_sla_step *step)
{
    if (step->event.kind == CSR_SLA_EVENT_RETARGET) {
        int changed = before->target_s != after->target_s || before->calendar != after->calendar;
        return changed ? CSR_SLA_LINE_RETARGETED : 0;
    }
    if (before->state == after->state) {
        return 0;
    }
    switch (step->event.kind) {
    case CSR_SLA_EVENT_START: return CSR_SLA_LINE_STARTED;
    case CSR_SLA_EVENT_REOPEN: return CSR_SLA_LINE_REOPENED;
    case CSR_SLA_EVENT_STOP: return after->outcome == CSR_SLA_MET ? CSR_SLA_LINE_MET : CSR_SLA_LINE_MISSED;
    case CSR_SLA_EVENT_CANCEL: return CSR_SLA_LINE_CANCELLED;
    default: return 0;
    }
}

static void take_policy(csri_sla_story *s, const csri_sla_step *step)
{
    if (step->policy.len > 0) {
        s->policy = step->policy;
        s->policy_revision = step->policy_revision;
    }
}

/* The clock becomes another one, now: the difference counts. */
static void become(csri_sla_story *s, const csri_sla_step *step)
{
    int64_t before = s->clock.elapsed_us + s->counted_us;
    s->clock = step->becomes;
    s->counted_us = 0;
    s->next++;
    take_policy(s, step);
    tell(s, step->event.kind == CSRI_SLA_STEP_MERGE ? CSR_SLA_LINE_MERGED : CSR_SLA_LINE_CORRECTED);
    csri_sla_line *line = &s->queue[s->queued - 1];
    line->counted_us = s->clock.elapsed_us - before;
    if (step->event.kind == CSRI_SLA_STEP_MERGE) {
        line->from = step->began_at;
        line->to = step->began_before;
    }
}

/* The next event happens, now. */
static csr_status happen(csri_sla_story *s, csr_error *err)
{
    const csri_sla_step *step = &s->steps[s->next];
    if (step->event.kind >= CSRI_SLA_STEP_MERGE) {
        become(s, step);
        return CSR_OK;
    }
    const csr_sla_clock before = s->clock;
    csr_sla_clock after = s->clock;
    csr_sla_fired fired[CSR_SLA_LEVELS_MAX];
    size_t count;
    if (step->level_count > 0) {
        csri_sla_relevel(&after, step->percents, step->level_count);
    }
    after.reopen = step->reopen != 0 ? step->reopen : after.reopen;
    csr_status status = csr_sla_clock_apply(&after, &step->event, fired, &count, err);
    if (status == CSR_OK && step->head_us != 0) {
        status = csri_sla_add_elapsed(&after, step->event.at, step->head_us, err);
    }
    if (status != CSR_OK) {
        return status;
    }
    /* A warning at this very instant is one of the clock as it was. */
    for (size_t i = 0; i < count; i++) {
        tell_level(s, fired[i].percent);
    }
    s->clock = after;
    s->next++;
    s->counted_us = 0;
    if (step->event.kind == CSR_SLA_EVENT_PAUSE) {
        s->waits_for = step->waits_for;
    }
    csr_sla_line moment = moment_of(&before, &after, step);
    if (moment == CSR_SLA_LINE_STARTED || moment == CSR_SLA_LINE_RETARGETED) {
        take_policy(s, step);
    }
    if (moment != 0) {
        tell(s, moment);
        s->queue[s->queued - 1].counted_us = step->head_us;
    }
    return CSR_OK;
}

/* A span from now on, to `end` at most: 1, or 0 when there is nothing to be said about it. */
static int tell_span(csri_sla_story *s, csr_time end, csri_sla_line *line, csr_status *status, csr_error *err)
{
    csr_calendar_stretch stretch = CSR_CALENDAR_STRETCH_INIT;
    csr_sla_state state = s->clock.state;
    *line = line_now(s, state == CSR_SLA_PAUSED ? CSR_SLA_LINE_PAUSED : CSR_SLA_LINE_STOPPED);
    line->to = end;
    line->waits_for = state == CSR_SLA_PAUSED ? s->waits_for : 0;
    if (state == CSR_SLA_RUNNING) {
        *status = csr_calendar_stretch_at(s->clock.calendar, s->at, &stretch, err);
        if (*status != CSR_OK) {
            return 0;
        }
        /* The kinds of spans begin as the reasons of calendars do. */
        line->kind = (csr_sla_line)stretch.why;
        line->to = stretch.to < end ? stretch.to : end;
        line->counted_us = stretch.why == CSR_CALENDAR_OPEN ? line->to - line->from : 0;
        line->holiday = stretch.name;
        s->counted_us += line->counted_us;
        line->elapsed_us += line->counted_us;
    }
    s->at = line->to;
    /* A clock that stopped for good ends its story there. */
    return state == CSR_SLA_RUNNING || state == CSR_SLA_PAUSED || (state == CSR_SLA_STOPPED && s->next < s->count);
}

/* What fires at the very end, where nobody can tell a breach yet. */
static void tell_warnings(csri_sla_story *s)
{
    for (int32_t i = 0; i < s->clock.level_count && s->clock.state == CSR_SLA_RUNNING; i++) {
        csr_sla_level *level = &s->clock.levels[i];
        if (!level->fired && level->percent < TARGET && level->at <= s->at) {
            level->fired = 1;
            tell_level(s, level->percent);
        }
    }
}

/* Go on by one event, one level or one span; 1 = the span is *line. */
static int go_on(csri_sla_story *s, csri_sla_line *line, csr_status *status, csr_error *err)
{
    int happens = s->next < s->count && s->steps[s->next].event.at <= s->until;
    csr_time end = happens ? s->steps[s->next].event.at : s->until;
    csr_time level = next_level(&s->clock);
    if (end <= s->at) {
        /* An event that lies before the last one is refused by the clock. */
        *status = happen(s, err);
        return 0;
    }
    if (level <= s->at) {
        fire(s);
        return 0;
    }
    return tell_span(s, level < end ? level : end, line, status, err);
}

csr_status csri_sla_story_next(csri_sla_story *story, csri_sla_line *line, int *out_more, csr_error *err)
{
    csr_status status = CSR_OK;
    csri_error_clear(err);
    *out_more = 0;
    while (status == CSR_OK) {
        if (story->taken < story->queued) {
            *line = story->queue[story->taken++];
            *out_more = 1;
            return CSR_OK;
        }
        story->taken = story->queued = 0;
        int is_over = story->at >= story->until &&
                      (story->next == story->count || story->steps[story->next].event.at > story->until);
        if (is_over) {
            tell_warnings(story);
            if (story->queued == 0) {
                return CSR_OK;
            }
        } else if (go_on(story, line, &status, err)) {
            *out_more = 1;
            return CSR_OK;
        }
    }
    return status;
}
