#include "proof.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Averages may differ by this much: instants are not the same, and numbers of the events' positions neither. */
#define TOLERANCE 0.005

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *stmt = NULL;

    if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK)
        bench_die("%s: %s", sql, sqlite3_errmsg(db));
    return stmt;
}

static sqlite3 *open_file(const char *path)
{
    sqlite3 *db = NULL;

    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
        bench_die("%s: %s", path, sqlite3_errmsg(db));
    return db;
}

/* count(*), then for each column count(c) and the average of its value, or of its length. */
static char *summary_of(sqlite3 *db, const char *table)
{
    sqlite3_str *sql = sqlite3_str_new(db);
    char *text = sqlite3_mprintf("PRAGMA table_info(%Q)", table);
    sqlite3_stmt *stmt = prepare(db, text);

    sqlite3_str_appendall(sql, "SELECT count(*)");
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(stmt, 1);
        int is_integer = strcmp((const char *)sqlite3_column_text(stmt, 2), "INTEGER") == 0;
        sqlite3_str_appendf(sql, ",count(\"%w\") AS \"%w\",", name, name);
        sqlite3_str_appendf(sql, is_integer ? "avg(\"%w\")" : "avg(length(\"%w\"))", name);
    }
    sqlite3_str_appendf(sql, " FROM \"%w\"", table);
    (void)sqlite3_finalize(stmt);
    sqlite3_free(text);
    return sqlite3_str_finish(sql);
}

static int close_enough(double a, double b)
{
    return fabs(a - b) <= TOLERANCE * fmax(fabs(a), fabs(b));
}

static int compare_table(sqlite3 *desk, sqlite3 *floor, const char *table, FILE *out)
{
    char *sql = summary_of(desk, table);
    sqlite3_stmt *a = prepare(desk, sql), *b = prepare(floor, sql);
    int same = 1;

    if (sqlite3_step(a) != SQLITE_ROW || sqlite3_step(b) != SQLITE_ROW)
        bench_die("table %s cannot be read", table);
    if (sqlite3_column_int64(a, 0) != sqlite3_column_int64(b, 0)) {
        fprintf(out, "  table %s: %lld rows, hand-written %lld\n", table, sqlite3_column_int64(a, 0),
                sqlite3_column_int64(b, 0));
        same = 0;
    }
    for (int i = 1; i + 1 < sqlite3_column_count(a) && same; i += 2) {
        double ours = sqlite3_column_double(a, i + 1), theirs = sqlite3_column_double(b, i + 1);
        if (sqlite3_column_int64(a, i) == sqlite3_column_int64(b, i) && close_enough(ours, theirs))
            continue;
        fprintf(out, "  %s.%s: set %lld times, average %.4f; hand-written %lld times, average %.4f\n", table,
                sqlite3_column_name(a, i), sqlite3_column_int64(a, i), ours, sqlite3_column_int64(b, i), theirs);
        same = 0;
    }
    (void)sqlite3_finalize(a);
    (void)sqlite3_finalize(b);
    sqlite3_free(sql);
    return same;
}

int proof_rows(const char *desk_path, const char *floor_path, FILE *out)
{
    /* The library seals its events at close, and a file says by which library it was made: the floor has no use for either,
     * and it is a row now and then. */
    static const char tables[] = "SELECT name FROM sqlite_schema WHERE type='table' AND name NOT IN('checkpoint',"
                                 "'csr_meta')";
    sqlite3 *desk = open_file(desk_path), *floor = open_file(floor_path);
    sqlite3_stmt *stmt = prepare(desk, tables);
    int same = 1, count = 0;

    while (sqlite3_step(stmt) == SQLITE_ROW) {
        same &= compare_table(desk, floor, (const char *)sqlite3_column_text(stmt, 0), out);
        count++;
    }
    (void)sqlite3_finalize(stmt);
    (void)sqlite3_close(desk);
    (void)sqlite3_close(floor);
    fprintf(out, "  %-18s %s  %d tables: rows, and in every column how many are set and their average\n", "rows",
            same ? "same" : "DIFFERENT", count);
    return same;
}
