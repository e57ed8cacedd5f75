#include "record/row.h"

#include "base/error.h"
#include "base/language.h"
#include "base/text.h"
#include "base/zone_file.h"
#include "record/types.h"

/* In words, because most of what is asked about are ids and hashes that are not set. */
static int all_zero(const void *bytes, size_t n)
{
    const uint8_t *b = bytes;
    uint64_t word;

    for (; n >= sizeof(word); n -= sizeof(word), b += sizeof(word)) {
        memcpy(&word, b, sizeof(word));
        if (word != 0)
            return 0;
    }
    while (n > 0)
        if (b[--n] != 0)
            return 0;
    return 1;
}

int csri_unset(const csr_member *m, const void *row)
{
    const void *v = csri_at(m, row);

    switch ((csr_class)m->c) {
    case CSR_CLASS_I32: return *(const int32_t *)v == 0;
    case CSR_CLASS_I64: return *(const int64_t *)v == 0;
    case CSR_CLASS_STR: return ((const csr_str *)v)->len == 0;
    case CSR_CLASS_CODE: return *(const char *)v == '\0';
    default: return all_zero(v, m->size);
    }
}

int csri_same(const csr_member *m, const void *a, const void *b)
{
    const void *x = csri_at(m, a), *y = csri_at(m, b);

    if (m->c == CSR_CLASS_STR) {
        const csr_str *s = x, *t = y;
        return s->len == t->len && (s->len == 0 || s->ptr == t->ptr || memcmp(s->ptr, t->ptr, s->len) == 0);
    }
    if (m->c == CSR_CLASS_CODE)
        return strncmp(x, y, m->size) == 0;
    return memcmp(x, y, m->size) == 0;
}

static int order_int(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int order_text(const csr_str *a, const csr_str *b)
{
    size_t n = a->len < b->len ? a->len : b->len;
    int c = n == 0 ? 0 : memcmp(a->ptr, b->ptr, n);

    return c != 0 ? c : order_int((int64_t)a->len, (int64_t)b->len);
}

static int64_t sortable(const csr_member *m, int64_t v)
{
    return v == 0 && (m->flags & CSR_MEMBER_UNSET_LAST) != 0 ? INT64_MAX : v;
}

int csri_order(const csr_member *m, const void *a, const void *b)
{
    const void *x = csri_at(m, a), *y = csri_at(m, b);

    switch ((csr_class)m->c) {
    case CSR_CLASS_I32: return order_int(*(const int32_t *)x, *(const int32_t *)y);
    case CSR_CLASS_I64: return order_int(sortable(m, *(const int64_t *)x), sortable(m, *(const int64_t *)y));
    case CSR_CLASS_STR: return order_text(x, y);
    case CSR_CLASS_CODE: return strncmp(x, y, m->size);
    default: return memcmp(x, y, m->size);
    }
}

uint64_t csri_diff(const csr_shape *shape, const void *a, const void *b)
{
    uint64_t mask = 0;

    for (unsigned i = 0; i < shape->count; i++)
        if (!csri_same(&shape->members[i], a, b))
            mask |= UINT64_C(1) << i;
    return mask;
}

const csr_member *csri_member_at(const csr_shape *shape, size_t offset)
{
    for (unsigned i = 0; i < shape->count; i++)
        if (shape->members[i].offset == offset)
            return &shape->members[i];
    return NULL;
}

const csr_member *csri_member_named(const csr_shape *shape, const char *name, size_t len)
{
    for (unsigned i = 0; i < shape->count; i++)
        if (strlen(shape->members[i].name) == len && memcmp(shape->members[i].name, name, len) == 0)
            return &shape->members[i];
    return NULL;
}

#define WORD ((size_t)4)
#define WORDS_MAX (CSRI_SHAPE_BYTES_MAX / WORD)

/* Mark the words from `at` on. */
static void cover(uint64_t *covered, size_t at, size_t bytes)
{
    for (size_t word = at / WORD; word < (at + bytes + WORD - 1) / WORD; word++)
        covered[word / 64] |= UINT64_C(1) << word % 64;
}

/* What no table describes is reserved or padding. A newer header may give it a meaning, which would be lost here. */
static csr_status check_gaps(const csr_shape *shape, const void *taken, csr_error *err)
{
    uint64_t covered[(WORDS_MAX + 63) / 64] = { 1 }; /* struct_size */

    for (unsigned i = 0; i < shape->count; i++)
        cover(covered, shape->members[i].offset, shape->members[i].size);
    if (shape->clear_at >= 0)
        cover(covered, (size_t)shape->clear_at, sizeof(uint64_t));
    for (size_t at = 0; at < shape->size; at += WORD)
        if ((covered[at / WORD / 64] >> at / WORD % 64 & 1) == 0 && !all_zero((const char *)taken + at, WORD))
            return csri_fail(err, CSR_E_NEWER_STRUCT, "reserved",
                             "%s: the reserved bytes from %zu on are not zero; start from its _INIT", shape->name, at);
    return CSR_OK;
}

csr_status csri_take(const csr_shape *shape, const void *src, void *dst, csr_error *err)
{
    uint32_t size;

    memset(dst, 0, shape->size);
    if (src == NULL)
        return CSR_OK;
    memcpy(&size, src, sizeof(size));
    if (size < shape->min_size)
        return csri_fail(err, CSR_E_ARGUMENT, "struct_size",
                         "%s: struct_size is %u, at least %u is needed; start from its _INIT", shape->name,
                         (unsigned)size, (unsigned)shape->min_size);
    if (size > shape->size && !all_zero((const char *)src + shape->size, size - shape->size))
        return csri_fail(err, CSR_E_NEWER_STRUCT, "struct_size",
                         "%s: values beyond byte %u are from a newer header than this library", shape->name,
                         (unsigned)shape->size);
    memcpy(dst, src, size < shape->size ? size : shape->size);
    return shape->count == 0 ? CSR_OK : check_gaps(shape, dst, err);
}

static csr_status check_int(const csr_member *m, int64_t v, csr_error *err)
{
    if (m->type->meaning == CSR_MEANING_ENUM && v != 0 && csri_enum_name(m->type, (int32_t)v) == NULL)
        return csri_fail(err, CSR_E_ARGUMENT, m->name, "%s: %lld is not one of its values", m->name, (long long)v);
    if (v < m->type->low || v > m->type->high)
        return csri_fail(err, CSR_E_ARGUMENT, m->name, "%s: %lld is not between %lld and %lld", m->name, (long long)v,
                         (long long)m->type->low, (long long)m->type->high);
    return CSR_OK;
}

/* Types whose texts have a form: the form only, because what exists is another question on every machine. */
static csr_status check_form(const csr_member *m, const csr_str *s, csr_error *err)
{
    if (m->type == &csri_t_language && !csri_language_valid(s->ptr, s->len))
        return csri_fail(err, CSR_E_ARGUMENT, m->name, "%s: \"%.*s\" is no language tag such as \"cs\" or \"pt-BR\"",
                         m->name, (int)s->len, s->ptr);
    if (m->type == &csri_t_zone && !csri_zone_name_valid(s->ptr, s->len))
        return csri_fail(err, CSR_E_ARGUMENT, m->name, "%s: \"%.*s\" is no name of a zone such as \"Europe/Prague\"",
                         m->name, (int)s->len, s->ptr);
    return CSR_OK;
}

static csr_status check_text(const csr_member *m, const csr_str *s, csr_error *err)
{
    size_t at;

    if (s->len == 0)
        return CSR_OK;
    if (s->ptr == NULL)
        return csri_fail(err, CSR_E_ARGUMENT, m->name, "%s: ptr is NULL although len is not 0", m->name);
    if (s->len > m->type->max_bytes)
        return csri_fail(err, CSR_E_ARGUMENT, m->name, "%s: %zu bytes are more than the %u allowed", m->name, s->len,
                         (unsigned)m->type->max_bytes);
    if (m->type->meaning == CSR_MEANING_BYTES)
        return CSR_OK;
    if (!csri_utf8_valid(s->ptr, s->len, &at))
        return csri_fail(err, CSR_E_ARGUMENT, m->name, "%s: not UTF-8 at byte %zu", m->name, at);
    if (m->type->meaning != CSR_MEANING_BODY && csri_text_has_nul(s->ptr, s->len, &at))
        return csri_fail(err, CSR_E_ARGUMENT, m->name, "%s: holds a NUL character at byte %zu", m->name, at);
    return check_form(m, s, err);
}

static csr_status check_code(const csr_member *m, const char *code, csr_error *err)
{
    size_t n = 0;

    while (n < m->size && code[n] >= 'A' && code[n] <= 'Z')
        n++;
    if (n + 1 != m->size || code[n] != '\0')
        return csri_fail(err, CSR_E_ARGUMENT, m->name, "%s: %u capital letters are expected", m->name,
                         (unsigned)m->size - 1);
    return CSR_OK;
}

static csr_status check_member(const csr_member *m, const void *params, csr_error *err)
{
    const void *v = csri_at(m, params);

    if (csri_unset(m, params))
        return (m->flags & CSR_MEMBER_REQUIRED) == 0
                   ? CSR_OK
                   : csri_fail(err, CSR_E_ARGUMENT, m->name, "%s is required", m->name);
    switch ((csr_class)m->c) {
    case CSR_CLASS_I32: return check_int(m, *(const int32_t *)v, err);
    case CSR_CLASS_I64: return check_int(m, *(const int64_t *)v, err);
    case CSR_CLASS_STR: return check_text(m, v, err);
    case CSR_CLASS_CODE: return check_code(m, v, err);
    default: return CSR_OK;
    }
}

static csr_status check_clear(const csr_shape *shape, const void *params, csr_error *err)
{
    uint64_t clear;

    memcpy(&clear, (const char *)params + shape->clear_at, sizeof(clear));
    for (unsigned i = 0; i < shape->count; i++) {
        const csr_member *m = &shape->members[i];
        if ((clear & m->clear) != 0 && !csri_unset(m, params))
            return csri_fail(err, CSR_E_ARGUMENT, m->name, "%s is both given and to be cleared", m->name);
        clear &= ~m->clear;
    }
    if (clear != 0)
        return csri_fail(err, CSR_E_ARGUMENT, "clear", "clear: unknown bits 0x%llx", (unsigned long long)clear);
    return CSR_OK;
}

csr_status csri_check(const csr_shape *shape, const void *params, csr_error *err)
{
    csr_status status = CSR_OK;

    for (unsigned i = 0; i < shape->count && status == CSR_OK; i++)
        status = check_member(&shape->members[i], params, err);
    if (status == CSR_OK && shape->clear_at >= 0)
        status = check_clear(shape, params, err);
    return status;
}

void csri_fill(const csr_shape *params_shape, const void *params, void *row)
{
    uint64_t clear = 0;

    if (params_shape->clear_at >= 0)
        memcpy(&clear, (const char *)params + params_shape->clear_at, sizeof(clear));
    for (unsigned i = 0; i < params_shape->count; i++) {
        const csr_member *m = &params_shape->members[i];
        if (m->into < 0)
            continue;
        if (!csri_unset(m, params))
            memcpy((char *)row + m->into, csri_at(m, params), m->size);
        else if ((clear & m->clear) != 0)
            memset((char *)row + m->into, 0, m->size);
    }
}

csr_status csri_view(const void *row, size_t view_size, size_t min_size, void *view, csr_error *err)
{
    uint32_t size;

    memcpy(&size, view, sizeof(size));
    if (size < min_size)
        return csri_fail(err, CSR_E_ARGUMENT, "struct_size", "the view's struct_size is %u, at least %zu is needed",
                         (unsigned)size, min_size);
    memcpy(view, row, size < view_size ? size : view_size);
    if (size > view_size)
        memset((char *)view + view_size, 0, size - view_size);
    memcpy(view, &size, sizeof(size));
    return CSR_OK;
}

const char *csri_enum_name(const csr_type *type, int32_t value)
{
    for (unsigned i = 0; i < type->name_count; i++)
        if (type->names[i].value == value)
            return type->names[i].name;
    return NULL;
}

int32_t csri_enum_value(const csr_type *type, const char *name, size_t len)
{
    for (unsigned i = 0; i < type->name_count; i++)
        if (strlen(type->names[i].name) == len && memcmp(type->names[i].name, name, len) == 0)
            return type->names[i].value;
    return 0;
}
