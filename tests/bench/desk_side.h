/*
 * The job as a program does it that has the library inside.
 */
#ifndef BENCH_DESK_SIDE_H
#define BENCH_DESK_SIDE_H

#include "work.h"

typedef struct desk_side {
    csr_desk *desk;
    csr_session *web;   /* what comes from customers */
    csr_session *staff; /* what an agent does */
    bench_cast cast;
    id_list customers, tickets;
    uint64_t random;
    bench_op op; /* of the block that is ready */
    size_t n;
    work_matter *matters;
    char (*names)[WORK_NAME_BYTES];
    size_t *name_lengths;
    size_t *picks; /* tickets to read */
} desk_side;

/* Make a new desk with its teams and agents, and leave it closed. */
void desk_side_make(const char *uri, bench_cast *out);
/* Open it; synchronous is "full" or "normal". */
void desk_side_open(desk_side *d, const char *uri, const char *synchronous, const bench_cast *people);
/* A new desk in memory, which cannot be left closed. */
void desk_side_open_memory(desk_side *d);
void desk_side_close(desk_side *d);
/* Close and free what is remembered too. */
void desk_side_end(desk_side *d);

/* Record n more tickets as the job wants them to be there beforehand: 50 a transaction. */
void desk_side_seed(desk_side *d, size_t n);

/* Open a desk and take one ticket, as a program does that has just been started. */
void desk_side_first_ticket(desk_side *d, const char *uri, const bench_cast *people, const csr_id *customer,
                            const work_matter *matter);

contestant desk_side_contestant(desk_side *d);

#endif
