/*
 * What the tickets of the job say: made up, but the same at every run and for everyone who does the job.
 */
#ifndef BENCH_WORK_H
#define BENCH_WORK_H

#include "bench.h"

/* Tickets of a customer while seeding. */
#define WORK_TICKETS_PER_CUSTOMER 5

/* A ticket and all that is said in it. The texts lie in the struct itself, which must not be copied. */
typedef struct work_matter {
    csr_str subject, body, agent_reply, customer_reply;
    csr_priority priority, new_priority;
    unsigned team, agent; /* of the cast; the agent to whom it is assigned, now or later */
    int assigned;         /* from the start, while seeding */
    int resolved;         /* while seeding */
    char text[1024];
} work_matter;

/* Make the list of words; to be called once before the rest. */
void work_init(void);
void work_matter_of(size_t number, work_matter *out);

#define WORK_NAME_BYTES 64
/* The name of a customer, NUL-ended; its length. */
size_t work_name_of(size_t number, char out[WORK_NAME_BYTES]);

#endif
