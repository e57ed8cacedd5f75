#include "base/number.h"

#include "base/guard.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LONGEST 127

/* Locales write the point differently, and may take more than one byte for it, but never none. */
static const char *locale_point(void)
{
    return localeconv()->decimal_point;
}

int csri_double_read(const char *ptr, size_t len, double *out)
{
    char copy[LONGEST + 16], *end;
    const char *point = locale_point(), *dot = memchr(ptr, '.', len);
    size_t whole = dot == NULL ? len : (size_t)(dot - ptr), extra = strlen(point);

    /* strtod() takes blanks and hexadecimal digits too. */
    if (len == 0 || len > LONGEST || CSRI_NEVER(extra > 8))
        return 0;
    memcpy(copy, ptr, len);
    copy[len] = '\0';
    if (strspn(copy, "+-.0123456789eEinfatyINFATY") != len)
        return 0;
    if (dot != NULL) {
        memcpy(copy + whole, point, extra);
        memcpy(copy + whole + extra, dot + 1, len - whole - 1);
        len += extra - 1;
        copy[len] = '\0';
    }
    *out = strtod(copy, &end);
    return end == copy + len;
}

/* %g with the point that everybody reads. */
static size_t put_digits(double number, int digits, char *out)
{
    const char *point = locale_point();
    size_t len = (size_t)snprintf(out, CSRI_DOUBLE_TEXT, "%.*g", digits, number), extra = strlen(point);
    char *found = strstr(out, point);

    if (found != NULL) {
        *found = '.';
        memmove(found + 1, found + extra, len - (size_t)(found - out) - extra + 1);
        len -= extra - 1;
    }
    return len;
}

size_t csri_double_write(double number, char *out)
{
    double back;
    size_t len = 0;

    if (isnan(number))
        return (size_t)snprintf(out, CSRI_DOUBLE_TEXT, "NaN");
    if (isinf(number))
        return (size_t)snprintf(out, CSRI_DOUBLE_TEXT, number > 0 ? "+Inf" : "-Inf");
    for (int digits = 1; CSRI_ALWAYS(digits <= 17); digits++) {
        len = put_digits(number, digits, out);
        /* NOLINTNEXTLINE(bugprone-suspicious-memory-comparison): bit for bit, so that -0 is not 0 */
        if (CSRI_ALWAYS(csri_double_read(out, len, &back)) && memcmp(&back, &number, sizeof(back)) == 0)
            break;
    }
    return len;
}
