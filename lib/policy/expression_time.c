#include "policy/expression_time.h"

#include "base/time.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define NANOS 1000000000
#define DAY 86400
/* The first second of year 1, the last of year 9999, and about 10,000 years: what protobuf's types hold. */
#define FIRST INT64_C(-62135596800)
#define LAST INT64_C(253402300799)
#define LONGEST INT64_C(315576000000)

int csri_value_is_time(const csr_value *value)
{
    return value->kind == CSR_VALUE_TIMESTAMP || value->kind == CSR_VALUE_DURATION;
}

/* In range, or undecided; seconds and nanos may each have any sign. */
static csr_value make(int32_t kind, int64_t seconds, int64_t nanos)
{
    csr_value made = { .kind = kind };
    int sound;

    seconds += nanos / NANOS;
    nanos %= NANOS;
    if (nanos < 0) {
        nanos += NANOS;
        seconds--;
    }
    made.as.integer = seconds;
    made.nanos = (int32_t)nanos;
    if (kind == CSR_VALUE_TIMESTAMP)
        sound = seconds >= FIRST && seconds <= LAST;
    else
        sound = seconds >= -LONGEST && (seconds < LONGEST || (seconds == LONGEST && nanos == 0));
    return sound ? made : csri_value_undecided("range error: the time does not fit");
}

csr_value csri_time_of_seconds(int64_t seconds)
{
    if (seconds < FIRST || seconds > LAST)
        return csri_value_undecided("range error: the time does not fit");
    return make(CSR_VALUE_TIMESTAMP, seconds, 0);
}

csr_value csri_time_add(const csr_value *a, const csr_value *b)
{
    int32_t kind = a->kind == b->kind ? a->kind : CSR_VALUE_TIMESTAMP;

    if (a->kind == CSR_VALUE_TIMESTAMP && b->kind == CSR_VALUE_TIMESTAMP)
        return csri_value_no_overload();
    return make(kind, a->as.integer + b->as.integer, (int64_t)a->nanos + b->nanos);
}

csr_value csri_time_subtract(const csr_value *a, const csr_value *b)
{
    int32_t kind = b->kind == CSR_VALUE_DURATION ? a->kind : CSR_VALUE_DURATION;
    csr_value rest;

    if (a->kind == CSR_VALUE_DURATION && b->kind == CSR_VALUE_TIMESTAMP)
        return csri_value_no_overload();
    rest = make(kind, a->as.integer - b->as.integer, (int64_t)a->nanos - b->nanos);
    /* Between instants other implementations count in 64 bits of nanoseconds: about 292 years. */
    if (a->kind == CSR_VALUE_TIMESTAMP && b->kind == CSR_VALUE_TIMESTAMP &&
        (rest.as.integer > INT64_MAX / NANOS - 1 || rest.as.integer < -(INT64_MAX / NANOS - 1)))
        return csri_value_undecided("range error: the time does not fit");
    return rest;
}

/* What is left of a text. */
typedef struct reader {
    const char *p, *end;
} reader;

static int take(reader *r, const char *any)
{
    if (r->p == r->end || strchr(any, *r->p) == NULL || *r->p == '\0')
        return 0;
    r->p++;
    return 1;
}

/* So many digits. */
static int read_number(reader *r, int digits, int64_t low, int64_t high, int64_t *out)
{
    for (*out = 0; digits > 0; digits--, r->p++) {
        if (r->p == r->end || *r->p < '0' || *r->p > '9')
            return 0;
        *out = *out * 10 + (*r->p - '0');
    }
    return *out >= low && *out <= high;
}

/* Behind a decimal point: nanoseconds; digits beyond the ninth are dropped. */
static int read_fraction(reader *r, int64_t *nanos)
{
    int64_t unit = NANOS;
    const char *from = r->p;

    for (*nanos = 0; r->p < r->end && *r->p >= '0' && *r->p <= '9'; r->p++) {
        unit /= 10;
        *nanos += unit * (*r->p - '0');
    }
    return r->p > from;
}

typedef struct moment {
    int64_t year, month, day, hour, minute, second, nanos;
} moment;

static int read_moment(reader *r, moment *m)
{
    if (!read_number(r, 4, 1, 9999, &m->year) || !take(r, "-") || !read_number(r, 2, 1, 12, &m->month) ||
        !take(r, "-") || !read_number(r, 2, 1, csri_days_in_month(m->year, (int32_t)m->month), &m->day))
        return 0;
    if (!take(r, "Tt") || !read_number(r, 2, 0, 23, &m->hour) || !take(r, ":") ||
        !read_number(r, 2, 0, 59, &m->minute) || !take(r, ":") || !read_number(r, 2, 0, 59, &m->second))
        return 0;
    m->nanos = 0;
    return !take(r, ".") || read_fraction(r, &m->nanos);
}

csr_value csri_time_of_text(const csr_value *text)
{
    reader r = { text->as.text, text->as.text + text->count };
    int32_t offset;
    moment m;
    int64_t seconds;

    if (text->count == 0 || !read_moment(&r, &m) || !csri_offset_parse(r.p, (size_t)(r.end - r.p), &offset))
        return csri_value_undecided("this text is no timestamp");
    seconds = csri_days_from_civil(m.year, (int32_t)m.month, (int32_t)m.day) * DAY + m.hour * 3600 + m.minute * 60 +
              m.second - offset;
    return make(CSR_VALUE_TIMESTAMP, seconds, m.nanos);
}

typedef struct unit {
    char name[4];
    int64_t nanos;
} unit;

/* Longer names first; the two micro signs. */
static const unit units[] = {
    { "ns", 1 },       { "us", 1000 }, { "\xc2\xb5s", 1000 },        { "\xce\xbcs", 1000 },
    { "ms", 1000000 }, { "s", NANOS }, { "m", INT64_C(60) * NANOS }, { "h", INT64_C(3600) * NANOS },
};

static const unit *read_unit(reader *r)
{
    for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
        size_t len = strlen(units[i].name);
        if ((size_t)(r->end - r->p) >= len && memcmp(r->p, units[i].name, len) == 0) {
            r->p += len;
            return &units[i];
        }
    }
    return NULL;
}

/* One number with its unit, added to *seconds and *nanos. */
static int read_part(reader *r, int64_t *seconds, int64_t *nanos)
{
    const char *from = r->p;
    int64_t whole = 0, fraction = 0;
    const unit *u;

    for (; r->p < r->end && *r->p >= '0' && *r->p <= '9'; r->p++)
        if (whole <= LONGEST * 10)
            whole = whole * 10 + (*r->p - '0');
    if (take(r, ".") ? !read_fraction(r, &fraction) && r->p - from < 2 : r->p == from)
        return 0;
    u = read_unit(r);
    if (u == NULL)
        return 0;
    /* Units of a second and more count seconds, so that nothing overflows. */
    if (u->nanos >= NANOS) {
        *seconds += whole * (u->nanos / NANOS);
        *nanos += fraction * (u->nanos / NANOS);
    } else {
        *seconds += whole / (NANOS / u->nanos);
        *nanos += whole % (NANOS / u->nanos) * u->nanos + fraction / (NANOS / u->nanos);
    }
    return *seconds <= LONGEST * 2;
}

csr_value csri_duration_of_text(const csr_value *text)
{
    reader r = { text->as.text, text->as.text + text->count };
    int64_t seconds = 0, nanos = 0;
    int negative;

    if (text->count == 0)
        return csri_value_undecided("this text is no duration");
    negative = *r.p == '-';
    (void)take(&r, "+-");
    if (r.end - r.p == 1 && *r.p == '0')
        return make(CSR_VALUE_DURATION, 0, 0);
    do {
        if (!read_part(&r, &seconds, &nanos))
            return csri_value_undecided(seconds > LONGEST ? "range error: the time does not fit"
                                                          : "this text is no duration");
    } while (r.p < r.end);
    return negative ? make(CSR_VALUE_DURATION, -seconds, -nanos) : make(CSR_VALUE_DURATION, seconds, nanos);
}

/* ".5", without zeros at the end. */
static size_t put_fraction(char *out, int64_t nanos)
{
    size_t len;

    if (nanos == 0)
        return 0;
    len = (size_t)snprintf(out, 11, ".%09d", (int)nanos);
    while (out[len - 1] == '0')
        len--;
    return len;
}

size_t csri_time_text(const csr_value *value, char *out)
{
    int64_t seconds = value->as.integer, nanos = value->nanos, year;
    int32_t month, day;
    size_t len;

    if (value->kind == CSR_VALUE_DURATION) {
        int negative = seconds < 0;
        if (negative && nanos != 0) {
            seconds++;
            nanos = NANOS - nanos;
        }
        len = (size_t)snprintf(out, CSRI_TIME_TEXT, "%s%" PRId64, negative ? "-" : "", negative ? -seconds : seconds);
        len += put_fraction(out + len, nanos);
        out[len] = 's';
        return len + 1;
    }
    csri_civil_from_days((seconds - FIRST) / DAY + FIRST / DAY, &year, &month, &day);
    seconds = (seconds - FIRST) % DAY;
    len = (size_t)snprintf(out, CSRI_TIME_TEXT, "%04d-%02d-%02dT%02d:%02d:%02d", (int)year, (int)month, (int)day,
                           (int)(seconds / 3600), (int)(seconds / 60 % 60), (int)(seconds % 60));
    len += put_fraction(out + len, nanos);
    out[len] = 'Z';
    return len + 1;
}

int64_t csri_time_part(const csr_value *time, int part, int64_t offset)
{
    /* Counted from a Monday in the year -1, so that nothing is negative. */
    int64_t local = time->as.integer + offset - (FIRST - 366 * (int64_t)DAY), days, year;
    int64_t second = local % DAY;
    int32_t month, day;

    days = local / DAY + (FIRST / DAY - 366);
    csri_civil_from_days(days, &year, &month, &day);
    switch (part) {
    case CSRI_PART_YEAR: return year;
    case CSRI_PART_MONTH: return month - 1;
    case CSRI_PART_DATE: return day;
    case CSRI_PART_DAY_OF_MONTH: return day - 1;
    case CSRI_PART_DAY_OF_WEEK: return ((days + 4) % 7 + 7) % 7;
    case CSRI_PART_DAY_OF_YEAR: return days - csri_days_from_civil(year, 1, 1);
    case CSRI_PART_HOURS: return second / 3600;
    case CSRI_PART_MINUTES: return second / 60 % 60;
    case CSRI_PART_SECONDS: return second % 60;
    default: return time->nanos / 1000000;
    }
}

int64_t csri_duration_part(const csr_value *length, int part)
{
    /* Toward zero: the seconds are rounded down when there are nanoseconds. */
    int64_t seconds = length->as.integer, nanos = length->nanos;

    if (seconds < 0 && nanos != 0) {
        seconds++;
        nanos -= NANOS;
    }
    switch (part) {
    case CSRI_PART_HOURS: return seconds / 3600;
    case CSRI_PART_MINUTES: return seconds / 60;
    case CSRI_PART_SECONDS: return seconds;
    default: return nanos / 1000000;
    }
}

int csri_time_fixed_zone(csr_str name, int64_t *offset)
{
    reader r = { name.ptr, name.ptr + name.len };
    int64_t hours, minutes;
    int negative;

    *offset = 0;
    if ((name.len == 3 && memcmp(name.ptr, "UTC", 3) == 0) || (name.len == 1 && *name.ptr == 'Z'))
        return 1;
    if (name.len == 0)
        return 0;
    negative = *r.p == '-';
    (void)take(&r, "+-");
    if (!read_number(&r, 2, 0, 23, &hours) || !take(&r, ":") || !read_number(&r, 2, 0, 59, &minutes) || r.p != r.end)
        return 0;
    *offset = (hours * 60 + minutes) * (negative ? -60 : 60);
    return 1;
}
