/*
 * What is said in the end.
 */
#ifndef BENCH_REPORT_H
#define BENCH_REPORT_H

#include "job.h"

void report_machine(const bench_options *options, const bench_result *result, FILE *out);
void report_tables(const bench_options *options, const bench_result *result, FILE *out);
void report_verdict(const bench_options *options, const bench_result *result, FILE *out);
void report_json(const bench_options *options, const bench_result *result, FILE *out);

#endif
