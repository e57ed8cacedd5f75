#include "promises.h"

#include "common.h"
#include "names.h"

#include <stdlib.h>
#include <string.h>

static const char *const metric_names[] = { "", "first_reply", "next_reply", "periodic_update", "resolution" };
static const char *const state_names[] = { "", "not_started", "running", "paused", "stopped", "cancelled" };
static const char *const outcome_names[] = { NULL, "met", "missed" };
static const char *const priority_names[] = { "", "low", "normal", "high", "urgent" };

/* Clocks of one metric, and of one priority or team. */
struct group {
    csr_sla_metric metric;
    char *key; /* "" = of all of them, or none */
    int64_t clocks, met, missed, running, cancelled, warnings, breaches;
};

struct groups {
    struct group *items;
    size_t count, capacity;
};

/* The group of a metric and a key; the array is sorted, and a new one gets its place. */
static struct group *group_of(struct groups *groups, csr_sla_metric metric, const char *key)
{
    size_t at = 0;

    while (at < groups->count && (groups->items[at].metric < metric ||
                                  (groups->items[at].metric == metric && strcmp(groups->items[at].key, key) < 0)))
        at++;
    if (at < groups->count && groups->items[at].metric == metric && strcmp(groups->items[at].key, key) == 0)
        return &groups->items[at];
    groups->items = need_room(groups->items, groups->count, &groups->capacity, sizeof *groups->items);
    memmove(groups->items + at + 1, groups->items + at, (groups->count - at) * sizeof *groups->items);
    memset(&groups->items[at], 0, sizeof *groups->items);
    groups->items[at].metric = metric;
    groups->items[at].key = text_copy(key, strlen(key));
    groups->count++;
    return &groups->items[at];
}

static void count_in(struct groups *groups, const struct promise *p, const char *key)
{
    struct group *g = group_of(groups, p->metric, key);

    g->clocks++;
    g->met += p->outcome == CSR_SLA_MET;
    g->missed += p->outcome == CSR_SLA_MISSED;
    g->cancelled += p->state == CSR_SLA_CANCELLED;
    g->running += p->outcome == 0 && p->state != CSR_SLA_CANCELLED;
    g->warnings += p->warnings;
    g->breaches += p->breaches;
}

/* The part that was met of those that ended, in hundredths of a percent, rounded down; null of none. */
static json_t *attainment(const struct group *g)
{
    return g->met + g->missed == 0 ? json_null() : json_integer(g->met * 10000 / (g->met + g->missed));
}

/* What the groups hold, and nothing of them left. member NULL = they have no key. */
static json_t *groups_json(struct groups *groups, const char *member)
{
    json_t *array = need(json_array());

    for (size_t i = 0; i < groups->count; i++) {
        struct group *g = &groups->items[i];
        json_t *row = need(json_pack("{s:s}", "metric", metric_names[g->metric]));
        if (member != NULL)
            (void)json_object_set_new(row, member, g->key[0] != '\0' ? need(json_string(g->key)) : json_null());
        (void)json_object_update_new(
            row, need(json_pack("{s:I, s:I, s:I, s:o, s:I, s:I, s:I, s:I}", "clocks", (json_int_t)g->clocks, "met",
                                (json_int_t)g->met, "missed", (json_int_t)g->missed, "attainment_bp", attainment(g),
                                "running", (json_int_t)g->running, "cancelled", (json_int_t)g->cancelled, "warnings",
                                (json_int_t)g->warnings, "breaches", (json_int_t)g->breaches)));
        (void)json_array_append_new(array, row);
        free(g->key);
    }
    free(groups->items);
    memset(groups, 0, sizeof *groups);
    return array;
}

static json_t *clock_json(const struct promise *p)
{
    const char *outcome = outcome_names[p->outcome];
    int goes_on = p->state == CSR_SLA_RUNNING || p->state == CSR_SLA_PAUSED;

    return need(json_pack("{s:s, s:s, s:s, s:s?, s:I, s:o, s:I, s:I}", "case", p->case_name, "metric",
                          metric_names[p->metric], "state", state_names[p->state], "outcome", outcome, "target_s",
                          (json_int_t)p->target_s, "elapsed_s",
                          goes_on ? json_null() : json_integer(p->elapsed_us / 1000000), "warnings",
                          (json_int_t)p->warnings, "breaches", (json_int_t)p->breaches));
}

/* The name of a team; "" of none. */
static const char *team_name(struct tool *tool, const csr_id *team)
{
    char text[CSR_ID_TEXT_BYTES];

    if (csr_id_is_none(team))
        return "";
    csr_id_format(team, text);
    return name_label(tool, "team", text);
}

json_t *promises_json(struct tool *tool, const struct promises *promises)
{
    struct groups metrics = { NULL, 0, 0 }, priorities = { NULL, 0, 0 }, teams = { NULL, 0, 0 };
    json_t *clocks = need(json_array());

    for (size_t i = 0; i < promises->count; i++) {
        const struct promise *p = &promises->items[i];
        count_in(&metrics, p, "");
        count_in(&priorities, p, priority_names[p->priority]);
        count_in(&teams, p, team_name(tool, &p->team));
        (void)json_array_append_new(clocks, clock_json(p));
    }
    return need(json_pack("{s:o, s:o, s:o, s:o}", "metrics", groups_json(&metrics, NULL), "by_priority",
                          groups_json(&priorities, "priority"), "by_team", groups_json(&teams, "team"), "clocks",
                          clocks));
}
