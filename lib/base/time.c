#include "base/time.h"

#include "base/error.h"
#include "base/text.h"
#include <string.h>

/* Of the Gregorian calendar: 400 years, and from 0000-03-01 to 1970-01-01. */
#define DAYS_OF_ERA 146097
#define DAYS_TO_EPOCH 719468

/* A time as it is written. */
typedef struct written {
    int64_t year;
    int32_t month, day, hour, minute, second;
    int32_t micro;
    int32_t offset_s;
} written;

/* Division that rounds down, and the rest that goes with it; by > 0. */
static int64_t floor_div(int64_t value, int64_t by)
{
    return value / by - (value % by < 0);
}

static int64_t floor_mod(int64_t value, int64_t by)
{
    int64_t rest = value % by;
    return rest < 0 ? rest + by : rest;
}

/*
 * Years are counted from March, so that the leap day is the last of its year, and months have 153 days per five
 * (after Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
 */
int64_t csri_days_from_civil(int64_t year, int32_t month, int32_t day)
{
    int64_t from_march = (month + 9) % 12;
    int64_t y = year - (month <= 2);
    int64_t era = floor_div(y, 400);
    int64_t of_era = y - era * 400;
    int64_t day_of_year = (153 * from_march + 2) / 5 + day - 1;
    return era * DAYS_OF_ERA + of_era * 365 + of_era / 4 - of_era / 100 + day_of_year - DAYS_TO_EPOCH;
}

void csri_civil_from_days(int64_t days, int64_t *year, int32_t *month, int32_t *day)
{
    int64_t shifted = days + DAYS_TO_EPOCH;
    int64_t era = floor_div(shifted, DAYS_OF_ERA);
    int64_t of_era = shifted - era * DAYS_OF_ERA;
    int64_t y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t day_of_year = of_era - (365 * y + y / 4 - y / 100);
    int64_t from_march = (5 * day_of_year + 2) / 153;
    *day = (int32_t)(day_of_year - (153 * from_march + 2) / 5 + 1);
    *month = (int32_t)(from_march < 10 ? from_march + 3 : from_march - 9);
    *year = y + era * 400 + (*month <= 2);
}

int32_t csri_days_in_month(int64_t year, int32_t month)
{
    static const int32_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    if (month < 1 || month > 12)
        return 0;
    int leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return days[month - 1] + (month == 2 && leap);
}

int csri_offset_valid(int32_t seconds)
{
    return seconds > -86400 && seconds < 86400 && seconds % 60 == 0;
}

/* Write n digits, with zeros in front; gives the place behind them. */
static char *put_digits(char *to, int n, int64_t value)
{
    for (int i = n; i-- > 0;) {
        to[i] = (char)('0' + value % 10);
        value /= 10;
    }
    return to + n;
}

static char *put_offset(char *to, int32_t offset_s)
{
    if (offset_s == 0) {
        *to = 'Z';
        return to + 1;
    }
    int32_t minutes = (offset_s < 0 ? -offset_s : offset_s) / 60;
    *to = offset_s < 0 ? '-' : '+';
    to = put_digits(to + 1, 2, minutes / 60);
    *to = ':';
    return put_digits(to + 1, 2, minutes % 60);
}

/* An instant whose local year has four digits. */
static void put_time(char *to, int64_t local, int32_t offset_s)
{
    int64_t year;
    int32_t month, day;
    csri_civil_from_days(floor_div(local, CSRI_DAY_US), &year, &month, &day);
    int64_t of_day = floor_mod(local, CSRI_DAY_US);
    to = put_digits(to, 4, year);
    *to = '-';
    to = put_digits(to + 1, 2, month);
    *to = '-';
    to = put_digits(to + 1, 2, day);
    *to = 'T';
    to = put_digits(to + 1, 2, of_day / CSRI_HOUR_US);
    *to = ':';
    to = put_digits(to + 1, 2, of_day / CSRI_MINUTE_US % 60);
    *to = ':';
    to = put_digits(to + 1, 2, of_day / CSRI_SECOND_US % 60);
    if (of_day % CSRI_SECOND_US != 0) {
        *to = '.';
        to = put_digits(to + 1, 6, of_day % CSRI_SECOND_US);
    }
    *put_offset(to, offset_s) = '\0';
}

static int in_range(csr_time at)
{
    return at >= CSRI_TIME_MIN && at <= CSRI_TIME_MAX;
}

csr_status csr_time_format(csr_time at, int32_t offset_s, char out[CSR_TIME_TEXT_BYTES], csr_error *err)
{
    csri_error_clear(err);
    if (out == NULL)
        return csri_fail(err, CSR_E_ARGUMENT, "out", "NULL was given");
    out[0] = '\0';
    if (!csri_offset_valid(offset_s))
        return csri_fail(err, CSR_E_ARGUMENT, "offset_s", "an offset is whole minutes within +-23:59");
    if (!in_range(at) || !in_range(at + offset_s * CSRI_SECOND_US))
        return csri_fail(err, CSR_E_ARGUMENT, "at", "only the years 0001 to 9999 can be written");
    put_time(out, at + offset_s * CSRI_SECOND_US, offset_s);
    return CSR_OK;
}

/* Read n digits and step over them; 0 when they are not there. */
static int take_digits(const char **p, const char *end, int n, int32_t *out)
{
    int32_t value = 0;
    if (end - *p < n)
        return 0;
    for (int i = 0; i < n; i++) {
        char c = (*p)[i];
        if (c < '0' || c > '9')
            return 0;
        value = value * 10 + (c - '0');
    }
    *p += n;
    *out = value;
    return 1;
}

/* Step over one of the characters in `any`. */
static int take_one(const char **p, const char *end, const char *any)
{
    if (*p == end || **p == '\0' || !strchr(any, **p))
        return 0;
    (*p)++;
    return 1;
}

int csri_offset_parse(const char *ptr, size_t len, int32_t *seconds)
{
    if (len == 0)
        return 0;
    const char *p = ptr;
    const char *end = ptr + len;
    if (len == 1 && take_one(&p, end, "Zz")) {
        *seconds = 0;
        return 1;
    }
    int32_t hour, minute;
    int west = *p == '-';
    if (!take_one(&p, end, "+-") || !take_digits(&p, end, 2, &hour) || !take_one(&p, end, ":") ||
        !take_digits(&p, end, 2, &minute) || p != end || hour > 23 || minute > 59) {
        return 0;
    }
    *seconds = (hour * 3600 + minute * 60) * (west ? -1 : 1);
    return 1;
}

/* One to six digits behind a point, or no point at all. */
static int take_fraction(const char **p, const char *end, int32_t *micro)
{
    int n = 0;
    *micro = 0;
    if (!take_one(p, end, "."))
        return 1;
    for (int32_t digit; n < 6 && take_digits(p, end, 1, &digit); n++)
        *micro = *micro * 10 + digit;
    for (int i = n; i < 6; i++)
        *micro *= 10;
    return n > 0;
}

/* The form alone; whether there is such a day is another question. */
static int read_written(const char *p, const char *end, written *w)
{
    int32_t year;
    if (!take_digits(&p, end, 4, &year) || !take_one(&p, end, "-") || !take_digits(&p, end, 2, &w->month) ||
        !take_one(&p, end, "-") || !take_digits(&p, end, 2, &w->day) || !take_one(&p, end, "Tt ")) {
        return 0;
    }
    w->year = year;
    return take_digits(&p, end, 2, &w->hour) && take_one(&p, end, ":") && take_digits(&p, end, 2, &w->minute) &&
           take_one(&p, end, ":") && take_digits(&p, end, 2, &w->second) && take_fraction(&p, end, &w->micro) &&
           csri_offset_parse(p, (size_t)(end - p), &w->offset_s);
}

csr_status csr_time_parse(const char *text, size_t len, csr_time *out, csr_error *err)
{
    written w;
    csri_error_clear(err);
    len = csri_text_nts(text, len);
    if (!out || len == 0 || !read_written(text, text + len, &w)) {
        return csri_fail(err, CSR_E_ARGUMENT, "time",
                         "a time is written like 2024-02-29T12:30:00Z or 2024-02-29T12:30:00.000001+01:00");
    }
    if (w.year < 1 || w.day < 1 || w.day > csri_days_in_month(w.year, w.month))
        return csri_fail(err, CSR_E_ARGUMENT, "time", "there is no such day");
    if (w.hour > 23 || w.minute > 59 || w.second > 59)
        return csri_fail(err, CSR_E_ARGUMENT, "time", "there is no such time of day; leap seconds are not taken");
    csr_time at = csri_days_from_civil(w.year, w.month, w.day) * CSRI_DAY_US + w.hour * CSRI_HOUR_US +
                  w.minute * CSRI_MINUTE_US + w.second * CSRI_SECOND_US + w.micro - w.offset_s * CSRI_SECOND_US;
    if (!in_range(at))
        return csri_fail(err, CSR_E_ARGUMENT, "time", "the time is outside the years 0001 to 9999 of UTC");
    *out = at;
    return CSR_OK;
}
