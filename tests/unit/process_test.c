#include "base/process.h"
#include "support/runner.h"

#include <stddef.h>
#include <sys/wait.h>
#include <unistd.h>

/* What a child sees, as its exit code. */
static int in_child(const csri_process *process)
{
    int status = 0;
    pid_t child = fork();

    if (child == 0)
        _exit(csri_process_is_same(process));
    CU_ASSERT_TRUE_FATAL(child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void test_by_memory(void)
{
    csri_process process;

    csri_process_begin(&process);
    CU_ASSERT_EQUAL(csri_process_is_same(&process), 1);
    CU_ASSERT_EQUAL(in_child(&process), 0);
    CU_ASSERT_EQUAL(csri_process_is_same(&process), 1);
    csri_process_end(&process);
    CU_ASSERT_PTR_NULL(process.here);
}

/* Where the system cannot wipe memory in a child, the number of the process says the same. */
static void test_by_number(void)
{
    csri_process process = { NULL, getpid() };

    CU_ASSERT_EQUAL(csri_process_is_same(&process), 1);
    CU_ASSERT_EQUAL(in_child(&process), 0);
    process.pid = 0;
    CU_ASSERT_EQUAL(csri_process_is_same(&process), 0);
    csri_process_end(&process);
}

static CU_TestInfo tests[] = {
    { "process/by_memory", test_by_memory },
    { "process/by_number", test_by_number },
    CU_TEST_INFO_NULL,
};

static CU_SuiteInfo suites[] = { { "process", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

int main(void)
{
    return csr_test_main("process", suites, 2);
}
