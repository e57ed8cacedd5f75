#include "child.h"
#include "proof.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static const char *const side_names[SIDES] = { "desk", "floor" };
static const char *const start_names[STARTS] = { "existing", "new" };

/* What the child has to say, up to the end of its output. */
static void read_answer(int fd, char *out, size_t size)
{
    size_t n = 0;
    ssize_t more;

    while (n + 1 < size && (more = read(fd, out + n, size - 1 - n)) > 0)
        n += (size_t)more;
    out[n] = '\0';
    (void)close(fd);
}

/* Run this program as a child and wait for its end; numbers that it says go to out. Microseconds that it lived. */
static double run_child(const char *kind, const char *database, const char *info, const char *more, double out[3])
{
    char start[32], answer[256];
    char *arguments[] = { "csr-bench",
                          "--child",
                          (char *)(uintptr_t)kind,
                          start,
                          (char *)(uintptr_t)database,
                          (char *)(uintptr_t)info,
                          (char *)(uintptr_t)more,
                          NULL };
    posix_spawn_file_actions_t actions;
    int64_t at;
    int ends[2], status = 0;
    pid_t child;

    if (pipe(ends) != 0 || posix_spawn_file_actions_init(&actions) != 0 ||
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO) != 0 ||
        posix_spawn_file_actions_addclose(&actions, ends[0]) != 0)
        bench_die("no pipe");
    at = bench_now_ns();
    snprintf(start, sizeof(start), "%lld", (long long)at);
    if (posix_spawn(&child, "/proc/self/exe", &actions, NULL, arguments, environ) != 0)
        bench_die("cannot run itself");
    (void)close(ends[1]);
    read_answer(ends[0], answer, sizeof(answer));
    if (waitpid(child, &status, 0) != child || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
        bench_die("the child %s failed", kind);
    at = bench_now_ns() - at;
    (void)posix_spawn_file_actions_destroy(&actions);
    if (sscanf(answer, "%lf %lf %lf", &out[0], &out[1], &out[2]) < 2)
        bench_die("the child %s says nothing", kind);
    return (double)at / 1000;
}

#define RUNS_MAX 64
typedef struct start_samples {
    double from_main[RUNS_MAX], from_start[RUNS_MAX], whole[RUNS_MAX];
} start_samples;
/* What the run before left to write would otherwise be waited for at the next one's first commit. */
static void settle(const char *folder)
{
    int fd = open(folder, O_RDONLY);

    if (fd < 0 || fsync(fd) != 0)
        bench_die("%s cannot be flushed", folder);
    (void)close(fd);
}

static void run_start(const char *folder, int which, size_t side, char *const database[SIDES], char *const info[SIDES],
                      size_t run, start_samples *s)
{
    char *new_path = bench_path(folder, "new.db"), *schema_path = bench_path(folder, "schema.sql");
    char kind[32], number[32];
    double answer[3];

    snprintf(kind, sizeof(kind), "%s-%s", start_names[which], side_names[side]);
    snprintf(number, sizeof(number), "%zu", run);
    bench_remove(new_path);
    settle(folder);
    s->whole[run] = run_child(kind, which == START_NEW ? new_path : database[side], info[side],
                              which == START_NEW ? schema_path : number, answer);
    s->from_main[run] = answer[0];
    s->from_start[run] = answer[1];
    bench_remove(new_path);
    free(new_path);
    free(schema_path);
}

static void write_schema(const char *folder, const char *database)
{
    char *path = bench_path(folder, "schema.sql"), *schema = proof_schema(database);
    FILE *out = fopen(path, "wb");

    if (out == NULL || fputs(schema, out) < 0 || fclose(out) != 0)
        bench_die("%s cannot be written", path);
    free(schema);
    free(path);
}

void child_measure_start(const char *folder, char *const database[SIDES], char *const info[SIDES], size_t runs,
                         start_figure out[STARTS][SIDES])
{
    static start_samples samples[STARTS][SIDES];
    char *schema_path = bench_path(folder, "schema.sql");

    runs = runs < RUNS_MAX ? runs : RUNS_MAX;
    write_schema(folder, database[SIDE_DESK]);
    for (size_t run = 0; run < runs; run++) {
        for (size_t turn = 0; turn < STARTS * SIDES; turn++) {
            int which = (int)(turn / SIDES);
            size_t side = (turn + run) % SIDES;
            run_start(folder, which, side, database, info, run, &samples[which][side]);
        }
    }
    for (int which = 0; which < STARTS; which++) {
        for (size_t side = 0; side < SIDES; side++) {
            start_samples *s = &samples[which][side];
            out[which][side] =
                (start_figure){ measure_percentile(s->from_main, runs, 0.5),
                                measure_percentile(s->from_start, runs, 0.5), measure_percentile(s->whole, runs, 0.5) };
        }
    }
    (void)remove(schema_path);
    free(schema_path);
}

void child_measure_memory(char *const database[SIDES], char *const info[SIDES], memory_figure out[SIDES])
{
    static const char *const kinds[SIDES] = { "memory-desk", "memory-floor" };

    for (size_t side = 0; side < SIDES; side++) {
        double answer[3] = { 0, 0, 0 };
        (void)run_child(kinds[side], database[side], info[side], "", answer);
        out[side] = (memory_figure){ answer[0], answer[1], answer[2] };
    }
}
