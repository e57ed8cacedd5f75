#include "base/json.h"
#include <stdlib.h>
#include <string.h>

/* Longer than any field of an error; what does not fit is cut there. */
#define POINTER_BYTES 128
/* Members of an object that are sorted where they stand. */
#define SORTED_BY_HAND 16

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

/* A document being written. */
typedef struct writer {
    csri_buffer *out;
    csri_buffer order; /* members of what is open, each object's in the order of their names */
    csr_error *err;
} writer;

static csr_status put_value(writer *w, const csri_json *value, const step *at);

static int compare_names(const void *a, const void *b)
{
    return strcmp((*(const csri_json *const *)a)->name.ptr, (*(const csri_json *const *)b)->name.ptr);
}

static const csri_json **ordered_at(const writer *w, size_t from)
{
    return (const csri_json **)(void *)(w->order.ptr + from);
}

/* Few members, nearly always, and often in order. */
static void sort(const csri_json **members, size_t n)
{
    if (n > SORTED_BY_HAND) {
        qsort(members, n, sizeof(*members), compare_names);
        return;
    }
    for (size_t i = 1; i < n; i++) {
        const csri_json *moved = members[i];
        size_t at = i;
        for (; at > 0 && compare_names(&members[at - 1], &moved) > 0; at--)
            members[at] = members[at - 1];
        members[at] = moved;
    }
}

static void put_text(csri_buffer *out, csr_str text, int plain)
{
    if (!plain) {
        csri_json_text(out, text.ptr, text.len);
        return;
    }
    csri_buffer_byte(out, '"');
    csri_buffer_put(out, text.ptr, text.len);
    csri_buffer_byte(out, '"');
}

static csr_status put_object(writer *w, const csri_json *object, const step *at)
{
    size_t from = w->order.len;
    csr_status status = CSR_OK;

    for (const csri_json *m = csri_json_first(object); m != NULL; m = csri_json_next(object, m))
        csri_buffer_put(&w->order, &m, sizeof(m));
    if (w->order.status != CSR_OK)
        return csri_buffer_check(&w->order, w->err);
    if (object->count == 0) {
        csri_buffer_put(w->out, "{}", 2);
        return CSR_OK;
    }
    sort(ordered_at(w, from), object->count);
    csri_buffer_byte(w->out, '{');
    for (size_t i = 0; i < object->count && status == CSR_OK; i++) {
        const csri_json *m = ordered_at(w, from)[i];
        const step below = { at, m->name.ptr, 0, at->depth + 1 };
        if (i > 0)
            csri_buffer_byte(w->out, ',');
        put_text(w->out, m->name, (m->plain & CSRI_JSON_PLAIN_NAME) != 0);
        csri_buffer_byte(w->out, ':');
        status = put_value(w, m, &below);
    }
    csri_buffer_byte(w->out, '}');
    w->order.len = from;
    return status;
}

static csr_status put_list(writer *w, const csri_json *list, const step *at)
{
    csr_status status = CSR_OK;

    csri_buffer_byte(w->out, '[');
    for (size_t i = 0; i < list->count && status == CSR_OK; i++) {
        const step below = { at, NULL, i, at->depth + 1 };
        if (i > 0)
            csri_buffer_byte(w->out, ',');
        status = put_value(w, csri_json_at(list, i), &below);
    }
    csri_buffer_byte(w->out, ']');
    return status;
}

static csr_status put_value(writer *w, const csri_json *value, const step *at)
{
    if (value->kind >= CSRI_JSON_LIST && at->depth == CSRI_JSON_MAX_DEPTH)
        return refuse(at, CSR_E_LIMIT, "the document is nested too deep", w->err);
    switch (value->kind) {
    case CSRI_JSON_OBJECT: return put_object(w, value, at);
    case CSRI_JSON_LIST: return put_list(w, value, at);
    case CSRI_JSON_STRING: put_text(w->out, csri_json_str(value), (value->plain & CSRI_JSON_PLAIN_TEXT) != 0); break;
    case CSRI_JSON_INTEGER: csri_json_int(w->out, value->as.integer); break;
    case CSRI_JSON_REAL: return refuse(at, CSR_E_POLICY, "numbers are whole here; this one is not", w->err);
    case CSRI_JSON_TRUE: csri_buffer_put(w->out, "true", 4); break;
    case CSRI_JSON_FALSE: csri_buffer_put(w->out, "false", 5); break;
    default: csri_buffer_put(w->out, "null", 4); break;
    }
    return CSR_OK;
}

csr_status csri_json_canonical(const csri_json *value, csri_buffer *out, csr_error *err)
{
    const step top = { NULL, NULL, 0, 0 };
    writer w = { .out = out, .err = err };
    csr_status status;

    csri_buffer_init(&w.order, out->host, 0);
    status = put_value(&w, value, &top);
    if (status == CSR_E_NO_MEMORY)
        csri_buffer_fail(out, status);
    csri_buffer_free(&w.order);
    return status == CSR_OK ? csri_buffer_check(out, err) : status;
}
