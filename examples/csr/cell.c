#include "cell.h"

#include "common.h"
#include "names.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

char *cell_duration(int64_t us)
{
    static const struct {
        int64_t seconds;
        char name;
    } units[] = { { 86400, 'd' }, { 3600, 'h' }, { 60, 'm' }, { 1, 's' } };
    int64_t left = us / 1000000;

    for (size_t i = 0; i + 1 < sizeof units / sizeof units[0]; i++) {
        int64_t next = left % units[i].seconds / units[i + 1].seconds;
        if (left < units[i].seconds)
            continue;
        if (next == 0)
            return text_format("%" PRId64 "%c", left / units[i].seconds, units[i].name);
        return text_format("%" PRId64 "%c %" PRId64 "%c", left / units[i].seconds, units[i].name, next,
                           units[i + 1].name);
    }
    return text_format("%" PRId64 "s", left);
}

static char *time_text(struct tool *tool, const json_t *value, int brief)
{
    const char *text = json_string_value(value);
    char shown[CSR_TIME_TEXT_BYTES], *dot, *suffix, *blank;
    csr_time at;

    if (text == NULL || csr_time_parse(text, CSR_NTS, &at, NULL) != CSR_OK)
        return text_copy("", 0);
    tool_show_time(tool, at, shown);
    /* A blank reads better than the T, and nobody reads microseconds. */
    blank = strchr(shown, 'T');
    if (blank != NULL)
        *blank = ' ';
    if (brief && strlen(shown) > 16)
        shown[16] = '\0';
    dot = strchr(shown, '.');
    suffix = dot != NULL ? dot + 1 + strspn(dot + 1, "0123456789") : NULL;
    if (dot != NULL)
        memmove(dot, suffix, strlen(suffix) + 1);
    return text_copy(shown, strlen(shown));
}

static char *plain_text(const json_t *value)
{
    char *dumped, *text;

    switch (json_typeof(value)) {
    case JSON_STRING: return text_copy(json_string_value(value), json_string_length(value));
    case JSON_TRUE: return text_copy("yes", 3);
    case JSON_FALSE: return text_copy("no", 2);
    case JSON_NULL: return text_copy("", 0);
    case JSON_INTEGER: return text_format("%" JSON_INTEGER_FORMAT, json_integer_value(value));
    case JSON_REAL:
    case JSON_OBJECT:
    case JSON_ARRAY: break;
    }
    dumped = need(json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY));
    text = text_copy(dumped, strlen(dumped));
    free(dumped);
    return text;
}

/* One side of a change, shown as the member of its record would be. */
static char *side_text(struct tool *tool, const char *kind, const char *member, json_t *value)
{
    json_t *row = need(json_object());
    char *text;

    (void)json_object_set(row, member, value);
    text = cell_text(tool, kind, member, row, 1);
    json_decref(row);
    return text;
}

/* {"state":["new","open"],...} as "state: new -> open, ...". */
static char *changes_text(struct tool *tool, const char *kind, const json_t *changes)
{
    char *text = text_copy("", 0);
    const char *name;
    json_t *pair;

    json_object_foreach((json_t *)(uintptr_t)changes, name, pair)
    {
        char *from = side_text(tool, kind, name, json_array_get(pair, 0));
        char *to = side_text(tool, kind, name, json_array_get(pair, 1));
        char *longer = text_format("%s%s%s: %s%s%s", text, text[0] != '\0' ? ", " : "", name, from,
                                   from[0] != '\0' ? " -> " : "", to[0] != '\0' ? to : "-");
        free(from);
        free(to);
        free(text);
        text = longer;
    }
    return text;
}

/* The kind of record that a member refers to: the table says it, or a member beside it ("subject_kind"). */
static const char *target_of(const json_t *described, const char *member, const json_t *row)
{
    const char *target = text_of(described, "target");
    char *kind;

    if (target[0] != '\0' || strcmp(text_of(described, "meaning"), "id") != 0)
        return target;
    kind = text_format("%s_kind", member);
    target = text_of(row, kind);
    free(kind);
    return target;
}

/* Whether a member is an instant; of one that the table does not know only the name tells. */
static int is_time(const json_t *described, const char *member)
{
    size_t len = strlen(member);

    if (described != NULL)
        return strcmp(text_of(described, "meaning"), "time") == 0;
    return len > 3 && strcmp(member + len - 3, "_at") == 0;
}

char *cell_text(struct tool *tool, const char *kind, const char *member, const json_t *row, int brief)
{
    const json_t *value = json_object_get(row, member);
    const json_t *described = catalog_member(&tool->catalog, kind, member);
    const char *meaning = text_of(described, "meaning"), *target = target_of(described, member, row);
    int is_ticket = strcmp(kind, "ticket") == 0 || strcmp(kind, "queue") == 0;

    if (value == NULL || json_is_null(value))
        return text_copy("", 0);
    if (is_time(described, member))
        return time_text(tool, value, brief);
    if (strcmp(meaning, "duration") == 0 && json_is_integer(value))
        return cell_duration(json_integer_value(value));
    if (strcmp(meaning, "flag") == 0)
        return json_is_true(value) || json_integer_value(value) != 0 ? text_copy("yes", 3) : text_copy("no", 2);
    if (strcmp(member, "changes") == 0 && json_is_object(value))
        return changes_text(tool, text_of(row, "subject_kind"), value);
    if (is_ticket && strcmp(member, "number") == 0 && json_integer_value(value) > 0)
        return row_label("ticket", row);
    if (target[0] != '\0' && json_is_string(value) && !tool_asked(tool, "ids")) {
        const char *label = name_label(tool, target, json_string_value(value));
        return text_copy(label, strlen(label));
    }
    return plain_text(value);
}
