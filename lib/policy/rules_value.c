#include "base/json.h"
#include "base/number.h"
#include "base/time.h"
#include "policy/expression_time.h"
#include "policy/expression_type.h"
#include "policy/rules_set.h"

#include <inttypes.h>
#include <stdio.h>

#define NANOS 1000000000

static csr_value text_value(const json_t *json)
{
    return csri_value_text(CSR_VALUE_STRING, json_string_value(json), json_string_length(json));
}

static int read_string(csri_arena *arena, const csri_field *field, const json_t *json, csr_value *out, const char **why)
{
    *why = "a text is expected";
    if (json_typeof(json) != JSON_STRING)
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
    *out = csri_value_text(CSR_VALUE_STRING, csri_arena_text(arena, out->as.text, out->count).ptr,
                           arena->exhausted ? 0 : out->count);
    return 1;
}

static int read_double(const json_t *json, csr_value *out, const char **why)
{
    *why = "a number is expected, as a text where it is not whole: \"0.5\"";
    *out = (csr_value){ .kind = CSR_VALUE_DOUBLE };
    if (json_is_number(json))
        out->as.real = json_number_value(json);
    else if (json_typeof(json) != JSON_STRING ||
             !csri_double_read(json_string_value(json), json_string_length(json), &out->as.real))
        return 0;
    return 1;
}

static int read_time(int32_t kind, const json_t *json, csr_value *out, const char **why)
{
    csr_value text;

    *why = kind == CSR_VALUE_DURATION ? "a length of time such as \"30m\" or \"1h30m\" is expected"
                                      : "an instant such as \"2026-03-02T10:00:00Z\" is expected";
    if (json_typeof(json) != JSON_STRING)
        return 0;
    text = text_value(json);
    *out = kind == CSR_VALUE_DURATION ? csri_duration_of_text(&text) : csri_time_of_text(&text);
    return out->kind == kind;
}

static int read_list(csri_arena *arena, const csri_field *field, const json_t *json, csr_value *out, const char **why)
{
    csri_field item = { .type = field->type->of, .values = field->values, .value_count = field->value_count };
    size_t count = json_array_size(json);
    csr_value *items;

    *why = "a list in [ ] is expected";
    if (json_typeof(json) != JSON_ARRAY)
        return 0;
    items = csri_arena_take(arena, (count + 1) * sizeof(*items));
    for (size_t i = 0; i < count && items != NULL; i++)
        if (!csri_fact_read(arena, &item, json_array_get(json, i), &items[i], why))
            return 0;
    *out = (csr_value){ .kind = CSR_VALUE_LIST, .as.items = items, .count = items == NULL ? 0 : count };
    return 1;
}

int csri_fact_read(csri_arena *arena, const csri_field *field, const json_t *json, csr_value *out, const char **why)
{
    switch (field->type->kind) {
    case CSR_VALUE_STRING: return read_string(arena, field, json, out, why);
    case CSR_VALUE_DOUBLE: return read_double(json, out, why);
    case CSR_VALUE_TIMESTAMP:
    case CSR_VALUE_DURATION: return read_time(field->type->kind, json, out, why);
    case CSR_VALUE_LIST: return read_list(arena, field, json, out, why);
    case CSR_VALUE_BOOL:
        *why = "true or false is expected";
        *out = csri_value_bool(json_typeof(json) == JSON_TRUE);
        return json_typeof(json) == JSON_TRUE || json_typeof(json) == JSON_FALSE;
    default:
        *why = "a whole number is expected";
        *out = csri_value_int(json_integer_value(json));
        return json_typeof(json) == JSON_INTEGER;
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

/* Hours, minutes and seconds, without those that are zero. */
static void write_length(const csr_value *value, csri_buffer *out)
{
    int below = value->as.integer < 0;
    /* -1.5 s stands as -2 s and half a second. */
    int64_t s = below ? -(value->as.integer + (value->nanos != 0)) : value->as.integer;
    int32_t nanos = below && value->nanos != 0 ? NANOS - value->nanos : value->nanos;
    char digits[16];

    csri_buffer_text(out, below ? "-" : "");
    if (s >= 3600)
        csri_buffer_format(out, "%" PRId64 "h", s / 3600);
    if (s / 60 % 60 != 0)
        csri_buffer_format(out, "%" PRId64 "m", s / 60 % 60);
    if (s % 60 == 0 && nanos == 0 && s != 0)
        return;
    csri_buffer_format(out, "%" PRId64, s % 60);
    if (nanos != 0) {
        int len = snprintf(digits, sizeof(digits), ".%09d", (int)nanos);
        while (len > 0 && digits[len - 1] == '0')
            len--;
        csri_buffer_put(out, digits, (size_t)len);
    }
    csri_buffer_byte(out, 's');
}

typedef void write_fn(const csr_value *value, csri_buffer *out);

static void write_list(const csr_value *value, csri_buffer *out, write_fn *write)
{
    csri_buffer_byte(out, '[');
    for (size_t i = 0; i < value->count; i++) {
        csri_buffer_text(out, i == 0 ? "" : ", ");
        write(&value->as.items[i], out);
    }
    csri_buffer_byte(out, ']');
}

void csri_fact_write(const csr_value *value, csri_buffer *out)
{
    char text[CSRI_TIME_TEXT > CSRI_DOUBLE_TEXT ? CSRI_TIME_TEXT : CSRI_DOUBLE_TEXT];

    switch (value->kind) {
    case 0: csri_buffer_text(out, "absent"); break;
    case CSR_VALUE_BOOL: csri_buffer_text(out, value->as.integer ? "true" : "false"); break;
    case CSR_VALUE_INT: csri_buffer_format(out, "%" PRId64, value->as.integer); break;
    case CSR_VALUE_UINT: csri_buffer_format(out, "%" PRIu64 "u", value->as.natural); break;
    case CSR_VALUE_DOUBLE: csri_buffer_put(out, text, csri_double_write(value->as.real, text)); break;
    case CSR_VALUE_STRING: csri_json_text(out, value->as.text, value->count); break;
    case CSR_VALUE_TIMESTAMP: csri_buffer_put(out, text, csri_time_text(value, text)); break;
    case CSR_VALUE_DURATION: write_length(value, out); break;
    case CSR_VALUE_LIST: write_list(value, out, csri_fact_write); break;
    case CSR_VALUE_UNDECIDED: csri_buffer_put(out, value->as.text, value->count); break;
    default: csri_buffer_text(out, "..."); break;
    }
}

void csri_fact_json(const csr_value *value, csri_buffer *out)
{
    switch (value->kind) {
    case CSR_VALUE_BOOL:
    case CSR_VALUE_INT:
    case CSR_VALUE_STRING: csri_fact_write(value, out); break;
    case CSR_VALUE_LIST: write_list(value, out, csri_fact_json); break;
    case CSR_VALUE_DOUBLE:
    case CSR_VALUE_TIMESTAMP:
    case CSR_VALUE_DURATION:
        csri_buffer_byte(out, '"');
        csri_fact_write(value, out);
        csri_buffer_byte(out, '"');
        break;
    default: csri_buffer_text(out, "null"); break;
    }
}

int csri_fact_same(const csr_value *a, const csr_value *b)
{
    csri_run run = { .cost_left = INT64_MAX };

    return a->kind != 0 && b->kind != 0 && csri_value_equal(&run, a, b);
}
