/* The fold of rules C1 to C11 (docs/calendars.md). Pure; csr/sla.h is its header. */
#include "base/error.h"
#include "base/time.h"
#include "policy/sla_state.h"
#include <csr/sla.h>
#include <string.h>

/* Percent of the level that stands for the target itself. */
#define TARGET 100

static int is_breach(const csr_sla_level *level)
{
    return level->percent >= TARGET;
}

/* Put a level in its place, unless it is there already. */
static void add_level(csr_sla_clock *clock, int32_t percent)
{
    int32_t i = clock->level_count;
    while (i > 0 && clock->levels[i - 1].percent > percent) {
        i--;
    }
    if (i > 0 && clock->levels[i - 1].percent == percent) {
        return;
    }
    memmove(&clock->levels[i + 1], &clock->levels[i], (size_t)(clock->level_count - i) * sizeof *clock->levels);
    clock->levels[i] = (csr_sla_level){ percent, 0, INT64_MAX };
    clock->level_count++;
}

csr_status csr_sla_clock_begin(csr_sla_clock *clock, const int32_t *percents, size_t count, csr_sla_reopen reopen,
                               csr_error *err)
{
    csr_sla_clock made = CSR_SLA_CLOCK_INIT;
    csri_error_clear(err);
    if (!clock || clock->struct_size != sizeof made) {
        return csri_fail(err, CSR_E_ARGUMENT, "clock", "a clock starts from CSR_SLA_CLOCK_INIT");
    }
    if (reopen < 0 || reopen > CSR_SLA_REOPEN_NEW_CYCLE) {
        return csri_fail(err, CSR_E_ARGUMENT, "reopen", "%d is no way to reopen", (int)reopen);
    }
    if (!percents && count > 0) {
        return csri_fail(err, CSR_E_ARGUMENT, "percents", "percents is NULL although count is not 0");
    }
    made.state = CSR_SLA_NOT_STARTED;
    made.reopen = reopen == 0 ? CSR_SLA_REOPEN_RESUME : reopen;
    add_level(&made, TARGET);
    for (size_t i = 0; i < count; i++) {
        if (percents[i] < 1 || percents[i] > CSR_SLA_PERCENT_MAX) {
            return csri_fail(err, CSR_E_ARGUMENT, "percents", "a level is 1 to %d percent", CSR_SLA_PERCENT_MAX);
        }
        if (made.level_count == CSR_SLA_LEVELS_MAX) {
            return csri_fail(err, CSR_E_ARGUMENT, "count", "a clock has at most %d levels", CSR_SLA_LEVELS_MAX);
        }
        add_level(&made, percents[i]);
    }
    *clock = made;
    return CSR_OK;
}

/* The level of the target, which is there in every clock. */
static csr_sla_level *target_level(csr_sla_clock *clock)
{
    csr_sla_level *level = clock->levels;
    while (level->percent != TARGET) {
        level++;
    }
    return level;
}

/* C5: whole seconds, rounded up. */
static int64_t threshold_us(const csr_sla_clock *clock, int32_t percent)
{
    return (clock->target_s * percent + 99) / 100 * CSRI_SECOND_US;
}

/* C3: when a level will be reached, from the last event on. */
static csr_status arm_level(const csr_sla_clock *clock, csr_sla_level *level, csr_error *err)
{
    int64_t left = threshold_us(clock, level->percent) - clock->elapsed_us;
    if (left <= 0) {
        level->at = clock->last_at;
        return CSR_OK;
    }
    csr_status status = csr_calendar_add(clock->calendar, clock->last_at, left, &level->at, err);
    /* A calendar that ends before a warning or a later breach is reached never fires it; the target has to be known. */
    if (level->percent != TARGET && (status == CSR_E_NO_OPEN_TIME || status == CSR_E_LIMIT)) {
        csri_error_clear(err);
        level->at = INT64_MAX;
        return CSR_OK;
    }
    return status;
}

/* The clock runs from the last event on. What has fired keeps its instant: nothing launders a breach. */
csr_status csri_sla_arm(csr_sla_clock *clock, csr_error *err)
{
    csr_status status = CSR_OK;
    clock->state = CSR_SLA_RUNNING;
    clock->outcome = 0;
    for (int32_t i = 0; i < clock->level_count && status == CSR_OK; i++) {
        if (!clock->levels[i].fired) {
            status = arm_level(clock, &clock->levels[i], err);
        }
    }
    return status;
}

/* Warnings may fire again in a new cycle, breaches also under a new target. */
static void unfire(csr_sla_clock *clock, int warnings_too)
{
    for (int32_t i = 0; i < clock->level_count; i++) {
        if (warnings_too || is_breach(&clock->levels[i])) {
            clock->levels[i].fired = 0;
        }
    }
}

static csr_status begin_cycle(csr_sla_clock *clock, csr_error *err)
{
    clock->cycle++;
    clock->elapsed_us = 0;
    unfire(clock, 1);
    return csri_sla_arm(clock, err);
}

static void set_target(csr_sla_clock *clock, int64_t target_s)
{
    if (target_s != 0 && target_s != clock->target_s) {
        clock->target_s = target_s;
        clock->revision++;
        unfire(clock, 0);
    }
}

static csr_status start(csr_sla_clock *clock, const csr_sla_event *event, csr_error *err)
{
    if (clock->state == CSR_SLA_RUNNING || clock->state == CSR_SLA_PAUSED) {
        return CSR_OK;
    }
    set_target(clock, event->target_s);
    clock->calendar = event->calendar;
    return begin_cycle(clock, err);
}

static csr_status pause_clock(csr_sla_clock *clock, const csr_sla_event *event, csr_error *err)
{
    (void)event;
    (void)err;
    clock->state = clock->state == CSR_SLA_RUNNING ? CSR_SLA_PAUSED : clock->state;
    return CSR_OK;
}

static csr_status resume(csr_sla_clock *clock, const csr_sla_event *event, csr_error *err)
{
    (void)event;
    return clock->state == CSR_SLA_PAUSED ? csri_sla_arm(clock, err) : CSR_OK;
}

static csr_status retarget(csr_sla_clock *clock, const csr_sla_event *event, csr_error *err)
{
    if (clock->state == CSR_SLA_NOT_STARTED || clock->state == CSR_SLA_CANCELLED) {
        return CSR_OK;
    }
    set_target(clock, event->target_s);
    if (event->sets_calendar != 0) {
        clock->calendar = event->calendar;
    }
    return clock->state == CSR_SLA_RUNNING ? csri_sla_arm(clock, err) : CSR_OK;
}

static csr_status stop(csr_sla_clock *clock, const csr_sla_event *event, csr_error *err)
{
    const csr_sla_level *due = target_level(clock);
    int met;
    (void)err;
    if (clock->state == CSR_SLA_RUNNING) {
        /* C4: by the instant. Elapsed time stands still over night while the instant is past. */
        met = event->at <= due->at;
    } else if (clock->state == CSR_SLA_PAUSED) {
        met = !due->fired && clock->elapsed_us <= clock->target_s * CSRI_SECOND_US;
    } else {
        return CSR_OK;
    }
    clock->state = CSR_SLA_STOPPED;
    clock->outcome = met ? CSR_SLA_MET : CSR_SLA_MISSED;
    return CSR_OK;
}

static csr_status reopen(csr_sla_clock *clock, const csr_sla_event *event, csr_error *err)
{
    (void)event;
    if (clock->state != CSR_SLA_STOPPED || clock->reopen == CSR_SLA_REOPEN_NEVER) {
        return CSR_OK;
    }
    return clock->reopen == CSR_SLA_REOPEN_RESUME ? csri_sla_arm(clock, err) : begin_cycle(clock, err);
}

static csr_status cancel(csr_sla_clock *clock, const csr_sla_event *event, csr_error *err)
{
    (void)event;
    (void)err;
    if (clock->state != CSR_SLA_NOT_STARTED) {
        clock->state = CSR_SLA_CANCELLED;
        clock->outcome = 0;
    }
    return CSR_OK;
}

static csr_status check_clock(const csr_sla_clock *clock, csr_time at, const char *field, csr_error *err)
{
    csri_error_clear(err);
    if (!clock || clock->struct_size != sizeof *clock || clock->state == 0) {
        return csri_fail(err, CSR_E_ARGUMENT, "clock", "a clock is made by csr_sla_clock_begin()");
    }
    if (clock->state != CSR_SLA_NOT_STARTED && at < clock->last_at) {
        return csri_fail(err, CSR_E_ARGUMENT, field, "time does not go back behind the last event");
    }
    return CSR_OK;
}

static csr_status check_event(const csr_sla_event *event, csr_error *err)
{
    if (!event || event->struct_size != sizeof *event) {
        return csri_fail(err, CSR_E_ARGUMENT, "event", "an event starts from CSR_SLA_EVENT_INIT");
    }
    if (event->reserved != 0) {
        return csri_fail(err, CSR_E_NEWER_STRUCT, "reserved", "csr_sla_event: reserved is not zero");
    }
    if (event->kind < CSR_SLA_EVENT_START || event->kind > CSR_SLA_EVENT_CANCEL) {
        return csri_fail(err, CSR_E_ARGUMENT, "kind", "%d is no kind of event", (int)event->kind);
    }
    int64_t least = event->kind == CSR_SLA_EVENT_START;
    if (event->target_s < least || event->target_s > CSR_SLA_TARGET_MAX_S) {
        return csri_fail(err, CSR_E_ARGUMENT, "target_s", "a target is 1 to %lld seconds",
                         (long long)CSR_SLA_TARGET_MAX_S);
    }
    return CSR_OK;
}

/* Levels stand in the order of percent, and those that have not fired yet were armed together: that is the order of
 * their instants, too. */
static size_t fire(csr_sla_clock *clock, csr_time now, csr_sla_fired *out_fired)
{
    size_t count = 0;
    for (int32_t i = 0; i < clock->level_count && clock->state == CSR_SLA_RUNNING; i++) {
        csr_sla_level *level = &clock->levels[i];
        if (level->fired || (is_breach(level) ? now <= level->at : now < level->at)) {
            continue;
        }
        level->fired = 1;
        out_fired[count++] =
            (csr_sla_fired){ level->percent, is_breach(level), clock->cycle, clock->revision, level->at };
    }
    return count;
}

/* Sums stay where no target and no level can make them overflow. */
static csr_status add_elapsed(csr_sla_clock *clock, int64_t us, csr_error *err)
{
    int64_t sum;
    if (__builtin_add_overflow(clock->elapsed_us, us, &sum) || sum < -CSRI_SLA_ELAPSED_MAX_US ||
        sum > CSRI_SLA_ELAPSED_MAX_US) {
        return csri_fail(err, CSR_E_LIMIT, "at", "more open time than there is from the year 1 to the year 9999");
    }
    clock->elapsed_us = sum;
    return CSR_OK;
}

/* C2: what has passed since the last event joins what had passed before. */
static csr_status advance(csr_sla_clock *clock, csr_time to, csr_error *err)
{
    int64_t passed = 0;
    csr_status status = CSR_OK;
    if (clock->state == CSR_SLA_RUNNING) {
        status = csr_calendar_within(clock->calendar, clock->last_at, to, &passed, err);
    }
    clock->last_at = to;
    return status == CSR_OK ? add_elapsed(clock, passed, err) : status;
}

csr_status csr_sla_clock_apply(csr_sla_clock *clock, const csr_sla_event *event, csr_sla_fired *out_fired,
                               size_t *out_count, csr_error *err)
{
    static csr_status (*const handlers[])(csr_sla_clock * clock, const csr_sla_event *event, csr_error *err) = {
        start, pause_clock, resume, retarget, stop, reopen, cancel,
    };
    csr_sla_clock next;
    csr_sla_fired fired[CSR_SLA_LEVELS_MAX];
    if (!out_fired || !out_count) {
        csri_error_clear(err);
        return csri_fail(err, CSR_E_ARGUMENT, "out_fired", "there is no place for the levels that fire");
    }
    *out_count = 0;
    csr_status status = check_event(event, err);
    status = status == CSR_OK ? check_clock(clock, event->at, "at", err) : status;
    if (status != CSR_OK) {
        return status;
    }
    next = *clock;
    size_t count = fire(&next, event->at, fired);
    status = advance(&next, event->at, err);
    status = status == CSR_OK ? handlers[event->kind - CSR_SLA_EVENT_START](&next, event, err) : status;
    if (status == CSR_OK) {
        *clock = next;
        memcpy(out_fired, fired, count * sizeof *fired);
        *out_count = count;
    }
    return status;
}

csr_status csri_sla_add_elapsed(csr_sla_clock *clock, csr_time at, int64_t us, csr_error *err)
{
    csr_sla_clock next;
    csr_status status = check_clock(clock, at, "at", err);
    if (status != CSR_OK) {
        return status;
    }
    next = *clock;
    status = advance(&next, at, err);
    status = status == CSR_OK ? add_elapsed(&next, us, err) : status;
    if (status == CSR_OK && next.state == CSR_SLA_RUNNING) {
        status = csri_sla_arm(&next, err);
    }
    if (status == CSR_OK) {
        *clock = next;
    }
    return status;
}

csr_status csri_sla_head(const csr_sla_clock *started, csr_time due_before, int64_t *out_us, csr_error *err)
{
    int late = due_before <= started->last_at;
    int64_t between = 0;
    csr_status status = csr_calendar_within(started->calendar, late ? due_before : started->last_at,
                                            late ? started->last_at : due_before, &between, err);
    *out_us = late ? between % (started->target_s * CSRI_SECOND_US) : -between;
    return status;
}

csr_status csr_sla_clock_evaluate(csr_sla_clock *clock, csr_time now, csr_sla_fired *out_fired, size_t *out_count,
                                  csr_error *err)
{
    if (!out_fired || !out_count) {
        csri_error_clear(err);
        return csri_fail(err, CSR_E_ARGUMENT, "out_fired", "there is no place for the levels that fire");
    }
    *out_count = 0;
    csr_status status = check_clock(clock, now, "now", err);
    if (status == CSR_OK) {
        *out_count = fire(clock, now, out_fired);
    }
    return status;
}

/* The earliest instant at which a level fires that has not: a breach only when its instant is past. */
static csr_time next_at(const csr_sla_clock *clock)
{
    csr_time next = INT64_MAX;
    for (int32_t i = 0; i < clock->level_count && clock->state == CSR_SLA_RUNNING; i++) {
        const csr_sla_level *level = &clock->levels[i];
        if (!level->fired && level->at != INT64_MAX) {
            csr_time at = level->at + is_breach(level);
            next = at < next ? at : next;
        }
    }
    return next;
}

csr_status csr_sla_clock_read(const csr_sla_clock *clock, csr_time at, csr_sla_reading *out_reading, csr_error *err)
{
    csr_status status = check_clock(clock, at, "at", err);
    if (status == CSR_OK && (!out_reading || out_reading->struct_size != sizeof *out_reading)) {
        status = csri_fail(err, CSR_E_ARGUMENT, "out_reading", "a reading starts from CSR_SLA_READING_INIT");
    }
    if (status != CSR_OK) {
        return status;
    }
    csr_sla_clock then = *clock;
    status = advance(&then, at, err);
    if (status != CSR_OK) {
        return status;
    }
    out_reading->state = then.state;
    out_reading->outcome = then.outcome;
    out_reading->reserved = 0;
    out_reading->elapsed_us = then.elapsed_us;
    out_reading->remaining_us = then.target_s * CSRI_SECOND_US - then.elapsed_us;
    out_reading->due_at = then.state == CSR_SLA_RUNNING ? target_level(&then)->at : INT64_MAX;
    out_reading->next_at = next_at(&then);
    return CSR_OK;
}
