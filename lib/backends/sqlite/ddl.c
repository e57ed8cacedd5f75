#include "backends/sqlite/ddl.h"

#include "backends/sqlite/meta.h"
#include "backends/sqlite/sql.h"
#include "record/row.h"

void csri_sqlite_name(csri_buffer *out, const char *name)
{
    csri_buffer_byte(out, '"');
    csri_buffer_text(out, name);
    csri_buffer_byte(out, '"');
}

void csri_sqlite_index_name(csri_buffer *out, const csr_record *record, const csr_index *index)
{
    csri_buffer_byte(out, '"');
    csri_buffer_text(out, record->name);
    csri_buffer_byte(out, '_');
    csri_buffer_text(out, index->name);
    csri_buffer_byte(out, '"');
}

const char *csri_sqlite_type(const csr_member *m)
{
    switch ((csr_class)m->c) {
    case CSR_CLASS_I32:
    case CSR_CLASS_I64: return "INTEGER";
    case CSR_CLASS_STR: return m->type->meaning == CSR_MEANING_BYTES ? "BLOB" : "TEXT";
    case CSR_CLASS_CODE: return "TEXT";
    default: return "BLOB";
    }
}

void csri_sqlite_column(csri_buffer *out, const csr_record *record, const csr_member *m)
{
    csri_sqlite_name(out, m->name);
    csri_buffer_byte(out, ' ');
    csri_buffer_text(out, csri_sqlite_type(m));
    if ((m->flags & CSR_MEMBER_POSITION) != 0) {
        /* Another name of the rowid, which is one more than the largest: commit order, because there is one writer at
         * a time. AUTOINCREMENT would only add that numbers of erased rows are not given again, and rows of a log are
         * never erased; it costs a second table that every insert writes to. */
        csri_buffer_text(out, " PRIMARY KEY");
        return;
    }
    if (m->offset == record->id_at)
        csri_buffer_text(out, " PRIMARY KEY");
    if ((m->flags & CSR_MEMBER_NULLABLE) == 0)
        csri_buffer_text(out, " NOT NULL");
    if (m->type->target != NULL) {
        csri_buffer_text(out, " REFERENCES ");
        csri_sqlite_name(out, m->type->target);
        csri_buffer_text(out, "(\"id\")");
    }
}

static void zeros(csri_buffer *out, unsigned bytes)
{
    csri_buffer_text(out, "x'");
    for (unsigned i = 0; i < bytes; i++)
        csri_buffer_text(out, "00");
    csri_buffer_byte(out, '\'');
}

void csri_sqlite_unset(csri_buffer *out, const csr_member *m)
{
    switch ((csr_class)m->c) {
    case CSR_CLASS_I32:
    case CSR_CLASS_I64:
        csri_buffer_text(out, (m->flags & CSR_MEMBER_UNSET_LAST) != 0 ? "9223372036854775807" : "0");
        return;
    case CSR_CLASS_STR:
    case CSR_CLASS_CODE: csri_buffer_text(out, m->type->meaning == CSR_MEANING_BYTES ? "x''" : "''"); return;
    default: zeros(out, m->size); return;
    }
}

/* A rowid table, although the id is the key: about as fast for ids that ascend, and full-text search wants a rowid. */
void csri_sqlite_table(csri_buffer *out, const csr_record *record)
{
    csri_buffer_text(out, "CREATE TABLE ");
    csri_sqlite_name(out, record->name);
    for (unsigned i = 0; i < record->row->count; i++) {
        csri_buffer_byte(out, i == 0 ? '(' : ',');
        csri_sqlite_column(out, record, &record->row->members[i]);
    }
    csri_buffer_text(out, ")STRICT;");
}

void csri_sqlite_index(csri_buffer *out, const csr_record *record, const csr_index *index)
{
    int unique = (index->flags & CSR_INDEX_UNIQUE) != 0;

    csri_buffer_text(out, unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ");
    csri_sqlite_index_name(out, record, index);
    csri_buffer_text(out, " ON ");
    csri_sqlite_name(out, record->name);
    for (unsigned i = 0; i < index->n; i++) {
        csri_buffer_byte(out, i == 0 ? '(' : ',');
        csri_sqlite_name(out, csri_member_at(record->row, index->at[i])->name);
    }
    /* The last tie break; a position is the rowid, which ends every index anyway. */
    if (!unique && record->id_at != CSR_NO_MEMBER) {
        csri_buffer_byte(out, ',');
        csri_sqlite_name(out, csri_sqlite_identity(record)->name);
    }
    csri_buffer_byte(out, ')');
    if ((index->flags & CSR_INDEX_SPARSE) != 0) {
        csri_buffer_text(out, "WHERE ");
        csri_sqlite_name(out, csri_member_at(record->row, index->at[0])->name);
        csri_buffer_text(out, " IS NOT NULL");
    }
    csri_buffer_byte(out, ';');
}

void csri_sqlite_tables(csri_buffer *out, const csr_schema *schema)
{
    for (unsigned i = 0; i < schema->record_count; i++) {
        const csr_record *record = schema->records[i];
        csri_sqlite_table(out, record);
        for (unsigned k = 0; k < record->index_count; k++)
            csri_sqlite_index(out, record, &record->indexes[k]);
    }
}

void csri_sqlite_ddl(csri_buffer *out, const csr_schema *schema, csr_time now)
{
    csri_sqlite_tables(out, schema);
    csri_sqlite_meta_table(out);
    csri_sqlite_meta_row(out, schema, now);
    csri_buffer_format(out, "PRAGMA application_id=%d;", CSRI_SQLITE_APPLICATION_ID);
    csri_buffer_byte(out, '\0');
}

int64_t csri_sqlite_longest_row(const csr_schema *schema)
{
    int64_t longest = 0;

    for (unsigned i = 0; i < schema->record_count; i++) {
        const csr_shape *row = schema->records[i]->row;
        int64_t bytes = 0;
        for (unsigned k = 0; k < row->count; k++)
            bytes += (int64_t)row->members[k].size + 9 + (int64_t)row->members[k].type->max_bytes;
        longest = bytes > longest ? bytes : longest;
    }
    return longest;
}
