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

int csri_double_convert(char *text, size_t len, double *out)
{
    char *end, *dot;
    const char *point = locale_point();
    size_t extra = strlen(point);

    text[len] = '\0';
    /* strtod() takes blanks and hexadecimal digits too. */
    if (len == 0 || strspn(text, "+-.0123456789eEinfatyINFATY") != len || CSRI_NEVER(extra >= CSRI_DOUBLE_SPARE))
        return 0;
    dot = strchr(text, '.');
    if (dot != NULL) {
        memmove(dot + extra, dot + 1, len - (size_t)(dot - text));
        for (size_t i = 0; i < extra; i++)
            dot[i] = point[i];
        len += extra - 1;
    }
    *out = strtod(text, &end);
    return end == text + len;
}

int csri_double_read(const char *ptr, size_t len, double *out)
{
    char copy[LONGEST + CSRI_DOUBLE_SPARE];

    if (len > LONGEST)
        return 0;
    memcpy(copy, ptr, len);
    return csri_double_convert(copy, len, out);
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
