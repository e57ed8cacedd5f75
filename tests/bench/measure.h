/*
 * Measuring: blocks of one operation in turns, and what comes of them.
 */
#ifndef BENCH_MEASURE_H
#define BENCH_MEASURE_H

#include "bench.h"

#define SIZES_MAX 8
#define ROUNDS_MAX 64

enum { MODE_NORMAL, MODE_FULL, MODES };

/* Microseconds of one operation. */
typedef struct figure {
    double p50, p99;
    double cpu; /* mean processor time */
} figure;

typedef struct pair_result {
    figure of[SIDES][OP_COUNT];
    double low[OP_COUNT], high[OP_COUNT]; /* quartiles of the rounds' ratios of p50 */
    int measured;
} pair_result;

/* How it was opened and what one ticket took, microseconds; p50 of the runs. */
typedef struct start_figure {
    double from_main;  /* of main() to the first ticket */
    double from_start; /* of the process to the first ticket */
    double whole;      /* until the process is gone */
} start_figure;

typedef struct memory_figure {
    double peak_mib, cache_mib, sqlite_mib; /* of the process, SQLite's page cache, all of SQLite */
} memory_figure;

typedef struct size_result {
    size_t tickets;
    size_t rounds, block;
    pair_result memory; /* libcsr alone */
    pair_result sqlite[MODES];
    double bytes[SIDES];   /* of the file, per ticket */
    double seed_us[SIDES]; /* per ticket */
} size_result;

enum { START_EXISTING, START_NEW, STARTS };

typedef struct bench_result {
    size_result sizes[SIZES_MAX];
    size_t size_count;
    start_figure start[STARTS][SIDES];
    size_t start_tickets, start_runs;
    memory_figure memory[SIDES];
    size_t memory_tickets;
    double flush_us; /* fdatasync() after 4 KiB */
} bench_result;

/* Measure one or two; out->of[SIDE_FLOOR] stays empty with one. */
void measure_pair(const contestant *sides, size_t side_count, size_t rounds, size_t block, pair_result *out);

/* The value below which this part of them lies; sorts. */
double measure_percentile(double *values, size_t n, double part);
/* Sum of the p50 (or the processor time) of the eight operations that write. */
double measure_cycle(const figure of[OP_COUNT], int cpu);

#endif
