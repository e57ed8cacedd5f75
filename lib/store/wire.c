#include "store/wire.h"

#include "record/row.h"

enum csri_wire csri_wire_of(const csr_member *m)
{
    switch ((csr_class)m->c) {
    case CSR_CLASS_I32:
    case CSR_CLASS_I64: return CSRI_WIRE_INT;
    case CSR_CLASS_ID: return CSRI_WIRE_ID;
    default: return CSRI_WIRE_BYTES;
    }
}

void csri_wire_put_uint(csri_buffer *out, uint64_t value)
{
    while (value >= 0x80) {
        csri_buffer_byte(out, (uint8_t)(value | 0x80));
        value >>= 7;
    }
    csri_buffer_byte(out, (uint8_t)value);
}

static void put_int(csri_buffer *out, int64_t value)
{
    csri_wire_put_uint(out, ((uint64_t)value << 1) ^ (value < 0 ? UINT64_MAX : 0));
}

static void put_bytes(csri_buffer *out, const void *bytes, size_t n)
{
    csri_wire_put_uint(out, n);
    csri_buffer_put(out, bytes, n);
}

void csri_wire_put(csri_buffer *out, const csr_member *m, const void *row)
{
    const void *v = csri_at(m, row);

    switch ((csr_class)m->c) {
    case CSR_CLASS_I32: put_int(out, *(const int32_t *)v); break;
    case CSR_CLASS_I64: put_int(out, *(const int64_t *)v); break;
    case CSR_CLASS_ID: csri_buffer_put(out, v, sizeof(csr_id)); break;
    case CSR_CLASS_STR: put_bytes(out, ((const csr_str *)v)->ptr, ((const csr_str *)v)->len); break;
    case CSR_CLASS_CODE: put_bytes(out, v, strnlen(v, m->size)); break;
    default: put_bytes(out, v, m->size);
    }
}

uint64_t csri_wire_get_uint(csri_wire_in *in)
{
    uint64_t value = 0;

    for (unsigned shift = 0; in->ok && in->at < in->end && shift < 64; shift += 7) {
        uint8_t byte = *in->at++;
        if (shift == 63 && byte > 1)
            break;
        value |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80)
            return value;
    }
    in->ok = 0;
    return 0;
}

static int64_t get_int(csri_wire_in *in)
{
    uint64_t zigzag = csri_wire_get_uint(in);

    return (int64_t)(zigzag >> 1) ^ -(int64_t)(zigzag & 1);
}

static const char *get_bytes(csri_wire_in *in, size_t *len)
{
    uint64_t n = csri_wire_get_uint(in);
    const uint8_t *bytes = in->at;

    if (!in->ok || n > (uint64_t)(in->end - in->at)) {
        in->ok = 0;
        *len = 0;
        return NULL;
    }
    in->at += n;
    *len = (size_t)n;
    return (const char *)bytes;
}

static void get_id(csri_wire_in *in, csr_id *out)
{
    if (!in->ok || in->end - in->at < (ptrdiff_t)sizeof(csr_id)) {
        in->ok = 0;
        return;
    }
    memcpy(out->bytes, in->at, sizeof(csr_id));
    in->at += sizeof(csr_id);
}

static void get_i32(csri_wire_in *in, int32_t *out)
{
    int64_t value = get_int(in);

    if (value < INT32_MIN || value > INT32_MAX)
        in->ok = 0;
    else
        *out = (int32_t)value;
}

/* Fixed bytes: exactly the member's size. Codes: less, since they keep their NUL. */
static void get_fixed(csri_wire_in *in, const csr_member *m, void *v)
{
    size_t n;
    const char *bytes = get_bytes(in, &n);

    if (bytes == NULL || (m->c == CSR_CLASS_BYTES ? n != m->size : n >= m->size)) {
        in->ok = 0;
        return;
    }
    memset(v, 0, m->size);
    memcpy(v, bytes, n);
}

void csri_wire_get(csri_wire_in *in, const csr_member *m, void *row)
{
    void *v = (char *)row + m->offset;
    csr_str *text = v;

    switch ((csr_class)m->c) {
    case CSR_CLASS_I32: get_i32(in, v); break;
    case CSR_CLASS_I64: *(int64_t *)v = get_int(in); break;
    case CSR_CLASS_ID: get_id(in, v); break;
    case CSR_CLASS_STR: text->ptr = get_bytes(in, &text->len); break;
    default: get_fixed(in, m, v);
    }
}

void csri_wire_skip(csri_wire_in *in, enum csri_wire wire)
{
    csr_id id;
    size_t n;

    switch (wire) {
    case CSRI_WIRE_INT: (void)csri_wire_get_uint(in); break;
    case CSRI_WIRE_ID: get_id(in, &id); break;
    case CSRI_WIRE_BYTES: (void)get_bytes(in, &n); break;
    default: in->ok = 0;
    }
}
