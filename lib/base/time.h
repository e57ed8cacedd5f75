/**
 * Instants as text, and the calendar arithmetic behind them: proleptic Gregorian, UTC, no leap seconds.
 */
#ifndef CSRI_BASE_TIME_H
#define CSRI_BASE_TIME_H

#include <csr/types.h>

/** Microseconds of a second, a minute, an hour and a day. */
#define CSRI_SECOND_US INT64_C(1000000)
#define CSRI_MINUTE_US (60 * CSRI_SECOND_US)
#define CSRI_HOUR_US (60 * CSRI_MINUTE_US)
#define CSRI_DAY_US (24 * CSRI_HOUR_US)

/** 0001-01-01T00:00:00Z and the last microsecond of 9999: what csr_time_format() can write. */
#define CSRI_TIME_MIN (INT64_C(-719162) * CSRI_DAY_US)
#define CSRI_TIME_MAX (INT64_C(2932897) * CSRI_DAY_US - 1)

/** Days from 1970-01-01 to a date; month 1..12, day 1..31. Any year whose days fit. */
int64_t csri_days_from_civil(int64_t year, int32_t month, int32_t day);

/** The date that is `days` after 1970-01-01. */
void csri_civil_from_days(int64_t days, int64_t *year, int32_t *month, int32_t *day);

/** 28 to 31; 0 when month is not 1..12. */
int32_t csri_days_in_month(int64_t year, int32_t month);

/** Read "Z", "z" or "+hh:mm" / "-hh:mm" up to 23:59, all of len bytes: 1 and seconds east of UTC, or 0. */
int csri_offset_parse(const char *ptr, size_t len, int32_t *seconds);

/** An offset as csr_time_format() takes it: whole minutes within +-23:59. */
int csri_offset_valid(int32_t seconds);

#endif
