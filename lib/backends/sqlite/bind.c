#include "backends/sqlite/bind.h"

#include "base/error.h"
#include "record/row.h"

static int is_bytes(const csr_member *m)
{
    return m->type->meaning == CSR_MEANING_BYTES;
}

static int bind_str(sqlite3_stmt *stmt, int at, const csr_member *m, const csr_str *s)
{
    /* A NULL pointer would be NULL, not empty. */
    const char *ptr = s->len == 0 ? "" : s->ptr;

    if (is_bytes(m))
        return sqlite3_bind_blob64(stmt, at, ptr, s->len, SQLITE_STATIC);
    return sqlite3_bind_text64(stmt, at, ptr, s->len, SQLITE_STATIC, SQLITE_UTF8);
}

int csri_sqlite_bind(sqlite3_stmt *stmt, int at, const csr_member *m, const void *row)
{
    const void *v = csri_at(m, row);

    if ((m->flags & CSR_MEMBER_NULLABLE) != 0 && csri_unset(m, row))
        return sqlite3_bind_null(stmt, at);
    switch ((csr_class)m->c) {
    case CSR_CLASS_I32: return sqlite3_bind_int(stmt, at, *(const int32_t *)v);
    case CSR_CLASS_I64:
        if ((m->flags & CSR_MEMBER_UNSET_LAST) != 0 && *(const int64_t *)v == 0)
            return sqlite3_bind_int64(stmt, at, INT64_MAX);
        return sqlite3_bind_int64(stmt, at, *(const int64_t *)v);
    case CSR_CLASS_STR: return bind_str(stmt, at, m, v);
    case CSR_CLASS_CODE: return sqlite3_bind_text(stmt, at, v, (int)strnlen(v, m->size), SQLITE_STATIC);
    default: return sqlite3_bind_blob(stmt, at, v, m->size, SQLITE_STATIC);
    }
}

/*
 * Readers of a column: 1, or 0 when it cannot have been written so. A column is asked for once, as the value that it is:
 * each of sqlite3_column_*() would find it anew. Such a value is only good for one thread at a time, as is the connection.
 */
static int read_int(sqlite3_value *value, const csr_member *m, void *v)
{
    int64_t n = sqlite3_value_int64(value);

    if (sqlite3_value_type(value) != SQLITE_INTEGER)
        return 0;
    if (m->c == CSR_CLASS_I32) {
        *(int32_t *)v = (int32_t)n;
        return n >= INT32_MIN && n <= INT32_MAX;
    }
    *(int64_t *)v = (m->flags & CSR_MEMBER_UNSET_LAST) != 0 && n == INT64_MAX ? 0 : n;
    return 1;
}

static int read_fixed(sqlite3_value *value, const csr_member *m, void *v)
{
    const void *bytes = sqlite3_value_blob(value);

    if (sqlite3_value_type(value) != SQLITE_BLOB || sqlite3_value_bytes(value) != (int)m->size)
        return 0;
    if (bytes != NULL)
        memcpy(v, bytes, m->size);
    return bytes != NULL;
}

static int read_code(sqlite3_value *value, const csr_member *m, void *v)
{
    const void *bytes = sqlite3_value_blob(value);
    size_t n = (size_t)sqlite3_value_bytes(value);

    /* Shorter than the member, which is zeroed: the NUL stays. */
    if (sqlite3_value_type(value) != SQLITE_TEXT || n >= m->size)
        return 0;
    if (n != 0 && bytes != NULL)
        memcpy(v, bytes, n);
    return 1;
}

/* Texts are read as blobs too: asking for text makes SQLite copy them once more to put a NUL behind. */
static csr_status read_str(sqlite3_value *value, const csr_member *m, csr_str *v, csr_rows *rows, int *sound)
{
    const void *bytes = sqlite3_value_blob(value);

    *sound = sqlite3_value_type(value) == (is_bytes(m) ? SQLITE_BLOB : SQLITE_TEXT);
    if (!*sound)
        return CSR_OK;
    return csr_rows_text(rows, bytes, bytes == NULL ? 0 : (size_t)sqlite3_value_bytes(value), v);
}

static csr_status read_member(sqlite3_value *value, const csr_member *m, void *row, csr_rows *rows, int *sound)
{
    void *v = (char *)row + m->offset;

    if (sqlite3_value_type(value) == SQLITE_NULL) {
        *sound = (m->flags & CSR_MEMBER_NULLABLE) != 0; /* and stays zero */
        return CSR_OK;
    }
    switch ((csr_class)m->c) {
    case CSR_CLASS_I32:
    case CSR_CLASS_I64: *sound = read_int(value, m, v); return CSR_OK;
    case CSR_CLASS_STR: return read_str(value, m, v, rows, sound);
    case CSR_CLASS_CODE: *sound = read_code(value, m, v); return CSR_OK;
    default: *sound = read_fixed(value, m, v); return CSR_OK;
    }
}

csr_status csri_sqlite_read(sqlite3_stmt *stmt, const csr_record *record, uint64_t mask, csr_rows *rows, csr_error *err)
{
    const csr_member *m = record->row->members;
    void *row;
    int at = 0, sound = 1;
    csr_status status = csr_rows_add(rows, &row);

    for (; mask != 0 && status == CSR_OK; mask >>= 1, m++) {
        if ((mask & 1) == 0)
            continue;
        status = read_member(sqlite3_column_value(stmt, at++), m, row, rows, &sound);
        if (!sound)
            return csri_fail(err, CSR_E_CORRUPT, m->name, "table %s, column %s holds what cannot have been stored",
                             record->name, m->name);
    }
    return status == CSR_OK ? CSR_OK : csri_fail(err, status, NULL, "no memory for rows of %s", record->name);
}
