/*
 * Instants: what is read can be written and read again at any offset, and what is written is read back.
 */
#include "base/time.h"
#include "support/fuzz.h"

#include <string.h>

/* The calendar, counted by hand: slow and independent of the library's arithmetic. */
static int64_t days_by_counting(int64_t year, int32_t month, int32_t day)
{
    static const int32_t lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    int64_t days = -719162;

    for (int64_t y = 1; y < year; y++)
        days += 365 + (y % 4 == 0 && (y % 100 != 0 || y % 400 == 0));
    for (int32_t m = 1; m < month; m++)
        days += lengths[m - 1] + (m == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
    return days + day - 1;
}

static void check_calendar(csr_time at)
{
    int64_t days = at / CSRI_DAY_US - (at % CSRI_DAY_US < 0), year;
    int32_t month, day;

    csri_civil_from_days(days, &year, &month, &day);
    FUZZ_REQUIRE(days_by_counting(year, month, day) == days);
    FUZZ_REQUIRE(csri_days_from_civil(year, month, day) == days);
    FUZZ_REQUIRE(month >= 1 && month <= 12 && day >= 1 && day <= csri_days_in_month(year, month));
}

static void check_written(csr_time at, int32_t offset_s)
{
    char text[CSR_TIME_TEXT_BYTES];
    csr_time again = 0;
    csr_error err = CSR_ERROR_INIT;
    csr_status status = csr_time_format(at, offset_s, text, &err);

    FUZZ_REQUIRE(status == CSR_OK || (status == CSR_E_ARGUMENT && text[0] == '\0'));
    if (status != CSR_OK)
        return;
    FUZZ_REQUIRE(strlen(text) < CSR_TIME_TEXT_BYTES);
    FUZZ_REQUIRE(csr_time_parse(text, CSR_NTS, &again, NULL) == CSR_OK && again == at);
    check_calendar(at);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_in in = { data, data + size };
    int is_text = fuzz_byte(&in) & 1;
    int32_t offset_s = (int32_t)(fuzz_below(&in, 65536) % 2880 * 60) - 86400;
    csr_time at = 77;
    int32_t seconds;

    if (is_text) {
        csr_str rest = fuzz_rest(&in);
        csr_status status = csr_time_parse(rest.ptr, rest.len, &at, NULL);
        FUZZ_REQUIRE(status == CSR_OK || (status == CSR_E_ARGUMENT && at == 77));
        if (csri_offset_parse(rest.ptr, rest.len, &seconds))
            FUZZ_REQUIRE(csri_offset_valid(seconds));
        if (status == CSR_OK)
            check_written(at, 0);
    } else {
        at = fuzz_i64(&in);
        check_written(at, (int32_t)fuzz_i64(&in));
    }
    check_written(at, offset_s);
    return 0;
}
