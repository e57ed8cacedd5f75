#include "store/exchange_lines.h"

#include "base/error.h"
#include "base/limit.h"
#include "base/text.h"
#include "record/row.h"
#include "record/row_line.h"

/* A refusal of the line under way. */
static csr_status refuse(csri_importer *i, csr_error *err, const char *field, const char *what)
{
    return csri_fail(err, CSR_E_ARGUMENT, field, "line %lld: %s", (long long)i->line, what);
}

/* The line without its check, which is looked at; len 0 on failure. */
static csr_status take_check(csri_importer *i, const char *line, size_t len, csr_str *out, csr_error *err)
{
    size_t tail = strlen(CSRI_EXCHANGE_CHECK) + CSRI_EXCHANGE_DIGITS + 2;

    if (len < tail)
        return refuse(i, err, "check", "this is no line of an export");
    *out = (csr_str){ line, len - tail };
    csri_line_hash_add(&i->hash, out->ptr, out->len, i->so_far);
    i->text.len = 0;
    csri_line_check_put(&i->text, i->so_far);
    if (i->text.status != CSR_OK)
        return csri_buffer_check(&i->text, err);
    if (memcmp(i->text.ptr, line + out->len, tail) != 0)
        return refuse(i, err, "check", "the line is not the one that was written here");
    return CSR_OK;
}

static csr_status take_first(csri_importer *i, const csr_str *line, csr_error *err)
{
    csri_line_in in = { line->ptr, line->ptr + line->len, NULL };
    int64_t format = 0, schema = 0;
    csr_str text = { NULL, 0 };
    csr_id desk;

    if (!csri_line_take(&in, "{\"csr_export\":{\"format\":") || !csri_line_int(&in, &format) || format < 1)
        return refuse(i, err, "csr_export", "this is no export of a desk");
    if (format > CSRI_EXCHANGE_FORMAT)
        return csri_fail(err, CSR_E_UNSUPPORTED, "format", "line 1: format %lld is newer than this library",
                         (long long)format);
    if (!csri_line_take(&in, ",\"schema\":") || !csri_line_int(&in, &schema) || !csri_line_take(&in, ",\"desk\":") ||
        !csri_line_name(&in, &text) || csr_id_parse(text.ptr, text.len, &desk, NULL) != CSR_OK ||
        !csri_line_take(&in, "}") || in.at != in.end || schema < 1)
        return refuse(i, err, "csr_export", "the first line cannot be read");
    if (schema > csri_schema.version)
        return csri_fail(err, CSR_E_SCHEMA_NEW, "schema", "line 1: the export has schema version %lld, this library %u",
                         (long long)schema, (unsigned)csri_schema.version);
    if (i->compare && memcmp(&desk, &i->desk, sizeof(desk)) != 0)
        return csri_fail(err, CSR_E_STATE, "desk", "the store holds another desk; an export makes a new one");
    i->desk = desk;
    return CSR_OK;
}

/* It must say what was counted here. */
static csr_status take_end(csri_importer *i, const csr_str *line, const uint8_t before[CSRI_HASH_BYTES], csr_error *err)
{
    csr_status status;

    i->text.len = 0;
    csri_exchange_put_end(&i->text, i->line - 1, i->rows, before);
    status = csri_buffer_check(&i->text, err);
    if (status != CSR_OK)
        return status;
    if (i->text.len != line->len || memcmp(i->text.ptr, line->ptr, line->len) != 0)
        return refuse(i, err, "end", "lines, rows or hash are not those of the lines before");
    if (i->desk_row == NULL)
        return refuse(i, err, csri_schema.records[0]->name, "the desk's own row is missing");
    i->ended = 1;
    return CSR_OK;
}

/* The kind that a line is of. Kinds come in their order, and rows that come again behind the others of theirs. */
static csr_status take_kind(csri_importer *i, csri_line_in *in, int again, const csr_record **out, csr_error *err)
{
    unsigned kind = i->kind;
    csr_str name;

    if (!csri_line_take(in, "{") || !csri_line_name(in, &name) || !csri_line_take(in, ":"))
        return refuse(i, err, NULL, "this is no line of an export");
    for (; kind < csri_schema.record_count; kind++) {
        const char *label = csri_exchange_record(kind)->name;
        if (strlen(label) == name.len && memcmp(label, name.ptr, name.len) == 0)
            break;
    }
    if (kind == csri_schema.record_count)
        return refuse(i, err, "record", "there is no such kind of record, or it stands out of order");
    if (kind == i->kind && i->again && !again)
        return refuse(i, err, "record", "a row stands behind those that come again");
    i->kind = kind;
    i->again = again;
    i->rows[kind] += !again;
    *out = csri_exchange_record(kind);
    return CSR_OK;
}

/* A row must be named, and rows of a log come in their order. */
static csr_status check_name(csri_importer *i, const csr_record *record, const void *row, csr_error *err)
{
    int64_t position;

    if (record->id_at != CSR_NO_MEMBER)
        return csr_id_is_none((const csr_id *)((const char *)row + record->id_at))
                   ? refuse(i, err, "id", "the row has no id")
                   : CSR_OK;
    memcpy(&position, csri_at(&record->row->members[0], row), sizeof(position));
    if (position <= i->position)
        return refuse(i, err, record->row->members[0].name, "positions must ascend");
    i->position = position;
    return CSR_OK;
}

/* The same row must give the same line: what is taken in is what a later export gives. */
static csr_status check_text(csri_importer *i, const csr_record *record, const void *row, const csr_str *line,
                             csr_error *err)
{
    csr_status status;

    i->text.len = 0;
    csri_line_put(&i->text, record->row, row);
    status = csri_buffer_check(&i->text, err);
    if (status != CSR_OK)
        return status;
    return i->text.len == line->len && memcmp(i->text.ptr, line->ptr, line->len) == 0
               ? CSR_OK
               : refuse(i, err, record->name, "a value is not written as an export writes it");
}

static csr_status read_row(csri_importer *i, const csr_record *record, csri_line_in *in, void *row, csr_error *err)
{
    csr_error why = CSR_ERROR_INIT;
    csr_str line = { in->at, 0 };
    csr_status status;

    i->room.len = 0;
    in->room = csri_buffer_reserve(&i->room, (size_t)(in->end - in->at) + 1);
    if (in->room == NULL)
        return csri_buffer_check(&i->room, err);
    memset(row, 0, record->row->size);
    status = csri_line_get(in, record->row, row, &why);
    if (status != CSR_OK)
        return csri_fail(err, status, why.field, "line %lld: %s", (long long)i->line, why.message);
    line.len = (size_t)(in->at - line.ptr);
    if (in->at != in->end)
        return refuse(i, err, NULL, "something stands behind the row");
    status = check_text(i, record, row, &line, err);
    return status == CSR_OK ? check_name(i, record, row, err) : status;
}

/* Rows of an earlier run are not read again: their hash says that they are the same. */
static csr_status pass_over(csri_importer *i, csr_error *err)
{
    if (i->line == i->resumed && memcmp(i->so_far, i->done_hash, CSRI_HASH_BYTES) != 0)
        return csri_fail(err, CSR_E_STATE, "hash", "the store holds the beginning of another export");
    return CSR_OK;
}

/* What the store says of a row, with the line; other failures have nothing to do with it. */
static csr_status record_row(csri_importer *i, const csr_record *record, const void *row, int again, csr_error *err)
{
    csr_error why = CSR_ERROR_INIT;
    csr_status status;

    i->tx.err = &why;
    status = csri_import_row(i, record, row, again);
    i->tx.err = err;
    if (status == CSR_OK)
        return CSR_OK;
    if (status > -300 && status != CSR_E_MISUSE)
        return csri_fail(err, status, why.field, "line %lld: %s", (long long)i->line, why.message);
    return csri_fail_backend(err, status, why.backend_code, why.field, "%s", why.message);
}

static csr_status take_row(csri_importer *i, const csr_str *line, csr_error *err)
{
    static const char mark[] = ",\"again\":true";
    size_t n = sizeof(mark) - 1;
    int again = line->len > n && memcmp(line->ptr + line->len - n, mark, n) == 0;
    csri_line_in in = { line->ptr, line->ptr + line->len - (again ? n : 0), NULL };
    _Alignas(16) char row[CSRI_ROW_MAX];
    const csr_record *record = NULL;
    csr_status status = take_kind(i, &in, again, &record, err);

    if (status != CSR_OK)
        return status;
    if (i->line <= i->resumed && record != csri_schema.records[0])
        return pass_over(i, err);
    status = read_row(i, record, &in, row, err);
    return status == CSR_OK ? record_row(i, record, row, again, err) : status;
}

csr_status csri_import_line(csri_importer *i, const char *line, size_t len)
{
    csr_error *err = i->tx.err;
    uint8_t before[CSRI_HASH_BYTES];
    csr_str body = { NULL, 0 };
    csr_status status;

    status = csri_limit_fail(i->limit, err);
    if (status != CSR_OK)
        return status;
    i->line++;
    if (i->line == 1)
        csri_line_hash_init(&i->hash);
    if (i->ended)
        return refuse(i, err, "end", "something stands behind the end");
    if (!csri_utf8_valid(line, len, NULL))
        return refuse(i, err, NULL, "the line is not UTF-8");
    memcpy(before, i->so_far, sizeof(before));
    status = take_check(i, line, len, &body, err);
    if (status != CSR_OK)
        return status;
    if (i->line == 1)
        return take_first(i, &body, err);
    if (body.len > 7 && memcmp(body.ptr, "{\"end\":", 7) == 0)
        return take_end(i, &body, before, err);
    return take_row(i, &body, err);
}
