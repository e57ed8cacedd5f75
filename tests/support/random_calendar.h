/*
 * Random calendars, their documents, and the slow truth about them: every day walked through, every break cut out as a
 * span of instants.
 */
#ifndef CSR_TEST_RANDOM_CALENDAR_H
#define CSR_TEST_RANDOM_CALENDAR_H

#include "base/buffer.h"
#include "policy/calendar.h"
#include "support/seeded.h"

#define CSR_TEST_RANGES 4
#define CSR_TEST_DATES 8

/* Ranges of one day, in seconds; one that ends before it begins goes on the next day. */
typedef struct csr_test_ranges {
    int32_t day; /* of a date: since 1970-01-01 */
    int count;
    csri_wall_piece list[CSR_TEST_RANGES];
} csr_test_ranges;

typedef struct csr_test_calendar_model {
    const char *zone;
    int32_t first_day; /* dates lie in the 100 days from here */
    csr_test_ranges week[7];
    int special_count, break_count, holiday_count;
    csr_test_ranges special[CSR_TEST_DATES], breaks[CSR_TEST_DATES];
    int32_t holidays[CSR_TEST_DATES + 1];
} csr_test_calendar_model;

/* A calendar that is open sometimes in every week, with dates around a change of the clock. */
void csr_test_random_calendar(csr_test_random *r, csr_test_calendar_model *m);

/* Its document. `shuffled` writes the same calendar in another way: ranges split and overlapping, holidays in another
 * order and twice. */
void csr_test_write_calendar(csr_test_random *r, const csr_test_calendar_model *m, int shuffled, csri_buffer *json);

/* Load it; the zones are those of support/calendars.h. */
csr_calendar *csr_test_load_calendar(csr_test_random *r, const csr_host *host, const csr_test_calendar_model *m,
                                     int shuffled);

/* Spans of open time, in Unix seconds, ascending and apart, of so many days from a day on; how many there are. */
size_t csr_test_open_spans(const csr_test_calendar_model *m, const csr_zone *zone, int32_t first_day, int32_t days,
                           int64_t (*out)[2], size_t room);

#endif
