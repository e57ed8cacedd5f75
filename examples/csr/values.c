#include "values.h"

#include "common.h"
#include "instants.h"
#include "names.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

csr_time value_now(void)
{
    struct timespec now = { 0, 0 };

    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (csr_time)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* The name of a parameter as it is typed, for messages; free() it. */
static char *option_name(const json_t *param)
{
    return text_replace(text_format("--%s", text_of(param, "name")), '_', '-');
}

static int refuse(const json_t *param, const char *text, const char *expected)
{
    char *name = option_name(param);
    int code = say(CODE_USAGE, "%s: %s is not %s", name, text[0] != '\0' ? text : "\"\"", expected);

    free(name);
    return code;
}

static int read_integer(struct tool *tool, const json_t *param, const char *text, json_t **out)
{
    char *end;
    long long value;
    int64_t number;

    (void)tool;
    errno = 0;
    value = strtoll(text, &end, 10);
    if (*end == '\0' && end != text && errno == 0)
        *out = json_integer(value);
    else if (csr_ticket_number_parse(text, CSR_NTS, &number, NULL) == CSR_OK)
        *out = json_integer(number);
    return *out != NULL ? CODE_DONE : refuse(param, text, "a whole number");
}

static int read_flag(struct tool *tool, const json_t *param, const char *text, json_t **out)
{
    static const char *const yes[] = { "", "1", "true", "yes", "on" };
    static const char *const no[] = { "0", "false", "no", "off" };

    (void)tool;
    for (size_t i = 0; i < sizeof yes / sizeof yes[0]; i++)
        if (strcmp(text, yes[i]) == 0)
            *out = json_true();
    for (size_t i = 0; i < sizeof no / sizeof no[0]; i++)
        if (strcmp(text, no[i]) == 0)
            *out = json_false();
    return *out != NULL ? CODE_DONE : refuse(param, text, "yes or no");
}

static int read_enum(struct tool *tool, const json_t *param, const char *text, json_t **out)
{
    json_t *values = json_object_get(param, "values"), *value;
    size_t count = json_array_size(values), i;
    const char **names = need_zeroed(count, sizeof *names);
    char *wanted = text_replace(text_copy(text, strlen(text)), '-', '_'), *list = text_copy("", 0), *name, *meant;
    int code = CODE_DONE;

    (void)tool;
    json_array_foreach(values, i, value)
    {
        char *longer = text_format("%s%s%s", list, i > 0 ? ", " : "", text_of(value, "name"));
        free(list);
        list = longer;
        names[i] = text_of(value, "name");
        if (strcmp(names[i], wanted) == 0)
            *out = json_string(wanted);
    }
    if (*out == NULL) {
        name = option_name(param);
        meant = did_you_mean(wanted, names, count);
        code = say(CODE_USAGE, "%s: %s is not one of %s%s", name, text, list, meant);
        free(meant);
        free(name);
    }
    free(wanted);
    free(list);
    free(names);
    return code;
}

static int read_time(struct tool *tool, const json_t *param, const char *text, json_t **out)
{
    char written[CSR_TIME_TEXT_BYTES];
    csr_time at;

    if (!instant_read(text, value_now(), tool_offset(tool), &at) || csr_time_format(at, 0, written, NULL) != CSR_OK)
        return refuse(param, text, "an instant, such as 2026-11-21T10:00Z, \"yesterday 15:30\", -2h or now");
    *out = json_string(written);
    return CODE_DONE;
}

static int read_duration(struct tool *tool, const json_t *param, const char *text, json_t **out)
{
    int64_t us;

    (void)tool;
    if (!duration_read(text, &us))
        return refuse(param, text, "a duration, such as 90s, 2h30m or 3d");
    *out = json_integer(us);
    return CODE_DONE;
}

static int read_ref(struct tool *tool, const json_t *param, const char *text, json_t **out)
{
    const char *target = json_string_value(json_object_get(param, "target"));
    char *name = option_name(param);
    int code = name_resolve(tool, name, target, text, out);

    free(name);
    return code;
}

static int read_text(struct tool *tool, const json_t *param, const char *text, json_t **out)
{
    (void)tool;
    *out = json_string(text);
    return *out != NULL ? CODE_DONE : refuse(param, text, "UTF-8");
}

/* A body or a document: the text itself, or "@file" for what a file holds; "@@" begins a text that begins with "@". */
static int read_content(struct tool *tool, const json_t *param, const char *text, json_t **out)
{
    char *content;
    size_t len;

    if (text[0] != '@')
        return read_text(tool, param, text, out);
    if (text[1] == '@')
        return read_text(tool, param, text + 1, out);
    content = read_whole(text + 1, &len);
    if (content == NULL)
        return CODE_REFUSED;
    *out = json_stringn(content, len);
    free(content);
    return *out != NULL ? CODE_DONE : refuse(param, text, "a file in UTF-8");
}

/* Bytes: those of the text, or "@file" for those of a file; on their way to the library as base64. */
static int read_bytes(struct tool *tool, const json_t *param, const char *text, json_t **out)
{
    size_t len = strlen(text);
    char *file = NULL, *encoded;

    (void)tool;
    if (text[0] == '@' && text[1] != '@') {
        file = read_whole(text + 1, &len);
        if (file == NULL)
            return CODE_REFUSED;
    } else if (text[0] == '@') {
        text++;
        len--;
    }
    encoded = base64_of(file != NULL ? file : text, len);
    *out = json_string(encoded);
    free(encoded);
    free(file);
    return *out != NULL ? CODE_DONE : refuse(param, text, "bytes");
}

int value_read(struct tool *tool, const json_t *param, const char *text, json_t **out)
{
    static const struct {
        const char *meaning;
        int (*read)(struct tool *tool, const json_t *param, const char *text, json_t **out);
    } readers[] = {
        { "integer", read_integer },   { "flag", read_flag },   { "enum", read_enum }, { "time", read_time },
        { "duration", read_duration }, { "id", read_ref },      { "ref", read_ref },   { "body", read_content },
        { "json", read_content },      { "bytes", read_bytes },
    };
    const char *meaning = text_of(param, "meaning");
    int clearable = json_is_true(json_object_get(param, "clearable"));

    *out = NULL;
    /* An empty value empties what can be emptied. */
    if (text != NULL && text[0] == '\0' && clearable) {
        *out = json_null();
        return CODE_DONE;
    }
    if (text == NULL)
        text = "";
    for (size_t i = 0; i < sizeof readers / sizeof readers[0]; i++)
        if (strcmp(readers[i].meaning, meaning) == 0)
            return readers[i].read(tool, param, text, out);
    return read_text(tool, param, text, out);
}
