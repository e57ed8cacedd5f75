#include "record/row_line.h"

#include "base/base64.h"
#include "base/error.h"
#include "base/json.h"
#include "base/time.h"
#include "record/row.h"
#include "record/row_json.h"

static void put_str(csri_buffer *out, const csr_type *type, const csr_str *text)
{
    if (type->meaning != CSR_MEANING_BYTES) {
        csri_json_text(out, text->ptr, text->len);
        return;
    }
    csri_buffer_byte(out, '"');
    csri_base64_put(out, text->ptr, text->len);
    csri_buffer_byte(out, '"');
}

static void put_i64(csri_buffer *out, const csr_type *type, int64_t value)
{
    if (type->meaning == CSR_MEANING_TIME && value >= CSRI_TIME_MIN && value <= CSRI_TIME_MAX)
        csri_json_time(out, value);
    else
        csri_json_int(out, value);
}

static void put_i32(csri_buffer *out, const csr_member *m, const void *row)
{
    int32_t value = *(const int32_t *)csri_at(m, row);

    if (m->type->meaning == CSR_MEANING_FLAG && value != 1)
        csri_json_int(out, value);
    else
        csri_json_member(out, m, row);
}

void csri_line_put(csri_buffer *out, const csr_shape *shape, const void *row)
{
    int first = 1;

    csri_buffer_byte(out, '{');
    for (unsigned i = 0; i < shape->count; i++) {
        const csr_member *m = &shape->members[i];
        if (csri_unset(m, row))
            continue;
        csri_buffer_text(out, first ? "\"" : ",\"");
        csri_buffer_text(out, m->name);
        csri_buffer_put(out, "\":", 2);
        first = 0;
        switch ((csr_class)m->c) {
        case CSR_CLASS_STR: put_str(out, m->type, csri_at(m, row)); break;
        case CSR_CLASS_I64: put_i64(out, m->type, *(const int64_t *)csri_at(m, row)); break;
        case CSR_CLASS_I32: put_i32(out, m, row); break;
        default: csri_json_member(out, m, row);
        }
    }
    csri_buffer_byte(out, '}');
}

int csri_line_take(csri_line_in *in, const char *text)
{
    size_t n = strlen(text);

    if ((size_t)(in->end - in->at) < n || memcmp(in->at, text, n) != 0)
        return 0;
    in->at += n;
    return 1;
}

int csri_line_int(csri_line_in *in, int64_t *out)
{
    uint64_t value = 0, most = INT64_MAX;
    int negative = csri_line_take(in, "-"), digits = 0;

    for (; in->at < in->end && *in->at >= '0' && *in->at <= '9'; in->at++, digits++) {
        unsigned digit = (unsigned)(*in->at - '0');
        if (value > (most + (unsigned)negative - digit) / 10)
            return 0;
        value = value * 10 + digit;
    }
    *out = negative ? (int64_t)(0 - value) : (int64_t)value;
    return digits > 0;
}

int csri_line_name(csri_line_in *in, csr_str *out)
{
    const char *from = in->at + 1, *to = from;

    if (in->at == in->end || *in->at != '"')
        return 0;
    while (to < in->end && *to != '"' && *to != '\\')
        to++;
    if (to == in->end || *to != '"')
        return 0;
    *out = (csr_str){ from, (size_t)(to - from) };
    in->at = to + 1;
    return 1;
}

/* Value of a hexadecimal digit as it is written here, or -1. */
static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The character that an escape stands for, behind the backslash; those that csri_json_text() writes, no others. */
static int take_escape(csri_line_in *in, char *out)
{
    static const char letters[] = "\"\\btnfr", meant[] = "\"\\\b\t\n\f\r";
    const char *found;
    int high, low;

    if (in->at == in->end)
        return 0;
    found = *in->at == '\0' ? NULL : strchr(letters, *in->at);
    if (found != NULL) {
        in->at++;
        *out = meant[found - letters];
        return 1;
    }
    if (in->end - in->at < 5 || !csri_line_take(in, "u00"))
        return 0;
    high = hex_digit(in->at[0]);
    low = hex_digit(in->at[1]);
    in->at += 2;
    *out = (char)(high * 16 + low);
    return high >= 0 && low >= 0;
}

/* A text with escapes, which has to be copied. */
static int take_escaped(csri_line_in *in, csr_str *out)
{
    char *to = in->room;

    in->at++;
    while (in->at < in->end && *in->at != '"') {
        char c = *in->at++;
        if (c == '\\' && !take_escape(in, &c))
            return 0;
        *to++ = c;
    }
    *out = (csr_str){ in->room, (size_t)(to - in->room) };
    in->room = to;
    return csri_line_take(in, "\"");
}

static int take_text(csri_line_in *in, csr_str *out)
{
    return csri_line_name(in, out) || (in->at < in->end && *in->at == '"' && take_escaped(in, out));
}

static int take_bytes(csri_line_in *in, csr_str *out)
{
    csr_str text;

    if (!csri_line_name(in, &text) || !csri_base64_read(text.ptr, text.len, (uint8_t *)in->room, &out->len))
        return 0;
    out->ptr = in->room;
    in->room += out->len;
    return 1;
}

static int take_hex(csri_line_in *in, const csr_member *m, uint8_t *out)
{
    csr_str text;

    if (!csri_line_name(in, &text) || text.len != (size_t)m->size * 2)
        return 0;
    for (size_t i = 0; i < m->size; i++) {
        int high = hex_digit(text.ptr[2 * i]), low = hex_digit(text.ptr[2 * i + 1]);
        if (high < 0 || low < 0)
            return 0;
        out[i] = (uint8_t)(high * 16 + low);
    }
    return 1;
}

static int take_i64(csri_line_in *in, const csr_member *m, int64_t *out)
{
    csr_str text;

    if (m->type->meaning == CSR_MEANING_TIME && csri_line_name(in, &text))
        return csr_time_parse(text.ptr, text.len, out, NULL) == CSR_OK;
    return csri_line_int(in, out);
}

static int take_i32(csri_line_in *in, const csr_member *m, int32_t *out)
{
    csr_str name;
    int64_t value;

    if (m->type->meaning == CSR_MEANING_ENUM && csri_line_name(in, &name)) {
        *out = csri_enum_value(m->type, name.ptr, name.len);
        return *out != 0;
    }
    if (m->type->meaning == CSR_MEANING_FLAG && csri_line_take(in, "true")) {
        *out = 1;
        return 1;
    }
    if (!csri_line_int(in, &value) || value < INT32_MIN || value > INT32_MAX)
        return 0;
    *out = (int32_t)value;
    return 1;
}

static int take_code(csri_line_in *in, const csr_member *m, char *out)
{
    csr_str text;

    if (!csri_line_name(in, &text) || text.len >= m->size)
        return 0;
    memcpy(out, text.ptr, text.len);
    return 1;
}

static int take_value(csri_line_in *in, const csr_member *m, void *row)
{
    void *v = (char *)row + m->offset;
    csr_str text;

    switch ((csr_class)m->c) {
    case CSR_CLASS_I32: return take_i32(in, m, v);
    case CSR_CLASS_I64: return take_i64(in, m, v);
    case CSR_CLASS_ID: return csri_line_name(in, &text) && csr_id_parse(text.ptr, text.len, v, NULL) == CSR_OK;
    case CSR_CLASS_STR: return m->type->meaning == CSR_MEANING_BYTES ? take_bytes(in, v) : take_text(in, v);
    case CSR_CLASS_CODE: return take_code(in, m, v);
    default: return take_hex(in, m, v);
    }
}

/* The member of a name at or behind number *i, which then stands behind it; NULL when there is none. */
static const csr_member *next_member(const csr_shape *shape, const csr_str *name, unsigned *i)
{
    while (*i < shape->count) {
        const char *label = shape->members[(*i)++].name;
        if (strncmp(label, name->ptr, name->len) == 0 && label[name->len] == '\0')
            return &shape->members[*i - 1];
    }
    return NULL;
}

static csr_status refuse_name(const csr_shape *shape, const csr_str *name, csr_error *err)
{
    char field[64] = { 0 };

    memcpy(field, name->ptr, name->len < sizeof(field) ? name->len : sizeof(field) - 1);
    if (csri_member_named(shape, name->ptr, name->len) != NULL)
        return csri_fail(err, CSR_E_ARGUMENT, field, "%s stands here twice, or out of its order", field);
    return csri_fail(err, CSR_E_ARGUMENT, field, "there is no \"%s\" in a row of this kind", field);
}

static csr_status get_members(csri_line_in *in, const csr_shape *shape, void *row, csr_error *err)
{
    unsigned i = 0;
    csr_str name;

    for (int first = 1; !csri_line_take(in, "}"); first = 0) {
        const csr_member *m;
        if ((!first && !csri_line_take(in, ",")) || !csri_line_name(in, &name) || !csri_line_take(in, ":"))
            return csri_fail(err, CSR_E_ARGUMENT, NULL, "this is no row as an export writes it");
        m = next_member(shape, &name, &i);
        if (m == NULL)
            return refuse_name(shape, &name, err);
        if (!take_value(in, m, row))
            return csri_fail(err, CSR_E_ARGUMENT, m->name, "%s cannot have this value", m->name);
    }
    return CSR_OK;
}

csr_status csri_line_get(csri_line_in *in, const csr_shape *shape, void *row, csr_error *err)
{
    csr_status status = csri_line_take(in, "{")
                            ? get_members(in, shape, row, err)
                            : csri_fail(err, CSR_E_ARGUMENT, NULL, "this is no row as an export writes it");

    return status != CSR_OK ? status : csri_check(shape, row, err);
}
