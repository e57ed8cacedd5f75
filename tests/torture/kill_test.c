/*
 * kill -9 at random moments: whatever was acknowledged is there afterwards, and work goes on in the same file.
 */
#include "support/runner.h"
#include "torture/fault_store.h"
#include "torture/inspect.h"
#include "torture/worker.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define FILE_LIFE 25 /* kills that one file lives through */
#define ACKS_BEFORE_KILL 40
#define DELAY_MAX_US 3000

static const char path[] = "killed.db";

/* How the one who gets killed works. */
typedef struct victim {
    const char *synchronous;
    fault_breakage breakage;
} victim;

static void tell_parent(void *arg, const ack *acks, size_t n)
{
    const int *fd = arg;

    /* Fewer bytes than PIPE_BUF: whole or not at all. */
    if (write(*fd, acks, n * sizeof(*acks)) != (ssize_t)(n * sizeof(*acks)))
        _exit(3);
}

/* In the child: work until killed. */
static void work(const victim *v, int fd, uint64_t seed)
{
    const csr_option options[] = { { "synchronous", v->synchronous } };
    csr_desk_open_params params = CSR_DESK_OPEN_PARAMS_INIT;
    worker w = { .random = seed, .tell = tell_parent, .arg = &fd, .err = CSR_ERROR_INIT };
    csr_desk *desk;

    params.options = options;
    params.option_count = 1;
    params.backend = v->breakage == FAULT_SOUND ? NULL : &fault_sqlite_ops;
    fault_store_plan.breakage = v->breakage;
    if (csr_desk_open(path, &params, &desk, &w.err) == CSR_OK &&
        csr_session_open(desk, NULL, &w.session, &w.err) == CSR_OK) {
        w.desk = desk;
        while (worker_step(&w) == CSR_OK)
            ;
    }
    fprintf(stderr, "\n    a worker stopped: %s", w.err.message);
    _exit(2);
}

static void take_acks(int fd, ledger *l, size_t limit)
{
    ack acks[64];
    size_t taken = 0;

    while (taken < limit) {
        size_t wanted = limit - taken < 64 ? limit - taken : 64;
        ssize_t n = read(fd, acks, wanted * sizeof(ack));
        if (n <= 0)
            break;
        ledger_add(l, acks, (size_t)n / sizeof(ack));
        taken += (size_t)n / sizeof(ack);
    }
}

/* Let a child work and kill it. */
static void work_and_kill(campaign *c, const victim *v, ledger *l, uint64_t *random)
{
    struct timespec delay = { 0, (long)(torture_random(random) % DELAY_MAX_US) * 1000 };
    uint64_t seed = torture_random(random);
    int pipes[2], ended = 0;
    pid_t child;

    if (pipe(pipes) != 0)
        abort();
    child = fork();
    if (child == 0) {
        (void)close(pipes[0]);
        work(v, pipes[1], seed);
    }
    (void)close(pipes[1]);
    take_acks(pipes[0], l, (size_t)(torture_random(random) % ACKS_BEFORE_KILL));
    (void)nanosleep(&delay, NULL);
    (void)kill(child, SIGKILL);
    take_acks(pipes[0], l, SIZE_MAX);
    (void)close(pipes[0]);
    while (waitpid(child, &ended, 0) < 0 && errno == EINTR)
        ;
    if (!WIFSIGNALED(ended) || WTERMSIG(ended) != SIGKILL)
        campaign_complain(c, "a worker ended by itself: status %x", (unsigned)ended);
    c->faults++;
}

/* Work goes on where it stopped, in this process, and everything is there. */
static void look_after(campaign *c, ledger *l)
{
    csr_error err = CSR_ERROR_INIT;
    csr_session *session = NULL;
    csr_desk *desk = NULL;
    csr_id id;
    csr_customer_add_params params = CSR_CUSTOMER_ADD_PARAMS_INIT;

    params.name = CSR_STR("The next in line");
    if (csr_desk_open(path, NULL, &desk, &err) != CSR_OK || csr_session_open(desk, NULL, &session, &err) != CSR_OK) {
        campaign_complain(c, "after a kill the desk cannot be opened: %s", err.message);
    } else {
        ledger_check(c, l, session, 1, "after a kill");
        inspect_verify(c, session, "after a kill");
        if (csr_customer_add(session, &params, &id, &err) != CSR_OK)
            campaign_complain(c, "after a kill nothing can be written: %s", err.message);
        else
            ledger_add(l, &(ack){ id, 1, 0 }, 1);
        ledger_check_numbers(c, session);
    }
    csr_session_close(session);
    csr_desk_close(desk);
    inspect_file(c, path, "after a kill");
}

static void run(campaign *c, const victim *v, unsigned kills)
{
    uint64_t random = c->seed;
    ledger l = { 0 };

    for (unsigned i = 0; i < kills; i++) {
        if (i % FILE_LIFE == 0) {
            inspect_remove(path);
            l.count = 0;
        }
        work_and_kill(c, v, &l, &random);
        look_after(c, &l);
    }
    inspect_remove(path);
    ledger_free(&l);
}

static void test_kills(void)
{
    const victim full = { "full", FAULT_SOUND }, normal = { "normal", FAULT_SOUND };
    campaign c;

    campaign_begin(&c, "kill -9");
    run(&c, &full, campaign_size(&c, 25, 500));
    run(&c, &normal, campaign_size(&c, 25, 500));
    CU_ASSERT_EQUAL(campaign_end(&c), 0);
    CU_ASSERT_TRUE(c.faults >= 50);
}

static void test_control(void)
{
    const victim liar = { "full", FAULT_EARLY_ACK };
    campaign c;

    campaign_begin(&c, "control: acknowledged, then rolled back");
    c.quiet = 1;
    run(&c, &liar, 3);
    CU_ASSERT_TRUE(campaign_end(&c) > 0);
}

static CU_TestInfo tests[] = {
    { "everything acknowledged outlives a kill", test_kills },
    { "a store that acknowledges too early is found", test_control },
    CU_TEST_INFO_NULL,
};

int main(void)
{
    CU_SuiteInfo suites[] = {
        { .pName = "torture/kill", .pTests = tests },
        CU_SUITE_INFO_NULL,
    };

    return csr_test_main("kill_test", suites, 2);
}
