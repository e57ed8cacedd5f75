/*
 * csr-bench: the job of a service desk, done by the library and by a program written by hand that runs the very same
 * statements. docs/performance.md says what the columns mean.
 */
#include "child.h"
#include "dump.h"
#include "money.h"
#include "report.h"
#include "rules.h"
#include "time.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char usage[] =
    "csr-bench [--quick] [--dump] [--sizes 1k,10k,1M] [--backend memory|normal|full|all] [--rounds N] [--folder DIR] "
    "[--time] [--rules] [--refunds] [--json]\n"
    "  --quick    1k tickets and few rounds: shows that it works\n"
    "  --dump     a whole desk exported and imported, instead of the job\n"
    "  --sizes    tickets that are there beforehand, ascending\n"
    "  --backend  the store; normal and full are SQLite's synchronous; repeat for several\n"
    "  --rounds   blocks of each operation, at most 64\n"
    "  --folder   where the files are made; default $TMPDIR, else the folder of the program\n"
    "  --time     business time alone: calendars and zones, which need no desk\n"
    "  --rules    rules alone: the matcher beside C generated from the same rules\n"
    "  --refunds  refunds alone: asked for, approved, planned, taken and reported\n"
    "  --json     figures as JSON on the standard output, the rest on standard error\n"
    "Search is not measured yet: the library has none. Ends with 0 unless the two do different things.\n";

_Noreturn static void refuse(const char *what)
{
    fprintf(stderr, "csr-bench: %s\n%s", what, usage);
    exit(2);
}

static void read_sizes(const char *text, bench_options *out)
{
    out->size_count = 0;
    for (char *end; *text != '\0'; text = *end == ',' ? end + 1 : end) {
        unsigned long n = strtoul(text, &end, 10);
        if (*end == 'k' || *end == 'M')
            n *= *end++ == 'k' ? 1000 : 1000000;
        if (n < 100 || end == text || (*end != ',' && *end != '\0') || out->size_count == SIZES_MAX)
            refuse("--sizes wants up to eight numbers from 100, such as 1k,10k");
        out->sizes[out->size_count++] = n;
    }
    if (out->size_count == 0)
        refuse("--sizes wants numbers");
}

static void read_backend(const char *name, bench_options *out)
{
    if (strcmp(name, "memory") == 0 || strcmp(name, "all") == 0)
        out->memory = 1;
    if (strcmp(name, "normal") == 0 || strcmp(name, "all") == 0)
        out->modes[MODE_NORMAL] = 1;
    if (strcmp(name, "full") == 0 || strcmp(name, "all") == 0)
        out->modes[MODE_FULL] = 1;
    if (!out->memory && !out->modes[MODE_NORMAL] && !out->modes[MODE_FULL])
        refuse("--backend wants memory, normal, full or all");
}

static void read_options(int count, char **arguments, bench_options *out)
{
    const char *sizes = NULL;

    for (int i = 1; i < count; i++) {
        const char *name = arguments[i], *value = i + 1 < count ? arguments[i + 1] : NULL;
        if (strcmp(name, "--quick") == 0) {
            out->quick = 1;
        } else if (strcmp(name, "--json") == 0) {
            out->json = 1;
        } else if (strcmp(name, "--dump") == 0) {
            out->dump = 1;
        } else if (strcmp(name, "--time") == 0) {
            exit(time_run(out->quick, stdout) ? 0 : 1);
        } else if (strcmp(name, "--rules") == 0) {
            exit(rules_run(out->quick, stdout) ? 0 : 1);
        } else if (strcmp(name, "--refunds") == 0) {
            out->refunds = 1;
        } else if (strcmp(name, "--help") == 0) {
            fputs(usage, stdout);
            exit(0);
        } else if (value == NULL) {
            refuse(name);
        } else {
            i++;
            if (strcmp(name, "--sizes") == 0)
                sizes = value;
            else if (strcmp(name, "--backend") == 0)
                read_backend(value, out);
            else if (strcmp(name, "--rounds") == 0)
                out->rounds = strtoul(value, NULL, 10);
            else if (strcmp(name, "--folder") == 0)
                out->folder = value;
            else
                refuse(name);
        }
    }
    if (!out->memory && !out->modes[MODE_NORMAL] && !out->modes[MODE_FULL])
        read_backend("all", out);
    read_sizes(sizes != NULL ? sizes : out->quick ? "1k" : "1k,10k,100k", out);
}

/* A folder of its own: in the given one, in $TMPDIR, or beside the program, which is on a disk when /tmp is not. */
static char *make_folder(const char *given)
{
    char program[4096];
    const char *parent = given != NULL ? given : getenv("TMPDIR");
    ssize_t n = readlink("/proc/self/exe", program, sizeof(program) - 1);
    char *folder;

    if (parent == NULL && n > 0) {
        program[n] = '\0';
        *strrchr(program, '/') = '\0';
        parent = program;
    }
    folder = bench_path(parent != NULL ? parent : ".", "csr-bench-XXXXXX");
    if (mkdtemp(folder) == NULL)
        bench_die("%s: no folder can be made", folder);
    return folder;
}

int main(int count, char **arguments)
{
    static bench_result result;
    bench_options options = { .size_count = 0 };
    char *folder;
    FILE *out;
    int proven;

    if (count > 2 && strcmp(arguments[1], "--child") == 0)
        return child_main(count - 2, arguments + 2);
    read_options(count, arguments, &options);
    folder = make_folder(options.folder);
    options.folder = folder;
    out = options.json ? stderr : stdout;
    if (options.dump) {
        dump_run(&options, out);
        (void)rmdir(folder);
        free(folder);
        return 0;
    }
    if (options.refunds) {
        proven = money_run(options.quick, folder, out);
        (void)rmdir(folder);
        free(folder);
        return proven ? 0 : 1;
    }
    proven = job_run(&options, &result, out) && money_run(options.quick, folder, out);
    (void)rmdir(folder);
    free(folder);
    fflush(out);
    proven = proven && time_run(options.quick, out) && rules_run(options.quick, out);
    if (!proven) {
        fprintf(stderr, "csr-bench: the two do not do the same; nothing was compared\n");
        return 1;
    }
    fputc('\n', out);
    report_machine(&options, &result, out);
    report_tables(&options, &result, out);
    report_verdict(&options, &result, out);
    if (options.json)
        report_json(&options, &result, stdout);
    return 0;
}
