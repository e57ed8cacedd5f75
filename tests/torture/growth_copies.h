/*
 * Making a small desk large: every row of a finished day once more, and again, each copy a complete neighbour with ids, names
 * and numbers of its own. By SQL over the descriptions, so that a new record is multiplied without a word here.
 */
#ifndef CSR_TORTURE_GROWTH_COPIES_H
#define CSR_TORTURE_GROWTH_COPIES_H

#include "torture/campaign.h"

#include <csr/types.h>

#include <stdint.h>

/* What the copies share. */
typedef enum growth_shape {
    GROWTH_NEIGHBOURS, /* nothing that a customer has: each copy has customers and tickets of its own */
    /* The same customers, whose tickets are all closed. What a desk keeps of a customer, an agent or a team then hangs on few
     * of them, as in a house that has been there for years. */
    GROWTH_BUSY,
    GROWTH_TICKETS /* the same tickets too: all that the copies said and did hangs on the few tickets of the day */
} growth_shape;

typedef struct growth_plan {
    unsigned copies; /* of the day, the first one included */
    unsigned
        tickets; /* of these again: copies of tickets, contacts, firings and customers alone go on up to so many; 0 = no more */
    unsigned
        houses; /* of these with agents, teams and contact points of their own; the others work for them in turns */
    growth_shape shape;
} growth_plan;

/* What a desk file holds. */
typedef struct growth_size {
    uint64_t rows, tickets;
} growth_size;

/* Multiply the rows of a desk that nobody has open, whose day began at `day`, and check what was made. */
void growth_copies_make(campaign *c, const char *path, const growth_plan *plan, csr_time day, growth_size *out);

/* Let what hangs on the old record (an agent, a team, a customer, a ticket) hang on the new one from now on. */
void growth_copies_adopt(campaign *c, const char *path, const csr_id *old, const csr_id *new_one);

/* Run SQL on a desk file beside the library; a failure is a complaint. */
void growth_copies_sql(campaign *c, const char *path, const char *sql);

#endif
