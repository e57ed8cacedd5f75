/*
 * A commit fails, and the process dies right behind it. What the commit had written to the log may count for whoever opens
 * the file next, so the answer must not have been that nothing happened: each answer is held against what is there then.
 */
#include "support/runner.h"
#include "torture/campaign.h"
#include "torture/fault_vfs.h"
#include "torture/inspect.h"

#include <csr/csr.h>
#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const char path[] = "commit.db";

/* What fails: calls to the system, or allocations of SQLite. */
typedef struct fault {
    unsigned kinds;
    int full, memory, forever, keeps_sectors;
    uint64_t nth;
} fault;

/* --- allocations --- */

static sqlite3_mem_methods below;
static struct {
    uint64_t nth, calls, hits;
    int forever;
} memory;

static int memory_fails(void)
{
    if (memory.nth == 0)
        return 0;
    memory.calls++;
    if (memory.calls < memory.nth || (memory.calls > memory.nth && !memory.forever))
        return 0;
    memory.hits++;
    return 1;
}

static void *alloc_block(int size)
{
    return memory_fails() ? NULL : below.xMalloc(size);
}

static void *realloc_block(void *ptr, int size)
{
    return memory_fails() ? NULL : below.xRealloc(ptr, size);
}

static int install_memory(void)
{
    sqlite3_mem_methods ours;

    if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &below) != SQLITE_OK)
        return 0;
    ours = below;
    ours.xMalloc = alloc_block;
    ours.xRealloc = realloc_block;
    return sqlite3_config(SQLITE_CONFIG_MALLOC, &ours) == SQLITE_OK &&
           sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0) == SQLITE_OK;
}

/* --- the one who dies --- */

typedef struct answer {
    csr_status status;
    uint64_t hits;
} answer;

static void arm(const fault *f)
{
    if (f->memory) {
        memory.forever = f->forever;
        memory.calls = memory.hits = 0;
        memory.nth = f->nth;
        return;
    }
    fault_vfs.kinds = f->kinds;
    fault_vfs.full = f->full;
    fault_vfs.forever = f->forever;
    fault_vfs.nth = f->nth;
}

static void add_and_die(const fault *f, int fd)
{
    csr_customer_add_params params = CSR_CUSTOMER_ADD_PARAMS_INIT;
    csr_session *session = NULL;
    csr_desk *desk = NULL;
    answer a = { .status = CSR_E_INTERNAL };
    csr_id id;

    fault_vfs.keeps_sectors = f->keeps_sectors;
    params.name = CSR_STR("in doubt");
    if (csr_desk_open(path, NULL, &desk, NULL) == CSR_OK && csr_session_open(desk, NULL, &session, NULL) == CSR_OK &&
        csr_session_begin(session, NULL) == CSR_OK && csr_customer_add(session, &params, &id, NULL) == CSR_OK) {
        arm(f);
        a.status = csr_session_commit(session, NULL);
        a.hits = f->memory ? memory.hits : fault_vfs.hits;
    }
    if (write(fd, &a, sizeof(a)) != (ssize_t)sizeof(a))
        _exit(2);
    _exit(0);
}

static answer let_one_die(const fault *f)
{
    answer a = { .status = CSR_E_INTERNAL };
    int pipes[2], ended;
    pid_t child;

    if (pipe(pipes) != 0 || (child = fork()) < 0)
        abort();
    if (child == 0)
        add_and_die(f, pipes[1]);
    (void)close(pipes[1]);
    if (read(pipes[0], &a, sizeof(a)) != (ssize_t)sizeof(a))
        a.status = CSR_E_INTERNAL;
    (void)close(pipes[0]);
    while (waitpid(child, &ended, 0) < 0 && errno == EINTR)
        ;
    return a;
}

/* --- what is there then --- */

static int64_t customers(campaign *c)
{
    csr_stats_view view = { .struct_size = sizeof(view) };
    csr_session *session = NULL;
    csr_result *result = NULL;
    csr_desk *desk = NULL;
    csr_error err = CSR_ERROR_INIT;

    if (csr_desk_open(path, NULL, &desk, &err) != CSR_OK || csr_session_open(desk, NULL, &session, &err) != CSR_OK ||
        csr_desk_stats(session, &result, &err) != CSR_OK || csr_stats_at(result, 0, &view, &err) != CSR_OK)
        campaign_complain(c, "afterwards the desk cannot be read: %s", err.message);
    else
        inspect_verify(c, session, "afterwards");
    csr_result_free(result);
    csr_session_close(session);
    csr_desk_close(desk);
    return view.customers;
}

static unsigned came_back;

static void judge(campaign *c, const fault *f, const answer *a, int64_t is)
{
    const char *what = f->memory ? "memory" : (f->full ? "full disk" : "I/O error");

    if (is != 0 && a->status != CSR_OK)
        came_back++;
    if (a->status == CSR_OK ? is != 1 : (is != 0 && a->status != CSR_E_UNKNOWN_OUTCOME))
        campaign_complain(c, "%s at call %llu%s: the commit answered %s, and %lld customers are there", what,
                          (unsigned long long)f->nth, f->forever ? " and on" : "", csr_status_name(a->status),
                          (long long)is);
    /* A full disk is told as one where that is certain. */
    if (f->full && f->keeps_sectors && a->hits != 0 && a->status != CSR_E_STORE_FULL && a->status != CSR_OK)
        campaign_complain(c, "full disk at call %llu: the commit answered %s", (unsigned long long)f->nth,
                          csr_status_name(a->status));
}

static void fail_each(campaign *c, fault f)
{
    answer a = { .hits = 1 };

    for (f.nth = 1; a.hits != 0; f.nth++) {
        csr_desk *desk = NULL;
        inspect_remove(path);
        if (csr_desk_open(path, NULL, &desk, NULL) != CSR_OK)
            campaign_complain(c, "a desk cannot be made");
        csr_desk_close(desk);
        a = let_one_die(&f);
        judge(c, &f, &a, customers(c));
        c->faults += a.hits != 0;
        c->checks++;
    }
}

static void test_commits(void)
{
    campaign c;

    campaign_begin(&c, "commits that fail before a death");
    for (int forever = 0; forever < 2; forever++) {
        fail_each(&c, (fault){ .kinds = VFS_ANY, .forever = forever });
        fail_each(&c, (fault){ .kinds = VFS_WRITE, .full = 1, .forever = forever });
        fail_each(&c, (fault){ .kinds = VFS_WRITE, .full = 1, .forever = forever, .keeps_sectors = 1 });
        fail_each(&c, (fault){ .memory = 1, .forever = forever });
    }
    printf("\n    torture commits: %u of them were there although they had failed", came_back);
    CU_ASSERT_EQUAL(campaign_end(&c), 0);
    CU_ASSERT_TRUE(c.faults > 10);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "an answer is kept", test_commits },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = {
        { .pName = "torture/commit", .pTests = tests },
        CU_SUITE_INFO_NULL,
    };
    int code;

    if (!install_memory() || !fault_vfs_install())
        return 1;
    code = csr_test_main("commit_test", suites, 1);
    inspect_remove(path);
    return code;
}
