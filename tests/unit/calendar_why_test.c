#include "policy/calendar.h"
#include "support/calendars.h"
#include "support/runner.h"
#include "support/test_host.h"
#include "support/tzif.h"

#include <string.h>

#define COUNT(list) (sizeof(list) / sizeof *(list))
#define EASTER                                                                                               \
    "{'zone':'Europe/Prague','hours':{'mon':[['09:00','17:00']],'tue':[['09:00','17:00']],"                  \
    "'wed':[['09:00','12:00'],['13:00','17:00']],'thu':[['09:00','17:00']],'fri':[['09:00','17:00']]},"      \
    "'special_hours':{'2025-04-17':[['10:00','14:00']],'2025-04-24':[]},'breaks':{'2025-04-17':[['10:00',"   \
    "'10:30'],['13:30','14:00']],'2025-04-22':[['11:00','11:15']]},'holidays':[{'date':'2025-04-18','name':" \
    "'Good Friday'},{'date':'2025-04-21','name':'Easter "                                                    \
    "Monday'},'2025-04-25','2025-04-26',{'date':'2025-04-28','name':'One'},"                                 \
    "{'date':'2025-04-29','name':'Two'},{'date':'2025-04-30','name':'Two'},{'date':'2025-05-01','name':'Three'}]}"

static csr_test_host host;

static int set_up(void)
{
    csr_test_host_init(&host, CSR_TEST_MONDAY, 7);
    return 0;
}

static int tear_down(void)
{
    return csr_test_host_done(&host) != 0;
}

/* Rule T4 as a supervisor sees it: one reason after the other, from a Wednesday noon to a Friday two weeks later. */
static void test_reasons(void)
{
    static const struct {
        csr_calendar_why why;
        const char *to, *name;
    } expected[] = {
        { CSR_CALENDAR_OPEN, "2025-04-16T17:00+02:00", "" },
        { CSR_CALENDAR_OUTSIDE_HOURS, "2025-04-17T00:00+02:00", "" },
        { CSR_CALENDAR_SPECIAL_HOURS, "2025-04-17T10:00+02:00", "" },
        { CSR_CALENDAR_BREAK, "2025-04-17T10:30+02:00", "" },
        { CSR_CALENDAR_OPEN, "2025-04-17T13:30+02:00", "" },
        { CSR_CALENDAR_BREAK, "2025-04-17T14:00+02:00", "" },
        { CSR_CALENDAR_SPECIAL_HOURS, "2025-04-18T00:00+02:00", "" },
        { CSR_CALENDAR_HOLIDAY, "2025-04-19T00:00+02:00", "Good Friday" },
        { CSR_CALENDAR_OUTSIDE_HOURS, "2025-04-21T00:00+02:00", "" },
        { CSR_CALENDAR_HOLIDAY, "2025-04-22T00:00+02:00", "Easter Monday" },
        { CSR_CALENDAR_OUTSIDE_HOURS, "2025-04-22T09:00+02:00", "" },
        { CSR_CALENDAR_OPEN, "2025-04-22T11:00+02:00", "" },
        { CSR_CALENDAR_BREAK, "2025-04-22T11:15+02:00", "" },
        { CSR_CALENDAR_OPEN, "2025-04-22T17:00+02:00", "" },
        { CSR_CALENDAR_OUTSIDE_HOURS, "2025-04-23T09:00+02:00", "" },
        { CSR_CALENDAR_OPEN, "2025-04-23T12:00+02:00", "" },
        { CSR_CALENDAR_OUTSIDE_HOURS, "2025-04-23T13:00+02:00", "" },
        { CSR_CALENDAR_OPEN, "2025-04-23T17:00+02:00", "" },
        { CSR_CALENDAR_OUTSIDE_HOURS, "2025-04-24T00:00+02:00", "" },
        { CSR_CALENDAR_SPECIAL_HOURS, "2025-04-25T00:00+02:00", "" },
        /* Two holidays without names are one stretch. */
        { CSR_CALENDAR_HOLIDAY, "2025-04-27T00:00+02:00", "" },
        { CSR_CALENDAR_OUTSIDE_HOURS, "2025-04-28T00:00+02:00", "" },
        { CSR_CALENDAR_HOLIDAY, "2025-04-29T00:00+02:00", "One" },
        { CSR_CALENDAR_HOLIDAY, "2025-05-01T00:00+02:00", "Two" },
        { CSR_CALENDAR_HOLIDAY, "2025-05-02T00:00+02:00", "Three" },
        { CSR_CALENDAR_OUTSIDE_HOURS, "2025-05-02T09:00+02:00", "" },
    };
    csr_calendar *c = csr_test_calendar(&host.host, EASTER);
    csr_calendar_stretch s = CSR_CALENDAR_STRETCH_INIT;
    csr_time at = csr_test_at("2025-04-16T13:00+02:00");
    for (size_t i = 0; i < COUNT(expected); i++) {
        CU_ASSERT_EQUAL_FATAL(csr_calendar_stretch_at(c, at, &s, NULL), CSR_OK);
        CU_ASSERT_EQUAL(s.from, at);
        CU_ASSERT_EQUAL(s.why, expected[i].why);
        CU_ASSERT_EQUAL(s.to, csr_test_at(expected[i].to));
        CU_ASSERT_TRUE(s.name.len == strlen(expected[i].name) && memcmp(s.name.ptr, expected[i].name, s.name.len) == 0);
        at = s.to;
    }
    csr_calendar_free(c);
}

/* Holidays that follow each other are one stretch only if they have one name. */
static void test_holidays_in_a_row(void)
{
    static const struct {
        const char *to, *name;
    } expected[] = {
        { "2025-12-25T00:00+01:00", "Eve" },
        { "2025-12-26T00:00+01:00", "First Day" },
        { "2025-12-28T00:00+01:00", "Other One" },
        { "2025-12-29T09:00+01:00", "" },
    };
    csr_calendar *c =
        csr_test_calendar(&host.host,
                          "{'zone':'Europe/Prague','hours':{'mon':[['09:00','17:00']]},'holidays':["
                          "{'date':'2025-12-24','name':'Eve'},{'date':'2025-12-25','name':'First Day'},"
                          "{'date':'2025-12-26','name':'Other One'},{'date':'2025-12-27','name':'Other One'}]}");
    csr_calendar_stretch s = CSR_CALENDAR_STRETCH_INIT;
    csr_time at = csr_test_at("2025-12-24T00:00+01:00");
    for (size_t i = 0; i < COUNT(expected); i++) {
        CU_ASSERT_EQUAL_FATAL(csr_calendar_stretch_at(c, at, &s, NULL), CSR_OK);
        CU_ASSERT_TRUE(s.name.len == strlen(expected[i].name) && memcmp(s.name.ptr, expected[i].name, s.name.len) == 0);
        CU_ASSERT_EQUAL(s.to, csr_test_at(expected[i].to));
        at = s.to;
    }
    csr_calendar_free(c);
}

/* Where a clock is put back over midnight, the second 23:30 belongs to the new date (rule T2: the first instant). */
static void test_midnight_twice(void)
{
    static const int32_t offsets[] = { -14400, -10800 };
    uint8_t bytes[CSR_TEST_TZIF_BYTES];
    csr_test_tzif file = { .version = '2', .types = 2, .offsets = offsets, .rule = "AST4ADT,M3.2.0,M11.1.0/0:30" };
    csr_zone_load_params zone = CSR_ZONE_LOAD_PARAMS_INIT;
    csr_calendar_load_params params = CSR_CALENDAR_LOAD_PARAMS_INIT;
    const char *json = "{\"zone\":\"Test/Twice\",\"hours\":{\"mon\":[[\"09:00\",\"17:00\"]]},"
                       "\"holidays\":[{\"date\":\"2025-11-02\",\"name\":\"Fair\"}]}";
    csr_calendar_stretch s = CSR_CALENDAR_STRETCH_INIT;
    csr_calendar *c;
    csr_str_set(&zone.name, "Test/Twice", CSR_NTS);
    csr_str_set(&zone.content, (const char *)bytes, csr_test_tzif_write(&file, bytes));
    CU_ASSERT_EQUAL_FATAL(csr_zone_load(&zone, &params.zone, NULL), CSR_OK);
    CU_ASSERT_EQUAL_FATAL(csr_calendar_load(json, CSR_NTS, &params, &c, NULL), CSR_OK);
    /* 00:30 in summer becomes 23:30 of the day before. */
    csr_time second = csr_test_at("2025-11-02T03:45+00:00");
    CU_ASSERT_EQUAL(csr_zone_offset(params.zone, second), -14400);
    CU_ASSERT_EQUAL(csr_calendar_stretch_at(c, second, &s, NULL), CSR_OK);
    CU_ASSERT_EQUAL(s.why, CSR_CALENDAR_HOLIDAY);
    CU_ASSERT_EQUAL(s.to, csr_test_at("2025-11-03T00:00-04:00"));
    csr_zone_free(params.zone);
    csr_calendar_free(c);
}

static void test_ends(void)
{
    csr_calendar *c =
        csr_test_calendar(&host.host,
                          "{'zone':'Etc/UTC','hours':{},'special_hours':{'2000-01-01':[['10:00','11:00']]}}");
    csr_calendar_stretch s = CSR_CALENDAR_STRETCH_INIT;
    csr_time at = csr_test_at("2000-01-01T11:00+00:00");
    CU_ASSERT_EQUAL(csr_calendar_stretch_at(NULL, 5, &s, NULL), CSR_OK);
    CU_ASSERT_TRUE(s.why == CSR_CALENDAR_OPEN && s.from == 5 && s.to == INT64_MAX && s.name.len == 0);
    /* The rest of that date, and then nothing but weekdays. */
    CU_ASSERT_EQUAL(csr_calendar_stretch_at(c, at, &s, NULL), CSR_OK);
    CU_ASSERT_EQUAL(s.why, CSR_CALENDAR_SPECIAL_HOURS);
    CU_ASSERT_EQUAL(s.to, csr_test_at("2000-01-02T00:00+00:00"));
    at = s.to;
    CU_ASSERT_EQUAL(csr_calendar_stretch_at(c, at, &s, NULL), CSR_OK);
    CU_ASSERT_TRUE(s.why == CSR_CALENDAR_OUTSIDE_HOURS && s.to == at + CSRI_CALENDAR_PATIENCE_US);
    csr_calendar_free(c);
}

static void test_refusals(void)
{
    csr_calendar *c = csr_test_calendar(&host.host, EASTER);
    csr_calendar_stretch s = CSR_CALENDAR_STRETCH_INIT;
    csr_error err = CSR_ERROR_INIT;
    CU_ASSERT_EQUAL(csr_calendar_stretch_at(c, 0, NULL, &err), CSR_E_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(err.field, "out_stretch");
    s.struct_size--;
    CU_ASSERT_EQUAL(csr_calendar_stretch_at(c, 0, &s, &err), CSR_E_ARGUMENT);
    s.struct_size++;
    CU_ASSERT_EQUAL(csr_calendar_stretch_at(c, INT64_MAX, &s, &err), CSR_E_LIMIT);
    CU_ASSERT_EQUAL(s.why, 0);
    csr_calendar_free(c);
}

static CU_TestInfo tests[] = {
    { "why/reasons", test_reasons },
    { "why/holidays_in_a_row", test_holidays_in_a_row },
    { "why/midnight_twice", test_midnight_twice },
    { "why/ends", test_ends },
    { "why/refusals", test_refusals },
    CU_TEST_INFO_NULL,
};

static CU_SuiteInfo suites[] = { { "why", set_up, tear_down, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

int main(void)
{
    return csr_test_main("why a calendar is closed", suites, 5);
}
