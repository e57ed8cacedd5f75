#include "base/json.h"
#include "base/memory.h"
#include <stdlib.h>
#include <string.h>

/* Longer than any field of an error; what does not fit is cut there. */
#define POINTER_BYTES 128

/* Where in a document we are: one step per level, linked upwards on the stack. */
typedef struct step {
    const struct step *up; /* NULL at the top. */
    const char *name;      /* NULL in an array. */
    size_t index;
    unsigned depth;
} step;

static size_t put_escaped_name(char out[POINTER_BYTES], size_t len, const char *name)
{
    for (; *name != '\0' && len + 2 < POINTER_BYTES; name++) {
        if (*name == '~' || *name == '/') {
            out[len++] = '~';
            out[len++] = *name == '~' ? '0' : '1';
        } else {
            out[len++] = *name;
        }
    }
    return len;
}

/* The JSON Pointer (RFC 6901) of a place, as far as it fits; gives its length, the NUL comes from the caller. */
static size_t put_pointer(char out[POINTER_BYTES], const step *at)
{
    if (!at->up)
        return 0;
    size_t len = put_pointer(out, at->up);
    if (len + 24 > POINTER_BYTES)
        return len;
    out[len++] = '/';
    if (at->name)
        return put_escaped_name(out, len, at->name);
    char digits[20];
    size_t n = 0;
    for (size_t rest = at->index; n == 0 || rest > 0; rest /= 10)
        digits[n++] = (char)('0' + rest % 10);
    while (n > 0)
        out[len++] = digits[--n];
    return len;
}

static csr_status refuse(const step *at, csr_status status, const char *why, csr_error *err)
{
    char pointer[POINTER_BYTES];
    pointer[put_pointer(pointer, at)] = '\0';
    return csri_fail(err, status, pointer, "%s", why);
}

static csr_status put_value(const json_t *value, const step *at, csri_buffer *out, csr_error *err);

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static csr_status put_members(const json_t *object, const char *const *names, size_t n, const step *at,
                              csri_buffer *out, csr_error *err)
{
    csr_status status = CSR_OK;
    for (size_t i = 0; i < n && status == CSR_OK; i++) {
        const step below = { at, names[i], 0, at->depth + 1 };
        csri_buffer_byte(out, i == 0 ? '{' : ',');
        csri_json_text(out, names[i], strlen(names[i]));
        csri_buffer_byte(out, ':');
        status = put_value(json_object_get(object, names[i]), &below, out, err);
    }
    csri_buffer_byte(out, '}');
    return status;
}

static csr_status put_object(const json_t *object, const step *at, csri_buffer *out, csr_error *err)
{
    size_t n = json_object_size(object);
    if (n == 0) {
        csri_buffer_put(out, "{}", 2);
        return CSR_OK;
    }
    const char **names = csri_alloc(out->host, n * sizeof *names);
    if (!names) {
        csri_buffer_fail(out, CSR_E_NO_MEMORY);
        return csri_buffer_check(out, err);
    }
    /* jansson iterates over what it does not change, but its functions do not say const. */
    json_t *members = (json_t *)(uintptr_t)object;
    size_t i = 0;
    for (void *at_member = json_object_iter(members); at_member; at_member = json_object_iter_next(members, at_member))
        names[i++] = json_object_iter_key(at_member);
    qsort(names, n, sizeof *names, compare_names);
    csr_status status = put_members(object, names, n, at, out, err);
    csri_free(out->host, names, n * sizeof *names);
    return status;
}

static csr_status put_array(const json_t *array, const step *at, csri_buffer *out, csr_error *err)
{
    csr_status status = CSR_OK;
    csri_buffer_byte(out, '[');
    for (size_t i = 0; i < json_array_size(array) && status == CSR_OK; i++) {
        const step below = { at, NULL, i, at->depth + 1 };
        if (i > 0)
            csri_buffer_byte(out, ',');
        status = put_value(json_array_get(array, i), &below, out, err);
    }
    csri_buffer_byte(out, ']');
    return status;
}

static csr_status put_value(const json_t *value, const step *at, csri_buffer *out, csr_error *err)
{
    json_type type = json_typeof(value);
    if ((type == JSON_OBJECT || type == JSON_ARRAY) && at->depth == CSRI_JSON_MAX_DEPTH)
        return refuse(at, CSR_E_LIMIT, "the document is nested too deep", err);
    switch (type) {
    case JSON_OBJECT: return put_object(value, at, out, err);
    case JSON_ARRAY: return put_array(value, at, out, err);
    case JSON_STRING: csri_json_text(out, json_string_value(value), json_string_length(value)); break;
    case JSON_INTEGER: csri_json_int(out, json_integer_value(value)); break;
    case JSON_REAL: return refuse(at, CSR_E_POLICY, "numbers are whole here; this one is not", err);
    case JSON_TRUE: csri_buffer_put(out, "true", 4); break;
    case JSON_FALSE: csri_buffer_put(out, "false", 5); break;
    case JSON_NULL:
    default: csri_buffer_put(out, "null", 4); break;
    }
    return CSR_OK;
}

csr_status csri_json_canonical(const json_t *value, csri_buffer *out, csr_error *err)
{
    const step top = { NULL, NULL, 0, 0 };
    csr_status status = put_value(value, &top, out, err);
    return status == CSR_OK ? csri_buffer_check(out, err) : status;
}
