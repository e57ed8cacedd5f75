#include "store/page.h"

#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "record/row.h"
#include "record/row_json.h"
#include "store/wire.h"

/* Texts that a view has at most; a test counts them. */
#define TEXTS_MAX CSRI_RESULT_TEXTS_MAX

struct csr_result {
    csr_rows *rows;
    const char *kind;
    const csr_shape *shape;
    size_t view_size, view_min_size;
    csr_str token;             /* lives in the rows */
    uint16_t texts[TEXTS_MAX]; /* where the views have texts */
    unsigned text_count;
};

/* Found once for a result, because every view looks at them. */
static void find_texts(csr_result *result)
{
    const csr_shape *shape = result->shape;

    for (unsigned i = 0; i < shape->count && result->text_count < TEXTS_MAX; i++)
        if (shape->members[i].c == CSR_CLASS_STR && shape->members[i].offset < result->view_size)
            result->texts[result->text_count++] = shape->members[i].offset;
}

/* A text that is returned ends in NUL, also one that is not set. */
static void end_texts(const csr_result *result, void *view)
{
    uint32_t size;

    memcpy(&size, view, sizeof(size));
    for (unsigned i = 0; i < result->text_count; i++) {
        csr_str *text = (csr_str *)(void *)((char *)view + result->texts[i]);
        if (result->texts[i] + sizeof(*text) <= size && text->ptr == NULL)
            text->ptr = "";
    }
}

csr_status csri_result_make(csr_rows *rows, const char *kind, const csr_shape *shape, size_t view_size,
                            size_t view_min_size, csr_result **out, csr_error *err)
{
    csr_result *result = csri_alloc_zero(csri_rows_host(rows), sizeof(*result));

    *out = result;
    if (result == NULL) {
        csri_rows_free(rows);
        return csri_fail(err, CSR_E_NO_MEMORY, NULL, "no memory for a result");
    }
    result->rows = rows;
    result->kind = kind;
    result->shape = shape;
    result->view_size = view_size;
    result->view_min_size = view_min_size;
    find_texts(result);
    return CSR_OK;
}

csr_status csri_result_of(csr_rows *rows, const csr_record *record, csr_result **out, csr_error *err)
{
    return csri_result_make(rows, record->name, record->row, record->view_size, record->view_min_size, out, err);
}

csr_status csri_result_view(const csr_result *result, const csr_shape *shape, size_t row, void *view, csr_error *err)
{
    csr_status status;

    csri_error_clear(err);
    if (result == NULL || view == NULL)
        return csri_fail(err, CSR_E_ARGUMENT, result == NULL ? "result" : "view", "NULL was given");
    if (result->shape != shape)
        return csri_fail(err, CSR_E_ARGUMENT, "result", "a result of %s was given where rows of %s are expected",
                         result->kind, shape->name);
    if (row >= csri_rows_count(result->rows))
        return csri_fail(err, CSR_E_ARGUMENT, "row", "row %zu of %zu", row, csri_rows_count(result->rows));
    status = csri_view(csri_rows_at(result->rows, row), result->view_size, result->view_min_size, view, err);
    if (status == CSR_OK)
        end_texts(result, view);
    return status;
}

csr_rows *csri_result_rows(const csr_result *result)
{
    return result->rows;
}

const csr_shape *csri_result_shape(const csr_result *result)
{
    return result->shape;
}

size_t csr_result_count(const csr_result *result)
{
    return result == NULL ? 0 : csri_rows_count(result->rows);
}

const char *csr_result_kind(const csr_result *result)
{
    return result == NULL ? "" : result->kind;
}

csr_status csr_result_token(const csr_result *result, csr_str *out_token, csr_error *err)
{
    csri_error_clear(err);
    if (result == NULL || out_token == NULL)
        return csri_fail(err, CSR_E_ARGUMENT, result == NULL ? "result" : "out_token", "NULL was given");
    *out_token = result->token;
    return CSR_OK;
}

csr_status csr_result_json(const csr_result *result, csr_buf **out_buf, csr_error *err)
{
    csri_buffer text;

    csri_error_clear(err);
    if (out_buf != NULL)
        *out_buf = NULL;
    if (result == NULL || out_buf == NULL)
        return csri_fail(err, CSR_E_ARGUMENT, result == NULL ? "result" : "out_buf", "NULL was given");
    csri_buffer_init(&text, csri_rows_host(result->rows), 0);
    csri_buffer_text(&text, "{\"kind\":\"");
    csri_buffer_text(&text, result->kind);
    csri_buffer_text(&text, "\",\"rows\":[");
    for (size_t i = 0; i < csri_rows_count(result->rows); i++) {
        if (i != 0)
            csri_buffer_byte(&text, ',');
        csri_json_row(&text, result->shape, csri_rows_at(result->rows, i));
    }
    csri_buffer_text(&text, "],\"next\":");
    if (result->token.len == 0)
        csri_buffer_text(&text, "null");
    else
        csri_json_text(&text, result->token.ptr, result->token.len);
    csri_buffer_byte(&text, '}');
    return csri_buffer_finish(&text, out_buf, err);
}

void csr_result_free(csr_result *result)
{
    csr_host host;

    if (result == NULL)
        return;
    host = *csri_rows_host(result->rows);
    csri_rows_free(result->rows);
    csri_free(&host, result, sizeof(*result));
}

/* Members of an index in their order, and the id. */
static const csr_member *index_member(const csr_record *record, int32_t index, unsigned i)
{
    unsigned n = index < 0 ? 0 : record->indexes[index].n;

    if (i < n)
        return csri_member_at(record->row, record->indexes[index].at[i]);
    return i == n && record->id_at != CSR_NO_MEMBER ? csri_member_at(record->row, record->id_at) : NULL;
}

/* A token is hex of: index + 2, direction, the members behind the equal ones, the id. The equal ones come again with
 * the query, so that a token cannot lead into another's rows. */
static void write_token(csri_buffer *token, const csr_record *record, const csr_scan *scan, const void *row)
{
    static const char digits[] = "0123456789abcdef";
    csri_buffer bytes;

    csri_buffer_init(&bytes, token->host, 0);
    csri_wire_put_uint(&bytes, (uint64_t)((int64_t)scan->index + 2));
    csri_wire_put_uint(&bytes, scan->flags);
    for (unsigned i = scan->equal;; i++) {
        const csr_member *m = index_member(record, scan->index, i);
        if (m == NULL)
            break;
        csri_wire_put(&bytes, m, row);
    }
    for (size_t i = 0; i < bytes.len; i++) {
        csri_buffer_byte(token, (uint8_t)digits[(uint8_t)bytes.ptr[i] >> 4]);
        csri_buffer_byte(token, (uint8_t)digits[(uint8_t)bytes.ptr[i] & 15]);
    }
    if (bytes.status != CSR_OK)
        csri_buffer_fail(token, bytes.status);
    csri_buffer_free(&bytes);
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static csr_status unhex(const csr_str *hex, csri_buffer *bytes, csr_error *err)
{
    if (hex->len % 2 != 0)
        return csri_fail(err, CSR_E_ARGUMENT, "after", "this is no token of a page");
    for (size_t i = 0; i < hex->len; i += 2) {
        int high = hex_digit(hex->ptr[i]), low = hex_digit(hex->ptr[i + 1]);
        if (high < 0 || low < 0)
            return csri_fail(err, CSR_E_ARGUMENT, "after", "this is no token of a page");
        csri_buffer_byte(bytes, (uint8_t)(high << 4 | low));
    }
    return csri_buffer_check(bytes, err);
}

static csr_status read_token(const csr_record *record, const csr_scan *scan, const csri_buffer *bytes, void *row,
                             csr_error *err)
{
    csri_wire_in in = { (const uint8_t *)bytes->ptr, (const uint8_t *)bytes->ptr + bytes->len, bytes->len != 0 };

    if (csri_wire_get_uint(&in) != (uint64_t)((int64_t)scan->index + 2) || csri_wire_get_uint(&in) != scan->flags)
        in.ok = 0;
    for (unsigned i = scan->equal; in.ok; i++) {
        const csr_member *m = index_member(record, scan->index, i);
        if (m == NULL)
            break;
        csri_wire_get(&in, m, row);
    }
    if (!in.ok || in.at != in.end)
        return csri_fail(err, CSR_E_ARGUMENT, "after", "this is no token of a page in this order");
    return CSR_OK;
}

csr_status csri_page_limit(uint32_t asked, uint32_t *out, csr_error *err)
{
    *out = asked == 0 ? CSR_PAGE_DEFAULT : asked;
    if (*out > CSR_PAGE_MAX)
        return csri_fail(err, CSR_E_ARGUMENT, "limit", "limit: 1 to %d rows a page", CSR_PAGE_MAX);
    return CSR_OK;
}

/* One row more than asked for tells whether there is a next page. */
static csr_status fetch(csri_tx *tx, const csr_record *record, const csr_scan *scan, uint32_t limit, csr_rows *rows,
                        csri_buffer *token)
{
    csr_scan more = *scan;
    csr_status status;

    more.limit = limit + 1;
    status = tx->ops->scan(tx->handle, record, &more, rows, tx->err);
    if (status != CSR_OK || csri_rows_count(rows) <= limit)
        return status;
    csri_rows_cut(rows, limit);
    write_token(token, record, scan, csri_rows_at(rows, limit - 1));
    return csri_buffer_check(token, tx->err);
}

csr_status csri_page_rows(csri_tx *tx, const csr_record *record, const csr_scan *scan, const csr_str *after,
                          csr_rows **out, csri_buffer *token)
{
    _Alignas(16) char behind[CSRI_ROW_MAX];
    csr_scan page = *scan;
    csri_buffer bytes;
    uint32_t limit;
    csr_status status = csri_page_limit(scan->limit, &limit, tx->err);

    *out = NULL;
    if (status != CSR_OK)
        return status;
    csri_buffer_init(&bytes, tx->host, 0);
    if (after->len != 0) {
        memset(behind, 0, sizeof(behind));
        if (scan->from != NULL)
            memcpy(behind, scan->from, record->row->size);
        status = unhex(after, &bytes, tx->err);
        if (status == CSR_OK)
            status = read_token(record, scan, &bytes, behind, tx->err);
        page.after = behind;
    }
    if (status == CSR_OK)
        status = csri_rows_new(tx->host, record->row->size, limit < 64 ? limit + 1 : 64, out, tx->err);
    if (status == CSR_OK)
        status = fetch(tx, record, &page, limit, *out, token);
    csri_buffer_free(&bytes);
    if (status != CSR_OK) {
        csri_rows_free(*out);
        *out = NULL;
    }
    return status;
}

csr_status csri_result_set_token(csr_result *result, const csri_buffer *token, csr_error *err)
{
    csr_status status = token->len == 0 ? CSR_OK : csr_rows_text(result->rows, token->ptr, token->len, &result->token);

    return status == CSR_OK ? CSR_OK : csri_fail(err, status, NULL, "no memory for a page's token");
}

csr_status csri_result_page(csr_status status, csr_rows *rows, const char *kind, const csr_shape *shape,
                            size_t view_size, csri_buffer *token, csr_result **out, csr_error *err)
{
    if (status == CSR_OK)
        status = csri_result_make(rows, kind, shape, view_size, view_size, out, err);
    else
        csri_rows_free(rows);
    if (status == CSR_OK) {
        status = csri_result_set_token(*out, token, err);
        if (status != CSR_OK) {
            csr_result_free(*out);
            *out = NULL;
        }
    }
    csri_buffer_free(token);
    return status;
}

csr_status csri_page(csri_tx *tx, const csr_record *record, const csr_scan *scan, const csr_str *after,
                     csr_result **out)
{
    csri_buffer token;
    csr_rows *rows;
    csr_status status;

    *out = NULL;
    csri_buffer_init(&token, tx->host, 0);
    status = csri_page_rows(tx, record, scan, after, &rows, &token);
    if (status == CSR_OK)
        status = csri_result_of(rows, record, out, tx->err);
    if (status == CSR_OK)
        status = csri_result_set_token(*out, &token, tx->err);
    csri_buffer_free(&token);
    if (status != CSR_OK) {
        csr_result_free(*out);
        *out = NULL;
    }
    return status;
}
