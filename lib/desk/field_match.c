#include "desk/field.h"

#include "base/error.h"
#include "policy/field_value.h"

/*
 * Finding records by the values of an indexed field.
 */
#define IN_STRUCT csr_field_match_query
/* clang-format off */
static const csr_member match_query_members[] = {
    IN(limit, limit, 0),
    IN(after, token, 0),
    IN(descending, flag, 0),
    IN(field, field_name, REQUIRED),
    IN(value, field_value, 0),
    IN(minimum, field_value, 0),
    IN(maximum, field_value, 0),
};
/* clang-format on */
static const csr_shape match_query = CSRI_PARAMS(IN_STRUCT, match_query_members);
#undef IN_STRUCT

/* The keys between which the values are; empty = open. */
typedef struct key_range {
    csri_buffer low, high;
    int exact; /* low is the only one */
} key_range;

static csr_status read_key(csri_call *call, const csr_field_view *field, const csr_str *value, const char *member,
                           csri_buffer *key)
{
    csri_buffer text;
    csr_status status;

    if (value->len == 0)
        return CSR_OK;
    csri_buffer_init(&text, call->tx.host, 0);
    status = csri_field_read(field, value, member, CSRI_FIELD_MATCH, &text, key, call->err);
    csri_buffer_free(&text);
    return status;
}

static csr_status read_range(csri_call *call, const csr_field_view *field, const csr_field_match_query *in,
                             key_range *range)
{
    csr_status status;

    csri_buffer_init(&range->low, call->tx.host, 0);
    csri_buffer_init(&range->high, call->tx.host, 0);
    range->exact = in->value.len != 0;
    if (!field->indexed)
        return csri_fail(call->err, CSR_E_STATE, "field", "the field \"%.*s\" is not indexed", (int)field->name.len,
                         field->name.ptr);
    if (range->exact && (in->minimum.len != 0 || in->maximum.len != 0))
        return csri_fail(call->err, CSR_E_ARGUMENT, in->minimum.len != 0 ? "minimum" : "maximum",
                         "either value or a range, not both");
    if (range->exact)
        return read_key(call, field, &in->value, "value", &range->low);
    status = read_key(call, field, &in->minimum, "minimum", &range->low);
    return status != CSR_OK ? status : read_key(call, field, &in->maximum, "maximum", &range->high);
}

/* Whether a key is behind the end of the range. */
static int is_beyond(const key_range *range, const csr_str *key, int descending)
{
    const csri_buffer *end = descending ? &range->low : &range->high;
    size_t n = key->len < end->len ? key->len : end->len;
    int order;

    if (range->exact || end->len == 0)
        return 0;
    order = memcmp(key->ptr, end->ptr, n);
    if (order == 0)
        order = (key->len > end->len) - (key->len < end->len);
    return descending ? order < 0 : order > 0;
}

/* A page that is full may end where the range does: then it is the last one. */
static csr_status end_with(csri_call *call, const key_range *range, const csr_scan *scan, const csr_rows *rows,
                           csri_buffer *token)
{
    int descending = (scan->flags & CSR_SCAN_REVERSE) != 0;
    csr_scan next = *scan;
    csr_rows *row;
    csr_status status;

    if (token->len == 0 || range->exact || (descending ? range->low.len : range->high.len) == 0)
        return CSR_OK;
    next.after = csri_rows_at(rows, csri_rows_count(rows) - 1);
    status = csri_first(&call->tx, &csri_field_value_record, &next, &row);
    if (row != NULL && is_beyond(range, &((const struct csri_field_value *)csri_rows_at(row, 0))->key, descending))
        token->len = 0;
    csri_rows_free(row);
    return status;
}

/* A page of values. The index leads to the first of them; what lies behind the last one is cut off. */
static csr_status page(csri_call *call, const csr_field_view *field, const csr_field_match_query *in,
                       const key_range *range, csr_rows **out, csri_buffer *token)
{
    const csri_buffer *begin = in->descending ? &range->high : &range->low;
    struct csri_field_value from = { .indexed = field->id, .key = { range->low.ptr, range->low.len } }, after = from;
    csr_scan scan = { .index = CSRI_FIELD_VALUE_BY_KEY,
                      .equal = range->exact ? 2 : 1,
                      .flags = in->descending ? CSR_SCAN_REVERSE : 0,
                      .limit = (uint32_t)in->limit,
                      .from = &from };
    size_t count, kept = 0;
    csr_status status;

    if (!range->exact && begin->len != 0) {
        after.key = (csr_str){ begin->ptr, begin->len };
        memset(&after.view.subject, in->descending ? 0xff : 0, sizeof(csr_id));
        memset(&after.view.id, in->descending ? 0xff : 0, sizeof(csr_id));
        scan.after = &after;
    }
    status = csri_page_rows(&call->tx, &csri_field_value_record, &scan, &in->after, out, token);
    if (status != CSR_OK)
        return status;
    count = csri_rows_count(*out);
    while (kept < count &&
           !is_beyond(range, &((const struct csri_field_value *)csri_rows_at(*out, kept))->key, in->descending))
        kept++;
    if (kept == count)
        return end_with(call, range, &scan, *out, token);
    csri_rows_cut(*out, kept);
    token->len = 0;
    return CSR_OK;
}

/* The subjects of values, in the order of the values. */
static csr_status in_order(csri_call *call, const csr_record *record, const csr_rows *values, csr_rows *found,
                           csr_rows **out)
{
    csr_status status = csri_rows_new(call->tx.host, record->row->size, csri_rows_count(values) + 1, out, call->err);

    if (status != CSR_OK) {
        csri_rows_free(found);
        return status;
    }
    csri_rows_attach(*out, found);
    for (size_t i = 0; status == CSR_OK && i < csri_rows_count(values); i++) {
        const void *subject =
            csri_row_of(found, record, &((const struct csri_field_value *)csri_rows_at(values, i))->view.subject);
        void *row;
        if (subject == NULL)
            status = csri_fail(call->err, CSR_E_CORRUPT, "subject", "a value belongs to no %s", record->name);
        else if (csr_rows_add(*out, &row) != CSR_OK)
            status = csri_fail(call->err, CSR_E_NO_MEMORY, NULL, "no memory for a page");
        else
            memcpy(row, subject, record->row->size);
    }
    if (status != CSR_OK)
        csri_rows_free(*out);
    return status;
}

/* The values of a page as a result of their subjects; takes nothing over. */
static csr_status give_subjects(csri_call *call, const csr_record *record, const csr_rows *values,
                                const csri_buffer *token, csr_result **out)
{
    csr_rows *found, *rows;
    csr_status status =
        csri_load_those(&call->tx, record, values, offsetof(struct csri_field_value, view.subject), &found);

    if (status != CSR_OK)
        return status;
    status = in_order(call, record, values, found, &rows);
    if (status == CSR_OK)
        status = csri_result_of(rows, record, out, call->err);
    if (status == CSR_OK)
        status = csri_result_set_token(*out, token, call->err);
    return status;
}

static csr_status match(csri_call *call, const csr_record *record, const csr_field_match_query *in, void *out)
{
    csr_rows *fields = NULL, *values = NULL;
    const csr_field_view *field;
    key_range range;
    csri_buffer token;
    csr_status status = csri_field_named(call, record->number, &in->field, &fields, &field);

    if (status != CSR_OK)
        return status;
    csri_buffer_init(&token, call->tx.host, 0);
    status = read_range(call, field, in, &range);
    if (status == CSR_OK)
        status = page(call, field, in, &range, &values, &token);
    if (status == CSR_OK)
        status = give_subjects(call, record, values, &token, out);
    csri_buffer_free(&token);
    csri_buffer_free(&range.low);
    csri_buffer_free(&range.high);
    csri_rows_free(values);
    csri_rows_free(fields);
    return status;
}

static csr_status match_customer(csri_call *call, const csr_id *id, const void *params, void *out)
{
    (void)id;
    return match(call, &csri_customer_record, params, out);
}

const csri_operation csri_customer_by_field = {
    .name = "customer.by_field",
    .run = match_customer,
    .in = &match_query,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_customer_by_field(csr_session *session, const csr_field_match_query *query, csr_result **out_result,
                                 csr_error *err)
{
    return csri_run(session, &csri_customer_by_field, NULL, query, out_result, err);
}

static csr_status match_interaction(csri_call *call, const csr_id *id, const void *params, void *out)
{
    (void)id;
    return match(call, &csri_interaction_record, params, out);
}

const csri_operation csri_interaction_by_field = {
    .name = "interaction.by_field",
    .run = match_interaction,
    .in = &match_query,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_interaction_by_field(csr_session *session, const csr_field_match_query *query, csr_result **out_result,
                                    csr_error *err)
{
    return csri_run(session, &csri_interaction_by_field, NULL, query, out_result, err);
}

static csr_status match_ticket(csri_call *call, const csr_id *id, const void *params, void *out)
{
    (void)id;
    return match(call, &csri_ticket_record, params, out);
}

const csri_operation csri_ticket_by_field = {
    .name = "ticket.by_field",
    .run = match_ticket,
    .in = &match_query,
    .mode = CSRI_READ,
    .gives = CSRI_GIVES_RESULT,
};

csr_status csr_ticket_by_field(csr_session *session, const csr_field_match_query *query, csr_result **out_result,
                               csr_error *err)
{
    return csri_run(session, &csri_ticket_by_field, NULL, query, out_result, err);
}
