/*
 * Random operations on the store in memory and on SQLite: every answer must be the same.
 *
 * The sequence depends on the seed alone: differential_test SEED [DEPTH], or CSR_SEED and CSR_DEPTH.
 */
#include "backends/sqlite/sqlite_backend.h"
#include "record/records.h"
#include "support/broken_store.h"
#include "support/conformance_schema.h"
#include "support/differential.h"
#include "support/runner.h"

#include <stdio.h>
#include <stdlib.h>

#define DEFAULT_SEED 20260302
#define DEFAULT_DEPTH 15000
#define DEFECT_DEPTH 4000

static const csr_differential_store sqlite_file = { &csri_sqlite_ops, "differential-%ld.desk", 1 };

/* CUnit passes no context to a test. */
static uint64_t seed = DEFAULT_SEED;
static size_t depth = DEFAULT_DEPTH;

static void compare_stores(const csr_schema *schema)
{
    char text[CSR_DIFFERENTIAL_TEXT];
    size_t failing;

    printf("seed %llu, depth %zu ... ", (unsigned long long)seed, depth);
    failing = csr_differential_run(schema, &sqlite_file, seed, depth, text);
    if (failing != 0) {
        failing = csr_differential_shorten(schema, &sqlite_file, seed, failing, text);
        printf("\n    seed %llu, %zu steps: %s\n", (unsigned long long)seed, failing, text);
    }
    CU_ASSERT_EQUAL(failing, 0);
}

static void small_schema(void)
{
    compare_stores(&conf_schema);
}

static void schema_of_a_desk(void)
{
    compare_stores(&csri_schema);
}

static void finds_defects(void)
{
    static const struct {
        const char *uri;
        int found;
    } stores[] = {
        { "broken:none:memory:", 0 },
        { "broken:lost_update:memory:", 1 },
        { "broken:duplicates_pass:memory:", 1 },
        { "broken:dangling_passes:memory:", 1 },
        { "broken:referred_rows_go:memory:", 1 },
        { "broken:field_unnamed:memory:", 1 },
        { "broken:rollback_forgotten:memory:", 1 },
        { "broken:commit_forgotten:memory:", 1 },
        { "broken:page_skips:memory:", 1 },
        { "broken:reverse_ignored:memory:", 1 },
        { "broken:ties_swapped:memory:", 1 },
        { "broken:count_off:memory:", 1 },
        { "broken:columns_ignored:memory:", 1 },
        { "broken:only_64:memory:", 1 },
    };

    for (size_t i = 0; i < sizeof(stores) / sizeof(stores[0]); i++) {
        const csr_differential_store other = { &csr_broken_ops, stores[i].uri, 0 };
        char text[CSR_DIFFERENTIAL_TEXT];
        size_t failing = csr_differential_run(&conf_schema, &other, seed, DEFECT_DEPTH, text);
        if ((failing != 0) != stores[i].found)
            printf("\n    %s: %s\n", stores[i].uri, failing != 0 ? text : "not found");
        CU_ASSERT_EQUAL(failing != 0, stores[i].found);
        size_t shortest = failing == 0 ? 0 : csr_differential_shorten(&conf_schema, &other, seed, failing, text);
        CU_ASSERT(shortest <= failing && (failing == 0 || shortest > 0));
    }
}

static CU_TestInfo tests[] = {
    { "a small schema", small_schema },
    { "the schema of a desk", schema_of_a_desk },
    { "finds defects", finds_defects },
    CU_TEST_INFO_NULL,
};

static uint64_t number(const char *given, const char *environment, uint64_t otherwise)
{
    const char *text = given != NULL ? given : getenv(environment);

    return text == NULL || *text == '\0' ? otherwise : strtoull(text, NULL, 10);
}

int main(int argc, char **argv)
{
    CU_SuiteInfo suites[] = {
        { "conformance/differential", NULL, NULL, NULL, NULL, tests },
        CU_SUITE_INFO_NULL,
    };

    seed = number(argc > 1 ? argv[1] : NULL, "CSR_SEED", DEFAULT_SEED);
    depth = (size_t)number(argc > 2 ? argv[2] : NULL, "CSR_DEPTH", DEFAULT_DEPTH);
    return csr_test_main("differential_test", suites, 3);
}
