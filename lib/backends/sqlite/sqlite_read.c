#include "backends/sqlite/sqlite_read.h"

#include "backends/sqlite/bind.h"
#include "backends/sqlite/sqlite_error.h"
#include "base/error.h"
#include "base/limit.h"
#include "record/row.h"
#include "record/rows.h"

csr_status csri_sqlite_spoil(csr_store_tx *tx, int code, csr_error *err)
{
    const csr_limit *limit = tx->patience.limit;

    if (((code & 0xff) == SQLITE_INTERRUPT || (code & 0xff) == SQLITE_BUSY) && csr_limit_check(limit) != CSR_OK) {
        tx->failed = csri_limit_fail(limit, err);
        return tx->failed;
    }
    tx->failed = csri_sqlite_fail(err, code, tx->db, tx->store->path);
    return tx->failed;
}

csr_status csri_sqlite_ready(csr_store_tx *tx, const csri_sqlite_key *key, sqlite3_stmt **out, csr_error *err)
{
    int code;

    /* SQLite may have rolled back on its own: whatever ran now would commit by itself. */
    if (tx->failed != CSR_OK)
        return csri_fail(err, CSR_E_DOOMED, NULL, "the transaction failed before and can only be rolled back");
    if (key->verb == CSRI_SQLITE_SCAN && csr_limit_check(tx->patience.limit) != CSR_OK) {
        tx->failed = csri_limit_fail(tx->patience.limit, err);
        return tx->failed;
    }
    code = csri_sqlite_statement(&tx->statements, tx->db, &tx->store->host, key, out);
    if (code == SQLITE_OK)
        return CSR_OK;
    if (code != SQLITE_ERROR)
        return csri_sqlite_spoil(tx, code, err);
    /* The text fits the schema that the file claims to have. */
    tx->failed = CSR_E_CORRUPT;
    return csri_fail_backend(err, CSR_E_CORRUPT, code, NULL, "%s: is not as its schema says: %s", tx->store->path,
                             sqlite3_errmsg(tx->db));
}

static csr_status no_id(const csr_record *record, csr_error *err)
{
    return csri_fail(err, CSR_E_MISUSE, NULL, "rows of %s have no id", record->name);
}

/* Step to the end, appending each row. */
static csr_status collect(csr_store_tx *tx, sqlite3_stmt *stmt, const csri_sqlite_key *key, csr_rows *rows,
                          size_t *found, csr_error *err)
{
    csr_status status = CSR_OK;
    int code;

    *found = 0;
    while ((code = sqlite3_step(stmt)) == SQLITE_ROW) {
        status = csri_sqlite_read(stmt, key->record, key->mask, rows, err);
        if (status != CSR_OK)
            break;
        ++*found;
    }
    csri_sqlite_statement_done(stmt);
    if (status != CSR_OK)
        tx->failed = status;
    else if (code != SQLITE_DONE)
        status = csri_sqlite_spoil(tx, code, err);
    return status;
}

csr_status csri_sqlite_get(csr_store_tx *tx, const csr_record *record, const csr_id *id, uint64_t columns,
                           csr_rows *rows, csr_error *err)
{
    csri_sqlite_key key = { .record = record, .verb = CSRI_SQLITE_GET };
    sqlite3_stmt *stmt;
    size_t found;
    csr_status status;

    if (record->id_at == CSR_NO_MEMBER)
        return no_id(record, err);
    key.mask = csri_sqlite_columns(record, columns);
    status = csri_sqlite_ready(tx, &key, &stmt, err);
    if (status != CSR_OK)
        return status;
    (void)sqlite3_bind_blob(stmt, 1, id->bytes, sizeof(id->bytes), SQLITE_STATIC);
    status = collect(tx, stmt, &key, rows, &found, err);
    if (status == CSR_OK && found == 0)
        status = csri_fail(err, CSR_E_NOT_FOUND, "id", "no such %s", record->name);
    return status;
}

/* Places of a statement for so many ids: a few sizes, so that a few statements do for all. */
static size_t places_for(size_t ids)
{
    static const size_t sizes[] = { 1, 4, 16, 64 };
    size_t i = 0;

    while (i + 1 < sizeof(sizes) / sizeof(sizes[0]) && sizes[i] < ids)
        i++;
    return sizes[i];
}

csr_status csri_sqlite_get_many(csr_store_tx *tx, const csr_record *record, const csr_id *ids, size_t id_count,
                                uint64_t columns, csr_rows *rows, csr_error *err)
{
    csri_sqlite_key key = { .record = record, .verb = CSRI_SQLITE_GET_MANY };
    csr_status status = CSR_OK;

    if (record->id_at == CSR_NO_MEMBER)
        return no_id(record, err);
    key.mask = csri_sqlite_columns(record, columns);
    while (id_count > 0 && status == CSR_OK) {
        size_t places = places_for(id_count), n = id_count < places ? id_count : places, found;
        sqlite3_stmt *stmt;
        key.places = (uint8_t)places;
        status = csri_sqlite_ready(tx, &key, &stmt, err);
        if (status != CSR_OK)
            break;
        for (size_t i = 0; i < n; i++)
            (void)sqlite3_bind_blob(stmt, (int)i + 1, ids[i].bytes, sizeof(ids[i].bytes), SQLITE_STATIC);
        /* Places that are left over are NULL, which no id is. */
        for (size_t i = n; i < places; i++)
            (void)sqlite3_bind_null(stmt, (int)i + 1);
        status = collect(tx, stmt, &key, rows, &found, err);
        ids += n;
        id_count -= n;
    }
    return status;
}

static csr_status check_scan(const csr_record *record, const csr_scan *scan, csr_error *err)
{
    int known = 0;

    if (scan->index >= 0)
        known = scan->index < record->index_count && scan->equal <= record->indexes[scan->index].n;
    else if (scan->index == CSR_SCAN_BY_ID)
        known = record->id_at != CSR_NO_MEMBER && scan->equal == 0;
    else if (scan->index == CSR_SCAN_BY_POSITION)
        known = (csri_sqlite_identity(record)->flags & CSR_MEMBER_POSITION) != 0 && scan->equal == 0;
    if (!known || (scan->equal != 0 && scan->from == NULL))
        return csri_fail(err, CSR_E_MISUSE, NULL, "%s cannot be scanned so (index %d, %u equal members)", record->name,
                         (int)scan->index, (unsigned)scan->equal);
    return CSR_OK;
}

/* Bind the equal members; returns a result code. */
static int bind_equal(sqlite3_stmt *stmt, const csri_sqlite_key *key, const csr_scan *scan)
{
    const csr_record *record = key->record;
    int code = SQLITE_OK;

    for (unsigned i = 0; i < key->equal && code == SQLITE_OK; i++)
        code = csri_sqlite_bind(stmt, (int)i + 1, csri_member_at(record->row, record->indexes[key->index].at[i]),
                                scan->from);
    return code;
}

static int bind_scan(sqlite3_stmt *stmt, const csri_sqlite_key *key, const csr_scan *scan)
{
    int code = bind_equal(stmt, key, scan), at = key->equal + 1;
    csri_sqlite_order order;

    if (scan->after != NULL) {
        csri_sqlite_order_of(key, &order);
        for (unsigned i = 0; i < order.after_count && code == SQLITE_OK; i++)
            code = csri_sqlite_bind(stmt, at++, order.members[i], scan->after);
    }
    return code == SQLITE_OK ? sqlite3_bind_int64(stmt, at, scan->limit) : code;
}

static csri_sqlite_key key_of(const csr_record *record, const csr_scan *scan, uint8_t verb)
{
    csri_sqlite_key key = { .record = record, .verb = verb };

    key.index = (int16_t)scan->index;
    key.equal = (uint8_t)scan->equal;
    return key;
}

/*
 * The last row of a page lies behind the row that the page begins behind, or whoever goes on from it never comes to an end:
 * SQLite looks for the first row of a range only, so pages of the file that changed places give rows a second time.
 */
static csr_status check_progress(csr_store_tx *tx, const csri_sqlite_key *key, const csr_scan *scan, const void *last,
                                 csr_error *err)
{
    csri_sqlite_order order;
    int ahead = 0;

    csri_sqlite_order_of(key, &order);
    for (unsigned i = 0; i < order.after_count && ahead == 0; i++) {
        if ((key->mask & csri_sqlite_bit(key->record, order.members[i])) == 0)
            return CSR_OK;
        ahead = csri_order(order.members[i], last, scan->after);
    }
    if ((key->flags & CSRI_SQLITE_REVERSE) != 0 ? ahead < 0 : ahead > 0)
        return CSR_OK;
    tx->failed = CSR_E_CORRUPT;
    return csri_fail(err, CSR_E_CORRUPT, NULL, "%s: rows of %s are not in their order", tx->store->path,
                     key->record->name);
}

csr_status csri_sqlite_scan(csr_store_tx *tx, const csr_record *record, const csr_scan *scan, csr_rows *rows,
                            csr_error *err)
{
    csri_sqlite_key key = key_of(record, scan, CSRI_SQLITE_SCAN);
    csr_status status = check_scan(record, scan, err);
    sqlite3_stmt *stmt = NULL;
    size_t found;
    int code;

    key.mask = csri_sqlite_columns(record, scan->columns);
    key.flags = (uint8_t)(((scan->flags & CSR_SCAN_REVERSE) != 0 ? CSRI_SQLITE_REVERSE : 0) |
                          (scan->after != NULL ? CSRI_SQLITE_AFTER : 0));
    if (status == CSR_OK)
        status = csri_sqlite_ready(tx, &key, &stmt, err);
    if (status != CSR_OK)
        return status;
    code = bind_scan(stmt, &key, scan);
    if (code != SQLITE_OK) {
        csri_sqlite_statement_done(stmt);
        return csri_sqlite_spoil(tx, code, err);
    }
    status = collect(tx, stmt, &key, rows, &found, err);
    if (status == CSR_OK && found != 0 && scan->after != NULL)
        status = check_progress(tx, &key, scan, csri_rows_at(rows, csri_rows_count(rows) - 1), err);
    return status;
}

csr_status csri_sqlite_count(csr_store_tx *tx, const csr_record *record, const csr_scan *scan, int64_t *out_count,
                             csr_error *err)
{
    csri_sqlite_key key = key_of(record, scan, CSRI_SQLITE_COUNT);
    csr_status status = check_scan(record, scan, err);
    sqlite3_stmt *stmt;
    int code;

    key.flags = scan->limit != 0 ? CSRI_SQLITE_LIMITED : 0;
    if (status == CSR_OK)
        status = csri_sqlite_ready(tx, &key, &stmt, err);
    if (status != CSR_OK)
        return status;
    code = bind_equal(stmt, &key, scan);
    if (code == SQLITE_OK && scan->limit != 0)
        code = sqlite3_bind_int64(stmt, key.equal + 1, scan->limit);
    if (code == SQLITE_OK)
        code = sqlite3_step(stmt);
    if (code == SQLITE_ROW)
        *out_count = sqlite3_column_int64(stmt, 0);
    csri_sqlite_statement_done(stmt);
    return code == SQLITE_ROW ? CSR_OK : csri_sqlite_spoil(tx, code, err);
}
