#include "report.h"

#include <string.h>

static const char *const mode_titles[MODES] = { "NORMAL", "FULL" };
static const double write_limits[MODES] = { 1.25, 1.15 };

typedef struct verdict {
    FILE *out;
    int over;
} verdict;

static void judge(verdict *v, const char *what, double measured, double limit, const char *unit)
{
    /* As it is printed: 1.254 is 1.25. */
    int is_over = (int)(measured * 100 + 0.5) > (int)(limit * 100 + 0.5);

    fprintf(v->out, "%-64s %6.2f %6.2f %-4s %s\n", what, measured, limit, unit, is_over ? "OVER" : "ok");
    v->over += is_over;
}

static double p50_ratio(const pair_result *pair, int op)
{
    return pair->of[SIDE_DESK][op].p50 / pair->of[SIDE_FLOOR][op].p50;
}

static int worst_write(const pair_result *pair)
{
    int worst = 0;

    for (int op = 1; op < OP_WRITES; op++)
        if (p50_ratio(pair, op) > p50_ratio(pair, worst))
            worst = op;
    return worst;
}

static void judge_pair(verdict *v, const size_result *size, int mode)
{
    const pair_result *pair = &size->sqlite[mode];
    int worst = worst_write(pair);
    char what[128];

    snprintf(what, sizeof(what), "%s, %zu: the worst write (%s)", mode_titles[mode], size->tickets,
             bench_op_names[worst]);
    judge(v, what, p50_ratio(pair, worst), write_limits[mode], "");
    snprintf(what, sizeof(what), "%s, %zu: get", mode_titles[mode], size->tickets);
    judge(v, what, p50_ratio(pair, OP_GET), 1.2, "");
    snprintf(what, sizeof(what), "%s, %zu: queue with names", mode_titles[mode], size->tickets);
    judge(v, what, p50_ratio(pair, OP_QUEUE), 1.25, "");
}

static void judge_growth(verdict *v, const bench_result *result, int mode)
{
    const pair_result *first = &result->sizes[0].sqlite[mode];
    const pair_result *last = &result->sizes[result->size_count - 1].sqlite[mode];
    double worst = 0;
    int worst_op = 0;
    char what[128];

    for (int op = 0; op < OP_COUNT; op++) {
        double growth = p50_ratio(last, op) / p50_ratio(first, op);
        worst_op = growth > worst ? op : worst_op;
        worst = growth > worst ? growth : worst;
    }
    snprintf(what, sizeof(what), "%s: growth against the hand-written, worst (%s)", mode_titles[mode],
             bench_op_names[worst_op]);
    judge(v, what, worst, 1.2, "");
}

void report_verdict(const bench_options *options, const bench_result *result, FILE *out)
{
    verdict v = { out, 0 };
    const start_figure *existing = &result->start[START_EXISTING][SIDE_DESK], *made = result->start[START_NEW];

    if (result->start_runs == 0)
        return;
    fprintf(out, "\n%-64s %6s %6s\n", "Targets (ratios of p50 unless said otherwise)", "found", "limit");
    for (size_t i = 0; i < result->size_count; i++)
        for (int mode = 0; mode < MODES; mode++)
            if (options->modes[mode])
                judge_pair(&v, &result->sizes[i], mode);
    for (int mode = 0; mode < MODES; mode++)
        if (options->modes[mode] && result->size_count > 1)
            judge_growth(&v, result, mode);
    judge(&v, "existing file: opening it and the first ticket", existing->from_main / 1000, 3, "ms");
    judge(&v, "new file: making it and the first ticket", made[SIDE_DESK].from_main / made[SIDE_FLOOR].from_main, 1.5,
          "");
    judge(&v, "peak memory beyond the page cache",
          result->memory[SIDE_DESK].peak_mib - result->memory[SIDE_DESK].cache_mib, 10, "MiB");
    fprintf(out, "%d over. Times depend on the machine and on what else it does; this ends with 0 all the same.\n",
            v.over);
}

static void json_figures(const figure of[OP_COUNT], FILE *out)
{
    fputc('{', out);
    for (int op = 0; op < OP_COUNT; op++)
        fprintf(out, "%s\"%s\":{\"p50_us\":%.2f,\"p99_us\":%.2f,\"cpu_us\":%.2f}", op == 0 ? "" : ",",
                bench_op_names[op], of[op].p50, of[op].p99, of[op].cpu);
    fputc('}', out);
}

static void json_size(const size_result *size, FILE *out)
{
    static const char *const names[MODES] = { "sqlite_normal", "sqlite_full" };

    fprintf(out, "{\"tickets\":%zu,\"rounds\":%zu,\"block\":%zu,", size->tickets, size->rounds, size->block);
    fprintf(out, "\"bytes_per_ticket\":{\"libcsr\":%.1f,\"hand_written\":%.1f}", size->bytes[SIDE_DESK],
            size->bytes[SIDE_FLOOR]);
    for (int mode = 0; mode < MODES; mode++) {
        if (!size->sqlite[mode].measured)
            continue;
        fprintf(out, ",\"%s\":{\"libcsr\":", names[mode]);
        json_figures(size->sqlite[mode].of[SIDE_DESK], out);
        fputs(",\"hand_written\":", out);
        json_figures(size->sqlite[mode].of[SIDE_FLOOR], out);
        fputc('}', out);
    }
    if (size->memory.measured) {
        fputs(",\"memory\":{\"libcsr\":", out);
        json_figures(size->memory.of[SIDE_DESK], out);
        fputc('}', out);
    }
    fputc('}', out);
}

static void json_side(const bench_result *result, int side, FILE *out)
{
    static const char *const sides[SIDES] = { "libcsr", "hand_written" };
    static const char *const starts[STARTS] = { "existing", "new" };

    fprintf(out, "\"%s\":{", sides[side]);
    for (int i = 0; i < STARTS; i++) {
        const start_figure *f = &result->start[i][side];
        fprintf(out, "\"start_%s_us\":{\"main\":%.1f,\"process\":%.1f,\"whole\":%.1f},", starts[i], f->from_main,
                f->from_start, f->whole);
    }
    fprintf(out, "\"peak_mib\":%.2f,\"page_cache_mib\":%.2f,\"sqlite_mib\":%.2f}", result->memory[side].peak_mib,
            result->memory[side].cache_mib, result->memory[side].sqlite_mib);
}

void report_json(const bench_options *options, const bench_result *result, FILE *out)
{
    (void)options;
    fputs("{\"sizes\":[", out);
    for (size_t i = 0; i < result->size_count; i++) {
        fputs(i == 0 ? "" : ",", out);
        json_size(&result->sizes[i], out);
    }
    fprintf(out, "],\"start_tickets\":%zu,\"memory_tickets\":%zu,", result->start_tickets, result->memory_tickets);
    json_side(result, SIDE_DESK, out);
    fputc(',', out);
    json_side(result, SIDE_FLOOR, out);
    fputs("}\n", out);
}
