#include "policy/calendar_load.h"

#include "base/text.h"
#include "base/time.h"
#include "policy/document.h"
#include <stdio.h>

#define MEMBERS(table) table, sizeof(table) / sizeof((table)[0])
#define DAY_END "24:00"

/* A calendar in the making. */
typedef struct reader {
    const csri_zone_source *zones;
    csri_calendar_parts *parts;
    csr_status status; /* of what is not the document's fault */
    /* What the ranges being read belong to. */
    int32_t kind, tail_kind, day, next_day;
    int with_seconds;
    size_t first_row; /* of the list */
    /* The holiday being read. */
    int has_date;
    uint32_t name;
} reader;

static const char *const weekdays[] = { "sun", "mon", "tue", "wed", "thu", "fri", "sat" };

/* A text is kept with its NUL; where it begins is returned. */
static uint32_t keep(csri_buffer *texts, const csr_str *text)
{
    uint32_t at = (uint32_t)texts->len;
    csri_buffer_put(texts, text->ptr, text->len);
    csri_buffer_byte(texts, '\0');
    return at;
}

static void read_name(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;
    csr_str name;
    if (!csri_document_text(d, at, json, &name)) {
        return;
    }
    if (name.len == 0 || name.len > CSRI_CALENDAR_NAME_BYTES) {
        csri_document_refuse(d, at, "", "a name has 1 to %d bytes", CSRI_CALENDAR_NAME_BYTES);
    } else if (strcmp(name.ptr, "24x7") == 0) {
        csri_document_refuse(d, at, "choose another name", "24x7 is the name of the calendar that is always open");
    }
    r->parts->name = keep(&r->parts->texts, &name);
}

static void read_zone(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;
    csr_error why = CSR_ERROR_INIT;
    csr_str name;
    if (!csri_document_text(d, at, json, &name)) {
        return;
    }
    csr_status status = r->zones->find(r->zones->user, &name, &r->parts->zone, &why);
    if (status == CSR_E_NO_MEMORY) {
        r->status = csri_fail(d->err, status, NULL, "%s", why.message);
    } else if (status != CSR_OK) {
        csri_document_refuse(d, at, "", "%s", why.message);
    }
}

static int two_digits(const char *p, int32_t *out)
{
    if (p[0] < '0' || p[0] > '9' || p[1] < '0' || p[1] > '9') {
        return 0;
    }
    *out = (p[0] - '0') * 10 + (p[1] - '0');
    return 1;
}

/* "hh:mm", or "hh:mm:ss" where seconds are allowed, up to 24:00. */
static int time_of_day(const csr_str *text, int with_seconds, int32_t *out_s)
{
    int32_t hour, minute, second = 0;
    const char *p = text->ptr;
    if (text->len != 5 && (text->len != 8 || !with_seconds)) {
        return 0;
    }
    if (!two_digits(p, &hour) || p[2] != ':' || !two_digits(p + 3, &minute) ||
        (text->len == 8 && (p[5] != ':' || !two_digits(p + 6, &second)))) {
        return 0;
    }
    *out_s = hour * 3600 + minute * 60 + second;
    return minute < 60 && second < 60 && *out_s <= CSRI_DAY_S;
}

static int read_time(csri_document *d, const csri_place *at, const csri_json *json, int32_t *out_s)
{
    const reader *r = d->into;
    csr_str text;
    if (!csri_document_text(d, at, json, &text)) {
        return 0;
    }
    if (!time_of_day(&text, r->with_seconds, out_s)) {
        csri_document_refuse(d, at, "", "a time of day is written %s, from 00:00 to " DAY_END,
                             r->with_seconds ? "hh:mm or hh:mm:ss" : "hh:mm");
        return 0;
    }
    return 1;
}

static void put_row(reader *r, int32_t kind, int32_t day, int32_t from_s, int32_t to_s)
{
    csri_calendar_row row = { kind, day, from_s, to_s, r->name };
    csri_buffer_put(&r->parts->rows, &row, sizeof row);
}

/* Warn of a range that overlaps another one of its list. */
static void check_overlap(csri_document *d, const csri_place *at, int32_t from_s, int32_t to_s)
{
    const reader *r = d->into;
    const csri_buffer *rows = &r->parts->rows;
    csri_calendar_row row;
    for (size_t i = r->first_row; i < rows->len; i += sizeof row) {
        memcpy(&row, rows->ptr + i, sizeof row);
        if (row.day == r->day && from_s < row.to_s && row.from_s < to_s) {
            csri_document_warn(d, at, "", "the range overlaps another one of the same list; they count once");
            return;
        }
    }
}

/* ["09:00", "17:00"]; a range that ends before it begins goes on the next day. */
static void read_range(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;
    const csri_place first = { at, NULL, 0 }, second = { at, NULL, 1 };
    int32_t from_s, to_s;
    if (!csri_json_is(json, CSRI_JSON_LIST) || csri_json_elements(json) != 2) {
        csri_document_refuse(d, at, "write [\"09:00\", \"17:00\"]", "a range of two times is expected");
        return;
    }
    int both = read_time(d, &first, csri_json_at(json, 0), &from_s);
    both &= read_time(d, &second, csri_json_at(json, 1), &to_s);
    if (!both) {
        return;
    }
    if (from_s == CSRI_DAY_S || from_s == to_s) {
        csri_document_refuse(d, at, "for a whole day write [\"00:00\", \"" DAY_END "\"]", "the range is empty");
        return;
    }
    check_overlap(d, at, from_s, from_s < to_s ? to_s : CSRI_DAY_S);
    if (from_s < to_s) {
        put_row(r, r->kind, r->day, from_s, to_s);
        return;
    }
    put_row(r, r->kind, r->day, from_s, CSRI_DAY_S);
    put_row(r, r->tail_kind, r->next_day, 0, to_s);
}

static void read_ranges(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;
    r->first_row = r->parts->rows.len;
    csri_document_list(d, at, json, 0, CSRI_CALENDAR_RANGES_MAX, read_range);
}

static void read_weekday(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;
    int32_t day = 0;
    while (strcmp(weekdays[day], at->name) != 0) {
        day++;
    }
    r->day = day;
    r->next_day = (day + 1) % 7;
    read_ranges(d, at, json);
}

static void read_hours(csri_document *d, const csri_place *at, const csri_json *json)
{
    static const csri_document_member members[] = {
        { "mon", read_weekday, 0 }, { "tue", read_weekday, 0 }, { "wed", read_weekday, 0 }, { "thu", read_weekday, 0 },
        { "fri", read_weekday, 0 }, { "sat", read_weekday, 0 }, { "sun", read_weekday, 0 },
    };
    reader *r = d->into;
    r->kind = CSRI_ROW_WEEK;
    r->tail_kind = CSRI_ROW_WEEK;
    r->with_seconds = 0;
    csri_document_object(d, at, json, MEMBERS(members));
}

/* "2025-12-24" as days since 1970-01-01. */
static int date_of(const char *p, size_t len, int32_t *out)
{
    int32_t century, year, month, day;
    if (len != 10 || !two_digits(p, &century) || !two_digits(p + 2, &year) || p[4] != '-' ||
        !two_digits(p + 5, &month) || p[7] != '-' || !two_digits(p + 8, &day)) {
        return 0;
    }
    year += century * 100;
    if (year < CSRI_CALENDAR_FIRST_YEAR || year > CSRI_CALENDAR_LAST_YEAR || day < 1 ||
        day > csri_days_in_month(year, month)) {
        return 0;
    }
    *out = (int32_t)csri_days_from_civil(year, month, day);
    return 1;
}

static void refuse_date(csri_document *d, const csri_place *at)
{
    csri_document_refuse(d, at, "", "a date is written 2025-12-24, from the year %d to %d", CSRI_CALENDAR_FIRST_YEAR,
                         CSRI_CALENDAR_LAST_YEAR);
}

/* {"2025-12-24": [ranges], ...} */
static void read_dates(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;
    if (!csri_json_is(json, CSRI_JSON_OBJECT)) {
        csri_document_refuse(d, at, "", "an object in { } is expected");
        return;
    }
    for (const csri_json *next = csri_json_first(json); next; next = csri_json_next(json, next)) {
        const char *key = next->name.ptr;
        const csri_place here = { at, key, 0 };
        if (!date_of(key, strlen(key), &r->day)) {
            refuse_date(d, &here);
            continue;
        }
        r->next_day = r->day + 1;
        /* The date is spoken of also when its list is empty. */
        put_row(r, r->kind, r->day, 0, 0);
        read_ranges(d, &here, next);
    }
}

static void read_special_hours(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;
    r->kind = CSRI_ROW_SPECIAL;
    r->tail_kind = CSRI_ROW_TAIL;
    r->with_seconds = 0;
    read_dates(d, at, json);
}

static void read_breaks(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;
    r->kind = CSRI_ROW_BREAK;
    r->tail_kind = CSRI_ROW_BREAK;
    r->with_seconds = 1;
    read_dates(d, at, json);
}

static void read_holiday_date(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;
    csr_str text;
    if (!csri_document_text(d, at, json, &text)) {
        return;
    }
    r->has_date = date_of(text.ptr, text.len, &r->day);
    if (!r->has_date) {
        refuse_date(d, at);
    }
}

static void read_holiday_name(csri_document *d, const csri_place *at, const csri_json *json)
{
    reader *r = d->into;
    csr_str name;
    if (!csri_document_text(d, at, json, &name)) {
        return;
    }
    if (name.len == 0 || name.len > CSRI_CALENDAR_NAME_BYTES) {
        csri_document_refuse(d, at, "", "a name has 1 to %d bytes", CSRI_CALENDAR_NAME_BYTES);
    }
    r->name = keep(&r->parts->texts, &name);
}

/* "2025-12-24", or {"date": "2025-12-24", "name": "Christmas Eve"}. */
static void read_holiday(csri_document *d, const csri_place *at, const csri_json *json)
{
    static const csri_document_member members[] = {
        { "date", read_holiday_date, 1 },
        { "name", read_holiday_name, 0 },
    };
    reader *r = d->into;
    r->has_date = 0;
    if (csri_json_is(json, CSRI_JSON_OBJECT)) {
        csri_document_object(d, at, json, MEMBERS(members));
    } else {
        read_holiday_date(d, at, json);
    }
    if (r->has_date) {
        put_row(r, CSRI_ROW_HOLIDAY, r->day, 0, 0);
    }
    r->name = 0;
}

static void read_holidays(csri_document *d, const csri_place *at, const csri_json *json)
{
    csri_document_list(d, at, json, 0, CSRI_CALENDAR_DATES_MAX, read_holiday);
}

/* Warn of special hours that never apply. */
static void warn_of_holidays(csri_document *d, const csr_calendar *c)
{
    static const csri_place whole = { 0 };
    static const csri_place special = { &whole, "special_hours", 0 };
    for (uint32_t i = 0; i < c->date_count; i++) {
        int64_t year;
        int32_t month, day;
        char text[CSR_TIME_TEXT_BYTES];
        const csri_place here = { &special, text, 0 };
        if ((c->dates[i].why & CSRI_DATE_HOLIDAY) != 0 && (c->dates[i].why & CSRI_DATE_SPECIAL) != 0) {
            csri_civil_from_days(c->dates[i].day, &year, &month, &day);
            (void)snprintf(text, sizeof text, "%04d-%02d-%02d", (int)year, (int)month, (int)day);
            csri_document_warn(d, &here, "drop one of them", "the date is a holiday, which stays closed");
        }
    }
}

/* Say what is wrong in the text; the calendar is made when nothing is. */
static csr_status read_document(csri_document *d, const csr_host *host, const char *json, size_t len,
                                csr_calendar **out)
{
    static const csri_document_member members[] = {
        { "name", read_name, 0 },         { "zone", read_zone, 1 },
        { "hours", read_hours, 1 },       { "special_hours", read_special_hours, 0 },
        { "holidays", read_holidays, 0 }, { "breaks", read_breaks, 0 },
    };
    static const csri_place whole = { 0 };
    static const csri_place hours = { &whole, "hours", 0 };
    reader *r = d->into;
    const csri_json *root = NULL;
    csr_status status = csri_document_parse(d, json, len, CSRI_CALENDAR_BYTES_MAX, &root);
    if (status == CSR_OK) {
        csri_document_object(d, &whole, root, MEMBERS(members));
        status = d->errors == 0 ? r->status : CSR_E_POLICY;
    }
    csri_json_free(root);
    if (status != CSR_OK) {
        return status;
    }
    status = csri_calendar_build(host, r->parts, out);
    if (status == CSR_E_NO_OPEN_TIME) {
        csri_document_refuse(d, &hours, "", "the calendar is never open");
        return CSR_E_POLICY;
    }
    if (status != CSR_OK) {
        return csri_fail(d->err, status, NULL, "no memory for a calendar");
    }
    warn_of_holidays(d, *out);
    return CSR_OK;
}

csr_status csri_calendar_load(const csr_host *host, const char *json, size_t len, const csri_zone_source *zones,
                              csr_calendar **out, csri_findings *findings, csr_error *err)
{
    csri_calendar_parts parts = { .zone = NULL };
    reader r = { .zones = zones, .parts = &parts };
    csri_document d = { .host = host, .findings = findings, .err = err, .into = &r };
    *out = NULL;
    csri_buffer_init(&parts.rows, host, 0);
    csri_buffer_init(&parts.texts, host, 0);
    /* The empty text, which stands for none. */
    csri_buffer_byte(&parts.texts, '\0');
    csr_status status = read_document(&d, host, json, len, out);
    if (findings && csri_findings_check(findings, err) != CSR_OK) {
        status = CSR_E_NO_MEMORY;
    }
    if (status != CSR_OK) {
        csr_calendar_free(*out);
        *out = NULL;
    }
    csr_zone_free(parts.zone);
    csri_buffer_free(&parts.rows);
    csri_buffer_free(&parts.texts);
    return status;
}
