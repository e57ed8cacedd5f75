#include "record/params_json.h"

#include "base/base64.h"
#include "base/error.h"
#include "base/json.h"
#include "record/row.h"

/* As json_is_string() and its like ask, for a value that is there. */
static int is_a(const json_t *value, json_type type)
{
    return json_typeof(value) == type;
}

static csr_status wrong(const csr_member *m, const char *expected, csr_error *err)
{
    return csri_fail(err, CSR_E_ARGUMENT, m->name, "%s: %s is expected", m->name, expected);
}

static csr_status read_enum(const csr_member *m, const json_t *value, int32_t *out, csr_error *err)
{
    if (!is_a(value, JSON_STRING))
        return wrong(m, "the name of one of its values", err);
    *out = csri_enum_value(m->type, json_string_value(value), json_string_length(value));
    if (*out == 0)
        return csri_fail(err, CSR_E_ARGUMENT, m->name, "%s: \"%.80s\" is not one of its values", m->name,
                         json_string_value(value));
    return CSR_OK;
}

static csr_status read_number(const csr_member *m, const json_t *value, int64_t *out, csr_error *err)
{
    if (m->type->meaning == CSR_MEANING_FLAG && (is_a(value, JSON_TRUE) || is_a(value, JSON_FALSE))) {
        *out = is_a(value, JSON_TRUE);
        return CSR_OK;
    }
    if (!is_a(value, JSON_INTEGER))
        return wrong(m, m->type->meaning == CSR_MEANING_FLAG ? "true or false" : "an integer", err);
    *out = json_integer_value(value);
    return CSR_OK;
}

static csr_status read_i32(const csr_member *m, const json_t *value, int32_t *out, csr_error *err)
{
    int64_t number = 0;
    csr_status status;

    if (m->type->meaning == CSR_MEANING_ENUM)
        return read_enum(m, value, out, err);
    status = read_number(m, value, &number, err);
    if (status == CSR_OK && (number < INT32_MIN || number > INT32_MAX))
        return csri_fail(err, CSR_E_ARGUMENT, m->name, "%s: the number is too large", m->name);
    *out = (int32_t)number;
    return status;
}

static csr_status read_i64(const csr_member *m, const json_t *value, int64_t *out, csr_error *err)
{
    csr_error why = CSR_ERROR_INIT;

    if (m->type->meaning != CSR_MEANING_TIME)
        return read_number(m, value, out, err);
    if (!is_a(value, JSON_STRING))
        return wrong(m, "an instant as RFC 3339 text", err);
    if (csr_time_parse(json_string_value(value), json_string_length(value), out, &why) != CSR_OK)
        return csri_fail(err, CSR_E_ARGUMENT, m->name, "%s: %s", m->name, why.message);
    return CSR_OK;
}

static csr_status read_id(const csr_member *m, const json_t *value, csr_id *out, csr_error *err)
{
    if (is_a(value, JSON_STRING) &&
        csr_id_parse(json_string_value(value), json_string_length(value), out, NULL) == CSR_OK)
        return CSR_OK;
    return wrong(m, "an id as UUID text", err);
}

static csr_status read_bytes(const csr_member *m, const json_t *value, csr_str *out, csri_buffer *documents,
                             csr_error *err)
{
    if (!is_a(value, JSON_STRING) || documents->len != 0 ||
        !csri_base64_take(documents, json_string_value(value), json_string_length(value)))
        return wrong(m, "base64", err);
    *out = (csr_str){ documents->ptr, documents->len };
    return csri_buffer_check(documents, err);
}

/* A document may come as text or as the JSON that it is. */
static csr_status read_text(const csr_member *m, const json_t *value, csr_str *out, csri_buffer *documents,
                            csr_error *err)
{
    csr_status status;

    if (m->type->meaning == CSR_MEANING_BYTES)
        return read_bytes(m, value, out, documents, err);
    if (is_a(value, JSON_STRING)) {
        *out = (csr_str){ json_string_value(value), json_string_length(value) };
        return CSR_OK;
    }
    if (m->type->meaning != CSR_MEANING_JSON || documents->len != 0)
        return wrong(m, "text", err);
    status = csri_json_canonical(value, documents, err);
    if (status == CSR_E_NO_MEMORY)
        return status;
    if (status != CSR_OK)
        return csri_fail(err, CSR_E_ARGUMENT, m->name, "%s: the document cannot be read", m->name);
    *out = (csr_str){ documents->ptr, documents->len };
    return CSR_OK;
}

static csr_status read_code(const csr_member *m, const json_t *value, char *out, csr_error *err)
{
    if (!is_a(value, JSON_STRING) || json_string_length(value) >= m->size)
        return wrong(m, "a short code of capital letters", err);
    memcpy(out, json_string_value(value), json_string_length(value));
    return CSR_OK;
}

static csr_status read_member(const csr_member *m, const json_t *value, void *params, csri_buffer *documents,
                              csr_error *err)
{
    void *v = (char *)params + m->offset;

    switch ((csr_class)m->c) {
    case CSR_CLASS_I32: return read_i32(m, value, v, err);
    case CSR_CLASS_I64: return read_i64(m, value, v, err);
    case CSR_CLASS_ID: return read_id(m, value, v, err);
    case CSR_CLASS_STR: return read_text(m, value, v, documents, err);
    case CSR_CLASS_CODE: return read_code(m, value, v, err);
    default: return csri_fail(err, CSR_E_INTERNAL, m->name, "%s cannot be given as JSON", m->name);
    }
}

/* null empties what may be emptied. */
static csr_status clear_member(const csr_shape *shape, const csr_member *m, void *params, csr_error *err)
{
    uint64_t clear;

    if (m->clear == 0)
        return csri_fail(err, CSR_E_ARGUMENT, m->name, "%s cannot be emptied", m->name);
    memcpy(&clear, (const char *)params + shape->clear_at, sizeof(clear));
    clear |= m->clear;
    memcpy((char *)params + shape->clear_at, &clear, sizeof(clear));
    return CSR_OK;
}

csr_status csri_params_from_json(const csr_shape *shape, const json_t *object, const char *except, void *params,
                                 csri_buffer *documents, csr_error *err)
{
    uint32_t size = shape->size;
    void *cursor;

    memcpy(params, &size, sizeof(size));
    /* jansson's iterators take a mutable object; nothing is changed. */
    for (cursor = json_object_iter((json_t *)(uintptr_t)object); cursor != NULL;
         cursor = json_object_iter_next((json_t *)(uintptr_t)object, cursor)) {
        const char *name = json_object_iter_key(cursor);
        const json_t *value = json_object_iter_value(cursor);
        const csr_member *m = csri_member_named(shape, name, strlen(name));
        csr_status status;
        if (except != NULL && strcmp(name, except) == 0)
            continue;
        if (m == NULL)
            return csri_fail(err, CSR_E_ARGUMENT, name, "there is no parameter \"%.60s\"", name);
        status = is_a(value, JSON_NULL) ? clear_member(shape, m, params, err)
                                        : read_member(m, value, params, documents, err);
        if (status != CSR_OK)
            return status;
    }
    return CSR_OK;
}
