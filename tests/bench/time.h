/*
 * Business time: a question to a calendar or a zone, by the library and by the least that answers it over the same arrays.
 */
#ifndef BENCH_TIME_H
#define BENCH_TIME_H

#include <stdio.h>

/* Prove and measure; 0 when the two answer differently. Says so and gives 1 where the system has no zones. */
int time_run(int quick, FILE *out);

#endif
