#include "measure.h"

#include <stdlib.h>
#include <string.h>

typedef struct samples {
    double *values[SIDES][OP_COUNT];
    size_t count[SIDES][OP_COUNT];
    double cpu[SIDES][OP_COUNT];
    double round_p50[SIDES][OP_COUNT][ROUNDS_MAX];
} samples;

static int ascending(const void *a, const void *b)
{
    const double *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

double measure_percentile(double *values, size_t n, double part)
{
    size_t at = (size_t)(part * (double)n);

    if (n == 0)
        return 0;
    qsort(values, n, sizeof(*values), ascending);
    return values[at < n ? at : n - 1];
}

double measure_cycle(const figure of[OP_COUNT], int cpu)
{
    double sum = 0;

    for (int op = 0; op < OP_WRITES; op++)
        sum += cpu ? of[op].cpu : of[op].p50;
    return sum;
}

/* Each operation is timed by itself; processor time is read once for all of them, because reading it costs more. */
static double run_block(const contestant *c, size_t n, double *out)
{
    int64_t cpu = bench_cpu_ns();

    for (size_t i = 0; i < n; i++) {
        int64_t at = bench_now_ns();
        c->run(c->self, i);
        out[i] = (double)(bench_now_ns() - at) / 1000;
    }
    return (double)(bench_cpu_ns() - cpu) / 1000;
}

static void measure_block(const contestant *c, size_t side, bench_op op, size_t round, size_t n, samples *s)
{
    double *out = s->values[side][op] + s->count[side][op];
    double *sorted = bench_alloc(n * sizeof(*sorted));

    c->prepare(c->self, op, n);
    s->cpu[side][op] += run_block(c, n, out);
    s->count[side][op] += n;
    memcpy(sorted, out, n * sizeof(*sorted));
    s->round_p50[side][op][round] = measure_percentile(sorted, n, 0.5);
    free(sorted);
}

/* Statements are prepared, caches filled, and the library has read what it reads once. */
static void warm_up(const contestant *sides, size_t side_count)
{
    for (size_t side = 0; side < side_count; side++) {
        for (bench_op op = OP_CUSTOMER; op < OP_COUNT; op++) {
            const contestant *c = &sides[side];
            c->prepare(c->self, op, 20);
            for (size_t i = 0; i < 20; i++)
                c->run(c->self, i);
        }
    }
}

static void evaluate(samples *s, size_t side_count, size_t rounds, pair_result *out)
{
    for (bench_op op = OP_CUSTOMER; op < OP_COUNT; op++) {
        double ratios[ROUNDS_MAX];
        for (size_t side = 0; side < side_count; side++) {
            size_t n = s->count[side][op];
            figure *f = &out->of[side][op];
            f->cpu = s->cpu[side][op] / (double)n;
            f->p50 = measure_percentile(s->values[side][op], n, 0.5);
            f->p99 = measure_percentile(s->values[side][op], n, 0.99);
            free(s->values[side][op]);
        }
        for (size_t i = 0; side_count == SIDES && i < rounds; i++)
            ratios[i] = s->round_p50[SIDE_DESK][op][i] / s->round_p50[SIDE_FLOOR][op][i];
        out->low[op] = side_count == SIDES ? measure_percentile(ratios, rounds, 0.25) : 0;
        out->high[op] = side_count == SIDES ? measure_percentile(ratios, rounds, 0.75) : 0;
    }
    out->measured = 1;
}

void measure_pair(const contestant *sides, size_t side_count, size_t rounds, size_t block, pair_result *out)
{
    samples *s = bench_alloc(sizeof(*s));

    memset(s, 0, sizeof(*s));
    for (size_t side = 0; side < side_count; side++)
        for (bench_op op = OP_CUSTOMER; op < OP_COUNT; op++)
            s->values[side][op] = bench_alloc(rounds * block * sizeof(double));
    warm_up(sides, side_count);
    for (size_t round = 0; round < rounds; round++) {
        for (bench_op op = OP_CUSTOMER; op < OP_COUNT; op++) {
            size_t first = (round + (size_t)op) % side_count;
            for (size_t turn = 0; turn < side_count; turn++) {
                size_t side = (first + turn) % side_count;
                measure_block(&sides[side], side, op, round, block, s);
            }
        }
    }
    evaluate(s, side_count, rounds, out);
    free(s);
}
