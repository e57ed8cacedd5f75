#include "holidays.h"

#include "calendar_source.h"
#include "common.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* As many bytes of a text as a name may have, without cutting a character in two. */
static size_t name_length(const char *name, size_t len)
{
    if (len <= HOLIDAY_NAME_BYTES)
        return len;
    for (len = HOLIDAY_NAME_BYTES; len > 0 && ((unsigned char)name[len] & 0xC0) == 0x80;)
        len--;
    return len;
}

void holiday_add(struct holiday_list *list, int64_t day, const char *name, size_t len)
{
    list->items = need_room(list->items, list->count, &list->capacity, sizeof *list->items);
    list->items[list->count].day = day;
    list->items[list->count].is_own = 0;
    list->items[list->count].name = text_copy(name, name_length(name, len));
    list->count++;
}

void holidays_free(struct holiday_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        free(list->items[i].name);
    free(list->items);
    memset(list, 0, sizeof *list);
}

static int by_day(const void *a, const void *b)
{
    const struct holiday *x = a, *y = b;

    if (x->day != y->day)
        return x->day > y->day ? 1 : -1;
    return x->is_own != y->is_own ? y->is_own - x->is_own : strcmp(x->name, y->name);
}

/* Another name of a day that is there already. What the document calls it stays. */
static void join_name(struct holiday *kept, struct holiday *more)
{
    char *both;

    if ((!kept->is_own || kept->name[0] == '\0') && more->name[0] != '\0' && strstr(kept->name, more->name) == NULL) {
        both = text_format("%s%s%s", kept->name, kept->name[0] != '\0' ? " / " : "", more->name);
        if (strlen(both) <= HOLIDAY_NAME_BYTES) {
            free(kept->name);
            kept->name = both;
        } else {
            free(both);
        }
    }
    free(more->name);
}

void holidays_sort(struct holiday_list *list)
{
    size_t kept = 0;

    if (list->count > 0)
        qsort(list->items, list->count, sizeof *list->items, by_day);
    for (size_t i = 1; i < list->count; i++) {
        if (list->items[i].day == list->items[kept].day)
            join_name(&list->items[kept], &list->items[i]);
        else
            list->items[++kept] = list->items[i];
    }
    list->count = list->count > 0 ? kept + 1 : 0;
}

/* "2025", "2025-2027": 1, or 0 when it is neither. */
static int read_years(const char *text, struct holiday_wish *wish)
{
    size_t len = strlen(text);

    wish->first_year = 0;
    wish->last_year = 9999;
    if ((len != 4 && (len != 9 || text[4] != '-')) || strspn(text, "0123456789") < 4 ||
        (len == 9 && strspn(text + 5, "0123456789") != 4))
        return 0;
    wish->first_year = atoi(text);
    wish->last_year = len == 9 ? atoi(text + 5) : wish->first_year;
    return wish->first_year <= wish->last_year;
}

static void keep_years(struct holiday_list *list, const struct holiday_wish *wish)
{
    size_t kept = 0;

    for (size_t i = 0; i < list->count; i++) {
        char text[WALL_TEXT_BYTES];
        int year;
        calendar_show_date(list->items[i].day, text);
        year = atoi(text + 4);
        if (year >= wish->first_year && year <= wish->last_year)
            list->items[kept++] = list->items[i];
        else
            free(list->items[i].name);
    }
    list->count = kept;
}

/* The holidays that the document has. What is wrong with them, the library has said before. */
static void take_present(const json_t *document, struct holiday_list *list)
{
    const json_t *holidays = json_object_get(document, "holidays"), *value;
    size_t i;

    json_array_foreach(holidays, i, value)
    {
        const char *date = json_is_object(value) ? text_of(value, "date") : json_string_value(value);
        const char *name = json_is_object(value) ? text_of(value, "name") : "";
        int64_t day;
        if (calendar_read_date(date, strlen(date), &day)) {
            holiday_add(list, day, name, strlen(name));
            list->items[list->count - 1].is_own = 1;
        }
    }
}

static json_t *holidays_json(const struct holiday_list *list)
{
    json_t *holidays = need(json_array());

    for (size_t i = 0; i < list->count; i++) {
        const struct holiday *h = &list->items[i];
        char date[WALL_TEXT_BYTES];
        calendar_show_date(h->day, date);
        (void)json_array_append_new(holidays, h->name[0] != '\0'
                                                  ? need(json_pack("{s:s, s:s}", "date", date + 4, "name", h->name))
                                                  : need(json_string(date + 4)));
    }
    return holidays;
}

static void put_holidays(FILE *out, const json_t *holidays)
{
    const json_t *value;
    size_t i;

    fputc('[', out);
    json_array_foreach(holidays, i, value)
    {
        fputs(i > 0 ? ",\n    " : "\n    ", out);
        (void)json_dumpf(value, out, JSON_ENCODE_ANY);
    }
    fputs("\n  ]", out);
}

/* The document as people edit it: a member a line, a holiday a line. */
static char *document_text(json_t *document)
{
    const char *name, *gap = "";
    json_t *value;
    char *text = NULL;
    size_t len;
    FILE *out = need(open_memstream(&text, &len));

    fputc('{', out);
    json_object_foreach(document, name, value)
    {
        fprintf(out, "%s\n  \"%s\": ", gap, name);
        if (strcmp(name, "holidays") == 0)
            put_holidays(out, value);
        else
            (void)json_dumpf(value, out, JSON_ENCODE_ANY);
        gap = ",";
    }
    fputs("\n}\n", out);
    if (fclose(out) != 0)
        need(NULL);
    return text;
}

/* --format, or what the file looks like. */
static int is_ics(const char *format, const char *text, size_t len)
{
    static const char begin[] = "BEGIN:VCALENDAR";

    if (format != NULL)
        return strcmp(format, "ics") == 0;
    if (len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
        text += 3;
        len -= 3;
    }
    return len >= strlen(begin) && strncasecmp(text, begin, strlen(begin)) == 0;
}

static int read_holidays(struct tool *tool, struct holiday_list *list)
{
    const char *path = tool->args.words[2], *format = args_value(&tool->args, "format");
    const char *years = args_value(&tool->args, "years");
    struct holiday_wish wish = { args_value(&tool->args, "country"),
                                 args_value(&tool->args, "state"),
                                 args_value(&tool->args, "type"),
                                 args_value(&tool->args, "names"),
                                 0,
                                 9999 };
    size_t len;
    char *text;
    int code;

    if (format != NULL && strcmp(format, "tsv") != 0 && strcmp(format, "ics") != 0)
        return say(CODE_USAGE, "--format: tsv or ics is expected");
    if (years != NULL && !read_years(years, &wish))
        return say(CODE_USAGE, "--years: write 2025 or 2025-2027");
    text = read_whole(path, &len);
    if (text == NULL)
        return CODE_REFUSED;
    code = (is_ics(format, text, len) ? holidays_read_ics : holidays_read_table)(path, text, len, &wish, list);
    keep_years(list, &wish);
    if (code == CODE_DONE && list->count == 0)
        code = say(CODE_REFUSED, "%s: there is no holiday to import", path);
    free(text);
    return code;
}

static int write_document(struct tool *tool, const char *text)
{
    const char *path = args_value(&tool->args, "output");
    FILE *file = stdout;
    int good;

    if (path != NULL && tool_may_write(tool, path, NULL) != CODE_DONE)
        return CODE_REFUSED;
    if (path != NULL)
        file = fopen(path, "wb");
    good = file != NULL && fputs(text, file) != EOF;
    if (file != NULL && path != NULL)
        good = fclose(file) == 0 && good;
    else if (file != NULL)
        good = fflush(file) == 0 && good;
    return good ? CODE_DONE : say(CODE_REFUSED, "%s: %s", path != NULL ? path : "standard output", strerror(errno));
}

int import_holidays(struct tool *tool)
{
    struct holiday_list list = { NULL, 0, 0 };
    struct calendar_source source;
    csr_calendar *made = NULL;
    json_t *document = NULL;
    char *text = NULL;
    int code = calendar_source_open(tool, tool->args.words[1], &source);

    if (code == CODE_DONE && source.text == NULL)
        code = say(CODE_USAGE, "24x7 has no holidays");
    if (code == CODE_DONE)
        code = read_holidays(tool, &list);
    if (code == CODE_DONE) {
        document = need(json_loadb(source.text, source.len, 0, NULL));
        take_present(document, &list);
        holidays_sort(&list);
        (void)json_object_set_new(document, "holidays", holidays_json(&list));
        text = document_text(document);
        /* What the library would not take, such as more holidays than there may be, is not written. */
        code = calendar_load(tool, tool->args.words[1], text, strlen(text), &made);
    }
    if (code == CODE_DONE)
        code = write_document(tool, text);
    free(text);
    json_decref(document);
    holidays_free(&list);
    csr_calendar_free(made);
    calendar_source_close(&source);
    return code;
}
