#include "bench.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

const char *const bench_op_names[OP_COUNT] = {
    [OP_CUSTOMER] = "create customer",
    [OP_OPEN] = "open ticket",
    [OP_AGENT_REPLY] = "agent's reply",
    [OP_CUSTOMER_REPLY] = "customer reply",
    [OP_ASSIGN] = "assign",
    [OP_PRIORITY] = "change priority",
    [OP_RESOLVE] = "resolve",
    [OP_REOPEN] = "reopen",
    [OP_GET] = "get ticket",
    [OP_QUEUE] = "queue of 50, names",
};

void bench_die(const char *format, ...)
{
    va_list arguments;

    fputs("csr-bench: ", stderr);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    exit(2);
}

void *bench_alloc(size_t size)
{
    void *ptr = malloc(size == 0 ? 1 : size);

    if (ptr == NULL)
        bench_die("no memory");
    return ptr;
}

void id_list_add(id_list *list, const csr_id *id)
{
    if (list->count == list->capacity) {
        size_t capacity = list->capacity == 0 ? 1024 : list->capacity * 2;
        csr_id *items = realloc(list->items, capacity * sizeof(*items));
        if (items == NULL)
            bench_die("no memory");
        list->items = items;
        list->capacity = capacity;
    }
    list->items[list->count++] = *id;
}

void id_list_free(id_list *list)
{
    free(list->items);
    memset(list, 0, sizeof(*list));
}

static int64_t read_clock(clockid_t clock)
{
    struct timespec at = { 0, 0 };

    (void)clock_gettime(clock, &at);
    return (int64_t)at.tv_sec * 1000000000 + at.tv_nsec;
}

int64_t bench_now_ns(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

int64_t bench_cpu_ns(void)
{
    return read_clock(CLOCK_PROCESS_CPUTIME_ID);
}

/* splitmix64 */
uint64_t bench_random(uint64_t *state)
{
    uint64_t z = (*state += UINT64_C(0x9e3779b97f4a7c15));

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

char *bench_path(const char *folder, const char *name)
{
    size_t size = strlen(folder) + strlen(name) + 2;
    char *path = bench_alloc(size);

    snprintf(path, size, "%s/%s", folder, name);
    return path;
}

void bench_copy(const char *from, const char *to)
{
    static char bytes[1 << 16];
    FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
    size_t n = 0;

    if (in == NULL || out == NULL)
        bench_die("%s cannot be copied to %s", from, to);
    while ((n = fread(bytes, 1, sizeof(bytes), in)) > 0)
        if (fwrite(bytes, 1, n, out) != n)
            bench_die("%s cannot be written", to);
    fclose(in);
    if (fclose(out) != 0)
        bench_die("%s cannot be written", to);
}

void bench_remove(const char *path)
{
    static const char *const suffixes[] = { "", "-wal", "-shm", "-journal" };
    char name[4096];

    for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
        snprintf(name, sizeof(name), "%s%s", path, suffixes[i]);
        (void)unlink(name);
    }
}

int64_t bench_file_size(const char *path)
{
    struct stat found;

    if (stat(path, &found) != 0)
        bench_die("%s: is not there", path);
    return (int64_t)found.st_size;
}
