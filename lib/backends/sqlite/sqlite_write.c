#include "backends/sqlite/sqlite_write.h"

#include "backends/sqlite/bind.h"
#include "backends/sqlite/sqlite_error.h"
#include "backends/sqlite/sqlite_read.h"
#include "base/error.h"
#include "record/row.h"
#include "record/rows.h"

static csr_status check_writable(const csr_store_tx *tx, csr_error *err)
{
    if (tx->mode == CSR_TX_WRITE)
        return CSR_OK;
    return csri_fail(err, CSR_E_MISUSE, NULL, "the transaction is for reading only");
}

/* Run a statement to its end; SQLITE_OK when done. Its errors are looked at when it is out of the way. */
static int run(sqlite3_stmt *stmt, int bound)
{
    int code = bound == SQLITE_OK ? sqlite3_step(stmt) : bound;

    csri_sqlite_statement_done(stmt);
    return code == SQLITE_DONE ? SQLITE_OK : code;
}

static const csr_record *record_named(const csr_schema *schema, const char *name)
{
    for (unsigned i = 0; i < schema->record_count; i++)
        if (strcmp(schema->records[i]->name, name) == 0)
            return schema->records[i];
    return NULL;
}

/* Whether a row of a record has this id: 1, 0, or -1 when that cannot be found out, and the transaction is spoilt: SQLite
 * may have rolled back on its own, and what ran next would commit by itself. */
static int exists(csr_store_tx *tx, const csr_record *record, const csr_id *id, csr_error *err)
{
    csri_sqlite_key key = { .record = record, .verb = CSRI_SQLITE_GET };
    sqlite3_stmt *stmt;
    int code;

    key.mask = csri_sqlite_bit(record, csri_sqlite_identity(record));
    if (csri_sqlite_ready(tx, &key, &stmt, err) != CSR_OK)
        return -1;
    (void)sqlite3_bind_blob(stmt, 1, id->bytes, sizeof(id->bytes), SQLITE_STATIC);
    code = sqlite3_step(stmt);
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        (void)csri_sqlite_spoil(tx, code, err);
    csri_sqlite_statement_done(stmt);
    return code == SQLITE_ROW ? 1 : code == SQLITE_DONE ? 0 : -1;
}

/* SQLite does not say which reference dangles. */
static const csr_member *dangling(csr_store_tx *tx, const csr_record *record, const void *row, uint64_t written,
                                  csr_error *err)
{
    for (unsigned i = 0; i < record->row->count && tx->failed == CSR_OK; i++) {
        const csr_member *m = &record->row->members[i];
        const csr_record *target = m->type->target == NULL ? NULL : record_named(tx->store->schema, m->type->target);
        if (target == NULL || (written >> i & 1) == 0)
            continue;
        if ((m->flags & CSR_MEMBER_NULLABLE) != 0 && csri_unset(m, row))
            continue;
        if (target == record && memcmp(csri_at(m, row), csri_at(csri_sqlite_identity(record), row), m->size) == 0)
            continue; /* to itself */
        if (exists(tx, target, csri_at(m, row), err) == 0)
            return m;
    }
    return NULL;
}

/* Whether another row has the same values in a unique index. */
static int is_taken(csr_store_tx *tx, const csr_record *record, unsigned number, const void *row, csr_error *err)
{
    const csr_index *index = &record->indexes[number];
    const csr_member *identity = csri_sqlite_identity(record);
    csri_sqlite_key key = { .record = record, .verb = CSRI_SQLITE_SCAN };
    sqlite3_stmt *stmt;
    int code = SQLITE_OK, taken = 0;

    key.mask = csri_sqlite_bit(record, identity);
    key.index = (int16_t)number;
    key.equal = (uint8_t)index->n;
    if (csri_sqlite_ready(tx, &key, &stmt, err) != CSR_OK)
        return 0;
    for (unsigned i = 0; i < index->n && code == SQLITE_OK; i++)
        code = csri_sqlite_bind(stmt, (int)i + 1, csri_member_at(record->row, index->at[i]), row);
    (void)sqlite3_bind_int64(stmt, index->n + 1, 1);
    if (code == SQLITE_OK)
        code = sqlite3_step(stmt);
    if (code == SQLITE_ROW) {
        const void *found = sqlite3_column_blob(stmt, 0);
        /* Its own row before an update; a position is not known before the insert, and rows of a log are not moved. */
        taken =
            identity->c != CSR_CLASS_ID || found == NULL || memcmp(found, csri_at(identity, row), identity->size) != 0;
    } else if (code != SQLITE_DONE) {
        (void)csri_sqlite_spoil(tx, code, err);
    }
    csri_sqlite_statement_done(stmt);
    return taken;
}

/* What is taken, "id" or an index: its name is not in SQLite's interface either, nor is the order of the checks. */
static const char *duplicate(csr_store_tx *tx, const csr_record *record, const void *row, uint64_t written,
                             csr_error *err)
{
    const csr_member *identity = csri_sqlite_identity(record);

    if (identity->c == CSR_CLASS_ID && (written & csri_sqlite_bit(record, identity)) != 0 &&
        exists(tx, record, csri_at(identity, row), err) == 1)
        return "id";
    for (unsigned i = 0; i < record->index_count && tx->failed == CSR_OK; i++)
        if ((record->indexes[i].flags & CSR_INDEX_UNIQUE) != 0 && is_taken(tx, record, i, row, err))
            return record->indexes[i].name;
    return NULL;
}

/* The same for an update whose `was` is not the row that is there, in a record without versions: what the row would have
 * become is what is there with the written members of `is`. */
static const char *duplicate_of_update(csr_store_tx *tx, const csr_record *record, const void *is, uint64_t written,
                                       csr_error *err)
{
    const csr_member *identity = csri_sqlite_identity(record);
    const char *name = NULL;
    csr_rows *rows;

    if (identity->c != CSR_CLASS_ID || csri_rows_new(&tx->store->host, record->row->size, 1, &rows, NULL) != CSR_OK)
        return NULL;
    if (csri_sqlite_get(tx, record, csri_at(identity, is), 0, rows, err) == CSR_OK) {
        char *row = csri_rows_at(rows, 0);
        for (unsigned i = 0; i < record->row->count; i++)
            if ((written >> i & 1) != 0)
                memcpy(row + record->row->members[i].offset, csri_at(&record->row->members[i], is),
                       record->row->members[i].size);
        name = duplicate(tx, record, row, 0, err);
    }
    csri_rows_free(rows);
    return name;
}

/* Explain why a row was refused. Nothing of the statement has happened, and the transaction goes on, unless looking for the
 * reason failed. */
static csr_status refused(csr_store_tx *tx, const csr_record *record, const void *row, uint64_t written, int code,
                          csr_error *err)
{
    const csr_member *m;
    const char *name;

    switch (code) {
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_UNIQUE:
        name = duplicate(tx, record, row, written, err);
        if (name == NULL && tx->failed == CSR_OK)
            name = duplicate_of_update(tx, record, row, written, err);
        if (tx->failed != CSR_OK)
            return tx->failed;
        return csri_fail_backend(err, CSR_E_DUPLICATE, code, name, "another %s has the same %s", record->name,
                                 name == NULL ? "values" : name);
    case SQLITE_CONSTRAINT_FOREIGNKEY:
        m = dangling(tx, record, row, written, err);
        if (tx->failed != CSR_OK)
            return tx->failed;
        name = m == NULL ? "a reference" : m->name;
        return csri_fail_backend(err, CSR_E_NOT_FOUND, code, m == NULL ? NULL : name, "%s of the %s refers to nothing",
                                 name, record->name);
    default: return csri_sqlite_spoil(tx, code, err);
    }
}

csr_status csri_sqlite_insert(csr_store_tx *tx, const csr_record *record, const void *row, csr_error *err)
{
    csri_sqlite_key key = { .record = record, .verb = CSRI_SQLITE_INSERT };
    csr_status status = check_writable(tx, err);
    sqlite3_stmt *stmt;
    int code = SQLITE_OK;

    if (status == CSR_OK)
        status = csri_sqlite_ready(tx, &key, &stmt, err);
    if (status != CSR_OK)
        return status;
    for (unsigned i = 0; i < record->row->count && code == SQLITE_OK; i++) {
        const csr_member *m = &record->row->members[i];
        if ((m->flags & CSR_MEMBER_POSITION) != 0 && csri_unset(m, row))
            code = sqlite3_bind_null(stmt, (int)i + 1); /* SQLite gives the next one */
        else
            code = csri_sqlite_bind(stmt, (int)i + 1, m, row);
    }
    code = run(stmt, code);
    return code == SQLITE_OK ? CSR_OK : refused(tx, record, row, UINT64_MAX, code, err);
}

/* Why an update met no row: with a version it may be another one. CSR_OK when the row is there and as it was. */
static csr_status missed(csr_store_tx *tx, const csr_record *record, const void *was, csr_error *err)
{
    const csr_member *version = csri_member_at(record->row, record->version_at);
    csri_sqlite_key key = { .record = record, .verb = CSRI_SQLITE_GET };
    sqlite3_stmt *stmt;
    int64_t found = 0;
    csr_status status;
    int code;

    key.mask = csri_sqlite_bit(record, version == NULL ? csri_sqlite_identity(record) : version);
    status = csri_sqlite_ready(tx, &key, &stmt, err);
    if (status != CSR_OK)
        return status;
    code = csri_sqlite_bind(stmt, 1, csri_sqlite_identity(record), was);
    if (code == SQLITE_OK)
        code = sqlite3_step(stmt);
    if (code == SQLITE_ROW && version != NULL)
        found = sqlite3_column_int64(stmt, 0);
    csri_sqlite_statement_done(stmt);
    if (code == SQLITE_DONE)
        return csri_fail(err, CSR_E_NOT_FOUND, "id", "no such %s", record->name);
    if (code != SQLITE_ROW)
        return csri_sqlite_spoil(tx, code, err);
    if (version != NULL && found != *(const int64_t *)csri_at(version, was))
        return csri_fail(err, CSR_E_CONFLICT, version->name, "the %s has changed: it has version %lld, not %lld",
                         record->name, (long long)found, (long long)*(const int64_t *)csri_at(version, was));
    return CSR_OK;
}

static int bind_update(sqlite3_stmt *stmt, const csri_sqlite_key *key, const void *was, const void *is)
{
    const csr_record *record = key->record;
    int code = SQLITE_OK, at = 1;

    for (unsigned i = 0; i < record->row->count && code == SQLITE_OK; i++)
        if ((key->mask >> i & 1) != 0)
            code = csri_sqlite_bind(stmt, at++, &record->row->members[i], is);
    if (code == SQLITE_OK)
        code = csri_sqlite_bind(stmt, at++, csri_sqlite_identity(record), was);
    if (code == SQLITE_OK && record->version_at != CSR_NO_MEMBER)
        code = csri_sqlite_bind(stmt, at, csri_member_at(record->row, record->version_at), was);
    return code;
}

csr_status csri_sqlite_update(csr_store_tx *tx, const csr_record *record, const void *was, const void *is,
                              uint64_t changed, csr_error *err)
{
    csri_sqlite_key key = { .record = record, .verb = CSRI_SQLITE_UPDATE };
    csr_status status = check_writable(tx, err);
    sqlite3_stmt *stmt;
    int code;

    if (status != CSR_OK)
        return status;
    /* What names a row stays; bits behind the members say nothing. */
    key.mask = changed & csri_sqlite_columns(record, 0) & ~csri_sqlite_bit(record, csri_sqlite_identity(record));
    if (key.mask == 0)
        return missed(tx, record, was, err);
    status = csri_sqlite_ready(tx, &key, &stmt, err);
    if (status != CSR_OK)
        return status;
    code = run(stmt, bind_update(stmt, &key, was, is));
    if (code != SQLITE_OK)
        return refused(tx, record, is, key.mask, code, err);
    return sqlite3_changes(tx->db) != 0 ? CSR_OK : missed(tx, record, was, err);
}

csr_status csri_sqlite_erase(csr_store_tx *tx, const csr_record *record, const csr_id *id, csr_error *err)
{
    csri_sqlite_key key = { .record = record, .verb = CSRI_SQLITE_ERASE };
    csr_status status = check_writable(tx, err);
    sqlite3_stmt *stmt;
    int code;

    if (status == CSR_OK && record->id_at == CSR_NO_MEMBER)
        status = csri_fail(err, CSR_E_MISUSE, NULL, "rows of %s have no id and are not erased", record->name);
    if (status == CSR_OK)
        status = csri_sqlite_ready(tx, &key, &stmt, err);
    if (status != CSR_OK)
        return status;
    (void)sqlite3_bind_blob(stmt, 1, id->bytes, sizeof(id->bytes), SQLITE_STATIC);
    code = run(stmt, SQLITE_OK);
    if (code == SQLITE_CONSTRAINT_FOREIGNKEY)
        return csri_fail_backend(err, CSR_E_STATE, code, "id", "the %s is still referred to", record->name);
    if (code != SQLITE_OK)
        return csri_sqlite_spoil(tx, code, err);
    return sqlite3_changes(tx->db) != 0 ? CSR_OK : csri_fail(err, CSR_E_NOT_FOUND, "id", "no such %s", record->name);
}
