/*
 * Reading JSON, in one walk and without recursion.
 *
 * The document is copied once: texts and names lie in the copy, each ended by a NUL where its quotation mark was. What is
 * open, and what stands in it so far, waits on a stack; when it ends it moves to the arena.
 */
#include "base/json.h"

#include "base/arena.h"
#include "base/error.h"
#include "base/json_source.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include <math.h>
#include <stdlib.h>

/* Members of an object whose names are compared as they come; those of larger ones are sorted when it ends. */
#define FEW_NAMES 16
/* The values of a document lie behind its copy in one block, unless it is larger than this. */
#define LARGE ((size_t)65536)

/* What a document lies in; the value at its top is what callers know. */
typedef struct document {
    csri_json top;
    csr_host host;
    csri_arena arena;
} document;

typedef struct reader {
    csri_json_source in;
    document *into;
    char *copy;          /* of the document */
    csri_buffer waiting; /* csri_json */
    csr_str name;
    int plain_name;
    unsigned depth, max_depth;
    size_t open[CSRI_JSON_MAX_DEPTH]; /* where among what waits */
} reader;

static csri_json *waiting_at(const reader *r, size_t i)
{
    return (csri_json *)(void *)r->waiting.ptr + i;
}

static size_t waiting_count(const reader *r)
{
    return r->waiting.len / sizeof(csri_json);
}

static int is_in_object(const reader *r)
{
    return r->depth > 0 && waiting_at(r, r->open[r->depth - 1])->kind == CSRI_JSON_OBJECT;
}

/* ---- Names ---- */

static int same(const csr_str *a, const csr_str *b)
{
    return a->len == b->len && memcmp(a->ptr, b->ptr, a->len) == 0;
}

/* A name in quotation marks, or rather where it begins in the document. */
static csr_status refuse_name(const reader *r, const csr_str *name, const char *why)
{
    return csri_source_refuse(&r->in, r->in.begin + (name->ptr - 1 - r->copy), why);
}

static csr_status refuse_twin(const reader *r, const csr_str *name)
{
    return refuse_name(r, name, "this name was there before");
}

/* Whether the object that is open has a member of the reader's name, as long as it has few. */
static int has_twin(const reader *r)
{
    size_t first = r->open[r->depth - 1] + 1, count = waiting_count(r) - first;

    for (size_t i = 0; count < FEW_NAMES && i < count; i++)
        if (same(&waiting_at(r, first + i)->name, &r->name))
            return 1;
    return 0;
}

static int by_name_and_place(const void *a, const void *b)
{
    const csri_json *one = *(const csri_json *const *)a, *other = *(const csri_json *const *)b;
    int order = strcmp(one->name.ptr, other->name.ptr);

    return order != 0 ? order : (one > other) - (one < other);
}

/* Of an object with many members the first name that was there before; NULL = there is none, or no memory. */
static const csri_json *find_twin(reader *r, const csri_json *members, size_t count)
{
    const csri_json **order = csri_arena_take(&r->into->arena, count * sizeof(csri_json *)), *first = NULL;

    if (order == NULL)
        return NULL;
    for (size_t i = 0; i < count; i++)
        order[i] = &members[i];
    qsort(order, count, sizeof(csri_json *), by_name_and_place);
    for (size_t i = 1; i < count; i++)
        if (same(&order[i]->name, &order[i - 1]->name) && (first == NULL || order[i] < first))
            first = order[i];
    return first;
}

/* A name, its colon, and blanks around them. */
static csr_status take_name(reader *r)
{
    csr_status status;

    csri_source_blanks(&r->in);
    if (csri_source_here(&r->in) != '"')
        return csri_source_refuse_here(&r->in, "a name is wanted here");
    status = csri_source_text(&r->in, r->copy, &r->name, &r->plain_name);
    if (status != CSR_OK)
        return status;
    if (csri_text_has_nul(r->name.ptr, r->name.len, NULL))
        return refuse_name(r, &r->name, "there is no U+0000 in names");
    csri_source_blanks(&r->in);
    return csri_source_take(&r->in, ':') ? CSR_OK : csri_source_refuse_here(&r->in, "\":\" is wanted here");
}

/* ---- Values ---- */

/* Put a new value where it belongs. */
static csr_status put(reader *r, csri_json value)
{
    if (is_in_object(r)) {
        if (has_twin(r))
            return refuse_twin(r, &r->name);
        value.name = r->name;
        value.plain |= r->plain_name ? CSRI_JSON_PLAIN_NAME : 0;
    }
    csri_buffer_put(&r->waiting, &value, sizeof(value));
    return r->waiting.status == CSR_OK ? CSR_OK : csri_source_no_memory(&r->in);
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
    return put(r, (csri_json){ .kind = CSRI_JSON_INTEGER, .as.integer = (int64_t)(negative ? 0 - value : value) });
}

static csr_status put_real(reader *r, const char *from)
{
    csri_json value = { .kind = CSRI_JSON_REAL };
    size_t len = (size_t)(r->in.at - from);
    char *text = csri_arena_take(&r->into->arena, len + CSRI_DOUBLE_SPARE);

    if (text == NULL)
        return csri_source_no_memory(&r->in);
    memcpy(text, from, len);
    (void)csri_double_convert(text, len, &value.as.real);
    return isinf(value.as.real) ? csri_source_refuse(&r->in, from, "this number is too large") : put(r, value);
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

static csr_status put_word(reader *r, const char *word, csri_json_kind kind)
{
    return csri_source_word(&r->in, word) ? put(r, (csri_json){ .kind = (int32_t)kind })
                                          : csri_source_refuse_here(&r->in, "a value is wanted here");
}

static csr_status take_scalar(reader *r)
{
    csr_str text;
    csr_status status;
    int plain;

    switch (csri_source_here(&r->in)) {
    case 't': return put_word(r, "true", CSRI_JSON_TRUE);
    case 'f': return put_word(r, "false", CSRI_JSON_FALSE);
    case 'n': return put_word(r, "null", CSRI_JSON_NULL);
    case '"': break;
    default: return take_number(r);
    }
    status = csri_source_text(&r->in, r->copy, &text, &plain);
    if (status != CSR_OK)
        return status;
    return put(r, (csri_json){ .kind = CSRI_JSON_STRING,
                               .plain = plain ? CSRI_JSON_PLAIN_TEXT : 0,
                               .count = text.len,
                               .as.text = text.ptr });
}

/* What is open has ended: what stands in it moves to the arena. */
static csr_status close_one(reader *r)
{
    size_t at = r->open[--r->depth], count = waiting_count(r) - at - 1;
    csri_json *items = csri_arena_take(&r->into->arena, (count + 1) * sizeof(*items)), *value = waiting_at(r, at);
    const csri_json *twin;

    if (items == NULL)
        return csri_source_no_memory(&r->in);
    if (count != 0)
        memcpy(items, value + 1, count * sizeof(*items));
    if (value->kind == CSRI_JSON_OBJECT && count > FEW_NAMES) {
        twin = find_twin(r, items, count);
        if (twin != NULL || r->into->arena.exhausted)
            return twin != NULL ? refuse_twin(r, &twin->name) : csri_source_no_memory(&r->in);
    }
    value->count = count;
    value->as.items = items;
    r->waiting.len = (at + 1) * sizeof(*items);
    return CSR_OK;
}

/* At a bracket; *done = nothing stands in it. */
static csr_status open_one(reader *r, int *done)
{
    int object = *r->in.at == '{';
    csri_json value = { .kind = object ? CSRI_JSON_OBJECT : CSRI_JSON_LIST };
    csr_status status;

    if (r->depth == r->max_depth)
        return csri_fail(r->in.err, CSR_E_LIMIT, "json", "the document nests deeper than %u levels", r->max_depth);
    r->in.at++;
    status = put(r, value);
    if (status != CSR_OK)
        return status;
    r->open[r->depth++] = waiting_count(r) - 1;
    csri_source_blanks(&r->in);
    *done = csri_source_take(&r->in, object ? '}' : ']');
    if (*done)
        return close_one(r);
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
        csr_status status;
        csri_source_blanks(&r->in);
        *done = r->depth == 0;
        if (*done)
            return r->in.at == r->in.end ? CSR_OK
                                         : csri_source_refuse_here(&r->in, "the document is complete before this");
        object = is_in_object(r);
        if (csri_source_take(&r->in, ','))
            return object ? take_name(r) : CSR_OK;
        if (!csri_source_take(&r->in, object ? '}' : ']'))
            return csri_source_refuse_here(&r->in,
                                           object ? "\",\" or \"}\" is wanted here" : "\",\" or \"]\" is wanted here");
        status = close_one(r);
        if (status != CSR_OK)
            return status;
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

/* ---- The whole ---- */

static document *make_document(const csr_host *host, size_t len)
{
    document *made = csri_alloc_zero(host, sizeof(*made));

    if (made != NULL) {
        made->host = *host;
        csri_arena_init_small(&made->arena, &made->host, len + (len < LARGE ? len : LARGE) + 512);
    }
    return made;
}

static csr_status read_into(document *into, const char *ptr, size_t len, unsigned max_depth, csr_error *err)
{
    /* Member by member: what is open needs no zeros before. */
    reader r;
    csr_status status;

    r.in.begin = r.in.at = ptr;
    r.in.end = ptr + len;
    r.in.err = err;
    r.into = into;
    r.depth = 0;
    r.max_depth = max_depth > 0 && max_depth < CSRI_JSON_MAX_DEPTH ? max_depth : CSRI_JSON_MAX_DEPTH;
    r.copy = (char *)(uintptr_t)csri_arena_text(&into->arena, ptr, len).ptr;
    if (r.copy == NULL)
        return csri_source_no_memory(&r.in);
    csri_buffer_init(&r.waiting, &into->host, 0);
    status = read_all(&r);
    if (status == CSR_OK)
        into->top = *waiting_at(&r, 0);
    csri_buffer_free(&r.waiting);
    return status;
}

csr_status csri_json_read(const csr_host *host, const char *ptr, size_t len, size_t max_bytes, unsigned max_depth,
                          const csri_json **out, csr_error *err)
{
    const csri_json_source begin = { .begin = ptr, .at = ptr, .end = ptr, .err = err };
    document *made;
    csr_status status;

    *out = NULL;
    if (max_bytes > 0 && len > max_bytes)
        return csri_fail(err, CSR_E_LIMIT, "json", "the document is longer than %zu bytes", max_bytes);
    if (len >= 3 && memcmp(ptr, "\xef\xbb\xbf", 3) == 0)
        return csri_source_refuse(&begin, ptr, "the document begins with a byte order mark");
    made = make_document(host, len);
    if (made == NULL)
        return csri_source_no_memory(&begin);
    status = read_into(made, len > 0 ? ptr : "", len, max_depth, err);
    if (status == CSR_OK)
        *out = &made->top;
    else
        csri_json_free(&made->top);
    return status;
}

void csri_json_free(const csri_json *document_top)
{
    document *made = (document *)(uintptr_t)document_top;
    csr_host host;

    if (made == NULL)
        return;
    host = made->host;
    csri_arena_free(&made->arena);
    csri_free(&host, made, sizeof(*made));
}

const csri_json *csri_json_get(const csri_json *json, const char *name)
{
    size_t len = strlen(name);

    for (const csri_json *m = csri_json_first(json); m != NULL; m = csri_json_next(json, m))
        if (m->name.len == len && memcmp(m->name.ptr, name, len) == 0)
            return m;
    return NULL;
}

static int same_members(const csri_json *a, const csri_json *b)
{
    for (const csri_json *m = csri_json_first(a); m != NULL; m = csri_json_next(a, m))
        if (!csri_json_equal(m, csri_json_get(b, m->name.ptr)))
            return 0;
    return 1;
}

int csri_json_equal(const csri_json *a, const csri_json *b)
{
    if (a == NULL || b == NULL || a->kind != b->kind || a->count != b->count)
        return 0;
    switch (a->kind) {
    case CSRI_JSON_OBJECT: return same_members(a, b);
    case CSRI_JSON_STRING: return memcmp(a->as.text, b->as.text, a->count) == 0;
    case CSRI_JSON_INTEGER: return a->as.integer == b->as.integer;
    case CSRI_JSON_REAL: return a->as.real == b->as.real;
    case CSRI_JSON_LIST: break;
    default: return 1;
    }
    for (size_t i = 0; i < a->count; i++)
        if (!csri_json_equal(csri_json_at(a, i), csri_json_at(b, i)))
            return 0;
    return 1;
}
