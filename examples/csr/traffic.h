/*
 * What a desk's records say about its traffic: cases, waits, resolutions. Filled case by case, then asked.
 */
#ifndef CSR_TOOL_TRAFFIC_H
#define CSR_TOOL_TRAFFIC_H

#include "log_format.h"
#include "text_map.h"

struct traffic_case {
    char *name;
    csr_time first, last;
    int64_t events;
    int64_t resolve_s;    /* from the first event to the last resolve; -1 = never */
    int64_t first_work_s; /* from the first event to the first work event; -1 = never */
    int64_t wait_s;       /* from every wait event to the event after it */
    int reopened;         /* a work event after a resolve or a close */
    int counted;          /* the log counts the following, too */
    int64_t reopen_count, reassignment_count;
    int made_sla; /* as the log says in the end */
};

struct traffic {
    struct traffic_case *cases; /* in the order in which they were begun */
    size_t count, capacity;
    int64_t events;
    struct text_map labels; /* label -> events; keys are copies */
    struct text_map agents; /* id -> events; keys are copies */
    /* The case under way. */
    int waits, settled;
};

/* One event of a case. */
struct traffic_event {
    csr_time at;
    csr_str label;
    enum log_step step;
    csr_id agent; /* none = nobody */
};

void traffic_begin_case(struct traffic *traffic, const csr_str *name);
/* Events of a case come in their order. */
void traffic_add(struct traffic *traffic, const struct traffic_event *event);
/* A case without events is none. */
void traffic_end_case(struct traffic *traffic);

void traffic_free(struct traffic *traffic);

/* Numbers of a list: how many, nearest-rank percentiles, and so on; -1 for those of an empty list. */
struct traffic_spread {
    int64_t n, p50, p90, p95, max, sum, above_0;
};

/* The spread of one member (by its offset in struct traffic_case) over the cases that have one, that is, not -1. */
struct traffic_spread traffic_spread_of(const struct traffic *traffic, size_t offset);

#endif
