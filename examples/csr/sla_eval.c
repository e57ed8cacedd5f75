#include "sla_eval.h"

#include "line_filter.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define SECOND_US INT64_C(1000000)
/* Of a calendar, those that are ignored included. */
#define MEMBERS_MAX 64
#define COUNT(table) (sizeof(table) / sizeof(table)[0])

/* A cycle that ended. */
struct cycle {
    int32_t number;
    csr_sla_outcome outcome;
    int64_t elapsed_us;
    csr_time at;
};

/* What a line asks for, and what its clock did. The two lists are kept from line to line. */
struct work {
    struct json_text calendars, levels, reopen, events;
    int64_t eval_at;
    int has_eval_at;
    csr_sla_clock clock;
    csr_sla_fired *fired;
    size_t fired_count, fired_capacity;
    struct cycle *cycles;
    size_t cycle_count, cycle_capacity;
};

struct word {
    const char *name;
    int32_t value;
};

static const char *const state_names[] = { "", "NOT_STARTED", "RUNNING", "PAUSED", "STOPPED", "CANCELLED" };
static const char *const outcome_names[] = { "null", "\"MET\"", "\"MISSED\"" };

static int32_t value_of(struct json_text value, const struct word *words, size_t count)
{
    struct json_text text;
    for (size_t i = 0; i < count && json_text_string(value, &text); i++) {
        if (json_text_is(text, words[i].name)) {
            return words[i].value;
        }
    }
    return 0;
}

static int read_members(struct line_filter *filter, struct work *w)
{
    int good = 1;
    for (size_t i = 0; i < filter->member_count && good; i++) {
        const struct json_member *m = &filter->members[i];
        if (json_text_is(m->name, "calendars")) {
            w->calendars = m->value;
        } else if (json_text_is(m->name, "levels")) {
            w->levels = m->value;
        } else if (json_text_is(m->name, "reopen")) {
            w->reopen = m->value;
        } else if (json_text_is(m->name, "events")) {
            w->events = m->value;
        } else if (json_text_is(m->name, "eval_at")) {
            good = w->has_eval_at = line_filter_seconds(filter, m->value, "eval_at", &w->eval_at);
        }
    }
    if (good && !w->has_eval_at) {
        return line_filter_refuse(filter, "eval_at", "eval_at is missing");
    }
    if (good && (w->events.len == 0 || w->events.ptr[0] != '[')) {
        return line_filter_refuse(filter, "events", "a list is expected");
    }
    return good;
}

static int begin_clock(struct line_filter *filter, struct work *w)
{
    static const struct word ways[] = {
        { "never", CSR_SLA_REOPEN_NEVER },
        { "resume", CSR_SLA_REOPEN_RESUME },
        { "new_cycle", CSR_SLA_REOPEN_NEW_CYCLE },
    };
    int32_t percents[CSR_SLA_LEVELS_MAX], way = value_of(w->reopen, ways, COUNT(ways));
    struct json_text rest, value;
    size_t count = 0;
    if (way == 0 && w->reopen.len > 0) {
        return line_filter_refuse(filter, "reopen", "never, resume or new_cycle is expected");
    }
    if (w->levels.len > 0 && w->levels.ptr[0] != '[') {
        return line_filter_refuse(filter, "levels", "a list is expected");
    }
    for (rest = json_text_inside(w->levels, '['); json_text_element(&rest, &value); count++) {
        int64_t percent;
        if (count == COUNT(percents) || !json_text_integer(value, &percent) || percent < 1 ||
            percent > CSR_SLA_PERCENT_MAX) {
            return line_filter_refuse(filter, "levels", "up to 16 percents are expected");
        }
        percents[count] = (int32_t)percent;
    }
    return csr_sla_clock_begin(&w->clock, percents, count, way, &filter->err) == CSR_OK;
}

/* The calendar of an object. */
static int get_calendar(struct line_filter *filter, struct json_text object, const csr_calendar **out)
{
    struct json_member members[MEMBERS_MAX];
    struct json_text rest = json_text_inside(object, '{');
    size_t count = 0;
    while (json_text_member(&rest, &members[count].name, &members[count].value)) {
        count++;
        if (count == MEMBERS_MAX) {
            return line_filter_refuse(filter, "calendars", "a calendar has too many members");
        }
    }
    return calendar_cache_get(filter->cache, members, count, out, &filter->err) == CSR_OK;
}

static int find_calendar(struct line_filter *filter, const struct work *w, struct json_text value,
                         const csr_calendar **out)
{
    struct json_text rest = json_text_inside(w->calendars, '{'), wanted, name, object;
    *out = NULL;
    if (!json_text_string(value, &wanted)) {
        return line_filter_refuse(filter, "calendar", "the name of a calendar is expected");
    }
    if (json_text_is(wanted, "24x7")) {
        return 1;
    }
    while (json_text_member(&rest, &name, &object)) {
        if (name.len == wanted.len && memcmp(name.ptr, wanted.ptr, name.len) == 0) {
            return get_calendar(filter, object, out);
        }
    }
    return line_filter_refuse(filter, "calendar", "there is no calendar of this name");
}

static int read_event(struct line_filter *filter, const struct work *w, struct json_text object, csr_sla_event *event)
{
    static const struct word kinds[] = {
        { "start", CSR_SLA_EVENT_START },       { "pause", CSR_SLA_EVENT_PAUSE }, { "resume", CSR_SLA_EVENT_RESUME },
        { "retarget", CSR_SLA_EVENT_RETARGET }, { "stop", CSR_SLA_EVENT_STOP },   { "reopen", CSR_SLA_EVENT_REOPEN },
        { "cancel", CSR_SLA_EVENT_CANCEL },
    };
    struct json_text rest = json_text_inside(object, '{'), name, value;
    int64_t seconds;
    int good = 1, has_time = 0;
    while (good && json_text_member(&rest, &name, &value)) {
        if (json_text_is(name, "t")) {
            good = has_time = line_filter_seconds(filter, value, "t", &seconds);
            event->at = good ? seconds * SECOND_US : 0;
        } else if (json_text_is(name, "kind")) {
            event->kind = value_of(value, kinds, COUNT(kinds));
        } else if (json_text_is(name, "target_s") && !json_text_is(value, "null")) {
            good = line_filter_seconds(filter, value, "target_s", &event->target_s);
            good = good && (event->target_s > 0 || line_filter_refuse(filter, "target_s", "a target is above 0"));
        } else if (json_text_is(name, "calendar") && !json_text_is(value, "null")) {
            good = find_calendar(filter, w, value, &event->calendar);
            event->sets_calendar = 1;
        }
    }
    if (good && (!has_time || event->kind == 0)) {
        return line_filter_refuse(filter, "events", "every event has t and a kind");
    }
    if (good && event->kind == CSR_SLA_EVENT_START && !event->sets_calendar) {
        return line_filter_refuse(filter, "calendar", "a start names its calendar");
    }
    return good;
}

/* A cycle ended when the clock was not stopped before and is now. */
static int note_cycle(struct line_filter *filter, struct work *w, csr_sla_state before)
{
    if (w->clock.state != CSR_SLA_STOPPED || before == CSR_SLA_STOPPED) {
        return 1;
    }
    void *room = line_filter_room(filter, w->cycles, &w->cycle_capacity, sizeof *w->cycles, w->cycle_count + 1);
    if (!room) {
        return 0;
    }
    w->cycles = room;
    w->cycles[w->cycle_count++] =
        (struct cycle){ w->clock.cycle, w->clock.outcome, w->clock.elapsed_us, w->clock.last_at };
    return 1;
}

/* Room for the levels that may fire at once. */
static int fired_room(struct line_filter *filter, struct work *w)
{
    void *room =
        line_filter_room(filter, w->fired, &w->fired_capacity, sizeof *w->fired, w->fired_count + CSR_SLA_LEVELS_MAX);
    w->fired = room ? room : w->fired;
    return room != NULL;
}

static int run_clock(struct line_filter *filter, struct work *w)
{
    struct json_text rest = json_text_inside(w->events, '['), object;
    size_t count;
    while (json_text_element(&rest, &object)) {
        csr_sla_event event = CSR_SLA_EVENT_INIT;
        csr_sla_state before = w->clock.state;
        if (!fired_room(filter, w) || !read_event(filter, w, object, &event) ||
            csr_sla_clock_apply(&w->clock, &event, w->fired + w->fired_count, &count, &filter->err) != CSR_OK ||
            !note_cycle(filter, w, before)) {
            return 0;
        }
        w->fired_count += count;
    }
    if (!fired_room(filter, w) || csr_sla_clock_evaluate(&w->clock, w->eval_at * SECOND_US, w->fired + w->fired_count,
                                                         &count, &filter->err) != CSR_OK) {
        return 0;
    }
    w->fired_count += count;
    return 1;
}

static void put_lists(FILE *out, const struct work *w)
{
    (void)fputs("\"log\":[", out);
    for (size_t i = 0; i < w->fired_count; i++) {
        const csr_sla_fired *f = &w->fired[i];
        (void)fprintf(out, "%s{\"at\":%" PRId64 ",\"level\":%d,\"kind\":\"%s\",\"cycle\":%d}", i > 0 ? "," : "",
                      f->at / SECOND_US, (int)f->percent, f->breach ? "breach" : "warn", (int)f->cycle);
    }
    (void)fputs("],\"cycles\":[", out);
    for (size_t i = 0; i < w->cycle_count; i++) {
        const struct cycle *c = &w->cycles[i];
        (void)fprintf(out, "%s{\"cycle\":%d,\"result\":%s,\"elapsed\":%" PRId64 ",\"at\":%" PRId64 "}",
                      i > 0 ? "," : "", (int)c->number, outcome_names[c->outcome], c->elapsed_us / SECOND_US,
                      c->at / SECOND_US);
    }
    (void)fputs("],", out);
}

static void put_result(struct line_filter *filter, const struct work *w, const csr_sla_reading *r)
{
    FILE *out = filter->out;
    line_filter_begin(filter);
    (void)fprintf(out, "{\"state\":\"%s\",\"elapsed_s\":%" PRId64 ",\"cycle\":%d,", state_names[r->state],
                  r->elapsed_us / SECOND_US, (int)w->clock.cycle);
    put_lists(out, w);
    (void)fprintf(out, "\"result\":%s,\"due\":", outcome_names[r->outcome]);
    if (r->due_at == INT64_MAX) {
        (void)fputs("null", out);
    } else {
        (void)fprintf(out, "%" PRId64, r->due_at / SECOND_US);
    }
    (void)fprintf(out, ",\"remaining_s\":%" PRId64 "}}\n", r->remaining_us / SECOND_US);
}

static int answer(struct line_filter *filter)
{
    static const struct json_text absent = { "", 0 };
    static const csr_sla_clock fresh = CSR_SLA_CLOCK_INIT;
    struct work *w = filter->state;
    csr_sla_reading reading = CSR_SLA_READING_INIT;
    w->calendars = w->levels = w->reopen = w->events = absent;
    w->has_eval_at = 0;
    w->fired_count = w->cycle_count = 0;
    w->clock = fresh;
    if (!read_members(filter, w) || !begin_clock(filter, w) || !run_clock(filter, w) ||
        csr_sla_clock_read(&w->clock, w->eval_at * SECOND_US, &reading, &filter->err) != CSR_OK) {
        return 0;
    }
    put_result(filter, w, &reading);
    return 1;
}

int sla_eval(FILE *in, FILE *out, const char *zoneinfo_dir)
{
    struct work work = { 0 };
    int failed = line_filter_run(in, out, zoneinfo_dir, answer, &work);
    free(work.fired);
    free(work.cycles);
    return failed;
}
