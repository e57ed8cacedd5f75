#include "record/row_json.h"

#include "base/base64.h"
#include "base/json.h"
#include "record/row.h"

static void put_hex(csri_buffer *out, const uint8_t *bytes, size_t n)
{
    static const char digits[] = "0123456789abcdef";

    csri_buffer_byte(out, '"');
    for (size_t i = 0; i < n; i++) {
        csri_buffer_byte(out, (uint8_t)digits[bytes[i] >> 4]);
        csri_buffer_byte(out, (uint8_t)digits[bytes[i] & 15]);
    }
    csri_buffer_byte(out, '"');
}

static void put_enum(csri_buffer *out, const csr_type *type, int32_t value)
{
    const char *name = csri_enum_name(type, value);

    if (name != NULL)
        csri_json_text(out, name, strlen(name));
    else if (value == 0)
        csri_buffer_text(out, "null");
    else
        csri_json_int(out, value);
}

static void put_i32(csri_buffer *out, const csr_type *type, int32_t value)
{
    if (type->meaning == CSR_MEANING_ENUM)
        put_enum(out, type, value);
    else if (type->meaning == CSR_MEANING_FLAG)
        csri_buffer_text(out, value != 0 ? "true" : "false");
    else
        csri_json_int(out, value);
}

static void put_i64(csri_buffer *out, const csr_type *type, int64_t value)
{
    if (type->meaning != CSR_MEANING_TIME)
        csri_json_int(out, value);
    else if (value == 0)
        csri_buffer_text(out, "null");
    else
        csri_json_time(out, value);
}

static void put_base64(csri_buffer *out, const csr_str *bytes)
{
    csri_buffer_byte(out, '"');
    csri_base64_put(out, bytes->ptr, bytes->len);
    csri_buffer_byte(out, '"');
}

static void put_text(csri_buffer *out, const csr_type *type, const csr_str *text)
{
    if (type->meaning == CSR_MEANING_JSON && text->len != 0)
        csri_buffer_put(out, text->ptr, text->len);
    else if (type->meaning == CSR_MEANING_BYTES)
        put_base64(out, text);
    else
        csri_json_text(out, text->ptr, text->len);
}

void csri_json_member(csri_buffer *out, const csr_member *m, const void *row)
{
    const void *v = csri_at(m, row);

    switch ((csr_class)m->c) {
    case CSR_CLASS_I32: put_i32(out, m->type, *(const int32_t *)v); break;
    case CSR_CLASS_I64: put_i64(out, m->type, *(const int64_t *)v); break;
    case CSR_CLASS_ID:
        if (csri_unset(m, row))
            csri_buffer_text(out, "null");
        else
            csri_json_id(out, v);
        break;
    case CSR_CLASS_STR: put_text(out, m->type, v); break;
    case CSR_CLASS_CODE: csri_json_text(out, v, strnlen(v, m->size)); break;
    default: put_hex(out, v, m->size);
    }
}

static int is_left_out(const csr_member *m, const void *row)
{
    if ((m->flags & CSR_MEMBER_HIDDEN) != 0)
        return 1;
    return (m->flags & (CSR_MEMBER_NULLABLE | CSR_MEMBER_UNSET_LAST)) != 0 && csri_unset(m, row);
}

void csri_json_row(csri_buffer *out, const csr_shape *shape, const void *row)
{
    int first = 1;

    csri_buffer_byte(out, '{');
    for (unsigned i = 0; i < shape->count; i++) {
        const csr_member *m = &shape->members[i];
        if (is_left_out(m, row))
            continue;
        csri_buffer_text(out, first ? "\"" : ",\"");
        csri_buffer_text(out, m->name);
        csri_buffer_text(out, "\":");
        csri_json_member(out, m, row);
        first = 0;
    }
    csri_buffer_byte(out, '}');
}
