#include "instants.h"

#include <stdio.h>
#include <string.h>

#define SECOND_US INT64_C(1000000)
#define DAY_US (86400 * SECOND_US)

static const struct unit {
    const char *name;
    int64_t us;
} units[] = {
    { "ms", 1000 },  { "s", SECOND_US },  { "min", 60 * SECOND_US }, { "m", 60 * SECOND_US }, { "h", 3600 * SECOND_US },
    { "d", DAY_US }, { "w", 7 * DAY_US },
};

/* The unit that stands at the text with nothing but a digit or the end behind it. */
static const struct unit *unit_at(const char *text, size_t *len)
{
    *len = strspn(text, "abcdefghijklmnopqrstuvwxyz");
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        if (strlen(units[i].name) == *len && strncmp(units[i].name, text, *len) == 0)
            return &units[i];
    return NULL;
}

int duration_read(const char *text, int64_t *out_us)
{
    int64_t sum = 0;

    if (*text == '\0')
        return 0;
    while (*text != '\0') {
        const struct unit *unit;
        int64_t n = 0;
        size_t len, digits = strspn(text, "0123456789");
        if (digits == 0 || digits > 12)
            return 0;
        for (size_t i = 0; i < digits; i++)
            n = n * 10 + (text[i] - '0');
        unit = unit_at(text + digits, &len);
        if (unit == NULL || n > (INT64_MAX - sum) / unit->us)
            return 0;
        sum += n * unit->us;
        text += digits + len;
    }
    *out_us = sum;
    return 1;
}

/* The date of an instant at an offset: "2026-11-21". */
static void date_of(csr_time at, int32_t offset_s, char out[CSR_TIME_TEXT_BYTES])
{
    (void)csr_time_format(at, offset_s, out, NULL);
    out[strlen(out) < 10 ? 0 : 10] = '\0';
}

static const char *skip_blanks(const char *text)
{
    return text + strspn(text, " ");
}

/* Move a date or the name of a day from *text to `date`; without one it is today. */
static void take_date(const char **text, csr_time now, int32_t offset_s, char date[CSR_TIME_TEXT_BYTES])
{
    static const struct {
        const char *name;
        int days;
    } days[] = { { "today", 0 }, { "yesterday", -1 }, { "tomorrow", 1 } };
    size_t digits = strspn(*text, "0123456789-");

    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++) {
        size_t len = strlen(days[i].name);
        if (strncmp(*text, days[i].name, len) == 0 && ((*text)[len] == '\0' || (*text)[len] == ' ')) {
            date_of(now + days[i].days * DAY_US, offset_s, date);
            *text = skip_blanks(*text + len);
            return;
        }
    }
    if (digits == 10 && (*text)[4] == '-') {
        memcpy(date, *text, 10);
        date[10] = '\0';
        *text += 10;
        *text = **text == 'T' || **text == 't' ? *text + 1 : skip_blanks(*text);
        return;
    }
    date_of(now, offset_s, date);
}

/* Write "Z" or "+hh:mm". */
static void write_offset(int32_t offset_s, char out[8])
{
    int32_t minutes = (offset_s < 0 ? -offset_s : offset_s) / 60;

    if (offset_s == 0)
        (void)snprintf(out, 8, "Z");
    else
        (void)snprintf(out, 8, "%c%02d:%02d", offset_s < 0 ? '-' : '+', (int)(minutes / 60 % 100), (int)(minutes % 60));
}

/* "9:00", "15:30:10", "15:30:10.5" with an offset behind or not, completed to what RFC 3339 wants. */
static int complete_time(const char *text, int32_t offset_s, char *out, size_t size)
{
    size_t clock = strspn(text, "0123456789:."), hours = strspn(text, "0123456789");
    size_t colons = 0;
    char offset[8];
    int n;

    for (size_t i = 0; i < clock; i++)
        colons += text[i] == ':';
    if (hours < 1 || hours > 2 || colons < 1 || colons > 2 || clock > 20)
        return 0;
    write_offset(offset_s, offset);
    n = snprintf(out, size, "%s%.*s%s%s", hours == 1 ? "0" : "", (int)clock, text, colons == 1 ? ":00" : "",
                 text[clock] != '\0' ? skip_blanks(text + clock) : offset);
    return n > 0 && (size_t)n < size;
}

/* "-2h" and "+3d": a duration before or after now. */
static int relative_read(const char *text, csr_time now, csr_time *out)
{
    int64_t us;

    if (!duration_read(text + 1, &us) || us > INT64_MAX / 4)
        return 0;
    *out = text[0] == '-' ? now - us : now + us;
    return 1;
}

int instant_read(const char *text, csr_time now, int32_t offset_s, csr_time *out)
{
    char date[CSR_TIME_TEXT_BYTES], clock[40] = "00:00:00", offset[8], whole[96];

    text = skip_blanks(text);
    if (strcmp(text, "now") == 0) {
        *out = now;
        return 1;
    }
    if (text[0] == '-' || text[0] == '+')
        return relative_read(text, now, out);
    if (*text == '\0')
        return 0;
    take_date(&text, now, offset_s, date);
    write_offset(offset_s, offset);
    if (*text == '\0')
        (void)snprintf(clock, sizeof clock, "00:00:00%s", offset);
    else if (!complete_time(text, offset_s, clock, sizeof clock))
        return 0;
    (void)snprintf(whole, sizeof whole, "%sT%s", date, clock);
    return csr_time_parse(whole, CSR_NTS, out, NULL) == CSR_OK;
}
