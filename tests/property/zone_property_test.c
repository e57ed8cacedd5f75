/*
 * Random zone files against a model that knows nothing of tables: the offset is that of the last change, and the first
 * instant that shows a time is the smallest of all that could. S3 of the invariants, and fat files = slim ones.
 */
#include "support/runner.h"
#include "support/seeded.h"
#include "support/test_host.h"
#include "support/tzif.h"

#include "base/time.h"
#include "policy/zone.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TIMES_MAX 12
#define TYPES_MAX 5
#define COUNT(list) (sizeof(list) / sizeof *(list))

static csr_test_host host;

typedef struct model {
    csr_test_tzif file;
    int64_t at[TIMES_MAX];
    uint8_t type_of[TIMES_MAX];
    int32_t offsets[TYPES_MAX];
    csri_posix_rule rule;
} model;

static const char *const rules[] = {
    "CET-1CEST,M3.5.0,M10.5.0/3",
    "EST5EDT,M3.2.0,M11.1.0",
    "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0",
    "IST-1GMT0,M10.5.0,M3.5.0/1",
    "<-02>2<-01>,M3.5.0/-1,M10.5.0/0",
    "EET-2EEST,M3.4.4/50,M10.4.4/50",
    "<+1245>-12:45<+1345>,M9.5.0/2:45,M4.1.0/3:45",
    "AAA0BBB,J60/0,J300/0",
    "AAA0BBB,0/-167,365/167",
    "EST5EDT,0/0,J365/25",
    "<+03>-3",
    "<-0930>9:30",
};

static int64_t year_start(int64_t year)
{
    return csri_days_from_civil(year, 1, 1) * CSRI_DAY_S;
}

static void make(csr_test_random *r, model *m)
{
    static const char versions[] = { 0, '2', '3', '4' };
    const csr_test_tzif plain = { .version = versions[csr_test_below(r, 4)] };
    int64_t t = csr_test_between(r, year_start(1902), year_start(2000));
    m->file = plain;
    m->file.types = 1 + (size_t)csr_test_below(r, TYPES_MAX);
    m->file.times = (size_t)csr_test_below(r, TIMES_MAX + 1);
    for (size_t i = 0; i < m->file.types; i++) {
        m->offsets[i] = (int32_t)csr_test_between(r, -56, 60) * 900 + (csr_test_below(r, 4) == 0 ? 37 : 0);
    }
    for (size_t i = 0; i < m->file.times; i++) {
        m->at[i] = t;
        m->type_of[i] = (uint8_t)csr_test_below(r, m->file.types);
        /* Mostly months apart, sometimes hours: as many changes as a day of a clock can hold. */
        t += csr_test_below(r, 4) == 0 ? csr_test_between(r, 1, 100000) : csr_test_between(r, 100000, 90000000);
    }
    m->file.at = m->at;
    m->file.type_of = m->type_of;
    m->file.offsets = m->offsets;
    if (m->file.version != 0 && csr_test_below(r, 3) != 0) {
        m->file.rule = rules[csr_test_below(r, COUNT(rules))];
        CU_ASSERT_TRUE_FATAL(csri_posix_rule_read(m->file.rule, strlen(m->file.rule), &m->rule));
    }
}

/* Of the changes of a rule in the years around t, the last one that is not later. */
static int32_t rule_offset(const csri_posix_rule *rule, int64_t t)
{
    int64_t year, best = INT64_MIN;
    int32_t month, day, offset = rule->standard_s;
    csri_civil_from_days(t / CSRI_DAY_S - (t % CSRI_DAY_S < 0), &year, &month, &day);
    for (int64_t y = year - 2; y <= year + 2 && rule->has_summer; y++) {
        int64_t end = csri_posix_rule_end(rule, y), start = csri_posix_rule_start(rule, y);
        if (end <= t && end > best) {
            best = end;
            offset = rule->standard_s;
        }
        if (start <= t && start >= best) {
            best = start;
            offset = rule->summer_s;
        }
    }
    return offset;
}

static int32_t model_offset(const model *m, int64_t t)
{
    int32_t offset = m->offsets[0];
    if (m->file.rule && (m->file.times == 0 || t >= m->at[m->file.times - 1])) {
        return rule_offset(&m->rule, t);
    }
    for (size_t i = 0; i < m->file.times && m->at[i] <= t; i++) {
        offset = m->offsets[m->type_of[i]];
    }
    return offset;
}

static void consider(const model *m, int64_t wall, int64_t candidate, int64_t *best)
{
    if (candidate < *best && candidate + model_offset(m, candidate) >= wall) {
        *best = candidate;
    }
}

/* The first instant is one at which some offset shows exactly the time, or one at which the clock changes. */
static int64_t model_instant(const model *m, int64_t wall)
{
    int64_t best = INT64_MAX, year;
    int32_t month, day;
    for (size_t i = 0; i < m->file.types; i++) {
        consider(m, wall, wall - m->offsets[i], &best);
    }
    for (size_t i = 0; i < m->file.times; i++) {
        consider(m, wall, m->at[i], &best);
    }
    if (m->file.rule) {
        consider(m, wall, wall - m->rule.standard_s, &best);
        consider(m, wall, wall - m->rule.summer_s, &best);
        csri_civil_from_days(wall / CSRI_DAY_S, &year, &month, &day);
        for (int64_t y = year - 2; y <= year + 2 && m->rule.has_summer; y++) {
            consider(m, wall, csri_posix_rule_start(&m->rule, y), &best);
            consider(m, wall, csri_posix_rule_end(&m->rule, y), &best);
        }
    }
    return best;
}

/* Instants near changes, and anywhere; some of them cycles ahead. */
static int64_t probe(csr_test_random *r, const model *m)
{
    int64_t t = csr_test_between(r, year_start(1890), year_start(2100));
    if (m->file.times > 0 && csr_test_below(r, 2)) {
        t = m->at[csr_test_below(r, m->file.times)] + csr_test_between(r, -100000, 100000);
    } else if (m->file.rule && m->rule.has_summer && csr_test_below(r, 2)) {
        int64_t year = csr_test_between(r, 2001, 3200);
        t = csr_test_below(r, 2) ? csri_posix_rule_start(&m->rule, year) : csri_posix_rule_end(&m->rule, year);
        t += csr_test_between(r, -100000, 100000);
    }
    return t;
}

static void check(csr_test_random *r, const model *m, const csr_zone *zone)
{
    int64_t t = probe(r, m), other = t + csr_test_between(r, 0, 90000);
    int32_t offset = csri_zone_offset(zone, t);
    int64_t first = csri_zone_instant(zone, t + offset);
    CU_ASSERT_EQUAL(offset, model_offset(m, t));
    CU_ASSERT_EQUAL(first, model_instant(m, t + offset));
    CU_ASSERT_EQUAL(csri_zone_instant(zone, other), model_instant(m, other));
    /* S3. */
    CU_ASSERT_TRUE(first <= t);
    CU_ASSERT_TRUE(first + csri_zone_offset(zone, first) >= t + offset);
    CU_ASSERT_TRUE(csri_zone_instant(zone, t) <= csri_zone_instant(zone, other));
    if (offset != model_offset(m, t) || first != model_instant(m, t + offset)) {
        fprintf(stderr, "at %lld: %d not %d, %lld not %lld; %zu times, rule %s\n", (long long)t, (int)offset,
                (int)model_offset(m, t), (long long)first, (long long)model_instant(m, t + offset), m->file.times,
                m->file.rule ? m->file.rule : "none");
    }
}

static void test_against_model(void)
{
    static uint8_t bytes[CSR_TEST_TZIF_BYTES];
    const csr_str name = { "Test", 4 };
    csr_test_random r = csr_test_random_begin("zones against a model", 1);
    unsigned files = csr_test_depth(600);
    for (unsigned i = 0; i < files; i++) {
        model m;
        csr_zone *zone;
        csr_error err = CSR_ERROR_INIT;
        make(&r, &m);
        size_t len = csr_test_tzif_write(&m.file, bytes);
        CU_ASSERT_EQUAL_FATAL(csri_zone_read(&host.host, &name, bytes, len, &zone, &err), CSR_OK);
        for (int k = 0; k < 60; k++) {
            check(&r, &m, zone);
        }
        csr_zone_free(zone);
    }
}

/* S4: a fat file, a slim file and the same zone always agree. */
static void test_fat_and_slim(void)
{
    static const char *const names[] = {
        "Africa/Cairo",
        "Africa/Casablanca",
        "America/Caracas",
        "America/Havana",
        "America/Los_Angeles",
        "America/New_York",
        "America/Nuuk",
        "America/Sao_Paulo",
        "America/St_Johns",
        "Antarctica/Troll",
        "Asia/Beirut",
        "Asia/Gaza",
        "Asia/Kathmandu",
        "Asia/Pyongyang",
        "Asia/Tehran",
        "Australia/Lord_Howe",
        "Etc/UTC",
        "Europe/Dublin",
        "Europe/Moscow",
        "Europe/Prague",
        "Pacific/Apia",
        "Pacific/Chatham",
        "UTC",
    };
    char fat_path[512], slim_path[512];
    csr_test_random r = csr_test_random_begin("fat and slim zones", 2);
    if (!csr_test_data("time/zoneinfo", fat_path, sizeof fat_path) ||
        !csr_test_data("time/zoneinfo-slim", slim_path, sizeof slim_path)) {
        return;
    }
    for (size_t i = 0; i < COUNT(names); i++) {
        csr_zone_load_params params = CSR_ZONE_LOAD_PARAMS_INIT;
        csr_zone *fat, *slim;
        csr_str_set(&params.name, names[i], CSR_NTS);
        csr_str_set(&params.directory, fat_path, CSR_NTS);
        CU_ASSERT_EQUAL_FATAL(csr_zone_load(&params, &fat, NULL), CSR_OK);
        csr_str_set(&params.directory, slim_path, CSR_NTS);
        CU_ASSERT_EQUAL_FATAL(csr_zone_load(&params, &slim, NULL), CSR_OK);
        for (int k = 0; k < 4000; k++) {
            /* The fat file of Gaza predicts fourteen years of Ramadan more than the slim one. */
            int64_t until = year_start(strcmp(names[i], "Asia/Gaza") == 0 ? 2072 : 2600);
            int64_t t = csr_test_between(&r, year_start(1850), until);
            CU_ASSERT_EQUAL(csri_zone_offset(fat, t), csri_zone_offset(slim, t));
            CU_ASSERT_EQUAL(csri_zone_instant(fat, t), csri_zone_instant(slim, t));
        }
        csr_zone_free(fat);
        csr_zone_free(slim);
    }
}

static int set_up(void)
{
    csr_test_host_init(&host, CSR_TEST_MONDAY, 7);
    return 0;
}

static int tear_down(void)
{
    return csr_test_host_done(&host) != 0;
}

static CU_TestInfo tests[] = {
    { "zone/against_model", test_against_model },
    { "zone/fat_and_slim", test_fat_and_slim },
    CU_TEST_INFO_NULL,
};

static CU_SuiteInfo suites[] = { { "zone", set_up, tear_down, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

int main(void)
{
    return csr_test_main("zone properties", suites, 2);
}
