/*
 * The i-th allocation of SQLite fails: its memory does not pass through the host.
 *
 * Both allocators belong to the process, so they are replaced here and nowhere else.
 */
#include "support/runner.h"
#include "torture/fault_store.h"
#include "torture/faultsim.h"

#include <sqlite3.h>
#include <stddef.h>
#include <stdlib.h>

/* Chances and faults of one allocator. What fails is decided by the thread under test only. */
typedef struct counted {
    uint64_t nth; /* 0 = none fails */
    int forever;
    uint64_t calls, hits;
    uint64_t live; /* blocks that were not given back */
} counted;

static counted of_sqlite;

static int fails(counted *c)
{
    if (c->nth == 0)
        return 0;
    c->calls++;
    if (c->calls < c->nth || (c->calls > c->nth && !c->forever))
        return 0;
    c->hits++;
    return 1;
}

static void arm(counted *c, uint64_t nth, int forever)
{
    *c = (counted){ .nth = nth, .forever = forever, .live = c->live };
}

static uint64_t disarm(counted *c)
{
    c->nth = 0;
    return c->hits;
}

/* Before every block stands its size. */
typedef union block {
    size_t size;
    max_align_t aligned;
} block;

static void *sqlite_alloc(int size)
{
    block *b = fails(&of_sqlite) ? NULL : malloc(sizeof(block) + (size_t)size);

    if (b == NULL)
        return NULL;
    b->size = (size_t)size;
    of_sqlite.live++;
    return b + 1;
}

static void sqlite_free(void *ptr)
{
    if (ptr == NULL)
        return;
    of_sqlite.live--;
    free((block *)ptr - 1);
}

static void *sqlite_realloc(void *ptr, int size)
{
    block *b = fails(&of_sqlite) ? NULL : realloc((block *)ptr - 1, sizeof(block) + (size_t)size);

    if (b == NULL)
        return NULL;
    b->size = (size_t)size;
    return b + 1;
}

static int sqlite_size(void *ptr)
{
    return ptr == NULL ? 0 : (int)((block *)ptr - 1)->size;
}

static int sqlite_roundup(int size)
{
    return (size + 7) & ~7;
}

static int sqlite_init(void *arg)
{
    (void)arg;
    return SQLITE_OK;
}

static void sqlite_shutdown(void *arg)
{
    (void)arg;
}

static void arm_sqlite(stage *s, uint64_t nth, int forever)
{
    (void)s;
    arm(&of_sqlite, nth, forever);
}

static uint64_t disarm_sqlite(stage *s)
{
    (void)s;
    return disarm(&of_sqlite);
}

/* Set when SQLite has what it keeps for the life of the process. */
static uint64_t sqlite_base;

static uint64_t sqlite_leaked(void)
{
    return of_sqlite.live - sqlite_base;
}

static int expects(csr_status status)
{
    return status == CSR_E_NO_MEMORY;
}

static const fault_source sqlite_memory = {
    "memory of SQLite", arm_sqlite, disarm_sqlite, expects, sqlite_leaked,
};

static void test_sqlite(void)
{
    campaign c;

    campaign_begin(&c, "allocations of SQLite");
    /* While it makes a new file SQLite allocates thousands of times, and the library gets along without all of them: one
     * day each. So even the deep form takes every seventh, from where the seed says. */
    for (int forever = 0; forever < 2; forever++)
        faultsim_run(&(faultsim){ &c, &sqlite_memory, "library.db", NULL, faultsim_normal, 1, campaign_size(&c, 401, 7),
                                  forever });
    CU_ASSERT_EQUAL(campaign_end(&c), 0);
    CU_ASSERT_TRUE(c.faults > 100);
}

/* A store that hides that SQLite had no memory. */
static void test_control(void)
{
    campaign c;

    campaign_begin(&c, "control: failed writes are hidden");
    c.quiet = 1;
    fault_store_plan.breakage = FAULT_HIDES_FAILURE;
    faultsim_run(&(faultsim){ &c, &sqlite_memory, "library.db", &fault_sqlite_ops, faultsim_normal, 1, 7, 0 });
    fault_store_plan.breakage = FAULT_SOUND;
    CU_ASSERT_TRUE(campaign_end(&c) > 0);
}

static CU_TestInfo tests[] = {
    { "allocations of SQLite", test_sqlite },
    { "a store that hides failed writes is found", test_control },
    CU_TEST_INFO_NULL,
};

int main(void)
{
    static const sqlite3_mem_methods methods = { sqlite_alloc,   sqlite_free, sqlite_realloc,  sqlite_size,
                                                 sqlite_roundup, sqlite_init, sqlite_shutdown, NULL };
    CU_SuiteInfo suites[] = {
        { .pName = "torture/library_alloc", .pTests = tests },
        CU_SUITE_INFO_NULL,
    };

    /* No lookaside: small blocks would not come from the allocator, and could not fail. */
    if (sqlite3_config(SQLITE_CONFIG_MALLOC, &methods) != SQLITE_OK ||
        sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0) != SQLITE_OK || sqlite3_initialize() != SQLITE_OK)
        return 1;
    sqlite_base = of_sqlite.live;
    return csr_test_main("library_alloc_test", suites, 2);
}
