/*
 * Somebody at work: random operations, each told to a ledger once it is acknowledged.
 */
#ifndef CSR_TORTURE_WORKER_H
#define CSR_TORTURE_WORKER_H

#include "torture/campaign.h"

#include <csr/csr.h>
#include <stddef.h>

/* "This record has this version now": what a change that was acknowledged promises. */
typedef struct ack {
    csr_id subject;
    int64_t version;
    int64_t durable; /* 1 = money: it survives the loss of power, whatever the desk was told */
} ack;

#define ACKS_MAX 8

typedef struct worker {
    csr_desk *desk; /* NULL = no money is given back, for which an agent has to ask */
    csr_session *session;
    uint64_t random;
    void (*tell)(void *arg, const ack *acks, size_t n); /* after the commit */
    void *arg;
    uint64_t refused; /* conflicts and the like, which are answers too */
    csr_error err;
} worker;

/* One random operation; CSR_OK, or a status that no worker should see. */
csr_status worker_step(worker *w);

/* A refund from its purchase to its payout, each call told by itself; worker_step() does it now and then. */
csr_status worker_give_back(worker *w);

/* What was acknowledged so far. */
typedef struct ledger {
    ack *items;
    size_t count, capacity;
} ledger;

void ledger_add(ledger *l, const ack *acks, size_t n);
/* Complain about whatever was acknowledged and is not there; with `alone`, also when two were promised the same. */
void ledger_check(campaign *c, const ledger *l, csr_session *session, int alone, const char *when);
/* Complain when a ticket's number was given twice. */
void ledger_check_numbers(campaign *c, csr_session *session);
/* How many of the first acks in their order are there before one is missing; complains when one behind it is there, or was to be
 * durable. */
size_t ledger_prefix(campaign *c, const ledger *l, csr_session *session, const char *when);
void ledger_free(ledger *l);

#endif
