#include "store/migrations.h"
#include "support/runner.h"

/* What versions fill in: in their order, only what a store lacks, and no further than the first that fails. */
static int ran[8];
static int count, fails_at;

static csr_status note(int version)
{
    ran[count++] = version;
    return version == fails_at ? CSR_E_STORE_FULL : CSR_OK;
}

static csr_status fill_two(csri_tx *tx)
{
    (void)tx;
    return note(2);
}

static csr_status fill_three(csri_tx *tx)
{
    (void)tx;
    return note(3);
}

static csr_status fill_four(csri_tx *tx)
{
    (void)tx;
    return note(4);
}

static const csri_migration_fill fills[] = { { 2, fill_two }, { 3, fill_three }, { 4, fill_four } };

static csr_status run(int from, int failing)
{
    count = 0;
    fails_at = failing;
    return csri_fill_versions(NULL, fills, 3, from);
}

static void test_order(void)
{
    CU_ASSERT_EQUAL(run(1, 0), CSR_OK);
    CU_ASSERT(count == 3 && ran[0] == 2 && ran[1] == 3 && ran[2] == 4);
    CU_ASSERT_EQUAL(run(3, 0), CSR_OK);
    CU_ASSERT(count == 1 && ran[0] == 4);
    CU_ASSERT_EQUAL(run(4, 0), CSR_OK);
    CU_ASSERT_EQUAL(count, 0);
}

static void test_failure(void)
{
    CU_ASSERT_EQUAL(run(1, 3), CSR_E_STORE_FULL);
    CU_ASSERT(count == 2 && ran[1] == 3);
}

/* The list of this library ascends, and goes no further than its schema. */
static void test_own_list(void)
{
    for (size_t i = 0; i < csri_fill_count; i++)
        CU_ASSERT(csri_fills[i].to <= csri_schema.version && (i == 0 || csri_fills[i - 1].to < csri_fills[i].to));
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "migrations/order", test_order },
        { "migrations/failure", test_failure },
        { "migrations/own_list", test_own_list },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { "migrations", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("migrations_test", suites, 3);
}
