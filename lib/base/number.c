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
    /* Digits that come to infinity do not fit; the word for it is no digit. */
    return end == text + len && (!isinf(*out) || strpbrk(text, "iI") != NULL);
}

int csri_double_read(const char *ptr, size_t len, double *out)
{
    char copy[LONGEST + CSRI_DOUBLE_SPARE];

    if (len > LONGEST)
        return 0;
    memcpy(copy, ptr, len);
    return csri_double_convert(copy, len, out);
}

/* Written with the point that everybody reads. */
static size_t put_point(size_t len, char *out)
{
    const char *point = locale_point();
    size_t extra = strlen(point);
    char *found = strstr(out, point);

    if (found == NULL)
        return len;
    *found = '.';
    memmove(found + 1, found + extra, len - (size_t)(found - out) - extra + 1);
    return len + 1 - extra;
}

/* The fewest digits that read back as the number, as d.ddde+xx; how many they are. */
static int shortest(double number, size_t *len, char *out)
{
    double back;
    int digits = 1;

    for (;; digits++) {
        *len = put_point((size_t)snprintf(out, CSRI_DOUBLE_TEXT, "%.*e", digits - 1, number), out);
        /* NOLINTNEXTLINE(bugprone-suspicious-memory-comparison): bit for bit, so that -0 is not 0 */
        if (csri_double_read(out, *len, &back) && memcmp(&back, &number, sizeof(back)) == 0)
            return digits;
    }
}

size_t csri_double_write(double number, int places, char *out)
{
    size_t len = 0;
    int digits, power;

    if (isnan(number))
        return (size_t)snprintf(out, CSRI_DOUBLE_TEXT, "NaN");
    if (isinf(number))
        return (size_t)snprintf(out, CSRI_DOUBLE_TEXT, number > 0 ? "+Inf" : "-Inf");
    digits = shortest(number, &len, out);
    power = (int)strtol(strchr(out, 'e') + 1, NULL, 10);
    if (power < -4 || power >= places)
        return len;
    len = (size_t)snprintf(out, CSRI_DOUBLE_TEXT, "%.*f", digits - 1 > power ? digits - 1 - power : 0, number);
    return put_point(len, out);
}
