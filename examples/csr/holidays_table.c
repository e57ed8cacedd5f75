/* Holidays from a table: a heading that names the columns, tabs between them. */
#include "calendar_source.h"
#include "common.h"
#include "holidays.h"

#include <string.h>

enum { COLUMNS_MAX = 32 };

/* Columns that mean something; -1 = there is none. */
struct columns {
    int date, name, country, state, type;
};

struct field {
    const char *ptr;
    size_t len;
};

static int is_text(struct field f, const char *text)
{
    return f.len == strlen(text) && memcmp(f.ptr, text, f.len) == 0;
}

/* Cut a line at its tabs; how many fields there are. */
static size_t cut(struct field line, struct field fields[COLUMNS_MAX])
{
    size_t count = 0;
    const char *tab;

    while (count + 1 < COLUMNS_MAX && (tab = memchr(line.ptr, '\t', line.len)) != NULL) {
        fields[count++] = (struct field){ line.ptr, (size_t)(tab - line.ptr) };
        line.len -= (size_t)(tab - line.ptr) + 1;
        line.ptr = tab + 1;
    }
    fields[count++] = line;
    return count;
}

static int column(const struct field *fields, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (is_text(fields[i], name))
            return (int)i;
    return -1;
}

static int read_heading(const char *path, struct field line, const struct holiday_wish *wish, struct columns *out)
{
    static const char *const usual[] = { "name", "name_local", "name_en" };
    struct field fields[COLUMNS_MAX];
    size_t count = cut(line, fields);

    out->date = column(fields, count, "date");
    out->country = column(fields, count, "country");
    out->state = column(fields, count, "state");
    out->type = column(fields, count, "type");
    out->name = wish->names != NULL ? column(fields, count, wish->names) : -1;
    for (size_t i = 0; i < 3 && wish->names == NULL && out->name < 0; i++)
        out->name = column(fields, count, usual[i]);
    if (out->date < 0)
        return say(CODE_REFUSED, "%s: line 1: the heading has no column date", path);
    if (wish->names != NULL && out->name < 0)
        return say(CODE_REFUSED, "%s: line 1: the heading has no column %s", path, wish->names);
    if (wish->country != NULL && out->country < 0)
        return say(CODE_REFUSED, "%s: line 1: the heading has no column country", path);
    if (wish->state != NULL && out->state < 0)
        return say(CODE_REFUSED, "%s: line 1: the heading has no column state", path);
    if (wish->type != NULL && out->type < 0)
        return say(CODE_REFUSED, "%s: line 1: the heading has no column type", path);
    return CODE_DONE;
}

static struct field field_of(const struct field *fields, size_t count, int at)
{
    const struct field none = { "", 0 };

    return at >= 0 && (size_t)at < count ? fields[at] : none;
}

/* What holds in a whole country holds in each of its states, too. */
static int is_wanted(const struct holiday_wish *wish, struct field country, struct field state, struct field type)
{
    return (wish->country == NULL || is_text(country, wish->country)) &&
           (state.len == 0 || (wish->state != NULL && is_text(state, wish->state))) &&
           (wish->type == NULL ? type.len == 0 || is_text(type, "public") : is_text(type, wish->type));
}

static int read_line(const char *path, size_t number, struct field line, const struct columns *columns,
                     const struct holiday_wish *wish, struct field *country, struct holiday_list *list)
{
    struct field fields[COLUMNS_MAX], here, date, name;
    size_t count = cut(line, fields);
    int64_t day;

    here = field_of(fields, count, columns->country);
    if (!is_wanted(wish, here, field_of(fields, count, columns->state), field_of(fields, count, columns->type)))
        return CODE_DONE;
    date = field_of(fields, count, columns->date);
    if (!calendar_read_date(date.ptr, date.len, &day))
        return say(CODE_REFUSED, "%s: line %zu: \"%.*s\" is no date; write 2025-12-24", path, number, (int)date.len,
                   date.ptr);
    if (country->ptr != NULL && (country->len != here.len || memcmp(country->ptr, here.ptr, here.len) != 0))
        return say(CODE_REFUSED, "%s: line %zu: the table has several countries; choose one with --country", path,
                   number);
    *country = here;
    name = field_of(fields, count, columns->name);
    holiday_add(list, day, name.ptr, name.len);
    return CODE_DONE;
}

int holidays_read_table(const char *path, const char *text, size_t len, const struct holiday_wish *wish,
                        struct holiday_list *list)
{
    struct columns columns = { -1, -1, -1, -1, -1 };
    struct field country = { NULL, 0 };
    const char *end = text + len;
    int code = CODE_DONE;

    if (len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
        text += 3;
    for (size_t number = 1; text < end && code == CODE_DONE; number++) {
        const char *feed = memchr(text, '\n', (size_t)(end - text));
        struct field line = { text, (size_t)((feed != NULL ? feed : end) - text) };
        text += line.len + 1;
        line.len -= line.len > 0 && line.ptr[line.len - 1] == '\r';
        if (number == 1)
            code = read_heading(path, line, wish, &columns);
        else if (line.len > 0)
            code = read_line(path, number, line, &columns, wish, &country, list);
    }
    return code == CODE_DONE && columns.date < 0 ? say(CODE_REFUSED, "%s: the table is empty", path) : code;
}
