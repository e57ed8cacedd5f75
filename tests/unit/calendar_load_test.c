#include "support/runner.h"
#include "support/test_host.h"
#include "support/tzif.h"

#include "base/memory.h"
#include "policy/calendar.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(list) (sizeof(list) / sizeof *(list))

/* Pieces of documents, in which ' stands for ". */
#define ZONE "'zone':'Etc/UTC'"
#define MONDAY "'hours':{'mon':[['09:00','17:00']]}"
#define GOOD "{" ZONE "," MONDAY "}"
#define WITH(members) "{" ZONE "," MONDAY "," members "}"
#define WITH_HOURS(hours) "{" ZONE ",'hours':" hours "}"
#define WITH_RANGE(range) WITH_HOURS("{'mon':[" range "]}")
#define FORTY "a123456789b123456789c123456789d123456789"

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

/* There is but one zone. */
static csr_status find_zone(void *user, const csr_str *name, csr_zone **out, csr_error *err)
{
    static const int32_t offsets[] = { 0 };
    static const csr_test_tzif file = { .version = '2', .types = 1, .offsets = offsets, .rule = "UTC0" };
    uint8_t bytes[CSR_TEST_TZIF_BYTES];
    if (strcmp(name->ptr, "Etc/UTC") != 0) {
        return csri_fail(err, CSR_E_NOT_FOUND, "zone", "there is no zone %s", name->ptr);
    }
    return csri_zone_read(user, name, bytes, csr_test_tzif_write(&file, bytes), out, err);
}

static csr_status load(const char *quoted, csr_calendar **out, csri_findings *findings, csr_error *err)
{
    const csri_zone_source zones = { find_zone, &host.host };
    size_t len = strlen(quoted);
    char *json = malloc(len + 1);
    memcpy(json, quoted, len + 1);
    for (char *p = json; *p != '\0'; p++) {
        *p = (char)(*p == '\'' ? '"' : *p);
    }
    csr_status status = csri_calendar_load(&host.host, json, len, &zones, out, findings, err);
    CU_ASSERT_EQUAL(*out != NULL, status == CSR_OK);
    free(json);
    return status;
}

/* One error a document: its place and a part of its text. */
static const struct {
    const char *document, *place, *part;
} errors[] = {
    { "", "document", "line 1, column 1" },
    { "[]", "document", "an object in { } is expected" },
    { "{" ZONE "," MONDAY ",'colour':1}", "colour",
      "\"colour\" is no known member; there are: name, zone, hours, special_hours, holidays, breaks" },
    { "{" MONDAY "}", "zone", "zone is missing" },
    { "{" ZONE "}", "hours", "hours is missing" },
    { "{'zone':7," MONDAY "}", "zone", "a text in quotation marks is expected" },
    { "{'zone':'Europe/Atlantis'," MONDAY "}", "zone", "there is no zone Europe/Atlantis" },
    { WITH("'name':''"), "name", "a name has 1 to 120 bytes" },
    { WITH("'name':'" FORTY FORTY FORTY "x'"), "name", "a name has 1 to 120 bytes" },
    { WITH("'name':7"), "name", "a text in quotation marks is expected" },
    { WITH("'name':'24x7'"), "name", "24x7 is the name of the calendar that is always open; choose another name" },
    { WITH_HOURS("[]"), "hours", "an object in { } is expected" },
    { WITH_HOURS("{}"), "hours", "the calendar is never open" },
    { WITH_HOURS("{'mon':[]}"), "hours", "the calendar is never open" },
    { WITH_HOURS("{'mon':[['09:00','17:00']],'monday':[]}"), "hours.monday",
      "\"monday\" is no known member; there are: mon, tue, wed, thu, fri, sat, sun" },
    { WITH_HOURS("{'mon':{}}"), "hours.mon", "a list in [ ] is expected" },
    { WITH_RANGE("7"), "hours.mon[0]", "a range of two times is expected; write [\"09:00\", \"17:00\"]" },
    { WITH_RANGE("['09:00']"), "hours.mon[0]", "a range of two times" },
    { WITH_RANGE("['09:00','12:00','17:00']"), "hours.mon[0]", "a range of two times" },
    { WITH_RANGE("[9,'17:00']"), "hours.mon[0][0]", "a text in quotation marks is expected" },
    { WITH_RANGE("['09:00',17]"), "hours.mon[0][1]", "a text in quotation marks is expected" },
    { WITH_RANGE("['9:00','17:00']"), "hours.mon[0][0]", "a time of day is written hh:mm, from 00:00 to 24:00" },
    { WITH_RANGE("['09:00','17:00:00']"), "hours.mon[0][1]", "a time of day is written hh:mm, from" },
    { WITH_RANGE("['09.00','17:00']"), "hours.mon[0][0]", "a time of day" },
    { WITH_RANGE("['0x:00','17:00']"), "hours.mon[0][0]", "a time of day" },
    { WITH_RANGE("['x0:00','17:00']"), "hours.mon[0][0]", "a time of day" },
    { WITH_RANGE("['09:0/','17:00']"), "hours.mon[0][0]", "a time of day" },
    { WITH_RANGE("['09:60','17:00']"), "hours.mon[0][0]", "a time of day" },
    { WITH_RANGE("['09:00','24:01']"), "hours.mon[0][1]", "a time of day" },
    { WITH_RANGE("['09:00','25:00']"), "hours.mon[0][1]", "a time of day" },
    { WITH_RANGE("['09:00','09:00']"), "hours.mon[0]", "the range is empty; for a whole day write" },
    { WITH_RANGE("['24:00','02:00']"), "hours.mon[0]", "the range is empty" },
    { WITH("'holidays':'2025-12-24'"), "holidays", "a list in [ ] is expected" },
    { WITH("'holidays':[7]"), "holidays[0]", "a text in quotation marks is expected" },
    { WITH("'holidays':['2025-12-24','24.12.2025']"), "holidays[1]",
      "a date is written 2025-12-24, from the year 1900 to 2399" },
    { WITH("'holidays':['2025-02-29']"), "holidays[0]", "a date is written" },
    { WITH("'holidays':['2025-13-01']"), "holidays[0]", "a date is written" },
    { WITH("'holidays':['2025-01-00']"), "holidays[0]", "a date is written" },
    { WITH("'holidays':['1899-12-31']"), "holidays[0]", "a date is written" },
    { WITH("'holidays':['2400-01-01']"), "holidays[0]", "a date is written" },
    { WITH("'holidays':['2025/12-24']"), "holidays[0]", "a date is written" },
    { WITH("'holidays':['2025-12/24']"), "holidays[0]", "a date is written" },
    { WITH("'holidays':['x025-12-24']"), "holidays[0]", "a date is written" },
    { WITH("'holidays':['20x5-12-24']"), "holidays[0]", "a date is written" },
    { WITH("'holidays':['2025-x2-24']"), "holidays[0]", "a date is written" },
    { WITH("'holidays':['2025-12-2x']"), "holidays[0]", "a date is written" },
    { WITH("'holidays':[{'name':'Christmas'}]"), "holidays[0].date", "date is missing" },
    { WITH("'holidays':[{'date':'soon','name':'Christmas'}]"), "holidays[0].date", "a date is written" },
    { WITH("'holidays':[{'date':'2025-12-24','name':7}]"), "holidays[0].name", "a text in quotation marks" },
    { WITH("'holidays':[{'date':'2025-12-24','name':''}]"), "holidays[0].name", "a name has 1 to 120 bytes" },
    { WITH("'holidays':[{'date':'2025-12-24','name':'" FORTY FORTY FORTY "x'}]"), "holidays[0].name", "a name has" },
    { WITH("'holidays':[{'date':'2025-12-24','day':'x'}]"), "holidays[0].day",
      "\"day\" is no known member; there are: date, name" },
    { WITH("'special_hours':[]"), "special_hours", "an object in { } is expected" },
    { WITH("'special_hours':{'24.12.':[]}"), "special_hours.24.12.", "a date is written" },
    { WITH("'special_hours':{'2025-12-24':7}"), "special_hours.2025-12-24", "a list in [ ] is expected" },
    { WITH("'special_hours':{'2025-12-24':[['09:00:00','12:00']]}"), "special_hours.2025-12-24[0][0]",
      "a time of day is written hh:mm, from" },
    { WITH("'breaks':[]"), "breaks", "an object in { } is expected" },
    { WITH("'breaks':{'2025-12-24':[['12:00:60','12:30']]}"), "breaks.2025-12-24[0][0]",
      "a time of day is written hh:mm or hh:mm:ss, from 00:00 to 24:00" },
    { WITH("'breaks':{'2025-12-24':[['12:00.30','12:30']]}"), "breaks.2025-12-24[0][0]", "a time of day" },
    { WITH("'breaks':{'2025-12-24':[['12:00:3x','12:30']]}"), "breaks.2025-12-24[0][0]", "a time of day" },
    { WITH("'breaks':{'2025-12-24':[['12:00','24:00:01']]}"), "breaks.2025-12-24[0][1]", "a time of day" },
};

static void check_error(size_t i)
{
    csri_findings findings;
    csri_finding got;
    csr_calendar *calendar;
    csr_error err = CSR_ERROR_INIT;
    csri_findings_init(&findings, &host.host);
    CU_ASSERT_EQUAL(load(errors[i].document, &calendar, &findings, &err), CSR_E_POLICY);
    CU_ASSERT_EQUAL(err.status, CSR_E_POLICY);
    CU_ASSERT_STRING_EQUAL(err.field, errors[i].place);
    CU_ASSERT_PTR_NOT_NULL(strstr(err.message, errors[i].part));
    CU_ASSERT_TRUE(findings.count == 1 && findings.errors == 1);
    if (strcmp(err.field, errors[i].place) != 0 || !strstr(err.message, errors[i].part) || findings.count != 1) {
        fprintf(stderr, "%zu %s -> %s: %s (%zu)\n", i, errors[i].document, err.field, err.message, findings.count);
    }
    csri_findings_at(&findings, 0, &got);
    CU_ASSERT_STRING_EQUAL(got.place.ptr, errors[i].place);
    csri_findings_free(&findings);
}

static void test_errors(void)
{
    for (size_t i = 0; i < COUNT(errors); i++) {
        check_error(i);
    }
}

/* All errors of a document are told at once. */
static void test_many_errors(void)
{
    csri_findings findings;
    csr_calendar *calendar;
    csr_error err = CSR_ERROR_INIT;
    csri_findings_init(&findings, &host.host);
    CU_ASSERT_EQUAL(load("{'zone':'x','hours':{'mon':[['9','10']],'tue':7},'holidays':['x','2025-12-24','y']}",
                         &calendar, &findings, &err),
                    CSR_E_POLICY);
    CU_ASSERT_EQUAL(findings.errors, 6);
    CU_ASSERT_STRING_EQUAL(err.field, "zone");
    csri_findings_free(&findings);
}

static void test_limits(void)
{
    char json[4096] = "{" ZONE ",'hours':{'mon':[";
    csr_calendar *calendar;
    csr_error err = CSR_ERROR_INIT;
    for (int i = 0; i < CSRI_CALENDAR_RANGES_MAX; i++) {
        (void)snprintf(json + strlen(json), 40, "%s['%02d:00','%02d:30']", i > 0 ? "," : "", i, i);
    }
    size_t len = strlen(json);
    memcpy(json + len, "]}}", 4);
    CU_ASSERT_EQUAL(load(json, &calendar, NULL, &err), CSR_OK);
    CU_ASSERT_EQUAL(calendar->piece_count, CSRI_CALENDAR_RANGES_MAX);
    csr_calendar_free(calendar);
    (void)snprintf(json + len, sizeof json - len, ",['00:40','00:50']]}}");
    CU_ASSERT_EQUAL(load(json, &calendar, NULL, &err), CSR_E_POLICY);
    CU_ASSERT_STRING_EQUAL(err.message, "the list has 25 elements; 0 to 24 are allowed");
}

/* Every list as long as it may be, all of them meeting on one date: the most pieces a day can have. */
static void test_crowded_date(void)
{
    static const char *const lists[] = { "'hours':{'thu':[", "]},'special_hours':{'2025-01-02':[",
                                         "]},'breaks':{'2025-01-02':[", "],'2025-01-03':[" };
    static const char *const first[] = { "", "['23:50','23:30'],", "['23:50','23:35'],", "" };
    char json[8192] = "{" ZONE ",";
    csr_calendar *calendar;
    csr_error err = CSR_ERROR_INIT;
    for (size_t k = 0; k < COUNT(lists); k++) {
        (void)snprintf(json + strlen(json), 100, "%s%s", lists[k], first[k]);
        for (int i = first[k][0] ? 1 : 0; i < CSRI_CALENDAR_RANGES_MAX; i++) {
            (void)snprintf(json + strlen(json), 40, "%s['%02d:%02d','%02d:%02d']", i > (first[k][0] ? 1 : 0) ? "," : "",
                           i, (int)k * 10, i, (int)k * 10 + 5);
        }
    }
    (void)snprintf(json + strlen(json), 10, "]}}");
    CU_ASSERT_EQUAL(load(json, &calendar, NULL, &err), CSR_OK);
    CU_ASSERT_PTR_NOT_NULL_FATAL(calendar);
    csr_calendar_free(calendar);
}

/* Documents that are good, and what is said against them all the same. */
static const struct {
    const char *document, *place, *part;
} warnings[] = {
    { GOOD, NULL, NULL },
    { WITH_HOURS("{'mon':[['09:00','12:00'],['12:00','17:00']]}"), NULL, NULL },
    { WITH_HOURS("{'mon':[['22:00','02:00']],'tue':[['01:00','03:00']]}"), NULL, NULL },
    { WITH("'holidays':[],'breaks':{},'special_hours':{}"), NULL, NULL },
    { WITH("'holidays':['2025-12-24','2025-12-24']"), NULL, NULL },
    { WITH_HOURS("{'mon':[['09:00','12:00'],['11:59','17:00']]}"), "hours.mon[1]",
      "the range overlaps another one of the same list; they count once" },
    { WITH_HOURS("{'mon':[['09:00','12:00'],['13:00','14:00'],['22:00','02:00'],['23:00','23:30']]}"), "hours.mon[3]",
      "overlaps" },
    { WITH_HOURS("{'mon':[['13:00','17:00'],['09:00','02:00']]}"), "hours.mon[1]", "overlaps" },
    { WITH("'holidays':['2025-12-24'],'special_hours':{'2025-12-24':[['09:00','12:00']],'2025-12-31':[]}"),
      "special_hours.2025-12-24", "the date is a holiday, which stays closed" },
};

static void test_warnings(void)
{
    for (size_t i = 0; i < COUNT(warnings); i++) {
        csri_findings findings;
        csri_finding got;
        csr_calendar *calendar;
        csr_error err = CSR_ERROR_INIT;
        csri_findings_init(&findings, &host.host);
        CU_ASSERT_EQUAL(load(warnings[i].document, &calendar, &findings, &err), CSR_OK);
        CU_ASSERT_EQUAL(findings.count, warnings[i].place != NULL);
        if (findings.count > 0) {
            csri_findings_at(&findings, 0, &got);
            CU_ASSERT_EQUAL(got.severity, CSR_SEVERITY_WARNING);
            CU_ASSERT_STRING_EQUAL(got.place.ptr, warnings[i].place ? warnings[i].place : "none");
            CU_ASSERT_PTR_NOT_NULL(strstr(got.text.ptr, warnings[i].part ? warnings[i].part : "none"));
        }
        csri_findings_free(&findings);
        csr_calendar_free(calendar);
    }
}

static void expect_pieces(const csr_calendar *c, uint32_t first, uint32_t count, const char *expected)
{
    char text[200] = "";
    for (uint32_t i = first; i < first + count; i++) {
        (void)snprintf(text + strlen(text), 40, "%d-%d ", (int)c->pieces[i].from_s, (int)c->pieces[i].to_s);
    }
    CU_ASSERT_STRING_EQUAL(text, expected);
}

/* The week: united, over midnight, from Sunday to Saturday round the corner. */
static void test_week(void)
{
    csr_calendar *c;
    csr_error err = CSR_ERROR_INIT;
    CU_ASSERT_EQUAL_FATAL(load(WITH_HOURS("{'mon':[['12:00','14:00'],['00:00','00:10'],['13:00','15:00']],"
                                          "'sat':[['22:00','02:00'],['02:00','03:00']],"
                                          "'sun':[['01:00','03:00'],['20:00','00:00']],"
                                          "'wed':[['00:00','12:00'],['12:00','24:00']]}"),
                               &c, NULL, &err),
                          CSR_OK);
    expect_pieces(c, c->week[0], c->week[1] - c->week[0], "0-10800 72000-86400 ");
    expect_pieces(c, c->week[1], c->week[2] - c->week[1], "0-600 43200-54000 ");
    expect_pieces(c, c->week[3], c->week[4] - c->week[3], "0-86400 ");
    expect_pieces(c, c->week[6], c->week[7] - c->week[6], "7200-10800 79200-86400 ");
    CU_ASSERT_EQUAL(c->week[7], 7);
    csr_calendar_free(c);
}

/* Dates: special hours replace those of the weekday, a holiday beats both, a night belongs to the date on which it
 * lies, breaks come last. */
static void test_dates(void)
{
    csr_calendar *c;
    csr_error err = CSR_ERROR_INIT;
    CU_ASSERT_EQUAL_FATAL(
        load("{'name':'Shop'," ZONE ",'hours':{'mon':[['09:00','17:00']],'sun':[['20:00','02:00']]},"
             "'special_hours':{'2025-01-13':[['10:00','12:00']],'2025-01-20':[],'2025-01-26':[['22:00','03:00']],"
             "'2025-02-02':[['12:00','01:00']],'2025-02-03':[['00:30','02:00']],'2025-02-10':[['08:00','09:00']]},"
             "'holidays':[{'date':'2025-02-10','name':'Second'},{'date':'2025-01-06','name':'Epiphany'},'2025-02-17',"
             "{'date':'2025-02-10','name':'First'}],"
             "'breaks':{'2025-01-07':[['00:00','24:00']],'2025-01-27':[['01:00:30','09:15'],['16:00','18:00']]}}",
             &c, NULL, &err),
        CSR_OK);
    CU_ASSERT_STRING_EQUAL(csri_calendar_name(c)->ptr, "Shop");
    static const struct {
        int32_t day; /* since 2025-01-01 */
        uint32_t why;
        const char *pieces, *whole, *name;
    } expected[] = {
        { 5, CSRI_DATE_HOLIDAY, "", "", "Epiphany" },
        { 6, CSRI_DATE_BREAK, "", "", "" },
        { 12, CSRI_DATE_SPECIAL, "36000-43200 ", "36000-43200 ", "" },
        { 19, CSRI_DATE_SPECIAL, "", "", "" },
        { 25, CSRI_DATE_SPECIAL, "79200-86400 ", "79200-86400 ", "" },
        /* Monday after that night: its own weekly hours (with Sunday's tail) and the tail of the special night. */
        { 26, CSRI_DATE_BREAK, "0-3630 33300-57600 ", "0-10800 32400-61200 ", "" },
        { 32, CSRI_DATE_SPECIAL, "43200-86400 ", "43200-86400 ", "" },
        { 33, CSRI_DATE_SPECIAL, "0-7200 ", "0-7200 ", "" },
        { 40, CSRI_DATE_HOLIDAY | CSRI_DATE_SPECIAL, "", "", "Second" },
        { 47, CSRI_DATE_HOLIDAY, "", "", "" },
    };
    CU_ASSERT_EQUAL_FATAL(c->date_count, COUNT(expected));
    for (uint32_t i = 0; i < c->date_count; i++) {
        const csri_calendar_date *date = &c->dates[i];
        CU_ASSERT_EQUAL(date->day, 20089 + expected[i].day);
        CU_ASSERT_EQUAL(date->why, expected[i].why);
        CU_ASSERT_STRING_EQUAL(c->texts + date->name, expected[i].name);
        expect_pieces(c, date->first, date->count, expected[i].pieces);
        expect_pieces(c, date->whole_first, date->whole_count, expected[i].whole);
        CU_ASSERT_EQUAL(csri_calendar_rank(c, date->day), i);
        CU_ASSERT_EQUAL(csri_calendar_rank(c, date->day + 1), i + 1);
    }
    CU_ASSERT_EQUAL(csri_weekday(20089), 3);
    csr_calendar_free(c);
}

/* Open on one date alone, which lies beside the weekly hours that there are not. */
static void test_only_dates(void)
{
    csr_calendar *c;
    csr_error err = CSR_ERROR_INIT;
    CU_ASSERT_EQUAL(load("{" ZONE ",'hours':{},'special_hours':{'2025-01-13':[['10:00','12:00']]}}", &c, NULL, &err),
                    CSR_OK);
    CU_ASSERT_STRING_EQUAL(csri_calendar_name(c)->ptr, "");
    csr_calendar_free(c);
    CU_ASSERT_EQUAL(load("{" ZONE ",'hours':{},'special_hours':{'2025-01-13':[['10:00','12:00']]},"
                         "'holidays':['2025-01-13']}",
                         &c, NULL, &err),
                    CSR_E_POLICY);
    CU_ASSERT_STRING_EQUAL(err.message, "the calendar is never open");
}

static void test_no_memory(void)
{
    static const char named[] = "{'name':'x'," ZONE ",'hours':{'mon':[['09:00','12:00'],['10:00','17:00']]},"
                                "'breaks':{'2025-12-22':[['12:00','13:00']]},"
                                "'holidays':[{'date':'2025-12-24','name':'Eve'}]}";
    for (int with_findings = 0; with_findings < 2; with_findings++) {
        for (uint64_t nth = 1;; nth++) {
            csri_findings findings;
            csr_calendar *calendar;
            csr_error err = CSR_ERROR_INIT;
            csri_findings_init(&findings, &host.host);
            csr_test_host_fail_alloc(&host, nth, 0);
            csr_status status = load(named, &calendar, with_findings ? &findings : NULL, &err);
            csr_test_host_fail_alloc(&host, 0, 0);
            csri_findings_free(&findings);
            csr_calendar_free(calendar);
            if (status == CSR_OK) {
                CU_ASSERT_TRUE(nth > 5);
                break;
            }
            CU_ASSERT_EQUAL(status, CSR_E_NO_MEMORY);
            CU_ASSERT_EQUAL(err.status, CSR_E_NO_MEMORY);
        }
    }
}

static CU_TestInfo tests[] = {
    { "calendar_load/errors", test_errors },       { "calendar_load/many_errors", test_many_errors },
    { "calendar_load/limits", test_limits },       { "calendar_load/crowded_date", test_crowded_date },
    { "calendar_load/warnings", test_warnings },   { "calendar_load/week", test_week },
    { "calendar_load/dates", test_dates },         { "calendar_load/only_dates", test_only_dates },
    { "calendar_load/no_memory", test_no_memory }, CU_TEST_INFO_NULL,
};

static CU_SuiteInfo suites[] = { { "calendar_load", set_up, tear_down, NULL, NULL, tests }, CU_SUITE_INFO_NULL };

int main(void)
{
    return csr_test_main("calendar_load", suites, 9);
}
