#include "policy/expression_convert.h"

#include "base/number.h"
#include "base/text.h"
#include "policy/expression_time.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static csr_value out_of_range(void)
{
    return csri_value_undecided("range error: the number does not fit");
}

static csr_value no_number(void)
{
    return csri_value_undecided("this text is no number");
}

static csr_value of_uint(uint64_t number)
{
    return (csr_value){ .kind = CSR_VALUE_UINT, .as.natural = number };
}

/* Decimal digits, all of them: 1, 0 = none of these, -1 = too large. */
static int read_digits(const char *ptr, size_t len, uint64_t *out)
{
    *out = 0;
    if (len == 0)
        return 0;
    for (size_t i = 0; i < len; i++) {
        if (ptr[i] < '0' || ptr[i] > '9')
            return 0;
        if (*out > (UINT64_MAX - (uint64_t)(ptr[i] - '0')) / 10)
            return -1;
        *out = *out * 10 + (uint64_t)(ptr[i] - '0');
    }
    return 1;
}

static csr_value int_of_text(const csr_value *text)
{
    int negative = text->count > 0 && text->as.text[0] == '-';
    size_t sign = negative || (text->count > 0 && text->as.text[0] == '+') ? 1 : 0;
    uint64_t magnitude;
    int read = read_digits(text->as.text + sign, text->count - sign, &magnitude);

    if (read == 0)
        return no_number();
    if (read < 0 || magnitude > (uint64_t)INT64_MAX + (negative ? 1u : 0u))
        return out_of_range();
    return csri_value_int(negative ? (int64_t)(0 - magnitude) : (int64_t)magnitude);
}

csr_value csri_to_int(csri_run *run, const csr_value *from)
{
    (void)run;
    switch (from->kind) {
    case CSR_VALUE_INT: return *from;
    case CSR_VALUE_UINT:
        return from->as.natural > (uint64_t)INT64_MAX ? out_of_range() : csri_value_int(from->as.integer);
    case CSR_VALUE_DOUBLE:
        /* The smallest int is left out, as in other implementations. */
        /* cppcheck-suppress incorrectLogicOperator ; it cannot read such numbers */
        if (!(from->as.real > -0x1p63 && from->as.real < 0x1p63))
            return out_of_range();
        return csri_value_int((int64_t)from->as.real);
    case CSR_VALUE_TIMESTAMP: return csri_value_int(from->as.integer);
    default: return int_of_text(from);
    }
}

csr_value csri_to_uint(csri_run *run, const csr_value *from)
{
    uint64_t number;
    int read;

    (void)run;
    switch (from->kind) {
    case CSR_VALUE_UINT: return *from;
    case CSR_VALUE_INT: return from->as.integer < 0 ? out_of_range() : of_uint(from->as.natural);
    case CSR_VALUE_DOUBLE:
        if (!(from->as.real >= 0 && from->as.real < 0x1p64))
            return out_of_range();
        return of_uint((uint64_t)from->as.real);
    default:
        read = read_digits(from->as.text, from->count, &number);
        if (read == 0)
            return no_number();
        return read < 0 ? out_of_range() : of_uint(number);
    }
}

static csr_value double_of_text(const csr_value *text)
{
    csr_value number = { .kind = CSR_VALUE_DOUBLE };

    return csri_double_read(text->as.text, text->count, &number.as.real) ? number : no_number();
}

csr_value csri_to_double(csri_run *run, const csr_value *from)
{
    csr_value number = { .kind = CSR_VALUE_DOUBLE };

    (void)run;
    switch (from->kind) {
    case CSR_VALUE_DOUBLE: return *from;
    case CSR_VALUE_INT: number.as.real = (double)from->as.integer; return number;
    case CSR_VALUE_UINT: number.as.real = (double)from->as.natural; return number;
    default: return double_of_text(from);
    }
}

csr_value csri_to_bool(csri_run *run, const csr_value *from)
{
    static const char *const words[] = {
        "0", "f", "F", "false", "False", "FALSE", "1", "t", "T", "true", "True", "TRUE"
    };

    (void)run;
    if (from->kind == CSR_VALUE_BOOL)
        return *from;
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (from->count == strlen(words[i]) && memcmp(from->as.text, words[i], from->count) == 0)
            return csri_value_bool(i >= 6);
    return csri_value_undecided("this text is neither true nor false");
}

static csr_value keep(csri_run *run, const char *text, size_t len)
{
    char *kept = csri_run_room(run, len);

    if (kept == NULL)
        return csri_value_no_room();
    memcpy(kept, text, len);
    return csri_value_text(CSR_VALUE_STRING, kept, len);
}

csr_value csri_to_string(csri_run *run, const csr_value *from)
{
    char text[CSRI_TIME_TEXT];

    switch (from->kind) {
    case CSR_VALUE_STRING: return *from;
    case CSR_VALUE_BOOL:
        return from->as.integer ? csri_value_text(CSR_VALUE_STRING, "true", 4)
                                : csri_value_text(CSR_VALUE_STRING, "false", 5);
    case CSR_VALUE_INT: return keep(run, text, (size_t)snprintf(text, sizeof(text), "%" PRId64, from->as.integer));
    case CSR_VALUE_UINT: return keep(run, text, (size_t)snprintf(text, sizeof(text), "%" PRIu64, from->as.natural));
    case CSR_VALUE_DOUBLE: return keep(run, text, csri_double_write(from->as.real, CSRI_DOUBLE_CEL, text));
    case CSR_VALUE_TIMESTAMP:
    case CSR_VALUE_DURATION: return keep(run, text, csri_time_text(from, text));
    default:
        if (!csri_run_pay(run, from->count / 64) || !csri_utf8_valid(from->as.text, from->count, NULL))
            return csri_value_undecided("these bytes are no UTF-8");
        return csri_value_text(CSR_VALUE_STRING, from->as.text, from->count);
    }
}

csr_value csri_to_bytes(csri_run *run, const csr_value *from)
{
    (void)run;
    return csri_value_text(CSR_VALUE_BYTES, from->as.text, from->count);
}

csr_value csri_to_timestamp(csri_run *run, const csr_value *from)
{
    (void)run;
    if (from->kind == CSR_VALUE_TIMESTAMP)
        return *from;
    return from->kind == CSR_VALUE_INT ? csri_time_of_seconds(from->as.integer) : csri_time_of_text(from);
}

csr_value csri_to_duration(csri_run *run, const csr_value *from)
{
    (void)run;
    return from->kind == CSR_VALUE_DURATION ? *from : csri_duration_of_text(from);
}
