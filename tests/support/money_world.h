/*
 * One order, its payments, four people, a hostile gateway and a host that may die at every commit: what histories of money are
 * played in. After every step the books are read and asked what is wrong with them.
 */
#ifndef CSR_TEST_MONEY_WORLD_H
#define CSR_TEST_MONEY_WORLD_H

#include "support/money_books.h"
#include "support/test_host.h"

#include <csr/csr.h>

/* How the host goes about payouts: as it should, and the designs that other systems had. */
typedef enum money_design {
    DESIGN_SOUND,
    DESIGN_TIMEOUT_FAILS,  /* B: no answer is a failure */
    DESIGN_AGE_FAILS,      /* C: what waits for long has failed */
    DESIGN_KEY_PER_TRY,    /* D: a new key for every try */
    DESIGN_RECORDS_LATER,  /* E: the request goes out before it is recorded */
    DESIGN_TRUSTS_LOOKUP,  /* F: what the gateway does not know yet has failed */
    DESIGN_FORGETS_EXPIRY, /* G: the same key after the gateway has forgotten it */
    DESIGN_ENDLESS_WAY,    /* H: requests may be on their way for longer than is believed */
    DESIGN_NO_MARGIN,      /* I: sent again until the very end of the key's life */
    DESIGN_COUNT
} money_design;

#define WORLD_PEOPLE 4
#define WORLD_PAYMENTS 3

typedef struct money_world {
    csr_test_host host;
    csr_test_random *random;
    const char *uri; /* "memory:" or a file */
    money_design design;
    int wide; /* with gateways that give back by themselves, incidents, voids, goods that come back and vouchers */
    csr_desk *desk;
    csr_session *system, *people[WORLD_PEOPLE];
    csr_error err;
    csr_id ids[WORLD_PEOPLE], order, lines[2], payments[WORLD_PAYMENTS], other_ticket;
    size_t payment_count;
    money_gateway gateway;
    money_facts facts;
    money_books books;
    csr_refund_plan_params declared; /* of the gateway */
    int64_t stall_s;
    const char *wrong; /* the first thing that was, or NULL */
    char where[200];   /* and at which step */
    unsigned steps, crashes, refused;
} money_world;

/* A new desk and what it is about; 0 when that fails. */
int world_begin(money_world *w, const char *uri, money_design design, csr_test_random *random);

/* One random step; 0 when something was wrong. A crash is one in so many steps; 0 = none. */
int world_step(money_world *w, unsigned crash_of);

/* Until nothing is on its way any more, and what has to hold then; 0 when something was wrong. */
int world_settle(money_world *w);

/* I18 and I19: the log played from its beginning, what is shown, and the store's own verification; 0 when something was wrong. */
int world_audit(money_world *w);

/* Close all; the number of blocks that were not freed. */
unsigned world_end(money_world *w);

#endif
