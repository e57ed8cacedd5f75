#include "child.h"
#include "desk_side.h"
#include "proof.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Work of the process whose memory is looked at. */
#define MEMORY_BLOCKS 20
#define MEMORY_BLOCK 100
#define MEMORY_READS 20000

static void read_all(const char *path, void *out, size_t size)
{
    FILE *in = fopen(path, "rb");

    if (in == NULL || fread(out, 1, size, in) != size)
        bench_die("%s cannot be read", path);
    fclose(in);
}

static char *read_text(const char *path)
{
    size_t size = (size_t)bench_file_size(path);
    char *text = bench_alloc(size + 1);

    read_all(path, text, size);
    text[size] = '\0';
    return text;
}

void child_write_info(const char *path, const bench_cast *people, const event_forms *forms, const id_list *customers,
                      const id_list *tickets, size_t more_tickets)
{
    child_info *info = bench_alloc(sizeof(*info));
    FILE *out = fopen(path, "wb");
    uint64_t random = 11;

    memset(info, 0, sizeof(*info));
    info->cast = *people;
    info->forms = *forms;
    info->customer = customers->items[0];
    info->number = (int64_t)(tickets->count + more_tickets);
    info->customers = customers->count;
    info->tickets = tickets->count < CHILD_TICKETS ? tickets->count : CHILD_TICKETS;
    for (size_t i = 0; i < info->tickets; i++)
        info->some_tickets[i] = tickets->items[bench_random(&random) % tickets->count];
    if (out == NULL || fwrite(info, 1, sizeof(*info), out) != sizeof(*info) || fclose(out) != 0)
        bench_die("%s cannot be written", path);
    free(info);
}

/* What the first ticket says; the list of words would have to be made first. */
static void make_matter(work_matter *out)
{
    memset(out, 0, sizeof(*out));
    memset(out->text, 'a', sizeof(out->text));
    out->subject = (csr_str){ out->text, 40 };
    out->body = (csr_str){ out->text, 400 };
    out->priority = CSR_PRIORITY_NORMAL;
}

static void say_start(int64_t main_at, int64_t start_at)
{
    int64_t now = bench_now_ns();

    printf("%.1f %.1f\n", (double)(now - main_at) / 1000, (double)(now - start_at) / 1000);
    fflush(stdout);
}

static void start_desk(const char *path, const child_info *info, int64_t start_at)
{
    desk_side d = { 0 };
    work_matter matter;
    int64_t main_at;

    make_matter(&matter);
    main_at = bench_now_ns();
    desk_side_first_ticket(&d, path, &info->cast, &info->customer, &matter);
    say_start(main_at, start_at);
    desk_side_end(&d);
}

static void start_floor(const char *path, const child_info *info, const char *schema, int64_t number, int64_t start_at)
{
    static floor_side f;
    static floor_job job;
    int64_t main_at;

    make_matter(&job.matter);
    main_at = bench_now_ns();
    if (schema != NULL)
        floor_side_create(&f, path, schema, &info->forms);
    else
        floor_side_open(&f, path, 1, &info->cast, &info->forms);
    f.number = number;
    floor_make_ticket(&f, &info->customer, 0, &job);
    floor_run(&f, SQL_BEGIN_WRITE);
    floor_open_ticket(&f, &job);
    floor_run(&f, SQL_COMMIT);
    say_start(main_at, start_at);
    floor_side_end(&f);
}

/* The most that this process ever had in memory. */
static double peak_mib(void)
{
    FILE *in = fopen("/proc/self/status", "r");
    char line[128];
    long kib = 0;

    while (in != NULL && fgets(line, sizeof(line), in) != NULL)
        if (strncmp(line, "VmHWM:", 6) == 0)
            kib = strtol(line + 6, NULL, 10);
    if (in != NULL)
        fclose(in);
    return (double)kib / 1024;
}

static void play(const contestant *c)
{
    for (size_t block = 0; block < MEMORY_BLOCKS; block++) {
        for (bench_op op = OP_CUSTOMER; op < OP_COUNT; op++) {
            size_t n = op == OP_GET ? MEMORY_READS / MEMORY_BLOCKS : MEMORY_BLOCK;
            c->prepare(c->self, op, n);
            for (size_t i = 0; i < n; i++)
                c->run(c->self, i);
        }
    }
}

static double cache_mib(void)
{
    int used = 0, high = 0;

    (void)sqlite3_db_status(proof_connection(), SQLITE_DBSTATUS_CACHE_USED, &used, &high, 0);
    return (double)used / 1048576;
}

static void say_memory(double cache)
{
    printf("%.3f %.3f %.3f\n", peak_mib(), cache, (double)sqlite3_memory_highwater(0) / 1048576);
    fflush(stdout);
}

static void take_tickets(const child_info *info, id_list *tickets, id_list *customers)
{
    for (size_t i = 0; i < info->tickets; i++)
        id_list_add(tickets, &info->some_tickets[i]);
    id_list_add(customers, &info->customer);
}

/* Closing belongs to it: the library seals its events then. */
static void memory_desk(const char *path, const child_info *info)
{
    desk_side d = { 0 };
    contestant c = desk_side_contestant(&d);
    double cache;

    work_init();
    proof_watch();
    desk_side_open(&d, path, "normal", &info->cast);
    take_tickets(info, &d.tickets, &d.customers);
    play(&c);
    cache = cache_mib();
    desk_side_end(&d);
    say_memory(cache);
}

static void memory_floor(const char *path, const child_info *info)
{
    static floor_side f;
    contestant c = floor_side_contestant(&f);
    double cache;

    work_init();
    proof_watch();
    floor_side_open(&f, path, 0, &info->cast, &info->forms);
    f.number = info->number;
    take_tickets(info, &f.tickets, &f.customers);
    play(&c);
    cache = cache_mib();
    floor_side_end(&f);
    say_memory(cache);
}

static int is(const char *kind, const char *name)
{
    return strcmp(kind, name) == 0;
}

static void run_kind(const char *kind, const char *database, const child_info *info, const char *more, int64_t start_at)
{
    char *schema;

    if (is(kind, "existing-desk") || is(kind, "new-desk")) {
        start_desk(database, info, start_at);
    } else if (is(kind, "existing-floor")) {
        start_floor(database, info, NULL, info->number + strtoll(more, NULL, 10), start_at);
    } else if (is(kind, "new-floor")) {
        schema = read_text(more);
        start_floor(database, info, schema, 0, start_at);
        free(schema);
    } else if (is(kind, "memory-desk")) {
        memory_desk(database, info);
    } else if (is(kind, "memory-floor")) {
        memory_floor(database, info);
    } else {
        bench_die("no such child: %s", kind);
    }
}

/* KIND, when the parent started it, DATABASE, INFO, and the number of the run or the file of the schema. */
int child_main(int count, char **arguments)
{
    static child_info info;

    if (count != 5)
        bench_die("a child wants 5 arguments");
    read_all(arguments[3], &info, sizeof(info));
    /* A new desk has nobody whom the ticket could name. */
    if (strncmp(arguments[0], "new-", 4) == 0) {
        memset(&info.cast, 0, sizeof(info.cast));
        memset(&info.customer, 0, sizeof(info.customer));
    }
    run_kind(arguments[0], arguments[2], &info, arguments[4], strtoll(arguments[1], NULL, 10));
    return 0;
}
