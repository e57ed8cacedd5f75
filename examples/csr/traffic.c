#include "traffic.h"

#include "common.h"

#include <stdlib.h>
#include <string.h>

/* Count one in a map whose keys are copies. */
static void count_text(struct text_map *map, const char *ptr, size_t len)
{
    csr_str key = { ptr, len };
    struct text_map_entry *entry;
    int is_new;

    entry = text_map_at(map, &key, &is_new);
    if (is_new)
        entry->key.ptr = text_copy(ptr, len);
    entry->count++;
}

static void free_keys(struct text_map *map)
{
    for (size_t i = 0; i < map->capacity; i++)
        free((void *)(uintptr_t)map->entries[i].key.ptr);
    text_map_free(map);
}

void traffic_begin_case(struct traffic *traffic, const csr_str *name)
{
    struct traffic_case *c;

    traffic->cases = need_room(traffic->cases, traffic->count, &traffic->capacity, sizeof *traffic->cases);
    c = &traffic->cases[traffic->count++];
    memset(c, 0, sizeof *c);
    c->name = text_copy(name->ptr, name->len);
    c->resolve_s = c->first_work_s = -1;
    traffic->waits = traffic->settled = 0;
}

static int64_t seconds_between(csr_time from, csr_time to)
{
    return (to - from) / 1000000;
}

void traffic_add(struct traffic *traffic, const struct traffic_event *event)
{
    struct traffic_case *c = &traffic->cases[traffic->count - 1];

    if (c->events == 0)
        c->first = event->at;
    else if (traffic->waits)
        c->wait_s += seconds_between(c->last, event->at);
    c->last = event->at;
    c->events++;
    traffic->waits = log_step_is_wait(event->step);
    if (event->step == LOG_WORK && c->first_work_s < 0)
        c->first_work_s = seconds_between(c->first, event->at);
    if (event->step == LOG_WORK && traffic->settled)
        c->reopened = 1;
    if (event->step == LOG_RESOLVE)
        c->resolve_s = seconds_between(c->first, event->at);
    if (event->step == LOG_RESOLVE || event->step == LOG_CLOSE)
        traffic->settled = 1;
    traffic->events++;
    count_text(&traffic->labels, event->label.ptr, event->label.len);
    if (!csr_id_is_none(&event->agent))
        count_text(&traffic->agents, (const char *)event->agent.bytes, sizeof event->agent.bytes);
}

void traffic_end_case(struct traffic *traffic)
{
    struct traffic_case *c = &traffic->cases[traffic->count - 1];

    if (c->events > 0)
        return;
    free(c->name);
    traffic->count--;
}

void traffic_free(struct traffic *traffic)
{
    for (size_t i = 0; i < traffic->count; i++)
        free(traffic->cases[i].name);
    free(traffic->cases);
    free_keys(&traffic->labels);
    free_keys(&traffic->agents);
    memset(traffic, 0, sizeof *traffic);
}

static int by_value(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

/* Nearest rank: the value at index ceil(percent / 100 * n) of the sorted list, from 1. */
static int64_t percentile(const int64_t *sorted, int64_t n, int64_t percent)
{
    return n == 0 ? -1 : sorted[(percent * n + 99) / 100 - 1];
}

struct traffic_spread traffic_spread_of(const struct traffic *traffic, size_t offset)
{
    struct traffic_spread out = { 0, -1, -1, -1, -1, 0, 0 };
    int64_t *values = need_zeroed(traffic->count, sizeof *values);

    for (size_t i = 0; i < traffic->count; i++) {
        int64_t value;
        memcpy(&value, (const char *)&traffic->cases[i] + offset, sizeof value);
        if (value < 0)
            continue;
        values[out.n++] = value;
        out.sum += value;
        out.above_0 += value > 0;
    }
    if (out.n > 0) {
        qsort(values, (size_t)out.n, sizeof *values, by_value);
        out.max = values[out.n - 1];
    }
    out.p50 = percentile(values, out.n, 50);
    out.p90 = percentile(values, out.n, 90);
    out.p95 = percentile(values, out.n, 95);
    free(values);
    return out;
}
