#include "base/number.h"
#include "base/time.h"
#include "policy/expression_time.h"
#include "policy/expression_type.h"
#include "policy/rules_set.h"

static csr_value text_value(const csri_json *json)
{
    return csri_value_text(CSR_VALUE_STRING, csri_json_str(json).ptr, csri_json_str(json).len);
}

static int read_string(csri_arena *arena, const csri_field *field, const csri_json *json, csr_value *out,
                       const char **why)
{
    csr_str kept;

    *why = "a text is expected";
    if (!csri_json_is(json, CSRI_JSON_STRING))
        return 0;
    *out = text_value(json);
    *why = "this is never a value of the field";
    for (size_t i = 0; i < field->value_count; i++)
        if (field->values[i].len == out->count && memcmp(field->values[i].ptr, out->as.text, out->count) == 0) {
            out->as.text = field->values[i].ptr;
            return 1;
        }
    if (field->value_count != 0)
        return 0;
    /* Without memory it is a text of nothing: the arena says so, and nobody meets a length without bytes. */
    kept = csri_arena_text(arena, out->as.text, out->count);
    *out = csri_value_text(CSR_VALUE_STRING, kept.ptr, kept.len);
    return 1;
}

static int read_double(const csri_json *json, csr_value *out, const char **why)
{
    *why = "a number is expected, as a text where it is not whole: \"0.5\"";
    *out = (csr_value){ .kind = CSR_VALUE_DOUBLE };
    if (csri_json_is(json, CSRI_JSON_INTEGER))
        out->as.real = (double)json->as.integer;
    else if (csri_json_is(json, CSRI_JSON_REAL))
        out->as.real = json->as.real;
    else if (!csri_json_is(json, CSRI_JSON_STRING) ||
             !csri_double_read(csri_json_str(json).ptr, csri_json_str(json).len, &out->as.real))
        return 0;
    return 1;
}

static int read_time(int32_t kind, const csri_json *json, csr_value *out, const char **why)
{
    csr_value text;

    *why = kind == CSR_VALUE_DURATION ? "a length of time such as \"30m\" or \"1h30m\" is expected"
                                      : "an instant such as \"2026-03-02T10:00:00Z\" is expected";
    if (!csri_json_is(json, CSRI_JSON_STRING))
        return 0;
    text = text_value(json);
    *out = kind == CSR_VALUE_DURATION ? csri_duration_of_text(&text) : csri_time_of_text(&text);
    return out->kind == kind;
}

static int read_list(csri_arena *arena, const csri_field *field, const csri_json *json, csr_value *out,
                     const char **why)
{
    csri_field item = { .type = field->type->of, .values = field->values, .value_count = field->value_count };
    size_t count = csri_json_elements(json);
    csr_value *items;

    *why = "a list in [ ] is expected";
    if (!csri_json_is(json, CSRI_JSON_LIST))
        return 0;
    items = csri_arena_take(arena, (count + 1) * sizeof(*items));
    for (size_t i = 0; i < count && items != NULL; i++)
        if (!csri_fact_read(arena, &item, csri_json_at(json, i), &items[i], why))
            return 0;
    *out = (csr_value){ .kind = CSR_VALUE_LIST, .as.items = items, .count = items == NULL ? 0 : count };
    return 1;
}

int csri_fact_read(csri_arena *arena, const csri_field *field, const csri_json *json, csr_value *out, const char **why)
{
    switch (field->type->kind) {
    case CSR_VALUE_STRING: return read_string(arena, field, json, out, why);
    case CSR_VALUE_DOUBLE: return read_double(json, out, why);
    case CSR_VALUE_TIMESTAMP:
    case CSR_VALUE_DURATION: return read_time(field->type->kind, json, out, why);
    case CSR_VALUE_LIST: return read_list(arena, field, json, out, why);
    case CSR_VALUE_BOOL:
        *why = "true or false is expected";
        *out = csri_value_bool(csri_json_is(json, CSRI_JSON_TRUE));
        return csri_json_is(json, CSRI_JSON_TRUE) || csri_json_is(json, CSRI_JSON_FALSE);
    default:
        *why = "a whole number is expected";
        *out = csri_value_int(csri_json_integer(json));
        return csri_json_is(json, CSRI_JSON_INTEGER);
    }
}

csr_value csri_fact_instant(csr_time at)
{
    int64_t seconds = at / CSRI_SECOND_US - (at % CSRI_SECOND_US < 0);

    return (csr_value){ .kind = CSR_VALUE_TIMESTAMP,
                        .nanos = (int32_t)((at - seconds * CSRI_SECOND_US) * 1000),
                        .as.integer = seconds };
}

csr_value csri_fact_length(int64_t us)
{
    csr_value value = csri_fact_instant(us);

    value.kind = CSR_VALUE_DURATION;
    return value;
}

int64_t csri_fact_us(const csr_value *value)
{
    return value->as.integer * CSRI_SECOND_US + value->nanos / 1000;
}

int csri_fact_same(const csr_value *a, const csr_value *b)
{
    csri_run run = { .cost_left = INT64_MAX };

    return a->kind != 0 && b->kind != 0 && csri_value_equal(&run, a, b);
}
