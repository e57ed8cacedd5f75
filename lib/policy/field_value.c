#include "policy/field_value.h"

#include "base/error.h"
#include "base/guard.h"
#include "base/json.h"
#include "base/text.h"
#include "base/time.h"
#include "policy/field_choices.h"

#define WHOLE_DIGITS 18
#define FRACTION_DIGITS 9
#define DECIMAL_DIGITS (WHOLE_DIGITS + FRACTION_DIGITS)

static int is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static csr_status not_a(const csr_field_view *field, const char *member, const char *expected, csr_error *err)
{
    return csri_fail(err, CSR_E_ARGUMENT, member, "%s: %.*s is %s", member, (int)field->name.len, field->name.ptr,
                     expected);
}

/* [+-] digits, all of the text, within 64 bits. */
static int parse_integer(const csr_str *in, int64_t *out)
{
    size_t i = in->len > 0 && (in->ptr[0] == '-' || in->ptr[0] == '+');
    int negative = i == 1 && in->ptr[0] == '-';
    uint64_t value = 0, limit = (uint64_t)INT64_MAX + (unsigned)negative;

    if (i == in->len)
        return 0;
    for (; i < in->len; i++) {
        uint64_t digit = (uint64_t)(in->ptr[i] - '0');
        if (!is_digit(in->ptr[i]) || value > (limit - digit) / 10)
            return 0;
        value = value * 10 + digit;
    }
    *out = negative ? (int64_t)(0 - value) : (int64_t)value;
    return 1;
}

/* Order of two's complement as order of texts. */
static void put_key(csri_buffer *key, int64_t value)
{
    csri_buffer_format(key, "%016llx", (unsigned long long)((uint64_t)value ^ (UINT64_C(1) << 63)));
}

/* A decimal as its significant digits: whole[18] and fraction[9], each padded by zeros. */
typedef struct decimal {
    char digits[DECIMAL_DIGITS];
    int negative;
} decimal;

static int parse_decimal(const csr_str *in, decimal *out)
{
    size_t i = in->len > 0 && (in->ptr[0] == '-' || in->ptr[0] == '+'), from, end, point;

    out->negative = i == 1 && in->ptr[0] == '-';
    memset(out->digits, '0', DECIMAL_DIGITS);
    for (from = i; i < in->len && is_digit(in->ptr[i]); i++)
        ;
    point = i;
    if (point == from)
        return 0;
    for (; from < point && in->ptr[from] == '0'; from++)
        ;
    if (point - from > WHOLE_DIGITS)
        return 0;
    memcpy(out->digits + WHOLE_DIGITS - (point - from), in->ptr + from, point - from);
    if (point == in->len)
        return 1;
    if (in->ptr[point] != '.' || point + 1 == in->len)
        return 0;
    for (i = point + 1; i < in->len; i++)
        if (!is_digit(in->ptr[i]))
            return 0;
    for (end = in->len; end > point + 1 && in->ptr[end - 1] == '0'; end--)
        ;
    if (end - point - 1 > FRACTION_DIGITS)
        return 0;
    memcpy(out->digits + WHOLE_DIGITS, in->ptr + point + 1, end - point - 1);
    return 1;
}

static void put_decimal(decimal *d, csri_buffer *text, csri_buffer *key)
{
    int first = 0, last = DECIMAL_DIGITS;

    while (first < WHOLE_DIGITS - 1 && d->digits[first] == '0')
        first++;
    while (last > WHOLE_DIGITS && d->digits[last - 1] == '0')
        last--;
    if (first == WHOLE_DIGITS - 1 && d->digits[first] == '0' && last == WHOLE_DIGITS)
        d->negative = 0;
    if (d->negative)
        csri_buffer_byte(text, '-');
    csri_buffer_put(text, d->digits + first, (size_t)(WHOLE_DIGITS - first));
    if (last > WHOLE_DIGITS)
        csri_buffer_byte(text, '.');
    csri_buffer_put(text, d->digits + WHOLE_DIGITS, (size_t)(last - WHOLE_DIGITS));
    csri_buffer_byte(key, d->negative ? '0' : '1');
    for (int i = 0; i < DECIMAL_DIGITS; i++) /* of two negative numbers the larger one is nearer to zero */
        csri_buffer_byte(key, (uint8_t)(d->negative ? '0' + '9' - d->digits[i] : d->digits[i]));
}

/* YYYY-MM-DD of a day that there is. */
static int parse_date(const csr_str *in, int64_t *days)
{
    static const char pattern[] = "0000-00-00";
    int32_t part[3] = { 0, 0, 0 }, at = 0;

    if (in->len != sizeof(pattern) - 1)
        return 0;
    for (size_t i = 0; i < in->len; i++) {
        if (pattern[i] == '-' ? in->ptr[i] != '-' : !is_digit(in->ptr[i]))
            return 0;
        if (pattern[i] == '-')
            at++;
        else
            part[at] = part[at] * 10 + in->ptr[i] - '0';
    }
    if (part[0] < 1 || part[2] < 1 || part[2] > csri_days_in_month(part[0], part[1]))
        return 0;
    *days = csri_days_from_civil(part[0], part[1], part[2]);
    return 1;
}

static int is_true(const csr_str *in)
{
    return in->len == 4 && memcmp(in->ptr, "true", 4) == 0;
}

static csr_status read_text(const csr_field_view *field, const csr_str *value, const char *member,
                            enum csri_field_use use, csri_buffer *text, csri_buffer *key, csr_error *err)
{
    csr_status status = CSR_OK;

    if (use == CSRI_FIELD_SET && value->len > (size_t)field->max_bytes)
        return csri_fail(err, CSR_E_ARGUMENT, member, "%s: %zu bytes are more than the %d that %.*s allows", member,
                         value->len, field->max_bytes, (int)field->name.len, field->name.ptr);
    csri_buffer_put(text, value->ptr, value->len);
    if (field->indexed)
        status = csri_text_fold(key, value->ptr, value->len);
    return status == CSR_OK ? CSR_OK : csri_fail(err, status, member, "%s cannot be compared", member);
}

static csr_status read_number(const csr_field_view *field, const csr_str *value, const char *member, csri_buffer *text,
                              csri_buffer *key, csr_error *err)
{
    decimal d;
    int64_t number;

    if (field->type == CSR_FIELD_DECIMAL) {
        if (!parse_decimal(value, &d))
            return not_a(field, member, "a decimal number, such as 12.5", err);
        put_decimal(&d, text, key);
        return CSR_OK;
    }
    if (!parse_integer(value, &number))
        return not_a(field, member, "an integer", err);
    csri_json_int(text, number);
    put_key(key, number);
    return CSR_OK;
}

static csr_status read_instant(const csr_field_view *field, const csr_str *value, const char *member, csri_buffer *text,
                               csri_buffer *key, csr_error *err)
{
    char shown[CSR_TIME_TEXT_BYTES];
    csr_time at;

    /* What can be read can be written. */
    if (csr_time_parse(value->ptr, value->len, &at, NULL) != CSR_OK ||
        CSRI_NEVER(csr_time_format(at, 0, shown, NULL) != CSR_OK))
        return not_a(field, member, "an instant as RFC 3339 text", err);
    csri_buffer_text(text, shown);
    put_key(key, at);
    return CSR_OK;
}

static csr_status read_choice(const csr_field_view *field, const csr_str *value, const char *member,
                              enum csri_field_use use, csri_buffer *text, csri_buffer *key, csr_error *err)
{
    csri_choice choice;
    csr_status status = csri_field_choice_find(text->host, &field->choices, value, &choice, err);

    if (status != CSR_OK)
        return status;
    if (choice.position < 0)
        return not_a(field, member, "one of its choices", err);
    if (choice.retired && use == CSRI_FIELD_SET)
        return csri_fail(err, CSR_E_STATE, member, "%s: this choice of %.*s is retired", member, (int)field->name.len,
                         field->name.ptr);
    csri_buffer_put(text, value->ptr, value->len);
    csri_buffer_format(key, "%04x", (unsigned)choice.position);
    return CSR_OK;
}

/* By the type alone. */
static csr_status read_plainly(const csr_field_view *field, const csr_str *value, const char *member,
                               enum csri_field_use use, csri_buffer *text, csri_buffer *key, csr_error *err)
{
    int64_t days;

    switch (field->type) {
    case CSR_FIELD_TEXT: return read_text(field, value, member, use, text, key, err);
    case CSR_FIELD_INTEGER:
    case CSR_FIELD_DECIMAL: return read_number(field, value, member, text, key, err);
    case CSR_FIELD_FLAG:
        if (!is_true(value) && !(value->len == 5 && memcmp(value->ptr, "false", 5) == 0))
            return not_a(field, member, "true or false", err);
        csri_buffer_byte(key, is_true(value) ? '1' : '0');
        break;
    case CSR_FIELD_DATE:
        if (!parse_date(value, &days))
            return not_a(field, member, "a day, such as 2026-11-22", err);
        csri_buffer_put(key, value->ptr, value->len);
        break;
    case CSR_FIELD_INSTANT: return read_instant(field, value, member, text, key, err);
    default: return read_choice(field, value, member, use, text, key, err);
    }
    csri_buffer_put(text, value->ptr, value->len);
    return CSR_OK;
}

/* The sign of a key against that of a limit; 0 when there is none. */
static csr_status against(const csr_field_view *field, const csr_str *limit, const char *member, const csri_buffer *key,
                          size_t from, int *sign, csr_error *err)
{
    csri_buffer text, bound;
    csr_status status;

    *sign = 0;
    if (limit->len == 0)
        return CSR_OK;
    csri_buffer_init(&text, key->host, 0);
    csri_buffer_init(&bound, key->host, 0);
    status = read_plainly(field, limit, member, CSRI_FIELD_MATCH, &text, &bound, err);
    if (status == CSR_OK)
        status = csri_buffer_check(&bound, err);
    if (status == CSR_OK)
        *sign = memcmp(key->ptr + from, bound.ptr, bound.len);
    csri_buffer_free(&text);
    csri_buffer_free(&bound);
    return status;
}

static csr_status check_limits(const csr_field_view *field, const char *member, const csri_buffer *key, size_t from,
                               csr_error *err)
{
    int low, high = 0;
    csr_status status = against(field, &field->minimum, member, key, from, &low, err);

    if (status == CSR_OK)
        status = against(field, &field->maximum, member, key, from, &high, err);
    if (status != CSR_OK)
        return status;
    if (low < 0)
        return csri_fail(err, CSR_E_ARGUMENT, member, "%s: %.*s is at least %.*s", member, (int)field->name.len,
                         field->name.ptr, (int)field->minimum.len, field->minimum.ptr);
    if (high > 0)
        return csri_fail(err, CSR_E_ARGUMENT, member, "%s: %.*s is at most %.*s", member, (int)field->name.len,
                         field->name.ptr, (int)field->maximum.len, field->maximum.ptr);
    return CSR_OK;
}

csr_status csri_field_read(const csr_field_view *field, const csr_str *value, const char *member,
                           enum csri_field_use use, csri_buffer *text, csri_buffer *key, csr_error *err)
{
    size_t from = key->len;
    csr_status status = read_plainly(field, value, member, use, text, key, err);

    if (status == CSR_OK)
        status = csri_buffer_check(text, err);
    if (status == CSR_OK)
        status = csri_buffer_check(key, err);
    if (status == CSR_OK && use == CSRI_FIELD_SET)
        status = check_limits(field, member, key, from, err);
    return status;
}

int64_t csri_field_number(csr_field_type type, const csr_str *stored)
{
    int64_t number = 0;

    switch (type) {
    case CSR_FIELD_INTEGER: (void)parse_integer(stored, &number); break;
    case CSR_FIELD_FLAG: number = is_true(stored); break;
    case CSR_FIELD_DATE: (void)parse_date(stored, &number); break;
    case CSR_FIELD_INSTANT: (void)csr_time_parse(stored->ptr, stored->len, &number, NULL); break;
    default: break;
    }
    return number;
}

int csri_field_name_valid(const csr_str *name)
{
    for (size_t i = 0; i < name->len; i++) {
        char c = name->ptr[i];
        if (!(c >= 'a' && c <= 'z') && (i == 0 || !(is_digit(c) || c == '_')))
            return 0;
    }
    return name->len != 0;
}

static int has_limits(csr_field_type type)
{
    return type == CSR_FIELD_INTEGER || type == CSR_FIELD_DECIMAL || type == CSR_FIELD_DATE ||
           type == CSR_FIELD_INSTANT;
}

/* One limit is a value of the type; the smallest is not above the largest. */
static csr_status check_bounds(const csr_field_view *field, const csr_host *host, csr_error *err)
{
    csri_buffer text, key;
    csr_status status = CSR_OK;
    int sign = 0;

    csri_buffer_init(&text, host, 0);
    csri_buffer_init(&key, host, 0);
    if (field->minimum.len != 0)
        status = csri_field_read(field, &field->minimum, "minimum", CSRI_FIELD_MATCH, &text, &key, err);
    if (status == CSR_OK && field->minimum.len != 0)
        status = against(field, &field->maximum, "maximum", &key, 0, &sign, err);
    else if (status == CSR_OK && field->maximum.len != 0)
        status = csri_field_read(field, &field->maximum, "maximum", CSRI_FIELD_MATCH, &text, &key, err);
    if (status == CSR_OK && sign > 0)
        status = csri_fail(err, CSR_E_ARGUMENT, "maximum", "maximum is below minimum");
    csri_buffer_free(&text);
    csri_buffer_free(&key);
    return status;
}

csr_status csri_field_definition_check(const csr_field_view *field, const csr_host *host, csr_error *err)
{
    int32_t most = field->indexed ? CSR_FIELD_INDEXED_BYTES_MAX : CSR_FIELD_BYTES_MAX;

    if (!csri_field_name_valid(&field->name))
        return csri_fail(err, CSR_E_ARGUMENT, "name", "name: small letters, digits and \"_\", begun by a letter");
    if (field->type != CSR_FIELD_TEXT && field->max_bytes != 0)
        return csri_fail(err, CSR_E_ARGUMENT, "max_bytes", "max_bytes goes with texts only");
    if (field->max_bytes > most)
        return csri_fail(err, CSR_E_ARGUMENT, "max_bytes", "max_bytes: at most %d", most);
    if (!has_limits(field->type) && (field->minimum.len != 0 || field->maximum.len != 0))
        return csri_fail(err, CSR_E_ARGUMENT, field->minimum.len != 0 ? "minimum" : "maximum",
                         "limits go with integers, decimals, dates and instants only");
    return check_bounds(field, host, err);
}
