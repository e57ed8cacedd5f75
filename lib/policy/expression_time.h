/*
 * Instants and lengths of time as values: seconds and nanoseconds, the nanoseconds never negative.
 */
#ifndef CSRI_POLICY_EXPRESSION_TIME_H
#define CSRI_POLICY_EXPRESSION_TIME_H

#include "policy/expression_value.h"

/* An instant or a length of time. */
int csri_value_is_time(const csr_value *value);

/* The sum and the difference of two of them, where there is one. */
csr_value csri_time_add(const csr_value *a, const csr_value *b);
csr_value csri_time_subtract(const csr_value *a, const csr_value *b);

/* Of a number of seconds. */
csr_value csri_time_of_seconds(int64_t seconds);
/* Of RFC 3339 text, such as "2026-03-02T10:00:00.5+01:00". */
csr_value csri_time_of_text(const csr_value *text);
/* Of a text such as "1h30m", "-1.5s", "250ms". */
csr_value csri_duration_of_text(const csr_value *text);
/* As text: RFC 3339 in UTC; seconds with an "s". At most CSRI_TIME_TEXT bytes into out; their number. */
#define CSRI_TIME_TEXT 48
size_t csri_time_text(const csr_value *value, char *out);

/* Which part of an instant or a length. */
enum csri_time_part {
    CSRI_PART_YEAR = 1,
    CSRI_PART_MONTH,        /* from 0 */
    CSRI_PART_DATE,         /* from 1 */
    CSRI_PART_DAY_OF_MONTH, /* from 0 */
    CSRI_PART_DAY_OF_WEEK,  /* from 0 = Sunday */
    CSRI_PART_DAY_OF_YEAR,  /* from 0 */
    CSRI_PART_HOURS,
    CSRI_PART_MINUTES,
    CSRI_PART_SECONDS,
    CSRI_PART_MILLISECONDS
};

/* A part of an instant as clocks so many seconds east of UTC show it. */
int64_t csri_time_part(const csr_value *time, int part, int64_t offset);
/* The whole hours, minutes or seconds of a length; its milliseconds beyond the second. */
int64_t csri_duration_part(const csr_value *length, int part);
/* "UTC", "Z", "+02:30", "-02:30", "02:30": 1 and seconds east of UTC, else 0. */
int csri_time_fixed_zone(csr_str name, int64_t *offset);

#endif
