#include "store/exchange_lines.h"

#include "base/error.h"
#include "base/limit.h"
#include "record/row.h"
#include "record/row_line.h"
#include "store/verify.h"

/*
 * Where an import has come to stands in a bookmark, which moves with the rows. Its name holds a NUL, so that no caller
 * can give it. The desk's own row comes last of all: until then the store is no desk.
 */
#define PLACE_NAME ((csr_str){ "import\0", 7 })

/* "lines hash", as the bookmark has it. */
static void put_place(csri_buffer *out, int64_t lines, const uint8_t hash[CSRI_HASH_BYTES])
{
    csri_buffer_format(out, "%lld ", (long long)lines);
    for (unsigned i = 0; i < CSRI_HASH_BYTES; i++)
        csri_buffer_format(out, "%02x", (unsigned)hash[i]);
}

static csr_status find_place(csri_tx *tx, csr_rows **out)
{
    const struct csri_bookmark wanted = { .view = { .name = PLACE_NAME } };

    return csri_find(tx, &csri_bookmark_record, CSRI_BOOKMARK_BY_NAME, &wanted, out);
}

static int hex_value(char c)
{
    return c >= 'a' ? c - 'a' + 10 : c - '0';
}

static int64_t read_place(const csr_rows *rows, uint8_t hash[CSRI_HASH_BYTES])
{
    const csr_str *value;
    csri_line_in in = { NULL, NULL, NULL };
    int64_t lines;

    if (rows == NULL)
        return 0;
    value = &((const struct csri_bookmark *)csri_rows_at(rows, 0))->view.value;
    in.at = value->ptr;
    in.end = value->ptr + value->len;
    if (!csri_line_int(&in, &lines) || !csri_line_take(&in, " ") || in.end - in.at != 2 * CSRI_HASH_BYTES)
        return -1;
    for (unsigned i = 0; i < CSRI_HASH_BYTES; i++)
        hash[i] = (uint8_t)(hex_value(in.at[2 * i]) << 4 | hex_value(in.at[2 * i + 1]));
    return lines;
}

csr_status csri_import_is_pending(csri_tx *tx, int *out)
{
    csr_rows *rows;
    csr_status status = find_place(tx, &rows);

    *out = rows != NULL;
    csri_rows_free(rows);
    return status;
}

static csr_status find_desk(csri_tx *tx, csr_id *out, int *found)
{
    const csr_record *record = csri_schema.records[0];
    csr_scan scan = { .index = CSR_SCAN_BY_ID };
    csr_rows *rows;
    csr_status status = csri_first(tx, record, &scan, &rows);

    *found = rows != NULL;
    if (rows != NULL)
        memcpy(out, (const char *)csri_rows_at(rows, 0) + record->id_at, sizeof(*out));
    csri_rows_free(rows);
    return status;
}

csr_status csri_import_begin(csri_importer *i)
{
    csr_rows *rows = NULL;
    csr_status status = csri_begin(i->tx.ops, i->store, NULL, CSR_TX_READ, i->limit, &i->tx.handle, i->tx.err);

    if (status != CSR_OK)
        return status;
    csri_buffer_init(&i->room, i->tx.host, 0);
    csri_buffer_init(&i->text, i->tx.host, 0);
    status = find_desk(&i->tx, &i->desk, &i->compare);
    if (status == CSR_OK && !i->compare)
        status = find_place(&i->tx, &rows);
    i->done = i->resumed = read_place(rows, i->done_hash);
    csri_rows_free(rows);
    i->tx.ops->rollback(i->tx.handle);
    i->tx.handle = NULL;
    if (status == CSR_OK && i->done < 0)
        status = csri_fail(i->tx.err, CSR_E_CORRUPT, "value", "where the import has come to cannot be read");
    return status;
}

/* Whoever else is at work on the store has moved the place, or made the desk. */
static csr_status check_place(csri_importer *i)
{
    uint8_t hash[CSRI_HASH_BYTES];
    csr_rows *rows;
    int64_t lines;
    int found;
    csr_id desk;
    csr_status status = find_place(&i->tx, &rows);

    lines = read_place(rows, hash);
    csri_rows_free(rows);
    if (status == CSR_OK)
        status = find_desk(&i->tx, &desk, &found);
    if (status == CSR_OK && (found || lines != i->done))
        status = csri_fail(i->tx.err, CSR_E_CONFLICT, NULL, "another import into this store is at work");
    return status;
}

static void drop(csri_importer *i)
{
    if (i->tx.handle != NULL)
        i->tx.ops->rollback(i->tx.handle);
    i->tx.handle = NULL;
}

static csr_status open_batch(csri_importer *i)
{
    csr_status status;

    if (i->tx.handle != NULL)
        return CSR_OK;
    status = csri_begin(i->tx.ops, i->store, i->compare ? &i->desk : NULL, i->compare ? CSR_TX_READ : CSR_TX_WRITE,
                        i->limit, &i->tx.handle, i->tx.err);
    if (status != CSR_OK || i->compare)
        return status;
    status = check_place(i);
    if (status != CSR_OK)
        drop(i);
    return status;
}

static csr_status write_place(csri_importer *i)
{
    struct csri_bookmark is = { .view = { .updated_at = i->tx.now, .name = PLACE_NAME } };
    csr_rows *rows;
    csr_status status = find_place(&i->tx, &rows);

    i->text.len = 0;
    put_place(&i->text, i->line, i->so_far);
    is.view.value = (csr_str){ i->text.ptr, i->text.len };
    if (status == CSR_OK)
        status = csri_buffer_check(&i->text, i->tx.err);
    if (status == CSR_OK && rows == NULL) {
        status = csri_new_id(&i->tx, &is.view.id);
        if (status == CSR_OK)
            status = csri_insert(&i->tx, &csri_bookmark_record, &is);
    } else if (status == CSR_OK) {
        is.view.id = ((const struct csri_bookmark *)csri_rows_at(rows, 0))->view.id;
        status = csri_update(&i->tx, &csri_bookmark_record, csri_rows_at(rows, 0), &is);
    }
    csri_rows_free(rows);
    return status;
}

static csr_status close_batch(csri_importer *i)
{
    csr_store_tx *handle = i->tx.handle;
    csr_status status = write_place(i);

    /* The last moment: a commit that has begun is not ended. */
    if (status == CSR_OK)
        status = csri_limit_fail(i->limit, i->tx.err);
    if (status != CSR_OK)
        return status;
    i->tx.handle = NULL;
    status = i->tx.ops->commit(handle, i->tx.err);
    if (status == CSR_OK)
        i->done = i->line;
    return status;
}

/* The desk's own row stays here until everything else is in. */
static csr_status keep_desk(csri_importer *i, const csr_record *record, const void *row)
{
    void *kept;
    csr_status status;

    if (i->desk_row != NULL || memcmp((const char *)row + record->id_at, &i->desk, sizeof(i->desk)) != 0)
        return csri_fail(i->tx.err, CSR_E_ARGUMENT, "id", "this is not the desk that the first line names");
    status = csri_rows_new(i->tx.host, record->row->size, 1, &i->desk_row, i->tx.err);
    if (status == CSR_OK)
        status = csr_rows_add(i->desk_row, &kept);
    if (status != CSR_OK)
        return status;
    memcpy(kept, row, record->row->size);
    for (unsigned k = 0; k < record->row->count && status == CSR_OK; k++) {
        const csr_member *m = &record->row->members[k];
        const csr_str *text = csri_at(m, row);
        if (m->c == CSR_CLASS_STR)
            status = csr_rows_text(i->desk_row, text->ptr, text->len, (csr_str *)((char *)kept + m->offset));
    }
    return status == CSR_OK ? CSR_OK : csri_fail(i->tx.err, status, NULL, "no memory for the desk's row");
}

/* The row that the store has under this name; *out = NULL when there is none. */
static csr_status fetch(csri_importer *i, const csr_record *record, const void *row, csr_rows **out)
{
    csr_scan scan = { .index = CSR_SCAN_BY_POSITION };
    _Alignas(16) char before[CSRI_ROW_MAX] = { 0 };
    const csr_member *position = &record->row->members[0];
    int64_t at;
    csr_status status;

    if (record->id_at == CSR_NO_MEMBER) {
        memcpy(&at, csri_at(position, row), sizeof(at));
        at--;
        memcpy(before + position->offset, &at, sizeof(at));
        scan.after = before;
        return csri_first(&i->tx, record, &scan, out);
    }
    status = csri_rows_new(i->tx.host, record->row->size, 1, out, i->tx.err);
    if (status != CSR_OK)
        return status;
    return i->tx.ops->get_many(i->tx.handle, record, (const csr_id *)((const char *)row + record->id_at), 1, 0, *out,
                               i->tx.err);
}

static csr_status compare(csri_importer *i, const csr_record *record, const void *row)
{
    csr_rows *rows = NULL;
    const char *field = record->name;
    uint64_t differs = 0;
    csr_status status = fetch(i, record, row, &rows);
    int there = rows != NULL && csri_rows_count(rows) == 1;

    if (status == CSR_OK && there)
        differs = csri_diff(record->row, csri_rows_at(rows, 0), row);
    csri_rows_free(rows);
    if (status != CSR_OK || (there && differs == 0))
        return status;
    for (unsigned k = 0; there && k < record->row->count; k++)
        if ((differs >> k & 1) != 0) {
            field = record->row->members[k].name;
            break;
        }
    return csri_fail(i->tx.err, CSR_E_STATE, field, "the desk is there already, and holds something else; it stays");
}

/* A row that refers to one further on is written without that, and completed when it comes again. */
static csr_status write_row(csri_importer *i, const csr_record *record, const void *row, int again)
{
    uint64_t forward = csri_refers_forward(record, row);
    _Alignas(16) char without[CSRI_ROW_MAX];

    if (forward == 0 && !again)
        return csri_insert(&i->tx, record, row);
    memcpy(without, row, record->row->size);
    for (unsigned k = 0; k < record->row->count; k++)
        if ((forward >> k & 1) != 0)
            memset(without + record->row->members[k].offset, 0, record->row->members[k].size);
    return again ? csri_update(&i->tx, record, without, row) : csri_insert(&i->tx, record, without);
}

csr_status csri_import_row(csri_importer *i, const csr_record *record, const void *row, int again)
{
    csr_status status = CSR_OK;

    if (record == csri_schema.records[0])
        status = keep_desk(i, record, row);
    if (status == CSR_OK)
        status = open_batch(i);
    if (status == CSR_OK && i->compare)
        status = compare(i, record, row);
    else if (status == CSR_OK && record != csri_schema.records[0])
        status = write_row(i, record, row, again);
    if (status != CSR_OK)
        return status;
    i->known += i->compare && !again;
    i->recorded += !i->compare && !again;
    return !i->compare && i->line - i->done >= i->batch ? close_batch(i) : CSR_OK;
}

/* Whether the desk that is there holds nothing beside what the file has. Further checkpoints, which closing it made, tell
 * nothing new. */
static csr_status compare_counts(csri_importer *i)
{
    csr_status status = CSR_OK;

    for (unsigned k = 0; k < csri_schema.record_count && status == CSR_OK; k++) {
        const csr_record *record = csri_exchange_record(k);
        csr_scan scan = { .index = record->id_at == CSR_NO_MEMBER ? CSR_SCAN_BY_POSITION : CSR_SCAN_BY_ID };
        int64_t count = 0;
        status = i->tx.ops->count(i->tx.handle, record, &scan, &count, i->tx.err);
        if (status == CSR_OK && count != i->rows[k] && record != &csri_checkpoint_record)
            status = csri_fail(i->tx.err, CSR_E_STATE, record->name,
                               "the desk is there already, and holds more than the export; it stays");
    }
    return status;
}

/* Rows, chains and checkpoints must agree: what was altered and given new checks is found here. */
static csr_status prove(csri_importer *i)
{
    csr_rows *findings;
    char id[CSR_ID_TEXT_BYTES];
    csr_status status = csri_rows_new(i->tx.host, sizeof(csr_diagnostic_view), 4, &findings, i->tx.err);

    if (status != CSR_OK)
        return status;
    status = csri_verify(&i->tx, 1, findings);
    if (status == CSR_OK && csri_rows_count(findings) > 1) {
        const csr_diagnostic_view *found = csri_rows_at(findings, 1);
        csr_id_format(&found->subject, id);
        status = csri_fail(i->tx.err, CSR_E_ARGUMENT, found->place.ptr, "the export was altered: %s (%s)",
                           found->text.ptr, id);
    }
    csri_rows_free(findings);
    return status;
}

static csr_status make_desk(csri_importer *i)
{
    csr_store_tx *handle = i->tx.handle;
    csr_rows *place = NULL;
    csr_status status = csri_insert(&i->tx, csri_schema.records[0], csri_rows_at(i->desk_row, 0));

    if (status == CSR_OK)
        status = find_place(&i->tx, &place);
    if (status == CSR_OK && place != NULL)
        status =
            csri_erase(&i->tx, &csri_bookmark_record, &((const struct csri_bookmark *)csri_rows_at(place, 0))->view.id);
    csri_rows_free(place);
    if (status == CSR_OK && !i->unproven)
        status = prove(i);
    if (status == CSR_OK)
        status = csri_limit_fail(i->limit, i->tx.err);
    if (status != CSR_OK)
        return status;
    i->tx.handle = NULL;
    return i->tx.ops->commit(handle, i->tx.err);
}

csr_status csri_import_end(csri_importer *i)
{
    csr_status status;

    if (!i->ended)
        return csri_fail(i->tx.err, CSR_E_ARGUMENT, "end", "the export breaks off behind line %lld: its end is missing",
                         (long long)i->line);
    status = open_batch(i);
    if (status != CSR_OK)
        return status;
    status = i->compare ? compare_counts(i) : make_desk(i);
    drop(i);
    return status;
}

void csri_import_stop(csri_importer *i)
{
    drop(i);
    csri_rows_free(i->desk_row);
    i->desk_row = NULL;
    csri_buffer_free(&i->room);
    csri_buffer_free(&i->text);
}
