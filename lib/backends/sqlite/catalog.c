#include "backends/sqlite/catalog.h"

#include "backends/sqlite/ddl.h"
#include "backends/sqlite/sqlite_finding.h"
#include "backends/sqlite/meta.h"
#include "backends/sqlite/sqlite_read.h"
#include "base/error.h"

#include <stdio.h>
#include <string.h>

csr_status csri_sqlite_step(csr_rows *steps, const char *place, const char *text, csr_error *err)
{
    return steps == NULL ? CSR_OK : csri_sqlite_finding(steps, CSR_SEVERITY_INFO, place, "", err, "%s", text);
}

/* One part of the comparison: where steps and statements go. */
typedef struct comparison {
    csr_store_tx *tx;
    csri_buffer *sql;
    csr_rows *steps;
    csr_error *err;
} comparison;

static csr_status query(const comparison *c, const char *sql, const char *name, sqlite3_stmt **out)
{
    int code = sqlite3_prepare_v2(c->tx->db, sql, -1, out, NULL);

    if (code == SQLITE_OK)
        code = sqlite3_bind_text(*out, 1, name, -1, SQLITE_STATIC);
    return code == SQLITE_OK ? CSR_OK : csri_sqlite_spoil(c->tx, code, c->err);
}

static csr_status step_at(const comparison *c, const char *record, const char *part, const char *text)
{
    char place[160];

    snprintf(place, sizeof(place), "%s%s%s", record, part == NULL ? "" : ".", part == NULL ? "" : part);
    return csri_sqlite_step(c->steps, place, text, c->err);
}

/* A column that the file has: it must be the one that is described. */
static csr_status check_column(const comparison *c, const csr_record *record, const csr_member *m, sqlite3_stmt *column)
{
    const char *type = (const char *)sqlite3_column_text(column, 1);
    int not_null = sqlite3_column_int(column, 2) != 0, is_key = sqlite3_column_int(column, 3) != 0;
    int must = (m->flags & CSR_MEMBER_NULLABLE) == 0;

    if (type != NULL && strcmp(type, csri_sqlite_type(m)) == 0 && (is_key || not_null == must))
        return CSR_OK;
    return csri_fail(c->err, CSR_E_CORRUPT, m->name, "%s: the column %s.%s is declared in another way than it must be",
                     c->tx->store->path, record->name, m->name);
}

/* Which members have a column, as a mask; 0 = there is no such table. */
static csr_status find_columns(const comparison *c, const csr_record *record, uint64_t *out)
{
    sqlite3_stmt *column;
    csr_status status =
        query(c, "SELECT \"name\",\"type\",\"notnull\",\"pk\" FROM pragma_table_info(?1)", record->name, &column);
    int code = SQLITE_DONE;

    *out = 0;
    while (status == CSR_OK && (code = sqlite3_step(column)) == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(column, 0);
        for (unsigned i = 0; i < record->row->count && name != NULL && status == CSR_OK; i++) {
            if (strcmp(record->row->members[i].name, name) != 0)
                continue;
            *out |= UINT64_C(1) << i;
            status = check_column(c, record, &record->row->members[i], column);
        }
    }
    if (status == CSR_OK && code != SQLITE_DONE)
        status = csri_sqlite_spoil(c->tx, code, c->err);
    (void)sqlite3_finalize(column);
    return status;
}

static csr_status add_column(const comparison *c, const csr_record *record, const csr_member *m)
{
    int nullable = (m->flags & CSR_MEMBER_NULLABLE) != 0;

    if (m->offset == record->id_at || (m->flags & CSR_MEMBER_POSITION) != 0 || (m->type->target != NULL && !nullable))
        return csri_fail(c->err, CSR_E_INTERNAL, m->name, "%s.%s cannot be added to a table that is there",
                         record->name, m->name);
    csri_buffer_text(c->sql, "ALTER TABLE ");
    csri_sqlite_name(c->sql, record->name);
    csri_buffer_text(c->sql, " ADD COLUMN ");
    csri_sqlite_column(c->sql, record, m);
    if (!nullable) {
        csri_buffer_text(c->sql, " DEFAULT ");
        csri_sqlite_unset(c->sql, m);
    }
    csri_buffer_byte(c->sql, ';');
    return step_at(c, record->name, m->name, "add the column");
}

/* The statement that made an index of the file, in text (empty = there is none). */
static csr_status find_index(const comparison *c, const char *name, csri_buffer *text)
{
    sqlite3_stmt *found;
    csr_status status = query(c, "SELECT \"sql\" FROM sqlite_schema WHERE type='index' AND name=?1", name, &found);
    int code = status == CSR_OK ? sqlite3_step(found) : SQLITE_DONE;

    if (code == SQLITE_ROW && sqlite3_column_text(found, 0) != NULL) {
        csri_buffer_text(text, (const char *)sqlite3_column_text(found, 0));
        csri_buffer_byte(text, ';');
    } else if (code != SQLITE_ROW && code != SQLITE_DONE) {
        status = csri_sqlite_spoil(c->tx, code, c->err);
    }
    (void)sqlite3_finalize(found);
    return status;
}

static csr_status add_index(const comparison *c, const csr_record *record, const csr_index *index)
{
    csri_buffer there, described;
    char name[160];
    csr_status status;
    int same, missing;

    snprintf(name, sizeof(name), "%s_%s", record->name, index->name);
    csri_buffer_init(&there, &c->tx->store->host, 0);
    csri_buffer_init(&described, &c->tx->store->host, 0);
    csri_sqlite_index(&described, record, index);
    status = find_index(c, name, &there);
    if (status == CSR_OK && (there.status != CSR_OK || described.status != CSR_OK))
        status = csri_fail(c->err, CSR_E_NO_MEMORY, NULL, "no memory for the steps");
    missing = there.len == 0;
    same = status == CSR_OK && there.len == described.len && memcmp(there.ptr, described.ptr, there.len) == 0;
    if (status == CSR_OK && !same) {
        if (!missing)
            csri_buffer_format(c->sql, "DROP INDEX \"%s\";", name);
        csri_buffer_put(c->sql, described.ptr, described.len);
        status = step_at(c, record->name, index->name, missing ? "add the index" : "make the index anew");
    }
    csri_buffer_free(&there);
    csri_buffer_free(&described);
    return status;
}

static csr_status compare_record(const comparison *c, const csr_record *record)
{
    uint64_t columns;
    csr_status status = find_columns(c, record, &columns);

    if (status == CSR_OK && columns == 0) {
        csri_sqlite_table(c->sql, record);
        status = step_at(c, record->name, NULL, "add the table");
    } else {
        for (unsigned i = 0; i < record->row->count && status == CSR_OK; i++)
            if ((columns >> i & 1) == 0)
                status = add_column(c, record, &record->row->members[i]);
    }
    for (unsigned i = 0; i < record->index_count && status == CSR_OK; i++)
        status = add_index(c, record, &record->indexes[i]);
    return status;
}

static csr_status compare_meta(const comparison *c)
{
    sqlite3_stmt *found;
    csr_status status = query(c, "SELECT 1 FROM sqlite_schema WHERE type='table' AND name=?1", "csr_meta", &found);
    int code = status == CSR_OK ? sqlite3_step(found) : SQLITE_DONE;

    (void)sqlite3_finalize(found);
    if (status != CSR_OK || code == SQLITE_ROW)
        return status;
    if (code != SQLITE_DONE)
        return csri_sqlite_spoil(c->tx, code, c->err);
    csri_sqlite_meta_table(c->sql);
    return csri_sqlite_step(c->steps, "csr_meta", "add the table", c->err);
}

csr_status csri_sqlite_missing(csr_store_tx *tx, csri_buffer *sql, csr_rows *steps, csr_error *err)
{
    const comparison c = { tx, sql, steps, err };
    const csr_schema *schema = tx->store->schema;
    csr_status status = CSR_OK;

    for (unsigned i = 0; i < schema->record_count && status == CSR_OK; i++)
        status = compare_record(&c, schema->records[i]);
    if (status == CSR_OK)
        status = compare_meta(&c);
    if (status == CSR_OK && sql->status != CSR_OK)
        status = csri_fail(err, sql->status, NULL, "no memory for the steps");
    return status;
}
