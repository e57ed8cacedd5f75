#include "policy/expression_check.h"
#include "policy/expression_convert.h"
#include "policy/expression_host.h"
#include "policy/expression_time.h"
#include "policy/pattern.h"

#include "base/text.h"

#include <string.h>

static csr_value size_of_text(csri_run *run, const csr_value *a)
{
    int64_t characters = 0;

    if (!csri_run_pay(run, a->count / 64))
        return csri_value_undecided("the limit of cost is passed");
    for (size_t at = 0; at < a->count; characters++)
        (void)csri_utf8_next(a->as.text, &at);
    return csri_value_int(characters);
}

static csr_value size_of(csri_run *run, const csr_value *a)
{
    (void)run;
    return csri_value_int((int64_t)a->count);
}

static int same(const char *at, const csr_value *part)
{
    return part->count == 0 || memcmp(at, part->as.text, part->count) == 0;
}

static csr_value starts_with(csri_run *run, const csr_value *a)
{
    (void)run;
    return csri_value_bool(a[0].count >= a[1].count && same(a[0].as.text, &a[1]));
}

static csr_value ends_with(csri_run *run, const csr_value *a)
{
    (void)run;
    return csri_value_bool(a[0].count >= a[1].count && same(a[0].as.text + (a[0].count - a[1].count), &a[1]));
}

/* The worst case is paid for: every place compared to the end. */
static csr_value contains(csri_run *run, const csr_value *a)
{
    size_t places = a[0].count >= a[1].count ? a[0].count - a[1].count + 1 : 0;

    if (!csri_run_pay(run, places / 64 * (a[1].count / 64 + 1)))
        return csri_value_undecided("the limit of cost is passed");
    for (size_t i = 0; i < places; i++)
        if (same(a[0].as.text + i, &a[1]))
            return csri_value_bool(1);
    return csri_value_bool(0);
}

static csr_value matches(csri_run *run, const csr_value *a)
{
    const csri_pattern *pattern = run->node->pattern;

    if (pattern == NULL)
        return csri_value_undecided("the pattern of matches() must be a constant");
    if (!csri_run_pay(run, a->count * (csri_pattern_states(pattern) / 64 + 1)))
        return csri_value_undecided("the limit of cost is passed");
    return csri_value_bool(csri_pattern_matches(pattern, a->as.text, a->count));
}

/* Every byte of a text between low and high moved by so much. */
static csr_value move_case(csri_run *run, const csr_value *a, char low, char high, int by)
{
    char *moved = csri_run_pay(run, a->count / 64) ? csri_run_room(run, a->count) : NULL;

    if (moved == NULL)
        return csri_value_no_room();
    for (size_t i = 0; i < a->count; i++) {
        char c = a->as.text[i];
        moved[i] = (char)(c >= low && c <= high ? c + by : c);
    }
    return csri_value_text(CSR_VALUE_STRING, moved, a->count);
}

static csr_value lower_ascii(csri_run *run, const csr_value *a)
{
    return move_case(run, a, 'A', 'Z', 'a' - 'A');
}

static csr_value upper_ascii(csri_run *run, const csr_value *a)
{
    return move_case(run, a, 'a', 'z', 'A' - 'a');
}

static csr_value trim(csri_run *run, const csr_value *a)
{
    csr_str trimmed = csri_text_trim(a->as.text, a->count);

    (void)run;
    return csri_value_text(CSR_VALUE_STRING, trimmed.ptr, trimmed.len);
}

static csr_value to_dyn(csri_run *run, const csr_value *a)
{
    (void)run;
    return *a;
}

static csr_value type_of(csri_run *run, const csr_value *a)
{
    (void)run;
    return (csr_value){ .kind = CSR_VALUE_TYPE, .as.integer = a->kind };
}

/* Seconds east of UTC at an instant, by a zone that was loaded when the expression was compiled, or a fixed one. */
static int zone_offset(const csri_run *run, const csr_value *time, const csr_value *name, int64_t *offset)
{
    if (run->node->zone == NULL)
        return csri_time_fixed_zone((csr_str){ name->as.text, name->count }, offset);
    *offset = csr_zone_offset(run->node->zone, time->as.integer * 1000000);
    return 1;
}

static csr_value part_of(csri_run *run, const csr_value *a, int part)
{
    int64_t offset = 0;

    if (a[0].kind == CSR_VALUE_DURATION)
        return csri_value_int(csri_duration_part(a, part));
    if (run->node->count == 2 && !zone_offset(run, a, &a[1], &offset))
        return csri_value_undecided("this time zone is not known");
    return csri_value_int(csri_time_part(a, part, offset));
}

#define PART(name, part)                                           \
    static csr_value get_##name(csri_run *run, const csr_value *a) \
    {                                                              \
        return part_of(run, a, part);                              \
    }
PART(full_year, CSRI_PART_YEAR)
PART(month, CSRI_PART_MONTH)
PART(date, CSRI_PART_DATE)
PART(day_of_month, CSRI_PART_DAY_OF_MONTH)
PART(day_of_week, CSRI_PART_DAY_OF_WEEK)
PART(day_of_year, CSRI_PART_DAY_OF_YEAR)
PART(hours, CSRI_PART_HOURS)
PART(minutes, CSRI_PART_MINUTES)
PART(seconds, CSRI_PART_SECONDS)
PART(milliseconds, CSRI_PART_MILLISECONDS)

#define OF_TIME(name, get)                   \
    { name, "t", 1, 0, CSR_VALUE_INT, get }, \
    {                                        \
        name, "ts", 1, 0, CSR_VALUE_INT, get \
    }
#define OF_BOTH(name, get)                  \
    OF_TIME(name, get),                     \
    {                                       \
        name, "r", 1, 0, CSR_VALUE_INT, get \
    }
#define TO(name, from, kind, run)   \
    {                               \
        name, from, 0, 0, kind, run \
    }

/* Those of one name stand together. */
static const csri_function functions[] = {
    TO("size", "s", CSR_VALUE_INT, size_of_text),
    TO("size", "y", CSR_VALUE_INT, size_of),
    TO("size", "l", CSR_VALUE_INT, size_of),
    TO("size", "m", CSR_VALUE_INT, size_of),
    { "size", "s", 1, 0, CSR_VALUE_INT, size_of_text },
    { "size", "y", 1, 0, CSR_VALUE_INT, size_of },
    { "size", "l", 1, 0, CSR_VALUE_INT, size_of },
    { "size", "m", 1, 0, CSR_VALUE_INT, size_of },
    { "contains", "ss", 1, 0, CSR_VALUE_BOOL, contains },
    { "startsWith", "ss", 1, 0, CSR_VALUE_BOOL, starts_with },
    { "endsWith", "ss", 1, 0, CSR_VALUE_BOOL, ends_with },
    { "matches", "ss", 1, 0, CSR_VALUE_BOOL, matches },
    TO("matches", "ss", CSR_VALUE_BOOL, matches),
    { "lowerAscii", "s", 1, 0, CSR_VALUE_STRING, lower_ascii },
    { "upperAscii", "s", 1, 0, CSR_VALUE_STRING, upper_ascii },
    { "trim", "s", 1, 0, CSR_VALUE_STRING, trim },
    TO("dyn", "?", CSRI_TYPE_DYN, to_dyn),
    TO("type", "?", CSR_VALUE_TYPE, type_of),
    TO("int", "i", CSR_VALUE_INT, csri_to_int),
    TO("int", "u", CSR_VALUE_INT, csri_to_int),
    TO("int", "d", CSR_VALUE_INT, csri_to_int),
    TO("int", "s", CSR_VALUE_INT, csri_to_int),
    TO("int", "t", CSR_VALUE_INT, csri_to_int),
    TO("uint", "u", CSR_VALUE_UINT, csri_to_uint),
    TO("uint", "i", CSR_VALUE_UINT, csri_to_uint),
    TO("uint", "d", CSR_VALUE_UINT, csri_to_uint),
    TO("uint", "s", CSR_VALUE_UINT, csri_to_uint),
    TO("double", "d", CSR_VALUE_DOUBLE, csri_to_double),
    TO("double", "i", CSR_VALUE_DOUBLE, csri_to_double),
    TO("double", "u", CSR_VALUE_DOUBLE, csri_to_double),
    TO("double", "s", CSR_VALUE_DOUBLE, csri_to_double),
    TO("bool", "b", CSR_VALUE_BOOL, csri_to_bool),
    TO("bool", "s", CSR_VALUE_BOOL, csri_to_bool),
    TO("string", "s", CSR_VALUE_STRING, csri_to_string),
    TO("string", "b", CSR_VALUE_STRING, csri_to_string),
    TO("string", "i", CSR_VALUE_STRING, csri_to_string),
    TO("string", "u", CSR_VALUE_STRING, csri_to_string),
    TO("string", "d", CSR_VALUE_STRING, csri_to_string),
    TO("string", "y", CSR_VALUE_STRING, csri_to_string),
    TO("string", "t", CSR_VALUE_STRING, csri_to_string),
    TO("string", "r", CSR_VALUE_STRING, csri_to_string),
    TO("bytes", "y", CSR_VALUE_BYTES, csri_to_bytes),
    TO("bytes", "s", CSR_VALUE_BYTES, csri_to_bytes),
    TO("timestamp", "s", CSR_VALUE_TIMESTAMP, csri_to_timestamp),
    TO("timestamp", "i", CSR_VALUE_TIMESTAMP, csri_to_timestamp),
    TO("timestamp", "t", CSR_VALUE_TIMESTAMP, csri_to_timestamp),
    TO("duration", "s", CSR_VALUE_DURATION, csri_to_duration),
    TO("duration", "r", CSR_VALUE_DURATION, csri_to_duration),
    OF_TIME("getFullYear", get_full_year),
    OF_TIME("getMonth", get_month),
    OF_TIME("getDate", get_date),
    OF_TIME("getDayOfMonth", get_day_of_month),
    OF_TIME("getDayOfWeek", get_day_of_week),
    OF_TIME("getDayOfYear", get_day_of_year),
    OF_BOTH("getHours", get_hours),
    OF_BOTH("getMinutes", get_minutes),
    OF_BOTH("getSeconds", get_seconds),
    OF_BOTH("getMilliseconds", get_milliseconds),
};
#define FUNCTIONS (sizeof(functions) / sizeof(functions[0]))

const csri_function *csri_function_find(const csri_scope *scope, csr_str name, int is_method)
{
    for (size_t i = 0; i < FUNCTIONS; i++)
        if (functions[i].is_method == is_method && strlen(functions[i].name) == name.len &&
            memcmp(functions[i].name, name.ptr, name.len) == 0)
            return &functions[i];
    return scope == NULL ? NULL : csri_host_function_find(scope, name, is_method);
}

/* What functions are called elsewhere. */
static const struct {
    const char *word, *name;
} elsewhere[] = {
    { "length", "size" },
    { "len", "size" },
    { "any", "exists" },
    { "some", "exists" },
    { "every", "all" },
    { "toLowerCase", "lowerAscii" },
    { "toUpperCase", "upperAscii" },
    { "includes", "contains" },
};

csr_str csri_function_near(csr_str name, int is_method)
{
    csr_str near = { NULL, 0 };
    size_t best = SIZE_MAX;

    for (size_t i = 0; i < sizeof(elsewhere) / sizeof(elsewhere[0]); i++)
        if (csri_same(name, (csr_str){ elsewhere[i].word, strlen(elsewhere[i].word) }))
            return (csr_str){ elsewhere[i].name, strlen(elsewhere[i].name) };
    for (size_t i = 0; i < FUNCTIONS; i++) {
        csr_str other = { functions[i].name, strlen(functions[i].name) };
        int begins = name.len > 3 && other.len > name.len && memcmp(other.ptr, name.ptr, name.len) == 0;
        if (functions[i].is_method == is_method && (begins || csri_is_near(name, other, &best)))
            near = other;
    }
    return near;
}

const csri_function *csri_function_next(const csri_function *function)
{
    const csri_function *next = function + 1;

    if (csri_is_host_function(function))
        return csri_host_function_next(function);
    if (next == functions + FUNCTIONS || next->is_method != function->is_method ||
        strcmp(next->name, function->name) != 0)
        return NULL;
    return next;
}
