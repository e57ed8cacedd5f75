#include "policy/posix_rule.h"

#include "base/time.h"

/* What is left to read. */
typedef struct cursor {
    const char *p, *end;
} cursor;

static int is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static int is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static int take(cursor *c, char what)
{
    if (c->p == c->end || *c->p != what) {
        return 0;
    }
    c->p++;
    return 1;
}

/* A number of one to max_digits digits, from low to high. */
static int take_number(cursor *c, int max_digits, int32_t low, int32_t high, int32_t *out)
{
    int32_t value = 0;
    int digits = 0;
    while (digits < max_digits && c->p < c->end && is_digit(*c->p)) {
        value = value * 10 + (*c->p - '0');
        c->p++;
        digits++;
    }
    *out = value;
    return digits > 0 && value >= low && value <= high;
}

/* At least three letters, or at least three of letters, digits and signs in < >. The name itself is not needed. */
static int skip_name(cursor *c)
{
    int quoted = take(c, '<');
    const char *from = c->p;
    while (c->p < c->end && (is_letter(*c->p) || (quoted && (is_digit(*c->p) || *c->p == '+' || *c->p == '-')))) {
        c->p++;
    }
    return c->p - from >= 3 && (!quoted || take(c, '>'));
}

/* [+-]hh[:mm[:ss]] in seconds. */
static int take_time(cursor *c, int max_digits, int32_t max_hours, int32_t *out)
{
    int32_t hours, minutes = 0, seconds = 0;
    int negative = take(c, '-');
    if (!negative) {
        (void)take(c, '+');
    }
    if (!take_number(c, max_digits, 0, max_hours, &hours)) {
        return 0;
    }
    if (take(c, ':')) {
        if (!take_number(c, 2, 0, 59, &minutes) || (take(c, ':') && !take_number(c, 2, 0, 59, &seconds))) {
            return 0;
        }
    }
    *out = hours * 3600 + minutes * 60 + seconds;
    *out = negative ? -*out : *out;
    return 1;
}

/* POSIX counts offsets to the west. */
static int take_offset(cursor *c, int32_t *out)
{
    int32_t west;
    if (!take_time(c, 2, 24, &west)) {
        return 0;
    }
    *out = -west;
    return 1;
}

static int take_day(cursor *c, csri_rule_date *out)
{
    if (take(c, 'M')) {
        out->form = 'M';
        return take_number(c, 2, 1, 12, &out->month) && take(c, '.') && take_number(c, 1, 1, 5, &out->week) &&
               take(c, '.') && take_number(c, 1, 0, 6, &out->day);
    }
    if (take(c, 'J')) {
        out->form = 'J';
        return take_number(c, 3, 1, 365, &out->day);
    }
    out->form = 'n';
    return take_number(c, 3, 0, 365, &out->day);
}

static int take_date(cursor *c, csri_rule_date *out)
{
    out->after_midnight_s = 2 * 3600;
    return take(c, ',') && take_day(c, out) && (!take(c, '/') || take_time(c, 3, 167, &out->after_midnight_s));
}

int csri_posix_rule_read(const char *text, size_t len, csri_posix_rule *out)
{
    const csri_posix_rule none = { 0 };
    cursor c = { text, text + len };
    *out = none;
    if (!skip_name(&c) || !take_offset(&c, &out->standard_s)) {
        return 0;
    }
    if (c.p == c.end) {
        return 1;
    }
    out->has_summer = 1;
    out->summer_s = out->standard_s + 3600;
    if (!skip_name(&c) || (c.p < c.end && *c.p != ',' && !take_offset(&c, &out->summer_s))) {
        return 0;
    }
    /* Daylight saving time without its dates has no meaning of its own: POSIX leaves it to the system. */
    return take_date(&c, &out->start) && take_date(&c, &out->end) && c.p == c.end;
}

/* Days from 1970-01-01 to 1 January of the year. */
static int64_t new_year(int64_t year)
{
    return csri_days_from_civil(year, 1, 1);
}

static int64_t day_in_month(const csri_rule_date *date, int64_t year)
{
    int64_t first = csri_days_from_civil(year, date->month, 1);
    /* 1970-01-01 was a Thursday; the remainder of a negative number is negative. */
    int64_t weekday = ((first + 4) % 7 + 7) % 7;
    int64_t day = (date->day - weekday + 7) % 7 + 7 * (int64_t)(date->week - 1);
    return first + (day >= csri_days_in_month(year, date->month) ? day - 7 : day);
}

/* Wall-clock seconds of the date. */
static int64_t wall_of(const csri_rule_date *date, int64_t year)
{
    int64_t day;
    if (date->form == 'M') {
        day = day_in_month(date, year);
    } else if (date->form == 'J') {
        int past_leap_day = date->day >= 60 && csri_days_in_month(year, 2) == 29;
        day = new_year(year) + date->day - 1 + past_leap_day;
    } else {
        day = new_year(year) + date->day;
    }
    return day * CSRI_DAY_S + date->after_midnight_s;
}

int64_t csri_posix_rule_start(const csri_posix_rule *rule, int64_t year)
{
    return wall_of(&rule->start, year) - rule->standard_s;
}

int64_t csri_posix_rule_end(const csri_posix_rule *rule, int64_t year)
{
    return wall_of(&rule->end, year) - rule->summer_s;
}
