#include "expr_value.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const kind_names[] = { "",      "null",      "bool",     "int",  "uint", "double", "string",
                                          "bytes", "timestamp", "duration", "list", "map",  "type" };
#define KINDS ((int32_t)(sizeof(kind_names) / sizeof(kind_names[0])))

static csr_value *take_items(struct value_pile *pile, size_t count)
{
    csr_value *items = pile->items + pile->used;

    if (count > pile->capacity - pile->used) {
        return NULL;
    }
    pile->used += count;
    return items;
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static int read_bytes(const json_t *json, struct value_pile *pile, csr_value *out)
{
    const char *text = json_string_value(json);
    size_t len = text ? json_string_length(json) : 1;
    unsigned char *bytes = pile->bytes + pile->bytes_used;

    if (len % 2 != 0 || len / 2 > pile->bytes_capacity - pile->bytes_used) {
        return 0;
    }
    for (size_t i = 0; i < len / 2; i++) {
        int high = hex_digit(text[2 * i]), low = hex_digit(text[2 * i + 1]);
        if (high < 0 || low < 0) {
            return 0;
        }
        bytes[i] = (unsigned char)(high * 16 + low);
    }
    pile->bytes_used += len / 2;
    out->as.text = (const char *)bytes;
    out->count = len / 2;
    return 1;
}

static int read_list(const json_t *json, struct value_pile *pile, csr_value *out)
{
    size_t count = json_array_size(json);
    csr_value *items = take_items(pile, count);

    if (!items || !json_is_array(json)) {
        return 0;
    }
    for (size_t i = 0; i < count; i++) {
        if (!expr_value_read(json_array_get(json, i), pile, &items[i])) {
            return 0;
        }
    }
    out->as.items = items;
    out->count = count;
    return 1;
}

static int read_map(const json_t *json, struct value_pile *pile, csr_value *out)
{
    size_t count = json_array_size(json);
    csr_value *items = take_items(pile, 2 * count);

    if (!items || !json_is_array(json)) {
        return 0;
    }
    for (size_t i = 0; i < count; i++) {
        const json_t *pair = json_array_get(json, i);
        if (!expr_value_read(json_array_get(pair, 0), pile, &items[2 * i]) ||
            !expr_value_read(json_array_get(pair, 1), pile, &items[2 * i + 1])) {
            return 0;
        }
    }
    out->as.items = items;
    out->count = count;
    return 1;
}

/* [seconds, nanoseconds], which have the same sign. */
static int read_time(const json_t *json, csr_value *out)
{
    json_int_t seconds = json_integer_value(json_array_get(json, 0));
    json_int_t nanos = json_integer_value(json_array_get(json, 1));

    out->as.integer = nanos < 0 ? seconds - 1 : seconds;
    out->nanos = (int32_t)(nanos < 0 ? nanos + 1000000000 : nanos);
    return json_array_size(json) == 2 && nanos > -1000000000 && nanos < 1000000000;
}

static int read_type(const json_t *json, csr_value *out)
{
    const char *name = json_string_value(json);

    for (int32_t kind = 1; name && kind < KINDS; kind++) {
        if (strcmp(name, kind_names[kind]) == 0) {
            out->as.integer = kind;
            return 1;
        }
    }
    return 0;
}

/* A number as a text, all of it, which fits. */
static int read_number(int32_t kind, const char *text, csr_value *out)
{
    char *end = NULL;

    if (!text || *text == '\0' || *text == ' ') {
        return 0;
    }
    errno = 0;
    if (kind == CSR_VALUE_INT) {
        out->as.integer = strtoll(text, &end, 10);
    } else if (kind == CSR_VALUE_UINT) {
        out->as.natural = strtoull(text, &end, 10);
    } else {
        out->as.real = strtod(text, &end);
    }
    return *end == '\0' && (errno == 0 || kind == CSR_VALUE_DOUBLE) && (kind != CSR_VALUE_UINT || *text != '-');
}

static int read_as(int32_t kind, const json_t *json, struct value_pile *pile, csr_value *out)
{
    const char *text = json_string_value(json);

    out->kind = kind;
    switch (kind) {
    case CSR_VALUE_NULL: return 1;
    case CSR_VALUE_BOOL: out->as.integer = json_is_true(json); return json_is_boolean(json);
    case CSR_VALUE_INT:
    case CSR_VALUE_UINT:
    case CSR_VALUE_DOUBLE: return read_number(kind, text, out);
    case CSR_VALUE_STRING:
        out->as.text = text;
        out->count = text ? json_string_length(json) : 0;
        return text != NULL;
    case CSR_VALUE_BYTES: return read_bytes(json, pile, out);
    case CSR_VALUE_TIMESTAMP:
    case CSR_VALUE_DURATION: return read_time(json, out);
    case CSR_VALUE_LIST: return read_list(json, pile, out);
    case CSR_VALUE_MAP: return read_map(json, pile, out);
    default: return read_type(json, out);
    }
}

int expr_value_read(const json_t *json, struct value_pile *pile, csr_value *out)
{
    memset(out, 0, sizeof *out);
    for (int32_t kind = 1; kind < KINDS && json_object_size(json) == 1; kind++) {
        const json_t *inside = json_object_get(json, kind_names[kind]);
        if (inside) {
            return read_as(kind, inside, pile, out);
        }
    }
    return 0;
}

/* The shortest that reads back the same, always with a point or an exponent. */
static json_t *double_json(double number)
{
    char text[40];

    if (isnan(number)) {
        return json_string("NaN");
    }
    if (isinf(number)) {
        return json_string(number > 0 ? "Infinity" : "-Infinity");
    }
    for (int digits = 15; digits <= 17; digits++) {
        (void)snprintf(text, sizeof text, "%.*g", digits, number);
        if (strtod(text, NULL) == number) {
            break;
        }
    }
    if (!strpbrk(text, ".e")) {
        (void)strcat(text, ".0");
    }
    return json_string(text);
}

static json_t *bytes_json(const csr_value *value)
{
    static const char digits[] = "0123456789abcdef";
    char *text = malloc(2 * value->count + 1);
    json_t *json;

    if (!text) {
        return NULL;
    }
    for (size_t i = 0; i < value->count; i++) {
        unsigned char byte = (unsigned char)value->as.text[i];
        text[2 * i] = digits[byte >> 4];
        text[2 * i + 1] = digits[byte & 15];
    }
    json = json_stringn(text, 2 * value->count);
    free(text);
    return json;
}

static json_t *items_json(const csr_value *value)
{
    json_t *list = json_array();

    for (size_t i = 0; i < value->count; i++) {
        (void)json_array_append_new(list, value->kind == CSR_VALUE_LIST
                                              ? expr_value_json(&value->as.items[i])
                                              : json_pack("[o,o]", expr_value_json(&value->as.items[2 * i]),
                                                          expr_value_json(&value->as.items[2 * i + 1])));
    }
    return list;
}

static json_t *number_json(const csr_value *value)
{
    char text[24];

    if (value->kind == CSR_VALUE_INT) {
        (void)snprintf(text, sizeof text, "%" PRId64, value->as.integer);
    } else {
        (void)snprintf(text, sizeof text, "%" PRIu64, value->as.natural);
    }
    return json_string(text);
}

static json_t *time_json(const csr_value *value)
{
    int64_t seconds = value->as.integer, nanos = value->nanos;

    if (value->kind == CSR_VALUE_DURATION && seconds < 0 && nanos > 0) {
        seconds++;
        nanos -= 1000000000;
    }
    return json_pack("[I,I]", (json_int_t)seconds, (json_int_t)nanos);
}

static json_t *type_json(const csr_value *value)
{
    switch ((int32_t)value->as.integer) {
    case CSR_VALUE_NULL: return json_string("null_type");
    case CSR_VALUE_TIMESTAMP: return json_string("google.protobuf.Timestamp");
    case CSR_VALUE_DURATION: return json_string("google.protobuf.Duration");
    default: return json_string(kind_names[value->as.integer]);
    }
}

static json_t *inside_json(const csr_value *value)
{
    switch (value->kind) {
    case CSR_VALUE_NULL: return json_true();
    case CSR_VALUE_BOOL: return json_boolean(value->as.integer != 0);
    case CSR_VALUE_INT:
    case CSR_VALUE_UINT: return number_json(value);
    case CSR_VALUE_DOUBLE: return double_json(value->as.real);
    case CSR_VALUE_STRING: return json_stringn(value->count == 0 ? "" : value->as.text, value->count);
    case CSR_VALUE_BYTES: return bytes_json(value);
    case CSR_VALUE_TIMESTAMP:
    case CSR_VALUE_DURATION: return time_json(value);
    case CSR_VALUE_TYPE: return type_json(value);
    default: return items_json(value);
    }
}

json_t *expr_value_json(const csr_value *value)
{
    json_t *json = json_object();

    (void)json_object_set_new(json, kind_names[value->kind], inside_json(value));
    return json;
}
