/*
 * What SQLite did, counted: nothing here is timed, so a busy machine measures the same as an idle one.
 */
#ifndef CSR_TORTURE_GROWTH_METER_H
#define CSR_TORTURE_GROWTH_METER_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

typedef struct growth_count {
    uint64_t steps;      /* instructions of SQLite's virtual machine */
    uint64_t statements; /* run to their end, or reset before */
    uint64_t scanned;    /* steps forward in a table or an index that nothing narrows down */
    uint64_t sorts;
    uint64_t indexes; /* rows put into indexes that were made for one statement */
    uint64_t pages; /* looked at, in the cache or not: an instruction may walk a whole tree, as that of count(*) does */
} growth_count;

/* The statements of one step. */
typedef struct growth_meter {
    growth_count count;
    struct growth_statement *statements;
    size_t size, room;
} growth_meter;

/* From here on every connection that anybody in this process opens is counted; before it no statement is. */
void growth_meter_watch(void);
void growth_meter_end(void);

/* Count into `meter`, which is emptied, until growth_meter_stop(). */
void growth_meter_start(growth_meter *meter);
void growth_meter_stop(void);
void growth_meter_free(growth_meter *meter);

/* Say which statements took more steps in `large`, or did not happen in `small`; a few of them. */
void growth_meter_tell(const growth_meter *small, const growth_meter *large, FILE *out);

#endif
