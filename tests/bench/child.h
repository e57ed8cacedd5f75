/*
 * What is measured in processes of their own: the start, and memory. The program runs itself.
 */
#ifndef BENCH_CHILD_H
#define BENCH_CHILD_H

#include "floor.h"
#include "measure.h"

/* What a child must know, in a file. */
#define CHILD_TICKETS 4000
typedef struct child_info {
    bench_cast cast;
    csr_id customer;
    event_forms forms;
    int64_t number; /* of the last ticket of the hand-written program's file */
    size_t customers, tickets;
    csr_id some_tickets[CHILD_TICKETS];
} child_info;

/* Write what the children on a file need to know; more_tickets = tickets in it that are not in the list. */
void child_write_info(const char *path, const bench_cast *people, const event_forms *forms, const id_list *customers,
                      const id_list *tickets, size_t more_tickets);

/* Start `runs` processes of each kind in turns. info[side] and database[side] are paths. */
void child_measure_start(const char *folder, char *const database[SIDES], char *const info[SIDES], size_t runs,
                         start_figure out[STARTS][SIDES]);
void child_measure_memory(char *const database[SIDES], char *const info[SIDES], memory_figure out[SIDES]);

/* The child's own main; arguments behind --child. */
int child_main(int count, char **arguments);

#endif
