/*
 * Refunds: asked for, approved, planned, taken and reported, by the library and by a program written by hand for the same rows.
 */
#ifndef BENCH_MONEY_H
#define BENCH_MONEY_H

#include "bench.h"

#include <stdio.h>

/* The calls of one refund; each is one transaction. */
typedef enum money_op {
    MONEY_OPEN,
    MONEY_ADD,
    MONEY_SUBMIT,
    MONEY_APPROVE,
    MONEY_PLAN,
    MONEY_NEXT,
    MONEY_REPORT,
    MONEY_OPS
} money_op;

/* The records that a refund is about; the same on every side, because clock and entropy are. */
typedef struct money_case {
    csr_id purchase, line, customer, refund, payout;
    int64_t at; /* when it is asked for, microseconds */
} money_case;

typedef struct money_cast {
    csr_id asks, approves; /* agents */
} money_cast;

/* Prove that both write the same rows, and measure; 0 when they do not. */
int money_run(int quick, const char *folder, FILE *out);

/* The program written by hand: it writes what the library writes, with the same statements and values, which were read off a run of the
 * library beforehand; what it reads is written by hand, as few statements as do. */
typedef struct money_floor money_floor;

/* Record what a connection of this process, the last one that is opened from now on, does. */
money_floor *money_floor_new(size_t cases);
void money_floor_watch(money_floor *f);
void money_floor_record(money_floor *f, money_op op, size_t i); /* from now on, until the next one */
void money_floor_recorded(money_floor *f);
void money_floor_free(money_floor *f);
size_t money_floor_reads(const money_floor *f, money_op op, int by_hand);

/* The program at work on its file: it does what was recorded, with all that the library reads, or with what it reads by hand. */
typedef struct money_hand money_hand;
money_hand *money_hand_open(const money_floor *f, const char *path);
void money_hand_run(money_hand *h, money_op op, size_t i, const money_case *c, const money_cast *cast, int by_hand);
void money_hand_close(money_hand *h);

/* A number that is the same for the same rows in all tables of a file. */
uint64_t money_rows(const char *path);

#endif
