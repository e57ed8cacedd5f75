#include "policy/expression_type.h"

#include <string.h>

/* Nesting of a type that is read. */
#define DEPTH 16

static const csri_value_type basic[] = {
    [CSRI_TYPE_DYN] = { .kind = CSRI_TYPE_DYN },
    [CSR_VALUE_NULL] = { .kind = CSR_VALUE_NULL },
    [CSR_VALUE_BOOL] = { .kind = CSR_VALUE_BOOL },
    [CSR_VALUE_INT] = { .kind = CSR_VALUE_INT },
    [CSR_VALUE_UINT] = { .kind = CSR_VALUE_UINT },
    [CSR_VALUE_DOUBLE] = { .kind = CSR_VALUE_DOUBLE },
    [CSR_VALUE_STRING] = { .kind = CSR_VALUE_STRING },
    [CSR_VALUE_BYTES] = { .kind = CSR_VALUE_BYTES },
    [CSR_VALUE_TIMESTAMP] = { .kind = CSR_VALUE_TIMESTAMP },
    [CSR_VALUE_DURATION] = { .kind = CSR_VALUE_DURATION },
    [CSR_VALUE_LIST] = { .kind = CSR_VALUE_LIST, .of = &basic[CSRI_TYPE_DYN] },
    [CSR_VALUE_MAP] = { .kind = CSR_VALUE_MAP, .key = &basic[CSRI_TYPE_DYN], .of = &basic[CSRI_TYPE_DYN] },
    [CSR_VALUE_TYPE] = { .kind = CSR_VALUE_TYPE, .of = &basic[CSRI_TYPE_DYN] },
};

/* As CEL writes them, with their article. */
static const char *const names[] = {
    [CSRI_TYPE_DYN] = "a dyn",
    [CSR_VALUE_NULL] = "a null_type",
    [CSR_VALUE_BOOL] = "a bool",
    [CSR_VALUE_INT] = "an int",
    [CSR_VALUE_UINT] = "a uint",
    [CSR_VALUE_DOUBLE] = "a double",
    [CSR_VALUE_STRING] = "a string",
    [CSR_VALUE_BYTES] = "a bytes",
    [CSR_VALUE_TIMESTAMP] = "a google.protobuf.Timestamp",
    [CSR_VALUE_DURATION] = "a google.protobuf.Duration",
    [CSR_VALUE_LIST] = "a list",
    [CSR_VALUE_MAP] = "a map",
    [CSR_VALUE_TYPE] = "a type",
};
#define KINDS ((int32_t)(sizeof(names) / sizeof(names[0])))

static const csri_value_type free_type = { .kind = CSRI_TYPE_FREE };

const csri_value_type *csri_value_type_of(int32_t kind)
{
    return kind == CSRI_TYPE_FREE ? &free_type : &basic[kind];
}

static const csri_value_type *make(csri_arena *arena, int32_t kind, const csri_value_type *key,
                                   const csri_value_type *of)
{
    csri_value_type *type = csri_arena_take(arena, sizeof(*type));

    if (type != NULL)
        *type = (csri_value_type){ .kind = kind, .key = key, .of = of };
    return type;
}

const csri_value_type *csri_value_type_list(csri_arena *arena, const csri_value_type *of)
{
    return of == NULL ? NULL : make(arena, CSR_VALUE_LIST, NULL, of);
}

const csri_value_type *csri_value_type_map(csri_arena *arena, const csri_value_type *key, const csri_value_type *of)
{
    return key == NULL || of == NULL ? NULL : make(arena, CSR_VALUE_MAP, key, of);
}

const csri_value_type *csri_value_type_type(csri_arena *arena, const csri_value_type *of)
{
    return make(arena, CSR_VALUE_TYPE, NULL, of);
}

const char *csri_value_kind_said(int32_t kind)
{
    return names[kind == CSRI_TYPE_FREE ? CSRI_TYPE_DYN : kind];
}

const char *csri_value_kind_name(int32_t kind)
{
    return strchr(csri_value_kind_said(kind), ' ') + 1;
}

int32_t csri_value_kind_of_name(csr_str name)
{
    for (int32_t kind = CSR_VALUE_NULL; kind < KINDS; kind++)
        if (name.len == strlen(csri_value_kind_name(kind)) &&
            memcmp(name.ptr, csri_value_kind_name(kind), name.len) == 0)
            return kind;
    return 0;
}

/* What is left of a text. */
typedef struct reader {
    csri_arena *arena;
    const char *p, *end;
    unsigned depth;
} reader;

static void skip_blanks(reader *r)
{
    while (r->p < r->end && *r->p == ' ')
        r->p++;
}

static int take(reader *r, char c)
{
    skip_blanks(r);
    if (r->p == r->end || *r->p != c)
        return 0;
    r->p++;
    return 1;
}

static csr_str take_word(reader *r)
{
    csr_str word;

    skip_blanks(r);
    word = (csr_str){ r->p, 0 };
    while (r->p < r->end && strchr("(), ", *r->p) == NULL)
        r->p++;
    word.len = (size_t)(r->p - word.ptr);
    return word;
}

static int is_dyn(csr_str word)
{
    return word.len == 3 && memcmp(word.ptr, "dyn", 3) == 0;
}

static const csri_value_type *read_type(reader *r)
{
    const csri_value_type *first, *second = NULL;
    csr_str word = take_word(r);
    int32_t kind = csri_value_kind_of_name(word);

    if ((kind == 0 && !is_dyn(word)) || r->depth == DEPTH)
        return NULL;
    if (kind < CSR_VALUE_LIST || !take(r, '('))
        return csri_value_type_of(kind);
    r->depth++;
    first = read_type(r);
    if (first != NULL && kind == CSR_VALUE_MAP)
        second = take(r, ',') ? read_type(r) : NULL;
    r->depth--;
    if (first == NULL || (kind == CSR_VALUE_MAP && second == NULL) || !take(r, ')'))
        return NULL;
    return kind == CSR_VALUE_MAP ? make(r->arena, kind, first, second) : make(r->arena, kind, NULL, first);
}

const csri_value_type *csri_value_type_read(csri_arena *arena, csr_str text)
{
    reader r = { .arena = arena, .p = text.ptr, .end = text.ptr + text.len };
    const csri_value_type *type = text.len == 0 ? NULL : read_type(&r);

    return type != NULL && r.p == r.end ? type : NULL;
}

void csri_value_type_write(const csri_value_type *type, csri_buffer *out)
{
    csri_buffer_text(out, csri_value_kind_name(type->kind));
    if (type->kind < CSR_VALUE_LIST || (type->kind == CSR_VALUE_TYPE && type->of->kind == CSRI_TYPE_DYN))
        return;
    csri_buffer_text(out, "(");
    if (type->kind == CSR_VALUE_MAP) {
        csri_value_type_write(type->key, out);
        csri_buffer_text(out, ", ");
    }
    csri_value_type_write(type->of, out);
    csri_buffer_text(out, ")");
}

int csri_value_type_fits(const csri_value_type *is, const csri_value_type *wanted)
{
    if (is->kind <= 0 || wanted->kind <= 0)
        return 1;
    if (is->kind != wanted->kind)
        return 0;
    if (is->kind == CSR_VALUE_MAP && !csri_value_type_fits(is->key, wanted->key))
        return 0;
    return (is->kind != CSR_VALUE_LIST && is->kind != CSR_VALUE_MAP) || csri_value_type_fits(is->of, wanted->of);
}

const csri_value_type *csri_value_type_join(csri_arena *arena, const csri_value_type *a, const csri_value_type *b)
{
    const csri_value_type *key;

    if (a == NULL)
        return NULL;
    if (a->kind == CSRI_TYPE_FREE)
        return b;
    if (b->kind == CSRI_TYPE_FREE || a == b)
        return a;
    if (a->kind != b->kind)
        return csri_value_type_of(CSRI_TYPE_DYN);
    if (a->kind == CSR_VALUE_LIST)
        return csri_value_type_list(arena, csri_value_type_join(arena, a->of, b->of));
    if (a->kind != CSR_VALUE_MAP)
        return a;
    key = csri_value_type_join(arena, a->key, b->key);
    return csri_value_type_map(arena, key, csri_value_type_join(arena, a->of, b->of));
}
