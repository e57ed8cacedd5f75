/*
 * A whole desk out and in: by the library as lines of JSON, and by a program written by hand that dumps and loads the raw
 * values of the same tables.
 */
#ifndef BENCH_DUMP_H
#define BENCH_DUMP_H

#include "job.h"

/* Measure every size and print a table. */
void dump_run(const bench_options *options, FILE *out);

#endif
