/*
 * The whole job: every size on every store, then the children.
 */
#ifndef BENCH_JOB_H
#define BENCH_JOB_H

#include "measure.h"

#include <stdio.h>

typedef struct bench_options {
    size_t sizes[SIZES_MAX];
    size_t size_count;
    int memory;       /* the memory store too */
    int modes[MODES]; /* SQLite with synchronous NORMAL, FULL */
    int quick, json, dump, refunds;
    size_t rounds;      /* 0 = by the size */
    const char *folder; /* of all files */
} bench_options;

/* Prove and measure; says on the way what it does. 1 = the proof holds. */
int job_run(const bench_options *options, bench_result *out, FILE *progress);

#endif
