/*
 * How the cost of every operation grows: the day that touches all of them is played on a small desk and on a large one, step by
 * step on both, and what SQLite did for a step is compared.
 */
#ifndef CSR_TORTURE_GROWTH_H
#define CSR_TORTURE_GROWTH_H

#include "torture/growth_copies.h"
#include "torture/growth_meter.h"
#include "torture/scenario.h"

/* At most so many times the steps of the small desk, for 100 of them. */
#define GROWTH_STEPS_PERCENT 120
/* Trees of a large desk are deeper by a level or two, and every instruction that looks into one looks at more pages. */
#define GROWTH_PAGES_PERCENT 300

/* An operation that walks what there is, by what it is asked. */
typedef struct growth_walker {
    const char *operation;
    const char *why;
} growth_walker;

/* The worst step of an operation. */
typedef struct growth_line {
    const char *operation;
    growth_count small, large;
    int walks, grew;
} growth_line;

#define GROWTH_LINES_MAX 400

/* The day before, whose rows are copied: once for all shapes. */
typedef struct growth_day {
    stage stage; /* what was made, by name */
    int played;
} growth_day;

typedef struct growth {
    campaign *campaign;
    const growth_day *before;
    const char *name; /* of the shape */
    growth_plan small, large;
    const growth_walker *walkers;
    size_t walker_count;
    const char *spoil; /* SQL that makes the large desk worse before its day: a control; NULL = none */
    const char *until; /* the last operation that is measured; NULL = to the end */
    growth_size small_size, large_size;
    growth_line lines[GROWTH_LINES_MAX];
    size_t line_count;
} growth;

/* Play the day before on a desk of its own, in the current directory, until growth_day_end(). */
void growth_day_play(campaign *c, growth_day *day);
void growth_day_end(void);
/* Play the day on both desks, and complain of what grows and is no walker, and of walkers that do not. */
void growth_run(growth *g);
/* Whether a step of an operation grew. */
int growth_grew(const growth *g, const char *operation);
/* What was counted, as a table. */
void growth_print(const growth *g, FILE *out);

#endif
