#include "support/runner.h"

#include "policy/posix_rule.h"
#include <csr/types.h>
#include <stdio.h>
#include <string.h>

static int64_t at(const char *text)
{
    csr_time time = 0;
    CU_ASSERT_EQUAL(csr_time_parse(text, CSR_NTS, &time, NULL), CSR_OK);
    return time / 1000000;
}

/* Rules and when their daylight saving time begins and ends in a year. */
static const struct {
    const char *rule;
    int32_t standard_s, summer_s;
    int64_t year;
    const char *start, *end;
} rules[] = {
    { "CET-1CEST,M3.5.0,M10.5.0/3", 3600, 7200, 2025, "2025-03-30T01:00:00Z", "2025-10-26T01:00:00Z" },
    { "CET-1CEST,M3.5.0,M10.5.0/3", 3600, 7200, 2024, "2024-03-31T01:00:00Z", "2024-10-27T01:00:00Z" },
    { "EST5EDT,M3.2.0,M11.1.0", -18000, -14400, 2026, "2026-03-08T07:00:00Z", "2026-11-01T06:00:00Z" },
    /* Half an hour of summer, in the south. */
    { "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", 37800, 39600, 2025, "2025-10-04T15:30:00Z", "2025-04-05T15:00:00Z" },
    /* Summer time is the standard, winter time lies behind it. */
    { "IST-1GMT0,M10.5.0,M3.5.0/1", 3600, 0, 2025, "2025-10-26T01:00:00Z", "2025-03-30T01:00:00Z" },
    /* The day before the last Sunday. */
    { "<-02>2<-01>,M3.5.0/-1,M10.5.0/0", -7200, -3600, 2025, "2025-03-30T01:00:00Z", "2025-10-26T01:00:00Z" },
    { "EET-2EEST,M3.4.4/50,M10.4.4/50", 7200, 10800, 2025, "2025-03-29T00:00:00Z", "2025-10-24T23:00:00Z" },
    /* Days of the year, without and with the leap day. */
    { "AAA0BBB,J59/0,J60/0", 0, 3600, 2024, "2024-02-28T00:00:00Z", "2024-02-29T23:00:00Z" },
    { "AAA0BBB,J59/0,J60/0", 0, 3600, 2025, "2025-02-28T00:00:00Z", "2025-02-28T23:00:00Z" },
    { "AAA0BBB,58/0,59/0", 0, 3600, 2024, "2024-02-28T00:00:00Z", "2024-02-28T23:00:00Z" },
    { "AAA0BBB,0/0,365/0", 0, 3600, 2025, "2025-01-01T00:00:00Z", "2025-12-31T23:00:00Z" },
    { "EST5EDT,0/0,J365/25", -18000, -14400, 2025, "2025-01-01T05:00:00Z", "2026-01-01T05:00:00Z" },
    /* Seconds, signs, the farthest that can be written. */
    { "LMT+0:57:44LST-0:57:44,M1.1.1/167:59:59,M12.1.1/-167", -3464, 3464, 2025, "2025-01-13T00:57:43Z",
      "2025-11-24T00:02:16Z" },
    { "AAA24BBB-24:59:59,M2.5.4,M2.1.4", -86400, 89999, 2024, "2024-03-01T02:00:00Z", "2024-01-31T01:00:01Z" },
    /* Before 1970 and before the first year. */
    { "CET-1CEST,M3.5.0,M10.5.0/3", 3600, 7200, 1900, "1900-03-25T01:00:00Z", "1900-10-28T01:00:00Z" },
};

static void test_rules(void)
{
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        csri_posix_rule rule;
        CU_ASSERT_EQUAL_FATAL(csri_posix_rule_read(rules[i].rule, strlen(rules[i].rule), &rule), 1);
        CU_ASSERT_EQUAL(rule.has_summer, 1);
        CU_ASSERT_EQUAL(rule.standard_s, rules[i].standard_s);
        CU_ASSERT_EQUAL(rule.summer_s, rules[i].summer_s);
        int64_t start = csri_posix_rule_start(&rule, rules[i].year), end = csri_posix_rule_end(&rule, rules[i].year);
        CU_ASSERT_EQUAL(start, at(rules[i].start));
        CU_ASSERT_EQUAL(end, at(rules[i].end));
        if (start != at(rules[i].start) || end != at(rules[i].end)) {
            fprintf(stderr, "%s in %lld: %lld %lld\n", rules[i].rule, (long long)rules[i].year,
                    (long long)(start - at(rules[i].start)), (long long)(end - at(rules[i].end)));
        }
    }
}

static void test_without_summer(void)
{
    static const struct {
        const char *rule;
        int32_t offset;
    } plain[] = {
        { "UTC0", 0 },       { "<+0545>-5:45", 20700 },  { "<-03>3", -10800 },    { "EST+5", -18000 },
        { "<+01>-1", 3600 }, { "ABCDEFGHIJ-14", 50400 }, { "abc1:02:03", -3723 },
    };
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        csri_posix_rule rule;
        CU_ASSERT_EQUAL(csri_posix_rule_read(plain[i].rule, strlen(plain[i].rule), &rule), 1);
        CU_ASSERT_EQUAL(rule.has_summer, 0);
        CU_ASSERT_EQUAL(rule.standard_s, plain[i].offset);
    }
}

static void test_refused(void)
{
    static const char *const wrong[] = {
        "",
        "U",
        "UT",
        "UT0",
        "UTC",
        "UTC:",
        "UTC0 ",
        " UTC0",
        "<UT>0",
        "<UTC0",
        "<+01",
        "<+0 1>1",
        "+01-1",
        "U1C0",
        "UT~0",
        "UTC25",
        "UTC-25",
        "UTC1:60",
        "UTC1:",
        "UTC1:00:",
        "UTC1:00:60",
        "UTC001",
        "UTC--1",
        "UTC0,M3.5.0,M10.5.0",
        "UTC0D",
        "UTC0<DST",
        "UTC0DST",
        "UTC0DST25,M3.5.0,M10.5.0",
        "UTC0DST1",
        "UTC0DST,",
        "UTC0DST,M3.5.0",
        "UTC0DST,M3.5.0,",
        "UTC0DST,M3.5.0,M10.5.0,",
        "UTC0DST,M3.5.0,M10.5.0/",
        "UTC0DST,M3.5.0,M10.5.0/168",
        "UTC0DST,M3.5.0,M10.5.0/-168",
        "UTC0DST,M3.5.0/1:61,M10.5.0",
        "UTC0DST,M0.5.0,M10.5.0",
        "UTC0DST,M13.5.0,M10.5.0",
        "UTC0DST,M3.0.0,M10.5.0",
        "UTC0DST,M3.6.0,M10.5.0",
        "UTC0DST,M3.5.7,M10.5.0",
        "UTC0DST,M3,M10.5.0",
        "UTC0DST,M3.5,M10.5.0",
        "UTC0DST,M3-5.0,M10.5.0",
        "UTC0DST,M.5.0,M10.5.0",
        "UTC0DST,J0,M10.5.0",
        "UTC0DST,J366,M10.5.0",
        "UTC0DST,366,M10.5.0",
        "UTC0DST,J,M10.5.0",
        "UTC0DST,x,M10.5.0",
        "UTC0DST;M3.5.0,M10.5.0",
        "UTC0DST,M3.5.0,X",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        csri_posix_rule rule;
        int read = csri_posix_rule_read(wrong[i], strlen(wrong[i]), &rule);
        CU_ASSERT_EQUAL(read, 0);
        if (read) {
            fprintf(stderr, "read: %s\n", wrong[i]);
        }
    }
}

/* What stands behind the length is not looked at. */
static void test_length_counts(void)
{
    static const char rule[] = "CET-1CEST,M3.5.0,M10.5.0/3";
    csri_posix_rule out;
    for (size_t len = 0; len < sizeof rule - 1; len++) {
        int expected = len == 5 || len == 24;
        CU_ASSERT_EQUAL(csri_posix_rule_read(rule, len, &out), expected);
    }
}

static CU_TestInfo tests[] = {
    { "posix_rule/rules", test_rules },
    { "posix_rule/without_summer", test_without_summer },
    { "posix_rule/refused", test_refused },
    { "posix_rule/length_counts", test_length_counts },
    CU_TEST_INFO_NULL,
};

static CU_SuiteInfo suites[] = { { "posix_rule", NULL, NULL, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

int main(void)
{
    return csr_test_main("posix_rule", suites, 4);
}
