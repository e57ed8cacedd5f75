/*
 * The n-th call of SQLite to the system fails, for all n of the day: reads, writes, syncs, locks and the rest; once and for
 * ever; with an I/O error, and with a full disk.
 */
#include "support/runner.h"
#include "torture/fault_store.h"
#include "torture/fault_vfs.h"
#include "torture/faultsim.h"

static void arm(stage *s, uint64_t nth, int forever)
{
    (void)s;
    fault_vfs.nth = nth;
    fault_vfs.forever = forever;
    fault_vfs.calls = fault_vfs.hits = 0;
}

static uint64_t disarm(stage *s)
{
    (void)s;
    fault_vfs.nth = 0;
    return fault_vfs.hits;
}

/* Whatever the system refuses is the store's trouble, never the caller's and never damage. */
static int expects(csr_status status)
{
    return status == CSR_E_STORE_IO || status == CSR_E_STORE_FULL || status == CSR_E_STORE_OPEN ||
           status == CSR_E_UNKNOWN_OUTCOME;
}

static const fault_source source = { .name = "the system", .arm = arm, .disarm = disarm, .expects = expects };

static void run(campaign *c, unsigned kinds, int full, unsigned stride)
{
    fault_vfs = (fault_vfs_plan){ .kinds = kinds, .full = full };
    for (int forever = 0; forever < 2; forever++)
        faultsim_run(&(faultsim){ c, &source, "io.db", NULL, NULL, 0, stride, forever });
}

static void test_errors(void)
{
    campaign c;

    campaign_begin(&c, "I/O errors");
    if (c.depth == 1) {
        run(&c, VFS_ANY, 0, 61);
        run(&c, VFS_DELETE, 0, 1); /* few: what ends a change of the kind of log */
    }
    for (unsigned kind = VFS_READ; kind < VFS_ANY && c.depth > 1; kind <<= 1)
        run(&c, kind, 0, 1);
    CU_ASSERT_EQUAL(campaign_end(&c), 0);
    CU_ASSERT_TRUE(c.faults > 100);
}

static void test_full_disk(void)
{
    campaign c;

    campaign_begin(&c, "full disk");
    run(&c, VFS_WRITE, 1, campaign_size(&c, 61, 1));
    CU_ASSERT_EQUAL(campaign_end(&c), 0);
    CU_ASSERT_TRUE(c.faults > 30);
}

static void test_control(void)
{
    campaign c;

    campaign_begin(&c, "control: failed writes are hidden");
    c.quiet = 1;
    fault_store_plan.breakage = FAULT_HIDES_FAILURE;
    fault_vfs = (fault_vfs_plan){ .kinds = VFS_READ };
    for (int forever = 0; forever < 2; forever++)
        faultsim_run(&(faultsim){ &c, &source, "io.db", &fault_sqlite_ops, faultsim_normal, 1, 1, forever });
    fault_store_plan.breakage = FAULT_SOUND;
    CU_ASSERT_TRUE(campaign_end(&c) > 0);
}

static CU_TestInfo tests[] = {
    { "I/O errors", test_errors },
    { "full disk", test_full_disk },
    { "a store that hides failed writes is found", test_control },
    CU_TEST_INFO_NULL,
};

int main(void)
{
    CU_SuiteInfo suites[] = {
        { .pName = "torture/io", .pTests = tests },
        CU_SUITE_INFO_NULL,
    };

    if (!fault_vfs_install())
        return 1;
    return csr_test_main("io_test", suites, 3);
}
