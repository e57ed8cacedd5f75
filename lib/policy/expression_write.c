/* Values in words: for people, and as JSON. */
#include "policy/expression_time.h"
#include "policy/expression_value.h"

#include "base/base64.h"
#include "base/json.h"
#include "base/number.h"

#include <inttypes.h>
#include <stdio.h>

#define NANOS 1000000000

static void write_fraction(int32_t nanos, csri_buffer *out)
{
    char digits[16];
    int len = snprintf(digits, sizeof(digits), ".%09d", (int)nanos);

    while (digits[len - 1] == '0')
        len--;
    csri_buffer_put(out, digits, (size_t)len);
}

/* Hours, minutes and seconds, without those that are zero: 31m12s, 1h, 0s, -1.5s. */
static void write_length(const csr_value *value, csri_buffer *out)
{
    int below = value->as.integer < 0;
    /* -1.5 s stands as -2 s and half a second. */
    int64_t s = below ? -(value->as.integer + (value->nanos != 0)) : value->as.integer;
    int32_t nanos = below && value->nanos != 0 ? NANOS - value->nanos : value->nanos;

    csri_buffer_text(out, below ? "-" : "");
    if (s >= 3600)
        csri_buffer_format(out, "%" PRId64 "h", s / 3600);
    if (s / 60 % 60 != 0)
        csri_buffer_format(out, "%" PRId64 "m", s / 60 % 60);
    if (s % 60 == 0 && nanos == 0 && s != 0)
        return;
    csri_buffer_format(out, "%" PRId64, s % 60);
    if (nanos != 0)
        write_fraction(nanos, out);
    csri_buffer_byte(out, 's');
}

typedef void write_fn(const csr_value *value, csri_buffer *out);

static void write_items(const csr_value *value, csri_buffer *out, write_fn *write)
{
    int is_map = value->kind == CSR_VALUE_MAP;

    csri_buffer_text(out, is_map ? "{" : "[");
    for (size_t i = 0; i < value->count; i++) {
        csri_buffer_text(out, i == 0 ? "" : ", ");
        write(&value->as.items[is_map ? 2 * i : i], out);
        if (is_map) {
            csri_buffer_text(out, ": ");
            write(&value->as.items[2 * i + 1], out);
        }
    }
    csri_buffer_text(out, is_map ? "}" : "]");
}

void csri_value_write(const csr_value *value, csri_buffer *out)
{
    char text[CSRI_TIME_TEXT > CSRI_DOUBLE_TEXT ? CSRI_TIME_TEXT : CSRI_DOUBLE_TEXT];

    switch (value->kind) {
    case 0: csri_buffer_text(out, "absent"); break;
    case CSR_VALUE_NULL: csri_buffer_text(out, "null"); break;
    case CSR_VALUE_BOOL: csri_buffer_text(out, value->as.integer ? "true" : "false"); break;
    case CSR_VALUE_INT: csri_json_int(out, value->as.integer); break;
    case CSR_VALUE_UINT: csri_buffer_format(out, "%" PRIu64 "u", value->as.natural); break;
    case CSR_VALUE_DOUBLE:
        csri_buffer_put(out, text, csri_double_write(value->as.real, CSRI_DOUBLE_PEOPLE, text));
        break;
    case CSR_VALUE_STRING: csri_json_text(out, value->as.text, value->count); break;
    case CSR_VALUE_BYTES: csri_base64_put(out, value->as.text, value->count); break;
    case CSR_VALUE_TIMESTAMP: csri_buffer_put(out, text, csri_time_text(value, text)); break;
    case CSR_VALUE_DURATION: write_length(value, out); break;
    case CSR_VALUE_LIST:
    case CSR_VALUE_MAP: write_items(value, out, csri_value_write); break;
    case CSR_VALUE_TYPE: csri_buffer_text(out, "a type"); break;
    default: csri_buffer_text(out, "?\?"); break;
    }
}

/* Of maps and bytes the words for people, which may need escapes. */
static void write_quoted(const csr_value *value, csri_buffer *out)
{
    csri_buffer text;

    csri_buffer_init(&text, out->host, 0);
    csri_value_write(value, &text);
    csri_json_text(out, text.ptr, text.len);
    if (csri_buffer_check(&text, NULL) != CSR_OK)
        csri_buffer_fail(out, CSR_E_NO_MEMORY);
    csri_buffer_free(&text);
}

void csri_value_json(const csr_value *value, csri_buffer *out)
{
    switch (value->kind) {
    case CSR_VALUE_NULL:
    case CSR_VALUE_BOOL:
    case CSR_VALUE_INT:
    case CSR_VALUE_STRING: csri_value_write(value, out); break;
    case CSR_VALUE_LIST: write_items(value, out, csri_value_json); break;
    case 0:
    case CSR_VALUE_UNDECIDED: csri_buffer_text(out, "null"); break;
    default: write_quoted(value, out); break;
    }
}
