#include "calendar_source.h"

#include "common.h"
#include "documents.h"
#include "instants.h"
#include "values.h"

#include <stdlib.h>
#include <string.h>

int calendar_load(struct tool *tool, const char *what, const char *text, size_t len, csr_calendar **out)
{
    csr_calendar_load_params params = CSR_CALENDAR_LOAD_PARAMS_INIT;
    const char *directory = args_value(&tool->args, "zoneinfo");
    csr_error err = CSR_ERROR_INIT;

    csr_str_set(&params.directory, directory != NULL ? directory : "", CSR_NTS);
    if (csr_calendar_load(text, len, &params, out, &err) != CSR_OK)
        return say_error(what, &err);
    return CODE_DONE;
}

int calendar_source_open(struct tool *tool, const char *word, struct calendar_source *out)
{
    int code;

    memset(out, 0, sizeof *out);
    if (strcmp(word, "24x7") == 0)
        return CODE_DONE;
    code = document_read(tool, "calendar", word, &out->text, &out->len);
    return code == CODE_DONE ? calendar_load(tool, word, out->text, out->len, &out->calendar) : code;
}

void calendar_source_close(struct calendar_source *source)
{
    csr_calendar_free(source->calendar);
    free(source->text);
    memset(source, 0, sizeof *source);
}

int calendar_instant(const csr_calendar *calendar, const char *text, csr_time *out)
{
    const csr_zone *zone = csr_calendar_zone(calendar);
    csr_time now = value_now(), other;
    int32_t offset = csr_zone_offset(zone, now);
    csr_error err = CSR_ERROR_INIT;

    if (!instant_read(text, now, offset, out) || !instant_read(text, now, offset + 3600, &other))
        return say(CODE_USAGE, "%s is no instant; write 2026-11-21T10:00, or with Z or +01:00 behind it", text);
    /* Who says an offset, or "now", means the same instant everywhere. */
    if (*out == other)
        return CODE_DONE;
    if (csr_zone_instant(zone, *out + offset * SECOND_US, out, &err) != CSR_OK)
        return say_error("calendar", &err);
    return CODE_DONE;
}

int64_t calendar_wall(const csr_calendar *calendar, csr_time at)
{
    int64_t second = at / SECOND_US - (at % SECOND_US < 0);

    return second + csr_zone_offset(csr_calendar_zone(calendar), at);
}

int calendar_read_date(const char *ptr, size_t len, int64_t *out)
{
    char full[32];
    csr_time at;

    if (len != strlen("2025-12-24"))
        return 0;
    snprintf(full, sizeof full, "%.10sT00:00:00Z", ptr);
    if (csr_time_parse(full, CSR_NTS, &at, NULL) != CSR_OK)
        return 0;
    *out = at / (DAY_S * SECOND_US) - (at % (DAY_S * SECOND_US) < 0);
    return 1;
}

void calendar_show_date(int64_t day, char out[WALL_TEXT_BYTES])
{
    static const char names[7][4] = { "Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed" };
    char text[CSR_TIME_TEXT_BYTES];

    (void)csr_time_format(day * DAY_S * SECOND_US, 0, text, NULL);
    snprintf(out, WALL_TEXT_BYTES, "%s %.10s", names[(day % 7 + 7) % 7], text);
}

void calendar_show_instant(const csr_calendar *calendar, csr_time at, char out[WALL_TEXT_BYTES])
{
    int64_t wall = calendar_wall(calendar, at);
    int64_t day = wall / DAY_S - (wall % DAY_S < 0), second = wall - day * DAY_S;
    int32_t offset = csr_zone_offset(csr_calendar_zone(calendar), at), minutes = abs(offset) / 60;
    size_t len;

    calendar_show_date(day, out);
    len = strlen(out);
    len +=
        (size_t)snprintf(out + len, WALL_TEXT_BYTES - len, " %02d:%02d", (int)(second / 3600), (int)(second / 60 % 60));
    if (second % 60 != 0)
        len += (size_t)snprintf(out + len, WALL_TEXT_BYTES - len, ":%02d", (int)(second % 60));
    snprintf(out + len, WALL_TEXT_BYTES - len, " %c%02d:%02d", offset < 0 ? '-' : '+', (int)(minutes / 60),
             (int)(minutes % 60));
}

void calendar_show_duration(int64_t us, char out[WALL_TEXT_BYTES])
{
    static const struct {
        const char *name;
        int64_t us;
    } units[] = { { "h", 3600 * SECOND_US }, { "min", 60 * SECOND_US }, { "s", SECOND_US } };
    size_t len = 0;

    out[0] = '\0';
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        int64_t n = us / units[i].us;
        us -= n * units[i].us;
        if (n > 0 || (i == 2 && len == 0))
            len += (size_t)snprintf(out + len, WALL_TEXT_BYTES - len, "%s%lld %s", len > 0 ? " " : "", (long long)n,
                                    units[i].name);
    }
}

json_t *calendar_json_instant(csr_time at)
{
    char text[CSR_TIME_TEXT_BYTES];

    (void)csr_time_format(at, 0, text, NULL);
    return need(json_string(text));
}
