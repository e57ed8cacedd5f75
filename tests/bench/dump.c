#include "dump.h"

#include "desk_side.h"

#include <csr/exchange.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

/* Rows a transaction, as csr_import_open() has it. */
#define BATCH 10000
#define PIECE ((size_t)256 * 1024)

/* What one of them took: processor time, for a machine is never idle. */
typedef struct took {
    int64_t out_ns, in_ns, proven_ns;
    size_t rows;
    int64_t bytes;
} took;

static void must(csr_status status, const csr_error *err)
{
    if (status != CSR_OK)
        bench_die("%s (%s): %s", csr_status_name(status), err->field, err->message);
}

static FILE *must_open(const char *path, const char *mode)
{
    FILE *file = fopen(path, mode);

    if (file == NULL)
        bench_die("%s: cannot be opened", path);
    return file;
}

static void desk_out(const char *desk_path, const char *to, took *t)
{
    csr_desk_open_params params = CSR_DESK_OPEN_PARAMS_INIT;
    csr_error err = CSR_ERROR_INIT;
    csr_session *session;
    csr_export *lines;
    csr_desk *desk;
    csr_buf *buf;
    FILE *file = must_open(to, "wb");
    int64_t began = bench_cpu_ns();

    params.flags = CSR_OPEN_READ_ONLY;
    must(csr_desk_open(desk_path, &params, &desk, &err), &err);
    must(csr_session_open(desk, NULL, &session, &err), &err);
    must(csr_export_open(session, &lines, &err), &err);
    for (;;) {
        must(csr_export_next(lines, &buf, &err), &err);
        if (buf == NULL)
            break;
        (void)fwrite(csr_buf_text(buf), 1, csr_buf_size(buf), file);
        csr_buf_free(buf);
    }
    csr_export_close(lines);
    csr_session_close(session);
    csr_desk_close(desk);
    (void)fclose(file);
    t->out_ns = bench_cpu_ns() - began;
    t->bytes = bench_file_size(to);
}

static size_t desk_in(const char *from, const char *desk_path, uint32_t flags, int64_t *ns)
{
    static const csr_option normal = { "synchronous", "normal" };
    csr_desk_open_params desk = CSR_DESK_OPEN_PARAMS_INIT;
    csr_import_open_params params = CSR_IMPORT_OPEN_PARAMS_INIT;
    csr_import_view view = { .struct_size = sizeof(view) };
    csr_error err = CSR_ERROR_INIT;
    csr_import *lines;
    FILE *file = must_open(from, "rb");
    char *piece = bench_alloc(PIECE);
    int64_t began = bench_cpu_ns();
    size_t n;

    bench_remove(desk_path);
    desk.options = &normal;
    desk.option_count = 1;
    params.desk = &desk;
    params.flags = flags;
    must(csr_import_open(desk_path, &params, &lines, &err), &err);
    while ((n = fread(piece, 1, PIECE, file)) > 0)
        must(csr_import_put(lines, piece, n, &err), &err);
    must(csr_import_finish(lines, NULL, &err), &err);
    must(csr_import_progress(lines, &view, &err), &err);
    csr_import_close(lines);
    *ns = bench_cpu_ns() - began;
    (void)fclose(file);
    free(piece);
    return (size_t)view.recorded;
}

static sqlite3 *open_by_hand(const char *path, int flags)
{
    static const char settings[] = "PRAGMA cache_size=-32768;PRAGMA secure_delete=1;PRAGMA foreign_keys=1;"
                                   "PRAGMA journal_mode=WAL;PRAGMA wal_autocheckpoint=10000;PRAGMA synchronous=NORMAL";
    sqlite3 *db;

    if (sqlite3_open_v2(path, &db, flags, NULL) != SQLITE_OK ||
        sqlite3_exec(db, settings, NULL, NULL, NULL) != SQLITE_OK)
        bench_die("%s: %s", path, sqlite3_errmsg(db));
    return db;
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *stmt;

    if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK)
        bench_die("%s: %s", sql, sqlite3_errmsg(db));
    return stmt;
}

/* A value as its type, its length and its bytes. */
static void put_value(FILE *file, sqlite3_stmt *stmt, int column)
{
    int type = sqlite3_column_type(stmt, column), n = 0;
    int64_t number;
    const void *bytes = &number;

    if (type == SQLITE_INTEGER) {
        number = sqlite3_column_int64(stmt, column);
        n = (int)sizeof(number);
    } else if (type != SQLITE_NULL) {
        bytes = sqlite3_column_blob(stmt, column);
        n = sqlite3_column_bytes(stmt, column);
    }
    (void)fputc(type, file);
    (void)fwrite(&n, sizeof(n), 1, file);
    if (n > 0)
        (void)fwrite(bytes, 1, (size_t)n, file);
}

/* The tables in the order in which they were made: targets before those that refer to them. One is the store's own. */
#define TABLES "SELECT name,sql FROM sqlite_schema WHERE type='table' AND name<>'csr_meta' ORDER BY rowid"

static void hand_out(const char *path, const char *to, took *t)
{
    FILE *file = must_open(to, "wb");
    int64_t began = bench_cpu_ns();
    sqlite3 *db = open_by_hand(path, SQLITE_OPEN_READWRITE);
    sqlite3_stmt *tables = prepare(db, TABLES);
    char sql[200];

    while (sqlite3_step(tables) == SQLITE_ROW) {
        sqlite3_stmt *rows;
        (void)sqlite3_snprintf((int)sizeof(sql), sql, "SELECT * FROM \"%w\"",
                               (const char *)sqlite3_column_text(tables, 0));
        rows = prepare(db, sql);
        for (; sqlite3_step(rows) == SQLITE_ROW; t->rows++) {
            (void)fputc('R', file);
            for (int i = 0; i < sqlite3_column_count(rows); i++)
                put_value(file, rows, i);
        }
        (void)fputc('E', file);
        (void)sqlite3_finalize(rows);
    }
    (void)sqlite3_finalize(tables);
    (void)sqlite3_close(db);
    (void)fclose(file);
    t->out_ns = bench_cpu_ns() - began;
    t->bytes = bench_file_size(to);
}

static void take_value(FILE *file, sqlite3_stmt *stmt, int at, char *room, size_t room_size)
{
    int type = fgetc(file), n = 0;
    int64_t number;

    if (fread(&n, sizeof(n), 1, file) != 1 || (size_t)n > room_size || fread(room, 1, (size_t)n, file) != (size_t)n)
        bench_die("the dump cannot be read");
    if (type == SQLITE_INTEGER) {
        memcpy(&number, room, sizeof(number));
        (void)sqlite3_bind_int64(stmt, at, number);
    } else if (type == SQLITE_NULL) {
        (void)sqlite3_bind_null(stmt, at);
    } else if (type == SQLITE_TEXT) {
        (void)sqlite3_bind_text(stmt, at, room, n, SQLITE_STATIC);
    } else {
        (void)sqlite3_bind_blob(stmt, at, room, n, SQLITE_STATIC);
    }
}

/* All rows of one table, whose columns keep their bytes apart until the row is stepped. */
static void load_table(FILE *file, sqlite3 *db, const char *name, size_t *rows)
{
    enum { COLUMNS = 64, ROOM = 4096 };
    static char room[COLUMNS][ROOM];
    char sql[600], *at;
    sqlite3_stmt *stmt;
    int columns;

    (void)sqlite3_snprintf((int)sizeof(sql), sql, "SELECT * FROM \"%w\"", name);
    stmt = prepare(db, sql);
    columns = sqlite3_column_count(stmt);
    (void)sqlite3_finalize(stmt);
    at = sql + strlen(sqlite3_snprintf((int)sizeof(sql), sql, "INSERT INTO \"%w\" VALUES(?", name));
    for (int i = 1; i < columns; i++)
        at += strlen(strcpy(at, ",?"));
    (void)strcpy(at, ")");
    stmt = prepare(db, sql);
    while (fgetc(file) == 'R') {
        for (int i = 0; i < columns; i++)
            take_value(file, stmt, i + 1, room[i], ROOM);
        if (sqlite3_step(stmt) != SQLITE_DONE)
            bench_die("%s: %s", sql, sqlite3_errmsg(db));
        (void)sqlite3_reset(stmt);
        if (++*rows % BATCH == 0)
            (void)sqlite3_exec(db, "COMMIT;BEGIN", NULL, NULL, NULL);
    }
    (void)sqlite3_finalize(stmt);
}

static void copy_schema(const char *from, sqlite3 *db)
{
    sqlite3 *source = open_by_hand(from, SQLITE_OPEN_READWRITE);
    sqlite3_stmt *stmt = prepare(source, "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid");

    while (sqlite3_step(stmt) == SQLITE_ROW)
        if (sqlite3_exec(db, (const char *)sqlite3_column_text(stmt, 0), NULL, NULL, NULL) != SQLITE_OK)
            bench_die("%s", sqlite3_errmsg(db));
    (void)sqlite3_finalize(stmt);
    (void)sqlite3_close(source);
}

static void hand_in(const char *from, const char *schema_of, const char *path, took *t)
{
    FILE *file = must_open(from, "rb");
    int64_t began;
    sqlite3_stmt *tables;
    sqlite3 *db;
    size_t rows = 0;

    bench_remove(path);
    db = open_by_hand(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    copy_schema(schema_of, db);
    began = bench_cpu_ns();
    tables = prepare(db, TABLES);
    (void)sqlite3_exec(db, "BEGIN", NULL, NULL, NULL);
    while (sqlite3_step(tables) == SQLITE_ROW)
        load_table(file, db, (const char *)sqlite3_column_text(tables, 0), &rows);
    (void)sqlite3_finalize(tables);
    (void)sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
    (void)sqlite3_close(db);
    t->in_ns = bench_cpu_ns() - began;
    if (rows != t->rows)
        bench_die("%zu rows came in where %zu went out", rows, t->rows);
    (void)fclose(file);
}

static void measure(const bench_options *options, size_t tickets, took *lib, took *hand)
{
    char *desk = bench_path(options->folder, "desk.db"), *copy = bench_path(options->folder, "copy.db");
    char *file = bench_path(options->folder, "dump");
    desk_side d = { 0 };
    bench_cast cast;

    desk_side_make(desk, &cast);
    desk_side_open(&d, desk, "normal", &cast);
    desk_side_seed(&d, tickets);
    desk_side_end(&d);
    desk_out(desk, file, lib);
    lib->rows = desk_in(file, copy, CSR_IMPORT_UNPROVEN, &lib->in_ns);
    (void)desk_in(file, copy, 0, &lib->proven_ns);
    hand_out(desk, file, hand);
    hand_in(file, desk, copy, hand);
    if (lib->rows != hand->rows)
        bench_die("%zu rows by the library, %zu by hand", lib->rows, hand->rows);
    bench_remove(desk);
    bench_remove(copy);
    (void)remove(file);
    free(desk);
    free(copy);
    free(file);
}

static double per_row(int64_t ns, size_t rows)
{
    return (double)ns / 1000.0 / (double)rows;
}

void dump_run(const bench_options *options, FILE *out)
{
    work_init();
    fprintf(out,
            "microseconds of processor time a row, and bytes of the file a row\n%10s %10s %8s %8s %8s %8s %8s %8s\n",
            "tickets", "rows", "export", "by hand", "import", "proven", "by hand", "bytes");
    for (size_t i = 0; i < options->size_count; i++) {
        took lib = { 0 }, hand = { 0 };
        measure(options, options->sizes[i], &lib, &hand);
        fprintf(out, "%10zu %10zu %8.2f %8.2f %8.2f %8.2f %8.2f %8.0f\n", options->sizes[i], lib.rows,
                per_row(lib.out_ns, lib.rows), per_row(hand.out_ns, lib.rows), per_row(lib.in_ns, lib.rows),
                per_row(lib.proven_ns, lib.rows), per_row(hand.in_ns, lib.rows), (double)lib.bytes / (double)lib.rows);
        fflush(out);
    }
}
