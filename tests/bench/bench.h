/*
 * What the parts of the benchmark share: the job, the clock, a way to give up.
 */
#ifndef BENCH_BENCH_H
#define BENCH_BENCH_H

#include <csr/csr.h>
#include <stddef.h>
#include <stdint.h>

/* The operations of the job; each is one transaction. The first eight write and make one cycle of a ticket's life. */
typedef enum bench_op {
    OP_CUSTOMER,
    OP_OPEN,
    OP_AGENT_REPLY,
    OP_CUSTOMER_REPLY,
    OP_ASSIGN,
    OP_PRIORITY,
    OP_RESOLVE,
    OP_REOPEN,
    OP_GET,
    OP_QUEUE,
    OP_COUNT
} bench_op;
#define OP_WRITES 8

extern const char *const bench_op_names[OP_COUNT];

/* Rows of a list. */
#define QUEUE_ROWS 50

/*
 * One of those who do the job. prepare() makes a block of n operations ready: it computes beforehand what they write.
 * Customers come new, each gets a ticket, the six operations after that are done to the n tickets opened last, get reads
 * tickets at random, queue the teams in turn. run() does operation i of the block, and nothing else is timed.
 */
typedef struct contestant {
    const char *name;
    void *self;
    void (*prepare)(void *self, bench_op op, size_t n);
    void (*run)(void *self, size_t i);
} contestant;

/* Two who are measured against each other. */
enum { SIDE_DESK, SIDE_FLOOR, SIDES };

/* Teams and agents of every desk of the benchmark. */
#define CAST_TEAMS 4
#define CAST_AGENTS 10
typedef struct bench_cast {
    csr_id teams[CAST_TEAMS];
    csr_id agents[CAST_AGENTS]; /* the first one works at the desk */
} bench_cast;

/* Ids that grow in number. */
typedef struct id_list {
    csr_id *items;
    size_t count, capacity;
} id_list;

void id_list_add(id_list *list, const csr_id *id);
void id_list_free(id_list *list);

_Noreturn void bench_die(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* malloc() that gives up. */
void *bench_alloc(size_t size);

/* Nanoseconds of the monotonic clock, and of the processor time of this process. */
int64_t bench_now_ns(void);
int64_t bench_cpu_ns(void);

/* A generator of numbers that look random; the state is the seed. */
uint64_t bench_random(uint64_t *state);

/* "folder/name"; freed by the caller. */
char *bench_path(const char *folder, const char *name);
/* Copy a file, and remove a database with what lies beside it. */
void bench_copy(const char *from, const char *to);
void bench_remove(const char *path);
int64_t bench_file_size(const char *path);

#endif
