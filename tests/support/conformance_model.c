#include "support/conformance_model.h"

#include <stdio.h>
#include <stdlib.h>

#define TRIES 60

uint64_t conf_random(uint64_t *state)
{
    uint64_t z = (*state += UINT64_C(0x9E3779B97F4A7C15));

    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

size_t conf_below(uint64_t *state, size_t n)
{
    return n == 0 ? 0 : (size_t)(conf_random(state) % n);
}

void conf_random_id(uint64_t *state, csr_id *out)
{
    for (size_t i = 0; i < sizeof(out->bytes); i++)
        out->bytes[i] = (uint8_t)conf_random(state);
}

int conf_model_init(conf_model *model, const csr_schema *schema, const csr_host *host)
{
    memset(model, 0, sizeof(*model));
    model->schema = schema;
    for (size_t i = 0; i < schema->record_count; i++)
        if (csri_rows_new(host, schema->records[i]->row->size, 8, &model->rows[i], NULL) != CSR_OK)
            return 0;
    return 1;
}

void conf_model_end(conf_model *model)
{
    for (size_t i = 0; i < model->schema->record_count; i++)
        csri_rows_free(model->rows[i]);
}

size_t conf_record_number(const csr_schema *schema, const csr_record *record)
{
    size_t i = 0;

    while (i < schema->record_count && schema->records[i] != record)
        i++;
    return i;
}

csr_rows *conf_model_rows(const conf_model *model, const csr_record *record)
{
    return model->rows[conf_record_number(model->schema, record)];
}

void *conf_rows_copy(csr_rows *rows, const csr_record *record, const void *row)
{
    void *copy;

    if (csr_rows_add(rows, &copy) != CSR_OK)
        return NULL;
    memcpy(copy, row, record->row->size);
    for (unsigned i = 0; i < record->row->count; i++) {
        const csr_member *m = &record->row->members[i];
        const csr_str *text = csri_at(m, row);
        csr_str *to = (csr_str *)(void *)((char *)copy + m->offset);
        if (m->c == CSR_CLASS_STR && csr_rows_text(rows, text->ptr, text->len, to) != CSR_OK)
            return NULL;
    }
    return copy;
}

/* --- values --- */

static int64_t any_integer(uint64_t *random, const csr_member *m)
{
    static const int64_t edges[] = { 0, INT64_MIN, INT64_MAX - 1, -1, 1, INT64_MAX };
    const size_t usable = (m->flags & CSR_MEMBER_UNSET_LAST) != 0 ? 5 : 6;

    if (conf_below(random, 4) != 0)
        return (int64_t)conf_below(random, 6);
    return conf_below(random, 2) != 0 ? (int64_t)conf_below(random, 1000000) : edges[conf_below(random, usable)];
}

static int32_t any_int32(uint64_t *random, const csr_member *m)
{
    static const int32_t edges[] = { INT32_MAX, 0, INT32_MIN, -1 };
    const csr_type *type = m->type;

    if (type->name_count > 0)
        return type->names[conf_below(random, type->name_count)].value;
    if (conf_below(random, 4) != 0)
        return (int32_t)conf_below(random, 4);
    /* Where a member may be NULL it is told from its negative values by its order alone, so those stay away. */
    return edges[conf_below(random, type->low < 0 && (m->flags & CSR_MEMBER_NULLABLE) == 0 ? 4 : 2)];
}

static void any_bytes(uint64_t *random, uint8_t *out, size_t n)
{
    size_t from = conf_below(random, 3) * n / 2;

    memset(out, conf_below(random, 8) == 0 ? 0xff : 0, n);
    for (size_t i = from; i < n; i++)
        out[i] = (uint8_t)conf_random(random);
}

/* One in four texts has a long beginning in common with others; bodies and bytes may hold anything. */
static void any_text(csr_rows *owner, uint64_t *random, const csr_member *m, csr_str *out)
{
    char text[64] = "";
    int n = 0;

    memset(out, 0, sizeof(*out));
    switch (conf_below(random, 8)) {
    case 0: return;
    case 1: n = snprintf(text, sizeof(text), "the same beginning for all %u", (unsigned)conf_below(random, 20)); break;
    case 2:
        n = snprintf(text, sizeof(text), "\xc5\xbdlu\xc5\xa5ou\xc4\x8dk\xc3\xbd %u", (unsigned)conf_below(random, 9));
        break;
    case 3: n = 1 + (int)conf_below(random, 40); break;
    default: n = snprintf(text, sizeof(text), "%u", (unsigned)conf_below(random, 40)); break;
    }
    if (m->type->meaning == CSR_MEANING_BYTES || m->type->meaning == CSR_MEANING_BODY)
        text[conf_below(random, (size_t)n)] = (char)conf_below(random, 128);
    else if (text[0] == '\0')
        memset(text, 'a' + (int)conf_below(random, 3), (size_t)n);
    (void)csr_rows_text(owner, text, (size_t)n, out);
}

static void any_code(uint64_t *random, const csr_member *m, char *out)
{
    static const char *const codes[] = { "", "CZK", "EUR", "USD", "JPY" };
    const char *code = codes[conf_below(random, sizeof(codes) / sizeof(codes[0]))];

    memset(out, 0, m->size);
    memcpy(out, code, strlen(code) < m->size ? strlen(code) : m->size - 1U);
}

static const csr_rows *target_rows(const conf_model *model, const csr_member *m)
{
    for (size_t i = 0; i < model->schema->record_count; i++)
        if (strcmp(model->schema->records[i]->name, m->type->target) == 0)
            return model->rows[i];
    return NULL;
}

static const csr_record *target_record(const conf_model *model, const csr_member *m)
{
    for (size_t i = 0; i < model->schema->record_count; i++)
        if (strcmp(model->schema->records[i]->name, m->type->target) == 0)
            return model->schema->records[i];
    return NULL;
}

/* The id of a row of the model, or none. */
static void any_reference(const conf_model *model, uint64_t *random, const csr_member *m, csr_id *out)
{
    const csr_rows *rows = target_rows(model, m);
    const csr_record *target = target_record(model, m);

    memset(out, 0, sizeof(*out));
    if (csri_rows_count(rows) == 0 || ((m->flags & CSR_MEMBER_NULLABLE) != 0 && conf_below(random, 3) == 0))
        return;
    const void *row = csri_rows_at(rows, conf_below(random, csri_rows_count(rows)));
    memcpy(out, (const char *)row + target->id_at, sizeof(*out));
}

void conf_fill_member(conf_model *model, uint64_t *random, const csr_record *record, const csr_member *m, void *row)
{
    void *v = (char *)row + m->offset;

    switch ((csr_class)m->c) {
    case CSR_CLASS_I32: *(int32_t *)v = any_int32(random, m); break;
    case CSR_CLASS_I64: *(int64_t *)v = any_integer(random, m); break;
    case CSR_CLASS_STR: any_text(conf_model_rows(model, record), random, m, v); break;
    case CSR_CLASS_CODE: any_code(random, m, v); break;
    case CSR_CLASS_BYTES: any_bytes(random, v, m->size); break;
    default:
        if (m->type->target != NULL)
            any_reference(model, random, m, v);
        else if (m->offset == record->id_at || conf_below(random, 3) == 0)
            conf_random_id(random, v);
        else
            memset(v, 1 + (int)conf_below(random, 5), sizeof(csr_id));
        break;
    }
}

static int is_impossible(const conf_model *model, const csr_record *record)
{
    for (unsigned i = 0; i < record->row->count; i++) {
        const csr_member *m = &record->row->members[i];
        if (m->type->target != NULL && (m->flags & CSR_MEMBER_NULLABLE) == 0 &&
            csri_rows_count(target_rows(model, m)) == 0)
            return 1;
    }
    return 0;
}

int conf_fill_row(conf_model *model, uint64_t *random, const csr_record *record, void *row)
{
    if (is_impossible(model, record))
        return 0;
    memset(row, 0, record->row->size);
    for (unsigned i = 0; i < record->row->count; i++) {
        const csr_member *m = &record->row->members[i];
        if ((m->flags & CSR_MEMBER_POSITION) != 0)
            continue;
        conf_fill_member(model, random, record, m, row);
        if (m->offset == record->version_at)
            *(int64_t *)(void *)((char *)row + m->offset) = 1;
    }
    return 1;
}

int conf_make_row(conf_model *model, uint64_t *random, const csr_record *record, void *row)
{
    for (unsigned try = 0; try < TRIES; try++) {
        if (!conf_fill_row(model, random, record, row))
            return 0;
        if (conf_duplicate(model, record, row, SIZE_MAX) == NULL)
            return 1;
    }
    return 0;
}

/* --- expectations --- */

const csr_member *conf_identity(const csr_record *record)
{
    for (unsigned i = 0; i < record->row->count; i++) {
        const csr_member *m = &record->row->members[i];
        if (m->offset == record->id_at || (m->flags & CSR_MEMBER_POSITION) != 0)
            return m;
    }
    return NULL;
}

int conf_covers(const csr_record *record, const csr_index *index, const void *row)
{
    return (index->flags & CSR_INDEX_SPARSE) == 0 || !csri_unset(csri_member_at(record->row, index->at[0]), row);
}

static int same_key(const csr_record *record, const csr_index *index, const void *a, const void *b)
{
    for (unsigned i = 0; i < index->n; i++)
        if (!csri_same(csri_member_at(record->row, index->at[i]), a, b))
            return 0;
    return 1;
}

int conf_clashes(const conf_model *model, const csr_record *record, const csr_index *index, const void *row,
                 size_t self)
{
    const csr_rows *rows = conf_model_rows(model, record);

    if ((index->flags & CSR_INDEX_UNIQUE) == 0 || !conf_covers(record, index, row))
        return 0;
    for (size_t i = 0; i < csri_rows_count(rows); i++)
        if (i != self && same_key(record, index, row, csri_rows_at(rows, i)))
            return 1;
    return 0;
}

const char *conf_duplicate(const conf_model *model, const csr_record *record, const void *row, size_t self)
{
    for (unsigned k = 0; k < record->index_count; k++)
        if (conf_clashes(model, record, &record->indexes[k], row, self))
            return record->indexes[k].name;
    return NULL;
}

int conf_order_at(const csr_record *record, unsigned n, conf_order *out)
{
    const csr_member *identity = conf_identity(record);

    memset(out, 0, sizeof(*out));
    out->record = record;
    if (n > record->index_count)
        return 0;
    if (n == record->index_count)
        out->index = record->id_at == CSR_NO_MEMBER ? CSR_SCAN_BY_POSITION : CSR_SCAN_BY_ID;
    else
        out->index = (int32_t)n;
    for (unsigned i = 0; out->index >= 0 && i < record->indexes[n].n; i++)
        out->members[out->count++] = csri_member_at(record->row, record->indexes[n].at[i]);
    out->unique = out->count;
    out->members[out->count++] = identity;
    return 1;
}

int conf_is_sparse(const conf_order *order)
{
    return order->index >= 0 && (order->record->indexes[order->index].flags & CSR_INDEX_SPARSE) != 0;
}

int conf_order_compare(const conf_order *order, const void *a, const void *b, unsigned count)
{
    int c = 0;

    for (unsigned i = 0; i < count && c == 0; i++)
        c = csri_order(order->members[i], a, b);
    return c;
}

size_t conf_expected(const conf_order *order, const csr_rows *rows, unsigned equal, const void *from, const void **out)
{
    const csr_index *index = order->index < 0 ? NULL : &order->record->indexes[order->index];
    size_t n = 0;

    for (size_t i = 0; i < csri_rows_count(rows); i++) {
        const void *row = csri_rows_at(rows, i);
        size_t at = n;
        if ((index != NULL && !conf_covers(order->record, index, row)) ||
            (equal > 0 && conf_order_compare(order, from, row, equal) != 0))
            continue;
        for (; at > 0 && conf_order_compare(order, row, out[at - 1], order->count) < 0; at--)
            out[at] = out[at - 1];
        out[at] = row;
        n++;
    }
    return n;
}

int conf_rows_agree(const csr_record *record, const void *a, const void *b, uint64_t columns)
{
    uint64_t diff = csri_diff(record->row, a, b);

    return (columns == 0 ? diff : diff & columns) == 0;
}

int conf_rest_is_unset(const csr_record *record, const void *row, uint64_t columns)
{
    for (unsigned i = 0; i < record->row->count && columns != 0; i++) {
        const csr_member *m = &record->row->members[i];
        if ((columns >> i & 1) == 0 && m->offset != record->version_at && m != conf_identity(record) &&
            !csri_unset(m, row))
            return 0;
    }
    return 1;
}
