/*
 * Two processes with four threads each at one desk, changing the same records: nothing is lost, no number is given twice,
 * nobody waits for ever.
 */
#include "support/runner.h"
#include "torture/fault_store.h"
#include "torture/inspect.h"
#include "torture/worker.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define THREADS 4

static const char path[] = "hammered.db";

/* One thread at work. */
typedef struct hand {
    worker worker;
    pthread_t thread;
    unsigned steps;
    int fd;
    csr_status status;
} hand;

/* A process, or a memory desk of its own. */
typedef struct crew_plan {
    const char *uri;
    const csr_backend_ops *backend;
    unsigned steps;
    uint64_t seed;
} crew_plan;

static void tell_parent(void *arg, const ack *acks, size_t n)
{
    const int *fd = arg;

    /* Fewer bytes than PIPE_BUF: those of different threads do not mix. */
    if (write(*fd, acks, n * sizeof(*acks)) != (ssize_t)(n * sizeof(*acks)))
        abort();
}

static void *work(void *arg)
{
    hand *h = arg;

    for (unsigned i = 0; i < h->steps && h->status == CSR_OK; i++)
        h->status = worker_step(&h->worker);
    return NULL;
}

static int start(hand *h, csr_desk *desk, const crew_plan *crew, int fd, unsigned number)
{
    *h = (hand){ .steps = crew->steps, .fd = fd };
    h->worker = (worker){ .random = crew->seed + number, .tell = tell_parent, .arg = &h->fd, .err = CSR_ERROR_INIT };
    return csr_session_open(desk, NULL, &h->worker.session, &h->worker.err) == CSR_OK &&
           pthread_create(&h->thread, NULL, work, h) == 0;
}

/* The threads of one process at an open desk; answers how many stopped for a reason. */
static int work_together(csr_desk *desk, const crew_plan *crew, int fd)
{
    hand hands[THREADS];
    int bad = 0;

    for (unsigned i = 0; i < THREADS; i++)
        if (!start(&hands[i], desk, crew, fd, i))
            abort();
    for (unsigned i = 0; i < THREADS; i++) {
        (void)pthread_join(hands[i].thread, NULL);
        if (hands[i].status != CSR_OK) {
            fprintf(stderr, "\n    a thread stopped: %s: %s", csr_status_name(hands[i].status),
                    hands[i].worker.err.message);
            bad++;
        }
        csr_session_close(hands[i].worker.session);
    }
    return bad;
}

/* In a child: a desk of its own on the file. */
static int work_in_process(const crew_plan *crew, int fd)
{
    csr_desk_open_params params = CSR_DESK_OPEN_PARAMS_INIT;
    csr_error err = CSR_ERROR_INIT;
    const csr_option options[] = { { "busy_timeout_ms", "60000" } };
    csr_desk *desk;
    int bad;

    params.backend = crew->backend;
    params.options = options;
    params.option_count = 1;
    if (csr_desk_open(crew->uri, &params, &desk, &err) != CSR_OK) {
        fprintf(stderr, "\n    a process cannot open the desk: %s", err.message);
        return 1;
    }
    bad = work_together(desk, crew, fd);
    csr_desk_close(desk);
    return bad;
}

static void take_acks(int fd, ledger *l)
{
    ack acks[128];
    size_t held = 0;
    ssize_t n;

    while ((n = read(fd, (char *)acks + held, sizeof(acks) - held)) > 0) {
        held += (size_t)n;
        ledger_add(l, acks, held / sizeof(ack));
        memmove(acks, (char *)acks + held / sizeof(ack) * sizeof(ack), held % sizeof(ack));
        held %= sizeof(ack);
    }
}

static void await(campaign *c, pid_t child)
{
    int ended = 0;

    while (waitpid(child, &ended, 0) < 0 && errno == EINTR)
        ;
    if (ended != 0)
        campaign_complain(c, "a process ended with status %x", (unsigned)ended);
}

/* All processes at once; what they were promised goes into the ledger. */
static void hammer(campaign *c, const crew_plan *crew, unsigned processes, ledger *l)
{
    pid_t children[8];
    int pipes[2];

    if (pipe(pipes) != 0)
        abort();
    for (unsigned i = 0; i < processes; i++) {
        children[i] = fork();
        if (children[i] == 0) {
            crew_plan mine = *crew;
            mine.seed += i * 1000;
            (void)close(pipes[0]);
            _exit(work_in_process(&mine, pipes[1]));
        }
    }
    (void)close(pipes[1]);
    take_acks(pipes[0], l);
    (void)close(pipes[0]);
    for (unsigned i = 0; i < processes; i++)
        await(c, children[i]);
    c->faults += l->count;
}

static void look_after(campaign *c, const char *uri, const ledger *l)
{
    csr_error err = CSR_ERROR_INIT;
    csr_session *session = NULL;
    csr_desk *desk = NULL;

    if (csr_desk_open(uri, NULL, &desk, &err) != CSR_OK || csr_session_open(desk, NULL, &session, &err) != CSR_OK) {
        campaign_complain(c, "afterwards the desk cannot be opened: %s", err.message);
        csr_desk_close(desk);
        return;
    }
    ledger_check(c, l, session, 1, "afterwards");
    ledger_check_numbers(c, session);
    inspect_verify(c, session, "afterwards");
    csr_session_close(session);
    csr_desk_close(desk);
    inspect_file(c, uri, "afterwards");
}

static void run(campaign *c, const csr_backend_ops *backend, unsigned rounds, unsigned steps)
{
    for (unsigned i = 0; i < rounds; i++) {
        const crew_plan both = { .uri = path, .backend = backend, .steps = steps, .seed = c->seed + i };
        ledger l = { 0 };
        inspect_remove(path);
        hammer(c, &both, 2, &l);
        look_after(c, path, &l);
        ledger_free(&l);
    }
    inspect_remove(path);
}

static void test_processes(void)
{
    campaign c;

    campaign_begin(&c, "two processes, eight threads");
    c.unit = "acknowledged changes";
    run(&c, NULL, campaign_size(&c, 1, 10), campaign_size(&c, 150, 2000));
    CU_ASSERT_EQUAL(campaign_end(&c), 0);
    CU_ASSERT_TRUE(c.faults > 300);
}

/* The threads tell through a file, which is read when they are done: a pipe would have to hold all they say. */
static void run_in_memory(campaign *c, unsigned steps)
{
    crew_plan one = { .uri = "memory:", .steps = steps, .seed = c->seed };
    csr_error err = CSR_ERROR_INIT;
    csr_session *session;
    csr_desk *desk;
    ledger l = { 0 };
    FILE *told = tmpfile();

    if (told == NULL || csr_desk_open("memory:", NULL, &desk, &err) != CSR_OK ||
        csr_session_open(desk, NULL, &session, &err) != CSR_OK)
        abort();
    for (; one.seed < c->seed + 2; one.seed++)
        if (work_together(desk, &one, fileno(told)) != 0)
            campaign_complain(c, "a thread stopped");
    rewind(told);
    take_acks(fileno(told), &l);
    (void)fclose(told);
    c->faults += l.count;
    ledger_check(c, &l, session, 1, "afterwards");
    ledger_check_numbers(c, session);
    inspect_verify(c, session, "afterwards");
    csr_desk_close(desk);
    csr_session_close(session);
    ledger_free(&l);
}

static void test_memory(void)
{
    campaign c;

    campaign_begin(&c, "threads at a desk in memory");
    c.unit = "acknowledged changes";
    run_in_memory(&c, campaign_size(&c, 150, 3000));
    CU_ASSERT_EQUAL(campaign_end(&c), 0);
    CU_ASSERT_TRUE(c.faults > 300);
}

static void test_control(void)
{
    campaign c;

    campaign_begin(&c, "control: acknowledged, then rolled back");
    c.quiet = 1;
    fault_store_plan.breakage = FAULT_EARLY_ACK;
    run(&c, &fault_sqlite_ops, 1, 60);
    fault_store_plan.breakage = FAULT_SOUND;
    CU_ASSERT_TRUE(campaign_end(&c) > 0);
}

static CU_TestInfo tests[] = {
    { "two processes with four threads each", test_processes },
    { "threads at a desk in memory", test_memory },
    { "a store that loses changes is found", test_control },
    CU_TEST_INFO_NULL,
};

int main(void)
{
    CU_SuiteInfo suites[] = {
        { .pName = "torture/hammer", .pTests = tests },
        CU_SUITE_INFO_NULL,
    };

    return csr_test_main("hammer_test", suites, 3);
}
