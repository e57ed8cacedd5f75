#include "line_filter.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#define SECOND_US INT64_C(1000000)

int line_filter_refuse(struct line_filter *filter, const char *field, const char *message)
{
    filter->err.status = CSR_E_ARGUMENT;
    (void)snprintf(filter->err.field, sizeof filter->err.field, "%s", field);
    (void)snprintf(filter->err.message, sizeof filter->err.message, "%s", message);
    return 0;
}

void *line_filter_room(struct line_filter *filter, void *list, size_t *capacity, size_t size, size_t wanted)
{
    if (wanted <= *capacity) {
        return list;
    }
    list = realloc(list, 2 * wanted * size);
    if (!list) {
        (void)line_filter_refuse(filter, "", "out of memory");
        return NULL;
    }
    *capacity = 2 * wanted;
    return list;
}

int line_filter_seconds(struct line_filter *filter, struct json_text value, const char *field, int64_t *out)
{
    if (!json_text_integer(value, out)) {
        return line_filter_refuse(filter, field, "an integer is expected");
    }
    if (*out < INT64_MIN / SECOND_US || *out > INT64_MAX / SECOND_US) {
        return line_filter_refuse(filter, field, "the number of seconds is too large");
    }
    return 1;
}

void line_filter_begin(struct line_filter *filter)
{
    (void)fprintf(filter->out, "{\"id\":%.*s,\"result\":", (int)filter->id.len, filter->id.ptr);
}

/* A text of the library, which is valid UTF-8, in quotation marks. */
static void put_text(FILE *out, const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text == '"' || *text == '\\') {
            (void)fputc('\\', out);
        }
        if ((unsigned char)*text >= 0x20) {
            (void)fputc(*text, out);
        } else {
            (void)fprintf(out, "\\u%04x", (unsigned)*text);
        }
    }
}

static void put_error(struct line_filter *filter)
{
    (void)fprintf(filter->out, "{\"id\":%.*s,\"error\":\"", (int)filter->id.len, filter->id.ptr);
    if (filter->err.field[0] != '\0') {
        put_text(filter->out, filter->err.field);
        (void)fputs(": ", filter->out);
    }
    put_text(filter->out, filter->err.message);
    (void)fputs("\"}\n", filter->out);
}

/* Cut the line into its members. The id stays as it was written, when it is an integer or a text. */
static int take_members(struct line_filter *filter)
{
    struct json_text rest = json_text_inside(filter->line, '{'), text;
    struct json_member m, *room;
    int64_t number;
    filter->member_count = 0;
    while (json_text_member(&rest, &m.name, &m.value)) {
        room = line_filter_room(filter, filter->members, &filter->member_capacity, sizeof m, filter->member_count + 1);
        if (!room) {
            return 0;
        }
        filter->members = room;
        filter->members[filter->member_count++] = m;
        if (json_text_is(m.name, "id") && (json_text_integer(m.value, &number) || json_text_string(m.value, &text))) {
            filter->id = m.value;
        }
    }
    return 1;
}

/* The same JSON without needless escapes, so that names and texts can be compared as they stand; NULL when it is none. */
static char *without_escapes(struct json_text line)
{
    json_error_t why;
    json_t *value = json_loadb(line.ptr, line.len, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &why);
    char *text = value ? json_dumps(value, JSON_COMPACT) : NULL;
    json_decref(value);
    return text;
}

static void filter_line(struct line_filter *filter, line_answer *answer)
{
    static const csr_error none = CSR_ERROR_INIT;
    static const struct json_text null = { "null", 4 };
    char *plain = NULL;
    int answered = 0;
    filter->err = none;
    filter->id = null;
    if (memchr(filter->line.ptr, '\\', filter->line.len) && (plain = without_escapes(filter->line)) != NULL) {
        filter->line.ptr = plain;
        filter->line.len = strlen(plain);
    }
    if (!json_text_valid(filter->line)) {
        (void)line_filter_refuse(filter, "", "the line is no JSON");
    } else if (json_text_inside(filter->line, '{').len == 0) {
        (void)line_filter_refuse(filter, "", "the line is no JSON object");
    } else {
        answered = take_members(filter) && answer(filter);
    }
    if (!answered) {
        put_error(filter);
    }
    free(plain);
    calendar_cache_trim(filter->cache);
}

int line_filter_run(FILE *in, FILE *out, const char *zoneinfo_dir, line_answer *answer, void *state)
{
    struct line_filter filter = { .out = out, .state = state };
    char *line = NULL;
    size_t capacity = 0;
    ssize_t len;
    filter.cache = calendar_cache_open(zoneinfo_dir);
    if (!filter.cache) {
        return 1;
    }
    while ((len = getline(&line, &capacity, in)) >= 0) {
        filter.line.ptr = line;
        filter.line.len = (size_t)len;
        filter_line(&filter, answer);
    }
    free(line);
    free(filter.members);
    calendar_cache_close(filter.cache);
    return ferror(in) || fflush(out) != 0 || ferror(out);
}
