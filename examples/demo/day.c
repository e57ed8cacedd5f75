#include "day.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* 2 March 2026, a Monday, in Prague: one hour east of UTC. */
#define MIDNIGHT "2026-03-02T00:00:00+01:00"
#define OFFSET_S 3600
#define MINUTE_US (INT64_C(60) * 1000000)

csr_str text(const char *words)
{
    csr_str out;

    csr_str_set(&out, words, CSR_NTS);
    return out;
}

void day_fail(struct day *day, const char *what)
{
    if (day->status != CSR_OK)
        return;
    day->status = CSR_E_CALLBACK;
    snprintf(day->err.message, sizeof day->err.message, "%s", what);
}

static csr_time clock_of(void *user)
{
    return ((const struct day *)user)->now;
}

/* What the library has to say of failures that no call could return. */
static void log_line(void *user, csr_log_level level, const char *component, const char *message)
{
    (void)user;
    if (level >= CSR_LOG_WARNING)
        fprintf(stderr, "csr-demo: %s: %s\n", component, message);
}

static void open_desk(struct day *day, const char *path)
{
    csr_host host = CSR_HOST_INIT;
    csr_desk_open_params params = CSR_DESK_OPEN_PARAMS_INIT;

    host.user = day;
    host.now = clock_of;
    host.log = log_line;
    params.host = &host;
    if (day->status == CSR_OK)
        day->status = csr_desk_open(path, &params, &day->desk, &day->err);
    if (day->status == CSR_OK)
        day->status = csr_session_open(day->desk, NULL, &day->house, &day->err);
}

static void begin_story(struct day *day, struct matter *matter)
{
    matter->story = open_memstream(&matter->text, &matter->size);
    if (matter->story == NULL)
        day_fail(day, "no memory for the stories");
}

void day_begin(struct day *day, const char *path)
{
    memset(day, 0, sizeof *day);
    day->err.struct_size = sizeof day->err;
    day->status = csr_time_parse(MIDNIGHT, CSR_NTS, &day->now, &day->err);
    day_at(day, 8, 30);
    for (int i = 0; i < MATTERS; i++)
        begin_story(day, &day->matters[i]);
    open_desk(day, path);
}

static void close_desk(struct day *day)
{
    for (int i = 0; i < AGENTS; i++) {
        csr_session_close(day->session[i]);
        day->session[i] = NULL;
    }
    csr_session_close(day->house);
    csr_desk_close(day->desk);
    day->house = NULL;
    day->desk = NULL;
}

void day_reopen(struct day *day, const char *path)
{
    close_desk(day);
    open_desk(day, path);
}

int day_end(struct day *day)
{
    close_desk(day);
    for (int i = 0; i < MATTERS; i++) {
        if (day->matters[i].story != NULL)
            fclose(day->matters[i].story);
        free(day->matters[i].text);
    }
    if (day->status == CSR_OK)
        return 0;
    fprintf(stderr, "csr-demo: %s%s%s: %s\n", csr_status_name(day->status), day->err.field[0] != '\0' ? ", " : "",
            day->err.field, day->err.message);
    return 1;
}

/* Minutes since midnight as the house sees them. */
static int minute_of_day(csr_time at)
{
    return (int)((at / 1000000 + OFFSET_S) % 86400 / 60);
}

void day_at(struct day *day, int hour, int minute)
{
    day_pass(day, hour * 60 + minute - minute_of_day(day->now));
}

void day_pass(struct day *day, int minutes)
{
    if (minutes < 0)
        day_fail(day, "the scenes of the day are out of order");
    else
        day->now += minutes * MINUTE_US;
}

void day_clock_text(csr_time at, char out[6])
{
    int minute = minute_of_day(at);

    out[0] = (char)('0' + minute / 600);
    out[1] = (char)('0' + minute / 60 % 10);
    out[2] = ':';
    out[3] = (char)('0' + minute % 60 / 10);
    out[4] = (char)('0' + minute % 10);
    out[5] = '\0';
}

const char *day_of_week(csr_time at)
{
    static const char *const names[] = { "Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed" };

    return names[(at / 1000000 + OFFSET_S) / 86400 % 7]; /* 1 January 1970 was a Thursday */
}

void tell(struct day *day, enum matter_number number, const char *format, ...)
{
    FILE *story = day->matters[number].story;
    char clock[6], words[512];
    va_list values;

    if (day->status != CSR_OK)
        return;
    day_clock_text(day->now, clock);
    va_start(values, format);
    vsnprintf(words, sizeof words, format, values);
    va_end(values);
    fprintf(story, "   %s  ", clock);
    for (const char *p = words; *p != '\0'; p++) {
        fputc(*p, story);
        if (*p == '\n')
            fputs("          ", story);
    }
    fputc('\n', story);
}

void heading(const struct day *day, const char *words)
{
    printf(day->bold ? "\n\033[1m%s\033[0m\n" : "\n%s\n", words);
}
