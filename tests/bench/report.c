#include "report.h"

#include <sqlite3.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

static const char *const mode_titles[MODES] = { "NORMAL", "FULL" };

static void processor(char *out, size_t size)
{
    FILE *in = fopen("/proc/cpuinfo", "r");
    char line[256];

    snprintf(out, size, "unknown processor");
    while (in != NULL && fgets(line, sizeof(line), in) != NULL) {
        const char *value = strchr(line, ':');
        if (strncmp(line, "model name", 10) != 0 || value == NULL)
            continue;
        snprintf(out, size, "%.*s", (int)strcspn(value + 2, "\n"), value + 2);
        break;
    }
    if (in != NULL)
        fclose(in);
}

#if defined(__clang__)
#define COMPILER "clang"
#else
#define COMPILER "gcc"
#endif
#if defined(__OPTIMIZE__) && defined(NDEBUG)
#define BUILD "optimised, NDEBUG"
#elif defined(__OPTIMIZE__)
#define BUILD "optimised"
#else
#define BUILD "NOT OPTIMISED: the figures say nothing"
#endif

void report_machine(const bench_options *options, const bench_result *result, FILE *out)
{
    struct utsname system;
    char name[128];

    if (uname(&system) != 0)
        return;
    processor(name, sizeof(name));
    fprintf(out, "%s, %ld cores; %s %s; 4 KiB made durable in %.0f us; SQLite %s%s; %s %s, %s; libcsr %s\n", name,
            sysconf(_SC_NPROCESSORS_ONLN), system.sysname, system.release, result->flush_us, sqlite3_libversion(),
            sqlite3_compileoption_used("SECURE_DELETE") ? " (SECURE_DELETE)" : "", COMPILER, __VERSION__, BUILD,
            csr_version_text());
    if (options->quick)
        fprintf(out, "Quick run: few rounds on a small desk show that it works, not how fast it is.\n");
}

static double ratio(double ours, double theirs)
{
    return theirs == 0 ? 0 : ours / theirs;
}

static void say_pair(const size_result *size, int mode, FILE *out)
{
    const pair_result *pair = &size->sqlite[mode];
    const figure *ours = pair->of[SIDE_DESK], *theirs = pair->of[SIDE_FLOOR];

    fprintf(out, "\nSQLite %s, %zu tickets, %zu blocks of %zu; microseconds\n", mode_titles[mode], size->tickets,
            size->rounds, size->block);
    fprintf(out, "                     |         libcsr          |      hand-written       | ratio of\n");
    fprintf(out, "operation            |     p50     p99     cpu |     p50     p99     cpu |  p50 (quartiles)   cpu\n");
    for (int op = 0; op < OP_COUNT; op++)
        fprintf(out, "%-20s | %7.1f %7.1f %7.1f | %7.1f %7.1f %7.1f | %4.2f (%4.2f-%4.2f) %5.2f\n", bench_op_names[op],
                ours[op].p50, ours[op].p99, ours[op].cpu, theirs[op].p50, theirs[op].p99, theirs[op].cpu,
                ratio(ours[op].p50, theirs[op].p50), pair->low[op], pair->high[op],
                ratio(ours[op].cpu, theirs[op].cpu));
    fprintf(out, "%-20s | %7.1f         %7.1f | %7.1f         %7.1f | %4.2f             %5.2f\n", "cycle (first eight)",
            measure_cycle(ours, 0), measure_cycle(ours, 1), measure_cycle(theirs, 0), measure_cycle(theirs, 1),
            ratio(measure_cycle(ours, 0), measure_cycle(theirs, 0)),
            ratio(measure_cycle(ours, 1), measure_cycle(theirs, 1)));
}

static void say_memory_store(const bench_result *result, FILE *out)
{
    fprintf(out, "\nMemory store, libcsr alone; microseconds\noperation           ");
    for (size_t i = 0; i < result->size_count; i++)
        fprintf(out, " | %7zu: p50     p99     cpu", result->sizes[i].tickets);
    for (int op = 0; op < OP_COUNT; op++) {
        fprintf(out, "\n%-20s", bench_op_names[op]);
        for (size_t i = 0; i < result->size_count; i++) {
            const figure *f = &result->sizes[i].memory.of[SIDE_DESK][op];
            fprintf(out, " | %12.1f %7.1f %7.1f", f->p50, f->p99, f->cpu);
        }
    }
    fprintf(out, "\n%-20s", "cycle (first eight)");
    for (size_t i = 0; i < result->size_count; i++) {
        const figure *of = result->sizes[i].memory.of[SIDE_DESK];
        fprintf(out, " | %12.1f         %7.1f", measure_cycle(of, 0), measure_cycle(of, 1));
    }
    fputc('\n', out);
}

static void say_growth(const bench_result *result, int mode, FILE *out)
{
    const size_result *first = &result->sizes[0], *last = &result->sizes[result->size_count - 1];

    fprintf(out, "\nGrowth, SQLite %s: p50 at %zu tickets / p50 at %zu\n", mode_titles[mode], last->tickets,
            first->tickets);
    fprintf(out, "operation            libcsr  hand-written  ratio\n");
    for (int op = 0; op < OP_COUNT; op++) {
        double growth[SIDES];
        for (int side = 0; side < SIDES; side++)
            growth[side] = ratio(last->sqlite[mode].of[side][op].p50, first->sqlite[mode].of[side][op].p50);
        fprintf(out, "%-20s %6.2f  %12.2f  %5.2f\n", bench_op_names[op], growth[SIDE_DESK], growth[SIDE_FLOOR],
                ratio(growth[SIDE_DESK], growth[SIDE_FLOOR]));
    }
}

static void say_start(const bench_result *result, FILE *out)
{
    static const char *const titles[STARTS] = { "existing file", "new file" };

    fprintf(out, "\nStart to the first ticket, SQLite FULL; milliseconds, p50 of %zu runs; existing = %zu tickets\n",
            result->start_runs, result->start_tickets);
    fprintf(out,
            "               |   libcsr: main  process  whole | hand-written: main  process  whole | ratio of main\n");
    for (int i = 0; i < STARTS; i++) {
        const start_figure *ours = &result->start[i][SIDE_DESK], *theirs = &result->start[i][SIDE_FLOOR];
        fprintf(out, "%-14s | %14.2f  %7.2f  %5.2f | %18.2f  %7.2f  %5.2f | %.2f\n", titles[i], ours->from_main / 1000,
                ours->from_start / 1000, ours->whole / 1000, theirs->from_main / 1000, theirs->from_start / 1000,
                theirs->whole / 1000, ratio(ours->from_main, theirs->from_main));
    }
    fprintf(out, "main = from main() to the ticket's commit; process = from its creation; whole = until it is gone\n");
}

static void say_space(const bench_result *result, FILE *out)
{
    const memory_figure *ours = &result->memory[SIDE_DESK], *theirs = &result->memory[SIDE_FLOOR];

    fprintf(out, "\nPeak memory at %zu tickets, MiB: process, SQLite's page cache, beyond it, all of SQLite\n",
            result->memory_tickets);
    fprintf(out, "libcsr       %6.1f %6.1f %6.1f %6.1f\n", ours->peak_mib, ours->cache_mib,
            ours->peak_mib - ours->cache_mib, ours->sqlite_mib);
    fprintf(out, "hand-written %6.1f %6.1f %6.1f %6.1f\n", theirs->peak_mib, theirs->cache_mib,
            theirs->peak_mib - theirs->cache_mib, theirs->sqlite_mib);
    fprintf(out, "\nFile and seeding: bytes a ticket (two messages), microseconds a ticket in transactions of 50\n");
    for (size_t i = 0; i < result->size_count; i++) {
        const size_result *size = &result->sizes[i];
        fprintf(out,
                "%7zu tickets: libcsr %.0f B, %.0f us; hand-written %.0f B, %.0f us (its values made as it goes)\n",
                size->tickets, size->bytes[SIDE_DESK], size->seed_us[SIDE_DESK], size->bytes[SIDE_FLOOR],
                size->seed_us[SIDE_FLOOR]);
    }
}

void report_tables(const bench_options *options, const bench_result *result, FILE *out)
{
    for (size_t i = 0; i < result->size_count; i++)
        for (int mode = 0; mode < MODES; mode++)
            if (options->modes[mode])
                say_pair(&result->sizes[i], mode, out);
    if (options->memory)
        say_memory_store(result, out);
    for (int mode = 0; mode < MODES; mode++)
        if (options->modes[mode] && result->size_count > 1)
            say_growth(result, mode, out);
    if (result->start_runs == 0)
        return;
    say_start(result, out);
    say_space(result, out);
}
