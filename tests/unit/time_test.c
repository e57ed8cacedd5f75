#include "base/time.h"
#include "support/runner.h"

#include <string.h>

/* A stream of numbers that is the same in every run. */
static uint64_t next_random(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *state >> 11;
}

static csr_time parsed(const char *text)
{
    csr_time at = INT64_MIN;
    CU_ASSERT_EQUAL(csr_time_parse(text, CSR_NTS, &at, NULL), CSR_OK);
    return at;
}

static int writes(csr_time at, int32_t offset_s, const char *expected)
{
    char text[CSR_TIME_TEXT_BYTES];
    return csr_time_format(at, offset_s, text, NULL) == CSR_OK && strcmp(text, expected) == 0;
}

/* The oracle counts day by day, by the rule as every child learns it. */
static void days_agree_with_counting(void)
{
    int64_t days = -719162;
    int wrong = 0;
    for (int64_t year = 1; year <= 9999; year++) {
        int leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        for (int32_t month = 1; month <= 12; month++) {
            int32_t last = month == 2 ? 28 + leap : month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
            wrong += csri_days_in_month(year, month) != last;
            for (int32_t day = 1; day <= last; day++, days++) {
                int64_t y;
                int32_t m, d;
                csri_civil_from_days(days, &y, &m, &d);
                wrong += y != year || m != month || d != day || csri_days_from_civil(year, month, day) != days;
            }
        }
    }
    CU_ASSERT_EQUAL(wrong, 0);
    CU_ASSERT_EQUAL(days, 2932897);
}

static void days_before_the_first_year_and_after_the_last(void)
{
    uint64_t state = 1;
    for (int i = 0; i < 20000; i++) {
        int64_t days = (int64_t)(next_random(&state) % 200000000) - 100000000;
        int64_t y;
        int32_t m, d;
        csri_civil_from_days(days, &y, &m, &d);
        CU_ASSERT_TRUE(m >= 1 && m <= 12 && d >= 1 && d <= csri_days_in_month(y, m));
        CU_ASSERT_EQUAL(csri_days_from_civil(y, m, d), days);
    }
    CU_ASSERT_EQUAL(csri_days_from_civil(0, 3, 1), -719468);
    CU_ASSERT_EQUAL(csri_days_from_civil(-400, 3, 1), -719468 - 146097);
    CU_ASSERT_EQUAL(csri_days_in_month(2024, 0), 0);
    CU_ASSERT_EQUAL(csri_days_in_month(2024, 13), 0);
}

static void instants_are_written_as_the_rfc_has_it(void)
{
    CU_ASSERT_TRUE(writes(0, 0, "1970-01-01T00:00:00Z"));
    CU_ASSERT_TRUE(writes(1, 0, "1970-01-01T00:00:00.000001Z"));
    CU_ASSERT_TRUE(writes(-1, 0, "1969-12-31T23:59:59.999999Z"));
    CU_ASSERT_TRUE(writes(100000, 0, "1970-01-01T00:00:00.100000Z"));
    CU_ASSERT_TRUE(writes(CSRI_TIME_MIN, 0, "0001-01-01T00:00:00Z"));
    CU_ASSERT_TRUE(writes(CSRI_TIME_MAX, 0, "9999-12-31T23:59:59.999999Z"));
    CU_ASSERT_TRUE(writes(0, 60, "1970-01-01T00:01:00+00:01"));
    CU_ASSERT_TRUE(writes(0, -60, "1969-12-31T23:59:00-00:01"));
    CU_ASSERT_TRUE(writes(0, 86340, "1970-01-01T23:59:00+23:59"));
    CU_ASSERT_TRUE(writes(0, -86340, "1969-12-31T00:01:00-23:59"));
    CU_ASSERT_TRUE(writes(0, 19800, "1970-01-01T05:30:00+05:30"));
    CU_ASSERT_TRUE(writes(CSRI_TIME_MIN, 60, "0001-01-01T00:01:00+00:01"));
}

static void instants_that_have_no_text_are_refused(void)
{
    static const csr_time beyond[] = { INT64_MIN, CSRI_TIME_MIN - 1, CSRI_TIME_MAX + 1, INT64_MAX };
    char text[CSR_TIME_TEXT_BYTES];
    csr_error err = CSR_ERROR_INIT;
    for (size_t i = 0; i < 4; i++) {
        text[0] = 'x';
        CU_ASSERT_EQUAL(csr_time_format(beyond[i], 0, text, &err), CSR_E_ARGUMENT);
        CU_ASSERT_STRING_EQUAL(err.field, "at");
        CU_ASSERT_STRING_EQUAL(text, "");
    }
    /* In range, but not where the clock on the wall is. */
    CU_ASSERT_EQUAL(csr_time_format(CSRI_TIME_MIN, -60, text, &err), CSR_E_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(err.field, "at");
    CU_ASSERT_EQUAL(csr_time_format(CSRI_TIME_MAX, 60, text, &err), CSR_E_ARGUMENT);
}

static void offsets_are_whole_minutes_of_less_than_a_day(void)
{
    static const int32_t wrong[] = { 1, -1, 59, 61, 86400, -86400, 86399, INT32_MAX, INT32_MIN };
    char text[CSR_TIME_TEXT_BYTES];
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        csr_error err = CSR_ERROR_INIT;
        text[0] = 'x';
        CU_ASSERT_EQUAL(csri_offset_valid(wrong[i]), 0);
        CU_ASSERT_EQUAL(csr_time_format(0, wrong[i], text, &err), CSR_E_ARGUMENT);
        CU_ASSERT_STRING_EQUAL(err.field, "offset_s");
        CU_ASSERT_STRING_EQUAL(text, "");
    }
    CU_ASSERT_TRUE(csri_offset_valid(0) && csri_offset_valid(86340) && csri_offset_valid(-86340));
}

static void instants_are_read_in_every_allowed_form(void)
{
    const csr_time noon = INT64_C(1709209800) * 1000000;
    CU_ASSERT_EQUAL(parsed("2024-02-29T12:30:00Z"), noon);
    CU_ASSERT_EQUAL(parsed("2024-02-29t12:30:00z"), noon);
    CU_ASSERT_EQUAL(parsed("2024-02-29 12:30:00Z"), noon);
    CU_ASSERT_EQUAL(parsed("2024-02-29T12:30:00+00:00"), noon);
    CU_ASSERT_EQUAL(parsed("2024-02-29T12:30:00-00:00"), noon);
    CU_ASSERT_EQUAL(parsed("2024-02-29T13:30:00+01:00"), noon);
    CU_ASSERT_EQUAL(parsed("2024-03-01T12:29:00+23:59"), noon);
    CU_ASSERT_EQUAL(parsed("2024-02-28T12:31:00-23:59"), noon);
    CU_ASSERT_EQUAL(parsed("2024-02-29T12:30:00.0Z"), noon);
    CU_ASSERT_EQUAL(parsed("2024-02-29T12:30:00.5Z"), noon + 500000);
    CU_ASSERT_EQUAL(parsed("2024-02-29T12:30:00.000001Z"), noon + 1);
    CU_ASSERT_EQUAL(parsed("2024-02-29T12:30:00.120Z"), noon + 120000);
    CU_ASSERT_EQUAL(parsed("0001-01-01T00:00:00Z"), CSRI_TIME_MIN);
    CU_ASSERT_EQUAL(parsed("9999-12-31T23:59:59.999999Z"), CSRI_TIME_MAX);
    CU_ASSERT_EQUAL(parsed("1969-12-31T23:59:59.999999Z"), -1);
    csr_time at;
    /* Not NUL-ended. */
    CU_ASSERT_EQUAL(csr_time_parse("2024-02-29T12:30:00Z0000", 20, &at, NULL), CSR_OK);
}

static const char *const no_instants[] = {
    "",
    "Z",
    "2024",
    "2024-02-29",
    "2024-02-29T12:30Z",
    "2024-02-29T12:30:00",
    "2024-02-29T12:30:00 Z",
    "2024-02-30T12:30:00Z",
    "2023-02-29T12:30:00Z",
    "1900-02-29T12:30:00Z",
    "2024-04-31T12:30:00Z",
    "2024-00-01T12:30:00Z",
    "2024-13-01T12:30:00Z",
    "2024-01-00T12:30:00Z",
    "2024-01-32T12:30:00Z",
    "0000-12-31T12:30:00Z",
    "2024-02-29T24:00:00Z",
    "2024-02-29T12:60:00Z",
    "2016-12-31T23:59:60Z",
    "2024-02-29T12:30:00.Z",
    "2024-02-29T12:30:00.1234567Z",
    "2024-02-29T12:30:00,5Z",
    "2024-02-29T12:30:00+24:00",
    "2024-02-29T12:30:00+01:60",
    "2024-02-29T12:30:00+0100",
    "2024-02-29T12:30:00+01",
    "2024-02-29T12:30:00+1:00",
    "2024-02-29T12:30:00+01:00x",
    "2024-02-29T12:30:00Zx",
    "2024-02-29T12:30:00ZZ",
    " 2024-02-29T12:30:00Z",
    "2024-02-29T12:30:00Z ",
    "2024/02/29T12:30:00Z",
    "2024-02/29T12:30:00Z",
    "2024-2-29T12:30:00Z",
    "2024-02-9T12:30:00Z",
    "2024-02-29_12:30:00Z",
    "2024-02-29T1:30:00Z",
    "2024-02-29T12-30:00Z",
    "2024-02-29T12:3:00Z",
    "2024-02-29T12:30-00Z",
    "2024-02-29T12:30:0Z",
    "+024-02-29T12:30:00Z",
    "-001-02-29T12:30:00Z",
    "12024-02-29T12:30:00Z",
    "2024-02-29T12:30:00\xe2\x88\x92"
    "01:00",
    "2\xef\xbc\x90"
    "24-02-29T12:30:00Z",
    "20240229T123000Z",
    "2024-W09-4T12:30:00Z",
    "0001-01-01T00:00:00+00:01",
    "9999-12-31T23:59:59-00:01",
};

static void what_is_no_instant_is_refused(void)
{
    for (size_t i = 0; i < sizeof no_instants / sizeof no_instants[0]; i++) {
        csr_error err = CSR_ERROR_INIT;
        csr_time at = 77;
        CU_ASSERT_EQUAL(csr_time_parse(no_instants[i], CSR_NTS, &at, &err), CSR_E_ARGUMENT);
        CU_ASSERT_STRING_EQUAL(err.field, "time");
        CU_ASSERT_EQUAL(at, 77);
    }
    csr_time at = 77;
    CU_ASSERT_EQUAL(csr_time_parse(NULL, 0, &at, NULL), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_time_parse(NULL, CSR_NTS, &at, NULL), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_time_parse("2024-02-29T12:30:00Z", 20, NULL, NULL), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_time_parse("2024-02-29T12:30:00Z\0", 21, &at, NULL), CSR_E_ARGUMENT);
    CU_ASSERT_EQUAL(csr_time_parse("2024-02-29\0"
                                   "12:30:00Z",
                                   20, &at, NULL),
                    CSR_E_ARGUMENT);
}

/* Whatever is cut off, nothing behind the end is read; the sanitizer watches the copy. */
static void every_prefix_of_a_text_is_refused(void)
{
    static const char text[] = "2024-02-29T12:30:00.123456+01:00";
    for (size_t len = 0; len < sizeof text - 1; len++) {
        char exact[sizeof text] = "";
        csr_time at;
        /* The text ends where the array does. */
        memcpy(exact + sizeof exact - len, text, len);
        CU_ASSERT_EQUAL(csr_time_parse(exact + sizeof exact - len, len, &at, NULL), CSR_E_ARGUMENT);
    }
}

static void every_written_instant_is_read_again(void)
{
    uint64_t state = 2026;
    for (int i = 0; i < 50000; i++) {
        int32_t offset_s = ((int32_t)(next_random(&state) % 2879) - 1439) * 60;
        csr_time at = CSRI_TIME_MIN + (csr_time)(next_random(&state) % (uint64_t)(CSRI_TIME_MAX - CSRI_TIME_MIN));
        if (i % 2) {
            at -= at % CSRI_SECOND_US;
        }
        char text[CSR_TIME_TEXT_BYTES];
        if (csr_time_format(at, offset_s, text, NULL) != CSR_OK) {
            /* Only within a day of either end. */
            CU_ASSERT_TRUE(at < CSRI_TIME_MIN + CSRI_DAY_US || at > CSRI_TIME_MAX - CSRI_DAY_US);
            continue;
        }
        csr_time again = 0;
        CU_ASSERT_EQUAL(csr_time_parse(text, CSR_NTS, &again, NULL), CSR_OK);
        CU_ASSERT_EQUAL(again, at);
        CU_ASSERT_EQUAL(strchr(text, '.') != NULL, at % CSRI_SECOND_US != 0);
    }
}

static void texts_in_utc_sort_as_their_instants(void)
{
    uint64_t state = 5;
    for (int i = 0; i < 5000; i++) {
        csr_time a = (csr_time)(next_random(&state) % 4000000000) * CSRI_SECOND_US;
        csr_time b = a + (csr_time)(next_random(&state) % 100000) * CSRI_SECOND_US;
        char text_a[CSR_TIME_TEXT_BYTES], text_b[CSR_TIME_TEXT_BYTES];
        CU_ASSERT_EQUAL(csr_time_format(a, 0, text_a, NULL), CSR_OK);
        CU_ASSERT_EQUAL(csr_time_format(b, 0, text_b, NULL), CSR_OK);
        CU_ASSERT_EQUAL(strcmp(text_a, text_b) < 0, a < b);
    }
}

static void offsets_are_read_alone(void)
{
    static const char *const wrong[] = { "",       "+",      "z ",     "Zz",     "1:00",   "+1:00", "+01:0", "+01:000",
                                         "+01-00", "+aa:00", "+01:bb", "+24:00", "-23:60", "01:00", "*01:00" };
    int32_t seconds = 77;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        CU_ASSERT_EQUAL(csri_offset_parse(wrong[i], strlen(wrong[i]), &seconds), 0);
        CU_ASSERT_EQUAL(seconds, 77);
    }
    CU_ASSERT_TRUE(csri_offset_parse("Z", 1, &seconds) && seconds == 0);
    CU_ASSERT_TRUE(csri_offset_parse("+05:45", 6, &seconds) && seconds == 20700);
    CU_ASSERT_TRUE(csri_offset_parse("-23:59", 6, &seconds) && seconds == -86340);
    CU_ASSERT_TRUE(csri_offset_parse("-00:00", 6, &seconds) && seconds == 0);
    CU_ASSERT_TRUE(csri_offset_parse("z", 1, &seconds) && seconds == 0);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "days agree with counting", days_agree_with_counting },
        { "days before the first year and after the last", days_before_the_first_year_and_after_the_last },
        { "instants are written as the RFC has it", instants_are_written_as_the_rfc_has_it },
        { "instants that have no text are refused", instants_that_have_no_text_are_refused },
        { "offsets are whole minutes of less than a day", offsets_are_whole_minutes_of_less_than_a_day },
        { "instants are read in every allowed form", instants_are_read_in_every_allowed_form },
        { "what is no instant is refused", what_is_no_instant_is_refused },
        { "every prefix of a text is refused", every_prefix_of_a_text_is_refused },
        { "every written instant is read again", every_written_instant_is_read_again },
        { "texts in UTC sort as their instants", texts_in_utc_sort_as_their_instants },
        { "offsets are read alone", offsets_are_read_alone },
        CU_TEST_INFO_NULL,
    };
    CU_SuiteInfo suites[] = { { .pName = "time", .pTests = tests }, CU_SUITE_INFO_NULL };
    return csr_test_main("time", suites, 11);
}
