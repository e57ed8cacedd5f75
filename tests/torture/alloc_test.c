/*
 * The i-th allocation of the host fails, for all i of a day that touches every operation: once, and for ever.
 */
#include "support/runner.h"
#include "torture/fault_store.h"
#include "torture/faultsim.h"

#include "desk/run.h"

#include <stdio.h>
#include <string.h>

static int is_touched(const csri_operation *operation)
{
    const scenario_step *step;

    for (size_t i = 0; (step = scenario_step_at(i)) != NULL; i++)
        if (step->special == NULL && strcmp(step->operation, operation->name) == 0)
            return 1;
    fprintf(stderr, "\n    the scenario leaves out %s", operation->name);
    return 0;
}

static void test_every_operation_is_touched(void)
{
    for (size_t i = 0; i < csri_operation_count; i++)
        CU_ASSERT_TRUE(is_touched(csri_operations[i]));
}

static void test_memory(void)
{
    campaign c;

    campaign_begin(&c, "allocations, memory store");
    for (int forever = 0; forever < 2; forever++)
        faultsim_run(&(faultsim){ &c, &fault_host_memory, "memory:", NULL, NULL, 0, campaign_size(&c, 5, 1), forever });
    CU_ASSERT_EQUAL(campaign_end(&c), 0);
    CU_ASSERT_TRUE(c.faults > 500);
}

static void test_sqlite(void)
{
    campaign c;

    campaign_begin(&c, "allocations, SQLite");
    for (int forever = 0; forever < 2; forever++)
        faultsim_run(&(faultsim){ &c, &fault_host_memory, "alloc.db", NULL, faultsim_normal, 1,
                                  campaign_size(&c, 29, 1), forever });
    CU_ASSERT_EQUAL(campaign_end(&c), 0);
    CU_ASSERT_TRUE(c.faults > 100);
}

/* A store that commits where it should roll back leaves half a change behind when memory runs out. */
static void test_control(void)
{
    campaign c;

    campaign_begin(&c, "control: rollback forgotten");
    c.quiet = 1;
    fault_store_plan.breakage = FAULT_FORGETS_ROLLBACK;
    faultsim_run(&(faultsim){ &c, &fault_host_memory, "memory:", &fault_memory_ops, NULL, 0, 1, 0 });
    fault_store_plan.breakage = FAULT_SOUND;
    CU_ASSERT_TRUE(campaign_end(&c) > 0);
}

static CU_TestInfo tests[] = {
    { "the scenario touches every operation", test_every_operation_is_touched },
    { "memory store", test_memory },
    { "SQLite", test_sqlite },
    { "a store that forgets to roll back is found", test_control },
    CU_TEST_INFO_NULL,
};

int main(void)
{
    CU_SuiteInfo suites[] = {
        { .pName = "torture/alloc", .pTests = tests },
        CU_SUITE_INFO_NULL,
    };

    return csr_test_main("alloc_test", suites, 4);
}
