#include "support/desk_tamper.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

sqlite3 *tamper_open(const char *path)
{
    sqlite3 *db = NULL;

    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK ||
        !tamper_run(db, "PRAGMA foreign_keys=OFF;PRAGMA synchronous=OFF;PRAGMA busy_timeout=5000;"
                        "CREATE TEMP TABLE kept(v)")) {
        sqlite3_close(db);
        return NULL;
    }
    return db;
}

void tamper_close(sqlite3 *db)
{
    sqlite3_close(db);
}

int tamper_run(sqlite3 *db, const char *sql)
{
    return sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

long long tamper_int(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *stmt = NULL;
    long long value = -1;

    if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW)
        value = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    return value;
}

static int set_to(sqlite3 *db, const tampered *what, int (*bind)(sqlite3_stmt *, const void *, long long, int),
                  const void *bytes, long long number, int is_text)
{
    char sql[300];
    sqlite3_stmt *stmt = NULL;
    int done;

    snprintf(sql, sizeof(sql), "UPDATE \"%s\" SET \"%s\"=?1 WHERE rowid=%lld", what->table, what->column, what->rowid);
    if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK)
        return 0;
    done = bind(stmt, bytes, number, is_text) == SQLITE_OK && sqlite3_step(stmt) == SQLITE_DONE;
    return sqlite3_finalize(stmt) == SQLITE_OK && done && sqlite3_changes(db) == 1;
}

static int bind_number(sqlite3_stmt *stmt, const void *bytes, long long number, int is_text)
{
    (void)bytes;
    (void)is_text;
    return sqlite3_bind_int64(stmt, 1, number);
}

static int bind_bytes(sqlite3_stmt *stmt, const void *bytes, long long n, int is_text)
{
    return is_text ? sqlite3_bind_text(stmt, 1, bytes, (int)n, SQLITE_TRANSIENT)
                   : sqlite3_bind_blob(stmt, 1, bytes, (int)n, SQLITE_TRANSIENT);
}

static int flip_bytes(sqlite3 *db, const tampered *what, const void *was, int n, int is_text)
{
    /* What is unset becomes set: an id, a hash, a text. */
    char bytes[64] = "\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1";
    char *copy;
    int done;

    if (n == 0)
        return set_to(db, what, bind_bytes, is_text ? "EUR" : bytes, is_text ? 3 : 16, is_text) ||
               set_to(db, what, bind_bytes, bytes, 32, is_text);
    copy = malloc((size_t)n);
    if (copy == NULL)
        return 0;
    memcpy(copy, was, (size_t)n);
    copy[n / 2] = (char)(copy[n / 2] ^ 1);
    done = set_to(db, what, bind_bytes, copy, n, is_text);
    free(copy);
    return done;
}

static int flip_value(sqlite3 *db, const tampered *what, sqlite3_value *was, const char *declared)
{
    if (strcmp(declared, "INTEGER") == 0) {
        long long n = sqlite3_value_int64(was);
        return set_to(db, what, bind_number, NULL, n ^ 1, 0) || set_to(db, what, bind_number, NULL, n + 1000003, 0);
    }
    return flip_bytes(db, what, sqlite3_value_blob(was), sqlite3_value_bytes(was), strcmp(declared, "TEXT") == 0);
}

int tamper_flip(sqlite3 *db, const tampered *what)
{
    char sql[400];
    sqlite3_stmt *stmt = NULL;
    int done = 0;

    snprintf(sql, sizeof(sql), "DELETE FROM kept;INSERT INTO kept SELECT \"%s\" FROM \"%s\" WHERE rowid=%lld",
             what->column, what->table, what->rowid);
    if (!tamper_run(db, sql))
        return 0;
    snprintf(sql, sizeof(sql), "SELECT \"%s\" FROM \"%s\" WHERE rowid=%lld", what->column, what->table, what->rowid);
    if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK)
        return 0;
    if (sqlite3_step(stmt) == SQLITE_ROW) {
        sqlite3_value *was = sqlite3_value_dup(sqlite3_column_value(stmt, 0));
        char declared[20];
        snprintf(declared, sizeof(declared), "%s", sqlite3_column_decltype(stmt, 0));
        sqlite3_reset(stmt);
        done = flip_value(db, what, was, declared);
        sqlite3_value_free(was);
    }
    sqlite3_finalize(stmt);
    return done;
}

int tamper_restore(sqlite3 *db, const tampered *what)
{
    char sql[300];

    snprintf(sql, sizeof(sql), "UPDATE \"%s\" SET \"%s\"=(SELECT v FROM kept) WHERE rowid=%lld", what->table,
             what->column, what->rowid);
    return tamper_run(db, sql);
}
