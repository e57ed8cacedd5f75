#include "policy/sla_state.h"

#include "base/error.h"
#include "base/guard.h"
#include <stdio.h>
#include <string.h>

/* A number and where it ends: 1, or 0 when there is none. */
static int read_number(const char **p, const char *end, int64_t *out)
{
    const char *begin = *p;
    *out = 0;
    while (*p < end && **p >= '0' && **p <= '9' && *out < INT64_MAX / 10) {
        *out = *out * 10 + (**p - '0');
        (*p)++;
    }
    return *p > begin;
}

/* "50:1767344400000000,80,100" */
static int read_levels(const csr_str *text, csr_sla_clock *out)
{
    const char *p = text->ptr, *end = p + text->len;
    int has_target = 0;
    while (p < end && out->level_count < CSR_SLA_LEVELS_MAX) {
        csr_sla_level *level = &out->levels[out->level_count++];
        int64_t percent, at = INT64_MAX;
        if (!read_number(&p, end, &percent) || percent < 1 || percent > CSR_SLA_PERCENT_MAX) {
            return 0;
        }
        int fired = p < end && *p == ':';
        if (fired && (p++, !read_number(&p, end, &at))) {
            return 0;
        }
        *level = (csr_sla_level){ (int32_t)percent, fired, at };
        has_target |= percent == 100;
        if (p < end && (*p++ != ',' || p == end)) {
            return 0;
        }
    }
    return has_target && p == end;
}

/* The member whose value its type allows and no clock has ever written, or NULL: what is reckoned with may not overflow. */
static const char *impossible(const struct csri_clock_view *v)
{
    if (v->cycle < 0 || v->cycle == INT32_MAX) {
        return "cycle";
    }
    if (v->revision < 0 || v->revision == INT32_MAX) {
        return "revision";
    }
    if (v->target_s < 0 || v->target_s > CSR_SLA_TARGET_MAX_S) {
        return "target_s";
    }
    return v->elapsed_us < -CSRI_SLA_ELAPSED_MAX_US || v->elapsed_us > CSRI_SLA_ELAPSED_MAX_US ? "elapsed_us" : NULL;
}

csr_status csri_sla_restore(const struct csri_clock *row, const csr_calendar *calendar, csr_sla_clock *out,
                            csr_error *err)
{
    const struct csri_clock_view *v = &row->view;
    const char *damaged = impossible(v);
    *out = (csr_sla_clock)CSR_SLA_CLOCK_INIT;
    if (damaged) {
        return csri_fail(err, CSR_E_CORRUPT, damaged, "no clock can have this %s", damaged);
    }
    out->state = v->state;
    out->reopen = v->reopen;
    out->outcome = v->outcome;
    out->cycle = v->cycle;
    out->revision = v->revision;
    out->target_s = v->target_s;
    out->elapsed_us = v->elapsed_us;
    out->last_at = v->last_at;
    out->calendar = calendar;
    if (!read_levels(&v->levels, out)) {
        return csri_fail(err, CSR_E_CORRUPT, "levels", "the levels of a clock cannot be read");
    }
    return v->state == CSR_SLA_RUNNING ? csri_sla_arm(out, err) : CSR_OK;
}

static void write_levels(const csr_sla_clock *clock, char *out, size_t room)
{
    size_t len = 0;
    for (int32_t i = 0; i < clock->level_count && CSRI_ALWAYS(len < room); i++) {
        const csr_sla_level *level = &clock->levels[i];
        len += (size_t)snprintf(out + len, room - len, "%s%d", i > 0 ? "," : "", (int)level->percent);
        if (level->fired && CSRI_ALWAYS(len < room)) {
            len += (size_t)snprintf(out + len, room - len, ":%lld", (long long)level->at);
        }
    }
}

static const csr_sla_level *target_level(const csr_sla_clock *clock)
{
    const csr_sla_level *level = clock->levels;
    while (level->percent != 100) {
        level++;
    }
    return level;
}

csr_status csri_sla_keep(const csr_sla_clock *clock, struct csri_clock *row, char levels[CSRI_SLA_LEVELS_BYTES],
                         csr_error *err)
{
    struct csri_clock_view *v = &row->view;
    csr_sla_reading reading = CSR_SLA_READING_INIT;
    const csr_sla_level *target = target_level(clock);
    int live = clock->state == CSR_SLA_RUNNING || clock->state == CSR_SLA_PAUSED;
    csr_status status = csr_sla_clock_read(clock, clock->last_at, &reading, err);
    if (status != CSR_OK) {
        return status;
    }
    if (clock->cycle != v->cycle) {
        v->started_at = clock->last_at;
    }
    v->state = clock->state;
    v->outcome = clock->outcome;
    v->reopen = clock->reopen;
    v->cycle = clock->cycle;
    v->revision = clock->revision;
    v->target_s = clock->target_s;
    v->elapsed_us = clock->elapsed_us;
    v->last_at = clock->last_at;
    v->stopped_at = clock->state == CSR_SLA_STOPPED ? clock->last_at : 0;
    v->due_at = clock->state == CSR_SLA_RUNNING ? target->at : 0;
    v->next_at = reading.next_at == INT64_MAX ? 0 : reading.next_at;
    v->breached_at = target->fired ? target->at : 0;
    csr_zone_hash(clock->calendar ? csr_calendar_zone(clock->calendar) : NULL, v->zone_hash);
    row->live = live ? v->calendar : (csr_id){ { 0 } };
    write_levels(clock, levels, CSRI_SLA_LEVELS_BYTES);
    v->levels = (csr_str){ levels, strlen(levels) };
    return CSR_OK;
}

void csri_sla_relevel(csr_sla_clock *clock, const int32_t *percents, int32_t count)
{
    csr_sla_clock made = CSR_SLA_CLOCK_INIT;
    if (csr_sla_clock_begin(&made, percents, (size_t)count, clock->reopen, NULL) != CSR_OK) {
        return;
    }
    for (int32_t i = 0; i < made.level_count; i++) {
        for (int32_t k = 0; k < clock->level_count; k++) {
            if (clock->levels[k].percent == made.levels[i].percent) {
                made.levels[i] = clock->levels[k];
            }
        }
    }
    memcpy(clock->levels, made.levels, sizeof made.levels);
    clock->level_count = made.level_count;
}
