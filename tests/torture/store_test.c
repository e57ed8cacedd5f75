/*
 * The k-th call of the store fails, for all k of the day: once and for ever, in every way in which a store can fail.
 */
#include "support/runner.h"
#include "torture/fault_store.h"
#include "torture/faultsim.h"

static void arm(stage *s, uint64_t nth, int forever)
{
    (void)s;
    fault_store_plan.nth = nth;
    fault_store_plan.forever = forever;
    fault_store_plan.calls = fault_store_plan.hits = 0;
}

static uint64_t disarm(stage *s)
{
    (void)s;
    fault_store_plan.nth = 0;
    return fault_store_plan.hits;
}

/* The very status that was injected comes out. After a failed write in a transaction of the host, CSR_E_DOOMED may. */
static int expects(csr_status status)
{
    return status == fault_store_plan.status || status == CSR_E_DOOMED;
}

static const fault_source source = { .name = "store", .arm = arm, .disarm = disarm, .expects = expects };

static void run(campaign *c, const csr_backend_ops *ops, unsigned stride)
{
    const char *uri = ops == &fault_memory_ops ? "memory:" : "store.db";

    for (int forever = 0; forever < 2; forever++)
        faultsim_run(&(faultsim){ c, &source, uri, ops, faultsim_normal, ops == &fault_sqlite_ops, stride, forever });
}

static void plan(unsigned methods, csr_status status, fault_outcome outcome)
{
    fault_store_plan = (fault_plan){ .methods = methods, .status = status, .outcome = outcome };
}

static const csr_status statuses[] = {
    CSR_E_STORE_IO, CSR_E_STORE_BUSY, CSR_E_STORE_FULL, CSR_E_CORRUPT, CSR_E_NO_MEMORY, CSR_E_READ_ONLY,
};
#define STATUSES (sizeof(statuses) / sizeof(statuses[0]))

static void every_status(campaign *c, const csr_backend_ops *ops, unsigned stride)
{
    for (size_t i = 0; i < STATUSES; i++) {
        plan(FAULT_ANY, statuses[i], FAULT_BEFORE);
        run(c, ops, stride);
    }
}

static void test_memory(void)
{
    campaign c;

    campaign_begin(&c, "calls of the store, memory");
    every_status(&c, &fault_memory_ops, campaign_size(&c, 53, 1));
    CU_ASSERT_EQUAL(campaign_end(&c), 0);
    CU_ASSERT_TRUE(c.faults > 500);
}

static void test_sqlite(void)
{
    campaign c;

    campaign_begin(&c, "calls of the store, SQLite");
    if (c.depth == 1) {
        plan(FAULT_ANY, CSR_E_STORE_IO, FAULT_BEFORE);
        run(&c, &fault_sqlite_ops, 31);
    } else {
        every_status(&c, &fault_sqlite_ops, campaign_size(&c, 7, 1));
    }
    CU_ASSERT_EQUAL(campaign_end(&c), 0);
    CU_ASSERT_TRUE(c.faults > 100);
}

/* A fault for ever of one method only: the others go on working, the way back among them. */
static void test_each_method(void)
{
    campaign c;

    campaign_begin(&c, "each method of the store");
    for (unsigned method = FAULT_OPEN; method < FAULT_ANY; method <<= 1) {
        plan(method, CSR_E_STORE_IO, FAULT_BEFORE);
        run(&c, &fault_memory_ops, campaign_size(&c, 4, 1));
    }
    CU_ASSERT_EQUAL(campaign_end(&c), 0);
    CU_ASSERT_TRUE(c.faults > 150);
}

/* A commit of which nobody knows whether it happened: it did, or it did not. */
static void test_unknown_outcome(void)
{
    campaign c;

    campaign_begin(&c, "unknown outcome of a commit");
    for (int committed = 0; committed < 2; committed++) {
        plan(FAULT_COMMIT, CSR_E_UNKNOWN_OUTCOME, committed ? FAULT_COMMITTED : FAULT_BEFORE);
        run(&c, &fault_memory_ops, 1);
        if (c.depth >= 2)
            run(&c, &fault_sqlite_ops, 1);
    }
    CU_ASSERT_EQUAL(campaign_end(&c), 0);
    CU_ASSERT_TRUE(c.faults > 50);
}

static unsigned complaints_with(fault_breakage breakage, const char *name)
{
    campaign c;

    campaign_begin(&c, name);
    c.quiet = 1;
    plan(FAULT_ANY, CSR_E_STORE_IO, FAULT_BEFORE);
    fault_store_plan.breakage = breakage;
    faultsim_run(&(faultsim){ &c, &source, "memory:", &fault_memory_ops, NULL, 0, 1, 0 });
    plan(FAULT_ANY, CSR_E_STORE_IO, FAULT_BEFORE);
    return campaign_end(&c);
}

static void test_controls(void)
{
    CU_ASSERT_TRUE(complaints_with(FAULT_FORGETS_ROLLBACK, "control: rollback forgotten") > 0);
    CU_ASSERT_TRUE(complaints_with(FAULT_EARLY_ACK, "control: acknowledged, then rolled back") > 0);
    CU_ASSERT_TRUE(complaints_with(FAULT_LOSES_FAILURE, "control: a failed write says done") > 0);
}

static CU_TestInfo tests[] = {
    { "memory store", test_memory },
    { "SQLite", test_sqlite },
    { "each method by itself", test_each_method },
    { "a commit with an unknown outcome", test_unknown_outcome },
    { "broken stores are found", test_controls },
    CU_TEST_INFO_NULL,
};

int main(void)
{
    CU_SuiteInfo suites[] = {
        { .pName = "torture/store", .pTests = tests },
        CU_SUITE_INFO_NULL,
    };

    return csr_test_main("store_test", suites, 5);
}
