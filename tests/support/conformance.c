#include "support/conformance.h"

#include "support/conformance_world.h"
#include "support/runner.h"

#include <unistd.h>

/* CUnit passes no context to a test, so the target has to live here. */
static const csr_conformance_target *current;

const csr_conformance_target *conf_target(void)
{
    return current;
}

static void after_case(void)
{
    if (current->stops_early && CU_get_number_of_failures() > 0)
        _exit(1);
}

static unsigned cases_in(const CU_TestInfo *cases)
{
    unsigned n = 0;

    while (cases[n].pName != NULL)
        n++;
    return n;
}

int csr_conformance_main(const csr_conformance_target *target)
{
    static const struct {
        const char *name;
        CU_TestInfo *cases;
    } all[] = {
        { "conformance/rows", conf_row_cases },          { "conformance/scans", conf_scan_cases },
        { "conformance/writes", conf_write_cases },      { "conformance/transactions", conf_tx_cases },
        { "conformance/side by side", conf_side_cases }, { "conformance/stores", conf_store_cases },
        { "conformance/migration", conf_migrate_cases }, { "conformance/care", conf_care_cases },
        { "conformance/limits", conf_limit_cases },
    };
    CU_SuiteInfo suites[sizeof(all) / sizeof(all[0]) + 1];
    unsigned expected = 0, n = 0;

    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        if (target->only != NULL && strcmp(target->only, strchr(all[i].name, '/') + 1) != 0)
            continue;
        suites[n++] = (CU_SuiteInfo){ all[i].name, NULL, NULL, NULL, after_case, all[i].cases };
        expected += cases_in(all[i].cases);
    }
    suites[n] = (CU_SuiteInfo)CU_SUITE_INFO_NULL;
    current = target;
    return csr_test_main(target->name, suites, expected);
}
