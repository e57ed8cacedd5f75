#include "policy/expression_check.h"

#include "base/text.h"

/* The dotted name that a chain of selections spells, into out; 0 when it is none. */
static int spell(const csri_node *node, char *out, size_t size, size_t *len, int *absolute)
{
    if (node->op == CSRI_NODE_NAME) {
        *len = 0;
        *absolute = node->flags & CSRI_NODE_ABSOLUTE;
    } else if (node->op != CSRI_NODE_SELECT || !spell(node->first, out, size, len, absolute)) {
        return 0;
    } else if (*len < size) {
        out[(*len)++] = '.';
    }
    if (node->name.len > size - *len)
        return 0;
    memcpy(out + *len, node->name.ptr, node->name.len);
    *len += node->name.len;
    return 1;
}

static int find_field(const csr_expression *e, csr_str prefix, csr_str name, uint16_t *slot)
{
    size_t before = prefix.len == 0 ? 0 : prefix.len + 1;

    for (size_t i = 0; i < e->field_count; i++) {
        csr_str field = e->fields[i].name;
        if (field.len != before + name.len || memcmp(field.ptr + before, name.ptr, name.len) != 0)
            continue;
        if (before != 0 && (memcmp(field.ptr, prefix.ptr, prefix.len) != 0 || field.ptr[prefix.len] != '.'))
            continue;
        *slot = (uint16_t)i;
        return 1;
    }
    return 0;
}

/* In the container, in what contains it, and so on out. */
static int resolve_field(const csr_expression *e, csr_str name, int absolute, uint16_t *slot)
{
    csr_str prefix = absolute ? (csr_str){ NULL, 0 } : e->container;

    for (;;) {
        if (find_field(e, prefix, name, slot))
            return 1;
        if (prefix.len == 0)
            return 0;
        while (prefix.len > 0 && prefix.ptr[prefix.len - 1] != '.')
            prefix.len--;
        prefix.len -= prefix.len > 0 ? 1 : 0;
    }
}

static const csri_node *leftmost(const csri_node *node)
{
    while (node->op == CSRI_NODE_SELECT)
        node = node->first;
    return node;
}

static int find_local(const csri_checker *c, const csri_node *node, uint16_t *slot)
{
    if (node->op != CSRI_NODE_NAME || node->flags & CSRI_NODE_ABSOLUTE)
        return 0;
    for (unsigned i = c->local_count; i > 0; i--)
        if (csri_same(c->locals[i - 1], node->name)) {
            *slot = (uint16_t)(i - 1);
            return 1;
        }
    return 0;
}

/* A node that spells the name of a field becomes that field; one that spells a type becomes it. */
static int become_named(csri_checker *c, csri_node *node)
{
    char text[256];
    size_t len;
    int absolute;
    uint16_t slot;
    int32_t kind;

    if (find_local(c, leftmost(node), &slot) || !spell(node, text, sizeof(text), &len, &absolute))
        return 0;
    if (resolve_field(c->e, (csr_str){ text, len }, absolute, &slot)) {
        node->op = CSRI_NODE_FIELD;
        node->slot = slot;
        node->first = node->last = NULL;
        node->count = 0;
        node->type = c->e->fields[slot].type;
        return 1;
    }
    kind = csri_value_kind_of_name((csr_str){ text, len });
    if (kind == 0)
        return 0;
    node->op = CSRI_NODE_CONST;
    node->value = (csr_value){ .kind = CSR_VALUE_TYPE, .as.integer = kind };
    node->type = csri_value_type_type(&c->e->arena, csri_value_type_of(kind));
    node->first = node->last = NULL;
    node->count = 0;
    return 1;
}

/* How many letters must change, at most `limit`. */
static size_t distance(csr_str a, csr_str b, size_t limit)
{
    size_t row[64];

    if (a.len >= 64 || b.len >= 64)
        return limit + 1;
    for (size_t j = 0; j <= b.len; j++)
        row[j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        size_t corner = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            size_t above = row[j], best = corner + (a.ptr[i - 1] != b.ptr[j - 1]);
            if (above + 1 < best)
                best = above + 1;
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            corner = above;
            row[j] = best;
        }
    }
    return row[b.len];
}

/* Swapped letters count as two changes, and short words need less to be something else. */
int csri_is_near(csr_str word, csr_str other, size_t *best)
{
    size_t limit = word.len < 4 ? 1 : 2, d = distance(word, other, limit);

    if (d > limit || d >= *best)
        return 0;
    *best = d;
    return 1;
}

/* Bytes of the longest beginning of a name, up to a dot, that fields have: "ticket" of "ticket.fualt". */
static size_t noun_of(const csr_expression *e, csr_str name)
{
    for (size_t len = name.len; len > 1; len--)
        for (size_t i = 0; name.ptr[len - 1] == '.' && i < e->field_count; i++)
            if (e->fields[i].name.len > len && memcmp(e->fields[i].name.ptr, name.ptr, len) == 0)
                return len - 1;
    return 0;
}

/* The field that may have been meant, of a noun's alone where the name has one; empty = none. */
static csr_str nearest(const csr_expression *e, csr_str name, size_t noun)
{
    size_t best = SIZE_MAX, skip = noun == 0 ? 0 : noun + 1;
    csr_str near = { NULL, 0 }, word = { name.ptr + skip, name.len - skip };

    for (size_t i = 0; i < e->field_count; i++) {
        csr_str field = e->fields[i].name, rest = { field.ptr + skip, field.len - skip };
        if (field.len > skip && memcmp(field.ptr, name.ptr, skip) == 0 && csri_is_near(word, rest, &best))
            near = rest;
    }
    return near;
}

/* Where the name begins that is not known: behind the noun. */
static uint32_t begin_of(const csr_expression *e, const csri_node *node, csr_str rest)
{
    for (size_t i = 0; i < rest.len; i++)
        if (rest.ptr[i] == '.')
            node = node->first;
    return (uint32_t)(node->name.ptr - e->text.ptr);
}

static void report_unknown(csri_checker *c, const csri_node *node)
{
    csr_expression *e = c->e;
    char text[256];
    size_t len = 0, noun, told = e->error_count;
    csr_str near, name = node->name, rest;
    uint32_t from = node->from;
    int absolute;

    if (spell(node, text, sizeof(text), &len, &absolute))
        name = (csr_str){ text, len };
    noun = noun_of(e, name);
    near = nearest(e, name, noun);
    rest = noun == 0 ? name : (csr_str){ name.ptr + noun + 1, name.len - noun - 1 };
    if (noun == 0)
        csri_expression_report(e, from, node->to, CSRI_UNKNOWN_FIELD, "there is no field \"%.*s\"%s%.*s%s",
                               (int)rest.len, rest.ptr, near.len != 0 ? ". Did you mean \"" : "", (int)near.len,
                               near.len != 0 ? near.ptr : "", near.len != 0 ? "\"?" : "");
    else
        csri_expression_report(e, begin_of(e, node, rest), node->to, CSRI_UNKNOWN_FIELD,
                               "%.*s has no field \"%.*s\"%s%.*s%s", (int)noun, name.ptr, (int)rest.len, rest.ptr,
                               near.len != 0 ? ". Did you mean \"" : "", (int)near.len, near.len != 0 ? near.ptr : "",
                               near.len != 0 ? "\"?" : "");
    if (near.len == 0 && e->error_count > told)
        e->errors[told].noun = csri_arena_text(&e->arena, name.ptr, noun);
}

/* So many bytes of a part of a condition are told. */
#define PART_TOLD 100

/* What may be absent, as a part of the field's name: its noun, if all that is known of it may, else the field itself. */
static size_t absent_part(const csr_expression *e, csr_str name)
{
    size_t noun = name.len;

    while (noun > 0 && name.ptr[noun - 1] != '.')
        noun--;
    if (noun == 0)
        return name.len;
    for (size_t i = 0; i < e->field_count; i++)
        if (e->fields[i].name.len > noun && memcmp(e->fields[i].name.ptr, name.ptr, noun) == 0 &&
            !(e->fields[i].flags & CSR_FIELD_OPTIONAL))
            return name.len;
    return noun - 1;
}

/* An optional field is asked about with has() before it is used. */
static void check_guard(csri_checker *c, const csri_node *node)
{
    const csri_field *field = &c->e->fields[node->slot];

    if (csri_is_unchecked(c) || !(field->flags & CSR_FIELD_OPTIONAL) ||
        c->guarded[node->slot / 64] >> node->slot % 64 & 1)
        return;
    csri_expression_report(c->e, node->from, node->to, "E120", "%.*s may be absent; write: has(%.*s) && %.*s",
                           (int)absent_part(c->e, field->name), field->name.ptr, (int)field->name.len, field->name.ptr,
                           (int)csri_utf8_cut(c->e->text.ptr + c->from, c->to - c->from, PART_TOLD),
                           c->e->text.ptr + c->from);
}

void csri_check_name(csri_checker *c, csri_node *node)
{
    uint16_t slot;

    if (find_local(c, node, &slot)) {
        node->op = CSRI_NODE_LOCAL;
        node->slot = slot;
        node->type = c->local_types[slot];
    } else if (become_named(c, node)) {
        if (node->op == CSRI_NODE_FIELD)
            check_guard(c, node);
    } else {
        if (!csri_is_unchecked(c))
            report_unknown(c, node);
        node->op = CSRI_NODE_UNKNOWN;
    }
}

static int is_known(const csri_checker *c, const csri_node *node)
{
    char text[256];
    size_t len;
    int absolute;
    uint16_t slot;

    return spell(node, text, sizeof(text), &len, &absolute) &&
           (resolve_field(c->e, (csr_str){ text, len }, absolute, &slot) ||
            csri_value_kind_of_name((csr_str){ text, len }) != 0);
}

/* A chain of names no beginning of which is known. */
static int is_unknown_chain(const csri_checker *c, const csri_node *node)
{
    const csri_node *first = leftmost(node);
    uint16_t slot;

    if (first->op != CSRI_NODE_NAME || find_local(c, first, &slot))
        return 0;
    while (node != first) {
        node = node->first;
        if (is_known(c, node))
            return 0;
    }
    return 1;
}

void csri_check_select(csri_checker *c, csri_node *node)
{
    const csri_value_type *of;

    if (become_named(c, node)) {
        if (node->op == CSRI_NODE_FIELD)
            check_guard(c, node);
        return;
    }
    /* Of an unknown chain the whole is named, which is what its author wrote. */
    if (!csri_is_unchecked(c) && is_unknown_chain(c, node)) {
        report_unknown(c, node);
        node->op = CSRI_NODE_UNKNOWN;
        return;
    }
    csri_check_node(c, node->first);
    of = node->first->type;
    if (of->kind == CSR_VALUE_MAP)
        node->type = of->of;
    else if (!csri_is_any(of) && !csri_is_unchecked(c))
        csri_expression_report(c->e, node->from, node->to, "E111", "only a map has fields, and this is %s",
                               csri_value_kind_said(of->kind));
}

void csri_check_has(csri_checker *c, csri_node *node, csri_node *of)
{
    csri_node whole = *of;

    if (become_named(c, &whole) && whole.op == CSRI_NODE_FIELD) {
        node->op = CSRI_NODE_HAS_FIELD;
        node->slot = whole.slot;
        node->first = node->last = NULL;
        node->count = 0;
    } else if (!csri_is_unchecked(c) && is_unknown_chain(c, of)) {
        report_unknown(c, of);
        node->op = CSRI_NODE_UNKNOWN;
    } else {
        csri_check_node(c, node->first);
        if (!csri_is_unchecked(c) && node->first->type->kind != CSR_VALUE_MAP && !csri_is_any(node->first->type))
            csri_expression_report(c->e, node->from, node->to, "E111", "only a map has fields, and this is %s",
                                   csri_value_kind_said(node->first->type->kind));
    }
    node->type = csri_value_type_of(CSR_VALUE_BOOL);
}
