#include "job.h"

#include "child.h"
#include "desk_side.h"
#include "proof.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const mode_names[MODES] = { "normal", "full" };

/* What a size is done with. */
typedef struct stage {
    const bench_options *options;
    const event_forms *forms;
    char *paths[SIDES], *infos[SIDES];
    desk_side desk;
    floor_side floor;
    bench_cast cast;
    FILE *progress;
} stage;

/* How many operations of a kind: fewer on a small desk, which must not grow much while it is measured. */
static void choose_rounds(const bench_options *options, size_result *out)
{
    out->block = options->quick ? 40 : out->tickets < 5000 ? 100 : 200;
    out->rounds = options->quick ? 3 : out->tickets < 5000 ? 6 : 10;
    if (options->rounds != 0)
        out->rounds = options->rounds < ROUNDS_MAX ? options->rounds : ROUNDS_MAX;
}

static void open_both(stage *s, int mode)
{
    desk_side_open(&s->desk, s->paths[SIDE_DESK], mode_names[mode], &s->cast);
    floor_side_open(&s->floor, s->paths[SIDE_FLOOR], mode == MODE_FULL, &s->cast, s->forms);
}

static void close_both(stage *s)
{
    desk_side_close(&s->desk);
    floor_side_close(&s->floor);
}

static void seed_both(stage *s, size_result *out)
{
    double n = (double)out->tickets;
    int64_t at;

    desk_side_make(s->paths[SIDE_DESK], &s->cast);
    bench_copy(s->paths[SIDE_DESK], s->paths[SIDE_FLOOR]);
    open_both(s, MODE_NORMAL);
    at = bench_now_ns();
    desk_side_seed(&s->desk, out->tickets);
    out->seed_us[SIDE_DESK] = (double)(bench_now_ns() - at) / 1000 / n;
    at = bench_now_ns();
    floor_side_seed(&s->floor, out->tickets);
    out->seed_us[SIDE_FLOOR] = (double)(bench_now_ns() - at) / 1000 / n;
    close_both(s);
    for (size_t side = 0; side < SIDES; side++)
        out->bytes[side] = (double)bench_file_size(s->paths[side]) / n;
}

static void measure_sqlite(stage *s, size_result *out)
{
    contestant sides[SIDES] = { desk_side_contestant(&s->desk), floor_side_contestant(&s->floor) };

    for (int mode = 0; mode < MODES; mode++) {
        if (!s->options->modes[mode])
            continue;
        fprintf(s->progress, "  %zu tickets, SQLite %s\n", out->tickets, mode_names[mode]);
        fflush(s->progress);
        open_both(s, mode);
        measure_pair(sides, SIDES, out->rounds, out->block, &out->sqlite[mode]);
        close_both(s);
    }
}

static void measure_memory_store(stage *s, size_result *out)
{
    desk_side d = { 0 };
    contestant c = desk_side_contestant(&d);

    if (!s->options->memory)
        return;
    fprintf(s->progress, "  %zu tickets, memory\n", out->tickets);
    fflush(s->progress);
    desk_side_open_memory(&d);
    desk_side_seed(&d, out->tickets);
    measure_pair(&c, 1, out->rounds, out->block, &out->memory);
    desk_side_end(&d);
}

static void write_infos(stage *s, size_t more)
{
    child_write_info(s->infos[SIDE_DESK], &s->cast, s->forms, &s->desk.customers, &s->desk.tickets, more);
    child_write_info(s->infos[SIDE_FLOOR], &s->cast, s->forms, &s->floor.customers, &s->floor.tickets, more);
}

static void run_start(stage *s, bench_result *out, size_t tickets)
{
    fprintf(s->progress, "  %zu tickets, start\n", tickets);
    fflush(s->progress);
    out->start_runs = s->options->quick ? 5 : 30;
    out->start_tickets = tickets;
    write_infos(s, 0);
    child_measure_start(s->options->folder, s->paths, s->infos, out->start_runs, out->start);
}

/* The start at 10,000 tickets or, where there is no such size, at the largest; memory at the largest. */
static void run_children(stage *s, bench_result *out, size_t number)
{
    const bench_options *options = s->options;
    size_t tickets = options->sizes[number];
    int is_last = number + 1 == options->size_count;

    if (tickets == 10000 || (is_last && out->start_runs == 0))
        run_start(s, out, tickets);
    if (!is_last)
        return;
    fprintf(s->progress, "  %zu tickets, peak memory\n", tickets);
    fflush(s->progress);
    /* Each start has added a ticket to its file. */
    write_infos(s, out->start_tickets == tickets ? out->start_runs : 0);
    child_measure_memory(s->paths, s->infos, out->memory);
    out->memory_tickets = tickets;
}

static void make_paths(stage *s)
{
    s->paths[SIDE_DESK] = bench_path(s->options->folder, "desk.db");
    s->paths[SIDE_FLOOR] = bench_path(s->options->folder, "floor.db");
    s->infos[SIDE_DESK] = bench_path(s->options->folder, "desk.info");
    s->infos[SIDE_FLOOR] = bench_path(s->options->folder, "floor.info");
}

static void end_stage(stage *s)
{
    desk_side_end(&s->desk);
    floor_side_end(&s->floor);
    for (size_t side = 0; side < SIDES; side++) {
        bench_remove(s->paths[side]);
        (void)unlink(s->infos[side]);
        free(s->paths[side]);
        free(s->infos[side]);
    }
}

static int run_size(const bench_options *options, const event_forms *forms, size_t number, bench_result *out,
                    FILE *progress)
{
    stage *s = bench_alloc(sizeof(*s));
    size_result *result = &out->sizes[number];
    int proven = 1;

    memset(s, 0, sizeof(*s));
    s->options = options;
    s->forms = forms;
    s->progress = progress;
    result->tickets = options->sizes[number];
    choose_rounds(options, result);
    make_paths(s);
    if (options->modes[MODE_NORMAL] || options->modes[MODE_FULL]) {
        seed_both(s, result);
        measure_sqlite(s, result);
        proven = proof_rows(s->paths[SIDE_DESK], s->paths[SIDE_FLOOR], progress);
        run_children(s, out, number);
    }
    measure_memory_store(s, result);
    end_stage(s);
    free(s);
    return proven;
}

/* What making 4 KiB durable costs here; the half of runs that was faster. */
static double measure_flush(const char *folder)
{
    static const char page[4096];
    char *path = bench_path(folder, "flush");
    double values[50];
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

    for (size_t i = 0; i < 50; i++) {
        int64_t at = bench_now_ns();
        if (fd < 0 || write(fd, page, sizeof(page)) != (ssize_t)sizeof(page) || fdatasync(fd) != 0)
            bench_die("%s cannot be written", path);
        values[i] = (double)(bench_now_ns() - at) / 1000;
    }
    (void)close(fd);
    (void)unlink(path);
    free(path);
    return measure_percentile(values, 50, 0.5);
}

int job_run(const bench_options *options, bench_result *out, FILE *progress)
{
    event_forms forms;
    int proven;

    memset(out, 0, sizeof(*out));
    work_init();
    out->size_count = options->size_count;
    out->flush_us = measure_flush(options->folder);
    proof_read_forms(options->folder, &forms);
    fprintf(progress, "Statements of one operation, libcsr and the hand-written program:\n");
    proven = proof_statements(options->folder, &forms, progress);
    fprintf(progress, "Measuring:\n");
    for (size_t i = 0; i < options->size_count && proven; i++)
        proven = run_size(options, &forms, i, out, progress);
    return proven;
}
