/*
 * Reading JSON into jansson's values, in one walk and without recursion.
 *
 * jansson's own loader is not used: up to 2.14 it writes behind a block when its buffer of a token cannot grow, and calls
 * sound documents malformed when memory runs out. Its values are made here, so each lack of memory is known as one.
 */
#include "base/json.h"

#include "base/error.h"
#include "base/json_source.h"
#include "base/number.h"
#include "base/text.h"
#include <math.h>
#include <string.h>

/* Values that are open belong to the one around them, and the outermost to `root`. */
typedef struct reader {
    csri_json_source in;
    json_t *root;
    csri_json_token name, text;
    const char *name_at;
    unsigned depth, max_depth;
    json_t *open[CSRI_JSON_MAX_DEPTH];
} reader;

/* A name, its colon, and blanks around them. */
static csr_status take_name(reader *r)
{
    csr_str name;
    csr_status status;

    csri_source_blanks(&r->in);
    r->name_at = r->in.at;
    if (csri_source_here(&r->in) != '"')
        return csri_source_refuse_here(&r->in, "a name is wanted here");
    status = csri_source_text(&r->in, &r->name, &name);
    if (status != CSR_OK)
        return status;
    if (csri_text_has_nul(name.ptr, name.len, NULL))
        return csri_source_refuse(&r->in, r->name_at, "there is no U+0000 in names");
    if (name.ptr != r->name.ptr) {
        r->name.len = 0;
        if (!csri_token_grow(&r->name, name.len + 1))
            return csri_source_no_memory(&r->in);
        memcpy(r->name.ptr, name.ptr, name.len);
    }
    r->name.ptr[name.len] = '\0';
    csri_source_blanks(&r->in);
    return csri_source_take(&r->in, ':') ? CSR_OK : csri_source_refuse_here(&r->in, "\":\" is wanted here");
}

/* Put a new value where it belongs; NULL is one that there was no memory for. */
static csr_status put(reader *r, json_t *value)
{
    json_t *around = r->depth > 0 ? r->open[r->depth - 1] : NULL;
    size_t had;

    if (value == NULL)
        return csri_source_no_memory(&r->in);
    if (around == NULL) {
        r->root = value;
        return CSR_OK;
    }
    if (json_typeof(around) == JSON_ARRAY)
        return json_array_append_new(around, value) == 0 ? CSR_OK : csri_source_no_memory(&r->in);
    had = json_object_size(around);
    if (json_object_set_new_nocheck(around, r->name.ptr, value) != 0)
        return csri_source_no_memory(&r->in);
    return json_object_size(around) > had ? CSR_OK
                                          : csri_source_refuse(&r->in, r->name_at, "this name was there before");
}

/* Digits, of which there is at least one, maybe behind a minus. */
static csr_status put_integer(reader *r, const char *from)
{
    int negative = *from == '-';
    uint64_t most = (uint64_t)INT64_MAX + (uint64_t)negative, value = 0;

    for (const char *at = from + negative; at < r->in.at; at++) {
        uint64_t digit = (uint64_t)(*at - '0');
        if (value > (most - digit) / 10)
            return csri_source_refuse(&r->in, from, "this number is too large");
        value = value * 10 + digit;
    }
    return put(r, json_integer((json_int_t)(negative ? 0 - value : value)));
}

static csr_status put_real(reader *r, const char *from)
{
    size_t len = (size_t)(r->in.at - from);
    double value;

    r->text.len = 0;
    if (!csri_token_grow(&r->text, len + CSRI_DOUBLE_SPARE))
        return csri_source_no_memory(&r->in);
    memcpy(r->text.ptr, from, len);
    csri_double_convert(r->text.ptr, len, &value);
    return isinf(value) ? csri_source_refuse(&r->in, from, "this number is too large") : put(r, json_real(value));
}

static csr_status take_number(reader *r)
{
    const char *from = r->in.at;
    int real = 0;

    (void)csri_source_take(&r->in, '-');
    if (!csri_source_take(&r->in, '0') && csri_source_digits(&r->in) == 0)
        return csri_source_refuse_here(&r->in, "a value is wanted here");
    if (csri_source_take(&r->in, '.')) {
        real = 1;
        if (csri_source_digits(&r->in) == 0)
            return csri_source_refuse_here(&r->in, "a digit is wanted here");
    }
    if (csri_source_take(&r->in, 'e') || csri_source_take(&r->in, 'E')) {
        real = 1;
        if (!csri_source_take(&r->in, '+'))
            (void)csri_source_take(&r->in, '-');
        if (csri_source_digits(&r->in) == 0)
            return csri_source_refuse_here(&r->in, "a digit is wanted here");
    }
    return real ? put_real(r, from) : put_integer(r, from);
}

static csr_status put_word(reader *r, const char *word, json_t *value)
{
    return csri_source_word(&r->in, word) ? put(r, value) : csri_source_refuse_here(&r->in, "a value is wanted here");
}

static csr_status take_scalar(reader *r)
{
    csr_str text;
    csr_status status;

    switch (csri_source_here(&r->in)) {
    case 't': return put_word(r, "true", json_true());
    case 'f': return put_word(r, "false", json_false());
    case 'n': return put_word(r, "null", json_null());
    case '"': break;
    default: return take_number(r);
    }
    status = csri_source_text(&r->in, &r->text, &text);
    return status != CSR_OK ? status : put(r, json_stringn_nocheck(text.ptr, text.len));
}

/* At a bracket; *done = nothing stands in it. */
static csr_status open_one(reader *r, int *done)
{
    int object = *r->in.at == '{';
    json_t *value;
    csr_status status;

    if (r->depth == r->max_depth)
        return csri_fail(r->in.err, CSR_E_LIMIT, "json", "the document nests deeper than %u levels", r->max_depth);
    r->in.at++;
    value = object ? json_object() : json_array();
    status = put(r, value);
    csri_source_blanks(&r->in);
    *done = csri_source_take(&r->in, object ? '}' : ']');
    if (status != CSR_OK || *done)
        return status;
    r->open[r->depth++] = value;
    return object ? take_name(r) : CSR_OK;
}

/* *done = the value is there; otherwise the next one stands in it. */
static csr_status begin_value(reader *r, int *done)
{
    csri_source_blanks(&r->in);
    if (csri_source_here(&r->in) == '{' || csri_source_here(&r->in) == '[')
        return open_one(r, done);
    *done = 1;
    return take_scalar(r);
}

/* Behind a value; *done = the document is. */
static csr_status end_value(reader *r, int *done)
{
    for (;;) {
        int object;
        csri_source_blanks(&r->in);
        *done = r->depth == 0;
        if (*done)
            return r->in.at == r->in.end ? CSR_OK
                                         : csri_source_refuse_here(&r->in, "the document is complete before this");
        object = json_typeof(r->open[r->depth - 1]) == JSON_OBJECT;
        if (csri_source_take(&r->in, ','))
            return object ? take_name(r) : CSR_OK;
        if (!csri_source_take(&r->in, object ? '}' : ']'))
            return csri_source_refuse_here(&r->in,
                                           object ? "\",\" or \"}\" is wanted here" : "\",\" or \"]\" is wanted here");
        r->depth--;
    }
}

static csr_status read_all(reader *r)
{
    csr_status status = CSR_OK;
    int done = 0;

    while (status == CSR_OK && !done) {
        status = begin_value(r, &done);
        if (status == CSR_OK && done)
            status = end_value(r, &done);
    }
    return status;
}

csr_status csri_json_read(const char *ptr, size_t len, size_t max_bytes, unsigned max_depth, json_t **out,
                          csr_error *err)
{
    /* Member by member: what is open needs no zeros before. */
    reader r;
    csr_status status;

    *out = NULL;
    r.in.begin = r.in.at = len > 0 ? ptr : "";
    r.in.end = r.in.begin + len;
    r.in.err = err;
    r.root = NULL;
    r.depth = 0;
    r.max_depth = max_depth > 0 && max_depth < CSRI_JSON_MAX_DEPTH ? max_depth : CSRI_JSON_MAX_DEPTH;
    if (max_bytes > 0 && len > max_bytes)
        return csri_fail(err, CSR_E_LIMIT, "json", "the document is longer than %zu bytes", max_bytes);
    if (len >= 3 && memcmp(ptr, "\xef\xbb\xbf", 3) == 0)
        return csri_source_refuse(&r.in, r.in.begin, "the document begins with a byte order mark");
    csri_token_init(&r.name);
    csri_token_init(&r.text);
    status = read_all(&r);
    csri_token_end(&r.name);
    csri_token_end(&r.text);
    if (status == CSR_OK)
        *out = r.root;
    else
        json_decref(r.root);
    return status;
}
