/*
 * Every zone of this system against python3's zoneinfo: random instants, their offsets, and the first instants of
 * random wall times. Skipped where there is no python3 with zoneinfo or no zones.
 */
#include "support/runner.h"
#include "support/seeded.h"

#include <csr/calendar.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define ZONES "/usr/share/zoneinfo"

/*
 * Lines "zone o t offset", and "zone w wall first", where first is looked for in steps that get smaller: zoneinfo itself
 * shifts a time that does not exist, by design.
 */
static const char *const program = "import random, sys, zoneinfo\n"
                                   "from datetime import datetime, timedelta, timezone\n"
                                   "epoch = datetime(1970, 1, 1, tzinfo=timezone.utc)\n"
                                   "zero = datetime(1970, 1, 1)\n"
                                   "def wall(zone, t):\n"
                                   "    shown = (epoch + timedelta(seconds=t)).astimezone(zone)\n"
                                   "    return int((shown.replace(tzinfo=None) - zero) / timedelta(seconds=1))\n"
                                   "def first(zone, w):\n"
                                   "    low = w - 26 * 3600\n"
                                   "    step = 900\n"
                                   "    while wall(zone, low + step) < w: low += step\n"
                                   "    while step > 1:\n"
                                   "        step //= 2\n"
                                   "        while wall(zone, low + step) < w: low += step\n"
                                   "    return low + 1\n"
                                   "random.seed(int(sys.argv[1]))\n"
                                   "for name in sorted(zoneinfo.available_timezones()):\n"
                                   "    try: zone = zoneinfo.ZoneInfo(name)\n"
                                   "    except Exception: continue\n"
                                   "    for _ in range(int(sys.argv[2])):\n"
                                   "        t = random.randint(-3155673600, 3218832000)\n"
                                   "        print(name, 'o', t, wall(zone, t) - t)\n"
                                   "    for _ in range(max(1, int(sys.argv[2]) // 40)):\n"
                                   "        w = random.randint(-2000000000, 3218832000)\n"
                                   "        print(name, 'w', w, first(zone, w))\n";

static csr_zone *load(const char *name)
{
    csr_zone_load_params params = CSR_ZONE_LOAD_PARAMS_INIT;
    csr_error err = CSR_ERROR_INIT;
    csr_zone *zone;
    csr_str_set(&params.name, name, CSR_NTS);
    csr_str_set(&params.directory, ZONES, CSR_NTS);
    if (csr_zone_load(&params, &zone, &err) != CSR_OK) {
        fprintf(stderr, "%s\n", err.message);
    }
    CU_ASSERT_PTR_NOT_NULL_FATAL(zone);
    return zone;
}

static void check(const csr_zone *zone, const char *kind, int64_t given, int64_t expected)
{
    int64_t got = csr_zone_offset(zone, given * 1000000);
    if (*kind == 'w') {
        csr_time first = 0;
        CU_ASSERT_EQUAL(csr_zone_instant(zone, given * 1000000, &first, NULL), CSR_OK);
        got = first / 1000000;
    }
    CU_ASSERT_EQUAL(got, expected);
    if (got != expected) {
        fprintf(stderr, "%s %s %" PRId64 ": %" PRId64 ", python says %" PRId64 "\n", csr_zone_name(zone), kind, given,
                got, expected);
    }
}

static void test_against_python(void)
{
    char command[400], name[80], kind[2];
    int64_t given, expected;
    unsigned long probes = 0, zones = 0;
    csr_zone *zone = NULL;
    csr_test_random r = csr_test_random_begin("zones against python3", 3);
    FILE *script = fopen("probe.py", "w");
    CU_ASSERT_PTR_NOT_NULL_FATAL(script);
    CU_ASSERT_TRUE(fputs(program, script) >= 0 && fclose(script) == 0);
    (void)snprintf(command, sizeof command, "PYTHONTZPATH=" ZONES " python3 probe.py %llu %u 2>python.err",
                   (unsigned long long)r.state, csr_test_depth(80));
    FILE *pipe = popen(command, "r");
    while (pipe && fscanf(pipe, "%79s %1s %" SCNd64 " %" SCNd64, name, kind, &given, &expected) == 4) {
        if (!zone || strcmp(csr_zone_name(zone), name) != 0) {
            csr_zone_free(zone);
            zone = load(name);
            zones++;
        }
        check(zone, kind, given, expected);
        probes++;
    }
    csr_zone_free(zone);
    int failed = !pipe || pclose(pipe) != 0;
    if (failed && probes == 0) {
        csr_test_skip("no python3 with zoneinfo");
        return;
    }
    CU_ASSERT_FALSE(failed);
    printf("    %lu probes of %lu zones\n", probes, zones);
    if (probes == 0) {
        csr_test_skip("no zones in " ZONES);
    }
}

static CU_TestInfo tests[] = { { "zone/against_python", test_against_python }, CU_TEST_INFO_NULL };

static CU_SuiteInfo suites[] = { { "zone", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

int main(void)
{
    return csr_test_main("zone python", suites, 1);
}
