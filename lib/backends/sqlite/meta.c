#include "backends/sqlite/meta.h"

#include "backends/sqlite/ddl.h"
#include "base/hash.h"

#include <csr/version.h>

int csri_sqlite_meta_read(sqlite3 *db, int version, csri_sqlite_meta *out)
{
    static const char sql[] = "SELECT \"min_reader\",\"min_writer\",\"library\" FROM \"csr_meta\" WHERE \"version\"=?1";
    sqlite3_stmt *stmt;
    int code = sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);

    memset(out, 0, sizeof(*out));
    if (code == SQLITE_ERROR)
        return SQLITE_OK; /* no such table */
    if (code != SQLITE_OK)
        return code;
    (void)sqlite3_bind_int(stmt, 1, version);
    code = sqlite3_step(stmt);
    if (code == SQLITE_ROW) {
        const char *library = (const char *)sqlite3_column_text(stmt, 2);
        out->min_reader = sqlite3_column_int(stmt, 0);
        out->min_writer = sqlite3_column_int(stmt, 1);
        if (library != NULL)
            (void)sqlite3_snprintf((int)sizeof(out->library), out->library, "%s", library);
    }
    (void)sqlite3_finalize(stmt);
    return code == SQLITE_ROW || code == SQLITE_DONE ? SQLITE_OK : code;
}

int csri_sqlite_meta_note_copy(sqlite3 *db, csr_time at, const uint8_t *hash, int hash_bytes)
{
    static const char sql[] = "INSERT OR REPLACE INTO \"csr_meta\" VALUES(0,0,0,?1,?2,?3)";
    sqlite3_stmt *stmt;
    int code = sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);

    if (code != SQLITE_OK)
        return code;
    (void)sqlite3_bind_text(stmt, 1, CSR_VERSION_TEXT, -1, SQLITE_STATIC);
    (void)sqlite3_bind_int64(stmt, 2, at);
    (void)sqlite3_bind_blob(stmt, 3, hash, hash_bytes, SQLITE_STATIC);
    code = sqlite3_step(stmt);
    (void)sqlite3_finalize(stmt);
    return code == SQLITE_DONE ? SQLITE_OK : code;
}

int csri_sqlite_meta_copied_at(sqlite3 *db, csr_time *out)
{
    sqlite3_stmt *stmt;
    int code = sqlite3_prepare_v2(db, "SELECT \"applied_at\" FROM \"csr_meta\" WHERE \"version\"=0", -1, &stmt, NULL);

    *out = 0;
    if (code != SQLITE_OK)
        return code;
    code = sqlite3_step(stmt);
    if (code == SQLITE_ROW)
        *out = sqlite3_column_int64(stmt, 0);
    (void)sqlite3_finalize(stmt);
    return code == SQLITE_ROW || code == SQLITE_DONE ? SQLITE_OK : code;
}

void csri_sqlite_meta_table(csri_buffer *out)
{
    csri_buffer_text(out, "CREATE TABLE \"csr_meta\"(\"version\" INTEGER PRIMARY KEY,\"min_reader\" INTEGER NOT NULL,"
                          "\"min_writer\" INTEGER NOT NULL,\"library\" TEXT NOT NULL,\"applied_at\" INTEGER NOT NULL,"
                          "\"checksum\" BLOB NOT NULL)STRICT;");
}

/* Two libraries that call different descriptions by one version are told apart by this. */
static csr_status checksum(const csr_host *host, const csr_schema *schema, uint8_t hash[CSRI_HASH_BYTES])
{
    csr_status status;
    csri_buffer text;

    csri_buffer_init(&text, host, 0);
    csri_sqlite_tables(&text, schema);
    csri_hash_once(text.ptr, text.len, hash);
    status = text.status;
    csri_buffer_free(&text);
    return status;
}

int csri_sqlite_meta_describes(sqlite3 *db, const csr_host *host, const csr_schema *schema, int *out)
{
    static const char sql[] = "SELECT 1 FROM \"csr_meta\" WHERE \"version\"=?1 AND \"checksum\"=?2";
    uint8_t hash[CSRI_HASH_BYTES];
    sqlite3_stmt *stmt = NULL;
    int code = checksum(host, schema, hash) == CSR_OK ? sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) : SQLITE_NOMEM;

    *out = 0;
    if (code != SQLITE_OK)
        return code == SQLITE_ERROR ? SQLITE_OK : code; /* no such table */
    (void)sqlite3_bind_int(stmt, 1, (int)schema->version);
    (void)sqlite3_bind_blob(stmt, 2, hash, (int)sizeof(hash), SQLITE_STATIC);
    code = sqlite3_step(stmt);
    *out = code == SQLITE_ROW;
    (void)sqlite3_finalize(stmt);
    return code == SQLITE_ROW || code == SQLITE_DONE ? SQLITE_OK : code;
}

static void put_checksum(csri_buffer *out, const csr_schema *schema)
{
    static const char digits[] = "0123456789abcdef";
    uint8_t hash[CSRI_HASH_BYTES];
    csr_status status = checksum(out->host, schema, hash);

    if (status != CSR_OK)
        csri_buffer_fail(out, status);
    csri_buffer_text(out, "x'");
    for (size_t i = 0; i < sizeof(hash); i++) {
        csri_buffer_byte(out, (uint8_t)digits[hash[i] >> 4]);
        csri_buffer_byte(out, (uint8_t)digits[hash[i] & 15]);
    }
    csri_buffer_byte(out, '\'');
}

void csri_sqlite_meta_row(csri_buffer *out, const csr_schema *schema, csr_time now)
{
    unsigned version = schema->version;

    csri_buffer_format(out, "INSERT OR REPLACE INTO \"csr_meta\" VALUES(%u,%u,%u,'%s',%lld,", version,
                       schema->min_reader != 0 ? schema->min_reader : version,
                       schema->min_writer != 0 ? schema->min_writer : version, CSR_VERSION_TEXT, (long long)now);
    put_checksum(out, schema);
    csri_buffer_format(out, ");PRAGMA user_version=%u;", version);
}
