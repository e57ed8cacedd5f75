/*
 * The suite can fail: for each promise that a store breaks it does, and only then.
 *
 * Each defect gets a process of its own, because CUnit runs one registry at a time. With the name of a defect as its
 * argument the program shows which cases find it.
 */
#include "support/broken_store.h"
#include "support/conformance.h"
#include "support/runner.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define SECONDS 120

/* The defect of the child; fresh_uri() has no other way to know it. */
static const char *broken;

static void in_memory(char *out, size_t size)
{
    snprintf(out, size, "broken:%s:memory:", broken);
}

static void in_a_file(char *out, size_t size)
{
    static unsigned number;

    snprintf(out, size, "broken:%s:broken-%ld-%u.desk", broken, (long)getpid(), ++number);
}

/* A defect may leave a transaction open, which is then waited for; files need not survive a power cut. */
static const csr_option options[] = { { "busy_timeout_ms", "2000" }, { "synchronous", "normal" } };

/* All suites, or only up to the first failure of the one that has to find the defect. */
static int run_suite(const char *name, int at_once)
{
    csr_conformance_target target = {
        .options = options, .option_count = 1, .name = name, .ops = &csr_broken_ops, .fresh_uri = in_memory
    };
    unsigned defect = 0;

    while (csr_broken_defect(defect) != NULL && strcmp(csr_broken_defect(defect), name) != 0)
        defect++;
    if (csr_broken_defect(defect) == NULL)
        return 2;
    if (csr_broken_is_durable(defect)) {
        target.ops = &csr_broken_durable_ops;
        target.option_count = 2;
        target.fresh_uri = in_a_file;
        target.quirks = (csr_conformance_quirks){ .durable = 1, .multi_process = 1, .snapshot_reads = 1 };
    }
    if (at_once) {
        target.only = csr_broken_found_by(defect);
        target.stops_early = 1;
    }
    broken = name;
    alarm(SECONDS);
    return csr_conformance_main(&target);
}

/* Run the suite in silence, as far as it has to find the defect; its exit code, or -1 when there is none. */
static int exit_code(const char *defect)
{
    int status = 0;
    pid_t child;

    fflush(stdout);
    child = fork();
    if (child == 0) {
        int null = open("/dev/null", O_WRONLY);
        (void)dup2(null, STDOUT_FILENO);
        (void)dup2(null, STDERR_FILENO);
        execl("/proc/self/exe", "broken_store_test", defect, "stop", (char *)NULL);
        _exit(3);
    }
    if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status))
        return -1;
    return WEXITSTATUS(status);
}

static void each_defect_is_found(void)
{
    for (unsigned i = 0; csr_broken_defect(i) != NULL; i++) {
        const int expected = i == 0 ? 0 : 1, code = exit_code(csr_broken_defect(i));
        if (code != expected)
            printf("\n    defect %s: exit code %d\n", csr_broken_defect(i), code);
        CU_ASSERT_EQUAL(code, expected);
    }
}

static CU_TestInfo tests[] = {
    { "each defect is found", each_defect_is_found },
    CU_TEST_INFO_NULL,
};

int main(int argc, char **argv)
{
    CU_SuiteInfo suites[] = {
        { "conformance/broken_store", NULL, NULL, NULL, NULL, tests },
        CU_SUITE_INFO_NULL,
    };
    int code;

    if (argc < 2)
        return csr_test_main("broken_store_test", suites, 1);
    code = run_suite(argv[1], argc > 2);
    fflush(stdout);
    /* What a failed case leaves behind is no leak to report. */
    _exit(code);
}
