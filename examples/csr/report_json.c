#include "report_json.h"

#include "common.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* A number of an empty list is null. */
static json_t *number(int64_t value)
{
    return value < 0 ? json_null() : need(json_integer(value));
}

static json_t *instant(struct tool *tool, csr_time at)
{
    char text[CSR_TIME_TEXT_BYTES];

    tool_show_time(tool, at, text);
    return need(json_string(text));
}

/* More events first; equal ones by label. */
static int by_count(const void *a, const void *b)
{
    const struct text_map_entry *x = *(const struct text_map_entry *const *)a;
    const struct text_map_entry *y = *(const struct text_map_entry *const *)b;
    size_t len = x->key.len < y->key.len ? x->key.len : y->key.len;
    int order = len > 0 ? memcmp(x->key.ptr, y->key.ptr, len) : 0;

    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    return order != 0 ? order : (x->key.len > y->key.len) - (x->key.len < y->key.len);
}

static json_t *events_per_activity(const struct text_map *labels)
{
    const struct text_map_entry **sorted = need_zeroed(labels->count, sizeof *sorted);
    json_t *object = need(json_object());
    size_t count = 0;

    for (size_t i = 0; i < labels->capacity; i++)
        if (labels->entries[i].key.ptr != NULL)
            sorted[count++] = &labels->entries[i];
    if (count > 0)
        qsort(sorted, count, sizeof *sorted, by_count);
    for (size_t i = 0; i < count; i++) {
        char *label = text_copy(sorted[i]->key.ptr, sorted[i]->key.len);
        (void)json_object_set_new(object, label, json_integer(sorted[i]->count));
        free(label);
    }
    free(sorted);
    return object;
}

/* First and last event of all cases; null when there is none. */
static void add_span(struct tool *tool, const struct traffic *traffic, json_t *summary)
{
    csr_time first = 0, last = 0;

    for (size_t i = 0; i < traffic->count; i++) {
        first = i == 0 || traffic->cases[i].first < first ? traffic->cases[i].first : first;
        last = i == 0 || traffic->cases[i].last > last ? traffic->cases[i].last : last;
    }
    (void)json_object_set_new(summary, "first_event", traffic->count > 0 ? instant(tool, first) : json_null());
    (void)json_object_set_new(summary, "last_event", traffic->count > 0 ? instant(tool, last) : json_null());
}

static json_t *summary_json(struct tool *tool, const struct traffic *traffic)
{
    struct traffic_spread resolve = traffic_spread_of(traffic, offsetof(struct traffic_case, resolve_s));
    struct traffic_spread work = traffic_spread_of(traffic, offsetof(struct traffic_case, first_work_s));
    struct traffic_spread wait = traffic_spread_of(traffic, offsetof(struct traffic_case, wait_s));
    json_t *summary = need(json_object());
    json_int_t reopened = 0;

    for (size_t i = 0; i < traffic->count; i++)
        reopened += traffic->cases[i].reopened;
    (void)json_object_set_new(summary, "events", json_integer(traffic->events));
    (void)json_object_set_new(summary, "cases", json_integer((json_int_t)traffic->count));
    (void)json_object_set_new(summary, "resources", json_integer((json_int_t)traffic->agents.count));
    add_span(tool, traffic, summary);
    (void)json_object_set_new(summary, "events_per_activity", events_per_activity(&traffic->labels));
    (void)json_object_set_new(summary, "cases_with_resolve", json_integer(resolve.n));
    (void)json_object_set_new(summary, "cases_reopened", json_integer(reopened));
    (void)json_object_set_new(summary, "time_to_last_resolve_s",
                              json_pack("{s:o, s:o, s:o, s:o, s:I}", "p50", number(resolve.p50), "p90",
                                        number(resolve.p90), "p95", number(resolve.p95), "max", number(resolve.max),
                                        "sum", (json_int_t)resolve.sum));
    (void)json_object_set_new(summary, "time_to_first_work_s",
                              json_pack("{s:I, s:o, s:o, s:I}", "n", (json_int_t)work.n, "p50", number(work.p50), "p90",
                                        number(work.p90), "sum", (json_int_t)work.sum));
    (void)json_object_set_new(summary, "time_in_wait_s",
                              json_pack("{s:o, s:o, s:I, s:I}", "p50", number(wait.p50), "p90", number(wait.p90), "sum",
                                        (json_int_t)wait.sum, "cases_gt0", (json_int_t)wait.above_0));
    return summary;
}

struct month {
    char name[8]; /* "2012-04" */
    int64_t created, resolved;
};

struct months {
    struct month *items;
    size_t count, capacity;
};

/* The month of an instant where the desk is; the array is sorted, and a new one gets its place. */
static struct month *month_of(struct tool *tool, struct months *months, csr_time at)
{
    char text[CSR_TIME_TEXT_BYTES];
    size_t place = 0;

    (void)csr_time_format(at, tool_offset(tool), text, NULL);
    text[7] = '\0';
    while (place < months->count && strcmp(months->items[place].name, text) < 0)
        place++;
    if (place < months->count && strcmp(months->items[place].name, text) == 0)
        return &months->items[place];
    months->items = need_room(months->items, months->count, &months->capacity, sizeof *months->items);
    memmove(months->items + place + 1, months->items + place, (months->count - place) * sizeof *months->items);
    memset(&months->items[place], 0, sizeof *months->items);
    memcpy(months->items[place].name, text, 8);
    months->count++;
    return &months->items[place];
}

static json_t *by_month_json(struct tool *tool, const struct traffic *traffic)
{
    struct months months = { NULL, 0, 0 };
    json_t *array = need(json_array());

    for (size_t i = 0; i < traffic->count; i++) {
        const struct traffic_case *c = &traffic->cases[i];
        month_of(tool, &months, c->first)->created++;
        if (c->resolve_s >= 0)
            month_of(tool, &months, c->first + c->resolve_s * 1000000)->resolved++;
    }
    for (size_t i = 0; i < months.count; i++)
        (void)json_array_append_new(array, json_pack("{s:s, s:I, s:I}", "month", months.items[i].name, "created",
                                                     (json_int_t)months.items[i].created, "last_resolved",
                                                     (json_int_t)months.items[i].resolved));
    free(months.items);
    return array;
}

static json_t *cases_json(struct tool *tool, const struct traffic *traffic)
{
    json_t *array = need(json_array());

    for (size_t i = 0; i < traffic->count; i++) {
        const struct traffic_case *c = &traffic->cases[i];
        json_t *row =
            json_pack("{s:s, s:o, s:o, s:I, s:o, s:i, s:I}", "case", c->name, "first", instant(tool, c->first), "last",
                      instant(tool, c->last), "events", (json_int_t)c->events, "time_to_last_resolve_s",
                      number(c->resolve_s), "reopened", c->reopened, "wait_s", (json_int_t)c->wait_s);
        if (c->counted) {
            (void)json_object_set_new(row, "reopen_count", json_integer(c->reopen_count));
            (void)json_object_set_new(row, "reassignment_count", json_integer(c->reassignment_count));
            (void)json_object_set_new(row, "made_sla", json_boolean(c->made_sla));
        }
        (void)json_array_append_new(array, need(row));
    }
    return array;
}

json_t *report_json(struct tool *tool, const struct traffic *traffic, const struct promises *promises)
{
    json_t *report = need(json_object());

    (void)json_object_set_new(report, "summary", summary_json(tool, traffic));
    (void)json_object_set_new(report, "by_month", by_month_json(tool, traffic));
    (void)json_object_set_new(report, "cases", cases_json(tool, traffic));
    if (promises->count > 0)
        (void)json_object_set_new(report, "sla", promises_json(tool, promises));
    return report;
}
