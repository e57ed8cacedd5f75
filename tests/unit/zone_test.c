#include "support/runner.h"
#include "support/test_host.h"
#include "support/tzif.h"

#include "policy/zone.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(list) (sizeof(list) / sizeof *(list))

static csr_test_host host;
static uint8_t file[CSR_TEST_TZIF_BYTES];

static int set_up(void)
{
    csr_test_host_init(&host, CSR_TEST_MONDAY, 7);
    return 0;
}

static int tear_down(void)
{
    return csr_test_host_done(&host) != 0;
}

static int64_t at(const char *text)
{
    csr_time time = 0;
    CU_ASSERT_EQUAL(csr_time_parse(text, CSR_NTS, &time, NULL), CSR_OK);
    return time / 1000000;
}

static csr_status read_bytes(size_t len, csr_zone **out, csr_error *err)
{
    const csr_str name = { "Test/Zone", 9 };
    /* A block of its own, so that reading behind the end is noticed. */
    uint8_t *copy = malloc(len + (len == 0));
    memcpy(copy, file, len);
    csr_status status = csri_zone_read(&host.host, &name, copy, len, out, err);
    free(copy);
    return status;
}

static csr_zone *make(const csr_test_tzif *f)
{
    csr_zone *zone = NULL;
    csr_error err = CSR_ERROR_INIT;
    if (read_bytes(csr_test_tzif_write(f, file), &zone, &err) != CSR_OK) {
        fprintf(stderr, "%s\n", err.message);
    }
    CU_ASSERT_PTR_NOT_NULL_FATAL(zone);
    return zone;
}

/* A year of summer time in the middle of Europe, by transitions alone. */
static const int64_t year_at[] = { 1743296400, 1761440400 };
static const uint8_t year_type[] = { 1, 0 };
static const int32_t year_offsets[] = { 3600, 7200 };
static const csr_test_tzif year_file = {
    .version = '2', .times = 2, .at = year_at, .type_of = year_type, .types = 2, .offsets = year_offsets
};

/* The first second at which the wall clock shows a time or a later one, looked for second by second. */
static int64_t first_instant(const csr_zone *zone, int64_t wall)
{
    int64_t t = wall - 7200; /* no zone here is farther ahead */
    while (t + csri_zone_offset(zone, t) < wall) {
        t++;
    }
    return t;
}

static void check_around(const csr_zone *zone, int64_t instant)
{
    for (int64_t wall = instant - 5000; wall < instant + 12000; wall += 499) {
        CU_ASSERT_EQUAL(csri_zone_instant(zone, wall), first_instant(zone, wall));
    }
}

static void test_transitions(void)
{
    for (char version = 0; version <= '4'; version = (char)(version == 0 ? '2' : version + 1)) {
        csr_test_tzif f = year_file;
        f.version = version;
        csr_zone *zone = make(&f);
        CU_ASSERT_EQUAL(csri_zone_offset(zone, -(INT64_C(1) << 60)), 3600);
        CU_ASSERT_EQUAL(csri_zone_offset(zone, year_at[0] - 1), 3600);
        CU_ASSERT_EQUAL(csri_zone_offset(zone, year_at[0]), 7200);
        CU_ASSERT_EQUAL(csri_zone_offset(zone, year_at[1] - 1), 7200);
        CU_ASSERT_EQUAL(csri_zone_offset(zone, year_at[1]), 3600);
        CU_ASSERT_EQUAL(csri_zone_offset(zone, INT64_C(1) << 60), 3600);
        check_around(zone, year_at[0]);
        check_around(zone, year_at[1]);
        csr_zone_free(zone);
    }
}

/* A gap gives the transition, an overlap the first of two. */
static void test_gap_and_overlap(void)
{
    csr_zone *zone = make(&year_file);
    CU_ASSERT_EQUAL(csri_zone_instant(zone, at("2025-03-30T01:59:59Z")), year_at[0] - 1);
    CU_ASSERT_EQUAL(csri_zone_instant(zone, at("2025-03-30T02:00:00Z")), year_at[0]);
    CU_ASSERT_EQUAL(csri_zone_instant(zone, at("2025-03-30T02:30:00Z")), year_at[0]);
    CU_ASSERT_EQUAL(csri_zone_instant(zone, at("2025-03-30T03:00:00Z")), year_at[0]);
    CU_ASSERT_EQUAL(csri_zone_instant(zone, at("2025-03-30T03:00:01Z")), year_at[0] + 1);
    CU_ASSERT_EQUAL(csri_zone_instant(zone, at("2025-10-26T02:30:00Z")), year_at[1] - 1800);
    CU_ASSERT_EQUAL(csri_zone_instant(zone, at("2025-10-26T03:00:00Z")), year_at[1] + 3600);
    csr_zone_free(zone);
}

/* The rule decides behind the last transition, for ever; the first one lets the type of the file stand. */
static void test_rule(void)
{
    csr_test_tzif f = year_file;
    f.rule = "CET-1CEST,M3.5.0,M10.5.0/3";
    csr_zone *zone = make(&f);
    static const char *const shown[][2] = {
        { "2025-12-31T23:00:00Z", "CET" },  { "2026-03-29T00:59:59Z", "CET" },  { "2026-03-29T01:00:00Z", "CEST" },
        { "2026-10-25T00:59:59Z", "CEST" }, { "2026-10-25T01:00:00Z", "CET" },  { "2424-03-31T00:59:59Z", "CET" },
        { "2424-03-31T01:00:00Z", "CEST" }, { "2425-10-26T00:59:59Z", "CEST" }, { "2425-10-26T01:00:00Z", "CET" },
        { "9999-06-01T00:00:00Z", "CEST" }, { "9999-12-31T23:59:59Z", "CET" },
    };
    for (size_t i = 0; i < COUNT(shown); i++) {
        CU_ASSERT_EQUAL(csri_zone_offset(zone, at(shown[i][0])), strcmp(shown[i][1], "CET") == 0 ? 3600 : 7200);
    }
    /* Around each end of the table that is written out, and around changes cycles later. */
    check_around(zone, zone->cycle_from);
    check_around(zone, zone->cycle_end);
    check_around(zone, at("2425-03-27T01:00:00Z"));
    check_around(zone, at("2825-03-30T01:00:00Z"));
    check_around(zone, at("6425-10-26T01:00:00Z"));
    csr_zone_free(zone);
}

static void test_rule_alone(void)
{
    csr_test_tzif f = { .version = '3', .types = 1, .offsets = year_offsets, .rule = "UTC-2" };
    csr_zone *zone = make(&f);
    CU_ASSERT_EQUAL(zone->count, 1);
    CU_ASSERT_EQUAL(csri_zone_offset(zone, -1), 7200);
    csr_zone_free(zone);
    f.rule = "EST5EDT,M3.2.0,M11.1.0";
    zone = make(&f);
    CU_ASSERT_EQUAL(csri_zone_offset(zone, at("1900-07-01T00:00:00Z")), -14400);
    CU_ASSERT_EQUAL(csri_zone_offset(zone, at("2100-01-01T00:00:00Z")), -18000);
    csr_zone_free(zone);
    f.rule = NULL;
    zone = make(&f);
    CU_ASSERT_EQUAL(csri_zone_offset(zone, 0), 3600);
    csr_zone_free(zone);
}

/* Summer time all the year begins when it ends; the clock never goes back. */
static void test_summer_all_year(void)
{
    static const int32_t offsets[] = { -18000 };
    csr_test_tzif f = { .version = '3', .types = 1, .offsets = offsets, .rule = "EST5EDT,0/0,J365/25" };
    csr_zone *zone = make(&f);
    for (int64_t t = at("2024-12-01T00:00:00Z"); t < at("2025-02-01T00:00:00Z"); t += 1800) {
        CU_ASSERT_EQUAL(csri_zone_offset(zone, t), -14400);
    }
    csr_zone_free(zone);
}

/* A rule whose changes leave their year, so that those of two years come in another order. */
static void test_rule_across_years(void)
{
    csr_test_tzif f = year_file;
    f.rule = "AAA0BBB,J1/-100,J365/100";
    csr_zone *zone = make(&f);
    CU_ASSERT_EQUAL(csri_zone_offset(zone, at("2026-12-27T20:00:00Z")), 3600); /* begins for 2027 */
    CU_ASSERT_EQUAL(csri_zone_offset(zone, at("2027-01-04T02:59:59Z")), 3600);
    CU_ASSERT_EQUAL(csri_zone_offset(zone, at("2027-01-04T03:00:00Z")), 0); /* ends for 2026 */
    CU_ASSERT_EQUAL(csri_zone_offset(zone, at("2027-12-27T19:59:59Z")), 0);
    for (size_t i = 1; i < zone->count; i++) {
        CU_ASSERT_TRUE(zone->at[i] > zone->at[i - 1] && zone->offset[i] != zone->offset[i - 1]);
    }
    csr_zone_free(zone);
}

/* What each wrong file is called. */
static void expect_refusal(const csr_test_tzif *f, const char *part)
{
    csr_zone *zone;
    csr_error err = CSR_ERROR_INIT;
    CU_ASSERT_EQUAL(read_bytes(csr_test_tzif_write(f, file), &zone, &err), CSR_E_ARGUMENT);
    CU_ASSERT_PTR_NULL(zone);
    CU_ASSERT_STRING_EQUAL(err.field, "zone");
    CU_ASSERT_PTR_NOT_NULL(strstr(err.message, part));
    if (!strstr(err.message, part)) {
        fprintf(stderr, "%s: %s\n", part, err.message);
    }
}

static void test_refused_values(void)
{
    static const int64_t backwards[] = { 100, 100 }, early[] = { -(INT64_C(1) << 59) - 1, 0 },
                         late[] = { 0, INT64_C(253402300800) };
    static const uint8_t unknown[] = { 0, 2 };
    static const int32_t west[] = { -90000, 0 }, east[] = { 93600, 0 };
    csr_test_tzif f = year_file;
    f.at = backwards;
    expect_refusal(&f, "out of order");
    f.at = early;
    expect_refusal(&f, "out of order");
    f.at = late;
    expect_refusal(&f, "out of order");
    f = year_file;
    f.type_of = unknown;
    expect_refusal(&f, "a type that it lacks");
    f = year_file;
    f.offsets = west;
    expect_refusal(&f, "out of range");
    f.offsets = east;
    expect_refusal(&f, "out of range");
    f = year_file;
    f.name_at = 4;
    expect_refusal(&f, "out of range");
    f = year_file;
    f.rule = "CET";
    expect_refusal(&f, "a rule that cannot be read");
}

static void test_refused_counts(void)
{
    static int32_t many[257];
    csr_test_tzif f = year_file;
    f.leaps = 1;
    expect_refusal(&f, "leap seconds");
    f = year_file;
    f.version = '5';
    expect_refusal(&f, "a version");
    f.version = '1';
    expect_refusal(&f, "a version");
    f.version = '3';
    f.other_version = '2';
    expect_refusal(&f, "cut off");
    f = year_file;
    f.no_names = 1;
    expect_refusal(&f, "do not fit");
    f = year_file;
    f.ut_flags = 1;
    expect_refusal(&f, "do not fit");
    f = year_file;
    f.standard_flags = 1;
    expect_refusal(&f, "do not fit");
    f.types = 0;
    f.times = 0;
    f.standard_flags = 0;
    expect_refusal(&f, "do not fit");
    f.types = 257;
    f.offsets = many;
    expect_refusal(&f, "do not fit");
    f = year_file;
    f.ut_flags = 2;
    f.standard_flags = 2;
    csr_zone_free(make(&f));
}

/* No prefix of a file is one, nor is a file with something behind it, nor one whose counts are anything. */
static void test_refused_lengths(void)
{
    csr_test_tzif f = year_file;
    csr_zone *zone;
    csr_error err = CSR_ERROR_INIT;
    f.rule = "CET-1";
    size_t len = csr_test_tzif_write(&f, file);
    for (size_t cut = 0; cut < len; cut++) {
        CU_ASSERT_EQUAL(read_bytes(cut, &zone, &err), CSR_E_ARGUMENT);
    }
    file[len] = 'x';
    CU_ASSERT_EQUAL(read_bytes(len + 1, &zone, &err), CSR_E_ARGUMENT);
    file[len - 1] = 'x';
    CU_ASSERT_EQUAL(read_bytes(len, &zone, &err), CSR_E_ARGUMENT);
    file[len - 7] = 'x';
    CU_ASSERT_EQUAL(read_bytes(len, &zone, &err), CSR_E_ARGUMENT);
    for (size_t i = 20; i < 44; i++) {
        (void)csr_test_tzif_write(&f, file);
        file[i] = 0xff;
        CU_ASSERT_EQUAL(read_bytes(len, &zone, &err), CSR_E_ARGUMENT);
    }
    (void)csr_test_tzif_write(&f, file);
    file[0] = 't';
    CU_ASSERT_EQUAL(read_bytes(len, &zone, &err), CSR_E_ARGUMENT);
}

static void test_too_large(void)
{
    const csr_str name = { "Zone", 4 };
    size_t len = CSRI_ZONE_FILE_BYTES_MAX + 1;
    uint8_t *bytes = calloc(1, len);
    csr_zone *zone;
    csr_error err = CSR_ERROR_INIT;
    CU_ASSERT_EQUAL(csri_zone_read(&host.host, &name, bytes, len, &zone, &err), CSR_E_ARGUMENT);
    CU_ASSERT_PTR_NOT_NULL(strstr(err.message, "too large"));
    free(bytes);
}

static void test_names(void)
{
    csr_test_tzif f = year_file;
    csr_str bad = { "../zone", 7 };
    csr_zone *zone;
    csr_error err = CSR_ERROR_INIT;
    size_t len = csr_test_tzif_write(&f, file);
    CU_ASSERT_EQUAL(csri_zone_read(&host.host, &bad, file, len, &zone, &err), CSR_E_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(err.field, "zone");
    zone = make(&f);
    CU_ASSERT_STRING_EQUAL(csr_zone_name(zone), "Test/Zone");
    CU_ASSERT_STRING_EQUAL(csr_zone_name(NULL), "UTC");
    csr_zone_free(zone);
}

static void test_hash(void)
{
    uint8_t first[32], second[32], expected[32], none[32] = { 0 };
    csr_test_tzif f = year_file;
    csr_zone *zone = make(&f);
    csr_zone_hash(zone, first);
    csri_hash_once(file, csr_test_tzif_write(&f, file), expected);
    CU_ASSERT_EQUAL(memcmp(first, expected, 32), 0);
    csr_zone_free(zone);
    f.rule = "CET-1";
    zone = make(&f);
    csr_zone_hash(zone, second);
    CU_ASSERT_NOT_EQUAL(memcmp(first, second, 32), 0);
    csr_zone_hash(NULL, second);
    CU_ASSERT_EQUAL(memcmp(second, none, 32), 0);
    csr_zone_free(zone);
}

/* The doors: microseconds, NULL as UTC, limits. */
static void test_public(void)
{
    csr_zone *zone = make(&year_file);
    csr_error err = CSR_ERROR_INIT;
    csr_time out = 7;
    const int64_t s = 1000000;
    CU_ASSERT_EQUAL(csr_zone_offset(zone, year_at[0] * s - 1), 3600);
    CU_ASSERT_EQUAL(csr_zone_offset(zone, year_at[0] * s), 7200);
    CU_ASSERT_EQUAL(csr_zone_offset(zone, INT64_MIN), 3600);
    CU_ASSERT_EQUAL(csr_zone_offset(NULL, 5), 0);
    /* 01:59:59.5 is there, 02:00:00.5 is in the gap. */
    CU_ASSERT_EQUAL(csr_zone_instant(zone, (year_at[0] + 3599) * s + 500000, &out, &err), CSR_OK);
    CU_ASSERT_EQUAL(out, year_at[0] * s - 500000);
    CU_ASSERT_EQUAL(csr_zone_instant(zone, (year_at[0] + 3600) * s + 500000, &out, &err), CSR_OK);
    CU_ASSERT_EQUAL(out, year_at[0] * s);
    CU_ASSERT_EQUAL(csr_zone_instant(zone, -1, &out, &err), CSR_OK);
    CU_ASSERT_EQUAL(out, -3600 * s - 1);
    CU_ASSERT_EQUAL(csr_zone_instant(NULL, 5, &out, NULL), CSR_OK);
    CU_ASSERT_EQUAL(out, 5);
    CU_ASSERT_EQUAL(csr_zone_instant(zone, INT64_MAX, &out, &err), CSR_E_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(err.field, "wall_us");
    CU_ASSERT_EQUAL(csr_zone_instant(zone, INT64_MIN, &out, &err), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_zone_instant(zone, 0, NULL, &err), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(out, 5);
    csr_zone_free(zone);
    csr_zone_free(NULL);
}

static void test_holders(void)
{
    csr_zone *zone = make(&year_file);
    size_t blocks = host.live_blocks;
    CU_ASSERT_PTR_EQUAL(csri_zone_hold(zone), zone);
    csr_zone_free(zone);
    CU_ASSERT_EQUAL(host.live_blocks, blocks);
    csr_zone_free(zone);
    CU_ASSERT_EQUAL(host.live_blocks, blocks - 1);
}

static void test_no_memory(void)
{
    csr_zone *zone;
    csr_error err = CSR_ERROR_INIT;
    size_t len = csr_test_tzif_write(&year_file, file);
    csr_test_host_fail_alloc(&host, 1, 0);
    CU_ASSERT_EQUAL(read_bytes(len, &zone, &err), CSR_E_NO_MEMORY);
    CU_ASSERT_PTR_NULL(zone);
    csr_test_host_fail_alloc(&host, 0, 0);
}

static CU_TestInfo tests[] = {
    { "zone/transitions", test_transitions },
    { "zone/gap_and_overlap", test_gap_and_overlap },
    { "zone/rule", test_rule },
    { "zone/rule_alone", test_rule_alone },
    { "zone/summer_all_year", test_summer_all_year },
    { "zone/rule_across_years", test_rule_across_years },
    { "zone/refused_values", test_refused_values },
    { "zone/refused_counts", test_refused_counts },
    { "zone/refused_lengths", test_refused_lengths },
    { "zone/too_large", test_too_large },
    { "zone/names", test_names },
    { "zone/hash", test_hash },
    { "zone/public", test_public },
    { "zone/holders", test_holders },
    { "zone/no_memory", test_no_memory },
    CU_TEST_INFO_NULL,
};

static CU_SuiteInfo suites[] = { { "zone", set_up, tear_down, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

int main(void)
{
    return csr_test_main("zone", suites, 15);
}
